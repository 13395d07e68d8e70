"""From what was seen of a statement to its history: revisions, names that come and go, pages that vanish and return."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.history import fold
from archive.judgements import Judgement, Judgements
from archive.model import (
    Absence,
    Block,
    Document,
    Event,
    Hint,
    Move,
    Reading,
    Refusal,
    Rereading,
    Sighting,
    Statement,
)
from archive.resolve import Directory
from archive.story import Record, fingerprint
from tests.conftest import ORGANISATIONS

URL, PDF = "https://rivages.example/Appel", "https://rivages.example/IMG/pdf/appel.pdf"
PROSE = (
    "Nous demandons la réouverture du centre d’accueil de Villebrume, fermé depuis l’hiver dernier sans un mot.\n\n"
    "Nos associations l’ont dit à la préfecture ; elles le rediront, avec tous les habitants du port et des environs."
)
RIVAGES, DIGUE, ATELIER = (
    "Collectif des Rivages solidaires (CRS)",
    "Les Amis de la Digue",
    "Atelier populaire de Villebrume",
)
NIGHT = [f"2026-03-{day:02}T03:00:00Z" for day in range(1, 20)]


def page(names: tuple[str, ...] = (RIVAGES, DIGUE), prose: str = PROSE, **told: Any) -> Statement:
    listed = "\n".join(names)
    text = f"{prose}\n\n{listed}" if names else prose
    blocks = (Block(listed, len(prose) + 2, "Signataires :"),) if names else ()
    said = {"title": "Appel : « Rouvrir l’accueil »", "surtitle": "Communiqué", "capture": "c1"} | told
    return Statement("rivages", URL, "5", text=text, blocks=blocks, **said)


def folded(*events: Event, files: dict[str, Reading] | None = None, nights: list[str] = NIGHT) -> Record:
    record = fold("rivages-5", zip(nights, events, strict=False), files or {}, Directory(ORGANISATIONS))
    assert record is not None
    return record


def changes(record: Record) -> list[tuple[str, str]]:
    return [(row["at"][:10], row["what"]) for row in record.changes]


def states(record: Record) -> dict[str, str]:
    return {row["as_written"]: row["state"] for row in record.signatures}


SEEN, GONE = Sighting("rivages", URL, "abc"), Absence("rivages", URL, "404")


def test_one_capture_is_one_revision() -> None:
    record = folded(page(published="2026-02-28", author="Secrétariat du collectif", section="Communiqués"))
    row = record.statement
    assert (row["id"], row["site_id"], row["url"], row["published"]) == ("rivages-5", "rivages", URL, "2026-02-28")
    assert (row["kind"], row["state"], row["signature_count"], row["people_count"]) == ("communique", "online", 2, 0)
    assert (row["first_seen"], row["last_seen"], row["capture_id"]) == (NIGHT[0], NIGHT[0], "c1")
    assert [revision["id"] for revision in record.revisions] == ["rivages-5-r1"]
    assert record.changes == []
    assert [(s["position"], s["organisation_id"], s["match"]) for s in record.signatures] == [
        (1, "rivages", "exact"),
        (2, "digue", "alias"),
    ]


def test_a_judgement_is_a_change_of_the_reviewers() -> None:
    told = Judgement("Ligue des Marées", "same", "relectrice", "2026-03-10T12:00:00Z", "son site", "digue")
    directory = Directory(ORGANISATIONS, judgements=Judgements([told]))
    events = zip(NIGHT, [page((RIVAGES, "Ligue des Marées")), SEEN], strict=False)
    record = fold("rivages-5", events, {}, directory)
    assert record is not None
    (change,) = record.changes
    assert (change["at"], change["what"], change["cause"]) == (told.at, "judged", "reviewer")
    assert (change["detail"], change["organisation_id"]) == ("Ligue des Marées", "digue")
    later = [(f"2026-04-{day:02}T03:00:00Z", page((RIVAGES, "Ligue des Marées"))) for day in (1, 2)]
    after = fold("rivages-5", later, {}, directory)
    assert after is not None
    assert after.changes == []  # it was judged before this statement was seen


def test_what_the_directory_decided_is_said() -> None:
    record = folded(page(("CRS AAD, Atelier populaire de Villebrume, Ligue des Marées, Les Amis de la Digue",)))
    told = {row["as_written"]: (row["match"], row["evidence"], row["confidence"]) for row in record.signatures}
    assert told == {
        "CRS": ("acronym", "registry", "low"),
        "AAD": ("acronym", "registry", "low"),
        "Atelier populaire de Villebrume": ("exact", "typography", "high"),
        "Ligue des Marées": ("none", "typography", "medium"),
        "Les Amis de la Digue": ("alias", "typography", "high"),
    }


def test_what_may_be_a_person_is_held_back() -> None:
    name = "Quentolin Marchebrume"
    record = folded(page((RIVAGES, "Odile Marchequin, enseignante", DIGUE, name), prose=f"{PROSE}\n\nLire {name}."))
    assert name not in str((record.statement, record.signatures, record.changes, record.revisions, record.documents))
    assert (record.statement["held_count"], record.statement["people_count"]) == (1, 1)
    assert record.statement["text"].count("[nom non publié, en attente de relecture]") == 2
    assert record.held == [{"statement": "rivages-5", "name": name, "kind": "organisation", "role": None}]
    among = folded(page((RIVAGES, DIGUE, ATELIER, name)))  # where nobody signs for themselves, it is an organisation
    assert name in [row["as_written"] for row in among.signatures]
    # But not where such names are many.
    few = folded(page((RIVAGES, name, "Alternative Marchebrume", "Ysolène Bramafande")))
    assert {row["name"] for row in few.signatures} == {"Collectif des Rivages solidaires", "Alternative Marchebrume"}
    assert few.statement["held_count"] == 2


def test_what_was_read_otherwise_is_ours() -> None:
    reread = Rereading(
        "rivages", URL, NIGHT[3], "parser", "r1", added=(RIVAGES,), removed=("Lire aussi",), told=("text",)
    )
    record = folded(
        page(), SEEN, reread, replace(reread, at=NIGHT[5]), replace(reread, rules="r2", removed=(), told=())
    )
    assert [(row["what"], row["cause"], row["detail"]) for row in record.changes] == [
        ("signature_added", "parser", RIVAGES),
        ("signature_removed", "parser", "Lire aussi"),
        ("text", "parser", ""),
        ("signature_added", "parser", RIVAGES),
    ]
    assert record.changes[0]["organisation_id"] == "rivages"
    assert len(record.revisions) == 1


def test_who_is_counted_without_a_name_is_counted() -> None:
    record = folded(page((f"{RIVAGES}, {DIGUE}, {ATELIER} et 25 autres organisations",)))
    assert (record.statement["signature_count"], record.statement["unnamed_count"]) == (3, 25)
    assert len(record.signatures) == 3


NOISE = {
    "typography": PROSE.replace("’", "'").replace(" ;", "\u00a0;"),
    "spaces": PROSE.replace(" ", "  "),
    "case": PROSE.upper(),
    "dashes": PROSE.replace(", ", " – "),
    "lines": PROSE.replace("\n\n", "\n"),
}


@pytest.mark.parametrize("prose", NOISE.values(), ids=NOISE.keys())
def test_noise_makes_no_revision(prose: str) -> None:
    record = folded(page(), page(prose=prose), SEEN)
    assert (len(record.revisions), record.changes) == (1, [])
    assert record.statement["last_seen"] == NIGHT[2]


def test_a_changed_text_is_a_revision_and_a_change() -> None:
    record = folded(page(), page(prose=PROSE + " Rassemblement samedi."), page(title="Appel à tous"))
    assert [row["seen_at"] for row in record.revisions] == NIGHT[:3]
    assert changes(record) == [("2026-03-02", "text"), ("2026-03-03", "title")]
    assert record.changes[1]["detail"] == "Appel : « Rouvrir l’accueil » → Appel à tous"
    assert record.statement["text"] == record.revisions[-1]["text"]


def test_names_are_added_and_no_longer_listed_and_listed_again() -> None:
    record = folded(page(), page((RIVAGES, ATELIER)), page((RIVAGES, DIGUE, ATELIER)))
    assert [row for row in changes(record) if row[1] != "text"] == [
        ("2026-03-02", "signature_added"),
        ("2026-03-02", "signature_no_longer_listed"),
        ("2026-03-03", "signature_added"),
    ]
    assert record.changes[0]["organisation_id"] == "atelier"
    assert set(states(record).values()) == {"listed"}
    digue = next(row for row in record.signatures if row["as_written"] == DIGUE)
    assert (digue["first_seen"], digue["last_seen"], digue["position"]) == (NIGHT[0], NIGHT[2], 2)


def test_who_is_no_longer_listed_stays_on_record() -> None:
    record = folded(page(), page((RIVAGES,)), SEEN)
    assert states(record) == {RIVAGES: "listed", DIGUE: "no_longer_listed"}
    assert record.statement["signature_count"] == 1
    assert {row["as_written"]: row["last_seen"] for row in record.signatures} == {RIVAGES: NIGHT[2], DIGUE: NIGHT[0]}


def test_another_spelling_is_the_same_signature() -> None:
    record = folded(page(), page(("COLLECTIF DES RIVAGES SOLIDAIRES (CRS)", "Les amis de la digue")))
    assert (len(record.signatures), record.changes) == (2, [])


def test_names_that_stand_twice_can_go_and_come() -> None:
    record = folded(page(), page((RIVAGES, ATELIER, ATELIER)), page())
    assert len({row["id"] for row in record.changes}) == len(record.changes)
    assert len({row["id"] for row in record.signatures}) == len(record.signatures)


VANISHING: dict[str, tuple[list[Event], list[str], str]] = {
    # What is seen after the first night, the changes, the state.
    "one-night": ([GONE], [], "online"),
    "two-nights": ([GONE, GONE], ["vanished"], "vanished"),
    "not-in-a-row": ([GONE, SEEN, GONE], [], "online"),
    "no-more-a-statement": ([Refusal("rivages", URL, "another kind of page"), GONE], ["vanished"], "vanished"),
    "said-once": ([GONE, GONE, GONE], ["vanished"], "vanished"),
    "back-unchanged": ([GONE, GONE, SEEN], ["vanished", "back"], "online"),
    "back-changed": ([GONE, GONE, page(prose=PROSE + " Suite.")], ["vanished", "back", "text"], "online"),
    "moved": ([Move("rivages", URL, URL + "-2")], ["moved"], "online"),
}


@pytest.mark.parametrize(("events", "what", "state"), VANISHING.values(), ids=VANISHING.keys())
def test_pages_vanish_and_come_back(events: list[Event], what: list[str], state: str) -> None:
    record = folded(page(), *events)
    assert [row["what"] for row in record.changes] == what
    assert record.statement["state"] == state
    assert record.statement["text"], "what is known is kept"


def test_two_answers_of_one_day_are_one() -> None:
    record = folded(page(), GONE, GONE, nights=[NIGHT[0], NIGHT[1], NIGHT[1].replace("T03", "T23")])
    assert record.statement["state"] == "online"


def test_a_clock_that_is_put_back_makes_no_second_night() -> None:
    record = folded(page(), GONE, GONE, nights=[NIGHT[0], NIGHT[2], NIGHT[1]])
    assert record.statement["state"] == "online"


def test_the_api_knows_dates_best_and_other_listings_fill_gaps() -> None:
    rest = Hint("rivages", URL, "rest", published="2026-02-27", modified="2026-03-01T09:30:00Z")
    feed = Hint("rivages", URL, "feed", published="2026-02-20", section="Lettres")
    row = folded(page(published="2026-02-28"), feed, rest).statement
    assert (row["published"], row["modified"], row["section"]) == ("2026-02-27", "2026-03-01T09:30:00Z", "Lettres")
    assert folded(page(published="2026-02-28"), feed).statement["published"] == "2026-02-28"


def test_only_what_is_in_scope_is_kept(directory: Directory) -> None:
    aside = replace(page(), in_scope=False)
    chosen = Hint("rivages", URL, "feed", chosen=True)
    assert fold("rivages-5", [(NIGHT[0], aside)], {}, directory) is None
    assert fold("rivages-5", [(NIGHT[0], chosen)], {}, directory) is None
    assert folded(aside, chosen).statement["state"] == "online"


def test_a_list_that_only_the_attached_file_has() -> None:
    read = Reading("rivages", PDF, "application/pdf", "abc", f"Signataires :\n{RIVAGES}", (Block(RIVAGES, 14),))
    record = folded(page((), documents=(Document(PDF, "Le communiqué"),)), files={PDF: read})
    assert states(record) == {RIVAGES: "listed"}
    assert [(row["title"], row["sha256"]) for row in record.documents] == [("Le communiqué", "abc")]


@given(st.text(), st.sampled_from(["’", " ", "\u00a0", "\n", "–", "\u0301", "…"]))
def test_only_letters_and_digits_make_a_fingerprint(text: str, noise: str) -> None:
    assert fingerprint(noise.join(text)) == fingerprint(text)
    assert fingerprint(text + "1") != fingerprint(text)


EVENTS = st.lists(
    st.sampled_from([page(), page((RIVAGES,)), page((RIVAGES, ATELIER, ATELIER)), SEEN, GONE]), max_size=12
)


@given(EVENTS)
def test_a_history_only_grows(events: list[Event]) -> None:
    """What was told of earlier nights is never told otherwise later: an archive grown nightly equals one rebuilt."""
    before, after = folded(page(), *events[:-1]), folded(page(), *events)
    assert after.revisions[: len(before.revisions)] == before.revisions
    assert after.changes[: len(before.changes)] == before.changes
    assert after == folded(page(), *events)
    assert after.statement["signature_count"] == [row["state"] for row in after.signatures].count("listed")


def test_other_bytes_that_say_the_same_leave_the_proof_where_it_was() -> None:
    record = folded(page(), page(capture="c2"), page(capture="c3"))
    assert (record.statement["capture_id"], record.statement["last_seen"]) == ("c1", NIGHT[2])
    assert len(record.revisions) == 1
    edited = folded(page(), page(capture="c2", section="Appels"))
    assert edited.statement["capture_id"] == "c2"
