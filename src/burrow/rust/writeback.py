"""The final types: replaces inference variables in a finished tree, settles operators, casts and constant patterns.

In: the tree that `check` built.  Out: the same tree without variables.  A variable that nothing decided is E0282.
Reference: `rustc_hir_typeck::writeback`.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from burrow.rust import thir
from burrow.rust import types as t
from burrow.rust.check_call import OpCall
from burrow.source import Span

_FIELDS: dict[type, tuple[str, ...]] = {}


def _fields(cls: type) -> tuple[str, ...]:
    f = _FIELDS.get(cls)
    if f is None:
        skip = {
            "span",
            "adj",
            "fn_span",
            "def_",
            "adt",
            "label",
            "name",
            "op",
            "kind",
            "source",
            "text",
            "mode",
            "variant",
            "index" if cls is thir.Field else "",
        }
        f = _FIELDS[cls] = tuple(x.name for x in dataclasses.fields(cls) if x.name not in skip)
    return f


def write(check: Any, body: thir.Body) -> None:
    w = _Writer(check)
    w.body(body)
    for d, _ in check.closures:
        w.closure(d)
    if not check.errors:
        from burrow.rust import matches

        matches.check_body(check)


class _Writer:
    def __init__(self, check: Any) -> None:
        self.check = check
        self.table = check.table
        self.memo: dict[Any, Any] = {}
        self.seen: set[int] = set()
        self.reported = False

    def ty(self, x: Any, span: Span) -> Any:
        if not x.flags & (t.HAS_INFER | t.HAS_CLOSURE):
            return x
        y = self.memo.get(x)
        if y is None:
            y = self.table.resolve(x)
            if y.flags & t.HAS_CLOSURE:
                y = t.fold(y, self.close, t.HAS_CLOSURE)
            if y.flags & t.HAS_INFER:
                y = self.unknown(y, span)
            self.memo[x] = y
        return y

    def close(self, x: Any, depth: int) -> Any:
        if type(x) is not t.Closure or x.sig is not None:
            return None
        d = x.def_
        ups = tuple(self.ty(c.upvar_ty(t.ERASED), d.span) for c in d.captures)
        sig = d.sig if d.sig is not None else t.FnSig((), t.ERROR)
        return t.Closure(d, x.args, ups, self.ty(sig, d.span))

    def unknown(self, y: Any, span: Span) -> Any:
        def go(x: Any, depth: int) -> Any:
            if type(x) is t.Infer:
                return t.ERROR
            if type(x) is t.Const and x.kind == "infer":
                return t.Const("error", x.ty)
            if type(x) is t.Region and x.kind == "infer":
                return t.ERASED
            return None

        if any(type(x) is t.Infer or type(x) is t.Const and x.kind == "infer" for x in t.walk(y)):
            if not self.check.errors:
                origin = next(
                    (
                        self.table.origins[x.id]
                        for x in t.walk(y)
                        if type(x) is t.Infer and self.table.origins[x.id] is not None
                    ),
                    None,
                )
                at = span if span is not None and span.path else origin
                self.check.error(at or span, "type annotations needed", "cannot infer type", "E0282")
        return t.fold(y, go, t.HAS_INFER)

    def body(self, b: thir.Body) -> None:
        for v in self.check.locals:
            v.ty = self.ty(v.ty, v.span)
        for p in b.params:
            p.pat = self.node(p.pat)
            p.ty = self.ty(p.ty, p.span)
        b.ret = self.ty(b.ret, b.span)
        b.value = self.node(b.value)
        b.opaques = {o: self.ty(x, b.span) for o, x in b.opaques.items()}
        inner = {v for d, _ in self.check.closures if d.body is not None for v in d.body.locals}
        b.locals = [v for v in self.check.locals if v not in inner]

    def closure(self, d: Any) -> None:
        if d.body is None:
            return
        nested = {v for k in d.body.closures if k.body is not None for v in k.body.locals}
        d.body.locals = [v for v in d.body.locals if v not in nested]
        for p in d.body.params:
            p.pat = self.node(p.pat)
            p.ty = self.ty(p.ty, p.span)
        d.body.ret = self.ty(d.body.ret, d.span)
        d.body.value = self.node(d.body.value)
        d.body.tainted = self.check.errors > 0
        if d.sig is not None:
            d.sig = self.ty(d.sig, d.span)
        if d.written is not None:
            d.written = self.ty(d.written, d.span)
        for c in d.captures:
            c.ty = self.ty(c.ty, c.span)

    def node(self, x: Any) -> Any:
        """A tree node with its types final."""
        cls = type(x)
        if cls is OpCall:
            return self.operator(x)
        if id(x) in self.seen:
            return x
        self.seen.add(id(x))
        if cls is thir.Cast:
            return self.cast(x)
        if cls is thir.PConst and isinstance(x.value, thir.Expr):
            return self.const_pat(x)
        if cls is thir.PRange:
            self.range_pat(x)
        span = getattr(x, "span", None)
        for f in _fields(cls):
            v = getattr(x, f)
            if v is None or isinstance(v, (bool, int, str, bytes, float)):
                continue
            if isinstance(v, t.Term):
                if v.flags & (t.HAS_INFER | t.HAS_CLOSURE):
                    setattr(x, f, self.ty(v, span))  # type: ignore[arg-type]
            elif isinstance(v, (thir.Expr, thir.Pat, thir.LetStmt, thir.ExprStmt, thir.Arm)):
                setattr(x, f, self.node(v))
            elif isinstance(v, list):
                for i, y in enumerate(v):
                    if isinstance(y, tuple):
                        v[i] = (y[0], self.node(y[1]))
                    else:
                        v[i] = self.node(y)
            elif isinstance(v, tuple):
                setattr(x, f, tuple(self.ty(y, span) if isinstance(y, t.Term) else y for y in v))  # type: ignore[arg-type]
            elif isinstance(v, thir.Var):
                v.ty = self.ty(v.ty, v.span)
        return x

    def operator(self, x: OpCall) -> Any:
        from burrow.rust import captures

        if captures.builtin_op(self.check, x):
            ty = self.ty(x.ty, x.span)
            left, right = self.node(x.left), self.node(x.right)
            if x.assign:
                return thir.AssignOp(ty, x.span, x.op, left, right)
            return thir.Binary(ty, x.span, x.op, left, right)
        return self.node(x.call)

    def cast(self, x: thir.Cast) -> Any:
        x.value = self.node(x.value)
        x.ty = self.ty(x.ty, x.span)
        if x.user_ty is not None:
            x.user_ty = self.ty(x.user_ty, x.span)
        if x.kind == "coercion":
            return thir.Use(x.ty, x.span, x.value, x.user_ty)
        if x.kind == "num" and x.value.ty is x.ty:
            return thir.Use(x.ty, x.span, x.value, x.user_ty)
        return x

    def const_pat(self, x: thir.PConst) -> Any:
        """A named constant in a pattern becomes its value, taken apart where it has parts."""
        from burrow.rust import consteval

        expr = self.node(x.value)
        ty = self.ty(x.ty, x.span)
        if self.check.errors:
            return thir.PErr(ty, x.span)
        value = consteval.evaluate(expr, self.check)
        if value is consteval.GENERIC:
            self.check.error(
                x.span,
                "constant pattern cannot depend on generic parameters",
                "`const` depends on a generic parameter",
                "E0158",
            )
            return thir.PErr(ty, x.span)
        return consteval.to_pattern(value, ty, x.span, self.check)

    def range_pat(self, x: thir.PRange) -> None:
        from burrow.rust import consteval

        for f in ("lo", "hi"):
            v = getattr(x, f)
            if isinstance(v, thir.Expr):
                setattr(x, f, consteval.evaluate(self.node(v), self.check))
        x.ty = self.ty(x.ty, x.span)
        lo, hi = x.lo, x.hi
        if isinstance(lo, (int, float)) and isinstance(hi, (int, float)):
            if lo > hi or lo == hi and not x.inclusive:
                if x.inclusive:
                    self.check.error(
                        x.span,
                        "lower range bound must be less than or equal to upper",
                        "lower bound larger than upper bound",
                        "E0030",
                    )
                else:
                    self.check.error(x.span, "lower range bound must be less than upper", "", "E0579")
