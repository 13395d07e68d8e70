"""The lists of one version of a statement as reviewers see them: who is shown, who is withheld, what is in doubt."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive.judgements import Judgement
from archive.keys import clean, fold
from archive.known import NOTHING, Known
from archive.mask import MASK, emptied, filled
from archive.model import Block, Match, Signatory
from archive.names import places, split_names, unnamed
from archive.persons import (
    are_unheard_of,
    beside_body,
    is_surely_somebody,
    is_unheard_of,
    likeness,
    may_hide_person,
    read_person,
    read_spokesperson,
    without_role,
)
from archive.privacy import public_name
from archive.resolve import Directory

SHARE = 4  # one name in so many that nobody has heard of is nothing strange in a list of bodies
_AROUND = " \t,;:.•·*-–—|/()"
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_JOINED = re.compile(r" (?:et|des|les) |&")


@dataclass(frozen=True, slots=True)
class Listed:
    """Who signed: `matches` are shown, `persons` and `doubtful` (perhaps persons) are withheld.

    `beside` are the names of persons whom those in doubt join to a body. `unsure` are those of the persons that have no
    more than the shape of one. `judged` says what was decided about which names. `unnamed` counts those that the lists
    count without naming them (« et 25 autres organisations »).
    """

    matches: list[Match] = field(default_factory=list)
    persons: list[Signatory] = field(default_factory=list)
    doubtful: list[Signatory] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    unsure: list[Signatory] = field(default_factory=list)
    judged: list[tuple[Judgement, Signatory]] = field(default_factory=list)
    unnamed: int = 0

    @property
    def all(self) -> list[Signatory]:
        """Everybody that the lists name, the persons first."""
        return [*self.persons, *(match.signatory for match in self.matches)]

    @property
    def doubts(self) -> list[str]:
        """What may be persons' names, and is withheld until a reviewer has said what it is."""
        return [*(item.as_written for item in self.doubtful), *self.beside]

    @property
    def queue(self) -> list[Signatory]:
        """The names that wait for a reviewer."""
        return [*self.doubtful, *self.unsure]


def listed(blocks: Iterable[Block], directory: Directory, within: Sequence[str]) -> Listed:
    """The names of some lists, sorted by what may be shown of them; `within` is the site and the statement."""
    lists = list(blocks)
    found = Listed(unnamed=sum(map(unnamed, lists)))
    for block in lists:
        names, first = split_names(block, directory), len(found.matches)
        plain = cut_alike(block, names)
        persons = _shares_of_persons(names, directory.known)
        strange = _strange(names, directory.known)
        for read in names:
            item, judgements = directory.reviewed(read, within)
            found.judged.extend((judgement, read) for judgement in judgements)
            if item is None:
                continue
            if item.kind == "person":
                found.persons.append(item)
                if (alone := without_role(item.name)) != item.name:
                    found.beside.append(emptied(alone))
                if not judgements and MASK not in item.name and likeness(item.name, directory.known) < 2:
                    found.unsure.append(item)
                continue
            match = directory.match(item, within=within)
            share = persons.get(item.section, 0)
            odd = share > 0 or item.name in strange
            if match.organisation is None and _may_be_person(item, directory.known, odd=odd, share=share):
                found.doubtful.append(item)
                found.beside.extend(map(emptied, _beside(item, directory.known, odd=odd)))
            else:
                found.matches.append(match if read in plain else replace(match, evidence="registry"))
        found.doubtful.extend(_overlooked(block, names, directory.known))
        shown = {match.signatory.start for match in found.matches[first:]}
        found.beside.extend(_mails(block, [(name.start, name.start not in shown) for name in names]))
    return found


def _mails(block: Block, names: list[tuple[int, bool]]) -> Iterator[str]:
    """The addresses of e-mail that stand behind a withheld name; where each name starts and whether it is withheld."""
    for mail in _MAIL.finditer(block.text):
        before = bisect_right(names, (mail.start() + max(block.start, 0), True)) - 1
        if before >= 0 and names[before][1]:
            yield mail[0]


def cut_alike(block: Block, names: Iterable[Signatory]) -> set[Signatory]:
    """Those of a block's names that the typography alone, without any name that we know, would have cut alike."""
    alone = set(places(block, NOTHING))
    return {item for item in names if (item.start, item.start + len(item.as_written)) in alone}


def _strange(names: Iterable[Signatory], known: Known) -> set[str]:
    """The names that nobody has heard a word of, where they are more than one, and more than a quarter of a section."""
    sections = defaultdict[str | None, list[str]](list)
    for item in names:
        sections[item.section].append(item.name)
    found = set[str]()
    for listed_there in sections.values():
        unheard = {name for name in listed_there if is_unheard_of(name, known)}
        couples = {name for name in listed_there if _JOINED.search(name) and are_unheard_of(name, known)}
        if len(couples) * 2 > len(listed_there):  # « Orkan Dervishi et Vistens Vadrauch », one after the other
            unheard |= couples
        if len(unheard) * SHARE > len(listed_there) and (len(unheard) > 1 or len(listed_there) < SHARE - 1):
            found |= unheard
    return found


def _shares_of_persons(names: Sequence[Signatory], known: Known) -> dict[str | None, float]:
    """How many items of each section that has a person are one, or look like one, of 1."""
    found = dict[str | None, float]()
    persons = {item for item in names if item.kind == "person"}
    joined = {item for item in names if _beside(item, known)}
    # One who only may be somebody says nothing of the others; half of them do.
    surely = {item for item in joined if any(is_surely_somebody(name, known) for name in _beside(item, known))}
    persons |= joined if len(joined) * 2 >= len(names) else surely
    for section in {item.section for item in persons}:
        told = [item in persons or likeness(item.name, known) > 0 for item in names if item.section == section]
        found[section] = sum(told) / len(told)
    return found


def _beside(item: Signatory, known: Known, *, odd: bool = False) -> tuple[str, ...]:
    """The persons who stand in an item beside the body that it names."""
    if item.kind == "person" or known.has(item.name):
        return ()
    if odd and item.role and likeness(item.name, known) and is_unheard_of(item.name, known):
        return (item.name,)  # two persons, of whom one was taken for the other's body
    return beside_body(filled(public_name(item)), known, odd=odd)


def _may_be_person(item: Signatory, known: Known, *, odd: bool, share: float) -> bool:
    """Two capitalised words that nobody knows: most are organisations, one person is too many.

    `odd`: they stand among persons, or among others like them; `share`: how many there look like persons, of 1.
    """
    alone = item.kind == "organisation" and item.acronym is None and item.role is None
    if _beside(item, known, odd=odd):
        return True
    if not alone or _JOINED.search(fold(item.name)):
        return False
    return (odd and likeness(item.name, known) > 0) or may_hide_person(item.as_written, known, share=share)


def _overlooked(block: Block, names: Sequence[Signatory], known: Known) -> Iterator[Signatory]:
    """Persons in what the cutting left between the names: a sub-heading or a remark may hold one."""
    start = offset = max(block.start, 0)
    for item in (*names, None):
        end = item.start if item else offset + len(block.text)
        for line in block.text[start - offset : end - offset].split("\n"):
            plain = clean(line.strip(_AROUND))
            spoken = read_spokesperson(plain, known, on_a_line=True)
            person = read_person(plain, known)
            name = spoken[1] if spoken else person.name if person else ""
            if name:
                yield Signatory(name, -1, name, kind="person")
        start = item.start + len(item.as_written) if item else end
