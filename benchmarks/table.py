"""What every benchmark reports: rows of one table, each with the bound it is held to.

A benchmark ends in `report(…)`. Run alone, it prints its rows; run by `python -m benchmarks`, they go into the one
table and into `benchmarks/history.jsonl` as well. Ways that are compared run in processes of their own, in turn
(`in_turn`): a machine that others keep busy slows all of them alike, and memory is counted for each.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROWS = "SIGNATAIRES_ROWS"  # the file that rows go to when all benchmarks are run
RUNS = 3
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `ratio` is to what `beside` names; the bounds are on the ratio where there is one, else on the value.

    `memory` is the peak of the process that made it, in MB. A row without bounds is told, not judged.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    beside: str = ""
    least: float | None = None
    most: float | None = None
    memory: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the figure is within its bounds; None when it has none."""
        if self.least is None and self.most is None:
            return None
        judged = self.value if self.ratio is None else self.ratio
        return (self.least is None or judged >= self.least) and (self.most is None or judged <= self.most)

    @property
    def bound(self) -> str:
        """The bounds in words."""
        told = [f"≥ {self.least:g}"] if self.least is not None else []
        return " ".join([*told, *([f"≤ {self.most:g}"] if self.most is not None else [])])


def lines(rows: Iterable[Row]) -> list[str]:
    """The rows as a table of text."""
    heads = (f"{'':52}", f"{'value':>11} {'unit':<16}", f"{'ratio':>7}  {'to':<26}", f"{'bound':>9}", f"{'':7}", "MB")
    told = ["".join(heads)]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        verdict = {True: "met", False: "MISSED", None: ""}[row.met]
        memory = "" if row.memory is None else f"{row.memory:.0f}"
        told.append(
            f"{row.name:52}{row.value:>11,.4g} {row.unit:<16}{ratio:>7}  {row.beside:<26}{row.bound:>9} {verdict:<7}"
            f"{memory:>6}".rstrip()
        )
    return told


def report(*rows: Row) -> None:
    """Prints the rows, and hands them on."""
    print("\n".join(lines(rows)), flush=True)
    hand_on(*rows)


def hand_on(*rows: Row) -> None:
    """Gives the rows to the one table, when all benchmarks are run."""
    if path := os.environ.get(ROWS):
        with Path(path).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)


def read(path: Path) -> list[Row]:
    """The rows that a benchmark handed on."""
    return [Row(**json.loads(line)) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def in_turn(
    ways: Mapping[str, Sequence[str]], runs: int = RUNS, python: Mapping[str, Path] | None = None
) -> dict[str, dict[str, float]]:
    """What each way says of itself, its last line as JSON: the medians of so many runs, with the peak `memory` in MB.

    A way is the words that follow `python -m`; `python` names another interpreter for some. Raises `RuntimeError` when
    one fails.
    """
    told: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, words in ways.items():
            told[name].append(_once((python or {}).get(name, Path(sys.executable)), words))
    return {
        name: {key: (max if key == "memory" else median)(one[key] for one in found) for key in found[0]}
        for name, found in told.items()
    }


def _once(python: Path, words: Sequence[str]) -> dict[str, float]:
    """One run. The process is waited for by hand, since only so is its own memory told."""
    with subprocess.Popen([python, "-m", *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)}: exit {process.returncode}\n{said}")
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return {**found, "memory": usage.ru_maxrss * 1024 / MB}
