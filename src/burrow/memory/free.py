"""Explicit memory: `runtime.alloc`, `free`, `realloc` on the same spans, by per-processor free lists.

A freed slot goes onto the list of its size class in the cache entry (its first word is the link), an allocation
takes the newest one: no span is touched. When a list holds more than 64 KiB (at least 8 slots), half of it goes
back to its spans, and spans that become empty go back to the page heap. Memory freed by another thread than
allocated it simply changes lists. This is tcmalloc's shape over Go's spans. Under the managers `gc` and `none` a
free does nothing, and under `gc` an allocation is a collected one that is scanned conservatively.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import malloc, records, spans, system
from burrow.memory.intrinsics import (
    blsr,
    class_size,
    ctz,
    gs64,
    imax,
    ld64,
    memmove,
    memset,
    shl,
    st64,
    table8,
    udiv,
    unlikely,
)
from burrow.memory.registry import rt


@rt(inline="always")
def class_of(size: int, align: int) -> int:
    """Size class for a size and an alignment up to a page (0: a span of its own)."""
    if size <= 1024:
        c = table8(0, (size + 7) >> 3)
    elif size <= L.MAX_SMALL:
        c = table8(1, (size - 1024 + 127) >> 7)
    else:
        return 0
    if align > 8:
        while c < L.NUM_CLASSES and class_size(c) & (align - 1) != 0:
            c += 1
        if c >= L.NUM_CLASSES:
            return 0
    return c


@rt("runtime.alloc", inline="always", fast=True)
def alloc(size: int, align: int) -> int:
    """Memory until `free`."""
    c = class_of(size, align)
    e = gs64(L.M_CACHE) + (c << 1) * L.CACHE_ENTRY
    p = ld64(e + L.E_FREE)
    if unlikely(p == 0):
        return alloc_slow(size, align)
    st64(e + L.E_FREE, ld64(p))
    st64(e + L.E_COUNT, ld64(e + L.E_COUNT) - 1)
    return p


@rt("runtime.alloc_slow", inline="never", export=True)
def alloc_slow(size: int, align: int) -> int:
    """No slot on the list: from the window, or a span of its own; other managers."""
    if size <= 0:
        return L.ZERO_BASE
    if ld64(L.RT_MANAGER) == 0:
        if align > 8:
            size = (size + align - 1) & -align
            c = class_of(size, align)
            if c != 0:
                size = class_size(c)
        return malloc.mallocgc(size, L.TYPE_UNKNOWN, 0)
    c = class_of(size, align)
    if c == 0:
        if align > L.PAGE:
            return 0
        return malloc.large(size, 0, L.FLAG_NOZERO)
    e = gs64(L.M_CACHE) + (c << 1) * L.CACHE_ENTRY
    bits = ld64(e + L.E_BITS)
    if bits == 0:
        spans.refill(e, c << 1)
        bits = ld64(e + L.E_BITS)
    st64(e + L.E_BITS, blsr(bits))
    p = ld64(e + L.E_BASE) + ctz(bits) * class_size(c)
    if unlikely(records.on() != 0) and records.slots_before(size) == 0:
        records.allocated(p, size)
    return p


@rt("runtime.alloc_zeroed", inline="never", export=True)
def alloc_zeroed(size: int, align: int) -> int:
    """The same, zeroed: fresh pages are zero already."""
    if size <= 0:
        return L.ZERO_BASE
    c = class_of(size, align)
    if ld64(L.RT_MANAGER) == 0:
        return alloc_slow(size, align)
    if c == 0:
        return malloc.large(size, 0, 0)
    e = gs64(L.M_CACHE) + (c << 1) * L.CACHE_ENTRY
    if ld64(e + L.E_FREE) == 0:
        p = alloc_slow(size, align)
        if ld64(e + L.E_NEEDZERO) == 0:
            return p
    else:
        p = alloc(size, align)
    if size <= 64:
        memset(p, 0, size)
    else:
        malloc.memclr(p, size)
    return p


@rt("runtime.realloc", inline="never", export=True)
def realloc(p: int, old: int, align: int, new: int) -> int:
    """Another size; in place while the slot (or the span) is large enough and not twice too large."""
    if old <= 0:
        return alloc_slow(new, align)
    c = class_of(old, align)
    room = class_size(c)
    if c == 0:
        room = (old + L.PAGE - 1) & -L.PAGE
    if new <= room and new > room >> 1 and class_of(new, align) == c:
        return p
    q = alloc(new, align)
    n = old
    if new < old:
        n = new
    memmove(q, p, n)
    free(p, old, align)
    return q


@rt("runtime.free", inline="always", fast=True)
def free(p: int, size: int, align: int) -> None:
    """End of life."""
    c = class_of(size, align)
    e = gs64(L.M_CACHE) + (c << 1) * L.CACHE_ENTRY
    n = ld64(e + L.E_COUNT)
    if unlikely(n >= ld64(e + L.E_LIMIT)):
        free_slow(p, size, align)
        return
    st64(p, ld64(e + L.E_FREE))
    st64(e + L.E_FREE, p)
    st64(e + L.E_COUNT, n + 1)


@rt("runtime.free_slow", inline="never", export=True)
def free_slow(p: int, size: int, align: int) -> None:
    """The list is full, or the manager does not free, or the object has a span of its own."""
    if ld64(L.RT_MANAGER) != 1 or size <= 0:
        return
    c = class_of(size, align)
    if unlikely(records.on() != 0):
        records.freed(p)
    if c == 0:
        free_large(p)
        return
    e = gs64(L.M_CACHE) + (c << 1) * L.CACHE_ENTRY
    if ld64(e + L.E_COUNT) > 0:
        flush_list(e, ld64(e + L.E_COUNT) >> 1)
    if unlikely(ld64(L.RT_POISON) != 0):
        memset(p, 0xDB, class_size(c))
    if unlikely(records.on() != 0):
        free_slot(p)  # every allocation has to come through alloc_slow
        return
    st64(p, ld64(e + L.E_FREE))
    st64(e + L.E_FREE, p)
    st64(e + L.E_COUNT, ld64(e + L.E_COUNT) + 1)


@rt()
def list_limit(c: int) -> int:
    """How many slots of a class a free list may hold."""
    if ld64(L.RT_MANAGER) != 1 or c == 0 or ld64(L.RT_POISON) != 0 or records.on() != 0:
        return 0
    return imax(udiv(65536, class_size(c)), 8)


@rt(inline="never")
def flush_list(e: int, keep: int) -> None:
    """Give all but the newest `keep` slots of a free list back to their spans."""
    n = ld64(e + L.E_COUNT)
    p = ld64(e + L.E_FREE)
    if keep == 0:
        st64(e + L.E_FREE, 0)
    else:
        last = p
        for _ in range(keep - 1):
            last = ld64(last)
        p = ld64(last)
        st64(last, 0)
    st64(e + L.E_COUNT, keep)
    for _ in range(n - keep):
        q = ld64(p)
        free_slot(p)
        p = q


@rt()
def free_slot(p: int) -> None:
    """Give one slot back to its span."""
    s = spans.span_of(p)
    spc = ld64(s + L.S_CLASS)
    c = spans.central(spc)
    i = spans.slot_of(s, p)
    size = ld64(s + L.S_ELEM)
    pp = gs64(L.M_P)
    st64(pp + L.P_FREES, ld64(pp + L.P_FREES) + 1)
    st64(pp + L.P_FREED_BYTES, ld64(pp + L.P_FREED_BYTES) + size)
    system.xadd_shared(L.CLASS_FREES + (spc >> 1) * 8, 1)
    system.xadd_shared(L.RT_LIVE, -size)
    system.lock(c + L.CN_LOCK)
    a = s + L.S_BITS + (i >> 6) * 16
    st64(a, ld64(a) & ~shl(1, i & 63))
    st64(s + L.S_NEEDZERO, 1)
    left = ld64(s + L.S_ALLOC) - 1
    st64(s + L.S_ALLOC, left)
    cached = ld64(s + L.S_ENTRY)
    listed = ld64(s + L.S_LISTED)
    if cached == 0 and listed == 0:
        head = c + L.CN_PARTIAL0 + ((ld64(L.RT_SWEEPGEN) >> 1) & 1) * 8
        st64(s + L.S_LISTED, 1)
        st64(s + L.S_NEXT, ld64(head))
        st64(head, s)
    elif cached != 0:
        st64(cached + L.E_NEEDZERO, 1)
    if left == 0 and cached == 0 and listed != 0:
        unlink(c, s)
        system.unlock(c + L.CN_LOCK)
        spans.free_span(s)
        return
    system.unlock(c + L.CN_LOCK)


@rt()
def unlink(c: int, s: int) -> None:
    """Take a span out of the middle of its partial list (rare: a span became empty)."""
    head = c + L.CN_PARTIAL0 + ((ld64(L.RT_SWEEPGEN) >> 1) & 1) * 8
    at = head
    x = ld64(head)
    while x != s and x != 0:
        at = x + L.S_NEXT
        x = ld64(at)
    if x == s:
        st64(at, ld64(s + L.S_NEXT))
    st64(s + L.S_LISTED, 0)
    st64(s + L.S_NEXT, 0)


@rt(inline="never")
def free_large(p: int) -> None:
    """An object with a span of its own."""
    s = spans.span_of(p)
    size = ld64(s + L.S_ELEM)
    pp = gs64(L.M_P)
    st64(pp + L.P_FREES, ld64(pp + L.P_FREES) + 1)
    st64(pp + L.P_FREED_BYTES, ld64(pp + L.P_FREED_BYTES) + size)
    system.xadd_shared(L.CLASS_FREES, 1)
    system.xadd_shared(L.RT_LIVE, -size)
    spans.free_span(s)
