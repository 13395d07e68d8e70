"""Sites on loopback that mean harm: each answers one kind of question in a way made to exhaust, trap or mislead.

    with HostileSite("header-flood") as site:
        crawl(site.home)

What is not asked in the hostile way is in order, as `servers_bad` shows it. No answer is endless on its own: it ends
with the site, or after `MOST` bytes.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers_bad import BadSite, _asked, _Handler
from tests.servers_bad_pages import TEXTS, page_of

MOST = 300_000_000  # bytes of one answer: far past every limit, and still an end
XML = "text/xml; charset=utf-8"
PDF = b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n"
Act = Callable[["_Hostile"], None]


@dataclass(frozen=True)
class Behaviour:
    """What a hostile site does: to which question (`robots`, `feed`, `sitemap`, `page`, `file`), and how.

    `harmless`: the crawler reads past it and has no reason to warn.
    """

    name: str
    asked: str
    act: Act
    harmless: bool = False


class HostileSite(BadSite):
    """One hostile site, running between `__enter__` and `__exit__`."""

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__("none")
        self.hostile = behaviour

    def _start(self, handler: type[BaseHTTPRequestHandler]) -> int:
        return super()._start(_Hostile if handler is _Handler else handler)


class _Hostile(_Handler):
    timeout = 20

    @property
    def site(self) -> HostileSite:
        site: Any = self.server.site
        return site  # type: ignore[no-any-return]

    def do_GET(self) -> None:  # noqa: N802 (the name http.server calls)
        if self._kind() == self.site.hostile.asked:
            try:
                self.site.hostile.act(self)
            except OSError:
                pass  # the crawler hung up, which is what it should do
            self.close_connection = True
        else:
            super().do_GET()

    do_HEAD = do_GET  # noqa: N815 (the name http.server calls)

    def _kind(self) -> str:
        parts = urlsplit(self.path)
        path, query = parts.path.removeprefix("/"), parse_qs(parts.query, keep_blank_values=True)
        if path == "robots.txt":
            return "robots"
        if path.startswith("IMG/"):
            return "file"
        if "piege" in self.path:
            return self.site.hostile.asked  # an address of the trap's own making
        if _asked(path, query):
            return "page"
        return "feed" if query.get("page") == ["backend"] else "sitemap" if query.get("page") == ["sitemap.xml"] else ""

    def _statement(self, behaviour: str, text: Any) -> None:  # noqa: ARG002 (as its sister)
        files = (
            '<div id="documents_joints"><a class="spip_doc" type="application/pdf" href="IMG/pdf/liste.pdf">x</a></div>'
        )
        page = page_of(self.site.home, text)
        self._send(200, page.replace("</article>", files + "</article>") if self.site.hostile.asked == "file" else page)

    def raw(self, *parts: bytes) -> None:
        """Bytes on the wire, as they are."""
        for part in parts:
            self.wfile.write(part)

    def head(self, media_type: str = "text/html; charset=utf-8", *more: str, length: int | None = None) -> None:
        """The head of an answer with 200."""
        told = [f"Content-Type: {media_type}", "Connection: close", *more]
        told += [f"Content-Length: {length}"] if length is not None else []
        self.raw(("HTTP/1.1 200 OK\r\n" + "\r\n".join(told) + "\r\n\r\n").encode())

    def repeat(self, piece: bytes, most: int = MOST) -> None:
        """The same piece again and again, until somebody ends it."""
        block = piece * max(1, 65536 // len(piece))
        for _ in range(most // len(block)):
            if self.site.closing.is_set():
                return
            self.wfile.write(block)

    def drip(self, body: bytes) -> None:
        """One byte each half second."""
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            self.wfile.flush()
            if self.site.closing.wait(0.5):
                return


def _body(body: bytes, media_type: str = XML, *more: str) -> Act:
    return lambda asked: (asked.head(media_type, *more, length=len(body)), asked.raw(body))[-1]


def _redirect(to: str) -> Act:
    return lambda asked: asked.raw(
        b"HTTP/1.1 302 Found\r\nLocation: "
        + to.replace("{port}", asked.site.home.split(":")[2].strip("/")).encode()
        + b"\r\nContent-Length: 0\r\n\r\n"
    )


def _endless_redirect(asked: _Hostile) -> None:
    number = int(asked.path.partition("piege=")[2] or 0)
    _redirect(f"/spip.php?page=sitemap.xml&piege={number + 1}")(asked)


def _bomb(size: int) -> bytes:
    """`size` bytes of one letter, compressed without ever being there."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(pack.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)), pack.flush()])


def _entries() -> Iterator[bytes]:
    yield b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    for thousand in range(10_000):
        yield b"".join(b"<url><loc>/Texte-%d</loc></url>" % (thousand * 1000 + one) for one in range(1000))


def _ten_million(asked: _Hostile) -> None:
    asked.head(XML)
    for piece in _entries():
        if asked.site.closing.is_set():
            return
        asked.raw(piece)


