"""Constants, statics and promoted values: their bodies evaluated at compile time, on machine-stage IR.

In: a constant with concrete arguments.  Out: its bytes, with the addresses in them.  Memory is made of objects
(bytes, and pointers to objects or functions at offsets), as in `rustc_const_eval`; what differs is that code is
interpreted after lowering, where only sizes and offsets are left.  `operand` turns a value into an operand of the
code that uses it: a number, the address of a static, or a load from one."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from burrow.cache import digest
from burrow.ir import nodes as ir
from burrow.ir import types as m
from burrow.ir.program import Reloc, Static
from burrow.ir.verify import place_type
from burrow.rust import defs, kept
from burrow.rust import types as ty
from burrow.rust.build.builder import Promoted
from burrow.source import NO_SPAN, Span, Unsupported, load_file

if TYPE_CHECKING:
    from burrow.rust.mono import Mono
    from burrow.rust.mono_lower import Lower

MAX_STEPS = 2_000_000
MAX_DEPTH = 150


@dataclass(slots=True, eq=False)
class Object:
    """A piece of memory; `pointers` are (object or function symbol, offset) by place.  `symbol`: it is that static."""

    data: bytearray
    align: int = 1
    pointers: dict[int, tuple[Any, int]] = field(default_factory=dict)
    symbol: str | None = None


@dataclass(slots=True)
class Value:
    """Bytes with the pointers in them."""

    data: bytes
    pointers: dict[int, tuple[Any, int]] = field(default_factory=dict)
    mono: Any = None

    def operand(self, low: Lower, t: m.Ty) -> ir.Operand:
        """The value as an operand of type `t`."""
        if isinstance(t, m.Bool):
            return ir.Const(bool(self.data[0]), t)
        if isinstance(t, m.Int) and not self.pointers:
            return ir.Const(int.from_bytes(self.data, "little", signed=t.signed), t)
        if isinstance(t, m.Float):
            return ir.Const(_float(self.data), t)
        if not self.data:
            return ir.Const(None, t)
        if isinstance(t, (m.Ptr, m.FnPtr)) and len(self.data) == 8:
            to = self.pointers.get(0)
            if to is None:
                return ir.Const(int.from_bytes(self.data, "little"), t)
            if isinstance(to[0], str):
                return ir.Const(ir.FnRef(to[0]), t)
            return ir.Const(ir.StaticRef(intern(low.mono, to[0]), to[1]), t)
        symbol = intern(low.mono, Object(bytearray(self.data), m.align_of(t), dict(self.pointers)))
        p = low.temp(m.Ptr(t))
        low.assign(ir.Place(p), ir.Use(ir.Const(ir.StaticRef(symbol), m.Ptr(t))))
        return ir.Copy(ir.Place(p).deref())


def constant(mono: Mono, d: defs.ConstDef, args: ty.Args) -> Value:
    """The value of a constant, an associated one found by its arguments."""
    key = (d, args)
    known: Value | None = mono.consts.get(key)
    if known is None:
        if key in mono.consts:
            raise Unsupported(d.span, "a constant that needs its own value")
        mono.consts[key] = None
        found, own = _resolve(mono, d, args)
        known = mono.consts[key] = _run_body(mono, mono.typed_body(found), own, found.path())
    return known


def _resolve(mono: Mono, d: defs.ConstDef, args: ty.Args) -> tuple[Any, ty.Args]:
    from burrow.rust import traits

    trait = d.container
    if not isinstance(trait, defs.TraitDef):
        return d, args
    n = trait.generics.count
    got = traits.select(ty.TraitRef(trait, tuple(args[:n])))
    if got is not None and got[0] == "impl":
        item = got[1].items.get(d.name)
        if item is not None:
            return item, (*(ty.erase_regions(mono.cx.normalize(a)) for a in got[2]), *args[n:])
    return d, args


def scalar(v: Value) -> int:
    """An integer constant's value."""
    return int.from_bytes(v.data, "little")


