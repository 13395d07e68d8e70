"""Scrapy's HTTP client within bounds: it connects to public addresses only, and reads no endless head of an answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from twisted.python.failure import Failure
from twisted.web._newclient import BODY
from zope.interface import implementer

from scraper.network import PrivateAddress, is_public, refusal

HEAD = 256 * 1024  # bytes of an answer before its body; servers send some hundreds, the largest browsers take as much


class HeadTooLarge(ValueError):
    """An answer whose head does not end."""


@implementer(IHostnameResolver)
class PublicOnly:
    """A reactor's resolver of names without the addresses that must not be asked. `own` are hosts that may be anywhere.

    What a name leads to is looked at each time it is connected to, so a name that changes its mind gains nothing.
    """

    def __init__(self, resolver: Any, own: frozenset[str]) -> None:
        self._resolver, self._own = resolver, own
        self.refused: dict[str, list[str]] = {}  # by host: where it would have led

    def resolveHostName(  # noqa: N802 (the interface's name)
        self, receiver: Any, host: str, *more: Any, **named: Any
    ) -> IHostResolution:
        """Looks a name up; the receiver hears of public addresses only."""
        if host not in self._own:
            self.refused.pop(host, None)
            receiver = _Filter(receiver, host, self.refused)
        found: IHostResolution = self._resolver.resolveHostName(receiver, host, *more, **named)
        return found


@implementer(IResolutionReceiver)
class _Filter:
    def __init__(self, receiver: Any, host: str, refused: dict[str, list[str]]) -> None:
        self._receiver, self._host, self._refused = receiver, host, refused
        self.resolutionBegan, self.resolutionComplete = receiver.resolutionBegan, receiver.resolutionComplete

    def addressResolved(self, address: Any) -> None:  # noqa: N802 (the interface's name)
        if is_public(address.host):
            self._receiver.addressResolved(address)
        else:
            self._refused.setdefault(self._host, []).append(address.host)


class _Protocol(_LenientHTTP11ClientProtocol):
    """A connection that gives up an answer whose head grows past `HEAD`."""

    _head = 0

    def request(self, request: Any) -> Any:
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's name)
        super().dataReceived(data)  # type: ignore[no-untyped-call]
        parser = self._parser
        if parser is None or parser.state == BODY:
            return
        self._head += len(data)
        if self._head > HEAD:
            self._giveUp(Failure(HeadTooLarge(f"the head of the answer is larger than {HEAD} bytes")))  # type: ignore[no-untyped-call]


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: ARG002, N802 (Twisted's name)
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class Bounded(HTTP11DownloadHandler):
    """Scrapy's handler of http and https, with our bounds."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory

    async def download_request(self, request: Request) -> Response:
        """One answer. Raises `PrivateAddress` for a host that is in a private network: asking again would not help."""
        from twisted.internet import reactor

        host = urlsplit(request.url).hostname or ""
        try:
            return await super().download_request(request)
        except CannotResolveHostError as error:
            addresses = getattr(reactor.nameResolver, "refused", {}).get(host)
            if addresses:
                raise PrivateAddress(refusal(host, addresses)) from error
            raise
