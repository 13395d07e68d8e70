"""Who signs with whom as a drawing: clusters and places by igraph, lines and labels as SVG.

The same organisations and counts always give the same drawing.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from archive.web.queries.pairs import Pair
from archive.web.queries.rows import Row

WIDTH, HEIGHT, MARGIN = 1200, 860, 90
SEED = 20080101


@dataclass(frozen=True, slots=True)
class Dot:
    """An organisation in the drawing: its place, size, cluster, and the pairs it is drawn with."""

    organisation: Row
    x: float
    y: float
    radius: float
    cluster: int
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """A pair in the drawing; `width` grows with how close the two are."""

    pair: Pair
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, in the order in which it is: lines first."""

    lines: list[Line]
    dots: list[Dot]
    clusters: list[list[Row]]


def drawing(organisations: Sequence[Row], pairs: Sequence[Pair]) -> Drawing:
    """Places organisations so that those that sign together stand together. `pairs` are the lines that may be drawn."""
    import igraph  # costs 100 ms at the start

    order = {one["id"]: number for number, one in enumerate(organisations)}
    graph = igraph.Graph(n=len(organisations), edges=[(order[pair.a], order[pair.b]) for pair in pairs])
    weights = [pair.closeness for pair in pairs]
    igraph.set_random_number_generator(random.Random(SEED))  # a drawing, not a secret
    membership = _clusters(graph, weights)
    places = _places(graph, weights)
    most = max((one["works"] for one in organisations), default=1)
    dots = [
        Dot(one, *places[number], 5 + 17 * (one["works"] / most) ** 0.5, membership[number], _short(one))
        for number, one in enumerate(organisations)
    ]
    closest = max(weights, default=1.0)
    lines = [
        Line(pair, *places[order[pair.a]], *places[order[pair.b]], 0.4 + 5 * (pair.closeness / closest) ** 1.5)
        for pair in sorted(pairs, key=lambda pair: pair.closeness)
    ]
    count = max(membership, default=-1) + 1
    groups = [
        [one for one, cluster in zip(organisations, membership, strict=True) if cluster == n] for n in range(count)
    ]
    return Drawing(lines, dots, groups)


def _clusters(graph: object, weights: list[float]) -> list[int]:
    """The cluster of each, the largest numbered 0."""
    found = graph.community_leiden(objective_function="modularity", weights=weights or None, n_iterations=-1)  # type: ignore[attr-defined]
    sizes = sorted(range(len(found)), key=lambda number: (-len(found[number]), min(found[number])))
    renamed = {number: place for place, number in enumerate(sizes)}
    return [renamed[number] for number in found.membership]


def _places(graph: object, weights: list[float]) -> list[tuple[float, float]]:
    """A place within the drawing for each."""
    layout = graph.layout_fruchterman_reingold(weights=weights or None, niter=2000)  # type: ignore[attr-defined]
    listed = [tuple(place) for place in layout.coords]
    xs, ys = [x for x, _ in listed] or [0], [y for _, y in listed] or [0]
    wide, high = (max(xs) - min(xs)) or 1, (max(ys) - min(ys)) or 1
    return [
        (
            round(MARGIN + (x - min(xs)) / wide * (WIDTH - 2 * MARGIN), 1),
            round(MARGIN / 2 + (y - min(ys)) / high * (HEIGHT - MARGIN), 1),
        )
        for x, y in listed
    ]


def _short(organisation: Row) -> str:
    name = organisation["acronym"] or organisation["name"]
    return name if len(name) <= 24 else f"{name[:22].rstrip()}…"
