"""A person's decision to withdraw something into the file of withdrawals, as digests; and out of it again."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, fields, replace
from pathlib import Path

import tomlkit

from archive.ledger import Ledger, open_ledger
from archive.model import Hint
from archive.withdrawals.digests import Digester, make_key, new_salt, read_key
from archive.withdrawals.model import DAY, What, Withdrawal, read_withdrawals
from archive.withdrawals.recognise import Withdrawn, forms
from archive.withdrawals.words import words
from scraper.canonical import canonical
from scraper.site import Site, SiteError
from signataires.corrections import document, entries, write

HEAD = """\
What was withdrawn from the archive, as digests that only the key in the data folder can make: nothing in here says
what it was. `signataires withdraw` writes here. Kept under version control; the key (withdrawals.key) never is.
"""
TITLE = 4  # words that a title must have to be recognised by them alone
LEAST = 4  # letters of a string of one word
NAME_WORDS = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be withdrawn: `target` is an address or id, a name, a string, a site's slug."""

    what: What
    target: str
    by: str
    at: str
    why: str
    since: str = ""
    until: str = ""


class Decider:
    """Writes withdrawals into a file, with the key of a data folder. Raises `SiteError` for what cannot be meant."""

    def __init__(self, path: Path, data: Path, sites: dict[str, Site]) -> None:
        self.path, self.data, self.sites = path, data, sites
        self.written = read_withdrawals(path)
        key = read_key(data)
        if key is None and self.written.entries:
            Withdrawn.load(path, data)  # says what is missing
        self._salt = self.written.salt or new_salt()
        self.digester = Digester(key or make_key(data), self._salt)

    def decide(self, asked: Asked) -> Withdrawal:
        """Writes it down; nothing is taken out yet."""
        made = replace(self._made(asked), id=self._free_id())
        reason = Withdrawn([made], self.digester).clean(asked.why, made.site)
        if reason != asked.why:
            raise SiteError("the reason is public and must not say what is withdrawn; nothing was done")
        told = document(self.path, HEAD)
        if not self.written.salt:
            told["salt"], told["check"] = self._salt, self.digester.check
        entry = tomlkit.table()
        for name in (item.name for item in fields(Withdrawal)):
            if value := getattr(made, name):
                entry[name] = _listed(value) if isinstance(value, tuple) else value
        entries(told, "withdrawal").append(entry)
        write(self.path, told)
        return made

    def _free_id(self) -> str:
        taken = {one.id for one in self.written.entries}
        return next(one for one in iter(lambda: f"w{secrets.token_hex(4)}", "") if one not in taken)

    def _made(self, asked: Asked) -> Withdrawal:
        plain = Withdrawal("", asked.what, asked.at, asked.by, asked.why)
        if asked.what in ("name", "string"):
            return self._worded(plain, asked.target)
        if asked.what == "site":
            return replace(plain, site=self._slug(asked.target))
        if asked.what == "period":
            return self._period(plain, asked)
        if asked.what == "file":
            site = self._owner(asked.target)
            digest = self.digester.address(canonical(site, asked.target))
            return replace(plain, site=site.slug, digests=(digest,))
        return self._page(plain, asked.target)

    def _worded(self, plain: Withdrawal, target: str) -> Withdrawal:
        said = words(target)
        if plain.what == "name" and len(said) < NAME_WORDS:
            raise SiteError(f"a name of one word may be anybody's: withdraw it as a string ({plain.what} {target!r})")
        if not said or (len(said) == 1 and len(said[0]) < LEAST):
            raise SiteError(f"a string of less than {LEAST} letters stands everywhere; nothing was done")
        runs = forms(target) if plain.what == "name" else {tuple(said)}
        digests = sorted(self.digester.words(run) for run in runs)
        return replace(plain, words=len(next(iter(runs))), digests=tuple(digests))

    def _slug(self, target: str) -> str:
        if target not in self.sites:
            raise SiteError(f"no site {target!r}; there are {', '.join(self.sites)}")
        return target

    def _owner(self, url: str) -> Site:
        for site in self.sites.values():
            if site.owns(url):
                return site
        raise SiteError(f"{url!r} is neither a statement of the archive nor an address of one of its sites")

    def _page(self, plain: Withdrawal, target: str) -> Withdrawal:
        with closing(open_ledger(self.data / "crawl.db")) as db:
            statement, slug = self._statement(db, target)
            if statement:
                digests, titles = self._known(db, slug, statement)
            else:
                digests, titles = {self.digester.address(canonical(self.sites[slug], target))}, set()
        return replace(plain, site=slug, digests=tuple(sorted(digests)), titles=tuple(sorted(titles)))

    def _period(self, plain: Withdrawal, asked: Asked) -> Withdrawal:
        if not (DAY.fullmatch(asked.since) and DAY.fullmatch(asked.until)):
            raise SiteError("a period wants --since and --until: days, months or years (2019-03-01, 2019-03, 2019)")
        made = replace(plain, site=self._slug(asked.target), since=asked.since, until=asked.until)
        digests, titles = set[str](), set[str]()
        with closing(open_ledger(self.data / "crawl.db")) as db:
            for statement in self._published(made):
                known = self._known(db, made.site, statement)
                digests |= known[0]
                titles |= known[1]
        return replace(made, digests=tuple(sorted(digests)), titles=tuple(sorted(titles)))

    def _published(self, made: Withdrawal) -> Iterator[str]:
        if not (self.data / "archive.db").is_file():
            return
        with closing(sqlite3.connect(f"file:{self.data / 'archive.db'}?mode=ro", uri=True)) as db:
            query = "select id, published from statements where site_id = ? order by id"
            yield from (one for one, day in db.execute(query, [made.site]).fetchall() if made.covers(made.site, day))

    def _statement(self, db: sqlite3.Connection, target: str) -> tuple[str, str]:
        """The statement that an id or an address means, and its site; no statement for an address that is not held."""
        row = db.execute("select statement, site from names where statement = ? limit 1", [target]).fetchone()
        if row:
            return row[0], row[1]
        site = self._owner(target)
        query = "select statement from names where site = ? and name = ?"
        row = db.execute(query, [site.slug, canonical(site, target)]).fetchone()
        return (row[0] if row else ""), site.slug

    def _known(self, db: sqlite3.Connection, slug: str, statement: str) -> tuple[set[str], set[str]]:
        """Digests of all that a statement is known by, the files that it alone attaches among them; of its titles."""
        names = [name for (name,) in db.execute("select name from names where statement = ?", [statement])]
        digests = {
            self.digester.number(slug, name[1:]) if name.startswith("#") else self.digester.address(name)
            for name in names
        }
        query = """select url from links where statement = ? and site = ? and not exists
                   (select 1 from links as other where other.url = links.url and other.statement != links.statement)"""
        for (url,) in db.execute(query, [statement, slug]):
            digests.add(self.digester.address(canonical(self.sites[slug], url)))
        ledger = Ledger(db)
        titles = {version.title for version in ledger.versions(statement)}
        titles |= {event.title for _, event in ledger.events(statement) if isinstance(event, Hint)}
        runs = [run for run in map(words, titles) if len(run) >= TITLE]
        return digests, {f"{len(run)}:{self.digester.words(run)}" for run in runs}


def undo(path: Path, identifier: str) -> Withdrawal:
    """Takes a withdrawal out of the file. What it took out of captures stays lost. Raises `SiteError` for none."""
    found = next((one for one in read_withdrawals(path).entries if one.id == identifier), None)
    if found is None:
        raise SiteError(f"{path}: no withdrawal {identifier!r}; `signataires withdraw list` shows all")
    told = document(path, HEAD)
    listed = entries(told, "withdrawal")
    for place in reversed(range(len(listed))):
        if listed[place]["id"] == identifier:
            del listed[place]
    if not listed:
        del told["withdrawal"]
    write(path, told)
    return found


def _listed(values: Iterable[str]) -> tomlkit.items.Array:
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(True)
