"""Scrapy's answers and failures in our own terms."""

from __future__ import annotations

from typing import cast

from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.page import Page
from scraper.record import Exchange

CERTIFICATE = (
    "its certificate is not valid: it ran out, is another host's, or nobody vouches for it; write to the site's owner,"
    " or read it all the same with `certificate = false` in its file"
)


def exchange_of(response: Response) -> Exchange:
    """The answer as it crossed the wire, the last of its redirects."""
    exchange: Exchange = response.meta["exchanges"][-1]
    return exchange


def page_of(response: Response) -> Page:
    """The answer as the pure core reads it."""
    exchange = exchange_of(response)
    headers = {name.lower(): value for name, value in exchange.headers}
    return Page(response.url, response.body, response.status, headers, exchange.fetched_at)


def told(failure: Failure) -> str:
    """A failure in words."""
    return in_words(cast("Exception", failure.value))


def in_words(error: Exception) -> str:
    """Why a request brought no answer."""
    reasons = getattr(error, "reasons", None) or getattr(error.__cause__, "reasons", None)
    words = "; ".join(str(getattr(item, "value", item)) for item in reasons) if reasons else str(error)
    if "certificate verify failed" in words or "VerificationError" in words:
        return CERTIFICATE
    return (words or type(error).__name__).rstrip(".; ")
