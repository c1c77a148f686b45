"""Assignments: each rvalue of the IR to LLVM instructions, write barriers included."""

from __future__ import annotations

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.native import lltypes as ll
from burrow.native.function import Addr, FunctionEmitter

INT_OPS = {"add": "add", "sub": "sub", "mul": "mul", "and": "and", "or": "or", "xor": "xor"}
FLOAT_OPS = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv", "rem": "frem"}
FLOAT_CMP = {"eq": "oeq", "ne": "une", "lt": "olt", "le": "ole", "gt": "ogt", "ge": "oge"}
COMPARE = frozenset(FLOAT_CMP)


def assign(f: FunctionEmitter, s: n.Assign) -> None:
    """`place = rvalue`."""
    r = s.rvalue
    ty = f.type_of(n.Copy(s.place))
    ls = ll.leaves(ty)
    if isinstance(r, n.Use) and ls is None:
        _assign_memory(f, s, r.operand)
    elif isinstance(r, n.Aggregate) and (ls is None or isinstance(ty, (t.Enum, t.Struct, t.Array))):
        _assign_aggregate(f, s, r, ty)
    elif isinstance(r, n.Repeat):
        _assign_repeat(f, f.place(s.place), r)
    else:
        values = leaves(f, r, ty)
        if s.barrier and f.gc:
            _store_with_barrier(f, f.place(s.place), values)
        else:
            f.assign(s.place, values)


def _assign_memory(f: FunctionEmitter, s: n.Assign, o: n.Operand) -> None:
    a = f.place(s.place)
    src = "0" if isinstance(o, n.Const) else f.place(o.place).ptr
    if s.barrier and f.gc:
        f.uninterrupted(True)
        f.barrier_then(lambda: f.runtime("runtime.bulk_barrier", [
            f.as_i64(a.ptr, "ptr"), "0" if src == "0" else f.as_i64(src, "ptr"), str(t.size_of(a.ty)),
            f.unit.gctype_int(a.ty)]))
    if isinstance(o, n.Const):
        f.zero(a.ptr, a.ty)
    else:
        f.copy(a.ptr, src, a.ty)
    if s.barrier and f.gc:
        f.uninterrupted(False)


def _assign_aggregate(f: FunctionEmitter, s: n.Assign, r: n.Aggregate, ty: t.Ty) -> None:
    """Fields one by one; through a temporary where the old value may still be read or a barrier is due."""
    safe = not s.place.proj and s.place.local not in f.addressed and not any(
        not isinstance(o, n.Const) and o.place.local == s.place.local for o in r.fields)
    if safe and not s.barrier:
        build(f, f.place(s.place), r, ty)
        return
    slot = Addr(f.temp(ty), ty, max(t.align_of(ty), 1))
    build(f, slot, r, ty)
    a = f.place(s.place)
    if s.barrier and f.gc:
        f.uninterrupted(True)
        f.barrier_then(lambda: f.runtime("runtime.bulk_barrier", [
            f.as_i64(a.ptr, "ptr"), f.as_i64(slot.ptr, "ptr"), str(t.size_of(ty)), f.unit.gctype_int(ty)]))
    f.copy(a.ptr, slot.ptr, ty)
    if s.barrier and f.gc:
        f.uninterrupted(False)


def build(f: FunctionEmitter, a: Addr, r: n.Aggregate, ty: t.Ty) -> None:
    """Write an aggregate's fields at an address."""
    if isinstance(ty, t.Array):
        step = t.size_of(ty.elem)
        for i, o in enumerate(r.fields):
            f.put(Addr(f.offset(a.ptr, i * step), ty.elem, max(t.align_of(ty.elem), 1)), o)
        return
    if isinstance(ty, t.Ptr):
        f.store(a, [f.scalar(o) for o in r.fields])
        return
    assert isinstance(ty, (t.Struct, t.Enum))
    struct = ty.variants[r.variant] if isinstance(ty, t.Enum) else ty
    fields = [struct.fields[r.active]] if r.active is not None else struct.fields
    for fd, o in zip(fields, r.fields, strict=True):
        al = max(t.align_of(fd.ty), 1)
        al = min(al, max(ty.align, 1)) if fd.offset % al == 0 else 1
        f.put(Addr(f.offset(a.ptr, fd.offset), fd.ty, al), o)
    if isinstance(ty, t.Enum):
        set_discriminant(f, a, r.variant)


