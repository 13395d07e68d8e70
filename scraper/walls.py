"""What stands in the place of a page under a status of 200: « page introuvable », a robot wall, a domain for sale."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from lxml.html import HtmlElement

from scraper.page import Page
from scraper.paragraphs import SILENT
from scraper.scope import fold
from scraper.select import select

LITTLE, NOT_MUCH = 1500, 4000  # characters of a page's text, menus and all
LARGE = 150_000  # bytes: no wall is as long
SIGN = re.compile(r"\s+[-–—|·»«‹›:]\s+")  # between a title and the name of the site


def wall(page: Page) -> str:
    """What a page is instead of what was asked for (`missing`, `robot`, `parked`…); empty for an honest page."""
    if page.status != 200 or page.media_type not in ("text/html", "application/xhtml+xml", ""):
        return ""
    if len(page.body) > LARGE:
        return ""
    try:
        tree = page.tree
    except ValueError:
        return ""
    shown = _shown(tree)
    if len(shown) > NOT_MUCH:
        return ""
    names = {fold(title.text_content()) for title in select(tree, "title, h1")[:3]}
    seen = fold(shown) if len(shown) <= LITTLE else ""
    if len(shown) <= LITTLE:
        names |= {part for name in names for part in SIGN.split(name)}
    for kind, rules in _rules():
        if any(rules["title"].fullmatch(name) for name in names):
            return kind
        if seen and rules["text"].search(seen):
            return kind
        if seen and rules["source"].search(page.text):
            return kind
    return ""


def _shown(tree: HtmlElement) -> str:
    """The text of a page as it is shown, roughly; of a long one only as much as tells that it is long."""
    body = next(iter(select(tree, "body")), tree)
    paragraphs = _words(body.iter("p"))  # most pages are long, as these alone tell
    return paragraphs if len(paragraphs) > NOT_MUCH else _words(body.iter())


def _words(items: Iterable[HtmlElement]) -> str:
    """What stands in elements and after them, until it is more than what is looked at."""
    found, left = list[str](), NOT_MUCH + 1
    for item in items:
        for text in (item.text if isinstance(item.tag, str) and item.tag not in SILENT else None, item.tail):
            if text and (words := " ".join(text.split())):
                found.append(words)
                left -= len(words) + 1
        if left < 0:
            break
    return " ".join(found)


@cache
def _rules() -> list[tuple[str, dict[str, re.Pattern[str]]]]:
    """The kinds of walls in their order, each with its patterns; one without any finds nothing."""
    data = tomllib.loads((files("scraper") / "data" / "walls.toml").read_text("utf-8"))
    return [
        (kind, {name: re.compile("|".join(rules.get(name, ["(?!)"]))) for name in ("title", "text", "source")})
        for kind, rules in data.items()
    ]
