"""Package variables whose initial value is known when the program is built.

In: the package's init function after inlining.  Out: what of it remains to run, and with it what escape analysis
sees: `var a = &T{}` is data, not an allocation.  The reference is cmd/compile/internal/staticinit/sched.go
(Schedule); the difference: no data is laid out here, only the statements that remain are of interest.
"""

from __future__ import annotations

from typing import Any

from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.convert import is_interface
from burrow.go.inline.exprs import outer_value
from burrow.go.inline.layout import is_direct_iface
from burrow.go.inline.nodes import Func, Name, Node

_LITERALS = frozenset((N.OARRAYLIT, N.OSLICELIT, N.OMAPLIT, N.OSTRUCTLIT))
_WITHOUT_EFFECTS = """
NAME IDENT TYPE LITERAL NIL ADD SUB OR XOR ADDSTR ADDR ANDAND BYTES2STR RUNES2STR STR2BYTES STR2RUNES CAP MAPLIT
STRUCTLIT
ARRAYLIT SLICELIT PTRLIT CONV CONVIFACE CONVNOP DOT EQ NE LT LE GT GE KEY STRUCTKEY LEN MUL LSH RSH AND ANDNOT
NEW NOT BITNOT PLUS NEG OROR PAREN RUNESTR REAL IMAG COMPLEX
"""
_NO_EFFECT = frozenset(getattr(N, "O" + name) for name in _WITHOUT_EFFECTS.split())
_NOT_TWICE = frozenset(
    (N.OMAKECHAN, N.OMAKEMAP, N.OMAKESLICE, N.OMAPLIT, N.ONEW, N.OPTRLIT, N.OSLICELIT, N.OSTR2BYTES, N.OSTR2RUNES)
)
_ASSIGN_LISTS = frozenset((N.OAS2, N.OAS2DOTTYPE, N.OAS2FUNC, N.OAS2MAPR, N.OAS2RECV))


def reduce(init: Func, package: Any) -> None:
    """Leave in `init` what cannot be done before the program runs."""
    s = _Schedule(package)
    for n in init.body:
        if not s.static(n):
            s.out.append(n)
    init.body = s.out or [Node(N.OBLOCK, 0, None, a=[])]


def has_effects(n: Any) -> bool:
    """Whether evaluating `n` may do anything that can be seen."""
    return N.any_node(n, _effect)


def _effect(n: Any) -> bool:
    op = n.op
    if op in _NO_EFFECT:
        return False
    if op == N.ODIV or op == N.OMOD:
        return bool(n.y.op != N.OLITERAL or not n.y.aux)
    if op == N.OMAKECHAN or op == N.OMAKEMAP:
        return bool(n.x.op != N.OLITERAL or n.x.aux != 0)
    return True