def set_discriminant(f: FunctionEmitter, a: Addr, variant: int) -> None:
    """Write the tag of a variant."""
    ty = a.ty
    assert isinstance(ty, t.Enum)
    tag = ty.tag
    if tag is None or (tag.is_niche and variant == tag.untagged):
        return
    value = tag.niche_start + variant - tag.niche_lo if tag.is_niche else ty.discriminants[variant]
    bits = tag.ty.bits
    f.store_leaf(f.offset(a.ptr, tag.offset), f"i{bits}", str(value & ((1 << bits) - 1)), min(8, max(ty.align, 1)))


def discriminant(f: FunctionEmitter, a: Addr) -> str:
    """Read the discriminant, as the enum's discriminant type."""
    ty = a.ty
    assert isinstance(ty, t.Enum), ty
    want = ty.discriminant_ty
    tag = ty.tag
    if tag is None:
        return str(ty.discriminants[ty.only] if ty.discriminants else 0)
    it = f"i{tag.ty.bits}"
    v = f.load_leaf(f.offset(a.ptr, tag.offset), it, min(8, max(ty.align, 1)))
    if not tag.is_niche:
        return convert(f, v, tag.ty, want)
    mask = (1 << tag.ty.bits) - 1
    count = tag.niche_hi - tag.niche_lo + 1
    start = tag.niche_start & mask
    if count == 1:
        hit = f.value(f"icmp eq {it} {v}, {start}")
        return f.value(f"select i1 {hit}, i{want.bits} {ty.discriminants[tag.niche_lo]}, "
                       f"i{want.bits} {ty.discriminants[tag.untagged]}")
    rel = f.value(f"sub {it} {v}, {start}")
    hit = f.value(f"icmp ule {it} {rel}, {count - 1}")
    which = convert(f, rel, t.Int(tag.ty.bits, False), want)
    if tag.niche_lo:  # after widening: the numbers of variants may need more bits than the tag has
        which = f.value(f"add i{want.bits} {which}, {tag.niche_lo}")
    return f.value(f"select i1 {hit}, i{want.bits} {which}, i{want.bits} {ty.discriminants[tag.untagged]}")


def _assign_repeat(f: FunctionEmitter, a: Addr, r: n.Repeat) -> None:
    ty = a.ty
    assert isinstance(ty, t.Array)
    size, elem = t.size_of(ty), ty.elem
    o = r.operand
    if not size:
        return
    if isinstance(o, n.Const) and (o.value is None or o.value is False
                                   or (isinstance(o.value, (int, float)) and o.value == 0 and str(o.value)[0] != "-")):
        f.zero(a.ptr, ty)
        return
    s = ll.scalar(elem)
    if s == "i8" or s == "i1":
        v = f.scalar(o)
        if s == "i1":
            v = f.value(f"zext i1 {v} to i8")
        f.unit.need("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)")
        f.line(f"call void @llvm.memset.p0.i64(ptr {a.ptr}, i8 {v}, i64 {size}, i1 false)")
        return
    slot = f.temp(elem)
    one = Addr(slot, elem, max(t.align_of(elem), 1))
    f.put(one, o)
    # a loop that LLVM unrolls or vectorises as it likes
    head, body, done = f.label("rep"), f.label("rep"), f.label("rep")
    counter = f.temp(t.U64)
    f.line(f"store i64 0, ptr {counter}, align 8")
    f.line(f"br label %{head}")
    f.out.append(f"{head}:")
    i = f.value(f"load i64, ptr {counter}, align 8")
    f.line(f"br i1 {f.value(f'icmp ult i64 {i}, {ty.count}')}, label %{body}, label %{done}")
    f.out.append(f"{body}:")
    f.copy(f.value(f"getelementptr inbounds {ll.memory(elem)}, ptr {a.ptr}, i64 {i}"), slot, elem)
    f.line(f"store i64 {f.value(f'add i64 {i}, 1')}, ptr {counter}, align 8")
    f.line(f"br label %{head}")
    f.out.append(f"{done}:")


