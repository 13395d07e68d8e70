"""A reader's day in Debian's Chromium: search, filter, follow, cite, download, go back; for every eye and hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.page_kinds import KINDS, WIDTHS
from tests.test_browser import chromium, page

__all__ = ["chromium", "page"]
DARK = ("home", "results", "changed", "organisation", "network", "coverage", "database", "table")
GRAVE = ("serious", "critical")


@pytest.fixture
def keep(request: pytest.FixtureRequest, page: Page) -> Iterator[None]:
    """A picture of where a test ended goes to $SIGNATAIRES_SCREENSHOTS."""
    yield
    if folder := os.environ.get("SIGNATAIRES_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{request.node.name.removeprefix('test_')}.png", full_page=True)


@pytest.mark.parametrize(("kind", "scheme"), [*((kind, "light") for kind in KINDS), *((kind, "dark") for kind in DARK)])
def test_nobody_is_kept_out(page: Page, datasette: str, keep: None, kind: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(datasette + KINDS[kind])
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    found = Axe().run(page).response["violations"]
    page.emulate_media(color_scheme="light")
    told = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found if one["impact"] in GRAVE]
    assert told == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_fits(page: Page, datasette: str, keep: None, kind: str) -> None:
    page.goto(datasette + KINDS[kind])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize(
    ("language", "search", "found", "cite"),
    [("fr", "Chercher", "4 textes trouvés", "Citer"), ("en", "Search", "4 texts found", "Cite")],
)
def test_search_filter_follow_cite_download_back(
    page: Page, datasette: str, language: str, search: str, found: str, cite: str, tmp_path: Path
) -> None:
    page.goto(f"{datasette}/?lang={language}")
    page.get_by_role("searchbox").fill("pont des tanneries")
    page.get_by_role("button", name=search, exact=True).click()
    expect(page.get_by_role("status")).to_have_text(found)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("mark").count() > 4
    page.locator("aside").get_by_role("link", name="Fédération Passerelles du Pays de Brise 1").last.click()
    expect(page.get_by_role("status")).to_contain_text("1 tex")
    page.locator(".results").get_by_role("link", name="Le pont des Tanneries doit rouvrir maintenant").click()
    expect(page.get_by_role("heading", name="Le pont des Tanneries doit rouvrir maintenant", level=1)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == language
    page.get_by_role("link", name=cite, exact=True).click()
    expect(page.get_by_role("heading", name=cite, exact=True)).to_be_in_viewport()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="BibTeX").click()
    downloading.value.save_as(tmp_path / "cited.bib")
    assert "@misc{passerelles" in (tmp_path / "cited.bib").read_text("utf-8")
    page.locator(".signatories a").first.click()
    expect(page.locator("main table:visible").first).to_be_visible()
    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("status")).to_contain_text("1 tex")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="XLSX").click()
    assert downloading.value.suggested_filename == "recherche.xlsx"


def test_the_other_language_is_one_step_away(page: Page, datasette: str) -> None:
    page.goto(f"{datasette}/recherche?q=pont&site=ondes")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**lang=en**")
    expect(page.get_by_role("heading", name="Search")).to_be_visible()
    assert "site=ondes" in page.url
    page.get_by_role("link", name="Raw tables (Datasette)").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_by_keyboard(page: Page, datasette: str) -> None:
    page.goto(datasette)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("quai sud")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche**")
    expect(page.get_by_role("status")).to_contain_text("trouvé")


def test_the_network_answers_to_the_pointer(page: Page, datasette: str) -> None:
    page.goto(f"{datasette}/reseau")
    dot = page.locator("svg a[data-id=cosyval]")
    dot.locator("circle").hover()
    assert page.locator("svg.pointing line.on").count() > 3
    assert page.locator("svg a.on").count() < page.locator("svg a").count()
    dot.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Confédération syndicale du Val")).to_be_visible()


def test_a_registry_is_filtered_while_typing(page: Page, datasette: str) -> None:
    page.goto(f"{datasette}/organisations")
    page.get_by_label("Filtrer").fill("ecologie")
    expect(page.locator("#registry tbody tr:visible")).to_have_count(1)


def test_a_citation_is_copied(page: Page, chromium: BrowserContext, datasette: str) -> None:
    chromium.grant_permissions(["clipboard-read", "clipboard-write"], origin=datasette)
    page.goto(f"{datasette}/communiques/ondes-21")
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("button", name="Copié")).to_be_visible()
    assert "Le pont des Tanneries" in page.evaluate("navigator.clipboard.readText()")


def test_printed(page: Page, datasette: str) -> None:
    page.goto(f"{datasette}/communiques/ondes-21")
    page.emulate_media(media="print")
    expect(page.locator("header.head")).to_be_hidden()
    expect(page.locator(".statement .text")).to_be_visible()
    expect(page.locator("#citation")).to_be_visible()
    page.emulate_media(media="screen")


def test_without_javascript(chromium: BrowserContext, datasette: str) -> None:
    browser = chromium.browser
    plain = browser.new_context(java_script_enabled=False) if browser else None
    if plain is None:
        pytest.skip("this Chromium has one profile only")
    page = plain.new_page()
    page.goto(f"{datasette}/")
    page.get_by_role("searchbox").fill("pont")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/recherche**")
    assert page.locator(".results article").count() > 3
    page.goto(f"{datasette}/reseau")
    expect(page.locator("svg[data-network] circle").first).to_be_visible()
    plain.close()
