"""The private index by which copies of a text are found without comparing all with all: tables of `crawl.db`.

Each statement has a sketch of its prose (MinHash). Texts alike share some of its bands with a likelihood that grows
with what they have in common: nearly all do that share half of their runs of words, hardly any that share nothing. Only
such pairs are compared in full. Much of a text may be guessed from the index, so it is never published.

What it says depends on what it holds, not on the order in which that came: when a paragraph begins or ceases to be one
that a site repeats, all texts that have it are sketched and compared again.
"""

from __future__ import annotations

import sqlite3
import struct
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

import sqlite_utils
from rensa import RMinHash

from archive.copies import Prose, Text, is_copy, mark, prose

TABLES = ("sketches", "bands", "passages", "copies")
VALUES, SEED = 128, 1
BANDS, ROWS = 20, 3  # a pair that shares half is found in 93 cases of 100, one that shares 0.62 in 99.6
WORTH = 0.3  # pairs whose sketches share less are not read: a copy shares half or more, give or take 0.05
RULES = ("copies.py", "sketches.py", "works.py", "data/works.toml")
REPEATED = 5  # texts of one site with the same paragraph: it says nothing of any of them

_VALUES = struct.Struct(f"<{VALUES}I")
_BANDS = struct.Struct(f"<{BANDS * ROWS}H")


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
        fresh = {name: self._held(name) for name in sorted(texts) if digests[name] != self._digest(name)}
        touched = {mark for name, row in fresh.items() for mark in (*_unpacked(row[1]), *marks[name])}
        self._known.clear()
        before = self._repeated(touched)
        tied = self._tied(row[0] for row in fresh.values() if row[2])
        self._put([(row[0], texts[name], digests[name], marks[name]) for name, row in fresh.items()])
        told = {fresh[name][0]: text for name in fresh if (text := texts[name])}
        for one in sorted(self._holders(before ^ self._repeated(touched)) - told.keys()):
            if text := self.read(self._name(one)):
                told[one] = text
                tied |= self._tied([one])
        self._sketch(told)
        self._compare(told)
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

    def _digest(self, statement: str) -> str | None:
        row = self.db.execute("select digest from sketches where statement = ?", [statement]).fetchone()
        return row[0] if row else None

    def _held(self, statement: str) -> Held:
        self.db.execute("insert or ignore into sketches (statement) values (?)", [statement])
        query = "select id, marks, signature from sketches where statement = ?"
        row: Held = self.db.execute(query, [statement]).fetchone()
        return row

    def _name(self, one: int) -> str:
        return str(self.db.execute("select statement from sketches where id = ?", [one]).fetchone()[0])

    def _signature(self, one: int) -> bytes:
        (held,) = self.db.execute("select signature from sketches where id = ?", [one]).fetchone()
        return held or b""

    def _repeated(self, marks: Iterable[int]) -> set[int]:
        """The paragraphs that any site has under so many texts."""
        return {mark for mark in sorted(marks) if self._is_repeated(mark)}

    def _is_repeated(self, mark: int) -> bool:
        if mark not in self._known:
            held = self.db.execute("select sketch from passages where mark = ? limit ?", [mark, REPEATED]).fetchall()
            self._known[mark] = len(held) == REPEATED and self._is_some_sites(mark)
        return self._known[mark]

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

    def _put(self, rows: Sequence[tuple[int, Text | None, str | None, list[int]]]) -> None:
        """Keeps what statements say, without sketches as yet, or that they are gone."""
        for one, text, digest, marks in rows:
            (old,) = self.db.execute("select marks from sketches where id = ?", [one]).fetchone()
            if old:
                self._forget(one)
                gone = [(mark, one) for mark in _unpacked(old)]
                self.db.executemany("delete from passages where mark = ? and sketch = ?", gone)
            if text is None:
                self.db.execute("delete from sketches where id = ?", [one])
            else:
                row = [text.site, digest, array("q", marks).tobytes(), one]
                self.db.execute("update sketches set site = ?, digest = ?, marks = ? where id = ?", row)
        passages = sorted((mark, one) for one, _, _, marks in rows for mark in marks)
        self.db.executemany("insert into passages (mark, sketch) values (?, ?)", passages)
        self._known.clear()

    def _forget(self, one: int) -> None:
        """Takes out a sketch and its copies, where there is one."""
        if not (held := self._signature(one)):
            return
        self.db.execute("update sketches set signature = null where id = ?", [one])
        self.db.executemany("delete from bands where band = ? and sketch = ?", [(band, one) for band in _bands(held)])
        for (other,) in self.db.execute("select other from copies where one = ?", [one]).fetchall():
            self.db.execute("delete from copies where one = ? and other = ?", [one, other])
            self.db.execute("delete from copies where one = ? and other = ?", [other, one])

    def _sketch(self, told: Mapping[int, Text]) -> None:
        """Keeps the sketches of these texts in place of those before."""
        bands: list[tuple[int, int]] = []
        for one, text in told.items():
            self._forget(one)
            signature = _signature(self._prose(text))
            self.db.execute("update sketches set signature = ? where id = ?", [signature, one])
            bands += [(band, one) for band in _bands(signature)]
        # In the order of the table, so that its pages are written once.
        self.db.executemany("insert into bands (band, sketch) values (?, ?)", sorted(bands))

    def _prose(self, text: Text) -> Prose:
        return prose(text, self._repeated(_marks(text)))

    def _compare(self, told: Mapping[int, Text]) -> None:
        """Finds the copies of these texts; each pair is kept in both orders."""
        found = list[tuple[int, int]]()
        for one, other in self._near(told):
            text = told.get(other) or self.read(self._name(other))
            if text and is_copy(self._prose(told[one]), self._prose(text)):
                found += [(one, other), (other, one)]
        self.db.executemany("insert into copies (one, other) values (?, ?)", found)

    def _near(self, told: Iterable[int]) -> list[tuple[int, int]]:
        """The pairs that are worth a look, one of these texts first; each once."""
        sketches = {one: self._signature(one) for one in told}
        asked = sorted((band, one) for one, sketch in sketches.items() for band in _bands(sketch))
        self.db.execute("create temporary table if not exists asked (band integer, sketch integer)")
        self.db.execute("delete from asked")
        self.db.executemany("insert into asked (band, sketch) values (?, ?)", asked)
        met = self.db.execute(
            "select distinct asked.sketch, bands.sketch from asked cross join bands on bands.band = asked.band"
            " where bands.sketch != asked.sketch"
        )
        pairs = sorted((one, other) for one, other in met if other not in sketches or one < other)
        return [(one, other) for one, other in pairs if _estimate(sketches[one], self._signature(other)) >= WORTH]


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


def _signature(told: Prose) -> bytes:
    """The low halves of the sketch's numbers, 16 bits each: enough to tell whether two are the same."""
    if not told.runs:
        return b""
    sketch = RMinHash(VALUES, SEED)
    sketch.update(list(told.runs))
    return array("H", _VALUES.pack(*sketch.digest()))[::2].tobytes()


def _bands(signature: bytes) -> list[int]:
    """The bands of a sketch, each a number that hardly any band but the same of a like sketch can be."""
    if not signature:
        return []
    values = _BANDS.unpack_from(signature)
    parts = zip(values[::ROWS], values[1::ROWS], values[2::ROWS], strict=True)
    return [place << 48 | a << 32 | b << 16 | c for place, (a, b, c) in enumerate(parts)]


def _estimate(one: bytes, other: bytes) -> float:
    return sum(map(int.__eq__, array("H", one), array("H", other))) / VALUES