def promoted(mono: Mono, p: Promoted, args: ty.Args) -> Value:
    """The reference that a promoted borrow is."""
    from burrow.rust.drops import clean

    key = (id(p), args)
    known: Value | None = mono.consts.get(key)
    if known is None:
        clean(p.body)
        known = mono.consts[key] = _run_body(mono, p.body, args, "promoted")
        mono.consts[("keep", id(p))] = p
    return known


def static(mono: Mono, d: defs.StaticDef) -> str:
    """The symbol of a static, its initial value computed."""
    return _static(mono, d).symbol or ""


def _static(mono: Mono, d: defs.StaticDef) -> Object:
    known: Object | None = mono.statics.get(d)
    if known is not None:
        return known
    t = ty.erase_regions(mono.cx.normalize(d.ty))
    mt = mono.machine(t)
    layout = mono.layouts.of(t)
    name = d.link_name or d.path()
    if not d.crate.user and not d.link_name:  # every unit that needs it defines it: the linker keeps one
        name += "#" + digest(f"{d.span.path}:{d.span.lo}", str(d.index) if kept.lasting(d) else "")[:10]
    while name in mono.unit.statics:
        name += "'"
    obj = Object(bytearray(layout.size), layout.align, symbol=name)
    mono.statics[d] = obj
    out = Static(name, mt, merge=not d.crate.user)
    mono.unit.statics[name] = out
    if d.has_body:
        v = _run_body(mono, mono.typed_body(d), (), name)
        obj.data[:] = v.data
        obj.pointers = dict(v.pointers)
    if d.mut:
        _writable(mono, obj, name, out.merge)
    out.data, out.relocs = bytes(obj.data), _relocs(mono, obj)
    return obj


def _writable(mono: Mono, obj: Object, name: str, merge: bool) -> None:
    """What a `static mut` refers to may be written through it (`&mut [1]`): statics of their own, not constants."""
    for number, (to, _) in enumerate(obj.pointers.values()):
        if isinstance(to, str) or to.symbol is not None or not to.data:
            continue
        to.symbol = f"{name}.{number}"
        _writable(mono, to, to.symbol, merge)
        out = _as_static(mono, to, to.symbol)
        out.mutable, out.root, out.merge = True, True, merge


def location(mono: Mono, span: Span) -> str:
    """The symbol of a `Location`."""
    name = mono.locations.get(span)
    if name is not None:
        return name
    t = ty.Adt(mono.lang("panic_location"), (ty.ERASED,))
    mt = mono.machine(t)
    assert isinstance(mt, m.Struct)
    line, col = load_file(span.path).position(span.lo) if span.path else (0, 0)
    path = span.path.encode()
    obj = Object(bytearray(mt.size), mt.align)
    text = Object(bytearray(path))
    for f in mt.fields:
        if isinstance(f.ty, m.Ptr):
            obj.pointers[f.offset] = (text, 0)
            obj.data[f.offset + 8 : f.offset + 16] = len(path).to_bytes(8, "little")
        elif isinstance(f.ty, m.Int):
            obj.data[f.offset : f.offset + 4] = (line if f.name == "line" else col).to_bytes(4, "little")
    name = mono.locations[span] = intern(mono, obj)
    return name


def intern(mono: Mono, obj: Object) -> str:
    """The symbol of a read-only static with the object's content."""
    if obj.symbol is not None:
        return obj.symbol
    relocs = _relocs(mono, obj)
    name = (
        f"const.{digest(bytes(obj.data), repr([(r.offset, r.symbol, r.addend) for r in relocs]), str(obj.align))[:16]}"
    )
    obj.symbol = name
    if name not in mono.unit.statics:
        _as_static(mono, obj, name)
    return name


