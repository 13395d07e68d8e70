"""Copies of all that cannot be made again, taken while the archive is in use, and an archive made of one of them.

    copies/20261125T031500Z/backup.json      what is in it: size, SHA-256 and time of each file
                            data/            databases as they were at one moment each, manifests, captures
                            corrections/     site files, organisations, judgements, withdrawals

A copy is whole or not there: it is made under a name with a dot and renamed at its end. What has not changed since the
copy before is a hard link to it, so that a copy every night takes the room of what is new.

The order makes the parts agree as they would after a power cut, which every run copes with: the crawler's memory first,
the archive made from it after it, manifests before the captures that they hold, captures last.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.clock import now
from scraper.record import OPEN, whole_bytes
from scraper.site import SiteError
from signataires.evidence.manifests import FOLDER, HEAD, digest_of_file
from signataires.lock import lock

LIST = "backup.json"
DATABASES = ("crawl.db", "archive.db")
CORRECTIONS = "corrections"
# What a run leaves that is of no use to another one.
LEFT_OUT = re.compile(
    r"lock|.*\.db-(?:wal|shm|journal)|(?:re)?build-.*|verify-.*|signataires\.log.*|\..*|corrections|.*\.torn"
)
PIECE = 1 << 20  # bytes
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a copy: its size in bytes, its SHA-256, and the time (ns) that its original was last written at."""

    bytes: int
    sha256: str
    written: int


def backup(data: Path, corrections: Mapping[str, Path], folder: Path, say: Say) -> Path:
    """A copy of an archive in a folder of copies; where it is.

    `corrections` are the files and folders that were corrected by hand, by the name that each has in the copy. What was
    left of a copy that was killed is removed. Raises `SiteError`, with nothing done, when there is no archive, `Locked`
    when another copy is being made.
    """
    if not (data / "warc").is_dir():
        raise SiteError(f"{data}: there are no captures to copy")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with lock(folder):
        for left in folder.glob(".*Z"):
            shutil.rmtree(left)
        made = now()
        whole = folder / re.sub(r"[-:]", "", made)
        if whole.exists():
            raise SiteError(f"{whole}: is a copy of this very second; nothing was done")
        draft = whole.with_name(f".{whole.name}")
        draft.mkdir(mode=0o700)
        held = dict(_copied(data, corrections, draft, max(folder.glob("[0-9]*Z"), default=None)))
        told = {path: [one.bytes, one.sha256, one.written] for path, one in sorted(held.items())}
        _write_pieces(draft / LIST, iter([json.dumps({"made": made, "files": told}, indent=0).encode()]), 0)
        draft.rename(whole)
        _sync(folder)
    say(f"{whole}: {len(held)} files, {sum(one.bytes for one in held.values())} bytes")
    return whole


def _copied(
    data: Path, corrections: Mapping[str, Path], draft: Path, before: Path | None
) -> Iterator[tuple[str, Held]]:
    known = listed(before) if before else {}
    for name in DATABASES:
        if (data / name).is_file():
            yield f"data/{name}", _database(data / name, draft / "data" / name)
    for path, name in _sources(data, corrections):
        taken = _under_way(path, draft / name) if path.name.endswith(OPEN) else None
        if taken is None:  # or no more under way since it was listed: it has its final name
            path, name = path.with_name(path.name.removesuffix(OPEN)), name.removesuffix(OPEN)
            taken = _file(path, draft / name, before and before / name, known.get(name))
        if taken:
            yield name, taken


