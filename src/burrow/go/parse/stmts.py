"""Parsing of statements.

Part of the parser (see `parser.py`); as cmd/compile/internal/syntax does.
"""

from __future__ import annotations

from collections.abc import Callable

from burrow.go import syntax as s
from burrow.go.parse.branches import check_branches
from burrow.go.parse.params import Params
from burrow.go.parse.scanner import EOF, NAME
from burrow.go.printer import expr_string, stmt_string
from burrow.go.syntax import AssignStmt, BlockStmt, Decl, Expr, ExprStmt, Ident, Stmt

_SIMPLE_STARTS = frozenset("literal func ( [ struct map chan interface <- + - * & ^ !".split())
_ASSIGN_OPS = {op: op[:-1] for op in "+= -= *= /= %= &= |= ^= <<= >>= &^=".split()}


class _Range(Stmt):
    """`lhs := range x` in the header of a for statement."""

    __slots__ = ("define", "lhs", "x")

    def __init__(self, pos: int, lhs: list[Expr], define: bool, x: Expr) -> None:
        self.pos = pos
        self.lhs = lhs
        self.define = define
        self.x = x


class _Guard(ExprStmt):
    """`x.(type)` or `lhs := x.(type)` in the header of a switch statement."""

    __slots__ = ("lhs",)

    def __init__(self, pos: int, lhs: Ident, x: Expr) -> None:
        self.pos = pos
        self.x = x
        self.lhs = lhs


