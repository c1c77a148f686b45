"""What a body's passes ask about types: the type of a place, whether it is Copy, whether dropping it does anything.

In: types of the typed stage and the environment (`traits.param_env`) of the body's owner.  rustc spreads these over
`PlaceTy::projection_ty`, `Ty::needs_drop`, `Ty::is_inhabited_from` and the trait selection behind
`type_is_copy_modulo_regions`. """

from __future__ import annotations

from typing import Any

from burrow.ir import nodes as ir
from burrow.rust import defs
from burrow.rust import types as ty


class TypeCx:
    """Questions about types in the environment of one definition (None: everything is concrete)."""

    def __init__(self, owner: defs.Def | None) -> None:
        from burrow.rust import traits

        self.traits = traits
        self.owner = owner
        self.env: Any = traits.param_env(owner) if owner is not None else None
        self._copy: dict[ty.Ty, bool] = {}
        self._drop: dict[ty.Ty, bool] = {}
        self._empty: dict[ty.Ty, bool] = {}

    def normalize(self, t: Any) -> Any:
        """`t` with projections replaced by what they stand for, where that is known."""
        return self.traits.normalize(t, self.env) if t.flags & (ty.HAS_ALIAS | ty.HAS_OPAQUE) else t

    def is_copy(self, t: ty.Ty) -> bool:
        known = self._copy.get(t)
        if known is None:
            if isinstance(t, ty.Ref):
                known = not t.mut
            elif isinstance(t, (ty.Prim, ty.RawPtr, ty.FnDef, ty.FnPtr)):
                known = t is not ty.STR
            elif isinstance(t, ty.Tuple):
                known = all(self.is_copy(e) for e in t.elems)
            elif isinstance(t, ty.Array):
                known = self.is_copy(t.ty)
            elif isinstance(t, ty.Closure):
                known = all(self.is_copy(u) for u in t.upvars)
            elif isinstance(t, (ty.Slice, ty.Dynamic)):
                known = False
            else:
                known = bool(self.traits.is_copy(ty.erase_regions(t), self.env))
            self._copy[t] = known
        return known

    def is_sized(self, t: ty.Ty) -> bool:
        """Whether the size of a `t` is known."""
        if isinstance(t, (ty.Prim, ty.Ref, ty.RawPtr)):
            return t is not ty.STR
        return bool(self.traits.is_sized(ty.erase_regions(t), self.env))

    def needs_drop(self, t: ty.Ty) -> bool:
        """Whether dropping a `t` may do anything (a type parameter may, unless it is Copy)."""
        known = self._drop.get(t)
        if known is None:
            self._drop[t] = False  # a recursive type: decided by its other parts
            known = self._drop[t] = self._needs_drop(t)
        return known

    def _needs_drop(self, t: ty.Ty) -> bool:
        if isinstance(t, (ty.Prim, ty.Ref, ty.RawPtr, ty.FnDef, ty.FnPtr, ty.Error)):
            return False
        if isinstance(t, ty.Adt):
            d = t.def_
            if d.is_manually_drop:
                return False
            if t.is_box or d.drop_impl is not None:
                return True
            if d.is_union:
                return False
            return any(
                self.needs_drop(self.field_ty(t, v.variant_index, f.index)) for v in d.variants for f in v.fields
            )
        if isinstance(t, ty.Tuple):
            return any(self.needs_drop(e) for e in t.elems)
        if isinstance(t, ty.Closure):
            return any(self.needs_drop(u) for u in t.upvars)
        if isinstance(t, ty.Array):
            return t.len.value != 0 and self.needs_drop(t.ty)
        if isinstance(t, ty.Slice):
            return self.needs_drop(t.ty)
        if isinstance(t, ty.Alias):
            n = self.normalize(t)
            if n is not t:
                return self.needs_drop(n)
        if isinstance(t, ty.Dynamic):
            return True
        return not self.is_copy(t)

    def is_empty(self, t: ty.Ty) -> bool:
        """Whether no value of the type can exist (`!`, an enum without possible variants)."""
        known = self._empty.get(t)
        if known is None:
            self._empty[t] = False
            known = self._empty[t] = self._is_empty(t)
        return known

    def _is_empty(self, t: ty.Ty) -> bool:
        if isinstance(t, ty.Prim):
            return t is ty.NEVER
        if isinstance(t, ty.Tuple):
            return any(self.is_empty(e) for e in t.elems)
        if isinstance(t, ty.Array):
            return t.len.value != 0 and self.is_empty(t.ty)
        if isinstance(t, ty.Adt) and not t.def_.is_union:
            return all(self.variant_empty(t, v.variant_index) for v in t.def_.variants)
        return False

    def variant_empty(self, t: ty.Adt, variant: int) -> bool:
        """Whether a variant has a field that no value can have."""
        return any(self.is_empty(self.field_ty(t, variant, f.index)) for f in t.def_.variants[variant].fields)

    def field_ty(self, t: ty.Ty, variant: int, index: int) -> ty.Ty:
        """The type of field `index` of an ADT's variant, a tuple or a closure."""
        if isinstance(t, ty.Adt):
            r: ty.Ty = self.normalize(t.def_.variants[variant].fields[index].ty_with(t.args))
            return r
        if isinstance(t, ty.Tuple):
            return t.elems[index]
        if isinstance(t, ty.Closure):
            return t.upvars[index]
        raise AssertionError(f"field {index} of {t}")

    def has_drop_impl(self, t: ty.Ty) -> bool:
        return isinstance(t, ty.Adt) and t.def_.drop_impl is not None

    def step(self, t: ty.Ty, variant: int, p: ir.Proj) -> tuple[ty.Ty, int]:
        """One projection: the type (and variant, for a downcast) it leads to."""
        kind = p.kind
        if kind == "field":
            return self.field_ty(t, variant, p.a), 0
        if kind == "deref":
            if isinstance(t, (ty.Ref, ty.RawPtr)):
                return t.ty, 0
            if isinstance(t, ty.Adt) and t.is_box:
                inner = t.args[0]
                assert isinstance(inner, ty.Ty)
                return inner, 0
            raise AssertionError(f"deref of {t}")
        if kind == "downcast":
            return t, p.a
        assert isinstance(t, (ty.Array, ty.Slice)), (t, p)
        if kind == "subslice":
            if isinstance(t, ty.Slice):
                return t, 0
            n = int(t.len.value)
            return ty.Array(t.ty, ty.const_usize((n - p.b if p.from_end else p.b) - p.a)), 0
        return t.ty, 0


class PlaceTypes:
    """The types of one body's places."""

    def __init__(self, cx: TypeCx, locals_: list[ir.Local]) -> None:
        self.cx = cx
        self.locals = locals_
        self._known: dict[ir.Place, tuple[ty.Ty, int]] = {}

    def of(self, place: ir.Place) -> ty.Ty:
        return self.with_variant(place)[0] if place.proj else self.locals[place.local].ty

    def with_variant(self, place: ir.Place) -> tuple[ty.Ty, int]:
        """The type and the variant that the place was last downcast to."""
        if not place.proj:
            return self.locals[place.local].ty, 0
        known = self._known.get(place)
        if known is None:
            t, v = self.with_variant(ir.Place(place.local, place.proj[:-1]))
            known = self._known[place] = self.cx.step(t, v, place.proj[-1])
        return known

    def has_drop_impl(self, t: ty.Ty) -> bool:
        return self.cx.has_drop_impl(t)

    def operand(self, o: ir.Operand) -> ty.Ty:
        return o.ty if isinstance(o, ir.Const) else self.of(o.place)
