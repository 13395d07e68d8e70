"""What Datasette calls: routes, what every template may use, headers, errors. Without an archive it lets Datasette be.

Datasette reads plugins while it is itself being imported, and so does every command of it: the site is imported only
when it is served.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from datasette import hookimpl

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request, Response
    from jinja2 import Environment

    from archive.web.visit import Visit

DATABASE = "archive"
F = TypeVar("F", bound=Callable[..., Any])


def hook(function: F) -> F:
    """`hookimpl`, which has no types, with types."""
    return cast("F", hookimpl(function))


@hook
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """Our pages, where the archive is among the databases."""
    if DATABASE not in datasette.databases:
        return []
    from datasette.plugins import pm

    from archive.web.routes import ROUTES
    from archive.web.settings import Settings

    # Datasette's own answer to an error is made even where ours is sent; printing every local variable takes a second.
    if pm.has_plugin("datasette.handle_exception"):
        pm.unregister(name="datasette.handle_exception")
    Settings.of(datasette)  # a mistake in the metadata file is told at the start
    _guard(datasette)
    return [(pattern, _view(page)) for pattern, page in ROUTES]


def _guard(datasette: Datasette) -> None:
    """Queries that readers write are run where they harm nobody."""
    from archive.web.sandbox.database import Guarded

    former = datasette.databases[DATABASE]
    if former.path and not isinstance(former, Guarded):
        guarded = Guarded(datasette, former.path, is_mutable=former.is_mutable)
        guarded.name, guarded.route = former.name, former.route
        datasette.databases = {**datasette.databases, DATABASE: guarded}


def _view(page: Callable[[Visit], Any]) -> Callable[..., Any]:
    from datasette.utils.asgi import Response

    from archive.web.visit import Visit

    async def view(datasette: Datasette, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return Response.text("405", status=405, headers={"allow": "GET, HEAD"})
        visit = Visit(datasette, request)
        return visit.unchanged() or await page(visit)

    return view


@hook
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """Addresses of our own files, which change when the files do; Datasette's templates in the reader's language."""
    if DATABASE not in datasette.databases:
        return
    from archive.web.release import release
    from archive.web.stock import Stock

    if env.loader is not None:
        env.loader = Stock(env.loader)
    env.globals["static"] = lambda name: f"/-/static-plugins/signataires/{name}?{release()}"


@hook
def extra_template_vars(request: Request | None, datasette: Datasette) -> dict[str, Any]:
    """What every template may use, stock ones too."""
    if request is None or DATABASE not in datasette.databases:
        return {}
    from archive.web.visit import Visit

    return Visit(datasette, request).template_vars()


@hook
def render_cell(value: Any, column: str, table: str | None, database: str | None, datasette: Datasette) -> Any:
    """What cells of our views mean, as links."""
    from archive.schema import VIEWS
    from archive.web.links import LEADS, linked

    if database != DATABASE or table not in VIEWS or column not in LEADS or not value:
        return None
    return linked(datasette, database, column, str(value))


@hook
def asgi_wrapper(datasette: Datasette) -> Callable[..., Any]:
    """Headers for every answer."""
    from archive.web.headers import wrapper

    return wrapper(datasette)


@hook
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Any:
    """An error as a page of ours, or as JSON where JSON was asked for."""
    from archive.web.errors import answer

    return answer(datasette, request, exception)
