"""The review loop as a reviewer uses it: names suggested, judged, built, undone; offline, on the demo's captures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from signataires.cli import OK, USAGE, main
from signataires.demo import ORGANISATIONS
from tests.digest import content, rows

COUNTS = "select count(*), sum(organisation_id is not null), sum(match = 'judged') from signatures"


class Review:
    """A copy of the demo's captures under a directory that knows half of the organisations."""

    def __init__(self, folder: Path, demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
        shutil.copytree(demo, folder / "demo")
        self.data, self.capsys, self.judgements = folder / "demo", capsys, folder / "judgements.toml"
        head, *entries = ORGANISATIONS.read_text("utf-8").split("[[organisation]]")
        half = [f"[[organisation]]{entry}" for entry in entries[: len(entries) // 2]]
        (folder / "organisations.toml").write_text(head + "".join(half), "utf-8")
        self.where = ["--data", str(self.data), "--sites", str(self.data / "sites")]
        self.where += ["--organisations", str(folder / "organisations.toml")]

    def run(self, verb: str, *words: str) -> tuple[int, str, str]:
        """Exit code, stdout and stderr of a verb."""
        self.capsys.readouterr()
        code = main([verb, *self.where, *words])
        return code, *self.capsys.readouterr()

    def suggested(self, *words: str) -> list[dict[str, Any]]:
        """What `suggest` tells programs."""
        found: list[dict[str, Any]] = json.loads(self.run("suggest", "--json", *words)[1])
        return found

    @property
    def counts(self) -> tuple[int, int, int]:
        """Signatures, those linked, those linked by judgement."""
        found: tuple[int, int, int] = rows(self.data / "archive.db", COUNTS)[0]
        return found

    @property
    def content(self) -> dict[str, list[Any]]:
        """All that the archive says, moments included."""
        return content(self.data / "archive.db", moments=True)


@pytest.fixture
def review(tmp_path: Path, demo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Review:
    monkeypatch.setenv("SIGNATAIRES_REVIEWER", "relectrice")
    made = Review(tmp_path, demo, capsys)
    assert made.run("build")[0] == OK
    return made


def test_ten_names_judged_and_undone(review: Review) -> None:
    before, counts = review.content, review.counts
    asked = review.suggested("--most", "10")
    assert len(asked) == 10
    assert [item["statements"] for item in asked] == sorted((item["statements"] for item in asked), reverse=True)
    assert all(item["where"] for item in asked)
    for number, item in enumerate(asked):
        assert review.run("judge", item["name"], "new", f"neuf-{number}", "--why", "son site le dit")[0] == OK
    assert review.content == before  # nothing applies before a build
    review.run("build")
    total, linked, judged = review.counts
    assert (total, judged) == (counts[0], sum(item["statements"] for item in asked))
    assert linked == counts[1] + judged
    assert len(review.suggested("--most", "500")) == len(rows(review.data / "archive.db", UNKNOWN))
    causes = set(rows(review.data / "archive.db", "select cause from changes where what = 'judged'"))
    assert causes == {("reviewer",)}
    after = review.content

    one = asked[3]["name"]
    assert review.run("judge", one, "undo")[0] == OK
    review.run("build")
    assert review.counts == (total, linked - asked[3]["statements"], judged - asked[3]["statements"])
    assert one in [item["name"] for item in review.suggested("--most", "500")]
    review.run("rebuild")
    assert review.content != after
    for item in asked:
        if item["name"] != one:
            assert review.run("judge", item["name"], "undo")[0] == OK
    review.run("build")
    assert review.content == before
    review.run("rebuild")
    assert review.content == before


UNKNOWN = "select distinct name from signatures where organisation_id is null"


def test_every_verdict_does_what_it_says(review: Review) -> None:
    names = [item["name"] for item in review.suggested("--most", "5")]
    known = rows(review.data / "archive.db", "select id from organisations order by id")[0][0]
    verdicts = [("same", known), ("person",), ("nobody",), ("unsure",), ("different", known)]
    for name, words in zip(names, verdicts, strict=True):
        assert review.run("judge", name, *words, "--why", "essai")[0] == OK
    review.run("build")
    listed = dict(rows(review.data / "archive.db", "select name, organisation_id from signatures"))
    assert listed[names[0]] == known
    assert not {names[1], names[2]} & listed.keys()
    assert not {listed.get(names[3]), listed.get(names[4])} - {None}
    texts = "\n".join(row[0] for row in rows(review.data / "archive.db", "select text from statements"))
    assert names[1] not in texts
    assert names[2] in texts
    waiting = {item["name"]: item["judged"] for item in review.suggested("--most", "500")}
    assert waiting[names[3]] == [f"unsure  (relectrice, {waiting[names[3]][0][21:31]}: essai)"]
    assert ("judged",) in rows(review.data / "archive.db", "select source from aliases")


def test_names_that_may_be_persons_wait_in_private(review: Review) -> None:
    held = review.suggested("--persons", "--most", "100")
    assert held
    public = "\n".join(map(str, review.content.values()))
    assert not [item["name"] for item in held if item["name"] in public]
    name = held[0]["name"]
    review.run("judge", name, "new", "relue", "--why", "son site le dit")
    review.run("build")
    assert ("relue",) in rows(review.data / "archive.db", "select organisation_id from signatures")
    assert name not in [item["name"] for item in review.suggested("--persons", "--most", "100")]


def test_what_it_prints_can_be_read(review: Review) -> None:
    _, told, _ = review.run("suggest", "--most", "3")
    first = review.suggested("--most", "1")[0]
    assert told.splitlines()[0].startswith(f"{first['statements']:5}  {first['name']}")
    assert first["where"][0]["url"] in told


WRONG = {
    "no-reason": (["X", "unsure"], "why must be given"),
    "no-organisation": (["X", "same", "--why", "w"], "organisation must be given"),
    "unknown-organisation": (["X", "same", "nulle-part", "--why", "w"], "which is no organisation"),
    "nothing-to-undo": (["X", "undo"], "nothing is decided about 'X'"),
    "no-name": (["…", "unsure", "--why", "w"], "neither letter nor digit"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_judged_is_said(review: Review, words: list[str], said: str) -> None:
    code, _, told = review.run("judge", *words)
    assert code == USAGE
    assert said in told
    assert not review.judgements.exists()


def test_without_an_archive_there_is_nothing_to_suggest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest", "--data", str(tmp_path)]) == USAGE
    assert "run `signataires refresh` first" in capsys.readouterr().err
