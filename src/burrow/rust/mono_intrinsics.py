"""What the compiler does itself: the library's `#[rustc_intrinsic]` functions as machine-stage IR.

In: a call whose function is an intrinsic, its operands lowered.  Out: statements, and the end of the block.  The
names are rustc's (`rustc_hir_analysis::check::intrinsic`); `native` knows its own by `ir.intrinsics`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from burrow.ir import nodes as ir
from burrow.ir import types as m
from burrow.rust import types as ty
from burrow.rust.show import show
from burrow.source import Span, Unsupported

if TYPE_CHECKING:
    from burrow.rust.mono_lower import Lower

U64 = m.U64


class Call:
    """One call of an intrinsic."""

    def __init__(
        self,
        low: Lower,
        d: Any,
        args: ty.Args,
        operands: list[ir.Operand],
        types: list[ty.Ty],
        dest: ir.Place,
        target: int | None,
        unwind: int | None,
        span: Span,
        dest_ty: ty.Ty,
    ) -> None:
        self.low = low
        self.name = d.name
        self.d = d
        self.args = args
        self.o = operands
        self.types = types
        self.dest = dest
        self.target = target
        self.unwind = unwind
        self.span = span
        self.dest_ty = dest_ty

    def set(self, r: ir.Rvalue) -> None:
        """Give the result its value."""
        self.low.assign(self.dest, r)

    def const(self, value: Any, t: m.Ty) -> None:
        self.set(ir.Use(ir.Const(value, t)))

    def done(self) -> None:
        self.low.end(ir.Goto(self.target, self.low.info) if self.target is not None else ir.Unreachable(self.low.info))

    @property
    def t(self) -> Any:
        """The first type argument."""
        return next(a for a in self.args if isinstance(a, ty.Ty))

    def native(
        self, name: str, operands: list[ir.Operand], t: m.Ty, dest: ir.Place | None = None, target: int | None = None
    ) -> None:
        """Call one of native's own; ends the block."""
        low = self.low
        low.end(
            ir.Call(
                ir.Const(ir.Intrinsic(name, (t,)), m.PTR),
                operands,
                dest if dest is not None else self.dest,
                target if target is not None else self.target,
                None,
                low.info,
            )
        )

    def placed(self, i: int) -> ir.Place:
        """Operand `i` as a place."""
        o = self.o[i]
        if not isinstance(o, ir.Const):
            return o.place
        held = self.low.temp_of(self.types[i])
        self.low.assign(ir.Place(held), ir.Use(o))
        return ir.Place(held)


def call(
    low: Lower,
    d: Any,
    args: ty.Args,
    operands: list[ir.Operand],
    types: list[ty.Ty],
    dest: ir.Place,
    target: int | None,
    unwind: int | None,
    span: Span,
    dest_ty: ty.Ty,
) -> None:
    """Lower one call."""
    c = Call(low, d, args, operands, types, dest, target, unwind, span, dest_ty)
    maker = TABLE.get(d.name)
    if maker is not None:
        maker(c)
        return
    base, _, width = d.name.rpartition("_")
    if width == "f32" or width == "f64" or d.name[-3:] in ("f32", "f64"):
        name = FLOATS.get(d.name[:-3].rstrip("_"))
        if name is not None:
            c.native(name, operands, m.Float(int(d.name[-2:])))
            return
    if d.has_body:  # the library says how
        low.call_symbol(low.mono.fn_symbol(d, args), operands, dest, target, unwind)
        return
    raise Unsupported(span, f"the intrinsic `{d.name}`")


FLOATS = {
    "sqrt": "sqrt",
    "floor": "floor",
    "ceil": "ceil",
    "trunc": "trunc",
    "round": "round",
    "round_ties_even": "rint",
    "rint": "rint",
    "nearbyint": "rint",
    "fabs": "fabs",
    "copysign": "copysign",
    "fma": "fma",
    "fmuladd": "fma",
    "sin": "sin",
    "cos": "cos",
    "exp": "exp",
    "exp2": "exp2",
    "log": "log",
    "log2": "log2",
    "log10": "log10",
    "pow": "pow",
    "minnum": "fmin",
    "maxnum": "fmax",
}


