"""Applies withdrawals to a data folder: whatever is still to be taken out of it, once and for all.

What was decided stands in the file of withdrawals; what was applied stands among the captures (`_withdrawn-….warc.gz`).
Where the two differ, captures, memory and logs are cleaned, and the archive is to be made anew from what is left. A run
that is killed on the way does the same again; a file of captures that was rewritten is noted before it is replaced,
so that its manifest can tell who changed it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path

from archive.model import Tombstone
from archive.withdrawals.model import Withdrawal
from archive.withdrawals.recognise import Withdrawn
from scraper.cleaning import Cleaner
from scraper.clock import now
from scraper.log import NAME as LOG
from scraper.read import WITHDRAWN_URI
from scraper.record import Recorder
from scraper.site import Site
from signataires.evidence.manifests import Rewritten, digest_of_file, seal, sealed, warcs, whole
from signataires.places import at_hand, captures
from signataires.withdrawing.captures import DRAFT, NOTES, Rewriter, told

Say = Callable[[str], None]
FACT = "withdrawals"  # the builder's note of what the archive was made without
JOURNAL = "rewriting.json"
_BLANK = ("reason", "told", "etag", "last_modified", "dated", "content", "recorded_as", "digest")


def pending(data: Path, withdrawn: Withdrawn) -> tuple[list[Withdrawal], frozenset[str]]:
    """What was decided and not yet applied to a folder's captures, and the ids of what was applied and taken back."""
    applied = {one["withdrawal"] for one in told(captures(data))}
    return [one for one in withdrawn.entries if one.id not in applied], frozenset(applied - withdrawn.ids)


def digest_of(withdrawn: Withdrawn) -> str:
    """By which an archive is known to have been made without what is withdrawn; empty where nothing is."""
    return hashlib.sha256(" ".join(sorted(withdrawn.ids)).encode()).hexdigest() if withdrawn else ""


def apply(data: Path, sites: Mapping[str, Site], withdrawn: Withdrawn, say: Say) -> bool:
    """Cleans captures, memory and logs; whether there was anything to do, so that the archive must be made anew."""
    waiting, lifted = pending(data, withdrawn)
    if not waiting and not lifted:
        return _finish(data, say)
    with at_hand(data):
        _apply(data, sites, withdrawn, waiting, lifted, say)
    return True


def _apply(
    data: Path, sites: Mapping[str, Site], withdrawn: Withdrawn, waiting: list[Withdrawal], lifted: frozenset[str],
    say: Say,
) -> None:  # fmt: skip
    (data / "warc").mkdir(parents=True, exist_ok=True)
    taken = _taken(data, sites, withdrawn, waiting)
    rewriter = Rewriter(sites, withdrawn, lifted)
    rewritten = _rewrite(data, rewriter, [one.id for one in waiting] + sorted(lifted), say)
    _clean_memory(data, sites, withdrawn, rewriter.digests)
    _clean_logs(data, next(iter(sites.values())), withdrawn)
    with closing(Recorder(data / "warc", NOTES, now(), {"software": "signataires"})) as notes:
        for one in waiting:
            stone = Tombstone(one.site, one.id, one.what, one.at, one.why, tuple(sorted(taken[one.id])))
            told_of = asdict(stone) | {"statements": list(stone.statements), "finished": now()}
            notes.note(f"{WITHDRAWN_URI}{one.id}", told_of)
    seal(data, say, rewritten)
    (data / JOURNAL).unlink(missing_ok=True)
    for one in waiting:
        say(f"withdrawal {one.id}: {one.what} taken out; {len(taken[one.id])} statements with it")


def _finish(data: Path, say: Say) -> bool:
    """Holds what a killed run rewrote to a manifest; whether there was any."""
    if not (data / JOURNAL).is_file():
        return False
    seal(data, say, _journal(data))
    (data / JOURNAL).unlink()
    return True


def _journal(data: Path) -> list[Rewritten]:
    """The files that were rewritten and are in no manifest as they are."""
    if not (data / JOURNAL).is_file():
        return []
    told = json.loads((data / JOURNAL).read_text("utf-8"))
    return [Rewritten(one["name"], one["before"], tuple(one["withdrawals"])) for one in told]


def clean_fresh(data: Path, sites: Mapping[str, Site], withdrawn: Withdrawn) -> None:
    """Cleans files of captures on this machine that no manifest holds yet: what others made is brought as it came."""
    if not withdrawn:
        return
    rewriter, known = Rewriter(sites, withdrawn), {item.name for item in sealed(data)}
    for path in whole(data / "warc"):
        if path.name not in known and (draft := rewriter.draft(path)):
            draft.replace(path)


