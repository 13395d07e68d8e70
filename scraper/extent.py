"""How far a list reaches once it is announced: over its lines and groups, or to the end of its sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from scraper.introductions import Introduction, is_heading, is_otherwise
from scraper.lookalikes import is_long_name, is_named, is_organisation, is_prose, is_sentence, is_stop, pieces, share
from scraper.sentences import before_call, is_row_of_stops, list_in_sentence, sentence_end, starts_with_call
from scraper.sheet import Sheet, Span, fold, marked, pattern, remembered, signs, words

_NOTHING = re.compile(r"[\s:.*\-–—_|•]*")
_RULE = re.compile(r"[_=*\-–—\s]{3,}|[*·•_\-–—]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_HASHTAG = re.compile(r"#[A-ZÀ-Ý]\w+")
_POSTAL = re.compile(r"\b\d{5}\b|@|\b\d\d[ .]\d\d[ .]\d\d\b|\[at\]")
_QUESTION = re.compile(r"[:|#@]|\d{5}|\d\d[ .]\d\d|\[at\]|https?:|www\.|\.(?:org|fr|com|net)\b/")
_UNFINISHED = re.compile(r"(?:[,;/&(•·|+]|\s[-–—]|\b(?:et|and|y|de|du|des|la|le|les|pour|par|l['’]|d['’]))$")
_RESUMING = re.compile(r"[,;/&)|]|[-–—]\s|\((?!\d)|(?:et|and|y|e|ainsi que|contre|pour|de|du|des)\s")
_ANOTHER = re.compile(r"(?:et|and|y|ainsi que)\s")
_SMALL_CAPITAL = re.compile(r"(?:l['’]|la |le |les )[A-ZÀ-Ý]")
_FINITE = re.compile(r"\b(?:est|sont|a|ont|sera|seront|aura|auront|[a-z]{3,}(?:erons|erez|issent|aient))\b")
_SMALL_WORD = re.compile(r"(?:la|le|les|l['’]|un|une|ce|cette|il|elle|on|nous|voir|en|au|aux|par)\b")
_NAME_INSIDE = re.compile(r"[,;(]|\s[A-ZÀ-Ý]{2,}\b|\d|\s[A-ZÀ-Ý][a-zà-ÿ]")
_SEPARATOR = re.compile(r"\s+[-–—]\s+|\s*[|•;]\s*|\s/\s|,\s")
# Marks of links: a line that begins with one among lines that do not is none of the list's.
_ARROWS = frozenset("►>→»")


@dataclass(slots=True)
class _Reach:
    """A list being followed down the page.

    `running`: its names run on; `mark`: what its items begin with; `last`: its last line so far; `items`: how many;
    `spaced`: empty lines between all of them; `fresh`: a sub-heading was just read, and the layout may change.
    """

    running: bool
    mark: str
    last: int
    items: int = 1
    spaced: bool = True
    fresh: bool = False


def extent(sheet: Sheet, intro: Introduction) -> Span | None:
    """Where the list that was announced begins and ends, None when nothing follows that could be one."""
    if intro.end >= 0:
        return list_in_sentence(sheet, intro)
    limit = sheet.lines[intro.line][1]
    if not _NOTHING.fullmatch(sheet.text, intro.start, limit):
        start, reach = intro.start, _Reach(True, "", intro.line)
        end = limit if is_row_of_stops(sheet.text[start:limit]) else sentence_end(sheet, start, limit)
        if (end := before_call(sheet, intro, end)) < limit:
            return start, end
        if _opens_column(sheet, intro):
            reach = _Reach(False, "", intro.line)
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
    if (
        not beside
        or _SEPARATOR.search(beside)
        or not is_named(beside)
        or _UNFINISHED.search(beside)
        or beside[-1] == "."
    ):
        return False
    below = []
    for line in range(intro.line + 1, min(len(sheet.lines), intro.line + 4)):
        body = sheet.line(line)
        if not body or is_stop(body) or is_prose(body):
            break
        below.append(body)
    alone = [len(body) < 80 and not _SEPARATOR.search(body) and is_named(body) for body in below]
    return bool(alone) and all(alone) and share(below, is_organisation) >= 0.5


def _first(sheet: Sheet, line: int) -> int | None:
    """The line on which the list begins below its heading: « Voir la liste », which unfolds it, is passed over."""
    first = _next(sheet, line, 3)
    if first is not None and pattern("unfolding").fullmatch(fold(sheet.line(first)).strip(" :.>▼▾►+")):
        return _next(sheet, first, 3)
    return first


def _reach(sheet: Sheet, line: int) -> _Reach:
    """A list that begins on a line of its own."""
    mark, body = sheet.marked(line), sheet.text[slice(*sheet.body(line))]
    section = is_section(sheet, line)
    running = not mark and not section and _is_running(sheet, line, body)
    return _Reach(running, mark, line, fresh=section and not _rest_of_section(sheet, line))


def _is_running(sheet: Sheet, line: int, body: str) -> bool:
    """Whether a line holds several names, rather than one with « et » like the next: « Pain, Paix et Dignité »."""
    found = pieces(body)
    if sum(map(is_named, found)) < 3:
        return False
    following = _next(sheet, line, 0)
    if following is None or len(_SEPARATOR.findall(body)) > 1 or sum(map(is_organisation, found)) > 1:
        return True
    return len(pieces(sheet.line(following))) > 2 or not is_named(sheet.line(following))


def _follow(sheet: Sheet, reach: _Reach) -> None:
    while True:
        if not reach.running and not reach.fresh:
            _pass_items(sheet, reach)
        line = _next(sheet, reach.last, 3)
        if line is None or not _belongs(sheet, reach, line):
            return
        reach.last = line


def _pass_items(sheet: Sheet, reach: _Reach) -> None:
    """Goes on over the lines right below that are marked like the last and leave no question, without asking any."""
    first = reach.last
    if item_mark(sheet.line(first)) is None:
        return
    while reach.last + 1 < len(sheet.lines) and item_mark(sheet.line(reach.last + 1)) == reach.mark:
        reach.last += 1
    reach.items += reach.last - first
    reach.spaced = reach.spaced and reach.last == first


@remembered
def item_mark(line: str) -> str | None:
    """The mark of a line that is an item of a list wherever it stands after another; None where that is a question.

    It begins and ends a name, and is no heading or sub-heading, nothing of the page's frame, no prose.
    """
    sign, (mark, closing) = marked(line)
    body = line[mark : len(line) - closing]
    if not body or not body[0].isalpha() or body[0].islower() or len(line) > 200 or _QUESTION.search(body):
        return None
    folded = fold(body)
    if _opening().match(folded) or folded in words("regions") or pattern("sections").fullmatch(folded):
        return None
    if signs(folded) or (body.count(" ") > 4 and is_prose(body)) or _wraps(line, "A"):
        return None
    return sign


@cache
def _opening() -> re.Pattern[str]:
    """What a line of the page's frame, of another list or of a date begins with."""
    return re.compile("|".join(pattern(name).pattern for name in ("stops", "stop_nouns", "otherwise", "dates")))


