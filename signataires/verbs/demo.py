"""`signataires demo`: everything, on bundled sample sites."""

from __future__ import annotations

import argparse

from signataires.verbs import Verb


def run(arguments: argparse.Namespace) -> int:
    """Crawls the sample sites and serves their archive."""
    from signataires.demo.run import run as demo

    return demo(arguments.data, arguments.port, serve=not arguments.no_serve)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8001, help="of the archive (default: 8001)")
    parser.add_argument("--no-serve", action="store_true", help="end when the archive is made")


VERB = Verb("demo", "serve bundled sample sites, crawl them, show the archive", "demo --port 8001", run, _arguments)
