"""The archive on disk: one writer, saved twice nothing changes, and the search index follows every change."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from archive.history import fold
from archive.model import Capture, Document, Reading, Run
from archive.resolve import Directory
from archive.schema import FOREIGN, KEYS, TABLES, VIEWS, open_archive
from archive.search.engine import Query, ids
from archive.search.index import remake
from archive.store import save, save_captures, save_directory, save_runs, save_works
from archive.story import Record
from tests.conftest import ORGANISATIONS
from tests.test_history import ATELIER, DIGUE, GONE, NIGHT, PDF, RIVAGES, SEEN, folded, page

METADATA = Path(__file__).parents[1] / "datasette-metadata.json"
CAPTURE = Capture("c1", "rivages", "https://rivages.example/Appel", NIGHT[0], 200, "text/html", "ab", "a.warc.gz", 9)
RUN = Run("rivages-1", "rivages", "2026-03-01T02:00:00Z", "2026-03-01T04:00:00Z", "ok", 7, 9000)


def found(db: sqlite3.Connection, words: str) -> list[str]:
    """The statements that a reader's search finds."""
    return sorted(ids(db, Query.parse(words)))


def is_sound(db: sqlite3.Connection) -> bool:
    """Whether the index says what the tables say, as one does that is made anew from them."""
    db.execute("insert into statements_fts (statements_fts, rank) values ('integrity-check', 1)")
    grown = indexed(db)
    remake(db)
    return db.execute("pragma integrity_check").fetchone() == ("ok",) and indexed(db) == grown


def indexed(db: sqlite3.Connection) -> list[Any]:
    """All that the index holds: terms with their places, sets, words, names."""
    db.execute("create virtual table if not exists temp.terms using fts5vocab(main, statements_fts, instance)")
    held = db.execute('select term, doc, col, "offset" from terms order by term, doc, col, "offset"').fetchall()
    rest = [db.execute(f"select * from statements_fts_{name}").fetchall() for name in ("words", "names", "common")]
    blocks = db.execute("select name, block, members from statements_fts_sets")
    return [held, *rest, [(name, block, list(BitMap.deserialize(members))) for name, block, members in blocks]]


def dump(db: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(map(tuple, db.execute(f"select * from {table}")), key=repr) for table in TABLES}


def other(number: int, **told: Any) -> Record:
    """A statement of its own, whose id ends in this number."""
    record = fold(f"rivages-{number}", [(NIGHT[0], page(**told))], {}, Directory(ORGANISATIONS))
    assert record is not None
    return record


def test_saved_twice_nothing_changes(db: sqlite3.Connection) -> None:
    record = folded(page(), page((RIVAGES, ATELIER), documents=(Document(PDF, "Été"),)), GONE, SEEN)
    assert save(db, "rivages-5", record) is True
    before, changes = dump(db), db.total_changes
    assert save(db, "rivages-5", record) is False
    assert (dump(db), db.total_changes) == (before, changes)


def test_every_difference_counts(db: sqlite3.Connection) -> None:
    save(db, "rivages-5", folded(page()))
    for record in (folded(page(), SEEN), folded(page(), page((RIVAGES,))), folded(page(title="Autre"))):
        assert save(db, "rivages-5", record) is True
        assert save(db, "rivages-5", record) is False


def test_the_index_follows_an_update(db: sqlite3.Connection) -> None:
    read = Reading("rivages", PDF, "application/pdf", "a", "Annexe calamar")
    save(db, "rivages-5", folded(page(prose="Ancien goéland", documents=(Document(PDF),)), files={PDF: read}))
    assert [found(db, word) for word in ("goéland", "goeland", "digue", "calamar")] == [["rivages-5"]] * 4
    save(db, "rivages-5", folded(page(names=(RIVAGES, ATELIER), prose="Nouveau cormoran")))
    assert [found(db, word) for word in ("goéland", "digue", "calamar")] == [[], [], []]
    assert [found(db, word) for word in ("cormoran", "atelier", "apv OR crs")] == [["rivages-5"]] * 3
    assert is_sound(db)


def test_who_is_no_longer_listed_is_not_found_among_the_signatories(db: sqlite3.Connection) -> None:
    save(db, "rivages-5", folded(page(), page((RIVAGES,))))
    query = "select count(*) from statements_fts where signatories match ?"
    assert [db.execute(query, [term]).fetchone()[0] for term in ("digu", "rivag")] == [0, 1]