# ---- types ----------------------------------------------------------------------------------------------------------


def _size_of(c: Call) -> None:
    c.const(c.low.mono.layouts.of(c.t).size, U64)
    c.done()


def _align_of(c: Call) -> None:
    c.const(c.low.mono.layouts.of(c.t).align, U64)
    c.done()


def _of_val(c: Call) -> None:
    layouts = c.low.mono.layouts
    if layouts.is_sized(c.t):
        layout = layouts.of(c.t)
        c.const(layout.size if c.name == "size_of_val" else layout.align, U64)
        c.done()
    else:
        c.native(c.name.replace("min_align_of_val", "align_of_val"), c.o, c.low.machine(c.t))


def _needs_drop(c: Call) -> None:
    c.const(c.low.mono.cx.needs_drop(c.t), m.BOOL)
    c.done()


def _type_name(c: Call) -> None:
    c.set(ir.Use(ir.Const(show(c.t, True).encode(), c.low.machine(c.dest_ty))))
    c.done()


def _type_id(c: Call) -> None:
    from burrow.cache import digest

    word = int(digest(type_key(c.t))[:32], 16)
    size = c.low.mono.layouts.of(c.dest_ty).size
    held = c.low.temp(m.U128)
    c.low.assign(ir.Place(held), ir.Use(ir.Const(word & ((1 << (8 * size)) - 1), m.U128)))
    _bits(c, ir.Place(held), m.U128)
    c.done()


def type_key(t: ty.Ty) -> str:
    """A text that is equal exactly for equal types."""
    return show(t, True) + "".join(
        f"@{x.def_.crate.name}.{x.def_.index}" for x in ty.walk(t) if isinstance(x, (ty.Adt, ty.Closure))
    )


def _bits(c: Call, source: ir.Place, have: m.Ty) -> None:
    """Reinterpret what is at `source` as the result."""
    want = c.low.machine(c.dest_ty)
    if isinstance(have, (m.Int, m.Float, m.Bool)) and isinstance(want, (m.Int, m.Float, m.Bool)):
        c.set(ir.Cast("bits", ir.Copy(source), want))
        return
    p = c.low.temp(m.Ptr(want))
    raw = c.low.temp(m.PTR)
    c.low.assign(ir.Place(raw), ir.AddressOf(source))
    c.low.assign(ir.Place(p), ir.Cast("ptr", ir.Copy(ir.Place(raw)), m.Ptr(want)))
    c.set(ir.Use(ir.Copy(ir.Place(p).deref())))


def _discriminant(c: Call) -> None:
    t = c.t
    if isinstance(t, ty.Adt) and t.def_.is_enum:
        place = c.placed(0).deref()
        enum = c.low.machine(t)
        assert isinstance(enum, m.Enum)
        want = c.low.machine(c.dest_ty)
        if want == enum.discriminant_ty:
            c.set(ir.Discriminant(place))
        else:
            held = c.low.temp(enum.discriminant_ty)
            c.low.assign(ir.Place(held), ir.Discriminant(place))
            c.set(ir.Cast("int", ir.Copy(ir.Place(held)), want))
    else:
        c.const(0, c.low.machine(c.dest_ty))
    c.done()


# ---- values ---------------------------------------------------------------------------------------------------------


def _transmute(c: Call) -> None:
    have, want = c.low.machine(c.types[0]), c.low.machine(c.dest_ty)
    if c.low.mono.layouts.of(c.types[0]).size != c.low.mono.layouts.of(c.dest_ty).size:
        raise Unsupported(c.span, "a transmute between types of different sizes")
    if have is want:
        c.set(ir.Use(c.o[0]))
    elif c.low.mono.layouts.of(c.dest_ty).zst:
        pass
    else:
        _bits(c, c.placed(0), have)
    c.done()


