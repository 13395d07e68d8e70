"""Scores the search on judged queries, beside plain full-text search on the same statements.

    python -m benchmarks.search [--statements 3200] [--misses]

The statements are invented and the judgements were written with them (`benchmarks/searching`). recall@20: of the
statements worth anything (of at most 20), those among the first 20. nDCG@10: how well the first 10 are ordered. Plain:
FTS5 with `unicode61 remove_diacritics 2`, asked as stock Datasette asks it, ordered by bm25 with the same weights.
"""

from __future__ import annotations

import argparse
import math
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from datasette.utils import escape_fts

from archive.schema import open_archive
from archive.search.engine import Filters, Query, search
from benchmarks import table
from benchmarks.searching.corpus import Written, fill, statements
from benchmarks.searching.judged import Judged, queries

COUNT = 3200
Ask = Callable[[Judged], Sequence[str]]
PLAIN = """
create virtual table temp.plain using fts5(title, text, signatories, tokenize="unicode61 remove_diacritics 2");
insert into temp.plain (rowid, title, text, signatories)
  select rowid, title, text, (select group_concat(as_written, ' ; ') from signatures where statement_id = statements.id)
  from statements;
"""


@dataclass(frozen=True, slots=True)
class Score:
    """How well one query was answered."""

    judged: Judged
    recall: float
    ndcg: float


def ours(db: sqlite3.Connection) -> Ask:
    """The first twenty that the archive's search finds."""
    return lambda judged: [
        one.id for one in search(db, Query.parse(judged.typed, Filters.of(judged.chosen)), limit=20).results
    ]


def plain(db: sqlite3.Connection) -> Ask:
    """The first twenty of plain full-text search, with the same filters."""
    db.executescript(PLAIN)

    def ask(judged: Judged) -> list[str]:
        where, given = _where(judged.chosen)
        query = (
            "select id from temp.plain join statements on statements.rowid = plain.rowid"
            f" where plain match ? {where} order by bm25(plain, 8.0, 1.0, 3.0) limit 20"
        )
        return [row[0] for row in db.execute(query, [escape_fts(judged.typed), *given])]

    return ask


def scores(written: Sequence[Written], asked: Sequence[Judged], ask: Ask) -> Iterator[Score]:
    """Each query's score; those that nothing is worth anything to are left out."""
    for judged in asked:
        worth = {one.row["id"]: value for one in written if (value := judged.worth(one))}
        if worth:
            found = ask(judged)
            yield Score(judged, _recall(found, worth), _ndcg(found, worth))


def _recall(found: Sequence[str], worth: Mapping[str, int]) -> float:
    return sum(one in worth for one in found[:20]) / min(20, len(worth))


def _ndcg(found: Sequence[str], worth: Mapping[str, int]) -> float:
    best = sorted(worth.values(), reverse=True)
    return _gain([worth.get(one, 0) for one in found[:10]]) / _gain(best[:10])


def _gain(values: Sequence[int]) -> float:
    return sum((2**value - 1) / math.log2(place + 2) for place, value in enumerate(values))


def _where(chosen: Mapping[str, str]) -> tuple[str, list[str]]:
    told = {
        "site": "site_id = ?", "kind": "kind = ?", "langue": "language = ?", "annee": "substr(published, 1, 4) = ?",
        "du": "published >= ?", "au": "published <= ? || '~'",
        "organisation": "id in (select statement_id from signatures where organisation_id = ?)",
    }  # fmt: skip
    return "".join(f" and {told[name]}" for name in chosen), list(chosen.values())


def report(name: str, found: Sequence[Score]) -> list[str]:
    """The scores as lines of text, by kind of query."""
    kinds: dict[str, list[Score]] = defaultdict(list)
    for score in found:
        kinds[score.judged.kind].append(score)
    lines = [f"{name}: {len(found)} queries, recall@20 {_mean(found, 'recall')}, nDCG@10 {_mean(found, 'ndcg')}"]
    return lines + [
        f"  {kind:<18}{len(some):>4}{_mean(some, 'recall'):>9}{_mean(some, 'ndcg'):>9}" for kind, some in kinds.items()
    ]


def _mean(found: Sequence[Score], what: str) -> str:
    return f"{mean(getattr(score, what) for score in found):.3f}"


def main() -> None:
    """Prints both scores, and the queries that fall short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=COUNT)
    parser.add_argument("--misses", action="store_true", help="name the queries that fall short")
    arguments = parser.parse_args()
    written, rows = list(statements(arguments.statements)), list[table.Row]()
    with closing(open_archive(Path(":memory:"))) as db:
        fill(db, iter(written))
        for name, ask in (("ours", ours(db)), ("plain FTS5", plain(db))):
            found = list(scores(written, queries(), ask))
            print("\n".join(report(name, found)))
            rows += [table.Row(f"search: {what}, {name}", mean(getattr(one, what) for one in found), "of 1")
                     for what in ("recall", "ndcg")]  # fmt: skip
            if arguments.misses and name == "ours":
                for score in found:
                    if score.recall < 1 or score.ndcg < 0.9:
                        print(
                            f"    {score.judged.typed} {score.judged.chosen or ''}: {score.recall:.2f} {score.ndcg:.2f}"
                        )
    table.report(*rows)


if __name__ == "__main__":
    main()
