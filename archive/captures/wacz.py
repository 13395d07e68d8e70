"""All captures that may be public as one WACZ file (Web Archive Collection Zipped 1.1.1), which any replayer opens.

The WARC files in it have the names that those of the archive have, and hold the same captures in the same order, in
their public form. The same captures give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cdxj_indexer.main import CDXJIndexer, CompressedWriter, SortingWriter

from archive.captures.public import Captures, Kept
from archive.captures.records import write_info

VERSION = "1.1.1"
EPOCH = (1980, 1, 1, 0, 0, 0)  # of everything in a ZIP file that must not depend on when it was made
PIECE = 1 << 20  # bytes
_CAPTURES = 'select * from captures order by warc, "offset"'
_PAGES = (
    "select s.id, s.title, c.url, c.fetched_at, c.id as capture"
    " from statements s join captures c on c.id = s.capture_id order by s.id"
)


@dataclass(slots=True)
class _Zip:
    """A ZIP file in the making, with what its package says of each part."""

    file: zipfile.ZipFile
    resources: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, pieces: Iterable[bytes]) -> None:
        """One part, stored as it is, so that replayers can read from its middle."""
        digest, size = hashlib.sha256(), 0
        with self.file.open(zipfile.ZipInfo(path, EPOCH), "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
                digest.update(piece)
                size += len(piece)
        told = {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size}
        self.resources.append(told)


def write_wacz(path: Path, captures: Captures, title: str, description: str, moment: str) -> Counter[str]:
    """Writes the file. How many captures are in it (under a blank), and how many are kept out of it for each reason.

    Needs as much room beside it as the largest file of captures. `moment` is that of the newest capture, in UTC.
    """
    told, out = Counter[str](), set[str]()
    with TemporaryDirectory(dir=path.parent) as folder, zipfile.ZipFile(path, "w") as file:
        work, whole = Path(folder), _Zip(file)
        lines = SortingWriter(index := (work / "index.cdxj").open("w", encoding="utf-8"))
        for warc, rows in groupby(_rows(captures.db, _CAPTURES), key=lambda row: str(row["warc"])):
            one = work / (warc if warc.endswith(".gz") else f"{warc}.gz")
            if _write_warc(one, captures, rows, told, out):
                with one.open("rb") as made:
                    CDXJIndexer(None, []).process_one(made, lines, one.name)
                whole.add(f"archive/{one.name}", _pieces(one))
            one.unlink()
        lines.flush()
        index.close()
        _add_index(whole, work)
        whole.add("pages/pages.jsonl", _pages(captures.db, out))
        _close(whole, {"title": title, "description": description, "created": moment})
    return told


def _rows(db: sqlite3.Connection, query: str) -> Iterator[dict[str, Any]]:
    cursor = db.execute(query)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, values, strict=True)) for values in cursor)


def _write_warc(
    path: Path, captures: Captures, rows: Iterable[dict[str, Any]], told: Counter[str], out: set[str]
) -> bool:
    """One file of captures in its public form; whether any is in it. `out` takes the ids of those kept out."""
    written = 0
    with path.open("wb") as file:
        for row in rows:
            try:
                public = captures.public(row)
            except Kept as reason:
                told[str(reason)] += 1
                out.add(row["id"])
                continue
            if not written:
                about = {"software": "signataires", "format": "WARC File Format 1.1", "isPartOf": row["site_id"]}
                file.write(write_info(path.name, row["fetched_at"], about))
            file.write(public.record)
            written += 1
            told[""] += 1
    return written > 0


def _add_index(whole: _Zip, work: Path) -> None:
    """The sorted index in compressed blocks, and the index of these."""
    blocks, index = work / "index.cdx.gz", StringIO()
    with blocks.open("wb") as file, (work / "index.cdxj").open(encoding="utf-8") as lines:
        writer = CompressedWriter(index, file, data_out_name=blocks.name)
        for line in lines:
            writer.write(line)
        if writer.block:
            writer.flush()
    whole.add("indexes/index.cdx.gz", _pieces(blocks))
    whole.add("indexes/index.idx", [index.getvalue().encode()])


def _pages(db: sqlite3.Connection, out: set[str]) -> Iterator[bytes]:
    """The statements, by which a viewer lists what can be looked at."""
    yield _line({"format": "json-pages-1.0", "id": "pages", "title": "Statements"})
    for row in _rows(db, _PAGES):
        if row["capture"] not in out:
            yield _line({"id": row["id"], "url": row["url"], "ts": row["fetched_at"], "title": row["title"]})


def _line(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _close(whole: _Zip, about: dict[str, str]) -> None:
    """The package that describes the parts, and its digest."""
    package = {"profile": "data-package", "wacz_version": VERSION, "software": "signataires", **about}
    told = (json.dumps(package | {"resources": whole.resources}, ensure_ascii=False, indent=2) + "\n").encode()
    whole.add("datapackage.json", [told])
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(told).hexdigest()}"}
    whole.add("datapackage-digest.json", [_line(digest)])


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
