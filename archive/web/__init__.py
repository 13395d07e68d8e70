"""The archive in a browser: a Datasette plugin, which plain `datasette` finds by its entry point.

`plugin` hooks it in, `routes` lists the addresses, `pages` has a module for each of them, `queries` what they ask of
the database (a connection in, plain data out), `drawing` what is drawn, `templates` how it looks, `locales` its
English.
"""

from archive.web.plugin import (
    asgi_wrapper,
    extra_template_vars,
    handle_exception,
    prepare_jinja2_environment,
    register_routes,
    render_cell,
)

__all__ = [
    "asgi_wrapper",
    "extra_template_vars",
    "handle_exception",
    "prepare_jinja2_environment",
    "register_routes",
    "render_cell",
]
