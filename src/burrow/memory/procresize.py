"""`runtime.GOMAXPROCS(n)`: more processors or fewer while the program runs.

In: a number; out: that many processors that take goroutines. As Go's `procresize`, with the world stopped. A processor
that goes keeps its record: its cache is emptied, its goroutines move to the global queue, the thread that held it looks
for another when the world starts. Which ones go does not matter, so the caller always keeps its own.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import procs, runq, spans, system, threads, world
from burrow.memory.intrinsics import gs64, imin, ld64, st64
from burrow.memory.registry import rt


@rt("runtime.gomaxprocs", inline="never", export=True)
def gomaxprocs(n: int) -> int:
    """Set the number of processors (n <= 0: only ask); the old number."""
    old = ld64(L.RT_NPROCS)
    if n <= 0 or n == old or ld64(L.RT_LANGUAGE) != 0:
        return old
    before = old
    st64(L.RT_MULTI, 1)
    st64(L.RT_MARK_ATOMIC, 1)
    procs.start_monitor()
    world.stop()
    st64(L.RT_NPROCS, imin(n, 256))
    k = 0
    while k < ld64(L.RT_NPS) and old > ld64(L.RT_NPROCS):
        p = L.PS + k * L.P_SIZE
        if p != gs64(L.M_P) and ld64(p + L.P_STATUS) != L.P_DEAD:
            retire(p)
            old -= 1
        k += 1
    k = 0
    while k < ld64(L.RT_NPS) and old < ld64(L.RT_NPROCS):
        p = L.PS + k * L.P_SIZE
        if ld64(p + L.P_STATUS) == L.P_DEAD:
            procs.idle_put(p)
            st64(p + L.P_STATUS, L.P_STOPPED)
            old += 1
        k += 1
    while old < ld64(L.RT_NPROCS):
        p = threads.new_p()
        procs.idle_put(p)
        st64(p + L.P_STATUS, L.P_STOPPED)
        old += 1
    world.start()
    return before


@rt(inline="never")
def retire(p: int) -> None:
    """Take a stopped processor out of use."""
    if ld64(p + L.P_LISTED) != 0:
        unlist(p)
    spans.release_all(p + L.P_CACHE)
    while True:
        g = runq.runq_get(p)
        if g == 0:
            break
        runq.globrunq_put(g)
    m = ld64(p + L.P_M)
    if m != 0 and ld64(m + L.M_STOPPED) != 0:
        st64(m + L.M_P, 0)
        st64(m + L.M_CACHE, L.EMPTY_CACHE)
    st64(p + L.P_M, 0)
    st64(p + L.P_INHERIT, 0)
    st64(p + L.P_STATUS, L.P_DEAD)


@rt()
def unlist(p: int) -> None:
    """Off the list of idle processors."""
    system.lock(L.RT_SCHED_LOCK)
    at = L.RT_IDLE_PS
    while ld64(at) != p:
        at = ld64(at) + L.P_NEXT
    st64(at, ld64(p + L.P_NEXT))
    st64(p + L.P_LISTED, 0)
    st64(L.RT_NIDLE_PS, ld64(L.RT_NIDLE_PS) - 1)
    system.unlock(L.RT_SCHED_LOCK)
