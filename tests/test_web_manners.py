"""Good manners of the web on every kind of page: addresses that last, headers, robots, no script needed, any key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import BrowserContext, Page, expect

from tests.demo_archive import METADATA, get, serve
from tests.page_kinds import ERRORS, KINDS, LANGUAGES, STOCK, address
from tests.test_browser import chromium, page
from tests.test_web_pages import ask

__all__ = ["chromium", "page"]
INTERFACE = METADATA.parents[1] / "shared" / "interface.md"
# What the outside holds on to: address → the forms it is also had in. Of the demo, one of each.
ADDRESSES = {
    "/": (),
    "/recherche": ("json", "csv", "xlsx", "atom"),
    "/communiques/ondes-21": ("json",),
    "/organisations": ("json", "csv", "atom"),
    "/organisations/cosyval": ("json", "csv", "atom"),
    "/reseau": ("json", "csv", "graphml", "gexf"),
    "/couverture": ("json", "csv"),
    "/donnees": (),
    "/archive": ("json",),
}
CHOICES = "q=pont&organisation=clotan&site=ondes&kind=communique&du=2023&au=2025&tri=date"
TYPES = {
    "json": "application/json", "csv": "text/csv", "atom": "application/atom+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "graphml": "application/graphml+xml", "gexf": "application/gexf+xml",
}  # fmt: skip
OURS = [kind for kind in KINDS if kind not in STOCK and kind not in ERRORS]


def test_every_address_that_the_outside_knows_is_here() -> None:
    if not INTERFACE.is_file():
        pytest.skip("needs shared/interface.md beside the project")
    told = INTERFACE.read_text("utf-8").partition("## Addresses")[2]
    for row in re.findall(r"^\| (`/.*) \|$", told, re.M):
        cells = row.split(" | ")
        forms = tuple(form.strip(".") for form in re.findall(r"`(\.\w+)`", cells[2] if len(cells) > 2 else ""))
        for known in re.findall(r"`(/[^`?]*)", cells[0]):
            path = {"/communiques/ID": "/communiques/ondes-21", "/organisations/ID": "/organisations/cosyval"}.get(
                known
            )
            path = path or known.rstrip("/…") or "/"
            assert path in ADDRESSES, path
            assert set(forms) <= set(ADDRESSES[path]), path


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_address_answers_in_every_form(datasette: str, path: str) -> None:
    assert get(datasette + path).headers.get_content_type() == "text/html"
    for form in ADDRESSES[path]:
        answer = get(f"{datasette}{path}.{form}")
        assert (answer.status, answer.headers.get_content_type()) == (200, TYPES[form])
        assert answer.body


def test_every_choice_of_a_search_is_heard(datasette: str) -> None:
    found = get(f"{datasette}/recherche.json?{CHOICES}").data
    assert found["total"] == 1
    assert {"total", "results", "next"} <= found.keys()
    wanted = {"id", "title", "published", "site", "url", "kind", "passage", "organisations"}
    assert all(wanted <= one.keys() for one in found["results"])
    for choice in ("organisation=abrivi", "site=lagazette", "kind=petition", "du=2025", "au=2023"):
        name = choice.partition("=")[0]
        other = re.sub(rf"\b{name}=[^&]*", choice, CHOICES)
        assert get(f"{datasette}/recherche.json?{other}").data["results"] != found["results"], choice


@pytest.mark.parametrize("kind", KINDS)
def test_headers_of_every_page(datasette: str, kind: str) -> None:
    for language in LANGUAGES:
        answer = get(address(datasette, kind, language))
        assert answer.status == ERRORS.get(kind, 200)
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert policy["script-src"] == "'self'"
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
        assert ("unsafe-inline" in policy["style-src"]) == (kind in STOCK or kind == "broken-sql")
        assert answer.headers["x-content-type-options"] == "nosniff"
        tree = html.fromstring(answer.text)
        assert not [one for one in tree.iter("script") if one.text and one.get("type") != "application/ld+json"]
        assert tree.get("lang") == language


@pytest.mark.parametrize("kind", OURS)
def test_what_search_engines_are_told(datasette: str, kind: str) -> None:
    answer = get(address(datasette, kind, "en"))
    tree = html.fromstring(answer.text)
    canonical = tree.find(".//link[@rel='canonical']").get("href")
    assert get(canonical).status == 200
    assert canonical == address(datasette, kind, "en").replace("?lang=en&", "?") or "lang=en" in canonical
    assert {one.get("hreflang") for one in tree.findall(".//link[@hreflang]")} == {"fr", "en", "x-default"}
    hidden = tree.find(".//meta[@name='robots']") is not None
    assert hidden == (kind in ("results", "nothing", "capture", "withdrawals"))
    if kind not in ("capture", "withdrawals"):
        assert 40 < len(tree.find(".//meta[@name='description']").get("content")) < 400


@pytest.mark.parametrize("kind", OURS)
def test_a_cache_may_keep_it_until_the_archive_changes(datasette: str, kind: str) -> None:
    first = get(address(datasette, kind, "fr"))
    assert re.search(r"max-age=\d+", first.headers["cache-control"])
    assert "Accept-Language" in first.headers["vary"]
    again = ask(address(datasette, kind, "fr"), if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert "content-security-policy" not in again.headers  # the page keeps the policy that it came with


def test_sitemaps_know_every_lasting_page(datasette: str) -> None:
    listed = get(f"{datasette}/sitemap-pages-0.xml").text
    lasting = ("home", "search", "organisations", "coverage", "data", "about", "guide", "guide-page")
    assert [kind for kind in lasting if f"<loc>{datasette}{KINDS[kind]}</loc>" not in listed] == []


@pytest.fixture(scope="module")
def unindexed(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's archive as served by somebody who wants no search engine, under an address of its own."""
    folder = tmp_path_factory.mktemp("unindexed")
    told = json.loads(METADATA.read_text("utf-8"))
    told["plugins"] = {
        "signataires": {"indexed": False, "address": "https://archive.example.org", "contact": "mailto:a@example.org"}
    }
    (folder / "metadata.json").write_text(json.dumps(told), "utf-8")
    with serve(demo, folder / "log.txt", folder / "metadata.json") as home:
        yield home


