"""The only writer of `archive.db`."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from archive.children import KIND as LOCAL
from archive.children import called
from archive.model import Capture, Organisation, Run, Signatory, Tombstone
from archive.packed import pack
from archive.resolve import Directory
from archive.schema import TABLES
from archive.search.entry import Entry, entry, entry_of, source_of
from archive.search.index import Index, save_names
from archive.story import Record, Row
from archive.views import insert_places, insert_revisions, insert_signatures

OF_STATEMENT = ("signatures", "documents", "revisions", "changes")


def insert(db: sqlite3.Connection, table: str, rows: Sequence[Row], verb: str = "insert") -> None:
    """Writes rows with the columns of a table, four times faster than through the schema's own tools."""
    columns = [name for name in TABLES[table] if rows and name in rows[0]]
    if not rows:
        return
    names, marks = ",".join(f'"{name}"' for name in columns), ",".join(f":{name}" for name in columns)
    db.executemany(f"{verb} into {table} ({names}) values ({marks})", rows)


def save(
    db: sqlite3.Connection, statement_id: str, record: Record | None, index: Index | None = None,
    places: Callable[[], Iterable[Row]] = tuple, *, anew: bool = False,
) -> bool:  # fmt: skip
    """Replaces everything that the archive says of one statement; None removes it. Whether anything differed.

    Who saves many gives the search index that takes them all, and flushes it. `places` tells where the captures say
    what is saved; `anew`: they are looked for though nothing else differs, since the rules of finding them do.
    """
    if record is not None and record.statement["html"] is not None:
        html = pack(record.statement["html"], record.statement["text"])
        record = replace(record, statement={**record.statement, "html": html})
    held = db.execute("select rowid, * from statements where id = ?", [statement_id]).fetchone()
    same = record is not None and held is not None and _same(db, statement_id, record)
    found = [] if record is None or (same and not anew) else list(places())
    if same and (not anew or _keyed(_rows(db, "places", "statement_id", statement_id)) == _keyed(found)):
        return False
    before = entry(db, held[0]) if held else None
    if held is not None:
        for table in OF_STATEMENT:
            db.execute(f"delete from {table} where statement_id = ?", [statement_id])
        insert_places(db, statement_id, ())
    if record is None:
        db.execute("delete from statements where id = ?", [statement_id])
    elif held is None:
        insert(db, "statements", [record.statement])
    else:
        columns = [name for name in record.statement if name != "id"]
        pairs = ",".join(f'"{name}" = :{name}' for name in columns)
        db.execute(f"update statements set {pairs} where id = :id", record.statement)
    if record is not None:
        insert_signatures(db, statement_id, record.signatures, found)
        insert_revisions(db, record.statement, record.revisions)
        insert(db, "documents", record.documents)
        insert(db, "changes", record.changes)
    _index(db, statement_id, held and held[0], before, record, index)
    return not same and (record is not None or held is not None)


def _same(db: sqlite3.Connection, statement_id: str, record: Record) -> bool:
    # The work is not the statement's own to tell: `save_works` does.
    told = _rows(db, "statements", "id", statement_id)
    held = {"statements": [{name: row[name] for name in record.statement} for row in told]}
    held |= {table: _rows(db, table, "statement_id", statement_id) for table in OF_STATEMENT}
    fresh = {"statements": [record.statement]} | {table: getattr(record, table) for table in OF_STATEMENT}
    return all(_keyed(held[table]) == _keyed(rows) for table, rows in fresh.items())


