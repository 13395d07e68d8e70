"""`signataires restore`: an archive made of a copy, brought up to its captures, and verified."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from signataires.verbs import LOOK, OK, Verb, quiet, say
from signataires.verbs.work import at_work


def run(arguments: argparse.Namespace) -> int:
    """Restores, builds what was under way when the copy was made, and names what does not hold; `LOOK` when any."""
    from signataires.evidence.backups import CORRECTIONS, restore
    from signataires.evidence.verify import findings
    from signataires.pipeline import build
    from signataires.verbs.given import known, withdrawn

    tell = quiet if arguments.quiet else say
    restore(arguments.copy, arguments.data, tell)
    corrected = arguments.data / CORRECTIONS
    arguments.sites, arguments.organisations = corrected / "sites", corrected / "organisations.toml"
    arguments.judgements, arguments.withdrawals = corrected / "judgements.toml", corrected / "withdrawals.toml"
    sites, directory = known(arguments)
    without = withdrawn(arguments, sites)
    found = 0
    with at_work(arguments), TemporaryDirectory(prefix="verify-", dir=arguments.data) as work:
        build(arguments.data, sites, directory, tell, withdrawn=without)
        for finding in findings(arguments.data, Path(work), sites, directory, tell):
            print(finding, flush=True)
            found += 1
    tell(f"what was corrected by hand is in {corrected}: bring it back to where the command looks, or name it there")
    return LOOK if found else OK


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("copy", type=Path, metavar="COPY", help="a folder that `signataires backup` printed")
    parser.add_argument("--quiet", action="store_true", help="say only what does not hold")


VERB = Verb(
    "restore",
    "an archive from a copy, into a new folder, verified",
    "restore /mnt/copies/20261125T031500Z --data fresh",
    run,
    _arguments,
)
