"""What introduces a list of signatories: headings, and openings of running sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from scraper.lookalikes import is_date, is_named, is_organisation, is_phrase, is_prose, may_be_name, pieces, share
from scraper.openings import call, closing_words, note_of_organisations, opener, openings, titled
from scraper.sheet import Sheet, Span, fold, pattern, remembered, words

Strength = Literal["sure", "weak"]

# No heading is longer, and none is looked for beyond.
_LONGEST = 170
# Nor is one longer that has nothing in it that signs, before a colon or with a line to itself.
_CLOSED, _ALONE = 110, 60
_SENTENCE = re.compile(r"[.!?…»]\s+(?=[^\W\d_])")
_STARRED = re.compile(r"(?<=[.!?…»])\s+(?=[^\W\d_])|(?<!\s)\s+(?=\*\s?[^\W\d_])")
_PHRASE_END = re.compile(r"[:|：]")
# « Signataires – A – B », « Signataires • A • B »: the list's own sign after its heading.
_SIGN = re.compile(r"[^\w\s.,;()«'\"]+(?:(?<=[:|：])|(?= \S))")
_BESIDE = re.compile(r" ?[^\w\s:.,;()«'\"|]+ (?=\S)")
_WORD = re.compile(r"[^\W_][\w.'’&+-]*")
_FOR_ONE = re.compile(r"pour .*[^s]$")
_CAPITAL = re.compile(r"[A-ZÀ-Ý]")
# « Ont signé cet appel A ; B »: what may stand between the signing word and the first name, and a sure sign after it.
_SMALL_WORDS = re.compile(r"(?: [a-zà-ÿ'’-]+){0,4} (?=[«A-ZÀ-Ý\d])")
_STRONG = re.compile(r" [/•►–—-] |\s?;")
_NOTE_SIGNS = frozenset("[(*¹²³")


@dataclass(frozen=True, slots=True)
class Introduction:
    """Words that announce a list: the span of the heading, where the list may begin, how sure that is.

    `end` is where the list must end at the latest (a closing bracket, the end of the sentence), -1 when only its
    own layout tells. `line` is the line it begins on.
    """

    head: Span
    start: int
    end: int
    line: int
    strength: Strength


def introductions(sheet: Sheet, line: int) -> Iterator[Introduction]:
    """All that a line announces, in order: headings first, then openings of sentences."""
    start, end = sheet.lines[line]
    if start == end:
        return
    if sheet.text[start] in _NOTE_SIGNS and (mark := note_of_organisations(sheet, start, end)):
        closing = closing_words(sheet, mark, end)
        yield _opening(line, start, mark, end if closing is None else closing)
    for begin, limit in _telling(sheet, start, end):
        heading = _heading(sheet, line, begin, end) if begin == start or _may_head(sheet, begin, end) else None
        if heading:
            yield heading
        if not heading or sheet.text[heading.start - 1] not in ":|":
            yield from (_opening(line, *opening) for opening in openings(sheet, line, begin, limit))


def _telling(sheet: Sheet, start: int, end: int) -> Iterator[Span]:
    """The sentences of a line that may announce a list: most hold no word and no sign that does."""
    folded = sheet.folded
    borders = _SENTENCE if folded.find("*", start, end) < 0 else _STARRED
    begin, bracket, colon = start, folded.find("(", start, end), folded.find(":", start, end)
    cue, signing = sheet.cue(start), sheet.signing(start)
    for limit in (*[match.end() for match in borders.finditer(sheet.text, start, end)], end):
        if cue < begin:
            cue, signing = sheet.cue(begin), sheet.signing(begin)
        if 0 <= bracket < begin:
            bracket = folded.find("(", begin, end)
        if 0 <= colon < begin:
            colon = folded.find(":", begin, end)
        if (
            cue < limit
            or signing < begin + _LONGEST
            or 0 <= bracket < limit
            or opener().match(folded, begin)
            or (0 <= colon <= begin + _CLOSED and _is_weak(folded[begin:colon]))
            or (begin == start and (end - start <= _ALONE or titled(sheet, start, end)))
        ):
            yield begin, limit
        begin = limit


def is_heading(sheet: Sheet, line: int, *, of_signatories: bool = False) -> bool:
    """Whether a line begins with a heading; `of_signatories`: neither of supporters nor of persons for themselves."""
    start, end = sheet.lines[line]
    if sheet.signing(start) >= end and sheet.text.find("|", start, end) < 0:
        return False
    heads, of_others = _heads(sheet.line(line))
    return heads and not (of_signatories and of_others)


@remembered
def _heads(line: str) -> tuple[bool, bool]:
    sheet = Sheet(line)
    found = _heading(sheet, 0, 0, len(line)) if line else None
    if found is None or found.strength != "sure":
        return False, False
    return True, announces_support(sheet, found) or pattern("personal").match(sheet.folded) is not None


def announces_support(sheet: Sheet, intro: Introduction) -> bool:
    """Whether an introduction announces supporters rather than signatories."""
    return pattern("support").search(sheet.folded, *intro.head) is not None


def is_otherwise(sheet: Sheet, line: int, *, among_names: bool = False) -> bool:
    """Whether a line announces something else: « Copie à : », « Rubriques : », « Bureau ».

    `among_names`: it is set like the names before it, so that « Musiques sans Visa » may be one.
    """
    body = sheet.text[slice(*sheet.body(line))]
    return _is_otherwise(body) and not (among_names and (may_be_name(body) or is_phrase(body)))


@remembered
def _is_otherwise(body: str) -> bool:
    phrase = fold(body[:_LONGEST])
    label = re.split(r"\s*[:|]", phrase, maxsplit=1)[0].strip()
    if is_date(phrase) or not pattern("otherwise").match(label):
        return False
    return len(label.split()) <= 9 and (":" in phrase or len(phrase) <= 60)


# --- headings ------------------------------------------------------------------------------------------------------


@cache
def _signing() -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?:\d{{1,2}}[])] ?)?(?:[\w'’°·.()-]+,? ){{0,8}}?(?P<sign>{pattern('signing').pattern})(?![\w-])"
    )


def _heading(sheet: Sheet, line: int, begin: int, end: int) -> Introduction | None:
    """« Premiers signataires : », « Ont signé », « Signataires | … », « Signataires – … », « Avec : »."""
    colon = _PHRASE_END.search(sheet.folded, begin, min(end, begin + _LONGEST))
    stop = colon.end() - 1 if colon else end
    phrase = sheet.folded[begin : min(stop, begin + _LONGEST)]
    signing = _signing().match(phrase) if sheet.signing(begin) < begin + len(phrase) else None
    if signing and len(signing[0].split()) <= 4:
        beside = _BESIDE.match(sheet.folded, begin + signing.end(), end)
        if beside:
            return Introduction((begin, beside.end()), beside.end(), -1, line, "sure")
    if signing and begin == sheet.lines[line][0] and (colon is None or colon[0][-1] == "|"):
        first = _glued(sheet, signing, begin, end)
        if first:
            return Introduction((begin, first), first, -1, line, "sure")
    after = stop + (colon is not None)
    if sheet.folded.find("|", begin, end) >= 0 and begin == sheet.lines[line][0] and _is_row_of_titles(sheet, line):
        return Introduction((begin, begin), begin, -1, line, "sure")
    if signing and _FOR_ONE.match(signing["sign"]) and _CAPITAL.search(sheet.text, begin + signing.end(), stop):
        return None  # « Pour le Collectif des Quais : Jeanne Martin »: a signatory
    if signing and _is_title(phrase, signing, whole=stop - begin < _LONGEST, closed=colon is not None):
        return Introduction((begin, after), after, -1, line, "sure")
    closed = colon is not None and sheet.folded[stop] == ":" and len(phrase) <= _CLOSED
    alone = colon is None and begin == sheet.lines[line][0] and len(phrase) <= _ALONE
    if not (closed or alone) or not _is_weak(phrase):
        return None
    return None if alone and _is_item_of_many(sheet, line) else Introduction((begin, after), after, -1, line, "weak")


def _is_weak(phrase: str) -> bool:
    return pattern("weak").fullmatch(phrase.strip(" *-•")) is not None


def _is_row_of_titles(sheet: Sheet, line: int) -> bool:
    """« Ville | Organisations signataires » over rows of as many cells: the titles of a table's columns."""
    text = sheet.line(line).rstrip(" |")
    below = next(
        (sheet.line(number) for number in range(line + 1, min(len(sheet.lines), line + 4)) if sheet.line(number)), ""
    )
    if "|" not in text or "|" not in below:
        return False
    cells = [cell.strip() for cell in text.split("|")]
    signing = [cell for cell in cells if (found := _signing().match(fold(cell))) and len(found[0].split()) <= 4]
    others = [cell for cell in cells if cell not in signing]
    alike = below.rstrip(" |").count("|") == len(cells) - 1
    return alike and len(signing) == 1 and all(len(cell) < 30 and not is_organisation(cell) for cell in others)


