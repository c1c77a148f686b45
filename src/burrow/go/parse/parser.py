"""The parser: declarations and files.  Its parts stand one on the other: base, exprs, params, stmts, and this.

In: a file's bytes.  Out: a `syntax.File` (None where the package clause is wrong) and errors as (position, text).
The reference is cmd/compile/internal/syntax/parser.go: the same grammar, the same error texts, the same recovery.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from burrow.go import syntax as s
from burrow.go.parse.base import TooManyErrors
from burrow.go.parse.exprs import split_name
from burrow.go.parse.scanner import EOF, LITERAL, NAME, scan
from burrow.go.parse.stmts import Stmts
from burrow.go.syntax import Decl, Expr, Ident

Errors = list[tuple[int, str]]

_DECLARATIONS = ("import", "const", "type", "var", "func")
_GO_VERSION = re.compile(r"\bgo1\.(\d+)\b")
MAX_FILE = 1 << 24


def parse_file(path: str, data: bytes) -> tuple[s.File | None, Errors]:
    """Parse a whole file."""
    base = s.register(path)
    if len(data) >= MAX_FILE:
        return None, [(base, "file too large")]
    tokens = scan(data)
    parser = _Parser(tokens, base)
    if tokens.directives:
        _line_table(path, base, tokens.directives, data)
    try:
        file = parser.file(path)
    except TooManyErrors:
        return None, parser.errors
    except RecursionError:
        return None, [*parser.errors, (parser.pos(), "syntax error: nested too deeply")]
    return file, parser.errors


def parse_function(path: str, data: bytes, lo: int, hi: int) -> s.FuncDecl:
    """Parse again the function declaration in the bytes `lo` (its `func`) up to `hi` of a file that was fine."""
    base = s.register(path)
    parser = _Parser(scan(data[lo:hi]), base + lo)
    decls: list[Decl] = []
    parser.next()
    parser.func_decl(decls, [])
    decl = decls[0]
    assert isinstance(decl, s.FuncDecl)
    return decl


def _line_table(path: str, base: int, directives: list[tuple[int, int, str]], data: bytes) -> None:
    """Keep what `//line` comments say (syntax.position asks for it)."""
    table = []
    previous = path
    for _, at, text in directives:
        if text.startswith("line "):
            if at and data[at - 1 : at] != b"\n":
                continue
            begin, text = data.find(b"\n", at) + 1, text[5:]
            if not begin:
                continue
        elif text.startswith("/*line "):
            if "\n" in text:
                continue
            begin, text = at + len(text), text[7:-2]
        else:
            continue
        m = re.fullmatch(r"(.*?):(\d+)(?::(\d+))?", text)
        if m is None or int(m[2]) == 0:
            continue
        name = m[1]
        if not name:
            name = previous if m[3] else ""
        previous = name
        table.append((begin, name, int(m[2]), int(m[3] or 0)))
    if table:
        s.set_line_table(base, table)


class _Parser(Stmts):
    __slots__ = ("go_version",)

    def file(self, path: str) -> s.File | None:
        """A whole file."""
        pos = self.pos()
        version = self._version_line()
        if not self.got("package"):
            self.syntax_error("package statement must be first")
            return None
        self.clear_directives()
        name = self.name()
        self.want(";")
        if self.errors:
            return None
        decls: list[Decl] = []
        before = "import"
        while self.tok != EOF:
            tok = self.tok
            if tok == "import" and before != "import":
                self.syntax_error("imports must appear before other declarations")
            before = tok
            if tok == "func":
                directives = self.take_directives()
                self.next()
                self.func_decl(decls, directives)
            elif tok == "type":
                self.next()
                self.group(decls, self.type_decl)
            elif tok == "var":
                self.next()
                self.group(decls, self.var_decl)
            elif tok == "const":
                self.next()
                self.group(decls, self.const_decl)
            elif tok == "import":
                self.next()
                self.group(decls, self._import_decl)
            else:
                last = decls[-1] if decls else None
                if tok == "{" and isinstance(last, s.FuncDecl) and last.body is None:
                    self.syntax_error("unexpected semicolon or newline before {")
                else:
                    self.syntax_error("non-declaration statement outside function body")
                self.advance(*_DECLARATIONS)
                continue
            self.clear_directives()
            if self.tok != EOF and not self.got(";"):
                self.syntax_error("after top level declaration")
                self.advance(*_DECLARATIONS)
        imports = [d for d in decls if isinstance(d, s.ImportDecl)]
        file_directives = [(self.base + at, text) for _, at, text in self.directives if text.startswith("go:linkname ")]
        return s.File(pos, path, name, decls, imports, version, file_directives)

    def _version_line(self) -> str:
        """The language version that a `//go:build go1.N` line above the package clause asks for."""
        for before, _, text in self.directives:
            if before <= self.i and text.startswith("go:build "):
                m = _GO_VERSION.search(text)
                if m and "!" not in text and "||" not in text:
                    return f"go1.{m[1]}"
        return ""

    # declarations

    def group(self, out: list[Decl], one: Callable[[list[Decl]], None]) -> None:
        """One declaration, or several in parentheses."""
        if self.tok != "(":
            one(out)
            return
        self.clear_directives()
        self.next()
        first = len(out)
        while self.tok != EOF and self.tok != ")":
            count = len(out) - first
            one(out)
            if count and isinstance(out[-1], s.ConstDecl):
                self._repeat_const(out, first)
            if not self.got(";") and self.tok != ")":
                self.syntax_error("in grouped declaration; possibly missing semicolon or newline or )")
                self.advance(")", "]", "}")
                if self.tok != ")":
                    return
        self.want(")")

    @staticmethod
    def _repeat_const(out: list[Decl], first: int) -> None:
        """Number the constant and point it to the line whose type and values it repeats."""
        decl, previous = out[-1], out[-2]
        assert isinstance(decl, s.ConstDecl) and isinstance(previous, s.ConstDecl)
        decl.iota = len(out) - 1 - first
        if decl.type_expr is None and not decl.values:
            decl.inherited = previous.inherited or (previous if previous.values else None)

    def _import_decl(self, out: list[Decl]) -> None:
        pos = self.pos()
        name: Ident | None = None
        if self.tok == NAME:
            name = self.name()
        elif self.tok == ".":
            name = Ident(self.pos(), ".")
            self.next()
        if self.tok != LITERAL:
            self.syntax_error("missing import path")
            self.advance(";", ")")
            return
        path = self.literal()
        if path.kind != "string":
            self.syntax_error_at(path.pos, "import path must be a string")
            return
        out.append(s.ImportDecl(pos, name, path))

    def _names(self) -> list[Ident]:
        names = [self.name()]
        while self.got(","):
            names.append(self.name())
        return names

    def const_decl(self, out: list[Decl]) -> None:
        """`a, b T = x, y`."""
        pos = self.poss[self.i]
        names = self._names()
        typ: Expr | None = None
        values: list[Expr] = []
        if self.tok != EOF and self.tok != ";" and self.tok != ")":
            typ = self.type_or_none()
            if self.got_assign():
                values = self.expr_list()
        out.append(s.ConstDecl(pos, names, typ, values, 0, None))

    def var_decl(self, out: list[Decl]) -> None:
        """`a, b T = x, y`."""
        pos = self.poss[self.i]
        directives = self.take_directives()
        names = self._names()
        typ: Expr | None = None
        values: list[Expr] = []
        if self.got_assign():
            values = self.expr_list()
        else:
            typ = self.type_()
            if self.got_assign():
                values = self.expr_list()
        out.append(s.VarDecl(pos, names, typ, values, directives))

    def type_decl(self, out: list[Decl]) -> None:
        """`T U`, `T = U`, `T[P C] U`: whether `[` opens type parameters or an array's length is seen from what
        follows."""
        pos = self.poss[self.i]
        directives = self.take_directives()
        name = self.name()
        tparams: list[s.Field] = []
        alias = False
        typ: Expr | None
        if self.tok == "[":
            bracket = self.pos()
            self.next()
            if self.tok == NAME:
                x: Expr = self.name()
                if self.tok != "[":
                    self.xnest += 1
                    x = self.binary(self.primary(x), 0)
                    self.xnest -= 1
                pname, ptype = split_name(x, self.tok == ",")
                if pname is not None and (ptype is not None or self.tok != "]"):
                    tparams = self.parameters(pname, ptype, "]", True, False)
                    alias = self.got_assign()
                    typ = self.type_or_none()
                else:
                    typ = self.array_type(bracket, x)
            elif self.tok == "]":
                self.next()
                typ = s.SliceType(bracket, self.type_())
            else:
                typ = self.array_type(bracket, None)
        else:
            alias = self.got_assign()
            typ = self.type_or_none()
        if typ is None:
            typ = self.bad()
            self.syntax_error("in type declaration")
            self.advance(";", ")")
        out.append(s.TypeDecl(pos, name, tparams, alias, typ, directives))

    def func_decl(self, out: list[Decl], directives: list[str]) -> None:
        """A function or method, after `func`."""
        pos = self.poss[self.i]
        recv: s.Field | None = None
        method = self.got("(")
        if method:
            fields = self.parameters(None, None, ")", False, False)
            if not fields:
                self.error_at(self.pos(), "method has no receiver")
            else:
                recv = fields[0]
                if len(fields) > 1:
                    self.error_at(self.pos(), "method has multiple receivers")
        if self.tok == NAME:
            name = self.name()
            tparams, ftype = self.func_type("")
        else:
            name, tparams = Ident(self.pos(), "_"), []
            ftype = s.FuncType(self.pos(), [], [])
            self.syntax_error("expected name" if method else "expected name or (")
            self.advance("{", ";")
        body = self.func_body() if self.tok == "{" else None
        decl = s.FuncDecl(pos, recv, name, tparams, ftype, body, directives)
        decl.end = self.poss[self.i]
        out.append(decl)
