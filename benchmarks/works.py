"""Measures how copies are found among many statements, beside bare rensa and datasketch in the same run.

    python -m benchmarks.works [--size 20000] [--runs 3] [--peers rensa,datasketch]

Generated statements of about 4 KB; one in twenty is an edited copy of another, one in twenty quotes a paragraph. Every
way gets the same words, reads each text once, and gives the earlier texts that a text is near to (half its runs of
three words). Ours keeps its index in a file and compares each candidate in full; the peers keep theirs in memory and
take their own estimate. Each is a process of its own, in turn. Prints seconds of the processor, what that is for the
first peer's 1.00, recall and precision of the planted copies, and the median and slowest of what one more statement
takes then, committed, by the clock. A peer that is not installed is left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from archive.build import BATCH
from archive.copies import Text, words
from archive.ledger import open_ledger
from archive.sketches import SEED, VALUES, Sketches
from benchmarks.table import RUNS, Row, in_turn, report
from tests.servers.writer import STOCK

THRESHOLD = 0.5
MORE = 100  # statements that come one by one when all is held
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo cha bre tri glo plu".split()

Pairs = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The statements, as paragraphs, and which of them are copies: (earlier, later)."""

    statements: list[tuple[str, ...]]
    copies: Pairs


def corpus(size: int) -> Corpus:
    """Always the same statements for the same size."""
    rng = random.Random("works")
    vocabulary = sorted({"".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(20_000)})
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    statements: list[tuple[str, ...]] = []
    copies: Pairs = set()
    for number in range(size):
        kind = number % 20 if number > 20 else 1
        before = rng.randrange(max(1, number - 15_000), number) if kind in (0, 10) else 0
        made = tuple(_paragraph(rng, vocabulary, weights) for _ in range(rng.randint(5, 9)))
        if kind == 0:
            made = tuple(_edited(rng, part) for part in statements[before])
            copies.add((before, number))
        elif kind == 10:
            made = (*made, statements[before][0])
        statements.append(made)
    return Corpus(statements, copies)


def _paragraph(rng: random.Random, vocabulary: list[str], weights: list[float]) -> str:
    chosen = rng.choices(vocabulary, weights, k=rng.randint(40, 90))
    opening = rng.choice(STOCK["phrases"]).split("{")[0]
    return f"{opening}{' '.join(chosen)}."


def _edited(rng: random.Random, part: str) -> str:
    told = part.split()
    for place in range(rng.randrange(40), len(told), 40):
        told[place] = "autrement"
    return " ".join(told)


# --- the ways ----------------------------------------------------------------------------------------------------


def runs(statement: tuple[str, ...]) -> list[str]:
    """A statement's runs of three words, as a peer takes them."""
    told = words("\n".join(statement))
    return list(map(" ".join, zip(told, told[1:], told[2:], strict=False)))


