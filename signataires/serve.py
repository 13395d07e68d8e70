"""The archive in a browser: Datasette with everything wired."""

from __future__ import annotations

import sys
from pathlib import Path

from scraper.site import SiteError

HERE = Path(__file__).resolve().parent


def metadata_path() -> Path:
    """Where `datasette-metadata.json` is: in the checkout, or where the package installed it."""
    for path in (
        HERE.parent / "datasette-metadata.json",
        Path(sys.prefix) / "share/signataires/datasette-metadata.json",
    ):
        if path.is_file():
            return path
    raise SiteError("datasette-metadata.json is not installed; reinstall the package")


def arguments(data: Path, host: str, port: int) -> list[str]:
    """What Datasette is asked to do. Raises `SiteError` when there is no archive to show."""
    archive = data / "archive.db"
    if not archive.is_file():
        raise SiteError(f"{archive}: there is no archive yet; `signataires refresh` or `signataires build` makes it")
    settings = {"default_page_size": 50, "max_csv_mb": 0, "sql_time_limit_ms": 3000, "suggest_facets": "off"}
    settings["truncate_cells_html"] = 300  # a table of whole texts is forty screens high
    told = [word for name, value in settings.items() for word in ("--setting", name, str(value))]
    where = ["-h", host, "-p", str(port)]
    return [sys.executable, "-m", "datasette", "serve", str(archive), "-m", str(metadata_path()), *where, *told]
