"""Answers without what was withdrawn: names and strings, and what lists or links a page that was withdrawn.

Done before anything is recorded, and again with captures that were recorded before: the same answer comes to the same
bytes either way.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from warcio.bufferedreaders import DecompressingBufferedReader

from archive.mask import MASK
from archive.withdrawals.recognise import Withdrawn
from archive.withdrawals.words import MASK_IN_ADDRESS
from scraper.canonical import canonical, number_in
from scraper.glance import Glance
from scraper.listings.entry import Entry
from scraper.pdf import PdfError, pdf_text
from scraper.record import Exchange
from scraper.site import Site

ITEMS = ("item", "entry", "url")  # of feeds and sitemaps
LINKS = ("href", "src", "cite", "data-href", "content", "value", "action")
TEASER = 1500  # characters: what holds more than that is no teaser of one page
PLAIN = "text/plain; charset=utf-8"
TEXT_OF = "X-Text-In-Place-Of"  # our own header, with the media type of a file that this text stands in for
_CODINGS = ("gzip", "deflate", "br")
_OF_BODY = ("content-length", "content-encoding", "transfer-encoding", "content-md5", "digest", "etag")
_PDF, _ZIP = b"%PDF-", b"PK\x03\x04"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)
LARGEST = 20_000_000  # bytes of one part of a packed file
_ABOUT = re.compile(
    rb"(?:/(?:Author|Title|Subject|Keywords|Creator)\s*)(?:\(((?:[^()\\]|\\.){0,2000})\)|<([0-9A-Fa-f\s]{0,4000})>)"
    rb"|(<x:xmpmeta.{0,20000}</x:xmpmeta>)",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Cleans what one site answered."""

    site: Site
    withdrawn: Withdrawn

    def is_withdrawn(self, url: str, number: str | None = None) -> bool:
        """Whether a page or file of the site was withdrawn, by its address, or by the number that is known or told."""
        if self.withdrawn.page(self.site.slug, canonical(self.site, url), number):
            return True
        told = number or number_in(self.site, url)
        return bool(told and self.withdrawn.page(self.site.slug, number=told))

    def refuses(self, url: str, glanced: Glance) -> bool:
        """Whether a page was withdrawn, by whatever address it was come to, or was published in such a period."""
        if not self.withdrawn:
            return False
        period = self.withdrawn.period(self.site.slug, glanced.published)
        return bool(period) or self.is_withdrawn(url, glanced.number) or self.is_withdrawn(glanced.url)

    def public(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The pages and files of a list that were not withdrawn: the others are not asked for."""
        for entry in entries:
            if not self.withdrawn:
                yield entry
            elif not self.is_withdrawn(entry.url, entry.number):
                files = tuple(document for document in entry.documents if not self.is_withdrawn(document.url))
                yield replace(entry, documents=files)

    def exchange(self, exchange: Exchange) -> Exchange:
        """The same answer when there is nothing in it to be withdrawn."""
        if not self.withdrawn:
            return exchange
        headers = self.headers(exchange.headers)
        body = self.body(exchange.url, exchange.body, exchange.header("content-encoding"))
        if body is not None:
            headers = headers_of(headers, len(body), plain=is_replaced(exchange))
        return replace(
            exchange,
            url=self.address(exchange.url),
            request_headers=self.headers(exchange.request_headers),
            headers=headers,
            body=exchange.body if body is None else body,
        )

    def text(self, text: str) -> str:
        """A text without what was withdrawn."""
        return self.withdrawn.clean(text, self.site.slug)

    def address(self, told: str) -> str:
        """An address, or a line of HTTP, likewise: these are of ASCII alone."""
        return self.text(told).replace(MASK, MASK_IN_ADDRESS)

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Headers of HTTP."""
        return tuple((name, self.address(value)) for name, value in headers)

    def body(self, url: str, body: bytes, coding: str = "") -> bytes | None:
        """The body without its coding and what was withdrawn; None where it holds nothing of that."""
        raw = decoded(body, coding)
        if raw.startswith(_PDF):
            return self._pdf(raw)
        if raw.startswith(_ZIP):
            return self._packed(raw)
        if not raw or (b"\0" in raw[:1024] and not raw.startswith((b"\xff\xfe", b"\xfe\xff"))):
            return None
        text, charset = _characters(raw)
        clean = self.text(self._unlisted(url, text))
        return None if clean == text else clean.encode(charset, "replace")

    def _pdf(self, raw: bytes) -> bytes | None:
        """The text of a PDF in its place: what stands in its streams cannot be cut out of them with certainty."""
        told = "\n".join(_told_of_itself(raw))
        try:
            text = pdf_text(raw)
        except PdfError:
            text = ""
        clean = self.text(text)
        return None if clean == text and self.text(told) == told else clean.encode() or MASK.encode()

    def _packed(self, raw: bytes) -> bytes | None:
        with suppress(*_UNREADABLE), zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for member in packed.infolist():
                if member.file_size < LARGEST and member.filename.endswith((".xml", ".rels", ".txt")):
                    text = packed.read(member).decode("utf-8", "replace")
                    if self.text(text) != text:
                        return MASK.encode()
        return None

    # --- lists and links ---------------------------------------------------------------------------------------------

    def _unlisted(self, url: str, text: str) -> str:
        """A text without what lists or links a withdrawn page."""
        if not self.withdrawn.pages:
            return text
        start = text.lstrip("\ufeff \t\r\n")[:600]
        if start[:1] in ("[", "{"):
            return self._json(text)
        if (start.startswith("<?xml") and "<html" not in start.lower()) or start.startswith(
            ("<rss", "<feed", "<urlset")
        ):
            return self._xml(url, text)
        return self._html(url, text) if "<" in start else text

    def _json(self, text: str) -> str:
        try:
            told = json.loads(text)
        except ValueError:
            return text
        kept = self._kept(told)
        return text if kept == told else json.dumps(kept, ensure_ascii=False)

    def _kept(self, told: Any) -> Any:
        if isinstance(told, list):
            return [self._kept(item) for item in told if not (isinstance(item, dict) and self._is_of_page(item))]
        return told

    def _is_of_page(self, row: dict[str, Any]) -> bool:
        guid = row.get("guid")
        links = [row.get("link"), row.get("source_url"), guid.get("rendered") if isinstance(guid, dict) else guid]
        number = str(row.get("id") or row.get("post") or "")
        addresses = [link for link in links if isinstance(link, str)]
        return any(map(self.is_withdrawn, addresses)) or bool(number and self.is_withdrawn("", number))

    def _xml(self, url: str, text: str) -> str:
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
        try:
            root = etree.fromstring(text.lstrip("\ufeff \t\r\n").encode(), parser)
        except (etree.XMLSyntaxError, ValueError):
            root = None
        if root is None:
            return text
        gone = [item for item in root.iter() if _name(item) in ITEMS and self._lists(url, item)]
        for item in gone:
            _drop(item)
        return etree.tostring(root, encoding="unicode") if gone else text

    def _lists(self, url: str, item: etree._Element) -> bool:
        for part in item.iter():
            if _name(part) in ("link", "guid", "loc", "id"):
                for address in (part.text, part.get("href")):
                    if address and self.is_withdrawn(urljoin(url, address.strip())):
                        return True
        return False

    def _html(self, url: str, text: str) -> str:
        try:
            tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
        except (etree.ParserError, ValueError):
            return text
        found = [item for item in tree.iter(etree.Element) if self._leads(url, item)]
        for item in found:
            self._unlink(url, item)
        if not found:
            return text
        whole: str = html.tostring(tree, encoding="unicode", doctype="<!doctype html>")
        return whole

    def _leads(self, url: str, item: etree._Element) -> bool:
        for name in LINKS:
            address = item.get(name)
            if address and ("/" in address or "?" in address):
                with suppress(ValueError):
                    if self.is_withdrawn(urljoin(url, address.strip())):
                        return True
        return False

    def _unlink(self, url: str, item: etree._Element) -> None:
        """Drops a teaser whole; of a link within a text, what it says."""
        teaser = item
        while (above := teaser.getparent()) is not None and above.tag not in ("body", "main", "html", "head", "ul"):
            links = [link for link in above.iter("a") if link.get("href") and not self._leads(url, link)]
            size = _size(above)
            if links or size > TEASER or (above.tag == "p" and size > 3 * _size(item) + 40):
                break
            teaser = above
        if teaser is item and item.tag == "a":
            for child in list(item):
                item.remove(child)
            item.text = MASK
            item.attrib.clear()
        else:
            _drop(teaser)


def is_replaced(exchange: Exchange) -> bool:
    """Whether a text stands in the place of a file of another kind, once it is cleaned."""
    return decoded(exchange.body, exchange.header("content-encoding")).startswith((_PDF, _ZIP))


def headers_of(headers: Iterable[tuple[str, str]], size: int, *, plain: bool) -> tuple[tuple[str, str], ...]:
    """The headers of an answer whose body is another than the one that came; `plain`: a text in place of a file."""
    listed = list(headers)
    told = next((value for name, value in listed if name.lower() == "content-type"), "")
    left_out = (*_OF_BODY, "content-type") if plain else _OF_BODY
    kept = [(name, value) for name, value in listed if name.lower() not in left_out]
    kept += [("Content-Type", PLAIN), (TEXT_OF, told)] if plain else []
    return (*kept, ("Content-Length", str(size)))


def decoded(body: bytes, coding: str) -> bytes:
    """A body without its content coding; as it is where that is unknown or broken."""
    if coding.strip().lower() not in _CODINGS:
        return body
    try:
        return bytes(DecompressingBufferedReader(io.BytesIO(body), decomp_type=coding.strip().lower()).read() or b"")
    except (OSError, zlib.error, EOFError, ValueError):
        return body


def _told_of_itself(raw: bytes) -> Iterator[str]:
    """What a PDF says of itself, in its own words and in XMP."""
    for match in _ABOUT.finditer(raw):
        said = match[1] or match[2] or match[3] or b""
        if match[2] is not None:
            with suppress(ValueError):
                said = bytes.fromhex(said.decode("ascii"))
        marked = said.startswith(b"\xfe\xff")
        yield said.decode("utf-16" if marked else "utf-8", "replace")
        yield said.decode("latin-1")


def _characters(raw: bytes) -> tuple[str, str]:
    """The characters of a body and a charset that gives the same bytes again."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), "utf-16"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "latin-1"


def _size(item: etree._Element) -> int:
    return sum(map(len, item.itertext()))


def _name(item: etree._Element) -> str:
    return etree.QName(item).localname.lower() if isinstance(item.tag, str) else ""


def _drop(item: etree._Element) -> None:
    """Takes an element out of its tree, but not the text that follows it."""
    above = item.getparent()
    if above is None:
        return
    before = item.getprevious()
    if item.tail:
        if before is not None:
            before.tail = (before.tail or "") + item.tail
        else:
            above.text = (above.text or "") + item.tail
    above.remove(item)
