"""What a reader typed and chose: parsed, never refused."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from archive.search.analysis import chunks, joined
from archive.search.french import bare
from archive.search.periods import ALWAYS, Period

LONGEST = 1000  # characters that are read of a query
MOST = 48  # words that are read of it
How = Literal["plain", "quoted", "prefix"]

_TYPED = re.compile(
    r'(?P<minus>(?<!\S)[-−](?=\S))?(?:"(?P<straight>[^"]*)"|«(?P<french>[^»]*)»|“(?P<english>[^”]*)”'
    r'|(?P<bare>[^\s"«»“”]+))'
)
_OR, _AND, _NOT = (
    frozenset({"OR", "OU", "|", "||"}),
    frozenset({"AND", "ET", "&", "&&", "+"}),
    frozenset({"NOT", "SAUF"}),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was typed: a word, a compound, a phrase in quotes, or the beginning of words.

    `terms` are what it is found by, in this order; none for a word that tells nothing. `joined` is the term of a
    compound written without its dash.
    """

    written: str
    terms: tuple[str, ...]
    how: How = "plain"
    joined: str | None = None
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What was chosen beside the words. Several values of one kind: any of them.

    An organisation stands for itself; `branches` takes in its local groups and whatever is part of it. Each of `beside`
    must have signed too.
    """

    organisation: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    period: Period = ALWAYS
    branches: bool = False
    beside: tuple[str, ...] = ()

    @classmethod
    def of(cls, chosen: Mapping[str, str | Sequence[str]]) -> Filters:
        """The filters in an address: organisation, avec, site, kind, langue, du, au, annee, antennes; blank: none."""
        several = {name: _values(chosen.get(name, ())) for name in ("organisation", "site", "kind", "langue", "avec")}
        first = {name: next(iter(_values(chosen.get(name, ()))), "") for name in ("du", "au", "annee", "antennes")}
        return cls(
            several["organisation"],
            several["site"],
            several["kind"],
            several["langue"],
            Period.of(first["du"] or first["annee"], first["au"] or first["annee"]),
            first["antennes"] not in ("", "0", "non"),
            several["avec"],
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A query: every group must be found by one of its parts, none of what is excluded.

    `plain` are all parts in the order in which they were typed, those that tell nothing among them.
    """

    text: str = ""
    groups: tuple[tuple[Part, ...], ...] = ()
    excluded: tuple[Part, ...] = ()
    plain: tuple[Part, ...] = ()
    filters: Filters = field(default_factory=Filters)

    @classmethod
    def parse(cls, text: str, filters: Filters | None = None) -> Query:
        """The query that a text means; any text means one.

        "a phrase" or « a phrase », -word, word*, a OR b (or: a OU b); words side by side must all be found.
        """
        groups: list[tuple[Part, ...]] = []
        excluded: list[Part] = []
        plain: list[Part] = []
        for sign, part in _parts(text[:LONGEST]):
            if len(plain) + len(excluded) >= MOST:
                break
            if sign == "not":
                excluded.append(part)
                continue
            plain.append(part)
            if not part.terms and not part.beginning:
                continue
            if sign == "or" and groups:
                groups[-1] = (*groups[-1], part)
            else:
                groups.append((part,))
        told = tuple(part for part in excluded if part.terms or part.beginning)
        return cls(text, tuple(groups), told, tuple(plain), filters or Filters())

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed that could be looked for."""
        return not self.groups and not self.excluded

    @property
    def ignored(self) -> tuple[str, ...]:
        """The words that were typed, when none of them tells anything."""
        return (
            () if self.groups else tuple(part.written for part in self.plain if not part.terms and not part.beginning)
        )


def _parts(text: str) -> Iterator[tuple[str, Part]]:
    """Each part with what stands before it: « and », « or », « not »."""
    sign = "and"
    for typed in _TYPED.finditer(text):
        word = typed["bare"]
        if word in _OR:
            sign = "or"
            continue
        if word in _AND:
            continue
        if word in _NOT:
            sign = "not"
            continue
        if typed["minus"]:
            sign = "not"
        for part in _of_word(word) if word else _of_phrase(typed):
            yield sign, part
            sign = "not" if sign == "not" and word else "and"
        sign = "and"


def _of_phrase(typed: re.Match[str]) -> Iterator[Part]:
    phrase = typed["straight"] or typed["french"] or typed["english"] or ""
    terms = tuple(token.term for _, tokens in chunks(phrase) for token in tokens)
    if phrase.strip():
        yield Part(phrase.strip(), terms, "quoted")


def _of_word(word: str) -> Iterator[Part]:
    found = list(chunks(word))
    for number, (chunk, tokens) in enumerate(found):
        if number == len(found) - 1 and word.endswith("*") and (beginning := bare(chunk)):
            beginning = bare(tokens[-1].word) if tokens else beginning
            yield Part(f"{chunk}*", tuple(token.term for token in tokens[:-1]), "prefix", None, beginning)
        else:
            compound = joined(tokens) if len(tokens) > 1 else None
            yield Part(chunk, tuple(token.term for token in tokens), "plain", compound)


def _values(given: str | Sequence[str]) -> tuple[str, ...]:
    listed = (given,) if isinstance(given, str) else given
    return tuple(dict.fromkeys(value.strip() for value in listed if value.strip()))
