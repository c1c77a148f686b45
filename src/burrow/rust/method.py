"""Finding what `receiver.name(…)` or `Type::name` means (part of `check.BodyCheck`).

Reference: `rustc_hir_typeck::method::probe`.  The receiver is dereferenced step by step; at each step it is tried by
value, then by `&`, then by `&mut`;
inherent candidates (inherent impls, `dyn` methods, where-clauses on a parameter) come before those of traits in scope.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import collect, defs, resolve, thir, traits
from burrow.rust import types as t
from burrow.source import Span


class Pick:
    """A method found: `item`; `kind` `impl` (with the ImplDef `owner`) or `trait` (with a trait reference or None in
    `trait_ref`);
    `steps` derefs of the receiver, `autoref` None, `ref` or `mut`, `unsize` an array made a slice."""

    __slots__ = ("autoref", "item", "kind", "owner", "self_ty", "steps", "trait_ref", "unsize")

    def __init__(self, item: Any, kind: str, owner: Any, trait_ref: Any = None) -> None:
        self.item = item
        self.kind = kind
        self.owner = owner
        self.trait_ref = trait_ref
        self.steps: list[Any] = []
        self.autoref: str | None = None
        self.unsize = False
        self.self_ty: Any = None


class Methods:
    """Mixed into BodyCheck."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    # ---- method calls
    # -----------------------------------------------------------------------------------------------------------

    def probe_method(self: Any, ty: t.Ty, name: str, span: Span, quiet: bool = False) -> Pick | None:
        """The method that a call on a receiver of type `ty` means."""
        steps = list(self.autoderef(ty, span))
        last = steps[-1][1]
        extra = None
        if isinstance(last, t.Array):
            extra = (steps[-1][0], t.Slice(last.ty), True)
        all_steps = [(st, x, False) for st, x in steps] + ([extra] if extra is not None else [])
        inherent: list[Pick] = []
        for _, x, _ in all_steps:
            self.inherent_candidates(x, name, inherent)
        extension = self.extension_candidates(name)
        if not inherent and not extension:
            return None
        self.ambiguous_var = False
        for st, x, unsize in all_steps:
            if isinstance(x, t.Infer) and x.kind == "ty":
                # nothing is known of the receiver (any more)
                if not st or True:
                    self.ambiguous_var = True
                    return None
            if isinstance(x, t.Error):
                return None
            p = None
            if not unsize:
                p = self.pick(x, inherent, extension, st, None, False)
            if p is None:
                p = self.pick(t.Ref(t.ERASED, x), inherent, extension, st, "ref", unsize)
            if p is None:
                p = self.pick(t.Ref(t.ERASED, x, True), inherent, extension, st, "mut", unsize)
            if p is None and isinstance(x, t.RawPtr) and x.mut:
                p = self.pick(t.RawPtr(x.ty, False), inherent, extension, st, "const_ptr", unsize)
            if p is not None:
                return p  # type: ignore[no-any-return]
        return None

    def pick(
        self: Any,
        self_ty: t.Ty,
        inherent: list[Pick],
        extension: list[Pick],
        steps: list[Any],
        autoref: str | None,
        unsize: bool,
    ) -> Pick | None:
        for group in (inherent, extension):
            found = []
            for c in group:
                if self.applies(c, self_ty):
                    found.append(c)
            if len(found) > 1:
                distinct = {c.item: c for c in reversed(found)}
                for c in found:
                    # the same trait under different arguments: which one is decided by the call
                    if (
                        c.kind == "trait"
                        and distinct[c.item].trait_ref is not c.trait_ref
                        and distinct[c.item].trait_ref is not None
                    ):
                        distinct[c.item] = Pick(c.item, "trait", c.owner)
                found = [distinct[i] for i in dict.fromkeys(c.item for c in found)]
                if len(found) > 1:
                    # a supertrait's method gives way to the subtrait's own
                    for c in found:
                        if c.kind == "trait" and all(
                            o is c
                            or o.kind == "trait"
                            and any(
                                s.trait is o.item.container
                                for s in collect.super_closure(
                                    t.TraitRef(c.item.container, c.item.container.generics.identity())
                                )
                            )
                            for o in found
                        ):
                            found = [c]
                            break
            if found:
                c = found[0]
                p = Pick(c.item, c.kind, c.owner, c.trait_ref)
                p.steps, p.autoref, p.unsize, p.self_ty = steps, autoref, unsize, self_ty
                if len(found) > 1:
                    self.ambiguous_items = found
                return p
        return None

    def applies(self: Any, c: Pick, self_ty: t.Ty) -> bool:
        """Whether a candidate's receiver type matches and its conditions may hold."""
        table = self.table
        at = table.snapshot()
        n = len(table.values)
        try:
            if c.kind == "impl":
                args = table.fresh(c.owner.generics)
                want = self.receiver(c.item, args)
                if want is None or not self.receiver_eq(want, self_ty):
                    return False
                for p in c.owner.predicates:
                    if isinstance(p, t.OutlivesPred):
                        continue
                    if self.sel.evaluate(t.subst(p, args)) == traits.NO:
                        return False
                return True
            trait = c.item.container
            args = table.fresh(trait.generics)
            if c.trait_ref is not None:
                if not table.eq(t.TraitRef(trait, args), c.trait_ref):
                    return False
            want = self.receiver(c.item, args)
            if want is None or not self.receiver_eq(want, self_ty):
                return False
            if c.trait_ref is None:
                tr = table.resolve(t.TraitRef(trait, args))
                if self.sel.evaluate(tr) == traits.NO:
                    return False
            return True
        except (traits.Overflow, defs.Cycle):
            return False
        finally:
            table.rollback(at)
            del table.values[n:], table.kinds[n:], table.origins[n:]

    def receiver(self: Any, fn: Any, args: t.Args) -> Any:
        """The type of a method's `self` with its container's arguments put in."""
        if fn.kind != "fn" or not fn.has_self:
            return None
        sig = fn.sig
        ty = t.subst(t.erase_bound(sig.inputs[0]), _pad(args, fn))
        return ty

    def receiver_eq(self: Any, want: Any, self_ty: t.Ty) -> bool:
        if want.flags & t.HAS_ALIAS:
            try:
                want, nested = self.sel.normalize(want)
            except traits.Overflow:
                return False
            if not self.table.eq(want, self_ty):
                return False
            return not nested or self.sel.holds_all(nested) != traits.NO
        return self.table.eq(want, self_ty)  # type: ignore[no-any-return]

    def inherent_candidates(self: Any, ty: Any, name: str, out: list[Pick], need_self: bool = True) -> None:
        if isinstance(ty, t.Param):
            for refs in self.env.by_trait.values():
                for tr in refs:
                    if tr.args[0] is ty:
                        self.add_trait_item(tr, name, out, need_self)
            return
        if isinstance(ty, t.Alias):
            for p in traits.alias_preds(ty):
                if isinstance(p, t.TraitPred):
                    self.add_trait_item(self.norm(t.erase_bound(p.trait_ref)), name, out, need_self)
            for refs in self.env.by_trait.values():
                for tr in refs:
                    if traits.same(tr.args[0], ty):
                        self.add_trait_item(tr, name, out, need_self)
            return
        if isinstance(ty, t.Dynamic) and ty.principal is not None:
            args = tuple(t.erase_bound(a) for a in ty.args)
            for tr in traits.object_supers(ty, args):
                self.add_trait_item(tr, name, out, need_self)
        for impl in traits.inherent_impls(ty) if not isinstance(ty, t.Infer) else self.number_impls(ty):
            item = impl.items.get(name)
            if item is not None and (not need_self or item.kind == "fn" and item.has_self):
                if not resolve.visible(item.vis, self.module):
                    continue
                out.append(Pick(item, "impl", impl))

    def number_impls(self: Any, ty: t.Infer) -> list[Any]:
        """The inherent impls of the type that a number variable will probably be."""
        return traits.inherent_impls(t.I32 if ty.kind == "int" else t.F64) if ty.kind != "ty" else []

    def add_trait_item(self: Any, tr: t.TraitRef, name: str, out: list[Pick], need_self: bool = True) -> None:
        item = tr.trait.items.get(name)
        if item is None or item.kind == "assoc type" or need_self and not (item.kind == "fn" and item.has_self):  # type: ignore[attr-defined]
            return
        out.append(Pick(item, "trait", tr.trait, tr))

    def extension_candidates(self: Any, name: str, need_self: bool = True) -> list[Pick]:
        out = []
        for trait in self.scope_traits():
            item = trait.items.get(name)
            if (
                item is not None
                and item.kind != "assoc type"
                and (not need_self or item.kind == "fn" and item.has_self)
            ):
                out.append(Pick(item, "trait", trait))
        return out

    def scope_traits(self: Any) -> list[Any]:
        out = resolve.traits_in_scope(self.module)
        # inside a trait its own methods are in scope
        c = getattr(self.owner, "container", None)
        if c is not None and c.kind == "impl":
            c = c.trait_ref.trait if c.trait_ref is not None else None
        if c is not None and c not in out:
            out = [*out, c]
        return out

    def method_exists(self: Any, ty: t.Ty, name: str) -> bool:
        return self.probe_method(ty, name, Span("", 0, 0), True) is not None

    # ---- confirming
    # -------------------------------------------------------------------------------------------------------------

    def adjust_receiver(self: Any, x: Any, p: Pick, span: Span) -> Any:
        """The receiver with the derefs, the autoref and the unsizing that the pick asks for."""
        x0 = x
        x = self.apply_derefs(x, p.steps, x.span)
        if p.autoref == "const_ptr":
            return thir.Coerce(t.RawPtr(self.shallow(x.ty).ty, False), x.span, "mut_to_const", x, adj=True)
        if p.autoref is not None:
            mut = p.autoref == "mut"
            if mut:
                self.needs_mut(x)
            place_ty = x.ty
            x = thir.Borrow(t.Ref(t.ERASED, place_ty, mut), x.span, x, mut, mut, adj=True)
            if p.unsize:
                arr = self.shallow(place_ty)
                x = thir.Coerce(t.Ref(t.ERASED, t.Slice(arr.ty), mut), x.span, "unsize", x, adj=True)
        elif p.steps and isinstance(self.shallow(x.ty), t.Ref) is False and x is not x0:
            pass
        else:
            rty = self.shallow(x.ty)
            if isinstance(rty, t.Ref) and rty.mut and not p.steps:
                # a `&mut` receiver taken by value is reborrowed
                place = thir.Deref(rty.ty, x.span, x, adj=True)
                x = thir.Borrow(t.Ref(t.ERASED, rty.ty, True), x.span, place, True, True, adj=True)
        return x

    def instantiate_pick(self: Any, p: Pick, seg: Any, span: Span) -> tuple[Any, t.Args, Any]:
        """The item under fresh arguments: (container arguments, all arguments, arguments as written)."""
        if p.kind == "impl":
            parent = self.erased(self.table.fresh(p.owner.generics, span, True))
        else:
            parent = self.table.fresh(p.item.container.generics, span, True)
            if p.trait_ref is not None:
                self.table.eq(t.TraitRef(p.item.container, parent), p.trait_ref)
        args, user = self.own_args(p.item, parent, seg, span)
        return parent, args, user

    def erased(self: Any, args: t.Args) -> t.Args:
        return args

    # ---- Type::name
    # -------------------------------------------------------------------------------------------------------------

    def probe_path(self: Any, ty: t.Ty, name: str, span: Span) -> Pick | None:
        """An associated function or constant of a type."""
        ty = self.shallow(ty)
        found: list[Pick] = []
        self.inherent_candidates(ty, name, found, need_self=False)
        for group in (found, self.extension_candidates(name, need_self=False)):
            ok = []
            for c in group:
                if self.path_applies(c, ty):
                    ok.append(c)
            if len({c.item for c in ok}) > 1:
                # several impls or traits: prefer one whose conditions certainly hold
                sure = [c for c in ok if self.path_applies(c, ty, True)]
                if len({c.item for c in sure}) == 1:
                    ok = sure
                else:
                    self.ambiguous_items = ok
            if ok:
                return ok[0]
        return None

    def path_applies(self: Any, c: Pick, ty: t.Ty, sure: bool = False) -> bool:
        table = self.table
        at = table.snapshot()
        n = len(table.values)
        least = traits.YES if sure else traits.MAYBE
        try:
            if c.kind == "impl":
                args = table.fresh(c.owner.generics)
                st = t.subst(c.owner.self_ty, args)
                if st.flags & t.HAS_ALIAS:
                    st = self.sel.norm(st)
                if not table.eq(st, ty):
                    return False
                return all(
                    self.sel.evaluate(t.subst(p, args)) >= least
                    for p in c.owner.predicates
                    if not isinstance(p, t.OutlivesPred)
                )
            trait = c.item.container
            args = table.fresh(trait.generics)
            if not table.eq(args[0], ty):
                return False
            if c.trait_ref is not None:
                return bool(table.eq(t.TraitRef(trait, args), c.trait_ref))
            return bool(self.sel.evaluate(t.TraitRef(trait, args)) >= least)
        except (traits.Overflow, defs.Cycle):
            return False
        finally:
            table.rollback(at)
            del table.values[n:], table.kinds[n:], table.origins[n:]

    # ---- errors ----------------------------------------------------------------------------------------------------
    # -------------

    def no_method(self: Any, ty: t.Ty, ident: Any, span: Span, recv: Any) -> None:
        ty = self.resolve(ty)
        if ty.flags & t.HAS_ERROR:
            self.note_error()
            return
        name = ident.name
        f = None
        if isinstance(ty, t.Adt) and not ty.def_.is_enum and ty.def_.variants:
            f = ty.def_.variant.field(name)
        where = _kind(ty)
        # is there a method whose bounds are not met?
        hidden = list(self.all_inherent(ty, name))
        if hidden and any(not resolve.visible(p.item.vis, self.module) for p in hidden):
            self.error(ident.span, f"method `{name}` is private", "private method", "E0624")
            return
        unmet = self.unmet_method(ty, name)
        if unmet:
            self.error(
                ident.span,
                f"the method `{name}` exists for {where}, but its trait bounds were not satisfied",
                f"method cannot be called on `{ty}` due to unsatisfied trait bounds",
                "E0599",
            )
            return
        label = "field, not a method" if f is not None else f"method not found in `{ty}`"
        self.error(ident.span, f"no method named `{name}` found for {where} in the current scope", label, "E0599")

    def all_inherent(self: Any, ty: t.Ty, name: str) -> list[Pick]:
        out: list[Pick] = []
        if not isinstance(ty, (t.Param, t.Alias, t.Infer)):
            for impl in traits.inherent_impls(ty):
                item = impl.items.get(name)
                if item is not None:
                    out.append(Pick(item, "impl", impl))
        return out

    def unmet_method(self: Any, ty: t.Ty, name: str) -> bool:
        for _, x in self.autoderef(ty, Span("", 0, 0)):
            for c in self.extension_candidates(name):
                for impl in traits.impls_for(c.item.container, traits.simplify(x)):
                    if traits.key_of(impl) is not None or isinstance(x, t.Adt):
                        return True
            if any(p.item.kind == "fn" and p.item.has_self for p in self.all_inherent(x, name)):
                return True
        return False


