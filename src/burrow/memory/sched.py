"""Goroutines on processors: run queues, parking, waking, the loop that finds what to run next.

M:N as in Go's `proc.go`: a thread (M) needs a processor (P) to run goroutines (G); each P has a ring of runnable
goroutines and a slot for the one woken last; there is one global queue. Everything that decides runs on the thread's system
stack, reached by `runtime.mcall`, which leaves the goroutine's registers on its own stack (where a collection finds them).
When nothing is runnable the thread waits for the next timer or file descriptor; when there is nothing to wait for
either, all goroutines are asleep.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import poll, procs, stacks, system, threads, timers, world
from burrow.memory.intrinsics import (
    addr_of,
    asm1,
    astore,
    cas,
    gs64,
    gs64_set,
    ld64,
    st8,
    st32,
    st64,
    syscall,
    text,
    text_len,
    unlikely,
    xadd,
    xchg,
)
from burrow.memory.registry import rt


# ---- run queues --------------------------------------------------------------------------------------------------------
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
    """Take the next goroutine of a processor, or 0."""
    if ld64(p + L.P_RUNNEXT) != 0:
        g = xchg(p + L.P_RUNNEXT, 0)
        if g != 0:
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
    if unlikely(ld64(L.RT_STOPPING) != 0):
        world.wait_stopped()
    p = gs64(L.M_P)
    tick = ld64(p + L.P_SCHEDTICK)
    if tick & 63 == 63:
        g = globrunq_get()
        if g != 0:
            return found(g)
    if tick & 15 == 15:
        look_around()
    while True:
        g = runq_get(p)
        if g != 0:
            return found(g)
        g = globrunq_get()
        if g != 0:
            return found(g)
        look_around()
        g = runq_get(p)
        if g != 0:
            return found(g)
        if ld64(L.RT_NPS) > 1:
            g = spin(p)
            if g != 0:
                return found(g)
        idle(p)
        p = gs64(L.M_P)
        if unlikely(ld64(L.RT_STOPPING) != 0):
            world.wait_stopped()


@rt(inline="always")
def found(g: int) -> int:
    """A thread that found work stops spinning and wakes the next one."""
    if ld64(gs64(L.M_SELF) + L.M_SPINNING) != 0:
        stop_spinning()
        procs.wake_if_idle()
    return g


@rt()
def stop_spinning() -> None:
    """This thread does not look for work any more."""
    st64(gs64(L.M_SELF) + L.M_SPINNING, 0)
    xadd(L.RT_NSPINNING, -1)


@rt()
def spin(p: int) -> int:
    """Steal; at most half of the busy processors' number of threads do so at a time."""
    m = gs64(L.M_SELF)
    if ld64(m + L.M_SPINNING) == 0:
        if 2 * ld64(L.RT_NSPINNING) >= ld64(L.RT_NPS) - ld64(L.RT_NIDLE_PS):
            return 0
        st64(m + L.M_SPINNING, 1)
        xadd(L.RT_NSPINNING, 1)
    return steal(p)


@rt(inline="never")
def idle(p: int) -> None:
    """Nothing to run: let go of the processor and wait; returns with one again."""
    system.lock(L.RT_SCHED_LOCK)
    if ld64(L.RT_STOPPING) != 0 or ld64(L.RT_RUNQ_SIZE) != 0:
        system.unlock(L.RT_SCHED_LOCK)
        return
    procs.release()
    procs.idle_put(p)
    if ld64(L.RT_NIDLE_PS) == ld64(L.RT_NPS):
        if ld64(L.RT_NTIMERS) == 0 and ld64(L.RT_POLLERS) == 0 and ld64(L.RT_INSYSCALL) == 0:
            deadlock()
    system.unlock(L.RT_SCHED_LOCK)
    if ld64(gs64(L.M_SELF) + L.M_SPINNING) != 0:
        stop_spinning()
    if any_work() != 0 and take_idle() != 0:
        return
    if (ld64(L.RT_NTIMERS) != 0 or ld64(L.RT_POLLERS) != 0) and cas(L.RT_POLLING, 0, 1) != 0:
        wait_for_something()
        astore(L.RT_POLLING, 0)
        look_around()
        if take_idle() != 0:
            if ld64(L.RT_RUNQ_SIZE) > 1:
                procs.wake_if_idle()
            return
    procs.park_thread()


