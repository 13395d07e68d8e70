"""Five hundred persons who do not exist, signing invented texts in every typography: whom nothing public may name.

Names are drawn anew at each run from given names and syllables; no list of ours has the surnames, and of two in five
not the given name either.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import count

from archive.branches import is_place
from archive.keys import key
from archive.words import keys, words
from tests.typographies import LISTS

COUNT = 500
_ONSETS = "b br c ch d dr f fl g gr j k l m n p pl qu r s st t tr v z".split()
_VOWELS = "a e i o u é ou au en on eu è ai".split()
_CODAS = "l r n t s ch ck x rt lle".split()
_NOUNS = keys("names", "heads") | keys("names", "institutions")  # « Maison », « Meudon »: nobody is called so
ROLES = (
    "historienne", "ouvrier", "professeure des écoles", "médecin", "retraité", "maraîchère", "éducatrice", "infirmier",
    "avocate", "syndicaliste", "cinéaste", "agricultrice", "conseillère municipale", "étudiant", "ancien proviseur",
    "universitaire", "comédienne", "libraire",
)  # fmt: skip
TOWNS = ("Rennes", "Brest", "Lorient", "Saint-Nazaire", "Vannes", "Quimper")
BODIES = (
    "Comité du Phare",
    "Les Amis de la Digue",
    "Union des Bateliers",
    "Collectif Berges ouvertes",
    "Atelier des Marais",
)


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    given: str
    surname: str
    role: str
    town: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"


def persons(seed: int, most: int = COUNT) -> list[Person]:
    """So many persons, no two of one surname."""
    rng, found = random.Random(seed), dict[str, Person]()
    given = sorted(set(words("persons", "given")) - set(words("persons", "doubtful")))
    while len(found) < most:
        known = rng.random() < 0.6
        first = rng.choice(given) if known else _invented(rng, rng.choice((2, 2, 3)))
        if key(first) in _NOUNS or (not known and is_place(first)):
            continue
        surname = _invented(rng, rng.choice((2, 3, 3)))
        if rng.random() < 0.1:
            surname = f"{surname}-{_invented(rng, 2)}"
        if rng.random() < 0.05:
            surname = f"d’{surname}" if surname[0] in "AEIOUÉ" else f"de {surname}"
        if len(surname) > 6:
            found.setdefault(surname, Person(_capital(first), surname, rng.choice(ROLES), rng.choice(TOWNS)))
    return list(found.values())


def _invented(rng: random.Random, syllables: int) -> str:
    return _capital("".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(syllables)) + rng.choice(_CODAS))


def _capital(name: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


List = Callable[[list[Person]], str]
ITEMS, END = "<h3>Signataires :</h3><ul>", "</ul>"


def _items(shape: Callable[[Person], str], before: str = "") -> List:
    return lambda some: ITEMS + before + "".join(f"<li>{shape(one)}</li>" for one in some) + END


def _numbered(shape: Callable[[int, Person], str]) -> List:
    return lambda some: ITEMS + "".join(f"<li>{shape(number, one)}</li>" for number, one in enumerate(some)) + END


def _lines(shape: Callable[[Person], str], heading: str = "Premiers signataires :") -> List:
    return lambda some: f"<p><strong>{heading}</strong></p><p>" + "<br>".join(map(shape, some)) + "</p>"


def _run(shape: Callable[[Person], str], heading: str = "Premiers signataires :", between: str = ", ") -> List:
    return lambda some: f"<p>{heading} {between.join(map(shape, some))}.</p>"


def _reversed(one: Person) -> str:
    return f"{one.surname.upper()} {one.given}"


def _rows(some: list[Person]) -> str:
    rows = "".join(f"<tr><td>{one.name}</td><td>{one.role}</td></tr>" for one in some)
    return f"<h3>Signataires</h3><table>{rows}</table>"


def _after_bodies(some: list[Person]) -> str:
    named = ", ".join(one.name for one in some)
    return f"<p>Organisations signataires : {', '.join(BODIES)}.</p><p>Signataires individuels : {named}.</p>"


def _sentence(some: list[Person]) -> str:
    return f"<p>Ce texte est signé par {', '.join(one.name for one in some[:-1])} et {some[-1].name}.</p>"


def _couples(some: list[Person]) -> str:
    couples = [some[place : place + 2] for place in range(0, len(some), 2)]
    return ITEMS + "".join(f"<li>{' et '.join(one.name for one in couple)}</li>" for couple in couples) + END


TYPOGRAPHIES: dict[str, List] = {
    "items": _items(lambda one: one.name),
    "items with roles": _items(lambda one: f"{one.name}, {one.role}"),
    "items in brackets": _items(lambda one: f"{one.name} ({one.role})"),
    "items with towns": _items(lambda one: f"{one.name} – {one.role} ({one.town})"),
    "surname first in capitals": _items(_reversed),
    "surname first, a dash": _lines(lambda one: f"{_reversed(one)} – {one.role}"),
    "surname in capitals": _lines(lambda one: f"{one.given} {one.surname.upper()}, {one.role}"),
    "all in capitals": _lines(lambda one: f"{one.name.upper()}, {one.role}"),
    "lines": _lines(lambda one: one.name),
    "lines with bodies": _lines(lambda one: f"{one.name}, {BODIES[len(one.surname) % 5]}"),
    "lines with a bullet": _lines(lambda one: f"- {one.name}, {one.role}"),
    "commas": _run(lambda one: one.name),
    "commas and brackets": _run(lambda one: f"{one.name} ({one.role})"),
    "commas and brackets with towns": _run(lambda one: f"{one.name} ({one.role}, {one.town})"),
    "semicolons": _run(lambda one: f"{one.name}, {one.role}", between=" ; "),
    "dashes between": _run(lambda one: one.name, between=" – "),
    "slashes between": _run(lambda one: one.name, between=" / "),
    "bullets between": _run(lambda one: one.name, between=" • "),
    "titles": _run(lambda one: f"M. {one.name}" if len(one.given) % 2 else f"Mme {one.name}"),
    "doctors": _items(lambda one: f"Dr {one.name}"),
    "initials": _items(lambda one: f"{one.given[0]}. {one.surname}, {one.role}"),
    "bold surnames": _items(lambda one: f"{one.given} <strong>{one.surname}</strong>, {one.role}"),
    "individual": _run(lambda one: one.name, heading="À titre individuel :"),
    "a table": _rows,
    "numbered": lambda some: ITEMS.replace("ul", "ol") + "".join(f"<li>{one.name}</li>" for one in some) + "</ol>",
    "spokespersons": _numbered(lambda number, one: f"{BODIES[number % 5]} : {one.name}, {one.role}"),
    "represented": _numbered(lambda number, one: f"{BODIES[number % 5]}, représenté par {one.name}"),
    "for a body": _items(lambda one: f"{one.name}, pour {BODIES[1]}"),
    "for a body, in brackets": _items(lambda one: f"{one.name} (pour {BODIES[1]})"),
    "among bodies": _items(lambda one: f"{one.name}, {one.role}", "".join(f"<li>{body}</li>" for body in BODIES)),
    "after bodies": _after_bodies,
    "in a sentence": _sentence,
    "couples": _couples,
    "in brackets behind a body": _items(lambda one: f"{BODIES[len(one.surname) % 5]} ({one.name})"),
    "among a body’s": _lines(lambda one: f"{BODIES[len(one.surname) % 5]} dont {one.name}"),
    "on behalf": _run(lambda one: f"{one.name} au nom de l’{BODIES[4]}", between=" ; "),
    "role first": _items(lambda one: f"{one.role.capitalize()} {one.name}"),
    "role and name behind a body": _lines(lambda one: f"{BODIES[len(one.surname) % 5]} et sa présidente {one.name}"),
    "with an address of e-mail": _lines(lambda one: f"{one.name} &lt;{one.surname.lower()}@berges.example&gt;"),
    "beside a body": _items(lambda one: f"{BODIES[len(one.surname) % 5]} et {one.name}"),
    "beside a body, commas": _run(lambda one: f"{BODIES[len(one.surname) % 5]} et {one.name}"),
    "before a body": _run(lambda one: f"{one.name} et {BODIES[len(one.surname) % 5]}", between=" ; "),
}


@dataclass(frozen=True)
class Article:
    """One text with its list, and who signs it."""

    title: str
    html: str
    persons: tuple[Person, ...]
    typography: str


def articles(seed: int, most: int = COUNT) -> Iterator[Article]:
    """All persons over all typographies, some to each text; now and then one of them stands in the text as well.

    Half of them stand in the lists above, half in place of the persons in the lists that are cut by other tests.
    """
    listed, names = persons(seed, most), list(TYPOGRAPHIES)
    each = max(2, -(-most // len(names) // 2))
    half = most // 2
    for number, start in enumerate(range(0, half, each)):
        some, name = listed[start : min(start + each, half)], names[number % len(names)]
        told = "" if number % 3 else f"<p>« Le quai est à tout le monde », a dit {some[0].name} devant l’assemblée.</p>"
        html = prose(number) + told + TYPOGRAPHIES[name](some)
        yield Article(f"Appel numéro {number} pour les berges", html, tuple(some), name)
    yield from _typeset(listed[half:])


_THINGS = "le quai|la digue|la rivière|le marché|la passerelle|le lavoir|la gare|le bac|la halle|le phare".split("|")
_DEEDS = (
    "reste fermé|manque de soins|attend des travaux|appartient à tout le monde|sera défendu|a besoin de bras".split("|")
)


def prose(seed: int) -> str:
    """Some sentences that no other text has in this order."""
    rng = random.Random(seed)
    said = [f"{rng.choice(_THINGS)} {rng.choice(_DEEDS)} depuis {rng.randrange(2, 90)} jours" for _ in range(5)]
    return f"<p>Nous disons que {', que '.join(said)}. Les mouettes le savent.</p>"


def _typeset(left: list[Person]) -> Iterator[Article]:
    lists = [one for one in LISTS if "person" in one.kinds]
    for number in count():
        chosen = lists[number % len(lists)]
        places = [_name(name) for name, kind in zip(chosen.names, chosen.kinds, strict=True) if kind == "person"]
        raw, some = chosen.raw, list[Person]()
        for written in places:
            if not left:
                break
            some.append(left[0])
            raw = raw.replace(written, _as(written, left.pop(0)), 1)
        if some:
            html = raw if "<" in raw else _paragraphs(raw)
            yield Article(
                f"Lettre numéro {number} pour les berges", prose(1000 + number) + html, tuple(some), chosen.id
            )
        if not left:
            return


def _paragraphs(raw: str) -> str:
    return "".join(f"<p>{part.replace(NEWLINE, '<br>')}</p>" for part in escape(raw.strip()).split("\n\n"))


def _name(written: str) -> str:
    """The bare name of a person as listed, without what follows it."""
    return re.split(r"\s*(?:[,(:<]|\s[-–—]\s?)", written, maxsplit=1)[0]


def _as(written: str, one: Person) -> str:
    """Another person's name, set as this one's is."""
    first, last = written.split()[0], written.split()[-1]
    if first.isupper() and len(first) > 2 and not last.isupper():
        return _reversed(one)
    return f"{one.given} {one.surname.upper()}" if last.isupper() and len(last) > 2 else one.name


NEWLINE = "\n"
