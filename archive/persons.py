"""Natural persons in a list of signatories: recognised so that they are never published.

Recall comes before precision: two capitalised words before a profession are a person, known given name or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.branches import is_local_part, is_place
from archive.keys import ARTICLES, fold, key, remembered
from archive.known import Known, is_acronym, spells
from archive.shape import is_worded
from archive.words import beginnings, keys, words

_BREAK = re.compile(r"\s*(?:[,;:]\s+|\s[-–—‑−]+\s*|[-–—−]+\s+|[(\[]|\s/\s|\s\|\s|\t)\s*")
# What every break and every link holds: without it, there is no need to look for one at each letter.
_SIGN = re.compile(r"[,;:‑–—−(\[/|\t-]")
_LINKING = re.compile(r"\b(?:par|by)\b", re.I)
_LINK = re.compile(
    r"\s*[,:;–—-]?\s*\b(?:repr[eé]sent[eé](?:[·.-]?e)?(?:[·.-]?s)?\s+par|par|sign[eé] par|represented by)\s+", re.I
)
_FOR = re.compile(r"\s*,?\s+pour\s+(?:l[ea]s?\s+|l['’]\s*)?(?=[^\W\d_])")
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’‑-](?=[^\W\d_])|\.-?(?=[^\W\d_])|\.$)*")
_AND = re.compile(r"\s\s*(?:et|and|y|e|&)\s+")
# All that may stand between a body and a person in one item.
_BESIDE = re.compile(
    r"\s*[,;:/|()\[\]<>]\s*|\s+[-–—]+\s+|[-–—]+\s|\s[-–—]+"
    r"|\s+(?:et|and|y|e|&|avec|with|con|ainsi que|dont|par|by|pour|au nom d[eu]s?)\s+"
)
PARTICLES = words("persons", "particles")
_OF_NAMES = keys("names", "telling") | keys("names", "heads") | keys("names", "institutions")
TITLES = words("persons", "titles")
MOST = 2 / 3  # of a list's items: where as many look like persons, they are who signs
_BEFORE_ROLE = (
    r"(?:l'|une? |le |la |the |an? )?"
    r"(?:(?:ex|anci|former|vice|co|haut|grand|jeune|simple|nouve|premi|elu|prof|maitre|sous)\w*[ -]+"
    r"(?:de |d'|des |en )?){0,3}"
)
_ROLE = re.compile(_BEFORE_ROLE + beginnings(words("persons", "roles")))
# « éclusier », « l’ancienne batelière »: the word for a trade that stands in no list of them.
_TRADE = re.compile(rf"{_BEFORE_ROLE}(\w+(?:{'|'.join(words('persons', 'trade_endings'))}))\b(?!-)")
_AGE = re.compile(r"\d{1,3} (?:ans|years|anos)\b")
_REPRESENTED = re.compile(r"\b(?:repr[eé]sent\w*|sign[eé]\w*)(?:[·.-]\w+)*\s+(?:par|by)\s+", re.I)
_ON_BEHALF = re.compile(r"\sau nom d[eu]", re.I)
_INITIAL = re.compile(r"[A-ZÀ-Ý]\.(?:[ -]?[A-ZÀ-Ý]\.)* ?[^\W\d_]{2}")
_FAMILY = re.compile(r"(?:La )?[Ff]amille (?:d['’]|de |du )?[A-ZÀ-Ý]")
# Beginnings of a role that also begin what an organisation says of itself.
_OF_BODIES = re.compile(
    r"(?:membre|member|union|association|collectif|federation|reseau|organisation|mouvement|habitants|citoyens)\b"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a list: the name as set there, and what stands beside it (profession, office, organisation)."""

    name: str
    role: str | None


@remembered
def likeness(name: str, known: Known) -> int:
    """How much a bare name is a person's: 0 cannot be, 1 has the shape, 2 has a given name or a title."""
    parts = _AND.split(name)
    if len(parts) > 1:
        found = [likeness(part, known) or _is_given(part) for part in parts if part]
        return max(found) if len(parts) <= 4 and min(found, default=0) else 0
    tokens = [token.rstrip(",") for token in name.split()]
    titled = bool(tokens) and fold(tokens[0]).rstrip(".") in TITLES and len(tokens) > 1
    tokens = tokens[1:] if titled else tokens
    capitalised = _without_particles(tokens)
    if not 1 <= len(tokens) <= 7 or len(capitalised) > 5 or not all(map(_is_name_word, capitalised)):
        return 0
    if titled and capitalised:
        return 2
    if known.has(name):
        return 0
    if len(capitalised) < 2:
        return 2 * (len(tokens) == 1 and _is_first_name(tokens[0]))
    return _evidence(capitalised, known)


