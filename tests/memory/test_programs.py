"""Programs in LLVM's text on the compiled runtime: allocation, collection, goroutines, panics, threads, samples."""

from __future__ import annotations

import mmap
import re

import pytest
from tests.memory import sources
from tests.memory.programs import run

from burrow.memory import layout as L
from burrow.run import space

LINE = re.compile(
    r"gc (\d+) @\d+\.\d{3}s \d+%: [\d.]+\+[\d.]+\+[\d.]+ ms clock, [\d.]+\+[\d.]+/[\d.]+/[\d.]+\+[\d.]+ ms cpu, "
    r"\d+->\d+->\d+ MB, \d+ MB goal, \d+ MB stacks, \d+ MB globals, 1 P"
)


def test_collects_and_keeps() -> None:
    r = run(sources.KEEP % {"n": 200_000, "kept": 200}, GODEBUG="gctrace=1", GOMAXPROCS="1")
    assert (r.status, r.out) == (0, "0\n")
    lines = r.err.splitlines()
    assert len(lines) > 20
    assert all(LINE.fullmatch(line) for line in lines)


def test_off() -> None:
    r = run(sources.KEEP % {"n": 20_000, "kept": 20}, GODEBUG="gctrace=1", GOGC="off")
    assert (r.status, r.out, r.err) == (0, "0\n", "")


@pytest.mark.parametrize("procs", ["1", "2"])
def test_trees(procs: str) -> None:
    r = run(sources.TREES % {"depth": 14}, GOMAXPROCS=procs)
    assert (r.status, r.err) == (0, "")
    assert int(r.out) == sources.trees(14)


@pytest.mark.parametrize("procs", ["1", "2"])
def test_torture(procs: str) -> None:
    r = run(sources.TREES % {"depth": 7}, BURROW_TORTURE="7", BURROW_POISON="1", BURROW_VERIFY_HEAP="1",
            GOMAXPROCS=procs)
    assert (r.status, r.err) == (0, "")
    assert int(r.out) == sources.trees(7)


def test_sleepers_wake_in_order() -> None:
    r = run(sources.SLEEP.replace("END", "ret i64 0"))
    assert (r.status, r.out) == (0, "1\n2\n3\n3\n")


def test_deadlock() -> None:
    r = run(sources.SLEEP.replace("END", 'call void @"runtime.block"()\n ret i64 0'))
    assert (r.status, r.out) == (2, "1\n2\n3\n3\n")
    assert r.err == "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [select (no cases)]:\n"


def test_jump_and_nil() -> None:
    r = run(sources.JUMP)
    assert (r.status, r.out) == (2, "1\n1\n")
    assert r.err.startswith("panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV")


@pytest.mark.parametrize("language", ["go", "rust"])
def test_raise_runs_cleanups(language: str) -> None:
    r = run(sources.RAISE, language=language, manager="drop" if language == "rust" else "gc")
    assert (r.status, r.out, r.err) == (0, "1000\n77\n1000\n78\n0\n", "")


def test_threads_share_the_heap() -> None:
    r = run(sources.THREADS, language="rust", manager="drop")
    assert (r.status, r.out, r.err) == (0, "400000\n", "")


def test_overflow() -> None:
    r = run(sources.OVERFLOW)
    assert r.status == 2
    assert r.err.startswith("runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n")
    r = run(sources.OVERFLOW, language="rust", manager="drop")
    assert r.signal == 6
    assert r.err.startswith("\nthread 'main' (")
    assert r.err.endswith(") has overflowed its stack\nfatal runtime error: stack overflow, aborting\n")


def test_reserved_until_touched() -> None:
    r = run(sources.LARGE, share=True)
    assert r.status == 0
    faults = [int(x) for x in r.out.split()]  # after allocating 1 GiB, after touching 100 pages of it
    assert faults[0] < 600
    assert 100 <= faults[1] < 140