def _store_with_barrier(f: FunctionEmitter, a: Addr, values: list[str]) -> None:
    """Load the pointers that go, store, and have them shaded while the collector marks (memory/barrier.py)."""
    ls = ll.leaves(a.ty)
    assert ls is not None
    kinds = dict(ls)
    old = [(f.load_leaf(f.offset(a.ptr, o), kinds[o], a.align), kinds[o])
           for o in t.pointer_offsets(a.ty) if o in kinds]
    f.store(a, values)

    def shade() -> None:
        for v, leaf in old:
            f.runtime("runtime.write_barrier", [f.as_i64(v, leaf)])

    if old:
        f.barrier_then(shade)



# ---- rvalues that are leaves ----


def leaves(f: FunctionEmitter, r: n.Rvalue, into: t.Ty) -> list[str]:
    """The leaves of a small rvalue that goes to a place of type `into`."""
    if isinstance(r, n.Use):
        return f.leaves(r.operand)
    if isinstance(r, (n.Ref, n.AddressOf)):
        a = f.place(r.place)
        return [a.ptr, a.meta] if a.meta else [a.ptr]
    if isinstance(r, n.Binary):
        return [binary(f, r)]
    if isinstance(r, n.Checked):
        ty = f.type_of(r.left)
        assert isinstance(ty, t.Int)
        name = f"llvm.{'s' if ty.signed else 'u'}{r.op}.with.overflow.i{ty.bits}"
        pair = f"{{ i{ty.bits}, i1 }}"
        f.unit.need(f"declare {pair} @{name}(i{ty.bits}, i{ty.bits})")
        got = f.value(f"call {pair} @{name}(i{ty.bits} {f.scalar(r.left)}, i{ty.bits} {f.scalar(r.right)})")
        return [f.value(f"extractvalue {pair} {got}, 0"), f.value(f"extractvalue {pair} {got}, 1")]
    if isinstance(r, n.Unary):
        return [unary(f, r)]
    if isinstance(r, n.Cast):
        return cast(f, r)
    if isinstance(r, n.Aggregate):
        return [v for o in r.fields for v in f.leaves(o)]
    if isinstance(r, n.Discriminant):
        return [discriminant(f, f.place(r.place))]
    if isinstance(r, n.Len):
        a = f.place(r.place)
        return [str(a.ty.count) if isinstance(a.ty, t.Array) else a.meta]
    if isinstance(r, n.Alloc):
        return [alloc(f, r)]
    assert isinstance(r, n.NullOp), r
    return [str({"size_of": t.size_of, "align_of": t.align_of}[r.op](r.ty))]


def binary(f: FunctionEmitter, r: n.Binary) -> str:
    """Arithmetic and comparison."""
    ty = f.type_of(r.left)
    op = r.op
    if isinstance(ty, t.Float):
        a, b = f.scalar(r.left), f.scalar(r.right)
        lt = ll.scalar(ty)
        return f.value(f"fcmp {FLOAT_CMP[op]} {lt} {a}, {b}" if op in COMPARE else f"{FLOAT_OPS[op]} {lt} {a}, {b}")
    if isinstance(ty, t.Ptr) and op in ("offset", "wrapping_offset"):
        assert ty.to is not None
        cty = f.type_of(r.right)
        i = f.as_i64(f.scalar(r.right), ll.scalar(cty) or "i64", isinstance(cty, t.Int) and cty.signed)
        inside = " inbounds" if op == "offset" else ""  # of the object, or one past its end
        return f.value(f"getelementptr{inside} {ll.memory(ty.to)}, ptr {f.scalar(r.left)}, i64 {i}")
    if isinstance(ty, t.Ptr) and ty.wide:
        return _compare_wide(f, r, ty)
    lt = ll.scalar(ty)
    if lt is None:
        raise ValueError(f"{op} on {ty} in {f.body.symbol}")
    a, b = f.scalar(r.left), f.scalar(r.right)
    signed = isinstance(ty, t.Int) and ty.signed
    if op in COMPARE:
        word = op if op in ("eq", "ne") else ("s" if signed else "u") + op
        return f.value(f"icmp {word} {lt} {a}, {b}")
    if op in INT_OPS:
        return f.value(f"{INT_OPS[op]} {lt} {a}, {b}")
    assert isinstance(ty, t.Int), (op, ty)
    if op in ("shl", "shr"):
        b = convert(f, b, f.type_of(r.right), ty)
        b = f.value(f"and {lt} {b}, {ty.bits - 1}")
        return f.value(f"{'shl' if op == 'shl' else 'ashr' if signed else 'lshr'} {lt} {a}, {b}")
    return _divide(f, op, lt, a, b, signed, r.right)


