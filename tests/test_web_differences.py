"""Differences lose no word of either version, and are put as a reader would put them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.web.differences import Paragraph, differences

WORDS = st.lists(st.sampled_from("le la pont quai d’eau, Brise. étranger·ères « nuit » 12".split()), max_size=12)
TEXT = st.lists(WORDS.map(" ".join), max_size=6).map("\n\n".join)


def _side(told: list[Paragraph], side: str) -> list[str]:
    texts = ("".join(piece.text for piece in one.pieces if piece.how in ("same", side)) for one in told)
    return [text for text in texts if text]


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


@given(TEXT, TEXT)
def test_both_versions_can_be_read_back(old: str, new: str) -> None:
    told = differences(old, new)
    assert _side(told, "gone") == _paragraphs(old)
    assert _side(told, "new") == _paragraphs(new)


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(one.how == "same" for one in differences(text, text))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("le pont est fermé depuis mars", "le pont est rouvert depuis mars",
         [("same", "le pont est "), ("gone", "fermé"), ("new", "rouvert"), ("same", " depuis mars")]),
        ("signé par A, B et C", "signé par A, B, C et D",
         [("same", "signé par A, B"), ("new", ", C"), ("same", " et "), ("gone", "C"), ("new", "D")]),
        ("le grand pont de bois tient bon ici", "le vieux quai de bois tient bon ici",
         [("same", "le "), ("gone", "grand pont"), ("new", "vieux quai"), ("same", " de bois tient bon ici")]),
        ("oui", "tout autre chose", None),
    ],
    ids=["word", "name added", "words side by side", "nothing in common"],
)  # fmt: skip
def test_words_that_changed(old: str, new: str, told: list[tuple[str, str]] | None) -> None:
    found = differences(old, new)
    if told is None:
        assert [one.how for one in found] == ["gone", "new"]
    else:
        assert [(piece.how, piece.text) for one in found for piece in one.pieces] == told
