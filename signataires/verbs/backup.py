"""`signataires backup`: a copy of all that cannot be made again, while the archive is in use."""

from __future__ import annotations

import argparse
from pathlib import Path

from signataires.verbs import OK, Verb, quiet, say


def run(arguments: argparse.Namespace) -> int:
    """Makes the copy and prints where it is. Raises `SiteError` when there is no archive."""
    from signataires.evidence.backups import backup
    from signataires.verbs.given import judgements, withdrawals

    corrections = {
        "sites": arguments.sites,
        "organisations.toml": arguments.organisations,
        "judgements.toml": judgements(arguments),
        "withdrawals.toml": withdrawals(arguments),
    }
    print(backup(arguments.data, corrections, arguments.folder, quiet if arguments.quiet else say))
    return OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where copies go, each in a folder of its own")
    parser.add_argument("--quiet", action="store_true", help="say nothing but where the copy is")


VERB = Verb("backup", "a copy of everything, while the archive is in use", "backup /mnt/copies", run, _arguments)
