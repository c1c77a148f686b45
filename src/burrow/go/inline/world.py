"""The functions and package variables of one compilation: the package at hand, and what it uses of others.

In: a checked package and the facts about imported functions.  Out: one `Name` for each package variable, one `Func`
for each function, method and instance that is referred to, the list of functions to compile in gc's order.  The
reference is the object half of noder/reader.go (funcExt, pkgDecls, readBodies); the difference: objects are made when
they are first asked for by the tree, so there is no export data here, only `Facts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from burrow.go import syntax as S
from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.build import Builder
from burrow.go.inline.calls import MethodField
from burrow.go.inline.convert import is_interface
from burrow.go.inline.format import link_text
from burrow.go.inline.nodes import Func, Inline, Name, Node

if TYPE_CHECKING:
    from collections.abc import Callable


class FuncFacts:
    """What is known of an imported function: what inlining it costs (None: it cannot be) and its parameters' tags."""

    __slots__ = ("can_delay", "cost", "keep_alive", "tags")

    def __init__(self, cost: int | None, can_delay: bool, tags: list[bytes], keep_alive: bool = False) -> None:
        self.cost = cost
        self.can_delay = can_delay
        self.tags = tags  # receiver first; see escape.leaks
        self.keep_alive = keep_alive  # uintptr parameters are kept alive (implemented in assembly, system calls)


class Facts(Protocol):
    """Where facts about imported functions come from."""

    def of(self, obj: Any, symbol: str) -> FuncFacts | None:
        """The facts of function `obj`, whose symbol (without package) is `symbol`; None where nothing is known."""


