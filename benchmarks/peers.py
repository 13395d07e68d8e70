"""Other people's programs for reading news pages, in a Python of their own: never among what we install ourselves.

    python -m benchmarks.peers            # makes that Python, at first use

`environment` makes `build/peers`, with what pip finds of them; this module runs in it as well, so it imports nothing
of ours. As a program it reads pages from files (`read`) or from their addresses (`fetch`) with one of them, and prints
what that took.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PEERS = {"newspaper4k": "newspaper", "news-please": "newsplease"}  # by their names on PyPI: what is imported
PLACE = Path(__file__).resolve().parent.parent / "build" / "peers"
AT_ONCE = 10  # threads


def environment() -> tuple[Path, dict[str, str]]:
    """The Python that has them, and what is missing of them, by name, with the reason."""
    python = PLACE / "bin" / "python"
    if not python.is_file():
        venv.create(PLACE, with_pip=True)
    missing = {}
    for name, module in PEERS.items():
        if subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode:
            command = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                missing[name] = (done.stderr.strip().splitlines() or ["pip could not install it"])[-1]
    return python, missing


def offline() -> None:
    """Keeps what both ask of addresses on this machine: the list of public suffixes is the one that they bring."""
    from tldextract import tldextract

    tldextract.TLD_EXTRACTOR.suffix_list_urls = ()


def reader(name: str) -> Callable[[str, str], object]:
    """What reads the HTML of an address with one of them; pictures are not fetched."""
    if name == "newspaper4k":
        import newspaper

        def newspaper_reads(url: str, html: str) -> object:
            article = newspaper.Article(url, language="fr", fetch_images=False)
            article.download(input_html=html)
            article.parse()
            return article.text

        return newspaper_reads
    from newsplease import NewsPlease

    return lambda url, html: NewsPlease.from_html(html, url=url, fetch_images=False).maintext


def fetcher(name: str) -> Callable[[str], object]:
    """What fetches and reads an address with one of them."""
    if name == "newspaper4k":
        import newspaper

        def newspaper_fetches(url: str) -> object:
            article = newspaper.Article(url, language="fr", fetch_images=False)
            article.download()
            article.parse()
            return article.text

        return newspaper_fetches
    from newsplease import NewsPlease

    return lambda url: NewsPlease.from_url(url, fetch_images=False).maintext


def main() -> None:
    """Prints the pages that were read, and the seconds by the clock and of the processor, as JSON."""
    if len(sys.argv) == 1:
        print(*environment())
        return
    offline()
    verb, name, source, most = sys.argv[1:5]
    if verb == "read":
        read = reader(name)
        pages = [(path.name, path.read_text("utf-8")) for path in sorted(Path(source).glob("*.html"))[: int(most)]]
        read("https://site-0.example/first/", pages[0][1])  # what is made once is made
        began, spent = time.perf_counter(), time.process_time()
        found = [read(f"https://site-0.example/{place}/", html) for place, html in pages]
    else:
        fetch, urls = fetcher(name), Path(source).read_text("utf-8").split()[: int(most)]
        fetch(urls[0])
        began, spent = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = list(pool.map(fetch, urls))
    told = {"pages": len(found), "read": sum(bool(text) for text in found)}
    seconds = {"seconds": time.perf_counter() - began, "processor": time.process_time() - spent}
    print(json.dumps({**told, **seconds}))


if __name__ == "__main__":
    main()
