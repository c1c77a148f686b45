"""The write barrier: Yuasa's deletion barrier, called with what a pointer store has overwritten while M_BARRIER is
set.

Go's (`mbarrier.go`) is a hybrid that also shades the new pointer, since its stacks are scanned one after another
while the program runs; here all stacks are scanned at once (`gc.py`), so shading the pointer that goes away is
enough. A program loads the old pointer, stores the new one and then looks at the flag, so that it can be stopped
between any two of these: the old pointer is in a register, and those are scanned when marking begins and again when it
ends (`preempt.py`). Words of unknown meaning may be shaded too.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import malloc, mark, system
from burrow.memory.intrinsics import ld64
from burrow.memory.registry import rt


@rt(inline="always")
def shade(p: int) -> None:
    """Grey an object that the program holds a pointer to."""
    if p >= L.ARENA and p < ld64(L.RT_ARENA_HIGH):
        mark.grey_if_live(p)


@rt("runtime.gcWriteBarrier", inline="never")
def barrier(old: int) -> None:
    """Shade what was overwritten (a snapshot needs no more: see gc.py)."""
    shade(old)


@rt("runtime.write_barrier", inline="never", export=True)
def write_barrier(old: int) -> None:
    """After a store over the pointer `old`."""
    if ld64(L.RT_PHASE) != 0:
        barrier(old)


@rt("runtime.bulk_barrier", inline="never", export=True)
def bulk_barrier(to: int, src: int, n: int, typ: int) -> None:
    """Before copying n bytes with pointers; every word that looks like a pointer is taken for one."""
    if ld64(L.RT_PHASE) == 0 or typ == 0:
        return
    for k in range(n >> 3):
        shade(ld64(to + k * 8))


@rt("runtime.wbMove", inline="never", export=True)
def wbmove(to: int, src: int, n: int, typ: int) -> None:
    """The barrier and the copy, which nothing may come between (src 0: zero it)."""
    bulk_barrier(to, src, n, typ)
    if src == 0:
        malloc.memclr(to, n)
    else:
        system.move(to, src, n)
