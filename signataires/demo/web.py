"""Requests and responses of the demo's sites, and the HTTP server that carries them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from string import Template
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from signataires.demo.content import Content

FILES_DATE = datetime(2025, 12, 1, 8, 0, tzinfo=UTC)  # the files of the demo were all uploaded that day


@dataclass(frozen=True, slots=True)
class Request:
    """What a site needs to know of a request. `path` begins with a slash and is percent-decoded."""

    method: str
    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        """The path, percent-decoded."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        """The query; `spip.php?article12` gives {"article12": ""}."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def agent(self) -> str:
        """The user agent, in lower case."""
        return self.headers.get("user-agent", "").lower()


@dataclass(frozen=True, slots=True)
class Response:
    """A whole answer, before compression."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class SiteState:
    """A site as it stands: where it is, what it shows, what it showed before, and when that changed."""

    home: str
    content: Content
    former: Content
    changed_at: datetime


Answer = Callable[[SiteState, Request], Response]


class SiteServer(ThreadingHTTPServer):
    """One site on one port of this machine."""

    daemon_threads = False  # closing waits for the last answers: nothing may outlive the demo
    request_queue_size = 64

    def __init__(self, slug: str, at: tuple[str, int], answer: Answer, log: list[tuple[str, str, str, int]]) -> None:
        super().__init__(at, _Handler)
        self.slug, self.answer, self.log = slug, answer, log
        self.state: SiteState | None = None

    @property
    def home(self) -> str:
        """The address of the site's home page."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}/"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5  # seconds; an idle client must not keep the demo from closing
    server_version, sys_version = "Apache/2.4", ""

    def do_GET(self) -> None:
        server = cast(SiteServer, self.server)
        if server.state is None:
            raise RuntimeError(f"{server.slug}: asked before it was set up")
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers)
        response = _compressed(_revalidated(server.answer(server.state, request), headers), headers)
        server.log.append((server.slug, self.command, self.path, response.status))
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        if response.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    do_HEAD = do_GET  # noqa: N815 (the name http.server calls)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr: `SiteServer.log` has it."""


def text_response(
    body: str,
    media_type: str = "text/html; charset=utf-8",
    status: int = 200,
    headers: tuple[tuple[str, str], ...] = (),
) -> Response:
    """A page in UTF-8."""
    return Response(status, body.encode(), (("Content-Type", media_type), *headers))


def redirect(address: str, status: int = 301, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """A redirection with an empty page."""
    return text_response("", status=status, headers=(("Location", address), *headers))


def static(body: bytes, media_type: str, when: datetime = FILES_DATE) -> Response:
    """A file as Apache serves it: with an ETag and a Last-Modified that it honours."""
    validators = (("ETag", f'"{hashlib.sha256(body).hexdigest()[:16]}"'), ("Last-Modified", http_date(when)))
    return Response(200, body, (("Content-Type", media_type), *validators, ("Accept-Ranges", "bytes")))


def document(content: Content, path: str) -> Response | None:
    """The PDF that a site keeps at a path (without its first slash), if there is one."""
    attached = [article.document for article in content.articles if article.document]
    found = next((item for item in attached if item.path == path), None)
    return static(found.read(), "application/pdf") if found else None


def http_date(moment: datetime) -> str:
    """A moment as HTTP headers write it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


@cache
def template(name: str) -> Template:
    """One of the files under `templates/`."""
    return Template((files(__package__) / "templates" / name).read_text("utf-8"))


def _revalidated(response: Response, headers: Mapping[str, str]) -> Response:
    """The response, or a 304 when it has validators and the client's copy is still good."""
    own = dict(response.headers)
    tag, modified = own.get("ETag"), own.get("Last-Modified")
    if response.status != HTTPStatus.OK or tag is None:
        return response
    if asked := headers.get("if-none-match"):
        fresh = tag in (part.strip().removeprefix("W/").replace('-gzip"', '"') for part in asked.split(","))
    else:
        since = headers.get("if-modified-since")
        fresh = bool(since and modified and parsedate_to_datetime(modified) <= parsedate_to_datetime(since))
    if not fresh:
        return response
    return Response(304, b"", tuple(pair for pair in response.headers if pair[0] in ("ETag", "Last-Modified", "Vary")))


def _compressed(response: Response, headers: Mapping[str, str]) -> Response:
    """The response gzipped where the client takes it and the type is text; its ETag says so as Apache's does."""
    media_type = dict(response.headers).get("Content-Type", "")
    textual = media_type.startswith("text/") or "json" in media_type or "xml" in media_type
    if "gzip" not in headers.get("accept-encoding", "") or not textual or not response.body:
        return response
    kept = tuple((name, value[:-1] + '-gzip"' if name == "ETag" else value) for name, value in response.headers)
    extra = (("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
    return Response(response.status, gzip.compress(response.body, mtime=0), (*kept, *extra))
