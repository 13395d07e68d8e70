"""The archive as a reader sees it: plain Datasette in Debian's Chromium, and nothing asked of the outside."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.conftest import needs

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
LOCAL = ("", "127.0.0.1")  # the empty host is that of data: and about: addresses

Show = Callable[[str], Page]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    needs("chromium", CHROMIUM)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("profile"), executable_path=CHROMIUM, args=list(QUIET), locale="fr-FR",
            viewport={"width": 1280, "height": 900},
        )  # fmt: skip
        yield context
        context.close()


@pytest.fixture
def page(chromium: BrowserContext) -> Iterator[Page]:
    """A new page. In the end nothing may have gone wrong in it, nor have been asked of any host but this one."""
    page = chromium.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: wrong.append(f"{request.url}: {request.failure}"))
    # To Chromium what becomes a file is a page that was not shown.
    page.on("download", lambda file: wrong.remove(f"{file.url}: net::ERR_ABORTED"))
    page.on("response", lambda answer: wrong.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None)
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    page.close()
    assert asked
    assert not [url for url in asked if (urlsplit(url).hostname or "") not in LOCAL]
    assert not wrong


@pytest.fixture
def show(page: Page, datasette: str, request: pytest.FixtureRequest) -> Iterator[Show]:
    """Opens a path of the archive; a picture of where the test ended goes to $SIGNATAIRES_SCREENSHOTS."""

    def open_path(path: str) -> Page:
        page.goto(f"{datasette}{path}")
        return page

    yield open_path
    if folder := os.environ.get("SIGNATAIRES_SCREENSHOTS"):
        name = request.node.name.removeprefix("test_")
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def rows(page: Page) -> int:
    """How many rows the table on the page shows."""
    return page.locator("table.rows-and-columns tbody tr").count()


def test_home(show: Show) -> None:
    page = show("/")
    expect(page.get_by_role("heading", name="Qui a signé quoi, avec qui, quand, et sur quelle preuve")).to_be_visible()
    expect(page.get_by_role("link", name="La Brise gelée, les quais aussi")).to_be_visible()
    expect(page.get_by_text("Les personnes qui signent ne sont pas publiées.")).to_be_visible()


def test_statements_in_brief(show: Show) -> None:
    page = show("/archive")
    page.get_by_role("link", name="textes en bref", exact=True).click()
    expect(page.get_by_role("heading", name="Textes")).to_be_visible()
    expect(page.get_by_text("Fermé depuis le 4 janvier")).to_have_count(0)
    assert rows(page) == 43
    assert page.locator("table.rows-and-columns").evaluate("table => table.offsetWidth") <= 1280


def test_archive(show: Show) -> None:
    page = show("/archive")
    expect(page.get_by_role("heading", name="L’archive")).to_be_visible()
    expect(page.get_by_role("link", name="Recherche dans les textes, les listes et les documents")).to_be_visible()
    for shadow in ("statements_fts_data", "statements_fts_sets"):
        expect(page.get_by_role("link", name=shadow, exact=True)).not_to_be_visible()


def test_statements(show: Show) -> None:
    page = show("/archive/statements")
    expect(page.get_by_role("heading", name="Textes")).to_be_visible()
    expect(page.get_by_text("Le pont des Tanneries doit rouvrir maintenant").first).to_be_visible()
    expect(page.get_by_text("Combien d’organisations la liste compte aujourd’hui.")).to_be_visible()
    assert rows(page) == 43


def test_search(show: Show) -> None:
    page = show("/archive/statements")
    page.get_by_role("searchbox").fill("pont")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**_search=pont**")
    expect(page.get_by_text("Le pont des Tanneries doit rouvrir maintenant").first).to_be_visible()
    assert 3 <= rows(page) < 43


def test_facet(show: Show) -> None:
    page = show("/archive/statements")
    facet = page.locator(".facet-results").get_by_role("link", name="petition", exact=True)
    facet.click()
    page.wait_for_url("**kind=petition**")
    expect(page.get_by_text("Pétition pour le marché du jeudi").first).to_be_visible()
    expect(page.get_by_text("Le pont des Tanneries doit rouvrir maintenant")).to_have_count(0)
    assert rows(page) == 3


def test_row(show: Show) -> None:
    page = show("/archive/statements/ondes-21")
    expect(page.get_by_text("Fermé depuis le 4 janvier, le pont des Tanneries").first).to_be_visible()
    expect(page.get_by_text("Liens depuis d’autres tables")).to_be_visible()
    page = show("/archive/signatures?statement_id=ondes-21")
    expect(page.get_by_role("heading", name="Signatures")).to_be_visible()
    assert rows(page) == 9
    page.locator('a[href$="/statements/ondes-21"]').first.click()
    expect(page.get_by_text("Fermé depuis le 4 janvier, le pont des Tanneries").first).to_be_visible()


def test_signatures(show: Show) -> None:
    page = show("/archive/signatures?organisation_id=cosyval")
    expect(page.get_by_role("link", name="Confédération syndicale du Val").first).to_be_visible()
    expect(page.get_by_role("link", name="Pour une Brise vivante").first).to_be_visible()


def test_canned_query(show: Show) -> None:
    page = show("/archive/recherche")
    page.get_by_label("q").fill("pont des « Tanneries")
    page.get_by_role("button", name="Lancer").click()
    page.wait_for_url("**q=pont**")
    expect(page.get_by_text("le «pont» des «Tanneries» coupe").first).to_be_visible()
    assert rows(page) >= 3


def test_coverage(show: Show) -> None:
    page = show("/archive/couverture")
    expect(page.get_by_text("Une absence dans l’archive n’est pas un silence du site.")).to_be_visible()
    assert rows(page) == 3


@pytest.mark.parametrize("path", ["/", "/archive/statements"], ids=["home", "statements"])
def test_on_a_telephone(page: Page, show: Show, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    show(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 + 40
