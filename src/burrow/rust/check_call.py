"""Calls, method calls, operators, indexing and casts (part of `check.BodyCheck`).

Reference: `rustc_hir_typeck::{callee, op, place_op, cast}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from burrow.rust import syntax as s
from burrow.rust import thir, traits
from burrow.rust import types as t
from burrow.source import Diagnostic, Label, Level, Span

_TRAIT = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "%": "rem",
    "^": "bitxor",
    "&": "bitand",
    "|": "bitor",
    "<<": "shl",
    ">>": "shr",
}
_COMPARE = {
    "==": ("eq", "eq"),
    "!=": ("eq", "ne"),
    "<": ("partial_ord", "lt"),
    "<=": ("partial_ord", "le"),
    ">": ("partial_ord", "gt"),
    ">=": ("partial_ord", "ge"),
}
_VERB = {
    "+": "cannot add `{r}` to `{l}`",
    "-": "cannot subtract `{r}` from `{l}`",
    "*": "cannot multiply `{l}` by `{r}`",
    "/": "cannot divide `{l}` by `{r}`",
    "%": "cannot calculate the remainder of `{l}` divided by `{r}`",
}


@dataclass(slots=True, eq=False)
class OpCall(thir.Expr):
    """An operator while its operands' types are not settled: write-back keeps `call` or makes a builtin operation of
    it."""

    op: str
    left: Any
    right: Any
    call: Any
    assign: bool = False


class CallCheck:
    """Mixed into BodyCheck."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    # ---- calls -----------------------------------------------------------------------------------------------------
    # ---------------

    def x_ECall(self: Any, e: Any, exp: Any) -> thir.Expr:
        fun_ast = e.fun
        while isinstance(fun_ast, s.EParen):
            fun_ast = fun_ast.expr
        trusted = isinstance(fun_ast, s.ETyped) and fun_ast.what == "trusted"
        if trusted:
            fun_ast = fun_ast.data
        self.calling = isinstance(fun_ast, s.EPath)
        if isinstance(fun_ast, s.EPath):
            fun = self.x_EPath_call(fun_ast)
        else:
            fun = self.check(e.fun)
        self.calling = False
        ty = self.shallow(fun.ty)
        # through references, to something callable
        for steps, ct in self.autoderef(ty, e.fun.span):
            ct = self.shallow(ct)
            if isinstance(ct, (t.FnDef, t.FnPtr)):
                fun = self.apply_derefs(fun, steps, e.fun.span)
                return self.call_sig(e, fun, ct, exp, trusted)  # type: ignore[no-any-return]
            if isinstance(ct, t.Closure) and ct.def_.closure_kind is None or isinstance(ct, t.Closure):
                fun = self.apply_derefs(fun, steps, e.fun.span)
                return self.call_closure(e, fun, ct, exp)  # type: ignore[no-any-return]
            if isinstance(ct, t.Error):
                break
            if isinstance(ct, t.Infer):
                if ct.kind == "ty":
                    self.known(ct, e.fun.span)
                    break
                continue
            if isinstance(ct, t.Ref) and not steps:
                continue  # not `Fn for &F` where F itself is to be called
            r = self.call_overloaded(e, fun, steps, ct, exp)
            if r is not None:
                return r  # type: ignore[no-any-return]
        for a in e.args:
            self.check(a)
        got = self.resolve(ty)
        if got.flags & t.HAS_ERROR or isinstance(fun, thir.Err):
            self.note_error()
            return self.err(e.span)  # type: ignore[no-any-return]
        d = self.error(e.span, f"expected function, found `{got}`", "", "E0618")
        d.labels[0] = (
            Label(e.fun.span, "", primary=True)
            if False
            else Label(e.fun.span, "call expression requires function", primary=True)
        )
        return self.err(e.span)  # type: ignore[no-any-return]

    def x_EPath_call(self: Any, e: Any) -> thir.Expr:
        old = self.diverges
        out: thir.Expr = self.x_EPath(e, None)
        self.diverges = old
        return out

    def call_sig(self: Any, e: Any, fun: Any, ct: Any, exp: Any, trusted: bool = False) -> thir.Expr:
        raw = traits.signature(ct)
        assert raw is not None
        inputs = tuple(self.norm(t.erase_regions(t.erase_bound(i)), e.span) for i in raw.inputs)
        output = self.norm(t.erase_regions(t.erase_bound(raw.output)), e.span)
        output = self.see_hidden(output)
        if raw.unsafe and not trusted and not (isinstance(ct, t.FnDef) and ct.def_.kind == "variant"):
            name = getattr(ct.def_, "name", "") if isinstance(ct, t.FnDef) else ""
            self.need_unsafe(
                e.span, f"call to unsafe function `{self.fn_name(ct)}`" if name else "call to unsafe function"
            )
        args = self.check_args(e, e.args, inputs, output, exp, raw.variadic, ct, fun)
        if isinstance(fun, thir.FnRef) and isinstance(ct, t.FnDef) and ct.def_.kind == "variant":
            v = ct.def_
            fun_args = ct.args
            self.sized(output, e.span)
            return thir.AdtExpr(
                output,
                e.span,
                v.adt,
                v.variant_index,
                fun_args,
                list(enumerate(args)),
                None,
                True,
                t.Adt(v.adt, fun.user_args) if isinstance(fun.user_args, tuple) else None,
            )
        self.sized(output, e.span)
        if self.table.shallow(output) is t.NEVER:
            self.diverges = True
        return thir.Call(output, e.span, fun, args, e.span)

    def fn_name(self: Any, ct: t.FnDef) -> str:
        c = getattr(ct.def_, "container", None)
        if c is not None and c.kind == "impl" and isinstance(c.self_ty, t.Adt):
            return (
                f"{c.self_ty.def_.name}::{ct.def_.name}"
                if not c.self_ty.args
                else f"{c.self_ty.def_.name}::<T>::{ct.def_.name}"
            )
        return str(ct.def_.path() if False else ct.def_.name)

    def see_hidden(self: Any, ty: t.Ty) -> t.Ty:
        """This body's own `impl Trait` is seen through inside it."""
        return ty

    def check_args(
        self: Any,
        e: Any,
        args: list[Any],
        inputs: tuple[t.Ty, ...],
        output: t.Ty,
        exp: Any,
        variadic: bool,
        ct: Any,
        fun: Any,
        skip: int = 0,
    ) -> list[Any]:
        """Check call arguments against formal inputs (after `skip` receivers): closures last, since the others say
        what they take."""
        want = inputs[skip:]
        if len(args) != len(want) and not (variadic and len(args) >= len(want)):
            for a in args:
                self.check(a)
            self.wrong_count(e, args, want, ct, fun)
            return []
        if self.pending and any(w.flags & t.HAS_INFER for w in want):
            self.progress()
        hopes: list[Any] = list(want)
        if exp is not None and output.flags & t.HAS_INFER:
            hopes = self.expected_inputs(output, exp, want)
        out: list[Any] = [None] * len(args)
        for closures in (False, True):
            if closures:
                if all(x is not None for x in out):
                    break
                self.progress()
            for i, a in enumerate(args):
                is_closure = _is_closure(a)
                if is_closure is not closures:
                    continue
                if i >= len(want):
                    out[i] = self.variadic_arg(self.check(a))
                    continue
                x = self.check(a, hopes[i])
                # first to what the result's expectation says, then to the formal type
                if hopes[i] is not want[i]:
                    at = self.table.snapshot()
                    c = self.try_coerce(x, hopes[i], True)
                    if c is not None and self.table.eq(hopes[i], want[i]):
                        out[i] = c
                        continue
                    self.table.rollback(at)
                if want[i].flags & t.HAS_INFER and self.pending and self.resolve(want[i]).flags & t.HAS_INFER:
                    self.progress()
                c = self.try_coerce(x, want[i], True)
                if c is None:
                    self.argument_mismatch(x, want[i], a, ct, fun, i, skip)
                    c = thir.Err(want[i], x.span)
                out[i] = c
        return out

    def variadic_arg(self: Any, x: Any) -> Any:
        return x

    def expected_inputs(self: Any, output: t.Ty, exp: t.Ty, want: tuple[t.Ty, ...]) -> list[Any]:
        """What the arguments would be if the result had the expected type; nothing is settled by it."""
        exp = self.resolve(exp)
        if isinstance(exp, t.Infer):
            return list(want)
        at = self.table.snapshot()
        n = len(self.table.values)
        hopes: list[Any] = list(want)
        if self.table.eq(output, exp):
            r = [self.resolve(w) for w in want]
            # variables of the probe itself must not leak
            hopes = [x if not _newer(x, n) else w for x, w in zip(r, want, strict=False)]
        self.table.rollback(at)
        return hopes

    def argument_mismatch(self: Any, x: Any, want: t.Ty, ast: Any, ct: Any, fun: Any, i: int, skip: int) -> None:
        w, g = self.resolve(want), self.resolve(x.ty)
        if (w.flags | g.flags) & t.HAS_ERROR:
            self.note_error()
            return
        from burrow.rust.coerce import describe_pair

        if self.blame(x, want, ast):
            return
        d = self.error(x.span, "mismatched types", describe_pair(w, g), "E0308")
        if isinstance(ct, t.FnDef):
            kind = {"variant": "enum variant" if ct.def_.kind == "variant" and ct.def_.adt.is_enum else "struct"}.get(
                ct.def_.kind,
                "method"
                if skip
                else "associated function"
                if getattr(ct.def_, "container", None) is not None
                else "function",
            )
            d.labels.append(Label(fun.span, f"arguments to this {kind} are incorrect"))
            if ct.def_.crate.user and ct.def_.name_span.path:
                d.children.append(
                    Diagnostic(Level.NOTE, f"{kind} defined here", [Label(ct.def_.name_span, "", primary=True)])
                )

    def wrong_count(self: Any, e: Any, args: list[Any], want: tuple[t.Ty, ...], ct: Any, fun: Any) -> None:
        n, m = len(want), len(args)
        kind = "function"
        if isinstance(ct, t.FnDef):
            kind = (
                "enum variant"
                if ct.def_.kind == "variant" and ct.def_.adt.is_enum
                else "struct"
                if ct.def_.kind == "variant"
                else "method"
                if isinstance(e, s.EMethod)
                else "associated function"
                if getattr(ct.def_, "container", None) is not None
                else "function"
            )
        code = "E0057" if isinstance(ct, t.Closure) else "E0061"
        if isinstance(ct, t.Closure):
            kind = "function"
        d = self.error(
            fun.span if not isinstance(e, s.EMethod) else e.seg.ident.span,
            f"this {kind} takes {n} argument{'s' if n != 1 else ''} but {m} argument{'s were' if m != 1 else ' was'} supplied",  # noqa: E501
            "",
            code,
        )
        if m > n:
            for a in args[n:]:
                d.labels.append(Label(a.span, "unexpected argument"))
        elif m < n:
            hi = e.span.hi
            d.labels.append(
                Label(Span(e.span.path, hi - 1, hi), f"argument #{m + 1} of type `{self.resolve(want[m])}` is missing")
            )

    def call_closure(self: Any, e: Any, fun: Any, ct: t.Closure, exp: Any) -> thir.Expr:
        """A call of a closure: which Fn trait is settled when its kind is known."""
        sig = traits.signature(ct)
        if sig is None:
            return self.err(e.span)  # type: ignore[no-any-return]
        inputs = tuple(t.erase_bound(i) for i in sig.inputs)
        output = t.erase_bound(sig.output)
        args = self.check_args(e, e.args, inputs, output, exp, False, ct, fun)
        tup = thir.TupleExpr(t.Tuple(inputs), e.span, args, adj=True)
        call = thir.Call(output, e.span, fun, [fun, tup], e.span, overloaded=True)
        self.deferred_calls.append((call, ct, e))
        if self.table.shallow(output) is t.NEVER:
            self.diverges = True
        return call

    def settle_calls(self: Any) -> None:
        """Nothing to do before captures are known; see `captures`."""

    def call_overloaded(self: Any, e: Any, fun: Any, steps: list[Any], ct: t.Ty, exp: Any) -> thir.Expr | None:
        """A call through Fn, FnMut or FnOnce of a type that implements it."""
        for lang, method, ref in (("fn", "call", False), ("fn_mut", "call_mut", True), ("fn_once", "call_once", None)):
            trait = self.lang(lang)
            if trait is None:
                continue
            var = self.new_ty(e.span)
            tr = t.TraitRef(trait, (ct, var))
            at = self.table.snapshot()
            r = self.sel.evaluate(tr)
            if r == traits.NO:
                self.table.rollback(at)
                continue
            self.owe(tr, e.span)
            once = self.lang("fn_once")
            output = self.norm(t.Alias("proj", once.items["Output"], (ct, var)), e.span)
            self.progress()
            ins = self.shallow(var)
            if not isinstance(ins, t.Tuple):
                self.table.rollback(at)
                continue
            f = self.apply_derefs(fun, steps, e.fun.span)
            if ref is not None:
                if ref:
                    self.needs_mut(f)
                f = thir.Borrow(t.Ref(t.ERASED, f.ty, ref), f.span, f, ref, ref, adj=True)
            args = self.check_args(e, e.args, ins.elems, output, exp, False, ct, fun)
            tup = thir.TupleExpr(ins, e.span, args, adj=True)
            fn = trait.items[method]
            if self.table.shallow(output) is t.NEVER:
                self.diverges = True
            return thir.Call(
                output, e.span, thir.FnRef(t.FnDef(fn, (ct, var)), e.fun.span), [f, tup], e.span, overloaded=True
            )
        return None

    # ---- method calls ----------------------------------------------------------------------------------------------
    # -------------------

    def x_EMethod(self: Any, e: Any, exp: Any) -> thir.Expr:
        recv = self.check(e.recv)
        name = e.seg.ident.name
        ty = self.shallow(recv.ty)
        if isinstance(ty, t.Infer) and ty.kind == "ty":
            ty = self.known(ty, e.recv.span)
        if ty is t.ERROR:
            for a in e.args:
                self.check(a)
            self.note_error()
            return self.err(e.span)  # type: ignore[no-any-return]
        self.ambiguous_items = None
        self.ambiguous_var = False
        p = self.probe_method(ty, name, e.seg.ident.span)
        if p is None:
            for a in e.args:
                self.check(a)
            if self.ambiguous_var:
                if not self.errors:
                    self.error(e.recv.span, "type annotations needed", "cannot infer type", "E0282")
                self.note_error()
                return self.err(e.span)  # type: ignore[no-any-return]
            # a field that holds something callable is a common slip: rustc says E0599 too
            self.no_method(ty, e.seg.ident, e.span, recv)
            return self.err(e.span)  # type: ignore[no-any-return]
        if self.ambiguous_items:
            d = self.error(e.seg.ident.span, "multiple applicable items in scope", f"multiple `{name}` found", "E0034")
            for i, c in enumerate(self.ambiguous_items):
                d.note(f"candidate #{i + 1} is defined here", c.item.name_span)
        from burrow.rust.resolve import visible

        if p.kind == "impl" and not visible(p.item.vis, self.module):
            d = self.error(e.seg.ident.span, f"method `{name}` is private", "private method", "E0624")
            d.labels.append(Label(p.item.name_span, "private method defined here"))
        return self.confirm(e, recv, p, e.seg, e.args, exp, e.seg.ident.span)  # type: ignore[no-any-return]

    def confirm(
        self: Any, e: Any, recv: Any, p: Any, seg: Any, args: list[Any], exp: Any, name_span: Span
    ) -> thir.Expr:
        """The call of a picked method."""
        fn = p.item
        recv = self.adjust_receiver(recv, p, recv.span)
        _, all_args, user = self.instantiate_pick(p, seg, name_span)
        sig = t.subst(fn.sig, all_args)
        inputs = tuple(self.norm(t.erase_regions(t.erase_bound(i)), e.span) for i in sig.inputs)
        if not self.table.eq(inputs[0], recv.ty):
            c = self.try_coerce(recv, inputs[0])
            if c is None:
                self.mismatch(recv, inputs[0], None)
            else:
                recv = c
        if fn.container.kind == "trait":
            tr = t.TraitRef(fn.container, all_args[: fn.container.generics.count])
            self.owe(tr, name_span)
            for q in fn.predicates[len(fn.container.predicates) :]:
                self.owe(t.subst(q, all_args), name_span, fn)
        else:
            self.owe_all(fn, all_args, name_span)
        output = self.norm(t.erase_regions(t.erase_bound(sig.output)), e.span)
        fdef = t.FnDef(fn, all_args)
        if sig.unsafe:
            self.need_unsafe(e.span, f"call to unsafe function `{self.fn_name(fdef)}`")
        fun = thir.FnRef(fdef, name_span, user)
        out = self.check_args(e, args, inputs, output, exp, sig.variadic, fdef, fun, 1)
        self.sized(output, e.span)
        if self.table.shallow(output) is t.NEVER:
            self.diverges = True
        hi = (
            Span(e.span.path, name_span.lo, e.span.hi)
            if name_span.path == e.span.path and name_span.lo < e.span.hi
            else e.span
        )
        return thir.Call(output, e.span, fun, [recv, *out], hi, method=True)

    # ---- unary operators
    # ----------------------------------------------------------------------------------------------------------------

    def x_EUnary(self: Any, e: Any, exp: Any) -> thir.Expr:
        op = e.op
        if op == "*":
            return self.deref(e, exp)  # type: ignore[no-any-return]
        hope = self.hope(exp)
        v = self.check(e.expr, hope if op == "-" or hope is not None else None)
        ty = self.shallow(v.ty)
        if (
            isinstance(ty, t.Infer)
            and ty.kind != "ty"
            or isinstance(ty, t.Prim)
            and (ty.is_int or ty.is_float and op == "-" or ty is t.BOOL and op == "!")
        ):
            if op == "!" and (isinstance(ty, t.Infer) and ty.kind == "float"):
                self.error(
                    e.span,
                    f"cannot apply unary operator `!` to type `{ty}`",
                    "cannot apply unary operator `!`",
                    "E0600",
                )
                return self.err(e.span)  # type: ignore[no-any-return]
            if op == "-" and isinstance(ty, t.Prim) and ty.is_int and not ty.is_signed:
                self.error(
                    e.span,
                    f"cannot apply unary operator `-` to type `{ty}`",
                    "cannot apply unary operator `-`",
                    "E0600",
                )
                return self.err(e.span)  # type: ignore[no-any-return]
            return thir.Unary(ty, e.span, op, v)
        if ty is t.ERROR:
            return self.err(e.span)  # type: ignore[no-any-return]
        if ty is t.NEVER and op == "!":
            return thir.Unary(ty, e.span, op, v)
        trait = self.lang("neg" if op == "-" else "not")
        if isinstance(ty, t.Infer):
            ty = self.known(ty, e.expr.span)
            if ty is t.ERROR:
                return self.err(e.span)  # type: ignore[no-any-return]
        if trait is None or not self.sel.may_hold(trait, ty):
            self.error(
                e.span,
                f"cannot apply unary operator `{op}` to type `{self.resolve(ty)}`",
                f"cannot apply unary operator `{op}`",
                "E0600",
            )
            return self.err(e.span)  # type: ignore[no-any-return]
        self.owe(t.TraitRef(trait, (ty,)), e.span)
        out = self.norm(t.Alias("proj", trait.items["Output"], (ty,)), e.span)
        fn = trait.items["neg" if op == "-" else "not"]
        return thir.Call(out, e.span, thir.FnRef(t.FnDef(fn, (ty,)), e.span), [v], e.span, from_op=True)

    def deref(self: Any, e: Any, exp: Any) -> thir.Expr:
        v = self.check(e.expr)
        ty = self.known(v.ty, e.expr.span)
        if isinstance(ty, t.Ref) or isinstance(ty, t.RawPtr):
            if isinstance(ty, t.RawPtr):
                self.need_unsafe(e.span, "dereference of raw pointer")
            return thir.Deref(ty.ty, e.span, v)
        if isinstance(ty, t.Adt) and ty.is_box:
            return thir.Deref(ty.args[0], e.span, v)  # type: ignore[arg-type]
        if ty is t.ERROR:
            self.note_error()
            return self.err(e.span)  # type: ignore[no-any-return]
        target = self.overloaded_deref(ty, e.span)
        if target is None:
            self.error(e.span, f"type `{self.resolve(ty)}` cannot be dereferenced", "can't be dereferenced", "E0614")
            return self.err(e.span)  # type: ignore[no-any-return]
        x = self.deref_call(v, target, e.span, False, adj=False)
        x.value.span = e.span
        return x  # type: ignore[no-any-return]

    # ---- binary operators ------------------------------------------------------------------------------------------
    # -----------------------

    def x_EBinary(self: Any, e: Any, exp: Any) -> thir.Expr:
        op = e.op
        if op in ("&&", "||"):
            n = len(self.ribs)
            left = self.check_coerce(e.left, t.BOOL)
            div = self.diverges
            right = self.check_coerce(e.right, t.BOOL)
            self.diverges = div
            del self.ribs[n:]
            return thir.Logical(t.BOOL, e.span, op, left, right)
        left = self.check(e.left)
        return self.binary_op(e, op, left, e.right, e.span, e.op_span)  # type: ignore[no-any-return]

    def binary_op(self: Any, e: Any, op: str, left: Any, right_ast: Any, span: Span, op_span: Span) -> thir.Expr:
        lty = self.shallow(left.ty)
        compare = op in _COMPARE
        if compare:
            lang, method = _COMPARE[op]
        else:
            lang = method = _TRAIT[op]
        trait = self.lang(lang)
        rvar = self.new_ty(right_ast.span)
        if isinstance(lty, t.Infer) and lty.kind == "ty":
            # the left side is known only through the right
            right = self.check(right_ast, None)
            self.table.eq(rvar, right.ty)
        else:
            hope = None
            if _scalar(lty) and op not in ("<<", ">>"):
                hope = lty
            right = None
            if trait is not None and not _scalar(lty):
                at = len(self.pending)
                tr = t.TraitRef(trait, (lty, rvar))
                r = self.sel.probe_select(tr) if False else None
                del r, at
                self.hint_operand(trait, lty, rvar)
                h = self.shallow(rvar)
                hope = h if not isinstance(h, t.Infer) else None
            right = self.check(right_ast, hope)
            h = self.table.shallow(rvar)
            if not isinstance(h, t.Infer):
                c = self.try_coerce(right, h, True)
                right = c if c is not None else right
                if c is None:
                    rvar = self.new_ty(right_ast.span)
                    self.table.eq(rvar, right.ty)
            else:
                self.table.eq(rvar, right.ty)
        rty = self.shallow(right.ty)
        lty = self.shallow(lty)
        if rty is t.NEVER and _scalar(lty):
            right = thir.Coerce(lty, right.span, "never", right, adj=True)
            rty = lty
        if lty is t.NEVER or lty is t.ERROR or rty is t.ERROR:
            if lty is t.ERROR or rty is t.ERROR:
                self.note_error()
                return thir.Err(t.BOOL if compare else t.ERROR, span)
        if _builtin(op, lty, rty):
            return self.builtin_binary(op, left, right, lty, rty, span)  # type: ignore[no-any-return]
        if _scalar(lty) and isinstance(rty, t.Infer) and rty.kind == "ty" and False:
            pass
        if trait is None:
            return self.err(span)  # type: ignore[no-any-return]
        tr = t.TraitRef(trait, (lty, rty))
        if not self.op_holds(tr):
            self.op_error(op, lty, rty, span, op_span, left, right, False)
            return thir.Err(t.BOOL if compare else t.ERROR, span)
        self.owe(tr, op_span)
        fn = trait.items[method]
        fun = thir.FnRef(t.FnDef(fn, (lty, rty)), op_span)
        if compare:
            out: t.Ty = t.BOOL
            a = thir.Borrow(t.Ref(t.ERASED, lty), left.span, left, False, adj=True)
            b = thir.Borrow(t.Ref(t.ERASED, rty), right.span, right, False, adj=True)
        else:
            out = self.norm(t.Alias("proj", trait.items["Output"], (lty, rty)), span)
            a, b = left, right
        call = thir.Call(out, span, fun, [a, b], op_span, from_op=True)
        return OpCall(out, span, op, left, right, call)

    def hint_operand(self: Any, trait: Any, lty: t.Ty, rvar: t.Ty) -> None:
        """If only one impl of the operator can apply, it says what the right side is."""
        tr = self.resolve(t.TraitRef(trait, (lty, rvar)))
        at = self.table.snapshot()
        try:
            c = self.sel.select(tr)
        except traits.Overflow:
            c = None
        if c is None or c is traits.AMBIGUOUS:
            self.table.rollback(at)

    def op_holds(self: Any, tr: t.TraitRef) -> bool:
        at = self.table.snapshot()
        try:
            return bool(self.sel.evaluate(tr) != traits.NO)
        except traits.Overflow:
            return True
        finally:
            self.table.rollback(at)

    def builtin_binary(self: Any, op: str, left: Any, right: Any, lty: t.Ty, rty: t.Ty, span: Span) -> thir.Expr:
        if op in ("<<", ">>"):
            return thir.Binary(lty, span, op, left, right)
        self.table.eq(lty, rty)
        return thir.Binary(t.BOOL if op in _COMPARE else lty, span, op, left, right)

    def op_error(
        self: Any, op: str, lty: t.Ty, rty: t.Ty, span: Span, op_span: Span, left: Any, right: Any, assign: bool
    ) -> None:
        lt, rt = self.resolve(lty), self.resolve(rty)
        if (lt.flags | rt.flags) & t.HAS_ERROR:
            self.note_error()
            return
        if _scalar(lt) and not assign and not (isinstance(lt, t.Infer) and lt.kind == "ty"):
            # the left type has the operator, only not with this right side
            name = {"==": f"can't compare `{lt}` with `{rt}`", "!=": f"can't compare `{lt}` with `{rt}`"}
            if op in _COMPARE:
                if type(lt) is not type(rt) or lt is not rt:
                    if isinstance(lt, t.Prim) and isinstance(rt, (t.Prim, t.Infer)) or isinstance(rt, t.Prim):
                        from burrow.rust.coerce import describe_pair

                        self.error(right.span, "mismatched types", describe_pair(lt, rt), "E0308")
                        return
                self.error(
                    op_span,
                    name.get(op, f"can't compare `{lt}` with `{rt}`"),
                    f"no implementation for `{lt} {op} {rt}`",
                    "E0277",
                )
                return
            verb = _VERB.get(op)
            if (
                isinstance(lt, t.Prim)
                and isinstance(rt, t.Prim)
                and (lt.is_int or lt.is_float)
                and (rt.is_int or rt.is_float)
                and op not in ("<<", ">>")
            ):
                from burrow.rust.coerce import describe_pair

                self.error(right.span, "mismatched types", describe_pair(lt, rt), "E0308")
            if lt is not t.BOOL and verb is not None:
                self.error(op_span, verb.format(l=lt, r=rt), f"no implementation for `{lt} {op} {rt}`", "E0277")
                return
            if lt is not t.BOOL:
                self.error(
                    op_span,
                    f"no implementation for `{lt} {op} {rt}`",
                    f"no implementation for `{lt} {op} {rt}`",
                    "E0277",
                )
                return
        if assign:
            d = self.error(span, f"binary assignment operation `{op}=` cannot be applied to type `{lt}`", "", "E0368")
            d.labels[0] = Label(span, "", primary=True)
            d.labels.append(Label(left.span, f"cannot use `{op}=` on type `{lt}`"))
            return
        if op in _COMPARE:
            if isinstance(lt, t.Adt) and lt is rt or not isinstance(lt, t.Ref) or True:
                d = self.error(op_span, f"binary operation `{op}` cannot be applied to type `{lt}`", "", "E0369")
        elif op in _VERB:
            d = self.error(op_span, _VERB[op].format(l=lt, r=rt), "", "E0369")
        else:
            d = self.error(op_span, f"no implementation for `{lt} {op} {rt}`", "", "E0369")
        d.labels.append(Label(left.span, f"{lt}"))
        d.labels.append(Label(right.span, f"{rt}"))

    def x_EAssignOp(self: Any, e: Any, exp: Any) -> thir.Expr:
        op = e.op
        left = self.check(e.left)
        lty = self.shallow(left.ty)
        from burrow.rust.check_expr import _is_place

        if not _is_place(left) and not isinstance(left, thir.Err):
            d = self.error(e.op_span, "invalid left-hand side of assignment", "", "E0067")
            d.labels.append(Label(e.left.span, "cannot assign to this expression"))
        trait = self.lang(_TRAIT[op] + "_assign")
        hope = lty if _scalar(lty) and op not in ("<<", ">>") else None
        if hope is None and trait is not None and not _scalar(lty):
            rvar = self.new_ty(e.right.span)
            self.hint_operand(trait, lty, rvar)
            h = self.shallow(rvar)
            hope = h if not isinstance(h, t.Infer) else None
        right = self.check(e.right, hope)
        if hope is not None:
            c = self.try_coerce(right, hope, True)
            right = c if c is not None else right
        rty = self.shallow(right.ty)
        self.needs_mut(left)
        if lty is t.ERROR or rty is t.ERROR:
            self.note_error()
            return thir.Err(t.UNIT, e.span)
        if _builtin(op, lty, rty):
            if op not in ("<<", ">>"):
                self.table.eq(lty, rty)
            return thir.AssignOp(t.UNIT, e.span, op, left, right)
        tr = t.TraitRef(trait, (lty, rty)) if trait is not None else None
        if tr is None or not self.op_holds(tr):
            self.op_error(op, lty, rty, e.span, e.op_span, left, right, not (_scalar(lty)))
            return thir.Err(t.UNIT, e.span)
        self.owe(tr, e.op_span)
        fn = trait.items[_TRAIT[op] + "_assign"]
        ref = thir.Borrow(t.Ref(t.ERASED, lty, True), left.span, left, True, True, adj=True)
        call = thir.Call(
            t.UNIT, e.span, thir.FnRef(t.FnDef(fn, (lty, rty)), e.op_span), [ref, right], e.op_span, from_op=True
        )
        return OpCall(t.UNIT, e.span, op, left, right, call, True)

    # ---- indexing --------------------------------------------------------------------------------------------------
    # -----------------------

    def x_EIndex(self: Any, e: Any, exp: Any) -> thir.Expr:
        base = self.check(e.base)
        index = self.check(e.index)
        bty = self.known(base.ty, e.base.span)
        if bty is t.ERROR:
            return self.err(e.span)  # type: ignore[no-any-return]
        ity = self.shallow(index.ty)
        trait = self.lang("index")
        last: Any = None
        for steps, ty in self.autoderef(bty, e.base.span):
            ty = self.shallow(ty)
            last = (steps, ty)
            r = self.index_step(e, base, index, steps, ty, ity, trait, False)
            if r is not None:
                return r  # type: ignore[no-any-return]
        if last is not None and isinstance(last[1], t.Array):
            r = self.index_step(e, base, index, last[0], last[1], ity, trait, True)
            if r is not None:
                return r  # type: ignore[no-any-return]
        got = self.resolve(bty)
        if (got.flags | self.resolve(ity).flags) & t.HAS_ERROR:
            self.note_error()
            return self.err(e.span)  # type: ignore[no-any-return]
        core = got
        while isinstance(core, t.Ref):
            core = core.ty
        if trait is not None and (
            isinstance(core, (t.Array, t.Slice))
            or core is t.STR
            or any(traits.impls_for(trait, traits.simplify(x)) for _, x in self.autoderef(bty, e.span))
        ):
            base_ty = t.Slice(core.ty) if isinstance(core, (t.Array, t.Slice)) else core
            if isinstance(core, (t.Array, t.Slice)):
                self.error(
                    e.index.span,
                    f"the type `{base_ty}` cannot be indexed by `{self.resolve(ity)}`",
                    "slice indices are of type `usize` or ranges of `usize`",
                    "E0277",
                )
            else:
                self.error(
                    e.index.span,
                    f"the type `{base_ty}` cannot be indexed by `{self.resolve(ity)}`",
                    f"`{base_ty}` cannot be indexed by `{self.resolve(ity)}`",
                    "E0277",
                )
            return self.err(e.span)  # type: ignore[no-any-return]
        self.error(
            e.span,
            f"cannot index into a value of type `{got}`",
            f"cannot index into a value of type `{got}`" if False else "",
            "E0608",
        )
        return self.err(e.span)  # type: ignore[no-any-return]

    def index_step(
        self: Any, e: Any, base: Any, index: Any, steps: list[Any], ty: t.Ty, ity: t.Ty, trait: Any, unsize: bool
    ) -> thir.Expr | None:
        if (
            isinstance(ty, (t.Array, t.Slice))
            and not unsize
            and (ity is t.USIZE or isinstance(ity, t.Infer) and ity.kind == "int")
        ):
            self.table.eq(ity, t.USIZE)
            place = self.apply_derefs(base, steps, e.base.span)
            return thir.Index(ty.ty, e.span, place, index)
        if trait is None or isinstance(ty, t.Infer):
            return None
        self_ty: t.Ty = t.Slice(ty.ty) if unsize and isinstance(ty, t.Array) else ty
        var = self.new_ty(e.index.span)
        at = self.table.snapshot()
        # the impl is found by the container alone, the index type follows from it where there is one choice
        if self.sel.evaluate(t.TraitRef(trait, (self_ty, var))) == traits.NO:
            self.table.rollback(at)
            return None
        self.table.rollback(at)
        tr = t.TraitRef(trait, (self_ty, ity))
        if self.sel.evaluate(tr) == traits.NO:
            self.table.rollback(at)
            # a reference to the key may still coerce: `map[&string]` with K: Borrow<str>
            tr2 = t.TraitRef(trait, (self_ty, var))
            c = self.sel.select(tr2)
            want = self.table.shallow(var)
            if c is None or c is traits.AMBIGUOUS or isinstance(want, t.Infer):
                self.table.rollback(at)
                return None
            co = self.try_coerce(index, want)
            if co is None:
                self.table.rollback(at)
                return None
            index, ity = co, want
            tr = t.TraitRef(trait, (self_ty, ity))
        else:
            self.table.rollback(at)
        self.owe(tr, e.span)
        out = self.norm(t.Alias("proj", trait.items["Output"], (self_ty, ity)), e.span)
        place = self.apply_derefs(base, steps, e.base.span)
        ref: Any = thir.Borrow(t.Ref(t.ERASED, ty), e.base.span, place, False, adj=True)
        if unsize:
            ref = thir.Coerce(t.Ref(t.ERASED, self_ty), e.base.span, "unsize", ref, adj=True)
        fn = trait.items["index"]
        call = thir.Call(
            t.Ref(t.ERASED, out),
            e.span,
            thir.FnRef(t.FnDef(fn, (self_ty, ity)), e.span),
            [ref, index],
            e.span,
            from_op=True,
        )
        return thir.Deref(out, e.span, call)

    # ---- casts -----------------------------------------------------------------------------------------------------
    # -----------------------

    def x_ECast(self: Any, e: Any, exp: Any) -> thir.Expr:
        user = self.lower(e.ty)
        want = t.erase_regions(user)
        if want.flags & t.HAS_ERROR:
            self.check(e.expr)
            self.note_error()
            return self.err(e.span)  # type: ignore[no-any-return]
        saved, self.casting = self.casting, True
        hope = self.shallow(want)
        v = self.check(
            e.expr, hope if not isinstance(hope, t.Prim) or hope.is_int and False or True and _cast_hint(hope) else None
        )
        self.casting = saved
        if v.ty is t.ERROR:
            return self.err(e.span)  # type: ignore[no-any-return]
        node = thir.Cast(want, e.span, v, "?", user)
        self.deferred_casts.append((node, e))
        got = self.shallow(v.ty)
        w = self.shallow(want)
        if (
            not isinstance(got, t.Infer)
            and not isinstance(w, t.Infer)
            and not (isinstance(w, t.RawPtr) and isinstance(self.shallow(w.ty), t.Infer))
        ):
            self.check_cast(node, e)
            self.deferred_casts.pop()
        return node

    def check_casts(self: Any) -> None:
        todo, self.deferred_casts = self.deferred_casts, []  # type: ignore[var-annotated]
        for node, e in todo:
            self.check_cast(node, e)

    def check_cast(self: Any, node: thir.Cast, e: Any) -> None:
        v = node.value
        got, want = self.shallow(v.ty), self.shallow(node.ty)
        if got is t.ERROR or want is t.ERROR:
            return
        kind = self.cast_kind(got, want)
        if kind is None or kind == "num" and got is want:
            at = self.table.snapshot()
            n = len(self.pending)
            c = self.try_coerce(v, want)
            if c is not None:
                node.value, node.kind = c, "coercion"
                return
            self.table.rollback(at)
            del self.pending[n:]
        if isinstance(got, t.FnDef) and kind in ("fn_addr", "fn_ptr_ptr"):
            raw = traits.signature(got)
            assert raw is not None
            node.value = thir.Coerce(t.FnPtr(self.norm(raw)), v.span, "reify", v, adj=True)
        if kind is not None:
            if (
                kind == "num"
                and isinstance(got, t.Infer)
                and got.kind == "int"
                and isinstance(want, t.Prim)
                and want.is_int
                and False
            ):
                self.table.eq(got, want)
            node.kind = kind
            return
        g, w = self.resolve(got), self.resolve(want)
        if (g.flags | w.flags) & t.HAS_ERROR:
            self.note_error()
            return
        if isinstance(g, (t.Prim, t.Infer)) and w is t.CHAR:
            self.error(node.span, f"only `u8` can be cast as `char`, not `{g}`", "invalid cast", "E0604")
        elif w is t.BOOL and isinstance(g, (t.Prim, t.Infer)) and g is not t.STR:
            self.error(node.span, f"cannot cast `{g}` as `bool`", "unsupported cast", "E0054")
        elif isinstance(g, t.Ref) and isinstance(w, t.Prim):
            d = self.error(node.span, f"casting `{g}` as `{w}` is invalid", "", "E0606")
            d.help("cast through a raw pointer first" if not isinstance(g.ty, t.Prim) else "dereference the expression")
        elif isinstance(w, t.RawPtr) and isinstance(g, (t.RawPtr, t.Prim, t.Infer, t.Ref, t.FnDef, t.FnPtr)):
            thin = isinstance(g, t.RawPtr)
            self.error(
                node.span,
                f"cannot cast thin pointer `{g}` to wide pointer `{w}`"
                if thin and not self.sized_now(w.ty)
                else f"casting `{g}` as `{w}` is invalid",
                "",
                "E0607" if thin and not self.sized_now(w.ty) else "E0606",
            )
        else:
            self.error(
                node.span,
                f"non-primitive cast: `{g}` as `{w}`",
                "an `as` expression can only be used to convert between primitive types "
                "or to coerce to a specific trait object"
                if not isinstance(w, t.Prim)
                else "an `as` expression can only be used to convert between primitive types or to coerce to a specific trait object",  # noqa: E501
                "E0605",
            )

    def sized_now(self: Any, ty: t.Ty) -> bool:
        st = self.lang("sized")
        return st is None or self.sel.may_hold(st, self.shallow(ty))

    def cast_kind(self: Any, a: Any, b: Any) -> str | None:
        """How a cast that is no coercion works."""
        if isinstance(a, t.Infer) and a.kind in ("int", "float") or isinstance(a, t.Prim):
            is_int = isinstance(a, t.Infer) and a.kind == "int" or isinstance(a, t.Prim) and a.is_int
            is_float = isinstance(a, t.Infer) and a.kind == "float" or isinstance(a, t.Prim) and a.is_float
            if isinstance(b, t.Prim):
                if is_int and (b.is_int or b.is_float) or is_float and (b.is_int or b.is_float):
                    return "num"
                if (a is t.BOOL or a is t.CHAR) and b.is_int:
                    return "num"
                if b is t.CHAR and (a is t.U8 or isinstance(a, t.Infer) and self.table.eq(a, t.U8)):
                    return "num"
                return None
            if isinstance(b, t.RawPtr) and is_int and self.sized_now(b.ty):
                if isinstance(a, t.Infer):
                    self.table.eq(a, t.USIZE)
                return "addr_ptr"
            return None
        if isinstance(a, t.RawPtr):
            if isinstance(b, t.RawPtr):
                sa, sb = self.sized_now(a.ty), self.sized_now(b.ty)
                if sb or not sa:
                    return "ptr_ptr"
                return None
            if isinstance(b, t.Prim) and b.is_int and self.sized_now(a.ty):
                return "ptr_addr"
            return None
        if isinstance(a, t.Ref) and isinstance(b, t.RawPtr):
            inner = self.shallow(a.ty)
            if isinstance(inner, t.Array) and (not b.mut or a.mut) and self.table.eq(inner.ty, b.ty):
                return "array_ptr"
            return None
        if isinstance(a, (t.FnDef, t.FnPtr)):
            if isinstance(b, t.Prim) and b.is_int:
                return "fn_addr"
            if isinstance(b, t.RawPtr) and self.sized_now(b.ty):
                return "fn_ptr_ptr"
            return None
        if (
            isinstance(a, t.Adt)
            and a.def_.is_enum
            and isinstance(b, t.Prim)
            and b.is_int
            and a.def_.variants
            and all(not v.fields for v in a.def_.variants)
        ):
            return "enum"
        return None


