"""What whoever runs the archive says of it in datasette-metadata.json, under `plugins.signataires`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette.app import Datasette

PLUGIN = "signataires"


@dataclass(frozen=True, slots=True)
class Settings:
    """`address`: the public address, https://…, which permanent links and feeds are made of; without it, whatever the
    reader asked. `contact`: who answers, an address for mail or the web. `indexed`: whether search engines may come.
    """

    title: str
    address: str
    contact: str
    indexed: bool

    @classmethod
    def of(cls, datasette: Datasette) -> Settings:
        """Raises `ValueError` for a key that does not exist."""
        told: dict[str, Any] = datasette.plugin_config(PLUGIN) or {}
        if unknown := set(told) - {"address", "contact", "indexed"}:
            raise ValueError(
                f"plugins.{PLUGIN}: unknown {', '.join(sorted(unknown))}; known: address, contact, indexed"
            )
        title = datasette.metadata("title") or "Signataires"
        return cls(title, told.get("address", "").rstrip("/"), told.get("contact", ""), told.get("indexed", True))
