"""Sweeping: what is not marked is free. Spans are swept when a cache wants one, the rest by the background sweeper.

In: spans whose sweep generation is older than the current one; out: their mark bits have become their allocation
bits, empty ones are back in the page heap, the others on the central lists. Go's `mgcsweep.go` does the same; here
sweeping a span is a copy of its bit words and a population count, nothing is done per object.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import spans, system
from burrow.memory.intrinsics import blsr, ctz, gs64, ld64, memset, popcnt, st64, unlikely
from burrow.memory.registry import rt


@rt("runtime.(*mspan).sweep", inline="never")
def sweep_span(s: int, keep: int) -> int:
    """Sweep one span that is on no list; unless `keep`, put it where it belongs. 1 if its pages were given back."""
    n = ld64(s + L.S_NELEMS)
    live = 0
    if unlikely(ld64(L.RT_POISON) != 0):
        poison(s)
    for w in range((n + 63) >> 6):
        a = s + L.S_BITS + (w << 4)
        m = ld64(a + 8) & ld64(a)  # stale words of an object not yet initialised may have marked a free slot
        st64(a, m)
        st64(a + 8, 0)
        live += popcnt(m)
    freed = ld64(s + L.S_ALLOC) - live
    st64(s + L.S_ALLOC, live)
    st64(s + L.S_NEXTW, 0)
    st64(s + L.S_SWEEPGEN, ld64(L.RT_SWEEPGEN))
    if freed > 0:
        st64(s + L.S_NEEDZERO, 1)
        size = freed * ld64(s + L.S_ELEM)
        pp = gs64(L.M_P)
        st64(pp + L.P_FREES, ld64(pp + L.P_FREES) + freed)
        st64(pp + L.P_FREED_BYTES, ld64(pp + L.P_FREED_BYTES) + size)
        system.xadd_shared(L.CLASS_FREES + (ld64(s + L.S_CLASS) >> 1) * 8, freed)
    if keep != 0:
        return 0
    if live == 0:
        spans.free_span(s)
        return 1
    full = 0
    if live == n:
        full = 1
    spans.push_swept(s, full)
    return 0


@rt(cold=True)
def poison(s: int) -> None:
    """Fill the slots that are about to be freed with 0xDB."""
    n = ld64(s + L.S_NELEMS)
    for w in range((n + 63) >> 6):
        a = s + L.S_BITS + (w << 4)
        dead = ld64(a) & ~ld64(a + 8)
        while dead != 0:
            i = (w << 6) + ctz(dead)
            dead = blsr(dead)
            memset(ld64(s + L.S_START) + i * ld64(s + L.S_ELEM), 0xDB, ld64(s + L.S_ELEM))


@rt("runtime.sweepone", inline="never")
def sweep_one() -> int:
    """Sweep some unswept span; its pages, or -1 when none is left."""
    spc = ld64(L.RT_SWEEP_POS)
    while spc < L.NUM_SPAN_CLASSES:
        s = spans.pop(spc, 1, 1)
        if s == 0:
            s = spans.pop(spc, 0, 1)
        if s != 0:
            n = ld64(s + L.S_NPAGES)
            sweep_span(s, 0)
            return n
        spc += 1
        st64(L.RT_SWEEP_POS, spc)
    return -1


@rt("runtime.(*mheap).reclaim", inline="never")
def reclaim(npages: int) -> None:
    """Before the heap grows by a large object, sweep until as many pages have been given back: large objects first."""
    spc = 0
    while npages > 0 and spc < L.NUM_SPAN_CLASSES:
        s = spans.pop(spc, 1, 1)
        if s == 0:
            s = spans.pop(spc, 0, 1)
        if s == 0:
            spc += 1
        else:
            n = ld64(s + L.S_NPAGES)
            if sweep_span(s, 0) != 0:
                npages -= n


@rt("runtime.gcSweepAll", inline="never")
def sweep_all() -> None:
    """Finish sweeping."""
    while sweep_one() >= 0:
        pass
    st64(L.RT_SWEEPING, 0)
