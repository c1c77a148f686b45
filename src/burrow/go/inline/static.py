"""What the only value of a variable is.

In: expressions.  Out: `static_value`, the expression that a variable which is assigned once stands for; `Oracle`, the
same for many
questions about one function.  The reference is ir.StaticValue and ir.Reassigned (expr.go) and ir/reassignment.go; the
difference: `Assigned` remembers one walk of a function until it is told that the function has changed, where
ir.Reassigned walks each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.exprs import outer_value
from burrow.go.inline.nodes import Name, Node

if TYPE_CHECKING:
    from burrow.go.inline.nodes import Func

_LISTS = frozenset((N.OAS2, N.OAS2FUNC, N.OAS2MAPR, N.OAS2DOTTYPE, N.OAS2RECV, N.OSELRECV2))


def static_value(n: Any) -> Any:
    """What `n` is known to be, through variables that are assigned once (in their declaration)."""
    while True:
        op = n.op
        if op == N.OCONVNOP or op == N.OPAREN:
            n = n.x
            continue
        if op == N.OINLCALL:
            n = single_result(n)
            continue
        value = _defined_as(n)
        if value is None or reassigned(n.canonical):
            return n
        n = value


def single_result(n: Any) -> Any:
    """The variable that holds the only result of an inlined call."""
    return n.b[0]


def _defined_as(n: Any) -> Any:
    if n.__class__ is not Name:
        return None
    v = n.canonical
    if v.cls != N.PAUTO:
        return None
    d = v.defn
    if d.__class__ is not Node:
        return None
    if d.op == N.OAS:
        return d.y
    if d.op == N.OAS2:
        for i, x in enumerate(d.a):
            if x is v:
                return d.b[i]
    return None


def assignments(fn: Func) -> dict[Name, list[Any]]:
    """For each variable that is assigned in `fn` or in literals in it: the statements that do."""
    out: dict[Name, list[Any]] = {}

    def note(target: Any, stmt: Any) -> None:
        if target is None:
            return
        v = outer_value(target)
        if v.__class__ is Name:
            out.setdefault(v.canonical, []).append(stmt)

    def look(n: Any) -> None:
        op = n.op
        if op == N.OAS or op == N.OASOP:
            note(n.x, n)
        elif op in _LISTS:
            for x in n.a:
                note(x, n)
        elif op == N.ORANGE:
            note(n.y, n)
            note(n.z, n)
        elif op == N.OCLOSURE:
            for s in n.aux.body:
                N.visit(s, look)

    for s in fn.body:
        N.visit(s, look)
    return out


class Assigned:
    """The assignments of functions, each found by one walk and kept until `forget`."""

    def __init__(self) -> None:
        self.known: dict[Func, dict[Name, list[Any]]] = {}

    def of(self, fn: Func) -> dict[Name, list[Any]]:
        found = self.known.get(fn)
        if found is None:
            found = assignments(fn)
            self.known[fn] = found
        return found

    def forget(self, fn: Func | None) -> None:
        """The body of `fn` has changed (and so have those of the functions around it)."""
        while fn is not None:
            self.known.pop(fn, None)
            fn = fn.parent

    def clear(self) -> None:
        self.known.clear()


ASSIGNED = Assigned()


def reassigned(v: Name) -> bool:
    """Whether `v` may be assigned other than by its declaration."""
    fn = v.curfn
    if fn is None or v.addrtaken:
        return True
    stmts = ASSIGNED.of(fn).get(v)
    if stmts is None:
        return False
    d = v.defn
    return any(s is not d or s.op in (N.OASOP, N.ORANGE) for s in stmts)


def is_nil_assign(n: Any) -> bool:
    y = n.y
    if y is None:
        return True
    while y.op == N.OCONVNOP:
        y = y.x
    return bool(y.op == N.ONIL)


class Oracle:
    """The single definitions of a function's parameters and variables, for escape analysis, which does not change the
    tree."""

    __slots__ = ("func_assigns", "single")

    def __init__(self, fn: Func) -> None:
        single: dict[Name, Any] = {}
        func_assigns: dict[Name, list[Any]] = {}
        for p in fn.params:
            if p.sym != "_":
                single[p] = fn
        stmts: list[tuple[Any, Any]] = []

        def look(n: Any) -> None:
            op = n.op
            if op == N.ONAME:
                if n.cls == N.PAUTO and not n.addrtaken:
                    d = n.defn
                    is_func = n.type is not None and n.type.underlying.__class__ is T.Signature
                    if d is None:
                        if is_func:
                            func_assigns[n] = []
                    else:
                        single[n] = d
                        if is_func and d.op == N.OAS:
                            func_assigns[n] = []
            elif op == N.OAS or op == N.OASOP:
                stmts.append((n.x, n))
            elif op in _LISTS:
                for x in n.a:
                    stmts.append((x, n))
            elif op == N.ORANGE:
                stmts.append((n.y, n))
                stmts.append((n.z, n))
            elif op == N.OCLOSURE:
                for s in n.aux.body:
                    N.visit(s, look)

        for s in fn.body:
            N.visit(s, look)
        for target, stmt in stmts:
            if target is None:
                continue
            v = outer_value(target)
            if v.__class__ is not Name:
                continue
            v = v.canonical
            d = single.get(v)
            if d is not None and (v.cls == N.PPARAM or v.cls == N.PAUTO and stmt is not d):
                del single[v]
            if v in func_assigns:
                if stmt.op != N.OAS:
                    del func_assigns[v]
                elif not is_nil_assign(stmt):
                    func_assigns[v].append(stmt)
        self.single = single
        self.func_assigns = func_assigns

    def static_value(self, n: Any) -> Any:
        while True:
            op = n.op
            if op == N.OCONVNOP or op == N.OPAREN:
                n = n.x
                continue
            if op == N.OINLCALL:
                n = n.b[0]
                continue
            value = _defined_as(n)
            if value is None or n.canonical not in self.single:
                return n
            n = value


def static_callee(n: Any) -> Name | None:
    """The function that `n` names, if it names one."""
    op = n.op
    if op == N.OMETHEXPR:
        found = n.aux.obj
        return found if found.__class__ is Name else None
    if op == N.ONAME:
        return n if n.cls == N.PFUNC else None
    if op == N.OCLOSURE:
        return n.aux.name  # type: ignore[no-any-return]
    return None
