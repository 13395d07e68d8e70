"""Every text of the site has its English; the catalogue is what the code and the templates say."""

from __future__ import annotations

import pytest

from archive.web.languages import LANGUAGES, Words, preferred
from tools.catalogue import extracted, known, missing

CATALOGUE = known()


def _id(message: object) -> str:
    return message if isinstance(message, str) else message[0]  # type: ignore[index]


def test_nothing_lacks_its_english() -> None:
    assert missing(CATALOGUE) == []


def test_the_catalogue_is_what_the_site_says() -> None:
    said = {_id(message.id) for message in extracted() if message.id}
    assert {_id(message.id) for message in CATALOGUE if message.id} == said, "python -m tools.catalogue mends it"


def test_the_english_tells_the_same_values() -> None:
    wrong = [message.id for message in CATALOGUE if message.id and list(message.check(CATALOGUE))]
    assert wrong == []


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fr"),
        ("en-GB,en;q=0.9", "en"),
        ("de,en;q=0.5,fr;q=0.7", "fr"),
        ("de", "fr"),
        ("*", "fr"),
        ("en;q=0", "fr"),
        ("en;q=..,fr", "fr"),
        ("fr;q=0.1,en;q=0.2", "en"),
        (";;;,,q=1", "fr"),
    ],
)
def test_the_language_of_a_browser(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


@pytest.mark.parametrize(
    ("published", "french", "english"),
    [
        ("2024-03-18", "18 mars 2024", "18 March 2024"),
        ("2024-08-01", "1er août 2024", "1 August 2024"),
        ("2024-03", "mars 2024", "March 2024"),
        ("2024", "2024", "2024"),
        (None, "sans date", "undated"),
    ],
)
def test_dates(published: str | None, french: str, english: str) -> None:
    assert [Words(language).day(published) for language in LANGUAGES] == [french, english]


@pytest.mark.parametrize(("n", "french", "english"), [(0, "0 texte", "0 texts"), (1, "1 texte", "1 text")])
def test_nothing_is_singular_in_french(n: int, french: str, english: str) -> None:
    told = [Words(language).ngettext("%(n)s texte", "%(n)s textes", n) for language in LANGUAGES]
    assert told == [french, english]
