"""One run of one site: its spider at work, ended before its end where it must be, and counted."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scraper.clock import now, tomorrow
from scraper.keeper import Keeper
from scraper.log import NAME as LOG
from scraper.politeness import LOOPBACK, settings_for
from scraper.record import Recorder
from scraper.site import Site
from scraper.trouble import meaning
from scraper.watch import MB
from scraper.witnesses import Witnesses

if TYPE_CHECKING:
    from scrapy.http import Response

GRACE = 10.0  # seconds between the word to stop and the end of patience
UNWRITABLE = (OSError, sqlite3.OperationalError)  # what a full disk makes of keeping an answer


class Visit:
    """A visit to a site. `end` is called with the reason when the whole run must end: it cannot be kept, or dated."""

    def __init__(
        self, keeper: Keeper, agent: str, witnesses: Witnesses, end: Callable[[str], None], *, full: bool
    ) -> None:  # fmt: skip
        self.keeper, self.agent, self.full = keeper, agent, full
        self._witnesses, self._end_all = witnesses, end
        self._crawler: Any = None
        self._stopping: asyncio.Future[None] | None = None
        self._cut = False
        self._task: asyncio.Task[None] | None = None  # while it runs
        self._failures = 0  # of our own code

    @property
    def site(self) -> Site:
        """The site."""
        return self.keeper.site

    @property
    def recorder(self) -> Recorder:
        """Where its captures go."""
        return self.keeper.recorder

    async def run(self) -> None:
        """Runs the spider to its end. Raises nothing: whatever fails in one site must not stop the others."""
        # Imported here: the modules install a reactor when they are loaded.
        from scrapy import signals
        from scrapy.crawler import AsyncCrawlerRunner

        from scraper.spider import SiteSpider

        tally, self._task = self.keeper.tally, asyncio.current_task()
        try:
            runner = AsyncCrawlerRunner(settings_for(self.site, self.agent))
            self._crawler = runner.create_crawler(SiteSpider)
            self._crawler.signals.connect(self._failed, signal=signals.spider_error)
            self._crawler.signals.connect(self._heard, signal=signals.response_downloaded)
            await runner.crawl(self._crawler, keeper=self.keeper, full=self.full)
        except asyncio.CancelledError:
            pass  # abandoned: what it did is kept and told all the same
        except UNWRITABLE as error:
            self._unwritable(error)
        except Exception as error:
            logging.getLogger("scrapy").exception("%s", self.site.slug)
            tally.failed = f"our own code failed ({type(error).__name__}: {error}); {LOG} says where"
        finally:
            self._task = None
            self._end()

    def stop(self, why: str) -> None:
        """Ends the visit at the next opportunity; the report says why."""
        self._cut = True
        self.keeper.tally.warn(why)
        if self._crawler is not None:
            self._stopping = asyncio.ensure_future(self._crawler.stop_async())
        asyncio.get_running_loop().call_later(GRACE, self._abandon)

    def _abandon(self) -> None:
        """Ends what does not end by itself: Scrapy waits for ever when it is stopped while it waits for robots.txt."""
        if self._task is not None:
            self._task.cancel()

    def keep_to_its_share(self) -> None:
        """Ends the visit when it has recorded as much as one run of a site may."""
        most = self.site.limits.captures
        if self.recorder.written > most and not self._cut:
            self.stop(f"{most // MB} MB recorded (limits.captures); the next run goes on from there")

    def progress(self) -> tuple[int, int]:
        """How many requests have been answered, of how many that are known to be needed."""
        stats = self._stats()
        return int(stats.get("downloader/response_count", 0)), int(stats.get("scheduler/enqueued", 0))

    def size(self) -> int:
        """A measure of the memory that the visit takes: pages listed and requests waiting."""
        done, of = self.progress()
        return (len(self._crawler.spider.found) if self._crawler and self._crawler.spider else 0) + of - done

    def _unwritable(self, error: OSError | sqlite3.OperationalError) -> None:
        self._end_all(meaning(error, self.recorder.folder) or str(error))

    def _failed(self, failure: Any) -> None:
        if isinstance(failure.value, UNWRITABLE):
            self._unwritable(failure.value)
        else:
            self._failures += 1

    def _heard(self, response: Response) -> None:
        host = urlsplit(response.url).netloc
        if not LOOPBACK.match(host):  # there our own clock would be its own witness
            told = {name: (response.headers.get(name) or b"").decode("latin-1") for name in ("date", "age")}
            self._witnesses.hear(host, told, datetime.fromisoformat(now()))
            if why := self._witnesses.wrong():
                self._end_all(why)

    def _stats(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self._crawler.stats.get_stats() if self._crawler is not None else {}
        except RuntimeError:
            return {}  # Scrapy's word for a crawl that is about to begin
        return found

    def _end(self) -> None:
        tally, stats = self.keeper.tally, self._stats()
        tally.trust = {word: [trust.kept, trust.broken] for word, trust in self.keeper.memory.trusts().items()}
        tally.requests = int(stats.get("downloader/request_count", 0))
        tally.bytes = int(stats.get("downloader/response_bytes", 0))
        if self._failures:
            tally.warn(f"our own code failed on {self._failures} answers, which were not kept; {LOG} says where")
        ended = stats.get("finish_reason", "finished")
        if ended == "closespider_timeout":
            tally.warn("stopped when its time was up (limits.seconds); the next run goes on from there")
        cut = self._cut or ended != "finished"
        tally.seen.day, tally.seen.failed = tally.started[:10], bool(tally.failed)
        tally.seen.unfinished |= cut or bool(self._failures)
        if not (tally.failed or self._failures or cut):
            self._visited()

    def _visited(self) -> None:
        """Notes that the run heard all that the site had to tell, and up to when: the next one asks for what is newer.

        A run that was cut short, or whose listings could not all be read, has not: it may have taken the newest and
        missed what is older. A change that is still to come is no word to go by: nothing would be heard of until then.
        """
        memory, spider = self.keeper.memory, self._crawler.spider
        newest = memory.newest(until=tomorrow())
        memory.visited(self.keeper.tally.started, newest if spider.sound else memory.visit()[1])
