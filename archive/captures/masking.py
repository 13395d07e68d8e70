"""What must not be public, masked in the bytes of a capture: the one function by which captures are made public.

    mask(body, "text/html; charset=utf-8", Names.of(["Camille Exemple"])).body

Each character of a name becomes « _ », so that everything else keeps its place. A name is found in any case, with any
accents, over tags and line ends, in attributes, scripts and addresses, and as HTML, JSON and URLs escape it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from lxml import etree, html

from archive.captures.charset import Text, Unsure, read
from archive.captures.flat import FILL, TAG, views
from archive.keys import fold

MASK = "_"
READ_AS_TEXT = re.compile(r"(?:text/[\w.+-]+|application/(?:[\w.+-]+\+)?(?:xml|json|javascript))$")
_WORD = re.compile(rf"\w[\w{FILL}{TAG}]*")
_LETTERS = re.compile(rf"[^{TAG}]+")
_LEAST_GLUED = 8  # letters of « cexemple » and more: written in one word they can still mean nobody else


class Wanted(Protocol):
    """What is to be masked, known by its words: in the clear, or by digests of them."""

    def sizes(self, first: str) -> Iterable[int]:
        """How many words those have that may begin with this one, the longest first."""

    def has(self, words: str) -> bool:
        """Whether these words, in lower case, without accents, one space apart, are to be masked."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names or other strings to be masked, in the clear."""

    by_first: dict[str, tuple[int, ...]]
    spelt: frozenset[str]

    @classmethod
    def of(cls, strings: Iterable[str]) -> Names:
        """Those that have a letter or digit at all."""
        spelt = frozenset(spelling for string in strings for spelling in spellings(string))
        sizes = dict[str, set[int]]()
        for spelling in spelt:
            words = spelling.split()
            sizes.setdefault(words[0], set()).add(len(words))
        return cls({first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}, spelt)

    def sizes(self, first: str) -> tuple[int, ...]:
        return self.by_first.get(first, ())

    def has(self, words: str) -> bool:
        return words in self.spelt

    def __bool__(self) -> bool:
        return bool(self.spelt)


@dataclass(frozen=True, slots=True)
class Masked:
    """A body that may be public; `count` says how many characters were masked in it."""

    body: bytes
    count: int = 0


def spellings(string: str) -> set[str]:
    """The words by which a string is known wherever it stands, also run together as in addresses and file names."""
    words = [word for word, _ in _words(fold(string.replace("_", "-")))]
    glued = "".join(words)
    return {" ".join(words), *([glued] if len(words) > 1 and len(glued) >= _LEAST_GLUED else [])} - {""}


def mask(body: bytes, content_type: str, wanted: Wanted) -> Masked:
    """A body, without content encoding, with what is wanted masked.

    Raises `Unsure` where nobody can tell whether all of it was found: a format that is no text, a charset that does not
    give the same bytes again, a document that its parser reads otherwise than it stands.
    """
    media_type = content_type.partition(";")[0].strip().lower()
    if not READ_AS_TEXT.match(media_type):
        raise Unsure("format")
    text = read(body, content_type)
    spans = _spans(text.meant, wanted)
    made = Text(_masked(text.written, spans), text.codec, text.errors)
    if (spans and _spans(made.meant, wanted)) or ("html" in media_type and _is_parsed_in(made.meant, wanted)):
        raise Unsure("traces")
    return Masked(made.bytes(made.written) if spans else body, sum(end - start for start, end in spans))


def mask_text(text: str, wanted: Wanted) -> str:
    """A line of text, such as a header, with what is wanted masked."""
    return _masked(text, _spans(text, wanted))


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces, place = list[str](), 0
    for start, end in spans:
        pieces += [text[place:start], MASK * (end - start)]
        place = end
    return "".join([*pieces, text[place:]])


def _is_parsed_in(text: str, wanted: Wanted) -> bool:
    return any(next(_found(found, wanted), None) for found in _parsed(text))


def _parsed(text: str) -> Iterator[str]:
    """What a parser reads in a page, with nothing between two texts and with a gap."""
    source = text.replace("\0", "").encode("utf-8", "replace")
    try:
        tree = html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:
        return  # nothing but spaces
    texts = [str(found) for found in tree.itertext()]
    yield "".join(texts)
    yield " ".join(texts)


# --- finding -----------------------------------------------------------------------------------------------------


def _spans(text: str, wanted: Wanted) -> list[tuple[int, int]]:
    """Where something wanted stands: spans of characters to be masked, in their order, tags within a name left out."""
    found = {span for view in views(text) for span in _found(view, wanted)}
    joined = list[tuple[int, int]]()
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _found(view: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    folded = fold(view.replace("_", "-"))
    beginnings = {word for word in set(_WORD.findall(_plain(folded))) if wanted.sizes(word)}
    if not beginnings:
        return
    words = _words(folded)
    place = 0
    while place < len(words):
        sizes = wanted.sizes(words[place][0]) if words[place][0] in beginnings else ()
        size = next((size for size in sizes if _reads(words, place, size, wanted)), 0)
        for _, span in words[place : place + size]:
            yield from _letters(view, span)
        place += size or 1


def _reads(words: list[tuple[str, tuple[int, int]]], place: int, size: int, wanted: Wanted) -> bool:
    some = words[place : place + size]
    return len(some) == size and wanted.has(" ".join(word for word, _ in some))


def _words(folded: str) -> list[tuple[str, tuple[int, int]]]:
    """The words of a folded text as they are compared, each with its place."""
    found = ((_plain(match[0]), match.span()) for match in _WORD.finditer(folded))
    return [(word, span) for word, span in found if word]


def _plain(text: str) -> str:
    return text.replace(FILL, "").replace(TAG, "")


def _letters(view: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The parts of a word between the tags that stand in it."""
    start, end = span
    for match in _LETTERS.finditer(view, start, end):
        yield match.span()
