"""What a site says it holds: feeds, sitemaps, the WordPress API and listings, read into entries.

`discover` looks at the answer, not at the question, so the same function reads a live response and a capture.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

import feedparser
from bs4 import BeautifulSoup
from lxml import etree

from archive.model import Document
from scraper.dates import iso_date, iso_moment
from scraper.page import Page
from scraper.select import select
from scraper.site import Site, bare_host

PER_REQUEST = 100  # the most that WordPress gives at once (Handbook, REST API, Pagination)
POST_FIELDS = "id,date,date_gmt,modified_gmt,link,title,_links.author,_links.wp:term,_embedded"
MEDIA_FIELDS = "id,post,source_url,mime_type,title"
NO_ARTICLES = re.compile(
    r"/wp-sitemap-(?:posts-page|taxonomies|users)-"
    r"|/(?:\w+[-_])?(?:page|categor(?:y|ie)|(?:post_)?tag|author|user|attachment|image|video|product|event)s?-sitemap"
)
FIRST_YEAR = 1999  # no SPIP or WordPress is older


class DiscoveryError(ValueError):
    """An answer that should list a site's pages and does not; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One page that a site says it has. `url` is empty when only the CMS number is known."""

    url: str
    number: str | None = None
    title: str = ""
    published: str | None = None
    modified: str | None = None
    author: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What one answer says: entries, and the addresses that say more. `total` is the site's own count, if it gave one.

    `chosen`: everything it lists is in scope, whatever its words.
    """

    kind: str
    entries: tuple[Entry, ...] = ()
    further: tuple[str, ...] = ()
    total: int | None = None
    chosen: bool = False


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
        return _rest(site, page)
    start = page.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:600].lower()
    if re.search(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", start):
        return _feed(site, page)
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", start):
        return _sitemap(site, page)
    if start.startswith(b"<?xml") and b"<html" not in start:
        raise DiscoveryError(f"{page.url}: expected a feed or a sitemap, got another XML document")
    return _links(site, page)


def canonical(site: Site, url: str) -> str:
    """An address as it is compared and kept: no fragment, no parameter that changes nothing, the home's own host.

    Empty for what is no address at all.
    """
    try:
        parts, home = urlsplit(url.strip()), urlsplit(site.home)
    except ValueError:  # « http://[adresse]/ »
        return ""
    query = [(key, value) for key, value in parse_qsl(parts.query, True) if not _noise(site, key)]
    kept = (
        urlencode(query, quote_via=quote, safe="/:,()+-_.~!*'") if len(query) != _fields(parts.query) else parts.query
    )
    same = bare_host(parts.netloc) == bare_host(home.netloc)
    scheme, host = (home.scheme, home.netloc) if same else (parts.scheme, parts.netloc)
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    return urlunsplit((scheme, host, path, kept.replace(" ", "%20"), ""))


def _fields(query: str) -> int:
    return len(parse_qsl(query, True))


def _noise(site: Site, key: str) -> bool:
    return key.startswith("utm_") or key in ("fbclid", "gclid", "PHPSESSID", "var_mode", *site.discover.drop)


def is_article(site: Site, url: str) -> bool:
    """Whether an address can be an article's, by what the site file says of its shape."""
    if not site.owns(url) or url.rstrip("/") == site.home.rstrip("/"):
        return False
    parts, rules = urlsplit(url), site.discover
    shape = parts.path + (f"?{parts.query}" if parts.query else "")
    if any(re.search(pattern, url) for pattern in site.scope.exclude):
        return False
    return not (rules.skip and re.search(rules.skip, shape)) and bool(re.search(rules.article, shape))


# --- the WordPress API -------------------------------------------------------------------------------------------


def posts_address(root: str, **query: str) -> str:
    """The address of 100 posts, newest change first, with author and terms."""
    asked = {"per_page": str(PER_REQUEST), "orderby": "modified", "order": "desc", **query}
    return f"{root}posts{_joint(root)}{urlencode(asked)}&_embed=author,wp:term&_fields={POST_FIELDS}"


def media_address(root: str, numbers: Iterable[str]) -> str:
    """The address of the files attached to some posts."""
    joined = ",".join(numbers)
    joint = _joint(root)
    return f"{root}media{joint}parent={joined}&per_page={PER_REQUEST}&media_type=application&_fields={MEDIA_FIELDS}"


def numbers_address(root: str, page: int) -> str:
    """The address of 100 numbers of posts, in rising order; the answer's header says how many there are in all."""
    return f"{root}posts{_joint(root)}per_page={PER_REQUEST}&orderby=id&order=asc&_fields=id&page={page}"


def post_address(root: str, number: str) -> str:
    """The address that tells whether a post is public."""
    return f"{root}posts/{number}{_joint(root)}_fields=id,status"


def categories_address(root: str, slugs: Iterable[str]) -> str:
    """The address that gives the numbers of some categories."""
    return f"{root}categories{_joint(root)}slug={','.join(slugs)}&per_page={PER_REQUEST}&_fields=id,slug"


def _joint(root: str) -> str:
    return "&" if "?" in root else "?"


