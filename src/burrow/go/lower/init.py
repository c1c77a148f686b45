"""Package variables, the order of their initialisation, and the program's start.

The reference is cmd/compile/internal/pkginit; values that are known while compiling become data (static_init.py, gc's
staticinit).
"""

from __future__ import annotations

from burrow.go import types as g
from burrow.go.lower import reflection, static_init, stmt
from burrow.go.lower.convert import implicit
from burrow.go.lower.expr import value
from burrow.go.lower.function import Function
from burrow.go.lower.plan import CONSERVATIVE, PlanLike
from burrow.go.lower.unit import UnitLowering
from burrow.ir import types as t
from burrow.ir.program import FnSig, Static


def package_variables(u: UnitLowering) -> None:
    """Statics for the variables of the package."""
    for obj in u.pkg.scope.names.values():
        if isinstance(obj, g.Var):
            symbol = u.variable(obj).symbol
            if obj.name in u.linknames:
                u.unit.extern_statics[symbol] = u.machine.of(obj.type)
            else:
                u.unit.statics[symbol] = Static(symbol, u.machine.of(obj.type))


def package_init(u: UnitLowering) -> None:
    """`pkg.init`: the initialisers in order, then the init functions."""
    plan: PlanLike = CONSERVATIVE if u.plans is None else u.plans.of_init()
    f = Function(u, f"{u.pkg.path}.init", u.pkg.init_info, {}, plan, t.UNIT)
    reflection.register_stubs(u, f)
    for variables, e in u.pkg.init_order:
        if len(variables) == 1 and static_init.variable(u, f, variables[0], e):
            continue
        f.at(e.pos)
        if len(variables) == 1:
            v = variables[0]
            o = value(f, e, v.type)
            if v.name != "_":
                f.store(f.variable(v, e.pos), o)
            continue
        for i, (v, (o, ty)) in enumerate(zip(variables, stmt.several(f, e, len(variables)), strict=True)):
            if v.name != "_":
                f.store(f.variable(v, e.pos), implicit(f, o, ty, v.type, e, f"iface{i}"))
    for func in u.pkg.inits:
        decl = func.decl
        assert decl is not None
        f.call_raw(u.fn(decl.info.name), [], t.UNIT)
    f.return_now()
    f.finish()


def program_entry(u: UnitLowering, order: list[g.Package]) -> None:
    """`runtime.entry`: every package's init, then main.main."""
    f = Function(u, "runtime.entry", None, {}, CONSERVATIVE, t.UNIT)
    f.rt("schedinit")
    for pkg in order:
        symbol = f"{pkg.path}.init"
        if pkg is not u.pkg:
            u.unit.externs[symbol] = FnSig((), t.UNIT)
        f.call_raw(u.fn(symbol), [], t.UNIT)
    f.call_raw(u.fn("main.main"), [], t.UNIT)
    f.rt("exit", f.num(0))
    f.finish()
