"""`signataires build`: the second half of a refresh."""

from __future__ import annotations

import argparse

from signataires.verbs import LOOK, OK, Verb, say
from signataires.verbs.given import known
from signataires.verbs.work import add_bounds, at_work


def run(arguments: argparse.Namespace) -> int:
    """Takes in what is new among the captures; `LOOK` when the last run of a site is doubted."""
    from signataires.pipeline import build
    from signataires.status import doubts

    sites, directory = known(arguments)
    with at_work(arguments) as (watch, tell):
        changed = build(arguments.data, sites, directory, tell, watch.show)
    doubted = doubts(arguments.data)
    for line in (*doubted, f"{len(changed)} statements changed"):
        say(line)
    return LOOK if doubted else OK


VERB = Verb("build", "captures into the archive, without network", "build", run, add_bounds)
