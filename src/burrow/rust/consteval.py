"""Values of constants that types and patterns need: array lengths, discriminants, constant patterns.

In: the typed tree of a constant.  Out: Python values: int (also char), bool, float, str, bytes, tuple (tuples and
arrays), `Value` (structs and variants).
It interprets `thir` directly, const functions included; whatever it does not know raises Unsupported.  (The bytes of
statics are made elsewhere, from the IR.)
"""

from __future__ import annotations

from typing import Any

from burrow.rust import defs, thir
from burrow.rust import types as t
from burrow.source import NO_SPAN, Diagnostic, Span, Unsupported

_EVALUATING: set[Any] = set()
GENERIC = object()  # the answer depends on a generic parameter


class Value:
    """A struct's or variant's value."""

    __slots__ = ("adt", "fields", "variant")

    def __init__(self, adt: Any, variant: int, fields: tuple[Any, ...]) -> None:
        self.adt = adt
        self.variant = variant
        self.fields = fields


class _Leave(Exception):
    def __init__(self, kind: str, label: Any = None, value: Any = None) -> None:
        self.kind = kind
        self.label = label
        self.value = value


class Failed(Exception):
    """Evaluation panicked or overflowed: the constant has no value (E0080)."""

    def __init__(self, span: Span, why: str) -> None:
        super().__init__(why)
        self.span = span
        self.why = why


class _Generic(Exception):
    pass


def evaluate_anon(c: Any, ty: t.Ty, args: t.Args) -> t.Const:
    """The constant term of an anonymous constant."""
    names = c.generics.count
    if names and mentions_params(c):
        body = c.body
        if body is None or body.tainted:
            return t.Const("error", ty)
        v = body.value
        while isinstance(v, thir.Block) and not v.stmts and v.tail is not None:
            v = v.tail
        if isinstance(v, thir.ConstParamRef):
            return v.value
        return t.Const("uneval", ty, None, 0, "", c, args)
    return _evaluated(c, ty)


def mentions_params(c: Any) -> bool:
    from burrow.rust import syntax as s
    from burrow.rust.lower import _chain, param_table

    known = {n for d in _chain(c.parent) for n in param_table(d)} | {"Self"}
    for x in s.visit(c.ast):
        if isinstance(x, s.Path) and x.segments and x.segments[0].ident.name in known:
            return True
        if isinstance(x, s.MacCall):
            return any(tk.text in known for tk in x.tokens)
    return False


def _evaluated(c: Any, ty: t.Ty) -> t.Const:
    cached = c.__dict__.get("value_term")
    if cached is not None:
        return cached  # type: ignore[no-any-return]
    body = c.body
    term = t.Const("error", ty)
    if body is not None and not body.tainted:
        try:
            v = _Machine({}).run(body)
            if isinstance(v, (int, bool)):
                term = t.Const("value", ty, v)
        except Failed as f:
            c.crate.sink.append(
                Diagnostic.error(f.span, "evaluation of constant value failed" if False else f.why, "", "E0080")
            )
        except _Generic:
            term = t.Const("uneval", ty, None, 0, "", c, ())
    c.__dict__["value_term"] = term
    return term


def reduce(c: t.Const, sel: Any) -> Any:
    """An unevaluated constant whose arguments have become concrete: its value; None while they are not."""
    if any(a.flags & (t.HAS_PARAM | t.HAS_INFER) for a in c.args):
        return None
    body = c.owner.body
    if body is None or body.tainted:
        return t.Const("error", c.ty)
    try:
        v = _Machine({}, c.args).run(body)
    except (_Generic, Failed):
        return None
    return t.Const("value", c.ty, v) if isinstance(v, (int, bool)) else None


def evaluate(expr: Any, check: Any) -> Any:
    """The value of a constant expression in a pattern."""
    try:
        return _Machine({}).value(expr)
    except _Generic:
        return GENERIC
    except Failed as f:
        check.error(f.span if f.span.path else expr.span, f.why, "", "E0080")
        return 0


def discriminant(v: Any) -> int:
    """The query: a variant's discriminant."""
    if v.discr_expr is not None:
        c = v.discr_expr
        term = _evaluated(c, c.ty)
        if term.kind == "value":
            return int(term.value)
    elif v.variant_index:
        return int(v.adt.variants[v.variant_index - 1].discr) + 1
    return 0


