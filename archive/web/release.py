"""Which release of the site this is: a new one changes every page, so browsers must not keep the former ones."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from archive.web import guide

_MADE_WITH = (".py", ".html", ".jinja", ".xml", ".css", ".js", ".po")


@cache
def release() -> str:
    """A digest of all that pages are made with."""
    digest = hashlib.sha256()
    folder = Path(str(files("archive.web")))
    made = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in _MADE_WITH]
    for path in (*made, *guide.files()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
