"""Files of corrections, written by hand: TOML with a list of tables in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read_tables(path: Path, name: str) -> tuple[Mapping[str, Any], list[Mapping[str, Any]]]:
    """All that a file says, and its [[name]] tables. Raises `ValueError` for what is not so, `OSError` for no file."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("not TOML: nested too deeply") from None
    tables = data.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError(f"expected [[{name}]] tables, `{name}` is {tables!r:.80}")
    return data, tables
