"""Signatures, revisions and places as they are kept: what repeats, once.

Twenty-five signatures, each with its statement, spelling, organisation and moments, would take more room than the text
above them; the first version of a text is most often the text. So a name is kept once for all lists that it stands in,
with the place at which each list has it in its capture; of a version only what is not the statement's own; all other
places of a statement's values in a capture are one row. What everybody reads, and writes, are the views `signatures`,
`revisions` and `places`, which say every row whole: their triggers keep what is written.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter

from archive.story import Row

KEPT = ("signature_lists", "signature_names", "signature_places", "revision_texts", "place_lists")
_NAME = ("as_written", "name", "acronym", "organisation_id", "kind", "section", "support", "match", "evidence",
         "confidence")  # fmt: skip
_OWN = ("title", "text", "capture_id")  # of a version: what may be the statement's own
_REVISION = ("statement_id", "mark", "seen_at", "cause", *_OWN)  # as kept: the id is the statement's and a mark
_OLD, _NEW = (f"substr({row}.id, length({row}.statement_id) + 2)" for row in ("old", "new"))  # the mark of a name


_NAMES = ", ".join(f'"{name}"' for name in _NAME)
_GIVEN, _SHOWN = (", ".join(f'{row}."{name}"' for name in _NAME) for row in ("new", "n"))
_SAME = " and ".join(f'+n."{name}" is new."{name}"' for name in _NAME)  # +: found by the mark, by no other index
_COLUMNS, _OWNED = ", ".join(_REVISION), ", ".join(_OWN)
_LESS = ", ".join(f"nullif(new.{name}, (select {name} from statements where id = new.statement_id))" for name in _OWN)
_MORE = ", ".join(f"{name} = coalesce({name}, old.{name})" for name in _OWN)
_WHOLE = ", ".join(f"coalesce(r.{name}, s.{name}) as {name}" for name in _OWN)


_LISTED = (
    "list in (select id from signature_lists where statement_id = old.statement_id)"
    f" and name in (select id from signature_names where as_written is old.as_written and mark = {_OLD})"
)
_KEEP = f"""
  select raise(abort, 'the id of a signature is that of its statement, a dash and a mark of the name')
    where substr(new.id, 1, length(new.statement_id) + 1) is not new.statement_id || '-';
  insert or ignore into signature_lists (statement_id, first_seen, last_seen)
    values (new.statement_id, new.first_seen, new.last_seen);
  insert into signature_names (mark, {_NAMES})
    select {_NEW}, {_GIVEN}
    where not exists (select 1 from signature_names n where n.mark = {_NEW} and {_SAME});
  insert into signature_places (list, name, position, state, first_seen, last_seen)
    select l.id, n.id, new.position, nullif(new.state, 'listed'),
      nullif(new.first_seen, l.first_seen), nullif(new.last_seen, l.last_seen)
    from signature_lists l, signature_names n
    where l.statement_id = new.statement_id and n.mark = {_NEW} and {_SAME};
"""
# A name that stands in no list any more goes: it may have been taken out because nobody should read it.
_FORGET = f"""
  delete from signature_places where {_LISTED};
  delete from signature_names where as_written is old.as_written and mark = {_OLD}
    and not exists (select 1 from signature_places where name = signature_names.id);
  delete from signature_lists where statement_id = old.statement_id
    and not exists (select 1 from signature_places where list = signature_lists.id);
"""
_VERSION = f"""
  select raise(abort, 'the id of a revision is that of its statement, a dash and a mark of its own')
    where substr(new.id, 1, length(new.statement_id) + 1) is not new.statement_id || '-';
  insert into revision_texts ({_COLUMNS}) values (new.statement_id, {_NEW}, new.seen_at, new.cause, {_LESS});
"""
_DROP = f"""
  delete from revision_texts where statement_id = old.statement_id and mark = {_OLD};
"""
# Before a statement becomes another, its versions take what they had of it.
_PART = f"""
  update revision_texts set {_MORE}
    where statement_id = old.id;
"""

_LISTED_AT = (
    "list in (select id from signature_lists where statement_id = old.statement_id and capture_id = old.capture_id)"
    f" and name in (select id from signature_names where mark = {_OLD})"
)
# Of the values of a statement in a capture: mark (of a name, or the field), start, end.
_FIELDS = "('title', 'published', 'modified')"
_VALUE = f'json_array({_NEW}, new.start, new."end")'
_OUT = f"""
  update signature_places set start = null, length = null where {_LISTED_AT} and old.within = 'document';
  update place_lists set told = (
      select json_group_array(json(e.value)) from json_each(told) e where e.value ->> 0 is not {_OLD})
    where statement_id = old.statement_id and capture_id = old.capture_id and within = old.within;
  delete from place_lists where statement_id = old.statement_id and told = '[]';
