"""The loader: the only one that takes attempts over, whole, each task's once, in the order of their names.

What it takes is what one machine would have left: the captures among the captures, one file of notes for the night, the
crawler's memory. Killed at any moment, it does the same again: names are the attempts' own, and a task's attempt counts
as taken in the same transaction that takes its memory.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.crawl import NOTES, RUN_URI, Tallied
from scraper.memory import Memory
from scraper.record import Recorder
from scraper.remembered import put_back
from signataires.evidence.manifests import digest_of_file
from signataires.places import get, put, remove, ship, sizes
from signataires.runs import NAME
from signataires.spread.attempts import BEGUN, END, name_of, numbers, whole
from signataires.spread.visit import MEMORY

SERIAL = re.compile(r"-(\d{5})\.warc\.gz$")


class Torn(ValueError):
    """An attempt whose files are not those that it told of."""


@dataclass(slots=True)
class Loader:
    """Takes attempts over into a data folder. `place` holds a folder for each task."""

    data: Path
    captures: Path
    place: Path
    say: Callable[[str], None]

    def load(self, night: str, failed: Mapping[str, Tallied] | None = None) -> dict[str, Tallied]:
        """Takes over all that is whole and not taken yet; what each site's run did.

        `failed` tells of the sites that nobody could crawl: it is noted with the others.
        """
        tallies = dict(failed or {})
        with closing(self._memory()) as memory:
            found, newest = list(self._waiting(memory)), newest_runs(self.captures)
            late = [(task, number) for task, number, told in found if _is_late(told["files"], newest)]
            taken = [one for one in found if one[:2] not in late]
            for task, number, told in taken:
                self._captures(task / name_of(number), told["files"])
                tallies |= told["tallies"]
            self._note(night, tallies)
            for task, number, told in taken:
                self._remember(memory, task, number, told)
        for task, number in late:
            self.say(f"{task.name}: attempt {number} ended after a newer run of its sites was taken: it is left out")
        for task, number, _ in found:
            _clear(task, number)
        return tallies

    def _memory(self) -> sqlite3.Connection:
        path = self.data / "crawl.db"
        Memory(path, "").close()
        db = sqlite3.connect(path, isolation_level=None, timeout=60)
        db.execute("create table if not exists attempts (task text primary key, number integer, night text)")
        return db

    def _waiting(self, memory: sqlite3.Connection) -> Iterator[tuple[Path, int, dict[str, Any]]]:
        """Of each task the first attempt that is whole, after the one that was taken last, and of another night.

        Where a worker was taken for dead and was not, two of one night may be whole: each has all of it.
        """
        taken = {task: told for task, *told in memory.execute("select task, number, night from attempts")}
        try:
            tasks = sorted(self.place.iterdir(), key=lambda path: path.name)
        except (FileNotFoundError, NotADirectoryError):
            return
        for task in tasks:
            former, night = taken.get(task.name, (0, ""))
            for number, told in whole(task, former):
                if told["night"] != night:
                    yield task, number, told
                    break

    def _captures(self, attempt: Path, files: Mapping[str, tuple[int, str]]) -> None:
        for name, (size, digest) in sorted(files.items()):
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / name
                get(attempt / name, copy)
                if copy.stat().st_size != size or digest_of_file(copy) != digest:
                    raise Torn(
                        f"{attempt / name} is not the file that the attempt told of; delete the attempt's folder"
                    )
                put(copy, self.captures / self._free(name, size, digest))

    def _free(self, name: str, size: int, digest: str) -> str:
        """The name under which a file is kept: its own, but never another file's."""
        held = sizes(self.captures)
        while name in held and not self._is_same(self.captures / name, size, digest):
            name = SERIAL.sub(lambda found: f"-{int(found[1]) + 1:05}.warc.gz", name)
        return name

    @staticmethod
    def _is_same(path: Path, size: int, digest: str) -> bool:
        return path.stat().st_size == size and digest_of_file(path) == digest

    def _note(self, night: str, tallies: Mapping[str, Tallied]) -> None:
        """One file of notes for all, site by site, as one machine writes it."""
        local = self.data / "warc"
        with closing(Recorder(local, NOTES, night, {"software": "signataires"})) as notes:
            for slug, told in sorted(tallies.items()):
                notes.note(f"{RUN_URI}{slug}:{told['started']}", told)
        ship(local, self.captures)

    def _remember(self, memory: sqlite3.Connection, task: Path, number: int, told: dict[str, Any]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / MEMORY
            get(task / name_of(number) / MEMORY, part)
            put_back(memory, part, [*told["tallies"]])
            memory.execute("replace into attempts values (?, ?, ?)", [task.name, number, told["night"]])
            memory.execute("commit")
            memory.execute("detach database other")


def newest_runs(captures: Path) -> dict[str, str]:
    """The moment (its digits) of each site's newest file of captures."""
    found = dict[str, str]()
    for name in sizes(captures):
        if named := NAME.match(name):
            found[named["slug"]] = max(named["run"], found.get(named["slug"], ""))
    return found


def _is_late(files: Mapping[str, Any], newest: Mapping[str, str]) -> bool:
    """Whether files are older than what is held of their sites: they would be taken in another order than made anew."""
    named = [found for name in files if (found := NAME.match(name))]
    return any(found["run"] < newest.get(found["slug"], "") for found in named)


def _clear(task: Path, number: int) -> None:
    """Deletes what was taken and what came before; the newest attempt's mark stays: no number comes twice."""
    newest = max(numbers(task))
    for former in numbers(task):
        folder = task / name_of(former)
        if former < newest and former <= number:
            remove(folder)
        elif former == number:
            for path in list(folder.iterdir()):
                if path.name not in (BEGUN, END):
                    path.unlink()