def to_pattern(v: Any, ty: t.Ty, span: Span, check: Any) -> thir.Pat:
    """A constant's value as a pattern."""
    from burrow.rust import traits

    if isinstance(v, (bool, int, float)) and not isinstance(ty, t.Ref):
        return thir.PConst(ty, span, v)
    if isinstance(ty, t.Ref):
        if isinstance(v, (str, bytes)):
            return thir.PConst(ty, span, v)
        return thir.PDeref(ty, span, to_pattern(v, ty.ty, span, check), False)
    if isinstance(v, (str, bytes)):
        if isinstance(v, bytes) and isinstance(ty, (t.Array, t.Slice)):
            return thir.PSlice(ty, span, [thir.PConst(t.U8, span, b) for b in v], None, [])
        return thir.PConst(ty, span, v)
    if isinstance(v, tuple):
        if isinstance(ty, t.Tuple):
            return thir.PLeaf(
                ty,
                span,
                [(i, to_pattern(x, e, span, check)) for i, (x, e) in enumerate(zip(v, ty.elems, strict=False))],
            )
        if isinstance(ty, (t.Array, t.Slice)):
            return thir.PSlice(ty, span, [to_pattern(x, ty.ty, span, check) for x in v], None, [])
    if isinstance(v, Value) and isinstance(ty, t.Adt):
        var = ty.def_.variants[v.variant]
        fields = [
            (f.index, to_pattern(x, traits.normalize(f.ty_with(ty.args), check.env), span, check))
            for f, x in zip(var.fields, v.fields, strict=False)
        ]
        if ty.def_.is_enum:
            return thir.PVariant(ty, span, ty.def_, ty.args, v.variant, fields)
        return thir.PLeaf(ty, span, fields)
    raise Unsupported(span, "this constant in a pattern")


