"""`burrow explain` on Go: the chain, the notes, the counts; and each piece of advice, followed."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from burrow.go.driver import packages
from burrow.go.escape.reasons import Value, values
from burrow.go.explain import explain
from burrow.go.explain.counts import Count, by_line
from burrow.profile.symbols import Frame


def found(folder: Path, text: str) -> list[Value]:
    file = folder / "x.go"
    file.write_text("package main\n\n" + text + "\n\nfunc main() {}\n")
    return values(packages(str(file))[-1])


ADVICE = {
    "return by value": (
        "type T struct{ n int }\nfunc f() *T { return &T{1} }",
        "return T by value instead of a pointer",
        "type T struct{ n int }\nfunc f() T { return T{1} }",
    ),
    "return a variable by value": (
        "func f() *int { x := 1; return &x }",
        "return int by value instead of a pointer",
        "func f() int { x := 1; return x }",
    ),
    "let the caller pass the slice": (
        "func f(n int) []int { s := make([]int, n); return s }",
        "let the caller pass what is to be filled",
        "func f(s []int) { for i := range s { s[i] = i } }",
    ),
    "a literal that is returned": (
        "func f() []int { return []int{1, 2} }",
        "let the caller pass what is to be filled, or return an array by value",
        "func f() [2]int { return [2]int{1, 2} }",
    ),
    "avoid the interface": (
        "func g(x any)\nfunc f(n int) { g(n) }",
        "avoid the interface: a function of the concrete type",
        "//go:noescape\nfunc g(x int)\nfunc f(n int) { g(n) }",
    ),
    "generic instead of an interface": (
        "func f(n int) any { return n }",
        "return the value itself (or make the function generic)",
        "func f[T any](n T) T { return n }\nfunc h() int { return f(3) }",
    ),
    "a closure that is returned": (
        "func f(n int) func() int { return func() int { return n } }",
        "take what it would do as a parameter",
        "func f(n int, use func(int) int) int { return use(n) }",
    ),
    "a closure that is kept": (
        "var keep func() int\nfunc f(n int) { keep = func() int { return n } }",
        "shorten the literal's reach: call it where it is made",
        "func f(n int) int { g := func() int { return n }; return g() }",
    ),
    "captured by reference": (
        "var keep func()\nfunc f() { n := 0; keep = func() { n++ } }",
        "pass n to the literal as an argument",
        "func f() int { n := 0; return func(n int) int { return n + 1 }(n) }",
    ),
    "a loop": (
        "type T struct{ n int }\nfunc f() int {\n\tvar last *T\n\tfor i := range 3 { last = &T{i} }\n\treturn last.n\n}",
        "declare last inside of the loop too",
        "type T struct{ n int }\nfunc f() int {\n\tvar last T\n\tfor i := range 3 { last = T{i} }\n\treturn last.n\n}",
    ),
    "a map of pointers": (
        "func f(m map[string]*int) { x := 1; m[\"a\"] = &x }",
        "keep values instead of pointers in it",
        "func f(m map[string]int) { x := 1; m[\"a\"] = x }",
    ),
    "a channel of pointers": (
        "func f(c chan *int) { x := 1; c <- &x }",
        "send the value instead of a pointer",
        "func f(c chan int) { x := 1; c <- x }",
    ),
    "a slice of pointers": (
        "func f(s []*int) []*int { x := 1; return append(s[:0:cap(s)], &x) }",
        "append the value itself instead of its address",
        "func f(s []int) int { x := 1; return len(s) + x }",
    ),
    "too large": (
        "func f() int { var a [1 << 20]byte; return int(a[3]) }",
        "over the limit (128 KiB for variables): make it smaller",
        "func f() int { var a [1 << 10]byte; return int(a[3]) }",
    ),
    "a size that is not constant": (
        "func f(n int) int { b := make([]byte, 0, n); return cap(b) }",
        "give it a constant capacity",
        "func f(n int) int { b := make([]byte, 0, 64); return cap(b) }",
    ),
    "a goroutine": (
        "func f(c chan int) { go func() { c <- 1 }() }",
        "start fewer goroutines",
        "func f(c chan int) { c <- 1 }",
    ),
    "defer in a loop": (
        "func g()\nfunc f() { for range 3 { defer g() } }",
        "move the body of the loop into a function of its own",
        "func g()\nfunc f() { for range 3 { one() } }\nfunc one() { defer g() }",
    ),
}


@pytest.mark.parametrize("name", ADVICE)
def test_advice_followed_helps(tmp_path: Path, name: str) -> None:
    bad, words, good = ADVICE[name]
    before = [v for v in found(tmp_path, bad) if v.heap or v.varies]
    assert any(words in v.advice for v in before), [(v.what, v.advice) for v in before]
    after = [v for v in found(tmp_path, good) if v.heap or v.varies]
    assert all(v.what in ("map assignment", "append") for v in after), [(v.what, v.varies) for v in after]


def test_parameters_say_what_becomes_of_what_they_point_to(tmp_path: Path) -> None:
    text = "var keep *int\nfunc f(a, b *int, c **int, d *int) *int { keep = a; keep = *c; return b }"
    notes = {v.what: v.note for v in found(tmp_path, text) if v.func.endswith("f")}
    assert "what the caller passes has to be on the heap" in notes["a"]
    assert "it flows to result 1" in notes["b"]
    assert "what is reached through it leaks" in notes["c"]
    assert notes["d"] == ""


PROGRAM = """package main

func main() {
	var all [][]byte
	for i := range 3 {
		all = append(all, make([]byte, 100+i))
	}
	println(len(all))
}
"""


class Page(HTMLParser):
    """Counts what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.classes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.classes |= {str(value) for key, value in attrs if key == "class"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_json_and_page(tmp_path: Path) -> None:
    file = tmp_path / "x.go"
    file.write_text(PROGRAM)
    data = json.loads(explain(str(file), form="json"))
    made = next(v for v in data["values"] if v["kind"] == "make")
    assert made["place"] == "heap" and made["line"] == 6 and made["size"] is None and made["chain"]
    html = explain(str(file), form="html")
    page = Page()
    page.feed(html)
    assert not page.open and {"heap", "stack", "said", "step"} <= page.classes
    assert "make([]byte, 100 + i): on the heap" in html and "&lt;" not in html.split("<h2>")[0]


def test_counts_by_line(tmp_path: Path) -> None:
    """Frames of libraries are under the line that called them; the innermost line of the program counts."""
    here = str(tmp_path / "x.go")
    own = Frame("main.f", "main.f", here, 3)
    sites = [
        ([own, Frame("main.main", "main.main", here, 9)], 2, 64),
        ([Frame("fmt.Sprint", "fmt.Sprint", "/lib/fmt.go", 7), own], 1, 16),
        ([Frame("time.init", "time.init", "/lib/time.go", 1)], 1, 8),
        ([own], 1, 32),
    ]
    assert by_line(sites, {here: "x.go"}) == {
        ("x.go", 3): {"": Count(3, 96), "fmt.Sprint": Count(1, 16)},
        ("/lib/time.go", 1): {"": Count(1, 8)},
    }
