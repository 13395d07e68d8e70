"""A person's decision on a name into the file of judgements, and out of it again."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import tomlkit

from archive.judgements import Judgement, Judgements, judgement_of, read_judgements
from archive.keys import key
from archive.resolve import Directory
from scraper.site import SiteError
from signataires.corrections import document, entries, write

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
    written = document(path, HEAD)
    entry = tomlkit.table()
    for name in (item.name for item in fields(Judgement)):
        value = getattr(judgement, name)
        if value:
            entry[name] = list(value) if isinstance(value, tuple) else value
    entries(written, "judgement").append(entry)
    write(path, written)
    return judgement


def undo(path: Path, name: str, within: str, organisation: str | None = None) -> list[Judgement]:
    """Takes what was decided about a name out of the file; what was taken out.

    `organisation` narrows it to the decisions that name it. Raises `SiteError` when there is none, and when another
    judgement needs an organisation that this one made.
    """

    def meant(entry: Judgement) -> bool:
        same = key(entry.name) == key(name) and entry.within == within
        return same and organisation in (None, entry.organisation)

    held = _read(path)
    gone = [entry for entry in held if meant(entry)]
    if not gone:
        scopes = sorted({entry.within for entry in held if key(entry.name) == key(name)} - {within})
        hint = f"; it is judged within {', '.join(scope or 'no site' for scope in scopes)}" if scopes else ""
        raise SiteError(f"{path}: nothing is decided about {name!r}{' within ' + within if within else ''}{hint}")
    made = {entry.organisation for entry in gone if entry.verdict == "new"}
    needed = [e.name for e in held if not meant(e) and e.organisation in made]
    if needed:
        raise SiteError(f"{', '.join(needed)} is judged to mean what {name!r} made: undo that first")
    written = document(path, HEAD)
    listed = entries(written, "judgement")
    for place in reversed(range(len(listed))):
        if meant(judgement_of(listed[place].unwrap())):
            del listed[place]
    if not listed:
        del written["judgement"]
    write(path, written)
    return gone


def _read(path: Path) -> tuple[Judgement, ...]:
    try:
        return read_judgements(path)
    except ValueError as error:
        raise SiteError(str(error)) from error
