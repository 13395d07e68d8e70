"""One capture: what it is the proof of, where it lies, the page as it was, and its record to take away."""

from __future__ import annotations

from html import escape

from datasette.utils.asgi import Response

from archive.captures.charset import Unsure, read
from archive.web.answers import json_answer
from archive.web.errors import Nothing
from archive.web.headers import policy
from archive.web.queries import captures
from archive.web.queries.captures import Shown
from archive.web.shown import archived
from archive.web.visit import Visit

_HTML = ("text/html", "application/xhtml+xml")
# Nothing runs, nothing is fetched, nothing is sent; only our own page may frame it.
_SAFE = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'; sandbox",
    "x-frame-options": "SAMEORIGIN",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "no-referrer",
}
_STYLE = "body{font:1rem/1.5 sans-serif;margin:1rem;color:#111;background:#fff}pre{white-space:pre-wrap}"


async def page(visit: Visit) -> Response:
    """`/captures/ID`, also as JSON."""
    found = await _found(visit)
    if visit.part("form") == "json":
        return json_answer(visit, _told(visit, found))
    answer = await visit.html(
        "capture.html", row=found.row, public=found.public, kept=found.kept, statements=found.statements,
        same_as=found.same_as, readable=_is_readable(found), noindex=True,
    )  # fmt: skip
    answer.headers |= {"content-security-policy": policy(frame_src="'self'"), "x-robots-tag": "noindex"}
    return answer


async def view(visit: Visit) -> Response:
    """`/captures/ID/vue`: the page as it was, with nothing in it that runs, is fetched or is followed."""
    found = await _public(visit)
    text = _text(found)
    body = archived(text) if found.row["media_type"] in _HTML else f"<pre>{escape(text)}</pre>"
    html = f'<!DOCTYPE html><meta charset="utf-8"><title>{escape(found.row["id"])}</title><style>{_STYLE}</style>{body}'
    return Response(html, headers={**visit.headers, **_SAFE}, content_type="text/html; charset=utf-8")


async def source(visit: Visit) -> Response:
    """`/captures/ID/source`: its characters as they stand, in which places are counted."""
    found = await _public(visit)
    return Response(_text(found), headers={**visit.headers, **_SAFE}, content_type="text/plain; charset=utf-8")


async def record(visit: Visit) -> Response:
    """`/captures/ID.warc.gz`: its record, as it lies in the archive or with names masked in it."""
    found = await _found(visit)
    if found.public is None:
        raise Nothing(visit.words.label("kept", found.kept))
    told = {"content-disposition": f'attachment; filename="{found.row["id"]}.warc.gz"', "x-robots-tag": "noindex"}
    return Response(found.public.record, headers={**visit.headers, **told}, content_type="application/warc")


async def _found(visit: Visit) -> Shown:
    found = await visit.read(captures.shown, visit.part("id"), visit.folder)
    if found is None:
        raise Nothing(visit.part("id"))
    return found


async def _public(visit: Visit) -> Shown:
    """A capture whose text can be shown. Raises `Nothing` with the reason."""
    found = await _found(visit)
    if found.public is None:
        raise Nothing(visit.words.label("kept", found.kept))
    if not _is_readable(found):
        raise Nothing(visit.part("id"))
    return found


def _is_readable(found: Shown) -> bool:
    if found.public is None or not found.public.body:
        return False
    try:
        return bool(_text(found))
    except Unsure:
        return False


def _text(found: Shown) -> str:
    assert found.public is not None
    return read(found.public.body, found.public.content_type).meant


def _told(visit: Visit, found: Shown) -> dict[str, object]:
    handed = found.public is not None
    return {
        **found.row,
        "masked": found.public.masked if found.public else None,
        "kept": found.kept or None,
        "why": visit.words.label("kept", found.kept) if found.kept else None,
        "same_as": found.same_as or None,
        "statements": [one["id"] for one in found.statements],
        "permanent_link": visit.permanent(f"/captures/{found.row['id']}"),
        "record": visit.permanent(f"/captures/{found.row['id']}.warc.gz") if handed else None,
    }
