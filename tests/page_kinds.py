"""Each kind of page of the site, with an address in the demo's archive that shows one."""

from __future__ import annotations

from tests.demo_archive import get

KINDS = {
    "home": "/", "search": "/recherche", "results": "/recherche?q=pont", "nothing": "/recherche?q=hipopotame",
    "statement": "/communiques/ondes-21", "changed": "/communiques/ondes-42", "capture": "/captures/{capture}",
    "organisations": "/organisations", "organisation": "/organisations/cosyval", "site": "/sites/ondes",
    "changes": "/changements", "network": "/reseau?nombre=20&seuil=2", "coverage": "/couverture", "data": "/donnees",
    "about": "/a-propos", "guide": "/guide", "guide-page": "/guide/exploitants", "withdrawals": "/retraits",
    "missing": "/communiques/rien",
    "database": "/archive", "table": "/archive/signatures?_size=5", "row": "/archive/statements/ondes-21",
    "query": "/archive/par-mois", "sql": "/archive?sql=select+1", "broken-sql": "/archive?sql=select+from",
}  # fmt: skip
ERRORS = {"missing": 404, "broken-sql": 400}
STOCK = ("database", "table", "row", "query", "sql")
LANGUAGES = ("fr", "en")
SCHEMES = ("light", "dark")
WIDTHS = (360, 820, 1440)  # a telephone, a tablet, a desk


def address(home: str, kind: str, language: str = "") -> str:
    """The address of a page of this kind, in a language; without one, in the browser's."""
    path = KINDS[kind]
    if "{capture}" in path:
        path = path.format(capture=get(f"{home}/communiques/ondes-21.json").data["capture_id"])
    return home + (in_language(path, language) if language else path)


def in_language(path: str, language: str) -> str:
    """A path in a language."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"