class World:
    """One compilation."""

    def __init__(self, package: Any, facts: Facts, no_inline: bool = False, verbosity: int = 1) -> None:
        from burrow.go.inline.generics import Generics
        from burrow.go.universe import UINTPTR

        self.package = package
        self.facts = facts
        self.no_inline = no_inline
        self.verbosity = verbosity
        self.lines: list[tuple[int, str]] = []  # what -m prints: position, text
        self.funcs: list[Func] = []  # to compile, in gc's order
        self.globals: dict[Any, Name] = {}
        self.by_obj: dict[Any, Func] = {}
        self.generics = Generics(self)
        self.uintptr_pointer = T.Pointer(UINTPTR)
        self.todo: list[Callable[[], None]] = []
        self.init_funcs = 0
        self.dead: set[Any] = set()  # what deadlocals took out
        self.inlined_instances: list[Func] | None = None
        self.recorders: list[Any] = []  # of escape.reasons, where reasons were asked for

    def warn(self, n: Any, message: str) -> None:
        """A line at a node."""
        inl = n.inl
        self.lines.append((inl.outermost if inl is not None else n.pos, message))

    # -- the package

    def load(self) -> None:
        """Build every function of the package."""
        p = self.package
        init = None
        if p.init_order:
            init = self.init_function(p)
            self.funcs.append(init)
            self.build_init(init, p)
        for f in p.files:
            for d in f.decls:
                if d.__class__ is not S.FuncDecl or d.name.name == "_" or d.obj is None:
                    continue
                sig = d.obj.signature
                if sig.tparams or sig.recv_tparams or (d.obj.recv_named is not None and d.obj.recv_named.tparams):
                    continue
                self.funcs.append(self.func(d.obj))
        self.read_bodies()

    def read_bodies(self, inlining: bool = False) -> None:
        """Build bodies that are due, the last first, as gc does.  Instances that only an inlined body needs get an
        inlining cost and lose their body again: another package compiles them."""
        if not self.todo:
            return
        self.inlined_instances = [] if inlining else None
        while self.todo:
            self.todo.pop()()
        found = self.inlined_instances
        self.inlined_instances = None
        if found and not self.no_inline:
            from burrow.go.inline.cost import can_inline
            from burrow.go.inline.scc import visit_bottom_up

            verbosity, self.verbosity = self.verbosity, 0

            def decide(group: list[Func], recursive: bool) -> None:
                for fn in group:
                    can_inline(self, fn)

            visit_bottom_up(found, decide)
            self.verbosity = verbosity
        for fn in found or ():
            fn.body = []

    def instance_read(self, fn: Func) -> None:
        """The body of an instance has been built."""
        if self.inlined_instances is not None:
            self.inlined_instances.append(fn)
        else:
            self.funcs.append(fn)

    def init_function(self, p: Any) -> Func:
        name = Name("init", 0, T.Signature([], []), N.PFUNC)
        name.pkg = p
        fn = Func(name, 0)
        name.defn = fn
        fn.pkg = p
        fn.sig = name.type
        fn.package_init = True
        fn.can_inline_checked = True
        return fn

    def build_init(self, fn: Func, p: Any) -> None:
        b = Builder(self, fn)
        fn.info = p.init_info
        body = []
        for variables, value in p.init_order:
            if len(variables) == 1:
                x = N.BLANK if variables[0].name == "_" else self.global_name(variables[0])
                n = Node(N.OAS, variables[0].pos, None, None, x, b.expr(value))
                n.y = self.convert_initial(b, variables[0], value, n.y)
            else:
                left = [N.BLANK if v.name == "_" else self.global_name(v) for v in variables]
                e = S.unparen(value)
                types = b.tuple_types(e)
                assert types is not None
                n = Node(N.OAS2FUNC, variables[0].pos, None, a=left, b=[b.expr(value)])
                mismatched = any(v.name != "_" and v.type.key != t.key for v, t in zip(variables, types, strict=True))
                if n.b[0].op == N.OINDEXMAP:
                    n.op = N.OAS2MAPR
                elif n.b[0].op == N.ORECV:
                    n.op = N.OAS2RECV
                elif n.b[0].op == N.ODOTTYPE:
                    n.op = N.OAS2DOTTYPE
                    n.b[0].op = N.ODOTTYPE2
                elif mismatched:
                    wanted = [v.type if v.name != "_" else None for v in variables]
                    values = b.spread(n.pos, wanted.__getitem__, e, types)
                    n = Node(N.OAS2, n.pos, None, a=left, b=values)
            for v in variables:
                if v.name != "_":
                    self.global_name(v).defn = n
            body.append(n)
        fn.body = body
        from burrow.go.inline.mapinit import outline

        outline(self, fn)

    def convert_initial(self, b: Builder, v: Any, value: Any, n: Any) -> Any:
        """The initial value of a package variable converted to its type."""
        src = S.unparen(value).type
        if src.key == v.type.key:
            return n
        return b.convert(v.pos, v.type, n, src, True, (S.unparen(value), "iface"))

    # -- objects

    def global_name(self, v: Any) -> Name:
        n = self.globals.get(v)
        if n is None:
            n = Name(v.name, v.pos, v.type, N.PEXTERN, None, v)
            n.pkg = v.pkg
            self.globals[v] = n
        return n

    def func(self, obj: Any) -> Func:
        """The function that `obj` (not generic) denotes."""
        fn = self.by_obj.get(obj)
        if fn is not None:
            return fn
        sig = obj.signature
        symbol = obj.name
        named = obj.recv_named
        if named is not None:
            recv = sig.recv.type
            symbol = method_symbol(recv, obj.name)
        elif symbol == "init" and obj.pkg is self.package:
            symbol = f"init.{self.init_funcs}"
            self.init_funcs += 1
        name = Name(symbol, obj.pos, sig, N.PFUNC, None, obj)
        name.pkg = obj.pkg
        fn = Func(name, obj.pos)
        fn.pkg = obj.pkg
        fn.sig = sig
        fn.directives = directives_of(obj)
        self.by_obj[obj] = fn
        if obj.pkg is self.package:
            decl = obj.decl
            fn.decl = decl
            fn.info = decl.info
            fn.pos = decl.pos
            fn.has_body = decl.body is not None
            name.defn = fn

            def build() -> None:
                b = Builder(self, fn)
                b.declare_params()
                if decl.body is not None:
                    fn.body = b.body(decl.body)

            self.todo.append(build)
        else:
            self.import_func(fn, obj, symbol)
        return fn

    def import_func(self, fn: Func, obj: Any, symbol: str) -> None:
        fn.imported = True
        fn.has_body = obj.has_body
        facts = self.facts.of(obj, symbol)
        fn.esc_state = N.TAGGED
        if facts is not None:
            fn.tags = facts.tags
            if facts.cost is not None and obj.has_body:
                fn.inl = Inline(facts.cost, facts.can_delay)
            if facts.keep_alive:
                fn.directives = fn.directives | {"uintptrkeepalive"}
        else:
            count = len(obj.signature.params) + (1 if obj.signature.recv is not None else 0)
            fn.tags = [b""] * count

    # -- methods

    def method_callee(self, b: Builder, e: Any, sel: Any, x: Any) -> tuple[Any, list[Any]]:
        """A concrete method that is called on receiver `x`: the OMETHEXPR and the first arguments."""
        obj = sel.obj
        if obj.recv_named is not None and (obj.recv_named.tparams or obj.signature.tparams):
            return self.generics.method_callee(b, e, sel, x)
        fn = self.func(obj)
        return self.concrete(b, e.pos, x.type, fn), [x]

    def concrete(self, b: Builder, pos: int, recv: Any, fn: Func) -> Node:
        """OMETHEXPR of a concrete method on receiver type `recv`."""
        sig = fn.sig
        typ = method_type(sig, recv)
        return Node(
            N.OMETHEXPR,
            pos,
            b.inl,
            typ,
            b.type_node(recv),
            aux=MethodField(fn.name.obj.name, typ, fn.name, sig.recv.type, 1),
        )

    def method_value(self, b: Builder, e: Any, sel: Any, x: Any) -> Any:
        """`x.m` not called."""
        obj = sel.obj
        typ = b.t(e.type)
        if sel.kind == S.INTERFACE_METHOD:
            if is_interface(x.type):
                return Node(
                    N.OMETHVALUE, e.pos, b.inl, typ, x, aux=MethodField(obj.name, obj.type, None, None, 0), src=(e, "")
                )
            return self.generics.param_method_value(b, e, sel, x)
        if obj.recv_named is not None and (obj.recv_named.tparams or obj.signature.tparams):
            return self.generics.method_value(b, e, sel, x)
        fn = self.func(obj)
        return Node(
            N.OMETHVALUE,
            e.pos,
            b.inl,
            typ,
            x,
            aux=MethodField(obj.name, obj.type, fn.name, fn.sig.recv.type, 0),
            src=(e, ""),
        )

    def method_expr(self, b: Builder, pos: int, recv: Any, sel: Any) -> Any:
        """`T.m`."""
        obj = sel.obj
        if obj.recv_named is not None and (obj.recv_named.tparams or obj.signature.tparams):
            return self.generics.method_expr(b, pos, recv, sel)
        if is_interface(recv) or obj.recv_named is None:
            typ = method_type(obj.type, recv)
            return Node(N.OMETHEXPR, pos, b.inl, typ, b.type_node(recv), aux=MethodField(obj.name, typ, None, None, 0))
        fn = self.func(obj)
        typ = method_type(fn.sig, recv)
        return Node(
            N.OMETHEXPR,
            pos,
            b.inl,
            typ,
            b.type_node(recv),
            aux=MethodField(obj.name, typ, fn.name, fn.sig.recv.type, 0),
        )


