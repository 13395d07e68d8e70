"""(Site, Page) → Statement: what one capture of a page says."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any
from urllib.parse import unquote, urlsplit

import nh3
from lxml import html
from lxml.html import HtmlElement

from archive.model import Block, Document, Statement
from scraper.canonical import canonical, number_in
from scraper.dates import iso_date, iso_moment
from scraper.page import Page
from scraper.paragraphs import text_of
from scraper.select import first, select
from scraper.signatories import find_blocks
from scraper.site import Layout, Site
from scraper.structured import read_json
from scraper.walls import wall

LEAST_TEXT = 80  # characters: a page with less is a stub, a form or an image
FILES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "rtf": "application/rtf",
}
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
TELLING = 1500  # characters of a text by which its language is told: more take longer and change nothing
LANGUAGES = ["fr", "en", "es", "it", "ar", "de", "pt", "he", "br", "oc", "eu", "ca"]


LONGEST = 500_000  # characters: ten times the longest appeal; reading the names of a longer list would take minutes


class NotAStatement(ValueError):
    """A page that is not a statement; the message is the reason, as it is counted."""


def extract(site: Site, page: Page) -> Statement:
    """What the page says. Raises `NotAStatement` with the reason for a home page, a section, a form, an empty page."""
    if page.status != 200:
        raise NotAStatement(f"status {page.status}")
    if page.media_type not in ("text/html", "application/xhtml+xml", ""):
        raise NotAStatement(f"media type {page.media_type}")
    try:
        tree = page.tree
    except ValueError as error:
        raise NotAStatement("empty page") from error
    if stands := wall(page):
        raise NotAStatement(f"wall: {stands}")
    layout = site.layout_at(page.day)
    _refuse(tree, layout)
    title = _text(tree, layout.title)
    if not title:
        raise NotAStatement("no title")
    body, standfirst, text = _body(page, tree, layout)
    if len(text) < LEAST_TEXT and not _linked_files(site, tree, layout, body):
        raise NotAStatement("no text")
    if len(text) > LONGEST:
        raise NotAStatement(f"a text of {len(text)} characters: longer than any statement, to be read by a person")
    own = _own_address(site, page, tree)
    return Statement(
        site=site.slug,
        url=own,
        number=_number(site, page, tree, own),
        title=title,
        text=text,
        html=_safe(body, page.url, own) if body is not None else "",
        surtitle=_text(tree, layout.surtitle),
        subtitle=_text(tree, layout.subtitle),
        standfirst=standfirst,
        published=_published(site, tree, layout),
        modified=_modified(site, tree, layout),
        language=_language(site, tree, text),
        author=", ".join(_texts(tree, layout.author)),
        section=", ".join(_texts(tree, layout.section)),
        keywords=_texts(tree, layout.keywords),
        documents=_linked_files(site, tree, layout, body),
        blocks=_blocks(tree, layout, body, title, text),
        addresses=tuple(sorted({canonical(site, page.url), own})),
        rights=site.rights,
        capture=page.capture,
    )


def _refuse(tree: HtmlElement, layout: Layout) -> None:
    if select(tree, layout.elsewhere):
        raise NotAStatement("another kind of page")
    if layout.statement and not select(tree, layout.statement):
        raise NotAStatement("not the layout of a statement")


# --- identity ----------------------------------------------------------------------------------------------------


def _own_address(site: Site, page: Page, tree: HtmlElement) -> str:
    """The address that the page calls its own, where it is one of this site; else where it was found."""
    link = next((item.get("href") for item in select(tree, "link[rel=canonical][href]")), "")
    return canonical(site, link if link and site.owns(link) and urlsplit(link).path.strip("/") else page.url)


def _number(site: Site, page: Page, tree: HtmlElement, own: str) -> str | None:
    short = [item.get("href") for item in select(tree, "link[rel=shortlink][href]")]
    fields = [f"input:{item.get('name')}={item.get('value')}" for item in select(tree, "input[type=hidden][name^=id_]")]
    classes = [f"{item.tag}:{item.get('class')}" for item in select(tree, "body[class], h1[class]")]
    articles = [f"article:{item.get('class')}" for item in select(tree, "article[class]")]
    # An index or a page of teasers holds many articles: their classes say nothing about the page.
    alone = articles if len(articles) == 1 else []
    found = (number_in(site, text) for text in (page.url, own, *short, *fields, *classes, *alone))
    return next((number for number in found if number), None)


# --- fields ------------------------------------------------------------------------------------------------------


def _text(tree: HtmlElement, selectors: tuple[str, ...]) -> str:
    element = first(tree, selectors)
    return _flat(element) if element is not None else ""


def _texts(tree: HtmlElement, selectors: tuple[str, ...]) -> tuple[str, ...]:
    for selector in selectors:
        if found := [text for item in select(tree, selector) if (text := _flat(item))]:
            return tuple(dict.fromkeys(found))
    return ()


def _flat(element: HtmlElement) -> str:
    if element.tag == "meta":
        return " ".join((element.get("content") or "").split())
    return re.sub(r"\s*\n\s*", " ", text_of(element)).strip()


def _dates(tree: HtmlElement, selectors: tuple[str, ...]) -> Iterator[str]:
    for selector in selectors:
        for item in select(tree, selector):
            yield item.get("datetime") or item.get("content") or (item.get("title") if item.tag == "abbr" else "") or ""
            yield item.text_content()


def _published(site: Site, tree: HtmlElement, layout: Layout) -> str | None:
    told = chain(_dates(tree, layout.published), _linked_data(tree, "datePublished"))
    return next((day for text in told if text and (day := iso_date(text, site.timezone))), None)


def _modified(site: Site, tree: HtmlElement, layout: Layout) -> str | None:
    told = chain(_dates(tree, layout.modified), _linked_data(tree, "dateModified"))
    return next((found for text in told if text and (found := iso_moment(text) or iso_date(text, site.timezone))), None)


def _linked_data(tree: HtmlElement, name: str) -> Iterator[str]:
    """The values that a page's JSON-LD gives for a property of the page itself (schema.org)."""
    for script in select(tree, 'script[type="application/ld+json"]'):
        try:
            data = read_json(script.text or "")
        except ValueError:
            continue  # broken JSON-LD is common and the page says its dates elsewhere too
        roots = data if isinstance(data, list) else [data]
        for root in roots:
            items = root.get("@graph", [root]) if isinstance(root, dict) else []
            yield from (str(item[name]) for item in items if isinstance(item, dict) and item.get(name))


