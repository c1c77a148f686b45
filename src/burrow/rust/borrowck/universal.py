"""Universal regions: the lifetimes that a body is checked for whatever its caller chooses.

In: the owner of a body.  Out: one variable each for `'static`, the lifetime parameters, those of the function around
a closure (external), and the body itself (the last); the types of parameters and result in them; and which are known
to outlive which, from where-clauses and from what well-formed parameter and result types imply.  The reference is
`rustc_borrowck::universal_regions` and `type_check::free_region_relations`. """

from __future__ import annotations

from typing import Any

from burrow.rust import defs
from burrow.rust import types as ty
from burrow.rust.borrowck.regions import RegionInfo, Regions
from burrow.rust.borrowck.relate import Relate
from burrow.rust.build.places import TypeCx


class Universal:
    """See the module.  `known[u]`: the universals that `u` outlives, itself and (for all) the body included."""

    def __init__(self, owner: Any, closure: ty.Closure | None, cx: TypeCx) -> None:
        self.regions = Regions()
        self.owner = owner
        self.named: dict[ty.Region, ty.Region] = {}
        self.edges: set[tuple[int, int]] = set()
        self.param_bounds: list[tuple[ty.Ty, int]] = []  # `T: 'r` known
        self.closure: ty.Closure | None = None
        self.external: list[ty.Region] = []  # by position in the closure's type
        self._new(ty.STATIC, "'static")
        top: Any = owner.owner if isinstance(owner, defs.ClosureDef) else owner
        for p in top.generics.all():
            if p.kind == "lifetime":
                self._new(p.arg(), p.name, external=closure is not None)
        self.relate = Relate(cx, self.regions, self.named)
        sig: ty.FnSig | None = None
        if isinstance(top, defs.FnDef):
            for i, name in enumerate(top.sig.bound):
                self._new(ty.Region("late", i, name, owner=top), name, external=closure is not None)
        outer_inputs: list[ty.Ty] = []
        if isinstance(top, defs.FnDef):
            inner = top.inner_sig
            outer_inputs = [*inner.inputs, inner.output]
        self.inputs: list[ty.Ty] = []
        if closure is not None:
            self.closure = self._externals(closure)
            sig = self.closure.sig
            assert sig is not None
            rs = [self._new(None, n) for n in sig.bound]
            env: ty.Ty = self.closure
            kind = owner.closure_kind
            if kind != "FnOnce":
                self.env_region = self._new(None, "'{env}")
                env = ty.Ref(self.env_region, self.closure, kind == "FnMut")
            self.inputs = [env, *(ty.open_binder(t, rs) for t in sig.inputs)]
            self.output = ty.open_binder(sig.output, rs)
        elif isinstance(top, defs.FnDef):
            self.inputs = [self._fixed(t) for t in top.inner_sig.inputs]
            self.output = self._fixed(top.inner_sig.output)
        else:
            self.output = self._fixed(top.ty)
        self.body = self._new(None, "'fn")
        self.regions.universals = len(self.regions.infos)
        self.inputs = [self.named_only(self.relate.normalize(t)) for t in self.inputs]
        self.output = self.named_only(self.relate.normalize(self.output))
        for p in self.relate.env_predicates():
            if isinstance(p, ty.OutlivesPred) and not p.bound:
                self._known(self._fixed(p.what), self._fixed(p.region))
        for t in outer_inputs:
            self._implied(self.relate.normalize(self._fixed(t)))
        for t in (*self.inputs, self.output):
            self._implied(t)
        container = getattr(top, "container", None)
        if isinstance(container, defs.ImplDef):
            self._implied(self.relate.normalize(self._fixed(container.self_ty)))
            if container.trait_ref is not None:
                for a in container.trait_ref.args:
                    if isinstance(a, ty.Ty):
                        self._implied(self.relate.normalize(self._fixed(a)))
        self.known = self._close()

    def named_only(self, t: Any) -> Any:
        """`t` with variables that normalising made equal to a universal region replaced by that region."""
        n = self.regions.universals
        if not any(isinstance(x, ty.Region) and x.kind == "var" and x.index >= n for x in ty.walk(t)):
            return t
        pairs = {(c.sup, c.sub) for c in self.regions.constraints}
        same: dict[int, int] = {}
        for a, b in pairs:
            if a < n <= b and (b, a) in pairs:
                same.setdefault(b, a)

        def one(x: Any, depth: int) -> Any:
            if isinstance(x, ty.Region) and x.kind == "var" and x.index in same:
                return self.regions.terms[same[x.index]]
            return None

        return ty.fold(t, one, ty.HAS_REGION)

    def _new(self, term: Any, name: str | None, external: bool = False) -> ty.Region:
        r = self.regions.new(RegionInfo(universal=True, external=external, region=term, name=name))
        if term is not None:
            self.named[term] = r
        return r

    def _fixed(self, t: Any) -> Any:
        """A signature's type with its regions as variables; anonymous ones should not be left."""

        def one(x: Any, depth: int) -> Any:
            if isinstance(x, ty.Region):
                return self.named.get(x, x if x.kind in ("bound", "var") else ty.STATIC)
            return None

        return ty.fold(t, one, ty.HAS_REGION | ty.HAS_ERASED)

    def _externals(self, closure: ty.Closure) -> ty.Closure:
        """The closure's own type with an external region for each free region in it, in order."""

        def one(x: Any, depth: int) -> Any:
            if isinstance(x, ty.Region) and x.kind == "erased":
                r = self._new(None, None, external=True)
                self.external.append(r)
                return r
            if isinstance(x, ty.Region) and x in self.named:
                return self.named[x]
            return None

        args, upvars, sig = closure.args, closure.upvars, closure.sig
        assert sig is not None
        return ty.Closure(
            closure.def_,
            tuple(ty.fold(a, one, _FREE) for a in args),
            tuple(ty.fold(u, one, _FREE) for u in upvars),
            ty.fold(sig, one, _FREE),
        )

    # ---- relations

    def _edge(self, sup: ty.Region, sub: ty.Region) -> None:
        a, b = self.regions.number(sup), self.regions.number(sub)
        if a != b:
            self.edges.add((a, b))

    def _known(self, what: Any, r: ty.Region) -> None:
        if isinstance(what, ty.Region):
            if what.kind in ("var", "static"):
                self._edge(what, r)
        else:
            self._type_outlives(what, r)

    def _type_outlives(self, t: Any, r: ty.Region) -> None:
        """`t: r` is known: so are its parts'."""
        if isinstance(t, (ty.Param, ty.Alias)):
            self.param_bounds.append((t, self.regions.number(r)))
            return
        for x in ty.walk(t):
            if isinstance(x, ty.Region):
                if x.kind in ("var", "static"):
                    self._edge(x, r)
            elif isinstance(x, (ty.Param, ty.Alias)):
                self.param_bounds.append((x, self.regions.number(r)))

    def _implied(self, t: ty.Ty) -> None:
        """What follows from `t` being well-formed."""
        for x in ty.walk(t):
            if isinstance(x, ty.Ref) and x.region.kind in ("var", "static"):
                self._type_outlives(x.ty, x.region)
            elif isinstance(x, ty.Adt):
                for what, r in adt_outlives(x.def_):
                    bound = ty.subst(r, x.args)
                    if isinstance(bound, ty.Region) and bound.kind in ("var", "static"):
                        self._known(ty.subst(what, x.args), bound)

    def _close(self) -> list[int]:
        """For each universal, the bit set of those that it is known to outlive."""
        n = self.regions.universals
        known = [1 << i | 1 << (n - 1) for i in range(n)]
        known[0] = (1 << n) - 1
        for a, b in self.edges:
            if a < n and b < n:
                known[a] |= 1 << b
        changed = True
        while changed:
            changed = False
            for a in range(n):
                bits, rest = known[a], known[a]
                while rest:
                    low = rest & -rest
                    bits |= known[low.bit_length() - 1]
                    rest ^= low
                if bits != known[a]:
                    known[a] = bits
                    changed = True
        return known

    def outlives(self, a: int, b: int) -> bool:
        """Whether universal `a` is known to outlive universal `b`."""
        return bool(self.known[a] >> b & 1)


