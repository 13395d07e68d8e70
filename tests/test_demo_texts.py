"""What the demo's sites say: texts, lists, organisations and site files, each shown on its page."""

from __future__ import annotations

import csv
import html
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from scraper.site import load_sites
from signataires.demo import ORGANISATIONS, SLUGS, expected, serve_demo, write_sites
from signataires.demo.markup import to_text
from tests.demo_asked import page_of

STYLES = (
    *("spaced-dash", "en-dash", "em-dash", "glued-dash", "comma", "semicolon", "slash", "ul", "br-lines", "dash-lines"),
    *("bullets", "sentence", "parenthesis", "table", "sub-headings", "support", "links", "logos", "star-footnote"),
    *("pdf-only", "pdf", "persons", "mixed-persons", "others", "no-list", "republished", "odd-markup", "edited"),
)


@pytest.mark.parametrize("night", [1, 2])
def test_forty_statements_over_three_years(night: Any) -> None:
    held = expected(night)
    assert len(held) == 41 + night
    assert {item.published[:4] for item in held} == {"2023", "2024", "2025"}
    assert len({(item.site, item.path) for item in held}) == len(held)
    kinds = {"communique", "appel", "lettre", "tribune", "petition", "rassemblement", "autre"}
    assert {item.kind for item in held} == kinds
    assert all(item.paragraphs and item.title for item in held)


@pytest.mark.parametrize("style", STYLES)
def test_each_typography_is_there(style: str) -> None:
    assert any(style in item.styles for item in expected(2))


def test_no_typography_goes_unnamed() -> None:
    assert {style for item in expected(2) for style in item.styles} - {"straight-apostrophes"} == set(STYLES)


@pytest.mark.parametrize("night", [1, 2])
def test_pages_show_what_is_expected(night: Any) -> None:
    with serve_demo() as demo:
        if night == 2:
            demo.next_night()
        pages = [(item, page_of(demo, item.site, item.path)) for item in expected(night)]
    for item, page in pages:
        seen, raw = to_text(page), re.sub(r"\s+", " ", html.unescape(page))
        where = f"{item.site}: {item.path}"
        assert item.title in seen, where
        at = 0
        for paragraph in item.paragraphs:
            assert paragraph in seen[at:], f"{where}: {paragraph[:40]}"
            at = seen.index(paragraph, at)
        if "pdf-only" not in item.styles:
            assert all(name in raw for name in item.signatories), where
        assert "{" not in seen, where


def test_one_text_stands_on_three_sites_and_two_on_two() -> None:
    sites: dict[str, list[str]] = {}
    lists: dict[str, set[tuple[str, ...]]] = {}
    for item in expected():
        if "republished" in item.styles:
            sites.setdefault(item.title, []).append(item.site)
            lists.setdefault(item.title, set()).add(item.signatories)
    assert sorted(map(len, sites.values())) == [2, 2, 3]
    assert all(len(lists[title]) == len(sites[title]) for title in sites)


def test_persons_are_counted_and_not_named() -> None:
    held = {item.number: item for item in expected()}
    assert held["160"].signatories == ()
    assert held["160"].people == 5
    assert held["23"].people == 4
    assert held["23"].signatories == ("Eau-Partage", "Alerte Berges", "Jardins partagés de la Boucle (JAPABO)")


def test_the_second_night_changes_three_statements() -> None:
    before = {(item.site, item.number or item.path): item for item in expected(1)}
    after = {(item.site, item.number or item.path): item for item in expected(2)}
    assert set(after) - set(before) == {("ondes", "45")}
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {("ondes", "42"), ("passerelles", "205")}
    added = set(after["passerelles", "205"].signatories) - set(before["passerelles", "205"].signatories)
    assert added == {"Comité des locataires des Tanneries (CLOTAN)"}
    assert before["ondes", "42"].paragraphs == after["ondes", "42"].paragraphs


# ---- organisations and site files


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "", plain)


def test_every_signatory_but_one_is_in_the_organisations_file() -> None:
    known: dict[str, str] = {}
    for entry in tomllib.loads(ORGANISATIONS.read_text("utf-8"))["organisation"]:
        for name in {entry["name"], *entry["acronyms"], *entry["aliases"]}:
            assert known.setdefault(folded(name), entry["id"]) == entry["id"], f"{name} names two organisations"
    written = {re.sub(r" \([A-Z]+\)$", "", name) for item in expected(2) for name in item.signatories}
    # One is left out on purpose: the archive must show what a name that nobody knows looks like.
    assert {name for name in written if folded(name) not in known} == {"Ciné-club Le Bief"}


def test_no_invented_organisation_bears_a_real_name() -> None:
    registry = Path(__file__).resolve().parents[2] / "shared" / "registry" / "organisations.csv"
    if not registry.exists():
        pytest.skip("../shared/registry/organisations.csv is not here")
    real: set[str] = set()
    with registry.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            real |= {
                folded(name) for column in ("name", "acronyms", "aliases") for name in row[column].split("|") if name
            }
    for entry in tomllib.loads(ORGANISATIONS.read_text("utf-8"))["organisation"]:
        names = {folded(name) for name in (entry["name"], *entry["acronyms"], *entry["aliases"])}
        assert not names & real, entry["id"]


def test_site_files_load_and_are_short(tmp_path: Path) -> None:
    with serve_demo() as demo:
        written = write_sites(tmp_path, demo.homes)
    assert all(len(path.read_text("utf-8").splitlines()) <= 10 for path in written)
    ids = {entry["id"] for entry in tomllib.loads(ORGANISATIONS.read_text("utf-8"))["organisation"]}
    sites = load_sites(tmp_path)
    assert set(sites) == set(SLUGS)
    for slug, site in sites.items():
        assert site.home == demo.homes[slug]
        assert site.delay == 0
        assert site.organisation in ids
    article = re.compile(sites["lagazette"].discover.article)
    for item in expected():
        if item.site == "lagazette":
            assert article.search("/" + item.path), item.path
