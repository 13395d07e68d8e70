"""Feeds, RSS and Atom."""

from __future__ import annotations

from typing import Any

import feedparser

from archive.model import Document
from scraper.canonical import canonical, joined, number_in
from scraper.dates import iso_date, iso_moment
from scraper.listings.entry import DiscoveryError, Entry, Listing, plain
from scraper.page import Page
from scraper.site import Site

# What feedparser raises on bytes that it was not made for, by what it stumbles over.
STUMBLES = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


def read_feed(site: Site, page: Page) -> Listing:
    try:
        feed = feedparser.parse(page.body, response_headers={"content-type": page.headers.get("content-type", "")})
    except STUMBLES as error:
        raise DiscoveryError(f"{page.url}: expected a feed: {error!r}") from error
    if feed.bozo and not feed.entries:
        raise DiscoveryError(f"{page.url}: expected a feed: {feed.bozo_exception}")
    items = (_item(site, page, item) for item in feed.entries if item.get("link"))
    return Listing("feed", tuple(entry for entry in items if entry.url))


def _item(site: Site, page: Page, item: Any) -> Entry:
    url = canonical(site, joined(page.url, item["link"]))
    # Asked of the dict itself: feedparser gives the one date for the other where only one is there.
    published, updated = dict.get(item, "published", ""), dict.get(item, "updated", "")
    told = published or dict.get(item, "created", "") or updated
    files = [link for link in item.get("links", []) if link.get("rel") == "enclosure" and link.get("href")]
    return Entry(
        url=url,
        number=number_in(site, item.get("id", "")) or number_in(site, url),
        title=plain(item.get("title", "")),
        published=iso_date(told, site.timezone) if told else None,
        modified=iso_moment(updated) if updated and published else None,
        keywords=tuple(tag["term"] for tag in item.get("tags", []) if tag.get("term")),
        documents=tuple(
            Document(canonical(site, link["href"]), "", link.get("type", "")) for link in files if _is_file(link)
        ),
    )


def _is_file(link: Any) -> bool:
    return str(link.get("type", "")).startswith("application/")
