"""A collection cycle from trigger to trace line. The world is stopped while marking; sweeping is concurrent with the program.

In: a request (the heap reached its trigger, `runtime.GC`, torture); out: everything unreachable is unmarked, spans are
queued for sweeping, goal and trigger of the next cycle are set, the goroutines that waited go on. As Go's `mgc.go`, the
cycle is driven by the goroutine `runtime.gcBgMarkWorker`; whoever triggers it parks until it is over.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import mark, pacer, sched, spans, sweep, system, trace, verify, world
from burrow.memory.intrinsics import asm1, gs64, ld64, st64
from burrow.memory.registry import rt


@rt(inline="never", cold=True)
def collect_at_trigger() -> None:
    """A cycle, unless one is running or collection is off."""
    if ld64(L.RT_MANAGER) != 0 or ld64(L.RT_PHASE) != 0:
        return
    collect(0)


@rt(inline="never", cold=True)
def collect(forced: int) -> None:
    """Run a cycle and wait for its end."""
    if ld64(L.RT_MANAGER) != 0:
        return
    if forced != 0:
        st64(L.RT_CYCLE_FORCED, 1)
    if ld64(L.RT_LANGUAGE) != 0 or ld64(L.RT_WORKER_G) == 0:
        asm1("rt_spilled_cycle", 0)
        return
    sched.wait_for_cycle()


@rt("runtime.gcBgMarkWorker", inline="never", export=True)
def worker(ctx: int) -> int:
    """The goroutine that collects."""
    while True:
        sched.worker_idle()
        cycle(0)
        sched.cycle_done()
    return 0


@rt("runtime.gcStart", inline="never", export=True)
def cycle(sp: int) -> None:
    """One collection. sp: stack pointer of the thread that runs it with its registers spilled, or 0 on the worker."""
    t0 = system.nanotime()
    sweep.sweep_all()
    world.stop()
    sweep.sweep_all()
    flush_caches()
    h0 = ld64(L.RT_LIVE)
    st64(L.RT_H0, h0)
    goal = ld64(L.RT_GOAL)
    st64(L.RT_PHASE, 1)
    for k in range(ld64(L.RT_NPS)):
        st64(L.PS + k * L.P_SIZE + L.P_MARKED, 0)
        st64(L.PS + k * L.P_SIZE + L.P_SCANNED, 0)
    t1 = system.nanotime()
    mark_roots(sp)
    mark.drain(1 << 62)
    t2 = system.nanotime()
    finish_mark()
    pacer.set_goal()
    t3 = system.nanotime()
    if ld64(L.RT_VERIFY) != 0:
        verify.heap()
    world.start()
    st64(L.RT_NUMGC, ld64(L.RT_NUMGC) + 1)
    if ld64(L.RT_CYCLE_FORCED) != 0:
        st64(L.RT_NUMFORCED, ld64(L.RT_NUMFORCED) + 1)
    trace.record(t0, t1, t2, t3)
    if ld64(L.RT_GCTRACE) > 0:
        trace.print_line(t0, t1, t2, t3, goal)
    if ld64(L.RT_CYCLE_FORCED) != 0:
        sweep.sweep_all()
    st64(L.RT_CYCLE_FORCED, 0)


@rt(inline="never")
def flush_caches() -> None:
    """Every processor gives its cached spans back, so that lists and bits are whole."""
    for k in range(ld64(L.RT_NPS)):
        p = L.PS + k * L.P_SIZE
        st64(p + L.P_TINY, 0)
        st64(p + L.P_TINY_USED, 16)
        spans.release_all(p + L.P_CACHE)


@rt("runtime.gcMarkRoots", inline="never")
def mark_roots(sp: int) -> None:
    """Globals, the stacks of all goroutines, the stack of this thread."""
    mark.mark_globals()
    total = 0
    me = gs64(L.M_CURG)
    for k in range(ld64(L.RT_NGS)):
        g = L.STACKS + (k + 1) * L.STACK_SLOT - L.G_SIZE
        status = ld64(g + L.G_STATUS)
        if status != L.G_IDLE and status != L.G_DEAD and g != me:
            mark.scanstack(ld64(g + L.G_SP), g + L.G_SIZE)
            total += g - ld64(g + L.G_SP)
    if sp != 0:
        hi = ld64(gs64(L.M_SELF) + L.M_STACKLO)
        mark.scanstack(sp, hi)
        total += hi - sp
    total += world.scan_threads()
    st64(L.RT_STACKSCAN, total)


@rt("runtime.gcMarkTermination", inline="never")
def finish_mark() -> None:
    """Everything reachable is marked: count it and hand the spans to the sweeper."""
    marked = 0
    scanned = 0
    for k in range(ld64(L.RT_NPS)):
        p = L.PS + k * L.P_SIZE
        mark.flush_work(p)
        marked += ld64(p + L.P_MARKED)
        scanned += ld64(p + L.P_SCANNED)
    flush_caches()
    st64(L.RT_PHASE, 0)
    st64(L.RT_H1, ld64(L.RT_LIVE))
    st64(L.RT_MARKED, marked)
    st64(L.RT_HEAPSCAN, scanned)
    st64(L.RT_LIVE, marked)
    st64(L.RT_SWEEPGEN, ld64(L.RT_SWEEPGEN) + 2)
    st64(L.RT_SWEEP_POS, 0)
    st64(L.RT_SWEEPING, 1)


@rt("runtime.GC", inline="never", export=True)
def runtime_gc() -> None:
    """A full cycle, swept."""
    collect(1)


@rt("runtime.free_os_memory", inline="never", export=True)
def free_os_memory() -> None:
    """A full cycle; what is free goes back to the kernel."""
    collect(1)
    world.scavenge_all()
