"""`switch` on values and on types."""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.convert import implicit, type_word, unbox
from burrow.go.lower.expr import condition, expr
from burrow.go.lower.function import Function
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Operand, Switch


def switch(f: Function, x: s.SwitchStmt) -> None:
    """`switch init; tag { … }`."""
    from burrow.go.lower import stmt
    from burrow.go.universe import BOOL

    before = len(f.vars)
    if x.init is not None:
        stmt.statement(f, x.init)
    after = f.block()
    f.targets[x] = (after, None)
    bodies = [f.block() for _ in x.clauses]
    default = next((b for c, b in zip(x.clauses, bodies, strict=True) if c.cases is None), after)
    if x.tag is None or (x.tag.const is True and isinstance(x.tag.const, bool)):
        for c, b in zip(x.clauses, bodies, strict=True):
            for e in c.cases or ():
                on = f.block()
                f.at(e.pos)
                if m.is_interface(f.type(e)):
                    f.branch(_matches(f, Const(True, t.BOOL), BOOL, e), b, on)
                else:
                    condition(f, e, b, on)
                f.enter(on)
        f.goto(default)
    else:
        ty = f.type(x.tag)
        tag = f.keep(expr(f, x.tag))
        if not _jump(f, x, tag, ty, bodies, default):
            for c, b in zip(x.clauses, bodies, strict=True):
                for e in c.cases or ():
                    on = f.block()
                    f.at(e.pos)
                    f.branch(_matches(f, tag, ty, e), b, on)
                    f.enter(on)
            f.goto(default)
    saved = set(f.checked)
    old = f.labels.get("fallthrough")
    for i, (c, b) in enumerate(zip(x.clauses, bodies, strict=True)):
        f.enter(b)
        f.checked = set(saved)
        if i + 1 < len(bodies):
            f.labels["fallthrough"] = bodies[i + 1]
        stmt.block(f, c.body)
        f.goto(after)
    if old is None:
        f.labels.pop("fallthrough", None)
    else:
        f.labels["fallthrough"] = old
    f.checked = saved
    f.enter(after)
    if len(f.vars) > before:
        f.leave(list(f.vars)[before:])


def _jump(f: Function, x: s.SwitchStmt, tag: Operand, ty: g.Type, bodies: list[int], default: int) -> bool:
    """All cases are integer constants: one Switch."""
    mt = f.mt(ty)
    if not isinstance(mt, t.Int) or isinstance(tag, Const):
        return False
    cases: list[tuple[int, int]] = []
    seen: set[int] = set()
    for c, b in zip(x.clauses, bodies, strict=True):
        for e in c.cases or ():
            if not isinstance(e.const, int) or isinstance(e.const, bool) or m.is_interface(f.type(e)):
                return False
            if e.const not in seen:
                seen.add(e.const)
                cases.append((e.const, b))
    f.end(Switch(tag, cases, default, f.info))
    return True


def _matches(f: Function, tag: Operand, ty: g.Type, e: s.Expr) -> Operand:
    from burrow.go.lower import compare

    if e.mode == s.NIL:
        return compare.with_nil(f, tag, ty, True)
    other = f.type(e)
    o = expr(f, e)
    if m.is_interface(ty) and not m.is_interface(other):
        return compare.mixed(f, tag, ty, o, other, e)
    if m.is_interface(other) and not m.is_interface(ty):
        return compare.mixed(f, o, other, tag, ty, e)
    if m.is_interface(ty) and ty.key != other.key:
        o = implicit(f, o, other, ty, e)
    return compare.equal(f, tag, o, ty)


def type_switch(f: Function, x: s.TypeSwitchStmt) -> None:
    """`switch v := x.(type) { … }`."""
    from burrow.go.lower import stmt

    before = len(f.vars)
    if x.init is not None:
        stmt.statement(f, x.init)
    have = f.type(x.x)
    o = f.keep(expr(f, x.x))
    f.at(x.pos)
    after = f.block()
    f.targets[x] = (after, None)
    word = f.keep(type_word(f, o, have))
    default: int | None = None
    saved = set(f.checked)
    for c in x.clauses:
        if c.cases is None:
            default = f.block()
            continue
        body = f.block()
        single = len(c.cases) == 1
        for e in c.cases:
            on = f.block()
            f.at(e.pos)
            if e.mode == s.NIL:
                f.branch(f.binary("eq", word, Const(None, t.PTR)), body, on)
                f.enter(on)
                continue
            target = f.type(e)
            if m.is_interface(target):
                under = target.underlying
                assert isinstance(under, g.Interface)
                if single and c.var is not None and under.all_methods:
                    tab = f.rt("assertE2I2", f.type_ref(target), word)
                    f.branch(f.binary("ne", tab, Const(None, t.PTR)), body, on)
                    f.enter(body)
                    f.declare(c.var, f.temp(m.IFACE, Aggregate(m.IFACE, [tab, f.field(o, 1)])))
                    f.enter(on)
                    continue
                if under.all_methods:
                    hit = f.rt("implements", f.type_ref(target), word)
                else:
                    hit = f.binary("ne", word, Const(None, t.PTR))
                f.branch(hit, body, on)
            else:
                f.branch(f.binary("eq", word, f.type_ref(target)), body, on)
            f.enter(on)
        missed = f.cur
        f.enter(body)
        f.checked = set(saved)
        if c.var is not None and c.var not in f.vars or c.var is not None and not _declared_here(f, c, single):
            _declare(f, c, o, have, single)
        stmt.block(f, c.body)
        f.goto(after)
        f.enter(missed)
    if default is None:
        f.goto(after)
    else:
        f.goto(default)
        f.enter(default)
        f.checked = set(saved)
        clause = next(c for c in x.clauses if c.cases is None)
        if clause.var is not None:
            _declare(f, clause, o, have, False)
        stmt.block(f, clause.body)
        f.goto(after)
    f.checked = saved
    f.enter(after)
    if len(f.vars) > before:
        f.leave(list(f.vars)[before:])


def _declared_here(f: Function, c: s.CaseClause, single: bool) -> bool:
    """Whether the clause's variable was made together with the test (an interface with methods)."""
    if not single or c.cases is None or c.cases[0].mode == s.NIL:
        return False
    under = f.type(c.cases[0]).underlying
    return m.is_interface(f.type(c.cases[0])) and isinstance(under, g.Interface) and bool(under.all_methods)


def _declare(f: Function, c: s.CaseClause, o: Operand, have: g.Type, single: bool) -> None:
    """The symbolic variable: of the case's type where it has one type, else of the operand's."""
    assert c.var is not None
    if single and c.cases is not None and c.cases[0].mode != s.NIL:
        target = f.type(c.cases[0])
        if _declared_here(f, c, single):
            return
        f.declare(c.var, implicit(f, o, have, target, None) if m.is_interface(target) else unbox(f, o, target))
    else:
        f.declare(c.var, o)
