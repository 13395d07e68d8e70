"""`signataires crawl`: the first half of a refresh."""

from __future__ import annotations

import argparse

from scraper.trouble import KEPT
from signataires.verbs import LOOK, OK, Verb, say
from signataires.verbs.given import choose, withdrawn
from signataires.verbs.given import sites as sites_of
from signataires.verbs.work import add_bounds, at_work


def run(arguments: argparse.Namespace) -> int:
    """Crawls; `LOOK` when a site is not well."""
    from signataires.evidence.manifests import seal
    from signataires.spread.engine import engine
    from signataires.spread.night import crawl_all

    sites = sites_of(arguments)
    without = withdrawn(arguments, sites)
    chosen = choose(sites, arguments.site, arguments.sites)
    with at_work(arguments) as (watch, tell):
        workers = engine(arguments.workers, tell)
        tallies = crawl_all(
            chosen.values(), arguments.data, tell, workers, full=arguments.full, watch=watch, withdrawn=without
        )
        seal(arguments.data, tell)
    if watch.stopped:
        say(f"signataires: {watch.stopped}; {KEPT}")
    for slug, tally in tallies.items():
        for warning in ([tally["failed"]] if tally["failed"] else []) + tally["warnings"]:
            say(f"{slug}: {warning}")
    return LOOK if watch.stopped or any(tally["state"] != "ok" for tally in tallies.values()) else OK


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a refresh takes as well: which sites, and whether all of them is read again."""
    parser.add_argument("site", nargs="*", metavar="SITE", help="slugs of sites; none: all")
    parser.add_argument("--full", action="store_true", help="read everything again, whatever is known of it")
    add_bounds(parser)


VERB = Verb("crawl", "the web into captures", "crawl cnpjdpi", run, arguments)
