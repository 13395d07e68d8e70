"""Scope: whether a page is about the archive's subject.

The words stand in `data/scope.toml`, once for the archive; a site file adds its own, or takes the whole site.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scraper.page import Page
from scraper.select import select
from scraper.site import Site

STRAIGHT = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-", "œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The archive's own words: patterns for titles, for texts with the `least` occurrences, words for searches."""

    title: re.Pattern[str]
    text: re.Pattern[str]
    least: int
    search: tuple[str, ...]


@cache
def subject(more: tuple[str, ...] = ()) -> Subject:
    """The archive's words and `more` of one site. Raises `re.error` for a word that is no regular expression."""
    data = tomllib.loads((files("scraper") / "data" / "scope.toml").read_text("utf-8"))
    title, text = (re.compile("|".join((*data[name], *more))) for name in ("title_words", "text_words"))
    return Subject(title, text, data["least"], tuple(data["search"]))


def fold(text: str) -> str:
    """Text as the words are searched in it: no accents, no capitals, straight apostrophes, plain spaces."""
    bare = unicodedata.normalize("NFKD", text.casefold().translate(STRAIGHT))
    return " ".join("".join(char for char in bare if not unicodedata.combining(char)).split())


def in_scope(site: Site, title: str, text: str, address: str = "") -> bool:
    """Whether a page belongs in the archive: the site is taken whole, or its title or its text is on the subject."""
    if any(re.search(pattern, address) for pattern in site.scope.exclude):
        return False
    if site.scope.whole:
        return True
    words = subject(site.scope.words)
    if words.title.search(fold(title)):
        return True
    return len(words.text.findall(fold(text))) >= words.least


def in_category(site: Site, page: Page, number: str | None) -> bool:
    """Whether a WordPress page says of itself that it is of a category that is taken whole, as most themes let it."""
    for slug in site.scope.categories if number else ():
        for item in select(page.tree, f'[class~="category-{slug}"]'):
            if f"post-{number}" in (item.get("id"), *item.get("class", "").split()):
                return True
    return False


def search_words(site: Site) -> tuple[str, ...]:
    """The words to ask of a site's own search: its own or its family's, else the archive's."""
    return site.scope.search or subject().search
