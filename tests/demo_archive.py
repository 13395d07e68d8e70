"""The demo's archive for the tests: made once, served as a reader serves it, and what must not be in it."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

from signataires.demo.content import SLUGS, Night, load
from tests.servers.apache import free_port
from tests.servers.process import PATIENCE, running

METADATA = Path(__file__).parents[1] / "datasette-metadata.json"
NIGHTS: tuple[Night, ...] = (1, 2)
_PERSON = re.compile(r"\{~([^{},(]+)")


@dataclass(frozen=True)
class Answer:
    """What came back from an address."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def data(self) -> Any:
        return json.loads(self.body)


def make(folder: Path) -> Path:
    """Runs the demo as a user does and returns the folder of its archive."""
    command = [sys.executable, "-m", "signataires", "--data", str(folder), "demo", "--no-serve"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    archive = Path(done.stdout.strip())
    assert archive.is_file(), done.stdout
    return archive.parent


@contextlib.contextmanager
def serve(folder: Path, log: Path, metadata: Path = METADATA, **settings: int) -> Iterator[str]:
    """Plain Datasette, with the metadata and nothing else of ours; gives its address without a slash at the end."""
    port = free_port()
    files = [folder / "archive.db", "-m", metadata]
    files += [word for name, value in settings.items() for word in ("--setting", name, str(value))]
    with running([sys.executable, "-m", "datasette", *files, "-h", "127.0.0.1", "-p", str(port)], log) as process:
        home = f"http://127.0.0.1:{port}"
        wait_for(home, process, log)
        yield home


def wait_for(home: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Returns when the server answers; fails with its log when it ends or does not answer in time."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and process.poll() is None:
        with contextlib.suppress(OSError):
            get(f"{home}/")
            return
        time.sleep(0.1)
    raise AssertionError(f"{home} does not answer:\n{log.read_text('utf-8')}")


def get(address: str) -> Answer:
    """The answer to a request, redirects followed, whatever its status."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.headers, error.read())


def persons() -> list[str]:
    """The natural persons who sign texts of the demo, without what they do in life."""
    articles = [article for slug in SLUGS for night in NIGHTS for article in load(slug, night).articles]
    texts = [part for article in articles for part in article.parts]
    texts += [article.document.text for article in articles if article.document]
    return sorted({name.strip() for text in texts for name in _PERSON.findall(text)})
