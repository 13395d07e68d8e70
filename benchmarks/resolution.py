"""Labelled pairs of a written name and the organisation it means, made from the directory and the near misses.

    python -m benchmarks.resolution > benchmarks/resolution.jsonl
    python -m benchmarks.signatories --pairs benchmarks/resolution.jsonl

A pair is right by its making: a spelling of the directory, changed in what does not matter (case, accents, apostrophes,
dashes, full stops), means its organisation; a near miss (`tests/data/near-misses.toml`) means none.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from archive.keys import fold, key
from archive.model import Organisation
from archive.resolve import Directory

ROOT = Path(__file__).resolve().parent.parent
ORGANISATIONS = ROOT / "archive" / "data" / "organisations.toml"
NEAR_MISSES = ROOT / "tests" / "data" / "near-misses.toml"

# What editors change without meaning another organisation.
CHANGES: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.lower,
    fold,
    lambda name: name.replace("’", "'"),
    lambda name: name.replace("'", "’").replace("’", "ʼ"),
    lambda name: name.replace("-", "–"),
    lambda name: name.replace("-", "\u2011").replace(" ", "\xa0"),
    lambda name: ".".join(name) + "." if name.isalpha() and name.isupper() else name.title(),
)


def pairs() -> Iterator[tuple[str, str | None]]:
    """Names, each with the id of its organisation or None; no name twice."""
    directory = Directory.load(ORGANISATIONS)
    seen = set()
    for name, organisation in (*_spellings(directory), *_near_misses()):
        if name not in seen:
            seen.add(name)
            yield name, organisation


def _spellings(directory: Directory) -> Iterator[tuple[str, str]]:
    changes = cycle(CHANGES)
    for row in directory.organisations.values():
        yield row.name, row.id
        for spelling in _told_apart(row):
            changed = next(changes)(spelling)
            yield (changed if key(changed) == key(spelling) else spelling), row.id


def _told_apart(row: Organisation) -> list[str]:
    """One spelling for each key: the others differ from it in what does not matter."""
    return list({key(spelling): spelling for spelling in (row.name, *row.acronyms, *row.aliases)}.values())


def _near_misses() -> Iterator[tuple[str, str | None]]:
    near = tomllib.loads(NEAR_MISSES.read_text(encoding="utf-8"))
    for table in ("never", "parts"):
        yield from ((name, None) for names in near[table].values() for name in names)
    yield from ((name, organisation) for organisation, names in near["means"].items() for name in names)


def main() -> None:
    """Prints the pairs as JSON lines."""
    for name, organisation in pairs():
        print(json.dumps({"name": name, "organisation": organisation}, ensure_ascii=False))


if __name__ == "__main__":
    main()
