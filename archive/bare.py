"""The name in a piece of a list: without what counts others after it, a picture before it, marks and small words."""

from __future__ import annotations

import re
from functools import cache

from archive.bodies import about_others, number_words
from archive.keys import clean, fold, folded_words, key, remembered
from archive.model import Block
from archive.shape import tidy
from archive.spans import LONGEST, Span, is_nobody, trim
from archive.words import any_of, pattern, table

_ADDRESS = re.compile(r"(?:https?://|www\.)\S*")
_WORD = re.compile(r"[a-z]+")


def bare_name(text: str, span: Span) -> Span | None:
    """The span of the name in that of a piece; None where it names nobody."""
    name = _named(text[slice(*span)]) if span[1] - span[0] <= LONGEST else None
    return (span[0] + name[0], span[0] + name[1]) if name else None


def unnamed(block: Block) -> int:
    """How many signatories the block counts without naming them: 25 for « et 25 autres organisations »."""
    return sum(_number(match["count"]) for match in _counted().finditer(fold(block.text)) if _counts_others(match))


@remembered
def _named(text: str) -> Span | None:
    """Where the name stands in a piece of a list; None where it names nobody."""
    if tidy(text) and about_others().isdisjoint(folded_words(text)):
        return 0, len(text)
    span = _bare(text, (0, len(text)))
    return span if _names_somebody(text, span) else None


def _names_somebody(text: str, span: Span) -> bool:
    name = text[slice(*span)]
    return bool(key(name)) and not _ADDRESS.fullmatch(name) and not is_nobody(fold(clean(name)))


def _bare(text: str, span: Span) -> Span:
    """The span of the name: without « et 25 autres » after it, without « Logo » before it."""
    start, end = trim(text, _without_rest(text, span))
    picture = pattern("names", "picture").match(fold(text[start : min(end, start + 40)]))
    return trim(text, (start + picture.end(), end)) if picture else (start, end)


# --- « et 25 autres organisations » --------------------------------------------------------------------------------


def _without_rest(text: str, span: Span) -> Span:
    """The span up to « et 25 autres organisations », « et bien d'autres », « (liste complète …) »."""
    folded, counted = fold(text[slice(*span)]), span[1] - span[0]
    if not tidy(text[slice(*span)]) or not number_words().isdisjoint(_WORD.findall(folded)):
        counted = next((match.start() for match in _counted().finditer(folded) if _counts_others(match)), counted)
    rest = pattern("names", "remainder").search(folded[:counted])
    return span[0], span[0] + (rest.start() if rest else counted)


@cache
def _counted() -> re.Pattern[str]:
    numbers = any_of(map(re.escape, table("names")["numbers"])).pattern
    counted = pattern("names", "unnamed").pattern.replace("NUMBERS", numbers)
    return re.compile(rf"(?:^|(?<=[\s,;(]))(?P<more>(?:et|and|y|e|ainsi que|plus|\+)\s+)?{counted}")


def _counts_others(match: re.Match[str]) -> bool:
    """A bare number is none: it must count others, or open an item and count somebody in figures."""
    after = match[0][match.end("count") - match.start() :]
    if re.match(r" (?:autre|other|otr|altr)", after):
        return True
    opens = match["more"] is not None or match.start() == 0 or match.string[match.start() - 1] == "\n"
    return opens and match["count"][0].isdigit() and re.search(r"[a-z]{4}", after) is not None


def _number(count: str) -> int:
    digits = count.replace(" ", "")
    return int(digits) if digits.isdecimal() else int(table("names")["numbers"].get(count, 0))
