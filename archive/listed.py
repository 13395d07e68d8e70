"""The lists of one version of a statement as reviewers see them: who is shown, who is withheld, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from archive.judgements import Judgement
from archive.known import Known
from archive.model import Block, Evidence, Match, Signatory
from archive.names import cut, split_names
from archive.persons import likeness
from archive.resolve import Directory

NOTHING = Known(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Listed:
    """Who signed: `matches` are shown, `persons` and `doubtful` (perhaps persons) are withheld.

    `unsure` are those of the persons that have no more than the shape of one. `judged` says what was decided about
    which names.
    """

    matches: list[Match] = field(default_factory=list)
    persons: list[Signatory] = field(default_factory=list)
    doubtful: list[Signatory] = field(default_factory=list)
    unsure: list[Signatory] = field(default_factory=list)
    judged: list[tuple[Judgement, Signatory]] = field(default_factory=list)

    @property
    def all(self) -> list[Signatory]:
        """Everybody that the lists name, the persons first."""
        return [*self.persons, *(match.signatory for match in self.matches)]

    @property
    def queue(self) -> list[Signatory]:
        """The names that wait for a reviewer."""
        return [*self.doubtful, *self.unsure]


def listed(blocks: Iterable[Block], directory: Directory, within: Sequence[str]) -> Listed:
    """The names of some lists, sorted by what may be shown of them; `within` is the site and the statement."""
    found = Listed()
    for block in blocks:
        names = split_names(block, directory)
        plain = cut_alike(block, names)
        for read in names:
            item, judgements = directory.reviewed(read, within)
            found.judged.extend((judgement, read) for judgement in judgements)
            if item is not None:
                evidence: Evidence = "typography" if read in plain else "registry"
                _sort(found, item, evidence, directory, within, sure=bool(judgements))
    return found


def cut_alike(block: Block, names: Iterable[Signatory]) -> set[Signatory]:
    """Those of a block's names that the typography alone, without any name that we know, would have cut alike."""
    alone = {(item.start, len(item.as_written)) for item in cut(block, NOTHING)}
    return {item for item in names if (item.start, len(item.as_written)) in alone}


def _sort(
    found: Listed,
    item: Signatory,
    evidence: Evidence,
    directory: Directory,
    within: Sequence[str],
    *,
    sure: bool,
) -> None:
    if item.kind == "person":
        found.persons.append(item)
        if not sure and likeness(item.name, directory.known) < 2:
            found.unsure.append(item)
        return
    match = directory.match(item, within=within)
    if match.organisation is None and _may_be_person(item, directory):
        found.doubtful.append(item)
    else:
        found.matches.append(replace(match, evidence=evidence))


def _may_be_person(item: Signatory, directory: Directory) -> bool:
    """Two capitalised words that nobody knows: most are organisations, some are persons, and one is too many."""
    alone = item.kind == "organisation" and item.acronym is None and item.role is None
    return alone and likeness(item.name, directory.known) > 0
