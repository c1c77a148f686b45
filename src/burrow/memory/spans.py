"""Spans: runs of pages cut into slots of one size, their records, the page map, the central lists, the cached
windows.

A span record has two bits a slot, allocated and marked. An allocation cache takes 64 slots of a span at a time (a
*window*): the free ones of the window become the entry's bits, all of them are booked as allocated, and what is
left when the entry is flushed is booked back. So the fast path touches nothing but the entry, and finds a slot with
one `ctz`. Go (`mcache.go`, `mcentral.go`, `mheap.go`) keeps `allocCache` in the span; here the entry has it, so
that emptying the entries is also what sends every allocation through the slow path while the collector marks.

An entry of the page map is `record index (32 bits) | span class (8) << 32 | page within the span << 40`; 0 = no
span. For small objects it says all that marking needs to know, without touching the record's first line.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import pages, sweep, system
from burrow.memory.intrinsics import (
    class_magic,
    class_objects,
    class_pages,
    class_size,
    gs64,
    imin,
    ld64,
    lowmask,
    mul,
    popcnt,
    shl,
    shr,
    st64,
    unlikely,
)
from burrow.memory.registry import rt


# ---- records and the page map -------------------------------------------------------------------------------
@rt("runtime.(*mheap).allocSpan", inline="never")
def alloc_span(npages: int, spc: int) -> int:
    """A span of fresh pages; its record."""
    system.lock(L.RT_HEAP_LOCK)
    s = ld64(L.RT_SPAN_FREE)
    if s != 0:
        st64(L.RT_SPAN_FREE, ld64(s + L.S_NEXT))
    else:
        s = ld64(L.RT_SPAN_NEXT)
        st64(L.RT_SPAN_NEXT, s + L.SPAN_SIZE)
    got = pages.alloc_pages(npages)
    page = got >> 1
    st64(L.RT_SPANS_INUSE, ld64(L.RT_SPANS_INUSE) + 1)
    system.unlock(L.RT_HEAP_LOCK)
    st64(s + L.S_START, L.ARENA + (page << L.PAGE_SHIFT))
    st64(s + L.S_NPAGES, npages)
    st64(s + L.S_CLASS, spc)
    c = spc >> 1
    n = 1
    if c != 0:
        n = class_objects(c)
        st64(s + L.S_ELEM, class_size(c))
    else:
        st64(s + L.S_ELEM, npages << L.PAGE_SHIFT)
    st64(s + L.S_NELEMS, n)
    st64(s + L.S_NEXT, 0)
    st64(s + L.S_SWEEPGEN, ld64(L.RT_SWEEPGEN))
    st64(s + L.S_ALLOC, 0)
    st64(s + L.S_NEEDZERO, got & 1)
    st64(s + L.S_ENTRY, 0)
    st64(s + L.S_WINDOW, 0)
    st64(s + L.S_NEXTW, 0)
    st64(s + L.S_TYPE, 0)
    st64(s + L.S_LISTED, 0)
    for w in range((n + 63) >> 6):
        st64(s + L.S_BITS + w * 16, 0)
        st64(s + L.S_BITS + w * 16 + 8, 0)
    st64(s + L.S_STATE, 1)
    e = shr(s - L.SPANS, 6) | (spc << 32)
    if c != 0:
        for k in range(npages):
            st64(L.PAGEMAP + (page + k) * 8, e | (k << 40))
    else:
        for k in range(npages):
            st64(L.PAGEMAP + (page + k) * 8, e)
    return s


@rt("runtime.(*mheap).freeSpan", inline="never")
def free_span(s: int) -> None:
    """Give a span's pages back; nothing of it may be in use."""
    page = (ld64(s + L.S_START) - L.ARENA) >> L.PAGE_SHIFT
    n = ld64(s + L.S_NPAGES)
    st64(s + L.S_STATE, 0)
    for k in range(n):
        st64(L.PAGEMAP + (page + k) * 8, 0)
    system.lock(L.RT_HEAP_LOCK)
    pages.free_pages(page, n)
    st64(L.RT_SPANS_INUSE, ld64(L.RT_SPANS_INUSE) - 1)
    st64(s + L.S_NEXT, ld64(L.RT_SPAN_FREE))
    st64(L.RT_SPAN_FREE, s)
    system.unlock(L.RT_HEAP_LOCK)


