"""Expressions of the checked tree -> nodes.

In: checked expressions.  Out: nodes with every implicit step explicit: conversions on assignment, `&x` and `*p` of
method calls, the embedded fields on the way to a promoted one, `*p` of an indexed array pointer, `&a` of a sliced
array.  The reference is noder/writer.go and reader.go (what is written and read back as unified IR) with
typecheck/expr.go behind it; here it is one step.  Positions are the ones gc gives: of a conversion the operand's, of
an index the bracket's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import syntax as S
from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.convert import assignable, convert_op, core
from burrow.go.inline.nodes import DDD, DEF, IMPLICIT, Field, Inlining, Name, Node
from burrow.source import Unsupported

if TYPE_CHECKING:
    from collections.abc import Callable

    from burrow.go.inline.nodes import Func
    from burrow.go.inline.world import World

BINARY = {
    "+": N.OADD,
    "-": N.OSUB,
    "*": N.OMUL,
    "/": N.ODIV,
    "%": N.OMOD,
    "&": N.OAND,
    "|": N.OOR,
    "^": N.OXOR,
    "<<": N.OLSH,
    ">>": N.ORSH,
    "&^": N.OANDNOT,
    "==": N.OEQ,
    "!=": N.ONE,
    "<": N.OLT,
    "<=": N.OLE,
    ">": N.OGT,
    ">=": N.OGE,
    "&&": N.OANDAND,
    "||": N.OOROR,
}
_UNARY = {"+": N.OPLUS, "-": N.ONEG, "!": N.ONOT, "^": N.OBITNOT, "<-": N.ORECV}


class Exprs:
    """The expressions half of `build.Builder`."""

    world: World
    fn: Func
    inl: Inlining | None
    subst: Any
    vars: dict[Any, Name]
    funlit_gen: int
    EXPR: dict[Any, Callable[[Any, Any], Any]]

    # -- what build.py has

    def lookup(self, v: Any, pos: int = 0) -> Name:
        raise NotImplementedError

    def funclit(self, e: Any) -> Any:
        raise NotImplementedError

    def call(self, e: Any) -> Any:
        raise NotImplementedError

    def call_with(self, pos: int, fun: Any, args: list[Any], dots: bool, type: Any, src: Any) -> Any:
        raise NotImplementedError

    # -- helpers

    @property
    def builder(self) -> Any:
        """Itself, as the whole builder that it is."""
        return self

    def t(self, t: Any) -> Any:
        """The type as it is in this instance of a generic function."""
        return t if self.subst is None else self.subst(t)

    def temp(self, pos: int, t: Any) -> Name:
        """A new variable of the compiler's."""
        fn = self.fn
        n = Name(f".autotmp_{len(fn.dcl)}", pos, t, N.PAUTO, fn)
        n.autotemp = True
        n.esc = N.ESC_NEVER
        n.inl = self.inl
        n.pkg = self.world.package
        fn.dcl.append(n)
        return n

    def addr(self, pos: int, x: Any, implicit: bool = False, src: Any = None) -> Node:
        """`&x`; of a composite literal the literal on the heap or stack."""
        t = T.Pointer(x.type)
        if x.__class__ is Node and x.op in (N.OARRAYLIT, N.OMAPLIT, N.OSLICELIT, N.OSTRUCTLIT):
            return Node(N.OPTRLIT, pos, self.inl, t, x, flags=IMPLICIT if implicit else 0, src=src)
        mark_addrtaken(x)
        return Node(N.OADDR, pos, self.inl, t, x, flags=IMPLICIT if implicit else 0, src=src)

    def type_node(self, t: Any, pos: int = 0) -> Node:
        return Node(N.OTYPE, pos, None, t)

    # -- the entry

    def expr(self, e: Any) -> Any:
        """The node of a value."""
        while e.__class__ is S.Paren:
            e = e.x
        mode = e.mode
        if mode == S.CONST:
            return Node(N.OLITERAL, e.pos, self.inl, self.t(e.type), aux=e.const)
        if mode == S.NIL:
            return Node(N.ONIL, e.pos, self.inl, self.t(e.type))
        return self.EXPR[e.__class__](self, e)

    def opt(self, e: Any) -> Any:
        return None if e is None else self.expr(e)

    def implicit(self, dst: Any, e: Any) -> Any:
        """The value converted, if need be, to type `dst` (already of this instance; None: not)."""
        n = self.expr(e)
        if dst is None:
            return n
        src = self.t(S.unparen(e).type)
        if src is dst or src.key == dst.key:
            return n
        return self.convert(e.pos, dst, n, src, True, (S.unparen(e), "iface"), isinstance(e.type, T.TypeParam))

    def convert(
        self, pos: int, dst: Any, n: Any, src: Any, implicit: bool, origin: Any, from_param: bool = False
    ) -> Any:
        """`n`, of type `src`, converted to `dst`."""
        constant = n.op == N.OLITERAL
        op = convert_op(src, dst, constant)
        if op == N.OCONVNOP:
            su, du = src.underlying, dst.underlying
            if (
                su.__class__ is T.Basic
                and du.__class__ is T.Basic
                and su.kind == du.kind
                and su.info & (T.IS_FLOAT | T.IS_COMPLEX)
            ):
                op = N.OCONV
        elif op == N.OSTR2RUNES and constant:
            items = [
                Node(N.OKEY, pos, self.inl, None, self.int_literal(pos, i), self.int_literal(pos, ord(c)))
                for i, c in enumerate(n.aux.decode("utf-8", "replace"))
            ]
            return Node(N.OSLICELIT, pos, self.inl, dst, a=items, aux=len(items), src=(origin[0], ""))
        elif (
            op == N.OBYTES2STR
            and src.underlying.elem.key != "uint8"
            or op == N.ORUNES2STR
            and src.underlying.elem.key != "int32"
        ):
            n = Node(N.OCONVNOP, n.pos, self.inl, src, n)
        if op != N.OCONVIFACE:
            origin = (origin[0], "")
        return Node(op, pos, self.inl, dst, n, flags=IMPLICIT if implicit else 0, src=origin)

    def int_literal(self, pos: int, value: int, t: Any = None) -> Node:
        from burrow.go.universe import INT

        return Node(N.OLITERAL, pos, self.inl, t if t is not None else INT, aux=value)

    # -- kinds of expressions

    def ident(self, e: Any) -> Any:
        return self.object(e, e)

    def object(self, e: Any, ident: Any) -> Any:
        obj = ident.obj
        if obj.__class__ is T.Var:
            if obj.kind == T.PACKAGE_VAR:
                return self.world.global_name(obj)
            return self.lookup(obj, e.pos)
        if obj.__class__ is T.Func:
            if ident.targs:
                return self.func_instance(e.pos, obj, ident.targs)
            return self.world.func(obj).name
        raise Unsupported(S.span(e.pos), f"the value {ident.name}")

    def func_instance(self, pos: int, obj: Any, targs: list[Any]) -> Any:
        """A generic function as a value."""
        return self.world.generics.value(self.builder, pos, obj, [self.t(a) for a in targs])

    def selector(self, e: Any) -> Any:
        sel = e.selection
        if sel is None:
            return self.object(e, e.sel)
        kind = sel.kind
        if kind == S.FIELD:
            x = self.expr(e.x)
            for i in sel.path:
                x = self.dot(e.pos, x, i)
            return x
        if kind == S.METHOD_EXPR:
            return self.method_expr(e, sel)
        x = self.receiver(e, sel)
        return self.world.method_value(self.builder, e, sel, x)

    def dot(self, pos: int, x: Any, index: int, implicit: bool = False) -> Node:
        """`x.f` of a struct or of a pointer to one, by the field's index."""
        op = N.ODOT
        t = x.type.underlying
        struct = x.type
        if t.__class__ is T.Pointer:
            op = N.ODOTPTR
            struct = t.elem
            t = struct.underlying
        f = t.fields[index]
        return Node(
            op,
            pos,
            self.inl,
            f.type,
            x,
            aux=FieldRef(f.name, f.type, struct, index, f),
            flags=IMPLICIT if implicit else 0,
        )

    def receiver(self, e: Any, sel: Any) -> Any:
        """`e.x` as the method takes it: through embedded fields, its address taken or what it points to loaded."""
        x = self.expr(e.x)
        pos = e.pos
        for i in sel.path:
            x = self.dot(pos, x, i, True)
        if sel.deref:
            t = x.type.underlying.elem
            x = Node(N.ODEREF, pos, self.inl, t, x, flags=IMPLICIT)
        elif sel.addr:
            x = self.addr(pos, x, True)
        return x

    def method_expr(self, e: Any, sel: Any) -> Any:
        return self.world.method_expr(self.builder, e.pos, self.t(sel.recv), sel)

    def index(self, e: Any) -> Any:
        if e.generic:
            return self.expr(e.x)
        x = self.expr(e.x)
        t = core(x.type)
        if t.__class__ is T.Map:
            return Node(N.OINDEXMAP, e.pos, self.inl, t.elem, x, self.implicit(t.map_key, e.indices[0]))
        i = self.expr(e.indices[0])
        if t.__class__ is T.Pointer:
            t = core(t.elem)
            x = Node(N.ODEREF, e.pos, self.inl, x.type.underlying.elem, x, flags=IMPLICIT)
        return Node(N.OINDEX, e.pos, self.inl, self.t(e.type), x, i)

    def slice(self, e: Any) -> Any:
        x = self.expr(e.x)
        t = core(x.type)
        three = e.max is not None
        if t.__class__ is T.Array:
            x = self.addr(e.pos, x, True)
            op = N.OSLICE3ARR if three else N.OSLICEARR
            t = T.Slice(t.elem)
        elif t.__class__ is T.Pointer:
            op = N.OSLICE3ARR if three else N.OSLICEARR
            t = T.Slice(core(t.elem).elem)
        elif t.__class__ is T.Basic:
            op = N.OSLICESTR
            t = x.type
        else:
            op = N.OSLICE3 if three else N.OSLICE
            t = x.type
        n = Node(op, e.pos, self.inl, t, x, self.opt(e.lo))
        n.z = self.opt(e.hi)
        n.w = self.opt(e.max)
        return n

    def type_assert(self, e: Any) -> Any:
        x = self.expr(e.x)
        t = self.t(e.type)
        if self.subst is not None and self.world.generics.derived(self.builder, e.type):
            n = Node(N.ODYNAMICDOTTYPE, e.pos, self.inl, t, x, self.world.generics.rtype(self.builder, e.pos))
            n.z = Node(N.OADDR, e.pos, self.inl, self.world.uintptr_pointer, Node(N.OLINKSYM, e.pos, None))
            return n
        return Node(N.ODOTTYPE, e.pos, self.inl, t, x)

    def star(self, e: Any) -> Any:
        x = self.expr(e.x)
        return Node(N.ODEREF, e.pos, self.inl, core(x.type).elem, x)

    def unary(self, e: Any) -> Any:
        if e.op == "&":
            n = self.addr(e.pos, self.expr(e.x), src=(e, ""))
            n.type = self.t(e.type)
            return n
        return Node(_UNARY[e.op], e.pos, self.inl, self.t(e.type), self.expr(e.x))

    def binary(self, e: Any) -> Any:
        op = BINARY[e.op]
        common = None
        if op != N.OLSH and op != N.ORSH:
            xt, yt = self.t(e.x.type), self.t(e.y.type)
            if xt is not yt and xt.key != yt.key:
                common = yt if assignable(xt, yt) else xt
        x = self.implicit(common, e.x)
        y = self.implicit(common, e.y)
        t = self.t(e.type)
        if op == N.OADD and is_string(x.type):
            if x.op == N.OADDSTR:
                x.pos = e.pos
            else:
                x = Node(N.OADDSTR, e.pos, self.inl, t, a=[x])
            if y.op == N.OADDSTR:
                x.a += y.a
            else:
                x.a.append(y)
            x.type = t
            x.src = (e, "")
            return x
        return Node(op, e.pos, self.inl, t, x, y)

    def composite(self, e: Any) -> Any:
        typ = self.t(e.type)
        self.world.generics.note_type(typ)
        pointer = None
        t = core(typ)
        if t.__class__ is T.Pointer:
            pointer = typ
            typ = t.elem
            t = core(typ)
        pos = e.pos
        items: list[Any] = []
        if t.__class__ is T.Struct:
            for i, elem in enumerate(e.elems):
                if elem.__class__ is S.KeyValue:
                    index = field_index(t, elem.key)
                    f = t.fields[index]
                    items.append(
                        Node(
                            N.OSTRUCTKEY,
                            elem.key.pos,
                            self.inl,
                            None,
                            None,
                            self.implicit(f.type, elem.value),
                            aux=f.name,
                        )
                    )
                else:
                    f = t.fields[i]
                    items.append(
                        Node(N.OSTRUCTKEY, elem.pos, self.inl, None, None, self.implicit(f.type, elem), aux=f.name)
                    )
            op = N.OSTRUCTLIT
        elif t.__class__ is T.Map:
            for elem in e.elems:
                key = self.implicit(t.map_key, elem.key)
                items.append(Node(N.OKEY, elem.key.pos, self.inl, None, key, self.implicit(t.elem, elem.value)))
            op = N.OMAPLIT
        else:
            at = 0
            longest = 0
            for elem in e.elems:
                if elem.__class__ is S.KeyValue:
                    key = self.expr(elem.key)
                    at = elem.key.const if isinstance(elem.key.const, int) else at
                    items.append(Node(N.OKEY, elem.key.pos, self.inl, None, key, self.implicit(t.elem, elem.value)))
                else:
                    items.append(self.implicit(t.elem, elem))
                at += 1
                longest = max(longest, at)
            op = N.OARRAYLIT if t.__class__ is T.Array else N.OSLICELIT
            if op == N.OSLICELIT:
                n = Node(op, pos, self.inl, typ, a=items, aux=longest, src=(e, ""))
                return self._pointer_literal(n, pointer, e)
        return self._pointer_literal(Node(op, pos, self.inl, typ, a=items, src=(e, "")), pointer, e)

    def _pointer_literal(self, n: Node, pointer: Any, e: Any) -> Node:
        if pointer is None:
            return n
        n.src = (e, "elem")
        out = self.addr(e.pos, n, src=(e, ""))
        out.type = pointer
        return out

    # -- several values

    def multi(self, pos: int, dst: Callable[[int], Any], exprs: list[Any]) -> list[Any]:
        """The values of `exprs`, the i-th converted to `dst(i)`; a single call with several results is spread over
        temporaries."""
        if len(exprs) == 1:
            e = S.unparen(exprs[0])
            types = self.tuple_types(e)
            if types is not None:
                return self.spread(pos, dst, e, types)
        return [self.implicit(dst(i), e) for i, e in enumerate(exprs)]

    def tuple_types(self, e: Any) -> list[Any] | None:
        """The types of the several values that `e` has, or None."""
        if e.__class__ is S.Call:
            t = e.type
            if t.__class__ is T.Tuple and len(t.vars) != 1:
                return [self.t(v.type) for v in t.vars]
        elif getattr(e, "comma_ok", False):
            from burrow.go.universe import BOOL

            return [self.t(e.type), BOOL]
        return None

    def spread(self, pos: int, dst: Callable[[int], Any], e: Any, types: list[Any]) -> list[Any]:
        value = self.expr(e)
        temps: list[Any] = []
        init = []
        out: list[Any] = []
        stmt = Node(N.OAS2FUNC, pos, self.inl, a=temps, b=[value], flags=DEF)
        if value.op == N.OINDEXMAP:
            stmt.op = N.OAS2MAPR
        elif value.op == N.ORECV:
            stmt.op = N.OAS2RECV
        elif value.op == N.ODOTTYPE:
            stmt.op = N.OAS2DOTTYPE
            value.op = N.ODOTTYPE2
        elif value.op == N.ODYNAMICDOTTYPE:
            stmt.op = N.OAS2DOTTYPE
            value.op = N.ODYNAMICDOTTYPE2
        for i, t in enumerate(types):
            tmp = self.temp(pos, t)
            tmp.defn = stmt
            init.append(Node(N.ODCL, pos, self.inl, x=tmp))
            temps.append(tmp)
            want = dst(i)
            if want is None or want is t or want.key == t.key:
                out.append(tmp)
            else:
                out.append(self.convert(pos, want, tmp, t, True, (e, f"iface{i}")))
        stmt.init = init
        out[0] = with_init([stmt], out[0], self.inl)
        return out


