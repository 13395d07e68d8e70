"""The data dictionary: every table and column explained, the licence, what can be downloaded."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from archive.exports.columns import words as told_words
from archive.web.described import said
from archive.web.plugin import DATABASE
from archive.web.queries import coverage
from archive.web.visit import Visit

_ENGLISH = '<p lang="en">'
_LINK = re.compile(r'(?<=href=")/[^"#]*')


async def page(visit: Visit) -> Response:
    """`/donnees`."""
    described = visit.datasette.metadata(database=DATABASE) or {}
    tables = (described.get("tables") or {}).items()
    queries = (described.get("queries") or {}).items()
    told = told_words()
    return await visit.html(
        "data.html",
        tables=[_table(visit, name, table) for name, table in tables if _is_shown(table)],
        queries=[_query(visit, name, query) for name, query in queries],
        held=await visit.remember(coverage.held),
        licence=told["licence"]["title"][visit.language],
        caveats=told["caveats"][visit.language],
    )


def _is_shown(table: dict[str, Any]) -> bool:
    return table.get("allow", True) is not False and bool(table.get("columns"))


def _table(visit: Visit, name: str, table: dict[str, Any]) -> dict[str, Any]:
    html = table.get("description_html")
    return {
        "name": name,
        "title": said(table, "title", visit.language) or name,
        "about": _paragraphs(visit, html) if html else said(table, "description", visit.language) or "",
        "columns": list(said(table, "columns", visit.language).items()),
    }


def _query(visit: Visit, name: str, query: dict[str, Any]) -> dict[str, Any]:
    told = {key: said(query, key, visit.language) for key in ("title", "description")}
    return {"name": name, "title": told["title"] or name, "about": told["description"] or ""}


def _paragraphs(visit: Visit, html: str) -> Markup:
    """The French paragraphs or the English one, their links in the language that the reader chose."""
    french, _, rest = _LINK.sub(lambda found: str(escape(visit.link(unescape(found[0])))), html).partition(_ENGLISH)
    return Markup(f"<p>{rest}" if visit.language == "en" and rest else french)  # ours, from the metadata file
