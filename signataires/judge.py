"""A person's decision on a name into the file of judgements, and out of it again."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

import tomlkit
from tomlkit.items import AoT

from archive.judgements import Judgement, Judgements, judgement_of, read_judgements
from archive.keys import key
from archive.resolve import Directory
from scraper.site import SiteError

HEAD = """\
Decisions on names that are written in lists: who a name means, as a person judged it. `signataires judge` writes here.
Each says who decided, when and why. Kept under version control; an entry taken out is a decision undone.
"""


def judge(path: Path, directory: Directory, told: dict[str, object]) -> Judgement:
    """Writes a judgement into the file. Raises `SiteError`, with nothing written, when it cannot hold."""
    try:
        judgement = judgement_of({name: value for name, value in told.items() if value})
        directory.with_judgements(Judgements([*read_judgements(path), judgement]))
    except ValueError as error:
        raise SiteError(str(error)) from error
    written = _document(path)
    entry = tomlkit.table()
    for name in (item.name for item in fields(Judgement)):
        value = getattr(judgement, name)
        if value:
            entry[name] = list(value) if isinstance(value, tuple) else value
    _entries(written).append(entry)
    _write(path, written)
    return judgement


def undo(path: Path, name: str, within: str, organisation: str | None = None) -> list[Judgement]:
    """Takes what was decided about a name out of the file; what was taken out.

    `organisation` narrows it to the decisions that name it. Raises `SiteError` when there is none, and when another
    judgement needs an organisation that this one made.
    """

    def meant(entry: Judgement) -> bool:
        same = key(entry.name) == key(name) and entry.within == within
        return same and organisation in (None, entry.organisation)

    entries = _read(path)
    gone = [entry for entry in entries if meant(entry)]
    if not gone:
        scopes = sorted({entry.within for entry in entries if key(entry.name) == key(name)} - {within})
        hint = f"; it is judged within {', '.join(scope or 'no site' for scope in scopes)}" if scopes else ""
        raise SiteError(f"{path}: nothing is decided about {name!r}{' within ' + within if within else ''}{hint}")
    made = {entry.organisation for entry in gone if entry.verdict == "new"}
    needed = [e.name for e in entries if not meant(e) and e.organisation in made]
    if needed:
        raise SiteError(f"{', '.join(needed)} is judged to mean what {name!r} made: undo that first")
    written = _document(path)
    listed = _entries(written)
    for place in reversed(range(len(listed))):
        if meant(judgement_of(listed[place].unwrap())):
            del listed[place]
    if not listed:
        del written["judgement"]
    _write(path, written)
    return gone


def _read(path: Path) -> tuple[Judgement, ...]:
    try:
        return read_judgements(path)
    except ValueError as error:
        raise SiteError(str(error)) from error


def _document(path: Path) -> tomlkit.TOMLDocument:
    if path.is_file():
        return tomlkit.parse(path.read_text("utf-8"))
    document = tomlkit.document()
    for line in HEAD.splitlines():
        document.add(tomlkit.comment(line))
    return document


def _entries(document: tomlkit.TOMLDocument) -> AoT:
    if "judgement" not in document:
        document["judgement"] = tomlkit.aot()
    found = document["judgement"]
    assert isinstance(found, AoT)
    return found


def _write(path: Path, document: tomlkit.TOMLDocument) -> None:
    """Whole or not at all: a build may be reading it."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(tomlkit.dumps(document), "utf-8")
    fresh.replace(path)
