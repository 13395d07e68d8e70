"""The lists of signatories in a text, each with what introduces it: where they stand, not what the names mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from archive.mask import MASK, emptied, filled
from archive.model import Block
from scraper.extent import extent
from scraper.going_on import POSTAL, item_mark
from scraper.introductions import Introduction, announces_support, introductions, is_heading, is_otherwise
from scraper.lookalikes import (
    is_named,
    is_official,
    is_organisation,
    is_people,
    is_prose,
    is_timetable,
    pieces,
    reaches,
    share,
)
from scraper.sentences import is_row_of_stops
from scraper.sheet import Sheet, Span, fold, pattern, signs
from scraper.subheadings import is_section
from scraper.unannounced import bare_before, bare_column, column_above, is_bare

# Of a text this long at most, in characters, what was found is remembered: pages are read again, at other addresses and
# on other nights, and mostly say what they said.
_SHORT = 8_000
# A stretch this long that was followed and turned out to be none is not read again from its middle.
_BARREN = 2_000
_PAIR = re.compile(r" et (?:(?:du|des|de la|le|la|les) |(?:de )?l['’]|d['’])(?=[A-ZÀ-Ý])")
_MAIL = re.compile(r"[<(\[]?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+[>)\]]?")
_MAIL_BEHIND = re.compile(rf"[ ,:–—-]*{_MAIL.pattern}")
_STRONG = re.compile(r"(?<!\s)\s*[;•►]\s*|(?<!\s)\s+[-–—]\s+")


def find_blocks(text: str) -> tuple[Block, ...]:
    """The lists of signatories of a plain text that keeps its lines, in order; empty when there is none.

    A block's text is the slice of the text that begins at its `start`: names, separators, sub-headings. A heading
    that names one group of several (« Signataires nationaux : ») is part of the block like any other sub-heading.
    What only looks like a list (towns, demands, menus, tags, authors, copies) is none.
    """
    if MASK in text:
        return tuple(_as_it_stands(block, text) for block in find_blocks(filled(text)))
    if "@" in text and (spaced := _MAIL.sub(_spaces, text)) != text:
        # An address of e-mail ends a list, unless what signs says that it is one: then names go on behind it.
        found = find_blocks(spaced)
        if any(signs(fold(block.heading)) for block in found):
            return tuple(_as_it_stands(block, text) for block in found)
    return _remembered(text) if len(text) <= _SHORT else _find(text)


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _as_it_stands(block: Block, text: str) -> Block:
    """The same slice of the text itself, with the address of e-mail that stands behind its last name."""
    end = block.start + len(block.text)
    behind = _MAIL_BEHIND.match(text, end)
    return Block(text[block.start : behind.end() if behind else end], block.start, emptied(block.heading))


def _find(text: str) -> tuple[Block, ...]:
    sheet = Sheet(text)
    found = list(_found(sheet))
    if not found and (column := bare_column(sheet)):
        return (column,)
    doubtful = any(intro.strength == "weak" for intro, _ in found)
    if doubtful and any(intro.strength == "sure" and not _is_beside(sheet, intro) for intro, _ in found):
        found = [item for item in found if item[0].strength == "sure" or announces_support(sheet, item[0])]
    return tuple(_block(sheet, *item) for item in found)


_remembered = lru_cache(maxsize=1 << 9)(_find)


def _is_beside(sheet: Sheet, intro: Introduction) -> bool:
    """Whether an introduction announces supporters, or persons for themselves: the signatories stand elsewhere."""
    return announces_support(sheet, intro) or pattern("personal").match(sheet.folded, *intro.head) is not None


def _found(sheet: Sheet) -> Iterator[tuple[Introduction, Span]]:
    reached, above_any = 0, "ci-dessus" in sheet.folded or " above" in sheet.folded
    for line, (start, end) in enumerate(sheet.lines):
        if end <= reached or start == end:
            continue
        announced = False
        for intro in introductions(sheet, line):
            span = extent(sheet, intro) if intro.start >= reached else None
            more = announced and announces_support(sheet, intro) and _names_supporter(sheet, span)
            if span and _is_standing(sheet, intro, span):
                reached = span[1]
            elif span and (more or _is_list(sheet, intro, span)) and not _is_of_others(sheet, intro):
                before = bare_before(sheet, intro, max(start, reached))
                if before:
                    yield before
                announced, reached = True, span[1]
                yield intro, span
            elif span and span[1] - span[0] > _BARREN:
                reached = span[1]
        if above_any and not announced and start >= reached and pattern("above").match(sheet.folded, start, end):
            if (above := column_above(sheet, line, reached)) is not None:
                yield Introduction((start, start), above[0], above[1], line, "sure"), above
                reached = end
        elif not announced and start >= reached and is_bare(sheet, line):
            reached = end
            yield Introduction((start, start), start, end, line, "weak"), (start, end)


def _names_supporter(sheet: Sheet, span: Span | None) -> bool:
    """« …; Amap du Bourg. Il est soutenu par la Biocoop du Val »: after a list, on its line, one name is enough."""
    found = pieces(sheet.text[slice(*span)]) if span else ()
    return bool(found) and all(map(is_named, found)) and not is_official(found) and not is_people(found)


def _is_standing(sheet: Sheet, intro: Introduction, span: Span) -> bool:
    """« Nos associations membres » below the address of who writes: they stand there whatever the text is.

    Not where something in lower case stands among them: it may be the office of a person, whose name is to be withheld.
    """
    if not pattern("standing").match(sheet.folded, *intro.head):
        return False
    if not all(map(is_named, pieces(sheet.text[slice(*span)]))):
        return False
    above = (sheet.line(number) for number in range(max(0, intro.line - 4), intro.line))
    return any(POSTAL.search(line) and not is_prose(line) for line in above)


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
        beyond = sheet.lines[line][0] > start and item_mark(sheet.line(line)) is None
        if beyond and is_heading(sheet, line, of_signatories=True):
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
    found = pieces(sheet.text[slice(*span)])
    if not found or _is_unsigned(sheet, intro, span) or not _names_signatories(sheet, intro, span, found):
        return False
    return not is_timetable(found) and not is_official(found)


def _names_signatories(sheet: Sheet, intro: Introduction, span: Span, found: tuple[str, ...]) -> bool:
    text = sheet.text[slice(*span)]
    if intro.strength == "sure":
        return _names_somebody(text, found)
    found = tuple(name for piece in found for name in _PAIR.split(piece))  # « à l'appel de la CGT et du SNUTER »
    supporting = announces_support(sheet, intro)
    bracketed = sheet.text[intro.start - 1 : intro.start] == "("
    if (bracketed and _is_ours(sheet, intro, found)) or _names_people(sheet, intro, span, found):
        return True
    if (len(found) < 2 and (bracketed or not supporting)) or share(found, is_named) < 0.65 or is_people(found):
        return False
    organised = share(found, is_organisation)
    if _heads_page(sheet, intro, found):
        return organised > 0
    few = (supporting and intro.end < 0) or _invites(sheet, intro) or _stand_with(sheet, intro, found)
    return organised >= (0.25 if few else 0.5)


def _names_somebody(text: str, found: Sequence[str]) -> bool:
    """Whether most of what follows a sure heading is set like names, by one way of cutting or another."""
    found = [piece.rpartition(" : ")[2] for piece in found]  # « pour le collectif : A ; pour les habitants : B »
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 2:
        firsts = (first for line in lines for first in pieces(line[:200])[:1])
        return reaches(found, is_named, 0.6) or reaches(list(firsts), is_named, 0.6)
    if len(found) == 1 and is_prose(found[0]):
        return is_row_of_stops(text)
    return reaches(found, is_named, 0.5) or reaches([piece for piece in _STRONG.split(text) if piece], is_named, 0.5)


def _stand_with(sheet: Sheet, intro: Introduction, found: Sequence[str]) -> bool:
    """« Avec : Paysans du Gué, Civam, Nature & Progrès »: three names or more, and none like a person's."""
    alone = sheet.folded.startswith("avec", intro.head[0]) and intro.end < 0
    return alone and len(found) > 2 and all(map(is_named, found)) and not any(is_people([piece]) for piece in found)


