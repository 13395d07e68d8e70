"""Lists of signatories that nothing before them announces: rows and columns known by what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archive.model import Block
from scraper.introductions import Introduction, announces_support, is_otherwise
from scraper.lookalikes import holds_acronym, is_named, is_organisation, is_prose, is_stop, is_timetable, pieces, share
from scraper.sheet import Sheet, Span, fold, pattern

_ARTICLE = re.compile(r"(?:L[ea]s?|Une?|Ce(?:tte|s)?) |L['’]")


def is_bare(sheet: Sheet, line: int) -> bool:
    """A line that is a list of organisations with nothing before it."""
    text = sheet.line(line)
    return _is_row(text) and not (is_stop(text) or is_otherwise(sheet, line))


def _is_row(text: str) -> bool:
    """Whether three organisations at least stand here, and nothing else."""
    if not 8 <= len(text) <= 5000 or "#" in text or ":" in text or is_prose(text):
        return False
    found = pieces(text)
    article = _ARTICLE.match(text)
    if article and pattern("unsigned").match(fold(found[0]), article.end()):
        return False  # « Le ministre reçoit la CGT, la FSU et FO »
    named = len(found) >= 3 and share(found, is_named) >= 0.9 and share(found, is_organisation) >= 0.6
    return named and not is_timetable(found) and not pattern("aside").match(fold(text))


def bare_column(sheet: Sheet) -> Block | None:
    """A column of organisations, one a line, with nothing before it: at least four, a short line each.

    Where each is marked like the one before, names of any look may stand among them, if some hold an acronym.
    """
    for run in (*_runs(sheet, _is_bare_name), *_runs(sheet, _is_bare_item)):
        names = [sheet.text[slice(*sheet.body(line))] for line in run]
        evident = share(names, is_organisation)
        telling = evident == 1 or (evident >= 0.5 and sum(map(holds_acronym, names)) > 1)
        if len(run) >= 4 and telling and not _follows_otherwise(sheet, run[0]):
            start, end = sheet.lines[run[0]][0], sheet.lines[run[-1]][1]
            return Block(sheet.text[start:end], start)
    return None


def _runs(sheet: Sheet, fits: Callable[[Sheet, int, int | None], bool]) -> Iterator[list[int]]:
    """The runs of neighbouring lines that fit, each asked with the one before it."""
    run: list[int] = []
    for line in range(len(sheet.lines)):
        if fits(sheet, line, run[-1] if run else None):
            run.append(line)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_bare_name(sheet: Sheet, line: int, _before: int | None) -> bool:
    text = sheet.line(line)
    return 0 < len(text) < 100 and is_organisation(text) and not _is_frame(sheet, line)


def _is_bare_item(sheet: Sheet, line: int, before: int | None) -> bool:
    mark = sheet.marked(line)
    if not mark or (before is not None and mark != sheet.marked(before)):
        return False
    body = sheet.text[slice(*sheet.body(line))]
    return len(body) < 100 and is_named(body) and not body.endswith((".", "!", "?", ",")) and not _is_frame(sheet, line)


def column_above(sheet: Sheet, line: int, reached: int) -> Span | None:
    """The names, one or several a line, that stand right above « Les organisations ci-dessus ont signé »."""
    run: list[int] = []
    for number in range(line - 1, max(-1, line - 60), -1):
        text = sheet.line(number)
        if not text and not run and line - number < 4:
            continue
        named = 0 < len(text) <= 300 and is_named(text.lstrip("•-–| ")) and not _is_frame(sheet, number)
        if sheet.lines[number][0] < reached or not named:
            break
        run.insert(0, number)
    if share([sheet.line(number) for number in run], is_organisation) < 0.5:
        return None
    return sheet.lines[run[0]][0], sheet.lines[run[-1]][1]


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


def bare_before(sheet: Sheet, intro: Introduction, start: int) -> tuple[Introduction, Span] | None:
    """The list of « CGT 11, FSU 11, SUD 11 – avec le soutien de la FCPE 11 » before its supporters."""
    end = intro.head[0]
    if end - start < 8 or not announces_support(sheet, intro) or not _is_row(sheet.text[start:end].rstrip(" -–—,;(")):
        return None
    return Introduction((start, start), start, end, intro.line, "weak"), (start, end)


def _follows_otherwise(sheet: Sheet, line: int) -> bool:
    """Whether the line before announces something else, or is a menu's."""
    before = next((number for number in range(line - 1, max(-1, line - 4), -1) if sheet.line(number)), None)
    return before is not None and (is_otherwise(sheet, before) or is_stop(sheet.line(before)))
