"""Whether this machine's clock is right, by the word of the servers that it asks.

Captures are evidence of what was said when: a clock that is off by a day makes them lie, and pages would be taken for
due, or for gone on two days, that are not. A single server may be wrong; most of three or more are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from statistics import median

ENOUGH = 3  # hosts
BEARABLE = timedelta(hours=12)


class Witnesses:
    """What the servers of a run say of the time."""

    def __init__(self) -> None:
        self._off: dict[str, timedelta] = {}

    def hear(self, host: str, headers: Mapping[str, str], ours: datetime) -> None:
        """Takes an answer's `Date` (and `Age`, where a cache gave it) into account; headers in lower case."""
        try:
            theirs = parsedate_to_datetime(headers["date"]) + timedelta(seconds=float(headers.get("age") or 0))
        except (KeyError, ValueError, OverflowError):
            return
        self._off[host] = (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)) - ours

    def wrong(self) -> str:
        """Why our clock must be wrong; empty when it is right, or when too few have told."""
        if len(self._off) < ENOUGH:
            return ""
        off = timedelta(seconds=median(item.total_seconds() for item in self._off.values()))
        alike = sum(abs(item - off) < BEARABLE for item in self._off.values())
        if abs(off) < BEARABLE or alike * 2 <= len(self._off):
            return ""
        late = "behind" if off > timedelta() else "ahead"
        return (
            f"the clock of this machine is {abs(off).total_seconds() / 86400:.1f} days {late}, by the word of"
            f" {alike} of {len(self._off)} servers: set it"
        )
