"""Type descriptors and method tables, as statics: the records of `go/std/internal/abi/type.go`.

The reference is cmd/compile/internal/reflectdata. A descriptor's symbol is `type:` and the type's key, so the linker
makes one of the descriptors that several units emit. A defined type's descriptor (and its pointer's) is emitted by
the package that defines it; predeclared types' by package runtime; all others by every unit that uses them. Names,
fields and methods follow the record in the same static.
"""

from __future__ import annotations

import struct
from hashlib import blake2b
from typing import TYPE_CHECKING

from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower import methods
from burrow.ir import types as t
from burrow.ir.program import Reloc, Static

if TYPE_CHECKING:
    from burrow.go.lower.unit import UnitLowering

RECORD = 216
KINDS = {
    "bool": 1,
    "int": 2,
    "int8": 3,
    "int16": 4,
    "int32": 5,
    "int64": 6,
    "uint": 7,
    "uint8": 8,
    "uint16": 9,
    "uint32": 10,
    "uint64": 11,
    "uintptr": 12,
    "float32": 13,
    "float64": 14,
    "complex64": 15,
    "complex128": 16,
    "string": 24,
    "unsafe.Pointer": 26,
}
ARRAY, CHAN, FUNC, INTERFACE, MAP, POINTER, SLICE, STRUCT = 17, 18, 19, 20, 21, 22, 23, 25
DIRECT, COMPARABLE, MEMORY, VARIADIC, NAMED, POINTERS = 1, 2, 4, 8, 16, 32


def symbol(ty: g.Type) -> str:
    """The descriptor's symbol."""
    return f"type:{ty.key}"


def home(ty: g.Type) -> g.Package | str | None:
    """The package that emits `ty`'s descriptor; "" is package runtime; None: every unit that uses it."""
    base = ty.elem if isinstance(ty, g.Pointer) else ty
    if isinstance(base, g.Basic):
        return "" if base is ty or base.kind != "untyped nil" else None
    if isinstance(base, g.Named) and not base.targs and not base.obj.parent_func:
        return base.obj.pkg if base.obj.pkg is not None else ""
    return None


class _Record:
    """Bytes that grow, with relocations."""

    def __init__(self, sym: str) -> None:
        self.sym = sym
        self.data = bytearray(RECORD)
        self.relocs: list[Reloc] = []

    def word(self, at: int, value: int) -> None:
        struct.pack_into("<q", self.data, at, value)

    def point(self, at: int, sym: str, addend: int = 0) -> None:
        self.relocs.append(Reloc(at, sym, addend))

    def reserve(self, size: int) -> int:
        at = (len(self.data) + 7) & -8
        self.data.extend(bytes(at + size - len(self.data)))
        return at

    def text(self, at: int, text: str) -> None:
        """A string header at `at`; the bytes go to the end."""
        raw = text.encode("utf-8", "surrogateescape")
        if raw:
            where = len(self.data)
            self.data.extend(raw)
            self.point(at, self.sym, where)
            self.word(at + 8, len(raw))

    def array(self, at: int, count: int, size: int) -> int:
        """A slice header at `at` for `count` records of `size` bytes, and where they are."""
        if not count:
            return 0
        where = self.reserve(count * size)
        self.point(at, self.sym, where)
        self.word(at + 8, count)
        self.word(at + 16, count)
        return where


