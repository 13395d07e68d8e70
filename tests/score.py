"""How well lists of signatories were read: counts to be added up, and what differs, to be printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.servers.corpus import Article


@dataclass
class Score:
    """How well the lists of one typography were read: names right, found, wanted, and those that differ."""

    lists: int = 0
    right: int = 0
    found: int = 0
    wanted: int = 0
    extra: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def add(self, article: Article, held: Counter[str], wanted: Counter[str]) -> None:
        """One more article: what the archive holds of it, and what was loaded."""
        self.lists += bool(wanted)
        self.right += (held & wanted).total()
        self.found += held.total()
        self.wanted += wanted.total()
        self.extra += [f"{article.key}: {name}" for name in (held - wanted).elements()]
        self.missed += [f"{article.key}: {name}" for name in (wanted - held).elements()]

    def __add__(self, other: Score) -> Score:
        mine, its = vars(self), vars(other)
        return Score(**{name: mine[name] + its[name] for name in mine})

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    def __str__(self) -> str:
        told = f"precision {self.precision:.4f}, recall {self.recall:.4f} of {self.wanted} in {self.lists} lists"
        differing = [("not in the source", self.extra), ("missed", self.missed)]
        return "; ".join([told, *(f"{what}: {', '.join(names[:6])}" for what, names in differing if names)])
