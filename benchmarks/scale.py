"""Measures what a page, a statement and a quiet night cost, and carries that to 600, 6,000 and 600,000 sites.

    python -m benchmarks.scale [--pages 400] [--rounds 3]

First one site with so many statements is crawled, built and crawled again by the command, as cron runs it: seconds of
the processor (medians of the rounds; what the interpreter needs to start is counted apart), bytes on the wire, on the
disk. Then `benchmarks.simulation` plays the first night and a quiet one with these costs, for fleets of each size.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from archive.model import to_json
from benchmarks.simulation import Costs, Fleet, Machines, night
from benchmarks.table import Row, report
from scraper.clock import SHIFT
from scraper.site import load_sites
from signataires.runs import events_in
from tests.archives import Archive
from tests.servers.writer import Writer
from tests.small_site import SmallSite

STATEMENTS = 100  # of a site, on average
FLEETS = (
    Fleet("600 sites", 600, STATEMENTS),
    Fleet("6,000 sites", 6_000, STATEMENTS),
    Fleet("600,000 sites", 600_000, STATEMENTS),
)
MACHINES = (Machines(1, 16, 0.0), Machines(4, 16, 0.001), Machines(100, 64, 0.001))  # the last number: deaths an hour


def fill(site: SmallSite, pages: int) -> None:
    """Statements with four paragraphs and 25 signatories."""
    writer = Writer("scale")
    for number in range(pages):
        names = writer.organisations(25, dashes=False)
        day = (datetime(2014, 1, 6, tzinfo=UTC) + timedelta(hours=31 * number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        paragraphs = tuple(writer.paragraph(6) for _ in range(4))
        site.add(f"{writer.sentence('titres')} {number}", paragraphs, names, published=day)


def spent(archive: Archive, *words: str) -> float:
    """Seconds of the processor that a verb takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(archive.command(*words), capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(pages: int, rounds: int) -> Costs:
    """The medians of some rounds."""
    found = [_round(pages) for _ in range(rounds)]
    return Costs(*(median(getattr(one, name) for one in found) for name in Costs.__slots__))


def _round(pages: int) -> Costs:
    with tempfile.TemporaryDirectory() as folder, SmallSite("wordpress") as site:
        archive = Archive(Path(folder) / "archive")
        archive.site("essai", site.home, "wordpress")
        fill(site, pages)
        start = spent(archive, "status")
        crawl = spent(archive, "crawl")
        wire, warc = site.bytes, _size(archive.data / "warc")
        read, build = _reading(archive), spent(archive, "build")
        held = _size(archive.data, "archive.db*"), _size(archive.data, "crawl.db*")
        os.environ[SHIFT] = "90000"
        idle = spent(archive, "build")
        site.reset()
        quiet, asked = spent(archive, "crawl"), len(site.requests)
        filed = max(spent(archive, "build") - idle, 0.0)
        os.environ.pop(SHIFT)
        grown = _size(archive.data / "warc") - warc
        return Costs(
            (crawl - start) / pages, read / pages, (build - start - read) / pages, start, quiet, filed,
            float(asked), wire / pages, warc / pages, held[0] / pages, held[1] / pages, float(grown),
        )  # fmt: skip


def _reading(archive: Archive) -> float:
    """Seconds of the processor for what the files of captures say, as a worker writes it down."""
    sites, began = load_sites(archive.sites), time.process_time()
    for path in sorted((archive.data / "warc").glob("essai-*")):
        for event in events_in(path, sites, print):
            to_json(event)
    return time.process_time() - began


def _size(folder: Path, pattern: str = "*") -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern))


def main() -> None:
    """Reads the command line, prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    costs = measure(asked.pages, asked.rounds)
    for line in costs.told():
        print(line)
    told = {"crawled": costs.crawl, "read": costs.read, "stored": costs.store}
    report(*(Row(f"scale: a page {what}", cost * 1000, "ms (CPU)") for what, cost in told.items()))
    heads = ("workers", "first night", "quiet night", "loader", "captures", "archive", "redone")
    print("\n" + " " * 16 + "".join(f"{head:>13}" for head in heads))
    for fleet, machines in zip(FLEETS, MACHINES, strict=True):
        first, quiet = (night(fleet, machines, costs, first=one) for one in (True, False))
        captures, archive = (fleet.sites * fleet.statements * size / 1e9 for size in (costs.warc, costs.archive))
        told = [str(machines.workers), f"{first.hours:.1f} h", f"{quiet.hours:.1f} h", f"{first.loader:.1f} h"]
        told += [f"{captures:,.0f} GB", f"{archive:,.0f} GB", f"{first.redone:.2%}"]
        print(f"{fleet.name:16}" + "".join(f"{one:>13}" for one in told), flush=True)


if __name__ == "__main__":
    sys.exit(main())
