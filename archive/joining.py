"""Names that hold the list's own separator: pieces that belong together are joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from archive.bodies import Plain, heads_local_part
from archive.branches import is_place
from archive.keys import fold, key
from archive.known import Known, first_letters, initials, is_acronym, letters_of, spells
from archive.persons import begins_role, likeness
from archive.plain import AND_OF_MANY, goes_on, is_plain, may_go_on
from archive.spans import LONGEST, Span, conjunctions, is_name_start, is_nobody, small_words
from archive.words import keys, pattern, words

_ENDING_ACRONYM = re.compile(r"\(([^()\s]{3,12})\)$")
_GROUP_AT_END = re.compile(r"\s*\([^()]*\)\s*$")
_ARTICLE = re.compile(r"(?:la |le |les |l['’])[A-ZÀ-Ý]")  # « la Fédération nationale »: a name
_ONE_OF_MANY = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ]{3,}s")
_AGE = re.compile(r"\d{1,3} ans")
_TWO_VERBS = re.compile(r"[a-zà-ÿ]+ (?:et|and) [a-zà-ÿ]+$")
_HEAD = re.compile(r"(?=[\s,(:])(?:\s*[,(:]|\s[-–—])")
_OWN_NAME = re.compile(r"(?:section|antenne|groupe|branche|p[ôo]le|d[ée]l[ée]gation) [A-ZÀ-Ý\d]")
_WHERE = re.compile(
    r"\s(?:de |du |d['’]|des )(?:la |l['’])?[A-ZÀ-Ý\d]"
    r"|fran[cç]ais|locale?\b|nationale?\b|belge|suisse|d[ée]partement|r[ée]gion"
)


def join_pieces(
    text: str, pieces: list[Span], told: Sequence[Plain | None], known: Known, *, by_comma: bool
) -> list[Span]:
    """The pieces, those joined that make up one name. `told`: what they leave no question of. `by_comma`: commas part
    this list.
    """
    plain = [one is not None and not one.joined for one in told]
    closing = [not alone and text[piece[1] - 1] == ")" for alone, piece in zip(plain, pieces, strict=True)]
    joined: list[Span] = []
    place = 0
    while place < len(pieces):
        one, spanned = told[place], _may_span(text, pieces, told[place], closing, place, known)
        if one and not spanned:
            before = told[place - 1] if joined and joined[-1] == pieces[place - 1] else None
            if by_comma or not joined or not (one.acronym or before is None or before.acronym):
                joined.append(pieces[place])  # nothing explains it
                place += 1
                continue
        size = _pieces_of_name(text, pieces, place, known) if spanned else 1
        whole = (pieces[place][0], pieces[place + size - 1][1])
        short = bool(joined) and size == 1 and whole[1] - joined[-1][0] <= LONGEST
        apart = by_comma and plain[place]
        if short and not apart and _belongs(text, joined[-1], whole, known, by_comma=by_comma):
            joined[-1] = (joined[-1][0], whole[1])
        else:
            joined.append(whole)
        place += size
    return joined


def _may_span(text: str, pieces: list[Span], one: Plain | None, closing: list[bool], place: int, known: Known) -> bool:
    """Whether a known name, or one that its acronym spells, may go on from a piece: a plain one ends with its own."""
    if True in closing[place + 1 : place + 4]:
        return True
    return place + 1 < len(pieces) and goes_on(text, pieces[place], pieces[place + 1], one, known)


def begins_name(name: str, known: Known) -> bool:
    """Whether a piece begins a name, be it set in lower case: « la Cimade », « collectif Sud », « attac »."""
    small = _leading().match(fold(name))
    rest = name[small.end() :] if small and not name[:1].isupper() else name
    if is_name_start(rest) or known.has(rest):
        return True
    first = key(re.split(r"[\s'’-]", rest, maxsplit=1)[0])
    if _TWO_VERBS.match(name):
        return False  # « Dire, agir et guérir », whatever bears the name AGIR
    legal = not words("names", "abbreviations").isdisjoint(fold(rest).split())  # « urgewald e.V. »
    if legal or first in known.acronyms or re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", rest.rstrip(".")):
        return True
    return first in keys("names", "heads") and re.search(r"[A-ZÀ-Ý]", rest) is not None


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(rf"(?:{conjunctions()}(?:\s+|(?<=')))?(?:{small_words()}(?:(?<=')|\s+))*")


def _pieces_of_name(text: str, pieces: list[Span], place: int, known: Known) -> int:
    """How many pieces, from this one, are one known name, or one name that its acronym spells."""
    start, following = pieces[place][0], pieces[place + 1 : place + 2]
    first = text[slice(*pieces[place])] if following and pieces[place][1] - start <= LONGEST else ""
    begun = key(first) in known.beginnings and may_go_on(text, pieces[place], following[0], known)
    for size in range(min(4, len(pieces) - place), 1, -1):
        group = pieces[place : place + size]
        end = group[-1][1]
        if end - start > LONGEST:
            continue
        if (begun and key(_GROUP_AT_END.sub("", text[start:end])) in known.names) or _acronym_spans(text, group):
            return size
    return 1


def _acronym_spans(text: str, group: list[Span]) -> bool:
    """« Europe Écologie – Les Verts (EELV) »: the acronym has the first letters of all the pieces, not of the last."""
    if text[group[-1][1] - 1] != ")":
        return False
    last = text[slice(*group[-1])]
    acronym = _ENDING_ACRONYM.search(last)
    if not acronym or not is_acronym(acronym[1]) or any("(" in text[slice(*piece)] for piece in group[:-1]):
        return False
    whole = text[group[0][0] : group[-1][0] + acronym.start()]
    both = letters_of(acronym[1]) in (initials(whole), first_letters(whole))
    return both and not spells(acronym[1], last[: acronym.start()])


def _belongs(text: str, before: Span, piece: Span, known: Known, *, by_comma: bool) -> bool:
    """Whether a piece goes on with the name before it: what it stands for, where it is, what it does."""
    previous, name = text[slice(*before)], text[slice(*piece)]
    if is_plain(name, known):
        return not by_comma and explains(previous, name)
    folded = fold(name)
    if is_nobody(folded):
        return False
    if says_where(name) or (is_place(name) and not known.has(name)) or (heads_local_part(name) and known.has(previous)):
        return True
    lower = name[:1].islower()
    if _AGE.fullmatch(folded):
        return True
    of_person = likeness(_HEAD.split(previous, maxsplit=1)[0], known) == 2
    if by_comma:
        spelt = key(name).split()
        body = not lower and ((spelt[:1] and spelt[0] in keys("names", "heads")) or known.prefix(spelt) > 1)
        if _ONE_OF_MANY.fullmatch(previous) and AND_OF_MANY.match(name) and not known.has(previous):
            return True  # « Doctors, Lawyers and Teachers for Peace »
        is_role = of_person and not body and begins_role(folded) and not likeness(name.split("(")[0].rstrip(), known)
        return is_role or (lower and not begins_name(name, known))
    if explains(previous, name) or (of_person and lower):
        return True
    described = pattern("names", "description").match(folded) is not None
    return lower and described and not begins_name(name, known)


def explains(before: str, after: str) -> bool:
    """« AFPS – Association France Palestine Solidarité »: an acronym and the name it stands for, or the reverse."""
    short, long = (before, after) if is_acronym(before) else (after, before)
    if not is_acronym(short) or is_acronym(long) or " " not in long or "(" in long:
        return False
    letters = letters_of(short)
    return len(letters) >= 3 and letters in (initials(long), first_letters(long))


@cache
def _local() -> re.Pattern[str]:
    return re.compile(rf"(?:la |le |les |l'|son |sa |et )?{pattern('names', 'local').pattern}\b")


def says_where(name: str) -> bool:
    """« section de Nîmes », « coordination France »: a local or national part of the body named before."""
    if not name[:1].islower() or _ARTICLE.match(name) or not _local().match(fold(name)):
        return False
    place = name.split(None, 1)[-1]
    return (
        _OWN_NAME.match(name) is not None
        or _WHERE.search(name) is not None
        or is_place(place)
        or name.endswith((" France", " Europe"))
    )
