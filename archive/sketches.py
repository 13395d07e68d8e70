"""The private index by which copies of a text are found without comparing all with all: tables of `crawl.db`.

Each statement has a sketch of its prose (MinHash). Texts alike share some of its bands with a likelihood that grows
with what they have in common: nearly all do that share half of their runs of words, hardly any that share nothing. Only
such pairs are compared in full. Much of a text may be guessed from the index, so it is never published.

What it says depends on what it holds, not on the order in which that came: when a paragraph begins or ceases to be one
that a site repeats, all texts that have it are sketched and compared again.
"""

from __future__ import annotations

import json
import sqlite3
import struct
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise

import numpy as np
import sqlite_utils
from rensa import RMinHash

from archive.copies import Prose, Text, is_copy, mark, prose, runs

TABLES = ("sketches", "bands", "passages", "copies")
VALUES, SEED = 128, 1
BANDS, ROWS = 20, 3  # a pair that shares half is found in 93 cases of 100, one that shares 0.62 in 99.6
WORTH = 0.3  # pairs whose sketches share less are not read: a copy shares half or more, give or take 0.05
RULES = ("copies.py", "sketches.py", "works.py", "data/works.toml")
REPEATED = 5  # texts of one site with the same paragraph: it says nothing of any of them

_VALUES = struct.Struct(f"<{VALUES}I")


def create(db: sqlite_utils.Database) -> None:
    """Makes the tables of an empty index."""
    columns = {"id": int, "statement": str, "site": str, "digest": str, "marks": bytes, "signature": bytes}
    db.table("sketches").create(columns, pk="id", if_not_exists=True)
    db.execute("create unique index if not exists sketches_by_statement on sketches (statement)")
    for name, left, right in (("bands", "band", "sketch"), ("passages", "mark", "sketch"), ("copies", "one", "other")):
        both = f"{left} integer, {right} integer, primary key ({left}, {right})"
        db.execute(f"create table if not exists {name} ({both}) without rowid")


@cache
def rules() -> str:
    """A digest of what sketches and verdicts depend on: all are made again when it changes."""
    code = [(files("archive") / name).read_text("utf-8") for name in RULES]
    return sha256("\0".join([version("rensa"), *code]).encode()).hexdigest()


Held = tuple[int, bytes | None, bytes | None]  # id, marks, signature


