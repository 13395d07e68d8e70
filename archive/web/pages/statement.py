"""One statement: text, signatories, documents, copies, history, proof, citation."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Response

from archive.web.answers import json_answer
from archive.web.citations import FORMS, Citation
from archive.web.differences import Paragraph, differences
from archive.web.errors import Nothing
from archive.web.pages.withdrawals import tombstone
from archive.web.queries import statements, withdrawals
from archive.web.queries.rows import Row
from archive.web.shown import beginning, safe, script_json
from archive.web.visit import Visit

_TOLD = ("title", "text")  # changes that the versions tell, word by word


async def page(visit: Visit) -> Response:
    """`/communiques/ID`, also as JSON."""
    if gone := await visit.read(withdrawals.of_statement, visit.part("id")):
        return await tombstone(visit, gone)
    found = await _found(visit)
    cited = _cited(visit, found)
    if visit.part("form") == "json":
        told = {**found, "permanent_link": cited.permanent, "citation": cited.text(visit.words)}
        return _marked(json_answer(visit, told), found)
    return await visit.html(
        "statement.html",
        statement=found,
        body=safe(found["html"]),
        sections=_sections(found["signatures"]),
        former=[one for one in found["signatures"] if one["state"] != "listed"],
        history=_history(found),
        cited=cited,
        linked_data=script_json(cited.linked_data(visit.words.label("kind", found["kind"]), found["modified"])),
        description=beginning(found["standfirst"] or found["text"], 200),
        noindex=is_doubtful(found),
    )


async def citation(visit: Visit) -> Response:
    """`/communiques/ID.bib`, `.ris`, `.txt`."""
    if gone := await visit.read(withdrawals.of_statement, visit.part("id")):
        return await tombstone(visit, gone)
    found = await _found(visit)
    cited, form = _cited(visit, found), visit.part("form")
    made = {"bib": cited.bibtex, "ris": cited.ris, "txt": cited.text}[form](visit.words)
    told = {} if form == "txt" else {"content-disposition": f'attachment; filename="{cited.key}.{form}"'}
    answer = Response(made.rstrip() + "\n", headers={**visit.headers, **told}, content_type=FORMS[form])
    return _marked(answer, found)


def is_doubtful(found: Row) -> bool:
    """Whether search engines should pass over a statement: it is gone, or a name in it may be a person's."""
    return found["state"] != "online" or bool(found["held_count"])


def _marked(answer: Response, found: Row) -> Response:
    if is_doubtful(found):
        answer.headers["x-robots-tag"] = "noindex"
    return answer


async def _found(visit: Visit) -> Row:
    found = await visit.read(statements.whole, visit.part("id"))
    if found is None:
        raise Nothing(visit.part("id"))
    return found


def _cited(visit: Visit, found: Row) -> Citation:
    return Citation.of(found, visit.permanent(f"/communiques/{found['id']}"))


def _sections(signatures: list[Row]) -> list[tuple[str, list[Row]]]:
    """Who is listed, under each heading of the list, in the order of the list."""
    told: list[tuple[str, list[Row]]] = []
    for one in signatures:
        if one["state"] != "listed":
            continue
        heading = one["section"] or ""
        if not told or told[-1][0] != heading:
            told.append((heading, []))
        told[-1][1].append(one)
    return told


def _history(found: Row) -> list[dict[str, Any]]:
    """What happened to it, oldest first: each version with what differs from the one before, each change."""
    told: list[dict[str, Any]] = []
    before: Row | None = None
    for version in found["revisions"]:
        changed = differences(before["text"] or "", version["text"] or "") if before else []
        titles = differences(before["title"] or "", version["title"] or "") if before else []
        told.append({
            "at": version["seen_at"], "version": version, "is_first": before is None,
            "title": titles if any(one.how != "same" for one in titles) else [],
            "text": _folded(changed) if any(one.how != "same" for one in changed) else [],
        })  # fmt: skip
        before = version
    told += [{"at": change["at"], "change": change} for change in found["changes"] if change["what"] not in _TOLD]
    return sorted(told, key=lambda one: (one["at"] or "", "change" in one))


def _folded(changed: list[Paragraph]) -> list[Paragraph | int]:
    """The paragraphs that changed; of those between, a number."""
    told: list[Paragraph | int] = []
    for paragraph in changed:
        if paragraph.how != "same":
            told.append(paragraph)
        elif told and isinstance(told[-1], int):
            told[-1] += 1
        else:
            told.append(1)
    return told
