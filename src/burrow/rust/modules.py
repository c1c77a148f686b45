"""Syntax to definitions: walks a crate's items, expands macros and derives, loads the files of modules, and fills
module scopes.

In: a parsed file.  Out: a `defs.Crate` whose definitions have syntax but no types yet (`collect` computes those on
demand).  Macros in item and statement position
are expanded here; those in expressions when their body is checked.  rustc's counterparts are `rustc_expand` and
`rustc_resolve::build_reduced_graph`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from burrow.rust import attrs as at
from burrow.rust import builtin, defs, derive, macros, resolve
from burrow.rust import syntax as s
from burrow.rust.lexer import SyntaxFault, Tok, error, tokenize
from burrow.rust.parse import Parser
from burrow.rust.resolve import MACROS, Binding, Import, Scope
from burrow.source import Diagnostic, SourceFile, Span, Unsupported
from burrow.source.span import remember


class MacroScope:
    """The `macro_rules!` in force at a place, innermost first."""

    __slots__ = ("macro", "name", "parent")

    def __init__(self, name: str, macro: defs.MacroDef, parent: MacroScope | None) -> None:
        self.name = name
        self.macro = macro
        self.parent = parent


class BlockInfo:
    """A block made ready: its statements with macros expanded (each with the macro scope at that place), and the
    module of its
    items (None where it has none)."""

    __slots__ = ("block", "module", "stmts")

    def __init__(self, block: Any, module: defs.Module | None, stmts: list[tuple[Any, MacroScope | None]]) -> None:
        self.block = block
        self.module = module
        self.stmts = stmts


class Ctx:
    """What a builtin macro may ask about the place of its call."""

    def __init__(self, builder: Builder, module: defs.Module, scope: MacroScope | None, expansion: Any) -> None:
        self.builder = builder
        self.mod = module
        self.scope = scope
        self.expansion = expansion
        self.edition = module.crate.edition
        self.cfg = module.crate.cfg

    @property
    def module(self) -> str:
        m: Any = self.mod.normal
        return str(m.path())

    def expand(self, mac: Any) -> list[Tok]:
        return self.builder.expand(mac, mac.span, self.mod, self.scope, self.expansion)[0]

    def root_span(self, span: Span) -> Span:
        e = self.expansion
        while e is not None and e.parent is not None:
            e = e.parent
        return e.call if e is not None else span


class Builder:
    """Fills one crate."""

    def __init__(self, crate: defs.Crate, sink: list[Diagnostic]) -> None:
        self.crate = crate
        self.sink = sink
        self.lazy = not crate.user
        self.pending: list[Any] = []
        self.mods: dict[defs.Module, tuple[str, bool]] = {}  # where a module's files are looked for
        self.macro_names: dict[str, defs.MacroDef] = {}
        self.prelude: Import | None = None  # of `#[prelude_import]`

    # ---- files
    # ----------------------------------------------------------------------------------------------------------------

    def parse_file(self, path: str, data: bytes) -> tuple[list[Any], list[Any]]:
        p = Parser(tokenize(path, data), self.crate.edition, self.lazy)
        p.cfg = self.crate.cfg  # type: ignore[attr-defined]
        return p.crate()

    def root(self, path: str, data: bytes) -> None:
        """The crate from its root file."""
        crate = self.crate
        attrs, items = self.parse_file(path, data)
        attrs = at.expand_cfg_attr(attrs, crate.cfg)
        span = Span(path, 0, len(data))
        root = crate.root or defs.Module(crate, crate.name, None, span, span)
        root.scope = Scope()
        crate.root = root
        root.attrs = attrs
        for a in attrs:
            if a.name == "feature":
                crate.features.update(at.words(a))
            elif a.name == "no_std":
                crate.no_std = True
            elif a.name == "no_core":
                crate.no_core = True
        folder = os.path.dirname(path)
        self.mods[root] = (folder, True)
        self.before_items(root)
        self.items(root, items, None)
        self.finish()

    def before_items(self, root: defs.Module) -> None:
        """Hook for the driver: dependencies and prelude are set up here."""

    # ---- errors
    # ---------------------------------------------------------------------------------------------------------------

    def report(self, d: Diagnostic) -> None:
        self.sink.append(d)

    # ---- items
    # ----------------------------------------------------------------------------------------------------------------

    def items(
        self, module: defs.Module, items: list[Any], scope: MacroScope | None, expansion: Any = None
    ) -> MacroScope | None:
        """Define `items` in `module`; the macro scope after them."""
        for item in items:
            try:
                scope = self.item(module, item, scope, expansion)
            except SyntaxFault as f:
                if f.diagnostic not in self.sink:
                    self.report(f.diagnostic)
        return scope

    def item(
        self, module: defs.Module, item: Any, scope: MacroScope | None, expansion: Any = None
    ) -> MacroScope | None:
        attrs = item.attrs
        if attrs:
            attrs = at.expand_cfg_attr(attrs, self.crate.cfg)
            if not at.cfg_active(attrs, self.crate.cfg):
                return scope
            if any(a.name == "test" or a.name == "bench" for a in attrs) and not self.crate.test:
                return scope
        f = getattr(self, "i_" + item.kind, None)
        if f is None:
            raise Unsupported(item.span, f"`{item.kind}` items")
        result = f(module, item, attrs, scope)
        if item.kind in ("macro_call", "mod", "macro_rules", "extern_crate"):
            return result  # type: ignore[no-any-return]
        if attrs:
            scope = self.derives(module, item, attrs, scope)
        return scope

    def derives(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> MacroScope | None:
        names: list[tuple[str, Span]] = []
        for a in attrs:
            if a.name == "derive":
                for part in at.split_commas(a.tokens[1:-1]):
                    names.append((part[-1].text, part[-1].span))
        if not names:
            return scope
        all_names = [n for n, _ in names]
        clean = s.Item(item.span, item.kind, attrs, item.vis, item.ident, self.cfg_data(item))
        for n, span in names:
            if n not in derive.NAMES:
                if n in ("CoercePointee", "ConstParamTy", "UnsizedConstParamTy"):
                    raise Unsupported(span, f"`#[derive({n})]`")
                self.report(Diagnostic.error(span, f"cannot find derive macro `{n}` in this scope"))
                continue
            for impl in derive.derive(n, clean, all_names, span):
                self.i_impl(module, impl, impl.attrs, scope)
        return scope

    def cfg_data(self, item: Any) -> Any:
        """The item's data with inactive fields and variants left out."""
        d = item.data
        cfg = self.crate.cfg

        def on(f: Any) -> bool:
            return not f.attrs or at.cfg_active(f.attrs, cfg)

        if isinstance(d, s.StructData) and not all(on(f) for f in d.fields):
            return s.StructData(d.span, d.generics, d.ctor, [f for f in d.fields if on(f)])
        if isinstance(d, s.EnumData):
            vs = [
                s.VariantAst(v.span, v.ident, v.ctor, [f for f in v.fields if on(f)], v.discr, v.attrs)
                for v in d.variants
                if on(v)
            ]
            return s.EnumData(d.span, d.generics, vs)
        return d

    def vis(self, module: defs.Module, v: Any) -> Any:
        """None where public, else the module inside which it is visible."""
        if v is None or v.kind is None:
            return module.normal if not module.block else module
        if v.kind == "pub":
            return None
        try:
            path = [g.ident for g in v.path.segments]
            if self.crate.edition == 2015 and path[0].name not in ("crate", "self", "super", "$crate"):
                path = [s.Ident("crate", v.span), *path]
            b = resolve.resolve_path(path, False, resolve.TYPES, module)
        except resolve.Failed as f:
            self.report(f.diagnostic)
            return self.crate.root
        if b is None:
            return self.crate.root
        return None if b.def_.parent is None and False else b.def_

    def define(self, module: defs.Module, ns: str, ident: Any, d: Any, vis: Any) -> None:
        table = module.scope.table(ns)
        name = ident.name
        old = table.get(name)
        if old is not None and name != "_":
            self.duplicate(name, ns, ident.span, old)
            return
        if name == "_":
            return
        table[name] = Binding(d, vis, ident.span)

    def duplicate(self, name: str, ns: str, span: Span, old: Binding) -> None:
        from burrow.source import Label

        what = {"types": "type", "values": "value", "macros": "macro"}[ns]
        if old.def_.kind == "mod":
            what = "module" if False else "type"
        d = Diagnostic.error(span, f"the name `{name}` is defined multiple times", f"`{name}` redefined here", "E0428")
        d.labels.append(
            Label(old.span or old.def_.name_span, f"previous definition of the {_kind(old.def_, ns)} `{name}` here")
        )
        d.labels.sort(key=lambda x: (x.span.path, x.span.lo))
        d.note(
            f"`{name}` must be defined only once in the {what} namespace of this "
            + ("block" if getattr(old.def_.parent, "block", False) else "module")
        )
        self.report(d)

    def made(self, d: Any, item: Any, attrs: list[Any], vis: Any, scope: MacroScope | None) -> Any:
        d.attrs = attrs
        d.vis = vis
        d.ast = item
        d.macro_scope = scope
        for a in attrs:
            if a.name == "lang" or a.name == "rustc_diagnostic_item" and False:
                d.lang = at.value(a)
                if d.lang:
                    self.crate.lang_items[d.lang] = d
        return d

    def i_fn(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        vis = self.vis(module, item.vis)
        fn = self.fn(module, item, attrs, vis, scope)
        self.define(module, "values", item.ident, fn, vis)
        if module is self.crate.root and item.ident.name == "main":
            self.crate.main = fn

    def fn(self, parent: Any, item: Any, attrs: list[Any], vis: Any, scope: MacroScope | None) -> defs.FnDef:
        fn = defs.FnDef(self.crate, item.ident.name, parent, item.span, item.ident.span)
        self.made(fn, item, attrs, vis, scope)
        a = item.data
        fn.const, fn.unsafe, fn.is_async, fn.abi = a.const, a.unsafe, a.async_, a.abi
        fn.has_body = a.body is not None
        fn.has_self = bool(a.params) and a.params[0].self_ is not None
        for x in attrs:
            if x.name == "rustc_intrinsic":
                fn.intrinsic = True
            elif x.name in ("link_name", "export_name"):
                fn.link_name = at.value(x)
            elif x.name == "no_mangle":
                fn.link_name = fn.name
        return fn

    def adt(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None, kind: str) -> defs.AdtDef:
        vis = self.vis(module, item.vis)
        adt = defs.AdtDef(self.crate, item.ident.name, module, kind, item.span, item.ident.span)
        self.made(adt, item, attrs, vis, scope)
        self.define(module, "types", item.ident, adt, vis)
        return adt

    def fields(self, v: defs.VariantDef, fields: list[Any], module: defs.Module, public: bool, tuple_: bool) -> None:
        seen: dict[str, Any] = {}
        for f in fields:
            if f.attrs and not at.cfg_active(at.expand_cfg_attr(f.attrs, self.crate.cfg), self.crate.cfg):
                continue
            vis = None if public else self.vis(module, f.vis)
            name = str(len(v.fields)) if tuple_ else f.ident.name
            if name in seen:
                from burrow.source import Label

                d = Diagnostic.error(
                    f.ident.span, f"field `{name}` is already declared", "field already declared", "E0124"
                )
                d.labels.append(Label(seen[name], f"`{name}` first declared here"))
                self.report(d)
                continue
            seen[name] = f.ident.span if tuple_ else f.span
            v.fields.append(defs.FieldDef(name, len(v.fields), vis, f.span, f, v))

    def i_struct(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        adt = self.adt(module, item, attrs, scope, item.kind)
        data = item.data
        v = defs.VariantDef(adt, item.ident.name, 0, data.ctor, item.span, item.ident.span)
        v.attrs = attrs
        adt.variants.append(v)
        self.fields(v, data.fields, module, False, data.ctor == "fn")
        if data.ctor != "struct":
            vis = adt.vis
            for f in v.fields:
                if f.vis is not None and (vis is None or resolve.visible(vis, f.vis)):
                    vis = f.vis
            v.vis = vis
            self.define(module, "values", item.ident, v, vis)

    i_union = i_struct

    def i_enum(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        adt = self.adt(module, item, attrs, scope, "enum")
        adt.scope = Scope()
        for va in item.data.variants:
            vattrs = at.expand_cfg_attr(va.attrs, self.crate.cfg)
            if not at.cfg_active(vattrs, self.crate.cfg):
                continue
            v = defs.VariantDef(adt, va.ident.name, len(adt.variants), va.ctor, va.span, va.ident.span)
            v.ast = va
            v.attrs = vattrs
            adt.variants.append(v)
            self.fields(v, va.fields, module, True, va.ctor == "fn")
            sc = adt.scope
            if v.name in sc.types:
                self.duplicate(v.name, "types", va.ident.span, sc.types[v.name])
                continue
            sc.types[v.name] = Binding(v, None, va.ident.span)
            sc.values[v.name] = Binding(v, None, va.ident.span)
            if va.discr is not None:
                self.anon_const(adt, va.discr, scope, v)
            for a in vattrs:
                if a.name == "lang":
                    v.lang = at.value(a)
                    self.crate.lang_items[v.lang] = v  # type: ignore[index]

    def anon_const(self, parent: Any, expr: Any, scope: MacroScope | None, v: defs.VariantDef) -> None:
        c = defs.AnonConst(self.crate, f"{{constant#{len(self.crate.defs)}}}", parent, expr.span, expr.span)
        c.ast = expr
        c.macro_scope = scope
        v.discr_expr = c

    def i_trait(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        vis = self.vis(module, item.vis)
        tr = defs.TraitDef(self.crate, item.ident.name, module, item.span, item.ident.span)
        self.made(tr, item, attrs, vis, scope)
        tr.auto, tr.unsafe = item.data.auto, item.data.unsafe
        self.define(module, "types", item.ident, tr, vis)
        self.assoc(tr, item.data.items, scope, module)

    def i_trait_alias(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        self.i_trait(module, item, attrs, scope)
        module.scope.types[item.ident.name].def_.alias = True

    def assoc(
        self, owner: Any, items: list[Any], scope: MacroScope | None, module: defs.Module, expansion: Any = None
    ) -> None:
        """The associated items of a trait or impl."""
        for item in items:
            attrs = at.expand_cfg_attr(item.attrs, self.crate.cfg)
            if not at.cfg_active(attrs, self.crate.cfg):
                continue
            if item.kind == "macro_call":
                toks, ex = self.expand(item.data, item.span, module, scope, expansion)
                p = self.parser(toks)
                made = []
                while p.tok.kind != "eof":
                    made.append(p.item("impl"))
                self.assoc(owner, made, scope, module, ex)
                continue
            if owner.kind == "trait" or owner.of_trait:
                vis = owner.vis if owner.kind == "trait" else None
                if item.vis is not None and item.vis.kind is not None:
                    self.report(
                        Diagnostic.error(item.vis.span, "visibility qualifiers are not permitted here", "", "E0449")
                    )
            else:
                vis = self.vis(module, item.vis)
            d: Any
            if item.kind == "fn":
                d = self.fn(owner, item, attrs, vis, scope)
            elif item.kind == "const":
                d = defs.ConstDef(self.crate, item.ident.name, owner, item.span, item.ident.span)
                d.has_body = item.data.expr is not None
                self.made(d, item, attrs, vis, scope)
            elif item.kind == "type":
                d = defs.AssocTyDef(self.crate, item.ident.name, owner, item.span, item.ident.span)
                self.made(d, item, attrs, vis, scope)
            else:
                raise error(item.span, f"{item.kind} is not supported in `trait`s or `impl`s")
            d.container = owner
            key = item.ident.name
            if key in owner.items and owner.items[key].kind == d.kind:
                self.duplicate_assoc(owner, d)
                continue
            owner.items[key if key not in owner.items else key + "#" + d.kind] = d

    def duplicate_assoc(self, owner: Any, d: Any) -> None:
        from burrow.source import Label

        old = owner.items[d.name]
        code = "E0428" if owner.kind == "trait" else "E0201" if owner.of_trait else "E0592"
        text = (
            f"the name `{d.name}` is defined multiple times"
            if owner.kind == "trait"
            else f"duplicate definitions with name `{d.name}`" + (":" if owner.of_trait else "")
        )
        e = Diagnostic.error(d.span if owner.kind != "trait" else d.name_span, text, "duplicate definition", code)
        e.labels.append(Label(old.span, "previous definition here" if owner.of_trait else "other definition"))
        self.report(e)

    def i_impl(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        impl = defs.ImplDef(self.crate, f"{{impl#{len(self.crate.impls)}}}", module, item.span)
        self.made(impl, item, attrs, None, scope)
        impl.negative, impl.unsafe = bool(item.data.negative), item.data.unsafe
        impl.of_trait = item.data.trait_ is not None
        impl.derived = item.data.derived
        self.crate.impls.append(impl)
        self.assoc(impl, item.data.items, scope, module)

    def i_mod(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> MacroScope | None:
        vis = self.vis(module, item.vis)
        name = item.ident.name
        m = defs.Module(self.crate, name, module, item.span, item.ident.span)
        m.scope = Scope()
        self.made(m, None, attrs, vis, scope)
        self.define(module, "types", item.ident, m, vis)
        items = item.data.items
        folder, own = self.mods.get(module.normal, ("", True))
        if items is None:
            found = self.find_module(module, item, attrs, folder, own)
            if found is None:
                return scope
            path, data, is_mod = found
            inner, items = self.parse_file(path, data)
            m.attrs = attrs + inner
            m.span = Span(path, 0, len(data))
            here = os.path.dirname(path)
            self.mods[m] = (here, True) if is_mod else (os.path.join(here, name), True)
            if not at.cfg_active(at.expand_cfg_attr(inner, self.crate.cfg), self.crate.cfg):
                del module.scope.types[name]
                return scope
        else:
            p = at.find(attrs, "path")
            sub = at.value(p) if p is not None else None
            self.mods[m] = (os.path.join(folder, sub or name), True)
        after = self.items(m, items, scope)
        return after if any(a.name == "macro_use" for a in m.attrs) else scope

    def find_module(self, module: defs.Module, item: Any, attrs: list[Any], folder: str, own: bool) -> Any:
        name = item.ident.name
        p = at.find(attrs, "path")
        if p is not None and at.value(p):
            base = os.path.dirname(module.normal.span.path) if module.normal.span.path else folder
            choices = [(os.path.join(base, at.value(p) or ""), True)]
        else:
            choices = [(os.path.join(folder, name + ".rs"), False), (os.path.join(folder, name, "mod.rs"), True)]
        for path, is_mod in choices:
            try:
                data = Path(path).read_bytes()
            except OSError:
                continue
            remember(SourceFile(path, data))
            return path, data, is_mod
        d = Diagnostic.error(item.span, f"file not found for module `{name}`", "", "E0583")
        d.help(
            f'to create the module `{name}`, create file "{choices[0][0]}"'
            + (f' or "{choices[1][0]}"' if len(choices) > 1 else "")
        )
        self.report(d)
        return None

    def i_const(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        vis = self.vis(module, item.vis)
        c = defs.ConstDef(self.crate, item.ident.name, module, item.span, item.ident.span)
        self.made(c, item, attrs, vis, scope)
        if item.data.expr is None:
            self.report(Diagnostic.error(item.span, "free constant item without body"))
        self.define(module, "values", item.ident, c, vis)
        if item.ident.name == "_":
            self.crate.__dict__.setdefault("unnamed", []).append(c)

    def i_static(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        vis = self.vis(module, item.vis)
        c = defs.StaticDef(self.crate, item.ident.name, module, item.span, item.ident.span)
        self.made(c, item, attrs, vis, scope)
        c.mut = item.data.mut
        c.has_body = item.data.expr is not None
        c.thread_local = any(a.name == "thread_local" for a in attrs)
        self.define(module, "values", item.ident, c, vis)

    def i_type(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        vis = self.vis(module, item.vis)
        a = defs.TypeAliasDef(self.crate, item.ident.name, module, item.span, item.ident.span)
        self.made(a, item, attrs, vis, scope)
        self.define(module, "types", item.ident, a, vis)

    def i_use(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        vis = self.vis(module, item.vis)
        if any(a.name == "prelude_import" for a in attrs):
            tree = item.data
            path = [g.ident for g in tree.path.segments]
            self.prelude = Import(path, tree.path.global_, None, module, vis, tree.span)
            return
        self.use(module, item.data, [], item.data.path.global_, vis, scope)

    def use(
        self, module: defs.Module, tree: Any, prefix: list[Any], global_: bool, vis: Any, scope: MacroScope | None
    ) -> None:
        path = prefix + [g.ident for g in tree.path.segments]
        global_ = global_ or (not prefix and tree.path.global_)
        if tree.kind == "group":
            for sub in tree.trees:
                self.use(module, sub, path, global_, vis, scope)
            return
        if tree.kind == "glob":
            module.scope.globs.append(Import(path, global_, None, module, vis, tree.span))
            return
        name = tree.ident
        if path[-1].name == "self" and len(path) > 1:
            if name.name == "self":
                name = path[-2]
        imp = Import(path, global_, name, module, vis, tree.span)
        if name.name == "_":
            module.scope.unnamed.append(imp)
            return
        if len(path) == 1 and scope is not None:
            m = self.textual(scope, path[0].name)
            if m is not None:
                imp.found[MACROS] = Binding(m, None)
        module.scope.imports.setdefault(name.name, []).append(imp)

    def i_extern_crate(
        self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None
    ) -> MacroScope | None:
        name = item.data.name.name
        vis = self.vis(module, item.vis)
        if name == "self":
            c: Any = self.crate
        else:
            c = self.find_crate(name, item)
        if c is None:
            d = Diagnostic.error(item.span, f"can't find crate for `{name}`", "can't find crate", "E0463")
            self.report(d)
            return scope
        if item.ident.name != "_":
            module.scope.types[item.ident.name] = Binding(c.root, vis, item.span)
            if module is self.crate.root:
                self.crate.deps[item.ident.name] = c
        if any(a.name == "macro_use" for a in attrs):
            libs = self.crate.macro_crates
            if c not in libs:
                libs.append(c)
        return scope

    def find_crate(self, name: str, item: Any) -> Any:
        """A dependency, or a library crate that must be named (`alloc`, `core`, `test`)."""
        return self.crate.deps.get(name)

    def i_extern_block(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        for it in item.data.items:
            ia = at.expand_cfg_attr(it.attrs, self.crate.cfg)
            if not at.cfg_active(ia, self.crate.cfg):
                continue
            vis = self.vis(module, it.vis)
            if it.kind == "fn":
                fn = self.fn(module, it, ia, vis, scope)
                fn.foreign = True
                fn.abi = item.data.abi or "C"
                fn.link_name = fn.link_name or fn.name
                fn.unsafe = not any(True for _ in ()) and not getattr(it.data, "safe", False)
                if item.data.abi == "rust-intrinsic":
                    fn.intrinsic = True
                self.define(module, "values", it.ident, fn, vis)
            elif it.kind == "static":
                st = defs.StaticDef(self.crate, it.ident.name, module, it.span, it.ident.span)
                self.made(st, it, ia, vis, scope)
                st.mut, st.foreign, st.has_body = it.data.mut, True, False
                link = at.find(ia, "link_name")
                st.link_name = (at.value(link) if link is not None else None) or st.name
                self.define(module, "values", it.ident, st, vis)
            elif it.kind == "type":
                adt = defs.AdtDef(self.crate, it.ident.name, module, "foreign", it.span, it.ident.span)
                self.made(adt, it, ia, vis, scope)
                self.define(module, "types", it.ident, adt, vis)
            else:
                raise Unsupported(it.span, f"`{it.kind}` in an extern block")

    def i_global_asm(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> None:
        raise Unsupported(item.span, "`global_asm!`")

    # ---- macros
    # ----------------------------------------------------------------------------------------------------------------

    def i_macro_rules(
        self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None
    ) -> MacroScope | None:
        m = defs.MacroDef(self.crate, item.ident.name, module, item.span, item.ident.span)
        m.attrs = attrs
        m.rules = item.data.tokens
        m.exported = any(a.name == "macro_export" for a in attrs)
        if any(a.name == "rustc_builtin_macro" for a in attrs):
            b = at.find(attrs, "rustc_builtin_macro")
            ws = at.words(b)
            m.builtin = ws[0] if ws else item.ident.name
            if not builtin.known(m.builtin):
                m.builtin = item.ident.name
        b = Binding(m, None if m.exported else self.crate.root, item.ident.span)
        module.scope.macros[m.name] = b
        if m.exported and self.crate.root is not None:
            self.crate.root.scope.macros[m.name] = b
        self.macro_names[m.name] = m
        return MacroScope(m.name, m, scope)

    def i_macro2(self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None) -> MacroScope | None:
        raise Unsupported(item.span, "declarative macros 2.0")

    def textual(self, scope: MacroScope | None, name: str) -> defs.MacroDef | None:
        while scope is not None:
            if scope.name == name:
                return scope.macro
            scope = scope.parent
        return None

    def find_macro(self, path: Any, module: defs.Module, scope: MacroScope | None) -> defs.MacroDef | None:
        segs = [g.ident for g in path.segments]
        if len(segs) == 1 and not path.global_:
            m = self.textual(scope, segs[0].name)
            if m is not None:
                return m
            b = resolve.lexical(module, segs[0].name, MACROS)
            if b is None and not self.crate.user:
                m = self.macro_names.get(segs[0].name)
                if m is None and segs[0].name in self.crate.__dict__.get("macro_table", {}):
                    m = self.crate.defs[self.crate.__dict__["macro_table"][segs[0].name]]
                return m
            return b.def_ if b is not None else None
        b = resolve.resolve_path(segs, path.global_, MACROS, module)
        return b.def_ if b is not None else None

    def expand(
        self, mac: Any, span: Span, module: defs.Module, scope: MacroScope | None, expansion: Any
    ) -> tuple[list[Tok], Any]:
        """The tokens of a macro call and the expansion they belong to."""
        name = "::".join(g.ident.name for g in mac.path.segments)
        try:
            m = self.find_macro(mac.path, module, scope)
        except resolve.Failed as f:
            raise SyntaxFault(f.diagnostic) from None
        if m is None or m.kind != "macro":
            last = mac.path.segments[-1].ident
            if last.name in (
                "asm",
                "global_asm",
                "naked_asm",
                "llvm_asm",
                "addr_of",
                "concat_idents",
                "log_syntax",
                "trace_macros",
            ):
                raise Unsupported(span, f"the macro `{name}!`")
            raise error(last.span, f"cannot find macro `{last.name}` in this scope")
        if m.builtin is not None:
            ex = macros.Expansion(m, span, expansion)
            ctx = Ctx(self, module, scope, ex)
            return builtin.expand(m.builtin, mac, span, ctx), ex
        return macros.expand(m, mac, span, expansion, self.crate.edition)

    def parser(self, toks: list[Tok]) -> Parser:
        p = Parser(toks, self.crate.edition, self.lazy)
        p.cfg = self.crate.cfg  # type: ignore[attr-defined]
        return p

    def i_macro_call(
        self, module: defs.Module, item: Any, attrs: list[Any], scope: MacroScope | None
    ) -> MacroScope | None:
        try:
            toks, ex = self.expand(item.data, item.span, module, scope, None)
        except SyntaxFault as f:
            if f.diagnostic.message.startswith("cannot find macro") and (module, item) not in self.pending_keys():
                self.pending.append((module, item, scope))
                return scope
            raise
        p = self.parser(toks)
        made = []
        while p.tok.kind != "eof":
            if p.x == ";" and p.tok.kind == "p":
                p.bump()
                continue
            made.append(p.item())
        return self.items(module, made, scope, ex)

    def pending_keys(self) -> set[Any]:
        return {(m, i) for m, i, _ in self.pending}

    def finish(self) -> None:
        """The prelude that the crate names itself, and macros whose names were not known yet when their call was
        met."""
        if self.prelude is not None:
            self.crate.prelude = resolve.glob_module(self.prelude)
        while self.pending:
            again, self.pending = self.pending, []
            for module, item, scope in again:
                try:
                    self.i_macro_call(module, item, item.attrs, scope)
                except SyntaxFault as f:
                    self.report(f.diagnostic)
            if len(self.pending) >= len(again):
                for module, item, scope in self.pending:
                    try:
                        self.expand(item.data, item.span, module, scope, None)
                    except SyntaxFault as f:
                        self.report(f.diagnostic)
                self.pending = []

    # ---- blocks ----------------------------------------------------------------------------------------------------
    # --------------

    def block(
        self, block: Any, owner: Any, module: defs.Module, scope: MacroScope | None, expansion: Any = None
    ) -> BlockInfo:
        """Make a block ready: expand the macros among its statements and define its items."""
        cache = self.crate.__dict__.setdefault("blocks", {})
        info = cache.get(id(block))
        if info is not None:
            return info  # type: ignore[no-any-return]
        holder: list[defs.Module | None] = [None]

        def inner() -> defs.Module:
            if holder[0] is None:
                m = defs.Module(self.crate, "{block}", owner, block.span, block.span)
                m.scope = Scope()
                m.block = True
                m.outer = module
                holder[0] = m
            return holder[0]  # type: ignore[return-value]

        if any(isinstance(st, s.SItem) and st.item.kind != "macro_rules" for st in block.stmts):
            inner()
        out: list[tuple[Any, MacroScope | None]] = []
        scope = self.stmts(block.stmts, out, inner, holder, module, scope, expansion)
        info = BlockInfo(block, holder[0], out)
        cache[id(block)] = info
        return info

    def stmts(
        self,
        stmts: list[Any],
        out: list[Any],
        inner: Any,
        holder: list[Any],
        module: defs.Module,
        scope: MacroScope | None,
        expansion: Any,
    ) -> MacroScope | None:
        n = len(stmts)
        for i, st in enumerate(stmts):
            cls = type(st)
            if cls is s.SItem:
                before = scope
                try:
                    scope = self.item(inner(), st.item, scope, expansion)
                except SyntaxFault as f:
                    self.report(f.diagnostic)
                if scope is not before and st.item.kind == "macro_rules":
                    assert scope is not None
                    out.append((scope.macro, scope))
            elif cls is s.SMac:
                where = holder[0] or module
                try:
                    made, ex = self.expand_stmts(st, where, scope, expansion)
                except SyntaxFault as f:
                    out.append((s.SExpr(st.span, s.ETyped(st.span, "error", f.diagnostic), True), scope))
                    continue
                last_semi = st.semi
                if st.semi is None and i == n - 1:
                    last_semi = False
                # the call's own semicolon ends the last expression
                if made and isinstance(made[-1], (s.SExpr, s.SMac)) and last_semi and not made[-1].semi:
                    m = made[-1]
                    made[-1] = (
                        s.SExpr(m.span, m.expr, True)
                        if isinstance(m, s.SExpr)
                        else s.SMac(m.span, m.mac, True, m.attrs)
                    )
                if any(isinstance(x, s.SItem) and x.item.kind != "macro_rules" for x in made):
                    inner()
                scope = self.stmts(made, out, inner, holder, module, scope, ex)
            else:
                out.append((st, scope))
        return scope

    def expand_stmts(
        self, st: Any, module: defs.Module, scope: MacroScope | None, expansion: Any
    ) -> tuple[list[Any], Any]:
        toks, ex = self.expand(st.mac, st.span, module, scope, expansion or getattr(st, "expansion", None))
        p = self.parser(toks)
        made = []
        p.stmt_fragment = True  # type: ignore[attr-defined]
        while p.tok.kind != "eof":
            x = p.stmt()
            if x is not None:
                made.append(x)
        return made, ex


def _kind(d: Any, ns: str) -> str:
    k = resolve.kind_name(d)
    if k in ("function", "constant", "static") and ns == "values":
        return "value"
    if k in ("struct", "enum", "union", "type alias", "trait") or ns == "types":
        return {"trait": "trait", "module": "module"}.get(k, "type")
    return "value" if ns == "values" else "macro"
