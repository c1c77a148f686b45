"""When to collect: Go's heap goal and trigger, GOGC and the memory limit.

In: what the last cycle marked and scanned; out: RT_GOAL and RT_TRIGGER. Formulas as in Go's `mgcpacer.go`:
goal = marked + (marked + stacks + globals) * GOGC / 100, at least 4 MiB * GOGC / 100, lowered to keep the memory limit.
"""

from __future__ import annotations

from burrow.memory import gc, system
from burrow.memory import layout as L
from burrow.memory.intrinsics import imax, imin, ld64, mul, st64, udiv, unlikely
from burrow.memory.registry import rt

NEVER = 1 << 62
HEAP_MINIMUM = 4 << 20


@rt(inline="always")
def maybe_collect() -> None:
    """Start a cycle when the heap has grown to the trigger."""
    if unlikely(ld64(L.RT_LIVE) >= ld64(L.RT_TRIGGER)):
        gc.collect_at_trigger()


@rt(cold=True, inline="never")
def torture() -> None:
    """A collection at every n-th allocation."""
    if ld64(L.RT_PHASE) != 0 or ld64(L.RT_MANAGER) != 0:
        return
    n = ld64(L.RT_TORTURE_COUNT) + 1
    st64(L.RT_TORTURE_COUNT, n)
    if n >= ld64(L.RT_TORTURE):
        st64(L.RT_TORTURE_COUNT, 0)
        gc.collect(0)


@rt("runtime.(*gcControllerState).commit", inline="never")
def set_goal() -> None:
    """Goal and trigger of the next cycle."""
    marked = ld64(L.RT_MARKED)
    percent = ld64(L.RT_GOGC)
    goal = NEVER
    if ld64(L.RT_MANAGER) == 0 and percent >= 0:
        base = marked + ld64(L.RT_STACKSCAN) + ld64(L.RT_GLOBALSCAN)
        goal = marked + udiv(mul(base, percent), 100)
        goal = imax(goal, udiv(HEAP_MINIMUM * percent, 100))
    limit = ld64(L.RT_MEMLIMIT)
    if ld64(L.RT_MANAGER) == 0 and limit < NEVER:
        dirty = ld64(L.RT_PAGES_DIRTY) << L.PAGE_SHIFT
        free = (ld64(L.RT_PAGES_DIRTY) - imin(ld64(L.RT_PAGES_DIRTY), ld64(L.RT_PAGES_INUSE))) << L.PAGE_SHIFT
        other = imax(0, ld64(L.RT_STACKSCAN) + ld64(L.RT_GLOBALSCAN))
        room = limit - other - imax(dirty - free - limit, 0)
        room -= imax(room >> 5, 1 << 20)
        goal = imin(goal, imax(room, marked))
    st64(L.RT_GOAL, goal)
    trigger = goal
    if goal != NEVER:
        trigger = imax(goal, imin(marked + (1 << 20), goal + (1 << 20)))
    st64(L.RT_TRIGGER, trigger)


@rt("runtime.setgcpercent", export=True, inline="never")
def setgcpercent(percent: int) -> int:
    """Set GOGC (negative: off); the old value."""
    old = ld64(L.RT_GOGC)
    if percent < 0:
        percent = -1
    st64(L.RT_GOGC, percent)
    set_goal()
    return old


@rt("runtime.setmemorylimit", export=True, inline="never")
def setmemorylimit(limit: int) -> int:
    """Set the memory limit (negative: only ask); the old value."""
    old = ld64(L.RT_MEMLIMIT)
    if limit >= 0:
        st64(L.RT_MEMLIMIT, limit)
        set_goal()
    return old


@rt(inline="always")
def now() -> int:
    """The monotonic clock."""
    return system.nanotime()
