"""Page: one capture, as bytes and as a document."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from urllib.parse import urljoin

from lxml import etree, html
from lxml.etree import ParserError

from scraper.select import remember, select

CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I)
# What pages say and what browsers take it to mean (WHATWG Encoding Standard), by Python's name of the codec.
BROWSER_NAMES = {"iso8859-1": "cp1252", "ascii": "cp1252"}
# No page can mean these: Python's own inventions.
NO_CHARSETS = frozenset(["idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"])

# Most links are whole addresses as they stand. Empty parameters, queries and fragments would go: not here.
WHOLE = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?/[!\"$-:<->@-~]*(?:\?[!\"$-:<->@-~]+)?")

# Every element is the same to us: lxml.html's own table of classes is asked in Python for each of a thousand.
ELEMENTS = etree.ElementDefaultClassLookup(
    html.HtmlElement, html.HtmlComment, html.HtmlProcessingInstruction, html.HtmlEntity
)


def _cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "replace"), error.end


codecs.register_error("signataires-cp1252", _cp1252)


@dataclass(frozen=True)
class Page:
    """One response: `url` is where it was found, `body` its bytes without transfer or content encoding.

    `fetched_at` is a UTC moment, `headers` have lower-case names, `capture` is the id of its record.
    """

    url: str
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    fetched_at: str = ""
    capture: str = ""

    @property
    def media_type(self) -> str:
        """The media type without parameters, lower case; empty when the server named none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def day(self) -> date:
        """The day of the capture; today's layout applies to a page without a moment."""
        return date.fromisoformat(self.fetched_at[:10]) if self.fetched_at else date.max

    @cached_property
    def text(self) -> str:
        """The body as characters, whatever charset was declared or meant."""
        return decode(self.body, self.headers.get("content-type", ""))

    @property
    def _source(self) -> bytes:
        """The body as UTF-8 without what no parser takes: as it came, where it is that already."""
        with suppress(UnicodeDecodeError):
            if b"\x00" not in self.body and not self.body.startswith(codecs.BOM_UTF8) and self.body.decode("utf-8"):
                return self.body
        return self.text.replace("\x00", "").encode("utf-8", "replace")

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The parsed document, every `href` absolute (`<base>` honoured). Raises `ValueError` for an empty one."""
        source = self._source
        parser = etree.HTMLParser(encoding="utf-8")
        parser.set_element_class_lookup(ELEMENTS)
        try:
            tree: html.HtmlElement = html.document_fromstring(source, parser=parser)
        except ParserError as error:
            raise ValueError(f"{self.url}: no HTML in {len(self.body)} bytes") from error
        remember(tree, source)
        base = self._take_base(tree)
        root = _absolute(base, "/")
        for link in select(tree, "[href]"):
            written = link.get("href", "")
            address = written.strip()
            if not WHOLE.fullmatch(address):
                # From the root, so that what is remembered serves for all pages of a site.
                address = _absolute(root if address.startswith("/") else base, address)
            if address != written:
                with suppress(ValueError):  # control characters: no address either
                    link.set("href", address)
        return tree

    def _take_base(self, tree: html.HtmlElement) -> str:
        """What links are relative to: the first `<base>`. All are emptied: lxml would go by the last, valid or not."""
        told = [str(href) for item in tree.iter("base") if (href := item.attrib.pop("href", ""))]
        try:
            return urljoin(self.url, told[0] if told else "")
        except ValueError:
            return self.url  # no address at all, such as « http://[site] »: browsers pass over it too


@lru_cache(maxsize=1 << 12)
def _absolute(base: str, address: str) -> str:
    """The whole address of a link; what is none stays as it is."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def decode(body: bytes, content_type: str = "") -> str:
    """The characters of a body. UTF-8 where it is valid, else the declared charset, else UTF-8 mixed with cp1252.

    A page that declares UTF-8 and sends cp1252, or the reverse, or both in one page, is read as its author meant it.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        declared = CHARSET.search(content_type.encode("latin-1", "replace")) or CHARSET.search(body[:4096])
    try:
        name = codecs.lookup(declared.group(1).decode("ascii")).name if declared else ""
        # UTF-8 it is not, and the ASCII letters of a page that declares UTF-16 can be read: it is not that either.
        if name and not name.startswith("utf") and name not in NO_CHARSETS:
            return body.decode(BROWSER_NAMES.get(name, name))
    except (LookupError, UnicodeError):
        pass  # an unknown or wrong name: fall through to what the bytes themselves say
    return body.decode("utf-8", "signataires-cp1252")