def _taken(
    data: Path, sites: Mapping[str, Site], withdrawn: Withdrawn, waiting: Iterable[Withdrawal]
) -> defaultdict[str, set[str]]:
    """The ids of the statements that each withdrawal takes, as far as the ledger knows them by their names."""
    found, fresh = defaultdict[str, set[str]](set), {one.id for one in waiting}
    if not (data / "crawl.db").is_file():
        return found
    with closing(sqlite3.connect(data / "crawl.db")) as db:
        if not db.execute("select 1 from sqlite_master where name = 'names'").fetchone():
            return found
        for slug, name, statement in db.execute("select site, name, statement from names"):
            number = name[1:] if name.startswith("#") else None
            site = sites.get(slug)
            meant = withdrawn.site(slug) or (site and withdrawn.page(slug, "" if number else name, number))
            if meant and meant.id in fresh and db.execute(_READ, [statement]).fetchone():
                found[meant.id].add(statement)
    return found


_READ = "select 1 from events where statement = ? and kind in ('statement', 'tombstone') limit 1"


def _rewrite(data: Path, rewriter: Rewriter, ids: list[str], say: Say) -> list[Rewritten]:
    """Rewrites every file that holds something of it; these, with what they were, and those of a run that was killed.

    The drafts are all written before the first file is replaced, and the journal between.
    """
    folder, journal = data / "warc", data / JOURNAL
    # Pieces of a record that a crash left, of which nothing tells what is in them; drafts of a run that was killed.
    for left in (*folder.glob("*.torn"), *folder.glob(f"*{DRAFT}*")):
        left.unlink()
    former = _journal(data)
    drafts = {path: draft for path in warcs(data) if (draft := rewriter.draft(path))}
    fresh = [Rewritten(path.name, digest_of_file(path), tuple(ids)) for path in drafts]
    known = {one.name for one in former}
    rewritten = former + [one for one in fresh if one.name not in known]
    draft = journal.with_name(f".{JOURNAL}")
    draft.write_text(json.dumps([asdict(one) for one in rewritten]), "utf-8")
    draft.replace(journal)
    for path, clean in drafts.items():
        clean.replace(path)
    say(f"{len(drafts)} files of captures rewritten")
    return rewritten


def _clean_memory(data: Path, sites: Mapping[str, Site], withdrawn: Withdrawn, digests: Mapping[str, str]) -> None:
    """Leaves of withdrawn addresses no more than the number, by which a census knows that nothing is missing."""
    with closing(sqlite3.connect(data / "crawl.db", timeout=60)) as db:
        if not db.execute("select 1 from sqlite_master where name = 'addresses'").fetchone():
            return
        db.execute("pragma secure_delete = on")
        for old, new in digests.items():
            db.execute("update addresses set digest = ?, etag = '' where digest = ?", [new, old])
        query = "select rowid, site, url, number, recorded_as from addresses"
        for rowid, slug, url, number, recorded in db.execute(query).fetchall():
            site = sites.get(slug)
            if withdrawn.site(slug) or site is None:
                db.execute("delete from addresses where rowid = ?", [rowid])
            elif Cleaner(site, withdrawn).is_withdrawn(url, number):
                _forget(db, rowid)
            elif (clean := Cleaner(site, withdrawn).text(recorded)) != recorded:
                db.execute("update addresses set recorded_as = ? where rowid = ?", [clean, rowid])
        db.commit()


def _forget(db: sqlite3.Connection, rowid: int) -> None:
    mark, blank = f"withdrawn:{secrets.token_hex(10)}", ", ".join(f"{name} = ''" for name in _BLANK)
    db.execute(
        f"update addresses set {blank}, url = ?, state = 'left_out', due_at = '', due_doubted = '' where rowid = ?",
        [mark, rowid],
    )


def _clean_logs(data: Path, site: Site, withdrawn: Withdrawn) -> None:
    cleaner = Cleaner(site, withdrawn)
    homes = [one.site for one in withdrawn.entries if one.what == "site"]
    for path in data.glob(f"{LOG}*"):
        lines = path.read_text("utf-8", "replace").splitlines(keepends=True)
        kept = [cleaner.text(line) for line in lines if not any(f" {slug}: " in line for slug in homes)]
        if kept != lines:
            path.write_text("".join(kept), "utf-8")


def wipe(data: Path, say: Say) -> None:
    """Leaves nothing of what was deleted in free pages and logs of both databases."""
    for name in ("crawl.db", "archive.db"):
        path = data / name
        if not path.is_file():
            continue
        with closing(sqlite3.connect(path, timeout=60, isolation_level=None)) as db:
            if name == "crawl.db":
                db.execute("pragma secure_delete = on")
                with suppress(sqlite3.OperationalError):
                    db.execute("vacuum")
            if db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
                say(f"{path}-wal: a reader keeps a former state of it open: end it, then run `signataires build`")
