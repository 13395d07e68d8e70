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
YYYY = r"((?:19|20)\d{2})"  # « le 5 mai, 3000 personnes » names no year
WRITTEN = re.compile(
    rf"\b(\d{{1,2}})(?: ?(?:er|e|o|°|st|nd|rd|th))? (?:de )?({MONTH})\b\.?,? ?(?:del? )?{YYYY}\b", re.A
)
AMERICAN = re.compile(rf"\b({MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? {YYYY}\b", re.A)
DIGITS = re.compile(rf"\b(\d{{1,2}}) ?[/.-] ?(\d{{1,2}}) ?[/.-] ?{YYYY}\b", re.A)
ISO = re.compile(
    rf"\b{YYYY}-(\d{{2}})-(\d{{2}})(?!\d)(?:[t ](\d{{2}}:\d{{2}}(?::\d{{2}})?)(?:\.\d+)? ?(z|[+-]\d{{2}}:?\d{{2}})?)?",
    re.A,
)
MONTH_YEAR = re.compile(rf"\b({MONTH})\.? (?:del? )?{YYYY}\b", re.A)
YEAR = re.compile(rf"(?<![\d-]){YYYY}(?![\d-])", re.A)


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
        except (TypeError, ValueError, OverflowError):
            return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    try:
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except OverflowError:
        return None  # the year 1 or 9999, with which programs say « never »


def _from_iso(found: re.Match[str], timezone: str) -> str | None:
    year, month, day, hour, offset = found.groups()
    if offset is None:
        return _day(year, month, day)
    try:
        moment = datetime.fromisoformat(f"{year}-{month}-{day}T{hour}{offset.upper()}")
    except ValueError:
        return None
    return moment.astimezone(ZoneInfo(timezone)).date().isoformat()


def _from_mail(text: str, timezone: str) -> str | None:
    if not re.search(r"\d{2}:\d{2}", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
        day = (moment.astimezone(ZoneInfo(timezone)) if moment.tzinfo else moment).date()
    except (TypeError, ValueError, OverflowError):
        return None
    return day.isoformat() if YEAR.fullmatch(str(day.year)) else None


def _day(year: str, month: str, day: str) -> str | None:
    number = MONTHS.get(month) or int(month)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"\s+", " ", "".join(char for char in plain if not unicodedata.combining(char)))
