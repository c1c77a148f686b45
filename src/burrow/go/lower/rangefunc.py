"""`for … range f` over a function: the body becomes a closure that the function calls for each value.

The reference is cmd/compile/internal/rangefunc. Whatever leaves the body by another way than its end (break, continue
of an outer loop, goto, return) is written into a record that both see, the closure answers false, and the loop's
function does it after the call. The record's state catches iterators that go on after they were told to stop.
"""

from __future__ import annotations

from typing import Any

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import closures, stmt
from burrow.go.lower.convert import implicit
from burrow.go.lower.expr import expr
from burrow.go.lower.function import Function
from burrow.go.lower.helpers import DEFERFRAME
from burrow.ir import types as t
from burrow.ir.nodes import Const, Copy, Operand, Place, Switch, Use

READY, DONE, PANICKED, EXITED, SWALLOWED = 0, 1, 2, 3, 4
RETURN, RETURN_NAMED = 1, 2
FIRST_BRANCH = 3
FIXED = 3  # fields of the record before the results: state, code, frame


def range_func(f: Function, x: s.RangeStmt, sig: g.Signature) -> None:
    """The whole loop."""
    from burrow.go.universe import UNSAFE_POINTER

    yields = sig.params[0].type.underlying
    assert isinstance(yields, g.Signature)
    info = body_info(f, x, yields)
    fn = f.keep(expr(f, x.x))
    parts: list[tuple[str, t.Ty]] = [("state", t.I64), ("code", t.I64), ("frame", t.Ptr(DEFERFRAME))]
    parts += [(f"r{i}", f.mt(ty)) for i, ty in enumerate(f.result_types)]
    record = t.lay_out(t.Struct(f"range {info.name}"), parts)
    room = f.room(record, f.plan.on_heap(x, "wrap"), "range over func", "", x.pos)  # it lives as long as the closure
    ptr = f.place_of(room)
    f.checked.add(ptr)
    where = f.deref(room, record)
    if f.frame is not None:
        f.store(where.field(2), f.address(f.frame))
    shared = g.Var(closures.RECORD, UNSAFE_POINTER, None, x.pos)
    f.vars[shared] = ptr
    branches: list[s.BranchStmt] = []
    body = Body(f, x, yields, record, shared, branches)
    info.captures.append(shared)
    closure = closures.make(f, x, info, x.body, x.pos, body.start)
    f.u.work.pop()()  # at once: its branches are needed here
    del f.vars[shared]
    target = f.place_of(fn)
    f.nil_check(fn)
    f.at(x.pos)
    f.call_raw(Copy(target.deref().field(0)), [closure, Copy(target)], t.UNIT)
    state = f.keep(Copy(where.field(0)))
    f.unless(f.binary("ne", state, f.num(PANICKED)), "panicrangestate", f.num(SWALLOWED))
    f.store(where.field(0), f.num(EXITED))
    after = f.block()
    cases: list[tuple[int, int]] = []
    code = f.keep(Copy(where.field(1)))
    start = f.cur
    if body.returns:
        b = f.block()
        cases.append((RETURN, b))
        f.enter(b)
        stmt.return_values(f, [f.keep(Copy(where.field(FIXED + i))) for i in range(len(f.result_types))])
    if body.bare_returns:
        b = f.block()
        cases.append((RETURN_NAMED, b))
        f.enter(b)
        stmt.return_values(f, None)
    for i, branch in enumerate(branches):
        b = f.block()
        cases.append((FIRST_BRANCH + i, b))
        f.enter(b)
        stmt.statement(f, branch)
    f.enter(start)
    f.end(Switch(code, cases, after, f.info)) if cases else f.goto(after)
    f.enter(after)


def body_info(f: Function, x: s.RangeStmt, yields: g.Signature) -> s.FuncInfo:
    """The loop's body as a function: to the checker it is a part of the function around it."""
    outer = f.finfo
    f.range_bodies += 1
    info = s.FuncInfo(f"{outer.name if outer is not None else f.symbol}-range{f.range_bodies}", x, yields, outer)
    info.params = [g.Var("", p.type, None, x.pos) for p in yields.params]
    info.results = [g.Var("", p.type, None, x.pos) for p in yields.results]
    used: dict[g.Var, None] = dict.fromkeys(v for v in (x.key_var, x.value_var) if v is not None)
    _names(x.body, used, info.closures)
    if not x.define:
        for e in (x.key, x.value):
            _names(e, used, info.closures)
    info.captures = [v for v in used if v in f.vars]
    info.locals = [v for v in used if v not in f.vars]
    return info


