"""Local groups of wider bodies, recognised by pattern: « Attac 13 », « UD CGT 66 », « LDH section de Nîmes »."""

from __future__ import annotations

import re
from functools import cache

from archive.keys import fold, key, remembered
from archive.known import Known, is_acronym
from archive.words import any_of, keys, pattern, table, words

_JOINING = frozenset("de du des d l la le les en a au aux et pays".split())
_DIRECTIONS = frozenset("nord sud est ouest centre".split())
_QUALIFYING = frozenset("locale local departementale regionale".split())
_BETWEEN_PLACES = re.compile(r"\s*[,;/()|\n]\s*|\s+[-–—]\s*|\s*[–—]\s+|\s+(?:et|and|y|&)\s+")
_GLUED_NUMBER = re.compile(r"([^\W\d_]{2,})(\d\d)")
_PARTS = frozenset("section antenne delegation".split())
_NATIONAL = "(?! (?:francais|france|national|belge|suisse|international|italien|espagnol|europe))"


@remembered
def is_place(text: str) -> bool:
    """Whether these words are a place and nothing else: a town, a region, the number of a département."""
    words = _without_joining(key(text).split())
    return bool(words) and may_be_place(words[0]) and _is_place(words)


@remembered
def are_places(text: str) -> bool:
    """Whether these words are places and nothing else, one or several: « Lyon », « Nîmes (Gard), Uzès et Alès »."""
    parts = [part for part in _BETWEEN_PLACES.split(text) if part.strip(" .")]
    return bool(parts) and all(map(is_place, parts))


def is_local_part(text: str) -> bool:
    """Whether these words are a place, or a local part of a body: « section de Nîmes », not « section française »."""
    return is_place(text) or _local().match(key(text)) is not None


@remembered
def wider_body(name: str, known: Known) -> str | None:
    """The key of the wider body that a name is a local group of; "" when the body is not a known one; else None."""
    whole = key(name)
    if not whole or whole in known.names or whole in known.acronyms:
        return None
    words = whole.split()
    if (body := _after_prefix(words, known)) is not None:
        return body
    count = known.prefix(words)
    if count == 1 and len(words[0]) < 3 and not name.startswith(words[0].upper()):
        count = 0  # « Al Manba » is no local group of AL.
    if count and _is_local(words[count:], name, known):
        return " ".join(words[:count])
    if glued := _GLUED_NUMBER.fullmatch(whole):
        return glued[1] if known.has(glued[1]) and _number().fullmatch(glued[2]) else None
    return "" if has_local_part(name) or _is_acronym_and_place(name) else None


# --- places --------------------------------------------------------------------------------------------------------


@cache
def _places() -> frozenset[str]:
    return keys("places", "departments") | keys("places", "regions") | keys("places", "towns")


@cache
def _openings() -> frozenset[str]:
    """The first words of places that do not begin with a number."""
    return frozenset(place.partition(" ")[0] for place in _places()) | _DIRECTIONS


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"(?:{table('places')['numbers']})(?:e|eme|er)?")


def may_be_place(word: str) -> bool:
    """Whether a place may begin with a word."""
    return word in _openings() or not word.isalpha()


def _is_place(words: list[str]) -> bool:
    if not words:
        return False
    text = " ".join(words)
    if text in _places() or _number().fullmatch(text):
        return True
    if len(words) > 1 and _number().fullmatch(words[-1]):
        return _is_place(words[:-1])
    if len(words) > 1 and not _DIRECTIONS.isdisjoint((words[0], words[-1])):
        return _is_place(words[1:] if words[0] in _DIRECTIONS else words[:-1])
    first, rest = words[0], words[1:]
    return bool(rest and _number().fullmatch(first)) and (_is_place(rest) or rest[0] in ("arrt", "arrondissement"))


def _without_joining(words: list[str]) -> list[str]:
    first = 0
    while first < len(words) - 1 and words[first] in _JOINING:
        first += 1
    return words[first:]


