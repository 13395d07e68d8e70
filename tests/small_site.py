"""A site on loopback that a test scripts night by night: WordPress or SPIP in small, in order or lying in chosen ways.

    with SmallSite("wordpress", lies={"dates"}) as site:
        site.add("Un appel", ("Un paragraphe.",), ("Alerte Berges",))
        site.edit(1, paragraphs=("Un autre.",))

Its clock is `scraper.clock`'s, so that nights can be simulated. `LIES` is the table of how it may lie; `requests` holds
what it was asked since the last `reset`.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape as xml

from scraper.clock import now

LIES = {
    "last-modified": "Last-Modified is always the time of the request, and If-Modified-Since is ignored (SPIP)",
    "feed-of-ten": "nothing but a feed of the ten newest: an edit of an older one never shows (SPIP)",
    "stale": "what the site takes for a robot gets the copy made at its first visit (SPIP)",
    "feed-304": "the feed answers 304 whenever no post is newer, also when one was withdrawn (WordPress)",
    "redirect": "a withdrawn post's address leads to another post with a similar one (WordPress)",
    "old-lastmod": "the sitemap's lastmod stays what it was at the first publication",
    "new-lastmod": "the sitemap's lastmod is always today",
    "etag": "the ETag stays though the text changed, and is confirmed with 304",
    "modified-after": "the API's modified_after leaves out what was edited",
    "number": "spip.php?articleN answers with the home page when N is gone (SPIP)",
}
PER_PAGE = 10


class Html(str):
    """A paragraph that is markup already."""


@dataclass(frozen=True)
class Post:
    """One statement. `state` is `publish`, `draft` or `deleted`."""

    number: int
    slug: str
    title: str
    paragraphs: tuple[str, ...]
    names: tuple[str, ...]
    published: str
    modified: str
    state: str = "publish"


class SmallSite:
    """A running site of a family (`wordpress`, `spip`, `generic`), with what it was asked."""

    def __init__(self, family: str = "wordpress", lies: Iterable[str] = ()) -> None:
        self.family, self.lies = family, frozenset(lies)
        if unknown := self.lies - LIES.keys():
            raise ValueError(f"no such lies: {unknown}; there are {', '.join(LIES)}")
        self.posts: dict[int, Post] = {}
        self.requests: list[tuple[str, int]] = []
        self.copies: dict[str, bytes] = {}  # what robots are shown
        self.bytes = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.site = self  # type: ignore[attr-defined]
        self.home = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> SmallSite:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def add(
        self, title: str, paragraphs: tuple[str, ...], names: tuple[str, ...] = (), *,
        slug: str = "", published: str = "",
    ) -> int:  # fmt: skip
        """Publishes a statement; its number."""
        number = len(self.posts) + 1
        moment = published or now()
        slug = slug or f"texte-{number}"
        self.posts[number] = Post(number, slug, title, paragraphs, names, moment, moment)
        return number

    def edit(self, number: int, **changes: Any) -> None:
        """Changes a statement, as its editor would."""
        self.posts[number] = replace(self.posts[number], modified=now(), **changes)

    def reset(self) -> None:
        """Forgets the requests up to now."""
        self.requests, self.bytes = [], 0

    @property
    def public(self) -> list[Post]:
        """The statements that are online, the newest first."""
        found = [post for post in self.posts.values() if post.state == "publish"]
        return sorted(found, key=lambda post: (post.published, post.number), reverse=True)

    def address(self, post: Post) -> str:
        """Where a statement is read."""
        return f"{self.home}{post.slug}/" if self.family == "wordpress" else f"{self.home}{post.slug}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5

    @property
    def site(self) -> SmallSite:
        site: SmallSite = self.server.site  # type: ignore[attr-defined]
        return site

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path, query = parts.path.strip("/"), dict(parse_qsl(parts.query, keep_blank_values=True))
        lists = query.get("page") in ("sitemap.xml", "backend") or path in ("sitemap.xml", "feed")
        if path.startswith("wp-json/wp/v2/") and self.site.family == "wordpress":
            self._rest(path.removeprefix("wp-json/wp/v2/"), query)
        elif lists and ("backend" in query.values() or path == "feed"):
            self._feed()
        elif lists and "feed-of-ten" not in self.site.lies:
            self._send(200, _sitemap(self.site), "text/xml; charset=utf-8")
        elif path == "" and not query:
            self._send(200, _home(self.site))
        else:
            self._page(path, query)

    def _page(self, path: str, query: dict[str, str]) -> None:
        site = self.site
        asked = next((key.removeprefix("article") for key in query if key.startswith("article")), "")
        asked = query.get("id_article", asked)
        post = next((post for post in site.posts.values() if post.slug == path or str(post.number) == asked), None)
        if post is None or post.state != "publish":
            like = next((other for other in site.public if post and other.slug.startswith(post.slug)), None)
            if "redirect" in site.lies and like:
                self._send(301, "", location=site.address(like))
            elif "number" in site.lies and asked and "page" not in query:
                self._send(200, _home(site))
            else:
                self._send(404, "<h1>Introuvable</h1>")
            return
        self._statement(post, fresh=bool(query))

    def _statement(self, post: Post, *, fresh: bool) -> None:
        site, headers = self.site, dict[str, str]()
        body = _page(site, post).encode()
        if "stale" in site.lies and not fresh:
            body = site.copies.setdefault(post.slug, body)
        if "etag" in site.lies:
            headers["ETag"] = f'"{post.number}"'
        if "last-modified" in site.lies:
            headers["Last-Modified"] = _http(now())
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            self._send(304, "", **headers)
        else:
            self._send(200, body, **headers)

    def _feed(self) -> None:
        newest = max((post.modified for post in self.site.public), default="")
        tag = f'"{hashlib.sha256(newest.encode()).hexdigest()[:12]}"'
        if "feed-304" in self.site.lies and self.headers.get("If-None-Match") == tag:
            self._send(304, "", ETag=tag)
        else:
            self._send(200, _feed(self.site), "text/xml; charset=utf-8", ETag=tag)

    def _rest(self, route: str, query: dict[str, str]) -> None:
        if "feed-304" in self.site.lies:  # a site that only has its feed
            self._json(401, {"code": "rest_not_logged_in", "data": {"status": 401}})
        elif route == "posts":
            self._posts(query)
        elif route.startswith("posts/"):
            post = self.site.posts.get(int(route.removeprefix("posts/")))
            if post is None or post.state == "deleted":
                self._json(404, {"code": "rest_post_invalid_id", "data": {"status": 404}})
            elif post.state == "draft":
                self._json(401, {"code": "rest_forbidden", "data": {"status": 401}})
            else:
                self._json(200, _row(self.site, post, query))
        else:
            self._json(200, [], **{"X-WP-Total": "0", "X-WP-TotalPages": "0"})

    def _posts(self, query: dict[str, str]) -> None:
        found = self.site.public
        if since := query.get("modified_after"):
            edited = "modified-after" not in self.site.lies
            found = [post for post in found if (post.modified if edited else post.published) > since]
        if since := query.get("after"):
            found = [post for post in found if post.published > since]
        if included := query.get("include"):
            numbers = {int(number) for number in included.split(",")}
            found = [post for post in found if post.number in numbers]
        if query.get("orderby") == "id":
            found.sort(key=lambda post: post.number, reverse=query.get("order", "desc") == "desc")
        elif query.get("orderby") == "modified":
            found.sort(key=lambda post: post.modified, reverse=True)
        each, page = int(query.get("per_page", PER_PAGE)), int(query.get("page", 1))
        pages = -(-len(found) // each)
        if page > max(pages, 1):
            self._json(400, {"code": "rest_post_invalid_page_number", "data": {"status": 400}})
            return
        rows = [_row(self.site, post, query) for post in found[(page - 1) * each : page * each]]
        self._json(200, rows, **{"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)})

    def _json(self, status: int, told: Any, **headers: str) -> None:
        self._send(status, json.dumps(told), "application/json; charset=UTF-8", **headers)

    def _send(
        self, status: int, body: str | bytes, media_type: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.site.requests.append((self.path, status))
        self.site.bytes += len(data)
        self.send_response(status)
        if status != 304:
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data if status != 304 else b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr: `SmallSite.requests` has it."""