def _is_item_of_many(sheet: Sheet, line: int) -> bool:
    """Whether the next line is marked like this one: « • Communiqué commun » among the titles of a menu."""
    mark = sheet.marked(line)
    return bool(mark) and line + 1 < len(sheet.lines) and sheet.marked(line + 1) == mark


def _may_head(sheet: Sheet, begin: int, end: int) -> bool:
    """Whether a sentence within a line may be a heading: a colon or a list's own sign follows, or no full stop."""
    near = min(end, begin + _LONGEST)
    if sheet.folded.find(":", begin, near) >= 0:
        return True
    ends_line = near == end and sheet.text[end - 1] not in ".?!,;"
    return sheet.signing(begin) < near and (ends_line or _SIGN.search(sheet.folded, begin, near + 4) is not None)


def _glued(sheet: Sheet, signing: re.Match[str], begin: int, end: int) -> int | None:
    """Where the names begin on the line of a heading that nothing parts from them: « Liste des signataires A / B »."""
    small = _SMALL_WORDS.match(sheet.text, begin + signing.end(), end)
    if pattern("openings").match(sheet.folded, begin, end):
        return None  # « À l’initiative de A, B, avec le soutien de C »: a sentence
    if (
        len(signing[0].split()) > 4
        or not small
        or _is_in_name(signing.string, signing)
        or call().search(sheet.folded, small.end(), end)
    ):
        return None
    found = pieces(rest := sheet.text[small.end() : end])
    if len(found) < 2 or share(found, is_named) < 0.8 or is_prose(rest):
        return None
    evident = _STRONG.search(rest) or share(found, is_organisation) >= 0.3
    return small.end() if evident or (len(found) > 4 and share(found, is_named) == 1) else None


