"""Which organisation a written name means: exact after `key`, or not at all.

A name is an organisation's own, one of its other spellings, its acronym, or what a person judged it to be. A near match
is never a link; it is a suggestion for a person (`archive.suggestions`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path

from archive.branches import wider_body
from archive.children import child_of
from archive.judgements import EVERYWHERE, Judgement, Judgements, judgements_of, read_judgements
from archive.keys import clean, key
from archive.known import Known, known_with
from archive.model import Match, MatchKind, Organisation, Signatory
from archive.organisations import organisation_of, read_organisations

_NOTHING: tuple[None, MatchKind] = None, "none"


class Directory:
    """The organisations that a name can mean, indexed by the keys of their names, aliases and acronyms.

    Raises `ValueError` when a judgement names an organisation that is not there, or makes one that is.
    """

    def __init__(
        self, organisations: Iterable[Organisation], unsure: Iterable[str] = (), judgements: Judgements | None = None
    ) -> None:
        self.judgements = judgements or Judgements()
        self.written = tuple(organisations)
        self.organisations = {organisation.id: organisation for organisation in self.written}
        self._judge()
        # What is judged within one site only means nothing elsewhere.
        narrow = {entry.organisation for entry in self.judgements.entries if entry.created and entry.within}
        self._everywhere = everywhere = [item for item in self.organisations.values() if item.id not in narrow]
        self._names = _index((o.id, [o.name]) for o in everywhere)
        self._aliases = _index((o.id, spellings_of(o)) for o in everywhere)
        self._acronyms = _index((o.id, o.acronyms) for o in everywhere)
        self._spelt = _meanings({"exact": self._names, "alias": self._aliases})
        self._meant = _meanings({"exact": self._names, "alias": self._aliases, "acronym": self._acronyms})
        self.unsure = frozenset(map(key, unsure))

    @classmethod
    def load(cls, path: Path, judgements: Path | None = None) -> Directory:
        """The directory of a TOML file, with the judgements of another. Raises `ValueError` naming what is wrong."""
        organisations, unsure = read_organisations(path)
        decided = Judgements(read_judgements(judgements)) if judgements else None
        return cls(organisations, unsure, decided)

    @classmethod
    def of(cls, told: str) -> Directory:
        """The directory that `told` wrote. Raises `ValueError` for what it did not write."""
        data = json.loads(told)
        return cls(
            map(organisation_of, data["organisations"]), data["unsure"], Judgements(judgements_of(data["judged"]))
        )

    def told(self) -> str:
        """All that it was made of as one text, which `of` reads back."""
        listed = [{name: value for name, value in asdict(item).items() if value} for item in self.written]
        judged = self.judgements.written
        return json.dumps(
            {"organisations": listed, "unsure": sorted(self.unsure), "judged": judged}, ensure_ascii=False
        )

    def with_judgements(self, judgements: Judgements) -> Directory:
        """The same organisations under other judgements."""
        return Directory(self.written, self.unsure, judgements)

    @cached_property
    def known(self) -> Known:
        """What this directory and the well-known bodies say about names, as evidence for cutting."""
        judged = defaultdict[str | None, list[str]](list)
        for entry in self.judgements.entries:
            if entry.verdict in ("same", "new") and entry.within == EVERYWHERE:
                judged[entry.organisation].append(entry.name)
        return known_with(replace(o, aliases=(*spellings_of(o), *judged[o.id])) for o in self._everywhere)

    def reviewed(
        self, signatory: Signatory, within: Sequence[str] = ()
    ) -> tuple[Signatory | None, Sequence[Judgement]]:
        """The signatory as reviewers see it, and the judgements that say so.

        It may be of another kind than it was taken for; None when it signs nothing.
        """
        judged = self._about(signatory, within)
        verdict = judged[0].verdict if judged else None
        if verdict == "nobody":
            return None, judged
        if verdict == "person":
            return replace(signatory, kind="person"), judged
        if verdict in ("same", "new") and signatory.kind == "person":
            return replace(signatory, kind="organisation"), judged
        return signatory, judged

    def match(self, signatory: Signatory, *, in_list: bool = True, within: Sequence[str] = ()) -> Match:
        """The organisation that a signatory means, or None: as judged, else by name, then alias, then acronym.

        A person matches nothing; a local group a row of its own, else the child of its wider body that `child_of`
        makes. `in_list=False` (a name met in prose) leaves out the acronyms that mean something else as well. Where
        name and acronym point to two organisations, or an acronym has two owners, nothing is linked. `within` holds
        the site and the statement that the name stands in.
        """
        if signatory.kind == "person":
            return Match(signatory, None, "none")
        refused: set[str | None] = set()
        if judged := self._about(signatory, within):
            refused = {entry.organisation for entry in judged if entry.verdict == "different"}
            deciding = next((entry for entry in judged if entry.verdict != "different"), None)
            if deciding and deciding.organisation not in refused:
                return Match(signatory, deciding.organisation, "judged" if deciding.organisation else "none")
        found, how = self._by_name(signatory, in_list=in_list)
        if found and signatory.acronym and self._contradicts(signatory.acronym, found):
            return Match(signatory, None, "none")
        if not found and (child := self.child(signatory)):
            found, how = child.id, self._body(signatory)[1]
        return Match(signatory, found, how) if found and found not in refused else Match(signatory, None, "none")

    def child(self, signatory: Signatory) -> Organisation | None:
        """The local group that a signatory of kind `branch` is, made from its name; None where nothing tells which."""
        body, _ = self._body(signatory)
        found = self._lookup(body)[0] if body else None
        return child_of(self.organisations[found], body, signatory.name) if body and found else None

    def parent(self, signatory: Signatory) -> str | None:
        """The id of the wider body that a local group belongs to, None when that is not in the directory."""
        body, _ = self._body(signatory)
        return self._lookup(body)[0] if body else None

    def _body(self, signatory: Signatory) -> tuple[str, MatchKind]:
        """The key of a local group's wider body, and how that is known; empty for what is no local group."""
        if signatory.kind != "branch":
            return "", "none"
        spellings = (signatory.name, clean(signatory.as_written))
        body = next((body for name in spellings if (body := wider_body(name, self.known))), "")
        # « NPA 37 »: an acronym of several bodies is trusted for the body itself, not for what is made from it.
        return ("", "none") if not body or body in self.unsure else (body, self._lookup(body)[1])

    def _about(self, signatory: Signatory, within: Sequence[str]) -> list[Judgement]:
        if not self.judgements.entries:
            return []
        return self.judgements.about((signatory.as_written, signatory.name), within)

    def _judge(self) -> None:
        """Adds what judgements create."""
        for entry in self.judgements.entries:
            created = entry.created
            if created and created.id in self.organisations:
                raise ValueError(f"{entry.name!r} is judged a new organisation {created.id!r}, but that id is taken")
            if created:
                self.organisations[created.id] = created
        for entry in self.judgements.entries:
            if entry.organisation and entry.organisation not in self.organisations:
                raise ValueError(f"{entry.name!r} is judged to mean {entry.organisation!r}, which is no organisation")

    def _by_name(self, signatory: Signatory, *, in_list: bool) -> tuple[str | None, MatchKind]:
        names = [signatory.name] if signatory.kind == "organisation" else []
        for spelling in map(key, [*names, signatory.as_written]):
            found, how = self._lookup(spelling, acronyms=in_list or spelling not in self.unsure)
            if found:
                return found, how
        return None, "none"

    def _lookup(self, spelling: str, *, acronyms: bool = True) -> tuple[str | None, MatchKind]:
        return (self._meant if acronyms else self._spelt).get(spelling, _NOTHING)

    def _contradicts(self, acronym: str, organisation: str) -> bool:
        """Whether an acronym beside a name belongs to others than the organisation of that name."""
        spelling = key(acronym)
        owners = [index[spelling] for index in (self._names, self._aliases, self._acronyms) if spelling in index]
        return bool(owners) and organisation not in owners


def spellings_of(organisation: Organisation) -> tuple[str, ...]:
    """The other names that mean an organisation: its aliases, and those it had before it was renamed."""
    former = (item.name for item in organisation.former if item.how == "renamed")
    return tuple(dict.fromkeys((*organisation.aliases, *former)))


def _index(entries: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str | None]:
    """Keys to ids; None where two organisations share a key."""
    index: dict[str, str | None] = {}
    for identifier, spellings in entries:
        for spelling in filter(None, map(key, spellings)):
            index[spelling] = identifier if index.get(spelling, identifier) == identifier else None
    return index


def _meanings(indices: Mapping[MatchKind, Mapping[str, str | None]]) -> dict[str, tuple[str, MatchKind]]:
    """What each key means, and how that is known first; without those that mean two organisations."""
    found: dict[str, tuple[str, MatchKind]] = {}
    for spelling in set().union(*indices.values()):
        owners = {index[spelling] for index in indices.values() if spelling in index}
        owner = owners.pop() if len(owners) == 1 else None
        if owner is not None:
            found[spelling] = owner, next(how for how, index in indices.items() if spelling in index)
    return found
