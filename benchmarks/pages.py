"""Lighthouse's word on the pages that are opened most.

    python -m benchmarks.pages [--at http://127.0.0.1:8001] [--reports FOLDER]

Runs the Lighthouse of `benchmarks/lighthouse` (installed there by `npm ci`, once) with Debian's Chromium over the
demo's archive, as a telephone sees it and as a desk does, and prints its four scores of 0 to 100 with each audit that
is not perfect. Ends with 1 when home, search, results or statement are below the bounds; performance tells of this
machine and of what else it does meanwhile.

Results of a query are kept out of search engines on purpose, so their audit « is-crawlable » is left out there; on
`/recherche` itself, which lists every text, it is not.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.test_browser import CHROMIUM, QUIET
from tools.pictures import served

HERE = Path(__file__).parent / "lighthouse"
PROGRAM = HERE / "node_modules/lighthouse/cli/index.js"
PAGES = {
    "home": "/", "search": "/recherche", "results": "/recherche?q=pont", "statement": "/communiques/ondes-21",
    "organisation": "/organisations/cosyval", "network": "/reseau",
}  # fmt: skip
BOUND = ("home", "search", "results", "statement")
BOUNDS = {"performance": 90, "accessibility": 95, "best-practices": 95, "seo": 95}
ON_PURPOSE = {"results": "is-crawlable"}


def main() -> int:
    """Prints a line for each page and form; 1 when one is below the bounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", default="", help="an archive that is served already")
    parser.add_argument("--reports", type=Path, help="where Lighthouse's own reports go")
    told = parser.parse_args()
    if not PROGRAM.is_file():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    print(f"Lighthouse {json.loads((PROGRAM.parents[1] / 'package.json').read_text('utf-8'))['version']}")
    low = 0
    with served(told.at) as home, tempfile.TemporaryDirectory() as folder:
        for page, path in PAGES.items():
            for form in ("mobile", "desktop"):
                report = audit(home + path, form, page, (told.reports or Path(folder)) / f"{page}-{form}.json")
                found = scores(report)
                low += page in BOUND and any(found[name] < bound for name, bound in BOUNDS.items())
                print(f"{page:13} {form:8}", *(f"{name} {found[name]:3}" for name in BOUNDS), *imperfect(report))
    return 1 if low else 0


def audit(address: str, form: str, page: str, report: Path) -> dict[str, Any]:
    """What Lighthouse says of a page; raises `CalledProcessError` when it could not run in three attempts."""
    flags = " ".join(("--headless=new", *QUIET))
    command = ["node", PROGRAM, address, "--quiet", "--no-enable-error-reporting", "--output=json",
               f"--output-path={report}", f"--chrome-flags={flags}"]  # fmt: skip
    command += ["--preset=desktop"] if form == "desktop" else []
    command += [f"--skip-audits={ON_PURPOSE[page]}"] if page in ON_PURPOSE else []
    report.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(3):
        # on a busy machine Chromium's trace can lack its own beginning: Lighthouse asks to be run again
        done = subprocess.run(
            command, check=attempt == 2, env={**os.environ, "CHROME_PATH": CHROMIUM}, stdout=subprocess.DEVNULL
        )
        if not done.returncode:
            break
    told: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return told


def scores(report: dict[str, Any]) -> dict[str, int]:
    """The scores by category, of 100; 0 where Lighthouse could not tell."""
    return {name: round(100 * (told["score"] or 0)) for name, told in report["categories"].items()}


def imperfect(report: dict[str, Any]) -> list[str]:
    """The audits that cost a page something, with what they found."""
    weighed = {ref["id"] for told in report["categories"].values() for ref in told["auditRefs"] if ref["weight"]}
    found = ((name, report["audits"][name]) for name in sorted(weighed & report["audits"].keys()))
    return [
        f"\n    {name} {told['score']} {told.get('displayValue', '')}"
        for name, told in found
        if told["score"] is not None and told["score"] < 1
    ]


if __name__ == "__main__":
    sys.exit(main())
