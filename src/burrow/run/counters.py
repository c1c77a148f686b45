"""The runtime's counters, read from the memory that a child shares with its parent; they outlive the child."""

from __future__ import annotations

import mmap

from burrow.memory import layout

COUNTERS: dict[str, int] = {
    "gc_cycles": layout.RT_NUMGC,
    "gc_forced": layout.RT_NUMFORCED,
    "gc_cpu_ns": layout.RT_GC_CPU,
    "gc_pause_total_ns": layout.RT_PAUSE_TOTAL,
    "gc_assist_ns": layout.RT_ASSIST_TIME,
    "gc_worker_ns": layout.RT_WORKER_TIME,
    "heap_marked": layout.RT_MARKED,
    "heap_goal": layout.RT_GOAL,
    "scavenged": layout.RT_SCAVENGED,
    "procs": layout.RT_NPROCS,
    "samples": layout.RT_SAMPLES,
    "sample_hz": layout.RT_SAMPLE_HZ,
}


def read(shared: int) -> dict[str, int | list[int]]:
    """Counters by name, and `gc_pauses_ns`: the last pauses, oldest first (at most 256)."""
    with mmap.mmap(shared, layout.TABLES - layout.META, prot=mmap.PROT_READ) as m:
        def word(address: int) -> int:
            at = address - layout.META
            return int.from_bytes(m[at:at + 8], "little", signed=True)

        out: dict[str, int | list[int]] = {name: word(address) for name, address in COUNTERS.items()}
        cycles = word(layout.RT_NUMGC)
        count = min(cycles, 256)
        out["gc_pauses_ns"] = [word(layout.PAUSES + 8 * (i % 256)) for i in range(cycles - count, cycles)]
    return out
