"""(Site, Page) → Glance: which statement a page is, and what it says, without its list and its dress.

The crawler has to know no more of a page that it will record: `extract` reads the rest of it out of the capture.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from archive.model import Document
from scraper.canonical import canonical, number_in
from scraper.dates import iso_date
from scraper.page import Page
from scraper.paragraphs import text_of
from scraper.select import first, select
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
LONGEST = 500_000  # characters: ten times the longest appeal; reading the names of a longer list would take minutes


class NotAStatement(ValueError):
    """A page that is not a statement; the message is the reason, as it is counted."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What a page says as far as the crawler must know it; fields as in `Statement`.

    `body` is the element of the text, without what is not of it; None where no rule of the `layout` finds it.
    """

    url: str
    number: str | None
    title: str
    standfirst: str
    text: str
    published: str | None
    documents: tuple[Document, ...]
    layout: Layout
    body: HtmlElement | None


def glance(site: Site, page: Page) -> Glance:
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
    title = text_at(tree, layout.title)
    if not title:
        raise NotAStatement("no title")
    body, standfirst, text = _body(page, tree, layout)
    documents = _linked_files(site, tree, layout, body)
    if len(text) < LEAST_TEXT and not documents:
        raise NotAStatement("no text")
    if len(text) > LONGEST:
        raise NotAStatement(f"a text of {len(text)} characters: longer than any statement, to be read by a person")
    own = _own_address(site, page, tree)
    number, published = _number(site, page, tree, own), _published(site, tree, layout)
    return Glance(own, number, title, standfirst, text, published, documents, layout, body)


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
    found = (number_in(site, text) for text in chain((page.url, own), _numbered(tree)))
    return next((number for number in found if number), None)


def _numbered(tree: HtmlElement) -> Iterator[str]:
    """Where else a page tells its number; each place is looked for when those before it did not."""
    yield from (item.get("href") for item in select(tree, "link[rel=shortlink][href]"))
    for item in select(tree, "input[type=hidden][name^=id_]"):
        yield f"input:{item.get('name')}={item.get('value')}"
    yield from (f"{item.tag}:{item.get('class')}" for item in select(tree, "body[class], h1[class]"))
    # An index or a page of teasers holds many articles: their classes say nothing about the page.
    if len(articles := select(tree, "article[class]")) == 1:
        yield f"article:{articles[0].get('class')}"


# --- fields -------------------------------------------------------------------------------------------------------


def text_at(tree: HtmlElement, selectors: tuple[str, ...]) -> str:
    """The text of the first element that a selector finds, on one line; blank when there is none."""
    element = first(tree, selectors)
    return flat(element) if element is not None else ""


def flat(element: HtmlElement) -> str:
    """The text of an element on one line; of a `<meta>`, what it says."""
    if element.tag == "meta":
        return " ".join((element.get("content") or "").split())
    return re.sub(r"\s*\n\s*", " ", text_of(element)).strip()


def dates_at(tree: HtmlElement, selectors: tuple[str, ...]) -> Iterator[str]:
    """What may say a date: of each element that is found, what it says to machines, then its text."""
    for selector in selectors:
        for item in select(tree, selector):
            yield item.get("datetime") or item.get("content") or (item.get("title") if item.tag == "abbr" else "") or ""
            yield item.text_content()


def _published(site: Site, tree: HtmlElement, layout: Layout) -> str | None:
    told = chain(dates_at(tree, layout.published), linked_data(tree, "datePublished"))
    return next((day for text in told if text and (day := iso_date(text, site.timezone))), None)


def linked_data(tree: HtmlElement, name: str) -> Iterator[str]:
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


# --- body ---------------------------------------------------------------------------------------------------------


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
    body = pruned(body, layout)
    parts = [standfirst if lead is not None else "", text_of(body)]
    parts += [text_of(pruned(item, layout)) for selector in layout.after for item in select(tree, selector)]
    return body, standfirst, "\n\n".join(part for part in parts if part)


def pruned(element: HtmlElement, layout: Layout) -> HtmlElement:
    """A copy of an element without what the layout says is not its text."""
    kept, document = copy.deepcopy(element), element.getroottree().getroot()
    kept.tail = None
    for selector in layout.remove:
        for item in select(kept, selector, document):
            if item.getparent() is not None:
                item.drop_tree()
    return kept


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
    label = flat(named) if named is not None else flat(link)
    return label or unquote(urlsplit(url).path.rpartition("/")[2])
