"""One item of a list read: its name, acronyms, role and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from archive.branches import has_local_part, is_local_part, is_place, local_prefix, wider_body
from archive.keys import ARTICLES, clean, fold, folded_words, key, remembered
from archive.known import Known, initials, is_acronym, is_short, letters_of, spells
from archive.model import Signatory, SignatoryKind
from archive.persons import PARTICLES, likeness, read_person, read_spokesperson, signs_for
from archive.shape import is_worded, tidy
from archive.words import keys, pattern, table, words

# A pair of brackets that is no part of a word (« Ami(e)s »), with at most one pair inside.
_GROUP = re.compile(r"[(\[](?:(?<=^.)|(?<=[\s)].))([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]")
_BESIDE = re.compile(r"\s+[-–—]+\s+|\s*:\s+|\s+/\s+|\s*,\s+")
_COMMA = re.compile(r"\s*,\s*")
_JOINT = re.compile(r"[ '·-]")
_CAPITAL_ARTICLE = re.compile(r"(?:Les?|La|L['’]|The|El|Los|Las|Il|Lo|Gli|I)(?:\s+|(?<=['’]))(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class Manner:
    """What the items of one list have in common: their sub-heading, and whether it names supporters.

    `on_a_line`: each is a whole line. `individual`: they were introduced as persons who sign for themselves.
    """

    section: str | None
    support: bool
    on_a_line: bool
    individual: bool = False


class Name(NamedTuple):
    """A name without its brackets. `place`: one of them held a place."""

    name: str
    acronyms: tuple[str, ...] = ()
    place: bool = False


def read_item(written: str, start: int, manner: Manner, known: Known, *, among_persons: bool = False) -> Signatory:
    """The signatory that an item names; `among_persons`: most of its list are persons."""
    read, kind, role = _read(written, known, manner.on_a_line, manner.individual, among_persons)
    return as_told(written, start, manner, read.name, read.acronyms, kind, role)


def as_told(
    written: str,
    start: int,
    manner: Manner,
    name: str,
    acronyms: tuple[str, ...],
    kind: SignatoryKind,
    role: str | None = None,
) -> Signatory:
    """The signatory that an item names, which was read."""
    acronym = acronyms[0] if acronyms else None
    return Signatory(written, start, name, acronym, acronyms[1:], kind, role, manner.section, manner.support)


def read_alone(written: str, known: Known, *, on_a_line: bool) -> tuple[Name, SignatoryKind, str | None]:
    """How a name is read in a list of bodies."""
    return _read(written, known, on_a_line, False, False)


@remembered
def _read(
    written: str, known: Known, on_a_line: bool, individual: bool, among_persons: bool
) -> tuple[Name, SignatoryKind, str | None]:
    if not individual and not among_persons and (read := _outright(written, known)):
        return read
    plain = clean(written)
    listed = known.has(plain if is_worded(plain) else _GROUP.sub("", plain))
    if not individual:
        spoken = read_spokesperson(plain, known, on_a_line=on_a_line)
        if spoken and (not listed or known.has(spoken[0])):
            return _organisation(spoken[0], spoken[1], known)
    if listed:
        return _organisation(plain, None, known)
    among_persons = among_persons and not _holds_own_acronym(plain)
    if person := read_person(plain, known, among_persons=among_persons, individual=individual):
        return Name(person.name), "person", person.role
    return _organisation(plain, None, known)


def _outright(written: str, known: Known) -> tuple[Name, SignatoryKind, str | None] | None:
    """What an item is read as that leaves no question: words, with at most the acronym they spell behind them.

    None where a word may be a person's, an acronym, an article, or say who signs for whom.
    """
    found = tidy(written)
    if found is None or (found[1] and not spells(found[1], found[0])):
        return None
    name, tokens = found[0], found[0].split()
    each = folded_words(written)
    if (
        not asking().isdisjoint(each)
        or each[0] in ARTICLES
        or (not tokens[0][1:].islower() and is_acronym(tokens[0]))
        or tokens[-1].isupper()
        or ("pour" in tokens and signs_for(name, known))
        or (not local_words().isdisjoint(each) and has_local_part(name))
    ):
        return None
    simple = Name(name, (found[1],) if found[1] else ())
    if known.has(name):
        return simple, "organisation", None
    if not _small(tokens) and likeness(name, known):
        return None
    spelt = key(name)
    local = local_prefix().match(spelt) is not None and wider_body(name, known) is not None
    whole = not local and not known.prefix(spelt.split())
    return (simple, "organisation", None) if whole else _organisation(written, None, known)


def _small(tokens: list[str]) -> bool:
    """Whether one of the words is set in lower case as none of a person's is."""
    return any(token.islower() and fold(token) not in PARTICLES for token in tokens)


