"""A night's crawl, here or spread over workers: the same sites, the same captures, the same notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from archive.withdrawals.recognise import NOTHING, Withdrawn
from scraper.clock import now
from scraper.crawl import Tallied, crawl
from scraper.keeper import Tally
from scraper.politeness import contact_for, user_agent
from scraper.remembered import take_out
from scraper.site import Site
from scraper.watch import Watch
from signataires.places import captures, put, ship
from signataires.spread.attempts import LEASE
from signataires.spread.engine import Engine
from signataires.spread.errand import Errand, folder_of, host_of, run
from signataires.spread.loader import Loader, newest_runs
from signataires.spread.visit import MEMORY

Say = Callable[[str], None]
ATTEMPTS = "attempts"  # the folder beside the captures


def crawl_all(
    sites: Iterable[Site],
    data: Path,
    say: Say,
    engine: Engine | None,
    *,
    full: bool,
    watch: Watch,
    withdrawn: Withdrawn = NOTHING,
) -> dict[str, Tallied]:
    """Crawls sites into the captures; the tally of each by slug.

    Raises `SiteError` when nobody can be named as contact.
    """
    held = captures(data)
    spread = _Spread(data, held, say, watch, withdrawn)
    spread.loader.load(now())  # what an earlier night left, whose crawlers went on when it was killed
    former = newest_runs(held)
    if engine is not None:
        return spread.crawl(list(sites), engine, former, full)
    tallies = crawl(sites, data, say, full=full, watch=watch, withdrawn=withdrawn, former=former)
    ship(data / "warc", held)
    return tallies


class _Spread:
    def __init__(self, data: Path, held: Path, say: Say, watch: Watch, withdrawn: Withdrawn) -> None:
        self.data, self.say, self.watch, self.withdrawn = data, say, watch, withdrawn
        self.place, self.began = held.parent / ATTEMPTS, now()
        self.loader = Loader(data, held, self.place, say)

    def crawl(self, sites: list[Site], engine: Engine, former: dict[str, str], full: bool) -> dict[str, Tallied]:
        chosen = [site for site in sites if not site.stopped and not site.withdrawn]
        contact = contact_for(chosen)
        user_agent(contact)
        groups = defaultdict[str, list[Site]](list)
        for site in chosen:
            groups[host_of(site)].append(site)
        bounds = replace(self.watch.bounds, most_captures=0)
        made = (
            Errand(
                host, tuple(group), str(self.place), self.began, contact, full, bounds, LEASE, self.withdrawn,
                tuple((site.slug, former[site.slug]) for site in group if site.slug in former),
            )
            for host, group in sorted(groups.items())
        )  # fmt: skip
        failed = self._give(engine, self._equipped(made), len(groups))
        return self.loader.load(self.began, failed)

    def _equipped(self, errands: Iterable[Errand]) -> Iterator[Errand]:
        """Each errand once what is remembered of its sites lies where its worker finds it."""
        for errand in errands:
            part = self.data / f".{folder_of(errand.host)}-{MEMORY}"
            try:
                take_out(self.data / "crawl.db", part, [site.slug for site in errand.sites])
                put(part, self.place / errand.name / MEMORY)
            finally:
                part.unlink(missing_ok=True)
            yield errand

    def _give(self, engine: Engine, errands: Iterable[Errand], of: int) -> dict[str, Tallied]:
        """Has them done; the tallies of the sites of which nothing came."""
        failed = dict[str, Tallied]()
        for done, (errand, trouble) in enumerate(engine.map(run, errands), start=1):
            self.watch.show("hosts", done, of)
            for site in errand.sites if trouble else ():
                failed[site.slug] = _failed(site, self.began, f"no worker could crawl it: {trouble}")
            self.say(f"{errand.host}: {trouble or 'crawled'}")
            if why := self.watch.room():
                self.watch.stopped = why
                break
        return failed


def _failed(site: Site, began: str, why: str) -> Tallied:
    tally = Tally(started=began, failed=why)
    tally.seen.day, tally.seen.failed, tally.seen.unfinished = began[:10], True, True
    told = {"seen": tally.seen.told(), "state": tally.state, "finished": now(), "site": site.slug}
    return asdict(tally) | told
