"""A timeline of works by month and kind, drawn by pygal; its data as rows for a table beside it.

The drawing holds no style and no script: the site's own style sheet colours it, so it is dark where the page is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from archive.web.labels import LABELS
from archive.web.languages import Words

SIZE = (1100, 300)
Link = Callable[[str, str], str]  # from two months to the address of what was published between them


@dataclass(frozen=True, slots=True)
class Timeline:
    """`svg` is the drawing; `kinds` are its series, code and name; `rows` its data by month: (month, name, link, counts)."""

    svg: Markup
    kinds: list[tuple[str, str]]
    rows: list[tuple[str, str, str, list[int]]]
    total: int


def timeline(counted: Mapping[tuple[str, str], int], words: Words, link: Link) -> Timeline | None:
    """Draws how many works there are of each month and kind; None when there is nothing to draw."""
    months = _months(sorted({month for month, _ in counted if len(month) == 7}))
    present = {kind for month, kind in counted if len(month) == 7}
    kinds = [(kind, words.gettext(name)) for kind, name in LABELS["kind"].items() if kind in present]
    if not months or not kinds:
        return None
    rows = [
        (month, words.month(month), link(month, month), [counted.get((month, kind), 0) for kind, _ in kinds])
        for month in months
    ]
    svg = _draw(rows, kinds, words)
    filled = [row for row in rows if any(row[3])]
    return Timeline(svg, kinds, filled[::-1], sum(sum(row[3]) for row in rows))


def _months(known: list[str]) -> list[str]:
    """Every month from the first to the last."""
    if not known:
        return []
    year, month = int(known[0][:4]), int(known[0][5:])
    told = [known[0]]
    while told[-1] < known[-1]:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        told.append(f"{year:04}-{month:02}")
    return told


def _draw(rows: list[tuple[str, str, str, list[int]]], kinds: list[tuple[str, str]], words: Words) -> Markup:
    import pygal  # noqa: PLC0415  # costs 150 ms at the start

    chart = pygal.StackedBar(
        width=SIZE[0], height=SIZE[1], explicit_size=False, css=[], js=[], classes=("chart", "timeline"),
        disable_xml_declaration=True, show_legend=False, margin=8, no_prefix=True, print_values=False,
        show_minor_x_labels=False, x_labels_major_every=12, rounded_bars=1, spacing=0,
        value_formatter=lambda value: words.number(value or 0),
    )  # fmt: skip
    chart.x_labels = [month for month, *_ in rows]
    chart.x_labels_major = [month for month, *_ in rows if month.endswith("-01")] or [rows[0][0]]
    chart.x_value_formatter = lambda month: month[:4]
    for place, (_, name) in enumerate(kinds):
        chart.add(name, [_value(row[3][place], row[1], name, row[2]) for row in rows])
    return Markup(chart.render(is_unicode=True))  # noqa: S704  # pygal escapes what it draws


def _value(number: int, month: str, name: str, address: str) -> dict[str, Any] | None:
    if not number:
        return None
    return {"value": number, "label": f"{month}, {name}", "xlink": {"href": address, "target": "_self"}}
