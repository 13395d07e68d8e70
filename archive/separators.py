"""Cutting a running list: where one name ends and the next begins, by typography first and known names second."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.branches import is_place
from archive.keys import fold, key
from archive.known import Known, initials, is_acronym, is_short, spells
from archive.persons import likeness
from archive.words import any_of, keys, pattern, words

Span = tuple[int, int]

BULLETS = "•●○▪■□◦‣⁃►▶▸➔→➤➢➜⇒✓✔☑✅★☆♦◆❖✦✊✱§»›"
# A mark before an item: a symbol, a lone « o », a number with its point. A hyphen may touch the name.
MARK = re.compile(
    rf"\s*(?:[{BULLETS}·*+~>|–—−‑-]+\s*|o\s+(?=[^\W\d_])|(?:n°\s*)?\(?\d{{1,3}}(?:[.)]|\s?[°/-])(?:\s+(?=[^\W_])|(?=[A-ZÀ-Ý«]|\d[^\W\d_]))|[a-z]\)\s+)"
)

_PROTECTED = re.compile(
    r"\([^()]{0,300}(?:\([^()]{0,80}\)[^()]{0,200}){0,4}\)|\[[^\[\]\n]{0,200}\]|«[^«»\n]{0,200}»|“[^“”\n]{0,200}”"
)
_CLASSES = {
    "mark": re.compile(rf"\s*[{BULLETS.replace('»', '').replace('›', '')}|]+\s*|\s+[·*+~]+\s+|\s*·\s+|^\s*·|\t+"),
    "number": re.compile(r"(?:^|(?<=\s))\(?\d{1,3}[.)°](?:\s+(?=[^\W_])|(?=[A-ZÀ-Ý«]))"),
    "semicolon": re.compile(r"\s*[;；]+\s*"),
    "dash": re.compile(r"\s+[-–—−‑‒―]+\s*|[-–—−‑‒―]+\s+|\s*—\s*|\s*--+\s*|^\s*[-–—−‑]+|(?<=\))\s*[-–—−]+\s*"),
    "slash": re.compile(r"\s*/+\s*|\s+\\\s+"),
    "comma": re.compile(r"\s*(?:(?<!\d)[,،、]|[,،、](?!\d))\s*"),
}
_ORDER = tuple(_CLASSES)


@dataclass(frozen=True, slots=True)
class Gap:
    """A separator that may stand between two names."""

    start: int
    end: int
    kind: str


def cut_running(text: str, span: Span, known: Known, *, final: bool = False) -> list[Span]:
    """The names of a list that runs on in `text[span]`, without the separators between them, in order.

    `final`: the list stands in a sentence, so that its last comma is surely an « et ».
    """
    gaps = _gaps(text, span)
    kinds = _separating(gaps, text, span)
    pieces = _pieces(text, span, [gap for gap in gaps if gap.kind in kinds])
    if "comma" not in kinds:
        pieces = [part for piece in pieces for part in _typing_slips(text, piece, gaps, known)]
    pieces = _joined(text, pieces, known, comma="comma" in kinds)
    pieces = [
        part
        for place, piece in enumerate(pieces)
        for part in _by_conjunction(text, piece, pieces, place, known, final=final)
    ]
    return [part for piece in pieces for part in _run_together(text, piece, known)]


def count_gaps(text: str, span: Span) -> dict[str, int]:
    """How many separators of each kind stand inside a stretch of text, not at its ends."""
    counts = dict.fromkeys(_ORDER, 0)
    for gap in _gaps(text, span):
        if text[span[0] : gap.start].strip() and text[gap.end : span[1]].strip():
            counts[gap.kind] += 1
    return counts


def _gaps(text: str, span: Span) -> list[Gap]:
    part = text[span[0] : span[1]]
    covered = bytearray(len(part) + 1)
    for match in _PROTECTED.finditer(part):
        covered[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found = [
        Gap(span[0] + match.start(), span[0] + match.end(), kind)
        for kind, expression in _CLASSES.items()
        for match in expression.finditer(part)
        if match.end() > match.start() and not covered[match.start() + len(match[0]) - len(match[0].lstrip())]
    ]
    found.sort(key=lambda gap: (gap.start, _ORDER.index(gap.kind)))
    return _without_overlap(found)


def _without_overlap(gaps: list[Gap]) -> list[Gap]:
    kept: list[Gap] = []
    for gap in gaps:
        if not kept or gap.start >= kept[-1].end:
            kept.append(gap)
    return kept


def _separating(gaps: list[Gap], text: str, span: Span) -> frozenset[str]:
    """The kinds of separator that part names here. Weaker ones then belong to the names."""
    inner = [gap for gap in gaps if text[span[0] : gap.start].strip() and text[gap.end : span[1]].strip()]
    count = {kind: sum(gap.kind == kind for gap in inner) for kind in _ORDER}
    count["slash"] += 0
    if count["number"] < 2:
        count["number"] = 0
    strong = {kind for kind in ("mark", "number", "semicolon") if count[kind]}
    if strong and max(count[kind] for kind in strong) * 3 >= max(count["comma"], count["dash"]):
        return frozenset(strong)
    weak = ("dash", "slash", "comma")
    weight = {"dash": 4, "comma": 2, "slash": 1}
    best = max(weak, key=lambda kind: count[kind] * weight[kind])
    if not count[best]:
        return frozenset(strong)
    return frozenset({*strong, best})


def _pieces(text: str, span: Span, gaps: list[Gap]) -> list[Span]:
    pieces, start = [], span[0]
    for gap in gaps:
        pieces.append((start, gap.start))
        start = gap.end
    pieces.append((start, span[1]))
    stripped = (strip(text, piece) for piece in pieces)
    return [piece for piece in stripped if piece[0] < piece[1]]


def strip(text: str, span: Span) -> Span:
    """The span without the spaces and line breaks at its ends."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


