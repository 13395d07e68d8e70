"""The search over an archive: what is found, in what order, with which passage and counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.schema import open_archive
from archive.search.engine import Filters, Query, Results, ids, search
from archive.search.entry import entry
from archive.search.functions import register
from archive.search.index import Index, save_names
from archive.store import insert

TEXTS = {
    "exiles": "Les exilé·es dorment sur les quais.", "exiles-tirets": "Des exilé-e-s attendent.",
    "exiles-pluriel": "Trois exilés sont partis.", "etrangers": "Accueillir les étranger·ères de la vallée.",
    "asile-courbe": "Le droit d’asile recule.", "asile-droit": "Une demande d'asile refusée.",
    "oeuvre": "L’œuvre de la commune.", "associations": "Des associations protestent.",
    "regularisation": "La régularisation tout de suite.", "expulsions": "Expulsions au petit matin.",
    "expulses": "Ils furent expulsés hier.", "inter": "Le collectif inter-associatif se réunit.",
    "sigle": "La LDH demande des comptes.", "sigle-points": "La L.D.H. demande des comptes.",
    "papiers": "Les travailleurs sans papiers en grève.", "papiers-tiret": "Solidarité avec les sans-papiers.",
}  # fmt: skip
# The cases that plain FTS5 misses: what is typed, and what must be found.
MISSED = [
    *((typed, {"exiles", "exiles-tirets", "exiles-pluriel"}) for typed in ("exilés", "exilees", "exilé·e·s")),
    *((typed, {"etrangers"}) for typed in ("étrangers", "etrangeres", "étrangère")),
    *((typed, {"asile-courbe", "asile-droit"}) for typed in ("asile", "d'asile", "d’asile", "ASILE")),
    *((typed, {"oeuvre"}) for typed in ("oeuvre", "œuvre", "l'oeuvre", "œuvres")),
    ("association", {"associations"}),
    *((typed, {"regularisation"}) for typed in ("régulariser", "regularisation")),
    *((typed, {"expulsions", "expulses"}) for typed in ("expulsion", "expulsé")),
    *((typed, {"inter"}) for typed in ("inter-associatif", "inter associatif", "interassociative")),
    *((typed, {"sigle", "sigle-points"}) for typed in ("L.D.H.", "LDH", "ldh", "l.d.h")),
    *((typed, {"papiers", "papiers-tiret"}) for typed in ("sans-papiers", "sans papiers", '"sans papiers"')),
]  # fmt: skip


def write(db: sqlite3.Connection, identifier: str, *names: tuple[str, str | None], **told: Any) -> None:
    """A statement that is indexed as the writer of the archive does; `names` as written, with their organisations."""
    row = {"id": identifier, "site_id": "halte", "url": f"https://halte.example/{identifier}", "title": "Communiqué"}
    row |= {
        "kind": "communique",
        "language": "fr",
        "published": "2024-03-18",
        "signature_count": len(names),
        "text": "",
    }
    insert(db, "statements", [row | told])
    insert(db, "signatures", [
        {"id": f"{identifier}-{place}", "statement_id": identifier, "position": place, "as_written": name,
         "organisation_id": known, "state": "listed"} for place, (name, known) in enumerate(names)
    ])  # fmt: skip
    (rowid,) = db.execute("select rowid from statements where id = ?", [identifier]).fetchone()
    index = Index(db)
    index.replace(rowid, None, entry(db, rowid))
    index.flush()


def name(db: sqlite3.Connection, identifier: str, *aliases: str, parent: str | None = None) -> None:
    """An organisation and the ways to write its name."""
    insert(db, "organisations", [{"id": identifier, "name": aliases[0], "parent_id": parent}])
    insert(db, "aliases", [{"organisation_id": identifier, "alias": alias, "source": "alias"} for alias in aliases])
    save_names(db)


def found(db: sqlite3.Connection, typed: str, **chosen: str) -> list[str]:
    """The ids that a search gives, in order; all its ways of answering must agree."""
    query = Query.parse(typed, Filters.of(chosen))
    listed = list(ids(db, query))
    page = search(db, query, limit=100)
    assert [one.id for one in page.results] == listed[:100]
    assert page.total == len(listed)
    return listed


def marked(results: Results) -> list[str]:
    """What the passages of a page mark."""
    return [text for one in results.results for text, is_match in one.passage if is_match]


@pytest.fixture(scope="module")
def cases() -> Iterator[sqlite3.Connection]:
    with closing(open_archive(Path(":memory:"))) as db:
        for identifier, text in TEXTS.items():
            write(db, identifier, text=text)
        yield db


@pytest.mark.parametrize(("typed", "expected"), MISSED)
def test_what_plain_search_misses_is_found(cases: sqlite3.Connection, typed: str, expected: set[str]) -> None:
    assert set(found(cases, typed)) >= expected


@pytest.mark.parametrize(("typed", "expected"), MISSED)
def test_table_search_finds_the_same(cases: sqlite3.Connection, typed: str, expected: set[str]) -> None:
    assert register(cases)
    asked = "select rowid from statements_fts where statements_fts match escape_fts(?)"
    rows = cases.execute(f"select id from statements where rowid in ({asked})", [typed])
    assert {row[0] for row in rows} == set(found(cases, typed)) >= expected


@pytest.mark.parametrize(
    ("typed", "passage"),
    [
        ("etrangeres", "étranger·ères"),
        ("asile", "asile"),
        ("oeuvre", "œuvre"),
        ("L.D.H.", "LDH"),
        ("expulser", "expulsés"),
    ],
)
def test_passages_mark_what_was_found_as_it_is_written(cases: sqlite3.Connection, typed: str, passage: str) -> None:
    results = search(cases, Query.parse(typed))
    assert passage in marked(results)
    for one in results.results:
        assert "".join(text for text, _ in one.passage).strip(" …") in TEXTS[one.id]
