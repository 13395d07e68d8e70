"""Where the columns of views lead: Datasette links by foreign keys, which views cannot have."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from datasette.utils import tilde_encode
from markupsafe import Markup

if TYPE_CHECKING:
    from datasette.app import Datasette

LEADS = {
    "organisation_id": ("organisations", "name"), "statement_id": ("statements", "title"),
    "capture_id": ("captures", "url"),
}  # fmt: skip


async def linked(datasette: Datasette, database: str, column: str, value: str) -> Markup | None:
    """The name of what a cell means, as a link to its row, beside the cell's own value; None where there is none."""
    table, label = LEADS[column]

    def look(db: sqlite3.Connection) -> tuple[str | None] | None:
        found: tuple[str | None] | None = db.execute(f"select {label} from {table} where id = ?", [value]).fetchone()
        return found

    row = await datasette.databases[database].execute_fn(look)
    if row is None or row[0] is None:
        return None
    address = f"{datasette.urls.table(database, table)}/{tilde_encode(value)}"
    return Markup('<a href="{}">{}</a>&nbsp;<em>{}</em>').format(address, row[0], value)
