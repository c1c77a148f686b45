"""The CPU sampler: SIGPROF by each thread's own CPU clock, frame-pointer stacks into a ring that outsiders read.

The layout of an entry is in `layout` (R_…). A pc outside the image is the C library's (then the word at the stack
pointer is the return address, since its leaf functions keep no frame) or a Python thread's (then there are no
frames).
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import records, system
from burrow.memory.intrinsics import addr_of, gs64, ld32, ld64, st32, st64, syscall, udiv, xadd
from burrow.memory.registry import rt

MAX_FRAMES = (L.RING_ENTRY - 64) // 8
SYS_GETRUSAGE, RUSAGE = 98, 0xD00  # the record is in M
SYS_TIMER_CREATE, SYS_TIMER_SETTIME, SYS_TIMER_DELETE = 222, 223, 226


@rt("runtime.sigprof", inline="never", export=True)
def sigprof(sig: int, info: int, uc: int) -> None:
    """One sample."""
    if ld64(L.RT_SAMPLE_HZ) == 0:
        return
    pc = ld64(uc + 168)
    if pc == addr_of("runtime.sigpreempt"):  # both signals came at once: what was interrupted is in the other's context
        uc = ld64(uc + 136)
        pc = ld64(uc + 168)
    k = xadd(L.RT_SAMPLES, 1)
    r = L.RING + (k & (L.RING_ENTRIES - 1)) * L.RING_ENTRY
    st64(r + L.R_N, 0)
    lo = ld64(L.CONFIG + L.C_TEXT_LO)
    hi = ld64(L.CONFIG + L.C_TEXT_HI)
    sp = ld64(uc + 160)
    on_slot = sp >= L.STACKS and sp < L.STACKS + L.MAX_STACKS * L.STACK_SLOT
    n = 1
    kind = 0
    if pc < lo or pc >= hi:
        kind = 2
        if on_slot and ld64(sp) >= lo and ld64(sp) < hi:
            st64(r + L.R_PC + 8, ld64(sp))
            n = 2
        else:
            st64(r + L.R_TID, 0)
            st64(r + L.R_CLASS, 2)
            return
    m = gs64(L.M_SELF)
    st64(r + L.R_TID, ld64(m + L.M_TID))
    st64(r + L.R_CLASS, kind)
    if pc >= ld64(L.CONFIG + L.C_RUNTIME_LO) and pc < ld64(L.CONFIG + L.C_RUNTIME_HI):
        st64(r + L.R_CLASS, 1)
    g = ld64(m + L.M_CURG)
    st64(r + L.R_GOID, 0)
    st64(r + L.R_LABEL, 0)
    if g != 0:
        st64(r + L.R_GOID, ld64(g + L.G_ID))
        st64(r + L.R_LABEL, ld64(g + L.G_LABEL))
    st64(r + L.R_PC, pc)
    st64(r + L.R_TIME, system.nanotime())
    if ld64(L.REC_EVENTS_ON) != 0:
        usage = m + RUSAGE
        syscall(SYS_GETRUSAGE, 0, usage, 0, 0, 0, 0)
        records.note(L.EV_TICK, ld64(usage + 64), ld64(L.RT_PAGES_INUSE))
    st64(r + L.R_N, records.walk(ld64(uc + 120), sp, r + L.R_PC, n, MAX_FRAMES))


@rt()
def thread_timer(m: int) -> None:
    """Start sampling a thread."""
    ev = gs64(L.M_SELF) + 0x500
    st64(ev, 0)
    st32(ev + 8, 27)
    st32(ev + 12, 4)  # SIGEV_THREAD_ID
    st64(ev + 16, ld64(m + L.M_TID))
    clock = (~ld64(m + L.M_TID) << 3) | 6  # that thread's CPU clock
    if syscall(SYS_TIMER_CREATE, clock & 0xFFFFFFFF, ev, ev + 64, 0, 0, 0) < 0:
        return
    st64(m + L.M_TIMER, ld32(ev + 64) + 1)
    ns = udiv(1000000000, ld64(L.RT_SAMPLE_HZ))
    st64(ev, udiv(ns, 1000000000))
    st64(ev + 8, ns - udiv(ns, 1000000000) * 1000000000)
    st64(ev + 16, ld64(ev))
    st64(ev + 24, ld64(ev + 8))
    syscall(SYS_TIMER_SETTIME, ld64(m + L.M_TIMER) - 1, 0, ev, 0, 0, 0)


@rt()
def thread_timer_off(m: int) -> None:
    """Stop sampling a thread."""
    if ld64(m + L.M_TIMER) != 0:
        syscall(SYS_TIMER_DELETE, ld64(m + L.M_TIMER) - 1, 0, 0, 0, 0, 0)
        st64(m + L.M_TIMER, 0)


@rt("runtime.profile_start", inline="never", export=True)
def profile_start(hz: int) -> int:
    """Start sampling every thread of the program."""
    if ld64(L.RT_SAMPLE_HZ) != 0:
        return -16
    st64(L.RT_SAMPLE_HZ, hz)
    for k in range(ld64(L.RT_NMS)):
        m = L.MS + (k + 1) * L.M_SIZE
        if ld64(m + L.M_TID) != 0 and ld64(m + L.M_DONE) == 0:
            thread_timer(m)
    return 0


@rt("runtime.profile_stop", inline="never", export=True)
def profile_stop() -> int:
    """Stop; samples so far."""
    st64(L.RT_SAMPLE_HZ, 0)
    for k in range(ld64(L.RT_NMS)):
        thread_timer_off(L.MS + (k + 1) * L.M_SIZE)
    return ld64(L.RT_SAMPLES)


