"""Text, markup and addresses as words, each with its place in the source, whatever they are written in.

A name stands in a page as « Jos&eacute; <b>Vernoux</b> », in JSON as « Jos\\u00e9 Vernoux », in an address as
« jose-vernoux »: `archive.captures.flat` shows the source in each way that it may be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from archive.captures.flat import FILL, TAG, views
from archive.keys import INVISIBLE, key
from archive.mask import MASK
from archive.privacy import MARKS

MASK_IN_ADDRESS = "retire"
_UNSEEN = f"{FILL}{TAG}{MARKS}{''.join(map(chr, INVISIBLE))}"
_WORD = re.compile(rf"[^\W_](?:[{_UNSEEN}]*[^\W_])*{FILL}*")
_NOTHING = str.maketrans("", "", FILL + TAG)
_BROKEN = re.compile(r"(?<=[^\W\d_])-\r?\n(?=[^\W\d_])")  # a word over two lines, as in PDFs
_SLUG = re.compile(r"[-_+.]|%20")
Word = tuple[str, int, int]
Spans = list[tuple[int, int]]


def words(text: str) -> list[str]:
    """The words of a text, as names are compared."""
    return [word for word, _, _ in _words(text)]


def readings(source: str) -> Iterator[list[Word]]:
    """The words of a source in each way that it may be read, each with its start and end."""
    for view in views(source):
        yield _words(view)
        if _BROKEN.search(view):
            yield _words(_BROKEN.sub(lambda match: FILL * len(match[0]), view))


def _words(view: str) -> list[Word]:
    return [(key(match[0].translate(_NOTHING)), *match.span()) for match in _WORD.finditer(view)]


def masked(source: str, runs: Iterable[Spans]) -> str:
    """The source with « [retiré] » in place of runs of words; tags between these stay."""
    cuts = sorted({cut for run in runs for cut in _cuts(source, run)})
    merged: list[tuple[int, int, str]] = []
    for start, end, new in cuts:
        if merged and start < merged[-1][1]:
            before = merged[-1]
            merged[-1] = (before[0], max(before[1], end), before[2] or new)
        else:
            merged.append((start, end, new))
    for start, end, new in reversed(merged):
        source = source[:start] + new + source[end:]
    return source


def _cuts(source: str, run: Spans) -> Iterator[tuple[int, int, str]]:
    start, end = run[0][0], run[-1][1]
    between = [source[one[1] : other[0]] for one, other in pairwise(run)]
    slug = bool(between) and all(_SLUG.fullmatch(text) for text in between) and source[start:end].islower()
    mask = MASK_IN_ADDRESS if slug else MASK
    if any("<" in text or "lt;" in text or "\\u003c" in text.lower() for text in between):
        yield from ((*span, "" if place else mask) for place, span in enumerate(run))
    else:
        yield start, end, mask
