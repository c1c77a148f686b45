"""The heap checked against itself, with the world stopped (after each cycle when asked for): counts, bits,
pointers.

Right after marking, every pointer word of a marked object that points into the arena must point to a marked object. A
violation ends the program with a fatal error.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import spans, system
from burrow.memory.intrinsics import blsr, class_objects, ctz, ld64, shr
from burrow.memory.registry import rt


@rt(cold=True, inline="never")
def heap() -> None:
    """Check every span."""
    s = L.SPANS + L.SPAN_SIZE
    while s < ld64(L.RT_SPAN_NEXT):
        if ld64(s + L.S_STATE) == 1:
            check_span(s)
        s += L.SPAN_SIZE


@rt(cold=True)
def check_span(s: int) -> None:
    """Check one span."""
    n = ld64(s + L.S_NELEMS)
    spc = ld64(s + L.S_CLASS)
    if spc > 1 and class_objects(spc >> 1) != n:
        system.throw_bad_span(s)
    for w in range((n + 63) >> 6):
        a = s + L.S_BITS + (w << 4)
        marked = ld64(a + 8) & ld64(a)  # (a word of unknown meaning may have marked a free slot)
        while marked != 0:
            i = (w << 6) + ctz(marked)
            marked = blsr(marked)
            if spc & 1 == 0 and spc > 1:
                check_object(s, ld64(s + L.S_START) + i * ld64(s + L.S_ELEM), ld64(s + L.S_ELEM))


@rt(cold=True)
def check_object(s: int, b: int, n: int) -> None:
    """What a marked object points to must be marked."""
    for k in range(n >> 3):
        bit = shr(ld64(L.HEAP_BITS + (((b + k * 8 - L.ARENA) >> 9) << 3)), ((b >> 3) + k) & 63) & 1
        p = ld64(b + k * 8)
        if bit != 0:
            t = spans.span_of(p)
            if t != 0:
                i = spans.slot_of(t, p)
                if i < ld64(t + L.S_NELEMS) and shr(ld64(t + L.S_BITS + ((i >> 6) << 4) + 8), i & 63) & 1 == 0:
                    system.throw_bad_span(t)
