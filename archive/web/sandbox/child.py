"""One process that runs queries, one after the other, until it is left alone or has been ended."""

from __future__ import annotations

import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from archive.search.functions import register
from archive.web.sandbox.limits import GRACE, LARGEST, ROWS, bind, bind_process
from archive.web.sandbox.wire import Answer, Question, packed, receive, unpacked

CHECKED = 1000  # instructions of SQLite between two looks at the clock


def serve(connection: socket.socket, path: str, nice: int) -> None:
    """Answers questions until the other side is gone. A query that outlives its time takes this process with it."""
    bind_process(nice)
    db = open_bound(path)
    while (body := receive(connection)) is not None:
        question = Question(*unpacked(body))
        signal.setitimer(signal.ITIMER_REAL, question.time / 1000 + GRACE)
        told = packed(answer(db, question))
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.sendall(told)


def open_bound(path: str) -> sqlite3.Connection:
    """A connection as queries of readers get it: read only, bounded, with the functions of the search."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.text_factory = lambda text: str(text, "utf-8", "replace")
    register(db)
    bind(db)
    return db


def answer(db: sqlite3.Connection, question: Question) -> Answer:
    """What the archive answers; an error is an answer too."""
    end = time.monotonic() + question.time / 1000
    db.set_progress_handler(lambda: time.monotonic() > end, CHECKED)
    try:
        with closing(db.cursor()) as cursor:
            cursor.execute(question.sql, question.params)
            columns = [column[0] for column in cursor.description or ()]
            most = question.rows or ROWS
            rows = list(_bounded(cursor, most + 1))
            return Answer(columns, rows[:most], len(rows) > most)
    except MemoryError:
        return Answer([], [], False, "out of memory: ask for less at a time")
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
        return Answer([], [], False, str(error) or "the query failed")
    finally:
        db.set_progress_handler(None, CHECKED)


def _bounded(cursor: sqlite3.Cursor, most: int) -> Iterator[tuple[Any, ...]]:
    size = 0
    for number, row in enumerate(cursor, start=1):
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if size > LARGEST:
            raise ValueError(f"the answer is larger than {LARGEST >> 20} MB: choose fewer columns or rows")
        yield row
        if number == most:
            return
