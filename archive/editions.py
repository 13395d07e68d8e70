"""The copies of one work as its page tells them: where it appeared first, how the lists differ from copy to copy."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from archive.keys import key
from archive.works import Difference, differences

_COPIES = """
select id, site_id, url, title, published, first_seen, state from statements where work_id = ?
order by coalesce(published, first_seen), first_seen, id
"""
_NAMES = """
select organisation_id, name, as_written from signatures where statement_id = ? and state = 'listed' order by position
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """One copy of a work. `names` maps who signed it, by organisation or else by the key of the name, to the name as
    written there; `difference` says who signed this one alone and who only others. Moments are UTC.
    """

    statement: str
    site: str
    url: str
    title: str
    published: str | None
    first_seen: str
    state: str
    names: dict[str, str]
    difference: Difference


def editions(db: sqlite3.Connection, work: str) -> list[Edition]:
    """The copies of a work, the first to appear first; none for a work that is not there."""
    copies = db.execute(_COPIES, [work]).fetchall()
    names = {row[0]: _names(db, row[0]) for row in copies}
    told = differences(names)
    return [
        Edition(one, site, url, title, published, seen, state, names[one], told[one])
        for one, site, url, title, published, seen, state in copies
    ]


def _names(db: sqlite3.Connection, statement: str) -> dict[str, str]:
    rows = db.execute(_NAMES, [statement])
    return {organisation or key(name) or written: written for organisation, name, written in rows}
