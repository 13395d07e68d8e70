"""Atom feeds (RFC 4287): ids are permanent addresses, `updated` moves only when what is told has changed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Response
from lxml import etree

from archive.web.visit import Visit

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 50
_SPACE: dict[Any, str] = {None: ATOM}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `updated` and `published` are moments in UTC; `address` is permanent, with `mark` it is the id."""

    address: str
    title: str
    updated: str
    published: str
    summary: str
    author: str
    language: str | None = None
    category: str | None = None
    source: str = ""
    mark: str = ""


def atom(visit: Visit, title: str, entries: Iterable[Entry], subtitle: str = "") -> Response:
    """A feed of what the visit's address shows."""
    listed = list(entries)
    page = visit.canonical().replace(".atom", "", 1)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=_SPACE)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", visit.language)
    _add(feed, "id", visit.canonical())
    _add(feed, "title", title)
    if subtitle:
        _add(feed, "subtitle", subtitle)
    _add(feed, "updated", max((entry.updated for entry in listed), default="1970-01-01T00:00:00Z"))
    _add(feed, "link", rel="self", type="application/atom+xml", href=visit.canonical())
    _add(feed, "link", rel="alternate", type="text/html", href=page)
    _add(_add(feed, "author"), "name", visit.settings.title)
    _add(feed, "generator", "Signataires")
    for entry in listed:
        _entry(feed, entry)
    body = etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return Response(body, headers=visit.headers, content_type="application/atom+xml; charset=utf-8")


def _entry(feed: etree._Element, entry: Entry) -> None:
    item = _add(feed, "entry")
    if entry.language:
        item.set("{http://www.w3.org/XML/1998/namespace}lang", entry.language)
    _add(item, "id", entry.address + entry.mark)
    _add(item, "title", entry.title or "—")
    _add(item, "updated", entry.updated)
    _add(item, "published", entry.published)
    _add(item, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.source.startswith(("http://", "https://")):
        _add(item, "link", rel="via", href=entry.source)
    _add(_add(item, "author"), "name", entry.author or "—")
    if entry.category:
        _add(item, "category", term=entry.category)
    _add(item, "summary", entry.summary)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    told = {key: _NO_XML.sub("", value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", told)
    if text:
        element.text = _NO_XML.sub("", text)
    return element


def at(published: str | None, first_seen: str) -> str:
    """A moment for what has a date, month or year; when it was seen first for what has none."""
    if not published:
        return first_seen
    return f"{published}-01-01"[:10] + "T00:00:00Z" if len(published) < 10 else f"{published[:10]}T00:00:00Z"
