"""`--fail-on-escape`, `//burrow:noalloc`, `//burrow:noescape` and `burrow explain`."""

from __future__ import annotations

from pathlib import Path

from burrow.go.driver import broken_rules
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
    found = broken_rules(program(tmp_path))
    assert any("new(int) escapes to heap in f, which is marked burrow:noalloc" in line for line in found)
    assert any("parameter p of g leaks, which is marked burrow:noescape" in line for line in found)
    assert not any("fine" in line for line in found)


def test_a_pattern_fails_with_the_chain(tmp_path: Path) -> None:
    found = broken_rules(program(tmp_path), r"new\(int\)")
    assert "new(int) escapes to heap" in found[0] and any("(return)" in line for line in found)


def test_explain_names_place_size_and_advice(tmp_path: Path) -> None:
    text = explain(program(tmp_path))
    assert "new(int): on the heap (int, 8 bytes)" in text
    assert "return int by value instead of a pointer to it" in text
    assert "x: on the stack (int, 8 bytes)" in text
