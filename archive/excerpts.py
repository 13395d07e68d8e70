"""What of a text is public where its site allows no more than an excerpt."""

from __future__ import annotations

SIZE = 400  # characters: what a reader needs to know the text again
MORE = "[…]"


def excerpt(text: str) -> str:
    """The beginning of a text in whole words, with « […] » where it was cut; a text as short as that stays whole."""
    if len(text) <= SIZE:
        return text
    kept = text[: SIZE + 1]
    end = max(kept.rfind(" "), kept.rfind("\n"))
    return f"{kept[: end if end > 0 else SIZE].rstrip()} {MORE}"
