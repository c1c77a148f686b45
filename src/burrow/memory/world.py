"""Stopping and starting the world."""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import pages, system
from burrow.memory.intrinsics import gs64, ld64
from burrow.memory.registry import rt


@rt("runtime.stopTheWorld", inline="never")
def stop() -> None:
    """No other thread runs program code afterwards."""
    system.lock(L.RT_STOPPING)


@rt("runtime.startTheWorld", inline="never")
def start() -> None:
    """Let them go on."""
    system.unlock(L.RT_STOPPING)


@rt()
def scan_threads() -> int:
    """Scan the stacks of stopped threads that are not goroutines' (Rust); bytes."""
    return 0 * gs64(L.M_SELF)


@rt(inline="never")
def scavenge_all() -> None:
    """Give every free page back to the kernel."""
    system.lock(L.RT_HEAP_LOCK)
    pages.scavenge(ld64(L.RT_PAGES_DIRTY))
    system.unlock(L.RT_HEAP_LOCK)
