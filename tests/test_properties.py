"""Properties of cutting and comparing, on names of the directory and on any text; more of them in `test_names`."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.keys import APOSTROPHES, DASHES, clean
from archive.model import Block, Signatory
from archive.names import key, split_names, unnamed
from archive.privacy import hidden_from, public_name, safe_html
from archive.resolve import Directory
from scraper.signatories import find_blocks
from signataires.signatories import signatories_of

DIRECTORY = Directory.load(Path(__file__).parents[1] / "archive" / "data" / "organisations.toml")
ROWS = list(DIRECTORY.organisations.values())
NAMES = [row.name for row in ROWS]
WITH_ACRONYMS = [f"{row.name} ({row.acronyms[0]})" if row.acronyms else row.name for row in ROWS]
SPELLINGS = [(text, row.id) for row in ROWS for text in (row.name, *row.aliases, *row.acronyms)]

# What editors set between two names, and in front of each of those that stand on lines of their own.
SEPARATORS = [
    " - ",
    " – ",
    " — ",
    "- ",
    " –",
    " -",
    " ; ",
    ";",
    ", ",
    " / ",
    " | ",
    " • ",
    " · ",
    " ∙ ",
    " * ",
    " -- ",
    " → ",
]
LINES = ["", "- ", "– ", "— ", "• ", "* ", "· ", "→ ", "► ", "-", "o "]
# One editor's dashes: with a space on one side, on the other, or on both.
CARELESS = st.sampled_from([" – ", " - ", " –", " -", "- ", "– "])
ANY = st.text(max_size=200)
PIECES = (
    "Signataires :/\n/ - /, / ; /(/)/«/»/• / et /Attac/l’/d'/CGT/Jeanne Soulaverne/, avocate/ pour /représentée par "
    "/et 12 autres/\u0301/\u202e/\x00/💥/ß/İ/1. /Avec le soutien de :"
).split("/")
NOISE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def names_of(text: str, heading: str = "Signataires :") -> list[str]:
    return [item.as_written for item in split_names(Block(text, 0, heading), DIRECTORY)]


def several(names: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=2, max_size=12, unique=True)


# --- cutting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", SEPARATORS, ids=repr)
@given(names=several(NAMES))
def test_names_of_the_directory_joined_by_any_separator_come_back(separator: str, names: list[str]) -> None:
    assert names_of(separator.join(names)) == names


@pytest.mark.parametrize("mark", LINES, ids=repr)
@given(names=several(WITH_ACRONYMS))
def test_names_on_lines_come_back_whatever_stands_before_them(mark: str, names: list[str]) -> None:
    assert names_of("\n".join(mark + name for name in names)) == names


@given(names=several(WITH_ACRONYMS), data=st.data())
def test_careless_dashes_part_what_they_should(names: list[str], data: st.DataObject) -> None:
    assert names_of(names[0] + "".join(data.draw(CARELESS) + name for name in names[1:])) == names


@given(names=several(WITH_ACRONYMS), separator=st.sampled_from([*SEPARATORS, "\n", ";\n", ",\n"]))
def test_cutting_loses_nothing_but_separators(names: list[str], separator: str) -> None:
    """However it is cut: what stands between two names, before the first and after the last holds no letter."""
    text, place, lost = separator.join(names), 0, []
    for item in split_names(Block(text, 0, "Signataires :"), DIRECTORY):
        lost.append(text[place : item.start])
        place = item.start + len(item.as_written)
    assert not [left for left in (*lost, text[place:]) if any(map(str.isalnum, left))]


@given(st.one_of(ANY, NOISE))
def test_names_stand_in_order_and_do_not_overlap(text: str) -> None:
    place = 0
    for item in split_names(Block(text, 0, "Signataires :"), DIRECTORY):
        assert item.start >= place
        assert text.startswith(item.as_written, item.start)
        assert item.name.strip()
        place = item.start + len(item.as_written)


# --- comparing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, str.swapcase, str.title, clean], ids=lambda change: change.__name__
)
def test_case_and_spaces_do_not_matter_to_a_link(change: Callable[[str], str]) -> None:
    for text, organisation in SPELLINGS:
        assert _means(change(text)) == organisation, text


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_how_accents_are_coded_does_not_matter_to_a_link(form: Any) -> None:
    for text, organisation in SPELLINGS:
        assert _means(unicodedata.normalize(form, text)) == organisation, text
        assert _means(_without_accents(text)) == organisation, text


@pytest.mark.parametrize("signs", [APOSTROPHES, DASHES], ids=["apostrophes", "dashes"])
def test_no_kind_of_apostrophe_or_dash_matters_to_a_link(signs: str) -> None:
    for text, organisation in SPELLINGS:
        for sign in signs:
            assert _means("".join(sign if char in signs else char for char in text)) == organisation, (text, sign)


@given(ANY, st.sampled_from(["NFC", "NFD"]))
def test_a_key_is_its_own_however_its_text_is_coded(text: str, form: Any) -> None:
    assert key(key(text)) == key(text)
    assert key(unicodedata.normalize(form, text)) == key(unicodedata.normalize("NFC", text))


def _means(text: str) -> str | None:
    return DIRECTORY.match(Signatory(text, 0, text)).organisation


def _without_accents(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


# --- any text ------------------------------------------------------------------------------------------------------


@given(st.one_of(ANY, NOISE), st.one_of(ANY, NOISE))
def test_nothing_raises_on_any_text(text: str, heading: str) -> None:
    block = Block(text, 0, heading)
    assert unnamed(block) >= 0
    items = split_names(block, DIRECTORY)
    for item in items:
        assert DIRECTORY.match(item).match in ("exact", "alias", "acronym", "judged", "none")
        assert public_name(item)
    withheld = hidden_from(text, items)
    assert safe_html(withheld.text) or not withheld.text.strip()
    for found in find_blocks(text):
        assert found.text in text


@given(st.one_of(ANY, NOISE))
def test_who_is_read_as_a_person_is_not_in_the_public_text(text: str) -> None:
    items = split_names(Block(text, 0, "Signataires :"), DIRECTORY)
    public = hidden_from(text, items)
    persons = [item for item in items if item.kind == "person"]
    assert public.people == len(persons)
    names = [item.as_written for item in persons if len(item.as_written) > 3]
    assert not [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", public.text)]


# --- growth --------------------------------------------------------------------------------------------------------

HOSTILE = {
    "names": "Association des Amis (AA) - ",
    "commas": "a, ",
    "lines": "Attac 13\n",
    "headings": "Signataires :\n- l’arrêt des\n",
    "brackets": "syndicat (",
    "conjunctions": " et A",
    "persons": "Jeanne Soulaverne, avocate, ",
    "sentences": "Nous, A, B et C, appelons. ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    """Eight times the text takes at most twelve times the calls; what repeats a pass for each name takes 64 times.

    Shorter lists are remembered whole.
    """
    small, large = (_calls("Signataires : " + unit * (size // len(unit))) for size in (9_000, 72_000))
    assert large <= 12 * small


def _calls(raw: str) -> int:
    """How many calls, of Python and of C, the reading of a text takes: the same on every machine."""
    count = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    signatories_of(raw, DIRECTORY)  # what is computed once is not counted
    sys.setprofile(counting)
    try:
        signatories_of(raw, DIRECTORY)
    finally:
        sys.setprofile(None)
    return count
