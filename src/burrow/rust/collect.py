"""The queries about items: generics, predicates, signatures, field types, impl headers.

Each function computes one attribute of a definition (`defs.query`) from its syntax, through `lower`.  Reference:
`rustc_hir_analysis::collect`.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import attrs as at
from burrow.rust import defs, lang
from burrow.rust import syntax as s
from burrow.rust import types as t
from burrow.rust.lower import Lower
from burrow.source import Span


def generics_ast(d: Any) -> Any:
    a = getattr(d.ast, "data", None)
    return getattr(a, "generics", None)


# ---- generics
# -------------------------------------------------------------------------------------------------------------------


def generics_of(d: Any) -> t.Generics:
    kind = d.kind
    if kind == "variant":
        return d.adt.generics  # type: ignore[no-any-return]
    if kind in ("closure",):
        return d.owner.generics  # type: ignore[no-any-return]
    if kind == "anon const":
        return d.parent.generics if d.parent is not None and d.parent.kind != "mod" else t.Generics(None, [])
    if kind == "opaque":
        return t.Generics(d.parent.generics, list(d.own_params))
    parent = None
    container = getattr(d, "container", None)
    if container is not None:
        parent = container.generics
    if kind == "impl":
        return header(d)[0]  # type: ignore[no-any-return]
    if kind == "trait":
        own = [t.GenericParam("Self", "type", 0, d.name_span)]
        own[0].sized = False
        return t.Generics(None, own_params(d, own, 0))
    g = t.Generics(parent, [])
    base = g.parent_count
    late: tuple[str, ...] = ()
    if kind == "fn":
        late = late_bound(d)
    g.own = own_params(d, [], base, set(late))
    g.late = late
    if kind == "fn":
        d.impl_params = {}
        for p in d.ast.data.params:
            for n in s.visit(p.ty, (s.TFn, s.TArray)):
                if isinstance(n, s.TImpl):
                    from burrow.source import load_file

                    name = load_file(n.span.path).slice(n.span) or "impl Trait"
                    gp = t.GenericParam(name, "type", base + len(g.own), n.span, synthetic=True)
                    d.impl_params[id(n)] = gp
                    g.own.append(gp)
    return g


def own_params(d: Any, own: list[t.GenericParam], base: int, late: set[str] | None = None) -> list[t.GenericParam]:
    """The parameters written on an item; lifetimes first."""
    ast = generics_ast(d)
    if ast is None:
        return own
    params = [p for p in ast.params if p.kind == "lifetime"] + [p for p in ast.params if p.kind != "lifetime"]
    table: dict[str, Any] = {p.name: p for p in own}
    d.__dict__["param_table"] = table
    later = []
    for p in params:
        if late and p.ident.name in late:
            continue
        if p.ident.name in ("'static", "'_"):
            from burrow.source import Diagnostic

            d.crate.sink.append(
                Diagnostic.error(
                    p.ident.span,
                    f"invalid lifetime parameter name: `{p.ident.name}`"
                    if p.ident.name != "'_"
                    else "`'_` cannot be used here",
                    f"{p.ident.name} is a reserved lifetime name"
                    if p.ident.name != "'_"
                    else "`'_` is a reserved lifetime name",
                    "E0262" if p.ident.name != "'_" else "E0637",
                )
            )
        g = t.GenericParam(
            p.ident.name,
            p.kind,
            base + len(own),
            p.ident.span,
            may_dangle=any(a.name == "may_dangle" for a in p.attrs or ()),
        )
        if g.name in table and g.name != "Self":
            from burrow.source import Diagnostic, Label

            e = Diagnostic.error(
                p.ident.span,
                f"the name `{g.name}` is already used for a generic parameter in this item's generic parameters",
                "already used",
                "E0403",
            )
            e.labels.append(Label(table[g.name].span, f"first use of `{g.name}`"))
            d.crate.sink.append(e)
        own.append(g)
        table[g.name] = g
        later.append((p, g))
    for p, g in later:
        if p.kind == "const":
            low = Lower(d, elide=t.STATIC)
            g.ty = low.ty(p.ty)
        if p.default is not None:
            g.default = _Default(d, p, g)
    if late is not None:
        names = [p.ident.name for p in ast.params if p.ident.name in late]
        for i, n in enumerate(names):
            table[n] = (i,)
    return own


class _Default:
    """A parameter's default, lowered when first needed (it may mention the item itself)."""

    def __init__(self, d: Any, ast: Any, g: t.GenericParam) -> None:
        self.d, self.ast, self.g = d, ast, g


