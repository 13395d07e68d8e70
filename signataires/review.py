"""What waits for a person: names without organisation, and names that may be persons'. What `suggest` prints."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from archive.keys import key
from archive.resolve import Directory
from archive.suggestions import Suggestions
from scraper.site import SiteError

SHOWN = 3  # statements named for each name


@dataclass(slots=True)
class Unknown:
    """A name without acronym, its spellings, and the statements it stands in (id, address): the newest first."""

    names: Counter[str] = field(default_factory=Counter)
    spellings: set[str] = field(default_factory=set)
    statements: dict[str, str] = field(default_factory=dict)
    acronym: str | None = None
    kinds: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The form that is met most often; of equals the first in the alphabet."""
        return min(self.names, key=lambda name: (-self.names[name], name))


def suggest(data: Path, directory: Directory, most: int, *, held: bool = False) -> list[dict[str, Any]]:
    """The names that wait for a decision, the most frequent first, each with candidates and statements.

    `held`: those withheld because they may be persons', from the private database, in place of those that are shown.
    Names on which reviewers were unsure stand there with what was said. Raises `SiteError` when there is no archive.
    """
    names = _held(data) if held else _unlinked(data)
    suggestions = Suggestions(directory)
    waiting = sorted(names.values(), key=lambda unknown: (-len(unknown.statements), key(unknown.name)))
    return [_told(unknown, suggestions, directory) for unknown in waiting[:most]]


def lines(found: Iterable[dict[str, Any]]) -> list[str]:
    """The same for a person to read."""
    told = []
    for item in found:
        beside = (f" ({item['acronym']})" if item["acronym"] else "") + (f"  [{item['kind']}]" if item["kind"] else "")
        told.append(f"{item['statements']:5}  {item['name']}{beside}")
        told += [f"         also {spelling}" for spelling in item["spellings"] if spelling != item["name"]]
        told += [f"         → {c['organisation']} ({c['score']:.0f}: {c['spelling']})" for c in item["candidates"]]
        told += [f"         {judged}" for judged in item["judged"]]
        told += [f"         {where['id']}  {where['url']}" for where in item["where"]]
    return told


def _told(unknown: Unknown, suggestions: Suggestions, directory: Directory) -> dict[str, Any]:
    name = unknown.name
    candidates = suggestions.candidates(name, unknown.acronym)
    judged = [
        f"{entry.verdict} {entry.organisation or ''} ({entry.by}, {entry.at[:10]}: {entry.why})"
        for entry in directory.judgements.entries
        if key(entry.name) in map(key, (name, *unknown.spellings))
    ]
    return {
        "name": name,
        "acronym": unknown.acronym,
        "statements": len(unknown.statements),
        "kind": ", ".join(sorted(unknown.kinds)),
        "spellings": sorted(unknown.spellings),
        "candidates": [asdict(candidate) for candidate in candidates],
        "judged": judged,
        "where": [{"id": name, "url": url} for name, url in [*unknown.statements.items()][:SHOWN]],
    }


def _unlinked(data: Path) -> dict[str, Unknown]:
    query = (
        "select as_written, signatures.name, acronym, signatures.kind, statements.id, url from signatures"
        " join statements on statements.id = statement_id where organisation_id is null"
        " order by published desc, statements.id"
    )
    names = defaultdict[str, Unknown](Unknown)
    for written, name, acronym, kind, statement, url in _rows(data / "archive.db", query):
        unknown = names[key(name)]
        unknown.names[name] += 1
        unknown.spellings.add(written)
        unknown.statements[statement] = url
        unknown.acronym = unknown.acronym or acronym
        unknown.kinds |= {kind} - {"organisation"}
    return names


def _held(data: Path) -> dict[str, Unknown]:
    urls = dict(_rows(data / "archive.db", "select id, url from statements"))
    names = defaultdict[str, Unknown](Unknown)
    for statement, name, kind in _rows(data / "crawl.db", "select statement, name, kind from held order by 1, 2"):
        unknown = names[key(name)]
        unknown.names[name] += 1
        unknown.spellings.add(name)
        unknown.statements[statement] = urls.get(statement, "")
        unknown.kinds.add("taken for a person" if kind == "person" else "may be a person")
    return names


def _rows(path: Path, query: str) -> list[Any]:
    if not path.is_file():
        raise SiteError(f"{path}: there is no archive yet; run `signataires refresh` first")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(query).fetchall()
