"""`signataires check`: a dry run of one page."""

from __future__ import annotations

import argparse

from signataires.verbs import LOOK, OK, Verb, show
from signataires.verbs.given import choose, known


def run(arguments: argparse.Namespace) -> int:
    """Prints what would be stored; `LOOK` when something is missing."""
    from signataires.check import check, lines, page_from

    sites, directory = known(arguments)
    site = choose(sites, [arguments.site], arguments.sites)[arguments.site]
    found = check(site, page_from(site, arguments.page), directory)
    show(found) if arguments.json else print("\n".join(lines(found)))
    return OK if found["statement"] and not found["missing"] else LOOK


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", metavar="SITE")
    parser.add_argument("page", metavar="URL-or-FILE")
    parser.add_argument("--json", action="store_true")


VERB = Verb("check", "a dry run of one page of a site", "check cnpjdpi page.html", run, _arguments)
