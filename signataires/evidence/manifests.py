"""Manifests: what each run left among the captures, digest by digest, each chained to the one before.

`data/manifests/000012.jsonl` begins with its number, its moment and the SHA-256 of manifest 11; then each file of
captures with its size and SHA-256, each followed by its captures; its last line says how many lines there are. `HEAD`
names the newest manifest and its digest: one line that can be printed, mailed or stamped, and holds all the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from scraper.clock import now
from scraper.read import DAMAGE
from scraper.record import capture_id
from signataires.places import captures as folder_of_captures
from signataires.places import sizes

FOLDER = "manifests"
HEAD = "HEAD"
KINDS = ("response", "revisit")


class Broken(ValueError):
    """Something about the manifests does not hold; the message names it."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file of captures as a manifest holds it: its size in bytes, its SHA-256, the number of the manifest.

    `withdrawals` are the ids of those that made it another file than the one that an earlier manifest holds.
    """

    name: str
    bytes: int
    sha256: str
    manifest: int
    withdrawals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file of captures from which something was withdrawn: its SHA-256 before, the ids of the withdrawals."""

    name: str
    before: str
    withdrawals: tuple[str, ...]


def seal(data: Path, say: Callable[[str], None], rewritten: Sequence[Rewritten] = ()) -> Path | None:
    """Writes the next manifest, of the files of captures that none holds yet; None when there is nothing to hold.

    Files that were `rewritten` are held anew, with what they were and the withdrawals that changed them. What cannot
    be read any more is not added to: that is said, and the run goes on.
    """
    folder = data / FOLDER
    try:
        known, (number, previous) = {item.name for item in sealed(data)}, last(data)
    except Broken as error:
        say(f"{error}; no manifest was written: restore it from a backup")
        return None
    again = {one.name: one for one in rewritten}
    fresh = [path for path in warcs(data) if path.name not in known or path.name in again]
    if not fresh:
        return None
    folder.mkdir(exist_ok=True)
    path = folder / f"{number + 1:06}.jsonl"
    draft, lines = folder / f".{path.name}", 0
    with draft.open("w", encoding="utf-8") as file:
        for told in _told(fresh, again, number + 1, previous, say):
            file.write(json.dumps(told, separators=(",", ":")) + "\n")
            lines += 1
        file.write(json.dumps({"lines": lines}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _point(folder, path)
    return path


def _told(
    paths: list[Path], again: Mapping[str, Rewritten], number: int, previous: str, say: Callable[[str], None]
) -> Iterator[dict[str, Any]]:
    yield {"manifest": number, "made": now(), "previous": previous}
    for path in paths:
        told = {"file": path.name, "bytes": path.stat().st_size, "sha256": digest_of_file(path)}
        if one := again.get(path.name):
            told |= {"before": one.before, "withdrawals": list(one.withdrawals)}
        yield told
    for path in paths:
        try:
            yield from captures(path)
        except DAMAGE as error:
            say(f"{path.name}: damaged: {error}; the manifest holds it as it is")


def captures(path: Path) -> Iterator[dict[str, Any]]:
    """The captures of a file as a manifest lists them: id, place in bytes, digest of the payload."""
    with path.open("rb") as file:
        records = ArchiveIterator(file, no_record_parse=True)
        for record in records:
            about = record.rec_headers
            if record.rec_type not in KINDS:
                continue
            url, moment = about.get_header("WARC-Target-URI") or "", about.get_header("WARC-Date") or ""
            digest = about.get_header("WARC-Payload-Digest") or ""
            offset = records.get_record_offset()
            identifier = capture_id(url, moment.partition(".")[0].removesuffix("Z") + "Z", digest)
            yield {"capture": identifier, "warc": path.name, "offset": offset, "payload": digest}


def _point(folder: Path, path: Path) -> None:
    draft = folder / f".{HEAD}"
    draft.write_text(f"{path.name} {digest_of_file(path)}\n", "utf-8")
    draft.replace(folder / HEAD)


# --- reading -----------------------------------------------------------------------------------------------------


def warcs(data: Path) -> list[Path]:
    """The files of captures that are complete, by name."""
    return whole(folder_of_captures(data))


def whole(folder: Path) -> list[Path]:
    """The files of captures of a folder that are complete, by name."""
    return [
        folder / name for name in sorted(sizes(folder)) if ".warc" in name and not name.endswith((".open", ".torn"))
    ]


def sealed(data: Path) -> Iterator[Sealed]:
    """Every file of captures that a manifest holds. Raises `Broken` for a manifest that cannot be read."""
    for path in paths(data):
        number = int(path.stem)
        for told in lines(path):
            if "file" in told:
                withdrawals = tuple(told.get("withdrawals", ()))
                yield Sealed(told["file"], told["bytes"], told["sha256"], number, withdrawals)
            elif "capture" in told or "lines" in told:
                break  # files stand before captures


def paths(data: Path) -> list[Path]:
    """The manifests in their order."""
    return sorted((data / FOLDER).glob("[0-9]*.jsonl"))


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a manifest. Raises `Broken` for one that is no JSON."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                told: dict[str, Any] = json.loads(line)
            except json.JSONDecodeError as error:
                raise Broken(f"manifest {path.name}: line {number} is cut or changed: {error}") from error
            yield told


def last(data: Path) -> tuple[int, str]:
    """The number and digest of the newest manifest; 0 and none when there is none.

    Raises `Broken` when `HEAD` does not name its digest, nor, after a run that was killed, that of the one before.
    """
    listed, (name, told) = paths(data), head(data)
    if not listed and not name:
        return 0, ""
    if not listed:
        raise Broken(f"manifest {name} is missing: {HEAD} names it")
    digest = digest_of_file(listed[-1])
    if told not in (digest, next(lines(listed[-1])).get("previous")):
        raise Broken(f"manifest {listed[-1].name} was changed, or {HEAD}, which gives another digest")
    return int(listed[-1].stem), digest


def head(data: Path) -> tuple[str, str]:
    """What `HEAD` says: the name of a manifest and its digest; empty when there is none."""
    try:
        name, _, digest = (data / FOLDER / HEAD).read_text("utf-8").strip().partition(" ")
    except FileNotFoundError:
        return "", ""
    return name, digest


def check_chain(data: Path) -> int:
    """Holds each manifest to the one after it, to its own last line and to `HEAD`; how many there are.

    Raises `Broken` with the first that does not hold.
    """
    previous, listed = "", paths(data)
    for number, path in enumerate(listed, start=1):
        if int(path.stem) != number:
            raise Broken(f"manifest {number:06}.jsonl is missing: {path.name} comes after {number - 1}")
        _check_whole(path, number, previous)
        previous = digest_of_file(path)
    name, digest = head(data)
    if listed and not name:
        raise Broken(f"{FOLDER}/{HEAD} is missing: nothing says which manifest is the newest")
    if name and name not in [path.name for path in listed]:
        raise Broken(f"manifest {name} is missing: {HEAD} names it")
    if name and digest_of_file(data / FOLDER / name) != digest:
        raise Broken(f"manifest {name} was changed: {HEAD} gives another digest for it")
    return len(listed)


def _check_whole(path: Path, number: int, previous: str) -> None:
    told, count = {}, 0
    for told in lines(path):
        if count == 0 and told.get("previous") != previous:
            before = f"{number - 1:06}.jsonl"
            raise Broken(f"manifest {before} was changed: {path.name} was chained to another state of it")
        count += 1
    if told.get("lines") != count - 1:
        raise Broken(f"manifest {path.name} is cut: its last line does not say that {count - 1} lines precede it")


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
