"""The word lists of `archive/data`, read once and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from archive.keys import fold, key


@cache
def table(name: str) -> dict[str, Any]:
    """The packaged TOML file `archive/data/NAME.toml` as it stands."""
    return tomllib.loads(resources.files("archive").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, entry: str) -> frozenset[str]:
    """The words of one entry (a text of words, or a list), folded."""
    value = table(name)[entry]
    return frozenset(fold(word) for word in (value.split() if isinstance(value, str) else value))


@cache
def keys(name: str, entry: str) -> frozenset[str]:
    """The comparison keys of one entry."""
    value = table(name)[entry]
    return frozenset(filter(None, map(key, value.split() if isinstance(value, str) else value)))


@cache
def pattern(name: str, entry: str) -> re.Pattern[str]:
    """One entry that is a regular expression over folded text."""
    return re.compile(table(name)[entry])


@cache
def stems(name: str, entry: str) -> re.Pattern[str]:
    """A pattern for one word of an entry in which « * » stands for any ending."""
    return any_of(re.escape(word).replace(r"\*", r"\w*") for word in words(name, entry))


def beginnings(starts: Iterable[str]) -> str:
    """An expression for what begins with any of these, letter by letter: most texts are passed over at once."""
    by_letter: dict[str, set[str]] = {}
    for start in starts:
        if not start:
            return ""
        by_letter.setdefault(start[0], set()).add(start[1:])
    return f"(?:{'|'.join(re.escape(letter) + beginnings(rest) for letter, rest in sorted(by_letter.items()))})"


def any_of(patterns: Any) -> re.Pattern[str]:
    """A pattern for any of these, the longest first."""
    return re.compile("(?:" + "|".join(sorted(patterns, key=lambda item: (-len(item), item))) + ")")
