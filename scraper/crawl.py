"""Runs the spiders: every site of a run in one process, one at a time where sites share a host."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import asdict
from importlib.metadata import version
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.utils.reactor import install_reactor

from scraper.keeper import Keeper, Tally, now
from scraper.memory import Memory
from scraper.politeness import contact_for, settings_for, user_agent
from scraper.record import Recorder, salvage
from scraper.site import Site, bare_host

AT_ONCE = 16  # sites: enough to fill a core with 60 polite ones, few enough for the memory of a small machine
RUN_URI = "urn:signataires:run:"
GRACE = 10.0  # seconds between the word to stop and the end of patience
NOTES = "_runs"  # no site can be called so: the file of the run's own notes
LOG = "crawl.log"
Tallied = dict[str, Any]  # a `Tally` as plain values, with the site, its state and when it finished
Say = Callable[[str], None]


def crawl(sites: Iterable[Site], data: Path, say: Say, *, full: bool = False) -> dict[str, Tallied]:
    """Crawls sites into `data/warc`; the tally of each by slug. Raises `SiteError` when nobody can be named as contact.

    A crawler can be started once in a process: Twisted's reactor cannot be started again.
    """
    chosen = [site for site in sites if not site.stopped]
    night = Night(data, user_agent(contact_for(chosen)), say, full=full)
    (data / "warc").mkdir(parents=True, exist_ok=True)
    salvage(data / "warc", say)
    _log_to(data / LOG)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    _run(night.sites(chosen))
    return night.tallies


class Night:
    """One run over many sites."""

    def __init__(self, data: Path, agent: str, say: Say, *, full: bool) -> None:
        self.data, self.agent, self.say, self.full = data, agent, say, full
        self.tallies: dict[str, Tallied] = {}
        self._info = {"software": f"Signataires/{version('signataires')}", "http-header-user-agent": agent}
        self._info |= {"format": "WARC File Format 1.1", "robots": "obey"}
        self._notes = self._recorder(NOTES, now())
        self._running: set[Any] = set()
        self._tasks: list[asyncio.Future[None]] = []
        self._stopping = False

    async def sites(self, sites: Iterable[Site]) -> None:
        """Crawls them all. SIGTERM and SIGINT end every spider cleanly; what it did is kept."""
        hosts: defaultdict[str, list[Site]] = defaultdict(list)
        for site in sites:
            hosts[bare_host(urlsplit(site.home).netloc)].append(site)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._stop)
        places = asyncio.Semaphore(AT_ONCE)
        self._tasks = [asyncio.ensure_future(self._host(group, places)) for group in hosts.values()]
        await asyncio.wait(self._tasks) if self._tasks else None
        self._notes.close()
        for task in self._tasks:
            if not task.cancelled():
                task.result()

    def _stop(self) -> None:
        self._stopping = True
        for crawler in list(self._running):
            crawler.stop()
        asyncio.get_running_loop().call_later(GRACE, self._abandon)

    def _abandon(self) -> None:
        """Ends what does not end by itself: Scrapy waits for ever when it is stopped while it waits for robots.txt."""
        for task in self._tasks:
            task.cancel()

    async def _host(self, group: list[Site], places: asyncio.Semaphore) -> None:
        for site in group:
            async with places:
                if not self._stopping:
                    await self._site(site)

    async def _site(self, site: Site) -> None:
        # Imported here: the modules install a reactor when they are loaded.
        from scrapy.crawler import AsyncCrawlerRunner

        from scraper.spider import SiteSpider

        tally = Tally(started=now())
        memory, recorder = Memory(self.data / "crawl.db", site.slug), self._recorder(site.slug, tally.started)
        runner = AsyncCrawlerRunner(settings_for(site, self.agent))
        crawler = runner.create_crawler(SiteSpider)
        self._running.add(crawler)
        try:
            await runner.crawl(crawler, keeper=Keeper(site, memory, recorder, tally), full=self.full)
        except asyncio.CancelledError:
            pass  # abandoned: what it did is kept and told all the same
        except Exception as error:  # whatever fails in one site must not stop the others
            logging.getLogger("scrapy").exception("%s", site.slug)
            tally.failed = f"our own code failed ({type(error).__name__}: {error}); {LOG} says where"
        finally:
            self._count(tally, crawler)
            self._running.discard(crawler)
            recorder.close()
            if tally.state != "failed":
                memory.visited(tally.started)
            memory.close()
        told = asdict(tally) | {"state": tally.state, "finished": now(), "site": site.slug}
        self._notes.note(f"{RUN_URI}{site.slug}:{tally.started}", told)
        self.tallies[site.slug] = told
        self.say(f"{site.slug}: {tally.state}, {tally.requests} requests")

    def _count(self, tally: Tally, crawler: Any) -> None:
        stats = crawler.stats.get_stats() if crawler.stats else {}
        tally.requests = int(stats.get("downloader/request_count", 0))
        tally.bytes = int(stats.get("downloader/response_bytes", 0))
        failures = sum(int(count) for name, count in stats.items() if name.startswith("spider_exceptions/"))
        failures -= int(stats.get("spider_exceptions/CloseSpider", 0))
        if failures:
            tally.warn(f"our own code failed on {failures} answers, which were not kept; {LOG} says where")
        if self._stopping:
            tally.warn("the run was stopped before its end; the next one goes on from there")

    def _recorder(self, slug: str, moment: str) -> Recorder:
        return Recorder(self.data / "warc", slug, moment, self._info)


def _log_to(path: Path) -> None:
    """Sends what Scrapy has to say of failures to a file that turns itself over."""
    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for name in ("scrapy", "twisted"):
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = [handler], False
        logger.setLevel(logging.ERROR)


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Runs the reactor until the work is done. Raises what the work raised."""
    from twisted.internet import reactor as installed

    reactor: Any = installed
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
