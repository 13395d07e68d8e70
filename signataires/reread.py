"""Captures read again when the rules of reading them have changed, so that what comes out otherwise is laid to us.

A better parser, another line in a site file or a new alias changes what old captures say. Before anything new is taken
in, what is held is read again under the new rules and compared; the differences are kept among the captures as a note
(`urn:signataires:reread:…`), so that an archive made anew tells them with the same moment and the same cause.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Protocol

from archive.build import CORRECTIONS, organisations_digest
from archive.health.model import Verdict
from archive.health.passes import Passes
from archive.ledger import Ledger
from archive.model import Cause, Rereading
from archive.resolve import Directory
from archive.story import fingerprint
from scraper.clock import now
from scraper.read import REREAD_URI
from scraper.record import Recorder
from scraper.site import Limits, Site
from signataires.places import sizes
from signataires.runs import BROUGHT, Reader, Taker, captured, is_note
from signataires.runs import REREAD as NOTES

Say = Callable[[str], None]
READERS = ("lxml", "trafilatura", "feedparser", "pypdfium2", "py3langid", "nh3", "beautifulsoup4")
PLACERS = ("places.py", "dates.py")  # of `evidence`: what finds where the captures say it
NOT_RULES = ("sites", "exports", "web", "withdrawals", "__pycache__", *CORRECTIONS)
TOLD = ("title", "text", "published", "kind")
BEARABLE = 0.25  # of a site's statements: more are not given up because its site file or our code has changed
Held = dict[str, dict[str, Any]]


class Settle(Protocol):
    """Brings the archive up to what was read; the statements that differ. `anew`: by other rules than before."""

    def __call__(self, directory: Directory, *, anew: bool = False) -> set[str]: ...


def reread(
    ledger: Ledger, public: sqlite3.Connection, folder: Path, sites: Mapping[str, Site], directory: Directory,
    say: Say, settle: Settle, commit: Callable[[Directory], None], *, notes: Path, read: Reader,
) -> set[str]:  # fmt: skip
    """Brings what is held up to the rules of today, and notes what that changed; the ids of these statements.

    First the captures of sites that are read by other rules, with the directory as it was; then all statements with the
    organisations of today. What is judged since the last time is left to its own moment. Each site is committed, so
    that a run that is stopped goes on with the next one; its differences are noted before, once and for all: a note of
    the same rules that is made again after a kill counts for nothing. `notes` is where they are written; `settle`
    brings the archive up to what was read, `commit` makes it last.
    """
    rules = {slug: reading_rules(site) for slug, site in sites.items()}
    stale = sorted(slug for slug, digest in rules.items() if ledger.fact(f"reading:{slug}") != digest)
    now_known, known = organisations_digest(directory), ledger.fact("organisations")
    changed, earlier = set[str](), _as_it_was(ledger.fact("directory told"), directory)
    with closing(Recorder(notes, NOTES, now(), {"software": "signataires"})) as recorder:
        for slug in stale:
            reader = _Reader(ledger, public, folder, sites, slug, say, settle, read)
            if reader.before or (not ledger.fact(f"reading:{slug}") and reader.brought):
                changed |= reader.read(earlier)
                _note(
                    recorder, _differences(reader.before, _held(public, slug), "parser", rules[slug]), f"{slug}: ", say
                )
            changed |= reader.judge_again(earlier)
            ledger.note(f"reading:{slug}", rules[slug])
            if reader.before or reader.judged:
                commit(earlier)
        before = _held(public) if now_known != known else {}
        if before:
            changed |= settle(_judged_as(earlier, directory))
            _note(recorder, _differences(before, _held(public), "reviewer", now_known), "", say)
    ledger.note("organisations", now_known)
    ledger.note("directory told", directory.told())
    return changed


class _Reader:
    """Reads the captures of one site again. `before` is what was held of it, `judged` the verdicts on its runs."""

    def __init__(
        self, ledger: Ledger, public: sqlite3.Connection, folder: Path, sites: Mapping[str, Site], slug: str, say: Say,
        settle: Settle, read: Reader,
    ) -> None:  # fmt: skip
        self.ledger, self.public, self.folder, self.sites = ledger, public, folder, sites
        self.slug, self.say, self.settle, self._reader = slug, say, settle, read
        self.passes = Passes(ledger.db)
        self.before, self.judged = _held(public, slug), self.passes.verdicts(slug)
        self._disputed = not self.before  # nothing is held: whatever was read may have waited

    @property
    def brought(self) -> bool:
        """Whether there are captures that others made: they may be of a site that is new to us."""
        return any(name.startswith(BROUGHT) for name in self.ledger.warcs())

    def read(self, directory: Directory) -> set[str]:
        """Reads them, and takes it back when too much of what was held can no longer be read.

        The verdicts on its runs stay as they are for now: what waited and no longer does is the source's doing.
        """
        held = self.before.keys()
        for db in (self.ledger.db, self.public):
            if not db.in_transaction:
                db.execute(
                    "begin"
                )  # else the savepoint is the transaction, and to release it commits what is not noted
            db.execute("savepoint reread")
        taker = self._take(self.judged)
        self._disputed = bool(taker.disputed)
        changed = self.settle(directory, anew=True)
        lost = sorted(held - self.ledger.read(self.slug))
        if len(lost) > len(held) * BEARABLE:
            for db in (self.ledger.db, self.public):
                db.execute("rollback to reread")
            changed, self._disputed = set(), False
            self.say(
                f"{self.slug}: by its site file of today {len(lost)} of {len(held)} statements can no longer be read,"
                f" such as {self.before[lost[0]]['url']}; what was read of them stays. If the site has moved, name its"
                " former host in `hosts`; if its layout has changed, keep the former one in [[old_layouts]]"
            )
        elif lost:
            url = self.before[lost[0]]["url"]
            self.say(f"{self.slug}: {url} and {len(lost) - 1} more are no statements by the rules of today")
        for db in (self.ledger.db, self.public):
            db.execute("release reread")
        return changed

    def judge_again(self, directory: Directory) -> set[str]:
        """Takes in what waited and is believed now (accepted, or the site file mended), and the reverse."""
        if not (self.judged and self._disputed):
            return set()
        self._take({})
        changed = self.settle(directory)
        if changed:
            self.say(f"{self.slug}: its runs are judged otherwise than before; {len(changed)} statements differ by it")
        return changed

    def _take(self, pinned: Mapping[str, Verdict]) -> Taker:
        """Takes what the captures that were taken before say of the site, its runs under the pinned verdicts."""
        taker = Taker(self.ledger, self.public, self.sites, self.say, self._reader, only=self.slug)
        there = sizes(self.folder)
        taken = [self.folder / name for name in self.ledger.warcs() if name in there]
        self.ledger.forget(self.slug)
        self.passes.forget(self.slug)
        ours = [path for path in taken if not is_note(path) and not path.name.startswith(NOTES)]
        runs = [
            run for run in captured(ours, self.passes.waiting(), self.sites) if run.slug == self.slug or not run.run
        ]
        self._reader.ahead(path for run in runs for path in run.paths)
        for run in runs:
            taker.run(run, pinned)
        taker.take(path for path in taken if path.name.startswith(NOTES))
        return taker


def _as_it_was(told: str, directory: Directory) -> Directory:
    """The directory of the last time; today's where there was none, or none that can be read any more."""
    try:
        return Directory.of(told) if told else directory
    except (ValueError, KeyError):
        return directory