@remembered
def read_person(text: str, known: Known, *, among_persons: bool = False, individual: bool = False) -> Person | None:
    """The person that an item of a list is, or None.

    `among_persons`: most of the other items are persons. `individual`: all are, whatever their names look like.
    """
    end, rest = _parts(text)
    name = text[:end].strip()
    likely = likeness(name, known)
    role = rest.strip(" .;,").removesuffix(")") if _wraps(text, end) else rest.strip(" ;,")
    if likely == 2 or (individual and name):
        return Person(name, role or None)
    if likely == 1 and (among_persons or (rest and (_is_role(rest) or _speaks_for(text, end, rest, known)))):
        return Person(name, role or None)
    if likely == 1 and _has_trade(rest) and is_unheard_of(name, known):
        return Person(name, role or None)
    return None


def may_hide_person(text: str, known: Known, *, share: float) -> bool:
    """Whether an item may be a person though a word of it is what bodies are called: « Labour Vonflizait – poète ».

    What people are or do stands behind such a name, or it is a bare name in a list of which `share` (0 to 1) look like
    persons: « Mères Breteflis » is doubted where most do, « Mères BRETEFLIS » where any does.
    """
    end, rest = _parts(text)
    tokens = _without_particles(text[:end].split())
    if not 2 <= len(tokens) <= 4 or not all(map(_is_name_word, tokens)):
        return False
    folded, bodies = [key(token) for token in tokens], keys("names", "heads") | keys("names", "institutions")
    unheard = [not _is_heard_of(word.split(), known) for word in folded]
    if folded[0] in bodies or not any(unheard):
        return False
    if rest:
        return _is_role(rest) or _has_trade(rest)
    surnames = (token for token, strange in zip(tokens, unheard, strict=True) if strange)
    return share >= MOST or (share > 0 and any(token.isupper() and len(token) > 2 for token in surnames))


@remembered
def beside_body(text: str, known: Known, *, odd: bool = False) -> tuple[str, ...]:
    """The persons who stand in an item beside a body or what they do, whatever joins them: « Les Amis du Pont et Jean
    Martin », « Historienne Lou Martin ».

    A given name, a title or an initial tells; and, beside what says itself that it is a body, the shape of a name of
    which no word is known. « Fondation Pierre et Marie Curie » is one body. `odd`: the item stands among persons, so
    that the shape is enough, as it is beside what people do.
    """
    if speaking := _REPRESENTED.search(text):  # whatever the words of the name, it is who speaks
        name = text[speaking.end() :][: _parts(text[speaking.end() :])[0]].strip(" .*")
        if name[:1].isupper() and not known.has(name):
            return (name,)
    parts = [part for part in (piece.strip(" .*") for piece in _BESIDE.split(text)) if part]
    bodies = [_is_body(part, known) and (known.has(part) or not is_acronym(part)) for part in parts]
    local = any(part[0].islower() and is_local_part(part) for part in parts)  # « – section de Nîmes »
    odd = odd or _ON_BEHALF.search(text) is not None or any(_is_role(part) or _has_trade(part) for part in parts[1:])
    found = list[str]()
    for place, part in enumerate(parts):
        name, before = without_role(part), parts[place - 1].split() if place else []
        couple = len(before) > 1 and _is_given(before[-1])
        if _FAMILY.match(name):
            found.append(name)
        elif " " in name and not couple and not (len(parts) == 1 and name == part):
            told = (
                odd
                or (name != part and _is_office(part.split()))
                or (not local and any(bodies[:place] + bodies[place + 1 :]))
            )
            if is_surely_somebody(name, known) or (told and _may_be_anybody(name, known)):
                found.append(name)
    return tuple(found) if odd or not found else beside_body(text, known, odd=True)


def is_surely_somebody(name: str, known: Known) -> bool:
    """Whether a given name, a title or an initial says that a name is a person's."""
    likely = likeness(name, known)
    return likely == 2 or (likely == 1 and _INITIAL.match(name) is not None)


def _may_be_anybody(name: str, known: Known) -> bool:
    return likeness(name, known) == 1 and is_unheard_of(name, known) and not is_local_part(name)