def _belongs(sheet: Sheet, reach: _Reach, line: int) -> bool:
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
        following = _next(sheet, line, 0)
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
    if gap < 2 and "|" in body and _is_row(sheet.line(reach.last), body):
        reach.items += 1
        return True
    if _POSTAL.search(body) or (len(body) > 400 and not reach.running):
        return False
    return _runs_on(sheet, reach, line, gap) if reach.running else _is_next_item(sheet, reach, line, gap)


def _can_open(sheet: Sheet, line: int, *, named: bool = False) -> bool:
    """Whether a line can be the first of a list. `named`: a sub-heading within a list stands before it."""
    if is_section(sheet, line):
        return True
    body = sheet.text[slice(*sheet.body(line))]
    if is_heading(sheet, line):
        return bool(_rest_of_section(sheet, line))
    following = _next(sheet, line, 0)
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
    peer = _next(sheet, line, 1)
    return peer is not None and len(sheet.line(peer)) < 80 and is_named(sheet.line(peer))


# --- sub-headings --------------------------------------------------------------------------------------------------


def is_section(sheet: Sheet, line: int) -> bool:
    """Whether a line is, or begins with, the name of a group of signatories."""
    kind = _section(sheet.text[slice(*sheet.body(line))])
    if kind == "region":
        return _heads_group(sheet, line)
    return kind == "named" or (kind == "labelled" and not is_otherwise(sheet, line))


