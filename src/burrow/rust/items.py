"""The checks on items: every signature is lowered, every impl matched with its trait, every body typed.

In: a loaded crate.  Out: nothing; diagnostics go to the crate's sink in the order: names, item headers, bodies.
Reference: `rustc_hir_analysis::check`.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import defs, resolve
from burrow.rust import syntax as s
from burrow.rust import types as t
from burrow.source import Diagnostic


def check(crate: Any) -> None:
    imports(crate)
    blocks(crate)
    imports(crate)
    done = 0
    while done < len(crate.defs):  # bodies may add definitions
        d = crate.defs[done]
        done += 1
        try:
            header(d)
        except defs.Cycle as c:
            cycle(crate, c)
    if crate.main is None and crate.kind == "bin" and not crate.test and crate.root is not None:
        b = resolve.lookup(crate.root, "main", resolve.VALUES, None)
        if b is not None and b.def_.kind == "fn":
            crate.main = b.def_
        elif not any(a.name == "no_main" for a in crate.root.attrs):
            d = Diagnostic.error(crate.root.span, f"`main` function not found in crate `{crate.name}`", "", "E0601")
            crate.sink.append(d)
    done = 0
    while done < len(crate.defs):
        d = crate.defs[done]
        done += 1
        if d.kind in ("fn", "const", "static", "anon const") and d.has_body and d.ast is not None:
            try:
                d.body  # noqa: B018
            except defs.Cycle as c:
                cycle(crate, c)


def cycle(crate: Any, c: defs.Cycle) -> None:
    crate.sink.append(
        Diagnostic.error(c.what.name_span, f"cycle detected when computing {c.query} of `{c.what.name}`", "", "E0391")
    )


def imports(crate: Any) -> None:
    """E0432 for each import that leads nowhere."""
    for d in list(crate.defs):
        if d.kind != "mod" or d.scope is None:
            continue
        for group in list(d.scope.imports.values()):
            for imp in group:
                single(crate, imp)
        for imp in d.scope.unnamed:
            single(crate, imp)
        for imp in d.scope.globs:
            if not imp.reported and resolve.glob_module(imp) is None:
                b = None
                try:
                    b = resolve.import_path(imp, imp.path, resolve.TYPES)
                except resolve.Failed:
                    pass
                if b is not None and b.def_.kind in ("trait",):
                    continue
                imp.reported = True
                unresolved(crate, imp)


def single(crate: Any, imp: Any) -> None:
    if imp.reported:
        return
    found = False
    hidden = None
    for ns in (resolve.TYPES, resolve.VALUES, resolve.MACROS):
        b = resolve.import_target(imp, ns)
        if b is not None:
            found = True
            if not resolve.visible(b.vis, imp.module):
                hidden = b
            else:
                hidden = None
                break
    if not found:
        if imp.path and imp.path[-1].name in _BUILTIN_ATTRS:
            return
        imp.reported = True
        unresolved(crate, imp)
    elif hidden is not None:
        imp.reported = True
        crate.sink.append(resolve.private(imp.path[-1], hidden).diagnostic)


_BUILTIN_ATTRS = {"derive", "test", "inline", "Clone", "Debug", "Copy"}


def unresolved(crate: Any, imp: Any) -> None:
    """E0432, or E0433 text in the same code for an earlier segment."""
    path = imp.path
    text = "::".join(i.name for i in path)
    for k in range(1, len(path)):
        try:
            b = resolve.resolve_path(path[:k], imp.global_, resolve.TYPES, imp.module, use=True)
        except resolve.Failed as f:
            d = f.diagnostic
            crate.sink.append(
                Diagnostic.error(
                    d.labels[0].span,
                    f"unresolved import `{text}`" if d.code == "E0432" else d.message,
                    d.labels[0].text,
                    "E0432",
                )
            )
            return
        if b is None:
            label = (
                f"could not find `{path[k - 1].name}` in " + (f"`{path[k - 2].name}`" if k > 1 else "the crate root")
                if k > 1
                else f"use of unresolved module or unlinked crate `{path[k - 1].name}`"
            )
            crate.sink.append(Diagnostic.error(path[k - 1].span, f"unresolved import `{text}`", label, "E0432"))
            return
    last = path[-1]
    where = (
        "the root"
        if len(path) == 1 or len(path) == 2 and path[0].name == "crate"
        else f"`{'::'.join(i.name for i in path[:-1])}`"
    )
    span = imp.span if imp.name is not None else last.span
    label = (
        f"no `{last.name}` in {where}"
        if len(path) > 1
        else f"no external crate `{last.name}`"
        if crate.edition >= 2018
        else f"no `{last.name}` in the root"
    )
    crate.sink.append(Diagnostic.error(span, f"unresolved import `{text}`", label, "E0432"))


def blocks(crate: Any) -> None:
    """Define the items inside bodies, so that impls written there are known everywhere."""
    from burrow.rust import driver

    b = driver.builder(crate)
    done = 0
    while done < len(crate.defs):
        d = crate.defs[done]
        done += 1
        if d.kind == "fn" and d.has_body and d.ast is not None:
            walk(b, d, d.ast.data.body, getattr(d, "in_module", None) or d.module, d.macro_scope)
        elif d.kind in ("const", "static") and d.ast is not None and d.ast.data.expr is not None:
            walk(b, d, d.ast.data.expr, d.module, d.macro_scope)


def walk(b: Any, owner: Any, node: Any, module: Any, scope: Any) -> None:
    if isinstance(node, s.Block):
        if any(isinstance(st, (s.SItem, s.SMac)) for st in node.stmts):
            info = b.block(node, owner, module, scope)
            module = info.module or module
            for st, sc in info.stmts:
                if isinstance(st, s.Node):
                    walk(b, owner, st, module, sc)
            return
    if isinstance(node, s.Node):
        if isinstance(node, s.Item):
            return
        for f in node.names:
            v = getattr(node, f)
            if isinstance(v, (s.Node, list, tuple)):
                walk(b, owner, v, module, scope)
    elif isinstance(node, (list, tuple)):
        for x in node:
            if isinstance(x, (s.Node, list, tuple)):
                walk(b, owner, x, module, scope)


# ---- headers -------------------------------------------------------------------------------------------------------
# ---------------


def header(d: Any) -> None:
    """Lower everything that an item's header says."""
    kind = d.kind
    if kind in ("mod", "macro", "variant", "closure", "opaque", "anon const"):
        return
    if d.ast is None:
        return
    d.generics  # noqa: B018
    d.predicates  # noqa: B018
    if kind == "fn":
        d.sig  # noqa: B018
        if d.container is not None and d.container.kind == "impl":
            trait_item(d)
    elif kind == "adt":
        for v in d.variants:
            for f in v.fields:
                f.ty  # noqa: B018
        sized_fields(d)
    elif kind in ("const", "static"):
        d.ty  # noqa: B018
        if getattr(d, "container", None) is not None and d.container.kind == "impl":
            trait_item(d)
    elif kind == "type alias":
        d.ty  # noqa: B018
    elif kind == "assoc type":
        d.ty  # noqa: B018
        d.bounds  # noqa: B018
        if d.container.kind == "impl":
            trait_item(d)
    elif kind == "trait":
        d.supers  # noqa: B018
    elif kind == "impl":
        impl(d)


