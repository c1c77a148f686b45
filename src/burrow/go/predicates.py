"""Questions about types: is it an integer, can it be nil, can its values be compared.

In: types.  Out: answers.  For a type parameter `is_x` is about its constraint as an interface (no), `all_x` about every
type in its type set. The reference is cmd/compile/internal/types2/predicates.go and under.go.
"""

from __future__ import annotations

from burrow.go import types as t
from burrow.go.types import (
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Type,
    TypeParam,
)
from burrow.go.universe import INVALID, UNSAFE_POINTER, UNTYPED_NIL


def is_basic(typ: Type, info: int) -> bool:
    """Whether the underlying type is basic with one of the bits `info`."""
    u = typ if typ.__class__ is Basic else typ.underlying
    return u.__class__ is Basic and u.info & info != 0


def all_basic(typ: Type, info: int) -> bool:
    """As `is_basic`, of every type in a type parameter's type set."""
    if typ.__class__ is Basic:
        return typ.info & info != 0
    if typ.__class__ is TypeParam:
        ts = typ.iface.type_set
        return ts.has_terms and all(is_basic(term, info) for _, term in ts.terms)
    u = typ.underlying
    return u.__class__ is Basic and u.info & info != 0


def is_untyped(typ: Type) -> bool:
    """Whether it is the type of an untyped constant, nil, or comparison."""
    return typ.__class__ is Basic and typ.info & t.IS_UNTYPED != 0


def has_name(typ: Type) -> bool:
    """Predeclared, defined, or a type parameter."""
    cls = typ.__class__
    return cls is Named or cls is Basic or cls is TypeParam


def is_interface(typ: Type) -> bool:
    """An interface that is no type parameter."""
    return typ.__class__ is not TypeParam and typ.underlying.__class__ is Interface


def is_generic(typ: Type) -> bool:
    """A generic type that is not instantiated."""
    return typ.__class__ is Named and bool(typ.tparams) and not typ.targs


def has_nil(typ: Type) -> bool:
    """Whether nil is a value of the type."""
    if typ.__class__ is TypeParam:
        return all(u is not None and has_nil(u) for _, u in type_terms(typ))
    u = typ.underlying
    return u is UNSAFE_POINTER or u.__class__ in (Pointer, Slice, Map, Chan, Signature, Interface)


def deref(typ: Type) -> tuple[Type, bool]:
    """What a pointer type points to, and whether it was one."""
    if typ.__class__ is Pointer:
        return typ.elem, True
    return typ, False


def array_pointer(typ: Type) -> Type:
    """The array that a pointer points to; any other type as it is."""
    if typ.__class__ is Pointer:
        u = typ.elem.underlying
        if u.__class__ is Array:
            return u
    return typ


def type_terms(typ: Type) -> list[tuple[Type | None, Type | None]]:
    """The types in the type set of a type parameter with their underlying types, (None, None) where it is not limited;
    a type itself."""
    if typ.__class__ is TypeParam:
        ts = typ.iface.type_set
        if not ts.has_terms:
            return [(None, None)]
        return [(term, term if tilde else term.underlying) for tilde, term in ts.terms]
    return [(typ, typ.underlying)]


def common_under(typ: Type) -> Type | None:
    """The one underlying type of all types in the type set, or None; channels may differ in direction."""
    if typ.__class__ is not TypeParam:
        return typ.underlying
    common: Type | None = None
    for _, u in type_terms(typ):
        if u is None:
            return None
        if common is None:
            common = u
        elif isinstance(common, Chan) and isinstance(u, Chan) and t.identical(common.elem, u.elem):
            if common.dir == u.dir or u.dir == t.BOTH:
                continue
            if common.dir != t.BOTH:
                return None
            common = u
        elif not t.identical(common, u):
            return None
    return common


def incomparable(typ: Type, dynamic: bool, seen: set[Type] | None = None) -> tuple[str, Type | None] | None:
    """Why values of the type cannot be compared, as a text with `%s` for the type; None where they can.

    `dynamic`: interfaces count as comparable, though a comparison may panic.
    """
    if typ.__class__ is Basic:
        return ("", None) if typ is UNTYPED_NIL else None
    if seen is None:
        seen = set()
    if typ in seen:
        return None
    seen.add(typ)
    u = typ.underlying
    cls = u.__class__
    if cls is Basic or cls is Pointer or cls is Chan:
        return None
    if isinstance(u, Struct):
        for f in u.fields:
            if incomparable(f.type, dynamic, seen) is not None:
                return "struct containing %s cannot be compared", f.type
        return None
    if isinstance(u, Array):
        return ("%s cannot be compared", typ) if incomparable(u.elem, dynamic, seen) is not None else None
    if isinstance(u, Interface):
        if dynamic and typ.__class__ is not TypeParam or u.type_set.is_comparable(seen):
            return None
        return ("empty type set" if u.type_set.is_empty else "incomparable types in type set"), None
    return "", None


def comparable(typ: Type) -> bool:
    """Whether `==` is defined (between interfaces it may panic)."""
    return incomparable(typ, True) is None


def identical_ignoring_tags(a: Type, b: Type) -> bool:
    """Identical but for the tags of struct fields, at any depth."""
    if t.identical(a, b):
        return True
    cls = a.__class__
    if cls is not b.__class__:
        return False
    same = identical_ignoring_tags
    if isinstance(a, Struct) and isinstance(b, Struct):
        return len(a.fields) == len(b.fields) and all(
            f.embedded == g.embedded and f.unique_name == g.unique_name and same(f.type, g.type)
            for f, g in zip(a.fields, b.fields, strict=True)
        )
    if isinstance(a, (Pointer, Slice)) and isinstance(b, (Pointer, Slice)):
        return same(a.elem, b.elem)
    if isinstance(a, Array) and isinstance(b, Array):
        return a.len == b.len and same(a.elem, b.elem)
    if isinstance(a, Map) and isinstance(b, Map):
        return same(a.map_key, b.map_key) and same(a.elem, b.elem)
    if isinstance(a, Chan) and isinstance(b, Chan):
        return a.dir == b.dir and same(a.elem, b.elem)
    if isinstance(a, Signature) and isinstance(b, Signature):
        return (
            a.variadic == b.variadic
            and len(a.params) == len(b.params)
            and len(a.results) == len(b.results)
            and all(same(v.type, w.type) for v, w in zip(a.params + a.results, b.params + b.results, strict=True))
        )
    return False


def valid(typ: Type) -> bool:
    """Whether it is a type at all, not what stands for an error."""
    return typ is not INVALID
