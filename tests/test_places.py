"""The place of each public value: found in the document that proves it, and there for anybody to look at."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.captures.charset import read
from archive.captures.places import Document, View, holds, letters
from archive.captures.records import read_record
from scraper.site import load_sites
from signataires.evidence.dates import find_date, says
from signataires.evidence.places import Placer
from tests.digest import rows
from tests.places import MISSING


def test_every_value_of_the_demo_has_its_place(demo: Path) -> None:
    assert rows(demo / "archive.db", MISSING) == []


def test_what_stands_there_is_the_value(demo: Path) -> None:
    """Read by nothing of ours but the record: tags cut out, references undone."""
    query = """select p.within, p.start, p."end", coalesce(g.as_written, s.title), c.warc, c."offset" from places p
      join statements s on s.id = p.statement_id left join signatures g on g.id = p.signature_id
      join captures c on c.id = p.capture_id where field in ('title', 'as_written') and within = 'document'"""
    found = rows(demo / "archive.db", query)
    assert len(found) > 200
    for _, start, end, value, warc, offset in found:
        record = read_record(demo / "warc" / warc, offset)
        piece = read(record.body, record.header("content-type")).meant[start:end]
        plain = unescape(re.sub(r"<[^>]*>", "", piece))
        assert re.sub(r"\W", "", plain) == re.sub(r"\W", "", value), piece


def test_a_place_that_does_not_hold_is_named(demo: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as db, closing(sqlite3.connect(demo / "archive.db")) as held:
        held.backup(db)
        placer = Placer(db, demo / "warc", load_sites(demo / "sites"))
        assert list(placer.failing()) == []
        db.execute('update places set start = start + 1, "end" = "end" + 1 where id = \'ondes-21-title\'')
        db.execute("update places set start = 5, \"end\" = 30 where id = 'ondes-21-published'")
        db.execute("update signatures set as_written = 'Autre' where id = (select min(id) from signatures)")
        named = list(placer.failing())
        assert len(named) == 3
        assert any("'Autre' does not stand in the" in one for one in named)


PAGES = {
    "tags": ("<p>La <b>Ligue</b> des&nbsp;haltes</p>", "Ligue des haltes", "Ligue</b> des&nbsp;haltes"),
    "references": ("<h1>Amiti&eacute; &amp; c&#244;te</h1>", "Amitié & côte", "Amiti&eacute; &amp; c&#244;te"),
    "brackets": ("<li>Halte (AH)</li>", "Halte (AH)", "Halte (AH)"),
    "whole words": ("<p>platforme ATF</p>", "ATF", "ATF"),
    "a tag's own": ('<img alt="Halte&#x20;verte">', "Halte verte", "Halte&#x20;verte"),
    "JSON": ('{"title":"L\\u2019\\u00e9cluse"}', "L’écluse", "L\\u2019\\u00e9cluse"),
    "capitals": ("<h1>APPEL À TOUS</h1>", "Appel à tous", "APPEL À TOUS"),
}


@pytest.mark.parametrize(("page", "value", "wanted"), PAGES.values(), ids=PAGES)
def test_places(page: str, value: str, wanted: str) -> None:
    found = Document(page).find(value)
    assert found
    assert page[slice(*found)] == wanted
    assert holds(wanted, value)


def test_names_of_a_list_in_their_order() -> None:
    page = Document("<p>Halte appelle.</p><ul><li>Rive</li><li>Halte</li><li>Halte</li></ul>")
    first = page.next("Halte", 25)
    assert first
    second = page.next("Halte", first[1])
    assert second
    assert 25 < first[0] < second[0]
    assert page.find("Rivage") is None


@given(st.text(), st.text(min_size=1), st.text())
def test_what_is_found_is_there(before: str, value: str, after: str) -> None:
    text = f"{before} {value} {after}"
    view = View(text)
    for start, end in view.all(letters(value)):
        assert letters(text[start:end]) == letters(value)
    if letters(value):
        assert list(view.all(letters(value)))


DATES = {
    "machine": ('<time datetime="2024-03-17T23:30:00Z">18 mars</time>', "2024-03-18", "2024-03-17T23:30:00Z"),
    "written": ("<p>le 1<sup>er</sup>&nbsp;août 2024</p>", "2024-08-01", "1<sup>er</sup>&nbsp;août 2024"),
    "digits": ("<p>18/03/2024</p>", "2024-03-18", "18/03/2024"),
    "month": ("<p>mars 2024</p>", "2024-03", "mars 2024"),
    "mail": ("<pubDate>Mon, 18 Mar 2024 11:00:00 +0000</pubDate>", "2024-03-18", "Mon, 18 Mar 2024 11:00:00 +0000"),
    "moment": ('{"modified_gmt":"2024-03-18T11:00:00"}', "2024-03-18T11:00:00Z", "2024-03-18T11:00:00"),
}


@pytest.mark.parametrize(("page", "value", "wanted"), DATES.values(), ids=DATES)
def test_dates(page: str, value: str, wanted: str) -> None:
    zone = "UTC" if "T" in value else "Europe/Paris"
    found = find_date(Document(page), value, zone, None)
    assert found
    assert page[slice(*found)] == wanted
    assert says(wanted, value, zone)
    assert not says(wanted, "1999-01-01", zone)
