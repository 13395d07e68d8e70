"""`signataires serve`: Datasette with everything wired."""

from __future__ import annotations

import argparse
import os

from signataires.verbs import Verb, say


def run(arguments: argparse.Namespace) -> int:
    """Becomes the server; does not return."""
    from signataires.serve import arguments as words

    command = words(arguments.data, arguments.host, arguments.port)
    say(f"http://{arguments.host}:{arguments.port}/")
    os.execv(command[0], command)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)


VERB = Verb("serve", "the archive in a browser", "serve --port 8001", run, _arguments)
