"""What sort of text a statement is, from the words that its site puts over it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from archive.model import Kind


@cache
def _rules() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    data = tomllib.loads((files("archive") / "data" / "kinds.toml").read_text("utf-8"))
    return tuple((rule["kind"], re.compile(rf"\b(?:{'|'.join(rule['words'])})\b")) for rule in data["kind"])


def kind_of(*words: str) -> Kind:
    """The kind that the first telling text names (line above the title, title, section, keywords); else `autre`."""
    for text in words:
        folded = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
        for kind, pattern in _rules():
            if pattern.search(folded):
                return kind
    return "autre"
