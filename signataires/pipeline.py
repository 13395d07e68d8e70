"""The two halves put together: captures into the archive, one run at a time."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from archive.build import settle, summarise
from archive.health.passes import Passes
from archive.ledger import TABLES, Ledger, open_ledger
from archive.resolve import Directory
from archive.schema import is_outdated, open_archive, shrink_log
from archive.withdrawals.recognise import NOTHING, Withdrawn
from scraper.record import salvage
from scraper.site import Site
from scraper.watch import MB, Show, unseen
from signataires.evidence.manifests import seal
from signataires.evidence.places import Placer
from signataires.places import captures, ship, sizes
from signataires.reread import reread
from signataires.runs import REREAD, Captured, Here, Reader, Taker, captured, is_note
from signataires.withdrawing.apply import FACT, apply, clean_fresh, digest_of, wipe

if TYPE_CHECKING:
    from signataires.spread.engine import Engine

Say = Callable[[str], None]
IS_WARC = re.compile(r"\.warc(?:\.(?!open$|torn$)\w+)?$")  # whole: neither in progress nor what a crash left
PATIENCE = 30.0  # seconds of reading, and the run that is being read, that a killed build has to do again
LARGE = 256 * MB  # of SQLite's log: more of it is worth a word


def build(
    data: Path, sites: Mapping[str, Site], directory: Directory, say: Say, show: Show = unseen,
    withdrawn: Withdrawn = NOTHING, engine: Engine | None = None,
) -> set[str]:  # fmt: skip
    """Brings `data/archive.db` up to the captures; the ids of the statements that differ from before.

    Needs no network. A build that is killed is taken up where it stopped: the archive is committed before the note of
    how far the captures were read, and reading a capture twice changes nothing.
    """
    if is_outdated(data / "archive.db"):
        say("the archive was made by another version of signataires: it is made anew from the captures")
        rebuild(data, sites, directory, say, show, withdrawn, engine)
    _remove(*_fresh(data))  # what a rebuild left that was killed
    folder = _gathered(data, sites, withdrawn, say)
    with closing(open_ledger(data / "crawl.db")) as private, closing(open_archive(data / "archive.db")) as public:
        read = _reader(engine, folder, sites, say)
        changed = _Build(private, public, folder, sites, directory, say, show, data / "warc", read).run()
        _shrink(public, data, say)
    seal(data, say)
    if apply(data, sites, withdrawn, say) or _made_without(data) != digest_of(withdrawn):
        rebuild(data, sites, directory, say, show, withdrawn, engine)
    return changed


def rebuild(
    data: Path, sites: Mapping[str, Site], directory: Directory, say: Say, show: Show = unseen,
    withdrawn: Withdrawn = NOTHING, engine: Engine | None = None,
) -> int:  # fmt: skip
    """A new archive from all captures and corrections alone; how many statements it holds.

    The archive that is there stays in use until the new one is whole, and is then replaced in one transaction.
    What was withdrawn is first taken out of the captures, so that the new archive never held it.
    """
    folder = _gathered(data, sites, withdrawn, say)
    held = _rebuild(data, folder, sites, directory, say, show, engine)
    if apply(data, sites, withdrawn, say):
        held = _rebuild(data, folder, sites, directory, say, show, engine)
    with closing(open_ledger(data / "crawl.db")) as private:
        Ledger(private).note(FACT, digest_of(withdrawn))
        private.commit()
    if withdrawn:
        wipe(data, say)
    return held


def _made_without(data: Path) -> str:
    with closing(open_ledger(data / "crawl.db")) as private:
        return Ledger(private).fact(FACT)


def _rebuild(
    data: Path, folder: Path, sites: Mapping[str, Site], directory: Directory, say: Say, show: Show,
    engine: Engine | None,
) -> int:  # fmt: skip
    fresh_private, fresh_public = _fresh(data)
    _remove(fresh_private, fresh_public)
    try:
        with closing(open_ledger(fresh_private)) as private, closing(open_archive(fresh_public)) as public:
            read = _reader(engine, folder, sites, say)
            _Build(private, public, folder, sites, directory, say, show, data / "warc", read).run()
            held = int(public.execute("select count(*) from statements").fetchone()[0])
            with closing(sqlite3.connect(data / "archive.db", timeout=60)) as archive:
                public.backup(archive)
                _shrink(archive, data, say)
        _replace_ledger(data / "crawl.db", fresh_private)
    finally:
        _remove(fresh_private, fresh_public)
    return held


def _fresh(data: Path) -> tuple[Path, Path]:
    """The private and the public database that a rebuild grows beside those in use."""
    return data / "rebuild-crawl.db", data / "rebuild-archive.db"


def build_beside(work: Path, captures: Path, sites: Mapping[str, Site], directory: Directory, say: Say) -> None:
    """A second archive, `work/archive.db`, from the files of captures in a folder; nothing else is written."""
    with closing(open_ledger(work / "crawl.db")) as private, closing(open_archive(work / "archive.db")) as public:
        _Build(private, public, captures, sites, directory, say, unseen, work, Here(sites, say)).run()


def _gathered(data: Path, sites: Mapping[str, Site], withdrawn: Withdrawn, say: Say) -> Path:
    """The folder of all captures, once those that lie elsewhere are clean and among them."""
    folder = captures(data)
    salvage(data / "warc", say)
    clean_fresh(data, sites, withdrawn)
    ship(data / "warc", folder)
    return folder


def _reader(engine: Engine | None, folder: Path, sites: Mapping[str, Site], say: Say) -> Reader:
    if engine is None:
        return Here(sites, say)
    from signataires.spread.extraction import Spread

    return Spread(engine, folder, sites, say)


class _Build:
    """One build. What readers see of it is whole at any time: nothing is committed before everything agrees with it."""

    def __init__(
        self,
        private: sqlite3.Connection,
        public: sqlite3.Connection,
        folder: Path,
        sites: Mapping[str, Site],
        directory: Directory,
        say: Say,
        show: Show,
        notes: Path,
        read: Reader,
    ) -> None:
        self.notes, self.read = notes, read
        placer = Placer(public, folder, sites)
        self.ledger, self.public, self.folder, self.sites = Ledger(private), public, folder, sites
        self.directory, self.say, self.show = directory, say, show
        self.changed, self.committed = set[str](), time.monotonic()
        self._untold = set[str]()  # of these, what no summary tells yet
        self._settle = partial(settle, self.ledger, public, places=placer.of)
        self._earlier = False  # whether files of others, with moments of their own, are among what was taken

    def run(self) -> set[str]:
        """Takes in everything; the ids of the statements that differ from before."""
        self._untold |= reread(
            self.ledger, self.public, self.folder, self.sites, self.directory, self.say, self._settle, self._commit,
            notes=self.notes, read=self.read,
        )  # fmt: skip
        ship(self.notes, self.folder)
        taker = Taker(self.ledger, self.public, self.sites, self.say, self.read)
        waiting = self._waiting(taker)
        self.read.ahead(path for run in waiting for path in run.paths)
        done, of = 0, sum(run.size for run in waiting)
        for run in waiting:
            self.show("captures, KB", done // 1000, of // 1000)
            taker.run(run)
            self._earlier |= not run.run
            done += run.size
            self._have_read(run.paths)
            if time.monotonic() - self.committed > PATIENCE:
                self._commit(self.directory)
        self.show("captures, KB", done, done)
        self._commit(self.directory)
        return self.changed

    def _waiting(self, taker: Taker) -> list[Captured]:
        """The runs that are not taken yet, with our notes of rereadings last. The notes of runs are taken at once."""
        sizes, taken = self._sizes(), self.ledger.warcs()
        paths = [self.folder / name for name in sizes]
        fresh = {self.folder / name for name, _ in sizes.items() - taken.items()}
        notes = sorted(path for path in fresh if is_note(path))
        taker.notes(notes)
        self._have_read(notes)
        noted = set(Passes(self.ledger.db).waiting())
        told = sorted(path for path in fresh if path.name.startswith(REREAD))
        there = {slug: site for slug, site in self.sites.items() if not site.withdrawn}
        own = [path for path in paths if not is_note(path) and not path.name.startswith(REREAD)]
        runs = captured(own, noted, there)
        waiting = [run for run in runs if (run.slug, run.run) in noted or fresh.intersection(run.paths)]
        return [*waiting, *(Captured(path.name, "", (path,)) for path in told)]

    def _sizes(self) -> dict[str, int]:
        """How many bytes each file of captures has, by its name."""
        return {name: size for name, size in sizes(self.folder).items() if IS_WARC.search(name)}

    def _have_read(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self.ledger.have_read(path.name, path.stat().st_size)

    def _commit(self, directory: Directory) -> None:
        """Makes one whole state of what was taken and shows it to readers."""
        self._untold |= self._settle(directory)
        summarise(
            self.public, [_row(site) for site in self.sites.values()], directory, self._untold, earlier=self._earlier
        )
        self._earlier = False
        self.changed |= self._untold
        self._untold = set()
        self.public.commit()
        self.ledger.db.commit()
        self.committed = time.monotonic()


def _shrink(public: sqlite3.Connection, data: Path, say: Say) -> None:
    if not shrink_log(public):
        size = (data / "archive.db-wal").stat().st_size
        if size > LARGE:
            say(f"{data / 'archive.db-wal'}: {size // MB} MB, since a reader has kept a former state open: end it")


def _row(site: Site) -> Mapping[str, str | None]:
    state = "stopped" if site.stopped else "never"
    if site.withdrawn:
        return {
            "id": site.slug,
            "organisation_id": None,
            "home": "",
            "family": "",
            "state": "withdrawn",
            "message": "",
            "rights": "",
        }
    return {
        "id": site.slug,
        "organisation_id": site.organisation,
        "home": site.home,
        "family": site.family,
        "state": state,
        "message": site.stopped,
        "rights": site.rights,
    }


def _replace_ledger(path: Path, fresh: Path) -> None:
    with closing(open_ledger(path)) as private:
        private.execute("attach database ? as fresh", [str(fresh)])
        for table in TABLES:
            private.execute(f"delete from main.{table}")
            private.execute(f"insert into main.{table} select * from fresh.{table}")
        private.commit()


def _remove(*paths: Path) -> None:
    for path in paths:
        for ending in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
