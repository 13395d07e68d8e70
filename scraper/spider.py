"""The one Spider: asks a site what it holds, fetches what is new, changed or due, and records what matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.model import Document
from scraper.discover import DiscoveryError, Entry, Listing, canonical, discover, is_article, merge
from scraper.extract import NotAStatement, extract
from scraper.memory import Address, Memory
from scraper.page import Page
from scraper.plan import Stage, plan
from scraper.record import Exchange, Recorder
from scraper.scope import in_scope
from scraper.site import Site

MOVED = (301, 308)
GONE = (404, 410)
NOT_FOR_US = ("forbidden by robots.txt", "leads elsewhere")  # our own middlewares' words: no fault of the site
LISTING, STATEMENT, DOCUMENT = 30, 20, 10  # priorities: what lists before what is listed


@dataclass(slots=True)
class Tally:
    """What one run of one site did, for its report."""

    started: str
    requests: int = 0
    bytes: int = 0
    not_modified: int = 0
    pages: int = 0
    entries: int = 0
    left_out: int = 0
    refused: int = 0
    warnings: list[str] = field(default_factory=list)
    failed: str = ""

    @property
    def state(self) -> str:
        """`failed` when nothing could be learned of the site, `suspect` when something looks broken, else `ok`."""
        return "failed" if self.failed else "suspect" if self.warnings else "ok"


class SiteSpider(Spider):
    """Crawls one site by its site file. Every decision is here; how to read an answer is in the pure core."""

    name = "site"

    def __init__(self, site: Site, memory: Memory, recorder: Recorder, tally: Tally, full: bool = False) -> None:
        super().__init__(name=site.slug)
        self.site, self.memory, self.recorder, self.tally, self.full = site, memory, recorder, tally, full
        self.stages: Iterator[Stage] = iter(())
        self.stage = Stage((), complete=False)
        self.asked: set[str] = set()
        self.found: dict[str, Entry] = {}
        self.listed: set[str] = set()
        self.chosen: set[str] = set()
        self.attached: dict[str, tuple[Document, ...]] = {}
        self.trouble: list[str] = []
        self.counts: Counter[str] = Counter()
        self.pending = 0
        self.whole = False
        self.sound = True  # whether every answer of this stage could be read
        self.inventory = False  # whether everything the site has was listed, so that what is missing may be gone

    # --- discovery -----------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """The first stage's requests."""
        self.stages = iter([*plan(self.site, self._since())])
        for request in self._next_stage():
            yield request

    def _since(self) -> str:
        """The newest change the site itself has told of, less an hour: its own clock, so ours need not be right."""
        told = max((item.told for item in self.memory.addresses.values()), default="")
        if self.full or not told or not self.memory.visit()[0]:
            return ""
        return (datetime.fromisoformat(told) - timedelta(hours=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _next_stage(self) -> Iterator[Request]:
        self.stage, self.whole, self.sound = next(self.stages, Stage((), complete=False)), False, True
        if self.stage.addresses:
            yield from self._listings(self.stage.addresses, depth=0)
        elif not self.counts["listed"]:
            self.tally.failed = "; ".join(dict.fromkeys(self.trouble)) or "nothing to ask: no feed, sitemap or listing"

    def _listings(self, addresses: Iterable[str], depth: int) -> Iterator[Request]:
        for url in addresses:
            if url in self.asked or depth > self.site.limits.depth:
                continue
            if self.counts["listings"] >= self.site.limits.listings:
                self._warn(
                    f"stopped asking for listings after {self.counts['listings']}; limits.listings allows no more"
                )
                return
            self.asked.add(url)
            self.counts["listings"] += 1
            self.pending += 1
            yield self._request(url, self.parse_listing, LISTING, depth=depth)

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """An answer that lists pages: what is new, changed or due of it is asked for."""
        self.pending -= 1
        page = self._page(response)
        self._stop_if_told_to(response, page)
        listing = self._read_listing(page)
        if listing is not None:
            yield from self._take(listing, response)
        yield from self._after_listing()

    def _read_listing(self, page: Page) -> Listing | None:
        if page.status != 200:
            self._trouble(f"{page.url} answers {page.status}")
            return None
        try:
            return discover(self.site, page)
        except DiscoveryError as error:
            self._trouble(str(error))
            return None

    def _take(self, listing: Listing, response: Response) -> Iterator[Request]:
        self.counts["listed"] += 1
        self.counts["entries"] += len(listing.entries)
        self.whole |= listing.kind in ("rest", "sitemap") or (listing.kind == "listing" and bool(listing.entries))
        news = [entry for entry in listing.entries if self._is_news(entry, listing)]
        if listing.chosen:
            self.chosen |= {entry.url for entry in listing.entries}
        if news and (listing.kind != "listing" or listing.chosen):
            self._keep(response)
        self.found = merge([*self.found.values(), *listing.entries])
        yield from self._listings(listing.further, response.meta["depth"] + 1)

    def _is_news(self, entry: Entry, listing: Listing) -> bool:
        known = self.memory.find(entry.url, entry.number)
        if listing.kind == "media":
            return any(document.url not in self.memory.addresses for document in entry.documents)
        return known is None or bool(entry.modified and entry.modified > known.told)

    def _after_listing(self) -> Iterator[Request]:
        if self.pending:
            return
        if self.whole and self.stage.complete:
            self.inventory = self.sound and not self._since() and self.site.scope.whole
        elif not self.tally.failed:
            yield from self._next_stage()
        if not self.pending:
            # Only now: a page's scope may hang on a section that was listed last.
            for entry in self.found.values():
                yield from self._follow(entry)
            yield from self._again()

    def _again(self) -> Iterator[Request]:
        """Pages we hold that are due, and those that the site no longer lists: renamed, or gone."""
        now = self._now()
        for address in list(self.memory.addresses.values()):
            if address.state != "captured" or not is_article(self.site, address.url):
                continue
            unlisted = self.inventory and address.url not in self.listed
            if self.full or unlisted or address.due(now):
                yield from self._fetch(address.url, address.number)

    # --- pages ---------------------------------------------------------------------------------------------------

    def _follow(self, entry: Entry) -> Iterator[Request]:
        if not entry.url:
            yield from self._attach(entry)
            return
        known = self.memory.find(entry.url, entry.number)
        changed = known is None or bool(entry.modified and entry.modified > known.told)
        self.listed.add(entry.url)
        moved = known is not None and known.url != entry.url and known.state == "captured"
        if known is None or known.state in ("known", "failed", "gone") or changed or moved or self.full:
            first_seen = known.first_seen if known else self._now()
            state = known.state if known else "known"
            self.memory.note(
                entry.url, number=entry.number, told=entry.modified or "", first_seen=first_seen, state=state
            )
            yield from self._fetch(entry.url, entry.number)

    def _fetch(self, url: str, number: str | None) -> Iterator[Request]:
        if url in self.asked:
            return
        if self.counts["pages"] >= self.site.limits.pages:
            if not self.counts["postponed"]:
                self._warn(
                    f"stopped after {self.counts['pages']} pages (limits.pages); the next run goes on from there"
                )
            self.counts["postponed"] += 1
            return
        self.asked.add(url)
        self.counts["pages"] += 1
        known = self.memory.addresses.get(url)
        yield self._request(url, self.parse_page, STATEMENT, known, number=number)

    def parse_page(self, response: Response) -> Iterator[Request]:
        """A page: kept when it is a statement in scope, or when it tells the end of one."""
        asked = canonical(self.site, response.meta["asked"])
        url = canonical(self.site, response.url)
        page = self._page(response)
        self._stop_if_told_to(response, page)
        if response.meta["exchanges"][-1].torn:
            self._broken(asked, "came only in part")
        elif page.status == 304:
            self._unchanged(url, response)
        elif page.status in GONE:
            self._absent(asked, response)
        elif page.status != 200:
            self._broken(url, f"answers {page.status}")
        else:
            self._moves(response)
            yield from self._read(url, page, response)

    def _read(self, url: str, page: Page, response: Response) -> Iterator[Request]:
        held = self.memory.addresses.get(url, Address(url))
        number = response.meta.get("number")
        try:
            statement = extract(self.site, page)
        except NotAStatement as reason:
            self._refuse(url, held, str(reason), response)
            return
        wanted = held.state == "captured" or url in self.chosen
        if not wanted and not in_scope(self.site, statement.title, statement.text, statement.url):
            self.tally.left_out += 1
            self.memory.note(url, state="left_out", reason="not the archive's subject", fetched_at=self._now())
            return
        self.tally.pages += 1
        self._record(url, held, response, statement.number or number)
        if statement.url != url and statement.url not in self.memory.addresses:
            self.memory.note(statement.url, state="alias", reason=url)
        yield from self._documents((*statement.documents, *self.attached.get(statement.number or number or "", ())))

    def _record(self, url: str, held: Address, response: Response, number: str | None = None) -> None:
        exchange = response.meta["exchanges"][-1]
        same = held.state == "captured" and held.digest == exchange.digest and held.changed_at != ""
        if same:
            self.recorder.revisit(exchange, held.changed_at, held.digest)
            self.tally.not_modified += 1
        else:
            self.recorder.keep(exchange)
        self.memory.note(
            url,
            number=number or held.number,
            state="captured",
            reason="",
            misses=0,
            fetched_at=exchange.fetched_at,
            changed_at=held.changed_at if same else exchange.fetched_at,
            digest=exchange.digest,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )

    def _refuse(self, url: str, held: Address, reason: str, response: Response) -> None:
        """A page that is no statement: remembered, and recorded only where it stands in a statement's place."""
        self.tally.refused += 1
        if held.state == "captured":
            self._keep(response)
            self.memory.note(url, misses=held.misses + 1, reason=reason, fetched_at=self._now())
            return
        self.memory.note(url, state="refused", reason=reason, fetched_at=self._now())

    def _absent(self, url: str, response: Response) -> None:
        held = self.memory.addresses.get(url, Address(url))
        if held.state == "captured":
            self._keep(response)
            self.memory.note(url, misses=held.misses + 1, reason=str(response.status), fetched_at=self._now())
            return
        self.memory.note(url, state="gone", reason=str(response.status), fetched_at=self._now())

    def _unchanged(self, url: str, response: Response) -> None:
        held = self.memory.addresses[url]
        exchange = response.meta["exchanges"][-1]
        self.recorder.revisit(exchange, held.changed_at, held.digest)
        self.tally.not_modified += 1
        self.memory.note(url, fetched_at=exchange.fetched_at, misses=0)

    def _broken(self, url: str, why: str) -> None:
        held = self.memory.addresses.get(url, Address(url))
        if held.state != "captured":
            self.memory.note(url, state="failed", reason=why, first_seen=held.first_seen or self._now())
        self._warn(f"{url} {why}; what is held of it stays")

    def _moves(self, response: Response) -> None:
        """Redirects that the site calls lasting are evidence: the address in use before is the same page."""
        for exchange in response.meta["exchanges"][:-1]:
            old = canonical(self.site, exchange.url)
            if exchange.status in MOVED and old != canonical(self.site, response.url):
                self.recorder.keep(exchange)
                self.memory.note(old, state="alias", reason=response.url, fetched_at=exchange.fetched_at)

    # --- documents -----------------------------------------------------------------------------------------------

    def _attach(self, entry: Entry) -> Iterator[Request]:
        """Files that the API lists under a post: fetched once the post itself is held."""
        number = entry.number or ""
        self.attached[number] = entry.documents
        held = self.memory.find("", number)
        if held is not None and held.state == "captured":
            yield from self._documents(entry.documents)

    def _documents(self, documents: Iterable[Document]) -> Iterator[Request]:
        for document in documents:
            url = canonical(self.site, document.url)
            known = self.memory.addresses.get(url)
            fresh = known is None or known.state in ("known", "failed") or self.full or known.due(self._now())
            if not fresh or url in self.asked or not self.site.owns(url):
                continue
            self.asked.add(url)
            yield self._request(url, self.parse_document, DOCUMENT, known)

    def parse_document(self, response: Response) -> None:
        """An attached file: kept as it came."""
        url = canonical(self.site, response.meta["asked"])
        page = self._page(response)
        self._stop_if_told_to(response, page)
        held = self.memory.addresses.get(url, Address(url, first_seen=self._now()))
        if page.status == 304:
            self._unchanged(url, response)
        elif page.status == 200 and page.media_type != "text/html":
            self._record(url, held, response)
        elif page.status in GONE:
            self._absent(url, response)
            self._warn(f"{url}: a statement links this file, the server answers {page.status}")
        else:
            self._broken(url, f"is no file: status {page.status}, {page.media_type or 'no media type'}")

    # --- requests and their failures -----------------------------------------------------------------------------

    def _request(self, url: str, callback: Any, priority: int, known: Address | None = None, **meta: Any) -> Request:
        headers = {}
        if known is not None and known.state == "captured" and not self.full:
            headers = {"If-None-Match": known.etag} if known.etag else {}
        return Request(
            url,
            callback=callback,
            errback=self.failed,
            priority=priority,
            headers=headers,
            meta={"asked": url, "exchanges": [], "priority": priority, **meta},
            dont_filter=True,
        )

    def failed(self, failure: Failure) -> Iterator[Request]:
        """A request that brought no answer: said once, and what depends on it goes on without it."""
        request = failure.request  # type: ignore[attr-defined]
        why = _why(failure)
        if request.meta["priority"] == LISTING:  # a retry has lowered the request's own
            self.pending -= 1
            self._trouble(f"{request.meta['asked']}: {why}")
            yield from self._after_listing()
            return
        url = canonical(self.site, request.meta["asked"])
        if isinstance(failure.value, IgnoreRequest) and why.startswith(NOT_FOR_US):
            self.memory.note(url, state="refused", reason=why, fetched_at=self._now())
            self.tally.refused += 1
            return
        self._broken(url, f"could not be read: {why}")

    def _stop_if_told_to(self, response: Response, page: Page) -> None:
        """429 and 403 mean stop. A closed WordPress API is no such word: its pages may still be read."""
        if page.status == 429 or (page.status == 403 and "wp/v2/" not in page.url):
            retry = _header(response, "Retry-After")
            wait = f" (Retry-After: {retry})" if retry else ""
            self.refuse(f"{page.url} answers {page.status}{wait}: the site asks us to stop")
            raise CloseSpider("told to stop")

    def refuse(self, why: str) -> None:
        """Ends a site's run with a reason that its report gives."""
        self.tally.failed = self.tally.failed or why

    def slow_down(self, request: Request, seconds: float) -> None:
        """Keeps the Crawl-delay of a site's robots.txt where it is longer than ours."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is not None and self.site.delay and seconds > slot.delay:
            slot.delay = min(seconds, 60.0)

    def _trouble(self, why: str) -> None:
        self.trouble.append(why)
        self.sound = False

    def _warn(self, message: str) -> None:
        if message not in self.tally.warnings:
            self.tally.warnings.append(message)

    def _keep(self, response: Response) -> None:
        self.recorder.keep(response.meta["exchanges"][-1])

    def _page(self, response: Response) -> Page:
        exchange: Exchange = response.meta["exchanges"][-1]
        headers = {name.lower(): value for name, value in exchange.headers}
        return Page(response.url, response.body, response.status, headers, exchange.fetched_at)

    @staticmethod
    def _now() -> str:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _header(response: Response, name: str) -> str:
    return (response.headers.get(name) or b"").decode("latin-1")


def _why(failure: Failure) -> str:
    """A failure in words."""
    if isinstance(failure.value, IgnoreRequest):
        return str(failure.value)
    reasons = getattr(failure.value, "reasons", None)
    told = "; ".join(str(getattr(item, "value", item)) for item in reasons) if reasons else str(failure.value)
    return f"{told or type(failure.value).__name__}".rstrip(". ")