def _pad(args: t.Args, fn: Any) -> t.Args:
    """Arguments for a method's signature of which only the container's are known (its own parameters stay as they
    are)."""
    return args


def _kind(ty: t.Ty) -> str:
    if isinstance(ty, t.Adt):
        return f"{ty.def_.adt_kind} `{ty}`"
    if isinstance(ty, t.Param):
        return f"type parameter `{ty}`"
    if isinstance(ty, t.Ref):
        return f"reference `{ty}`" if not ty.mut else f"mutable reference `{ty}`"
    if isinstance(ty, t.RawPtr):
        return f"raw pointer `{ty}`"
    if isinstance(ty, t.Tuple):
        return f"tuple `{ty}`" if ty.elems else "unit type `()`"
    if isinstance(ty, t.Array):
        return f"array `{ty}`"
    if isinstance(ty, t.Closure):
        return f"closure `{ty}`"
    if isinstance(ty, t.FnDef):
        return f"fn item `{ty}`"
    if isinstance(ty, t.FnPtr):
        return f"fn pointer `{ty}`"
    if isinstance(ty, t.Dynamic):
        return f"trait object `{ty}`" if False else f"reference `&{ty}`" if False else f"type `{ty}`"
    if isinstance(ty, t.Alias):
        return f"opaque type `{ty}`" if ty.kind == "opaque" else f"associated type `{ty}`"
    return f"type `{ty}`"
