"""Labelled pairs of invented statements: copies of one text as sites make them, and texts that only look like copies.

Always the same ones. Each kind is a function of a `Writer` that gives both statements of a pair; the first paragraph of
its docstring says what the two are to each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from archive.copies import Text, paragraphs, words
from archive.model import Block, Statement
from tests.servers.writer import Writer, typeset

SITES = tuple(f"site-{number}" for number in range(12))
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
FORMULAE = (
    "Nos organisations réaffirment leur attachement à une paix juste et durable, fondée sur le droit et l’égalité.",
    "Le collectif de la Brise réunit depuis vingt ans des associations, des syndicats et des partis du Val, de toutes "
    "sensibilités, qui agissent ensemble pour le respect du droit sur les deux rives de la Brise.",
    "Nous appelons l’ensemble de la population à se mobiliser massivement et à rejoindre les initiatives prises dans "
    "les quartiers, les entreprises et les écoles, partout où elles auront lieu dans les prochaines semaines.",
    "Nous demandons aux autorités du Val de faire respecter sans délai les engagements qu’elles ont signés, et d’user "
    "de tous les moyens dont elles disposent pour que les droits de chacun soient garantis.",
)  # fmt: skip
FRAMES = (
    "Vous lisez un article du site de notre association ; retrouvez toutes nos publications, nos dossiers et notre "
    "agenda dans les rubriques, et abonnez-vous à notre lettre pour ne rien manquer de la vie locale.",
    "Cet article a été relayé par notre comité local parce que nous en partageons le contenu ; il n’engage que les "
    "organisations qui l’ont signé, et les commentaires en sont fermés comme toujours ici.",
    "Pour soutenir notre action, adhérez ou faites un don : nous ne vivons que des cotisations de nos membres et de la "
    "générosité de nos lectrices et lecteurs, et chaque contribution compte pour notre indépendance.",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """A statement before it is put on a site."""

    site: str
    title: str
    published: str | None
    prose: tuple[str, ...]
    names: tuple[str, ...]

    def statement(self, number: int) -> Statement:
        """As a page of its site shows it: prose, then the list under its heading."""
        prose, listed = "\n\n".join(self.prose), "\n".join(self.names)
        text = f"{prose}\n\nSignataires :\n\n{listed}" if self.names else prose
        blocks = (Block(listed, len(text) - len(listed), "Signataires :"),) if self.names else ()
        url = f"https://{self.site}.example/{number}"
        return Statement(self.site, url, str(number), self.title, text, published=self.published, blocks=blocks)

    def text(self, name: str) -> Text:
        """What of it decides whether it is a copy."""
        made = paragraphs(self.statement(0))
        return Text(name, self.site, words(self.title), self.published, made, frozenset(self.names))


@dataclass(frozen=True)
class Pair:
    """Two statements, and whether they are copies of one text."""

    kind: str
    one: Draft
    other: Draft
    same: bool


Make = Callable[[Writer], tuple[Draft, Draft]]


def draft(writer: Writer, parts: int | None = None) -> Draft:
    """A statement of some site, on some day, that names that day or not."""
    rng = writer.rng
    day = date(2019, 1, 1) + timedelta(days=rng.randint(0, 2500))
    prose = [writer.paragraph(rng.randint(3, 5)) for _ in range(parts or rng.randint(3, 7))]
    if rng.random() < 0.5:
        prose.insert(1, call(writer, day + timedelta(days=9)))
    names = writer.organisations(rng.randint(6, 14), dashes=False)
    return Draft(rng.choice(SITES), writer.sentence("titres"), day.isoformat(), tuple(prose), names)


def call(writer: Writer, day: date) -> str:
    """A paragraph that calls to a gathering on a day."""
    told = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"Rassemblement le {told} à {writer.rng.randint(10, 18)} h, place du Marché, à {writer.draw('ville')}, " + (
        "avec des prises de parole de nos associations et des lectures publiques."
    )


def elsewhere(writer: Writer, text: Draft, days: int = 20) -> Draft:
    """The same on another site, some days later."""
    site = writer.rng.choice([name for name in SITES if name != text.site])
    return replace(text, site=site, published=later(text, writer.rng.randint(0, days)))


def later(text: Draft, days: int) -> str:
    return (date.fromisoformat(text.published or "2020-01-01") + timedelta(days=days)).isoformat()


# --- copies ------------------------------------------------------------------------------------------------------


def framed(writer: Writer) -> tuple[Draft, Draft]:
    """A copy with another header and footer."""
    text = draft(writer, writer.rng.randint(4, 7))
    head, foot = writer.rng.sample(FRAMES, 2)
    copy = elsewhere(writer, text)
    return replace(text, prose=(*text.prose, writer.rng.choice(FRAMES))), replace(copy, prose=(head, *copy.prose, foot))


def cleaned(writer: Writer) -> tuple[Draft, Draft]:
    """A copy with other typography: apostrophes, spaces, dashes, capitals, marks of emphasis."""
    text, style = draft(writer), writer.rng.randint(0, 2)
    copy = elsewhere(writer, text)
    prose = [typeset(part.replace("’", "'"), style).replace(" – ", " - ") for part in copy.prose]
    prose[0] = prose[0].upper()
    return text, replace(copy, prose=tuple(part.replace(" : ", " : * ") for part in prose))


def corrected(writer: Writer) -> tuple[Draft, Draft]:
    """A copy in which slips of the pen were corrected, one word in forty."""
    text = draft(writer)
    copy = elsewhere(writer, text)
    return text, replace(copy, prose=tuple(_slips(writer, part, 40) for part in copy.prose))


def with_postscript(writer: Writer) -> tuple[Draft, Draft]:
    """A copy with a postscript."""
    text = draft(writer, writer.rng.randint(4, 7))
    copy = elsewhere(writer, text)
    return text, replace(copy, prose=(*copy.prose, f"Mise à jour du 3 mai : {writer.paragraph(2)}"))


def shortened(writer: Writer) -> tuple[Draft, Draft]:
    """A copy that lacks a paragraph."""
    text = draft(writer, writer.rng.randint(4, 7))
    copy, gone = elsewhere(writer, text), writer.rng.randrange(len(text.prose))
    return text, replace(copy, prose=copy.prose[:gone] + copy.prose[gone + 1 :])


def retitled(writer: Writer) -> tuple[Draft, Draft]:
    """A copy under another title, introduced by a sentence."""
    text = draft(writer)
    copy = elsewhere(writer, text)
    return text, replace(
        copy, title=writer.sentence("titres"), prose=(f"Nous publions : {writer.paragraph(1)}", *copy.prose)
    )


def translated(writer: Writer) -> tuple[Draft, Draft]:
    """A copy whose title and headings are in another language."""
    text = draft(writer)
    copy = elsewhere(writer, text)
    mine, theirs = (
        _headed(text, ("Ce qui se passe", "Nos demandes")),
        _headed(copy, ("What is going on", "Our demands")),
    )
    return mine, replace(theirs, title="Joint statement of the collective")


def longer_list(writer: Writer) -> tuple[Draft, Draft]:
    """A copy that more have signed; some are written otherwise."""
    text = draft(writer)
    copy = elsewhere(writer, text)
    more = writer.organisations(8, dashes=False)
    return text, replace(copy, names=tuple(dict.fromkeys((*copy.names[1:], *more))))


def without_list(writer: Writer) -> tuple[Draft, Draft]:
    """A copy without its list, its paragraphs run together, and a date that is only a month."""
    text = draft(writer)
    copy = elsewhere(writer, text)
    prose = ("\n".join(copy.prose[:2]), *copy.prose[2:])
    return text, replace(copy, prose=prose, names=(), published=(copy.published or "")[:7])


def everything(writer: Writer) -> tuple[Draft, Draft]:
    """A copy with a longer list, a frame, typography, a postscript and slips at once."""
    text = draft(writer, writer.rng.randint(6, 8))
    copy = elsewhere(writer, text)
    prose = tuple(typeset(_slips(writer, part, 80), 0) for part in copy.prose)
    prose = (writer.rng.choice(FRAMES), *prose, f"Post-scriptum : {writer.paragraph(1)}")
    return text, replace(copy, prose=prose, names=(*copy.names, *writer.branches(3)))


def short(writer: Writer) -> tuple[Draft, Draft]:
    """A copy of a short text, both within what their sites put around it."""
    text = draft(writer, 2)
    copy = elsewhere(writer, text)
    head, foot = writer.rng.sample(FRAMES, 2)
    return replace(text, prose=(*text.prose, head)), replace(copy, prose=(*copy.prose, foot))


def in_sentences(writer: Writer) -> tuple[Draft, Draft]:
    """A copy whose paragraphs are broken after each sentence."""
    text = draft(writer)
    copy = elsewhere(writer, text)
    return text, replace(copy, prose=tuple(part for whole in copy.prose for part in re.split(r"(?<=[.!?]) ", whole)))


def put_right(writer: Writer) -> tuple[Draft, Draft]:
    """A copy in which the day of the gathering was put right, on the day after."""
    text = draft(writer, writer.rng.randint(5, 7))
    prose = [part for part in text.prose if not part.startswith("Rassemblement")]
    day = date.fromisoformat(text.published or "") + timedelta(days=9)
    mine, theirs = call(writer, day), call(writer, day + timedelta(days=1))
    theirs = " à ".join([theirs.split(" à ")[0], *mine.split(" à ")[1:]])
    copy = replace(elsewhere(writer, text, 1), prose=(*prose, theirs))
    return replace(text, prose=(*prose, mine)), copy


def long_after(writer: Writer) -> tuple[Draft, Draft]:
    """A copy that a site took over months later, without a list."""
    text = draft(writer)
    return text, replace(elsewhere(writer, text), published=later(text, writer.rng.randint(70, 250)), names=())


def undated(writer: Writer) -> tuple[Draft, Draft]:
    """A copy on a page without a date, within what its site puts around it."""
    text = draft(writer, writer.rng.randint(4, 7))
    copy = elsewhere(writer, text)
    return text, replace(copy, published=None, prose=(*copy.prose, writer.rng.choice(FRAMES)))


# --- no copies ---------------------------------------------------------------------------------------------------


def other_call(writer: Writer) -> tuple[Draft, Draft]:
    """Two calls of the collective with the same list and the same formulae."""
    text, other = draft(writer, writer.rng.randint(2, 4)), draft(writer, writer.rng.randint(2, 4))
    formulae = writer.rng.sample(FORMULAE, 3)
    calls = [replace(one, prose=(formulae[0], *one.prose, *formulae[1:]), names=text.names) for one in (text, other)]
    return calls[0], replace(calls[1], site=text.site, published=later(text, writer.rng.randint(1, 90)))


def same_title(writer: Writer) -> tuple[Draft, Draft]:
    """Two calls with the same list, formulae and title in one month, on two sites."""
    text, other = other_call(writer)
    return text, replace(elsewhere(writer, text), prose=other.prose)


def yearly(writer: Writer) -> tuple[Draft, Draft]:
    """A call that comes again each year, in the same words but for the day and the number of those who came."""
    return _again(writer, writer.rng.choice((363, 364, 371, 728)))


def weekly(writer: Writer) -> tuple[Draft, Draft]:
    """A call that comes again each week, in the same words but for the day and a sentence on the last time."""
    text, other = _again(writer, writer.rng.choice((7, 14, 21)))
    return text, replace(other, prose=(*other.prose, f"La semaine dernière, {writer.paragraph(1)}"))


def yearly_dateless(writer: Writer) -> tuple[Draft, Draft]:
    """A call that comes again years later and names no day, with a paragraph on what has happened since."""
    text = replace(draft(writer, 4), names=())
    prose = tuple(part for part in text.prose if not part.startswith("Rassemblement"))
    text = replace(text, prose=prose)
    return text, replace(text, published=later(text, 800), prose=(*prose[:2], writer.paragraph(3), *prose[2:]))


def answer(writer: Writer) -> tuple[Draft, Draft]:
    """A call, and an answer by others that quotes it from beginning to end."""
    text = draft(writer, writer.rng.randint(3, 4))
    own = [writer.paragraph(writer.rng.randint(3, 5)) for _ in range(writer.rng.randint(4, 6))]
    return text, _by_others(writer, text, (own[0], *(f"« {part} »" for part in text.prose), *own[1:]))


def own_answer(writer: Writer) -> tuple[Draft, Draft]:
    """A call, and a text of the same organisations that quotes it from beginning to end and says as much more."""
    text = draft(writer, writer.rng.randint(3, 5))
    own = tuple(writer.paragraph(4) for _ in range(len(text.prose) + 1))
    title = f"Trois semaines après notre appel « {text.title} »"
    return text, replace(text, title=title, published=later(text, 21), prose=(own[0], *text.prose, *own[1:]))


def weekly_undated(writer: Writer) -> tuple[Draft, Draft]:
    """A call that comes again each week, on pages without dates."""
    text, other = weekly(writer)
    return replace(text, published=None), replace(other, published=None)


def in_figures(writer: Writer) -> tuple[Draft, Draft]:
    """A call that comes again each month, its day written in figures."""
    text = draft(writer, 4)
    prose = tuple(part for part in text.prose if not part.startswith("Rassemblement"))
    made = []
    for month in writer.rng.sample(range(1, 13), 2):
        day = f"1{writer.rng.randint(0, 9)}/{month:02}/2024"
        told = f"Prochaine permanence le {day} à 18 h, à la maison des associations du quartier, ouverte à tous."
        made.append(replace(text, published=f"2024-{month:02}-02", prose=(told, *prose)))
    return made[0], made[1]


def quotation(writer: Writer) -> tuple[Draft, Draft]:
    """A call, and an answer by others that quotes half of it."""
    text = draft(writer, writer.rng.randint(4, 6))
    own = [writer.paragraph(writer.rng.randint(3, 5)) for _ in range(writer.rng.randint(3, 5))]
    return text, _by_others(writer, text, (own[0], *text.prose[: len(text.prose) // 2], *own[1:]))


def same_event(writer: Writer) -> tuple[Draft, Draft]:
    """Two communiqués on the same event by different organisations, with the same call to a gathering."""
    text, other = draft(writer), draft(writer)
    gathering = call(writer, date.fromisoformat(text.published or "") + timedelta(days=4))
    mine, theirs = replace(text, prose=(*text.prose, gathering)), replace(other, prose=(*other.prose, gathering))
    return mine, replace(theirs, published=later(text, 1), title=text.title)


def next_part(writer: Writer) -> tuple[Draft, Draft]:
    """Two parts of one series, with the same title and introduction."""
    text, other = draft(writer, 5), draft(writer, 5)
    prose = (text.prose[0], *other.prose[1:])
    return text, replace(text, prose=prose, published=later(text, 5))


COPIES: Sequence[Make] = (
    framed, cleaned, corrected, with_postscript, shortened, retitled, translated, longer_list, without_list, everything,
    short, in_sentences, put_right, long_after, undated,
)  # fmt: skip
OTHERS: Sequence[Make] = (
    other_call, same_title, yearly, weekly, yearly_dateless, weekly_undated, in_figures, answer, own_answer, quotation,
    same_event, next_part,
)  # fmt: skip


def pairs(of_each: int) -> Iterator[Pair]:
    """The pairs, so many of each kind."""
    for kinds, same in ((COPIES, True), (OTHERS, False)):
        for make in kinds:
            for number in range(of_each):
                yield Pair(make.__name__, *make(Writer(f"{make.__name__} {number}")), same)


def _slips(writer: Writer, part: str, every: int) -> str:
    told = part.split()
    for place in range(writer.rng.randrange(every), len(told), every):
        told[place] = re.sub(r"(\w)(\w)", r"\1\1\2", told[place], count=1)
    return " ".join(told)


def _headed(text: Draft, headings: tuple[str, str]) -> Draft:
    return replace(text, prose=(headings[0], *text.prose[:2], headings[1], *text.prose[2:]))


def _again(writer: Writer, days: int) -> tuple[Draft, Draft]:
    text = draft(writer, writer.rng.randint(2, 5))
    numbers = count(writer.rng.randint(10, 90), 7)
    prose = [part for part in text.prose if not part.startswith("Rassemblement")]
    made = []
    for published in (text.published or "", later(text, days)):
        day = date.fromisoformat(published) + timedelta(days=6)
        written = f"samedi {day.day} {MONTHS[day.month - 1]}"
        gathering = (
            f"Nous étions {next(numbers)} la dernière fois : retrouvons-nous plus nombreux encore, le {written}, "
        )
        made.append(
            replace(text, published=published, prose=(prose[0], gathering + "devant l’hôtel de ville.", *prose[1:]))
        )
    return made[0], made[1]


def _by_others(writer: Writer, text: Draft, prose: tuple[str, ...]) -> Draft:
    names = tuple(name for name in writer.organisations(9, dashes=False) if name not in text.names)
    title = f"Réponse à l’appel « {text.title} »"
    return replace(elsewhere(writer, text), title=title, prose=prose, names=names)
