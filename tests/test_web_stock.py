"""Datasette's own pages speak French too, and all that is put into its templates still finds its place."""

from __future__ import annotations

import pytest
from lxml import html

from archive.web.stock import THEIRS, changes
from tests.demo_archive import get

# what a French page must not say; what Datasette's code writes by itself is marked as English
ENGLISH = (
    "This data as",
    "Custom SQL",
    "Search:",
    " rows",
    "Next page",
    "Apply",
    "Advanced export",
    "Run SQL",
    "- column",
)
PAGES = (
    "/archive", "/archive/statements?_size=5", "/archive/statements/ondes-21", "/archive/par-mois",
    "/archive?sql=select+1", "/archive/recherche?q=hipopotame", "/archive/signatures?organisation_id=cosyval",
)  # fmt: skip


@pytest.mark.parametrize("name", changes())
def test_each_change_has_its_place(name: str) -> None:
    source = (THEIRS / name).read_text("utf-8")
    assert changes()[name]
    assert [old for old, _ in changes()[name] if old not in source] == []


@pytest.mark.parametrize("path", PAGES)
def test_in_french_and_in_english(datasette: str, path: str) -> None:
    for language in ("fr", "en"):
        tree = html.fromstring(get(f"{datasette}{path}{'&' if '?' in path else '?'}lang={language}").text)
        assert tree.get("lang") == language
        for item in tree.xpath("//*[@lang='en']"):
            if item is not tree and language == "fr":
                item.drop_tree()
        said = [item.text_content() for item in tree.iter("main")] + [
            item.get("value") or "" for item in tree.iter("input")
        ]
        english = [word for word in ENGLISH if any(word in text for text in said)]
        assert english == [] if language == "fr" else english
