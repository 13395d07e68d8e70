"""Where a list ends that stands in a running sentence: at its bracket, before the verb, at the full stop."""

from __future__ import annotations

import re
from functools import cache

from scraper.introductions import Introduction
from scraper.lookalikes import is_date, is_named, is_organisation, is_people, is_prose, pieces
from scraper.openings import call, calls
from scraper.sheet import Sheet, Span, pattern

# « CGT/FO/SUD/UNSA »
_GLUED = re.compile(r"[A-ZÀ-Ý][\w’'-]{0,30}(?:\s?/\s?[A-ZÀ-Ý][\w’'-]{0,30}){2,}")
_STOP = re.compile(
    r"[.…](?:(?<=[^\W\d_]{3}[.…])[.…]{0,2}|(?<=\d\d\.)|(?<=[)»]\.)|(?<=\.)\.\.)\s+(?=[«“]?\s?[A-ZÀ-Ý])",
)
_STOPS = re.compile(r"(?<=[\w)!»]{2})\s*\.\s+(?=[A-ZÀ-Ý])|(?<=!)\.?\s+(?=[A-ZÀ-Ý])")
_IN_SENTENCE = re.compile(r" [^\W\d_A-ZÀ-Ý]")
_ABBREVIATED = re.compile(r"\b(?:e\.v|conf|arrt|dept|assoc|mme|mlle|mgr|prof|etc)$", re.I)
# « Intersyndicale A, B, C du CHU », « les syndicats A et B des territoriaux »: the last words belong to the first.
_WHOSE = re.compile(r" (?:du|de la|de l['’]|des|de|d['’]) ?[^,;/–—-]*$")
_WHOSE_PLAINLY = re.compile(r"(?<=[A-Z][A-Z]) (?:du|de la|des) (?=[a-zà-ÿ])[^,;/–—-]*$")
# « A, B et C, une marche partira … »: what follows is no name, whatever its words.
_CLAUSE = re.compile(
    r"(?:une? (?!autre)|plus d|pres de|il |elle |on |cette? |c'est|des (?:milliers|centaines|dizaines) )"
)
_DASHED = re.compile(r"\s[-–—]\s")
_PREPOSITIONS = frozenset("pour contre a au dans sur des devant apres avant".split())
_NOUN = re.compile(r"(?:(?:et |de |du )?(?:l['’]|la |le |les )?)(?:[A-ZÀ-Ý]|collectif|association)")


def sentence_end(sheet: Sheet, start: int, limit: int) -> int:
    """Where the sentence ends that runs from `start`: before its full stop, or at `limit`."""
    for match in _STOP.finditer(sheet.text, start, limit):
        if not _ABBREVIATED.search(sheet.text, max(start, match.start() - 8), match.start()):
            return match.start()
    return limit


def is_row_of_stops(text: str) -> bool:
    """Whether full stops part the names: « Le Planning familial. Les Effrontées. Ensemble !. »."""
    if ";" in text or ":" in text or "," in text or len(text) > 5000 or not ("." in text or "!" in text):
        return False
    found = [piece for piece in _STOPS.split(text.strip(" .")) if piece]
    return len(found) > 2 and all(
        is_named(piece) and len(piece.split()) <= 9 and not is_prose(piece) for piece in found
    )


def before_call(sheet: Sheet, intro: Introduction, end: int) -> int:
    """The end before « demandent … » where the list is the subject: « Les syndicats suivants : A, B demandent »."""
    if sheet.cue(intro.start) >= end or not _subjects().search(sheet.folded, *intro.head):
        return end
    for verb, after in sheet.spans(calls, intro.start, end):
        if sheet.text[verb + 1].islower() and _IN_SENTENCE.match(sheet.text, after, end):
            closed = sheet.text.count("(", intro.start, verb) == sheet.text.count(")", intro.start, verb)
            return verb if closed else end
    return end


def starts_with_call(sheet: Sheet, start: int) -> bool:
    """Whether the verb of the sentence begins here: « demandent l'ouverture »."""
    return call().match(sheet.folded, start) is not None


