"""The spine: the types and functions that a newcomer must read, with their length. `python -m tools.spine` writes it.

A test holds the README to it.
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- spine -->\n", "<!-- /spine -->\n"
SPINE = [
    ("scraper/site.py", "Site", "a site file laid over its family file"),
    ("scraper/page.py", "Page", "one capture"),
    ("scraper/discover.py", "discover", "(Site, Page) → what a feed, sitemap, listing or API lists"),
    ("scraper/read.py", "read_pages", "a WARC file → captures"),
    ("archive/model.py", "Statement", "what one page says"),
    ("scraper/extract.py", "extract", "(Site, Page) → Statement"),
    ("archive/names.py", "split_names", "a list as typed → signatories"),
    ("archive/model.py", "Match", "the organisation that a signatory means"),
    ("archive/resolve.py", "Directory.match", "a signatory → Match"),
    ("archive/history.py", "fold", "all that was seen of a statement → its rows"),
    ("archive/store.py", "save", "the rows into the archive"),
]


def length(path: str, name: str) -> int:
    """How many lines a class or function has. Raises `StopIteration` for one that is not there."""
    body: list[ast.stmt] = ast.parse((ROOT / path).read_text("utf-8")).body
    node: ast.stmt | None = None
    for part in name.split("."):
        node = next(item for item in body if getattr(item, "name", None) == part)
        body = getattr(node, "body", [])
    assert node is not None
    return (node.end_lineno or 0) - node.lineno + 1


def table() -> str:
    """The README's table of the spine."""
    rows = [f"| `{name}` | `{path}` | {length(path, name)} | {told} |" for path, name, told in SPINE]
    total = sum(length(path, name) for path, name, _ in SPINE)
    head = "| name | where | lines | what it gives |\n| --- | --- | ---: | --- |\n"
    return head + "\n".join(rows) + f"\n| all | | {total} | |\n"


def main() -> None:
    """Writes the table into the README."""
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(BEGIN)
    readme.write_text(f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    main()
