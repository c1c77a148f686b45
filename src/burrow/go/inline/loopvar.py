"""Loop variables that are new in each iteration.

In: functions after inlining, loops marked DISTINCT.  Out: loops without the mark; where a variable that the loop
declares is captured by a function literal or has its address taken, the loop is rewritten so that the body has a copy
of its own.  The reference is cmd/compile/internal/loopvar/loopvar.go (ForCapture).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go.inline import nodes as N
from burrow.go.inline.exprs import outer_value
from burrow.go.inline.nodes import DISTINCT, Name, Node

if TYPE_CHECKING:
    from burrow.go.inline.nodes import Func
    from burrow.go.inline.world import World


def per_iteration(world: World, fn: Func) -> None:
    """Rewrite the loops of `fn` that need it."""
    _Loops(world, fn).run()


class _Loops:
    def __init__(self, world: World, fn: Func) -> None:
        self.world = world
        self.fn = fn
        self.leaked: dict[Name, bool] = {}  # loop variables; True once one is captured or its address taken
        self.fixups: dict[Name, Node] = {}
        self.depth = 0
        self.return_depth = 0
        self.seq = 1
        self.transformed = False

    def run(self) -> None:
        for s in self.fn.body:
            self.scan(s)
        if self.transformed:
            self.move_declarations(self.fn.body)

    def temp(self, t: Any, pos: int) -> Name:
        n = Name(f".autotmp_{len(self.fn.dcl)}", pos, t, N.PAUTO, self.fn)
        n.autotemp = True
        n.pkg = self.world.package
        self.fn.dcl.append(n)
        return n

    def may_leak(self, x: Any) -> None:
        if x.__class__ is Name and x.sym != "_":
            self.leaked[x] = False

    def scan(self, n: Any) -> None:
        if n.__class__ is Name:
            return
        op = n.op
        if op == N.OCLOSURE:
            if self.return_depth < self.depth:
                for view in n.aux.closure_vars:
                    if view.canonical in self.leaked:
                        self.leaked[view.canonical] = True
        elif op == N.OADDR or op == N.OPTRLIT:
            if self.return_depth < self.depth:
                y = outer_value(n.x)
                if y.__class__ is Name and y in self.leaked:
                    self.leaked[y] = True
        elif op == N.ORETURN:
            saved = self.return_depth
            self.return_depth = self.depth
            self.inside(n)
            self.return_depth = saved
            return
        elif op == N.ORANGE:
            if n.flags & N.DEF and n.flags & DISTINCT:
                self.may_leak(n.y) if n.y is not None else None
                self.may_leak(n.z) if n.z is not None else None
                self.depth += 1
                self.inside(n)
                self.depth -= 1
                n.y = self.replace(n, n.y)
                n.z = self.replace(n, n.z)
                n.flags &= ~DISTINCT
                return
            n.flags &= ~DISTINCT
        elif op == N.OFOR and n.flags & DISTINCT:
            for x in declared_in_init(n):
                self.may_leak(x)
            self.depth += 1
            self.inside(n)
            self.depth -= 1
            found = [x for x in declared_in_init(n) if self.leaked.get(x)]
            if found:
                self.three_clause(n, found)
            n.flags &= ~DISTINCT
            return
        self.inside(n)

    def inside(self, n: Any) -> None:
        for c in N.children(n):
            if c is not None:
                self.scan(c)

    def replace(self, loop: Node, v: Any) -> Any:
        """A hidden variable in place of `v`, which the body now declares and assigns from it."""
        if v.__class__ is not Name or not self.leaked.get(v):
            return v
        hidden = self.temp(v.type, loop.pos)
        hidden.inl = loop.inl
        assign = Node(N.OAS, loop.pos, loop.inl, None, v, hidden, flags=N.DEF)
        loop.a.insert(0, assign)
        self.fixups[v] = assign
        self.transformed = True
        return hidden

    def three_clause(self, loop: Node, leaked: list[Name]) -> None:
        from burrow.go.universe import BOOL

        self.transformed = True
        before: list[Any] = []
        after: list[Any] = []
        carried: dict[Name, Name] = {}
        pos, inl = loop.pos, loop.inl
        for v in leaked:
            hidden = self.temp(v.type, pos)
            carried[v] = hidden
            assign = Node(N.OAS, pos, inl, None, v, hidden, flags=N.DEF)
            v.defn = assign
            before.append(assign)
            self.fixups[v] = assign
            after.append(Node(N.OAS, pos, inl, None, hidden, v))
        label = f".3clNext_{self.seq}"
        self.seq += 1
        for s in loop.a:
            edit_continues(s, label, loop.aux, 0)
        body = loop.a
        for s in loop.init or ():
            if s.op == N.OAS2 and s.flags & N.DEF:
                s.a[:] = [carried.get(x, x) for x in s.a]
            elif s.op == N.OAS and s.flags & N.DEF:
                s.x = carried.get(s.x, s.x)
        if loop.y is not None:
            first = self.temp(BOOL, pos)
            start = Node(N.OAS, pos, inl, None, first, Node(N.OLITERAL, pos, inl, BOOL, aux=True))
            first.defn = start
            stop = Node(N.OAS, pos, inl, None, first, Node(N.OLITERAL, pos, inl, BOOL, aux=False))
            test = Node(N.OIF, pos, inl, None, first, a=[stop], b=[loop.y])
            test.init = [Node(N.ODCL, pos, inl, x=first)]
            before.append(test)
            loop.init = [*(loop.init or []), start]
        if loop.x is not None:
            no = Node(N.ONOT, loop.x.pos, inl, loop.x.type, loop.x)
            before.append(Node(N.OIF, pos, inl, None, no, a=[Node(N.OBREAK, pos, inl)], b=[]))
        loop.a = [*before, *body, Node(N.OLABEL, pos, inl, aux=label), *after]
        loop.x = None
        loop.y = None

    def move_declarations(self, nodes: list[Any]) -> None:
        """The ODCL of a rewritten variable goes from the loop to the assignment in its body."""
        fixups = self.fixups

        def edit(stmts: list[Any]) -> list[Any]:
            out = []
            for s in stmts:
                if s.__class__ is Node and s.op == N.ODCL and s.x in fixups:
                    assign = fixups.pop(s.x)
                    assign.init = [s, *(assign.init or [])]
                    continue
                out.append(s)
            return out

        def walk(n: Any) -> None:
            if n.__class__ is Name:
                return
            if n.init:
                n.init = edit(n.init)
                for c in n.init:
                    walk(c)
            for slot in N.SLOTS[n.op]:
                c = getattr(n, slot)
                if c is None:
                    continue
                if c.__class__ is list:
                    c[:] = edit(c)
                    for e in c:
                        if e is not None:
                            walk(e)
                else:
                    walk(c)

        nodes[:] = edit(nodes)
        for n in nodes:
            walk(n)


def declared_in_init(loop: Node) -> list[Any]:
    """The variables that the loop's init declares."""
    out: list[Any] = []
    for s in loop.init or ():
        if s.flags & N.DEF:
            if s.op == N.OAS2:
                out += s.a
            elif s.op == N.OAS:
                out.append(s.x)
    return out


def edit_continues(n: Any, label: str, loop_label: Any, depth: int) -> None:
    """`continue` of the loop at hand -> `goto label`."""
    if n.__class__ is Name:
        return
    if n.op == N.OCONTINUE:
        if depth == 0 and n.aux is None or loop_label is not None and n.aux == loop_label:
            n.op = N.OGOTO
            n.aux = label
        return
    if n.op == N.OFOR or n.op == N.ORANGE:
        depth += 1
    for c in N.children(n):
        if c is not None:
            edit_continues(c, label, loop_label, depth)
