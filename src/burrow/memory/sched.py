"""Goroutines on processors: run queues, parking, waking, the loop that finds what to run next.

M:N as in Go's `proc.go`: a thread (M) needs a processor (P) to run goroutines (G); each P has a ring of runnable
goroutines and a slot for the one woken last; there is one global queue. Everything that decides runs on the thread's system
stack, reached by `runtime.mcall`, which leaves the goroutine's registers on its own stack (where a collection finds them).
When nothing is runnable the thread waits for the next timer or file descriptor; when there is nothing to wait for
either, all goroutines are asleep.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import poll, stacks, system, threads, timers
from burrow.memory.intrinsics import addr_of, asm1, gs64, gs64_set, ld64, st8, st32, st64, text, text_len, unlikely
from burrow.memory.registry import rt


# ---- run queues --------------------------------------------------------------------------------------------------------
@rt()
def runq_put(p: int, g: int, next_: int) -> None:
    """Queue a runnable goroutine on a processor; `next_`: it runs next."""
    if next_ != 0:
        old = ld64(p + L.P_RUNNEXT)
        st64(p + L.P_RUNNEXT, g)
        if old == 0:
            return
        g = old
    h = ld64(p + L.P_RUNQ_HEAD)
    t = ld64(p + L.P_RUNQ_TAIL)
    if t - h < L.RUNQ_SIZE:
        st64(p + L.P_RUNQ + (t & (L.RUNQ_SIZE - 1)) * 8, g)
        st64(p + L.P_RUNQ_TAIL, t + 1)
        return
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
    """Take the next goroutine of a processor, or 0."""
    g = ld64(p + L.P_RUNNEXT)
    if g != 0:
        st64(p + L.P_RUNNEXT, 0)
        return g
    h = ld64(p + L.P_RUNQ_HEAD)
    if h == ld64(p + L.P_RUNQ_TAIL):
        return 0
    st64(p + L.P_RUNQ_HEAD, h + 1)
    return ld64(p + L.P_RUNQ + (h & (L.RUNQ_SIZE - 1)) * 8)


# ---- the loop ----------------------------------------------------------------------------------------------------------
@rt("runtime.schedule", inline="never", export=True)
def schedule(x: int) -> None:
    """Run what is runnable; on the system stack, never returns."""
    g = find_runnable()
    p = gs64(L.M_P)
    st64(p + L.P_SCHEDTICK, ld64(p + L.P_SCHEDTICK) + 1)
    st64(g + L.G_STATUS, L.G_RUNNING)
    st64(g + L.G_M, gs64(L.M_SELF))
    gs64_set(L.M_CURG, g)
    asm1("runtime.gogo", g)


@rt("runtime.findRunnable", inline="never")
def find_runnable() -> int:
    """The next goroutine to run; waits for one."""
    p = gs64(L.M_P)
    tick = ld64(p + L.P_SCHEDTICK)
    if tick & 63 == 63:
        g = globrunq_get()
        if g != 0:
            return g
    if tick & 15 == 15:
        look_around()
    while True:
        g = runq_get(p)
        if g != 0:
            return g
        g = globrunq_get()
        if g != 0:
            return g
        look_around()
        g = runq_get(p)
        if g != 0:
            return g
        wait_for_something()


@rt()
def look_around() -> None:
    """Wake what timers and file descriptors have made runnable."""
    if ld64(L.RT_NTIMERS) != 0:
        timers.run_due()
    if ld64(L.RT_POLLERS) != 0:
        poll.netpoll(0)


@rt(inline="never")
def wait_for_something() -> None:
    """Nothing is runnable here: sleep until a timer is due or a descriptor ready."""
    until = timers.next_when()
    if ld64(L.RT_POLLERS) != 0:
        ns = -1
        if until != 0:
            ns = until - system.nanotime()
            if ns < 0:
                ns = 0
        poll.netpoll(ns)
        return
    if until == 0:
        deadlock()
    timers.sleep_until(until)


# ---- parking and waking --------------------------------------------------------------------------------------------------
@rt("runtime.gopark", inline="never", export=True)
def gopark(reason: int, lock: int) -> None:
    """Park the current goroutine; the lock is released once it is off its stack."""
    g = gs64(L.M_CURG)
    st64(g + L.G_WAIT, reason)
    st64(g + L.G_LOCK, lock)
    asm1("runtime.mcall", addr_of("runtime.park_m"))


@rt(inline="never", export=True)
def park_m(g: int) -> None:
    """The second half of gopark, on the system stack."""
    st64(g + L.G_STATUS, L.G_WAITING)
    gs64_set(L.M_CURG, 0)
    lock = ld64(g + L.G_LOCK)
    if lock != 0:
        system.unlock(lock)
    schedule(0)


@rt("runtime.goready", inline="never", export=True)
def goready(g: int) -> None:
    """Make a parked goroutine runnable, next on this processor."""
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    runq_put(gs64(L.M_P), g, 1)


@rt("runtime.gosched", inline="never", export=True)
def gosched() -> None:
    """Let others run."""
    asm1("runtime.mcall", addr_of("runtime.gosched_m"))


@rt(inline="never", export=True)
def gosched_m(g: int) -> None:
    """The second half of gosched."""
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    gs64_set(L.M_CURG, 0)
    globrunq_put(g)
    schedule(0)


@rt("runtime.block", inline="never", export=True)
def block() -> None:
    """Park for ever."""
    gopark(L.WAIT_SELECT_NONE, 0)


@rt("runtime.getg", inline="always", fast=True)
def getg() -> int:
    """The current goroutine."""
    return gs64(L.M_CURG)


@rt("runtime.poll_slow", inline="never", export=True, cold=True)
def poll_slow() -> None:
    """A poll's flag was set: let others run."""
    st32(gs64(L.M_SELF) + L.M_POLL, 0)
    if ld64(L.RT_LANGUAGE) == 0 and gs64(L.M_CURG) != 0:
        gosched()