@rt(inline="always")
def span_of(p: int) -> int:
    """The record of the span in use that the address lies in, or 0."""
    if p < L.ARENA or p >= ld64(L.RT_ARENA_HIGH):
        return 0
    e = ld64(L.PAGEMAP + ((p - L.ARENA) >> L.PAGE_SHIFT) * 8)
    if e == 0:
        return 0
    return L.SPANS + ((e & 0xFFFFFFFF) << 6)


@rt(inline="always")
def slot_of(s: int, p: int) -> int:
    """Which slot of the span the address lies in (may be one too many: the waste at the end)."""
    c = ld64(s + L.S_CLASS) >> 1
    if c == 0:
        return 0
    return shr(mul(p - ld64(s + L.S_START), class_magic(c)), 32)


@rt()
def slot_live(s: int, i: int) -> int:
    """1 if slot i holds an object (allocated and, as far as known, not freed)."""
    if i >= ld64(s + L.S_NELEMS):
        return 0
    bit = shl(1, i & 63)
    if ld64(s + L.S_BITS + (i >> 6) * 16) & bit == 0:
        return 0
    e = ld64(s + L.S_ENTRY)
    if e != 0 and ld64(s + L.S_WINDOW) == i >> 6 and (ld64(e + L.E_BITS) | ld64(e + L.E_HIDDEN)) & bit != 0:
        return 0
    return 1


# ---- central lists ------------------------------------------------------------------------------------------
@rt(inline="always")
def central(spc: int) -> int:
    """The central list record of a span class."""
    return L.CENTRAL + spc * L.CENTRAL_SIZE


@rt()
def push_swept(s: int, full: int) -> None:
    """Put a swept span that no cache holds on its central list."""
    c = central(ld64(s + L.S_CLASS))
    system.lock(c + L.CN_LOCK)
    link(c, s, full)
    system.unlock(c + L.CN_LOCK)


@rt()
def link(c: int, s: int, full: int) -> None:
    """The same, under the list's lock."""
    if full != 0 and ld64(L.RT_MANAGER) != 0:
        st64(s + L.S_LISTED, 0)  # never swept: an explicit free finds it by its address
        return
    head = c + L.CN_PARTIAL0 + ((ld64(L.RT_SWEEPGEN) >> 1) & 1) * 8
    if full != 0:
        head = c + L.CN_FULL0 + ((ld64(L.RT_SWEEPGEN) >> 1) & 1) * 8
    st64(s + L.S_LISTED, 1)
    st64(s + L.S_NEXT, ld64(head))
    st64(head, s)


@rt()
def pop(spc: int, full: int, unswept: int) -> int:
    """Take a span off a central list; 0 when it is empty."""
    c = central(spc)
    odd = ((ld64(L.RT_SWEEPGEN) >> 1) + unswept) & 1
    head = c + L.CN_PARTIAL0 + odd * 8
    if full != 0:
        head = c + L.CN_FULL0 + odd * 8
    if ld64(head) == 0:
        return 0
    system.lock(c + L.CN_LOCK)
    s = ld64(head)
    if s != 0:
        st64(head, ld64(s + L.S_NEXT))
        st64(s + L.S_NEXT, 0)
        st64(s + L.S_LISTED, 0)
    system.unlock(c + L.CN_LOCK)
    return s


@rt("runtime.(*mcentral).cacheSpan", inline="never")
def cache_span(spc: int) -> int:
    """A swept span with at least one free slot, for a cache."""
    s = pop(spc, 0, 0)
    if s != 0:
        return s
    if ld64(L.RT_SWEEPING) != 0:
        for _ in range(100):
            s = pop(spc, 0, 1)
            if s == 0:
                s = pop(spc, 1, 1)
                if s == 0:
                    break
            sweep.sweep_span(s, 1)
            if ld64(s + L.S_ALLOC) < ld64(s + L.S_NELEMS):
                return s
            push_swept(s, 1)
        s = pop(spc, 0, 0)
        if s != 0:
            return s
    return alloc_span(class_pages(spc >> 1), spc)


