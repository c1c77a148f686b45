"""Written types to types: paths, elided lifetimes, bounds, `impl Trait`, `dyn Trait`.

In: `syntax` types and bounds, and the definition in whose generics they are written.  Out: `types` terms.  rustc's
counterpart is
`rustc_hir_analysis::hir_ty_lowering` with the lifetime half of `rustc_resolve::late`.

One `Lower` is made for each item (or body).  `elide` says what a left-out lifetime means: `error` (E0106), `bound` (a
new anonymous
lifetime of the innermost function binder), `param` (a new anonymous parameter of an impl), or a region.  `hole` makes
the type of `_`
(None: E0121); with it, generic arguments that are left out are holes too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burrow.rust import defs, resolve
from burrow.rust import syntax as s
from burrow.rust import types as t
from burrow.source import Diagnostic, Label, Span


class Lower:
    def __init__(
        self,
        owner: Any,
        module: defs.Module | None = None,
        *,
        elide: Any = "error",
        hole: Callable[[Span], t.Ty] | None = None,
        sink: list[Diagnostic] | None = None,
    ) -> None:
        self.owner = owner
        self.module = module or owner.module
        self.crate = self.module.crate
        self.elide = elide
        self.hole = hole
        self.hole_const: Callable[[t.Ty], t.Const] | None = None
        self.sink = self.crate.sink if sink is None else sink
        self.binders: list[list[str]] = []  # names bound, innermost last
        self.fn_binder: int | None = None  # index in `binders` where elided lifetimes go
        self.anon_params: list[t.GenericParam] | None = None
        self.object_region: Any = None  # default lifetime of `dyn`; None: 'static
        self.refs: list[tuple[Any, t.Region]] | None = None  # reference types met, where somebody wants to know
        self.object_depth = 0  # the binders around the place where it was set
        self.impl_trait: Callable[[Any], t.Ty] | None = None
        self.written: list[t.Region] | None = None  # the lifetimes met in a signature's inputs
        self.in_body = False
        self.late_owner: Any = None  # the function whose late-bound lifetimes are free here
        self.generics_chain = _chain(owner)
        self.projector: Callable[[t.Ty, str, Any], t.Ty | None] | None = None  # type-relative lookup in bodies

    # ---- errors ----------------------------------------------------------------------------------------------------
    # -------------

    def error(self, span: Span, message: str, label: str = "", code: str | None = None) -> Diagnostic:
        d = Diagnostic.error(span, message, label, code)
        self.sink.append(d)
        return d

    def bad(self, span: Span, message: str, label: str = "", code: str | None = None) -> t.Ty:
        self.error(span, message, label, code)
        return t.ERROR

    # ---- regions
    # ----------------------------------------------------------------------------------------------------------------

    def region(self, lt: Any) -> t.Region:
        """A written lifetime."""
        r = self.named_region(lt)
        self.met(r)
        return r

    def met(self, r: t.Region) -> None:
        """Remember a lifetime that a signature's inputs mention (those of binders inside them aside)."""
        if self.written is None:
            return
        if r.kind == "bound":
            up = len(self.binders) - 1 - r.depth
            if up == (self.fn_binder or 0):
                self.written.append(t.Region("bound", r.index, r.name, 0))
        elif r.kind in ("early", "late", "static"):
            self.written.append(r)

    def named_region(self, lt: Any) -> t.Region:
        name = lt.name
        if name == "'static":
            return t.STATIC
        if name == "'_":
            return self.elided(lt.span, "'_")
        for up, names in enumerate(reversed(self.binders)):
            if name in names:
                return t.Region("bound", names.index(name), name, up)
        for d in self.generics_chain:
            table = param_table(d)
            p = table.get(name)
            if p is not None:
                if isinstance(p, tuple):  # a late-bound lifetime of function d, seen from inside
                    return t.Region("late", p[0], name, owner=d)
                return t.Region("early", p.index, name)
        self.error(lt.span, f"use of undeclared lifetime name `{name}`", "undeclared lifetime", "E0261")
        return t.Region("error")

    def elided(self, span: Span, text: str = "&") -> t.Region:
        e = self.elide
        if isinstance(e, t.Region):
            if e.kind == "bound":  # seen from inside the binders since
                return t.Region("bound", e.index, e.name, len(self.binders) - 1 - (self.fn_binder or 0))
            return e
        if e == "bound" and self.fn_binder is not None:
            names = self.binders[self.fn_binder]
            names.append("'_")
            r = t.Region("bound", len(names) - 1, "'_", len(self.binders) - 1 - self.fn_binder)
            self.met(r)
            return r
        if e == "param" and self.anon_params is not None:
            p = t.GenericParam("'_", "lifetime", -1, span)
            self.anon_params.append(p)
            p.index = self.anon_base + len(self.anon_params) - 1
            return t.Region("early", p.index, "'_")
        if isinstance(e, tuple):  # ("output", message): an output with no or several input lifetimes
            self.missing(span, text, e[1])
            return t.Region("error")
        self.missing(span, text, None)
        return t.Region("error")

    anon_base = 0

    def missing(self, span: Span, text: str, note: str | None) -> None:
        label = "expected named lifetime parameter"
        d = self.error(span, "missing lifetime specifier", label, "E0106")
        if note:
            d.help(note)

    # ---- types -----------------------------------------------------------------------------------------------------
    # -------------

    def ty(self, n: Any) -> t.Ty:
        return getattr(self, "t_" + type(n).__name__)(n)  # type: ignore[no-any-return]

    def t_TParen(self, n: Any) -> t.Ty:
        return self.ty(n.ty)

    def t_TNever(self, n: Any) -> t.Ty:
        return t.NEVER

    def t_TTuple(self, n: Any) -> t.Ty:
        return t.Tuple(tuple(self.ty(e) for e in n.elems))

    def t_TSlice(self, n: Any) -> t.Ty:
        return t.Slice(self.ty(n.ty))

    def t_TArray(self, n: Any) -> t.Ty:
        return t.Array(self.ty(n.ty), self.const(n.len, t.USIZE))

    def t_TPtr(self, n: Any) -> t.Ty:
        return t.RawPtr(self.with_object(None, n.ty), n.mut)

    def t_TRef(self, n: Any) -> t.Ty:
        if n.lifetime is not None:
            r = self.region(n.lifetime)
        else:
            r = self.elided(Span(n.span.path, n.span.lo, n.span.lo + 1))
        if self.refs is not None:
            self.refs.append((n, r))
        return t.Ref(r, self.with_object(r, n.ty), n.mut)

    def t_TInfer(self, n: Any) -> t.Ty:
        if self.hole is not None:
            return self.hole(n.span)
        return self.bad(
            n.span,
            f"the placeholder `_` is not allowed within types on item signatures for {self.where()}",
            "not allowed in type signatures",
            "E0121",
        )

    def where(self) -> str:
        k = getattr(self.owner, "kind", "")
        return {
            "fn": "functions",
            "const": "constants",
            "static": "static variables",
            "adt": f"{getattr(self.owner, 'adt_kind', '')}s",
            "impl": "implementations",
            "type alias": "type aliases",
        }.get(k, "items")

    def t_TSelf(self, n: Any) -> t.Ty:
        return self.self_ty(n.span)

    def self_ty(self, span: Span) -> t.Ty:
        for d in self.generics_chain:
            if d.kind == "impl":
                return d.self_ty  # type: ignore[no-any-return]
            if d.kind == "trait":
                return t.Param(0, "Self")
            if d.kind == "adt":
                return t.Adt(d, d.generics.identity())
        return self.bad(
            span,
            "cannot find type `Self` in this scope",
            "`Self` is only available in impls, traits, or type definitions",
            "E0411",
        )

    def t_TMacro(self, n: Any) -> t.Ty:
        from burrow.rust import driver
        from burrow.rust.lexer import SyntaxFault
        from burrow.rust.parse import Parser

        try:
            toks, _ = driver.builder(self.crate).expand(n.mac, n.span, self.module, self.owner.macro_scope, None)
            node = Parser(toks, self.crate.edition).ty()
        except SyntaxFault as f:
            self.sink.append(f.diagnostic)
            return t.ERROR
        return self.ty(node)

    def t_ELit(self, n: Any) -> t.Ty:
        return self.bad(n.span, "expected type, found literal")

    def t_EBlock(self, n: Any) -> t.Ty:
        return self.bad(n.span, "expected type, found block")

    def t_TFn(self, n: Any) -> t.Ty:
        return t.FnPtr(self.fn_ptr_sig(n.for_, n.params, n.output, n.unsafe, n.abi, n.variadic))

    def fn_ptr_sig(
        self,
        for_: list[Any],
        params: list[Any],
        output: Any,
        unsafe: bool = False,
        abi: str = "Rust",
        variadic: bool = False,
    ) -> t.FnSig:
        """A signature with a binder of its own: elided input lifetimes are bound by it."""
        names = [p.ident.name for p in for_]
        self.binders.append(names)
        saved = self.elide, self.fn_binder, self.object_region
        self.object_region = None
        self.elide, self.fn_binder = "bound", len(self.binders) - 1
        outer, self.written = self.written, []
        inputs = tuple(self.ty(p) for p in params)
        here, self.written = self.written, outer
        if output is not None:
            self.elide = self.output_elision(here, saved[0])
            out = self.ty(output)
        else:
            out = t.UNIT
        self.elide, self.fn_binder, self.object_region = saved
        self.binders.pop()
        return t.FnSig(inputs, out, tuple(names), unsafe, abi, variadic)

    def output_elision(self, written: list[t.Region], outer: Any = "error") -> Any:
        """What an elided lifetime means in the output of a signature whose inputs mention these."""
        found = dict.fromkeys(written)
        if len(found) == 1:
            return next(iter(found))
        if not found and self.in_body and isinstance(outer, t.Region):
            return outer
        n = len(found)
        if n == 0:
            return (
                "output",
                "this function's return type contains a borrowed value, but there is no value for it to be borrowed from",  # noqa: E501
            )
        return (
            "output",
            "this function's return type contains a borrowed value, but the signature does not say whether it is borrowed from one of its inputs",  # noqa: E501
        )

    def t_TDyn(self, n: Any) -> t.Ty:
        if not n.explicit and self.crate.edition >= 2021:
            d = self.error(n.span, "expected a type, found a trait", "", "E0782")
            d.help("you can add the `dyn` keyword if you want a trait object")
            return t.ERROR
        return self.dyn(n.bounds, n.span)

    def dyn(self, bounds: list[Any], span: Span) -> t.Ty:
        region = None
        principal: Any = None
        autos = []
        for b in bounds:
            if isinstance(b, s.LifeBound):
                region = self.region(b.lifetime)
                continue
            if isinstance(b, s.UseBound):
                continue
            names = [p.ident.name for p in b.for_]
            self.binders.append(names)
            trait = self.trait_def(b.path)
            if trait is None:
                self.binders.pop()
                return t.ERROR
            if trait.auto or trait.lang in ("unpin", "sync", "freeze"):
                autos.append(trait)
                self.binders.pop()
                continue
            placeholder = t.Param(9999, "Self")
            tr, projections = self.trait_ref(b.path, trait, placeholder, names)
            self.binders.pop()
            if principal is not None:
                self.error(
                    b.span,
                    "only auto traits can be used as additional traits in a trait object",
                    "additional non-auto trait",
                    "E0225",
                )
                return t.ERROR
            if _mentions(tr.args[1:], placeholder):
                self.error(
                    b.span,
                    f"the type parameter `{trait.generics.own[1].name}` must be explicitly specified",
                    "",
                    "E0393",
                )
                return t.ERROR
            principal = (trait, tr.args[1:], projections, tuple(names))
        if region is None:
            region = self.object_default(principal)
        if principal is None:
            if not autos:
                return self.bad(span, "at least one trait is required for an object type", "", "E0224")
            return t.Dynamic(None, (), (), tuple(dict.fromkeys(autos)), region)
        trait, args, projections, names = principal
        known = {p.alias.def_: p.ty for p in projections}
        out: list[Any] = []
        from burrow.rust import collect

        for a, alias in collect.object_assoc(trait, args):
            if a in known:
                out.append((a, known[a]))
            elif isinstance(alias, t.Ty):
                out.append((a, alias))
            elif not collect.where_self_sized(a):
                d = self.error(
                    span,
                    f"the value of the associated type `{a.name}` in `{a.container.name}` must be specified",
                    f"help: specify the associated type: `{trait.name}<{a.name} = Type>`",
                    "E0191",
                )
                d.labels.append(Label(a.span, f"`{a.name}` defined here"))
                return t.ERROR
        autos.sort(key=lambda a: a.name)
        return t.Dynamic(trait, args, tuple(out), tuple(dict.fromkeys(autos)), region, names)

    def object_default(self, principal: Any) -> t.Region:
        if principal is not None:
            own = object_bounds(principal[0])
            if "'static" in own:
                return t.STATIC
            if len(own) == 1:
                at = next((i for i, p in enumerate(principal[0].generics.own[1:]) if p.name == own[0]), None)
                if at is not None and isinstance(principal[1][at], t.Region):
                    return principal[1][at]  # type: ignore[no-any-return]
        if self.object_region is not None:
            r: t.Region = self.object_region
            if r.kind == "bound":
                return t.Region("bound", r.index, r.name, r.depth + len(self.binders) - self.object_depth)
            return r
        return t.ERASED if self.in_body else t.STATIC

    def with_object(self, region: Any, n: Any) -> t.Ty:
        """The type `n` with `region` as the default lifetime of `dyn` in it (None: `'static`)."""
        saved = self.object_region, self.object_depth
        self.object_region, self.object_depth = region, len(self.binders)
        out = self.ty(n)
        self.object_region, self.object_depth = saved
        return out

    def t_TImpl(self, n: Any) -> t.Ty:
        if self.impl_trait is not None:
            return self.impl_trait(n)
        return self.bad(
            n.span,
            "`impl Trait` is not allowed "
            + ("in the type of variable bindings" if self.in_body else "in this position"),
            "",
            "E0562",
        )

    # ---- paths -----------------------------------------------------------------------------------------------------
    # -------------

    def t_TPath(self, n: Any) -> t.Ty:
        if n.qself is not None:
            return self.qpath_ty(n.qself, n.path, n.span)
        path = n.path
        segs = path.segments
        # a generic parameter or Self
        first = segs[0].ident.name
        if not path.global_:
            base = self.param(first, segs[0].ident.span)
            if base is not None:
                if segs[0].args is not None:
                    self.error(
                        segs[0].args.span,
                        "type arguments are not allowed on "
                        + ("self type" if first == "Self" else f"type parameter `{first}`"),
                        "type argument not allowed",
                        "E0109",
                    )
                return self.assoc(base, segs[1:], segs[0])
        d, rest = self.resolve(path)
        if d is None:
            return t.ERROR
        k = len(segs) - rest
        base = self.def_ty(d, segs[:k], path.span, n)
        return self.assoc(base, segs[k:], segs[k - 1])

    def param(self, name: str, span: Span) -> t.Ty | None:
        """A type parameter or `Self` in scope."""
        if name == "Self":
            return self.self_ty(span)
        for d in self.generics_chain:
            p = param_table(d).get(name)
            if p is not None and not isinstance(p, tuple):
                if p.kind == "type":
                    return t.Param(p.index, p.name)
                return None
        return None

    def resolve(self, path: Any) -> tuple[Any, int]:
        """The definition that the longest prefix of a type path names, and how many segments are left over."""
        idents = [g.ident for g in path.segments]
        n = len(idents)
        failed: resolve.Failed | None = None
        for k in range(n, 0, -1):
            try:
                b = resolve.resolve_path(idents[:k], path.global_, resolve.TYPES, self.module)
            except resolve.Failed as f:
                failed = failed or f
                continue
            if b is None:
                continue
            if not resolve.visible(b.vis, self.module):
                self.sink.append(resolve.private(idents[k - 1], b).diagnostic)
            d = b.def_
            if n == 1 and isinstance(d, defs.Module) and idents[0].name in t.PRIMS:
                return t.PRIMS[idents[0].name], 0  # a module does not hide a primitive type
            if k < n and (
                isinstance(d, defs.Module) or getattr(d, "kind", "") == "adt" and d.is_enum and k < n and False
            ):
                break
            return d, n - k
        if failed is not None and n > 1:
            self.sink.append(failed.diagnostic)
            return None, 0
        last = idents[-1]
        try:
            vb = resolve.resolve_path(idents, path.global_, resolve.VALUES, self.module)
        except resolve.Failed:
            vb = None
        name = "::".join(i.name for i in idents)
        if vb is not None:
            what = resolve.kind_name(vb.def_)
            self.error(path.span, f"expected type, found {what} `{name}`", "not a type", "E0573")
        elif n > 1:
            try:
                mb = resolve.resolve_path(idents[:-1], path.global_, resolve.TYPES, self.module)
            except resolve.Failed:
                mb = None
            where = "this scope"
            if mb is not None and isinstance(mb.def_, defs.Module):
                m = mb.def_
                where = (
                    "the crate root"
                    if m.parent is None and m.crate is self.crate
                    else f"crate `{m.name}`"
                    if m.parent is None
                    else f"module `{'::'.join(i.name for i in idents[:-1])}`"
                )
            elif mb is not None and getattr(mb.def_, "kind", "") == "adt":
                where = f"enum `{idents[-2].name}`"
            self.error(
                last.span,
                f"cannot find type `{last.name}` in {where}",
                f"not found in {where.removeprefix('module ')}",
                "E0425",
            )
        else:
            self.error(last.span, f"cannot find type `{last.name}` in this scope", "not found in this scope", "E0425")
        return None, 0

    def def_ty(self, d: Any, segs: list[Any], span: Span, n: Any) -> t.Ty:
        """The type that a definition named by `segs` is."""
        if isinstance(d, t.Prim):
            if segs[-1].args is not None:
                self.error(
                    segs[-1].args.span,
                    f"type arguments are not allowed on builtin type `{d.name}`",
                    "type argument not allowed",
                    "E0109",
                )
            return d
        kind = d.kind
        if kind == "adt":
            return t.Adt(d, self.args(d, segs[-1], span))
        if kind == "type alias":
            args = self.args(d, segs[-1], span)
            try:
                ty = d.ty
            except defs.Cycle:
                return self.bad(d.span, f"cycle detected when expanding type alias `{d.name}`", "", "E0391")
            return t.subst(ty, args)  # type: ignore[no-any-return]
        if kind == "trait":
            if self.crate.edition >= 2021:
                e = self.error(span, "expected a type, found a trait", "", "E0782")
                e.help("you can add the `dyn` keyword if you want a trait object")
                return t.ERROR
            return self.dyn([s.TraitBound(span, [], n.path, None)], span)
        if kind == "assoc type":
            return self.bad(span, "ambiguous associated type", "", "E0223")
        name = "::".join(g.ident.name for g in segs)
        what = resolve.kind_name(d)
        if kind == "variant":
            return self.bad(span, f"expected type, found variant `{name}`", "not a type", "E0573")
        return self.bad(span, f"expected type, found {what} `{name}`", "not a type", "E0573")

    def args(
        self,
        d: Any,
        seg: Any,
        span: Span,
        self_ty: t.Ty | None = None,
        parent: t.Args = (),
        infer_lifetimes: bool = False,
    ) -> t.Args:
        """The generic arguments of `d` from what `seg` writes; `parent` those of its parents already known."""
        g = d.generics
        given = seg.args if seg is not None else None
        params = g.own
        out: list[Any] = list(parent)
        if self_ty is not None:
            out.append(self_ty)
            params = params[1:]
        written = list(given.args) if given is not None else []
        lifetimes = [a for a in written if isinstance(a, s.Lifetime)]
        others = [a for a in written if not isinstance(a, s.Lifetime)]
        if given is not None and given.paren is not None:
            others, lifetimes = [], []
        want_lt = [p for p in params if p.kind == "lifetime"]
        want = [p for p in params if p.kind != "lifetime" and not p.synthetic]
        if lifetimes and len(lifetimes) != len(want_lt):
            late = d.kind == "fn" and d.generics.late
            if not late:
                self.count_error(d, seg, span, "lifetime", len(want_lt), len(want_lt), len(lifetimes))
                lifetimes = []
            else:
                lifetimes = [] if len(want_lt) == 0 else lifetimes
        least = sum(1 for p in want if p.default is None)
        if others and len(others) > len(want) or (len(others) < least and not (self.hole is not None and not others)):
            self.count_error(
                d,
                seg,
                span,
                "type" if all(p.kind == "type" for p in want) else "generic",
                least,
                len(want),
                len(others),
            )
            others = others[: len(want)]
            if len(others) < least and self.hole is None:
                others += [None] * (least - len(others))
        li = oi = 0
        for p in params:
            if p.kind == "lifetime":
                if li < len(lifetimes):
                    out.append(self.region(lifetimes[li]))
                elif self.hole is not None and self.in_body:
                    out.append(t.ERASED)
                else:
                    out.append(self.elided_arg(d, seg, span, len(want_lt)))
                li += 1
            elif p.synthetic:
                out.append(self.hole(span) if self.hole is not None else t.ERROR)
            elif oi < len(others):
                a = others[oi]
                oi += 1
                if a is None:
                    out.append(t.ERROR if p.kind == "type" else t.Const("error", p.ty or t.USIZE))
                elif p.kind == "type":
                    if isinstance(a, (s.ELit, s.EBlock, s.EUnary)):
                        self.error(a.span, "constant provided when a type was expected", "", "E0747")
                        out.append(t.ERROR)
                    else:
                        out.append(self.with_object(self.object_of(d, p, out), a))
                else:
                    out.append(self.const(a, t.subst(p.ty, out) if p.ty is not None else t.USIZE))
            elif p.default is not None and not (
                self.hole is not None and given is None and self.in_body and self.infer_defaults
            ):
                from burrow.rust import collect

                out.append(t.subst(collect.default_of(p), out))
            elif self.hole is not None:
                out.append(
                    self.hole(span)
                    if p.kind == "type"
                    else self.hole_const(p.ty)
                    if self.hole_const is not None and p.ty is not None
                    else t.Const("error", t.USIZE)
                )
            else:
                out.append(t.ERROR)
        return tuple(out)

    infer_defaults = False

    def object_of(self, d: Any, p: Any, args: list[Any]) -> t.Region | None:
        """The default lifetime of `dyn` in the argument for type parameter `p` of `d`: the one that bounds it."""
        bounds = param_bounds(d).get(p.name) if d.kind in ("adt", "trait", "type alias") else None
        if not bounds or len(bounds) > 1:
            return None
        if bounds[0] == "'static":
            return t.STATIC
        q = next((q for q in d.generics.own if q.name == bounds[0]), None)
        if q is not None and q.index < len(args) and isinstance(args[q.index], t.Region):
            return args[q.index]  # type: ignore[no-any-return]
        return None

    def elided_arg(self, d: Any, seg: Any, span: Span, n: int) -> t.Region:
        at = seg.ident.span if seg is not None else span
        return self.elided(at, d.name)

    def count_error(self, d: Any, seg: Any, span: Span, what: str, least: int, most: int, got: int) -> None:
        kind = resolve.kind_name(d)
        at = seg.ident.span if seg is not None else span
        if got > most or got == 0 and most == 0:
            text = (
                f"{kind} takes {most if least == most else f'at most {most}'} {what} argument{'s' if most != 1 else ''} but "  # noqa: E501
                f"{got} {what} argument{'s were' if got != 1 else ' was'} supplied"
            )
            label = f"expected {most if least == most else f'at most {most}'} {what} argument{'s' if most != 1 else ''}"
        elif got == 0:
            text = f"missing generics for {kind} `{d.name}`"
            label = (
                f"expected {least if least == most else f'at least {least}'} {what} argument{'s' if least != 1 else ''}"
            )
        else:
            text = (
                f"{kind} takes {least if least == most else f'at least {least}'} {what} argument{'s' if least != 1 else ''} but "  # noqa: E501
                f"{got} {what} argument{'s were' if got != 1 else ' was'} supplied"
            )
            label = (
                f"expected {least if least == most else f'at least {least}'} {what} argument{'s' if least != 1 else ''}"
            )
        self.error(at, text, label, "E0107")

    # ---- associated types
    # -------------------------------------------------------------------------------------------------------

    def assoc(self, base: t.Ty, rest: list[Any], before: Any) -> t.Ty:
        """`base::A::B`."""
        for seg in rest:
            base = self.assoc_one(base, seg)
        return base

    def assoc_one(self, base: t.Ty, seg: Any) -> t.Ty:
        name = seg.ident.name
        if base is t.ERROR:
            return base
        from burrow.rust import collect

        found: list[tuple[t.TraitRef, Any]] = []
        if isinstance(base, t.Param):
            found = collect.param_assoc(self, base, name)
            if not found:
                found = self.impl_assoc(base, name)
        else:
            found = self.impl_assoc(base, name)
            if not found and self.projector is not None:
                ty = self.projector(base, name, seg)
                if ty is not None:
                    return ty
        if not found and isinstance(base, t.Alias):
            found = collect.alias_assoc(self, base, name)
        distinct = list(dict.fromkeys(a for _, a in found))
        if len(distinct) == 1:
            tr, a = found[0]
            return self.project(tr, a, seg)
        if not found:
            if isinstance(base, t.Param):
                self.error(
                    seg.ident.span,
                    f"associated type `{name}` not found for `{base.name}`",
                    f"associated type `{name}` not found",
                    "E0220",
                )
                return t.ERROR
            self.error(seg.span, "ambiguous associated type", "", "E0223")
            return t.ERROR
        self.error(
            seg.ident.span,
            f"ambiguous associated type `{name}` in bounds of `{base}`",
            f"ambiguous associated type `{name}`",
            "E0221",
        )
        return t.ERROR

    def impl_assoc(self, base: t.Ty, name: str) -> list[tuple[t.TraitRef, Any]]:
        """`Self::name` in an impl: of the trait that it implements."""
        from burrow.rust import collect

        for d in self.generics_chain:
            if d.kind == "impl" and d.of_trait:
                tr = d.trait_ref
                if tr is not None and (tr.self_ty is base or t.erase_regions(tr.self_ty) is base):
                    return collect.trait_assoc(tr, name)
                break
        return []

    def project(self, tr: t.TraitRef, a: Any, seg: Any) -> t.Ty:
        args = self.args(a, seg, seg.span, parent=tr.args)
        return t.Alias("proj", a, args)

    def qpath_ty(self, q: Any, path: Any, span: Span) -> t.Ty:
        base = self.ty(q.ty)
        segs = path.segments
        if q.trait_len == 0:
            return self.assoc(base, segs, None)
        tp = s.Path(path.span, segs[: q.trait_len], path.global_)
        trait = self.trait_def(tp)
        if trait is None or base is t.ERROR:
            return t.ERROR
        tr, _ = self.trait_ref(tp, trait, base, [])
        seg = segs[q.trait_len]
        from burrow.rust import collect

        for sup, a in collect.trait_assoc(tr, seg.ident.name):
            ty = self.project(sup, a, seg)
            return self.assoc(ty, segs[q.trait_len + 1 :], seg)
        return self.bad(
            seg.ident.span,
            f"cannot find associated type `{seg.ident.name}` in trait `{trait.name}`",
            f"not found in `{trait.name}`",
            "E0576",
        )

    # ---- traits and bounds
    # ------------------------------------------------------------------------------------------------------

    def trait_def(self, path: Any) -> Any:
        """The trait a path names; an error and None otherwise."""
        idents = [g.ident for g in path.segments]
        try:
            b = resolve.resolve_path(idents, path.global_, resolve.TYPES, self.module)
        except resolve.Failed as f:
            self.sink.append(f.diagnostic)
            return None
        name = "::".join(i.name for i in idents)
        if b is None:
            if len(idents) == 1 and self.param(idents[0].name, idents[0].span) is not None and idents[0].name != "Self":
                self.error(path.span, f"expected trait, found type parameter `{name}`", "not a trait", "E0404")
                return None
            where = "this scope" if len(idents) == 1 else f"`{idents[-2].name}`"
            self.error(
                idents[-1].span, f"cannot find trait `{idents[-1].name}` in {where}", f"not found in {where}", "E0405"
            )
            return None
        d = b.def_
        if isinstance(d, t.Prim) or d.kind != "trait":
            if not isinstance(d, t.Prim) and d.kind == "type alias":
                self.error(
                    path.span,
                    f"expected trait, found type alias `{name}`",
                    "type aliases cannot be used as traits" if False else "not a trait",
                    "E0404",
                )
            else:
                self.error(path.span, f"expected trait, found {resolve.kind_name(d)} `{name}`", "not a trait", "E0404")
            return None
        if not resolve.visible(b.vis, self.module):
            self.sink.append(resolve.private(idents[-1], b).diagnostic)
        return d

    def trait_ref(self, path: Any, trait: Any, self_ty: t.Ty, binder: list[str]) -> tuple[t.TraitRef, list[t.ProjPred]]:
        """`self_ty: path` (the current innermost binder is the bound's own, with names `binder`) and the projections
        written in it."""
        seg = path.segments[-1]
        projections: list[t.ProjPred] = []
        g = seg.args
        if g is not None and g.paren is not None:
            inputs, output = g.paren
            saved = self.elide, self.fn_binder
            if self.binders:
                self.elide, self.fn_binder = "bound", len(self.binders) - 1
            outer, self.written = self.written, []
            ins = tuple(self.ty(i) for i in inputs)
            here, self.written = self.written, outer
            if output is not None:
                self.elide = self.output_elision(here, saved[0])
                out = self.ty(output)
            else:
                out = t.UNIT
            self.elide, self.fn_binder = saved
            tr = t.TraitRef(trait, (self_ty, t.Tuple(ins)))
            once = self.lang("fn_once_output")
            if once is not None:
                projections.append(t.ProjPred(t.Alias("proj", once, tr.args), out, tuple(binder)))
            return tr, projections
        args = self.args(trait, seg, path.span, self_ty=self_ty)
        tr = t.TraitRef(trait, args)
        if g is not None:
            from burrow.rust import collect

            for c in g.constraints:
                found = collect.trait_assoc(tr, c.ident.name)
                if not found:
                    self.error(
                        c.ident.span,
                        f"associated type `{c.ident.name}` not found for `{trait.name}`",
                        f"associated type `{c.ident.name}` not found",
                        "E0220",
                    )
                    continue
                sup, a = found[0]
                alias = t.Alias("proj", a, self.args(a, s.Seg(c.span, c.ident, c.gargs), c.span, parent=sup.args))
                if c.ty is not None:
                    projections.append(t.ProjPred(alias, self.with_object(None, c.ty), tuple(binder)))
                elif c.bounds is not None:
                    self.extra += self.bounds(alias, c.bounds, outer=True)
        return tr, projections

    extra: list[Any] = []

    def lang(self, name: str) -> Any:
        from burrow.rust import lang

        return lang.item(self.crate, name)

    def bounds(
        self,
        subject: t.Ty,
        bounds: list[Any],
        for_: list[Any] | None = None,
        sized: list[bool] | None = None,
        outer: bool = False,
    ) -> list[Any]:
        """The predicates that bounds on `subject` (lowered outside their binder) mean.  `sized`: set to [False] by
        `?Sized`."""
        out: list[Any] = []
        outer_names = [p.ident.name for p in for_ or []]
        for b in bounds:
            if isinstance(b, s.LifeBound):
                self.binders.append(outer_names)
                r = self.region(b.lifetime)
                self.binders.pop()
                out.append(t.OutlivesPred(subject if for_ else t.shift(subject, 1), r, tuple(outer_names)))
                continue
            if isinstance(b, s.UseBound):
                continue
            if b.modifier == "?":
                if sized is not None:
                    sized[0] = False
                continue
            names = outer_names + [p.ident.name for p in b.for_]
            self.binders.append(names)
            saved, self.extra = self.extra, []
            try:
                trait = self.trait_def(b.path)
                if trait is None:
                    continue
                subj = subject if for_ else t.shift(subject, 1)
                tr, projections = self.trait_ref(b.path, trait, subj, names)
                if sized is not None and trait.lang in ("meta_sized", "pointee_sized"):
                    sized[0] = False
                    continue
                # names may have grown by anonymous lifetimes of `Fn(&T)`
                out.append(t.TraitPred(tr, tuple(names)))
                out += [t.ProjPred(p.alias, p.ty, tuple(names)) for p in projections]
                out += self.extra
            finally:
                self.extra = saved
                self.binders.pop()
        return out

    # ---- constants
    # --------------------------------------------------------------------------------------------------------------

    def const(self, e: Any, ty: t.Ty) -> t.Const:
        """A constant expression in a type."""
        x = e
        while isinstance(x, (s.EParen, s.EBlock)):
            if isinstance(x, s.EParen):
                x = x.expr
            elif (
                x.kind is None
                and len(x.block.stmts) == 1
                and isinstance(x.block.stmts[0], s.SExpr)
                and not x.block.stmts[0].semi
            ):
                x = x.block.stmts[0].expr
            else:
                break
        if isinstance(x, s.TParen):
            return self.const(x.ty, ty)
        if isinstance(x, s.ELit) and x.tok.kind == "int" and isinstance(ty, t.Prim) and ty.is_int:
            from burrow.rust.lexer import int_value

            return t.Const("value", ty, int_value(x.tok))
        if isinstance(x, s.ELit) and x.tok.text in ("true", "false") and ty is t.BOOL:
            return t.Const("value", ty, x.tok.text == "true")
        if isinstance(x, s.ELit) and x.tok.kind == "char" and ty is t.CHAR:
            from burrow.rust.lexer import char_value

            return t.Const("value", ty, char_value(x.tok))
        if isinstance(x, s.EUnary) and x.op == "-" and isinstance(x.expr, s.ELit) and x.expr.tok.kind == "int":
            from burrow.rust.lexer import int_value

            return t.Const("value", ty, -int_value(x.expr.tok))
        if isinstance(x, (s.TInfer, s.EUnderscore)):
            if self.hole_const is not None:
                return self.hole_const(ty)
            self.error(
                x.span,
                f"the placeholder `_` is not allowed within types on item signatures for {self.where()}",
                "not allowed in type signatures",
                "E0121",
            )
            return t.Const("error", ty)
        if isinstance(x, (s.TPath, s.EPath)) and x.qself is None and len(x.path.segments) == 1:
            name = x.path.segments[0].ident.name
            for d in self.generics_chain:
                p = param_table(d).get(name)
                if p is not None and not isinstance(p, tuple):
                    if p.kind == "const":
                        return t.Const("param", p.ty or ty, None, p.index, p.name)
                    if isinstance(x, s.TPath):
                        self.error(x.span, "type provided when a constant was expected", "", "E0747")
                        return t.Const("error", ty)
        if isinstance(x, s.TPath):
            x = s.EPath(x.span, x.qself, x.path)
        elif isinstance(x, s.Node) and type(x).__name__.startswith("T"):
            self.error(x.span, "type provided when a constant was expected", "", "E0747")
            return t.Const("error", ty)
        return self.anon(e if not isinstance(e, s.TPath) else x, ty)

    def anon(self, e: Any, ty: t.Ty) -> t.Const:
        cache = self.crate.__dict__.setdefault("anon_consts", {})
        c = cache.get(id(e))
        if c is None:
            c = defs.AnonConst(self.crate, f"{{constant#{len(self.crate.defs)}}}", self.owner, e.span, e.span)
            c.ast = e
            c.macro_scope = getattr(self, "macro_scope", None) or self.owner.macro_scope
            c.in_module = self.module  # type: ignore[attr-defined]
            c.__dict__["ty"] = ty
            cache[id(e)] = c
        from burrow.rust import consteval

        return consteval.evaluate_anon(c, ty, c.generics.identity())