def _half_million(home: str) -> bytes:
    rows = "".join(f"<url><loc>/T-{one}</loc></url>" for one in range(500_000))
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def _index(asked: _Hostile) -> None:
    number = int(asked.path.partition("piege=")[2] or 0)
    rows = "".join(f"<sitemap><loc>/piege.xml?piege={number * 7 + one}</loc></sitemap>" for one in range(1, 8))
    _body(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode())(asked)


LAUGHS = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "' + "ha" * 50 + '">'
LAUGHS += (
    "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)) + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
RSS = "<rss version='2.0'><channel><title>&{};</title><item><title>&{};</title><link>/T</link></item></channel></rss>"
MAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>/&{};</loc></url></urlset>"
FIRST = page_of("/", TEXTS[0])
UP = "/IMG/..%2f..%2f..%2fetc%2fpasswd%00.pdf"


def _page(change: Callable[[str], str | bytes], media_type: str = "text/html; charset=utf-8") -> Act:
    """A statement's page, changed."""

    def act(asked: _Hostile) -> None:
        told = change(page_of(asked.site.home, TEXTS[0]))
        _body(told.encode("utf-8", "surrogatepass") if isinstance(told, str) else told, media_type)(asked)

    return act


def _in_text(more: str | Callable[[], str]) -> Callable[[str], str]:
    return lambda page: page.replace("<p>Signataires", f"{more if isinstance(more, str) else more()}<p>Signataires")


def _pdf(objects: bytes, kids: bytes = b"3 0 R", count: int = 1) -> Act:
    return _body(PDF % (kids, count) + objects + b"trailer<</Root 1 0 R>>\n%%EOF", "application/pdf")


def _flate(size: int) -> bytes:
    pack = zlib.compressobj(9)
    body = b"".join([*(pack.compress(b"q " * 500_000) for _ in range(size // 1_000_000)), pack.flush()])
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    return page + b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(body) + body + b"\nendstream endobj\n"


PRIVATE = {
    "name": "http://localhost:{port}/piege",
    "decimal": "http://2130706433:{port}/piege",
    "hexadecimal": "http://0x7f.0.0.1:{port}/piege",
    "octal": "http://0177.0.0.1:{port}/piege",
    "short": "http://127.1:{port}/piege",
    "zero": "http://0.0.0.0:{port}/piege",
    "ipv6": "http://[::1]:{port}/piege",
    "mapped": "http://[::ffff:127.0.0.1]:{port}/piege",
    "link-local": "http://169.254.169.254/latest/meta-data/",
    "user": "http://127.0.0.1:{port}@10.0.0.1/piege",
    "file": "file:///etc/passwd",
    "ftp": "ftp://127.0.0.1/piege",
    "data": "data:text/html,<h1>piege</h1>",
    "script": "javascript:alert(1)",
    "no-address": "http://[adresse]/",
}
BEHAVIOURS = [
    # robots.txt
    Behaviour(
        "robots-endless", "robots", lambda asked: (asked.head("text/plain"), asked.repeat(b"Disallow: /x\n"))[-1]
    ),
    Behaviour(
        "robots-drip", "robots", lambda asked: (asked.head("text/plain"), asked.drip(b"User-agent: *\n" * 99))[-1]
    ),
    Behaviour("robots-binary", "robots", _body(bytes(range(256)) * 900, "text/plain"), harmless=True),
    Behaviour("robots-private", "robots", _redirect("http://[::1]:{port}/robots.txt")),
    # heads and framing
    Behaviour(
        "header-flood",
        "sitemap",
        lambda asked: (asked.raw(b"HTTP/1.1 200 OK\r\n"), asked.repeat(b"X-A: " + b"x" * 90 + b"\r\n"))[-1],
    ),
    Behaviour(
        "header-line", "sitemap", lambda asked: (asked.raw(b"HTTP/1.1 200 OK\r\nX-A: "), asked.repeat(b"x" * 999))[-1]
    ),
    Behaviour("header-drip", "sitemap", lambda asked: asked.drip(b"HTTP/1.1 200 OK\r\nX-A: " + b"x" * 999)),
    Behaviour("continue-flood", "sitemap", lambda asked: asked.repeat(b"HTTP/1.1 100 Continue\r\n\r\n")),
    Behaviour("no-http", "sitemap", lambda asked: asked.raw(b"\x00\xff\x16\x03 garbage\r\n\r\n")),
    Behaviour("no-answer", "sitemap", lambda asked: asked.raw(b"")),
    Behaviour(
        "length-too-long", "sitemap", lambda asked: (asked.head(XML, length=10**12), asked.raw(b"<urlset/>"))[-1]
    ),
    Behaviour("length-negative", "sitemap", lambda asked: asked.head(XML, "Content-Length: -5")),
    Behaviour("length-twice", "sitemap", lambda asked: asked.head(XML, "Content-Length: 5", length=9)),
    Behaviour(
        "chunks-endless",
        "sitemap",
        lambda asked: (asked.head(XML, "Transfer-Encoding: chunked"), asked.repeat(b"1\r\n \r\n"))[-1],
    ),
    Behaviour(
        "chunks-broken",
        "sitemap",
        lambda asked: (asked.head(XML, "Transfer-Encoding: chunked"), asked.raw(b"zz\r\n"))[-1],
    ),
    Behaviour("endless-body", "sitemap", lambda asked: (asked.head(XML), asked.repeat(b"<url></url>"))[-1]),
    Behaviour("slow-drip", "sitemap", lambda asked: (asked.head(XML, length=99_999), asked.drip(b"<urlset>" * 99))[-1]),
    Behaviour(
        "decompression-bomb", "sitemap", lambda asked: _body(_bomb(400_000_000), XML, "Content-Encoding: gzip")(asked)
    ),
    Behaviour(
        "bomb-in-bomb",
        "sitemap",
        lambda asked: _body(gzip.compress(_bomb(400_000_000)), XML, "Content-Encoding: gzip, gzip")(asked),
    ),
    # redirects
    Behaviour("endless-redirects", "sitemap", _endless_redirect),
    *(Behaviour(f"redirect-{name}", "sitemap", _redirect(to)) for name, to in PRIVATE.items()),
    # what lists
    Behaviour("sitemap-laughs", "sitemap", _body((LAUGHS + MAP.format("i")).encode()), harmless=True),
    Behaviour("sitemap-outside", "sitemap", _body((OUTSIDE + MAP.format("a")).encode()), harmless=True),
    Behaviour("sitemap-deep", "sitemap", _body(b"<urlset>" * 200_000), harmless=True),
    Behaviour("sitemap-ten-million", "sitemap", _ten_million),
    Behaviour("sitemap-half-million", "sitemap", lambda asked: _body(_half_million(asked.site.home))(asked)),
    Behaviour("sitemap-of-sitemaps", "sitemap", _index),
    Behaviour("feed-laughs", "feed", _body((LAUGHS + RSS.format("i", "i")).encode()), harmless=True),
    Behaviour("feed-outside", "feed", _body((OUTSIDE + RSS.format("a", "a")).encode()), harmless=True),
    Behaviour("feed-endless", "feed", lambda asked: (asked.head(XML), asked.repeat(b"<item>"))[-1]),
    # pages
    Behaviour("page-deep", "page", _page(_in_text("<div>" * 300_000)), harmless=True),
    Behaviour("page-wide", "page", _page(_in_text(lambda: "<b a=1>" * 200_000)), harmless=True),
    Behaviour("page-one-tag", "page", _page(_in_text("<p " + 'a="b" ' * 200_000 + ">")), harmless=True),
    Behaviour("page-nul", "page", _page(lambda page: page.replace("e", "e\x00")), harmless=True),
    Behaviour("page-charset", "page", _page(lambda page: page, "text/html; charset=utf-7"), harmless=True),
    Behaviour("page-utf-16", "page", _page(lambda page: page.encode("utf-16-be")), harmless=True),
    Behaviour(
        "page-mixed",
        "page",
        _page(lambda page: page.encode() + "<p>été</p>".encode("latin-1") + b"\xff\xfe\xed\xa0\x80"),
        harmless=True,
    ),
    Behaviour(
        "page-list", "page", _page(_in_text("<p>Signataires : " + "Alerte Berges - " * 2_000 + "</p>")), harmless=True
    ),
    Behaviour(
        "page-longest",
        "page",
        _page(_in_text("<p>Signataires : " + "Alerte Berges - " * 60_000 + "</p>")),
        harmless=True,
    ),
    Behaviour(
        "page-title", "page", _page(lambda page: page.replace("<title>", "<title>" + "t" * 900_000)), harmless=True
    ),
    Behaviour("page-reset", "page", lambda asked: (asked.head(length=5000), asked.raw(FIRST.encode()[:700]))[-1]),
    # files
    Behaviour("pdf-bomb", "file", lambda asked: _pdf(_flate(900_000_000))(asked), harmless=True),
    Behaviour("pdf-loop", "file", _pdf(b"3 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\n"), harmless=True),
    Behaviour(
        "pdf-count", "file", _pdf(b"3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n", count=2_000_000_000), harmless=True
    ),
    Behaviour("pdf-none", "file", _body(b"%PDF-1.7\n" + b"\x00" * 900, "application/pdf"), harmless=True),
    Behaviour(
        "file-name",
        "file",
        _body(b"%PDF-1.4\n%%EOF", "application/pdf", 'Content-Disposition: attachment; filename="../../../etc/passwd"'),
        harmless=True,
    ),
    Behaviour(
        "file-named-up",
        "page",
        _page(_in_text(f'<p><a class="spip_in" type="application/pdf" href="{UP}">x</a></p>')),
        harmless=True,
    ),
]