def _rest(site: Site, page: Page) -> Listing:
    try:
        rows = json.loads(_whole_characters(page.text))
    except json.JSONDecodeError as error:
        raise DiscoveryError(f"{page.url}: expected JSON from the WordPress API: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DiscoveryError(f"{page.url}: expected a list from the WordPress API, got {page.text[:80]!r}")
    root, _, rest = page.url.partition("wp/v2/")
    root += "wp/v2/"
    try:
        if rest.startswith("media"):
            return Listing("media", tuple(_attachments(site, rows)), _more(page))
        if rest.startswith("categories"):
            if not rows:
                raise DiscoveryError(f"{page.url}: expected categories, the site has none of these names")
            numbers = ",".join(str(row["id"]) for row in rows)
            return Listing("categories", (), (posts_address(root, categories=numbers),))
        entries = tuple(_post(site, row) for row in rows)
    except (KeyError, TypeError, AttributeError) as error:
        raise DiscoveryError(f"{page.url}: a field is missing from the WordPress API's answer: {error!r}") from error
    files = (media_address(root, [entry.number for entry in entries if entry.number]),) if entries else ()
    return Listing("rest", entries, _more(page) + files, _count(page, "x-wp-total"))


def _whole_characters(text: str) -> str:
    """JSON without halves of characters (« \\ud83d » alone), which no database and no file can hold."""
    if not re.search(r"\\ud[89a-f]", text, re.I):
        return text
    told = json.dumps(json.loads(text), ensure_ascii=False)
    return told.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _count(page: Page, header: str) -> int | None:
    value = page.headers.get(header, "")
    return int(value) if value.isdigit() else None


def _more(page: Page) -> tuple[str, ...]:
    """The pages after the first one; a later page adds none, so that each is asked for once."""
    if re.search(r"[?&]page=\d+", page.url):
        return ()
    pages = _count(page, "x-wp-totalpages") or 1
    return tuple(f"{page.url}&page={number}" for number in range(2, pages + 1))


def _post(site: Site, row: dict[str, Any]) -> Entry:
    linked = row.get("_embedded", {})
    terms = [term for group in linked.get("wp:term", []) for term in group if isinstance(term, dict) and "name" in term]
    names = {
        kind: [unescape(t["name"]) for t in terms if t.get("taxonomy") == kind] for kind in ("category", "post_tag")
    }
    authors = [unescape(item["name"]) for item in linked.get("author", []) if item.get("name")]
    return Entry(
        url=canonical(site, row["link"]),
        number=str(row["id"]),
        title=plain(row["title"]["rendered"]),
        published=row["date"][:10],
        modified=row["modified_gmt"] + "Z",
        author=", ".join(authors),
        section=", ".join(names["category"]),
        keywords=tuple(names["post_tag"]),
    )


def _attachments(site: Site, rows: list[dict[str, Any]]) -> Iterator[Entry]:
    files: dict[str, list[Document]] = {}
    for row in sorted(rows, key=lambda row: int(row["id"])):
        document = Document(canonical(site, row["source_url"]), plain(row["title"]["rendered"]), row["mime_type"])
        files.setdefault(str(row["post"]), []).append(document)
    for number, documents in files.items():
        yield Entry("", number, documents=tuple(documents))


def plain(markup: str) -> str:
    """A title without tags and entities."""
    text = BeautifulSoup(markup, "lxml").get_text() if "<" in markup else unescape(markup)
    return " ".join(text.split())


# --- feeds and sitemaps ------------------------------------------------------------------------------------------


def _feed(site: Site, page: Page) -> Listing:
    feed = feedparser.parse(page.body, response_headers={"content-type": page.headers.get("content-type", "")})
    if feed.bozo and not feed.entries:
        raise DiscoveryError(f"{page.url}: expected a feed: {feed.bozo_exception}")
    items = (_item(site, page, item) for item in feed.entries if item.get("link"))
    return Listing("feed", tuple(entry for entry in items if entry.url))


def _item(site: Site, page: Page, item: Any) -> Entry:
    url = canonical(site, urljoin(page.url, item["link"]))
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


def number_in(site: Site, text: str) -> str | None:
    """The CMS number in an address or a class, by the site's patterns; None when there is none."""
    for pattern in site.layout.number:
        if found := re.search(pattern, text):
            return found.group(1)
    return None


def _sitemap(site: Site, page: Page) -> Listing:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(page.body.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    if root is None:
        raise DiscoveryError(f"{page.url}: expected a sitemap, the XML cannot be read")
    rows = [(_child(item, "loc"), _child(item, "lastmod")) for item in root if isinstance(item.tag, str)]
    found = [(urljoin(page.url, loc), lastmod) for loc, lastmod in rows if loc]
    if etree.QName(root).localname == "sitemapindex":
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
    told = (child for child in item if isinstance(child.tag, str) and etree.QName(child).localname == name)
    return next((child.text.strip() for child in told if child.text), "")


# --- listings ----------------------------------------------------------------------------------------------------


def _links(site: Site, page: Page) -> Listing:
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
    found = [urljoin(page.url, link.get("href")) for link in select(page.tree, rules.next) if link.get("href")]
    wanted = (url.partition("#")[0] for url in found if site.owns(url) and re.search(rules.next_only, url))
    return list(dict.fromkeys(url for url in wanted if url != page.url))


def merge(found: dict[str, Entry], entries: Iterable[Entry]) -> None:
    """Adds entries to those found, by address, or by `#number` where that is all there is; one page has one entry."""
    for entry in entries:
        name = entry.url or f"#{entry.number}"
        found[name] = combine(found[name], entry) if name in found else entry


def combine(old: Entry, new: Entry) -> Entry:
    """Two entries of one page as one: what the newer does not say is kept from the older."""
    told = {name: getattr(new, name) or getattr(old, name) for name in Entry.__slots__}
    return replace(old, **told)
