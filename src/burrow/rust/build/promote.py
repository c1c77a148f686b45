"""Borrows of constant expressions that live for ever: `&5`, `&[1, 2]`, `&None`, `&CONST`.

In: a `thir.Borrow`.  Out: a constant operand that is the address of the value, made by a body of its own, or None
where the borrow is an ordinary one.  The rules are those of `rustc_mir_transform::promote_consts`: the value has no
destructor and no interior mutability (`&mut` only of an empty array), and evaluating it can neither fail nor call
anything. """

from __future__ import annotations

from burrow.ir import nodes as ir
from burrow.rust import defs, thir
from burrow.rust import types as ty
from burrow.rust.build.builder import Builder, Promoted, build_body


def promote(b: Builder, e: thir.Borrow) -> ir.Const | None:
    """See the module."""
    if b.is_const:
        return None
    place = e.place
    if e.mut:
        if not (isinstance(place, thir.ArrayExpr) and not place.elems):
            return None
    elif not _constant(b, place, top=True):
        return None
    ref = thir.Borrow(e.ty, e.span, place, e.mut)
    owner = b.owner.owner if isinstance(b.owner, defs.ClosureDef) else b.owner
    tree = thir.Body(owner, [], e.ty, ref, e.span, b.edition)
    body = build_body(tree, owner, b.cx, promoted=True)
    return ir.Const(Promoted(body), e.ty)


def _constant(b: Builder, e: thir.Expr, top: bool = False) -> bool:
    """Whether `e` may be evaluated at compile time as part of a promoted value."""
    if isinstance(e, (thir.Lit, thir.FnRef, thir.ConstParamRef)):
        return True
    if isinstance(e, thir.ConstRef):
        if isinstance(e.def_, defs.AnonConst):
            return False
        return not b.cx.needs_drop(e.ty) and frozen(b, e.ty)
    if isinstance(e, thir.AdtExpr):
        if e.base is not None or e.adt.is_union or e.adt.drop_impl is not None or e.adt.lang == "unsafe_cell":
            return False
        return all(_constant(b, f) for _, f in e.fields)
    if isinstance(e, (thir.TupleExpr, thir.ArrayExpr)):
        return all(_constant(b, f) for f in e.elems)
    if isinstance(e, thir.Repeat):
        return _constant(b, e.value)
    if isinstance(e, thir.Borrow):
        return not e.mut and _constant(b, e.place, top=True)
    if isinstance(e, thir.Coerce):
        return e.kind != "never" and _constant(b, e.value)
    if isinstance(e, thir.Use):
        return _constant(b, e.value)
    if isinstance(e, thir.Cast):
        return e.kind in ("num", "ptr_ptr") and _constant(b, e.value)
    if isinstance(e, thir.Unary):
        return isinstance(e.value, thir.Lit)
    if isinstance(e, thir.Binary):
        if not (_constant(b, e.left) and _constant(b, e.right)):
            return False
        if e.op in ("/", "%") and isinstance(e.ty, ty.Prim) and e.ty.is_int:
            return isinstance(e.right, thir.Lit) and e.right.value not in (0, -1)
        return isinstance(e.left.ty, ty.Prim)
    if isinstance(e, thir.Deref):  # `&*"text"`: a reborrow of a constant
        return isinstance(e.value.ty, ty.Ref) and _constant(b, e.value) and top
    if isinstance(e, thir.Field):
        return not isinstance(e.base, (thir.VarRef, thir.Deref)) and _constant(b, e.base)
    if isinstance(e, thir.ClosureExpr):
        return not e.def_.captures
    return False


def frozen(b: Builder, t: ty.Ty) -> bool:
    """Whether a `t` has no interior mutability outside of what it points to."""
    return _frozen(b, t, set())


def _frozen(b: Builder, t: ty.Ty, seen: set[ty.Ty]) -> bool:
    if t in seen or isinstance(t, (ty.Prim, ty.Ref, ty.RawPtr, ty.FnDef, ty.FnPtr)):
        return True
    seen.add(t)
    if isinstance(t, ty.Adt):
        if t.def_.lang == "unsafe_cell":
            return False
        return t.def_.is_phantom or all(
            _frozen(b, b.cx.field_ty(t, v.variant_index, f.index), seen) for v in t.def_.variants for f in v.fields
        )
    if isinstance(t, ty.Tuple):
        return all(_frozen(b, e, seen) for e in t.elems)
    if isinstance(t, (ty.Array, ty.Slice)):
        return _frozen(b, t.ty, seen)
    if isinstance(t, ty.Closure):
        return all(_frozen(b, u, seen) for u in t.upvars)
    return False
