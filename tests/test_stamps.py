"""An authority stamps the newest manifest; `verify` holds it to the manifest and to the authority's certificate."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from signataires.evidence.manifests import FOLDER
from signataires.evidence.stamps import certificates, failing, stamp
from tests.archives import Archive
from tests.small_site import SmallSite

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


def openssl(folder: Path, *words: str | Path) -> None:
    done = subprocess.run(["openssl", *map(str, words)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys and certificates of an authority of our own."""
    folder = tmp_path_factory.mktemp("authority")
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Racine", "-keyout",
            "root.key", "-out", "root.pem")  # fmt: skip
    openssl(
        folder,
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=Horodatage",
        "-keyout",
        "tsa.key",
        "-out",
        "tsa.csr",
    )
    (folder / "extensions").write_text("extendedKeyUsage = critical,timeStamping\nkeyUsage = digitalSignature\n")
    openssl(folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
            "-days", "30", "-extfile", "extensions", "-out", "tsa.pem")  # fmt: skip
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    return folder


@pytest.fixture
def address(authority: Path) -> Iterator[str]:
    """Where it answers, by `openssl ts`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (authority / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            openssl(authority, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-signer", "tsa.pem",
                    "-inkey", "tsa.key", "-out", "reply")  # fmt: skip
            self.send_response(200)
            self.end_headers()
            self.wfile.write((authority / "reply").read_bytes() if self.path == "/" else b"nothing")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on stderr."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with a manifest."""
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "000001.jsonl").write_text('{"manifest":1}\n')
    (folder / "HEAD").write_text("000001.jsonl x\n")
    return tmp_path


def test_a_stamp_holds_and_openssl_says_so(data: Path, authority: Path, address: str) -> None:
    path = stamp(data, address, str)
    assert path == data / FOLDER / "000001.jsonl.tsr"
    assert stamp(data, address, str) is None
    said = list[str]()
    assert list(failing(data, certificates(authority / "root.pem"), said.append)) == []
    assert said == ["1 time stamps, held to the certificates given"]
    assert list(failing(data, [], str)) == []
    manifest = data / FOLDER / "000001.jsonl"
    openssl(authority, "ts", "-verify", "-data", manifest, "-in", path, "-CAfile", "root.pem", "-untrusted", "tsa.pem")


def test_what_does_not_hold_is_named(data: Path, authority: Path, address: str, tmp_path: Path) -> None:
    assert stamp(data, address, str)
    roots = certificates(authority / "root.pem")
    openssl(tmp_path, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Autre", "-keyout",
            "k", "-out", "other.pem")  # fmt: skip
    assert "000001.jsonl.tsr" in next(failing(data, certificates(tmp_path / "other.pem"), str))
    manifest = data / FOLDER / "000001.jsonl"
    before = manifest.read_bytes()
    manifest.write_text('{"manifest":2}\n')
    assert "over something else" in next(failing(data, [], str))
    manifest.write_bytes(before)
    path = data / FOLDER / "000001.jsonl.tsr"
    raw = bytearray(path.read_bytes())
    raw[-20] ^= 1
    path.write_bytes(raw)
    assert list(failing(data, roots, str))
    shutil.move(manifest, tmp_path / "away")
    assert list(failing(data, roots, str))


def test_an_authority_that_is_none_is_told(data: Path, address: str) -> None:
    said = list[str]()
    assert stamp(data, f"{address}nothing", said.append) is None
    assert stamp(data, "http://127.0.0.1:9/", said.append) is None
    assert len(said) == 2
    assert all("no time stamp over manifest 000001.jsonl" in one for one in said)
    assert [path.name for path in (data / FOLDER).iterdir() if path.name.endswith(".tsr")] == []


def test_a_run_has_its_manifest_stamped_and_verify_says_by_whom(tmp_path: Path, authority: Path, address: str) -> None:
    archive = Archive(tmp_path)
    with SmallSite("wordpress") as site:
        for number in range(3):
            site.add(
                f"Le pont des Saules, {number}", (f"Le pont {number} est fermé depuis un mois. " * 9,), ("Alerte",)
            )
        archive.site("essai", site.home, "wordpress")
        code, _, said = archive.refresh("--timestamps", address)
    assert code == 0
    assert "no time stamp" not in said
    assert [*(archive.data / FOLDER).glob("*.tsr")]
    done = archive.run("verify", "--authority", str(authority / "root.pem"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "held to the certificates given" in done.stdout + done.stderr
    (stamped,) = (archive.data / FOLDER).glob("*.tsr")
    raw = bytearray(stamped.read_bytes())
    raw[-20] ^= 1
    stamped.write_bytes(raw)
    done = archive.run("verify", "--authority", str(authority / "root.pem"))
    assert done.returncode != 0
    assert stamped.name in done.stdout + done.stderr
