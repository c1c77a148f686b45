"""Rust's types, regions, constants and predicates, as every pass after name resolution sees them.

In: nothing but definitions (`defs`).  Out: interned, immutable terms: two equal terms are one object, so `is` and
identity
hashes decide equality, and every term carries flags (`HAS_INFER`, ...) that let folds skip what cannot change.

The reference is rustc's `rustc_middle::ty`.  What differs:
- A closure's type names its upvars and signature directly (`Closure.upvars`, `Closure.sig`); its kind is on the
definition.
- A region bound by a binder is a De Bruijn pair `Bound(depth, index)`; binders are `FnSig`, `Dynamic` and predicates,
each of
  which lists the names it binds in `bound`.
- While a body is inferred all free regions are `ERASED`, as they are in rustc after write-back: the borrow checker
gives each
  erased region its own variable.  Types that the program *wrote* keep their regions (`thir`'s user types).

Classes: `Prim Adt Ref RawPtr Slice Array Tuple FnDef FnPtr Closure Dynamic Param Alias Infer Error` are types;
`Region`; `Const`; `FnSig`, `TraitRef` and the predicates are terms too.  `fold` maps, `subst` instantiates, `walk`
visits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from burrow.rust import defs

HAS_INFER = 1  # an inference variable (type or constant)
HAS_PARAM = 2  # a type, constant or early-bound lifetime parameter
HAS_ALIAS = 4  # a projection that may still be normalised
HAS_REGION = 8  # any region but an erased or bound one
HAS_ERROR = 16  # a type that could not be known; whoever made it has reported why
HAS_OPAQUE = 32  # an `impl Trait` of a return type
HAS_BOUND = 64  # a bound region, escaping or not
HAS_CLOSURE = 128  # a closure type (its upvars are filled in at write-back)
HAS_ERASED = 256  # an erased region
_NEEDS_SUBST = HAS_PARAM


class Term:
    """An interned term.  `fields` are what it was made of; `flags` the or of its children's; `outer` how many binders
    around it its bound regions need (0 for most)."""

    __slots__ = ("fields", "flags", "outer")
    fields: tuple[Any, ...]
    flags: int
    outer: int

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), self.fields)

    def __copy__(self) -> Term:
        return self

    def __deepcopy__(self, memo: object) -> Term:
        return self

    def __repr__(self) -> str:
        from burrow.rust.show import show

        return show(self)


_table: dict[tuple[Any, ...], Any] = {}


def _make(cls: type, fields: tuple[Any, ...], own: int = 0, binder: int = 0) -> Any:
    """The one term of class `cls` with `fields`; `own` are flags of its own, `binder` 1 when it binds regions."""
    key = (cls, *fields)
    term = _table.get(key)
    if term is not None:
        return term
    term = object.__new__(cls)
    flags, outer = own, 0
    for f in fields:
        if isinstance(f, Term):
            flags |= f.flags
            if f.outer > outer:
                outer = f.outer
        elif type(f) is tuple:
            for g in f:
                if isinstance(g, Term):
                    flags |= g.flags
                    if g.outer > outer:
                        outer = g.outer
    term.fields = fields  # type: ignore[assignment]
    term.flags = flags  # type: ignore[assignment]
    term.outer = outer - binder if outer > binder else 0  # type: ignore[assignment]
    _table[key] = term
    return term


class Ty(Term):
    """Any type."""

    __slots__ = ()


class Region(Term):
    """A lifetime.  `kind` is one of `static`, `erased`, `early` (parameter `index` of the item's generics), `late` (a
    late-bound parameter of function `owner`, seen from inside its body), `bound` (`index` of the binder `depth`
    levels up),
    `var` (variable `index` of the borrow checker), `infer` (an
    impl's lifetime while the impl is matched), `error`.  `name` is with its quote, `'_` when anonymous."""

    __slots__ = ()

    def __new__(
        cls, kind: str, index: int = 0, name: str = "", depth: int = 0, owner: defs.Def | None = None
    ) -> Region:
        key = (cls, kind, index, name, depth, owner)
        term: Region | None = _table.get(key)
        if term is None:
            flags = {
                "erased": HAS_ERASED,
                "bound": HAS_BOUND,
                "early": HAS_REGION | HAS_PARAM,
                "error": HAS_ERROR,
                "infer": HAS_INFER,
            }.get(kind, HAS_REGION)
            term = _make(cls, (kind, index, name, depth, owner), flags)
            if kind == "bound":
                term.outer = depth + 1
        return term

    @property
    def kind(self) -> str:
        return self.fields[0]  # type: ignore[no-any-return]

    @property
    def index(self) -> int:
        return self.fields[1]  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        return self.fields[2]  # type: ignore[no-any-return]

    @property
    def depth(self) -> int:
        return self.fields[3]  # type: ignore[no-any-return]

    @property
    def owner(self) -> defs.Def | None:
        return self.fields[4]  # type: ignore[no-any-return]


STATIC = Region("static", 0, "'static")
ERASED = Region("erased", 0, "'_")


class Const(Term):
    """A constant in a type (an array's length, a const argument).  `kind`: `value` (a Python int, bool or str in
    `value`),
    `param` (parameter `index`), `infer` (variable `index`), `uneval` (the constant or anonymous constant `owner` under
    `args`), `error`.  `ty` is its type."""

    __slots__ = ()

    def __new__(
        cls,
        kind: str,
        ty: Ty,
        value: object = None,
        index: int = 0,
        name: str = "",
        owner: defs.Def | None = None,
        args: Args = (),
    ) -> Const:
        own = {"param": HAS_PARAM, "infer": HAS_INFER, "error": HAS_ERROR, "uneval": HAS_ALIAS}.get(kind, 0)
        # True == 1 in Python: the type keeps a bool and an integer apart
        return _make(cls, (kind, ty, value, index, name, owner, args), own)  # type: ignore[no-any-return]

    kind: str = property(lambda self: self.fields[0])  # type: ignore[assignment]
    ty: Ty = property(lambda self: self.fields[1])  # type: ignore[assignment]
    value: Any = property(lambda self: self.fields[2])
    index: int = property(lambda self: self.fields[3])  # type: ignore[assignment]
    name: str = property(lambda self: self.fields[4])  # type: ignore[assignment]
    owner: Any = property(lambda self: self.fields[5])
    args: Any = property(lambda self: self.fields[6])


GenericArg: TypeAlias = Ty | Region | Const
Args: TypeAlias = tuple[GenericArg, ...]


def _field(n: int) -> Any:
    return property(lambda self: self.fields[n])


class Prim(Ty):
    """bool, char, str, `!`, and the numbers, by name."""

    __slots__ = ()
    name: str = _field(0)

    def __new__(cls, name: str) -> Prim:
        return _make(cls, (name,))  # type: ignore[no-any-return]

    @property
    def is_int(self) -> bool:
        """Any integer, signed or not."""
        return self.fields[0] in INT_BITS

    @property
    def is_signed(self) -> bool:
        return self.fields[0] in INT_BITS and self.fields[0][0] == "i"

    @property
    def is_float(self) -> bool:
        return self.fields[0] in ("f32", "f64")

    @property
    def bits(self) -> int:
        """The width of a number (128 for i128; isize and usize are 64)."""
        return INT_BITS.get(self.fields[0]) or (32 if self.fields[0] == "f32" else 64)


INT_BITS = {
    "i8": 8,
    "i16": 16,
    "i32": 32,
    "i64": 64,
    "i128": 128,
    "isize": 64,
    "u8": 8,
    "u16": 16,
    "u32": 32,
    "u64": 64,
    "u128": 128,
    "usize": 64,
}
BOOL, CHAR, STR, NEVER = Prim("bool"), Prim("char"), Prim("str"), Prim("!")
I8, I16, I32, I64, I128, ISIZE = (Prim(n) for n in ("i8", "i16", "i32", "i64", "i128", "isize"))
U8, U16, U32, U64, U128, USIZE = (Prim(n) for n in ("u8", "u16", "u32", "u64", "u128", "usize"))
F32, F64 = Prim("f32"), Prim("f64")
PRIMS: dict[str, Prim] = {
    t.name: t for t in (BOOL, CHAR, STR, I8, I16, I32, I64, I128, ISIZE, U8, U16, U32, U64, U128, USIZE, F32, F64)
}


class Adt(Ty):
    """A struct, enum or union `def_` with its generic arguments."""

    __slots__ = ()
    def_: defs.AdtDef = _field(0)
    args: Args = _field(1)

    def __new__(cls, def_: defs.AdtDef, args: Args = ()) -> Adt:
        return _make(cls, (def_, args))  # type: ignore[no-any-return]

    @property
    def is_box(self) -> bool:
        return bool(self.fields[0].lang == "owned_box")


class Ref(Ty):
    """`&'region ty` or `&'region mut ty`."""

    __slots__ = ()
    region: Region = _field(0)
    ty: Ty = _field(1)
    mut: bool = _field(2)

    def __new__(cls, region: Region, ty: Ty, mut: bool = False) -> Ref:
        return _make(cls, (region, ty, mut))  # type: ignore[no-any-return]


class RawPtr(Ty):
    """`*const ty` or `*mut ty`."""

    __slots__ = ()
    ty: Ty = _field(0)
    mut: bool = _field(1)

    def __new__(cls, ty: Ty, mut: bool = False) -> RawPtr:
        return _make(cls, (ty, mut))  # type: ignore[no-any-return]


class Slice(Ty):
    """`[ty]`."""

    __slots__ = ()
    ty: Ty = _field(0)

    def __new__(cls, ty: Ty) -> Slice:
        return _make(cls, (ty,))  # type: ignore[no-any-return]


class Array(Ty):
    """`[ty; len]`."""

    __slots__ = ()
    ty: Ty = _field(0)
    len: Const = _field(1)

    def __new__(cls, ty: Ty, len: Const) -> Array:
        return _make(cls, (ty, len))  # type: ignore[no-any-return]


class Tuple(Ty):
    """`(A, B)`; `UNIT` has no elements."""

    __slots__ = ()
    elems: tuple[Ty, ...] = _field(0)

    def __new__(cls, elems: tuple[Ty, ...] = ()) -> Tuple:
        return _make(cls, (elems,))  # type: ignore[no-any-return]


class FnDef(Ty):
    """The zero-sized type of one function, or of a tuple struct's or tuple variant's constructor (`def_` is then its
    `defs.VariantDef`), with all early-bound arguments."""

    __slots__ = ()
    def_: Any = _field(0)
    args: Args = _field(1)

    def __new__(cls, def_: defs.FnDef | defs.VariantDef, args: Args = ()) -> FnDef:
        return _make(cls, (def_, args))  # type: ignore[no-any-return]


class FnSig(Term):
    """A signature; binds the late-bound regions whose names are in `bound` (depth 0 inside)."""

    __slots__ = ()
    inputs: tuple[Ty, ...] = _field(0)
    output: Ty = _field(1)
    bound: tuple[str, ...] = _field(2)
    unsafe: bool = _field(3)
    abi: str = _field(4)
    variadic: bool = _field(5)

    def __new__(
        cls,
        inputs: tuple[Ty, ...],
        output: Ty,
        bound: tuple[str, ...] = (),
        unsafe: bool = False,
        abi: str = "Rust",
        variadic: bool = False,
    ) -> FnSig:
        return _make(cls, (inputs, output, bound, unsafe, abi, variadic), 0, 1)  # type: ignore[no-any-return]


class FnPtr(Ty):
    """`for<'a> fn(..) -> ..`."""

    __slots__ = ()
    sig: FnSig = _field(0)

    def __new__(cls, sig: FnSig) -> FnPtr:
        return _make(cls, (sig,))  # type: ignore[no-any-return]


class Closure(Ty):
    """A closure: its definition, the generic arguments of the function around it, and from write-back on the types of
    what
    it captures (a by-reference capture is a `Ref`) and its signature (arguments as a call passes them, not as one
    tuple).
    While inferring, `upvars` is empty and `sig` is None: the definition holds what is known."""

    __slots__ = ()
    def_: defs.ClosureDef = _field(0)
    args: Args = _field(1)
    upvars: tuple[Ty, ...] = _field(2)
    sig: FnSig | None = _field(3)

    def __new__(
        cls, def_: defs.ClosureDef, args: Args = (), upvars: tuple[Ty, ...] = (), sig: FnSig | None = None
    ) -> Closure:
        return _make(cls, (def_, args, upvars, sig), HAS_CLOSURE)  # type: ignore[no-any-return]


class Dynamic(Ty):
    """`dyn for<'bound> Principal<args, Assoc = T> + Auto + 'region`.  `principal` and the projections leave out Self;
    the
    binder covers `args` and `projections`, not `region`."""

    __slots__ = ()
    principal: defs.TraitDef | None = _field(0)
    args: Args = _field(1)
    projections: tuple[tuple[defs.AssocTyDef, Ty], ...] = _field(2)
    autos: tuple[defs.TraitDef, ...] = _field(3)
    region: Region = _field(4)
    bound: tuple[str, ...] = _field(5)

    def __new__(
        cls,
        principal: defs.TraitDef | None,
        args: Args,
        projections: tuple[tuple[defs.AssocTyDef, Ty], ...],
        autos: tuple[defs.TraitDef, ...],
        region: Region,
        bound: tuple[str, ...] = (),
    ) -> Dynamic:
        own, outer = 0, 0
        for _, t in projections:
            own |= t.flags
            outer = max(outer, t.outer)
        term: Dynamic = _make(cls, (principal, args, projections, autos, region, bound), own)
        inner = max([outer, *(a.outer for a in args)], default=0)
        term.outer = max(inner - 1, 0, region.outer)
        return term


class Param(Ty):
    """A type parameter: its index in the item's generics (parents' first) and its name.  A trait's `Self` has index
    0."""

    __slots__ = ()
    index: int = _field(0)
    name: str = _field(1)

    def __new__(cls, index: int, name: str) -> Param:
        return _make(cls, (index, name), HAS_PARAM)  # type: ignore[no-any-return]


class Alias(Ty):
    """`kind` `proj`: `<args[0] as Trait<args[1..]>>::def_` (a trait's associated type; own generics of the associated
    type
    follow the trait's).  `kind` `opaque`: the `impl Trait` that `def_` (a `defs.OpaqueDef`) stands for."""

    __slots__ = ()
    kind: str = _field(0)
    def_: Any = _field(1)
    args: Args = _field(2)

    def __new__(cls, kind: str, def_: defs.AssocTyDef | defs.OpaqueDef, args: Args) -> Alias:
        return _make(cls, (kind, def_, args), HAS_ALIAS if kind == "proj" else HAS_OPAQUE)  # type: ignore[no-any-return]


class Infer(Ty):
    """An inference variable; `kind` is `ty`, `int` or `float`.  None is left after write-back."""

    __slots__ = ()
    kind: str = _field(0)
    id: int = _field(1)

    def __new__(cls, kind: str, id: int) -> Infer:
        return _make(cls, (kind, id), HAS_INFER)  # type: ignore[no-any-return]


class Error(Ty):
    """A type that is unknown because of an error that has been reported."""

    __slots__ = ()

    def __new__(cls) -> Error:
        return _make(cls, (), HAS_ERROR)  # type: ignore[no-any-return]


UNIT = Tuple(())
ERROR = Error()


def const_usize(n: int) -> Const:
    """An array length."""
    return Const("value", USIZE, n)


# ---- predicates
# -------------------------------------------------------------------------------------------------------


class TraitRef(Term):
    """`args[0]: trait<args[1..]>`."""

    __slots__ = ()
    trait: defs.TraitDef = _field(0)
    args: Args = _field(1)

    def __new__(cls, trait: defs.TraitDef, args: Args) -> TraitRef:
        return _make(cls, (trait, args))  # type: ignore[no-any-return]

    @property
    def self_ty(self) -> Ty:
        return self.fields[1][0]  # type: ignore[no-any-return]


class TraitPred(Term):
    """`for<bound> trait_ref` holds."""

    __slots__ = ()
    trait_ref: TraitRef = _field(0)
    bound: tuple[str, ...] = _field(1)

    def __new__(cls, trait_ref: TraitRef, bound: tuple[str, ...] = ()) -> TraitPred:
        return _make(cls, (trait_ref, bound), 0, 1)  # type: ignore[no-any-return]


class ProjPred(Term):
    """`for<bound> alias == ty` (an `Alias` of kind `proj`)."""

    __slots__ = ()
    alias: Alias = _field(0)
    ty: Ty = _field(1)
    bound: tuple[str, ...] = _field(2)

    def __new__(cls, alias: Alias, ty: Ty, bound: tuple[str, ...] = ()) -> ProjPred:
        return _make(cls, (alias, ty, bound), 0, 1)  # type: ignore[no-any-return]


class OutlivesPred(Term):
    """`for<bound> what: region`; `what` is a type or a region."""

    __slots__ = ()
    what: Ty | Region = _field(0)
    region: Region = _field(1)
    bound: tuple[str, ...] = _field(2)

    def __new__(cls, what: Ty | Region, region: Region, bound: tuple[str, ...] = ()) -> OutlivesPred:
        return _make(cls, (what, region, bound), 0, 1)  # type: ignore[no-any-return]


Predicate: TypeAlias = TraitPred | ProjPred | OutlivesPred


# ---- generics
# ---------------------------------------------------------------------------------------------------------


class GenericParam:
    """One parameter.  `kind`: `lifetime`, `type` or `const`; `index` its place in the arguments (parents' first).
    `default` is a type or constant over the earlier parameters; `ty` a const parameter's type; `synthetic`: from
    `impl Trait`
    in argument position; `may_dangle`: `#[may_dangle]`."""

    __slots__ = ("default", "index", "kind", "may_dangle", "name", "sized", "span", "synthetic", "ty")

    def __init__(
        self,
        name: str,
        kind: str,
        index: int,
        span: Any = None,
        default: Any = None,
        ty: Ty | None = None,
        synthetic: bool = False,
        may_dangle: bool = False,
    ) -> None:
        self.name = name
        self.kind = kind
        self.index = index
        self.span = span
        self.default = default
        self.ty = ty
        self.synthetic = synthetic
        self.may_dangle = may_dangle
        self.sized = True

    def arg(self) -> GenericArg:
        """The parameter itself as an argument."""
        if self.kind == "lifetime":
            return Region("early", self.index, self.name)
        if self.kind == "type":
            return Param(self.index, self.name)
        assert self.ty is not None
        return Const("param", self.ty, None, self.index, self.name)


class Generics:
    """The parameters of an item: `parent`'s come first.  For a trait, parameter 0 is `Self`.  Lifetimes that are
    late-bound
    in a function's signature are not here: they are in `late` (names, in the order of the signature's `bound`)."""

    __slots__ = ("late", "own", "parent")

    def __init__(self, parent: Generics | None, own: list[GenericParam], late: tuple[str, ...] = ()) -> None:
        self.parent = parent
        self.own = own
        self.late = late

    @property
    def parent_count(self) -> int:
        return self.parent.count if self.parent else 0

    @property
    def count(self) -> int:
        return self.parent_count + len(self.own)

    def all(self) -> list[GenericParam]:
        """Every parameter, by index."""
        return (self.parent.all() if self.parent else []) + self.own

    def identity(self) -> Args:
        """Each parameter as its own argument, as seen from inside the item."""
        return tuple(p.arg() for p in self.all())


# ---- folding
# ----------------------------------------------------------------------------------------------------------


def children(t: Term) -> Iterator[Term]:
    """The terms directly inside `t`."""
    for f in t.fields:
        if isinstance(f, Term):
            yield f
        elif type(f) is tuple:
            for g in f:
                if isinstance(g, Term):
                    yield g
                elif type(g) is tuple and isinstance(g[1], Term):  # a Dynamic's projections
                    yield g[1]


def walk(t: Term) -> Iterator[Term]:
    """`t` and every term inside it."""
    stack = [t]
    while stack:
        t = stack.pop()
        yield t
        stack.extend(children(t))


def binds(t: Term) -> bool:
    """Whether the terms inside `t` are one binder deeper (a `Dynamic`'s own region is not: `map_terms` knows)."""
    return isinstance(t, (FnSig, Dynamic, TraitPred, ProjPred, OutlivesPred))


def map_terms(t: Any, f: Callable[[Any, int], Any], depth: int = 0) -> Any:
    """`t` rebuilt with `f(child, depth)` for each direct child; `depth` counts the binders passed."""
    cls = type(t)
    if cls is Dynamic:
        p, args, proj, autos, region, bound = t.fields
        return Dynamic(
            p,
            tuple(f(a, depth + 1) for a in args),
            tuple((d, f(x, depth + 1)) for d, x in proj),
            autos,
            f(region, depth),
            bound,
        )
    inner = depth + 1 if binds(t) else depth
    changed = False
    out = []
    for x in t.fields:
        y = x
        if isinstance(x, Term):
            y = f(x, inner)
        elif type(x) is tuple and x and isinstance(x[0], Term):
            y = tuple(f(g, inner) for g in x)
        if y is not x:
            changed = True
        out.append(y)
    return cls(*out) if changed else t


def fold(t: Any, f: Callable[[Any, int], Any], mask: int, depth: int = 0) -> Any:
    """Rebuild `t` bottom-up where its flags meet `mask`: `f(term, depth)` answers a replacement or None to go on
    inside."""
    if not t.flags & mask:
        return t
    new = f(t, depth)
    if new is not None:
        return new
    return map_terms(t, lambda c, d: fold(c, f, mask, d), depth)


def shift(t: Any, by: int, cutoff: int = 0) -> Any:
    """`t` moved under `by` more binders: its escaping bound regions point `by` levels further out."""
    if by == 0 or t.outer <= cutoff:
        return t
    if isinstance(t, Region):
        return Region("bound", t.index, t.name, t.depth + by) if t.depth >= cutoff else t
    return map_terms(t, lambda c, d: shift(c, by, d), cutoff)


def subst(t: Any, args: Sequence[Any], depth: int = 0) -> Any:
    """`t` with parameter i replaced by `args[i]` (types, early-bound regions, constants alike)."""
    if not t.flags & _NEEDS_SUBST:
        return t
    cls = type(t)
    if cls is Param or (cls is Const and t.kind == "param"):
        i = t.fields[0] if cls is Param else t.index
        if i >= len(args):
            return t
        a = args[i]
        return shift(a, depth) if depth and a.outer else a
    if cls is Region:
        if t.fields[0] == "early" and t.fields[1] < len(args):
            a = args[t.fields[1]]
            return shift(a, depth) if depth and a.outer else a
        return t
    return map_terms(t, lambda c, d: subst(c, args, d), depth)


def open_binder(t: Any, regions: Sequence[Region] | Callable[[int], Region]) -> Any:
    """The inside of a binder (a term that was one level below it): bound region i of depth 0 becomes `regions[i]`,
    deeper
    ones move out by one level.  `sig_inputs = [open_binder(i, rs) for i in sig.inputs]`."""
    get = regions if callable(regions) else regions.__getitem__

    def go(x: Any, depth: int) -> Any:
        if x.outer <= depth:
            return x
        if isinstance(x, Region):
            if x.depth == depth:
                return shift(get(x.index), depth)
            return Region("bound", x.index, x.name, x.depth - 1)
        return map_terms(x, go, depth)

    return go(t, 0)


def erase_regions(t: Any) -> Any:
    """`t` with every free region erased (bound ones stay)."""
    return fold(
        t, lambda x, d: ERASED if isinstance(x, Region) and x.kind not in ("bound", "erased") else None, HAS_REGION
    )


def erase_bound(t: Any) -> Any:
    """The inside of a binder with its bound regions erased."""
    return open_binder(t, lambda i: ERASED) if t.outer else t
