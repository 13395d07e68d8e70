"""The lists of signatories in a text, each with what introduces it: where they stand, not what the names mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from archive.model import Block
from scraper.extent import extent
from scraper.introductions import Introduction, announces_support, introductions, is_heading, is_otherwise
from scraper.lookalikes import (
    is_named,
    is_official,
    is_organisation,
    is_people,
    is_prose,
    is_stop,
    is_timetable,
    pieces,
    share,
)
from scraper.sentences import is_row_of_stops
from scraper.sheet import Sheet, Span, pattern

# A stretch this long that was followed and turned out to be none is not read again from its middle.
_BARREN = 2_000
_PAIR = re.compile(r" et (?:(?:du|des|de la) |de l['’]|d['’])(?=[A-ZÀ-Ý])")
_STRONG = re.compile(r"(?<!\s)\s*[;•►]\s*|(?<!\s)\s+[-–—]\s+")


def find_blocks(text: str) -> tuple[Block, ...]:
    """The lists of signatories of a plain text that keeps its lines, in order; empty when there is none.

    A block's text is the slice of the text that begins at its `start`: names, separators, sub-headings. A heading
    that names one group of several (« Signataires nationaux : ») is part of the block like any other sub-heading.
    What only looks like a list (towns, demands, menus, tags, authors, copies) is none.
    """
    sheet = Sheet(text)
    found = list(_found(sheet))
    if not found and (column := _bare_column(sheet)):
        return (column,)
    if any(intro.strength == "sure" and not _is_beside(sheet, intro) for intro, _ in found):
        found = [item for item in found if item[0].strength == "sure" or announces_support(sheet, item[0])]
    return tuple(_block(sheet, *item) for item in found)


def _is_beside(sheet: Sheet, intro: Introduction) -> bool:
    """Whether an introduction announces supporters, or persons for themselves: the signatories stand elsewhere."""
    return announces_support(sheet, intro) or pattern("personal").match(sheet.folded, *intro.head) is not None


def _found(sheet: Sheet) -> Iterator[tuple[Introduction, Span]]:
    reached = 0
    for line, (start, end) in enumerate(sheet.lines):
        if end <= reached or start == end:
            continue
        announced = False
        for intro in introductions(sheet, line):
            span = extent(sheet, intro) if intro.start >= reached else None
            if span and _is_list(sheet, intro, span) and not _is_of_others(sheet, intro):
                before = _bare_before(sheet, intro, max(start, reached))
                if before:
                    yield before
                announced, reached = True, span[1]
                yield intro, span
            elif span and span[1] - span[0] > _BARREN:
                reached = span[1]
        if not announced and start >= reached and _is_bare(sheet, line):
            reached = end
            yield Introduction((start, start), start, end, line, "weak"), (start, end)


def _block(sheet: Sheet, intro: Introduction, span: Span) -> Block:
    start, end = span
    heading = sheet.text[slice(*intro.head)].strip()
    beside = sheet.text[intro.start - 1] == " "
    if intro.strength == "sure" and not beside and _has_sisters(sheet, intro, start, end):
        start, heading = intro.head[0], ""
    elif intro.strength == "weak" and (noun := _first_of_groups(sheet, intro, end)):
        start, heading = noun, sheet.text[intro.head[0] : noun].strip()
    text = sheet.text[start:end]
    return Block(text.strip(), start + len(text) - len(text.lstrip()), heading)


def _has_sisters(sheet: Sheet, intro: Introduction, start: int, end: int) -> bool:
    """Whether another heading of signatories stands in the list, so that the first names one group of several."""
    for line in range(intro.line + 1, len(sheet.lines)):
        if sheet.lines[line][0] >= end:
            return False
        if sheet.lines[line][0] > start and is_heading(sheet, line, of_signatories=True):
            return True
    return False


@cache
def _group() -> re.Pattern[str]:
    return re.compile(rf"(?:les |nos |the )?(?={pattern('groups').pattern})")


@cache
def _other_group() -> re.Pattern[str]:
    noun = rf"(?:les|des|nos|the) {pattern('groups').pattern}\b(?: [\w'·-]+){{0,5}}? (?=\S)"
    return re.compile(rf"(?:,|;| et| ainsi que| and) {noun}")


def _first_of_groups(sheet: Sheet, intro: Introduction, end: int) -> int | None:
    """Where « syndicats d'enseignants » begins in « Les syndicats d'enseignants A, B et les fédérations C, D »."""
    noun = _group().match(sheet.folded, *intro.head)
    if not noun or sheet.text[intro.start - 1] == "(" or not _other_group().search(sheet.folded, intro.start, end):
        return None
    return noun.end()


# --- is it a list of signatories? ----------------------------------------------------------------------------------


def _is_list(sheet: Sheet, intro: Introduction, span: Span) -> bool:
    text = sheet.text[slice(*span)]
    found = pieces(text)
    if not found or is_timetable(found) or is_official(found):
        return False
    if intro.strength == "sure":
        return _names_somebody(text, found)
    if len(found) == 1:  # « à l'appel de la CGT et du SNUTER »
        found = tuple(_PAIR.split(found[0], maxsplit=1))
    supporting = announces_support(sheet, intro)
    bracketed = sheet.text[intro.start - 1 : intro.start] == "("
    if bracketed and _is_ours(sheet, intro, found):
        return True
    if (len(found) < 2 and (bracketed or not supporting)) or share(found, is_named) < 0.65 or is_people(found):
        return False
    organised = share(found, is_organisation)
    return organised >= (
        0.25 if (supporting and intro.end < 0) or _invites(sheet, intro) or _heads_page(sheet, intro, found) else 0.5
    )


def _names_somebody(text: str, found: Sequence[str]) -> bool:
    """Whether most of what follows a sure heading is set like names, by one way of cutting or another."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 2:
        firsts = [first for line in lines for first in pieces(line[:200])[:1]]
        return share(firsts, is_named) >= 0.6 or share(found, is_named) >= 0.6
    if len(found) == 1 and is_prose(found[0]):
        return is_row_of_stops(text)
    return share(found, is_named) >= 0.5 or share([piece for piece in _STRONG.split(text) if piece], is_named) >= 0.5