def _rows(db: sqlite3.Connection, table: str, column: str, value: str) -> list[Row]:
    cursor = db.execute(f"select * from {table} where {column} = ?", [value])
    names = [item[0] for item in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _keyed(rows: Iterable[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


def _index(
    db: sqlite3.Connection, statement_id: str, rowid: int | None, before: Entry | None, record: Record | None,
    index: Index | None,
) -> None:  # fmt: skip
    writer, told = index or Index(db), source_of(record) if record else None
    if record is not None and rowid is None:
        (rowid,) = db.execute("select rowid from statements where id = ?", [statement_id]).fetchone()
    if rowid is not None:
        writer.replace(rowid, before, entry_of(told) if told else None)
    if index is None:
        writer.flush()


def save_captures(db: sqlite3.Connection, captures: Iterable[Capture]) -> None:
    """Keeps the description of captures; one that is there already stays as it is."""
    rows = [
        {name: getattr(capture, {"site_id": "site"}.get(name, name)) for name in TABLES["captures"]}
        for capture in captures
    ]
    insert(db, "captures", rows, "insert or ignore")


def save_withdrawals(db: sqlite3.Connection, tombstones: Iterable[Tombstone]) -> None:
    """Keeps that something was withdrawn, when and why; not what."""
    rows = [
        {"id": one.withdrawal, "what": one.what, "at": one.at, "why": one.why, "statements": len(one.statements)}
        for one in tombstones
    ]
    insert(db, "withdrawals", rows, "insert or replace")


def save_runs(db: sqlite3.Connection, runs: Iterable[Run]) -> None:
    """Keeps the runs; what each brought is counted from the statements by `count_runs`."""
    rows = [
        {
            "id": run.id, "started": run.started, "finished": run.finished, "site_id": run.site, "state": run.state,
            "requests": run.requests, "bytes": run.bytes, "new": None, "changed": None, "vanished": None,
            "message": run.message, "doubts": "", "held": 0, "trust": run.trust,
        }
        for run in runs
    ]  # fmt: skip
    insert(db, "runs", rows, "insert or ignore")


def save_verdict(
    db: sqlite3.Connection, site: str, run: str, finished: str, doubts: Sequence[str], *, held: bool
) -> None:
    """Keeps what is doubted of a run, and whether its results wait. One that was killed has a row only if so."""
    identifier, began = f"{site}-{run}", datetime.strptime(run, "%Y%m%d%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ")
    if doubts:
        empty = dict.fromkeys(("requests", "bytes"), 0) | dict.fromkeys(("new", "changed", "vanished"))
        row = {"id": identifier, "started": began, "finished": finished, "site_id": site, "state": "suspect"}
        insert(db, "runs", [row | empty | {"message": "", "doubts": "", "held": 0}], "insert or ignore")
    db.execute(
        """update runs set doubts = :doubts, held = :held,
             state = case when state = 'failed' then state when :doubts || message = '' then 'ok' else 'suspect' end
           where id = :id""",
        {"doubts": "; ".join(doubts), "held": int(held), "id": identifier},
    )


def save_directory(db: sqlite3.Connection, directory: Directory) -> None:
    """Writes the organisations, their spellings and what they came from anew; local groups stay."""
    listed = directory.organisations.values()
    db.execute("delete from renamings")
    db.execute("delete from aliases where source != 'pattern'")
    db.execute("delete from organisations where kind != ?", [LOCAL])
    db.executemany("delete from organisations where id = ?", [[item.id] for item in listed])
    insert(db, "organisations", [_organisation(item) for item in listed])
    rows = [_alias(item.id, text, source) for item in listed for text, source in _spellings(item)]
    insert(db, "aliases", rows, "insert or ignore")
    judged = [entry for entry in directory.judgements.entries if entry.verdict in ("same", "new")]
    rows = [_alias(entry.organisation, entry.name, "judged") for entry in judged]
    insert(db, "aliases", rows, "insert or ignore")
    rows = [
        {"organisation_id": item.id, "name": former.name, "former_id": former.id, "at": former.at, "how": former.how}
        for item in listed
        for former in item.former
    ]
    insert(db, "renamings", rows)
    save_names(db)


def save_children(db: sqlite3.Connection, directory: Directory) -> None:
    """Writes the local groups that signed, each made from the spellings of its name, in place of those of before."""
    query = (
        "select organisation_id, name, as_written, sum((select count(*) from signature_places where name = n.id))"
        " from signature_names n where kind = 'branch' and organisation_id is not null"
        " group by 1, 2, 3 order by 1, 2, 3"
    )
    found, spellings = dict[str, Organisation](), defaultdict[str, Counter[str]](Counter)
    for identifier, name, written, count in db.execute(query):
        child = directory.child(Signatory(written, 0, name, kind="branch"))
        if child and child.id == identifier and identifier not in directory.organisations:
            found[identifier] = child
            spellings[identifier][name] += count
    children = [called(child, spellings[identifier]) for identifier, child in found.items()]
    db.execute("delete from aliases where source = 'pattern'")
    db.execute("delete from organisations where kind = ?", [LOCAL])
    insert(db, "organisations", [_organisation(child) for child in children])
    rows = [_alias(child.id, text, "pattern") for child in children for text in child.aliases]
    insert(db, "aliases", rows, "insert or ignore")
    save_names(db)


def _organisation(item: Organisation) -> Row:
    acronym = item.acronyms[0] if item.acronyms else None
    told = {"id": item.id, "name": item.name, "acronym": acronym, "kind": item.kind}
    return told | {"parent_id": item.parent, "website": item.website}


def _alias(identifier: str | None, text: str, source: str) -> Row:
    return {"organisation_id": identifier, "alias": text, "source": source}


def _spellings(organisation: Organisation) -> Iterator[tuple[str, str]]:
    """The ways to write an organisation's name that lead to it, each with where it is from."""
    yield organisation.name, "name"
    yield from ((text, "acronym") for text in organisation.acronyms)
    yield from ((text, "alias") for text in organisation.aliases)
    yield from ((item.name, "former") for item in organisation.former if item.how == "renamed")


def save_sites(db: sqlite3.Connection, sites: Iterable[Mapping[str, str | None]], *, changed: bool) -> None:
    """Writes the sites, with what their last runs and statements say of them; these are counted when any changed."""
    rows = [dict(site) for site in sites]
    held = dict(db.execute("select id, statements from sites").fetchall())
    if changed or len(held) != len(rows):
        shown = "select site_id, count(*) from statements where state != 'withdrawn' group by 1"
        held = dict(db.execute(shown).fetchall())
    for row in rows:
        last = db.execute(
            "select state, trust, doubts, message from runs where site_id = ? order by started desc limit 1",
            [row["id"]],
        ).fetchone()
        row["trust"] = ""
        if last:
            row["state"], row["trust"] = last[:2]
            row["message"] = "; ".join(filter(None, last[2:]))
        row["last_success"] = db.execute(
            "select max(finished) from runs where site_id = ? and state != 'failed' and not held", [row["id"]]
        ).fetchone()[0]
        row["statements"] = held.get(row["id"], 0)
    db.execute("delete from sites")
    insert(db, "sites", rows)


def count_runs(db: sqlite3.Connection, changed: Collection[str], *, anew: bool = False) -> None:
    """Counts for each run what was first seen, changed or vanished between its start and its end.

    Those are counted that are new, and those in which something was seen of the statements that changed; all of them
    (`anew`), when a statement is no more or was seen earlier than known, since nothing tells when it was first seen.
    """
    db.execute("create temporary table if not exists altered (id primary key) without rowid")
    db.execute("delete from altered")
    db.executemany("insert or ignore into altered values (?)", [[identifier] for identifier in changed])
    gone = db.execute("select 1 from altered where id not in (select id from statements)").fetchone()
    db.execute(f"update runs set {_COUNTS} where {'1' if gone or anew else _CONCERNED}")


# Each `cross join` goes the way it is written: from what changed to the statements, never through all of these.
_COUNTS = """
  new = (select count(*) from statements where site_id = runs.site_id
           and first_seen between runs.started and runs.finished),
  changed = (select count(distinct statement_id) from changes cross join statements on statements.id = statement_id
           where at between runs.started and runs.finished and site_id = runs.site_id
             and what not in ('vanished', 'moved')),
  vanished = (select count(*) from changes cross join statements on statements.id = statement_id
           where at between runs.started and runs.finished and site_id = runs.site_id and what = 'vanished')
"""
_CONCERNED = """
  id in (select id from runs where new is null
    union select (select id from runs where site_id = seen.site_id and started <= moment order by started desc limit 1)
      from (select site_id, first_seen as moment from altered cross join statements using (id)
        union select site_id, at from altered cross join changes on statement_id = altered.id
          cross join statements on statements.id = statement_id) as seen)
"""


def save_works(db: sqlite3.Connection, placed: Mapping[str, str], touched: Iterable[str]) -> set[str]:
    """Places statements in works and tells these anew; the statements that are in another work than before.

    `touched` names all works that may have lost or changed a statement.
    """
    query = "select work_id from statements where id = ?"
    before = {statement: db.execute(query, [statement]).fetchone()[0] for statement in placed}
    moved = {statement for statement, work in placed.items() if before[statement] != work}
    db.executemany("update statements set work_id = ? where id = ?", [(placed[one], one) for one in sorted(moved)])
    works = {*touched, *placed.values(), *(before[statement] for statement in moved)} - {None}
    db.executemany("delete from works where id = ?", [[work] for work in works])
    db.executemany(
        """
        insert into works (id, title, published, statements, first_statement_id)
        select work_id, title, published, count(*) over (), id from statements where work_id = ?
        order by coalesce(published, first_seen), first_seen, id limit 1
        """,
        [[work] for work in sorted(works)],
    )
    return moved
