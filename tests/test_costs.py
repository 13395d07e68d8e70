"""What a night, a page and a statement cost, counted: a guard against what would make them dearer. Never in seconds."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from archive.resolve import Directory
from archive.schema import open_archive
from archive.search.index import Index
from benchmarks.captured import capture, copy, documents, homes
from benchmarks.extraction import profiled
from benchmarks.searching.large import directory, store, thousand
from scraper.glance import glance
from scraper.page import Page
from scraper.site import Site, load_sites
from signataires.pipeline import build
from tests.archives import Archive
from tests.small_site import SmallSite

PAGES = 16
HELD = 12  # statements of the small site

# The bounds. What costs less may lower them; what costs more has to say why.
QUIET = 5  # requests of a night on which nothing changed: robots.txt, three lists, their count
CAPTURE = 1.1  # bytes of captures for each byte of a page compressed as it came, with the request and all headers
PARSED = 1  # times that a page is parsed, by the crawler and by a build
WRITTEN = 14  # statements of SQL by which a statement is stored, whatever its list


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("costs") / "small"
    place.mkdir()
    capture(place, PAGES)
    return place


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each document had that was parsed."""
    sizes, parse = list[int](), html.document_fromstring

    def counted(source: bytes, **more: Any) -> html.HtmlElement:
        sizes.append(len(source))
        return parse(source, **more)

    monkeypatch.setattr("scraper.page.html.document_fromstring", counted)
    return sizes


def test_a_quiet_night_asks_little(tmp_path: Path) -> None:
    with SmallSite("wordpress") as site:
        for number in range(HELD):
            text, day = f"Le quai numéro {number} est à nous, et le restera. " * 4, f"2024-{number + 1:02}-03T08:00:00Z"
            site.add(f"Un appel {number}", (text,), ("Alerte Berges",), published=day)
        archive = Archive(tmp_path / "archive")
        archive.site("essai", site.home, "wordpress")
        assert archive.run("refresh").returncode == 0
        site.reset()
        assert archive.run("refresh").returncode == 0
        assert len(site.requests) <= QUIET, site.requests


def test_captures_take_hardly_more_room_than_what_came(folder: Path) -> None:
    wire = sum(len(gzip.compress(path.read_bytes(), 6)) for path in (folder / "html").iterdir())
    kept = sum(path.stat().st_size for path in (folder / "data" / "warc").iterdir())
    assert kept <= wire * CAPTURE


def test_a_page_is_parsed_once(folder: Path, parsed: list[int], tmp_path: Path) -> None:
    sites = load_sites(folder / "sites")
    for number, url, made in documents(PAGES, homes()):
        site: Site = sites[f"site-{number % len(sites)}"]
        glance(site, Page(url, made.encode(), 200, {"content-type": "text/html"}, "2026-11-20T03:00:00Z"))
    assert len(parsed) <= PAGES * PARSED
    parsed.clear()
    known, place = Directory.load(folder / "organisations.toml"), copy(folder, tmp_path / "archive")
    assert len(build(place / "data", sites, known, print)) == PAGES
    assert len([size for size in parsed if size > 30_000]) <= PAGES * PARSED


def test_beautiful_soup_reads_no_page(folder: Path) -> None:
    called = [name for name, _ in profiled(folder)]
    assert any(name.endswith("select.py:select") for name in called)
    assert [name for name in called if "bs4" in name or "soup" in name] == []


def test_a_statement_is_stored_by_few_statements_of_sql() -> None:
    made = thousand(0)[:100]
    with closing(open_archive(Path(":memory:"))) as db:
        directory(db)
        index, said = Index(db), list[str]()
        store(db, made[:50], index)  # the names of those who sign are written once
        db.set_trace_callback(said.append)
        store(db, made[50:], index)
        db.set_trace_callback(None)
    # Each row of `executemany` is told like a statement, and the full-text index tells of its own.
    own = [one for one in said if not one.startswith(("--", "insert into signature_places"))]
    assert len(own) <= 50 * WRITTEN, _kinds(own)


def _kinds(said: list[str]) -> dict[str, int]:
    kinds: dict[str, int] = {}
    for one in said:
        kinds[one[:60]] = kinds.get(one[:60], 0) + 1
    return kinds
