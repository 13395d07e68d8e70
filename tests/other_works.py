"""A second set of labelled pairs, of other kinds than `labelled_works`: what the rules were not made by.

Excerpts and relays, readings of a PDF, texts that gathered names; and on the other side what comes back each year,
short communiqués that are half boilerplate, reports on a march that repeat its demands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from tests.labelled_works import FORMULAE, MONTHS, SITES, Draft, Pair, draft, later
from tests.servers.writer import Writer

Make = Callable[[Writer], tuple[Draft, Draft]]


def on(writer: Writer, text: Draft, days: int = 6) -> Draft:
    """The text on another site, some days later."""
    others = [site for site in SITES if site != text.site]
    return replace(text, site=writer.rng.choice(others), published=later(text, writer.rng.randint(0, days)))


# --- copies ------------------------------------------------------------------------------------------------------


def excerpt(writer: Writer) -> tuple[Draft, Draft]:
    """The first two thirds of a text, and where to read on; no list."""
    text = draft(writer, 6)
    kept = text.prose[: max(4, len(text.prose) * 2 // 3)]
    more = "[…] Lire la suite sur le site de l’association qui a publié ce texte la première."
    return text, replace(on(writer, text), prose=(*kept, more), names=())


def relay(writer: Writer) -> tuple[Draft, Draft]:
    """A text in full between what its relay says of itself."""
    text = draft(writer, 6)
    before = f"Nous relayons ci-dessous, dans son intégralité, un texte que nous avons signé. {writer.sentence()}"
    after = f"Notre comité se réunit chaque premier mardi du mois à la maison des associations. {writer.sentence()}"
    return text, replace(on(writer, text), prose=(before, *text.prose, after))


def gathered(writer: Writer) -> tuple[Draft, Draft]:
    """A text weeks later, with three times as many names and a note on them."""
    text = draft(writer, 5)
    names = (*text.names, *writer.organisations(24, dashes=False))
    note = "Mise à jour : de nouvelles organisations ont rejoint cet appel, la liste complète figure ci-dessous."
    return text, replace(on(writer, text, 40), prose=(note, *text.prose), names=tuple(dict.fromkeys(names)))


def from_pdf(writer: Writer) -> tuple[Draft, Draft]:
    """A text as it comes out of a PDF: words cut at the end of lines, ligatures, a running head, a page number."""
    text = draft(writer, 5)
    prose = []
    for part in text.prose:
        told = part.split()
        for place in range(writer.rng.randrange(14), len(told), 28):
            if len(told[place]) > 7 and told[place].isalpha():
                told[place] = f"{told[place][:4]}-\n{told[place][4:]}"
        prose.append(" ".join(told).replace("fi", "ﬁ").replace("fl", "ﬂ"))
    head = f"{text.title.upper()} — COMMUNIQUÉ DE PRESSE DU COLLECTIF, PAGE 2 SUR 3"
    return text, replace(on(writer, text), prose=(*prose[:2], head, *prose[2:]))


def from_scan(writer: Writer) -> tuple[Draft, Draft]:
    """A text read from a scan: one word in thirty wrong."""
    text = draft(writer, 5)
    prose = []
    for part in text.prose:
        told = part.split()
        for place in range(writer.rng.randrange(30), len(told), 30):
            told[place] = re.sub("[eé]", "c", told[place].replace("l", "1").replace("m", "rn"))
        prose.append(" ".join(told))
    return text, replace(on(writer, text), prose=tuple(prose))


def one_block(writer: Writer) -> tuple[Draft, Draft]:
    """All paragraphs run together."""
    text = draft(writer, 5)
    return text, replace(on(writer, text), prose=(" ".join(text.prose),))


def inclusive(writer: Writer) -> tuple[Draft, Draft]:
    """The same in inclusive writing."""
    text = draft(writer, 5)
    prose = tuple(re.sub(r"(\w{4,}(?:ant|eur|ent))s\b", r"\1·e·s", part) for part in text.prose)
    return text, replace(on(writer, text), prose=prose, title=f"{text.title} !")


def short_with_formulae(writer: Writer) -> tuple[Draft, Draft]:
    """A short communiqué with the formulae of its collective, on two sites."""
    text = draft(writer, 2)
    text = replace(text, prose=(*text.prose, *FORMULAE[:2]))
    return text, on(writer, text)


# --- others ------------------------------------------------------------------------------------------------------


def reissued(writer: Writer) -> tuple[Draft, Draft]:
    """The call of each year, with other dates and figures and one paragraph of its own."""
    text = draft(writer, 4)
    when = date.fromisoformat(text.published or "")
    made = []
    for year in (0, 1):
        day = when + timedelta(days=364 * year + 9)
        call = f"Comme chaque année, nous marcherons le samedi {day.day} {MONTHS[day.month - 1]} {day.year}, "
        prose = (f"{call}de la halte à la préfecture, pour la {14 + year}e fois.", writer.paragraph(3), *text.prose)
        made.append(replace(text, prose=prose, published=(when + timedelta(days=364 * year)).isoformat()))
    return made[0], made[1]


def half_formulae(writer: Writer) -> tuple[Draft, Draft]:
    """Two short communiqués of one collective that are half its formulae, with the same list."""
    text, other = draft(writer, 1), draft(writer, 1)
    mine = replace(text, prose=(*text.prose[:1], *FORMULAE))
    return mine, replace(mine, title=other.title, prose=(*other.prose[:1], *FORMULAE), published=later(text, 9))


def standing_list(writer: Writer) -> tuple[Draft, Draft]:
    """Two calls of the collective with the same title and list, and not the same text."""
    text, other = draft(writer, 4), draft(writer, 4)
    return text, replace(other, site=text.site, title=text.title, names=text.names, published=later(text, 3))


def report(writer: Writer) -> tuple[Draft, Draft]:
    """A call, and the communiqué after the march, which repeats its demands."""
    text, other = draft(writer, 4), draft(writer, 4)
    demands = f"Nous demandons : {writer.paragraph(3)}"
    after = replace(other, site=text.site, names=text.names, title=f"Après la marche : {text.title}")
    call = replace(text, prose=(*text.prose, demands))
    return call, replace(after, prose=(*other.prose, demands), published=later(text, 8))


def quoting(writer: Writer) -> tuple[Draft, Draft]:
    """A communiqué, and another organisation's own that quotes two of its paragraphs."""
    text, other = draft(writer, 5), draft(writer, 6)
    quoted = tuple(f"« {part} »" for part in text.prose[1:3])
    return text, replace(other, prose=(*other.prose[:2], *quoted, *other.prose[2:]), published=later(text, 2))


def petition(writer: Writer) -> tuple[Draft, Draft]:
    """A communiqué, and the petition that it announces, with the first paragraph and the list in common."""
    text, other = draft(writer, 5), draft(writer, 5)
    return text, replace(
        text, title=f"Signez : {text.title}", prose=(text.prose[0], *other.prose[1:]), published=later(text, 1)
    )


COPIES: tuple[Make, ...] = (
    excerpt, relay, gathered, from_pdf, from_scan, one_block, inclusive, short_with_formulae,
)  # fmt: skip
OTHERS: tuple[Make, ...] = (reissued, half_formulae, standing_list, report, quoting, petition)


def pairs(of_each: int) -> Iterator[Pair]:
    """The pairs, so many of each kind."""
    for kinds, same in ((COPIES, True), (OTHERS, False)):
        for make in kinds:
            for number in range(of_each):
                yield Pair(make.__name__, *make(Writer(f"{make.__name__} {number}, autre")), same)
