"""What introduces a list of signatories: headings, and openings of running sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from scraper.lookalikes import is_date, is_named, is_organisation, is_phrase, is_prose, may_be_name, pieces, share
from scraper.sheet import Sheet, Span, entry, fold, pattern, remembered, words

Strength = Literal["sure", "weak"]

# No heading is longer, and none is looked for beyond.
_LONGEST = 170
# Nor is one longer that has a line to itself and nothing in it that signs.
_ALONE = 60
_SENTENCE = re.compile(r"[.!?…»]\s+(?=[^\W\d_])")
_STARRED = re.compile(r"(?<=[.!?…»])\s+(?=[^\W\d_])|(?<!\s)\s+(?=\*\s?[^\W\d_])")
_PHRASE_END = re.compile(r"[:|：]")
# « Signataires – A – B », « Signataires • A • B »: the list's own sign after its heading.
_BESIDE = re.compile(r" ?[^\w\s:.,;()«'\"|]+ (?=\S)")
_WORD = re.compile(r"[^\W_][\w.'’&+-]*")
# « Ont signé cet appel A ; B »: what may stand between the signing word and the first name, and a sure sign after it.
_SMALL_WORDS = re.compile(r"(?: [a-zà-ÿ'’-]+){0,4} (?=[«A-ZÀ-Ý\d])")
_STRONG = re.compile(r" [/•►–—-] |\s?;")
_NOTE_MARK = r"\[\d{1,2}\]|\(\d{1,2}\)|\*{1,3}|[¹²³]"
_NOTE = re.compile(_NOTE_MARK)
_NOTE_SIGNS = frozenset("[(*¹²³")
_ELIDED = re.compile(r"[dl]['’](?=[A-ZÀ-Ý])")


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
    if sheet.text[start] in _NOTE_SIGNS and (mark := _note_of_organisations(sheet, start, end)):
        yield _opening(line, start, mark, end)
    for begin, limit in _telling(sheet, start, end):
        heading = _heading(sheet, line, begin, end) if begin == start or _may_head(sheet, begin, end) else None
        if heading:
            yield heading
        if not heading or sheet.text[heading.start - 1] not in ":|":
            yield from _openings(sheet, line, begin, limit)


def _telling(sheet: Sheet, start: int, end: int) -> Iterator[Span]:
    """The sentences of a line that may announce a list: most hold no word and no sign that does."""
    folded = sheet.folded
    borders = _SENTENCE if folded.find("*", start, end) < 0 else _STARRED
    begin, cue, bracket, colon = start, sheet.cue(start), folded.find("(", start, end), folded.find(":", start, end)
    for limit in (*(match.end() for match in borders.finditer(sheet.text, start, end)), end):
        if cue < begin:
            cue = sheet.cue(begin)
        if 0 <= bracket < begin:
            bracket = folded.find("(", begin, end)
        if 0 <= colon < begin:
            colon = folded.find(":", begin, end)
        if (
            cue < max(limit, begin + _LONGEST)
            or 0 <= bracket < limit
            or 0 <= colon < begin + _LONGEST
            or _opener().match(folded, begin)
            or (begin == start and (end - start <= _ALONE or _title().match(folded, start, end)))
        ):
            yield begin, limit
        begin = limit


def is_heading(sheet: Sheet, line: int, *, of_signatories: bool = False) -> bool:
    """Whether a line begins with a heading; `of_signatories`: neither of supporters nor of persons for themselves."""
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
    signing = _signing().match(phrase) if sheet.cue(begin) < begin + len(phrase) else None
    if signing and len(signing[0].split()) <= 4:
        beside = _BESIDE.match(sheet.folded, begin + signing.end(), end)
        if beside:
            return Introduction((begin, beside.end()), beside.end(), -1, line, "sure")
    if signing and begin == sheet.lines[line][0] and (colon is None or colon[0][-1] == "|"):
        first = _glued(sheet, signing, begin, end)
        if first:
            return Introduction((begin, first), first, -1, line, "sure")
    after = stop + (colon is not None)
    if signing and _is_title(phrase, signing, whole=stop - begin < _LONGEST, closed=colon is not None):
        return Introduction((begin, after), after, -1, line, "sure")
    closed = colon is not None and sheet.folded[stop] == ":" and len(phrase) <= 110
    alone = colon is None and begin == sheet.lines[line][0] and len(phrase) <= _ALONE
    if (closed or alone) and pattern("weak").fullmatch(phrase.strip(" *-•")):
        return Introduction((begin, after), after, -1, line, "weak")
    return None


@cache
def _signs() -> re.Pattern[str]:
    return re.compile(r"[^\w\s.,;()«'\"]+(?:(?<=[:|：])|(?= \S))")


def _may_head(sheet: Sheet, begin: int, end: int) -> bool:
    """Whether a sentence within a line may be a heading: a colon or a list's own sign follows, or no full stop."""
    near = min(end, begin + _LONGEST)
    if sheet.folded.find(":", begin, near) >= 0:
        return True
    ends_line = near == end and sheet.text[end - 1] not in ".?!,;"
    return sheet.cue(begin) < near and (ends_line or bool(sheet.spans(_signs, begin, near + 2)))


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
    return any(word in words("heads") and not pattern("titles").match(word) for word in before)


