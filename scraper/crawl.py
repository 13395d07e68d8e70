"""Runs the spiders: every site of a run in one process, one host at a time for sites that share it."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.utils.reactor import install_reactor

from scraper.memory import Memory
from scraper.politeness import contact_for, settings_for, user_agent
from scraper.record import Recorder, salvage
from scraper.site import Site, bare_host

AT_ONCE = 16  # sites: enough to fill a core with 60 polite ones, few enough for the memory of a small machine
RUN_URI = "urn:signataires:run:"
Tallied = dict[str, Any]  # a `Tally` as plain values, with the site, its state and when it finished


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def crawl(sites: Iterable[Site], data: Path, say: Callable[[str], None], full: bool = False) -> dict[str, Tallied]:
    """Crawls sites into `data/warc`; the tally of each by slug. Raises `SiteError` when nobody can be named as contact.

    A crawler can be started once in a process (Twisted's reactor cannot be started again).
    """
    chosen = [site for site in sites if not site.stopped]
    agent = user_agent(contact_for(chosen))
    folder = data / "warc"
    folder.mkdir(parents=True, exist_ok=True)
    salvage(folder, say)
    logging.getLogger("scrapy").setLevel(logging.CRITICAL)
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    tallies: dict[str, Tallied] = {}
    _run(_everything(chosen, data, agent, full, tallies, say))
    return tallies


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


async def _everything(
    sites: list[Site],
    data: Path,
    agent: str,
    full: bool,
    tallies: dict[str, Tallied],
    say: Callable[[str], None],
) -> None:
    hosts: defaultdict[str, list[Site]] = defaultdict(list)
    for site in sites:
        hosts[bare_host(urlsplit(site.home).netloc)].append(site)
    running: set[Any] = set()
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopping.set()
        for crawler in list(running):
            crawler.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    places = asyncio.Semaphore(AT_ONCE)

    async def one_host(group: list[Site]) -> None:
        for site in group:
            async with places:
                if not stopping.is_set():
                    tallies[site.slug] = await _one_site(site, data, agent, full, running)
                    say(f"{site.slug}: {tallies[site.slug]['state']}, {tallies[site.slug]['requests']} requests")

    await asyncio.gather(*(one_host(group) for group in hosts.values()))


async def _one_site(site: Site, data: Path, agent: str, full: bool, running: set[Any]) -> Tallied:
    # Imported here: the modules install a reactor when they are loaded.
    from scrapy.crawler import AsyncCrawlerRunner

    from scraper.spider import SiteSpider, Tally

    tally = Tally(started=now())
    memory = Memory(data / "crawl.db", site.slug)
    info = {"software": f"Signataires/{version('signataires')}", "http-header-user-agent": agent, "robots": "obey"}
    recorder = Recorder(data / "warc", site.slug, tally.started, info | {"format": "WARC File Format 1.1"})
    runner = AsyncCrawlerRunner(settings_for(site, agent))
    crawler = runner.create_crawler(SiteSpider)
    running.add(crawler)
    try:
        await runner.crawl(crawler, site=site, memory=memory, recorder=recorder, tally=tally, full=full)
        stats = crawler.stats.get_stats() if crawler.stats else {}
        tally.requests = int(stats.get("downloader/request_count", 0))
        tally.bytes = int(stats.get("downloader/response_bytes", 0))
        errors = int(stats.get("log_count/ERROR", 0)) + sum(
            int(count) for name, count in stats.items() if name.startswith("spider_exceptions/")
        )
        if errors and not tally.failed:
            tally.failed = f"the crawler itself failed {errors} times; run with --debug to see where"
    finally:
        running.discard(crawler)
        finished = now()
        told = asdict(tally) | {"state": tally.state, "finished": finished, "site": site.slug}
        recorder.note(f"{RUN_URI}{site.slug}:{tally.started}", told)
        recorder.close()
        if tally.state != "failed":
            memory.visited(tally.started)
        memory.close()
    return told
