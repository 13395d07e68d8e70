"""Signatures and revisions read as they were written, whichever way; nothing is kept that no row shows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.packed import pack, unpack
from archive.schema import TABLES, VIEWS, open_archive
from archive.search.index import Index
from archive.store import insert
from archive.views import KEPT, insert_places, insert_revisions, insert_signatures
from benchmarks.searching.large import directory, store, thousand

WORDS = st.sampled_from(["", "Les Amis de la Digue", "AAD", "digue", "a", "é"])
SIGNATURE = st.fixed_dictionaries({
    "as_written": WORDS, "name": WORDS, "acronym": st.none() | WORDS, "organisation_id": st.none() | WORDS,
    "kind": WORDS, "section": WORDS, "support": st.integers(0, 1), "match": WORDS, "evidence": WORDS,
    "confidence": WORDS, "state": st.sampled_from(["listed", "no_longer_listed", "withdrawn"]), "first_seen": WORDS,
    "last_seen": WORDS,
})  # fmt: skip
VERSION = st.fixed_dictionaries({
    "seen_at": WORDS, "cause": WORDS, "title": WORDS, "text": WORDS, "capture_id": WORDS,
})  # fmt: skip
OWN = {"id": "halte-1", "title": "Les Amis de la Digue", "text": "é", "capture_id": "a"}
EACH = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def whole() -> Iterator[sqlite3.Connection]:
    with closing(open_archive(Path(":memory:"))) as db:
        yield db


@pytest.fixture
def db(whole: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    yield whole
    whole.rollback()


@contextmanager
def undone(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """An archive in which nothing of what is done stays."""
    try:
        yield db
    finally:
        db.rollback()


def numbered(told: Rows, statement: str, sign: str) -> Rows:
    return [
        {**one, "id": f"{statement}-{sign}{place}", "statement_id": statement, "position": place}
        for place, one in enumerate(told)
    ]


def held(db: sqlite3.Connection, view: str) -> set[tuple[Any, ...]]:
    return set(db.execute(f"select * from {view}"))


def as_rows(told: Rows, view: str) -> set[tuple[Any, ...]]:
    return {tuple(one[name] for name in TABLES[view]) for one in told}


@EACH
@given(st.lists(SIGNATURE, min_size=1, max_size=5), st.lists(SIGNATURE, max_size=5))
def test_signatures_are_read_as_written(whole: sqlite3.Connection, one: Rows, other: Rows) -> None:
    first, second = numbered(one, "halte-1", "n"), numbered(other, "halte-1-2", "n")
    with undone(whole) as db:
        insert_signatures(db, "halte-1", first)
        insert(db, "signatures", second)
        assert held(db, "signatures") == as_rows(first + second, "signatures")
        changed = [{**row, "name": "X", "state": "withdrawn"} for row in first]
        db.execute("update signatures set name = 'X', state = 'withdrawn' where statement_id = 'halte-1'")
        assert held(db, "signatures") == as_rows(changed + second, "signatures")
        db.execute("delete from signatures where statement_id = 'halte-1'")
        assert held(db, "signatures") == as_rows(second, "signatures")
        db.execute("delete from signatures")
        assert [db.execute(f"select count(*) from {table}").fetchone()[0] for table in KEPT] == [0] * len(KEPT)


@EACH
@given(st.lists(VERSION, max_size=4), WORDS)
def test_versions_are_read_as_written_whatever_becomes_of_the_text(
    whole: sqlite3.Connection, told: Rows, later: str
) -> None:
    versions = numbered(told, "halte-1", "r")
    with undone(whole) as db:
        insert(db, "statements", [OWN])
        insert_revisions(db, OWN, versions[:2])
        insert(db, "revisions", versions[2:])
        assert held(db, "revisions") == as_rows(versions, "revisions")
        db.execute("update statements set text = ?", [later])
        assert held(db, "revisions") == as_rows(versions, "revisions")
        db.execute("update revisions set text = ?", [later])
        db.execute("delete from statements")
        assert held(db, "revisions") == as_rows([{**one, "text": later} for one in versions], "revisions")
        db.execute("delete from revisions")
        assert held(db, "revisions") == set()


def test_a_name_is_kept_once_and_a_text_not_twice(db: sqlite3.Connection) -> None:
    name = {"as_written": "AAD", "state": "listed", "first_seen": "a", "last_seen": "b"}
    row = {**dict.fromkeys(TABLES["signatures"]), **name}
    for statement in ("halte-1", "halte-2", "halte-3"):
        insert(db, "statements", [OWN | {"id": statement}])
        insert_signatures(db, statement, [row | {"id": f"{statement}-n", "statement_id": statement, "position": 1}])
        told = {"id": f"{statement}-r1", "statement_id": statement, "seen_at": "a", "cause": "source"}
        insert_revisions(db, OWN, [{**OWN, **told}])
    assert db.execute("select count(*) from signature_names").fetchone() == (1,)
    assert db.execute("select count(text), count(title), count(capture_id) from revision_texts").fetchone() == (0, 0, 0)


def test_a_signature_of_another_statement_is_refused(db: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="the id of a signature is that of its statement"):
        db.execute("insert into signatures (id, statement_id) values ('halte-12-n', 'halte-1')")


def test_one_statement_or_organisation_is_found_without_reading_the_others(db: sqlite3.Connection) -> None:
    for column in ("statement_id", "organisation_id"):
        plan = db.execute(f"explain query plan select * from signatures where {column} = 'a'").fetchall()
        assert [row[3] for row in plan if row[3].startswith("SCAN")] == []
    plan = db.execute("explain query plan select * from revisions order by seen_at desc limit 10").fetchall()
    assert "USE TEMP B-TREE FOR ORDER BY" not in [row[3] for row in plan]


def test_views_have_the_columns_of_the_archive(db: sqlite3.Connection) -> None:
    for view in VIEWS:
        assert [column[0] for column in db.execute(f"select * from {view}").description] == list(TABLES[view])


@given(st.text(), st.text(max_size=50))
def test_packed_html_is_unpacked_beside_its_text(text: str, more: str) -> None:
    html = f"<p>{text}</p>{more}"
    assert unpack(pack(html, text), text) == html


def test_packed_html_takes_little_room() -> None:
    text = "\n\n".join(f"Le quai numéro {number} est à nous, et le restera longtemps, dit-on." for number in range(60))
    html = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    assert len(pack(html, text)) < len(html) / 4


def test_a_statement_takes_little_room(tmp_path: Path) -> None:
    """What a statement of 4 KB with 25 signatures takes beside what is kept once for all: the bound is 9 KB with it."""
    once = ("signature_names%", "statements_fts_words", "organisations", "aliases", "sqlite_%")
    with closing(open_archive(tmp_path / "archive.db")) as db:
        directory(db)
        index, made = Index(db), thousand(0)
        store(db, made, index)
        index.flush()
        db.commit()
        kept = " and ".join("name not like ?" for _ in once)
        (total,) = db.execute(f"select sum(pgsize) from dbstat where {kept}", once).fetchone()
    assert (
        total / len(made) < 9_600
    )  # small tables are hardly filled; at 100,000 statements it is 8,800 with everything


PLACE = st.fixed_dictionaries({
    "mark": st.sampled_from(["title", "published", "modified", "a1", "b2", "c3"]), "capture_id": st.sampled_from("cd"),
    "within": st.sampled_from(["document", "text"]), "start": st.integers(0, 9), "end": st.integers(9, 99),
})  # fmt: skip


@EACH
@given(st.lists(PLACE, min_size=1, max_size=6, unique_by=lambda one: one["mark"]), st.integers(0, 9))
def test_places_are_read_as_written(whole: sqlite3.Connection, told: Rows, start: int) -> None:
    rows = []
    for statement in ("halte-1", "halte-1-2"):
        for one in told:
            mark = one["mark"]
            name, field = (None, mark) if len(mark) > 2 else (f"{statement}-{mark}", "as_written")
            row = {**one, "id": f"{statement}-{mark}", "statement_id": statement, "signature_id": name, "field": field}
            rows.append({key: row[key] for key in TABLES["places"]})
    first, second = rows[: len(told)], rows[len(told) :]
    with undone(whole) as db:
        insert_places(db, "halte-1", first)
        insert(db, "places", second)
        assert held(db, "places") == as_rows(rows, "places")
        db.execute("update places set start = ? where id = ?", [start, first[0]["id"]])
        assert held(db, "places") == as_rows([{**first[0], "start": start}, *rows[1:]], "places")
        insert_places(db, "halte-1", first[1:])
        db.execute("delete from places where id = ?", [second[0]["id"]])
        assert held(db, "places") == as_rows([*first[1:], *second[1:]], "places")
        db.execute("delete from places")
        assert db.execute("select count(*) from place_lists").fetchone() == (0,)


@EACH
@given(st.lists(PLACE, min_size=1, max_size=6, unique_by=lambda one: one["mark"]), st.lists(SIGNATURE, max_size=3))
def test_places_of_names_that_are_listed(whole: sqlite3.Connection, told: Rows, names: Rows) -> None:
    """They stand in the list, and whatever is done to it through the views, in either way."""
    listed = [
        {**one, "id": f"halte-1-{mark}", "statement_id": "halte-1", "position": place}
        for place, (one, mark) in enumerate(zip(names, ("a1", "b2", "c3"), strict=False))
    ]
    places = [
        {
            **one, "id": f"halte-1-{one['mark']}", "statement_id": "halte-1",
            "signature_id": None if len(one["mark"]) > 2 else f"halte-1-{one['mark']}",
            "field": one["mark"] if len(one["mark"]) > 2 else "as_written",
        }
        for one in told
    ]  # fmt: skip
    with undone(whole) as db:
        insert_signatures(db, "halte-1", listed, places)
        assert held(db, "places") == as_rows(places, "places")
        assert held(db, "signatures") == as_rows(listed, "signatures")
        db.execute("update places set start = 3")
        places = [{**one, "start": 3} for one in places]
        assert held(db, "places") == as_rows(places, "places")
        insert_signatures(db, "halte-2", [{**one, "id": one["id"].replace("1", "2", 1), "statement_id": "halte-2"}
                                          for one in listed])  # fmt: skip
        db.execute("update signatures set name = 'X' where statement_id = 'halte-1'")
        assert held(db, "places") == as_rows(places, "places")
        db.execute("delete from places where id = ?", [places[0]["id"]])
        assert held(db, "places") == as_rows(places[1:], "places")
