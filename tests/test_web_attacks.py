"""Strangers' requests: none breaks the server, gets anything written or told, or takes it from its other readers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.web.sandbox.child import answer, open_bound
from archive.web.sandbox.limits import LARGEST
from archive.web.sandbox.wire import Question
from tests import attacks, demo_archive
from tests.attacks import ask, status
from tests.demo_archive import get

STRICT = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
TIME = 150  # milliseconds for a query, so that forty without end take seconds
POLICY = ("default-src 'none'", "script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
READ = (
    "/",
    "/recherche?q=pont",
    "/communiques/ondes-21",
    "/organisations",
    "/archive",
    "/archive/statements",
    "/archive/signatures.json?_size=5",
)


@dataclass
class Readers:
    """Ordinary readers at work beside an attack: what they were answered, other than 200."""

    asked: int = 0
    wrong: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def readers(port: int, several: int = 2) -> Iterator[Readers]:
    """So many readers for as long as the block lasts."""
    told, done = Readers(), threading.Event()

    def read() -> None:
        while not done.is_set():
            for path in READ:
                code = status(ask(port, attacks.get(path)))
                told.asked += 1
                if code != 200:
                    told.wrong.append((path, code))

    threads = [threading.Thread(target=read) for _ in range(several)]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        done.set()
        for thread in threads:
            thread.join()


@pytest.fixture(scope="module")
def port(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    log = tmp_path_factory.mktemp("attacked") / "log.txt"
    with demo_archive.serve(demo, log, sql_time_limit_ms=TIME) as home:
        yield urlsplit(home).port or 0


@pytest.fixture(scope="module")
def kept(demo: Path) -> Iterator[None]:
    """Nothing in the archive's folder changes while these tests attack; SQLite's own file of readers aside."""

    def seen() -> dict[str, str]:
        files = [path for path in demo.rglob("*") if path.is_file() and not path.name.endswith("-shm")]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    before = seen()
    yield
    assert seen() == before
    assert not Path("/tmp/pwned").exists()
    assert not Path("/tmp/pwned.db").exists()


def headers(reply: bytes) -> dict[str, str]:
    """The headers of an answer by name, in lower case."""
    lines = reply.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def harmless(port: int, demo: Path, requests: list[bytes]) -> None:
    """Asks them all; each is answered or cut off, and no answer tells or does what it must not."""
    for request in requests:
        reply = ask(port, request)
        shown = f"{request[:200]!r} → {reply[:200]!r}"
        assert status(reply) < 500, shown
        told = headers(reply)
        assert "set-cookie" not in told, shown
        assert "x-pwned" not in told, shown
        assert not told.get("location", "").startswith(("//", "http", "/\\")), shown
        for secret in (b"Traceback", b"root:x:0", str(demo).encode(), b"site-packages", b"sqlite3.Operational"):
            assert secret not in reply, shown


def test_hostile_sql(port: int, demo: Path, kept: None) -> None:
    with readers(port) as others:
        harmless(port, demo, attacks.hostile_sql("/archive.json?sql={}&_shape=array"))
    assert others.wrong == []


def test_odd_arguments(port: int, demo: Path, kept: None) -> None:
    harmless(port, demo, attacks.odd_arguments("/archive/statements.json", "/archive/recherche"))


def test_paths(port: int, demo: Path, kept: None) -> None:
    harmless(port, demo, [attacks.get(path) for path in attacks.PATHS])


def test_malformed_requests(port: int, demo: Path, kept: None) -> None:
    with readers(port) as others:
        harmless(port, demo, [*attacks.HEADERS.values(), *attacks.METHODS])
    assert others.wrong == []
    assert others.asked


def test_slow_queries_side_by_side(port: int, kept: None) -> None:
    slow = attacks.get(
        "/archive.json?sql=with+recursive+a(n)+as+(select+1+union+all+select+n%2B1+from+a)+select+count(*)+from+a"
    )
    codes: list[int] = []
    threads = [threading.Thread(target=lambda: codes.append(status(ask(port, slow)))) for _ in range(12)]
    with readers(port) as others:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert others.wrong == []
    assert set(codes) == {400, 429}  # one at a time, some wait, the others are sent away


@pytest.mark.parametrize(
    "path",
    [*READ, "/robots.txt", "/sitemap.xml", "/-/static/app.css", "/nothing", "/communiques/nothing.json",
     "/archive/nothing", "/archive.db",
     "/archive?sql=pwned",
     "/archive/statements?_sort=pwned", "/-/versions.json", "/recherche.csv", "/recherche?" + "a=b&" * 99,
     "/?" + "a" * 20_000],
)  # fmt: skip
def test_strict_headers_on_every_answer(port: int, path: str) -> None:
    told = headers(ask(port, attacks.get(path)))
    assert {name: told.get(name) for name in STRICT} == STRICT
    assert [part for part in POLICY if part not in told["content-security-policy"]] == []
    assert told["referrer-policy"] in ("same-origin", "no-referrer")
    assert "unsafe-eval" not in told["content-security-policy"]
    assert "geolocation=()" in told["permissions-policy"]


def test_nothing_is_told_of_the_server_itself(datasette: str) -> None:
    for page in (
        "versions",
        "databases",
        "plugins",
        "settings",
        "threads",
        "metadata",
        "config",
        "actor",
        "permissions",
    ):
        for form in ("", ".json"):
            assert get(f"{datasette}/-/{page}{form}").status == 404
    assert get(f"{datasette}/archive.json?sql=select+file+from+pragma_database_list").status == 400


def test_sql_of_readers_goes_on_working(datasette: str) -> None:
    found = get(f"{datasette}/archive.json?_shape=array&sql=select+count(*)+n,+upper('a')+u+from+statements")
    assert found.data == [{"n": 43, "u": "A"}]
    assert get(f"{datasette}/archive.json?sql=select+*+from+pragma_table_info('statements')").status == 200


def ask_bound(demo: Path, sql: str) -> str:
    """Why a query is not answered; empty when it is."""
    db = open_bound(str(demo / "archive.db"))
    try:
        return answer(db, Question(sql, {}, 300, 10)).error
    finally:
        db.close()


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("attach ':memory:' as a", "not authorized"),
        ("pragma user_version = 3", "not authorized"),
        ("delete from statements", "not authorized"),
        ("create temp table a (b)", "not authorized"),
        ("vacuum into '/tmp/pwned'", "authorization denied"),
        ("select load_extension('x')", "not authorized"),
        ("select zeroblob(20000000)", "too big"),
        ("select " + "(" * 300 + "1" + ")" * 300, "Expression tree is too large|parser stack"),
        (attacks.SQL["endless"], "interrupted"),
        (attacks.SQL["rows-of-blobs"], "interrupted|larger|out of memory"),
    ],
)
def test_the_bounds_are_sqlites_own(demo: Path, sql: str, why: str) -> None:
    told = ask_bound(demo, sql)
    assert any(part in told for part in why.split("|")), told


def test_an_answer_has_an_end(demo: Path) -> None:
    endless = "with recursive a(n) as (select 1 union all select n + 1 from a) select hex(zeroblob(4000000)) from a"
    assert f"{LARGEST >> 20} MB" in ask_bound(demo, endless) or ask_bound(demo, endless) == "interrupted"


def test_it_serves_what_it_served(tmp_path: Path, demo: Path) -> None:
    """A nursery that was killed is begun again; a child that was ended costs its own query only."""
    with demo_archive.serve(demo, tmp_path / "log.txt") as home:
        port = urlsplit(home).port or 0
        stuck = attacks.get("/archive.json?sql=select+instr(hex(zeroblob(7000000))||'1',hex(zeroblob(3000000))||'2')")
        assert status(ask(port, stuck)) == 400
        assert get(f"{home}/archive/statements").status == 200
        assert get(f"{home}/archive.json?sql=select+1").status == 200