def _judged_as(earlier: Directory, directory: Directory) -> Directory:
    """Today's organisations under the judgements of before, where these can still be applied."""
    try:
        return directory.with_judgements(earlier.judgements)
    except ValueError:  # one of them means an organisation that is gone
        return directory


def reading_rules(site: Site) -> str:
    """A digest of all that decides what is read in a site's captures: our code and words, libraries, its file."""
    read_by = replace(site, delay=0.0, stopped="", withdrawn="", notes="", limits=Limits(), certificate=True)
    return hashlib.sha256(f"{code_digest()}\n{read_by!r}".encode()).hexdigest()


@cache
def code_digest() -> str:
    """A digest of all that reads captures: our code and words, and the libraries."""
    told = [f"{name} {version(name)}" for name in READERS]
    told += [files("signataires").joinpath("evidence", name).read_text("utf-8") for name in PLACERS]
    for package in ("scraper", "archive"):
        told += [path.read_text("utf-8") for path in _sources(files(package))]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name in NOT_RULES:
            continue
        if item.is_dir():
            yield from _sources(item)
        elif item.name.endswith((".py", ".toml", ".txt")):
            yield item


def _held(public: sqlite3.Connection, slug: str = "") -> Held:
    """What the archive says of each statement, or of those of one site, as far as the rules decide it."""
    held: Held = {}
    columns, wanted = ", ".join(TOLD), "statements.state != 'withdrawn'" + (" and site_id = :slug" if slug else "")
    query = f"select id, site_id, url, {columns} from statements where {wanted}"
    for identifier, site, url, *told in public.execute(query, {"slug": slug}):
        prints = {name: fingerprint(value or "") for name, value in zip(TOLD, told, strict=True)}
        held[identifier] = {"site": site, "url": url, "told": prints, "names": {}}
    query = (
        "select statement_id, as_written, organisation_id from signatures"
        f" join statements on statements.id = statement_id where {wanted}"
    )
    for identifier, name, organisation in public.execute(query, {"slug": slug}):
        held[identifier]["names"][name] = organisation
    return held


def _differences(before: Held, after: Held, cause: Cause, rules: str) -> Iterator[Rereading]:
    moment, digest = now(), hashlib.sha256(rules.encode()).hexdigest()
    for identifier, new in after.items():
        old = before.get(identifier)
        if old is None:
            continue
        names, now_names = old["names"], new["names"]
        found = Rereading(
            new["site"], new["url"], moment, cause, digest,
            added=tuple(name for name in now_names if name not in names),
            removed=tuple(name for name in names if name not in now_names),
            linked=tuple(name for name in now_names if name in names and now_names[name] != names[name]),
            told=tuple(name for name in TOLD if old["told"][name] != new["told"][name]),
        )  # fmt: skip
        if found.added or found.removed or found.linked or found.told:
            yield found


def _note(notes: Recorder, differences: Iterable[Rereading], where: str, say: Say) -> None:
    found = list(differences)
    for event in found:
        notes.note(f"{REREAD_URI}{event.site}:{event.url}", asdict(event) | {"finished": event.at})
    if found:
        told = "statements say something else under the rules of today; each change says that it is ours"
        say(f"{where}{len(found)} {told}")
