"""Marking: from roots through the heap, by pointer bits; stacks conservatively.

In: roots (tables of the image's globals, goroutine stacks); out: mark bits of every reachable object, bytes marked
per processor. The same as Go's `mgcmark.go` and `mgcwork.go`: `greyobject` marks and queues, `scanobject` scans the
pointer words of one object, `gcDrain` repeats until nothing is queued. What differs: stacks are scanned
conservatively, every word that points into a live slot keeps it, and so does a word exactly one past a slot's end
(an end pointer of a loop); an object's slot is found from the page map alone (`spans.py`).
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import spans, system
from burrow.memory.intrinsics import (
    aor,
    blsr,
    class_magic,
    class_objects,
    class_size,
    ctz,
    gs64,
    imin,
    ld64,
    lowmask,
    mul,
    prefetch,
    shl,
    shr,
    st64,
    unlikely,
)
from burrow.memory.registry import rt

RING = 8
WBUF_N = L.WORKBUF_SIZE // 8 - 2  # a work buffer: next, count, then this many objects


# ---- the queue of grey objects ------------------------------------------------------------------------------
@rt()
def get_empty() -> int:
    """An empty work buffer."""
    system.lock(L.RT_WORK_LOCK)
    b = ld64(L.RT_WORK_EMPTY)
    if b != 0:
        st64(L.RT_WORK_EMPTY, ld64(b))
    else:
        b = ld64(L.RT_WORK_NEXT)
        st64(L.RT_WORK_NEXT, b + L.WORKBUF_SIZE)
    system.unlock(L.RT_WORK_LOCK)
    st64(b, 0)
    st64(b + 8, 0)
    return b


@rt()
def put_buffer(head: int, b: int) -> None:
    """Put a work buffer on the full or the empty list."""
    system.lock(L.RT_WORK_LOCK)
    st64(b, ld64(head))
    st64(head, b)
    system.unlock(L.RT_WORK_LOCK)


@rt()
def try_get_full() -> int:
    """A work buffer with something in it, or 0."""
    if ld64(L.RT_WORK_FULL) == 0:
        return 0
    system.lock(L.RT_WORK_LOCK)
    b = ld64(L.RT_WORK_FULL)
    if b != 0:
        st64(L.RT_WORK_FULL, ld64(b))
    system.unlock(L.RT_WORK_LOCK)
    return b


@rt(inline="always")
def put(p: int) -> None:
    """Queue a grey object."""
    pp = gs64(L.M_P)
    b = ld64(pp + L.P_WBUF)
    n = 0
    if b != 0:
        n = ld64(b + 8)
    if unlikely(b == 0 or n == WBUF_N):
        b = put_slow(pp, b)
        n = 0
    st64(b + 16 + n * 8, p)
    st64(b + 8, n + 1)


@rt(inline="never")
def put_slow(pp: int, b: int) -> int:
    """The buffer is full: hand it over, take an empty one."""
    if b != 0:
        put_buffer(L.RT_WORK_FULL, b)
    b = get_empty()
    st64(pp + L.P_WBUF, b)
    return b


@rt()
def flush_work(pp: int) -> None:
    """Hand the processor's buffer to whoever marks."""
    b = ld64(pp + L.P_WBUF)
    if b == 0:
        return
    st64(pp + L.P_WBUF, 0)
    if ld64(b + 8) != 0:
        put_buffer(L.RT_WORK_FULL, b)
    else:
        put_buffer(L.RT_WORK_EMPTY, b)


