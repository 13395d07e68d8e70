"""An archive into a folder of files: one for each product and format, the same bytes for the same archive."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.captures.private import opened
from archive.captures.public import Captures
from archive.captures.wacz import write_wacz
from archive.exports.columns import Column, Metadata, explained, words
from archive.exports.delimited import write_csv
from archive.exports.graph import write_gexf, write_graphml
from archive.exports.jsonlines import write_jsonlines
from archive.exports.package import resource, write_package
from archive.exports.products import ORGANISATIONS, PAIRS, PRODUCTS, as_of, reading
from archive.exports.snapshot import write_snapshot
from archive.exports.spreadsheet import Sheet, write_xlsx

FORMATS = ("csv", "datapackage", "xlsx", "jsonl", "graphml", "gexf", "sqlite", "wacz")


@dataclass(frozen=True, slots=True)
class Export:
    """What is asked for: `excel` writes CSV as a French spreadsheet opens it, which no data package describes."""

    archive: Path
    folder: Path
    base: str
    metadata: Metadata
    excel: bool = False


def export(asked: Export, formats: Sequence[str], say: Callable[[str], None]) -> list[Path]:
    """Writes the files of these formats, each whole or not at all; their paths. All show one moment of the archive."""
    asked.folder.mkdir(parents=True, exist_ok=True)
    written, has_captures = list[Path](), (asked.archive.parent / "warc").is_dir()
    with reading(asked.archive) as db:
        for name in FORMATS:
            if name == "wacz" and name in formats and not has_captures:
                say(f"{asked.archive.parent / 'warc'} is not there: no WACZ of the captures was written")
            elif name in formats:
                written += [_done(path, say) for path in WRITERS[name](asked, db)]
    return written


def _done(path: Path, say: Callable[[str], None]) -> Path:
    say(f"{path}: {path.stat().st_size} bytes")
    return path


def _csv(asked: Export, db: sqlite3.Connection) -> Iterator[Path]:
    for product in PRODUCTS.values():
        rows = product.rows(db, asked.base)
        yield _write(asked.folder / f"{product.name}.csv", write_csv(product.columns, rows, excel=asked.excel))


def _datapackage(asked: Export, db: sqlite3.Connection) -> Iterator[Path]:
    told = []
    for product in PRODUCTS.values():
        path = asked.folder / f"{product.name}.csv"
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        told.append(resource(product, path.name, path.stat().st_size, digest, asked.metadata))
    yield _write(asked.folder / "datapackage.json", [write_package(told, as_of(db), asked.base)])


def _jsonl(asked: Export, db: sqlite3.Connection) -> Iterator[Path]:
    for product in PRODUCTS.values():
        lines = write_jsonlines(product.columns, product.rows(db, asked.base))
        yield _write(asked.folder / f"{product.name}.jsonl", lines)


def _xlsx(asked: Export, db: sqlite3.Connection) -> Iterator[Path]:
    path, fresh = _paths(asked.folder / "signataires.xlsx")
    write_xlsx(fresh, _sheets(asked, db), as_of(db))
    yield fresh.replace(path)


def _sheets(asked: Export, db: sqlite3.Connection) -> Iterator[Sheet]:
    yield readme(asked.base, as_of(db), asked.metadata)
    for product in PRODUCTS.values():
        title = words()["products"][product.name]["title"]["fr"]
        yield Sheet(title, product.columns, product.rows(db, asked.base))


def readme(base: str, moment: str, metadata: Metadata) -> Sheet:
    """The first sheet of a workbook: what it is, of when, under which licence, and what each column holds."""
    told = words()
    rows: list[tuple[Any, ...]] = [("", "", told["archive"]["title"][language]) for language in ("fr", "en")]
    rows += [("", "", base), ("", "", moment)]
    rows += [
        ("", "", told[name][way].strip())
        for name in ("licence", "caveats")
        for way in ("fr", "en")
        if way in told[name]
    ]
    rows += [("", "", text) for text in told["licence"]["title"].values()]
    for product in PRODUCTS.values():
        for column in product.columns:
            about = explained(product.name, column, metadata)
            rows.append((told["products"][product.name]["title"]["fr"], column.name, f"{about['fr']} / {about['en']}"))
    return Sheet("Lisez-moi", (Column("feuille"), Column("colonne"), Column("explication")), rows)


def _graphml(asked: Export, db: sqlite3.Connection) -> Iterator[Path]:
    yield _write(asked.folder / "network.graphml", write_graphml(nodes(db, asked.base), edges(db, asked.base)))


def _gexf(asked: Export, db: sqlite3.Connection) -> Iterator[Path]:
    yield _write(asked.folder / "network.gexf", write_gexf(nodes(db, asked.base), edges(db, asked.base), as_of(db)))


def nodes(db: sqlite3.Connection, base: str) -> Iterator[tuple[Any, ...]]:
    """The organisations that signed something, as `write_graphml` and `write_gexf` take them."""
    names = [column.name for column in ORGANISATIONS.columns]
    places = [names.index(name) for name in ("id", "name", "acronym", "kind", "works")]
    for row in ORGANISATIONS.rows(db, base):
        if row[names.index("works")]:
            yield tuple(row[place] for place in places)


def edges(db: sqlite3.Connection, base: str) -> Iterator[tuple[Any, ...]]:
    """Pairs of co-signatories, with the number of works they share and the period."""
    for a, _, b, _, works, first, last in PAIRS.rows(db, base):
        yield a, b, works, first, last


def _sqlite(asked: Export, db: sqlite3.Connection) -> Iterator[Path]:
    path, fresh = _paths(asked.folder / "archive.db")
    write_snapshot(db, fresh)
    yield fresh.replace(path)


def _wacz(asked: Export, db: sqlite3.Connection) -> Iterator[Path]:
    path, fresh = _paths(asked.folder / "captures.wacz")
    told, data = words(), asked.archive.parent
    description = " / ".join(told["wacz"].values())
    with opened(data / "crawl.db") as private:
        captures = Captures(db, private, data / "warc")
        write_wacz(fresh, captures, " / ".join(told["archive"]["title"].values()), description, as_of(db))
    yield fresh.replace(path)


def _write(path: Path, pieces: Iterable[bytes]) -> Path:
    path, fresh = _paths(path)
    with fresh.open("wb") as file:
        file.writelines(pieces)
    return fresh.replace(path)


def _paths(path: Path) -> tuple[Path, Path]:
    """A file and the one beside it that is written first; whoever reads meanwhile sees the old file or the new one."""
    fresh = path.with_name(f".{path.name}")
    fresh.unlink(missing_ok=True)
    return path, fresh


WRITERS: dict[str, Callable[[Export, sqlite3.Connection], Iterator[Path]]] = {
    "csv": _csv,
    "datapackage": _datapackage,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
    "graphml": _graphml,
    "gexf": _gexf,
    "sqlite": _sqlite,
    "wacz": _wacz,
}
