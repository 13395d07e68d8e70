"""`signataires withdraw`: something taken out of everything public, for good."""

from __future__ import annotations

import argparse
import os
import sys

from archive.withdrawals.model import WHATS, read_withdrawals
from scraper.site import SiteError
from signataires.verbs import OK, Verb, say
from signataires.verbs.given import known, sites, withdrawals, withdrawn
from signataires.verbs.work import add_bounds, at_work


def run(arguments: argparse.Namespace) -> int:
    """Writes it down as digests, and applies it to captures, archive, memory and logs."""
    from scraper.clock import now
    from signataires.pipeline import build
    from signataires.withdrawing.decide import Asked, Decider, undo

    path = withdrawals(arguments)
    if arguments.what == "list":
        return _list(arguments)
    with at_work(arguments) as (watch, tell):
        if arguments.what == "undo":
            gone = undo(path, arguments.target or "")
            say(f"{gone.id}: no longer withdrawn; what was taken out of captures stays lost until it is crawled again")
        else:
            asked = Asked(
                arguments.what, _target(arguments), _given(arguments.by, "--by"), now(),
                _given(arguments.why, "--why"), arguments.since, arguments.until,
            )  # fmt: skip
            try:
                made = Decider(path, arguments.data, sites(arguments)).decide(asked)
            except ValueError as error:
                raise SiteError(str(error)) from error
            print(made.id)
        found, directory = known(arguments)
        build(arguments.data, found, directory, tell, watch.show, withdrawn(arguments, found))
    say(f"{path}: keep it under version control; keep {arguments.data / 'withdrawals.key'} with your backups only")
    say("exports and copies that were made before still hold it: make them again, and delete the former ones")
    return OK


def _list(arguments: argparse.Namespace) -> int:
    try:
        entries = read_withdrawals(withdrawals(arguments)).entries
    except ValueError as error:
        raise SiteError(str(error)) from error
    for one in entries:
        print(f"{one.id}  {one.at}  {one.what:7} {one.site:20} {one.by}: {one.why}")
    return OK


def _target(arguments: argparse.Namespace) -> str:
    """What is meant; read from stdin for « - », so that a name is kept neither by the shell nor shown by `ps`."""
    target = sys.stdin.read().strip() if arguments.target == "-" else arguments.target
    return _given(target, "what is to be withdrawn")


def _given(value: str | None, name: str) -> str:
    if not value:
        raise SiteError(f"{name} must be given; `signataires withdraw --help` has an example")
    return value


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", choices=(*WHATS, "list", "undo"),
        help="page: an address or a statement's id; file: an address; name: a person's, in all its forms; string: any"
        " words; site: a slug; period: what a site published then; list: what was withdrawn; undo: take one back",
    )  # fmt: skip
    parser.add_argument("target", nargs="?", metavar="TARGET", help="what is meant; « - »: it is read from stdin")
    parser.add_argument("--why", help="the reason, which is public")
    parser.add_argument("--by", default=os.environ.get("SIGNATAIRES_REVIEWER"), help="who ($SIGNATAIRES_REVIEWER)")
    parser.add_argument("--since", default="", metavar="DAY", help="period: its first day, month or year")
    parser.add_argument("--until", default="", metavar="DAY", help="period: its last day, month or year")
    add_bounds(parser)


EXAMPLE = "withdraw page https://halte.example/un-texte/ --by MB --why 'asked by its author'"
VERB = Verb("withdraw", "take something out of everything public, for good", EXAMPLE, run, _arguments)
