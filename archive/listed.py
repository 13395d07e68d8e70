"""The lists of one version of a statement as reviewers see them: who is shown, who is withheld, what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.judgements import Judgement
from archive.model import Block, Match, Signatory
from archive.names import split_names
from archive.persons import likeness
from archive.resolve import Directory


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
        for read in split_names(block, directory):
            item, judgements = directory.reviewed(read, within)
            found.judged.extend((judgement, read) for judgement in judgements)
            if item is not None:
                _sort(found, item, directory, within, sure=bool(judgements))
    return found


def _sort(found: Listed, item: Signatory, directory: Directory, within: Sequence[str], *, sure: bool) -> None:
    if item.kind == "person":
        found.persons.append(item)
        if not sure and likeness(item.name, directory.known) < 2:
            found.unsure.append(item)
        return
    match = directory.match(item, within=within)
    if match.organisation is None and _may_be_person(item, directory):
        found.doubtful.append(item)
    else:
        found.matches.append(match)


def _may_be_person(item: Signatory, directory: Directory) -> bool:
    """Two capitalised words that nobody knows: most are organisations, some are persons, and one is too many."""
    alone = item.kind == "organisation" and item.acronym is None and item.role is None
    return alone and likeness(item.name, directory.known) > 0
