"""The sets of statements that the index holds, as readers use them."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from pyroaring import BitMap

from archive.search.index import TABLE
from archive.search.periods import Period

HELD = 2  # states of archives whose sets are kept in memory: as it is, and as it was before a refresh
TERMS = 256  # sets of common terms kept in memory for each


class Sets:
    """The sets of one state of an archive. Those of choices are read once; all reading is safe between threads."""

    def __init__(self) -> None:
        self._families: dict[str, dict[str, BitMap]] = {}
        self._terms: OrderedDict[str, BitMap] = OrderedDict()
        self._lock = Lock()

    def family(self, db: sqlite3.Connection, letter: str) -> Mapping[str, BitMap]:
        """All sets of one kind of choice by value: o organisations, s sites, k kinds, l languages, m months."""
        with self._lock:
            if letter not in self._families:
                self._families[letter] = _read(db, f"{letter}:", f"{letter};")
            return self._families[letter]

    def everything(self, db: sqlite3.Connection) -> BitMap:
        """All statements."""
        return self.family(db, "a").get("", BitMap())

    def term(self, db: sqlite3.Connection, name: str) -> BitMap | None:
        """The set of a common term, `t:TERM`, or of who has it in the title, `h:TERM`; None where it is rare."""
        with self._lock:
            if name in self._terms:
                self._terms.move_to_end(name)
                return self._terms[name]
        if not db.execute(f"select 1 from {TABLE}_common where term = ?", [name[2:]]).fetchone():
            return None
        found = _read(db, name, f"{name}\0").get(name[2:], BitMap())
        with self._lock:
            self._terms[name] = found
            while len(self._terms) > TERMS:
                self._terms.popitem(last=False)
        return found


def sets_of(db: sqlite3.Connection) -> Sets:
    """The sets of an archive as it is now, kept in memory until it changes."""
    (generation,) = db.execute(f"select value from {TABLE}_state where fact = 'generation'").fetchone()
    with _LOCK:
        if generation not in _HELD:
            _HELD[generation] = Sets()
            while len(_HELD) > HELD:
                _HELD.popitem(last=False)
        return _HELD[generation]


def within(db: sqlite3.Connection, sets: Sets, period: Period) -> BitMap:
    """The statements of a period."""
    months = sets.family(db, "m")
    found = BitMap.union(BitMap(), *(members for month, members in months.items() if _is_inside(period, month)))
    for month, members in months.items():
        if len(month) == 7 and period.holds(month) and not period.holds_all(month):
            # Only at the ends of a period: the day decides.
            days = db.execute(
                "select rowid, published from statements where published between ? and ?", [month, f"{month}~"]
            )
            found |= members & BitMap(rowid for rowid, published in days if period.holds(published))
    return found


def _is_inside(period: Period, month: str) -> bool:
    return bool(month) and (period.holds_all(month) if len(month) == 7 else period.holds(month))


def _read(db: sqlite3.Connection, first: str, end: str) -> dict[str, BitMap]:
    found: dict[str, BitMap] = {}
    query = f"select name, members from {TABLE}_sets where name >= ? and name < ?"
    for name, members in db.execute(query, [first, end]):
        part = BitMap.deserialize(members)
        held = found.get(name[2:])
        if held is None:
            found[name[2:]] = part
        else:
            held |= part
    return found


_HELD: OrderedDict[str, Sets] = OrderedDict()
_LOCK = Lock()
