"""How far a list reaches once it is announced: to the end of its sentence, of its lines, of its groups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from scraper.introductions import Introduction, is_heading, is_otherwise
from scraper.lookalikes import is_date, is_organisation, is_prose, is_stop, pieces
from scraper.sheet import Sheet, pattern

Span = tuple[int, int]

_UNFINISHED = re.compile(r"(?:[,;/&(•·|+]|\s[-–—]|\b(?:et|and|y|de|du|des|la|le|les|pour|par|l['’]|d['’]))$")
_RESUMING = re.compile(r"[,;/&)|]|[-–—]\s|\((?!\d)|(?:et|and|y|e|ainsi que|contre|pour|de|du|des)\s")
_GLUED = re.compile(r"[A-ZÀ-Ý][\w’'-]*(?:\s?/\s?[A-ZÀ-Ý][\w’'-]*){2,}")
_STOP = re.compile(
    r"(?<=[^\W\d_]{3})[.…]+\s+(?=[«“]?\s?[A-ZÀ-Ý])|(?<=\d\d)\.\s+(?=[A-ZÀ-Ý])|(?<=[)»])\.\s+(?=[A-ZÀ-Ý])|\.{3}\s+(?=[A-ZÀ-Ý])"
)
# « Intersyndicale A, B, C du CHU », « les syndicats A et B des territoriaux »: the last words belong to the first.
_WHOSE = re.compile(r" (?:du|de la|de l['’]|des|de|d['’]) ?[^,;/–—-]*$")
_WHOSE_PLAINLY = re.compile(r"(?<=\b[A-Z][A-Z]) (?:du|de la|des) (?=[a-zà-ÿ])[^,;/–—-]*$")
_RULE = re.compile(r"[_=*\-–—\s]{3,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_SEPARATOR = re.compile(r"\s+[-–—]\s+|\s*[|•;]\s*|\s/\s|,\s")
_ABBREVIATED = re.compile(r"(?:\b(?:e\.v|conf|arrt|dept|assoc|mme|mlle|mgr|prof|etc))$", re.I)
_POSTAL = re.compile(r"\b\d{5}\b|@|\b\d\d[ .]\d\d[ .]\d\d\b|\[at\]")


@dataclass(slots=True)
class _Reach:
    """A list being followed down the page."""

    running: bool
    mark: str
    last: int
    items: int = 1
    spaced: bool = True
    open: bool = False


def extent(sheet: Sheet, intro: Introduction) -> Span | None:
    """Where the list that was announced begins and ends, None when nothing follows that could be one."""
    if intro.end >= 0:
        return _in_sentence(sheet, intro)
    limit = sheet.lines[intro.line][1]
    rest = sheet.text[intro.start : limit]
    if rest.strip(" :.*-–—_|•"):
        end = _sentence_end(sheet, intro.start, limit)
        if end < limit:
            return intro.start, end
        reach = _Reach(True, "", intro.line)
        start = intro.start
    else:
        first = _next(sheet, intro.line, 3)
        if first is None or not _opens(sheet, first):
            return None
        start = sheet.lines[first][0]
        reach = _reach(sheet, first)
        reach.open = _is_section(sheet, first) and _rest_of_section(sheet, first) == ""
    _follow(sheet, reach)
    return start, _without_frame(sheet, start, sheet.lines[reach.last][1])


def is_section(sheet: Sheet, line: int) -> bool:
    """Whether a line is, or begins with, the name of a group of signatories."""
    return _is_section(sheet, line)


def _reach(sheet: Sheet, line: int) -> _Reach:
    mark = sheet.marked(line)
    start, end = sheet.body(line)
    running = not mark and len(pieces(sheet.text[start:end])) >= 3 and not _is_section(sheet, line)
    return _Reach(running, mark, line)


def _follow(sheet: Sheet, reach: _Reach) -> None:
    while (line := _next(sheet, reach.last, 3)) is not None:
        gap = line - reach.last - 1
        if not _belongs(sheet, reach, line, gap):
            return
        reach.last = line


def _belongs(sheet: Sheet, reach: _Reach, line: int, gap: int) -> bool:
    body = sheet.text[slice(*sheet.body(line))]
    if is_heading(sheet, line) or (_is_section(sheet, line) and (gap < 3)):
        return _enters(sheet, reach, line)
    if _ADDRESS.fullmatch(body) and gap == 0 and not reach.running and reach.items > 0:
        following = _next(sheet, line, 0)
        return following is not None and not is_stop(sheet.line(following))
    if is_stop(body) or is_date(sheet.folded[slice(*sheet.body(line))]) or is_otherwise(sheet, line):
        return False
    if reach.open:
        fresh = _reach(sheet, line)
        reach.running, reach.mark, reach.items, reach.spaced, reach.open = fresh.running, fresh.mark, 1, True, False
        return _opens(sheet, line)
    if _POSTAL.search(body) or len(body) > 400 and not reach.running:
        return False
    return _runs_on(sheet, reach, line, gap) if reach.running else _is_next_item(sheet, reach, line, gap)


def _enters(sheet: Sheet, reach: _Reach, line: int) -> bool:
    """A sub-heading belongs to the list if a list follows it."""
    rest = _rest_of_section(sheet, line)
    if not rest:
        following = _next(sheet, line, 2)
        if following is None or not _opens(sheet, following):
            return False
    elif is_prose(rest):
        return False
    reach.open = not rest
    reach.running = bool(rest)
    return True


def _rest_of_section(sheet: Sheet, line: int) -> str:
    start, end = sheet.body(line)
    parted = re.split(r"\s*[:|]\s*", sheet.text[start:end], maxsplit=1)
    return parted[1].strip() if len(parted) > 1 else ""


def _runs_on(sheet: Sheet, reach: _Reach, line: int, gap: int) -> bool:
    before, body = sheet.line(reach.last), sheet.line(line)
    if _UNFINISHED.search(before) and not is_prose(body):
        return gap < 2
    if gap:
        return bool(re.match(r"(?:et|and|y|ainsi que)\s", body)) and not is_prose(body)
    if is_prose(body) or sheet.marked(line) in ("►", ">", "→", "»"):
        return False
    found = pieces(body)
    if _RESUMING.match(body) or (body[:1].islower() and len(found) > 1):
        return True
    inline = reach.last == line - 1 and len(pieces(before)) > 1
    return len(found) > 2 and inline and sum(map(is_organisation, found)) * 3 >= len(found)


def _is_next_item(sheet: Sheet, reach: _Reach, line: int, gap: int) -> bool:
    body = sheet.text[slice(*sheet.body(line))]
    mark = sheet.marked(line)
    wrapped = gap == 0 and not mark and _wraps(sheet.line(reach.last), body)
    if is_prose(body) and not wrapped and len(pieces(body)) < 4:
        return False
    if wrapped:
        return True
    if gap and reach.items > 1 and not reach.spaced and not (mark and mark == reach.mark and gap == 1):
        return False
    nested = gap == 0 and bool(mark) and (_indent(sheet, line) != _indent(sheet, reach.last))
    if mark != reach.mark and not nested:
        return False
    reach.mark = mark
    reach.items += 1
    reach.spaced = reach.spaced and gap > 0
    if (
        not mark
        and gap
        and reach.items == 2
        and not (is_organisation(body) or len(pieces(body)) == 1 and len(body) < 80)
    ):
        return False
    return body[:1] not in "#" and not (body[:1].islower() and not is_organisation(body) and not mark)


def _wraps(before: str, body: str) -> bool:
    if before.count("(") > before.count(")") or before.count("«") > before.count("»"):
        return True
    if re.search(r"[;.]$", before):
        return False
    return bool(_UNFINISHED.search(before)) or (
        body[:1].islower() and not re.match(r"(?:l['’]|la |le |les )[A-ZÀ-Ý]", body)
    )


def _opens(sheet: Sheet, line: int) -> bool:
    """Whether a line can be the first of a list."""
    body = sheet.text[slice(*sheet.body(line))]
    if _is_section(sheet, line) or is_heading(sheet, line):
        return True
    if is_stop(body) or is_otherwise(sheet, line):
        return False
    return not is_prose(body) or sum(map(is_organisation, pieces(body))) >= 3


@cache
def _section() -> re.Pattern[str]:
    return pattern("sections")


def _is_section(sheet: Sheet, line: int) -> bool:
    start, end = sheet.body(line)
    label, colon, rest = sheet.folded[start:end].partition(":")
    label = label.strip()
    if colon and not rest.strip():
        return len(label) <= 90 and not is_otherwise(sheet, line)
    if not _section().fullmatch(label) or len(label) > 80 or _UNFINISHED.search(label):
        return False
    body = sheet.text[start:end]
    if colon:
        return True
    return not re.search(r"[,;(]|\s[A-ZÀ-Ý]{2,}\b|\d", body) and not re.search(r"\s[A-ZÀ-Ý][a-zà-ÿ]", body)


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


# --- in a sentence -------------------------------------------------------------------------------------------------


def _sentence_end(sheet: Sheet, start: int, limit: int) -> int:
    for match in _STOP.finditer(sheet.text, start, limit):
        if not _ABBREVIATED.search(sheet.text[max(start, match.start() - 8) : match.start()]):
            return match.start()
    return limit


def _in_sentence(sheet: Sheet, intro: Introduction) -> Span | None:
    if glued := _GLUED.match(sheet.text, intro.start, intro.end):
        return glued.span()
    limit = intro.end
    bracket = sheet.text[intro.start - 1 : intro.start] == "("
    end = limit if bracket else min(_sentence_end(sheet, intro.start, limit), _verb(sheet, intro.start, limit))
    whose = _WHOSE if sheet.folded.startswith("intersyndic", intro.head[0]) else _WHOSE_PLAINLY
    if not bracket and (belonging := whose.search(sheet.text, intro.start, end)):
        end = belonging.start()
    while end > intro.start and sheet.text[end - 1] in " ,;:.\n":
        end -= 1
    return (intro.start, end) if end > intro.start else None


def _verb(sheet: Sheet, start: int, limit: int) -> int:
    depth, scanned = 0, start
    for match in pattern("verbs").finditer(sheet.folded, start, limit):
        depth += sheet.text.count("(", scanned, match.start()) - sheet.text.count(")", scanned, match.start())
        scanned = match.start()
        if depth <= 0 and sheet.text[match.start()].islower() and not _inside_name(sheet, match):
            return match.start()
    return limit


def _inside_name(sheet: Sheet, match: re.Match[str]) -> bool:
    """« Mouvement contre le racisme », « Union pour la paix »: a preposition that a noun before it calls for."""
    if match[0].split()[0] not in ("pour", "contre", "a", "au", "dans", "sur", "des", "devant", "apres", "avant"):
        return False
    before = re.split(r"[,;(]", sheet.text[max(0, match.start() - 80) : match.start()])[-1].strip()
    return (
        len(before.split()) >= 1
        and not re.search(r"[A-Z]{2,}\)?$", before)
        and bool(re.match(r"(?:(?:et |de |du )?(?:l['’]|la |le |les )?)(?:[A-ZÀ-Ý]|collectif|association)", before))
        and "(" not in before
        and is_organisation(before)
    )


def _without_frame(sheet: Sheet, start: int, end: int) -> int:
    """The end before links of the page's frame that stand after the same separator: « … | Mentions légales »."""
    while True:
        tail = sheet.text[max(start, end - 80) : end]
        gaps = list(_SEPARATOR.finditer(tail))
        if not gaps or not is_stop(tail[gaps[-1].end() :]) or not tail[gaps[-1].end() :].strip():
            return end
        end = max(start, end - 80) + gaps[-1].start()
