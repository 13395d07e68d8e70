"""What the test sites have in common: where their programs are, their folder, and what they were asked."""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.servers.apache import Apache
from tests.servers.corpus import Article
from tests.servers.pdf import pdf
from tests.servers.process import ServerError, give_to_server

# A small grey picture.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAHgAAAA8CAAAAACIxiF0AAAAM0lEQVR42u3NAQkAAAwDoEVf9MU4By1geiRisVgsFovFYrFYLBaLxWKxWCwWi8Vis"
    "fhTPKwKENOpgXzSAAAAAElFTkSuQmCC"
)


@dataclass
class Site:
    """A running site: its server, the folder it is served from, and the folder around that one."""

    apache: Apache
    root: Path
    own: Path
    log_start: int = 0

    @property
    def groups(self) -> tuple[int, ...]:
        """The process groups that this site runs in."""
        return (self.apache.group,)

    @property
    def home(self) -> str:
        """The address of the home page, with the slash at the end."""
        return self.apache.home

    def log_requests(self) -> list[tuple[str, str, int]]:
        """Method, path with query, and status of each request since the start or the last `reset_log`."""
        return self.apache.requests(self.log_start)

    def reset_log(self) -> None:
        """Forgets the requests up to now."""
        self.log_start = self.apache.log_size()


def program(name: str) -> Path:
    """The unpacked program of that name."""
    path = Path(os.environ.get("SIGNATAIRES_TEST_CACHE", "/var/cache/signataires-tests")) / name
    if not path.is_dir():
        raise ServerError(f"{path} is missing; run tools/test-packages as root")
    return path


def _roomy_memory() -> Path | None:
    """Where a site starts in half the time, files in memory, if there is room for some (one takes up to 200 MB)."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 10**9
    return memory if roomy else None


@contextlib.contextmanager
def own_folder(name: str) -> Iterator[Path]:
    """A new folder that the web server's user can enter, which the folders of pytest are not; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"signataires-{name}-", dir=_roomy_memory()))
    folder.chmod(0o755)
    run = folder / "run"
    run.mkdir()
    give_to_server(run)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def picture_names(article: Article) -> list[str]:
    """The names of the files of its logos."""
    return [f"{article.key}-logo-{number}.png" for number in range(len(article.logos))]


def attached(article: Article, paths: dict[str, str]) -> list[dict[str, str]]:
    """What the fillers attach to it, the logos after the documents."""
    files = [(document.name, document.title) for document in article.documents]
    files += zip(picture_names(article), article.logos, strict=True)
    return [{"path": paths[name], "name": name, "title": title} for name, title in files]


@contextlib.contextmanager
def saved_documents(own: Path, articles: Sequence[Article]) -> Iterator[dict[str, str]]:
    """The attached files of the articles, written where the site's program can read them: name → path."""
    folder = own / "documents"
    folder.mkdir()
    paths = {document.name: folder / document.name for article in articles for document in article.documents}
    paths |= {name: folder / name for article in articles for name in picture_names(article)}
    for article in articles:
        for document in article.documents:
            paths[document.name].write_bytes(pdf(document.text))
        for name in picture_names(article):
            paths[name].write_bytes(PICTURE)
    give_to_server(folder)
    try:
        yield {name: str(path) for name, path in paths.items()}
    finally:
        shutil.rmtree(folder)
