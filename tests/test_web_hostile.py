"""Hostile texts on every page, in Debian's Chromium: nothing of them runs, nothing becomes markup, nothing breaks."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree, html
from playwright.sync_api import BrowserContext, Page

from archive.schema import TABLES
from tests import demo_archive, hostile
from tests.demo_archive import get
from tests.test_browser import LOCAL, chromium, urlsplit

__all__ = ["chromium"]
LISTS = ("/", "/recherche?q=pont", "/organisations", "/reseau", "/couverture", "/changements", "/donnees", "/a-propos",
         "/guide", "/guide/chercheurs", "/guide/sites", "/archive", "/archive/recherche?q=pont", "/archive/couverture",
         "/archive/noms-non-reconnus", "/archive/derniers-changements", "/archive/copies", "/archive/par-mois",
         *(f"/archive/{table}" for table in TABLES))  # fmt: skip
ONES = ("/communiques/h-{}", "/organisations/o-{}", "/sites/s-{}", "/captures/c-{}", "/archive/statements/h-{}")
EVERY = tuple(path.format(n) for path in ONES for n in range(len(hostile.TEXTS)))
TYPED = tuple(f"{path}{quote(text)}" for text in hostile.TEXTS for path in ("/recherche?q=", "/reseau?organisation="))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = hostile.make(tmp_path_factory.mktemp("hostile"))
    with demo_archive.serve(folder, tmp_path_factory.mktemp("datasette") / "log.txt") as address:
        yield address


@pytest.fixture(scope="module")
def page(chromium: BrowserContext) -> Iterator[Page]:
    """A page that ends the test when anything of a text runs, asks an outside host, or is refused by the policy."""
    page = chromium.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on(
        "request",
        lambda asked: wrong.append(asked.url) if (urlsplit(asked.url).hostname or "") not in LOCAL else None,
    )
    page.wrong = wrong  # type: ignore[attr-defined]
    yield page
    page.close()


LOOK = """() => {
  const all = [...document.querySelectorAll('*')];
  const addresses = all.flatMap(e => ['href', 'src', 'action', 'xlink:href'].map(name => e.getAttribute(name)));
  return {
    pwned: window.pwned,
    marked: document.querySelectorAll('[data-pwned]').length,
    handlers: all.some(e => [...e.attributes].some(a => a.name.startsWith('on'))),
    links: addresses.filter(a => a && !['http:', 'https:', 'mailto:'].includes(new URL(a, location).protocol)),
    mains: document.querySelectorAll('main').length,
    feet: document.querySelectorAll('footer').length,
  };
}"""


@pytest.mark.parametrize("paths", [LISTS, EVERY, TYPED], ids=["lists", "each", "typed"])
def test_nothing_runs(home: str, page: Page, paths: tuple[str, ...]) -> None:
    for path in paths:
        page.wrong.clear()  # type: ignore[attr-defined]
        answer = page.goto(home + path)
        assert answer is not None
        assert answer.status == 200, path
        seen = page.evaluate(LOOK)
        assert seen == {"pwned": None, "marked": 0, "handlers": False, "links": [], "mains": 1, "feet": 1}, path
        assert page.wrong == [], path  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", range(len(hostile.TEXTS)))
def test_texts_stand_as_they_are(home: str, number: int) -> None:
    title = hostile.TEXTS[number]
    page = get(f"{home}/communiques/h-{number}")
    shown = html.fromstring(page.text.replace("\0", "\ufffd")).findtext(".//h1") or ""
    assert " ".join(shown.replace("\ufffd", "\0").split()) == " ".join(title.split())
    data = html.fromstring(page.body).find(".//script[@type='application/ld+json']")
    assert data is not None
    assert json.loads(data.text or "")["name"] == " ".join(title.split())
    assert get(f"{home}/communiques/h-{number}.json").data["title"] == title


@pytest.mark.parametrize("path", ["/recherche.atom", "/changements.atom", "/organisations/o-3.atom", "/sites/s-3.atom"])
def test_feeds_are_whole(home: str, path: str) -> None:
    feed = etree.fromstring(get(home + path).body)
    titles = [item.text or "" for item in feed.iter("{*}title")]
    assert len(titles) > 1
    assert all(not len(item) for item in feed.iter("{*}title", "{*}summary", "{*}name"))
    links = [link.get("href") or "" for link in feed.iter("{*}link")]
    assert all(link.startswith(("http://", "https://")) for link in links)


def test_headers_hold_no_text(home: str) -> None:
    for path in (*EVERY[:45], *TYPED, "/communiques/h-39.bib", "/organisations/o-39.csv"):
        assert "set-cookie" not in get(home + path).headers, path


def test_files_are_whole(home: str) -> None:
    table = list(csv.DictReader(io.StringIO(get(f"{home}/recherche.csv").text)))
    assert len(table) == len(hostile.TEXTS)
    assert not [row["title"] for row in table if row["title"].startswith("=")]
    for form in ("graphml", "gexf"):
        etree.fromstring(get(f"{home}/reseau.{form}").body)
    for number in range(len(hostile.TEXTS)):
        for form in ("bib", "ris", "txt"):
            assert get(f"{home}/communiques/h-{number}.{form}").status == 200


def test_errors_do_not_repeat_what_was_asked(home: str, page: Page) -> None:
    for text in hostile.TEXTS:
        answer = page.goto(f"{home}/communiques/{quote(text, safe='')}")
        assert answer is not None
        assert answer.status in (400, 404)
        assert page.evaluate("window.pwned") is None


def test_the_archive_is_made(tmp_path: Path) -> None:
    assert (hostile.make(tmp_path / "again") / "archive.db").is_file()