def _names(x: Any, used: dict[g.Var, None], literals: list[s.FuncLit]) -> None:
    """The variables that are named below a node, and the function literals, whose own names are not visited."""
    if isinstance(x, list):
        for y in x:
            _names(y, used, literals)
    elif isinstance(x, s.Ident):
        if isinstance(x.obj, g.Var):
            used.setdefault(x.obj)
    elif isinstance(x, s.FuncLit):
        literals.append(x)
    elif isinstance(x, s.Node):
        if isinstance(x, s.CaseClause) and x.var is not None:
            used.setdefault(x.var)
        for name in x._fields:  # type: ignore[attr-defined]
            y = getattr(x, name, None)
            if isinstance(y, (s.Node, list)) and name != "target":
                _names(y, used, literals)


class Body:
    """What the closure of a loop's body does differently from other closures."""

    def __init__(
        self,
        outer: Function,
        x: s.RangeStmt,
        yields: g.Signature,
        record: t.Struct,
        shared: g.Var,
        branches: list[s.BranchStmt],
    ) -> None:
        self.outer, self.x, self.record, self.shared, self.branches = outer, x, record, shared, branches
        self.returns = self.bare_returns = False
        self.types = [p.type for p in yields.params]

    def start(self, b: Function) -> None:
        """At the closure's entry: check the state, take the values."""
        x = self.x
        p = b.temp(t.Ptr(self.record), Use(Copy(b.vars[self.shared])))
        b.checked.add(p.place)
        self.where: Place = p.place.deref()
        state = b.keep(Copy(self.where.field(0)))
        b.unless(b.binary("eq", state, b.num(READY)), "panicrangestate", state)
        b.store(self.where.field(0), b.num(PANICKED))
        if self.outer.frame is not None:
            b.frame = self.where.field(2).deref()
        b.result_types = self.outer.result_types
        b.results = []
        b.return_hook = self.leave_by_return
        b.end_hook = lambda f: self.answer(f, READY, True)
        b.branch_hook = self.leave_by_branch
        values: list[Operand] = [Copy(Place(1 + i)) for i in range(len(self.types))]
        for e, v, o, ty in zip((x.key, x.value), (x.key_var, x.value_var), values, self.types, strict=False):
            if e is None or (isinstance(e, s.Ident) and e.name == "_"):
                continue
            ty = b.subst(ty)
            if x.define:
                if v is not None and v not in b.vars:
                    b.declare(v, implicit(b, o, ty, b.subst(v.type), x.x))
            else:
                target = stmt.Target(b, e)
                assert target.type is not None
                inner = s.unparen(e)
                target.store(implicit(b, o, ty, target.type, x.x), inner if isinstance(inner, s.Index) else None)

    def answer(self, b: Function, state: int, go_on: bool) -> None:
        """Return from the closure."""
        b.store(self.where.field(0), b.num(state))
        b.store(Place(0), Const(go_on, t.BOOL))
        b.return_now()

    def leave_by_return(self, b: Function, ops: list[Operand] | None) -> None:
        """`return` in the body."""
        if ops is None:
            self.bare_returns = True
        else:
            self.returns = True
            for i, o in enumerate(ops):
                b.store(self.where.field(FIXED + i), o)
        b.store(self.where.field(1), b.num(RETURN_NAMED if ops is None else RETURN))
        self.answer(b, DONE, False)

    def leave_by_branch(self, b: Function, x: s.BranchStmt) -> bool:
        """break, continue or goto out of the body."""
        if x.tok == "continue" and x.target is self.x:
            self.answer(b, READY, True)
            return True
        if x.tok == "break" and x.target is self.x:
            self.answer(b, DONE, False)
            return True
        if x.tok == "goto" and _inside(self.x.body, x.target):
            return False
        self.branches.append(x)
        b.store(self.where.field(1), b.num(FIRST_BRANCH + len(self.branches) - 1))
        self.answer(b, DONE, False)
        return True


def _inside(body: Any, target: Any) -> bool:
    """Whether a labelled statement is in a loop's body."""
    return bool(target is not None and body.pos <= target.pos <= body.rbrace)
