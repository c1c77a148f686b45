"""One batch: functions that are analysed together because they call each other, with the literals in them.

In: the functions.  Out: attributes of every location, tags on the functions, the messages.  The reference is
cmd/compile/internal/escape/escape.go (Batch, flowClosure, finish, paramTag, rewriteWithLiterals) and HeapAllocReason
in utils.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import types as T
from burrow.go.escape import leaks as L
from burrow.go.escape.graph import CALLS, ESCAPES, EVERYTHING, MUTATES, PERSISTS, Hole, Location, Note
from burrow.go.escape.leaks import Leaks
from burrow.go.escape.solve import walk_all
from burrow.go.escape.walk import Walker
from burrow.go.inline import layout
from burrow.go.inline import nodes as N
from burrow.go.inline.cost import At
from burrow.go.inline.format import name_text, text
from burrow.go.inline.nodes import Func, Name, Node
from burrow.go.inline.static import Oracle

if TYPE_CHECKING:
    from burrow.go.escape.explain import Explainer
    from burrow.go.inline.world import World

MAX_STACK_VAR = 128 * 1024
MAX_IMPLICIT_STACK_VAR = 64 * 1024


class Batch:
    """The state of a batch; `run` does it all."""

    def __init__(
        self, world: World, funcs: list[Func], oracles: dict[Func, Oracle], explain: type[Explainer] | None
    ) -> None:
        self.world = world
        self.funcs = funcs
        self.oracles = oracles
        self.locations: list[Location] = []
        self.closures: list[tuple[Hole, Node]] = []
        self.heap = Location(None, None, 0)
        self.heap.attrs = EVERYTHING
        self.mutator = Location(None, None, 0)
        self.mutator.attrs = MUTATES
        self.callee = Location(None, None, 0)
        self.callee.attrs = CALLS
        self.blank = Location(None, None, 0)
        self.heap_hole: Hole = (self.heap, 0, None, False)
        self.discard: Hole = (self.blank, 0, None, False)
        self.explain: Explainer | None = explain(self) if explain is not None else None

    def run(self) -> None:
        for fn in self.funcs:
            self.init_func(fn)
        for fn in self.funcs:
            if not fn.is_closure:
                Walker(self, fn).body()
        for hole, closure in self.closures:
            self.flow_closure(hole, closure)
        for loc in self.locations:
            n = loc.node
            if n is None:
                continue
            if n.__class__ is Node and (n.op == N.OMAKESLICE or n.op == N.OCONVIFACE):
                self.rewrite_with_literals(n, loc.fn)
            why = heap_reason(n, *self.world.limits)
            if why:
                self.flow(self.address((self.heap, 0, None, False), n, why), loc)
        walk_all(self)
        self.finish()

    def init_func(self, fn: Func) -> None:
        fn.esc_state = N.PLANNED
        for name in fn.dcl:
            self.variable(name, fn)
        if fn.closure is None:
            for name in fn.closure_vars:
                self.variable(name.canonical, fn)
        for i, r in enumerate(fn.results):
            r.opt.result_index = 1 + i

    def variable(self, name: Name, fn: Func) -> Location:
        loc = Location(name, fn, 1)
        if name.cls == N.PPARAM:
            loc.param = True
            loc.leaks = Leaks()
        elif name.cls == N.PPARAMOUT:
            loc.param_out = True
        loc.attrs = PERSISTS
        name.opt = loc
        self.locations.append(loc)
        return loc

    # -- holes

    def note(self, k: Hole, where: Any, why: str) -> Hole:
        if self.explain is None:
            return k
        return k[0], k[1], Note(k[2], where, why), k[3]

    def address(self, k: Hole, where: Any, why: str) -> Hole:
        note = k[2] if self.explain is None else Note(k[2], where, why)
        return k[0], k[1] - 1, note, True

    def deref(self, k: Hole, where: Any, why: str) -> Hole:
        note = k[2] if self.explain is None else Note(k[2], where, why)
        return k[0], k[1] + 1, note, False

    def flow(self, k: Hole, src: Location) -> None:
        """`src` flows into the hole."""
        dst, derefs, note, addrtaken = k
        if addrtaken:
            src.addrtaken = True
        if dst is self.blank or dst is src and derefs >= 0:
            return
        if dst.attrs & ESCAPES and derefs < 0:
            if self.explain is not None:
                self.explain.direct(dst, src, derefs, note)
            src.attrs |= EVERYTHING
            return
        dst.edges.append((src, derefs, note))

    def oracle(self, fn: Func) -> Oracle:
        found = self.oracles.get(fn)
        if found is None:
            root = fn
            while root.parent is not None and not root.parent.package_init:
                root = root.parent
            found = self.oracles.get(root)
            if found is None:
                found = Oracle(root)
                self.oracles[root] = found
            self.oracles[fn] = found
        return found

    def flow_closure(self, hole: Hole, closure: Node) -> None:
        fn: Func = closure.aux
        for view in fn.closure_vars:
            v = view.canonical
            loc: Location = v.opt
            size = layout.size(v.type)
            v.byval = not loc.addrtaken and not loc.reassigned and size <= 128
            if not v.byval:
                v.addrtaken = True
            if self.world.verbosity > 1:
                how = "value" if v.byval else "ref"
                curfn = name_text(v.curfn.name) if v.curfn is not None else "<nil>"
                self.world.warn(
                    v,
                    f"{curfn} capturing by {how}: {name_text(v)} "
                    f"(addr={go_bool(loc.addrtaken)} assign={go_bool(loc.reassigned)} width={size})",
                )
            k = hole
            if not v.byval:
                k = self.address(k, view, "reference")
            self.flow(self.note(k, view, "captured by a closure"), loc)

    def rewrite_with_literals(self, n: Node, fn: Func | None) -> None:
        """Where a size or the operand of an interface conversion has a constant value that is not written, write it."""
        if fn is None:
            return
        if n.op == N.OMAKESLICE:
            slot = "y" if n.y is not None else "x"
            r = getattr(n, slot)
            if r.op == N.OLITERAL:
                return
            oracle = self.oracle(fn)
            s = oracle.static_value(r)
            value = None
            if s.op == N.OLITERAL:
                if s.aux >= 0:
                    value = s.aux
                t = r.type
            elif s.op == N.OLEN:
                x = oracle.static_value(s.x)
                if x.op == N.OSLICELIT:
                    value = x.aux
                from burrow.go.universe import INT

                t = INT
            if value is not None:
                n.z = ("cap", value)
                setattr(n, slot, Node(N.OLITERAL, n.pos, n.inl, t, aux=value))
            return
        x = n.x
        if x.op != N.OLITERAL and x.type.underlying.__class__ is not T.Interface:
            v = self.oracle(fn).static_value(x)
            if v.op == N.OLITERAL and valid_for_const(x.type, v.aux):
                n.x = Node(N.OLITERAL, n.pos, n.inl, x.type, aux=v.aux)

    # -- the end

    def finish(self) -> None:
        world = self.world
        say = world.verbosity > 0
        for fn in self.funcs:
            fn.esc_state = N.TAGGED
            if fn.imported:
                continue
            fn.tags = [self.param_tag(fn, i, p) for i, p in enumerate(fn.params)]
        for loc in self.locations:
            n = loc.node
            if n is None:
                continue
            is_name = n.__class__ is Name
            wrapper = not is_name and n.op == N.OCLOSURE and n.aux.wrapper
            if loc.attrs & ESCAPES:
                if is_name:
                    if say:
                        world.warn(n, f"moved to heap: {name_text(n)}")
                elif say and not wrapper:
                    world.warn(n, "append escapes to heap" if n.op == N.OAPPEND else f"{text(n)} escapes to heap")
                n.esc = N.ESC_HEAP
            else:
                if say and not is_name and not wrapper:
                    world.warn(n, "append does not escape" if n.op == N.OAPPEND else f"{text(n)} does not escape")
                n.esc = N.ESC_NONE
                if not loc.attrs & PERSISTS and not is_name and n.op in (N.OCLOSURE, N.OMETHVALUE, N.OSLICELIT):
                    n.flags |= N.TRANSIENT
            if not is_name and n.op == N.OSTR2BYTES and not loc.attrs & MUTATES:
                if say:
                    world.warn(n, "zero-copy string->[]byte conversion")
                n.op = N.OSTR2BYTESTMP

    def param_tag(self, fn: Func, index: int, p: Name) -> bytes:
        """What `fn` does with a parameter; says so."""
        world = self.world
        say = world.verbosity > 0 and not fn.wrapper and not fn.dupok
        named = not p.sym.startswith("~p")
        shown = p.sym
        u = p.type.underlying
        is_uintptr = (
            u.__class__ is T.Basic
            and u.kind == "uintptr"
            and p.type.__class__ is T.Basic
            or (u.__class__ is T.Basic and u.kind == "uintptr")
        )
        directives = fn.directives
        where = At(p.pos)
        if not fn.body:
            fn.directives = directives | {"uintptrkeepalive"}
            label = shown if named else "_" if p.obj is not None and p.obj.name == "_" else p.sym
            if is_uintptr:
                if say:
                    world.warn(where, f"assuming {label} is unsafe uintptr")
                return b""
            if not layout.has_pointers(p.type):
                return b""
            leaks = Leaks()
            sym = p.obj is None or p.obj.name != ""
            if "noescape" in directives:
                if say and sym:
                    world.warn(where, f"{label} does not escape")
                leaks.add(L.MUTATOR, 0)
                leaks.add(L.CALLEE, 0)
            else:
                if say and sym:
                    world.warn(where, f"leaking param: {label}")
                leaks.add(L.HEAP, 0)
            return leaks.encode()
        if "uintptrescapes" in directives:
            if is_uintptr:
                if say:
                    world.warn(where, f"marking {shown} as escaping uintptr")
                return b""
            if (
                fn.sig.variadic
                and index == len(fn.params) - 1
                and u.__class__ is T.Slice
                and u.elem.underlying.key == "uintptr"
            ):
                if say:
                    world.warn(where, f"marking {shown} as escaping ...uintptr")
                return b""
        if not layout.has_pointers(p.type):
            return b""
        if not named:
            return Leaks().encode()
        loc: Location = p.opt
        assert loc.leaks is not None
        loc.leaks.optimize()
        if say and not loc.attrs & ESCAPES:
            self.report_leaks(where, shown, loc.leaks, fn)
        return loc.leaks.encode()

    def report_leaks(self, where: At, name: str, leaks: Leaks, fn: Func) -> None:
        world = self.world
        warned = False
        heap = leaks.get(L.HEAP)
        if heap >= 0:
            world.warn(where, f"leaking param: {name}" if heap == 0 else f"leaking param content: {name}")
            warned = True
        for i in range(L.RESULTS):
            level = leaks.get(L.RESULT + i)
            if level >= 0:
                world.warn(where, f"leaking param: {name} to result {fn.results[i].sym} level={level}")
                warned = True
        if not warned:
            world.warn(where, f"{name} does not escape")


def go_bool(x: bool) -> str:
    return "true" if x else "false"


def valid_for_const(t: Any, value: Any) -> bool:
    """Whether a constant `value` may be of type `t` (ir.ValidTypeForConst)."""
    u = t.underlying
    if u.__class__ is not T.Basic:
        return False
    if isinstance(value, bool):
        return bool(u.info & T.IS_BOOL)
    if isinstance(value, bytes):
        return bool(u.info & T.IS_STRING)
    return bool(u.info & T.IS_NUMERIC)


def heap_reason(n: Any, limit: int = MAX_STACK_VAR, implicit: int = MAX_IMPLICIT_STACK_VAR) -> str:
    """Why a value cannot be on the stack whatever becomes of it: it is too large, or of unknown size."""
    t = n.type
    if t is None:
        return ""
    if n.__class__ is Name:
        if n.cls == N.PPARAM or n.cls == N.PPARAMOUT:
            return ""
        return "too large for stack" if layout.size(t) > limit else ""
    if layout.size(t) > limit:
        return "too large for stack"
    op = n.op
    if op == N.ONEW or op == N.OPTRLIT:
        if layout.size(t.underlying.elem) > implicit:
            return "too large for stack"
    elif op == N.OCLOSURE:
        size = 8
        for v in n.aux.closure_vars:
            width, align = (layout.size(v.type), layout.align(v.type)) if v.canonical.byval else (8, 8)
            size = (size + align - 1) // align * align + width
        if size > implicit:
            return "too large for stack"
    elif op == N.OMETHVALUE:
        if 8 + layout.size(n.x.type) > implicit:
            return "too large for stack"
    elif op == N.OMAKESLICE:
        r = n.y if n.y is not None else n.x
        elem = layout.size(t.underlying.elem)
        if elem == 0:
            return "zero-sized element"
        if r.op != N.OLITERAL or not -(1 << 31) <= r.aux < 1 << 31:
            return ""
        if r.aux > implicit // elem:
            return "too large for stack"
    return ""
