"""The text of a PDF, read in a process of its own: a hostile file can only harm that process."""

from __future__ import annotations

import subprocess
import sys

SECONDS = 30  # of processor time and of waiting
MEMORY = 1 << 30  # bytes
PAGES = 400  # a list of signatories beyond them is not a communiqué's
CHARACTERS = 2_000_000


class PdfError(ValueError):
    """A PDF whose text cannot be had; the message says why."""


def pdf_text(body: bytes) -> str:
    """The text of a PDF, pages parted by an empty line. Raises `PdfError` when it is broken, hostile or too large."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "scraper.pdf"], input=body, capture_output=True, timeout=SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired:
        raise PdfError(f"the PDF was not read in {SECONDS * 2} seconds") from None
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PdfError(f"the PDF cannot be read: {told[-1] if told else f'signal {-done.returncode}'}")
    return done.stdout.decode("utf-8", "replace")


def _limit() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> int:
    import pypdfium2

    body = sys.stdin.buffer.read()
    _limit()
    document = pypdfium2.PdfDocument(body)
    taken = 0
    for number in range(min(len(document), PAGES)):
        text = document[number].get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "-")
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n\n")
        taken += len(text)
        if taken > CHARACTERS:
            break
    return 0


if __name__ == "__main__":
    sys.exit(_main())
