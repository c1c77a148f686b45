"""Method sets: which methods a type has, embedded ones included, and how to get to each.

The reference is cmd/compile/internal/typecheck/subr.go (expandmeth) and the specification's rules: breadth first
through embedded fields, the shallowest depth wins, two at the same depth are none.
"""

from __future__ import annotations

from typing import NamedTuple

from burrow.go import types as g


class Method(NamedTuple):
    """One method of a type: `path` leads through embedded fields (a pointer on the way is followed) to the value whose
    method `func` is; `holder` is the type found there (a Named, or an interface)."""

    name: str
    unique: str
    func: g.Func
    path: tuple[int, ...]
    holder: g.Type
    pointer: bool  # func has a pointer receiver


def deref(ty: g.Type) -> tuple[g.Type, bool]:
    """`T` and True of a `*T` (not of a defined pointer type), else `ty` and False."""
    if isinstance(ty, g.Pointer):
        return ty.elem, True
    return ty, False


def method_set(ty: g.Type) -> list[Method]:
    """The methods of `ty`, sorted by name as itabs and descriptors have them."""
    u = ty.underlying
    if isinstance(u, g.Interface):
        return [Method(m.name, m.unique_name, m, (), ty, False) for m in u.all_methods]
    base, is_ptr = deref(ty)
    if is_ptr and isinstance(base.underlying, (g.Pointer, g.Interface)):
        return []
    found: dict[str, Method | None] = {}
    seen: set[str] = set()
    level: list[tuple[g.Type, tuple[int, ...], bool]] = [(base, (), is_ptr)]
    while level:
        here: dict[str, Method | None] = {}
        names: set[str] = set()
        deeper: list[tuple[g.Type, tuple[int, ...], bool]] = []
        for holder, path, addressable in level:
            if isinstance(holder, g.Named):
                if holder.key in seen:
                    continue
                for m in holder.methods():
                    unique = m.unique_name
                    pointer = m.recv_ptr
                    entry = Method(m.name, unique, m, path, holder, pointer)
                    usable = entry if addressable or not pointer else None
                    here[unique] = None if unique in here or unique in names else usable
                    names.add(unique)
            hu = holder.underlying
            if isinstance(hu, g.Interface) and path:
                for m in hu.all_methods:
                    unique = m.unique_name
                    here[unique] = (
                        None if unique in here or unique in names else Method(m.name, unique, m, path, holder, False)
                    )
                    names.add(unique)
            if isinstance(hu, g.Struct):
                for i, f in enumerate(hu.fields):
                    unique = f.unique_name
                    if unique in names:
                        here[unique] = None
                    names.add(unique)
                    if f.embedded:
                        inner, through = deref(f.type)
                        deeper.append((inner, (*path, i), addressable or through))
        for holder, _, _ in level:
            seen.add(holder.key)
        for unique in names:
            if unique not in found:
                found[unique] = here.get(unique)
        level = deeper
    return sorted((m for m in found.values() if m is not None), key=order)


def order(m: Method) -> tuple[str, str]:
    """How methods are sorted: by name, unexported ones of the same name by package."""
    return m.name, m.unique


def interface_order(t: g.Interface) -> list[g.Func]:
    """The methods of an interface in the order of its itabs."""
    return sorted(t.all_methods, key=lambda m: (m.name, m.unique_name))
