"""Asks the demo's sites over HTTP, as any client would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from signataires.demo import Demo

READER = "demo-reader/1.0 (tests)"


@dataclass(frozen=True)
class Answer:
    """What a server sent."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def data(self) -> Any:
        return json.loads(self.body)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def get(url: str, agent: str = READER, **headers: str) -> Answer:
    """The answer itself: no redirect followed, no error raised."""
    asked = {"User-Agent": agent} | {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with build_opener(_Stay).open(Request(url, headers=asked), timeout=10) as found:
            return Answer(found.status, {key.lower(): value for key, value in found.headers.items()}, found.read())
    except HTTPError as error:
        with error:
            return Answer(error.code, {key.lower(): value for key, value in error.headers.items()}, error.read())


def page_of(demo: Demo, site: str, path: str) -> str:
    """A page's text, in the charset of its site."""
    answer = get(demo.homes[site] + quote(path, safe="/?=&-"))
    assert answer.status == 200, f"{site}: {path} answers {answer.status}"
    return answer.body.decode("windows-1252" if site == "lagazette" else "utf-8")
