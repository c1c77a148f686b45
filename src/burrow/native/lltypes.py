"""How machine types look to LLVM: registers for what is small, bytes in memory for the rest.

In memory every struct, array and enum is `[size x i8]` with an alignment, and parts are found by byte offsets, so that
nothing depends on LLVM's own layout rules.  As arguments, results and SSA values, a type is a list of *leaves* (scalars
at offsets) when it has at most `MAX_LEAVES` of them; a larger one is passed by the address of a copy.  rustc's
`rustc_target::callconv` decides the same for its Rust ABI with two leaves; four keep a Go slice or string in
registers.
"""

from __future__ import annotations

from functools import lru_cache

from burrow.ir import types as t

MAX_LEAVES = 4
Leaf = tuple[int, str]  # byte offset, LLVM type


def scalar(ty: t.Ty) -> str | None:
    """LLVM's type of a value that is one register, else None."""
    if isinstance(ty, t.Int):
        return f"i{ty.bits}"
    if isinstance(ty, t.Bool):
        return "i1"
    if isinstance(ty, t.Float):
        return "double" if ty.bits == 64 else "float"
    if isinstance(ty, t.FnPtr) or (isinstance(ty, t.Ptr) and not ty.wide):
        return "ptr"
    return None


def memory(ty: t.Ty) -> str:
    """LLVM's type of the bytes that a value takes in memory."""
    s = scalar(ty)
    if s is None:
        return f"[{t.size_of(ty)} x i8]"
    return "i8" if s == "i1" else s


def leaves(ty: t.Ty) -> list[Leaf] | None:
    """The registers that hold a value of `ty`, in order of offset; None: it lives in memory.  Zero-sized: []."""
    if isinstance(ty, (t.Struct, t.Enum)):
        key = id(ty)
        found = _nominal.get(key)
        if found is None or found[0] is not ty:
            found = (ty, _compute(ty))
            _nominal[key] = found
        return found[1]
    return _structural(ty)


_nominal: dict[int, tuple[t.Ty, list[Leaf] | None]] = {}


@lru_cache(maxsize=4096)
def _structural(ty: t.Ty) -> list[Leaf] | None:
    return _compute(ty)


def _compute(ty: t.Ty) -> list[Leaf] | None:
    s = scalar(ty)
    if s is not None:
        return [(0, s)]
    if isinstance(ty, t.Ptr):
        assert ty.to is not None
        return [(0, "ptr"), (8, meta_type(ty.to))]
    if t.size_of(ty) == 0:
        return []
    out: list[Leaf] = []
    if isinstance(ty, t.Array):
        inner = leaves(ty.elem) if ty.count <= MAX_LEAVES else None
        if inner is None or len(inner) * ty.count > MAX_LEAVES:
            return None
        step = t.size_of(ty.elem)
        return [(i * step + o, leaf) for i in range(ty.count) for o, leaf in inner]
    if isinstance(ty, t.Struct) and not ty.union:
        for f in sorted(ty.fields, key=lambda f: f.offset):
            inner = leaves(f.ty)
            if inner is None:
                return None
            out += [(f.offset + o, leaf) for o, leaf in inner]
            if len(out) > MAX_LEAVES:
                return None
        return out
    if isinstance(ty, t.Enum) and ty.tag is not None and ty.tag.is_niche:
        others = [v for i, v in enumerate(ty.variants) if i != ty.tag.untagged]
        main = leaves(ty.variants[ty.tag.untagged])
        if all(v.size == 0 or not v.fields for v in others) and main is not None and len(main) <= MAX_LEAVES:
            # an i1 cannot hold the niche's values
            return [(o, "i8" if leaf == "i1" else leaf) for o, leaf in main]
    return _words(t.size_of(ty))


def _words(size: int) -> list[Leaf] | None:
    """`size` bytes as integers, largest first."""
    out: list[Leaf] = []
    at = 0
    for width in (8, 4, 2, 1):
        while size - at >= width:
            out.append((at, f"i{8 * width}"))
            at += width
            if len(out) > MAX_LEAVES:
                return None
    return out


def meta_type(pointee: t.Ty) -> str:
    """The type of a wide pointer's second word: a length or a vtable."""
    return "ptr" if isinstance(t.unsized_tail(pointee), t.Dyn) else "i64"


def result(ty: t.Ty) -> str:
    """LLVM's result type of a function that gives a `ty`; `ptr` in memory is passed apart."""
    ls = leaves(ty)
    if not ls:
        return "void"
    if len(ls) == 1:
        return ls[0][1]
    return "{ " + ", ".join(leaf for _, leaf in ls) + " }"


def symbol(name: str) -> str:
    """A global's name in LLVM's text."""
    out = []
    for b in name.encode():
        out.append(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:02X}")
    return '@"' + "".join(out) + '"'


def char_data(data: bytes) -> str:
    """Bytes as an LLVM string constant."""
    return 'c"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:02X}" for b in data) + '"'


def float_text(value: float, bits: int) -> str:
    """A float constant, exactly: LLVM wants the bits of the double."""
    import struct

    if bits == 32:
        fits = abs(value) <= 3.4028235677973366e38 or value != value
        value = struct.unpack("f", struct.pack("f", value))[0] if fits else value * float("inf")
    return "0x" + struct.pack(">d", value).hex().upper()
