"""Invented French prose from a stock of sentences with slots, the same for the same seed."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

STOCK: dict[str, Any] = tomllib.loads(Path(__file__).with_name("stock.toml").read_text(encoding="utf-8"))
SLOT = re.compile(r"\{(\w+)\}")
NUMBERS = ("n", "m")


class Writer:
    """Draws from the stock without repeating itself until a list is used up."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)
        self._decks: dict[str, list[str]] = {}

    def draw(self, name: str) -> str:
        """An entry of that list of the stock, its slots filled."""
        deck = self._decks.get(name)
        if not deck:
            deck = self._decks[name] = list(STOCK[name])
            self.rng.shuffle(deck)
        return contracted(SLOT.sub(lambda slot: self._fill(slot[1]), deck.pop()))

    def sentence(self, name: str = "phrases") -> str:
        """The same, with a capital."""
        text = self.draw(name)
        return text[0].upper() + text[1:]

    def paragraph(self, sentences: int) -> str:
        """That many sentences."""
        return " ".join(self.sentence() for _ in range(sentences))

    def organisations(self, count: int, *, dashes: bool) -> tuple[str, ...]:
        """Different organisations as their signatures are typed; names hold " - " only where `dashes` allows it."""
        chosen = self.rng.sample(STOCK["organisations"], count)
        return tuple(self._written(name, acronym, dashes) for name, acronym in chosen)

    def short(self, count: int) -> tuple[str, ...]:
        """Different organisations as a title names them: by their acronyms, or by their names where they have none."""
        chosen = self.rng.sample(STOCK["organisations"], count)
        return tuple(acronym or name for name, acronym in chosen)

    def branches(self, count: int) -> tuple[str, ...]:
        """Different local groups of organisations that have them, in the forms that such groups sign with."""
        chosen = self.rng.sample([pair for pair in STOCK["organisations"] if pair[1]], count)
        return tuple(self._branch(name, acronym) for name, acronym in chosen)

    def people(self, count: int) -> list[tuple[str, str]]:
        """Different invented persons, each with what they do, or "" for some."""
        names = zip(self.rng.sample(STOCK["prenoms"], count), self.rng.choices(STOCK["noms"], k=count), strict=True)
        return [(f"{first} {last}", self._doing()) for first, last in names]

    def _doing(self) -> str:
        return str(self.rng.choice(STOCK["fonctions"])) if self.rng.random() < 0.6 else ""

    def _branch(self, name: str, acronym: str) -> str:
        town, number = self.rng.choice(STOCK["ville"]), self.rng.randint(1, 95)
        forms = [f"{acronym} {number:02}", f"{acronym} {town}", f"{name} {town}", f"{acronym} – groupe de {town}"]
        forms += [f"UD {acronym} {number:02}", f"{name} - section de {town}", f"{acronym} {town} ({number:02})"]
        return contracted(self.rng.choice(forms))

    def _written(self, name: str, acronym: str, dashes: bool) -> str:
        town = self.rng.choice(STOCK["ville"])
        forms = [name, name]
        if acronym:
            forms += [f"{name} ({acronym})", f"{name} ({acronym})", acronym, f"{acronym} {town}"]
        if dashes:
            forms += [contracted(f"{name} - section de {town}")]
        return self.rng.choice(forms)

    def _fill(self, slot: str) -> str:
        return str(self.rng.randint(3, 97)) if slot in NUMBERS else self.draw(slot)


def enumerated(names: Sequence[str], conjunction: str = "et") -> str:
    """The names in a row, the last one after « et »."""
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}"


def of_the(name: str) -> str:
    """The name with the article that French sets before it in a sentence: « le Collectif … », « l'Union … »."""
    first = name.split()[0]
    if first in STOCK["feminins"]:
        return f"la {name}"
    if first in STOCK["masculins"]:
        return f"le {name}"
    return f"l'{name}" if first in STOCK["elides"] else name


def contracted(text: str) -> str:
    """What French makes of "de le", "de les", and of "de" and "que" before a vowel."""
    text = re.sub(r"\b([Dd])e le ", r"\1u ", text)
    text = re.sub(r"\b([Dd])e les ", r"\1es ", text)
    return re.sub(r"\b([Dd]|[Qq]u)e (?=[aâàeéèêioôuAÂEÉIOU])", r"\1'", text)


def typeset(text: str, style: int) -> str:
    """The text with the spaces and apostrophes of one of three editors: word processor, typewriter, in between."""
    if style == 1:
        return text
    text = text.replace("'", "’")
    if style == 2:
        return text
    text = re.sub(r" ([;!?])", "\u202f\\1", text)
    return re.sub(r"(?<=«) | (?=[:»])", "\xa0", text)
