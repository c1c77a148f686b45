"""Runs one program once and tells what it cost: `python -m burrow.lab.measure`, a task as JSON on stdin.

A process of its own, and a small one: the program is forked from it, so whatever this process holds would count as the
program's memory.  What it holds anyway is measured before the fork (`baseline_bytes`).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import Any

from burrow.lab.watch_output import Output

GRACE = 2.0
SAMPLE_HZ = 250
"""As often as the kernel's own clock looks at CPU timers: more samples than that there are not."""


def resident() -> int:
    """Resident memory of this process, in bytes."""
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """Run the image of `task` as it says; the fields of a `Run`."""
    from burrow.run import counters, program

    out_read, out_write = os.pipe()
    err_read, err_write = os.pipe()
    null = os.open(os.devnull, os.O_RDONLY)
    env = {**os.environ, **task.get("env", {})}
    hertz = task.get("sample_hz", SAMPLE_HZ)
    baseline = resident()
    start = time.monotonic_ns()
    process = program.start(task["image"], task["argv"], env, language=task["language"], manager=task["manager"],
                            share=True, sample_hz=hertz, stdin=null, stdout=out_write, stderr=err_write)
    os.close(out_write)
    os.close(err_write)
    output = Output([out_read, err_read], task.get("until"), task.get("seconds"))
    ended = output.follow(lambda: process.poll() is None)
    wall = time.monotonic_ns() - start
    if ended != "exit":
        stop(process)
    outcome = process.wait()
    if ended == "exit" and outcome.signal:
        ended = "signal"
    usage = outcome.rusage
    result: dict[str, Any] = {
        "user_ns": round(usage.ru_utime * 1e9), "system_ns": round(usage.ru_stime * 1e9), "wall_ns": wall,
        "minor_faults": usage.ru_minflt, "major_faults": usage.ru_majflt, "peak_bytes": usage.ru_maxrss * 1024,
        "baseline_bytes": baseline, "status": outcome.status, "ended": ended, "output": output.text(),
    }
    assert process.shared is not None
    found = counters.read(process.shared)
    if task["manager"] == "gc":
        result["cycles"] = found["gc_cycles"]
        result["pauses_ns"] = found["gc_pauses_ns"]
    if task.get("profile") and hertz:
        result["profile"] = write_profile(process, task["profile"])
    return result


def write_profile(process: Any, path: str) -> str:
    """Write the profile of the whole run; its path, or nothing where there is none."""
    from burrow.options import Options

    try:
        from burrow.run import after

        after.write(process, Options(profile=path))
    except ImportError:
        return ""
    return path if os.path.exists(path) else ""


def stop(process: Any) -> None:
    """End a program that does not end: kindly first."""
    process.kill(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while process.poll() is None:
        if time.monotonic() > deadline:
            process.kill(signal.SIGKILL)
            break
        time.sleep(0.01)


def main() -> int:
    """Serve one task."""
    task = json.load(sys.stdin)
    result = measure(task)
    json.dump(result, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