# --- slips of the typist: a comma among semicolons -----------------------------------------------------------------


def _typing_slips(text: str, piece: Span, gaps: list[Gap], known: Known) -> list[Span]:
    inside = [gap for gap in gaps if piece[0] < gap.start and gap.end < piece[1] and gap.kind != "slash"]
    parts = _pieces(text, piece, inside)
    if len(parts) < 2 or not all(_unmistakable(text[start:end], known) for start, end in parts):
        return [piece]
    return [piece] if known.has(text[slice(*piece)]) else parts


def _unmistakable(name: str, known: Known) -> bool:
    return is_short(name, known) or known.has(name)


# --- names that hold a separator -----------------------------------------------------------------------------------


def _joined(text: str, pieces: list[Span], known: Known, *, comma: bool) -> list[Span]:
    joined: list[Span] = []
    place = 0
    while place < len(pieces):
        size = _known_size(text, pieces, place, known)
        start, end = pieces[place][0], pieces[place + size - 1][1]
        if size == 1 and joined and _continues(text, joined[-1], (start, end), known, comma=comma):
            joined[-1] = (joined[-1][0], end)
        elif size == 1 and joined and not comma and _explains(text[slice(*joined[-1])], text[start:end]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        place += size
    return joined


def _known_size(text: str, pieces: list[Span], place: int, known: Known) -> int:
    """How many pieces, from this one, make up one known name, or one name that its acronym spells out."""
    for size in range(min(4, len(pieces) - place), 1, -1):
        whole = text[pieces[place][0] : pieces[place + size - 1][1]]
        bare = re.sub(r"\s*\([^()]*\)\s*$", "", whole)
        if key(bare) in known.names:
            return size
        if _acronym_spans(text, pieces[place : place + size]):
            return size
    return 1


def _acronym_spans(text: str, pieces: list[Span]) -> bool:
    """« Europe Écologie – Les Verts (EELV) »: the acronym has the first letters of all the pieces, not of the last."""
    last = text[slice(*pieces[-1])]
    acronym = re.search(r"\(([^()\s]{3,12})\)$", last)
    if not acronym or not is_acronym(acronym[1]) or any("(" in text[slice(*piece)] for piece in pieces[:-1]):
        return False
    whole = text[pieces[0][0] : pieces[-1][0] + acronym.start()]
    return not spells(acronym[1], last[: acronym.start()]) and _letters(acronym[1]) in (
        initials(whole),
        _first_letters(whole),
    )


def _letters(acronym: str) -> str:
    return "".join(filter(str.isalpha, fold(acronym)))


def _first_letters(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W_]+", fold(name)))


def _explains(before: str, after: str) -> bool:
    """« AFPS – Association France Palestine Solidarité »: an acronym and the name it stands for, or the reverse."""
    short, long = (before, after) if is_acronym(before) else (after, before)
    if not is_acronym(short) or is_acronym(long) or " " not in long or "(" in long:
        return False
    letters = _letters(short)
    return len(letters) >= 3 and letters in (initials(long), _first_letters(long))


@cache
def _opening() -> re.Pattern[str]:
    small = any_of(re.escape(word) for word in words("names", "articles") | words("names", "prepositions"))
    return re.compile(rf"(?:{small.pattern}(?:(?<=')|\s+))+")


def _continues(text: str, before: Span, piece: Span, known: Known, *, comma: bool) -> bool:
    """Whether a piece belongs to the name before it: a description, a place, a role, a local group."""
    name = text[slice(*piece)]
    folded = fold(name)
    if pattern("names", "nobody").fullmatch(folded):
        return False
    if _says_where(folded, name):
        return True
    if is_place(name) and not known.has(name):
        return True
    previous = text[slice(*before)]
    head = re.split(r"\s*[,(:]|\s[-–—]", previous, maxsplit=1)[0]
    if likeness(head, known) == 2 and not comma and name[:1].islower():
        return True
    if not comma:
        return (
            pattern("names", "description").match(folded) is not None
            and name[:1].islower()
            and not _begins_name(name, known)
        )
    if likeness(head, known) == 2 and likeness(re.split(r"\s*[(]", name)[0], known) == 0 and _role_like(folded):
        return True
    return name[:1].islower() and not _begins_name(name, known)


@cache
def _local_words() -> re.Pattern[str]:
    local = pattern("names", "local").pattern
    return re.compile(rf"(?:la |le |les |l'|son |sa |et )?{local}\b")


def _says_where(folded: str, name: str) -> bool:
    if not _local_words().match(folded) or not name[:1].islower():
        return False
    if (
        re.match(r"(?:section|antenne|groupe|branche|p[ôo]le|d[ée]l[ée]gation) [A-ZÀ-Ý\d]", name)
        or is_place(name.split(None, 1)[-1])
        or name.endswith((" France", " Europe"))
    ):
        return True
    return (
        re.search(
            r"\s(?:de |du |d['’]|des )(?:la |l['’])?[A-ZÀ-Ý\d]|fran[cç]ais|locale?\b|nationale?\b|belge|suisse|d[ée]partement|r[ée]gion",
            name,
        )
        is not None
    )


@cache
def _role_start() -> re.Pattern[str]:
    return re.compile(r"(?:ex-|ancien\w* |vice-|co-)?" + any_of(map(re.escape, words("persons", "roles"))).pattern)


def _role_like(folded: str) -> bool:
    return _role_start().match(folded) is not None


def _begins_name(name: str, known: Known) -> bool:
    """Whether a piece set in lower case begins a name all the same: « la Cimade », « collectif Sud », « attac »."""
    conjunction = _leading_conjunction().match(name)
    name = name[conjunction.end() :] if conjunction else name
    folded = fold(name)
    rest = name[found.end() :] if (found := _opening().match(folded)) else name
    if rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in '«“"#':
        return True
    first = re.split(r"[\s'’-]", rest, maxsplit=1)[0]
    if known.has(rest) or key(first) in known.acronyms:
        return True
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", rest.rstrip(".")):
        return True
    return key(first) in keys("names", "heads") and re.search(r"[A-ZÀ-Ý]", rest) is not None


# --- « et » before the last name -----------------------------------------------------------------------------------


@cache
def _conjunction() -> re.Pattern[str]:
    return re.compile(
        r"\s+" + any_of(re.escape(word) for word in words("names", "conjunctions")).pattern + r"(?:\s+|(?<=')(?=\w))"
    )


@cache
def _leading_conjunction() -> re.Pattern[str]:
    return re.compile(
        any_of(re.escape(word) for word in words("names", "conjunctions")).pattern + r"(?:\s+|(?<='))", re.I
    )


def _by_conjunction(text: str, piece: Span, pieces: list[Span], place: int, known: Known, *, final: bool) -> list[Span]:
    """The piece in two where an « et » parts two names: by necessity only in the last piece of a list."""
    last = place == len(pieces) - 1
    if known.has(text[slice(*piece)]):
        return [piece]
    covered = [(piece[0] + m.start(), piece[0] + m.end()) for m in _PROTECTED.finditer(text[slice(*piece)])]
    twins = sum(bool(_conjunction().search(fold(text[start:end]))) for start, end in pieces[:-1])
    best: tuple[int, int, int] | None = None
    for match in _conjunction().finditer(fold(text[slice(*piece)])):
        start, end = piece[0] + match.start(), piece[0] + match.end()
        if any(low <= start < high for low, high in covered):
            continue
        score = _parting(
            text[piece[0] : start],
            text[end : piece[1]],
            known,
            twins=twins,
            final=final and last,
            ampersand="&" in match[0],
        )
        score += 3 if "\n" in text[start:end] else 0
        score += 6 if match[0].strip() not in ("et", "&", "y", "e", "and", "ed") else 0
        if score >= (2 if last else 5) and (best is None or score > best[0]):
            best = (score, start, end)
    if best is None:
        return [piece]
    right = (best[2], piece[1])
    return [(piece[0], best[1]), *_by_conjunction(text, right, [right], 0, known, final=False)]


def _parting(left: str, right: str, known: Known, *, twins: int, final: bool, ampersand: bool) -> int:
    """How surely « et » parts two names rather than two words of one."""
    article = _opening().match(fold(right))
    bare = right[article.end() :] if article else right
    if not (bare[:1].isupper() or bare[:1].isdigit() or bare[:1] in "«“#" or _begins_name(right, known)):
        return -9
    first_left, first_right = _tail(left), _head(bare)
    sides = (left.rstrip().endswith(")")) * 3
    sides += 3 * (_unmistakable(_core(bare), known) or bool(known.prefix(key(bare).split())))
    left_core = _core(left[_opening_end(left) :])
    sides += 3 * _unmistakable(left_core, known)
    sides += 3 * is_acronym(first_left)
    sides += 2 * (first_right in keys("names", "heads"))
    alone = " " not in left_core and " " not in bare
    pair = key(first_left) in keys("names", "paired") and first_right in keys("names", "paired")
    if article and not (is_acronym(bare.split()[0]) or known.prefix(key(bare).split()) or twins == 0 and final):
        sides -= 2
    sides += 2 * final
    sides -= 3 * pair
    if likeness(_core(right), known) == 2 and likeness(_core(left), known) == 2:
        sides += 2
    if alone:
        return sides - (1 if ampersand or twins else 0) + (1 if not pair and not twins else 0)
    complement = re.search(r"\b(?:pour|de|du|des|contre|en|sur)\b", fold(left_core)) is not None
    return (
        sides
        + 2
        - (
            2
            if complement
            and " " not in bare
            and not final
            and (first_right in keys("names", "paired") or is_place(bare))
            else 0
        )
        - (1 if complement and first_right in keys("names", "paired") else 0)
    )


def _opening_end(text: str) -> int:
    return found.end() if (found := _opening().match(fold(text))) else 0


def _core(name: str) -> str:
    return re.split(r"\s*[(,]", name.strip(), maxsplit=1)[0].rstrip(" .;…")


def _tail(name: str) -> str:
    return name.split()[-1] if name.split() else ""


def _head(name: str) -> str:
    return key(name.split()[0]) if name.split() else ""


# --- two names with nothing between them ---------------------------------------------------------------------------


_CLOSED = re.compile(r"\(([^()\s]{2,12})\)\s+(?=[A-ZÀ-Ý])")


def _run_together(text: str, piece: Span, known: Known) -> list[Span]:
    name = text[slice(*piece)]
    for match in _CLOSED.finditer(name):
        rest = name[match.end() :]
        if is_acronym(match[1]) and not is_place(rest) and (_names_itself(rest) or known.has(_core(rest))):
            middle = piece[0] + match.start() + len(match[1]) + 2
            return [(piece[0], middle), *_run_together(text, (piece[0] + match.end(), piece[1]), known)]
    tokens = [(piece[0] + m.start(), piece[0] + m.end()) for m in re.finditer(r"\S+", name)]
    if (
        2 <= len(tokens) <= 12
        and all(known.has(text[a:b]) and not text[a].islower() for a, b in tokens)
        and not known.has(name)
    ):
        return _longest_known(text, tokens, known)
    return [piece]


def _names_itself(rest: str) -> bool:
    return _head(rest) in keys("names", "heads") or re.search(r"\([^()\s]{2,12}\)", rest) is not None


def _longest_known(text: str, tokens: list[Span], known: Known) -> list[Span]:
    found, place = [], 0
    while place < len(tokens):
        size = next(
            size
            for size in range(len(tokens) - place, 0, -1)
            if size == 1 or key(text[tokens[place][0] : tokens[place + size - 1][1]]) in known.names
        )
        found.append((tokens[place][0], tokens[place + size - 1][1]))
        place += size
    return found
