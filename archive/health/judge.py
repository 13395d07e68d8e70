"""From what a run showed to a verdict on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.health.checks import CHECKS
from archive.health.model import Accepted, Doubt, Expect, Past, Seen, Verdict
from archive.health.usual import Usual

BELIEVED = 7  # different days in a row after which a doubt about an amount is given up


def judge(now: Seen, past: Sequence[Past], expect: Expect, accepted: Sequence[Accepted] = ()) -> Verdict:
    """What is doubted of a run, after those before it, the oldest first.

    A run waits when a doubt says so. A doubt that a person accepted is none. A doubt about an amount (so many texts
    are gone) is still said but holds nothing once it has come on more days in a row than `BELIEVED`; one about what
    was read (the pages show something else) holds until the site or its file is mended.
    """
    usual = Usual.of([run.seen for run in past if not run.verdict.held], expect)
    doubts = tuple(_doubts(now, past, usual, expect, accepted))
    held = any(doubt.holds for doubt in doubts)
    before = past[-1].verdict.nights if past and past[-1].verdict.held else 0
    return Verdict(doubts, held, before + 1 if held else 0)


def _doubts(
    now: Seen, past: Sequence[Past], usual: Usual, expect: Expect, accepted: Sequence[Accepted]
) -> Iterator[Doubt]:
    for check in CHECKS:
        for doubt in check(now, usual, expect):
            if any(entry.covers(doubt.check, now.day) for entry in accepted):
                continue
            if doubt.holds and not doubt.lasting and len(_days(doubt, past) | {now.day}) > BELIEVED:
                yield replace(doubt, holds=False)
            else:
                yield doubt


def _days(doubt: Doubt, past: Sequence[Past]) -> set[str]:
    """The days on which the same was found in the runs just before."""
    days = set[str]()
    for run in reversed(past):
        if run.seen.failed:
            continue
        if not any(other.check == doubt.check for other in run.verdict.doubts):
            break
        days.add(run.seen.day)
    return days
