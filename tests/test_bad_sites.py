"""Sites that misbehave: each is named with its cause, loses nothing, and stops nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.archives import Archive
from tests.digest import content, rows
from tests.servers_bad import LONG, BadSite
from tests.servers_bad_pages import TEXTS

GENERIC = '[discover]\nfeeds = ["feed"]\nsitemaps = ["sitemap.xml"]\nlistings = ["liste"]\narticle = "^/[A-Z]"\n'


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def serve() -> Iterator[Callable[..., BadSite]]:
    with ExitStack() as stack:
        yield lambda *words, **more: stack.enter_context(BadSite(*words, **more))


# behaviour, family, state, statements held, what a warning must say
CASES = [
    ("none", "spip", "ok", 3, ""),
    ("none", "wordpress", "ok", 3, ""),
    ("none", "generic", "ok", 3, ""),
    ("down", "spip", "failed", 0, "refused"),
    ("error-500", "spip", "failed", 0, "500"),
    ("pages-500", "spip", "suspect", 0, "answers 500"),
    ("forbidden-403", "spip", "failed", 0, "asks us to stop"),
    ("too-many-429", "wordpress", "failed", 0, "Retry-After"),
    ("redirect-loop", "spip", "suspect", 0, "redirect"),
    ("redirect-elsewhere", "spip", "failed", 0, "leads elsewhere"),
    ("wrong-charset", "spip", "ok", 3, ""),
    ("no-charset", "spip", "ok", 3, ""),
    ("half-page", "spip", "suspect", 0, "could not be read"),
    ("half-gzip", "spip", "suspect", 0, "came only in part"),
    ("robots-forbids", "spip", "failed", 0, "robots.txt"),
    ("robots-500", "spip", "failed", 0, "robots.txt answers 500"),
    ("endless-listing", "generic", "suspect", 3, "limits.listings"),
    ("long-next", "generic", "ok", 3, ""),
    ("endless-address", "generic", "suspect", 3, "no more than 8000"),
    ("empty-sitemap", "generic", "ok", 3, ""),
    ("not-xml-sitemap", "generic", "ok", 3, ""),
    ("not-xml-feed", "generic", "ok", 3, ""),
    ("rest-not-a-list", "wordpress", "ok", 3, ""),
    ("rest-not-json", "wordpress", "ok", 3, ""),
    ("rest-closed", "wordpress", "ok", 3, ""),
    ("too-big", "spip", "suspect", 0, "larger than"),
    ("gzip-bomb", "spip", "suspect", 0, "exceeded"),
]


@pytest.mark.parametrize(("behaviour", "family", "state", "held", "said"), CASES, ids=[f"{c[0]}-{c[1]}" for c in CASES])
def test_a_bad_site(
    archive: Archive, serve: Callable[..., BadSite], behaviour: str, family: str, state: str, held: int, said: str
) -> None:
    bad, good = serve(behaviour), serve("none")
    more = GENERIC if family == "generic" else ""
    if behaviour in ("endless-listing", *LONG):
        more = more.replace('"sitemap.xml"', "")
    archive.site("mauvais", bad.home, family, f"scope.whole = true\n{more}[limits]\nlistings = 12\nsize = 2000000\n")
    archive.site("bon", good.home)
    code, report, stderr = archive.refresh()
    assert report["bon"]["state"] == "ok", stderr
    assert report["bon"]["statements"] == len(TEXTS)
    assert report["mauvais"]["state"] == state, stderr
    assert report["mauvais"]["statements"] == held, stderr
    assert code == (0 if state == "ok" else 1)
    warnings = report["mauvais"]["warnings"]
    assert said in " ".join(warnings), warnings
    assert all(warning.startswith("mauvais: ") for warning in warnings)
    assert all(warning in stderr for warning in warnings)
    assert not bad.elsewhere


TURNS = ["down", "error-500", "pages-500", "forbidden-403", "redirect-loop", "half-page", "redirect-elsewhere"]
TURNS += ["robots-500", "empty-sitemap", "not-xml-feed"]


@pytest.mark.parametrize("behaviour", TURNS)
def test_a_site_that_turns_bad_keeps_its_last_good_data(
    archive: Archive, serve: Callable[..., BadSite], behaviour: str
) -> None:
    site = serve("none")
    archive.site("site", site.home)
    assert archive.refresh()[0] == 0
    before = content(archive.data / "archive.db")
    if behaviour == "down":
        archive.site("site", serve("down").home)
    else:
        site.behaviour = behaviour
    archive.refresh("--full")
    assert content(archive.data / "archive.db") == before


def test_texts_survive_their_charset(archive: Archive, serve: Callable[..., BadSite]) -> None:
    for slug in ("wrong-charset", "no-charset", "none"):
        archive.site(slug, serve(slug).home)
    archive.refresh()
    found: dict[str, list[Any]] = {}
    for row in rows(archive.data / "archive.db", "select site_id, title, text from statements order by title"):
        found.setdefault(row[0], []).append(row[1:])
    assert found["wrong-charset"] == found["no-charset"] == found["none"]


def test_a_file_of_a_wrong_site(archive: Archive, serve: Callable[..., BadSite]) -> None:
    archive.site("bon", serve("none").home)
    (archive.sites / "faux.toml").write_text(
        'organisation = "x"\nhome = "http://127.0.0.1:1/"\nfamily = "spip"\ndelais = 2\n'
    )
    code, report, stderr = archive.refresh()
    assert (code, report) == (2, {})
    assert "faux.toml: unknown key `delais`; did you mean `delay`?" in stderr
    assert not (archive.data / "archive.db").exists()


def test_an_unknown_site(archive: Archive, serve: Callable[..., BadSite]) -> None:
    archive.site("bon", serve("none").home)
    code, _, stderr = archive.refresh("mauvais")
    assert code == 2
    assert "no site 'mauvais'" in stderr
    assert "bon" in stderr


def test_sites_outside_need_a_contact(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGNATAIRES_CONTACT", raising=False)
    archive.site("dehors", "http://exemple.invalid/")
    code, _, stderr = archive.refresh()
    assert code == 2
    assert "SIGNATAIRES_CONTACT" in stderr
    assert not archive.path.exists()


def test_two_refreshes_at_once(archive: Archive, serve: Callable[..., BadSite]) -> None:
    from signataires.lock import lock

    archive.site("bon", serve("none").home)
    with lock(archive.data):
        code, report, stderr = archive.refresh()
    assert (code, report) == (3, {})
    assert "holds the lock" in stderr
