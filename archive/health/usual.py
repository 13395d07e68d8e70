"""What is usual of a site, learned from its own runs that were believed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from archive.health.model import Expect, Seen

RECENT = 10  # runs whose lists tell how long the list of a site is
ALWAYS = 5  # runs in a row in which a source answered, for its silence to mean something
TRIALS = 500  # beyond as many, chance needs no finer count
UNLIKELY = 1e-5  # a night's finding that chance would bring less often is no chance
LEAST_SILENCE = 45  # days: associations take holidays
LONGER, MIDDLING = 2, 8  # times the longest silence of its last year, and the middlemost
YEAR = timedelta(days=400)
LEAST_DAYS = 6  # different days of publication before a rhythm can be told
COMMON = 0.05  # share of the pages from which a language is one that the site writes in
LEAST_PAGES = 10  # before a share says anything


@dataclass(frozen=True, slots=True)
class Usual:
    """What a site's runs have been like."""

    runs: int = 0
    listed: int = 0  # pages that its whole list names: the median of the last runs that asked for it; 0: unknown
    recent: int = 0  # pages that were named, at least, when it was asked for what changed
    sources: frozenset[str] = frozenset()  # kinds of listings that always answered
    length: int = 0  # characters of a text, as a median
    most_fresh: int = 0  # new texts in one run after the first
    languages: frozenset[str] = frozenset()
    newest: str = ""  # the newest day of publication
    silence: int = 0  # days without a new text after which something is wrong; 0: it has no rhythm
    counts: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, runs: Sequence[Seen], expect: Expect) -> Usual:
        """What these runs, the oldest first, have in common."""
        good = [run for run in runs if not run.failed]
        ended = [run for run in good if run.listed and not run.unfinished]
        whole, since = [run for run in ended if run.whole], [run for run in ended if not run.whole]
        counts, languages, days = Counter[str](), Counter[str](), set[str]()
        for run in good:
            counts.update(run.counts)
            languages.update(run.languages)
            days.update(day for day in run.days if len(day) == 10 and day <= run.day)
        return cls(
            runs=len(good),
            listed=int(median(run.listed for run in whole[-RECENT:])) if whole else 0,
            recent=min((run.listed for run in since[-RECENT:]), default=0) if len(since) >= ALWAYS else 0,
            sources=_sources(good),
            length=int(median(run.length for run in good if run.length)) if counts["read"] else 0,
            most_fresh=max((run["fresh"] for run in good[1:]), default=0),
            languages=_languages(languages, expect),
            newest=max(days, default=""),
            silence=_silence(days, good[0].day if good else "", expect),
            counts=counts,
        )

    def share(self, part: str, whole: str) -> float:
        """How many of some pages are of a kind, as far as the past tells: a small past tells little."""
        return (self.counts[part] + 0.5) / (self.counts[whole] + 1)


def _sources(good: Sequence[Seen]) -> frozenset[str]:
    """The kinds of listings that answered in each of the last runs that asked as much."""
    whole = [run for run in good if run.whole]
    alike = [frozenset(run.kinds) for run in (whole or good)[-ALWAYS:]]
    return frozenset.intersection(*alike) if len(alike) == ALWAYS else frozenset()


def _languages(counts: Counter[str], expect: Expect) -> frozenset[str]:
    if expect.languages:
        return frozenset(expect.languages)
    pages = sum(counts.values())
    return frozenset(name for name, n in counts.items() if name and n >= COMMON * pages and pages >= LEAST_PAGES)


def _silence(days: set[str], watched: str, expect: Expect) -> int:
    """After how many days without a new text a site is too silent; 0 where it has no rhythm, or was silent before."""
    if expect.silent:
        return max(expect.silent, 0)
    known = sorted(days)
    if not known or not watched:
        return 0
    newest = date.fromisoformat(known[-1])
    recent = [day for text in known if (day := date.fromisoformat(text)) > newest - YEAR]
    if len(recent) < LEAST_DAYS:
        return 0
    gaps = [(later - earlier).days for earlier, later in pairwise(recent)]
    limit = max(LEAST_SILENCE, LONGER * max(gaps), int(MIDDLING * median(gaps)))
    return limit if newest >= date.fromisoformat(watched) - timedelta(days=limit) else 0


def unlikely(found: int, of: int, share: float) -> bool:
    """Whether chance hardly brings so few pages of a kind among some, where a share of them is of it."""
    if of > TRIALS:
        found, of = found * TRIALS // of, TRIALS
    chance = sum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(found + 1))
    return chance < UNLIKELY
