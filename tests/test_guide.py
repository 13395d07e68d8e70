"""The user's guide: its links are followed, its commands are run, its examples are read, its pictures are there."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import BrowserContext

from archive.organisations import organisation_of
from archive.web.guide import PAGES, files, folder
from archive.web.languages import LANGUAGES
from scraper.site import make_site
from signataires.demo import ORGANISATIONS, serve_demo, write_sites
from tests.demo_archive import METADATA, get
from tests.page_kinds import KINDS, address, in_language
from tests.servers.apache import free_port
from tests.servers.process import PATIENCE, running
from tests.test_browser import chromium
from tools.guide_pictures import PICTURES, SIZE, take

__all__ = ["chromium"]
EACH = [(page, language) for page in PAGES for language in LANGUAGES]
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
ROOT = METADATA.parent
TEXT = "Le-pont-des-Tanneries-doit-rouvrir-maintenant"
# The command as users have it; the sites that it knows are those of the demo, a new one is written beside them.
COMMAND = """#!{python}
import os, sys
where = "{folder}/new" if "new-site" in sys.argv else "{folder}/sites"
told = ["--sites", where, "--organisations", "{folder}/organisations.toml", *sys.argv[1:]]
os.execv(sys.executable, [sys.executable, "-m", "signataires", *told])
"""


def source(page: str, language: str) -> str:
    return (folder() / language / f"{page}.md").read_text("utf-8")


def examples(page: str, language: str, kind: str) -> list[str]:
    return [text for name, text in _FENCE.findall(source(page, language)) if name == kind]


@pytest.mark.parametrize(("page", "language"), EACH)
def test_its_links_lead_somewhere(datasette: str, page: str, language: str) -> None:
    shown = get(f"{datasette}{in_language(f'/guide/{page}', language)}")
    assert shown.status == 200
    tree = html.fromstring(shown.text)
    assert tree.get("lang") == language
    article = tree.find(".//article")
    assert article is not None
    links = {a.get("href") for a in tree.find(".//main").iter("a")}
    assert len(links) > 5
    for link in links:
        where, _, place = link.partition("#")
        there = get(datasette + where) if where else shown
        assert there.status == 200, link
        assert not place or html.fromstring(there.text).get_element_by_id(place, None) is not None, link
        assert not where or f"lang={language}" in where
    for image in article.iter("img"):
        taken = get(datasette + image.get("src"))
        assert (taken.status, taken.headers.get_content_type()) == (200, "image/png")
        assert (image.get("width"), image.get("height")) == tuple(map(str, SIZE))
        assert len(image.get("alt")) > 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_reached_from_every_page(datasette: str, language: str) -> None:
    for kind in KINDS:
        page = html.fromstring(get(address(datasette, kind, language)).text)
        assert f"/guide?lang={language}" in {a.get("href") for a in page.find(".//header").iter("a")}, kind
    index = html.fromstring(get(f"{datasette}/guide?lang={language}").text)
    assert [a.get("href") for a in index.find(".//main").iter("a")] == [f"/guide/{p}?lang={language}" for p in PAGES]


def test_what_is_not_there(datasette: str) -> None:
    for path in ("/guide/rien", "/guide/images/fr-rien.png", "/guide/images/..%2ffr%2fsites.md"):
        assert get(datasette + path).status == 404, path


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_say_the_same(page: str) -> None:
    french, english = (_shape(source(page, language)) for language in LANGUAGES)
    assert french == english


def _shape(text: str) -> dict[str, list[str]]:
    """What does not depend on the language: sections, tables, links, commands but for what they name."""
    fences = _FENCE.findall(text)
    commands = [line for kind, block in fences if kind == "sh" for line in block.splitlines()]
    return {
        "marks": re.findall(r"^(?:##|\||!\[|- |\d\.)", text, re.M),
        "links": [link.partition("-")[2] if "images" in link else link for link in re.findall(r"\]\((\S+?)\)", text)],
        "commands": [
            re.sub(r'"[^"]*"$|mailto:\S+|reseau|network|vos initiales|your initials', "…", line) for line in commands
        ],
        "kinds": [kind for kind, _ in fences],
        "examples": [block for kind, block in fences if kind == "toml"],
    }


def test_its_pictures_are_those_that_the_command_makes() -> None:
    named = {name for page, language in EACH for name in re.findall(r"images/(\S+\.png)", source(page, language))}
    made = {f"{language}-{name}.png" for language in LANGUAGES for name in PICTURES}
    assert named == made == {path.name for path in files() if path.suffix == ".png"}
    for page, language in EACH:
        assert all(name.startswith(language) for name in re.findall(r"images/(\S+\.png)", source(page, language)))


@pytest.mark.parametrize("name", ["capture", "network"])
def test_a_picture_is_made(chromium: BrowserContext, datasette: str, tmp_path: Path, name: str) -> None:
    page = chromium.new_page()
    page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
    take(page, datasette, name, "fr", tmp_path / "made.png")
    page.close()
    assert (tmp_path / "made.png").read_bytes().startswith(b"\x89PNG")


def test_the_package_carries_it() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["data-files"]
    carried = {path for patterns in told.values() for pattern in patterns for path in ROOT.glob(pattern)}
    assert set(files()) <= carried
    assert all(
        (folder() / where.removeprefix("share/signataires/guide/")).is_dir() for where in told if "guide" in where
    )


@pytest.mark.parametrize(("page", "language"), EACH)
def test_its_examples_are_read(page: str, language: str) -> None:
    for text in examples(page, language, "toml"):
        told = tomllib.loads(text)
        if "organisation" in told and isinstance(told["organisation"], list):
            assert [organisation_of(one).id for one in told["organisation"]] == ["amis-de-la-halte"]
        else:
            assert make_site("halte", told, "the guide").home == "https://halte.example/"
    for text in examples(page, language, "json"):
        assert set(json.loads(text)["plugins"]["signataires"]) == {"address", "contact", "indexed"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A folder as a user has it, with the demo's sites to be read; what to put for the addresses of the guide."""
    organisations = ORGANISATIONS.read_text("utf-8") + examples("sites", "fr", "toml")[-2]
    (tmp_path / "organisations.toml").write_text(organisations, "utf-8")
    (tmp_path / "datasette-metadata.json").symlink_to(METADATA)
    (tmp_path / "new").mkdir()
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin/signataires"
    command.write_text(COMMAND.format(python=sys.executable, folder=tmp_path), "utf-8")
    command.chmod(0o755)
    with serve_demo() as demo:
        (written, *_) = write_sites(tmp_path / "sites", demo.homes)
        written.rename(written.with_name("halte.toml"))
        yield {
            "https://halte.example/un-texte/": demo.homes["ondes"] + TEXT,
            "https://halte.example/": demo.homes["ondes"],
        }


