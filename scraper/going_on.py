"""Whether a list goes on with the next line: names that run on, or one more item set like the others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from scraper.lookalikes import is_long_name, is_named, is_organisation, is_prose, is_sentence, is_stop, pieces, share
from scraper.sheet import Sheet, fold, marked, pattern, remembered, signs, words
from scraper.subheadings import is_unfinished

POSTAL = re.compile(r"[\d@\[](?:(?<=\b\d)(?:\d{4}|\d[ .]\d\d[ .]\d\d)\b|(?<=@)|(?<=\[)at\])")
# What every question below holds one of.
_SIGN = re.compile(r"[:|#@\d\[.]")
_QUESTION = re.compile(r"[:|#@]|\d{5}|\d\d[ .]\d\d|\[at\]|https?:|www\.|\.(?:org|fr|com|net)\b/")
_RESUMING = re.compile(r"[,;/&)|]|[-–—]\s|\((?!\d)|(?:et|and|y|e|ainsi que|contre|pour|de|du|des)\s")
_ANOTHER = re.compile(r"(?:et|and|y|ainsi que)\s")
_SMALL_CAPITAL = re.compile(r"(?:l['’]|la |le |les )[A-ZÀ-Ý]")
_FINITE = re.compile(r"\b(?:est|sont|a|ont|sera|seront|aura|auront|[a-z]{3,}(?:erons|erez|issent|aient))\b")
_SMALL_WORD = re.compile(r"(?:la|le|les|l['’]|un|une|ce|cette|il|elle|on|nous|voir|en|au|aux|par)\b")
# It begins with what it may begin with, so that letters are passed over at once.
SEPARATOR = re.compile(r"[\s|•;,](?:(?<=\s)(?:\s*(?:[-–—]\s+|[|•;]\s*)|/\s)|(?<=[|•;])\s*|(?<=,)\s)")
# Marks of links: a line that begins with one among lines that do not is none of the list's.
_ARROWS = frozenset("►>→»")


@dataclass(slots=True)
class Reach:
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


@remembered
def item_mark(line: str) -> str | None:
    """The mark of a line that is an item of a list wherever it stands after another; None where that is a question.

    It begins and ends a name, and is no heading or sub-heading, nothing of the page's frame, no prose.
    """
    sign, (mark, closing) = marked(line)
    body = line[mark : len(line) - closing]
    if (
        not body
        or not body[0].isalpha()
        or body[0].islower()
        or len(line) > 200
        or (_SIGN.search(body) and _QUESTION.search(body))
    ):
        return None
    folded = fold(body)
    if _opening().match(folded) or folded in words("regions") or pattern("sections").fullmatch(folded):
        return None
    if signs(folded) or (body.count(" ") > 4 and is_prose(body)) or wraps(line, "A"):
        return None
    return sign


@cache
def _opening() -> re.Pattern[str]:
    """What a line of the page's frame, of another list or of a date begins with."""
    return re.compile("|".join(pattern(name).pattern for name in ("stops", "stop_nouns", "otherwise", "dates")))


def runs_on(sheet: Sheet, reach: Reach, line: int, gap: int) -> bool:
    """Whether a list whose names run on goes on with this line."""
    before, body = sheet.line(reach.last), sheet.line(line)
    if is_prose(body):
        return False
    if is_unfinished(before[-40:]):
        return gap < 2
    if gap:
        return _ANOTHER.match(body) is not None
    if sheet.marked(line) in _ARROWS or _is_next_note(before, body):
        return False
    found = pieces(body)
    if _RESUMING.match(body) or (body[:1].islower() and (len(found) > 1 or _ends_name(sheet, reach, line))):
        return True
    if (
        sheet.marked(line) and len(body) < 80 and not SEPARATOR.search(sheet.text, *sheet.body(line))
    ):  # items below names that run on
        alike = sheet.marked(line) == sheet.marked(reach.last) and is_named(sheet.text[slice(*sheet.body(line))])
        return sheet.marked(line) not in _ARROWS and (alike or is_organisation(body))
    evident = reach.items > 1 and not is_sentence(body) and share(found, is_named) == 1
    fewest = 2 if evident or share(found, is_organisation) == 1 else 3
    if len(found) >= fewest and len(pieces(before)) > 1 and sum(map(is_organisation, found)) * 3 >= len(found):
        reach.items += 1
        return True
    return False


