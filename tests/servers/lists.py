"""Lists of signatories as editors set them: lines, paragraphs, tables, boxes, groups, and all typographies by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from tests.servers import special
from tests.servers.parts import Kind, Listing, Order, Part, head, lines, paragraph
from tests.servers.writer import STOCK, enumerated


def _between(*signs: str, dashes: bool = False) -> Callable[[Order], Listing]:
    def make(order: Order) -> Listing:
        names = order.names(dashes=not dashes)
        text = names[0] + "".join(order.writer.rng.choice(signs) + name for name in names[1:])
        stop = "." if order.rank % 3 == 2 else ""
        return Listing(paragraph(order.heading, text + stop), names)

    return make


def _marked(*marks: str, kind: Kind = "text") -> Callable[[Order], Listing]:
    def make(order: Order) -> Listing:
        names = order.names()
        mark = marks[order.rank % len(marks)]
        return Listing(lines(order, (mark + name for name in names), kind), names)

    return make


def _commas_and(order: Order) -> Listing:
    names = order.names(15)
    return Listing(paragraph(order.heading, enumerated(names) + "." * (order.rank % 2)), names)


def _acronyms(order: Order) -> Listing:
    chosen = [pair for pair in STOCK["organisations"] if pair[1]]
    names = tuple(f"{name} ({acronym})" for name, acronym in order.writer.rng.sample(chosen, 9 + order.rank))
    return Listing(paragraph(order.heading, ", ".join(names)), names)


def _semicolon_lines(order: Order) -> Listing:
    names = order.names()
    return Listing(lines(order, [*(f"{name} ;" for name in names[:-1]), f"{names[-1]}."]), names)


def _paragraphs(order: Order) -> Listing:
    names = order.names(12)
    return Listing((head(order.heading), *(Part("text", (name,)) for name in names)), names)


# --- tables, columns, boxes ----------------------------------------------------------------------------------------


def _table_of_two(order: Order) -> Listing:
    names = order.writer.organisations(2 * order.writer.rng.randint(2, 9), dashes=True)
    rows = tuple("|".join(names[place : place + 2]) for place in range(0, len(names), 2))
    return Listing((head(order.heading), Part("table", rows)), names)


def _table_with_towns(order: Order) -> Listing:
    names = order.names(12)
    titles = ("Organisation|Ville", "Association|Ville", "Structure|Commune", "Organisations signataires|Ville")
    rows = (titles[order.rank % len(titles)], *(f"{name}|{order.writer.draw('ville')}" for name in names))
    return Listing((head(order.heading), Part("headed", rows)), names)


def _columns(order: Order) -> Listing:
    names = order.names(24)
    half = (len(names) + 1) // 2
    kind: Kind = "items" if order.rank % 2 else "text"
    columns = tuple(Part(kind, part) for part in (names[:half], names[half:]))
    return Listing((head(order.heading), Part("columns", parts=columns)), names)


def _logos(order: Order) -> Listing:
    names = order.writer.organisations(order.writer.rng.randint(3, 8), dashes=True)
    shown = tuple(f"Logo {name}" for name in names) if order.rank == 3 else names
    return Listing((head(order.heading), Part("captions" if order.rank == 1 else "logos", shown)), names)


def _within(kind: Kind) -> Callable[[Order], Listing]:
    """A box, a quotation or a folded part around a list of one of three other layouts."""

    def make(order: Order) -> Listing:
        names = order.names(18)
        layouts = (
            (Part("items", names),),
            (Part("text", (", ".join(names),)),),
            (Part("text", names),),
        )
        inner = layouts[order.rank % len(layouts)]
        if kind == "fold" and order.rank % 2:
            return Listing((Part("fold", lead=order.heading.strip(" :"), parts=inner),), names)
        lead = "Voir la liste" if kind == "fold" else ""
        if kind == "fold":
            return Listing((head(order.heading), Part(kind, lead=lead, parts=inner)), names)
        return Listing((Part(kind, parts=(head(order.heading), *inner)),), names)

    return make


# --- groups and supporters -----------------------------------------------------------------------------------------

GROUPS = (
    ("Syndicats :", re.compile(r"Syndicat|Confédération|Union (?:Locale|Syndicale|des (?:Saisonniers|Retraité))")),
    ("Partis :", re.compile(r"Parti |Gauche |Front |Mouvement |Génération ")),
    ("Associations :", re.compile("")),
)


def grouped(names: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The names under the sub-headings they belong to, associations first, groups of nobody left out."""
    left, found = list(names), []
    for title, belongs in GROUPS:
        found.insert(0, (title, tuple(name for name in left if belongs.match(name))))
        left = [name for name in left if not belongs.match(name)]
    return [group for group in found if group[1]]


