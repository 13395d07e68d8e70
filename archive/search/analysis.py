"""From a text to the terms that it is found by, each with its place in the text.

A term is what the words of one family have in common. Words that tell nothing have none, so that what stands on both
sides of them are neighbours: « droit d’asile » and « droits à l'asile » are one phrase.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeVar

from archive.keys import APOSTROPHES, DASHES, INVISIBLE, fold
from archive.search.french import bare, data, is_elided, is_stop, stem

T = TypeVar("T")
MANY = 1 << 18  # pieces that are remembered
SHORT = 48  # characters: what is longer comes once, and is not worth remembering

_DASH = re.escape(DASHES)
_DOT = "·⋅•∙‧・"
# A letter or digit, or what may stand inside a word without being seen: combining accents, soft hyphens.
_LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]"
# What stands together, « L’étranger·ère », is read together.
_CHUNK = re.compile(
    rf"{_LETTER}+(?:[{APOSTROPHES}{_DASH}{_DOT}./*]{_LETTER}+|[(\[]{_LETTER}{{1,7}}[)\]](?:\(s\)|{_LETTER}*))*"
)
_ODD = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
_SEPARATOR = rf"[{_DOT}.\-/*_:]"
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])")
_ELISION = re.compile(r"([^\W_]+)'(?=[^\W_])")
_CAPITAL = re.compile(r"(?<=[a-zà-ÿ]{2})(?:E|NE|TE|LE|FE|VE|SE|[EÈ]RE|I[EÈ]RE|T?RICE|EUSE)(?:s|S)?(?![^\W_])")


def _inclusive() -> re.Pattern[str]:
    """« base·ending·s », « base(ending)s »: the base alone counts."""
    told: dict[str, str] = data()["inclusive"]
    endings = sorted(told, key=len, reverse=True)
    split = "|".join(rf"(?<=[{told[ending]}]{_SEPARATOR}){ending}" for ending in endings)
    closed = "|".join(endings)
    return re.compile(
        rf"(?P<base>[^\W\d_]{{2,}})(?:{_SEPARATOR}(?:{split})(?:{_SEPARATOR}?[sx])?|[{_DOT}.]s"
        rf"|[(\[](?:{closed}|s)[)\]](?:\(?[sx]\)?)?)(?![^\W_])"
        r"|(?P<word>[^\W_]+)"
    )


_PIECE = _inclusive()


class Token(NamedTuple):
    """One term of a text, the word that it is from as it was written in lower case, and where that stands."""

    term: str
    word: str
    start: int
    end: int


def analyse(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens of a text from a place on, in order; `text[start:end]` is what one was read from. Any text will do."""
    for match in _CHUNK.finditer(text, start):
        first = match.start()
        for token in read(match[0]):
            yield Token(token.term, token.word, first + token.start, first + token.end)


class Content(NamedTuple):
    """What the index keeps of a text: its terms in order, separated by spaces; its pieces, which have its words."""

    terms: str
    pieces: list[str]


def content(text: str) -> Content:
    """The same as `analyse` without places: what the index takes, ten times as fast.

    No chunk reaches over a space, and what stands between two spaces comes again and again: it is read once.
    """
    pieces = text.split()
    return Content(" ".join(filter(None, map(_TERMS.__getitem__, pieces))), pieces)


def around(text: str, wanted: Container[str]) -> Iterator[tuple[int, tuple[Token, ...]]]:
    """The chunks of a text that hold any of these terms: where each begins, and its tokens with places in the text.

    To find them so is many times as fast as to analyse the text.
    """
    found = (piece for piece in set(text.split()) if _holds(_TERMS[piece], wanted))
    for start, end in sorted(place for piece in found for place in _standing(text, piece)):
        for match in _CHUNK.finditer(text, start, end):
            chunk, first = match[0], match.start()
            if _holds(_TERMS[chunk], wanted):
                yield first, tuple(Token(one.term, one.word, first + one.start, first + one.end) for one in read(chunk))


def _standing(text: str, piece: str) -> Iterator[tuple[int, int]]:
    """Where a piece stands between two spaces, from and to."""
    start = text.find(piece)
    while start >= 0:
        end = start + len(piece)
        if not (text[start - 1 : start].strip() or text[end : end + 1].strip()):
            yield start, end
        start = text.find(piece, end)


