"""`signataires rebuild`: the archive made anew."""

from __future__ import annotations

import argparse

from signataires.lock import lock
from signataires.verbs import OK, Verb, say
from signataires.verbs.given import known


def run(arguments: argparse.Namespace) -> int:
    """Takes in all captures."""
    from signataires.pipeline import rebuild

    sites, directory = known(arguments)
    with lock(arguments.data):
        held = rebuild(arguments.data, sites, directory, say)
    say(f"{held} statements")
    return OK


VERB = Verb("rebuild", "a new archive from all captures and corrections alone", "rebuild", run)
