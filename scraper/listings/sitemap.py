"""Sitemaps, and the indexes of several."""

from __future__ import annotations

import re

from lxml import etree

from scraper.canonical import canonical, is_article, joined, number_in
from scraper.dates import iso_moment
from scraper.listings.entry import DiscoveryError, Entry, Listing
from scraper.page import Page
from scraper.site import Site

NO_ARTICLES = re.compile(
    r"/wp-sitemap-(?:posts-page|taxonomies|users)-"
    r"|/(?:\w+[-_])?(?:page|categor(?:y|ie)|(?:post_)?tag|author|user|attachment|image|video|product|event)s?-sitemap"
)
# « &#xd800; », which libxml2 lets pass, though no text nor name that holds it can be read: half a character.
_HALF = re.compile(
    r"&#(?:x0*d[89a-f][0-9a-f]{2}(?![0-9a-f])"
    r"|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3])(?!\d));?",
    re.I | re.A,
)
FIRST_YEAR = 1999  # no SPIP or WordPress is older


def read_sitemap(site: Site, page: Page) -> Listing:
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    # As characters first: of bytes that are none, lxml makes texts that cannot be read.
    text = _HALF.sub("", page.text.lstrip("\ufeff \t\r\n").replace("\0", ""))
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise DiscoveryError(f"{page.url}: expected a sitemap, the XML cannot be read")
    rows = [(_child(item, "loc"), _child(item, "lastmod")) for item in root if isinstance(item.tag, str)]
    found = [(address, lastmod) for loc, lastmod in rows if loc and (address := joined(page.url, loc))]
    if _local(root) == "sitemapindex":
        return Listing("index", (), tuple(loc for loc, _ in found if _worth(loc)))
    entries = (Entry(canonical(site, loc), number_in(site, loc), modified=iso_moment(mod)) for loc, mod in found)
    articles = tuple(entry for entry in entries if is_article(site, entry.url))
    return Listing("sitemap", articles, _years(site, page, len(found)), len(found))


def _years(site: Site, page: Page, total: int) -> tuple[str, ...]:
    """One sitemap a year where the whole one is cut off (SPIP gives 2,000 articles and not one more)."""
    rules = site.discover
    if not rules.sitemap_year or total < rules.sitemap_most or re.search(r"[?&]annee=", page.url):
        return ()
    return tuple(
        site.address(rules.sitemap_year.replace("{year}", str(year)))
        for year in range(page.day.year, FIRST_YEAR - 1, -1)
    )


def _worth(loc: str) -> bool:
    """Whether a part of a sitemap can name articles: WordPress and its plugins give pages, terms, users their own."""
    return not NO_ARTICLES.search(loc)


def _child(item: etree._Element, name: str) -> str:
    told = (child for child in item if isinstance(child.tag, str) and _local(child) == name)
    return next((text for child in told if (text := (child.text or "").strip())), "")


def _local(item: etree._Element) -> str:
    """The name of an element without its namespace; recovered XML has names that `etree.QName` refuses."""
    return str(item.tag).rpartition("}")[2].rpartition(":")[2]
