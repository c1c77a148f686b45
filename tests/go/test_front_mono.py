"""Instantiations without end: gc's texts and places, recorded from go 1.27.3; and programs that come close."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CASES = {
    "type T[P any] struct{ f *T[[]P] }": "3:8: instantiation cycle:\n\t./m.go:3:28: P instantiated as []P\n",
    "type T[P any] struct{}\nfunc (t *T[Q]) m() { var x *T[*Q]; x.m() }": (
        "3:8: instantiation cycle:\n\t./m.go:4:31: P instantiated as *Q\n"
    ),
    "func h[X any](x X) { k[X](x) }\nfunc k[Y any](y Y) { h[map[string]Y](nil) }": (
        "4:8: instantiation cycle:\n\t./m.go:3:24: Y instantiated as X\n\t./m.go:4:24: X instantiated as map[string]Y\n"
    ),
    "func l[Z any]() {\n\ttype L struct{ z Z }\n\tl[L]()\n}": (
        "3:8: instantiation cycle:\n\t./m.go:5:4: Z instantiated as L\n"
        "\t./m.go:4:7: L implicitly parameterized by Z\n"
    ),
    "func f[W any](w W) { f(func(W) {}) }": (
        "3:8: instantiation cycle:\n\t./m.go:3:23: W instantiated as func(W)\n"
    ),
    "type S[P any] []P\nfunc f[W any](w W) { f(S[W]{}) }": (
        "4:8: instantiation cycle:\n\t./m.go:4:23: W instantiated as S[W]\n"
    ),
    "func f[W any](w W) { f(struct{ a, b W }{}) }": (
        "3:8: instantiation cycle:\n\t./m.go:3:23: W instantiated as struct{a W; b W}\n"
    ),
    "func g[A, B any](a A, b B) { g[B, A](b, a) }": "",
    "func f[W any](w W) { var p []W; u(p); f(w) }\nfunc u[V any](v V) {}": "",
}


@pytest.mark.parametrize("program", CASES)
def test_cycles(program: str, tmp_path: Path) -> None:
    (tmp_path / "m.go").write_text(f"package p\n\n{program}\n")
    done = subprocess.run([sys.executable, "-m", "burrow", "check", "m.go"], cwd=tmp_path, capture_output=True,
                          text=True, timeout=60, check=False)  # fmt: skip
    assert done.stderr == (f"./m.go:{CASES[program]}" if CASES[program] else "")
    assert done.returncode == bool(CASES[program])
