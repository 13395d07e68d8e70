"""The search as JSON and nothing else, for what it costs through Datasette."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette import Response, hookimpl

from archive.search.engine import Query, search


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/-/search\.json$", answer)]


async def answer(datasette: Any, request: Any) -> Response:
    query = Query.parse(request.args.get("q") or "")

    def ask(db: sqlite3.Connection) -> dict[str, Any]:
        found = search(db, query)
        return found.as_json() | {"counts": found.counts}

    return Response.json(await datasette.get_database("archive").execute_fn(ask))
