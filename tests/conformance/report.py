"""`make conformance`: how far burrow agrees with the real compilers on their own test programs.

Fetches the corpora when they are missing, then runs every figure of `score` and prints its last line.  Arguments
go to each figure: `--sample 200` for a quick look.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCORE = Path(__file__).resolve().parent / "score"
FIGURES = (["go-escape"], ["go-std"], ["go-std", "--default"], ["go-run"], ["rust-borrowck"], ["rust-run"])


def main(args: list[str]) -> int:
    """Print all figures; the status of the first that failed."""
    status = subprocess.run([sys.executable, str(SCORE), "prepare"], check=False).returncode
    if status:
        print("the corpora could not be fetched", file=sys.stderr)
        return status
    for figure in FIGURES:
        done = subprocess.run([sys.executable, str(SCORE), *figure, "--show", "0", *args], stdout=subprocess.PIPE,
                              text=True, check=False)
        print((done.stdout.strip().splitlines() or [f"{' '.join(figure)}: no answer"])[-1], flush=True)
        status = status or done.returncode
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