# ---- marking one object -------------------------------------------------------------------------------------
@rt("runtime.greyobject", inline="always")
def greyobject(p: int) -> None:
    """Mark the object whose slot the word points into, if any, and queue it when it may have pointers."""
    e = ld64(L.PAGEMAP + ((p - L.ARENA) >> L.PAGE_SHIFT) * 8)
    if e == 0:
        return
    spc = shr(e, 32) & 0xFF
    s = L.SPANS + ((e & 0xFFFFFFFF) << 6)
    i = 0
    if spc > 1:
        c = spc >> 1
        start = (p & ~(L.PAGE - 1)) - (shr(e, 40) << L.PAGE_SHIFT)
        i = shr(mul(p - start, class_magic(c)), 32)
        if i >= class_objects(c):
            return
        size = class_size(c)
    else:
        start = ld64(s + L.S_START)
        size = ld64(s + L.S_ELEM)
    a = s + (L.S_BITS + 8) + ((i >> 6) << 4)
    bit = shl(1, i & 63)
    old = ld64(a)
    if old & bit != 0:
        return
    if ld64(L.RT_MARK_ATOMIC) != 0:
        if aor(a, bit) & bit != 0:
            return
    else:
        st64(a, old | bit)
    pp = gs64(L.M_P)
    st64(pp + L.P_MARKED, ld64(pp + L.P_MARKED) + size)
    if spc & 1 == 0:
        put(start + i * size)


@rt()
def grey_word(p: int) -> None:
    """A word of unknown meaning: if it points into a live slot, or one past its end, that object is reachable."""
    if p < L.ARENA or p > ld64(L.RT_ARENA_HIGH):
        return
    if p < ld64(L.RT_ARENA_HIGH):
        grey_if_live(p)
    if p & 7 == 0 and p > L.ARENA:
        grey_if_live(p - 1)


@rt()
def grey_if_live(p: int) -> None:
    """Mark what p points into unless its slot is free."""
    e = ld64(L.PAGEMAP + ((p - L.ARENA) >> L.PAGE_SHIFT) * 8)
    if e == 0:
        return
    s = L.SPANS + ((e & 0xFFFFFFFF) << 6)
    if spans.slot_live(s, spans.slot_of(s, p)) != 0:
        greyobject(p)


@rt()
def reopen(e: int) -> int:
    """While marking, an entry keeps its free slots out of the fast path's sight: 1 if it had some."""
    bits = ld64(e + L.E_HIDDEN)
    if bits == 0 or ld64(e + L.E_SPAN) == 0:
        return 0
    st64(e + L.E_HIDDEN, 0)
    st64(e + L.E_BITS, bits)
    return 1


@rt()
def allocated_black(e: int, i: int, size: int) -> None:
    """Mark the slot that was just allocated while marking, and hide the entry's other slots again."""
    s = ld64(e + L.E_SPAN)
    a = s + (L.S_BITS + 8) + (ld64(s + L.S_WINDOW) << 4)
    aor(a, shl(1, i))
    count_marked(size)
    st64(e + L.E_HIDDEN, ld64(e + L.E_BITS))
    st64(e + L.E_BITS, 0)


@rt(inline="always")
def count_marked(n: int) -> None:
    """Book bytes as marked."""
    pp = gs64(L.M_P)
    st64(pp + L.P_MARKED, ld64(pp + L.P_MARKED) + n)


# ---- scanning -----------------------------------------------------------------------------------------------
@rt("runtime.scanobject", inline="never")
def scanobject(b: int) -> None:
    """Grey everything that one object points to."""
    e = ld64(L.PAGEMAP + ((b - L.ARENA) >> L.PAGE_SHIFT) * 8)
    spc = shr(e, 32) & 0xFF
    if spc > 1:
        scan_bits(b, class_size(spc >> 1))
    else:
        s = L.SPANS + ((e & 0xFFFFFFFF) << 6)
        scan_typed(b, ld64(s + L.S_ELEM), ld64(s + L.S_TYPE))


@rt(inline="always")
def scan_bits(b: int, n: int) -> None:
    """Grey what the pointer words of a small object point to, as its pointer bits say."""
    words = n >> 3
    a = L.HEAP_BITS + (((b - L.ARENA) >> 9) << 3)
    at = shr(b, 3) & 63
    bits = shr(ld64(a), at)
    avail = 64 - at
    high = ld64(L.RT_ARENA_HIGH)
    pp = gs64(L.M_P)
    st64(pp + L.P_SCANNED, ld64(pp + L.P_SCANNED) + n)
    while True:
        if words < avail:
            bits = bits & lowmask(words)
        while bits != 0:
            p = ld64(b + (ctz(bits) << 3))
            bits = blsr(bits)
            if p >= L.ARENA and p < high:
                greyobject(p)
        words -= avail
        if words <= 0:
            return
        b += avail << 3
        a += 8
        bits = ld64(a)
        avail = 64


