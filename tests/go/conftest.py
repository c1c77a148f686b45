"""What the tests of the Go front end share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from burrow.go.load import load
from burrow.source import CompileErrors, load_file


def check_text(folder: Path, text: str, name: str = "x.go") -> list[str]:
    """The errors of one file as `line:column: text`."""
    file = folder / name
    file.write_text(text)
    load_file.cache_clear()
    try:
        load(str(file))
    except CompileErrors as e:
        out = []
        for d in e.diagnostics:
            assert d.span is not None
            line, column = load_file(d.span.path).position(d.span.lo)
            out.append(f"{line}:{column}: {d.message}")
        return out
    return []


@pytest.fixture
def errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Check a text; the errors."""
    monkeypatch.setenv("BURROW_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("GOROOT", raising=False)
    return lambda text: check_text(tmp_path, text)


@pytest.fixture
def go() -> str:
    """The real go command."""
    found = shutil.which("go")
    if found is None:
        pytest.skip("no go on PATH")
    return found
