"""Goroutines on processors: run queues, parking, waking, the loop that finds what to run next.

M:N as in Go's `proc.go`: a thread (M) needs a processor (P) to run goroutines (G); each P has a ring of runnable
goroutines and a slot for the one woken last; there is one global queue. Everything that decides runs on the
thread's system stack, reached by `runtime.mcall`, which leaves the goroutine's registers on its own stack (where a
collection finds them). When nothing is runnable the thread waits for the next timer or file descriptor; when there
is nothing to wait for either, all goroutines are asleep.
"""

from __future__ import annotations

from burrow.memory import last, poll, procs, records, runq, stacks, system, threads, timers, world
from burrow.memory import layout as L
from burrow.memory.intrinsics import (
    addr_of,
    asm1,
    astore,
    cas,
    frame_address,
    gs64,
    gs64_set,
    ld64,
    st8,
    st32,
    st64,
    text,
    text_len,
    unlikely,
    xadd,
)
from burrow.memory.registry import rt


# ---- the loop -----------------------------------------------------------------------------------------------
@rt("runtime.schedule", inline="never", export=True)
def schedule(x: int) -> None:
    """Run what is runnable; on the system stack, never returns."""
    g = find_runnable()
    p = gs64(L.M_P)
    st64(p + L.P_TURNS, ld64(p + L.P_TURNS) + 1)
    if ld64(p + L.P_INHERIT) == 0:
        st64(p + L.P_SCHEDTICK, ld64(p + L.P_SCHEDTICK) + 1)
    st64(p + L.P_INHERIT, 0)
    st64(g + L.G_STATUS, L.G_RUNNING)
    st64(g + L.G_M, gs64(L.M_SELF))
    gs64_set(L.M_CURG, g)
    records.event(L.EV_RUN, ld64(g + L.G_ID), ld64(g + L.G_SYSTEM))
    asm1("runtime.gogo", g)


@rt("runtime.findRunnable", inline="never")
def find_runnable() -> int:
    """The next goroutine to run; waits for one."""
    if unlikely(ld64(L.RT_STOPPING) != 0):
        world.wait_stopped()
    p = gs64(L.M_P)
    tick = ld64(p + L.P_TURNS)
    if tick & 63 == 63:
        g = runq.globrunq_get()
        if g != 0:
            return found(g)
    if tick & 15 == 15:
        look_around()
    while True:
        g = runq.runq_get(p)
        if g != 0:
            return found(g)
        g = runq.globrunq_get()
        if g != 0:
            return found(g)
        look_around()
        g = runq.runq_get(p)
        if g != 0:
            return found(g)
        if ld64(L.RT_NPS) > 1:
            g = spin(p)
            if g != 0:
                return found(g)
        idle(p)
        if unlikely(ld64(L.RT_STOPPING) != 0):
            world.wait_stopped()
        p = gs64(L.M_P)


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
        if 2 * ld64(L.RT_NSPINNING) >= ld64(L.RT_NPROCS) - ld64(L.RT_NIDLE_PS):
            return 0
        st64(m + L.M_SPINNING, 1)
        xadd(L.RT_NSPINNING, 1)
    return runq.steal(p)


@rt(inline="never")
def idle(p: int) -> None:
    """Nothing to run: let go of the processor and wait; returns with one again."""
    system.lock(L.RT_SCHED_LOCK)
    if ld64(L.RT_STOPPING) != 0 or ld64(L.RT_RUNQ_SIZE) != 0:
        system.unlock(L.RT_SCHED_LOCK)
        return
    procs.release()
    procs.idle_put(p)
    if ld64(L.RT_NIDLE_PS) == ld64(L.RT_NPROCS):
        if ld64(L.RT_NTIMERS) == 0 and ld64(L.RT_POLLERS) == 0 and ld64(L.RT_INSYSCALL) == 0:
            deadlock()
    system.unlock(L.RT_SCHED_LOCK)
    if ld64(gs64(L.M_SELF) + L.M_SPINNING) != 0:
        stop_spinning()
    if runq.any_work() != 0 and take_idle() != 0:
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
        runq.runq_put(p, g, 0)
        procs.wake_if_idle()
    else:
        runq.globrunq_put(g)


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


