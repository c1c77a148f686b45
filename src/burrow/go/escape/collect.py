"""The marks on analysed nodes -> `Plan`s by the checked tree.

In: a `nodes.Func` after escape analysis.  Out: its `result.Plan`, with the plans of inlined bodies and of literals in
it.
"""

from __future__ import annotations

from typing import Any

from burrow.go.escape.result import InlinedCall, Plan
from burrow.go.inline import nodes as N
from burrow.go.inline.nodes import ESC_HEAP, Func, Inlining, Name, Node


def plan_of(fn: Func) -> Plan:
    """The plan of a declared function."""
    return _Collector(fn).plan


class _Collector:
    def __init__(self, fn: Func) -> None:
        self.plan = Plan(fn)
        self.by_inlining: dict[Inlining | None, Plan] = {None: self.plan}
        self.func = fn
        for name in fn.dcl:
            self.variable(name)
        self.calls: list[Node] = []
        for s in fn.body:
            self.visit(s)

    def plan_for(self, inl: Inlining | None) -> Plan:
        found = self.by_inlining.get(inl)
        if found is None:
            assert inl is not None
            found = Plan(inl.func)
            self.by_inlining[inl] = found
        return found

    def variable(self, name: Name) -> None:
        if name.obj is None:
            if name.src is not None:  # the hidden variable of new(x)
                places = self.plan_for(name.inl)._places
                places[name.src] = name.esc == ESC_HEAP or places.get(name.src, False)
            return
        plan = self.plan_for(name.inl)
        # a loop's variable may have two names, of which one is the copy that each iteration has
        plan._vars[name.obj] = name.esc == ESC_HEAP or plan._vars.get(name.obj, False)
        if name.byval:
            plan._by_value.add(name.obj)

    def visit(self, n: Any) -> None:
        if n.__class__ is Name:
            return
        op = n.op
        src = n.src
        if op == N.OINLCALL:
            inl, callee, opaque = n.aux
            plan = self.plan_for(inl)
            outer = None
            if callee.closure_vars:
                outer = self.plan_for(callee.closure.inl)
            tree = callee.decl
            here = self.plan_for(n.inl)
            if not opaque:
                here._calls[src] = InlinedCall(src, callee, tree, plan, outer)
            if n.z is not None:
                here._devirtualized[src] = n.z
        elif src is not None and n.esc:
            here = self.plan_for(n.inl)
            key = src if src.__class__ is tuple else (src, "")
            # one tree may stand for several nodes, as `{1}` in `[]*[]int{{1}}` does: for the pointer and for the slice
            here._places[key] = n.esc == ESC_HEAP or here._places.get(key, False)
            if op == N.OMAKESLICE and n.z is not None:
                here._caps[src[0]] = n.z[1]
            elif op == N.OSTR2BYTESTMP:
                here._zero_copy.add(src[0])
        elif op == N.OCALLFUNC and n.z is not None:
            self.plan_for(n.inl)._devirtualized[src] = n.z
        if op == N.OCLOSURE:
            inner = _Collector(n.aux).plan
            for view in n.aux.closure_vars:
                if view.obj is not None:
                    inner._vars[view.obj] = view.canonical.esc == ESC_HEAP
                    if view.canonical.byval:
                        inner._by_value.add(view.obj)
            if src is not None:
                self.plan_for(n.inl)._closures[src[0]] = inner
            return
        for c in N.children(n):
            if c is not None:
                self.visit(c)
