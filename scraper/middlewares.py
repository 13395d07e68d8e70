"""What happens between the spider and the wire: who we are allowed to ask, and what exactly came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scraper.answers import in_words
from scraper.clock import now
from scraper.network import names_private
from scraper.record import Exchange
from scraper.site import bare_host

if TYPE_CHECKING:
    from scrapy.robotstxt import RobotParser
    from twisted.internet.defer import Deferred

    from scraper.spider import SiteSpider

# An answer of these that must not be read as "no rules": RFC 9309, 2.3.1.4, takes it for "everything is disallowed".
ROBOTS_UNREACHABLE = range(500, 600)
NOTHING_ALLOWED = b"User-agent: *\nDisallow: /\n"
LONGEST = 8000  # characters of an address that a server should take: RFC 9110, 4.1


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt, read as RFC 9309 says: an error of the server forbids; its Crawl-delay is kept."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        spider = _spider(self.crawler)
        if response.status in ROBOTS_UNREACHABLE:
            response = response.replace(body=NOTHING_ALLOWED)
            spider.refuse(f"robots.txt answers {response.status}: nothing may be read until it does")
        elif response.status >= 300:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        parser = getattr(self._parsers[netloc], "rp", None)
        asked = parser.crawl_delay(self._default_useragent) if parser is not None else None
        if asked:
            spider.slow_down(request, float(asked))

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """What cannot be read may hold any rule: RFC 9309, 2.3.1.4, takes it for "everything is disallowed" as well."""
        rules = self._parserimpl.from_crawler(self.crawler, NOTHING_ALLOWED)
        waiting, self._parsers[netloc] = cast("Deferred[RobotParser | None]", self._parsers[netloc]), rules
        _spider(self.crawler).refuse(
            f"robots.txt could not be read ({in_words(exc)}): nothing may be read until it can"
        )
        waiting.callback(rules)

    def process_request_2(self, rp: Any, request: Request) -> None:
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise IgnoreRequest("forbidden by robots.txt") from None


class Patience:
    """Leaves a site alone, until the next run, that answers nothing any more: it may be down, or wish us away."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._failed = crawler, 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Patience:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:  # noqa: ARG002 (Scrapy's names)
        self._count(response.status >= 500)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002
        if not isinstance(exception, IgnoreRequest):
            self._count(True)

    def _count(self, failed: bool) -> None:
        self._failed = self._failed + 1 if failed else 0
        spider = _spider(self._crawler)
        if self._failed == spider.site.limits.failures:
            spider.give_up(f"stopped after {self._failed} requests in a row that brought nothing (limits.failures)")


class OnSite:
    """Keeps a site's crawl on its site: no address elsewhere is fetched, redirected to or linked, and none too long."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OnSite:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        site, asked = _spider(self._crawler).site, urlsplit(request.url)
        if len(request.url) > LONGEST:
            raise IgnoreRequest(f"its address has {len(request.url)} characters; we ask for no more than {LONGEST}")
        if site.owns(request.url):
            return
        # robots.txt stands above a home that is a folder, and another public host may keep it (RFC 9309, 2.3.1.2).
        public = bare_host(asked.netloc) == bare_host(urlsplit(site.home).netloc) or not names_private(
            asked.hostname or ""
        )
        if asked.path == "/robots.txt" and asked.scheme in ("http", "https") and public:
            return
        raise IgnoreRequest(f"leads elsewhere: {request.url}")


class Exchanges:
    """Keeps what crossed the wire beside each request, before anything decodes it; the spider records what matters.

    What was withdrawn from the archive is taken out of it at once.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Exchanges:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        kept = request.meta.setdefault("exchanges", [])
        exchange = Exchange(
            method=request.method,
            url=response.url,
            request_headers=_pairs(request.headers, host=urlsplit(response.url).netloc),
            status=response.status,
            headers=_pairs(response.headers),
            body=response.body,
            fetched_at=now(),
        )
        kept.append(_spider(self._crawler).keeper.cleaner.exchange(exchange))
        return response


def _spider(crawler: Crawler) -> SiteSpider:
    assert crawler.spider is not None
    return cast("SiteSpider", crawler.spider)


def _pairs(headers: Any, host: str = "") -> tuple[tuple[str, str], ...]:
    sent = [("Host", host)] if host and b"Host" not in headers else []
    for name, values in headers.items():
        sent += [(name.decode("latin-1"), value.decode("latin-1")) for value in values]
    # Scrapy has undone the chunks, so the header would lie about the recorded body.
    return tuple((name, value) for name, value in sent if name.lower() != "transfer-encoding")
