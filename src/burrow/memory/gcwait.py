"""Between the collector and the scheduler: requesting a cycle, waiting for it, the worker's own parking.

All lists and flags here are under RT_GC_LOCK, which a parking goroutine hands to the scheduler to release.
"""

from __future__ import annotations

from burrow.memory import finalizers, procs, runq, sched, system
from burrow.memory import layout as L
from burrow.memory.intrinsics import addr_of, asm1, gs64, gs64_set, ld64, st64
from burrow.memory.registry import rt


@rt(inline="never")
def wait_for_cycle() -> None:
    """Have the worker run a cycle, and wait until it is over."""
    g = gs64(L.M_CURG)
    system.lock(L.RT_GC_LOCK)
    st64(g + L.G_NEXT, ld64(L.RT_GC_WAITERS))
    st64(L.RT_GC_WAITERS, g)
    wake_worker()
    sched.gopark(L.WAIT_GC, L.RT_GC_LOCK)


@rt()
def wake_worker() -> None:
    """Request a cycle, under the lock."""
    st64(L.RT_GC_REQUEST, 1)
    w = ld64(L.RT_WORKER_G)
    if ld64(L.RT_WORKER_IDLE) != 0:
        st64(L.RT_WORKER_IDLE, 0)
        st64(w + L.G_STATUS, L.G_RUNNABLE)
        runq.runq_put(gs64(L.M_P), w, 1)


@rt(inline="never")
def wait_for_mark_end() -> None:
    """Wait for the end of the cycle that is marking, if it still is."""
    system.lock(L.RT_GC_LOCK)
    if ld64(L.RT_PHASE) == 0:
        system.unlock(L.RT_GC_LOCK)
        return
    g = gs64(L.M_CURG)
    st64(g + L.G_NEXT, ld64(L.RT_ASSIST_QUEUE))
    st64(L.RT_ASSIST_QUEUE, g)
    sched.gopark(L.WAIT_ASSIST, L.RT_GC_LOCK)


@rt(inline="never")
def start_cycle() -> None:
    """Have the worker start a cycle now, on this processor; come back when it lets others run."""
    system.lock(L.RT_GC_LOCK)
    if ld64(L.RT_GC_REQUEST) != 0 or ld64(L.RT_PHASE) != 0:
        system.unlock(L.RT_GC_LOCK)
        return
    wake_worker()
    system.unlock(L.RT_GC_LOCK)
    asm1("runtime.mcall", addr_of("runtime.gcyield_m"))


@rt(inline="never", export=True)
def gcyield_m(g: int) -> None:
    """The second half of start_cycle: behind the worker in this processor's own queue."""
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    gs64_set(L.M_CURG, 0)
    runq.runq_put(gs64(L.M_P), g, 0)
    sched.schedule(0)


@rt()
def others_wait() -> int:
    """Does a goroutine wait for this processor?"""
    if ld64(L.RT_LANGUAGE) != 0 or gs64(L.M_CURG) == 0:
        return 0
    p = gs64(L.M_P)
    if ld64(p + L.P_RUNNEXT) != 0 or ld64(p + L.P_RUNQ_HEAD) != ld64(p + L.P_RUNQ_TAIL):
        return 1
    if ld64(L.RT_RUNQ_SIZE) != 0:
        return 1
    return 0


@rt()
def offer_work() -> None:
    """Let an idle processor take what waits here."""
    if others_wait() != 0:
        procs.wake_if_idle()


@rt(inline="never")
def worker_idle() -> None:
    """Park the worker until a cycle is wanted."""
    system.lock(L.RT_GC_LOCK)
    if ld64(L.RT_GC_REQUEST) != 0:
        system.unlock(L.RT_GC_LOCK)
        return
    st64(L.RT_WORKER_IDLE, 1)
    sched.gopark(L.WAIT_WORKER_IDLE, L.RT_GC_LOCK)


@rt(inline="never")
def cycle_begins() -> int:
    """The requests up to now are this cycle's: the goroutines that wait for it."""
    system.lock(L.RT_GC_LOCK)
    st64(L.RT_GC_REQUEST, 0)
    g = ld64(L.RT_GC_WAITERS)
    st64(L.RT_GC_WAITERS, 0)
    system.unlock(L.RT_GC_LOCK)
    return g


@rt(inline="never")
def cycle_done(g: int) -> None:
    """Wake who waited for the cycle, and the sweeper."""
    system.lock(L.RT_GC_LOCK)
    s = ld64(L.RT_SWEEPER_G)
    if ld64(L.RT_SWEEPER_IDLE) != 0:
        st64(L.RT_SWEEPER_IDLE, 0)
        st64(s + L.G_STATUS, L.G_RUNNABLE)
        runq.globrunq_put(s)
    q = ld64(L.RT_ASSIST_QUEUE)
    st64(L.RT_ASSIST_QUEUE, 0)
    system.unlock(L.RT_GC_LOCK)
    ready_all(q)
    ready_all(g)
    finalizers.wake_finalizers()


@rt()
def ready_all(g: int) -> None:
    """Wake a list of goroutines."""
    while g != 0:
        n = ld64(g + L.G_NEXT)
        st64(g + L.G_NEXT, 0)
        sched.goready(g)
        g = n