def _settle(d: Any) -> None:
    for g in d.generics.own:
        default_of(g)


def default_of(g: t.GenericParam) -> Any:
    """A parameter's default, as a term."""
    x = g.default
    if isinstance(x, _Default):
        g.default = None
        low = Lower(x.d, elide=t.STATIC)
        g.default = low.ty(x.ast.default) if g.kind == "type" else low.const(x.ast.default, g.ty or t.USIZE)
    return g.default


def param_table(d: Any) -> dict[str, Any]:
    table = defs.memo(d, "param_table")
    if table is not None:
        return table  # type: ignore[no-any-return]
    d.generics  # noqa: B018  (fills the table)
    table = d.__dict__.get("param_table")
    if table is None:
        table = d.__dict__["param_table"] = {}
    return table  # type: ignore[no-any-return]


def late_bound(fn: Any) -> tuple[str, ...]:
    """The lifetimes of a function's own parameters that are late-bound: in an input type, and in no bound."""
    ast = fn.ast.data.generics
    names = [p.ident.name for p in ast.params if p.kind == "lifetime"]
    if not names:
        return ()
    early: set[str] = set()
    for p in ast.params:
        if p.bounds:
            if p.kind == "lifetime":
                early.add(p.ident.name)
            early.update(n.name for b in p.bounds for n in s.visit(b) if isinstance(n, s.Lifetime))
    for w in ast.where:
        early.update(n.name for n in s.visit(w) if isinstance(n, s.Lifetime))
    used: set[str] = set()
    for q in fn.ast.data.params:
        used.update(n.name for n in s.visit(q.ty) if isinstance(n, s.Lifetime))
        for n in s.visit(q.ty):
            if isinstance(n, s.TImpl):
                early.update(x.name for x in s.visit(n) if isinstance(x, s.Lifetime))
    return tuple(n for n in names if n not in early and n in used)


# ---- predicates
# -----------------------------------------------------------------------------------------------------------------


def predicates_of(d: Any) -> list[Any]:
    kind = d.kind
    if kind == "variant":
        return d.adt.predicates  # type: ignore[no-any-return]
    if kind == "closure":
        return d.owner.predicates  # type: ignore[no-any-return]
    if kind in ("anon const", "opaque"):
        return d.parent.predicates if d.parent is not None and d.parent.kind != "mod" else []
    out: list[Any] = []
    container = getattr(d, "container", None)
    if container is not None:
        out += container.predicates
    if kind == "trait":
        out.append(t.TraitPred(t.TraitRef(d, d.generics.identity())))
    return out + own_predicates(d)


