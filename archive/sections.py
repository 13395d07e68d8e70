"""The parts of a block: its lines under the sub-headings that stand among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from archive.branches import is_place
from archive.keys import SHORT, fold, key, remembered
from archive.shape import tidy
from archive.spans import INDENTED, MARK, Span, strip
from archive.words import any_of, keys, pattern, stems, table

if TYPE_CHECKING:
    from archive.bodies import Evident
    from archive.evident import Look

_LABEL = re.compile(r"(?P<label>[^:\n(]{2,90}?)\s*(?:\(\d[\d ]{0,6}\)\s*)?[:：]\s*(?P<rest>\S?)")
_COUNTER = re.compile(r"\s*\(\d[\d ]{0,6}\)$")
_INNER_LABEL = re.compile(r"(?:[;.•►|\n]|\s[-–—])\s*(?P<label>[^\s:;.•|\n(,–—][^:;.•|\n(,–—]{2,60}?)\s*:\s")
# « syndicats d’enseignants A, B et les fédérations de parents C, D »: groups named by their nouns alone.
_NOUN_LABEL = re.compile(
    r"(?:[,;]\s*|\s(?:et|and|y|ainsi que)\s+)?\b(?:(?:les|des|nos|the)\s)?"
    r"(?P<label>(?:syndicats|associations|organisations|f[ée]d[ée]rations|partis|collectifs|mouvements|conf[ée]d[ée]rations"
    r"|unions|comit[ée]s|ONG|parties)"
    r"(?: (?:d['’])?[a-zà-ÿ][\w·-]*(?:['’][a-zà-ÿ][\w·-]*)?){0,5}) (?=[^\W\d_a-zà-ÿ]|\d)"
)
_CLOSED_GROUP = re.compile(r"(?P<names>[^();]{2,600})\((?P<label>[^();]{4,60})\)\s*(?:[;,.]|[-–—]|et\b|\Z|$)\s*")
_OF = re.compile(r" (?:(?:de|du|des)\b|d')\s*(?:l'|la |le |les )?")
# « …, avec le soutien du Réseau X, de Y »: supporters after the signatories, on their line.
_SUPPORTING = re.compile(
    r"(?:[;,.(]\s*|\s[-–—]\s+)(?P<label>(?:[Aa]vec|[Rr]eçoit|[Aa]yant reçu) (?:le soutien|l['’]appui|le concours))\s+"
    r"(?:(?:de|du|des)\b|d['’])\s*(?:l['’]|la |le |les )?"
)
_OF_SUPPORT = re.compile(r"le soutien|appui|concours")
_WORD = re.compile(r"[^\W_](?:[\w·.-]*\w)?|&|/")
_CAPITAL_INSIDE = re.compile(r"\s(?:[dl]['’])?[A-ZÀ-Ý]")
# Nouns of one group that stand for many; words before a label that are none of it; words it does not end in.
_COLLECTIVE = frozenset("ong jeunesse niveau individual trade intersyndicale".split())
_BEFORE = frozenset("les la le l nos au a et autres".split())
_NEVER_LAST = frozenset("de du des d la le les l et ou pour par of the en au aux a".split())


@dataclass(slots=True)
class Part:
    """Signatories under one sub-heading (or none): the spans of their lines, marks of items left out.

    `marked`: how many have one. `told`: the lines that are names that leave no question.
    """

    section: str | None
    support: bool
    individual: bool = False
    lines: list[Span] = field(default_factory=list)
    marked: int = 0
    told: dict[Span, Evident] = field(default_factory=dict)


def parts(text: str, heading: str, look: Look) -> list[Part]:
    """The block cut at its sub-headings. A heading of support makes supporters of all who follow it.

    `look` tells which lines are names that leave no question.
    """
    supported, levels = _is_support(heading), INDENTED.search(text) is not None
    found = [Part(None, supported, _is_individual(heading))]
    lines = list(_lines(text))
    for number, line in enumerate(lines):
        body = _unmarked(text, line)
        name = text[slice(*body)]
        told = look(name)
        if (told or (len(name) <= SHORT and is_item(name))) and not (levels and _has_items_below(text, lines, number)):
            found[-1].lines.append(body)
            if told:
                found[-1].told[body] = told
            found[-1].marked += body[0] > line[0]
            continue
        label, rest = _label(text, lines, number, body)
        if label and _stands_under(text, lines, number, found[-1], label):
            label, rest = None, body
        if label:
            name = text[slice(*label)]
            support = _is_support(name) or (supported and not _is_signing(name))
            found.append(Part(name, support, _is_individual(name)))
        for inner, stretch in _by_inner_labels(text, rest):
            if inner:
                name = text[slice(*inner)]
                found.append(Part(name, _is_support(name), _is_individual(name)))
            if stretch[0] < stretch[1]:
                found[-1].lines.append(stretch)
                found[-1].marked += not label and rest[0] > line[0]
    opening = heading.strip(" :")
    if len(found) > 1 and is_category(opening):
        found[0].section = opening
    for part in found:
        if part.section and pattern("names", "plain_heading").fullmatch(fold(part.section)):
            part.section = None
    return [part for part in found if part.lines]


@remembered
def is_item(line: str) -> bool:
    """Whether a line is no sub-heading and holds none, whatever stands around it, unless marks say otherwise."""
    if not line or ":" in line or "：" in line or is_category(line) or _is_part_of_world(line):
        return False
    if _support_of(line[:120]) or (line.endswith(")") and _COUNTER.search(line)):
        return False
    if (found := tidy(line)) and not (line.startswith("ONG ") or (found[1] and is_category(found[1]))):
        return True  # no sign parts it
    return list(_by_inner_labels(line, (0, len(line)))) == [(None, (0, len(line)))]


def _stands_under(text: str, lines: list[Span], number: int, part: Part, label: Span) -> bool:
    """« Habitants solidaires » right under « Bretagne »: a name, though its words are those of a sub-heading."""
    name = text[slice(*label)]
    if not part.section or part.lines or label[1] < lines[number][1] or _is_individual(name):
        return False
    if pattern("names", "bodies").search(fold(name)) or _is_support(name):
        return False
    return "\n\n" not in text[lines[number - 1][1] : lines[number][0]]


def is_category(line: str) -> bool:
    """Whether a line names a group of signatories and nothing else: « Partis et mouvements »."""
    if len(line) > 120 or (not line.isupper() and _CAPITAL_INSIDE.search(line)):
        return False
    found = _WORD.findall(fold(line))
    while found and found[0] in _BEFORE:
        found.pop(0)
    nouns, others = stems("names", "category_nouns"), stems("names", "category_words")
    if not 1 <= len(found) <= 10 or not nouns.fullmatch(found[0]) or found[-1] in _NEVER_LAST:
        return False
    several = found[0][-1] in "sxi" or found[0] in _COLLECTIVE
    return several and all(nouns.fullmatch(word) or others.fullmatch(word) for word in found)


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        span = start, start + len(line)
        if line[:1].isspace() or line[-1:].isspace():
            span = strip(text, span)
        if span[0] < span[1]:
            yield span
        start += len(line) + 1


def _mark(text: str, line: Span) -> re.Match[str] | None:
    return None if text[line[0]].isupper() else MARK.match(text, *line)  # no capital is a mark


def _unmarked(text: str, line: Span) -> Span:
    """The line without its mark, and without the signs of bold or italic letters that close it."""
    if not (mark := _mark(text, line)):
        return line
    start, end = mark.end(), line[1]
    while end > start and text[end - 1] in "*_":
        end -= 1
    return strip(text, (start, end))


def _label(text: str, lines: list[Span], number: int, body: Span) -> tuple[Span | None, Span]:
    """The sub-heading that a line is or begins with, if any, and what is left of the line."""
    start, end = body
    after = number + 1 < len(lines)
    line = text[start:end]
    if (":" in line or "：" in line) and (found := _LABEL.match(text, start, end)):
        label = found.span("label")
        if not found["rest"]:
            return (label, (end, end)) if after and found.end() == end else (None, body)
        return (label, (found.start("rest"), end)) if _names_group(found["label"]) else (None, body)
    counted = _COUNTER.search(line) if line.endswith(")") else None
    if counted and (_is_signing(line) or is_category(line[: counted.start()])):
        return (start, start + counted.start()), (end, end)
    if after and (is_category(line) or _is_region(text, lines, number) or _has_items_below(text, lines, number)):
        return body, (end, end)
    if support := _support_of(line[:120]):
        return (start, start + support[0]), (start + support[1], end)
    return None, body


def _support_of(line: str) -> Span | None:
    """Where the words end that a line begins with, and where the names begin: « avec le soutien de la LDH »."""
    folded = fold(line)
    support = pattern("names", "support").match(folded)
    of = _OF.match(folded, support.end()) if support else None
    return (support.end(), of.end()) if support and of else None


def _by_inner_labels(text: str, span: Span) -> Iterator[tuple[Span | None, Span]]:
    """The stretches of a line between the sub-headings it holds (« … ; Syndicats : CGT »), each with its own."""
    if text.find("(", *span) >= 0 and (groups := _closing_labels(text, span)):
        yield from groups
        return
    colon = text.find(":", *span) >= 0
    found = [match for match in _INNER_LABEL.finditer(text, *span) if _names_group(match["label"])] if colon else []
    if not found and _NOUN_LABEL.match(text, *span):
        nouns = list(_NOUN_LABEL.finditer(text, *span))
        found = nouns if len(nouns) > 1 else []
    if _OF_SUPPORT.search(text, *span):
        found = sorted([*found, *_SUPPORTING.finditer(text, *span)], key=lambda match: match.start())
    start, label = span[0], None
    for match in found:
        yield label, strip(text, (start, match.start()))
        start, label = match.end(), match.span("label")
    yield label, strip(text, (start, span[1]))


def _closing_labels(text: str, span: Span) -> list[tuple[Span, Span]]:
    """The groups of « Attac, LDH (associations) ; CGT, FSU (syndicats) », each with the category that closes it."""
    found, start = [], span[0]
    while start < span[1]:
        group = _CLOSED_GROUP.match(text, start, span[1])
        if not group or not is_category(group["label"]):
            return []
        found.append((group.span("label"), strip(text, group.span("names"))))
        start = group.end()
    return found


def _names_group(label: str) -> bool:
    if is_category(label) or _is_support(label) or _stands_for_group(label) or _is_part_of_world(label):
        return True
    return len(label) < 80 and (_is_signing(label) or _is_individual(label))


def _stands_for_group(label: str) -> bool:
    """« Pour le collectif », « Pour la Coordination », « Du côté des syndicats »: words for a group, and no name."""
    opening = _group_opening().match(fold(label[:80]))
    if not opening:
        return False
    rest = label[opening.end() :]
    return is_category(rest) or stems("names", "category_nouns").fullmatch(fold(rest)) is not None


def opens_support(word: str) -> bool:
    """Whether a heading of supporters may begin with a word."""
    leading = "avec recu ayant et apportent apporte ont le la les leur son".split()
    return word in leading or pattern("names", "support").match(word) is not None


@cache
def _group_opening() -> re.Pattern[str]:
    words = any_of(map(re.escape, table("names")["group_openings"])).pattern
    return re.compile(rf"{words} (?:de |du |des |d')?(?:les |la |le |l'|nos |the |los |las |el )?")


def _is_region(text: str, lines: list[Span], number: int) -> bool:
    """« Bretagne » after an empty line, over the names from there. In a list of names no place stands for itself."""
    here, before, below = lines[number], lines[max(0, number - 1)], lines[number + 1]
    apart = number == 0 or text.count("\n", before[1], here[0]) > 1
    if not (apart or _mark(text, before)) or not _is_part_of_world(text[slice(*here)]):
        return False
    items = _mark(text, below) is not None
    return items or (apart and text.count("\n", here[1], below[0]) == 1)


def _is_part_of_world(name: str) -> bool:
    return len(name) < 40 and (is_place(name) or key(name) in keys("places", "groups"))


def _has_items_below(text: str, lines: list[Span], number: int) -> bool:
    """Whether the next line is marked as an item of a level below this one's."""
    if number + 1 == len(lines):
        return False
    here, below = lines[number], lines[number + 1]
    mark = _mark(text, here)
    deeper = _mark(text, below) if mark else None
    if not mark or not deeper or mark[0].strip() == deeper[0].strip() or mark[0].strip()[:1].isdigit():
        return False
    return _indent(text, below) > _indent(text, here)


def _indent(text: str, line: Span) -> int:
    return line[0] - (text.rfind("\n", 0, line[0]) + 1)


@remembered
def _is_support(text: str) -> bool:
    return pattern("names", "support").search(fold(text[:300])) is not None


@remembered
def _is_individual(text: str) -> bool:
    folded = fold(text[:300])
    return pattern("names", "individuals").search(folded) is not None and not pattern("names", "bodies").search(folded)


def _is_signing(text: str) -> bool:
    return pattern("names", "signing").search(fold(text)) is not None
