"""The only writer of `archive.db`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from archive.history import Record, Row
from archive.model import Capture, Organisation, Run
from archive.resolve import Directory
from archive.schema import SEARCH_COLUMNS, TABLES

OF_STATEMENT = ("signatures", "documents", "revisions", "changes")


def insert(db: sqlite3.Connection, table: str, rows: Sequence[Row], verb: str = "insert") -> None:
    """Writes rows with the columns of a table, four times faster than through the schema's own tools."""
    columns = [name for name in TABLES[table] if rows and name in rows[0]]
    if not rows:
        return
    names, marks = ",".join(f'"{name}"' for name in columns), ",".join(f":{name}" for name in columns)
    db.executemany(f"{verb} into {table} ({names}) values ({marks})", rows)


def save(db: sqlite3.Connection, statement_id: str, record: Record | None) -> bool:
    """Replaces everything that the archive says of one statement; None removes it. Whether anything differed."""
    held = db.execute("select rowid, * from statements where id = ?", [statement_id]).fetchone()
    if record is not None and held is not None and _same(db, statement_id, record):
        return False
    if held is not None:
        _unindex(db, held[0])
        for table in OF_STATEMENT:
            db.execute(f"delete from {table} where statement_id = ?", [statement_id])
    if record is None:
        db.execute("delete from statements where id = ?", [statement_id])
        return held is not None
    if held is None:
        insert(db, "statements", [record.statement])
    else:
        columns = [name for name in record.statement if name != "id"]
        pairs = ",".join(f'"{name}" = :{name}' for name in columns)
        db.execute(f"update statements set {pairs} where id = :id", record.statement)
    for table in OF_STATEMENT:
        insert(db, table, getattr(record, table))
    _index(db, statement_id)
    return True


def _same(db: sqlite3.Connection, statement_id: str, record: Record) -> bool:
    held = {"statements": _rows(db, "statements", "id", statement_id)}
    held |= {table: _rows(db, table, "statement_id", statement_id) for table in OF_STATEMENT}
    fresh = {"statements": [record.statement]} | {table: getattr(record, table) for table in OF_STATEMENT}
    return all(_keyed(held[table]) == _keyed(rows) for table, rows in fresh.items())


def _rows(db: sqlite3.Connection, table: str, column: str, value: str) -> list[Row]:
    cursor = db.execute(f"select * from {table} where {column} = ?", [value])
    names = [item[0] for item in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _keyed(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def _index(db: sqlite3.Connection, statement_id: str) -> None:
    db.execute(
        f"insert into statements_fts (rowid, {SEARCH_COLUMNS}) select rowid, {SEARCH_COLUMNS} from search"
        " where rowid = (select rowid from statements where id = ?)",
        [statement_id],
    )


def _unindex(db: sqlite3.Connection, rowid: int) -> None:
    """Takes a statement's words out of the index; it must still say what it said when it was put in."""
    db.execute(
        f"insert into statements_fts (statements_fts, rowid, {SEARCH_COLUMNS})"
        f" select 'delete', rowid, {SEARCH_COLUMNS} from search where rowid = ?",
        [rowid],
    )


def save_captures(db: sqlite3.Connection, captures: Iterable[Capture]) -> None:
    """Keeps the description of captures; one that is there already stays as it is."""
    rows = [
        {name: getattr(capture, {"site_id": "site"}.get(name, name)) for name in TABLES["captures"]}
        for capture in captures
    ]
    insert(db, "captures", rows, "insert or ignore")


def save_runs(db: sqlite3.Connection, runs: Iterable[Run]) -> None:
    """Keeps the runs; what each brought is counted from the statements by `count_runs`."""
    rows = [
        {
            "id": run.id, "started": run.started, "finished": run.finished, "site_id": run.site, "state": run.state,
            "requests": run.requests, "bytes": run.bytes, "new": 0, "changed": 0, "vanished": 0, "message": run.message,
        }
        for run in runs
    ]  # fmt: skip
    insert(db, "runs", rows, "insert or ignore")


def spellings(organisation: Organisation) -> list[tuple[str, str]]:
    """The ways to write an organisation's name that lead to it, each with where it is from."""
    names = [(organisation.name, "name")]
    names += [(text, "acronym") for text in organisation.acronyms]
    return names + [(text, "alias") for text in organisation.aliases]


def save_directory(db: sqlite3.Connection, directory: Directory) -> None:
    """Writes the organisations and their spellings anew."""
    db.execute("delete from aliases")
    db.execute("delete from organisations")
    rows = [
        {
            "id": item.id, "name": item.name, "acronym": item.acronyms[0] if item.acronyms else None,
            "kind": item.kind, "parent_id": item.parent, "website": item.website,
        }
        for item in directory.organisations.values()
    ]  # fmt: skip
    insert(db, "organisations", rows)
    aliases = [
        {"organisation_id": item.id, "alias": text, "source": source}
        for item in directory.organisations.values()
        for text, source in spellings(item)
    ]
    insert(db, "aliases", aliases, "insert or ignore")


def save_sites(db: sqlite3.Connection, sites: Iterable[Mapping[str, str]]) -> None:
    """Writes the sites, with what their last runs and statements say of them."""
    rows = [dict(site) for site in sites]
    for row in rows:
        last = db.execute(
            "select state, message from runs where site_id = ? order by started desc limit 1", [row["id"]]
        ).fetchone()
        row["state"], row["message"] = (last[0], last[1]) if last else (row["state"], row["message"])
        row["last_success"] = db.execute(
            "select max(finished) from runs where site_id = ? and state != 'failed'", [row["id"]]
        ).fetchone()[0]
        row["statements"] = db.execute("select count(*) from statements where site_id = ?", [row["id"]]).fetchone()[0]
    db.execute("delete from sites")
    insert(db, "sites", rows)


def count_runs(db: sqlite3.Connection, site_ids: Iterable[str]) -> None:
    """Counts for each run what was first seen, changed or vanished between its start and its end."""
    for site in site_ids:
        db.execute(
            """
            update runs set
              new = (select count(*) from statements where site_id = runs.site_id
                       and first_seen between runs.started and runs.finished),
              changed = (select count(distinct statement_id)
                       from changes join statements on statements.id = statement_id
                       where site_id = runs.site_id and what not in ('vanished', 'moved')
                       and at between runs.started and runs.finished),
              vanished = (select count(*) from changes join statements on statements.id = statement_id
                       where site_id = runs.site_id and what = 'vanished'
                       and at between runs.started and runs.finished)
            where site_id = ?
            """,
            [site],
        )


def save_works(db: sqlite3.Connection) -> None:
    """The works, from the statements that are copies of each: title and date of the earliest."""
    db.execute("delete from works")
    db.execute(
        """
        insert into works (id, title, published, statements)
        select work_id, title, published, copies from (
          select work_id, title, published, count(*) over (partition by work_id) as copies,
            row_number() over (partition by work_id order by coalesce(published, first_seen), first_seen, id) as place
          from statements)
        where place = 1
        """
    )