def own_predicates(d: Any) -> list[Any]:
    """What an item's own bounds and where-clauses say, `Sized` included."""
    cached = defs.memo(d, "own_predicates")
    if cached is not None:
        return cached  # type: ignore[no-any-return]
    ast = generics_ast(d)
    out: list[Any] = []
    if ast is None:
        return out
    gens = d.generics
    low = Lower(d, elide="error")
    if d.kind == "impl":
        low.elide = t.ERASED
    if d.kind == "fn":
        low.late_owner = d
    sized_trait = lang.item(d.crate, "sized")
    table = param_table(d)
    unsized: set[str] = set()
    for p in ast.params:
        if p.kind == "lifetime":
            for b in p.bounds:
                low.binders.append([])
                me = table[p.ident.name]
                r = (
                    t.Region("late", me[0], p.ident.name, owner=d)
                    if isinstance(me, tuple)
                    else t.Region("early", me.index, me.name)
                )
                out.append(t.OutlivesPred(r, low.region(b.lifetime)))
                low.binders.pop()
            continue
        if p.kind == "type":
            sized = [True]
            g = table[p.ident.name]
            out += low.bounds(t.Param(g.index, g.name), p.bounds, sized=sized)
            if not sized[0]:
                unsized.add(g.name)
    for w in ast.where:
        if w.lifetime is not None:
            low.binders.append([])
            r = low.region(w.lifetime)
            for b in w.bounds:
                out.append(t.OutlivesPred(r, low.region(b.lifetime)))
            low.binders.pop()
            continue
        sized = [True]
        if w.for_:
            low.binders.append([p.ident.name for p in w.for_])
            subject = low.ty(w.ty)
            low.binders.pop()
        else:
            subject = low.ty(w.ty)
        out += low.bounds(subject, w.bounds, w.for_, sized=sized)
        if not sized[0] and isinstance(subject, t.Param):
            unsized.add(subject.name)
    if d.kind == "fn":
        for q in d.ast.data.params:
            for n in s.visit(q.ty, (s.TFn,)):
                if isinstance(n, s.TImpl):
                    g = d.impl_params[id(n)]
                    sized = [True]
                    low.impl_trait = lambda x: t.Param(d.impl_params[id(x)].index, d.impl_params[id(x)].name)
                    saved, low.elide = low.elide, t.ERASED
                    out += low.bounds(t.Param(g.index, g.name), n.bounds, sized=sized)
                    low.elide = saved
                    if not sized[0]:
                        unsized.add(g.name)
    if sized_trait is not None:
        for g in gens.own:
            if g.kind == "type" and g.name not in unsized and not (d.kind == "trait" and g.index == 0):
                out.append(t.TraitPred(t.TraitRef(sized_trait, (t.Param(g.index, g.name),))))
            elif g.kind == "type":
                g.sized = False
    if d.kind == "trait":
        out += super_predicates(d)
    _settle(d)
    d.__dict__["own_predicates"] = out
    return out


def super_predicates(d: Any) -> list[Any]:
    """`Self: Bound` from `trait T: Bound`."""
    low = Lower(d, elide=t.STATIC)
    return low.bounds(t.Param(0, "Self"), d.ast.data.bounds, sized=[True])


def supertraits_of(d: Any) -> list[Any]:
    """The direct supertraits, also those of where-clauses on Self."""
    out = [p for p in super_predicates(d) if isinstance(p, t.TraitPred)]
    me = t.Param(0, "Self")
    low = Lower(d, elide=t.STATIC)
    for w in d.ast.data.generics.where:
        if isinstance(w.ty, s.TPath) and w.ty.qself is None and [g.ident.name for g in w.ty.path.segments] == ["Self"]:
            out += [p for p in low.bounds(me, w.bounds, w.for_, sized=[True]) if isinstance(p, t.TraitPred)]
    return out


def super_closure(tr: t.TraitRef) -> list[t.TraitRef]:
    """`tr` and every supertrait reference above it (bound regions of higher-ranked supertraits erased)."""
    out = [tr]
    seen = {tr}
    for x in out:
        try:
            supers = x.trait.supers
        except defs.Cycle:
            continue
        for p in supers:
            y = t.subst(t.erase_bound(p.trait_ref), x.args)
            if y not in seen:
                seen.add(y)
                out.append(y)
    return out


def trait_assoc(tr: t.TraitRef, name: str) -> list[tuple[t.TraitRef, Any]]:
    """The associated type `name` of a trait or its supertraits, with the trait reference that declares it."""
    for x in super_closure(tr):
        a = x.trait.items.get(name)
        if a is not None and a.kind != "assoc type":
            a = x.trait.items.get(name + "#assoc type")
        if a is not None:
            return [(x, a)]
    return []


def _bound_sources(low: Lower, param: t.Param) -> Any:
    """(definition, bounds, for) of every written bound on a type parameter in scope."""
    for d in low.generics_chain:
        ast = generics_ast(d)
        if d.kind == "trait" and param.index == 0 and param.name == "Self":
            yield d, d.ast.data.bounds, [], True
        if ast is None:
            continue
        for p in ast.params:
            if p.kind == "type" and p.ident.name == param.name:
                yield d, p.bounds, [], False
        for w in ast.where:
            if (
                w.ty is not None
                and isinstance(w.ty, s.TPath)
                and w.ty.qself is None
                and not w.ty.path.global_
                and [g.ident.name for g in w.ty.path.segments] == [param.name]
            ):
                yield d, w.bounds, w.for_, False
        for n in _impl_nodes(d):
            g = d.impl_params.get(id(n)) if d.kind == "fn" and "impl_params" in d.__dict__ else None
            if g is not None and g.index == param.index:
                yield d, n.bounds, [], False


