"""Random lives of an archive: commands in any order, some of them killed, while sites, words and corrections change.

Whatever came before, a run that is left in peace ends well, all of it verifies, and the archive is the same when it is
made anew from its captures or brought back from a copy.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signataires.demo import ORGANISATIONS, Demo, serve_demo, write_sites
from tests.archives import Archive
from tests.demo_archive import persons
from tests.digest import content, rows

SEED = random.SystemRandom().randrange(10**6)  # told when the test fails
LIVES, DEEDS, EACH = 6, 24, 8
BY = ("--by", "MB", "--why", "essai")
WITHDRAWN = {
    "name": ("Maud Tervelin", "Oriane Vautrelin"),
    "string": ("Tanneries", "quai Sud", "nocturne", "Mise à jour numéro 2"),
}


class Life:
    """One archive of the demo's sites, and what happens to it."""

    def __init__(self, folder: Path, demo: Demo, seed: int) -> None:
        self.demo, self.rng, self.folder, self.edits = demo, random.Random(seed), folder, 0
        self.archive = Archive(folder / "archive")
        self.directory = self.archive.folder / "organisations.toml"
        self.directory.write_text(ORGANISATIONS.read_text("utf-8"), "utf-8")
        for path in write_sites(self.archive.sites, demo.homes):  # more changes than any run is believed to bring
            path.write_text(path.read_text("utf-8") + "\n[expect]\nchanged = 2.0\n", "utf-8")

    def deed(self) -> str:
        """Something happens; what."""
        deeds = (self.edits_and_refreshes, self.works, self.judges, self.withdraws, self.corrects, self.copies)
        done = self.rng.choice(deeds)()
        for name in ("archive.db", "crawl.db"):
            if (path := self.archive.data / name).exists():
                assert rows(path, "pragma integrity_check") == [("ok",)], (done, name)
        return done

    # --- what happens ----------------------------------------------------------------------------------------------

    def edits_and_refreshes(self) -> str:
        self.edits += 1
        for state in self.demo.states.values():
            articles = list(state.content.articles)
            for place in self.rng.sample(range(len(articles)), 3):
                one = articles[place]
                articles[place] = self.rng.choice(
                    (
                        replace(one, text=f"Mise à jour numéro {self.edits}.\n\n{one.text}"),
                        replace(one, title=f"{one.title} ({self.edits})"),
                    )
                )
            if self.rng.random() < 0.3 and len(articles) > 6:
                articles.pop(self.rng.randrange(len(articles)))
            state.changed_at, state.content = datetime.now(UTC), replace(state.content, articles=tuple(articles))
        return self.run("refresh", *self.rng.choice(((), ("--full",))))

    def works(self) -> str:
        verb = self.rng.choice(("refresh", "crawl", "build", "rebuild", "export"))
        if verb == "export":
            return self.run(verb, str(self.folder / f"exports-{time.monotonic_ns()}"))
        return self.run(verb, *(("--workers", "2") if verb != "crawl" and self.rng.random() < 0.3 else ()))

    def judges(self) -> str:
        told = self.archive.run("suggest", "--json", "--most", "50").stdout
        names = [one["name"] for one in json.loads(told or "[]")] or ["Alerte Berges"]
        verdict = self.rng.choice(("same", "different", "new", "person", "nobody", "unsure", "undo"))
        about = {
            "same": ("cosyval",),
            "different": ("cosyval",),
            "new": (f"nouvelle-{self.rng.randrange(1000)}",),
        }.get(verdict, ())
        done = self.archive.run("judge", self.rng.choice(names), verdict, *about, *BY)
        assert done.returncode in (0, 2), done.stderr
        return f"judge {verdict}"

    def withdraws(self) -> str:
        what = self.rng.choice(("page", "period", "undo", *WITHDRAWN))
        if what == "undo":
            told = [line.split()[0] for line in self.archive.run("withdraw", "list").stdout.splitlines() if line]
            return self.run("withdraw", "undo", self.rng.choice(told), *BY) if told else "nothing"
        if what == "period":
            return self.run("withdraw", "period", "ondes", "--since", "2024-01", "--until", "2024-02", *BY)
        if what == "page":
            held = rows(self.archive.path, "select id from statements") if self.archive.path.exists() else []
            return self.run("withdraw", "page", self.rng.choice(held)[0], *BY) if held else "nothing"
        return self.run("withdraw", what, self.rng.choice(WITHDRAWN[what]), *BY)

    def corrects(self) -> str:
        """Somebody edits a site file or the directory, or takes the edit back."""
        if self.rng.random() < 0.25:
            whole, told = ORGANISATIONS.read_text("utf-8"), self.directory.read_text("utf-8")
            less = whole.rpartition("[[organisation]]")[0]
            self.directory.write_text(less if told == whole else whole, "utf-8")
            return "another directory"
        path = self.rng.choice(sorted(self.archive.sites.glob("*.toml")))
        line = self.rng.choice(('rights = "excerpt"', 'timezone = "Pacific/Auckland"', 'withdrawn = "son souhait"'))
        lines = path.read_text("utf-8").splitlines()
        lines = [one for one in lines if one != line] if line in lines else [line, *lines]
        path.write_text("\n".join([*lines, ""]), "utf-8")
        return f"{path.name}: {line}"

    def copies(self) -> str:
        """A copy while a refresh is under way, and what comes back of it."""
        with self.archive.start("refresh") as process:
            time.sleep(self.rng.uniform(0.2, 1.5))
            done = self.archive.run("backup", str(self.folder / f"copies-{time.monotonic_ns()}"), "--quiet")
            assert "Traceback" not in (process.communicate(timeout=120)[1] or "")
        assert done.returncode in (0, 2), done.stderr  # 2: there is nothing to copy as yet
        if done.returncode == 0:
            self.restored(done.stdout.strip())
        return "copied meanwhile"

    # --- running ---------------------------------------------------------------------------------------------------

    def run(self, verb: str, *words: str) -> str:
        """Runs a verb, to its end or to ours."""
        if self.rng.random() < 0.55:
            done = self.archive.run(verb, *words)
            assert "Traceback" not in done.stderr, done.stderr
            return f"{verb} {' '.join(words)}: {done.returncode}"
        number = self.rng.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM))
        with self.archive.start(verb, *words) as process:
            try:
                process.wait(self.rng.choice((self.rng.uniform(0.3, 1.5), self.rng.uniform(0.5, 6))))
            except subprocess.TimeoutExpired:
                process.send_signal(number)
            said = process.communicate(timeout=120)[1]
        assert "Traceback" not in said, said
        return f"{verb} {' '.join(words)}: {process.returncode}"

    def restored(self, copy: str) -> Path:
        """Where the archive of a copy is, brought back and verified."""
        place = Archive(self.folder / f"restored-{time.monotonic_ns()}")
        done = place.run("restore", copy, "--quiet")
        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
        return place.path

    def settles(self) -> None:
        """Left in peace, it is whole."""
        for words, codes in ((("refresh",), (0, 1)), (("verify", "--all"), (0,))):
            done = self.archive.run(*words)
            assert done.returncode in codes, done.stdout + done.stderr
        before = content(self.archive.path)
        told = repr(before)
        assert not [name for name in persons() if name in told]
        done = self.archive.run("rebuild")
        assert done.returncode == 0, done.stderr
        assert content(self.archive.path) == before
        done = self.archive.run("backup", str(self.folder / f"copies-{time.monotonic_ns()}"), "--quiet")
        assert done.returncode == 0, done.stderr
        assert content(self.restored(done.stdout.strip())) == before


@pytest.fixture
def demo() -> Iterator[Demo]:
    with serve_demo() as sites:
        yield sites


def live(folder: Path, demo: Demo, seed: int, deeds: int) -> None:
    life, told = Life(folder, demo, seed), [f"seed {seed}"]
    try:
        for number in range(1, deeds + 1):
            told.append(life.deed())
            if number % EACH == 0 or number == deeds:
                life.settles()
    except Exception as error:
        error.add_note("; ".join(told))
        raise


def test_a_short_life(tmp_path: Path, demo: Demo) -> None:
    live(tmp_path, demo, 7, 3)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("number", range(LIVES))
def test_a_life(tmp_path: Path, demo: Demo, number: int) -> None:
    live(tmp_path, demo, SEED + number, DEEDS)
