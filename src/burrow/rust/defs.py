"""Definitions: what a path can name, and what is known about it.

A `Def` is made once for each item when its crate's modules are collected (`collect`); everything that needs types
(generics,
predicates, signatures, fields, impl headers) is a *query*: an attribute computed on its first use and kept.  That is
what makes
loading a library cheap: only the definitions that a program reaches are ever looked at.  rustc's counterparts are
`DefId` and
the queries of `rustc_hir_analysis::collect`.

Identity: two `Def`s are the same definition exactly when they are the same object.  `crate.name` and `index` name a
definition
in a cache; pickling a type pickles its definitions by that pair.
"""

from __future__ import annotations

import importlib
import pickle
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from burrow.source import NO_SPAN, Span

if TYPE_CHECKING:
    from burrow.rust import thir
    from burrow.rust import types as ty

T = TypeVar("T")


class Cycle(Exception):
    """A query needs its own answer (rustc's E0391, or an infinitely sized or expanding type)."""

    def __init__(self, what: Def, query: str) -> None:
        super().__init__(f"{query} of {what.name}")
        self.what = what
        self.query = query


class query(Generic[T]):
    """An attribute that `module.function(def)` computes on first use; kept in the definition's `__dict__`."""

    def __init__(self, module: str, function: str) -> None:
        self.module = module
        self.function = function
        self.name = function
        self._compute: Callable[[Any], T] | None = None

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, obj: None, cls: type) -> query[T]: ...
    @overload
    def __get__(self, obj: Def, cls: type) -> T: ...
    def __get__(self, obj: Def | None, cls: type) -> T | query[T]:
        if obj is None:
            return self
        packed = obj.__dict__.get("packed")
        if packed is not None and self.name in packed:
            value = obj.__dict__[self.name] = pickle.loads(packed.pop(self.name))
            return value  # type: ignore[no-any-return]
        if self._compute is None:
            self._compute = getattr(importlib.import_module(f"burrow.rust.{self.module}"), self.function)
        if self.name in obj.busy:
            raise Cycle(obj, self.name)
        obj.busy.add(self.name)
        try:
            value = self._compute(obj)
        finally:
            obj.busy.discard(self.name)
        obj.__dict__[self.name] = value
        return value


def memo(d: Def, name: str) -> Any:
    """What was computed about a definition under `name`, perhaps packed with the library; None if nothing was."""
    value = d.__dict__.get(name)
    if value is None:
        packed = d.__dict__.get("packed")
        if packed is not None and name in packed:
            value = d.__dict__[name] = pickle.loads(packed.pop(name))
    return value


class Items(dict[str, Any]):
    """Associated items by name; one that is still an index into `crate.defs` is loaded when it is asked for."""

    crate: Crate

    def __getitem__(self, name: str) -> Any:
        d = dict.__getitem__(self, name)
        if type(d) is int:
            d = self.crate.defs[d]
            dict.__setitem__(self, name, d)
        return d

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self else default

    def values(self) -> Any:
        return [self[k] for k in self]

    def items(self) -> Any:
        return [(k, self[k]) for k in self]

    def __reduce__(self) -> tuple[Any, ...]:
        return (_items, (self.crate, {k: v if type(v) is int else v.index for k, v in dict.items(self)}))


def _items(crate: Crate, table: dict[str, int]) -> Items:
    out = Items(table)
    out.crate = crate
    return out


class Def:
    """Anything with a definition of its own.

    `name` as written (`{closure#0}`, `{impl#3}` for what has none), `parent` the definition around it (None for a
    crate's root
    module), `span` the whole item, `name_span` its name, `vis` the module inside which it is visible (None:
    everywhere), `attrs`
    its attributes, `ast` its syntax."""

    kind = "?"
    generics: query[ty.Generics] = query("collect", "generics_of")
    ast: Any = query("store", "ast_of")
    predicates: query[list[ty.Predicate]] = query(
        "collect", "predicates_of"
    )  # parents' included, `Self: Trait` included

    def __init__(
        self, crate: Crate, name: str, parent: Def | None, span: Span = NO_SPAN, name_span: Span = NO_SPAN
    ) -> None:
        self.crate = crate
        self.name = name
        self.parent = parent
        self.span = span
        self.name_span = name_span
        self.vis: Module | None = None
        self.attrs: list[Any] = []
        self.ast = None
        self.busy: set[str] = set()
        self.lang: str | None = None  # of `#[lang = "…"]`
        self.macro_scope: Any = None  # the `macro_rules!` in force where it is written
        self.index = crate.add(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_find, (self.crate.name, self.index))

    def __repr__(self) -> str:
        return f"<{self.kind} {self.path()}>"

    @property
    def module(self) -> Module:
        """The module that the definition is written in (itself for a module)."""
        d: Def | None = self
        while d is not None and not isinstance(d, Module):
            d = d.parent
        assert d is not None
        return d

    @property
    def edition(self) -> int:
        return self.crate.edition

    def path(self) -> str:
        """The path as rustc prints it: `core::option::Option`, `alloc::vec::Vec<T, A>::push`, `<A as B>::f`."""
        from burrow.rust.show import def_path

        return def_path(self)

    def has_attr(self, name: str) -> bool:
        return any(a.name == name for a in self.attrs)


