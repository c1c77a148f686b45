"""Statements: declarations, assignments, control flow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import channels, defers, maps, ranges, switches
from burrow.go.lower import machine as m
from burrow.go.lower.convert import implicit
from burrow.go.lower.expr import (
    arithmetic,
    check_index,
    condition,
    expr,
    has_call,
    index_value,
    place,
    pointee,
    shift,
    value,
)
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Copy, Operand, Place, Use


def block(f: Function, stmts: Sequence[s.Stmt]) -> None:
    """Statements of one block; its variables end with it."""
    before = len(f.vars)
    for x in stmts:
        if not f.live:
            if not _has_label(x):
                continue
            f.enter(f.block())
        statement(f, x)
    if len(f.vars) > before:
        f.leave(list(f.vars)[before:])


def _has_label(x: s.Stmt) -> bool:
    """Whether a statement that is not reached may be jumped into."""
    if isinstance(x, s.LabeledStmt):
        return True
    if isinstance(x, s.BlockStmt):
        return any(_has_label(y) for y in x.stmts)
    if isinstance(x, s.IfStmt):
        return _has_label(x.then) or (x.orelse is not None and _has_label(x.orelse))
    if isinstance(x, (s.ForStmt, s.RangeStmt)):
        return _has_label(x.body)
    if isinstance(x, (s.SwitchStmt, s.TypeSwitchStmt, s.SelectStmt)):
        return any(_has_label(y) for c in x.clauses for y in c.body)
    return False


def statement(f: Function, x: s.Stmt) -> None:
    """One statement."""
    f.at(x.pos)
    _STMT[x.__class__](f, x)


def _block(f: Function, x: s.BlockStmt) -> None:
    block(f, x.stmts)


def _empty(f: Function, x: s.EmptyStmt) -> None:
    pass


def _expr(f: Function, x: s.ExprStmt) -> None:
    o = expr(f, x.x)
    inner = s.unparen(x.x)
    if isinstance(inner, s.Star) and isinstance(o, Copy):
        f.keep(o)


def _decl(f: Function, x: s.DeclStmt) -> None:
    for d in x.decls:
        if isinstance(d, s.VarDecl):
            _var_decl(f, d)


def _var_decl(f: Function, d: s.VarDecl) -> None:
    variables = [n.obj if isinstance(n.obj, g.Var) else None for n in d.names]
    f.at(d.pos)
    if not d.values:
        for v in variables:
            if v is not None and v.name != "_":
                f.declare(v, None, d.pos)
        return
    _define(f, list(d.names), variables, d.values)


def _define(f: Function, names: list[Any], variables: list[g.Var | None], values: list[s.Expr]) -> None:
    """Declare variables with values; those that are None (`_`) only have their value evaluated."""
    if len(values) == len(names):
        ops = []
        for v, e in zip(variables, values, strict=True):
            if v is None or v.name == "_":
                o = expr(f, e) if e.mode != s.NIL else None
                if v is not None and v.name == "_" and e.mode != s.NIL:
                    value(f, e, f.subst(v.type))
                if isinstance(o, Copy):
                    f.keep(o)
                ops.append(o)
            else:
                o = value(f, e, f.subst(v.type))
                ops.append(o if len(values) == 1 else f.keep(o))
        for v, o in zip(variables, ops, strict=True):
            if v is not None and v.name != "_":
                f.declare(v, o)
        return
    parts = several(f, values[0], len(names))
    for i, (v, (o, ty)) in enumerate(zip(variables, parts, strict=True)):
        if v is not None and v.name != "_":
            f.declare(v, implicit(f, o, ty, f.subst(v.type), values[0], f"iface{i}"))


def several(f: Function, e: s.Expr, n: int) -> list[tuple[Operand, g.Type]]:
    """The values of a call, or of an expression with `, ok`."""
    from burrow.go.universe import BOOL

    o = f.keep(expr(f, e))
    ty = f.type(e)
    if isinstance(ty, g.Tuple):
        return [(f.field(o, i), v.type) for i, v in enumerate(ty.vars)]
    assert n == 2
    return [(f.field(o, 0), ty), (f.field(o, 1), BOOL)]


# ---------------------------------------------------------------------------------------------------------------------
# Assignment


class Target:
    """The left side of an assignment, with its operands evaluated: what may panic and stores come later.

    Operands of indexing and pointer indirection are evaluated first, then the right side, then the assignments are made
    from left to right, each with its checks.
    """

    __slots__ = ("base", "f", "held", "i", "key", "kind", "path", "place", "pos", "table", "type")

    def __init__(self, f: Function, x: s.Expr) -> None:
        self.f = f
        self.type = g_type(f, x)
        self.place: Place | None = None
        self.table: Operand | None = None
        self.held: Operand | None = None  # a pointer or slice that is not followed yet
        self.base: g.Type | None = None  # what a held pointer points to
        self.i: Operand | None = None
        self.path = -1
        inner = s.unparen(x)
        self.pos = inner.pos
        if isinstance(inner, s.Ident) and inner.name == "_":
            return
        if isinstance(inner, s.Index):
            base = f.type(inner.x).underlying
            if isinstance(base, g.Map):
                ty, u = maps.parts(f, inner)
                self.table = f.keep(expr(f, inner.x))
                self.kind = maps.fast(f, u.map_key)
                self.key = maps.key_operand(f, inner.indices[0], u.map_key, self.kind)
                self.type = u.elem
                return
            if isinstance(base, g.Slice):
                self.held = expr(f, inner.x)
                if has_call(inner.indices[0]):
                    self.held = f.keep(self.held)
                self.i = index_value(f, inner.indices[0])
                return
        elif isinstance(inner, s.Star):
            self.held, self.base = expr(f, inner.x), self.type
            return
        elif isinstance(inner, s.Selector) and inner.selection is not None:
            sel = inner.selection
            base = f.type(inner.x).underlying
            if sel.kind == s.FIELD and len(sel.path) == 1 and isinstance(base, g.Pointer):
                self.held, self.base = expr(f, inner.x), base.elem
                self.path = sel.path[0]
                return
        self.place = place(f, inner)

    def prepare(self) -> None:
        """Keep what the place depends on from changing."""
        f = self.f
        if self.held is not None:
            self.held = f.keep(self.held)
            self.i = None if self.i is None else f.keep(self.i)
            return
        p = self.place
        if p is not None and p.proj:
            if any(step.kind == "deref" for step in p.proj):
                self.place = f.deref(f.keep(f.address(p)), f.local_ty(p))
            elif any(step.kind == "index" for step in p.proj):
                steps = [
                    step._replace(a=f.keep(Copy(Place(step.a))).place.local) if step.kind == "index" else step  # type: ignore[union-attr]
                    for step in p.proj
                ]
                self.place = Place(p.local, tuple(steps))

    def resolve(self) -> Place:
        """Where the value goes, after the checks."""
        f = self.f
        if self.place is None:
            assert self.held is not None
            f.at(self.pos)
            if self.i is not None:
                check_index(f, self.i, f.field(self.held, 1))
                assert self.type is not None
                at = f.offset(f.field(self.held, 0), self.i, f.mt(self.type))
                self.place = f.place_of(at).deref()
            else:
                assert self.base is not None
                self.place = pointee(f, self.held, self.base)
                if self.path >= 0:
                    self.place = self.place.field(self.path)
        return self.place

    def store(self, o: Operand, map_expr: s.Index | None = None) -> None:
        f = self.f
        if self.table is not None:
            assert map_expr is not None
            ty = f.type(map_expr.x)
            o = f.keep(o)
            f.store(maps.element(f, ty, self.table, self.key, self.kind), o)
        elif self.place is not None or self.held is not None:
            where = self.resolve()
            f.store(where, o)
            if not where.proj:
                f.checked.discard(where)


def g_type(f: Function, x: s.Expr) -> g.Type | None:
    inner = s.unparen(x)
    if isinstance(inner, s.Ident) and inner.name == "_":
        return None
    return f.type(x)


def _assign(f: Function, x: s.AssignStmt) -> None:
    if x.op == ":=":
        _short(f, x)
    elif x.op:
        _op_assign(f, x.lhs[0], x.op.removesuffix("="), x.rhs[0], x.pos)
    elif len(x.lhs) == 1 and len(x.rhs) == 1:
        _assign_one(f, x.lhs[0], x.rhs[0], x.pos)
    else:
        _assign_many(f, x.lhs, x.rhs, x.pos)


def _short(f: Function, x: s.AssignStmt) -> None:
    new = set(x.new_vars)
    variables = [n.obj if isinstance(n, s.Ident) and isinstance(n.obj, g.Var) else None for n in x.lhs]
    if all(v is None or v in new for v in variables):
        _define(f, x.lhs, variables, x.rhs)
        return
    if len(x.lhs) == len(x.rhs):
        ops: list[tuple[Operand, g.Type]] = []
        for v, e in zip(variables, x.rhs, strict=True):
            want = f.subst(v.type) if v is not None else f.type(e)
            ops.append((f.keep(value(f, e, want)), want))
    else:
        ops = several(f, x.rhs[0], len(x.lhs))
    for i, (n, v, (o, ty)) in enumerate(zip(x.lhs, variables, ops, strict=True)):
        if v is None:
            continue
        o = implicit(f, o, ty, f.subst(v.type), x.rhs[min(i, len(x.rhs) - 1)], f"iface{i}")
        if v in new:
            f.declare(v, o)
        else:
            Target(f, n).store(o)


def _assign_one(f: Function, left: s.Expr, right: s.Expr, pos: int) -> None:
    inner = s.unparen(left)
    if isinstance(inner, s.Ident) and inner.name == "_":
        if right.mode != s.NIL:
            o = expr(f, right)
            if isinstance(o, Copy):
                f.keep(o)
        return
    target = Target(f, left)
    if has_call(right):
        target.prepare()
    assert target.type is not None
    o = value(f, right, target.type)
    f.at(pos)
    target.store(o, inner if isinstance(inner, s.Index) else None)


def _assign_many(f: Function, lhs: list[s.Expr], rhs: list[s.Expr], pos: int) -> None:
    ops: list[Operand | None] = []
    targets = []
    for left in lhs:
        target = Target(f, left)
        target.prepare()
        targets.append(target)
    if len(lhs) == len(rhs):
        for target, e in zip(targets, rhs, strict=True):
            if target.type is None and e.mode == s.NIL:
                ops.append(None)
            else:
                ops.append(f.keep(value(f, e, target.type if target.type is not None else f.type(e))))
    else:
        for i, (target, (o, ty)) in enumerate(zip(targets, several(f, rhs[0], len(lhs)), strict=True)):
            ops.append(o if target.type is None else f.keep(implicit(f, o, ty, target.type, rhs[0], f"iface{i}")))
    f.at(pos)
    for left, target, value_ in zip(lhs, targets, ops, strict=True):
        inner = s.unparen(left)
        if value_ is not None:
            target.store(value_, inner if isinstance(inner, s.Index) else None)


def assign_received(f: Function, x: s.AssignStmt, recv: s.Unary, slot: Place, ok: Operand) -> None:
    """The assignment of a case of select."""
    from burrow.go.universe import BOOL

    parts: list[tuple[Operand, g.Type]] = [(Copy(slot), channels.elem_of(f, recv.x)), (ok, BOOL)]
    for i, n in enumerate(x.lhs):
        o, ty = parts[i]
        inner = s.unparen(n)
        if isinstance(inner, s.Ident) and inner.name == "_":
            continue
        if x.op == ":=":
            assert isinstance(inner, s.Ident) and isinstance(inner.obj, g.Var)
            f.declare(inner.obj, implicit(f, o, ty, f.subst(inner.obj.type), recv, "iface"))
        else:
            target = Target(f, n)
            assert target.type is not None
            target.store(implicit(f, o, ty, target.type, recv), inner if isinstance(inner, s.Index) else None)


def _op_assign(f: Function, left: s.Expr, op: str, right: s.Expr | None, pos: int) -> None:
    """`x op= y`, x evaluated once."""
    target = Target(f, left)
    ty = f.type(left)
    if right is not None and has_call(right):
        target.prepare()
    inner = s.unparen(left)
    if target.table is not None:
        assert isinstance(inner, s.Index)
        mty = f.type(inner.x)
        kind = target.kind
        suffix = f"_{kind}" if kind else ""
        got = f.rt(f"mapaccess1{suffix}", f.type_ref(mty), target.table, target.key)
        mt = f.mt(ty)
        now: Operand = f.keep(Copy(f.deref(f.temp(t.Ptr(mt), Use(got)), mt)))
    else:
        now = Copy(target.resolve())
    if right is None:
        mt = f.mt(ty)
        one: Operand = Const(1.0 if isinstance(mt, t.Float) else 1, mt)
        if m.is_complex(ty):
            one = f.temp(mt, Aggregate(mt, [Const(1.0, mt.fields[0].ty), Const(0.0, mt.fields[0].ty)]))  # type: ignore[union-attr]
        f.at(pos)
        o = arithmetic(f, op, now, one, ty)
    elif op in ("<<", ">>"):
        o = shift(f, op, now, right, ty, pos)
    else:
        y = value(f, right, ty)
        f.at(pos)
        o = arithmetic(f, op, now, y, ty)
    target.store(o, inner if isinstance(inner, s.Index) else None)


def _inc_dec(f: Function, x: s.IncDecStmt) -> None:
    _op_assign(f, x.x, x.op[0], None, x.pos)


# ---------------------------------------------------------------------------------------------------------------------
# Control


def _if(f: Function, x: s.IfStmt) -> None:
    before = len(f.vars)
    if x.init is not None:
        statement(f, x.init)
    yes, after = f.block(), f.block()
    no = f.block() if x.orelse is not None else after
    f.at(x.cond.pos)
    condition(f, x.cond, yes, no)
    saved = set(f.checked)
    f.enter(yes)
    block(f, x.then.stmts)
    f.goto(after)
    if x.orelse is not None:
        f.checked = set(saved)
        f.enter(no)
        statement(f, x.orelse)
        f.goto(after)
    f.checked = saved
    f.enter(after)
    if len(f.vars) > before:
        f.leave(list(f.vars)[before:])


def _for(f: Function, x: s.ForStmt) -> None:
    before = len(f.vars)
    if x.init is not None:
        statement(f, x.init)
    mine = list(f.vars)[before:]
    fresh = [v for v in mine if x.per_iteration and (v.captured or v.addrtaken)]
    head, body, post, after = f.block(), f.block(), f.block(), f.block()
    f.targets[x] = (after, post)
    f.goto(head)
    f.enter(head)
    saved = set(f.checked)
    if x.cond is not None:
        f.at(x.cond.pos)
        condition(f, x.cond, body, after)
    else:
        f.goto(body)
    f.enter(body)
    block(f, x.body.stmts)
    f.goto(post)
    f.enter(post)
    f.checked = set(saved)
    for v in fresh:  # each iteration has its own copy, which starts as the last one's value
        old = f.vars[v]
        if old.proj:
            held = f.keep(Copy(old))
            ptr = f.alloc(f.local_ty(old), "moved to heap", v.name, v.pos)
            f.store(f.deref(ptr, f.local_ty(old)), held)
            f.store(Place(old.local), ptr)
    if x.post is not None:
        statement(f, x.post)
    f.goto(head)
    f.checked = saved
    f.enter(after)
    f.leave(mine)


def _return(f: Function, x: s.ReturnStmt) -> None:
    if not x.results:
        return_values(f, None)
        return
    if len(x.results) == len(f.result_types):
        ops = []
        for i, e in enumerate(x.results):
            o = value(f, e, f.result_types[i])
            ops.append(o if len(x.results) == 1 else f.keep(o))
    else:
        ops = [
            implicit(f, o, ty, f.result_types[i], x.results[0], f"iface{i}")
            for i, (o, ty) in enumerate(several(f, x.results[0], len(f.result_types)))
        ]
    f.at(x.pos)
    return_values(f, ops)


def return_values(f: Function, ops: list[Operand] | None) -> None:
    """Return these values, or the named results as they are."""
    if f.return_hook is not None:
        f.return_hook(f, ops)
        return
    if f.results and ops is not None:
        for p, o in zip(f.results, ops, strict=True):
            f.store(p, o)
    if f.frame is not None:
        defers.leave_frame(f)
        return
    if f.results:
        ops = [Copy(p) for p in f.results]
    if ops:
        ret = f.body.locals[0].ty
        if len(ops) == 1:
            f.store(Place(0), ops[0])
        else:
            f.assign(Place(0), Aggregate(ret, ops))
    f.return_now()


def _branch(f: Function, x: s.BranchStmt) -> None:
    known = x.tok == "fallthrough" or (x.tok != "goto" and x.target in f.targets)
    if f.branch_hook is not None and not known and f.branch_hook(f, x):
        f.enter(f.block())
        return
    if x.tok == "goto":
        f.goto(label_block(f, x.target))
        f.enter(f.block())
        return
    if x.tok == "fallthrough":
        f.goto(f.labels["fallthrough"])
        f.enter(f.block())
        return
    target = f.targets.get(x.target)
    if target is None:
        raise f.unsupported(x.pos, f"{x.tok} out of a range over a function")
    to = target[0] if x.tok == "break" else target[1]
    assert to is not None
    f.goto(to)
    f.enter(f.block())


def label_block(f: Function, target: Any) -> int:
    """The block of a labelled statement."""
    found = f.labels.get(target)
    if found is None:
        found = f.labels[target] = f.block()
    return found


def _labeled(f: Function, x: s.LabeledStmt) -> None:
    b = label_block(f, x)
    f.goto(b)
    f.enter(b)
    f.checked = {p for p in f.checked if p.local <= f.body.params}
    statement(f, x.stmt)


def _go(f: Function, x: s.GoStmt) -> None:
    defers.go_stmt(f, x)


def _defer(f: Function, x: s.DeferStmt) -> None:
    defers.defer_stmt(f, x)


def _send(f: Function, x: s.SendStmt) -> None:
    channels.send(f, x)


def _select(f: Function, x: s.SelectStmt) -> None:
    channels.select(f, x, None)


_STMT: dict[type, Callable[[Function, Any], None]] = {
    s.BlockStmt: _block,
    s.EmptyStmt: _empty,
    s.ExprStmt: _expr,
    s.DeclStmt: _decl,
    s.AssignStmt: _assign,
    s.IncDecStmt: _inc_dec,
    s.IfStmt: _if,
    s.ForStmt: _for,
    s.ReturnStmt: _return,
    s.BranchStmt: _branch,
    s.LabeledStmt: _labeled,
    s.GoStmt: _go,
    s.DeferStmt: _defer,
    s.SendStmt: _send,
    s.SelectStmt: _select,
    s.SwitchStmt: switches.switch,
    s.TypeSwitchStmt: switches.type_switch,
    s.RangeStmt: ranges.range_stmt,
}
