"""The lists of signatories in a text, each with what introduces it: where they stand, not what the names mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.model import Block
from scraper.extent import extent
from scraper.introductions import Introduction, introductions, is_otherwise
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
from scraper.sheet import Sheet, entry, pattern

_Found = tuple[Introduction, int, int]


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
    if any(intro.strength == "sure" and not _supports(sheet, intro) for intro, _, _ in found):
        found = [item for item in found if item[0].strength == "sure" or _supports(sheet, item[0])]
    return tuple(_block(sheet, *item) for item in found)


def _found(sheet: Sheet) -> Iterator[_Found]:
    reached = 0
    for line, (start, end) in enumerate(sheet.lines):
        if end <= reached or start == end:
            continue
        announced = False
        for intro in introductions(sheet, line):
            span = extent(sheet, intro) if intro.start >= reached else None
            if span and _is_list(sheet, intro, span):
                announced = True
                reached = span[1]
                yield (intro, *span)
        if not announced and start >= reached and _is_bare(sheet, line):
            reached = end
            yield (Introduction((start, start), start, end, line, "weak"), start, end)


def _block(sheet: Sheet, intro: Introduction, start: int, end: int) -> Block:
    heading = sheet.text[slice(*intro.head)].strip()
    if intro.strength == "sure" and _has_sisters(sheet, intro, start, end):
        start, heading = intro.head[0], ""
    elif intro.strength == "weak" and (noun := _first_of_groups(sheet, intro, end)):
        start, heading = noun, sheet.text[intro.head[0] : noun].strip()
    while start < end and sheet.text[start].isspace():
        start += 1
    text = sheet.text[start:end].rstrip()
    return Block(text, start, heading)


def _first_of_groups(sheet: Sheet, intro: Introduction, end: int) -> int | None:
    """Where « syndicats d'enseignants » begins in « Les syndicats d'enseignants A, B et les fédérations C, D »."""
    noun = re.compile(rf"(?:les |nos |the )?(?={entry('groups')})").match(sheet.folded, *intro.head)
    other = re.compile(
        rf"(?:,|;| et| ainsi que| and) (?:les|des|nos|the) {entry('groups')}\b(?: [\w'·-]+){{0,5}}? (?=\S)"
    )
    if not noun or sheet.text[intro.start - 1] == "(" or not other.search(sheet.folded, intro.start, end):
        return None
    return noun.end()


def _has_sisters(sheet: Sheet, intro: Introduction, start: int, end: int) -> bool:
    """Whether another heading of signatories stands in the list, so that the first names one group of several."""
    line = intro.line + 1
    while line < len(sheet.lines) and sheet.lines[line][0] < end:
        if any(other.strength == "sure" and not _supports(sheet, other) for other in introductions(sheet, line)):
            return True
        line += 1
    return False


def _supports(sheet: Sheet, intro: Introduction) -> bool:
    heading = sheet.folded[slice(*intro.head)]
    return (
        "soutien" in heading or "soutenu" in heading or "support" in heading or "apoy" in heading or "sosteg" in heading
    )


# --- is it a list of signatories? ----------------------------------------------------------------------------------


def _is_list(sheet: Sheet, intro: Introduction, span: tuple[int, int]) -> bool:
    found = pieces(sheet.text[slice(*span)])
    if not found or is_timetable(found) or is_official(found):
        return False
    if intro.strength == "sure":
        return _names_somebody(sheet, span, found)
    if (len(found) < 2 and not _supports(sheet, intro)) or share(found, is_named) < 0.65 or is_people(found):
        return False
    organised = share(found, is_organisation)
    if _supports(sheet, intro) and organised:
        return True
    return organised >= 0.5 or (organised >= 0.3 and _invites(sheet, intro))


def _names_somebody(sheet: Sheet, span: tuple[int, int], found: list[str]) -> bool:
    lines = [line for line in sheet.text[slice(*span)].split("\n") if line.strip()]
    if len(lines) > 2:
        starts = [piece[0] for line in lines if (piece := pieces(line))]
        return max(share(starts, is_named), share(found, is_named)) >= 0.6
    strong = [
        piece.strip() for piece in re.split(r"\s*[;•►]\s*|\s+[-–—]\s+", sheet.text[slice(*span)]) if piece.strip()
    ]
    return max(share(found, is_named), share(strong, is_named)) >= 0.5 and not (len(found) == 1 and is_prose(found[0]))


def _invites(sheet: Sheet, intro: Introduction) -> bool:
    """« Nous, … » and « nos organisations (… »: openings that say themselves that organisations follow."""
    heading = sheet.folded[slice(*intro.head)]
    return bool(pattern("we").match(heading)) or heading.startswith("nos ")


def _is_bare(sheet: Sheet, line: int) -> bool:
    """A line that is a list of organisations with nothing before it."""
    text = sheet.line(line)
    if len(text) > 5000 or "#" in text or is_otherwise(sheet, line) or is_prose(text) or is_stop(text) or ":" in text:
        return False
    found = pieces(text)
    return (
        len(found) >= 3
        and share(found, is_named) >= 0.9
        and share(found, is_organisation) >= 0.6
        and not is_timetable(found)
    )


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


def _follows_otherwise(sheet: Sheet, line: int) -> bool:
    """Whether the line before announces something else, or is a menu's."""
    before = next((number for number in range(line - 1, max(-1, line - 4), -1) if sheet.line(number)), None)
    return before is not None and (is_otherwise(sheet, before) or is_stop(sheet.line(before)))