@rt()
def scan_typed(b: int, n: int, typ: int) -> None:
    """Grey what n bytes of a type (repeated) point to: large objects and globals."""
    high = ld64(L.RT_ARENA_HIGH)
    pp = gs64(L.M_P)
    st64(pp + L.P_SCANNED, ld64(pp + L.P_SCANNED) + n)
    if typ == L.TYPE_NOSCAN:
        return
    if typ == L.TYPE_UNKNOWN:
        for k in range(n >> 3):
            p = ld64(b + k * 8)
            if p >= L.ARENA and p < high:
                greyobject(p)
        return
    tsize = ld64(typ + L.T_SIZE)
    data = ld64(typ + L.T_PTRDATA) >> 3
    mask = ld64(typ + L.T_MASK)
    at = 0
    while at + tsize <= n:
        k = 0
        while k < data:
            bits = ld64(mask + (k >> 3)) & lowmask(imin(64, data - k))
            while bits != 0:
                p = ld64(b + at + ((k + ctz(bits)) << 3))
                bits = blsr(bits)
                if p >= L.ARENA and p < high:
                    greyobject(p)
            k += 64
        at += tsize


@rt("runtime.scanstack", inline="never")
def scanstack(lo: int, hi: int) -> None:
    """Every word between two addresses may be a pointer."""
    a = lo & ~7
    while a < hi:
        grey_word(ld64(a))
        a += 8


@rt("runtime.gcDrain", inline="never")
def drain(budget: int) -> int:
    """Scan grey objects until none is left (1) or about `budget` bytes have been scanned (0).

    Objects pass through a short ring between being taken and being scanned, while the processor fetches them: most of
    the time of marking is waiting for memory.
    """
    pp = gs64(L.M_P)
    stop = ld64(pp + L.P_SCANNED) + budget
    at = 0
    waiting = 0
    for k in range(RING):
        st64(pp + L.P_RING + k * 8, 0)
    while True:
        o = take(pp)
        if o != 0:
            prefetch(o)
            prefetch(L.HEAP_BITS + (((o - L.ARENA) >> 9) << 3))
            waiting += 1
        elif waiting == 0:
            return 1
        slot = pp + L.P_RING + at * 8
        at = (at + 1) & (RING - 1)
        old = ld64(slot)
        st64(slot, o)
        if old != 0:
            waiting -= 1
            scanobject(old)
            if ld64(pp + L.P_SCANNED) >= stop:
                break
    for k in range(RING):
        o = ld64(pp + L.P_RING + k * 8)
        if o != 0:
            put(o)
    return 0


@rt(inline="always")
def take(pp: int) -> int:
    """The newest grey object of the processor's buffer, or of another one; 0 when there is none."""
    b = ld64(pp + L.P_WBUF)
    n = 0
    if b != 0:
        n = ld64(b + 8)
    if unlikely(n == 0):
        f = try_get_full()
        if f == 0:
            return 0
        if b != 0:
            put_buffer(L.RT_WORK_EMPTY, b)
        st64(pp + L.P_WBUF, f)
        b = f
        n = ld64(b + 8)
    st64(b + 8, n - 1)
    return ld64(b + 16 + (n - 1) * 8)


@rt("runtime.markrootGlobals", inline="never")
def mark_globals() -> None:
    """Scan the globals of the image, by its root table."""
    t = ld64(L.CONFIG + L.C_ROOTS)
    total = 0
    for k in range(ld64(L.CONFIG + L.C_NROOTS)):
        a = ld64(t + k * 24)
        typ = ld64(t + k * 24 + 8)
        n = ld64(t + k * 24 + 16)
        if typ == L.TYPE_UNKNOWN:
            scanstack(a, a + n)  # n bytes
            total += n
        elif typ != L.TYPE_NOSCAN:
            scan_typed(a, n * ld64(typ + L.T_SIZE), typ)
            total += n * ld64(typ + L.T_SIZE)
    st64(L.RT_GLOBALSCAN, total)