@cache
def _subjects() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern('groups').pattern}\b")


def list_in_sentence(sheet: Sheet, intro: Introduction) -> Span | None:
    """The span of the list that an opening of a sentence announces, None when there is nothing."""
    start, end = intro.start, intro.end
    if glued := _GLUED.match(sheet.text, start, end):
        return glued.span()
    if sheet.text[start - 1 : start] != "(":
        if (verb := _verb(sheet, start, end)) == start:
            return None
        end = min(sentence_end(sheet, start, end), verb)
        whose = _WHOSE if sheet.folded.startswith("intersyndic", intro.head[0]) else _WHOSE_PLAINLY
        belonging = whose.search(sheet.text, max(start, end - 80), end)
        end = belonging.start() if belonging else end
        end = _without_tail(sheet, intro, _before_subject(sheet, intro, end))
        end = _without_day(sheet, start, end)
    while end > start and sheet.text[end - 1] in " ,;:.\n":
        end -= 1
    return (start, end) if end > start else None


def _before_subject(sheet: Sheet, intro: Introduction, end: int) -> int:
    """The end before what a title is about: « Appel de A, B et C : l'hôpital ferme »."""
    colon = sheet.text.find(":", intro.start, end)
    if colon < 0 or not pattern("titles").match(sheet.folded, *intro.head):
        return end
    return colon if len(pieces(sheet.text[intro.start : colon])) > 1 else end


def _without_tail(sheet: Sheet, intro: Introduction, end: int) -> int:
    """The end before what follows the last name: « …, FO et Solidaires, réunies », « …, les agents »."""
    people = pattern("people_sign").search(sheet.folded, *intro.head) is not None
    while (comma := sheet.text.rfind(", ", intro.start, end)) > intro.start:
        tail = sheet.text[comma + 2 : end].strip()
        clause = _CLAUSE.match(sheet.folded, comma + 2, end)
        if not clause and (not tail or is_named(tail) or tail.count(")") > tail.count("(")):
            return end
        before = sheet.text[sheet.text.rfind(", ", intro.start, comma) + 1 : comma].strip().removeprefix("et ")
        if people and is_people([before.rpartition(" et ")[2]]) and not tail.rstrip(".").endswith(("s", "x")):
            return end  # « …, et Leïla Martin, avocate »; not « …, chercheurs »
        end = comma
    return end


def _without_day(sheet: Sheet, start: int, end: int) -> int:
    """The end before where and when it was written: « Communiqué de A, B et C – Valbrume, 4 mai 2023 »."""
    if not sheet.text[max(start, end - 4) : end].isdigit():
        return end
    for gap in _DASHED.finditer(sheet.text, max(start, end - 60), end):
        where = sheet.text[gap.end() : end].partition(",")[0]
        if is_date(sheet.folded[gap.end() : end]) and not is_organisation(where):
            return gap.start()
    comma = sheet.text.rfind(", ", start, end)
    return comma if comma > start and is_date(sheet.folded[comma + 2 : end]) else end


def _verb(sheet: Sheet, start: int, limit: int) -> int:
    """The place of the first verb, or other word, that the list cannot hold outside brackets."""
    depth, counted = 0, start
    for match in pattern("verbs").finditer(sheet.folded, start, limit):
        depth += sheet.text.count("(", counted, match.start()) - sheet.text.count(")", counted, match.start())
        counted = match.start()
        if depth <= 0 and sheet.text[match.start()].islower() and not _is_called_for(sheet, start, match):
            return match.start()
    return limit


def _is_called_for(sheet: Sheet, start: int, match: re.Match[str]) -> bool:
    """« Mouvement contre le racisme », « Union pour la paix »: a preposition that the noun before it calls for."""
    if match[0].split()[0] not in _PREPOSITIONS:
        return False
    before = re.split(r"[,;(]", sheet.text[max(start, match.start() - 80) : match.start()])[-1].strip()
    if re.search(r"[A-Z]{2,}\)?$", before):
        return False
    return _NOUN.match(before) is not None and is_organisation(before)
