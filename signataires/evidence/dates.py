"""Where a document says a date: every expression of it that is read as that day or moment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.captures.flat import bare
from archive.captures.places import Document, Span, meant, nearest, shown
from archive.keys import fold
from scraper.dates import MONTH, iso_date, iso_moment

_GAP, _YEAR = r"[\s\0\1]+", r"(?:19|20)\d\d"
_CLOCK = r"\d\d:\d\d(?::\d\d)?(?:\.\d+)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}-\d\d-\d\d(?!\d)(?:[t ]{_CLOCK} ?(?:z|[+-]\d\d:?\d\d)?)?",
        rf"(?:\b[a-z]{{3}},{_GAP})?\b\d{{1,2}}{_GAP}[a-z]{{3}}{_GAP}{_YEAR}{_GAP}{_CLOCK}(?:{_GAP}(?:[+-]\d{{4}}|gmt|utc|z\b))?",
        rf"\b\d{{1,2}}(?:[\s\0\1]*(?:er|e|o|°|st|nd|rd|th)\b)?{_GAP}(?:de{_GAP})?(?:{MONTH})\b\.?,?{_GAP}(?:del?{_GAP})?{_YEAR}\b",
        rf"\b\d{{1,2}}[\s\0\1]*[/.-][\s\0\1]*\d{{1,2}}[\s\0\1]*[/.-][\s\0\1]*{_YEAR}\b",
        rf"\b(?:{MONTH})\b\.?{_GAP}\d{{1,2}}(?:st|nd|rd|th)?,?{_GAP}{_YEAR}\b",
        rf"\b(?:{MONTH})\b\.?{_GAP}(?:del?{_GAP})?{_YEAR}\b",
        rf"\b{_YEAR}\b",
    )
)
_DAYS = 5  # of them name a day
_LEADS = re.compile(rf"(?:{MONTH}|del?|er|e|o|st|nd|rd|th)(?![a-z])")  # what may stand between a day and its year
_WORD = re.compile(r"[^\W_]+")
WORDS = 7  # on either side of the year: no form has more


def says(piece: str, value: str, timezone: str) -> bool:
    """Whether a piece of a document says a date (a day, month or year) or, in UTC, a moment."""
    for text in {shown(piece), meant(piece)}:
        if "T" in value and iso_moment(text) == value:
            return True
        if iso_date(text, timezone) == value or ("T" in value and iso_moment(text, timezone) == value):
            return True
    return False


def find_date(document: Document, value: str, timezone: str, near: Span | None) -> Span | None:
    """Where a document says a date; of several places that which is nearest to another one."""
    for view in (str, bare):
        told = _dates(view(document.source), value)
        found = sorted(span for span, text in told if says(text, value, timezone))
        if found:
            return nearest(found, near)
    return None


def _dates(view: str, value: str) -> Iterator[tuple[Span, str]]:
    """The expressions that may say a date. All hold a year, so they are looked for around its own alone."""
    whole = len(value) >= len("2026-01-31")
    forms, told = _FORMS[:_DAYS] if whole else _FORMS, set[tuple[Span, str]]()
    for year in _years(value):
        place = view.find(year)
        while place >= 0:
            end = place + len(year)
            before = fold(view[_run_before(view, place) : place])
            if not whole or view[end : end + 1] == "-" or before[:1].isdigit() or _LEADS.match(before):
                told |= _around(view, _words_before(view, place), _words_after(view, end), forms)
            place = view.find(year, end)
    yield from sorted(told)


def _around(view: str, start: int, stop: int, forms: Iterable[re.Pattern[str]]) -> set[tuple[Span, str]]:
    """What may say a date within a few words, each with what it says."""
    first = max(start - 1, 0)  # what stands before decides whether a word begins
    window = fold(view[first:stop])
    return {
        (
            (first + match.start(), first + match.end()),
            match[0].upper() if "t" in match[0] and match[0][4:5] == "-" else match[0],
        )
        for form in forms
        for match in form.finditer(window, start - first)
    }


def _years(value: str) -> list[str]:
    """The years by which a document may name a day: on the last and first of one, that of another time zone too."""
    year, day = int(value[:4]), value[4:10]
    return [f"{year + more:04}" for more in (0, *([-1] if day == "-01-01" else [1] if day == "-12-31" else []))]


def _run_before(view: str, place: int) -> int:
    """Where the run of letters and digits begins that precedes a place."""
    while place and not view[place - 1].isalnum():
        place -= 1
    while place and view[place - 1].isalnum():
        place -= 1
    return place


def _words_before(view: str, place: int) -> int:
    for _ in range(WORDS):
        place = _run_before(view, place)
    return place


def _words_after(view: str, place: int) -> int:
    for _ in range(WORDS):
        found = _WORD.search(view, place)
        place = found.end() if found else len(view)
    return place
