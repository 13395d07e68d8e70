"""Periods as readers write them, and the months that they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_FRENCH = re.compile(r"(?:(?:(\d{1,2})[/.])?(\d{1,2})[/.])?(\d{4})")


@dataclass(frozen=True, slots=True)
class Period:
    """From a day, month or year to another, both included; an empty text is no bound. ISO 8601."""

    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, since: str, until: str) -> Period:
        """The period between two dates as typed: 2024, 2024-03, 2024-03-18, 18/03/2024. What is no date is no bound."""
        return cls(_date(since), _date(until))

    def __bool__(self) -> bool:
        return bool(self.since or self.until)

    def holds(self, published: str) -> bool:
        """Whether it holds a day, or part of a month or year."""
        if not published:
            return not self
        return self.since[: len(published)] <= published and (
            not self.until or published[: len(self.until)] <= self.until
        )

    def holds_all(self, month: str) -> bool:
        """Whether it holds every day of a month or year."""
        return self.holds(f"{month}-01-01"[:10]) and self.holds(f"{month}-12-31" if len(month) == 4 else f"{month}-31")


ALWAYS = Period()


def _date(typed: str) -> str:
    typed = typed.strip()
    iso, french = _ISO.fullmatch(typed), _FRENCH.fullmatch(typed)
    if iso:
        parts = iso.groups()
    elif french:
        parts = french.groups()[::-1]
    else:
        return ""
    told = [part.zfill(2) for part in parts if part]
    return "-".join(told) if all("01" <= part <= "31" for part in told[1:]) else ""
