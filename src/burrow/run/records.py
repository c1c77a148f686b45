"""The runtime's records (`memory/records.py`) from outside: sampled allocations, waits, goroutines, events.

Comes in: the bytes behind the sampler's ring, of this process or of a child that shares them.  Goes out: buckets and
profiles.  Sampled allocations are scaled up to all of them as Go's runtime does it: of objects of `size` bytes each is
sampled with the probability 1 - exp(-size/rate).
"""

from __future__ import annotations

import ctypes
import math
import mmap
import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from burrow.memory import layout as L
from burrow.run.space import RECORD_SIZE, RING_SIZE

if TYPE_CHECKING:
    from burrow.profile.model import Profile
    from burrow.profile.symbols import Frame, Symbolizer
    from burrow.run.program import Process

HEAP, BLOCK, MUTEX = 1, 2, 3
DEFAULT_RATE = 512 << 10


class Bucket(NamedTuple):
    """What was counted for one stack (of return addresses, the innermost first)."""

    kind: int
    size: int
    times: int
    amount: int
    frees: int
    freed: int
    stack: tuple[int, ...]


class Event(NamedTuple):
    """One event of the time line; `time` is the monotonic clock's."""

    time: int
    kind: int
    thread: int
    a: int
    b: int


def own() -> memoryview:
    """The records of this process, as words."""
    return memoryview((ctypes.c_char * L.RECORDS_SIZE).from_address(L.RECORDS)).cast("B").cast("q")


def shared(process: Process) -> memoryview:
    """The records of a child, as words."""
    assert process.shared is not None
    mapped = mmap.mmap(process.shared, RECORD_SIZE + RING_SIZE, prot=mmap.PROT_READ)
    return memoryview(mapped)[RECORD_SIZE + L.RECORDS - L.RING:].cast("q")


