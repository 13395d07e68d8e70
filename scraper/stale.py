"""Copies: what lets a server say that ours is still good, and how to ask past those that it shows itself.

SPIP keeps a copy for each address with its query and may show a robot the same one for ever. A query that nobody has
used has no copy yet; it costs the site the making of a page, so it is used now and then, and always only on a site
whose copies were found stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from scraper.address import Address
from scraper.answers import page_of
from scraper.canonical import canonical
from scraper.clock import now
from scraper.glance import NotAStatement, glance
from scraper.memory import Memory
from scraper.schedule import wants_all, wants_fresh

if TYPE_CHECKING:
    from scraper.spider import SiteSpider

WORD = "copies"  # the kind of word: what a page shows without such a query is what it says
STATEMENT = 20  # priority: as of any statement


def conditions(known: Address | None, memory: Memory) -> dict[str, str]:
    """What lets the server say « not modified », where it has kept its word so far and a page need not come whole.

    Lists are never asked so: WordPress confirms a feed from which a post was withdrawn.
    """
    if known is None or known.state != "captured" or wants_all(known, now()):
        return {}
    if known.etag:
        return {} if memory.trust("etag").doubted else {"If-None-Match": known.etag}
    if known.last_modified and not memory.trust("last-modified").doubted:
        return {"If-Modified-Since": known.last_modified}
    return {}


class Copies:
    """The copies that one site may show in place of its pages."""

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider

    @property
    def are_stale(self) -> bool:
        """Whether a copy was ever found stale. Once is enough: a page read by turns fresh and stale would flap."""
        return bool(self._spider.site.discover.fresh and self._spider.memory.trust(WORD).broken)

    def must_be_passed(self, known: Address | None, *, told: bool) -> bool:
        """Whether a page is to be asked for past all copies of it."""
        if not self._spider.site.discover.fresh:
            return False
        again = known is not None and known.state == "captured" and not told
        return self.are_stale or bool(known and again and wants_fresh(known))

    def past(self, url: str) -> str:
        """The address with a query of its own for this moment."""
        digits = "".join(char for char in now() if char.isdigit())
        query = self._spider.site.discover.fresh.replace("{day}", digits)
        return f"{url}{'&' if '?' in url else '?'}{query}"

    def look_behind(self, url: str, response: Response, changed: bool) -> Iterator[Request]:
        """Asks once more where a page is not what it should be: changed without a word, or unchanged against one."""
        spider, meta = self._spider, response.meta
        if not spider.site.discover.fresh or self.are_stale:
            return
        if meta.get("behind"):
            spider.memory.tested(WORD, kept=not changed)
        elif meta["fresh"] and changed:
            yield spider.request(url, self._beside, STATEMENT)
        elif meta["told"] and not meta["fresh"] and not changed:
            more = {"number": meta["number"], "lost": False, "told": True, "behind": True}
            yield spider.request(url, spider.parse_page, STATEMENT, fresh=True, **more)

    def _beside(self, response: Response) -> None:
        """A page as the site shows it, beside how it was just read past its copies: only compared."""
        spider = self._spider
        url = canonical(spider.site, response.meta["asked"])
        with suppress(NotAStatement):
            spider.memory.tested(WORD, kept=spider.keeper.says(url, glance(spider.site, page_of(response))))
