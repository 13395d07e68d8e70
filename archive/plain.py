"""Pieces of a list so plain that nothing in them needs to be weighed: what most names of most lists are.

Cutting gives the same names without these short cuts; it only takes longer.
"""

from __future__ import annotations

import re

from archive.bodies import (
    GLUED,
    UNFINISHED,
    Plain,
    heads_local_part,
    joining_words,
    plain_of_key,
    says_itself,
)
from archive.branches import is_place
from archive.keys import ARTICLES, SHORT, fold, folded_words, key, remembered
from archive.known import Known, is_acronym, spells
from archive.persons import begins_role
from archive.shape import tidy
from archive.spans import Span, is_nobody
from archive.words import keys

# « Lawyers and Teachers for Peace », which may go on with « Doctors ».
AND_OF_MANY = re.compile(
    r"[A-ZÀ-Ý][a-zà-ÿ]{3,}s (?:et|and) [A-ZÀ-Ýa-zà-ÿ][a-zà-ÿ-]{3,}s (?:for|against|of|pour|contre|en) "
)


def plain(name: str, known: Known) -> Plain | None:
    """A piece that goes on with no other, unless a known name or an acronym spans both, in which no names run together;
    None for any other.

    It is words with at most their own acronym behind them; no place, local part or role; its last word ends it.
    """
    told = known.told.get(name)
    return told.plain if told else _weighed(name, known)


@remembered
def _weighed(name: str, known: Known) -> Plain | None:
    if body := says_itself(name, known):
        return body.plain
    found = tidy(name) if len(name) <= SHORT else None
    return weigh(name, *found, known) if found else None


def weigh(name: str, words: str, acronym: str, known: Known) -> Plain | None:
    """The same of a piece that no sign parts and that has nothing at its ends: of its words and the acronym behind."""
    if acronym and not spells(acronym, words):
        return None
    folded, spelt = fold(name), key(name)
    if not _is_simple(name, acronym, folded, spelt.split(), known):
        return None
    joined = not joining_words().isdisjoint(folded.split())
    return plain_of_key(spelt, known, joined=joined, acronym=" " not in name and is_acronym(name))


def _is_simple(name: str, acronym: str, folded: str, spelt: list[str], known: Known) -> bool:
    return bool(
        (acronym or folded_words(name)[-1] not in UNFINISHED)
        and (spelt[0] in keys("names", "heads") or not begins_role(folded) or known.prefix(spelt) > 1)
        and not heads_local_part(name)
        and (name.count("-") < 2 or any(part[:1].islower() for part in name.split("-")))
        and not is_nobody(folded)
        and not is_place(name)
        and not (" " in name and all(map(known.has, name.split())))
        and not AND_OF_MANY.match(name)
        and not _may_hold_two(name, spelt, known)
    )


def is_simple(name: str, known: Known) -> bool:
    """Whether a piece is `plain`."""
    return plain(name, known) is not None


def is_plain(name: str, known: Known) -> bool:
    """Whether such a piece holds no conjunction either, so that it is one name."""
    found = plain(name, known)
    return found is not None and not found.joined


def _may_hold_two(name: str, spelt: list[str], known: Known) -> bool:
    """« Sortir du colonialisme Femmes Égalité », « …colonialismeFemmes Égalité »: more after a known name."""
    several = len(spelt) > 3 and name.count(" ") > 2
    return (several and 1 < known.prefix(spelt) < len(spelt) - 1) or GLUED.search(name) is not None


def may_go_on(text: str, piece: Span, following: Span, known: Known) -> bool:
    """Whether a known name may begin with one piece of a text and go on with the next."""
    begun = key(text[slice(*piece)])
    if begun in known.unfinished or not begun or begun in ARTICLES:
        return True
    return begun in known.names and _adds_no_word(text, piece, following)


def goes_on(text: str, piece: Span, following: Span, told: Plain | None, known: Known) -> bool:
    """The same of a piece of which that may be told already."""
    if told is None:
        return may_go_on(text, piece, following, known)
    return told.begins or (told.known and _adds_no_word(text, piece, following))


def _adds_no_word(text: str, piece: Span, following: Span) -> bool:
    """« Attac — ! », « Ami—e »: whether what follows may be no word of its own."""
    between = text[piece[1] : following[0]]
    return not (text[following[0] : following[0] + 1].isalnum() and between != between.strip())
