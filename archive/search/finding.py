"""Which statements a query finds, and in what order.

What is rare is asked of SQLite's full-text search, which ranks it (bm25) on the way. What is common has sets: to list
it, or to have it ranked, would take longer than a reader waits. There the words in the title decide, and the day.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from pyroaring import BitMap

from archive.search import index
from archive.search.index import TABLE
from archive.search.meaning import All, Any, Meaning, Signed, Understood, Words, expression, phrases
from archive.search.sets import Sets

WEIGHTS = (1.0, 8.0, 3.0, 0.5)  # of text, title, signatories, documents
MANY = 24  # alternatives beyond which ranking by each of them costs more than it tells
FEW = 8  # a month is read whole when more than one in so many of its statements was found
TITLE = 1.5  # what a common word in the title is worth, beside bm25


@dataclass(frozen=True, slots=True)
class Found:
    """The statements that were found; of the rare, what each is worth; of the common, who has them in the title."""

    members: BitMap
    scores: dict[int, float] = field(default_factory=dict)
    titled: tuple[tuple[BitMap, float], ...] = ()


def find(db: sqlite3.Connection, sets: Sets, wish: Understood) -> Found:
    """What a query finds, without its filters."""
    if not wish.wanted:
        return Found(sets.everything(db) - _union(db, sets, wish.unwanted))
    heavy = [meaning for meaning in wish.wanted if is_heavy(db, sets, meaning)]
    light = [meaning for meaning in wish.wanted if meaning not in heavy]
    scores = _score(db, light) if light else {}
    members = BitMap(scores) if light else None
    for meaning in heavy:
        part = members_of(db, sets, meaning)
        members = part if members is None else members & part
    assert members is not None
    members = members - _union(db, sets, wish.unwanted)
    titled = tuple(_titled(db, sets, meaning) for meaning in heavy if members)
    return Found(members, scores, titled)


def is_heavy(db: sqlite3.Connection, sets: Sets, meaning: Meaning) -> bool:
    """Whether ranking by this would cost too much."""
    match meaning:
        case Words(found):
            return all(sets.term(db, f"t:{term}") is not None for term in found)
        case Signed(organisation):
            return len(sets.family(db, "o").get(organisation, ())) >= index.COMMON
        case All(of) | Any(of):
            return len(of) > MANY or any(is_heavy(db, sets, inner) for inner in of)


def members_of(db: sqlite3.Connection, sets: Sets, meaning: Meaning) -> BitMap:
    """The statements that one part of a query finds."""
    match meaning:
        case Signed(organisation):
            return sets.family(db, "o").get(organisation, BitMap())
        case Words((term,)) if (held := sets.term(db, f"t:{term}")) is not None:
            return held
        case Words():
            return _asked(db, expression(meaning))
        case All(of):
            return BitMap.intersection(*(members_of(db, sets, inner) for inner in of))
        case Any(of):
            return _union(db, sets, [inner for inner in of if not _is_implied(inner, of)])


def _is_implied(meaning: Meaning, of: Sequence[Meaning]) -> bool:
    """Whether this is a phrase whose words, wherever they stand, are looked for as well."""
    alone = [{term for row in phrases(other) for term in row} for other in of if isinstance(other, All)]
    return isinstance(meaning, Words) and any(words <= set(meaning.terms) for words in alone)


def by_relevance(db: sqlite3.Connection, sets: Sets, found: Found, members: BitMap) -> Iterator[int]:
    """The members, the most relevant first; what is equally so, newest first."""
    if not found.scores:
        yield from _by_titles(db, sets, found, members)
        return
    scores = found.scores
    for titles, worth in found.titled:
        scores = {rowid: score - worth * (rowid in titles) for rowid, score in scores.items()}
    kept = scores.items() if len(members) == len(scores) else ((r, s) for r, s in scores.items() if r in members)
    for _, tied in groupby(sorted(kept, key=lambda item: item[1]), key=lambda item: item[1]):
        rows = [rowid for rowid, _ in tied]
        yield from rows if len(rows) == 1 else _dated(db, rows)


def by_date(db: sqlite3.Connection, sets: Sets, members: BitMap, *, oldest: bool = False) -> Iterator[int]:
    """The members, newest or oldest first; those without a date come last."""
    months = sets.family(db, "m")
    for month in [*sorted(filter(None, months), reverse=not oldest), *([""] if "" in months else [])]:
        part = members & months[month]
        if not part:
            continue
        if month and len(part) * FEW > len(months[month]):
            way = "asc" if oldest else "desc"
            query = f"select rowid from statements where published between ? and ? order by published {way}, id"
            last = f"{month}~" if len(month) > 4 else month
            yield from (row[0] for row in db.execute(query, [month, last]) if row[0] in part)
        else:
            yield from _dated(db, part, oldest=oldest)


def _by_titles(db: sqlite3.Connection, sets: Sets, found: Found, members: BitMap) -> Iterator[int]:
    """Those with the most of the words in their title first, newest first among them."""
    levels = [members]  # at level n: those that have at least n
    for titles, _ in found.titled:
        levels = [
            levels[0],
            *(
                (levels[n] if n < len(levels) else BitMap()) | (levels[n - 1] & titles)
                for n in range(1, len(levels) + 1)
            ),
        ]
    above = BitMap()
    for level in reversed(levels):
        yield from by_date(db, sets, level - above)
        above = level


def _titled(db: sqlite3.Connection, sets: Sets, meaning: Meaning) -> tuple[BitMap, float]:
    """Who has this in the title, and what that is worth beside bm25: more for what is rarer."""
    found = _in_titles(db, sets, meaning)
    return found, TITLE * math.log(2 + len(sets.everything(db)) / (1 + len(found)))


def _in_titles(db: sqlite3.Connection, sets: Sets, meaning: Meaning) -> BitMap:
    match meaning:
        case Signed():
            return BitMap()
        case All(of):
            return BitMap.intersection(*(_in_titles(db, sets, inner) for inner in of))
        case Any(of):
            rare = [inner for inner in of if isinstance(inner, Words) and not is_heavy(db, sets, inner)]
            found = [_in_titles(db, sets, inner) for inner in of if inner not in rare]
            asked = " OR ".join(map(expression, rare))
            return BitMap.union(BitMap(), *found, *([_asked(db, f"{{title}} : ({asked})")] if rare else []))
        case Words(terms):
            held = [titles for term in terms if (titles := sets.term(db, f"h:{term}")) is not None]
            if len(held) < len(terms):
                return _asked(db, f"{{title}} : {expression(meaning)}")
            # Whether a phrase stands there or its words alone would cost a look at all that has them.
            return BitMap.intersection(*held)


def _score(db: sqlite3.Connection, light: Sequence[Meaning]) -> dict[int, float]:
    asked = " AND ".join(_near(meaning, after) for meaning, after in zip(light, [*light[1:], None], strict=True))
    query = f"select rowid, bm25({TABLE}, ?, ?, ?, ?) from {TABLE} where {TABLE} match ?"
    return dict(db.execute(query, [*WEIGHTS, asked]).fetchall())


def _near(meaning: Meaning, after: Meaning | None) -> str:
    """What finds a word; where the next one follows at once, the statement is worth more."""
    alone = expression(meaning)
    if isinstance(meaning, Words) and isinstance(after, Words):
        return f"({alone} OR {expression(Words(meaning.terms + after.terms))})"
    return alone


def _union(db: sqlite3.Connection, sets: Sets, meanings: Iterable[Meaning]) -> BitMap:
    listed = list(meanings)
    heavy = [meaning for meaning in listed if not isinstance(meaning, Words) or is_heavy(db, sets, meaning)]
    light = [meaning for meaning in listed if meaning not in heavy]
    found = [members_of(db, sets, meaning) for meaning in heavy]
    if light:
        found.append(_asked(db, " OR ".join(map(expression, light))))
    return BitMap.union(BitMap(), *found)


def _asked(db: sqlite3.Connection, match: str) -> BitMap:
    return BitMap(chain.from_iterable(db.execute(f"select rowid from {TABLE} where {TABLE} match ?", [match])))


def _dated(db: sqlite3.Connection, rows: Iterable[int], *, oldest: bool = False) -> list[int]:
    """These few by their day, newest or oldest first, then by id; those without one last."""
    query = "select s.rowid, s.published, s.id from json_each(?) join statements as s on s.rowid = value order by s.id"
    listed = db.execute(query, [json.dumps(list(rows))]).fetchall()
    undated = "~" if oldest else ""
    return [row[0] for row in sorted(listed, key=lambda row: row[1] or undated, reverse=not oldest)]
