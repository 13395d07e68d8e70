"""The composed lists and look-alikes of `data/typographies.toml`, with what must be read of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
_CASES = tomllib.loads((DATA / "typographies.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Typeset:
    """A list as typeset: the names as written, the kind of each, and what else must be read of some."""

    id: str
    raw: str
    names: list[str]
    kinds: list[str]
    read: list[dict[str, Any]]


def _typeset(entry: dict[str, Any]) -> Typeset:
    names = entry["names"]
    kinds = dict.fromkeys(names, "organisation")
    for kind, key in (("branch", "branches"), ("person", "persons")):
        listed = entry.get(key, [])
        kinds |= dict.fromkeys(names if listed == "all" else listed, kind)
    return Typeset(entry["id"], entry["raw"], names, [kinds[name] for name in names], entry.get("read", []))


LISTS = [_typeset(entry) for entry in _CASES["list"]]
LOOKALIKES: dict[str, str] = {entry["id"]: entry["raw"] for entry in _CASES["lookalike"]}
