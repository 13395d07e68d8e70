"""What a stretch of text is made of: names of organisations or persons, or something that only looks like a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter

from scraper.sheet import MARK, fold, pattern, remembered, words

# Every sign that may stand between two names, loosely. It looks first whether there is any: mostly there is none.
_APART = re.compile(
    r"(?=[\s–—−‑;,|•►▶➔●▪★✓✔/-])(?=\s*(?:[\t\n–—−‑;,|•►▶➔●▪★✓✔·/-]|(?:et|and|y|&)\s))(?:(?<!\s)\s+[-–—−‑]+\s*|(?<![-–—−‑])[-–—−‑]+\s+|—|(?<!\s)\s*[;,|•►▶➔●▪★✓✔\t\n]+\s*|(?<!\s)\s+·\s*|(?<!\s)\s+/\s+|(?<=\w)/(?=[A-ZÀ-Ý])"
    r"|(?<=\))\s*-|(?<!\s)\s+(?:et|and|y|&)\s+(?=[A-ZÀ-Ý])|^[-–])"
)
_FIRST = itemgetter(0)
_WORD = re.compile(r"[^\W_][\w.'’&+-]*")
_HOUR = re.compile(r"\b\d{1,2} ?(?:h|heures?|:)(?: ?\d\d)?\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\d ?[%€]")
_ELIDED = re.compile(r"^[DLdl]['’](?=[A-ZÀ-Ý])")
_HYPHEN = re.compile(r"-(?=[A-ZÀ-Ý])")
_DIGIT = re.compile(r"\d")
_LINK = re.compile(r"https?:|www\.|@\w|\.(?:org|fr|com|net)\b/")
_PERSON = re.compile(r"[A-ZÀ-Ý][\w’'-]+(?: (?:d[eu]s? |d[’']|le |la |el |ben |van |von )?[A-ZÀ-Ý][\w’'-]+){1,3}$")
_NEXT_SENTENCE = re.compile(r"[.!?]\s+[A-ZÀ-Ý]")
_LATER_CAPITAL = re.compile(r"\w\W+(?:\w+\W+)*?[A-ZÀ-Ý]")
_SMALL_CAPITAL = re.compile(
    r"(?:[ld]['’]|(?:le|la|les|de|du|des|et|par|pour|the|el|los|las|il|lo|gli|y|and|ainsi que|avec) )+"
    r"(?=[A-ZÀ-Ý0-9«])"
)


@remembered
def pieces(text: str) -> tuple[str, ...]:
    """The names a stretch of text would hold, roughly: cut at every separator there is."""
    found = map(str.strip, _APART.split(text))
    bare = [piece if piece[:1].isupper() or not (mark := MARK.match(piece)) else piece[mark.end() :] for piece in found]
    named = [piece.strip(" .,;:…*") for piece in bare if piece.strip(" .,;:…*-–—")]
    if len(named) == 1:
        for row in (named[0].split(), _HYPHEN.split(named[0])):  # « CGT FSU Solidaires », « CGT 34-FSU 34-UNSA 34 »
            if len(row) > 2 and all(map(is_organisation, row)):
                return tuple(row)
    return tuple(named)


@remembered
def is_organisation(piece: str) -> bool:
    """Whether a piece shows that it names an organisation: an acronym, a telling noun, a well-known short name."""
    found = _WORD.findall(piece)
    shouted = piece.isupper() and len(found) > 2
    if any(_is_acronym(word) for word in found if not shouted or len(word) <= 5):
        return True
    telling = _telling() if len(found) <= 12 else words("short_names")
    return any(fold(_ELIDED.sub("", word)).rstrip(".") in telling for word in found)


@cache
def _telling() -> frozenset[str]:
    return words("short_names") | words("heads")


def is_named(piece: str) -> bool:
    """Whether a piece is set like a name: a capital, a figure or an opening quote, small words before it aside."""
    return piece[:1].isupper() or _is_named(piece)


@remembered
def _is_named(piece: str) -> bool:
    bare = piece[found.end() :] if (found := _SMALL_CAPITAL.match(piece)) else piece
    if bare[:1].isupper() or bare[:1] in '«“"#' or bare[:1].isdigit():
        return True
    return is_organisation(piece) and (not piece.islower() or _is_short(piece))


def share(found: Sequence[str], test: Callable[[str], bool]) -> float:
    """The share of pieces that pass a test; 0 of none."""
    return sum(map(test, found)) / len(found) if found else 0.0


def reaches(found: Sequence[str], test: Callable[[str], bool], least: float) -> bool:
    """Whether the share of pieces that pass a test is this at least; no more of them are tested than tell."""
    passed, size = 0, len(found)
    for tested, piece in enumerate(found):
        if passed >= least * size or passed + size - tested < least * size:
            break
        passed += test(piece)
    return size > 0 and passed >= least * size


def is_timetable(found: Sequence[str]) -> bool:
    """Hours or dates in a third of the pieces."""
    return _DIGIT.search("\n".join(found)) is not None and reaches(found, _holds_hour, 0.3)


@remembered
def _holds_hour(piece: str) -> bool:
    return _DIGIT.search(piece) is not None and bool(_HOUR.search(piece) or _HOUR.search(fold(piece)))


def is_official(found: Sequence[str]) -> bool:
    """Ministries, councils, funds in half of the pieces."""
    return _institutions().search(fold("\n" + "\n".join(found))) is not None and reaches(found, _names_institution, 0.5)


@remembered
def _names_institution(piece: str) -> bool:
    return _institution().search(fold(piece)) is not None


@cache
def _institution() -> re.Pattern[str]:
    return re.compile(rf"\b{pattern('institutions').pattern}\b")


@cache
def _institutions() -> re.Pattern[str]:
    """One of them after what is no letter: passed over more quickly than a border of words."""
    return re.compile(rf"\W{pattern('institutions').pattern}\b")


def is_people(found: Sequence[str]) -> bool:
    """Two or three capitalised words in most pieces, and no organisation among them."""
    return (
        share(
            found,
            lambda piece: bool(_PERSON.match(piece.split("(")[0].strip())) and not is_organisation(piece.split("(")[0]),
        )
        > 0.6
    )


def is_stop(line: str, *, among_names: bool = False) -> bool:
    """Whether a line is never a signatory: a link to a file, a contact, a heading of the page's frame, a date.

    `among_names`: it is set like the names before it, so that « Photos de Rue » may be one.
    """
    return _is_frame(line) or (_opens_frame(line) and not (among_names and may_be_name(line)))


@remembered
def _is_frame(line: str) -> bool:
    folded = fold(line).strip()
    return (
        pattern("stops").match(folded) is not None
        or _LINK.match(folded) is not None
        or is_date(folded)
        or folded.startswith(("#", "©"))
        or _WORD.search(folded) is None
    )


@remembered
def _opens_frame(line: str) -> bool:
    return pattern("stop_nouns").match(fold(line).strip()) is not None


def may_be_name(line: str) -> bool:
    """Whether a line that opens with a word of the page's frame is set like a name: another capital, no colon."""
    return _LATER_CAPITAL.search(line) is not None and ":" not in line


