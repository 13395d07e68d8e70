"""The parts of a block: its lines, the sub-headings among them, and whether names run on or stand one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.keys import fold
from archive.known import Known, is_short
from archive.separators import MARK, Span, count_gaps, strip
from archive.words import pattern, stems, table, words

_LABEL = re.compile(r"(?P<label>[^:\n(]{2,90}?)\s*[:：]\s*(?P<rest>.*)", re.S)
_INNER_LABEL = re.compile(r"(?:[;.•►|\n]|\s[-–—])\s*(?P<label>[^:;.•|\n(,–—]{3,60}?)\s*:\s")
# « syndicats d’enseignants A, B et les fédérations de parents C, D »: groups named by their nouns alone.
_NOUN_LABEL = re.compile(
    r"(?:[,;]\s*|\s(?:et|and|y)\s+)*\b(?:(?:les|des|nos|the)\s)?"
    r"(?P<label>(?:syndicats|associations|organisations|f[ée]d[ée]rations|partis|collectifs|mouvements|conf[ée]d[ée]rations|unions|comit[ée]s|ONG|unions|parties)"
    r"(?: (?:d['’])?[a-zà-ÿ][\w·-]*(?:['’][a-zà-ÿ][\w·-]*)?){0,5}) (?=[^\W\d_a-zà-ÿ]|\d)"
)
_UNFINISHED = re.compile(r"(?:[,;/&]|\s[-–—]|[-–—]\s?|\bet|\band|\by|\bde|\bdu|\bdes|\bla|\ble|\bles|\bpour|\bd['’])$")
# Small words that begin a name in lower case: « la Cimade », « de LAUZUN Isabelle ».
_STARTING = re.compile(
    r"(?:l['’]|la |le |les )[A-ZÀ-Ý]|(?:de |du |des |d['’]|el |al-|ben |van |von )+[A-ZÀ-Ý]{2,}\S* [A-ZÀ-Ý]"
)
_RESUMING = re.compile(r"[,;/&)]|[-–—]\s|(?:et|and|y)\s")


# Nouns of one group that stand for many, and words that a label does not end in.
_COLLECTIVE = frozenset("ong jeunesse niveau individual trade intersyndicale".split())
_SMALL = frozenset("de du des d la le les l et ou pour par of the en au aux a".split())


@dataclass(slots=True)
class Part:
    """Signatories under one sub-heading (or none): the spans of their lines, marks of items left out."""

    section: str | None
    support: bool
    lines: list[Span] = field(default_factory=list)
    marked: int = 0


def parts(text: str, heading: str, known: Known) -> list[Part]:
    """The block cut at its sub-headings. A heading of support makes supporters of all who follow it."""
    support = _is_support(heading)
    found = [Part(None, support)]
    lines = list(_lines(text))
    for place, line in enumerate(lines):
        body = _unmarked(text, line)
        if body[0] >= body[1]:
            continue
        label = _label(text, lines, place, body)
        if label:
            found.append(
                Part(
                    text[slice(*label[0])],
                    _is_support(text[slice(*label[0])]) or (support and not _is_signing(text[slice(*label[0])])),
                )
            )
            body = label[1]
        for span, inner in _inner_labels(text, body):
            if inner:
                found.append(Part(text[slice(*inner)], _is_support(text[slice(*inner)])))
            if span[0] < span[1]:
                found[-1].lines.append(span)
                found[-1].marked += body[0] > line[0] and not label
    return [part for part in found if part.lines]


def is_vertical(text: str, part: Part, known: Known) -> bool:
    """Whether the names of a part stand one a line."""
    lines = part.lines
    if len(lines) < 2:
        return False
    if part.marked * 2 > len(lines):
        return True
    counts = [count_gaps(text, line) for line in lines]
    total = {kind: sum(count[kind] for count in counts) for kind in counts[0]}
    busiest = max(total, key=lambda kind: total[kind])
    unfinished = sum(_breaks(text, first, second) for first, second in zip(lines, lines[1:], strict=False))
    inner = total[busiest] / len(lines)
    if inner >= 3 or (inner >= 1.5 and busiest not in ("comma", "slash")):
        return False
    if unfinished == len(lines) - 1 and inner < 1:
        return all(_ends_item(text, line) for line in lines[:-1])
    return not (inner >= 0.6 and unfinished * 3 >= len(lines) - 1 and unfinished)


def wraps(text: str, first: Span, second: Span) -> bool:
    """Whether the second line goes on with a name that the first one broke off."""
    end, start = text[slice(*first)].rstrip(), text[slice(*second)]
    if re.match(r"(?:et|and|y|e) (?:l['’]|la |le |les |the |el |il )[A-ZÀ-Ý]", start):
        return False
    if re.search(r"[,;]$", end):
        return start[:1].islower() and end.endswith(",")
    if end.count("(") > end.count(")") or end.count("«") > end.count("»"):
        return True
    return (
        start[:1].islower()
        and _STARTING.match(start) is None
        or bool(re.search(r"\b(?:et|de|du|des|la|le|les|pour|l['’]|d['’]|and|of)$", end))
    )


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        span = strip(text, (start, start + len(line)))
        if span[0] < span[1]:
            yield span
        start += len(line) + 1


def _unmarked(text: str, line: Span) -> Span:
    mark = MARK.match(text, line[0], line[1])
    start, end = mark.end() if mark else line[0], line[1]
    while mark and end > start and text[end - 1] in "*_":
        end -= 1
    return strip(text, (start, end))


def _label(text: str, lines: list[Span], place: int, body: Span) -> tuple[Span, Span] | None:
    """The sub-heading that a line is or begins with, and what follows it on the line."""
    line = text[slice(*body)]
    found = _LABEL.fullmatch(line)
    after = place + 1 < len(lines)
    if found:
        label = (body[0], body[0] + found.end("label"))
        rest = (body[0] + found.start("rest"), body[1])
        if not found["rest"].strip():
            return (label, (body[1], body[1])) if after else None
        return (label, rest) if _groups(found["label"]) else None
    if after and (is_category(line) or _deeper(text, lines, place)):
        return body, (body[1], body[1])
    supported = pattern("names", "support").match(fold(line))
    if supported and (
        join := re.compile(r"(?: (?:de|du|des)\b| d')\s*(?:l'|la |le |les )?").match(fold(line), supported.end())
    ):
        return (body[0], body[0] + supported.end()), (body[0] + join.end(), body[1])
    return None


def _inner_labels(text: str, span: Span) -> Iterator[tuple[Span, Span | None]]:
    """The stretches of a line between the sub-headings it holds: « … ; Syndicats : CGT »."""
    start, label = span[0], None
    colons = [match for match in _INNER_LABEL.finditer(text, *span) if _groups(match["label"])]
    nouns = list(_NOUN_LABEL.finditer(text, *span)) if not colons and _NOUN_LABEL.match(text, *span) else []
    for match in colons or (nouns if len(nouns) > 1 else []):
        yield strip(text, (start, match.start())), label
        start, label = match.end(), match.span("label")
    yield strip(text, (start, span[1])), label


def is_category(line: str) -> bool:
    """Whether a line names a group of signatories and nothing else: « Partis et mouvements »."""
    found = re.findall(r"[^\W_](?:[\w·.-]*\w)?|&|/", fold(line))
    while found and found[0] in ("les", "la", "le", "l", "nos", "au", "a", "et", "autres"):
        found = found[1:]
    set_as_name = not line.isupper() and re.search(r"\s(?:[dl]['’])?[A-ZÀ-Ý]", line)
    if not found or len(found) > 10 or set_as_name or not stems("names", "category_nouns").fullmatch(found[0]):
        return False
    allowed = (stems("names", "category_nouns"), stems("names", "category_words"))
    several = found[0][-1] in "sxi" or found[0] in _COLLECTIVE
    return (
        several
        and found[-1] not in _SMALL
        and all(any(expression.fullmatch(word) for expression in allowed) for word in found)
    )


def _groups(label: str) -> bool:
    folded = fold(label)
    if is_category(label) or _is_support(label) or (_is_signing(label) and len(label) < 80):
        return True
    return False


def _deeper(text: str, lines: list[Span], place: int) -> bool:
    """Whether the next line is marked as an item of a level below this one's."""
    here, below = lines[place], lines[place + 1]
    marked, deeper = MARK.match(text, *here), MARK.match(text, *below)
    if not marked or not deeper or marked[0].strip() == deeper[0].strip() or marked[0].strip()[:1].isdigit():
        return False
    return _indent(text, below) > _indent(text, here)


def _indent(text: str, line: Span) -> int:
    return line[0] - (text.rfind("\n", 0, line[0]) + 1)


def _breaks(text: str, first: Span, second: Span) -> bool:
    end, start = text[slice(*first)].rstrip(), text[slice(*second)]
    return bool(_UNFINISHED.search(end) or _RESUMING.match(start)) or wraps(text, first, second)


def _ends_item(text: str, line: Span) -> bool:
    return text[line[0] : line[1]].rstrip().endswith((",", ";", "-", "–", "/"))


def _is_support(text: str) -> bool:
    return pattern("names", "support").search(fold(text)) is not None


def _is_signing(text: str) -> bool:
    return pattern("names", "signing").search(fold(text)) is not None
