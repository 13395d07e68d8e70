"""`signataires build`: the second half of a refresh."""

from __future__ import annotations

import argparse
from pathlib import Path

from signataires.verbs import LOOK, OK, Verb, say
from signataires.verbs.given import known, withdrawn
from signataires.verbs.work import add_bounds, at_work


def run(arguments: argparse.Namespace) -> int:
    """Takes in what is new among the captures; `LOOK` when a site's last run is doubted, or a file not taken whole."""
    from signataires.brought import Brought, bring
    from signataires.pipeline import build
    from signataires.places import captures, sizes
    from signataires.spread.engine import engine
    from signataires.status import doubts

    sites, directory = known(arguments)
    without = withdrawn(arguments, sites)
    with at_work(arguments) as (watch, tell):
        brought = Brought(0, ())
        if arguments.warc:
            brought = bring(arguments.warc, arguments.data / "warc", sites, tell, sizes(captures(arguments.data)))
        workers = engine(arguments.workers, tell)
        changed = build(arguments.data, sites, directory, tell, watch.show, without, workers)
    told = (*brought.troubles, *doubts(arguments.data))
    for line in (*told, f"{len(changed)} statements changed"):
        say(line)
    return LOOK if told else OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    told = "WARC files that others made, or folders of them, to be kept among the captures"
    parser.add_argument("warc", nargs="*", type=Path, metavar="WARC", help=told)
    add_bounds(parser)


VERB = Verb("build", "captures into the archive, without network", "build crawl-of-2019.warc.gz", run, _arguments)
