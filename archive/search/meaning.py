"""What a query means in this archive: its words, the organisations that it names, the words that it begins."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archive.keys import key
from archive.search.analysis import chunks, terms
from archive.search.entry import EVERY, organisation_term
from archive.search.french import bare, stem
from archive.search.index import TABLE
from archive.search.passages import Wanted
from archive.search.query import Part, Query

LONGEST = 10  # words of an organisation's name
SPELLINGS = 6  # ways to write an organisation's name that are looked for in texts
COMPOUND = 8  # letters of a word that may be two
SHORTEST = 4  # letters of each of them
BEGUN = 200  # words that a beginning stands for, the most frequent first


@dataclass(frozen=True, slots=True)
class Words:
    """Terms that follow one another; most often one."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class All:
    """What all of these find."""

    of: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What any of these finds."""

    of: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """What an organisation signed."""

    organisation: str


Meaning: TypeAlias = Words | All | Any | Signed


@dataclass(frozen=True, slots=True)
class Understood:
    """What must be found, each of these, and what must not."""

    wanted: tuple[Meaning, ...]
    unwanted: tuple[Meaning, ...]
    is_blank: bool = False

    @property
    def expression(self) -> str:
        """The same for SQLite's full-text search."""
        wanted = " AND ".join(map(expression, self.wanted)) or (EVERY if self.unwanted or not self.is_blank else '""')
        unwanted = " OR ".join(map(expression, self.unwanted))
        return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def understand(db: sqlite3.Connection, query: Query) -> Understood:
    """What a query means. Names of organisations are taken for what they signed as well as for their words."""
    wanted: list[Meaning] = []
    grouped = {id(part): group for group in query.groups for part in group if len(group) > 1}
    parts, start = query.plain, 0
    while start < len(parts):
        if group := grouped.get(id(parts[start])):
            wanted.append(_any(_meaning(db, part) for part in group))
            start += len(group)
            continue
        end = start + 1
        while end < len(parts) and id(parts[end]) not in grouped:
            end += 1
        wanted += _row(db, parts[start:end])
        start = end
    unwanted = tuple(_meaning(db, part) for part in query.excluded)
    return Understood(tuple(wanted), unwanted, not query.plain)


def expression(meaning: Meaning) -> str:
    """What SQLite's full-text search understands by it."""
    match meaning:
        case Words(found):
            return f'"{" ".join(found)}"'
        case Signed(organisation):
            return f'"{organisation_term(organisation)}"'
        case All(of):
            return "(" + " AND ".join(map(expression, of)) + ")"
        case Any(of):
            return "(" + " OR ".join(map(expression, of)) + ")"


def wanted(wish: Understood, query: Query) -> Wanted:
    """What to show of it in texts."""
    rows = dict.fromkeys(row for meaning in wish.wanted for row in phrases(meaning))
    return Wanted(tuple(rows), frozenset(bare(token.word) for _, tokens in chunks(query.text) for token in tokens))


def phrases(meaning: Meaning) -> Iterator[tuple[str, ...]]:
    """Every row of terms that it looks for in texts."""
    match meaning:
        case Words(found):
            yield found
        case All(of) | Any(of):
            for inner in of:
                yield from phrases(inner)


def organisations(meaning: Meaning) -> Iterator[str]:
    """Every organisation that it names."""
    match meaning:
        case Signed(organisation):
            yield organisation
        case All(of) | Any(of):
            for inner in of:
                yield from organisations(inner)


def _row(db: sqlite3.Connection, parts: Sequence[Part]) -> Iterator[Meaning]:
    """What parts side by side mean: the longest names of organisations among them first."""
    start = 0
    while start < len(parts):
        for end in range(min(len(parts), start + LONGEST), start, -1):
            row = parts[start:end]
            if any(part.how != "plain" for part in row) or not (named := _named(db, row)):
                continue
            yield named
            start = end
            break
        else:
            if parts[start].terms or parts[start].beginning:
                yield _meaning(db, parts[start])
            start += 1