def rensa(statements: list[tuple[str, ...]]) -> Pairs:
    """Bare rensa, one text after the other: sketch, ask, keep."""
    from rensa import RMinHash, RMinHashLSH

    index, sketches, found = RMinHashLSH(THRESHOLD, VALUES, VALUES // 4), [], set()
    for number, statement in enumerate(statements):
        sketch = RMinHash(VALUES, SEED)
        sketch.update(runs(statement))
        found |= {(n, number) for n in index.query(sketch) if sketches[n].jaccard(sketch) >= THRESHOLD}
        index.insert(number, sketch)
        sketches.append(sketch)
    return found


def datasketch(statements: list[tuple[str, ...]]) -> Pairs:
    """Bare datasketch, likewise."""
    from datasketch import MinHash, MinHashLSH

    index, sketches, found = MinHashLSH(THRESHOLD, VALUES), [], set()
    for number, statement in enumerate(statements):
        sketch = MinHash(VALUES, SEED)
        sketch.update_batch([run.encode() for run in runs(statement)])
        found |= {(n, number) for n in index.query(sketch) if sketches[n].jaccard(sketch) >= THRESHOLD}
        index.insert(number, sketch)
        sketches.append(sketch)
    return found


PEERS: dict[str, Callable[[list[tuple[str, ...]]], Pairs]] = {"rensa": rensa, "datasketch": datasketch}


def text(number: int, statement: tuple[str, ...]) -> Text:
    """A statement as the archive takes it, its words folded."""
    return Text(str(number), f"site-{number % 60}", (str(number),), None, tuple(map(words, statement)))


def ours(path: Path, statements: list[tuple[str, ...]]) -> Pairs:
    """The archive's own index, in a file."""
    with closing(open_ledger(path)) as db:
        index = Sketches(db, lambda name: text(int(name), statements[int(name)]))
        for start in range(0, len(statements), BATCH):
            some = range(start, min(start + BATCH, len(statements)))
            index.update({str(number): text(number, statements[number]) for number in some})
            db.commit()
        query = "select a.statement, b.statement from copies join sketches as a on one = a.id join sketches as b"
        return {(int(a), int(b)) for a, b in db.execute(f"{query} on other = b.id") if int(a) < int(b)}


def one_more(path: Path, statements: list[tuple[str, ...]]) -> Iterator[float]:
    """Milliseconds that single statements cost when all are held: every fourth is a copy of one that is."""
    rng, held = random.Random("more"), {}
    made = corpus(MORE + 21).statements[21:]
    for number, statement in enumerate(made):
        known = tuple(_edited(rng, part) for part in rng.choice(statements)) if number % 4 == 0 else statement[::-1]
        held[f"more-{number}"] = replace(text(number, known), id=f"more-{number}")

    def read(name: str) -> Text:
        return held.get(name) or text(int(name), statements[int(name)])

    with closing(open_ledger(path)) as db:
        for name, told in held.items():
            start = time.perf_counter()
            Sketches(db, read).update({name: told})
            db.commit()
            yield (time.perf_counter() - start) * 1000


def quality(found: Pairs, copies: Pairs) -> tuple[float, float]:
    """Recall and precision. Copies of one original count as found or wrong with it, not among themselves."""
    right = len(found & copies)
    wrong = [pair for pair in found - copies if not _kin(pair, copies)]
    return right / len(copies), right / (right + len(wrong)) if found else 1.0


def _kin(pair: tuple[int, int], copies: Pairs) -> bool:
    return _origin(pair[0], copies) == _origin(pair[1], copies)


def _origin(number: int, copies: Pairs) -> int:
    origins = _ORIGINS.setdefault(id(copies), {later: earlier for earlier, later in copies})
    while number in origins:
        number = origins[number]
    return number


_ORIGINS: dict[int, Mapping[int, int]] = {}


def measure(way: str, size: int) -> dict[str, float]:
    """Seconds of the processor, recall and precision of one way; of ours also what the index and one more text take."""
    told = corpus(size)
    with tempfile.TemporaryDirectory() as folder:
        path, start = Path(folder) / "crawl.db", time.process_time()
        found = ours(path, told.statements) if way == "ours" else PEERS[way](told.statements)
        spent = time.process_time() - start
        recall, precision = quality(found, told.copies)
        measured = {"processor": spent, "recall": recall, "precision": precision}
        if way == "ours":
            each = sorted(one_more(path, told.statements))
            measured |= {"one": median(each), "slowest": each[-1], "room": path.stat().st_size / size}
    return measured


def rows(told: dict[str, dict[str, float]], size: int) -> list[Row]:
    """The table of what each way took; the first peer is what the others are measured by."""
    first = next(iter(told))
    made = []
    for name, found in told.items():
        own, what = name == "ours", f"works: {name}, {size} statements"
        ratio, most = found["processor"] / told[first]["processor"], 1.3 if own else None
        made.append(Row(what, found["processor"], "s (CPU)", ratio, first, most=most, memory=found["memory"]))
        made.append(Row(f"{what}: recall", found["recall"], "of 1", least=0.98 if own else None))
        made.append(Row(f"{what}: precision", found["precision"], "of 1", least=0.99 if own else None))
    found = told["ours"]
    made.append(Row("works: one more, median", found["one"], "ms (clock)", most=5))
    made.append(Row("works: one more, slowest", found["slowest"], "ms (clock)"))
    made.append(Row("works: room of a statement in crawl.db", found["room"], "bytes"))
    return [*made, Row("works: memory", found["memory"], "MB", most=1000)]


def main() -> None:
    """Reads the command line, prints the lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--peers", default="rensa", help="which of them, apart by commas: rensa, datasketch")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one, asked.size)))
        return
    there = [name for name in asked.peers.split(",") if importlib.util.find_spec(name)]
    for name in set(asked.peers.split(",")) - set(there):
        print(f"{name}: not installed")
    ways = {name: ["benchmarks.works", "--one", name, "--size", str(asked.size)] for name in (*there, "ours")}
    report(*rows(in_turn(ways, asked.runs), asked.size))


if __name__ == "__main__":
    main()