def _divide(f: FunctionEmitter, op: str, lt: str, a: str, b: str, signed: bool, right: n.Operand) -> str:
    """Division; the least integer by -1 wraps, where the processor would trap."""
    if not signed:
        return f.value(f"u{op} {lt} {a}, {b}")
    if isinstance(right, n.Const) and right.value != -1:
        return f.value(f"s{op} {lt} {a}, {b}")
    minus = f.value(f"icmp eq {lt} {b}, -1")
    safe = f.value(f"select i1 {minus}, {lt} 1, {lt} {b}")
    got = f.value(f"s{op} {lt} {a}, {safe}")
    other = "0" if op == "rem" else f.value(f"sub {lt} 0, {a}")
    return f.value(f"select i1 {minus}, {lt} {other}, {lt} {got}")


def _compare_wide(f: FunctionEmitter, r: n.Binary, ty: t.Ptr) -> str:
    assert ty.to is not None
    meta = ll.meta_type(ty.to)
    (a, am), (b, bm) = f.leaves(r.left), f.leaves(r.right)
    same = f.value(f"icmp eq ptr {a}, {b}")
    if r.op in ("eq", "ne"):
        both = f.value(f"and i1 {same}, {f.value(f'icmp eq {meta} {am}, {bm}')}")
        return both if r.op == "eq" else f.value(f"xor i1 {both}, true")
    first = f.value(f"icmp u{r.op[:2]} ptr {a}, {b}")
    return f.value(f"select i1 {same}, i1 {f.value(f'icmp u{r.op} {meta} {am}, {bm}')}, i1 {first}")


def unary(f: FunctionEmitter, r: n.Unary) -> str:
    """Not and minus."""
    ty = f.type_of(r.operand)
    lt, v = ll.scalar(ty), f.scalar(r.operand)
    if r.op == "not":
        return f.value(f"xor {lt} {v}, {'true' if lt == 'i1' else '-1'}")
    return f.value(f"fneg {lt} {v}" if isinstance(ty, t.Float) else f"sub {lt} 0, {v}")


def convert(f: FunctionEmitter, v: str, have: t.Ty, want: t.Ty) -> str:
    """An integer, bool or char as another integer type."""
    a = 1 if isinstance(have, t.Bool) else t.size_of(have) * 8
    b = 1 if isinstance(want, t.Bool) else t.size_of(want) * 8
    if a == b:
        return v
    if a > b:
        return f.value(f"trunc i{a} {v} to i{b}")
    return f.value(f"{'sext' if isinstance(have, t.Int) and have.signed else 'zext'} i{a} {v} to i{b}")


