"""Instances of generic functions and methods.

In: a generic function and type arguments.  Out: the `Func` of their shape, with its dictionary parameter, and the
wrapper that has the instance's own name.  The reference is the instance half of noder/reader.go (objIdx, Shapify,
funcInst, methodExpr, curry): functions are compiled once for each *shape* of their type arguments (the underlying
types; all pointers as one where the constraint has methods only), and get what differs in a dictionary.  The
differences: a dictionary has a name but no contents here, and its words are all word 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import syntax as S
from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.calls import MethodField
from burrow.go.inline.convert import core, has_shape, is_shape
from burrow.go.inline.exprs import with_init
from burrow.go.inline.format import link_text, text
from burrow.go.inline.nodes import IMPLICIT, Func, Inlining, Name, Node
from burrow.source import Unsupported

if TYPE_CHECKING:
    from burrow.go.inline.build import Builder
    from burrow.go.inline.world import World

SHAPES = T.Package("go.shape", "go.shape")
_shapes: dict[str, T.Named] = {}


def shapify(t: Any, basic: bool) -> Any:
    """The shape of a type argument; `basic`: its constraint has only methods."""
    u = t.underlying
    if is_shape(t) and u.__class__ is T.Interface:
        return t
    if basic and u.__class__ is T.Pointer:
        from burrow.go.universe import UINT8

        u = T.Pointer(UINT8)
    key = link_text(u)
    found = _shapes.get(key)
    if found is None:
        found = T.Named(T.TypeName(key, None, SHAPES, 0), u)
        found.obj.type = found
        _shapes[key] = found
    return found


class Subst:
    """Type parameters -> type arguments; each type is computed once."""

    __slots__ = ("known", "mapping")

    def __init__(self, tparams: list[Any], targs: list[Any]) -> None:
        self.mapping = dict(zip(tparams, targs, strict=True))
        self.known: dict[Any, Any] = {}

    def __call__(self, t: Any) -> Any:
        found = self.known.get(t)
        if found is None:
            found = t
            if t is not None and "$" in t.key:
                from burrow.go.substitution import subst

                found = subst(t, self.mapping)
            self.known[t] = found
        return found


class Generics:
    """The instances of one compilation."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.shaped: dict[tuple[Any, tuple[str, ...]], Func] = {}
        self.wrappers: dict[tuple[Any, tuple[str, ...]], Func] = {}
        self.dicts: dict[str, Name] = {}
        self.seen: set[Any] = set()

    # -- functions

    def shapes(self, obj: Any, targs: list[Any]) -> list[Any]:
        """The shapes of type arguments for the type parameters of `obj` (those of the receiver first)."""
        sig = obj.signature
        tparams = [*sig.recv_tparams, *sig.tparams]
        return [shapify(t, not _has_types(p)) for p, t in zip(tparams, targs, strict=True)]

    def shape_func(self, obj: Any, targs: list[Any]) -> Func:
        """The function that all instances of one shape share."""
        obj = obj.origin or obj
        shapes = self.shapes(obj, targs)
        key = (obj, tuple(t.key for t in shapes))
        fn = self.shaped.get(key)
        if fn is not None:
            return fn
        sig = obj.signature
        tparams = [*sig.recv_tparams, *sig.tparams]
        subst = Subst(tparams, shapes)
        decl = obj.decl
        fn = self.make(obj, shapes, self.instance_sig(sig, subst))
        fn.decl = decl
        fn.info = decl.info if decl is not None else None
        fn.subst = subst
        fn.instance = key
        fn.has_body = decl is not None and decl.body is not None
        self.shaped[key] = fn
        world = self.world

        def build() -> None:
            from burrow.go.inline.build import Builder

            b = Builder(world, fn, subst=subst)
            b.declare_params()
            if fn.has_body:
                fn.body = b.body(decl.body)
            world.instance_read(fn)

        world.todo.append(build)
        return fn

    def wrapper(self, obj: Any, targs: list[Any]) -> Func:
        """The function with the instance's own name, which calls that of its shape."""
        obj = obj.origin or obj
        key = (obj, tuple(t.key for t in targs))
        fn = self.wrappers.get(key)
        if fn is not None:
            return fn
        sig = obj.signature
        tparams = [*sig.recv_tparams, *sig.tparams]
        subst = Subst(tparams, targs)
        fn = self.make(obj, targs, self.instance_sig(sig, subst))
        fn.wrapper = True
        self.wrappers[key] = fn
        world = self.world
        decl = obj.decl
        info = decl.info
        fn.info = info
        fn.subst = subst
        is_method = sig.recv is not None

        def synthetic(b: Builder, pos: int, inl: Inlining | None) -> list[Any]:
            params: list[Any] = list(b.fn.params)
            args: list[Any] = []
            shaped = self.shape_func(obj, targs)
            fun: Any = shaped.name
            if is_method:
                recv = shaped.sig.recv.type
                fun = self.method_node(pos, inl, recv, shaped)
                args.append(params.pop(0))
            args.append(self.dict_addr(pos, inl, obj, targs))
            args += params
            return tail_call(b, pos, inl, fun, args, shaped.sig)

        fn.synthetic = synthetic

        def build() -> None:
            from burrow.go.inline.build import Builder

            b = Builder(world, fn, subst=subst)
            b.declare_params()
            fn.body = synthetic(b, fn.pos, None)
            world.instance_read(fn)

        world.todo.append(build)
        return fn

    def make(self, obj: Any, targs: list[Any], sig: Any) -> Func:
        listed = ",".join(link_text(t) for t in targs)
        if sig.recv is not None:
            from burrow.go.inline.world import method_symbol

            symbol = method_symbol(sig.recv.type, obj.name)
        else:
            symbol = f"{obj.name}[{listed}]"
        name = Name(symbol, obj.pos, sig, N.PFUNC, None, obj)
        name.pkg = obj.pkg
        fn = Func(name, obj.decl.pos if obj.decl is not None else obj.pos)
        name.defn = fn
        fn.pkg = obj.pkg
        fn.sig = sig
        fn.dupok = True
        from burrow.go.inline.world import directives_of

        fn.directives = directives_of(obj)
        return fn

    @staticmethod
    def instance_sig(sig: Any, subst: Subst) -> Any:
        def var(v: Any) -> Any:
            return T.Var(v.name, subst(v.type), v.pkg, v.pos, v.kind)

        out = T.Signature([var(p) for p in sig.params], [var(r) for r in sig.results], sig.variadic)
        if sig.recv is not None:
            out.recv = var(sig.recv)
        return out

    def shape_of(self, obj: Any, targs: tuple[Any, ...]) -> Func:
        """For plans: the function that stands for an instance."""
        return self.shape_func(obj, list(targs))

    def touch(self, obj: Any, targs: list[Any]) -> Func:
        """gc reads the wrapper of an instance before that of its shape is asked for."""
        if not any(has_shape(t) for t in targs):
            self.wrapper(obj, targs)
        return self.shape_func(obj, targs)

    # -- references

    def callee(self, b: Builder, pos: int, obj: Any, targs: list[Any]) -> tuple[Any, list[Any]]:
        """A generic function that is called: what to call, and the dictionary as first argument."""
        fn = self.touch(obj, targs)
        return fn.name, [self.dictionary(b, pos, obj, targs)]

    def value(self, b: Builder, pos: int, obj: Any, targs: list[Any]) -> Any:
        """A generic function as a value."""
        fn = self.touch(obj, targs)
        if not any(has_shape(t) for t in targs):
            return self.wrapper(obj, targs).name
        return self.curry(b, pos, fn, fn.name, [self.dictionary(b, pos, obj, targs)], [])

    def dictionary(self, b: Builder, pos: int, obj: Any, targs: list[Any]) -> Node:
        """The dictionary argument: a constant address, or a word of the function's own dictionary."""
        if any(has_shape(t) for t in targs):
            return self.word(b, pos)
        return self.dict_addr(pos, b.inl, obj, targs)

    def dict_addr(self, pos: int, inl: Inlining | None, obj: Any, targs: list[Any]) -> Node:
        owner = obj.recv_named.obj if obj.recv_named is not None else obj
        symbol = f".dict.{owner.name}[{','.join(link_text(t) for t in targs)}]"
        name = self.dicts.get(symbol)
        if name is None:
            name = Name(symbol, 0, self.dict_type.elem, N.PEXTERN)
            name.pkg = obj.pkg
            self.dicts[symbol] = name
        return Node(N.OADDR, pos, inl, self.dict_type, name)

    @property
    def dict_type(self) -> Any:
        from burrow.go.universe import UINTPTR

        return T.Pointer(T.Array(UINTPTR, 1))

    def word(self, b: Builder, pos: int, typ: Any = None) -> Node:
        """A word of the dictionary parameter, as a pointer."""
        return Node(N.OCONVNOP, pos, b.inl, typ or self.dict_type, self.raw_word(b, pos))

    def raw_word(self, b: Builder, pos: int) -> Node:
        from burrow.go.universe import UINTPTR

        if b.dict_param is None:
            raise Unsupported(S.span(pos), "a type that depends on the type parameters of the function around")
        star = Node(N.ODEREF, pos, b.inl, self.dict_type.elem, b.dict_param, flags=IMPLICIT)
        return Node(N.OINDEX, pos, b.inl, UINTPTR, star, b.int_literal(pos, 0))

    # -- methods

    def method_func(self, recv: Any, obj: Any, extra: list[Any]) -> tuple[Func, list[Any]]:
        """The shape's method for receiver type `recv`, and the type arguments."""
        named: Any = recv.elem if recv.__class__ is T.Pointer else recv
        targs = [*named.targs, *extra]
        self.note_type(named)
        return self.touch(obj, targs), targs

    def method_node(self, pos: int, inl: Inlining | None, recv: Any, fn: Func) -> Node:
        from burrow.go.inline.world import method_type

        typ = method_type(fn.sig, recv)
        return Node(
            N.OMETHEXPR,
            pos,
            inl,
            typ,
            Node(N.OTYPE, 0, None, recv),
            aux=MethodField(fn.name.obj.name, typ, fn.name, fn.sig.recv.type, 2),
        )

    def method_callee(self, b: Builder, e: Any, sel: Any, x: Any) -> tuple[Any, list[Any]]:
        extra = [b.t(t) for t in e.sel.targs or ()] if sel.obj.signature.tparams or e.sel.targs else []
        fn, targs = self.method_func(x.type, sel.obj, extra)
        fun = self.method_node(e.pos, b.inl, fn.sig.recv.type, fn)
        return fun, [x, self.dictionary(b, e.pos, sel.obj.origin or sel.obj, targs)]

    def method_value(self, b: Builder, e: Any, sel: Any, x: Any) -> Any:
        extra = [b.t(t) for t in e.sel.targs or ()]
        fn, targs = self.method_func(x.type, sel.obj, extra)
        if any(has_shape(t) for t in targs) or extra:
            fun = self.method_node(e.pos, b.inl, fn.sig.recv.type, fn)
            return self.curry(b, e.pos, fn, fun, [x, self.dictionary(b, e.pos, sel.obj.origin or sel.obj, targs)], [e])
        own = self.wrapper(sel.obj, targs)
        return Node(
            N.OMETHVALUE,
            e.pos,
            b.inl,
            b.t(e.type),
            x,
            aux=MethodField(sel.obj.name, own.sig, own.name, own.sig.recv.type, 0),
            src=(e, ""),
        )

    def method_expr(self, b: Builder, pos: int, recv: Any, sel: Any) -> Any:
        """`T.m` of a generic type."""
        from burrow.go.inline.world import method_type

        t: Any = recv
        for i in sel.path:
            u: Any = t.underlying
            struct: Any = u.elem.underlying if u.__class__ is T.Pointer else u
            t = struct.fields[i].type
        base = t.elem if t.__class__ is T.Pointer else t
        obj = sel.obj
        fn, targs = self.method_func(base, obj, [])
        if any(has_shape(a) for a in targs):
            raise Unsupported(S.span(pos), "a method expression in a generic function")
        own = self.wrapper(obj, targs)
        typ = method_type(own.sig, recv)
        return Node(
            N.OMETHEXPR,
            pos,
            b.inl,
            typ,
            b.type_node(recv),
            aux=MethodField(obj.name, typ, own.name, own.sig.recv.type, 0),
        )

    def method_instance(self, typ: Any, obj: Any) -> Func:
        """The method with the instance's own name, for devirtualisation."""
        named: Any = typ.elem if typ.__class__ is T.Pointer else typ
        return self.wrapper(obj, list(named.targs))

    # -- type parameters

    def param_method(self, b: Builder, e: Any, sel: Any, x: Any) -> tuple[Any, list[Any]]:
        """A method of a type parameter: called through the dictionary."""
        from burrow.go.inline.world import method_type

        if core(x.type).__class__ is T.Interface and self.world.verbosity:
            self.world.warn(Node(N.ONIL, e.pos, b.inl), "imprecise interface call")
        typ = method_type(b.t(sel.obj.type), x.type)
        word = self.raw_word(b, e.pos)
        fun = Node(N.OCONVNOP, e.pos, b.inl, typ, Node(N.OADDR, e.pos, b.inl, T.Pointer(word.type), word))
        return fun, [x]

    def param_method_value(self, b: Builder, e: Any, sel: Any, x: Any) -> Any:
        fun, args = self.param_method(b, e, sel, x)
        return self.curry(b, e.pos, None, fun, args, [e], fun.type)

    def curry(
        self, b: Builder, pos: int, fn: Func | None, fun: Any, captured: list[Any], tree: list[Any], sig: Any = None
    ) -> Any:
        """A function literal that calls `fun` with `captured` before its own arguments."""
        from burrow.go.inline.build import Builder, closure_var

        full = sig if sig is not None else fn.sig if fn is not None else core(fun.type)
        skip = len(captured) if sig is not None else 0
        typ = T.Signature(full.params[skip:], full.results, full.variadic)
        b.func_lit_gen += 1
        lit = b.new_closure(pos, "func", b.func_lit_gen, typ, tree[0] if tree else None, None)
        lit.wrapper = True
        init: list[Any] = []
        inner: list[Any] = []
        for arg in [fun, *captured] if fun.op == N.OCONVNOP else captured:
            tmp = b.temp(pos, arg.type)
            init.append(Node(N.ODCL, pos, b.inl, x=tmp))
            assign = Node(N.OAS, pos, b.inl, None, tmp, arg, flags=N.DEF)
            tmp.defn = assign
            init.append(assign)
            inner.append(closure_var(pos, lit, tmp))
        views = list(inner)

        def declare(again: Builder) -> None:
            own = again.fn
            for i, p in enumerate(typ.params):
                own.dcl.append(Name(f"~p{i}", pos, p.type, N.PPARAM, own))
            for i, r in enumerate(typ.results):
                own.dcl.append(Name(f"~r{i}", pos, r.type, N.PPARAMOUT, own))
            own.params = own.dcl[: len(typ.params)]
            own.results = own.dcl[len(typ.params) :]

        def synthetic(again: Builder, at: int, inl: Inlining | None, args: list[Any] | None = None) -> list[Any]:
            if args is None:
                args = [view.outer for view in views]
            callee = args.pop(0) if fun.op == N.OCONVNOP else fun
            return tail_call(again, pos, again.inl, callee, [*args, *again.fn.params], full)

        ib = Builder(self.world, lit, outer=b, subst=b.subst)
        declare(ib)
        lit.declare = declare
        lit.synthetic = synthetic
        lit.body = synthetic(ib, pos, None, inner)
        assert lit.closure is not None
        return with_init(init, lit.closure, b.inl)

    # -- what a type mentions

    def note_type(self, t: Any) -> None:
        """gc reads all methods of an instantiated type when the type is first mentioned."""
        if t in self.seen:
            return
        self.seen.add(t)
        cls = t.__class__
        if cls is T.Named:
            if t.targs and not is_shape(t) and "$" not in t.key:
                key = "type " + t.key
                if key in self.seen:
                    return
                self.seen.add(key)
                if not has_shape(t):
                    methods = [m for m in t.origin.methods() if not m.signature.tparams]
                    for m in methods:
                        self.wrapper(m, t.targs)
                    for m in methods:
                        self.shape_func(m, t.targs)
            self.note_type(t.underlying)
        elif cls is T.Struct:
            for f in t.fields:
                self.note_type(f.type)
        elif cls is T.Pointer or cls is T.Slice or cls is T.Array or cls is T.Chan:
            self.note_type(t.elem)
        elif cls is T.Map:
            self.note_type(t.map_key)
            self.note_type(t.elem)

    def derived(self, b: Builder, t: Any) -> bool:
        """Whether a type as written depends on type parameters."""
        return t is not None and "$" in t.key

    def rtype(self, b: Builder, pos: int) -> Node:
        from burrow.go.universe import UINT8

        return self.word(b, pos, T.Pointer(UINT8))

    def declare_dict(self, b: Builder, fn: Func) -> None:
        """The dictionary parameter of a shape's function."""
        n = Name(".dict", fn.pos, self.dict_type, N.PPARAM, fn)
        n.pkg = fn.pkg
        n.inl = b.inl
        fn.dcl.append(n)
        b.dict_param = n

    def outer_dict(self, b: Builder, fn: Func) -> Name:
        """The view that a literal in a shape's function has of the dictionary; it is the last of its captured
        variables."""
        outer = b.dict_param
        assert outer is not None
        view = Name(".dict", outer.pos, outer.type, N.PAUTOHEAP, fn)
        view.pkg = outer.pkg
        view.defn = outer.canonical
        view.outer = outer
        return view


def tail_call(b: Builder, pos: int, inl: Inlining | None, fun: Any, args: list[Any], sig: Any) -> list[Any]:
    """`return fun(args...)`."""
    results = sig.results
    flags = N.DDD if sig.variadic else 0
    if len(results) == 1:
        typ = results[0].type
    else:
        typ = T.Tuple(results) if results else None
    call = Node(N.OCALLFUNC, pos, inl, typ, fun, a=args, flags=flags)
    if not results:
        return [call]
    if len(results) == 1:
        return [Node(N.ORETURN, pos, inl, a=[call])]
    temps: list[Any] = []
    assign = Node(N.OAS2FUNC, pos, inl, a=temps, b=[call])
    init = []
    for r in results:
        tmp = b.temp(pos, r.type)
        tmp.defn = assign
        init.append(Node(N.ODCL, pos, inl, x=tmp))
        temps.append(tmp)
    assign.init = init
    ret = Node(N.ORETURN, pos, inl, a=list(temps))
    ret.init = [assign]
    return [ret]


def _has_types(p: Any) -> bool:
    """Whether the constraint of a type parameter is more than methods."""
    return not p.iface.type_set.is_method_set


_ = text