def without_role(part: str) -> str:
    """« sa présidente Lou Martin », « Historienne Lou Martin »: the name alone."""
    words, first = part.split(), 0
    while first < len(words) and (words[first][0].islower() or (first == 0 and _is_office(words))):
        first += 1
    return " ".join(words[first:] if len(words) - first > 1 else words)


def _is_office(words: list[str]) -> bool:
    """Whether one person's office or trade comes first: not « Avocats »."""
    singular = not words[0].endswith(("s", "x", "ence")) and key(words[0]) not in keys("names", "heads")
    return singular and _ROLE.match(fold(" ".join(words))) is not None


def _speaks_for(text: str, end: int, rest: str, known: Known) -> bool:
    """« Orkan Dervishi, Ligue de l’enseignement », « Orkan Dervishi (LDH) »: a name that nobody knows before a body."""
    if not is_unheard_of(text[:end], known):
        return False
    if _wraps(text, end):
        body = rest.strip(" .;,)")
        return (known.has(body) or is_acronym(body)) and not spells(body, text[:end])
    apart = text[end:].lstrip().startswith((",", "-", "–", "—"))
    return apart and _is_body(rest, known) and not is_local_part(rest)  # « Repas du Dimanche - section de Nîmes »


@remembered
def read_spokesperson(text: str, known: Known, *, on_a_line: bool) -> tuple[str, str] | None:
    """The organisation an item names and the person, with the office held, who signs for it: None for other items.

    « Ligue X : Lou Martin », « MPTI (Galice), Uxía Carballeda, secrétaire », « Lou Martin, pour le MRAP ». With
    `on_a_line` the item is a whole line, so that a name after a comma may belong to the one before it.
    """
    if "pour" in text and (signing := signs_for(text, known)):
        return text[signing.end() :].strip(" ."), text[: signing.start()].strip(" ,")
    for gap in _gaps(text):
        before, after = text[: gap.start()].strip(), text[gap.end() :].strip(" .;")
        if not before or not after:
            continue
        wrapped = "(" in gap[0] or "[" in gap[0]
        if wrapped and not after.endswith((")", "]")):
            continue
        person = after[:-1] if wrapped else after
        if "," in gap[0] and not on_a_line:
            continue
        link = _LINK.search(gap[0])
        end, rest = _parts(person)
        likely = likeness(person[:end].strip(), known)
        if likely == 2 or (
            likely == 1
            and (link or _is_role(rest) or (on_a_line and gap[0].strip() in (",", ":") and _is_body(before, known)))
        ):
            return None if _is_person(before, known) else (before, person)
    return None


def signs_for(text: str, known: Known) -> re.Match[str] | None:
    """The « pour » of « Lou Martin, pour le MRAP », None where what stands before it is no person."""
    if (signing := _FOR.search(text)) is None:
        return None
    likely = likeness(text[: signing.start()].strip(" ,"), known)
    # After a comma, the shape of a name is enough: no organisation is written so.
    return signing if likely == 2 or (likely == 1 and "," in signing[0]) else None


def _gaps(text: str) -> list[re.Match[str]]:
    folded = fold(text)
    links = _LINK.finditer(text) if ("par" in folded or "by" in folded) and _LINKING.search(text) else ()
    breaks = _BREAK.finditer(text) if not is_worded(text) and _SIGN.search(text) else ()
    return sorted((*links, *breaks), key=lambda match: match.start())[:6]


def _is_person(text: str, known: Known) -> bool:
    end, rest = _parts(text)
    likely = likeness(text[:end].strip(), known)
    return likely == 2 or (likely == 1 and _is_role(rest))


def _parts(text: str) -> tuple[int, str]:
    gap = not is_worded(text) and _SIGN.search(text) and _BREAK.search(text)
    return (gap.start(), text[gap.end() :]) if gap else (len(text), "")


def _wraps(text: str, end: int) -> bool:
    return text[end:].lstrip(" ,").startswith("(") and text.endswith(")") and text.count("(", end) == 1


def is_unheard_of(name: str, known: Known) -> bool:
    """Whether no word of a name is known of bodies, places or acronyms: « Orkan Dervishi » may be anybody's."""
    tokens = _without_particles(name.split())
    if len(tokens) < 2 or (len(tokens) == 2 and (key(tokens[0]) in ARTICLES or fold(tokens[0]).startswith("l'"))):
        return False
    return not any(_short(token) or is_place(token) or _is_heard_of(key(token).split(), known) for token in tokens)


