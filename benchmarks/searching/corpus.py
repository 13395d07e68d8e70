"""Invented statements, always the same ones, each with what it is about: known because it was written so.

The n-th statement depends on n alone. What a reader would look for in it is told by concept (the exiled, a place, an
organisation) and weight: 3 it is in the title, 2 the text is about it, 1 the text says it once in passing.
"""

from __future__ import annotations

import random
import sqlite3
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.search.entry import entry
from archive.search.index import Index, save_names
from archive.store import insert

HERE = Path(__file__).parent
FIRST_YEAR, YEARS = 2012, 14
TITLED, ABOUT, ASIDE = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Written:
    """One statement, and the weight that each thing has in it."""

    row: dict[str, Any]
    names: tuple[tuple[str, str], ...]  # as written, and the organisation
    weights: dict[str, int]


@cache
def words() -> dict[str, Any]:
    """What fills the statements."""
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


@cache
def concepts() -> list[dict[str, Any]]:
    """What they are about."""
    listed: list[dict[str, Any]] = tomllib.loads((HERE / "concepts.toml").read_text("utf-8"))["concept"]
    return listed


def statements(count: int, length: int = 1200) -> Iterator[Written]:
    """The first `count` statements, of about so many characters."""
    return (_statement(number, length) for number in range(count))


def fill(db: sqlite3.Connection, written: Iterator[Written]) -> None:
    """Puts organisations and statements into an archive, indexed as its own writer does."""
    names = words()["organisations"]
    insert(db, "organisations", [{"id": one, "name": spellings[0]} for one, spellings in names.items()])
    insert(db, "aliases", [
        {"organisation_id": one, "alias": alias, "source": "alias"} for one, all_of in names.items() for alias in all_of
    ])  # fmt: skip
    save_names(db)
    index = Index(db)
    for one in written:
        insert(db, "statements", [one.row])
        insert(db, "signatures", signatures(one))
        (rowid,) = db.execute("select rowid from statements where id = ?", [one.row["id"]]).fetchone()
        index.replace(rowid, None, entry(db, rowid))
    index.flush()
    db.commit()


def signatures(one: Written) -> list[dict[str, Any]]:
    """The rows of its list."""
    return [
        {
            "id": f"{one.row['id']}-{place}", "statement_id": one.row["id"], "position": place, "as_written": written,
            "name": written, "organisation_id": known, "kind": "organisation", "match": "alias", "state": "listed",
        }
        for place, (written, known) in enumerate(one.names, 1)
    ]  # fmt: skip


def _statement(number: int, length: int) -> Written:
    rng, stock = random.Random(f"statement {number}"), words()
    topic, *others = rng.sample(concepts(), 3)
    here, there = rng.sample(stock["places"], 2)
    weights = {topic["id"]: ABOUT, here: ABOUT}
    day = f"{FIRST_YEAR + rng.randrange(YEARS)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    title = _title(rng, topic, here, weights)
    parts = [_about(rng, stock["about"], topic) for _ in range(rng.randint(3, 6))]
    parts += [rng.choice(stock["place"]).format(place=here) for _ in range(rng.randint(1, 2))]
    for other in others[: rng.choice((0, 1, 1, 2))]:
        parts.append(_about(rng, stock["aside"], other))
        weights[other["id"]] = ASIDE
    if rng.random() < 0.3:
        parts.append(rng.choice(stock["place_aside"]).format(place=there))
        weights[there] = ASIDE
    while sum(map(len, parts)) < length:
        parts.append(_filler(rng))
    rng.shuffle(parts)
    text = "\n\n".join(" ".join(parts[start : start + 4]) for start in range(0, len(parts), 4))
    names = _names(rng)
    weights |= {known: TITLED for _, known in names}
    listed = squeezed(" ; ".join(written for written, _ in names))
    for concept in concepts():
        if concept["root"] in listed:
            weights.setdefault(concept["id"], ASIDE)
    row = {
        "id": f"s-{number}", "site_id": rng.choice(stock["sites"]), "url": f"https://quais.example/{number}",
        "title": title, "published": day, "kind": rng.choice(stock["kinds"]), "language": "fr",
        "signature_count": len(names), "people_count": 0, "state": "online", "text": text, "first_seen": day,
        "last_seen": day,
    }  # fmt: skip
    return Written(row, names, weights)


def _title(rng: random.Random, topic: dict[str, Any], here: str, weights: dict[str, int]) -> str:
    if rng.random() < 0.4:
        return str(rng.choice(words()["plain_titles"])).format(day=f"{rng.randint(1, 28)} mai")
    pattern, form = rng.choice(words()["titles"]), rng.choice(topic["forms"])
    weights[topic["id"]] = TITLED
    if "{place}" in pattern:
        weights[here] = TITLED
    return str(pattern).format(np=form, Np=_capital(form), place=here)


def _about(rng: random.Random, patterns: list[str], concept: dict[str, Any]) -> str:
    form = rng.choice(concept["forms"])
    return rng.choice(patterns).format(np=form, Np=_capital(form))


def _filler(rng: random.Random) -> str:
    stock = words()
    told = (rng.choice(stock[name]) for name in ("subjects", "verbs", "objects", "ends"))
    return _capital(" ".join(told)) + "."


def _names(rng: random.Random) -> tuple[tuple[str, str], ...]:
    listed = words()["organisations"]
    # Some sign often and some seldom.
    chosen = [one for place, one in enumerate(listed) if rng.random() < 0.6 / (1 + place / 2)]
    rng.shuffle(chosen)
    return tuple((rng.choice(listed[one]), one) for one in chosen)


def squeezed(text: str) -> str:
    """Letters and digits alone, without accents: what roots are looked for in, to check what was written."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").lower())
    return "".join(letter for letter in plain if letter.isalnum())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
