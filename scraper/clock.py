"""The moment it is. Whoever simulates nights sets `SIGNATAIRES_CLOCK_SHIFT`, in seconds, and all go by it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

SHIFT = "SIGNATAIRES_CLOCK_SHIFT"


def now() -> str:
    """This moment in UTC, to the second."""
    return _in(timedelta())


def tomorrow() -> str:
    """This moment a day later: what a site dates after it is still to come, whatever its clock."""
    return _in(timedelta(days=1))


def _in(time: timedelta) -> str:
    shift = timedelta(seconds=float(os.environ.get(SHIFT, 0)))
    return (datetime.now(UTC) + shift + time).strftime("%Y-%m-%dT%H:%M:%SZ")
