"""Where captures lie: below the data folder, or on any file system that fsspec reaches, such as object storage."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from scraper.site import SiteError

CAPTURES = "SIGNATAIRES_CAPTURES"
DRAFT = ".open"  # what is not whole yet


def captures(data: Path) -> Path:
    """The folder of all captures: `$SIGNATAIRES_CAPTURES`, which may be an address such as s3://bucket/warc."""
    told = os.environ.get(CAPTURES, "")
    return place(told) if told else data / "warc"


def place(told: str) -> Path:
    """A folder by its path or address. Raises `SiteError` for a kind of address that nothing here can read."""
    if "://" not in told:
        return Path(told)
    try:
        from upath import UPath

        return cast(Path, UPath(told.rstrip("/"), use_listings_cache=False))  # it has all of a path's methods
    except (ImportError, ValueError) as error:
        raise SiteError(
            f"{told}: no such storage can be read here ({error}); pip install 'signataires[cluster]'"
        ) from error


def is_remote(path: Path) -> bool:
    """Whether a folder lies on another file system than this machine's own."""
    return not isinstance(path, Path)


def sizes(folder: Path) -> dict[str, int]:
    """How many bytes each file of a folder has, by name; nothing where there is no such folder."""
    if is_remote(folder):
        storage, found = cast(Any, folder), dict[str, int]()
        storage.fs.invalidate_cache()
        if storage.fs.exists(storage.path):
            for item in storage.fs.ls(storage.path, detail=True):
                if item["type"] == "file":
                    found[item["name"].rpartition("/")[2]] = int(item["size"])
        return found
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as files:
        return {file.name: file.stat().st_size for file in files if file.is_file()}


def put(source: Path, target: Path) -> None:
    """Copies a file of this machine to a place, where it appears whole or not at all."""
    if is_remote(target):
        storage = cast(Any, target)
        storage.fs.put_file(str(source), storage.path)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}{DRAFT}")
    try:
        shutil.copyfile(source, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def get(source: Path, target: Path) -> None:
    """Copies a file from a place to this machine."""
    if is_remote(source):
        storage = cast(Any, source)
        storage.fs.get_file(storage.path, str(target))
    else:
        shutil.copyfile(source, target)


def ship(local: Path, captures: Path) -> None:
    """Brings whole files of captures from the folder that they were written in to the one where all lie."""
    if local == captures or not local.is_dir():
        return
    for path in sorted(local.glob("*.warc*")):
        if path.name.endswith(DRAFT):
            continue
        put(path, captures / path.name)
        path.unlink()


def remove(folder: Path) -> None:
    """Deletes a folder with all that is in it."""
    if is_remote(folder):
        storage = cast(Any, folder)
        if storage.fs.exists(storage.path):
            storage.fs.rm(storage.path, recursive=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def at_hand(data: Path) -> Iterator[None]:
    """While it lasts, all captures lie on this machine, to be rewritten; then they go back to where they were."""
    far, local = captures(data), data / "warc"
    if far == local:
        yield
        return
    local.mkdir(parents=True, exist_ok=True)
    for name in sizes(far):
        get(far / name, local / name)
    told = os.environ.pop(CAPTURES)
    try:
        yield
    finally:
        os.environ[CAPTURES] = told
    ship(local, far)