def is_phrase(line: str) -> bool:
    """« Permanence du droit des étrangers »: more words than a label has, and no colon."""
    return ":" not in line and len(line.split()) > 3


def is_date(folded: str) -> bool:
    """« Grenoble, le 6 août 2019 » and the like: a line of little else."""
    found = pattern("dates").match(folded)
    return bool(found) and len(folded) - found.end() < 12 if found else False


@remembered
def is_prose(line: str) -> bool:
    """Whether a line is a sentence of a text rather than a name."""
    found = line.split()
    small = sum(map(str.islower, map(_FIRST, found)))
    if len(found) > 40 and small * 3 > len(found) * 2:
        return True
    if len(found) < 6 or small * 2 <= len(found):
        return False
    ended = line.rstrip().endswith((".", "!", "?", "…", "»"))
    if len(found) >= 9 and ended and _NEXT_SENTENCE.search(line):
        return True
    may_be = len(found) >= 9 or (ended and small * 5 >= len(found) * 3)
    return may_be and pattern("verbs").search(fold(line)) is not None


def is_long_name(line: str) -> bool:
    """« Association pour l'Abri et le Droit – section de Valory »: no sentence for all its small words."""
    found = line.split()
    if len(found) > 16 or line.rstrip().endswith((".", "!", "?", "…")):
        return False
    return is_organisation(" ".join(found[:3])) or _PERSON.match(" ".join(found[:2]).rstrip(",")) is not None


def is_sentence(line: str) -> bool:
    """Whether a line is prose, and no row of long names: « Mouvement contre la Gêne, Parti du Val »."""
    if not is_prose(line):
        return False
    found = pieces(line)
    return not (share(found, is_named) == 1 and is_long_name(found[0]))


@remembered
def holds_acronym(piece: str) -> bool:
    """Whether a piece holds an acronym, in letters of a name that is not all in capitals."""
    return not piece.isupper() and any(map(_is_acronym, _WORD.findall(piece)))


def _is_short(piece: str) -> bool:
    return any(fold(word).rstrip(".") in words("short_names") for word in _WORD.findall(piece))


def _is_acronym(word: str) -> bool:
    if word[1:].islower():
        return False
    bare = word.replace(".", "").rstrip("'’-")
    letters = [char for char in bare if char.isalpha()]
    capitals = sum(map(str.isupper, letters))
    return (
        2 <= len(bare) <= 14
        and capitals >= 2
        and capitals * 2 >= len(letters)
        and fold(bare) not in words("no_acronyms")
    )
