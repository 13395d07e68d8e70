"""Nights on a real SPIP and a real WordPress with two thousand statements: little asked, exactly what happened told.

The numbers of each night are printed: `make test-long` with `-s`, or the line of the test alone.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scraper.clock import SHIFT
from tests.archives import Archive
from tests.digest import content, rows
from tests.servers import require
from tests.servers.corpus import FIRST_DAY, Article, articles
from tests.servers.site import Site
from tests.servers.spip import Spip
from tests.servers.wordpress import WordPress

DAY = 86_400
# Requests and bytes of an unchanged night, as shares of the first run's, what is read again by rotation aside.
BOUNDS = {"wordpress": (0.01, 0.02), "spip": (0.03, 0.05)}
PROSE = (
    "Nous demandons la réouverture du guichet de la halte de Sarvance, fermé depuis l'hiver dernier sans un mot.",
    "Nos associations l'ont dit à la préfecture ; elles le rediront avec tous les habitants du val et des environs.",
)
MORE = "La préfecture a répondu depuis : elle ne rouvrira rien avant le printemps, et rien ne dit lequel."
NAMES = ("Alerte Berges", "Eau-Partage", "Femmes de Haute-Brise (FEHAB)")


def written(kind: str, prose: tuple[str, ...], names: tuple[str, ...]) -> str:
    """A text as its editor types it."""
    if kind == "spip":
        return "\n\n".join([*prose, "{{{Signataires :}}}", "\n".join(f"-* {name}" for name in names)])
    paragraphs = "".join(f"<p>{part}</p>\n" for part in prose)
    return f"{paragraphs}<h3>Signataires :</h3>\n<ul>{''.join(f'<li>{name}</li>' for name in names)}</ul>"


def corpus(count: int) -> list[Article]:
    """So many statements of the last ten years, none of them dated in the future."""
    first, found = articles(), list[Article]()
    for number in range(count):
        article = first[number % len(first)]
        if number >= len(first):  # another statement of the same make
            own = f"Cette lettre porte le numéro {number} ; elle a été lue devant {number * 7} personnes à Sarvance."
            told = {"title": f"{article.title} ({number})", "paragraphs": (own, *article.paragraphs)}
            article = replace(article, key=f"article-{number}", documents=(), state="published", **told)
            article = replace(article, listing=article.listing if not article.logos else (), logos=())
        if article.state != "future":
            article = replace(article, published=_day(number, count))
        found.append(article)
    return found


def _day(number: int, count: int) -> Any:
    return FIRST_DAY + timedelta(hours=number * 43 * 2000 // count, minutes=number % 60)


class Nights:
    """A filled site and its archive, refreshed night by night."""

    def __init__(self, kind: str, site: Site, archive: Archive, loaded: list[tuple[int, Article]]) -> None:
        self.kind, self.site, self.archive, self.loaded = kind, site, archive, loaded
        public = [number for number, article in loaded if article.state == "published" and not article.documents]
        self.edited, self.named, self.titled = public[20:22], public[30], public[40]
        self.hidden, self.deleted, self.restored = public[50], public[60], public[70]
        self.drafts = [number for number, article in loaded if article.state == "draft"][:3]
        self.day = -1
        for number in (*self.edited, self.named):
            self.write(number)

    def write(self, number: int, prose: tuple[str, ...] = PROSE, names: tuple[str, ...] = NAMES) -> None:
        told = (*prose[:1], f"Lettre numéro {number}, envoyée à toutes les mairies du val.", *prose[1:])
        self.change(number, text=written(self.kind, told, names))

    def change(self, number: int, **changes: str) -> None:
        self.site.change(number, **changes)  # type: ignore[attr-defined]

    def night(self) -> dict[str, Any]:
        """The next night; the site's part of the report."""
        self.day += 1
        os.environ[SHIFT] = str(self.day * DAY)
        try:
            code, report, said = self.archive.refresh()
        finally:
            del os.environ[SHIFT]
        assert code == 0, said
        told: dict[str, Any] = report["essai"]
        rotation = f", of which rotation {told['again']} and {told['again_bytes'] // 1000} KB"
        print(f"{self.kind}, night {self.day}: {told['requests']} requests, {told['bytes'] // 1000} KB{rotation};"
              f" {told['new']} new, {told['changed']} changed, {told['vanished']} vanished")  # fmt: skip
        return told

    def changes(self, since: set[str]) -> Counter[tuple[str, str]]:
        """What was told that had not been: what and cause."""
        found = rows(self.archive.path, "select id, what, cause from changes")
        return Counter((what, cause) for identifier, what, cause in found if identifier not in since)

    @property
    def told(self) -> set[str]:
        return {identifier for (identifier,) in rows(self.archive.path, "select id from changes")}


@pytest.fixture(scope="module", params=["wordpress", "spip"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def nights(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    require()
    folder, count = tmp_path_factory.mktemp(kind), int(os.environ.get("SIGNATAIRES_STATEMENTS", 2014))
    with ExitStack() as stack:
        site: Site = stack.enter_context((WordPress if kind == "wordpress" else Spip).start(folder))
        given = corpus(count)
        numbers = [number for start in range(0, count, 250) for number in site.load(given[start : start + 250])]
        loaded = list(zip(numbers, given, strict=True))
        archive = Archive(folder / "archive")
        archive.site("essai", site.home, kind)
        yield Nights(kind, site, archive, loaded)


@pytest.mark.long
@pytest.mark.timeout(3000)
def test_a_first_run_a_quiet_night_and_one_of_ten_events(nights: Nights) -> None:
    first = nights.night()
    assert first["state"] == "ok"
    nights.change(nights.restored, state="draft")
    nights.night()
    assert nights.night()["vanished"] == 1

    before, told = content(nights.archive.path), nights.told
    quiet = nights.night()
    assert content(nights.archive.path) == before
    requests = (quiet["requests"] - quiet["again"]) / first["requests"]
    size = (quiet["bytes"] - quiet["again_bytes"]) / first["bytes"]
    print(f"{nights.kind}, unchanged, rotation aside: {requests:.2%} of the requests, {size:.2%} of the bytes")
    most_requests, most_bytes = BOUNDS[nights.kind]

    for number in nights.drafts:
        nights.change(number, state="published")
    for number in nights.edited:
        nights.write(number, (*PROSE, MORE))
    nights.write(nights.named, names=(*NAMES, "Maison des rives", "Jardins partagés de la Boucle (JAPABO)"))
    nights.change(nights.titled, title="Un titre tout autre, après coup")
    nights.change(nights.hidden, state="draft")
    nights.change(nights.deleted, state="deleted")
    nights.change(nights.restored, state="published")
    busy, confirmed = nights.night(), nights.night()

    found = nights.changes(told)
    print(f"{nights.kind}, events: {dict(found)}")
    assert busy["new"] + confirmed["new"] == 3
    assert found == {
        ("text", "source"): 3, ("title", "source"): 1, ("signature_added", "source"): 2, ("back", "source"): 1,
        ("vanished", "source"): 2,
    }  # fmt: skip
    reasons = {detail for (detail,) in rows(nights.archive.path, "select detail from changes where what = 'vanished'")}
    assert reasons == ({"REST 401", "REST 404"} if nights.kind == "wordpress" else {"404"})
    assert requests <= most_requests
    assert size <= most_bytes
