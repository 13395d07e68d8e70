"""The demo's sites on loopback: started together, moved to their second night, closed together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from string import Template
from threading import Thread

from signataires.demo import handmade, spip, wordpress
from signataires.demo.content import SLUGS, load
from signataires.demo.web import FILES_DATE, Answer, SiteServer, SiteState

ORGANISATIONS = Path(str(files(__package__) / "content" / "organisations.toml"))
_ANSWERS: dict[str, Answer] = {"ondes": spip.answer, "passerelles": wordpress.answer, "lagazette": handmade.answer}


@dataclass(slots=True)
class Demo:
    """The running sites: their home pages, and every request they had as (slug, method, path and query, status)."""

    homes: dict[str, str]
    requests: list[tuple[str, str, str, int]] = field(default_factory=list)
    states: dict[str, SiteState] = field(default_factory=dict, repr=False)
    servers: dict[str, SiteServer] = field(default_factory=dict, repr=False)

    def next_night(self, at: datetime | None = None) -> None:
        """Lets the second night's changes happen, at a moment or now: an edit, a new title, a new statement."""
        for slug, state in self.states.items():
            state.changed_at = at or datetime.now(UTC)
            state.content = load(slug, 2)


@contextmanager
def serve_demo(port: int = 0, host: str = "127.0.0.1") -> Iterator[Demo]:
    """Serves the three sites on this machine, on `port` and the two after it, or on free ports. Closes them after."""
    with ExitStack() as stack:
        demo = Demo(homes={})
        for offset, slug in enumerate(SLUGS):
            server = SiteServer(slug, (host, port and port + offset), _ANSWERS[slug], demo.requests)
            stack.callback(server.server_close)
            content = load(slug, 1)
            server.state = SiteState(server.home, content, content, FILES_DATE)
            demo.homes[slug], demo.states[slug], demo.servers[slug] = server.home, server.state, server
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name=f"demo-{slug}")
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield demo


def write_sites(folder: Path, homes: Mapping[str, str]) -> list[Path]:
    """Writes the site files of the demo into a folder and returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for slug, home in homes.items():
        text = Template((files(__package__) / "sites" / f"{slug}.toml").read_text("utf-8")).substitute(home=home)
        path = folder / f"{slug}.toml"
        path.write_text(text, "utf-8")
        written.append(path)
    return written
