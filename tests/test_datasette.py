"""Plain Datasette answers: pages, facets, search, canned queries, JSON, CSV; and no natural person in any of them."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from archive.schema import KEYS, TABLES, VIEWS
from signataires.demo import expected
from tests.demo_archive import METADATA, get, persons
from tests.digest import rows

EMPTY = {"withdrawals"}  # tables of which the demo has no row
METADATA_OF: dict[str, Any] = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]
STATEMENTS = expected(2)
# What readers type by accident or by habit, and what full-text search would choke on
ODD = (
    '"pont', 'pont "des', "pont AND", "NOT", "OR pont", "NEAR(", "(pont", "pont*", "*", "title:pont",
    "^pont", "-pont", "l'eau", "l’eau", "« pont »", "pont; drop table statements", "%", "\\", "élè", "{pont}",
)  # fmt: skip
BLANK = ("", " ", '"', '""')  # stock Datasette's own search box calls these invalid SQL


def found(home: str, table: str, **asked: str | int) -> list[dict[str, Any]]:
    """The rows of a table that answer, as objects."""
    answer = get(f"{home}/archive/{table}.json?{urlencode({'_shape': 'array', '_size': 'max', **asked})}")
    assert answer.status == 200, answer.text
    objects: list[dict[str, Any]] = answer.data
    return objects


def visible(text: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", text)).split())


def test_home(datasette: str) -> None:
    page = get(f"{datasette}/")
    assert page.status == 200
    assert "Qui a signé quoi, avec qui, quand, et sur quelle preuve" in visible(page.text)
    links = re.findall(r'href="(/[^"#]*)', page.text)
    assert "/archive" in links
    assert {link: get(datasette + html.unescape(link)).status for link in set(links)} == dict.fromkeys(links, 200)


def test_archive_lists_tables_and_queries_only(datasette: str) -> None:
    page = get(f"{datasette}/archive")
    assert page.status == 200
    data = get(f"{datasette}/archive.json").data
    assert {table["name"] for table in data["tables"] if not table["hidden"]} == TABLES.keys() - set(VIEWS)
    assert {view["name"] for view in data["views"]} == set(VIEWS)
    for query in METADATA_OF["queries"].values():
        assert visible(query["title"]) in visible(page.text)


@pytest.mark.parametrize("table", TABLES)
def test_a_table(datasette: str, demo: Path, table: str) -> None:
    page = get(f"{datasette}/archive/{table}")
    assert page.status == 200
    assert visible(METADATA_OF["tables"][table]["title"]) in visible(page.text)
    described = METADATA_OF["tables"][table]
    told = described.get("description_html") or described["description"].partition(" / ")[0]  # the reader's language
    assert visible(told) in visible(page.text)
    ((count,),) = rows(demo / "archive.db", f"select count(*) from {table}")
    assert len(found(datasette, table)) == count
    assert count > 0 or table in EMPTY


@pytest.mark.parametrize("table", TABLES)
def test_its_pages_hold_every_row_once(datasette: str, table: str) -> None:
    # Datasette orders a first page without the tie-breaker that the next ones go on from: an index has to.
    whole = found(datasette, table)
    paged: list[dict[str, Any]] = []
    address = f"{datasette}/archive/{table}.json?_shape=objects&_size=7"
    while address:
        data = get(address).data
        paged += data["rows"]
        address = data["next_url"]
    assert sorted(paged, key=repr) == sorted(whole, key=repr)


@pytest.mark.parametrize("table", TABLES)
def test_its_csv_holds_every_row_once(datasette: str, demo: Path, table: str) -> None:
    lines = csv.reader(io.StringIO(get(f"{datasette}/archive/{table}.csv?_stream=on").text))
    assert next(lines) == list(TABLES[table])
    held = rows(demo / "archive.db", f"select * from {table}")

    def told(value: object, row: tuple[str, ...]) -> str:
        packed = f"{datasette}/archive/{table}/{row[0]}.blob?_blob_column=html"
        return "" if value is None else packed if isinstance(value, bytes) else str(value)

    assert sorted(lines) == sorted([told(value, row) for value in row] for row in held)


@pytest.mark.parametrize("table", [name for name in TABLES if name not in EMPTY])
def test_its_facets_count_every_row(datasette: str, table: str) -> None:
    data = get(f"{datasette}/archive/{table}.json?_size=0").data
    assert set(data["facet_results"]) == set(METADATA_OF["tables"][table].get("facets", []))
    for facet in data["facet_results"].values():
        assert facet["results"], facet["name"]
        for result in facet["results"]:
            chosen = get(result["toggle_url"]).data
            assert chosen["filtered_table_rows_count"] == result["count"]


@pytest.mark.parametrize("table", [name for name in TABLES if name not in EMPTY and KEYS.get(name, "id") == "id"])
def test_a_row_has_a_page(datasette: str, table: str) -> None:
    (row, *_) = found(datasette, table)
    page = get(f"{datasette}/archive/{table}/{quote(row['id'])}")
    assert page.status == 200
    assert row["id"] in visible(page.text)


def test_all_that_the_demo_says_is_there(datasette: str) -> None:
    got = found(datasette, "statements")
    said = [(row["site_id"], row["title"], row["published"], row["kind"]) for row in got]
    assert sorted(said) == sorted((one.site, one.title, one.published, one.kind) for one in STATEMENTS)


def test_search_narrows(datasette: str) -> None:
    got = found(datasette, "statements", _search="pont des tanneries")
    assert 3 <= len(got) < len(STATEMENTS)
    assert [row["site_id"] for row in got if row["title"] == "Le pont des Tanneries doit rouvrir maintenant"] == [
        "lagazette", "ondes", "passerelles",
    ]  # fmt: skip
    assert all("pont" in f"{row['title']} {row['text']}" for row in got)


def test_search_in_titles(datasette: str) -> None:
    got = found(datasette, "statements", _search="gelée")
    assert [row["title"] for row in got] == ["La Brise gelée, les quais aussi"]
    assert "gelée" not in got[0]["text"]
    assert got == found(datasette, "statements", _search="GELEE")


def test_search_in_documents(datasette: str) -> None:
    got = found(datasette, "statements", _search="parking")
    assert [row["title"] for row in got] == ["Toutes et tous au quai Sud le 6 juillet"]
    assert "parking" not in got[0]["text"]
    (document,) = found(datasette, "documents", statement_id=got[0]["id"])
    assert "pas un parking" in document["text"]


def test_search_in_signatories(datasette: str) -> None:
    got = found(datasette, "statements", _search="Eau-Partage")
    (logos,) = (row for row in got if row["title"] == "Communiqué : halte aux coupures d’eau")
    assert "Eau-Partage" not in logos["text"]
    names = [row["as_written"] for row in found(datasette, "signatures", statement_id=logos["id"])]
    assert "Eau-Partage" in names


def test_search_for_nothing_known(datasette: str) -> None:
    assert found(datasette, "statements", _search="hippopotame") == []


def test_recherche_ranks_and_shows_a_passage(datasette: str) -> None:
    got = found(datasette, "recherche", q="pont des tanneries")
    assert [row["title"] for row in got[:3]] == ["Le pont des Tanneries doit rouvrir maintenant"] * 3
    assert all("Tanneries" in row["passage"] for row in got)
    assert "«" in got[0]["passage"]


@pytest.mark.parametrize(
    ("word", "passage"), [("parking", "pas un «parking»"), ("gelée", "La Brise «gelée»"), ("ABRIVI", "«ABRIVI»")]
)
def test_recherche_shows_the_passage_where_it_stands(datasette: str, word: str, passage: str) -> None:
    got = found(datasette, "recherche", q=word)
    assert got
    assert passage in got[0]["passage"]


@pytest.mark.parametrize("typed", [*ODD, *BLANK])
def test_recherche_bears_what_readers_type(datasette: str, typed: str) -> None:
    asked = urlencode({"q": typed})
    page = get(f"{datasette}/archive/recherche?{asked}")
    assert page.status == 200
    assert 'class="message-error"' not in page.text
    assert get(f"{datasette}/archive/recherche.json?{asked}").data["ok"]


@pytest.mark.parametrize("typed", ODD)
def test_search_bears_what_readers_type(datasette: str, typed: str) -> None:
    assert get(f"{datasette}/archive/statements?{urlencode({'_search': typed})}").status == 200


@pytest.mark.parametrize("query", METADATA_OF["queries"])
def test_a_canned_query_answers_in_every_form(datasette: str, query: str) -> None:
    asked = urlencode({"q": "quai", "organisation": "cosyval"})
    page = get(f"{datasette}/archive/{query}?{asked}")
    assert page.status == 200
    assert visible(METADATA_OF["queries"][query]["title"]) in visible(page.text)
    data = get(f"{datasette}/archive/{query}.json?{asked}").data
    assert data["rows"] or query == "noms-non-reconnus"
    table = get(f"{datasette}/archive/{query}.csv?{asked}")
    assert (table.status, table.headers.get_content_type()) == (200, "text/plain")
    assert next(csv.reader(io.StringIO(table.text))) == data["columns"]
    assert len(list(csv.reader(io.StringIO(table.text)))) == len(data["rows"]) + 1


def spellings(name: str) -> set[str]:
    """A name and its surname, with and without accents, capitals and case, as they may be stored."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    forms = {form for text in (name, plain) for form in (text, text.split(" ", 1)[1])}
    return {case for form in forms for case in (form, form.upper(), form.lower(), form.replace("-", " "))}