class Module(Def):
    """A module, a crate's root, or the anonymous module of a block that has items.  `scope` is its table of names,
    owned by
    `resolve`."""

    kind = "mod"

    def __init__(
        self, crate: Crate, name: str, parent: Def | None, span: Span = NO_SPAN, name_span: Span = NO_SPAN
    ) -> None:
        super().__init__(crate, name, parent, span, name_span)
        self.scope: Any = None
        self.block = False  # an anonymous block module: names not found go on to the module around it
        self.outer: Module | None = None

    @property
    def up(self) -> Module | None:
        """The module around this one (a block's: where the block is written)."""
        if self.outer is not None:
            return self.outer
        return self.parent.module if self.parent is not None else None

    @property
    def normal(self) -> Module:
        """The nearest module that is no block's: what `self::` and privacy mean."""
        m = self
        while m.block:
            assert m.up is not None
            m = m.up
        return m


class FieldDef:
    """One field: `name` (`0`, `1` in tuple structs), `index`, `vis` as in `Def`, `ty` over the parameters of the
    type."""

    def __init__(self, name: str, index: int, vis: Module | None, span: Span, ast: Any, variant: VariantDef) -> None:
        self.name = name
        self.index = index
        self.vis = vis
        self.span = span
        self.ast = ast
        self.variant = variant
        self._ty: ty.Ty | None = None

    @property
    def ty(self) -> ty.Ty:
        """Its type over the ADT's own parameters."""
        if self._ty is None:
            from burrow.rust import collect

            self._ty = collect.field_ty(self)
        return self._ty

    def ty_with(self, args: ty.Args) -> ty.Ty:  # type: ignore[name-defined]
        """Its type in an ADT with these arguments (projections in it are not normalised)."""
        from burrow.rust.types import subst

        return subst(self.ty, args)


class VariantDef(Def):
    """An enum's variant, or a struct's or union's only one (then `parent` is the module and the name the type's).
    `ctor` is `fn` (tuple-like: its name is a function), `const` (unit-like) or `struct` (braces only)."""

    kind = "variant"
    discr: query[int] = query("consteval", "discriminant")  # the discriminant's value

    def __init__(self, adt: AdtDef, name: str, variant_index: int, ctor: str, span: Span, name_span: Span) -> None:
        super().__init__(adt.crate, name, adt, span, name_span)
        self.adt = adt
        self.discr_expr: AnonConst | None = None
        self.variant_index = variant_index
        self.ctor = ctor
        self.fields: list[FieldDef] = []

    @property
    def ctor_sig(self) -> ty.FnSig:
        """Of a tuple-like constructor, over the ADT's parameters."""
        from burrow.rust.types import Adt, FnSig

        return FnSig(tuple(f.ty for f in self.fields), Adt(self.adt, self.adt.generics.identity()))

    def field(self, name: str) -> FieldDef | None:
        for f in self.fields:
            if f.name == name:
                return f
        return None


class AdtDef(Def):
    """A struct, an enum or a union (`adt_kind`); a struct or union has exactly one variant."""

    kind = "adt"
    variances: query[list[str]] = query("variance", "variances_of")  # for each parameter: + - o * (bivariant)
    drop_impl: query[ImplDef | None] = query("collect", "drop_impl_of")  # the `impl Drop`, if any
    repr: query[Repr] = query("collect", "repr_of")

    def __init__(self, crate: Crate, name: str, parent: Def | None, adt_kind: str, span: Span, name_span: Span) -> None:
        super().__init__(crate, name, parent, span, name_span)
        self.adt_kind = adt_kind
        self.scope: Any = None  # an enum's variants, as names
        self.variants: list[VariantDef] = []

    @property
    def is_enum(self) -> bool:
        return self.adt_kind == "enum"

    @property
    def is_union(self) -> bool:
        return self.adt_kind == "union"

    @property
    def variant(self) -> VariantDef:
        """The only variant of a struct or union."""
        return self.variants[0]

    @property
    def is_phantom(self) -> bool:
        return self.lang == "phantom_data"

    @property
    def is_manually_drop(self) -> bool:
        return self.lang == "manually_drop"


