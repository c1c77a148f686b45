"""The sampler's ring, from the inside or from the parent, as a pprof profile.

A sample's index counts up for ever and its entry is that number modulo the ring's size: a profile of a stretch of
time is the entries between two indices; of a longer stretch than the ring holds, the last ones.
"""

from __future__ import annotations

import ctypes
import mmap
from collections import Counter

from burrow.memory import layout
from burrow.run.space import RECORD_SIZE, RING_SIZE

R_N, R_TID, R_CLASS, R_FRAMES = 0, 8, 16, 64
Stacks = Counter[tuple[int, ...]]


def own_ring(first: int, last: int) -> Stacks:
    """Samples first…last-1 of this process, counted by stack."""
    ring = (ctypes.c_char * RING_SIZE).from_address(layout.RING)
    return collect(memoryview(ring).cast("B").cast("q"), first, last)


def shared_ring(shared: int) -> Stacks:
    """All samples of a child, from the memory it shares."""
    with mmap.mmap(shared, RECORD_SIZE + RING_SIZE, prot=mmap.PROT_READ) as m:
        at = layout.RT_SAMPLES - layout.META
        last = int.from_bytes(m[at:at + 8], "little")
        view = memoryview(m)
        ring = view[RECORD_SIZE:].cast("q")
        try:
            return collect(ring, 0, last)
        finally:
            ring.release()
            view.release()


def collect(ring: memoryview, first: int, last: int) -> Stacks:
    """The stacks of a stretch of the ring (words); a sample without frames counts as the empty stack."""
    out: Stacks = Counter()
    width = layout.RING_ENTRY // 8
    for k in range(max(first, last - layout.RING_ENTRIES), last):
        at = (k % layout.RING_ENTRIES) * width
        frames = ring[at + R_N // 8]
        start = at + R_FRAMES // 8
        out[tuple(ring[start:start + frames])] += 1
    return out


def encode(image: str, stacks: Stacks, *, hertz: int, start: int = 0, duration: int = 0) -> bytes:
    """A gzipped pprof profile of the samples; `start` and `duration` in nanoseconds."""
    from burrow.native.image import read
    from burrow.profile.codec import encode as to_bytes
    from burrow.profile.encode import cpu_profile
    from burrow.profile.model import Mapping
    from burrow.profile.symbols import Symbolizer

    low, high = read(image)["text"]
    profile = cpu_profile(((stack, n) for stack, n in stacks.items() if stack), Symbolizer.of_image(image).frames,
                          Mapping(low, high, 0, "burrow"), 1_000_000_000 // max(hertz, 1), start, duration)
    return to_bytes(profile)
