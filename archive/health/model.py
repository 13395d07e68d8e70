"""The terms in which a run is judged: what is expected of a site, what was seen, what is doubted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal

Check = Literal[
    "wall", "lost", "listing", "sources", "changed", "cut", "signatories", "dates", "letters", "language", "alike",
    "flood", "silent",
]  # fmt: skip
EXAMPLES = 60  # addresses kept of a run, one of each kind


@dataclass(frozen=True, slots=True)
class Expect:
    """What a person knows of a site better than its own past tells; 0 and empty where the past decides.

    Shares are between 0 and 1, of the pages that a run read.
    """

    listed: int = 0  # pages that its whole list names, at least
    dated: float = 0.0  # share of its statements that say their date, at least
    signed: float = 0.0  # share of the texts that speak of signatories whose list is found, at least
    length: int = 0  # characters of half of its texts, at least
    silent: int = 0  # days without a new text that mean that something is broken; -1: no silence does
    languages: tuple[str, ...] = ()  # those that it writes in (ISO 639-1)
    lost: float = 0.5  # share of the held pages asked for that may be missing in one night
    changed: float = 0.5  # share of the held pages read again that may have changed, unannounced, in one night


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person's word that what a check doubts is right, for the runs from one day to another, both included."""

    check: str = ""
    since: date | None = None
    until: date | None = None
    by: str = ""
    why: str = ""

    def covers(self, check: str, day: str) -> bool:
        """Whether it speaks of this check and this day (ISO)."""
        since, until = self.since or date.min, self.until or date.max
        return self.check == check and since.isoformat() <= day <= until.isoformat()


@dataclass(slots=True)
class Seen:
    """What one run of a site showed: the crawler's own notes, and what its captures say beside what is held.

    `whole`: the list it asked for names all that the site has, not only what changed. `counts` are of pages, by what
    was noticed of them; `examples` has one address for each. `days` counts new texts by their date.
    """

    day: str = ""
    failed: bool = False  # nothing could be learned of the site
    unfinished: bool = False  # it ended before its end, so that what it did not ask for proves nothing
    whole: bool = False
    listed: int = 0
    kinds: list[str] = field(default_factory=list)  # of listings that answered: rest, feed, sitemap, listing
    held: int = 0  # statements of the site before this run
    length: int = 0  # characters of the middlemost text that was read
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, what: str) -> int:
        return self.counts.get(what, 0)

    def count(self, what: str, url: str = "", times: int = 1) -> None:
        """Counts one more page of which something was noticed."""
        self.counts[what] = self.counts.get(what, 0) + times
        if url and what not in self.examples and len(self.examples) < EXAMPLES:
            self.examples[what] = url

    def kinds_of(self, what: str) -> dict[str, int]:
        """The counts of « what: kind » by kind, the most frequent first."""
        found = {name.removeprefix(f"{what}: "): n for name, n in self.counts.items() if name.startswith(f"{what}: ")}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def told(self) -> dict[str, Any]:
        """The same as plain values, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Seen:
        """What `told` said; what a later version of it added is passed over."""
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in told.items() if name in known})


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason not to believe a run: which check, what was seen and expected, at which address.

    `holds`: nothing of the run may be taken in. `lasting`: a night does not make it believable, however often it
    comes again; else it is a doubt about an amount, which is believed in the end.
    """

    check: Check
    figures: dict[str, str | int] = field(default_factory=dict)
    url: str = ""
    holds: bool = True
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is doubted of a run, and whether its results wait. `nights`: how many runs in a row have waited, with it."""

    doubts: tuple[Doubt, ...] = ()
    held: bool = False
    nights: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """A run that was judged before."""

    seen: Seen
    verdict: Verdict
