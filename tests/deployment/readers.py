"""Readers of an archive behind nginx, each at an address of its own.

    python -m tests.deployment.readers HOST CLIENTS SECONDS

Prints JSON: how many answers of each status, what went wrong, and in how many milliseconds 95 of 100 were there.
"""

from __future__ import annotations

import http.client
import json
import ssl
import sys
import threading
import time
from collections import Counter

PATHS = ("/", "/recherche?q=pont", "/communiques/ondes-21", "/organisations", "/reseau", "/couverture.json",
         "/archive/statements",
         "/recherche.atom?q=eau", "/changements", "/donnees", "/a-propos", "/recherche.csv?q=eau")  # fmt: skip
PAUSE = 0.25  # seconds between two pages: a reader who is in a hurry


def read(host: str, number: int, until: float, seen: list[tuple[float, int]], wrong: list[str]) -> None:
    """One reader, until then."""
    context = ssl.create_default_context()
    turn = number
    while time.monotonic() < until:
        path, began = PATHS[turn % len(PATHS)], time.monotonic()
        turn += 1
        try:
            connection = http.client.HTTPSConnection(
                host, timeout=30, context=context, source_address=(f"127.0.1.{number + 1}", 0)
            )
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            wrong.append(f"{path}: {error!r}")
            continue
        seen.append((time.monotonic() - began, answer.status))
        if answer.status != 200:
            wrong.append(f"{path}: {answer.status}")
        time.sleep(PAUSE)


def main() -> None:
    """Lets them read, and tells what they saw."""
    host, clients, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    seen: list[tuple[float, int]] = []
    wrong: list[str] = []
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=read, args=(host, number, until, seen, wrong)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = sorted(time for time, _ in seen)
    p95 = round(1000 * took[int(len(took) * 0.95)]) if took else None
    print(json.dumps({"statuses": Counter(status for _, status in seen), "wrong": wrong[:20], "p95": p95}))


if __name__ == "__main__":
    main()
