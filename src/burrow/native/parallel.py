"""Units compiled side by side, in forked workers: LLVM's library holds one lock a process, so threads would not help.

Each worker takes the next unit's number from a pipe, makes its object and leaves it in the cache.  A worker that fails
says nothing: the parent finds the object missing, makes it itself, and so meets the error where it can be reported.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

PROGRESS_AFTER = 2.0  # seconds


def make_all(names: list[str], make: Callable[[int], object]) -> None:
    """Call `make(i)` for each unit, in as many processes as there are processors."""
    workers = min(len(os.sched_getaffinity(0)), len(names))
    progress = Progress(len(names))
    if workers < 2:
        for i, name in enumerate(names):
            progress.show(i, name)
            make(i)
        progress.end()
        return
    numbers_r, numbers_w = os.pipe()
    done_r, done_w = os.pipe()
    os.write(numbers_w, bytes(b for i in range(len(names)) for b in i.to_bytes(2, "little")))
    os.close(numbers_w)
    sys.stdout.flush()
    sys.stderr.flush()
    pids = [_worker(numbers_r, done_r, done_w, make) for _ in range(workers)]
    os.close(numbers_r)
    os.close(done_w)
    count = 0
    while os.read(done_r, 2):
        count += 1
        progress.show(count, "")
    os.close(done_r)
    for pid in pids:
        os.waitpid(pid, 0)
    progress.end()


def _worker(numbers: int, done_r: int, done_w: int, make: Callable[[int], object]) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        os.close(done_r)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        while True:
            data = os.read(numbers, 2)
            if len(data) < 2:
                break
            make(int.from_bytes(data, "little"))
            os.write(done_w, data)
        os._exit(0)
    finally:
        os._exit(1)


class Progress:
    """A line on the terminal while something takes longer than two seconds; nothing elsewhere."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.start = time.monotonic()
        self.shown = False
        self.terminal = sys.stderr.isatty()

    def show(self, done: int, name: str) -> None:
        """Say how far it is."""
        if self.terminal and time.monotonic() - self.start > PROGRESS_AFTER:
            self.shown = True
            print(f"\r\033[Kburrow: compiling {done}/{self.total} {name}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
