"""From a block of text to the names that signed: cutting, cleaning, comparing.

`split_names` reads a block, `key` compares two spellings, `unnamed` counts « et 25 autres organisations ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from archive.items import names_nobody, read_item, trim
from archive.keys import clean, fold, key
from archive.known import Known, common, is_short
from archive.lines import cut_lines
from archive.model import Block, Signatory
from archive.sections import is_vertical, parts
from archive.separators import Span, cut_running
from archive.words import any_of, pattern, table

if TYPE_CHECKING:
    from archive.resolve import Directory

__all__ = ["key", "split_names", "unnamed"]


def split_names(block: Block, directory: Directory | None = None) -> tuple[Signatory, ...]:
    """The signatories of a block in its order; `start` counts in the text that the block was found in.

    Every `as_written` is an exact slice of the block. The names of a directory are evidence where the typography
    alone is ambiguous: a known name is not cut, known names run together are parted.
    """
    known = directory.known if directory else common()
    offset = block.start if block.start >= 0 else 0
    found = [replace(item, start=item.start + offset) for item in _read(block, known)]
    return tuple(found)


def unnamed(block: Block) -> int:
    """How many signatories the block counts without naming them: 25 for « et 25 autres organisations »."""
    return sum(_count(match) for match in _unnamed().finditer(fold(block.text)) if _is_remainder(match))


def _read(block: Block, known: Known) -> Iterator[Signatory]:
    ending = bool(block.heading) and not re.search(r"[:|–—-]\s*$", block.heading.strip())
    for part in parts(block.text, block.heading, known):
        vertical = is_vertical(block.text, part, known)
        if vertical:
            spans = cut_lines(block.text, part.lines, known)
        else:
            spans = [
                span
                for run in _runs(block.text, part.lines)
                for span in cut_running(block.text, run, known, final=ending)
            ]
        section = clean(part.section) if part.section else None
        yield from _items(
            block.text, spans, known, section, support=part.support, on_a_line=vertical or len(spans) == 1
        )


def _items(
    text: str, spans: list[Span], known: Known, section: str | None, *, support: bool, on_a_line: bool
) -> list[Signatory]:
    named = [trim(text, _without_remainder(text, span)) for span in spans]
    named = [span for span in named if span[0] < span[1] and not names_nobody(text[slice(*span)])]
    first = [
        read_item(text, span, known, section=section, support=support, on_a_line=on_a_line, among_persons=False)
        for span in named
    ]
    persons = sum(item.kind == "person" for item in first)
    if not persons or persons * 2 < len(first) or persons == len(first):
        return first
    return [
        read_item(text, span, known, section=section, support=support, on_a_line=on_a_line, among_persons=True)
        for span in named
    ]


def _runs(text: str, lines: list[Span]) -> Iterator[Span]:
    """Lines that run on into each other, as one stretch; an empty line between two parts them."""
    start, end = lines[0]
    for line in lines[1:]:
        between = text[end : line[0]]
        if between.count("\n") > 1 or between.strip():
            yield start, end
            start = line[0]
        end = line[1]
    yield start, end


def _without_remainder(text: str, span: Span) -> Span:
    """The span up to « et 25 autres organisations »."""
    for match in _unnamed().finditer(fold(text[slice(*span)])):
        if _is_remainder(match):
            span = span[0], span[0] + match.start()
            break
    rest = pattern("names", "remainder").search(fold(text[slice(*span)]))
    return (span[0], span[0] + rest.start()) if rest else span


@cache
def _unnamed() -> re.Pattern[str]:
    numbers = any_of(map(re.escape, table("names")["numbers"])).pattern
    return re.compile(
        r"(?:^|(?<=[\s,;(]))(?:(?:et|and|y|e|ainsi que|plus|\+)\s+)?"
        + pattern("names", "unnamed").pattern.replace("NUMBERS", numbers)
    )


def _is_remainder(match: re.Match[str]) -> bool:
    """A bare number is none: it must count others, or open the item and count somebody in figures."""
    after = match[0][match.end("count") - match.start() :]
    if re.match(r" (?:autre|other|otr|altr)", after):
        return True
    return match.start() == 0 and match["count"][0].isdigit() and re.search(r"[a-z]{4}", after) is not None


def _count(match: re.Match[str]) -> int:
    count = match["count"].replace(" ", "")
    return int(count) if count.isdigit() else int(table("names")["numbers"].get(count, 0))
