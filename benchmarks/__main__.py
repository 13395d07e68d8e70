"""Every benchmark, one after the other, and one table of what they found.

    python -m benchmarks [--quick] [--only crawl,works] [--history FILE]

Prints what each prints, then the table with the bounds, and appends it with date and commit to
`benchmarks/history.jsonl`, from which `python -m benchmarks.drawing` draws the plot of `docs/performance.md`. `--quick`
takes less than two minutes: fewer pages and statements, one run each, so that its times say little and are not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.table import ROWS, Row, lines, read

ROOT = Path(__file__).resolve().parent.parent
HISTORY = ROOT / "benchmarks" / "history.jsonl"
LABELLED = ROOT.parent / "shared" / "signatories" / "dev.jsonl"
PAIRS = "benchmarks/resolution.jsonl"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A module of this folder with the words of its command; `quick`: those of the quick run, None when it has none."""

    module: str
    words: str = ""
    quick: str | None = None


BENCHMARKS = (
    Benchmark("crawl", "--peers", "--pages 160 --runs 1"),
    Benchmark("extraction", "--peers", "--pages 60 --runs 1"),
    Benchmark("storing", "", "--statements 1000 --runs 1"),
    Benchmark("works", "--size 100000", "--size 2000 --runs 1"),
    Benchmark("speed", "", "--pages 60 --rounds 1"),
    Benchmark("nights", "", "--sizes 500 --nights 1 --changes 0"),
    Benchmark("signatories", f"--pairs {PAIRS}", f"--pairs {PAIRS}"),
    Benchmark("search"),
    Benchmark("search_speed"),
    Benchmark("serving"),
    Benchmark("exports", "", "--signatures 10000"),
    Benchmark("scale"),
    Benchmark("fleet"),
    Benchmark("cluster"),
    Benchmark("attacks"),
    Benchmark("pages"),
)


def main() -> int:
    """Runs them; 1 when one failed or a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", help="which of them, apart by commas")
    parser.add_argument("--history", type=Path, default=HISTORY)
    asked = parser.parse_args()
    chosen = [one for one in BENCHMARKS if not asked.only or one.module in asked.only.split(",")]
    if not shutil.which("npm"):
        print("pages: not measured, npm is missing")
        chosen = [one for one in chosen if one.module != "pages"]
    rows, failed = list[Row](), list[str]()
    for one in chosen:
        words = one.quick if asked.quick else one.words
        if words is not None:
            print(f"\n== {one.module} {words}", flush=True)
            found, well = run(one.module, words)
            rows += found
            failed += [] if well else [one.module]
    if not asked.quick and not asked.only and LABELLED.is_file():
        run("signatories", str(LABELLED))  # for people: its table has no bounds
    print("\n" + "\n".join(lines(rows)))
    if failed:
        print(f"ended with an error: {', '.join(failed)}")
    if not asked.quick:
        keep(asked.history, rows)
    return 1 if failed or any(row.met is False for row in rows) else 0


def run(module: str, words: str) -> tuple[list[Row], bool]:
    """The rows that one benchmark reports, and whether it ended well."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        command = [sys.executable, "-m", f"benchmarks.{module}", *words.split()]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, ROWS: str(path)}, check=False)
        return read(path), done.returncode == 0


def keep(path: Path, rows: list[Row]) -> None:
    """Appends what was found, with the day, the commit and the number of processors."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    told = {"at": f"{datetime.now(UTC):%Y-%m-%d}", "commit": commit.stdout.strip(), "cores": os.cpu_count()}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**told, "rows": [asdict(row) for row in rows]}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
