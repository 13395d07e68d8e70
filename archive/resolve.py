"""Which organisation a written name means: exact after `key`, or not at all.

A near match is never a link; it is a suggestion for a person, made elsewhere.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from archive.branches import wider_body
from archive.keys import clean, key
from archive.known import Known, known_with
from archive.model import Match, MatchKind, Organisation, Signatory

_FIELDS = frozenset({"id", "name", "acronyms", "aliases", "kind", "parent", "website"})


class Directory:
    """The organisations that a name can mean, indexed by the keys of their names, aliases and acronyms."""

    def __init__(self, organisations: Iterable[Organisation], unsure: Iterable[str] = ()) -> None:
        self.organisations = {organisation.id: organisation for organisation in organisations}
        self._names = _index((o.id, [o.name]) for o in self.organisations.values())
        self._aliases = _index((o.id, o.aliases) for o in self.organisations.values())
        self._acronyms = _index((o.id, o.acronyms) for o in self.organisations.values())
        self.unsure = frozenset(map(key, unsure))

    @classmethod
    def load(cls, path: Path) -> Directory:
        """The directory of a TOML file. Raises `ValueError` naming the entry that cannot be read."""
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        organisations = [_organisation(entry, path) for entry in data.get("organisation", [])]
        if twice := [name for name, count in Counter(entry.id for entry in organisations).items() if count > 1]:
            raise ValueError(f"{path}: these ids stand there twice: {', '.join(twice)}; give each entry its own")
        return cls(organisations, data.get("unsure_outside_lists", ()))

    @cached_property
    def known(self) -> Known:
        """What this directory and the well-known bodies say about names, as evidence for cutting."""
        return known_with(self.organisations.values())

    def match(self, signatory: Signatory, *, in_list: bool = True) -> Match:
        """The organisation that a signatory means, or None: by name, then alias, then acronym.

        A person matches nothing, a local group only a row of its own. `in_list=False` (a name met in prose) leaves
        out the acronyms that mean something else as well. Where name and acronym point to two organisations, or
        an acronym has two owners, nothing is linked.
        """
        if signatory.kind == "person":
            return Match(signatory, None, "none")
        found, how = self._by_name(signatory, in_list=in_list)
        if found and signatory.acronym and self._contradicts(signatory.acronym, found):
            return Match(signatory, None, "none")
        return Match(signatory, found, how if found else "none")

    def parent(self, signatory: Signatory) -> str | None:
        """The id of the wider body that a local group belongs to, None when that is not in the directory."""
        if signatory.kind != "branch":
            return None
        body = wider_body(signatory.name, self.known) or wider_body(clean(signatory.as_written), self.known)
        return self._lookup(body)[0] if body else None

    def _by_name(self, signatory: Signatory, *, in_list: bool) -> tuple[str | None, MatchKind]:
        names = [signatory.name] if signatory.kind == "organisation" else []
        for spelling in map(key, [*names, signatory.as_written]):
            found, how = self._lookup(spelling, acronyms=in_list or spelling not in self.unsure)
            if found:
                return found, how
        return None, "none"

    def _lookup(self, spelling: str, *, acronyms: bool = True) -> tuple[str | None, MatchKind]:
        tables: list[tuple[dict[str, str | None], MatchKind]] = [(self._names, "exact"), (self._aliases, "alias")]
        if acronyms:
            tables.append((self._acronyms, "acronym"))
        owners = {found for index, _ in tables if (found := index.get(spelling)) is not None}
        if len(owners) != 1 or any(spelling in index and index[spelling] is None for index, _ in tables):
            return None, "none"
        return next((found, how) for index, how in tables if (found := index.get(spelling)))

    def _contradicts(self, acronym: str, organisation: str) -> bool:
        """Whether an acronym beside a name belongs to others than the organisation of that name."""
        spelling = key(acronym)
        owners = [index[spelling] for index in (self._names, self._aliases, self._acronyms) if spelling in index]
        return bool(owners) and organisation not in owners


def _index(entries: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str | None]:
    """Keys to ids; None where two organisations share a key."""
    index: dict[str, str | None] = {}
    for identifier, spellings in entries:
        for spelling in filter(None, map(key, spellings)):
            index[spelling] = identifier if index.get(spelling, identifier) == identifier else None
    return index


def _organisation(entry: dict[str, object], path: Path) -> Organisation:
    name = entry.get("name") or entry.get("id") or "an entry without id"
    unknown = sorted(set(entry) - _FIELDS)
    if unknown:
        raise ValueError(f"{path}: {name}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(_FIELDS))}")
    identifier, called = entry.get("id"), entry.get("name")
    if not isinstance(identifier, str) or not isinstance(called, str):
        raise ValueError(f"{path}: {name}: an organisation needs an id and a name, both text")
    texts = {field: str(entry[field]) for field in ("kind", "parent", "website") if field in entry}
    return Organisation(identifier, called, _texts(entry, "acronyms"), _texts(entry, "aliases"), **texts)


def _texts(entry: dict[str, object], field: str) -> tuple[str, ...]:
    value = entry.get(field, [])
    if not isinstance(value, list):
        raise ValueError(f"{entry.get('id')}: {field} must be a list of texts")
    return tuple(map(str, value))
