"""`signataires judge`: a person's decision on a name."""

from __future__ import annotations

import argparse
import os

from archive.judgements import VERDICTS
from signataires.verbs import OK, Verb, say
from signataires.verbs.given import directory as directory_of
from signataires.verbs.given import judgements

JUDGED = ("name", "verdict", "organisation", "by", "why", "within", "called", "acronyms", "kind", "parent", "website")


def run(arguments: argparse.Namespace) -> int:
    """Writes it down, or takes it back."""
    from scraper.clock import now
    from signataires.judge import judge, undo

    path, directory = judgements(arguments), directory_of(arguments)
    if arguments.verdict == "undo":
        for entry in undo(path, arguments.name, arguments.within, arguments.organisation):
            decided = f"{entry.name!r} {entry.verdict} {entry.organisation or ''}".rstrip()
            say(f"undone: {decided} ({entry.by}, {entry.at}: {entry.why})")
    else:
        told = {name: getattr(arguments, name) for name in JUDGED} | {"at": now()}
        entry = judge(path, directory, told)
        say(f"{path}: {entry.name!r} {entry.verdict} {entry.organisation or ''}".rstrip())
    say("`signataires build` applies it; keep the file under version control")
    return OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="as it is written; case, accents and dashes do not count")
    parser.add_argument(
        "verdict", choices=(*VERDICTS, "undo"),
        help="same: it means ORGANISATION; different: it does not; new: it means one that the directory lacks, which"
        " gets the id ORGANISATION; person; nobody: no signatory; unsure; undo: take back what was decided",
    )  # fmt: skip
    parser.add_argument("organisation", nargs="?", metavar="ORGANISATION", help="an id")
    parser.add_argument("--by", default=os.environ.get("SIGNATAIRES_REVIEWER"), help="who ($SIGNATAIRES_REVIEWER)")
    parser.add_argument("--why", help="on what evidence")
    parser.add_argument("--within", default="", metavar="SITE-or-STATEMENT", help="only there, by its id")
    parser.add_argument("--called", help="new: its full name (default: NAME)")
    parser.add_argument("--acronym", dest="acronyms", action="append", default=[], help="new: may be given twice")
    parser.add_argument("--kind", help="new: association, syndicat, parti, collectif…")
    parser.add_argument("--parent", help="new: id of the wider organisation")
    parser.add_argument("--website", help="new")


EXAMPLE = "judge 'Attac France' same attac --by MB --why site"
VERB = Verb("judge", "record a person's decision on a name", EXAMPLE, run, _arguments)
