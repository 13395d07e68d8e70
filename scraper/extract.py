"""(Site, Page) → Statement: what one capture of a page says."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import nh3
from lxml import html
from lxml.html import HtmlElement

from archive.model import Block, Statement
from scraper.canonical import canonical
from scraper.dates import iso_date, iso_moment
from scraper.glance import dates_at, flat, glance, linked_data, pruned, text_at
from scraper.language import language_of
from scraper.page import Page
from scraper.paragraphs import text_of
from scraper.select import first, select
from scraper.signatories import find_blocks
from scraper.site import Layout, Site

SAFE_TAGS = set(
    "p br hr h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table thead tbody tfoot tr th td caption a abbr b strong"
    " i em u s sub sup small cite q del ins span div figure figcaption".split()
)
SAFE_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


def extract(site: Site, page: Page) -> Statement:
    """What the page says. Raises `NotAStatement` with the reason for a home page, a section, a form, an empty page."""
    seen = glance(site, page)
    tree, layout, body = page.tree, seen.layout, seen.body
    return Statement(
        site=site.slug,
        url=seen.url,
        number=seen.number,
        title=seen.title,
        text=seen.text,
        html=_safe(body, page.url, seen.url) if body is not None else "",
        surtitle=text_at(tree, layout.surtitle),
        subtitle=text_at(tree, layout.subtitle),
        standfirst=seen.standfirst,
        published=seen.published,
        modified=_modified(site, tree, layout),
        language=_language(site, tree, seen.text),
        author=", ".join(_texts(tree, layout.author)),
        section=", ".join(_texts(tree, layout.section)),
        keywords=_texts(tree, layout.keywords),
        documents=seen.documents,
        blocks=_blocks(tree, layout, body, seen.title, seen.text),
        addresses=tuple(sorted({canonical(site, page.url), seen.url})),
        rights=site.rights,
        capture=page.capture,
    )


# --- fields ------------------------------------------------------------------------------------------------------


def _texts(tree: HtmlElement, selectors: tuple[str, ...]) -> tuple[str, ...]:
    for selector in selectors:
        if found := [text for item in select(tree, selector) if (text := flat(item))]:
            return tuple(dict.fromkeys(found))
    return ()


def _modified(site: Site, tree: HtmlElement, layout: Layout) -> str | None:
    told = chain(dates_at(tree, layout.modified), linked_data(tree, "dateModified"))
    return next((found for text in told if text and (found := iso_moment(text) or iso_date(text, site.timezone))), None)


def _language(site: Site, tree: HtmlElement, text: str) -> str | None:
    told = (tree.get("lang") or tree.get("xml:lang") or "").partition("-")[0].lower()
    if len(text) < 200:
        return told or site.language or None
    return language_of(text)


# --- body --------------------------------------------------------------------------------------------------------


def _safe(body: HtmlElement, asked: str, own: str) -> str:
    """The body's HTML with nothing in it that a browser runs or fetches (ammonia's allow list).

    Notes lead to the page's own address, not to the one that it was asked for by.
    """
    for link in select(body, "a[href]"):
        address, mark, place = link.get("href").partition("#")
        if mark and address == asked:
            link.set("href", f"{own}#{place}")
    source = html.tostring(body, encoding="unicode")
    return nh3.clean(
        source,
        tags=SAFE_TAGS,
        attributes=SAFE_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    ).strip()


# --- lists of signatories ----------------------------------------------------------------------------------------


def _blocks(tree: HtmlElement, layout: Layout, body: HtmlElement | None, title: str, text: str) -> tuple[Block, ...]:
    """The lists of the text; else of what surrounds it, of its logos, of its title. Never of trafilatura's text."""
    if body is not None and (found := find_blocks(text)):
        return found
    beside = [item for selector in layout.signatories for item in select(tree, selector)]
    places: Iterable[str] = (text_of(pruned(item, layout)) for item in beside)
    for place in places:
        if found := find_blocks(place):
            return _outside(found)
    whole = body if body is not None else _raw(tree, layout)
    plain = text if body is not None else text_of(whole)
    if body is None and (found := find_blocks(plain)):
        return _outside(found)
    pictured = text_of(whole, images=True) if select(whole, "img[alt]") else plain
    if pictured != plain and (found := find_blocks(pictured)):
        return _outside(found)
    return _outside(find_blocks(f"{title}\n\n{text[:200]}") if body is not None else ())


def _outside(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(Block(block.text, -1, block.heading) for block in blocks)


def _raw(tree: HtmlElement, layout: Layout) -> HtmlElement:
    """The raw document without its frame: where lists are looked for when the layout is unknown."""
    main = first(tree, ("main article", "article", "main", "[role=main]", "#content", "body"))
    framed = pruned(main if main is not None else tree, layout)
    for item in select(framed, "nav, footer, header nav, aside"):
        if item.getparent() is not None:
            item.drop_tree()
    return framed
