"""Calls, conversions and builtins of the checked tree -> nodes.

In: checked `Call`s.  Out: OCALLFUNC with the receiver as first argument and the extra arguments of a variadic call in
a slice literal ("... argument"), OCALLINTER, a node of its own for each builtin.  The reference is the call half of
noder/writer.go and reader.go and typecheck/func.go (FixVariadicCall, FixMethodCall, RewriteNonNameCall).
"""

from __future__ import annotations

from typing import Any

from burrow.go import syntax as S
from burrow.go import types as T
from burrow.go.inline import layout
from burrow.go.inline import nodes as N
from burrow.go.inline.convert import core, is_interface
from burrow.go.inline.exprs import Exprs
from burrow.go.inline.nodes import DDD, IMPLICIT, Field, Name, Node
from burrow.source import Unsupported

_UNARY = {
    "cap": N.OCAP,
    "len": N.OLEN,
    "close": N.OCLOSE,
    "clear": N.OCLEAR,
    "real": N.OREAL,
    "imag": N.OIMAG,
    "panic": N.OPANIC,
    "unsafe.SliceData": N.OUNSAFESLICEDATA,
    "unsafe.StringData": N.OUNSAFESTRINGDATA,
}
_BINARY = {
    "complex": N.OCOMPLEX,
    "copy": N.OCOPY,
    "unsafe.Add": N.OUNSAFEADD,
    "unsafe.Slice": N.OUNSAFESLICE,
    "unsafe.String": N.OUNSAFESTRING,
}
_LIST = {
    "append": N.OAPPEND,
    "delete": N.ODELETE,
    "min": N.OMIN,
    "max": N.OMAX,
    "print": N.OPRINT,
    "println": N.OPRINTLN,
    "recover": N.ORECOVER,
}

# what typecheck counts as a call or channel operation when it looks for effects in a callee
CALLS_AND_RECEIVES = frozenset(
    (
        N.OAPPEND,
        N.OCALLFUNC,
        N.OCALLINTER,
        N.OCAP,
        N.OCLEAR,
        N.OCLOSE,
        N.OCOMPLEX,
        N.OCOPY,
        N.ODELETE,
        N.OIMAG,
        N.OLEN,
        N.OMAKESLICE,
        N.OMAKEMAP,
        N.OMAKECHAN,
        N.OMAX,
        N.OMIN,
        N.OPANIC,
        N.OPRINT,
        N.OPRINTLN,
        N.OREAL,
        N.ORECOVER,
        N.ORECV,
        N.OUNSAFEADD,
        N.OUNSAFESLICE,
        N.OUNSAFESLICEDATA,
        N.OUNSAFESTRING,
        N.OUNSAFESTRINGDATA,
    )
)


