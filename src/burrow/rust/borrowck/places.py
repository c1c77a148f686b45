"""Whether an access to one place conflicts with a borrow of another.

In: two places and how deep the access goes (`shallow`, `deep`, `drop`).  The reference is
`rustc_borrowck::places_conflict`: walk both places from their common local, step by step, until they part ways or one
ends. """

from __future__ import annotations

from burrow.ir import nodes as ir
from burrow.rust import types as ty
from burrow.rust.build.places import PlaceTypes

SHALLOW, DEEP, DROP = "shallow", "deep", "drop"


def conflict(
    types: PlaceTypes,
    borrowed: ir.Place,
    kind: str,
    accessed: ir.Place,
    depth: str,
    length: bool = False,
    bias: bool = True,
) -> bool:
    """Whether the access meets what is borrowed.  `length`: only an array's length is read.  `bias`: what two unknown
    indexes count as (True: the same element)."""
    if borrowed.local != accessed.local:
        return False
    a, b = accessed.proj, borrowed.proj
    if not a and not b:
        return True
    at = ir.Place(borrowed.local)
    for i, bp in enumerate(b):
        if i >= len(a):
            return _rest(types, borrowed, i, kind, depth, length)
        ap = a[i]
        t, _ = types.with_variant(at)
        met = _steps(t, bp, ap, bias)
        if met == "disjoint":
            return False
        if met == "arbitrary":
            return True
        at = ir.Place(at.local, (*at.proj, bp))
    # the borrow's path is a prefix of the access's
    if kind == "fake" and len(a) > len(b):
        return False
    return True


def _rest(types: PlaceTypes, borrowed: ir.Place, i: int, kind: str, depth: str, length: bool) -> bool:
    """The access ended: does it reach the rest of the borrowed place?"""
    for j in range(i, len(borrowed.proj)):
        base = ir.Place(borrowed.local, borrowed.proj[:j])
        t = types.of(base)
        step = borrowed.proj[j]
        if length and step.kind in ("index", "const_index", "subslice"):
            return False
        if step.kind == "deref":
            if depth == SHALLOW:
                return False  # what it points to is not touched
            if isinstance(t, ty.Ref) and not t.mut:
                raise AssertionError("a loan through a shared reference")
            if isinstance(t, ty.Ref) and depth == DROP:
                return False  # a destructor does not look behind a mutable reference here
        elif (
            step.kind == "field" and depth == DROP and isinstance(t, ty.Adt) and types.has_drop_impl(t) and not t.is_box
        ):
            return True  # Drop can read the field
    return True


def _steps(t: ty.Ty, b: ir.Proj, a: ir.Proj, bias: bool) -> str:
    """Two steps from the same place: `same` (go on), `disjoint`, or `arbitrary` (they may be anything of each
    other)."""
    if b.kind == "deref" or a.kind == "deref":
        return "same"
    if b.kind == "field" and a.kind == "field":
        if isinstance(t, ty.Adt) and t.def_.is_union:
            return "same" if a.a == b.a else "arbitrary"
        return "same" if a.a == b.a else "disjoint"
    if b.kind == "downcast" and a.kind == "downcast":
        return "same" if a.a == b.a else ("disjoint" if isinstance(t, ty.Adt) and t.def_.is_enum else "same")
    if b.kind in ("index",) or a.kind in ("index",):
        return "same" if bias else "disjoint"
    if b.kind == "const_index" and a.kind == "const_index":
        if a.from_end == b.from_end:
            return "same" if a.a == b.a else "disjoint"
        front, end = (b, a) if a.from_end else (a, b)
        # the least length tells how far apart they are at least
        least = max(a.b, b.b)
        return "same" if front.a >= least - end.a else "disjoint"
    if "subslice" in (a.kind, b.kind):
        return _with_subslice(b, a)
    return "same"


def _with_subslice(b: ir.Proj, a: ir.Proj) -> str:
    if a.kind == "subslice" and b.kind == "subslice":
        if not a.from_end and not b.from_end:
            return "disjoint" if a.b <= b.a or b.b <= a.a else "same"
        return "same"
    index, sub = (a, b) if b.kind == "subslice" else (b, a)
    if not index.from_end:
        if not sub.from_end:
            return "same" if sub.a <= index.a < sub.b else "disjoint"
        return "same" if index.a >= sub.a else "disjoint"
    if sub.from_end:
        return "same" if index.a > sub.b else "disjoint"
    return "same"


def definitely_conflict(types: PlaceTypes, borrowed: ir.Place, assigned: ir.Place) -> bool:
    """Whether assigning certainly replaces what is borrowed (unknown indexes count as different)."""
    return conflict(types, borrowed, "mut", assigned, DEEP, bias=False)
