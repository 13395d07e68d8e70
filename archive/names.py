"""From a block of text to the names that signed.

`split_names` reads a block, `key` compares two spellings, `unnamed` counts « et 25 autres organisations ».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from archive.bare import bare_name, unnamed
from archive.branches import are_places
from archive.evident import evident
from archive.items import Manner, as_told, read_item
from archive.keys import clean, key
from archive.known import Known, common
from archive.layout import is_vertical
from archive.lines import cut_lines
from archive.mask import MASK, emptied, filled
from archive.model import Block, Signatory
from archive.plain import is_simple
from archive.sections import Part, parts
from archive.separators import cut_running
from archive.spans import Span
from archive.tables import grid, named_column

if TYPE_CHECKING:
    from archive.resolve import Directory

__all__ = ["key", "split_names", "unnamed"]

# Of a list this long at most, in characters, what was read is remembered.
_SHORT = 5_000


def split_names(block: Block, directory: Directory | None = None) -> tuple[Signatory, ...]:
    """The signatories of a block in its order; `start` counts in the text that the block was found in.

    Every `as_written` is an exact slice of the block. The names of a directory are evidence where the typography
    alone is ambiguous: a known name is not cut, known names run together are parted.
    """
    return cut(block, directory.known if directory else common())


def cut(block: Block, known: Known) -> tuple[Signatory, ...]:
    """The signatories of a block, as far as these known names tell.

    A coalition signs with the same list again and again, and most pages that are read again have the list they had.
    """
    if MASK in block.text:
        return tuple(_as_it_stands(block, cut(_filled(block), known)))
    if len(block.text) > _SHORT:
        return _cut(block, known)
    held = _held(block.text, block.heading, known)
    if not held:
        held.append((block.start, _cut(block, known)))
    start, found = held[0]
    return found if start == block.start else _moved(found, max(block.start, 0) - max(start, 0))


def _filled(block: Block) -> Block:
    return replace(block, text=filled(block.text))


def _as_it_stands(block: Block, found: Iterable[Signatory]) -> Iterator[Signatory]:
    """Who was read in a block that was filled; a mask by itself is nobody, be it a body's or a person's."""
    offset = max(block.start, 0)
    for item in found:
        written = block.text[item.start - offset : item.start - offset + len(item.as_written)]
        under = replace(item, section=item.section and emptied(item.section))
        if MASK not in written:
            yield under
        elif written != MASK:
            yield replace(under, as_written=written, name=emptied(item.name), role=item.role and emptied(item.role))


@lru_cache(maxsize=1 << 9)
def _held(_text: str, _heading: str, _known: Known) -> list[tuple[int, tuple[Signatory, ...]]]:
    """What was read of a list, and where that began in its text; as yet nothing."""
    return []


def _moved(found: tuple[Signatory, ...], by: int) -> tuple[Signatory, ...]:
    return tuple(replace(item, start=item.start + by) for item in found)


def _cut(block: Block, known: Known) -> tuple[Signatory, ...]:
    found = [
        _read_part(block, part, spans, known, on_a_line=on_a_line)
        for part, on_a_line, spans in _named_parts(block, known)
    ]
    return tuple(chain.from_iterable(found))


def places(block: Block, known: Known) -> Iterator[Span]:
    """Where the names of a block stand that these known names tell apart, in the text that it was found in."""
    offset = max(block.start, 0)
    for _, _, spans in _named_parts(_filled(block), known):
        yield from ((start + offset, end + offset) for start, end in spans)


def _named_parts(block: Block, known: Known) -> Iterator[tuple[Part, bool, list[Span]]]:
    """The parts of a block, whether each name in them has a line to itself, and where the names stand."""
    text, look = block.text, evident(known)
    for part in parts(text, block.heading, look):
        on_a_line, found = _cut_part(block, part, known)
        told = part.told
        for span in found:
            if span not in told and (name := look(text[slice(*span)])):
                told[span] = name
        named = (span if span in told else bare_name(text, span) for span in found)
        signing = [span for span in named if span and not _says_where(text, span, part, known)]
        yield part, on_a_line or len(found) == 1, signing


def _says_where(text: str, span: Span, part: Part, known: Known) -> bool:
    """« Premiers signataires : Lyon, Nîmes »: towns sign nothing. Among persons, what is like a town may be a name."""
    if span in part.told or part.individual:
        return False
    name = text[slice(*span)]
    return are_places(name) and not known.has(name)


def _cut_part(block: Block, part: Part, known: Known) -> tuple[bool, list[Span]]:
    text = block.text
    if ("|" in text or "\t" in text) and (
        cells := named_column(text, part.lines, known) or grid(text, part.lines, known)
    ):
        return True, cells
    simple = [line in part.told or is_simple(text[slice(*line)], known) for line in part.lines]
    if is_vertical(text, part.lines, part.marked, simple):
        return True, cut_lines(text, part.lines, simple, known)
    heading = block.heading.strip()
    in_sentence = heading != "" and heading[-1] not in ":|–—-"
    runs = _runs(text, part.lines)
    return False, [span for run in runs for span in cut_running(text, run, known, in_sentence=in_sentence)]


def _read_part(block: Block, part: Part, spans: list[Span], known: Known, *, on_a_line: bool) -> list[Signatory]:
    section = clean(part.section) if part.section else None
    manner = Manner(section, part.support, on_a_line, part.individual)
    offset = max(block.start, 0)
    items = [(block.text[start:end], start + offset) for start, end in spans]
    told = {} if part.individual else part.told
    found = [
        as_told(*item, manner, name.name, name.acronyms, name.kind)
        if (name := told.get(span))
        else read_item(*item, manner, known)
        for span, item in zip(spans, items, strict=True)
    ]
    persons = sum(item.kind == "person" for item in found)
    if not len(found) > persons >= len(found) / 5:
        return found
    # Most are persons; or some are, and nothing says of the others that they are not.
    among = [
        one if one.kind == "person" else read_item(*item, manner, known, among_persons=True)
        for one, item in zip(found, items, strict=True)
    ]
    alike = all(item.kind == "person" for item in among)
    return among if alike or persons >= len(found) / 2 else found


def _runs(text: str, lines: list[Span]) -> Iterator[Span]:
    """Lines that run on into each other, as one stretch; an empty line or a sub-heading between two parts them."""
    start, end = lines[0]
    for line in lines[1:]:
        between = text[end : line[0]]
        if between.count("\n") > 1 or between.strip():
            yield start, end
            start = line[0]
        end = line[1]
    yield start, end
