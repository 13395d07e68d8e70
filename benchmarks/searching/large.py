"""Many statements at once, to measure time and size: 4 KB of text each, 25 signatures, words as frequent as in prose.

Words are made of syllables and drawn by Zipf's law, among the small words of French, so that there are common, medium
and rare ones at every size. The n-th thousand of statements depends on n alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from typing import Any

import numpy as np

from archive.search.entry import entry
from archive.search.index import Index, save_names
from archive.store import insert

THOUSAND = 1000
LETTERS = 4000  # characters of a text
SIGNED = 25
VOCABULARY = 80_000
ORGANISATIONS, SITES, YEARS = 400, 60, 30
KINDS = ("communique", "appel", "lettre", "tribune", "petition", "autre")
SMALL = "de la le les et des un une du à en que qui dans pour sur par ne pas ce il au plus nous avec est".split()
_FIRST = [a + b for a, b in product("bcdfglmnprstv", ("a", "e", "i", "o", "u", "an", "on", "ou"))]
_LAST = ["", "r", "ment", "tion", "té", "le", "s", "nt", "re", "x"]


@cache
def vocabulary() -> list[str]:
    """Words from the most to the least frequent."""
    rng = np.random.default_rng(7)
    made = dict.fromkeys(_word(rng) for _ in range(VOCABULARY * 2))
    return list(islice((word for word in made if word not in SMALL), VOCABULARY))


def _word(rng: np.random.Generator) -> str:
    syllables = (_FIRST[place] for place in rng.integers(0, len(_FIRST), rng.integers(1, 4)))
    return "".join(syllables) + _LAST[rng.integers(0, len(_LAST))]


def organisations() -> list[tuple[str, str, str]]:
    """Id, name and acronym of those who sign."""
    words = vocabulary()
    names = [f"Ligue {words[100 + place].title()} {words[600 + place]}" for place in range(ORGANISATIONS)]
    return [(f"org-{place}", name, f"L{words[1200 + place][:3].upper()}{place}") for place, name in enumerate(names)]


def thousands(count: int) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Statements and their signatures, a thousand at a time."""
    for number in range(count // THOUSAND):
        yield _thousand(number)


def _thousand(number: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rng = np.random.default_rng(number)
    words, listed = np.array(vocabulary()), organisations()
    drawn = words[_zipf(rng, THOUSAND * 420, VOCABULARY)].reshape(THOUSAND, 420)
    small = np.array(SMALL)[rng.integers(0, len(SMALL), (THOUSAND, 420))]
    signers = np.minimum(_zipf(rng, THOUSAND * SIGNED * 3, ORGANISATIONS).reshape(THOUSAND, -1), ORGANISATIONS - 1)
    days = rng.integers(0, YEARS * 365, THOUSAND)
    chosen = rng.integers(0, 1 << 30, (THOUSAND, 3))
    statements, signatures = [], []
    for place in range(THOUSAND):
        one = f"s-{number * THOUSAND + place}"
        row = drawn[place]
        text = " ".join(f"{a} {b}" for a, b in zip(small[place], row, strict=True))[:LETTERS]
        day = str(np.datetime64("1996-01-01") + days[place])
        statements.append({
            "id": one, "site_id": f"site-{chosen[place][0] % SITES}", "url": f"https://quais.example/{one}",
            "title": " ".join(row[:7]).capitalize(), "published": day, "kind": KINDS[chosen[place][1] % len(KINDS)],
            "language": "fr" if chosen[place][2] % 20 else "en", "signature_count": SIGNED, "people_count": 0,
            "state": "online", "text": text, "first_seen": day, "last_seen": day,
        })  # fmt: skip
        for position, who in enumerate(list(dict.fromkeys(signers[place].tolist()))[:SIGNED], 1):
            identifier, name, acronym = listed[who]
            signatures.append({
                "id": f"{one}-{position}", "statement_id": one, "position": position, "as_written": name, "name": name,
                "acronym": acronym, "organisation_id": identifier, "kind": "organisation", "match": "exact",
                "state": "listed", "first_seen": day, "last_seen": day,
            })  # fmt: skip
    return statements, signatures


def _zipf(rng: np.random.Generator, count: int, kinds: int) -> Any:
    weights = 1 / (np.arange(kinds) + 2.7) ** 1.05
    return np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(count))


def fill(db: sqlite3.Connection, count: int) -> None:
    """Puts that many statements into an archive, indexed as its own writer does."""
    listed = organisations()
    insert(db, "organisations", [{"id": one, "name": name, "acronym": acronym} for one, name, acronym in listed])
    insert(db, "aliases", [
        {"organisation_id": one, "alias": alias, "source": "alias"} for one, *aliases in listed for alias in aliases
    ])  # fmt: skip
    save_names(db)
    index = Index(db)
    for statements, signatures in thousands(count):
        insert(db, "statements", statements)
        insert(db, "signatures", signatures)
        (last,) = db.execute("select max(rowid) from statements").fetchone()
        for rowid in range(last - len(statements) + 1, last + 1):
            index.replace(rowid, None, entry(db, rowid))
        db.commit()
    index.flush()
    db.commit()