def test_the_index_follows_a_removal(db: sqlite3.Connection) -> None:
    save(db, "rivages-5", folded(page()))
    save(db, "rivages-6", other(6))
    assert save(db, "rivages-5", None) is True
    assert save(db, "rivages-5", None) is False
    assert found(db, "accueil") == ["rivages-6"]
    tables = ("statements", "signatures", "revisions")
    assert [db.execute(f"select count(*) from {name}").fetchone()[0] for name in tables] == [1, 2, 1]
    assert is_sound(db)


PAGES = st.builds(
    page,
    names=st.lists(st.sampled_from([RIVAGES, DIGUE, ATELIER]), unique=True, max_size=3).map(tuple),
    prose=st.text("goéland œ’-\n", max_size=30),
    title=st.sampled_from(["Appel", "Lettre ouverte", "Été"]),
)
WRITES = st.lists(st.tuples(st.integers(1, 3), st.none() | PAGES), max_size=8)


@given(WRITES)
def test_the_index_is_sound_after_any_writes(writes: list[tuple[int, Any]]) -> None:
    held: dict[int, Any] = {}
    with closing(open_archive(Path(":memory:"))) as db:
        for number, statement in writes:
            name, kept = f"rivages-{number}", held.get(number)
            record = fold(name, [(NIGHT[0], statement)], {}, Directory(ORGANISATIONS)) if statement else None
            assert save(db, name, record) is (statement != kept)
            held[number] = statement
        assert is_sound(db)
        assert {row[0] for row in db.execute("select id from statements")} == {
            f"rivages-{number}" for number, statement in held.items() if statement
        }


def test_opened_again_nothing_is_lost(tmp_path: Path) -> None:
    for expected in ([], ["rivages-5"]):
        with closing(open_archive(tmp_path / "archive.db")) as db:
            assert found(db, "accueil") == expected
            save(db, "rivages-5", folded(page()))
            db.commit()


def test_the_tables_are_those_promised_and_explained(db: sqlite3.Connection) -> None:
    held = dict(db.execute("select name, type from sqlite_master where type in ('table', 'view')").fetchall())
    assert {name for name in held if held[name] == "view"} == set(VIEWS)
    assert set(TABLES) <= set(held)
    told = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]["tables"]
    for table, columns in TABLES.items():
        assert [row[1] for row in db.execute(f"pragma table_info({table})")] == list(columns)
        assert set(told[table]["columns"]) == set(columns), table
        assert {row[3] for row in db.execute(f"pragma foreign_key_list({table})")} == {
            k[0] for k in FOREIGN.get(table, [])
        }
        assert KEYS.get(table, "id") in (("organisation_id", "alias"), ("organisation_id", "name"), "id")


def test_captures_runs_and_the_directory_are_kept_once(db: sqlite3.Connection, directory: Directory) -> None:
    for _ in range(2):
        save_captures(db, [CAPTURE, replace(CAPTURE, status=404)])
        save_runs(db, [RUN])
        save_directory(db, directory)
    assert [tuple(row) for row in db.execute("select id, site_id, status, warc, offset from captures")] == [
        ("c1", "rivages", 200, "a.warc.gz", 9)
    ]
    assert db.execute("select count(*) from runs").fetchone() == (1,)
    assert db.execute("select parent_id from organisations where id = 'atelier-nord'").fetchone() == ("atelier",)
    spelled = db.execute("select alias, source from aliases where organisation_id = 'digue'").fetchall()
    assert (("Les Amis de la Digue", "alias") in spelled, ("AAD", "acronym") in spelled) == (True, True)


def test_copies_are_counted_as_one_work(db: sqlite3.Connection) -> None:
    save(db, "rivages-6", other(6, title="Copie", published="2026-03-02"))
    save(db, "rivages-7", other(7, title="Original", published="2026-03-01"))
    placed = {"rivages-6": "w-1", "rivages-7": "w-1"}
    assert save_works(db, placed, ["w-1"]) == {"rivages-6", "rivages-7"}
    row = ("w-1", "Original", "2026-03-01", 2, "rivages-7")
    assert [tuple(row) for row in db.execute("select * from works")] == [row]
    assert save_works(db, placed, ["w-1"]) == set()
    save(db, "rivages-7", None)
    assert save_works(db, {"rivages-6": "w-2"}, ["w-1"]) == {"rivages-6"}
    assert [tuple(row) for row in db.execute("select * from works")] == [("w-2", "Copie", "2026-03-02", 1, "rivages-6")]
