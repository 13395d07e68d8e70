"""Cutting a list that has one name a line: broken lines joined, lines that hold several names parted."""

from __future__ import annotations

import re

from archive.conjunctions import part_run_together
from archive.joining import explains
from archive.keys import key
from archive.known import Known, is_acronym, is_short
from archive.layout import wraps
from archive.persons import likeness
from archive.separators import count_signs, cut_running
from archive.spans import INDENTED, LONGEST, Span, is_name_start
from archive.words import keys

_GLUED = re.compile(r"\)[A-ZÀ-Ý]|[a-zà-ÿ]{3}[A-ZÀ-Ý][a-zà-ÿ]")
_LAST_LINE = re.compile(r"[,;]\s*\n\s*(?:et|and|y|ainsi que)\s+(?=(?:l['’]|la |le |les )?[A-ZÀ-Ý])")
_LAST = re.compile(r"(?<!\s)\s+(?:et|and|y|&)\s+(?=\S+$)")


def cut_lines(text: str, lines: list[Span], simple: list[bool], known: Known) -> list[Span]:
    """The names of these lines in order. `simple`: which lines are a name that leaves no question."""
    levels = INDENTED.search(text) is not None
    items: list[Span] = []
    for number, line in enumerate(lines):
        alone = number == 0 or (simple[number - 1] and simple[number])
        set_in = levels and number > 0 and _is_set_in(text, items[-1], line)
        if set_in or (not alone and _goes_on(text, lines[number - 1], line)):
            items[-1] = (items[-1][0], line[1])
        else:
            items.append(line)
    settled = {line for line, alone in zip(lines, simple, strict=True) if alone}
    cut = [[item] if item in settled else _of_line(text, item, known) for item in items]
    if sum(len(names) > 1 for names in cut) > 1:
        cut = [names if len(names) > 1 else _in_two(text, names[0], known) for names in cut]
    found = [name for names in cut for name in names]
    return [*found[:-1], *_last_two(text, found[-1], known)] if found else []


def _goes_on(text: str, first: Span, second: Span) -> bool:
    """Whether two lines are one name."""
    return "\n\n" not in text[first[1] : second[0]] and wraps(text, first, second)


def _is_set_in(text: str, item: Span, line: Span) -> bool:
    """Whether a line without a mark stands right below an item that has one, and further in."""
    margin = text[text.rfind("\n", 0, line[0]) + 1 : line[0]]
    if not margin.isspace() or "\n\n" in text[item[1] : line[0]]:
        return False
    mark = text[text.rfind("\n", 0, item[0]) + 1 : item[0]]
    return bool(mark.strip()) and len(margin) > len(mark) - len(mark.lstrip())


def _of_line(text: str, line: Span, known: Known) -> list[Span]:
    """The names of one line: several only where the line says so beyond doubt."""
    counts = count_signs(text, line)
    if known.has(text[line[0] : min(line[1], line[0] + LONGEST)]):
        return [line]
    if not any(counts.values()):
        return part_run_together(text, line, known) if _GLUED.search(text, *line) else [line]
    pieces = cut_running(text, line, known)
    names = [_bare(text[slice(*piece)]) for piece in pieces]
    persons = [likeness(name, known) for name in names]
    if counts["mark"]:
        return [line] if any(persons) else pieces
    if counts["semicolon"] and all(map(is_name_start, names)):
        return pieces
    if len(names) == 2:
        told = all(is_short(name, known) or key(name) in known.names for name in names)
        return pieces if told and not counts["slash"] and not explains(*names) else [line]
    evident = sum(_is_evident(name, known) for name in names)
    return pieces if evident * 5 >= len(names) * 3 and 2 not in persons else [line]


def _in_two(text: str, line: Span, known: Known) -> list[Span]:
    """A line among others that hold several names, in two at the comma that is its only sign: « Le Val, Les Rives »."""
    counts = count_signs(text, line)
    if not counts["comma"] == sum(counts.values()) == 1 or known.has(text[line[0] : min(line[1], line[0] + LONGEST)]):
        return [line]
    pieces = cut_running(text, line, known)
    names = [_bare(text[slice(*piece)]) for piece in pieces]
    apart = len(names) == 2 and all(map(is_name_start, names)) and not explains(*names)
    return pieces if apart and not any(likeness(name, known) for name in names) else [line]


def _last_two(text: str, line: Span, known: Known) -> list[Span]:
    """The last line in two where it ends in « et » and an acronym."""
    start, end = line
    while end > start and text[end - 1] in ".;,… ":
        end -= 1
    broken = _LAST_LINE.search(text, max(start, end - LONGEST), end)
    if broken and not known.has(text[start:end]):  # « Femmes Égalité, / et Solidaires »
        return [(start, broken.start()), (broken.end(), end)]
    found = _LAST.search(text, max(start, end - LONGEST), end)
    if found and is_acronym(text[found.end() : end]) and not known.has(text[max(start, end - LONGEST) : end]):
        return [(start, found.start()), (found.end(), end)]
    return [line]


def _is_evident(name: str, known: Known) -> bool:
    """Whether a piece is an organisation beyond doubt: known, an acronym, or opened by a noun of organisations."""
    words = key(name[:LONGEST]).split()
    if not words:
        return False
    return bool(known.prefix(words)) or words[0] in keys("names", "heads") or is_acronym(name.split()[0])


def _bare(name: str) -> str:
    return re.split(r"\s*[(,]", name, maxsplit=1)[0].strip(" .;")
