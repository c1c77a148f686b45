"""Patterns: types, binding modes, constants (part of `check.BodyCheck`).

Reference: `rustc_hir_typeck::pat`.  Match ergonomics are made explicit: where a non-reference pattern meets a
reference, the tree gets an implicit
`PDeref` and bindings below are by reference.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import resolve, thir, traits
from burrow.rust import syntax as s
from burrow.rust import types as t
from burrow.rust.lexer import bytes_value, char_value, int_value, string_value
from burrow.source import Label, Span


class _Pat:
    """The state while one pattern is checked: the variables bound so far."""

    __slots__ = ("alt", "names", "param")

    def __init__(self) -> None:
        self.names: dict[tuple[str, Any], thir.Var] = {}
        self.alt: list[dict[tuple[str, Any], thir.Var]] = []
        self.param = False


class PatCheck:
    """Mixed into BodyCheck."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def check_pattern(self: Any, p: Any, ty: t.Ty, scrutinee: Any) -> thir.Pat:
        """A pattern against a place of type `ty`; its variables come into scope."""
        st = _Pat()
        out: thir.Pat = self.pat(p, ty, "move", st)
        self.bind_names(st)
        return out

    def check_param(self: Any, p: Any, ty: t.Ty, is_self: bool) -> thir.Pat:
        st = _Pat()
        out: thir.Pat = self.pat(p, ty, "move", st)
        if is_self:
            for v in st.names.values():
                v.is_self = True
        self.bind_names(st)
        return out

    def bind_names(self: Any, st: _Pat) -> None:
        from burrow.rust.check import Rib

        for (name, ctxt), v in st.names.items():
            self.ribs.append(Rib("var", name, ctxt, v))

    # ---- the walk --------------------------------------------------------------------------------------------------
    # -------------------

    def pat(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        """`mode`: the default binding mode here: `move`, `ref` or `ref mut`."""
        cls = type(p)
        if cls is s.PParen:
            return self.pat(p.pat, ty, mode, st)  # type: ignore[no-any-return]
        if cls is s.PMac:
            toks, ex = self.builder.expand(p.mac, p.span, self.module, self.ms, self.expansion)
            parser = self.builder.parser(toks)
            inner = parser.pattern(True)
            saved, self.expansion = self.expansion, ex
            out = self.pat(inner, ty, mode, st)
            self.expansion = saved
            return out  # type: ignore[no-any-return]
        path_const = None
        if cls is s.PIdent and p.by_ref is None and not p.mut:
            path_const = self.ident_item(p.ident)
            if path_const is not None and p.sub is None:
                if path_const.kind == "const":
                    return self.path_pat(p, path_const, None, ty)  # type: ignore[no-any-return]
                return self.peeled(p, ty, mode, st, lambda q, pt, m, s2: self.path_pat(q, path_const, None, pt))  # type: ignore[no-any-return]
        if cls is s.PPath:
            return self.peeled_path(p, ty, mode, st)  # type: ignore[no-any-return]
        if cls in (s.PTuple, s.PSlice, s.PTupleStruct, s.PStruct):
            return self.peeled(p, ty, mode, st, getattr(self, "p_" + cls.__name__))  # type: ignore[no-any-return]
        if cls is s.PLit or cls is s.PRange:
            if (
                cls is s.PLit
                and isinstance(_unparen(p.expr), s.ELit)
                and _unparen(p.expr).tok.kind in ("str", "bstr", "cstr")
            ):
                return self.lit_pat(p, ty, mode, st)  # type: ignore[no-any-return]
            return self.peeled(p, ty, mode, st, getattr(self, "p_" + cls.__name__))  # type: ignore[no-any-return]
        return getattr(self, "p_" + cls.__name__)(p, ty, mode, st)  # type: ignore[no-any-return]

    def peeled(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat, f: Any) -> thir.Pat:
        """Step through references that the pattern does not mention, then match."""
        refs = []
        r = self.shallow(ty)
        while isinstance(r, t.Ref):
            refs.append(r)
            mode = "ref" if not r.mut or mode == "ref" else "ref mut"
            r = self.shallow(r.ty)
        out: thir.Pat = f(p, r, mode, st)
        for ref in reversed(refs):
            out = thir.PDeref(ref, p.span, out, True)
        return out

    def peeled_path(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        d = self.value_path(p.qself, p.path, p.span)
        if d is None:
            return thir.PErr(ty, p.span)
        if isinstance(d, thir.ConstRef):
            return self.path_pat(p, None, d, ty)  # type: ignore[no-any-return]
        return self.peeled(p, ty, mode, st, lambda q, pt, m, s2: self.path_pat(q, None, d, pt))  # type: ignore[no-any-return]

    def ident_item(self: Any, ident: Any) -> Any:
        """The unit struct, unit variant, constant or static that a plain identifier pattern names; None: it binds."""
        name = ident.name
        b = resolve.lexical(self.module, name, resolve.VALUES)
        if b is None:
            return None
        d = b.def_
        if d.kind == "variant" and d.ctor == "const" or d.kind == "const":
            return d
        if d.kind == "variant" and d.ctor == "fn" or d.kind == "static":
            what = resolve.kind_name(d)
            e = self.error(
                ident.span, f"let bindings cannot shadow {what}s", f"cannot be named the same as a {what}", "E0530"
            )
            e.labels.append(Label(d.name_span, f"the {what} `{name}` is defined here"))
        return None

    def path_pat(self: Any, p: Any, d: Any, x: Any, ty: t.Ty) -> thir.Pat:
        """A path pattern that names `d` (or was already turned into the expression `x`)."""
        if x is None:
            seg = s.Seg(p.span, s.Ident(d.name, p.span), None)
            x = self.named(d, [seg], p.span)
        if x is None or isinstance(x, thir.Err):
            return thir.PErr(ty, p.span)
        if isinstance(x, thir.AdtExpr):
            self.pat_eq(p.span, ty, x.ty)
            if x.adt.is_enum:
                return thir.PVariant(ty, p.span, x.adt, x.args, x.variant, [], x.user_ty)
            return thir.PLeaf(ty, p.span, [], x.user_ty)
        if isinstance(x, thir.ConstRef):
            self.pat_eq(p.span, ty, x.ty)
            return self.const_pat(x, ty, p.span)  # type: ignore[no-any-return]
        if isinstance(x, thir.ConstParamRef):
            self.error(
                p.span, "constant parameters cannot be referenced in patterns", "can't be used in patterns", "E0158"
            )
            return thir.PErr(ty, p.span)
        if isinstance(x, thir.FnRef):
            f = x.ty
            assert isinstance(f, t.FnDef)
            what = resolve.kind_name(f.def_)
            self.error(
                p.span,
                f"expected unit struct, unit variant or constant, found {what} `{_name(p)}`",
                "",
                "E0532" if f.def_.kind == "variant" else "E0533",
            )
            return thir.PErr(ty, p.span)
        self.error(p.span, f"expected unit struct, unit variant or constant, found static `{_name(p)}`", "", "E0532")
        return thir.PErr(ty, p.span)

    def const_pat(self: Any, x: thir.ConstRef, ty: t.Ty, span: Span) -> thir.Pat:
        node = thir.PConst(ty, span, x)
        self.const_pats.append(node)
        return node

    @property
    def const_pats(self: Any) -> list[Any]:
        c = self.__dict__.get("_const_pats")
        if c is None:
            c = self.__dict__["_const_pats"] = []
        return c  # type: ignore[no-any-return]

    def pat_eq(self: Any, span: Span, want: t.Ty, got: t.Ty) -> bool:
        if self.table.eq(want, got):
            return True
        w, g = self.resolve(want), self.resolve(got)
        if (w.flags | g.flags) & t.HAS_ERROR:
            self.note_error()
            return False
        from burrow.rust.coerce import describe_pair

        self.error(span, "mismatched types", describe_pair(w, g), "E0308")
        return False

    # ---- each kind -------------------------------------------------------------------------------------------------
    # ---------------------

    def p_PWild(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        return thir.PWild(ty, p.span)

    def p_PRest(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        self.error(p.span, "`..` patterns are not allowed here")
        return thir.PErr(ty, p.span)

    def p_PNever(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        return thir.PNever(ty, p.span)

    def p_PIdent(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        by = p.by_ref
        implicit = False
        if by is None and not p.mut:
            by, implicit = (mode, True) if mode != "move" else ("move", False)
        elif by is None:
            by = "move"
            if mode != "move" and self.edition >= 2024:
                self.error(p.span, "cannot bind mutably by value within an implicitly-borrowing pattern", "")
        elif mode != "move" and self.edition >= 2024:
            self.error(
                p.span,
                "cannot explicitly borrow within an implicitly-borrowing pattern",
                "explicit `ref` binding modifier not allowed when implicitly borrowing",
            )
        vty = ty if by == "move" else t.Ref(t.ERASED, ty, by == "ref mut")
        key = (p.ident.name, p.ident.ctxt)
        var = None
        for alt in reversed(st.alt):
            if key in alt:
                var = alt[key]
                break
        if var is not None:
            if not self.table.eq(var.ty, vty):
                from burrow.rust.coerce import describe_pair

                d = self.error(
                    p.span, "mismatched types", describe_pair(self.resolve(var.ty), self.resolve(vty)), "E0308"
                )
                d.labels.append(Label(var.span, "first introduced with type `" + str(self.resolve(var.ty)) + "` here"))
            elif (var.by_ref or "move") != by:
                self.error(
                    p.span,
                    f"variable `{p.ident.name}` is bound inconsistently across alternatives separated by `|`",
                    "bound in different ways",
                    "E0409",
                )
        elif key in st.names:
            self.error(
                p.ident.span,
                f"identifier `{p.ident.name}` is bound more than once in the same pattern",
                "used in a pattern more than once",
                "E0416",
            )
            var = st.names[key]
        else:
            var = thir.Var(p.ident.name, vty, p.mut, p.ident.span, None if by == "move" else by)
            self.own_local(var)
            self.sized(self.table.shallow(vty), p.span)
        st.names[key] = var
        sub = None
        if p.sub is not None:
            sub = self.pat(p.sub, ty, mode, st)
        return thir.PBind(ty, p.span, var, by, sub, implicit)

    def own_local(self: Any, var: thir.Var) -> None:
        """A new variable of the body, and of the closures that it is declared in."""
        self.locals.append(var)
        for c in self.closure_stack:
            c.own.add(var)

    def p_PTuple(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        n = len(p.pats)
        rest = [i for i, x in enumerate(p.pats) if isinstance(x, s.PRest)]
        if len(rest) > 1:
            self.error(
                p.pats[rest[1]].span,
                "`..` can only be used once per tuple pattern",
                "can only be used once per tuple pattern",
            )
        if isinstance(ty, t.Infer) and not rest:
            tup = t.Tuple(tuple(self.new_ty(x.span) for x in p.pats))
            self.table.eq(ty, tup)
            ty = tup
        ty = self.shallow(ty)
        if isinstance(ty, t.Infer):
            ty = self.known(ty, p.span)
        if not isinstance(ty, t.Tuple) or (len(ty.elems) != n if not rest else len(ty.elems) < n - 1):
            if ty is not t.ERROR:
                got = t.Tuple(tuple(self.new_ty(x.span) for x in p.pats)) if not rest else None
                from burrow.rust.coerce import describe_pair

                w = self.resolve(ty)
                if isinstance(w, t.Tuple):
                    self.error(
                        p.span,
                        "mismatched types",
                        f"expected a tuple with {len(w.elems)} element{'s' if len(w.elems) != 1 else ''}, "
                        f"found one with {n - len(rest)} element{'s' if n - len(rest) != 1 else ''}",
                        "E0308",
                    )
                else:
                    self.error(
                        p.span,
                        "mismatched types",
                        describe_pair(w, got) if got is not None else f"expected `{w}`, found tuple",
                        "E0308",
                    )
            else:
                self.note_error()
            for x in p.pats:
                if not isinstance(x, s.PRest):
                    self.pat(x, t.ERROR, mode, st)
            return thir.PErr(ty, p.span)
        fields = self.spread(p.pats, ty.elems, rest, mode, st)
        return thir.PLeaf(ty, p.span, fields)

    def spread(self: Any, pats: list[Any], tys: Any, rest: list[int], mode: str, st: _Pat) -> list[Any]:
        """Patterns over the elements of a tuple, `..` skipping what it must."""
        fields = []
        skip = len(tys) - (len(pats) - 1) if rest else 0
        at = 0
        for i, x in enumerate(pats):
            if rest and i == rest[0]:
                at += skip
                continue
            fields.append((at, self.pat(x, tys[at], mode, st)))
            at += 1
        return fields

    def p_PTupleStruct(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        self.calling_ctor = True
        x = self.value_path(p.qself, p.path, p.path.span, True)
        self.calling_ctor = False

        def bad() -> thir.Pat:
            for q in p.pats:
                if not isinstance(q, s.PRest):
                    self.pat(q, t.ERROR, mode, st)
            return thir.PErr(ty, p.span)

        if x is None:
            return bad()
        f = x.ty
        if not isinstance(x, thir.FnRef) or not isinstance(f, t.FnDef) or f.def_.kind != "variant":
            name = "::".join(g.ident.name for g in p.path.segments)
            what = (
                "unit variant"
                if isinstance(x, thir.AdtExpr) and x.adt.is_enum
                else "unit struct"
                if isinstance(x, thir.AdtExpr)
                else "constant"
                if isinstance(x, thir.ConstRef)
                else "function"
                if isinstance(f, t.FnDef)
                else "value"
            )
            self.error(
                p.span if what not in ("unit variant", "unit struct") else p.span,
                f"expected tuple struct or tuple variant, found {what} `{name}`",
                "not a tuple struct or tuple variant",
                "E0532" if what != "associated function" else "E0164",
            )
            return bad()
        v = f.def_
        adt = t.Adt(v.adt, f.args)
        if not self.pat_eq(p.span, ty, adt):
            return bad()
        rest = [i for i, q in enumerate(p.pats) if isinstance(q, s.PRest)]
        n, m = len(v.fields), len(p.pats) - len(rest)
        if m > n or not rest and m != n:
            name = "::".join(g.ident.name for g in p.path.segments)
            kind = "tuple variant" if v.adt.is_enum else "tuple struct"
            d = self.error(
                p.span if not p.pats else Span(p.span.path, p.pats[0].span.lo, p.pats[-1].span.hi),
                f"this pattern has {m} field{'s' if m != 1 else ''}, but the corresponding {kind} has {n} field{'s' if n != 1 else ''}",  # noqa: E501
                f"expected {n} field{'s' if n != 1 else ''}, found {m}",
                "E0023",
            )
            del d, name
            return bad()
        tys = [self.norm(t.erase_regions(fl.ty_with(f.args)), p.span) for fl in v.fields]
        fields = self.spread(p.pats, tys, rest, mode, st)
        written = t.Adt(v.adt, x.user_args) if isinstance(x.user_args, tuple) else None
        if v.adt.is_enum:
            return thir.PVariant(ty, p.span, v.adt, f.args, v.variant_index, fields, written)
        return thir.PLeaf(ty, p.span, fields, written)

    def p_PStruct(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        r = self.struct_path(p.qself, p.path, p.span)
        if r is None:
            for _, q, _ in p.fields:
                self.pat(q, t.ERROR, mode, st)
            return thir.PErr(ty, p.span)
        v, adt, written = r
        if not self.pat_eq(p.span, ty, adt):
            for _, q, _ in p.fields:
                self.pat(q, t.ERROR, mode, st)
            return thir.PErr(ty, p.span)
        fields = []
        seen: dict[str, Span] = {}
        for ident, q, _ in p.fields:
            f = v.field(ident.name)
            if f is None:
                what = (
                    f"variant `{adt.def_.name}::{v.name}`"
                    if adt.def_.is_enum
                    else f"{adt.def_.adt_kind} `{adt.def_.name}`"
                )
                self.error(
                    ident.span,
                    f"{what} does not have a field named `{ident.name}`",
                    f"{what} does not have this field",
                    "E0026",
                )
                self.pat(q, t.ERROR, mode, st)
                continue
            if ident.name in seen:
                d = self.error(
                    ident.span,
                    f"field `{ident.name}` bound multiple times in the pattern",
                    f"multiple uses of `{ident.name}` in pattern",
                    "E0025",
                )
                d.labels.append(Label(seen[ident.name], f"first use of `{ident.name}`"))
            seen[ident.name] = ident.span
            if not resolve.visible(f.vis, self.module):
                self.error(
                    ident.span,
                    f"field `{ident.name}` of {adt.def_.adt_kind} `{adt.def_.name}` is private",
                    "private field",
                    "E0451",
                )
            fty = self.norm(t.erase_regions(f.ty_with(adt.args)), ident.span)
            fields.append((f.index, self.pat(q, fty, mode, st)))
        missing = [f.name for f in v.fields if f.name not in seen]
        if missing and not p.rest and not adt.def_.is_union:
            names = [f"`{m}`" for m in missing]
            text = (
                names[0]
                if len(names) == 1
                else ", ".join(names[:-1]) + f" and {names[-1]}"
                if len(names) < 4
                else ", ".join(names[:3]) + f" and {len(names) - 3} other field{'s' if len(names) > 4 else ''}"
            )
            self.error(
                p.span,
                f"pattern does not mention field{'s' if len(names) > 1 else ''} {text}",
                f"missing field{'s' if len(names) > 1 else ''} {text}",
                "E0027",
            )
        if adt.def_.is_enum:
            return thir.PVariant(ty, p.span, adt.def_, adt.args, v.variant_index, fields, written)
        return thir.PLeaf(ty, p.span, fields, written)

    def p_PSlice(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        ty = self.known(ty, p.span)
        before: list[Any] = []
        after: list[Any] = []
        rest = None
        for q in p.pats:
            inner = q
            while isinstance(inner, s.PParen):
                inner = inner.pat
            if isinstance(inner, s.PRest) or isinstance(inner, s.PIdent) and isinstance(inner.sub, s.PRest):
                if rest is not None:
                    self.error(
                        q.span,
                        "`..` can only be used once per slice pattern",
                        "can only be used once per slice pattern",
                    )
                    continue
                rest = inner
            elif rest is None:
                before.append(q)
            else:
                after.append(q)
        if isinstance(ty, t.Array):
            elem = ty.ty
            n = self.table.shallow(ty.len)
            k = len(before) + len(after)
            if n.kind == "infer" and rest is None:
                self.table.eq(n, t.const_usize(k))
            elif n.kind == "value":
                if rest is None and n.value != k:
                    self.error(
                        p.span,
                        f"pattern requires {k} element{'s' if k != 1 else ''} but array has {n.value}",
                        f"expected {n.value} element{'s' if n.value != 1 else ''}",
                        "E0527",
                    )
                elif rest is not None and n.value < k:
                    self.error(
                        p.span,
                        f"pattern requires at least {k} element{'s' if k != 1 else ''} but array has {n.value}",
                        f"pattern cannot match array of {n.value} element{'s' if n.value != 1 else ''}",
                        "E0528",
                    )
            length: Any = t.const_usize(n.value - k) if n.kind == "value" and n.value >= k else None
            rest_ty: t.Ty = (
                t.Array(elem, length) if length is not None else t.Array(elem, self.table.new_const(t.USIZE))
            )
        elif isinstance(ty, t.Slice):
            elem = ty.ty
            rest_ty = ty
        else:
            w = self.resolve(ty)
            if w.flags & t.HAS_ERROR:
                self.note_error()
            else:
                self.error(
                    p.span,
                    f"expected an array or slice, found `{w}`",
                    f"pattern cannot match with input type `{w}`",
                    "E0529",
                )
            elem = rest_ty = t.ERROR
        pre = [self.pat(q, elem, mode, st) for q in before]
        mid = None
        if rest is not None:
            if isinstance(rest, s.PIdent):
                bare = s.PIdent(rest.span, rest.by_ref, rest.mut, rest.ident, None)
                mid = self.p_PIdent(bare, rest_ty, mode, st)
            else:
                mid = thir.PWild(rest_ty, rest.span)
        suf = [self.pat(q, elem, mode, st) for q in after]
        return thir.PSlice(ty, p.span, pre, mid, suf)

    def p_PRef(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        r = self.shallow(ty)
        if isinstance(r, t.Infer):
            inner = self.new_ty(p.span)
            ref = t.Ref(t.ERASED, inner, p.mut)
            self.table.eq(r, ref)
            r = ref
        if not isinstance(r, t.Ref):
            w = self.resolve(r)
            if w.flags & t.HAS_ERROR:
                self.note_error()
            else:
                d = self.error(
                    p.span, "mismatched types", f"expected `{w}`, found `{'&mut ' if p.mut else '&'}_`", "E0308"
                )
                del d
            sub = self.pat(p.pat, t.ERROR, "move", st)
            return thir.PErr(ty, p.span)
        if r.mut is not p.mut:
            self.error(p.span, "mismatched types", "types differ in mutability", "E0308")
        if mode != "move" and self.edition >= 2024:
            self.error(
                p.span,
                "cannot explicitly dereference within an implicitly-borrowing pattern",
                "reference pattern not allowed when implicitly borrowing",
            )
        sub = self.pat(p.pat, r.ty, "move", st)
        return thir.PDeref(r, p.span, sub)

    def p_PBox(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        r = self.shallow(ty)
        if not (isinstance(r, t.Adt) and r.is_box):
            if r is not t.ERROR:
                self.error(p.span, "mismatched types", f"expected `{self.resolve(r)}`, found `Box<_>`", "E0308")
            return thir.PErr(ty, p.span)
        sub = self.pat(p.pat, r.args[0], mode, st)
        return thir.PDeref(r, p.span, sub)

    def p_POr(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        pats = []
        first: dict[Any, thir.Var] | None = None
        for _i, q in enumerate(p.pats):
            sub = _Pat()
            sub.alt = [*st.alt, *([first] if first is not None else [])]
            x = self.pat(q, ty, mode, sub)
            pats.append(x)
            if first is None:
                first = dict(sub.names)
            elif set(sub.names) != set(first):
                for name, _ in set(sub.names) ^ set(first):
                    here = any(k[0] == name for k in sub.names)
                    d = self.error(
                        q.span if not here else p.pats[0].span,
                        f"variable `{name}` is not bound in all patterns",
                        f"pattern doesn't bind `{name}`",
                        "E0408",
                    )
                    del d
        for k, v in (first or {}).items():
            if k in st.names:
                self.error(
                    v.span,
                    f"identifier `{k[0]}` is bound more than once in the same pattern",
                    "used in a pattern more than once",
                    "E0416",
                )
            st.names[k] = v
        return thir.POr(ty, p.span, pats)

    # ---- literals and ranges
    # --------------------------------------------------------------------------------------------------------------

    def lit_pat(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        """A string or byte string literal: matches the reference itself."""
        tok = _unparen(p.expr).tok
        refs = []
        r = self.shallow(ty)
        while isinstance(r, t.Ref) and isinstance(self.shallow(r.ty), t.Ref):
            refs.append(r)
            r = self.shallow(r.ty)
        out: thir.Pat
        if tok.kind == "str":
            inner = self.shallow(r.ty) if isinstance(r, t.Ref) else None
            want = t.Ref(t.ERASED, t.STR)
            if r is t.STR:
                out = thir.PConst(r, p.span, string_value(tok))
            else:
                del inner
                self.pat_eq(p.span, r, want)
                out = thir.PConst(r, p.span, string_value(tok))
        else:
            data = bytes_value(tok)
            inner = self.shallow(r.ty) if isinstance(r, t.Ref) else r
            if not isinstance(inner, t.Slice):
                self.pat_eq(
                    p.span,
                    r,
                    t.Ref(t.ERASED, t.Array(t.U8, t.const_usize(len(data))))
                    if isinstance(r, t.Ref) or isinstance(r, t.Infer)
                    else t.Array(t.U8, t.const_usize(len(data))),
                )
            else:
                self.table.eq(inner.ty, t.U8)
            out = thir.PConst(r, p.span, data)
        for ref in reversed(refs):
            out = thir.PDeref(ref, p.span, out, True)
        return out

    def p_PLit(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        got = self.lit_value(p.expr, ty)
        if got is None:
            return thir.PErr(ty, p.span)
        value, lty = got
        self.pat_eq(p.span, ty, lty)
        if isinstance(value, thir.Expr):
            node = thir.PConst(ty, p.span, value)
            self.const_pats.append(node)
            return node
        return thir.PConst(ty, p.span, value)

    def lit_value(self: Any, e: Any, hope: t.Ty) -> Any:
        """The value and type of a literal, negated literal, path or inline const in a pattern."""
        e = _unparen(e)
        if isinstance(e, s.EMac):
            toks, _ = self.builder.expand(e.mac, e.span, self.module, self.ms, self.expansion)
            return self.lit_value(self.builder.parser(toks).expr(), hope)
        neg = False
        if isinstance(e, s.EUnary) and e.op == "-":
            neg = True
            e = _unparen(e.expr)
        if isinstance(e, s.ELit):
            x = self.x_ELit(e, hope)
            if neg:
                return -x.value, x.ty
            if e.tok.kind == "char":
                return char_value(e.tok), t.CHAR
            if e.tok.kind == "int" and isinstance(x.value, int):
                return int_value(e.tok), x.ty
            return x.value, x.ty
        if isinstance(e, s.EPath):
            x = self.value_path(e.qself, e.path, e.span)
            if x is None:
                return None
            if isinstance(x, thir.ConstRef):
                return x, x.ty
            self.error(
                e.span,
                "expected a constant in a pattern"
                if False
                else "only `char` and numeric types are allowed in range patterns",
                "",
                "E0029",
            )
            return None
        if isinstance(e, s.EBlock):
            x = self.check(e, hope)
            return x, x.ty
        self.error(e.span, "arbitrary expressions aren't allowed in patterns")
        return None

    def p_PRange(self: Any, p: Any, ty: t.Ty, mode: str, st: _Pat) -> thir.Pat:
        ends: list[Any] = []
        for e in (p.lo, p.hi):
            if e is None:
                ends.append(None)
                continue
            got = self.lit_value(e, ty)
            if got is None:
                return thir.PErr(ty, p.span)
            value, lty = got
            r = self.shallow(lty)
            if not (
                isinstance(r, t.Infer)
                and r.kind != "ty"
                or isinstance(r, t.Prim)
                and (r.is_int or r.is_float or r is t.CHAR)
            ):
                self.error(
                    p.span,
                    "only `char` and numeric types are allowed in range patterns",
                    f"this is of type `{self.resolve(r)}` but it should be `char` or numeric",
                    "E0029",
                )
                return thir.PErr(ty, p.span)
            self.pat_eq(e.span, ty, lty)
            ends.append(value)
        node = thir.PRange(ty, p.span, ends[0], ends[1], p.inclusive)
        self.const_pats.append(node)
        return node


def _unparen(e: Any) -> Any:
    while isinstance(e, s.EParen):
        e = e.expr
    return e


def _name(p: Any) -> str:
    if isinstance(p, s.PPath):
        return "::".join(g.ident.name for g in p.path.segments)
    return getattr(getattr(p, "ident", None), "name", "?")


_ = traits
