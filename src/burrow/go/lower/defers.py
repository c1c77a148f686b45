"""Function bodies, with and without deferred calls; the statements `defer` and `go`.

A function that defers becomes two: the outer one has the deferFrame and the parameters and results in its frame and
runs the body, `name#body`, through runtime.try; a recovered panic ends the body and the outer function returns the
results as they are (std/runtime/panic.go). gc keeps one function and resumes at its deferreturn.
"""

from __future__ import annotations

from typing import Any

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import calls, stmt
from burrow.go.lower import machine as m
from burrow.go.lower.closures import Capture
from burrow.go.lower.function import Function
from burrow.go.lower.helpers import DEFERFRAME, DEFERREC
from burrow.go.lower.plan import PlanLike
from burrow.go.lower.unit import Subst, UnitLowering
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Call, Const, Copy, FnRef, Local, Operand, Place, Use

Closed = tuple[t.Struct, list[Capture]]


def lower_body(
    u: UnitLowering,
    symbol: str,
    info: s.FuncInfo,
    body: s.BlockStmt | None,
    env: Subst,
    plan: PlanLike,
    closed: Closed | None,
    merge: bool,
    attrs: set[str],
    extra: Any = None,
) -> None:
    """Lower one function from its tree."""
    assert body is not None
    f = _start(u, symbol, info, env, plan, closed, merge, body)
    if info.has_recover or info.has_defer:
        attrs = attrs | {"noinline"}
    f.body.attrs = frozenset(attrs)
    variables = [*([info.recv] if info.recv is not None else []), *info.params]
    if info.has_defer and extra is None:
        _split(f, info, body, variables, closed, extra)
        return
    for i, v in enumerate(variables):
        _parameter(f, v, Place(i + 1))
    if closed is not None:
        _open(f, Place(len(variables) + 1), closed)
    f.result_types = [f.subst(v.type) for v in info.results]
    if info.results and info.results[0].name:
        f.results = [f.declare(v, None) for v in info.results]
    if extra is not None:
        extra(f)
    stmt.block(f, body.stmts)
    f.at(body.rbrace)
    if f.live:
        if f.end_hook is not None:
            f.end_hook(f)
        else:
            stmt.return_values(f, None)
    f.finish()


def _start(
    u: UnitLowering,
    symbol: str,
    info: s.FuncInfo,
    env: Subst,
    plan: PlanLike,
    closed: Closed | None,
    merge: bool,
    body: s.BlockStmt,
) -> Function:
    pos = info.node.pos if info.node is not None else body.pos
    f = Function(u, symbol, info, env, plan, t.UNIT, pos)
    f.merge = merge
    f.body.locals[0] = Local(u.machine.results([f.subst(v.type) for v in info.results]))
    variables = [*([info.recv] if info.recv is not None else []), *info.params]
    for v in variables:
        f.local(f.mt(f.subst(v.type)), v.name, v.pos)
    if closed is not None:
        f.local(t.Ptr(closed[0]), ".ctx")
    f.body.params = len(variables) + (closed is not None)
    f.at(pos)
    return f


def _parameter(f: Function, v: g.Var, place: Place) -> None:
    """Where a parameter lives: where it came in, or on the heap."""
    if v.name in ("", "_"):
        return
    if f.plan.var_on_heap(v):
        f.declare(v, Copy(place))
    else:
        f.vars[v] = place
        if v.reassigned or v.addrtaken:
            f.changing.add(place.local)


def _open(f: Function, context: Place, closed: Closed) -> None:
    """The captured variables of a closure."""
    for i, (v, by_value) in enumerate(closed[1]):
        ty = f.mt(f.subst(v.type))
        src = Copy(context.deref().field(i + 1))
        if by_value:
            p = Place(f.local(ty, v.name, v.pos))
            f.store(p, src)
            f.vars[v] = p
        else:
            p = Place(f.local(t.Ptr(ty), "&" + v.name))
            f.store(p, src)
            f.checked.add(p)
            f.vars[v] = p.deref()