def _mentions(args: Any, what: t.Ty) -> bool:
    return any(x is what for a in args for x in t.walk(a))


def _chain(d: Any) -> list[Any]:
    """The definitions whose generics are in scope in `d`, innermost first."""
    out = []
    while d is not None:
        if d.kind in ("fn", "impl", "trait", "adt", "type alias", "assoc type", "const"):
            out.append(d)
        if (
            d.kind in ("fn", "const", "static", "adt", "type alias", "assoc type")
            and getattr(d, "container", None) is None
        ):
            break
        if d.kind in ("mod", "impl", "trait"):
            break
        d = d.parent
    return out


def param_table(d: Any) -> dict[str, Any]:
    """Own generic parameters of a definition by name; late-bound lifetimes are (index,) tuples."""
    table = d.__dict__.get("param_table")
    if table is None:
        from burrow.rust import collect

        table = collect.param_table(d)
    return table  # type: ignore[no-any-return]


def param_bounds(d: Any) -> dict[str, list[str]]:
    """The lifetimes that bound each type parameter of `d`, as written."""
    known: dict[str, list[str]] | None = d.__dict__.get("_param_bounds")
    if known is None:
        ast = getattr(getattr(d.ast, "data", None), "generics", None)
        known = {}
        if ast is not None:
            for p in ast.params:
                if p.kind == "type":
                    known[p.ident.name] = _lifetimes(p.bounds)
            for w in ast.where:
                if w.lifetime is None and not w.for_ and isinstance(w.ty, s.TPath) and w.ty.qself is None:
                    name = w.ty.path.segments[0].ident.name
                    if len(w.ty.path.segments) == 1 and name in known:
                        known[name] += [x for x in _lifetimes(w.bounds) if x not in known[name]]
        d.__dict__["_param_bounds"] = known
    return known


def object_bounds(trait: Any) -> list[str]:
    """The lifetimes that bound `Self` in a trait's own list of supertraits."""
    bounds = getattr(getattr(trait.ast, "data", None), "bounds", None)
    return _lifetimes(bounds or [])


def _lifetimes(bounds: list[Any]) -> list[str]:
    return list(dict.fromkeys(b.lifetime.name for b in bounds if isinstance(b, s.LifeBound)))
