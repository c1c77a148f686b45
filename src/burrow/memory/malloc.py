"""Allocation: `runtime.mallocgc` and the fast paths that LLVM inlines into programs.

In: a size, what is known of the pointers in it, whether it must be zero; out: an address. Go's `malloc.go` does the
same for size classes, tiny objects, spans without pointers, and large objects. What differs: the cache entry holds
the free bits (`spans.py`), so the fast path is a handful of instructions without any check of the collector's
phase: while the collector marks, the entries are kept empty and everything comes through here, where new objects
are marked. Pointer bits are one linear bitmap over the heap (a bit a word, as Go had before 1.22), for every size
class; large objects keep their type.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import mark, pacer, records, sched, spans, sweep, system
from burrow.memory.intrinsics import (
    blsr,
    class_size,
    ctz,
    gs32,
    gs64,
    gs64_set,
    imin,
    ld64,
    lowmask,
    memset,
    shl,
    shr,
    st64,
    table8,
    unlikely,
)
from burrow.memory.registry import rt


@rt("runtime.mallocgc", inline="never", export=True)
def mallocgc(size: int, typ: int, flags: int) -> int:
    """Memory for an object; see abi.py."""
    if unlikely(size <= 0):
        return L.ZERO_BASE
    if unlikely(ld64(L.RT_TORTURE) != 0):
        pacer.torture()
    if size > L.MAX_SMALL:
        return large(size, typ, flags)
    noscan = 0
    if typ == 0:
        noscan = 1
        if size < 16 and ld64(L.RT_MANAGER) != 1:
            return tiny(size)
    if size <= 1024:
        c = table8(0, (size + 7) >> 3)
    else:
        c = table8(1, (size - 1024 + 127) >> 7)
    spc = (c << 1) | noscan
    e = gs64(L.M_CACHE) + spc * L.CACHE_ENTRY
    bits = ld64(e + L.E_BITS)
    if unlikely(bits == 0):
        return small_slow(size, typ, flags, spc)
    elem = class_size(c)
    st64(e + L.E_BITS, blsr(bits))
    p = ld64(e + L.E_BASE) + ctz(bits) * elem
    if flags & L.FLAG_NOZERO == 0 and ld64(e + L.E_NEEDZERO) != 0:
        clear(p, elem)
    if noscan == 0:
        set_type(p, elem, size, typ)
    return p


@rt("runtime.mallocgcSmall", inline="never", cold=True)
def small_slow(size: int, typ: int, flags: int, spc: int) -> int:
    """The cached window is used up: get another, collect when it is time; while marking, mark what is allocated."""
    if unlikely(gs32(L.M_POLL) != 0):
        sched.poll_slow()
    pacer.maybe_collect(class_size(spc >> 1))
    e = gs64(L.M_CACHE) + spc * L.CACHE_ENTRY
    sampled = 0
    if ld64(e + L.E_BITS) == 0:
        if unlikely(records.on() != 0):
            sampled = records.window(e, spc, class_size(spc >> 1))
        elif ld64(L.RT_PHASE) == 0 or mark.reopen(e) == 0:
            spans.refill(e, spc)
    bits = ld64(e + L.E_BITS)
    elem = class_size(spc >> 1)
    st64(e + L.E_BITS, blsr(bits))
    p = ld64(e + L.E_BASE) + ctz(bits) * elem
    if flags & L.FLAG_NOZERO == 0 and ld64(e + L.E_NEEDZERO) != 0:
        clear(p, elem)
    if spc & 1 == 0:
        set_type(p, elem, size, typ)
    if unlikely(ld64(L.RT_PHASE) != 0):
        mark.allocated_black(e, ctz(bits), elem)
    if unlikely(sampled != 0):
        records.allocated(p, size)
    return p


@rt(inline="always")
def clear(p: int, n: int) -> None:
    """Zero a slot."""
    if n <= 64:
        st64(p, 0)
        k = 8
        while k < n:
            st64(p + k, 0)
            k += 8
    else:
        memclr(p, n)


@rt("runtime.memclrNoHeapPointers", asm=True)
def memclr(p: int, n: int) -> None:
    """Zero n bytes, as a frame of its own."""
    memset(p, 0, n)


@rt("runtime.mallocgcTiny", inline="never")
def tiny(size: int) -> int:
    """Objects under 16 bytes without pointers share blocks of 16 (Go's tiny allocator), zeroed as a whole."""
    pp = gs64(L.M_P)
    block = ld64(pp + L.P_TINY)
    used = ld64(pp + L.P_TINY_USED)
    if size & 7 == 0:
        used = (used + 7) & ~7
    elif size & 3 == 0:
        used = (used + 3) & ~3
    elif size & 1 == 0:
        used = (used + 1) & ~1
    if block != 0 and used + size <= 16:
        st64(pp + L.P_TINY_USED, used + size)
        st64(pp + L.P_TINY_COUNT, ld64(pp + L.P_TINY_COUNT) + 1)
        return block + used
    p = tiny_block()
    pp = gs64(L.M_P)
    if size < used or block == 0:
        st64(pp + L.P_TINY, p)
        st64(pp + L.P_TINY_USED, size)
    return p


@rt()
def tiny_block() -> int:
    """A zeroed slot of 16 bytes without pointers."""
    spc = (2 << 1) | 1
    e = gs64(L.M_CACHE) + spc * L.CACHE_ENTRY
    bits = ld64(e + L.E_BITS)
    if unlikely(bits == 0):
        return small_slow(16, 0, 0, spc)
    st64(e + L.E_BITS, blsr(bits))
    p = ld64(e + L.E_BASE) + ctz(bits) * 16
    st64(p, 0)
    st64(p + 8, 0)
    return p


@rt("runtime.mallocgcLarge", inline="never")
def large(size: int, typ: int, flags: int) -> int:
    """An object with a span of its own; fresh pages are zero and stay untouched."""
    pacer.maybe_collect(size)
    npages = (size + L.PAGE - 1) >> L.PAGE_SHIFT
    noscan = 0
    if typ == 0:
        noscan = 1
    if unlikely(npages > (L.ARENA_SIZE >> L.PAGE_SHIFT)):
        system.out_of_memory(size)
    if ld64(L.RT_SWEEPING) != 0:
        sweep.reclaim(npages)
    s = spans.alloc_span(npages, noscan)
    p = ld64(s + L.S_START)
    bytes_ = npages << L.PAGE_SHIFT
    st64(s + L.S_TYPE, typ)
    st64(s + L.S_SIZE, size)
    st64(s + L.S_ALLOC, 1)
    st64(s + L.S_BITS, 1)
    if ld64(s + L.S_NEEDZERO) != 0 and (flags & L.FLAG_NOZERO == 0 or noscan == 0):
        memclr(p, bytes_)
    if ld64(L.RT_PHASE) != 0:
        st64(s + L.S_BITS + 8, 1)
        mark.count_marked(bytes_)
    spans.book(0, 1, bytes_)
    spans.push_swept(s, 1)
    if unlikely(records.on() != 0) and records.slots_before(size) == 0:
        records.allocated(p, size)
    return p


# ---- pointer bits -------------------------------------------------------------------------------------------
@rt(inline="always")
def set_type(p: int, elem: int, size: int, typ: int) -> None:
    """Write the pointer bits of a slot of `elem` bytes that holds `size` bytes of the type."""
    if typ != L.TYPE_UNKNOWN and elem <= 512:
        tsize = ld64(typ + L.T_SIZE)
        if tsize == size:
            mask = ld64(ld64(typ + L.T_MASK))
            set_mask(p, elem >> 3, mask)
            return
    set_type_slow(p, elem, size, typ)


@rt(inline="always")
def set_mask(p: int, words: int, mask: int) -> None:
    """Write up to 64 pointer bits: the mask's, whose bits from `words` on are 0."""
    a = L.HEAP_BITS + (((p - L.ARENA) >> 9) << 3)
    at = shr(p, 3) & 63
    st64(a, (ld64(a) & ~shl(lowmask(words), at)) | shl(mask, at))
    if at + words > 64:
        over = 64 - at
        st64(a + 8, (ld64(a + 8) & ~lowmask(words - over)) | shr(mask, over))


@rt(inline="never")
def set_type_slow(p: int, elem: int, size: int, typ: int) -> None:
    """Pointer bits of arrays, of types above 512 bytes, and of memory of unknown type."""
    words = elem >> 3
    if typ == L.TYPE_UNKNOWN:
        k = 0
        while k < words:
            n = imin(64, words - k)
            set_mask(p + k * 8, n, lowmask(n))
            k += n
        return
    k = 0
    while k < words:
        n = imin(64, words - k)
        set_mask(p + k * 8, n, 0)
        k += n
    tsize = ld64(typ + L.T_SIZE)
    data = ld64(typ + L.T_PTRDATA) >> 3
    mask = ld64(typ + L.T_MASK)
    if tsize == 8 and data == 1:
        n = size >> 3
        k = 0
        while k < n:
            set_mask(p + k * 8, imin(64, n - k), lowmask(imin(64, n - k)))
            k += 64
        return
    at = 0
    while at + tsize <= size:
        k = 0
        while k < data:
            n = imin(64, data - k)
            or_mask(p + at + k * 8, ld64(mask + shr(k, 3)) & lowmask(n))
            k += n
        at += tsize


@rt(inline="always")
def or_mask(p: int, mask: int) -> None:
    """Add pointer bits."""
    a = L.HEAP_BITS + (((p - L.ARENA) >> 9) << 3)
    at = shr(p, 3) & 63
    st64(a, ld64(a) | shl(mask, at))
    if at != 0 and shr(mask, 64 - at) != 0:
        st64(a + 8, ld64(a + 8) | shr(mask, 64 - at))


# ---- what programs inline -----------------------------------------------------------------------------------
@rt("runtime.alloc_fast", inline="always", fast=True, display="runtime.mallocgc")
def alloc_fast(spc: int, elem: int) -> int:
    """A free slot of the span class, or 0."""
    e = gs64(L.M_CACHE) + spc * L.CACHE_ENTRY
    bits = ld64(e + L.E_BITS)
    if unlikely(bits == 0):
        return 0
    st64(e + L.E_BITS, blsr(bits))
    return ld64(e + L.E_BASE) + ctz(bits) * elem


@rt("runtime.new_fast", inline="always", fast=True, display="runtime.mallocgc")
def new_fast(spc: int, elem: int, mask: int, size: int, typ: int) -> int:
    """A zeroed object of at most 512 bytes; all arguments are constants."""
    gs64_set(L.M_UNSAFE, 1)  # the entry and the bitmap words that neighbours share are this processor's
    p = alloc_fast(spc, elem)
    if unlikely(p == 0):
        gs64_set(L.M_UNSAFE, 0)
        return mallocgc(size, typ, 0)
    if spc & 1 == 0:
        set_mask(p, elem >> 3, mask)
    gs64_set(L.M_UNSAFE, 0)
    memset(p, 0, elem)  # here, where stores of the program that follow can make it unnecessary
    return p


@rt("runtime.new_noscan_fast", inline="always", fast=True, display="runtime.mallocgc")
def new_noscan_fast(spc: int, elem: int, size: int) -> int:
    """A zeroed object without pointers; all arguments are constants."""
    gs64_set(L.M_UNSAFE, 1)
    p = alloc_fast(spc, elem)
    if unlikely(p == 0):
        gs64_set(L.M_UNSAFE, 0)
        return mallocgc(size, 0, 0)
    needzero = 1
    if elem > 256:
        needzero = ld64(gs64(L.M_CACHE) + spc * L.CACHE_ENTRY + L.E_NEEDZERO)
    gs64_set(L.M_UNSAFE, 0)
    if elem <= 256:
        memset(p, 0, elem)
    elif needzero != 0:
        memclr(p, elem)
    return p


# ---- questions ----------------------------------------------------------------------------------------------
@rt("runtime.heap_object", export=True)
def heap_object(p: int) -> int:
    """Start of the live object that p points into, or 0."""
    s = spans.span_of(p)
    if s == 0:
        return 0
    i = spans.slot_of(s, p)
    if spans.slot_live(s, i) == 0:
        return 0
    return ld64(s + L.S_START) + i * ld64(s + L.S_ELEM)


@rt("runtime.heap_object_size", export=True)
def heap_object_size(p: int) -> int:
    """Size of the slot of the live object that p points into, or 0."""
    if heap_object(p) == 0:
        return 0
    return ld64(spans.span_of(p) + L.S_ELEM)



