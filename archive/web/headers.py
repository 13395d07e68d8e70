"""What goes with every answer: what a browser may run and load, and which language a stock page is asked in."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette

from archive.web.gate import answer, refusal, without_cookies
from archive.web.ready import making_ready
from archive.web.sandbox.database import is_own, own
from archive.web.settings import Settings

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Scope, Any, Send], Awaitable[None]]
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_LANG = re.compile(rb"(^|&)lang=(fr|en)(?=&|$)")


def policy(**more: str) -> str:
    """The Content-Security-Policy; `more` replaces parts of it, with `_` for `-`."""
    parts = {**_POLICY, **{name.replace("_", "-"): value for name, value in more.items()}}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


# Stock Datasette styles its tables within the page; it runs no script that is not a file.
_STOCK = policy(style_src="'self' 'unsafe-inline'")
_OURS = policy()
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    b"x-permitted-cross-domain-policies": b"none",
}


def wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Wraps Datasette, as its hook `asgi_wrapper` wants it."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Scope, receive: Any, send: Send) -> None:
            if scope["type"] == "websocket":
                await send({"type": "websocket.close"})
                return
            if scope["type"] != "http":  # the server starts
                async with making_ready(datasette):
                    await app(scope, receive, send)
                return
            stock = is_stock(scope["path"])
            own.set(stock and is_own(scope["query_string"]))
            if stock:
                # Datasette takes `lang` for a column; `_lang` it leaves alone and keeps in its own links.
                scope = {**scope, "query_string": _LANG.sub(rb"\1_lang=\2", scope["query_string"])}
            scope = without_cookies(scope)
            indexed = Settings.of(datasette).indexed and not stock

            async def telling(message: dict[str, Any]) -> None:
                # « Not modified » leaves a page under the policy that came with it, which may be one of its own.
                if message["type"] == "http.response.start" and message["status"] != 304:
                    message = {**message, "headers": _headers(message.get("headers", []), stock, indexed)}
                await send(message)

            if refused := refusal(scope):
                await answer(telling, *refused)
                return
            await app(scope, receive, telling)

        return wrapped

    return wrap


def is_stock(path: str) -> bool:
    """Whether a page is one of Datasette's own."""
    return path.startswith(("/archive", "/-/", "/_memory")) and not path.startswith("/-/static-plugins/")


def _headers(told: list[tuple[bytes, bytes]], stock: bool, indexed: bool) -> list[tuple[bytes, bytes]]:
    listed = [(bytes(name).lower(), bytes(value)) for name, value in told]
    names = {name for name, _ in listed}
    listed += [(name, value) for name, value in _ALWAYS.items() if name not in names]
    if b"content-security-policy" not in names:
        listed.append((b"content-security-policy", (_STOCK if stock else _OURS).encode()))
    # One text has many stock pages, in many orders: search engines are sent to ours.
    if not indexed and b"x-robots-tag" not in names:
        listed.append((b"x-robots-tag", b"noindex, nofollow" if stock else b"noindex"))
    return listed
