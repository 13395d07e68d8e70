"""Who signed which works, as sets: with these, who signs with whom in any period is a matter of milliseconds.

A text that several sites published is one work, signed by all who are listed under any of its copies.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from pyroaring import BitMap

from archive.search.periods import ALWAYS, Period
from archive.web.queries.rows import Row, rows

_WORKS = """
select coalesce(s.work_id, s.id) as work, min(coalesce(w.published, s.published)) as published
from statements s left join works w on w.id = s.work_id where s.state != 'withdrawn' group by 1 order by 2 is null, 2, 1
"""
_SIGNED = """
select distinct g.organisation_id, coalesce(s.work_id, s.id)
from statements s join signatures g on g.statement_id = s.id
where g.state = 'listed' and g.organisation_id is not null
"""
_ORGANISATIONS = "select id, name, acronym, kind, parent_id from organisations"


@dataclass(frozen=True, slots=True)
class Signers:
    """`works`: the numbers of the works that each organisation signed. They are numbered by date: `dates[number]`."""

    works: dict[str, BitMap]
    dates: list[str | None]
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
    """Who signed what, of the whole archive."""
    listed = db.execute(_WORKS).fetchall()
    numbers = {work: number for number, (work, _) in enumerate(listed)}
    signed: dict[str, list[int]] = defaultdict(list)
    for organisation, work in db.execute(_SIGNED):
        signed[organisation].append(numbers[work])
    about = {one["id"]: one for one in rows(db, _ORGANISATIONS)}
    return Signers({one: BitMap(works) for one, works in signed.items()}, [date for _, date in listed], about)
