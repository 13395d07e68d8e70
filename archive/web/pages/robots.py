"""For robots: what they may read, and lists of all permanent addresses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import Response
from lxml import etree

from archive.web.answers import Stream
from archive.web.errors import Nothing
from archive.web.guide import PAGES as GUIDE
from archive.web.queries import sitemaps
from archive.web.visit import Visit

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SPACE: dict[Any, str] = {None: SITEMAP}
XML = "application/xml; charset=utf-8"
PAGES = ("/", "/recherche", "/organisations", "/reseau", "/couverture", "/donnees", "/a-propos", "/guide",
         *(f"/guide/{name}" for name in GUIDE))  # fmt: skip
_ROOMS = {"textes": "communiques", "organisations": "organisations"}


async def robots(visit: Visit) -> Response:
    """`/robots.txt`, as `plugins.signataires.indexed` says."""
    if not visit.settings.indexed:
        return Response.text("User-agent: *\nDisallow: /\n", headers=visit.headers)
    # A search has no end of pages, and stock pages show the same again.
    closed = "".join(f"Disallow: {path}\n" for path in ("/recherche?", "/recherche.", "/archive", "/-/"))
    return Response.text(
        f"User-agent: *\nAllow: /-/static-plugins/\n{closed}\nSitemap: {visit.permanent('/sitemap.xml')}\n",
        headers=visit.headers,
    )


async def index(visit: Visit) -> Response:
    """`/sitemap.xml`: the sitemaps of all permanent addresses."""
    parts = await visit.remember(sitemaps.parts)
    root = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap=_SPACE)
    for name, number in [("pages", 0), *((room, place) for room in parts for place in range(parts[room]))]:
        part = etree.SubElement(root, f"{{{SITEMAP}}}sitemap")
        etree.SubElement(part, f"{{{SITEMAP}}}loc").text = visit.permanent(f"/sitemap-{name}-{number}.xml")
    body = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return Response(body, headers=visit.headers, content_type=XML)


async def part(visit: Visit) -> Response:
    """`/sitemap-NAME-NUMBER.xml`: up to 50,000 addresses, as the protocol allows."""
    name, number = visit.part("name"), int(visit.part("number"))
    if name == "pages" and number == 0:
        return Stream(visit, lambda _: _urls((visit.permanent(path), None) for path in PAGES), XML)
    parts = await visit.remember(sitemaps.parts)
    if number >= parts.get(name, 0):
        raise Nothing(visit.path)

    def write(db: sqlite3.Connection) -> Iterator[bytes]:
        listed = sitemaps.part(db, name, number)
        return _urls((f"{visit.base}/{_ROOMS[name]}/{quote(one, safe='')}", changed) for one, changed in listed)

    return Stream(visit, write, XML)


def _urls(listed: Iterator[tuple[str, str | None]]) -> Iterator[bytes]:
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{SITEMAP}">\n'.encode()
    for address, changed in listed:
        url = etree.Element("url")
        etree.SubElement(url, "loc").text = address
        if changed:
            etree.SubElement(url, "lastmod").text = changed
        yield etree.tostring(url) + b"\n"
    yield b"</urlset>\n"
