"""Openings of running sentences that a list of signatories follows: « Nous, A et B », « à l'appel de A »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from scraper.lookalikes import is_organisation
from scraper.sheet import Sheet, entry, fold, pattern, words

# Where an opening begins, where its list does, and where that must end at the latest.
Opening = tuple[int, int, int]

_WORD = re.compile(r"[^\W_][\w.'’&+-]*")
_NOTE_MARK = r"\[\d{1,2}\]|\(\d{1,2}\)|\*{1,3}|[¹²³]"
_NOTE = re.compile(_NOTE_MARK)
_ELIDED = re.compile(r"[dl]['’](?=[A-ZÀ-Ý])")


@cache
def _bracketed() -> re.Pattern[str]:
    quoted = r'(?: [«"“][^»"”()\n]{2,60}[»"”])?'
    return re.compile(rf"\b{pattern('groups').pattern}(?:[ '][\w·-]+){{0,8}}?{quoted} ?\(")


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(rf"(?:les |nos |l'|le |la |the |las |los )?(?P<noun>{pattern('groups').pattern})\b")


@cache
def _own_noun() -> re.Pattern[str]:
    """A noun that, with a capital, is part of the name: « le Collectif des Quais »; not « L'Intersyndicale »."""
    return re.compile(entry("own_nouns"))


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
def _quoted() -> re.Pattern[str]:
    """« « Un toit pour tous » – »: the title of an appeal before who makes it."""
    return re.compile(r'[«"“][^«»"”\n]{3,120}[»"”] ?[:,-] ?')


def titled(sheet: Sheet, begin: int, end: int) -> re.Match[str] | None:
    """« Appel de », « Déclaration », also after a title in quotation marks."""
    quoted = _quoted().match(sheet.folded, begin, end) if sheet.text[begin] in '«"“' else None
    return _title().match(sheet.folded, quoted.end() if quoted else begin, end)


@cache
def _ending() -> re.Pattern[str]:
    groups = "organisations|associations|syndicats|collectifs|structures"
    return re.compile(rf",? (?:les |toutes |tous )?(?:{groups})?,? ?(?:co-?)?signataires (?:de |du |d'|des )")


def closing_words(sheet: Sheet, begin: int, end: int) -> int | None:
    """Where « signataires de l'appel » follows the names that a line begins with."""
    word = sheet.folded.find("signataires ", begin, end)
    found = _ending().search(sheet.folded, max(begin, word - 60), min(end, word + 20)) if word >= 0 else None
    return found.start() if found and sheet.text.find(",", begin, found.start()) >= 0 else None


@cache
def opener() -> re.Pattern[str]:
    """What a sentence begins with that opens a list, whatever follows; its last group says which of the three."""
    return re.compile(rf"(?P<we>{entry('we')})|(?P<byline>{entry('byline')})|(?P<subject>{_subject().pattern})")


def openings(sheet: Sheet, line: int, begin: int, end: int) -> Iterator[Opening]:
    """« Nous, A et B », « nos organisations (A, B) », « à l'appel de A », « Déclaration A », « A et B appellent »."""
    folded = sheet.folded
    opened = opener().match(folded, begin, end)
    how = opened.lastgroup if opened else ""
    if (found := pattern("we").match(folded, begin, end) if how in ("we", None) else None) and not (
        folded.startswith("(", found.end()) or _is_verb(sheet, found.end(), end)
    ):
        yield begin, found.end(), end
    if how in ("byline", None) and (found := pattern("byline").match(folded, begin, end)):
        others = pattern("byline_end").search(folded, found.end(), end)
        yield begin, found.end(), others.start() if others else end
    if folded.find("(", begin, end) >= 0:
        for found in _bracketed().finditer(folded, begin, end):
            if close := _closing(sheet.text, found.end(), end):
                yield found.start(), found.end(), close
    cues = sheet.cues(begin, end)
    several = [found.span() for cue in cues if (found := _made_by().match(folded, cue, end))]
    for number, (head, first) in enumerate(several, start=1):
        yield head, first, several[number][0] if number < len(several) else end
    if begin == sheet.lines[line][0] and (found := titled(sheet, begin, end)) and found.end() < end:
        yield found.start(), found.end(), end
    if cues and (closing := closing_words(sheet, begin, end)) is not None:
        mark = _NOTE.match(sheet.text, begin, end)
        yield begin, mark.end() if mark else begin, closing
    if how in ("subject", None) and (first_name := _first_of_subject(sheet, begin, end)) is not None:
        yield begin, first_name, end
    elif (
        sheet.text[begin].isupper()
        and any(call().match(folded, cue) for cue in cues)
        and (called := calls().search(folded, max(0, begin - 1), end))
    ):
        verb = called.start() + 1
        first = _first_organisation(sheet, begin, verb)
        if verb - begin < 2000 and not pattern("verbs").search(folded, first, verb - 1):
            yield begin, first, verb


def _is_verb(sheet: Sheet, start: int, end: int) -> bool:
    """« Nous demandons … »: no name."""
    return sheet.text[start : start + 1].islower() and pattern("verbs").match(sheet.folded, start, end) is not None


@cache
def _noted() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern('groups').pattern}(?:[ '][\w·-]+){{0,4}}? ?(?:{_NOTE_MARK})")


def note_of_organisations(sheet: Sheet, start: int, end: int) -> int | None:
    """Where a footnote begins that says who « nos organisations* » or « les syndicats signataires [1] » are."""
    mark = _NOTE.match(sheet.text, start, end)
    if not mark or sheet.text.find(":", start, min(end, start + 60)) >= 0:
        return None
    called = sheet.spans(_noted, max(0, start - 30_000), start)
    return mark.end() if any(sheet.folded.endswith(mark[0], *span) for span in called) else None


def _first_organisation(sheet: Sheet, begin: int, end: int) -> int:
    """Where the names begin after « Réunis à Tarbes, », « C'est pourquoi les syndicats »."""
    before = (pattern(name).match(sheet.folded, begin, end) for name in ("connecting", "aside"))
    if joined := next(filter(None, before), None):
        begin = joined.end()
    elif (comma := sheet.text.find(", ", begin, end)) >= 0 and not is_organisation(sheet.text[begin:comma]):
        begin = comma + 2
    named = _first_of_subject(sheet, begin, end)
    return begin if named is None else named


def _first_of_subject(sheet: Sheet, begin: int, end: int) -> int | None:
    """Where the names begin after « Les syndicats d'enseignants »: the first capital after words in lower case."""
    head = _subject().match(sheet.folded, begin, end)
    if not head or sheet.text.find("|", begin, end) >= 0:  # a row of a table is no sentence
        return None
    if _own_noun().fullmatch(head["noun"]) and sheet.text[head.start("noun")].isupper() and head.start("noun") > begin:
        return head.start("noun")  # « le Collectif des Quais, la CGT … »: a name
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
