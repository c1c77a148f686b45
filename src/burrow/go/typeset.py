"""What an interface allows: its methods, and for constraints its types.

In: an Interface.  Out: its `TypeSet`, computed once.  The reference is cmd/compile/internal/types2/typeset.go and
termlist.go. Duplicate methods are reported by the checker (`check/typexprs.py`), which looks at the declared and
embedded ones itself.
"""

from __future__ import annotations

from burrow.go.types import Func, Interface, Type, TypeParam, Union, identical

Term = tuple[bool, Type]


class TypeSet:
    """`terms` is None where any type is allowed."""

    __slots__ = ("_by_name", "comparable", "methods", "terms")

    def __init__(self, methods: list[Func], terms: list[Term] | None, comparable: bool) -> None:
        self.methods = methods
        self.terms = terms
        self.comparable = comparable
        self._by_name: dict[str, Func] | None = None

    @property
    def has_terms(self) -> bool:
        """Whether the types are limited to a list that is not empty."""
        return bool(self.terms)

    @property
    def is_empty(self) -> bool:
        """Whether no type is allowed."""
        return self.terms is not None and not self.terms

    @property
    def is_method_set(self) -> bool:
        """Whether it is an ordinary interface: methods only."""
        return self.terms is None and not self.comparable

    @property
    def is_all(self) -> bool:
        """Whether it is the empty interface."""
        return self.terms is None and not self.comparable and not self.methods

    def is_comparable(self, seen: set[Type] | None) -> bool:
        """Whether every type in it is strictly comparable."""
        from burrow.go.predicates import incomparable

        if self.terms is None:
            return self.comparable
        return bool(self.terms) and all(incomparable(typ, False, seen) is None for _, typ in self.terms)

    def method(self, name: str) -> Func | None:
        """The method of this unique name."""
        names = self._by_name
        if names is None:
            names = self._by_name = {m.unique_name: m for m in self.methods}
        return names.get(name)

    def key(self) -> str:
        """For `Type.key`."""
        methods = ";".join([m.unique_name + m.type.key[4:] for m in self.methods])
        terms = ""
        if self.terms is not None:
            terms = "|" + "|".join(sorted(("~" if tilde else "") + typ.key for tilde, typ in self.terms))
        return f"interface{{{'comparable' if self.comparable else ''}{methods}{terms}}}"

    def __getstate__(self) -> tuple[object, ...]:
        return self.methods, self.terms, self.comparable

    def __setstate__(self, state: tuple[object, ...]) -> None:
        self.methods, self.terms, self.comparable = state  # type: ignore[assignment]
        self._by_name = None


def compute(iface: Interface) -> TypeSet:
    """The type set of `iface`, kept in it."""
    if iface.name == "comparable":
        only = TypeSet([], None, True)
        iface._type_set = only
        return only
    # an interface that embeds itself is an error reported elsewhere: meanwhile it has no methods
    iface._type_set = TypeSet([], None, False)
    found: dict[str, Func] = {}
    for m in iface.methods:
        found.setdefault(m.unique_name, m)
    terms: list[Term] | None = None
    comparable = False
    for typ in iface.embeds:
        u = typ.underlying
        if isinstance(u, Interface):
            ts = u.type_set
            for m in ts.methods:
                found.setdefault(m.unique_name, m)
            terms, comparable = _meet(terms, comparable, ts.terms, ts.comparable)
        elif isinstance(u, Union):
            terms, comparable = _meet(terms, comparable, union_terms(u), False)
        elif u.key != "invalid type":
            terms, comparable = _meet(terms, comparable, [(False, typ)], False)
    methods = sorted(found.values(), key=_method_order)
    made = TypeSet(methods, terms, comparable)
    iface._type_set = made
    return made


def _method_order(m: Func) -> tuple[bool, str, str]:
    return not m.exported, m.name, m.pkg.path if m.pkg else ""


def union_terms(u: Union) -> list[Term] | None:
    """All types of a union; None where it allows any."""
    out: list[Term] = []
    for tilde, typ in u.terms:
        under = typ.underlying
        if isinstance(under, Interface):
            inner = under.type_set.terms
            if inner is None:
                return None
            for term in inner:
                _add(out, term)
        elif under.key != "invalid type":
            if tilde and not identical(typ, under):
                continue  # reported elsewhere
            _add(out, (tilde, typ))
    return out


def _add(terms: list[Term], new: Term) -> None:
    for i, old in enumerate(terms):
        if subset(new, old):
            return
        if subset(old, new):
            terms[i] = new
            return
    terms.append(new)


def disjoint(x: Term, y: Term) -> bool:
    """Whether no type is in both."""
    a = x[1].underlying if y[0] else x[1]
    b = y[1].underlying if x[0] else y[1]
    return not identical(a, b)


def subset(x: Term, y: Term) -> bool:
    """Whether all types of x are in y."""
    return not disjoint(x, y) and (not x[0] or y[0])


def includes(term: Term, typ: Type) -> bool:
    """Whether `typ` is one of the term's types."""
    return identical(term[1], typ.underlying if term[0] else typ)


def subset_of(a: list[Term] | None, b: list[Term] | None) -> bool:
    """Whether all types of a are in b."""
    if b is None:
        return True
    return a is not None and all(any(subset(x, y) for y in b) for x in a)


def _meet(
    a: list[Term] | None, a_comparable: bool, b: list[Term] | None, b_comparable: bool
) -> tuple[list[Term] | None, bool]:
    from burrow.go.predicates import incomparable

    out: list[Term] | None
    if a is None or b is None:
        out = b if a is None else a
    else:
        out = []
        for x in a:
            for y in b:
                if not disjoint(x, y):
                    _add(out, y if x[0] and not y[0] else x)
    comparable = a_comparable or b_comparable
    if comparable and out is not None:
        return [x for x in out if incomparable(x[1], False) is None], False
    return out, comparable


def constraint_interface(p: TypeParam) -> Interface:
    """The constraint of `p` as an interface."""
    bound = p.bound
    if bound is None:
        from burrow.go.universe import EMPTY_INTERFACE

        return EMPTY_INTERFACE
    u = bound.underlying
    if isinstance(u, Interface):
        return u
    if u.key == "invalid type":
        from burrow.go.universe import EMPTY_INTERFACE

        return EMPTY_INTERFACE
    iface = Interface([], [bound], implicit=True)
    p.bound = iface
    return iface
