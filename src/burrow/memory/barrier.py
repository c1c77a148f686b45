"""The write barrier: Yuasa's deletion barrier, called before a pointer store while M_BARRIER is set.

Go's (`mbarrier.go`) is a hybrid that also shades the new pointer, since its stacks are scanned one after another
while the program runs; here all stacks are scanned at once (`gc.py`), so shading the pointer that goes away is
enough. Words of unknown meaning may be shaded too.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import mark
from burrow.memory.intrinsics import ld64
from burrow.memory.registry import rt


@rt(inline="always")
def shade(p: int) -> None:
    """Grey an object that the program holds a pointer to."""
    if p >= L.ARENA and p < ld64(L.RT_ARENA_HIGH):
        mark.grey_if_live(p)


@rt("runtime.gcWriteBarrier", inline="never")
def barrier(slot: int, new: int) -> None:
    """Shade what is overwritten (a snapshot needs no more: see gc.py)."""
    shade(ld64(slot))


@rt("runtime.write_barrier", inline="never", export=True)
def write_barrier(slot: int, new: int) -> None:
    """Before storing `new` into *slot."""
    if ld64(L.RT_PHASE) != 0:
        barrier(slot, new)


@rt("runtime.bulk_barrier", inline="never", export=True)
def bulk_barrier(to: int, src: int, n: int, typ: int) -> None:
    """Before copying n bytes with pointers; every word that looks like a pointer is taken for one."""
    if ld64(L.RT_PHASE) == 0 or typ == 0:
        return
    for k in range(n >> 3):
        shade(ld64(to + k * 8))
