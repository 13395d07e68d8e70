"""Local groups of wider bodies, recognised by pattern: « Attac 13 », « UD CGT 66 », « LDH section de Nîmes »."""

from __future__ import annotations

import re
from functools import cache

from archive.keys import fold, key
from archive.known import Known, is_acronym
from archive.words import keys, table

_JOINING = frozenset("de du des d l la le les en a au aux et pays".split())
_APART = re.compile(r"(?:,|\s-|\s\(|^)\s*")
_GLUED_NUMBER = re.compile(r"([^\W\d_]{2,})(\d\d)")


@cache
def _places() -> frozenset[str]:
    return keys("places", "departments") | keys("places", "regions") | keys("places", "towns")


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"(?:{table('places')['numbers']})(?:e|eme|er)?")


@cache
def _local() -> re.Pattern[str]:
    return re.compile(
        rf"{table('names')['local']}\b(?! (?:francais|national|belge|suisse|international|italien|espagnol|europeen))"
    )


@cache
def _local_here() -> re.Pattern[str]:
    """A local group named after a separator: « – groupe de Tours », « , comité de Grenoble »."""
    return re.compile(
        rf"(?:,|\s-|\(|\s)\s*{table('names')['local']} (?:locale? )?(?:de la |de l'|de |du |des |d'|pays )?(?P<where>[^\W\d_][\w' -]*)"
    )


@cache
def _local_prefix() -> re.Pattern[str]:
    return re.compile(rf"{table('names')['local_prefix']}\b")


def is_place(text: str) -> bool:
    """Whether these words are a place and nothing else: a town, a region, the number of a département."""
    words = key(text).split()
    while len(words) > 1 and words[0] in _JOINING:
        words = words[1:]
    return bool(words) and _is_place(words)


def wider_body(name: str, known: Known) -> str | None:
    """The key of the wider body that a name is a local group of; "" when the body is not a known one; else None."""
    whole = key(name)
    if not whole or whole in known.names or whole in known.acronyms:
        return None
    words = whole.split()
    if (found := _after_prefix(words, known)) is not None:
        return found
    count = known.prefix(words)
    if count and _is_local(words[count:], name):
        return " ".join(words[:count])
    if glued := _GLUED_NUMBER.fullmatch(whole):
        return glued[1] if known.has(glued[1]) and _number().fullmatch(glued[2]) else None
    here = _local_here().search(fold(name))
    if here and _names_place(name, here):
        return ""
    first = name.split()[0].strip("(),")
    if is_acronym(first) and key(first) not in keys("names", "heads") and " " in name.strip():
        return "" if _tail_is_place(name.split(None, 1)[1]) else None
    return None


def _tail_is_place(rest: str) -> bool:
    words = key(rest).split()
    if words and words[0] in _JOINING:
        return False
    if _is_place(words):
        return True
    return (
        len(words) > 1
        and any(_is_place(words[cut:]) for cut in range(1, min(4, len(words))))
        and words[0] in _sectors()
    )


def _names_place(name: str, here: re.Match[str]) -> bool:
    """A capital or a number after « section de », and some name before it."""
    where = name[here.start("where") :]
    head = name[: here.start()].strip()
    return bool(head) and (where[:1].isupper() or where[:1].isdigit())


def _after_prefix(words: list[str], known: Known) -> str | None:
    text = " ".join(words)
    found = _local_prefix().match(text)
    if not found:
        return None
    rest = text[found.end() :].split()
    strong = len(found[0]) <= 4 or " " in found[0]
    while rest:
        count = known.prefix(rest)
        if count and (count == len(rest) or _is_local(rest[count:], "")):
            return " ".join(rest[:count])
        if rest[0] in _JOINING or rest[0].isdigit() or rest[0] in ("locale", "local", "departementale", "regionale"):
            rest = rest[1:]
            continue
        size = next((size for size in range(4, 0, -1) if len(rest) > size and _is_place(rest[:size])), 0)
        if not size:
            break
        rest = rest[size:]
    return "" if strong and len(words) > 1 else None


def _is_local(rest: list[str], name: str) -> bool:
    """Whether what follows a body's name says where."""
    if not rest:
        return False
    text = " ".join(rest)
    if _local().match(text):
        return True
    while len(rest) > 1 and rest[0] in _JOINING:
        rest = rest[1:]
    if _is_place(rest):
        return True
    if not name or rest[0] in _sectors() or rest[0] in _JOINING or len(rest) > 3:
        return False
    # A word nobody listed after a known body, set like a town: « MAN Lannion ».
    tail = re.split(r"[\s(),]+", name.rstrip(") "))[-len(rest) :] if "-" not in name else name.split()[-1:]
    return all(word[:1].isupper() and not is_acronym(word) for word in tail) and not any(
        word in _sectors() for word in rest
    )


def _is_place(words: list[str]) -> bool:
    text = " ".join(words)
    if text in _places() or _number().fullmatch(text):
        return True
    if len(words) > 1 and _number().fullmatch(words[-1]):
        return _is_place(words[:-1])
    return (
        len(words) > 1
        and bool(_number().fullmatch(words[0]))
        and (_is_place(words[1:]) or words[1] in ("arrt", "arrondissement"))
    )


@cache
def _sectors() -> frozenset[str]:
    return keys("places", "sectors")
