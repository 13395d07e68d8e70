"""Datasette's own pages in the reader's language: its templates with what `stock.jinja` puts into them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

import datasette
from jinja2 import BaseLoader, Environment

THEIRS = Path(datasette.__file__).parent / "templates"
Source = tuple[str, str | None, Callable[[], bool] | None]
_ROOM = re.compile(r"^# (\S+\.html)$", re.M)
_CHANGE = re.compile(r"^\{% raw %\}(.*?)\{% endraw %\} → (.*?)(?=\n\{% raw %\}|\s*\Z)", re.M | re.S)
_MARKS = re.compile(r"\{% (?:end)?raw %\}|\{# -#\}")


@cache
def changes() -> dict[str, tuple[tuple[str, str], ...]]:
    """By template, what stands in it and what is to stand there instead."""
    text = (files("archive.web") / "stock.jinja").read_text("utf-8")
    _, *parts = _ROOM.split(text)
    return {
        name: tuple((change[1], _MARKS.sub("", change[2])) for change in _CHANGE.finditer(told.strip()))
        for name, told in zip(parts[::2], parts[1::2], strict=True)
    }


class Stock(BaseLoader):
    """Another loader's templates; those of Datasette itself changed."""

    def __init__(self, loader: BaseLoader) -> None:
        self.loader = loader

    def get_source(self, environment: Environment, template: str) -> Source:
        """The source of a template. Raises `TemplateNotFound`."""
        source, path, uptodate = self.loader.get_source(environment, template)
        if path and Path(path).parent == THEIRS:
            for old, new in changes().get(Path(path).name, ()):
                source = source.replace(old, new)
        return source, path, uptodate

    def list_templates(self) -> list[str]:
        """The names of all templates."""
        return self.loader.list_templates()
