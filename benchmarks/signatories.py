"""Scores the reading of signatory lists, or the linking of names, on a JSONL file of labelled ones.

    python -m benchmarks.signatories FILE [--wrong]
    python -m benchmarks.signatories --pairs FILE [--wrong]

Prints precision, recall and F1 on the names as written, lists exactly right, false lists on look-alikes, and how well
kinds, acronyms, names and persons were told, for all and by style. With `--pairs`, how many names were linked to the
organisation they mean: {"name": …, "organisation": id or null} a line. `--wrong` shows every difference.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from archive.model import Block, Signatory
from archive.names import split_names
from archive.resolve import Directory
from benchmarks.table import Row, hand_on
from signataires.signatories import signatories_of

ORGANISATIONS = Path(__file__).resolve().parent.parent / "archive" / "data" / "organisations.toml"
FIELDS = ("kind", "acronym", "name", "role", "section", "support")


def score(entry: dict[str, Any], directory: Directory) -> Counter[str]:
    """Counts for one labelled list: names expected, found and right; fields right among these; persons leaked."""
    expected = entry["signatories"]
    found = signatories_of(entry["raw"], directory)
    pairs = list(_pairs(expected, found))
    counts: Counter[str] = Counter(expected=len(expected), found=len(found), right=len(pairs), objects=1)
    counts["lists"] = int(bool(expected))
    counts["exact"] = int(bool(expected) and len(pairs) == len(expected) == len(found))
    counts["false lists"] = int(not expected and bool(found))
    for label, item in pairs:
        for field in FIELDS:
            counts[field] += _same(label, item, field)
        counts["with acronym"] += label["acronym"] is not None
        counts["acronym found"] += label["acronym"] is not None and _same(label, item, "acronym")
        counts["leaked"] += label["kind"] == "person" and item["kind"] != "person"
        counts["persons"] += label["kind"] == "person"
    # A person whose name was cut otherwise leaks as well, unless what was found of it is a person.
    people = [label["text"] for label in expected if label["kind"] == "person"]
    right = {label["text"] for label, _ in pairs}
    loose = [item["as_written"] for item in found if item["kind"] != "person"]
    counts["leaked"] += sum(
        text not in right and any(part in text or text in part for part in loose) for text in people
    )
    counts["persons"] += sum(text not in right for text in people)
    return counts


def table(counts: Iterable[tuple[str, Counter[str]]]) -> str:
    """The counts as lines of text, one a style."""
    head = f"{'style':<11}{'lists':>6}{'exact':>6}{'false':>6}{'names':>6}{'prec.':>7}{'recall':>7}{'F1':>7}"
    lines = [head + "".join(f"{field:>9}" for field in FIELDS) + f"{'persons':>9}{'leaked':>7}"]
    for style, count in counts:
        precision, recall = _ratio(count["right"], count["found"]), _ratio(count["right"], count["expected"])
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        lines.append(
            f"{style:<11}{count['lists']:>6}{count['exact']:>6}{count['false lists']:>6}{count['expected']:>6}"
            f"{precision:>7.3f}{recall:>7.3f}{f1:>7.3f}"
            + "".join(f"{_ratio(count[field], count['right']):>9.3f}" for field in FIELDS)
            + f"{count['persons']:>9}{count['leaked']:>7}"
        )
    return "\n".join(lines)


def differences(entry: dict[str, Any], directory: Directory) -> list[str]:
    """What was missed, found wrongly, or told otherwise, one line each."""
    expected, found = entry["signatories"], signatories_of(entry["raw"], directory)
    pairs = list(_pairs(expected, found))
    told = [
        f"{entry['id']}: {label['text']!r}: {field} {item[field]!r}, expected {label[field]!r}"
        for label, item in pairs
        for field in FIELDS
        if not _same(label, item, field)
    ]
    kept, seen = [id(label) for label, _ in pairs], [id(item) for _, item in pairs]
    told += [f"{entry['id']}: missed {label['text']!r}" for label in expected if id(label) not in kept]
    told += [f"{entry['id']}: found {item['as_written']!r}" for item in found if id(item) not in seen]
    return told


def link(name: str, directory: Directory) -> str | None:
    """The organisation of the directory that a name alone in a list is linked to.

    None also for a local group that has no row of its own, whatever id was made for it.
    """
    items = split_names(Block(name, 0, "Signataires :"), directory)
    item = items[0] if len(items) == 1 else Signatory(name, 0, name)
    found = directory.match(item).organisation
    return found if found in directory.organisations else None


def score_link(pair: dict[str, Any], directory: Directory) -> Counter[str]:
    """Counts for one pair. A link to another organisation than the one meant is wrong, and misses that one too."""
    found, meant = link(pair["name"], directory), pair["organisation"]
    return Counter(
        {
            "pairs": 1,
            "linked right": int(found is not None and found == meant),
            "linked wrong": int(found is not None and found != meant),
            "missed": int(meant is not None and found != meant),
            "left open": int(found is None and meant is None),
        }
    )


def told_links(counts: Counter[str]) -> str:
    """The counts of pairs as a line of text."""
    right, wrong, missed = counts["linked right"], counts["linked wrong"], counts["missed"]
    parts = [f"{counts['pairs']} pairs: linked right {right}, linked wrong {wrong}, missed {missed}"]
    parts += [f"rightly left open {counts['left open']}", f"precision {_ratio(right, right + wrong):.4f}"]
    return ", ".join([*parts, f"recall {_ratio(right, right + missed):.4f}"])


def _pairs(
    expected: list[dict[str, Any]], found: list[dict[str, Any]]
) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    texts, written = [label["text"] for label in expected], [item["as_written"] for item in found]
    for block in SequenceMatcher(None, texts, written, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield expected[block.a + step], found[block.b + step]


def _same(label: dict[str, Any], item: dict[str, Any], field: str) -> bool:
    return bool(label[field] == item[field])


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def main() -> None:
    """Reads the command line, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--pairs", action="store_true", help="the file holds names and the organisations they mean")
    parser.add_argument("--organisations", type=Path, default=ORGANISATIONS)
    parser.add_argument("--wrong", action="store_true", help="show every difference")
    options = parser.parse_args()
    directory = Directory.load(options.organisations)
    entries = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines() if line.strip()]
    if options.pairs:
        _print_links(entries, directory, wrong=options.wrong)
    else:
        _print_lists(entries, directory, wrong=options.wrong)


def _print_links(pairs: list[dict[str, Any]], directory: Directory, *, wrong: bool) -> None:
    counts: Counter[str] = Counter()
    for pair in pairs:
        found = score_link(pair, directory)
        counts.update(found)
        if wrong and (found["linked wrong"] or found["missed"]):
            print(f"{pair['name']!r}: {link(pair['name'], directory)}, expected {pair['organisation']}")
    print(told_links(counts))
    right, wrong, missed = counts["linked right"], counts["linked wrong"], counts["missed"]
    hand_on(
        Row("names: precision of links", _ratio(right, right + wrong), "of 1", least=0.999),
        Row("names: recall of links", _ratio(right, right + missed), "of 1"),
    )


def _print_lists(entries: list[dict[str, Any]], directory: Directory, *, wrong: bool) -> None:
    styles: dict[str, Counter[str]] = {}
    for entry in entries:
        styles.setdefault(entry.get("style", "?"), Counter()).update(score(entry, directory))
        if wrong and (told := differences(entry, directory)):
            print(*told, sep="\n")
    print(table([*sorted(styles.items()), ("all", sum(styles.values(), Counter()))]))


if __name__ == "__main__":
    main()