def emit(u: UnitLowering, ty: g.Type) -> None:
    """Write the descriptor of `ty` into the unit."""
    sym = symbol(ty)
    mt = u.machine.of(ty)
    r = _Record(sym)
    under = ty.underlying
    merge = home(ty) is None
    u.unit.statics[sym] = Static(sym, t.Array(t.U64, 0))  # so that types that contain themselves find it
    pointers = t.has_pointers(mt)
    r.word(0, t.size_of(mt))
    if pointers:
        r.point(8, gc_record(u, mt))
    flags = (
        m.is_direct(ty) * DIRECT
        | m.comparable(ty) * COMPARABLE
        | m.plain_memory(ty, u.machine) * MEMORY
        | pointers * POINTERS
        | isinstance(ty, (g.Named, g.Basic)) * NAMED
    )
    if isinstance(under, g.Signature) and under.variadic:
        flags |= VARIADIC
    direction = 0
    if isinstance(under, g.Chan):
        direction = {g.BOTH: 3, g.SEND_ONLY: 2, g.RECV_ONLY: 1}[under.dir]
    number = int.from_bytes(blake2b(ty.key.encode("utf-8", "surrogateescape"), digest_size=4).digest(), "little")
    struct.pack_into("<IBBBB", r.data, 16, number, kind(under), t.align_of(mt), flags, direction)
    r.text(24, rtype_string(ty))
    if isinstance(ty, g.Named):
        r.text(40, short_name(ty))
        r.text(56, ty.obj.pkg.path if ty.obj.pkg else "")
    elif isinstance(ty, g.Basic):
        r.text(40, ty.name if ty.kind != "unsafe.Pointer" else "Pointer")
        r.text(56, "unsafe" if ty.kind == "unsafe.Pointer" else "")
    if isinstance(under, (g.Pointer, g.Slice, g.Array, g.Chan, g.Map)):
        r.point(72, u.descriptor(under.elem))
    if isinstance(under, g.Array):
        r.word(88, under.len)
    if isinstance(under, g.Map):
        r.point(80, u.descriptor(under.map_key))
        r.word(88, map_layout(u, under)[1])
        r.point(200, group_record(u, under))
    if isinstance(under, g.Struct):
        assert isinstance(mt, t.Struct)
        where = r.array(96, len(under.fields), 72)
        for i, f in enumerate(under.fields):
            at = where + 72 * i
            r.text(at, f.name)
            if not f.exported and f.pkg is not None:
                r.text(at + 16, f.pkg.path)
            r.point(at + 32, u.descriptor(f.type))
            r.word(at + 40, mt.fields[i].offset)
            r.text(at + 48, under.tag(i))
            r.data[at + 64] = f.embedded
    if isinstance(under, g.Signature):
        for base, vs in ((120, under.params), (144, under.results)):
            where = r.array(base, len(vs), 8)
            for i, v in enumerate(vs):
                r.point(where + 8 * i, u.descriptor(v.type))
        from burrow.go.lower import reflection

        r.point(208, reflection.call_adapter(u, under))
        if u.stubs is not None:
            u.stubs[sym] = ty
    _methods(u, ty, under, r)
    if not isinstance(ty, g.Pointer) and not (isinstance(ty, g.Named) and isinstance(under, g.Pointer)):
        r.point(192, u.descriptor(g.Pointer(ty)))
    data = bytes(r.data)
    data += bytes(-len(data) % 8)
    u.unit.statics[sym] = Static(
        sym, t.Array(t.U64, len(data) // 8), data, r.relocs, mutable=False, root=False, merge=merge
    )


def _methods(u: UnitLowering, ty: g.Type, under: g.Type, r: _Record) -> None:
    if isinstance(under, g.Interface):
        asked = methods.interface_order(under)
        where = r.array(168, len(asked), 48)
        for i, f in enumerate(asked):
            _method(u, r, where + 48 * i, f, "")
        return
    have = methods.method_set(ty)
    where = r.array(168, len(have), 48)
    for i, x in enumerate(have):
        _method(u, r, where + 48 * i, x.func, u.method_code(ty, x))


def _method(u: UnitLowering, r: _Record, at: int, f: g.Func, code: str) -> None:
    r.text(at, f.name)
    if not f.exported and f.pkg is not None:
        r.text(at + 16, f.pkg.path)
    sig = f.signature
    r.point(at + 32, u.descriptor(g.Signature(sig.params, sig.results, sig.variadic)))
    if code:
        r.point(at + 40, code)


def kind(under: g.Type) -> int:
    """The number of a type's kind, as in package reflect."""
    if isinstance(under, g.Basic):
        return KINDS.get(under.kind, 0)
    return {
        g.Array: ARRAY,
        g.Chan: CHAN,
        g.Signature: FUNC,
        g.Interface: INTERFACE,
        g.Map: MAP,
        g.Pointer: POINTER,
        g.Slice: SLICE,
        g.Struct: STRUCT,
    }[type(under)]


def gc_record(u: UnitLowering, mt: t.Ty) -> str:
    """The collector's record {size, pointer bytes, mask, words…} of a type (of an array: its element's, which
    repeats).
    """
    while isinstance(mt, t.Array):
        mt = mt.elem
    size = t.size_of(mt)
    offsets = sorted(t.pointer_offsets(mt))
    words = [0] * ((size // 8 + 63) // 64)
    for o in offsets:
        words[o // 512] |= 1 << (o // 8 % 64)
    name = f"gcbits.{size}." + "_".join(f"{w:x}" for w in words)
    if len(name) > 100:
        name = f"gcbits.{size}.{blake2b(name.encode(), digest_size=12).hexdigest()}"
    if name not in u.unit.statics:
        data = struct.pack(f"<qqq{len(words)}Q", size, offsets[-1] + 8, 0, *words)
        u.unit.statics[name] = Static(
            name, t.Array(t.U64, len(data) // 8), data, [Reloc(16, name, 24)], mutable=False, root=False, merge=True
        )
    return name


def map_layout(u: UnitLowering, ty: g.Map) -> tuple[t.Struct, int, int]:
    """The group of eight slots of a map, the size of a slot, and where the element is in it (see runtime/map.go)."""
    key, elem = u.machine.of(ty.map_key), u.machine.of(ty.elem)
    slot = t.lay_out(t.Struct("slot"), [("key", key), ("elem", elem)])
    if t.size_of(elem) == 0:
        slot.size = max(t.round_up(t.size_of(key) + 1, slot.align), 1)  # &m[k] stays inside
    group = t.lay_out(t.Struct("group"), [("ctrl", t.U64), ("slots", t.Array(slot, 8))])
    return group, slot.size, slot.fields[1].offset


def group_record(u: UnitLowering, ty: g.Map) -> str:
    """A descriptor for the groups of a map: only what the allocator and map.go ask for."""
    group, _, offset = map_layout(u, ty)
    sym = f"map.group:{ty.key}"
    if sym not in u.unit.statics:
        r = _Record(sym)
        r.word(0, group.size)
        pointers = t.has_pointers(group)
        if pointers:
            r.point(8, gc_record(u, group))
        struct.pack_into("<IBBBB", r.data, 16, 0, STRUCT, group.align, POINTERS * pointers, 0)
        r.word(88, offset)
        u.unit.statics[sym] = Static(sym, t.Array(t.U64, RECORD // 8), bytes(r.data), r.relocs, False, False, True)
    return sym


def itab(u: UnitLowering, inter: g.Type, ty: g.Type) -> str:
    """The method table of `ty` for the interface type `inter`."""
    sym = f"go:itab.{ty.key},{inter.key}"
    if sym in u.unit.statics:
        return sym
    under = inter.underlying
    assert isinstance(under, g.Interface)
    have = {x.unique: x for x in methods.method_set(ty)}
    asked = methods.interface_order(under)
    data = bytearray(24 + 8 * max(len(asked), 1))
    relocs = [Reloc(0, u.descriptor(inter)), Reloc(8, u.descriptor(ty))]
    number = int.from_bytes(blake2b(ty.key.encode("utf-8", "surrogateescape"), digest_size=4).digest(), "little")
    struct.pack_into("<I", data, 16, number)
    relocs += [Reloc(24 + 8 * i, u.method_code(ty, have[f.unique_name])) for i, f in enumerate(asked)]
    u.unit.statics[sym] = Static(sym, t.Array(t.U64, len(data) // 8), bytes(data), relocs, False, False, True)
    return sym


# ---------------------------------------------------------------------------------------------------------------------
# Names as package reflect prints them


def rtype_string(ty: g.Type) -> str:
    """The type as `%T` prints it: packages by name, `interface {}`, `struct { A int }`."""
    if isinstance(ty, g.Basic):
        return ty.kind
    if isinstance(ty, g.Named):
        name = short_name(ty)
        return f"{ty.obj.pkg.name}.{name}" if ty.obj.pkg else name
    if isinstance(ty, g.Pointer):
        return "*" + rtype_string(ty.elem)
    if isinstance(ty, g.Slice):
        return "[]" + rtype_string(ty.elem)
    if isinstance(ty, g.Array):
        return f"[{ty.len}]" + rtype_string(ty.elem)
    if isinstance(ty, g.Map):
        return f"map[{rtype_string(ty.map_key)}]{rtype_string(ty.elem)}"
    if isinstance(ty, g.Chan):
        inner = rtype_string(ty.elem)
        if ty.dir != g.SEND_ONLY and isinstance(ty.elem, g.Chan) and ty.elem.dir == g.RECV_ONLY:
            inner = f"({inner})"
        return ("chan ", "chan<- ", "<-chan ")[ty.dir] + inner
    if isinstance(ty, g.Struct):
        parts = []
        for i, f in enumerate(ty.fields):
            tag = " " + _quoted(ty.tag(i)) if ty.tag(i) else ""
            parts.append(("" if f.embedded else f.name + " ") + rtype_string(f.type) + tag)
        return "struct { " + "; ".join(parts) + " }" if parts else "struct {}"
    if isinstance(ty, g.Signature):
        return "func" + _signature(ty)
    if isinstance(ty, g.Interface):
        parts = [f.name + _signature(f.signature) for f in methods.interface_order(ty)]
        return "interface { " + "; ".join(parts) + " }" if parts else "interface {}"
    return str(ty)


def short_name(ty: g.Named) -> str:
    """A defined type's name without its package; type arguments are written with their packages' paths."""
    return ty.obj.name + ("[" + ",".join(_full(a) for a in ty.targs) + "]" if ty.targs else "")


def _full(ty: g.Type) -> str:
    return g.type_string(ty)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def _signature(sig: g.Signature) -> str:
    params = [rtype_string(p.type) for p in sig.params]
    if sig.variadic:
        last = sig.params[-1].type
        params[-1] = "..." + (rtype_string(last.elem) if isinstance(last, g.Slice) else rtype_string(last))
    results = [rtype_string(p.type) for p in sig.results]
    tail = "" if not results else " " + results[0] if len(results) == 1 else f" ({', '.join(results)})"
    return f"({', '.join(params)}){tail}"
