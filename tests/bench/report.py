"""`make bench`: the program pairs under burrow, and beside the real toolchains where those are installed.

Prints a row for each program: CPU and peak memory of both, and the ratio of CPU. Medians of `--runs` runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from burrow.cli import guard
from burrow.lab import native
from burrow.lab.compare import Contender, Native, Ours
from burrow.lab.words import cpu, milliseconds

HERE = Path(__file__).resolve().parent
ARGS = {"allocmicro": ["1024", "1000000", "1024"]}
"""What a program that has no numbers of its own is called with."""


def programs(only: str) -> list[Path]:
    """The programs whose name holds `only`."""
    return [path for path in sorted([*HERE.glob("go/*.go"), *HERE.glob("rust/*.rs")]) if only in path.name]


def figure(one: Contender, path: Path, runs: int) -> tuple[float, float]:
    """Median CPU and peak memory."""
    one.args = ARGS.get(path.stem, [])
    one.measured.runs = [one.run(number) for number in range(runs)]
    return one.measured.middle(cpu), one.measured.middle(lambda run: run.peak_bytes)


def row(path: Path, options: argparse.Namespace, scratch: Path) -> str:
    """One line of the report."""
    name = f"{path.parent.name}/{path.name}"
    try:
        ours = figure(Ours(str(path), options, None, scratch), path, options.runs)
    except Exception as problem:  # a program that does not run yet is a row too
        return f"{name:<24} {type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}"
    line = f"{name:<24} {milliseconds(ours[0]):>10} {ours[1] / 2**20:>8.1f} MB"
    try:
        theirs = figure(Native(str(path), options, scratch), path, options.runs)
    except native.NotInstalled as missing:
        return f"{line}   {missing}"
    return f"{line}   {milliseconds(theirs[0]):>10} {theirs[1] / 2**20:>8.1f} MB   {ours[0] / theirs[0]:6.2f}"


def main(args: list[str]) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default="", help="programs whose name holds this")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0, help="the longest that one run may take")
    options = parser.parse_args(args)
    options.release, options.edition, options.until = True, "2021", None
    print(f"{'program':<24} {'burrow':>10} {'peak':>11}   {'real':>10} {'peak':>11}   {'ratio':>6}")
    for path in programs(options.only):
        with tempfile.TemporaryDirectory() as scratch:
            print(row(path, options, Path(scratch)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(guard.guarded(sys.argv[1:], main))
