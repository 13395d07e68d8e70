"""The registry, and one organisation: its names, what it signed, what it is part of, its own site."""

from __future__ import annotations

import json
import sqlite3
from itertools import islice

from pyroaring import BitMap

from archive.search.finding import by_date
from archive.search.sets import sets_of
from archive.search.signers import signers
from archive.web.queries.coverage import SITES
from archive.web.queries.rows import Row, row, rows
from archive.web.queries.statements import BRIEF

_ALL = """
select o.*, p.name as parent from organisations o left join organisations p on p.id = o.parent_id
order by o.name collate nocase, o.id
"""
_ONE = """
select o.*, p.name as parent from organisations o left join organisations p on p.id = o.parent_id where o.id = ?
"""
_SIGNED = f"""
select {BRIEF}, s.work_id, g.as_written, g.section, g.support, g.match, g.state as listed
from json_each(?) j join statements s on s.rowid = j.value join signatures g on g.statement_id = s.id
where +g.organisation_id = ? order by j.key
"""
_FORMER = """
select s.rowid from signature_names n join signature_places p indexed by signature_places_former on p.name = n.id
join signature_lists l on l.id = p.list join statements s on s.id = l.statement_id
where n.organisation_id = ? and p.state is not null
"""
_SPELLINGS = """
select as_written, sum((select count(*) from signature_places where name = n.id)) as times
from signature_names n where organisation_id = ? group by 1 order by 2 desc, 1 limit 200
"""
_RENAMINGS = """
select r.*, o.name as former from renamings r left join organisations o on o.id = r.former_id
where r.organisation_id = ? order by r.at, r.name
"""


def registry(db: sqlite3.Connection) -> list[Row]:
    """Every organisation by name, with how many works it signed and when."""
    known, told = signers(db), rows(db, _ALL)
    for one in told:
        works = known.works.get(one["id"]) or BitMap()
        first, last = known.span(works)
        one |= {"works": len(works), "first": first, "last": last}
    return told


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
    sets = sets_of(db)
    shown = list(islice(by_date(db, sets, _signed(db, identifier)), start, start + limit))
    return rows(db, _SIGNED, [json.dumps(shown), identifier])


def signed_count(db: sqlite3.Connection, identifier: str) -> int:
    """How many statements have or had its name in their list."""
    return len(_signed(db, identifier))


def _signed(db: sqlite3.Connection, identifier: str) -> BitMap:
    listed = sets_of(db).family(db, "o").get(identifier, BitMap())
    return listed | BitMap(row[0] for row in db.execute(_FORMER, [identifier]))


def spellings(db: sqlite3.Connection, identifier: str) -> list[Row]:
    """The spellings met in lists, the most frequent first."""
    return rows(db, _SPELLINGS, [identifier])


def names(db: sqlite3.Connection) -> dict[str, str]:
    """The name of every organisation, by its id."""
    return dict(db.execute("select id, name from organisations"))
