"""Assignments and initialisations of variables.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/assignments.go.
"""

from __future__ import annotations

from burrow.go import predicates, types
from burrow.go import syntax as s
from burrow.go.check.builtins import Builtins
from burrow.go.printer import expr_string
from burrow.go.types import Type, Var
from burrow.go.universe import INVALID, UNTYPED_NIL, default_type


class Assigns(Builtins):
    """`=`, `:=`, results."""

    def init_var(self, v: Var, x: s.Expr, context: str) -> bool:
        """Initialise `v`, whose type may come from `x`."""
        if not x.mode or x.type is INVALID or v.type is INVALID:
            if v.type is None:
                v.type = INVALID
            x.mode = 0
            return False
        if v.type is None:
            t = x.type
            if predicates.is_untyped(t):
                if t is UNTYPED_NIL:
                    self.error(x, f"use of untyped nil in {context}")
                    v.type = INVALID
                    x.mode = 0
                    return False
                t = default_type(t)
            v.type = t
        return self.assignment(x, v.type, context)

    def init_vars(self, lhs: list[Var], rhs: list[s.Expr], ret: s.ReturnStmt | None) -> None:
        """Initialise variables, or (with `ret`) results."""
        n, count = len(lhs), len(rhs)
        context = "return statement" if ret is not None else "multiple assignment" if n > 1 else "assignment"
        if n == count and not (count == 1 and s.unparen(rhs[0]).__class__ is s.Call):
            for v, x in zip(lhs, rhs, strict=True):
                name = v.name
                if ret is not None and not name:
                    name = "result variable"
                self.expr(x, (v.type, name))
                self.init_var(v, x, context)
            return
        if count != 1:
            if self.use(*rhs):
                if ret is not None:
                    self._return_error(ret, lhs, rhs)
                else:
                    self._count_error(rhs, n, count)
            self._invalid(lhs)
            return
        values, comma_ok = self.multi(rhs[0], n == 2 and ret is None)
        if len(values) == n:
            for v, x in zip(lhs, values, strict=True):
                self.init_var(v, x, context)
            if comma_ok:
                mark_comma_ok(rhs[0])
            return
        if values[0].mode if values else True:
            if ret is not None:
                self._return_error(ret, lhs, values)
            else:
                self._count_error(rhs, n, len(values))
        self._invalid(lhs)

    @staticmethod
    def _invalid(lhs: list[Var]) -> None:
        for v in lhs:
            if v.type is None:
                v.type = INVALID

    def _count_error(self, rhs: list[s.Expr], n: int, count: int) -> None:
        vars, values = _measure(n, "variable"), _measure(count, "value")
        first = s.unparen(rhs[0])
        if len(rhs) == 1 and isinstance(first, s.Call):
            self.error(rhs[0], f"assignment mismatch: {vars} but {expr_string(first.fun)} returns {values}")
        else:
            self.error(rhs[0], f"assignment mismatch: {vars} but {values}")

    def _return_error(self, ret: s.ReturnStmt, lhs: list[Var], rhs: list[s.Expr]) -> None:
        at: s.Node = ret
        few = "not enough"
        if len(rhs) > len(lhs):
            at, few = rhs[len(lhs)], "too many"
        elif rhs:
            at = rhs[-1]
        have = self.types_summary([x.type for x in rhs], False, False)
        want = self.types_summary([v.type for v in lhs], False, False)
        self.error(at, f"{few} return values\n\thave {have}\n\twant {want}")

    def lhs_var(self, e: s.Expr) -> tuple[bool, Type | None]:
        """Check what is assigned to: whether it is fine, and its type (None: blank, anything goes)."""
        inner = s.unparen(e)
        v: types.Object | None = None
        before = False
        if isinstance(inner, s.Ident):
            if inner.name == "_":
                inner.mode, inner.type, inner.const = s.VAR, INVALID, None
                inner.obj = None
                return True, None
            v = self.lookup(inner.name)
            if isinstance(v, Var) and v.pkg is self.pkg:
                before = v.used
            else:
                v = None
        self.expr(e)
        if isinstance(v, Var):
            v.used = before
        if not e.mode or e.type is INVALID:
            return False, None
        if e.mode != s.VAR and e.mode != s.MAPINDEX:
            if isinstance(e, s.Selector):
                if e.x.mode == s.MAPINDEX:
                    self.error(e, f"cannot assign to struct field {expr_string(e)} in map")
                    return False, None
            self.error(e, f"cannot assign to {expr_string(e)} (neither addressable nor a map index expression)")
            return False, None
        self.mark_assigned(e)
        return True, e.type

    def assign_var(self, lhs: s.Expr, rhs: s.Expr | None, x: s.Expr | None, context: str) -> None:
        """Assign the unchecked `rhs` or the operand `x`."""
        ok, t = self.lhs_var(lhs)
        if not ok:
            if x is not None:
                x.mode = 0
            elif rhs is not None:
                self.use(rhs)
            return
        if x is None:
            assert rhs is not None
            target = (t, expr_string(lhs)) if t is not None and t.underlying.__class__ is types.Signature else None
            self.expr(rhs, target)
            x = rhs
        if t is None and context == "assignment":
            context = "assignment to _ identifier"
        self.assignment(x, t, context)
        if t is None and x.mode:
            lhs.type = x.type

    def assign_vars(self, lhs: list[s.Expr], rhs: list[s.Expr]) -> None:
        """`a, b = x, y`."""
        n, count = len(lhs), len(rhs)
        context = "multiple assignment" if n > 1 else "assignment"
        if n == count and not (count == 1 and s.unparen(rhs[0]).__class__ is s.Call):
            for left, right in zip(lhs, rhs, strict=True):
                self.assign_var(left, right, None, context)
            return
        if count != 1:
            fine = self.use_lhs(*lhs)
            if self.use(*rhs) and fine:
                self._count_error(rhs, n, count)
            return
        values, comma_ok = self.multi(rhs[0], n == 2)
        if len(values) == n:
            for left, x in zip(lhs, values, strict=True):
                self.assign_var(left, None, x, context)
            if comma_ok:
                mark_comma_ok(rhs[0])
            return
        if values[0].mode if values else True:
            self._count_error(rhs, n, len(values))
        self.use_lhs(*lhs)

    def short_var_decl(self, st: s.AssignStmt) -> None:
        """`a, b := x, y`."""
        top = len(self.delayed)
        scope = self.scope
        seen: set[str] = set()
        vars: list[Var] = []
        new: list[Var] = []
        failed = False
        for e in st.lhs:
            if not isinstance(e, s.Ident):
                self.use_lhs(e)
                self.error(e, f"non-name {expr_string(e)} on left side of :=")
                failed = True
                vars.append(Var("_", None, self.pkg, e.pos))
                continue
            name = e.name
            if name != "_":
                if name in seen:
                    self.error(e, f"{name} repeated on left side of :=")
                    failed = True
                    vars.append(Var("_", None, self.pkg, e.pos))
                    continue
                seen.add(name)
                old = scope.names.get(name)
                if old is not None:
                    e.obj = old
                    e.mode, e.type, e.const = s.VAR, old.type, None
                    if isinstance(old, Var):
                        old.reassigned = True
                        vars.append(old)
                    else:
                        self.error(e, f"cannot assign to {name}")
                        failed = True
                        vars.append(Var("_", None, self.pkg, e.pos))
                    continue
                v = self.new_var(name, e.pos, None)
                new.append(v)
                e.obj = v
            else:
                v = Var("_", None, self.pkg, e.pos)
                e.obj = None
            vars.append(v)
        self.init_vars(vars, st.rhs, None)
        if len(self.delayed) > top:
            self.run_delayed(top)
        for e, v in zip(st.lhs, vars, strict=True):
            e.mode, e.type, e.const = s.VAR, v.type if v.type is not None else INVALID, None
        if not new and not failed:
            self.error(st.pos, "no new variables on left side of :=")
            return
        st.new_vars = new
        for v in new:
            self.declare(scope, v)


def mark_comma_ok(e: s.Expr) -> None:
    """Record that an expression yields two values."""
    e = s.unparen(e)
    if isinstance(e, (s.Index, s.TypeAssert, s.Unary)):
        e.comma_ok = True


def _measure(n: int, unit: str) -> str:
    return f"{n} {unit}{'s' if n != 1 else ''}"
