"""A night's work: crawl, build, and a report that says what came of it, however it ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from archive.resolve import Directory
from archive.withdrawals.recognise import NOTHING, Withdrawn
from scraper.clock import now
from scraper.crawl import Tallied
from scraper.log import NAME as LOG
from scraper.politeness import contact_for, user_agent
from scraper.site import Site
from scraper.stop import Stopped
from scraper.trouble import KEPT, meaning
from scraper.watch import Watch
from signataires.evidence.manifests import seal
from signataires.pipeline import build
from signataires.report import report
from signataires.spread.engine import Engine
from signataires.spread.night import crawl_all


class Refresh:
    """One run. Raises `SiteError`, with nothing done, when no contact can be named."""

    def __init__(
        self, chosen: Mapping[str, Site], sites: Mapping[str, Site], directory: Directory, watch: Watch,
        say: Callable[[str], None], withdrawn: Withdrawn = NOTHING, engine: Engine | None = None,
    ) -> None:  # fmt: skip
        user_agent(contact_for([site for site in chosen.values() if not site.stopped and not site.withdrawn]))
        self.chosen, self.sites, self.directory, self.watch, self.say = chosen, sites, directory, watch, say
        self.withdrawn, self.engine, self.started = withdrawn, engine, now()
        self._tallies: dict[str, Tallied] = {}
        self._trouble = f"our own code failed; {LOG} says where; {KEPT}"  # until it is known to have gone otherwise

    def run(self, *, full: bool) -> None:
        """Crawls the chosen sites and builds the archive.

        Captures that an earlier, killed run left are built first, so that the crawler knows what it already holds. When
        the crawl is stopped, or the disk is full, what was fetched is kept and left to the next run to build.
        """
        try:
            self._run(full)
            self._trouble = f"{self.watch.stopped}; {KEPT}" if self.watch.stopped else ""
        except Stopped as signal:
            self._trouble = f"stopped by {signal}; {KEPT}"
        except (OSError, sqlite3.Error) as error:
            if not (meant := meaning(error, self.watch.data)):
                raise
            self._trouble = f"{meant}; {KEPT}"

    def _run(self, full: bool) -> None:
        self._build()
        for site in self.chosen.values():
            if site.stopped:
                self.say(f"{site.slug}: not crawled: {site.stopped}")
        self._tallies = crawl_all(
            self.chosen.values(), self.watch.data, self.say, self.engine, full=full, watch=self.watch,
            withdrawn=self.withdrawn,
        )  # fmt: skip
        seal(self.watch.data, self.say)
        if not self.watch.stopped:
            self._build()

    def _build(self) -> None:
        watch = self.watch
        build(watch.data, self.sites, self.directory, self.say, watch.show, self.withdrawn, self.engine)

    def report(self) -> dict[str, Any]:
        """What came of it."""
        return report(self.watch.data, self.started, self._tallies, self._trouble)
