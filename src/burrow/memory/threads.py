"""Threads: the record of each, a program's own threads (Rust), and calling the program's entry.

A program's thread runs on a stack slot like a goroutine's (so that its g, its guard and its addresses look the
same), with a processor of its own for the allocation cache. The thread itself is made by the C library, so that
code of the C library (the unwinder) finds its thread-locals.
"""

from __future__ import annotations

from burrow.memory import free, signals, spans, stacks, system
from burrow.memory import layout as L
from burrow.memory.intrinsics import (
    addr_of,
    aload32,
    asm1,
    asm3,
    asm4,
    astore32,
    call1,
    gs64,
    gs64_set,
    ld64,
    memset,
    st64,
    syscall,
    text,
    text_len,
    udiv,
)
from burrow.memory.registry import rt


# ---- records ------------------------------------------------------------------------------------------------
@rt()
def new_p() -> int:
    """A processor record with an empty allocation cache."""
    system.lock(L.RT_SCHED_LOCK)
    p = ld64(L.RT_FREE_PS)
    if p != 0:
        st64(L.RT_FREE_PS, ld64(p + L.P_NEXT))
        system.unlock(L.RT_SCHED_LOCK)
        return p
    k = ld64(L.RT_NPS)
    st64(L.RT_NPS, k + 1)
    system.unlock(L.RT_SCHED_LOCK)
    if k >= L.MAX_PS:
        system.fatal_text(text("too many threads"), text_len("too many threads"))
    p = L.PS + k * L.P_SIZE
    st64(p + L.P_ID, k)
    st64(p + L.P_TINY_USED, 16)
    for spc in range(L.NUM_SPAN_CLASSES):
        if spc & 1 == 0:
            st64(p + L.P_CACHE + spc * L.CACHE_ENTRY + L.E_LIMIT, free.list_limit(spc >> 1))
    return p


@rt()
def new_m() -> int:
    """A thread record."""
    system.lock(L.RT_SCHED_LOCK)
    m = ld64(L.RT_FREE_MS)
    if m != 0:
        st64(L.RT_FREE_MS, ld64(m + L.M_NEXT))
        k = ld64(m + L.M_ID)
    else:
        st64(L.RT_NMS, ld64(L.RT_NMS) + 1)
        k = ld64(L.RT_NMS)
        m = L.MS + k * L.M_SIZE
    system.unlock(L.RT_SCHED_LOCK)
    if k >= L.MAX_MS:
        system.fatal_text(text("too many threads"), text_len("too many threads"))
    memset(m, 0, L.M_SIZE)
    st64(m + L.M_SELF, m)
    st64(m + L.M_ID, k)
    st64(m + L.M_CACHE, L.EMPTY_CACHE)
    return m


@rt()
def give_p(m: int, p: int) -> None:
    """Let a thread allocate through a processor's cache."""
    st64(m + L.M_P, p)
    st64(m + L.M_CACHE, p + L.P_CACHE)
    st64(p + L.P_M, m)
    st64(p + L.P_STATUS, 1)


@rt()
def retire_p(p: int) -> None:
    """Empty a processor's cache and keep its record for another thread."""
    for spc in range(L.NUM_SPAN_CLASSES):
        e = p + L.P_CACHE + spc * L.CACHE_ENTRY
        if ld64(L.RT_MANAGER) == 1 and ld64(e + L.E_COUNT) > 0:
            free.flush_list(e, 0)
        spans.release_entry(e)
    system.lock(L.RT_SCHED_LOCK)
    st64(p + L.P_M, 0)
    st64(p + L.P_STATUS, 0)
    st64(p + L.P_NEXT, ld64(L.RT_FREE_PS))
    st64(L.RT_FREE_PS, p)
    system.unlock(L.RT_SCHED_LOCK)


@rt()
def bind_thread(m: int) -> None:
    """Make m the record of the calling thread."""
    syscall(158, 0x1001, m, 0, 0, 0, 0)  # ARCH_SET_GS
    st64(m + L.M_TID, syscall(186, 0, 0, 0, 0, 0, 0))
    st64(m + L.M_STATE, 0)


# ---- the program's entry ------------------------------------------------------------------------------------
@rt(inline="always")
def call_entry() -> int:
    """Call the program's entry function."""
    return call1(ld64(L.CONFIG + L.C_ENTRY), ld64(L.CONFIG + L.C_ENTRY_CTX))


@rt("runtime.rust_main", inline="never", export=True)
def rust_main(ctx: int) -> int:
    """A Rust program's main thread, on its own stack slot."""
    return call_entry()


