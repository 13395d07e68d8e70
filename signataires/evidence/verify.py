"""Reads again all that the archive rests on, and tells what does not hold.

Four questions, each in memory that does not grow with the archive: is the chain of manifests whole; are the files of
captures those that the manifests hold; does each record have the digest that it says; and does the archive say what the
captures say, row by row, when it is made again from them beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from archive.resolve import Directory
from archive.schema import KEYS, TABLES, is_outdated
from scraper.read import DAMAGE
from scraper.record import whole_bytes
from scraper.site import Site
from signataires.evidence.manifests import FOLDER, Broken, Sealed, check_chain, digest_of_file, sealed, warcs
from signataires.evidence.places import Placer
from signataires.pipeline import build_beside
from signataires.places import captures
from signataires.runs import BROUGHT

Say = Callable[[str], None]
# In the order in which one rests on the other: what is wrong is named where it begins.
ORDER = (
    "captures", "organisations", "aliases", "renamings", "statements", "documents", "signatures", "places", "revisions",
    "changes", "works", "runs", "sites", "withdrawals",
)  # fmt: skip
SHOWN = 80  # characters of a value


def findings(data: Path, work: Path, sites: Mapping[str, Site], directory: Directory, say: Say) -> Iterator[str]:
    """What does not hold, the first cause first; nothing when all holds. `work` is a folder for a second archive."""
    try:
        say(f"{check_chain(data)} manifests are chained")
        yield from _files(data, say)
    except Broken as error:
        yield str(error)
    yield from _records(data, say)
    if is_outdated(data / "archive.db"):
        yield "archive.db was made by another version of signataires: `signataires build` makes it anew"
        return
    if strange := _strange_sites(data, sites):
        yield (
            f"the archive is of other site files than those given (--sites): it holds {', '.join(strange)}, of which"
            " there is none among them"
        )
        return
    build_beside(work, captures(data), sites, directory, say)
    sound = True
    for finding in _rows(data / "archive.db", work / "archive.db", say):
        sound = False
        yield finding
    if sound:  # else the rows that differ have been named
        yield from _places(data, sites, say)


def _strange_sites(data: Path, sites: Mapping[str, Site]) -> list[str]:
    """The sites that the archive tells statements of and that have no file: nothing of them could be made again."""
    with closing(sqlite3.connect(f"file:{data / 'archive.db'}?mode=ro", uri=True)) as db:
        held = {row[0] for row in db.execute("select distinct site_id from statements where state != 'withdrawn'")}
    return sorted(held - sites.keys())


def _files(data: Path, say: Say) -> Iterator[str]:
    held: dict[str, Sealed] = {}
    for item in sealed(data):  # of a file that was sealed again, the last state counts
        if item.name in held and item.sha256 != held[item.name].sha256:
            yield from _sealed_again(item)
        held[item.name] = item
    there = {path.name: path for path in warcs(data)}
    for name, item in held.items():
        path = there.get(name)
        if path is None:
            yield f"warc/{name} is missing: manifest {item.manifest:06} holds it"
        elif path.stat().st_size != item.bytes or digest_of_file(path) != item.sha256:
            yield f"warc/{name} was changed since manifest {item.manifest:06}; {_damage(path) or 'its records hold'}"
    for name in sorted(there.keys() - held.keys()):
        yield (
            f"warc/{name} is in no manifest: a manifest of {FOLDER}/ is missing, or a run was killed; if it is yours,"
            " `signataires build` seals it"
        )
    say(f"{len(there)} files of captures read")


def _sealed_again(item: Sealed) -> Iterator[str]:
    """What does not hold of a file that an earlier manifest holds otherwise: only a withdrawal may change one."""
    if not item.withdrawals:
        yield f"manifest {item.manifest:06} holds warc/{item.name} otherwise than an earlier one, and says no reason"


def _records(data: Path, say: Say) -> Iterator[str]:
    count = 0
    for path in warcs(data):
        damage = _damage(path)
        if damage:
            yield f"warc/{path.name}: {damage}"
        count += 1
    say(f"every record of {count} files has the digest that it says")


def _damage(path: Path) -> str:
    """The first record of a file whose bytes are not those that its digests were made of; empty when there is none."""
    end = whole_bytes(path) if path.suffix == ".gz" else path.stat().st_size
    if end != path.stat().st_size:
        return f"the record at byte {end} is damaged"
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file, check_digests=True)
            for record in records:
                url = record.rec_headers.get_header("WARC-Target-URI") or record.rec_type
                while record.raw_stream.read(1 << 16):
                    pass
                if record.digest_checker.problems and not path.name.startswith(BROUGHT):
                    return (
                        f"the record at byte {records.get_record_offset()} ({url}) is not what its digest was made of"
                    )
    except DAMAGE as error:
        return f"it cannot be read as a WARC file ({type(error).__name__})"
    return ""


def _places(data: Path, sites: Mapping[str, Site], say: Say) -> Iterator[str]:
    with closing(_open(data / "archive.db")) as db:
        yield from Placer(db, captures(data), sites).failing()
        say(f"{db.execute('select count(*) from places').fetchone()[0]} places looked at in their documents")


# --- rows --------------------------------------------------------------------------------------------------------


def _rows(public: Path, made_again: Path, say: Say) -> Iterator[str]:
    with closing(_open(public)) as one, closing(_open(made_again)) as other:
        for table in ORDER:
            count = 0
            for held, again in _paired(_listed(one, table), _listed(other, table)):
                count += 1
                if held is None or again is None or held[1] != again[1]:
                    yield _difference(table, held, again)
            say(f"{table}: {count} rows compared with what the captures say")


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


Keyed = tuple[tuple[str, ...], tuple[Any, ...]]


def _listed(db: sqlite3.Connection, table: str) -> Iterator[Keyed]:
    key = KEYS.get(table, "id")
    keys = [key] if isinstance(key, str) else [*key]
    order = ", ".join(keys)
    names = ", ".join(f'"{name}"' for name in TABLES[table])
    for row in db.execute(f"select {order}, {names} from {table} order by {order}"):
        yield tuple(value or "" for value in row[: len(keys)]), row[len(keys) :]


def _paired(one: Iterator[Keyed], other: Iterator[Keyed]) -> Iterator[tuple[Keyed | None, Keyed | None]]:
    """The rows of two tables side by side, by their keys; None where one of them lacks a row."""
    left, right = next(one, None), next(other, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            yield left, None
            left = next(one, None)
        elif left is None or right[0] < left[0]:
            yield None, right
            right = next(other, None)
        else:
            yield left, right
            left, right = next(one, None), next(other, None)


def _difference(table: str, held: Keyed | None, again: Keyed | None) -> str:
    if held is None or again is None:
        key = " ".join((held or again or ((), ()))[0])
        return f"{table} {key}: " + ("the captures say it and the archive lacks it" if again else "no capture says it")
    names = zip(TABLES[table], held[1], again[1], strict=True)
    told = [f"{name} is {_shown(one)}, the captures say {_shown(other)}" for name, one, other in names if one != other]
    return f"{table} {' '.join(held[0])}: {'; '.join(told)}"


def _shown(value: Any) -> str:
    told = repr(value)
    return told if len(told) <= SHOWN else f"{told[:SHOWN]}…"
