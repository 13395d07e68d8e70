"""What a site says it holds: feeds, sitemaps, the WordPress API and listings, read into entries.

`discover` looks at the answer, not at the question, so the same function reads a live response and a capture.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from scraper.listings.entry import DiscoveryError, Listing
from scraper.listings.feed import read_feed
from scraper.listings.links import read_links
from scraper.listings.sitemap import read_sitemap
from scraper.listings.wordpress import read_api
from scraper.page import Page
from scraper.site import Site


def discover(site: Site, page: Page) -> Listing:
    """What an answer lists. Raises `DiscoveryError` when it is not the list that its address promises."""
    return replace(_listing(site, page), chosen=site.scope.whole or taken_whole(site, page.url))


def taken_whole(site: Site, url: str) -> bool:
    """Whether an address is that of a section, category or keyword taken whole, or of a further page of one."""
    whole = {site.address(relative).partition("?")[0] for relative in (*site.scope.sections, *site.scope.keywords)}
    asked = dict(parse_qsl(urlsplit(url).query))
    below = re.sub(r"/page/\d+/?$", "/", url.partition("?")[0])
    if "wp/v2/" in url:
        return "categories" in asked or "wp/v2/categories" in url
    return below in whole and "recherche" not in asked


def _listing(site: Site, page: Page) -> Listing:
    if "wp/v2/" in page.url:
        return read_api(site, page)
    start = page.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:600].lower()
    if re.search(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", start):
        return read_feed(site, page)
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", start):
        return read_sitemap(site, page)
    if start.startswith(b"<?xml") and b"<html" not in start:
        raise DiscoveryError(f"{page.url}: expected a feed or a sitemap, got another XML document")
    return read_links(site, page)
