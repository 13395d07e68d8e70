"""`signataires refresh`: what cron runs."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from signataires.verbs import LOOK, OK, Verb, crawl, say
from signataires.verbs.given import choose, known, withdrawn
from signataires.verbs.work import at_work


def run(arguments: argparse.Namespace) -> int:
    """Crawls and builds; `LOOK` when a site is not well or the run ended before its end."""
    from signataires.evidence.stamps import stamp
    from signataires.refresh import Refresh
    from signataires.report import check_place, is_well, summary, write_report
    from signataires.spread.engine import engine

    sites, directory = known(arguments)
    chosen = choose(sites, arguments.site, arguments.sites)
    if arguments.report:
        check_place(arguments.report)
    with at_work(arguments) as (watch, tell):
        workers = engine(arguments.workers, tell)
        night = Refresh(chosen, sites, directory, watch, tell, withdrawn(arguments, sites), workers)
        try:
            night.run(full=arguments.full)
        finally:
            report = night.report()
            if arguments.report:
                write_report(arguments.report, report)
        for line in summary(report):
            tell(line)
        if arguments.timestamps:
            stamp(arguments.data, arguments.timestamps, say)
    if arguments.quiet and not is_well(report):
        for line in summary(report):
            say(line)
    return OK if is_well(report) else LOOK


def _arguments(parser: argparse.ArgumentParser) -> None:
    crawl.arguments(parser)
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report here, as JSON")
    parser.add_argument(
        "--timestamps", default=os.environ.get("SIGNATAIRES_TIMESTAMPS", ""), metavar="URL",
        help="an authority (RFC 3161) that stamps the manifest of the run ($SIGNATAIRES_TIMESTAMPS; none)",
    )  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


VERB = Verb("refresh", "what cron runs: crawl and build", "refresh --quiet --report report.json", run, _arguments)
