"""Calls: what is called, the receiver, arguments and their packing, method values.

A call is prepared (everything that it needs is evaluated) and then emitted; `go` and `defer` emit later, in a thunk.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower import methods
from burrow.go.lower.convert import ITAB, implicit
from burrow.go.lower.expr import expr, function_symbol, place, stable, value, walk
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Copy, FnRef, Intrinsic, Operand, Place, Use, const_index


@dataclass(slots=True)
class Prepared:
    """A call whose parts have been evaluated: `callee` is a symbol, an intrinsic's name, or None where `target` is a
    func value or (with `slot`) the method table of an interface.
    """

    ret: t.Ty
    args: list[Operand] = field(default_factory=list)
    symbol: str = ""
    intrinsic: str = ""
    target: Operand | None = None
    slot: int = -1
    context: Operand | None = None  # of a closure that is called by its symbol
    may_recover: bool = True


def call(f: Function, x: s.Call) -> Operand:
    """The value of a call (a tuple where the function has several results)."""
    return emit(f, prepare(f, x), x.pos)


def prepare(f: Function, x: s.Call) -> Prepared:
    """Evaluate the function, the receiver and the arguments."""
    fun = s.unparen(x.fun)
    sig = f.type(x.fun).underlying
    if isinstance(sig, g.Interface):  # a type parameter whose types are all functions
        sig = core_signature(f, x)
    assert isinstance(sig, g.Signature), (sig, f.symbol)
    p = Prepared(f.u.machine.results([r.type for r in sig.results]))
    while isinstance(fun, s.Index) and fun.generic:
        fun = s.unparen(fun.x)
    if isinstance(fun, s.Ident) and isinstance(fun.obj, g.Func):
        _static(f, p, fun)
    elif isinstance(fun, s.Selector) and fun.selection is None and isinstance(fun.sel.obj, g.Func):
        _static(f, p, fun.sel)
    elif (
        isinstance(fun, s.Selector)
        and fun.selection is not None
        and fun.selection.kind in (s.METHOD, s.INTERFACE_METHOD)
    ):
        method_target(f, p, fun)
    elif isinstance(fun, s.FuncLit):
        from burrow.go.lower import closures

        p.context = closures.closure(f, fun)
        p.symbol = f.closure_symbols[fun]
    else:
        p.target = f.keep(expr(f, fun))
    p.args += arguments(f, x, sig)
    return p


def core_signature(f: Function, x: s.Call) -> g.Signature:
    raise f.unsupported(x.pos, "a call through a type parameter")


def _static(f: Function, p: Prepared, name: s.Ident) -> None:
    obj = name.obj
    assert isinstance(obj, g.Func)
    op = f.u.intrinsic(obj)
    if op is not None:
        p.intrinsic = op
    else:
        p.symbol = function_symbol(f, name)


def method_target(f: Function, p: Prepared, x: s.Selector) -> None:
    """`v.m` that is called: the code and the receiver."""
    sel = x.selection
    assert sel is not None
    recv_ty = f.type(x.x)
    method = resolve(f, sel, recv_ty)
    where, holder = receiver_place(f, x, recv_ty, method)
    f.at(x.pos)
    bind(f, p, where, holder, method.func)


def resolve(f: Function, sel: s.Selection, recv_ty: g.Type) -> methods.Method:
    """The method of a selection, in this instance."""
    obj = sel.obj
    assert isinstance(obj, g.Func)
    if not f.env:
        return methods.Method(obj.name, obj.unique_name, obj, sel.path, recv_ty, obj.recv_ptr)
    return find_method(recv_ty, obj.unique_name, f)


def find_method(ty: g.Type, unique: str, f: Function) -> methods.Method:
    """A method by name, also one with a pointer receiver of an addressable value."""
    wide = ty if isinstance(ty.underlying, g.Interface) or isinstance(ty, g.Pointer) else g.Pointer(ty)
    for x in methods.method_set(wide):
        if x.unique == unique:
            return x
    raise AssertionError(f"{f.symbol}: {ty} has no method {unique}")


def receiver_place(f: Function, x: s.Selector, recv_ty: g.Type, method: methods.Method) -> tuple[Place, g.Type]:
    where = place(f, x.x)
    if where.proj and where.proj[-1].kind != "deref" and not method.path and x.x.mode != s.VAR:
        where = f.place_of(f.keep(Copy(where)))
    return walk(f, where, recv_ty, method.path)


def bind(f: Function, p: Prepared, where: Place, holder: g.Type, func: g.Func) -> None:
    """Put the code of `func` and the receiver (from the value of type `holder` at `where`) into `p`."""
    under = holder.underlying
    if isinstance(under, g.Interface):
        order = methods.interface_order(under)
        p.slot = next(i for i, q in enumerate(order) if q.unique_name == func.unique_name)
        iface = f.keep(Copy(where))
        p.target = f.temp(t.Ptr(ITAB), Use(f.field(iface, 0)))
        p.args.append(f.field(iface, 1))
        return
    base, is_ptr = methods.deref(holder)
    p.symbol = f.u.function(func, None, list(base.targs) if isinstance(base, g.Named) else None)
    if func.recv_ptr:
        p.args.append(stable_copy(f, Copy(where)) if is_ptr else f.address(where))
    elif is_ptr:
        from burrow.go.lower.expr import pointee

        p.args.append(Copy(pointee(f, Copy(where), base)))
    else:
        p.args.append(Copy(where))


def stable_copy(f: Function, o: Operand) -> Operand:
    return stable(f, o)


def emit(f: Function, p: Prepared, pos: int) -> Operand:
    """Make the prepared call."""
    f.at(pos)
    if p.intrinsic:
        return intrinsic(f, p.intrinsic, p.args, p.ret)
    if p.symbol:
        args = p.args if p.context is None else [*p.args, f.temp(t.PTR, Use(p.context))]
        return f.call_raw(f.u.fn(p.symbol), args, p.ret)
    assert p.target is not None
    if p.slot >= 0:
        f.nil_check(p.target)
        table = f.place_of(p.target)
        code = Copy(table.deref().field(4).then(const_index(p.slot, 1 << 16)))
        return f.call_raw(code, p.args, p.ret)
    f.nil_check(p.target)
    target = f.place_of(p.target)
    return f.call_raw(Copy(target.deref().field(0)), [*p.args, Copy(target)], p.ret)


def intrinsic(f: Function, name: str, args: list[Operand], ret: t.Ty) -> Operand:
    """An operation that `native` knows; its type is the pointee of a pointer it works on, else the first operand's."""
    types: tuple[t.Ty, ...] = ()
    if args:
        ty = f.op_ty(args[0])
        if name.startswith(("atomic", "volatile")) and isinstance(ty, t.Ptr) and ty.to is not None:
            ty = ty.to
        types = (ty,)
    return f.call_raw(Const(Intrinsic(name, types), t.FnPtr((), t.UNIT)), args, ret)