def _forget(c: Call) -> None:
    c.set(ir.Aggregate(m.UNIT, []))
    c.done()


def _black_box(c: Call) -> None:
    c.native("black_box", c.o, c.low.machine(c.t))


def _read(c: Call) -> None:
    c.set(ir.Use(ir.Copy(c.placed(0).deref())))
    c.done()


def _write(c: Call) -> None:
    c.low.assign(c.placed(0).deref(), ir.Use(c.o[1]))
    c.done()


def _caller(c: Call) -> None:
    c.set(ir.Use(c.low.location(c.span)))
    c.done()


def _abort(c: Call) -> None:
    c.low.end(
        ir.Call(ir.Const(ir.FnRef("runtime.abort"), m.FnPtr((), m.UNIT)), [], c.dest, None, None, c.low.info)
        if False
        else ir.Call(ir.Const(ir.Intrinsic("trap"), m.PTR), [], c.dest, None, None, c.low.info)
    )


def _unreachable(c: Call) -> None:
    c.low.end(ir.Unreachable(c.low.info))


def _catch(c: Call) -> None:
    from burrow.rust.mono import Instance

    c.low.call_symbol(c.low.mono.symbol(Instance("catch")), c.o, c.dest, c.target, c.unwind)


# ---- pointers -------------------------------------------------------------------------------------------------------


def _offset(c: Call) -> None:
    count = c.o[1]
    t = c.types[0]
    if isinstance(t, ty.RawPtr) and c.low.mono.layouts.of(t.ty).size == 0:
        c.set(ir.Use(c.o[0]))
    else:
        c.set(ir.Binary("offset" if c.name == "offset" else "wrapping_offset", c.o[0], count))
    c.done()


def _offset_from(c: Call) -> None:
    low = c.low
    a, b, d = (low.temp(m.I64) for _ in range(3))
    low.assign(ir.Place(a), ir.Cast("ptr_int", c.o[0], m.I64))
    low.assign(ir.Place(b), ir.Cast("ptr_int", c.o[1], m.I64))
    low.assign(ir.Place(d), ir.Binary("sub", ir.Copy(ir.Place(a)), ir.Copy(ir.Place(b))))
    size = max(low.mono.layouts.of(c.t).size, 1)
    want = low.machine(c.dest_ty)
    q = low.temp(m.I64)
    low.assign(ir.Place(q), ir.Binary("div", ir.Copy(ir.Place(d)), ir.Const(size, m.I64)))
    c.set(ir.Cast("int", ir.Copy(ir.Place(q)), want))
    c.done()


def _metadata(c: Call) -> None:
    low = c.low
    t = c.t
    tail = low.mono.layouts.tail(t)
    if tail is None:
        c.done()
        return
    if isinstance(tail, ty.Dynamic):
        held = low.temp(m.PTR)
        after = low.new_block()
        low.end(
            ir.Call(
                ir.Const(ir.Intrinsic("vtable", (m.Dyn(),)), m.PTR), [c.o[0]], ir.Place(held), after, None, low.info
            )
        )
        low.at = after
        _bits(c, ir.Place(held), m.PTR)
    else:
        slice_ = m.Ptr(m.Slice(m.U8))
        p = low.temp(slice_)
        low.assign(ir.Place(p), ir.Cast("ptr", c.o[0], slice_))
        c.set(ir.Len(ir.Place(p).deref()))
    c.done()


