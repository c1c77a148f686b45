"""What a cycle cost: the pause records, the running totals, and the line that GODEBUG=gctrace=1 prints.

The line is Go's, field by field (`mgc.go`, gcMarkTermination): times measured with the monotonic clock, CPU of the
stops as wall time multiplied by the processors that are stopped.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import pacer, system
from burrow.memory.intrinsics import imax, ld64, st8, st64, text, udiv
from burrow.memory.registry import rt


@rt(inline="never")
def record(t0: int, t1: int, t2: int, t3: int) -> None:
    """Book the pause and the CPU of a cycle."""
    n = ld64(L.RT_NUMGC)
    pause = (t1 - t0) + (t3 - t2)
    st64(L.PAUSES + ((n - 1) & 255) * 8, pause)
    st64(L.PAUSE_ENDS + ((n - 1) & 255) * 8, system.walltime())
    st64(L.RT_PAUSE_TOTAL, ld64(L.RT_PAUSE_TOTAL) + pause)
    st64(L.RT_LAST_GC, system.walltime())
    procs = ld64(L.RT_NPROCS)
    work = ld64(L.RT_WORKER_TIME) + ld64(L.RT_ASSIST_TIME)
    st64(L.RT_GC_CPU, ld64(L.RT_GC_CPU) + pause * procs + work)
    pacer.limit_cpu(pause * procs + work, t3)


@rt(cold=True)
def put_div(at: int, v: int, dec: int) -> int:
    """v / 10**dec with all its decimals."""
    scale = 1
    for _ in range(dec):
        scale = scale * 10
    at = system.put_int(at, udiv(v, scale))
    if dec > 0:
        st8(at, 46)
        at += 1
        rest = v - udiv(v, scale) * scale
        while scale > 1:
            scale = udiv(scale, 10)
            st8(at, 48 + udiv(rest, scale) % 10)
            at += 1
    return at


@rt(cold=True)
def put_ms(at: int, ns: int) -> int:
    """Nanoseconds as milliseconds: whole from 10 ms on, else two digits and at most three decimals."""
    if ns >= 10000000:
        return system.put_int(at, udiv(ns, 1000000))
    x = udiv(ns, 1000)
    if x == 0:
        st8(at, 48)
        return at + 1
    dec = 3
    while x >= 100:
        x = udiv(x, 10)
        dec -= 1
    return put_div(at, x, dec)


@rt(cold=True, inline="never")
def print_line(t0: int, t1: int, t2: int, t3: int, goal: int) -> None:
    """The gctrace line of the cycle that just ended."""
    procs = ld64(L.RT_NPROCS)
    at = system.put_text(L.SCRATCH, text("gc "), 3)
    at = system.put_int(at, ld64(L.RT_NUMGC))
    at = system.put_text(at, text(" @"), 2)
    since = t0 - ld64(L.RT_START_TIME)
    at = put_div(at, udiv(since, 1000000), 3)
    at = system.put_text(at, text("s "), 2)
    at = system.put_int(at, udiv(ld64(L.RT_GC_CPU) * 100, imax(1, (t3 - ld64(L.RT_START_TIME)) * procs)))
    at = system.put_text(at, text("%: "), 3)
    at = put_ms(at, t1 - t0)
    at = system.put_text(at, text("+"), 1)
    at = put_ms(at, t2 - t1)
    at = system.put_text(at, text("+"), 1)
    at = put_ms(at, t3 - t2)
    at = system.put_text(at, text(" ms clock, "), 11)
    at = put_ms(at, (t1 - t0) * procs)
    at = system.put_text(at, text("+"), 1)
    at = put_ms(at, ld64(L.RT_ASSIST_TIME))
    at = system.put_text(at, text("/"), 1)
    at = put_ms(at, ld64(L.RT_WORKER_TIME))
    at = system.put_text(at, text("/"), 1)
    at = put_ms(at, ld64(L.RT_IDLE_TIME))
    at = system.put_text(at, text("+"), 1)
    at = put_ms(at, (t3 - t2) * procs)
    at = system.put_text(at, text(" ms cpu, "), 9)
    at = system.put_int(at, ld64(L.RT_H0) >> 20)
    at = system.put_text(at, text("->"), 2)
    at = system.put_int(at, ld64(L.RT_H1) >> 20)
    at = system.put_text(at, text("->"), 2)
    at = system.put_int(at, ld64(L.RT_MARKED) >> 20)
    at = system.put_text(at, text(" MB, "), 5)
    if goal >= 1 << 62:
        goal = -1 & ((1 << 62) - 1)
    at = system.put_int(at, goal >> 20)
    at = system.put_text(at, text(" MB goal, "), 10)
    at = system.put_int(at, ld64(L.RT_STACKSCAN) >> 20)
    at = system.put_text(at, text(" MB stacks, "), 12)
    at = system.put_int(at, ld64(L.RT_GLOBALSCAN) >> 20)
    at = system.put_text(at, text(" MB globals, "), 13)
    at = system.put_int(at, procs)
    at = system.put_text(at, text(" P"), 2)
    if ld64(L.RT_CYCLE_FORCED) != 0:
        at = system.put_text(at, text(" (forced)"), 9)
    st8(at, 10)
    system.write(2, L.SCRATCH, at + 1 - L.SCRATCH)
