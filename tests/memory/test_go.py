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


RESIZE = """package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	fmt.Println(runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	var mu sync.Mutex
	sum := 0
	for w := 0; w < 8; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < 2000; i++ {
				b := make([]int, 10+i%50)
				b[0] = i
				mu.Lock()
				sum += b[0]
				mu.Unlock()
			}
		}()
	}
	for i := 0; i < 40; i++ {
		n := 1 + i*7%5
		runtime.GOMAXPROCS(n)
		if runtime.GOMAXPROCS(0) != n {
			panic("not set")
		}
		runtime.Gosched()
	}
	wg.Wait()
	fmt.Println(sum, runtime.GOMAXPROCS(2), runtime.GOMAXPROCS(0))
}
"""


@pytest.mark.parametrize("disturbed", ["0", "50"])
def test_processors_come_and_go(tmp_path: Path, disturbed: str) -> None:
    r = go(tmp_path, RESIZE, GOMAXPROCS="2", BURROW_PREEMPT=disturbed)
    assert (r.returncode, r.stdout, r.stderr) == (0, f"2\n{8 * 1999000} 4 2\n", "")