def _aggregate(c: Call) -> None:
    want = c.low.machine(c.dest_ty)
    assert isinstance(want, m.Ptr)
    if want.wide:
        meta = c.o[1]
        inner = c.low.operand_type  # the metadata of a dyn is a struct around its vtable's address
        del inner
        mt = c.low.machine(c.types[1])
        if isinstance(mt, m.Struct):
            held = c.low.temp(m.PTR)
            p = c.low.temp(m.Ptr(m.PTR))
            raw = c.low.temp(m.PTR)
            c.low.assign(ir.Place(raw), ir.AddressOf(c.placed(1)))
            c.low.assign(ir.Place(p), ir.Cast("ptr", ir.Copy(ir.Place(raw)), m.Ptr(m.PTR)))
            c.low.assign(ir.Place(held), ir.Use(ir.Copy(ir.Place(p).deref())))
            meta = ir.Copy(ir.Place(held))
        thin = c.low.temp(m.PTR)
        c.low.assign(ir.Place(thin), ir.Cast("ptr", c.o[0], m.PTR))
        c.set(ir.Aggregate(want, [ir.Copy(ir.Place(thin)), meta]))
    else:
        c.set(ir.Cast("ptr", c.o[0], want))
    c.done()


def _copy(c: Call) -> None:
    low = c.low
    if low.mono.layouts.of(c.t).size:
        low.push(ir.CopyMem(c.o[1], c.o[0], c.o[2], low.machine(c.t), c.name == "copy", low.info))
    c.done()


def _scaled(c: Call, count: ir.Operand) -> ir.Operand:
    """`count` elements in bytes."""
    size = c.low.mono.layouts.of(c.t).size
    held = c.low.temp(U64)
    c.low.assign(ir.Place(held), ir.Binary("mul", count, ir.Const(size, U64)))
    return ir.Copy(ir.Place(held))


def _write_bytes(c: Call) -> None:
    c.native("memset", [c.o[0], c.o[1], _scaled(c, c.o[2])], m.U8)


def _compare_bytes(c: Call) -> None:
    c.native("memcmp", c.o, m.U8)


def _volatile(c: Call) -> None:
    c.native(c.name, c.o, c.low.machine(c.t))


# ---- numbers --------------------------------------------------------------------------------------------------------


def _count(c: Call) -> None:
    """A count of bits, which the library wants as u32."""
    t = c.low.machine(c.t)
    name = c.name.replace("_nonzero", "")
    want = c.low.machine(c.dest_ty)
    if t == want:
        c.native(name, c.o, t)
        return
    held = c.low.temp(t)
    after = c.low.new_block()
    c.native(name, c.o, t, ir.Place(held), after)
    c.low.at = after
    c.set(ir.Cast("int", ir.Copy(ir.Place(held)), want))
    c.done()


def _same(c: Call) -> None:
    c.native(c.name, c.o, c.low.machine(c.t))


def _rotate(c: Call) -> None:
    t = c.low.machine(c.t)
    n = c.low.temp(t)
    c.low.assign(ir.Place(n), ir.Cast("int", c.o[1], t))
    c.native(c.name, [c.o[0], ir.Copy(ir.Place(n))], t)


def _with_overflow(c: Call) -> None:
    c.low.checked(c.dest, c.name.split("_")[0], c.o[0], c.o[1], c.types[0])
    c.done()


def _wrapping(op: str) -> Callable[[Call], None]:
    def make(c: Call) -> None:
        c.set(ir.Binary(op, c.o[0], c.o[1]))
        c.done()

    return make


def _saturating(c: Call) -> None:
    c.native("add_sat" if c.name == "saturating_add" else "sub_sat", c.o, c.low.machine(c.t))


def _float_to_int(c: Call) -> None:
    c.set(ir.Cast("float_int", c.o[0], c.low.machine(c.dest_ty)))
    c.done()


# ---- atomics --------------------------------------------------------------------------------------------------------


def _atomic(name: str) -> Callable[[Call], None]:
    def make(c: Call) -> None:
        c.native(name, c.o, c.low.machine(c.t))

    return make


def _minmax(name: str) -> Callable[[Call], None]:
    def make(c: Call) -> None:
        c.native(name, c.o, c.low.machine(c.t))

    return make


def _likely(c: Call) -> None:
    c.native(c.name, c.o, m.BOOL)


def _nop(c: Call) -> None:
    c.done()


