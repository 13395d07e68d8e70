"""The search that every page, export and feed asks.

    query = Query.parse("régularisation « sans papiers » -Calais", Filters.of({"site": "halte", "du": "2023"}))
    results = search(db, query, order="pertinence", limit=20, after=None)

`db` is any connection to `archive.db`; nothing is written. No text that a reader can type raises.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from pyroaring import BitMap

from archive.search.entry import source
from archive.search.finding import Found, by_date, by_relevance, find
from archive.search.meaning import Understood, organisations, understand, wanted
from archive.search.passages import Fragment, Wanted, fragments, passage, places
from archive.search.query import Filters, Query
from archive.search.sets import Sets, sets_of, within
from archive.search.suggest import did_you_mean

Order = Literal["pertinence", "date", "ancien"]
ORDERS: tuple[Order, ...] = ("pertinence", "date", "ancien")
FAMILIES = {"organisation": "o", "site": "s", "kind": "k", "language": "l", "year": "m"}
COUNTED = 100  # values of one kind that are counted, the most frequent first
ALMOST_NONE = 3  # found: fewer, and the reader is asked what was meant
__all__ = ["ORDERS", "Filters", "Order", "Query", "Result", "Results", "ids", "search"]


@dataclass(frozen=True, slots=True)
class Result:
    """One statement that was found. Title and passage are pieces of text, each with whether it was looked for."""

    id: str
    title: str
    published: str | None
    site: str
    url: str
    kind: str
    language: str | None
    organisations: tuple[str, ...]
    signature_count: int
    marked_title: tuple[Fragment, ...]
    passage: tuple[Fragment, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as `/recherche.json` gives it: the passage as plain text."""
        return {
            "id": self.id, "title": self.title, "published": self.published, "site": self.site, "url": self.url,
            "kind": self.kind, "passage": "".join(text for text, _ in self.passage),
            "organisations": list(self.organisations),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found.

    `counts`: for organisation, site, kind, language, year, the values and how many statements each would give with
    all other choices as they are, the most frequent first (years: newest first). `next`: what to give as `after` for
    the next page, None on the last. `did_you_mean`: other texts to search for, when almost nothing was found.
    """

    total: int
    results: tuple[Result, ...]
    counts: Mapping[str, tuple[tuple[str, int], ...]]
    did_you_mean: tuple[str, ...]
    ignored: tuple[str, ...]
    next: str | None

    def as_json(self) -> dict[str, Any]:
        """The same as `/recherche.json` gives it."""
        return {"total": self.total, "results": [one.as_json() for one in self.results], "next": self.next}


def search(
    db: sqlite3.Connection, query: Query, order: str = "pertinence", limit: int = 20, after: str | None = None
) -> Results:
    """One page of what a query finds. An order or place that does not exist is taken for the first."""
    start = int(after) if after and after.isascii() and after.isdigit() and len(after) < 10 else 0
    with _moment(db):
        seen = _Look.at(db, query)
        results = tuple(seen.results(islice(seen.rows(order), start, start + limit)))
        total = len(seen.members)
        meant = did_you_mean(db, query) if total < ALMOST_NONE and not start else ()
    following = str(start + limit) if start + limit < total else None
    return Results(total, results, seen.counts(), meant, query.ignored, following)


def ids(db: sqlite3.Connection, query: Query, order: str = "pertinence") -> Iterator[str]:
    """The ids of all statements that a query finds, in order, read as they are asked for."""
    with _moment(db):
        found = _Look.at(db, query).rows(order)
    while rows := list(islice(found, 500)):
        marks = ",".join("?" * len(rows))
        told = dict(db.execute(f"select rowid, id from statements where rowid in ({marks})", rows).fetchall())
        yield from (told[row] for row in rows if row in told)


@contextmanager
def _moment(db: sqlite3.Connection) -> Iterator[None]:
    """All that is read within is of one moment, whatever a refresh writes meanwhile."""
    if db.in_transaction:
        yield
        return
    db.execute("begin")
    try:
        yield
    finally:
        db.rollback()


@dataclass(frozen=True, slots=True)
class _Look:
    """One query on one state of an archive."""

    db: sqlite3.Connection
    query: Query
    sets: Sets
    wish: Understood
    found: Found
    chosen: Mapping[str, BitMap]
    members: BitMap

    @classmethod
    def at(cls, db: sqlite3.Connection, query: Query) -> _Look:
        sets, wish = sets_of(db), understand(db, query)
        for letter in FAMILIES.values():
            sets.family(db, letter)
        found, chosen = find(db, sets, wish), _chosen(db, sets, query.filters)
        return cls(db, query, sets, wish, found, chosen, _narrowed(found.members, chosen.values()))

    def rows(self, order: str) -> Iterator[int]:
        if order in ("date", "ancien") or not self.wish.wanted:
            return by_date(self.db, self.sets, self.members, oldest=order == "ancien")
        return by_relevance(self.db, self.sets, self.found, self.members)

    def counts(self) -> dict[str, tuple[tuple[str, int], ...]]:
        told: dict[str, tuple[tuple[str, int], ...]] = {}
        for name, letter in FAMILIES.items():
            others = [members for other, members in self.chosen.items() if other != name]
            base = self.members if name not in self.chosen else _narrowed(self.found.members, others)
            counted = Counter[str]()
            for value, members in self.sets.family(self.db, letter).items():
                if count := base.intersection_cardinality(members):
                    counted[value[:4] if name == "year" else value] += count
            ordered = sorted(counted.items(), reverse=True) if name == "year" else _frequent(counted)
            told[name] = tuple(item for item in ordered if item[0])
        return told

    def results(self, rows: Iterable[int]) -> Iterator[Result]:
        named = sorted({one for meaning in self.wish.wanted for one in organisations(meaning)})
        sought = wanted(self.wish, self.query)
        return (self._result(row, sought, named) for row in rows)

    def _result(self, row: int, sought: Wanted, named: Sequence[str]) -> Result:
        query = (
            "select id, title, published, site_id, url, kind, language, signature_count from statements where rowid = ?"
        )
        identifier, title, published, site, url, kind, language, signatures = self.db.execute(query, [row]).fetchone()
        told = source(self.db, row)
        assert told is not None
        query = "select as_written from signatures where statement_id = ? and organisation_id = ? and state = 'listed'"
        signed = [row[0] for one in named for row in self.db.execute(query, [identifier, one])]
        shown = passage((told.texts[1], told.texts[3], told.texts[2]), sought, signed)
        marked = fragments(told.texts[0], places(told.texts[0], sought))
        return Result(
            identifier, title, published, site, url, kind, language, tuple(sorted(told.organisations)), signatures,
            marked, shown,
        )  # fmt: skip


def _chosen(db: sqlite3.Connection, sets: Sets, filters: Filters) -> dict[str, BitMap]:
    """The statements that each filter leaves, by its name; none for a filter that is not set."""
    told: dict[str, BitMap] = {}
    wanted = {"site": filters.site, "kind": filters.kind, "language": filters.language}
    wanted["organisation"] = _with_branches(db, filters.organisation) if filters.branches else filters.organisation
    for name, values in wanted.items():
        if values:
            family = sets.family(db, FAMILIES[name])
            told[name] = BitMap.union(BitMap(), *(family[value] for value in values if value in family))
    for one in filters.beside:
        told[f"beside {one}"] = sets.family(db, FAMILIES["organisation"]).get(one, BitMap())
    if filters.period:
        told["year"] = within(db, sets, filters.period)
    return told


def _with_branches(db: sqlite3.Connection, chosen: Sequence[str]) -> tuple[str, ...]:
    query = """
        with recursive parts (id) as (
          select id from organisations where id = ?
          union select organisations.id from organisations join parts on parent_id = parts.id
        ) select id from parts"""
    return tuple({row[0] for one in chosen for row in db.execute(query, [one])} | set(chosen))


def _narrowed(members: BitMap, chosen: Any) -> BitMap:
    for kept in chosen:
        members = members & kept
    return members


def _frequent(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:COUNTED]
