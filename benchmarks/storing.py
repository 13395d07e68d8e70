"""Measures how fast statements are written, beside bare `executemany`, and how much room each takes.

    python -m benchmarks.storing [--statements 3000] [--runs 3]

« ours » is the archive's own writer with its search index. The bare way puts the same rows into the same tables with
the same indexes, ready-made and a table at a time, and gives the texts to SQLite's own full-text index. Both have all
in memory before, commit once, and are processes of their own, in turn, counted in seconds of the processor.

Room is that of `archive.db` after a real `build` from captures, of pages with 4 KB of text, 25 signatures among them;
what is kept once for all (names, words, organisations) is told apart. At 100,000 statements it weighs nothing.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from html import escape
from pathlib import Path

from archive.resolve import Directory
from archive.schema import open_archive
from archive.search.index import TABLE, Index
from benchmarks.captured import MOMENT, exchange
from benchmarks.searching.large import LETTERS, Made, directory, organisations, store, thousand
from benchmarks.table import RUNS, Row, in_turn, report
from scraper.record import Recorder
from scraper.site import make_site
from signataires.pipeline import build

ME = "benchmarks.storing"
ROOM = 500  # statements that are built for their room
ONCE = ("signature_names%", f"{TABLE}_words", f"{TABLE}_names", "organisations", "aliases", "sqlite_%", "sites")
TEXTS = "select rowid, title, text, standfirst, keywords from statements"


def ours(made: list[list[Made]], path: Path) -> float:
    """Seconds of the processor that the archive's own writer takes."""
    with closing(open_archive(path)) as db:
        directory(db)
        began, index = time.process_time(), Index(db)
        for some in made:
            store(db, some, index)
        index.flush()
        db.commit()
        return time.process_time() - began


def bare(made: list[list[Made]], path: Path) -> float:
    """Seconds for the same rows, table by table."""
    ours(made, path)
    told = f"insert into {TABLE} (rowid, {{}}) values (?, ?, ?, ?, ?)"
    with closing(open_archive(path.with_name("bare.db"))) as db, closing(sqlite3.connect(path)) as full:
        tables = [name for (name,) in full.execute("select name from sqlite_master where type = 'table'")]
        own = [name for name in tables if not name.startswith("sqlite_") and not _of_index(name)]
        rows = {name: full.execute(f'select * from "{name}"').fetchall() for name in own}
        texts = full.execute(TEXTS).fetchall()
        db.execute(f"drop table {TABLE}")
        db.execute(f'create virtual table {TABLE} using fts5(a, b, c, d, content="", tokenize="unicode61")')
        for name in rows:
            db.execute(f'delete from "{name}"')
        db.commit()
        began = time.process_time()
        for name, listed in rows.items():
            marks = ", ".join("?" * len(listed[0])) if listed else ""
            db.executemany(f'insert into "{name}" values ({marks})', listed) if listed else None
        db.executemany(told.format("a, b, c, d"), texts)
        db.commit()
        return time.process_time() - began


def _of_index(name: str) -> bool:
    """Whether a table is the full-text index, which fills its own."""
    return name == TABLE or name in (f"{TABLE}_{own}" for own in ("data", "idx", "docsize", "config", "content"))


def room(count: int) -> dict[str, float]:
    """Bytes of a statement by table, after a build; what is kept once is under « once »."""
    with tempfile.TemporaryDirectory() as place:
        folder, home = Path(place), "https://site-0.example/"
        told = {"organisation": "org-0", "home": home, "family": "wordpress", "scope": {"whole": True}}
        recorder = Recorder(folder / "warc", "site-0", MOMENT.format(0), {})
        for number, one in enumerate(thousand(0)[:count], start=1):
            recorder.keep(exchange(f"{home}texte-{number}/", _page(number, one), MOMENT.format(number % 60)))
        recorder.close()
        listed = "".join(
            f'[[organisation]]\nid = "{one}"\nname = "{name}"\nacronyms = ["{short}"]\n'
            for one, name, short in organisations()
        )
        (folder / "organisations.toml").write_text(listed, "utf-8")
        known = Directory.load(folder / "organisations.toml")
        changed = build(folder, {"site-0": make_site("site-0", told, "site-0.toml")}, known, print)
        with closing(sqlite3.connect(folder / "archive.db")) as db:
            return _sizes(db, len(changed))


def _page(number: int, one: Made) -> str:
    row, names = one.record.statement, [escape(sign["as_written"]) for sign in one.record.signatures]
    listed = f"<h3>Signataires :</h3><ul><li>{'</li><li>'.join(names)}</li></ul>"
    prose = row["text"][: LETTERS - sum(map(len, names)) - 2 * len(names)].split("\n\n")
    text = "".join(f"<p>{part}</p>" for part in prose) + listed
    body = f'<body class="single postid-{number}"><article id="post-{number}" class="hentry">'
    title = f'<h1 class="entry-title">{escape(row["title"])}</h1>'
    day = f'<time class="entry-date published" datetime="{row["published"]}T09:00:00+01:00">{row["published"]}</time>'
    return f'<!doctype html><html lang="fr">{body}{title}{day}<div class="entry-content">{text}</div></article></body>'


def _sizes(db: sqlite3.Connection, statements: int) -> dict[str, float]:
    once = " or ".join("name like ?" for _ in ONCE)
    query = f"select iif({once}, 'once', coalesce(tbl_name, name)), sum(pgsize) from dbstat"
    query += " left join sqlite_master using (name) group by 1 order by 2 desc"
    return {name: size / statements for name, size in db.execute(query, ONCE)}


def main() -> None:
    """Reads the command line, prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=3000, help="by the thousand")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "STATEMENTS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        made = [thousand(number) for number in range(int(asked.one[1]) // 1000)]
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps({"processor": {"ours": ours, "bare": bare}[asked.one[0]](made, Path(folder) / "a.db")}))
        return
    report(*_written(asked.statements, asked.runs), *_room(room(min(ROOM, asked.statements))))


def _written(statements: int, runs: int) -> list[Row]:
    told = in_turn({way: [ME, "--one", way, str(statements)] for way in ("bare", "ours")}, runs)
    rate = {way: statements / found["processor"] for way, found in told.items()}
    unit, ratio = "statements/s", rate["ours"] / rate["bare"]
    return [
        Row("storing: bare executemany", rate["bare"], unit, memory=told["bare"]["memory"]),
        Row("storing: ours", rate["ours"], unit, ratio, "bare", least=0.6, memory=told["ours"]["memory"]),
    ]


def _room(sizes: dict[str, float]) -> list[Row]:
    own = {name: size for name, size in sizes.items() if name != "once"}
    largest = sorted(own, key=lambda name: -own[name])[:5]
    made = [Row("storing: room of a statement, built", sum(own.values()), "bytes", most=9000)]
    made += [Row(f"storing: room, of that {name}", own[name], "bytes") for name in largest]
    return [*made, Row("storing: kept once, by these few statements", sizes.get("once", 0), "bytes each")]


if __name__ == "__main__":
    sys.exit(main())
