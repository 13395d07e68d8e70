"""One item of a list read: its name, acronyms, role and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from archive.branches import is_place, wider_body
from archive.keys import clean, fold, key
from archive.known import Known, initials, is_acronym, is_short, spells
from archive.model import Signatory, SignatoryKind
from archive.persons import read_person, read_spokesperson
from archive.separators import MARK, Span, strip
from archive.words import any_of, keys, pattern, table, words

_GROUP = re.compile(r"(?:^|(?<=\s)|(?<=\)))[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]")
_LINK = re.compile(r"\s*[-–—:,(]*\s*(?:https?://|www\.)\S+\)?$|\s*[-–—:,(]*\s*[\w.+-]+@[\w-]+\.\w+\)?$", re.I)
_NOTE = re.compile(r"(?:\s*(?:\*+|\[\d+\]|\(\d\)|[¹²³⁴⁵⁶⁷⁸⁹†‡]))+$")
_BESIDE = re.compile(r"\s*(?:\s[-–—]+\s|:\s|\s/\s|,\s)\s*")
_CAPITAL_ARTICLE = re.compile(r"(?:Les?|La|L['’]|The|El|Los|Las|Il|Lo|Gli|I)(?:\s+|(?<=['’]))(?=[^\W_])")


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    acronyms: tuple[str, ...] = ()
    place: bool = False


def trim(text: str, span: Span) -> Span:
    """The span of the name alone: without marks, small words before it, and the punctuation of the list."""
    start, end = strip(text, span)
    while start < end:
        mark = MARK.match(text, start, end)
        small = _before_name().match(fold(text[start:end]))
        if mark and mark.end() > start and mark.end() < end:
            start = mark.end()
        elif small and _stands_before(text[start:end], small):
            start += small.end()
        elif text[start] in ",;:–—/|•·.…\\ \n":
            start += 1
        else:
            break
    end = _trim_end(text, start, end)
    return strip(text, (start, end))


def names_nobody(name: str) -> bool:
    """Whether an item is « etc. », « et bien d'autres », or has no letter at all."""
    return (
        not key(name)
        or re.fullmatch(r"(?:https?://|www\.)\S*", name) is not None
        or pattern("names", "nobody").fullmatch(fold(clean(name))) is not None
    )


def read_item(
    text: str, span: Span, known: Known, *, section: str | None, support: bool, on_a_line: bool, among_persons: bool
) -> Signatory:
    """The signatory that `text[span]` names. `start` counts in `text`."""
    written = text[slice(*span)]
    plain = clean(written)
    common = {"as_written": written, "start": span[0], "section": section, "support": support}
    if known.has(_without_groups(plain)):
        return Signatory(**common, **_organisation(plain, None, known))
    if spoken := read_spokesperson(plain, known, on_a_line=on_a_line):
        return Signatory(**common, **_organisation(spoken[0], spoken[1], known))
    if person := read_person(plain, known, among_persons=among_persons):
        return Signatory(**common, name=person.name, role=person.role, kind="person")
    return Signatory(**common, **_organisation(plain, None, known))


def _organisation(plain: str, role: str | None, known: Known) -> dict[str, object]:
    read = _read_name(plain, known)
    name = _without_article(read.name, known)
    kind: SignatoryKind = "branch" if _is_branch(name, plain, read, known) else "organisation"
    if kind == "branch" and read.place:
        name = _without_article(plain, known)
    acronym = read.acronyms[0] if read.acronyms else None
    return {"name": name, "acronym": acronym, "other_acronyms": read.acronyms[1:], "kind": kind, "role": role}


def _is_branch(name: str, plain: str, read: _Name, known: Known) -> bool:
    if read.place and known.has(name):
        return True
    return wider_body(name, known) is not None


# --- name and acronyms ---------------------------------------------------------------------------------------------


