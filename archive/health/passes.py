"""The private record of runs: what each showed, and what was made of it. A table of `crawl.db`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import sqlite_utils

from archive.health.model import Doubt, Past, Seen, Verdict

TABLE = "passes"
REMEMBERED = 400  # runs of a site: more than a year of nights


def create(db: sqlite_utils.Database) -> None:
    """Makes the table. `run` is the moment a run began, as it stands in the names of files; `noted` and `seen` JSON."""
    db.table(TABLE).create(
        {
            "site": str, "run": str, "started": str, "finished": str, "noted": str, "seen": str, "doubts": str,
            "held": int, "nights": int,
        },
        pk=("site", "run"),
        if_not_exists=True,
    )  # fmt: skip


class Passes:
    """The runs of all sites."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def note(self, site: str, run: str, started: str, finished: str, noted: Seen | None) -> None:
        """Keeps what the crawler noted of a run, which is still to be judged."""
        told = json.dumps((noted or Seen()).told(), ensure_ascii=False)
        self._db.execute(
            f"insert or ignore into {TABLE} (site, run, started, finished, noted) values (?, ?, ?, ?, ?)",
            [site, run, started, finished, told],
        )

    def noted(self, site: str, run: str) -> Seen | None:
        """What the crawler noted of a run; None when it never came to it."""
        query = f"select noted from {TABLE} where site = ? and run = ?"
        row = self._db.execute(query, [site, run]).fetchone()
        return Seen.of(json.loads(row[0])) if row and row[0] else None

    def span(self, site: str, run: str) -> tuple[str, str]:
        """When a run began and when it ended."""
        query = f"select started, finished from {TABLE} where site = ? and run = ?"
        started, finished = self._db.execute(query, [site, run]).fetchone()
        return started, finished

    def judged(self, site: str, run: str, past: Past, finished: str) -> None:
        """Keeps what a run showed and the verdict on it. `finished` is of use for one that the crawler did not end."""
        self.note(site, run, started_at(run), finished, None)
        doubts = json.dumps([asdict(doubt) for doubt in past.verdict.doubts], ensure_ascii=False)
        self._db.execute(
            f"update {TABLE} set seen = ?, doubts = ?, held = ?, nights = ? where site = ? and run = ?",
            [json.dumps(past.seen.told(), ensure_ascii=False), doubts, past.verdict.held, past.verdict.nights,
             site, run],
        )  # fmt: skip

    def waiting(self) -> Iterator[tuple[str, str]]:
        """The runs that are noted and not judged yet, by site and moment."""
        yield from self._db.execute(f"select site, run from {TABLE} where seen is null order by site, run").fetchall()

    def before(self, site: str, run: str) -> list[Past]:
        """The judged runs of a site before one, the oldest first."""
        query = (
            f"select seen, doubts, held, nights from {TABLE} where site = ? and run < ? and seen is not null"
            " order by run desc limit ?"
        )
        rows = self._db.execute(query, [site, run, REMEMBERED]).fetchall()
        return [_past(*row) for row in reversed(rows)]

    def latest(self) -> dict[str, tuple[str, Verdict]]:
        """The last run of each site and the verdict on it."""
        query = (
            f"select site, run, seen, doubts, held, nights from {TABLE} as one where seen is not null"
            f" and run = (select max(run) from {TABLE} where site = one.site and seen is not null)"
        )
        return {site: (run, _past(*row).verdict) for site, run, *row in self._db.execute(query)}

    def verdicts(self, site: str) -> dict[str, Verdict]:
        """The verdict on each judged run of a site."""
        query = f"select run, seen, doubts, held, nights from {TABLE} where site = ? and seen is not null"
        return {run: _past(*row).verdict for run, *row in self._db.execute(query, [site])}

    def forget(self, site: str) -> None:
        """Drops the verdicts on a site's runs, to be judged again; what the crawler noted stays."""
        self._db.execute(
            f"update {TABLE} set seen = null, doubts = null, held = null, nights = null where site = ?", [site]
        )


def latest(path: Path) -> dict[str, tuple[str, Verdict]]:
    """The last run of each site and the verdict on it, from `crawl.db`; none where that has not any."""
    if not path.is_file():
        return {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60)) as db:
        known = db.execute("select 1 from sqlite_master where name = ?", [TABLE]).fetchone()
        return Passes(db).latest() if known else {}


def run_of(started: str) -> str:
    """The name of a run that began at a moment: its digits."""
    return "".join(char for char in started if char.isdigit())


def started_at(run: str) -> str:
    """The moment (UTC) at which a run of that name began."""
    return f"{run[:4]}-{run[4:6]}-{run[6:8]}T{run[8:10]}:{run[10:12]}:{run[12:14]}Z"


def _past(seen: str, doubts: str, held: int, nights: int) -> Past:
    told = tuple(Doubt(**entry) for entry in json.loads(doubts))
    return Past(Seen.of(json.loads(seen)), Verdict(told, bool(held), nights))
