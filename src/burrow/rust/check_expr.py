"""Checking of expressions and blocks (part of `check.BodyCheck`)."""

from __future__ import annotations

from typing import Any

from burrow.rust import defs, thir, traits
from burrow.rust import syntax as s
from burrow.rust import types as t
from burrow.rust.lexer import SyntaxFault, bytes_value, char_value, int_value, string_value
from burrow.source import Diagnostic, Label, Span, Unsupported


class Frame:
    """A loop or a labelled block: where `break` and `continue` go."""

    __slots__ = ("breaks", "kind", "label", "may_break", "merge", "nodes")

    def __init__(self, kind: str, label: thir.Label, merge: Any) -> None:
        self.kind = kind  # loop, while, for, block
        self.label = label
        self.merge = merge
        self.may_break = False
        self.nodes: list[thir.Break] = []


class ExprCheck:
    """Mixed into BodyCheck."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    # ---- entry -----------------------------------------------------------------------------------------------------
    # -------------

    def check(self: Any, e: Any, exp: Any = None) -> thir.Expr:
        """The typed tree of an expression; `exp` is a type that the context hopes for."""
        old = self.diverges
        self.diverges = False
        f = getattr(self, "x_" + type(e).__name__, None)
        if f is None:
            raise Unsupported(e.span, f"this expression ({type(e).__name__})")
        out: thir.Expr = f(e, exp)
        if self.table.shallow(out.ty) is t.NEVER and not _is_place(out):
            self.diverges = True
        self.diverges = self.diverges or old
        return out

    def check_coerce(self: Any, e: Any, want: t.Ty, body: bool = False) -> thir.Expr:
        """Check with an expectation and coerce to it."""
        x = self.check(e, want)
        return self.coerce_to(x, want, e, body)  # type: ignore[no-any-return]

    def check_has(self: Any, e: Any, want: t.Ty) -> thir.Expr:
        """Check an expression that must have exactly this type (after never-to-any)."""
        return self.check_coerce(e, want)  # type: ignore[no-any-return]

    def hope(self: Any, exp: Any) -> Any:
        """An expectation as far as it is known; None when nothing is."""
        if exp is None:
            return None
        exp = self.table.shallow(exp)
        return exp

    # ---- simple ones
    # --------------------------------------------------------------------------------------------------------------

    def x_EParen(self: Any, e: Any, exp: Any) -> thir.Expr:
        return self.check(e.expr, exp)  # type: ignore[no-any-return]

    def x_ELit(self: Any, e: Any, exp: Any) -> thir.Expr:
        tok = e.tok
        k = tok.kind
        exp = self.hope(exp)
        if k == "int":
            if tok.value in ("f32", "f64"):
                return thir.Lit(t.PRIMS[tok.value], e.span, float(int_value(tok)), tok.text)
            if tok.value:
                return thir.Lit(t.PRIMS[tok.value], e.span, int_value(tok))
            ty: Any = None
            if isinstance(exp, t.Prim) and exp.is_int:
                ty = exp
            elif isinstance(exp, t.Infer) and exp.kind == "int":
                ty = exp
            elif exp is t.CHAR and self.casting:
                ty = t.U8
            elif isinstance(exp, (t.RawPtr, t.FnPtr, t.FnDef)) and self.casting:
                ty = t.USIZE
            return thir.Lit(ty or self.table.new("int"), e.span, int_value(tok))
        if k == "float":
            text = tok.text.replace("_", "")
            value = float(text)
            if tok.value:
                return thir.Lit(t.PRIMS[tok.value], e.span, value, text)
            ty = (
                exp
                if isinstance(exp, t.Prim) and exp.is_float or isinstance(exp, t.Infer) and exp.kind == "float"
                else self.table.new("float")
            )
            return thir.Lit(ty, e.span, value, text)
        if k == "str":
            return thir.Lit(t.Ref(t.ERASED, t.STR), e.span, string_value(tok))
        if k == "char":
            return thir.Lit(t.CHAR, e.span, char_value(tok))
        if k == "byte":
            b = bytes_value(tok)
            if len(b) != 1:
                self.error(e.span, "if you meant to write a byte string literal, use double quotes")
                return self.err(e.span)  # type: ignore[no-any-return]
            return thir.Lit(t.U8, e.span, b[0])
        if k == "bstr":
            b = bytes_value(tok)
            if isinstance(exp, t.Ref) and isinstance(self.table.shallow(exp.ty), t.Slice) and False:
                return thir.Lit(t.Ref(t.ERASED, t.Slice(t.U8)), e.span, b)
            return thir.Lit(t.Ref(t.ERASED, t.Array(t.U8, t.const_usize(len(b)))), e.span, b)
        if k == "cstr":
            d = self.lang("CStr")
            if d is None:
                raise Unsupported(e.span, "C string literals")
            return thir.Lit(t.Ref(t.ERASED, t.Adt(d)), e.span, bytes_value(tok) + b"\0")
        return thir.Lit(t.BOOL, e.span, tok.text == "true")

    casting = False

    def x_EMac(self: Any, e: Any, exp: Any) -> thir.Expr:
        saved = self.expansion
        try:
            toks, ex = self.builder.expand(e.mac, e.span, self.module, self.ms, self.expansion)
            p = self.builder.parser(toks)
            if p.tok.kind == "eof":
                # an expansion to nothing is ()
                return thir.TupleExpr(t.UNIT, e.span, [])
            inner = p.expr()
            if p.x == ";" and p.tok.kind == "p":
                p.bump()
            if p.tok.kind != "eof":
                raise SyntaxFault(
                    Diagnostic.error(p.tok.span, f"macro expansion ignores {p.describe()} and any tokens following")
                )
        except SyntaxFault as f:
            self.report(f.diagnostic)
            return self.err(e.span)  # type: ignore[no-any-return]
        self.expansion = ex
        try:
            return self.check(inner, exp)  # type: ignore[no-any-return]
        finally:
            self.expansion = saved

    def x_ETyped(self: Any, e: Any, exp: Any) -> thir.Expr:
        if e.what == "trusted":
            return self.check(e.data, exp)  # type: ignore[no-any-return]
        self.report(e.data)
        return self.err(e.span)  # type: ignore[no-any-return]

    def x_EUnderscore(self: Any, e: Any, exp: Any) -> thir.Expr:
        self.error(
            e.span,
            "in expressions, `_` can only be used on the left-hand side of an assignment",
            "`_` not allowed here",
        )
        return self.err(e.span)  # type: ignore[no-any-return]

    def x_ETuple(self: Any, e: Any, exp: Any) -> thir.Expr:
        exp = self.hope(exp)
        hopes: Any = exp.elems if isinstance(exp, t.Tuple) and len(exp.elems) == len(e.elems) else [None] * len(e.elems)
        out = []
        for x, h in zip(e.elems, hopes, strict=False):
            v = self.check(x, h)
            if h is not None:
                c = self.try_coerce(v, h)
                v = c if c is not None else v
            out.append(v)
        ty = t.Tuple(tuple(x.ty for x in out))
        for x in out:
            self.sized(self.table.shallow(x.ty), x.span)
        return thir.TupleExpr(ty, e.span, out)

    def x_EArray(self: Any, e: Any, exp: Any) -> thir.Expr:
        exp = self.hope(exp)
        hope = exp.ty if isinstance(exp, (t.Array, t.Slice)) else None
        merge = self.merge(hope)
        for x in e.elems:
            v = self.check(x, merge.hint())
            merge.add(v, x)
        elem = merge.ty() if e.elems else (hope or self.new_ty(e.span))
        items = merge.done()
        self.sized(self.table.shallow(elem), e.span)
        return thir.ArrayExpr(t.Array(elem, t.const_usize(len(items))), e.span, items)

    def x_ERepeat(self: Any, e: Any, exp: Any) -> thir.Expr:
        exp = self.hope(exp)
        hope = exp.ty if isinstance(exp, (t.Array, t.Slice)) else None
        self.low.module = self.module
        n = self.low.const(e.count, t.USIZE)
        if n.kind == "error":
            self.note_error()
        value = self.check(e.elem, hope)
        if hope is not None:
            c = self.try_coerce(value, hope)
            value = c if c is not None else value
        ty = value.ty
        self.sized(self.table.shallow(ty), e.elem.span)
        if not (n.kind == "value" and n.value <= 1) and not _const_operand(value):
            copy = self.lang("copy")
            if copy is not None:
                self.owe(t.TraitRef(copy, (ty,)), e.elem.span)
        return thir.Repeat(t.Array(ty, n), e.span, value, n)

    # ---- blocks ----------------------------------------------------------------------------------------------------
    # ---------------

    def x_EBlock(self: Any, e: Any, exp: Any) -> thir.Expr:
        kind = e.kind
        if kind is None or kind == "unsafe":
            if e.label is not None:
                return self.labelled_block(e, exp)  # type: ignore[no-any-return]
            return self.block(e.block, exp, e.span, unsafe=kind == "unsafe")  # type: ignore[no-any-return]
        if kind == "const":
            return self.inline_const(e, exp)  # type: ignore[no-any-return]
        raise Unsupported(e.span, f"`{kind}` blocks")

    def inline_const(self: Any, e: Any, exp: Any) -> thir.Expr:
        # typed in place: an inline const sees the generics around it but no variables
        saved, self.ribs = self.ribs, []
        frames, self.frames = self.frames, []
        try:
            return self.block(e.block, exp, e.span)  # type: ignore[no-any-return]
        finally:
            self.ribs, self.frames = saved, frames

    def labelled_block(self: Any, e: Any, exp: Any) -> thir.Expr:
        label = thir.Label(e.label.name)
        merge = self.merge(exp)
        frame = Frame("block", label, merge)
        n = len(self.ribs)
        self.push_label(e.label, frame)
        self.frames.append(frame)
        out = self.block(e.block, exp, e.span, merge_into=merge)
        self.frames.pop()
        del self.ribs[n:]
        tail_diverges = self.diverges
        if frame.may_break:
            self.diverges = False
        ty = merge.ty()
        values = merge.done()
        self.patch_breaks(frame, values)
        del tail_diverges
        out.label = label
        if out.tail is not None:
            tail_value = [v for v, node in zip(values, merge.sources, strict=False) if node is out.tail]
            if tail_value:
                out.tail = tail_value[0]
        out.ty = ty
        return out  # type: ignore[no-any-return]

    def push_label(self: Any, lt: Any, frame: Frame) -> None:
        from burrow.rust.check import Rib

        self.ribs.append(Rib("label", lt.name, lt.ctxt, frame))

    def patch_breaks(self: Any, frame: Frame, values: list[Any]) -> None:
        for v, src in zip(values, frame.merge.sources, strict=False):
            for b in frame.nodes:
                if b.value is src:
                    b.value = v

    def block(
        self: Any, b: Any, exp: Any, span: Span, unsafe: bool = False, merge_into: Any = None, coerce: Any = None
    ) -> Any:
        """A block with its own scope."""
        info = self.builder.block(
            b,
            self.closure_stack[-1].def_ if self.closure_stack and False else self.owner,
            self.module,
            self.ms,
            self.expansion,
        )
        nribs, module, ms = len(self.ribs), self.module, self.ms
        if info.module is not None:
            self.module = info.module
        if unsafe:
            self.unsafe_depth += 1
        stmts: list[Any] = []
        tail = None
        last = len(info.stmts) - 1
        for i, (st, scope) in enumerate(info.stmts):
            self.ms = scope
            cls = type(st)
            if cls is s.SExpr:
                if i == last and not st.semi and st.semi is not None:
                    tail = (st.expr, st)
                    break
                self.stmt_expr(st, stmts)
            elif cls is s.SLet:
                stmts.append(self.let(st))
            elif cls is s.SMac:
                self.stmt_expr(s.SExpr(st.span, s.EMac(st.span, st.mac), st.semi), stmts)
            elif isinstance(st, defs.MacroDef):
                from burrow.rust.check import Rib

                self.ribs.append(Rib("macro", st.name, None, st))
            else:
                raise Unsupported(st.span, "this statement")
        tail_expr = None
        if tail is not None:
            tail_expr = self.check(tail[0], exp)
            want = self.hope(exp)
            if want is not None and merge_into is None and not isinstance(want, t.Infer):
                c = self.try_coerce(tail_expr, want)
                tail_expr = c if c is not None else tail_expr
            ty: t.Ty = tail_expr.ty
            if merge_into is not None:
                merge_into.add(tail_expr, tail[0])
        elif self.diverges:
            ty = t.NEVER
        else:
            ty = t.UNIT
            if merge_into is not None:
                merge_into.add_unit(b.span)
        del self.ribs[nribs:]
        self.module, self.ms = module, ms
        if unsafe:
            self.unsafe_depth -= 1
        out = thir.Block(ty, span, stmts, tail_expr, None, unsafe)
        if tail is None:
            self.no_tail[id(out)] = (b, stmts)
        return out

    @property
    def no_tail(self: Any) -> dict[int, Any]:
        d = self.__dict__.get("_no_tail")
        if d is None:
            d = self.__dict__["_no_tail"] = {}
        return d  # type: ignore[no-any-return]

    def stmt_expr(self: Any, st: Any, stmts: list[Any]) -> None:
        x = st.expr
        if not st.semi and not isinstance(x, s.EMac) and st.semi is not None:
            # an expression statement without a semicolon must be ()
            v = self.check(x, t.UNIT)
            ty = self.shallow(v.ty)
            if ty is not t.NEVER and not self.table.eq(ty, t.UNIT) and ty is not t.ERROR:
                v = self.coerce_to(v, t.UNIT, x)
            elif ty is t.NEVER:
                v = thir.Coerce(t.UNIT, v.span, "never", v, adj=True)
        else:
            v = self.check(x, None)
        stmts.append(thir.ExprStmt(v, st.span))

    def let(self: Any, st: Any) -> thir.LetStmt:
        user = None
        ty: Any = None
        if st.ty is not None:
            user = self.lower(st.ty)
            ty = t.erase_regions(user)
            if ty.flags & t.HAS_ERROR:
                self.note_error()
        init = None
        if st.init is not None:
            mut_needed = _has_ref_mut(st.pat)
            if ty is not None:
                init = self.check_coerce(st.init, ty)
            else:
                hope = self.pattern_hope(st.pat)
                init = self.check(st.init, hope)
                if hope is not None:
                    pass
                ty = init.ty
                if self.table.shallow(ty) is t.NEVER:
                    # `let x = return;`: the variable's type is open
                    if not isinstance(st.pat, s.PWild):
                        v = self.new_ty(st.pat.span)
                        self.table.diverging.add(v.id)
                        init = thir.Coerce(v, init.span, "never", init, adj=True)
                        ty = v
            if mut_needed:
                self.needs_mut(init)
        elif ty is None:
            ty = self.new_ty(st.pat.span)
        els = None
        if st.els is not None:
            saved = self.diverges
            self.diverges = False
            els = self.block(st.els, t.NEVER, st.els.span)
            ety = self.shallow(els.ty)
            if ety is not t.NEVER and ety is not t.ERROR:
                d = self.error(
                    st.els.span,
                    "`else` clause of `let...else` does not diverge",
                    f"expected `!`, found `{self.resolve(ety)}`",
                    "E0308",
                )
                d.note(
                    "  expected type `!`\nfound "
                    + ("unit type" if ety is t.UNIT else "type")
                    + f" `{self.resolve(ety)}`"
                )
            self.diverges = saved
        pat = self.check_pattern(st.pat, ty, init)
        out = thir.LetStmt(pat, init, els, user, st.span)
        self.lets.append(out)
        return out

    def pattern_hope(self: Any, p: Any) -> Any:
        return None

    # ---- control flow
    # ---------------------------------------------------------------------------------------------------------------

    def x_EIf(self: Any, e: Any, exp: Any) -> thir.Expr:
        n = len(self.ribs)
        cond = self.cond(e.cond)
        cond_div = self.diverges
        self.diverges = False
        exp = self.only_has(exp)
        if e.els is None:
            then = self.check(e.then, t.UNIT if exp is None or True else exp)
            del self.ribs[n:]
            tty = self.shallow(then.ty)
            if tty is t.NEVER:
                then = thir.Coerce(t.UNIT, then.span, "never", then, adj=True)
            elif not self.table.eq(tty, t.UNIT) and tty is not t.ERROR:
                c = self.try_coerce(then, t.UNIT)
                if c is None:
                    self.if_no_else(e, then, exp)
                else:
                    then = c
            self.diverges = cond_div
            return thir.If(t.UNIT, e.span, cond, then, None)
        merge = self.merge(exp)
        then = self.check(e.then, merge.hint())
        merge.add(then, e.then)
        del self.ribs[n:]
        then_div = self.diverges
        self.diverges = False
        els = self.check(e.els, merge.hint())
        merge.add(els, e.els, if_else=e)
        self.diverges = cond_div or then_div and self.diverges
        ty = merge.ty()
        a, b = merge.done()
        return thir.If(ty, e.span, cond, a, b)

    def if_no_else(self: Any, e: Any, then: Any, exp: Any) -> None:
        ty = self.resolve(then.ty)
        tail = _tail_span(e.then)
        want = self.hope(exp)
        if want is not None and want is not t.UNIT and not isinstance(want, t.Infer):
            d = self.error(e.span, "`if` may be missing an `else` clause", f"expected `{ty}`, found `()`", "E0317")
            d.note("`if` expressions without `else` evaluate to `()`")
            d.help("consider adding an `else` block that evaluates to the expected type")
            return
        from burrow.rust.coerce import describe_pair

        self.error(tail, "mismatched types", describe_pair(t.UNIT, ty), "E0308")

    def only_has(self: Any, exp: Any) -> Any:
        """An expectation that is worth passing into branches."""
        if exp is None:
            return None
        r = self.table.shallow(exp)
        return None if isinstance(r, t.Infer) and r.kind == "ty" and False else exp

    def cond(self: Any, e: Any) -> thir.Expr:
        """A condition: lets bind variables that stay in scope (the caller drops them)."""
        while isinstance(e, s.EParen) and not _holds_let(e):
            e = e.expr
        if isinstance(e, s.EParen):
            e = e.expr
        if isinstance(e, s.ELet):
            return self.x_ELet(e, t.BOOL)  # type: ignore[no-any-return]
        if isinstance(e, s.EBinary) and e.op == "&&" and _holds_let(e):
            left = self.cond(e.left)
            div = self.diverges
            right = self.cond(e.right)
            self.diverges = div
            return thir.Logical(t.BOOL, e.span, "&&", left, right)
        return self.check_coerce(e, t.BOOL)  # type: ignore[no-any-return]

    def x_ELet(self: Any, e: Any, exp: Any) -> thir.Expr:
        init = self.check(e.expr)
        if _has_ref_mut(e.pat):
            self.needs_mut(init)
        pat = self.check_pattern(e.pat, init.ty, init)
        return thir.Let(t.BOOL, e.span, pat, init)

    def x_EMatch(self: Any, e: Any, exp: Any) -> thir.Expr:
        value = self.check(e.expr)
        if any(_has_ref_mut(a.pat) for a in e.arms):
            self.needs_mut(value)
        scrut_div = self.diverges
        if e.arms and self.table.shallow(value.ty) is t.NEVER:
            v = self.new_ty(e.expr.span)
            self.table.diverging.add(v.id)
            value = thir.Coerce(v, value.span, "never", value, adj=True)
        exp = self.only_has(exp)
        merge = self.merge(exp)
        arms: list[Any] = []
        all_div = True
        # every pattern first: they say what the scrutinee is
        n = len(self.ribs)
        for a in e.arms:
            self.diverges = False
            pat = self.check_pattern(a.pat, value.ty, value)
            guard = None
            if a.guard is not None:
                guard = self.cond(a.guard)
                self.diverges = False
            body = self.check(a.body, merge.hint())
            merge.add(body, a.body, arm=a, match=e)
            all_div = all_div and self.diverges
            del self.ribs[n:]
            arms.append(thir.Arm(pat, guard, body, a.span))
        self.diverges = scrut_div or all_div
        ty = merge.ty() if arms else t.NEVER
        for a, v in zip(arms, merge.done(), strict=False):
            a.body = v
        out = thir.Match(ty, e.span, value, arms)
        self.matches.append(out)
        return out

    @property
    def matches(self: Any) -> list[Any]:
        m = self.__dict__.get("_matches")
        if m is None:
            m = self.__dict__["_matches"] = []
        return m  # type: ignore[no-any-return]

    def x_ELoop(self: Any, e: Any, exp: Any) -> thir.Expr:
        label = thir.Label(e.label.name if e.label is not None else None)
        merge = self.merge(exp)
        frame = Frame("loop", label, merge)
        n = len(self.ribs)
        if e.label is not None:
            self.push_label(e.label, frame)
        self.frames.append(frame)
        body = self.block(e.block, t.UNIT, e.block.span)
        body = self.unit_body(body, e.block)
        self.frames.pop()
        del self.ribs[n:]
        self.diverges = not frame.may_break
        ty = merge.ty() if frame.may_break else t.NEVER
        self.patch_breaks(frame, merge.done())
        return thir.Loop(ty, e.span, body, label, "loop")

    def unit_body(self: Any, body: Any, ast: Any) -> Any:
        ty = self.shallow(body.ty)
        if ty is t.NEVER:
            return thir.Coerce(t.UNIT, body.span, "never", body, adj=True)
        if not self.table.eq(ty, t.UNIT):
            c = self.try_coerce(body, t.UNIT)
            if c is not None:
                return c
            if ty is not t.ERROR:
                from burrow.rust.coerce import describe_pair

                self.error(
                    _tail_span(s.EBlock(ast.span, ast, None, None)),
                    "mismatched types",
                    describe_pair(t.UNIT, self.resolve(ty)),
                    "E0308",
                )
        return body

    def x_EWhile(self: Any, e: Any, exp: Any) -> thir.Expr:
        label = thir.Label(e.label.name if e.label is not None else None)
        frame = Frame("while", label, self.merge(t.UNIT))
        n = len(self.ribs)
        if e.label is not None:
            self.push_label(e.label, frame)
        self.frames.append(frame)
        m = len(self.ribs)
        cond = self.cond(e.cond)
        div = self.diverges
        body = self.block(e.block, t.UNIT, e.block.span)
        body = self.unit_body(body, e.block)
        del self.ribs[m:]
        self.frames.pop()
        del self.ribs[n:]
        self.diverges = div
        out = thir.Break(t.NEVER, e.span, label, None)
        els = thir.Block(t.UNIT, e.span, [thir.ExprStmt(out, e.span)], None, desugared=True)
        inner = thir.If(t.UNIT, e.span, cond, body, els)
        return thir.Loop(t.UNIT, e.span, inner, label, "while")

    def x_EFor(self: Any, e: Any, exp: Any) -> thir.Expr:
        into, nxt = self.lang("into_iter"), self.lang("next")
        some = self.lang("Some")
        if into is None or nxt is None or some is None:
            raise Unsupported(e.span, "`for` without the library")
        iterable = self.check(e.expr)
        span = e.expr.span
        trait = into.container
        src = iterable.ty
        self.owe(t.TraitRef(trait, (src,)), span, "`{ty}` is not an iterator")
        iter_ty = self.norm(t.Alias("proj", trait.items["IntoIter"], (src,)), span)
        fun = thir.FnRef(t.FnDef(into, (src,)), span)
        call = thir.Call(iter_ty, span, fun, [iterable], span, from_op=True)
        it = nxt.container
        item = self.norm(t.Alias("proj", it.items["Item"], (iter_ty,)), span)
        self.owe(t.TraitRef(it, (iter_ty,)), span, "`{ty}` is not an iterator")
        label = thir.Label(e.label.name if e.label is not None else None)
        frame = Frame("for", label, self.merge(t.UNIT))
        n = len(self.ribs)
        if e.label is not None:
            self.push_label(e.label, frame)
        div = self.diverges
        self.shallow(item)
        pat = self.check_pattern(e.pat, item, None)
        self.frames.append(frame)
        body = self.block(e.block, t.UNIT, e.block.span)
        body = self.unit_body(body, e.block)
        self.frames.pop()
        del self.ribs[n:]
        self.diverges = div
        var = thir.Var("iter", iter_ty, True, span)
        self.own_local(var)
        option = t.Adt(some.adt, (item,))
        ref = thir.Borrow(t.Ref(t.ERASED, iter_ty, True), span, thir.VarRef(iter_ty, span, var), True)
        step = thir.Call(option, span, thir.FnRef(t.FnDef(nxt, (iter_ty,)), span), [ref], span, from_op=True)
        none_index = next(v.variant_index for v in some.adt.variants if v is not some)
        stop = thir.Break(t.NEVER, e.span, label, None)
        arms = [
            thir.Arm(
                thir.PVariant(option, span, some.adt, (item,), none_index, []),
                None,
                thir.Coerce(t.UNIT, span, "never", stop, adj=True),
                span,
            ),
            thir.Arm(
                thir.PVariant(option, pat.span, some.adt, (item,), some.variant_index, [(0, pat)]), None, body, e.span
            ),
        ]
        inner = thir.Match(t.UNIT, e.span, step, arms, "for")
        loop_body = thir.Block(t.UNIT, e.span, [thir.ExprStmt(inner, e.span)], None, desugared=True)
        loop = thir.Loop(t.UNIT, e.span, loop_body, label, "for")
        self.matches.append(inner)
        return thir.Match(t.UNIT, e.span, call, [thir.Arm(thir.PBind(iter_ty, span, var), None, loop, e.span)], "for")

    def frame_of(self: Any, e: Any, what: str) -> Frame | None:
        if e.label is not None:
            f = self.find_label(e.label)
            if f is None:
                self.error(
                    e.label.span,
                    f"use of undeclared label `{e.label.name}`",
                    f"undeclared label `{e.label.name}`",
                    "E0426",
                )
                return None
            return f  # type: ignore[no-any-return]
        for f in reversed(self.frames):
            if f is None:
                break
            if f.kind != "block":
                return f  # type: ignore[no-any-return]
        inside = "a closure" if any(f is None for f in self.frames) or self.closure_stack else None
        if inside:
            d = self.error(e.span, f"`{what}` inside of a closure", f"cannot `{what}` inside of a closure", "E0267")
            d.labels.append(Label(self.closure_stack[-1].span, "enclosing closure"))
        else:
            self.error(
                e.span,
                f"`{what}` outside of a loop" + (" or labeled block" if what == "break" else ""),
                f"cannot `{what}` outside of a loop" + (" or labeled block" if what == "break" else ""),
                "E0268",
            )
        return None

    def x_EBreak(self: Any, e: Any, exp: Any) -> thir.Expr:
        f = self.frame_of(e, "break")
        if f is None:
            if e.expr is not None:
                self.check(e.expr)
            return thir.Err(t.NEVER, e.span)
        f.may_break = True
        if e.expr is not None and f.kind in ("while", "for"):
            self.check(e.expr)
            self.error(
                e.span,
                f"`break` with value from a `{f.kind}` loop",
                "can only break with a value inside `loop` or breakable block",
                "E0571",
            )
            return thir.Err(t.NEVER, e.span)
        node = thir.Break(t.NEVER, e.span, f.label, None)
        if e.expr is not None:
            v = self.check(e.expr, f.merge.hint())
            node.value = v
            f.nodes.append(node)
            f.merge.add(v, e.expr)
        elif f.kind in ("loop", "block"):
            f.merge.add_unit(e.span)
        self.diverges = True
        return node

    def x_EContinue(self: Any, e: Any, exp: Any) -> thir.Expr:
        f = self.frame_of(e, "continue")
        if f is None:
            return thir.Err(t.NEVER, e.span)
        if f.kind == "block":
            self.error(
                e.span, "`continue` pointing to a labeled block", "labeled blocks cannot be `continue`'d", "E0696"
            )
            return thir.Err(t.NEVER, e.span)
        self.diverges = True
        return thir.Continue(t.NEVER, e.span, f.label)

    def x_EReturn(self: Any, e: Any, exp: Any) -> thir.Expr:
        if self.fn_ret is None:
            if e.expr is not None:
                self.check(e.expr)
            self.error(e.span, "return statement outside of function body", "", "E0572")
            return thir.Err(t.NEVER, e.span)
        value = None
        if e.expr is not None:
            value = self.check_coerce(e.expr, self.fn_ret, body=True)
        else:
            r = self.shallow(self.fn_ret)
            if not self.table.eq(r, t.UNIT) and r is not t.ERROR:
                self.error(
                    e.span, "`return;` in a function whose return type is not `()`", "return type is not `()`", "E0069"
                )
        self.diverges = True
        return thir.Return(t.NEVER, e.span, value)

    def x_ETry(self: Any, e: Any, exp: Any) -> thir.Expr:
        branch, from_res = self.lang("branch"), self.lang("from_residual")
        cont, brk = self.lang("Continue"), self.lang("Break")
        if branch is None or from_res is None or cont is None or brk is None:
            raise Unsupported(e.span, "`?` without the library")
        inner = self.check(e.expr)
        trait = branch.container
        src = inner.ty
        q = Span(e.span.path, e.span.hi - 1, e.span.hi)
        self.owe(
            t.TraitRef(trait, (src,)), e.span, "the `?` operator can only be applied to values that implement `Try`"
        )
        out = self.norm(t.Alias("proj", trait.items["Output"], (src,)), e.span)
        residual = self.norm(t.Alias("proj", trait.items["Residual"], (src,)), e.span)
        self.shallow(out)
        self.shallow(residual)
        flow = t.Adt(cont.adt, (residual, out))
        call = thir.Call(flow, e.span, thir.FnRef(t.FnDef(branch, (src,)), e.span), [inner], e.span, from_op=True)
        ret = self.fn_ret
        if ret is None:
            self.error(
                q,
                "the `?` operator can only be used in a function that returns `Result` or `Option`"
                " (or another type that implements `FromResidual`)",
                "cannot use the `?` operator in a constant",
                "E0277",
            )
            ret = t.ERROR
        fr = from_res.container
        what = "closure" if self.closure_stack else "function"
        self.owe(
            t.TraitRef(fr, (ret, residual)),
            q,
            f"the `?` operator can only be used in a {what} that returns `Result` or `Option`"
            " (or another type that implements `FromResidual`)"
            if not _carrier(self.table.shallow(ret))
            else "`?` couldn't convert the error to the expected type",
        )
        val = thir.Var("val", out, False, e.span)
        res = thir.Var("residual", residual, False, e.span)
        self.own_local(val)
        self.own_local(res)
        back = thir.Call(
            ret,
            e.span,
            thir.FnRef(t.FnDef(from_res, (ret, residual)), e.span),
            [thir.VarRef(residual, e.span, res)],
            q,
            from_op=True,
        )
        leave = thir.Return(t.NEVER, e.span, back)
        arms = [
            thir.Arm(
                thir.PVariant(
                    flow, e.span, cont.adt, flow.args, cont.variant_index, [(0, thir.PBind(out, e.span, val))]
                ),
                None,
                thir.VarRef(out, e.span, val),
                e.span,
            ),
            thir.Arm(
                thir.PVariant(
                    flow, e.span, cont.adt, flow.args, brk.variant_index, [(0, thir.PBind(residual, e.span, res))]
                ),
                None,
                thir.Coerce(out, e.span, "never", leave, adj=True),
                e.span,
            ),
        ]
        return thir.Match(out, e.span, call, arms, "question")

    def x_EAwait(self: Any, e: Any, exp: Any) -> thir.Expr:
        raise Unsupported(e.span, "`await`")

    def x_EYield(self: Any, e: Any, exp: Any) -> thir.Expr:
        raise Unsupported(e.span, "`yield`")

    # ---- references, fields, structs
    # --------------------------------------------------------------------------------------------------

    def x_ERef(self: Any, e: Any, exp: Any) -> thir.Expr:
        exp = self.hope(exp)
        hope = None
        if isinstance(exp, (t.Ref, t.RawPtr)):
            hope = self.table.shallow(exp.ty)
            if isinstance(hope, (t.Slice, t.Dynamic)) or hope is t.STR:
                # a hint only: `&[1, 2]` for `&[u8]`
                inner = _peel(e.expr)
                hope = (
                    hope
                    if isinstance(hope, t.Slice)
                    and isinstance(inner, (s.EArray, s.ERepeat))
                    or isinstance(hope, t.Dynamic)
                    and isinstance(inner, s.EClosure)
                    else None
                )
            elif isinstance(hope, t.Adt) and isinstance(traits.struct_tail(hope, self.resolve), (t.Slice, t.Dynamic)):
                hope = None
            elif not isinstance(
                _peel(e.expr),
                (
                    s.EArray,
                    s.ERepeat,
                    s.ETuple,
                    s.ELit,
                    s.EStruct,
                    s.ECall,
                    s.EBlock,
                    s.EIf,
                    s.EMatch,
                    s.EClosure,
                    s.ERef,
                    s.EMac,
                    s.EMethod,
                    s.EUnary,
                ),
            ):
                hope = None
        inner = self.check(e.expr, hope)
        if e.mut:
            self.needs_mut(inner)
        if e.raw:
            return thir.RawBorrow(t.RawPtr(inner.ty, e.mut), e.span, inner, e.mut)
        return thir.Borrow(t.Ref(t.ERASED, inner.ty, e.mut), e.span, inner, e.mut)

    def x_EField(self: Any, e: Any, exp: Any) -> thir.Expr:
        base = self.check(e.base)
        name = e.ident.name
        base_ty = self.known(base.ty, e.base.span)
        if base_ty is t.ERROR:
            return self.err(e.span)  # type: ignore[no-any-return]
        private = None
        for steps, ty in self.autoderef(base_ty, e.span):
            ty = self.shallow(ty)
            if isinstance(ty, t.Adt) and not ty.def_.is_enum and ty.def_.variants:
                f = ty.def_.variant.field(name)
                if f is not None:
                    from burrow.rust.resolve import visible

                    if not visible(f.vis, self.module):
                        private = private or ty
                        continue
                    base = self.apply_derefs(base, steps, e.base.span)
                    fty = self.norm(f.ty_with(t.erase_regions(ty).args), e.span)
                    fty = t.erase_regions(fty)
                    return thir.Field(fty, e.span, base, f.index, name)
            elif isinstance(ty, t.Tuple) and name.isdigit() and (name == "0" or name[0] != "0"):
                i = int(name)
                if i < len(ty.elems):
                    base = self.apply_derefs(base, steps, e.base.span)
                    return thir.Field(ty.elems[i], e.span, base, i, name)
        ty = self.resolve(base_ty)
        if ty.flags & t.HAS_ERROR:
            self.note_error()
            return self.err(e.span)  # type: ignore[no-any-return]
        if private is not None:
            self.error(
                e.ident.span,
                f"field `{name}` of {private.def_.adt_kind} `{private.def_.name}` is private",
                "private field",
                "E0616",
            )
        elif self.method_exists(base_ty, name):
            d = self.error(
                e.ident.span,
                f"attempted to take value of method `{name}` on type `{ty}`",
                "method, not a field",
                "E0615",
            )
            d.help("use parentheses to call the method")
        elif isinstance(ty, (t.Prim, t.Infer)) and not isinstance(ty, t.Infer) or isinstance(ty, t.Infer):
            if ty is t.STR or False:
                pass
            self.error(e.ident.span, f"`{ty}` is a primitive type and therefore doesn't have fields", "", "E0610")
        else:
            label = "unknown field"
            self.error(e.ident.span, f"no field `{name}` on type `{ty}`", label, "E0609")
        return self.err(e.span)  # type: ignore[no-any-return]

    def x_EStruct(self: Any, e: Any, exp: Any) -> thir.Expr:
        if e.rest:
            self.error(
                Span(e.span.path, e.span.hi - 1, e.span.hi),
                "base expression required after `..`",
                "add a base expression here",
                "E0797",
            )
            return self.err(e.span)  # type: ignore[no-any-return]
        r = self.struct_path(e.qself, e.path, e.span)
        if r is None:
            for _, x, _ in e.fields:
                self.check(x)
            if e.base is not None:
                self.check(e.base)
            return self.err(e.span)  # type: ignore[no-any-return]
        variant, ty, user = r
        exp = self.hope(exp)
        if isinstance(exp, t.Adt) and exp.def_ is ty.def_:
            at = self.table.snapshot()
            hint = self.table.fresh(ty.def_.generics, None, True)
            del hint
            # the expectation fills in what the path left open, unless that turns out wrong
            if not self.table.eq(ty, exp):
                self.table.rollback(at)
        args = ty.args
        fields = []
        seen: dict[str, Span] = {}
        for ident, x, _ in e.fields:
            f = variant.field(ident.name)
            if f is None:
                self.unknown_field(ident, variant, ty)
                self.check(x)
                continue
            if ident.name in seen:
                d = self.error(
                    ident.span, f"field `{ident.name}` specified more than once", "used more than once", "E0062"
                )
                d.labels.append(Label(seen[ident.name], f"first use of `{ident.name}`"))
            seen[ident.name] = ident.span
            from burrow.rust.resolve import visible

            if not visible(f.vis, self.module):
                self.error(
                    ident.span,
                    f"field `{ident.name}` of {ty.def_.adt_kind} `{ty.def_.name}` is private",
                    "private field",
                    "E0451",
                )
            want = t.erase_regions(self.norm(f.ty_with(args), ident.span))
            fields.append((f.index, self.check_coerce(x, want)))
        base = None
        if ty.def_.is_union:
            if len(e.fields) != 1:
                self.error(e.span, "union expressions should have exactly one field", "", "E0784")
        if e.base is not None:
            if variant.adt.is_enum or ty.def_.is_union:
                self.error(e.base.span, "functional record update syntax requires a struct", "", "E0436")
                return self.err(e.span)  # type: ignore[no-any-return]
            base = self.check_has(e.base, ty)
        elif not ty.def_.is_union:
            missing = [f.name for f in variant.fields if f.name not in seen]
            if missing:
                names = [f"`{m}`" for m in missing]
                text = (
                    names[0]
                    if len(names) == 1
                    else (
                        f"{names[0]} and {names[1]}"
                        if len(names) == 2
                        else ", ".join(names[:-1]) + f" and {names[-1]}"
                        if len(names) == 3
                        else ", ".join(names[:3]) + f" and {len(names) - 3} other field{'s' if len(names) > 4 else ''}"
                    )
                )
                if not self.errors or True:
                    self.error(
                        e.path.span,
                        f"missing field{'s' if len(missing) > 1 else ''} {text} in initializer of `{self.resolve(ty)}`",
                        f"missing {text}",
                        "E0063",
                    )
        self.sized(ty, e.span)
        return thir.AdtExpr(ty, e.span, ty.def_, variant.variant_index, args, fields, base, False, user)

    def unknown_field(self: Any, ident: Any, variant: Any, ty: t.Adt) -> None:
        adt = ty.def_
        if adt.is_enum:
            self.error(
                ident.span,
                f"variant `{adt.name}::{variant.name}` has no field named `{ident.name}`",
                f"`{adt.name}::{variant.name}` does not have this field" if False else "unknown field",
                "E0559",
            )
        else:
            self.error(
                ident.span, f"{adt.adt_kind} `{adt.name}` has no field named `{ident.name}`", "unknown field", "E0560"
            )

    def x_ERange(self: Any, e: Any, exp: Any) -> thir.Expr:
        lo, hi = e.lo, e.hi
        if lo is not None and hi is not None and e.inclusive:
            return self.range_inclusive(e, exp)  # type: ignore[no-any-return]
        name = (
            ("RangeToInclusive" if e.inclusive else "RangeTo")
            if lo is None and hi is not None
            else "RangeFull"
            if lo is None
            else "RangeFrom"
            if hi is None
            else "Range"
        )
        d = self.lang(name)
        if d is None:
            raise Unsupported(e.span, "ranges without the library")
        if name == "RangeFull":
            return thir.AdtExpr(t.Adt(d), e.span, d, 0, (), [])
        exp = self.hope(exp)
        hope = exp.args[0] if isinstance(exp, t.Adt) and exp.def_ is d else None
        merge = self.merge(hope)
        for x in (lo, hi):
            if x is not None:
                merge.add(self.check(x, merge.hint()), x)
        ty = merge.ty()
        values = merge.done()
        return thir.AdtExpr(t.Adt(d, (ty,)), e.span, d, 0, (ty,), list(enumerate(values)))

    def range_inclusive(self: Any, e: Any, exp: Any) -> thir.Expr:
        new = self.lang("range_inclusive_new")
        if new is None:
            raise Unsupported(e.span, "ranges without the library")
        exp = self.hope(exp)
        st = new.container.self_ty
        hope = exp.args[0] if isinstance(exp, t.Adt) and isinstance(st, t.Adt) and exp.def_ is st.def_ else None
        merge = self.merge(hope)
        for x in (e.lo, e.hi):
            merge.add(self.check(x, merge.hint()), x)
        ty = merge.ty()
        values = merge.done()
        return thir.Call(
            t.Adt(st.def_, (ty,)), e.span, thir.FnRef(t.FnDef(new, (ty,)), e.span), values, e.span, from_op=True
        )

    # ---- assignment ------------------------------------------------------------------------------------------------
    # -------------------

    def x_EAssign(self: Any, e: Any, exp: Any) -> thir.Expr:
        left = e.left
        while isinstance(left, s.EParen):
            if isinstance(left.expr, s.ERange) and left.expr.lo is None and left.expr.hi is None:
                left = s.ETuple(left.span, [left.expr])
                break
            left = left.expr
        if (
            isinstance(left, (s.ETuple, s.EArray, s.EStruct, s.EUnderscore))
            or isinstance(left, s.ECall)
            and _destructures(left)
        ):
            return self.destructuring(e, left)  # type: ignore[no-any-return]
        place = self.check(left)
        if not _is_place(place) and not isinstance(place, thir.Err):
            d = self.error(e.eq_span, "invalid left-hand side of assignment", "", "E0070")
            d.labels.append(Label(left.span, "cannot assign to this expression"))
        self.needs_mut(place)
        value = self.check_coerce(e.right, place.ty)
        self.sized(self.table.shallow(place.ty), left.span)
        return thir.Assign(t.UNIT, e.span, place, value)

    def destructuring(self: Any, e: Any, left: Any) -> thir.Expr:
        """`(a, b) = e`: `{ let (lhs0, lhs1) = e; a = lhs0; b = lhs1; }`"""
        pairs: list[tuple[Any, Any]] = []
        from burrow.rust.macros import Ctxt, Expansion

        mark = Ctxt(Expansion(None, e.span, self.expansion), None)

        def pat(x: Any) -> Any:
            while isinstance(x, s.EParen):
                if isinstance(x.expr, s.ERange) and x.expr.lo is None and x.expr.hi is None:
                    return s.PTuple(x.span, [s.PRest(x.expr.span)])
                x = x.expr
            if isinstance(x, s.EUnderscore):
                return s.PWild(x.span)
            if isinstance(x, s.ERange) and x.lo is None and x.hi is None:
                return s.PRest(x.span)
            if isinstance(x, s.ETuple):
                return s.PTuple(x.span, [pat(y) for y in x.elems])
            if isinstance(x, s.EArray):
                return s.PSlice(x.span, [pat(y) for y in x.elems])
            if isinstance(x, s.ECall) and isinstance(x.fun, s.EPath):
                return s.PTupleStruct(x.span, x.fun.qself, x.fun.path, [pat(y) for y in x.args])
            if isinstance(x, s.EStruct):
                return s.PStruct(x.span, x.qself, x.path, [(i, pat(v), False) for i, v, _ in x.fields], x.rest)
            ident = s.Ident(f"lhs{len(pairs)}", x.span, mark)
            pairs.append((x, ident))
            return s.PIdent(x.span, None, False, ident, None)

        p = pat(left)
        n = len(self.ribs)
        init = self.check(e.right)
        tp = self.check_pattern(p, init.ty, init)
        stmts: list[Any] = [thir.LetStmt(tp, init, None, None, e.span)]
        for x, ident in pairs:
            seg = s.EPath(ident.span, None, s.Path(ident.span, [s.Seg(ident.span, ident, None)], False))
            a = self.x_EAssign(s.EAssign(x.span, x, seg, e.eq_span), None)
            stmts.append(thir.ExprStmt(a, x.span))
        del self.ribs[n:]
        return thir.Block(t.UNIT, e.span, stmts, None, desugared=True)


def _is_place(x: Any) -> bool:
    """Whether an expression denotes a place."""
    return isinstance(x, (thir.VarRef, thir.StaticRef, thir.Deref, thir.Index)) or isinstance(x, thir.Field)


def _const_operand(x: Any) -> bool:
    """Whether `[x; n]` may repeat it without Copy: a constant."""
    while isinstance(x, (thir.Coerce, thir.Use)):
        x = x.value
    return (
        isinstance(x, (thir.ConstRef, thir.ConstParamRef))
        or isinstance(x, thir.Block)
        and x.tail is not None
        and not x.stmts
        and isinstance(x.tail, thir.ConstRef)
    )


def _carrier(ty: Any) -> bool:
    return isinstance(ty, t.Adt) and ty.def_.name in ("Option", "Result", "ControlFlow", "Poll")


def _peel(e: Any) -> Any:
    while isinstance(e, s.EParen):
        e = e.expr
    return e


def _holds_let(e: Any) -> bool:
    if isinstance(e, s.ELet):
        return True
    if isinstance(e, s.EParen):
        return _holds_let(e.expr)
    return isinstance(e, s.EBinary) and e.op == "&&" and (_holds_let(e.left) or _holds_let(e.right))


def _has_ref_mut(p: Any) -> bool:
    return any(isinstance(x, s.PIdent) and x.by_ref == "ref mut" for x in s.visit(p, (s.EBlock,)))


def _destructures(c: Any) -> bool:
    """Whether the left of `=` is a call that can only be a tuple struct pattern."""
    return isinstance(c.fun, s.EPath)


def _tail_span(e: Any) -> Span:
    """The last expression of a block, for messages."""
    if isinstance(e, s.EBlock) and e.block.stmts:
        st = e.block.stmts[-1]
        if isinstance(st, s.SExpr) and not st.semi:
            return _tail_span(st.expr)
        if isinstance(st, s.SMac) and not st.semi:
            return st.span  # type: ignore[no-any-return]
    return e.span  # type: ignore[no-any-return]


_ = traits
