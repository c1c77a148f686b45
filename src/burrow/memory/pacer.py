"""When to collect: Go's heap goal and trigger, GOGC and the memory limit.

In: what the last cycle marked and scanned; out: RT_GOAL and RT_TRIGGER. Formulas as in Go's `mgcpacer.go`: goal =
marked + (marked + stacks + globals) * GOGC / 100, at least 4 MiB * GOGC / 100, lowered to keep the memory limit.
"""

from __future__ import annotations

from burrow.memory import gc, gcwait, mark, pages, sched, system
from burrow.memory import layout as L
from burrow.memory.intrinsics import gs64, imax, imin, ld64, mul, st64, udiv, unlikely
from burrow.memory.registry import rt

NEVER = 1 << 62
HEAP_MINIMUM = 4 << 20
ASSIST_AT = 64 << 10
LIMIT_AFTER = 500000000  # ns on each processor


@rt(inline="always")
def maybe_collect(size: int) -> None:
    """Start a cycle when the heap has grown to the trigger; assist while one is running."""
    if unlikely(ld64(L.RT_PHASE) != 0):
        assist(size)
    elif unlikely(ld64(L.RT_LIVE) >= ld64(L.RT_TRIGGER)):
        gc.collect_at_trigger()


@rt(cold=True, inline="never")
def torture() -> None:
    """A collection at every n-th allocation."""
    if ld64(L.RT_PHASE) != 0 or ld64(L.RT_MANAGER) != 0 or gs64(L.M_LOCKS) != 0:
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
        # start early by what the program allocates while marking, within Go's bounds
        room = goal - marked
        low = marked + udiv(room * 45, 64)
        high = imax(marked + udiv(room * 61, 64), goal - (4 << 20))
        trigger = imax(low, imin(high, goal - ld64(L.RT_CYCLE_ALLOC)))
        trigger = imax(trigger, marked + 65536)
    st64(L.RT_TRIGGER, trigger)


@rt()
def note_cycle(allocated: int) -> None:
    """How much was allocated while marking: half of what was thought, half of what was seen, a quarter to spare."""
    st64(L.RT_CYCLE_ALLOC, (ld64(L.RT_CYCLE_ALLOC) + allocated + (allocated >> 2)) >> 1)


@rt("runtime.(*gcControllerState).revise", inline="never")
def set_assist() -> None:
    """How much a goroutine must scan for what it allocates, so that marking is done before the goal is reached.

    What there is to scan is taken for what the last cycle scanned; when it turns out to be more (or there was none),
    for all that lived when marking began, within a tenth beyond the goal. Called again as marking goes on.
    """
    done = 0
    for k in range(ld64(L.RT_NPS)):
        done += ld64(L.PS + k * L.P_SIZE + L.P_SCANNED)
    expected = ld64(L.RT_HEAPSCAN)
    goal = ld64(L.RT_GOAL)
    if done >= expected:
        expected = imax(ld64(L.RT_ALLOC_AT_MARK), done)
        if goal < NEVER and ld64(L.RT_HEAPSCAN) != 0:
            goal += udiv(goal, 10)
    work = imax(expected - done, 65536)
    room = imax(goal - ld64(L.RT_LIVE), 65536)
    if goal >= NEVER:
        room = NEVER >> 10
    st64(L.RT_ASSIST_RATIO, imin(udiv(work << 10, room), 1 << 20))


@rt("runtime.gcAssistAlloc", inline="never")
def assist(size: int) -> None:
    """A goroutine allocated while marking: once its debt is large enough it scans its share."""
    m = gs64(L.M_SELF)
    g = ld64(m + L.M_CURG)
    if g == 0:
        return
    debt = ld64(g + L.G_ASSIST) + size
    if debt < ASSIST_AT or ld64(m + L.M_LOCKS) != 0 or ld64(L.RT_LIMITING) != 0:
        st64(g + L.G_ASSIST, debt)
        return
    st64(g + L.G_ASSIST, 0)
    t = system.nanotime()
    done = mark.drain(udiv(debt * ld64(L.RT_ASSIST_RATIO), 1024))
    if ld64(L.RT_WORK_FULL) == 0:
        mark.flush_work(gs64(L.M_P))
    system.xadd_shared(L.RT_ASSIST_TIME, system.nanotime() - t)
    if done != 0 and ld64(L.RT_LANGUAGE) == 0:
        # nothing is left to assist with: let the worker end the cycle; beyond the goal, wait for it
        if ld64(L.RT_LIVE) >= ld64(L.RT_GOAL):
            gcwait.wait_for_mark_end()
        else:
            sched.gosched()


@rt("runtime.(*gcCPULimiterState).update", inline="never")
def limit_cpu(spent: int, now_: int) -> None:
    """After a cycle that took `spent` ns of CPU: keep collection below half of the processors' time.

    A memory limit below what lives would have cycle follow on cycle. As in Go (`mgclimit.go`) a bucket fills with
    the collector's time and runs out with the program's; while it is full nobody assists, so the heap grows beyond
    the limit instead of the program standing still.
    """
    if ld64(L.RT_MEMLIMIT) >= NEVER:
        return  # GOGC alone leaves room between cycles, however small
    procs_ = ld64(L.RT_NPROCS)
    most = procs_ * LIMIT_AFTER
    passed = (now_ - ld64(L.RT_LIMIT_LAST)) * procs_
    st64(L.RT_LIMIT_LAST, now_)
    fill = imin(imax(ld64(L.RT_LIMIT_FILL) + spent - (passed - spent), 0), most)
    st64(L.RT_LIMIT_FILL, fill)
    if fill == most:
        st64(L.RT_LIMITING, 1)
    elif fill == 0:
        st64(L.RT_LIMITING, 0)


@rt(inline="never")
def scavenge_excess() -> None:
    """After a cycle: memory well beyond the next goal or the limit goes back to the kernel (Go's scavenger)."""
    goal = ld64(L.RT_GOAL)
    limit = ld64(L.RT_MEMLIMIT)
    dirty = ld64(L.RT_PAGES_DIRTY) << L.PAGE_SHIFT
    keep = goal + (goal >> 2) + (1 << 20)
    most = 256
    if dirty > limit - (limit >> 5):
        keep = limit - (limit >> 5)
        most = 1 << 30
    if dirty > keep and ld64(L.RT_PAGES_DIRTY) > ld64(L.RT_PAGES_INUSE):
        excess = imin((dirty - keep) >> L.PAGE_SHIFT, ld64(L.RT_PAGES_DIRTY) - ld64(L.RT_PAGES_INUSE))
        system.lock(L.RT_HEAP_LOCK)
        pages.scavenge(imin(excess, most))
        system.unlock(L.RT_HEAP_LOCK)


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