def test_the_demo_has_persons() -> None:
    assert len(persons()) >= 9
    assert "Oriane Vautrelin" in persons()


@pytest.mark.parametrize("person", persons())
def test_no_person_in_the_file(demo: Path, person: str) -> None:
    for file in demo.glob("archive.db*"):
        held = file.read_bytes()
        for name in spellings(person):
            written = (unicodedata.normalize(form, name).encode(coding) for form, coding in CODINGS)
            assert not any(text in held for text in written), f"{name} in {file.name}"


CODINGS = (("NFC", "utf-8"), ("NFD", "utf-8"), ("NFC", "utf-16-le"), ("NFC", "latin-1"))


@pytest.mark.parametrize("person", persons())
def test_no_person_can_be_searched(datasette: str, person: str) -> None:
    surname = person.split(" ", 1)[1]
    assert found(datasette, "statements", _search=surname) == []
    assert found(datasette, "recherche", q=surname) == []


@pytest.mark.parametrize("table", TABLES)
def test_no_person_is_handed_out(datasette: str, table: str) -> None:
    # ?_shape=objects: Datasette escapes nothing then but what JSON must
    for address in (f"{table}.json?_size=max", f"{table}.csv?_stream=on", table):
        answer = get(f"{datasette}/archive/{address}")
        said = json.dumps(answer.data, ensure_ascii=False) if ".json" in address else html.unescape(answer.text)
        assert not [name for person in persons() for name in spellings(person) if name in said], address
