"""Processors and the threads that hold them: idle lists, waking, parking, handing over in system calls.

As in Go's `proc.go` (startm, stopm, wakep, entersyscall, exitsyscall, retake): a thread without a processor sleeps;
whoever makes a goroutine runnable while a processor is idle wakes one thread, which looks for work (*spins*) and
wakes the next when it finds some.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import preempt, runq, sched, signals, system, threads
from burrow.memory.intrinsics import (
    addr_of,
    aload,
    aload32,
    asm1,
    asm2,
    asm4,
    astore,
    astore32,
    cas,
    gs64,
    gs64_set,
    ld64,
    st32,
    st64,
    syscall,
    xadd,
)
from burrow.memory.registry import rt


# ---- idle processors (under RT_SCHED_LOCK) ------------------------------------------------------------------
@rt()
def idle_put(p: int) -> None:
    """Put a processor on the idle list."""
    st64(p + L.P_M, 0)
    astore(p + L.P_STATUS, L.P_IDLE)
    st64(p + L.P_LISTED, 1)
    st64(p + L.P_NEXT, ld64(L.RT_IDLE_PS))
    st64(L.RT_IDLE_PS, p)
    st64(L.RT_NIDLE_PS, ld64(L.RT_NIDLE_PS) + 1)


@rt()
def idle_get() -> int:
    """Take an idle processor, or 0; it counts as running from now on."""
    p = ld64(L.RT_IDLE_PS)
    if ld64(L.RT_STOPPING) != 0:
        st64(L.RT_WAKE_MISSED, 1)
        return 0
    if p == 0:
        return 0
    st64(L.RT_IDLE_PS, ld64(p + L.P_NEXT))
    st64(L.RT_NIDLE_PS, ld64(L.RT_NIDLE_PS) - 1)
    st64(p + L.P_LISTED, 0)
    astore(p + L.P_STATUS, L.P_RUNNING)
    return p


@rt()
def acquire(p: int) -> None:
    """This thread goes on with processor p (running already)."""
    m = gs64(L.M_SELF)
    threads.give_p(m, p)
    if ld64(L.RT_PHASE) == 1:
        st32(m + L.M_BARRIER, 1)
    else:
        st32(m + L.M_BARRIER, 0)


@rt()
def release() -> int:
    """This thread lets go of its processor (which stays as it is)."""
    p = gs64(L.M_P)
    gs64_set(L.M_P, 0)
    gs64_set(L.M_CACHE, L.EMPTY_CACHE)
    return p


# ---- waking -------------------------------------------------------------------------------------------------
@rt("runtime.wakep", inline="never")
def wake_one() -> None:
    """Something became runnable: have an idle processor look for it, unless one does."""
    if ld64(L.RT_NIDLE_PS) == 0 or ld64(L.RT_NSPINNING) != 0:
        return
    if cas(L.RT_NSPINNING, 0, 1) == 0:
        return
    system.lock(L.RT_SCHED_LOCK)
    p = idle_get()
    system.unlock(L.RT_SCHED_LOCK)
    if p == 0:
        xadd(L.RT_NSPINNING, -1)
        return
    start_thread(p, 1)


@rt(inline="always")
def wake_if_idle() -> None:
    """wake_one, when a processor is idle."""
    if ld64(L.RT_NIDLE_PS) != 0:
        wake_one()


@rt()
def wake_for_work() -> None:
    """After the world starts: wake a processor when that was wanted meanwhile."""
    if ld64(L.RT_WAKE_MISSED) == 0:
        return
    st64(L.RT_WAKE_MISSED, 0)
    if ld64(L.RT_NIDLE_PS) != 0 and runq.any_work() != 0:
        wake_one()


@rt("runtime.startm", inline="never")
def start_thread(p: int, spinning: int) -> None:
    """Run processor p on an idle thread, or on a new one."""
    system.lock(L.RT_SCHED_LOCK)
    m = ld64(L.RT_IDLE_MS)
    if m != 0:
        st64(L.RT_IDLE_MS, ld64(m + L.M_NEXT))
        st64(L.RT_NIDLE_MS, ld64(L.RT_NIDLE_MS) - 1)
    system.unlock(L.RT_SCHED_LOCK)
    if m != 0:
        st64(m + L.M_NEXTP, p)
        st64(m + L.M_SPINNING, spinning)
        astore32(m + L.M_PARK, 1)
        system.futex_wake(m + L.M_PARK, 1)
        return
    m = threads.new_m()
    st64(m + L.M_NEXTP, p)
    st64(m + L.M_SPINNING, spinning)
    asm4("pthread_create", m + L.M_PTHREAD, 0, addr_of("runtime.mstart"), m)


@rt("runtime.mstart", inline="never", export=True)
def thread_main(m: int) -> int:
    """First code of a new thread of the scheduler."""
    threads.bind_thread(m)
    signals.thread_signals(m)
    acquire(ld64(m + L.M_NEXTP))
    return asm2("runtime.mstart0", addr_of("runtime.schedule"), 0)


@rt("runtime.stopm", inline="never")
def park_thread() -> None:
    """Sleep, without a processor, until somebody hands over one."""
    m = gs64(L.M_SELF)
    system.lock(L.RT_SCHED_LOCK)
    st64(m + L.M_NEXT, ld64(L.RT_IDLE_MS))
    st64(L.RT_IDLE_MS, m)
    st64(L.RT_NIDLE_MS, ld64(L.RT_NIDLE_MS) + 1)
    system.unlock(L.RT_SCHED_LOCK)
    while aload32(m + L.M_PARK) == 0:
        system.futex_wait(m + L.M_PARK, 0, -1)
    st32(m + L.M_PARK, 0)
    acquire(ld64(m + L.M_NEXTP))


# ---- system calls that block --------------------------------------------------------------------------------
@rt("runtime.syscall_blocking", inline="never", export=True)
def syscall_blocking(nr: int, a: int, b: int, c: int, d: int, e: int, f: int) -> int:
    """A system call during which others may use the processor."""
    g = gs64(L.M_CURG)
    if ld64(L.RT_LANGUAGE) != 0 or g == 0:
        return syscall(nr, a, b, c, d, e, f)
    asm1("rt_spill", g)
    p = gs64(L.M_P)
    st64(g + L.G_STATUS, L.G_SYSCALLING)
    st64(p + L.P_SYSCALLTICK, ld64(p + L.P_SYSCALLTICK) + 1)
    xadd(L.RT_INSYSCALL, 1)
    astore(p + L.P_STATUS, L.P_SYSCALL)
    r = syscall(nr, a, b, c, d, e, f)
    if cas(p + L.P_STATUS, L.P_SYSCALL, L.P_RUNNING) != 0:
        st64(p + L.P_M, gs64(L.M_SELF))  # another thread may have had it meanwhile, and be in a system call itself
        xadd(L.RT_INSYSCALL, -1)
        st64(g + L.G_STATUS, L.G_RUNNING)
        return r
    asm1("runtime.mcall", addr_of("runtime.exitsyscall0"))
    return r


@rt("runtime.exitsyscall0", inline="never", export=True)
def exit_syscall(g: int) -> None:
    """The processor was taken meanwhile: queue the goroutine, go on with an idle processor or sleep."""
    release()
    gs64_set(L.M_CURG, 0)
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    system.lock(L.RT_SCHED_LOCK)
    p = idle_get()
    system.unlock(L.RT_SCHED_LOCK)
    runq.globrunq_put(g)
    xadd(L.RT_INSYSCALL, -1)
    if p != 0:
        acquire(p)
    else:
        park_thread()
    sched.schedule(0)


# ---- the monitor --------------------------------------------------------------------------------------------
@rt()
def start_monitor() -> None:
    """The thread that preempts and takes processors back; started with the program's second goroutine."""
    if ld64(L.RT_SYSMON) != 0:
        return
    st64(L.RT_SYSMON, 1)
    st64(L.RT_MULTI, 1)
    m = threads.new_m()
    asm4("pthread_create", m + L.M_PTHREAD, 0, addr_of("runtime.sysmon"), m)


