"""`runtime.start`: from a mapped image and a config record to the program's first instruction, and to its end."""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import pacer, procs, records, runq, sampler, signals, stacks, system, threads
from burrow.memory.intrinsics import (
    addr_of,
    asm2,
    imin,
    ld64,
    memmove,
    popcnt,
    st64,
    syscall,
)
from burrow.memory.registry import rt


@rt("runtime.start", inline="never", export=True)
def start(config: int) -> int:
    """Run a program on this thread; its exit status."""
    memmove(L.CONFIG, config, L.CONFIG_SIZE)
    threads.bind_thread(L.MS + L.M_SIZE)  # the first record: locks count themselves in it
    init_heap()
    m = threads.new_m()
    threads.bind_thread(m)
    count_processors(m)
    threads.give_p(m, threads.new_p())
    if ld64(L.RT_LANGUAGE) == 0 and ld64(L.RT_NPROCS) > 1:
        st64(L.RT_MULTI, 1)
        st64(L.RT_MARK_ATOMIC, 1)
        for _ in range(ld64(L.RT_NPROCS) - 1):
            procs.idle_put(threads.new_p())
    st64(L.RT_START_TIME, system.nanotime())
    st64(L.REC_EVENTS_ON, ld64(L.CONFIG + L.C_EVENTS))
    pacer.set_goal()
    signals.install()
    signals.thread_signals(m)
    if ld64(L.CONFIG + L.C_PROFILE_HZ) > 0:
        sampler.profile_start(ld64(L.CONFIG + L.C_PROFILE_HZ))
    if ld64(L.RT_LANGUAGE) != 0:
        return threads.run_on_slot(addr_of("runtime.rust_main"), 0)
    start_goroutines()
    return asm2("runtime.mstart0", addr_of("runtime.schedule"), 0)


@rt(inline="never")
def init_heap() -> None:
    """What the config says, and the first values of everything that does not start as 0."""
    st64(L.RT_LANGUAGE, ld64(L.CONFIG + L.C_LANGUAGE))
    st64(L.RT_MANAGER, ld64(L.CONFIG + L.C_MANAGER))
    st64(L.RT_GOGC, ld64(L.CONFIG + L.C_GOGC))
    limit = ld64(L.CONFIG + L.C_MEMLIMIT)
    if limit <= 0:
        limit = (1 << 63) - 1
    st64(L.RT_MEMLIMIT, limit)
    st64(L.RT_GCTRACE, ld64(L.CONFIG + L.C_GCTRACE))
    st64(L.RT_TORTURE, ld64(L.CONFIG + L.C_TORTURE))
    st64(L.RT_POISON, ld64(L.CONFIG + L.C_POISON))
    st64(L.RT_VERIFY, ld64(L.CONFIG + L.C_VERIFY))
    st64(L.RT_RANDOM, ld64(L.CONFIG + L.C_SEED))
    if ld64(L.CONFIG + L.C_HEAP_RATE) > 0:
        st64(L.REC_RATE, ld64(L.CONFIG + L.C_HEAP_RATE))
        records.record_allocations(L.REC_RATE)
    st64(L.ARGS, ld64(L.CONFIG + L.C_ARGC))
    st64(L.ARGS + 8, ld64(L.CONFIG + L.C_ARGV))
    st64(L.ARGS + 16, ld64(L.CONFIG + L.C_ENVP))
    st64(L.RT_ARENA_HIGH, L.ARENA)
    st64(L.RT_SPAN_NEXT, L.SPANS + L.SPAN_SIZE)  # record 0 is never used
    st64(L.RT_WORK_NEXT, L.WORKBUFS)
    st64(L.RT_NPROCS, 1)
    st64(L.RT_NCPU, 1)
    st64(L.RT_TRIGGER, pacer.NEVER)


@rt()
def count_processors(m: int) -> None:
    """GOMAXPROCS and the number of processors."""
    n = syscall(204, 0, 128, m + 0x800, 0, 0, 0)  # sched_getaffinity
    cpus = 0
    k = 0
    while k < n:
        cpus += popcnt(ld64(m + 0x800 + k))
        k += 8
    st64(L.RT_NCPU, cpus)
    procs_ = ld64(L.CONFIG + L.C_PROCS)
    if procs_ <= 0:
        procs_ = cpus
    st64(L.RT_NPROCS, imin(procs_, 256))


@rt()
def start_goroutines() -> None:
    """The main goroutine, and the collector's."""
    g = stacks.new_g(addr_of("runtime.main"), 0)
    st64(g + L.G_STATUS, L.G_RUNNABLE)
    st64(L.RT_LIVE_GS, 1)
    if ld64(L.RT_MANAGER) == 0:
        w = stacks.new_g(addr_of("runtime.gcBgMarkWorker"), 0)
        st64(w + L.G_SYSTEM, 1)
        st64(w + L.G_STATUS, L.G_RUNNABLE)
        st64(L.RT_WORKER_G, w)
        s = stacks.new_g(addr_of("runtime.bgsweep"), 0)
        st64(s + L.G_SYSTEM, 1)
        st64(s + L.G_STATUS, L.G_RUNNABLE)
        st64(L.RT_SWEEPER_G, s)
        runq.runq_put(L.PS, w, 0)
        runq.runq_put(L.PS, s, 0)
    runq.runq_put(L.PS, g, 1)
    if ld64(L.CONFIG + L.C_PREEMPT) != 0:
        procs.start_monitor()


