"""Expressions: operands and places.

`expr` gives the value of an expression, `place` the place of an addressable one, `value` a value converted to where
it goes. The order of evaluation is the specification's: calls, receives and binary logical operators from left to
right; a variable is read when its value is used.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import (
    Aggregate,
    Binary,
    Const,
    Copy,
    Operand,
    Place,
    Unary,
    Use,
    const_index,
    index,
)


def expr(f: Function, x: s.Expr) -> Operand:
    """The value of `x`."""
    if x.mode == s.CONST and x.const is not None:
        return constant(f, x.const, f.type(x))
    return _EXPR[x.__class__](f, x)


def value(f: Function, x: s.Expr, target: g.Type) -> Operand:
    """The value of `x`, converted to `target` as an assignment does."""
    from burrow.go.lower.convert import implicit

    if x.mode == s.NIL or (isinstance(x.type, g.Basic) and x.type.kind == "untyped nil"):
        return f.zero(target)
    have = f.type(x)
    if have is target or not m.is_interface(target):
        return retype(f, expr(f, x), have, target)
    return implicit(f, expr(f, x), have, target, x)


def retype(f: Function, o: Operand, have: g.Type, target: g.Type) -> Operand:
    """A change of name: nothing, unless the machine types are different objects."""
    if have is target:
        return o
    want = f.mt(target)
    got = f.op_ty(o)
    if got is want or got == want or not isinstance(want, (t.Struct, t.Array)):
        return o
    if isinstance(o, Const) and o.value is None:
        return Const(None, want)
    if isinstance(got, t.Struct) and isinstance(want, t.Struct) and got.name == want.name:
        return o
    return f.cast("bits", o, want)


def constant(f: Function, v: Any, ty: g.Type) -> Operand:
    """A constant of type `ty`."""
    mt = f.mt(ty)
    if isinstance(v, bool):
        return Const(v, t.BOOL)
    if isinstance(v, bytes):
        return Const(v, m.STRING)
    if mt is m.COMPLEX128 or mt is m.COMPLEX64:
        part = t.F64 if mt is m.COMPLEX128 else t.F32
        re, im = (v.re, v.im) if hasattr(v, "re") else (v, 0)
        return f.temp(mt, Aggregate(mt, [Const(to_float(re), part), Const(to_float(im), part)]))
    if isinstance(mt, t.Float):
        return Const(to_float(v.re if hasattr(v, "re") else v), mt)
    if isinstance(mt, t.Int):
        return Const(int(v.re if hasattr(v, "re") else v), mt)
    if isinstance(mt, t.Ptr):
        return Const(int(v), mt)
    raise AssertionError(f"constant {v!r} of {ty}")


def to_float(v: int | Fraction) -> float:
    """The nearest double."""
    try:
        return float(v)
    except OverflowError:
        return float("inf") if v > 0 else float("-inf")


# ---------------------------------------------------------------------------------------------------------------------
# Places


def place(f: Function, x: s.Expr) -> Place:
    """The place of an addressable expression, or of a temporary that holds the value of another."""
    cls = x.__class__
    if cls is s.Paren:
        return place(f, x.x)  # type: ignore[attr-defined]
    if cls is s.Ident and isinstance(x.obj, g.Var):  # type: ignore[attr-defined]
        return f.variable(x.obj, x.pos)  # type: ignore[attr-defined]
    if cls is s.Star:
        f.at(x.pos)
        ptr = expr(f, x.x)  # type: ignore[attr-defined]
        return pointee(f, ptr, f.type(x))
    if cls is s.Selector:
        return selector_place(f, x)  # type: ignore[arg-type]
    if cls is s.Index and not x.generic:  # type: ignore[attr-defined]
        return index_place(f, x)  # type: ignore[arg-type]
    return f.place_of(expr(f, x))


def stable(f: Function, o: Operand) -> Operand:
    """A pointer operand that nobody changes: a variable whose address is known to others is copied."""
    if isinstance(o, Copy) and o.place.proj:
        return f.temp(f.op_ty(o), Use(o))
    return o


def pointee(f: Function, ptr: Operand, elem: g.Type) -> Place:
    """What a pointer points to, after a check for nil."""
    ptr = stable(f, ptr)
    to = f.mt(elem)
    where = f.deref(ptr, to)
    if where.proj:  # else it is memory of this frame
        f.nil_check(Copy(Place(where.local)))
    return where


def selector_place(f: Function, x: s.Selector) -> Place:
    """`x.f`, through embedded fields."""
    sel = x.selection
    if sel is None:
        if isinstance(x.sel.obj, g.Var):
            return f.variable(x.sel.obj, x.pos)
        return f.place_of(expr(f, x))
    if sel.kind != s.FIELD:
        return f.place_of(expr(f, x))
    base = f.type(x.x)
    where = (
        place(f, x.x)
        if x.x.mode != s.VALUE or not isinstance(base.underlying, g.Pointer)
        else f.place_of(expr(f, x.x))
    )
    f.at(x.pos)
    return walk(f, where, base, sel.path)[0]


def walk(f: Function, where: Place, ty: g.Type, path: tuple[int, ...]) -> tuple[Place, g.Type]:
    """Follow field indices from a place of type `ty`; pointers on the way are followed first."""
    for i in path:
        u = ty.underlying
        if isinstance(u, g.Pointer):
            where = pointee(f, Copy(where), u.elem)
            u = u.elem.underlying
        assert isinstance(u, g.Struct), (ty, f.symbol)
        where = where.field(i)
        ty = u.fields[i].type
    return where, ty


def core(ty: g.Type) -> g.Type:
    return ty.underlying


def index_place(f: Function, x: s.Index) -> Place:
    """`a[i]` of an array, a pointer to one, a slice or a string."""
    base = f.type(x.x)
    u = base.underlying
    if isinstance(u, g.Map):
        return f.place_of(expr(f, x))
    if isinstance(u, g.Pointer):
        ptr = stable(f, expr(f, x.x))
        i = index_value(f, x.indices[0])
        f.at(x.pos)
        where = pointee(f, ptr, u.elem)
        array = u.elem.underlying
        assert isinstance(array, g.Array)
        return array_element(f, where, i, array.len)
    if isinstance(u, g.Array):
        where = place(f, x.x)
        i = index_value(f, x.indices[0])
        f.at(x.pos)
        return array_element(f, where, i, u.len)
    held = expr(f, x.x)
    if isinstance(held, Copy) and held.place.proj and not isinstance(x.indices[0], (s.Ident, s.BasicLit)):
        held = f.keep(held)
    i = index_value(f, x.indices[0])
    f.at(x.pos)
    check_index(f, i, f.field(held, 1))
    elem = t.U8 if m.is_string(base) else f.mt(u.elem)  # type: ignore[attr-defined]
    at = f.offset(f.field(held, 0), i, elem)
    assert isinstance(at, Copy)
    return at.place.deref()


def index_value(f: Function, x: s.Expr) -> Operand:
    """An index as a 64-bit integer; its type keeps the signedness."""
    o = expr(f, x)
    ty = f.op_ty(o)
    assert isinstance(ty, t.Int), (ty, f.symbol)
    if isinstance(o, Const):
        return Const(o.value, t.I64)
    if ty.bits == 64:
        return f.keep(o) if not isinstance(o, Copy) or o.place.proj else o
    return f.cast("int", o, t.I64)


def array_element(f: Function, where: Place, i: Operand, length: int) -> Place:
    if isinstance(i, Const) and 0 <= i.value < length:
        return where.then(const_index(i.value, length))
    check_index(f, i, f.num(length))
    held = f.place_of(i)
    return where.then(index((held if not held.proj else f.place_of(f.keep(i))).local))


def check_index(f: Function, i: Operand, length: Operand) -> None:
    """Panic unless 0 <= i < length."""
    signed = f.op_ty(i) == t.I64
    ok = f.binary("lt", unsigned(f, i), unsigned(f, length))
    good, bad = f.block(), f.block()
    f.branch(ok, good, bad)
    f.enter(bad)
    f.rt("panicIndex" if signed else "panicIndexU", as_int(f, i), length)
    f.enter(good)


def unsigned(f: Function, o: Operand) -> Operand:
    """A 64-bit integer, to be compared without its sign."""
    ty = f.op_ty(o)
    if ty == t.U64:
        return o
    if isinstance(o, Const):
        return Const(o.value, t.U64)
    return f.cast("int", o, t.U64)


def as_int(f: Function, o: Operand) -> Operand:
    ty = f.op_ty(o)
    if ty == t.I64:
        return o
    if isinstance(o, Const):
        return Const(o.value, t.I64)
    return f.cast("int", o, t.I64)


# ---------------------------------------------------------------------------------------------------------------------
# Expressions


def _paren(f: Function, x: s.Paren) -> Operand:
    return expr(f, x.x)


def _ident(f: Function, x: s.Ident) -> Operand:
    obj = x.obj
    if isinstance(obj, g.Var):
        return Copy(f.variable(obj, x.pos))
    if isinstance(obj, g.Func):
        return f.u.func_value(function_symbol(f, x))
    if isinstance(obj, g.Nil) or x.mode == s.NIL:
        return f.zero(f.type(x))
    raise f.unsupported(x.pos, f"the name {x.name} here")


def function_symbol(f: Function, x: s.Ident) -> str:
    """The function that an identifier names, instantiated; body-less ones that are operations get a body of their
    own.
    """
    obj = x.obj
    assert isinstance(obj, g.Func)
    name = f.u.intrinsic(obj)
    if name is not None:
        from burrow.go.lower.wrappers import intrinsic_function

        return intrinsic_function(f.u, obj, name)
    return f.u.function(obj, [f.subst(a) for a in x.targs] if x.targs else None)


def _selector(f: Function, x: s.Selector) -> Operand:
    sel = x.selection
    if sel is None:
        if isinstance(x.sel.obj, g.Var):
            return Copy(f.variable(x.sel.obj, x.pos))
        return _ident(f, x.sel)
    if sel.kind == s.FIELD:
        return Copy(selector_place(f, x))
    from burrow.go.lower import calls

    return calls.method_value(f, x)


def _index(f: Function, x: s.Index) -> Operand:
    if x.generic:
        inner = s.unparen(x.x)
        return expr(f, inner)
    if isinstance(f.type(x.x).underlying, g.Map):
        from burrow.go.lower import maps

        return maps.lookup(f, x)
    base = f.type(x.x)
    u = base.underlying
    if isinstance(u, g.Basic) and isinstance(x.x.const, bytes) and x.x.mode == s.CONST:
        pass
    return Copy(index_place(f, x))


def _star(f: Function, x: s.Star) -> Operand:
    return Copy(place(f, x))


def _unary(f: Function, x: s.Unary) -> Operand:
    op = x.op
    if op == "&":
        return address_of(f, x)
    if op == "<-":
        from burrow.go.lower import channels

        return channels.receive(f, x)
    o = expr(f, x.x)
    f.at(x.pos)
    ty = f.op_ty(o)
    if op == "+":
        return o
    if op == "!":
        return f.temp(t.BOOL, Unary("not", o))
    if op == "^":
        return f.temp(ty, Unary("not", o))
    if isinstance(ty, t.Struct):
        part = ty.fields[0].ty
        return f.temp(ty, Aggregate(ty, [f.temp(part, Unary("neg", f.field(o, i))) for i in (0, 1)]))
    return f.temp(ty, Unary("neg", o))


def address_of(f: Function, x: s.Unary) -> Operand:
    """`&v` and `&T{…}`."""
    inner = s.unparen(x.x)
    if isinstance(inner, s.CompositeLit):
        from burrow.go.lower import composite

        return composite.pointer_to(f, inner, f.type(inner), x)
    where = place(f, inner)
    f.at(x.pos)
    return f.address(where)


OPS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "%": "rem",
    "&": "and",
    "|": "or",
    "^": "xor",
    "<<": "shl",
    ">>": "shr",
    "==": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
}


def _binary(f: Function, x: s.Binary) -> Operand:
    op = x.op
    if op in ("&&", "||"):
        return _logical(f, x)
    if op in ("==", "!="):
        from burrow.go.lower import compare

        return compare.equality(f, x)
    if op in ("<<", ">>"):
        return shift(f, op, expr(f, x.x), x.y, f.type(x), x.pos)
    ty = f.type(x.x)
    if op == "+" and m.is_string(ty):
        from burrow.go.lower import strings

        return strings.concat(f, x)
    a = expr(f, x.x)
    if not isinstance(a, Const) and has_call(x.y):
        a = f.keep(a)
    b = expr(f, x.y)
    f.at(x.pos)
    return arithmetic(f, op, a, b, ty, x.y.const is not None)


def has_call(x: s.Expr) -> bool:
    """Whether evaluating `x` may change variables."""
    cls = x.__class__
    if x.const is not None or cls is s.Ident or cls is s.BasicLit:
        return False
    if cls in (s.Paren, s.Star):
        return has_call(x.x)  # type: ignore[attr-defined]
    if cls is s.Unary:
        return x.op == "<-" or has_call(x.x)  # type: ignore[attr-defined]
    if cls is s.Selector:
        return has_call(x.x)  # type: ignore[attr-defined]
    if cls is s.Binary:
        return has_call(x.x) or has_call(x.y)  # type: ignore[attr-defined]
    if cls is s.Index:
        return has_call(x.x) or any(has_call(i) for i in x.indices)  # type: ignore[attr-defined]
    if cls is s.FuncLit:
        return False
    if cls is s.Call and x.kind == s.CONVERSION:  # type: ignore[attr-defined]
        return has_call(x.args[0])  # type: ignore[attr-defined]
    return True


def arithmetic(f: Function, op: str, a: Operand, b: Operand, ty: g.Type, right_const: bool = False) -> Operand:
    """`a op b` of operands of type `ty`, with the checks of the language."""
    mt = f.mt(ty)
    word = OPS.get(op)
    if m.is_string(ty):
        from burrow.go.lower import strings

        if op == "+":
            return f.rt("concatstring2", Const(None, t.PTR), a, b)
        return strings.ordered(f, op, a, b)
    if m.is_complex(ty):
        from burrow.go.lower import complexes

        return complexes.arithmetic(f, op, a, b, mt)
    if op == "&^":
        return f.binary("and", a, f.temp(mt, Unary("not", b)))
    assert word is not None, op
    if word in ("div", "rem") and isinstance(mt, t.Int):
        if isinstance(b, Const):
            if b.value == 0:
                f.rt("panicdivide")
                f.enter(f.block())
                return Const(0, mt)
        else:
            b = f.keep(b)
            f.unless(f.binary("ne", b, Const(0, mt)), "panicdivide")
    return f.binary(word, a, b)


def shift(f: Function, op: str, a: Operand, y: s.Expr, ty: g.Type, pos: int) -> Operand:
    """`a << y`: a count of the width or more gives 0 (or the sign), a negative one panics."""
    mt = f.mt(ty)
    assert isinstance(mt, t.Int)
    word = OPS[op]
    if y.const is not None:
        n = int(y.const)  # type: ignore[arg-type]
        if n >= mt.bits:
            if op == "<<" or not mt.signed:
                return Const(0, mt)
            n = mt.bits - 1
        f.at(pos)
        return f.binary(word, a, Const(n, mt))
    if not isinstance(a, Const):
        a = f.keep(a)
    count = f.keep(expr(f, y))
    f.at(pos)
    return shift_by(f, word, a, count, mt)


def shift_by(f: Function, word: str, a: Operand, count: Operand, mt: t.Int) -> Operand:
    ct = f.op_ty(count)
    assert isinstance(ct, t.Int)
    if ct.signed:
        f.unless(f.binary("ge", count, Const(0, ct)), "panicshift")
    wide = f.cast("int", count, t.U64) if ct != t.U64 else count
    small = f.binary("lt", wide, Const(mt.bits, t.U64))
    p = Place(f.local(mt))
    yes, no, after = f.block(), f.block(), f.block()
    f.branch(small, yes, no)
    f.enter(yes)
    f.assign(p, Binary(word, a, f.cast("int", count, mt) if ct.bits != mt.bits else retyped(f, count, mt)))
    f.goto(after)
    f.enter(no)
    if word == "shr" and mt.signed:
        f.assign(p, Binary("shr", a, Const(mt.bits - 1, mt)))
    else:
        f.store(p, Const(0, mt))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def retyped(f: Function, o: Operand, ty: t.Ty) -> Operand:
    return o if f.op_ty(o) == ty else f.cast("int", o, ty)


def _logical(f: Function, x: s.Binary) -> Operand:
    p = Place(f.local(t.BOOL))
    rest, short, after = f.block(), f.block(), f.block()
    left = expr(f, x.x)
    f.branch(left, rest, short) if x.op == "&&" else f.branch(left, short, rest)
    saved = set(f.checked)
    f.enter(rest)
    f.store(p, expr(f, x.y))
    f.goto(after)
    f.checked = saved
    f.enter(short)
    f.store(p, Const(x.op == "||", t.BOOL))
    f.goto(after)
    f.enter(after)
    return Copy(p)


def condition(f: Function, x: s.Expr, yes: int, no: int) -> None:
    """Branch on `x` without making a value of it."""
    x = s.unparen(x)
    if x.const is None:
        if isinstance(x, s.Unary) and x.op == "!":
            condition(f, x.x, no, yes)
            return
        if isinstance(x, s.Binary) and x.op in ("&&", "||"):
            rest = f.block()
            if x.op == "&&":
                condition(f, x.x, rest, no)
            else:
                condition(f, x.x, yes, rest)
            saved = set(f.checked)
            f.enter(rest)
            condition(f, x.y, yes, no)
            f.checked = saved
            return
    f.branch(expr(f, x), yes, no)


def _call(f: Function, x: s.Call) -> Operand:
    from burrow.go.lower import builtins, calls, convert

    if x.kind == s.CONVERSION:
        return convert.conversion(f, x)
    if x.kind == s.BUILTIN_CALL:
        return builtins.call(f, x)
    return calls.call(f, x)


def _composite(f: Function, x: s.CompositeLit) -> Operand:
    from burrow.go.lower import composite

    return composite.literal(f, x)


def _funclit(f: Function, x: s.FuncLit) -> Operand:
    from burrow.go.lower import closures

    return closures.closure(f, x)


def _slice(f: Function, x: s.SliceExpr) -> Operand:
    from burrow.go.lower import slices

    return slices.slice_expr(f, x)


def _assertion(f: Function, x: s.TypeAssert) -> Operand:
    from burrow.go.lower import assertions

    return assertions.assertion(f, x)


_EXPR: dict[type, Callable[[Function, Any], Operand]] = {
    s.Paren: _paren,
    s.Ident: _ident,
    s.Selector: _selector,
    s.Index: _index,
    s.Star: _star,
    s.Unary: _unary,
    s.Binary: _binary,
    s.Call: _call,
    s.CompositeLit: _composite,
    s.FuncLit: _funclit,
    s.SliceExpr: _slice,
    s.TypeAssert: _assertion,
}
