"""A timeline of works by month and kind, drawn by pygal; its data as rows for a table beside it.

The drawing holds no style and no script: the site's own style sheet colours it, so it is dark where the page is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from lxml import etree
from markupsafe import Markup

from archive.web.labels import LABELS
from archive.web.languages import Words

SIZE = (1100, 280)
LINES = 5  # across the drawing
YEARS = 24  # that there is room to write
KINDS = tuple(LABELS["kind"])
SVG = "http://www.w3.org/2000/svg"
Link = Callable[[str, str], str]  # from two months to the address of what was published between them


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its name, the address of its texts, and how many there are of each of `KINDS`."""

    month: str
    name: str
    address: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """`svg` is the drawing; `kinds` are the places in `KINDS` of those that occur; `rows` the months with any."""

    svg: Markup
    kinds: tuple[tuple[int, str], ...]
    rows: tuple[Month, ...]


def timeline(counted: Mapping[tuple[str, str], int], words: Words, link: Link, most: int = 1200) -> Timeline | None:
    """Draws how many works there are of each month and kind, or of each year and kind where there are more months than
    `most`; None when there is nothing to draw.
    """
    known = sorted({month for month, _ in counted if len(month) == 7})
    if not known:
        return None
    months = tuple(
        Month(month, words.month(month), link(month, month), tuple(counted.get((month, kind), 0) for kind in KINDS))
        for month in _months(known[0], known[-1])
    )
    names = {kind: words.label("kind", kind) for kind in KINDS}
    kinds = tuple(
        (place, names[kind]) for place, kind in enumerate(KINDS) if any(month.counts[place] for month in months)
    )
    bars = months if len(months) <= most else _years(months, link)
    return Timeline(_draw(bars, names, words), kinds, tuple(month for month in months[::-1] if any(month.counts)))


def _months(first: str, last: str) -> list[str]:
    """Every month from one to another."""
    year, month = int(first[:4]), int(first[5:])
    told = [first]
    while told[-1] < last:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        told.append(f"{year:04}-{month:02}")
    return told


def _years(months: tuple[Month, ...], link: Link) -> tuple[Month, ...]:
    """The same by year."""
    told: dict[str, list[tuple[int, ...]]] = {}
    for month in months:
        told.setdefault(month.month[:4], []).append(month.counts)
    return tuple(
        Month(year, year, link(year, year), tuple(map(sum, zip(*counts, strict=True)))) for year, counts in told.items()
    )


def _draw(months: tuple[Month, ...], names: Mapping[str, str], words: Words) -> Markup:
    import pygal  # costs 150 ms at the start

    chart = pygal.StackedBar(
        width=SIZE[0], height=SIZE[1], css=[], js=[], classes=("chart", "timeline"), show_legend=False, margin=6,
        no_prefix=True, show_minor_x_labels=False, truncate_label=-1, value_formatter=lambda n: words.number(n or 0),
    )  # fmt: skip
    chart.x_labels = [month.month[:4] if month.month.endswith("-01") else month.name for month in months]
    years = [label for label in chart.x_labels if len(label) == 4]
    chart.x_labels_major = years[:: ceil(len(years) / YEARS)] if len(years) > 1 else chart.x_labels[::6]
    chart.y_labels = _scale(max(sum(month.counts) for month in months))
    for place, kind in enumerate(KINDS):
        chart.add(names[kind], [_value(month, month.counts[place], names[kind]) for month in months])
    return _bare(chart.render_tree())


def _scale(most: int) -> list[int]:
    """Round numbers from 0 up to the largest."""
    step = ceil(most / LINES) or 1
    size = 10 ** (len(str(step)) - 1)
    step = next(size * part for part in (1, 2, 5, 10) if size * part >= step)
    return list(range(0, most + step, step))


def _value(month: Month, number: int, kind: str) -> dict[str, Any] | None:
    if not number:
        return None
    return {"value": number, "label": f"{month.name}, {kind}", "xlink": {"href": month.address, "target": "_self"}}


def _bare(drawn: Any) -> Markup:
    """The drawing without the style, script and remarks that pygal puts into it, and without bars of nothing.

    It is for the eye: who reads with the ear or the keyboard has the table.
    """
    tree = etree.fromstring(etree.tostring(drawn))
    for bar in tree.findall(".//{*}g[@class='bar']"):
        link = bar.find("{*}a")
        if link is None:
            _drop(bar)
            continue
        told = {item.get("class"): item.text or "" for item in link.iter("{*}desc")}
        etree.SubElement(link, f"{{{SVG}}}title").text = f"{told['label']} : {told['value']}"
        link.set("tabindex", "-1")
    for name in ("style", "script", "defs", "desc"):
        for item in [*tree.iter(f"{{*}}{name}")]:
            _drop(item)
    for item in [*tree.iter(etree.Comment)]:
        _drop(item)
    for item in tree.iter():
        item.attrib.pop("style", "")
    tree.attrib.pop("id", "")
    tree.set("aria-hidden", "true")
    return Markup(etree.tostring(tree, encoding="unicode"))  # lxml escapes


def _drop(item: Any) -> None:
    parent = item.getparent()
    if parent is not None:
        parent.remove(item)