def _impl_nodes(d: Any) -> Any:
    if d.kind == "fn":
        for q in d.ast.data.params:
            for n in s.visit(q.ty, (s.TFn,)):
                if isinstance(n, s.TImpl):
                    yield n


def param_assoc(low: Lower, param: t.Param, name: str) -> list[tuple[t.TraitRef, Any]]:
    """`T::name` for a type parameter: through the bounds written on it, without asking for all predicates (those may
    need this)."""
    out = []
    for d, bounds, for_, _ in _bound_sources(low, param):
        if d.kind == "trait" and param.index == 0 and param.name == "Self":
            a = d.items.get(name)
            if a is not None and a.kind == "assoc type":
                return [(t.TraitRef(d, d.generics.identity()), a)]
        for b in bounds:
            if not isinstance(b, s.TraitBound) or b.modifier == "?":
                continue
            quiet = Lower(d, elide=t.ERASED, sink=[])
            trait = quiet.trait_def(b.path)
            if trait is None or not _declares(trait, name, set()):
                continue
            names = [p.ident.name for p in [*for_, *b.for_]]
            quiet.binders.append(names)
            stripped = b.path.segments[-1]
            if stripped.args is not None and stripped.args.constraints:
                ga = s.GArgs(stripped.args.span, stripped.args.args, [], stripped.args.paren)
                path = s.Path(
                    b.path.span, [*b.path.segments[:-1], s.Seg(stripped.span, stripped.ident, ga)], b.path.global_
                )
            else:
                path = b.path
            tr, _ = quiet.trait_ref(path, trait, param, names)
            quiet.binders.pop()
            out += trait_assoc(t.erase_bound(tr), name)
    return out


def _declares(trait: Any, name: str, seen: set[Any]) -> bool:
    """Whether a trait or a supertrait (by syntax alone) has an associated type `name`."""
    if trait in seen:
        return False
    seen.add(trait)
    a = trait.items.get(name)
    if a is not None and a.kind == "assoc type" or name + "#assoc type" in trait.items:
        return True
    bounds = list(trait.ast.data.bounds)
    for w in trait.ast.data.generics.where:
        if isinstance(w.ty, s.TPath) and w.ty.qself is None and [g.ident.name for g in w.ty.path.segments] == ["Self"]:
            bounds += w.bounds
    for b in bounds:
        if isinstance(b, s.TraitBound) and b.modifier != "?":
            sup = Lower(trait, sink=[]).trait_def(b.path)
            if sup is not None and _declares(sup, name, seen):
                return True
    return False


def alias_assoc(low: Lower, alias: t.Alias, name: str) -> list[tuple[t.TraitRef, Any]]:
    """`<T as Trait>::A::name`: through the bounds declared on the associated type, and where-clauses on it."""
    out = []
    for p in alias.def_.bounds:
        if isinstance(p, t.TraitPred):
            tr = t.subst(t.erase_bound(p.trait_ref), alias.args)
            out += trait_assoc(tr, name)
    if not out:
        for d in low.generics_chain:
            ast = generics_ast(d)
            for w in ast.where if ast is not None else ():
                if w.ty is None or isinstance(w.ty, s.TPath) and len(w.ty.path.segments) == 1 and w.ty.qself is None:
                    continue
                quiet = Lower(d, elide=t.ERASED, sink=[])
                last = w.ty.path.segments[-1].ident.name if isinstance(w.ty, s.TPath) else ""
                if last != alias.def_.name:
                    continue
                quiet.binders.append([p.ident.name for p in w.for_])
                subject = quiet.ty(w.ty)
                quiet.binders.pop()
                if subject is not alias:
                    continue
                for q in quiet.bounds(subject, w.bounds, w.for_):
                    if isinstance(q, t.TraitPred):
                        out += trait_assoc(t.erase_bound(q.trait_ref), name)
    return out


