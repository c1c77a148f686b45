"""Declarations: at package level, in whatever order they need each other, and in functions.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/decl.go, cycles.go, validtype.go.
"""

from __future__ import annotations

from burrow.go import constants, predicates, types
from burrow.go import syntax as s
from burrow.go.check.base import Declaration
from burrow.go.check.stmts import Stmts
from burrow.go.printer import expr_string
from burrow.go.types import (
    Array,
    Const,
    Func,
    Interface,
    Named,
    Object,
    Scope,
    Struct,
    Type,
    TypeName,
    TypeParam,
    Union,
    Var,
)
from burrow.go.universe import INVALID


class Decls(Stmts):
    """Declarations."""

    def obj_decl(self, obj: Object) -> None:
        """Check the declaration of a package-level object (and of a type inside a function when it names itself)."""
        if obj in self.path:
            self._cycle(obj)
            return
        if obj.type is not None:
            return
        d = self.decls.get(obj)
        if d is None:
            return
        self.path.append(obj)
        env = self.save()
        self.scope, self.version = d.scope, d.version
        self.sig, self.iota, self.error_pos, self.decl, self.info = None, None, 0, d, None
        self.in_tparams = False
        if isinstance(obj, Const):
            self._const(obj, d.type_expr, d.init, d.inherited)
        elif isinstance(obj, Var):
            self.info = self.pkg.init_info
            self._var(obj, d.lhs, d.type_expr, d.init)
        elif isinstance(obj, TypeName):
            assert isinstance(d.decl, s.TypeDecl)
            self.decl = None
            self._type(obj, d.decl)
        elif isinstance(obj, Func):
            self._func(obj, d)
        self.restore(env)
        self.path.pop()

    # cycles

    def _cycle(self, obj: Object) -> None:
        cycle = self.path[self.path.index(obj) :]
        values = sum(isinstance(o, (Const, Var)) for o in cycle)
        definitions = 0
        valid = False
        for o in cycle:
            if isinstance(o, TypeName):
                if self.in_tparams and isinstance(o.type, Named) and o.type.tparams:
                    valid = True
                    break
                if not o.alias:
                    definitions += 1
        valid = valid or values == len(cycle) or values == 0 and definitions > 0
        if not valid:
            self.cycle_error(cycle)
            if not isinstance(obj, Func):
                obj.type = INVALID
        if isinstance(obj, (Const, Var)) and obj.type is None:
            obj.type = INVALID
        if isinstance(obj, TypeName) and obj.type is None:
            obj.type = INVALID

    def cycle_error(self, cycle: list[Object]) -> None:
        first = min(range(len(cycle)), key=lambda i: cycle[i].pos)
        obj = cycle[first]
        what = "invalid recursive type" if isinstance(obj, TypeName) else "invalid cycle in declaration"
        if len(cycle) == 1:
            self.error(obj.pos, f"{what}: {obj.name} refers to itself")
            return
        lines = [f"{what} {'of ' if not isinstance(obj, TypeName) else ''}{obj.name}"]
        for i in range(len(cycle)):
            a, b = cycle[(first + i) % len(cycle)], cycle[(first + i + 1) % len(cycle)]
            lines.append(f"\n\t{self.place(a.pos)}: {a.name} refers to {b.name}")
        self.error(obj.pos, "".join(lines))

    def direct_cycles(self, objs: list[Object]) -> None:
        """Types that are declared as each other by name alone."""
        done: set[TypeName] = set()
        for obj in objs:
            path: list[Object] = []
            at: Object | None = obj
            while isinstance(at, TypeName) and at not in done and at in self.decls:
                if at in path:
                    at.type = INVALID
                    self.cycle_error(path[path.index(at) :])
                    break
                path.append(at)
                decl = self.decls[at].decl
                assert isinstance(decl, s.TypeDecl)
                if not isinstance(decl.type_expr, s.Ident):
                    break
                at = self.pkg.scope.names.get(decl.type_expr.name)
            done.update(o for o in path if isinstance(o, TypeName))

    # constants and variables

    def _const(self, obj: Const, type_expr: s.Expr | None, init: s.Expr | None, inherited: bool) -> None:
        outer, outer_pos = self.iota, self.error_pos
        self.iota = obj.value  # type: ignore[assignment]
        self.error_pos = 0
        obj.value = constants.UNKNOWN
        try:
            if type_expr is not None:
                t = self.typ(type_expr)
                if not predicates.is_basic(t, types.IS_CONST):
                    if t.underlying is not INVALID:
                        self.error(type_expr, f"invalid constant type {self.ts(t)}")
                    obj.type = INVALID
                    return
                obj.type = t
            if init is None:
                if obj.type is None:
                    obj.type = INVALID
                return
            if inherited:
                self.error_pos = obj.pos
            self.expr(init)
            self._init_const(obj, init)
        finally:
            self.iota, self.error_pos = outer, outer_pos

    def _init_const(self, obj: Const, x: s.Expr) -> None:
        if not x.mode or x.type is INVALID or obj.type is INVALID:
            if obj.type is None:
                obj.type = INVALID
            return
        if x.mode != s.CONST:
            self.error(x, f"{self.operand(x)} is not constant")
            if obj.type is None:
                obj.type = INVALID
            return
        if obj.type is None:
            obj.type = x.type
        if predicates.is_untyped(obj.type):
            obj.value = x.const
        elif self.assignment(x, obj.type, "constant declaration"):
            obj.value = x.const

    def _var(self, obj: Var, lhs: list[Var] | None, type_expr: s.Expr | None, init: s.Expr | None) -> None:
        if type_expr is not None:
            obj.type = self.var_type(type_expr)
        if init is None:
            if type_expr is None:
                obj.type = INVALID
            return
        if lhs is None or len(lhs) == 1:
            self.expr(init, (obj.type, obj.name))
            self.init_var(obj, init, "variable declaration")
            return
        if type_expr is not None:
            for v in lhs:
                v.type = obj.type
        self.init_vars(lhs, [init], None)

    def arity(self, pos: int, names: list[s.Ident], values: list[s.Expr], constant: bool, inherited: bool) -> None:
        """Report more or fewer values than names."""
        n, count = len(names), len(values)
        if n < count:
            x = values[n]
            if inherited:
                self.error(pos, f"extra init expr at {self.place(x.pos)}")
            else:
                self.error(x, f"extra init expr {expr_string(x)}")
        elif n > count and (constant or count != 1):
            self.error(names[count], f"missing init expr for {names[count].name}")

    # types

    def _type(self, obj: TypeName, d: s.TypeDecl) -> None:
        self.later(lambda: self._valid(obj))
        if d.alias:
            obj.alias = True
            if d.tparams:
                self.allow(23, d.tparams[0], "generic type alias")
                outer = self.scope
                self.scope = Scope(outer)
                obj.tparams = self.type_params(d.tparams)
                rhs = self.typ(d.type_expr)
                self.scope = outer
                if rhs in obj.tparams:
                    self.error(d.type_expr, "cannot use type parameter declared in alias declaration as RHS")
                    rhs = INVALID
            else:
                # a cycle may lead back here through the type: then its name must be known already
                early = self._early(d.type_expr)
                if early is not None:
                    obj.type = early
                rhs = self.typ(d.type_expr)
            if obj.type is not INVALID:
                obj.type = rhs
            return
        named = self.named.pop(obj, None) or Named(obj)
        obj.type = named
        if d.tparams:
            self.allow(18, d.tparams[0], "type parameter")
            outer = self.scope
            self.scope = Scope(outer)
            named.tparams = [self._type_param(f.name, i) for i, f in enumerate(d.tparams) if f.name is not None]
            self.bind(d.tparams, named.tparams)
            rhs = self.typ(d.type_expr)
            self.scope = outer
        else:
            rhs = self.typ(d.type_expr)
        if isinstance(rhs, TypeParam):
            self.error(d.type_expr, "cannot use a type parameter as RHS in type declaration")
            rhs = INVALID
        if not predicates.valid(obj.type):
            return
        named._under = rhs
        self._collect_methods(obj, named)

    def _early(self, e: s.Expr) -> Type | None:
        """The type of a name, or of a pointer to one, that is a defined type of this package, declared or not."""
        e = s.unparen(e)
        if isinstance(e, s.Star):
            elem = self._early(e.x)
            return types.Pointer(elem) if elem is not None else None
        if not isinstance(e, s.Ident):
            return None
        obj = self.pkg.scope.names.get(e.name)
        d = self.decls.get(obj) if obj is not None else None
        if not isinstance(obj, TypeName) or obj.alias or d is None or self.scope.lookup(e.name) is not obj:
            return None
        if obj.type is not None:
            return obj.type
        if isinstance(d.decl, s.TypeDecl) and d.decl.tparams:
            return None
        if obj not in self.named:
            self.named[obj] = Named(obj)
        return self.named[obj]

    def _collect_methods(self, obj: TypeName, named: Named) -> None:
        methods = self.methods.pop(obj, None)
        if not methods:
            return
        seen: dict[str, Func] = {}
        for m in methods:
            old = seen.get(m.name)
            if old is not None:
                self.error(m.pos, f"method {obj.name}.{m.name} already declared at {self.place(old.pos)}")
                continue
            seen[m.name] = m
            named._methods.append(m)
            m.recv_named = named

        def unique() -> None:
            u = named.underlying
            if isinstance(u, Struct):
                for f in u.fields:
                    m = seen.get(f.name)
                    if m is not None:
                        self.error(m.pos, f"field and method with the same name {f.name}" + self.other(f))

        self.later(unique)

    def _valid(self, obj: TypeName) -> None:
        """A type must not contain itself."""
        if isinstance(obj.type, Named) and not self._finite(obj.type, [], []):
            pass

    def _finite(self, t: Type, nest: list[Named], path: list[Named]) -> bool:
        if isinstance(t, Array):
            return self._finite(t.elem, nest, path)
        if isinstance(t, Struct):
            return all(self._finite(f.type, nest, path) for f in t.fields)
        if isinstance(t, Union):
            return all(self._finite(u, nest, path) for _, u in t.terms)
        if isinstance(t, Interface):
            return all(self._finite(e, nest, path) for e in t.embeds)
        if isinstance(t, Named):
            if t.obj.pkg is not self.pkg and not t.targs:
                return True
            if t in self.finite:
                return True
            if any(types.identical(e, t) for e in nest):
                t.origin._under = INVALID
                for i, p in enumerate(path):
                    if types.identical(p, t):
                        self.cycle_error([q.obj for q in path[i:]])
                        return False
                return False
            rhs = t.origin._under
            if rhs is None:
                return True
            if not self._finite(rhs, [*nest, t], [*path, t]):
                return False
            if not t.targs:
                self.finite.add(t)
            return True
        if isinstance(t, TypeParam) and nest:
            inst = nest[-1]
            if inst.targs and t in inst.tparams:
                return self._finite(inst.targs[inst.tparams.index(t)], nest[:-1], path)
        return True

    # functions

    def _func(self, obj: Func, d: Declaration) -> None:
        decl = d.decl
        assert isinstance(decl, s.FuncDecl)
        sig, scope = self.func_type(decl.type, decl.recv, decl.tparams)
        obj.type = sig
        name = obj.full_name
        if obj.name == "init" and decl.recv is None:  # a package may have several: main.init.0, main.init.1
            name = f"{name}.{self.pkg._inits.index(obj)}"
        decl.info = info = s.FuncInfo(name, decl, sig, None)
        if decl.tparams and decl.body is None:
            self.error(decl, "generic function is missing function body")
        if decl.body is not None:
            env = self.save()
            body = decl.body

            def check() -> None:
                mine = self.save()
                self.restore(env)
                self.func_body(info, scope, body)
                self.restore(mine)

            self.later(check)
        else:
            info.recv, info.params, info.results = sig.recv, sig.params, sig.results

    # in functions

    def decl_stmt(self, decls: list[s.Decl]) -> None:
        for d in decls:
            top = len(self.delayed)
            if isinstance(d, s.VarDecl):
                self._local_vars(d, top)
            elif isinstance(d, s.ConstDecl):
                self._local_consts(d, top)
            elif isinstance(d, s.TypeDecl):
                obj = TypeName(d.name.name, None, self.pkg, d.name.pos)
                obj.parent_func = True
                d.name.obj = obj
                inside = self._tparams_around()
                if inside:
                    self.mono.local[obj] = inside
                self.declare(self.scope, obj)
                self.path.append(obj)
                self._type(obj, d)
                self.path.pop()

    def _tparams_around(self) -> list[types.TypeParam]:
        """The type parameters of the functions around, which a type declared here depends on."""
        out: list[types.TypeParam] = []
        scope: Scope | None = self.scope
        while scope is not None and scope is not self.pkg.scope:
            for obj in scope.names.values():
                if isinstance(obj, TypeName) and isinstance(obj.type, types.TypeParam):
                    out.append(obj.type)
            scope = scope.parent
        return out

    def _local_vars(self, d: s.VarDecl, top: int) -> None:
        vars = []
        for name in d.names:
            v = self.new_var(name.name, name.pos, None) if name.name != "_" else Var("_", None, self.pkg, name.pos)
            name.obj = v
            vars.append(v)
        values = d.values
        if len(values) == 1 and len(vars) > 1:
            self._var(vars[0], vars, d.type_expr, values[0])
        elif d.type_expr is not None and len(vars) > 1:
            t = self.var_type(d.type_expr)
            for i, v in enumerate(vars):
                v.type = t
                if i < len(values):
                    self._var(v, None, None, values[i])
        else:
            for i, v in enumerate(vars):
                self._var(v, None, d.type_expr, values[i] if i < len(values) else None)
        if d.type_expr is None or values:
            self.arity(d.pos, d.names, values, False, False)
        if len(self.delayed) > top:
            self.run_delayed(top)
        for name, v in zip(d.names, vars, strict=True):
            name.mode, name.type, name.const = s.VAR, v.type, None
            self.declare(self.scope, v)

    def _local_consts(self, d: s.ConstDecl, top: int) -> None:
        last = d.inherited or d
        consts = []
        for i, name in enumerate(d.names):
            c = Const(name.name, None, self.pkg, name.pos, d.iota)
            name.obj = c
            consts.append(c)
            init = last.values[i] if i < len(last.values) else None
            self._const(c, last.type_expr, init, last is not d)
        self.arity(d.pos, d.names, last.values, True, last is not d)
        if len(self.delayed) > top:
            self.run_delayed(top)
        for c in consts:
            self.declare(self.scope, c)

    finite: set[Named]
    named: dict[Object, Named]  # types whose names were needed before they were declared