class Stmts(Params):
    """Statements."""

    __slots__ = ()

    def func_body(self) -> BlockStmt:
        """The body of a function, with its branches checked where it has no errors."""
        self.fnest += 1
        before = len(self.errors)
        body = self.block("")
        self.fnest -= 1
        if len(self.errors) == before:
            check_branches(body, self.error_at)
        return body

    def block(self, context: str) -> BlockStmt:
        """`{ ... }`; `context` names what it belongs to, for the error when there is none."""
        pos = self.poss[self.i]
        if self.tok == "{":
            self.next()
        else:
            self.syntax_error("expected { after " + context)
            self.advance(NAME, "}")
            at = self.pos()
            if self.got("}"):
                return BlockStmt(pos, [], at)
        stmts = self.stmt_list()
        end = self.poss[self.i]
        self.want("}")
        return BlockStmt(pos, stmts, end)

    def stmt_list(self) -> list[Stmt]:
        """Statements up to the end of a block or clause."""
        out: list[Stmt] = []
        while True:
            tok = self.tok
            if tok == "}" or tok == "case" or tok == "default" or tok == EOF:
                return out
            stmt = self.stmt_or_none()
            if stmt is None:
                return out
            out.append(stmt)
            if self.tok == ";":
                self.next()
            elif self.tok != "}":
                self.syntax_error("at end of statement")
                self.advance(";", "}", "case", "default")
                self.got(";")

    def stmt_or_none(self) -> Stmt | None:
        """A statement, if one starts here."""
        tok = self.tok
        if tok == NAME:
            x = self.expr()
            if self.tok == ":" and x.__class__ is Ident:
                return self._labeled(x)
            return self._simple_after(x, "")
        pos = self.poss[self.i]
        if tok == "if":
            return self._if()
        if tok == "return":
            self.next()
            results = [] if self.tok == ";" or self.tok == "}" else self.expr_list()
            return s.ReturnStmt(pos, results)
        if tok == "for":
            return self._for()
        if tok == "var":
            return self._decl(self.var_decl)
        if tok in _SIMPLE_STARTS:
            return self.simple("")
        if tok == "{":
            return self.block("")
        if tok == "switch":
            return self._switch()
        if tok == "defer" or tok == "go":
            return self._call_stmt(tok)
        if tok == "break" or tok == "continue":
            self.next()
            return s.BranchStmt(pos, tok, self.name() if self.tok == NAME else None)
        if tok == "const":
            return self._decl(self.const_decl)
        if tok == "type":
            return self._decl(self.type_decl)
        if tok == "select":
            return self._select()
        if tok == "fallthrough":
            self.next()
            return s.BranchStmt(pos, tok, None)
        if tok == "goto":
            self.next()
            return s.BranchStmt(pos, tok, self.name())
        if tok == ";":
            return s.EmptyStmt(pos)
        return None

    def expr_list(self) -> list[Expr]:
        """One or more expressions."""
        out = [self.expr()]
        while self.tok == ",":
            self.next()
            out.append(self.expr())
        return out

    # simple statements

    def simple(self, keyword: str) -> Stmt:
        """A simple statement; `keyword` is the statement in whose header it stands."""
        if keyword == "for" and self.tok == "range":
            return self._range([], False)
        return self._simple_after(self.expr(), keyword)

    def _simple_after(self, x: Expr, keyword: str) -> Stmt:
        """A simple statement that starts with the expression `x`."""
        tok = self.tok
        lhs = [x]
        if tok == ",":
            while self.tok == ",":
                self.next()
                lhs.append(self.expr())
            tok = self.tok
        pos = self.poss[self.i]
        if tok == ":=" or tok == "=":
            self.next()
            op = ":=" if tok == ":=" else ""
            if keyword == "for" and self.tok == "range":
                return self._range(lhs, op == ":=")
            rhs = self.expr_list()
            if keyword == "switch" and op and len(rhs) == 1 and len(lhs) == 1:
                guard = rhs[0]
                if isinstance(guard, s.TypeAssert) and guard.type_expr is None and isinstance(x, Ident):
                    return _Guard(guard.pos, x, guard)
            return AssignStmt(pos, op, lhs, rhs)
        if len(lhs) > 1:
            self.syntax_error("expected := or = or comma")
            self.advance(";", "}")
            return ExprStmt(x.pos, x)
        if tok == ";" or tok == "{" or tok == ")" or tok == "}":
            return ExprStmt(x.pos, x)
        if tok in _ASSIGN_OPS:
            self.next()
            return AssignStmt(pos, _ASSIGN_OPS[tok], lhs, [self.expr()])
        if tok == "++" or tok == "--":
            self.next()
            return s.IncDecStmt(pos, tok[0], x)
        if tok == "<-":
            self.next()
            return s.SendStmt(pos, x, self.expr())
        return ExprStmt(x.pos, x)

    def _range(self, lhs: list[Expr], define: bool) -> _Range:
        pos = self.pos()
        self.next()
        return _Range(pos, lhs, define, self.expr())

    # the other statements

    def _labeled(self, label: Ident) -> Stmt | None:
        pos = self.pos()
        self.want(":")
        if self.tok == "}":
            return s.LabeledStmt(pos, label, s.EmptyStmt(self.pos()))
        stmt = self.stmt_or_none()
        if stmt is not None:
            return s.LabeledStmt(pos, label, stmt)
        self.syntax_error_at(pos, "missing statement after label")
        return None

    def _decl(self, one: Callable[[list[Decl]], None]) -> s.DeclStmt:
        pos = self.pos()
        self.clear_directives()
        self.next()
        decls: list[Decl] = []
        self.group(decls, one)
        return s.DeclStmt(pos, decls)

    def _call_stmt(self, tok: str) -> Stmt:
        pos = self.pos()
        self.next()
        x = self.primary(None)
        inner = s.unparen(x)
        if inner is not x:
            self.error_at(x.pos, f"expression in {tok} must not be parenthesized")
        return s.DeferStmt(pos, inner) if tok == "defer" else s.GoStmt(pos, inner)

    def _header(self, keyword: str) -> tuple[Stmt | None, Stmt | None, Stmt | None]:
        """What is between the keyword and the `{`: init, condition (as a statement), post; a `_Range` comes as init."""
        if self.tok == "{":
            if keyword == "if":
                self.syntax_error("missing condition in if statement")
                return None, ExprStmt(self.pos(), self.bad()), None
            return None, None, None
        outer = self.xnest
        self.xnest = -1
        init: Stmt | None = None
        cond: Stmt | None = None
        post: Stmt | None = None
        semi = 0
        semi_text = ""
        if self.tok != ";":
            if self.got("var"):
                self.syntax_error(f"var declaration not allowed in {keyword} initializer")
            init = self.simple(keyword)
            if init.__class__ is _Range:
                self.xnest = outer
                return init, None, None
        if self.tok == "{":
            cond, init = init, None
        else:
            if self.tok == ";":
                semi = self.pos()
                semi_text = self.texts[self.i]
                self.next()
            else:
                self.want("{")
                if self.tok != "{":
                    self.advance("{", "}")
            if keyword == "for":
                if self.tok != ";":
                    if self.tok == "{":
                        self.syntax_error("expected for loop condition")
                        self.xnest = outer
                        return init, None, None
                    cond = self.simple("")
                self.want(";")
                if self.tok != "{":
                    post = self.simple("")
                    if isinstance(post, AssignStmt) and post.op == ":=":
                        self.syntax_error_at(post.pos, "cannot declare in post statement of for loop")
            elif self.tok != "{":
                cond = self.simple(keyword)
        if cond is None:
            if keyword == "if" and semi:
                if semi_text != "semicolon":
                    self.syntax_error_at(semi, f"unexpected {semi_text}, expected {{ after if clause")
                else:
                    self.syntax_error_at(semi, "missing condition in if statement")
                cond = ExprStmt(semi, s.BadExpr(semi))
        elif not isinstance(cond, ExprStmt):
            if isinstance(cond, AssignStmt) and cond.op == "" and len(cond.lhs) == 1 and len(cond.rhs) == 1:
                shown = f"assignment {_emphasised(cond.lhs[0])} = {_emphasised(cond.rhs[0])}"
            else:
                shown = stmt_string(cond)
            self.syntax_error_at(cond.pos, f"cannot use {shown} as value")
            cond = ExprStmt(cond.pos, s.BadExpr(cond.pos)) if keyword == "if" else None
        self.xnest = outer
        return init, cond, post

    def _if(self) -> s.IfStmt:
        pos = self.pos()
        self.next()
        init, cond, _ = self._header("if")
        x = cond.x if isinstance(cond, ExprStmt) else self.bad()
        then = self.block("if clause")
        orelse: Stmt | None = None
        if self.got("else"):
            if self.tok == "if":
                orelse = self._if()
            elif self.tok == "{":
                orelse = self.block("")
            else:
                self.syntax_error("else must be followed by if or statement block")
                self.advance(NAME, "}")
        return s.IfStmt(pos, init, x, then, orelse)

    def _for(self) -> Stmt:
        pos = self.pos()
        self.next()
        init, cond, post = self._header("for")
        body = self.block("for clause")
        if isinstance(init, _Range):
            lhs = init.lhs
            key = lhs[0] if lhs else None
            value = lhs[1] if len(lhs) > 1 else None
            return s.RangeStmt(pos, key, value, init.define, init.x, body, init.pos, lhs[2:])
        return s.ForStmt(pos, init, cond.x if isinstance(cond, ExprStmt) else None, post, body)

    def _switch(self) -> Stmt:
        pos = self.pos()
        self.next()
        init, cond, _ = self._header("switch")
        if not self.got("{"):
            self.syntax_error("missing { after switch clause")
            self.advance("case", "default", "}")
        clauses = []
        while self.tok != EOF and self.tok != "}":
            clauses.append(self._case())
        end = self.pos()
        self.want("}")
        tag = cond.x if isinstance(cond, ExprStmt) else None
        if isinstance(tag, s.TypeAssert) and tag.type_expr is None:
            lhs = cond.lhs if isinstance(cond, _Guard) else None
            return s.TypeSwitchStmt(pos, init, lhs, tag.x, tag.pos, clauses, end)
        return s.SwitchStmt(pos, init, tag, clauses, end)

    def _case(self) -> s.CaseClause:
        pos = self.pos()
        cases: list[Expr] | None = None
        if self.tok == "case":
            self.next()
            cases = self.expr_list()
        elif self.tok == "default":
            self.next()
        else:
            self.syntax_error("expected case or default or }")
            self.advance(":", "case", "default", "}")
        colon = self.pos()
        self.want(":")
        return s.CaseClause(pos, cases, self.stmt_list(), colon)

    def _select(self) -> s.SelectStmt:
        pos = self.pos()
        self.next()
        if not self.got("{"):
            self.syntax_error("missing { after select clause")
            self.advance("case", "default", "}")
        clauses = []
        while self.tok != EOF and self.tok != "}":
            at = self.pos()
            comm: Stmt | None = None
            if self.tok == "case":
                self.next()
                comm = self.simple("")
            elif self.tok == "default":
                self.next()
            else:
                self.syntax_error("expected case or default or }")
                self.advance(":", "case", "default", "}")
            colon = self.pos()
            self.want(":")
            clauses.append(s.CommClause(at, comm, self.stmt_list(), colon))
        end = self.pos()
        self.want("}")
        return s.SelectStmt(pos, clauses, end)

    # declarations (in parser.py)

    def group(self, out: list[Decl], one: Callable[[list[Decl]], None]) -> None:
        """One declaration, or several in parentheses."""
        raise NotImplementedError

    def const_decl(self, out: list[Decl]) -> None:
        """A constant declaration."""
        raise NotImplementedError

    def type_decl(self, out: list[Decl]) -> None:
        """A type declaration."""
        raise NotImplementedError

    def var_decl(self, out: list[Decl]) -> None:
        """A variable declaration."""
        raise NotImplementedError


def _emphasised(x: Expr) -> str:
    shown = expr_string(x)
    return f"({shown})" if isinstance(x, s.Binary) else shown