@rt()
def take_idle() -> int:
    """Get an idle processor back, if there is one."""
    system.lock(L.RT_SCHED_LOCK)
    q = procs.idle_get()
    system.unlock(L.RT_SCHED_LOCK)
    if q == 0:
        return 0
    procs.acquire(q)
    return 1


@rt()
def ready_put(g: int) -> None:
    """Queue a goroutine that a timer or descriptor woke: here, or globally without a processor."""
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    p = gs64(L.M_P)
    if p != 0:
        runq_put(p, g, 0)
        procs.wake_if_idle()
    else:
        globrunq_put(g)


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
    poll.init()
    until = timers.next_when()
    ns = -1
    if until != 0:
        ns = until - system.nanotime()
        if ns < 0:
            ns = 0
    poll.netpoll(ns)


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
    procs.wake_if_idle()


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
    """A poll's flag was set: let others run, or the world stop."""
    st32(gs64(L.M_SELF) + L.M_POLL, 0)
    if ld64(L.RT_LANGUAGE) == 0 and gs64(L.M_CURG) != 0:
        asm1("runtime.mcall", addr_of("runtime.gopreempt_m"))


@rt(inline="never", export=True)
def gopreempt_m(g: int) -> None:
    """The second half of poll_slow: behind everybody else, or, when the world stops, first again afterwards."""
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    gs64_set(L.M_CURG, 0)
    if ld64(L.RT_STOPPING) != 0:
        runq_put(gs64(L.M_P), g, 1)
    else:
        globrunq_put(g)
    schedule(0)


# ---- birth and death -----------------------------------------------------------------------------------------------------
@rt("runtime.newproc", inline="never", export=True)
def newproc(fn: int, ctx: int) -> int:
    """Start fn(ctx) as a goroutine."""
    g = stacks.new_g(fn, ctx)
    me = gs64(L.M_CURG)
    st64(g + L.G_CREATOR, me)
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    system.xadd_shared(L.RT_LIVE_GS, 1)
    if unlikely(ld64(L.RT_SYSMON) == 0):
        procs.start_monitor()
    runq_put(gs64(L.M_P), g, 1)
    procs.wake_if_idle()
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
        if ld64(gs64(L.M_SELF) + L.M_ID) != 1:
            system.exit_process(ld64(L.RT_EXIT_CODE))  # runtime.start returns on the first thread only
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
    system.lock(L.RT_GC_LOCK)
    st64(g + L.G_NEXT, ld64(L.RT_GC_WAITERS))
    st64(L.RT_GC_WAITERS, g)
    wake_worker()
    gopark(L.WAIT_GC, L.RT_GC_LOCK)


@rt()
def wake_worker() -> None:
    """Request a cycle, under the lock."""
    st64(L.RT_GC_REQUEST, 1)
    w = ld64(L.RT_WORKER_G)
    if ld64(L.RT_WORKER_IDLE) != 0:
        st64(L.RT_WORKER_IDLE, 0)
        st64(w + L.G_STATUS, L.G_RUNNABLE)
        runq_put(gs64(L.M_P), w, 1)


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
    gopark(L.WAIT_ASSIST, L.RT_GC_LOCK)


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
    runq_put(gs64(L.M_P), g, 0)
    schedule(0)


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
    gopark(L.WAIT_WORKER_IDLE, L.RT_GC_LOCK)


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
        globrunq_put(s)
    q = ld64(L.RT_ASSIST_QUEUE)
    st64(L.RT_ASSIST_QUEUE, 0)
    system.unlock(L.RT_GC_LOCK)
    ready_all(q)
    ready_all(g)


@rt()
def ready_all(g: int) -> None:
    """Wake a list of goroutines."""
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
