"""Captures taken in run by run: each is judged by the runs of its site before it, and waits when it is not believed.

A run whose results wait leaves its captures, its verdict and nothing else: what is held stays as it is, and the
crawler asks again for all it brought. Since every verdict comes of captures and site files alone, in their order, an
archive made anew comes to the same ones.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from archive.build import take
from archive.health.judge import judge
from archive.health.model import Past, Verdict
from archive.health.passes import Passes, run_of, started_at
from archive.health.watch import Watch
from archive.health.words import tell
from archive.ledger import Ledger
from archive.model import Capture, Event, Hint, Run
from archive.store import save_captures, save_verdict
from scraper.memory import doubt
from scraper.read import events_of, read_pages
from scraper.site import Site

Say = Callable[[str], None]
NOTES, REREAD = "_runs", "_reread"  # no site can be called so
BROUGHT = "_brought"  # the beginning of the names of files that others made
NAME = re.compile(r"^(?P<slug>[a-z0-9-]+)-(?P<run>\d{14})-\d{5}\.warc(?:\.gz)?$")
TAKEN = re.compile(rf"^{BROUGHT}-(?P<moment>\d{{14}})-")


@dataclass(frozen=True, slots=True)
class Captured:
    """The files of captures of one run of a site; without a run, files of another making."""

    slug: str
    run: str
    paths: tuple[Path, ...]

    @property
    def size(self) -> int:
        """How many bytes they have."""
        return sum(path.stat().st_size for path in self.paths)


class Reader(Protocol):
    """What reads files of captures: here and now, or elsewhere and ahead of time."""

    def ahead(self, paths: Iterable[Path]) -> None:
        """Says which files will be read, in this order."""

    def __call__(self, path: Path) -> Iterable[Event]:
        """What a file says, in its order."""


@dataclass(slots=True)
class Here:
    """Reads each file when its turn comes."""

    sites: Mapping[str, Site]
    say: Say

    def ahead(self, paths: Iterable[Path]) -> None:
        """Nothing is read before its time."""

    def __call__(self, path: Path) -> Iterator[Event]:
        """What a file says, in its order."""
        return events_in(path, self.sites, self.say)


@dataclass(slots=True)
class Taker:
    """Takes runs into the ledger and the archive. `disputed`: sites of which a pinned verdict is not today's."""

    ledger: Ledger
    public: sqlite3.Connection
    sites: Mapping[str, Site]
    say: Say
    read: Reader
    only: str = ""  # takes of one site only
    disputed: set[str] = field(default_factory=set)
    _past: dict[str, list[Past]] = field(default_factory=dict)

    def notes(self, paths: Iterable[Path]) -> None:
        """Takes the notes of runs: what the crawler noticed of each, by which it will be judged."""
        passes = Passes(self.ledger.db)
        for path in paths:
            for event in self._events([path]):
                if isinstance(event, Run):
                    take(self.ledger, self.public, [event], self.say)
                    passes.note(event.site, run_of(event.started), event.started, event.finished, event.seen)

    def take(self, paths: Iterable[Path]) -> None:
        """Takes files that belong to no run of ours as they are."""
        for path in paths:
            brought = not path.name.startswith(REREAD)
            take(self.ledger, self.public, self._events([path]), self.say, brought=brought)

    def run(self, captured: Captured, pinned: Mapping[str, Verdict] | None = None) -> None:
        """Takes one run, or lets it wait. `pinned` verdicts are applied as they are."""
        if not captured.run:
            self.take(captured.paths)
            return
        site, passes, seen = self.sites[captured.slug], Passes(self.ledger.db), list[Capture]()
        noted = passes.noted(captured.slug, captured.run)
        watch = Watch(noted, self.ledger.before, self.ledger.knows, self.ledger.count(captured.slug))
        touched = set(self.ledger.touched)
        self._savepoint("savepoint run")
        take(self.ledger, self.public, self._watched(captured, watch, seen), self.say)
        found = watch.seen()
        found.day = found.day or started_at(captured.run)[:10]
        past = self._before(captured)
        fresh = judge(found, past, site.expect, site.accepted)
        verdict = (pinned or {}).get(captured.run, fresh)
        if verdict.held != fresh.held:
            self.disputed.add(captured.slug)
        if verdict.held:
            self._savepoint("rollback to run")
            self.ledger.touched = touched
            save_captures(self.public, seen)
        self._savepoint("release run")
        self._keep(captured, Past(found, verdict), seen)

    def _keep(self, captured: Captured, past: Past, seen: list[Capture]) -> None:
        last = max((capture.fetched_at for capture in seen), default=started_at(captured.run))
        passes = Passes(self.ledger.db)
        passes.judged(captured.slug, captured.run, past, last)
        if past.verdict.held:
            doubt(self.ledger.db, captured.slug, passes.span(captured.slug, captured.run), past.verdict.nights)
        self._past[captured.slug].append(past)
        doubts = tell(past.verdict, "fr")
        save_verdict(self.public, captured.slug, captured.run, last, doubts, held=past.verdict.held)

    def _before(self, captured: Captured) -> list[Past]:
        """The runs of the site before this one. They are read once: runs come in their order."""
        if captured.slug not in self._past:
            self._past[captured.slug] = Passes(self.ledger.db).before(captured.slug, captured.run)
        return self._past[captured.slug]

    def _watched(self, captured: Captured, watch: Watch, seen: list[Capture]) -> Iterator[Event]:
        for event in self._events(captured.paths):
            if isinstance(event, Capture):
                seen.append(event)
            else:
                watch.look(event)
            yield event

    def _events(self, paths: Iterable[Path]) -> Iterator[Event]:
        for path in paths:
            yield from (event for event in self.read(path) if not self.only or event.site == self.only)

    def _savepoint(self, command: str) -> None:
        for db in (self.ledger.db, self.public):
            db.execute(command)


def events_in(path: Path, sites: Mapping[str, Site], say: Say) -> Iterator[Event]:
    """What a file of captures says, in its order."""
    for answer in read_pages(path, sites, say):
        events = events_of(answer, sites)
        yield from events if NAME.match(path.name) else evidence(events)


def evidence(events: Iterable[Event]) -> Iterator[Event]:
    """Of an answer that others recorded, its events with their capture; nothing of one that says nothing.

    They record pictures and styles too, and pages whose links alone prove nothing.
    """
    told = [event for event in events if not isinstance(event, Hint) or event.source != "listing" or event.chosen]
    if any(not isinstance(event, Capture) for event in told):
        yield from told


def captured(paths: Iterable[Path], waiting: Iterable[tuple[str, str]], sites: Mapping[str, Site]) -> list[Captured]:
    """The runs that these files and the waiting notes tell of, in the order in which they began.

    Files that others made come where they were taken in, so that an archive made anew meets them at the same point.
    """
    found = dict[tuple[str, str, str], list[Path]]()
    for path in paths:
        named = NAME.match(path.name)
        if named is not None and named["slug"] in sites:
            found.setdefault((named["run"], named["slug"], named["run"]), []).append(path)
        else:
            taken = TAKEN.match(path.name)
            found.setdefault((taken["moment"] if taken else "", path.name, ""), []).append(path)
    for slug, run in waiting:
        if slug in sites:
            found.setdefault((run, slug, run), [])
    return [Captured(slug, run, tuple(sorted(files))) for (_, slug, run), files in sorted(found.items())]


def is_note(path: Path) -> bool:
    """Whether a file holds the notes of runs."""
    return path.name.startswith(NOTES)
