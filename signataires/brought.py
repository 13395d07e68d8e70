"""Takes WARC files that others made among the captures: Common Crawl's, Browsertrix's, wget's, pywb's.

A file is kept whole and as it came, under a name that says when, so that an archive made anew meets it where it was met
first; bringing the same file twice changes nothing. One that the field's tools cannot look into (all of it one gzip
member) is compressed anew, record by record. What cannot be used is refused, and nothing of it is kept.
"""

from __future__ import annotations

import re
import shutil
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.recordloader import ArcWarcRecord
from warcio.warcwriter import WARCWriter

from archive.health.passes import run_of
from scraper.clock import now
from scraper.others import Answer, Damaged, Others, Owners
from scraper.read import DAMAGE
from scraper.site import Site, SiteError
from signataires.evidence.manifests import digest_of_file
from signataires.runs import BROUGHT

Say = Callable[[str], None]
ENDINGS = (".warc", ".warc.gz")
MOMENT = re.compile(r"-(\d{14})-")
HOSTS = 5  # named of those that are no site's
OPEN = ".open"  # what is not whole yet; a build passes over it


class Refused(ValueError):
    """A file that cannot be taken; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of some files: how many were taken, and why others were not, or not whole."""

    taken: int
    troubles: tuple[str, ...]


def bring(
    given: Iterable[Path], folder: Path, sites: Mapping[str, Site], say: Say, held: Iterable[str] = ()
) -> Brought:
    """Takes files, or all in folders, into a folder of captures. Raises `SiteError` for a path that is not there.

    `held` names the captures that lie elsewhere.
    """
    paths, taken, troubles = [path for one in given for path in _files(one)], 0, list[str]()
    folder.mkdir(parents=True, exist_ok=True)
    owners, names = Owners(sites), {*held, *(path.name for path in folder.iterdir())}
    for path in paths:
        try:
            taken += _take(path, folder, names, owners, say, troubles.append)
        except Refused as error:
            troubles.append(f"{path}: {error}")
    return Brought(taken, tuple(troubles))


def _files(given: Path) -> list[Path]:
    if given.is_file():
        return [given]
    if not given.is_dir():
        raise SiteError(f"{given}: no such file or folder; nothing was done")
    found = sorted(path for path in given.rglob("*") if path.name.endswith(ENDINGS))
    if not found:
        raise SiteError(f"{given}: no WARC file ({', '.join(ENDINGS)}) in this folder; nothing was done")
    return found


def _take(path: Path, folder: Path, names: set[str], owners: Owners, say: Say, warn: Say) -> bool:
    digest = digest_of_file(path)[:12]
    if known := next((name for name in names if name.startswith(BROUGHT) and f"-{digest}-" in name), None):
        say(f"{path}: taken before, as {known}")
        return False
    zipped = _is_zipped(path)
    clean = re.sub(r"[^A-Za-z0-9._]+", "-", path.name.removesuffix(".gz").removesuffix(".warc")).strip("-.")[-80:]
    name = f"{BROUGHT}-{_moment(names)}-{digest}-{clean or 'file'}.warc{'.gz' * zipped}"
    draft = folder / (name + OPEN)
    try:
        with path.open("rb") as source, draft.open("xb") as target:
            (_by_record if zipped and _is_one_member(path) else shutil.copyfileobj)(source, target)
        answers, foreign = _survey(draft, path, owners, warn)
        if foreign and not answers:
            raise Refused(_of_nobody(foreign))
        if not answers:
            say(f"{path}: no answer of a web server in it; nothing to take")
            return False
        draft.rename(folder / name)
        names.add(name)
    finally:
        draft.unlink(missing_ok=True)
    elsewhere = f"; {sum(foreign.values())} more are of no site, as {_most(foreign)}" if foreign else ""
    say(f"{path}: taken as {name}: {answers} answers of sites{elsewhere}")
    return True


def _moment(names: Iterable[str]) -> str:
    """The moment in the name of a file that is taken now: after all that is there, even when a clock was put back."""
    there = (found[1] for name in names if (found := MOMENT.search(name)))
    return max([run_of(now()), *there])


def _is_zipped(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(9)
    if start[:2] == b"\x1f\x8b":
        return True
    if start.startswith(b"WARC/"):
        return False
    if not start:
        raise Refused("the file is empty")
    if start.startswith(b"filedesc:"):
        raise Refused("an ARC file; `warcio recompress` makes a WARC file of it")
    raise Refused("no WARC file: it begins neither with WARC/ nor as a gzip file does")


def _is_one_member(path: Path) -> bool:
    """Whether more than one record stands in one gzip member, so that none can be looked up by its place."""
    with path.open("rb") as file:
        unzip, seen = zlib.decompressobj(wbits=31), 0
        while chunk := file.read(1 << 16):
            try:
                seen += len(re.findall(rb"\nWARC/1\.\d\r\n", unzip.decompress(chunk)))
            except zlib.error:
                return False
            if seen or unzip.eof:
                return bool(seen)
    return False


def _by_record(source: BinaryIO, target: BinaryIO) -> None:
    """Compresses anew, record by record; their bytes stay what they are. Raises `Refused`."""
    writer = WARCWriter(target, gzip=True)
    try:
        plain = DecompressingBufferedReader(source, read_all_members=True)
        for record in ArchiveIterator(plain, no_record_parse=True):
            writer.write_record(record)
    except DAMAGE as error:
        raise Refused(f"one gzip member, and damaged: {error}") from error


def _survey(draft: Path, path: Path, owners: Owners, warn: Say) -> tuple[int, dict[str, int]]:
    """How many answers are of sites, and how many of each host that is none's. Raises `Refused`."""
    others, answers, records = Others(draft, owners), 0, 0
    with draft.open("rb") as file:
        found = ArchiveIterator(file, check_digests=True, no_record_parse=True)
        try:
            for record in found:
                records += record.rec_type is not None
                answers += _is_answer(others, record, found.get_record_offset, lambda why: warn(f"{path}: {why}"))
        except DAMAGE as error:
            if not records:
                raise Refused(f"no WARC file: {error}") from error
            warn(f"{path}: damaged after byte {found.offset} ({error}); {records} records precede it")
    if not records:
        raise Refused("no WARC file: there is no whole record in it")
    return answers, others.foreign


def _is_answer(others: Others, record: ArcWarcRecord, place: Callable[[], int], warn: Say) -> bool:
    try:
        found: Answer | None = others.answer(record, place)
    except Damaged as error:
        warn(f"passed over: {error}")
        return False
    return found is not None


def _of_nobody(foreign: Mapping[str, int]) -> str:
    return (
        f"none of its {sum(foreign.values())} answers is of a site, they are of {_most(foreign)}; nothing was taken:"
        " write a site file first (`signataires new-site URL`), or name the host in `hosts` of one that there is"
    )


def _most(foreign: Mapping[str, int]) -> str:
    hosts = sorted(foreign, key=lambda host: (-foreign[host], host))
    more = f" and {len(hosts) - HOSTS} more hosts" if len(hosts) > HOSTS else ""
    return ", ".join(hosts[:HOSTS]) + more