def _is_next_note(before: str, body: str) -> bool:
    """Whether a footnote with other stars begins below one: « * A, B, C », « ** Publié en mars »."""
    stars = [len(line) - len(line.lstrip("*")) for line in (before, body)]
    return 0 < stars[0] != stars[1] > 0


def _ends_name(sheet: Sheet, reach: Reach, line: int) -> bool:
    """Whether a line of few words ends the name that the last one broke off: « … Union juive / pour la paix »."""
    body, before = sheet.line(line), sheet.line(reach.last)
    if len(body.split()) > 9 or before.endswith((".", ";", ":", ")")) or _SMALL_WORD.match(body):
        return False
    last = pieces(before)[-1:]
    following = sheet.next(line, 0)
    closed = body.endswith((")", ".")) or following is None
    return closed and share(last, is_named) == 1 and not _FINITE.search(fold(body))


def is_next_item(sheet: Sheet, reach: Reach, line: int, gap: int) -> bool:
    """Whether a list of one name a line goes on with this line: an item set like the others, or the rest of one."""
    body, mark = sheet.text[slice(*sheet.body(line))], sheet.marked(line)
    if gap == 0 and not mark and (wraps(sheet.line(reach.last), body) or _is_set_in(sheet, reach, line)):
        return True
    same_mark_apart = bool(mark) and mark == reach.mark and gap == 1
    beside = gap == 1 and not mark and reach.items > 1 and not reach.spaced and _is_column(sheet, line)
    if (
        is_prose(body)
        and len(pieces(body)) < 4
        and not ((gap == 0 or same_mark_apart or beside) and is_long_name(body))
        and not (gap == 0 and _stands_among(sheet, reach, line))
    ) or body.startswith("#"):
        return False
    if gap and reach.items > 1 and not (reach.spaced or same_mark_apart or beside):
        return False
    nested = gap == 0 and bool(mark) and sheet.indent(line) != sheet.indent(reach.last)
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


def _stands_among(sheet: Sheet, reach: Reach, line: int) -> bool:
    """Whether a line that might be prose is marked like the items on both sides: « • Agir pour la paix et le pain »."""
    body, mark = sheet.text[slice(*sheet.body(line))], sheet.marked(line)
    following = line + 1
    if not mark or mark != reach.mark or following >= len(sheet.lines) or sheet.marked(following) != mark:
        return False
    after = sheet.text[slice(*sheet.body(following))]
    short = len(body.split()) <= 12 and body[:1].isupper() and body[-1] not in ".!?…,;:"
    return short and is_named(after) and not is_prose(after) and not is_stop(after)


def _is_set_in(sheet: Sheet, reach: Reach, line: int) -> bool:
    """Whether a line without a mark, set in below an item that has one, goes on with it."""
    return reach.mark != "" and sheet.indent(line) > sheet.indent(reach.last) and len(sheet.line(line)) < 80


def _is_column(sheet: Sheet, line: int) -> bool:
    """Whether the lines up to the next empty one are organisations, one a line: a list set in two columns."""
    column: list[str] = []
    for number in range(line, len(sheet.lines)):
        if not (body := sheet.line(number)):
            break
        if len(body) > 100 or ":" in body or is_stop(body) or is_sentence(body) or POSTAL.search(body):
            return False
        column.append(body)
    return len(column) > 1 and share(column, is_named) == 1 and share(column, is_organisation) >= 0.6


def is_row(before: str, body: str) -> bool:
    """Whether two lines are rows of one table: with as many bars, or one less where a cell is empty."""
    return 0 <= before.strip(" |").count("|") - body.strip(" |").count("|") <= 1 and not is_prose(body)


def wraps(before: str, body: str) -> bool:
    """Whether a line goes on with the name that the line before broke off."""
    end = before[-300:]
    if end.count("(") > end.count(")") or end.count("«") > end.count("»"):
        return True
    if end.endswith((";", ".")):
        return False
    return is_unfinished(end) or (body[:1].islower() and not _SMALL_CAPITAL.match(body))
