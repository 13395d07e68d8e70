"""A small site on loopback that misbehaves in one chosen way, and is in order in all others.

    with BadSite("redirect-loop") as site:
        crawl(site.home)
        assert ("GET", "/Premier-texte", 302) in site.requests

It has three statements, reachable as a SPIP site, as a WordPress site and as a plain site with a feed, a sitemap and
a listing (`/liste`): a test chooses the family. `BEHAVIOURS` is the table of what can go wrong.
"""

from __future__ import annotations

import gzip
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers_bad_pages import TEXTS, Text, feed, listing, long_listing, page_of, post, sitemap

BEHAVIOURS = {
    "none": "in order: what the others are compared with",
    "down": "nothing listens on the port",
    "error-500": "every answer is 500, robots.txt excepted",
    "pages-500": "discovery works, every statement's page is 500",
    "forbidden-403": "every answer is 403, robots.txt excepted",
    "too-many-429": "every answer is 429 with Retry-After, robots.txt excepted",
    "redirect-loop": "a statement's page redirects to a twin that redirects back",
    "redirect-elsewhere": "every page redirects to another host, which notes whether it was asked",
    "wrong-charset": "says utf-8 in header and page, sends latin-1",
    "no-charset": "says nothing about its charset, sends windows-1252",
    "half-page": "a statement's page is shorter than its Content-Length, then the connection closes",
    "half-gzip": "a statement's page is compressed, and the compressed body is cut",
    "robots-forbids": "robots.txt forbids everything",
    "robots-500": "robots.txt answers 500",
    "slow": "each answer, robots.txt excepted, waits `seconds` before it begins",
    "endless-listing": "each page of a listing links to a next one, for ever",
    "long-next": "the listing's second page has an address of 4,000 characters, and the statements",
    "endless-address": "the listing links to a page with an address of 20,000 characters beside the statements",
    "empty-sitemap": "the sitemap is an empty file",
    "not-xml-sitemap": "the sitemap is an HTML page with 200",
    "not-xml-feed": "the feed is an HTML page with 200",
    "rest-not-a-list": "the REST interface answers 200 with an object where a list is due",
    "rest-not-json": "the REST interface answers 200 with an HTML page",
    "rest-closed": "the REST interface answers 401",
    "too-big": "a statement's page is larger than `size` bytes",
    "gzip-bomb": "a statement's page is small on the wire and larger than `size` bytes once decompressed",
}

LONG = {"long-next": 4_000, "endless-address": 20_000}  # characters of an address