def _is_title(phrase: str, signing: re.Match[str], *, whole: bool, closed: bool) -> bool:
    """A phrase that signs is a heading; without a colon only when little follows the signing word."""
    if not whole or pattern("refused").search(phrase):
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


# --- openings of sentences -----------------------------------------------------------------------------------------


@cache
def _bracketed() -> re.Pattern[str]:
    quoted = r'(?: [«"“][^»"”()\n]{2,60}[»"”])?'
    return re.compile(rf"\b{pattern('groups').pattern}(?:[ '][\w·-]+){{0,8}}?{quoted} ?\(")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(rf"(?:les |nos |l'|le |la |the |las |los )?{pattern('groups').pattern}\b")


@cache
def _made_by() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){pattern('openings').pattern}")


@cache
def calls() -> re.Pattern[str]:
    """The verbs that say what organisations do, each with the space before it."""
    verbs = pattern("calls").pattern
    return re.compile(rf"[ '](?:{verbs}|nous {verbs})\b")


@cache
def call() -> re.Pattern[str]:
    """Such a verb by itself."""
    return re.compile(rf"{pattern('calls').pattern}\b")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"{entry('titles')}\b(?:\s+{entry('title_words')}(?!\w)|(?<=')|\s*[:-](?=\s))*\s*")


@cache
def _opener() -> re.Pattern[str]:
    """What a sentence begins with that opens a list, whatever follows."""
    return re.compile(rf"{entry('we')}|{_subject().pattern}")


def _openings(sheet: Sheet, line: int, begin: int, end: int) -> Iterator[Introduction]:
    """« Nous, A et B », « nos organisations (A, B) », « à l'appel de A », « Déclaration A », « A et B appellent »."""
    folded, cued = sheet.folded, sheet.cue(begin) < end
    opened = _opener().match(folded, begin, end)
    found = pattern("we").match(folded, begin, end) if opened else None
    if found and not folded.startswith("(", found.end()):
        yield _opening(line, begin, found.end(), end)
    if folded.find("(", begin, end) >= 0:
        for found in _bracketed().finditer(folded, begin, end):
            if close := _closing(sheet.text, found.end(), end):
                yield _opening(line, found.start(), found.end(), close)
    several = [match.span() for match in _made_by().finditer(folded, begin, end)] if cued else []
    for number, (head, first) in enumerate(several, start=1):
        yield _opening(line, head, first, several[number][0] if number < len(several) else end)
    if begin == sheet.lines[line][0] and (found := _title().match(folded, begin, end)) and found.end() < end:
        yield _opening(line, begin, found.end(), end)
    if opened and (first_name := _first_of_subject(sheet, begin, end)) is not None:
        yield _opening(line, begin, first_name, end)
    elif cued and sheet.text[begin].isupper() and (called := calls().search(folded, max(0, begin - 1), end)):
        verb = called.start() + 1
        first = _first_organisation(sheet.text, begin, verb)
        if verb - begin < 2000 and not pattern("verbs").search(folded, first, verb - 1):
            yield _opening(line, begin, first, verb)


@cache
def _noted() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern('groups').pattern}(?:[ '][\w·-]+){{0,4}}? ?(?:{_NOTE_MARK})")


def _note_of_organisations(sheet: Sheet, start: int, end: int) -> int | None:
    """Where a footnote begins that says who « nos organisations* » or « les syndicats signataires [1] » are."""
    mark = _NOTE.match(sheet.text, start, end)
    if not mark or sheet.text.find(":", start, min(end, start + 60)) >= 0:
        return None
    called = sheet.spans(_noted, max(0, start - 30_000), start)
    return mark.end() if any(sheet.folded.endswith(mark[0], *span) for span in called) else None


def _opening(line: int, head: int, start: int, end: int) -> Introduction:
    return Introduction((head, start), start, end, line, "weak")


def _first_organisation(text: str, begin: int, end: int) -> int:
    """Where the subject begins after « Réunis à Tarbes, »: at the first organisation between commas."""
    comma = text.find(", ", begin, end)
    return comma + 2 if comma >= 0 and not is_organisation(text[begin:comma]) else begin


def _first_of_subject(sheet: Sheet, begin: int, end: int) -> int | None:
    """Where the names begin after « Les syndicats d'enseignants »: the first capital after words in lower case."""
    head = _subject().match(sheet.folded, begin, end)
    if not head:
        return None
    for word in _WORD.finditer(sheet.text, head.end(), min(end, head.end() + 120)):
        elided = _ELIDED.match(word[0])
        if word[0][0].isdigit() or fold(word[0]) in words("no_subject"):
            return None
        if word[0][0].isupper() or elided:
            return word.start() + (elided.end() if elided else 0)
    return None


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the bracket that opened before `start` closes, None when it does not within reach."""
    limit = min(end, start + 3000)
    depth, place = 1, start
    for _ in range(60):
        opened, closed = text.find("(", place, limit), text.find(")", place, limit)
        if closed < 0:
            return None
        inner = 0 <= opened < closed
        depth += 1 if inner else -1
        if depth == 0:
            return closed
        place = (opened if inner else closed) + 1
    return None