@rt()
def run_on_slot(fn: int, ctx: int) -> int:
    """Call fn(ctx) on a fresh stack slot of this thread."""
    g = stacks.new_slot()
    st64(g + L.G_STATUS, L.G_RUNNING)
    st64(g + L.G_M, gs64(L.M_SELF))
    st64(g + L.G_SP, g)
    gs64_set(L.M_CURG, g)
    gs64_set(L.M_STACKLO, g)
    r = asm3("runtime.onstack", g - 64, fn, ctx)
    st64(g + L.G_STATUS, L.G_DEAD)
    gs64_set(L.M_CURG, 0)
    stacks.free_g(g)
    return r


# ---- a program's own threads --------------------------------------------------------------------------------
@rt("runtime.thread_spawn", inline="never", export=True)
def thread_spawn(fn: int, ctx: int) -> int:
    """A thread that runs fn(ctx); its id."""
    st64(L.RT_MULTI, 1)
    st64(L.RT_MARK_ATOMIC, 1)
    m = new_m()
    st64(m + L.M_FN, fn)
    st64(m + L.M_CTX, ctx)
    give_p(m, new_p())
    system.xadd_shared(L.RT_THREADS, 1)
    r = asm4("pthread_create", m + L.M_PTHREAD, 0, addr_of("runtime.thread_entry"), m)
    if r & 0xFFFFFFFF != 0:
        return -(r & 0xFFFFFFFF)
    return ld64(m + L.M_ID)


@rt("runtime.thread_entry", inline="never", export=True)
def thread_entry(m: int) -> int:
    """First code of a new thread."""
    bind_thread(m)
    signals.thread_signals(m)
    asm1("pthread_detach", ld64(m + L.M_PTHREAD))
    run_on_slot(ld64(m + L.M_FN), ld64(m + L.M_CTX))
    retire_p(ld64(m + L.M_P))
    signals.thread_done(m)
    system.xadd_shared(L.RT_THREADS, -1)
    astore32(m + L.M_DONE, 1)
    syscall(system.SYS_FUTEX, m + L.M_DONE, 129, 1 << 30, 0, 0, 0)
    return 0


@rt("runtime.thread_join", inline="never", export=True)
def thread_join(tid: int) -> int:
    """Wait for a thread's end; its record can then be used again."""
    m = L.MS + tid * L.M_SIZE
    while aload32(m + L.M_DONE) == 0:
        system.futex_wait(m + L.M_DONE, 0, -1)
    return 0


@rt("runtime.thread_self", export=True)
def thread_self() -> int:
    """Id of this thread."""
    return ld64(gs64(L.M_SELF) + L.M_ID)


@rt("runtime.thread_local", export=True)
def thread_local() -> int:
    """A word of this thread."""
    return gs64(L.M_SELF) + L.M_USER


@rt("runtime.thread_yield", export=True)
def thread_yield() -> None:
    """sched_yield."""
    syscall(system.SYS_SCHED_YIELD, 0, 0, 0, 0, 0, 0)


@rt("runtime.thread_sleep", inline="never", export=True)
def thread_sleep(ns: int) -> None:
    """Sleep at least ns."""
    until = system.nanotime() + ns
    ts = gs64(L.M_SELF) + 0x4A0
    st64(ts, udiv(until, 1000000000))
    st64(ts + 8, until - udiv(until, 1000000000) * 1000000000)
    while syscall(230, 1, 1, ts, 0, 0, 0) == -4:
        pass


# ---- wait reasons -------------------------------------------------------------------------------------------
@rt(cold=True, inline="never")
def put_reason(at: int, why: int) -> int:
    """Append the text of a wait reason (layout.WAIT_REASONS)."""
    if why == L.WAIT_IO:
        return system.put_text(at, text("IO wait"), 7)
    if why == L.WAIT_SELECT:
        return system.put_text(at, text("select"), 6)
    if why == L.WAIT_SELECT_NONE:
        return system.put_text(at, text("select (no cases)"), 17)
    if why == L.WAIT_CHAN_RECV:
        return system.put_text(at, text("chan receive"), 12)
    if why == L.WAIT_CHAN_SEND:
        return system.put_text(at, text("chan send"), 9)
    if why == 3:
        return system.put_text(at, text("chan receive (nil chan)"), 23)
    if why == 4:
        return system.put_text(at, text("chan send (nil chan)"), 20)
    if why == L.WAIT_SEM:
        return system.put_text(at, text("semacquire"), 10)
    if why == L.WAIT_SLEEP:
        return system.put_text(at, text("sleep"), 5)
    if why == 21:
        return system.put_text(at, text("sync.Cond.Wait"), 14)
    if why == 22:
        return system.put_text(at, text("sync.Mutex.Lock"), 15)
    if why == 23:
        return system.put_text(at, text("sync.RWMutex.RLock"), 18)
    if why == 24:
        return system.put_text(at, text("sync.RWMutex.Lock"), 17)
    if why == 25:
        return system.put_text(at, text("sync.WaitGroup.Wait"), 19)
    return system.put_text(at, text("waiting"), 7)