def object_assoc(trait: Any, args: t.Args) -> list[tuple[Any, Any]]:
    """The associated types that a `dyn trait<args>` must name, with what a supertrait bound already says (else
    None)."""
    me = t.Param(9999, "Self")
    tr = t.TraitRef(trait, (me, *args))
    out: list[tuple[Any, Any]] = []
    known: dict[Any, t.Ty] = {}
    refs = super_closure(tr)
    for x in refs:
        for p in super_predicates(x.trait) if x.trait.ast is not None else ():
            if isinstance(p, t.ProjPred):
                ty = t.subst(t.erase_bound(p.ty), x.args)
                if not any(y is me for y in t.walk(ty)):
                    known[p.alias.def_] = ty
    for x in refs:
        for a in x.trait.items.values():
            if a.kind == "assoc type" and not a.generics.own:
                out.append((a, known.get(a)))
    return out


def where_self_sized(d: Any) -> bool:
    """Whether an associated item has `where Self: Sized`."""
    ast = generics_ast(d)
    if ast is None:
        return False
    for w in ast.where:
        if isinstance(w.ty, s.TPath) and w.ty.qself is None and [g.ident.name for g in w.ty.path.segments] == ["Self"]:
            for b in w.bounds:
                if isinstance(b, s.TraitBound) and b.path.segments[-1].ident.name == "Sized":
                    return True
    return False


# ---- impls ---------------------------------------------------------------------------------------------------------
# -------------


def header(impl: Any) -> Any:
    """(generics, trait reference, self type) of an impl, computed together: elided lifetimes become parameters."""
    h = defs.memo(impl, "header")
    if h is not None:
        return h
    if impl.__dict__.get("header_busy"):
        raise defs.Cycle(impl, "header")
    impl.__dict__["header_busy"] = True
    try:
        g = t.Generics(None, [])
        g.own = own_params(impl, [], 0)
        impl.__dict__["generics"] = g
        low = Lower(impl, elide="param")
        low.anon_params = []
        low.anon_base = len(g.own)
        data = impl.ast.data
        self_ty = low.ty(data.self_ty)
        impl.__dict__["self_ty"] = self_ty
        tr = None
        if data.trait_ is not None:
            trait = low.trait_def(data.trait_)
            if trait is not None:
                low.binders.append([])
                tr, _ = low.trait_ref(data.trait_, trait, t.shift(self_ty, 1), [])
                low.binders.pop()
                if any(getattr(a, "outer", 0) for a in tr.args):
                    tr = t.erase_bound(tr)
        g.own = g.own + low.anon_params
    finally:
        impl.__dict__["header_busy"] = False
    h = impl.__dict__["header"] = (g, tr, self_ty)
    _settle(impl)
    return h


def impl_trait_ref(impl: Any) -> t.TraitRef | None:
    return header(impl)[1]  # type: ignore[no-any-return]


def impl_self_ty(impl: Any) -> t.Ty:
    return header(impl)[2]  # type: ignore[no-any-return]


def drop_impl_of(adt: Any) -> Any:
    trait = lang.item(adt.crate, "drop")
    if trait is None:
        return None
    from burrow.rust import traits

    for impl in traits.impls_for(trait, ("adt", adt)):
        st = impl.self_ty
        if isinstance(st, t.Adt) and st.def_ is adt and not impl.negative:
            return impl
    return None


# ---- signatures
# -------------------------------------------------------------------------------------------------------------------


