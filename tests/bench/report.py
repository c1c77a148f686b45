"""`make bench`: programs under burrow beside the binaries that the real toolchains make of them.

Comes in: the program pairs beside this file and the founding experiment; goes out: a row for each program and number of
processors with CPU, wall, peak memory and page faults of both, and the ratios (a CSV of the same with `--csv`). The
runs of both alternate, so that whatever else the machine does meets both; every figure is the median of `--runs`.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from burrow.cli import guard
from burrow.lab import native
from burrow.lab.compare import Contender, Native, Ours
from burrow.lab.result import MS, Measured
from burrow.lab.words import cpu

HERE = Path(__file__).resolve().parent
EXPERIMENT = HERE.parent.parent / "examples" / "experiment"
ARGS = {"allocmicro": ["1024", "1000000", "1024"], "bintrees": ["18"]}
"""What a program is called with where its own numbers are not meant."""
UNTIL = {"experiment": "^done, kept"}
"""Programs that do not end by themselves: the line that ends them."""
HEAD = (f"{'program':<20} P  {'CPU ms':>7} {'real':>7} {'ratio':>6}  {'wall':>7} {'real':>7}  "
        f"{'peak MB':>7} {'real':>7} {'ratio':>6}  {'faults':>7} {'real':>7}")


@dataclass(slots=True)
class Row:
    """One line: what was measured of both."""

    name: str
    procs: int
    ours: Measured
    real: Measured | None
    problem: str = ""

    def figures(self) -> list[float]:
        """CPU, wall, peak and faults of ours and of the real one."""
        out = []
        for what in (lambda r: cpu(r) / MS, lambda r: r.wall_ns / MS, lambda r: r.peak_bytes / 2**20,
                     lambda r: r.minor_faults):
            out += [one.middle(what) if one is not None and one.runs else 0.0 for one in (self.ours, self.real)]
        return out

    def text(self) -> str:
        """For people."""
        cpu_, cpu_real, wall, wall_real, peak, peak_real, faults, faults_real = self.figures()
        ratios = [f"{a / b:6.2f}" if b else "     -" for a, b in ((cpu_, cpu_real), (peak, peak_real))]
        return (f"{self.name:<20} {self.procs or '-'}  {cpu_:>7.0f} {cpu_real:>7.0f} {ratios[0]}  "
                f"{wall:>7.0f} {wall_real:>7.0f}  {peak:>7.1f} {peak_real:>7.1f} {ratios[1]}  "
                f"{faults:>7.0f} {faults_real:>7.0f}{'  ' + self.problem if self.problem else ''}")


def programs(only: list[str]) -> list[Path]:
    """The programs whose name holds one of `only`; the experiment takes its ten seconds of sleep each time."""
    found = [*sorted(HERE.glob("go/*.go")), EXPERIMENT / "experiment.go", *sorted(HERE.glob("rust/*.rs")),
             EXPERIMENT / "experiment-rs"]
    return [path for path in found if not only or any(part in title(path) for part in only)]


def title(path: Path) -> str:
    """`go/bintrees`, `rust/experiment`."""
    language = "go" if path.suffix == ".go" else "rust"
    return f"{language}/{path.stem.removesuffix('-rs')}"


def stem(path: Path) -> str:
    """The program's name without its language."""
    return title(path).partition("/")[2]


def measure(path: Path, options: argparse.Namespace, scratch: Path) -> Iterator[Row]:
    """All rows of one program."""
    options.until = UNTIL.get(stem(path))
    ours = Ours(str(path), options, options.manager, scratch)
    ours.task["sample_hz"] = 0
    beside: Native | None = None
    problem = ""
    try:
        beside = Native(str(path), options, scratch)
        beside.count_cycles = False
    except native.NotInstalled as missing:
        problem = str(missing)
    for procs in options.procs if ours.language == "go" else [0]:
        yield alternate(title(path), procs, ours, beside, options.runs, ARGS.get(stem(path), []), problem)


def alternate(name: str, procs: int, ours: Ours, beside: Native | None, runs: int, args: list[str],
              problem: str) -> Row:
    """Run both in turn."""
    pair: list[Contender] = [ours] if beside is None else [ours, beside]
    for one in pair:
        one.args = args
        one.measured.runs = []
    env = {"GOMAXPROCS": str(procs)} if procs else {}
    ours.task["env"] = env
    if beside is not None:
        beside.env = env
    for number in range(runs):
        for one in pair if number % 2 == 0 else pair[::-1]:
            one.measured.runs.append(one.run(0))
    both = [Measured(one.measured.name, one.measured.how, one.measured.runs) for one in pair]
    for one in pair:
        bad = [run for run in one.measured.runs if run.ended == "seconds" or run.status]
        if bad:
            problem = f"{one.measured.how}: {bad[0].ended}, status {bad[0].status}"
    return Row(name, procs, both[0], both[1] if len(both) > 1 else None, problem)


def main(args: list[str]) -> int:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", action="append", default=[], help="programs whose name holds this (repeat it)")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--procs", type=int, nargs="*", default=[1, 2], help="values of GOMAXPROCS")
    parser.add_argument("--manager", help="gc, drop or none instead of the language's own")
    parser.add_argument("--seconds", type=float, default=60.0, help="the longest that one run may take")
    parser.add_argument("--csv", help="write the figures there too")
    options = parser.parse_args(args)
    options.release, options.edition = True, "2021"
    print(HEAD)
    rows: list[Row] = []
    for path in programs(options.only):
        with tempfile.TemporaryDirectory() as scratch:
            try:
                for row in measure(path, options, Path(scratch)):
                    rows.append(row)
                    print(row.text(), flush=True)
            except Exception as problem:  # a program that does not run yet is a row too
                first = str(problem).splitlines()[0] if str(problem) else ""
                print(f"{title(path):<20} {type(problem).__name__}: {first}", flush=True)
    if options.csv:
        with open(options.csv, "w", newline="") as f:
            out = csv.writer(f)
            out.writerow(["program", "procs", "cpu_ms", "real_cpu_ms", "wall_ms", "real_wall_ms", "peak_mb",
                          "real_peak_mb", "faults", "real_faults"])
            out.writerows([row.name, row.procs, *(round(x, 1) for x in row.figures())] for row in rows)
    return 0


if __name__ == "__main__":
    sys.exit(guard.guarded(sys.argv[1:], main))
