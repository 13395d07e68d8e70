"""Whether two statements are copies of one text: their prose compared word by word, then title, date and list.

What is compared is the prose alone: no lists of signatories, no short paragraphs, and none of those that a site repeats
under many of its texts. Words count as `words` folds them, in runs of three.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import blake2b
from itertools import chain

from archive.model import Statement
from archive.words import table

PROSE = 60  # characters: shorter paragraphs are headings, dates, names, which differ from copy to copy
RUN = 3  # words
LITTLE = 1 / 3  # of a text: where no more is its own, what it shares with others of its site counts as well
READ_ON = 12  # words of the last paragraph, in which it says so
SHORT = 30  # words: so few say little
NEAR, LATE, YEARLY = 3, 60, 300  # days between two publications: at once, no longer usual, another year's

# How much two texts must share of what either says, by how many of title and list speak for or against a copy.
SHARE = {2: 0.5, 1: 0.55, 0: 0.62, -1: 0.75}
LATE_SHARE, DOUBTFUL_SHARE, YEARLY_SHARE = 0.8, 0.9, 0.95

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")  # every day that is named has one
_ACCENTS = re.compile("[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Text:
    """What decides whether a statement is a copy. `title` and `paragraphs` hold folded words, `published` is as in
    `Statement`; `names` tells who signed, by any keys that are the same for the same body, and `seen` when we
    first saw it.
    """

    id: str
    site: str
    title: tuple[str, ...]
    published: str | None
    paragraphs: tuple[tuple[str, ...], ...]
    names: frozenset[str] = frozenset()
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A text's words made comparable. `own` tells whether what its site repeats could be left out."""

    text: Text
    paragraphs: tuple[tuple[str, ...], ...]
    runs: frozenset[str]
    own: bool

    @property
    def length(self) -> int:
        """In words."""
        return sum(map(len, self.paragraphs))


def paragraphs(statement: Statement) -> tuple[tuple[str, ...], ...]:
    """The words of each paragraph of its prose: long ones, none that holds a piece of a list of signatories."""
    lists = [(block.start, block.start + len(block.text)) for block in statement.blocks if block.start >= 0]
    found, start = [], 0
    for part in statement.text.split("\n\n"):
        end = start + len(part)
        if len(part) >= PROSE and not any(a < end and start < b for a, b in lists):
            found.append(words(part))
        start = end + 2
    return tuple(found)


def words(text: str) -> tuple[str, ...]:
    """The words of a text without case, accents and punctuation."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return tuple(_WORD.findall(bare.replace("œ", "oe")))


def mark(paragraph: tuple[str, ...]) -> int:
    """A number for a paragraph's words, as SQLite keeps one (signed, 64 bits)."""
    return int.from_bytes(blake2b(" ".join(paragraph).encode(), digest_size=8).digest(), "big", signed=True)


def prose(text: Text, repeated: Collection[int] = ()) -> Prose:
    """A text made comparable; `repeated` holds the marks of the paragraphs that a site repeats."""
    kept, enough = _kept(text, repeated)
    return Prose(text, kept, frozenset(chain.from_iterable(map(_runs, kept))), enough)


def runs(text: Text, repeated: Collection[int] = ()) -> list[str]:
    """The runs of words of the same prose, some more than once."""
    return list(chain.from_iterable(map(_runs, _kept(text, repeated)[0])))


def _kept(text: Text, repeated: Collection[int]) -> tuple[tuple[tuple[str, ...], ...], bool]:
    every = text.paragraphs
    own = tuple(part for part in every if mark(part) not in repeated) if repeated else every
    enough = sum(map(len, own)) >= LITTLE * sum(map(len, every))
    return (own if enough else every), enough


def is_copy(one: Prose, other: Prose) -> bool:
    """Whether two texts are copies of one; the order does not matter."""
    if not one.runs or not other.runs:
        return False
    shared = len(one.runs & other.runs)
    share = shared / (len(one.runs) + len(other.runs) - shared)
    if _titles(one.text, other.text) and _reads_on(min(one, other, key=_size)):
        share = shared / min(len(one.runs), len(other.runs))
    return share >= SHARE[2] and share >= _needed(one, other)


