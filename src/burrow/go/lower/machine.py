"""Go's types as machine types: the sizes, alignments and field offsets that gc has on amd64.

The reference is cmd/compile/internal/types/size.go. Strings, slices and interfaces are plain structs of words, so
that their parts are fields; a func value, map or channel is one pointer.
"""

from __future__ import annotations

from burrow.go import types as g
from burrow.ir import types as t

STRING = t.Struct("string", [t.Field("ptr", t.Ptr(t.U8), 0), t.Field("len", t.I64, 8)], 16, 8)
IFACE = t.Struct("interface", [t.Field("tab", t.PTR, 0), t.Field("data", t.PTR, 8)], 16, 8)
FUNCVAL = t.Struct("funcval", [t.Field("fn", t.FnPtr((), t.UNIT), 0)], 8, 8)
FUNC = t.Ptr(FUNCVAL)
COMPLEX64 = t.Struct("complex64", [t.Field("re", t.F32, 0), t.Field("im", t.F32, 4)], 8, 4)
COMPLEX128 = t.Struct("complex128", [t.Field("re", t.F64, 0), t.Field("im", t.F64, 8)], 16, 8)
TYPE = t.PTR  # the address of a type descriptor

_BASIC: dict[str, t.Ty] = {
    "bool": t.BOOL,
    "int": t.I64,
    "int8": t.I8,
    "int16": t.I16,
    "int32": t.I32,
    "int64": t.I64,
    "uint": t.U64,
    "uint8": t.U8,
    "uint16": t.U16,
    "uint32": t.U32,
    "uint64": t.U64,
    "uintptr": t.U64,
    "float32": t.F32,
    "float64": t.F64,
    "complex64": COMPLEX64,
    "complex128": COMPLEX128,
    "string": STRING,
    "unsafe.Pointer": t.PTR,
    "untyped bool": t.BOOL,
    "untyped int": t.I64,
    "untyped rune": t.I32,
    "untyped float": t.F64,
    "untyped complex": COMPLEX128,
    "untyped string": STRING,
    "untyped nil": t.PTR,
}


class Machine:
    """The machine types of one unit: identical Go types give the same object.

    What a pointer points to is laid out only when the type around it is complete: it may hold that type by value.
    """

    __slots__ = ("by_key", "depth", "later", "tuples")

    def __init__(self) -> None:
        self.by_key: dict[str, t.Ty] = {}
        self.tuples: dict[str, t.Struct] = {}
        self.later: list[tuple[t.Ptr, g.Type]] = []  # pointers, and what they will point to
        self.depth = 0

    def of(self, ty: g.Type) -> t.Ty:
        """The machine type of a value of type `ty`."""
        key = ty.key
        found = self.by_key.get(key)
        if found is None:
            self.depth += 1
            found = self._make(ty, key)
            self.by_key[key] = found
            if self.depth == 1:
                while self.later:
                    pointer, elem = self.later.pop()
                    pointer.to = self._pointee(pointer, elem)
            self.depth -= 1
        return found

    def _pointee(self, pointer: t.Ptr, elem: g.Type) -> t.Ty | None:
        """What a pointer points to; nothing where pointers alone lead back to it (`type P *P`)."""
        to = at = self.of(elem)
        while isinstance(at, (t.Ptr, t.Array)):
            if at is pointer:
                return None
            inner = at.elem if isinstance(at, t.Array) else at.to
            if inner is None:
                break
            at = inner
        return to

    def pointer(self, elem: g.Type) -> t.Ptr:
        """A pointer to an `elem`."""
        made = t.Ptr(None)
        self.later.append((made, elem))
        return made

    def _make(self, ty: g.Type, key: str) -> t.Ty:
        u = ty.underlying
        if isinstance(ty, g.Named) and u is not ty:
            made = self.of(u)  # one object for a type and its underlying type: a change of name needs no code
            if isinstance(u, g.Struct) and isinstance(made, t.Struct) and made.name == str(u):
                made.name = str(ty)
            return made
        if isinstance(u, g.Basic):
            return _BASIC[u.kind]
        if isinstance(u, g.Pointer):
            return self.pointer(u.elem)
        if isinstance(u, g.Slice):
            return t.lay_out(t.Struct(str(ty)), [("ptr", self.pointer(u.elem)), ("len", t.I64), ("cap", t.I64)])
        if isinstance(u, g.Array):
            return t.Array(self.of(u.elem), u.len)
        if isinstance(u, g.Struct):
            s = t.Struct(str(ty))
            self.by_key[key] = s
            return self._struct(s, u)
        if isinstance(u, g.Signature):
            return FUNC
        if isinstance(u, (g.Map, g.Chan)):
            return t.PTR
        if isinstance(u, g.Interface):
            if isinstance(ty, g.TypeParam):
                raise AssertionError(f"type parameter {ty} was not replaced")
            return IFACE
        if isinstance(u, g.Tuple):
            return self.results([v.type for v in u.vars])
        raise AssertionError(f"no machine type for {ty!r}")

    def _struct(self, s: t.Struct, u: g.Struct) -> t.Struct:
        t.lay_out(s, [(f.name, self.of(f.type)) for f in u.fields])
        if s.size and t.size_of(s.fields[-1].ty) == 0 and s.fields[-1].offset == s.size:
            s.size = t.round_up(s.size + 1, s.align)  # a pointer to the last field must not point past the struct
        return s

    def results(self, parts: list[g.Type]) -> t.Ty:
        """What a function with these results returns."""
        if not parts:
            return t.UNIT
        if len(parts) == 1:
            return self.of(parts[0])
        key = ",".join(p.key for p in parts)
        found = self.tuples.get(key)
        if found is None:
            found = t.lay_out(t.Struct(f"({key})"), [(str(i), self.of(p)) for i, p in enumerate(parts)])
            self.tuples[key] = found
        return found

    def signature(self, sig: g.Signature, recv: g.Type | None = None) -> tuple[list[t.Ty], t.Ty]:
        """Parameters (the receiver first) and result."""
        params = [self.of(recv)] if recv is not None else []
        params += [self.of(p.type) for p in sig.params]
        return params, self.results([r.type for r in sig.results])


