"""Dates as pages, feeds and mails write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scraper.dates import iso_date, iso_moment

PARTIAL = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
FIRST_HALF = ["janvier", "février", "mars", "avril", "mai", "juin"]
MONTHS = [*FIRST_HALF, "juillet", "août", "septembre", "octobre", "novembre", "décembre"]

WRITTEN = {
    "first-of-the-month": ("dimanche 1er mars 2026", "2026-03-01"),
    "first-apart": ("dimanche 1 er mars 2026", "2026-03-01"),
    "first-raised": ("1ᵉʳ mars 2026", "2026-03-01"),
    "place-before": ("Paris, le 31 août 2025", "2025-08-31"),
    "no-break-spaces": ("Le\u00a07\u202foctobre\u00a02025", "2025-10-07"),
    "decomposed-accent": ("31 aou\u0302t 2025", "2025-08-31"),
    "capitals": ("VENDREDI 12 DÉCEMBRE 2025", "2025-12-12"),
    "capitals-without-accents": ("12 DECEMBRE 2025", "2025-12-12"),
    "abbreviated": ("Mis en ligne le 25 fév. 2024", "2024-02-25"),
    "sept": ("3 sept. 2024", "2024-09-03"),
    "with-the-hour": ("publié le 3 juin 2025 à 10:30", "2025-06-03"),
    "hour-in-letters": ("le 4 avril 2024, 10 h 30", "2024-04-04"),
    "mardi-is-not-mars": ("mar. 3 nov. 2026 10:30", "2026-11-03"),
    "range-ends-on": ("du 28 février au 1er mars 2026", "2026-03-01"),
    "updated-after": ("publié le 2 mai 2024, mis à jour le 9 juin 2025", "2024-05-02"),
    "over-two-lines": ("le 14\n   juillet\t2023", "2023-07-14"),
    "spanish": ("domingo, 1 de marzo de 2026", "2026-03-01"),
    "spanish-ordinal": ("1º de marzo de 2026", "2026-03-01"),
    "spanish-del": ("3 de mayo del 2024", "2024-05-03"),
    "italian": ("1° aprile 2024", "2024-04-01"),
    "english": ("March 1st, 2026", "2026-03-01"),
    "english-day-first": ("1st March 2026", "2026-03-01"),
    "english-short": ("Oct. 9, 2025", "2025-10-09"),
}
NUMBERS = {
    "slashes": ("31/08/2025", "2025-08-31"),
    "stops": ("03.11.2026", "2026-11-03"),
    "hyphens": ("3-11-2026", "2026-11-03"),
    "spaced": ("3 / 11 / 2026", "2026-11-03"),
    "with-the-hour": ("12/11/2025, 10:30", "2025-11-12"),
    "iso": ("2026-03-01", "2026-03-01"),
    "iso-in-a-sentence": ("depuis 2026-03-01 (mise à jour)", "2026-03-01"),
    "iso-without-offset": ("2026-03-01T23:30:00", "2026-03-01"),
    "other-digits": ("٣ mars 2026", "2026-03"),
}
MOMENTS = {
    "spip-writes-utc": ("2026-03-01T23:30:00Z", "2026-03-02"),
    "spip-before-midnight": ("2026-03-01T22:30:00Z", "2026-03-01"),
    "summer-time": ("2026-07-14T22:30:00Z", "2026-07-15"),
    "offset": ("2026-03-01T23:30:00+01:00", "2026-03-01"),
    "offset-without-colon": ("2026-03-01 23:30:00 +0000", "2026-03-02"),
    "fractions": ("2026-03-01T23:30:00.000Z", "2026-03-02"),
    "no-seconds": ("2026-03-01T23:30Z", "2026-03-02"),
    "mail": ("Sun, 01 Mar 2026 23:30:00 +0000", "2026-03-02"),
    "mail-gmt": ("Sun, 01 Mar 2026 09:30:00 GMT", "2026-03-01"),
    "mail-without-weekday": ("01 Mar 2026 23:30:00 +0100", "2026-03-01"),
}
LESS = {
    "month": ("novembre 2025", "2025-11"),
    "month-in-a-sentence": ("Bulletin de décembre 2019, n° 12", "2019-12"),
    "year": ("saison 2024", "2024"),
    "no-such-day": ("31 février 2026", "2026-02"),
    "thirteenth-month": ("31/13/2025", "2025"),
    "people-not-a-year": ("le 5 mai, 3000 personnes", None),
    "two-years": ("2025-2026", None),
    "telephone": ("01 42 21 20 26", None),
    "never": ("9999-12-31T23:59:59Z", None),
    "zero": ("0000-00-00 00:00:00", None),
    "words": ("Lire la suite", None),
    "empty": ("", None),
}
MACHINE = {
    "utc": ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"),
    "offset": ("2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00Z"),
    "fractions": ("2026-03-01T09:30:00.123456Z", "2026-03-01T09:30:00Z"),
    "mail": ("Sun, 01 Mar 2026 23:30:00 +0100", "2026-03-01T22:30:00Z"),
    "without-offset": ("2026-03-01T09:30:00", "2026-03-01T09:30:00Z"),
    "spaces-around": (" 2026-03-01T09:30:00Z\n", "2026-03-01T09:30:00Z"),
    "never": ("0001-01-01T00:00:00+01:00", None),
    "not-a-machine's": ("1er mars 2026", None),
    "empty": ("", None),
}


def rows(table: dict[str, tuple[str, str | None]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("text", "expected"), table.values(), ids=table.keys())


@rows(WRITTEN | {f"numbers-{name}": row for name, row in NUMBERS.items()})
def test_a_day(text: str, expected: str) -> None:
    assert iso_date(text) == expected


@rows(MOMENTS)
def test_a_moment_is_moved_to_the_readers_day(text: str, expected: str) -> None:
    assert iso_date(text, "Europe/Paris") == expected


def test_the_day_is_that_of_the_sites_time_zone() -> None:
    assert iso_date("2026-03-01T23:30:00Z", "America/Montreal") == "2026-03-01"


@rows(LESS)
def test_no_more_is_said_than_the_text_says(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


@rows(MACHINE)
def test_machine_moments(text: str, expected: str | None) -> None:
    assert iso_moment(text) == expected


def test_a_moment_without_offset_is_the_sites() -> None:
    assert iso_moment("2026-07-14T01:00:00", "Europe/Paris") == "2026-07-13T23:00:00Z"


DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(["", " à 09:05", ", 23:59", " 10:30 - 12:00"]))
def test_every_day_in_french(day: date, hour: str) -> None:
    ordinal = "er" if day.day == 1 else ""
    assert iso_date(f"Le {day.day}{ordinal} {MONTHS[day.month - 1]} {day.year}{hour}") == day.isoformat()
    assert iso_date(f"{day:%d/%m/%Y}{hour}") == day.isoformat()
    assert iso_date(f"{day:%d.%m.%Y}{hour}") == day.isoformat()


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 30), timezones=st.just(UTC)))
def test_moments_stay_what_they_are(moment: datetime) -> None:
    expected = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert iso_moment(moment.isoformat()) == expected
    assert iso_moment(expected) == expected
    assert iso_date(expected, "UTC") == expected[:10]


@given(st.text())
@example("0001-01-01T00:00:00+14:00")
@example("Mon, 01 Jan 9999 23:59:00 -1200")
def test_any_text_gives_an_iso_date_or_nothing(text: str) -> None:
    found = iso_date(text)
    assert found is None or PARTIAL.fullmatch(found)
    moment = iso_moment(text)
    assert moment is None or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment)


@given(st.from_regex(r"[0-9 :/.,+-]{0,12}(mar|mai|juin|Jan|sept)?[0-9 :/.,+TZ-]{0,24}", fullmatch=True))
def test_almost_dates_raise_nothing(text: str) -> None:
    found = iso_date(text)
    assert found is None or PARTIAL.fullmatch(found)
    iso_moment(text)
