"""The pictures of the user's guide, made from the demo: `python -m tools.guide_pictures`, or `make pictures`.

Only invented organisations are in them. Each is a part of a page in each language; the guide names them
`LANGUAGE-NAME.png`, and a test holds that those it names are those made here.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from archive.web.guide import folder
from tests.page_kinds import LANGUAGES, in_language
from tools.pictures import browsing, served

SIZE = (1000, 720)
COLOURS = 96  # of a picture: pages have few, and files stay small
# (path, what the picture begins with; blank: the top of the page)
PICTURES = {
    "home": ("/", ""),
    "results": ("/recherche?q=pont", ""),
    "statement": ("/communiques/ondes-21", ""),
    "history": ("/communiques/ondes-42", "#histoire"),
    "cite": ("/communiques/ondes-21", "#citer"),
    "capture": ("/communiques/ondes-21", "#preuve dd:last-of-type a"),
    "organisation": ("/organisations/cosyval", ""),
    "network": ("/reseau?nombre=20", "section:has(svg)"),
    "coverage": ("/couverture", ""),
    "site": ("/sites/ondes", ""),
}


def main() -> None:
    """Writes them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", default="", help="a demo that is served already")
    parser.add_argument("--folder", type=Path, default=folder() / "images")
    told = parser.parse_args()
    with served(told.at) as home, browsing() as page:
        page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
        page.emulate_media(reduced_motion="reduce")  # no page is still scrolling when it is taken
        for language in LANGUAGES:
            for name in PICTURES:
                take(page, home, name, language, told.folder / f"{language}-{name}.png")


def take(page: Page, home: str, name: str, language: str, file: Path) -> None:
    """One picture."""
    path, begin = PICTURES[name]
    page.goto(home + in_language(path, language))
    if name == "capture":
        page.locator(begin).click()
        page.wait_for_load_state()
    elif begin:
        page.locator(begin).evaluate("(one) => { one.scrollIntoView(); scrollBy(0, -20); }")
    with Image.open(io.BytesIO(page.screenshot())) as taken:
        file.parent.mkdir(parents=True, exist_ok=True)
        taken.convert("RGB").quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
