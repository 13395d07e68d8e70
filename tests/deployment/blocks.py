"""The commands of the guide, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = {"fr": DOCS / "deploiement.md", "en": DOCS / "deployment.md"}
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)


def blocks(language: str) -> list[str]:
    """What stands in the guide to be typed, in its order."""
    return _BLOCK.findall(GUIDES[language].read_text("utf-8"))
