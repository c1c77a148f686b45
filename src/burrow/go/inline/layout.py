"""Sizes of types on a 64-bit machine, as gc lays them out.

In: types.  Out: size, alignment, offsets of fields, whether a value holds pointers, whether it fits an interface's
data word. The reference is cmd/compile/internal/types/size.go; the difference: results are kept by the type's `key`,
and there are no machines but 64-bit ones.
"""

from __future__ import annotations

from typing import Any

from burrow.go.types import Array, Basic, Named, Struct

_sizes: dict[Any, tuple[int, int, bool]] = {}
_by_key: dict[str, tuple[int, int, bool]] = {}
_WORDS = {
    "Pointer": (8, 8, True),
    "Map": (8, 8, True),
    "Chan": (8, 8, True),
    "Signature": (8, 8, True),
    "Slice": (24, 8, True),
    "Interface": (16, 8, True),
}


def _layout(t: Any) -> tuple[int, int, bool]:
    found = _sizes.get(t)
    if found is not None:
        return found
    u = t.underlying
    if u is t or u.__class__ is Named:
        key = t.key
        found = _by_key.get(key)
        if found is None:
            found = _compute(u)
            _by_key[key] = found
    else:
        found = _layout(u)
        if t.__class__ is Named:
            obj = t.obj
            # declared in package sync/atomic and internal/runtime/atomic: aligned as 64-bit; what must not be copied
            # costs nothing
            if (
                obj.name == "align64"
                and obj.pkg is not None
                and obj.pkg.path in ("sync/atomic", "internal/runtime/atomic")
            ):
                found = (found[0], 8, found[2])
    _sizes[t] = found
    return found


def _compute(u: Any) -> tuple[int, int, bool]:
    if u.__class__ is Basic:
        kind = u.kind
        if kind == "string" or kind == "untyped string":
            return 16, 8, True
        if kind == "unsafe.Pointer" or kind == "untyped nil":
            return 8, 8, True
        size = u.size or 8
        return size, min(size, 8) if kind != "complex64" else 4, False
    if u.__class__ is Array:
        size, align, pointers = _layout(u.elem)
        return size * max(u.len, 0), align, pointers and u.len > 0
    if u.__class__ is Struct:
        offset, widest, pointers = 0, 1, False
        last = 1
        for f in u.fields:
            size, align, has = _layout(f.type)
            offset = (offset + align - 1) // align * align + size
            widest = max(widest, align)
            pointers = pointers or has
            last = size
        if offset and last == 0:
            offset += 1  # a pointer to the last field must not point behind the struct
        return (offset + widest - 1) // widest * widest, widest, pointers
    return _WORDS[u.__class__.__name__]


def size(t: Any) -> int:
    """How many bytes a value of type `t` takes."""
    return _layout(t)[0]


def align(t: Any) -> int:
    """What a value's address is a multiple of."""
    return _layout(t)[1]


def has_pointers(t: Any) -> bool:
    """Whether a value of type `t` holds pointers."""
    return _layout(t)[2]


def is_direct_iface(t: Any) -> bool:
    """Whether an interface holds a value of type `t` in its data word itself: one pointer and nothing else."""
    found = _layout(t)
    return found[2] and found[0] == 8


def offset(struct: Any, index: int) -> int:
    """Where the field is in a value of the struct type."""
    at = 0
    for i, f in enumerate(struct.underlying.fields):
        size_, align_, _ = _layout(f.type)
        at = (at + align_ - 1) // align_ * align_
        if i == index:
            return at
        at += size_
    raise IndexError(index)