_FREE = ty.HAS_REGION | ty.HAS_ERASED
_adt_outlives: dict[int, list[tuple[Any, ty.Region]]] = {}


def adt_outlives(d: defs.AdtDef) -> list[tuple[Any, ty.Region]]:
    """The outlives clauses of a type, those that its fields imply included: (what, region) over its parameters."""
    key = id(d)
    known = _adt_outlives.get(key)
    if known is not None:
        return known
    out: list[tuple[Any, ty.Region]] = []
    _adt_outlives[key] = out
    for p in d.predicates:
        if isinstance(p, ty.OutlivesPred) and not p.bound:
            out.append((p.what, p.region))
    for v in d.variants:
        for f in v.fields:
            for x in ty.walk(f.ty):
                if isinstance(x, ty.Ref) and x.region.kind == "early":
                    for y in ty.walk(x.ty):
                        if (isinstance(y, ty.Region) and y.kind == "early") or isinstance(y, ty.Param):
                            out.append((y, x.region))
                elif isinstance(x, ty.Adt) and x.def_ is not d:
                    for what, r in adt_outlives(x.def_):
                        s, t = ty.subst(what, x.args), ty.subst(r, x.args)
                        if isinstance(t, ty.Region) and t.kind == "early":
                            for y in ty.walk(s):
                                if (isinstance(y, ty.Region) and y.kind == "early") or isinstance(y, ty.Param):
                                    out.append((y, t))
    return out
