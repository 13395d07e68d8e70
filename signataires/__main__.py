"""`python -m signataires` is the command."""

import sys

from signataires.cli import main

sys.exit(main())
