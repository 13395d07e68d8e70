"""Natural persons out of everything public: what is withheld, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from archive.model import Signatory

BETWEEN = re.compile(r"[\s,;:.•·|/()–—-]*(?:et|and|y|e)?[\s,;:.•·|/()–—-]*", re.I)
BULLET = "• "


@dataclass(frozen=True, slots=True)
class Withheld:
    """The public text, how many persons signed, and the names that must appear nowhere."""

    text: str
    people: int
    names: tuple[str, ...] = ()

    def elsewhere(self, text: str) -> str:
        """Another text of the same statement (title, standfirst, attached file) without these names."""
        return _without(text, self.names)


def hidden_from(text: str, signatories: Iterable[Signatory]) -> Withheld:
    """The text with « [n signataires individuels, non publiés] » in place of each run of persons."""
    listed = list(signatories)
    persons = [item for item in listed if item.kind == "person"]
    speakers = [item.role for item in listed if item.kind != "person" and item.role]
    names = {item.name for item in persons} | {item.as_written for item in persons} | set(speakers)
    spans = [(item.start, item.start + len(item.as_written)) for item in persons if _stands(text, item)]
    for start, end, count in reversed(_runs(text, sorted(spans))):
        text = text[:start] + notice(count) + text[end:]
    longest_first = tuple(sorted((name for name in names if len(name) > 3), key=lambda name: (-len(name), name)))
    return Withheld(_without(text, longest_first), len(persons), longest_first)


def notice(count: int) -> str:
    """What stands in the public text in place of persons."""
    plural = "s" if count > 1 else ""
    return f"[{count} signataire{plural} individuel{plural}, non publié{plural}]"


def public_name(signatory: Signatory) -> str:
    """A signatory as written, without the person who signs for it: still an exact slice of the source."""
    written = signatory.as_written
    if not signatory.role or signatory.kind == "person":
        return written
    place = written.find(signatory.role)
    if place < 0:
        return written
    if place == 0:
        return written[len(signatory.role) :].strip(" \t\n\xa0,;:–—-()")
    return written[:place].rstrip(" \t\n\xa0,;:–—-(")


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
        if runs and BETWEEN.fullmatch(text, runs[-1][1], start):
            runs[-1] = (runs[-1][0], end, runs[-1][2] + 1)
        elif not runs or start >= runs[-1][1]:
            runs.append((start, end, 1))
    return runs


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        if name in text:
            text = text.replace(name, notice(1))
    return text
