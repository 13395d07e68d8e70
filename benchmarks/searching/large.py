"""Many statements at once, to measure time and size: 4 KB of text each, 25 signatures, words as frequent as in prose.

Stored by the archive's own writer, each with its capture, its HTML, its first version and its work, as a build leaves
them; one in twenty-five is a copy of the one before. Most who sign are of the registry, some are not. Words are made of
syllables and drawn by Zipf's law, among the small words of French, so that there are common, medium and rare ones at
every size. The n-th thousand of statements depends on n alone.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import islice, product
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np

from archive.search.index import Index, save_names
from archive.store import insert, save
from archive.story import Record, Row

THOUSAND = 1000
LETTERS = 4000  # characters of a text
WORDS = 420  # that suffice for it, each after a small one
PARAGRAPH = 52  # words of both kinds
SIGNED, UNKNOWN = 25, 3  # signatures of a list, and those among them that the registry does not know
VOCABULARY = 80_000
COPIES = 25  # every so many statements is a copy of the one before
STRANGERS = 20_000  # names that no registry knows
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


class Made(NamedTuple):
    """One statement as a build would save it: its rows, its capture and, for the first of its copies, its work."""

    record: Record
    capture: Row
    work: Row | None


def thousands(count: int) -> Iterator[list[Made]]:
    """Statements, a thousand at a time; they are made in a process of their own while others are stored."""
    numbers = iter(range(count // THOUSAND))
    with get_context("spawn").Pool(1) as pool:
        ahead = deque(pool.apply_async(thousand, [number]) for number in islice(numbers, 2))
        while ahead:
            yield ahead.popleft().get()
            ahead.extend(pool.apply_async(thousand, [number]) for number in islice(numbers, 1))


def thousand(number: int) -> list[Made]:
    """The statements of one thousand."""
    rng = np.random.default_rng(number)
    words = np.array(vocabulary())[_zipf(rng, THOUSAND * WORDS, VOCABULARY)].reshape(THOUSAND, WORDS)
    small = np.array(SMALL)[rng.integers(0, len(SMALL), (THOUSAND, WORDS))]
    signers = np.minimum(_zipf(rng, THOUSAND * SIGNED * 3, ORGANISATIONS).reshape(THOUSAND, -1), ORGANISATIONS - 1)
    strangers = rng.integers(0, STRANGERS, (THOUSAND, UNKNOWN))
    days = rng.integers(0, YEARS * 365, THOUSAND)
    chosen = rng.integers(0, 1 << 30, (THOUSAND, 3))
    made = list[Made]()
    for place in range(THOUSAND):
        told = place - 1 if place % COPIES == COPIES - 1 else place
        who = list(dict.fromkeys(signers[place].tolist()))[: SIGNED - UNKNOWN]
        day = str(np.datetime64("1996-01-01") + days[place])
        row = _statement(f"s-{number * THOUSAND + place}", f"w-{number * THOUSAND + told}", day, chosen[place].tolist())
        text = _paragraphs(words[told], small[told])
        row |= {"title": " ".join(words[told][:7]).capitalize(), "text": "\n\n".join(text)}
        row |= {"html": "".join(f"<p>{part}</p>\n" for part in text), "signature_count": SIGNED}
        names = map(_stranger, dict.fromkeys(strangers[place].tolist()))
        made.append(_made(row, [*(_listed()[one] for one in who), *names]))
    return made


def _statement(one: str, work: str, day: str, chosen: list[int]) -> Row:
    site, moment = f"site-{chosen[0] % SITES}", f"{day}T21:14:07Z"
    return {
        "id": one, "site_id": site, "url": f"https://{site}.example/{day[:4]}/{day[5:7]}/{one}/", "surtitle": "",
        "subtitle": "", "standfirst": "", "published": day, "modified": day, "kind": KINDS[chosen[1] % len(KINDS)],
        "language": "fr" if chosen[2] % 20 else "en", "author": None, "section": "Communiqués", "keywords": "",
        "people_count": 0, "held_count": 0, "unnamed_count": 0, "work_id": work, "state": "online", "rights": "full",
        "first_seen": moment, "last_seen": moment, "capture_id": hashlib.sha256(one.encode()).hexdigest()[:20],
    }  # fmt: skip


def _paragraphs(words: Any, small: Any) -> list[str]:
    pieces = " ".join(f"{a} {b}" for a, b in zip(small, words, strict=True))[:LETTERS].split(" ")
    return [" ".join(pieces[start : start + PARAGRAPH]) for start in range(0, len(pieces), PARAGRAPH)]


def _made(row: Row, listed: list[Row]) -> Made:
    one, moment = row["id"], row["first_seen"]
    signatures = [
        {**name, "id": f"{one}-{name['id']}", "statement_id": one, "position": place, "state": "listed",
         "first_seen": moment, "last_seen": moment}
        for place, name in enumerate(listed, 1)
    ]  # fmt: skip
    version = {name: row[name] for name in ("title", "text", "capture_id")}
    version |= {"id": f"{one}-r1", "statement_id": one, "seen_at": moment, "cause": "source"}
    digest = hashlib.sha256(row["url"].encode()).hexdigest()
    warc = f"{row['site_id']}-{moment[:10].replace('-', '')}211400.warc.gz"
    capture = {
        "id": row["capture_id"], "site_id": row["site_id"], "url": row["url"], "fetched_at": moment, "status": 200,
        "media_type": "text/html", "sha256": digest, "warc": warc, "offset": int(one[2:]) * 11_000,
    }  # fmt: skip
    is_first = row["work_id"][1:] == one[1:]
    copies = 2 if int(one[2:]) % COPIES == COPIES - 2 else 1
    work = {"id": row["work_id"], "title": row["title"], "published": row["published"], "statements": copies}
    work |= {"first_statement_id": one}
    return Made(Record(row, signatures, [], [version], [], [], (), ()), capture, work if is_first else None)


@cache
def _listed() -> list[Row]:
    return [_signer(name, acronym, one) for one, name, acronym in organisations()]


def _stranger(number: int) -> Row:
    words = vocabulary()
    return _signer(f"Comité {words[3000 + number // 3].title()} de {words[number + 7]}", None, None)


@cache
def _signer(name: str, acronym: str | None, organisation: str | None) -> Row:
    mark, known = hashlib.sha256(name.encode()).hexdigest()[:10], organisation is not None
    return {
        "id": mark, "as_written": f"{name} ({acronym})" if acronym else name, "name": name, "acronym": acronym,
        "organisation_id": organisation, "kind": "organisation", "section": "", "support": 0,
        "match": "exact" if known else "none", "evidence": "typography", "confidence": "high" if known else "medium",
    }  # fmt: skip


def _zipf(rng: np.random.Generator, count: int, kinds: int) -> Any:
    weights = 1 / (np.arange(kinds) + 2.7) ** 1.05
    return np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(count))


def fill(db: sqlite3.Connection, count: int) -> None:
    """Puts that many statements into an archive, as its own writer does."""
    directory(db)
    index = Index(db)
    for made in thousands(count):
        store(db, made, index)
        db.commit()
    index.flush()
    db.commit()


def directory(db: sqlite3.Connection) -> None:
    """Writes who may sign, and the sites."""
    listed = organisations()
    kind = {"kind": "association", "parent_id": None, "website": None}
    insert(db, "organisations", [{"id": one, "name": name, "acronym": short, **kind} for one, name, short in listed])
    insert(db, "aliases", [
        {"organisation_id": one, "alias": alias, "source": "alias"} for one, *aliases in listed for alias in aliases
    ])  # fmt: skip
    insert(db, "sites", [
        {"id": f"site-{number}", "organisation_id": f"org-{number}", "home": f"https://site-{number}.example/",
         "family": "wordpress", "state": "ok", "last_success": "2026-11-24T03:00:00Z", "message": "", "trust": ""}
        for number in range(SITES)
    ])  # fmt: skip
    save_names(db)


def store(db: sqlite3.Connection, made: list[Made], index: Index) -> None:
    """Saves some statements."""
    insert(db, "captures", [one.capture for one in made])
    insert(db, "works", [one.work for one in made if one.work])
    for one in made:
        save(db, one.record.statement["id"], one.record, index)
