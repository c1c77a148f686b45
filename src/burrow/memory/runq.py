"""Run queues: a ring and a next slot for each processor, one list for all; putting, getting, stealing.

As in Go's `proc.go` (runqput, runqget, runqsteal, globrunqput). A processor's ring is under a lock of its own instead
of being lock-free: with one thread the lock is two plain stores.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import system
from burrow.memory.intrinsics import astore, ld64, st64, syscall, xchg
from burrow.memory.registry import rt


@rt()
def runq_put(p: int, g: int, next_: int) -> None:
    """Queue a runnable goroutine on a processor; `next_`: it runs next."""
    if next_ != 0:
        old = xchg(p + L.P_RUNNEXT, g)
        if old == 0:
            return
        g = old
    system.lock(p + L.P_LOCK)
    h = ld64(p + L.P_RUNQ_HEAD)
    t = ld64(p + L.P_RUNQ_TAIL)
    if t - h < L.RUNQ_SIZE:
        st64(p + L.P_RUNQ + (t & (L.RUNQ_SIZE - 1)) * 8, g)
        st64(p + L.P_RUNQ_TAIL, t + 1)
        system.unlock(p + L.P_LOCK)
        return
    system.unlock(p + L.P_LOCK)
    globrunq_put(g)


@rt()
def globrunq_put(g: int) -> None:
    """Queue a runnable goroutine for whoever comes."""
    system.lock(L.RT_SCHED_LOCK)
    st64(g + L.G_NEXT, 0)
    if ld64(L.RT_RUNQ_TAIL) != 0:
        st64(ld64(L.RT_RUNQ_TAIL) + L.G_NEXT, g)
    else:
        st64(L.RT_RUNQ_HEAD, g)
    st64(L.RT_RUNQ_TAIL, g)
    st64(L.RT_RUNQ_SIZE, ld64(L.RT_RUNQ_SIZE) + 1)
    system.unlock(L.RT_SCHED_LOCK)


@rt()
def globrunq_get() -> int:
    """Take one from the global queue, or 0."""
    if ld64(L.RT_RUNQ_SIZE) == 0:
        return 0
    system.lock(L.RT_SCHED_LOCK)
    g = ld64(L.RT_RUNQ_HEAD)
    if g != 0:
        st64(L.RT_RUNQ_HEAD, ld64(g + L.G_NEXT))
        if ld64(L.RT_RUNQ_HEAD) == 0:
            st64(L.RT_RUNQ_TAIL, 0)
        st64(L.RT_RUNQ_SIZE, ld64(L.RT_RUNQ_SIZE) - 1)
        st64(g + L.G_NEXT, 0)
    system.unlock(L.RT_SCHED_LOCK)
    return g


@rt()
def runq_get(p: int) -> int:
    """Take the next goroutine of a processor, or 0.

    The one in the next slot goes on in the time slice of the one before, as in Go: two that wake each other must not
    keep the others waiting for ever.
    """
    if ld64(p + L.P_RUNNEXT) != 0:
        g = xchg(p + L.P_RUNNEXT, 0)
        if g != 0:
            st64(p + L.P_INHERIT, 1)
            return g
    if ld64(p + L.P_RUNQ_HEAD) == ld64(p + L.P_RUNQ_TAIL):
        return 0
    g = 0
    system.lock(p + L.P_LOCK)
    h = ld64(p + L.P_RUNQ_HEAD)
    if h != ld64(p + L.P_RUNQ_TAIL):
        st64(p + L.P_RUNQ_HEAD, h + 1)
        g = ld64(p + L.P_RUNQ + (h & (L.RUNQ_SIZE - 1)) * 8)
    system.unlock(p + L.P_LOCK)
    return g


@rt("runtime.runqsteal", inline="never")
def steal(p: int) -> int:
    """Take half of another processor's queue; one of it to run, or 0."""
    n = ld64(L.RT_NPS)
    first = system.random() & 0xFFFF
    for k in range(n):
        q = L.PS + ((first + k) % n) * L.P_SIZE
        if q != p and ld64(q + L.P_RUNQ_HEAD) != ld64(q + L.P_RUNQ_TAIL):
            g = steal_from(p, q)
            if g != 0:
                return g
    for k in range(n):
        q = L.PS + ((first + k) % n) * L.P_SIZE
        if q != p and ld64(q + L.P_RUNNEXT) != 0 and ld64(q + L.P_STATUS) == L.P_RUNNING:
            # its owner is about to run it, as a rule: take it only when that took more than a moment
            syscall(system.SYS_SCHED_YIELD, 0, 0, 0, 0, 0, 0)
            if ld64(q + L.P_RUNNEXT) != 0:
                g = xchg(q + L.P_RUNNEXT, 0)
                if g != 0:
                    return g
    return 0


@rt()
def steal_from(p: int, q: int) -> int:
    """Move half of q's queue to p's; one of it to run."""
    system.lock(q + L.P_LOCK)
    h = ld64(q + L.P_RUNQ_HEAD)
    n = ld64(q + L.P_RUNQ_TAIL) - h
    n = n - (n >> 1)
    g = 0
    if n > 0:
        g = ld64(q + L.P_RUNQ + (h & (L.RUNQ_SIZE - 1)) * 8)
        t = ld64(p + L.P_RUNQ_TAIL)
        for k in range(n - 1):
            x = ld64(q + L.P_RUNQ + ((h + 1 + k) & (L.RUNQ_SIZE - 1)) * 8)
            st64(p + L.P_RUNQ + ((t + k) & (L.RUNQ_SIZE - 1)) * 8, x)
        st64(q + L.P_RUNQ_HEAD, h + n)
        astore(p + L.P_RUNQ_TAIL, t + n - 1)
    system.unlock(q + L.P_LOCK)
    return g


@rt()
def any_work() -> int:
    """Is anything in a queue?"""
    if ld64(L.RT_RUNQ_SIZE) != 0:
        return 1
    for k in range(ld64(L.RT_NPS)):
        q = L.PS + k * L.P_SIZE
        if ld64(q + L.P_RUNQ_HEAD) != ld64(q + L.P_RUNQ_TAIL):
            return 1
    return 0
