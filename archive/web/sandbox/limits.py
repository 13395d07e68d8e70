"""What a query may do: read, for so long, in so much memory, and nothing else."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
from contextlib import suppress
from pathlib import Path

MEMORY = 256 << 20  # bytes beyond what a child begins with
FILE = 1 << 20  # bytes of a file: SQLite keeps track of readers in one beside the archive
GRACE = 0.5  # seconds after its time at which a query's process is ended, whatever it does
LARGEST = 32 << 20  # bytes of an answer
ROWS = 100_000  # of an answer that is not cut
_SIZES = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16 << 20,  # bytes of one value: the longest PDF takes a third
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 500,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 5000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_READING = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE)
# How a virtual table says what it looks like; on a connection that only reads, neither does anything.
_DECLARING = (sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_CREATE_TABLE)
_NO_FUNCTIONS = ("load_extension", "fts3_tokenizer")
# Pragmas that describe a table or an index, and those that are values, which are read and not set.
_DESCRIBING = frozenset("table_info table_xinfo table_list index_info index_list index_xinfo foreign_key_list".split())
_VALUES = frozenset("schema_version data_version page_count page_size encoding function_list collation_list".split())


def bind_process(nice: int) -> None:
    """Takes from this process what it does not need. There is no way back."""
    with suppress(PermissionError):  # where a service may not even step back, the other bounds hold all the same
        os.nice(nice)
    for name in (signal.SIGINT, signal.SIGALRM, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write beyond FILE is an error of that write
    taken = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    for what, most in (
        (resource.RLIMIT_AS, taken + MEMORY),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def bind(db: sqlite3.Connection) -> None:
    """Takes from a connection all but reading; SQLite itself refuses the rest while it reads the query."""
    db.execute("pragma query_only = 1")
    db.execute("pragma temp_store = memory")
    db.execute("pragma mmap_size = 0")
    for what, most in _SIZES.items():
        db.setlimit(what, most)
    db.set_authorizer(_allowed)


def _allowed(action: int, first: str | None, second: str | None, _database: str | None, _within: str | None) -> int:
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and second not in _NO_FUNCTIONS:
        return sqlite3.SQLITE_OK
    if action in _DECLARING and (first == "sqlite_master" or action == sqlite3.SQLITE_CREATE_TABLE):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (first in _DESCRIBING or (first in _VALUES and not second)):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY
