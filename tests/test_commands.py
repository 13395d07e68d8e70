"""The verbs as people and cron use them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from signataires.demo import ORGANISATIONS, Demo, serve_demo, write_sites
from tests.archives import Archive
from tests.digest import content, rows

SEED = Path(__file__).parents[2] / "shared" / "seed" / "communique.txt"
FACTS = Path(__file__).parent / "data" / "premiers-signataires.toml"
PAGE = "Le-pont-des-Tanneries-doit-rouvrir-maintenant"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    (tmp_path / "organisations.toml").write_bytes(ORGANISATIONS.read_bytes())
    return made


@pytest.fixture
def sites(archive: Archive) -> Iterator[Demo]:
    with serve_demo() as demo:
        write_sites(archive.sites, demo.homes)
        yield demo


def signatories(raw: str, *words: str) -> str:
    command = [sys.executable, "-m", "signataires", "signatories", *words]
    return subprocess.run(command, input=raw, capture_output=True, text=True, timeout=60, check=True).stdout


def test_the_seed_gives_its_48_names() -> None:
    if not SEED.is_file():
        pytest.skip("needs shared/seed/communique.txt beside the project")
    import tomllib

    raw = SEED.read_text("utf-8")
    found = json.loads(signatories(raw))
    names = [item["as_written"] for item in found]
    assert len(names) == 48
    assert names == [item["text"] for item in tomllib.loads(FACTS.read_text("utf-8"))["signatory"]]
    places = [raw.index(name) for name in names]
    assert places == sorted(places)
    assert all(item["organisation"] for item in found)


def test_lines_in_lines_out() -> None:
    raw = "Signataires : Amis de la Halte (ADLH) - Collectif du Pont"
    told = [
        json.loads(line) for line in signatories(json.dumps({"id": "a", "raw": raw}) + "\n", "--jsonl").splitlines()
    ]
    assert [(line["id"], [item["as_written"] for item in line["signatories"]]) for line in told] == [
        ("a", ["Amis de la Halte (ADLH)", "Collectif du Pont"])
    ]


def test_a_bad_line_is_named() -> None:
    command = [sys.executable, "-m", "signataires", "signatories", "--jsonl"]
    done = subprocess.run(command, input='{"id": 1}\n', capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "line 1 of stdin" in done.stderr


def test_a_quiet_second_night(archive: Archive, sites: Demo) -> None:
    assert archive.refresh()[0] == 0
    before, captures = content(archive.path), rows(archive.path, "select * from captures")
    done = archive.run("refresh", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert content(archive.path) == before
    assert rows(archive.path, "select * from captures") == captures
    assert not [path for path in (archive.data / "warc").iterdir() if path.suffix == ".open"]


def test_crawl_and_build_are_the_two_halves(archive: Archive, sites: Demo) -> None:
    assert archive.run("crawl").returncode == 0
    assert not archive.path.exists()
    assert archive.run("build").returncode == 0
    assert rows(archive.path, "select count(*) from statements") == [(42,)]


def test_status_before_and_after(archive: Archive, sites: Demo) -> None:
    before = json.loads(archive.run("status", "--json").stdout)
    assert {row["state"] for row in before.values()} == {"never"}
    archive.refresh("ondes")
    after = json.loads(archive.run("status", "--json").stdout)
    assert after["ondes"]["state"] == "ok"
    assert after["ondes"]["statements"] == 20
    assert after["passerelles"]["state"] == "never"


def test_check_shows_what_would_be_stored(archive: Archive, sites: Demo) -> None:
    done = archive.run("check", "ondes", sites.homes["ondes"] + PAGE, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["row"]["title"] == "Le pont des Tanneries doit rouvrir maintenant"
    assert told["missing"] == []
    assert len(told["signatures"]) == 9
    assert not archive.path.exists()


def test_check_refuses_what_is_not_the_sites(archive: Archive, sites: Demo) -> None:
    done = archive.run("check", "ondes", "http://127.0.0.1:9/ailleurs")
    assert done.returncode == 2
    assert "neither a file nor an address below" in done.stderr


@pytest.mark.parametrize(("slug", "family"), [("ondes", "spip"), ("passerelles", "wordpress")])
def test_new_site(archive: Archive, sites: Demo, slug: str, family: str) -> None:
    for path in archive.sites.iterdir():
        path.unlink()
    pages = archive.folder / "pages"
    done = archive.run("new-site", sites.homes[slug], "--organisation", "ondes-de-brise", "--pages", str(pages))
    assert done.returncode == 0, done.stderr
    written = [Path(line) for line in done.stdout.splitlines()]
    assert [path.suffix for path in written] == [".toml", ".gz", ".json"]
    assert f'family = "{family}"' in written[0].read_text("utf-8")
    told = json.loads(written[2].read_text("utf-8"))
    assert told["statement"]["title"]
    assert told["read_by_a_person"] is False
    assert b"<html" in gzip.decompress(written[1].read_bytes())
    again = archive.run("new-site", sites.homes[slug], "--pages", str(pages))
    assert again.returncode == 2
    assert "there is a site file of that name" in again.stderr


def test_every_verb_has_help_with_an_example() -> None:
    shown = subprocess.run([sys.executable, "-m", "signataires", "--help"], capture_output=True, text=True, check=True)
    verbs = [line.split()[0] for line in shown.stdout.splitlines() if line.startswith("    ") and line[4] != " "]
    assert "refresh" in verbs
    for verb in verbs[1:] if verbs[0] == "VERB" else verbs:
        helped = subprocess.run(
            [sys.executable, "-m", "signataires", verb, "--help"], capture_output=True, text=True, check=True
        )
        assert f"Example: signataires {verb}" in helped.stdout
