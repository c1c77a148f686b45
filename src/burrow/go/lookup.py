"""Fields and methods of a type, embedded ones included.

In: a type and a name.  Out: what the name selects.  The reference is cmd/compile/internal/types2/lookup.go.
"""

from __future__ import annotations

from typing import NamedTuple

from burrow.go.types import Func, Interface, Named, Package, Pointer, Struct, Type, TypeParam, Var, is_exported


class Found(NamedTuple):
    """`obj` None: nothing found, and then `path` not empty: it is ambiguous; `indirect`: a method with a pointer
    receiver, which the operand (not addressable) does not have."""

    obj: Var | Func | None
    path: tuple[int, ...]
    indirect: bool


_NOTHING = Found(None, (), False)


def lookup(typ: Type, pkg: Package | None, name: str, addressable: bool = True, fold: bool = False) -> Found:
    """What `x.name` selects for `x` of the type, seen from package `pkg`.

    The path's last index of a method is its place among the methods (of no use); for a method it is left out, so that
    `path` leads to the value whose method it is.
    """
    if typ.__class__ is Named:
        u = typ.underlying
        if u.__class__ is Pointer:
            found = _lookup(u, pkg, name, False, fold)
            return _NOTHING if isinstance(found.obj, Func) else found
    return _lookup(typ, pkg, name, addressable, fold)


def _same(obj: Var | Func, pkg: Package | None, name: str, fold: bool) -> bool:
    if fold and obj.name.lower() == name.lower():
        return True
    if obj.name != name:
        return False
    return is_exported(name) or obj.pkg is pkg or (obj.pkg is not None and pkg is not None and obj.pkg.path == pkg.path)


def _lookup(typ: Type, pkg: Package | None, name: str, addressable: bool, fold: bool) -> Found:
    if name == "_":
        return _NOTHING
    pointer = typ.__class__ is Pointer
    if pointer:
        typ = typ.elem  # type: ignore[attr-defined]
        if typ.underlying.__class__ is Interface:
            return _NOTHING
    # (type, path, a pointer was followed, reached in several ways)
    current: list[tuple[Type, tuple[int, ...], bool, bool]] = [(typ, (), pointer, False)]
    seen: set[Named] = set()
    while current:
        following: list[tuple[Type, tuple[int, ...], bool, bool]] = []
        obj: Var | Func | None = None
        path: tuple[int, ...] = ()
        indirect = False
        for typ, way, ind, several in current:
            if typ.__class__ is Named:
                if typ in seen:
                    continue
                seen.add(typ)
                method = find_method(typ, pkg, name, fold)
                if method is not None:
                    if obj is not None or several:
                        return Found(None, (*way, 0), False)
                    obj, path, indirect = method, way, ind
                    continue
            u = typ.underlying
            if u.__class__ is Struct:
                for i, f in enumerate(u.fields):
                    if (f.name == name or fold) and _same(f, pkg, name, fold):
                        if obj is not None or several:
                            return Found(None, (*way, i), False)
                        obj, path, indirect = f, (*way, i), ind
                    elif f.embedded and obj is None:
                        inner = f.type
                        if inner.__class__ is Pointer:
                            following.append((inner.elem, (*way, i), True, several))
                        else:
                            following.append((inner, (*way, i), ind, several))
            elif u.__class__ is Interface:
                for m in u.type_set.methods:
                    if (m.name == name or fold) and _same(m, pkg, name, fold):
                        if obj is not None or several:
                            return Found(None, (*way, 0), False)
                        obj, path, indirect = m, way, ind
                        break
        if obj is not None:
            if isinstance(obj, Func) and obj.recv_ptr and not indirect and not addressable:
                return Found(None, (), True)
            return Found(obj, path, indirect)
        current = _merge(following)
    return _NOTHING


def _merge(
    items: list[tuple[Type, tuple[int, ...], bool, bool]],
) -> list[tuple[Type, tuple[int, ...], bool, bool]]:
    """Types embedded several times at one depth, once and marked."""
    if len(items) < 2:
        return items
    out: list[tuple[Type, tuple[int, ...], bool, bool]] = []
    at: dict[str, int] = {}
    for item in items:
        key = item[0].key
        i = at.get(key)
        if i is None:
            at[key] = len(out)
            out.append(item)
        else:
            old = out[i]
            out[i] = (old[0], old[1], old[2], True)
    return out


def find_method(named: Named, pkg: Package | None, name: str, fold: bool = False) -> Func | None:
    """The method that is declared for the type itself."""
    for m in named.methods():
        if (m.name == name or fold) and _same(m, pkg, name, fold):
            return m
    return None


def is_interface_pointer(typ: Type) -> bool:
    """A pointer to an interface: a common mistake."""
    u = typ.underlying
    return u.__class__ is Pointer and u.elem.underlying.__class__ is Interface


def struct_pointer(typ: Type) -> Type:
    """The struct type that a pointer points to; any other type as it is."""
    u = typ.underlying
    if u.__class__ is Pointer and u.elem.underlying.__class__ is Struct:
        return u.elem
    return typ


__all__ = ["Found", "TypeParam", "find_method", "is_interface_pointer", "lookup", "struct_pointer"]