# ---- windows of the allocation cache ------------------------------------------------------------------------
@rt()
def take_window(e: int) -> int:
    """Hand the next 64 slots that have free ones to the entry; 0 when its span is used up."""
    if ld64(L.RT_MANAGER) != 1:
        return take_window_locked(e)
    c = central(ld64(ld64(e + L.E_SPAN) + L.S_CLASS))
    system.lock(c + L.CN_LOCK)  # explicit frees of other threads touch the same span
    r = take_window_locked(e)
    system.unlock(c + L.CN_LOCK)
    return r


@rt()
def take_window_locked(e: int) -> int:
    """The same, once nobody else touches the span."""
    s = ld64(e + L.E_SPAN)
    n = ld64(s + L.S_NELEMS)
    w = ld64(s + L.S_NEXTW)
    while w << 6 < n:
        a = s + L.S_BITS + w * 16
        old = ld64(a)
        free = ~old & lowmask(imin(64, n - (w << 6)))
        if free != 0:
            st64(a, old | free)
            k = popcnt(free)
            size = ld64(s + L.S_ELEM)
            st64(s + L.S_WINDOW, w)
            st64(s + L.S_NEXTW, w + 1)
            st64(s + L.S_ALLOC, ld64(s + L.S_ALLOC) + k)
            st64(e + L.E_BASE, ld64(s + L.S_START) + (w << 6) * size)
            st64(e + L.E_BITS, free)
            book(ld64(s + L.S_CLASS) >> 1, k, k * size)
            return 1
        w += 1
    st64(s + L.S_NEXTW, w)
    return 0


@rt(inline="always")
def book(c: int, objects: int, size: int) -> None:
    """Count objects of a class as allocated (negative: not after all)."""
    p = gs64(L.M_P)
    st64(p + L.P_MALLOCS, ld64(p + L.P_MALLOCS) + objects)
    st64(p + L.P_TOTAL_ALLOC, ld64(p + L.P_TOTAL_ALLOC) + size)
    system.xadd_shared(L.CLASS_MALLOCS + c * 8, objects)
    system.xadd_shared(L.RT_LIVE, size)


@rt()
def release_entry(e: int) -> None:
    """Give an entry's span back, with the slots that were not used."""
    s = ld64(e + L.E_SPAN)
    if s == 0:
        return
    c = central(ld64(s + L.S_CLASS))
    system.lock(c + L.CN_LOCK)
    bits = ld64(e + L.E_BITS) | ld64(e + L.E_HIDDEN)
    if bits != 0:
        a = s + L.S_BITS + ld64(s + L.S_WINDOW) * 16
        st64(a, ld64(a) & ~bits)
        k = popcnt(bits)
        st64(s + L.S_ALLOC, ld64(s + L.S_ALLOC) - k)
        book(ld64(s + L.S_CLASS) >> 1, -k, -k * ld64(s + L.S_ELEM))
    st64(e + L.E_BITS, 0)
    st64(e + L.E_HIDDEN, 0)
    st64(e + L.E_SPAN, 0)
    st64(s + L.S_ENTRY, 0)
    st64(s + L.S_NEXTW, 0)
    full = 0
    if ld64(s + L.S_ALLOC) == ld64(s + L.S_NELEMS):
        full = 1
    link(c, s, full)
    system.unlock(c + L.CN_LOCK)


@rt("runtime.(*mcache).refill", inline="never")
def refill(e: int, spc: int) -> None:
    """Give the entry a window with free slots, of its span or of another."""
    if ld64(e + L.E_SPAN) != 0:
        if take_window(e) != 0:
            return
        release_entry(e)
    while True:
        s = cache_span(spc)
        st64(e + L.E_SPAN, s)
        st64(s + L.S_ENTRY, e)
        st64(s + L.S_NEXTW, 0)
        st64(e + L.E_NEEDZERO, ld64(s + L.S_NEEDZERO))
        if take_window(e) != 0:
            return
        if unlikely(ld64(s + L.S_ALLOC) < ld64(s + L.S_NELEMS)):
            system.throw_bad_span(s)
        release_entry(e)


@rt("runtime.(*mcache).releaseAll", inline="never")
def release_all(cache: int) -> None:
    """Flush every entry of an allocation cache."""
    for spc in range(L.NUM_SPAN_CLASSES):
        release_entry(cache + spc * L.CACHE_ENTRY)
