"""Go programs that need something of the runtime: fair turns, limits, fatal errors in the language's words."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.memory import torture

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


FINAL = """package main

import (
	"fmt"
	"io"
	"runtime"
	"time"
)

type thing struct {
	id   int
	next *thing
	pad  [20]int
}

func (t *thing) Close() error { done <- 1000 + t.id; return nil }

var done = make(chan int, 100)
var saved *thing

//go:noinline
func make_() {
	a, b := &thing{id: 1}, &thing{id: 2}
	a.next = b
	runtime.SetFinalizer(a, func(t *thing) { done <- t.id; saved = t })
	runtime.SetFinalizer(b, func(t *thing) { done <- t.id })
	c := &thing{id: 3}
	runtime.SetFinalizer(c, func(t *thing) { done <- t.id })
	runtime.SetFinalizer(c, nil)
	d := &thing{id: 4}
	runtime.SetFinalizer(d, func(x io.Closer) (int, error) { return 0, x.Close() })
	x, y := &thing{id: 5}, &thing{id: 6}
	x.next, y.next = y, x
	runtime.SetFinalizer(x, func(t *thing) { done <- t.id })
	e := &thing{id: 7}
	runtime.AddCleanup(e, func(n int) { done <- n }, 77)
	runtime.AddCleanup(e, func(n int) { done <- n }, 78).Stop()
}

//go:noinline
func clobber(n int) int {
	var pad [100]int
	if n == 0 {
		return 0
	}
	pad[n%100] = clobber(n - 1)
	return pad[(n+1)%100]
}

func collect() (got map[int]bool) {
	got = map[int]bool{}
	for i := 0; i < 5; i++ {
		clobber(20)
		runtime.GC()
		for more := true; more; {
			select {
			case n := <-done:
				got[n] = true
			case <-time.After(5 * time.Millisecond):
				more = false
			}
		}
	}
	return got
}

func main() {
	make_()
	fmt.Println(collect(), saved.id, saved.next.id, runtime.NumGoroutine())
	saved = nil
	fmt.Println(collect())
}
"""


@pytest.mark.parametrize("procs", ["1", "2"])
def test_finalizers_and_cleanups(tmp_path: Path, procs: str) -> None:
    """The outer one first and the inner one once nothing holds it, a ring never; what was taken away does not run."""
    r = go(tmp_path, FINAL, GOMAXPROCS=procs)
    assert (r.returncode, r.stderr) == (0, "")
    assert r.stdout == "map[1:true 77:true 1004:true] 1 2 1\nmap[2:true]\n"


BLOCKS = """package main

import (
	"bytes"
	"fmt"
)

func check(ok bool, what string, n, at int) {
	if !ok {
		panic(fmt.Sprint(what, " ", n, " at ", at))
	}
}

func main() {
	for n := 0; n < 300; n++ {
		for at := 0; at < 20; at++ {
			b := bytes.Repeat([]byte{0xAA}, 340)
			clear(b[at : at+n])
			for i, x := range b {
				check((x == 0) == (i >= at && i < at+n), "clear", n, at)
			}
			for i := range b {
				b[i] = byte(i)
			}
			copy(b[at+3:], b[at:at+n])
			for i := 0; i < n; i++ {
				check(b[at+3+i] == byte(at+i), "up", n, at)
			}
			for i := range b {
				b[i] = byte(i)
			}
			copy(b[at:], b[at+5:at+5+n])
			for i := 0; i < n; i++ {
				check(b[at+i] == byte(at+5+i), "down", n, at)
			}
			c := bytes.Clone(b)
			check(bytes.Equal(b[at:at+n], c[at:at+n]), "equal", n, at)
			if n > 0 {
				c[at+n-1]++
				check(!bytes.Equal(b[at:at+n], c[at:at+n]), "unequal", n, at)
			}
		}
	}
	fmt.Println("ok")
}
"""
MOVED = """package main

import "fmt"

type cell struct {
	n    int
	name *string
}

func main() {
	var rows [][]*cell
	for i := 0; i < 60; i++ {
		row := make([]*cell, 0, 8)
		for k := 0; k < 40; k++ {
			s := fmt.Sprint(i, k)
			row = append(row, &cell{k, &s})
		}
		copy(row[1:], row)
		copy(row, row[2:20])
		rows = append(rows, row)
		old := make([]cell, 30)
		for k := range old {
			old[k] = *row[k]
		}
		copy(old[3:], old)
		clear(old[:2])
		for k, c := range old[5:] {
			if *c.name != fmt.Sprint(i, c.n) {
				panic(fmt.Sprint("lost ", i, k))
			}
		}
	}
	sum := 0
	for i, row := range rows {
		for _, c := range row {
			if *c.name != fmt.Sprint(i, c.n) {
				panic(fmt.Sprint("lost ", i, c.n))
			}
			sum += c.n
		}
	}
	fmt.Println(sum)
}
"""


def test_blocks_of_every_size(tmp_path: Path) -> None:
    r = go(tmp_path, BLOCKS)
    assert (r.returncode, r.stdout, r.stderr) == (0, "ok\n", "")


def test_copies_of_pointers_while_marking(tmp_path: Path) -> None:
    r = go(tmp_path, MOVED, GOMAXPROCS="2", BURROW_TORTURE="40", BURROW_POISON="1", BURROW_VERIFY_HEAP="1",
           BURROW_PREEMPT="30")
    assert (r.returncode, r.stdout, r.stderr) == (0, "46560\n", "")


def test_part_of_the_torture(tmp_path: Path) -> None:
    for name, args in (("bench/go/bintrees.go", ["7"]), ("go/programs/concur.go", [])):
        assert torture.torture(torture.TESTS / name, args, 1) == []
