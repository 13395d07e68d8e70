"""The log of a data folder: what its runs said, and what failed in them. It turns itself over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "signataires.log"
SIZE, KEPT = 1_000_000, 3  # bytes of one file, and how many former ones stay

Say = Callable[[str], None]


class _Handler(RotatingFileHandler):
    """A log that cannot be written, on a full disk, must not be what ends a run; what it said went to stderr too."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the name that logging calls)
        """Passes over it."""


def log_to(data: Path) -> None:
    """Sends what is said, and what Scrapy has to tell of failures, to the log of a data folder."""
    handler = _Handler(data / NAME, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"))
    for name, level in {"signataires": logging.INFO, "scrapy": logging.ERROR, "twisted": logging.ERROR}.items():
        logger = logging.getLogger(name)
        for former in logger.handlers[:]:
            logger.removeHandler(former)
            former.close()
        logger.addHandler(handler)
        logger.propagate = False
        logger.setLevel(level)


def logged(say: Say) -> Say:
    """Says it and keeps it in the log."""

    def both(message: str) -> None:
        logging.getLogger("signataires").info("%s", message)
        say(message)

    return both
