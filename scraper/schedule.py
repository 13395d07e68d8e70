"""When a page that is held is read again: often while it is young, ever less with age, all within one rotation.

A server's word on what changed is evidence, not proof: whatever it says, every page is read again within `ROTATION`,
and sooner where the site's word was found wrong before.
"""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime, timedelta

from scraper.address import Address

YOUNGEST, ROTATION = timedelta(days=1), timedelta(days=60)
AGEING = 10  # a page that changed ten days ago is read daily, one of a hundred days every ten
UNDATED = timedelta(days=100)  # how old a page is taken to be, when first read, that nobody dates
EARLIEST = 0.5  # of an interval: pages read in one night are not due in one night
LONGEST_WAIT = timedelta(days=30)
SENTINELS = 5  # held pages that every night reads, due or not, so that a site that broke is noticed that night
DOUBTED = 4  # how much sooner pages are read whose site has let a change go untold
FRESH = 0.25  # of the readings of a young page
NIGHT = timedelta(hours=6)  # by which a night may begin earlier than the one before


def interval(address: Address, moment: str, *, doubted: bool = False) -> timedelta:
    """How long a page may stand before it is read again: a tenth of its age, between a day and a rotation.

    Its age counts from its newest known change: what the page or its site dates it, or what we saw change ourselves.
    """
    seen = address.changed_at if address.changed_at != address.first_read else ""
    newest = max(map(_moment, filter(None, [address.told, address.dated, seen])), default=None)
    if newest is None:
        newest = _moment(address.first_read or moment) - UNDATED
    age = max(_moment(moment) - newest, timedelta(0)) / AGEING
    return min(max(age / (DOUBTED if doubted else 1), YOUNGEST), ROTATION)


def due_at(address: Address, *, doubted: bool = False) -> str:
    """The moment from which an address is asked for again without a word of its site; empty for never.

    A page that is held, by its age when it was last read, spread over the second half of its interval; what was listed
    and not read yet, at once; what could not be read, as `retry_at` says.
    """
    if address.state in ("known", "failed") or (address.state == "captured" and address.misses and not address.file):
        return retry_at(address)
    return "" if address.state != "captured" or address.file else stands_until(address, doubted=doubted)


def stands_until(address: Address, *, doubted: bool = False) -> str:
    """The moment until which a page or file that is held need not be read again."""
    if not address.fetched_at or address.misses:
        return retry_at(address)
    wait = interval(address, address.fetched_at, doubted=doubted)
    spread = EARLIEST + (1 - EARLIEST) * _lot(address.url + address.fetched_at) if wait > YOUNGEST else 1.0
    return _told(_moment(address.fetched_at) + wait * spread - NIGHT)


def retry_at(address: Address) -> str:
    """The moment at which what could not be read is asked for again: after a night, two, four, and at most thirty."""
    if not address.tried_at or not address.misses:
        return address.first_seen or _told(datetime(1970, 1, 1, tzinfo=UTC))
    wait = min(timedelta(days=2.0 ** min(address.misses - 1, 10)), LONGEST_WAIT)
    return _told(_moment(address.tried_at) + wait - NIGHT)


def may_retry(address: Address, moment: str) -> bool:
    """Whether it is time to ask again for what could not be read."""
    return retry_at(address) <= moment


def wants_all(address: Address, moment: str) -> bool:
    """Whether a page must come whole, whatever its validators say: a server that says « not modified » may err."""
    return not address.whole_at or _moment(moment) - _moment(address.whole_at) >= ROTATION * EARLIEST


def wants_fresh(address: Address) -> bool:
    """Whether a page that is held is asked for past all copies of it: each one at its turn, about every fourth time.

    An old page, which is seldom read, every time: nothing else would show within a rotation that a copy is stale.
    """
    old = interval(address, address.fetched_at or address.first_read) >= ROTATION / 4 if address.fetched_at else True
    return old or _lot(address.fetched_at + address.url) < FRESH


def budget(held: int, most: int) -> int:
    """How many held pages are read again in one night: at most `most`, but never fewer than a rotation needs."""
    return max(most, math.ceil(held / (ROTATION.days * EARLIEST)))


def rested(moment: str) -> str:
    """The moment before which a page was last read that may stand for its site tonight, due or not."""
    return _told(_moment(moment) - YOUNGEST + NIGHT)


def _lot(drawn: str) -> float:
    """A number between 0 and 1, drawn anew at each visit: pages that fell due together do not stay together."""
    return int.from_bytes(hashlib.sha256(drawn.encode()).digest()[:4], "big") / 2**32


def _moment(text: str) -> datetime:
    whole = text if len(text) > 7 else f"{text}-01-01"[:10] if len(text) == 4 else f"{text}-01"
    found = datetime.fromisoformat(whole)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _told(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