def is_direct(ty: g.Type) -> bool:
    """Whether a value of `ty` stands in an interface's data word itself: it is one pointer."""
    u = ty.underlying
    if isinstance(u, g.Basic):
        return u.kind == "unsafe.Pointer"
    if isinstance(u, g.Struct):
        return len(u.fields) == 1 and is_direct(u.fields[0].type)
    if isinstance(u, g.Array):
        return u.len == 1 and is_direct(u.elem)
    return isinstance(u, (g.Pointer, g.Map, g.Chan, g.Signature))


def is_interface(ty: g.Type) -> bool:
    """Whether `ty` is an interface type (no type parameter)."""
    return isinstance(ty.underlying, g.Interface) and not isinstance(ty, g.TypeParam)


def is_string(ty: g.Type) -> bool:
    u = ty.underlying
    return isinstance(u, g.Basic) and bool(u.info & g.IS_STRING)


def is_integer(ty: g.Type) -> bool:
    u = ty.underlying
    return isinstance(u, g.Basic) and bool(u.info & g.IS_INTEGER)


def is_unsigned(ty: g.Type) -> bool:
    u = ty.underlying
    return isinstance(u, g.Basic) and bool(u.info & g.IS_UNSIGNED)


def is_float(ty: g.Type) -> bool:
    u = ty.underlying
    return isinstance(u, g.Basic) and bool(u.info & g.IS_FLOAT)


def is_complex(ty: g.Type) -> bool:
    u = ty.underlying
    return isinstance(u, g.Basic) and bool(u.info & g.IS_COMPLEX)


def plain_memory(ty: g.Type, machine: Machine) -> bool:
    """Whether two values of `ty` are equal exactly when all their bytes are."""
    u = ty.underlying
    if isinstance(u, g.Basic):
        return not u.info & (g.IS_STRING | g.IS_FLOAT | g.IS_COMPLEX)
    if isinstance(u, g.Array):
        return plain_memory(u.elem, machine)
    if isinstance(u, g.Struct):
        m = machine.of(ty)
        assert isinstance(m, t.Struct)
        at = 0
        for f, field in zip(u.fields, m.fields, strict=True):
            if f.name == "_" or field.offset != at or not plain_memory(f.type, machine):
                return False
            at += t.size_of(field.ty)
        return at == m.size
    return isinstance(u, (g.Pointer, g.Chan))


def comparable(ty: g.Type) -> bool:
    """Whether == is defined on `ty` (an interface inside may still panic)."""
    u = ty.underlying
    if isinstance(u, (g.Slice, g.Map, g.Signature)):
        return False
    if isinstance(u, g.Array):
        return comparable(u.elem)
    if isinstance(u, g.Struct):
        return all(comparable(f.type) for f in u.fields)
    return True