class _Machine:
    """Interprets a tree; `env` maps variables to one-element lists."""

    def __init__(self, env: dict[Any, list[Any]], args: t.Args = ()) -> None:
        self.env = env
        self.args = args
        self.steps = 0

    def ty(self, x: Any) -> Any:
        from burrow.rust import traits

        if x.flags & t.HAS_PARAM:
            if not self.args:
                raise _Generic
            x = t.subst(x, self.args)
        return traits.normalize(x) if x.flags & t.HAS_ALIAS else x

    def run(self, body: thir.Body) -> Any:
        try:
            return self.value(body.value)
        except _Leave as e:
            if e.kind == "return":
                return e.value
            raise

    def value(self, x: Any) -> Any:
        self.steps += 1
        if self.steps > 2_000_000:
            raise Unsupported(x.span, "a constant that takes this long to evaluate")
        f = getattr(self, "e_" + type(x).__name__, None)
        if f is None:
            raise Unsupported(x.span, f"evaluating this constant ({type(x).__name__})")
        return f(x)

    def e_Lit(self, x: Any) -> Any:
        return x.value

    def e_VarRef(self, x: Any) -> Any:
        if x.var not in self.env:
            raise Unsupported(x.span, "evaluating this constant")
        return self.env[x.var][0]

    def e_ConstParamRef(self, x: Any) -> Any:
        c = self.ty(x.value)
        if c.kind != "value":
            raise _Generic
        return c.value

    def e_ConstRef(self, x: Any) -> Any:
        from burrow.rust import traits

        d, args = x.def_, tuple(self.ty(a) for a in x.args)
        if d.container is not None and d.container.kind == "trait":
            n = d.container.generics.count
            got = traits.select(t.TraitRef(d.container, args[:n]))
            if got is None:
                raise _Generic
            if got[0] == "impl":
                m = got[1].items.get(d.name)
                if m is not None:
                    d, args = m, (*got[2], *args[n:])
        body = d.body
        if body is None or body.tainted:
            raise _Generic
        if (d, args) in _EVALUATING:
            raise Failed(x.span, f"cycle detected when evaluating `{d.name}`")
        _EVALUATING.add((d, args))
        try:
            return _Machine({}, args).run(body)
        finally:
            _EVALUATING.discard((d, args))

    def e_StaticRef(self, x: Any) -> Any:
        body = x.def_.body
        if body is None or body.tainted:
            raise _Generic
        return _Machine({}).run(body)

    def e_Block(self, x: Any) -> Any:
        try:
            for st in x.stmts:
                if isinstance(st, thir.LetStmt):
                    if st.init is not None:
                        v = self.value(st.init)
                        if not self.match(st.pat, v):
                            if st.otherwise is not None:
                                self.value(st.otherwise)
                    else:
                        self.declare(st.pat)
                else:
                    self.value(st.expr)
            return self.value(x.tail) if x.tail is not None else ()
        except _Leave as e:
            if e.kind == "break" and x.label is not None and e.label is x.label:
                return e.value
            raise

    def declare(self, p: Any) -> None:
        if isinstance(p, thir.PBind):
            self.env[p.var] = [None]

    def e_Use(self, x: Any) -> Any:
        return self.value(x.value)

    def e_Coerce(self, x: Any) -> Any:
        return self.value(x.value)

    def e_Borrow(self, x: Any) -> Any:
        if x.mut:
            raise Unsupported(x.span, "a mutable borrow in this constant")
        return self.value(x.place)

    def e_Deref(self, x: Any) -> Any:
        return self.value(x.value)

    def e_Field(self, x: Any) -> Any:
        v = self.value(x.base)
        return v.fields[x.index] if isinstance(v, Value) else v[x.index]

    def e_Index(self, x: Any) -> Any:
        v, i = self.value(x.base), self.value(x.index)
        if i >= len(v):
            raise Failed(x.span, f"index out of bounds: the length is {len(v)} but the index is {i}")
        return v[i]

    def e_TupleExpr(self, x: Any) -> Any:
        return tuple(self.value(e) for e in x.elems)

    e_ArrayExpr = e_TupleExpr

    def e_Repeat(self, x: Any) -> Any:
        n = self.ty(x.count)
        if n.kind != "value":
            raise _Generic
        return (self.value(x.value),) * n.value

    def e_AdtExpr(self, x: Any) -> Any:
        var = x.adt.variants[x.variant]
        fields: list[Any] = [None] * len(var.fields)
        if x.base is not None:
            fields = list(self.value(x.base).fields)
        for i, e in x.fields:
            fields[i] = self.value(e)
        return Value(x.adt, x.variant, tuple(fields))

    def e_Unary(self, x: Any) -> Any:
        v = self.value(x.value)
        ty = self.ty(x.ty)
        if x.op == "-":
            if isinstance(v, float):
                return -v
            return self.fit(-v, ty, x.span, "attempt to negate with overflow")
        if isinstance(v, bool):
            return not v
        return wrap(~v, ty)

    def fit(self, v: int, ty: Any, span: Span, why: str) -> int:
        if wrap(v, ty) != v:
            raise Failed(span, why)
        return v

    def e_Binary(self, x: Any) -> Any:
        a, b = self.value(x.left), self.value(x.right)
        return self.binary(x.op, a, b, self.ty(x.left.ty), x.span)

    def binary(self, op: str, a: Any, b: Any, ty: Any, span: Span) -> Any:
        if op in ("==", "!=", "<", "<=", ">", ">="):
            return {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]
        if isinstance(a, bool):
            return {"&": a and b, "|": a or b, "^": a != b}[op]
        if isinstance(a, float):
            if op == "/":
                return a / b if b else float("inf") if a > 0 else float("-inf") if a < 0 else float("nan")
            return {"+": a + b, "-": a - b, "*": a * b}[op] if op != "%" else __import__("math").fmod(a, b)
        name = {"+": "add", "-": "subtract", "*": "multiply"}.get(op)
        if op in ("/", "%"):
            if b == 0:
                raise Failed(
                    span,
                    f"attempt to {'divide' if op == '/' else 'calculate the remainder of'} `{a}_{ty}`"
                    + (" by zero" if op == "/" else " with a divisor of zero"),
                )
            q = abs(a) // abs(b)
            q = q if (a < 0) == (b < 0) else -q
            return self.fit(q, ty, span, "attempt to divide with overflow") if op == "/" else a - b * q
        if op in ("<<", ">>"):
            if not 0 <= b < ty.bits:
                raise Failed(
                    span, f"attempt to shift {'left' if op == '<<' else 'right'} by `{b}`, which would overflow"
                )
            return wrap(a << b, ty) if op == "<<" else a >> b
        if name is not None:
            v = a + b if op == "+" else a - b if op == "-" else a * b
            return self.fit(v, ty, span, f"attempt to compute `{a}_{ty} {op} {b}_{ty}`, which would overflow")
        return {"&": a & b, "|": a | b, "^": a ^ b}[op]

    def e_Logical(self, x: Any) -> Any:
        a = self.value(x.left)
        if x.op == "&&":
            return a and self.value(x.right)
        return a or self.value(x.right)

    def e_Cast(self, x: Any) -> Any:
        v = self.value(x.value)
        ty = self.ty(x.ty)
        if x.kind == "enum" and isinstance(v, Value):
            v = v.adt.variants[v.variant].discr
        if isinstance(ty, t.RawPtr) and isinstance(v, int):
            return v  # an address, as in `ptr::null()`
        if not isinstance(ty, t.Prim):
            raise Unsupported(x.span, "this cast in a constant")
        if ty.is_float:
            return float(v)
        if isinstance(v, float):
            lo, hi = (-(1 << ty.bits - 1), (1 << ty.bits - 1) - 1) if ty.is_signed else (0, (1 << ty.bits) - 1)
            return 0 if v != v else max(lo, min(hi, int(v) if abs(v) != float("inf") else (hi if v > 0 else lo)))
        if ty is t.CHAR:
            return v
        return wrap(int(v), ty)

    def e_If(self, x: Any) -> Any:
        if self.value(x.cond):
            return self.value(x.then)
        return self.value(x.otherwise) if x.otherwise is not None else ()

    def e_Let(self, x: Any) -> Any:
        return self.match(x.pat, self.value(x.value))

    def e_Match(self, x: Any) -> Any:
        v = self.value(x.value)
        for a in x.arms:
            if self.match(a.pat, v) and (a.guard is None or self.value(a.guard)):
                return self.value(a.body)
        raise Failed(x.span, "entering unreachable code")

    def e_Loop(self, x: Any) -> Any:
        while True:
            self.steps += 1
            if self.steps > 2_000_000:
                raise Unsupported(x.span, "a constant that takes this long to evaluate")
            try:
                self.value(x.body)
            except _Leave as e:
                if e.label is not x.label:
                    raise
                if e.kind == "break":
                    return e.value

    def e_Break(self, x: Any) -> Any:
        raise _Leave("break", x.label, self.value(x.value) if x.value is not None else ())

    def e_Continue(self, x: Any) -> Any:
        raise _Leave("continue", x.label)

    def e_Return(self, x: Any) -> Any:
        raise _Leave("return", None, self.value(x.value) if x.value is not None else ())

    def e_Assign(self, x: Any) -> Any:
        v = self.value(x.value)
        self.store(x.place, v)
        return ()

    def e_AssignOp(self, x: Any) -> Any:
        v = self.binary(x.op, self.value(x.place), self.value(x.value), self.ty(x.place.ty), x.span)
        self.store(x.place, v)
        return ()

    def store(self, place: Any, v: Any) -> None:
        if isinstance(place, thir.VarRef) and place.var in self.env:
            self.env[place.var][0] = v
        elif isinstance(place, thir.Field):
            old = self.value(place.base)
            if isinstance(old, Value):
                f = list(old.fields)
                f[place.index] = v
                self.store(place.base, Value(old.adt, old.variant, tuple(f)))
            else:
                self.store(place.base, (*old[: place.index], v, *old[place.index + 1 :]))
        elif isinstance(place, thir.Index):
            i = self.value(place.index)
            old = self.value(place.base)
            if i >= len(old):
                raise Failed(place.span, f"index out of bounds: the length is {len(old)} but the index is {i}")
            self.store(place.base, (*old[:i], v, *old[i + 1 :]))
        else:
            raise Unsupported(place.span, "this assignment in a constant")

    def e_FnRef(self, x: Any) -> Any:
        return x

    def e_Call(self, x: Any) -> Any:
        from burrow.rust import traits

        f = self.value(x.fun)
        if not isinstance(f, thir.FnRef) or not isinstance(f.ty, t.FnDef):
            raise Unsupported(x.span, "this call in a constant")
        d, args = f.ty.def_, tuple(self.ty(a) for a in f.ty.args)
        values = [self.value(a) for a in x.args]
        if d.kind == "variant":
            return Value(d.adt, d.variant_index, tuple(values))
        got = traits.resolve_instance(d, args)
        if got is None or got[0] != "fn":
            raise Unsupported(x.span, "this call in a constant")
        d, args = got[1], got[2]
        if d.intrinsic:
            return intrinsic(d, args, values, x.span)
        if d.name in ("panic", "panic_fmt", "panic_display", "begin_panic"):
            msg = values[0] if values and isinstance(values[0], str) else "evaluation panicked"
            raise Failed(x.span, f"evaluation panicked: {msg}")
        body = d.body
        if body is None or body.tainted:
            raise Unsupported(x.span, f"calling `{d.name}` in a constant")
        m = _Machine({}, args)
        m.steps = self.steps + 1
        for p, v in zip(body.params, values, strict=False):
            m.match(p.pat, v)
        out = m.run(body)
        self.steps = m.steps
        return out

    def match(self, p: Any, v: Any) -> bool:
        if isinstance(p, thir.PWild):
            return True
        if isinstance(p, thir.PBind):
            if p.sub is not None and not self.match(p.sub, v):
                return False
            self.env[p.var] = [v]
            return True
        if isinstance(p, thir.PVariant):
            return bool(v.variant == p.variant and all(self.match(q, v.fields[i]) for i, q in p.fields))
        if isinstance(p, thir.PLeaf):
            return all(self.match(q, v.fields[i] if isinstance(v, Value) else v[i]) for i, q in p.fields)
        if isinstance(p, thir.PDeref):
            return self.match(p.sub, v)
        if isinstance(p, thir.PConst):
            return bool(v == p.value)
        if isinstance(p, thir.PRange):
            return (p.lo is None or v >= p.lo) and (p.hi is None or (v <= p.hi if p.inclusive else v < p.hi))
        if isinstance(p, thir.POr):
            return any(self.match(q, v) for q in p.pats)
        if isinstance(p, thir.PSlice):
            n, m = len(p.prefix), len(p.suffix)
            if len(v) < n + m or p.rest is None and len(v) != n + m:
                return False
            return (
                all(self.match(q, v[i]) for i, q in enumerate(p.prefix))
                and all(self.match(q, v[len(v) - m + i]) for i, q in enumerate(p.suffix))
                and (p.rest is None or self.match(p.rest, v[n : len(v) - m]))
            )
        raise Unsupported(p.span, "this pattern in a constant")


