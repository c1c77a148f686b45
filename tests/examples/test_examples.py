"""The examples: burrow says of them what the real compilers said, and the recorded answers are still what those say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import real

GO_ANSWERS = [(path, form) for path in real.go_files() for form in real.GO_FORMS]
RUST_ANSWERS = [(path, form) for path in real.rust_files() for form in real.RUST_FORMS]


def name_of(value: object) -> str:
    """A test's name."""
    return value.stem if isinstance(value, Path) else str(value)


def burrow(*args: str) -> subprocess.CompletedProcess[str]:
    """Run burrow in the folder of the examples; skip where the room is not there yet."""
    done = real.ask([sys.executable, "-m", "burrow", *args])
    if done.returncode == 3 and "not there yet" in done.stderr:
        pytest.skip(done.stderr.strip())
    return done


@pytest.mark.parametrize(("path", "form"), GO_ANSWERS, ids=name_of)
def test_placement(path: Path, form: str) -> None:
    """`burrow build -m` prints the lines of `go build -gcflags=-m`."""
    done = burrow("build", *real.GO_FORMS[form], real.shown(path))
    assert real.without_generated(done.stderr) == real.golden(path, form).read_text()
    assert done.stdout == ""
    assert done.returncode == 0


@pytest.mark.parametrize("path", real.go_files(), ids=name_of)
def test_go_runs(path: Path) -> None:
    """`burrow run` prints what `go run` prints."""
    assert real.outcome(burrow("run", real.shown(path))) == real.golden(path, "run").read_text()


@pytest.mark.parametrize(("path", "form"), RUST_ANSWERS, ids=name_of)
def test_ownership(path: Path, form: str) -> None:
    """`burrow check` says what rustc says, in its three forms."""
    done = burrow("check", "--edition", "2021", "--error-format", form, real.shown(path))
    expected = real.golden(path, form).read_text()
    assert (real.normal_json(done.stderr) if form == "json" else done.stderr) == expected
    assert done.returncode == (1 if expected else 0)


@pytest.mark.parametrize("path", [p for p in real.rust_files() if real.golden(p, "run").exists()], ids=name_of)
def test_rust_runs(path: Path) -> None:
    """`burrow run` prints what the program that rustc built prints."""
    assert real.outcome(burrow("run", "--edition", "2021", real.shown(path))) == real.golden(path, "run").read_text()


@pytest.mark.real
@pytest.mark.parametrize(("path", "form"), GO_ANSWERS, ids=name_of)
def test_go_still_says_so(path: Path, form: str) -> None:
    """The recorded placement is what the real Go says."""
    if not real.version_fits("go", real.GO_VERSION):
        pytest.skip(f"{real.GO_VERSION} is not installed")
    assert real.go_placement(path, form) == real.golden(path, form).read_text()


@pytest.mark.real
@pytest.mark.parametrize(("path", "form"), RUST_ANSWERS, ids=name_of)
def test_rustc_still_says_so(path: Path, form: str) -> None:
    """The recorded diagnostics are what the real rustc says."""
    if not real.version_fits("rustc", real.RUST_VERSION):
        pytest.skip(f"{real.RUST_VERSION} is not installed")
    assert real.rust_check(path, form) == real.golden(path, form).read_text()
