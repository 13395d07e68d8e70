"""Runs the spiders: every site of a run in one process, one at a time where sites share a host."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import closing
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.utils.reactor import install_reactor

from archive.withdrawals.recognise import NOTHING, Withdrawn
from scraper.clock import now
from scraper.keeper import Keeper, Tally
from scraper.memory import Memory
from scraper.network import own_hosts
from scraper.politeness import contact_for, user_agent
from scraper.record import Recorder, salvage
from scraper.site import Site, bare_host
from scraper.stop import listening
from scraper.trouble import meaning
from scraper.visit import UNWRITABLE, Visit
from scraper.watch import MB, Watch
from scraper.witnesses import Witnesses

AT_ONCE = 16  # sites: enough to fill a core with 60 polite ones, few enough for the memory of a small machine
RUN_URI = "urn:signataires:run:"
BREATH = 30.0  # seconds in which memory may come back before the next site is given up
NOTES = "_runs"  # no site can be called so: the file of the run's own notes
Tallied = dict[str, Any]  # a `Tally` as plain values, with the site, its state and when it finished
Say = Callable[[str], None]


def crawl(
    sites: Iterable[Site],
    data: Path,
    say: Say,
    *,
    full: bool = False,
    watch: Watch | None = None,
    withdrawn: Withdrawn = NOTHING,
    former: Mapping[str, str] | None = None,
) -> dict[str, Tallied]:
    """Crawls sites into `data/warc`; the tally of each by slug. Raises `SiteError` when nobody can be named as contact.

    `former` is the moment (its digits) of each site's newest file of captures, where these lie elsewhere.
    When the run is stopped, by a signal or for want of room, what it did is kept, and `watch` says why.
    A crawler can be started once in a process: Twisted's reactor cannot be started again.
    """
    chosen = [site for site in sites if not site.stopped and not site.withdrawn]
    agent = user_agent(contact_for(chosen))
    (data / "warc").mkdir(parents=True, exist_ok=True)
    salvage(data / "warc", say)
    night = Night(watch or Watch(data), agent, say, withdrawn, full=full, former=former)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    _run(night.sites(chosen), own_hosts(chosen))
    return night.tallies


class Night:
    """One run over many sites."""

    def __init__(
        self, watch: Watch, agent: str, say: Say, withdrawn: Withdrawn = NOTHING, *, full: bool,
        former: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.watch, self.agent, self.say, self.withdrawn, self.full = watch, agent, say, withdrawn, full
        self._former = former or {}
        self.tallies: dict[str, Tallied] = {}
        self._info = {"software": f"Signataires/{version('signataires')}", "http-header-user-agent": agent}
        self._info |= {"format": "WARC File Format 1.1", "robots": "obey"}
        self._notes = self._recorder(NOTES, now())
        self._running: set[Visit] = set()
        self._tasks: list[asyncio.Future[None]] = []
        self._witnesses = Witnesses()
        self._written = 0  # bytes of captures, of the sites that are done
        self._crowded_at = -BREATH

    async def sites(self, sites: Iterable[Site]) -> None:
        """Crawls them all. SIGTERM and its like end every spider cleanly; what it did is kept."""
        hosts: defaultdict[str, list[Site]] = defaultdict(list)
        for site in sites:
            hosts[bare_host(urlsplit(site.home).netloc)].append(site)
        places = asyncio.Semaphore(AT_ONCE)
        with listening(lambda signal: self._stop(f"stopped by {signal}")):
            self._tasks = [asyncio.ensure_future(self._host(group, places)) for group in hosts.values()]
            looking = asyncio.ensure_future(self._look_after(sum(map(len, hosts.values()))))
            await asyncio.wait(self._tasks) if self._tasks else None
            looking.cancel()
        self._notes.close()
        for task in [*self._tasks, looking]:
            if task.done() and not task.cancelled():
                task.result()

    def _stop(self, why: str) -> None:
        if self.watch.stopped:
            return
        self.watch.stopped = why
        for visit in list(self._running):
            visit.stop("the run was stopped before its end; the next one goes on from there")

    async def _look_after(self, of: int) -> None:
        """Looks each second whether there is room for more, and shows how far the run has come."""
        while True:
            await asyncio.sleep(1.0)
            self.watch.show("sites", len(self.tallies), of)
            for visit in list(self._running):
                self.watch.show(visit.site.slug, *visit.progress())
                visit.keep_to_its_share()
            if why := self.watch.room(self._written + sum(visit.recorder.written for visit in self._running)):
                self._stop(why)
            elif self.watch.crowded():
                self._give_up_the_largest()

    def _give_up_the_largest(self) -> None:
        moment = asyncio.get_running_loop().time()
        if self._running and moment - self._crowded_at > BREATH:
            self._crowded_at = moment
            bound = self.watch.bounds.most_memory // MB
            why = f"the run takes more than {bound} MB (--most-memory); the next one goes on from there"
            max(self._running, key=Visit.size).stop(why)

    async def _host(self, group: list[Site], places: asyncio.Semaphore) -> None:
        for site in group:
            async with places:
                while self._running and self.watch.crowded() and not self.watch.stopped:
                    await asyncio.sleep(1.0)
                if not self.watch.stopped:
                    await self._site(site)

    async def _site(self, site: Site) -> None:
        tally = Tally(started=now())
        try:
            await self._visit(site, tally)
            told = asdict(tally) | {
                "seen": tally.seen.told(),
                "state": tally.state,
                "finished": now(),
                "site": site.slug,
            }
            self.tallies[site.slug] = told
            self._notes.note(f"{RUN_URI}{site.slug}:{tally.started}", told)
            self.say(f"{site.slug}: {tally.state}, {tally.requests} requests")
        except UNWRITABLE as error:
            self._stop(meaning(error, self.watch.data) or str(error))

    async def _visit(self, site: Site, tally: Tally) -> None:
        recorder = self._recorder(site.slug, tally.started)
        with closing(Memory(self.watch.data / "crawl.db", site.slug)) as memory, closing(recorder):
            keeper = Keeper(site, memory, recorder, tally, self.withdrawn)
            visit = Visit(keeper, self.agent, self._witnesses, self._stop, full=self.full)
            self._running.add(visit)
            try:
                await visit.run()
            finally:
                self._running.discard(visit)
                self.watch.show(site.slug, 1, 1)
                self._written += recorder.written

    def _recorder(self, slug: str, moment: str) -> Recorder:
        digits = "".join(filter(str.isdigit, moment))
        return Recorder(self.watch.data / "warc", slug, max(digits, self._former.get(slug, "")), self._info)


def _run(work: Coroutine[Any, Any, None], own: frozenset[str]) -> None:
    """Runs the reactor until the work is done. Raises what the work raised. `own`: private hosts that may be asked."""
    from twisted.internet import reactor as installed

    from scraper.wire import PublicOnly

    reactor: Any = installed
    reactor.installNameResolver(PublicOnly(reactor.nameResolver, own))
    failures: list[BaseException] = []

    async def begin() -> None:
        try:
            await work
        except BaseException as error:
            failures.append(error)
            raise
        finally:
            reactor.stop()

    reactor.callWhenRunning(lambda: asyncio.ensure_future(begin()))
    reactor.run(installSignalHandlers=False)
    if failures:
        raise failures[0]
