"""Cells: nothing that a spreadsheet would run or reread, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.exports.cells import drawn, harmless, is_live, is_read, literal, restored, undrawn

TEXTS = st.text(
    alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from("'=+-@\t\r\n\0␀␦＝,;1 "), max_size=90
)


@given(TEXTS)
@example("'VRAI")
@example("'" + "1" * 80)
@example("''=1")
@example("␦E\ufffe␀\0")
def test_either_way_of_writing_is_undone(text: str) -> None:
    assert restored(harmless(text)) == text
    assert restored(literal(text)) == text
    assert undrawn(drawn(text)) == text


@given(TEXTS)
def test_no_cell_is_live(text: str) -> None:
    assert harmless(text)[:1] not in [*"=+-@\t\r\n＝＋－＠"]
    assert not is_read(literal(text)) or literal(text).startswith("'")


@given(TEXTS)
def test_no_cell_has_what_none_can_hold(text: str) -> None:
    assert not {*drawn(text)} & {*map(chr, range(32)), "\ufffe", "\uffff"} - {"\t", "\n"}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33 1 23", "-2", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "\ufeff=1", "＝1", "＋1", "－1", "＠a", "\n=1"],
)
def test_formulas_are_marked(text: str) -> None:
    assert is_live(text)
    assert harmless(text) == literal(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        "007", "2024", "1/2", "01/02", "3-5", "12e5", "1,5", "50 %", "12 mars 2024", "mars 2024",
        "samedi 12 octobre 14h",
        "VRAI", "false", "12:30", "1 234,50 €", "#N/A", "#DIV/0!", "1er mai 2024", "2024-03-01T12:00:00Z", "١٢٣",
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_take_for_something_else_is_marked_for_it(text: str) -> None:
    assert literal(text) == "'" + text
    assert harmless(text) == text


@pytest.mark.parametrize(
    "text",
    ["Mouvement du 12 mars", "12 mesures", "L’été 2024 sera chaud", "#Halte", "« 1 »", "A1", "Mars", "2e appel", ""],
)
def test_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == literal(text) == text
