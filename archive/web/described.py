"""What the metadata file says of tables and queries, in the reader's language.

A key has its English beside it (`title`, `title_en`) or behind it in the same text (« … / … »).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.web.languages import LANGUAGES


def said(described: Mapping[str, Any], name: str, language: str) -> Any:
    """The value of a key in a language; the French one where there is no other, None where there is none at all."""
    told = described.get(name)
    other = described.get(f"{name}_{language}") if language != LANGUAGES[0] else None
    return other or (half(told, language) if isinstance(told, str) else told)


def half(text: str, language: str) -> str:
    """The French or the English half of « … / … »."""
    french, _, rest = text.rpartition(" / ")
    return french if french and language == LANGUAGES[0] else rest