def _holds(told: str, wanted: Container[str]) -> bool:
    return told in wanted or (" " in told and any(term in wanted for term in told.split()))


class Word(NamedTuple):
    """A word of the vocabulary: bare, as it was written in lower case, and its term."""

    plain: str
    written: str
    term: str


def words(piece: str) -> frozenset[Word]:
    """The words of what stands between two spaces, those that tell something."""
    return _WORDS[piece]


def terms(text: str) -> list[str]:
    """The terms of a text, in order."""
    return content(text).terms.split()


def chunks(text: str) -> Iterator[tuple[str, tuple[Token, ...]]]:
    """The chunks of a text, each with its tokens: none where it is all words that tell nothing."""
    return ((chunk, read(chunk)) for chunk in _CHUNK.findall(text))


def read(chunk: str) -> tuple[Token, ...]:
    """The tokens of letters that stand together, with places in the chunk."""
    return _read_short(chunk) if len(chunk) <= SHORT else _read(chunk)


def _read(chunk: str) -> tuple[Token, ...]:
    if chunk.isalnum() and not _CAPITAL.search(chunk):
        return tuple(_token(chunk, 0, len(chunk)))
    if not _ODD.search(chunk):
        return tuple(_tokens(chunk))
    # The places of decomposed letters are those of the whole.
    plain = unicodedata.normalize("NFC", chunk.translate(INVISIBLE))
    return tuple(Token(token.term, token.word, 0, len(chunk)) for token in _tokens(plain))


_read_short: Callable[[str], tuple[Token, ...]] = lru_cache(maxsize=1 << 17)(_read)


def _tokens(chunk: str) -> Iterator[Token]:
    plain, start = fold(chunk), 0
    while start < len(chunk):
        elision = _ELISION.match(plain, start)
        if elision and is_elided(bare(elision[1])):
            start = elision.end()
        dotted = _DOTTED.match(plain, start)
        if dotted:
            yield from _token(chunk[start : dotted.end()], start, dotted.end())
            start = dotted.end()
            continue
        whole = next((word for word in data()["whole"] if plain.startswith(word, start)), None)
        if whole:
            yield from _token(chunk[start : start + len(whole)], start, start + len(whole))
            start += len(whole)
            continue
        piece = _PIECE.search(plain, start)
        if not piece:
            return
        # « d'Ivoire » inside « Côte-d'Ivoire »: an elision may follow any separator.
        if piece["word"] and (elision := _ELISION.match(plain, piece.start())) and is_elided(bare(elision[1])):
            start = elision.end()
            continue
        if piece["word"] and piece.start() > start and _DOTTED.match(plain, piece.start()):
            start = piece.start()
            continue
        yield from _piece(chunk, piece)
        start = piece.end()


def _piece(chunk: str, piece: re.Match[str]) -> Iterator[Token]:
    if piece["base"]:
        base = chunk[slice(*piece.span("base"))]
        yield from _token(base, *piece.span())
        return
    written = chunk[slice(*piece.span())]
    capital = _CAPITAL.search(written)
    yield from _token(written[: capital.start()] if capital else written, *piece.span())


def _token(written: str, start: int, end: int) -> Iterator[Token]:
    """The token of one word: none when it tells nothing or holds no letter that can be kept."""
    plain = bare(written)
    if plain and not is_stop(plain):
        yield Token(stem(plain), written.lower(), start, end)


class _Memory(dict[str, T]):
    """What is made of each piece; forgotten all at once when there are too many: to tell which would cost more."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, piece: str) -> T:
        made = self.make(piece)
        if len(piece) <= SHORT:
            if len(self) >= MANY:
                self.clear()
            self[piece] = made
        return made


_TERMS = _Memory(lambda piece: " ".join(token.term for token in analyse(piece)))
_WORDS = _Memory(lambda piece: frozenset(Word(bare(token.word), token.word, token.term) for token in analyse(piece)))


def joined(tokens: Iterable[Token]) -> str:
    """The term of a compound written without its dash: « inter-associatif », « interassociatif »."""
    return stem("".join(bare(token.word) for token in tokens))