def _heads_group(sheet: Sheet, line: int) -> bool:
    """Whether a line stands over the next one and below an empty one: « Bretagne » over the names from there."""
    if not 0 < line < len(sheet.lines) - 1 or sheet.marked(line):
        return False
    following = _next(sheet, line, 1)
    if following is None:
        return False
    items = sheet.marked(following) != ""
    apart = sheet.line(line - 1) == "" or (items and sheet.marked(line - 1) != "")
    return apart and (items or following == line + 1)


@remembered
def _section(body: str) -> str:
    """ "named" for a group of signatories, "labelled" for words and a colon alone on a line, "region", or empty."""
    label, colon, rest = fold(body[:200]).partition(":")
    label = label.strip()
    if colon and not rest.strip() and len(body) < 200:
        return "labelled" if len(label) <= 90 else ""
    if not colon and len(label) < 40 and label in words("regions"):
        return "region"
    if len(label) > 80 or not pattern("sections").fullmatch(label) or _UNFINISHED.search(label):
        return ""
    return "named" if colon or not _NAME_INSIDE.search(body) else ""


def _enters_section(sheet: Sheet, reach: _Reach, line: int) -> bool:
    """A sub-heading belongs to the list if a list follows it."""
    rest = _rest_of_section(sheet, line)
    following = _next(sheet, line, 2)
    if is_sentence(rest) if rest else (following is None or not _can_open(sheet, following, named=True)):
        return False
    reach.running, reach.fresh = bool(rest), not rest
    return True


def _rest_of_section(sheet: Sheet, line: int) -> str:
    start, end = sheet.body(line)
    _, _, rest = sheet.text[start:end].replace("|", ":", 1).partition(":")
    return rest.strip()


# --- the next line -------------------------------------------------------------------------------------------------


def _runs_on(sheet: Sheet, reach: _Reach, line: int, gap: int) -> bool:
    """Whether a list whose names run on goes on with this line."""
    before, body = sheet.line(reach.last), sheet.line(line)
    if is_prose(body):
        return False
    if _UNFINISHED.search(before[-40:]):
        return gap < 2
    if gap:
        return _ANOTHER.match(body) is not None
    if sheet.marked(line) in _ARROWS:
        return False
    found = pieces(body)
    if _RESUMING.match(body) or (body[:1].islower() and (len(found) > 1 or _ends_name(sheet, reach, line))):
        return True
    if (
        sheet.marked(line) and len(body) < 80 and not _SEPARATOR.search(sheet.text, *sheet.body(line))
    ):  # items below names that run on
        alike = sheet.marked(line) == sheet.marked(reach.last) and is_named(sheet.text[slice(*sheet.body(line))])
        return sheet.marked(line) not in _ARROWS and (alike or is_organisation(body))
    evident = reach.items > 1 and not is_sentence(body) and share(found, is_named) == 1
    fewest = 2 if evident or share(found, is_organisation) == 1 else 3
    if len(found) >= fewest and len(pieces(before)) > 1 and sum(map(is_organisation, found)) * 3 >= len(found):
        reach.items += 1
        return True
    return False


def _ends_name(sheet: Sheet, reach: _Reach, line: int) -> bool:
    """Whether a line of few words ends the name that the last one broke off: « … Union juive / pour la paix »."""
    body, before = sheet.line(line), sheet.line(reach.last)
    if len(body.split()) > 9 or before.endswith((".", ";", ":", ")")) or _SMALL_WORD.match(body):
        return False
    last = pieces(before)[-1:]
    following = _next(sheet, line, 0)
    closed = body.endswith((")", ".")) or following is None
    return closed and share(last, is_named) == 1 and not _FINITE.search(fold(body))


