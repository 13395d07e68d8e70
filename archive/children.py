"""Local groups as organisations of their own, made from patterns: « Attac 13 » is `attac-13`, a child of `attac`.

A group's identity is its wider body, its level where that is said (« UD », « union locale ») and its place; how the
words stand (« section LDH de Nîmes », « LDH Nîmes ») does not count. What has neither level nor a known place is none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from archive.branches import is_place
from archive.keys import key
from archive.model import Organisation
from archive.words import keys, table

KIND = "section locale"
# A collective of one town is no branch of its namesake in another; those that are stand in the directory.
LOCAL_THEMSELVES = ("collectif", KIND)
_JOINING = frozenset("de du des d l la le les en a au aux et pour the of".split())


def child_of(parent: Organisation, body: str, name: str) -> Organisation | None:
    """The local group of a body that a name means; `body` is the key under which the name holds its parent.

    None when the name tells neither a level nor a known place beside the body.
    """
    if parent.kind in LOCAL_THEMSELVES:
        return None
    words = _beside(key(name), body)
    phrase = _levelled(f" {' '.join(words)} ")
    levels = [word for word in phrase if word in _codes()]
    place = _place(_bare([word for word in phrase if word not in _codes()]))
    if not is_place(place) and not (phrase != words and _is_set_like_a_place(place, name)):
        return None
    identifier = "-".join([parent.id, *levels, *place.split()])
    return Organisation(identifier, name, kind=KIND, parent=parent.id)


def called(child: Organisation, spellings: dict[str, int]) -> Organisation:
    """The group under the spelling of its name that is met most often; of equals the first in the alphabet."""
    name = min(spellings, key=lambda spelling: (-spellings[spelling], spelling))
    return replace(child, name=name, aliases=tuple(sorted(spellings)))


def _beside(whole: str, body: str) -> list[str]:
    """The words of a name that are not its wider body's; « attac13 » is two words."""
    before, found, after = f" {whole} ".partition(f" {body} ")
    if not found:
        before, after = "", whole.removeprefix(body)
    return [*before.split(), *after.split()]


def _levelled(phrase: str) -> list[str]:
    """The words with each level as its code, and those that every local group may bear left out."""
    for words, code in _levels():
        phrase = phrase.replace(f" {words} ", f" {code} " if code else " ")
    return phrase.split()


def _is_set_like_a_place(place: str, name: str) -> bool:
    """Whether an unlisted place stands in a name with capitals: « section de Valbrume »."""
    starts = {key(word): word[0].isupper() for word in re.findall(r"[^\W_]+", name)}
    return bool(place) and all(starts.get(word, False) for word in place.split() if word not in _JOINING)


def _bare(words: list[str]) -> list[str]:
    """The words without those at either end that only join."""
    telling = [place for place, word in enumerate(words) if word not in _JOINING]
    return words[telling[0] : telling[-1] + 1] if telling else []


def _place(words: list[str]) -> str:
    """A place by one name: a département by its number, a region by its full name."""
    number = words[-1] if len(words) > 1 and words[-1] in _numbers().values() else None
    place = " ".join(words[:-1] if number else words)
    return number if number and _numbers().get(place) == number else _numbers().get(" ".join(words), " ".join(words))


@cache
def _levels() -> list[tuple[str, str]]:
    """Words of a level and its code, the longest first; without code: those that say no more than « local »."""
    pairs = [(key(words), code) for code, entry in table("levels")["levels"].items() for words in entry]
    pairs += [(words, "") for words in keys("levels", "local")]
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))


@cache
def _codes() -> frozenset[str]:
    return frozenset(table("levels")["levels"])


@cache
def _numbers() -> dict[str, str]:
    """Keys of names of départements and of regions, each to what identifies it."""
    numbers = {key(name): number for number, name in table("levels")["departments"].items()}
    return numbers | {key(short): key(name) for short, name in table("levels")["regions"].items()}
