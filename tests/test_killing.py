"""Killed at any moment, an archive stays whole, its readers notice nothing, and the next run makes up for it."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signataires.demo import ORGANISATIONS, Demo, serve_demo, write_sites
from tests import demo_archive
from tests.archives import Archive
from tests.digest import differences, rows
from tests.killed import PHASES
from tests.readers import Readers, reading

# How often a phase is entered in a run of the demo, so that the kills spread over all of it; thrice where not said.
OFTEN = {
    "remembering": 80, "recording": 60, "fetching": 50, "reading": 60, "folding": 50, "torn": 60, "discovery": 6,
    "salvage": 1, "reading again": 1, "noting": 1, "rebuilding": 1, "replacing": 1,
}  # fmt: skip


class Twins:
    """Two archives of the same sites: one left in peace, one killed again and again."""

    def __init__(self, folder: Path, demo: Demo, seed: int) -> None:
        self.demo, self.rng = demo, random.Random(seed)
        self.whole, self.killed = Archive(folder / "whole"), Archive(folder / "killed")
        self.kills, self.edits, self.lacking = Counter[str](), 0, False
        for twin in (self.whole, self.killed):
            write_sites(twin.sites, demo.homes)
            for path in twin.sites.glob("*.toml"):  # more changes in a night here than any run is believed to bring
                path.write_text(path.read_text("utf-8") + "\n[expect]\nchanged = 2.0\n", "utf-8")
            self._directory(twin)

    def _directory(self, twin: Archive) -> None:
        """The demo's organisations, now and then without the last one."""
        text = ORGANISATIONS.read_text("utf-8")
        told = text.rpartition("[[organisation]]")[0] if self.lacking else text
        (twin.folder / "organisations.toml").write_text(told, "utf-8")

    def edit(self) -> None:
        """Some texts of each site change."""
        self.edits += 1
        for state in self.demo.states.values():
            chosen = self.rng.sample(range(len(state.content.articles)), 3)
            articles = [
                replace(article, text=f"Mise à jour numéro {self.edits}.\n\n{article.text}") if n in chosen else article
                for n, article in enumerate(state.content.articles)
            ]
            state.changed_at = datetime.now(UTC)
            state.content = replace(state.content, articles=tuple(articles))

    def other_rules(self) -> None:
        """Our own reading changes: what a site file says, and the directory."""
        self.lacking = not self.lacking
        for twin in (self.whole, self.killed):
            self._directory(twin)
            path, zone = twin.sites / "ondes.toml", "Pacific/Auckland" if self.lacking else "Europe/Paris"
            lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("timezone")]
            path.write_text("\n".join([f'timezone = "{zone}"', *lines, ""]), "utf-8")

    def other_tables(self) -> None:
        """The archive is of another version of ours."""
        for twin in (self.whole, self.killed):
            with closing(sqlite3.connect(twin.path)) as db:
                db.execute("pragma user_version = 7")

    def kill(self, phase: str, *words: str) -> None:
        """Starts the killed twin and kills it in a phase, if that is entered; the database must be whole at once."""
        nth = 1 if phase == "moment" else self.rng.randint(1, OFTEN.get(phase, 3))
        delay = self.rng.uniform(0.2, 3.0) if phase == "moment" else self.rng.choice((0.0, self.rng.uniform(0, 0.1)))
        command = [sys.executable, "-m", "tests.killed", phase, str(nth), str(delay), "SIGKILL"]
        command += self.killed.command(*words)[3:]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode == -signal.SIGKILL:
            self.kills[phase] += 1
        else:
            assert done.returncode in (0, 1), done.stderr
        if self.killed.path.exists():
            assert rows(self.killed.path, "pragma integrity_check") == [("ok",)]

    def settle(self, *words: str) -> None:
        """Lets both come to the end of a run, and compares what they say."""
        for twin in (self.whole, self.killed):
            done = twin.run(*words)
            assert done.returncode == 0, done.stderr
        assert differences(self.killed.path, self.whole.path) == {}
        with closing(sqlite3.connect(self.killed.path)) as db:
            db.execute("insert into statements_fts (statements_fts, rank) values ('integrity-check', 1)")
        assert not list(self.killed.data.glob("rebuild-*"))
        assert not list((self.killed.data / "warc").glob("*.open"))


@pytest.fixture
def demo() -> Iterator[Demo]:
    with serve_demo() as sites:
        yield sites


CRAWL = ("moment", "salvage", "discovery", "fetching", "remembering", "recording", "torn", "closing")
BUILD = ("reading", "folding", "works", "summarising", "committing", "shrinking")
Change = tuple[
    Callable[[Twins], None], tuple[str, ...], tuple[str, ...]
]  # what happens, the verb that meets it, phases
CHANGES: dict[str, Change] = {
    "edits": (Twins.edit, ("refresh", "--full"), (*CRAWL, *BUILD)),
    "rules": (Twins.other_rules, ("refresh",), ("moment", "reading again", "noting", *BUILD)),
    "tables": (Twins.other_tables, ("refresh",), ("moment", "rebuilding", "replacing", *BUILD)),
    "rebuild": (Twins.edit, ("rebuild",), ("moment", "rebuilding", "replacing", *BUILD)),
}


def go_on(twins: Twins, what: str, kills: int) -> None:
    """One change of the world or of ours, met by runs that are killed, then by one that is not."""
    change, words, phases = CHANGES[what]
    change(twins)
    wanted = twins.kills.total() + kills
    while twins.kills.total() < wanted:
        twins.kill(twins.rng.choice(phases), *words)
    twins.settle(*words)


@contextmanager
def watched(twins: Twins, log: Path) -> Iterator[Readers]:
    """Readers of the killed twin: Datasette, which stays up all the time, and SQLite."""
    with demo_archive.serve(twins.killed.data, log) as home, reading(twins.killed.path, home) as readers:
        yield readers


def test_killed_now_and_then(tmp_path: Path, demo: Demo) -> None:
    twins = Twins(tmp_path, demo, seed=1)
    for phase in ("torn", "folding"):
        twins.kill(phase, "refresh")
    assert twins.kills.total() == 2
    _killed(twins, {"edits": 1, "tables": 1}, kills=4, log=tmp_path / "datasette.txt")
    assert len(rows(twins.killed.path, "select 1 from statements")) == 42


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_killed_a_hundred_times(tmp_path: Path, demo: Demo) -> None:
    twins = Twins(tmp_path, demo, seed=3)
    for phase in (*CRAWL, *BUILD):
        twins.kill(phase, "refresh")
    _killed(twins, dict.fromkeys(CHANGES, 6), kills=100, log=tmp_path / "datasette.txt")
    assert len(twins.kills) > len(PHASES) * 0.75, "kills must spread over the phases of a run"


def _killed(twins: Twins, each: dict[str, int], kills: int, log: Path) -> None:
    """Change upon change, each with its number of kills, until there were enough; readers must notice none."""
    twins.settle("refresh")
    with watched(twins, log) as readers:
        while twins.kills.total() < kills:
            for what, number in each.items():
                go_on(twins, what, number)
    print(f"{twins.kills.total()} kills: {dict(twins.kills)}; readers asked {readers.asked}", end=" ")
    print(f"and waited {readers.slowest:.2f} s at most; {len(readers.troubles)} troubles")
    assert readers.troubles == []
    assert all(readers.asked.values())
