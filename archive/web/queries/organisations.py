"""The registry, and one organisation: its names, what it signed, what it is part of, its own site."""

from __future__ import annotations

import sqlite3
from collections import Counter

from archive.web.queries.coverage import SITES
from archive.web.queries.rows import Row, count, row, rows
from archive.web.queries.statements import BRIEF

_ALL = """
select o.*, coalesce(n.works, 0) as works, n.first, n.last, p.name as parent
from organisations o left join organisations p on p.id = o.parent_id
left join (
  select g.organisation_id, count(distinct s.work_id) as works, min(s.published) as first, max(s.published) as last
  from statements s join signatures g on g.statement_id = s.id
  where g.state = 'listed' and g.organisation_id is not null group by 1
) n on n.organisation_id = o.id
order by o.name collate nocase, o.id
"""
_ONE = """
select o.*, p.name as parent from organisations o left join organisations p on p.id = o.parent_id where o.id = ?
"""
_SIGNED = f"""
select {BRIEF}, s.work_id, g.as_written, g.section, g.support, g.match, g.state as listed
from signatures g join statements s on s.id = g.statement_id
where g.organisation_id = ? order by s.published desc, s.id desc limit ? offset ?
"""
_MONTHS = """
select substr(s.published, 1, 7) as month, s.kind, count(distinct s.work_id) as works
from signatures g join statements s on s.id = g.statement_id
where g.organisation_id = ? and g.state = 'listed' and s.published is not null group by 1, 2
"""
_SPELLINGS = """
select g.as_written, count(*) as times, min(s.published) as first, max(s.published) as last
from signatures g join statements s on s.id = g.statement_id
where g.organisation_id = ? group by 1 order by times desc, g.as_written limit 200
"""
_RENAMINGS = """
select r.*, o.name as former from renamings r left join organisations o on o.id = r.former_id
where r.organisation_id = ? order by r.at, r.name
"""


def registry(db: sqlite3.Connection) -> list[Row]:
    """Every organisation by name, with how many works it signed and when."""
    return rows(db, _ALL)


def organisation(db: sqlite3.Connection, identifier: str) -> Row | None:
    """One organisation with its names, kin and sites, each under its name; None when there is none of that id."""
    found = row(db, _ONE, [identifier])
    if found is None:
        return None
    query = "select alias, source from aliases where organisation_id = ? order by source <> 'name', alias"
    found["aliases"] = rows(db, query, [identifier])
    found["renamings"] = rows(db, _RENAMINGS, [identifier])
    query = "select o.id, o.name, o.kind from organisations o where o.parent_id = ? order by o.name collate nocase"
    found["branches"] = rows(db, query, [identifier])
    query = (
        "select r.organisation_id as id, o.name, r.at, r.how from renamings r"
        " join organisations o on o.id = r.organisation_id where r.former_id = ? order by r.at, o.name"
    )
    found["successors"] = rows(db, query, [identifier])
    found["sites"] = rows(db, f"{SITES} where t.organisation_id = ? order by t.id", [identifier])
    return found


def signed(db: sqlite3.Connection, identifier: str, limit: int, start: int = 0) -> list[Row]:
    """What an organisation signed, newest first, in brief and with its name as it stands there."""
    return rows(db, _SIGNED, [identifier, limit, start])


def signed_count(db: sqlite3.Connection, identifier: str) -> int:
    """How many statements have or had its name in their list."""
    return count(db, "select count(*) from signatures where organisation_id = ?", [identifier])


def by_month(db: sqlite3.Connection, identifier: str) -> dict[tuple[str, str], int]:
    """How many works it signed, by month and kind."""
    return Counter({(one["month"], one["kind"]): one["works"] for one in rows(db, _MONTHS, [identifier])})


def spellings(db: sqlite3.Connection, identifier: str) -> list[Row]:
    """The spellings met in lists, the most frequent first."""
    return rows(db, _SPELLINGS, [identifier])


def names(db: sqlite3.Connection) -> dict[str, str]:
    """The name of every organisation, by its id."""
    return dict(db.execute("select id, name from organisations"))
