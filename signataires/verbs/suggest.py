"""`signataires suggest`: names that wait for a person."""

from __future__ import annotations

import argparse

from signataires.verbs import OK, Verb, add_json, show
from signataires.verbs.given import directory


def run(arguments: argparse.Namespace) -> int:
    """Prints the most frequent ones, each with candidates."""
    from signataires.review import lines, suggest

    found = suggest(arguments.data, directory(arguments), arguments.most, held=arguments.persons)
    show(found) if arguments.json else print("\n".join(lines(found)))
    return OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--most", type=int, default=20, metavar="N", help="how many names (default: 20)")
    parser.add_argument("--persons", action="store_true", help="names withheld because they may be persons'; private")
    add_json(parser)


VERB = Verb("suggest", "names that no organisation matches, with candidates", "suggest --most 50", run, _arguments)
