"""What a site's listings say of one page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.model import Document, Hint

# Whose word on a date counts most: WordPress's API, then the page, then what only repeats it.
SURE = ("rest",)


class Hints:
    """What the site's listings said of one page, the newest word first within each kind of listing."""

    def __init__(self) -> None:
        self._by_source: dict[str, Hint] = {}
        self.chosen = False

    def add(self, hint: Hint) -> None:
        """Takes one more; what it leaves open is kept from the one before."""
        self.chosen |= hint.chosen
        known = self._by_source.get(hint.source)
        told = {n: getattr(hint, n) or (getattr(known, n) if known else getattr(hint, n)) for n in Hint.__slots__}
        self._by_source[hint.source] = replace(hint, **told)

    def sure(self, name: str) -> Any:
        """What a source that knows better than the page says of a field; None when none does."""
        return next((v for s in SURE if s in self._by_source and (v := getattr(self._by_source[s], name))), None)

    def any(self, name: str) -> Any:
        """What any listing says of a field; None when none does."""
        return next((v for hint in self._by_source.values() if (v := getattr(hint, name))), None)

    def documents(self) -> tuple[Document, ...]:
        """The files that listings attach to the page, each once."""
        found = {document.url: document for hint in self._by_source.values() for document in hint.documents}
        return tuple(found.values())
