"""The files that statements attach: asked for once the statement is held, and again when it is read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from archive.model import Document
from scraper.address import Address
from scraper.answers import exchange_of, page_of
from scraper.canonical import canonical
from scraper.clock import now
from scraper.listings.entry import Entry
from scraper.schedule import stands_until

if TYPE_CHECKING:
    from scraper.spider import SiteSpider

DOCUMENT = 10  # priority: below statements
GONE = (404, 410)


class Attached:
    """The files of one site."""

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider
        self._listed: dict[str, tuple[Document, ...]] = {}  # by the number of the statement

    def listed(self, entry: Entry) -> Iterator[Request]:
        """Files that the API lists under a post: fetched once the post itself is held."""
        number = entry.number or ""
        self._listed[number] = entry.documents
        held = self._spider.memory.find("", number)
        if held is not None and held.state == "captured":
            yield from self._wanted(entry.documents)

    def to(self, number: str | None, documents: Iterable[Document]) -> Iterator[Request]:
        """The files of a statement that was just read: those that its page links, and those listed under it."""
        yield from self._wanted((*documents, *self._listed.get(number or "", ())))

    def file(self, url: str, known: Address | None) -> Iterator[Request]:
        """Asks for one file."""
        if url not in self._spider.asked:
            self._spider.asked.add(url)
            yield self._spider.request(url, self._take, DOCUMENT, known)

    def _wanted(self, documents: Iterable[Document]) -> Iterator[Request]:
        spider = self._spider
        for document in documents:
            url = canonical(spider.site, document.url)
            known = spider.memory.addresses.get(url)
            if not spider.site.owns(url) or spider.keeper.cleaner.is_withdrawn(url):
                continue
            if known is None:  # noted first, so that a run that is killed before it comes leaves it to the next
                spider.memory.note(url, state="known", file=1, first_seen=now())
            if known is None or known.state == "known" or spider.full or stands_until(known) <= now():
                yield from self.file(url, known)

    def _take(self, response: Response) -> None:
        """A file: kept as it came."""
        spider = self._spider
        url = canonical(spider.site, response.meta["asked"])
        page, exchange = page_of(response), exchange_of(response)
        spider.stop_if_told_to(page)
        if page.status == 304:
            spider.keeper.unchanged(url, exchange)
        elif page.status == 200 and page.media_type != "text/html" and not exchange.torn:
            spider.keeper.file(url, exchange)
        elif page.status in GONE:
            spider.keeper.absent(url, exchange)
            spider.tally.warn(f"{url}: a statement links this file, the server answers {page.status}")
        else:
            spider.keeper.broken(url, f"is no file: status {page.status}, {page.media_type or 'no media type'}")
