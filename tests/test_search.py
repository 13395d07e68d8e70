"""The search over an archive: what is found, in what order, with which passage and counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.schema import open_archive
from archive.search.engine import Filters, Query, Results, ids, search
from archive.search.entry import entry
from archive.search.functions import register
from archive.search.index import Index, remake, save_names
from archive.store import insert

TEXTS = {
    "exiles": "Les exilé·es dorment sur les quais.", "exiles-tirets": "Des exilé-e-s attendent.",
    "exiles-pluriel": "Trois exilés sont partis.", "etrangers": "Accueillir les étranger·ères de la vallée.",
    "asile-courbe": "Le droit d’asile recule.", "asile-droit": "Une demande d'asile refusée.",
    "oeuvre": "L’œuvre de la commune.", "associations": "Des associations protestent.",
    "regularisation": "La régularisation tout de suite.", "expulsions": "Expulsions au petit matin.",
    "expulses": "Ils furent expulsés hier.", "inter": "Le collectif inter-associatif se réunit.",
    "sigle": "La LDH demande des comptes.", "sigle-points": "La L.D.H. demande des comptes.",
    "papiers": "Les travailleurs sans papiers en grève.", "papiers-tiret": "Solidarité avec les sans-papiers.",
}  # fmt: skip
# The cases that plain FTS5 misses: what is typed, and what must be found.
MISSED = [
    *((typed, {"exiles", "exiles-tirets", "exiles-pluriel"}) for typed in ("exilés", "exilees", "exilé·e·s")),
    *((typed, {"etrangers"}) for typed in ("étrangers", "etrangeres", "étrangère")),
    *((typed, {"asile-courbe", "asile-droit"}) for typed in ("asile", "d'asile", "d’asile", "ASILE")),
    *((typed, {"oeuvre"}) for typed in ("oeuvre", "œuvre", "l'oeuvre", "œuvres")),
    ("association", {"associations"}),
    *((typed, {"regularisation"}) for typed in ("régulariser", "regularisation")),
    *((typed, {"expulsions", "expulses"}) for typed in ("expulsion", "expulsé")),
    *((typed, {"inter"}) for typed in ("inter-associatif", "inter associatif", "interassociative")),
    *((typed, {"sigle", "sigle-points"}) for typed in ("L.D.H.", "LDH", "ldh", "l.d.h")),
    *((typed, {"papiers", "papiers-tiret"}) for typed in ("sans-papiers", "sans papiers", '"sans papiers"')),
]  # fmt: skip


def write(db: sqlite3.Connection, identifier: str, *names: tuple[str, str | None], **told: Any) -> None:
    """A statement that is indexed as the writer of the archive does; `names` as written, with their organisations."""
    row = {"id": identifier, "site_id": "halte", "url": f"https://halte.example/{identifier}", "title": "Communiqué"}
    row |= {
        "kind": "communique",
        "language": "fr",
        "published": "2024-03-18",
        "signature_count": len(names),
        "text": "",
        "state": "online",
    }
    insert(db, "statements", [row | told])
    insert(db, "signatures", [
        {"id": f"{identifier}-{place}", "statement_id": identifier, "position": place, "as_written": name,
         "organisation_id": known, "state": "listed"} for place, (name, known) in enumerate(names)
    ])  # fmt: skip
    (rowid,) = db.execute("select rowid from statements where id = ?", [identifier]).fetchone()
    index = Index(db)
    index.replace(rowid, None, entry(db, rowid))
    index.flush()


def name(db: sqlite3.Connection, identifier: str, *aliases: str, parent: str | None = None) -> None:
    """An organisation and the ways to write its name."""
    insert(db, "organisations", [{"id": identifier, "name": aliases[0], "parent_id": parent}])
    insert(db, "aliases", [{"organisation_id": identifier, "alias": alias, "source": "alias"} for alias in aliases])
    save_names(db)


def found(db: sqlite3.Connection, typed: str, **chosen: str) -> list[str]:
    """The ids that a search gives, in order; all its ways of answering must agree."""
    query = Query.parse(typed, Filters.of(chosen))
    listed = list(ids(db, query))
    page = search(db, query, limit=100)
    assert [one.id for one in page.results] == listed[:100]
    assert page.total == len(listed)
    return listed


def marked(results: Results) -> list[str]:
    """What the passages of a page mark."""
    return [text for one in results.results for text, is_match in one.passage if is_match]


@pytest.fixture(scope="module")
def cases() -> Iterator[sqlite3.Connection]:
    with closing(open_archive(Path(":memory:"))) as db:
        for identifier, text in TEXTS.items():
            write(db, identifier, text=text)
        yield db


@pytest.mark.parametrize(("typed", "expected"), MISSED)
def test_what_plain_search_misses_is_found(cases: sqlite3.Connection, typed: str, expected: set[str]) -> None:
    assert set(found(cases, typed)) >= expected


@pytest.mark.parametrize(("typed", "expected"), MISSED)
def test_table_search_finds_the_same(cases: sqlite3.Connection, typed: str, expected: set[str]) -> None:
    assert register(cases)
    asked = "select rowid from statements_fts where statements_fts match escape_fts(?)"
    rows = cases.execute(f"select id from statements where rowid in ({asked})", [typed])
    assert {row[0] for row in rows} == set(found(cases, typed)) >= expected


@pytest.mark.parametrize(
    ("typed", "passage"),
    [
        ("etrangeres", "étranger·ères"),
        ("asile", "asile"),
        ("oeuvre", "œuvre"),
        ("L.D.H.", "LDH"),
        ("expulser", "expulsés"),
    ],
)
def test_passages_mark_what_was_found_as_it_is_written(cases: sqlite3.Connection, typed: str, passage: str) -> None:
    results = search(cases, Query.parse(typed))
    assert passage in marked(results)
    for one in results.results:
        assert "".join(text for text, _ in one.passage).strip(" …") in TEXTS[one.id]


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    with closing(open_archive(Path(":memory:"))) as db:
        name(db, "lph", "Ligue pour les haltes", "LPH", "L.P.H.", "La Ligue (haltes)")
        name(db, "lph-nord", "LPH Nord", parent="lph")
        name(db, "quai", "Les Amis du quai")
        write(db, "a", ("Ligue pour les haltes", "lph"), ("Amis du Quai", "quai"), title="Rouvrir la halte", text="Un.")
        write(db, "b", ("L.P.H.", "lph"), published="2023-11-02", site_id="ondes", kind="appel", text="Un accueil.")
        write(db, "c", ("LPH Nord", "lph-nord"), published="2023", text="La halte fermée.", title="Sans titre")
        write(
            db,
            "d",
            ("Les Amis du quai", "quai"),
            published=None,
            language="en",
            text="The ligue pour rien, les haltes.",
        )
        yield db


@pytest.mark.parametrize(
    "typed", ["Ligue pour les haltes", "LPH", "l.p.h.", "ligue pour les Haltes", "La Ligue (haltes)"]
)
def test_any_spelling_of_an_organisation_finds_what_it_signed(archive: sqlite3.Connection, typed: str) -> None:
    assert {"a", "b"} <= set(found(archive, typed))


def test_an_organisation_is_found_among_other_words(archive: sqlite3.Connection) -> None:
    assert found(archive, "accueil Ligue pour les haltes") == ["b"]
    assert found(archive, "accueil -LPH") == []
    assert "b" in found(archive, "rien OU lph")


def test_a_new_spelling_is_known_at_once(archive: sqlite3.Connection) -> None:
    assert found(archive, "haltistes") == []
    archive.execute("insert into aliases values ('lph', 'Les Haltistes', 'judged')")
    save_names(archive)
    assert {"a", "b"} <= set(found(archive, "haltistes"))


def test_a_signature_is_shown_as_it_is_written(archive: sqlite3.Connection) -> None:
    (one,) = search(archive, Query.parse("accueil Ligue pour les haltes")).results
    assert one.organisations == ("lph",)
    assert ("accueil", True) in one.passage


@pytest.mark.parametrize(
    ("typed", "chosen", "expected"),
    [
        ("", {}, ["a", "b", "c", "d"]), ("", {"site": "ondes"}, ["b"]), ("", {"kind": "communique"}, ["a", "c", "d"]),
        ("", {"langue": "en"}, ["d"]), ("", {"organisation": "lph"}, ["a", "b"]), ("", {"annee": "2023"}, ["b", "c"]),
        ("", {"organisation": "lph", "antennes": "1"}, ["a", "b", "c"]), ("", {"du": "2023-11-03"}, ["a", "c"]),
        ("", {"au": "02/11/2023"}, ["b", "c"]), ("", {"du": "2023-11-02", "au": "2023-11-02"}, ["b", "c"]),
        ("", {"du": "jamais"}, ["a", "b", "c", "d"]), ("", {"site": "nulle-part"}, []), ("-halte", {}, ["b"]),
        ("halte", {"site": "halte"}, ["a", "c", "d"]), ("-accueil", {}, ["a", "c", "d"]), ("hal*", {}, list("acd")),
        ('"la halte fermée"', {}, ["c"]), ("les", {}, list("abcd")), ("rouvrir OU fermée", {}, ["a", "c"]),
        ("halte -fermées", {}, ["a", "d"]),
    ],
)  # fmt: skip
def test_queries_and_filters(
    archive: sqlite3.Connection, typed: str, chosen: dict[str, str], expected: list[str]
) -> None:
    assert sorted(found(archive, typed, **chosen)) == expected


def test_newest_and_oldest_first(archive: sqlite3.Connection) -> None:
    assert list(ids(archive, Query.parse(""), "date")) == ["a", "b", "c", "d"]
    assert list(ids(archive, Query.parse(""), "ancien")) == ["c", "b", "a", "d"]


def test_the_title_weighs_more_than_the_text(archive: sqlite3.Connection) -> None:
    assert found(archive, "halte -accueil")[0] == "a"


def test_counts_leave_out_their_own_filter_only(archive: sqlite3.Connection) -> None:
    counts = search(archive, Query.parse("", Filters.of({"site": "halte", "organisation": "lph"}))).counts
    assert counts["site"] == (("halte", 1), ("ondes", 1))
    assert counts["organisation"] == (("quai", 2), ("lph", 1), ("lph-nord", 1))
    assert (counts["kind"], counts["language"], counts["year"]) == ((("communique", 1),), (("fr", 1),), (("2024", 1),))


def test_pages_follow_one_another(archive: sqlite3.Connection) -> None:
    seen, after = list[str](), None
    while True:
        page = search(archive, Query.parse(""), limit=3, after=after)
        seen += [one.id for one in page.results]
        if (after := page.next) is None:
            break
    assert seen == ["a", "b", "c", "d"]
    assert search(archive, Query.parse(""), after="nowhere").results == search(archive, Query.parse("")).results


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("acueil", "accueil"), ("acceuil", "accueil"), ("rouvir la halte", "rouvrir la halte"), ("ccueil", "accueil")],
)
def test_did_you_mean(archive: sqlite3.Connection, typed: str, meant: str) -> None:
    assert search(archive, Query.parse(typed)).did_you_mean[0] == meant
    assert search(archive, Query.parse(meant)).did_you_mean == ()


def test_corrections_leave_the_rest_of_the_query_as_it_was(archive: sqlite3.Connection) -> None:
    meant = search(archive, Query.parse('"rouvir la halte" -acceuil qua*')).did_you_mean
    assert meant[0] == '"rouvrir la halte" -accueil qua*'


def test_a_search_is_of_one_moment_and_leaves_nothing_open(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "archive.db")) as writer:
        for number in range(3):
            write(writer, f"a-{number}", text="Accueil.")
        writer.commit()
        with closing(sqlite3.connect(tmp_path / "archive.db")) as reader:
            streamed = ids(reader, Query.parse("accueil"))
            assert next(streamed) == "a-0"
            writer.execute("delete from statements where id = 'a-1'")
            writer.commit()
            assert list(streamed) == ["a-1", "a-2"]
            assert search(reader, Query.parse("quai")).total == 0
            assert not reader.in_transaction


def test_words_that_are_gone_are_offered_no_more(archive: sqlite3.Connection) -> None:
    (rowid,) = archive.execute("select rowid from statements where id = 'b'").fetchone()
    index = Index(archive)
    index.replace(rowid, entry(archive, rowid), None)
    index.flush()
    assert search(archive, Query.parse("acueil")).did_you_mean == ()
    assert found(archive, "", site="ondes") == []


ODD = st.sampled_from("abé \"«»“”*-()[]{}:^+~|&\\'’.\0\n🙂") | st.characters(exclude_categories=("Cs",))
TYPED = st.text(ODD) | st.lists(st.sampled_from(["OR", "NOT", "AND", "OU", "asile", "-", '"', "a*"])).map(" ".join)
CHOSEN = st.dictionaries(st.sampled_from("organisation site kind langue du au annee antennes".split()), TYPED)


@given(TYPED, CHOSEN, TYPED)
def test_nothing_that_is_typed_raises(
    cases: sqlite3.Connection, typed: str, chosen: dict[str, str], after: str
) -> None:
    query = Query.parse(typed, Filters.of(chosen))
    results = search(cases, query, order=after, after=after)
    assert results.total == len(list(ids(cases, query)))
    assert register(cases)
    cases.execute("select count(*) from statements_fts where statements_fts match escape_fts(?)", [typed]).fetchone()


@pytest.mark.parametrize(
    "typed", ["OR", "NOT", '"', "*", "-", "(", "a*b*", 'NEAR("x y")', "title:x", "^", "{a}", "-" * 2000, "é" * 3000]
)
def test_odd_queries_answer(cases: sqlite3.Connection, typed: str) -> None:
    assert search(cases, Query.parse(typed)).total >= 0


@pytest.mark.parametrize("common", [1, 3])
def test_sets_change_no_answer(monkeypatch: pytest.MonkeyPatch, common: int) -> None:
    """What is common is found in sets, what is rare in lists: the same statements."""
    answers = []
    for bound in (common, 10_000):
        monkeypatch.setattr("archive.search.index.COMMON", bound)
        with closing(open_archive(Path(":memory:"))) as db:
            for identifier, text in TEXTS.items():
                write(db, identifier, text=text)
                write(db, f"{identifier}-2", ("Ligue", "lph"), title=text, text="Rien.", published="2020-01-01")
            held = db.execute("select count(*) from statements_fts_common").fetchone()[0]
            assert (held > 0) == (bound == common)
            asked = [typed for typed, _ in MISSED] + [
                "ligue -asile",
                "exilés OU asile",
                "la*",
                "rien",
                "demande comptes",
            ]
            answers.append([sorted(found(db, typed)) for typed in asked])
            remake(db)
            assert [sorted(found(db, typed)) for typed in asked] == answers[-1]
    assert answers[0] == answers[1]


def test_an_index_of_other_rowids_is_made_anew(tmp_path: Path) -> None:
    with closing(open_archive(tmp_path / "archive.db")) as db:
        write(db, "a", text="Accueil.")
        write(db, "b", text="Quai.")
        (rowid,) = db.execute("select rowid from statements where id = 'a'").fetchone()
        index = Index(db)
        index.replace(rowid, entry(db, rowid), None)
        index.flush()
        db.execute("delete from statements where id = 'a'")
        db.commit()
        db.execute("vacuum")
    with closing(open_archive(tmp_path / "archive.db")) as db:
        assert found(db, "quai") == ["b"]
