"""The deployment guide, done from top to bottom: a fresh place, nginx in front, readers while a night is at work."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import needs
from tests.deployment.blocks import blocks
from tests.deployment.place import DOMAIN, Place, place

COMMAND = "/opt/signataires/.venv/bin/signataires"
NEEDED = {
    "nginx": "nginx",
    "openssl": "openssl",
    "curl": "curl",
    "jq": "jq",
    "iproute2": "ip",
    "systemd": "systemd-sysusers",
}


def test_both_languages_say_the_same_commands() -> None:
    assert blocks("fr") == blocks("en")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A server on which the whole guide was done."""
    for package, command in NEEDED.items():
        needs(package, command)
    with place(tmp_path_factory.mktemp("place")) as made:
        for block in blocks("en"):
            done = made.shell(block)
            assert done.returncode == 0, f"{block}\n→ {done.returncode}\n{done.stdout}\n{done.stderr}{_logs(made)}"
        yield made


def _logs(made: Place) -> str:
    logs = sorted(made.path("/run/stand-ins").glob("*.log"))
    return "\n".join(f"{path.name}:\n{path.read_text('utf-8')[-3000:]}" for path in logs)


def read(server: Place, clients: int, seconds: float) -> dict[str, Any]:
    """What so many readers saw for so long, while one refresh after the other was at work; `nights` counts them."""
    told: dict[str, Any] = {}

    def reading() -> None:
        words = (sys.executable, "-m", "tests.deployment.readers", DOMAIN, str(clients), str(seconds))
        done = subprocess.run(server.command(*words), capture_output=True, text=True, check=False)
        told.update(json.loads(done.stdout) if done.returncode == 0 else {"wrong": [done.stderr]})

    readers, nights = threading.Thread(target=reading), 0
    readers.start()
    while readers.is_alive():
        night = server.shell("systemctl start signataires.service")
        assert night.returncode == 0, _logs(server)
        nights += 1
    readers.join()
    return told | {"nights": nights}


def test_readers_while_a_night_is_at_work(server: Place) -> None:
    told = read(server, clients=4, seconds=4)
    assert told["wrong"] == []
    assert set(told["statuses"]) == {"200"}
    assert told["nights"]


@pytest.mark.long
def test_sixteen_readers_for_a_minute(server: Place) -> None:
    told = read(server, clients=16, seconds=60)
    print(told)
    assert told["wrong"] == []
    assert set(told["statuses"]) == {"200"}
    assert told["nights"]


def _status(server: Place, *words: str) -> str:
    command = server.command("curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}", *words)
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout


def test_nginx_answers_what_no_reader_would_ask(server: Place) -> None:
    home = f"https://{DOMAIN}"
    assert _status(server, "--request", "POST", home) == "405"
    assert _status(server, "--data-binary", "@/usr/bin/env", home) == "413"
    assert _status(server, f"{home}/-/versions.json") == "404"
    assert _status(server, "--http1.1", f"{home}/{'a' * 30_000}") == "414"
    assert _status(server, f"{home}/archive/statements?title={'x' * 9_000}") == "200"
    assert _status(server, "--header", f"Host: {'x' * 300}.example", home) in ("400", "444", "000")
    done = subprocess.run(
        server.command("curl", "--silent", "--include", f"{home}/-/x"), capture_output=True, text=True, check=False
    )
    head = done.stdout.lower()
    for header in (
        "content-security-policy: default-src 'none'",
        "nosniff",
        "x-frame-options: deny",
        "strict-transport",
    ):
        assert header in head
    assert "server: nginx\n" in head.replace("\r", "")
    assert "uvicorn" not in head


def test_one_reader_who_asks_too_often_is_told_so_and_others_are_not(server: Place) -> None:
    many = "for n in $(seq 80); do echo url=https://archive.example.org/archive/statements; echo output=/dev/null; done"
    asked = server.shell(
        f"{many} | curl --silent --parallel --config - --interface 127.0.2.1 --write-out '%{{http_code}}\\n'"
    )
    codes = set(asked.stdout.split())
    assert codes <= {"200", "429"}
    assert "429" in codes
    assert _status(server, "--interface", "127.0.2.2", f"https://{DOMAIN}/archive/statements") == "200"


def test_an_archive_that_restarts_is_told_as_such(server: Place) -> None:
    assert server.shell("systemctl stop signataires-web.service").returncode == 0
    assert _status(server, f"https://{DOMAIN}/") == "502"
    again = (
        "systemctl start signataires-web.service; curl --fail --silent --retry 30 --retry-all-errors --retry-delay 1"
    )
    assert server.shell(f"{again} --output /dev/null https://{DOMAIN}/").returncode == 0
