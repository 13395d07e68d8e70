"""JSON and numbers as strangers send them: read, or refused as `ValueError` whatever is wrong with them."""

from __future__ import annotations

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """The value of a JSON text. Raises `ValueError` for what is none, is nested too deeply, or has endless numbers."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("JSON that is nested too deeply") from None


def whole_number(text: str) -> int | None:
    """The number that a header or a query gives, from 0 to a milliard; None for all else: « ² » is a digit too."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
