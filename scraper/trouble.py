"""What the machine refuses, in words that a person can act on."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

KEPT = "what was there is kept, and the next run goes on from there"
_OF_SYSTEM = {
    errno.ENOSPC: "the disk is full; make room",
    errno.EDQUOT: "the quota of this user is used up; make room",
    errno.EFBIG: "no larger file may be written here; raise the limit (ulimit -f)",
    errno.EROFS: "the disk can only be read; mount it for writing",
    errno.EACCES: "this user may not write there; give the folder to the user who runs signataires",
    errno.EPERM: "this user may not write there; give the folder to the user who runs signataires",
    errno.EIO: "the disk fails; look at the system's log, and restore from a backup",
    errno.EMFILE: "too many files are open; raise the limit (ulimit -n)",
}
_OF_SQLITE = {
    "SQLITE_FULL": "the disk is full; make room",
    "SQLITE_READONLY": "the database can only be read; give the folder to the user who runs signataires",
    "SQLITE_CANTOPEN": "the database cannot be opened; give the folder to the user who runs signataires",
    "SQLITE_BUSY": "another program has kept the database locked; end it",
    "SQLITE_IOERR": "the disk is full or fails; make room, or look at the system's log",
    "SQLITE_CORRUPT": "the database is damaged; move it away, `signataires rebuild` makes it again from the captures",
    "SQLITE_NOTADB": "this is no database; move it away, `signataires rebuild` makes it again from the captures",
}


def meaning(error: OSError | sqlite3.Error, data: Path) -> str | None:
    """What an error of the system or of SQLite means, and what to do; None for one that is a fault of our own."""
    if isinstance(error, OSError):
        meant = _OF_SYSTEM.get(error.errno or 0)
        where = error.filename or data
    else:
        name = getattr(error, "sqlite_errorname", "")
        meant = next((text for known, text in _OF_SQLITE.items() if name.startswith(known)), None)
        where = data
    return f"{where}: {meant} ({error})" if meant else None
