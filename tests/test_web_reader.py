"""A reader's day in Debian's Chromium: search, filter, follow, cite, download, go back; for every eye and hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests import sixty
from tests.demo_archive import serve
from tests.page_kinds import ERRORS, KINDS, LANGUAGES, SCHEMES, WIDTHS, address
from tests.test_browser import chromium, page

__all__ = ["chromium", "page"]
# Language, scheme, width: two corners in every test run, all of them in a long one.
CORNERS = [*product(LANGUAGES, SCHEMES, (WIDTHS[0], WIDTHS[-1]))]
USUAL = (("fr", "light", WIDTHS[-1]), ("en", "dark", WIDTHS[0]))
GRAVE = ("serious", "critical")


@pytest.fixture
def keep(request: pytest.FixtureRequest, page: Page) -> Iterator[None]:
    """A picture of where a test ended goes to $SIGNATAIRES_SCREENSHOTS."""
    yield
    if folder := os.environ.get("SIGNATAIRES_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{request.node.name.removeprefix('test_')}.png", full_page=True)


def corner(language: str, scheme: str, width: int) -> ParameterSet:
    marks = () if (language, scheme, width) in USUAL else (pytest.mark.long,)
    return pytest.param(language, scheme, width, marks=marks, id=f"{language}-{scheme}-{width}")


def look(page: Page, where: str, scheme: str, width: int) -> None:
    """Opens a page with all that can be unfolded: axe must find nothing grave in it, and nothing may be too wide."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(where)
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    found = Axe().run(page).response["violations"]
    told = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found if one["impact"] in GRAVE]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.emulate_media(color_scheme="light")
    assert told == []
    assert wide <= width


@pytest.mark.parametrize(("language", "scheme", "width"), [corner(*one) for one in CORNERS])
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ERRORS])
def test_nobody_is_kept_out(
    page: Page, datasette: str, keep: None, kind: str, language: str, scheme: str, width: int
) -> None:
    look(page, address(datasette, kind, language), scheme, width)


@pytest.mark.parametrize(("language", "scheme", "width"), [corner(*one) for one in CORNERS])
@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_keeps_nobody_out(
    chromium: BrowserContext, datasette: str, kind: str, language: str, scheme: str, width: int
) -> None:
    page = chromium.new_page()
    look(page, address(datasette, kind, language), scheme, width)
    page.close()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An archive of many organisations that sign together."""
    with serve(sixty.make(tmp_path_factory.mktemp("many")), tmp_path_factory.mktemp("log") / "log.txt") as home:
        yield home


def cover(a: list[float], b: list[float]) -> bool:
    """Whether two boxes lie over each other by more than the air that lines of text have."""
    return min(a[1], b[1]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[2], b[2]) + 3


@pytest.mark.long
@pytest.mark.parametrize(("language", "scheme", "width"), USUAL)
def test_a_network_of_sixty_keeps_nobody_out(
    page: Page, many: str, keep: None, language: str, scheme: str, width: int
) -> None:
    look(page, f"{many}/reseau?lang={language}", scheme, width)


def test_a_network_of_sixty(page: Page, many: str, keep: None) -> None:
    page.goto(f"{many}/reseau")
    assert page.locator("svg[data-network] a").count() == 60
    # No name lies over another, as the browser writes them.
    boxes = page.locator("svg[data-network] text").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right, box.top, box.bottom])"
    )
    assert [pair for pair in combinations(boxes, 2) if cover(*pair)] == []
    page.locator(".matrix tbody th a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.go_back()
    shared = page.locator("section[aria-labelledby=pairs] td.number a").first
    count = int(shared.inner_text())
    shared.click()
    expect(page.get_by_role("status")).to_contain_text(str(count))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ERRORS])
def test_it_fits(page: Page, datasette: str, keep: None, kind: str) -> None:
    page.goto(address(datasette, kind, "fr"))
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
    page.wait_for_load_state()  # a page that is left while it loads has files that are never shown, as it should be
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
    page = chromium.new_page()
    chromium.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(f"{datasette}/")
    page.get_by_role("searchbox").fill("pont")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/recherche**")
    assert page.locator(".results article").count() > 3
    page.goto(f"{datasette}/reseau")
    expect(page.locator("svg[data-network] circle").first).to_be_visible()
    page.goto(f"{datasette}/organisations")
    expect(page.get_by_label("Filtrer")).to_be_hidden()
    page.get_by_label("Ordre").select_option("textes")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**tri=textes**")
    page.close()