def _read_name(plain: str, known: Known) -> _Name:
    if known.has(plain) and not _GROUP.search(plain):
        return _known_name(plain, known)
    groups = list(_GROUP.finditer(plain))
    acronyms: list[str] = []
    name, place = plain, False
    for group in reversed(groups):
        inner = group[1].split("(")[0].strip()
        before = plain[: group.start()].strip()
        if not before:
            continue
        if is_short(before, known) and not is_acronym(inner) and spells(before, inner) and " " in inner:
            return _Name(_cut(inner, ""), (before,))
        found = _acronyms(inner, before, known)
        last = group.end() >= len(name.rstrip())
        if not found and not last:
            continue
        acronyms[:0] = found
        place = place or (not found and is_place(inner))
        name = f"{name[: group.start()].rstrip()}{name[group.end() :]}".strip()
    name = _without_description(name)
    if not acronyms:
        return _beside(name, place, known)
    acronyms.sort(key=lambda acronym: not spells(acronym, re.split(r",", name)[0]))
    if len(acronyms) > 1 and not spells(acronyms[0], name.split(",")[0]):
        acronyms.reverse()
    return _Name(name.strip(" ,;"), tuple(dict.fromkeys(acronyms)), place)


def _acronyms(inner: str, before: str, known: Known) -> list[str]:
    """The acronyms that a pair of brackets holds."""
    if not inner or is_place(inner) and not (is_acronym(inner) and spells(inner, before)):
        return []
    parts = [part.strip() for part in re.split(r"\s*/\s*|\s+[-–—]\s+|\s*,\s*|\s+(?:ou|or)\s+", inner) if part.strip()]
    if parts and all(_is_acronym_of(part, before, known) for part in parts):
        return parts
    tokens = inner.split()
    if len(tokens) > 1 and all(is_acronym(token) for token in tokens):
        return [inner]
    if len(tokens) > 1 and is_acronym(tokens[0]) and is_place(" ".join(tokens[1:])):
        return [tokens[0]]
    return []


def _is_acronym_of(inner: str, before: str, known: Known) -> bool:
    if is_acronym(inner) or key(inner) in known.acronyms:
        return True
    return (
        " " not in inner
        and len(inner) <= 14
        and inner[:1].isupper()
        and len(before.split()) > 1
        and spells(inner, before)
    )


def _beside(name: str, place: bool, known: Known) -> _Name:
    """An acronym set without brackets: « Les Écologistes EELV », « Via Campesina / ECVC », « UCL : Union … »."""
    if gap := _BESIDE.search(name):
        left, right = name[: gap.start()].strip(), name[gap.end() :].strip()
        if is_acronym(left) and " " in right and _matches(left, right):
            return _Name(right, (left,), place)
        if is_acronym(right) and not is_acronym(left) and _matches(right, left):
            return _Name(left, (right,), place)
    tokens = name.split()
    last = tokens[-1] if tokens else ""
    rest = " ".join(tokens[:-1])
    if (
        len(tokens) > 1
        and len(last) >= 3
        and last.isupper()
        and is_acronym(last)
        and not rest.isupper()
        and not is_acronym(tokens[0])
        and _matches(last, rest)
    ):
        return _Name(rest, (last,), place)
    first, after = (tokens[0], " ".join(tokens[1:])) if len(tokens) > 3 else ("", "")
    if len(first) >= 3 and is_acronym(first) and not after.isupper() and initials(after) == fold(first):
        return _Name(after, (first,), place)
    return _Name(name, (), place)


def _matches(acronym: str, name: str) -> bool:
    letters = "".join(filter(str.isalpha, fold(acronym)))
    first = initials(name)
    if len(first) == 1:
        return letters.startswith(first) and key(name) not in keys("names", "heads") and " " in name
    return bool(first) and (
        letters == first or first in letters or (spells(acronym, name) and len(letters) <= len(first) + 2)
    )


def _known_name(plain: str, known: Known) -> _Name:
    """A known name whole, unless its last word is its acronym."""
    read = _beside(plain, False, known)
    return read if read.acronyms and (known.has(read.name) or known.has(read.acronyms[0])) else _Name(plain)