def method_symbol(recv: Any, name: str) -> str:
    """`(*T).m` or `T.m`."""
    if recv.__class__ is T.Pointer:
        return f"(*{_bare(recv.elem)}).{name}"
    return f"{_bare(recv)}.{name}"


def _bare(t: Any) -> str:
    if t.__class__ is T.Named:
        if t.targs:
            return f"{t.obj.name}[{','.join(link_text(a) for a in t.targs)}]"
        return str(t.obj.name)
    return link_text(t)


def method_type(sig: Any, recv: Any) -> Any:
    """The method's type with the receiver as first parameter."""
    first = T.Var("", recv, None, 0, T.PARAM)
    return T.Signature([first, *sig.params], sig.results, sig.variadic)


_DIRECTIVES = {
    "go:noinline": "noinline",
    "go:nosplit": "nosplit",
    "go:noescape": "noescape",
    "go:uintptrescapes": "uintptrescapes",
    "go:uintptrkeepalive": "uintptrkeepalive",
    "go:norace": "norace",
    "go:cgo_unsafe_args": "cgo_unsafe_args",
    "go:yeswritebarrierrec": "yeswritebarrierrec",
    "go:nowritebarrierrec": "nowritebarrierrec",
    "go:systemstack": "systemstack",
    "go:nocheckptr": "nocheckptr",
}


def directives_of(obj: Any) -> frozenset[str]:
    """The `//go:` lines of a function that matter here."""
    out = set()
    for d in obj.directives:
        name = _DIRECTIVES.get(d.split(" ")[0].lstrip("/"))
        if name:
            out.add(name)
    if "uintptrescapes" in out:
        out.add("uintptrkeepalive")
    return frozenset(out)
