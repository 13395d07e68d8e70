"""Pairs of organisations that sign together in a period, with how close they are; from the sets of `signers`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from pyroaring import BitMap

from archive.search.periods import Period
from archive.search.signers import Signers
from archive.web.queries.rows import Row


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organisations, by their ids in order, and the works that both signed.

    `closeness` is Jaccard's: of all works that one of them signed, the share that both did; `cosine` weighs a small
    organisation that always signs with a large one as near to it.
    """

    a: str
    b: str
    works: int
    closeness: float
    cosine: float
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Network:
    """The most active organisations of a period, most active first, and their pairs, closest first."""

    organisations: list[Row]
    pairs: list[Pair]
    works: int


def network(known: Signers, period: Period, limit: int, least: int, chosen: str = "") -> Network:
    """Who signs with whom. `least`: works that a pair must share; `chosen`: an organisation and those it signs with."""
    active = known.most_active(period, len(known.works))
    if chosen:
        own = next((works for one, works in active if one == chosen), BitMap())
        active = [item for item in active if item[1].intersection_cardinality(own) >= least or item[0] == chosen]
        active.sort(key=lambda item: (item[0] != chosen, -item[1].intersection_cardinality(own), item[0]))
    active = active[:limit]
    pairs = sorted(_pairs(known, active, least), key=lambda pair: (-pair.closeness, -pair.works, pair.a, pair.b))
    listed = [_about(known, one, works) for one, works in active]
    return Network(listed, pairs, len(BitMap.union(BitMap(), *(works for _, works in active))))


def _about(known: Signers, identifier: str, works: BitMap) -> Row:
    about = known.organisations.get(identifier) or {"id": identifier, "name": identifier, "acronym": None, "kind": None}
    first, last = known.span(works)
    return {**about, "works": len(works), "first": first, "last": last}


def _pairs(known: Signers, active: Sequence[tuple[str, BitMap]], least: int) -> Iterator[Pair]:
    for (a, ours), (b, theirs) in combinations(active, 2):
        shared = ours.intersection_cardinality(theirs)
        if shared < max(1, least):
            continue
        one, other = sorted((a, b))
        first, last = known.span(ours & theirs)
        union, size = len(ours) + len(theirs) - shared, (len(ours) * len(theirs)) ** 0.5
        yield Pair(one, other, shared, shared / union, shared / size, first, last)