class Repr:
    """What `#[repr(…)]` says: `c`, `transparent`, `simd`, `packed` and `align` in bytes (0: none), `int` the
    integer's name."""

    def __init__(self) -> None:
        self.c = self.transparent = self.simd = False
        self.packed = self.align = 0
        self.int: str | None = None


class TraitDef(Def):
    """A trait; `items` its associated items by name (functions, constants, types), in order."""

    kind = "trait"
    supers: query[list[ty.TraitPred]] = query("collect", "supertraits_of")  # direct ones, over `Self`
    dyn_compatible: query[bool] = query("traits", "is_dyn_compatible")

    def __init__(self, crate: Crate, name: str, parent: Def | None, span: Span, name_span: Span) -> None:
        super().__init__(crate, name, parent, span, name_span)
        self.items: dict[str, Def] = _items(crate, {})
        self.auto = False
        self.unsafe = False
        self.alias = False


class ImplDef(Def):
    """An `impl` block; `items` by name."""

    kind = "impl"
    trait_ref: query[ty.TraitRef | None] = query("collect", "impl_trait_ref")
    self_ty: query[ty.Ty] = query("collect", "impl_self_ty")

    def __init__(self, crate: Crate, name: str, parent: Def | None, span: Span) -> None:
        super().__init__(crate, name, parent, span, span)
        self.items: dict[str, Def] = _items(crate, {})
        self.negative = False
        self.unsafe = False
        self.of_trait = False
        self.derived = False  # from `#[derive]`


class FnDef(Def):
    """A function.  `container` is the trait or impl it is associated with.  `sig` binds the late-bound lifetimes;
    inside the
    body they are `Region("late", …, owner=def)`: `inner_sig` is that view."""

    kind = "fn"
    sig: query[ty.FnSig] = query("collect", "fn_sig")
    body: query[thir.Body | None] = query("check", "body_of")  # typechecks it; None where there is none

    def __init__(self, crate: Crate, name: str, parent: Def | None, span: Span, name_span: Span) -> None:
        super().__init__(crate, name, parent, span, name_span)
        self.container: TraitDef | ImplDef | None = None
        self.has_self = False
        self.has_body = True
        self.const = self.unsafe = self.is_async = False
        self.abi = "Rust"
        self.foreign = False  # declared in an `extern` block
        self.link_name: str | None = None  # `#[link_name]`, `#[export_name]`, `#[no_mangle]`
        self.intrinsic = False  # `#[rustc_intrinsic]` or `extern "rust-intrinsic"`: the backend knows it by name

    @property
    def inner_sig(self) -> ty.FnSig:
        """The signature as the body sees it: late-bound lifetimes are free."""
        from burrow.rust.types import FnSig, Region, open_binder

        s = self.sig
        rs = [Region("late", i, n, owner=self) for i, n in enumerate(s.bound)]
        return FnSig(
            tuple(open_binder(t, rs) for t in s.inputs), open_binder(s.output, rs), (), s.unsafe, s.abi, s.variadic
        )

    @property
    def trait(self) -> TraitDef | None:
        """The trait that declares it (not the one it implements)."""
        return self.container if isinstance(self.container, TraitDef) else None


class ConstDef(Def):
    """A constant, associated or not (`container`).  `value` evaluates it where nothing generic is needed."""

    kind = "const"
    ty: query[ty.Ty] = query("collect", "type_of")
    body: query[thir.Body | None] = query("check", "body_of")

    def __init__(self, crate: Crate, name: str, parent: Def | None, span: Span, name_span: Span) -> None:
        super().__init__(crate, name, parent, span, name_span)
        self.container: TraitDef | ImplDef | None = None
        self.has_body = True


class AnonConst(ConstDef):
    """The expression of an array length, a const argument, an enum discriminant, or `const { … }`."""

    kind = "anon const"


class StaticDef(Def):
    """A static."""

    kind = "static"
    ty: query[ty.Ty] = query("collect", "type_of")
    body: query[thir.Body | None] = query("check", "body_of")

    def __init__(self, crate: Crate, name: str, parent: Def | None, span: Span, name_span: Span) -> None:
        super().__init__(crate, name, parent, span, name_span)
        self.mut = False
        self.foreign = False
        self.thread_local = False
        self.has_body = True
        self.link_name: str | None = None


class TypeAliasDef(Def):
    """`type A<T> = …;` always expanded where it is named."""

    kind = "type alias"
    ty: query[ty.Ty] = query("collect", "type_of")


