"""The background sweeper: the goroutine `runtime.bgsweep`, which sweeps what no allocation has swept, and yields
often."""

from __future__ import annotations

from burrow.memory import gcwait, sched, sweep, system
from burrow.memory import layout as L
from burrow.memory.intrinsics import ld64, st64
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
            system.lock(L.RT_GC_LOCK)
            if ld64(L.RT_SWEEPING) != 0:
                system.unlock(L.RT_GC_LOCK)
                continue
            st64(L.RT_SWEEPER_IDLE, 1)
            sched.gopark(L.WAIT_SWEEP, L.RT_GC_LOCK)
        elif gcwait.others_wait() != 0:
            sched.gosched()
    return 0
