"""The type checker of a package.

In: a package's trees, a way to import others.  Out: the same trees with types, constants and objects on them (see
`syntax`), a filled `types.Package`, errors in gc's words as (position, text).  Reference: cmd/compile/internal/types2
(check.go, resolver.go).  The differences: nodes are their own operands (no table of types), aliases leave no node,
floats are exact fractions.

The parts stand one on the other, each a module: base, typexprs, untyped, exprs, selectors, composites, infer, calls,
builtins, assigns, stmts, decls, and this.
"""

from __future__ import annotations

import re

from burrow.go import syntax as s
from burrow.go import types
from burrow.go.check.base import Declaration
from burrow.go.check.decls import Decls
from burrow.go.check.initorder import init_order
from burrow.go.constants import quote
from burrow.go.parse.literals import string_value
from burrow.go.types import Const, Func, Named, Object, PkgName, Scope, Signature, TypeName, Var
from burrow.go.universe import UNIVERSE

_VERSION = re.compile(r"requires go1\.[0-9]+ or later")


class Checker(Decls):
    """Checks one package."""

    def check(self) -> list[tuple[int, str]]:
        """Check everything; the errors."""
        self.finite: set[Named] = set()
        self.named: dict[Object, Named] = {}
        pkg = self.pkg
        pkg.scope.parent = UNIVERSE
        init = Signature([], [])
        pkg.init_info = s.FuncInfo(f"{pkg.path}.init", None, init, None)
        self._collect()
        objs = list(self.decls)
        self.direct_cycles(objs)
        others: list[Object] = []
        aliases: list[Object] = []
        for obj in objs:
            if isinstance(obj, TypeName):
                decl = self.decls[obj].decl
                if isinstance(decl, s.TypeDecl) and decl.alias:
                    aliases.append(obj)
                else:
                    self.obj_decl(obj)
            else:
                others.append(obj)
        for obj in aliases:
            self.obj_decl(obj)
        for obj in others:
            self.obj_decl(obj)
        self.run_delayed(0)
        init_order(self, objs)
        self._endless_instances()
        for name in self.pkg_names:
            if name.name != "_" and not name.used:
                self._unused(name)
        lang = f"(-lang was set to go1.{self.package_version}; check go.mod)"
        return [(pos, f"{text} {lang}" if _VERSION.search(text) else text) for pos, text in self.errors]

    def _endless_instances(self) -> None:
        loop = self.mono.cycle()
        if loop is not None:
            obj = self.mono.objects[loop[0].to]
            lines = "".join(f"\n\t{self.place(e.pos)}: {e.text}" for e in loop)
            self.error(obj.pos, f"instantiation cycle:{lines}")

    def _unused(self, name: PkgName) -> None:
        path = name.imported.path
        last = path.rsplit("/", 1)[-1]
        if name.name in ("", ".", last):
            self.error(name.pos, f"{quote(path.encode())} imported and not used")
        else:
            self.error(name.pos, f"{quote(path.encode())} imported as {name.name} and not used")

    # collecting what is declared

    def _collect(self) -> None:
        pkg = self.pkg
        methods: list[tuple[Func, s.FuncDecl]] = []
        imported: dict[types.Package, None] = {}
        scopes: list[Scope] = []
        for number, file in enumerate(self.files):
            scope = Scope(pkg.scope)
            file.scope = scope
            scopes.append(scope)
            version = self.package_version
            if file.go_version:
                version = int(file.go_version[4:])
            for d in file.decls:
                if isinstance(d, s.FuncDecl):
                    self._collect_func(d, scope, version, number, methods)
                elif isinstance(d, s.TypeDecl):
                    obj = TypeName(d.name.name, None, pkg, d.name.pos, d.alias)
                    d.name.obj = obj
                    self._declare_object(d.name, obj, Declaration(scope, d, version))
                elif isinstance(d, s.VarDecl):
                    self._collect_vars(d, scope, version)
                elif isinstance(d, s.ConstDecl):
                    self._collect_consts(d, scope, version)
                elif isinstance(d, s.ImportDecl):
                    self._import(d, scope, imported)
        pkg.imports = sorted(imported, key=lambda p: p.path)
        for scope in scopes:
            for name, found in scope.names.items():
                other = pkg.scope.names.get(name)
                if other is None:
                    continue
                if isinstance(found, PkgName):
                    text = (
                        f"{name} already declared through import of package {found.imported.name} "
                        f"({quote(found.imported.path.encode())})"
                    )
                    self.error(other.pos, text + self.other(found))
                else:
                    where = f"package {found.pkg.name} ({quote(found.pkg.path.encode())})" if found.pkg else ""
                    self.error(other.pos, f"{name} already declared through dot-import of {where}" + self.other(found))
        for f, d in methods:
            self._attach(f, d)

    def _import(self, d: s.ImportDecl, scope: Scope, imported: dict[types.Package, None]) -> None:
        path = string_value(d.path.value).decode("utf-8", "replace")
        bad = next((c for c in path if not c.isprintable() or c in "!\"#$%&'()*,:;<=>?[\\]^{|}` \ufffd"), None)
        if not path or bad is not None:
            why = "empty string" if not path else f"invalid character U+{ord(bad or ' '):04X} '{bad}'"
            self.error(d.path, f"invalid import path ({why})")
            return
        imp = self.importer(path, d.path.pos)
        d.package = imp
        name = d.name.name if d.name is not None else imp.name
        if name == "init":
            self.error(d, "cannot import package as init - init must be a func")
            return
        imported[imp] = None
        obj = PkgName(name, self.pkg, d.pos, imp)
        if d.name is not None:
            d.name.obj = obj
        if imp.fake:
            obj.used = True
        self.pkg_names.append(obj)
        if name == ".":
            for key, found in imp.scope.names.items():
                if types.is_exported(key):
                    old = scope.names.get(key)
                    if old is not None:
                        self.error(d.pos, f"{key} redeclared in this block" + self.other(old))
                    else:
                        scope.names[key] = found
                        self.dot_imports[scope, key] = obj
        else:
            self.declare(scope, obj)

    def _declare_object(self, name: s.Ident, obj: Object, d: Declaration) -> None:
        if name.name == "init":
            self.error(name, "cannot declare init - must be func")
            return
        if name.name == "main" and self.pkg.name == "main":
            self.error(name, "cannot declare main - must be func")
            return
        self.declare(self.pkg.scope, obj)
        self.decls[obj] = d

    def _collect_vars(self, d: s.VarDecl, scope: Scope, version: int) -> None:
        vars = [Var(n.name, None, self.pkg, n.pos, types.PACKAGE_VAR) for n in d.names]
        values = d.values
        shared: Declaration | None = None
        if len(values) == 1 and len(vars) > 1:
            shared = Declaration(scope, d, version)
            shared.lhs, shared.type_expr, shared.init = vars, d.type_expr, values[0]
        for i, (name, v) in enumerate(zip(d.names, vars, strict=True)):
            one = shared
            if one is None:
                one = Declaration(scope, d, version)
                one.type_expr = d.type_expr
                one.init = values[i] if i < len(values) else None
            name.obj = v
            self._declare_object(name, v, one)
        if d.type_expr is None or values:
            self.arity(d.pos, d.names, values, False, False)

    def _collect_consts(self, d: s.ConstDecl, scope: Scope, version: int) -> None:
        last = d.inherited or d
        for i, name in enumerate(d.names):
            c = Const(name.name, None, self.pkg, name.pos, d.iota)
            one = Declaration(scope, d, version)
            one.type_expr = last.type_expr
            one.init = last.values[i] if i < len(last.values) else None
            one.inherited = last is not d
            name.obj = c
            self._declare_object(name, c, one)
        self.arity(d.pos, d.names, last.values, True, last is not d)

    def _collect_func(
        self, d: s.FuncDecl, scope: Scope, version: int, number: int, methods: list[tuple[Func, s.FuncDecl]]
    ) -> None:
        pkg = self.pkg
        name = d.name.name
        f = Func(name, None, pkg, d.name.pos)
        f._decl = d
        f.directives = d.directives
        f.file = number
        f.has_body = d.body is not None
        d.obj = f
        d.name.obj = f
        pkg._funcs.append(f)
        if d.recv is None:
            if name == "init" or name == "main" and pkg.name == "main":
                if d.tparams:
                    self.error(d.tparams[0].pos, f"func {name} must have no type parameters")
                if d.type.params or d.type.results:
                    self.error(d.name, f"func {name} must have no arguments and no return values")
            elif d.tparams:
                self.version, outer = version, self.version
                self.allow(18, d.tparams[0].pos, "type parameter")
                self.version = outer
            if name == "init":
                pkg._inits.append(f)
                if d.body is None:
                    self.error(d.name, "func init must have a body")
            else:
                self.declare(pkg.scope, f)
        else:
            if name != "_":
                methods.append((f, d))
            if d.tparams:
                self.version, outer = version, self.version
                self.allow(27, d.tparams[0].pos, "generic method")
                self.version = outer
        self.decls[f] = Declaration(scope, d, version)

    def _attach(self, f: Func, d: s.FuncDecl) -> None:
        """Find the type that a method belongs to, by syntax alone (it may be named through aliases)."""
        assert d.recv is not None
        base = s.unparen(d.recv.type_expr)
        pointer = isinstance(base, s.Star)
        if isinstance(base, s.Star):
            base = s.unparen(base.x)
        if isinstance(base, s.Index):
            base = base.x
        seen: set[Object] = set()
        while isinstance(base, s.Ident):
            obj = self.pkg.scope.names.get(base.name)
            if not isinstance(obj, TypeName) or obj in seen or obj not in self.decls:
                return
            seen.add(obj)
            decl = self.decls[obj].decl
            assert isinstance(decl, s.TypeDecl)
            if not decl.alias:
                f.recv_ptr = pointer
                self.methods.setdefault(obj, []).append(f)
                return
            if decl.tparams:
                return
            base = s.unparen(decl.type_expr)
            if isinstance(base, s.Star):
                if pointer:
                    return
                pointer = True
                base = s.unparen(base.x)
