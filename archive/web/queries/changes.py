"""What changed, newest first."""

from __future__ import annotations

import sqlite3

from archive.web.queries.rows import Row, rows

LISTS = ("signature_added", "signature_no_longer_listed", "signature_removed", "signature_linked")
_CHANGES = """
select x.*, s.title, s.site_id, s.published, s.url, o.name as organisation
from changes x join statements s on s.id = x.statement_id left join organisations o on o.id = x.organisation_id
{where} order by x.at desc, x.id limit ?
"""


def changes(db: sqlite3.Connection, limit: int, *, lists: bool = False, site: str = "") -> list[Row]:
    """The latest changes; `lists`: of lists of signatories only; `site`: of one site."""
    conditions, told = list[str](), list[str | int]()
    if lists:
        conditions.append(f"x.what in ({','.join('?' * len(LISTS))})")
        told += LISTS
    if site:
        conditions.append("s.site_id = ?")
        told.append(site)
    where = f"where {' and '.join(conditions)}" if conditions else ""
    return rows(db, _CHANGES.format(where=where), [*told, limit])