# ---------------------------------------------------------------------------------------------------------------------
# Arguments


def arguments(f: Function, x: s.Call, sig: g.Signature) -> list[Operand]:
    """The arguments as the parameters want them."""
    params = [p.type for p in sig.params]
    if len(x.args) == 1 and isinstance(x.args[0].type, g.Tuple):
        return _spread(f, x, sig, params)
    fixed = len(params) - 1 if sig.variadic and not x.dots else len(params)
    out = [_arg(f, a, ty) for a, ty in zip(x.args[:fixed], params, strict=False)]
    if sig.variadic and not x.dots:
        rest = x.args[fixed:]
        slice_ty = params[-1]
        assert isinstance(slice_ty, g.Slice)
        out.append(pack(f, x, [(lambda a=a: value(f, a, slice_ty.elem)) for a in rest], slice_ty))
    return out


def _arg(f: Function, a: s.Expr, ty: g.Type) -> Operand:
    o = value(f, a, ty)
    if isinstance(o, Copy) and o.place.proj and t.size_of(f.op_ty(o)) <= 32:
        return f.keep(o)
    return o


def _spread(f: Function, x: s.Call, sig: g.Signature, params: list[g.Type]) -> list[Operand]:
    """`f(g())` where g has several results."""
    arg = x.args[0]
    tup = f.type(arg)
    assert isinstance(tup, g.Tuple)
    o = f.keep(expr(f, arg))
    parts = (
        [(f.field(o, i), v.type) for i, v in enumerate(tup.vars)] if len(tup.vars) > 1 else [(o, tup.vars[0].type)]
    )
    fixed = len(params) - 1 if sig.variadic else len(params)
    out = [
        implicit(f, p, ty, want, arg, f"iface{i}")
        for i, ((p, ty), want) in enumerate(zip(parts[:fixed], params, strict=False))
    ]
    if sig.variadic:
        slice_ty = params[-1]
        assert isinstance(slice_ty, g.Slice)
        elem = slice_ty.elem
        out.append(
            pack(
                f,
                x,
                [
                    (lambda p=p, ty=ty, i=i: implicit(f, p, ty, elem, arg, f"iface{i}"))
                    for i, (p, ty) in list(enumerate(parts))[fixed:]
                ],
                slice_ty,
            )
        )
    return out


