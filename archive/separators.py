"""Cutting a list that runs on: which signs part its names, by typography first and by what is known second."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from archive.branches import is_place, wider_body
from archive.conjunctions import ENOUGH, MORE, PLENTY, part_by_conjunction, part_run_together
from archive.evident import evident
from archive.joining import explains, join_pieces, says_where
from archive.keys import key, remembered
from archive.known import Known, is_acronym, is_short
from archive.plain import goes_on, is_plain, is_simple, may_go_on, plain
from archive.shape import tidy
from archive.spans import BULLETS, LONGEST, Span, is_name_start, strip
from archive.words import keys

# Signs inside brackets and quotes part nothing.
PROTECTED = re.compile(
    r"\([^()]{0,300}(?:\([^()]{0,80}\)[^()]{0,200}){0,4}\)|\[[^\[\]\n]{0,200}\]|«[^«»\n]{0,200}»|“[^“”\n]{0,200}”"
)
# From the surest sign to the most doubtful. A hyphen parts only with a space on one side at least. Each says first what
# it may begin with, so that the letters between two signs are passed over at once.
_KINDS = {
    "mark": re.compile(
        rf"(?=[\s{BULLETS}|·])(?:(?<!\s)\s*[{BULLETS}|]+\s*|(?<!\s)\s+[·*+~]+\s+|(?<!\s)\s*·\s+|^\s*·|\t+)"
    ),
    "number": re.compile(r"(?=[(\d])(?:^|(?<=\s))\(?\d{1,3}[.)°](?:\s+(?=[^\W_])|(?=[A-ZÀ-Ý«]))"),
    "semicolon": re.compile(r"(?=[\s;；])(?<!\s)\s*[;；]+\s*"),
    "dash": re.compile(
        r"(?=[\s–—−‑‒―-])(?:(?<!\s)\s+[-–—−‑‒―]+\s*|(?<![-–—−‑‒―])[-–—−‑‒―]+\s+|(?<!\s)\s*—\s*|(?<!\s)\s*--+\s*"
        r"|^\s*[-–—−‑]+|(?<=\))\s*[-–—−]+\s*)"
    ),
    "slash": re.compile(r"(?=[\s/])(?:(?<!\s)\s*/+\s*|(?<!\s)\s+\\\s+)"),
    "comma": re.compile(r"(?=[\s,،、])(?<!\s)\s*(?:(?<!\d)[,،、]|[,،、](?!\d))\s*"),
}
_DASH = "[-–—−‑‒―]"
# The signs of a list whose pieces are looked at without the spaces around them: they begin with a character of their
# own, which is looked for at once.
_PLAIN_KINDS = {
    **_KINDS,
    "dash": re.compile(
        rf"{_DASH}(?:(?<=\s.){_DASH}*|(?<!{_DASH}.){_DASH}*(?=\s)|(?<=—)|(?<=-)-+|(?<=^.){_DASH}*|(?<=\).){_DASH}*)"
    ),
    "semicolon": re.compile(r"[;；]+"),
    "slash": re.compile(r"[/\\](?:(?<=/)/*|(?<=\s.)(?=\s))"),
    "comma": re.compile(r"[,،、](?:(?<!\d.)|(?!\d))"),
}
# What every sign holds one of: most lines have none. A hyphen within a word is none.
_ANY = re.compile(rf"[{BULLETS}|·*+~\t;；–—−‑‒―/\\,،、.)°-](?:(?<![.)°-])|(?<=\d[.)°])|(?<=-)(?:(?<!\w.)|(?!\w)))")
# Signs that show the kind of those between them, in a list that has no other.
_SIGN = re.compile(rf"[,;/|{BULLETS}–—−‑‒―-](?:(?<!-)|(?<!\w.)|(?!\w))")
_OF_SIGN = {",": "comma", ";": "semicolon", "/": "slash", **dict.fromkeys(BULLETS + "|", "mark")}
_ENCLOSING = re.compile(r"[()\[\]«»“”]")
_CLOSED = re.compile(r"\([^()]{0,80}\)")
_SINGLE = re.compile(r"[A-ZÀ-Ý][\w’'-]+")
_GROUP_AT_END = re.compile(r"\s*\([^()\s]{2,12}\)$")
_STOP = re.compile(r"(?<=\w\w\w)\.\s+(?=[^\W_])|(?<=[)!»])\s*\.\s+(?=[^\W_])")
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}
_WEIGHT = {"dash": 3, "comma": 2, "slash": 1}


# Pieces of a list, the kinds of sign that part them, and whether each is one name that leaves no question.
Cut = tuple[list[Span], frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Gap:
    """A sign that may stand between two names."""

    start: int
    end: int
    kind: str


def cut_running(text: str, span: Span, known: Known, *, in_sentence: bool = False) -> list[Span]:
    """The names of a list that runs on in `text[span]`, in order, without what separates them.

    `in_sentence`: the list is part of a sentence, where « et » must stand before the last name.
    """
    pieces, kinds, settled = _straight(text, span, known) or _by_weight(text, span, known)
    if settled:
        return pieces
    # « A, B et C »: other signs are rarely left out for « et ».
    by_comma = kinds <= {"comma"}
    enough = ENOUGH if by_comma else MORE if kinds == {"semicolon"} else PLENTY
    pieces = part_by_conjunction(text, pieces, known, in_sentence=in_sentence and by_comma, enough=enough)
    return [
        part
        for piece in pieces
        for part in ([piece] if is_simple(text[slice(*piece)], known) else part_run_together(text, piece, known))
    ]


def _straight(text: str, span: Span, known: Known) -> Cut | None:
    """The pieces of a list, where all its signs are of one kind; None for any other list.

    None as well where a known name could span two pieces. Only what is not simple is weighed.
    """
    first = _SIGN.search(text, *span)
    if not first:
        return None
    kind = _OF_SIGN.get(first[0], "dash")
    signs = [
        (span[0] + found.start(), span[0] + found.end()) for found in _PLAIN_KINDS[kind].finditer(text[slice(*span)])
    ]
    starts, ends = [span[0], *(end for _, end in signs)], [*(start for start, _ in signs), span[1]]
    pieces = [strip(text, piece) for piece in zip(starts, ends, strict=True)]
    names = [text[slice(*piece)] for piece in pieces]
    names[-1] = names[-1].removesuffix(".")
    look = evident(known)
    told = [found.plain if (found := look(name)) else plain(name, known) for name in names]
    others = [name for name, found in zip(names, told, strict=True) if not found]
    if len(names) < 2 or not all(map(_is_unsigned, others)):
        return None
    if kind == "dash" and len({"—" in text[slice(*sign)] for sign in signs}) > 1:
        return None
    spanned = any(goes_on(text, *pair, found, known) for found, pair in zip(told, pairwise(pieces), strict=False))
    if spanned and kind in _WEIGHT:
        return None
    by_comma = kind == "comma"
    apart = by_comma or not any(found and found.acronym for found in told) or _all_apart(names)
    if others or spanned or not apart:
        told[-1] = plain(text[slice(*pieces[-1])], known)
        return join_pieces(text, pieces, told, known, by_comma=by_comma), frozenset([kind]), False
    settled = all(found and found.whole for found in told) and text[span[1] - 1] != "."
    return pieces, frozenset([kind]), settled


@remembered
def _is_unsigned(name: str) -> bool:
    """Whether no sign stands in a piece, or at its ends, and it is no place, so that the signs around it part names."""
    ends = name[:1].isalnum() and (name[-1:].isalnum() or name[-1:] in ("!", "?", ")"))
    enclosing = not tidy(name) and _ENCLOSING.search(_CLOSED.sub("", name)) is not None
    return ends and not enclosing and not _signs(name) and not says_where(name) and not is_place(name)


def _all_apart(names: list[str]) -> bool:
    """Whether none of the names is an acronym beside what it stands for."""
    short = [is_acronym(name) for name in names]
    return not any(short[place] != short[place + 1] and explains(*pair) for place, pair in enumerate(pairwise(names)))


def _by_weight(text: str, span: Span, known: Known) -> Cut:
    """The pieces of any list, found by weighing all its signs and pieces."""
    gaps = _outside_names(text, span, _without_inner_dashes(text, _gaps(text, span)), known)
    kinds = _parting_kinds(_before_names(text, span, _inner(text, span, gaps), known))
    pieces = _between(text, span, [gap for gap in gaps if gap.kind in kinds]) if kinds else _by_full_stops(text, span)
    if "comma" not in kinds:
        pieces = _mend_slips(text, pieces, gaps, known)
    told = [plain(text[start:end], known) for start, end in pieces]
    return join_pieces(text, pieces, told, known, by_comma="comma" in kinds), kinds, False


def count_signs(text: str, span: Span) -> dict[str, int]:
    """How many signs of each kind stand inside a stretch of text, those at its ends left out."""
    counts = dict.fromkeys(_KINDS, 0)
    for gap in _inner(text, span, _gaps(text, span)):
        counts[gap.kind] += 1
    return counts


def _gaps(text: str, span: Span) -> list[Gap]:
    return [Gap(span[0] + start, span[0] + end, kind) for start, end, kind in _signs(text[slice(*span)])]


@remembered
def _signs(part: str) -> tuple[tuple[int, int, str], ...]:
    """The signs of a piece of text that may stand between two names, each with its kind."""
    if tidy(part) or not _ANY.search(part):
        return ()
    inside = [match.span() for match in PROTECTED.finditer(part)]
    starts = [start for start, _ in inside]
    found = []
    for kind, expression in _KINDS.items():
        for match in expression.finditer(part):
            sign = match.start() + len(match[0]) - len(match[0].lstrip())
            around = bisect_right(starts, sign) - 1
            if around < 0 or sign >= inside[around][1]:
                found.append((match.start(), match.end(), kind))
    found.sort(key=lambda gap: (gap[0], _ORDER[gap[2]]))
    kept: list[tuple[int, int, str]] = []
    for gap in found:
        if not kept or gap[0] >= kept[-1][1]:
            kept.append(gap)
    return tuple(kept)


def _outside_names(text: str, span: Span, gaps: list[Gap], known: Known) -> list[Gap]:
    """The signs that do not stand inside a known name between their neighbours: « Europe Écologie - Les Verts »."""
    edges = [span[0], *(gap.end for gap in gaps)], [*(gap.start for gap in gaps), span[1]]
    outside = []
    for place, gap in enumerate(gaps):
        start, end = edges[0][place], edges[1][place + 1]
        around = strip(text, (start, gap.start)), strip(text, (gap.end, end))
        whole = gap.kind in _WEIGHT and end - start <= LONGEST and may_go_on(text, *around, known)
        if not whole or key(text[start:end]) not in known.names:
            outside.append(gap)
    return outside


def _without_inner_dashes(text: str, gaps: list[Gap]) -> list[Gap]:
    """The signs without the odd shorter dash of a list that em dashes part: « A — B – qui suis-je — C — D »."""
    long = [gap.kind != "dash" or "—" in text[gap.start : gap.end] for gap in gaps]
    dashes, shorter = sum(gap.kind == "dash" for gap in gaps), long.count(False)
    return [gap for gap, kept in zip(gaps, long, strict=True) if kept] if dashes >= 4 * shorter > 0 else gaps


def _before_names(text: str, span: Span, gaps: list[Gap], known: Known) -> list[Gap]:
    """The signs that a name may follow; not the dash of « Attac – section de Nîmes / LDH – Nîmes / … »."""
    ends = [gap.start for gap in gaps[1:]] + [span[1]] * bool(gaps)
    following = [text[gap.end : min(end, gap.end + LONGEST)].strip() for gap, end in zip(gaps, ends, strict=True)]
    return [
        gap
        for gap, name in zip(gaps, following, strict=True)
        if is_plain(name, known) or (not says_where(name) and (not is_place(name) or known.has(name)))
    ]


def _inner(text: str, span: Span, gaps: list[Gap]) -> list[Gap]:
    """The signs that have something before and behind them in the span."""
    start, end = strip(text, span)
    first = next((place for place, gap in enumerate(gaps) if gap.start > start), len(gaps))
    last = len(gaps)
    while last > first and gaps[last - 1].end >= end:
        last -= 1
    return gaps[first:last]


def _parting_kinds(gaps: list[Gap]) -> frozenset[str]:
    """The kinds of sign that part the names here; weaker ones then belong to the names."""
    count = dict.fromkeys(_KINDS, 0)
    for gap in gaps:
        count[gap.kind] += 1
    strong = {kind for kind in ("mark", "semicolon") if count[kind]} | ({"number"} if count["number"] > 1 else set())
    if strong and max(count[kind] for kind in strong) * 3 > max(count["comma"], count["dash"]):
        return frozenset(strong)
    best = max(_WEIGHT, key=lambda kind: count[kind] * _WEIGHT[kind])
    return frozenset(strong | ({best} if count[best] else set()))


def _between(text: str, span: Span, gaps: list[Gap]) -> list[Span]:
    edges = [span[0], *(edge for gap in gaps for edge in (gap.start, gap.end)), span[1]]
    pieces = (strip(text, piece) for piece in zip(edges[::2], edges[1::2], strict=True))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _by_full_stops(text: str, span: Span) -> list[Span]:
    """The span cut at its full stops where they alone can part names: « Le Planning. Les Effrontées. Ensemble !. »."""
    stops = [Gap(match.start(), match.end(), "stop") for match in _STOP.finditer(text, *span)]
    pieces = _between(text, span, stops)
    several = len(pieces) > 2 and all(end - start <= 100 and is_name_start(text[start:end]) for start, end in pieces)
    return pieces if several else _between(text, span, [])


def _mend_slips(text: str, pieces: list[Span], gaps: list[Gap], known: Known) -> list[Span]:
    """Pieces cut at a weaker sign too where both its sides are unmistakable: « ACID, Spiac » among semicolons."""
    mended: list[Span] = []
    place = 0
    for piece in pieces:
        while place < len(gaps) and gaps[place].start <= piece[0]:
            place += 1
        inside = []
        while place < len(gaps) and gaps[place].end < piece[1]:
            inside.append(gaps[place])
            place += 1
        parts = _between(text, piece, inside)
        sure = len(parts) > 1 and piece[1] - piece[0] < LONGEST and not known.has(text[slice(*piece)])
        slash = any(gap.kind == "slash" for gap in inside)
        mended += parts if sure and _are_names([text[slice(*part)] for part in parts], known, slash=slash) else [piece]
    return mended


def _are_names(names: list[str], known: Known, *, slash: bool) -> bool:
    """Whether each of these is a name beyond doubt, and together they are none."""
    if slash:  # « CFE/CGC » is one union, « Cedetim / IPAM » one signatory.
        return all(" " in name and key(name.split()[0]) in keys("names", "heads") for name in names)
    if all(_SINGLE.fullmatch(name) and not is_place(name) for name in names):
        return any(is_short(name, known) or known.has(name) for name in names)
    bare = [_GROUP_AT_END.sub("", name) for name in names]
    return all(is_short(name, known) or known.has(name) or bool(wider_body(name, known)) for name in bare)
