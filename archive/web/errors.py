"""Errors as pages of ours: what happened in words, never a path, a version or a trace."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Awaitable, Callable

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, NotFound, Request, Response
from datasette.views.base import DatasetteError

from archive.web.headers import is_stock
from archive.web.marks import N_
from archive.web.plugin import DATABASE
from archive.web.visit import Visit

_TOLD = {
    400: N_("Cette demande n’a pas de sens pour nous."),
    403: N_("Cette page n’est pas publique."),
    404: N_("Il n’y a rien à cette adresse."),
    500: N_("Quelque chose s’est cassé de notre côté. La demande est notée ; réessayez plus tard."),
    429: N_("Trop de requêtes attendent déjà. Réessayez dans un moment."),
}


_TOO_LONG = N_("La réponse prend trop de temps. Demandez moins à la fois.")


class Nothing(NotFound):  # type: ignore[misc]  # datasette has no types
    """There is no such statement, organisation or site in the archive."""


def answer(datasette: Datasette, request: Request, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """The answer to a request that failed."""

    async def answering() -> Response:
        status, detail = _status(exception)
        if status >= 500 and _may_be_asked_wrong(request):
            # Stock Datasette stumbles over odd arguments in many ways (`_timelimit=x`, `_through={`, `_sort=nothing`).
            status = 400
        if status == 500:
            traceback.print_exception(exception, file=sys.stderr)
        if DATABASE not in datasette.databases:
            return Response.text(f"{status} {detail}", status=status)
        visit = Visit(datasette, request)
        message = _TOO_LONG if _took_too_long(exception) else _TOLD.get(status, _TOLD[400 if status < 500 else 500])
        told = visit.words.gettext(message)
        if visit.path.endswith((".json", ".geojson")):
            return Response.json({"ok": False, "status": status, "error": detail or told}, status=status)
        return await visit.html("error.html", status=status, code=status, told=told, detail=detail)

    return answering


def _may_be_asked_wrong(request: Request) -> bool:
    return is_stock(request.path) and bool(request.query_string)


def _took_too_long(exception: Exception) -> bool:
    return isinstance(exception, QueryInterrupted) or exception.args == ("interrupted",)


def _status(exception: Exception) -> tuple[int, str]:
    """The HTTP status, and what may be told of the reason: SQL errors help whoever wrote the SQL."""
    if _took_too_long(exception):
        return 400, ""  # it is the request that asks for too much; a 5xx would say that the server is ill
    if isinstance(exception, DatasetteError):
        detail = "" if exception.status >= 500 or exception.message_is_html else str(exception.message)
        return exception.status, detail
    if isinstance(exception, Base400):
        return exception.status, ""
    return 500, ""