def pack(f: Function, x: s.Call, values: list[object], slice_ty: g.Slice) -> Operand:
    """The slice of a variadic call's last arguments."""
    if not values:
        return f.zero(slice_ty)
    elem = f.mt(slice_ty.elem)
    array = t.Array(elem, len(values))
    ops = [f.keep(v()) for v in values]  # type: ignore[operator]
    ptr = f.room(array, f.plan.on_heap(x, "dots"), "... argument", "... argument", x.pos, zero=False)
    where = f.deref(ptr, array)
    for i, o in enumerate(ops):
        f.store(where.then(const_index(i, len(ops))), o)
    st = f.mt(slice_ty)
    return f.temp(st, Aggregate(st, [f.temp(t.Ptr(elem), Use(ptr)), f.num(len(ops)), f.num(len(ops))]))


# ---------------------------------------------------------------------------------------------------------------------
# Method values


def method_value(f: Function, x: s.Selector) -> Operand:
    """`v.m` and `T.m` as func values."""
    from burrow.go.lower import wrappers

    sel = x.selection
    assert sel is not None
    obj = sel.obj
    assert isinstance(obj, g.Func)
    if sel.kind == s.METHOD_EXPR:
        recv = f.subst(sel.recv)
        return f.u.func_value(wrappers.method_expression(f.u, recv, find_method(recv, obj.unique_name, f)))
    recv_ty = f.type(x.x)
    method = resolve(f, sel, recv_ty)
    where, holder = receiver_place(f, x, recv_ty, method)
    f.at(x.pos)
    under = holder.underlying
    base, is_ptr = methods.deref(holder)
    if isinstance(under, g.Interface):
        kept: Operand = f.keep(Copy(where))
        f.nil_check(f.temp(t.PTR, Use(f.field(kept, 0))))
        bound: g.Type = holder
    elif method.func.recv_ptr:
        kept = Copy(where) if is_ptr else f.address(where)
        bound = g.Pointer(base)
    else:
        if is_ptr:
            from burrow.go.lower.expr import pointee

            where = pointee(f, Copy(where), base)
        kept = f.keep(Copy(where))
        bound = base
    symbol, struct = wrappers.bound_method(f.u, bound, method.func)
    ptr = f.room(struct, f.plan.on_heap(x), "method value", "method value", x.pos, zero=False)
    where = f.deref(ptr, struct)
    f.store(where.field(0), Const(FnRef(symbol), t.FnPtr((), t.UNIT)))
    f.store(where.field(1), kept)
    return f.temp(m.FUNC, Use(ptr))
