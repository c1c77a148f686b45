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
                          env={**os.environ, **env}, timeout=300, check=False)


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


GROW = """package main

type node struct {
	next *node
	pad  [1000]int
}

func main() {
	var all *node
	for {
		all = &node{next: all}
	}
}
"""
LARGE = """package main

var kept []byte

func main() {
	n := 1 << 40
	kept = make([]byte, n)
	println(kept[n-1])
}
"""
DEEP = """package main

func down(n int) int {
	var pad [64]int
	pad[n%64] = n
	return down(n+1) + pad[(n+1)%64]
}

func main() { println(down(0)) }
"""
LEAK = """package main

import "fmt"

func main() {
	c := make(chan int)
	for i := 0; i < 10000; i++ {
		go func() { c <- i }()
	}
	sum := 0
	for i := 0; i < 5000; i++ {
		sum += <-c
	}
	fmt.Println(sum > 0)
}
"""
LIMIT = """package main

import (
	"fmt"
	"runtime"
)

type node struct {
	next *node
	pad  [10]int
}

func main() {
	var all *node
	for i := 0; i < 200_000; i++ {
		all = &node{next: all}
	}
	n := 0
	for p := all; p != nil; p = p.next {
		n++
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(n, m.NumGC > 1)
}
"""


def test_endless_allocation_ends_as_out_of_memory(tmp_path: Path) -> None:
    r = go(tmp_path, GROW, BURROW_MAX_HEAP=str(64 << 20))
    assert (r.returncode, r.stdout) == (2, "")
    first, second = r.stderr.splitlines()[:2]
    assert first.startswith("runtime: out of memory: cannot allocate ") and first.endswith(" in use)")
    assert second == "fatal error: out of memory"


def test_too_large_at_once(tmp_path: Path) -> None:
    r = go(tmp_path, LARGE)
    assert (r.returncode, r.stdout) == (2, "")
    assert r.stderr.splitlines()[1] == "fatal error: out of memory"


def test_endless_recursion(tmp_path: Path) -> None:
    r = go(tmp_path, DEEP)
    assert (r.returncode, r.stdout) == (2, "")
    assert r.stderr.startswith("runtime: goroutine stack exceeds 1000000000-byte limit\n")
    assert "fatal error: stack overflow\n" in r.stderr


def test_goroutines_that_nobody_waits_for(tmp_path: Path) -> None:
    r = go(tmp_path, LEAK)
    assert (r.returncode, r.stdout, r.stderr) == (0, "true\n", "")


def test_a_memory_limit_below_what_lives(tmp_path: Path) -> None:
    """The collector works hard, the program goes on."""
    r = go(tmp_path, LIMIT, GOMEMLIMIT="8MiB", GOMAXPROCS="2")
    assert (r.returncode, r.stdout, r.stderr) == (0, "200000 true\n", "")
