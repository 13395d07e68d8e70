"""What can be exported: each product is one query over the archive, with its columns and a stable order."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.exports.columns import Column, Kind, Values
from archive.exports.counted import count


@dataclass(frozen=True, slots=True)
class Product:
    """One table of what is exported. `parts` are its columns with the SQL that gives each; `key` tells rows apart.

    `whole` is another source of the same rows, for when all are asked for and SQLite would take much longer; `before`
    makes what it reads.
    """

    name: str
    parts: tuple[tuple[Column, str], ...]
    source: str
    order: str
    key: tuple[str, ...] = ("id",)
    whole: str = ""
    before: Callable[[sqlite3.Connection], None] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for column, _ in self.parts)

    def query(self, where: str = "", *, whole: bool = False) -> str:
        """The SQL; it wants the site's public address as `:base`. `where` is a condition on the product's tables."""
        listed = ", ".join(f'{sql} as "{column.name}"' for column, sql in self.parts)
        source = f"{self.source} where {where}" if where else (whole and self.whole) or self.source
        return f"select {listed} {source} order by {self.order}"

    def rows(
        self, db: sqlite3.Connection, base: str, where: str = "", told: Mapping[str, Any] | None = None
    ) -> Iterator[Values]:
        """The rows, read as they are asked for. `told` are the values that `where` names."""
        if self.before and not where:
            self.before(db)
        return iter(db.execute(self.query(where, whole=True), {"base": base.rstrip("/"), **(told or {})}))


@contextmanager
def reading(path: Path, *, any_thread: bool = False) -> Iterator[sqlite3.Connection]:
    """An archive as it is at one moment, for as long as it is read; whoever writes meanwhile is not held up.

    `any_thread`: it is read by several threads, one after the other.
    """
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=not any_thread)
    try:
        db.execute("begin")
        db.execute("select 1 from sqlite_master").fetchone()
        yield db
    finally:
        db.close()


def as_of(db: sqlite3.Connection) -> str:
    """The moment of the newest thing that the archive knows, in UTC; « 1970-01-01T00:00:00Z » for an empty one."""
    query = "select max(at) from (select max(finished) as at from runs union all select max(at) from changes)"
    return db.execute(query).fetchone()[0] or "1970-01-01T00:00:00Z"


# --- columns -----------------------------------------------------------------------------------------------------


def _of(table: str, letter: str, kind: Kind, names: str) -> list[tuple[Column, str]]:
    """Columns that repeat those of a table as they are."""
    return [(Column(name, kind, f"{table}.{name}"), f'{letter}."{name}"') for name in names.split()]


def _as(name: str, kind: Kind, told: str, sql: str) -> tuple[Column, str]:
    return Column(name, kind, told), sql


def _link(name: str, path: str, sql: str) -> tuple[Column, str]:
    return Column(name, "address"), f":base || '/{path}/' || {sql}"


def _product(name: str, parts: Iterable[Iterable[tuple[Column, str]]], source: str, order: str, **more: Any) -> Product:
    return Product(name, tuple(part for group in parts for part in group), source, order, **more)


_STATEMENT = [
    _as("title", "text", "statements.title", "s.title"),
    _as("published", "day", "statements.published", "s.published"),
    _as("site_id", "code", "statements.site_id", "s.site_id"),
    _as("url", "link", "statements.url", "s.url"),
    _link("permanent_link", "communiques", "s.id"),
]
_PROOF = [
    _link("capture_link", "captures", "s.capture_id"),
    *_of("captures", "c", "moment", "fetched_at"),
    *_of("captures", "c", "code", "sha256"),
]

STATEMENTS = _product(
    "statements",
    [
        _of("statements", "s", "code", "id"),
        _STATEMENT,
        _of("statements", "s", "text", "surtitle subtitle standfirst"),
        _of("statements", "s", "moment", "modified"),
        _of("statements", "s", "code", "kind"),
        _of("statements", "s", "text", "language author section keywords"),
        _of("statements", "s", "number", "signature_count people_count held_count unnamed_count"),
        _of("statements", "s", "code", "work_id state rights"),
        _of("statements", "s", "moment", "first_seen last_seen"),
        _PROOF,
        _of("statements", "s", "text", "text"),
    ],
    "from statements s left join captures c on c.id = s.capture_id",
    "s.id",
)
SIGNATURES = _product(
    "signatures",
    [
        _of("signatures", "g", "code", "id statement_id"),
        _of("signatures", "g", "number", "position"),
        _of("signatures", "g", "text", "as_written"),
        _of("signatures", "g", "code", "organisation_id"),
        [_as("organisation", "text", "organisations.name", "o.name")],
        _of("signatures", "g", "code", "kind"),
        _of("signatures", "g", "text", "section"),
        _of("signatures", "g", "flag", "support"),
        _of("signatures", "g", "code", "match confidence state"),
        _of("signatures", "g", "moment", "first_seen last_seen"),
        _STATEMENT,
        [_link("capture_link", "captures", "s.capture_id")],
    ],
    "from statements s join signatures g on g.statement_id = s.id"
    " left join organisations o on o.id = g.organisation_id",
    "s.id, g.position, g.id",
    whole="from statements s cross join signatures g on g.statement_id = s.id"
    " left join organisations o on o.id = g.organisation_id",
)
ORGANISATIONS = _product(
    "organisations",
    [
        _of("organisations", "o", "code", "id"),
        _of("organisations", "o", "text", "name acronym"),
        _of("organisations", "o", "code", "kind parent_id"),
        _of("organisations", "o", "link", "website"),
        [
            (
                Column("spellings"),
                "(select group_concat(alias, ' | ') from"
                " (select alias from aliases where organisation_id = o.id order by alias))",
            ),
            (Column("works", "number"), "coalesce(n.works, 0)"),
            (Column("first", "day"), "n.first"),
            (Column("last", "day"), "n.last"),
            _link("permanent_link", "organisations", "o.id"),
        ],
    ],
    "from organisations o left join (select organisation_id, count(distinct coalesce(s.work_id, s.id)) as works,"
    " min(coalesce(w.published, s.published)) as first, max(coalesce(w.published, s.published)) as last"
    " from signatures g join statements s on s.id = g.statement_id left join works w on w.id = s.work_id"
    " where g.state = 'listed' and organisation_id is not null group by 1) n on n.organisation_id = o.id",
    "o.id",
    whole="from organisations o left join temp.signed n on n.organisation_id = o.id",
    before=count,
)
CHANGES = _product(
    "changes",
    [
        _of("changes", "x", "code", "id"),
        _of("changes", "x", "moment", "at"),
        _of("changes", "x", "code", "what cause"),
        _of("changes", "x", "text", "detail"),
        _of("changes", "x", "code", "organisation_id statement_id"),
        _STATEMENT,
        [_link("capture_link", "captures", "s.capture_id")],
    ],
    "from changes x join statements s on s.id = x.statement_id",
    "x.at, x.id",
)
# A text that several sites published is signed once: pairs are counted by work.
PAIRS = _product(
    "pairs",
    [
        [
            _as("organisation_a", "code", "signatures.organisation_id", "p.a"),
            _as("name_a", "text", "organisations.name", "a.name"),
            _as("organisation_b", "code", "signatures.organisation_id", "p.b"),
            _as("name_b", "text", "organisations.name", "b.name"),
            (Column("works", "number"), "p.works"),
            (Column("first", "day"), "p.first"),
            (Column("last", "day"), "p.last"),
        ]
    ],
    "from (with signed as (select distinct coalesce(s.work_id, s.id) as work, organisation_id,"
    " coalesce(w.published, s.published) as published from signatures g join statements s on s.id = g.statement_id"
    " left join works w on w.id = s.work_id where g.state = 'listed' and g.organisation_id is not null)"
    " select a.organisation_id as a, b.organisation_id as b, count(distinct a.work) as works,"
    " min(a.published) as first, max(a.published) as last from signed a join signed b"
    " on b.work = a.work and b.organisation_id > a.organisation_id group by 1, 2) p"
    " left join organisations a on a.id = p.a left join organisations b on b.id = p.b",
    "p.a, p.b",
    key=("organisation_a", "organisation_b"),
    whole="from temp.pairs p left join organisations a on a.id = p.a left join organisations b on b.id = p.b",
    before=count,
)
SITES = _product(
    "sites",
    [
        _of("sites", "t", "code", "id organisation_id"),
        _of("sites", "t", "link", "home"),
        _of("sites", "t", "code", "family state"),
        _of("sites", "t", "moment", "last_success"),
        _of("sites", "t", "number", "statements"),
        [
            (Column("first", "day"), "(select min(published) from statements where site_id = t.id)"),
            (Column("last", "day"), "(select max(published) from statements where site_id = t.id)"),
        ],
        _of("sites", "t", "text", "message"),
    ],
    "from sites t",
    "t.id",
)
CAPTURES = _product(
    "captures",
    [
        _of("captures", "c", "code", "id site_id"),
        _of("captures", "c", "link", "url"),
        _of("captures", "c", "moment", "fetched_at"),
        _of("captures", "c", "number", "status"),
        _of("captures", "c", "text", "media_type"),
        _of("captures", "c", "code", "sha256 warc"),
        _of("captures", "c", "number", "offset"),
    ],
    "from captures c",
    "c.id",
)
PRODUCTS = {
    product.name: product for product in (STATEMENTS, SIGNATURES, ORGANISATIONS, CHANGES, PAIRS, SITES, CAPTURES)
}
