"""Who signs with whom as a drawing: clusters and places by igraph, lines and labels as SVG.

The same organisations and counts always give the same drawing.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from archive.web.queries.pairs import Pair
from archive.web.queries.rows import Row

WIDTH, MARGIN = 1200, 12
ROOM = 16_000  # square units of the drawing for each organisation
LETTER, CAPITAL, LABEL = 8.4, 11.6, 18  # how wide a letter of a label is, how high a line
SEED = 20080101
ROUNDS = 300  # of pushing apart, at most
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """An organisation in the drawing: its place, size, cluster, and the name it is drawn with."""

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
    height: int


def drawing(organisations: Sequence[Row], pairs: Sequence[Pair], lines: int) -> Drawing:
    """Places organisations so that those that sign together stand together, and no name hides another.

    All pairs decide the places; so many of the closest are drawn as lines.
    """
    import igraph  # costs 100 ms at the start

    order = {one["id"]: number for number, one in enumerate(organisations)}
    graph = igraph.Graph(n=len(organisations), edges=[(order[pair.a], order[pair.b]) for pair in pairs])
    weights = [pair.closeness for pair in pairs]
    igraph.set_random_number_generator(random.Random(SEED))  # a drawing, not a secret
    membership = _clusters(graph, weights)
    most = max((one["works"] for one in organisations), default=1)
    radii = [5 + 15 * (one["works"] / most) ** 0.5 for one in organisations]
    names = [_short(one) for one in organisations]
    height = max(500, len(organisations) * ROOM // WIDTH)
    boxes = [
        (max(2 * radius, label_width(name)) + 4, 2 * radius + LABEL) for radius, name in zip(radii, names, strict=True)
    ]
    places = _apart(_spread(_places(graph, weights), height), boxes, height)
    # The box of a dot holds its label above it: the dot stands half a line lower.
    dots = [
        Dot(one, x, round(y + LABEL / 2, 1), radius, cluster, name)
        for one, (x, y), radius, cluster, name in zip(organisations, places, radii, membership, names, strict=True)
    ]
    count = max(membership, default=-1) + 1
    groups = [
        [one for one, cluster in zip(organisations, membership, strict=True) if cluster == n] for n in range(count)
    ]
    return Drawing(
        _lines(pairs[:lines], {one["id"]: dot for one, dot in zip(organisations, dots, strict=True)}),
        dots,
        groups,
        height,
    )


def _lines(pairs: Sequence[Pair], dots: Mapping[str, Dot]) -> list[Line]:
    """The lines of these pairs, the closest last so that they lie above."""
    closest = max((pair.closeness for pair in pairs), default=1.0)
    return [
        Line(pair, dots[pair.a].x, dots[pair.a].y, dots[pair.b].x, dots[pair.b].y,
             0.4 + 5 * (pair.closeness / closest) ** 1.5)
        for pair in sorted(pairs, key=lambda pair: pair.closeness)
    ]  # fmt: skip


def _clusters(graph: object, weights: list[float]) -> list[int]:
    """The cluster of each, the largest numbered 0."""
    found = graph.community_leiden(objective_function="modularity", weights=weights or None, n_iterations=-1)  # type: ignore[attr-defined]
    sizes = sorted(range(len(found)), key=lambda number: (-len(found[number]), min(found[number])))
    renamed = {number: place for place, number in enumerate(sizes)}
    return [renamed[number] for number in found.membership]


def _places(graph: object, weights: list[float]) -> list[Place]:
    """A place for each, in no measure yet: what is linked closely attracts each other."""
    layout = graph.layout_fruchterman_reingold(weights=weights or None, niter=1000)  # type: ignore[attr-defined]
    return [(x, y) for x, y in layout.coords]


def _spread(places: Sequence[Place], height: int) -> list[Place]:
    """The same within the drawing, evenly: each way by half its place and half its rank, so that no crowd is left."""
    return [*zip(_even([x for x, _ in places], WIDTH), _even([y for _, y in places], height), strict=True)]


def _even(values: Sequence[float], size: int) -> list[float]:
    low, span = min(values, default=0), (max(values, default=0) - min(values, default=0)) or 1
    ranks = {number: rank for rank, number in enumerate(sorted(range(len(values)), key=values.__getitem__))}
    last = max(1, len(values) - 1)
    return [((value - low) / span + ranks[number] / last) / 2 * size for number, value in enumerate(values)]


def _apart(places: Sequence[Place], boxes: Sequence[Place], height: int) -> list[Place]:
    """Pushes boxes that cover each other apart, the shorter way, within the drawing."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    for _ in range(ROUNDS):
        moved = False
        for a, b in combinations(range(len(boxes)), 2):
            wide = (boxes[a][0] + boxes[b][0]) / 2 - abs(xs[a] - xs[b])
            high = (boxes[a][1] + boxes[b][1]) / 2 - abs(ys[a] - ys[b])
            if wide <= 0 or high <= 0:
                continue
            moved = True
            along, by = (xs, wide) if wide < high else (ys, high)
            step = (by / 2 + 0.5) * (1 if along[a] >= along[b] else -1)
            along[a] += step
            along[b] -= step
        for number, (wide, high) in enumerate(boxes):
            xs[number] = min(max(xs[number], MARGIN + wide / 2), WIDTH - MARGIN - wide / 2)
            ys[number] = min(max(ys[number], MARGIN + high / 2), height - MARGIN - high / 2)
        if not moved:
            break
    return [(round(x, 1), round(y, 1)) for x, y in zip(xs, ys, strict=True)]


def label_width(name: str) -> float:
    """How wide a label is at most, in units of the drawing."""
    return sum(CAPITAL if letter.isupper() else LETTER for letter in name)


def _short(organisation: Row) -> str:
    name = organisation["acronym"] or organisation["name"]
    # Names of one family often differ in their end only.
    return name if len(name) <= 24 else f"{name[:11].rstrip()}…{name[-11:].lstrip()}"
