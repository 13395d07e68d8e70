"""What is shipped to run it every night: a real cron runs the crontab, systemd finds nothing wrong in the units."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from signataires.demo import ORGANISATIONS, serve_demo, write_sites
from tests.archives import Archive
from tests.conftest import needs
from tests.digest import rows
from tests.mounts import mounts
from tests.servers.process import running

DEPLOY = Path(__file__).parents[1] / "deploy"
COMMAND = "/opt/signataires/.venv/bin/signataires"
HERE = str(Path(sys.executable).with_name("signataires"))
UNITS = ("signataires.service", "signataires.timer", "signataires-web.service")
EXPOSURE = 15  # of 100, as `systemd-analyze security` measures it: what we need of the machine is little


def test_cron_runs_it(tmp_path: Path) -> None:
    needs("cron", "cron")
    needs("faketime", "faketime")
    archive = Archive(tmp_path)
    archive.data.mkdir()
    (tmp_path / "organisations.toml").write_bytes(ORGANISATIONS.read_bytes())
    with serve_demo() as demo, mounts() as own:
        write_sites(archive.sites, demo.homes)
        for folder in ("/etc/cron.d", "/var/spool/cron", "/run"):
            own.run("mount", "-t", "tmpfs", "-o", "mode=0755", "tmpfs", folder)
        own.run("mount", "--bind", "/dev/null", "/etc/crontab")
        own.run("mkdir", "/var/spool/cron/crontabs")
        own.seen(Path("/etc/cron.d/signataires")).write_text(_crontab(archive), "utf-8")
        # Cron does a job when its minute begins: its clock begins five seconds before.
        daemon = own.command("faketime", "-f", "@2026-03-02 02:29:55", "cron", "-f")
        report, log = archive.data / "report.json", tmp_path / "cron.txt"
        with running(daemon, log):
            limit = time.monotonic() + 120
            while not report.exists() and time.monotonic() < limit:
                time.sleep(0.2)
    assert report.exists(), log.read_text("utf-8")
    told = json.loads(report.read_text("utf-8"))
    assert (told["trouble"], {site["state"] for site in told["sites"].values()}) == ("", {"ok"})
    assert rows(archive.path, "select count(*) from statements") == [(42,)]


def _crontab(archive: Archive) -> str:
    """The crontab as it is shipped, but for its folders, its user, and the demo's sites."""
    text = (DEPLOY / "crontab").read_text("utf-8").replace("/var/lib/signataires", str(archive.data))
    where = f"--sites {archive.sites} --organisations {archive.folder / 'organisations.toml'}"
    line = f"root {HERE} refresh {where}"
    found = re.subn(rf"signataires {re.escape(COMMAND)} refresh", line, text)
    assert found[1] == 1
    return str(found[0])


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """The units as they are shipped, but for the place of the command."""
    needs("systemd", "systemd-analyze")
    for name in UNITS:
        (tmp_path / name).write_text((DEPLOY / name).read_text("utf-8").replace(COMMAND, HERE), "utf-8")
    return [str(tmp_path / name) for name in UNITS]


def _analyze(*words: str) -> None:
    done = subprocess.run(
        ["systemd-analyze", "--no-pager", *words], capture_output=True, text=True, env=os.environ | {"LANG": "C"},
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


def test_systemd_finds_nothing_wrong(units: list[str]) -> None:
    _analyze("verify", "--man=no", *units)


def test_the_services_may_do_little(units: list[str]) -> None:
    for unit in units:
        if unit.endswith(".service"):
            _analyze("security", "--offline=true", f"--threshold={EXPOSURE}", unit)


def test_what_the_units_ask_for_is_there() -> None:
    shipped = "\n".join((DEPLOY / name).read_text("utf-8") for name in (*UNITS, "crontab"))
    for verb in re.findall(rf"{re.escape(COMMAND)} (\w+)", shipped):
        assert subprocess.run([HERE, verb, "--help"], capture_output=True, check=False).returncode == 0
