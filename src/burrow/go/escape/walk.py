"""The statements and expressions of a function -> flows.

In: a function's nodes.  Out: locations and edges in its `Batch`.  The reference is cmd/compile/internal/escape:
stmt.go, assign.go and expr.go (calls are in `walk_call`).  Nothing is sensitive to order, path, field or element:
`x.f = u[0]` is `x = *u`.  What is stored through a pointer, into a slice or into a map flows to the heap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import types as T
from burrow.go.escape.graph import Hole, Location, Note
from burrow.go.escape.selfassign import is_self_assign
from burrow.go.escape.walk_call import CallWalker
from burrow.go.inline import layout
from burrow.go.inline import nodes as N
from burrow.go.inline.convert import core
from burrow.go.inline.format import name_text, text
from burrow.go.inline.nodes import Func, Name, Node

if TYPE_CHECKING:
    from burrow.go.escape.batch import Batch

_DISCARD_BOTH = (
    N.OADD,
    N.OSUB,
    N.OOR,
    N.OXOR,
    N.OMUL,
    N.ODIV,
    N.OMOD,
    N.OLSH,
    N.ORSH,
    N.OAND,
    N.OANDNOT,
    N.OEQ,
    N.ONE,
    N.OLT,
    N.OLE,
    N.OGT,
    N.OGE,
    N.OANDAND,
    N.OOROR,
)
_CALLS = (
    N.OCALLFUNC,
    N.OCALLINTER,
    N.OINLCALL,
    N.OLEN,
    N.OCAP,
    N.OMIN,
    N.OMAX,
    N.OCOMPLEX,
    N.OREAL,
    N.OIMAG,
    N.OAPPEND,
    N.OCOPY,
    N.ORECOVER,
    N.OUNSAFEADD,
    N.OUNSAFESLICE,
    N.OUNSAFESTRING,
    N.OUNSAFESTRINGDATA,
    N.OUNSAFESLICEDATA,
)
_CALL_STMTS = (
    N.OCALLFUNC,
    N.OCALLINTER,
    N.OINLCALL,
    N.OCLEAR,
    N.OCLOSE,
    N.OCOPY,
    N.ODELETE,
    N.OPANIC,
    N.OPRINT,
    N.OPRINTLN,
    N.ORECOVER,
)


class Walker(CallWalker):
    """Walks one function; literals in it get a Walker of their own where they stand."""

    def __init__(self, batch: Batch, fn: Func) -> None:
        self.b = batch
        self.fn = fn
        self.depth = 1  # of loops
        self.labels: dict[str, bool] = {}  # True: something jumps back to it
        self.explaining = batch.explain is not None

    def body(self) -> None:
        self.fn.esc_state = N.STARTED

        def look(n: Any) -> None:
            if n.op == N.OLABEL:
                self.labels[n.aux] = False
            elif n.op == N.OGOTO and n.aux in self.labels:
                self.labels[n.aux] = True

        for s in self.fn.body:
            N.visit(s, look)
        self.block(self.fn.body)

    # -- statements

    def stmts(self, nodes: Any) -> None:
        if nodes:
            for n in nodes:
                if n is not None:
                    self.stmt(n)

    def block(self, nodes: Any) -> None:
        depth = self.depth
        self.stmts(nodes)
        self.depth = depth

    def stmt(self, n: Any) -> None:
        if n is None:
            return
        if n.init:
            self.stmts(n.init)
        _STMT[n.op](self, n)

    def s_nothing(self, n: Any) -> None:
        pass

    def s_block(self, n: Any) -> None:
        self.stmts(n.a)

    def s_dcl(self, n: Any) -> None:
        if n.x.sym != "_":
            n.x.opt.depth = self.depth

    def s_label(self, n: Any) -> None:
        if self.labels.pop(n.aux, False):
            self.depth += 1

    def s_if(self, n: Any) -> None:
        self.expr(self.b.discard, n.x)
        self.block(n.a)
        self.block(n.b)

    def s_for(self, n: Any) -> None:
        self.depth += 1
        self.expr(self.b.discard, n.x)
        self.stmt(n.y)
        self.block(n.a)
        self.depth -= 1

    def s_range(self, n: Any) -> None:
        b = self.b
        tmp = self.location(None, persists=True)
        self.expr((tmp, 0, None, False), n.x)
        self.depth += 1
        key, value = self.address(n.y), self.address(n.z)
        if core(n.x.type).__class__ is T.Array:
            b.flow(b.note(value, n, "range"), tmp)
        else:
            b.flow(b.deref(value, n, "range-deref"), tmp)
        self.reassigned([key, value], n)
        self.block(n.a)
        self.depth -= 1

    def s_switch(self, n: Any) -> None:
        guard = n.x
        if guard is not None and guard.op == N.OTYPESW:
            holes: list[Hole] = []
            if guard.x is not None:
                for c in n.a:
                    v = c.x
                    v.opt.depth = self.depth
                    if layout.has_pointers(v.type):
                        holes.append(self.dot_type((v.opt, 0, None, False), v.type, c, "switch case"))
            self.expr(self.tee(holes), guard.y)
        else:
            self.expr(self.b.discard, guard)
        for c in n.a:
            for e in c.a:
                self.expr(self.b.discard, e)
            self.block(c.b)

    def s_select(self, n: Any) -> None:
        for c in n.a:
            self.stmt(c.x)
            self.block(c.a)

    def s_recv(self, n: Any) -> None:
        self.expr_no_init(self.b.discard, n)

    def s_send(self, n: Any) -> None:
        self.expr(self.b.discard, n.x)
        self.to_heap(n.y, "send", n)

    def s_assign(self, n: Any) -> None:
        self.assign_list([n.x], [n.y], "assign", n)

    def s_assign2(self, n: Any) -> None:
        self.assign_list(n.a, n.b, "assign-pair", n)

    def s_dottype(self, n: Any) -> None:
        self.assign_list(n.a, n.b, "assign-pair-dot-type", n)

    def s_mapr(self, n: Any) -> None:
        self.assign_list(n.a, n.b, "assign-pair-mapr", n)

    def s_recv2(self, n: Any) -> None:
        self.assign_list(n.a, n.b, "assign-pair-receive", n)

    def s_func(self, n: Any) -> None:
        call = n.b[0]
        if call.init:
            self.stmts(call.init)
        ks = [self.address(x) for x in n.a]
        self.call(ks, call)
        self.reassigned(ks, n)

    def s_return(self, n: Any) -> None:
        self.assign_list(self.fn.results, n.a or [], "return", n)

    def s_call(self, n: Any) -> None:
        self.call(None, n)

    def s_go(self, n: Any) -> None:
        b = self.b
        k = b.heap_hole
        if n.op == N.ODEFER and self.depth == 1 and n.y is None:
            k = self.later(b.discard)
            n.esc = N.ESC_NEVER
        self.expr(k, n.x.x)

    def s_tailcall(self, n: Any) -> None:
        self.call(None, n.x)

    def s_checknil(self, n: Any) -> None:
        self.expr(self.b.discard, n.x)

    # -- assignment

    def address(self, n: Any) -> Hole:
        """The hole that stores into an addressable expression."""
        b = self.b
        if n is None or n.op == N.ONAME and n.sym == "_":
            return b.discard
        op = n.op
        if op == N.ONAME:
            if n.cls == N.PEXTERN:
                return b.heap_hole
            return n.canonical.opt, 0, None, False
        if op == N.ODOT:
            return self.address(n.x)
        if op == N.OINDEX:
            self.expr(b.discard, n.y)
            if core(n.x.type).__class__ is T.Array:
                return self.address(n.x)
            self.mutate(n.x)
        elif op == N.ODEREF or op == N.ODOTPTR:
            self.mutate(n.x)
        elif op == N.OINDEXMAP:
            self.expr(b.discard, n.x)
            self.to_heap(n.y, "key of map put", n)
        elif op == N.OCONVNOP or op == N.OPAREN:
            return self.address(n.x)
        return b.heap_hole

    def mutate(self, n: Any) -> None:
        self.expr((self.b.mutator, 0, None, False), n)

    def to_heap(self, n: Any, why: str, where: Any) -> None:
        self.expr(self.b.note(self.b.heap_hole, where, why), n)

    def assign_list(self, targets: Any, values: Any, why: str, where: Any) -> None:
        b = self.b
        ks = [self.address(t) for t in targets]
        count = len(values)
        for i, k in enumerate(ks):
            value = values[i] if i < count else None
            target = targets[i]
            if target is not None:
                if target.op == N.ODOTPTR and is_reflect_header(target):
                    self.unsafe_value(b.note(b.heap_hole, where, why), value)
                    continue
                if value is not None and target.op != N.ONAME and is_self_assign(target, value):
                    if b.world.verbosity:
                        b.world.warn(where, f"{name_text(self.fn.name)} ignoring self-assignment in {text(where)}")
                    k = b.discard
            if value is not None:
                self.expr(k if not self.explaining else b.note(k, where, why), value)
        self.reassigned(ks, where)

    def reassigned(self, ks: list[Hole], where: Any) -> None:
        """What is stored into is reassigned, unless `where` is its declaration."""
        if where.op == N.OAS and where.y is None:
            x = where.x
            if x.op == N.ONAME and x.defn is None:
                return
        for k in ks:
            loc = k[0]
            n = loc.node
            if n.__class__ is Name and n.defn is where and where.op != N.ORANGE:
                continue
            loc.reassigned = True

    # -- locations

    def location(self, n: Any, persists: bool = False) -> Location:
        loc = Location(n, self.fn, self.depth)
        if persists:
            loc.attrs = 2
        self.b.locations.append(loc)
        if n is not None:
            n.opt = loc
        return loc

    def tee(self, ks: list[Hole]) -> Hole:
        """A hole that flows into each of `ks`."""
        if not ks:
            return self.b.discard
        if len(ks) == 1:
            return ks[0]
        loc = self.location(None)
        for k in ks:
            self.b.flow(k, loc)
        return loc, 0, None, False

    def later(self, k: Hole) -> Hole:
        loc = self.location(None, persists=True)
        self.b.flow(k, loc)
        return loc, 0, None, False

    def spill(self, k: Hole, n: Any) -> Hole:
        """What `n` allocates: its address flows to `k`; the hole is what is stored in it."""
        loc = self.location(n)
        self.b.flow(self.b.address(k, n, "spill"), loc)
        return loc, 0, None, False

    def dot_type(self, k: Hole, t: Any, where: Any, why: str) -> Hole:
        if t.underlying.__class__ is not T.Interface and not layout.is_direct_iface(t):
            return self.b.deref(k, where, why)
        return self.b.note(k, where, why)

    # -- expressions

    def expr(self, k: Hole, n: Any) -> None:
        if n is None:
            return
        if n.init:
            self.stmts(n.init)
        self.expr_no_init(k, n)

    def expr_no_init(self, k: Hole, n: Any) -> None:
        op = n.op
        if op == N.ONAME:
            cls = n.cls
            if cls == N.PFUNC or cls == N.PEXTERN:
                return
            if k[1] >= 0 and n.type is not None and not layout.has_pointers(n.type):
                return
            self.b.flow(k, n.canonical.opt)
            return
        if k[1] >= 0:
            t = n.type
            if t is not None and t.__class__ is not T.Tuple and not layout.has_pointers(t):
                k = (self.b.blank, k[1], k[2], k[3])
        _EXPR[op](self, k, n)

    def e_nothing(self, k: Hole, n: Any) -> None:
        pass

    def e_unary(self, k: Hole, n: Any) -> None:
        self.expr(self.b.discard, n.x)

    def e_binary(self, k: Hole, n: Any) -> None:
        self.expr(self.b.discard, n.x)
        self.expr(self.b.discard, n.y)

    def e_addr(self, k: Hole, n: Any) -> None:
        self.expr(self.b.address(k, n, "address-of"), n.x)

    def e_deref(self, k: Hole, n: Any) -> None:
        self.expr(self.b.deref(k, n, "indirection"), n.x)

    def e_dot(self, k: Hole, n: Any) -> None:
        self.expr(self.b.note(k, n, "dot"), n.x)

    def e_dotptr(self, k: Hole, n: Any) -> None:
        self.expr(self.b.deref(k, n, "dot of pointer"), n.x)

    def e_dottype(self, k: Hole, n: Any) -> None:
        self.expr(self.dot_type(k, n.type, n, "dot"), n.x)

    def e_index(self, k: Hole, n: Any) -> None:
        if core(n.x.type).__class__ is T.Array:
            self.expr(self.b.note(k, n, "fixed-array-index-of"), n.x)
        else:
            self.expr(self.b.deref(k, n, "dot of pointer"), n.x)
        self.expr(self.b.discard, n.y)

    def e_indexmap(self, k: Hole, n: Any) -> None:
        self.expr(self.b.discard, n.x)
        self.expr(self.b.discard, n.y)

    def e_slice(self, k: Hole, n: Any) -> None:
        self.expr(self.b.note(k, n, "slice"), n.x)
        self.expr(self.b.discard, n.y)
        self.expr(self.b.discard, n.z)
        self.expr(self.b.discard, n.w)

    def e_conv(self, k: Hole, n: Any) -> None:
        u = n.type.underlying
        if u.__class__ is T.Basic and u.kind == "unsafe.Pointer":
            from_ = n.x.type.underlying
            if from_.__class__ is T.Basic and from_.kind == "uintptr":
                self.unsafe_value(k, n.x)
                return
        self.expr(k, n.x)

    def e_iface(self, k: Hole, n: Any) -> None:
        t = n.x.type
        if t.underlying.__class__ is not T.Interface and not layout.is_direct_iface(t):
            k = self.spill(k, n)
        self.expr(self.b.note(k, n, "interface-converted"), n.x)

    def e_through(self, k: Hole, n: Any) -> None:
        self.expr(k, n.x)

    def e_slice2arr(self, k: Hole, n: Any) -> None:
        self.expr(self.b.deref(k, n, "slice-to-array"), n.x)

    def e_call(self, k: Hole, n: Any) -> None:
        self.call([k], n)

    def e_new(self, k: Hole, n: Any) -> None:
        self.spill(k, n)

    def e_make(self, k: Hole, n: Any) -> None:
        self.spill(k, n)
        self.expr(self.b.discard, n.x)
        self.expr(self.b.discard, n.y)

    def e_makechan(self, k: Hole, n: Any) -> None:
        self.expr(self.b.discard, n.x)

    def e_methvalue(self, k: Hole, n: Any) -> None:
        closure = self.spill(k, n)
        method = n.aux
        results = method.type.results
        ks = [self.b.heap_hole] * len(results)
        name = method.obj if method.obj.__class__ is Name else None
        param = self.tag_hole(ks, name, 0)
        self.expr(self.tee([param, closure]), n.x)

    def e_ptrlit(self, k: Hole, n: Any) -> None:
        self.expr(self.spill(k, n), n.x)

    def e_arraylit(self, k: Hole, n: Any) -> None:
        for e in n.a:
            self.expr(self.b.note(k, n, "array literal element"), e.y if e.op == N.OKEY else e)

    def e_slicelit(self, k: Hole, n: Any) -> None:
        k = self.spill(k, n)
        for e in n.a:
            self.expr(self.b.note(k, n, "slice-literal-element"), e.y if e.op == N.OKEY else e)

    def e_structlit(self, k: Hole, n: Any) -> None:
        for e in n.a:
            self.expr(self.b.note(k, n, "struct literal element"), e.y)

    def e_maplit(self, k: Hole, n: Any) -> None:
        self.spill(k, n)
        for e in n.a:
            self.to_heap(e.x, "map literal key", n)
            self.to_heap(e.y, "map literal value", n)

    def e_closure(self, k: Hole, n: Any) -> None:
        b = self.b
        k = self.spill(k, n)
        b.closures.append((k, n))
        fn: Func = n.aux
        if fn.is_closure:
            for view in fn.closure_vars:
                loc: Location = view.canonical.opt
                if not loc.captured:
                    loc.captured = True
                    if loc.depth == self.depth:
                        loc.reassigned = False
            for name in fn.dcl:
                if name.opt is None:
                    b.variable(name, fn)
            Walker(b, fn).body()

    def e_spill_discard(self, k: Hole, n: Any) -> None:
        self.spill(k, n)
        self.expr(self.b.discard, n.x)

    def e_addstr(self, k: Hole, n: Any) -> None:
        self.spill(k, n)
        for e in n.a:
            self.expr(self.b.discard, e)

    def unsafe_value(self, k: Hole, n: Any) -> None:
        """A uintptr that may come from a pointer."""
        if n is None:
            return
        b = self.b
        if n.init:
            self.stmts(n.init)
        op = n.op
        if op == N.OCONV or op == N.OCONVNOP:
            u = n.x.type.underlying
            if u.__class__ is T.Basic and u.kind == "unsafe.Pointer":
                self.expr(k, n.x)
            else:
                self.expr(b.discard, n.x)
        elif op == N.ODOTPTR:
            if is_reflect_header(n):
                self.expr(b.deref(k, n, "reflect.Header.Data"), n.x)
            else:
                self.expr(b.discard, n.x)
        elif op in (N.OPLUS, N.ONEG, N.OBITNOT):
            self.unsafe_value(k, n.x)
        elif op in (N.OADD, N.OSUB, N.OOR, N.OXOR, N.OMUL, N.ODIV, N.OMOD, N.OAND, N.OANDNOT):
            self.unsafe_value(k, n.x)
            self.unsafe_value(k, n.y)
        elif op == N.OLSH or op == N.ORSH:
            self.unsafe_value(k, n.x)
            self.expr(b.discard, n.y)
        else:
            self.expr_no_init(b.discard, n)


def is_reflect_header(n: Node) -> bool:
    """Whether `n` is the Data field of a reflect.SliceHeader or StringHeader."""
    if n.aux.name != "Data" or n.type.key != "uintptr":
        return False
    t = n.x.type
    if n.op == N.ODOTPTR:
        t = t.underlying.elem
    return (
        t.__class__ is T.Named
        and t.obj.pkg is not None
        and t.obj.pkg.path == "reflect"
        and t.obj.name in ("SliceHeader", "StringHeader")
    )


def _bad(self: Walker, *args: Any) -> None:
    raise AssertionError(f"unexpected node {args[-1]!r}")


_STMT: list[Any] = [_bad] * len(N.SLOTS)
_EXPR: list[Any] = [_bad] * len(N.SLOTS)
_STMTS: Any = (
    ((N.OFALL, N.OINLMARK, N.OBREAK, N.OCONTINUE, N.OGOTO), Walker.s_nothing),
    ((N.OBLOCK,), Walker.s_block),
    ((N.ODCL,), Walker.s_dcl),
    ((N.OLABEL,), Walker.s_label),
    ((N.OIF,), Walker.s_if),
    ((N.OFOR,), Walker.s_for),
    ((N.ORANGE,), Walker.s_range),
    ((N.OSWITCH,), Walker.s_switch),
    ((N.OSELECT,), Walker.s_select),
    ((N.ORECV,), Walker.s_recv),
    ((N.OSEND,), Walker.s_send),
    ((N.OAS, N.OASOP), Walker.s_assign),
    ((N.OAS2,), Walker.s_assign2),
    ((N.OAS2DOTTYPE,), Walker.s_dottype),
    ((N.OAS2MAPR,), Walker.s_mapr),
    ((N.OAS2RECV, N.OSELRECV2), Walker.s_recv2),
    ((N.OAS2FUNC,), Walker.s_func),
    ((N.ORETURN,), Walker.s_return),
    (_CALL_STMTS, Walker.s_call),
    ((N.OGO, N.ODEFER), Walker.s_go),
    ((N.OTAILCALL,), Walker.s_tailcall),
    ((N.OCHECKNIL,), Walker.s_checknil),
)
for _ops, _walk in _STMTS:
    for _op in _ops:
        _STMT[_op] = _walk
_EXPRS: Any = (
    ((N.OLITERAL, N.ONIL, N.OTYPE, N.OMETHEXPR, N.OLINKSYM, N.OGETG, N.ODYNAMICTYPE), Walker.e_nothing),
    ((N.OPLUS, N.ONEG, N.OBITNOT, N.ONOT, N.ORECV), Walker.e_unary),
    (_DISCARD_BOTH, Walker.e_binary),
    ((N.OADDR,), Walker.e_addr),
    ((N.ODEREF,), Walker.e_deref),
    ((N.ODOT, N.ODOTMETH, N.ODOTINTER), Walker.e_dot),
    ((N.ODOTPTR,), Walker.e_dotptr),
    ((N.ODOTTYPE, N.ODOTTYPE2, N.ODYNAMICDOTTYPE, N.ODYNAMICDOTTYPE2), Walker.e_dottype),
    ((N.OINDEX,), Walker.e_index),
    ((N.OINDEXMAP,), Walker.e_indexmap),
    ((N.OSLICE, N.OSLICEARR, N.OSLICE3, N.OSLICE3ARR, N.OSLICESTR), Walker.e_slice),
    ((N.OCONV, N.OCONVNOP), Walker.e_conv),
    ((N.OCONVIFACE,), Walker.e_iface),
    ((N.OITAB, N.OIDATA, N.OSLICE2ARRPTR, N.OPAREN), Walker.e_through),
    ((N.OSLICE2ARR,), Walker.e_slice2arr),
    (_CALLS, Walker.e_call),
    ((N.ONEW,), Walker.e_new),
    ((N.OMAKESLICE, N.OMAKEMAP), Walker.e_make),
    ((N.OMAKECHAN,), Walker.e_makechan),
    ((N.OMETHVALUE,), Walker.e_methvalue),
    ((N.OPTRLIT,), Walker.e_ptrlit),
    ((N.OARRAYLIT,), Walker.e_arraylit),
    ((N.OSLICELIT,), Walker.e_slicelit),
    ((N.OSTRUCTLIT,), Walker.e_structlit),
    ((N.OMAPLIT,), Walker.e_maplit),
    ((N.OCLOSURE,), Walker.e_closure),
    ((N.ORUNES2STR, N.OBYTES2STR, N.OSTR2RUNES, N.OSTR2BYTES, N.ORUNESTR), Walker.e_spill_discard),
    ((N.OADDSTR,), Walker.e_addstr),
)
for _ops, _walk in _EXPRS:
    for _op in _ops:
        _EXPR[_op] = _walk
_ = Note
