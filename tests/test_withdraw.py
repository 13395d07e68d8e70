"""What is withdrawn is nowhere any more, before and after a new crawl and a rebuild; and what stays holds."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from signataires.cli import main
from tests import demo_archive
from tests.archives import Archive
from tests.digest import content, rows
from tests.small_site import SmallSite
from tests.traces import traces

NAME = "Ladislas Quertinmont"
SPELLINGS = (NAME, "QUERTINMONT Ladislas", "Quertinmont Ladislas", "ladislas-quertinmont", "L. Quertinmont")
STRING = "l’entrepôt Zorglub de Vauxmoulin"
PAGE = "Fermeture du quai Bartholdi annoncée"
PAGE_TEXT = "Les mouettes rieuses ont appris avec colère la fermeture du quai Bartholdi."
SITE_TEXT = "La tourbière de Kervenic appartient à toutes et à tous, dit l’assemblée."
OF_PERIOD = "Bilan hivernal de la roselière"
OTHER = "Le phare reste ouvert au public"
NAMES = ("Comité du Phare", "Les Amis de la Digue", "Union des Bateliers")


@dataclass
class Coast:
    """Two small sites and their archive."""

    archive: Archive
    one: SmallSite
    two: SmallSite

    def run(self, verb: str, *words: str, said: str = "", code: int = 0) -> str:
        """Runs a verb and gives what it printed. In this process, but for what crawls: a reactor runs once."""
        if verb == "refresh":
            done = self.archive.run(verb, *words)
            assert done.returncode == code, done.stderr
            return done.stderr
        out, errors = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(errors), pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", io.StringIO(said))
            found = main(self.archive.command(verb, *words)[3:])
        assert found == code, out.getvalue() + errors.getvalue()
        return out.getvalue() if code == 0 else errors.getvalue()

    def export(self) -> None:
        self.run("export", str(self.archive.folder / "exports"))

    def traces(self, *texts: str) -> list[str]:
        """Where they are left, private files too; but the crawler must know an address to ask for it."""
        address = "data/crawl.db: ladislas-quertinmont"
        return [line for line in traces(self.archive.folder, texts) if not line.startswith(address)]


@pytest.fixture(scope="module")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coast]:
    archive = Archive(tmp_path_factory.mktemp("coast"))
    with ExitStack() as stack:
        one, two = stack.enter_context(SmallSite("wordpress")), stack.enter_context(SmallSite("spip"))
        _publish(one, two)
        archive.site("phare", one.home, "wordpress")
        archive.site("tourbiere", two.home, "spip")
        coast = Coast(archive, one, two)
        coast.run("refresh")
        coast.export()
        yield coast


def _publish(one: SmallSite, two: SmallSite) -> None:
    one.add(PAGE, (PAGE_TEXT, "Un rassemblement est prévu."), NAMES, slug="fermeture-du-quai-bartholdi")
    one.add(OTHER, (f"Ont pris la parole {NAME}, gardienne, et d’autres.", f"On y a vu {STRING}."), (*NAMES, NAME))
    one.add(
        f"Hommage à {NAME}", ("Une vie au phare.", "Signé L. Quertinmont."), NAMES, slug="hommage-ladislas-quertinmont"
    )
    one.add("Sans rapport", ("Rien de cela.", f"Vu de {STRING.upper()}, tout va bien."), NAMES)
    one.add(OF_PERIOD, ("La roselière a gelé.",), NAMES, published="2019-02-03T10:00:00Z")
    two.add("Pour la tourbière", (SITE_TEXT,), ("Les Amis de Kervenic", *NAMES))


def ids(coast: Coast, state: str) -> list[str]:
    return [
        one for (one,) in rows(coast.archive.path, f"select id from statements where state = '{state}' order by id")
    ]


def test_what_is_withdrawn_is_nowhere(coast: Coast) -> None:
    """One test, since each step rests on the one before; each is said by its last line."""
    everything = [*SPELLINGS[:1], STRING, PAGE, PAGE_TEXT[:40], SITE_TEXT[:30], OF_PERIOD]
    there = coast.traces(*everything)
    assert all(any(text in line for line in there) for text in everything)

    identifier = coast.run("withdraw", "name", "-", "--by", "MB", "--why", "à sa demande", said=NAME).strip()
    coast.run("withdraw", "string", STRING, "--by", "MB", "--why", "à la demande du lieu")
    _killed_before_its_manifest(coast, "page", f"{coast.one.home}fermeture-du-quai-bartholdi/", "--why", "erreur")
    coast.run("withdraw", "period", "phare", "--since", "2019", "--until", "2019-03", "--by", "MB", "--why", "ancien")
    coast.run("withdraw", "site", "tourbiere", "--by", "MB", "--why", "à la demande du site")
    gone = [*SPELLINGS, STRING, PAGE, PAGE_TEXT[:40], "fermeture-du-quai", OF_PERIOD, SITE_TEXT[:30]]
    coast.export()
    assert coast.traces(*gone) == []
    assert len(ids(coast, "withdrawn")) == 3
    before = content(coast.archive.path)

    coast.run("rebuild")
    assert content(coast.archive.path) == before
    assert coast.traces(*gone) == []

    coast.one.edit(2, paragraphs=(f"Un mot encore de {NAME}.", f"Et de {STRING}."))
    coast.run("refresh", "--full")
    coast.export()
    assert coast.traces(*gone) == []
    assert "Un mot encore de [retiré]" in "".join(
        text for (text,) in rows(coast.archive.path, "select text from statements where text != ''")
    )

    coast.run("rebuild")
    assert coast.traces(*gone) == []
    assert {name for (name,) in rows(coast.archive.path, "select name from signatures")} == {*NAMES}
    assert coast.run("verify", "--all") == ""
    assert identifier in coast.run("withdraw", "list")


def _killed_before_its_manifest(coast: Coast, *words: str) -> None:
    """A withdrawal that is killed when everything is rewritten and no manifest says so; the next build ends it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("signataires.withdrawing.apply.seal", _fails)
        with pytest.raises(RuntimeError, match="killed"):
            coast.run("withdraw", *words, "--by", "MB")
    coast.run("build")


