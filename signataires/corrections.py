"""Files of corrections, which persons and commands both write: read without losing a comment, written whole."""

from __future__ import annotations

import os
from pathlib import Path

import tomlkit
from tomlkit.items import AoT


def document(path: Path, head: str) -> tomlkit.TOMLDocument:
    """The file as it stands; with `head` as its comment where there is none yet."""
    if path.is_file():
        return tomlkit.parse(path.read_text("utf-8"))
    made = tomlkit.document()
    for line in head.splitlines():
        made.add(tomlkit.comment(line))
    return made


def entries(written: tomlkit.TOMLDocument, name: str) -> AoT:
    """Its [[name]] entries, to be added to."""
    if name not in written:
        written[name] = tomlkit.aot()
    found = written[name]
    assert isinstance(found, AoT)
    return found


def write(path: Path, written: tomlkit.TOMLDocument) -> None:
    """Whole or not at all: a build may be reading it."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(tomlkit.dumps(written), "utf-8")
    fresh.replace(path)
