"""Making types equal by choosing type arguments.

In: two types, one or both with type parameters to be inferred.  Out: whether they can be made equal; the arguments
found so far.  The reference is cmd/compile/internal/types2/unify.go.
"""

from __future__ import annotations

from collections.abc import Callable

from burrow.go import predicates, types
from burrow.go.lookup import lookup
from burrow.go.types import (
    Array,
    Basic,
    Chan,
    Func,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Tuple,
    Type,
    TypeParam,
    identical,
)

INEXACT = 0
ASSIGN = 1  # inexact at the top as for an assignment, exact for elements
EXACT = 2
_DEEPEST = 100


class Unifier:
    """What was inferred for some type parameters."""

    def __init__(
        self, tparams: list[TypeParam], targs: list[Type | None], interfaces: bool, complete: Callable[[Func], None]
    ) -> None:
        # joined parameters share one cell
        self.cells: dict[TypeParam, list[Type | None]] = {p: [a] for p, a in zip(tparams, targs, strict=True)}
        self.interfaces = interfaces
        self.complete = complete
        self.depth = 0

    def at(self, p: TypeParam) -> Type | None:
        """What was found for `p`."""
        return self.cells[p][0]

    def set(self, p: TypeParam, t: Type) -> None:
        """Decide `p`."""
        self.cells[p][0] = t

    def unknowns(self) -> int:
        """How many parameters are open."""
        return sum(cell[0] is None for cell in self.cells.values())

    def _join(self, x: TypeParam, y: TypeParam) -> bool:
        a, b = self.cells[x], self.cells[y]
        if a is b:
            return True
        if a[0] is not None and b[0] is not None:
            return False
        keep, drop = (a, b) if a[0] is not None else (b, a)
        for p, cell in self.cells.items():
            if cell is drop:
                self.cells[p] = keep
        return True

    def _bound(self, t: Type) -> TypeParam | None:
        return t if isinstance(t, TypeParam) and t in self.cells else None

    def unify(self, x: Type | None, y: Type | None, mode: int) -> bool:
        """Whether `x` and `y` can be made equal."""
        if x is y:
            return True
        if x is None or y is None or self.depth > _DEEPEST:
            return False
        self.depth += 1
        try:
            return self._unify(x, y, mode)
        finally:
            self.depth -= 1

    def _unify(self, x: Type, y: Type, mode: int) -> bool:
        if isinstance(x, Named) or self._bound(y) is not None:
            x, y = y, x
        if not mode & EXACT and isinstance(y, Named) and not isinstance(x, (Named, TypeParam)):
            if not (self.interfaces and isinstance(x.underlying, Interface)):
                y = y.underlying
                if x is y:
                    return True
        px, py = self._bound(x), self._bound(y)
        if px is not None and py is not None:
            return self._join(px, py) or self.unify(self.at(px), self.at(py), mode)
        if px is not None:
            return self._decide(px, y, mode)
        if self.interfaces and not mode & EXACT:
            found = self._interfaces(x, y)
            if found is not None:
                return found
        if isinstance(y, TypeParam):
            x, y = y, x
        return self._structure(x, y, mode, mode | EXACT if mode & ASSIGN else mode)

    def _decide(self, p: TypeParam, y: Type, mode: int) -> bool:
        x = self.at(p)
        if x is None:
            self.set(p, y)
            return True
        if not self.unify(x, y, mode):
            return False
        xi, yi = _interface(x), _interface(y)
        xn, yn = isinstance(x, Named), isinstance(y, Named)
        if xi is not None and yi is not None:
            if xn and yn:
                return identical(x, y)
            if len(xi.type_set.methods) != len(yi.type_set.methods):
                return False
        elif xi is not None or yi is not None:
            return False
        if not mode & EXACT and not xn:
            if yn:
                self.set(p, y)
            else:
                u = y.underlying
                if isinstance(u, Chan) and u.dir != types.BOTH:
                    self.set(p, y)
        return True

    def _interfaces(self, x: Type, y: Type) -> bool | None:
        """Unify by methods where one is an interface; None where none is."""
        xi, yi = _interface(x), _interface(y)
        if xi is not None and yi is not None:
            xs, ys = xi.type_set, yi.type_set
            if xs.comparable != ys.comparable or _terms_key(xs.terms) != _terms_key(ys.terms):
                return False
            if xi is yi:
                return True
            small, large = (xs, ys) if len(xs.methods) <= len(ys.methods) else (ys, xs)
            for m in small.methods:
                other = large.method(m.unique_name)
                if other is None or not self.unify(m.type, other.type, EXACT):
                    return False
            return True
        if xi is None and yi is None:
            return None
        if yi is not None:
            xi, y = yi, x
        assert xi is not None
        for m in xi.type_set.methods:
            obj = lookup(y, m.pkg, m.name, addressable=False).obj
            if not isinstance(obj, Func):
                return False
            if obj.type is None:
                self.complete(obj)
            if obj.signature.tparams or not self.unify(m.type, obj.type, EXACT):
                return False
        return True

    def _all(self, xs: list[types.Var], ys: list[types.Var], mode: int) -> bool:
        return len(xs) == len(ys) and all(self.unify(v.type, w.type, mode) for v, w in zip(xs, ys, strict=True))

    def _structure(self, x: Type, y: Type, mode: int, inner: int) -> bool:
        if isinstance(x, Basic):
            return isinstance(y, Basic) and x.kind == y.kind
        if isinstance(x, Slice):
            return isinstance(y, Slice) and self.unify(x.elem, y.elem, inner)
        if isinstance(x, Pointer):
            return isinstance(y, Pointer) and self.unify(x.elem, y.elem, inner)
        if isinstance(x, Array):
            return (
                isinstance(y, Array)
                and (x.len < 0 or y.len < 0 or x.len == y.len)
                and self.unify(x.elem, y.elem, inner)
            )
        if isinstance(x, Map):
            return isinstance(y, Map) and self.unify(x.map_key, y.map_key, inner) and self.unify(x.elem, y.elem, inner)
        if isinstance(x, Chan):
            return isinstance(y, Chan) and (not mode & EXACT or x.dir == y.dir) and self.unify(x.elem, y.elem, inner)
        if isinstance(x, Signature):
            return (
                isinstance(y, Signature)
                and x.variadic == y.variadic
                and self._all(x.params, y.params, inner)
                and self._all(x.results, y.results, inner)
            )
        if isinstance(x, Struct):
            return (
                isinstance(y, Struct)
                and len(x.fields) == len(y.fields)
                and all(
                    f.embedded == g.embedded
                    and x.tag(i) == y.tag(i)
                    and f.unique_name == g.unique_name
                    and self.unify(f.type, g.type, inner)
                    for i, (f, g) in enumerate(zip(x.fields, y.fields, strict=True))
                )
            )
        if isinstance(x, Tuple):
            return isinstance(y, Tuple) and self._all(x.vars, y.vars, mode)
        if isinstance(x, Interface):
            if not isinstance(y, Interface):
                return False
            xs, ys = x.type_set, y.type_set
            if xs.comparable != ys.comparable or _terms_key(xs.terms) != _terms_key(ys.terms):
                return False
            return len(xs.methods) == len(ys.methods) and all(
                m.unique_name == n.unique_name and self.unify(m.type, n.type, EXACT)
                for m, n in zip(xs.methods, ys.methods, strict=True)
            )
        if isinstance(x, Named):
            return (
                isinstance(y, Named)
                and x.origin.key == y.origin.key
                and len(x.targs) == len(y.targs)
                and all(self.unify(a, b, mode) for a, b in zip(x.targs, y.targs, strict=True))
            )
        if isinstance(x, TypeParam):
            core = predicates.common_under(x)
            if core is not None:
                return self.unify(core, y, ASSIGN)
            return identical(x, y)
        return False


def _interface(t: Type) -> Interface | None:
    if isinstance(t, TypeParam):
        return None
    u = t.underlying
    return u if isinstance(u, Interface) else None


def _terms_key(terms: list[tuple[bool, Type]] | None) -> list[str] | None:
    return None if terms is None else sorted(("~" if tilde else "") + t.key for tilde, t in terms)
