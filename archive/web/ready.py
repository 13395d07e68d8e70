"""What the first reader would wait for, seconds in a large archive, is made as soon as the site is served."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Request

from archive.search.signers import signers
from archive.web.plugin import DATABASE
from archive.web.queries import coverage, organisations
from archive.web.visit import Visit


@asynccontextmanager
async def making_ready(datasette: Datasette) -> AsyncIterator[None]:
    """Makes it beside what is done within."""
    task = asyncio.create_task(make_ready(datasette))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def make_ready(datasette: Datasette) -> None:
    """Remembers what whole tables have to be read for."""
    if DATABASE not in datasette.databases:
        return
    visit = Visit(datasette, Request.fake("/"))
    # What cannot be read is told to the reader who asks for it.
    with suppress(sqlite3.Error, QueryInterrupted):
        await visit.remember(coverage.sites)
        await visit.remember(coverage.held)
        await visit.remember(coverage.by_month)
        await visit.remember(coverage.years)
        await visit.remember(signers)
        await visit.remember(organisations.registry)