def _vtable_part(index: int) -> Callable[[Call], None]:
    def make(c: Call) -> None:
        p = c.low.temp(m.Ptr(U64))
        q = c.low.temp(m.Ptr(U64))
        c.low.assign(ir.Place(p), ir.Cast("ptr", c.o[0], m.Ptr(U64)))
        c.low.assign(ir.Place(q), ir.Binary("offset", ir.Copy(ir.Place(p)), ir.Const(index, U64)))
        c.set(ir.Use(ir.Copy(ir.Place(q).deref())))
        c.done()

    return make


TABLE: dict[str, Callable[[Call], None]] = {
    "size_of": _size_of,
    "align_of": _align_of,
    "min_align_of": _align_of,
    "pref_align_of": _align_of,
    "size_of_val": _of_val,
    "align_of_val": _of_val,
    "min_align_of_val": _of_val,
    "needs_drop": _needs_drop,
    "type_name": _type_name,
    "type_id": _type_id,
    "discriminant_value": _discriminant,
    "transmute": _transmute,
    "transmute_unchecked": _transmute,
    "forget": _forget,
    "black_box": _black_box,
    "read_via_copy": _read,
    "write_via_move": _write,
    "caller_location": _caller,
    "abort": _abort,
    "unreachable": _unreachable,
    "catch_unwind": _catch,
    "offset": _offset,
    "arith_offset": _offset,
    "ptr_offset_from": _offset_from,
    "ptr_offset_from_unsigned": _offset_from,
    "ptr_metadata": _metadata,
    "aggregate_raw_ptr": _aggregate,
    "copy": _copy,
    "copy_nonoverlapping": _copy,
    "write_bytes": _write_bytes,
    "compare_bytes": _compare_bytes,
    "volatile_load": _volatile,
    "volatile_store": _volatile,
    "ctpop": _count,
    "ctlz": _count,
    "cttz": _count,
    "ctlz_nonzero": _count,
    "cttz_nonzero": _count,
    "bswap": _same,
    "bitreverse": _same,
    "rotate_left": _rotate,
    "rotate_right": _rotate,
    "add_with_overflow": _with_overflow,
    "sub_with_overflow": _with_overflow,
    "mul_with_overflow": _with_overflow,
    "wrapping_add": _wrapping("add"),
    "wrapping_sub": _wrapping("sub"),
    "wrapping_mul": _wrapping("mul"),
    "unchecked_add": _wrapping("add"),
    "unchecked_sub": _wrapping("sub"),
    "unchecked_mul": _wrapping("mul"),
    "unchecked_div": _wrapping("div"),
    "unchecked_rem": _wrapping("rem"),
    "exact_div": _wrapping("div"),
    "unchecked_shl": _wrapping("shl"),
    "unchecked_shr": _wrapping("shr"),
    "saturating_add": _saturating,
    "saturating_sub": _saturating,
    "float_to_int_unchecked": _float_to_int,
    "atomic_load": _atomic("atomic_load"),
    "atomic_store": _atomic("atomic_store"),
    "atomic_xchg": _atomic("atomic_swap"),
    "atomic_cxchg": _atomic("atomic_cas"),
    "atomic_cxchgweak": _atomic("atomic_cas"),
    "atomic_xadd": _atomic("atomic_add"),
    "atomic_xsub": _atomic("atomic_sub"),
    "atomic_and": _atomic("atomic_and"),
    "atomic_or": _atomic("atomic_or"),
    "atomic_xor": _atomic("atomic_xor"),
    "atomic_nand": _atomic("atomic_nand"),
    "atomic_max": _minmax("atomic_max"),
    "atomic_min": _minmax("atomic_min"),
    "atomic_umax": _minmax("atomic_max"),
    "atomic_umin": _minmax("atomic_min"),
    "atomic_fence": _atomic("fence"),
    "likely": _likely,
    "unlikely": _likely,
    "assume": _nop,
    "assert_inhabited": _nop,
    "vtable_size": _vtable_part(1),
    "vtable_align": _vtable_part(2),
}