def _row(site: SmallSite, post: Post, query: dict[str, str]) -> dict[str, Any]:
    if query.get("_fields") in ("id", "id,status"):
        return {"id": post.number}
    return {
        "id": post.number,
        "date": post.published.removesuffix("Z"),
        "modified_gmt": post.modified.removesuffix("Z"),
        "link": site.address(post),
        "title": {"rendered": post.title},
    }


def _page(site: SmallSite, post: Post) -> str:
    text = "".join(part if isinstance(part, Html) else f"<p>{escape(part)}</p>" for part in post.paragraphs)
    if post.names:
        text += f"<h3>Signataires :</h3><ul>{''.join(f'<li>{escape(name)}</li>' for name in post.names)}</ul>"
    if site.family == "spip":
        body = f'body class="page_article"><h1 class="entry-title">{escape(post.title)}</h1>'
        published = f'<p class="info-publi"><abbr class="published" title="{post.published}"></abbr></p>'
        return f'<!doctype html><{body}{published}<div class="texte">{text}</div></body>'
    body = f'body class="single postid-{post.number}"><article id="post-{post.number}" class="hentry">'
    title = f'<h1 class="entry-title">{escape(post.title)}</h1>'
    published = f'<time class="entry-date published" datetime="{post.published}"></time>'
    return f'<!doctype html><{body}{title}{published}<div class="entry-content">{text}</div></article></body>'


def _home(site: SmallSite) -> str:
    kind = "page_sommaire" if site.family == "spip" else "home"
    links = "".join(f'<a href="{site.address(post)}">{escape(post.title)}</a>' for post in site.public[:PER_PAGE])
    return f'<!doctype html><body class="{kind}"><h1>Accueil</h1>{"" if "feed-of-ten" in site.lies else links}</body>'


def _sitemap(site: SmallSite) -> str:
    def lastmod(post: Post) -> str:
        if "new-lastmod" in site.lies:
            return now()
        return post.published if "old-lastmod" in site.lies else post.modified

    rows = "".join(
        f"<url><loc>{xml(site.address(post))}</loc><lastmod>{lastmod(post)}</lastmod></url>" for post in site.public
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'


def _feed(site: SmallSite) -> str:
    items = "".join(
        f"<item><title>{xml(post.title)}</title><link>{xml(site.address(post))}</link>"
        f"<guid>{site.home}?p={post.number}</guid></item>"
        for post in site.public[:PER_PAGE]
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Essai</title>{items}</channel></rss>'


def _http(moment: str) -> str:
    from datetime import datetime
    from email.utils import format_datetime

    return format_datetime(datetime.fromisoformat(moment), usegmt=True)
