"""Where a document says a date: every expression of it that is read as that day or moment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.captures.places import Document, Span, meant, nearest, shown
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
    for view in (document.whole, document.shown):
        found = sorted(span for span, text in _dates(view.text) if says(text, value, timezone))
        if found:
            return nearest(found, near)
    return None


def _dates(view: str) -> Iterator[tuple[Span, str]]:
    for form in _FORMS:
        for match in form.finditer(view):
            yield match.span(), match[0].upper() if "t" in match[0] and match[0][4:5] == "-" else match[0]
