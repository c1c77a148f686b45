"""A collection cycle from trigger to trace line: two short stops with concurrent marking between, then concurrent
sweeping.

In: a request (the heap reached its trigger, `runtime.GC`, torture); out: everything unreachable is unmarked, spans
are queued for sweeping, goal and trigger of the next cycle are set, whoever waited goes on. As in Go's `mgc.go` the
cycle is driven by the goroutine `runtime.gcBgMarkWorker`, and goroutines that allocate assist.

What differs from Go: all stacks are scanned in the first stop (they are scanned conservatively, in one go). So
marking works on a snapshot: what was reachable then is found because the write barrier shades the pointer that a
store overwrites, and what is allocated later is marked at birth. Without stacks to rescan the second stop only
drains what is left over.
"""

from __future__ import annotations

from burrow.memory import (
    finalizers,
    gcwait,
    mark,
    pacer,
    preempt,
    procs,
    records,
    sched,
    spans,
    sweep,
    system,
    trace,
    verify,
    world,
)
from burrow.memory import layout as L
from burrow.memory.intrinsics import asm1, gs64, ld64, st64
from burrow.memory.registry import rt

LAST = 256 << 10  # bytes to scan in the second stop at most
CHUNK = 128 << 10  # bytes to scan between looks at the clock
SLICE = 2500000  # ns that the worker marks before it lets others run on this processor
BACK_IN_TIME = 100000  # ns after which waiting goroutines are offered to other processors


@rt(inline="never", cold=True)
def collect_at_trigger() -> None:
    """Start a cycle, unless one is running or collection is off."""
    if ld64(L.RT_MANAGER) != 0 or ld64(L.RT_PHASE) != 0 or gs64(L.M_LOCKS) != 0:
        return
    if ld64(L.RT_WORKER_G) == 0:
        collect(0)
    else:
        gcwait.start_cycle()


@rt(inline="never", cold=True)
def collect(forced: int) -> None:
    """Run a cycle and wait for its end."""
    if ld64(L.RT_MANAGER) != 0:
        return
    if forced != 0:
        st64(L.RT_CYCLE_FORCED, 1)
    if ld64(L.RT_WORKER_G) != 0:
        gcwait.wait_for_cycle()
    elif ld64(L.RT_THREADS) == 0:  # a Rust program under gc: collected while it has one thread
        asm1("rt_spilled_cycle", 0)


@rt("runtime.gcBgMarkWorker", inline="never", export=True)
def worker(ctx: int) -> int:
    """The goroutine that collects."""
    while True:
        gcwait.worker_idle()
        waiters = gcwait.cycle_begins()
        cycle(0)
        gcwait.cycle_done(waiters)
    return 0


@rt("runtime.gcStart", inline="never", export=True)
def cycle(sp: int) -> None:
    """One collection. sp: stack pointer of the thread that runs it with its registers spilled, or 0 on the worker."""
    sweep.sweep_all()
    t0 = system.nanotime()
    records.event(L.EV_STOP1, ld64(L.RT_LIVE), ld64(L.RT_GOAL))
    world.stop()
    begin_mark(sp)
    world.start()
    records.event(L.EV_MARK, ld64(L.RT_LIVE), ld64(L.RT_GOAL))
    t1 = system.nanotime()
    mark.mark_globals()
    finalizers.mark_finalizers()
    mark_concurrently(t1)
    t2 = system.nanotime()
    goal = ld64(L.RT_GOAL)
    records.event(L.EV_STOP2, ld64(L.RT_LIVE), goal)
    world.stop()
    while work_left() != 0:  # more than a stop may take: on with the program beside
        world.start()
        stopped = system.nanotime() - t2
        mark_concurrently(t2 + stopped)
        t2 = system.nanotime() - stopped
        world.stop()
    finish_mark()
    pacer.set_goal()
    if ld64(L.RT_VERIFY) != 0:
        verify.heap()
    st64(L.RT_NUMGC, ld64(L.RT_NUMGC) + 1)
    if ld64(L.RT_CYCLE_FORCED) != 0:
        st64(L.RT_NUMFORCED, ld64(L.RT_NUMFORCED) + 1)
    world.start()
    records.event(L.EV_SWEEP, ld64(L.RT_LIVE), ld64(L.RT_GOAL))
    t3 = system.nanotime()
    pacer.scavenge_excess()
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


