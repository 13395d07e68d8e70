"""Single pages for a person at a terminal (`check`, `new-site`): robots.txt, our name and our pace as in the crawl."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from protego import Protego

from scraper.network import PrivateAddress, connect, own_hosts
from scraper.page import Page
from scraper.site import Site, SiteError


class _Public(HTTPHandler, HTTPSHandler):
    """Connects to public addresses only, and to where the site file says that the site is."""

    def __init__(self, own: frozenset[str]) -> None:
        HTTPSHandler.__init__(self)
        self._connect = partial(connect, own=own)

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(self._connection, HTTPConnection), req)

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(partial(self._connection, HTTPSConnection), req)

    def _connection(self, kind: type[HTTPConnection], *words: Any, **more: Any) -> HTTPConnection:
        connection = kind(*words, **more)
        connection._create_connection = self._connect  # type: ignore[attr-defined]
        return connection


class _OnSite(HTTPRedirectHandler):
    def __init__(self, site: Site) -> None:
        self._site = site

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if not self._site.owns(newurl):
            raise SiteError(
                f"{self._site.slug}: {req.full_url} leads elsewhere, to {newurl}; is the site's home right?"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass(slots=True)
class Fetcher:
    """Fetches pages of one site, one at a time."""

    site: Site
    agent: str
    _robots: dict[str, Protego] = field(default_factory=dict)
    _last: float = 0.0

    def page(self, url: str) -> Page:
        """One page, whatever its status. Raises `SiteError` when robots.txt forbids it or nothing answers."""
        if not self._allowed(url):
            raise SiteError(f"{self.site.slug}: robots.txt forbids {url}; nothing was read")
        return self._get(url)

    def _allowed(self, url: str) -> bool:
        host = urlsplit(url).netloc
        if host not in self._robots:
            answer = self._get(urljoin(url, "/robots.txt"))
            if answer.status >= 500:
                raise SiteError(
                    f"{self.site.slug}: robots.txt answers {answer.status}: nothing may be read until it does"
                )
            self._robots[host] = Protego.parse(answer.text if answer.status == 200 else "")
        return bool(self._robots[host].can_fetch(url, self.agent))

    def _get(self, url: str) -> Page:
        time.sleep(max(0.0, self._last + self.site.delay - time.monotonic()))
        request = Request(url, headers={"User-Agent": self.agent, "Accept-Language": f"{self.site.language},en;q=0.5"})
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            opener = build_opener(_OnSite(self.site), _Public(own_hosts([self.site])))
            answer = opener.open(request, timeout=self.site.limits.timeout)
        except HTTPError as error:
            answer = error
        except (URLError, TimeoutError, ConnectionError, HTTPException, PrivateAddress) as error:
            raise SiteError(f"{self.site.slug}: {url} cannot be read: {getattr(error, 'reason', error)}") from error
        finally:
            self._last = time.monotonic()
        with answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Page(answer.url, answer.read(self.site.limits.size), answer.status, headers, moment)