# ---- birth and death -----------------------------------------------------------------------------------------------------
@rt("runtime.newproc", inline="never", export=True)
def newproc(fn: int, ctx: int) -> int:
    """Start fn(ctx) as a goroutine."""
    g = stacks.new_g(fn, ctx)
    me = gs64(L.M_CURG)
    st64(g + L.G_CREATOR, me)
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    system.xadd_shared(L.RT_LIVE_GS, 1)
    runq_put(gs64(L.M_P), g, 1)
    return g


@rt("runtime.goexit", inline="never", export=True)
def goexit() -> None:
    """End the current goroutine."""
    asm1("runtime.mcall", addr_of("runtime.goexit0"))


@rt(inline="never", export=True)
def goexit0(g: int) -> None:
    """The second half of goexit."""
    gs64_set(L.M_CURG, 0)
    st64(g + L.G_STATUS, L.G_DEAD)
    main = ld64(g + L.G_ID) == 1
    if ld64(g + L.G_SYSTEM) == 0:
        system.xadd_shared(L.RT_LIVE_GS, -1)
    stacks.free_g(g)
    if unlikely(main) and ld64(L.RT_EXITING) != 0:
        asm1("runtime.mleave", ld64(L.RT_EXIT_CODE))
    schedule(0)


@rt("runtime.main", inline="never", export=True)
def main_goroutine(ctx: int) -> int:
    """The first goroutine: the program's entry; when it returns, the program ends."""
    threads.call_entry()
    st64(L.RT_EXITING, 1)
    st64(L.RT_EXIT_CODE, 0)
    return 0


@rt("runtime.numgoroutine", export=True)
def numgoroutine() -> int:
    """Goroutines that exist, the runtime's own aside."""
    return ld64(L.RT_LIVE_GS)


# ---- the collector's goroutines --------------------------------------------------------------------------------------------
@rt(inline="never")
def wait_for_cycle() -> None:
    """Have the worker run a cycle, and wait until it is over."""
    g = gs64(L.M_CURG)
    st64(g + L.G_NEXT, ld64(L.RT_GC_WAITERS))
    st64(L.RT_GC_WAITERS, g)
    if ld64(L.RT_GC_REQUEST) == 0:
        st64(L.RT_GC_REQUEST, 1)
        w = ld64(L.RT_WORKER_G)
        if ld64(w + L.G_STATUS) == L.G_WAITING:
            goready(w)
    gopark(L.WAIT_GC, 0)


@rt(inline="never")
def worker_idle() -> None:
    """Park the worker until a cycle is wanted."""
    if ld64(L.RT_GC_REQUEST) == 0:
        gopark(L.WAIT_WORKER_IDLE, 0)


@rt(inline="never")
def cycle_done() -> None:
    """Wake who waited for the cycle, and the sweeper."""
    st64(L.RT_GC_REQUEST, 0)
    s = ld64(L.RT_SWEEPER_G)
    if s != 0 and ld64(s + L.G_STATUS) == L.G_WAITING:
        st64(s + L.G_STATUS, L.G_RUNNABLE)
        globrunq_put(s)
    g = ld64(L.RT_GC_WAITERS)
    st64(L.RT_GC_WAITERS, 0)
    while g != 0:
        n = ld64(g + L.G_NEXT)
        st64(g + L.G_NEXT, 0)
        goready(g)
        g = n


# ---- all asleep ------------------------------------------------------------------------------------------------------------
@rt("runtime.checkdead", inline="never", cold=True)
def deadlock() -> None:
    """Nothing can ever run again: Go's text, a header for each goroutine, status 2."""
    t = text("fatal error: all goroutines are asleep - deadlock!\n")
    at = system.put_text(L.SCRATCH, t, text_len("fatal error: all goroutines are asleep - deadlock!\n"))
    system.write(2, L.SCRATCH, at - L.SCRATCH)
    for k in range(ld64(L.RT_NGS)):
        g = L.STACKS + (k + 1) * L.STACK_SLOT - L.G_SIZE
        if ld64(g + L.G_STATUS) == L.G_WAITING and ld64(g + L.G_SYSTEM) == 0:
            st8(L.SCRATCH, 10)
            at = system.put_text(L.SCRATCH + 1, text("goroutine "), 10)
            at = system.put_int(at, ld64(g + L.G_ID))
            at = system.put_text(at, text(" ["), 2)
            at = threads.put_reason(at, ld64(g + L.G_WAIT))
            at = system.put_text(at, text("]:\n"), 3)
            system.write(2, L.SCRATCH, at - L.SCRATCH)
    system.exit_process(2)
