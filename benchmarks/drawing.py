"""Draws `docs/performance.svg` from `benchmarks/history.jsonl`: how far each figure is from its bound, run by run.

    python -m benchmarks.drawing

Drawn by pygal, as the archive's own timeline is. 1 is the bound; what is above it is within. A figure that has no bound
is not drawn, nor is one that was measured once and is no longer.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

from benchmarks.table import Row

ROOT = Path(__file__).resolve().parent.parent
HISTORY, DRAWING = ROOT / "benchmarks" / "history.jsonl", ROOT / "docs" / "performance.svg"
RUNS = 30  # the newest ones


def reached(row: Row) -> float | None:
    """How much of its bound a figure reaches: 1 is the bound, more is better; None without a bound."""
    judged = row.value if row.ratio is None else row.ratio
    if row.least is not None:
        return judged / row.least
    return row.most / judged if row.most is not None and judged else None


def draw(runs: list[tuple[str, list[Row]]]) -> bytes:
    """The drawing of some runs, each with what it is called below the line."""
    # Imported late, as the archive does: it leaves a hook in Python's imports that warns of itself.
    import pygal
    from pygal.style import Style

    style = Style(font_family="sans-serif", background="white", plot_background="white", label_font_size=12)
    found = [{row.name: share for row in rows if (share := reached(row))} for _, rows in runs]
    names = list(dict.fromkeys(name for shares in found for name in shares))
    chart = pygal.Line(
        js=[], style=style, width=1100, height=520, legend_at_bottom=True, legend_at_bottom_columns=2, logarithmic=True,
        truncate_legend=-1, x_label_rotation=30, y_title="of its bound", human_readable=True, show_minor_x_labels=True,
    )  # fmt: skip
    chart.uuid = "performance"
    chart.x_labels = [name for name, _ in runs]
    last = math.ceil(max((share for shares in found for share in shares.values()), default=1))
    chart.y_labels = [one for one in (0.03, 0.1, 0.3, 1, 3, 10, 30) if one <= max(3, last)]
    for name in names:
        chart.add(name, [shares.get(name) for shares in found])
    made: bytes = chart.render()
    return made


def main() -> None:
    """Writes the drawing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--history", type=Path, default=HISTORY)
    parser.add_argument("--to", type=Path, default=DRAWING)
    asked = parser.parse_args()
    told = [json.loads(line) for line in asked.history.read_text("utf-8").splitlines()][-RUNS:]
    runs = [(f"{run['at']} {run['commit']}", [Row(**row) for row in run["rows"]]) for run in told]
    asked.to.write_bytes(draw(runs))


if __name__ == "__main__":
    main()
