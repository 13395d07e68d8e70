"""A hundred nasty texts through the archive into CSV, CSV for Excel and XLSX, and back by those who read these."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas
import pytest

from archive.exports.cells import restored, undrawn
from archive.exports.folder import Export, export
from archive.exports.products import SIGNATURES
from archive.exports.spreadsheet import MORE
from archive.schema import open_archive
from archive.store import insert
from tests.demo_archive import METADATA
from tests.nasty import NASTY
from tests.spreadsheet import Cell, opened

BASE = "https://archive.example"
NAMES = [column.name for column in SIGNATURES.columns]
LONG = 1_000  # characters: more stand in one column of one row only, the others have their beginning
MOMENT = "2026-11-20T10:00:00Z"
# Comma, UTF-8, French, every column as text / semicolon, UTF-8, French, each cell as the spreadsheet takes it.
AS_TEXT = "CSV:44,34,76,1," + "/".join(f"{number}/2" for number in range(1, len(NAMES) + 1)) + ",1036,false,true"
AS_TAKEN = "CSV:{mark},34,76,1,,1036,false,true"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One statement for each text, which is its title, its site's rubric and its only signatory."""
    path = tmp_path_factory.mktemp("nasty") / "archive.db"
    with closing(open_archive(path)) as db:
        for number, text in enumerate(NASTY.values(), start=1):
            insert(db, "statements", [_statement(number, text[:LONG])])
            insert(db, "signatures", [_signature(number, text)])
        db.commit()
    return path


def _statement(number: int, text: str) -> dict[str, Any]:
    told = {"id": f"s-{number:03}", "site_id": "s", "url": f"https://s.example/{number}", "title": text}
    told |= {"published": "2024-02-01", "state": "online", "first_seen": MOMENT, "last_seen": MOMENT, "text": text}
    return told | {"capture_id": f"c{number}"}


def _signature(number: int, text: str) -> dict[str, Any]:
    told = {"id": f"s-{number:03}-a", "statement_id": f"s-{number:03}", "position": 1, "as_written": text}
    told |= {
        "name": text,
        "kind": "organisation",
        "support": 0,
        "match": "none",
        "state": "listed",
        "section": text[:LONG],
    }
    return told | {"first_seen": MOMENT, "last_seen": MOMENT}


@pytest.fixture(scope="module")
def plain(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _export(archive, tmp_path_factory.mktemp("plain"), "csv", "xlsx")


@pytest.fixture(scope="module")
def excel(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _export(archive, tmp_path_factory.mktemp("excel"), "csv", excel=True)


def _export(archive: Path, folder: Path, *formats: str, excel: bool = False) -> Path:
    metadata = json.loads(METADATA.read_text("utf-8"))
    export(Export(archive, folder, BASE, metadata, excel), formats, str)
    return folder


def check(found: Iterable[list[str]], back: Callable[[str], str]) -> None:
    """Every text came back as it was, in every column, with its links."""
    rows = [dict(zip(NAMES, row, strict=True)) for row in found]
    assert len(rows) == len(NASTY)
    wrong = []
    for number, ((name, text), row) in enumerate(zip(NASTY.items(), rows, strict=True), start=1):
        wanted = {"as_written": text, "title": text[:LONG], "section": text[:LONG]}
        wrong += [(name, column) for column, value in wanted.items() if back(row[column]) != value]
        assert row["permanent_link"] == f"{BASE}/communiques/s-{number:03}"
        assert row["capture_link"] == f"{BASE}/captures/c{number}"
    assert not wrong


@pytest.mark.parametrize("mark", [",", ";"])
def test_python_reads_them_back(plain: Path, excel: Path, mark: str) -> None:
    path, encoding = (plain, "utf-8") if mark == "," else (excel, "utf-8-sig")
    with (path / "signatures.csv").open(encoding=encoding, newline="") as file:
        names, *rows = csv.reader(file, delimiter=mark, strict=True)
    assert names == NAMES
    check(rows, restored)


@pytest.mark.parametrize("mark", [",", ";"])
def test_pandas_reads_them_back(plain: Path, excel: Path, mark: str) -> None:
    path = plain if mark == "," else excel
    table = pandas.read_csv(
        path / "signatures.csv",
        sep=mark,
        dtype=str,
        keep_default_na=False,
        encoding="utf-8-sig" if path == excel else "utf-8",
    )
    assert list(table.columns) == NAMES
    check(table.to_numpy().tolist(), restored)


def test_pandas_reads_the_workbook(plain: Path) -> None:
    sheets = pandas.read_excel(
        plain / "signataires.xlsx", sheet_name=["Signatures", MORE], dtype=str, keep_default_na=False, na_filter=False
    )
    rows = sheets["Signatures"].to_numpy().tolist()
    check(_whole(rows, sheets[MORE].to_numpy().tolist()), undrawn)


def _whole(rows: list[list[str]], more: list[list[str]]) -> list[list[str]]:
    """The rows with what stands of their long texts in the further sheet."""
    for sheet, row, column, _, text in more:
        if sheet == "Signatures":
            rows[int(row) - 2][int(column) - 1] += text
    return rows


def texts(cells: list[list[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row[: len(NAMES)]] for row in cells if row]


def live(cells: list[list[Cell]]) -> list[Cell]:
    return [cell for row in cells for cell in row if cell.formula is not None]


def test_libreoffice_reads_the_csv_back(plain: Path, tmp_path: Path) -> None:
    (sheet,) = opened(plain / "signatures.csv", tmp_path, AS_TEXT).values()
    check(texts(sheet)[1:], restored)
    (sheet,) = opened(plain / "signatures.csv", tmp_path, AS_TAKEN.format(mark=44)).values()
    assert not live(sheet)


def test_libreoffice_reads_the_csv_for_excel_back(excel: Path, tmp_path: Path) -> None:
    (sheet,) = opened(excel / "signatures.csv", tmp_path, AS_TAKEN.format(mark=59)).values()
    assert not live(sheet)
    check(texts(sheet)[1:], restored)
    days = {row[NAMES.index("published")] for row in sheet[1:] if row}
    assert {cell.kind for cell in days} == {"date"}
    moments = {row[NAMES.index("first_seen")].kind for row in sheet[1:] if row}
    assert moments == {"date"}


def test_libreoffice_reads_the_workbook_back(plain: Path, tmp_path: Path) -> None:
    sheets = opened(plain / "signataires.xlsx", tmp_path)
    assert not [cell for cells in sheets.values() for cell in live(cells)]
    rows, more = texts(sheets["Signatures"])[1:], [[cell.text for cell in row] for row in sheets[MORE][1:]]
    check(_whole(rows, [row for row in more if row]), undrawn)
    kinds = {row[NAMES.index("published")].kind for row in sheets["Signatures"][1:] if row}
    assert kinds == {"date"}
    title = NAMES.index("title")
    assert {row[title].kind for row in sheets["Signatures"][1:] if row} == {"string"}