def cast(f: FunctionEmitter, r: n.Cast) -> list[str]:
    """Conversions; see `nodes.Cast`."""
    have, want, kind = f.type_of(r.operand), r.ty, r.kind
    if kind == "bits":
        return _bits(f, r, have, want)
    vs = f.leaves(r.operand)
    if kind in ("ptr", "fn_ptr", "closure_fn"):
        ls = ll.leaves(want)
        assert ls is not None
        return vs[:len(ls)]
    if kind == "unsize":
        assert isinstance(have, t.Ptr)
        if len(vs) == 2:
            return vs
        inner = have.to
        while isinstance(inner, t.Struct) and inner.fields:
            inner = inner.fields[-1].ty
        assert isinstance(inner, t.Array), have
        return [vs[0], str(inner.count)]
    v = vs[0]
    if kind == "int":
        return [convert(f, v, have, want)]
    if kind == "int_float":
        signed = isinstance(have, t.Int) and have.signed
        return [f.value(f"{'sitofp' if signed else 'uitofp'} {ll.scalar(have)} {v} to {ll.scalar(want)}")]
    if kind == "float_int":
        it, ft = ll.scalar(want), ll.scalar(have)
        name = f"llvm.fpto{'s' if isinstance(want, t.Int) and want.signed else 'u'}i.sat.{it}.f{t.size_of(have) * 8}"
        f.unit.need(f"declare {it} @{name}({ft})")
        return [f.value(f"call {it} @{name}({ft} {v})")]
    if kind == "float_float":
        if have == want:
            return [v]
        word = "fpext" if t.size_of(want) > t.size_of(have) else "fptrunc"
        return [f.value(f"{word} {ll.scalar(have)} {v} to {ll.scalar(want)}")]
    if kind == "ptr_int":
        return [f.value(f"ptrtoint ptr {v} to {ll.scalar(want)}")]
    assert kind == "int_ptr", kind
    return [f.value(f"inttoptr {ll.scalar(have)} {v} to ptr")]


def _bits(f: FunctionEmitter, r: n.Cast, have: t.Ty, want: t.Ty) -> list[str]:
    a, b = ll.scalar(have), ll.scalar(want)
    if a == b and a is not None:
        return f.leaves(r.operand)
    if a is not None and b is not None and "i1" not in (a, b):
        v = f.scalar(r.operand)
        word = "ptrtoint" if a == "ptr" else "inttoptr" if b == "ptr" else "bitcast"
        if word == "ptrtoint" and b[0] != "i" or word == "inttoptr" and a[0] != "i":
            v = f.value(f"ptrtoint ptr {v} to i64") if a == "ptr" else f.value(f"bitcast {a} {v} to i64")
            return [f.value(f"bitcast i64 {v} to {b}" if a == "ptr" else f"inttoptr i64 {v} to ptr")]
        return [f.value(f"{word} {a} {v} to {b}")]
    slot = f.temp(have if t.size_of(have) >= t.size_of(want) else want)
    f.put(Addr(slot, have, max(t.align_of(have), 1)), r.operand)
    return f.load(Addr(slot, want, max(min(t.align_of(want), t.align_of(have)), 1)))


def alloc(f: FunctionEmitter, r: n.Alloc) -> str:
    """Memory: the allocator's fast path where size and shape are constants, else `mallocgc`."""
    from burrow.memory import sizeclasses

    size = t.size_of(r.ty)
    count = r.count.value if isinstance(r.count, n.Const) else None if r.count is not None else 1
    total = size * count if isinstance(count, int) else None
    pointers = t.has_pointers(r.ty)
    if total is not None and 0 < total <= (512 if pointers else 32768):
        sc = sizeclasses.span_class(total, pointers)
        slot = sizeclasses.SIZES[sc >> 1]
        if not pointers:
            got = f.runtime("runtime.new_noscan_fast", [str(sc), str(slot), str(total)])
        else:
            mask = 0
            for i in range(count or 0):
                for o in t.pointer_offsets(r.ty):
                    mask |= 1 << ((i * size + o) // 8)
            mask -= (mask >> 63) << 64  # as a signed word
            got = f.runtime("runtime.new_fast", [str(sc), str(slot), str(mask), str(total), f.unit.gctype_int(r.ty)])
    else:
        flags = "0" if r.zero or pointers else "1"
        got = f.runtime("runtime.mallocgc", [f.bytes(r.ty, r.count), f.unit.gctype_int(r.ty), flags])
    return f.value(f"inttoptr i64 {got} to ptr")
