"""Nights without a wire: a site's answers handed to the real spider in this process, at a moment of our choosing.

    with Nights(tmp_path, Demonstration("ondes")) as nights:
        nights.night(date(2026, 1, 5))       # crawled and built, as a refresh does
        nights.site.publish(3)
        nights.night(date(2026, 1, 6), wrong=MUTATIONS["maintenance"])

Everything from the spider to the archive is the real thing; Scrapy's engine, the network and the clock are not.
"""

from __future__ import annotations

import heapq
import sys
from asyncio import run as run_async
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from scrapy import Request as Asked
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

import scraper.keeper
import scraper.spider
import signataires.reread
from archive.health.model import Verdict
from archive.health.passes import Passes
from archive.ledger import open_ledger
from archive.resolve import Directory
from scraper.clock import now
from scraper.crawl import NOTES, RUN_URI
from scraper.keeper import Keeper, Tally
from scraper.memory import Memory
from scraper.record import Exchange, Recorder
from scraper.site import Site, load_sites
from signataires.demo import ORGANISATIONS, write_sites
from signataires.demo.content import Article, load
from signataires.demo.server import _ANSWERS
from signataires.demo.spip_pages import pretty
from signataires.demo.web import FILES_DATE, SiteState
from signataires.demo.web import Request as Wanted
from signataires.pipeline import build, rebuild
from tests.digest import content, rows
from tests.servers.writer import Writer

REDIRECTS = (301, 302, 303, 307, 308)
DIRECTORY = Directory.load(ORGANISATIONS)


@dataclass(frozen=True)
class Answer:
    """What comes back from an address."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.headers.get("content-type", "").startswith("text/html")


Web = Callable[[str], Answer]
Wrong = Callable[[str, Answer], Answer]  # what a mutation makes of an address and its honest answer


@dataclass
class Demonstration:
    """One of the demo's three sites, without its server, growing as a site does."""

    slug: str
    home: str = "http://127.0.0.1:9/"
    written: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.state = SiteState(self.home, load(self.slug), load(self.slug), FILES_DATE)
        self.writer = Writer(f"nights of {self.slug}")
        self.taken = list[Article]()

    def web(self, url: str) -> Answer:
        """What the site answers."""
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        found = _ANSWERS[self.slug](self.state, Wanted("GET", target, {"user-agent": "signataires"}))
        return Answer(found.status, {name.lower(): value for name, value in found.headers}, found.body)

    def files(self, folder: Path) -> None:
        """Writes its site file."""
        write_sites(folder, {self.slug: self.home})

    # --- what happens to a site -----------------------------------------------------------------------------------

    def publish(self, when: date, *, signed: bool = True, long: bool = True) -> None:
        """One more statement, its newest."""
        number, writer = next(self.written), self.writer
        paragraphs = [writer.paragraph(3) for _ in range(5 if long else 1)]
        names = writer.organisations(writer.rng.randint(3, 9), dashes=False) if signed else ()
        if names:
            paragraphs += ["<strong>Signataires :</strong>", ", ".join(f"{{{name}}}" for name in names)]
        title = f"{writer.sentence('titres')} ({number})"
        slug = pretty(title).lower()
        bare = "".join(char if char.isalpha() else "-" for char in slug).strip("-")
        first = next(item for item in self.state.content.articles if item.kind)
        article = Article(
            title=title, text="\n\n".join(paragraphs), published=f"{when.isoformat()}T10:00:00", kind="communique",
            number=1000 + number if first.number else 0, slug=slug,
            address=f"textes/{when:%Y-%m}-{bare}-{'abcdefghij'[number // 10 % 10]}{'abcdefghij'[number % 10]}.html",
            day=f"{when.day} {_MONTHS[when.month - 1]} {when.year}", sections=first.sections, author="",
        )  # fmt: skip
        self._show([article, *self.state.content.articles])

    def edit(self, when: date, place: int) -> None:
        """One statement gets another sentence."""
        articles = list(self.state.content.articles)
        held = articles[place % len(articles)]
        self.state.changed_at = datetime(when.year, when.month, when.day, 9, tzinfo=UTC)
        text = f"{self.writer.sentence()}\n\n{held.text}"
        self._show([replace(item, text=text, edited=True) if item is held else item for item in articles])

    def vanish(self, place: int) -> None:
        """One statement is taken down."""
        articles = list(self.state.content.articles)
        self.taken.append(articles.pop(place % len(articles)))
        self._show(articles)

    def comes_back(self) -> None:
        """What was taken down last is there again."""
        self._show([*self.state.content.articles, self.taken.pop()])

    def _show(self, articles: Iterable[Article]) -> None:
        ordered = sorted(articles, key=lambda item: item.published, reverse=True)
        self.state.content = replace(self.state.content, articles=tuple(ordered))


