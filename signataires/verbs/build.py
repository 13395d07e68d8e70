"""`signataires build`: the second half of a refresh."""

from __future__ import annotations

import argparse

from signataires.verbs import OK, Verb, say
from signataires.verbs.given import known
from signataires.verbs.work import add_bounds, at_work


def run(arguments: argparse.Namespace) -> int:
    """Takes in what is new among the captures."""
    from signataires.pipeline import build

    sites, directory = known(arguments)
    with at_work(arguments) as (watch, tell):
        changed = build(arguments.data, sites, directory, tell, watch.show)
    say(f"{len(changed)} statements changed")
    return OK


VERB = Verb("build", "captures into the archive, without network", "build", run, add_bounds)
