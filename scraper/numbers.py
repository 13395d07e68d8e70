"""What a WordPress says of its posts by number: how many it lists, which are gone, and whether hidden or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.address import Address
from scraper.answers import exchange_of
from scraper.census import Census
from scraper.listings.wordpress import numbers_address, post_address, posts_address
from scraper.structured import read_json, whole_number

if TYPE_CHECKING:
    from scraper.spider import SiteSpider

FIRST = 30  # priority: as of all that lists
# What the API answers of a post that is a draft, in the bin or private; and of one that was deleted for good.
HIDDEN = {401: "rest_forbidden", 404: "rest_post_invalid_id"}


class Numbers:
    """Asks the API of one site. Only an API that answered in this run is believed that it has no such post."""

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider
        self._root = ""
        self._census = Census(())
        self.counting = False  # whether the site is still to say which posts it no longer lists

    def heard(self, url: str) -> None:
        """Notes an address of the API that answered with posts."""
        if "wp/v2/posts" in url:
            self._root = url.partition("wp/v2/")[0] + "wp/v2/"

    def knows(self, address: Address) -> bool:
        """Whether a page can be asked for by its number."""
        return bool(self._root and address.number)

    def count(self) -> Iterator[Request]:
        """Asks how many posts there are, where all that we know should be among them."""
        if self._root and self._spider.since and self._spider.sound and self._spider.site.scope.whole:
            self.counting = True
            yield self._request(numbers_address(self._root, 1), self._counted)

    def ask(self, address: Address, *, lost: bool) -> Iterator[Request]:
        """Asks for one held page by its number; `lost`: the site's own list no longer has it."""
        if address.url not in self._spider.asked:
            self._spider.asked.add(address.url)
            url = post_address(self._root, address.number or "")
            yield self._request(url, self._told, address=address, lost=lost)

    def _counted(self, response: Response) -> Iterator[Request]:
        total = whole_number((response.headers.get("X-WP-Total") or b"").decode("latin-1"))
        if response.status == 200 and total is not None:
            self._census = Census(self._spider.memory.listed_numbers())
            yield from self._pages(self._census.begin(total))
            yield from self._found()
        else:
            self.counting = False

    def _listed(self, response: Response) -> Iterator[Request]:
        yield from self._pages(self._census.take(response.meta["page"], self._numbers(response)))
        yield from self._found()

    def _numbers(self, response: Response) -> list[int]:
        if response.status != 200:
            return []
        try:
            return [int(row["id"]) for row in read_json(response.body)]
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            self._spider.tally.warn(f"{response.url}: expected the numbers of posts from the WordPress API: {error!r}")
            return []

    def _pages(self, pages: Iterable[int]) -> Iterator[Request]:
        for page in pages:
            yield self._request(numbers_address(self._root, page), self._listed, page=page)

    def _found(self) -> Iterator[Request]:
        """What the comparison found, once it is done: each lost post is asked for, what is new is listed."""
        if not self._census.done:
            return
        self.counting = False
        for number in sorted(self._census.lost):
            if address := self._spider.memory.find("", str(number)):
                yield from self.ask(address, lost=True)
        gone = self._spider.keeper.cleaner.is_withdrawn
        new = [number for number in sorted(self._census.new) if not gone("", str(number))][:100]
        if new:
            yield from self._spider.list_more([posts_address(self._root, include=",".join(map(str, new)))])

    def _told(self, response: Response) -> Iterator[Request]:
        address: Address = response.meta["address"]
        code = HIDDEN.get(response.status, "")
        if code and code.encode() in response.body:
            exchange = exchange_of(response)
            self._spider.keeper.absent(
                address.url, exchange, f"REST {response.status}", announced=response.meta["lost"]
            )
        else:
            self._spider.asked.discard(address.url)
            yield from self._spider.fetch(address, lost=response.meta["lost"])

    def _request(self, url: str, callback: Any, **meta: Any) -> Request:
        meta |= {"asked": url, "exchanges": [], "priority": FIRST}
        return Request(url, callback, errback=self._failed, priority=FIRST, meta=meta, dont_filter=True)

    def _failed(self, failure: Failure) -> Iterator[Request]:
        """Without an answer nothing is known: the page itself is asked for, the rest is left to a later run."""
        address = failure.request.meta.get("address")  # type: ignore[attr-defined]
        if address is not None:
            self._spider.asked.discard(address.url)
            yield from self._spider.fetch(address, lost=False)
        else:
            self.counting = False
