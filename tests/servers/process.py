"""Programs that run beside the tests: started in a process group of their own, and gone afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

PATIENCE = 30.0  # seconds for a server to answer or to leave
ZONE = "Europe/Paris"  # of the sites and of their clocks


class ServerError(RuntimeError):
    """A test server that did not start, answer or stop; the message says where its log is."""


def server_user() -> str | None:
    """Whom servers run as: root must not, others cannot choose."""
    return "www-data" if os.geteuid() == 0 else None


def give_to_server(*paths: Path) -> None:
    """Makes the web server's user the owner of these folders and of all that is in them."""
    if os.geteuid() != 0:
        return
    owner = pwd.getpwnam("www-data")
    for top in paths:
        for path in (top, *top.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid)


@contextlib.contextmanager
def running(command: Sequence[str | Path], log: Path, user: str | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Runs the command in a session of its own, what it says going to `log`; ends it and all that it started."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=said, stderr=said, user=user, group=user
        )
    try:
        yield process
    finally:
        _leave(process, f"{command[0]}, log in {log}")


def _leave(process: subprocess.Popen[bytes], name: str) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise ServerError(f"{name}: still there {PATIENCE} s after SIGTERM, killed") from error
    with contextlib.suppress(ProcessLookupError):  # children that outlived it
        os.killpg(process.pid, signal.SIGKILL)


def run(command: Sequence[str | Path], cwd: Path, given: str = "", user: str | None = None) -> str:
    """What a command prints, run to its end with `given` on its input."""
    done = subprocess.run(
        command, cwd=cwd, input=given, capture_output=True, text=True, check=False, user=user, group=user
    )
    if done.returncode != 0:
        called = " ".join(str(word) for word in command)
        raise ServerError(f"{called}: exit {done.returncode}\n{done.stderr}{done.stdout}")
    return done.stdout


def fill(script: Path, *arguments: str, site: Path, given: object) -> list[int]:
    """The numbers that a PHP script answers to `given`, run in a site's folder as the web server's user."""
    settings = ["-d", f"date.timezone={ZONE}", "-d", "memory_limit=512M"]
    printed = run(["php", *settings, script, *arguments], site, json.dumps(given), server_user())
    numbers: list[int] = json.loads(printed.rstrip().rsplit("\n", 1)[-1])
    return numbers
