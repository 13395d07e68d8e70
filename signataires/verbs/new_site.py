"""`signataires new-site`: a site file and a saved page from one look."""

from __future__ import annotations

import argparse
from pathlib import Path

from signataires.verbs import OK, Verb


def run(arguments: argparse.Namespace) -> int:
    """Prints the paths of the files that it wrote."""
    from signataires.new_site import new_site

    for path in new_site(arguments.url, arguments.organisation, arguments.sites, arguments.pages):
        print(path)
    return OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL")
    parser.add_argument("--organisation", help="id of the organisation it belongs to (default: the slug)")
    parser.add_argument("--pages", type=Path, default=Path("tests/pages"), help="where saved pages go")


VERB = Verb("new-site", "look at a site and write its site file", "new-site https://example.org/", run, _arguments)
