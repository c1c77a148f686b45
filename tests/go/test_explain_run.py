"""`burrow explain --run`: what each line allocated in a run, exactly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """\
package main

import "strings"

type node struct{ next *node }

func chain(n int) *node {
	var top *node
	for i := 0; i < n; i++ {
		top = &node{top}
	}
	return top
}

var kept *node

func main() {
	kept = chain(1234)
	local := [4]int{1, 2, 3, 4}
	println(local[2], len(strings.Repeat("ab", 100)))
}
"""


def explain(path: Path, *flags: str) -> str:
    done = subprocess.run([sys.executable, "-m", "burrow", "explain", *flags, str(path)], capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "3 200" in done.stderr  # the program's own output
    return done.stdout


def test_counts_by_line(tmp_path: Path) -> None:
    (tmp_path / "m.go").write_text(PROGRAM)
    lines = json.loads(explain(tmp_path / "m.go", "--run", "--json"))["lines"]
    own = {(x["line"], x["calls"]): (x["objects"], x["bytes"]) for x in lines if x["file"].endswith("m.go")}
    assert own.pop((10, "")) == (1234, 1234 * 8)
    assert {line for line, _ in own} == {20}  # the library's work is said at the line that asked for it
    assert own[20, "strings.Repeat"][1] >= 200


def test_text_says_it_at_the_line(tmp_path: Path) -> None:
    (tmp_path / "m.go").write_text(PROGRAM)
    text = explain(tmp_path / "m.go", "--run")
    at = text.index("top = &node{top}")
    assert "in this run: 1,234 objects, 9,872 bytes here" in text[at : text.index("return top")]