def are_unheard_of(names: str, known: Known) -> bool:
    """The same of one name, or of each of several: « Orkan Dervishi et Vistens Vadrauch »."""
    return all(is_unheard_of(name, known) for name in _AND.split(names))


def _without_particles(tokens: list[str]) -> list[str]:
    """The words of a name but « de » and the like; in capitals only before another word in them: « DE CHANTEREL »."""
    following = [*tokens[1:], ""][: len(tokens)]
    return [
        token
        for token, after in zip(tokens, following, strict=True)
        if fold(token) not in PARTICLES or not (token.islower() or (token.isupper() and after.isupper()))
    ]


def _is_heard_of(plain: list[str], known: Known) -> bool:
    return not (known.words.isdisjoint(plain) and _OF_NAMES.isdisjoint(plain))


def begins_role(folded: str) -> bool:
    """Whether a folded text begins with what people are or do."""
    return _ROLE.match(folded) is not None


def _is_role(rest: str) -> bool:
    folded = fold(rest).lstrip(" (")
    return bool(_ROLE.match(folded) or _AGE.match(folded)) and not _OF_BODIES.match(folded)


def _has_trade(rest: str) -> bool:
    """Whether a word in lower case is somebody's trade, by its ending."""
    folded = fold(rest).lstrip(" (")
    found = _TRADE.match(folded) if rest.lstrip(" (")[:1].islower() else None
    return found is not None and found[1] not in words("persons", "no_trades") and not _OF_BODIES.match(folded)


def _is_name_word(token: str) -> bool:
    if not _NAME_WORD.fullmatch(token) or not token[0].isupper():
        # « d’Estrevel », « l’Hostis », « al-Masri »
        joined = re.fullmatch(r"(?:[dl]['’]|al-|el-|ben-)([^\W\d_].*)", token)
        return bool(joined and _is_name_word(joined[1]))
    return True


def _evidence(tokens: list[str], known: Known) -> int:
    folded = [key(token) for token in tokens]
    given, doubtful, telling = keys("persons", "given"), keys("persons", "doubtful"), keys("names", "telling")
    if _is_surname_in_capitals(tokens, folded, known):
        return 2
    if folded[0] in keys("names", "heads") or not keys("names", "institutions").isdisjoint((folded[0], folded[-1])):
        return 0
    parts = [[] if word.startswith(("saint ", "sainte ")) else word.split() for word in folded]
    certain = sum(any(part in given and part not in doubtful for part in word) for word in parts)
    bodies = sum(
        word in telling or (is_acronym(token) and word in known.acronyms)
        for word, token in zip(folded, tokens, strict=True)
    )
    if bodies:
        begins = bool(parts[0]) and parts[0][0] in given and bodies < len(tokens)
        if certain and begins and not any(map(_short, tokens)):
            return 2
        return int(begins and len(tokens) == 2)
    if certain:
        return 2
    ordinary = any(part in doubtful for word in parts for part in word)
    return 2 if ordinary and not any(map(is_place, tokens)) else 1


def _is_surname_in_capitals(tokens: list[str], folded: list[str], known: Known) -> bool:
    """« FERME Abdoulaye », « Aglaé PAIX »: a given name beyond doubt tells, whatever the other word means."""
    if any(word in keys("persons", "doubtful") or word in known.acronyms for word in folded):
        return False
    capitals = [token.isupper() and len(token) > 2 for token in tokens]
    others = [part for word, capital in zip(folded, capitals, strict=True) if not capital for part in word.split()]
    return any(capitals) and bool(others) and keys("persons", "given").issuperset(others)


def _is_first_name(word: str) -> bool:
    """« Mamadou », alone: a given name beyond doubt, and none of a town or an organisation."""
    found = key(word)
    if word.isupper() or is_place(word) or found in keys("names", "heads"):
        return False
    return keys("persons", "given").issuperset(found.split()) and not (
        keys("persons", "doubtful") | keys("names", "telling") | keys("persons", "of_bodies")
    ).intersection(found.split())


def _is_given(word: str) -> int:
    """« Aude » in « Aude et Michel Lestrade »: no more than the shape of a name, alone."""
    return int(key(word) in keys("persons", "given") and word[:1].isupper())


def _short(token: str) -> bool:
    return is_acronym(token) and len(token) <= 5


def _is_body(text: str, known: Known) -> bool:
    folded = key(text).split()
    if not folded:
        return False
    telling = keys("names", "telling") | keys("names", "heads")
    return bool(known.prefix(folded)) or any(word in telling for word in folded) or any(map(is_acronym, text.split()))
