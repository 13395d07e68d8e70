"""Measures what a night costs on which nothing has changed, or fifty texts have, with ever more statements held.

    python -m benchmarks.nights [--sizes 500,5000,50000] [--nights 3] [--changes 50]

For each size an archive is made through the project's own code, without a crawl: statements read, folded and stored,
addresses remembered as if read the night before. Then a WordPress in small serves them on loopback, and
`signataires refresh` runs as cron would, on so many nights that follow one another by a simulated clock, and then on as
many of which each finds so many texts edited, old and new. Prints for each size the median of requests, bytes, pages
read again by rotation, and seconds of the whole process and of its processor, and how much more the latter is than with
the fewest.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from archive.build import settle, summarise, take
from archive.ledger import Ledger, open_ledger
from archive.model import Block, Capture, Event, Statement
from archive.resolve import Directory
from archive.schema import open_archive
from benchmarks.table import Row, report
from scraper.clock import SHIFT
from scraper.memory import Memory
from tests.archives import Archive
from tests.servers.writer import Writer
from tests.small_site import SmallSite

DAY = 86_400
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Night:
    """What one run cost: the whole process, its interpreter included."""

    requests: int
    bytes: int
    again: int
    seconds: float
    processor: float


def fill(site: SmallSite, archive: Archive, size: int) -> None:
    """An archive that holds what the site has, as if all had been read a day ago."""
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    writer = Writer("nights")
    for number in range(1, size + 1):
        day = (datetime(2014, 1, 6, tzinfo=UTC) + timedelta(hours=number % 40_000)).strftime("%Y-%m-%dT%H:%M:%SZ")
        names = writer.organisations(8, dashes=False)
        site.add(f"{writer.sentence('titres')} {number}", (writer.paragraph(3),), names, published=day)
    archive.data.mkdir()
    directory = Directory.load(archive.folder / "organisations.toml")
    with closing(open_ledger(archive.data / "crawl.db")) as private, closing(open_archive(archive.path)) as public:
        ledger = Ledger(private)
        numbers = sorted(site.posts)
        for start in range(0, size, BATCH):
            events = (event for number in numbers[start : start + BATCH] for event in _events(site, number, yesterday))
            take(ledger, public, events, print)
            settle(ledger, public, directory)
            public.commit()
            private.commit()
        home = {"id": "essai", "organisation_id": "essai", "home": site.home, "family": "wordpress"}
        summarise(public, [home | {"state": "ok", "message": ""}], directory, site.posts and {"essai-1"})
        public.commit()
    remember(site, archive, yesterday)


def _events(site: SmallSite, number: int, moment: str) -> Iterator[Event]:
    post = site.posts[number]
    listed, url = "\n".join(post.names), site.address(post)
    prose = "\n\n".join(post.paragraphs)
    digest = hashlib.sha256(url.encode()).hexdigest()
    yield Capture(digest[:20], "essai", url, moment, 200, "text/html", digest, "essai.warc.gz", number)
    yield Statement(
        "essai", url, str(number), post.title, f"{prose}\n\nSignataires :\n\n{listed}", published=post.published[:10],
        blocks=(Block(listed, len(prose) + 17, "Signataires :"),), capture=digest[:20],
    )  # fmt: skip


def remember(site: SmallSite, archive: Archive, moment: str) -> None:
    """What the crawler would remember of a first run."""
    with closing(Memory(archive.data / "crawl.db", "essai")) as memory:
        read = dict.fromkeys(("first_seen", "fetched_at", "tried_at", "whole_at", "first_read", "changed_at"), moment)
        for post in site.posts.values():
            told = {"number": str(post.number), "state": "captured", "told": post.modified, "dated": post.published}
            memory.note(site.address(post), **{**told, **read}, digest="sha256:x", content="x")
        memory.visited(moment, memory.newest(until=moment))


def night(site: SmallSite, archive: Archive, day: int, changed: int = 0) -> Night:
    """One refresh on a later day, which is to find so many texts changed."""
    os.environ[SHIFT] = str(day * DAY)
    site.reset()
    report, before = archive.folder / "report.json", resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(archive.command("refresh", "--report", str(report)), capture_output=True, check=False)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = json.loads(report.read_text("utf-8"))["sites"]["essai"]
    assert done.returncode == 0, done.stderr.decode()
    assert (told["new"], told["changed"], told["vanished"]) == (0, changed, 0), told
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Night(len(site.requests), site.bytes, told["again"], seconds, spent)


def edit(site: SmallSite, day: int, changes: int) -> None:
    """So many texts are edited, in even steps from the oldest to the newest."""
    os.environ[SHIFT] = str(day * DAY)
    for number in sorted(site.posts)[:: len(site.posts) // changes][:changes]:
        site.edit(number, paragraphs=(*site.posts[number].paragraphs, f"Rectificatif du {day}e jour."))


def measure(size: int, nights: int, changes: int) -> tuple[Night, Night | None]:
    """The median of some unchanged nights, and of as many with changes; the first, on which the rules of reading are
    noted, is left out.
    """
    with tempfile.TemporaryDirectory() as folder, SmallSite("wordpress") as site:
        archive = Archive(Path(folder) / "archive")
        archive.site("essai", site.home, "wordpress")
        fill(site, archive, size)
        quiet, busy = [night(site, archive, day) for day in range(nights + 1)][1:], list[Night]()
        for day in range(nights + 1, 2 * nights + 1) if changes else ():
            edit(site, day, changes)
            busy.append(night(site, archive, day, changes))
    return _median(quiet), _median(busy) if busy else None


def _median(nights: list[Night]) -> Night:
    return Night(*(median(getattr(one, name) for one in nights) for name in Night.__slots__))  # type: ignore[arg-type]


def main() -> None:
    """Reads the command line, prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="500,5000,50000")
    parser.add_argument("--nights", type=int, default=3)
    parser.add_argument("--changes", type=int, default=50)
    options = parser.parse_args()
    os.environ.setdefault("SIGNATAIRES_CONTACT", "mailto:essai@example.org")
    print(
        f"{'held':>8}{'changed':>9}{'requests':>10}{'KB':>8}{'again':>7}{'seconds':>9}{'CPU':>8}{'ratio':>7}",
        flush=True,
    )
    least, rows = dict[int, float](), list[Row]()
    for size in map(int, options.sizes.split(",")):
        for changed, told in zip((0, options.changes), measure(size, options.nights, options.changes), strict=True):
            if told:
                ratio = told.processor / least.setdefault(changed, told.processor)
                print(
                    f"{size:>8}{changed:>9}{told.requests:>10}{told.bytes / 1000:>8.1f}{told.again:>7}"
                    f"{told.seconds:>9.2f}{told.processor:>8.2f}{ratio:>7.2f}",
                    flush=True,
                )
                what, most = f"nights: {size} held, {changed} changed", 3 if size > 500 else None
                rows.append(Row(what, told.processor, "s (CPU)", ratio, "the fewest", most=most))
    report(*rows)


if __name__ == "__main__":
    sys.exit(main())