def test_who_wants_no_search_engine_has_none(unindexed: str) -> None:
    assert get(f"{unindexed}/robots.txt").text == "User-agent: *\nDisallow: /\n"
    for kind in KINDS:
        assert "noindex" in get(address(unindexed, kind)).headers["x-robots-tag"], kind


def test_permanent_addresses_are_those_of_the_public_one(unindexed: str) -> None:
    tree = html.fromstring(get(f"{unindexed}/communiques/ondes-21").text)
    assert tree.find(".//link[@rel='canonical']").get("href") == "https://archive.example.org/communiques/ondes-21"
    assert "https://archive.example.org/communiques/ondes-21" in get(f"{unindexed}/recherche.atom").text
    assert "mailto:a@example.org" in get(f"{unindexed}/a-propos").text


@pytest.fixture(scope="module")
def plain(chromium: BrowserContext) -> Iterator[Page]:
    """A page in which no script runs."""
    assert chromium.browser is None or chromium.browser.is_connected()
    page = chromium.new_page()
    session = chromium.new_cdp_session(page)
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    yield page
    page.close()


LINKS = "all => all.filter(one => one.checkVisibility()).map(one => one.href)"


@pytest.mark.parametrize("kind", OURS)
def test_nothing_needs_a_script(page: Page, plain: Page, datasette: str, kind: str) -> None:
    where = address(datasette, kind, "fr")
    for one in (page, plain):
        one.goto(where)
        expect(one.locator("h1")).to_be_visible()
    assert plain.locator("main a").evaluate_all(LINKS) == page.locator("main a").evaluate_all(LINKS)
    assert plain.locator("h1").inner_text() == page.locator("h1").inner_text()


FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const outlined = getComputedStyle(one).outlineStyle !== 'none' || one.tagName === 'BODY';
  const number = [...document.querySelectorAll('*')].indexOf(one);
  return [one.tagName, one.outerHTML.slice(0, 120), outlined, box.width * box.height > 0, number];
}"""
REACHED = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')].filter(
  one => one.tabIndex >= 0 && one.checkVisibility() && one.type !== 'hidden').length"""


@pytest.mark.parametrize("kind", ["home", "results", "statement", "guide-page"])
def test_every_link_and_field_is_reached_by_the_keyboard(page: Page, datasette: str, kind: str) -> None:
    page.goto(address(datasette, kind, "fr"))
    wanted, seen = page.evaluate(REACHED), set()
    for _ in range(wanted + 3):
        page.keyboard.press("Tab")
        tag, told, outlined, visible, number = page.evaluate(FOCUS)
        if tag == "BODY" or number in seen:
            break
        assert (outlined, visible) == (True, True), told
        seen.add(number)
    assert len(seen) >= wanted
