"""The file of organisations: TOML in, `Organisation` out, with every mistake named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.model import Former, Organisation
from archive.written import read_tables

FIELDS = frozenset({"id", "name", "acronyms", "aliases", "kind", "parent", "website", "former"})
HOW = ("renamed", "merged", "continued", "split")


def read_organisations(path: Path) -> tuple[list[Organisation], tuple[str, ...]]:
    """The organisations of a file, and the acronyms that are trusted in lists only.

    Raises `ValueError` naming the file and the entry that cannot be read, `OSError` when there is no file.
    """
    try:
        data, tables = read_tables(path, "organisation")
        organisations = [organisation_of(entry) for entry in tables]
        unsure = texts(data, "unsure_outside_lists")
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    if twice := [name for name, count in Counter(entry.id for entry in organisations).items() if count > 1]:
        raise ValueError(f"{path}: these ids stand there twice: {', '.join(twice)}; give each entry its own")
    return organisations, unsure


def organisation_of(entry: Mapping[str, Any]) -> Organisation:
    """One entry of the file. Raises `ValueError` naming the entry and the key that is wrong."""
    called = entry.get("name") or entry.get("id") or "an entry without id"
    if unknown := sorted(set(entry) - FIELDS):
        raise ValueError(f"{called}: unknown key {', '.join(unknown)}; known are {', '.join(sorted(FIELDS))}")
    identifier, name = entry.get("id"), entry.get("name")
    if not isinstance(identifier, str) or not isinstance(name, str):
        raise ValueError(f"{called}: an organisation needs an id and a name, both text")
    told = {field: str(entry[field]) for field in ("kind", "parent", "website") if field in entry}
    written = entry.get("former", ())
    if not isinstance(written, list | tuple) or not all(isinstance(item, Mapping) for item in written):
        raise ValueError(f"{identifier}: former must be a list of tables")
    former = tuple(_former(identifier, item) for item in written)
    return Organisation(identifier, name, texts(entry, "acronyms"), texts(entry, "aliases"), **told, former=former)


def texts(entry: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """A list of texts in an entry; empty when it has none. Raises `ValueError` for anything else."""
    value = entry.get(field, [])
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{entry.get('id')}: {field} must be a list of texts")
    return tuple(value)


def _former(identifier: str, item: Mapping[str, Any]) -> Former:
    try:
        former = Former(**item)
    except TypeError as error:
        raise ValueError(f"{identifier}: former: expected name, how and perhaps at, id: {error}") from error
    if former.how not in HOW:
        raise ValueError(f"{identifier}: former: how is {former.how!r}; it must be one of {', '.join(HOW)}")
    return former
