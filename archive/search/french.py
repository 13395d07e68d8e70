"""What two French words must have in common to be found by one another: folding and stems."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import Stemmer

SHORT = 3  # letters: a word of so few has no ending
LONG = 64  # letters: what is longer is no word, and kept to its beginning
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}


@cache
def data() -> dict[str, Any]:
    """The packaged `french.toml` as it stands."""
    return tomllib.loads(_file().decode())


@cache
def version() -> str:
    """Changes whenever words may come to other stems than before."""
    return hashlib.sha256(_file() + Stemmer.version().encode()).hexdigest()[:16]


@lru_cache(maxsize=1 << 17)
def bare(word: str) -> str:
    """The word in lower case, without accents and ligatures, letters and digits only. `bare(bare(w)) == bare(w)`."""
    parts = unicodedata.normalize("NFKD", word.casefold()).casefold()
    return "".join(_LETTERS.get(part, part) for part in parts if part.isalnum())


@lru_cache(maxsize=1 << 17)
def stem(plain: str) -> str:
    """The stem of a bare word, alike for its singular and plural, masculine and feminine, and for most of its family.

    Snowball's French stemmer knows accents, which readers and capitals leave out; so the endings that it would tell by
    them, and the feminines that it leaves apart, are made masculine singulars first.
    """
    rules, plain = _rules(), plain[:LONG]
    if len(plain) <= SHORT:
        return rules.forms.get(plain, plain)
    if not plain.isalpha():
        return plain
    single = rules.forms.get(plain) or rules.single(plain)
    single = rules.masculine(single)
    return rules.stems.get(single) or str(rules.snowball.stemWord(single)) or single


def is_stop(plain: str) -> bool:
    """Whether a bare word tells nothing of a text."""
    return plain in _rules().stop


def is_elided(plain: str) -> bool:
    """Whether these letters before an apostrophe are no word of their own."""
    return plain in _rules().elided


class _Rules:
    """`french.toml`, made ready."""

    def __init__(self) -> None:
        told = data()
        self.stop = frozenset(told["stop"].split())
        self.elided = frozenset(told["elided"].split())
        self.forms: dict[str, str] = told["forms"]
        self.stems: dict[str, str] = told["stems"]
        self.feminine: list[tuple[str, str, int]] = [
            (rule["ending"], rule["masculine"], rule["least"]) for rule in told["feminine"]
        ]
        self.plurals: dict[str, str] = {
            f"{word}x": word for ending in ("eu", "au") for word in told["plurals"][ending].split()
        }
        self.kept = frozenset(told["plurals"]["none"].split())
        self.snowball = Stemmer.Stemmer("french", 0)  # we remember stems ourselves

    def single(self, word: str) -> str:
        """The singular of what looks like a plural."""
        if word in self.kept:
            return word
        if word.endswith("x"):
            return self.plurals.get(word) or self._single_in_x(word)
        return word[:-1] if word.endswith("s") and not word.endswith("ss") else word

    def _single_in_x(self, word: str) -> str:
        if word.endswith(("eaux", "oux")):
            return word[:-1]
        return f"{word[:-3]}al" if word.endswith("aux") and len(word) > 5 else word

    def masculine(self, word: str) -> str:
        """The masculine of what looks like a feminine."""
        for ending, masculine, least in self.feminine:
            if word.endswith(ending) and len(word) >= least:
                return word[: -len(ending)] + masculine
        return word


@cache
def _rules() -> _Rules:
    return _Rules()


def _file() -> bytes:
    return resources.files("archive.search").joinpath("french.toml").read_bytes()
