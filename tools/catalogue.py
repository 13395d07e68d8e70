"""The site's catalogue: `python -m tools.catalogue` takes up what pages say and tells what has no English."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "archive/web"
ENGLISH = WEB / "locales/en/site.po"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("**.jinja", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
HEAD = "# The site in English. The French texts stand in the code and the templates; « python -m tools.catalogue »."


def extracted() -> Catalog:
    """Every text of the interface, as code and templates have it today."""
    catalogue = Catalog(fuzzy=False)
    found = extract_from_dir(WEB, METHODS, keywords=KEYWORDS, options_map={"templates/**.html": {"silent": "false"}})
    for name, _, message, _, context in found:
        catalogue.add(message, None, [(name, 1)], context=context)
    return catalogue


def known() -> Catalog:
    """The catalogue as it is kept."""
    if not ENGLISH.is_file():
        return Catalog("en")
    with ENGLISH.open("rb") as file:
        return read_po(file, "en")


def missing(catalogue: Catalog) -> list[str]:
    """The texts that have no English."""
    blank = [message for message in catalogue if message.id and not _is_told(message.string)]
    return [message.id if isinstance(message.id, str) else message.id[0] for message in blank]


def _is_told(string: str | tuple[str, ...] | list[str]) -> bool:
    return bool(string) if isinstance(string, str) else bool(string) and all(string)


def main() -> int:
    """Brings the file up to date; 1 when something has no English yet."""
    catalogue, former = extracted(), known()
    fresh = Catalog("en", fuzzy=False)
    for message in catalogue:
        if message.id:
            held = former.get(message.id if isinstance(message.id, str) else message.id[0])
            fresh.add(message.id, held.string if held else None)
    with ENGLISH.open("wb") as file:
        file.write(f"{HEAD}\n\n".encode())
        write_po(file, fresh, width=120, sort_output=True, omit_header=True, no_location=True)
    for text in missing(fresh):
        print(text)
    return 1 if missing(fresh) else 0


if __name__ == "__main__":
    sys.exit(main())