class Sketches:
    """The index. `read` gives the text of a statement that it holds, None for one that is gone by now."""

    def __init__(self, db: sqlite3.Connection, read: Callable[[str], Text | None]) -> None:
        self.db, self.read = db, read
        self._marks: dict[int, list[int]] = {}  # of the texts that are taken
        self._known: dict[int, bool] = {}  # whether a paragraph is repeated, as long as nothing is put in

    def clear(self) -> None:
        """Empties the index."""
        for table in TABLES:
            self.db.execute(f"delete from {table}")

    def update(self, texts: Mapping[str, Text | None]) -> set[str]:
        """Takes what some statements say now, None for one that is gone.

        Gives those that differ from what was held, and all that are or were tied to one that was compared again, be it
        by way of others.
        """
        marks = {name: _marks(text) for name, text in texts.items()}
        digests = {name: _digest(text, marks[name]) for name, text in texts.items()}
        known = self._digests(texts)
        fresh = self._held(name for name in sorted(texts) if digests[name] != known.get(name))
        touched = {mark for name, row in fresh.items() for mark in (*_unpacked(row[1]), *marks[name])}
        before = self._repeated(touched)
        tied = self._tied(row[0] for row in fresh.values() if row[2])
        self._put([(row, texts[name], digests[name], marks[name]) for name, row in fresh.items()])
        after = self._repeated(touched)
        self._known = {mark: mark in after for mark in touched}
        told = {fresh[name][0]: text for name in fresh if (text := texts[name])}
        self._marks = {fresh[name][0]: marks[name] for name in fresh}
        for one in sorted(self._holders(before ^ after) - told.keys()):
            if text := self.read(self._name(one)):
                told[one], self._marks[one] = text, _marks(text)
                tied |= self._tied([one])
                self._forget(one, self._signature(one))
        self._compare(told, self._sketch(told))
        tied = self._tied(tied | told.keys()) - {row[0] for row in fresh.values()}
        return fresh.keys() | {self._name(one) for one in tied}

    def tied(self, statements: Iterable[str]) -> set[str]:
        """These statements and their copies, the copies of these, and so on."""
        query, held = "select id from sketches where statement = ?", list(statements)
        found = [row[0] for name in held for row in self.db.execute(query, [name])]
        return {self._name(one) for one in self._tied(found)} | set(held)

    def pairs(self, statements: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The pairs of copies of which one of these statements is the first; each pair stands in both orders."""
        query = (
            "select b.statement from sketches as a join copies on one = a.id join sketches as b on b.id = other"
            " where a.statement = ?"
        )
        for statement in statements:
            yield from ((statement, row[0]) for row in self.db.execute(query, [statement]))

    # --- what is held ------------------------------------------------------------------------------------------------

    def _digests(self, statements: Iterable[str]) -> dict[str, str | None]:
        query = "select statement, digest from sketches where statement in (select value from json_each(?))"
        return dict(self.db.execute(query, [json.dumps([*statements])]).fetchall())

    def _held(self, statements: Iterable[str]) -> dict[str, Held]:
        """What is held of some statements, in their order; the new ones get a row."""
        names = [*statements]
        self.db.executemany("insert or ignore into sketches (statement) values (?)", [[name] for name in names])
        query = (
            "select statement, id, marks, signature from sketches where statement in (select value from json_each(?))"
        )
        found = {row[0]: row[1:] for row in self.db.execute(query, [json.dumps(names)])}
        return {name: found[name] for name in names}

    def _name(self, one: int) -> str:
        return str(self.db.execute("select statement from sketches where id = ?", [one]).fetchone()[0])

    def _signature(self, one: int) -> bytes:
        (held,) = self.db.execute("select signature from sketches where id = ?", [one]).fetchone()
        return held or b""

    def _repeated(self, marks: Collection[int]) -> set[int]:
        """The paragraphs that any site has under so many texts."""
        often = self.db.execute(
            "select value from json_each(?) where"
            " (select count(*) from (select 1 from passages where mark = value limit ?)) = ?",
            [json.dumps([*marks]), REPEATED, REPEATED],
        )
        return {mark for (mark,) in often.fetchall() if self._is_some_sites(mark)}

    def _told(self, marks: Collection[int]) -> set[int]:
        """The same, of a text that is compared: what was asked since the last one was put in is known."""
        if unknown := [mark for mark in marks if mark not in self._known]:
            found = self._repeated(unknown)
            self._known |= {mark: mark in found for mark in unknown}
        return {mark for mark in marks if self._known[mark]}

    def _is_some_sites(self, mark: int) -> bool:
        query, counts = "select site from passages join sketches on id = sketch where mark = ?", Counter[str]()
        for (site,) in self.db.execute(query, [mark]):
            counts[site] += 1
            if counts[site] >= REPEATED:
                return True
        return False

    def _holders(self, marks: Iterable[int]) -> set[int]:
        query = "select sketch from passages where mark = ?"
        return {row[0] for mark in marks for row in self.db.execute(query, [mark])}

    def _tied(self, some: Iterable[int]) -> set[int]:
        """These and all their copies, the copies of these, and so on."""
        found, left = set[int](), list(some)
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left += [row[0] for row in self.db.execute("select other from copies where one = ?", [one])]
        return found

    # --- keeping and comparing ---------------------------------------------------------------------------------------

    def _put(self, rows: Sequence[tuple[Held, Text | None, str | None, list[int]]]) -> None:
        """Keeps what statements say, without sketches as yet, or that they are gone."""
        for (one, old, signature), _, _, _ in rows:
            if old:
                self._forget(one, signature or b"")
                gone = [(mark, one) for mark in _unpacked(old)]
                self.db.executemany("delete from passages where mark = ? and sketch = ?", gone)
        self.db.executemany("delete from sketches where id = ?", [[row[0]] for row, text, _, _ in rows if text is None])
        self.db.executemany(
            "update sketches set site = ?, digest = ?, marks = ? where id = ?",
            [(text.site, digest, array("q", marks).tobytes(), row[0]) for row, text, digest, marks in rows if text],
        )
        passages = sorted((mark, row[0]) for row, _, _, marks in rows for mark in marks)
        self.db.executemany("insert into passages (mark, sketch) values (?, ?)", passages)

    def _forget(self, one: int, signature: bytes) -> None:
        """Takes out a sketch and its copies, where there is one."""
        if not signature:
            return
        self.db.execute("update sketches set signature = null where id = ?", [one])
        self.db.executemany("delete from bands where band = ? and sketch = ?", _bands({one: signature}))
        for (other,) in self.db.execute("select other from copies where one = ?", [one]).fetchall():
            self.db.execute("delete from copies where one = ? and other = ?", [one, other])
            self.db.execute("delete from copies where one = ? and other = ?", [other, one])

    def _sketch(self, told: Mapping[int, Text]) -> dict[int, bytes]:
        """Keeps the sketches of these texts, which have none; them."""
        made = {one: _signature(runs(text, self._told(self._marks[one]))) for one, text in told.items()}
        self.db.executemany(
            "update sketches set signature = ? where id = ?", [(signature, one) for one, signature in made.items()]
        )
        return made

    def _prose(self, text: Text) -> Prose:
        return prose(text, self._told(_marks(text)))

    def _compare(self, told: Mapping[int, Text], sketches: Mapping[int, bytes]) -> None:
        """Finds the copies of these texts; each pair is kept in both orders."""
        found = list[tuple[int, int]]()
        for one, other in self._near(sketches):
            text = told.get(other) or self.read(self._name(other))
            if text and is_copy(self._prose(told[one]), self._prose(text)):
                found += [(one, other), (other, one)]
        self.db.executemany("insert into copies (one, other) values (?, ?)", found)

    def _near(self, sketches: Mapping[int, bytes]) -> list[tuple[int, int]]:
        """The pairs that are worth a look, one of these texts first; each once. Keeps the bands of the texts."""
        bands = _bands(sketches)
        told = [band for band, _ in bands]
        query = "select band, sketch from bands where band in (select value from json_each(?))"
        holders = defaultdict[int, list[int]](list)
        for band, other in self.db.execute(query, [json.dumps(told)]):
            holders[band].append(other)
        shared = holders.keys() | {band for band, following in pairwise(told) if band == following}
        met = set[tuple[int, int]]()
        for band, one in bands:
            if band in shared:
                met.update((one, other) for other in holders[band])
                holders[band].append(one)
        # In the order of the table, so that its pages are written once.
        self.db.executemany("insert into bands (band, sketch) values (?, ?)", bands)
        pairs = {(min(pair), max(pair)) if pair[1] in sketches else pair for pair in met}
        return [pair for pair in sorted(pairs) if self._likeness(sketches, *pair) >= WORTH]

    def _likeness(self, sketches: Mapping[int, bytes], one: int, other: int) -> float:
        return _estimate(sketches[one], sketches[other] if other in sketches else self._signature(other))


def _digest(text: Text | None, marks: list[int]) -> str | None:
    """A digest of all that a text's sketch, copies and work depend on."""
    if text is None:
        return None
    told = (text.site, text.title, text.published, text.seen, marks, sorted(text.names))
    return sha256(repr(told).encode()).hexdigest()


def _unpacked(marks: bytes | None) -> list[int]:
    return array("q", marks or b"").tolist()


def _marks(text: Text | None) -> list[int]:
    return list(dict.fromkeys(map(mark, text.paragraphs))) if text else []


def _signature(told: list[str]) -> bytes:
    """The low halves of the sketch's numbers, 16 bits each: enough to tell whether two are the same."""
    if not told:
        return b""
    sketch = RMinHash(VALUES, SEED)
    sketch.update(told)
    return array("H", _VALUES.pack(*sketch.digest()))[::2].tobytes()


def _bands(sketches: Mapping[int, bytes]) -> list[tuple[int, int]]:
    """The bands of sketches, as their table has them: a number that hardly any other band can be, and whose it is."""
    made = {one: signature for one, signature in sketches.items() if signature}
    values = np.frombuffer(b"".join(made.values()), "<u2").astype(np.int64).reshape(-1, VALUES)
    first, second, third = (values[:, place : BANDS * ROWS : ROWS] for place in range(ROWS))
    bands = (np.arange(BANDS) << 48 | first << 32 | second << 16 | third).ravel()
    ones = np.repeat(np.fromiter(made, np.int64, len(made)), BANDS)
    order = np.lexsort((ones, bands))
    return list(zip(bands[order].tolist(), ones[order].tolist(), strict=True))


def _estimate(one: bytes, other: bytes) -> float:
    if len(one) != len(other):
        return 0.0  # a text without runs has no sketch
    return float(np.count_nonzero(np.frombuffer(one, np.uint16) == np.frombuffer(other, np.uint16))) / VALUES