def _named(db: sqlite3.Connection, row: Sequence[Part]) -> Meaning | None:
    """What an organisation's name means: its words, its other names, what it signed. None when these are no name."""
    name = key(" ".join(part.written for part in row))
    query = f"select organisation_id from {TABLE}_names where name = ? order by organisation_id"
    known = [found[0] for found in db.execute(query, [name])] if name else []
    if not known:
        return None
    own = [_part(part) for part in row if part.terms]
    marks = ",".join("?" * len(known))
    spelled = db.execute(f"select alias from aliases where organisation_id in ({marks}) order by rowid", known)
    others = dict.fromkeys(tuple(terms(alias)) for (alias,) in spelled)
    written = [Words(found) for found in others if found][:SPELLINGS]
    return _any([*([_all(own)] if own else []), *written, *map(Signed, known)])


def _meaning(db: sqlite3.Connection, part: Part) -> Meaning:
    if part.how == "prefix":
        begun = _begun(db, part.beginning)
        return _all([*([Words(part.terms)] if part.terms else []), _any(Words((term,)) for term in begun)])
    named = _named(db, [part]) if part.how == "plain" else None
    return named or _cut(db, part) or _part(part)


def _part(part: Part) -> Meaning:
    told: Meaning = Words(part.terms)
    return _any([told, Words((part.joined,))]) if part.joined else told


def _cut(db: sqlite3.Connection, part: Part) -> Meaning | None:
    """« sanspapiers », « vidéosurveillance »: the word, or two words of the archive that stand side by side in it."""
    plain = bare(part.written)
    if part.how != "plain" or len(part.terms) != 1 or len(plain) < COMPOUND:
        return None
    # Whether two words stand side by side is slow to tell where both are common: the halves are looked at first.
    is_known = _is_word if _is_held(db, part.terms) else _is_family
    cuts = ((plain[:place], plain[place:]) for place in range(SHORTEST, len(plain) - SHORTEST + 1))
    known = ((stem(one), stem(other)) for one, other in cuts if is_known(db, one) and is_known(db, other))
    held = next((cut for cut in known if _is_held(db, cut)), None)
    return _any([Words(part.terms), Words(held)]) if held else None


def _is_family(db: sqlite3.Connection, plain: str) -> bool:
    return _is_held(db, (stem(plain),))


def _is_word(db: sqlite3.Connection, plain: str) -> bool:
    return db.execute(f"select 1 from {TABLE}_words where plain = ? limit 1", [plain]).fetchone() is not None


def _is_held(db: sqlite3.Connection, row: tuple[str, ...]) -> bool:
    query = f"select 1 from {TABLE} where {TABLE} match ? limit 1"
    return db.execute(query, [expression(Words(row))]).fetchone() is not None


def _begun(db: sqlite3.Connection, beginning: str) -> list[str]:
    """The terms of the most frequent words that begin so; at least what would be the term of the beginning itself."""
    query = (
        f"select stem from {TABLE}_words where plain >= ? and plain < ?"
        f" group by stem order by sum(statements) desc, stem limit {BEGUN}"
    )
    found = [row[0] for row in db.execute(query, [beginning, beginning + "\U0010ffff"])]
    return found or [stem(beginning)]


def _any(of: Iterator[Meaning] | Sequence[Meaning]) -> Meaning:
    flat = tuple(dict.fromkeys(_flat(of, Any)))
    return flat[0] if len(flat) == 1 else Any(flat)


def _all(of: Sequence[Meaning]) -> Meaning:
    flat = tuple(dict.fromkeys(_flat(of, All)))
    return flat[0] if len(flat) == 1 else All(flat)


def _flat(of: Iterator[Meaning] | Sequence[Meaning], kind: type[Any] | type[All]) -> Iterator[Meaning]:
    for inner in of:
        if isinstance(inner, kind):
            yield from inner.of
        else:
            yield inner
