"""The metadata file says of every table and column what it holds, in French first, and its queries run."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.schema import TABLES
from archive.search.functions import register
from archive.views import KEPT
from tests.demo_archive import METADATA

DATA: dict[str, Any] = json.loads(METADATA.read_text("utf-8"))
ARCHIVE: dict[str, Any] = DATA["databases"]["archive"]
DESCRIBED: dict[str, Any] = {name: table for name, table in ARCHIVE["tables"].items() if table.get("allow", True)}
QUERIES: dict[str, Any] = ARCHIVE["queries"]
FRENCH = re.compile(
    r"\b(?:le|la|les|l’|de|des|d’|un|une|du|et|qui|que|par|ce|pas|au|avec|sur)(?:\b|(?<=’))", re.IGNORECASE
)
ENGLISH = re.compile(r"\b(?:the|of|and|who|what|with|by|for|from|is|are|this|that)\b", re.IGNORECASE)

# columns whose values are words of ours, which a reader cannot guess
CODED = (
    ("statements", "kind"), ("statements", "state"), ("signatures", "kind"), ("signatures", "match"),
    ("signatures", "state"), ("organisations", "kind"), ("aliases", "source"), ("revisions", "cause"),
    ("changes", "what"), ("changes", "cause"), ("sites", "state"), ("sites", "family"), ("runs", "state"),
)  # fmt: skip
# query → what is asked, and a row that must be among its answers (some columns of it)
KNOWN: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "recherche": ({"q": "pont des tanneries"}, {"id": "ondes-21", "published": "2024-03-18"}),
    "organisation": (
        {"organisation": "cosyval"},
        {"title": "Pour une Brise vivante", "as_written": "Confédération syndicale du Val (COSYVAL)"},
    ),
    "avec-qui": ({"organisation": "cosyval"}, {"id": "abrivi", "premier": "2023-01-19"}),
    "par-mois": ({}, {"mois": "2024-03", "genre": "communique", "textes": 1}),
    "noms-non-reconnus": ({}, {}),
    "copies": ({}, {"title": "Le pont des Tanneries doit rouvrir maintenant", "site_id": "passerelles"}),
    "derniers-changements": ({}, {"what": "signature_added", "title": "Canicule : ouvrons les cours d’école"}),
    "couverture": ({}, {"id": "ondes", "state": "ok", "premier": "2023-01-19", "dernier": "2025-12-11"}),
}


@pytest.fixture
def archive(demo: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{demo / 'archive.db'}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        assert register(connection)
        yield connection


def test_every_table_and_column_is_described_and_no_other() -> None:
    for language in ("columns", "columns_en"):
        described = {name: list(table[language]) for name, table in DESCRIBED.items()}
        assert described == {name: list(TABLES[name]) for name in described}
    assert described.keys() == TABLES.keys()


def test_what_is_kept_for_views_is_not_shown(archive: sqlite3.Connection) -> None:
    held = {row["name"] for row in archive.execute("select name from sqlite_master where type = 'table'")}
    hidden = {name for name in ARCHIVE["tables"] if name not in DESCRIBED}
    assert hidden == {name for name in held - TABLES.keys() if not name.startswith("statements_fts")}
    assert hidden == set(KEPT)


@pytest.mark.parametrize("name", DESCRIBED)
def test_facets_and_sort_columns_exist(name: str) -> None:
    table, columns = DESCRIBED[name], set(TABLES[name])
    named = [*table.get("facets", []), *table.get("sortable_columns", [])]
    named += [table[key] for key in ("sort", "sort_desc", "label_column") if key in table]
    assert set(named) <= columns
    assert not ("sort" in table and "sort_desc" in table)
    sortable = table.get("sortable_columns", columns)
    assert {table[key] for key in ("sort", "sort_desc") if key in table} <= set(sortable)


@pytest.mark.parametrize("name", QUERIES)
def test_a_canned_query_finds_what_we_know(archive: sqlite3.Connection, name: str) -> None:
    asked, known = KNOWN[name]
    assert QUERIES[name].get("params", []) == list(asked)
    rows = [dict(row) for row in archive.execute(QUERIES[name]["sql"], asked)]
    assert rows
    assert any(row.items() >= known.items() for row in rows), rows[:5]


def test_every_query_is_known() -> None:
    assert QUERIES.keys() == KNOWN.keys()


def texts(value: Any) -> Iterator[str]:
    """Every title and description, wherever it stands."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "columns":
                yield from inner.values()
            elif key == "columns_en":
                continue  # the same in English, for exports
            elif key in ("title", "description", "description_html"):
                yield inner
            else:
                yield from texts(inner)


def test_everything_has_a_title_and_a_description() -> None:
    for described in (ARCHIVE, *DESCRIBED.values(), *QUERIES.values()):
        assert described["title"], described
        assert described.get("description") or described.get("description_html"), described
    assert all(text.strip() for table in DESCRIBED.values() for text in table["columns"].values())


def test_it_is_french_first() -> None:
    for text in texts(DATA):
        french = re.split(r' / |<p lang="en">', re.sub(r"<(?!p lang)[^>]*>", "", text))[0]
        assert french, text
        assert not ENGLISH.search(french), text
        assert len(french.split()) <= 6 or FRENCH.search(french), text


def test_its_french_is_typeset() -> None:
    for text in texts(DATA):
        bare = re.sub(r"<[^>]*>", "", text)
        assert "'" not in bare, bare
        assert '"' not in bare, bare
        assert "..." not in bare, bare
        assert not re.search(r" [:;?!»]|« ", bare), bare


@pytest.mark.parametrize(("table", "column"), CODED)
def test_every_word_of_ours_is_explained(archive: sqlite3.Connection, table: str, column: str) -> None:
    explained = DESCRIBED[table]["columns"][column]
    used = {row[0] for row in archive.execute(f'select distinct "{column}" from "{table}"')}
    assert used
    assert not [word for word in used if not re.search(rf"\b{word}\b", explained)]
