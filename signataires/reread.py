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
from typing import Any

from archive.build import organisations_digest, settle, take
from archive.ledger import Ledger
from archive.model import Cause, Rereading
from archive.resolve import Directory
from archive.story import fingerprint
from scraper.clock import now
from scraper.read import FILE_NAME, REREAD_URI, events_of, read_pages
from scraper.record import Recorder
from scraper.site import Limits, Site

Say = Callable[[str], None]
NOTES = "_reread"  # no site can be called so
READERS = ("lxml", "trafilatura", "feedparser", "pypdfium2", "py3langid", "nh3", "beautifulsoup4")
NOT_RULES = ("sites", "exports", "web", "organisations.toml", "judgements.toml", "__pycache__")
TOLD = ("title", "text", "published", "kind")
BEARABLE = 0.25  # of a site's statements: more are not given up because its site file or our code has changed
Held = dict[str, dict[str, Any]]


def reread(
    ledger: Ledger, public: sqlite3.Connection, folder: Path, sites: Mapping[str, Site], directory: Directory,
    say: Say, commit: Callable[[Directory], None],
) -> set[str]:  # fmt: skip
    """Brings what is held up to the rules of today, and notes what that changed; the ids of these statements.

    First the captures of sites that are read by other rules, with the directory as it was; then all statements with the
    organisations of today. What is judged since the last time is left to its own moment. Each site is committed, so
    that a run that is stopped goes on with the next one; its differences are noted before, once and for all: a note of
    the same rules that is made again after a kill counts for nothing.
    """
    rules = {slug: reading_rules(site) for slug, site in sites.items()}
    stale = sorted(slug for slug, digest in rules.items() if ledger.fact(f"reading:{slug}") != digest)
    now_known, known = organisations_digest(directory), ledger.fact("organisations")
    changed, earlier = set[str](), _as_it_was(ledger.fact("directory told"), directory)
    with closing(Recorder(folder, NOTES, now(), {"software": "signataires"})) as notes:
        for slug in stale:
            before = _held(public, slug)
            if before:
                changed |= _site(ledger, public, folder, sites, slug, earlier, before, say)
                _note(notes, _differences(before, _held(public, slug), "parser", rules[slug]), f"{slug}: ", say)
            ledger.note(f"reading:{slug}", rules[slug])
            if before:
                commit(earlier)
        before = _held(public) if now_known != known else {}
        if before:
            changed |= settle(ledger, public, _judged_as(earlier, directory))
            _note(notes, _differences(before, _held(public), "reviewer", now_known), "", say)
    ledger.note("organisations", now_known)
    ledger.note("directory told", directory.told())
    return changed


def _site(
    ledger: Ledger, public: sqlite3.Connection, folder: Path, sites: Mapping[str, Site], slug: str,
    directory: Directory, before: Held, say: Say,
) -> set[str]:  # fmt: skip
    """Reads a site's captures again, and takes it back when too much of what was held can no longer be read."""
    held = before.keys()
    for db in (ledger.db, public):
        db.execute("savepoint reread")
    ledger.forget(slug)
    _take_again(ledger, public, folder, sites, {slug}, say)
    changed = settle(ledger, public, directory)
    lost = sorted(held - ledger.read(slug))
    if len(lost) > len(held) * BEARABLE:
        for db in (ledger.db, public):
            db.execute("rollback to reread")
        changed = set()
        say(
            f"{slug}: by its site file of today {len(lost)} of {len(held)} statements can no longer be read, such as"
            f" {before[lost[0]]['url']}; what was read of them stays. If the site has moved, name its former host in"
            " `hosts`; if its layout has changed, keep the former one in [[old_layouts]]"
        )
    elif lost:
        say(f"{slug}: {before[lost[0]]['url']} and {len(lost) - 1} more are no statements by the rules of today")
    for db in (ledger.db, public):
        db.execute("release reread")
    return changed


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
    read_by = replace(site, delay=0.0, stopped="", notes="", limits=Limits())
    return hashlib.sha256(f"{_code()}\n{read_by!r}".encode()).hexdigest()


@cache
def _code() -> str:
    told = [f"{name} {version(name)}" for name in READERS]
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


def _take_again(
    ledger: Ledger, public: sqlite3.Connection, folder: Path, sites: Mapping[str, Site], stale: set[str], say: Say
) -> None:
    """Takes what the files of captures say of some sites, from those that were taken before."""
    taken = dict([*ledger.warcs().items(), ledger.begun()])
    for name in sorted(taken, key=order):
        named = FILE_NAME.match(name)
        path = folder / name
        if (named and named["slug"] not in stale) or not path.is_file():
            continue
        answers = read_pages(path, sites, say, end=taken[name])
        events = (event for answer in answers for event in events_of(answer, sites))
        take(ledger, public, (event for event in events if event.site in stale), say)


def order(name: str) -> tuple[bool, str]:
    """The order in which files of captures are read: by name, which begins with the site and the moment; notes last."""
    return name.startswith(NOTES), name


def _held(public: sqlite3.Connection, slug: str = "") -> Held:
    """What the archive says of each statement, or of those of one site, as far as the rules decide it."""
    held: Held = {}
    columns, wanted = ", ".join(TOLD), "site_id = :slug" if slug else "true"
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