# ---- parking and waking -------------------------------------------------------------------------------------
@rt("runtime.gopark", inline="never", export=True)
def gopark(reason: int, lock: int) -> None:
    """Park the current goroutine; the lock is released once it is off its stack."""
    g = gs64(L.M_CURG)
    st64(g + L.G_WAIT, reason)
    st64(g + L.G_LOCK, lock)
    if unlikely((ld64(L.REC_BLOCK_RATE) | ld64(L.REC_MUTEX_RATE)) != 0):
        since = system.nanotime()
        st64(g + L.G_WAITSINCE, since)
        asm1("runtime.mcall", addr_of("runtime.park_m"))
        if ld64(L.REC_BLOCK_RATE) > 0:
            records.waited(reason, since, frame_address())
        return
    st64(g + L.G_WAITSINCE, 0)
    asm1("runtime.mcall", addr_of("runtime.park_m"))


@rt(inline="never", export=True)
def park_m(g: int) -> None:
    """The second half of gopark, on the system stack."""
    st64(g + L.G_STATUS, L.G_WAITING)
    gs64_set(L.M_CURG, 0)
    records.event(L.EV_PARK, ld64(g + L.G_ID), ld64(g + L.G_WAIT))
    lock = ld64(g + L.G_LOCK)
    if lock != 0:
        system.unlock(lock)
    schedule(0)


@rt("runtime.goready", inline="never", export=True)
def goready(g: int) -> None:
    """Make a parked goroutine runnable, next on this processor."""
    if unlikely(ld64(L.REC_MUTEX_RATE) > 0):
        records.let_go(g, frame_address())
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    runq.runq_put(gs64(L.M_P), g, 1)
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
    records.event(L.EV_PARK, ld64(g + L.G_ID), 0)
    runq.globrunq_put(g)
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
    """The poll flag was set: let others run, or the world stop."""
    if gs64(L.M_LOCKS) != 0:
        return
    st32(gs64(L.M_SELF) + L.M_POLL, 0)
    if ld64(L.RT_LANGUAGE) == 0 and gs64(L.M_CURG) != 0:
        asm1("runtime.mcall", addr_of("runtime.gopreempt_m"))


@rt(inline="never", export=True)
def gopreempt_m(g: int) -> None:
    """The second half of poll_slow: behind everybody else, or, when the world stops, first again afterwards,
    for what is left of its time slice."""
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    gs64_set(L.M_CURG, 0)
    records.event(L.EV_PARK, ld64(g + L.G_ID), L.WAIT_PREEMPTED)
    if ld64(L.RT_STOPPING) != 0:
        runq.runq_put(gs64(L.M_P), g, 1)
    else:
        runq.globrunq_put(g)
    schedule(0)


# ---- birth and death ----------------------------------------------------------------------------------------
@rt("runtime.newproc", inline="never", export=True)
def newproc(fn: int, ctx: int) -> int:
    """Start fn(ctx) as a goroutine."""
    g = stacks.new_g(fn, ctx)
    me = gs64(L.M_CURG)
    st64(g + L.G_CREATOR, ld64(me + L.G_ID))
    st64(g + L.G_CREATORPC, ld64(ld64(frame_address()) + 8))  # the library's goproc calls this: its caller
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    system.xadd_shared(L.RT_LIVE_GS, 1)
    if unlikely(ld64(L.RT_SYSMON) == 0):
        procs.start_monitor()
    runq.runq_put(gs64(L.M_P), g, 1)
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
    records.event(L.EV_PARK, ld64(g + L.G_ID), -1)
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


# ---- all asleep ---------------------------------------------------------------------------------------------
@rt("runtime.checkdead", inline="never", cold=True)
def deadlock() -> None:
    """Nothing can ever run again: Go's text, a header for each goroutine, status 2."""
    t = text("fatal error: all goroutines are asleep - deadlock!\n")
    at = system.put_text(L.SCRATCH, t, text_len("fatal error: all goroutines are asleep - deadlock!\n"))
    system.write(2, L.SCRATCH, at - L.SCRATCH)
    if last.trace(0, 0, 0) > 0:
        system.exit_process(2)
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
