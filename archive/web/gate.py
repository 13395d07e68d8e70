"""What is refused before anything looks at it, and what is not even read: the archive is asked, never told anything."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
METHODS = ("GET", "HEAD")
QUERY = 16 << 10  # bytes of a query string; nginx takes as much (deploy/nginx.conf)
FIELDS = 60  # of a query string: every column of the widest table, twice


def refusal(scope: Scope) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
    """Status, words and headers of an answer that needs no looking up; None for what may be asked."""
    if scope["method"] not in METHODS:
        return 405, "Cette archive se lit seulement. / This archive is for reading only.", [(b"allow", b"GET, HEAD")]
    if not scope["path"].startswith("/"):  # « GET https://… », which is for proxies
        return 400, "Cette adresse n’est pas d’ici. / This address is not of this site.", []
    query: bytes = scope["query_string"]
    if len(query) > QUERY:
        return 414, "Cette adresse est trop longue. / This address is too long.", []
    if query.count(b"&") >= FIELDS:
        return 400, "Cette adresse demande trop de choses à la fois. / This address asks too much at a time.", []
    return None


def without_cookies(scope: Scope) -> Scope:
    """The request without cookies and credentials: nobody has an account, and Datasette stumbles over odd ones."""
    kept = [(name, value) for name, value in scope["headers"] if name not in (b"cookie", b"authorization")]
    return {**scope, "headers": kept}


async def answer(send: Send, status: int, words: str, headers: list[tuple[bytes, bytes]]) -> None:
    """Sends a short answer in plain words."""
    body = words.encode()
    told = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"%d" % len(body)), *headers]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": body})
