"""Dates as French pages write them, to ISO 8601."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january enero gennaio",
            "fevrier fevr fev february feb febrero febbraio",
            "mars mar march marzo",
            "avril avr april apr abril aprile",
            "mai may mayo maggio",
            "juin june jun junio giugno",
            "juillet juil july jul julio luglio",
            "aout aou august aug agosto",
            "septembre sept sep september septiembre setiembre settembre",
            "octobre oct october octubre ottobre",
            "novembre nov november noviembre",
            "decembre dec december diciembre dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WRITTEN = re.compile(rf"\b(\d{{1,2}})(?:er|e|º|°)?\s+(?:de\s+)?({MONTH})\b\.?,?\s*(?:de\s+|del\s+)?(\d{{4}})\b")
AMERICAN = re.compile(rf"\b({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b")
DIGITS = re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\b")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?", re.I)
MONTH_YEAR = re.compile(rf"\b({MONTH})\.?\s+(?:de\s+)?(\d{{4}})\b")
YEAR = re.compile(r"(?<![\d-])((?:19|20)\d{2})(?![\d-])")


def iso_date(text: str, timezone: str = "Europe/Paris") -> str | None:
    """The day a text names, as its readers in `timezone` count it; a month or a year when no more is said; else None.

    Moments with an offset are moved to the time zone first: SPIP writes UTC, and near midnight the day differs.
    """
    folded = _fold(text)
    if (found := ISO.search(folded)) and (day := _from_iso(found, timezone)):
        return day
    if (mail := _from_mail(text, timezone)) is not None:
        return mail
    for pattern, order in ((WRITTEN, (3, 2, 1)), (DIGITS, (3, 2, 1)), (AMERICAN, (3, 1, 2))):
        for found in pattern.finditer(folded):
            if day := _day(*(found.group(index) for index in order)):
                return day
    if found := MONTH_YEAR.search(folded):
        return f"{found.group(2)}-{MONTHS[found.group(1)]:02}"
    found = YEAR.search(folded)
    return found.group(1) if found else None


def iso_moment(text: str, timezone: str = "UTC") -> str | None:
    """The UTC moment (`2026-03-01T09:30:00Z`) of a machine date; one without an offset is in `timezone`. Else None."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _from_iso(found: re.Match[str], timezone: str) -> str | None:
    if found.group(7) is None:
        return _day(found.group(1), found.group(2), found.group(3))
    try:
        moment = datetime.fromisoformat(found.group(0).replace(" ", "T", 1).upper())
    except ValueError:
        return None
    return moment.astimezone(ZoneInfo(timezone)).date().isoformat()


def _from_mail(text: str, timezone: str) -> str | None:
    if not re.search(r"\d{2}:\d{2}", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        return moment.date().isoformat()
    return moment.astimezone(ZoneInfo(timezone)).date().isoformat()


def _day(year: str, month: str, day: str) -> str | None:
    number = MONTHS.get(month) or int(month)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"\s+", " ", "".join(char for char in plain if not unicodedata.combining(char)))
