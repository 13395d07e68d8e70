"""`signataires verify`: whether the archive says what its captures say."""

from __future__ import annotations

import argparse
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from scraper.site import SiteError
from signataires.verbs import LOOK, OK, Verb, quiet, say
from signataires.verbs.given import known
from signataires.verbs.work import at_work


def run(arguments: argparse.Namespace) -> int:
    """Names the first thing that does not hold, or all with --all; `LOOK` when there is one."""
    from signataires.evidence.stamps import certificates, failing
    from signataires.evidence.verify import findings

    if not (arguments.data / "archive.db").is_file():
        raise SiteError(f"{arguments.data / 'archive.db'}: there is no archive to verify")
    sites, directory = known(arguments)
    found = 0
    with at_work(arguments), TemporaryDirectory(prefix="verify-", dir=arguments.work or arguments.data) as work:
        tell = quiet if arguments.quiet else say
        roots = certificates(arguments.authority) if arguments.authority else []
        stamps = failing(arguments.data, roots, tell)
        for finding in chain(findings(arguments.data, Path(work), sites, directory, tell), stamps):
            print(finding, flush=True)
            found += 1
            if not arguments.all:
                break
    if not found:
        tell("all of it holds")
    return LOOK if found else OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="do not stop at the first thing that does not hold")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where a second archive is made (default: --data)")
    parser.add_argument(
        "--authority", type=Path, metavar="PEM", help="the certificates that time stamps over manifests are held to"
    )
    parser.add_argument("--quiet", action="store_true", help="say only what does not hold")


VERB = Verb("verify", "every value against its capture, every capture against its digest", "verify", run, _arguments)
