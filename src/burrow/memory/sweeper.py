"""The background sweeper: the goroutine `runtime.bgsweep`, which sweeps what no allocation has swept, and yields often."""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import sched, sweep
from burrow.memory.intrinsics import gs64, ld64, st64
from burrow.memory.registry import rt

BATCH = 10


@rt("runtime.bgsweep", inline="never", export=True)
def bgsweep(ctx: int) -> int:
    """Sweep some spans, let others run, again; park when all is swept."""
    while True:
        n = 0
        while n < BATCH and ld64(L.RT_SWEEPING) != 0:
            if sweep.sweep_one() < 0:
                st64(L.RT_SWEEPING, 0)
            n += 1
        if ld64(L.RT_SWEEPING) == 0:
            sched.gopark(L.WAIT_SWEEP, 0)
        elif busy() != 0:
            sched.gosched()
    return 0


@rt()
def busy() -> int:
    """Does anything else want this processor?"""
    p = gs64(L.M_P)
    if ld64(p + L.P_RUNNEXT) != 0 or ld64(p + L.P_RUNQ_HEAD) != ld64(p + L.P_RUNQ_TAIL):
        return 1
    if ld64(L.RT_RUNQ_SIZE) != 0:
        return 1
    return 0
