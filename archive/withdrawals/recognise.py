"""Recognises again what was withdrawn: pages by their addresses and numbers, names and strings by their words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.keys import fold
from archive.withdrawals.digests import NAME, Digester, read_key
from archive.withdrawals.model import WORDED, Withdrawal, read_withdrawals
from archive.withdrawals.words import Spans, masked, readings, words
from archive.words import words as listed

ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+")
GONE = "[adresse retirée]"
EVERYWHERE = ""
_AT_END = ".,;:!?)]}»"


class Withdrawn:
    """All that is withdrawn. Without entries nothing is recognised, and no key is needed."""

    def __init__(self, entries: Iterable[Withdrawal] = (), digester: Digester | None = None) -> None:
        self.entries = tuple(entries)
        self._digester = digester
        self.pages = {digest: one for one in self.entries if one.what not in WORDED for digest in one.digests}
        self._runs: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for one in self.entries:
            if one.what in WORDED:
                self._runs[EVERYWHERE][one.words] |= {*one.digests}
            for title in one.titles:
                count, _, digest = title.partition(":")
                self._runs[one.site][int(count)].add(digest)

    def __reduce__(self) -> tuple[type[Withdrawn], tuple[object, ...]]:
        """By which it travels to another machine."""
        return Withdrawn, (self.entries, self._digester)

    @classmethod
    def load(cls, path: Path, data: Path) -> Withdrawn:
        """What a file says, read with the key of a data folder.

        Raises `ValueError` when it cannot be read, or when there is no key, or another one: what was withdrawn could
        not be recognised, and would come back.
        """
        written, key = read_withdrawals(path), read_key(data)
        if not written.entries:
            return cls()
        if key is None:
            raise ValueError(f"{data / NAME} is missing, without which {path} tells nothing: restore it from a backup")
        digester = Digester(key, written.salt)
        if digester.check != written.check:
            raise ValueError(f"{data / NAME} is not the key that {path} was written with: restore it from a backup")
        return cls(written.entries, digester)

    def also(self, entries: Iterable[Withdrawal]) -> Withdrawn:
        """The same with further withdrawals, of whole sites."""
        more = [one for one in entries if one.id not in self.ids]
        return Withdrawn((*self.entries, *more), self._digester) if more else self

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all withdrawals."""
        return frozenset(one.id for one in self.entries)

    def site(self, slug: str) -> Withdrawal | None:
        """The withdrawal of a whole site."""
        return next((one for one in self.entries if one.what == "site" and one.site == slug), None)

    def page(self, site: str, url: str = "", number: str | None = None) -> Withdrawal | None:
        """The withdrawal of a page or file, known by its address or the number that its CMS gave it."""
        if whole := self.site(site):
            return whole
        if not self.pages or self._digester is None:
            return None
        digests = [self._digester.address(url)] if url else []
        digests += [self._digester.number(site, number)] if number else []
        return next((self.pages[digest] for digest in digests if digest in self.pages), None)

    def period(self, site: str, published: str | None) -> Withdrawal | None:
        """The withdrawal of a period that something published then falls into."""
        return next((one for one in self.entries if one.covers(site, published)), None)

    def clean(self, source: str, site: str = EVERYWHERE) -> str:
        """A text, markup or JSON without the names, strings and addresses; the same object when it holds none."""
        if not self.entries:
            return source
        found = list(self.runs(source, site))
        clean = masked(source, found) if found else source
        if not self.pages:
            return clean
        return ADDRESS.sub(lambda match: self._address(match[0]), clean)

    def _address(self, written: str) -> str:
        address = written.rstrip(_AT_END)
        assert self._digester is not None
        return GONE + written[len(address) :] if self._digester.address(address) in self.pages else written

    def runs(self, source: str, site: str = EVERYWHERE) -> Iterator[Spans]:
        """Where names and strings stand, and the titles of this site's pages: the spans of the words of each."""
        wanted: dict[int, set[str]] = defaultdict(set)
        for where in {EVERYWHERE, site}:
            for count, digests in self._runs.get(where, {}).items():
                wanted[count] |= digests
        if not wanted or self._digester is None:
            return
        digest, seen = self._digester.words, set[tuple[str, ...]]()
        for reading in readings(source):
            plain = [word for word, _, _ in reading]
            for count, digests in wanted.items():
                for place in range(len(reading) - count + 1):
                    run = tuple(plain[place : place + count])
                    if run not in seen and digest(run) not in digests:
                        seen.add(run)
                    elif run not in seen:
                        yield [(start, end) for _, start, end in reading[place : place + count]]


NOTHING = Withdrawn()


def forms(name: str) -> set[tuple[str, ...]]:
    """The ways in which a person's name is written: either end first, given names as initials, without a title.

    A name of one word is itself alone.
    """
    plain = words(name)
    while len(plain) > 2 and fold(plain[0]) in listed("persons", "titles"):
        plain = plain[1:]
    if len(plain) < 2:
        return {tuple(plain)} - {()}
    initials = [word[0] for word in plain[:-1]]
    return {order for given in (plain[:-1], initials) for order in ((*given, plain[-1]), (plain[-1], *given))}
