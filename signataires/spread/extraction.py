"""Extraction spread over workers: a task for each file of captures, whose events the loader takes in its own order."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.model import Event, from_json, to_json
from scraper.site import Site
from signataires.places import get, place, put
from signataires.reread import code_digest
from signataires.runs import NAME, events_in
from signataires.spread.engine import Engine

Say = Callable[[str], None]
READINGS = "readings"  # the folder beside the captures
SMALL = 200_000  # bytes of a file that is read sooner than it is given away


@dataclass(frozen=True, slots=True)
class Extraction:
    """One file of captures to be read, by the code that has this digest; what it says goes to `to`."""

    warc: str
    sites: tuple[Site, ...]
    to: str
    code: str


def run(task: Extraction) -> str:
    """Reads a file of captures on a worker; the path or address of what it says.

    Raises `RuntimeError` when this machine has other code than the one that asks: the archive would depend on chance.
    """
    if code_digest() != task.code:
        raise RuntimeError(
            f"{socket.gethostname()} runs another version of signataires, or other libraries; install it anew"
        )
    source, target = place(task.warc), place(task.to)
    if target.exists():
        return task.to
    with tempfile.TemporaryDirectory() as folder:
        copy, made = Path(folder) / source.name, Path(folder) / target.name
        get(source, copy)
        with gzip.open(made, "wt", encoding="utf-8", compresslevel=1) as lines:
            known = {site.slug: site for site in task.sites}
            said = list[str]()
            for event in events_in(copy, known, said.append):
                lines.write(to_json(event) + "\n")
            lines.writelines(json.dumps({"said": text}, ensure_ascii=False) + "\n" for text in said)
        put(made, target)
    return task.to


class Spread:
    """Reads files of captures by an engine, the next ones while the first is taken in."""

    def __init__(self, engine: Engine, folder: Path, sites: Mapping[str, Site], say: Say, small: int = SMALL) -> None:
        self._engine, self._sites, self._say, self._small = engine, sites, say, small
        rules = hashlib.sha256(f"{code_digest()}\n{[*sites.values()]!r}".encode()).hexdigest()[:16]
        self._place = folder.parent / READINGS / rules
        self._given = set[str]()
        self._done = dict[str, str | Exception]()
        self._results: Iterator[tuple[Extraction, str | Exception]] = iter(())

    def ahead(self, paths: Iterable[Path]) -> None:
        """Says which files will be read, in this order."""
        wanted = [path for path in paths if path.stat().st_size >= self._small]
        self._given, self._done = {path.name for path in wanted}, {}
        self._results = self._engine.map(run, [self._task(path) for path in wanted])

    def _task(self, path: Path) -> Extraction:
        named = NAME.match(path.name)
        known = self._sites.get(named["slug"]) if named else None
        sites = (known,) if known else tuple(self._sites.values())
        warc = str(path.resolve()) if isinstance(path, Path) else str(path)
        to = self._place / f"{path.name}.jsonl.gz"
        return Extraction(warc, sites, str(to.resolve()) if isinstance(to, Path) else str(to), code_digest())

    def __call__(self, path: Path) -> Iterator[Event]:
        """What a file says; read here when it is small, or when nobody else could."""
        found = self._wait(path.name) if path.name in self._given else None
        if isinstance(found, Exception):
            self._say(f"{path.name}: no worker could read it ({found}); it is read here")
        if not isinstance(found, str):
            yield from events_in(path, self._sites, self._say)
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "events.gz"
            get(place(found), copy)
            with gzip.open(copy, "rt", encoding="utf-8") as lines:
                for line in lines:
                    if line.startswith('{"said"'):
                        self._say(json.loads(line)["said"])
                    else:
                        yield from_json(line)
        place(found).unlink(missing_ok=True)

    def _wait(self, name: str) -> str | Exception | None:
        while name not in self._done:
            task, found = next(self._results)
            self._done[place(task.warc).name] = found
        return self._done.pop(name)