def fn_sig(fn: Any) -> t.FnSig:
    fn.generics  # noqa: B018
    a = fn.ast.data
    names = list(fn.generics.late)
    low = Lower(fn, elide="bound")
    low.binders.append(names)
    low.fn_binder = 0
    low.impl_trait = lambda n: (
        t.Param(fn.impl_params[id(n)].index, fn.impl_params[id(n)].name)
        if id(n) in fn.impl_params
        else low.bad(n.span, "`impl Trait` is not allowed in this position", "", "E0562")
    )
    inputs = []
    self_region = None
    low.written = []
    for i, p in enumerate(a.params):
        if i == 0 and p.self_ is not None:
            low.refs = []
        ty = low.ty(p.ty)
        inputs.append(ty)
        if i == 0 and p.self_ is not None:
            self_region = _self_region(fn, p.ty, low.refs or [])
            low.refs = None
            low.written = []  # a `self` that is no reference to Self says nothing about the output
    if a.output is None:
        out: t.Ty = t.UNIT
    else:
        if isinstance(self_region, t.Region):
            low.elide = self_region
        else:  # two different references to Self: as with two parameters
            several = [t.STATIC, t.ERASED] if self_region is not None else low.written
            low.elide = low.output_elision(several)
        low.written = None
        count = [0]
        low.impl_trait = lambda n: _opaque(fn, n, low, names, count)
        out = low.ty(a.output)
    if a.async_:
        from burrow.source import Unsupported

        raise Unsupported(fn.name_span, "async functions")
    return t.FnSig(tuple(inputs), out, tuple(names), a.unsafe or fn.unsafe, fn.abi, a.variadic)


def _self_region(fn: Any, node: Any, refs: list[tuple[Any, t.Region]]) -> t.Region | str | None:
    """The lifetime of the one reference to something with `Self` in it in a `self` parameter's type, which elided
    output lifetimes mean in a method; "several" where there is no one; None where there is none.  `refs`: the
    reference types met when it was lowered."""
    from burrow.rust import resolve

    me: Any = None
    ast = fn.container.ast.data if fn.container is not None and fn.container.kind == "impl" else None

    def named(path: Any) -> Any:
        try:
            b = resolve.resolve_path([g.ident for g in path.segments], path.global_, resolve.TYPES, fn.module)
        except resolve.Failed:
            return None
        return b.def_ if b is not None else None

    if ast is not None and isinstance(ast.self_ty, s.TPath) and ast.self_ty.qself is None:
        path = ast.self_ty.path
        primitive = len(path.segments) == 1 and path.segments[0].ident.name in t.PRIMS
        me = path.segments[0].ident.name if primitive else named(path)
        if not primitive and getattr(me, "kind", "") != "adt":
            me = None

    def is_self(n: Any) -> bool:
        if isinstance(n, s.TSelf):
            return True
        if not isinstance(n, s.TPath) or n.qself is not None:
            return False
        segs = n.path.segments
        if len(segs) == 1 and segs[0].ident.name == "Self":
            return True
        return me is not None and (segs[0].ident.name == me if isinstance(me, str) else named(n.path) is me)

    within = {id(n) for n in s.visit(node)}
    found = [r for n, r in refs if id(n) in within and any(is_self(x) for x in s.visit(n.ty))]
    return None if not found else found[0] if len(set(found)) == 1 else "several"


def _opaque(fn: Any, n: Any, low: Lower, names: list[str], count: list[int]) -> t.Ty:
    """`impl Trait` in the output of `fn`."""
    if fn.container is not None and fn.container.kind == "trait":
        from burrow.source import Unsupported

        raise Unsupported(n.span, "`impl Trait` in the result of a trait's method")
    cache = fn.__dict__.setdefault("opaques", {})
    o = cache.get(id(n))
    if o is None:
        o = defs.OpaqueDef(fn.crate, f"{{opaque#{count[0]}}}", fn, n.span, n.span)
        o.ast = n
        captured = [p.name for b in n.bounds for p in s.visit(b) if isinstance(p, s.Lifetime)]
        base = fn.generics.count
        o.own_params = []  # type: ignore[attr-defined]
        o.captured = []  # type: ignore[attr-defined]
        for i, name in enumerate(names):
            used = name in captured or name == "'_" and ("'_" in captured or _elides(n)) or fn.crate.edition >= 2024
            if used:
                o.own_params.append(t.GenericParam(name, "lifetime", base + len(o.own_params), n.span))  # type: ignore[attr-defined]
                o.captured.append(i)  # type: ignore[attr-defined]
        cache[id(n)] = o
    count[0] += 1
    up = len(low.binders) - 1
    args = [*fn.generics.identity(), *(t.Region("bound", i, names[i], up) for i in o.captured)]
    return t.Alias("opaque", o, tuple(args))


def _elides(n: Any) -> bool:
    return any(isinstance(x, s.TRef) and x.lifetime is None for x in s.visit(n))


