"""The copies of a work: the first to appear first, and who signed which of them alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive.build import settle, take
from archive.editions import editions
from archive.ledger import Ledger, open_ledger
from archive.resolve import Directory
from archive.schema import open_archive
from archive.works import work_id
from tests.conftest import ORGANISATIONS
from tests.test_history import ATELIER, DIGUE, NIGHT, RIVAGES, page
from tests.test_store import CAPTURE


def built() -> sqlite3.Connection:
    """An archive with one text on two sites; the later one we saw is dated a day earlier."""
    ours = page((RIVAGES, DIGUE), published="2026-02-28")
    theirs = replace(page(("CRS", ATELIER, "Ligue des Marées"), published="2026-02-27"), site="digue", number="77",
                     url="https://digue.example/appel")  # fmt: skip
    db = open_archive(Path(":memory:"))
    with closing(open_ledger(Path(":memory:"))) as private:
        ledger = Ledger(private)
        later = replace(CAPTURE, id="c2", fetched_at=NIGHT[1])
        take(ledger, db, [CAPTURE, ours, later, theirs], lambda _: None)
        settle(ledger, db, Directory(ORGANISATIONS))
    return db


def test_where_it_appeared_first_and_who_signed_where() -> None:
    with closing(built()) as db:
        first, second = editions(db, work_id("rivages-5"))
    assert (first.statement, first.site, first.published) == ("digue-77", "digue", "2026-02-27")
    assert (second.statement, second.url) == ("rivages-5", CAPTURE.url)
    assert first.difference.only == (ATELIER, "Ligue des Marées")
    assert first.difference.missing == second.difference.only == (DIGUE,)
    assert second.difference.missing == first.difference.only
    assert set(first.names) & set(second.names) == {"rivages"}


def test_a_work_that_is_not_there_has_none() -> None:
    with closing(built()) as db:
        assert editions(db, "w-nothing") == []
