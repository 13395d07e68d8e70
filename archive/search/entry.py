"""What the index holds of one statement, made from the public tables alone."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from archive.search.analysis import content
from archive.story import Record

COLUMNS = ("text", "title", "signatories", "documents")  # each place in any but the first takes two bytes more
EVERY = "all_"  # a term of every statement, so that what is excluded can be taken from something
_STRANGE = re.compile(r"[^0-9a-z_-]")
_FIELDS = ("title", "surtitle", "subtitle", "standfirst", "text", "site_id", "kind", "language", "published")
_STATEMENT = f"select id, {', '.join(_FIELDS)} from statements where rowid = ? and state != 'withdrawn'"
_SIGNATURES = (
    "select as_written, acronym, organisation_id from signatures where statement_id = ? and state = 'listed'"
    " order by position, id"
)
_DOCUMENTS = "select title, text from documents where statement_id = ? order by id"


@dataclass(frozen=True, slots=True)
class Source:
    """The texts of a statement that are searched, by column, and what it is counted under."""

    texts: tuple[str, str, str, str]
    organisations: frozenset[str]
    choices: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """The terms of a statement by column, the pieces of its texts, and the sets that it is in."""

    columns: tuple[str, str, str, str]
    title: frozenset[str]
    pieces: frozenset[str]
    choices: frozenset[str]

    @property
    def terms(self) -> frozenset[str]:
        """Every term, whatever the column."""
        return frozenset(term for column in self.columns for term in column.split())


def source(db: sqlite3.Connection, rowid: int) -> Source | None:
    """What the tables say of a statement today; None when there is none."""
    row = db.execute(_STATEMENT, [rowid]).fetchone()
    if row is None:
        return None
    signed = db.execute(_SIGNATURES, row[:1]).fetchall()
    return _source(row[1:], signed, db.execute(_DOCUMENTS, row[:1]).fetchall())


def source_of(record: Record) -> Source | None:
    """The same of rows that are about to be written."""
    told = record.statement
    if told["state"] == "withdrawn":
        return None
    listed = sorted(
        (row for row in record.signatures if row["state"] == "listed"), key=lambda row: (row["position"], row["id"])
    )
    signed = [(row["as_written"], row["acronym"], row["organisation_id"]) for row in listed]
    attached = [(row["title"], row["text"]) for row in sorted(record.documents, key=lambda row: str(row["id"]))]
    return _source(tuple(told[name] for name in _FIELDS), signed, attached)


def _source(row: tuple[Any, ...], signed: Sequence[tuple[Any, ...]], attached: Sequence[tuple[Any, ...]]) -> Source:
    title, surtitle, subtitle, standfirst, text, site, kind, language, published = row
    names = "\n".join(f"{written} ({acronym})" if acronym else written for written, acronym, _ in signed)
    prose = "\n\n".join(filter(None, (surtitle, subtitle, standfirst, text)))
    documents = "\n\n".join(filter(None, (part for document in attached for part in document)))
    known = frozenset(organisation for _, _, organisation in signed if organisation)
    choices = {f"s:{site}", f"k:{kind or ''}", f"l:{language or ''}", f"m:{(published or '')[:7]}", "a:"}
    return Source((title or "", prose, names, documents), known, frozenset(choices | {f"o:{one}" for one in known}))


def entry(db: sqlite3.Connection, rowid: int) -> Entry | None:
    """What is in the index of a statement as the tables have it; None when there is no such statement."""
    found = source(db, rowid)
    return entry_of(found) if found else None


def entry_of(found: Source) -> Entry:
    """The same of texts."""
    read = [content(text) for text in found.texts]
    title, prose, names, documents = (part.terms for part in read)
    signed = [*map(organisation_term, sorted(found.organisations)), EVERY]
    return Entry(
        (prose, title, f"{names} {' '.join(signed)}".lstrip(), documents),
        frozenset(title.split()),
        frozenset(chain.from_iterable(part.pieces for part in read)),
        found.choices,
    )


def organisation_term(identifier: str) -> str:
    """The term of the statements that an organisation signed, however its name is written there."""
    return "org_" + _STRANGE.sub("_", identifier.lower())
