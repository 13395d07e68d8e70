"""The one Spider: asks a site what it holds, then fetches what is new, changed or due of it.

What an answer is, the pure core decides (`discover`, `glance`, `in_scope`); what it leaves behind, `Keeper`.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.address import ELSEWHERE, UNLISTED, Address
from scraper.answers import exchange_of, page_of, told
from scraper.attached import Attached
from scraper.canonical import canonical, is_article
from scraper.clock import now
from scraper.discover import discover, taken_whole
from scraper.glance import NotAStatement, glance
from scraper.keeper import Keeper
from scraper.listings.entry import DiscoveryError, Entry, Listing, merge
from scraper.numbers import Numbers
from scraper.page import Page
from scraper.plan import Stage, plan
from scraper.schedule import SENTINELS, budget, may_retry, rested
from scraper.scope import in_scope
from scraper.stale import Copies, conditions
from scraper.walls import wall

GONE = (404, 410)
NOT_FOR_US = ("forbidden by robots.txt", "leads elsewhere")  # our own middlewares' words: no fault of the site
LISTING, STATEMENT = 30, 20  # priorities: what lists before what is listed
NOTHING = Stage((), complete=False)
PROBES = 10  # other held pages that are asked for when some look wrong: is it these, or the site?


class SiteSpider(Spider):
    """Crawls one site by its site file."""

    name = "site"

    def __init__(self, keeper: Keeper, *, full: bool = False) -> None:
        super().__init__(name=keeper.site.slug)
        self.site, self.memory, self.tally, self.keeper = keeper.site, keeper.memory, keeper.tally, keeper
        self.full = full
        self.since = "" if full else self._newest_change()
        self.stages: Iterator[Stage] = iter([*plan(self.site, self.since)])
        self.stage = NOTHING
        self.asked: set[str] = set()
        self.rotation: set[str] = set()  # those of them that nobody announced
        self.found: dict[str, Entry] = {}  # what discovery has listed so far
        self.chosen: set[str] = set()  # addresses listed where everything is in scope
        self.trouble: list[str] = []
        self.counts: Counter[str] = Counter()
        self.pending = 0  # listings that are asked for and not answered yet
        self.whole = False  # whether this stage has listed what the site holds
        self.sound = True  # whether every answer of this stage could be read
        self.ending: asyncio.Future[None] | None = None  # of a run given up before its end
        self.inventory = False  # whether what is not listed may be gone
        self.seen = keeper.tally.seen
        self.probed = False
        self.partial = False  # whether only what changed was asked for
        self.numbers, self.copies, self.attached = Numbers(self), Copies(self), Attached(self)

    def _newest_change(self) -> str:
        """The newest change told to a run that heard all, less an hour: the site's own clock, so ours may be wrong."""
        told = self.memory.visit()[1]
        if not told:
            return ""
        return (datetime.fromisoformat(told) - timedelta(hours=1)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    # --- discovery -----------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """The first stage's requests."""
        for request in self._next_stage():
            yield request

    def _next_stage(self) -> Iterator[Request]:
        self.stage, self.whole, self.sound = next(self.stages, NOTHING), False, True
        if self.stage.addresses:
            yield from self._listings(self.stage.addresses, depth=0)
        elif not self.counts["listed"]:
            self.refuse("; ".join(dict.fromkeys(self.trouble)) or "nothing to ask: no feed, sitemap or listing")

    def _listings(self, addresses: Iterable[str], depth: int) -> Iterator[Request]:
        for url in addresses:
            if url in self.asked or depth > self.site.limits.depth:
                continue
            if self.counts["listings"] >= self.site.limits.listings:
                self.seen.unfinished = True
                self.tally.warn(f"stopped after {self.counts['listings']} listings; limits.listings allows no more")
                self.sound = False
                return
            self.asked.add(url)
            self.counts["listings"] += 1
            self.pending += 1
            yield self.request(url, self.parse_listing, LISTING, depth=depth)

    def parse_listing(self, response: Response) -> Iterator[Request]:
        """An answer that lists pages: what is new, changed or due of it is asked for when all have been heard."""
        self.pending -= 1
        page = page_of(response)
        self.stop_if_told_to(page)
        listing = self._read_listing(page)
        if listing is not None:
            self._take(listing, response)
            yield from self._listings(listing.further, response.meta["depth"] + 1)
        yield from self._after_listing()

    def _read_listing(self, page: Page) -> Listing | None:
        if page.status != 200:
            if not 400 <= page.status < 500:  # « not here » is an answer, an error or a redirect to nowhere is none
                self.tally.warn(f"{page.url} answers {page.status}")
            self._trouble(page.url, f"{page.url} answers {page.status}")
            return None
        try:
            listing = discover(self.site, page)
        except DiscoveryError as error:
            self._look_for_wall(page)
            self._trouble(page.url, str(error))
            return None
        listing = replace(listing, entries=tuple(self.keeper.cleaner.public(listing.entries)))
        if not listing.entries:
            self._look_for_wall(page)
        elif listing.kind not in self.seen.kinds:
            self.seen.kinds.append(listing.kind)
        return listing

    def _look_for_wall(self, page: Page) -> None:
        if stands := wall(page):
            self.seen.count(f"wall: {stands}", page.url)

    def _take(self, listing: Listing, response: Response) -> None:
        self.counts["listed"] += 1
        if listing.kind == "rest":
            self.numbers.heard(response.url)
            self.partial = bool(self.since)
        self.whole |= listing.kind in ("rest", "sitemap") or (listing.kind == "listing" and bool(listing.entries))
        if listing.chosen:
            self.chosen |= {entry.url for entry in listing.entries}
        # A listing's own words are evidence only where they decide on scope; its links are not.
        if any(map(self._is_news, listing.entries)) and (listing.kind != "listing" or listing.chosen):
            self.keeper.recorder.keep(exchange_of(response))
        most = self.site.limits.entries - len(self.found)
        if len(listing.entries) > most:
            self.tally.warn(f"{response.url} lists more than we take in one run; limits.entries allows no more")
        merge(self.found, listing.entries[: max(most, 0)])

    def _is_news(self, entry: Entry) -> bool:
        if not entry.url:
            return any(document.url not in self.memory.addresses for document in entry.documents)
        return self._changed(entry, self.memory.find(entry.url, entry.number))

    @staticmethod
    def _changed(entry: Entry, known: Address | None) -> bool:
        return known is None or bool(entry.modified and entry.modified > known.told)

    def _after_listing(self) -> Iterator[Request]:
        if self.pending:
            return
        if self.since and not self.found:
            # What changed since the newest change it told of, less an hour, is that one at least: nothing is no answer.
            self.since, self.partial, self.stages = "", False, iter([*plan(self.site)])
            yield from self._next_stage()
            return
        self.seen.whole, self.seen.listed = not self.partial, sum(bool(entry.url) for entry in self.found.values())
        if self.whole and self.stage.complete:
            self.inventory = self.sound and not self.partial and self.site.scope.whole and self._is_credible()
        elif not self.tally.failed:
            yield from self._next_stage()
        if not self.pending:
            # Only now: a page's scope may hang on a section that was listed last.
            yield from self.memory.together(self.found.values(), self._follow)
            if not self.counts["again"]:
                self.counts["again"] += 1
                yield from self._again()
                yield from self.numbers.count()

    def list_more(self, addresses: Iterable[str]) -> Iterator[Request]:
        """Asks for further lists, once those that were planned have been heard."""
        yield from self._listings(addresses, depth=0)

    def _is_credible(self) -> bool:
        """Whether a whole list names at least half of what is held: else it is the list that is short, not the site."""
        return self.seen.listed * 2 >= self.memory.count("captured", file=0)

    # --- which pages ---------------------------------------------------------------------------------------------

    def _follow(self, entry: Entry) -> Iterator[Request]:
        if not entry.url:
            yield from self.attached.listed(entry)
            return
        known = self.memory.find(entry.url, entry.number)
        if known is not None and known.reason == UNLISTED:
            known = self.memory.note(known.url, reason="")
        renamed = known is not None and known.state == "captured" and known.url != entry.url
        wanted = known is None or known.state in ("known", "gone") or (known.misses > 0 and may_retry(known, now()))
        changed = self._changed(entry, known) and not self._is_idle(known)
        if not (wanted or renamed or changed or self.full):
            return
        self.memory.note(
            entry.url,
            number=entry.number,
            told=entry.modified or "",
            first_seen=known.first_seen if known else now(),
            state=known.state if known else "known",
        )
        yield from self._fetch(entry.url, entry.number, told=renamed or changed)

    def _is_idle(self, known: Address | None) -> bool:
        """Whether a word that this page changed is worth nothing: on this site hardly any such word ever was."""
        held = known is not None and known.state == "captured" and not known.misses
        return held and self.memory.trust("announcements").idle

    def _again(self) -> Iterator[Request]:
        """What an earlier run left undone, those no longer listed (renamed, or gone), and pages whose turn it is."""
        moment = now()
        for address in self.memory.undone(moment):
            if address.file:
                yield from self.attached.file(address.url, address)
            elif is_article(self.site, address.url):
                yield from self._fetch(address.url, address.number)
        for address in self.memory.held() if self.full else self._newly_unlisted(moment):
            yield from self.fetch(address, lost=not self.full)
        most = budget(self.memory.count("captured", file=0), self.site.limits.again)
        doubted = self.memory.trust("dates").doubted or self.memory.trust("withdrawals").doubted
        due = self.memory.due(moment, most, doubted=doubted)
        if len(due) < SENTINELS:
            due += self.memory.rested(rested(moment), SENTINELS - len(due))
        for address in due:
            self.tally.again += address.url not in self.asked
            self.rotation |= {address.url} - self.asked
            if address.misses and self.numbers.knows(address):
                yield from self.numbers.ask(address, lost=False)
            else:
                yield from self.fetch(address, lost=False)

    def fetch(self, address: Address, *, lost: bool) -> Iterator[Request]:
        """Asks for a held page once more; `lost`: the site's own list no longer has it."""
        if is_article(self.site, address.url):
            yield from self._fetch(address.url, address.number, lost=lost)

    def _newly_unlisted(self, moment: str) -> Iterator[Address]:
        """The held pages that have fallen off the site's own list, which tells a renamed or a withdrawn one."""
        for address in self.memory.unlisted(self.found) if self.inventory else ():
            if may_retry(address, moment):
                yield address

    def _fetch(self, url: str, number: str | None, *, told: bool = False, lost: bool = False) -> Iterator[Request]:
        if url in self.asked:
            return
        if self.counts["pages"] >= self.site.limits.pages:
            self.seen.unfinished = True
            self.tally.warn(
                f"stopped after {self.counts['pages']} pages (limits.pages); the next run goes on from there"
            )
            return
        self.asked.add(url)
        self.counts["pages"] += 1
        known = self.memory.addresses.get(url)
        fresh = self.copies.must_be_passed(known, told=told)
        yield self.request(url, self.parse_page, STATEMENT, known, number=number, told=told, lost=lost, fresh=fresh)

    # --- pages ---------------------------------------------------------------------------------------------------

    def parse_page(self, response: Response) -> Iterator[Request]:
        """A page: kept when it is a statement in scope, or when it tells the end of one."""
        asked, url = canonical(self.site, response.meta["asked"]), canonical(self.site, response.url)
        page, exchange = page_of(response), exchange_of(response)
        self.stop_if_told_to(page)
        self.tally.again_bytes += exchange.size * (asked in self.rotation)
        if exchange.torn:
            self.keeper.broken(asked, "came only in part")
        elif page.status == 304:
            self.keeper.unchanged(url, exchange)
        elif page.status in GONE:
            # Read in its turn before the site had its say, a page tells nothing of the site's word.
            announced = True if response.meta["lost"] else None if self.numbers.counting else False
            self.keeper.absent(asked, exchange, announced=announced)
        elif page.status != 200:
            self.keeper.broken(url, f"answers {page.status}")
        elif asked != url and not is_article(self.site, url) and self.keeper.held(asked).state == "captured":
            self.keeper.astray(asked, url, response.meta["exchanges"][0])
        else:
            yield from self._read(asked, url, page, response)
        yield from self._probe()

    def _probe(self) -> Iterator[Request]:
        """A few other held pages, once, when some are lost or changed unannounced."""
        keeper = self.keeper
        worrying = keeper.misread or keeper.missing > 2 or keeper.unannounced > 1
        if self.probed or not worrying:
            return
        self.probed = True
        others = [address for address in self.memory.drawn(5 * PROBES) if address.url not in self.asked]
        for address in others[:PROBES]:
            yield from self.fetch(address, lost=False)

    def _read(self, asked: str, url: str, page: Page, response: Response) -> Iterator[Request]:
        before, on_the_way = self.keeper.held(asked), response.meta["exchanges"][:-1]
        try:
            glanced = glance(self.site, page)
        except NotAStatement as reason:
            if str(reason).startswith("wall: ") and self.keeper.held(url).state != "captured":
                self.seen.count(str(reason), url)  # else its capture tells
            self.keeper.moves(on_the_way, url)
            self.keeper.refused(url, str(reason), exchange_of(response))
            return
        number = glanced.number or (response.meta.get("number") if asked == url else None)
        another = before.state == "captured" and asked != url and before.number and number and before.number != number
        if not another:
            number = number or response.meta.get("number")
            self.keeper.moves(on_the_way, url)
        wanted = self.keeper.held(url).state == "captured" or url in self.chosen
        wanted |= in_scope(self.site, glanced.title, glanced.text, glanced.url)
        if not wanted or self.keeper.cleaner.refuses(url, glanced):
            self.keeper.left_out(url)
            return
        changed = self.keeper.statement(url, exchange_of(response), glanced, number, response.meta["told"])
        if another:  # only now, so that whoever reads the captures knows the other one already
            self.keeper.absent(asked, on_the_way[0], ELSEWHERE, announced=response.meta["lost"])
        if before.state == "captured":
            yield from self.copies.look_behind(url, response, changed)
        if self.inventory and url not in self.found:
            self.memory.note(url, reason=UNLISTED)
        yield from self.attached.to(number, glanced.documents)

    # --- requests and their failures -----------------------------------------------------------------------------

    def request(self, url: str, callback: Any, priority: int, known: Address | None = None, **meta: Any) -> Request:
        """A request of this site; `known` is what is held of the address."""
        past = meta.get("fresh") or (priority == LISTING and self.copies.are_stale)
        return Request(
            self.copies.past(url) if past else url,
            callback=callback,
            errback=self.failed,
            priority=priority,
            headers={} if past or self.full else conditions(known, self.memory),
            meta={"asked": url, "exchanges": [], "priority": priority, **meta},
            dont_filter=True,
        )

    def failed(self, failure: Failure) -> Iterator[Request]:
        """A request that brought no answer: said once, and what depends on it goes on without it."""
        request = failure.request  # type: ignore[attr-defined]
        why = told(failure)
        if request.meta["priority"] == LISTING:  # a retry has lowered the request's own
            self.pending -= 1
            # Others may list what this one would have, but a server that breaks off is not one that lacks a sitemap.
            self.tally.warn(f"{request.meta['asked']} could not be read: {why}")
            self._trouble(request.meta["asked"], f"{request.meta['asked']}: {why}")
            yield from self._after_listing()
            return
        url = canonical(self.site, request.meta["asked"])
        if isinstance(failure.value, IgnoreRequest) and why.startswith(NOT_FOR_US):
            self.keeper.refused(url, why)
        else:
            self.keeper.broken(url, f"could not be read: {why}")

    def stop_if_told_to(self, page: Page) -> None:
        """429 and 403 mean stop. A closed WordPress API is no such word: its pages may still be read."""
        if page.status == 429 or (page.status == 403 and "wp/v2/" not in page.url):
            retry = page.headers.get("retry-after", "")
            wait = f" (Retry-After: {retry})" if retry else ""
            self.refuse(f"{page.url} answers {page.status}{wait}: the site asks us to stop")
            raise CloseSpider("told to stop")

    def give_up(self, why: str) -> None:
        """Ends a site's run before its end; what was done is kept."""
        self.tally.warn(f"{why}; the next run goes on from there")
        self.ending = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="given up"))

    def refuse(self, why: str) -> None:
        """Ends a site's run with a reason that its report gives."""
        self.tally.failed = self.tally.failed or why

    def slow_down(self, request: Request, seconds: float) -> None:
        """Keeps the Crawl-delay of a site's robots.txt where it is longer than ours."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is not None and self.site.delay and seconds > slot.delay:
            slot.delay = min(seconds, 60.0)

    def _trouble(self, url: str, why: str) -> None:
        """A listing that could not be read: another may do, but for one that the site file itself names."""
        self.trouble.append(why)
        self.seen.examples.setdefault("trouble", url)
        self.sound = False
        if taken_whole(self.site, url):
            self.tally.warn(f"{why}; the site file's [scope] names it")
