"""Interface calls whose receiver has a known concrete type become calls of that type's method.

In: OCALLINTER nodes.  Out: OCALLFUNC of the concrete method on `x.(T)`, and the lines `devirtualizing x.M to T`.  The
reference is cmd/compile/internal/devirtualize/devirtualize.go (StaticCall, as of 1.26): all assignments to an
interface variable are looked at, through inlined calls, conversions and type assertions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.calls import MethodField
from burrow.go.inline.convert import core, has_shape, is_interface, is_shape
from burrow.go.inline.exprs import outer_value
from burrow.go.inline.format import text, type_text
from burrow.go.inline.nodes import IMPLICIT, Field, Func, Name, Node

if TYPE_CHECKING:
    from burrow.go.inline.world import World

_NO_TYPE = object()


class Devirtualizer:
    """What is assigned to the interface variables of the functions looked at so far."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.assigned: dict[Name, list[Any]] = {}  # a type, a node, or None (some other interface value)
        self.calls: dict[Node, list[tuple[Name, int, int]]] = {}
        self.analyzed: set[Func] = set()

    def call(self, call: Node) -> None:
        """Devirtualise `call` if its receiver's type is known."""
        if call.flags & N.GODEFER or call.op != N.OCALLINTER:
            return
        sel = call.x
        found = self.concrete(sel.x, set())
        if found is None or found is _NO_TYPE:
            return
        typ: Any = found
        from burrow.go.lookup import lookup

        for m in sel.x.type.underlying.all_methods:
            has = lookup(typ, m.pkg, m.name, addressable=False)
            if has.obj.__class__ is not T.Func or has.obj.type.key != m.type.key:
                return
        if is_shape(typ):
            return
        world = self.world
        if has_shape(typ):
            if world.verbosity:
                world.warn(call, f"cannot devirtualize {text(call)}: shaped receiver {type_text(typ)}")
            return
        if has_shape(sel.x.type):
            if world.verbosity:
                world.warn(call, f"cannot devirtualize {text(call)}: shaped interface {type_text(sel.x.type)}")
            return
        method = sel.aux.obj
        selection = lookup(typ, method.pkg, method.name)
        obj: Any = selection.obj
        x: Any = Node(N.ODOTTYPE, call.pos, call.inl, typ, sel.x)
        for i in selection.path:
            x = field(x, i, sel.pos, sel.inl)
        if is_interface(x.type):
            if world.verbosity:
                world.warn(call, f"partially devirtualizing {text(sel)} to {type_text(typ)}")
            call.x = Node(N.ODOTINTER, sel.pos, sel.inl, obj.type, x, aux=Field(obj.name, obj.type, obj=obj))
            return
        generic = obj.recv_named is not None and obj.recv_named.tparams
        fn = world.generics.method_instance(typ, obj) if generic else world.func(obj)
        recv = fn.sig.recv.type
        if recv.__class__ is T.Pointer and x.type.underlying.__class__ is not T.Pointer:
            n = Node(N.OADDR, sel.pos, sel.inl, T.Pointer(x.type), x, flags=IMPLICIT)
            x = n
        elif recv.__class__ is not T.Pointer and x.type.__class__ is T.Pointer:
            x = Node(N.ODEREF, sel.pos, sel.inl, x.type.elem, x, flags=IMPLICIT)
        if world.verbosity:
            world.warn(call, f"devirtualizing {text(sel)} to {type_text(typ)}")
        from burrow.go.inline.world import method_type

        mtype = method_type(fn.sig, x.type)
        fun = Node(
            N.OMETHEXPR,
            sel.pos,
            sel.inl,
            mtype,
            Node(N.OTYPE, 0, None, x.type),
            aux=MethodField(obj.name, mtype, fn.name, recv, 1),
        )
        call.op = N.OCALLFUNC
        call.x = fun
        call.a = [x, *call.a]
        call.z = typ  # for escape.result: what it was devirtualised to

    def concrete(self, n: Any, seen: set[Name]) -> Any:
        """The concrete type of an interface value, None where it is unknown, _NO_TYPE where it can only be nil."""
        while True:
            if not is_interface(n.type):
                return n.type
            op = n.op
            if op in (N.OCONVNOP, N.OCONVIFACE, N.OPAREN, N.ODOTTYPE, N.ODOTTYPE2):
                n = n.x
            elif op == N.OINLCALL:
                n = n.b[0]
            else:
                break
        if n.__class__ is not Name:
            return None
        name = n.canonical
        if name.cls != N.PAUTO or name.addrtaken:
            return None
        if name in seen:
            return _NO_TYPE
        seen.add(name)
        typ: Any = None
        for a in self.assignments(name):
            t = a
            if a.__class__ is Node or a.__class__ is Name:
                t = self.concrete(a, seen)
                if t is _NO_TYPE:
                    continue
            if t is None:
                return None
            if typ is not None and typ.key != t.key:
                return None
            typ = t
        return _NO_TYPE if typ is None else typ

    def assignments(self, name: Name) -> list[Any]:
        fn = name.curfn
        assert fn is not None
        if fn not in self.analyzed:
            self.analyzed.add(fn)
            self.analyze(fn.body)
        return self.assigned.get(name, [])

    def refs_of(self, call: Node) -> list[tuple[Name, int, int]] | None:
        return self.calls.pop(call, None)

    def inlined(self, fn: Func, refs: list[tuple[Name, int, int]] | None, call: Node) -> None:
        """`call` has become an OINLCALL in `fn`."""
        if fn not in self.analyzed:
            return
        self.analyze(call.init or [])
        self.analyze(call.a)
        for name, at, result in refs or ():
            self.assigned[name][at] = call.b[result]

    def analyze(self, nodes: list[Any]) -> None:
        for n in nodes:
            N.visit(n, self.look)

    def assign(self, target: Any, value: Any) -> tuple[Name, int] | None:
        if target is None or target.op != N.ONAME or target.sym == "_":
            return None
        n = outer_value(target)
        if n.curfn is None or not is_interface(n.type):
            return None
        n = n.canonical
        if n.cls != N.PAUTO:
            return None
        if value.__class__ is Node:
            if value.op == N.ONIL:
                return None
        elif value is not None and value.__class__ is not Name and is_interface(value):
            value = None
        places = self.assigned.setdefault(n, [])
        places.append(value)
        return n, len(places) - 1

    def from_call(self, target: Any, call: Node, i: int) -> None:
        results = core(call.x.type).results
        t = results[i].type
        place = self.assign(target, t)
        if place is not None and is_interface(t):
            self.calls.setdefault(call, []).append((place[0], place[1], i))

    def look(self, n: Any) -> None:
        op = n.op
        if op == N.OAS:
            y = n.y
            if y is None:
                return
            while y.op == N.OPAREN:
                y = y.x
            if y.op == N.OCALLFUNC or y.op == N.OCALLINTER:
                self.from_call(n.x, y, 0)
            else:
                self.assign(n.x, y)
        elif op == N.OAS2:
            for x, y in zip(n.a, n.b, strict=True):
                if y is not None:
                    self.assign(x, y)
        elif op == N.OAS2DOTTYPE:
            self.assign(n.a[0], n.b[0])
        elif op in (N.OAS2MAPR, N.OAS2RECV, N.OSELRECV2):
            self.assign(n.a[0], n.b[0].type)
        elif op == N.OAS2FUNC:
            y = n.b[0]
            if y.op == N.OINLCALL:
                for x, r in zip(n.a, y.b, strict=True):
                    self.assign(x, r)
            else:
                for i, x in enumerate(n.a):
                    self.from_call(x, y, i)
        elif op == N.ORANGE:
            t = core(n.x.type)
            if t.__class__ is T.Pointer:
                t = core(t.elem)
            if t.__class__ is T.Array or t.__class__ is T.Slice:
                self.assign(n.z, t.elem)
            elif t.__class__ is T.Chan:
                self.assign(n.y, t.elem)
            elif t.__class__ is T.Map:
                self.assign(n.y, t.map_key)
                self.assign(n.z, t.elem)
        elif op == N.OSWITCH:
            guard = n.x
            if guard is not None and guard.op == N.OTYPESW:
                for c in n.a:
                    if c.x is not None:
                        self.assign(c.x, guard.y)
        elif op == N.OCLOSURE:
            fn = n.aux
            if fn not in self.analyzed:
                self.analyzed.add(fn)
                self.analyze(fn.body)


def field(x: Any, index: int, pos: int, inl: Any) -> Node:
    from burrow.go.inline.exprs import FieldRef

    op = N.ODOT
    t = x.type.underlying
    struct = x.type
    if t.__class__ is T.Pointer:
        op = N.ODOTPTR
        struct = t.elem
        t = struct.underlying
    f = t.fields[index]
    return Node(op, pos, inl, f.type, x, aux=FieldRef(f.name, f.type, struct, index, f), flags=IMPLICIT)
