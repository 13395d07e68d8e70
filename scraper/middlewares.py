"""What happens between the spider and the wire: who we are allowed to ask, and what exactly came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scraper.clock import now
from scraper.record import Exchange

if TYPE_CHECKING:
    from scraper.spider import SiteSpider

# An answer of these that must not be read as "no rules": RFC 9309, 2.3.1.4, takes it for "everything is disallowed".
ROBOTS_UNREACHABLE = range(500, 600)


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt, read as RFC 9309 says: an error of the server forbids; its Crawl-delay is kept."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        spider = _spider(self.crawler)
        if response.status in ROBOTS_UNREACHABLE:
            response = response.replace(body=b"User-agent: *\nDisallow: /\n")
            spider.refuse(f"robots.txt answers {response.status}: nothing may be read until it does")
        elif response.status >= 300:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        parser = getattr(self._parsers[netloc], "rp", None)
        asked = parser.crawl_delay(self._default_useragent) if parser is not None else None
        if asked:
            spider.slow_down(request, float(asked))

    def process_request_2(self, rp: Any, request: Request) -> None:
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise IgnoreRequest("forbidden by robots.txt") from None


class OnSite:
    """Keeps a site's crawl on its site: an address elsewhere, redirected to or linked, is not fetched."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OnSite:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        site = _spider(self._crawler).site
        if urlsplit(request.url).path == "/robots.txt" or site.owns(request.url):
            return
        raise IgnoreRequest(f"leads elsewhere: {request.url}")


class Exchanges:
    """Keeps what crossed the wire beside each request, before anything decodes it; the spider records what matters."""

    def process_response(self, request: Request, response: Response) -> Response:
        kept = request.meta.setdefault("exchanges", [])
        kept.append(
            Exchange(
                method=request.method,
                url=response.url,
                request_headers=_pairs(request.headers, host=urlsplit(response.url).netloc),
                status=response.status,
                headers=_pairs(response.headers),
                body=response.body,
                fetched_at=now(),
            )
        )
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