def _without_groups(plain: str) -> str:
    return _GROUP.sub("", plain).strip()


def _cut(name: str, mark: str) -> str:
    return name.strip(" ,;" + mark)


def _without_description(name: str) -> str:
    """The name before « , regroupant … » or « , in the framework of … »."""
    for comma in re.finditer(r"\s*,\s*", name):
        rest = name[comma.end() :]
        if rest[:1].islower() and pattern("names", "description").match(fold(rest)):
            return name[: comma.start()]
    return name


def _without_article(name: str, known: Known) -> str:
    """« La FCPE » is the FCPE, « Le Collectif X » a collectif; « La Cimade » and « Les Francas » keep theirs."""
    found = _CAPITAL_ARTICLE.match(name)
    if not found:
        return name
    rest = name[found.end() :]
    first = re.split(r"[\s,-]", rest, maxsplit=1)[0]
    if _is_kept(name):
        return name
    drop = is_acronym(first) or key(first) in known.acronyms or key(first) in _dropping()
    return rest if drop else name


@cache
def _dropping() -> frozenset[str]:
    return keys("names", "heads") - {
        "amis",
        "jeunes",
        "les",
        "ensemble",
        "maison",
        "solidarite",
        "jeunesses",
        "theatre",
        "cercle",
        "espace",
    }


@cache
def _kept() -> frozenset[str]:
    names = table("bodies")["names"]
    return frozenset(fold(name) for name in names if _CAPITAL_ARTICLE.match(name))


def _is_kept(name: str) -> bool:
    return fold(clean(name)) in _kept()


# --- the ends of an item -------------------------------------------------------------------------------------------


@cache
def _before_name() -> re.Pattern[str]:
    conjunctions = any_of(re.escape(word) for word in words("names", "conjunctions")).pattern
    small = any_of(re.escape(word) for word in words("names", "articles") | words("names", "prepositions")).pattern
    return re.compile(rf"(?:(?:{conjunctions}|{small})(?:\s+|(?<=')))")


def _stands_before(item: str, small: re.Match[str]) -> bool:
    """Whether the small word is none of the name's: set in lower case, with something to stand before."""
    rest = item[small.end() :].lstrip()
    if not rest or not item[0].islower() and item[0] != "&":
        return (
            bool(rest)
            and re.match(r"Pour (?:l[ea]s? |l['’])?[^:]{2,60}:\s", item) is not None
            and small[0].strip() == "pour"
        )
    following = _before_name().match(fold(rest))
    inner = rest[following.end() :] if following and rest[0].islower() else rest
    if small[0].strip() in ("de", "d'", "des", "du") and re.match(r"[A-ZÀ-Ý]{3,}\S*\s+[A-ZÀ-Ý][a-zà-ÿ]", rest):
        return key(rest.split()[0]) in keys("bodies", "acronyms")  # « de LAUZUN Isabelle » keeps its particle
    return bool(inner) and (not inner[0].islower() or _lower_name(inner))


def _lower_name(rest: str) -> bool:
    first = re.split(r"[\s'’-]", rest, maxsplit=1)[0]
    return key(first) in keys("names", "heads") or "." in first.strip(".") or " " not in rest


def _trim_end(text: str, start: int, end: int) -> int:
    while end > start:
        item = text[start:end]
        cut = _LINK.search(item) or _NOTE.search(item)
        last = item.split()[-1] if item.split() else ""
        if cut and cut.start() > 0:
            end = start + cut.start()
        elif (
            item.endswith("...") or item[-1] in ",;:|•·…/\\►–—*([" or item[-1].isspace() or item.endswith((" -", ")-"))
        ):
            end -= 1
        elif item[-1] == "." and not _abbreviated(last):
            end -= 1
        elif item[-1] == ")" and item.count(")") > item.count("("):
            end -= 1
        else:
            break
    return end


def _abbreviated(word: str) -> bool:
    folded = fold(word)
    return folded in words("names", "abbreviations") or re.fullmatch(r"(?:[^\W\d_]\.){2,}", folded) is not None
