"""Sites that mean harm, all in one night: each ends in bounded time and memory, says why, and stops nobody else."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.archives import Archive
from tests.digest import rows
from tests.servers_bad import BadSite
from tests.servers_bad_pages import TEXTS
from tests.servers_hostile import BEHAVIOURS, HostileSite

LIMITS = "scope.whole = true\n[limits]\ntimeout = 4.0\nsize = 4000000\nlistings = 30\nentries = 20000\npages = 40\n"
MEMORY = 600_000_000  # bytes: the whole night's, with sixteen of them at once


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The report of one night over every hostile site and one in order, with what the archive then holds."""
    folder = tmp_path_factory.mktemp("hostile")
    archive = Archive(folder)
    with ExitStack() as stack:
        for behaviour in BEHAVIOURS:
            site = stack.enter_context(HostileSite(behaviour))
            archive.site(behaviour.name, site.home, more=LIMITS)
        hidden = stack.enter_context(BadSite("none"))
        archive.site("deguise", hidden.home.replace("127.0.0.1", "2130706433"))
        archive.site("bon", stack.enter_context(BadSite("none")).home)
        stack.enter_context(pytest.MonkeyPatch.context()).setenv("SIGNATAIRES_CONTACT", "mailto:root@localhost")
        code, _, stderr = archive.refresh()
    assert "Traceback" not in stderr, stderr[-3000:]
    report = json.loads((folder / "report.json").read_text("utf-8"))
    held = rows(archive.path, "select site_id, count(*) from statements group by 1")
    return {
        "code": code,
        "stderr": stderr,
        "report": report,
        "held": {row[0]: row[1] for row in held},
        "folder": folder,
    }


def test_there_are_forty_at_least() -> None:
    assert len(BEHAVIOURS) >= 40
    assert len({behaviour.name for behaviour in BEHAVIOURS}) == len(BEHAVIOURS)


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda behaviour: behaviour.name)
def test_a_hostile_site_is_named(night: dict[str, Any], behaviour: Any) -> None:
    told = night["report"]["sites"][behaviour.name]
    if not behaviour.harmless:
        assert told["state"] in ("suspect", "failed"), told
        assert told["warnings"], told


def test_the_others_are_whole(night: dict[str, Any]) -> None:
    assert night["code"] == 1
    assert night["report"]["sites"]["bon"]["state"] == "ok"
    assert night["held"]["bon"] == len(TEXTS)
    assert "our own code failed" not in night["stderr"]


def test_a_private_home_in_disguise_is_refused(night: dict[str, Any]) -> None:
    told = night["report"]["sites"]["deguise"]
    assert told["state"] == "failed"
    assert "127.0.0.1, in a private network" in told["warnings"][0]


def test_its_memory_is_bounded(night: dict[str, Any]) -> None:
    assert night["report"]["peak_rss"] < MEMORY


def test_nothing_leaks_and_nothing_is_written_elsewhere(night: dict[str, Any]) -> None:
    folder: Path = night["folder"]
    public = (folder / "data" / "archive.db").read_bytes()
    assert b"root:x:0" not in public
    allowed = {"archive.db", "crawl.db", "lock", "manifests", "warc"}
    names = {path.name.removesuffix("-wal").removesuffix("-shm") for path in (folder / "data").iterdir()}
    assert names <= allowed | {name for name in names if name.startswith("signataires.log")}
