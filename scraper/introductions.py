"""What introduces a list of signatories: headings, and openings of running sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from scraper.lookalikes import is_date, is_organisation
from scraper.sheet import Sheet, entry, fold, pattern, words

Strength = Literal["sure", "weak"]

_SENTENCE = re.compile(r"(?<=[.!?…»])\s+(?=[^\W\d_])|\s+(?=\*\s?[^\W\d_])")
_BESIDE = re.compile(r" ?[^\w\s:.,;()«'\"|]+ (?=\S)")
_LONGEST = 170


@dataclass(frozen=True, slots=True)
class Introduction:
    """Words that announce a list: the span of the heading, where the list may begin, how sure that is.

    `end` is where the list must end at the latest (a closing bracket, the end of the sentence), -1 when only its
    own layout tells. `line` is the line it begins on.
    """

    head: tuple[int, int]
    start: int
    end: int
    line: int
    strength: Strength


def introductions(sheet: Sheet, line: int) -> Iterator[Introduction]:
    """All that a line announces, in order: headings first, then openings of sentences."""
    start, end = sheet.lines[line]
    if start == end or end - start > 20_000:
        return
    begins = [start, *(match.end() for match in _SENTENCE.finditer(sheet.text, start, end))]
    for begin, limit in zip(begins, [*begins[1:], end], strict=True):
        found = _heading(sheet, line, begin, end)
        if found:
            yield found
        if not found or sheet.text[found.start - 1] not in ":|":
            yield from _sentence(sheet, line, begin, limit)


def is_heading(sheet: Sheet, line: int) -> bool:
    """Whether a line begins with a heading of signatories."""
    start, end = sheet.lines[line]
    found = _heading(sheet, line, start, end) if end > start else None
    return found is not None and found.strength == "sure"


@cache
def _signing() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:[\w'’°·.()-]+,? ){{0,8}}?{pattern('signing').pattern}(?![\w-])")


def _heading(sheet: Sheet, line: int, begin: int, end: int) -> Introduction | None:
    """« Premiers signataires : », « Ont signé », « Signataires | … », « Signataires – … », « Avec : »."""
    stop = _phrase_end(sheet, begin, end)
    phrase = sheet.folded[begin:stop]
    closed = stop < end
    signing = _signing().match(phrase)
    if signing and len(signing[0].split()) <= 4 and (dash := _BESIDE.match(sheet.folded, begin + signing.end(), end)):
        return Introduction((begin, dash.end()), dash.end(), -1, line, "sure")
    if (
        signing
        and len(phrase) <= _LONGEST
        and not pattern("refused").search(phrase)
        and _is_title(phrase, signing, closed)
    ):
        return Introduction((begin, stop + closed), stop + closed, -1, line, "sure")
    if (
        closed
        and sheet.folded[stop] == ":"
        and len(phrase) <= 110
        and pattern("weak").fullmatch(phrase.strip(" *-•").strip())
    ):
        return Introduction((begin, stop + 1), stop + 1, -1, line, "weak")
    if not closed and begin == sheet.lines[line][0] and len(phrase) <= 60 and pattern("weak").fullmatch(phrase.strip()):
        return Introduction((begin, end), end, -1, line, "weak")
    return None


def _phrase_end(sheet: Sheet, begin: int, end: int) -> int:
    found = re.compile(r" ?[:|：]").search(sheet.folded, begin, end)
    return found.end() - 1 if found else end


def _is_title(phrase: str, signing: re.Match[str], closed: bool) -> bool:
    """A phrase without a colon is a heading only when little follows the signing word."""
    if closed:
        return ". " not in phrase[signing.end() :]
    rest = phrase[signing.end() :].strip(" .*_-")
    return (
        not phrase.rstrip().endswith((".", "?", "!", ",", ";"))
        and len(rest.split()) <= 14
        and not pattern("verbs").search(rest)
    )


# --- running sentences ---------------------------------------------------------------------------------------------


@cache
def _we() -> re.Pattern[str]:
    return re.compile(entry("we"))


@cache
def _bracketed() -> re.Pattern[str]:
    return re.compile(rf"\b{entry('groups')}(?:[ '][\w'·-]+){{0,6}}? ?\(")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[*-] ?)?(?:les |nos |l'|le |la |the |las |los )?{entry('groups')}(?P<rest>(?:[ ']\w[\w'·-]*){{0,6}}) "
    )


@cache
def _openings() -> re.Pattern[str]:
    return re.compile(entry("openings"))


@cache
def _calls() -> re.Pattern[str]:
    return re.compile(rf"(?<=[ '])(?:nous )?{entry('calls')}")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"{entry('titles')}\b(?:\s+{entry('title_words')}(?![\w])|(?<=')|\s*[:-](?=\s))*\s*")


def _sentence(sheet: Sheet, line: int, begin: int, end: int) -> Iterator[Introduction]:
    folded = sheet.folded
    if found := _we().match(folded, begin, end):
        yield Introduction((begin, found.end()), found.end(), end, line, "weak")
    for found in _bracketed().finditer(folded, begin, end):
        if close := _closing(sheet.text, found.end(), end):
            yield Introduction((found.start(), found.end()), found.end(), close, line, "weak")
    openings = list(_openings().finditer(folded, begin, end))
    for number, found in enumerate(openings, start=1):
        limit = openings[number].start() if number < len(openings) else end
        yield Introduction((found.start(), found.end()), found.end(), limit, line, "weak")
    if (found := _title().match(folded, begin, end)) and begin == sheet.lines[line][0] and end > found.end():
        yield Introduction((begin, found.end()), found.end(), end, line, "weak")
    if (capital := _first_capital(sheet, begin, end)) is not None:
        yield Introduction((begin, capital), capital, end, line, "weak")
    elif sheet.text[begin].isupper() and (call := _calls().search(folded, begin, min(end, begin + 2000))):
        first = _first_organisation(sheet.text, begin, call.start())
        if not pattern("verbs").search(folded[first : call.start()].rstrip(" ,")):
            yield Introduction((begin, first), first, call.start(), line, "weak")


def _first_organisation(text: str, begin: int, end: int) -> int:
    """Where the subject begins after « Réunis à Tarbes, »: at the first organisation between commas."""
    comma = text.find(", ", begin, end)
    return comma + 2 if comma >= 0 and not is_organisation(text[begin:comma]) else begin


def _first_capital(sheet: Sheet, begin: int, end: int) -> int | None:
    """Where the names begin after « Les syndicats d'enseignants »: the first capital after words in lower case."""
    head = re.compile(rf"(?:les |nos |l'|le |la |the |las |los )?{entry('groups')}\b").match(sheet.folded, begin, end)
    if not head:
        return None
    for word in re.compile(r"[^\W_][\w.'’&+-]*").finditer(sheet.text, head.end(), min(end, head.end() + 120)):
        elided = re.match(r"[dl]['’](?=[A-ZÀ-Ý])", word[0])
        if word[0][0].isdigit() or fold(word[0]) in words("no_subject"):
            return None
        if word[0][0].isupper() or elided:
            return word.start() + (elided.end() if elided else 0)
    return None


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the bracket that opened before `start` closes, None when it does not within a line's reach."""
    depth = 1
    for place in range(start, min(end, start + 3000)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    return None


def is_otherwise(sheet: Sheet, line: int) -> bool:
    """Whether a line announces something else: « Copie à : », « Rubriques : », « Bureau »."""
    start, end = sheet.body(line)
    phrase = sheet.folded[start:end]
    label = re.split(r"\s*[:|]", phrase, maxsplit=1)[0].strip()
    if is_date(phrase):
        return False
    found = pattern("otherwise").match(label)
    return bool(found) and len(label.split()) <= 9 and (":" in phrase or len(phrase) <= 60)


def small_words() -> frozenset[str]:
    """Words in lower case before a name."""
    return words("small_words")
