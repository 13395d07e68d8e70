"""The command `signataires`: reads its arguments, calls one function, prints. Exit codes are those of `EXIT`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from archive.judgements import VERDICTS
from archive.resolve import Directory
from scraper.site import Site, SiteError, load_sites
from signataires.lock import Locked, lock

OK, LOOK, USAGE, BUSY = 0, 1, 2, 3
EXIT = "Exit codes: 0 all well; 1 done, but a site failed or looks broken; 2 wrong usage, nothing done; 3 locked."


def say(message: str) -> None:
    """Progress and messages go to stderr, data to stdout."""
    print(message, file=sys.stderr, flush=True)


def quiet(message: str) -> None:
    """Says nothing."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one verb; its exit code."""
    arguments = _parser().parse_args(argv)
    verb: Callable[[argparse.Namespace], int] = arguments.verb
    try:
        return verb(arguments)
    except SiteError as error:
        say(f"signataires: {error}")
        return USAGE
    except Locked as error:
        say(f"signataires: {error}")
        return BUSY
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        say("signataires: interrupted; what was done is kept")
        return LOOK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="signataires", description="An archive of what coalitions say in public and of who signs it.", epilog=EXIT
    )
    _where(parser, os.environ.get("SIGNATAIRES_DATA", "data"))
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    common = argparse.ArgumentParser(add_help=False)
    _where(common, None)
    for name, function, told, example in VERBS:
        verb = verbs.add_parser(
            name, help=told, description=told[0].upper() + told[1:] + ".", parents=[common],
            epilog=f"Example: signataires {example}", formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        verb.set_defaults(verb=function)
        if name in ARGUMENTS:
            ARGUMENTS[name](verb)
    return parser


def _where(parser: argparse.ArgumentParser, data: str | None) -> None:
    """The folders of a verb; they may stand before or after it, so the verb's own parser has no defaults."""
    told = {
        "--data": (data, "the data folder (default: ./data, or $SIGNATAIRES_DATA)"),
        "--sites": (_shipped("scraper", "sites"), "the folder of site files (default: those shipped)"),
        "--organisations": (_shipped("archive", "data/organisations.toml"), "the directory of organisations"),
        "--judgements": (None, "what reviewers decided (default: judgements.toml beside the organisations)"),
    }
    for name, (value, text) in told.items():
        default: Any = argparse.SUPPRESS if data is None else value and Path(value)
        parser.add_argument(name, type=Path, default=default, help=text)


def _shipped(package: str, name: str) -> Path:
    return Path(str(files(package).joinpath(name)))


def _known(arguments: argparse.Namespace) -> tuple[dict[str, Site], Directory]:
    return load_sites(arguments.sites), _directory(arguments)


def _directory(arguments: argparse.Namespace) -> Directory:
    try:
        return Directory.load(arguments.organisations, _judgements(arguments))
    except (OSError, ValueError) as error:
        raise SiteError(f"the directory of organisations cannot be read: {error}") from error


def _judgements(arguments: argparse.Namespace) -> Path:
    beside: Path = arguments.organisations.with_name("judgements.toml")
    return arguments.judgements or beside


def _choose(sites: dict[str, Site], slugs: Sequence[str], folder: Path) -> dict[str, Site]:
    for slug in slugs:
        if slug not in sites:
            raise SiteError(f"no site {slug!r} in {folder}; there are {', '.join(sites)}")
    return {slug: sites[slug] for slug in slugs} if slugs else sites


# --- verbs -------------------------------------------------------------------------------------------------------


def _refresh(arguments: argparse.Namespace) -> int:
    from signataires.refresh import refresh, summary, write_report

    sites, directory = _known(arguments)
    chosen = _choose(sites, arguments.site, arguments.sites)
    with lock(arguments.data):
        report = refresh(arguments.data, chosen, sites, directory, arguments.full, quiet if arguments.quiet else say)
    if arguments.report:
        write_report(arguments.report, report)
    broken = any(site["state"] != "ok" for site in report["sites"].values())
    if broken or not arguments.quiet:
        for line in summary(report):
            say(line)
    return LOOK if broken else OK


def _crawl(arguments: argparse.Namespace) -> int:
    from scraper.crawl import crawl

    sites = load_sites(arguments.sites)
    chosen = _choose(sites, arguments.site, arguments.sites)
    with lock(arguments.data):
        tallies = crawl(chosen.values(), arguments.data, say, full=arguments.full)
    for slug, tally in tallies.items():
        for warning in ([tally["failed"]] if tally["failed"] else []) + tally["warnings"]:
            say(f"{slug}: {warning}")
    return LOOK if any(tally["state"] != "ok" for tally in tallies.values()) else OK


def _build(arguments: argparse.Namespace) -> int:
    from signataires.pipeline import build

    sites, directory = _known(arguments)
    with lock(arguments.data):
        changed = build(arguments.data, sites, directory, say)
    say(f"{len(changed)} statements changed")
    return OK


def _rebuild(arguments: argparse.Namespace) -> int:
    from signataires.pipeline import rebuild

    sites, directory = _known(arguments)
    with lock(arguments.data):
        held = rebuild(arguments.data, sites, directory, say)
    say(f"{held} statements")
    return OK


def _serve(arguments: argparse.Namespace) -> int:
    from signataires.serve import arguments as words

    command = words(arguments.data, arguments.host, arguments.port)
    say(f"http://{arguments.host}:{arguments.port}/")
    os.execv(command[0], command)


def _status(arguments: argparse.Namespace) -> int:
    from signataires.status import lines, status

    found = status(arguments.data, load_sites(arguments.sites))
    print(json.dumps(found, ensure_ascii=False, indent=2) if arguments.json else "\n".join(lines(found)))
    return LOOK if any(row["state"] in ("failed", "suspect") for row in found.values()) else OK


def _check(arguments: argparse.Namespace) -> int:
    from signataires.check import check, lines, page_from

    sites, directory = _known(arguments)
    site = _choose(sites, [arguments.site], arguments.sites)[arguments.site]
    found = check(site, page_from(site, arguments.page), directory)
    print(json.dumps(found, ensure_ascii=False, indent=2) if arguments.json else "\n".join(lines(found)))
    return OK if found["statement"] and not found["missing"] else LOOK


def _new_site(arguments: argparse.Namespace) -> int:
    from signataires.new_site import new_site

    for path in new_site(arguments.url, arguments.organisation, arguments.sites, arguments.pages):
        print(path)
    return OK


def _signatories(arguments: argparse.Namespace) -> int:
    from signataires.signatories import signatories_of

    directory = _directory(arguments)
    if not arguments.jsonl:
        raw = sys.stdin.buffer.read().decode("utf-8", "replace")
        print(json.dumps(signatories_of(raw, directory), ensure_ascii=False, indent=2))
        return OK
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
            raw, name = asked["raw"], asked["id"]
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
            raise SiteError(f'line {number} of stdin: expected {{"id", "raw"}}: {error!r}') from error
        told: dict[str, Any] = {"id": name, "signatories": signatories_of(raw, directory)}
        print(json.dumps(told, ensure_ascii=False), flush=True)
    return OK


def _suggest(arguments: argparse.Namespace) -> int:
    from signataires.review import lines, suggest

    found = suggest(arguments.data, _directory(arguments), arguments.most, held=arguments.persons)
    print(json.dumps(found, ensure_ascii=False, indent=2) if arguments.json else "\n".join(lines(found)))
    return OK


def _judge(arguments: argparse.Namespace) -> int:
    from scraper.keeper import now
    from signataires.judge import judge, undo

    path, directory = _judgements(arguments), _directory(arguments)
    if arguments.verdict == "undo":
        for entry in undo(path, arguments.name, arguments.within, arguments.organisation):
            decided = f"{entry.name!r} {entry.verdict} {entry.organisation or ''}".rstrip()
            say(f"undone: {decided} ({entry.by}, {entry.at}: {entry.why})")
    else:
        told = {name: getattr(arguments, name) for name in JUDGED} | {"at": now()}
        entry = judge(path, directory, told)
        say(f"{path}: {entry.name!r} {entry.verdict} {entry.organisation or ''}".rstrip())
    say("`signataires build` applies it; keep the file under version control")
    return OK


def _demo(arguments: argparse.Namespace) -> int:
    from signataires.demo.run import run

    return run(arguments.data, arguments.port, serve=not arguments.no_serve)


# --- arguments ---------------------------------------------------------------------------------------------------


def _add_crawl(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", nargs="*", metavar="SITE", help="slugs of sites; none: all")
    parser.add_argument("--full", action="store_true", help="read everything again, whatever is known of it")


def _add_refresh(parser: argparse.ArgumentParser) -> None:
    _add_crawl(parser)
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the report here, as JSON")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs")


def _add_signatories(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--jsonl", action="store_true", help='{"id", "raw"} a line in, {"id", "signatories"} a line out'
    )


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", metavar="SITE")
    parser.add_argument("page", metavar="URL-or-FILE")
    parser.add_argument("--json", action="store_true")


def _add_new_site(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL")
    parser.add_argument("--organisation", help="id of the organisation it belongs to (default: the slug)")
    parser.add_argument("--pages", type=Path, default=Path("tests/pages"), help="where saved pages go")


def _add_suggest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--most", type=int, default=20, metavar="N", help="how many names (default: 20)")
    parser.add_argument("--persons", action="store_true", help="names withheld because they may be persons'; private")
    parser.add_argument("--json", action="store_true", help="for programs")


JUDGED = ("name", "verdict", "organisation", "by", "why", "within", "called", "acronyms", "kind", "parent", "website")


def _add_judge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="as it is written; case, accents and dashes do not count")
    parser.add_argument(
        "verdict", choices=(*VERDICTS, "undo"),
        help="same: it means ORGANISATION; different: it does not; new: it means one that the directory lacks, which"
        " gets the id ORGANISATION; person; nobody: no signatory; unsure; undo: take back what was decided",
    )  # fmt: skip
    parser.add_argument("organisation", nargs="?", metavar="ORGANISATION", help="an id")
    parser.add_argument("--by", default=os.environ.get("SIGNATAIRES_REVIEWER"), help="who ($SIGNATAIRES_REVIEWER)")
    parser.add_argument("--why", help="on what evidence")
    parser.add_argument("--within", default="", metavar="SITE-or-STATEMENT", help="only there, by its id")
    parser.add_argument("--called", help="new: its full name (default: NAME)")
    parser.add_argument("--acronym", dest="acronyms", action="append", default=[], help="new: may be given twice")
    parser.add_argument("--kind", help="new: association, syndicat, parti, collectif…")
    parser.add_argument("--parent", help="new: id of the wider organisation")
    parser.add_argument("--website", help="new")


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8001, help="of the archive (default: 8001)")
    parser.add_argument("--no-serve", action="store_true", help="end when the archive is made")


ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "refresh": _add_refresh,
    "crawl": _add_crawl,
    "serve": _add_serve,
    "status": _add_json,
    "check": _add_check,
    "new-site": _add_new_site,
    "signatories": _add_signatories,
    "suggest": _add_suggest,
    "judge": _add_judge,
    "demo": _add_demo,
}
VERBS: list[tuple[str, Callable[[argparse.Namespace], int], str, str]] = [
    ("demo", _demo, "serve bundled sample sites, crawl them, show the archive", "demo --port 8001"),
    ("refresh", _refresh, "what cron runs: crawl and build", "refresh --quiet --report report.json"),
    ("crawl", _crawl, "the web into captures", "crawl cnpjdpi"),
    ("build", _build, "captures into the archive, without network", "build"),
    ("rebuild", _rebuild, "a new archive from all captures and corrections alone", "rebuild"),
    ("serve", _serve, "the archive in a browser", "serve --port 8001"),
    ("status", _status, "per site: last success, what is held, what looks broken", "status --json"),
    ("check", _check, "a dry run of one page of a site", "check cnpjdpi page.html"),
    ("new-site", _new_site, "look at a site and write its site file", "new-site https://example.org/"),
    ("signatories", _signatories, "the signatories of a statement on stdin, as JSON", "signatories < communique.txt"),
    ("suggest", _suggest, "names that no organisation matches, with candidates", "suggest --most 50"),
    (
        "judge",
        _judge,
        "record a person's decision on a name",
        "judge 'Attac France' same attac --by MB --why site",
    ),
]

if __name__ == "__main__":
    sys.exit(main())