def _fails(*_: object) -> None:
    raise RuntimeError("killed")


def test_the_site_shows_tombstones_and_nothing_else(coast: Coast, tmp_path: Path) -> None:
    gone, there = ids(coast, "withdrawn"), ids(coast, "online")
    with demo_archive.serve(coast.archive.data, tmp_path / "log.txt") as home:
        shown = {path: demo_archive.get(home + path) for path in _PAGES}
        stones = [demo_archive.get(f"{home}/communiques/{one}{form}") for one in gone for form in ("", ".json", ".bib")]
        told = demo_archive.get(f"{home}/communiques/{there[0]}")
    assert {stone.status for stone in stones} == {410}
    assert {stone.headers["x-robots-tag"] for stone in stones} == {"noindex"}
    assert "erreur" in "".join(stone.text for stone in stones)
    assert [shown[path].status for path in _PAGES] == [200] * (len(_PAGES) - 1) + [410]
    assert "erreur" in shown["/retraits"].text
    assert len(shown["/retraits.json"].data["withdrawals"]) == 5
    assert 'href="/retraits"' in told.text
    assert 'content="noindex"' not in told.text
    for answer in (*shown.values(), *stones):
        assert not [text for text in (*SPELLINGS, PAGE, OF_PERIOD, SITE_TEXT) if text in answer.text]
    assert not [one for one in gone if one in shown["/sitemap-textes-0.xml"].text]


_PAGES = ("/", "/retraits", "/retraits.json", "/changements", "/recherche", "/couverture", "/couverture.csv",
          "/sitemap-textes-0.xml", "/sites/phare.atom", "/donnees", "/sites/tourbiere")  # fmt: skip


def test_tombstones_say_that_and_why_and_nothing_else(coast: Coast) -> None:
    told = rows(coast.archive.path, "select what, statements from withdrawals")
    assert sorted(told) == [("name", 0), ("page", 1), ("period", 1), ("site", 1), ("string", 0)]
    held = rows(
        coast.archive.path, "select url, title, text, html, published from statements where state = 'withdrawn'"
    )
    assert set(held) == {(None,) * 5}
    why = rows(coast.archive.path, "select detail from changes where what = 'withdrawn' order by detail")
    assert why == [("ancien",), ("erreur",), ("à la demande du site",)]


def test_a_withdrawn_page_is_not_asked_for(coast: Coast) -> None:
    coast.one.reset()
    coast.two.reset()
    coast.run("refresh", "--full")
    assert not [path for path, _ in coast.one.requests if "quai-bartholdi" in path or "texte-5" in path]
    assert coast.two.requests == []


def test_without_the_key_nothing_is_done(coast: Coast) -> None:
    key = coast.archive.data / "withdrawals.key"
    kept = key.read_bytes()
    key.unlink()
    assert "restore it from a backup" in coast.run("build", code=2)
    key.write_bytes(bytes(32))
    assert "is not the key" in coast.run("rebuild", code=2)
    key.write_bytes(kept)


def test_a_reason_that_tells_what_is_withdrawn_is_refused(coast: Coast) -> None:
    words = ("withdraw", "string", "roche percée", "--by", "MB", "--why", "la Roche percée le veut")
    assert "must not say" in coast.run(*words, code=2)


def test_a_withdrawal_is_taken_back(coast: Coast) -> None:
    coast.run("withdraw", "page", f"{coast.one.home}texte-4/", "--by", "MB", "--why", "par erreur")
    identifier = coast.run("withdraw", "list").strip().splitlines()[-1].split()[0]
    count = len(ids(coast, "withdrawn"))
    coast.run("withdraw", "undo", identifier)
    assert len(ids(coast, "withdrawn")) == count - 1
    coast.run("refresh", "--full")
    assert "Sans rapport" in [title for (title,) in rows(coast.archive.path, "select title from statements")]
    assert coast.run("verify", "--all") == ""


def test_one_line_of_its_file_drops_a_site(coast: Coast) -> None:
    path = coast.archive.sites / "phare.toml"
    path.write_text(path.read_text("utf-8") + 'withdrawn = "son souhait"\n', "utf-8")
    coast.run("build")
    coast.export()
    left = coast.traces(OTHER, "Une vie au phare", coast.one.home)
    assert [line for line in left if not line.startswith("sites/phare.toml: ")] == []
    assert ids(coast, "online") == []
    coast.one.reset()
    coast.run("build")
    assert coast.one.requests == []
    assert coast.run("verify", "--all") == ""
