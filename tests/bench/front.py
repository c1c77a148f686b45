"""`python tests/bench/front.py`: how fast the Go front end is, beside the real compiler.

First `burrow build -m` and `go build -gcflags=-m` of go/parser after an edit, what it imports being cached in both: in
turn, in one run, the same bytes (each round changes a comment); the ratio is taken round by round.  Then how the time of
`burrow check` and `burrow build -m` grows with the length of a generated program.  Medians; CPU is that of the whole
process and of those it starts.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BURROW = [sys.executable, "-m", "burrow"]
LENGTHS = (1_000, 10_000, 100_000)
UNIT = """
type node{n} struct {{
	key   int
	left  *node{n}
	names []string
	next  interface{{ Len{n}(xs []int) int }}
}}

func (t *node{n}) Len{n}(xs []int) int {{
	total := len(t.names)
	for i, x := range xs {{
		if x%2 == 0 && i > 3 {{
			total += x * {n}
		}} else {{
			total -= len(fmt.Sprint(x, t.key))
		}}
	}}
	return total
}}

func make{n}(key int, names ...string) (*node{n}, error) {{
	if key < 0 {{
		return nil, fmt.Errorf("key %d of make{n}: %v", key, names)
	}}
	t := &node{n}{{key: key, names: names}}
	less := func(a, b string) bool {{ return len(a) < len(b) || t.key > 3 }}
	for i := 1; i < len(names); i++ {{
		switch {{
		case less(names[i], names[i-1]):
			t.names = append(t.names, names[i][1:])
		case i == key:
			t.left, _ = make{before}Of(t, i)
		}}
	}}
	return t, nil
}}

func make{before}Of(t *node{n}, i int) (*node{n}, bool) {{
	counts := map[string]int{{"a": 1, "b": i}}
	for name, count := range counts {{
		if i > count {{
			return &node{n}{{key: count, names: []string{{name}}, next: t}}, true
		}}
	}}
	return t.left, false
}}
"""


def generated(lines: int) -> str:
    """A program of about as many lines."""
    per = UNIT.count("\n")
    out = ['package main\n\nimport "fmt"\n']
    out += [UNIT.format(n=i, before=i) for i in range(max(1, lines // per))]
    return "".join([*out, "\nfunc main() { fmt.Println(make0(1)) }\n"])


def timed(command: list[str], folder: Path, env: dict[str, str]) -> tuple[float, float, str]:
    """Wall and CPU seconds of a command, and what it wrote to stderr."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return wall, cpu, done.stderr


def after_an_edit(rounds: int, scratch: Path) -> None:
    """go/parser under both, in turn."""
    go = shutil.which("go")
    if go is None:
        print("after an edit: no go on PATH")
        return
    root = subprocess.run([go, "env", "GOROOT"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    folder = scratch / "parser"
    folder.mkdir()
    for file in Path(root, "src", "go", "parser").glob("*.go"):
        if not file.name.endswith("_test.go"):
            shutil.copy(file, folder)
    (folder / "go.mod").write_text("module example.com/parser\n\ngo 1.27\n")
    text = (folder / "parser.go").read_text()
    ours_env = {**os.environ, "GOROOT": root}
    their_env = {k: v for k, v in os.environ.items() if k != "GOROOT"}
    rows: list[tuple[float, float, float, float]] = []
    for n in range(-1, rounds):
        (folder / "parser.go").write_text(f"{text}\n// edit {n} {os.getpid()}\n")
        ours = timed([*BURROW, "build", "-m", "."], folder, ours_env)
        theirs = timed([go, "build", "-gcflags=-m", "."], folder, their_env)
        same = sorted(ours[2].splitlines()) == sorted(theirs[2].splitlines())
        if n < 0:
            print(f"go/parser: {len(ours[2].splitlines())} lines of -m; the same as the real ones: {same}")
        else:
            rows.append((*ours[:2], *theirs[:2]))
    for name, a, b in ("wall", 0, 2), ("CPU", 1, 3):
        ours_, theirs_ = (statistics.median(r[i] for r in rows) for i in (a, b))
        ratio = statistics.median(r[a] / r[b] for r in rows)
        print(f"  {name:<5} burrow {ours_:6.3f} s   go {theirs_:6.3f} s   ratio {ratio:5.2f}")


def growth(rounds: int, scratch: Path) -> None:
    """Time by length."""
    print(f"{'lines':>8}  {'check: CPU':>12} {'per line':>10}   {'build -m: CPU':>14} {'per line':>10}")
    env = {k: v for k, v in os.environ.items() if k != "GOROOT"}
    file = scratch / "long.go"
    for length in LENGTHS:
        text = generated(length)
        file.write_text(text)
        lines = text.count("\n")
        row = f"{lines:>8}"
        for command in (["check"], ["build", "-m"]):
            times = [timed([*BURROW, *command, str(file)], scratch, env)[1] for _ in range(rounds)]
            cpu = statistics.median(times)
            row += f"  {cpu:>11.2f}s {cpu / lines * 1e6:>7.0f} us  "
        print(row, flush=True)


def main() -> int:
    """Print both figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("edit", "growth"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if options.only != "growth":
            after_an_edit(options.rounds, Path(scratch))
        if options.only != "edit":
            growth(max(1, options.rounds // 2), Path(scratch))
    return 0


if __name__ == "__main__":
    sys.exit(main())
