"""Which operation a conversion is.

In: two types.  Out: OCONVNOP, OCONVIFACE, OSTR2BYTES, ... for a conversion that the checker allowed; whether a value
may be assigned.  The reference is typecheck/subr.go (assignOp, convertOp); nothing is diagnosed here, the program has
been checked.
"""

from __future__ import annotations

from typing import Any

from burrow.go import types as T
from burrow.go.inline import nodes as N


def core(t: Any) -> Any:
    """The underlying type; of a type parameter the one that all its types share."""
    u = t.underlying
    if t.__class__ is T.TypeParam:
        from burrow.go.predicates import common_under

        return common_under(t)
    return u


def is_interface(t: Any) -> bool:
    return t.underlying.__class__ is T.Interface and t.__class__ is not T.TypeParam


def is_shape(t: Any) -> bool:
    """Whether `t` stands for all types of one shape in an instance of a generic function."""
    return t.__class__ is T.Named and t.obj.pkg is not None and t.obj.pkg.path == "go.shape"


def has_shape(t: Any) -> bool:
    """Whether a shape occurs in `t`."""
    return "go.shape." in t.key


def implements(t: Any, iface: Any) -> bool:
    """Whether interface type `t` has all methods of interface type `iface`."""
    have = {m.unique_name for m in t.underlying.all_methods}
    return all(m.unique_name in have for m in iface.underlying.all_methods)


def assignable(v: Any, t: Any) -> bool:
    """Whether a value of type `v` may be assigned to type `t`, given that one of the two ways is allowed."""
    if v.key == t.key:
        return True
    vi, ti = is_interface(v), is_interface(t)
    if ti:
        return implements(v, t) if vi else True
    if vi:
        return False
    vu, tu = v.underlying, t.underlying
    if vu.__class__ is T.Basic and vu.info & T.IS_UNTYPED:
        return True
    if tu.__class__ is T.Basic and tu.info & T.IS_UNTYPED:
        return False
    if vu.__class__ is T.Chan and tu.__class__ is T.Chan and vu.dir == T.BOTH:
        return True
    return bool(vu.key == tu.key)


_SIMPLE = {"uint8": "uint8", "int32": "int32"}


def _machine(kind: str) -> str:
    return {"int": "int64", "uint": "uint64", "uintptr": "uint64"}.get(kind, kind)


def convert_op(src: Any, dst: Any, constant: bool) -> int:
    """The operation that converts `src` to `dst`."""
    if src is dst or src.key == dst.key:
        return N.OCONVNOP
    su, du = src.underlying, dst.underlying
    if du.__class__ is T.Interface:
        if su.__class__ is T.Interface and su.key == du.key and not su.all_methods:
            return N.OCONVNOP
        if su.__class__ is T.Interface and su.key == du.key and (is_shape(src) or is_shape(dst)):
            return N.OCONVNOP
        if su.__class__ is T.Basic and su.kind == "untyped nil":
            return N.OCONVNOP
        return N.OCONVIFACE
    if su.key == du.key:
        return N.OCONVNOP
    if su.__class__ is T.Basic:
        if du.__class__ is T.Basic:
            if su.info & T.IS_STRING and du.info & T.IS_STRING:
                return N.OCONVNOP
            if du.info & T.IS_STRING:
                return N.ORUNESTR
            if du.info & T.IS_NUMERIC and su.info & T.IS_NUMERIC:
                return N.OCONVNOP if _machine(su.kind) == _machine(du.kind) else N.OCONV
            return N.OCONVNOP  # unsafe.Pointer and uintptr; bool
        if su.info & T.IS_STRING and du.__class__ is T.Slice:
            return N.OSTR2BYTES if du.elem.underlying.key == "uint8" else N.OSTR2RUNES
        return N.OCONVNOP  # unsafe.Pointer to a pointer, nil
    if su.__class__ is T.Slice:
        if du.__class__ is T.Basic and du.info & T.IS_STRING:
            return N.OBYTES2STR if su.elem.underlying.key == "uint8" else N.ORUNES2STR
        if du.__class__ is T.Array:
            return N.OSLICE2ARR
        if du.__class__ is T.Pointer:
            return N.OSLICE2ARRPTR
    return N.OCONVNOP
