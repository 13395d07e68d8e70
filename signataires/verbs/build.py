"""`signataires build`: the second half of a refresh."""

from __future__ import annotations

import argparse

from signataires.lock import lock
from signataires.verbs import OK, Verb, say
from signataires.verbs.given import known


def run(arguments: argparse.Namespace) -> int:
    """Takes in what is new among the captures."""
    from signataires.pipeline import build

    sites, directory = known(arguments)
    with lock(arguments.data):
        changed = build(arguments.data, sites, directory, say)
    say(f"{len(changed)} statements changed")
    return OK


VERB = Verb("build", "captures into the archive, without network", "build", run)