class _Schedule:
    def __init__(self, package: Any) -> None:
        self.package = package
        self.out: list[Any] = []
        self.mutation = False  # whether something before may have changed package variables

    def static(self, n: Any) -> bool:
        op = n.op
        if op == N.OAS2 or op == N.OCALLFUNC:
            return False
        if op == N.OAS:
            lhs, rhs = [n.x], n.y
        else:
            lhs, rhs = n.a, n.b[0]
        if not self.mutation:
            self.mutation = N.any_node(rhs, self.modifies)
        if all(N.is_blank(x) for x in lhs) and not has_effects(rhs):
            return True
        return len(lhs) == 1 and self.assign(lhs[0], rhs, lhs[0].type)

    def modifies(self, n: Any) -> bool:
        op = n.op
        if op in (N.OCALLFUNC, N.OCALLINTER, N.OAPPEND, N.OCLEAR, N.OCOPY):
            return True
        if op == N.OAS or op == N.OASOP:
            return not self.safe(n.x)
        return op in _ASSIGN_LISTS and any(not self.safe(x) for x in n.a)

    def safe(self, x: Any) -> bool:
        v = outer_value(x)
        while v.op == N.ODEREF:
            v = v.x
        return v.__class__ is Name and not (v.cls == N.PEXTERN and v.pkg is self.package)

    def part(self, target: Any, v: Any) -> None:
        """A part of a value: static, or assigned when the program runs."""
        if not self.assign(target, v, v.type):
            x = target if target.__class__ is Name and target.sym == "_" else Node(N.OLINKSYM, v.pos, v.inl, v.type)
            self.out.append(Node(N.OAS, v.pos, v.inl, None, x, v))

    def assign(self, target: Any, r: Any, typ: Any) -> bool:
        if r is None:
            return True
        while r.op == N.OCONVNOP and not r.init:
            r = r.x
        op = r.op
        if op == N.ONAME:
            return self.copy(r)
        if op == N.OMETHEXPR or op == N.ONIL or op == N.OLITERAL:
            return True
        if op == N.OADDR or op == N.OPTRLIT:
            if op == N.OADDR and static_place(r.x):
                return True
            if r.x.op in _LITERALS:
                self.part(Node(N.OLINKSYM, r.pos, r.inl, r.x.type), r.x)
                return True
            return False
        if op == N.OSTR2BYTES:
            return bool(r.x.op == N.OLITERAL and target.__class__ is Name)
        if op in (N.OSLICELIT, N.OARRAYLIT, N.OSTRUCTLIT):
            self.elements(target, r)
            return True
        if op == N.OCLOSURE:
            return not r.aux.is_closure
        if op == N.OCONVIFACE:
            val = r
            while val.op == N.OCONVIFACE:
                val = val.x
            if is_interface(val.type):
                return bool(val.op == N.ONIL)
            if is_direct_iface(val.type) and val.op == N.ONIL:
                return True
            self.part(Node(N.OLINKSYM, val.pos, val.inl, val.type), val)
            return True
        if op == N.OINLCALL:
            return self.inlined(target, r, typ)
        return False

    def elements(self, target: Any, n: Any) -> None:
        for e in n.a:
            v = e.y if e.op in (N.OKEY, N.OSTRUCTKEY) else e
            if is_zero(v):
                continue
            if v.op == N.OARRAYLIT or v.op == N.OSTRUCTLIT:
                self.elements(target, v)
            elif v.op != N.OLITERAL and v.op != N.ONIL:
                self.part(Node(N.OLINKSYM, v.pos, v.inl, v.type), v)

    def copy(self, r: Name) -> bool:
        """The value of another package variable."""
        if r.cls == N.PFUNC:
            return True
        if r.cls != N.PEXTERN or r.pkg is not self.package or r.defn is None or r.defn.op != N.OAS:
            return False
        if r.type.underlying.__class__ is T.Basic and r.type.underlying.info & T.IS_STRING or self.mutation:
            return False
        v = r.defn.y
        while v.op == N.OCONVNOP:
            v = v.x
        op = v.op
        if op in (N.OMETHEXPR, N.ONAME, N.ONIL, N.OLITERAL, N.OARRAYLIT, N.OSTRUCTLIT, N.OSLICELIT):
            return True
        if op == N.OADDR:
            return bool(v.x.op == N.ONAME and v.x.cls == N.PEXTERN)
        return bool(op == N.OPTRLIT and v.x.op in _LITERALS)

    def inlined(self, target: Any, call: Any, typ: Any) -> bool:
        """A call whose inlined body is one return."""
        init = call.init
        if not init or len(init) != 2 or init[0].op != N.OAS2 or init[1].op != N.OINLMARK:
            return False
        if len(call.a) != 2 or call.a[0].op != N.OBLOCK or call.a[1].op != N.OLABEL:
            return False
        block = call.a[0].a
        if len(block) != 3 or block[0].op != N.ODCL or block[1].op != N.OAS2 or block[2].op != N.OGOTO:
            return False
        if block[2].aux != call.a[1].aux or len(block[1].a) != 1 or block[1].a[0] is not block[0].x:
            return False
        params, args = init[0].a, init[0].b
        if any(p.addrtaken for p in params) or any(has_effects(a) for a in args):
            return False
        value = block[1].b[0]
        count = dict.fromkeys(params, 0)
        closure = False

        def look(n: Any) -> None:
            nonlocal closure
            if n.__class__ is Name:
                if n in count:
                    count[n] += 1
            elif n.op == N.OCLOSURE:
                closure = closure or n.aux.is_closure

        N.visit(value, look)
        if closure:
            return False
        for p, a in zip(params, args, strict=True):
            if count[p] > 1 and N.any_node(a, lambda n: _effect(n) or n.op in _NOT_TWICE):
                return False
        made = substitute(value, {p: a for p, a in zip(params, args, strict=True) if p.sym != "_"})
        return made is not None and self.assign(target, made, typ)


def is_zero(n: Any) -> bool:
    if n.op == N.ONIL:
        return True
    if n.op == N.OLITERAL:
        return not n.aux
    if n.op == N.OARRAYLIT or n.op == N.OSTRUCTLIT:
        return all(is_zero(e.y if e.op in (N.OKEY, N.OSTRUCTKEY) else e) for e in n.a)
    return False


def static_place(n: Any) -> bool:
    """Whether `n` is a package variable or a fixed part of one."""
    if n.__class__ is Name:
        return bool(n.cls == N.PEXTERN)
    if n.op == N.ODOT:
        return static_place(n.x)
    if n.op == N.OINDEX:
        return n.x.type.underlying.__class__ is not T.Slice and n.y.op == N.OLITERAL and static_place(n.x)
    return False


def substitute(n: Any, values: dict[Any, Any]) -> Any:
    """A copy of `n` with names replaced; None where that is too difficult."""
    if n.__class__ is Name:
        return values.get(n, n)
    if n.op in (N.OLITERAL, N.ONIL, N.OTYPE, N.OIDENT):
        return n
    out = Node(n.op, n.pos, n.inl, n.type, aux=n.aux, flags=n.flags, src=n.src)
    out.init = n.init
    for slot in N.SLOTS[n.op]:
        c = getattr(n, slot)
        if c is None:
            continue
        if c.__class__ is list:
            made = [substitute(e, values) for e in c]
            if any(e is None for e in made):
                return None
            setattr(out, slot, made)
        else:
            made_one = substitute(c, values)
            if made_one is None:
                return None
            setattr(out, slot, made_one)
    if out.op == N.OCONV and out.x.op == N.OLITERAL:
        a, b = out.x.type.underlying, out.type.underlying
        if a.__class__ is not T.Basic or b.__class__ is not T.Basic:
            return None
        if a.kind != b.kind and not (a.info & T.IS_INTEGER and b.info & T.IS_INTEGER):
            return None
        return Node(N.OLITERAL, out.x.pos, out.x.inl, out.type, aux=out.x.aux)
    return out
