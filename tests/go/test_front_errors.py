"""Errors of the parser and the checker: golden texts, and the real compiler's on the same programs."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = "package main\n\n"

# name: (program, the errors gc 1.27 prints)
CASES: dict[str, tuple[str, list[str]]] = {
    "unused": ("func main() {\n\tx := 1\n}\n", ["4:2: declared and not used: x"]),
    "undefined": ("func main() { y() }\n", ["3:15: undefined: y"]),
    "assign": (
        'func main() { var i int; i = "a"; _ = i }\n',
        ['3:30: cannot use "a" (untyped string constant) as int value in assignment'],
    ),
    "import": ('import "os"\n\nfunc main() {}\n', ['3:8: "os" imported and not used']),
    "count": (
        "func f() (int, int) { return 1, 2 }\n\nfunc main() { a := f(); _ = a }\n",
        ["5:20: assignment mismatch: 1 variable but f returns 2 values"],
    ),
    "args": (
        'func f(int) {}\n\nfunc main() { f(1, "x") }\n',
        ["5:20: too many arguments in call to f\n\thave (number, string)\n\twant (int)"],
    ),
    "missing return": ("func f() int {\n\tfor {\n\t\tbreak\n\t}\n}\n\nfunc main() { f() }\n", ["7:1: missing return"]),
    "mismatch": (
        'func main() { _ = 1 + "a" }\n',
        ['3:19: invalid operation: 1 + "a" (mismatched types untyped int and untyped string)'],
    ),
    "overflow": (
        "var u uint8 = 256\n\nfunc main() {}\n",
        ["3:15: cannot use 256 (untyped int constant) as uint8 value in variable declaration (overflows)"],
    ),
    "method": (
        "type T struct{}\n\nfunc (t *T) M() {}\n\ntype I interface{ M() }\n\nvar _ I = T{}\n\nfunc main() {}\n",
        [
            "9:11: cannot use T{} (value of struct type T) as I value in variable declaration: T does not implement I "
            "(method M has pointer receiver)"
        ],
    ),
    "field": (
        "type T struct{ name int }\n\nfunc main() { _ = T{}.Name }\n",
        ["5:23: T{}.Name undefined (type T has no field or method Name, but does have field name)"],
    ),
    "constraint": (
        "func f[T int | string](x T) {}\n\nfunc main() { f(1.5) }\n",
        ["5:16: float64 does not satisfy int | string (float64 missing in int | string)"],
    ),
    "infer": (
        "func f[T any]() {}\n\nfunc main() { f() }\n",
        ["5:16: in call to f, cannot infer T (declared at ./x.go:3:8)"],
    ),
    "recursive": ("type T struct{ t T }\n\nfunc main() {}\n", ["3:6: invalid recursive type: T refers to itself"]),
    "label": ("func main() {\nL:\n\tfor {\n\t}\n}\n", ["4:1: label L defined and not used"]),
    "goto": (
        "func main() {\n\tgoto L\n\tx := 1\n\t_ = x\nL:\n}\n",
        ["4:7: goto L jumps over declaration of x at ./x.go:5:4"],
    ),
    "syntax": ("func main() {\n\tx := \n}\n", ["5:1: syntax error: unexpected }, expected expression"]),
    "brace": ("func main()\n{\n}\n", ["4:1: syntax error: unexpected semicolon or newline before {"]),
    "newline": ('var s = "abc\n\nfunc main() {}\n', ["3:13: newline in string"]),
    "switch": (
        "func main() {\n\tswitch 1 {\n\tcase 1:\n\tcase 1:\n\t}\n}\n",
        ["6:7: duplicate case 1 (constant of type int) in expression switch\n\t./x.go:5:7: previous case"],
    ),
    "assertion": (
        "type I interface{ M() }\n\nfunc f(i I) { _ = i.(int) }\n\nfunc main() {}\n",
        ["5:19: impossible type assertion: i.(int)\n\tint does not implement I (missing method M)"],
    ),
    "shift": (
        "func main() { var s uint; var f float64 = 1 << s; _ = f }\n",
        ["3:43: invalid operation: shifted operand 1 (type float64) must be integer"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_texts(name: str, errors: Callable[[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each program has exactly these errors."""
    program, expected = CASES[name]
    monkeypatch.chdir(tmp_path)
    assert errors(HEAD + program) == expected


@pytest.mark.real
def test_as_gc(go: str, tmp_path: Path) -> None:
    """The golden texts are gc's."""
    env = dict(os.environ, GO111MODULE="off", CGO_ENABLED="0")
    wrong = {}
    for name, (program, expected) in CASES.items():
        folder = tmp_path / name.replace(" ", "_")
        folder.mkdir()
        (folder / "x.go").write_text(HEAD + program)
        run = subprocess.run(
            [go, "build", "-o", "x.out", "x.go"], cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        lines = re.split(r"\n(?=\./x\.go:)", run.stderr.split("\n", 1)[1].rstrip("\n")) if run.stderr else []
        found = [line.removeprefix("./x.go:") for line in lines]
        if found != expected:
            wrong[name] = found
    assert wrong == {}