@cache
def asking() -> frozenset[str]:
    """Words that make more of a name than it says: who signs for whom, conjunctions."""
    return frozenset({"par", "by", *(_JOINT.split(entry)[0] for entry in words("names", "conjunctions"))})


@cache
def local_words() -> frozenset[str]:
    """The first words of local parts of a body."""
    return frozenset(_JOINT.split(entry)[0] for entry in words("names", "always_local"))


def _organisation(plain: str, role: str | None, known: Known) -> tuple[Name, SignatoryKind, str | None]:
    read = _read_name(plain, known)
    name = _without_article(read.name, known)
    if wider_body(name, known) is None and not (read.place and (known.has(name) or _says_local(plain))):
        return Name(name, read.acronyms), "organisation", role
    # « Attac (13) »: the place of a local group is part of its name.
    name = _without_article(plain, known) if read.place else name
    return Name(name, read.acronyms), "branch", role


def _says_local(plain: str) -> bool:
    """« Les Naturalistes (section Aude) »: whether brackets at the end say themselves that the group is local."""
    found = pattern("names", "local_brackets").search(fold(plain))
    return found is not None and (plain[found.start("where")].isupper() or plain[found.start("where")].isdigit())


# --- name and acronyms ---------------------------------------------------------------------------------------------


def _read_name(plain: str, known: Known) -> Name:
    name, place = plain, False
    acronyms: list[str] = []
    for group in () if is_worded(plain) else reversed(list(_GROUP.finditer(plain))):
        inner, before = group[1].split("(")[0].strip(), plain[: group.start()].strip()
        if not before:
            continue
        if is_short(before, known) and " " in inner and not is_acronym(inner) and _spelt_out(before, inner):
            return Name(inner, (before,))  # « LDH (Ligue des droits de l’Homme) »
        found = _acronyms(inner, before, known)
        if found or group.end() >= len(name.rstrip()):
            acronyms[:0] = found
            place = place or (not found and is_local_part(inner))
            name = f"{name[: group.start()].rstrip()}{name[group.end() :]}".strip()
    if not acronyms:
        return _beside(_without_description(name), place)
    name = _without_description(name).strip(" ,;")
    return Name(name, _own_first(tuple(dict.fromkeys(acronyms)), name.split(",")[0]), place)


def _holds_own_acronym(plain: str) -> bool:
    """« Permanence Juridique Itinérante (PJI) »: no person, whoever stands around it."""
    group = _GROUP.search(plain)
    if group is None or not is_acronym(group[1]):
        return False
    return initials(plain[: group.start()]) == letters_of(group[1])


def _spelt_out(acronym: str, name: str) -> bool:
    """Whether brackets after an acronym say what it stands for, be its letters those of an older name."""
    begins = key(name.split()[0]) in keys("names", "heads") and name.count(" ") >= 3
    return spells(acronym, name) or (begins and fold(name[0]) == fold(acronym[0]))


