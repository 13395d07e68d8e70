"""The language of a text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

TELLING = 1500  # characters by which a language is told, about a page: what follows may be a translation
LANGUAGES = ["fr", "en", "es", "it", "ar", "de", "pt", "he", "br", "oc", "eu", "ca"]
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The language of a text of some length, by its beginning: one of `LANGUAGES`."""
    told = text[:TELLING]
    return "fr" if is_plainly_french(told) else str(_classifier().classify(told)[0])


def is_plainly_french(text: str) -> bool:
    """Whether each half of a text has so many of the words that French is made of that it can be nothing else."""
    french, words = _french(), _WORD.findall(text.lower())
    half = len(words) // 2
    return half * 2 >= french["of_at_least"] and all(
        sum(map(french["words"].__contains__, some)) * int(french["one_in"]) >= len(some)
        for some in (words[:half], words[half:])
    )


@cache
def _french() -> dict[str, Any]:
    data = tomllib.loads((files("scraper") / "data" / "languages.toml").read_text("utf-8"))
    return {**data, "words": frozenset(data["french"].split())}


@cache
def _classifier() -> Any:
    # Imported when the first text needs it: its model takes half a second and 30 MB.
    import py3langid

    py3langid.set_languages(LANGUAGES)
    return py3langid
