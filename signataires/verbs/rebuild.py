"""`signataires rebuild`: the archive made anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from signataires.verbs import OK, Verb, say
from signataires.verbs.given import known, withdrawn
from signataires.verbs.work import add_bounds, at_work


def run(arguments: argparse.Namespace) -> int:
    """Takes in all captures."""
    from signataires.pipeline import rebuild
    from signataires.spread.engine import engine

    sites, directory = known(arguments)
    without = withdrawn(arguments, sites)
    with at_work(arguments, wanted=_size(arguments.data)) as (watch, tell):
        workers = engine(arguments.workers, tell)
        held = rebuild(arguments.data, sites, directory, tell, watch.show, without, workers)
    say(f"{held} statements")
    return OK


def _size(data: Path) -> int:
    """How many bytes a second archive takes beside the one that is there."""
    return sum(path.stat().st_size for path in data.glob("*.db"))


VERB = Verb("rebuild", "a new archive from all captures and corrections alone", "rebuild", run, add_bounds)