"""
# Before a signature is written anew, its place goes to those that stand by themselves.
_ASIDE = f"""
  insert into place_lists (statement_id, capture_id, within, told)
    select l.statement_id, l.capture_id, 'document', json_array(json_array({_OLD}, p.start, p.start + p.length))
    from signature_lists l join signature_places p on p.list = l.id join signature_names n on n.id = p.name
    where l.statement_id = old.statement_id and n.mark = {_OLD} and p.start is not null
    on conflict do update set told = json_insert(told, '$[#]', excluded.told -> 0);
"""
_IN = f"""
  insert into place_lists (statement_id, capture_id, within, told)
    values (new.statement_id, new.capture_id, new.within, json_array({_VALUE}))
    on conflict do update set told = json_insert(told, '$[#]', {_VALUE});
"""

SCHEMA = [
    "create table signature_lists"
    " (id integer primary key, statement_id text not null unique, first_seen text, last_seen text, capture_id text)",
    "create table signature_names (id integer primary key, mark text, as_written text, name text, acronym text,"
    " organisation_id text, kind text, section text, support integer, match text, evidence text, confidence text)",
    "create index signature_names_mark on signature_names (mark)",
    "create index signature_names_organisation_id on signature_names (organisation_id)",
    "create index signature_names_branch on signature_names (organisation_id) where kind = 'branch'",
    "create table signature_places (list integer, name integer, position integer, start integer, length integer,"
    " state text, first_seen text, last_seen text, primary key (list, name)) without rowid",
    "create index signature_places_name on signature_places (name, list, state)",
    # Few: those that are no longer listed.
    "create index signature_places_former on signature_places (name, list) where state is not null",
    f"""create view signatures as select l.statement_id || '-' || n.mark as id, l.statement_id as statement_id,
      p.position as position, {_SHOWN},
      coalesce(p.state, 'listed') as state, coalesce(p.first_seen, l.first_seen) as first_seen,
      coalesce(p.last_seen, l.last_seen) as last_seen
    from signature_lists l join signature_places p on p.list = l.id join signature_names n on n.id = p.name""",
    f"create trigger signatures_insert instead of insert on signatures begin {_KEEP} end",
    f"create trigger signatures_delete instead of delete on signatures begin {_FORGET} end",
    f"create trigger signatures_update instead of update on signatures begin {_ASIDE} {_FORGET} {_KEEP} end",
    "create table revision_texts (statement_id text, mark text, seen_at text, cause text, title text, text text,"
    " capture_id text, primary key (statement_id, mark)) without rowid",
    "create index revision_texts_seen_at on revision_texts (seen_at desc)",
    f"""create view revisions as select r.statement_id || '-' || r.mark as id, r.statement_id as statement_id,
      r.seen_at as seen_at, r.cause as cause, {_WHOLE}
    from revision_texts r left join statements s on s.id = r.statement_id""",
    f"create trigger revisions_insert instead of insert on revisions begin {_VERSION} end",
    f"create trigger revisions_delete instead of delete on revisions begin {_DROP} end",
    f"create trigger revisions_update instead of update on revisions begin {_DROP} {_VERSION} end",
    "create table place_lists (statement_id text, capture_id text, within text, told text,"
    " primary key (statement_id, capture_id, within)) without rowid",
    f"""create view places as select l.statement_id || '-' || n.mark as id, l.statement_id as statement_id,
      l.statement_id || '-' || n.mark as signature_id, 'as_written' as field, l.capture_id as capture_id,
      'document' as within, p.start as start, p.start + p.length as "end"
    from signature_lists l join signature_places p on p.list = l.id and p.start is not null
      join signature_names n on n.id = p.name
    union all select l.statement_id || '-' || (e.value ->> 0) as id, l.statement_id as statement_id,
      iif(e.value ->> 0 in {_FIELDS}, null, l.statement_id || '-' || (e.value ->> 0)) as signature_id,
      iif(e.value ->> 0 in {_FIELDS}, e.value ->> 0, 'as_written') as field, l.capture_id as capture_id,
      l.within as within, e.value ->> 1 as start, e.value ->> 2 as "end"
    from place_lists l, json_each(l.told) e""",
    f"create trigger places_insert instead of insert on places begin {_IN} end",
    f"create trigger places_delete instead of delete on places begin {_OUT} end",
    f"create trigger places_update instead of update on places begin {_OUT} {_IN} end",
    f"create trigger statements_part before update of {_OWNED} on statements begin {_PART} end",
    f"create trigger statements_gone before delete on statements begin {_PART} end",
]

_named = itemgetter(*_NAME)
_KNOWN = f"select mark, {_NAMES}, id from signature_names where mark in (select value from json_each(?))"
_MARKS = ", ".join("?" * (1 + len(_NAME)))


def insert_signatures(
    db: sqlite3.Connection, statement_id: str, rows: Sequence[Row], places: Iterable[Row] = ()
) -> None:
    """Writes all signatures of a statement that has none: the same as through the view, ten times as fast.

    `places` are those of all its values; of these it has none either.
    """
    proof, stand, others = _beside_names(places, {row["id"] for row in rows})
    _write_places(db, statement_id, others)
    if not rows:
        return
    start, first, last = len(statement_id) + 1, rows[0]["first_seen"], rows[0]["last_seen"]
    listed = [((row["id"][start:], *_named(row)), row) for row in rows]
    marks = json.dumps([name[0] for name, _ in listed])
    known = {found[:-1]: found[-1] for found in db.execute(_KNOWN, [marks])}
    for name, _ in listed:
        if name not in known:
            known[name] = db.execute(f"insert into signature_names (mark, {_NAMES}) values ({_MARKS})", name).lastrowid
    told = "insert into signature_lists (statement_id, first_seen, last_seen, capture_id) values (?, ?, ?, ?)"
    number = db.execute(told, [statement_id, first, last, proof]).lastrowid
    db.executemany(
        "insert into signature_places (list, name, position, start, length, state, first_seen, last_seen)"
        " values (?, ?, ?, ?, ?, nullif(?, 'listed'), nullif(?, ?), nullif(?, ?))",
        [
            (
                number, known[name], row["position"], *stand.get(row["id"], (None, None)), row["state"],
                row["first_seen"], first, row["last_seen"], last,
            )
            for name, row in sorted(listed, key=lambda one: known[one[0]])  # in the order of their keys: full pages
        ],
    )  # fmt: skip


def _beside_names(
    places: Iterable[Row], listed: Collection[str]
) -> tuple[str | None, dict[str, tuple[int, int]], list[Row]]:
    """The capture in which names of a list stand, each one's start and length there; and all other places."""
    proof, stand, others = None, dict[str, tuple[int, int]](), list[Row]()
    for row in places:
        named = row["signature_id"] in listed and row["within"] == "document"
        if named and proof in (None, row["capture_id"]):
            proof = row["capture_id"]
            stand[row["signature_id"]] = (row["start"], row["end"] - row["start"])
        else:
            others.append(row)
    return proof, stand, others


