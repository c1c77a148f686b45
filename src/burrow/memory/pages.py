"""The page heap: which 8 KiB pages of the arena are in use, and which hold memory.

In: a number of pages; out: the first run of free pages that is long enough (lowest address first, which keeps the
heap dense), or a run given back. Two bitmaps over the arena: in use, and dirty (touched since the kernel last had
it). Runs coalesce by being bits. Go's `mpagealloc.go` finds runs with a radix tree of summaries; here a search
starts at the lowest page that may be free and skips full words, which is as quick up to some gigabytes of heap.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import system
from burrow.memory.intrinsics import ctz, imax, imin, ld64, lowmask, shl, shr, st64, syscall, unlikely
from burrow.memory.registry import rt


@rt()
def find_pages(n: int) -> int:
    """Index of the first run of n free pages at or above RT_SEARCH, or -1."""
    i = ld64(L.RT_SEARCH)
    limit = L.ARENA_SIZE >> L.PAGE_SHIFT
    while i + n <= limit:
        free = shr(~ld64(L.PAGE_BITS + (i >> 6) * 8), i & 63)
        if free == 0:
            i = (i | 63) + 1
            continue
        i += ctz(free)
        j = i
        while j - i < n:
            used = shr(ld64(L.PAGE_BITS + (j >> 6) * 8), j & 63)
            if used == 0:
                j = (j | 63) + 1
            else:
                k = ctz(used)
                if k == 0:
                    break
                j += k
                if j - i < n:
                    break
        if j - i >= n:
            return i
        i = j
    return -1


@rt()
def set_bits(bitmap: int, at: int, n: int) -> None:
    """Set n bits from bit `at`."""
    while n > 0:
        k = imin(64 - (at & 63), n)
        a = bitmap + (at >> 6) * 8
        st64(a, ld64(a) | shl(lowmask(k), at & 63))
        at += k
        n -= k


@rt()
def clear_bits(bitmap: int, at: int, n: int) -> None:
    """Clear n bits from bit `at`."""
    while n > 0:
        k = imin(64 - (at & 63), n)
        a = bitmap + (at >> 6) * 8
        st64(a, ld64(a) & ~shl(lowmask(k), at & 63))
        at += k
        n -= k


@rt()
def count_bits(bitmap: int, at: int, n: int) -> int:
    """How many of n bits from bit `at` are set."""
    total = 0
    while n > 0:
        k = imin(64 - (at & 63), n)
        total += system.bits_in(shr(ld64(bitmap + (at >> 6) * 8), at & 63) & lowmask(k))
        at += k
        n -= k
    return total


@rt()
def alloc_pages(n: int) -> int:
    """n pages in a row, under the heap lock: index of the first << 1 | whether any of them is dirty."""
    i = find_pages(n)
    most = ld64(L.CONFIG + L.C_MAXHEAP)
    if unlikely(i < 0 or (most > 0 and (ld64(L.RT_PAGES_INUSE) + n) << L.PAGE_SHIFT > most)):
        system.out_of_memory(n << L.PAGE_SHIFT)
    set_bits(L.PAGE_BITS, i, n)
    dirty = 0
    if i < ld64(L.RT_PAGES_HIGH):
        dirty = count_bits(L.DIRTY_BITS, i, imin(n, ld64(L.RT_PAGES_HIGH) - i))
    if dirty != n:
        set_bits(L.DIRTY_BITS, i, n)
        st64(L.RT_PAGES_DIRTY, ld64(L.RT_PAGES_DIRTY) + n - dirty)
    if i == ld64(L.RT_SEARCH):
        st64(L.RT_SEARCH, i + n)
    if n <= 16 and i + n > ld64(L.RT_POPULATED):
        populate(i, n)
    if i + n > ld64(L.RT_PAGES_HIGH):
        st64(L.RT_PAGES_HIGH, i + n)
        st64(L.RT_ARENA_HIGH, L.ARENA + ((i + n) << L.PAGE_SHIFT))
    st64(L.RT_PAGES_INUSE, ld64(L.RT_PAGES_INUSE) + n)
    if dirty != 0:
        return (i << 1) | 1
    return i << 1


@rt(inline="never")
def populate(i: int, n: int) -> None:
    """At the heap's end: have the kernel back the next pages at once (a sixteenth of the heap), not fault by fault.

    Only for spans of small objects, which are about to be filled; large objects stay untouched until used.
    """
    chunk = imax(n, imin(imax(i >> 4, 8), 512))
    syscall(28, L.ARENA + (i << L.PAGE_SHIFT), chunk << L.PAGE_SHIFT, 23, 0, 0, 0)  # MADV_POPULATE_WRITE
    st64(L.RT_POPULATED, i + chunk)


@rt()
def free_pages(i: int, n: int) -> None:
    """Give n pages from page i back, under the heap lock."""
    clear_bits(L.PAGE_BITS, i, n)
    if i < ld64(L.RT_SEARCH):
        st64(L.RT_SEARCH, i)
    st64(L.RT_PAGES_INUSE, ld64(L.RT_PAGES_INUSE) - n)


@rt("runtime.(*pageAlloc).scavenge", inline="never")
def scavenge(limit: int) -> int:
    """Give up to `limit` free dirty pages back to the kernel, highest first, under the heap lock; how many were."""
    done = 0
    w = (ld64(L.RT_PAGES_HIGH) + 63) >> 6
    while w > 0 and done < limit:
        w -= 1
        cand = ld64(L.DIRTY_BITS + w * 8) & ~ld64(L.PAGE_BITS + w * 8)
        while cand != 0 and done < limit:
            at = ctz(cand)
            run = ctz(~shr(cand, at)) if shr(cand, at) != -1 else 64
            clear_bits(L.DIRTY_BITS, w * 64 + at, run)
            syscall(28, L.ARENA + ((w * 64 + at) << L.PAGE_SHIFT), run << L.PAGE_SHIFT, 4, 0, 0, 0)  # MADV_DONTNEED
            cand = cand & ~shl(lowmask(run), at)
            done += run
    st64(L.RT_PAGES_DIRTY, ld64(L.RT_PAGES_DIRTY) - done)
    st64(L.RT_SCAVENGED, ld64(L.RT_SCAVENGED) + done)
    return done
