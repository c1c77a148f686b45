"""Stopping and starting the world.

To stop it, every processor must leave the running state: idle ones and those whose thread is in a system call are
taken as they are, the others see their poll flag where they next allocate, or are interrupted by a signal
(`preempt.py`), and stop in the scheduler, which leaves every goroutine's registers on its stack. Go's
`stopTheWorldWithSema` does the same.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import pages, preempt, procs, system
from burrow.memory.intrinsics import (
    addr_of,
    aload,
    asm1,
    astore,
    cas,
    gs64,
    imin,
    ld32,
    ld64,
    pause,
    st32,
    st64,
)
from burrow.memory.registry import rt


@rt("runtime.stopTheWorldWithSema", inline="never")
def stop() -> None:
    """No other thread runs program code afterwards."""
    if ld64(L.RT_LANGUAGE) != 0:
        return
    system.lock(L.RT_SCHED_LOCK)
    while ld64(L.RT_STOPPING) != 0:  # somebody else does: stop for them first, and go on perhaps on another thread
        system.unlock(L.RT_SCHED_LOCK)
        asm1("runtime.mcall", addr_of("runtime.gopreempt_m"))
        system.lock(L.RT_SCHED_LOCK)
    me = gs64(L.M_P)
    astore(L.RT_STOPPING, 1)
    for k in range(ld64(L.RT_NPS)):
        p = L.PS + k * L.P_SIZE
        if p != me and ld64(p + L.P_STATUS) == L.P_IDLE:
            st64(p + L.P_STATUS, L.P_STOPPED)
    for k in range(ld64(L.RT_NMS)):
        st32(L.MS + (k + 1) * L.M_SIZE + L.M_POLL, 1)
    system.unlock(L.RT_SCHED_LOCK)
    spins = 0
    wait = 20000
    for k in range(ld64(L.RT_NPS)):
        p = L.PS + k * L.P_SIZE
        while p != me and aload(p + L.P_STATUS) < L.P_STOPPED:
            cas(p + L.P_STATUS, L.P_SYSCALL, L.P_STOPPED)
            spins += 1
            if spins & 255 != 0:
                pause()
            else:
                m = ld64(p + L.P_M)
                if m != 0:
                    preempt.ask(m)
                if spins >= 1024:  # its thread may not be running at all: leave it the processor
                    system.futex_wait(L.RT_FUTEX_WORLD, ld32(L.RT_FUTEX_WORLD), wait)
                    wait = imin(wait * 2, 500000)


@rt("runtime.startTheWorldWithSema", inline="never")
def start() -> None:
    """Let them go on."""
    if ld64(L.RT_LANGUAGE) != 0:
        return
    me = gs64(L.M_P)
    system.lock(L.RT_SCHED_LOCK)
    for k in range(ld64(L.RT_NPS)):
        p = L.PS + k * L.P_SIZE
        if p != me and ld64(p + L.P_STATUS) != L.P_DEAD:
            if ld64(p + L.P_LISTED) != 0:
                st64(p + L.P_STATUS, L.P_IDLE)
            elif ld64(p + L.P_M) != 0 and ld64(ld64(p + L.P_M) + L.M_STOPPED) != 0:
                st64(p + L.P_STATUS, L.P_RUNNING)
            else:
                procs.idle_put(p)
    st32(gs64(L.M_SELF) + L.M_POLL, 0)
    astore(L.RT_STOPPING, 0)
    system.unlock(L.RT_SCHED_LOCK)
    if ld64(L.RT_NPS) > 1:
        st32(L.RT_FUTEX_WORLD, (ld32(L.RT_FUTEX_WORLD) + 1) & 0x7FFFFFFF)
        system.futex_wake(L.RT_FUTEX_WORLD, 1 << 30)
        procs.wake_for_work()


@rt("runtime.gcstopm", inline="never")
def wait_stopped() -> None:
    """Stop this thread, on its system stack, until the world starts again; it keeps its processor, unless that has been
    taken out of use meanwhile.
    """
    m = gs64(L.M_SELF)
    p = gs64(L.M_P)
    st64(m + L.M_STOPPED, 1)
    while True:
        v = ld32(L.RT_FUTEX_WORLD)
        system.lock(L.RT_SCHED_LOCK)  # the next stop sets the flags that are read and cleared here under it too
        going = ld64(L.RT_STOPPING) == 0
        if going:
            st64(m + L.M_STOPPED, 0)
            st32(m + L.M_POLL, 0)
        system.unlock(L.RT_SCHED_LOCK)
        if going:
            if gs64(L.M_P) == 0:
                procs.park_thread()
            return
        if gs64(L.M_P) != 0:
            astore(p + L.P_STATUS, L.P_STOPPED)
        system.futex_wait(L.RT_FUTEX_WORLD, v, -1)


@rt()
def set_barrier(on: int) -> None:
    """Switch the write barrier on or off for every thread, with the world stopped."""
    for k in range(ld64(L.RT_NMS)):
        st32(L.MS + (k + 1) * L.M_SIZE + L.M_BARRIER, on)


@rt(inline="never")
def scavenge_all() -> None:
    """Give every free page back to the kernel."""
    system.lock(L.RT_HEAP_LOCK)
    pages.scavenge(ld64(L.RT_PAGES_DIRTY))
    system.unlock(L.RT_HEAP_LOCK)
