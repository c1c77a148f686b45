"""The hybrid write barrier (Yuasa's deletion and Dijkstra's insertion barrier together, as Go's `mbarrier.go`).

Called before a pointer store while M_BARRIER is set: the old value of the slot and the new one are shaded. With the world
stopped while marking the flag is never set; the functions are here for the concurrent phase.
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
        mark.greyobject(p)


@rt("runtime.gcWriteBarrier", inline="never")
def barrier(slot: int, new: int) -> None:
    """Shade both ends."""
    shade(ld64(slot))
    shade(new)


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
        if src != 0:
            shade(ld64(src + k * 8))
