"""« Vouliez-vous dire »: a query spelled with words that the archive holds."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from archive.search.analysis import Token, analyse
from archive.search.french import bare
from archive.search.index import TABLE
from archive.search.query import Query

SHORT = 3  # letters: a word of so few is near to too many
HARDLY = 2  # statements: a word in as few may be misspelled there
TIMES = 20  # how many times as frequent as such a word the one is that it stands for
OFFERED = 3  # texts offered at most


def did_you_mean(db: sqlite3.Connection, query: Query) -> tuple[str, ...]:
    """Other texts for a query that found almost nothing: its unknown words written as the archive does.

    The nearest first. None when every word is one that the archive holds.
    """
    choices = [
        (token, near)
        for token in analyse(query.text)
        if query.text[token.end : token.end + 1] != "*" and (near := _near(db, bare(token.word)))
    ]
    return tuple(dict.fromkeys(_rewritten(query.text, choices)))[:OFFERED]


def _rewritten(text: str, choices: Sequence[tuple[Token, list[str]]]) -> Iterator[str]:
    for rank in range(OFFERED if choices else 0):
        told = text
        for token, near in reversed(choices):
            told = told[: token.start] + near[min(rank, len(near) - 1)] + told[token.end :]
        yield told


def _near(db: sqlite3.Connection, plain: str) -> list[str]:
    """The words that are near to one that the archive does not hold, or hardly; the nearest and most frequent first."""
    held = db.execute(f"select sum(statements) from {TABLE}_words where plain = ?", [plain]).fetchone()[0] or 0
    if held > HARDLY or len(plain) <= SHORT or not plain.isalpha():
        return []
    most = 1 if len(plain) <= 5 else 2
    found = _among(_candidates(db, plain, plain[:1]), plain, most) or _among(_candidates(db, plain, ""), plain, most)
    best: dict[str, tuple[float, str]] = {}
    for word, written, count, distance in found:
        worth = distance - math.log10(count) / 4
        if word != plain and count >= TIMES * held and (word not in best or best[word][0] > worth):
            best[word] = (worth, written)
    return [written for _, written in sorted(best.values())[:OFFERED]]


def _among(words: Sequence[tuple[str, str, int]], plain: str, most: int) -> list[tuple[str, str, int, int]]:
    near = process.extract(plain, [word[0] for word in words], scorer=OSA.distance, score_cutoff=most, limit=None)
    return [(*words[place], int(distance)) for _, distance, place in near]


def _candidates(db: sqlite3.Connection, plain: str, start: str) -> list[tuple[str, str, int]]:
    query = (
        f"select plain, written, statements from {TABLE}_words where plain >= ? and plain < ?"
        f" and length(plain) between ? and ?"
    )
    given = [start, start + "\U0010ffff", len(plain) - 2, len(plain) + 2]
    return [(word, written, count) for word, written, count in db.execute(query, given)]
