"""What persons decided about written names: corrections, which with the captures are the truth of the archive.

A file of [[judgement]] entries, kept under version control. `same`: the name means this organisation; `different`: it
does not; `new`: it means one that the directory lacks; `person`: it is a natural person's; `nobody`: no signatory;
`unsure`: nobody can tell, so nothing is linked. `within` narrows a judgement to a site or to a statement.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, get_args

from archive.keys import key
from archive.model import Organisation, Verdict
from archive.written import read_tables

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
NAMED = ("same", "different", "new")  # verdicts that name an organisation
EVERYWHERE = ""
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: about which name, by whom, when (a UTC moment) and why. The rest describes a new organisation."""

    name: str
    verdict: Verdict
    by: str
    at: str
    why: str
    organisation: str | None = None
    within: str = EVERYWHERE
    called: str | None = None
    acronyms: tuple[str, ...] = ()
    kind: str | None = None
    parent: str | None = None
    website: str | None = None

    @property
    def created(self) -> Organisation | None:
        """The organisation that a `new` judgement adds to the directory; None for the others."""
        if self.verdict != "new" or self.organisation is None:
            return None
        kind = self.kind or "association"
        name = self.called or self.name
        return Organisation(self.organisation, name, self.acronyms, (), kind, self.parent, self.website)


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements of a file; none when there is no file. Raises `ValueError` naming what is wrong in it."""
    try:
        return tuple(judgement_of(entry) for entry in read_tables(path, "judgement")[1])
    except FileNotFoundError:
        return ()
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def judgement_of(entry: Mapping[str, Any]) -> Judgement:
    """One entry of the file. Raises `ValueError` naming it and what it lacks."""
    known = {field.name for field in fields(Judgement)}
    called = f"the judgement on {entry.get('name', '?')!r}"
    if unknown := sorted(set(entry) - known):
        raise ValueError(f"{called}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    told = {name: str(value) for name, value in entry.items() if name != "acronyms"}
    if missing := [name for name in ("name", "verdict", "by", "at", "why") if not told.get(name)]:
        raise ValueError(f"{called}: {', '.join(missing)} must be given")
    if told["verdict"] not in VERDICTS:
        raise ValueError(f"{called}: verdict is {told['verdict']!r}; it must be one of {', '.join(VERDICTS)}")
    if not key(told["name"]):
        raise ValueError(f"{called}: the name holds neither letter nor digit")
    if not ID.fullmatch(told.get("organisation", "x")):
        raise ValueError(f"{called}: an id has lower-case letters, digits and hyphens, not {told['organisation']!r}")
    if (told["verdict"] in NAMED) != bool(told.get("organisation")):
        raise ValueError(f"{called}: organisation must be given with {', '.join(NAMED)}, and only with these")
    acronyms = entry.get("acronyms", [])
    if not isinstance(acronyms, list | tuple):
        raise ValueError(f"{called}: acronyms must be a list of texts")
    return Judgement(acronyms=tuple(map(str, acronyms)), **told)  # type: ignore[arg-type]


def judgements_of(written: str) -> tuple[Judgement, ...]:
    """The judgements of one line of JSON; none for an empty one."""
    found = json.loads(written or "[]")
    return tuple(Judgement(**{**entry, "acronyms": tuple(entry["acronyms"])}) for entry in found)


class Judgements:
    """Judgements by the key of the name that they are about. Raises `ValueError` when two contradict each other."""

    def __init__(self, entries: Iterable[Judgement] = ()) -> None:
        self.entries = tuple(entries)
        self._by_name: defaultdict[tuple[str, str], list[Judgement]] = defaultdict(list)
        for entry in self.entries:
            self._by_name[key(entry.name), entry.within].append(entry)
        for (_, within), about in self._by_name.items():
            if sum(entry.verdict != "different" for entry in about) > 1:
                where = f" within {within}" if within else ""
                raise ValueError(f"{about[0].name!r} is judged twice{where}; undo one of the two")

    @property
    def written(self) -> str:
        """All of them as one line of JSON, which `judgements_of` reads back."""
        return json.dumps([asdict(entry) for entry in self.entries], ensure_ascii=False)

    def about(self, names: Iterable[str], within: Sequence[str] = ()) -> list[Judgement]:
        """What was decided about the first of these names that was judged, the narrowest judgement first.

        `within` holds the site and the statement in which the name stands. « different » adds up, of the others the
        narrowest counts alone.
        """
        for name in map(key, names):
            places = (*reversed(within), EVERYWHERE)
            found = [entry for where in places for entry in self._by_name.get((name, where), ())]
            if found:
                deciding = [entry for entry in found if entry.verdict != "different"][:1]
                return deciding + [entry for entry in found if entry.verdict == "different"]
        return []
