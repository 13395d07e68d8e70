"""What is doubted, in words that a person can act on: what was seen, where, what was expected, what to do."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from archive.health.model import Doubt, Verdict

Language = Literal["fr", "en"]
# Said of a run whose results wait.
HELD = {
    "fr": "les résultats de ce passage sont retenus, les textes d’avant restent",
    "en": "the results of this run are held back, what is held stays",
}
SAID = {
    "fr": "{saw}{where}\u202f; attendu\u00a0: {expected}\u202f; à faire\u00a0: {do}",
    "en": "{saw}{where}; expected: {expected}; to do: {do}",
}
WHERE = {"fr": ", par exemple {}", "en": ", such as {}"}


def say(doubt: Doubt, language: Language = "en") -> str:
    """One doubt as a sentence."""
    words = _words()[language]
    kind = str(doubt.figures.get("kind", ""))
    told = words.get(f"{doubt.check}-{kind}", words[doubt.check])
    figures = doubt.figures | {"kind": words["kinds"].get(kind, kind)}
    parts = {name: text.format_map(figures) for name, text in told.items()}
    where = WHERE[language].format(doubt.url) if doubt.url else ""
    return SAID[language].format(where=where, **parts)


def tell(verdict: Verdict, language: Language = "en") -> list[str]:
    """All that a verdict says, the most serious first; nothing when all is well."""
    told = [say(doubt, language) for doubt in sorted(verdict.doubts, key=lambda doubt: not doubt.holds)]
    return [*told, HELD[language]] if verdict.held else told


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("archive") / "health" / "words.toml").read_text("utf-8"))
