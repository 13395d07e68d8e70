"""Natural persons out of everything public: what is withheld, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

from archive.keys import fold
from archive.mask import MASK
from archive.model import Signatory
from archive.words import words

BETWEEN = re.compile(r"[\s,;:.•·|/()–—-]*(?:et|and|y|e)?[\s,;:.•·|/()–—-]*", re.I)
AND = re.compile(r"\s+(?:et|and|y|e|&)\s+")
MARKS = "\u0300-\u036f"  # accents that stand apart from their letters, as in many PDFs
MARKED = re.compile(rf"[{MARKS}]")
WORD = re.compile(rf"[\w{MARKS}]+")
BULLET = "• "
# In place of a name that nobody has said to be an organisation's, and that may be a person's.
DOUBT = "[nom non publié, en attente de relecture]"
# What joins an organisation to the person who signs for it: « X, représentée par Y », « Y pour l’X ».
BEFORE_PERSON = re.compile(r"(?:[\s,;:–—(-]|\b(?:représent|sign)é\w*(?:[·.-]\w+)*\s+par\b)+$", re.I)
AFTER_PERSON = re.compile(r"[\s,;:–—)-]*(?:\bpour\s+(?:l[ea]s?\s+|l['’]\s*)?)?", re.I)


@dataclass(frozen=True, slots=True)
class Withheld:
    """The public text, how many persons signed, and the names that must appear nowhere.

    `doubts` are names that may be persons', until a reviewer has said what they are.
    """

    text: str
    people: int
    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def also(self, others: Iterable[Withheld]) -> Withheld:
        """The same with further names withheld: those who signed another version of the statement."""
        listed = list(others)
        names = _longest_first({*self.names, *(name for other in listed for name in other.names)})
        doubts = _longest_first({*self.doubts, *(name for other in listed for name in other.doubts)} - {*names})
        both = Withheld("", self.people, names, doubts)
        return replace(both, text=both.elsewhere(self.text))

    def elsewhere(self, text: str) -> str:
        """Another text of the same statement (title, standfirst, attached file) without these names."""
        return _without(_without(text, self.names, notice(1)), self.doubts, DOUBT)


def names_of(signatories: Iterable[Signatory]) -> tuple[str, ...]:
    """The names of persons in a list, those who sign for an organisation among them; the longest first."""
    listed = list(signatories)
    persons = [item for item in listed if item.kind == "person"]
    names = {item.as_written for item in persons} | {name for item in persons for name in _called(item.name)}
    names |= {name for item in listed if item.kind != "person" and item.role for name in _speaker(item.role)}
    return _longest_first(names)


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        sorted({name for name in names if len(name) > 3 and name != MASK}, key=lambda name: (-len(name), name))
    )


def hidden_from(
    text: str, signatories: Iterable[Signatory], more: Iterable[str] = (), doubts: Iterable[str] = ()
) -> Withheld:
    """The text with « [n signataires individuels, non publiés] » in place of each run of persons.

    `more` are further names to withhold: of persons in a list that is not the statement's own. `doubts` are those that
    may be persons'.
    """
    listed = list(signatories)
    persons = [item for item in listed if item.kind == "person"]
    names = _longest_first({*names_of(listed), *more})
    spans = [(item.start, item.start + len(item.as_written)) for item in persons if _stands(text, item)]
    for start, end, count in reversed(_runs(text, sorted(spans))):
        text = text[:start] + notice(count) + text[end:]
    held = Withheld("", len(persons), names, _longest_first({*doubts} - {*names}))
    return replace(held, text=held.elsewhere(text))


def notice(count: int) -> str:
    """What stands in the public text in place of persons."""
    plural = "s" if count > 1 else ""
    return f"[{count} signataire{plural} individuel{plural}, non publié{plural}]"


def public_name(signatory: Signatory) -> str:
    """A signatory as written, without the person who signs for it: a slice of the source, or the bare name."""
    if not signatory.role or signatory.kind == "person":
        return signatory.as_written
    written = signatory.as_written
    for start, end in _places(written, [signatory.role]):
        around = BEFORE_PERSON.sub("", written[:start]) or AFTER_PERSON.sub("", written[end:], count=1)
        if around:
            return around
    return signatory.name


def safe_html(text: str) -> str:
    """HTML made from a public text: paragraphs, line ends, items. What markup the source had is gone with its names."""
    parts = []
    for paragraph in text.split("\n\n"):
        lines = paragraph.split("\n")
        if lines and all(line.startswith(BULLET) for line in lines):
            items = "".join(f"<li>{escape(line.removeprefix(BULLET))}</li>" for line in lines)
            parts.append(f"<ul>{items}</ul>")
        elif paragraph.strip():
            parts.append(f"<p>{'<br>'.join(escape(line) for line in lines)}</p>")
    return "\n".join(parts)


def _stands(text: str, item: Signatory) -> bool:
    return item.start >= 0 and text.startswith(item.as_written, item.start)


def _runs(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Neighbouring spans with nothing but separators between them, as one: start, end, how many."""
    runs: list[tuple[int, int, int]] = []
    for start, end in spans:
        if runs and (start < runs[-1][1] or BETWEEN.fullmatch(text, runs[-1][1], start)):
            runs[-1] = (runs[-1][0], max(runs[-1][1], end), runs[-1][2] + 1)
        else:
            runs.append((start, end, 1))
    return runs


def _called(name: str) -> set[str]:
    """A person's name as it may stand elsewhere: without its title, either end first, apart from another one."""
    parts = [part.split() for part in AND.split(name)]
    bare = [part[1:] if part and fold(part[0]).rstrip(".") in words("persons", "titles") else part for part in parts]
    turned = [order for part in bare for order in ([*part[1:], *part[:1]], [*part[-1:], *part[:-1]])]
    return {name} | {" ".join(part) for part in (*parts, *bare, *turned) if len(part) > 1}


def _speaker(role: str) -> set[str]:
    """Who signs for an organisation, with the office held and without it."""
    name = re.split(r"\s*[,(–—]", role, maxsplit=1)[0].strip()
    whole = {role} if " " in role else set()  # one word is an office, not a person
    return whole | (_called(name) if " " in name and name[0].isupper() else set())


def _without(text: str, names: Iterable[str], instead: str) -> str:
    for start, end in reversed(_places(text, names)):
        text = text[:start] + instead + text[end:]
    return text


def _places(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where names stand in a text, however it sets them: in capitals, without accents, over two lines."""
    wanted: dict[str, list[list[str]]] = {}
    for name in names:
        if letters := [word for word, _, _ in _letters(name)]:
            wanted.setdefault(letters[0], []).append(letters)
    if not wanted:
        return []
    found, place, places = _letters(text), 0, list[tuple[int, int]]()
    while place < len(found):
        ends = (place + len(name) for name in wanted.get(found[place][0], ()) if _reads(found, place, name))
        end = next(ends, 0)
        if end:
            start, stop = found[place][1], found[end - 1][2]
            stop += text.count("(", start, stop) > text.count(")", start, stop) and text.startswith(")", stop)
            places.append((start, stop))
        place = end or place + 1
    return places


def _letters(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as they are compared, each with its start and end."""
    folded = fold(text)
    if not MARKED.search(folded):
        return [(match[0], *match.span()) for match in WORD.finditer(folded)]
    return [(MARKED.sub("", match[0]), *match.span()) for match in WORD.finditer(folded)]


def _reads(found: list[tuple[str, int, int]], place: int, name: list[str]) -> bool:
    return [word for word, _, _ in found[place : place + len(name)]] == name