def _cast_hint(w: Any) -> bool:
    """Whether the target of a cast should hint at its operand's type."""
    return not isinstance(w, t.Prim) or not (w.is_int or w.is_float) or True


def _scalar(x: Any) -> bool:
    return isinstance(x, t.Prim) and x is not t.STR and x is not t.NEVER or isinstance(x, t.Infer) and x.kind != "ty"


def _builtin(op: str, a: Any, b: Any) -> bool:
    """Whether an operator on these types is the machine's own."""

    def integral(x: Any) -> bool:
        return isinstance(x, t.Infer) and x.kind == "int" or isinstance(x, t.Prim) and x.is_int

    def floating(x: Any) -> bool:
        return isinstance(x, t.Infer) and x.kind == "float" or isinstance(x, t.Prim) and x.is_float

    def same(x: Any, y: Any) -> bool:
        return x is y or isinstance(x, t.Infer) or isinstance(y, t.Infer)

    if op in ("<<", ">>"):
        return integral(a) and integral(b)
    if op in ("+", "-", "*", "/", "%"):
        return (integral(a) and integral(b) or floating(a) and floating(b)) and same(a, b)
    if op in ("&", "|", "^"):
        return (integral(a) and integral(b)) and same(a, b) or a is t.BOOL and b is t.BOOL
    return (
        (integral(a) and integral(b) or floating(a) and floating(b))
        and same(a, b)
        or a is b
        and (a is t.BOOL or a is t.CHAR)
        or isinstance(a, t.RawPtr)
        and a is b
    )


def _is_closure(a: Any) -> bool:
    while isinstance(a, s.EParen):
        a = a.expr
    return isinstance(a, s.EClosure)


def _newer(x: Any, n: int) -> bool:
    """Whether a term mentions a variable made after there were `n`."""
    if not x.flags & t.HAS_INFER:
        return False
    return any(
        isinstance(y, t.Infer) and y.id >= n or isinstance(y, t.Const) and y.kind == "infer" and y.index >= n
        for y in t.walk(x)
    )