class Calls(Exprs):
    """The calls half of `build.Builder`."""

    def call(self, e: Any) -> Any:
        if e.kind == S.CONVERSION:
            return self.conversion(e)
        if e.kind == S.BUILTIN_CALL:
            return self.builtin(e)
        fun = S.unparen(e.fun)
        base = fun.x if fun.__class__ is S.Index and fun.generic else fun
        base = S.unparen(base)
        sig = core(self.t(fun.type))
        args: list[Any] = []
        if (
            base.__class__ is S.Selector
            and base.selection is not None
            and base.selection.kind in (S.METHOD, S.INTERFACE_METHOD)
        ):
            callee, args = self.method_callee(base)
        else:
            ident = base.sel if base.__class__ is S.Selector and base.selection is None else base
            if ident.__class__ is S.Ident and ident.targs and ident.obj.__class__ is T.Func:
                callee, extra = self.world.generics.callee(
                    self.builder, fun.pos, ident.obj, [self.t(a) for a in ident.targs]
                )
                args = extra
            else:
                callee = self.expr(fun)
        params = sig.params
        variadic = sig.variadic
        count = len(params)
        dots = e.dots

        def param(i: int) -> Any:
            if variadic and not dots and i >= count - 1:
                return params[count - 1].type.underlying.elem
            return params[i].type

        pos = e.pos
        args += self.multi(pos, param, e.args)
        return self.call_with(pos, callee, args, dots, self.t(e.type) if e.mode != S.NOVALUE else None, e, sig)

    def method_callee(self, e: Any) -> tuple[Any, list[Any]]:
        """The function and the receiver of a method call `e(...)`."""
        sel = e.selection
        x = self.receiver(e, sel)
        if sel.kind == S.INTERFACE_METHOD:
            if x.type is not None and is_interface(x.type) and not isinstance(T_param(sel.recv, sel.path), T.TypeParam):
                sig = self.t(sel.obj.type)
                return Node(N.ODOTINTER, e.pos, self.inl, sig, x, aux=Field(sel.obj.name, sig, obj=sel.obj)), []
            return self.world.generics.param_method(self.builder, e, sel, x)
        return self.world.method_callee(self.builder, e, sel, x)

    def call_with(self, pos: int, fun: Any, args: list[Any], dots: bool, type: Any, src: Any, sig: Any = None) -> Any:
        """The call of `fun`; `sig` is what it was called as (without the receiver of a method)."""
        n = Node(N.OCALLFUNC, pos, self.inl, type, fun, a=args, flags=DDD if dots else 0, src=src)
        if type is not None and type.__class__ is T.Tuple and len(type.vars) == 1:
            n.type = type.vars[0].type
        dot = fun.__class__ is Node and fun.op in (N.ODOTINTER, N.OMETHVALUE)
        callee = fun.x if dot else fun
        if (
            callee.__class__ is Node
            and callee.op != N.OMETHEXPR
            and N.any_node(callee, lambda m: m.op in CALLS_AND_RECEIVES)
        ):
            tmp = self.temp(pos, callee.type)
            assign = Node(N.OAS, pos, self.inl, x=tmp, y=callee)
            assign.init = [Node(N.ODCL, pos, self.inl, x=tmp)]
            tmp.defn = assign
            if dot:
                fun.x = tmp
            else:
                n.x = tmp
            n.init = [assign]
        if dot and fun.op == N.ODOTINTER:
            n.op = N.OCALLINTER
        if sig is not None and sig.variadic and not dots:
            fixed = len(args) - self._extra(args, sig, fun)
            extra = args[fixed:]
            slice_type = sig.params[-1].type
            if extra:
                lit = Node(
                    N.OSLICELIT, pos, self.inl, slice_type, a=extra, aux=len(extra), flags=IMPLICIT, src=(src, "dots")
                )
            else:
                lit = Node(N.ONIL, pos, self.inl, slice_type)
            n.a = [*args[:fixed], lit]
            n.flags |= DDD
        elif sig is not None and sig.variadic:
            n.flags |= DDD
        return n

    @staticmethod
    def _extra(args: list[Any], sig: Any, fun: Any) -> int:
        """How many of the arguments belong into the variadic slice."""
        named = len(sig.params) - 1
        if fun.__class__ is Node and fun.op == N.OMETHEXPR:
            hidden = fun.aux.hidden if isinstance(fun.aux, MethodField) else 0
            # a call through a method expression T.m(t, ...) has the receiver in the signature
            named += hidden
        elif fun.__class__ is Name and fun.func is not None and fun.func.instance is not None:
            named += 1  # the dictionary
        return max(len(args) - named, 0)

    # -- conversions and builtins

    def conversion(self, e: Any) -> Any:
        arg = e.args[0]
        dst = self.t(e.type)
        n = self.expr(arg)
        src = self.t(S.unparen(arg).type)
        if n.op == N.OLITERAL and isinstance(e.type, T.TypeParam) and dst.underlying.__class__ is T.Basic:
            return Node(
                N.OCONVNOP, arg.pos, self.inl, dst, Node(N.OLITERAL, n.pos, self.inl, dst, aux=n.aux), flags=IMPLICIT
            )
        if n.op == N.ONIL:
            n = Node(N.ONIL, n.pos, self.inl, dst)
            return Node(N.OCONVNOP, arg.pos, self.inl, dst, n)
        return self.convert(arg.pos, dst, n, src, False, (e, "iface"))

    def builtin(self, e: Any) -> Any:
        name = e.builtin
        pos = e.pos
        if name == "make":
            return self.make(e)
        if name == "new":
            return self.new(e)
        if name in ("unsafe.Sizeof", "unsafe.Alignof", "unsafe.Offsetof"):
            return self.unsafe_size(e)
        typ = self.t(e.type) if e.mode != S.NOVALUE else None
        args = self.builtin_args(e)
        if name in _LIST:
            op = _LIST[name]
            n = Node(op, pos, self.inl, typ, a=args, flags=DDD if e.dots else 0, src=(e, ""))
            if op == N.OAPPEND:
                n.type = args[0].type
                if e.dots and args[1].op == N.OCONVNOP and args[1].flags & IMPLICIT:
                    args[1] = args[1].x
            return n
        if name in _UNARY:
            return self.hoist(Node(_UNARY[name], pos, self.inl, typ, args[0], src=(e, "")), args)
        if name in _BINARY:
            return self.hoist(Node(_BINARY[name], pos, self.inl, typ, args[0], args[1], src=(e, "")), args)
        raise Unsupported(S.span(e.pos), f"the builtin {name}")

    @staticmethod
    def hoist(n: Node, args: list[Any]) -> Node:
        return n

    def builtin_args(self, e: Any) -> list[Any]:
        name = e.builtin
        args = e.args
        if name == "append":
            t = core(self.t(e.type))
            want = self.t(e.type)
            if e.dots:
                out = self.multi(e.pos, lambda i: want if i == 0 else None, args)
                return out
            return self.multi(e.pos, lambda i: want if i == 0 else t.elem, args)
        if name == "delete":
            key = core(self.t(S.unparen(args[0]).type)).map_key if args[0].type.__class__ is not T.Tuple else None
            return self.multi(e.pos, lambda i: key if i == 1 else None, args)
        if name == "panic":
            from burrow.go.universe import ANY

            return self.multi(e.pos, lambda i: ANY, args)
        if name in ("min", "max", "complex"):
            want = self.t(e.type)
            return self.multi(e.pos, (lambda i: None) if name == "complex" else (lambda i: want), args)
        if name == "unsafe.Add":
            from burrow.go.universe import UNSAFE_POINTER

            return self.multi(e.pos, lambda i: UNSAFE_POINTER if i == 0 else None, args)
        return self.multi(e.pos, lambda i: None, args)

    def make(self, e: Any) -> Any:
        typ = self.t(e.type)
        t = core(typ)
        sizes = [self.expr(a) for a in e.args[1:]]
        pos = e.pos
        if t.__class__ is T.Slice:
            n = Node(N.OMAKESLICE, pos, self.inl, typ, sizes[0], sizes[1] if len(sizes) > 1 else None, src=(e, ""))
        elif t.__class__ is T.Map:
            n = Node(N.OMAKEMAP, pos, self.inl, typ, sizes[0] if sizes else self.untyped_zero(pos), src=(e, ""))
        else:
            n = Node(N.OMAKECHAN, pos, self.inl, typ, sizes[0] if sizes else self.untyped_zero(pos), src=(e, ""))
        return n

    def untyped_zero(self, pos: int) -> Node:
        """The size of a make without one.  gc's is an int; it is marked so that it is printed as what was written."""
        from burrow.go.universe import UNTYPED_INT

        return self.int_literal(pos, 0, UNTYPED_INT)

    def new(self, e: Any) -> Any:
        arg = S.unparen(e.args[0])
        if arg.mode == S.TYPE:
            return Node(N.ONEW, e.pos, self.inl, self.t(e.type), self.type_node(self.t(arg.type), arg.pos), src=(e, ""))
        x = self.expr(arg)
        tmp = self.temp(e.pos, self.t(e.type).underlying.elem)
        assign = Node(N.OAS, e.pos, self.inl, x=tmp, y=x, flags=N.DEF)
        tmp.defn = assign
        tmp.src = (e, "")
        n = self.addr(e.pos, tmp, src=(e, ""))
        n.init = [Node(N.ODCL, e.pos, self.inl, x=tmp), assign]
        return n

    def unsafe_size(self, e: Any) -> Any:
        from burrow.go.universe import UINTPTR

        arg: Any = S.unparen(e.args[0])
        t = self.t(arg.type)
        if e.builtin == "unsafe.Sizeof":
            value = layout.size(t)
        elif e.builtin == "unsafe.Alignof":
            value = layout.align(t)
        else:
            value = 0
            at = self.t(S.unparen(arg.x).type)
            for i in arg.selection.path:
                u = at.underlying
                if u.__class__ is T.Pointer:
                    at = u.elem
                    u = at.underlying
                value += layout.offset(u, i)
                at = u.fields[i].type
        return Node(N.OLITERAL, e.pos, self.inl, UINTPTR, aux=value)


class MethodField(Field):
    """A concrete method that OMETHEXPR or OMETHVALUE selects: `obj` is its Name; `hidden` is how many arguments stand
    before the parameters of its signature in a call that was written as a method call (the receiver, a dictionary)."""

    __slots__ = ("hidden", "recv")

    def __init__(self, name: str, type: Any, obj: Name | None, recv: Any, hidden: int) -> None:
        Field.__init__(self, name, type, obj=obj)
        self.recv = recv  # the type of the receiver parameter
        self.hidden = hidden


def T_param(recv: Any, path: tuple[int, ...]) -> Any:
    """The type parameter whose method is selected, where it is one."""
    if path:
        return None
    t = recv
    if t.__class__ is T.Pointer:
        t = t.elem
    return t