def _sources(data: Path, corrections: Mapping[str, Path]) -> Iterator[tuple[Path, str]]:
    """The files to copy, with their names in the copy; listed when the ones before are copied."""
    for name, path in corrections.items():
        files = sorted(path.glob("*.toml")) if path.is_dir() else [path] if path.is_file() else []
        yield from (
            (file, f"{CORRECTIONS}/{name}/{file.name}" if path.is_dir() else f"{CORRECTIONS}/{name}") for file in files
        )
    last = ("warc", FOLDER)
    others = [path for path in _files(data) if path.parent.name not in last and path.name not in DATABASES]
    yield from ((path, f"data/{path.relative_to(data)}") for path in others)
    # `HEAD` before the manifests and these before the captures: none may name what was made after it was copied.
    for path in [data / FOLDER / HEAD, *sorted((data / FOLDER).glob("[0-9]*"))]:
        if path.is_file():
            yield path, f"data/{FOLDER}/{path.name}"
    yield from ((path, f"data/warc/{path.name}") for path in _files(data / "warc"))


def _files(folder: Path) -> list[Path]:
    found = list[Path]()
    for path in sorted(folder.iterdir()):
        if not LEFT_OUT.fullmatch(path.name):
            found += _files(path) if path.is_dir() else [path]
    return found


def _database(source: Path, target: Path) -> Held:
    """A database as it is at one moment, whoever writes it meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True)
    reading = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)
    with closing(reading), closing(sqlite3.connect(target)) as copy:
        reading.backup(copy)
    return Held(target.stat().st_size, digest_of_file(target), 0)


def _file(source: Path, target: Path, former: Path | None, known: Held | None) -> Held | None:
    """A file that is not written any more: a link to the copy of before, where that is of the same file; or a copy.

    None for a file that is gone: a crawl renames its files when they are whole.
    """
    try:
        state = source.stat()
    except FileNotFoundError:
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    if known and former and (known.bytes, known.written) == (state.st_size, state.st_mtime_ns):
        try:
            os.link(former, target)
        except OSError:
            pass  # another disk, or too many links
        else:
            return known
    with source.open("rb") as file:
        return _write_pieces(target, iter(lambda: file.read(PIECE), b""), state.st_mtime_ns)


def _under_way(source: Path, target: Path) -> Held | None:
    """The whole records of a file that a crawl is writing; None for a file that is gone."""
    try:
        size = whole_bytes(source)
        with source.open("rb") as file:
            target.parent.mkdir(parents=True, exist_ok=True)
            return _write_pieces(target, iter([file.read(size)]), 0)
    except FileNotFoundError:
        return None


def _write_pieces(target: Path, pieces: Iterator[bytes], written: int) -> Held:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return Held(size, digest.hexdigest(), written)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# --- restoring ---------------------------------------------------------------------------------------------------


def listed(copy: Path) -> dict[str, Held]:
    """The files of a copy. Raises `SiteError` for a folder that is none."""
    try:
        told: dict[str, Any] = json.loads((copy / LIST).read_text("utf-8"))
        return {name: Held(*values) for name, values in told["files"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SiteError(f"{copy}: no copy that `signataires backup` made: {LIST} cannot be read ({error})") from error


def restore(copy: Path, data: Path, say: Say) -> None:
    """An archive made of a copy, in a folder that is not there yet or is empty.

    Raises `SiteError`, with nothing done, when that folder holds anything, or when the copy lacks a file or has another
    one in its place. The folder is there when all of it is.
    """
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise SiteError(f"{data}: holds something already, which is not overwritten; name a new folder with --data")
    files = listed(copy)
    for name, held in files.items():
        _check(copy / name, name, held)
    draft = data.with_name(f".{data.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    for name in files:
        target = draft / (name.removeprefix("data/") if name.startswith("data/") else name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(copy / name, target)
    if data.exists():
        data.rmdir()
    draft.rename(data)
    _sync(data.parent)
    say(f"{data}: {len(files)} files restored")


def _check(path: Path, name: str, held: Held) -> None:
    if not path.is_file():
        raise SiteError(f"{name} is missing in the copy; nothing was done")
    if path.stat().st_size != held.bytes or digest_of_file(path) != held.sha256:
        raise SiteError(f"{name} is not the file that was copied: its digest is another; nothing was done")
