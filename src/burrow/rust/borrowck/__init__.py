"""The borrow checker, on the IR of the typed stage.

`check_owner` checks one function, constant or static with the closures inside it, innermost first, and gives the
diagnostics and the bodies.  `moves` finds move paths and where values are initialised, `universal` the lifetimes that
the signature names, `typeck` the region constraints, `liveness` where regions must hold, `regions` their values,
`loans` where borrows are in scope, `access` the conflicts, and the `report` modules say them.  rustc's counterpart is
the crate `rustc_borrowck`. """

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from burrow.ir import nodes as ir
from burrow.rust import defs, thir
from burrow.rust import types as ty
from burrow.rust.borrowck.typeck import Requirements
from burrow.rust.build.places import TypeCx
from burrow.source import Diagnostic, Label, Level, Unsupported


@dataclass(slots=True)
class Checked:
    """What checking an owner gives: errors, and the bodies by definition (closures included)."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    bodies: dict[Any, ir.Body] = field(default_factory=dict)


def closures_in(tree: thir.Body) -> list[thir.ClosureExpr]:
    """The closure expressions directly inside a body."""
    out: list[thir.ClosureExpr] = []
    stack: list[Any] = [tree.value]
    while stack:
        x = stack.pop()
        if isinstance(x, thir.ClosureExpr):
            out.append(x)
            continue
        if isinstance(x, (thir.Expr, thir.Arm, thir.LetStmt, thir.ExprStmt)):
            for name in _fields(type(x)):
                v = getattr(x, name)
                if isinstance(v, (thir.Expr, thir.Arm, thir.LetStmt, thir.ExprStmt)):
                    stack.append(v)
                elif isinstance(v, list):
                    stack += [y[1] if isinstance(y, tuple) else y for y in v]
    return out


_known: dict[type, tuple[str, ...]] = {}


def _fields(cls: type) -> tuple[str, ...]:
    names = _known.get(cls)
    if names is None:
        found: list[str] = []
        for c in cls.__mro__:
            found += [n for n in getattr(c, "__slots__", ()) if n not in ("ty", "span", "adj", "pat", "user_ty")]
        names = _known[cls] = tuple(found)
    return names


def check_owner(owner: Any) -> Checked:
    """Build and check the body of `owner` and its closures."""
    out = Checked()
    tree = owner.body
    if tree is None or tree.tainted:
        return out
    cx = TypeCx(owner)
    _check(tree, owner, cx, None, out)
    return out


def _check(tree: thir.Body, owner: Any, cx: TypeCx, closure: ty.Closure | None, out: Checked) -> Requirements:
    from burrow.rust.build.builder import build_body

    needs: dict[Any, Requirements] = {}
    for c in closures_in(tree):
        assert isinstance(c.ty, ty.Closure)
        if c.def_.body is not None and not c.def_.body.tainted:
            needs[c.def_] = _check(c.def_.body, c.def_, cx, c.ty, out)
    body = build_body(tree, owner, cx, closure)
    out.bodies[owner] = body
    diagnostics, mine = check_body(body, needs)
    out.diagnostics += diagnostics
    return mine


def check_body(body: ir.Body, closures: dict[Any, Requirements]) -> tuple[list[Diagnostic], Requirements]:
    """Check one body; `closures` are the requirements of those that it creates."""
    from burrow.rust.borrowck.access import Checker
    from burrow.rust.borrowck.liveness import Liveness, Points
    from burrow.rust.borrowck.loans import in_scope
    from burrow.rust.borrowck.moves import InitFlows, MoveData
    from burrow.rust.borrowck.report import Reporter
    from burrow.rust.borrowck.report_regions import RegionReports
    from burrow.rust.borrowck.typeck import TypeCheck
    from burrow.rust.borrowck.universal import Universal
    from burrow.rust.build.places import PlaceTypes

    info = body.data
    types = PlaceTypes(info.cx, body.locals)
    data = MoveData(body, types)
    flows = InitFlows(data)
    universal = Universal(info.owner, info.closure, info.cx)
    check = TypeCheck(body, universal, closures)
    check.run()
    points = Points(body)
    live = Liveness(check, flows, points)
    live.run()
    check.regions.solve({})
    scopes = in_scope(check, points)
    reporter = Reporter(body, check, data)
    reporter.illegal_moves(data.illegal)
    needs = RegionReports(check, universal, reporter).run()
    checker = Checker(check, data, flows, points, scopes, reporter)
    checker.live_uses = live.uses
    checker.run()
    return reporter.finish(), needs


def check_crate(crate: defs.Crate) -> list[Diagnostic]:
    """Check every body of a crate, in source order; what cannot be judged is said at its place."""
    out: list[Diagnostic] = []
    for d in list(crate.defs):
        if isinstance(d, (defs.FnDef, defs.ConstDef, defs.StaticDef)) and d.has_body and d.ast is not None:
            try:
                out += check_owner(d).diagnostics
            except Unsupported as u:
                out.append(Diagnostic(Level.UNSUPPORTED, u.what, [Label(u.span, primary=True)]))
            except defs.Cycle:
                pass  # reported when its types were checked
    return out
