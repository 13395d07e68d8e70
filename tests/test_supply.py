"""What we depend on: pinned by digest, listed in a bill of materials, asked about; and no page of a stranger in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.audit import ask, flaws, unasked

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
PINNED = re.compile(r"^[A-Za-z0-9._-]+==[^ ]+(?: ; [^\\]+)? \\$")


@pytest.mark.parametrize("name", LOCKS)
def test_everything_is_pinned_by_its_digest(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    packages = [line for line in lines if not line.startswith("    --hash=sha256:")]
    assert packages
    assert [line for line in packages if not PINNED.match(line)] == []
    assert not [line for line in lines if "://" in line]


def bill(target: Path, validated: str) -> bytes:
    made = subprocess.run(
        ["make", "-s", "-o", "install-test", f"PYTHON={sys.executable}", f"SBOM={target}", f"VALIDATED={validated}",
         "sbom"], cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return target.read_bytes()


def test_the_bill_of_materials_is_whole_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = bill(tmp_path / "a.json", "--validate"), bill(tmp_path / "b.json", "--no-validate")
    assert first == second
    told = json.loads(first)
    assert (told["bomFormat"], told["metadata"]["component"]["name"]) == ("CycloneDX", "signataires")
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==([^ ]+)", (ROOT / LOCKS[0]).read_text("utf-8"), re.M)
    assert sorted((one["name"], one["version"]) for one in told["components"]) == sorted(pinned)


def test_flaws_are_told_with_what_mends_them() -> None:
    told = [
        {
            "name": "halte",
            "version": "1.0",
            "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["1.1"]}],
        },
        {"name": "quai", "version": "2.0", "vulns": []},
        {"name": "pont", "skip_reason": "not found"},
    ]
    assert list(flaws(told)) == ["halte 1.0: PYSEC-1, CVE-1; mended in 1.1"]
    assert unasked(told) == ["pont"]


def test_a_database_that_cannot_be_asked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody answers there
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    lock = tmp_path / "a.lock"
    lock.write_text(f"halte==1.0 \\\n    --hash=sha256:{'0' * 64}\n", "utf-8")
    told = ask(lock)
    assert isinstance(told, str) or unasked(told)


def test_security_policy_says_where_to_write() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert all(word in text for word in ("make audit", "make sbom", "deploy/nginx.conf", "report"))
