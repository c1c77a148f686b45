"""Record the tables that the real `go tool pprof -top` prints of `data/*.pb`.

The profiles were written by the real Go's runtime, running the programs of tests/bench; they are kept, so that the
tables can be compared where no Go is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
OPTIONS: dict[str, list[str]] = {
    "plain": [], "cum": ["-cum"], "focus": ["-focus", "mallocgc"], "ignore": ["-ignore", "gc|GC"],
    "hide": ["-hide", "runtime"], "show": ["-show", "main"], "count": ["-nodecount", "10"],
    "fraction": ["-nodefraction", "0.05"], "lines": ["-lines"], "noinlines": ["-noinlines"],
    "addresses": ["-addresses"], "nothing": ["-focus", "nosuchfunction"],
    "several": ["-nodecount", "5", "-cum", "-focus", "main"], "index": ["-sample_index=0"],
}


def go() -> str | None:
    """The real Go: beside the interpreter, or on the PATH."""
    beside = Path(sys.executable).parent / "go"
    return str(beside) if beside.exists() else shutil.which("go")


def real_table(profile: Path, options: list[str]) -> str:
    """What the real tool prints, in universal time."""
    done = subprocess.run([str(go()), "tool", "pprof", "-top", *options, str(profile)], capture_output=True, text=True,
                          check=True, timeout=120, env={**os.environ, "TZ": "UTC"})
    return done.stdout


def main() -> None:
    """Write the tables."""
    for profile in sorted(DATA.glob("*.pb")):
        for name, options in OPTIONS.items():
            (DATA / f"{profile.stem}.{name}.txt").write_text(real_table(profile, options))


if __name__ == "__main__":
    main()
