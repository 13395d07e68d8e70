"""What whoever runs the archive says of it in datasette-metadata.json, under `plugins.signataires`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.app import Datasette

PLUGIN = "signataires"
KNOWN = {"address", "contact", "indexed", "responsible"}


@dataclass(frozen=True, slots=True)
class Settings:
    """`address`: the public address, https://…, which permanent links and feeds are made of; without it, whatever the
    reader asked. `responsible`: who keeps the archive and answers for it, a name. `contact`: an address for mail or the
    web. `indexed`: whether search engines may come.
    """

    title: str
    address: str
    responsible: str
    contact: str
    indexed: bool

    @classmethod
    def of(cls, datasette: Datasette) -> Settings:
        """Raises `ValueError` for a key that does not exist."""
        told: dict[str, Any] = datasette.plugin_config(PLUGIN) or {}
        if unknown := set(told) - KNOWN:
            raise ValueError(
                f"plugins.{PLUGIN}: unknown {', '.join(sorted(unknown))}; known: {', '.join(sorted(KNOWN))}"
            )
        title = datasette.metadata("title") or "Signataires"
        address, indexed = told.get("address", "").rstrip("/"), told.get("indexed", True)
        return cls(title, address, told.get("responsible", ""), told.get("contact", ""), indexed)
