"""What was withdrawn: that it was, when and why."""

from __future__ import annotations

import sqlite3

from archive.web.queries.rows import Row, row, rows

_OF_STATEMENT = """
select x.at, x.detail as why, s.site_id from statements s
left join changes x on x.statement_id = s.id and x.what = 'withdrawn' where s.id = ? and s.state = 'withdrawn'
"""


def withdrawals(db: sqlite3.Connection) -> list[Row]:
    """All of them, the newest first."""
    return rows(db, "select * from withdrawals order by at desc, id")


def of_statement(db: sqlite3.Connection, identifier: str) -> Row | None:
    """When and why a statement was withdrawn; None for one that was not."""
    return row(db, _OF_STATEMENT, [identifier])
