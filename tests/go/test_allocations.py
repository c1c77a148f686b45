"""What escape analysis decides is what the machine code does: counted allocations against the real compiler's, and
against what `-m -l` says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "allocations"
LINE = re.compile(r"^\S+shapes\.go:(\d+):\d+: (?:moved to heap: .*|.* escapes to heap)$", re.MULTILINE)

# "escapes" and is there already: a small integer, an empty string, a literal of constants
AT_HAND = {"escsmall", "escsmallvar", "escempty", "iface"}
# does not escape and is allocated all the same: too large for a buffer of fixed size, a channel, deferred in a loop,
# by a function that is called
ALLOCATED = {"maken", "mapmake100", "chan", "deferloop", "escvariadic", "result", "builder", "errors", "itoa"}
# burrow's maps have one table of groups, Go's a directory beside it; records of deferred calls are not pooled
OTHERWISE = {"mapmake100": 2, "deferloop": 6}


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=FOLDER, capture_output=True, timeout=120)


def counts(text: str) -> dict[str, int]:
    found = dict(line.rsplit(" ", 1) for line in text.splitlines())
    return {name: int(n) for name, n in found.items()}


def test_counts_are_the_real_ones() -> None:
    got = run(sys.executable, "-m", "burrow", "run", "shapes.go")
    wanted = counts((FOLDER / "shapes.err").read_text())
    assert counts(got.stderr.decode()) == wanted | OTHERWISE


def test_what_m_says_escapes_is_allocated() -> None:
    said = run(sys.executable, "-m", "burrow", "build", "-m", "-l", "shapes.go").stderr.decode()
    lines = {int(m[1]) for m in LINE.finditer(said)}
    wanted = counts((FOLDER / "shapes.err").read_text())
    starts: list[tuple[str, int]] = []
    end = 0
    for number, text in enumerate((FOLDER / "shapes.go").read_text().splitlines(), 1):
        if match := re.match(r'\tcount\("(.*?)"', text):
            starts.append((match[1], number))
        elif text == "}":
            end = number
            if starts:
                break
    assert len(starts) == len(wanted)
    for (name, start), (_, after) in zip(starts, [*starts[1:], ("", end)], strict=True):
        escapes = any(start <= n < after for n in lines)
        assert (escapes or name in ALLOCATED) == (wanted[name] > 0 or name in AT_HAND), name


@pytest.mark.real
def test_the_kept_counts_are_real() -> None:
    """Set BURROW_UPDATE to keep new ones."""
    go = shutil.which("go", path=os.path.dirname(sys.executable))
    if go is None:
        pytest.skip("no go of the test dependencies")
    got = run(go, "run", "-gcflags=-l", "shapes.go").stderr.decode()
    if os.environ.get("BURROW_UPDATE"):
        (FOLDER / "shapes.err").write_text(got)
    assert got == (FOLDER / "shapes.err").read_text()
