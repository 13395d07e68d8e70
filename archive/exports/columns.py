"""The columns of what is exported: what each holds, and how it is explained in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

# text: from outside, so that anything may stand in it; link: an address from outside. code: an identifier or a word of
# ours; address: one of our own. day: an ISO date, month or year. moment: in UTC. flag: 0 or 1.
Kind = Literal["text", "link", "code", "address", "day", "moment", "number", "flag"]
Values = Sequence[Any]  # the values of one row, in the order of its columns
Metadata = Mapping[str, Any]  # datasette-metadata.json


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `told` names the column of the archive's tables that it repeats, « statements.title »; without it the
    explanation stands in `words.toml`.
    """

    name: str
    kind: Kind = "text"
    told: str = ""


@cache
def words() -> dict[str, Any]:
    """What `words.toml` says: titles of the products, their own columns, licence and caveats, in both languages."""
    return tomllib.loads((files("archive.exports") / "words.toml").read_text("utf-8"))


def explained(product: str, column: Column, metadata: Metadata) -> dict[str, str]:
    """What a column holds, by language (`fr`, `en`). Raises `KeyError` for a column that nobody explained."""
    if not column.told:
        own = words()["columns"]
        told: dict[str, str] = own.get(product, {}).get(column.name) or own["any"][column.name]
        return told
    table, _, name = column.told.partition(".")
    known = metadata["databases"]["archive"]["tables"][table]
    return {"fr": known["columns"][name], "en": known["columns_en"][name]}