def _own_first(acronyms: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The acronym that spells the name itself first; else the last, which stands for the whole."""
    own = next((acronym for acronym in acronyms if spells(acronym, name)), acronyms[-1])
    return (own, *(acronym for acronym in acronyms if acronym != own))


def _acronyms(inner: str, before: str, known: Known) -> list[str]:
    """The acronyms that a pair of brackets holds."""
    if not inner or (is_place(inner) and not (is_acronym(inner) and spells(inner, before))):
        return []
    parts = [part for part in re.split(r"\s*/\s*|\s+[-–—]\s+|\s*,\s*|\s+(?:ou|or)\s+", inner) if part]
    if all(_is_acronym_of(part, before, known) for part in parts):
        return parts
    tokens = inner.split()
    if len(tokens) == 1 or not is_acronym(tokens[0]):
        return []
    if is_place(" ".join(tokens[1:])) and not is_acronym(tokens[-1]):
        return [] if local_prefix().fullmatch(key(tokens[0])) else [tokens[0]]  # « CGT (UD Aude) »
    local = all(map(is_acronym, tokens[:-1])) and (is_acronym(tokens[-1]) or is_place(tokens[-1]))
    return [inner] if local or known.has(inner) else []


def _is_acronym_of(inner: str, before: str, known: Known) -> bool:
    """Whether brackets after a name hold its acronym, by shape, because it is known, or because the name spells it."""
    if is_acronym(inner) or key(inner) in known.acronyms:
        return True
    word = " " not in inner and len(inner) <= 14 and inner[:1].isupper()
    return word and " " in before and spells(inner, before)


def _beside(name: str, place: bool) -> Name:
    """An acronym set without brackets: « Les Écologistes EELV », « Via Campesina / ECVC », « UCL : Union … »."""
    pairs = []
    if gap := None if is_worded(name) else _BESIDE.search(name):
        pairs.append((name[: gap.start()], name[gap.end() :]))
    head, _, last = name.rpartition(" ")
    first, _, tail = name.partition(" ")
    if len(last) >= 3 and last.isupper() and head and not _leads_on(head) and not is_acronym(head.split()[0]):
        pairs.append((head, last))
    if is_acronym(first) and len(first) >= 3 and name.count(" ") >= 3 and initials(tail) == fold(first):
        pairs.append((first, tail))
    for left, right in pairs:
        for short, long in ((left, right), (right, left)):
            if is_acronym(short) and not is_acronym(long) and not long.isupper() and _stands_for(short, long):
                return Name(long, (short,), place)
    return Name(name, (), place)


def _leads_on(head: str) -> bool:
    """« Coordination des », before « CADA »: the acronym is part of the name."""
    return fold(head).endswith((" de", " des", " du", " la", " les", " pour"))


def _stands_for(acronym: str, name: str) -> bool:
    """Whether an acronym beside a name is its own: made of its first letters, be there more of them."""
    letters, first = letters_of(acronym), initials(name)
    if len(first) < 2:
        return bool(first) and " " in name and letters.startswith(first)
    return letters == first or first in letters or (spells(acronym, name) and len(letters) <= len(first) + 2)


def _without_description(name: str) -> str:
    """The name before « , regroupant … » or « , in the framework of … »."""
    for comma in _COMMA.finditer(name) if "," in name else ():
        rest = name[comma.end() :]
        quoted = name.count("«", 0, comma.start()) > name.count("»", 0, comma.start())
        if rest[:1].islower() and not quoted and pattern("names", "description").match(fold(rest)):
            return name[: comma.start()]
    return name


# --- articles ------------------------------------------------------------------------------------------------------


def _without_article(name: str, known: Known) -> str:
    """« La FCPE » is the FCPE, « Le Collectif X » a collectif; « La Cimade » and « Les Francas » keep theirs."""
    found = _CAPITAL_ARTICLE.match(name)
    if not found or fold(name) in _with_article():
        return name
    rest = name[found.end() :]
    first = re.split(r"[\s,-]", rest, maxsplit=1)[0]
    dropped = is_acronym(first) or key(first) in known.acronyms or key(first) in keys("names", "common_heads")
    return rest if dropped else name


@cache
def _with_article() -> frozenset[str]:
    """Well-known names that an article belongs to."""
    return frozenset(fold(name) for name in table("bodies")["names"] if _CAPITAL_ARTICLE.match(name))