@rt("runtime.sysmon", inline="never", export=True)
def monitor(m: int) -> int:
    """Every 10 ms: processors that ran one goroutine all the time are asked to switch, those in long system calls are
    taken back."""
    threads.bind_thread(m)
    signals.thread_signals(m)
    if ld64(L.CONFIG + L.C_PREEMPT) != 0:
        disturb()
    while True:
        pause_monitor(m)
        now = system.nanotime()
        for k in range(ld64(L.RT_NPS)):
            look_at(L.PS + k * L.P_SIZE, now)
    return 0


@rt(inline="never")
def disturb() -> None:
    """Instead, for torture: preempt at random times, so that goroutines run in every order."""
    most = ld64(L.CONFIG + L.C_PREEMPT) * 2000
    while True:
        threads.thread_sleep((system.random() & 0x7FFFFFFF) % most)
        now = system.nanotime()
        for k in range(ld64(L.RT_NPS)):
            p = L.PS + k * L.P_SIZE
            m = ld64(p + L.P_M)
            if ld64(p + L.P_STATUS) == L.P_RUNNING and m != 0:
                preempt.ask(m)
            elif now - ld64(p + L.P_LASTTIME) > 10000000:
                st64(p + L.P_LASTTIME, now)
                look_at(p, now)


@rt()
def pause_monitor(m: int) -> None:
    """Sleep 10 ms; while everything is idle, until something runs again."""
    threads.thread_sleep(10000000)
    while ld64(L.RT_NIDLE_PS) == ld64(L.RT_NPROCS):
        threads.thread_sleep(50000000)


@rt()
def look_at(p: int, now: int) -> None:
    """One processor."""
    status = aload(p + L.P_STATUS)
    if status == L.P_RUNNING:
        tick = ld64(p + L.P_SCHEDTICK)
        if tick != ld64(p + L.P_LASTTICK):
            st64(p + L.P_LASTTICK, tick)
            st64(p + L.P_LASTTIME, now)
        elif now - ld64(p + L.P_LASTTIME) >= 9000000:
            m = ld64(p + L.P_M)
            if m != 0:
                preempt.ask(m)
    elif status == L.P_SYSCALL:
        tick = ld64(p + L.P_SYSCALLTICK)
        if tick != ld64(p + L.P_LASTTICK):
            st64(p + L.P_LASTTICK, tick)
        elif cas(p + L.P_STATUS, L.P_SYSCALL, L.P_IDLE) != 0:
            system.lock(L.RT_SCHED_LOCK)
            if ld64(L.RT_STOPPING) != 0:
                astore(p + L.P_STATUS, L.P_STOPPED)
                st64(p + L.P_M, 0)
                system.unlock(L.RT_SCHED_LOCK)
                return
            idle_put(p)
            q = idle_get()
            system.unlock(L.RT_SCHED_LOCK)
            if q != 0:
                start_thread(q, 0)
