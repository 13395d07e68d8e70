"""How far a list reaches once it is announced: over its lines and groups, or to the end of its sentence."""

from __future__ import annotations

import re

from scraper.going_on import POSTAL, SEPARATOR, Reach, is_next_item, is_row, item_mark, runs_on
from scraper.introductions import Introduction, is_heading, is_otherwise
from scraper.lookalikes import is_long_name, is_named, is_organisation, is_prose, is_sentence, is_stop, pieces, share
from scraper.sentences import before_call, is_row_of_stops, list_in_sentence, sentence_end, starts_with_call
from scraper.sheet import Sheet, Span, fold, pattern
from scraper.subheadings import is_section, is_unfinished, rest_of_section

_NOTHING = re.compile(r"[\s:.*\-–—_|•]*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_HASHTAG = re.compile(r"#[A-ZÀ-Ý]\w+")


def extent(sheet: Sheet, intro: Introduction) -> Span | None:
    """Where the list that was announced begins and ends, None when nothing follows that could be one."""
    if intro.end >= 0:
        return list_in_sentence(sheet, intro)
    limit = sheet.lines[intro.line][1]
    if not _NOTHING.fullmatch(sheet.text, intro.start, limit):
        start, reach = intro.start, Reach(True, "", intro.line)
        end = limit if is_row_of_stops(sheet.text[start:limit]) else sentence_end(sheet, start, limit)
        if (end := before_call(sheet, intro, end)) < limit:
            return start, end
        if _opens_column(sheet, intro):
            reach = Reach(False, "", intro.line)
    else:
        first = _first(sheet, intro.line)
        if first is None or not _can_open(sheet, first):
            return None
        start, reach = sheet.lines[first][0], _reach(sheet, first)
    _follow(sheet, reach)
    return start, _without_frame(sheet, start, sheet.lines[reach.last][1])


def _opens_column(sheet: Sheet, intro: Introduction) -> bool:
    """Whether one name stands beside its heading and the others below, one a line: links with nothing between."""
    beside = sheet.text[intro.start : sheet.lines[intro.line][1]].strip()
    if not beside or SEPARATOR.search(beside) or not is_named(beside) or is_unfinished(beside) or beside[-1] == ".":
        return False
    below = []
    for line in range(intro.line + 1, min(len(sheet.lines), intro.line + 4)):
        body = sheet.line(line)
        if not body or is_stop(body) or is_prose(body):
            break
        below.append(body)
    alone = [len(body) < 80 and not SEPARATOR.search(body) and is_named(body) for body in below]
    return bool(alone) and all(alone) and share(below, is_organisation) >= 0.5


def _first(sheet: Sheet, line: int) -> int | None:
    """The line on which the list begins below its heading: « Voir la liste », which unfolds it, is passed over."""
    first = sheet.next(line, 3)
    if first is not None and pattern("unfolding").fullmatch(fold(sheet.line(first)).strip(" :.>▼▾►+")):
        return sheet.next(first, 3)
    return first


def _reach(sheet: Sheet, line: int) -> Reach:
    """A list that begins on a line of its own."""
    mark, body = sheet.marked(line), sheet.text[slice(*sheet.body(line))]
    section = is_section(sheet, line)
    running = not mark and not section and _is_running(sheet, line, body)
    return Reach(running, mark, line, fresh=section and not rest_of_section(sheet, line))


def _is_running(sheet: Sheet, line: int, body: str) -> bool:
    """Whether a line holds several names, rather than one with « et » like the next: « Pain, Paix et Dignité »."""
    found = pieces(body)
    if sum(map(is_named, found)) < 3:
        return False
    following = sheet.next(line, 0)
    if following is None or len(SEPARATOR.findall(body)) > 1 or sum(map(is_organisation, found)) > 1:
        return True
    return len(pieces(sheet.line(following))) > 2 or not is_named(sheet.line(following))


def _follow(sheet: Sheet, reach: Reach) -> None:
    while True:
        if not reach.running and not reach.fresh:
            _pass_items(sheet, reach)
        line = sheet.next(reach.last, 3)
        if line is None or not _belongs(sheet, reach, line):
            return
        reach.last = line


def _pass_items(sheet: Sheet, reach: Reach) -> None:
    """Goes on over the lines right below that are marked like the last and leave no question, without asking any."""
    first = reach.last
    if item_mark(sheet.line(first)) is None:
        return
    while reach.last + 1 < len(sheet.lines) and item_mark(sheet.line(reach.last + 1)) == reach.mark:
        reach.last += 1
    reach.items += reach.last - first
    reach.spaced = reach.spaced and reach.last == first


def _belongs(sheet: Sheet, reach: Reach, line: int) -> bool:
    """Whether the next line that is not empty is part of the list."""
    start, end = sheet.body(line)
    body, gap = sheet.text[start:end], line - reach.last - 1
    close = gap <= (1 if reach.mark else 0)
    alike = close and sheet.marked(line) == reach.mark and not reach.running and not reach.fresh
    if not (alike and reach.mark and ":" not in body) and (
        is_heading(sheet, line) or (is_section(sheet, line) and gap < 3)
    ):
        return _enters_section(sheet, reach, line)
    if _ADDRESS.fullmatch(body) and gap == 0 and not reach.running:
        following = sheet.next(line, 0)
        return following is not None and not is_stop(sheet.line(following))
    spaced = reach.spaced and reach.items > 1 and gap == 1 and _has_peer(sheet, line)
    if is_stop(body, among_names=alike) or is_otherwise(sheet, line, among_names=alike or spaced):
        return False
    if body[:1].islower() and starts_with_call(sheet, start):
        return False
    if reach.fresh:
        new = _reach(sheet, line)
        reach.running, reach.mark, reach.items, reach.spaced, reach.fresh = new.running, new.mark, 1, True, False
        return _can_open(sheet, line, named=True)
    if gap < 2 and "|" in body and is_row(sheet.line(reach.last), body):
        reach.items += 1
        return True
    if POSTAL.search(body) or (len(body) > 400 and not reach.running):
        return False
    return runs_on(sheet, reach, line, gap) if reach.running else is_next_item(sheet, reach, line, gap)


def _can_open(sheet: Sheet, line: int, *, named: bool = False) -> bool:
    """Whether a line can be the first of a list. `named`: a sub-heading within a list stands before it."""
    if item_mark(sheet.line(line)) is not None or is_section(sheet, line):
        return True
    body = sheet.text[slice(*sheet.body(line))]
    if is_heading(sheet, line):
        return bool(rest_of_section(sheet, line))
    if POSTAL.search(body):  # « Collectif des Quais » over its address
        return False
    following = sheet.next(line, 0)
    alike = len(pieces(body)) > 2 or (following is not None and sheet.marked(following) == sheet.marked(line))
    if is_stop(body, among_names=alike):
        return False
    if is_otherwise(sheet, line, among_names=alike or _has_peer(sheet, line)):
        return False
    return (
        not is_prose(body) or ((alike or named) and is_long_name(body)) or sum(map(is_organisation, pieces(body))) >= 3
    )


def _has_peer(sheet: Sheet, line: int) -> bool:
    """Whether another short line set like a name stands beyond the next empty one."""
    peer = sheet.next(line, 1)
    return peer is not None and len(sheet.line(peer)) < 80 and is_named(sheet.line(peer))


def _enters_section(sheet: Sheet, reach: Reach, line: int) -> bool:
    """A sub-heading belongs to the list if a list follows it."""
    rest = rest_of_section(sheet, line)
    following = sheet.next(line, 2)
    if is_sentence(rest) if rest else (following is None or not _can_open(sheet, following, named=True)):
        return False
    reach.running, reach.fresh = bool(rest), not rest
    return True


def _without_frame(sheet: Sheet, start: int, end: int) -> int:
    """The end before links of the page's frame that stand after the same separator: « … | Mentions légales »."""
    while True:
        offset = max(start, end - 80)
        gaps = list(SEPARATOR.finditer(sheet.text, offset, end))
        tail = sheet.text[gaps[-1].end() : end] if gaps else ""
        hashtag = "," in gaps[-1][0] and _HASHTAG.fullmatch(tail.strip()) if gaps else None  # « …, #NousToutes »
        if not tail.strip() or hashtag or not is_stop(tail, among_names=True):
            return end
        end = gaps[-1].start()
