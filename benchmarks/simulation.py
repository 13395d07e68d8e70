"""A night of many sites, played event by event: hosts asked politely, workers that die, one loader.

    python -m benchmarks.simulation --sites 60 --workers 2 --delay 0.15

What it says of sixty sites can be held against `benchmarks.cluster`, which runs them.
"""

from __future__ import annotations

import argparse
import heapq
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

LEASE = 60.0  # seconds before a dead worker's host is asked again
MOST = 2000  # pages that one run asks a site for (limits.pages)
STAGES = 4  # requests for lists, before the pages


@dataclass(frozen=True, slots=True)
class Costs:
    """What things cost: seconds of one core, or bytes."""

    crawl: float  # a page fetched, recorded, read in the crawler
    read: float  # a page read out of its capture: what workers can do
    store: float  # its events folded, stored, indexed: what one loader does
    start: float  # an interpreter
    quiet: float  # a site's crawl on a night on which nothing changed, its process started with it
    filed: float  # what the loader does with that
    asked: float  # requests of such a night
    wire: float  # bytes of a page
    warc: float
    archive: float
    memory: float
    grown: float  # bytes of captures that a quiet night leaves

    def told(self) -> Iterator[str]:
        """The same for people."""
        page = {"crawled": self.crawl, "read": self.read, "stored": self.store}
        yield "a page " + ", ".join(f"{what} {cost * 1000:.1f} ms" for what, cost in page.items())
        yield f"a page {self.wire / 1000:.1f} KB on the wire, {self.warc / 1000:.1f} KB as capture"
        yield f"a statement {self.archive / 1000:.1f} KB in archive.db, {self.memory / 1000:.1f} KB in crawl.db"
        yield f"a site's quiet night {self.quiet:.2f} s and {self.asked:.0f} requests, filed in {self.filed:.2f} s"
        yield f"a site's quiet night leaves {self.grown / 1000:.1f} KB of captures"
        yield f"a process {self.start:.2f} s to start"


@dataclass(frozen=True, slots=True)
class Fleet:
    """So many sites, with so many statements each on average: a few have very many."""

    name: str
    sites: int
    statements: int
    delay: float = 1.0

    def sizes(self) -> Iterator[int]:
        """The statements of each site: log-normal, as sizes of sites are; the same each time."""
        lots = random.Random(7)
        spread = 1.2
        middle = self.statements / 2.718281828 ** (spread**2 / 2)
        for _ in range(self.sites):
            yield max(1, round(middle * lots.lognormvariate(0.0, spread)))


@dataclass(frozen=True, slots=True)
class Machines:
    """Workers of one core; `at_once` hosts are crawled by each at a time, `deaths` of a worker come in an hour."""

    workers: int
    at_once: int
    deaths: float


@dataclass(frozen=True, slots=True)
class Night:
    """How long it took, how long its loader was at work, what share of the requests was made again."""

    hours: float
    loader: float
    redone: float


def night(fleet: Fleet, machines: Machines, costs: Costs, *, first: bool) -> Night:
    """Plays one night. `first`: everything is new."""
    lots = random.Random(11)
    sizes = list(fleet.sizes())
    free = [0.0] * (machines.workers * machines.at_once)  # when each place of a worker is free
    share = machines.at_once  # of a core, at worst
    done, asked, again = 0.0, 0.0, 0.0
    for size in sizes:
        requests = (min(size, MOST) + STAGES) if first else costs.asked
        work = costs.start + requests * costs.crawl if first else costs.quiet
        length = max(requests * fleet.delay, work * _crowd(fleet, costs, share, first=first))
        begin = heapq.heappop(free)
        asked += requests
        rate = machines.deaths / 3600
        while rate and (death := lots.expovariate(rate)) < length:
            again += requests * death / length
            begin += death + LEASE
        heapq.heappush(free, begin + length)
        done = max(done, begin + length)
    # Files are read by the workers while the loader stores; the slower of the two is waited for.
    loader = sum(sizes) * costs.store if first else len(sizes) * costs.filed
    reading = sum(sizes) * costs.read / machines.workers if first else 0.0
    return Night((done + max(loader, reading)) / 3600, loader / 3600, again / asked)


def _crowd(fleet: Fleet, costs: Costs, share: int, *, first: bool) -> float:
    """How much longer work takes because others are at the same core: polite waits leave it to them."""
    busy = (costs.crawl if first else costs.quiet / costs.asked) / max(fleet.delay, 1e-9)
    return max(1.0, min(share, share * busy))


def main() -> None:
    """Plays a night of a small fleet, to be held against a real one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sites", type=int, default=60)
    parser.add_argument("--statements", type=int, default=14)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--delay", type=float, default=0.15)
    parser.add_argument("--start", type=float, default=2.0, help="seconds that a crawler process needs to start")
    parser.add_argument("--crawl", type=float, default=0.012, help="seconds of a core for a page")
    asked = parser.parse_args()
    costs = Costs(asked.crawl, 0.01, 0.01, asked.start, 0.5, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    fleet = Fleet("asked", asked.sites, asked.statements, asked.delay)
    told = night(fleet, Machines(asked.workers, 1, 0.0), costs, first=True)
    print(f"{asked.sites} sites, {asked.workers} workers: crawl {(told.hours - told.loader) * 3600:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
