"""Imports that there are not: gc's texts (`go build` of the same file), every one of them, at its line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def check(path: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-m", "burrow", "check", path.name], cwd=path.parent, capture_output=True,
                          text=True, check=False)  # fmt: skip
    return done.returncode, done.stderr


CASES = {
    '"./b"': '"./b" is relative, but relative import paths are not supported in module mode',
    '"../b"': '"../b" is relative, but relative import paths are not supported in module mode',
    '"/abs/x"': "\"/abs/x\" is not a package path; see 'go help packages'",
    '"nosuch/y"': "package nosuch/y is not in std",
    '"internal/cpu"': "use of internal package internal/cpu not allowed",
    '"example.com/x"': (
        "no required module provides package example.com/x: go.mod file not found in current directory or any "
        "parent directory; see 'go help modules'"
    ),
}


@pytest.mark.parametrize("path", CASES)
def test_import_that_is_not_there(path: str, tmp_path: Path) -> None:
    (tmp_path / "m.go").write_text(f"package main\n\nimport {path}\n\nfunc main() {{}}\n")
    status, text = check(tmp_path / "m.go")
    assert status == 1
    assert f"m.go:3:8: {CASES[path]}\n" in text


def test_all_of_them_are_said(tmp_path: Path) -> None:
    (tmp_path / "m.go").write_text('package main\n\nimport (\n\t"nosuch"\n\t"./b"\n)\n\nfunc main() {}\n')
    status, text = check(tmp_path / "m.go")
    assert status == 1
    assert "m.go:4:2: package nosuch is not in std" in text
    assert 'm.go:5:2: "./b" is relative' in text


def test_in_a_module_go_get_is_the_advice(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module a.b/c\n\ngo 1.27\n")
    (tmp_path / "m.go").write_text('package main\n\nimport "q.w/e"\n\nfunc main() {}\n')
    status, text = check(tmp_path / "m.go")
    assert status == 1
    assert "m.go:3:8: no required module provides package q.w/e; to add it:\n\tgo get q.w/e\n" in text
