"""Names of bodies that say themselves what they are: « Collectif pour le Quai (CQ) »."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from archive.branches import is_place, local_prefix, may_be_place, wider_body
from archive.items import asking, local_words
from archive.keys import ARTICLES, fold, key, remembered
from archive.known import Known, spells
from archive.model import SignatoryKind
from archive.persons import TITLES
from archive.sections import is_category, opens_support
from archive.shape import tidy
from archive.words import keys, pattern, table, words

GLUED = re.compile(r"(?<=[a-zà-ÿ]{3})[A-ZÀ-Ý][a-zà-ÿ]")
# Words that no name ends in.
UNFINISHED = frozenset("et and y de du des la le les pour of".split())


class Plain(NamedTuple):
    """What is asked of a simple piece among others.

    `acronym`: it is one. `joined`: it holds a conjunction; `whole`: and none in it parts two names. `begins`: a known
    name may go on after it, whatever follows. `known`: it is a known name.
    """

    acronym: bool
    joined: bool
    whole: bool
    begins: bool
    known: bool


class Evident(NamedTuple):
    """How such a name is cut and read, as an item of a list of bodies."""

    plain: Plain
    name: str
    acronyms: tuple[str, ...]
    kind: SignatoryKind


def plain_of_key(spelt: str, known: Known, *, joined: bool = False, acronym: bool = False) -> Plain:
    """What is asked of a simple piece with this key."""
    begins = not spelt or spelt in known.unfinished or spelt in ARTICLES
    whole = not joined or spelt in known.names
    return Plain(acronym, joined, whole, begins, spelt in known.names)


@remembered
def says_itself(name: str, known: Known) -> Evident | None:
    """What a name is that begins with a noun of bodies, and not of persons, places, headings or roles.

    None where one of its words may mean more.
    """
    first, _, rest = name.partition(" ")
    if not (rest and first.isalpha() and first[1:].islower() and fold(first) in _heads()):
        return None
    if not (found := tidy(name)):
        return None
    each = each_word(found[0])
    if not _questions().isdisjoint(each) or not local_words().isdisjoint(each[1:]) or GLUED.search(found[0]):
        return None
    if found[0].count("-") > 1 or found[0].rpartition(" ")[2].isupper():
        return None
    if not (_is_its_own(found[1], found[0]) if found[1] else each[-1] not in UNFINISHED):
        return None
    spelt = key(found[0])
    if known.prefix(spelt.split()) or heads_local_part(name):
        return None
    if local_prefix().match(spelt) and wider_body(found[0], known) is not None:
        return None
    whole = key(name) if found[1] else spelt
    return Evident(plain_of_key(whole, known), found[0], (found[1],) if found[1] else (), "organisation")


def _is_its_own(acronym: str, name: str) -> bool:
    """Whether an acronym is that of the name before it, and no word that asks for more."""
    return fold(acronym) not in _questions() and not is_category(acronym) and spells(acronym, name)


def each_word(name: str) -> list[str]:
    """The words of a tidy text, folded."""
    return fold(name).replace("'", " ").replace("-", " ").replace("·", " ").split()


@cache
def _questions() -> frozenset[str]:
    """Words that a name must be weighed for, wherever they stand in it."""
    return about_others() | asking() | joining_words()


@cache
def _heads() -> frozenset[str]:
    """Nouns that begin the names of bodies and nothing else."""
    groups = {word.partition(" ")[0] for word in keys("places", "groups")}
    others = keys("persons", "given") | groups | ARTICLES | TITLES
    return frozenset(
        word
        for word in keys("names", "heads") - others
        if not (may_be_place(word) or is_category(word) or opens_support(word))
    )


@cache
def about_others() -> frozenset[str]:
    """Words without one of which a piece of words alone is a name as it stands."""
    return words("names", "about_others") | number_words()


@cache
def number_words() -> frozenset[str]:
    """The first words of all numbers."""
    return frozenset(number.split()[0] for number in table("names")["numbers"])


@cache
def joining_words() -> frozenset[str]:
    """The first words of all conjunctions."""
    return frozenset(re.split(r"[ ']", word)[0] for word in words("names", "conjunctions"))


def heads_local_part(name: str) -> bool:
    """« Section d’Angoulême »: after a known body, a part of it set with a capital."""
    found = local_heading().match(fold(name))
    if not found or "(" in name:
        return False
    where = name[found.start("where") :]
    return is_place(where) or (found["head"] in words("names", "always_local") and where[:1].isupper())


@cache
def local_heading() -> re.Pattern[str]:
    """« section de », « groupe local du » and where: a local part of some body, over folded text."""
    return re.compile(
        rf"(?P<head>{pattern('names', 'local').pattern}) (?:de la |de l'|de |du |des |d')(?=(?P<where>.+))"
    )
