"""The Rust half of the founding experiment: output, and the profile that the program itself writes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from helpers import BURROW, EXPERIMENT, burrow, pprof, skip_unless_there

from burrow.profile import codec


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the program ran to its end."""
    folder = tmp_path_factory.mktemp("rust")
    done = subprocess.run([*BURROW, "run", "--release", str(EXPERIMENT / "experiment-rs")], cwd=folder, check=False,
                          capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
    skip_unless_there(done.returncode, done.stderr)
    (folder / "stdout.txt").write_text(done.stdout)
    (folder / "stderr.txt").write_text(done.stderr)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
def test_output(finished: Path) -> None:
    """The lines of the real program."""
    expected = [f"iter {n}" for n in range(0, 1_000_000, 100_000)] + ["done, kept: 1000"]
    assert (finished / "stdout.txt").read_text().splitlines() == expected
    assert (finished / "stderr.txt").read_text() == ""


@pytest.mark.slow
def test_the_profile_is_there(finished: Path) -> None:
    """cpu.pb holds samples at 100 Hz."""
    profile = codec.decode((finished / "cpu.pb").read_bytes())
    assert [(kind.type, kind.unit) for kind in profile.sample_types] == [("samples", "count"), ("cpu", "nanoseconds")]
    assert profile.period == 10_000_000
    assert profile.samples


@pytest.mark.real
@pytest.mark.slow
def test_the_real_client(finished: Path) -> None:
    """`go tool pprof` opens cpu.pb; our table is the same."""
    table = pprof("-top", str(finished / "cpu.pb"))
    assert "experiment::main" in table
    assert burrow("pprof", "-top", str(finished / "cpu.pb")).stdout == table
    memory = pprof("-top", "-focus", "alloc::|drop_in_place|dealloc|runtime", str(finished / "cpu.pb"))
    assert "Active filters" in memory
