"""The demo: three invented sites served on loopback, crawled over HTTP by the same code as the real ones.

`content/` says what the sites publish, `templates/` how their pages look, `spip`, `wordpress` and `handmade` how
they answer, `expected` what an archive of them must hold.
"""

from signataires.demo.content import SLUGS
from signataires.demo.expected import Expected, expected
from signataires.demo.server import ORGANISATIONS, Demo, serve_demo, write_sites

__all__ = ["ORGANISATIONS", "SLUGS", "Demo", "Expected", "expected", "serve_demo", "write_sites"]
