"""The data dictionary: every table and column explained, the licence, what can be downloaded."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup

from archive.exports.columns import words as told_words
from archive.web.plugin import DATABASE
from archive.web.queries import coverage
from archive.web.visit import Visit


async def page(visit: Visit) -> Response:
    """`/donnees`."""
    described = visit.datasette.metadata(database=DATABASE) or {}
    english = visit.language == "en"
    tables = [_table(name, table, english) for name, table in (described.get("tables") or {}).items() if _shown(table)]
    queries = [
        {"name": name, "title": query.get("title") or name, "about": _told(query.get("description") or "", english)}
        for name, query in (described.get("queries") or {}).items()
    ]
    told = told_words()
    return await visit.html(
        "data.html", tables=tables, queries=queries, held=await visit.remember(coverage.held),
        licence=told["licence"]["title"][visit.language], caveats=told["caveats"][visit.language],
    )  # fmt: skip


def _shown(table: dict[str, Any]) -> bool:
    return table.get("allow", True) is not False and bool(table.get("columns"))


def _table(name: str, table: dict[str, Any], english: bool) -> dict[str, Any]:
    columns = table.get("columns_en") if english else None
    about = table.get("description_html") or table.get("description") or ""
    return {
        "name": name,
        "title": table.get("title") or name,
        "about": _told(about, english, html="description_html" in table),
        "columns": list((columns or table["columns"]).items()),
    }


def _told(text: str, english: bool, *, html: bool = False) -> str:
    """The French or the English half of a description: « … / … », or a paragraph that says `lang="en"`."""
    if html:
        french, _, rest = text.partition('<p lang="en">')
        return Markup(f"<p>{rest}" if english and rest else french)  # ours, from the metadata file
    french, _, rest = text.rpartition(" / ")
    return (rest if english else french) if french else rest
