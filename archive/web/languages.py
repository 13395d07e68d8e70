"""French first, English second: which one a reader gets, the words in it, and dates and numbers as it writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import Translations
from markupsafe import Markup, escape

from archive.web.labels import LABELS

LANGUAGES = ("fr", "en")
_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FIRST = "d'er' MMMM y"
_ACCEPTED = re.compile(r"\s*([A-Za-z]{1,8})[^,;]*(?:;\s*q=([0-9.]{1,5}))?")


def preferred(accepted: str) -> str:
    """The language of ours that comes first in an Accept-Language header; French when none does."""
    wishes = [
        (float(found[2] or 1), -place, found[1].lower())
        for place, part in enumerate(accepted[:500].split(","))
        if (found := _ACCEPTED.match(part)) and _is_number(found[2])
    ]
    known = [name for quality, _, name in sorted(wishes, reverse=True) if name in LANGUAGES and quality > 0]
    return known[0] if known else LANGUAGES[0]


def _is_number(text: str | None) -> bool:
    return text is None or (text.count(".") <= 1 and text != ".")


class _French(NullTranslations):
    """The texts in the code are the French ones; nothing and one are singular in French."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language, read from its `.po` file once."""
    if language == LANGUAGES[0]:
        return _French()
    catalogue = read_po(BytesIO((files("archive.web") / "locales" / language / "site.po").read_bytes()), language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


@lru_cache(maxsize=10_000)
def _decimal(value: float, language: str) -> str:
    # A page has up to a thousand numbers, most of them small; the library takes 30 µs for each.
    return format_decimal(value, locale=_LOCALES[language])


class Words:
    """What a page says in one language: its texts, dates and numbers."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(_LOCALES[language])
        self._catalogue = translations(language)

    def gettext(self, text: str, **told: Any) -> str:
        """A text of the interface with what it tells; markup in what it tells stays markup, all else is escaped."""
        return _filled(self._catalogue.gettext(text), told)

    def ngettext(self, one: str, several: str, n: int, **told: Any) -> str:
        """The same for a number of things, which stands as `%(n)s`."""
        return _filled(self._catalogue.ngettext(one, several, n), {"n": self.number(n), **told})

    def label(self, family: str, code: str | None) -> str:
        """The words of one of the archive's codes; the code itself where there are none."""
        told = LABELS[family].get(code or "")
        return self._catalogue.gettext(told) if told else code or ""

    def number(self, value: float) -> str:
        """« 12 345 », « 0,42 »."""
        return _decimal(value, self.language)

    def share(self, value: float) -> str:
        """« 42 % »."""
        return format_percent(value, locale=self.locale)

    def tongue(self, code: str | None) -> str:
        """The name of a language, from its code."""
        return str(self.locale.languages.get(code or "", code or ""))

    def day(self, published: str | None) -> str:
        """« 18 mars 2024 », « mars 2024 » or « 2024 », as much as is known; what is no date stands as it is."""
        if not published:
            return self.gettext("sans date")
        if not (found := _DATE.fullmatch(published[:10])):
            return published
        year, month, day = (int(part or 1) for part in found.groups())
        try:
            known = date(year, month, day)
        except ValueError:
            return published
        if not found[2]:
            return found[1]
        if not found[3]:
            return format_date(known, "MMMM y", locale=self.locale)
        return format_date(known, _FIRST if self.language == "fr" and day == 1 else "d MMMM y", locale=self.locale)

    def month(self, month: str) -> str:
        """A month in short, for where there is little room: « mars 2024 »."""
        return format_date(date(int(month[:4]), int(month[5:7] or 1), 1), "MMM y", locale=self.locale)

    def moment(self, at: str | None) -> str:
        """« 18 mars 2024 à 14:05 UTC »."""
        if not at:
            return "—"
        known = datetime.fromisoformat(at.replace("Z", "+00:00"))
        return self.gettext(
            "%(day)s à %(time)s UTC", day=self.day(at[:10]), time=format_datetime(known, "HH:mm", locale=self.locale)
        )

    def listing(self, parts: Iterable[str]) -> str:
        """« a, b et c »."""
        *first, last = [*parts] or [""]
        return self.gettext("%(first)s et %(last)s", first=", ".join(first), last=last) if first else last


def _filled(text: str, told: dict[str, Any]) -> str:
    if any(hasattr(value, "__html__") for value in told.values()):
        return Markup(escape(text)) % told
    return text % told if told else text