def sized_fields(d: Any) -> None:
    """Infinitely sized types (E0072)."""
    seen: set[Any] = set()

    def inside(ty: Any) -> bool:
        if isinstance(ty, t.Adt):
            if ty.def_ is d:
                return True
            if ty in seen or len(seen) > 500:
                return False
            seen.add(ty)
            if ty.is_box:
                return False
            return any(inside(t.subst(f.ty, ty.args)) for v in ty.def_.variants for f in v.fields)
        if isinstance(ty, t.Tuple):
            return any(inside(x) for x in ty.elems)
        if isinstance(ty, t.Array):
            return inside(ty.ty)
        return False

    for v in d.variants:
        for f in v.fields:
            if inside(f.ty):
                e = Diagnostic.error(d.name_span, f"recursive type `{d.name}` has infinite size", "", "E0072")
                from burrow.source import Label

                e.labels.append(Label(f.ast.ty.span, "recursive without indirection"))
                d.crate.sink.append(e)
                return


def impl(d: Any) -> None:
    tr, st = d.trait_ref, d.self_ty
    sink = d.crate.sink
    if tr is None:
        if not d.crate.user:
            return
        if not d.of_trait and isinstance(st, t.Adt) and not st.def_.crate.user and st.def_.crate is not d.crate:
            sink.append(
                Diagnostic.error(
                    d.ast.data.self_ty.span if False else d.span,
                    "cannot define inherent `impl` for a type outside of the crate where the type is defined",
                    "impl for type defined outside of crate",
                    "E0116",
                )
            )
        elif not d.of_trait and isinstance(st, t.Prim):
            sink.append(
                Diagnostic.error(
                    d.ast.data.self_ty.span, "cannot define inherent `impl` for primitive types", "", "E0390"
                )
            )
        return
    trait = tr.trait
    if d.negative:
        return
    missing = [
        i
        for n, i in trait.items.items()
        if "#" not in n
        and (d.items.get(n) is None or d.items[n].kind != i.kind)
        and not (
            i.kind == "fn"
            and i.has_body
            or i.kind == "const"
            and i.has_body
            or i.kind == "assoc type"
            and i.ty is not None
        )
    ]
    if missing:
        names = ", ".join(f"`{i.name}`" for i in missing)
        head = d.ast.data
        from burrow.source import Label, Span

        e = Diagnostic.error(
            Span(d.span.path, d.span.lo, head.self_ty.span.hi),
            f"not all trait items implemented, missing: {names}",
            f"missing {names} in implementation",
            "E0046",
        )
        for i in missing:
            if i.crate.user:
                e.labels.append(Label(i.span, f"`{i.name}` from trait"))
        sink.append(e)
    if d.crate.user:
        overlap(d, tr)