_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass
class Real:
    """A site that runs on loopback, asked over HTTP; `family` is its site file's."""

    slug: str
    home: str
    family: str

    def web(self, url: str) -> Answer:
        """What its server answers, redirects not followed."""
        asked = Request(url, headers={"User-Agent": "Signataires/0.1 (+mailto:essai@exemple.example)"})
        try:
            answer = build_opener(_Stay).open(asked, timeout=60)
        except OSError as error:
            if not hasattr(error, "code"):
                raise
            answer = error  # type: ignore[assignment]  # an HTTPError is an answer too
        with answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, headers, answer.read())

    def files(self, folder: Path) -> None:
        """Writes its site file."""
        folder.mkdir(parents=True, exist_ok=True)
        told = f'organisation = "essai"\nhome = "{self.home}"\nfamily = "{self.family}"\nscope.whole = true\n'
        (folder / f"{self.slug}.toml").write_text(told, "utf-8")


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Nights:
    """The nights of one site, and the archive that grows of them in `folder`."""

    def __init__(self, folder: Path, site: Demonstration | Real, more: str = "") -> None:
        self.folder, self.site, self.data = folder, site, folder / "data"
        self.requests = 0
        (self.data / "warc").mkdir(parents=True)
        site.files(folder / "sites")
        self.write(more)
        self._patch = pytest.MonkeyPatch()

    def write(self, more: str) -> None:
        """Sets these lines before its site file's own, in place of those that were."""
        path = self.folder / "sites" / f"{self.site.slug}.toml"
        self.plain = getattr(self, "plain", path.read_text("utf-8"))
        path.write_text(f"{self.plain}\n{more}\n", "utf-8")

    def __enter__(self) -> Nights:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patch.undo()

    @property
    def sites(self) -> dict[str, Site]:
        """The site as its file describes it now."""
        return load_sites(self.folder / "sites")

    @property
    def content(self) -> dict[str, list[Any]]:
        """What the archive says, without the moments of the last visit."""
        return content(self.data / "archive.db")

    def rows(self, query: str) -> list[Any]:
        """The rows of a query on the archive."""
        return rows(self.data / "archive.db", query)

    def night(self, day: date, wrong: Wrong | None = None) -> Verdict:
        """Crawls and builds once, at three in the morning; the verdict on the run."""
        moment = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
        web = self.site.web

        def seen(url: str) -> Answer:
            self.requests += 1
            honest = web(url)
            return wrong(url, honest) if wrong else honest

        self._clock(moment)
        _crawl(self.sites[self.site.slug], self.data, seen)
        self.build()
        return list(self.verdicts().values())[-1]

    def build(self) -> set[str]:
        """Takes in what is new, by the site file of now."""
        return build(self.data, self.sites, DIRECTORY, lambda _: None)

    def rebuild(self) -> None:
        """Makes the archive anew."""
        rebuild(self.data, self.sites, DIRECTORY, lambda _: None)

    def verdicts(self) -> dict[str, Verdict]:
        """The verdict on each night, by the moment it began, in their order."""
        private = open_ledger(self.data / "crawl.db")
        try:
            return dict(sorted(Passes(private).verdicts(self.site.slug).items()))
        finally:
            private.close()

    def _clock(self, moment: datetime) -> None:
        ticks = count()

        def now() -> str:
            return (moment + timedelta(seconds=next(ticks) // 20)).strftime("%Y-%m-%dT%H:%M:%SZ")

        for module in (scraper.keeper, scraper.spider, signataires.reread, sys.modules[__name__]):
            self._patch.setattr(module, "now", now)


def _crawl(site: Site, data: Path, web: Web) -> Tally:
    """One run of the spider over a site that answers at once: as `scraper.crawl` does it, without an engine."""
    from scraper.spider import SiteSpider

    tally = Tally(started=now())
    memory, recorder = Memory(data / "crawl.db", site.slug), Recorder(data / "warc", site.slug, tally.started, {})
    spider = SiteSpider(Keeper(site, memory, recorder, tally))
    try:
        _Engine(spider, web).run()
    except CloseSpider:
        pass
    recorder.close()
    if not tally.failed:
        memory.visited(tally.started, memory.newest(until="9") if spider.sound else memory.visit()[1])
    memory.close()
    tally.seen.day, tally.seen.failed = tally.started[:10], bool(tally.failed)
    notes = Recorder(data / "warc", NOTES, tally.started, {})
    told = {"seen": tally.seen.told(), "state": tally.state, "finished": now(), "site": site.slug}
    notes.note(f"{RUN_URI}{site.slug}:{tally.started}", asdict(tally) | told)
    notes.close()
    return tally


class _Engine:
    """Asks for what a spider asks for, by priority, and hands it the answers."""

    def __init__(self, spider: Any, web: Web) -> None:
        self.spider, self.web, self.waiting, self.order = spider, web, list[Any](), count()

    def run(self) -> None:
        self._queue(run_async(_listed(self.spider.start())))
        while self.waiting:
            asked = heapq.heappop(self.waiting)[2]
            try:
                response = self._answer(asked)
            except (IgnoreRequest, OSError) as error:
                failure = Failure(error)
                failure.request = asked  # type: ignore[attr-defined]
                self._queue(asked.errback(failure) or ())
                continue
            self._queue(asked.callback(response) or ())

    def _queue(self, requests: Iterable[Asked]) -> None:
        for asked in requests:
            heapq.heappush(self.waiting, (-asked.priority, next(self.order), asked))

    def _answer(self, asked: Asked) -> Response:
        url = asked.url
        for _ in range(self.spider.site.limits.redirects + 1):
            if not self.spider.site.owns(url):
                raise IgnoreRequest(f"leads elsewhere: {url}")
            found = self.web(url)
            exchange = Exchange("GET", url, (), found.status, tuple(found.headers.items()), found.body, now())
            asked.meta["exchanges"].append(exchange)
            if found.status not in REDIRECTS:
                return Response(url, status=found.status, body=found.body, request=asked)
            url = urljoin(url, found.headers["location"])
        raise IgnoreRequest("max redirections reached")


async def _listed(requests: Any) -> list[Asked]:
    return [item async for item in requests]
