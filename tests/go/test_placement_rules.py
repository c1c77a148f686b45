"""`--fail-on-escape`, `//burrow:noalloc`, `//burrow:noescape` and `burrow explain`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from burrow.cli import main
from burrow.go.driver import rules
from burrow.go.explain import explain

SOURCE = """package main

//burrow:noalloc
func f() *int { return new(int) }

//burrow:noescape
func g(p *int) { keep = p }

//burrow:noalloc
func fine(p *int) int { x := *p; q := &x; return *q }

var keep *int

func main() { f(); g(nil); n := 1; println(fine(&n)) }
"""


def program(folder: Path) -> str:
    path = folder / "rules.go"
    path.write_text(SOURCE)
    return str(path)


def test_marked_functions_are_checked(tmp_path: Path) -> None:
    found = rules(program(tmp_path)).broken
    assert any("new(int) escapes to heap in f, which is marked burrow:noalloc" in line for line in found)
    assert any("leaking param: p in g, which is marked burrow:noescape" in line for line in found)
    assert not any("fine" in line for line in found)


def test_a_pattern_fails_with_the_chain(tmp_path: Path) -> None:
    found = rules(program(tmp_path), r"new\(int\)").broken
    assert "new(int) escapes to heap" in found[0] and any("(return)" in line for line in found)


def test_explain_names_place_size_and_advice(tmp_path: Path) -> None:
    text = explain(program(tmp_path))
    assert "new(int): on the heap (int, 8 bytes)" in text
    assert "return int by value instead of a pointer to it" in text
    assert "x: on the stack (int, 8 bytes)" in text

NOALLOC = """package main

import (
	"fmt"
	"io"
	"math/bits"
	"strconv"
	"strings"
	"testing"
)

type P struct{ x, y int }

var (
	buf  = make([]byte, 0, 64)
	m    = map[string]int{"key": 1}
	sink any
	long = strings.Repeat("long", 20)
	n    = 1000
)

//burrow:noalloc
func ok1(a, b int) int {
	p := &P{a, b}
	f := func() int { return p.x + bits.Len(uint(b)) }
	var arr [16]int
	for i := range arr {
		arr[i] = f()
	}
	if arr[0] < 0 {
		panic(fmt.Sprint("bad", arr[0]))
	}
	return arr[3]
}

//burrow:noalloc
func ok2(s string) int { return strings.Index(s, "x") + int(s[0]) }

//burrow:noalloc
func ok3(b []byte) int {
	if string(b) == "no such text in it, however long it is" {
		return 1
	}
	return m[string(b)]
}

//burrow:noalloc
func ok4() any { sink = "a constant"; return true }

//burrow:noalloc
func ok5() func() int { return func() int { return n } }

//burrow:noalloc
func ok6() { buf = append(buf[:0], long[:32]...) } //burrow:mayalloc

//burrow:noalloc
func ok7[T any](x T) T { return x }

//burrow:noalloc
func bad1(n int) int { b := make([]byte, n); return len(b) }

//burrow:noalloc
func bad2(n int) error { return middle(n) }

func middle(n int) error { return inner(n) }

//go:noinline
func inner(n int) error { return fmt.Errorf("no %d", n) }

//burrow:noalloc
func bad3(n int) string { return strconv.Itoa(n) }

//burrow:noalloc
func bad4[T any](x T) any { return x }

//burrow:noalloc
func bad5() int { c := make(chan int, 1); return cap(c) }

//burrow:noalloc
func bad6(s string) int { return len(s + long) }

//burrow:noalloc
func bad7() int { x := map[int]int{}; for i := range 100 { x[i] = i }; return len(x) }

//burrow:noalloc
func noted(w io.Writer, f func()) { f(); w.Write(nil) }

func main() {
	for _, c := range []struct { name string; f func() }{
		{"ok1", func() { ok1(1, 2) }}, {"ok2", func() { ok2("abc") }}, {"ok3", func() { ok3(buf[:40]) }},
		{"ok4", func() { sink = ok4() }}, {"ok5", func() { ok5()() }}, {"ok6", ok6}, {"ok7", func() { ok7(1) }},
		{"bad1", func() { bad1(n) }}, {"bad2", func() { bad2(n) }}, {"bad3", func() { sink = bad3(n) }},
		{"bad4", func() { sink = bad4(n) }}, {"bad5", func() { bad5() }}, {"bad6", func() { bad6(long) }},
		{"bad7", func() { bad7() }}, {"noted", func() { noted(io.Discard, func() {}) }},
	} {
		println(c.name, testing.AllocsPerRun(10, c.f) == 0)
	}
}
"""


def verdicts(folder: Path) -> tuple[dict[str, bool], list[str], list[str]]:
    """For each marked function whether it keeps its rule; the lines; the notes."""
    path = folder / "noalloc.go"
    # the check itself needs no package testing
    text = NOALLOC.replace('\t"testing"\n', "").replace("println(c.name, testing.AllocsPerRun(10, c.f) == 0)", "c.f()")
    path.write_text(text)
    checked = rules(str(path))
    names = [line.split("(")[0].split("[")[0][5:] for line in text.split("\n") if line.startswith("func ")]
    marked = [name for name in names if name.startswith(("ok", "bad", "noted"))]
    broken = {re.sub(r"\[.*", "", m[1]) for line in checked.broken if (m := re.search(r" in (\S+), which is", line))}
    return {name: name not in broken for name in marked}, checked.broken, checked.notes


def test_noalloc_is_about_everything_a_function_does(tmp_path: Path) -> None:
    found, lines, notes = verdicts(tmp_path)
    assert found == {name: not name.startswith("bad") for name in found} and len(found) == 15
    text = "\n".join(lines)
    assert "may allocate (its size is not constant) in bad1" in text
    assert "call of inner allocates in bad2, which is marked" in text and "where n escapes to heap at" in text
    assert len(notes) == 2 and all("noted, which is marked burrow:noalloc, calls" in n for n in notes)
    assert "w.Write, a method of an interface" in notes[0] + notes[1]


@pytest.mark.real
def test_noalloc_is_what_the_real_program_does(tmp_path: Path, go: str) -> None:
    """What keeps the rule allocates nothing in the real compiler's program, what breaks it does."""
    (tmp_path / "real").mkdir()
    file = tmp_path / "real" / "main.go"
    file.write_text(NOALLOC)
    done = subprocess.run([go, "run", str(file)], capture_output=True, text=True, check=True)
    real = {name: none == "true" for name, none in (line.split() for line in done.stderr.splitlines())}
    assert verdicts(tmp_path)[0] == real


def test_the_verb_fails_with_the_chain(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.go"
    file.write_text("package main\n\nfunc f() *int { x := 1; return &x }\n\nfunc main() { f() }\n")
    assert main(["build", "--fail-on-escape", "moved to heap: x", str(file)]) == 1
    said = capfd.readouterr().err
    assert "moved to heap: x" in said and "from &x (address-of) at" in said
    assert main(["build", "--fail-on-escape", "moved to heap: y", str(file)]) == 0
    assert main(["build", "--fail-on-escape", "(", str(file)]) == 2