class FieldRef(Field):
    """A field that a selector selects; its offset is computed when it is asked for."""

    __slots__ = ("index", "struct")

    def __init__(self, name: str, type: Any, struct: Any, index: int, obj: Any) -> None:
        self.name = name
        self.type = type
        self.struct = struct
        self.index = index
        self.obj = obj

    def at_start(self) -> bool:
        """Whether the field is at offset 0."""
        if self.index == 0:
            return True
        from burrow.go.inline.layout import offset

        return offset(self.struct, self.index) == 0


def is_string(t: Any) -> bool:
    u = t.underlying
    return u.__class__ is T.Basic and bool(u.info & T.IS_STRING)


def field_index(struct: Any, key: Any) -> int:
    name = key.name
    obj = key.obj
    for i, f in enumerate(struct.fields):
        if f is obj or f.name == name:
            return i
    raise Unsupported(S.span(key.pos), f"the field {name}")


def with_init(init: list[Any], n: Any, inl: Inlining | None) -> Any:
    """`n` with statements to run before it; what may be shared gets a conversion that does nothing around it."""
    if n.__class__ is Name or n.op in (N.OLITERAL, N.ONIL, N.OTYPE):
        n = Node(N.OCONVNOP, n.pos, inl, n.type, n, flags=0)
    n.init = init + (n.init or [])
    return n


def outer_value(n: Any) -> Any:
    """The variable that `n` is a part of: behind fields and array elements, not behind pointers."""
    while True:
        op = n.op
        if op == N.ODOT or op == N.OPAREN or op == N.OCONVNOP or op == N.OINDEX and core(n.x.type).__class__ is T.Array:
            n = n.x
        else:
            return n


def mark_addrtaken(x: Any) -> None:
    r = outer_value(x)
    if r.__class__ is Name:
        r.addrtaken = True
        if r.cls == N.PAUTOHEAP and not r.canonical.byval:
            r.canonical.addrtaken = True


Exprs.EXPR = {
    S.Ident: Exprs.ident,
    S.Selector: Exprs.selector,
    S.Index: Exprs.index,
    S.SliceExpr: Exprs.slice,
    S.TypeAssert: Exprs.type_assert,
    S.Star: Exprs.star,
    S.Unary: Exprs.unary,
    S.Binary: Exprs.binary,
    S.CompositeLit: Exprs.composite,
    S.FuncLit: lambda b, e: b.funclit(e),
    S.Call: lambda b, e: b.call(e),
}
_ = DDD