def _groups(order: Order) -> Listing:
    groups = grouped(order.writer.organisations(order.writer.rng.randint(14, 30), dashes=True))
    kind: Kind = "items" if order.rank % 2 else "text"
    parts = [part for title, names in groups for part in (Part("text", lead=title), Part(kind, names))]
    return Listing((head(order.heading), *parts), tuple(name for _, names in groups for name in names))


def _groups_in_commas(order: Order) -> Listing:
    groups = grouped(order.writer.organisations(order.writer.rng.randint(14, 30), dashes=True))
    parts = [Part("text", (", ".join(names) + "." * (order.rank % 2),), lead=title) for title, names in groups]
    return Listing((head(order.heading), *parts), tuple(name for _, names in groups for name in names))


def _supporters(order: Order) -> Listing:
    names = order.writer.organisations(order.writer.rng.randint(9, 24), dashes=True)
    first, others = names[:-4], names[-4:]
    support = (
        (Part("text", lead="Avec le soutien de :"), Part("items", others)),
        (Part("text", (", ".join(others),), lead="Avec le soutien de :"),),
        (Part("text", (f"Avec le soutien de {enumerated(others)}.",)),),
        (Part("head", ("Soutiens",)), Part("text", tuple(f"- {name}" for name in others))),
        (Part("text", ("", *others), lead="Organisations en soutien :"),),
    )[order.rank % 5]
    own = (
        (head(order.heading), Part("items", first))
        if order.rank % 2 == 0
        else paragraph(order.heading, ", ".join(first))
    )
    return Listing((*own, *support), names, supporters=others)


MAKERS: dict[str, Callable[[Order], Listing]] = {
    "dash": _marked("- "),
    "spaced hyphens": _between(" - ", dashes=True),
    "en dashes": _between(" – ", dashes=True),
    "careless dashes": _between(" – ", " - ", " - ", " –", " -", "- ", "– ", dashes=True),
    "em dashes left": _between(" —", dashes=True),
    "em dashes right": _between("— ", dashes=True),
    "en dash lines": _marked("– "),
    "glued dash": _marked("-"),
    "commas": _between(", "),
    "commas and": _commas_and,
    "commas, acronyms": _acronyms,
    "semicolons": _between(" ; "),
    "semicolon lines": _semicolon_lines,
    "slashes": _between(" / "),
    "bullets": _between(" • "),
    "middle dots": _between(" · "),
    "arrows": _marked("→ ", "► ", "> "),
    "lines": _marked(""),
    "forced lines": _marked("", kind="forced"),
    "paragraphs": _paragraphs,
    "list": _marked("", kind="items"),
    "numbers": _marked("", kind="numbers"),
    "links": _marked("", kind="links"),
    "table": _marked("", kind="table"),
    "table of two": _table_of_two,
    "table with towns": _table_with_towns,
    "groups": _groups,
    "groups in commas": _groups_in_commas,
    "sentence": special.sentence,
    "title": special.title,
    "footnote": special.footnote,
    "note": special.note,
    "quote": _within("quote"),
    "box": _within("box"),
    "columns": _columns,
    "logos": _logos,
    "details": _within("fold"),
    "hard names": special.hard,
    "supporters": _supporters,
    "spokespersons": special.spokespersons,
    "branches": special.branches,
    "persons and organisations": special.mixed,
    "pdf": special.pdf,
    "foreign": special.foreign,
}
TYPOGRAPHIES = tuple(MAKERS)


def listing(typography: str, order: Order) -> Listing:
    """The list of an article in that typography; "persons" is one of persons only, "none" is no list."""
    if typography == "none":
        return Listing(())
    return special.persons(order) if typography == "persons" else MAKERS[typography](order)