def overlap(d: Any, tr: t.TraitRef) -> None:
    """E0119: another impl of the same trait for the same types."""
    from burrow.rust import traits
    from burrow.rust.infer import Table
    from burrow.source import Label

    for o in (
        traits.impls_for(tr.trait, traits.key_of(d))
        if traits.key_of(d) is not None
        else traits.impls_for(tr.trait, None)
    ):
        if o is d or o.crate is d.crate and o.index > d.index or o.trait_ref is None or o.negative or d.negative:
            continue
        table = Table()
        a = t.subst(tr, table.fresh(d.generics))
        b = t.subst(o.trait_ref, table.fresh(o.generics))
        sel = traits.Selector(table, traits.EMPTY, d.crate)
        a, na = sel.lazy_alias(a)
        b, nb = sel.lazy_alias(b)
        if not table.eq(a, b):
            continue
        if sel.holds_all([*na, *nb, *traits.instantiate(d, _args(d, table, 0)), *[]]) == traits.NO:
            continue
        preds = [t.subst(p, _fresh_args(table, d, 0)) for p in d.predicates if not isinstance(p, t.OutlivesPred)]
        preds += [
            t.subst(p, _fresh_args(table, o, d.generics.count))
            for p in o.predicates
            if not isinstance(p, t.OutlivesPred)
        ]
        if sel.holds_all(preds) == traits.NO:
            continue
        head = d.ast.data
        from burrow.source import Span

        e = Diagnostic.error(
            Span(d.span.path, d.span.lo, head.self_ty.span.hi),
            f"conflicting implementations of trait `{tr.trait.name}` for type `{table.resolve(a).args[0]}`",
            f"conflicting implementation for `{table.resolve(a).args[0]}`",
            "E0119",
        )
        if o.crate.user:
            e.labels.append(
                Label(Span(o.span.path, o.span.lo, o.ast.data.self_ty.span.hi), "first implementation here")
            )
        d.crate.sink.append(e)
        return


def _fresh_args(table: Any, d: Any, base: int) -> t.Args:
    """The variables that `table.fresh` made for a definition's generics, `base` variables after the first."""
    out: list[Any] = []
    for i, p in enumerate(d.generics.all()):
        n = base + i
        if p.kind == "lifetime":
            out.append(t.Region("infer", n))
        elif p.kind == "type":
            out.append(t.Infer("ty", n))
        else:
            out.append(t.Const("infer", p.ty or t.USIZE, None, n))
    return tuple(out)


def _args(d: Any, table: Any, base: int) -> t.Args:
    return _fresh_args(table, d, base)


