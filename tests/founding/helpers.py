"""Running burrow as a person does, and skipping what needs a room that is not there yet."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXPERIMENT = ROOT / "examples" / "experiment"
BURROW = [sys.executable, "-m", "burrow"]


def burrow(*args: str, cwd: Path | None = None, timeout: float = 120,
           env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    done = subprocess.run([*BURROW, *args], cwd=cwd, capture_output=True, text=True, timeout=timeout, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})})
    skip_unless_there(done.returncode, done.stderr)
    return done


def skip_unless_there(status: int, said: str) -> None:
    """Skip where a room does not exist yet."""
    if status == 3 and "not there yet" in said:
        pytest.skip(said.strip())


class Running:
    """A program under `burrow run`, with what it has printed so far."""

    def __init__(self, args: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
        self.out, self.err = folder / "stdout.txt", folder / "stderr.txt"
        with open(self.out, "w") as out, open(self.err, "w") as err:
            self.process = subprocess.Popen([*BURROW, "run", *args], cwd=folder, stdout=out, stderr=err,
                                            stdin=subprocess.DEVNULL, env={**os.environ, **(env or {})},
                                            start_new_session=True)

    def wait_for(self, text: str, seconds: float = 60, stream: str = "out") -> str:
        """All of a stream once `text` is in it."""
        path = self.out if stream == "out" else self.err
        deadline = time.monotonic() + seconds
        while text not in path.read_text(errors="replace"):
            if self.process.poll() is not None and text not in path.read_text(errors="replace"):
                skip_unless_there(self.process.returncode, self.err.read_text())
                raise AssertionError(f"ended with {self.process.returncode}: {self.out.read_text()}"
                                     f"{self.err.read_text()}")
            assert time.monotonic() < deadline, f"{text!r} did not come: {path.read_text()[-2000:]}"
            time.sleep(0.05)
        return path.read_text(errors="replace")

    def child(self) -> int:
        """The process that the program is: the one that burrow forked."""
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

    def interrupt(self) -> int:
        """Ctrl-C, as a terminal sends it: to the whole group; the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=20)

    def end(self) -> None:
        """Whatever happened, leave nothing behind."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)


def go() -> str:
    """The real Go; skips where there is none."""
    import shutil

    beside = Path(sys.executable).parent / "go"
    found = str(beside) if beside.exists() else shutil.which("go")
    if found is None:
        pytest.skip("go is not installed")
    return found


def pprof(*args: str) -> str:
    """What the real `go tool pprof` prints."""
    done = subprocess.run([go(), "tool", "pprof", *args], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