def word(records: memoryview, address: int) -> int:
    """The word at an address of the program."""
    value: int = records[(address - L.RECORDS) // 8]
    return value


def buckets(records: memoryview, kind: int) -> Iterator[Bucket]:
    """The buckets of a kind."""
    left = word(records, L.REC_BUCKETS)
    for number in range(L.BUCKETS):
        if left <= 0:
            return
        at = (L.BUCKET_TABLE - L.RECORDS + number * L.BUCKET_SIZE) // 8
        if not records[at]:
            continue
        left -= 1
        if records[at + 1] != kind:
            continue
        n = records[at + 3]
        stack = tuple(records[at + L.BUCKET_FRAMES // 8:at + L.BUCKET_FRAMES // 8 + n])
        yield Bucket(kind, records[at + 2], records[at + 4], records[at + 5], records[at + 6], records[at + 7], stack)


def events(records: memoryview) -> list[Event]:
    """The last events, in order of time."""
    last = word(records, L.REC_EVENTS)
    out = []
    for number in range(max(0, last - L.EVENT_ENTRIES), last):
        at = (L.EVENTS - L.RECORDS + number % L.EVENT_ENTRIES * L.EVENT_SIZE) // 8
        kind = records[at + 1]
        out.append(Event(records[at], kind & 255, kind >> 8, records[at + 2], records[at + 3]))
    return sorted(out)


def scale(count: int, size: int, rate: int) -> tuple[int, int]:
    """Objects and bytes that so many samples stand for."""
    if not count or rate <= 1:
        return count, count * size
    factor = 1 / (1 - math.exp(-size / rate))
    return int(count * factor), int(count * size * factor)


def heap_profile(image: str, records: memoryview, rate: int, allocations_first: bool = False, start: int = 0,
                 duration: int = 0) -> Profile:
    """Objects and bytes, allocated and in use, as Go's runtime writes them."""
    values: list[tuple[tuple[int, ...], tuple[int, int], list[int]]] = []
    for one in buckets(records, HEAP):
        allocated = scale(one.times, one.size, rate)
        used = scale(one.times - one.frees, one.size, rate)
        values.append((one.stack, (one.size, 0), [*allocated, *used]))
    made = profile_of(image, values, [("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"),
                                      ("inuse_space", "bytes")], ("space", "bytes"), rate, hide_runtime=True)
    made.default_sample_type = "alloc_space" if allocations_first else "inuse_space"
    made.time_nanos, made.duration_nanos = start, duration
    return made


def wait_profile(image: str, records: memoryview, kind: int) -> Profile:
    """The block or mutex profile."""
    values = [(one.stack, (0, 0), [one.times, one.amount]) for one in buckets(records, kind)]
    return profile_of(image, values, [("contentions", "count"), ("delay", "nanoseconds")],
                      ("contentions", "count"), 1, hide_runtime=kind == MUTEX)


def goroutine_profile(image: str, words: memoryview) -> Profile:
    """The stacks of all goroutines, equal ones counted together."""
    counted: dict[tuple[int, ...], int] = {}
    for _, _, _, _, stack in goroutines(words):
        counted[stack] = counted.get(stack, 0) + 1
    return profile_of(image, [(stack, (0, 0), [count]) for stack, count in counted.items()],
                      [("goroutine", "count")], ("goroutine", "count"), 1)


def goroutines(words: memoryview) -> Iterator[tuple[int, int, int, int, tuple[int, ...]]]:
    """Number, status, why and since when it waits, and stack of each."""
    at = 0
    while at + 5 <= len(words):
        n = words[at + 4]
        yield words[at], words[at + 1], words[at + 2], words[at + 3], tuple(words[at + 5:at + 5 + n])
        at += 5 + n


Rows = list[tuple[tuple[int, ...], tuple[int, int], list[int]]]
HIDDEN = ("runtime.gopark", "runtime.record_", "runtime.goroutine_stacks", "runtime.mcall")


def profile_of(image: str, rows: Rows, kinds: list[tuple[str, str]], period: tuple[str, str], rate: int,
               hide_runtime: bool = False) -> Profile:
    """A profile of any kind; with `hide_runtime`, stacks begin outside of the runtime."""
    from burrow.native.image import read
    from burrow.profile.encode import Places
    from burrow.profile.model import Mapping, Profile, Sample, ValueType

    low, high = read(image)["text"]
    mapping = Mapping(low, high, 0, "burrow")
    places = Places(symbolizer(image).frames, mapping)
    samples = []
    for stack, (size, _), values in rows:
        frames = [places.at(address - 1) for address in stack]
        frames = places.outside(frames, "runtime." if hide_runtime else HIDDEN)
        samples.append(Sample(frames, values, numbers={"bytes": [(size, "")]} if size else {}))
    return Profile([ValueType(*kind) for kind in kinds], samples, [mapping], list(places.locations.values()),
                   list(places.functions.values()), period_type=ValueType(*period), period=rate)


_symbolizers: dict[str, Symbolizer] = {}


def symbolizer(image: str) -> Symbolizer:
    """The symboliser of an image, made once."""
    from burrow.profile.symbols import Symbolizer

    if image not in _symbolizers:
        _symbolizers[image] = Symbolizer.of_image(image)
    return _symbolizers[image]


def heap_sites(process: Process) -> list[tuple[list[Frame], int, int]]:
    """Where a child allocated: frames (innermost first, the runtime's own left out), objects, bytes.

    Exact when the process was started with `heap_rate=1`, and scaled samples otherwise.
    """
    records = shared(process)
    rate = word(records, L.REC_RATE) or 1
    frames = symbolizer(process.image).frames
    out = []
    for one in buckets(records, HEAP):
        stack = [frame for address in one.stack for frame in frames(address - 1)]
        first = next((number for number, frame in enumerate(stack) if not frame.name.startswith("runtime.")), 0)
        out.append((stack[first:], *scale(one.times, one.size, rate)))
    return out


def write_heap_profile(process: Process, path: str) -> None:
    """The heap profile of a child's whole run."""
    from burrow.profile.codec import encode

    records = shared(process)
    made = heap_profile(process.image, records, word(records, L.REC_RATE) or DEFAULT_RATE, allocations_first=True,
                        start=process.started, duration=process.duration)
    lost = word(records, L.REC_LOST)
    if lost:
        made.comments.append(f"{lost} records found no room")
    put(path, encode(made))


def put(path: str, data: bytes) -> None:
    """Write a file, whole or not at all."""
    with open(f"{path}.part", "wb") as out:
        out.write(data)
    os.replace(f"{path}.part", path)


ALLOCS, GOROUTINE, THREADS = 4, 5, 6


def asked(image: str, kind: int, debug: int, rate: int, stacks: memoryview) -> bytes | int:
    """What the program asks for: a profile for pprof (debug 0) or as text, or how many stacks it has (debug -1)."""
    from burrow.profile.codec import encode
    from burrow.run import record_text

    records = own()
    if debug < 0:
        return sum(1 for _ in buckets(records, HEAP if kind == ALLOCS else kind))
    if kind in (HEAP, ALLOCS):
        made = heap_profile(image, records, rate, kind == ALLOCS, time.time_ns())
    elif kind == GOROUTINE:
        made = goroutine_profile(image, stacks)
    elif kind == THREADS:
        made = profile_of(image, [], [("threadcreate", "count")], ("threadcreate", "count"), 1)
    else:
        made = wait_profile(image, records, kind)
    return encode(made) if debug == 0 else record_text.text(made, rate)
