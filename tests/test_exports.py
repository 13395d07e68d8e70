"""What `signataires export` writes: every product in every format, readable by others, the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import frictionless
import networkx
import pandas
import pytest

from archive.exports.cells import restored
from archive.exports.columns import explained
from archive.exports.products import (
    CAPTURES,
    CHANGES,
    ORGANISATIONS,
    PAIRS,
    PRODUCTS,
    SIGNATURES,
    SITES,
    STATEMENTS,
    Product,
    reading,
)
from archive.schema import open_archive
from tests.demo_archive import METADATA, persons
from tests.digest import content, rows

BASE = "https://archive.example"


def export(data: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "signataires", "--data", str(data), "export", str(folder), "--base", BASE, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def exported(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything, from the demo's archive."""
    folder = tmp_path_factory.mktemp("exports") / "all"
    done = export(demo, folder)
    assert done.returncode == 0, done.stderr
    assert sorted(map(Path, done.stdout.split())) == sorted(folder.iterdir())
    return folder


def table(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a CSV file, as they were in the archive."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            {name: restored(value) for name, value in row.items()} for row in csv.DictReader(file, delimiter=delimiter)
        ]


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=PRODUCTS)
def test_csv_and_json_say_what_the_archive_says(demo: Path, exported: Path, product: Any) -> None:
    names = [column.name for column in product.columns]
    with reading(demo / "archive.db") as db:
        wanted = [dict(zip(names, row, strict=True)) for row in product.rows(db, BASE)]
    assert wanted
    written = (exported / f"{product.name}.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in written] == wanted
    texts = [{name: "" if value is None else str(value) for name, value in row.items()} for row in wanted]
    assert table(exported / f"{product.name}.csv") == texts


def test_one_row_for_each_signature_with_its_statement_beside_it(demo: Path, exported: Path) -> None:
    found = table(exported / "signatures.csv")
    assert len(found) == rows(demo / "archive.db", "select count(*) from signatures")[0][0]
    for row in found:
        assert row["title"]
        assert row["published"]
        assert row["url"].startswith("http")
        assert row["permanent_link"] == f"{BASE}/communiques/{row['statement_id']}"
        assert row["capture_link"].startswith(f"{BASE}/captures/")


def test_a_french_spreadsheet_s_csv(demo: Path, tmp_path: Path) -> None:
    done = export(demo, tmp_path, "--excel")
    assert done.returncode == 0, done.stderr
    raw = (tmp_path / "signatures.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid;")
    assert b"\r\n" in raw
    found = table(tmp_path / "statements.csv", ";")
    told = dict(rows(demo / "archive.db", "select id, published from statements"))
    for row in found:
        wanted = told[row["id"]]
        year, _, rest = wanted.partition("-")
        month, _, day = rest.partition("-")
        assert row["published"] == (f"{day}/{month}/{year}" if day else wanted)
    assert not (tmp_path / "datapackage.json").exists()


def test_the_data_package_is_valid_and_explains_every_column(exported: Path) -> None:
    report = frictionless.validate(str(exported / "datapackage.json"))
    assert report.valid, report.flatten()
    package = json.loads((exported / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(PRODUCTS)
    for resource in package["resources"]:
        raw = (exported / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        for field in resource["schema"]["fields"]:
            assert field["description_fr"]
            assert field["description_en"]
            assert field["description_fr"] != field["description_en"]
    assert package["created"].endswith("Z")
    assert package["licenses"]


def test_every_table_s_columns_are_explained_in_both_languages() -> None:
    metadata = json.loads(METADATA.read_text("utf-8"))
    for told in metadata["databases"]["archive"]["tables"].values():
        assert list(told.get("columns_en", {})) == list(told.get("columns", {}))
    for product in PRODUCTS.values():
        for column in product.columns:
            assert {*explained(product.name, column, metadata)} == {"fr", "en"}


def test_the_workbook_has_the_same_rows(demo: Path, exported: Path) -> None:
    sheets = pandas.read_excel(exported / "signataires.xlsx", sheet_name=None, keep_default_na=False)
    assert list(sheets) == [
        "Lisez-moi", "Textes", "Signatures", "Organisations", "Changements", "Cosignataires", "Sites", "Captures",
    ]  # fmt: skip
    for product, sheet in zip(PRODUCTS.values(), list(sheets.values())[1:], strict=True):
        assert list(sheet.columns) == [column.name for column in product.columns]
        with reading(demo / "archive.db") as db:
            wanted = list(product.rows(db, BASE))
        texts = [place for place, column in enumerate(product.columns) if column.kind not in ("day", "moment")]
        found = [[row[place] for place in texts] for row in sheet.itertuples(index=False)]
        assert found == [[row[place] if row[place] is not None else "" for place in texts] for row in wanted]
    # a whole day is a date for a spreadsheet; of one known to the month the text stays as it is
    shown = [day if isinstance(day, str) else day.strftime("%Y-%m-%d") for day in sheets["Textes"]["published"]]
    assert shown == [day for (day,) in rows(demo / "archive.db", "select published from statements order by id")]
    assert {len(day) for day in sheets["Textes"]["published"] if isinstance(day, str)} == {len("2024-05")}


@pytest.mark.parametrize("product", [ORGANISATIONS, PAIRS], ids=lambda one: one.name)
def test_what_is_counted_in_sets_is_what_the_query_says(product: Product, demo: Path) -> None:
    with reading(demo / "archive.db") as db:
        counted = list(product.rows(db, BASE))
        assert counted == db.execute(product.query(), {"base": BASE}).fetchall()
    places = [[column.name for column in product.columns].index(name) for name in ("works", "first", "last")]
    told = [[row[place] for place in places] for row in counted]
    assert len({works for works, _, _ in told}) > 2
    assert any(first and first < last for _, first, last in told)


def test_networkx_reads_both_graphs(demo: Path, exported: Path) -> None:
    one, other = networkx.read_graphml(exported / "network.graphml"), networkx.read_gexf(exported / "network.gexf")
    query = "select count(distinct organisation_id) from signatures where state = 'listed'"
    assert len(one) == len(other) == rows(demo / "archive.db", query)[0][0]
    pairs = table(exported / "pairs.csv")
    assert one.number_of_edges() == other.number_of_edges() == len(pairs)
    for pair in pairs:
        for graph in (one, other):
            edge = graph.edges[pair["organisation_a"], pair["organisation_b"]]
            assert (edge["weight"], edge["first"], edge["last"]) == (int(pair["works"]), pair["first"], pair["last"])
            assert graph.nodes[pair["organisation_a"]]["label"] == pair["name_a"]


def test_the_snapshot_is_the_archive_without_free_pages(demo: Path, exported: Path) -> None:
    assert content(exported / "archive.db", moments=True) == content(demo / "archive.db", moments=True)
    assert rows(exported / "archive.db", "pragma freelist_count") == [(0,)]
    assert rows(exported / "archive.db", "pragma integrity_check") == [("ok",)]
    query = "select id from statements where rowid in (select rowid from statements_fts('tanneries'))"
    assert sorted(rows(exported / "archive.db", query)) == sorted(rows(demo / "archive.db", query))
    assert not list(exported.glob("*-wal"))


def test_the_same_archive_gives_the_same_bytes(demo: Path, exported: Path, tmp_path: Path) -> None:
    assert export(demo, tmp_path / "again").returncode == 0
    for path in exported.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_no_person_is_in_what_is_exported(exported: Path) -> None:
    names = [form for name in persons() for form in (name.encode(), name.encode("utf-16-le"))]
    for path in exported.iterdir():
        raw = path.read_bytes()
        assert not [name for name in names if name in raw], path.name


def test_what_cannot_be_is_said(tmp_path: Path, demo: Path) -> None:
    done = export(tmp_path, tmp_path / "out")
    assert done.returncode == 2
    assert "there is no archive yet" in done.stderr
    done = export(demo, tmp_path / "out", "--excel", "--format", "datapackage")
    assert done.returncode == 2
    assert "plain CSV" in done.stderr


@pytest.mark.parametrize("product", [STATEMENTS, SIGNATURES, CHANGES, SITES, CAPTURES], ids=lambda one: one.name)
def test_rows_come_in_order_without_sorting_them_all(product: Product, tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "archive.db")) as db:
        told = [row[3] for row in db.execute(f"explain query plan {product.query(whole=True)}", {"base": ""})]
    assert told[0].startswith("SCAN")
    assert "USE TEMP B-TREE FOR ORDER BY" not in told
