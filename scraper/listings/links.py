"""Pages that list others by links, in a markup that the site file describes."""

from __future__ import annotations

import re

from scraper.canonical import canonical, is_article, number_in
from scraper.listings.entry import DiscoveryError, Entry, Listing, plain
from scraper.page import Page
from scraper.select import select
from scraper.site import Site


def read_links(site: Site, page: Page) -> Listing:
    rules = site.discover
    try:
        tree = page.tree
    except ValueError as error:
        raise DiscoveryError(f"{page.url}: expected a listing, {error}") from error
    areas = select(tree, rules.items) if rules.items else [tree]
    entries: dict[str, Entry] = {}
    for area in areas:
        links = [link for link in select(area, rules.links) if link.get("href")]
        for link in links[:1] if rules.items else links:
            url = canonical(site, link.get("href"))
            if is_article(site, url) and url not in entries:
                entries[url] = Entry(url, number_in(site, url), title=plain(link.text_content()))
    return Listing("listing", tuple(entries.values()), tuple(_next(site, page)))


def _next(site: Site, page: Page) -> list[str]:
    """The further pages that a listing links to. Page 2's canonical link names page 1, so it is not looked at."""
    rules = site.discover
    if not rules.next:
        return []
    found = [str(link.get("href")) for link in select(page.tree, rules.next) if link.get("href")]  # whole already
    wanted = (url.partition("#")[0] for url in found if site.owns(url) and re.search(rules.next_only, url))
    return list(dict.fromkeys(url for url in wanted if url != page.url))
