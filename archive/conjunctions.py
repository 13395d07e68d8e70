"""« et » between two names or inside one, and names with nothing between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.bodies import Plain
from archive.branches import is_place, wider_body
from archive.joining import begins_name
from archive.keys import fold, key, remembered
from archive.known import Known, initials, is_acronym, is_short, letters_of
from archive.persons import likeness
from archive.plain import plain
from archive.spans import LONGEST, Span, conjunctions, is_name_start, small_words
from archive.words import keys, words

_SIMPLE = frozenset(["et", "&", "and", "y", "e", "ed"])
_COMPLEMENT = re.compile(r"\b(?:pour|de|du|des|contre|en|sur)\b")
_COMPLEMENTED = re.compile(r"\b(?:pour|contre)\s")
_BRACKETS = re.compile(r"\([^()]*\)|«[^«»]*»|“[^“”]*”|\[[^\[\]]*\]")
_ENDING_ACRONYM = re.compile(r"\(([^()\s]{2,12})\)$")
_BORDER = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=[\w)!]) (?=[A-ZÀ-Ý])")
_TWO_WORDS = re.compile(r"([A-ZÀ-Ý][\w’'-]+) (?:et|&) ([A-ZÀ-Ý][\w’'-]+)")
_CLOSED = re.compile(r"\(([^()\s]{2,12})\)\s*(?=[A-ZÀ-Ý])")
# Spaced, two known names are a row; glued, three: « FSU-SNUipp » is one name.
_ROWS = (re.compile(r"\S+"), 2), (re.compile(r"[^-–]+"), 3)
# Points from which « et » is read as a separator: before the last name of a list that commas part it is expected, after
# semicolons less so, elsewhere not at all.
ENOUGH, MORE, PLENTY = 2, 3, 5


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a piece stands in its list: the points that part it there, how many names of the list hold an « et »."""

    enough: int
    twins: int
    in_sentence: bool


def part_by_conjunction(
    text: str, pieces: list[Span], known: Known, *, in_sentence: bool, enough: int = ENOUGH
) -> list[Span]:
    """The pieces, those parted whose « et » stands between two names.

    `enough`: the points that part the last one, where « et » may stand in place of the list's own sign.
    """
    told = [plain(text[slice(*piece)], known) for piece in pieces]
    joining = [_may_part(text[slice(*piece)], one) for piece, one in zip(pieces, told, strict=True)]
    parted: list[Span] = []
    for number, piece in enumerate(pieces):
        least = (ENOUGH if len(pieces) == 1 else enough) if number == len(pieces) - 1 else PLENTY
        twins = sum(joining) - joining[-1] if least < PLENTY else 0
        one = told[number]
        if joining[number] and not (one and one.whole):
            place = _Place(least, twins, in_sentence)
            parted += [(piece[0] + start, piece[0] + end) for start, end in _part(text[slice(*piece)], known, place)]
        else:
            parted.append(piece)
    return parted


def never_parted(name: str, known: Known) -> bool:
    """Whether « et » parts a piece in no list, wherever it stands there."""
    places = (_Place(ENOUGH, twins, in_sentence) for twins in (0, 1) for in_sentence in (False, True))
    return all(len(_part(name, known, place)) == 1 for place in places)


def _may_part(name: str, told: Plain | None) -> bool:
    return (told is None or told.joined) and _conjunction().search(fold(name[:LONGEST])) is not None


@cache
def _conjunction() -> re.Pattern[str]:
    return re.compile(rf"\s+(?P<word>{conjunctions()})(?:\s+|(?<=')(?=\w))")


@cache
def _small_words() -> re.Pattern[str]:
    return re.compile(rf"(?:{small_words()}(?:(?<=')|\s+))*")


@remembered
def _part(text: str, known: Known, place: _Place) -> tuple[Span, ...]:
    piece, found = (0, len(text)), list[Span]()
    while piece[1] - piece[0] <= LONGEST and not known.has(text[slice(*piece)]):
        best = max(_candidates(text, piece, known, place), default=None)
        if best is None or best[0] < place.enough:
            break
        found.append((piece[0], best[1]))
        piece, place = (best[2], piece[1]), _Place(ENOUGH, 0, False)
    return (*found, piece)


def _candidates(text: str, piece: Span, known: Known, place: _Place) -> list[tuple[int, int, int]]:
    """Points, start and end of every « et » of a piece that stands outside brackets and quotes."""
    name = text[slice(*piece)]
    inside = [match.span() for match in _BRACKETS.finditer(name)]
    found = []
    for match in _conjunction().finditer(fold(name)):
        if any(start <= match.start() < end for start, end in inside):
            continue
        points = 3 * _is_pair(name[match.end() :], known) + _points(
            name[: match.start()], name[match.end() :], match["word"], known, place
        )
        points += 3 * ("\n" in name[match.start() : match.end()]) + 6 * (match["word"] not in _SIMPLE)
        found.append((points, piece[0] + match.start(), piece[0] + match.end()))
    return found


def _is_pair(name: str, known: Known) -> bool:
    """« Toits et Rues », after « Ligue du Gué et »: two words that are one name."""
    pair = _TWO_WORDS.fullmatch(name.rstrip(" .;"))
    return pair is not None and not any(map(known.has, pair.groups())) and not any(map(is_acronym, pair.groups()))


