"""Requests to the Python service thread when the program is about to end: the trace of its goroutines.

Like `host.py`, without parking, so that they can be made from a signal handler or the scheduler's stack. What is
printed is `burrow.run.trace`'s affair; without a host nothing is.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import system
from burrow.memory.intrinsics import ld64, st64, syscall
from burrow.memory.registry import rt


@rt("runtime.host_now", inline="never", export=True)
def host_now(op: int, p: int, n: int) -> int:
    """As `runtime.host` does, but the thread waits: for what is asked when nothing may run any more."""
    if ld64(L.CONFIG + L.C_REQUEST_FD) <= 0:
        return -38
    r = L.SCRATCH + 0x1E00
    st64(r, op)
    st64(r + 8, p)
    st64(r + 16, n)
    st64(r + 24, 0)
    st64(r + 32, r)
    system.write(ld64(L.CONFIG + L.C_REQUEST_FD), r + 32, 8)
    while syscall(system.SYS_READ, ld64(L.CONFIG + L.C_REPLY_FD), r + 32, 8, 0, 0, 0) == -4:
        pass
    return ld64(r + 24)


TRACE = 2  # run/host.py


@rt(cold=True, inline="never")
def trace(g: int, fp: int, pc: int) -> int:
    """Print a Go program's goroutines: g (where it is not 0) first, whose frames start at fp, then the others."""
    w = L.SCRATCH + 0x1E80
    st64(w, g)
    st64(w + 8, fp)
    st64(w + 16, pc)
    st64(w + 24, 1)
    return host_now(TRACE, w, 4)