def insert_revisions(db: sqlite3.Connection, statement: Row, rows: Sequence[Row]) -> None:
    """Writes all versions of a statement that has none: the same as through the view."""
    less = [
        {
            **row,
            **{name: None for name in _OWN if row[name] == statement[name]},
            "mark": row["id"][len(row["statement_id"]) + 1 :],
        }
        for row in rows
    ]
    values = ", ".join(f":{name}" for name in _REVISION)
    db.executemany(f"insert into revision_texts ({_COLUMNS}) values ({values})", less)


def insert_places(db: sqlite3.Connection, statement_id: str, rows: Iterable[Row]) -> None:
    """Writes places of a statement that do not stand beside its signatures, in place of those before."""
    db.execute("delete from place_lists where statement_id = ?", [statement_id])
    _write_places(db, statement_id, rows)


def _write_places(db: sqlite3.Connection, statement_id: str, rows: Iterable[Row]) -> None:
    told: dict[tuple[str, str], dict[str, list[object]]] = {}
    for row in rows:
        mark = row["id"][len(statement_id) + 1 :]
        told.setdefault((row["capture_id"], row["within"]), {})[mark] = [mark, row["start"], row["end"]]
    lists = [
        (statement_id, *where, json.dumps([*found.values()], separators=(",", ":"))) for where, found in told.items()
    ]
    db.executemany("insert into place_lists (statement_id, capture_id, within, told) values (?, ?, ?, ?)", lists)
