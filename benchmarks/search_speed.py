"""Times the search through HTTP, beside the direct SQL of the same queries on the same database.

    python -m benchmarks.search_speed [--statements 100000] [--folder DIR] [--rounds 5]

Makes an archive of generated statements (`benchmarks.searching.large`; a folder keeps it for the next time), serves it
with Datasette on loopback and asks each query of the mix in turn, one client, never twice the same words in a round.
Direct SQL: the page of twenty by bm25, how many there are, and the counts by organisation and by year, each as one
statement of SQL on `statements_fts`. Prints milliseconds (p50, p95, worst) by kind of query, both ways, and the ratio.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import httpx

from archive.schema import open_archive
from archive.search.engine import Query
from archive.search.meaning import understand
from benchmarks.searching.large import fill, organisations, vocabulary
from benchmarks.table import Row, report
from tests.demo_archive import METADATA, wait_for
from tests.servers.apache import free_port
from tests.servers.process import running

PAGE = """select statements.id, statements.title, published
  from statements_fts join statements on statements.rowid = statements_fts.rowid
  where statements_fts match ? order by bm25(statements_fts, 1.0, 8.0, 3.0, 0.5) limit 20"""
TOTAL = "select count(*) from statements_fts where statements_fts match ?"
BY_YEAR = """select substr(published, 1, 4), count(*) from statements
  where rowid in (select rowid from statements_fts where statements_fts match ?) group by 1"""
BY_ORGANISATION = """select organisation_id, count(distinct statement_id) from signatures where statement_id in (
  select statements.id from statements_fts join statements on statements.rowid = statements_fts.rowid
  where statements_fts match ?) group by 1 order by 2 desc limit 100"""
Spent = dict[str, list[float]]


def mix(number: int) -> Iterator[tuple[str, str]]:
    """The queries of one round by kind: common words in more than half of the statements, medium, rare, and so on."""
    words, names = vocabulary(), organisations()
    for place in range(4):
        shift = number * 4 + place
        yield "common", words[10 + shift]
        yield "two common", f"{words[40 + shift]} {words[90 + shift]}"
        yield "medium", words[900 + shift * 7]
        yield "rare", words[20_000 + shift * 31]
        yield "two medium", f"{words[300 + shift]} {words[1100 + shift * 3]}"
        yield "common and rare", f"{words[60 + shift]} {words[9_000 + shift * 17]}"
        yield "phrase", f'"{words[200 + shift]} {words[30 + shift]}"'
        yield "beginning", words[1500 + shift * 11][:6] + "*"
        yield "exclusion", f"{words[1200 + shift * 5]} -{words[700 + shift]}"
        yield "either", f"{words[1300 + shift]} OU {words[2300 + shift * 3]}"
        yield "organisation", names[(17 + shift * 13) % len(names)][1]
        yield "misspelled", words[5_000 + shift * 3] + "qz"


def direct(db: sqlite3.Connection, *, counts: bool) -> Callable[[str], None]:
    """Asks by SQL alone what the search shows."""

    def ask(typed: str) -> None:
        match = understand(db, Query.parse(typed)).expression
        for query in (PAGE, TOTAL, BY_YEAR, BY_ORGANISATION) if counts else (PAGE, TOTAL):
            db.execute(query, [match]).fetchall()

    return ask


def through(client: httpx.Client, address: str) -> Callable[[str], None]:
    """Asks the search through HTTP."""

    def ask(typed: str) -> None:
        client.get(f"{address}?{urlencode({'q': typed})}").raise_for_status()

    return ask


def measure(ask: Callable[[str], None], rounds: int) -> Spent:
    """Milliseconds of each query by kind."""
    spent: Spent = defaultdict(list)
    for number in range(rounds):
        for kind, typed in mix(number):
            start = time.perf_counter()
            ask(typed)
            spent[kind].append((time.perf_counter() - start) * 1000)
    return spent


def table(told: dict[str, Spent]) -> list[str]:
    """The measures as lines of text."""
    kinds = [*next(iter(told.values())), "all"]
    lines = [f"{'ms: p50 / p95 / worst':<18}" + "".join(f"{name:>30}" for name in told)]
    for kind in kinds:
        cells = []
        for spent in told.values():
            times = spent[kind] if kind != "all" else [one for some in spent.values() for one in some]
            cells.append(f"{median(times):.1f} / {percentile(times):.1f} / {max(times):.1f}")
        lines.append(f"{kind:<18}" + "".join(f"{cell:>30}" for cell in cells))
    return lines


def percentile(times: Sequence[float]) -> float:
    """The 95th."""
    return quantiles(times, n=20)[-1]


def archive(folder: Path, count: int) -> Path:
    """An archive of that many statements, made when it is not there."""
    path = folder / f"archive-{count}" / "archive.db"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(open_archive(path)) as db:
            fill(db, count)
    return path


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = told.folder or Path(temporary)
        path, port = archive(folder, told.statements), free_port()
        command = [sys.executable, "-m", "datasette", path, "-m", METADATA]
        command += ["-h", "127.0.0.1", "-p", str(port), "--setting", "sql_time_limit_ms", "10000"]
        address = f"http://127.0.0.1:{port}/recherche.json"
        with (
            running(command, folder / "datasette.log") as process,
            httpx.Client(timeout=60) as client,
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db,
        ):
            ask = through(client, address)
            wait_for(address.removesuffix("/recherche.json"), process, folder / "datasette.log")
            spent = {
                "through HTTP": measure(ask, told.rounds),
                "SQL, page": measure(direct(db, counts=False), told.rounds),
                "SQL, page and counts": measure(direct(db, counts=True), told.rounds),
            }
        print(f"{told.statements} statements, {path.stat().st_size / told.statements:.0f} bytes each")
        print("\n".join(table(spent)))
        ours, *others = (percentile([one for some in kinds.values() for one in some]) for kinds in spent.values())
        print("p95 / SQL: " + ", ".join(f"{ours / other:.2f}" for other in others))
        whole, name = others[-1], f"search: {told.statements} statements through HTTP, p95"
        bound = 150 if told.statements <= 100_000 else 300
        beside = Row(f"{name}, beside SQL", ours, "ms", ours / whole, "SQL with counts", most=3)
        report(Row(name, ours, "ms", most=bound), beside)


if __name__ == "__main__":
    main()
