"""The checker's state: scopes, what is being declared, what is to do later, errors.

Part of the checker (see `checker.py`).  An expression's node is its own operand: `mode`, `type` and `const` are on it
while it is checked and after.  Mode 0 is an operand that is in error already.  Reference:
cmd/compile/internal/types2/check.go, errors.go, operand.go, format.go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burrow.go import constants, predicates, types
from burrow.go import syntax as s
from burrow.go.check.mono import Instances
from burrow.go.printer import expr_string
from burrow.go.types import Basic, Interface, Named, Package, Scope, Type, TypeParam
from burrow.go.universe import INVALID, UNTYPED_NIL

_MODES = {
    0: "invalid operand",
    s.NOVALUE: "no value",
    s.BUILTIN: "built-in",
    s.TYPE: "type",
    s.CONST: "constant",
    s.VAR: "variable",
    s.MAPINDEX: "map index expression",
    s.VALUE: "value",
    s.NIL: "nil",
    s.COMMAOK: "comma, ok expression",
}
_KINDS = {
    "Array": "array",
    "Slice": "slice",
    "Struct": "struct",
    "Pointer": "pointer",
    "Signature": "func",
    "Interface": "interface",
    "Map": "map",
    "Chan": "chan",
    "Tuple": "tuple",
    "Union": "union",
}


class Declaration:
    """What a package-level object is declared by."""

    __slots__ = ("decl", "deps", "inherited", "init", "lhs", "scope", "type_expr", "version")

    def __init__(self, scope: Scope, decl: s.Decl, version: int) -> None:
        self.scope = scope
        self.decl = decl
        self.version = version
        self.lhs: list[types.Var] | None = None
        self.type_expr: s.Expr | None = None
        self.init: s.Expr | None = None
        self.inherited = False
        self.deps: dict[types.Object, None] = {}


class Base:
    """What every part of the checker uses."""

    def __init__(
        self, pkg: Package, files: list[s.File], importer: Callable[[str, int], Package], version: int
    ) -> None:
        self.pkg = pkg
        self.files = files
        self.importer = importer
        self.errors: list[tuple[int, str]] = []
        self.decls: dict[types.Object, Declaration] = {}
        self.methods: dict[types.TypeName, list[types.Func]] = {}
        self.path: list[types.Object] = []  # what is being declared, outermost first
        self.delayed: list[Callable[[], None]] = []
        self.shift_lhs: set[s.Expr] = set()  # untyped left operands of shifts whose count is not constant
        self.panics: set[s.Call] = set()
        self.pkg_names: list[types.PkgName] = []
        self.dot_imports: dict[tuple[Scope, str], types.PkgName] = {}
        self.versions: dict[Scope, int] = {}
        self.package_version = version
        # the environment of what is being checked
        self.version = version  # 27 for go1.27
        self.scope = pkg.scope
        self.sig: types.Signature | None = None
        self.iota: int | None = None
        self.error_pos = 0  # where errors in a repeated constant expression are reported
        self.decl: Declaration | None = None
        self.info: s.FuncInfo | None = None
        self.has_call = False  # a call or receive was seen (len of an array is constant without)
        self.in_tparams = False
        self._names: dict[str, set[str]] | None = None
        self.mono = Instances(self.ts)

    # errors

    def error(self, at: s.Node | int, text: str) -> None:
        """Report an error at a node's start or a position."""
        if self.errors and ("invalid operand" in text or "invalid type" in text):
            return
        pos = at if at.__class__ is int else s.start(at)  # type: ignore[arg-type]
        if self.error_pos:
            pos = self.error_pos
        self.errors.append((pos, text))

    def place(self, pos: int) -> str:
        """A position inside a message."""
        from burrow.source.render_go import short_path

        path, line, column = s.position(pos)
        return f"{short_path(path)}:{line}:{column}"

    def other(self, obj: types.Object) -> str:
        """The line that names an earlier declaration."""
        return f"\n\t{self.place(obj.pos)}: other declaration of {obj.name}" if obj.pos else ""

    def allow(self, minor: int, at: s.Node | int, what: str) -> bool:
        """Whether the language version is at least go1.`minor`; reports that `what` requires it."""
        if self.version >= minor:
            return True
        self.error(at, f"{what} requires go1.{minor} or later")
        return False

    # texts

    def qualifier(self, pkg: Package) -> str:
        """How a package is written in messages."""
        if pkg is self.pkg:
            return ""
        names = self._names
        if names is None:
            names = self._names = {}
            seen: set[str] = set()
            todo = [self.pkg, *self.pkg.imports, *[p.imported for p in self.pkg_names]]
            while todo:
                p = todo.pop()
                if p.path not in seen:
                    seen.add(p.path)
                    names.setdefault(p.name, set()).add(p.path)
                    todo += p.imports
        return f'"{pkg.path}"' if len(names.get(pkg.name, ())) > 1 else pkg.name

    def ts(self, typ: Type | None) -> str:
        """A type as text."""
        return types.type_string(typ, self.qualifier)

    def operand(self, x: s.Expr) -> str:
        """An operand as messages describe it: `x (variable of type int)`."""
        mode = x.mode
        if mode == s.NIL:
            return "nil" if x.type is UNTYPED_NIL or x.type is INVALID else f"nil (of type {self.ts(x.type)})"
        text = expr_string(x)
        out = [text, " ("]
        typ: Type | None = None
        if mode not in (0, s.NOVALUE, s.BUILTIN, s.TYPE):
            if predicates.is_untyped(x.type):
                out.append(str(x.type) + " ")
            else:
                typ = x.type
        out.append(_MODES[mode])
        if mode == s.CONST:
            value = self.const_text(x)
            if value != text:
                out.append(" " + value)
        if typ is not None:
            if typ is INVALID:
                out.append(" with invalid type")
            else:
                kind = "generic " if predicates.is_generic(typ) else ""
                if typ.__class__ is Named:
                    kind += (self.kind(typ) or str(typ.underlying)) + " "
                out.append(f" of {kind}type {self.ts(typ)}")
                if isinstance(typ, TypeParam):
                    out.append(f" constrained by {self.ts(typ.bound)}")
                    if typ.iface.type_set.is_empty:
                        out.append(" with empty type set")
        out.append(")")
        return "".join(out)

    def const_text(self, x: s.Expr) -> str:
        """A constant operand's value as text; a rune literal's is its number."""
        t = x.type.underlying
        if isinstance(t, Basic) and x.const is not constants.UNKNOWN:
            if t.info & types.IS_COMPLEX:
                re, im = constants.parts(x.const)
                return f"({constants.show_float(re)} + {constants.show_float(im)}i)"
            if t.info & types.IS_FLOAT:
                return constants.show_float(x.const)  # type: ignore[arg-type]
        return constants.show(x.const)

    def kind(self, typ: Type) -> str:
        """The kind of a composite type; empty for a basic one."""
        return _KINDS.get(typ.underlying.__class__.__name__, "")

    # scopes

    def lookup(self, name: str) -> types.Object | None:
        """What a name denotes here."""
        return self.scope.lookup(name)

    def own(self, obj: types.Object) -> bool:
        """Whether an object is this package's (which may be there twice, once from its summary)."""
        return obj.pkg is self.pkg or obj.pkg is not None and obj.pkg.path == self.pkg.path

    def declare(self, scope: Scope, obj: types.Object) -> None:
        """Enter `obj` in `scope`."""
        name = obj.name
        if name == "_":
            return
        old = scope.names.get(name)
        if old is not None:
            self.error(obj.pos, f"{name} redeclared in this block" + self.other(old))
            if isinstance(obj, types.Var):
                obj.used = True
            return
        scope.names[name] = obj

    def new_var(self, name: str, pos: int, typ: Type | None, kind: str = types.LOCAL) -> types.Var:
        """A local variable of the current function."""
        v = types.Var(name, typ, self.pkg, pos, kind)
        info = self.info
        v.func = info
        if info is not None and kind == types.LOCAL:
            info.locals.append(v)
        return v

    # later

    def later(self, action: Callable[[], None]) -> None:
        """Do `action` when the current statement or declaration is done."""
        self.delayed.append(action)

    def run_delayed(self, top: int) -> None:
        """Do what was put off since there were `top` actions, and what that puts off."""
        delayed = self.delayed
        i = top
        while i < len(delayed):
            delayed[i]()
            i += 1
        del delayed[top:]

    def save(self) -> tuple[Any, ...]:
        """The environment, for `restore`."""
        return (
            self.version,
            self.scope,
            self.sig,
            self.iota,
            self.error_pos,
            self.decl,
            self.info,
            self.has_call,
            self.in_tparams,
        )

    def restore(self, env: tuple[Any, ...]) -> None:
        """Go back to an environment."""
        (
            self.version,
            self.scope,
            self.sig,
            self.iota,
            self.error_pos,
            self.decl,
            self.info,
            self.has_call,
            self.in_tparams,
        ) = env

    # what other parts provide

    def obj_decl(self, obj: types.Object) -> None:
        """Check an object's declaration (decls.py)."""
        raise NotImplementedError

    def expr(self, e: s.Expr, target: Any = None) -> bool:
        """Check a single-valued expression (exprs.py)."""
        raise NotImplementedError


def is_basic_type(typ: Type) -> bool:
    """Whether it is a basic type itself."""
    return typ.__class__ is Basic


__all__ = ["Base", "Declaration", "Interface", "is_basic_type"]