def _language(site: Site, tree: HtmlElement, text: str) -> str | None:
    told = (tree.get("lang") or tree.get("xml:lang") or "").partition("-")[0].lower()
    if len(text) < 200:
        return told or site.language or None
    return str(_classifier().classify(text[:TELLING])[0])


@cache
def _classifier() -> Any:
    # Imported when the first text needs it: its model takes half a second and 30 MB.
    import py3langid

    py3langid.set_languages(LANGUAGES)
    return py3langid


# --- body --------------------------------------------------------------------------------------------------------


def _body(page: Page, tree: HtmlElement, layout: Layout) -> tuple[HtmlElement | None, str, str]:
    """The element of the body, the standfirst, and the whole text; by trafilatura where no rule finds a body."""
    lead = first(tree, layout.standfirst)
    standfirst = text_of(lead) if lead is not None else ""
    body = first(tree, layout.body)
    if body is None and lead is not None:  # a short communiqué may be all standfirst
        body, lead = lead, None
    if body is None:
        # Imported when a page needs it: it takes half a second, and most layouts are known.
        import trafilatura

        read = trafilatura.extract(
            html.tostring(tree, encoding="unicode"), url=page.url, favor_recall=True, include_comments=False
        )
        return None, standfirst, "\n\n".join(line for line in (read or "").split("\n") if line.strip())
    body = _pruned(body, layout)
    parts = [standfirst if lead is not None else "", text_of(body)]
    parts += [text_of(_pruned(item, layout)) for selector in layout.after for item in select(tree, selector)]
    return body, standfirst, "\n\n".join(part for part in parts if part)


def _pruned(element: HtmlElement, layout: Layout) -> HtmlElement:
    """A copy of an element without what the layout says is not its text."""
    pruned, document = copy.deepcopy(element), element.getroottree().getroot()
    pruned.tail = None
    for selector in layout.remove:
        for item in select(pruned, selector, document):
            if item.getparent() is not None:
                item.drop_tree()
    return pruned


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
    places: Iterable[str] = (text_of(_pruned(item, layout)) for item in beside)
    for place in places:
        if found := find_blocks(place):
            return _outside(found)
    whole = body if body is not None else _raw(tree, layout)
    plain = text if body is not None else text_of(whole)
    if body is None and (found := find_blocks(plain)):
        return _outside(found)
    pictured = text_of(whole, images=True)
    if pictured != plain and (found := find_blocks(pictured)):
        return _outside(found)
    return _outside(find_blocks(f"{title}\n\n{text[:200]}") if body is not None else ())


def _outside(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(Block(block.text, -1, block.heading) for block in blocks)


def _raw(tree: HtmlElement, layout: Layout) -> HtmlElement:
    """The raw document without its frame: where lists are looked for when the layout is unknown."""
    main = first(tree, ("main article", "article", "main", "[role=main]", "#content", "body"))
    pruned = _pruned(main if main is not None else tree, layout)
    for item in select(pruned, "nav, footer, header nav, aside"):
        if item.getparent() is not None:
            item.drop_tree()
    return pruned


# --- documents ---------------------------------------------------------------------------------------------------


def _linked_files(site: Site, tree: HtmlElement, layout: Layout, body: HtmlElement | None) -> tuple[Document, ...]:
    """The files that the statement links or carries, each once, in the order of the page."""
    areas = [body] if body is not None else []
    areas += [item for selector in layout.documents for item in select(tree, selector)]
    found: dict[str, Document] = {}
    for area in areas:
        links = [area] if area.tag == "a" else select(area, "a[href]")
        for link in links:
            url = canonical(site, link.get("href") or "")
            kind = _file_type(url, link.get("type") or "")
            if kind and (url not in found or not found[url].title):
                found[url] = Document(url, _label(link, url), kind)
    return tuple(found.values())


def _file_type(url: str, told: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return ""
    ending = parts.path.rpartition(".")[2].lower()
    return FILES.get(ending, told if told in FILES.values() else "")


def _label(link: HtmlElement, url: str) -> str:
    named = first(link, (".titre", "strong"))
    label = _flat(named) if named is not None else _flat(link)
    return label or unquote(urlsplit(url).path.rpartition("/")[2])