def _is_in_name(phrase: str, signing: re.Match[str]) -> bool:
    """« Comité de soutien aux mineurs », « Collectif des signataires du Val »: the signing word is a name's."""
    before = _WORD.findall(phrase[: signing.start("sign")])
    if (before and before[0] in words("several")) or (len(before) > 1 and before[1] in words("several")):
        return False  # « Organisations membres du réseau ayant signé »
    return any(word in words("heads") and not pattern("titles").match(word) for word in before)


def _is_title(phrase: str, signing: re.Match[str], *, whole: bool, closed: bool) -> bool:
    """A phrase that signs is a heading; without a colon only when little follows the signing word."""
    if (
        not whole
        or pattern("refused").search(phrase)
        or (not closed and phrase.count(",", 0, signing.start("sign")) > 1)
    ):
        return False
    if signing["sign"].startswith("pour ") and _WORD.search(phrase, 0, signing.start("sign")):
        return False  # « • Jeanne Lemoricet, pour la coordination »: an item
    rest = phrase[signing.end() :].strip(" .*_-")
    if closed:
        return ". " not in rest
    if _is_in_name(phrase, signing):
        return False
    if phrase.rstrip().endswith((".", "?", "!", ",", ";")):
        return False
    return len(rest.split()) <= 14 and not pattern("verbs").search(rest)


def _opening(line: int, head: int, start: int, end: int) -> Introduction:
    return Introduction((head, start), start, end, line, "weak")