def _points(left: str, right: str, word: str, known: Known, place: _Place) -> int:
    """How surely « et » parts two names rather than two words of one."""
    small = _small_before(right)
    bare = right[small:]
    if not left.strip() or not (is_name_start(bare) or begins_name(right, known)):
        return -9
    if (acronym := _ENDING_ACRONYM.search(right)) and initials(left + " " + right[: acronym.start()]) == letters_of(
        acronym[1]
    ):
        return -9  # « Parrains et Marraines d’Estrevel (PME) »
    if key(bare.split()[0]) in words("names", "companies"):
        return -9
    if small and _COMPLEMENTED.match(fold(right)) and _COMPLEMENTED.search(fold(left)):
        return -9  # « Mouvement contre la Misère et pour le Partage »
    before, after = _core(left), _core(bare)
    first, last = bare.split()[0], left.split()[-1]
    begins_known = bool(known.prefix(key(bare).split()))
    # Signs that a name ends on the left, and that one begins on the right.
    points = 3 * last.endswith(")") + 3 * _is_sure(before, known) + 3 * is_acronym(last)
    points += 3 * (_is_sure(after, known) or begins_known) + 2 * (key(first) in keys("names", "heads"))
    points += 2 * (likeness(before, known) == 2 and likeness(after, known) == 2) + 2 * place.in_sentence
    # Signs of one name: « pour la Paix et la Liberté », « Foi et Résistance », names of the list that hold « et ».
    again = place.in_sentence and (not place.twins or fold(right).startswith(("du ", "de l")))  # « de A, B et du C »
    if small and not (is_acronym(first) or begins_known or again):
        points -= 2
    abstract = key(first) in keys("names", "paired")
    pair = abstract and key(last) in keys("names", "paired")
    points -= 3 * pair
    if " " not in before and " " not in bare:
        return points - (word == "&" or place.twins > 0) + (not place.twins and not pair) - (word == "&")
    complement = _COMPLEMENT.search(fold(before)) is not None
    loose = complement and " " not in bare and not place.in_sentence and (abstract or is_place(bare))
    points -= " " not in before and not _is_sure(before, known)  # « Pain et Roses d’Estrevel »
    return points + 2 - 2 * loose - (complement and abstract)


def _is_sure(name: str, known: Known) -> bool:
    return is_short(name, known) or known.has(name)


def _core(name: str) -> str:
    """A name without the small words before it and what follows a bracket or comma."""
    return re.split(r"\s*[(,]", name[_small_before(name) :].strip(), maxsplit=1)[0].rstrip(" .;…")


def _small_before(name: str) -> int:
    """The length of the small words before a name, which are set in lower case."""
    small = _small_words().match(fold(name))
    return small.end() if small and not name[:1].isupper() else 0


# --- names with nothing between them -------------------------------------------------------------------------------


def part_run_together(text: str, piece: Span, known: Known) -> list[Span]:
    """The piece in several where nothing but a space or hyphen parts the names.

    « CGT FSU Solidaires », « CGT 34-FSU 34-UNSA 34 », « … (UX) Fédération … ».
    """
    found: list[Span] = []
    while piece[1] - piece[0] <= LONGEST and (middle := _closing(text, piece, known)):
        found.append((piece[0], middle[0]))
        piece = (middle[1], piece[1])
    if piece[1] - piece[0] > LONGEST:
        return [*found, piece]
    if known.has(text[slice(*piece)]):
        return [*found, piece]
    if two := _two_known(text, piece, known):
        return [*found, *two]
    for expression, fewest in _ROWS:
        first = expression.search(text, *piece)
        if not first or not _stands_alone(first[0], known):
            continue
        tokens = [found.span() for found in expression.finditer(text, *piece)]
        if fewest <= len(tokens) <= 12 and all(_stands_alone(text[slice(*token)], known) for token in tokens):
            return [*found, *_longest_known(text, tokens, known)]
    return [*found, piece]


def _two_known(text: str, piece: Span, known: Known) -> list[Span]:
    """« Sortir du colonialisme Femmes Égalité », « …colonialismeFemmes Égalité »: two known names of several words."""
    name = text[slice(*piece)]
    for border in _BORDER.finditer(name):
        left, right = name[: border.start()], name[border.end() :]
        if " " in left and " " in right and key(left) in known.names and key(right) in known.names:
            return [(piece[0], piece[0] + border.start()), (piece[0] + border.end(), piece[1])]
    return []


def _stands_alone(name: str, known: Known) -> bool:
    return not name[0].islower() and (known.has(name) or (" " in name and bool(wider_body(name, known))))


def _closing(text: str, piece: Span, known: Known) -> Span | None:
    """The end of one name and the start of the next, where an acronym in brackets closes the first."""
    name = text[slice(*piece)]
    for match in _CLOSED.finditer(name):
        rest = name[match.end() :]
        itself = key(rest.split()[0]) in keys("names", "heads") or re.search(r"\([^()\s]{2,12}\)", rest) is not None
        if is_acronym(match[1]) and not is_place(rest) and (itself or known.has(_core(rest))):
            return piece[0] + match.end(1) + 1, piece[0] + match.end()
    return None


def _longest_known(text: str, tokens: list[Span], known: Known) -> list[Span]:
    found, place = [], 0
    while place < len(tokens):
        size = len(tokens) - place
        while size > 1 and key(text[tokens[place][0] : tokens[place + size - 1][1]]) not in known.names:
            size -= 1
        found.append((tokens[place][0], tokens[place + size - 1][1]))
        place += size
    return found
