"""`signataires refresh`: what cron runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from signataires.lock import lock
from signataires.verbs import LOOK, OK, Verb, crawl, quiet, say
from signataires.verbs.given import choose, known


def run(arguments: argparse.Namespace) -> int:
    """Crawls and builds; `LOOK` when a site is not well."""
    from signataires.refresh import refresh, summary, write_report

    sites, directory = known(arguments)
    chosen = choose(sites, arguments.site, arguments.sites)
    with lock(arguments.data):
        report = refresh(arguments.data, chosen, sites, directory, arguments.full, quiet if arguments.quiet else say)
    if arguments.report:
        write_report(arguments.report, report)
    broken = any(site["state"] != "ok" for site in report["sites"].values())
    if broken or not arguments.quiet:
        for line in summary(report):
            say(line)
    return LOOK if broken else OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    crawl.arguments(parser)
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report here, as JSON")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


VERB = Verb("refresh", "what cron runs: crawl and build", "refresh --quiet --report report.json", run, _arguments)
