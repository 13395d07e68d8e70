"""An archive of seventy-five invented organisations that sign together, most with their own kind: a network to read."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from archive.schema import TABLES, open_archive
from archive.search.index import remake
from archive.store import insert

AT = "2026-01-02T03:04:05Z"
STATEMENTS = 360
# Each family with what its members are called; some sign outside it, some families far more than others.
FAMILIES = {
    "quais": ("Collectif des quais de {}", "Comité d’usagers du port de {}", "Union des bateliers et batelières de {}"),
    "haltes": ("Association des Amis de la halte de {}", "Coordination pour les trains de {}", "Sauvons la gare de {}"),
    "rives": ("Rives vivantes de {}", "Observatoire citoyen des crues de {}", "Les Jardins partagés de {}"),
    "ateliers": ("Atelier populaire de {}", "Syndicat des imprimeries et papeteries de {}", "Bourse aux outils de {}"),
    "accueil": ("Accueil sans condition {}", "Permanence des arrivants et arrivantes de {}", "Main tendue {}"),
}  # fmt: skip
PLACES = ("Villebrume", "Montclair-sur-Brise", "Hautecombe", "Quai-Sud", "Vallon")
TITLES = ("Le pont de {} doit rouvrir", "Des trains pour {}", "L’eau de {} est à qui la boit", "À {}, personne dehors",
          "Lettre ouverte à la mairie de {}")  # fmt: skip
KINDS = ("communique", "appel", "lettre", "tribune", "petition", "rassemblement")


def make(folder: Path) -> Path:
    """Writes the archive and returns its folder; the same each time."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(open_archive(folder / "archive.db")) as db:
        for table, rows in _tables().items():
            insert(db, table, [{name: row.get(name) for name in TABLES[table]} for row in rows])
        remake(db)
        db.commit()
    return folder


def _organisations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Family and row of each."""
    for place in PLACES:
        for family, names in FAMILIES.items():
            for number, name in enumerate(names):
                full = name.format(place)
                acronym = "".join(word[0] for word in full.replace("’", " ").split() if word[0].isupper())
                row = {"id": f"{family}-{place.lower()}-{number}", "name": full, "kind": "association"}
                yield (
                    family,
                    row | ({"acronym": f"{acronym}{number or ''}"} if len(acronym) > 1 and number != 1 else {}),
                )


def _tables() -> dict[str, list[dict[str, Any]]]:
    rng, members = random.Random("sixty"), dict[str, list[dict[str, Any]]]()
    told: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for family, row in _organisations():
        members.setdefault(family, []).append(row)
        told["organisations"].append(row)
        told["aliases"].append({"organisation_id": row["id"], "alias": row["name"], "source": "name"})
    home = told["organisations"][0]["id"]
    told["sites"].append({"id": "quais", "organisation_id": home, "home": "https://quais.example/", "family": "spip",
                          "state": "ok", "last_success": AT, "statements": STATEMENTS})  # fmt: skip
    for number in range(STATEMENTS):
        family = rng.choices(list(members), (9, 7, 5, 3, 2))[0]
        signers = [one for one in members[family] if rng.random() < 0.45]
        signers += [one for other in members.values() for one in other if rng.random() < 0.03 and one not in signers]
        _statement(told, rng, number, signers)
    return told


def _statement(
    told: dict[str, list[dict[str, Any]]], rng: random.Random, n: int, signers: list[dict[str, Any]]
) -> None:
    identifier, place = f"quais-{n}", rng.choice(PLACES)
    title = f"{rng.choice(TITLES).format(place)} ({n})"
    day = f"{2014 + n * 12 // STATEMENTS}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    url = f"https://quais.example/{n}"
    told["captures"].append({
        "id": f"c-{n}", "site_id": "quais", "url": url, "fetched_at": AT, "status": 200, "media_type": "text/html",
        "sha256": f"{n:064x}", "warc": "quais.warc.gz", "offset": n,
    })  # fmt: skip
    told["works"].append({"id": f"w-{n}", "title": title, "published": day, "statements": 1,
                          "first_statement_id": identifier})  # fmt: skip
    told["statements"].append({
        "id": identifier, "site_id": "quais", "url": url, "title": title, "published": day, "kind": rng.choice(KINDS),
        "language": "fr", "text": f"{title}.\n\nNous demandons une réunion publique.",
        "html": f"<p>{title}.</p><p>Nous demandons une réunion publique.</p>", "signature_count": len(signers),
        "people_count": 0, "held_count": 0, "unnamed_count": 0, "work_id": f"w-{n}", "state": "online",
        "first_seen": AT, "last_seen": AT, "capture_id": f"c-{n}",
    })  # fmt: skip
    for position, one in enumerate(signers, 1):
        told["signatures"].append({
            "id": f"{identifier}-{position}", "statement_id": identifier, "position": position,
            "as_written": one["name"], "name": one["name"], "organisation_id": one["id"], "kind": "organisation",
            "match": "exact", "evidence": "typography", "confidence": "high", "state": "listed", "first_seen": AT,
            "last_seen": AT,
        })  # fmt: skip
