"""An Apache of its own for one test site: a free port on loopback, PHP, and nothing left when it is over."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import PATIENCE, ZONE, ServerError, running, server_user

MODULES = Path("/usr/lib/apache2/modules")
LOADED = (
    "mpm_prefork", "authz_core", "access_compat", "setenvif", "env", "headers", "expires", "deflate", "filter", "dir",
    "mime", "rewrite",
)  # fmt: skip

CONFIGURATION = """\
{modules}
LoadModule php_module {php}
ServerRoot "{root}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{run}/apache.pid"
DefaultRuntimeDir "{run}"
Mutex pthread
{user}
StartServers 4
MinSpareServers 2
MaxRequestWorkers 16
DocumentRoot "{root}"
DirectoryIndex index.php index.html
TypesConfig /etc/mime.types
LogLevel warn
ErrorLog "{logs}/apache-error.log"
LogFormat "%r %>s" requests
CustomLog "{logs}/apache-access.log" requests
php_admin_value date.timezone {zone}
php_admin_value session.save_path "{run}"
php_admin_value upload_tmp_dir "{run}"
php_admin_value sys_temp_dir "{run}"
<Directory "{root}">
  Options FollowSymLinks
  AllowOverride All
  Require all granted
</Directory>
<FilesMatch \\.php$>
  SetHandler application/x-httpd-php
</FilesMatch>
"""


def free_port() -> int:
    """A port of loopback that nobody was listening on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Apache:
    """A running Apache: where it answers, its process group and its logs."""

    home: str
    group: int
    logs: Path

    @classmethod
    @contextlib.contextmanager
    def start(cls, root: Path, run: Path, logs: Path, port: int) -> Iterator[Apache]:
        """Serves `root`; `run` is for its own files, `logs` stays after the end."""
        configuration = run / "apache.conf"
        configuration.write_text(_configuration(root, run, logs, port), encoding="utf-8")
        command: list[str | Path] = ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", configuration]
        with running(command, logs / "apache-start.log") as process:
            _wait_for_port(port, process, logs)
            yield cls(home=f"http://127.0.0.1:{port}/", group=process.pid, logs=logs)

    def requests(self, since: int = 0) -> list[tuple[str, str, int]]:
        """Method, path with query, and status of each request, from byte `since` of the access log."""
        self.log_size()
        text = (self.logs / "apache-access.log").read_bytes()[since:].decode("utf-8", "replace")
        lines = (line.split(" ") for line in text.splitlines())  # a connection closed without a request: "- 408"
        return [(line[0], line[1], int(line[3])) for line in lines if len(line) == 4]

    def log_size(self) -> int:
        """The length of the access log once it has stopped growing: Apache writes it just after answering."""
        log = self.logs / "apache-access.log"
        size = -1
        while size != log.stat().st_size:
            size = log.stat().st_size
            time.sleep(0.05)
        return size


def _configuration(root: Path, run: Path, logs: Path, port: int) -> str:
    php = sorted(MODULES.glob("libphp*.so"))
    if not php:
        raise ServerError(f"no PHP module in {MODULES}; run tools/test-packages as root")
    loaded = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED)
    user = f"User {server_user()}\nGroup {server_user()}" if server_user() else ""
    return CONFIGURATION.format(
        modules=loaded, php=php[-1], root=root, run=run, logs=logs, port=port, user=user, zone=ZONE
    )


def _wait_for_port(port: int, process: subprocess.Popen[bytes], logs: Path) -> None:
    """Returns once the process listens on the port of loopback."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise ServerError(f"apache2 does not answer on port {port}; see the logs in {logs}")


def get(address: str, form: Sequence[tuple[str, str]] = ()) -> tuple[int, str]:
    """Status and text of one request, redirects followed; a POST when there is a form."""
    data = urllib.parse.urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=data), timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8")
