"""A selector finds the same whether or not it is known beforehand that the document cannot hold it."""

from __future__ import annotations

import gzip
from dataclasses import fields
from pathlib import Path

import pytest
from lxml.cssselect import CSSSelector

from scraper.page import Page
from scraper.select import select
from scraper.site import Layout, families, make_site
from tests.saved import PAGES

SAVED = sorted(PAGES.glob("*/*.html.gz"))[::4]


def selectors() -> list[str]:
    """All that families say of layouts."""
    layouts = [make_site("x", {"organisation": "x", "home": "https://x.example/", "family": one}, one).layout
               for one in families()]  # fmt: skip
    told = [
        getattr(one, item.name) for one in layouts for item in fields(Layout) if item.name not in ("until", "number")
    ]
    return sorted({one for some in told for one in ([some] if isinstance(some, str) else some) if one})


@pytest.mark.parametrize("path", SAVED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_passed_over_would_find_nothing(path: Path) -> None:
    tree = Page("https://x.example/a", gzip.decompress(path.read_bytes())).tree
    for selector in selectors():
        assert select(tree, selector) == CSSSelector(selector, translator="html")(tree), selector


@pytest.mark.parametrize(
    ("source", "selector", "found"),
    [
        ('<P CLASS="Chapo a">', "p.Chapo", 1),
        ('<p class="ch&#97;po">', ".chapo", 1),
        ("<p rel=&#x61;uthor>", "[rel~='author']", 1),
        ('<p rel="a&amp;b">', "[rel='a&b']", 1),
        ("<p id=é>", "#é", 1),
        ("<table><tr><td>x", "tbody td, tr td", 1),
        ("<p data-x>", "[data-x]", 1),
        ("<a href=/b>", "a[href*=example]", 1),
        ("<p data-x>", "[data-y], p:not(.a)", 1),
        ("<p class=b><i class=a>", ".b > :is(.a, .c), .x:is(.a)", 1),
        ("<p class=b>", ".b .a, [title='b'] > .c", 0),
    ],
)
def test_however_it_is_written(source: str, selector: str, found: int) -> None:
    assert len(select(Page("https://x.example/", source.encode()).tree, selector)) == found
