"""Monomorphisation: from `main` to every function instance that the program reaches, as machine-stage IR.

In: a checked crate and the libraries.  Out: `ir.Unit`s whose functions have no types but machine types.  An
`Instance` is a function (or closure, or glue that the compiler makes) with concrete arguments; `Mono.symbol` names
one and puts it in the queue, `run` lowers until the queue is empty.  `mono_lower` lowers a body, `mono_shims` makes
what has no source (drop glue, clone, calls through `dyn Fn`), `mono_intrinsics` is what the compiler does itself,
`mono_const` evaluates constants.

The reference is `rustc_monomorphize::collector` and `rustc_ty_utils::instance`.  What differs: one pass collects and
lowers, and a symbol is the path that people read, with a digest behind `#` where the path does not tell instances
apart."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from burrow.cache import digest
from burrow.ir import nodes as ir
from burrow.ir import types as m
from burrow.ir.program import FnSig, Static, Unit
from burrow.rust import collect, defs, kept, lang, thir, traits
from burrow.rust import types as ty
from burrow.rust.build.places import TypeCx
from burrow.rust.mono_layout import Layouts
from burrow.rust.show import def_path, show
from burrow.source import NO_SPAN, Unsupported


@dataclass(frozen=True, slots=True)
class Instance:
    """`kind`: fn (`def_` with `args`), closure (`ty`), drop, clone, once (a closure called by value), tupled (a
    callable `ty` called with its arguments in a tuple; `extra` is the method), by_value (a method whose unsized self
    comes by pointer), reify (without the caller's location), ctor, catch."""

    kind: str
    def_: Any = None
    args: ty.Args = ()
    ty: Any = None
    extra: Any = None


def _parts(i: Instance) -> Any:
    return i.kind, i.def_, i.args, i.ty, i.extra


def shareable(i: Instance) -> bool:
    """Whether an instance is the library's own: its code is the same in every program."""
    return kept.own(i.def_) and kept.own(i.args) and kept.own(i.ty)


class ConcreteCx(TypeCx):
    """Type questions where everything is concrete."""

    def __init__(self) -> None:
        super().__init__(None)
        self._normal: dict[Any, Any] = {}

    def normalize(self, t: Any) -> Any:
        if not t.flags & (ty.HAS_ALIAS | ty.HAS_OPAQUE):
            return t
        known = self._normal.get(t)
        if known is None:
            known = self._normal[t] = ty.erase_regions(traits.normalize(t, None))
        return known


class Mono:
    """See the module."""

    def __init__(self, crate: defs.Crate, release: bool = False) -> None:
        self.crate = crate
        self.release = release
        self.cx = ConcreteCx()
        self.layouts = Layouts(self.cx)
        self.unit = Unit(crate.name, language="rust")
        self.names: dict[Instance, str] = {}
        self.taken: dict[str, Instance] = {}
        self.queue: deque[Instance] = deque()
        self.bodies: dict[Any, ir.Body] = {}
        self.vtables: dict[Any, str] = {}
        self.statics: dict[Any, Any] = {}
        self.consts: dict[Any, Any] = {}
        self.locations: dict[Any, str] = {}
        self.slots: dict[Any, list[Any]] = {}
        self.lowered: dict[str, ir.Body] = {}
        self.evaluating = 0
        self.only_const: set[Instance] = set()  # named while evaluating constants: not part of the program so far
        self.for_const: set[str] = set()  # lowered while evaluating: what they call is not part of the program yet
        self.made: dict[str, Instance] = {}  # instances of the library that no batch holds yet
        self.found: dict[str, kept.Kept] = {}  # those that a batch holds

    def run(self) -> None:
        """Lower everything that has been asked for, unless it is kept already compiled."""
        while self.queue:
            instance = self.queue.popleft()
            name = self.names[instance]
            if name in self.unit.functions or name in self.made or name in self.found:
                continue
            if not shareable(instance):
                self.unit.functions[name] = self.lower(instance)
                continue
            known = kept.find(name, self.release)
            if known is not None:
                self.found[name] = known
            else:
                self.made[name] = instance
                self.lower(instance)

    def lower(self, instance: Instance) -> ir.Body:
        """The machine-stage body of an instance."""
        from burrow.rust import mono_lower, mono_shims

        name = self.symbol(instance)
        known = self.lowered.get(name)
        if known is None or (name in self.for_const and not self.evaluating):
            if self.evaluating:
                self.for_const.add(name)
            else:
                self.for_const.discard(name)
            if instance.kind in ("fn", "closure"):
                known = mono_lower.lower(self, instance, name)
            else:
                known = mono_shims.make(self, instance, name)
            self.lowered[name] = known
        return known

    # ---- names

    def symbol(self, instance: Instance) -> str:
        """The symbol of an instance, which will be lowered."""
        name = self.names.get(instance)
        if name is None:
            name = self._name(instance)
            if shareable(instance) and not (isinstance(instance.def_, defs.FnDef) and instance.def_.link_name):
                name += "#" + digest(kept.identity(_parts(instance)))[:10]  # the same in every program
            elif name in self.taken:
                name += "#" + digest(kept.identity(_parts(instance)))[:10]
                n = 0
                while name in self.taken:
                    n += 1
                    name = f"{name}.{n}"
            self.taken[name] = instance
            self.names[instance] = name
            if self.evaluating:
                self.only_const.add(instance)
            else:
                self.queue.append(instance)
        elif instance in self.only_const and not self.evaluating:
            self.only_const.discard(instance)
            self.lowered.pop(name, None)  # what it calls is part of the program now, too
            self.queue.append(instance)
        return name

    @contextmanager
    def evaluation(self) -> Iterator[None]:
        """While a constant is evaluated, what it calls need not become part of the program."""
        self.evaluating += 1
        try:
            yield
        finally:
            self.evaluating -= 1

    def keep(self, symbol: str) -> None:
        """The function `symbol` is in a static: it is part of the program."""
        instance = self.taken.get(symbol)
        if instance is not None and instance in self.only_const:
            outer, self.evaluating = self.evaluating, 0
            self.symbol(instance)
            self.evaluating = outer

    def _name(self, i: Instance) -> str:
        if i.kind == "drop":
            return f"core::ptr::drop_in_place<{show(i.ty, True)}>"
        if i.kind == "closure":
            return def_path(i.ty.def_)
        if i.kind in ("fn", "reify", "by_value", "ctor"):
            if isinstance(i.def_, defs.FnDef) and i.def_.link_name and not i.def_.foreign:
                return i.def_.link_name
            return def_path(i.def_)
        if i.kind == "catch":
            return "core::intrinsics::catch_unwind"
        word = {
            "clone": "core::clone::Clone::clone",
            "once": "core::ops::function::FnOnce::call_once",
            "tupled": "core::ops::function::Fn::call",
        }[i.kind]
        return f"{word}<{show(i.ty, True)}>" if i.kind == "clone" else word

    # ---- types

    def machine(self, t: ty.Ty) -> m.Ty:
        return self.layouts.machine(t)

    def lang(self, name: str) -> Any:
        d = lang.item(self.crate, name)
        if d is None:
            raise Unsupported(NO_SPAN, f"the library's `{name}`")
        return d

    # ---- bodies

    def typed_body(self, d: Any) -> ir.Body:
        """The elaborated IR of a function, constant, static or closure, over its own parameters."""
        body = self.bodies.get(d)
        if body is None:
            self._build(d.owner if isinstance(d, defs.ClosureDef) else d)
            body = self.bodies[d]
        return body

    def _build(self, owner: Any) -> None:
        from burrow.rust.borrowck import closures_in
        from burrow.rust.build.builder import build_body
        from burrow.rust.drops import elaborate
        from burrow.rust.simplify import simplify

        known = None if owner.crate.user else kept.bodies(owner)
        if known is not None:
            self.bodies.update(known)
            return
        tree = owner.body
        if tree is None:
            raise Unsupported(owner.span, f"the body of `{owner.path()}`, which is missing")
        if tree.tainted:
            raise Unsupported(owner.span, f"the body of `{owner.path()}`, which has errors")
        cx = TypeCx(owner)
        made: dict[Any, ir.Body] = {}

        def one(tree: thir.Body, d: Any, closure: ty.Closure | None) -> None:
            for c in closures_in(tree):
                assert isinstance(c.ty, ty.Closure) and c.def_.body is not None
                one(c.def_.body, c.def_, c.ty)
            made[d] = simplify(elaborate(build_body(tree, d, cx, closure)))

        one(tree, owner, None)
        self.bodies.update(made)
        if not owner.crate.user:
            kept.keep_bodies(owner, made)

    # ---- instances

    def resolve(self, d: Any, args: ty.Args) -> tuple[str, Any, ty.Args]:
        """What calling `d` with concrete `args` means; see `traits.resolve_instance`."""
        got = traits.resolve_instance(d, args)
        if got is None:
            raise Unsupported(d.span, f"an implementation of `{d.path()}` for `{args[0] if args else ''}`")
        kind, what, found = got
        return kind, what, tuple(ty.erase_regions(self.cx.normalize(a)) if isinstance(a, ty.Term) else a for a in found)

    def has_caller(self, d: Any) -> bool:
        """Whether a function gets its caller's location as a hidden last argument."""
        return isinstance(d, defs.FnDef) and not d.foreign and d.has_attr("track_caller")

    def fn_symbol(self, d: Any, args: ty.Args) -> str:
        """The symbol of a plain function."""
        if isinstance(d, defs.FnDef) and d.foreign:
            name = d.link_name or d.name
            return name
        return self.symbol(Instance("fn", d, args))

    def reified(self, t: ty.FnDef) -> str:
        """The symbol of a function item as a pointer."""
        d: Any = t.def_
        if isinstance(d, defs.VariantDef):
            return self.symbol(Instance("ctor", d, t.args))
        kind, what, args = self.resolve(d, t.args)
        if kind in ("dyn", "builtin"):
            return self.symbol(Instance("reify", d, t.args))
        if kind != "fn":
            return self.symbol(Instance("tupled", d, t.args, what, "reify"))
        if self.has_caller(what):
            return self.symbol(Instance("reify", what, args))
        return self.fn_symbol(what, args)

    def glue(self, t: ty.Ty) -> str | None:
        """The symbol of the drop glue of `t`, or None where dropping does nothing."""
        return self.symbol(Instance("drop", ty=t)) if self.cx.needs_drop(t) else None

    # ---- vtables

    def methods(self, principal: ty.TraitRef) -> list[Any]:
        """The slots of a trait object's vtable after size and alignment: (trait, function), and (trait reference,
        None) for the vtable of a supertrait."""
        known = self.slots.get(principal)
        if known is None:
            known = []
            for tr in collect.super_closure(principal):
                tr = ty.TraitRef(tr.trait, tuple(self.cx.normalize(a) for a in tr.args))
                if tr is not principal and tr.trait is not principal.trait and not tr.trait.auto:
                    known.append((tr, None))
                for f in tr.trait.items.values():
                    if (
                        isinstance(f, defs.FnDef)
                        and f.has_self
                        and not any(p.kind != "lifetime" for p in f.generics.own)
                        and not collect.where_self_sized(f)
                    ):
                        known.append((tr, f))
            self.slots[principal] = known
        return known

    def slot(self, t: ty.Dynamic, f: Any) -> int:
        """The slot of method `f` in the vtable of `t`."""
        assert t.principal is not None
        for i, (_, g) in enumerate(self.methods(self.principal(t, t))):
            if g is f:
                return i
        raise Unsupported(f.span, f"`{f.name}` through a trait object")

    @staticmethod
    def principal(t: ty.Dynamic, self_ty: ty.Ty) -> ty.TraitRef:
        assert t.principal is not None
        return ty.TraitRef(t.principal, (self_ty, *(ty.erase_bound(a) for a in t.args)))

    def vtable(self, concrete: ty.Ty, t: ty.Dynamic) -> str:
        """The symbol of the vtable of `concrete` as a `t`."""
        plain = ty.Dynamic(t.principal, t.args, (), (), ty.ERASED, t.bound)
        key = (concrete, plain)
        name = self.vtables.get(key)
        if name is not None:
            return name
        name = f"<{show(concrete, True)} as {show(plain, True)}>::{{vtable}}"
        if kept.own(concrete) and kept.own(plain):
            name += "#" + digest(kept.identity(key))[:10]
        while name in self.unit.statics:
            name += "'"
        self.vtables[key] = name
        layout = self.layouts.of(concrete)
        static = Static(name, m.Array(m.U64, 3), mutable=False, root=False, merge=True)
        self.unit.statics[name] = static
        data = (0).to_bytes(8, "little") + layout.size.to_bytes(8, "little") + layout.align.to_bytes(8, "little")
        from burrow.ir.program import Reloc

        drop = self.glue(concrete)
        if drop is not None:
            static.relocs.append(Reloc(0, drop))
        if t.principal is not None:
            shape = self.methods(self.principal(t, t))
            mine = self.methods(self.principal(t, concrete))
            del shape
            for tr, f in mine:
                at = len(data)
                data += bytes(8)
                if f is None:
                    up = ty.Dynamic(tr.trait, tuple(tr.args[1:]), (), (), ty.ERASED, ())
                    static.relocs.append(Reloc(at, self.vtable(concrete, up)))
                    continue
                symbol = self._method(concrete, tr, f)
                if symbol is not None:
                    static.relocs.append(Reloc(at, symbol))
        static.data = data
        static.ty = m.Array(m.U64, len(data) // 8)
        return name

    def _method(self, concrete: ty.Ty, tr: ty.TraitRef, f: Any) -> str | None:
        own = tuple(p.arg() if p.kind != "lifetime" else ty.ERASED for p in f.generics.own)
        kind, what, args = self.resolve(f, (concrete, *tr.args[1:], *own))
        by_value = f.sig.inputs and f.sig.inputs[0] is ty.Param(0, "Self")
        if kind in ("closure", "fn_ptr"):
            return self.symbol(Instance("tupled", f, args, concrete, "ptr" if by_value else ""))
        if kind != "fn":
            return None
        if by_value:
            return self.symbol(Instance("by_value", what, args, concrete))
        if self.has_caller(what):
            return self.symbol(Instance("reify", what, args))
        return self.fn_symbol(what, args)

    # ---- signatures

    def signature(self, i: Instance) -> FnSig:
        """What a caller in another unit must know of an instance."""
        body = self.lower(i)
        return FnSig(tuple(x.ty for x in body.locals[1 : body.params + 1]), body.locals[0].ty, body.attrs)
