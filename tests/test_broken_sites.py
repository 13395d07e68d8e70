"""Sites that break, through the command as cron runs it: report, status, exit code; one bad site stops nobody."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scraper.site import load_sites
from signataires.demo import Demo, serve_demo, write_sites
from signataires.demo.web import Request, Response, SiteState
from tests.archives import Archive
from tests.digest import content, rows
from tests.mutations import Break
from tests.simulated import Answer


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def break_site(demo: Demo, archive: Archive, slug: str, name: str) -> None:
    """Lays a mutation over what one of the running sites answers."""
    server, wrong = demo.servers[slug], Break(load_sites(archive.sites)[slug]).all()[name]
    honest = server.answer

    def broken(state: SiteState, request: Request) -> Response:
        found = honest(state, request)
        answer = Answer(found.status, {key.lower(): value for key, value in found.headers}, found.body)
        made = wrong(urljoin(server.home, request.target), answer)
        return found if made is answer else Response(made.status, made.body, tuple(made.headers.items()))

    server.answer = broken


def test_one_site_breaks_and_the_others_go_on(archive: Archive) -> None:
    with serve_demo() as demo:
        write_sites(archive.sites, demo.homes)
        assert archive.refresh()[0] == 0
        before = content(archive.path)
        break_site(demo, archive, "ondes", "one and the same text")
        break_site(demo, archive, "lagazette", "maintenance pages")
        code, report, stderr = archive.refresh("--full")
    assert code == 1
    assert {slug: site["state"] for slug, site in report.items()} == {
        "ondes": "suspect", "passerelles": "ok", "lagazette": "suspect",
    }  # fmt: skip
    assert {slug: site["held_back"] for slug, site in report.items()} == {
        "ondes": True, "passerelles": False, "lagazette": True,
    }  # fmt: skip
    told = " ".join(report["lagazette"]["warnings"])
    assert "show something else than the site: closed for maintenance" in told
    assert f"such as {demo.homes['lagazette']}textes/" in told
    assert "to do: look at the site in a browser" in told
    assert all(warning in stderr for site in report.values() for warning in site["warnings"])
    assert content(archive.path) == before
    _is_told_by_status(archive)


def _is_told_by_status(archive: Archive) -> None:
    done = archive.run("status")
    assert done.returncode == 1
    assert "closed for maintenance" in done.stdout
    told = json.loads(archive.run("status", "--json").stdout)
    assert told["lagazette"]["held_back"] is True
    assert any("to do:" in doubt for doubt in told["lagazette"]["doubts"])
    ((state, message),) = rows(archive.path, "select state, message from sites where id = 'lagazette'")
    assert state == "suspect"
    assert "site en maintenance" in message
    assert "à faire" in message
    build = archive.run("build")
    assert build.returncode == 1
    assert "lagazette: " in build.stderr


# --- certificates --------------------------------------------------------------------------------------------------


def certificates(folder: Path) -> dict[str, Path]:
    """An authority of our own, and certificates by it: a good one, one that ran out, one for another host."""
    authority, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Autorité d’essai")])

    def signed(key: Any, subject: x509.Name, names: list[x509.GeneralName], days: int) -> x509.Certificate:
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(name).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number())
        made = made.not_valid_before(now - timedelta(days=90)).not_valid_after(now + timedelta(days=days))
        made = made.add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
        if names:
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return made.sign(authority, hashes.SHA256())

    found = {"authority": folder / "authority.pem"}
    whole = signed(authority, name, [], 30).public_bytes(serialization.Encoding.PEM)
    found["authority"].write_bytes(whole)
    here, elsewhere = x509.IPAddress(ip_address("127.0.0.1")), x509.DNSName("autre.example")
    for kind, host, days in (("good", here, 30), ("expired", here, -2), ("another", elsewhere, 30)):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, kind)])
        own = signed(key, subject, [host], days).public_bytes(serialization.Encoding.PEM)
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        found[kind] = folder / f"{kind}.pem"
        found[kind].write_bytes(own + secret)
    return found


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        links = "".join(f'<li><a href="/un-texte-numero-{n}">Texte {n}</a></li>' for n in range(6))
        text = f"<p>{'La halte de Sarvance doit rouvrir, et le guichet avec elle. ' * 8}{self.path}</p>"
        body = f"<html><title>Halte</title><h1>Texte {self.path}</h1>{text}<ul>{links}</ul></html>".encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on stderr."""


@contextmanager
def secured(certificate: Path) -> Iterator[str]:
    """A small site over TLS with that certificate; its home."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients that hang up are what is tested
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_certificate_that_is_not_valid(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, more = certificates(tmp_path), "scope.whole = true\n[discover]\nfeeds = []\nsitemaps = []\n"
    monkeypatch.setenv("SSL_CERT_FILE", str(found["authority"]))
    with secured(found["good"]) as good, secured(found["expired"]) as expired, secured(found["another"]) as another:
        for slug, home in (("bon", good), ("perime", expired), ("autrui", another)):
            archive.site(slug, home, "generic", more)
        archive.site("quand-meme", expired.replace("127.0.0.1", "localhost"), "generic", f"certificate = false\n{more}")
        code, report, stderr = archive.refresh()
    assert code == 1
    states = {slug: site["state"] for slug, site in report.items()}
    assert states == {"bon": "ok", "perime": "failed", "autrui": "failed", "quand-meme": "ok"}, stderr
    for slug in ("perime", "autrui"):
        assert "certificate" in " ".join(report[slug]["warnings"]), report[slug]
        assert "certificate = false" in " ".join(report[slug]["warnings"])
