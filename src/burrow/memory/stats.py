"""`runtime.MemStats`: the words that `runtime.readmemstats` fills, in this order."""

from __future__ import annotations

from burrow.memory import gc, records, world
from burrow.memory import layout as L
from burrow.memory.intrinsics import frame_address, imax, ld64, memmove, st64
from burrow.memory.registry import rt

FIELDS = (
    "Alloc", "TotalAlloc", "Sys", "Lookups", "Mallocs", "Frees", "HeapAlloc", "HeapSys", "HeapIdle", "HeapInuse",
    "HeapReleased", "HeapObjects", "StackInuse", "StackSys", "MSpanInuse", "MSpanSys", "MCacheInuse", "MCacheSys",
    "BuckHashSys", "GCSys", "OtherSys", "NextGC", "LastGC", "PauseTotalNs", "NumGC", "NumForcedGC", "GCCPU",
    "NumGoroutine",
)  # fmt: skip
PAUSES_AT = len(FIELDS) * 8  # then 256 pauses (ns), 256 ends of pauses (ns), 68 mallocs and 68 frees by size class
SIZE = PAUSES_AT + 2 * 2048 + 2 * 68 * 8


@rt("runtime.readmemstats", inline="never", export=True)
def readmemstats(buf: int) -> None:
    """Fill the record, exactly: the world is stopped and the caches are flushed."""
    world.stop()
    if ld64(L.RT_PHASE) == 0:
        gc.flush_caches()
    mallocs = ld64(L.RT_MALLOCS)
    frees = ld64(L.RT_FREES)
    total = ld64(L.RT_TOTAL_ALLOC)
    freed = ld64(L.RT_FREED_BYTES)
    for k in range(ld64(L.RT_NPS)):
        p = L.PS + k * L.P_SIZE
        mallocs += ld64(p + L.P_MALLOCS)
        frees += ld64(p + L.P_FREES)
        total += ld64(p + L.P_TOTAL_ALLOC)
        freed += ld64(p + L.P_FREED_BYTES)
        mallocs += ld64(p + L.P_TINY_COUNT)
        frees += ld64(p + L.P_TINY_COUNT)
    alloc = total - freed
    high = ld64(L.RT_PAGES_HIGH) << L.PAGE_SHIFT
    inuse = ld64(L.RT_PAGES_INUSE) << L.PAGE_SHIFT
    dirty = ld64(L.RT_PAGES_DIRTY) << L.PAGE_SHIFT
    stacks = ld64(L.RT_LIVE_GS) * 8192
    spans_ = ld64(L.RT_SPANS_INUSE) * L.SPAN_SIZE
    st64(buf, alloc)
    st64(buf + 8, total)
    st64(buf + 16, high + stacks + spans_ + (1 << 20))
    st64(buf + 24, 0)
    st64(buf + 32, mallocs)
    st64(buf + 40, frees)
    st64(buf + 48, alloc)
    st64(buf + 56, high)
    st64(buf + 64, high - inuse)
    st64(buf + 72, inuse)
    st64(buf + 80, imax(0, high - dirty))
    st64(buf + 88, mallocs - frees)
    st64(buf + 96, stacks)
    st64(buf + 104, stacks)
    st64(buf + 112, spans_)
    st64(buf + 120, ld64(L.RT_SPAN_NEXT) - L.SPANS)
    st64(buf + 128, ld64(L.RT_NPS) * L.P_SIZE)
    st64(buf + 136, ld64(L.RT_NPS) * L.P_SIZE)
    st64(buf + 144, 0)
    st64(buf + 152, ld64(L.RT_WORK_NEXT) - L.WORKBUFS + (high >> 6))
    st64(buf + 160, 1 << 20)
    st64(buf + 168, ld64(L.RT_GOAL))
    st64(buf + 176, ld64(L.RT_LAST_GC))
    st64(buf + 184, ld64(L.RT_PAUSE_TOTAL))
    st64(buf + 192, ld64(L.RT_NUMGC))
    st64(buf + 200, ld64(L.RT_NUMFORCED))
    st64(buf + 208, ld64(L.RT_GC_CPU))
    st64(buf + 216, ld64(L.RT_LIVE_GS))
    memmove(buf + PAUSES_AT, L.PAUSES, 2048)
    memmove(buf + PAUSES_AT + 2048, L.PAUSE_ENDS, 2048)
    memmove(buf + PAUSES_AT + 4096, L.CLASS_MALLOCS, 68 * 8)
    memmove(buf + PAUSES_AT + 4096 + 68 * 8, L.CLASS_FREES, 68 * 8)
    world.start()


@rt("runtime.goroutine_stacks", inline="never", export=True)
def goroutine_stacks(buf: int, words: int) -> int:
    """The stacks of all goroutines (`records.stacks`), the world stopped meanwhile."""
    world.stop()
    used = records.stacks(buf, words, frame_address())
    world.start()
    return used
