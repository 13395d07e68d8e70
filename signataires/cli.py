"""The command `signataires`: finds the verb, reads its arguments, turns errors into messages and exit codes."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from scraper.site import SiteError
from scraper.stop import Stopped, stoppable
from scraper.trouble import KEPT, meaning
from signataires.lock import Locked
from signataires.places import CAPTURES
from signataires.verbs import BUSY, EXIT, LOOK, OK, USAGE, Verb, say

# Each is a module of `signataires.verbs` with a `VERB`. The order is that of --help.
VERBS = (
    "demo",
    "refresh",
    "crawl",
    "build",
    "rebuild",
    "serve",
    "status",
    "check",
    "new_site",
    "signatories",
    "suggest",
    "judge",
    "withdraw",
    "export",
    "verify",
    "backup",
    "restore",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb; its exit code."""
    words = sys.argv[1:] if argv is None else [*argv]
    arguments = _parser(words).parse_args(words)
    run: Callable[[argparse.Namespace], int] = arguments.run
    if arguments.captures:
        os.environ[CAPTURES] = arguments.captures
    try:
        with stoppable():
            return run(arguments)
    except SiteError as error:
        say(f"signataires: {error}")
        return USAGE
    except Locked as error:
        say(f"signataires: {error}")
        return BUSY
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Stopped as signal:
        say(f"signataires: stopped by {signal}; {KEPT}")
        return LOOK
    except (OSError, sqlite3.Error) as error:
        if not (meant := meaning(error, arguments.data)):
            raise
        say(f"signataires: {meant}; {KEPT}")
        return LOOK


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the verbs that may be meant: what the others import takes seconds."""
    parser = argparse.ArgumentParser(
        prog="signataires", description="An archive of what coalitions say in public and of who signs it.", epilog=EXIT
    )
    _where(parser, os.environ.get("SIGNATAIRES_DATA", "data"))
    parsers = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    common = argparse.ArgumentParser(add_help=False)
    _where(common, None)
    for name in [name for name in VERBS if name.replace("_", "-") in words] or VERBS:
        verb: Verb = import_module(f"signataires.verbs.{name}").VERB
        own = parsers.add_parser(
            verb.name, help=verb.told, description=verb.told[0].upper() + verb.told[1:] + ".", parents=[common],
            epilog=f"Example: signataires {verb.example}", formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        own.set_defaults(run=verb.run)
        verb.arguments(own)
    return parser


def _where(parser: argparse.ArgumentParser, data: str | None) -> None:
    """The folders of a verb; they may stand before or after it, so the verb's own parser has no defaults."""
    told = {
        "--data": (data, "the data folder (default: ./data, or $SIGNATAIRES_DATA)"),
        "--sites": (_shipped("scraper", "sites"), "the folder of site files (default: those shipped)"),
        "--organisations": (_shipped("archive", "data/organisations.toml"), "the directory of organisations"),
        "--withdrawals": (None, "what was withdrawn (default: withdrawals.toml beside the organisations)"),
        "--judgements": (None, "what reviewers decided (default: judgements.toml beside the organisations)"),
    }
    for name, (value, text) in told.items():
        default: Any = argparse.SUPPRESS if data is None else value and Path(value)
        parser.add_argument(name, type=Path, default=default, help=text)
    where = f"where captures lie, a folder or an address such as s3://bucket/warc (default: DATA/warc, or ${CAPTURES})"
    usual = argparse.SUPPRESS if data is None else os.environ.get(CAPTURES, "")
    parser.add_argument("--captures", default=usual, metavar="WHERE", help=where)


def _shipped(package: str, name: str) -> Path:
    return Path(str(files(package).joinpath(name)))


if __name__ == "__main__":
    sys.exit(main())