def trait_item(d: Any) -> None:
    """An impl's item against the trait's declaration."""
    impl_ = d.container
    tr = impl_.trait_ref
    if tr is None:
        return
    sink = d.crate.sink
    decl = tr.trait.items.get(d.name)
    if decl is not None and decl.kind != d.kind:
        decl = tr.trait.items.get(d.name + "#" + d.kind)
    what = {"fn": "method", "const": "const", "assoc type": "type"}[d.kind]
    code = {"fn": "E0407", "const": "E0438", "assoc type": "E0437"}[d.kind]
    if decl is None:
        sink.append(
            Diagnostic.error(
                d.span,
                f"{what} `{d.name}` is not a member of trait `{tr.trait.name}`",
                f"not a member of trait `{tr.trait.name}`",
                code,
            )
        )
        return
    if d.kind != "fn":
        return
    if decl.has_self != d.has_self:
        if d.has_self:
            sink.append(
                Diagnostic.error(
                    d.span,
                    f"method `{d.name}` has a `self` declaration in the impl, but not in the trait",
                    "`self` used in impl",
                    "E0185",
                )
            )
        else:
            sink.append(
                Diagnostic.error(
                    d.span,
                    f"method `{d.name}` has a `&self` declaration in the trait, but not in the impl",
                    "expected `&self` in impl",
                    "E0186",
                )
            )
        return
    a, b = d.sig, decl.sig
    if len(a.inputs) != len(b.inputs):
        n, m = len(a.inputs), len(b.inputs)
        sink.append(
            Diagnostic.error(
                d.span,
                f"method `{d.name}` has {n} parameter{'s' if n != 1 else ''} but the declaration in trait "
                f"`{tr.trait.name}::{d.name}` has {m}",
                f"expected {m} parameter{'s' if m != 1 else ''}, found {n}",
                "E0050",
            )
        )
        return
    ga = [p for p in d.generics.own if p.kind != "lifetime"]
    gb = [p for p in decl.generics.own if p.kind != "lifetime"]
    if len(ga) != len(gb):
        n, m = len(ga), len(gb)
        sink.append(
            Diagnostic.error(
                d.name_span,
                f"method `{d.name}` has {n} type parameter{'s' if n != 1 else ''} but its trait declaration has {m} "
                f"type parameter{'s' if m != 1 else ''}",
                f"found {n} type parameter{'s' if n != 1 else ''}",
                "E0049",
            )
        )
        return
    compare(d, decl, tr)


def compare(d: Any, decl: Any, tr: t.TraitRef) -> None:
    """E0053: the types of an impl's method against the trait's."""
    from burrow.rust import traits
    from burrow.rust.infer import Table
    from burrow.rust.show import show

    own: list[Any] = []
    types = [p.arg() for p in d.generics.own if p.kind != "lifetime"]
    for p in decl.generics.own:
        own.append(t.ERASED if p.kind == "lifetime" else types.pop(0) if types else t.ERROR)
    args = (*tr.args, *own)
    env = traits.param_env(d)
    sel = traits.Selector(Table(), env, d.crate)
    for i, (x, y) in enumerate(zip((*d.sig.inputs, d.sig.output), (*decl.sig.inputs, decl.sig.output), strict=False)):
        x, y = t.erase_regions(t.erase_bound(x)), t.erase_regions(t.erase_bound(t.subst(y, args)))
        if (x.flags | y.flags) & (t.HAS_ERROR | t.HAS_OPAQUE):
            continue
        try:
            x, _ = sel.normalize(x)
            y, _ = sel.normalize(y)
        except traits.Overflow:
            continue
        if not sel.table.eq(x, y):
            params = d.ast.data.params
            span = (
                params[i].ty.span
                if i < len(params)
                else (d.ast.data.output.span if d.ast.data.output is not None else d.name_span)
            )
            if i < len(params) and params[i].self_ is not None:
                span = params[i].span
            from burrow.rust.coerce import describe_pair

            d.crate.sink.append(
                Diagnostic.error(
                    span, f"method `{d.name}` has an incompatible type for trait", describe_pair(y, x), "E0053"
                ).note(f"expected signature `{show(t.FnPtr(decl.sig))}`\nfound signature `{show(t.FnPtr(d.sig))}`")
            )
            return