def _needed(one: Prose, other: Prose) -> float:
    """The share that makes these two a copy: the more, the more speaks against it."""
    gap = _days_between(one.text.published, other.text.published)
    share = SHARE[max(-1, _titles(one.text, other.text) + _lists(one.text, other.text))]
    if gap is not None and gap > LATE:
        share = max(share, YEARLY_SHARE if gap > YEARLY else LATE_SHARE)
    if min(one.length, other.length) < SHORT or not (one.own and other.own):
        share = max(share, DOUBTFUL_SHARE)
    if _name_other_days(one, other):
        # Last week's call with the day changed; at once and nearly the same, it is the same call put right.
        share = max(share, DOUBTFUL_SHARE) if gap is not None and gap <= NEAR else 2
    return share


def _runs(part: tuple[str, ...]) -> Iterable[str]:
    return map(" ".join, zip(part, part[1:], part[2:], strict=False)) if len(part) >= RUN else (" ".join(part),)


def _size(one: Prose) -> tuple[int, bool]:
    return len(one.runs), not _reads_on(one)


def _reads_on(one: Prose) -> bool:
    """Whether a text says at its end that there is more of it elsewhere: an excerpt."""
    end = " ".join(one.text.paragraphs[-1][:READ_ON]) if one.text.paragraphs else ""
    return any(f" {words} " in f" {end} " for words in table("works")["read_on"])


# --- further evidence --------------------------------------------------------------------------------------------


def _titles(one: Text, other: Text) -> int:
    mine, yours = set(one.title), set(other.title)
    return int(bool(mine) and len(mine & yours) >= 0.8 * len(mine | yours))


def _lists(one: Text, other: Text) -> int:
    """1 when most who signed the shorter list signed the other, -1 when hardly any did."""
    least = min(len(one.names), len(other.names))
    if least < RUN:
        return 0
    shared = len(one.names & other.names) / least
    return int(shared >= 0.5) - int(shared <= 0.2)


def _days_between(one: str | None, other: str | None) -> int | None:
    """The days from one date to another, the fewest that they may mean; None when either is not known."""
    spans = [_span(one), _span(other)]
    if None in spans:
        return None
    (_, end), (start, _) = sorted(span for span in spans if span)
    return max(0, (start - end).days)


def _span(told: str | None) -> tuple[date, date] | None:
    """The first and last day of an ISO day, month or year."""
    try:
        year, month, day = (*map(int, (told or "")[:10].split("-")), 0, 0)[:3]
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
        return date(year, month or 1, day or 1), last
    except ValueError:
        return None


Day = tuple[int | None, str | None, str | None]  # month, day, year, as far as a text says


def _name_other_days(one: Prose, other: Prose) -> bool:
    """Whether both name a day in the same place, before or after the same words, and never the same day."""
    mine, yours = _named(one), _named(other)
    return any(
        not any(_may_be(day, another) for day in mine[place] for another in yours[place])
        for place in mine & yours.keys()
    )


def _named(text: Prose) -> dict[tuple[str, ...], set[Day]]:
    """The days that a text names, by the two words before, and by the two after."""
    found = defaultdict[tuple[str, ...], set[Day]](set)
    for part in text.paragraphs:
        line = " ".join(part)
        for named in _days().finditer(line) if _DIGIT.search(line) else ():
            before, after = line[: named.start()].split()[-2:], line[named.end() :].split()[:2]
            for place in (("before", *after), ("after", *before)):
                if len(place) == 3:
                    found[place].add(_day(named))
    return found


def _day(named: re.Match[str]) -> Day:
    if named["number"]:
        return int(named["number"]), named["first"].lstrip("0"), named["then"]
    month = table("works")["months"].index(named["month"]) + 1 if named["month"] else None
    day = (named["day"] or "").removesuffix("er") or None
    return month, day.lstrip("0") if day else None, named["year"] or named["alone"]


def _may_be(one: Day, other: Day) -> bool:
    return all(mine is None or yours is None or mine == yours for mine, yours in zip(one, other, strict=True))


@cache
def _days() -> re.Pattern[str]:
    known = table("works")
    days, months = "|".join(known["days"].split()), "|".join(known["months"])
    return re.compile(
        rf"\b(?:(?:{days}) )?(?:(?P<day>1er|\d\d?) (?P<month>{months})(?: (?P<year>(?:19|20)\d\d))?"
        rf"|(?P<first>\d\d?) (?P<number>\d\d?) (?P<then>(?:19|20)\d\d))\b|\b(?P<alone>(?:19|20)\d\d)\b"
    )
