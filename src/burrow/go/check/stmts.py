"""Statements and function bodies.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/stmt.go, range.go.
"""

from __future__ import annotations

from typing import Any

from burrow.go import constants, predicates, types
from burrow.go import syntax as s
from burrow.go.check.assigns import Assigns
from burrow.go.check.returns import terminates
from burrow.go.printer import expr_string
from burrow.go.types import Array, Basic, Chan, Interface, Map, Scope, Signature, Slice, Type, TypeParam, Var, identical
from burrow.go.universe import BOOL, INT, INVALID, RUNE, UNTYPED_BOOL


class Stmts(Assigns):
    """Function bodies."""

    # functions

    def func_lit(self, e: s.FuncLit) -> str:
        """A function literal; its body is checked when the statement around it is done."""
        sig, scope = self.func_type(e.sig, None, [])
        outer = self.info
        info = s.FuncInfo("", e, sig, outer)
        e.info = info
        if outer is not None:
            outer.closures.append(e)
            top = outer
            info.name = closure_name(top)
        env = self.save()

        def body() -> None:
            mine = self.save()
            self.restore(env)
            self.func_body(info, scope, e.body)
            self.restore(mine)

        self.later(body)
        e.mode, e.type, e.const = s.VALUE, sig, None
        return "expression"

    def func_body(self, info: s.FuncInfo, scope: Scope, body: s.BlockStmt) -> None:
        """Check a function's body in the current environment."""
        sig = info.sig
        info.recv, info.params, info.results = sig.recv, sig.params, sig.results
        for v in sig.params:
            v.func = info
        for v in sig.results:
            v.func = info
        if sig.recv is not None:
            sig.recv.func = info
        self.info = info
        self.sig = sig
        self.scope = scope
        self.has_call = False
        self.error_pos = 0
        self.stmts(body.stmts)
        if sig.results and not terminates(body, self.panics):
            self.error(body.rbrace, "missing return")
        for v in info.locals:
            if not v.used:
                self.error(v.pos, f"declared and not used: {v.name}")

    # statements

    def stmts(self, items: list[s.Stmt]) -> None:
        """Statements in the current scope."""
        delayed = self.delayed
        for st in items:
            top = len(delayed)
            _HANDLERS[st.__class__](self, st)
            if len(delayed) > top:
                self.run_delayed(top)

    def stmt(self, st: s.Stmt) -> None:
        """One statement."""
        top = len(self.delayed)
        _HANDLERS[st.__class__](self, st)
        if len(self.delayed) > top:
            self.run_delayed(top)

    def _block(self, st: s.BlockStmt) -> None:
        outer = self.scope
        self.scope = Scope(outer)
        self.stmts(st.stmts)
        self.scope = outer

    def _nothing_stmt(self, st: s.Stmt) -> None:
        pass

    def _expr_stmt(self, st: s.ExprStmt) -> None:
        x = st.x
        kind = self.raw(x)
        mode = x.mode
        if mode == s.BUILTIN:
            text = "must be called"
        elif mode == s.TYPE:
            text = "is not an expression"
        elif kind == "statement" or not mode:
            return
        else:
            text = "is not used"
        self.error(x, f"{self.operand(x)} {text}")

    def _send(self, st: s.SendStmt) -> None:
        self.expr(st.chan)
        self.generic_expr(st.value)
        if not st.chan.mode or not st.value.mode:
            return
        elem = self.chan_elem(st, st.chan, False)
        if elem is not None:
            self.assignment(st.value, elem, "send")

    def _inc_dec(self, st: s.IncDecStmt) -> None:
        x = st.x
        if not self.expr(x):
            return
        if not predicates.all_basic(x.type, types.IS_NUMERIC):
            op = st.op
            self.error(x, f"invalid operation: {expr_string(x)}{op}{op} (non-numeric type {self.ts(x.type)})")
            return
        self._assignable_operand(x)

    def _assignable_operand(self, x: s.Expr) -> bool:
        """Check that a checked operand can be assigned to."""
        if x.mode == s.VAR or x.mode == s.MAPINDEX:
            self.mark_assigned(x)
            return True
        if isinstance(x, s.Selector) and x.x.mode == s.MAPINDEX:
            self.error(x, f"cannot assign to struct field {expr_string(x)} in map")
        else:
            self.error(x, f"cannot assign to {expr_string(x)} (neither addressable nor a map index expression)")
        return False

    def _assign(self, st: s.AssignStmt) -> None:
        op = st.op
        if op == "":
            self.assign_vars(st.lhs, st.rhs)
        elif op == ":=":
            self.short_var_decl(st)
        else:
            lhs, rhs = st.lhs[0], st.rhs[0]
            inner = s.unparen(lhs)
            if isinstance(inner, s.Ident) and inner.name == "_":
                self.error(inner, "cannot use _ as value or type")
                self.use(rhs)
                return
            result = s.Binary(st.pos, op, lhs, rhs)
            result.mode, result.type, result.const = 0, INVALID, None
            self.binary(result, None, st)
            mode = lhs.mode
            if not result.mode:
                return
            t = lhs.type
            lhs.const = None
            if self._assignable_operand(lhs):
                if predicates.is_untyped(result.type):
                    self.assignment(result, t, "assignment")
                elif not self.assignment(result, t, "assignment"):
                    lhs.mode = mode

    def _go(self, st: s.GoStmt) -> None:
        self._suspended("go", st.call)

    def _defer(self, st: s.DeferStmt) -> None:
        if self.info is not None:
            self.info.has_defer = True
        self._suspended("defer", st.call)

    def _suspended(self, keyword: str, call: s.Expr) -> None:
        if not isinstance(call, s.Call):
            self.error(call, f"expression in {keyword} must be function call")
            self.use(call)
            return
        kind = self.raw(call)
        if kind == "statement" or not call.mode:
            return
        what = "requires function call, not conversion" if kind == "conversion" else "discards result of"
        self.error(call, f"{keyword} {what} {self.operand(call)}")

    def _return(self, st: s.ReturnStmt) -> None:
        sig = self.sig
        assert sig is not None
        results = sig.results
        if not st.results and results and results[0].name:
            for v in results:
                other = self.lookup(v.name)
                if other is not None and other is not v:
                    self.error(
                        st,
                        f"result parameter {v.name} not in scope at return\n\t{self.place(other.pos)}: "
                        f"inner declaration "
                        f"of {self._object_text(other)}",
                    )
            return
        if results or st.results:
            if not results:
                self.use(*st.results)
                if all(x.mode for x in st.results):
                    self.error(
                        st.results[0],
                        "too many return values\n\thave "
                        + self.types_summary([x.type for x in st.results], False, False)
                        + "\n\twant ()",
                    )
                return
            self.init_vars(results, st.results, st)

    def _object_text(self, obj: types.Object) -> str:
        """An object as a message describes it: `var x int`."""
        word = {"Var": "var", "Const": "const", "TypeName": "type", "Func": "func"}.get(obj.__class__.__name__, "")
        return f"{word} {obj.name} {self.ts(obj.type)}" if obj.type is not None else f"{word} {obj.name}"

    def _if(self, st: s.IfStmt) -> None:
        outer = self.scope
        node: s.Stmt | None = st
        while isinstance(node, s.IfStmt):
            self.scope = Scope(self.scope)
            if node.init is not None:
                self.stmt(node.init)
            self._condition(node.cond, "if")
            top = len(self.delayed)
            self._block(node.then)
            if len(self.delayed) > top:
                self.run_delayed(top)
            node = node.orelse
        if node is not None:
            self.stmt(node)
        self.scope = outer

    def _condition(self, e: s.Expr, what: str) -> None:
        if self.expr(e):
            if not predicates.all_basic(e.type, types.IS_BOOL):
                self.error(e, f"non-boolean condition in {what} statement")
            elif e.type is UNTYPED_BOOL:
                self.update_type(e, BOOL, True)

    def _for(self, st: s.ForStmt) -> None:
        outer = self.scope
        self.scope = Scope(outer)
        st.per_iteration = self.version >= 22
        if st.init is not None:
            self.stmt(st.init)
            if isinstance(st.init, s.AssignStmt):
                for v in st.init.new_vars:
                    v.loop = st.per_iteration
        if st.cond is not None:
            self._condition(st.cond, "for")
        if st.post is not None:
            self.stmt(st.post)
        self.stmt(st.body)
        self.scope = outer

    def _labeled(self, st: s.LabeledStmt) -> None:
        self.stmt(st.stmt)

    def _declaration(self, st: s.DeclStmt) -> None:
        self.decl_stmt(st.decls)

    # switches

    def _defaults(self, clauses: list[Any], first_of: str) -> None:
        first: Any = None
        for c in clauses:
            if getattr(c, first_of) is None:
                if first is not None:
                    self.error(c, f"multiple defaults (first at {self.place(first.pos)})")
                else:
                    first = c

    def _switch(self, st: s.SwitchStmt) -> None:
        outer = self.scope
        self.scope = Scope(outer)
        if st.init is not None:
            self.stmt(st.init)
        if st.tag is not None:
            x = st.tag
            self.expr(x)
            self.assignment(x, None, "switch expression")
            if x.mode and not predicates.comparable(x.type) and not predicates.has_nil(x.type):
                self.error(x, f"cannot switch on {self.operand(x)} ({self.ts(x.type)} is not comparable)")
                x.mode = 0
        else:
            x = s.Ident(st.clauses[0].pos if st.clauses else st.rbrace, "true")
            x.mode, x.type, x.const = s.CONST, BOOL, True
        self._defaults(st.clauses, "cases")
        seen: dict[Any, list[tuple[int, Type]]] = {}
        inner = self.scope
        for c in st.clauses:
            if c.cases:
                self._case_values(x, c.cases, seen)
            self.scope = Scope(inner)
            self.stmts(c.body)
        self.scope = outer

    def _case_values(self, x: s.Expr, values: list[s.Expr], seen: dict[Any, list[tuple[int, Type]]]) -> None:
        for e in values:
            if not self.expr(e) or not x.mode:
                continue
            if not self.convert_untyped(e, x.type):
                continue
            mode, const = x.mode, x.const
            result = s.Ident(e.pos, "")
            result.mode, result.type, result.const = 0, INVALID, None
            fine = self.comparison(result, e, x, "==", True)
            x.mode, x.const = mode, const
            if not fine or e.mode != s.CONST or e.const is constants.UNKNOWN or isinstance(e.const, bool):
                continue
            found = seen.setdefault((isinstance(e.const, bytes), e.const), [])
            for pos, t in found:
                if identical(t, e.type):
                    self.error(
                        e, f"duplicate case {self.operand(e)} in expression switch\n\t{self.place(pos)}: previous case"
                    )
                    break
            else:
                found.append((s.start(e), e.type))

    def _type_switch(self, st: s.TypeSwitchStmt) -> None:
        outer = self.scope
        self.scope = Scope(outer)
        if st.init is not None:
            self.stmt(st.init)
        lhs = st.lhs
        if lhs is not None and lhs.name == "_":
            self.error(lhs, "no new variable on left side of :=")
            lhs = None
        x: s.Expr | None = None
        if self.expr(st.x):
            if st.x.type.__class__ is TypeParam:
                self.error(st.x, f"cannot use type switch on type parameter value {self.operand(st.x)}")
            elif st.x.type.underlying.__class__ is Interface:
                x = st.x
            else:
                self.error(st.x, f"{self.operand(st.x)} is not an interface")
        self._defaults(st.clauses, "cases")
        seen: dict[str, s.Expr] = {}
        vars: list[Var] = []
        inner = self.scope
        for c in st.clauses:
            t = self._case_types(x, c.cases or [], seen)
            self.scope = Scope(inner)
            if lhs is not None:
                v = self.new_var(lhs.name, lhs.pos, t)
                c.var = v
                vars.append(v)
                self.declare(self.scope, v)
            self.stmts(c.body)
        self.scope = outer
        if lhs is not None:
            used = any(v.used for v in vars)
            if not used and not any(v.captured for v in vars):
                # closures inside may still be waiting; they are checked by now, as each is done with its statement
                self.error(lhs, f"{lhs.name} declared and not used")
            for v in vars:
                v.used = True

    def _case_types(self, x: s.Expr | None, cases: list[s.Expr], seen: dict[str, s.Expr]) -> Type:
        t: Type | None = None
        for e in cases:
            inner = s.unparen(e)
            if isinstance(inner, s.Ident) and isinstance(self.lookup(inner.name), types.Nil):
                self.expr(e)
                t = None
                key, shown = "nil", "nil"
            else:
                t = self.var_type(e)
                if t is INVALID:
                    continue
                key, shown = "type " + t.key, ""
            other = seen.get(key)
            if other is not None:
                shown = shown or self.ts(t)
                self.error(e, f"duplicate case {shown} in type switch\n\t{self.place(s.start(other))}: previous case")
                continue
            seen[key] = e
            if x is not None and t is not None:
                self.type_assertion(e, x, t, True)
        if len(cases) != 1 or t is None:
            return x.type if x is not None else INVALID
        return t

    def _select(self, st: s.SelectStmt) -> None:
        self._defaults(st.clauses, "comm")
        outer = self.scope
        for c in st.clauses:
            comm = c.comm
            ok = comm is None or isinstance(comm, s.SendStmt)
            rhs: s.Expr | None = None
            if isinstance(comm, s.AssignStmt) and len(comm.rhs) == 1:
                rhs = comm.rhs[0]
            elif isinstance(comm, s.ExprStmt):
                rhs = comm.x
            if rhs is not None:
                inner = s.unparen(rhs)
                ok = isinstance(inner, s.Unary) and inner.op == "<-"
            if not ok:
                assert comm is not None
                self.error(comm, "select case must be send or receive (possibly with assignment)")
                continue
            self.scope = Scope(outer)
            if comm is not None:
                self.stmt(comm)
            self.stmts(c.body)
            self.scope = outer

    # range

    def _range(self, st: s.RangeStmt) -> None:
        x = st.x
        st.per_iteration = self.version >= 22
        self.has_call = False
        self.expr(x)
        key: Type | None = None
        value: Type | None = None
        if x.mode:
            found = self._range_types(x.type)
            if isinstance(found, str):
                self.error(x, f"cannot range over {self.operand(x)}{': ' + found if found else ''}")
                key = value = INVALID
            else:
                st.kind, key, value = found
                if key is None and st.key is not None:
                    self.error(st.key, f"range over {self.operand(x)} permits no iteration variables")
                elif value is None and st.value is not None:
                    self.error(st.value, f"range over {self.operand(x)} permits only one iteration variable")
                elif st.extra:
                    self.error(st.extra[0], "range clause permits at most two iteration variables")
        outer = self.scope
        self.scope = Scope(outer)
        over_int = bool(x.mode) and predicates.is_basic(x.type, types.IS_INTEGER)
        if st.define:
            self._range_define(st, key, value, over_int)
        elif st.key is not None:
            for lhs, t in ((st.key, key), (st.value, value)):
                if lhs is None or t is None or t is INVALID:
                    if lhs is not None and (t is None or t is INVALID):
                        self.use_lhs(lhs)
                    continue
                if over_int:
                    self.assign_var(lhs, None, x, "range clause")
                else:
                    y = self.value_node(s.start(lhs), expr_string(lhs), t)
                    self.assign_var(lhs, None, y, "assignment")
        elif over_int:
            self.assignment(x, None, "range clause")
        if st.kind == s.RANGE_STRING and predicates.is_untyped(x.type):
            self.assignment(x, None, "range clause")
        if st.kind == s.RANGE_FUNC and self.info is not None:
            self._range_body(st)
        else:
            self.stmt(st.body)
        self.scope = outer

    def _range_body(self, st: s.RangeStmt) -> None:
        """The body of a range over a function is a closure, but for return and branches."""
        u = predicates.common_under(st.x.type)
        assert isinstance(u, Signature)
        yields = predicates.common_under(u.params[0].type)
        assert isinstance(yields, Signature) and self.info is not None
        st.yield_results = [v.type for v in yields.params]
        self.stmt(st.body)

    def _range_define(self, st: s.RangeStmt, key: Type | None, value: Type | None, over_int: bool) -> None:
        vars: list[Var] = []
        for i, (lhs, t) in enumerate(((st.key, key), (st.value, value))):
            if lhs is None:
                continue
            if isinstance(lhs, s.Ident):
                v = self.new_var(lhs.name, lhs.pos, None) if lhs.name != "_" else Var("_", None, self.pkg, lhs.pos)
                if lhs.name != "_":
                    lhs.obj = v
                    vars.append(v)
            else:
                self.error(lhs, f"invalid syntax tree: cannot declare {expr_string(lhs)}")
                v = Var("_", None, self.pkg, lhs.pos)
            if t is None or t is INVALID:
                v.type = INVALID
                v.used = True
            elif over_int:
                self.init_var(v, st.x, "range clause")
            else:
                self.init_var(v, self.value_node(s.start(lhs), expr_string(lhs), t), "assignment")
            lhs.mode, lhs.type, lhs.const = s.VAR, v.type, None
            if v.name != "_":
                if i == 0:
                    st.key_var = v
                else:
                    st.value_var = v
        if not vars:
            self.error(st, "no new variables on left side of :=")
        for v in vars:
            self.declare(self.scope, v)

    def _range_types(self, t: Type) -> tuple[str, Type | None, Type | None] | str:
        """The kind of a range and the types of its variables, or why it is none."""
        u = predicates.common_under(t)
        if t.__class__ is TypeParam:
            for term, under in predicates.type_terms(t):
                if isinstance(under, Chan) and under.dir == types.SEND_ONLY:
                    return f"receive from send-only channel {self.ts(term)}"
        if u is None:
            terms = predicates.type_terms(t)
            if terms[0][0] is None:
                return "no specific type"
            return f"{self.ts(terms[0][0])} and {self.ts(terms[1][0])} have different underlying types"
        if isinstance(u, Basic):
            if u.info & types.IS_STRING:
                return s.RANGE_STRING, INT, RUNE
            if u.info & types.IS_INTEGER:
                if self.version < 22:
                    return "requires go1.22 or later"
                return s.RANGE_INT, t, None
            return ""
        if isinstance(u, Slice):
            return s.RANGE_SLICE, INT, u.elem
        if isinstance(u, Array):
            return s.RANGE_ARRAY, INT, u.elem
        a = predicates.array_pointer(u)
        if isinstance(a, Array):
            return s.RANGE_ARRAY_PTR, INT, a.elem
        if isinstance(u, Map):
            return s.RANGE_MAP, u.map_key, u.elem
        if isinstance(u, Chan):
            if u.dir == types.SEND_ONLY:
                return f"receive from send-only channel {self.ts(t)}"
            return s.RANGE_CHAN, u.elem, None
        if isinstance(u, Signature):
            return self._range_func(u)
        return ""

    def _range_func(self, u: Signature) -> tuple[str, Type | None, Type | None] | str:
        if self.version < 23:
            return "requires go1.23 or later"
        prefix = "func must be func(yield func(...) bool): "
        if len(u.params) != 1:
            return prefix + "wrong argument count"
        if u.results:
            return prefix + "unexpected results"
        cb = predicates.common_under(u.params[0].type)
        if not isinstance(cb, Signature):
            return prefix + "argument is not func"
        if len(cb.params) > 2:
            return prefix + "yield func has too many parameters"
        if len(cb.results) != 1 or not identical(cb.results[0].type, BOOL):
            if len(cb.results) == 1 and predicates.is_basic(cb.results[0].type, types.IS_BOOL):
                return prefix + "yield func returns user-defined boolean, not bool"
            return prefix + "yield func does not return bool"
        if cb.variadic:
            return f"yield func of type {self.ts(cb)} cannot be variadic"
        key = cb.params[0].type if cb.params else None
        return s.RANGE_FUNC, key, cb.params[1].type if len(cb.params) > 1 else None

    def decl_stmt(self, decls: list[s.Decl]) -> None:
        """Declarations in a function (decls.py)."""
        raise NotImplementedError


def closure_name(outer: s.FuncInfo) -> str:
    """The symbol of the next closure in `outer`: f.func1, and inside closures f.func1.1."""
    n = len(outer.closures)
    if isinstance(outer.node, s.FuncLit):
        return f"{outer.name}.{n}"
    return f"{outer.name}.func{n}"


_HANDLERS: dict[type, Any] = {
    s.EmptyStmt: Stmts._nothing_stmt,
    s.BranchStmt: Stmts._nothing_stmt,
    s.BlockStmt: Stmts._block,
    s.ExprStmt: Stmts._expr_stmt,
    s.SendStmt: Stmts._send,
    s.IncDecStmt: Stmts._inc_dec,
    s.AssignStmt: Stmts._assign,
    s.GoStmt: Stmts._go,
    s.DeferStmt: Stmts._defer,
    s.ReturnStmt: Stmts._return,
    s.IfStmt: Stmts._if,
    s.ForStmt: Stmts._for,
    s.RangeStmt: Stmts._range,
    s.SwitchStmt: Stmts._switch,
    s.TypeSwitchStmt: Stmts._type_switch,
    s.SelectStmt: Stmts._select,
    s.LabeledStmt: Stmts._labeled,
    s.DeclStmt: Stmts._declaration,
}
