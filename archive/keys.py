"""Comparison of names: what stays of a name when case, accents, dashes, articles and inclusive endings do not count."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache, wraps
from inspect import signature
from typing import Concatenate, ParamSpec, TypeVar, cast

SHORT = 200  # characters: longer texts are no names, and not worth remembering
P = ParamSpec("P")
T = TypeVar("T")

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\ufe58\ufe63\uff0d"
APOSTROPHES = "'’‘ʼ´`′ʹ＇"
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"))
ARTICLES = frozenset("le la les l the el los las il lo gli i".split())

# « ami·es », « étudiant.e.s », « Tunisien-nes », « Ami(e)s »: the feminine ending goes, the plural stays.
_DOT = "[.·⋅•-]"
# Each ending with the letters that the masculine before it may end in: « UNEF-SE » is no feminine.
_AFTER = {"ne": "n", "te": "ts", "le": "l", "fe": "f", "se": "srx", "ve": "fx", "ere": "r", "rice": "r", "trice": "r",
          "euse": "rx", "ale": "lx"}  # fmt: skip
_FEMININE = "|".join([*(rf"(?<=[{before}]{_DOT}){end}" for end, before in _AFTER.items()), "e"])
_BRACKETED = "|".join(["e", *_AFTER])
_INCLUSIVE = re.compile(
    rf"(?<=[^\W\d_]{{2}})(?:{_DOT}(?:{_FEMININE})(?:{_DOT}?(s))?|\((?:{_BRACKETED})\)(s)?)(?![^\W_])"
)
# What every inclusive ending holds, whatever stands before it.
_ENDING = re.compile(rf"(?:{_DOT}(?:{_BRACKETED})(?:{_DOT}?s)?|\((?:{_BRACKETED})\)s?)(?![^\W_])")
_DOTTED = re.compile(r"\b(?:[^\W_]\.){2,}(?:[^\W_]\b(?!\.))?")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "&": " et "}


class _Folding(dict[int, int]):
    """One character for one: lower case, without accent, the plain apostrophe, dash and space."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        if base in DASHES:
            folded = "-"
        elif base in APOSTROPHES:
            folded = "'"
        elif char.isspace():
            folded = "\n" if char in "\n\r\x85\u2028\u2029" else " "
        else:
            folded = base if len(base) == 1 else char
        self[code] = ord(folded)
        return self[code]


class _Baring(dict[int, str]):
    """One character for as many as it is made of: letters and digits without case and accents."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        parts = unicodedata.normalize("NFKD", char.casefold()).casefold()
        bare = "".join(_LETTERS.get(part, part) for part in parts if not unicodedata.combining(part))
        self[code] = "" if code in INVISIBLE else bare.translate(_FOLDING)
        return self[code]


_FOLDING = _Folding()
_BARING = _Baring()
# The letters of Western Europe and the signs of typographers, one byte each: through bytes, a text is folded at once.
_WESTERN = bytes(range(256)).decode("cp1252", "ignore") + "\u202f\u2011\u2212\u2010\u25ba"
_BYTES = codecs.charmap_build(_WESTERN)
_FOLDED = "".join(chr(_FOLDING[ord(letter)]) for letter in _WESTERN)
_NO_LETTERS = bytes(place for place, letter in enumerate(_WESTERN) if not letter.isalnum())
# Those that stay one letter in keys.
_SINGLE = "".join(letter for letter in _WESTERN if len(_BARING[ord(letter)]) == 1)
_BYTES_IN_KEYS = codecs.charmap_build(_SINGLE.ljust(256, "\ufffe"))
_BARED = "".join(_BARING[ord(letter)] for letter in _SINGLE)

# What `clean` takes away or puts in order.
_UNCLEAN = re.compile(rf"[^\S ]|[{''.join(map(chr, INVISIBLE))}\u2011]|  |^ | \Z")


def remembered(read: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """The function with a memory for short texts: a name is looked at many times, and comes back in other lists."""
    recall = cast(Callable[Concatenate[str, P], T], lru_cache(maxsize=1 << 14)(read))

    @wraps(read)
    def remember(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return (recall if len(text) <= SHORT else read)(text, *args, **kwargs)

    # Packing and unpacking arguments takes longer than recalling: where there are one or two it is spared.
    plain = {1: _of_one, 2: _of_two}.get(len(signature(read).parameters))
    return cast(Callable[Concatenate[str, P], T], wraps(read)(plain(recall, read))) if plain else remember


def _of_one(recall: Callable[..., T], read: Callable[..., T]) -> Callable[..., T]:
    return lambda text: recall(text) if len(text) <= SHORT else read(text)


def _of_two(recall: Callable[..., T], read: Callable[..., T]) -> Callable[..., T]:
    return lambda text, other: recall(text, other) if len(text) <= SHORT else read(text, other)


def fold(text: str) -> str:
    """The text in lower case, without accents, with plain apostrophes, dashes and spaces: as long as the text."""
    return _fold_short(text) if len(text) <= SHORT else _fold(text)


def _fold(text: str) -> str:
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _BYTES)[0], "strict", _FOLDED)[0]
    except UnicodeEncodeError:  # other letters, such as Arabic ones
        return text.translate(_FOLDING)


def letters(text: str) -> str:
    """The letters and digits of a text."""
    try:
        told = codecs.charmap_encode(text, "strict", _BYTES)[0]
    except UnicodeEncodeError:
        return "".join(_WORD.findall(text))
    return codecs.charmap_decode(told.translate(None, _NO_LETTERS), "strict", _WESTERN)[0]


_fold_short = lru_cache(maxsize=1 << 14)(_fold)


@remembered
def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded: without what joins and parts them."""
    return tuple(_WORD.findall(fold(text)))


@remembered
def clean(text: str) -> str:
    """The text on one line as a reader sees it: one space between words, plain hyphens for no-break ones."""
    if not _UNCLEAN.search(text) and unicodedata.is_normalized("NFC", text):
        return text
    plain = unicodedata.normalize("NFC", text.translate(INVISIBLE).replace("\u2011", "-"))
    return " ".join(plain.split())


def _bare(name: str) -> str:
    if "&" in name or "œ" in name:
        name = name.replace("&", " et ").replace("œ", "oe")
    try:
        return codecs.charmap_decode(codecs.charmap_encode(name, "strict", _BYTES_IN_KEYS)[0], "strict", _BARED)[0]
    except UnicodeEncodeError:
        return name.translate(_BARING)


def _words_of(plain: str) -> list[str]:
    """The words of a name with other signs than apostrophes, without full stops of acronyms and inclusive endings."""
    if "." in plain:
        plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), plain)
    if _ENDING.search(plain):
        plain = _INCLUSIVE.sub(lambda match: match[1] or match[2] or "", plain)
    spaced = plain.replace("'", " ").replace("-", " ")
    return spaced.split() if spaced.replace(" ", "").isalnum() else _WORD.findall(plain)


@lru_cache(maxsize=1 << 14)
def key(name: str) -> str:
    """What two spellings of one name have in common: words of lower-case letters and digits.

    Case, accents, ligatures, apostrophes, dashes, leading articles, inclusive endings and the full stops of acronyms
    do not count. `key(key(name)) == key(name)`.
    """
    plain = _bare(name)
    spaced = plain.replace("'", " ")
    words = spaced.split() if spaced.replace(" ", "").isalnum() else _words_of(plain)
    first = 0
    while first < len(words) - 1 and words[first] in ARTICLES:
        first += 1
    return " ".join(words[first:])
