"""Measures how fast an archive is exported, and in how much memory, beside Python's bare csv module on the same rows.

    python -m benchmarks.exports [--signatures 100000]

Generated statements of about 4 KB with 25 signatures each. Every way runs in a process of its own, three times; printed
are rows a second of the processor (the median), the ratio of bare csv's seconds to ours, and the peak memory of the
process.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from archive.exports.delimited import write_csv
from archive.exports.jsonlines import write_jsonlines
from archive.exports.products import PRODUCTS, SIGNATURES, Product, reading
from archive.exports.spreadsheet import Sheet, write_xlsx
from archive.schema import open_archive
from archive.store import insert
from benchmarks.table import MB, Row, report

EACH = 25  # signatures of a statement
BODIES = 600
BASE = "https://archive.example"
MOMENT = "2026-11-20T10:00:00Z"
RUNS = 3


def fill(path: Path, signatures: int) -> None:
    """Makes an archive: always the same for the same number."""
    rng, kind = random.Random("exports"), "association"
    names = [f"Association des amis du quai numéro {number}" for number in range(BODIES)]
    with closing(open_archive(path)) as db:
        rows = [{"id": f"o{number}", "name": name, "kind": kind} for number, name in enumerate(names)]
        insert(db, "organisations", rows)
        for number in range(signatures // EACH):
            site, capture = f"site-{number % 60}", f"{number:020x}"
            told = {"id": f"{site}-{number}", "site_id": site, "url": f"https://{site}.example/{number}.html"}
            told |= {"title": f"Appel pour la sauvegarde du quai, et la suite du combat, {number}", "kind": "appel"}
            told |= {"published": f"20{10 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}", "state": "online"}
            told |= {"work_id": f"w-{number}", "capture_id": capture, "first_seen": MOMENT, "last_seen": MOMENT}
            insert(db, "statements", [told | {"text": "Le quai est à nous, et le restera longtemps. " * 90}])
            capture_row = {"id": capture, "site_id": site, "url": told["url"], "fetched_at": MOMENT, "sha256": "0" * 64}
            insert(db, "captures", [capture_row])
            chosen = rng.sample(range(BODIES), EACH)
            insert(db, "signatures", [_signature(told["id"], place, names, body) for place, body in enumerate(chosen)])
        db.commit()


def _signature(statement: str, place: int, names: list[str], body: int) -> dict[str, Any]:
    told = {"id": f"{statement}-{place:010x}", "statement_id": statement, "position": place + 1, "support": 0}
    told |= {"as_written": names[body], "name": names[body], "organisation_id": f"o{body}", "kind": "organisation"}
    told |= {"match": "exact", "evidence": "typography", "confidence": "high", "state": "listed"}
    return told | {"first_seen": MOMENT, "last_seen": MOMENT}


# --- the ways ----------------------------------------------------------------------------------------------------


def _bare(_: Product, rows: Iterable[Any], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _csv(product: Product, rows: Iterable[Any], path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(write_csv(product.columns, rows))


def _excel(product: Product, rows: Iterable[Any], path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(write_csv(product.columns, rows, excel=True))


def _jsonl(product: Product, rows: Iterable[Any], path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(write_jsonlines(product.columns, rows))


def _xlsx(product: Product, rows: Iterable[Any], path: Path) -> None:
    write_xlsx(path, [Sheet(product.name, product.columns, rows)], MOMENT)


WAYS: dict[str, Callable[[Product, Iterable[Any], Path], None]] = {
    "bare csv": _bare, "csv": _csv, "csv for Excel": _excel, "jsonl": _jsonl, "xlsx": _xlsx,
}  # fmt: skip


def measure(archive: Path, product: str, way: str) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor, and peak bytes, of one way in this process."""
    with reading(archive) as db:
        start, spent = time.perf_counter(), time.process_time()
        rows = PRODUCTS[product].rows(db, BASE)
        WAYS[way](PRODUCTS[product], rows, archive.with_name("out"))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return time.perf_counter() - start, time.process_time() - spent, peak


def main() -> None:
    """Reads the command line, prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--signatures", type=int, default=100_000)
    parser.add_argument("--one", nargs=3, metavar=("ARCHIVE", "PRODUCT", "WAY"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        archive, product, way = options.one
        print(json.dumps(measure(Path(archive), product, way)))
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        fill(archive, options.signatures)
        for product, count in ((SIGNATURES.name, options.signatures), ("statements", options.signatures // EACH)):
            report(*_compare(archive, product, count))


def _compare(archive: Path, product: str, count: int) -> Iterator[Row]:
    least = 0.0
    for way in WAYS:
        command = [sys.executable, "-m", "benchmarks.exports", "--one", str(archive), product, way]
        told = [
            json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout) for _ in range(RUNS)
        ]
        _, spent, memory = (how(one[place] for one in told) for place, how in enumerate((median, median, max)))
        least = least or spent
        bound = 0.5 if (product, way) == (SIGNATURES.name, "csv") else None
        what, rate = f"exports: {count} {product}, {way}", count / spent
        yield Row(what, rate, "rows/s (CPU)", least / spent, "bare csv", least=bound, memory=memory / MB)


if __name__ == "__main__":
    main()