def wrap(v: int, ty: Any) -> int:
    """An integer in a type's range, wrapped around."""
    bits = ty.bits
    v &= (1 << bits) - 1
    return v - (1 << bits) if ty.is_signed and v >> (bits - 1) else v


def intrinsic(d: Any, args: t.Args, values: list[Any], span: Span) -> Any:
    """The compiler's own functions that constants use."""
    ty: Any = args[0] if args else None
    n = d.name
    if n in ("wrapping_add", "wrapping_sub", "wrapping_mul"):
        a, b = values
        return wrap(a + b if n.endswith("add") else a - b if n.endswith("sub") else a * b, ty)
    if n in ("add_with_overflow", "sub_with_overflow", "mul_with_overflow"):
        a, b = values
        v = a + b if n.startswith("add") else a - b if n.startswith("sub") else a * b
        return (wrap(v, ty), wrap(v, ty) != v)
    if n in ("size_of", "min_align_of", "align_of", "size_of_val"):
        s = simple_size(ty)
        if s is not None:
            return s
    if n == "needs_drop":
        return False
    raise Unsupported(span, f"`{n}` in this constant")


def simple_size(ty: Any) -> int | None:
    """The size of a primitive type (alignment is the same)."""
    if isinstance(ty, t.Prim) and ty is not t.STR:
        return 1 if ty is t.BOOL else 4 if ty is t.CHAR else 0 if ty is t.NEVER else ty.bits // 8
    if (
        isinstance(ty, (t.RawPtr, t.Ref))
        and not isinstance(ty.ty, (t.Slice, t.Dynamic))
        and ty.ty is not t.STR
        or isinstance(ty, t.FnPtr)
    ):
        return 8
    return None


_ = (defs, NO_SPAN)
