"""Calls -> flows.

In: call nodes, builtins included.  Out: edges from arguments to parameters (of functions in the same batch), to the
heap and to results (as the callee's tags say), or all to the heap where the callee is not known.  The reference is
cmd/compile/internal/escape/call.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import types as T
from burrow.go.escape import leaks as L
from burrow.go.escape.graph import Hole
from burrow.go.escape.leaks import Leaks
from burrow.go.inline import layout
from burrow.go.inline import nodes as N
from burrow.go.inline.convert import core, is_shape
from burrow.go.inline.nodes import DDD, VARLIVE, Func, Name, Node
from burrow.go.inline.static import static_callee

if TYPE_CHECKING:
    from burrow.go.escape.batch import Batch
    from burrow.go.escape.graph import Location


class CallWalker:
    """The calls half of `walk.Walker`."""

    b: Batch
    fn: Func

    def expr(self, k: Hole, n: Any) -> None:
        raise NotImplementedError

    def tee(self, ks: list[Hole]) -> Hole:
        raise NotImplementedError

    def spill(self, k: Hole, n: Any) -> Hole:
        raise NotImplementedError

    def stmts(self, nodes: Any) -> None:
        raise NotImplementedError

    def address(self, n: Any) -> Hole:
        raise NotImplementedError

    def location(self, n: Any, persists: bool = False) -> Location:
        raise NotImplementedError

    def call(self, ks: list[Hole] | None, n: Any) -> None:
        """A call whose results flow into `ks`."""
        op = n.op
        if op == N.OCALLFUNC or op == N.OCALLINTER:
            self.function(ks, n)
        elif op == N.OINLCALL:
            self.stmts(n.a)
            for i, r in enumerate(n.b):
                self.expr(ks[i] if ks is not None else self.b.discard, r)
        else:
            _BUILTIN[op](self, ks, n)

    def argument(self, k: Hole, call: Any, arg: Any) -> None:
        self.expr(self.b.note(k, call, "call parameter"), arg)

    def function(self, ks: list[Hole] | None, n: Any) -> None:
        b = self.b
        fns: list[Name] = []
        if n.op == N.OCALLFUNC:
            oracle = b.oracle(self.fn)
            v = oracle.static_value(n.x)
            callee = static_callee(v)
            if callee is not None:
                fns = [callee]
            elif v.__class__ is Name:
                fns = assigned_callees(oracle.func_assigns.get(v.canonical))
        if ks is not None:
            for f in fns:
                fn = f.func
                if fn is not None and self.in_batch(f):
                    for i, r in enumerate(fn.results):
                        self.expr(ks[i], r)
        args = n.a
        if n.op == N.OCALLINTER:
            receiver = [n.x.x]
        else:
            receiver = []
            k = b.discard
            if not fns:
                for result in ks or ():
                    if result[0] is not b.blank:
                        k = b.note((b.callee, 0, None, False), n, "callee operand")
                        break
            self.expr(k, n.x)
        if n.flags & VARLIVE:
            for a in [*receiver, *args]:
                self.argument(b.discard, n, a)
            return
        if len(fns) == 1 and is_escape_non_string(fns[0]):
            k = (
                b.heap_hole
                if has_non_string_pointers(fns[0].func.params[1].type if fns[0].func else None)
                else b.discard
            )
            for a in args:
                self.argument(k, n, a)
            return
        values = [*receiver, *args]
        directives = frozenset().union(*(f.func.directives for f in fns if f.func is not None)) if fns else frozenset()
        special = "uintptrkeepalive" in directives or "uintptrescapes" in directives
        count = len(values)
        for i, a in enumerate(values):
            if special:
                self.rewrite_argument(a, n, directives)
            self.argument(self.merged_tag_hole(ks, fns, i, count), n, a)

    def in_batch(self, f: Name) -> bool:
        return f.defn is not None and f.func is not None and f.func.esc_state < N.TAGGED

    def merged_tag_hole(self, ks: list[Hole] | None, fns: list[Name], i: int, count: int) -> Hole:
        if not fns:
            return self.b.heap_hole
        if len(fns) == 1:
            return self.tag_hole(ks, fns[0], i)
        holes = []
        for f in fns:
            params = len(f.func.params) if f.func is not None and f.func.params else count
            holes.append(self.tag_hole(ks, f, i - (count - params)))
        return self.tee(holes)

    def tag_hole(self, ks: list[Hole] | None, f: Name | None, i: int) -> Hole:
        """Where the i-th argument (the receiver is the first) of a call of `f` flows to."""
        b = self.b
        if f is None or f.func is None:
            return b.heap_hole
        fn = f.func
        if self.in_batch(f):
            return self.address(fn.params[i])
        tags = fn.tags
        tag = tags[i] if tags is not None and i < len(tags) else b""
        esc = Leaks(tag)
        holes: list[Hole] = []
        x = esc.get(L.HEAP)
        if x >= 0:
            holes.append((b.heap, x, None, False))
        x = esc.get(L.MUTATOR)
        if x >= 0:
            holes.append((b.mutator, x, None, False))
        x = esc.get(L.CALLEE)
        if x >= 0:
            holes.append((b.callee, x, None, False))
        if ks is not None:
            for r in range(L.RESULTS):
                x = esc.get(L.RESULT + r)
                if x >= 0:
                    k = ks[r]
                    holes.append((k[0], k[1] + x, k[2], False))
        return self.tee(holes)

    def rewrite_argument(self, arg: Any, call: Any, directives: frozenset[str]) -> None:
        """`uintptr(p)` as argument of a system call: p is kept alive, or flows to the heap."""
        if arg.op == N.OSLICELIT:
            for e in arg.a:
                self.unsafe_uintptr(e.y if e.op == N.OKEY else e, call, directives)
        else:
            self.unsafe_uintptr(arg, call, directives)

    def unsafe_uintptr(self, arg: Any, call: Any, directives: frozenset[str]) -> None:
        if arg.__class__ is not Node or arg.op != N.OCONVNOP:
            return
        x, t = arg.x.type.underlying, arg.type.underlying
        if (
            x.__class__ is not T.Basic
            or x.kind != "unsafe.Pointer"
            or t.__class__ is not T.Basic
            or t.kind != "uintptr"
        ):
            return
        b = self.b
        fn = self.fn
        inner = arg.x
        tmp = Name(f".autotmp_{len(fn.dcl)}", inner.pos if inner.op != N.ONAME else arg.pos, inner.type, N.PAUTO, fn)
        tmp.autotemp = True
        tmp.pkg = b.world.package
        fn.dcl.append(tmp)
        loc = b.variable(tmp, fn)
        loc.depth = self.depth  # type: ignore[attr-defined]
        assign = Node(N.OAS, tmp.pos, arg.inl, None, tmp, inner)
        tmp.defn = assign
        call.init = [*(call.init or []), Node(N.ODCL, tmp.pos, arg.inl, x=tmp), assign]
        self.stmts([assign])
        arg.x = tmp
        k: Hole = (b.mutator, 0, None, False)
        if "uintptrescapes" in directives:
            k = b.note(b.heap_hole, arg, "//go:uintptrescapes")
        b.flow(k, loc)

    # -- builtins

    def b_append(self, ks: list[Hole] | None, n: Any) -> None:
        b = self.b
        k0 = ks[0] if ks is not None else b.discard
        args = n.a
        k = self.tee([k0, (b.mutator, 0, None, False)])
        if layout.has_pointers(core(args[0].type).elem):
            k = self.tee([k, b.deref(b.heap_hole, n, "appendee slice")])
        self.argument(k, n, args[0])
        if n.flags & DDD:
            k = b.discard
            t = core(args[1].type)
            if t.__class__ is T.Slice and layout.has_pointers(t.elem):
                k = b.deref(b.heap_hole, n, "appended slice...")
            self.argument(k, n, args[1])
        else:
            for a in args[1:]:
                self.argument(b.heap_hole, n, a)
        store = self.spill(k0, n)
        store[0].depth = 0

    def b_copy(self, ks: list[Hole] | None, n: Any) -> None:
        b = self.b
        self.argument((b.mutator, 0, None, False), n, n.x)
        k = b.discard
        t = core(n.y.type)
        if t.__class__ is T.Slice and layout.has_pointers(t.elem):
            k = b.deref(b.heap_hole, n, "copied slice")
        self.argument(k, n, n.y)

    def b_panic(self, ks: list[Hole] | None, n: Any) -> None:
        self.argument(self.b.heap_hole, n, n.x)

    def b_complex(self, ks: list[Hole] | None, n: Any) -> None:
        self.expr(self.b.discard, n.x)
        self.expr(self.b.discard, n.y)

    def b_discard_args(self, ks: list[Hole] | None, n: Any) -> None:
        for a in n.a:
            self.expr(self.b.discard, a)

    def b_min(self, ks: list[Hole] | None, n: Any) -> None:
        for a in n.a:
            self.argument(ks[0] if ks is not None else self.b.discard, n, a)

    def b_unary(self, ks: list[Hole] | None, n: Any) -> None:
        self.expr(self.b.discard, n.x)

    def b_clear(self, ks: list[Hole] | None, n: Any) -> None:
        self.argument((self.b.mutator, 0, None, False), n, n.x)

    def b_data(self, ks: list[Hole] | None, n: Any) -> None:
        self.argument(ks[0] if ks is not None else self.b.discard, n, n.x)

    def b_unsafe(self, ks: list[Hole] | None, n: Any) -> None:
        self.argument(ks[0] if ks is not None else self.b.discard, n, n.x)
        self.expr(self.b.discard, n.y)


def assigned_callees(stmts: list[Any] | None) -> list[Name]:
    """The functions that a variable is ever set to, if all are known."""
    out: list[Name] = []
    for s in stmts or ():
        y = s.y
        if y is None or y.op == N.ONIL:
            continue
        callee = static_callee(y)
        if callee is None:
            return []
        if callee.func is not None and callee.func.directives & {"uintptrkeepalive", "uintptrescapes"}:
            return []
        out.append(callee)
    return out


def is_escape_non_string(f: Name) -> bool:
    return (
        f.pkg is not None
        and f.pkg.path == "internal/abi"
        and f.sym.startswith("EscapeNonString[")
        and f.func is not None
        and len(f.func.params) == 2
        and is_shape(f.func.params[1].type)
    )


def has_non_string_pointers(t: Any) -> bool:
    if t is None or not layout.has_pointers(t):
        return False
    u = t.underlying
    if u.__class__ is T.Basic and u.info & T.IS_STRING:
        return False
    if u.__class__ is T.Struct:
        return any(has_non_string_pointers(f.type) for f in u.fields)
    if u.__class__ is T.Array:
        return has_non_string_pointers(u.elem)
    return True


_BUILTIN: dict[int, Any] = {
    N.OAPPEND: CallWalker.b_append,
    N.OCOPY: CallWalker.b_copy,
    N.OPANIC: CallWalker.b_panic,
    N.OCOMPLEX: CallWalker.b_complex,
    N.ODELETE: CallWalker.b_discard_args,
    N.OPRINT: CallWalker.b_discard_args,
    N.OPRINTLN: CallWalker.b_discard_args,
    N.ORECOVER: CallWalker.b_discard_args,
    N.OMIN: CallWalker.b_min,
    N.OMAX: CallWalker.b_min,
    N.OLEN: CallWalker.b_unary,
    N.OCAP: CallWalker.b_unary,
    N.OREAL: CallWalker.b_unary,
    N.OIMAG: CallWalker.b_unary,
    N.OCLOSE: CallWalker.b_unary,
    N.OCLEAR: CallWalker.b_clear,
    N.OUNSAFESTRINGDATA: CallWalker.b_data,
    N.OUNSAFESLICEDATA: CallWalker.b_data,
    N.OUNSAFEADD: CallWalker.b_unsafe,
    N.OUNSAFESLICE: CallWalker.b_unsafe,
    N.OUNSAFESTRING: CallWalker.b_unsafe,
}