def test_samples() -> None:
    r = run(sources.BUSY, share=True)
    assert r.status == 0
    assert r.shared is not None
    with mmap.mmap(r.shared, 0, prot=mmap.PROT_READ) as m:
        def word(at: int) -> int:
            return int.from_bytes(m[at : at + 8], "little")

        n = word(L.RT_SAMPLES - L.RT)
        assert n >= 10
        deep = [word(space.RECORD_SIZE + k * L.RING_ENTRY + L.R_N) for k in range(n)]
        assert max(deep) >= 4


def test_many_goroutines() -> None:
    r = run(sources.MANY % 20_000)
    assert (r.status, r.out, r.err) == (0, "20000\n", "")


@pytest.mark.parametrize("procs", ["1", "2", "4"])
@pytest.mark.parametrize("torture", ["0", "97"])
@pytest.mark.parametrize("disturbed", ["0", "40"])
def test_parallel(procs: str, torture: str, disturbed: str) -> None:
    text, want = sources.parallel(6, 300 if torture == "0" else 20)
    r = run(text, GOMAXPROCS=procs, BURROW_TORTURE=torture, BURROW_POISON=torture[0:1], BURROW_VERIFY_HEAP=torture,
            BURROW_PREEMPT=disturbed)
    assert (r.status, r.err, r.out) == (0, "", f"{want}\n")


@pytest.mark.parametrize("disturbed", ["0", "40"])
@pytest.mark.parametrize("procs", ["1", "2"])
def test_pingpong(procs: str, disturbed: str) -> None:
    r = run(sources.PINGPONG.replace("TURNS", "50000"), GOMAXPROCS=procs, BURROW_PREEMPT=disturbed)
    assert (r.status, r.err, r.out) == (0, "", "100000\n")


@pytest.mark.parametrize("procs", ["1", "2"])
def test_preempted_anywhere(procs: str) -> None:
    r = run(sources.SPIN, GOMAXPROCS=procs)
    assert (r.status, r.err, r.out) == (0, "", "7\n")


@pytest.mark.parametrize("procs", ["1", "2"])
@pytest.mark.parametrize("how", ["syscall_blocking", "pollwait"])
def test_waiting_for_a_pipe(procs: str, how: str) -> None:
    read = '%r = call i64 @"runtime.syscall_blocking"(i64 0, i64 %fd64, i64 %ba, i64 1, i64 0, i64 0, i64 0)'
    if how == "pollwait":
        read = '%w = call i64 @"runtime.pollwait"(i64 %fd64, i64 114)\n' + read.replace("_blocking", "6")
    r = run(sources.PIPE.replace("WAIT", read), GOMAXPROCS=procs)
    assert (r.status, r.err, r.out) == (0, "", "65\n")


@pytest.mark.parametrize("manager", ["drop", "gc", "none"])
def test_explicit_memory_under_each_manager(manager: str) -> None:
    r = run(sources.LIST, language="rust", manager=manager, share=True)
    assert (r.status, r.err, r.out) == (0, "", f"{sum(range(999_900, 1_000_000))}\n")
    assert r.shared is not None
    with mmap.mmap(r.shared, 0, prot=mmap.PROT_READ) as m:
        pages, cycles = (int.from_bytes(m[a - L.META : a - L.META + 8], "little") for a in (L.RT_PAGES_HIGH, L.RT_NUMGC))
    assert (cycles > 3) == (manager == "gc")
    assert (pages < 2000) == (manager == "gc")  # 48 MB without reclamation; nothing here is freed explicitly


def test_go_without_reclamation() -> None:
    r = run(sources.TREES % {"depth": 10}, manager="none", GODEBUG="gctrace=1")
    assert (r.status, r.err, int(r.out)) == (0, "", sources.trees(10))


def test_memstats() -> None:
    r = run(sources.STATS)
    assert r.status == 0
    mallocs, grown, forced, shrunk = (int(x) for x in r.out.split())
    assert (mallocs, grown, forced) == (1000, 112_000, 2)
    assert 111_000 < shrunk <= 112_000  # the last object may still be in a register


def test_memory_limit() -> None:
    r = run(sources.KEEP % {"n": 100_000, "kept": 100}, GOGC="off", GOMEMLIMIT="16MiB", GODEBUG="gctrace=1")
    assert (r.status, r.out) == (0, "0\n")
    assert 4 < r.err.count("\n") < 30