def _split(
    f: Function, info: s.FuncInfo, body: s.BlockStmt, variables: list[g.Var], closed: Closed | None, extra: Any
) -> None:
    """A function with deferred calls."""
    u, symbol = f.u, f.symbol
    heap = [f.plan.var_on_heap(v) for v in info.results]
    parts: list[tuple[str, t.Ty]] = [("frame", DEFERFRAME)]
    for v, on_heap in zip(info.results, heap, strict=True):
        ty = f.mt(f.subst(v.type))
        parts.append((v.name, t.Ptr(ty) if on_heap else ty))
    parts += [(v.name, f.mt(f.subst(v.type))) for v in variables]
    if closed is not None:
        parts.append((".ctx", t.Ptr(closed[0])))
    frame_ty = t.lay_out(t.Struct(f"frame {symbol}"), parts)
    frame = Place(f.local(frame_ty, ".frame"))
    f.store(frame, Const(None, frame_ty))
    for i, (v, on_heap) in enumerate(zip(info.results, heap, strict=True)):
        if on_heap:
            f.store(frame.field(1 + i), f.alloc(f.mt(f.subst(v.type)), "moved to heap", v.name, v.pos))
    n = 1 + len(info.results)
    for i in range(f.body.params):
        f.store(frame.field(n + i), Copy(Place(1 + i)))
    from burrow.go.lower.wrappers import frame_address

    f.store(frame.field(0).field(3), frame_address(f))
    at = f.address(frame)
    f.rt("deferenter", f.temp(t.PTR, Use(at)))
    inner = symbol + "#body"
    sp = f.address(frame.field(0).field(1))
    after = f.block()
    dest = Place(f.local(t.I64))
    f.end(Call(Const(FnRef("runtime.try"), t.FnPtr((), t.UNIT)), [f.u.fn(inner), at, sp], dest, after, None, f.info))
    f.enter(after)
    results: list[Operand] = []
    for i, on_heap in enumerate(heap):
        where = frame.field(1 + i)
        results.append(Copy(where.deref() if on_heap else where))
    ret = f.body.locals[0].ty
    if len(results) == 1:
        f.store(Place(0), results[0])
    elif results:
        f.assign(Place(0), Aggregate(ret, results))
    f.return_now()
    env, plan, merge = f.env, f.plan, f.merge
    f.finish()

    b = Function(u, inner, info, env, plan, t.UNIT, body.pos)
    b.merge = merge
    b.local(t.Ptr(frame_ty), ".frame")
    b.body.params = 1
    b.body.attrs = frozenset({"noinline"})
    outer = Place(1).deref()
    b.checked.add(Place(1))
    b.frame = outer.field(0)
    for i, v in enumerate(variables):
        place = outer.field(n + i)
        if v.name in ("", "_"):
            continue
        if plan.var_on_heap(v):
            b.declare(v, Copy(place))
        else:
            b.vars[v] = place
    if closed is not None:
        ctx = Place(b.local(t.Ptr(closed[0]), ".ctx"))
        b.store(ctx, Copy(outer.field(n + len(variables))))
        _open(b, ctx, closed)
    b.result_types = [b.subst(v.type) for v in info.results]
    for i, v in enumerate(info.results):
        place = outer.field(1 + i)
        if heap[i]:
            p = Place(b.local(place_type(frame_ty, 1 + i), "&" + v.name))
            b.store(p, Copy(place))
            b.checked.add(p)
            place = p.deref()
        b.results.append(place)
        b.vars[v] = place
    if extra is not None:
        extra(b)
    stmt.block(b, body.stmts)
    b.at(body.rbrace)
    if b.live:
        stmt.return_values(b, None)
    b.finish()


def place_type(struct: t.Struct, i: int) -> t.Ty:
    return struct.fields[i].ty


def leave_frame(f: Function) -> None:
    """Run the deferred calls and end the body."""
    assert f.frame is not None
    f.rt("deferreturn", f.temp(t.PTR, Use(f.address(f.frame))))
    f.return_now()


# ---------------------------------------------------------------------------------------------------------------------
# defer and go


def defer_stmt(f: Function, x: s.DeferStmt) -> None:
    """`defer call`."""
    fn = thunk(f, x, "deferwrap")
    if f.frame is None:
        raise f.unsupported(x.pos, "defer here")
    f.at(x.pos)
    rec = f.room(DEFERREC, f.plan.on_heap(x), "defer", "defer", x.pos, zero=False)
    where = f.deref(rec, DEFERREC)
    f.store(where.field(1), fn)
    f.rt("deferpush", f.temp(t.PTR, Use(f.address(f.frame))), f.temp(t.PTR, Use(rec)))


def go_stmt(f: Function, x: s.GoStmt) -> None:
    """`go call`."""
    fn = thunk(f, x, "gowrap")
    f.at(x.pos)
    f.rt("goproc", fn)