def _as_static(mono: Mono, obj: Object, name: str) -> Static:
    """A constant of the unit with the object's content."""
    elem = {8: m.U64, 4: m.U32, 2: m.U16, 16: m.U128}.get(obj.align, m.U8)
    n = -(-len(obj.data) // m.size_of(elem))
    out = mono.unit.statics[name] = Static(
        name, m.Array(elem, n), bytes(obj.data), _relocs(mono, obj), mutable=False, root=False, merge=True
    )
    return out


def _relocs(mono: Mono, obj: Object) -> list[Reloc]:
    out = []
    for at, (to, offset) in sorted(obj.pointers.items()):
        if isinstance(to, str):
            mono.keep(to)
        out.append(Reloc(at, to if isinstance(to, str) else intern(mono, to), offset))
    return out


def _run_body(mono: Mono, typed: ir.Body, args: ty.Args, name: str) -> Value:
    from burrow.rust.mono_lower import Lower

    with mono.evaluation():
        body = Lower(mono, typed, args, name).run()
        machine = Machine(mono)
        return machine.call(body, [])


def _float(data: bytes) -> float:
    return float(struct.unpack("<d" if len(data) == 8 else "<f", data)[0])


class Machine:
    """Interprets machine-stage bodies."""

    def __init__(self, mono: Mono) -> None:
        self.mono = mono
        self.steps = 0
        self.depth = 0
        self.span = NO_SPAN

    def fail(self, what: str) -> Unsupported:
        return Unsupported(self.span, f"{what} in a constant")

    def call(self, body: ir.Body, args: list[Value]) -> Value:
        """Run a function; its result."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail("recursion this deep")
        locals_: list[Object] = [Object(bytearray(m.size_of(x.ty)), m.align_of(x.ty)) for x in body.locals]
        for i, a in enumerate(args):
            self.write(locals_[i + 1], 0, a)
        at = 0
        frame = (body, locals_)
        while True:
            block = body.blocks[at]
            self.steps += len(block.statements) + 1
            if self.steps > MAX_STEPS:
                raise self.fail("a computation this long")
            for s in block.statements:
                if s.info.span.path:
                    self.span = s.info.span
                self.statement(frame, s)
            t = block.terminator
            if isinstance(t, ir.Goto):
                at = t.target
            elif isinstance(t, ir.Switch):
                v = self.operand(frame, t.operand)
                n = int.from_bytes(v.data, "little")
                bits = 8 * len(v.data)
                to = next((b for c, b in t.cases if c & ((1 << bits) - 1) == n), t.otherwise)
                if to is None:
                    raise self.fail("unreachable code")
                at = to
            elif isinstance(t, ir.Return):
                self.depth -= 1
                return self.read(locals_[0], 0, len(locals_[0].data))
            elif isinstance(t, ir.Call):
                if t.info.span.path:
                    self.span = t.info.span
                self.terminator(frame, t)
                if t.target is None:
                    raise self.fail("a call that does not return")
                at = t.target
            else:
                raise self.fail("a panic")

    # ---- memory

    def write(self, obj: Object, at: int, v: Value) -> None:
        n = len(v.data)
        if at < 0 or at + n > len(obj.data):
            raise self.fail("an access out of bounds")
        for o in [o for o in obj.pointers if at <= o < at + n]:
            del obj.pointers[o]
        obj.data[at : at + n] = v.data
        for o, p in v.pointers.items():
            obj.pointers[at + o] = p

    def read(self, obj: Object, at: int, n: int) -> Value:
        if at < 0 or at + n > len(obj.data):
            raise self.fail("an access out of bounds")
        pointers = {o - at: p for o, p in obj.pointers.items() if at <= o < at + n} if obj.pointers else {}
        return Value(bytes(obj.data[at : at + n]), pointers)

    def pointer(self, to: Any, offset: int) -> Value:
        return Value(bytes(8), {0: (to, offset)})

    def word(self, n: int) -> Value:
        return Value((n & ((1 << 64) - 1)).to_bytes(8, "little"))

    # ---- places: (object, offset, type, metadata)

    def place(self, frame: Any, p: ir.Place) -> tuple[Any, int, m.Ty, Value | None]:
        body, locals_ = frame
        obj: Any = locals_[p.local]
        t: m.Ty = body.locals[p.local].ty
        at = 0
        meta: Value | None = None
        for step in p.proj:
            if step.kind == "deref":
                assert isinstance(t, m.Ptr) and t.to is not None
                wide = t.wide
                v = self.read(obj, at, 16 if wide else 8)
                to = v.pointers.get(0)
                meta = Value(v.data[8:], {0: v.pointers[8]} if 8 in v.pointers else {}) if wide else None
                t = t.to
                if to is None:
                    obj, at = Object(bytearray()), 0  # dangling: fine for what has no size
                else:
                    obj, at = self.object(to[0]), to[1]
            elif step.kind == "field":
                assert isinstance(t, m.Struct)
                f = t.fields[step.a]
                at += f.offset
                t = f.ty
            elif step.kind == "downcast":
                assert isinstance(t, m.Enum)
                t = t.variants[step.a]
            else:
                assert isinstance(t, (m.Array, m.Slice))
                n = (
                    t.count
                    if isinstance(t, m.Array)
                    else int.from_bytes(meta.data, "little")
                    if meta is not None
                    else 0
                )
                size = m.size_of(t.elem)
                if step.kind == "index":
                    i = int.from_bytes(self.read(locals_[step.a], 0, 8).data, "little")
                else:
                    i = n - step.a if step.from_end and step.kind == "const_index" else step.a
                at += i * size
                if step.kind == "subslice":
                    hi = n - step.b if step.from_end else step.b
                    if isinstance(t, m.Array):
                        t = m.Array(t.elem, hi - step.a)
                    else:
                        meta = self.word(hi - step.a)
                else:
                    t = t.elem
                    meta = None
        return obj, at, t, meta

    def object(self, to: Any) -> Any:
        if isinstance(to, str):
            s = self.mono.unit.statics.get(to)
            if s is None:
                return Object(bytearray())
            obj = Object(bytearray(s.data.ljust(m.size_of(s.ty), b"\0")), symbol=to)
            for r in s.relocs:
                obj.pointers[r.offset] = (r.symbol, r.addend)
            return obj
        return to

    # ---- operands and rvalues

    def operand(self, frame: Any, o: ir.Operand) -> Value:
        if not isinstance(o, ir.Const):
            obj, at, t, _ = self.place(frame, o.place)
            return self.read(obj, at, m.size_of(t))
        t, v = o.ty, o.value
        size = m.size_of(t)
        if v is None:
            return Value(bytes(size))
        if isinstance(v, bytes):
            obj = Object(bytearray(v))
            out = self.pointer(obj, 0)
            return Value(out.data + len(v).to_bytes(8, "little"), out.pointers) if size == 16 else out
        if isinstance(v, ir.FnRef):
            return self.pointer(v.symbol, 0)
        if isinstance(v, ir.StaticRef):
            known = next(
                (s for s in self.mono.statics.values() if isinstance(s, Object) and s.symbol == v.symbol), None
            )
            return self.pointer(known if known is not None else self.object(v.symbol), v.offset)
        if isinstance(t, m.Float):
            return Value(struct.pack("<d" if t.bits == 64 else "<f", v))
        return Value((int(v) & ((1 << (8 * size)) - 1)).to_bytes(size, "little"))

    def type_of(self, frame: Any, o: ir.Operand) -> m.Ty:
        return o.ty if isinstance(o, ir.Const) else place_type(frame[0], o.place)

    def number(self, frame: Any, o: ir.Operand) -> Any:
        v, t = self.operand(frame, o), self.type_of(frame, o)
        if isinstance(t, m.Float):
            return _float(v.data)
        if v.pointers:
            return v
        return int.from_bytes(v.data, "little", signed=isinstance(t, m.Int) and t.signed)

    def pack(self, n: Any, t: m.Ty) -> Value:
        if isinstance(n, Value):
            return n
        if isinstance(t, m.Float):
            return Value(struct.pack("<d" if t.bits == 64 else "<f", n))
        size = m.size_of(t)
        return Value((int(n) & ((1 << (8 * size)) - 1)).to_bytes(size, "little"))

    def statement(self, frame: Any, s: ir.Statement) -> None:
        if isinstance(s, ir.Assign):
            obj, at, t, _ = self.place(frame, s.place)
            r = s.rvalue
            if isinstance(r, ir.Aggregate):
                self.aggregate(frame, obj, at, t, r)
            else:
                v = self.rvalue(frame, r, t)
                self.write(obj, at, v)
        elif isinstance(s, ir.CopyMem):
            n = int(self.number(frame, s.count)) * m.size_of(s.ty)
            src, dst = self.operand(frame, s.src), self.operand(frame, s.dst)
            if n:
                a, b = src.pointers[0], dst.pointers[0]
                self.write(self.object(b[0]), b[1], self.read(self.object(a[0]), a[1], n))

    def aggregate(self, frame: Any, obj: Any, at: int, t: m.Ty, r: ir.Aggregate) -> None:
        values = [self.operand(frame, o) for o in r.fields]
        if isinstance(t, m.Ptr):
            data = values[0].data + values[1].data
            pointers = dict(values[0].pointers)
            if 0 in values[1].pointers:
                pointers[8] = values[1].pointers[0]
            self.write(obj, at, Value(data, pointers))
        elif isinstance(t, m.Array):
            size = m.size_of(t.elem)
            for i, v in enumerate(values):
                self.write(obj, at + i * size, v)
        elif isinstance(t, m.Enum):
            for f, v in zip(t.variants[r.variant].fields, values, strict=True):
                self.write(obj, at + f.offset, v)
            tag = t.tag
            if tag is not None:
                if not tag.is_niche:
                    self.write(obj, at + tag.offset, self.pack(t.discriminants[r.variant], tag.ty))
                elif r.variant != tag.untagged:
                    self.write(obj, at + tag.offset, self.pack(tag.niche_start + r.variant - tag.niche_lo, tag.ty))
        else:
            assert isinstance(t, m.Struct), t
            fields = [t.fields[r.active]] if r.active is not None else t.fields
            for f, v in zip(fields, values, strict=True):
                self.write(obj, at + f.offset, v)

    def rvalue(self, frame: Any, r: ir.Rvalue, t: m.Ty) -> Value:
        if isinstance(r, ir.Use):
            return self.operand(frame, r.operand)
        if isinstance(r, ir.AddressOf):
            obj, at, pt, meta = self.place(frame, r.place)
            out = self.pointer(obj, at)
            if m.size_of(t) == 16:
                assert meta is not None, pt
                pointers = dict(out.pointers)
                if 0 in meta.pointers:
                    pointers[8] = meta.pointers[0]
                return Value(out.data + meta.data, pointers)
            return out
        if isinstance(r, ir.Binary):
            return self.binary(frame, r, t)
        if isinstance(r, ir.Checked):
            lt = self.type_of(frame, r.left)
            assert isinstance(lt, m.Int) and isinstance(t, m.Struct)
            n = _arith(r.op, self.number(frame, r.left), self.number(frame, r.right))
            v = self.pack(n, lt)
            over = int.from_bytes(v.data, "little", signed=lt.signed) != n
            pair = bytearray(t.size)
            pair[t.fields[0].offset : t.fields[0].offset + len(v.data)] = v.data
            pair[t.fields[1].offset] = over
            return Value(bytes(pair))
        if isinstance(r, ir.Unary):
            n = self.number(frame, r.operand)
            if r.op == "neg":
                return self.pack(-n, t)
            return self.pack(not n if isinstance(t, m.Bool) else ~n, t)
        if isinstance(r, ir.Cast):
            return self.cast(frame, r)
        if isinstance(r, ir.Discriminant):
            return self.pack(self.discriminant(frame, r.place), t)
        if isinstance(r, ir.Len):
            _, _, pt, meta = self.place(frame, r.place)
            return self.word(pt.count) if isinstance(pt, m.Array) else (meta if meta is not None else self.word(0))
        if isinstance(r, ir.Repeat):
            v = self.operand(frame, r.operand)
            n = int(r.count)
            size = len(v.data)
            pointers = {i * size + o: p for i in range(n) for o, p in v.pointers.items()} if v.pointers else {}
            return Value(v.data * n, pointers)
        raise self.fail("this operation")

    def binary(self, frame: Any, r: ir.Binary, t: m.Ty) -> Value:
        a, b = self.number(frame, r.left), self.number(frame, r.right)
        lt = self.type_of(frame, r.left)
        if r.op in ("offset", "wrapping_offset"):
            assert isinstance(lt, m.Ptr)
            size = m.size_of(lt.to) if lt.to is not None else 1
            if isinstance(a, Value):
                to, off = a.pointers[0]
                return self.pointer(to, off + int(b) * size)
            return self.word(a + int(b) * size)
        if isinstance(a, Value) or isinstance(b, Value):
            if r.op in ("eq", "ne") and not (isinstance(a, Value) and isinstance(b, Value)):
                return Value(bytes([r.op == "ne"]))  # an object is never at a number
            if isinstance(a, Value) and isinstance(b, Value):
                pa, pb = a.pointers.get(0), b.pointers.get(0)
                if pa is not None and pb is not None:
                    if r.op in ("eq", "ne"):
                        return Value(bytes([(pa == pb and a.data == b.data) == (r.op == "eq")]))
                    if pa[0] is pb[0] and r.op == "sub":
                        return self.word(pa[1] - pb[1])
                    if pa[0] is pb[0]:
                        return Value(bytes([_compare(r.op, pa[1], pb[1])]))
            raise self.fail("arithmetic on an address")
        if r.op in ("eq", "ne", "lt", "le", "gt", "ge"):
            return Value(bytes([_compare(r.op, a, b)]))
        if isinstance(lt, m.Float):
            return self.pack(_float_arith(r.op, a, b), t)
        if r.op in ("shl", "shr"):
            assert isinstance(lt, m.Int)
            b %= lt.bits
        return self.pack(_arith(r.op, a, b), t)

    def cast(self, frame: Any, r: ir.Cast) -> Value:
        v = self.operand(frame, r.operand)
        have, want = self.type_of(frame, r.operand), r.ty
        size = m.size_of(want)
        if r.kind in ("ptr", "fn_ptr", "ptr_int", "int_ptr", "closure_fn") or (
            r.kind == "bits" and len(v.data) == size
        ):
            return Value(v.data[:size], {o: p for o, p in v.pointers.items() if o < size})
        if r.kind == "unsize":
            assert isinstance(have, m.Ptr) and isinstance(have.to, m.Array)
            return Value(v.data[:8] + have.to.count.to_bytes(8, "little"), v.pointers)
        if v.pointers and r.kind == "int" and size == 8:
            return v
        n = self.number(frame, r.operand)
        if isinstance(n, Value):
            raise self.fail("the number of an address")
        if r.kind in ("int_float", "float_float"):
            return self.pack(float(n), want)
        if r.kind == "float_int":
            assert isinstance(want, m.Int)
            lo = -(1 << (want.bits - 1)) if want.signed else 0
            hi = (1 << (want.bits - (1 if want.signed else 0))) - 1
            return self.pack(
                0 if n != n else max(lo, min(hi, int(n) if abs(n) != float("inf") else (hi if n > 0 else lo))), want
            )
        return self.pack(n, want)

    def discriminant(self, frame: Any, p: ir.Place) -> int:
        obj, at, t, _ = self.place(frame, p)
        assert isinstance(t, m.Enum)
        tag = t.tag
        if tag is None:
            return t.discriminants[t.only] if t.discriminants else 0
        v = self.read(obj, at + tag.offset, tag.ty.bits // 8)
        if not tag.is_niche:
            return int.from_bytes(v.data, "little", signed=tag.ty.signed)
        if v.pointers:
            return t.discriminants[tag.untagged]
        n = (int.from_bytes(v.data, "little") - tag.niche_start) & ((1 << tag.ty.bits) - 1)
        variant = tag.niche_lo + n if n <= tag.niche_hi - tag.niche_lo else tag.untagged
        return t.discriminants[variant]

    # ---- calls

    def terminator(self, frame: Any, t: ir.Call) -> None:
        f = t.func.value if isinstance(t.func, ir.Const) else None
        args = [self.operand(frame, a) for a in t.args]
        obj, at, dt, _ = self.place(frame, t.dest)
        if isinstance(f, ir.Intrinsic):
            self.write(obj, at, self.intrinsic(frame, f, t, args, dt))
            return
        if isinstance(f, ir.FnRef):
            symbol = f.symbol
        else:
            to = self.operand(frame, t.func).pointers.get(0)
            if to is None or not isinstance(to[0], str):
                raise self.fail("a call of this")
            symbol = to[0]
        if symbol.startswith("runtime."):
            raise self.fail("a call of the runtime")
        body = self.mono.lower(self.mono.taken[symbol])
        self.write(obj, at, self.call(body, args))

    def intrinsic(self, frame: Any, f: ir.Intrinsic, t: ir.Call, args: list[Value], dt: m.Ty) -> Value:
        name = f.name
        ns = [int.from_bytes(a.data, "little") for a in args]
        it = f.types[0] if f.types else m.U64
        bits = it.bits if isinstance(it, m.Int) else 8 * m.size_of(it)
        if name == "ctpop":
            return self.pack(ns[0].bit_count(), dt)
        if name == "ctlz":
            return self.pack(bits - ns[0].bit_length(), dt)
        if name == "cttz":
            return self.pack((ns[0] & -ns[0]).bit_length() - 1 if ns[0] else bits, dt)
        if name == "bswap":
            return Value(args[0].data[::-1])
        if name in ("rotate_left", "rotate_right"):
            n = ns[1] % bits
            if name == "rotate_right":
                n = (bits - n) % bits
            return self.pack((ns[0] << n | ns[0] >> (bits - n)) if n else ns[0], dt)
        if name in ("black_box", "likely", "unlikely"):
            return args[0]
        if name == "data":
            return Value(args[0].data[:8], {o: p for o, p in args[0].pointers.items() if o < 8})
        if name in ("size_of_val", "align_of_val"):
            assert isinstance(it, (m.Slice, m.Struct, m.Dyn))
            if isinstance(it, m.Slice) and name == "size_of_val":
                return self.word(int.from_bytes(args[0].data[8:], "little") * m.size_of(it.elem))
            if isinstance(it, m.Slice):
                return self.word(m.align_of(it.elem))
        if name in ("memcmp",):
            n = ns[2]
            a, b = (self.read(self.object(x.pointers[0][0]), x.pointers[0][1], n).data if n else b"" for x in args[:2])
            return self.pack((a > b) - (a < b), m.I32)
        if name in ("add_sat", "sub_sat"):
            assert isinstance(it, m.Int)
            x, y = (int.from_bytes(a.data, "little", signed=it.signed) for a in args)
            lo = -(1 << (it.bits - 1)) if it.signed else 0
            hi = (1 << (it.bits - (1 if it.signed else 0))) - 1
            return self.pack(max(lo, min(hi, x + y if name == "add_sat" else x - y)), dt)
        raise self.fail(f"`{name}`")


def _compare(op: str, a: Any, b: Any) -> bool:
    return bool({"eq": a == b, "ne": a != b, "lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b}[op])


def _arith(op: str, a: int, b: int) -> int:
    if op == "add":
        return a + b
    if op == "sub":
        return a - b
    if op == "mul":
        return a * b
    if op == "and":
        return a & b
    if op == "or":
        return a | b
    if op == "xor":
        return a ^ b
    if op == "shl":
        return a << b
    if op == "shr":
        return a >> b
    q = abs(a) // abs(b) if b else 0
    q = -q if (a < 0) != (b < 0) else q
    return q if op == "div" else a - q * b


def _float_arith(op: str, a: float, b: float) -> float:
    if op == "add":
        return a + b
    if op == "sub":
        return a - b
    if op == "mul":
        return a * b
    if op == "div":
        if b:
            return a / b
        return float("nan") if a == 0 or a != a else float("inf") * (1 if (a > 0) == (str(b)[0] != "-") else -1)
    import math

    return math.fmod(a, b) if b else float("nan")
