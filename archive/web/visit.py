"""One reader's request: what is asked, in which language, of which state of the archive; and the answers to it."""

from __future__ import annotations

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote, unquote, urlencode

from datasette.app import Datasette
from datasette.database import Database
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from archive.web.described import said
from archive.web.languages import LANGUAGES, Words, preferred
from archive.web.memory import Memory, state_of
from archive.web.plugin import DATABASE
from archive.web.release import release
from archive.web.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")
LIMIT = 20_000  # milliseconds for all that one page asks
KEPT = 60  # seconds that an answer may be shown without asking whether it still holds


class Visit:
    """A request for one of our pages. `words` speaks its language; `read` asks the archive."""

    memory = Memory()

    def __init__(self, datasette: Datasette, request: Request) -> None:
        self.datasette = datasette
        self.request = request
        self.settings = Settings.of(datasette)
        asked = request.args.get("lang") or request.args.get("_lang")
        self.chosen = asked if asked in LANGUAGES else None
        self.language = self.chosen or preferred(request.headers.get("accept-language", ""))
        self.words = Words(self.language)

    # --- what is asked -------------------------------------------------------------------------------------------

    @property
    def db(self) -> Database:
        return self.datasette.get_database(DATABASE)

    @property
    def folder(self) -> Path:
        """Where the archive lies, with its captures beside it."""
        return Path(self.db.path).parent

    @property
    def state(self) -> str:
        """Changes whenever the archive does."""
        return state_of(self.db.path)

    @property
    def path(self) -> str:
        return str(self.request.path)

    def part(self, name: str) -> str:
        """A part of the address, as text."""
        return unquote(self.request.scope["url_route"]["kwargs"].get(name) or "")

    def arg(self, name: str) -> str:
        """What the address gives for a name; blank when nothing."""
        return str(self.request.args.get(name) or "").strip()

    def number(self, name: str) -> int:
        """The whole number that the address gives for a name; 0 for anything else."""
        told = self.arg(name)
        return int(told) if told.isascii() and told.isdigit() and len(told) < 8 else 0

    @property
    def args(self) -> dict[str, list[str]]:
        """All that the address gives, without blanks."""
        given = {name: [value for value in self.request.args.getlist(name) if value] for name in self.request.args}
        return {name: values for name, values in given.items() if values and name not in ("lang", "_lang")}

    # --- addresses -----------------------------------------------------------------------------------------------

    @property
    def base(self) -> str:
        """The public address of the site, without a slash at the end."""
        root = self.datasette.urls.path("/").rstrip("/")
        return self.settings.address or f"{self.request.scheme}://{self.request.host}{root}"

    def link(self, path: str, args: Mapping[str, Any] | None = None, **more: Any) -> str:
        """A link within the site, in the language that the reader chose."""
        given = {**(args or {}), **more}
        if self.chosen:
            given.setdefault("lang", self.chosen)
        where, _, place = path.partition("#")
        told = urlencode({name: value for name, value in given.items() if value not in (None, "", [])}, doseq=True)
        joined = f"{where}{'&' if '?' in where else '?'}{told}" if told else where
        return str(self.datasette.urls.path(joined)) + (f"#{place}" if place else "")

    def to(self, room: str, identifier: str, form: str = "", **args: Any) -> str:
        """A link to one thing: a room (« communiques ») and an identifier."""
        return self.link(f"/{room}/{quote(identifier, safe='')}{form}", args)

    def capture(self, identifier: str) -> str:
        """A link to a capture: where it was kept, when, and its digest."""
        return self.to("captures", identifier)

    def permanent(self, path: str, args: Mapping[str, Any] | None = None) -> str:
        """The public address of a path, the same for every reader."""
        told = urlencode(args or {}, doseq=True)
        return f"{self.base}{quote(path, safe='/~:@,;.+')}{f'?{told}' if told else ''}"

    # --- the archive ---------------------------------------------------------------------------------------------

    async def read(self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """What a query function makes of one state of the archive, in a thread that may wait for it."""

        def run(connection: sqlite3.Connection) -> T:
            connection.execute("begin")
            try:
                with sqlite_timelimit(connection, LIMIT):
                    return query(connection, *args, **kw)
            finally:
                connection.rollback()

        found: T = await self.db.execute_fn(run)
        return found

    async def remember(
        self, query: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """The same, remembered for as long as the archive stays as it is."""
        key = (self.db.path, f"{query.__module__}.{query.__qualname__}", args, tuple(sorted(kw.items())))
        return await self.memory.get(key, self.state, lambda: self.read(query, *args, **kw))

    async def drawn(self, key: Hashable, draw: Callable[[], T]) -> T:
        """What is drawn for readers of one language, remembered for as long as the archive stays as it is."""
        told = (self.db.path, "drawn", key, self.language, self.chosen)
        return await self.memory.get(told, self.state, lambda: asyncio.to_thread(draw))

    # --- answers -------------------------------------------------------------------------------------------------

    @property
    def etag(self) -> str:
        """The same for as long as the same request has the same answer."""
        told = f"{self.state} {self.language} {self.request.full_path} {self.request.host} {release()}"
        return f'W/"{hashlib.sha256(told.encode()).hexdigest()[:20]}"'

    @property
    def headers(self) -> dict[str, str]:
        return {
            "etag": self.etag,
            "cache-control": f"public, max-age={KEPT}",
            "vary": "Accept-Language",
            "content-language": self.language,
        }

    def unchanged(self) -> Response | None:
        """The answer to a browser that has the page already."""
        known = [tag.strip() for tag in self.request.headers.get("if-none-match", "").split(",")]
        return Response("", status=304, headers=self.headers) if self.etag in known else None

    async def html(self, template: str, *, status: int = 200, **context: Any) -> Response:
        """A page made of one of our templates."""
        context = {"ours": True, **context}
        body = await self.datasette.render_template(f"web/{template}", context, request=self.request)
        headers = dict(self.headers) if status == 200 else {}
        if context.get("noindex"):
            headers["x-robots-tag"] = "noindex"
        return Response.html(body, status=status, headers=headers)

    def template_vars(self) -> dict[str, Any]:
        """What every template may use, Datasette's own too."""
        words = self.words
        return {
            "_": words.gettext,
            "gettext": words.gettext,
            "ngettext": words.ngettext,
            "words": words,
            "language": self.language,
            "languages": self.other_languages(),
            "link": self.link,
            "to": self.to,
            "capture": self.capture,
            "label": words.label,
            "said": self.said,
            "settings": self.settings,
            "canonical": self.canonical(),
            "chosen_language": self.chosen,
            "here": self.path,
        }

    def said(self, described: Mapping[str, Any], name: str) -> Any:
        """What the metadata file says, in the reader's language; Datasette hands the licence down in French only."""
        known = {**(self.datasette.metadata() or {}), **described} if name == "license" else described
        return said(known, name, self.language)

    def canonical(self, language: str | None = None) -> str:
        """The one address of this page in a language, by default in the one that the address asks for.

        In French it says nothing of the language; so does the page whose language the browser's preference decides.
        """
        told: dict[str, Any] = {name: values for name, values in sorted(self.args.items()) if not name.startswith("_")}
        language = language or self.chosen or LANGUAGES[0]
        return self.permanent(self.path, told if language == LANGUAGES[0] else {**told, "lang": language})

    def other_languages(self) -> Sequence[tuple[str, str, str]]:
        """Each language with the address of this page in it, as a link and as a permanent address."""
        args = self.args
        return [
            (language, self.link(self.path, args, lang=language), self.canonical(language)) for language in LANGUAGES
        ]