def thunk(f: Function, x: s.DeferStmt | s.GoStmt, kind: str) -> Operand:
    """A func() that makes the call, whose function and arguments are evaluated now."""
    call = s.unparen(x.call)
    assert isinstance(call, s.Call)
    fun = s.unparen(call.fun)
    if call.kind == s.CALL and not call.args:
        sig = f.type(call.fun).underlying
        assert isinstance(sig, g.Signature)
        if not sig.results and not sig.params:
            from burrow.go.lower.expr import expr

            if isinstance(fun, s.FuncLit):
                return expr(f, fun)
            if not (isinstance(fun, s.Selector) and fun.selection is not None and fun.selection.kind != s.FIELD):
                return f.keep(expr(f, fun))
    f.u.counter += 1
    outer = f.finfo.name if f.finfo else f.symbol
    symbol = f"{outer}.{kind}{f.u.counter}"
    if call.kind == s.CONVERSION:
        raise f.unsupported(call.pos, f"{'defer' if kind == 'deferwrap' else 'go'} of a conversion")
    if call.kind == s.BUILTIN_CALL:
        return _builtin_thunk(f, x, call, symbol)
    p = calls.prepare(f, call)
    if p.slot >= 0:
        assert p.target is not None
        f.nil_check(p.target)  # of an interface: panics here, not when it is called
    ops = [*p.args, *([p.target] if p.target is not None else []), *([p.context] if p.context is not None else [])]
    fields = [i for i, o in enumerate(ops) if not isinstance(o, Const)]
    struct = t.lay_out(
        t.Struct(f"closure {symbol}"), [("fn", t.FnPtr((), t.UNIT)), *((str(i), f.op_ty(ops[i])) for i in fields)]
    )
    b = Function(f.u, symbol, None, {}, f.plan, t.UNIT, call.pos)
    b.merge = f.merge
    b.local(t.Ptr(struct), ".ctx")
    b.body.params = 1
    b.body.attrs = frozenset({"noinline"})
    _frame_note(b)
    inside: list[Operand] = [*ops]
    for k, i in enumerate(fields):
        inside[i] = b.temp(struct.fields[k + 1].ty, Use(Copy(Place(1).deref().field(k + 1))))
    n = len(p.args)
    q = calls.Prepared(
        p.ret,
        inside[:n],
        p.symbol,
        p.intrinsic,
        inside[n] if p.target is not None else None,
        p.slot,
        inside[-1] if p.context is not None else None,
    )
    calls.emit(b, q, call.pos)
    b.return_now()
    b.finish()
    return _object(f, struct, symbol, [ops[i] for i in fields], x, call.pos)


def _frame_note(b: Function) -> None:
    from burrow.go.lower.wrappers import frame_address

    b.rt("wrapperframe", frame_address(b))


def _object(f: Function, struct: t.Struct, symbol: str, values: list[Operand], node: Any, pos: int) -> Operand:
    if not values:
        return f.u.func_value(symbol)
    ptr = f.room(struct, f.plan.on_heap(node, "wrap"), "closure", "func literal", pos, zero=False)
    where = f.deref(ptr, struct)
    f.store(where.field(0), Const(FnRef(symbol), t.FnPtr((), t.UNIT)))
    for i, o in enumerate(values):
        f.store(where.field(i + 1), o)
    return f.temp(m.FUNC, Use(ptr))


def _builtin_thunk(f: Function, x: s.DeferStmt | s.GoStmt, call: s.Call, symbol: str) -> Operand:
    """`defer close(c)`: the arguments become variables of the thunk, and the builtin is called on those."""
    from burrow.go.lower import builtins
    from burrow.go.lower.expr import expr

    if call.builtin == "recover" and f.frame is not None:
        # as if the function that defers it called it, at its end
        struct = t.lay_out(t.Struct(f"closure {symbol}"), [("fn", t.FnPtr((), t.UNIT)), ("fp", t.U64)])
        b = Function(f.u, symbol, None, {}, f.plan, t.UNIT, call.pos)
        b.merge = f.merge
        b.local(t.Ptr(struct), ".ctx")
        b.body.params = 1
        b.body.attrs = frozenset({"noinline"})
        b.rt("gorecover", Copy(Place(1).deref().field(1)))
        b.return_now()
        b.finish()
        return _object(f, struct, symbol, [f.keep(Copy(f.frame.field(3)))], x, call.pos)
    names: list[s.Expr] = []
    variables: list[g.Var] = []
    values: list[Operand] = []
    for i, a in enumerate(call.args):
        if a.mode == s.TYPE or a.const is not None or a.mode == s.NIL:
            names.append(a)
            continue
        v = g.Var(f"a{i}", f.type(a), None, a.pos)
        values.append(f.keep(expr(f, a)))
        name = s.Ident(a.pos, v.name)
        name.obj, name.type, name.const, name.mode = v, v.type, None, s.VAR
        names.append(name)
        variables.append(v)
    struct = t.lay_out(
        t.Struct(f"closure {symbol}"), [("fn", t.FnPtr((), t.UNIT)), *((v.name, f.mt(v.type)) for v in variables)]
    )
    b = Function(f.u, symbol, None, f.env, f.plan, t.UNIT, call.pos)
    b.merge = f.merge
    b.local(t.Ptr(struct), ".ctx")
    b.body.params = 1
    for i, v in enumerate(variables):
        b.vars[v] = Place(1).deref().field(i + 1)
    inner = s.Call(call.pos, call.fun, names, call.dots)
    inner.type, inner.const, inner.mode, inner.kind, inner.builtin = (
        call.type,
        None,
        call.mode,
        call.kind,
        call.builtin,
    )
    builtins.call(b, inner)
    b.return_now()
    b.finish()
    return _object(f, struct, symbol, values, x, call.pos)
