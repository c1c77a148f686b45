"""Expressions as text, the way the compiler writes them in messages.

In: a node.  Out: one line of Go; bodies of functions and the elements of composite literals become `…`.  The reference
is cmd/compile/internal/syntax/printer.go in its short form.
"""

from __future__ import annotations

from burrow.go import syntax as s


def expr_string(x: s.Expr | None) -> str:
    """The text of an expression or type expression."""
    out: list[str] = []
    _write(out, x)
    return "".join(out)


def stmt_string(stmt: s.Stmt) -> str:
    """The text of a simple statement."""
    if isinstance(stmt, s.ExprStmt):
        return expr_string(stmt.x)
    if isinstance(stmt, s.SendStmt):
        return f"{expr_string(stmt.chan)} <- {expr_string(stmt.value)}"
    if isinstance(stmt, s.IncDecStmt):
        return expr_string(stmt.x) + stmt.op * 2
    if isinstance(stmt, s.AssignStmt):
        op = stmt.op if stmt.op == ":=" else stmt.op + "="
        return f"{expr_list(stmt.lhs)} {op} {expr_list(stmt.rhs)}"
    return ""


def expr_list(xs: list[s.Expr]) -> str:
    """Expressions separated by commas."""
    return ", ".join([expr_string(x) for x in xs])


def _write(out: list[str], x: s.Expr | None) -> None:
    if x is None:
        return
    if isinstance(x, s.Ident):
        out.append(x.name)
    elif isinstance(x, s.BasicLit):
        out.append(x.value)
    elif isinstance(x, s.Selector):
        _write(out, x.x)
        out.append("." + x.sel.name)
    elif isinstance(x, s.Call):
        _write(out, x.fun)
        out.append(f"({expr_list(x.args)}{'...' if x.dots else ''})")
    elif isinstance(x, s.Binary):
        _write(out, x.x)
        out.append(f" {x.op} ")
        _write(out, x.y)
    elif isinstance(x, s.Unary):
        out.append(x.op)
        _write(out, x.x)
    elif isinstance(x, s.Star):
        out.append("*")
        _write(out, x.x)
    elif isinstance(x, s.Paren):
        out.append(f"({expr_string(x.x)})")
    elif isinstance(x, s.Index):
        _write(out, x.x)
        out.append(f"[{expr_list(x.indices)}]")
    elif isinstance(x, s.SliceExpr):
        _write(out, x.x)
        top = f":{expr_string(x.max)}" if x.max is not None else ""
        out.append(f"[{expr_string(x.lo)}:{expr_string(x.hi)}{top}]")
    elif isinstance(x, s.TypeAssert):
        _write(out, x.x)
        out.append(f".({'type' if x.type_expr is None else expr_string(x.type_expr)})")
    elif isinstance(x, s.CompositeLit):
        _write(out, x.type_expr)
        out.append("{…}" if x.elems else "{}")
    elif isinstance(x, s.FuncLit):
        out.append(expr_string(x.sig) + (" {…}" if x.body.stmts else " {}"))
    elif isinstance(x, s.KeyValue):
        out.append(f"{expr_string(x.key)}: {expr_string(x.value)}")
    elif isinstance(x, s.BadExpr):
        out.append("<bad expr>")
    else:
        _write_type(out, x)


def _write_type(out: list[str], x: s.Expr) -> None:
    if isinstance(x, s.ArrayType):
        out.append("[" + ("..." if x.len is None else expr_string(x.len)) + "]")
        _write(out, x.elem)
    elif isinstance(x, s.SliceType):
        out.append("[]")
        _write(out, x.elem)
    elif isinstance(x, s.Ellipsis):
        out.append("...")
        _write(out, x.elem)
    elif isinstance(x, s.MapType):
        out.append(f"map[{expr_string(x.key)}]")
        _write(out, x.value)
    elif isinstance(x, s.ChanType):
        out.append(("chan ", "chan<- ", "<-chan ")[x.dir])
        inner = expr_string(x.elem)
        nested = x.dir == 0 and isinstance(x.elem, s.ChanType) and x.elem.dir == 2
        out.append(f"({inner})" if nested else inner)
    elif isinstance(x, s.FuncType):
        out.append("func")
        _write_signature(out, x)
    elif isinstance(x, s.StructType):
        out.append("struct{" + "; ".join(_fields(x.fields, tags=True)) + "}")
    elif isinstance(x, s.InterfaceType):
        parts = []
        for m in x.methods:
            piece: list[str] = []
            if m.name is not None and isinstance(m.type_expr, s.FuncType):
                piece.append(m.name.name)
                _write_signature(piece, m.type_expr)
            else:
                _write(piece, m.type_expr)
            parts.append("".join(piece))
        out.append("interface{" + "; ".join(parts) + "}")


def _write_signature(out: list[str], t: s.FuncType) -> None:
    out.append("(" + ", ".join(_fields(t.params)) + ")")
    if len(t.results) == 1 and t.results[0].name is None:
        out.append(" ")
        _write(out, t.results[0].type_expr)
    elif t.results:
        out.append(" (" + ", ".join(_fields(t.results)) + ")")


def _fields(fields: list[s.Field], tags: bool = False) -> list[str]:
    """Fields or parameters, those that share a type node joined."""
    out: list[str] = []
    i = 0
    while i < len(fields):
        f = fields[i]
        j = i + 1
        shown = expr_string(f.type_expr)
        if f.name is not None:
            names = [f.name.name]
            while j < len(fields) and fields[j].name is not None and fields[j].type_expr is f.type_expr:
                names.append(fields[j].name.name)  # type: ignore[union-attr]
                j += 1
            shown = ", ".join(names) + " " + shown
        if tags and f.tag is not None:
            shown += " " + f.tag.value
        out.append(shown)
        i = j
    return out
