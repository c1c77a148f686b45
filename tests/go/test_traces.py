"""The traces of goroutines: what a panic and a fatal error print, against the real go's where it is there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PANIC = """package main

import "fmt"

type T struct{ n int }

//go:noinline
func (t *T) get(k int) int {
	if k > 0 {
		return t.get(k-1) + 1
	}
	return t.n
}

//go:noinline
func run(f func()) {
	defer func() {
		if e := recover(); e != nil {
			panic(fmt.Sprint("re-", e))
		}
	}()
	f()
}

func main() {
	var t *T
	run(func() {
		fmt.Println(t.get(2))
	})
}
"""

DEADLOCK = """package main

import "sync"

//go:noinline
func wait(c chan int) {
	<-c
}

func main() {
	var mu sync.Mutex
	mu.Lock()
	c := make(chan int)
	go wait(c)
	go func() {
		c <- 1
		select {}
	}()
	mu.Lock()
}
"""

OVERFLOW = """package main

//go:noinline
func down(n int) int {
	return down(n+1) + 1
}

func main() {
	println(down(0))
}
"""


def plain(text: str) -> list[str]:
    """The lines that may not differ: without addresses, the values of arguments and the library's own frames."""
    lines = text.replace("\nexit status 2", "").splitlines()
    out: list[str] = []
    skip = False
    for line in lines:
        if skip and line.startswith("\t/"):
            continue
        skip = line.startswith(("sync.", "internal/", "runtime.", "runtime:", "panic("))
        if skip:
            continue
        line = re.sub(r"^((?:created by )?[\w./]+(?:\(\*\w+\))?[\w.]*)\(.*\)$", r"\1", line)
        line = re.sub(r"( pc=)0x[0-9a-f]+|( \+)0x[0-9a-f]+|( goroutine )\d+", r"\1\2\3", line)
        out.append(re.sub(r"^goroutine \d+ ", "goroutine ", line))
    return out


def trace(program: str, folder: Path, *command: str) -> str:
    (folder / "t.go").write_text(program)
    done = subprocess.run([*command, "run", "t.go"], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode in (1, 2)
    return done.stderr


def burrow(program: str, folder: Path) -> str:
    return trace(program, folder, sys.executable, "-m", "burrow")


def test_frames_of_a_panic(tmp_path: Path) -> None:
    """Each call on the way, inlined or not, with its line."""
    names = [line for line in plain(burrow(PANIC, tmp_path)) if line.startswith("main.")]
    assert names == ["main.run.func1", "main.(*T).get", "main.(*T).get", "main.(*T).get", "main.main.func1", "main.run",
                     "main.main"]


@pytest.mark.real
@pytest.mark.parametrize("program", [PANIC, DEADLOCK])
def test_real(program: str, tmp_path: Path) -> None:
    go = shutil.which("go", path=os.path.dirname(sys.executable))
    if go is None:
        pytest.skip("no go of the test dependencies")
    assert blocks(plain(burrow(program, tmp_path))) == blocks(plain(trace(program, tmp_path, go)))


def blocks(lines: list[str]) -> list[str]:
    """What comes first, then the goroutines in any order."""
    first, *rest = "\n".join(lines).split("\n\n")
    return [first, *sorted(rest)]


def test_overflow_shows_both_ends(tmp_path: Path) -> None:
    """Fifty frames of each end of a stack that overflowed."""
    text = burrow(OVERFLOW, tmp_path)
    assert "fatal error: stack overflow\n\ngoroutine 1 [running]:\nmain.down(" in text
    assert re.search(r"^\.\.\.\d+ frames elided\.\.\.$", text, re.MULTILINE)
    assert "main.main()\n" in text
    assert text.count("main.down(") == 99
