"""Which class of work a stack belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest
import real_pprof

from burrow.profile import classes, codec

STACKS = [
    ("program", ["main.work", "main.main", "runtime.main"]),
    ("program", ["runtime.mapaccess1", "main.main"]),
    ("allocation", ["runtime.mallocgc", "main.main"]),
    ("allocation", ["runtime.nextFreeFast", "runtime.mallocgc", "main.main"]),
    ("allocation", ["alloc::raw_vec::RawVec<T,A>::grow_one", "experiment::main"]),
    ("zeroing", ["runtime.memclrNoHeapPointers", "runtime.mallocgc", "main.main"]),
    ("mark", ["runtime.scanobject", "runtime.gcDrain", "runtime.gcBgMarkWorker"]),
    ("mark", ["runtime.memclrNoHeapPointers", "runtime.gcBgMarkWorker"]),
    ("assist", ["runtime.scanobject", "runtime.gcDrainN", "runtime.gcAssistAlloc", "runtime.mallocgc", "main.main"]),
    ("sweep", ["runtime.(*sweepLocked).sweep", "runtime.bgsweep"]),
    ("sweep", ["runtime.(*sweepLocked).sweep", "runtime.mallocgc", "main.main"]),
    ("barrier", ["runtime.wbBufFlush1", "gcWriteBarrier", "main.grow"]),
    ("barrier", ["gcWriteBarrier", "main.grow"]),
    ("free and drop", ["core::ptr::drop_in_place<alloc::vec::Vec<u8>>", "experiment::main"]),
    ("free and drop", ["runtime.free", "alloc::alloc::dealloc", "experiment::main"]),
    ("scheduler", ["runtime.futex", "runtime.notesleep", "runtime.stopm", "runtime.findRunnable", "runtime.schedule"]),
    ("program", ["prog::work", "std::thread::spawn", "runtime.thread_entry"]),
    ("scheduler", ["runtime.futex_wait", "runtime.thread_join", "std::thread::join", "prog::main"]),
    ("program", []),
]


@pytest.mark.parametrize(("kind", "stack"), STACKS)
def test_class_of(kind: str, stack: list[str]) -> None:
    """The rules decide by the collector's frames anywhere, else by the frame nearest the leaf."""
    assert classes.class_of(stack) == kind


def test_every_class_has_a_place_in_the_table() -> None:
    """No rule names a class that the table does not show."""
    assert {rule.kind for rule in classes.RULES} <= set(classes.CLASSES)


@pytest.mark.parametrize("path", sorted(real_pprof.DATA.glob("*[a-z].pb")), ids=lambda path: path.stem)
def test_split_adds_up(path: Path) -> None:
    """Every sample belongs to one class."""
    profile = codec.decode(path.read_bytes())
    total = sum(sample.values[1] for sample in profile.samples)
    assert sum(classes.split(profile, 1).values()) == total


def test_a_program_of_many_small_objects() -> None:
    """Binary trees in the real Go: allocation and marking dominate."""
    found = classes.split(codec.decode((real_pprof.DATA / "bintrees.pb").read_bytes()))
    assert found["allocation"] > found["program"]
    assert found["mark"] > found["sweep"]
