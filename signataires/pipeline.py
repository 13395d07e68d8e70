"""The two halves put together: captures into the archive, one WARC file at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from archive.build import settle, summarise, take
from archive.ledger import TABLES, Ledger, open_ledger
from archive.model import Event
from archive.resolve import Directory
from archive.schema import is_outdated, open_archive
from scraper.read import events_of, read_pages
from scraper.record import salvage
from scraper.site import Site
from signataires.reread import order, reread

Say = Callable[[str], None]


def build(data: Path, sites: Mapping[str, Site], directory: Directory, say: Say) -> set[str]:
    """Brings `data/archive.db` up to the captures in `data/warc`; the ids of the statements that differ from before.

    Needs no network. A build that is killed is taken up where it stopped: the archive is committed before the note of
    how far the captures were read, and reading a capture twice changes nothing.
    """
    if is_outdated(data / "archive.db"):
        say("the archive was made by another version of signataires: it is made anew from the captures")
        rebuild(data, sites, directory, say)
    salvage(data / "warc", say)
    with closing(open_ledger(data / "crawl.db")) as private, closing(open_archive(data / "archive.db")) as public:
        return _build(private, public, data / "warc", sites, directory, say)


def rebuild(data: Path, sites: Mapping[str, Site], directory: Directory, say: Say) -> int:
    """A new archive from all captures and corrections alone; how many statements it holds.

    The archive that is there stays in use until the new one is whole, and is then replaced in one transaction.
    """
    salvage(data / "warc", say)
    fresh_private, fresh_public = data / "rebuild-crawl.db", data / "rebuild-archive.db"
    _remove(fresh_private, fresh_public)
    with closing(open_ledger(fresh_private)) as private, closing(open_archive(fresh_public)) as public:
        _build(private, public, data / "warc", sites, directory, say)
        held = int(public.execute("select count(*) from statements").fetchone()[0])
        with closing(sqlite3.connect(data / "archive.db", timeout=60)) as archive:
            public.backup(archive)
    _replace_ledger(data / "crawl.db", fresh_private)
    _remove(fresh_private, fresh_public)
    return held


def _build(
    private: sqlite3.Connection,
    public: sqlite3.Connection,
    folder: Path,
    sites: Mapping[str, Site],
    directory: Directory,
    say: Say,
) -> set[str]:
    ledger, changed = Ledger(private), set[str]()
    changed |= reread(ledger, public, folder, sites, directory, say)
    for path in sorted(folder.glob("*.warc*"), key=lambda path: order(path.name)):
        if path.name.endswith((".open", ".torn")):
            continue
        changed |= _take_file(ledger, public, path, sites, directory, say)
    changed |= settle(ledger, public, directory)
    summarise(public, [_row(site) for site in sites.values()], directory, bool(changed))
    public.commit()
    private.commit()
    return changed


def _take_file(
    ledger: Ledger, public: sqlite3.Connection, path: Path, sites: Mapping[str, Site], directory: Directory, say: Say
) -> set[str]:
    if ledger.read_to(path.name) == path.stat().st_size:
        return set()
    take(ledger, public, _events(path, sites, say), say)
    changed = settle(ledger, public, directory)
    ledger.have_read(path.name, path.stat().st_size)
    public.commit()
    ledger.db.commit()
    return changed


def _events(path: Path, sites: Mapping[str, Site], say: Say) -> Iterator[Event]:
    for answer in read_pages(path, sites, say):
        yield from events_of(answer, sites)


def _row(site: Site) -> dict[str, str]:
    state = "stopped" if site.stopped else "never"
    return {
        "id": site.slug,
        "organisation_id": site.organisation,
        "home": site.home,
        "family": site.family,
        "state": state,
        "message": site.stopped,
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