class AssocTyDef(Def):
    """An associated type: of a trait (`bounds` are what each implementation must satisfy, over the projection itself;
    `ty` its
    default or None) or of an impl (`ty`)."""

    kind = "assoc type"
    ty: query[ty.Ty | None] = query("collect", "assoc_ty")
    bounds: query[list[ty.Predicate]] = query("collect", "item_bounds")  # type: ignore[name-defined]

    def __init__(self, crate: Crate, name: str, parent: Def | None, span: Span, name_span: Span) -> None:
        super().__init__(crate, name, parent, span, name_span)
        self.container: TraitDef | ImplDef | None = None


class OpaqueDef(Def):
    """An `impl Trait` in return position of the function `parent`.  Its generics are the function's, then one
    lifetime for each
    late-bound lifetime it captures.  `bounds` over the opaque type itself; `hidden` the type it stands for, known
    once the function's
    body has been checked (over the opaque's own parameters)."""

    kind = "opaque"
    bounds: query[list[ty.Predicate]] = query("collect", "item_bounds")
    hidden: query[ty.Ty] = query("check", "hidden_type")


class ClosureDef(Def):
    """A closure expression, inside `owner` (the function, constant or static whose body it is part of; `parent` may
    be another
    closure).  All but the first line is filled in when the body around it has been checked."""

    kind = "closure"

    def __init__(self, crate: Crate, name: str, parent: Def | None, span: Span, owner: Def) -> None:
        super().__init__(crate, name, parent, span, span)
        self.owner = owner
        self.number = 0  # among the closures of its owner
        self.closure_kind: str | None = None  # Fn, FnMut or FnOnce
        self.sig: ty.FnSig | None = None  # arguments as a call passes them
        self.written: ty.FnSig | None = None  # its annotations, errors where there are none
        self.captures: list[thir.Capture] = []
        self.fake_reads: list[tuple[Any, Span]] = []  # places that its patterns look at, read or not
        self.is_move = False
        self.body: thir.Body | None = None


def closure_table(owner: Def) -> dict[int, ClosureDef]:
    """The closures of a library definition by number: one definition each, however often its body is looked at."""
    return owner.__dict__.setdefault("closure_table", {})  # type: ignore[no-any-return]


def new_closure(owner: Def, name: str, parent: Def, span: Span, number: int) -> ClosureDef:
    """Closure `number` of the body of `owner`."""
    table = {} if owner.crate.user else closure_table(owner)
    d = table.get(number)
    if d is None:
        d = table[number] = ClosureDef(owner.crate, name, parent, span, owner)
        d.number = number
    d.parent, d.span = parent, span
    return d


class MacroDef(Def):
    """A `macro_rules!` macro (`rules` owned by `macros`) or a builtin one (`builtin` its name)."""

    kind = "macro"

    def __init__(
        self, crate: Crate, name: str, parent: Def | None, span: Span = NO_SPAN, name_span: Span = NO_SPAN
    ) -> None:
        super().__init__(crate, name, parent, span, name_span)
        self.rules: Any = None
        self.builtin: str | None = None
        self.exported = False


class Crate:
    """A crate: its definitions by index, its root module, its dependencies by the names they are known by."""

    def __init__(self, name: str, edition: int) -> None:
        self.name = name
        self.edition = edition
        self.defs: list[Any] = []
        self.root: Module | None = None
        self.deps: dict[str, Crate] = {}
        self.cfg: frozenset[tuple[str, str | None]] = frozenset()
        self.features: set[str] = set()  # of `#![feature(…)]`
        self.no_std = self.no_core = False
        self.test = False
        self.kind = "bin"
        self.user = False  # part of the program, not of the library: all its bodies are checked
        self.impls: list[ImplDef] = []
        self.main: FnDef | None = None
        self.sink: list[Any] = []  # diagnostics about its items and bodies
        self.lang_items: dict[str, Any] = {}
        self.prelude: Module | None = None
        self.macro_crates: list[Crate] = []  # whose exported macros are known without a path
        crates[name] = self

    def add(self, d: Def) -> int:
        self.defs.append(d)
        return len(self.defs) - 1

    def __reduce__(self) -> tuple[Any, ...]:
        return (_find_crate, (self.name,))

    def __repr__(self) -> str:
        return f"<crate {self.name}>"


crates: dict[str, Crate] = {}
"""The crates of this process by name; a program's own crate replaces the last one of its name."""


def _find_crate(name: str) -> Crate:
    return crates[name]


def _find(crate: str, index: int) -> Any:
    return crates[crate].defs[index]
