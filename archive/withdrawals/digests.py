"""Keyed digests of words and addresses: who has no key can neither read them nor try a guess.

A name is guessable, and so a salt beside its digest would protect it for as long as it takes to try all names there
are; a slow digest does not help, since it would have to be made of every run of words of every page that is read.
What makes a guess impossible is a key: 32 bytes in the private data folder, never under version control.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

NAME = "withdrawals.key"
SIZE = 16  # bytes of a salt and of a digest


class Digester:
    """Makes digests with one key and one salt."""

    def __init__(self, key: bytes, salt: str) -> None:
        self._made_of = (key, salt)
        self._begun = hashlib.blake2b(key=key, salt=bytes.fromhex(salt), digest_size=SIZE)

    def __reduce__(self) -> tuple[type[Digester], tuple[bytes, str]]:
        """By which it travels to another machine, its key with it."""
        return Digester, self._made_of

    def words(self, words: Iterable[str]) -> str:
        """The digest of a run of words as `archive.withdrawals.words` gives them."""
        return self._digest(f"words:{' '.join(words)}")

    def address(self, address: str) -> str:
        """The digest of an address, whether it says http or https, www. or not, or ends in a slash."""
        scheme, _, rest = address.rpartition("://")
        return self._digest(f"address:{rest.removeprefix('www.').rstrip('/') if scheme else address}")

    def number(self, site: str, number: str) -> str:
        """The digest of the number that a site's CMS gave a page."""
        return self._digest(f"number:{site}#{number}")

    @property
    def check(self) -> str:
        """By which a key is recognised as the one that a file's digests were made with."""
        return self._digest("check")

    def _digest(self, text: str) -> str:
        digest = self._begun.copy()
        digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def new_salt() -> str:
    """A salt for a new file, hexadecimal."""
    return secrets.token_hex(SIZE)


def read_key(data: Path) -> bytes | None:
    """The key of a data folder; None when it has none."""
    try:
        return (data / NAME).read_bytes()
    except FileNotFoundError:
        return None


def make_key(data: Path) -> bytes:
    """Makes the key of a data folder, which nobody but its owner can read."""
    data.mkdir(parents=True, exist_ok=True)
    key = secrets.token_bytes(32)
    place = os.open(data / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(place, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key
