"""A real WordPress site on loopback with a MariaDB of its own, installed and filled as an editor would."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.servers import markup
from tests.servers.apache import Apache, free_port
from tests.servers.corpus import Article
from tests.servers.process import PATIENCE, ZONE, ServerError, fill, give_to_server, run, running, server_user
from tests.servers.site import Site, attached, own_folder, program, saved_documents

FILLER = Path(__file__).with_name("fill_wordpress.php")
NAME = "Union des Quatre Vents"
CLOSED_FLAG = "wp-content/rest-closed"

# Small files, nothing waits for the disk: a database that lives as long as a test.
MARIADB = (
    "--no-defaults", "--skip-networking", "--skip-log-bin", "--skip-sync-frm", "--innodb-log-file-size=8M",
    "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
    "--skip-innodb-doublewrite", "--skip-innodb-file-per-table",
)  # fmt: skip

CONFIGURATION = """\
<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '{home}');
define('WP_SITEURL', '{home}');
define('WP_ENVIRONMENT_TYPE', 'local');
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_POST_REVISIONS', false);
{keys}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""
KEYS = [f"{kind}_{use}" for use in ("KEY", "SALT") for kind in ("AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE")]

REWRITING = """\
RewriteEngine On
RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /index.php [L]
"""

# What plugins that "secure" a site do: the API answers to nobody who is not logged in.
CLOSING = """\
<?php
add_filter('rest_authentication_errors', function ($result) {
	if ($result || is_user_logged_in() || !file_exists(ABSPATH . '%s')) {
		return $result;
	}
	return new WP_Error('rest_not_logged_in', 'Vous n’êtes pas connecté.', ['status' => 401]);
});
"""


@dataclass
class WordPress(Site):
    """A running WordPress 6.1. Numbers are its post ids."""

    database_group: int = 0

    @classmethod
    @contextlib.contextmanager
    def start(
        cls, folder: Path, theme: str = "twentytwentyone", permalinks: str = "/%year%/%monthnum%/%postname%/"
    ) -> Iterator[WordPress]:
        """A new site in one of the themes `twentytwentyone` (classic) and `twentytwentythree` (blocks)."""
        with own_folder("wordpress") as own, mariadb(own, folder) as (socket, group):
            root = own / "site"
            shutil.copytree(program("wordpress"), root)
            port = free_port()
            _configure(root, socket, f"http://127.0.0.1:{port}")
            with Apache.start(root, own / "run", folder, port) as apache:
                site = cls(apache, root, own, database_group=group)
                password = secrets.token_hex(8)
                site._fill(
                    "install",
                    {"name": NAME, "password": password, "zone": ZONE, "theme": theme, "permalinks": permalinks},
                )
                site.reset_log()
                yield site

    @property
    def groups(self) -> tuple[int, ...]:
        """The process groups that this site runs in."""
        return (self.apache.group, self.database_group)

    def load(self, articles: Sequence[Article]) -> list[int]:
        """Enters the articles, in order, and says their numbers."""
        with saved_documents(self.own, articles) as paths:
            return self._fill("load", [_fields(article, paths) for article in articles])

    def change(
        self, number: int, *, title: str | None = None, text: str | None = None, state: str | None = None
    ) -> None:
        """Edits one post. Waits around it: WordPress notes the moment of a change to the second only."""
        time.sleep(1.1)
        self._fill("change", {"number": number, "title": title, "text": text, "state": state})
        time.sleep(1.1)

    def close_rest(self) -> None:
        """The API answers 401 to all, its root included."""
        (self.root / CLOSED_FLAG).touch()

    def open_rest(self) -> None:
        """The API answers again."""
        (self.root / CLOSED_FLAG).unlink(missing_ok=True)

    def _fill(self, verb: str, given: object) -> list[int]:
        return fill(FILLER, self.home, verb, site=self.root, given=given)


@contextlib.contextmanager
def mariadb(own: Path, logs: Path) -> Iterator[tuple[Path, int]]:
    """A MariaDB with an empty database `wordpress`: the socket it is reached through, and its process group."""
    data, socket = own / "database", own / "run" / "mariadb.sock"
    data.mkdir()
    give_to_server(data)
    user = [f"--user={server_user()}"] if server_user() else []
    how = [f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"]
    run(["mariadb-install-db", *MARIADB, *user, *how], cwd=own)
    where = [f"--datadir={data}", f"--socket={socket}", f"--pid-file={own}/run/mariadb.pid"]
    with running(["mariadbd", *MARIADB, *where], logs / "mariadb.log", server_user()) as process:
        _create_database(socket, process, logs)
        yield socket, process.pid


def _create_database(socket: Path, process: subprocess.Popen[bytes], logs: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    create = [
        "mariadb",
        "--no-defaults",
        f"--socket={socket}",
        "--user=root",
        "-e",
        "CREATE DATABASE wordpress CHARACTER SET utf8mb4",
    ]
    while time.monotonic() < deadline and process.poll() is None:
        if socket.exists() and subprocess.run(create, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise ServerError(f"mariadbd does not answer at {socket}; see {logs}/mariadb.log")


def _configure(root: Path, socket: Path, home: str) -> None:
    keys = "\n".join(f"define('{key}', '{secrets.token_hex(16)}');" for key in KEYS)
    (root / "wp-config.php").write_text(CONFIGURATION.format(socket=socket, home=home, keys=keys), encoding="utf-8")
    (root / ".htaccess").write_text(REWRITING, encoding="utf-8")
    plugins, uploads = root / "wp-content/mu-plugins", root / "wp-content/uploads"
    for folder in (plugins, uploads):
        folder.mkdir(exist_ok=True)
    (plugins / "close-rest.php").write_text(CLOSING % CLOSED_FLAG, encoding="utf-8")
    give_to_server(uploads)


def _fields(article: Article, paths: dict[str, str]) -> dict[str, object]:
    return {
        "title": article.title,
        "excerpt": article.standfirst,
        "text": markup.wordpress(article),
        "published": article.published.strftime("%Y-%m-%d %H:%M:%S"),
        "state": article.state,
        "section": article.section,
        "authors": article.authors,
        "keywords": article.keywords,
        "documents": attached(article, paths),
    }
