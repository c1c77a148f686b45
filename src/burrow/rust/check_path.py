"""Paths in expressions and patterns: variables, functions, constants, constructors (part of `check.BodyCheck`).

Reference: `rustc_resolve::late` for what a path may name, `rustc_hir_typeck::fn_ctxt` for its generic arguments.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import collect, defs, resolve, thir
from burrow.rust import syntax as s
from burrow.rust import types as t
from burrow.rust.lower import param_table
from burrow.source import Label, Span


class PathCheck:
    """Mixed into BodyCheck."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def x_EPath(self: Any, e: Any, exp: Any) -> thir.Expr:
        path = e.path
        segs = path.segments
        if e.qself is None and len(segs) == 1 and not path.global_:
            ident = segs[0].ident
            var = self.find_local(ident.name, ident.ctxt)
            if var is not None:
                return self.var_ref(var, e.span)  # type: ignore[no-any-return]
        r = self.value_path(e.qself, path, e.span)
        return r if r is not None else self.err(e.span)  # type: ignore[no-any-return]

    def var_ref(self: Any, var: thir.Var, span: Span) -> thir.Expr:
        for c in self.closure_stack:
            if var not in c.own:
                c.def_.mentions.setdefault(var, span)
        return thir.VarRef(var.ty, span, var)

    # ---- what a value path names
    # ----------------------------------------------------------------------------------------------------

    def value_path(self: Any, qself: Any, path: Any, span: Span, call: bool = False) -> thir.Expr | None:
        segs = path.segments
        self.low.module = self.module
        if qself is not None:
            base = self.erase(self.lower(qself.ty))
            user = self.user_self
            if qself.trait_len:
                return self.trait_path(base, path, qself.trait_len, span)  # type: ignore[no-any-return]
            return self.relative(base, segs, 0, span, user)  # type: ignore[no-any-return]
        idents = [g.ident for g in segs]
        first = idents[0].name
        failed: resolve.Failed | None = None
        if not path.global_ and len(segs) == 1:
            c = self.const_param(first)
            if c is not None:
                return thir.ConstParamRef(c.ty, span, c)
            if first == "Self":
                return self.self_ctor(span)  # type: ignore[no-any-return]
        if not (first == "Self" or not path.global_ and len(segs) > 1 and self.low.param(first, span) is not None):
            try:
                b = resolve.resolve_path(idents, path.global_, resolve.VALUES, self.module)
            except resolve.Failed as f:
                b, failed = None, f
                if f.diagnostic.code == "E0603":
                    self.report(f.diagnostic)
                    return None
            if b is not None:
                if not resolve.visible(b.vis, self.module):
                    self.report(resolve.private(idents[-1], b).diagnostic)
                return self.named(b.def_, segs, span)  # type: ignore[no-any-return]
        if len(segs) > 1:
            # a type and something of it
            got = self.prefix_type(path)
            if got is not None:
                base, k, user = got
                if isinstance(base, t.TraitRef):
                    return self.trait_item(base, segs[k], span)  # type: ignore[no-any-return]
                if base is t.ERROR:
                    self.note_error()
                    return None
                return self.relative(base, segs, k, span, user)  # type: ignore[no-any-return]
            if failed is not None:
                self.report(failed.diagnostic)
                return None
        self.unknown_value(path, span, call)
        return None

    def prefix_type(self: Any, path: Any) -> Any:
        """The longest prefix that is a type (or trait): (type or trait reference, segments used, type as written)."""
        segs = path.segments
        idents = [g.ident for g in segs]
        self.low.infer_defaults = True
        try:
            base = self.low.param(idents[0].name, idents[0].span) if not path.global_ else None
            if base is not None:
                user = base
                return self.norm(t.erase_regions(base), idents[0].span), 1, user
            for k in range(len(segs) - 1, 0, -1):
                try:
                    b = resolve.resolve_path(idents[:k], path.global_, resolve.TYPES, self.module)
                except resolve.Failed:
                    continue
                if b is None:
                    continue
                d = b.def_
                if isinstance(d, defs.Module):
                    if len(segs) == 2 and not path.global_ and idents[0].name in t.PRIMS:
                        p = t.PRIMS[idents[0].name]
                        return p, 1, p
                    return None
                if not resolve.visible(b.vis, self.module):
                    self.report(resolve.private(idents[k - 1], b).diagnostic)
                if getattr(d, "kind", "") == "trait":
                    args = self.low.args(d, segs[k - 1], segs[k - 1].span, self_ty=self.new_ty(path.span))
                    return t.TraitRef(d, self.erase_all(args)), k, None
                if getattr(d, "kind", "") == "variant":
                    return None
                sub = s.Path(path.span, segs[:k], path.global_)
                user = self.low.def_ty(d, segs[:k], sub.span, s.TPath(sub.span, None, sub))
                return self.norm(t.erase_regions(user), path.span), k, user
        finally:
            self.low.infer_defaults = False
        return None

    user_self: Any = None

    def erase(self: Any, ty: t.Ty) -> t.Ty:
        self.user_self = ty
        return t.erase_regions(ty)  # type: ignore[no-any-return]

    def erase_all(self: Any, args: t.Args) -> t.Args:
        return tuple(t.erase_regions(a) for a in args)

    def const_param(self: Any, name: str) -> t.Const | None:
        for d in self.low.generics_chain:
            p = param_table(d).get(name)
            if p is not None and not isinstance(p, tuple) and p.kind == "const":
                return t.Const("param", p.ty, None, p.index, p.name)
        return None

    def self_ctor(self: Any, span: Span) -> thir.Expr | None:
        """`Self` as the constructor of a tuple or unit struct."""
        ty = self.low.self_ty(span)
        if isinstance(ty, t.Adt) and not ty.def_.is_enum and ty.def_.variants and ty.def_.variant.ctor != "struct":
            args = t.erase_regions(ty).args
            return self.ctor(ty.def_.variant, args, span, None)  # type: ignore[no-any-return]
        if ty is not t.ERROR:
            self.error(span, "the `Self` constructor must be used with unit or tuple structs", "", None)
        else:
            self.note_error()
        return None

    def named(self: Any, d: Any, segs: list[Any], span: Span) -> thir.Expr | None:
        """A definition that the whole path names."""
        kind = d.kind
        last = segs[-1]
        if kind == "variant":
            seg = last
            if d.adt.is_enum and last.args is None and len(segs) > 1 and segs[-2].args is not None:
                seg = segs[-2]
            if d.ctor == "struct":
                what = "::".join(g.ident.name for g in segs)
                self.error(span, f"expected value, found struct variant `{what}`", "not a value", "E0533")
                return None
            args, user = self.own_args(d.adt, (), seg, span)
            return self.ctor(d, args, span, user)  # type: ignore[no-any-return]
        if kind == "fn":
            args, user = self.own_args(d, (), last, span)
            self.owe_all(d, args, span)
            return thir.FnRef(t.FnDef(d, args), span, user)
        if kind == "const":
            return self.const_ref(d, (), span)  # type: ignore[no-any-return]
        if kind == "static":
            if d.mut or d.foreign:
                self.need_unsafe(span, "use of mutable static" if d.mut else "use of extern static")
            return thir.StaticRef(self.norm(t.erase_regions(d.ty), span), span, d)
        name = "::".join(g.ident.name for g in segs)
        self.error(span, f"expected value, found {resolve.kind_name(d)} `{name}`", "not a value", "E0423")
        return None

    def need_unsafe(self: Any, span: Span, what: str) -> None:
        if self.unsafe_depth or getattr(self.owner, "unsafe", False) and self.owner.kind == "fn":
            return
        note = {
            "call to unsafe function": "consult the function's documentation for information on how to avoid undefined behavior",  # noqa: E501
            "dereference of raw pointer": "raw pointers may be null, dangling or unaligned; they can violate aliasing rules and cause data "  # noqa: E501
            "races: all of these are undefined behavior",
            "use of mutable static": "mutable statics can be mutated by multiple threads: aliasing violations or data races will cause "  # noqa: E501
            "undefined behavior",
        }
        base = what.split(" `")[0]
        d = self.error(span, f"{what} is unsafe and requires unsafe function or block", base, "E0133")
        if base in note:
            d.note(note[base])

    def const_ref(
        self: Any, d: Any, args: t.Args, span: Span, user: Any = None, user_self: Any = None
    ) -> thir.Expr:
        ty = self.norm(t.erase_regions(t.subst(d.ty, args)), span)
        return thir.ConstRef(ty, span, d, args, user, user_self)

    def ctor(self: Any, v: Any, args: t.Args, span: Span, user: Any) -> thir.Expr:
        """A tuple or unit constructor; `user`: the type's arguments as written, or the whole written type, or None."""
        adt = v.adt
        if isinstance(user, t.Ty):
            user = user.args if isinstance(user, t.Adt) and user.def_ is adt else None
        if v.ctor == "const":
            ty = t.Adt(adt, args)
            written = t.Adt(adt, user) if user is not None else None
            return thir.AdtExpr(ty, span, adt, v.variant_index, args, [], None, False, written)
        self.owe_all(adt, args, span)
        if not adt.is_enum and not resolve.visible(v.vis, self.module):
            self.error(span, "cannot initialize a tuple struct which contains private fields", "private field", "E0423")
        return thir.FnRef(t.FnDef(v, args), span, user)

    def own_args(self: Any, d: Any, parent: t.Args, seg: Any, span: Span) -> tuple[t.Args, Any]:
        """All arguments of an item whose container's are `parent`: (erased, as written or None)."""
        self.low.infer_defaults = True
        self.low.module = self.module
        if not d.generics.own:
            if seg is not None and seg.args is not None and not d.generics.late:
                self.low.args(d, seg, span, parent=parent)
            self.low.infer_defaults = False
            return parent, None
        args = self.low.args(d, seg, span, parent=parent)
        self.low.infer_defaults = False
        written = seg is not None and seg.args is not None
        out = tuple(self.norm(t.erase_regions(a), span) for a in args)
        return out, (args if written else None)

    # ---- associated items
    # --------------------------------------------------------------------------------------------------------------

    def trait_path(self: Any, base: t.Ty, path: Any, n: int, span: Span) -> thir.Expr | None:
        """`<T as Trait>::name`."""
        tp = s.Path(path.span, path.segments[:n], path.global_)
        trait = self.low.trait_def(tp)
        if trait is None or base is t.ERROR:
            return None
        args = self.erase_all(self.low.args(trait, tp.segments[-1], span, self_ty=base))
        seg = path.segments[n]
        if len(path.segments) > n + 1:
            # <T as Trait>::Assoc::name
            for sup, a in collect.trait_assoc(t.TraitRef(trait, args), seg.ident.name):
                ty = self.norm(t.erase_regions(self.low.project(sup, a, seg)), span)
                return self.relative(ty, path.segments, n + 1, span, None)  # type: ignore[no-any-return]
        return self.trait_item(t.TraitRef(trait, args), seg, span, self.user_self)  # type: ignore[no-any-return]

    def trait_item(self: Any, tr: t.TraitRef, seg: Any, span: Span, user_self: Any = None) -> thir.Expr | None:
        for sup in collect.super_closure(tr):
            item = sup.trait.items.get(seg.ident.name)
            if item is not None and item.kind != "assoc type" and (sup is tr or sup.trait is tr.trait):
                return self.item_ref(item, self.erase_all(sup.args), seg, span, user_self)  # type: ignore[no-any-return]
        self.error(
            seg.ident.span,
            f"cannot find method or associated constant `{seg.ident.name}` in trait `{tr.trait.name}`",
            f"not found in `{tr.trait.name}`",
            "E0576",
        )
        return None

    def item_ref(self: Any, item: Any, parent: t.Args, seg: Any, span: Span, user_self: Any = None) -> thir.Expr:
        """A reference to an associated function or constant whose container has the arguments `parent`."""
        args, user = self.own_args(item, parent, seg, span)
        if item.container.kind == "trait":
            self.owe(t.TraitRef(item.container, args[: item.container.generics.count]), span)
            for p in item.predicates[len(item.container.predicates) :]:
                self.owe(t.subst(p, args), span, item)
        else:
            self.owe_all(item, args, span)
        if item.kind == "const":
            return self.const_ref(item, args, span, user, user_self)  # type: ignore[no-any-return]
        return thir.FnRef(t.FnDef(item, args), span, user, user_self)

    def relative(self: Any, base: t.Ty, segs: list[Any], k: int, span: Span, user_self: Any) -> thir.Expr | None:
        """`base::a::…::name`, from segment `k` on."""
        while k < len(segs) - 1:
            ty = self.low.assoc_one(base, segs[k])
            if ty is t.ERROR:
                self.note_error()
                return None
            base = self.norm(t.erase_regions(ty), span)
            k += 1
            user_self = None
        seg = segs[k]
        name = seg.ident.name
        base = self.shallow(base)
        if isinstance(base, t.Infer) and base.kind == "ty":
            only = self.extension_candidates(name, need_self=False)
            if len(only) == 1:  # `<_>::name`: a trait's, of a type still open
                parent = self.table.fresh(only[0].item.container.generics, span, True)
                self.table.eq(parent[0], base)
                return self.item_ref(only[0].item, parent, seg, span, user_self)  # type: ignore[no-any-return]
            base = self.known(base, span)
        if base is t.ERROR:
            self.note_error()
            return None
        if isinstance(base, t.Adt) and base.def_.is_enum:
            for v in base.def_.variants:
                if v.name == name:
                    if v.ctor == "struct":
                        self.error(
                            span,
                            f"expected value, found struct variant `{base.def_.name}::{name}`",
                            "not a value",
                            "E0533",
                        )
                        return None
                    args = base.args
                    if seg.args is not None:
                        args, _ = self.own_args(base.def_, (), seg, span)
                    return self.ctor(v, args, span, user_self)  # type: ignore[no-any-return]
        self.ambiguous_items = None
        p = self.probe_path(base, name, span)
        if p is None:
            self.no_assoc(base, seg.ident, span)
            return None
        if self.ambiguous_items and len({c.item for c in self.ambiguous_items}) > 1:
            d = self.error(seg.ident.span, "multiple applicable items in scope", f"multiple `{name}` found", "E0034")
            for i, c in enumerate(self.ambiguous_items):
                d.note(f"candidate #{i + 1} is defined here", c.item.name_span)
            return None
        if not resolve.visible(p.item.vis, self.module) and p.kind == "impl":
            what = (
                "associated function"
                if p.item.kind == "fn" and not p.item.has_self
                else "method"
                if p.item.kind == "fn"
                else "associated constant"
            )
            d = self.error(seg.ident.span, f"{what} `{name}` is private", f"private {what}", "E0624")
            d.labels.append(Label(p.item.name_span, f"private {what} defined here"))
        if p.kind == "impl":
            parent = self.table.fresh(p.owner.generics, span, True)
            st = self.norm(t.subst(p.owner.self_ty, parent), span)
            self.table.eq(t.erase_regions(st), base)
        else:
            parent = self.table.fresh(p.item.container.generics, span, True)
            self.table.eq(parent[0], base)
            if p.trait_ref is not None:
                self.table.eq(t.TraitRef(p.item.container, parent), p.trait_ref)
        return self.item_ref(p.item, parent, seg, span, user_self)  # type: ignore[no-any-return]

    def no_assoc(self: Any, base: t.Ty, ident: Any, span: Span) -> None:
        base = self.resolve(base)
        if base.flags & t.HAS_ERROR:
            self.note_error()
            return
        from burrow.rust.method import _kind

        what = (
            "variant or associated item"
            if isinstance(base, t.Adt) and base.def_.is_enum
            else "function or associated item"
            if not isinstance(base, t.Param)
            else "function or associated item"
        )
        hidden = self.all_inherent(base, ident.name)
        name = ident.name
        if hidden:
            self.error(
                ident.span,
                f"the {what} `{name}` exists for {_kind(base)}, but its trait bounds were not satisfied",
                f"{what} cannot be called on `{base}` due to unsatisfied trait bounds",
                "E0599",
            )
            return
        d = self.error(
            ident.span,
            f"no {what} named `{name}` found for {_kind(base)} in the current scope",
            f"{what} not found in `{base}`",
            "E0599",
        )
        if isinstance(base, t.Adt) and base.def_.crate.user:
            d.labels.append(Label(base.def_.name_span, f"{what} `{name}` not found for this {base.def_.adt_kind}"))

    def unknown_value(self: Any, path: Any, span: Span, call: bool) -> None:
        """E0425 and its relatives for a path that names no value."""
        idents = [g.ident for g in path.segments]
        last = idents[-1]
        what = "function" if call or self.calling else "value"
        try:
            b = resolve.resolve_path(idents, path.global_, resolve.TYPES, self.module)
        except resolve.Failed:
            b = None
        name = "::".join(i.name for i in idents)
        if b is not None or len(idents) == 1 and last.name != "self" and self.low.param(last.name, span) is not None:
            if b is None:
                self.error(span, f"expected value, found type parameter `{name}`", "not a value", "E0423")
                return
            k = resolve.kind_name(b.def_)
            want = "function" if what == "function" and k != "module" else "value"
            if k == "struct" and what == "function":
                want = "function, tuple struct or tuple variant"
            self.error(
                span,
                f"expected {want}, found {k} `{name}`",
                f"not a {want}" if want == "value" else "not a function",
                "E0423",
            )
            return
        if last.name == "self" and len(idents) == 1:
            d = self.error(
                span,
                "expected value, found module `self`",
                "`self` value is a keyword only available in methods with a `self` parameter",
                "E0424",
            )
            del d
            return
        if len(idents) == 1:
            if what == "value" and last.name[:1].isupper() and self.calling_ctor:
                what = "function, tuple struct or tuple variant"
            where = "this scope"
        else:
            where = f"`{idents[-2].name}`"
            try:
                m = resolve.resolve_path(idents[:-1], path.global_, resolve.TYPES, self.module)
            except resolve.Failed:
                m = None
            if m is not None and isinstance(m.def_, defs.Module):
                where = (
                    "the crate root"
                    if m.def_.parent is None and m.def_.crate is self.crate
                    else f"crate `{m.def_.name}`"
                    if m.def_.parent is None
                    else f"module `{'::'.join(i.name for i in idents[:-1])}`"
                )
        if what == "function" and last.name[:1].isupper():
            what = "function, tuple struct or tuple variant"
        self.error(
            last.span,
            f"cannot find {what} `{last.name}` in {where}",
            "not found in " + where.removeprefix("module "),
            "E0425",
        )

    calling = False
    calling_ctor = False

    def type_relative(self: Any, base: t.Ty, name: str, seg: Any) -> Any:
        """`Type::Name` as a type in a body: the only trait in scope that gives the type such an associated type."""
        return None

    # ---- struct literals and patterns
    # ----------------------------------------------------------------------------------------------------

    def struct_path(self: Any, qself: Any, path: Any, span: Span) -> Any:
        """The variant that `path { … }` builds: (variant, type, type as written); None after an error."""
        segs = path.segments
        idents = [g.ident for g in segs]
        self.low.module = self.module
        if qself is None and not (not path.global_ and self.low.param(idents[0].name, span) is not None):
            try:
                b = resolve.resolve_path(idents, path.global_, resolve.TYPES, self.module)
            except resolve.Failed as f:
                if len(segs) < 2 or self.prefix_type(path) is None:
                    self.report(f.diagnostic)
                    return None
                b = None
            if b is None and len(segs) < 2:
                self.error(
                    segs[-1].ident.span,
                    f"cannot find struct, variant or union type `{idents[-1].name}` in this scope",
                    "not found in this scope",
                    "E0422",
                )
                return None
            if b is not None:
                d = b.def_
                if not resolve.visible(b.vis, self.module):
                    self.report(resolve.private(idents[-1], b).diagnostic)
                if getattr(d, "kind", "") == "variant":
                    seg = segs[-1]
                    if seg.args is None and len(segs) > 1 and segs[-2].args is not None:
                        seg = segs[-2]
                    args, user = self.own_args(d.adt, (), seg, span)
                    return d, t.Adt(d.adt, args), (t.Adt(d.adt, user) if user is not None else None)
                if getattr(d, "kind", "") not in ("adt", "type alias"):
                    self.error(
                        path.span,
                        f"expected struct, variant or union type, found {resolve.kind_name(d)} `{'::'.join(i.name for i in idents)}`",  # noqa: E501
                        "not a struct, variant or union type",
                        "E0574",
                    )
                    return None
        if len(segs) > 1 and qself is None:
            got = self.prefix_type(path)
            if got is not None and not isinstance(got[0], t.TraitRef) and got[1] == len(segs) - 1:
                base = self.shallow(got[0])
                if isinstance(base, t.Adt) and base.def_.is_enum:
                    for v in base.def_.variants:
                        if v.name == idents[-1].name:
                            return v, base, got[2]
                    self.error(
                        idents[-1].span,
                        f"no variant named `{idents[-1].name}` found for enum `{base.def_.name}`",
                        f"variant not found in `{base.def_.name}`",
                        "E0599",
                    )
                    return None
        self.low.infer_defaults = True
        user = self.low.ty(s.TPath(span, qself, path))
        self.low.infer_defaults = False
        ty = self.shallow(self.norm(t.erase_regions(user), span))
        if isinstance(ty, t.Adt) and not ty.def_.is_enum and ty.def_.variants:
            written = any(g.args is not None for g in segs) or segs[0].ident.name == "Self"
            return ty.def_.variant, ty, (user if written else None)
        if ty is not t.ERROR:
            self.error(
                path.span,
                f"expected struct, variant or union type, found {'enum' if isinstance(ty, t.Adt) else 'type'} "
                f"`{'::'.join(i.name for i in idents)}`",
                "not a struct, variant or union type",
                "E0574" if isinstance(ty, t.Adt) else "E0071",
            )
        else:
            self.note_error()
        return None
