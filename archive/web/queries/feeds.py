"""What a feed tells of statements: when what it tells was last changed among it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from archive.web.queries.rows import Row, rows

_ENTRIES = """
select s.id, s.title, s.published, s.kind, s.language, s.url, s.first_seen, substr(s.text, 1, 1200) as text,
  coalesce(o.name, s.site_id) as publisher,
  (select max(seen_at) from revisions where statement_id = s.id) as updated
from statements s left join sites t on t.id = s.site_id left join organisations o on o.id = t.organisation_id
where s.id in ({marks})
"""


def entries(db: sqlite3.Connection, ids: Sequence[str]) -> list[Row]:
    """These statements in this order, with when the text that each shows was seen first."""
    listed = rows(db, _ENTRIES.format(marks=",".join("?" * len(ids))), ids)
    found = {one["id"]: one for one in listed}
    return [found[one] for one in ids if one in found]
