"""What burrow's library lacks ends as unsupported (3), what does not exist as an error (1)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LACKING = "unsupported by burrow: "


@pytest.mark.parametrize(
    ("imports", "use", "status", "text"),
    [
        ("go/importer", "importer.Default()", 3, "./m.go:3:8: " + LACKING + "package go/importer"),
        ("text/nosuch", "nosuch.F()", 1, "m.go:3:8: package text/nosuch is not in std"),
        ("reflect", "_ = reflect.TypeAssert[int]", 3, "./m.go:5:27: " + LACKING + "reflect.TypeAssert"),
        ("strings", "strings.NoSuch()", 1, "./m.go:5:23: undefined: strings.NoSuch"),
        ("os", "os.Stdin.SetDeadlock()", 1,
         "./m.go:5:24: os.Stdin.SetDeadlock undefined (type *os.File has no field or method SetDeadlock)"),
    ],
)  # fmt: skip
def test_lacking(imports: str, use: str, status: int, text: str, tmp_path: Path) -> None:
    (tmp_path / "m.go").write_text(f'package main\n\nimport "{imports}"\n\nfunc main() {{ {use} }}\n')
    done = subprocess.run([sys.executable, "-m", "burrow", "run", "m.go"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == status
    assert text in done.stderr
