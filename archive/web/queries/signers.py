"""Who signed which works, as sets: with these, who signs with whom in any period is a matter of milliseconds.

A text that several sites published is one work, signed by all who are listed under any of its copies.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from pyroaring import BitMap

from archive.search.periods import ALWAYS, Period
from archive.search.sets import sets_of
from archive.web.queries.rows import Row, rows

# Every part is read from an index: the statements themselves, with their texts, are a hundred times as long.
_WORKS = """
select * from (
  select id, coalesce(published, (select min(published) from statements where work_id = works.id)) as published
    from works
  union all select id, published from statements where work_id is null and state != 'withdrawn'
) order by published is null, published, id
"""
_STATEMENTS = "select rowid, work_id from statements where work_id is not null"
_ALONE = "select rowid, id from statements where work_id is null"
_FIRST = "select works.id, statements.rowid from works join statements on statements.id = first_statement_id"
_ORGANISATIONS = "select id, name, acronym, kind, parent_id from organisations"


@dataclass(frozen=True, slots=True)
class Signers:
    """`works`: the numbers of the works that each organisation signed. They are numbered by date: `dates[number]`.

    `kinds`: the numbers of the works of each kind, as each appeared first.
    """

    works: dict[str, BitMap]
    dates: list[str | None]
    kinds: dict[str, BitMap]
    organisations: dict[str, Row]

    def within(self, period: Period) -> BitMap:
        """The works of a period; those without a date are in no period but the whole."""
        if not period:
            return BitMap(range(len(self.dates)))
        known = [date for date in self.dates if date]
        start = bisect_left(known, period.since[:4]) if period.since else 0
        return BitMap(number for number in range(start, len(known)) if period.holds(known[number]))

    def span(self, works: BitMap) -> tuple[str | None, str | None]:
        """The dates of the first and the last of some works."""
        dated = [self.dates[number] for number in (works.min(), works.max())] if works else [None, None]
        if works and dated[1] is None:
            known = [date for number in works if (date := self.dates[number])]
            return (known[0], known[-1]) if known else (None, None)
        return dated[0], dated[1]

    def by_month(self, works: BitMap) -> dict[tuple[str, str], int]:
        """How many of some works first appeared, by month and kind; those without a date are left out."""
        told = Counter[tuple[str, str]]()
        for kind, members in self.kinds.items():
            months = (date[:7] for number in works & members if (date := self.dates[number]))
            told.update((month, kind) for month in months)
        return told

    def most_active(self, period: Period, limit: int) -> list[tuple[str, BitMap]]:
        """The organisations that signed most in a period, each with its works of that period; ties by id."""
        if period:
            inside = self.within(period)
            found = {one: works & inside for one, works in self.works.items()}
        else:
            found = self.works
        listed = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        return [item for item in listed[:limit] if item[1]]

    def beside(self, organisation: str, period: Period = ALWAYS) -> list[Row]:
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
    sets, listed = sets_of(db), db.execute(_WORKS).fetchall()
    numbers = {work: number for number, (work, _) in enumerate(listed)}
    known = [*db.execute(_STATEMENTS), *db.execute(_ALONE)]
    number_of = {rowid: numbers[work] for rowid, work in known if work in numbers}
    signed = {
        one: BitMap(number_of[rowid] for rowid in found if rowid in number_of)
        for one, found in sets.family(db, "o").items()
    }
    first = {rowid: number_of[rowid] for _, rowid in db.execute(_FIRST) if rowid in number_of}
    first |= {rowid: numbers[one] for rowid, one in db.execute(_ALONE) if one in numbers}
    rowids = BitMap(first)
    kinds = {kind: BitMap(first[rowid] for rowid in found & rowids) for kind, found in sets.family(db, "k").items()}
    about = {one["id"]: one for one in rows(db, _ORGANISATIONS)}
    return Signers(signed, [date for _, date in listed], kinds, about)
