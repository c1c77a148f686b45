"""`make torture`: programs under a collection at every n-th allocation, poisoned free memory, a verified heap and
goroutines that are preempted at random.

Comes in: Go programs with recorded output and the bench programs of both languages; goes out: a line for each run
whose output, status or stderr differs from the undisturbed run's, and status 1 if there was any. Rust programs run
under poison, which overwrites what is freed: what the borrow checker accepts must not notice.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
SMALL = {"bintrees": ["9"], "pingpong": ["3000"], "allocmicro": ["p16", "30000", "256"]}
"""Bench programs that take numbers, and small ones."""
SKIPPED = {"go/nbody_long", "go/sieve", "go/matmul", "rust/nbody_long", "rust/sieve", "rust/matmul",
           "rust/allocmicro", "rust/pingpong"}
"""They hardly allocate, or need what burrow lacks."""
TIMED = {"allocmicro"}
"""Programs that print times: only their end counts."""


def programs() -> Iterator[tuple[Path, list[str]]]:
    """Programs and their arguments."""
    for path in sorted((TESTS / "go" / "programs").glob("*.go")):
        yield path, []
    for language in ("go", "rust"):
        for path in sorted((TESTS / "bench" / language).glob(f"*.{'go' if language == 'go' else 'rs'}")):
            if f"{language}/{path.stem}" not in SKIPPED:
                yield path, SMALL.get(path.stem, [])


def schedules(path: Path, rounds: int) -> Iterator[dict[str, str]]:
    """Ways to disturb a program."""
    if path.suffix == ".rs":
        yield {"BURROW_POISON": "1"}
        return
    for seed in range(rounds):
        for procs, every in (("1", "50"), ("2", "300"), ("4", "1000")):
            yield {"GOMAXPROCS": procs, "BURROW_TORTURE": every, "BURROW_POISON": "1", "BURROW_VERIFY_HEAP": "1",
                   "BURROW_PREEMPT": str(20 + 40 * seed), "BURROW_SEED": str(seed), "GOGC": ("20", "100")[seed % 2]}


def run(path: Path, args: list[str], env: dict[str, str]) -> tuple[int, str, str]:
    """Status, stdout and stderr of one run."""
    release = ["--release", "--edition", "2021"] if path.suffix == ".rs" else []
    try:
        done = subprocess.run([sys.executable, "-m", "burrow", "run", *release, str(path), *args], timeout=120,
                              capture_output=True, text=True, env={**os.environ, **env}, check=False)
    except subprocess.TimeoutExpired:
        return -1, "", "it does not end"
    return done.returncode, "" if path.stem in TIMED else done.stdout, done.stderr


def torture(path: Path, args: list[str], rounds: int) -> list[str]:
    """What differed."""
    want = run(path, args, {})
    bad = []
    for env in schedules(path, rounds):
        got = run(path, args, env)
        if got[:2] != want[:2] or (got[2] != want[2] and "goroutine" not in want[2]):
            settings = " ".join(f"{name}={value}" for name, value in env.items())
            bad.append(f"{settings} {path}: status {got[0]}, not {want[0]}: {got[2][:300]!r}")
    return bad


def main() -> int:
    """All programs."""
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", default="", help="programs whose path holds this")
    options = parser.parse_args()
    began, count, bad = time.monotonic(), 0, 0
    for path, args in programs():
        if options.only in str(path):
            for line in torture(path, args, options.rounds):
                print(line, flush=True)
                bad += 1
            count += 1
    print(f"{count} programs, {bad} bad runs, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