# --- body and place ------------------------------------------------------------------------------------------------


@cache
def _local() -> re.Pattern[str]:
    return re.compile(rf"{table('names')['local']}\b{_NATIONAL}")


def _is_local(rest: list[str], name: str, known: Known) -> bool:
    """Whether the words after a body's name say where."""
    if not rest:
        return False
    if _local().match(" ".join(rest)) or _is_place(_without_joining(rest)):
        return True
    rest = _without_joining(rest)
    if (
        not name
        or len(rest) > 3
        or ("et" in rest and not _is_place(rest[:1]))
        or any(_is_no_town(word, known) for word in rest)
    ):
        return False
    # A word nobody listed after a known body, set like a town: « MAN Lannion ».
    tail = name.split()[-1:] if "-" in name else re.split(r"[\s(),]+", name.rstrip(") "))[-len(rest) :]
    return all(word == "et" or (word[:1].isupper() and not is_acronym(word)) for word in tail)


def _is_no_town(word: str, known: Known) -> bool:
    return word in keys("places", "sectors") or word in known.acronyms


@cache
def local_prefix() -> re.Pattern[str]:
    return re.compile(rf"{table('names')['local_prefix']}\b")


def _after_prefix(words: list[str], known: Known) -> str | None:
    """« UD CGT 66 », « section LDH de Nîmes », « comité de Grenoble du Mouvement de la Paix »."""
    text = " ".join(words)
    found = local_prefix().match(text)
    if not found:
        return None
    rest = text[found.end() :].split()
    # « UD », « union locale » say it alone; « section », « comité » may begin a name of its own.
    unmistakable = len(found[0]) <= 4 or " " in found[0]
    placed = unmistakable or found[0] in _PARTS
    while rest:
        count = known.prefix(rest)
        if count and ((count == len(rest) and placed) or _is_local(rest[count:], "", known)):
            return " ".join(rest[:count])
        if rest[0] in _JOINING or rest[0] in _QUALIFYING or rest[0].isdigit():
            placed = placed or rest[0].isdigit() or rest[0] in _QUALIFYING
            rest = rest[1:]
        elif may_be_place(rest[0]) and (
            size := next((size for size in range(4, 0, -1) if size < len(rest) and _is_place(rest[:size])), 0)
        ):
            rest, placed = rest[size:], True
        else:
            break
    return "" if unmistakable and len(words) > 1 else None


# --- bodies that nobody listed -------------------------------------------------------------------------------------


@cache
def _local_part() -> re.Pattern[str]:
    people = pattern("places", "inhabitants").pattern
    of = r"(?:locale? )?(?:de la |de l'|de |du |des |d'|pays )?(?P<where>[^\W\d_][\w' -]*)"
    always = any_of(map(re.escape, words("names", "always_local"))).pattern
    return re.compile(
        rf"(?:(?:,|\s-|\()\s*{table('names')['local']}|\s{always})\b{_NATIONAL} (?:(?P<people>{people})|{of})"
    )


def has_local_part(name: str) -> bool:
    """« – groupe de Tours », « , comité de Grenoble », « , antenne lyonnaise » after some name."""
    here = _local_part().search(fold(name))
    if here is None or not name[: here.start()].strip():
        return False
    return here["people"] is not None or name[here.start("where")].isupper()


def _is_acronym_and_place(name: str) -> bool:
    """« CIDFF 22 », « CGT Énergie Bretagne », « FO DGFiP 87 »; neither « AMAP des Lilas » nor « GAEC 22 »."""
    first, _, rest = name.strip().partition(" ")
    if not is_acronym(first.strip("(),")):
        return False
    words = key(rest).split()
    if not words or key(first) in keys("names", "heads") or words[0] in _JOINING:
        return False
    if _is_place(words):
        return True
    sector = words[0] in keys("places", "sectors") or is_acronym(rest.split()[0])
    return sector and any(_is_place(words[cut:]) for cut in range(1, min(4, len(words))))