def item_bounds(d: Any) -> list[Any]:
    """The bounds declared on an associated type of a trait (over its own projection), or on an opaque type."""
    if d.kind == "opaque":
        fn = d.parent
        subject = t.Alias("opaque", d, d.generics.identity())
        low = Lower(fn, elide=t.ERASED)
        table = {p.name: p for p in d.own_params}
        low.impl_trait = lambda n: (
            fn.__dict__.get("opaques", {}).get(id(n))
            and _known_opaque(fn, n)
            or low.bad(n.span, "nested `impl Trait`", "", "E0666")
        )
        regions = _OpaqueRegions(low, table)
        del regions
        sized = [True]
        out = low.bounds(subject, d.ast.bounds, sized=sized)
        if any("'_" == p.name for p in d.own_params):
            pass
    else:
        tr = d.container
        if tr.kind != "trait":
            return []
        subject = t.Alias("proj", d, d.generics.identity())
        low = Lower(d, elide=t.STATIC)
        sized = [True]
        out = low.bounds(subject, d.ast.data.bounds, sized=sized)
        for w in tr.ast.data.generics.where:
            if (
                w.ty is not None
                and isinstance(w.ty, s.TPath)
                and w.ty.qself is None
                and len(w.ty.path.segments) == 2
                and w.ty.path.segments[0].ident.name == "Self"
                and w.ty.path.segments[1].ident.name == d.name
            ):
                out += low.bounds(subject, w.bounds, w.for_, sized=sized)
    st = lang.item(d.crate, "sized")
    if sized[0] and st is not None:
        out.append(t.TraitPred(t.TraitRef(st, (subject,))))
    return out


def _known_opaque(fn: Any, n: Any) -> t.Ty:
    o = fn.__dict__["opaques"][id(n)]
    return t.Alias("opaque", o, o.generics.identity())


class _OpaqueRegions:
    """Makes the captured late-bound lifetimes of an opaque type's function mean the opaque's own parameters."""

    def __init__(self, low: Lower, table: dict[str, t.GenericParam]) -> None:
        old = low.region

        def region(lt: Any) -> t.Region:
            p = table.get(lt.name)
            if p is not None:
                return t.Region("early", p.index, p.name)
            return old(lt)

        low.region = region  # type: ignore[method-assign]
        if "'_" in table:
            p = table["'_"]
            low.elide = t.Region("early", p.index, "'_")


def field_ty(f: Any) -> t.Ty:
    adt = f.variant.adt
    return Lower(adt, elide="error").ty(f.ast.ty)


def type_of(d: Any) -> t.Ty:
    if d.kind in ("const", "static"):
        a = d.ast.data
        low = Lower(d, elide=t.STATIC)
        if d.kind == "const" and getattr(d, "container", None) is not None:
            low.elide = t.STATIC
        return low.ty(a.ty)
    if d.kind == "type alias":
        if d.ast.data.ty is None:
            return Lower(d).bad(d.span, "free type alias without body")
        return Lower(d, elide="error").ty(d.ast.data.ty)
    if d.kind == "anon const":
        return (
            t.ISIZE
            if d.parent.kind == "adt" and d.parent.repr.int is None
            else t.PRIMS[d.parent.repr.int]
            if d.parent.kind == "adt"
            else t.USIZE
        )
    raise AssertionError(d)


def assoc_ty(d: Any) -> t.Ty | None:
    a = d.ast.data
    if a.ty is None:
        return None
    return Lower(d, elide="error" if d.container.kind == "trait" else "error").ty(a.ty)


def repr_of(adt: Any) -> defs.Repr:
    r = defs.Repr()
    for a in adt.attrs:
        if a.name != "repr":
            continue
        for part in at.split_commas(a.tokens[1:-1]):
            word = part[0].text
            n = int(part[2].text) if len(part) > 2 and part[2].kind == "int" else 0
            if word == "C":
                r.c = True
            elif word == "transparent":
                r.transparent = True
            elif word == "simd":
                r.simd = True
            elif word == "packed":
                r.packed = n or 1
            elif word == "align":
                r.align = max(r.align, n)
            elif word in t.INT_BITS:
                r.int = word
    return r


def name_span(d: Any) -> Span:
    return d.name_span  # type: ignore[no-any-return]
