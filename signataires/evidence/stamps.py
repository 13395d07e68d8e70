"""Time stamps (RFC 3161) over manifests: an authority says that one, and so every capture before it, was there by then.

`data/manifests/000012.jsonl.tsr` is the authority's answer as it came, which OpenSSL reads too. Since manifests are
chained, a stamp over the newest one holds for all before it; one that could not be had is made up for by the next.
"""

from __future__ import annotations

import hashlib
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.error import URLError

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from scraper.site import SiteError
from signataires.evidence.manifests import FOLDER, head

ENDING = ".tsr"
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
PATIENCE, LARGEST = 30.0, 1_000_000  # seconds, bytes
GRANTED = (0, 1)  # granted, granted with modifications
Say = Callable[[str], None]


def stamp(data: Path, authority: str, say: Say) -> Path | None:
    """Has an authority stamp the newest manifest; None when there is none or it is stamped already.

    An authority that does not answer, or answers something else, is told, and the archive goes on without.
    """
    name, _ = head(data)
    path = data / FOLDER / name
    target = path.with_name(path.name + ENDING)
    if not name or not path.is_file() or target.exists():
        return None
    raw = path.read_bytes()
    request = TimestampRequestBuilder().data(raw).nonce(nonce=True).cert_request(cert_request=True).build()
    try:
        answer = _ask(authority, request.as_bytes())
        if why := _fault(decode_timestamp_response(answer), raw):
            raise ValueError(why)
    except (OSError, URLError, ValueError) as error:
        say(f"{authority}: no time stamp over manifest {name}: {error}; the next run asks again")
        return None
    draft = target.with_name(f".{target.name}")
    draft.write_bytes(answer)
    return draft.replace(target)


def _ask(authority: str, query: bytes) -> bytes:
    if not authority.startswith(("http://", "https://")):
        raise SiteError(f"{authority}: no address of an authority for time stamps; it begins with https:// or http://")
    request = urllib.request.Request(authority, query, {"Content-Type": QUERY, "Accept": REPLY})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        found: bytes = answer.read(LARGEST)
    return found


def _fault(response: TimeStampResponse, raw: bytes) -> str:
    """Why an answer is no stamp over these bytes; empty when it is one."""
    if response.status not in GRANTED:
        return f"it was refused ({' '.join(map(str, response.status_string))})"
    if response.tst_info.message_imprint.message != hashlib.sha512(raw).digest():
        return "it is over something else"
    return ""


def certificates(path: Path) -> list[Certificate]:
    """The certificates of an authority, in PEM. Raises `SiteError` for a file that holds none."""
    try:
        return load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SiteError(f"{path}: no certificate of an authority for time stamps ({error})") from error


def failing(data: Path, roots: Sequence[Certificate], say: Say) -> Iterator[str]:
    """The stamps that do not hold, in words: over another manifest, or not by an authority of these certificates."""
    found = sorted((data / FOLDER).glob(f"*{ENDING}"))
    for path in found:
        name = path.name.removesuffix(ENDING)
        try:
            raw = path.with_name(name).read_bytes()
            response = decode_timestamp_response(path.read_bytes())
            if (why := _fault(response, raw)) or not roots:
                yield from [f"the time stamp {path.name} does not hold: {why}"] if why else []
                continue
            _verified(response, raw, roots)
        except (OSError, ValueError, VerificationError) as error:
            yield f"the time stamp {path.name} does not hold: {error}"
    if found:
        held = "held to the certificates given" if roots else "of whom is not known: --authority names a certificate"
        say(f"{len(found)} time stamps, {held}")


def _verified(response: TimeStampResponse, raw: bytes, roots: Sequence[Certificate]) -> None:
    builder = VerifierBuilder()
    for root in roots:
        builder = builder.add_root_certificate(root)
    builder.build().verify_message(response, raw)