def _is_ours(sheet: Sheet, intro: Introduction, found: Sequence[str]) -> bool:
    """« nos organisations (…) »: whatever the names look like, if names they are and not towns."""
    several = share(found, lambda piece: " " in piece or is_organisation(piece))
    ours = sheet.folded.endswith("nos ", 0, intro.head[0])
    return ours and len(found) > 1 and share(found, is_named) >= 0.9 and several >= 0.5


def _invites(sheet: Sheet, intro: Introduction) -> bool:
    """« Nous, … », « nos organisations (… », « * … »: openings that say themselves that organisations follow."""
    head, _ = intro.head
    if sheet.text[head] in "[(*¹²³":
        return True
    return any(expression.match(sheet.folded, *intro.head) for expression in (pattern("we"), pattern("sections"))) or (
        sheet.folded.startswith("nos ", head)
    )


def _heads_page(sheet: Sheet, intro: Introduction, found: Sequence[str]) -> bool:
    """« Communiqué de A, B, C »: names of several words, or that show what they are, most of them."""
    several = share(found, lambda piece: " " in piece or "-" in piece or is_organisation(piece))
    return len(found) > 2 and several >= 0.5 and pattern("titles").match(sheet.folded, *intro.head) is not None


# --- lists that nothing announces ----------------------------------------------------------------------------------


def _is_bare(sheet: Sheet, line: int) -> bool:
    """A line that is a list of organisations with nothing before it."""
    text = sheet.line(line)
    return _is_row(text) and not (is_stop(text) or is_otherwise(sheet, line))


def _is_row(text: str) -> bool:
    """Whether three organisations at least stand here, and nothing else."""
    if not 8 <= len(text) <= 5000 or "#" in text or ":" in text or is_prose(text):
        return False
    found = pieces(text)
    named = len(found) >= 3 and share(found, is_named) >= 0.9 and share(found, is_organisation) >= 0.6
    return named and not is_timetable(found)


def _bare_column(sheet: Sheet) -> Block | None:
    """A column of organisations, one a line, with nothing before it: at least four, a short line each."""
    run: list[int] = []
    for line in [*range(len(sheet.lines)), -1]:
        text = sheet.line(line) if line >= 0 else ""
        if text and len(text) < 100 and is_organisation(text) and not _is_frame(sheet, line):
            run.append(line)
            continue
        if len(run) >= 4 and not _follows_otherwise(sheet, run[0]):
            start, end = sheet.lines[run[0]][0], sheet.lines[run[-1]][1]
            return Block(sheet.text[start:end], start)
        run = []
    return None


def _is_frame(sheet: Sheet, line: int) -> bool:
    text = sheet.line(line)
    return (
        is_stop(text)
        or is_prose(text)
        or is_otherwise(sheet, line)
        or is_timetable([text])
        or ":" in text
        or text[:1] in "#>"
    )


def _bare_before(sheet: Sheet, intro: Introduction, start: int) -> tuple[Introduction, Span] | None:
    """The list of « CGT 11, FSU 11, SUD 11 – avec le soutien de la FCPE 11 » before its supporters."""
    end = intro.head[0]
    if end - start < 8 or not announces_support(sheet, intro) or not _is_row(sheet.text[start:end].rstrip(" -–—,;(")):
        return None
    return Introduction((start, start), start, end, intro.line, "weak"), (start, end)


def _is_of_others(sheet: Sheet, intro: Introduction) -> bool:
    """« Collectif des gares » and other titles under « Voir aussi » are no headings."""
    if intro.strength == "sure" or intro.end >= 0 or intro.line == 0:
        return False
    before = sheet.line(intro.line - 1)
    return bool(before) and is_otherwise(sheet, intro.line - 1) and (":" not in before or before.endswith(":"))


def _follows_otherwise(sheet: Sheet, line: int) -> bool:
    """Whether the line before announces something else, or is a menu's."""
    before = next((number for number in range(line - 1, max(-1, line - 4), -1) if sheet.line(number)), None)
    return before is not None and (is_otherwise(sheet, before) or is_stop(sheet.line(before)))