@pytest.mark.parametrize("page", PAGES)
def test_its_commands_are_run(page: str, datasette: str, place: dict[str, str], tmp_path: Path) -> None:
    put = {"https://archive.example.org": datasette, **place}
    said = {**os.environ, "PATH": f"{tmp_path}/bin:{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for kind, text in _FENCE.findall(source(page, "fr")):
        for told, there in put.items():
            text = text.replace(told, there)
        if kind == "python":
            _run([sys.executable, "-c", text], said, tmp_path)
        for line in text.splitlines() if kind == "sh" else ():
            if line.startswith("export "):
                name, _, value = shlex.split(line)[1].partition("=")
                said[name] = value
            elif "--port" in line:
                _serves(line, said, tmp_path)
            else:
                _run(["bash", "-c", line], said, tmp_path)


def _run(command: list[str], said: dict[str, str], where: Path) -> None:
    done = subprocess.run(command, cwd=where, env=said, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"


def _serves(line: str, said: dict[str, str], where: Path) -> None:
    """A command that serves the archive: it answers, and ends when it is told to."""
    port = free_port()
    command = [
        "env",
        "-C",
        str(where),
        *(f"{name}={said[name]}" for name in ("PATH",)),
        *shlex.split(line.replace("8001", str(port))),
    ]
    with running(command, where / "served.txt") as process:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit and process.poll() is None:
            try:
                assert get(f"http://127.0.0.1:{port}/").status == 200
                return
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"{line}: does not answer\n{(where / 'served.txt').read_text('utf-8')}")
