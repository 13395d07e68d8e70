"""Lists of signatories that run in the text or stand beside it, and those whose names or persons are what is hard."""

from __future__ import annotations

from tests.servers.parts import Kind, Listing, Order, Part, head, lines, paragraph
from tests.servers.writer import STOCK, Writer, enumerated, of_the

# --- in the text, below it, above it -------------------------------------------------------------------------------


def sentence(order: Order) -> Listing:
    """In a sentence of the text itself."""
    names = order.names(6)
    commas, town = ", ".join(names), order.writer.draw("ville")
    said = (
        f"Réunies ce jour, nos organisations ({commas}) appellent à se rassembler.",
        f"Nous, {enumerated(names)}, appelons à un rassemblement devant la mairie de {town}.",
        f"Nos associations ({enumerated(names)}) demandent à être reçues.",
        f"Les organisations signataires ({' ; '.join(names)}) exigent une réponse avant la fin du mois.",
        f"{enumerated(names)} appellent à manifester samedi à {town}.",
    )[order.rank % 5]
    return Listing((Part("text", (said,)),), names)


def title(order: Order) -> Listing:
    """In the title alone."""
    names = order.writer.short(3)
    subject = order.writer.sentence("titres")
    title = (
        f"Communiqué commun {enumerated(names)} : {subject}",
        f"Communiqué de presse {' – '.join(names)}",
        f"Déclaration commune {', '.join(names)}",
        f"Appel de {enumerated(names)} : {subject}",
        f"Communiqué {' - '.join(names)} : {subject}",
    )[order.rank % 5]
    return Listing((), names, title=title)


def footnote(order: Order) -> Listing:
    """Behind a star below the text."""
    names = order.names(14)
    said = Part("text", (f"Nos organisations* seront présentes samedi à {order.writer.draw('ville')}.",))
    note = (
        f"* Signataires : {', '.join(names)}",
        f"* {', '.join(names)}",
        f"(*) Organisations signataires : {enumerated(names)}.",
        f"* {enumerated(names)}.",
        f"* Premiers signataires : {' ; '.join(names)}.",
    )[order.rank % 5]
    return Listing((said, Part("text", (note,))), names)


def note(order: Order) -> Listing:
    """In a note of the CMS's own."""
    names = order.names(14)
    note = ("Signataires : " if order.rank % 2 == 0 else "") + ", ".join(names) + "." * (order.rank // 2 % 2)
    return Listing((Part("note", ("Les organisations signataires", note, " demandent à être reçues.")),), names)


# --- what is hard in the names themselves --------------------------------------------------------------------------


def hard(order: Order) -> Listing:
    """Names that hold a separator of some list."""
    chosen = order.writer.rng.sample(STOCK["organisations_malaisees"], 10)
    names = (*chosen, *order.names(12))
    layouts = (
        lines(order, names, "items"),
        paragraph(order.heading, " ; ".join(names)),
        lines(order, names),
        lines(order, (f"- {name}" for name in names)),
        lines(order, names, "table"),
    )
    return Listing(layouts[order.rank % 5], names)


def branches(order: Order) -> Listing:
    """Local groups of larger bodies."""
    names = order.writer.branches(order.writer.rng.randint(5, 16))
    layouts = (
        lines(order, names, "items"),
        paragraph(order.heading, ", ".join(names)),
        lines(order, (f"- {name}" for name in names)),
        paragraph(order.heading, " ; ".join(names)),
        paragraph(order.heading, enumerated(names)),
    )
    return Listing(layouts[order.rank % 5], names)


def foreign(order: Order) -> Listing:
    """Under an English, Spanish or Italian heading."""
    language, heading = (
        ("en", "Signed by:"), ("es", "Organizaciones firmantes:"), ("it", "Organizzazioni firmatarie:"),
        ("en", "Signatories"), ("es", "Firman:"),
    )[order.rank % 5]  # fmt: skip
    names = (*STOCK[f"firmes_{language}"], *order.writer.organisations(5, dashes=True))
    layouts = (
        paragraph(heading, ", ".join(names)),
        (head(heading), Part("text", tuple(f"- {name}" for name in names))),
        (head(heading), Part("text", names)),
        (head(heading), Part("items", names)),
        paragraph(heading, enumerated(names, {"es": "y", "en": "and", "it": "e"}[language])),
    )
    return Listing(layouts[order.rank % 5], names)


# --- persons -------------------------------------------------------------------------------------------------------


def spokespersons(order: Order) -> Listing:
    """Organisations that sign through a person."""
    names = order.names(9)
    people = order.writer.people(len(names))
    said = (
        lambda name, who, office: f"{name}, représentée par {who}{office and ', ' + office}",
        lambda name, who, _: f"{who}, pour {of_the(name)}",
        lambda name, who, _: f"{name} ({who}, présidente)",
        lambda name, who, _: f"{name} : {who}, porte-parole",
        lambda name, who, _: f"Pour {of_the(name)} : {who}",
    )[order.rank % 5]
    written = [said(name, who, office) for name, (who, office) in zip(names, people, strict=True)]
    kind: Kind = "items" if order.rank % 2 else "text"
    return Listing(lines(order, written, kind), names, persons=tuple(who for who, _ in people))


def mixed(order: Order) -> Listing:
    """Persons among organisations."""
    names, people = order.names(9), order.writer.people(6)
    office = " ({})" if order.rank % 2 else ", {}"
    both = [*names, *(who + (does and office.format(does)) for who, does in people)]
    if order.rank % 5 != 2:  # some list persons last, most as they came
        order.writer.rng.shuffle(both)
    layouts = (
        lines(order, both, "items"),
        paragraph(order.heading, ", ".join(both)),
        lines(order, both),
        lines(order, (f"- {name}" for name in both)),
        paragraph(order.heading, " ; ".join(both)),
    )
    listed = tuple(name for name in both if name in names)
    return Listing(layouts[order.rank % 5], listed, persons=tuple(who for who, _ in people))


def persons(order: Order) -> Listing:
    """Persons only."""
    people = order.writer.people(5 + order.rank)
    written = [who + (does and f" ({does})") for who, does in people]
    layouts = (
        (Part("text", (", ".join(written),), lead="À titre individuel :"),),
        (head("Premiers signataires :"), Part("text", tuple(f"- {name}" for name in written))),
        (head("Signataires"), Part("items", tuple(written))),
        (Part("text", (" ; ".join(written),), lead="Signataires :"),),
    )
    return Listing(layouts[order.rank % 4], persons=tuple(who for who, _ in people))


def individuals(writer: Writer, count: int) -> tuple[Part, tuple[str, ...]]:
    """Persons who sign beside the organisations, and their bare names."""
    people = writer.people(count)
    text = ", ".join(who + (does and f" ({does})") for who, does in people)
    return Part("text", (text,), lead="À titre individuel :"), tuple(who for who, _ in people)


# --- in an attached file -------------------------------------------------------------------------------------------


def pdf(order: Order) -> Listing:
    """In an attached file."""
    names = order.names(20)
    listed = (
        "\n".join(f"- {name}" for name in names),
        ", ".join(names),
        "\n".join(names),
        " ; ".join(names),
        "\n".join(f"• {name}" for name in names),
    )[order.rank % 5]
    told = Part("text", ("La liste complète est dans le document ci-dessous.",))
    beside = order.heading.endswith(":") and "\n" not in listed
    return Listing((told,), names, document=f"{order.heading}{' ' if beside else chr(10)}{listed}")
