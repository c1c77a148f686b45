"""Types with region variables: renumbering, normalising, relating with variance, proving where-clauses.

In: types of the typed stage (free regions erased, or named as the program wrote them).  Out: the same types with each
erased region replaced by a variable of its own, and constraints `'a: 'b` in `Regions`.  The reference is
`rustc_borrowck::{renumber, type_check::relate_tys}` and `rustc_infer`'s outlives obligations.  What differs: traits
are selected on erased types (`rust.traits`), and the impl's header is then related to the goal to find what its
regions must be. """

from __future__ import annotations

from typing import Any

from burrow.rust import defs
from burrow.rust import types as ty
from burrow.rust.borrowck.regions import RegionInfo, Regions, TypeTest
from burrow.rust.build.places import TypeCx
from burrow.source import Span, Unsupported

FREE = ty.HAS_REGION | ty.HAS_ERASED
DEEPEST = 24


class Where:
    """Why and where types are being related."""

    __slots__ = ("category", "point", "span", "what")

    def __init__(self, category: str, span: Span, point: tuple[int, int] | None = None, what: Any = None) -> None:
        self.category = category
        self.span = span
        self.point = point
        self.what = what


class Relate(TypeCx):
    """See the module.  `named` maps the regions that the program names to their variables."""

    def __init__(self, cx: TypeCx, regions: Regions, named: dict[ty.Region, ty.Region]) -> None:
        super().__init__(cx.owner)
        self.base = cx
        self.regions = regions
        self.named = named
        self.where = Where("Boring", Span("", 0, 0))
        self.depth = 0
        self._preds: list[Any] | None = None

    def is_copy(self, t: ty.Ty) -> bool:
        return self.base.is_copy(ty.erase_regions(self.erase(t)))

    def needs_drop(self, t: ty.Ty) -> bool:
        return self.base.needs_drop(self.erase(t))

    def erase(self, t: Any) -> Any:
        return ty.erase_regions(t)

    # ---- renumbering

    def fresh(self, t: Any, info: RegionInfo | None = None) -> Any:
        """`t` with a new variable for each erased region, and the variables of the named ones."""

        def one(x: Any, depth: int) -> Any:
            if not isinstance(x, ty.Region):
                return None
            if x.kind == "erased":
                return self.regions.new(RegionInfo(data=info.data, span=info.span) if info is not None else None)
            if x.kind in ("early", "late"):
                return self.named.get(x, ty.STATIC)
            return x

        return ty.fold(t, one, FREE)

    def open(self, sig: ty.FnSig) -> tuple[list[ty.Ty], ty.Ty]:
        """A signature with a new variable for each region that it binds."""
        rs = [self.regions.new() for _ in sig.bound]
        return [ty.open_binder(t, rs) for t in sig.inputs], ty.open_binder(sig.output, rs)

    def open_placeholders(self, sig: ty.FnSig) -> tuple[list[ty.Ty], ty.Ty]:
        """A signature that must hold for all regions that it binds."""
        rs = [self.regions.new(RegionInfo(placeholder=1, name=n)) for n in sig.bound]
        return [ty.open_binder(t, rs) for t in sig.inputs], ty.open_binder(sig.output, rs)

    # ---- normalising

    def normalize(self, t: Any) -> Any:
        """`t` with its projections replaced, keeping track of regions."""
        if not t.flags & (ty.HAS_ALIAS | ty.HAS_OPAQUE):
            return t
        if not t.flags & FREE:
            return self.fresh(self.base.normalize(t))

        def one(x: Any, depth: int) -> Any:
            if isinstance(x, ty.Alias) and x.outer == 0 and x.kind == "proj":
                return self._project(x)
            return None

        return ty.fold(t, one, ty.HAS_ALIAS)

    def _project(self, a: ty.Alias) -> ty.Ty:
        args = tuple(self.normalize(x) for x in a.args)
        a = ty.Alias("proj", a.def_, args)
        trait = a.def_.container
        assert isinstance(trait, defs.TraitDef)
        n = trait.generics.count
        if self.depth > DEEPEST:
            return a
        self.depth += 1
        try:
            goal = ty.TraitRef(trait, args[:n])
            erased = self.erase(goal)
            found = self._select(erased)
            kind = found[0] if found is not None else "none"
            if kind == "impl":
                impl = found[1]
                item = impl.items.get(a.def_.name)
                own = self._impl_args(impl, found[2], goal)
                if item is not None and item.ty is not None:
                    return self.normalize(ty.subst(item.ty, own + args[n:]))  # type: ignore[no-any-return]
            elif kind in ("closure", "fn"):
                out = self._callable_output(args, a)
                if out is not None:
                    return out
            elif kind == "object" or isinstance(args[0], ty.Dynamic):
                out = self._dyn_projection(args[0], a)
                if out is not None:
                    return out
            out = self._env_projection(a)
            if out is not None:
                return out
            plain = self.base.normalize(self.erase(a))
            if isinstance(plain, ty.Alias) and plain.def_ is a.def_:
                return a
            return self.fresh(plain)  # type: ignore[no-any-return]
        finally:
            self.depth -= 1

    def _select(self, goal: ty.TraitRef) -> Any:
        return self.traits.select(goal, self.env)

    def _impl_args(self, impl: defs.ImplDef, args: ty.Args, goal: ty.TraitRef) -> ty.Args:
        """The impl's arguments with regions found by relating its header to `goal`."""
        own = tuple(
            self.regions.new() if p.kind == "lifetime" else self.fresh(args[i])
            for i, p in enumerate(impl.generics.all())
        )
        header = impl.trait_ref
        assert header is not None
        header = ty.subst(header, own)
        for x, y in zip(header.args, goal.args, strict=True):
            self.arg(self.normalize(x), y, "=")
        return own

    def _callable_output(self, args: ty.Args, a: ty.Alias) -> ty.Ty | None:
        """`<F as FnOnce<Args>>::Output` of a closure or function."""
        sig = self.signature(args[0])
        if sig is None or a.def_.name != "Output":
            return None
        inputs, output = self.open(sig)
        given = args[1]
        if isinstance(given, ty.Tuple) and len(given.elems) == len(inputs):
            for x, y in zip(given.elems, inputs, strict=True):
                self.relate(x, self.normalize(y), "=")
        return self.normalize(output)  # type: ignore[no-any-return]

    def signature(self, t: Any) -> ty.FnSig | None:
        """The signature of a callable type."""
        if isinstance(t, ty.Closure):
            return t.sig
        if isinstance(t, ty.FnPtr):
            return t.sig
        if isinstance(t, ty.FnDef):
            d = t.def_
            sig: ty.FnSig = ty.subst(d.ctor_sig if isinstance(d, defs.VariantDef) else d.sig, t.args)
            return sig
        return None

    def _dyn_projection(self, t: Any, a: ty.Alias) -> ty.Ty | None:
        if not isinstance(t, ty.Dynamic):
            return None
        for d, value in t.projections:
            if d is a.def_:
                rs = [self.regions.new() for _ in t.bound]
                for x, y in zip(t.args, a.args[1:], strict=False):
                    self.arg(ty.open_binder(x, rs), y, "=")
                return ty.open_binder(value, rs)  # type: ignore[no-any-return]
        return None

    def _env_projection(self, a: ty.Alias) -> ty.Ty | None:
        erased = self.erase(a)
        for p in self.env_predicates():
            if isinstance(p, ty.ProjPred) and p.alias.def_ is a.def_:
                rs = [self.regions.new() for _ in p.bound]
                alias = self.fresh(ty.open_binder(p.alias, rs))
                if self.erase(alias) is erased:
                    for x, y in zip(alias.args, a.args, strict=True):
                        self.arg(x, y, "=")
                    return self.normalize(self.fresh(ty.open_binder(p.ty, rs)))  # type: ignore[no-any-return]
        return None

    def env_predicates(self) -> list[Any]:
        """The where-clauses in scope, elaborated."""
        if self._preds is None:
            self._preds = elaborated(list(self.env.preds) if self.env is not None else [])
        return self._preds

    # ---- relating

    def outlives(self, sup: ty.Region, sub: ty.Region) -> None:
        w = self.where
        self.regions.add(sup, sub, w.category, w.span, w.point, w.what)

    def arg(self, a: Any, b: Any, variance: str) -> None:
        if isinstance(a, ty.Region):
            self._region(a, b, variance)
        elif isinstance(a, ty.Ty):
            self.relate(a, b, variance)

    def _region(self, a: ty.Region, b: ty.Region, variance: str) -> None:
        if a is b or a.kind == "bound" or b.kind in ("bound", "error") or a.kind == "error":
            return
        if variance in "+=":
            self.outlives(a, b)
        if variance in "-=":
            self.outlives(b, a)

    def sub(self, a: ty.Ty, b: ty.Ty, where: Where) -> None:
        """`a` may be used where `b` is wanted."""
        outer, self.where = self.where, where
        self.relate(a, b, "+")
        self.where = outer

    def eq(self, a: ty.Ty, b: ty.Ty, where: Where) -> None:
        outer, self.where = self.where, where
        self.relate(a, b, "=")
        self.where = outer

    def relate(self, a: ty.Ty, b: ty.Ty, v: str) -> None:
        """`a <: b` (v `+`), `b <: a` (`-`), or both (`=`)."""
        if a is b or v == "*" or not (a.flags | b.flags) & (FREE | ty.HAS_BOUND | ty.HAS_ALIAS | ty.HAS_OPAQUE):
            return
        if v == "-":
            self.relate(b, a, "+")
            return
        ca, cb = type(a), type(b)
        if ca is not cb or ca is ty.Alias:
            self._mixed(a, b, v)
        elif isinstance(a, ty.Ref) and isinstance(b, ty.Ref):
            self._region(a.region, b.region, v)
            self.relate(a.ty, b.ty, "=" if a.mut else v)
        elif isinstance(a, ty.Adt) and isinstance(b, ty.Adt):
            if a.def_ is not b.def_:
                self._mismatch(a, b)
            for x, y, w in zip(a.args, b.args, a.def_.variances, strict=True):
                self.arg(x, y, _times(v, w))
        elif isinstance(a, (ty.Slice, ty.Array)) and isinstance(b, (ty.Slice, ty.Array)):
            self.relate(a.ty, b.ty, v)
        elif isinstance(a, ty.RawPtr) and isinstance(b, ty.RawPtr):
            self.relate(a.ty, b.ty, "=" if a.mut else v)
        elif isinstance(a, ty.Tuple) and isinstance(b, ty.Tuple):
            for s, t in zip(a.elems, b.elems, strict=True):
                self.relate(s, t, v)
        elif isinstance(a, ty.FnPtr) and isinstance(b, ty.FnPtr):
            self._binders(a.sig, b.sig, v)
        elif isinstance(a, ty.FnDef) and isinstance(b, ty.FnDef):
            for x, y in zip(a.args, b.args, strict=True):
                self.arg(x, y, "=")
        elif isinstance(a, ty.Closure) and isinstance(b, ty.Closure):
            for x, y in zip(a.args, b.args, strict=True):
                self.arg(x, y, "=")
            for s, t in zip(a.upvars, b.upvars, strict=True):
                self.relate(s, t, v)
            if a.sig is not None and b.sig is not None:
                self._binders(a.sig, b.sig, "=")
        elif isinstance(a, ty.Dynamic) and isinstance(b, ty.Dynamic):
            self._dynamic(a, b, v)

    def _dynamic(self, a: ty.Dynamic, b: ty.Dynamic, v: str) -> None:
        self._region(a.region, b.region, v)
        if a.bound or b.bound:
            for s, t in ((a, b), (b, a)) if v == "=" else ((a, b),):
                hard = [self.regions.new(RegionInfo(placeholder=1, name=n)) for n in t.bound]
                easy = [self.regions.new() for _ in s.bound]
                for x, y in zip(s.args, t.args, strict=False):
                    self.arg(ty.open_binder(x, easy), ty.open_binder(y, hard), "=")
                mine = dict(s.projections)
                for d, y in t.projections:
                    if d in mine:
                        self.relate(ty.open_binder(mine[d], easy), ty.open_binder(y, hard), "=")
            return
        for x, y in zip(a.args, b.args, strict=False):
            self.arg(x, y, "=")
        own = dict(a.projections)
        for d, y in b.projections:
            if d in own:
                self.relate(own[d], y, "=")

    def _binders(self, a: ty.FnSig, b: ty.FnSig, v: str) -> None:
        if not a.bound and not b.bound:  # nothing to open: both ways at once
            for x, y in zip(a.inputs, b.inputs, strict=True):
                self.relate(self.normalize(y), self.normalize(x), v)
            self.relate(self.normalize(a.output), self.normalize(b.output), v)
            return
        for s, t in ((a, b), (b, a)) if v == "=" else ((a, b),):
            wanted, wanted_out = self.open_placeholders(t)
            given, given_out = self.open(s)
            for x, y in zip(given, wanted, strict=True):
                self.relate(self.normalize(y), self.normalize(x), "+")
            self.relate(self.normalize(given_out), self.normalize(wanted_out), "+")

    def _mixed(self, a: ty.Ty, b: ty.Ty, v: str) -> None:
        if isinstance(a, ty.Error) or isinstance(b, ty.Error):
            return
        if isinstance(a, ty.Alias) and isinstance(b, ty.Alias) and a.def_ is b.def_ and a.kind == b.kind:
            for x, y in zip(a.args, b.args, strict=True):
                self.arg(x, y, "=")
            return
        x, y = self.normalize(a), self.normalize(b)
        if (x is not a or y is not b) and (type(x) is type(y)):
            self.relate(x, y, v)
            return
        for s, t, flip in ((x, y, False), (y, x, True)):
            if isinstance(s, ty.Alias) and s.kind == "opaque":
                hidden = self.hidden(s)
                if hidden is not None:
                    if flip:
                        self.relate(t, hidden, "=")
                    else:
                        self.relate(hidden, t, "=")
                    return
        if x is a and y is b:
            self._mismatch(a, b)
        self.relate(x, y, v)

    def hidden(self, a: ty.Alias) -> ty.Ty | None:
        """What an opaque type stands for, where this body defines it."""
        t = getattr(a.def_, "hidden", None)
        return self.fresh(ty.subst(t, a.args)) if t is not None else None

    def _mismatch(self, a: ty.Ty, b: ty.Ty) -> None:
        raise Unsupported(self.where.span, f"relating the lifetimes of `{self.erase(a)}` and `{self.erase(b)}`")

    # ---- outlives and where-clauses

    def type_outlives(self, t: ty.Ty, r: ty.Region) -> None:
        """Everything in `t` lives as long as `r`."""
        if not t.flags & (FREE | ty.HAS_PARAM | ty.HAS_ALIAS | ty.HAS_OPAQUE | ty.HAS_CLOSURE):
            return
        if isinstance(t, ty.Ref):
            if t.region.kind != "bound":
                self.outlives(t.region, r)
            self.type_outlives(t.ty, r)
        elif isinstance(t, ty.Param) or (isinstance(t, ty.Alias) and t.kind == "proj"):
            n = self.normalize(t) if isinstance(t, ty.Alias) else t
            if n is not t:
                self.type_outlives(n, r)
                return
            if isinstance(t, ty.Alias) and not t.flags & ty.HAS_PARAM:
                for x in t.args:
                    self._arg_outlives(x, r)
                return
            self.regions.tests.append(TypeTest(t, self.regions.number(r), self.where.span, self.where.category))
        elif isinstance(t, ty.Closure):
            for u in t.upvars:
                self.type_outlives(u, r)
        elif isinstance(t, ty.Dynamic):
            if t.region.kind != "bound":
                self.outlives(t.region, r)
            for x in t.args:
                self._arg_outlives(x, r)
        elif isinstance(t, ty.FnPtr):
            for x in (*t.sig.inputs, t.sig.output):
                for s in ty.walk(x):
                    if isinstance(s, ty.Region) and s.kind not in ("bound", "erased", "error"):
                        self.outlives(s, r)
        elif isinstance(t, (ty.Adt, ty.FnDef, ty.Alias)):
            for x in t.args:
                if not (isinstance(t, ty.FnDef) and isinstance(x, ty.Region)):  # a function holds no borrow
                    self._arg_outlives(x, r)
        elif isinstance(t, ty.Tuple):
            for e in t.elems:
                self.type_outlives(e, r)
        elif isinstance(t, (ty.Slice, ty.Array, ty.RawPtr)):
            self.type_outlives(t.ty, r)

    def _arg_outlives(self, x: Any, r: ty.Region) -> None:
        if isinstance(x, ty.Region):
            if x.kind not in ("bound", "erased", "error"):
                self.outlives(x, r)
        elif isinstance(x, ty.Ty):
            self.type_outlives(x, r)

    def prove(self, p: Any, depth: int = 0) -> None:
        """A where-clause holds: what that asks of regions becomes constraints."""
        if depth > 8 or not p.flags & (FREE | ty.HAS_PARAM | ty.HAS_CLOSURE):
            return
        if isinstance(p, ty.OutlivesPred):
            if p.bound:
                return
            what = p.what
            if isinstance(what, ty.Region):
                self.outlives(what, p.region)
            else:
                self.type_outlives(self.normalize(what), p.region)
        elif isinstance(p, ty.ProjPred):
            rs = [self.regions.new(RegionInfo(placeholder=1, name=n)) for n in p.bound]
            alias, want = ty.open_binder(p.alias, rs), ty.open_binder(p.ty, rs)
            got = self.normalize(alias)
            if got is not alias:
                self.relate(got, self.normalize(want), "=")
        else:
            rs = [self.regions.new(RegionInfo(placeholder=1, name=n)) for n in p.bound]
            self._prove_trait(ty.open_binder(p.trait_ref, rs), depth)

    def _prove_trait(self, goal: ty.TraitRef, depth: int) -> None:
        if not goal.flags & FREE or goal.trait.lang in ("sized", "copy", "sync", "unpin", "freeze") or goal.trait.auto:
            return
        goal = ty.TraitRef(goal.trait, tuple(self.normalize(x) for x in goal.args))
        found = self._select(self.erase(goal))
        if found is None:
            return
        if found[0] == "impl":
            impl = found[1]
            own = self._impl_args(impl, found[2], goal)
            for p in impl.predicates:
                self.prove(self.normalize(ty.subst(p, own)), depth + 1)
        elif found[0] == "param":
            self._env_trait(goal)
        elif found[0] in ("closure", "fn") and len(goal.args) > 1:
            sig = self.signature(goal.args[0])
            given = goal.args[1]
            if sig is not None and isinstance(given, ty.Tuple):
                inputs, _ = self.open(sig)
                if len(inputs) == len(given.elems):
                    for x, y in zip(given.elems, inputs, strict=True):
                        self.relate(x, self.normalize(y), "=")
        elif found[0] == "object" and isinstance(goal.args[0], ty.Dynamic):
            d = goal.args[0]
            if d.principal is goal.trait:
                rs = [self.regions.new() for _ in d.bound]
                for a, b in zip(d.args, goal.args[1:], strict=False):
                    self.arg(ty.open_binder(a, rs), b, "=")

    def _env_trait(self, goal: ty.TraitRef) -> None:
        """The goal is a where-clause in scope: relate it where exactly one fits."""
        erased = self.erase(goal)
        fits = []
        for p in self.env_predicates():
            if isinstance(p, ty.TraitPred) and p.trait_ref.trait is goal.trait:
                opened = ty.open_binder(p.trait_ref, lambda i: ty.ERASED)
                if self.erase(opened) is erased:
                    fits.append(p)
        if len(fits) == 1:
            rs = [self.regions.new() for _ in fits[0].bound]
            mine = self.fresh(ty.open_binder(fits[0].trait_ref, rs))
            for x, y in zip(mine.args, goal.args, strict=True):
                self.arg(x, y, "=")


def elaborated(preds: list[Any]) -> list[Any]:
    """Where-clauses with what they imply: supertraits, and what those say about lifetimes."""
    out: list[Any] = []
    seen: set[Any] = set()
    todo = list(preds)
    while todo:
        p = todo.pop(0)
        if p in seen:
            continue
        seen.add(p)
        out.append(p)
        if isinstance(p, ty.TraitPred):
            tr = p.trait_ref
            for q in tr.trait.predicates:
                if isinstance(q, ty.TraitPred) and q.trait_ref.self_ty is not ty.Param(0, "Self"):
                    continue
                new = ty.subst(q, tr.args)
                if p.bound and new.outer:
                    continue
                if p.bound and isinstance(new, ty.TraitPred) and not new.bound:
                    new = ty.TraitPred(new.trait_ref, p.bound)
                todo.append(new)
    return out


def _times(v: str, w: str) -> str:
    """The variance `w` seen through `v`."""
    if w in "*=o" or v in "*=o":
        return "*" if "*" in (v, w) else "="
    return "+" if v == w else "-"
