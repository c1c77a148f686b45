"""Programs that run: what they print must be what the real go printed (kept in NAME.out and NAME.err)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "programs"
PROGRAMS = sorted(p.stem for p in FOLDER.glob("*.go"))


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str) -> None:
    """Standard output and error are the real compiler's."""
    got = subprocess.run([sys.executable, "-m", "burrow", "run", f"{name}.go"], cwd=FOLDER, capture_output=True, timeout=120)
    assert got.stderr.decode() == (FOLDER / f"{name}.err").read_text()
    assert got.stdout.decode() == (FOLDER / f"{name}.out").read_text()
    assert got.returncode == 0


@pytest.mark.real
@pytest.mark.parametrize("name", PROGRAMS)
def test_real(name: str) -> None:
    """The kept answers are the real compiler's (set BURROW_UPDATE to keep new ones)."""
    import os
    import shutil

    go = shutil.which("go", path=os.path.dirname(sys.executable))  # the version that the answers were kept from
    if go is None:
        pytest.skip("no go of the test dependencies")
    got = subprocess.run([go, "run", f"{name}.go"], cwd=FOLDER, capture_output=True, timeout=120)
    if os.environ.get("BURROW_UPDATE"):
        (FOLDER / f"{name}.out").write_bytes(got.stdout)
        (FOLDER / f"{name}.err").write_bytes(got.stderr)
    assert got.stdout.decode() == (FOLDER / f"{name}.out").read_text()
    assert got.stderr.decode() == (FOLDER / f"{name}.err").read_text()
