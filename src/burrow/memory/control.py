"""Unwinding for Rust: `runtime.raise` runs the cleanups of every frame up to the innermost `runtime.catch`.

Cleanups are landing pads, found by libgcc's unwinder through the frame information of the image; a stop function
ends the walk at the catch frame (`asm.py`), which returns the payload. As in rustc, frames that do not panic pay
nothing.
"""

from __future__ import annotations

from burrow.memory import layout as L
from burrow.memory import system
from burrow.memory.intrinsics import addr_of, asm1, asm2, asm3, gs64, gs64_set, ld64, memset, st64, text, text_len
from burrow.memory.registry import rt

EXCEPTIONS = 0x600  # in M: 8 exception records of 64 bytes; the last word of each is the payload


@rt("runtime.raise", inline="never", export=True, unwinds=True)
def raise_(payload: int) -> None:
    """Unwind to the innermost catch."""
    m = gs64(L.M_SELF)
    depth = ld64(m + L.M_PANICS)
    if ld64(m + L.M_CATCH) == 0 or depth >= 8:
        system.fatal_text(text("panic without a catch"), text_len("panic without a catch"))
    st64(m + L.M_PANICS, depth + 1)
    x = m + EXCEPTIONS + depth * 64
    memset(x, 0, 64)
    st64(x + 56, payload)
    asm3("_Unwind_ForcedUnwind", x, addr_of("runtime.unwind_stop"), x)
    system.fatal_text(text("failed to unwind"), text_len("failed to unwind"))


@rt("runtime.unwind_stop", inline="never", export=True)
def unwind_stop(version: int, actions: int, kind: int, x: int, context: int, arg: int) -> int:
    """Called by the unwinder at each frame: go on, or arrive."""
    target = gs64(L.M_CATCH)
    if asm1("_Unwind_GetCFA", context) >= target or actions & 16 != 0:
        gs64_set(L.M_PANICS, gs64(L.M_PANICS) - 1)
        asm2("rt_catch_jump", target, ld64(arg + 56))
    return 0


@rt("runtime.panicking", export=True)
def panicking() -> int:
    """Raises in flight on this thread."""
    return gs64(L.M_PANICS)
