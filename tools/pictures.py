"""Pictures of every kind of page in both languages, at three widths, light and dark, to be looked at by a person.

    python -m tools.pictures FOLDER [--at http://127.0.0.1:8001] [--kinds home,network] [--sixty]

Without an address it makes the demo's archive and serves it; with `--sixty` the invented archive of many organisations.
"""

from __future__ import annotations

import argparse
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests import demo_archive, sixty
from tests.page_kinds import KINDS, LANGUAGES, SCHEMES, WIDTHS, address, in_language
from tests.test_browser import CHROMIUM, QUIET

SIXTY = {
    "network": "/reseau", "organisation": "/organisations/quais-villebrume-0", "organisations": "/organisations",
    "home": "/", "results": "/recherche?q=pont", "around": "/reseau?organisation=rives-villebrume-0",
}  # fmt: skip


def main() -> None:
    """Writes `KIND-LANGUAGE-WIDTH-SCHEME.png` for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at", default="", help="an archive that is served already")
    parser.add_argument("--kinds", default="", help="only these, between commas")
    parser.add_argument("--sixty", action="store_true", help="the archive of many organisations")
    told = parser.parse_args()
    listed = SIXTY if told.sixty else KINDS
    kinds = {kind: path for kind, path in listed.items() if not told.kinds or kind in told.kinds.split(",")}
    told.folder.mkdir(parents=True, exist_ok=True)
    with served(told.at, many=told.sixty) as home, browsing() as page:
        for kind, path in kinds.items():
            for language in LANGUAGES:
                where = home + in_language(path, language) if told.sixty else address(home, kind, language)
                take(page, where, told.folder / f"{kind}-{language}")


@contextlib.contextmanager
def served(home: str = "", *, many: bool = False) -> Iterator[str]:
    """The address of an archive: the one that is given, or one that is made and served for as long as this lasts."""
    if home:
        yield home.rstrip("/")
        return
    with tempfile.TemporaryDirectory() as folder:
        made = sixty.make(Path(folder)) if many else demo_archive.make(Path(folder))
        with demo_archive.serve(made, Path(folder) / "log.txt") as address:
            yield address


@contextlib.contextmanager
def browsing() -> Iterator[Page]:
    """A page of Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser.new_page(locale="fr-FR")
        browser.close()


def take(page: Page, address: str, name: Path) -> None:
    """The whole page at every width, light and dark."""
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.screenshot(path=name.with_name(f"{name.name}-{width}-{scheme}.png"), full_page=True)


if __name__ == "__main__":
    main()