class BadSite:
    """One misbehaving site, running between `__enter__` and `__exit__`.

    `requests` holds every request as (method, path and query, status), `elsewhere` those that reached the other host
    of "redirect-elsewhere". `seconds` is the delay of "slow" and the Retry-After of "too-many-429"; `size` is in bytes.
    """

    def __init__(self, behaviour: str = "none", *, seconds: float = 1.0, size: int = 25_000_000) -> None:
        if behaviour not in BEHAVIOURS:
            raise ValueError(f"no behaviour {behaviour!r}; there are {', '.join(BEHAVIOURS)}")
        self.behaviour, self.seconds, self.size = behaviour, seconds, size
        self.requests: list[tuple[str, str, int]] = []
        self.elsewhere: list[tuple[str, str, int]] = []
        self.home = ""
        self.other_home = ""
        self.closing = threading.Event()
        self._running: list[tuple[ThreadingHTTPServer, threading.Thread]] = []

    def __enter__(self) -> BadSite:
        if self.behaviour == "down":
            self.home = f"http://127.0.0.1:{_unused_port()}/"
            return self
        self.home = f"http://127.0.0.1:{self._start(_Handler)}/"
        if self.behaviour == "redirect-elsewhere":
            self.other_home = f"http://localhost:{self._start(_Elsewhere)}/"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        for server, thread in self._running:
            server.shutdown()
            server.server_close()
            thread.join()

    def _start(self, handler: type[BaseHTTPRequestHandler]) -> int:
        server = _Server(self, handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        self._running.append((server, thread))
        return int(server.server_address[1])


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, site: BadSite, handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.site = site

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: clients of a bad site hang up early, and that is what is tested."""


def _unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    server: _Server

    def do_GET(self) -> None:
        site, parts = self.server.site, urlsplit(self.path)
        path, query = parts.path.removeprefix("/"), parse_qs(parts.query, keep_blank_values=True)
        behaviour = "none" if path == "robots.txt" and not site.behaviour.startswith("robots") else site.behaviour
        if self._refused(behaviour):
            return
        if path == "robots.txt":
            self._robots(behaviour)
        elif text := _asked(path, query):
            self._statement(behaviour, text)
        else:
            self._discovery(behaviour, path, query)

    do_HEAD = do_GET  # noqa: N815 (the name http.server calls)

    def _refused(self, behaviour: str) -> bool:
        """Answers what the whole site refuses; whether it did."""
        site = self.server.site
        if behaviour == "slow":
            site.closing.wait(site.seconds)
        if behaviour == "error-500":
            self._send(500, "<h1>Internal Server Error</h1>")
        elif behaviour == "forbidden-403":
            self._send(403, "<h1>Forbidden</h1>")
        elif behaviour == "too-many-429":
            self._send(429, "<h1>Too Many Requests</h1>", retry_after=f"{site.seconds:.0f}")
        elif behaviour == "redirect-elsewhere":
            self._send(302, "", location=site.other_home + self.path.removeprefix("/"))
        else:
            return False
        return True

    def _robots(self, behaviour: str) -> None:
        if behaviour == "robots-500":
            self._send(500, "<h1>Internal Server Error</h1>")
        else:
            rule = "Disallow: /" if behaviour == "robots-forbids" else "Disallow:"
            self._send(200, f"User-agent: *\n{rule}\n", "text/plain")

    def _statement(self, behaviour: str, text: Text) -> None:
        site, page = self.server.site, page_of(self.server.site.home, text)
        if behaviour == "pages-500":
            self._send(500, "<h1>Internal Server Error</h1>")
        elif behaviour == "redirect-loop":
            twin = self.path.removesuffix("?again") if self.path.endswith("?again") else f"{self.path}?again"
            self._send(302, "", location=site.home + twin.removeprefix("/"))
        elif behaviour == "wrong-charset":
            self._send(200, page.encode("latin-1", "xmlcharrefreplace"), "text/html; charset=utf-8")
        elif behaviour == "no-charset":
            bare = page.replace('<meta charset="utf-8">', "")
            self._send(200, bare.encode("windows-1252"), "text/html")
        elif behaviour == "half-page":
            body = page.encode()
            self._send(200, body[: len(body) // 2], length=len(body))
        elif behaviour == "half-gzip":
            body = gzip.compress(page.encode(), mtime=0)
            self._send(200, body[: len(body) // 2], content_encoding="gzip")
        elif behaviour == "too-big":
            self._send(200, page.encode() + b"<!-- " + b"x" * site.size + b" -->")
        elif behaviour == "gzip-bomb":
            body = page.encode() + b"<!-- " + b"x" * site.size + b" -->"
            self._send(200, gzip.compress(body, mtime=0), content_encoding="gzip")
        else:
            self._send(200, page)

    def _discovery(self, behaviour: str, path: str, query: dict[str, list[str]]) -> None:
        home, xml, wrong = self.server.site.home, "text/xml; charset=utf-8", "<h1>Bienvenue</h1>"
        endless = behaviour == "endless-listing"
        if behaviour in LONG and path == "liste" and "page" not in query:
            self._send(200, long_listing(home, LONG[behaviour], whole=behaviour == "endless-address"))
            return
        if path.startswith("wp-json"):
            self._rest(behaviour, path, query)
        elif path in ("sitemap.xml", "wp-sitemap.xml") or query.get("page") == ["sitemap.xml"]:
            sitemaps = {"empty-sitemap": ("", xml), "not-xml-sitemap": (wrong, "text/html; charset=utf-8")}
            self._send(200, *sitemaps.get(behaviour, (sitemap(home, query.get("annee", [""])[0]), xml)))
        elif path == "feed/" or query.get("page") == ["backend"]:
            self._send(200, wrong) if behaviour == "not-xml-feed" else self._send(200, feed(home), xml)
        elif path in ("", "liste", "-Textes-") or (endless and path.startswith("page/")):
            self._send(200, listing(home, path, query, endless))
        else:
            self._send(404, "<h1>Introuvable</h1>")

    def _rest(self, behaviour: str, path: str, query: dict[str, list[str]]) -> None:
        kind = "application/json; charset=UTF-8"
        if behaviour == "rest-closed":
            self._send(401, json.dumps({"code": "rest_forbidden", "data": {"status": 401}}), kind)
        elif behaviour == "rest-not-json":
            self._send(200, "<h1>Maintenance</h1>")
        elif behaviour == "rest-not-a-list":
            self._send(200, json.dumps({"message": "pas une liste"}), kind)
        elif path.rstrip("/").endswith("/posts") and query.get("page", ["1"]) == ["1"]:
            posts = [post(self.server.site.home, text) for text in reversed(TEXTS)]
            self._send(200, json.dumps(posts), kind, x_wp_total=str(len(posts)), x_wp_totalpages="1")
        elif path.rstrip("/").endswith("/posts"):
            self._send(400, json.dumps({"code": "rest_post_invalid_page_number", "data": {"status": 400}}), kind)
        else:
            self._send(200, "[]", kind, x_wp_total="0", x_wp_totalpages="0")

    def _send(
        self,
        status: int,
        body: str | bytes,
        media_type: str = "text/html; charset=utf-8",
        length: int | None = None,
        **headers: str,
    ) -> None:
        """Answers, and notes the request. `length` is what Content-Length claims where that is not the truth."""
        data = body.encode() if isinstance(body, str) else body
        self.server.site.requests.append((self.command, self.path, status))
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr: `BadSite.requests` has it."""


class _Elsewhere(_Handler):
    """The other host of "redirect-elsewhere": a working page that must never be stored as this site's."""

    def do_GET(self) -> None:
        self.server.site.elsewhere.append((self.command, self.path, 200))
        body = b"<html><body class='page_article'><h1 class='entry-title'>Autre site</h1></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 (the name http.server calls)


def _asked(path: str, query: dict[str, list[str]]) -> Text | None:
    """The statement of an address: its own, or one of SPIP's and WordPress's numbers."""
    asked = [*query.get("p", ()), *query.get("id_article", ())]
    asked += [key.removeprefix("article") for key in query if key.startswith("article")]
    return next((text for text in TEXTS if text.path == path or str(text.number) in asked), None)
