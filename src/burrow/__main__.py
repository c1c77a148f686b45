"""`python -m burrow`: the command line."""

import sys

from burrow.cli import main

sys.exit(main())
