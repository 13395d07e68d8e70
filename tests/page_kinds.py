"""Each kind of page of the site, with an address in the demo's archive that shows one."""

from __future__ import annotations

KINDS = {
    "home": "/", "results": "/recherche?q=pont", "nothing": "/recherche?q=hipopotame",
    "statement": "/communiques/ondes-21", "changed": "/communiques/ondes-42", "organisations": "/organisations",
    "organisation": "/organisations/cosyval", "site": "/sites/ondes", "changes": "/changements",
    "network": "/reseau?nombre=20", "coverage": "/couverture", "data": "/donnees", "about": "/a-propos",
    "missing": "/communiques/rien", "database": "/archive", "table": "/archive/signatures?_size=5",
    "row": "/archive/statements/ondes-21", "query": "/archive/par-mois", "sql": "/archive?sql=select+1",
}  # fmt: skip
LANGUAGES = ("fr", "en")
SCHEMES = ("light", "dark")
WIDTHS = (360, 820, 1440)  # a telephone, a tablet, a desk


def in_language(path: str, language: str) -> str:
    """The address of a page in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"
