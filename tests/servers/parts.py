"""What a list of signatories is made of before a CMS's own markup sets it, and what one is ordered with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tests.servers.writer import Writer

Kind = Literal[
    "text", "forced", "head", "items", "numbers", "links", "table", "headed", "logos", "captions",  # made of lines
    "quote", "box", "fold", "columns",  # made of other parts
    "note",  # text before, the note, text after
]  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A piece of a text: its lines (items, rows with cells parted by a bar, names under logos) or the parts it holds.

    `lead` are words in bold before it, or what a folded part shows. A first line that is empty sets the lead apart.
    """

    kind: Kind
    lines: tuple[str, ...] = ()
    lead: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Listing:
    """One list: its parts, its organisations as typed, those that only support, and persons, who are never public.

    `title` takes the place of the article's where the title names who signs, `document` is the text of a list that
    stands in an attached file.
    """

    parts: tuple[Part, ...]
    signatories: tuple[str, ...] = ()
    supporters: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    title: str = ""
    document: str = ""


@dataclass(frozen=True)
class Order:
    """What a list is to be made of. `rank`: the how-many-th of its typography it is.

    It varies what editors vary without thinking: where the heading stands, which sign is used, how a sentence runs.
    """

    writer: Writer
    rank: int
    heading: str

    def names(self, most: int = 30, *, dashes: bool = True) -> tuple[str, ...]:
        """Different organisations; with a dash inside a name only where the typography is not made of dashes."""
        return self.writer.organisations(self.writer.rng.randint(3, most), dashes=dashes)


# --- headings and the paragraph below them -------------------------------------------------------------------------


def head(heading: str) -> Part:
    """Editors set a heading that ends in a colon in bold, others as a sub-head."""
    return Part("text", lead=heading) if heading.endswith(":") else Part("head", (heading,))


def paragraph(heading: str, text: str) -> tuple[Part, ...]:
    """A list in one paragraph, after its heading or below it."""
    body = Part("text", (text,))
    return (replace(body, lead=heading),) if heading.endswith(":") else (head(heading), body)


def lines(order: Order, written: Iterable[str], kind: Kind = "text") -> tuple[Part, ...]:
    """A list of lines; every other editor starts it in the paragraph of its heading."""
    body = Part(kind, tuple(written))
    if order.heading.endswith(":") and order.rank % 2 and kind == "text":
        return (replace(body, lead=order.heading, lines=("", *body.lines)),)
    return head(order.heading), body
