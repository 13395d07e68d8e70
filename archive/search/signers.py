"""Who signed which works, as sets: with these, who signs with whom in any period is a matter of milliseconds.

A text that several sites published is one work, signed by all who are listed under any of its copies.
"""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from pyroaring import BitMap

from archive.search.periods import ALWAYS, Period
from archive.search.sets import sets_of

# Every part is read from an index: the statements themselves, with their texts, are a hundred times as long.
_WORKS = """
select rowid, coalesce(published, (select min(published) from statements where work_id = works.id)) from works
"""
_STATEMENTS = "select s.rowid, w.rowid from statements s join works w on w.id = s.work_id"
_ALONE = "select rowid, published from statements where work_id is null and state != 'withdrawn'"
_LATER = """
select s.rowid from works w cross join statements s on s.work_id = w.id
where w.statements > 1 and s.id != w.first_statement_id
"""
_ABOUT = ("id", "name", "acronym", "kind", "parent_id")


@dataclass(frozen=True, slots=True)
class Signers:
    """`works`: the numbers of the works that each organisation signed. They are numbered by date.

    `days` are the dates there are; the works of one have the numbers from its place in `starts` to the next; those
    without a date come last, up to `count`. `kinds`: the works of each kind, as each appeared first.
    """

    works: dict[str, BitMap]
    days: list[str]
    starts: list[int]
    count: int
    kinds: dict[str, BitMap]
    organisations: dict[str, dict[str, Any]]

    def within(self, period: Period) -> BitMap:
        """The works of a period; those without a date are in no period but the whole."""
        if not period:
            return BitMap(range(self.count))
        first = bisect_left(self.days, period.since[:4]) if period.since else 0
        told = BitMap()
        for day in range(first, len(self.days)):
            if period.holds(self.days[day]):
                told.add_range(self.starts[day], self.starts[day + 1])
        return told

    def span(self, works: BitMap) -> tuple[str | None, str | None]:
        """The dates of the first and the last of some works."""
        dated = works.rank(self.starts[-1] - 1) if works and self.days else 0
        return (self._day(works[0]), self._day(works[dated - 1])) if dated else (None, None)

    def _day(self, number: int) -> str:
        return self.days[bisect_right(self.starts, number) - 1]

    def by_month(self, works: BitMap) -> dict[tuple[str, str], int]:
        """How many of some works first appeared, by month and kind; those without a date are left out."""
        told: dict[tuple[str, str], int] = {}
        months = list(self._months())
        for kind, members in self.kinds.items():
            found = works & members
            for month, start, end in months:
                if counted := found.range_cardinality(start, end):
                    told[month, kind] = counted
        return told

    def _months(self) -> Iterator[tuple[str, int, int]]:
        """Each month, with the numbers of its works from one to before another."""
        months = [day[:7] for day in self.days]
        firsts = [day for day, month in enumerate(months) if not day or month != months[day - 1]]
        for first, after in pairwise([*firsts, len(months)]):
            yield months[first], self.starts[first], self.starts[after]

    def most_active(self, period: Period, limit: int) -> list[tuple[str, BitMap]]:
        """The organisations that signed most in a period, each with its works of that period; ties by id."""
        if period:
            inside = self.within(period)
            found = {one: works & inside for one, works in self.works.items()}
        else:
            found = self.works
        listed = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return [item for item in listed[:limit] if item[1]]

    def beside(self, organisation: str, period: Period = ALWAYS) -> list[dict[str, Any]]:
        """With whom an organisation signs: works shared, closeness from 0 to 1 (Jaccard), first, last; most first."""
        own = self.works.get(organisation, BitMap())
        own = own & self.within(period) if period else own
        told = []
        for other, works in self.works.items():
            shared = own.intersection_cardinality(works) if other != organisation else 0
            if shared:
                both = own & works
                first, last = self.span(both)
                union = len(own) + len(works if not period else works & self.within(period)) - shared
                about = self.organisations.get(other) or {"id": other, "name": other, "acronym": None, "kind": None}
                told.append({**about, "works": shared, "closeness": shared / union, "first": first, "last": last})
        return sorted(told, key=lambda one: (-one["works"], -one["closeness"], one["id"]))


def signers(db: sqlite3.Connection) -> Signers:
    """Who signed what, of the whole archive, from the sets of the search index."""
    sets, by_date = sets_of(db), _ByDate.of(db)
    later = BitMap(row[0] for row in db.execute(_LATER))
    signed = {one: by_date.works(found) for one, found in sets.family(db, "o").items()}
    kinds = {kind: by_date.works(found - later) for kind, found in sets.family(db, "k").items()}
    listed = db.execute(f"select {', '.join(_ABOUT)} from organisations")
    about = {one[0]: dict(zip(_ABOUT, one, strict=True)) for one in listed}
    return Signers(signed, by_date.days, by_date.starts, by_date.count, kinds, about)


@dataclass(frozen=True, slots=True)
class _ByDate:
    """All works in the order of their dates. `number_of[rowid]` is that of the work of a statement, -1 of none."""

    number_of: np.ndarray
    days: list[str]
    starts: list[int]
    count: int

    @classmethod
    def of(cls, db: sqlite3.Connection) -> _ByDate:
        """A work is a row of `works`, or a statement that is of none."""
        code: dict[str | None, int] = {}
        works, work_days = _dated(db, _WORKS, code)
        alone, alone_days = _dated(db, _ALONE, code)
        days = sorted(day for day in code if day)
        place = {day: place for place, day in enumerate(days)}
        places = np.array([place.get(day or "", len(days)) for day in code], np.int64)  # without a date: last
        placed = places[np.concatenate([work_days, alone_days])]
        numbers = np.empty(len(placed), np.int64)
        numbers[np.argsort(placed, kind="stable")] = np.arange(len(placed))
        starts = np.concatenate([[0], np.cumsum(np.bincount(placed, minlength=len(days) + 1)[: len(days)])])
        number_of_work = _spread(works, numbers[: len(works)])
        copies, of = _columns(db, _STATEMENTS)
        rowids = np.concatenate([copies, alone])
        number_of = _spread(rowids, np.concatenate([number_of_work[of], numbers[len(works) :]]))
        return cls(number_of, days, starts.tolist(), len(placed))

    def works(self, statements: BitMap) -> BitMap:
        """The numbers of the works of some statements."""
        rowids = np.frombuffer(statements.to_array(), np.uint32)
        numbers = self.number_of[rowids[rowids < len(self.number_of)]]
        told = np.sort(numbers[numbers >= 0].astype(np.uint32))
        return BitMap(array("I", told.tobytes()))


def _columns(db: sqlite3.Connection, query: str) -> tuple[np.ndarray, np.ndarray]:
    first, second = array("q"), array("q")
    for one, other in db.execute(query):
        first.append(one)
        second.append(other)
    return np.array(first), np.array(second)


def _dated(db: sqlite3.Connection, query: str, code: dict[str | None, int]) -> tuple[np.ndarray, np.ndarray]:
    """Rowids, and for each the code of its day; days that have none yet are given one."""
    rowids, codes = array("q"), array("q")
    for rowid, day in db.execute(query):
        rowids.append(rowid)
        codes.append(code.setdefault(day or None, len(code)))
    return np.array(rowids), np.array(codes)


def _spread(places: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The values at their places; -1 at all others."""
    told = np.full(int(places.max(initial=0)) + 1, -1, np.int64)
    told[places] = values
    return told