def _is_ours(sheet: Sheet, intro: Introduction, found: Sequence[str]) -> bool:
    """« nos organisations (…) »: whatever the names look like, if names they are and not towns."""
    several = share(found, lambda piece: " " in piece or is_organisation(piece))
    ours = sheet.folded.endswith("nos ", 0, intro.head[0])
    return ours and len(found) > 1 and share(found, is_named) >= 0.9 and several >= 0.5


def _is_unsigned(sheet: Sheet, intro: Introduction, span: Span) -> bool:
    """« La loi soutenue par A et B », « Les syndicats A et B ont été condamnés »: no signatories."""
    if intro.end < 0 and (intro.strength == "weak" or sheet.text[intro.start - 1] != " "):
        return False  # a heading
    before, head = sheet.lines[intro.line][0], intro.head[0] if intro.end >= 0 else intro.start
    clause = sheet.folded[max(before, head - 100) : head]
    if pattern("unsigned").search(clause) and not pattern("texts").search(clause):
        return not sheet.folded.startswith("a l'", head)
    return pattern("undergone").match(sheet.folded, span[1]) is not None


def _names_people(sheet: Sheet, intro: Introduction, span: Span, found: Sequence[str]) -> bool:
    """Whether persons sign: « Lettre signée par A, historien, et B », « Personnalités : … » before organisations."""
    head = sheet.folded[slice(*intro.head)]
    if pattern("people_sign").search(head):
        named = [name for name in (piece.removeprefix("et ") for piece in found) if name[:1].isupper()]
        return len(named) > 1 and len(named) * 2 >= len(found) and is_people(named)
    if not pattern("people").match(head):
        return False
    groups = (line for line in range(intro.line + 1, len(sheet.lines)) if sheet.lines[line][0] < span[1])
    return any(is_section(sheet, line) for line in groups) and sum(map(is_organisation, found)) > 1


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


def _is_of_others(sheet: Sheet, intro: Introduction) -> bool:
    """« Collectif des gares » and other titles under « Voir aussi » are no headings."""
    if intro.strength == "sure" or intro.end >= 0 or intro.line == 0:
        return False
    before = sheet.line(intro.line - 1)
    return bool(before) and is_otherwise(sheet, intro.line - 1) and (":" not in before or before.endswith(":"))
