"""`signataires crawl`: the first half of a refresh."""

from __future__ import annotations

import argparse

from scraper.site import load_sites
from signataires.lock import lock
from signataires.verbs import LOOK, OK, Verb, say
from signataires.verbs.given import choose


def run(arguments: argparse.Namespace) -> int:
    """Crawls; `LOOK` when a site is not well."""
    from scraper.crawl import crawl

    sites = load_sites(arguments.sites)
    chosen = choose(sites, arguments.site, arguments.sites)
    with lock(arguments.data):
        tallies = crawl(chosen.values(), arguments.data, say, full=arguments.full)
    for slug, tally in tallies.items():
        for warning in ([tally["failed"]] if tally["failed"] else []) + tally["warnings"]:
            say(f"{slug}: {warning}")
    return LOOK if any(tally["state"] != "ok" for tally in tallies.values()) else OK


def arguments(parser: argparse.ArgumentParser) -> None:
    """What a refresh takes as well: which sites, and whether all of them is read again."""
    parser.add_argument("site", nargs="*", metavar="SITE", help="slugs of sites; none: all")
    parser.add_argument("--full", action="store_true", help="read everything again, whatever is known of it")


VERB = Verb("crawl", "the web into captures", "crawl cnpjdpi", run, arguments)
