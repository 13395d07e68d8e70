"""What the fold of a statement's events knows: its versions, its list, its changes; and the rows that come of it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from archive.listed import Listed
from archive.model import Cause, Statement
from archive.privacy import Withheld

Row = dict[str, Any]
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Record:
    """The rows of one statement, by table."""

    statement: Row
    signatures: list[Row]
    documents: list[Row]
    revisions: list[Row]
    changes: list[Row]
    held: list[Row]  # private: what a reviewer should look at
    captures: tuple[str, ...]  # private: those whose names of persons are known, since they were read
    withheld: tuple[str, ...]  # private: names that no public form of a capture may hold


@dataclass(frozen=True, slots=True)
class View:
    """One version of a statement as the public may read it, at the moment it was seen."""

    at: str
    statement: Statement
    title: str
    text: str
    listed: Listed
    withheld: Withheld

    @property
    def content(self) -> str:
        """What a change must change to count: letters and digits of title and text."""
        return fingerprint(f"{self.title}\n{self.text}")


@dataclass(slots=True)
class Story:
    """What the fold knows so far."""

    id: str
    views: list[View] = field(default_factory=list)
    listed: dict[str, Row] = field(default_factory=dict)
    revisions: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    last_seen: str = ""
    vanished: bool = False

    def change(
        self, at: str, what: str, detail: str = "", organisation: str | None = None, cause: Cause = "source"
    ) -> None:
        same = sum((row["at"], row["what"], row["detail"]) == (at, what, detail) for row in self.changes)
        mark = hashlib.sha256(f"{self.id}\n{at}\n{what}\n{detail}\n{same}".encode()).hexdigest()[:16]
        row = {"id": mark, "at": at, "statement_id": self.id, "organisation_id": organisation}
        self.changes.append(row | {"what": what, "cause": cause, "detail": detail})


def fingerprint(text: str) -> str:
    """A digest of the letters and digits of a text: typography, case, accents and spaces do not count."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return hashlib.sha256("".join(_LETTERS.findall(folded)).encode()).hexdigest()
