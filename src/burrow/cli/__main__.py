"""`python -m burrow.cli`, for where the `burrow` command is not on the PATH."""

import sys

from burrow.cli import main

sys.exit(main())
