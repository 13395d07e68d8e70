"""The data dictionary: every table and column explained, the licence, what can be downloaded."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from archive.exports.columns import words as told_words
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
        queries=[
            {"name": name, "title": query.get("title") or name, "about": _half(visit, query.get("description") or "")}
            for name, query in queries
        ],
        held=await visit.remember(coverage.held),
        licence=told["licence"]["title"][visit.language],
        caveats=told["caveats"][visit.language],
    )


def _is_shown(table: dict[str, Any]) -> bool:
    return table.get("allow", True) is not False and bool(table.get("columns"))


def _table(visit: Visit, name: str, table: dict[str, Any]) -> dict[str, Any]:
    columns = table.get("columns_en") if visit.language == "en" else None
    html = table.get("description_html")
    return {
        "name": name,
        "title": table.get("title") or name,
        "about": _paragraphs(visit, html) if html else _half(visit, table.get("description") or ""),
        "columns": list((columns or table["columns"]).items()),
    }


def _half(visit: Visit, text: str) -> str:
    """The French or the English half of « … / … »."""
    french, _, rest = text.rpartition(" / ")
    return (rest if visit.language == "en" else french) if french else rest


def _paragraphs(visit: Visit, html: str) -> Markup:
    """The French paragraphs or the English one, their links in the language that the reader chose."""
    french, _, rest = _LINK.sub(lambda found: str(escape(visit.link(unescape(found[0])))), html).partition(_ENGLISH)
    return Markup(f"<p>{rest}" if visit.language == "en" and rest else french)  # ours, from the metadata file
