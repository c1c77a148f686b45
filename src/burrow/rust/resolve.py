"""Names to definitions: module scopes, imports, globs, preludes, and the paths that need no types.

In: the scopes that `modules` fills.  Out: `lookup` and `resolve_path`, answering `Binding`s.  Everything is found on
demand: an import is resolved
when somebody asks for its name, so a library's modules cost nothing until they are named.  rustc (`rustc_resolve`)
instead resolves all
imports to a fixed point first; the answers agree except that ambiguities between globs take the first one.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import defs
from burrow.rust import types as t
from burrow.source import Diagnostic, Span

TYPES, VALUES, MACROS = "types", "values", "macros"


class Binding:
    """What a name stands for: `def_` a `Def`, a `types.Prim`, or a `defs.Crate`'s root; visible inside `vis` (None:
    everywhere)."""

    __slots__ = ("_def", "span", "vis")

    def __init__(self, def_: Any, vis: Any, span: Span | None = None) -> None:
        self._def = def_
        self.vis = vis
        self.span = span

    @property
    def def_(self) -> Any:
        d = self._def
        if type(d) is tuple:  # of a packed crate: loaded when it is asked for
            d = self._def = defs.crates[d[0]].defs[d[1]]
        return d

    def __getstate__(self) -> Any:
        d = self._def
        return ((d.crate.name, d.index) if isinstance(d, defs.Def) else d, self.vis, self.span)

    def __setstate__(self, s: Any) -> None:
        self._def, self.vis, self.span = s


class Import:
    """A `use`: `path` its segments (Idents), `name` what it binds (None for a glob), in `module`."""

    __slots__ = ("busy", "found", "global_", "module", "name", "path", "reported", "span", "vis")

    def __init__(self, path: list[Any], global_: bool, name: Any, module: defs.Module, vis: Any, span: Span) -> None:
        self.path = path
        self.global_ = global_
        self.name = name
        self.module = module
        self.vis = vis
        self.span = span
        self.found: dict[str, Any] = {}
        self.busy: set[str] = set()
        self.reported = False

    def __getstate__(self) -> Any:
        return (self.path, self.global_, self.name, self.module, self.vis, self.span)

    def __setstate__(self, s: Any) -> None:
        self.path, self.global_, self.name, self.module, self.vis, self.span = s
        self.found, self.busy, self.reported = {}, set(), False


class Scope:
    """The names of a module (or an enum's variants)."""

    __slots__ = ("busy", "globs", "imports", "macros", "types", "unnamed", "values")

    def __init__(self) -> None:
        self.types: dict[str, Binding] = {}
        self.values: dict[str, Binding] = {}
        self.macros: dict[str, Binding] = {}
        self.imports: dict[str, list[Import]] = {}
        self.globs: list[Import] = []
        self.unnamed: list[Import] = []  # `use Trait as _`
        self.busy: set[tuple[str, str]] = set()

    def __getstate__(self) -> Any:
        return (self.types, self.values, self.macros, self.imports, self.globs, self.unnamed)

    def __setstate__(self, s: Any) -> None:
        self.types, self.values, self.macros, self.imports, self.globs, self.unnamed = s
        self.busy = set()

    def table(self, ns: str) -> dict[str, Binding]:
        return getattr(self, ns)  # type: ignore[no-any-return]


class Failed(Exception):
    """A path that leads nowhere: `diagnostic` says so as rustc does."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def fail(span: Span, message: str, label: str = "", code: str | None = None) -> Failed:
    return Failed(Diagnostic.error(span, message, label, code))


def scope_of(d: Any) -> Scope | None:
    """The scope of a module or enum."""
    return getattr(d, "scope", None)


def visible(vis: Any, module: defs.Module) -> bool:
    """Whether something visible inside `vis` can be named in `module`."""
    if vis is None:
        return True
    m: Any = module
    while m is not None:
        if m is vis:
            return True
        m = m.up
    return False


def lookup(d: Any, name: str, ns: str, from_: defs.Module | None) -> Binding | None:
    """`name` inside module or enum `d`, as seen from `from_` (None: whatever the visibility)."""
    scope = scope_of(d)
    if scope is None:
        return None
    b = scope.table(ns).get(name)
    if b is not None:
        return b
    hidden = None
    for imp in scope.imports.get(name, ()):
        b = import_target(imp, ns)
        if b is not None:
            return Binding(b.def_, imp.vis, imp.span)
    if scope.globs:
        key = (name, ns)
        if key in scope.busy:
            return None
        scope.busy.add(key)
        try:
            for imp in scope.globs:
                if from_ is not None and not visible(imp.vis, from_):
                    continue
                m = glob_module(imp)
                if m is None or m is d:
                    continue
                b = lookup(m, name, ns, imp.module)
                if b is not None and visible(b.vis, imp.module):
                    return Binding(b.def_, b.vis if imp.vis is None else imp.vis, b.span)
        finally:
            scope.busy.discard(key)
    return hidden


def glob_module(imp: Import) -> Any:
    """The module or enum that a glob import opens."""
    if "glob" in imp.found:
        return imp.found["glob"]
    if "glob" in imp.busy:
        return None
    imp.busy.add("glob")
    try:
        b = import_path(imp, imp.path, TYPES)
        m = b.def_ if b is not None else None
    except Failed:
        m = None
    finally:
        imp.busy.discard("glob")
    if m is not None and scope_of(m) is None:
        m = None
    if m is not None:
        imp.found["glob"] = m
    return m


def import_target(imp: Import, ns: str) -> Binding | None:
    """What a single import means in a namespace."""
    if ns in imp.found:
        return imp.found[ns]  # type: ignore[no-any-return]
    if ns in imp.busy:
        return None
    imp.busy.add(ns)
    try:
        b = import_path(imp, imp.path, ns)
    except Failed:
        b = None
    finally:
        imp.busy.discard(ns)
    if b is not None:
        imp.found[ns] = b
    return b


def import_path(imp: Import, path: list[Any], ns: str) -> Binding | None:
    return resolve_path(path, imp.global_, ns, imp.module, use=True, skip=imp)


def module_chain(m: defs.Module) -> Any:
    """`m` and, while it is a block's module, the modules around it."""
    while True:
        yield m
        if not m.block:
            return
        m = m.up  # type: ignore[assignment]


def extern_crate(crate: defs.Crate, name: str) -> Any:
    """The root module of a dependency by its name in this crate."""
    c = crate.deps.get(name)
    return c.root if c is not None else None


def lexical(module: defs.Module, name: str, ns: str, skip: Import | None = None) -> Binding | None:
    """A first segment: the modules around, the crates, the prelude, the primitive types."""
    for m in module_chain(module):
        b = lookup(m, name, ns, module)
        if b is not None:
            return b
    crate = module.crate
    if ns == TYPES:
        root = extern_crate(crate, name)
        if root is not None:
            return Binding(root, None)
    b = prelude(crate, name, ns)
    if b is not None:
        return b
    if ns == TYPES and name in t.PRIMS:
        return Binding(t.PRIMS[name], None)
    return None


def prelude(crate: defs.Crate, name: str, ns: str) -> Binding | None:
    """The standard prelude of the crate's edition, and the library's macros."""
    m = crate.prelude
    if m is not None:
        b = lookup(m, name, ns, None)
        if b is not None:
            return b
    if ns == MACROS:
        for lib in crate.macro_crates:
            b = lib.root.scope.macros.get(name)  # type: ignore[union-attr]
            if b is None:
                b = lookup(lib.root, name, MACROS, None)
            if b is not None:
                return b
    return None


def root_of(ident: Any, module: defs.Module) -> Any:
    """The module that a path root names (`crate`, `self`, `$crate`), or None."""
    name = ident.name
    if name == "crate":
        return module.crate.root
    if name == "$crate":
        c = ident.ctxt
        if isinstance(c, str):
            c = defs.crates[c]
        return c.root
    if name == "self":
        return module.normal
    return None


def resolve_path(
    path: list[Any], global_: bool, ns: str, module: defs.Module, use: bool = False, skip: Import | None = None
) -> Binding | None:
    """The binding of a path of identifiers through modules and enums; None when the last name is not found, `Failed`
    when an
    earlier one is not."""
    i = 0
    at: Any = None
    crate = module.crate
    old = crate.edition == 2015
    n = len(path)
    if n == 0:
        return Binding(crate.root if old or not global_ else None, None) if old else Binding(module.normal, None)
    first = path[0]
    if first.name == "super":
        at = module.normal
        while i < n and path[i].name == "super":
            if at.parent is None:
                raise fail(
                    path[i].span,
                    "there are too many leading `super` keywords",
                    "there are too many leading `super` keywords",
                    "E0433",
                )
            at = at.parent.module.normal
            i += 1
    elif not global_ or first.name in ("crate", "$crate", "self"):
        at = root_of(first, module)
        if at is not None:
            i = 1
            while i < n and first.name == "self" and path[i].name == "super":
                at = at.parent.module.normal
                i += 1
    if at is None:
        if global_ and not old:
            at = extern_crate(crate, first.name)
            if at is None:
                raise fail(
                    first.span,
                    f"cannot find `{first.name}` in the crate root"
                    if False
                    else f"could not find `{first.name}` in the list of imported crates",
                    f"could not find `{first.name}` in the list of imported crates",
                    "E0433",
                )
            i = 1
        elif (use or global_) and old:
            if n == 1 and not (use and lookup(crate.root, first.name, ns, module) is None):
                b = lookup(crate.root, first.name, ns, module)
                if b is None and ns == TYPES:
                    root = extern_crate(crate, first.name)
                    b = Binding(root, None) if root is not None else None
                return b
            b = lookup(crate.root, first.name, TYPES if n > 1 else ns, module)
            if b is None:
                root = extern_crate(crate, first.name)
                b = Binding(root, None) if root is not None and (n > 1 or ns == TYPES) else None
            if b is None and n > 1:
                raise unresolved(first, None, crate, use)
            if b is None:
                return None
            at, i = b.def_, 1
        else:
            b = None
            if skip is not None and n == 1 and not use:
                b = None
            b = lexical(module, first.name, TYPES if n > 1 else ns, skip)
            if n == 1:
                return b
            if b is None:
                raise unresolved(first, None, crate, use)
            at, i = b.def_, 1
    b = Binding(at, None)
    while i < n:
        seg = path[i]
        last = i == n - 1
        if last and seg.name == "self" and use:
            return b if ns == TYPES else None
        if scope_of(at) is None:
            if last and not isinstance(at, t.Prim):
                return None
            raise unresolved(seg, at, crate, use, path[i - 1])
        nb = lookup(at, seg.name, ns if last else TYPES, module)
        if nb is None:
            if last:
                return None
            raise unresolved(seg, at, crate, use)
        if not visible(nb.vis, module) and not use:
            raise private(seg, nb)
        if not visible(nb.vis, module) and use and not getattr(skip, "reported", True):
            pass
        at = nb.def_
        b = nb
        i += 1
    return b


def kind_name(d: Any) -> str:
    """What rustc calls a definition in messages."""
    if isinstance(d, t.Prim):
        return "builtin type"
    k = d.kind
    if k == "mod":
        return "crate" if d.parent is None else "module"
    if k == "adt":
        return str(d.adt_kind)
    if k == "variant":
        if d.adt.is_enum:
            return {"fn": "tuple variant", "const": "unit variant"}.get(d.ctor, "variant")
        return {"fn": "tuple struct", "const": "unit struct"}.get(d.ctor, "struct")
    return {"fn": "function", "const": "constant", "assoc type": "associated type", "type alias": "type alias"}.get(
        k, str(k)
    )


def private(seg: Any, b: Binding) -> Failed:
    what = kind_name(b.def_)
    if b.def_.kind == "variant" and b.def_.ctor == "fn":
        what = "tuple struct constructor"
    elif b.def_.kind == "variant" and b.def_.ctor == "const":
        what = "unit struct"
    f = fail(seg.span, f"{what} `{seg.name}` is private", f"private {what}", "E0603")
    span = b.span or getattr(b.def_, "name_span", None)
    if span is not None and span.path:
        f.diagnostic.note(f"the {what} `{seg.name}` is defined here", b.def_.name_span)
    return f


def unresolved(seg: Any, at: Any, crate: defs.Crate, use: bool, before: Any = None) -> Failed:
    """E0433 (or E0432 in a `use`) for a segment that is not found in `at` (None: in scope)."""
    name = seg.name
    if at is None:
        if use:
            return fail(
                seg.span, f"unresolved import `{name}`", f"use of unresolved module or unlinked crate `{name}`", "E0432"
            )
        if name[:1].isupper():
            return fail(
                seg.span, f"cannot find type `{name}` in this scope", f"use of undeclared type `{name}`", "E0433"
            )
        return fail(
            seg.span,
            f"cannot find module or crate `{name}` in this scope",
            f"use of unresolved module or unlinked crate `{name}`",
            "E0433",
        )
    where = at.name if at is not None and not isinstance(at, t.Prim) else str(at)
    if isinstance(at, defs.Module) and at.parent is None:
        where = "the crate root" if at.crate is crate else f"`{at.crate.name}`"
        text = f"cannot find `{name}` in {where}"
        return fail(seg.span, text, f"could not find `{name}` in {where}", "E0433")
    if scope_of(at) is None:
        what = kind_name(at)
        b = before or seg
        return fail(
            b.span,
            f"`{where}` is {'an' if what[0] in 'aeiou' else 'a'} {what}, not a module",
            "not a module",
            "E0432" if use else "E0433",
        )
    return fail(seg.span, f"cannot find `{name}` in `{where}`", f"could not find `{name}` in `{where}`", "E0433")


def traits_in_scope(module: defs.Module) -> list[Any]:
    """Every trait whose methods can be called in `module` without naming it."""
    cache = module.__dict__.get("traits")
    if cache is not None:
        return cache  # type: ignore[no-any-return]
    out: dict[Any, None] = {}
    for m in module_chain(module):
        _traits_of(m, out, set(), module)
    pre = module.crate.prelude
    if pre is not None:
        _traits_of(pre, out, set(), module)
    module.__dict__["traits"] = list(out)
    return list(out)


def _traits_of(m: Any, out: dict[Any, None], seen: set[Any], from_: defs.Module) -> None:
    if m in seen:
        return
    seen.add(m)
    scope = scope_of(m)
    if scope is None:
        return
    for b in scope.types.values():
        if getattr(b.def_, "kind", "") == "trait" and visible(b.vis, from_):
            out[b.def_] = None
    for imps in scope.imports.values():
        for imp in imps:
            if imp.name is not None and not imp.name.name[:1].isupper() and not imp.path[-1].name[:1].isupper():
                continue
            tb = import_target(imp, TYPES)
            if tb is not None and getattr(tb.def_, "kind", "") == "trait" and visible(imp.vis, from_):
                out[tb.def_] = None
    for imp in scope.unnamed:
        tb = import_target(imp, TYPES)
        if tb is not None and getattr(tb.def_, "kind", "") == "trait":
            out[tb.def_] = None
    for imp in scope.globs:
        if visible(imp.vis, from_):
            g = glob_module(imp)
            if g is not None and getattr(g, "kind", "") == "mod":
                _traits_of(g, out, seen, from_)