@rt("runtime.gcSweepTermination", inline="never")
def begin_mark(sp: int) -> None:
    """The first stop: nothing is unswept, no cache holds a slot, the stacks are scanned, the barrier is on."""
    sweep.sweep_all()
    flush_caches()
    st64(L.RT_H0, ld64(L.RT_LIVE))
    st64(L.RT_ALLOC_AT_MARK, ld64(L.RT_LIVE))
    st64(L.RT_ASSIST_TIME, 0)
    st64(L.RT_IDLE_TIME, 0)
    st64(L.RT_WORKER_TIME, 0)
    for k in range(ld64(L.RT_NPS)):
        st64(L.PS + k * L.P_SIZE + L.P_MARKED, 0)
        st64(L.PS + k * L.P_SIZE + L.P_SCANNED, 0)
    pacer.set_assist()
    st64(L.RT_PHASE, 1)
    world.set_barrier(1)
    mark_stacks(sp)


@rt("runtime.gcMarkRootStacks", inline="never")
def mark_stacks(sp: int) -> None:
    """The stacks of all goroutines, and of this thread."""
    total = 0
    me = gs64(L.M_CURG)
    for k in range(ld64(L.RT_NGS)):
        g = L.STACKS + (k + 1) * L.STACK_SLOT - L.G_SIZE
        status = ld64(g + L.G_STATUS)
        if status != L.G_IDLE and status != L.G_DEAD and g != me:
            mark.scanstack(ld64(g + L.G_SP), g + L.G_SIZE)
            if ld64(g + L.G_ASYNC) != 0:
                preempt.mark_near_registers(g)
            total += g - ld64(g + L.G_SP)
    if sp != 0:
        hi = ld64(gs64(L.M_SELF) + L.M_STACKLO)
        mark.scanstack(sp, hi)
        total += hi - sp
    st64(L.RT_STACKSCAN, total)


@rt(inline="never")
def mark_concurrently(began: int) -> None:
    """Mark beside the program until nothing is grey."""
    slice_ = began
    offered = 0
    now = began
    while mark.drain(CHUNK) == 0:
        now = system.nanotime()
        pacer.set_assist()
        if offered == 0 and now - began > BACK_IN_TIME:
            offered = 1
            gcwait.offer_work()
        if now - slice_ > SLICE and gcwait.others_wait() != 0:
            st64(L.RT_WORKER_TIME, ld64(L.RT_WORKER_TIME) + now - slice_)
            mark.flush_work(gs64(L.M_P))
            procs.start_monitor()
            sched.gosched()
            slice_ = system.nanotime()
    now = system.nanotime()
    st64(L.RT_WORKER_TIME, ld64(L.RT_WORKER_TIME) + now - slice_)


@rt(inline="never")
def work_left() -> int:
    """With the world stopped: scan what the processors still held; 1 if that was too much for a stop."""
    for k in range(ld64(L.RT_NPS)):
        mark.flush_work(L.PS + k * L.P_SIZE)
    preempt.mark_unshaded()
    return 1 - mark.drain(LAST)


@rt("runtime.gcMarkTermination", inline="never")
def finish_mark() -> None:
    """The second stop: nothing is grey; count, hand the spans to the sweeper."""
    finalizers.find_unreachable()
    marked = 0
    scanned = 0
    for k in range(ld64(L.RT_NPS)):
        p = L.PS + k * L.P_SIZE
        mark.flush_work(p)
        marked += ld64(p + L.P_MARKED)
        scanned += ld64(p + L.P_SCANNED)
    flush_caches()
    records.marked()
    st64(L.RT_PHASE, 0)
    world.set_barrier(0)
    st64(L.RT_H1, ld64(L.RT_LIVE))
    pacer.note_cycle(ld64(L.RT_LIVE) - ld64(L.RT_ALLOC_AT_MARK))
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
