"""Go programs that need something of the runtime: fair turns, limits, fatal errors in the language's words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

STARVE = """package main

import "time"

var x int
var keep []*[64]int

func main() {
	go func() {
		for {
			x = x*7 + 1
		}
	}()
	go func() {
		for {
			keep = append(keep[:0], new([64]int))
		}
	}()
	for i := 0; i < 5; i++ {
		time.Sleep(2 * time.Millisecond)
		println(i)
	}
}
"""


def go(folder: Path, source: str, *args: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end under burrow."""
    path = folder / "prog.go"
    path.write_text(source)
    return subprocess.run([sys.executable, "-m", "burrow", "run", str(path), *args], capture_output=True, text=True,
                          env={**os.environ, **env}, timeout=60, check=False)


@pytest.mark.parametrize("procs", ["1", "2", "3"])
def test_who_spins_and_who_allocates_leave_turns_to_others(tmp_path: Path, procs: str) -> None:
    r = go(tmp_path, STARVE, GOMAXPROCS=procs)
    assert (r.returncode, r.stdout, r.stderr) == (0, "", "0\n1\n2\n3\n4\n")