def _is_next_item(sheet: Sheet, reach: _Reach, line: int, gap: int) -> bool:
    """Whether a list of one name a line goes on with this line: an item set like the others, or the rest of one."""
    body, mark = sheet.text[slice(*sheet.body(line))], sheet.marked(line)
    if gap == 0 and not mark and (_wraps(sheet.line(reach.last), body) or _is_set_in(sheet, reach, line)):
        return True
    same_mark_apart = bool(mark) and mark == reach.mark and gap == 1
    beside = gap == 1 and not mark and reach.items > 1 and not reach.spaced and _is_column(sheet, line)
    if (
        is_prose(body)
        and len(pieces(body)) < 4
        and not ((gap == 0 or same_mark_apart or beside) and is_long_name(body))
    ) or body.startswith("#"):
        return False
    if gap and reach.items > 1 and not (reach.spaced or same_mark_apart or beside):
        return False
    nested = gap == 0 and bool(mark) and _indent(sheet, line) != _indent(sheet, reach.last)
    late = reach.items == 1 and not reach.mark and gap == 0  # the first item alone has no mark
    if mark != reach.mark and not nested and not late:
        return False
    if (
        gap
        and not mark
        and reach.items == 1
        and not (is_organisation(body) or (len(pieces(body)) == 1 and len(body) < 80))
    ):
        return False
    reach.mark, reach.items, reach.spaced = mark, reach.items + 1, reach.spaced and gap > 0
    return bool(mark) or not body[:1].islower() or is_organisation(body)


def _is_set_in(sheet: Sheet, reach: _Reach, line: int) -> bool:
    """Whether a line without a mark, set in below an item that has one, goes on with it."""
    return reach.mark != "" and _indent(sheet, line) > _indent(sheet, reach.last) and len(sheet.line(line)) < 80


def _is_column(sheet: Sheet, line: int) -> bool:
    """Whether the lines up to the next empty one are organisations, one a line: a list set in two columns."""
    column: list[str] = []
    for number in range(line, len(sheet.lines)):
        if not (body := sheet.line(number)):
            break
        if len(body) > 100 or ":" in body or is_stop(body) or is_sentence(body) or _POSTAL.search(body):
            return False
        column.append(body)
    return len(column) > 1 and share(column, is_named) == 1 and share(column, is_organisation) >= 0.6


def _is_row(before: str, body: str) -> bool:
    """Whether two lines are rows of one table: with as many bars, or one less where a cell is empty."""
    return 0 <= before.strip(" |").count("|") - body.strip(" |").count("|") <= 1 and not is_prose(body)


def _wraps(before: str, body: str) -> bool:
    """Whether a line goes on with the name that the line before broke off."""
    end = before[-300:]
    if end.count("(") > end.count(")") or end.count("«") > end.count("»"):
        return True
    if end.endswith((";", ".")):
        return False
    return _UNFINISHED.search(end) is not None or (body[:1].islower() and not _SMALL_CAPITAL.match(body))


def _next(sheet: Sheet, line: int, most: int) -> int | None:
    """The next line with something on it, across at most `most` empty ones."""
    for number in range(line + 1, min(len(sheet.lines), line + 2 + most)):
        start, end = sheet.lines[number]
        if start < end and not _RULE.fullmatch(sheet.text, start, end):
            return number
    return None


def _indent(sheet: Sheet, line: int) -> int:
    start = sheet.lines[line][0]
    return start - (sheet.text.rfind("\n", 0, start) + 1)


def _without_frame(sheet: Sheet, start: int, end: int) -> int:
    """The end before links of the page's frame that stand after the same separator: « … | Mentions légales »."""
    while True:
        offset = max(start, end - 80)
        gaps = list(_SEPARATOR.finditer(sheet.text, offset, end))
        tail = sheet.text[gaps[-1].end() : end] if gaps else ""
        hashtag = "," in gaps[-1][0] and _HASHTAG.fullmatch(tail.strip()) if gaps else None  # « …, #NousToutes »
        if not tail.strip() or hashtag or not is_stop(tail, among_names=True):
            return end
        end = gaps[-1].start()
