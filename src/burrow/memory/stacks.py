"""Stacks of goroutines and threads: slots of one large reservation, the g record at each slot's top.

A slot costs what is touched of it. The lowest 64 KiB of the first slots are made inaccessible (a recursion without
end then hits the guard); the kernel limits how many mappings a process may have, so later slots go without.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import system
from burrow.memory.intrinsics import addr_of, ld64, memset, st64, syscall, text, text_len
from burrow.memory.registry import rt

GUARDED = 8192


@rt()
def new_slot() -> int:
    """A g record, zeroed, with a stack below it."""
    system.lock(L.RT_SCHED_LOCK)
    g = ld64(L.RT_FREE_GS)
    if g != 0:
        st64(L.RT_FREE_GS, ld64(g + L.G_NEXT))
        system.unlock(L.RT_SCHED_LOCK)
    else:
        k = ld64(L.RT_NGS)
        if k >= L.MAX_STACKS:
            system.fatal_text(text("too many goroutines"), text_len("too many goroutines"))
        g = L.STACKS + (k + 1) * L.STACK_SLOT - L.G_SIZE
        st64(L.RT_NGS, k + 1)
        system.unlock(L.RT_SCHED_LOCK)
        if k < GUARDED:
            syscall(10, L.STACKS + k * L.STACK_SLOT, L.STACK_GUARD, 0, 0, 0, 0)
    memset(g, 0, L.G_SIZE)
    st64(g + L.G_LO, g + L.G_SIZE - L.STACK_SLOT + L.STACK_GUARD)
    st64(g + L.G_ID, next_id())
    return g


@rt()
def next_id() -> int:
    """Goroutine ids count from 1."""
    system.xadd_shared(L.RT_GOID, 1)
    return ld64(L.RT_GOID)


@rt()
def new_g(fn: int, ctx: int) -> int:
    """A goroutine that will run fn(ctx) when it is first switched to."""
    g = new_slot()
    st64(g + L.G_FN, fn)
    st64(g + L.G_CTX, ctx)
    sp = g - 72  # r15 r14 r13 r12 rbx rbp return, then aligned
    st64(sp, 0)
    st64(sp + 8, 0)
    st64(sp + 16, 0)
    st64(sp + 24, ctx)
    st64(sp + 32, fn)
    st64(sp + 40, 0)
    st64(sp + 48, addr_of("runtime.gostart"))
    st64(sp + 56, 0)
    st64(sp + 64, 0)
    st64(g + L.G_SP, sp)
    return g


@rt()
def free_g(g: int) -> None:
    """Keep the slot for the next goroutine."""
    system.lock(L.RT_SCHED_LOCK)
    st64(g + L.G_NEXT, ld64(L.RT_FREE_GS))
    st64(L.RT_FREE_GS, g)
    system.unlock(L.RT_SCHED_LOCK)
