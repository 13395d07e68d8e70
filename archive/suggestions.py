"""Names that no organisation matches, and what they might mean: for a person to decide, never a link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from archive.keys import key
from archive.known import is_acronym, spells
from archive.model import Organisation
from archive.resolve import Directory, spellings_of

CLOSE = 72.0  # of 100, for the same words in any order with a few letters apart
HOLDS = 90.0  # all words of one name stand in the other
SPELLED = 70.0  # an acronym that the words of a name spell


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that a name may mean: by which spelling, and how near that is, from 0 to 100."""

    organisation: str
    spelling: str
    score: float


class Suggestions:
    """Finds candidates for names among the organisations of a directory."""

    def __init__(self, directory: Directory) -> None:
        self._refused = _refused(directory)
        self._spellings = [
            (item.id, spelling) for item in directory.organisations.values() for spelling in _all(item) if key(spelling)
        ]
        self._keys = [key(spelling) for _, spelling in self._spellings]

    def candidates(self, name: str, acronym: str | None = None, most: int = 3) -> list[Candidate]:
        """The nearest organisations, the best first, each once; those judged different are left out.

        Compared are keys, by words in any order (rapidfuzz's token_sort_ratio) and by whether one name holds the other;
        an acronym only with acronyms and what names spell, since two a letter apart are two organisations.
        """
        best: dict[str, Candidate] = {}
        for place, score in self._scores(name, acronym):
            organisation, spelling = self._spellings[place]
            known = best.get(organisation)
            if (key(name), organisation) not in self._refused and (known is None or known.score < score):
                best[organisation] = Candidate(organisation, spelling, round(score, 1))
        return sorted(best.values(), key=lambda found: (-found.score, found.organisation))[:most]

    def _scores(self, name: str, acronym: str | None) -> Iterable[tuple[int, float]]:
        # « LDH France », « CGT Cheminots »: the acronym that stands in a name tells whom it may belong to.
        for short in filter(is_acronym, [acronym or "", *name.split()]):
            for place, (_, spelling) in enumerate(self._spellings):
                if key(spelling) == key(short):
                    yield place, HOLDS
                elif " " in spelling and spells(short, spelling):
                    yield place, SPELLED
        if not is_acronym(name):
            near = process.extract(key(name), self._keys, scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE, limit=10)
            yield from ((place, score) for _, score, place in near)
            words = frozenset(key(name).split())
            for place, spelled in enumerate(self._keys):
                if _holds(words, frozenset(spelled.split())):
                    yield place, HOLDS


def _holds(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether all words of the shorter of two names stand in the longer, and say something."""
    shorter = min(one, other, key=len)
    return one | other in (one, other) and sum(len(word) > 3 for word in shorter) >= 2


def _all(organisation: Organisation) -> tuple[str, ...]:
    return organisation.name, *organisation.acronyms, *spellings_of(organisation)


def _refused(directory: Directory) -> set[tuple[str, str | None]]:
    entries = directory.judgements.entries
    return {(key(entry.name), entry.organisation) for entry in entries if entry.verdict == "different"}
