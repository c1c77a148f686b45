"""Coercions, autoderef, and the joining of branches (part of `check.BodyCheck`).

Reference: `rustc_hir_typeck::coercion` and `autoderef`.  A coercion rewrites an expression by wrapping it in
adjustment nodes (`adj=True`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from burrow.rust import syntax as s
from burrow.rust import thir, traits
from burrow.rust import types as t
from burrow.source import Label, Span


class Merge:
    """Several expressions that are to have one type: branches, array elements, break values."""

    def __init__(self, check: Any, expected: Any) -> None:
        self.check = check
        self.expected = expected
        self.merged: Any = None
        self.sources: list[Any] = []
        self.values: list[Any] = []

    def hint(self) -> Any:
        return self.expected if self.expected is not None else None

    def add(self, v: Any, ast: Any, **where: Any) -> None:
        c = self.check
        self.sources.append(v)
        src = c.shallow(v.ty)
        if self.merged is None:
            if self.expected is not None:
                want = c.table.shallow(self.expected)
                if not (isinstance(want, t.Infer) and want.kind == "ty" and src is t.NEVER):
                    x = c.try_coerce(v, want)
                    if x is not None:
                        self.values.append(x)
                        self.merged = want if src is not t.NEVER or not isinstance(want, t.Infer) else None
                        if self.merged is None:
                            self.values[-1] = v
                        return
            self.values.append(v)
            if src is not t.NEVER:
                self.merged = v.ty
            return
        if src is t.NEVER:
            self.values.append(v)
            return
        merged = c.table.shallow(self.merged)
        if merged is not src:
            lub = self.fn_lub(merged, src, v)
            if lub:
                return
        x = c.try_coerce(v, self.merged)
        if x is not None:
            self.values.append(x)
            return
        # the other way round: everything so far to the new type
        at = c.table.snapshot()
        olds = []
        for o in self.values:
            if c.table.shallow(o.ty) is t.NEVER:
                olds.append(o)
                continue
            y = c.try_coerce(o, v.ty)
            if y is None:
                break
            olds.append(y)
        if len(olds) == len(self.values):
            self.values = [*olds, v]
            self.merged = v.ty
            return
        c.table.rollback(at)
        self.values.append(v)
        c.branch_mismatch(self, v, ast, where)

    def fn_lub(self, a: Any, b: Any, v: Any) -> bool:
        """Different function items or closures join as a function pointer."""
        c = self.check
        if not (isinstance(a, (t.FnDef, t.Closure)) and isinstance(b, (t.FnDef, t.Closure))) or c.table.probe(
            lambda: c.table.eq(a, b)
        ):
            return False
        sig = c.sel.callable(a)
        if sig is None:
            return False
        raw = traits.signature(a)
        other = traits.signature(b)
        if raw is not None and not isinstance(a, t.Closure):
            sig = c.norm(raw)
        elif other is not None and other.unsafe:
            sig = t.FnSig(*sig.fields[:3], True, *sig.fields[4:])  # type: ignore[call-arg]
        target = t.FnPtr(sig)
        olds = []
        for o in self.values:
            y = o if c.table.shallow(o.ty) is t.NEVER else c.try_coerce(o, target)
            if y is None:
                return False
            olds.append(y)
        x = c.try_coerce(v, target)
        if x is None:
            return False
        self.values = [*olds, x]
        self.merged = target
        return True

    def add_unit(self, span: Span) -> None:
        """A branch without a value."""
        self.add(thir.TupleExpr(t.UNIT, span, []), None, unit=True)

    def ty(self) -> t.Ty:
        if self.merged is None:
            if self.expected is not None and not self.sources:
                return self.expected  # type: ignore[no-any-return]
            return t.NEVER
        return self.merged  # type: ignore[no-any-return]

    def done(self) -> list[Any]:
        """The expressions, those of type `!` made to fit."""
        ty = self.ty()
        if self.check.table.shallow(ty) is t.NEVER:
            return self.values
        return [
            thir.Coerce(ty, v.span, "never", v, adj=True) if self.check.table.shallow(v.ty) is t.NEVER else v
            for v in self.values
        ]


class Coercion:
    """Mixed into BodyCheck."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def merge(self, expected: Any) -> Merge:
        return Merge(self, expected)

    def coerce_to(self: Any, x: Any, want: t.Ty, ast: Any, body: bool = False, two_phase: bool = False) -> Any:
        """`x` as a `want`, or an E0308."""
        c = self.try_coerce(x, want, two_phase)
        if c is not None:
            return c
        self.mismatch(x, want, ast, body)
        return thir.Err(want, x.span)

    def mismatch(self: Any, x: Any, want: t.Ty, ast: Any, body: bool = False) -> None:
        want, got = self.resolve(want), self.resolve(x.ty)
        if (want.flags | got.flags) & t.HAS_ERROR:
            self.note_error()
            return
        if ast is not None and self.blame(x, want, ast):
            return
        span = x.span
        label = describe_pair(want, got)
        labels: list[Label] = []
        block = _block_without_tail(x, ast, self)
        if block is not None and got is t.UNIT:
            # a body that ends in `;`, or in nothing
            if body and getattr(self, "ret_span", None) is not None and not self.closure_stack:
                d = self.error(self.ret_span, "mismatched types", label, "E0308")
                d.labels.append(
                    Label(
                        self.owner.name_span, "implicitly returns `()` as its body has no tail or `return` expression"
                    )
                )
                last = block.stmts[-1] if block.stmts else None
                if isinstance(last, s.SExpr) and last.semi:
                    d.help("remove this semicolon to return this value")
                return
        d = self.error(span, "mismatched types", label, "E0308")
        d.labels += labels
        if body and getattr(self, "ret_span", None) is not None and not self.closure_stack:
            d.labels.append(Label(self.ret_span, f"expected `{want}` because of return type"))

    def blame(self: Any, x: Any, want: t.Ty, ast: Any) -> bool:
        """Report at the tail of a block or at a branch, where the value really comes from."""
        if isinstance(ast, s.EParen):
            return self.blame(x, want, ast.expr)  # type: ignore[no-any-return]
        if isinstance(x, thir.Block) and x.tail is not None and isinstance(ast, s.EBlock) and ast.block.stmts:
            last = ast.block.stmts[-1]
            inner = last.expr if isinstance(last, s.SExpr) else None
            self.mismatch(x.tail, want, inner, True)
            return True
        if isinstance(x, thir.If) and x.otherwise is not None and isinstance(ast, s.EIf):
            for v, a in ((x.then, ast.then), (x.otherwise, ast.els)):
                if self.table.shallow(v.ty) is not t.NEVER and not isinstance(v, thir.Coerce):
                    self.mismatch(v, want, a)
                    return True
        if isinstance(x, thir.Match) and x.source == "match" and isinstance(ast, s.EMatch):
            for arm, aa in zip(x.arms, ast.arms, strict=False):
                if self.table.shallow(arm.body.ty) is not t.NEVER and not isinstance(arm.body, thir.Coerce):
                    self.mismatch(arm.body, want, aa.body)
                    return True
        return False

    def branch_mismatch(self: Any, m: Merge, v: Any, ast: Any, where: dict[str, Any]) -> None:
        a, b = self.resolve(m.merged), self.resolve(v.ty)
        if (a.flags | b.flags) & t.HAS_ERROR:
            self.note_error()
            return
        from burrow.rust.check_expr import _tail_span

        span = _tail_span(ast) if ast is not None else v.span
        expected = m.expected is not None and self.table.shallow(m.expected) is a
        if "if_else" in where and not expected:
            e = where["if_else"]
            d = self.error(span, "`if` and `else` have incompatible types", describe_pair(a, b), "E0308")
            d.labels.append(Label(_tail_span(e.then), "expected because of this"))
        elif "arm" in where and not expected:
            d = self.error(span, "`match` arms have incompatible types", describe_pair(a, b), "E0308")
        else:
            self.error(span, "mismatched types", describe_pair(a, b), "E0308")

    # ---- the rules
    # ----------------------------------------------------------------------------------------------------------------

    def try_coerce(self: Any, x: Any, want: t.Ty, two_phase: bool = False) -> Any:
        """`x` adjusted to type `want`; None when it cannot be."""
        table = self.table
        src = self.shallow(x.ty)
        tgt = table.shallow(want)
        if src is tgt and not (type(src) is t.Ref and src.mut):  # a `&mut` is reborrowed
            return x
        if src is t.NEVER:
            if isinstance(tgt, t.Infer) and tgt.kind == "ty":
                table.diverging.add(tgt.id)
            return thir.Coerce(tgt, x.span, "never", x, adj=True)
        if isinstance(src, t.Infer) and src.kind == "ty":
            return x if table.eq(src, tgt) else None
        ct = type(tgt)
        if ct is t.Infer:
            if isinstance(src, t.Ref) and src.mut and False:
                return None
            return self.reborrowed(x, src, two_phase) if table.eq(src, tgt) else None
        cs = type(src)
        if ct is t.Ref or ct is t.RawPtr or ct is t.Adt:
            u = self.coerce_unsized(x, src, tgt, two_phase)
            if u is not None:
                return u
        if ct is t.Ref:
            if cs is t.Ref:
                return self.coerce_ref(x, src, tgt, two_phase)
            return x if table.eq(src, tgt) else None
        if ct is t.RawPtr:
            if cs is t.Ref and (src.mut or not tgt.mut) and table.eq(src.ty, tgt.ty):
                place = thir.Deref(src.ty, x.span, x, adj=True)
                return thir.RawBorrow(tgt, x.span, place, tgt.mut, adj=True)
            if cs is t.RawPtr and src.mut and not tgt.mut and table.eq(src.ty, tgt.ty):
                return thir.Coerce(tgt, x.span, "mut_to_const", x, adj=True)
            return x if table.eq(src, tgt) else None
        if cs is t.FnDef and ct is t.FnPtr:
            return self.coerce_fn(x, src, tgt)
        if cs is t.FnPtr and ct is t.FnPtr:
            if not src.sig.unsafe and tgt.sig.unsafe:
                if table.eq(t.FnSig(*src.sig.fields[:3], True, *src.sig.fields[4:]), tgt.sig):  # type: ignore[call-arg]
                    return thir.Coerce(tgt, x.span, "unsafe_fn", x, adj=True)
                return None
            return x if table.eq(src, tgt) else None
        if cs is t.Closure and ct is t.FnPtr:
            return self.coerce_closure(x, src, tgt)
        if table.eq(src, tgt):
            return x
        return None

    def reborrowed(self: Any, x: Any, src: Any, two_phase: bool) -> Any:
        """A `&mut` passed where the type is still open is moved, not reborrowed."""
        return x

    def coerce_fn(self: Any, x: Any, src: t.FnDef, tgt: t.FnPtr) -> Any:
        sig = traits.signature(src)
        assert sig is not None
        sig = self.norm(sig, x.span)
        if tgt.sig.unsafe and not sig.unsafe:
            if not self.table.eq(t.FnSig(*sig.fields[:3], True, *sig.fields[4:]), tgt.sig):  # type: ignore[call-arg]
                return None
            inner = thir.Coerce(t.FnPtr(sig), x.span, "reify", x, adj=True)
            return thir.Coerce(tgt, x.span, "unsafe_fn", inner, adj=True)
        return thir.Coerce(tgt, x.span, "reify", x, adj=True) if self.table.eq(sig, tgt.sig) else None

    def coerce_closure(self: Any, x: Any, src: t.Closure, tgt: t.FnPtr) -> Any:
        if src.def_.mentions:  # type: ignore[attr-defined]
            return None
        sig = src.def_.sig
        if not self.table.eq(
            t.FnSig(sig.inputs, sig.output, sig.bound, tgt.sig.unsafe, tgt.sig.abi, tgt.sig.variadic), tgt.sig  # type: ignore[union-attr]
        ):
            return None
        return thir.Coerce(tgt, x.span, "closure_fn", x, adj=True)

    def coerce_ref(self: Any, x: Any, src: t.Ref, tgt: t.Ref, two_phase: bool) -> Any:
        """`&T` to `&U`: by reborrowing, through as many derefs as it takes."""
        if tgt.mut and not src.mut:
            return None
        table = self.table
        for steps, ty in self.autoderef(src, x.span):
            if not steps:
                continue
            if table.eq(ty, tgt.ty):
                if len(steps) == 1 and not src.mut:
                    return x
                place = self.apply_derefs(x, steps, x.span)
                if tgt.mut:
                    self.needs_mut(place)
                return thir.Borrow(
                    t.Ref(t.ERASED, tgt.ty, tgt.mut), x.span, place, tgt.mut, two_phase and tgt.mut, adj=True
                )
        return None

    def coerce_unsized(self: Any, x: Any, src: Any, tgt: Any, two_phase: bool) -> Any:
        table = self.table
        cs, ct = type(src), type(tgt)
        if ct in (t.Ref, t.RawPtr):
            if cs not in (t.Ref, t.RawPtr) or cs is t.RawPtr and ct is t.Ref or tgt.mut and not src.mut:
                return None
            a, b = self.shallow(src.ty), table.shallow(tgt.ty)
            if not self.may_unsize(a, b):
                return None
            at = table.snapshot()
            n = len(self.pending)
            if not self.unsize(a, b, x.span):
                table.rollback(at)
                del self.pending[n:]
                return None
            if cs is t.Ref:
                place = thir.Deref(src.ty, x.span, x, adj=True)
                if ct is t.Ref:
                    v: Any = thir.Borrow(
                        t.Ref(t.ERASED, src.ty, tgt.mut), x.span, place, tgt.mut, two_phase and tgt.mut, adj=True
                    )
                else:
                    v = thir.RawBorrow(t.RawPtr(src.ty, tgt.mut), x.span, place, tgt.mut, adj=True)
            else:
                v = (
                    x
                    if src.mut == tgt.mut
                    else thir.Coerce(t.RawPtr(src.ty, False), x.span, "mut_to_const", x, adj=True)
                )
            return thir.Coerce(tgt, x.span, "unsize", v, adj=True)
        if cs is t.Adt and src.def_ is tgt.def_:
            pairs = [
                (self.shallow(p), table.shallow(q))
                for p, q in zip(src.args, tgt.args, strict=False)
                if isinstance(p, t.Ty)
            ]
            if not any(
                p is not q and self.may_unsize(p, q) or isinstance(q, (t.Ref, t.Adt)) and self.nested_unsize(p, q)
                for p, q in pairs
            ):
                return None
            trait = self.lang("coerce_unsized")
            if trait is None:
                return None
            at = table.snapshot()
            n = len(self.pending)
            if not self.select_unsize(t.TraitRef(trait, (src, tgt)), x.span, 0):
                table.rollback(at)
                del self.pending[n:]
                return None
            return thir.Coerce(tgt, x.span, "unsize", x, adj=True)
        return None

    def nested_unsize(self: Any, p: Any, q: Any) -> bool:
        """Whether `Pin<&T>`-like arguments could be unsized."""
        if isinstance(p, t.Ref) and isinstance(q, t.Ref):
            return self.may_unsize(self.shallow(p.ty), self.table.shallow(q.ty))  # type: ignore[no-any-return]
        if isinstance(p, t.Adt) and isinstance(q, t.Adt) and p.def_ is q.def_ and p.args and q.args:
            a, b = p.args[0], q.args[0]
            return (
                isinstance(a, t.Ty) and isinstance(b, t.Ty) and self.may_unsize(self.shallow(a), self.table.shallow(b))
            )
        return False

    def may_unsize(self: Any, a: Any, b: Any) -> bool:
        """A quick look at whether `a: Unsize<b>` is worth asking."""
        if isinstance(a, t.Infer) and a.kind == "ty":
            return False
        if isinstance(b, t.Slice):
            return isinstance(a, t.Array)
        if isinstance(b, t.Dynamic):
            return True
        if (
            isinstance(b, t.Adt)
            and isinstance(a, t.Adt)
            and a.def_ is b.def_
            and a is not b
            and a.def_.adt_kind == "struct"
            and a.args
        ):
            return any(
                isinstance(q, t.Ty) and self.may_unsize(self.shallow(p), self.table.shallow(q))
                for p, q in zip(a.args, b.args, strict=False)
            )
        return False

    def unsize(self: Any, a: Any, b: Any, span: Span) -> bool:
        trait = self.lang("unsize")
        if trait is None:
            return False
        return self.select_unsize(t.TraitRef(trait, (a, b)), span, 0)  # type: ignore[no-any-return]

    def select_unsize(self: Any, tr: t.TraitRef, span: Span, depth: int) -> bool:
        """Select `Unsize` and `CoerceUnsized` at once; what else they need is owed."""
        if depth > 16:
            return False
        c = self.sel.select(tr)
        if c is None or c is traits.AMBIGUOUS:
            return False
        for p in c.nested:
            q = t.erase_bound(p.trait_ref) if isinstance(p, t.TraitPred) else p
            if isinstance(q, t.TraitRef) and q.trait.lang in ("unsize", "coerce_unsized"):
                if not self.select_unsize(self.resolve(q), span, depth + 1):
                    return False
            else:
                self.owe(p, span)
        return True

    # ---- autoderef
    # --------------------------------------------------------------------------------------------------------------

    def autoderef(self: Any, ty: t.Ty, span: Span, overloaded: bool = True) -> Iterator[tuple[list[Any], t.Ty]]:
        """`(steps, type)` for the type itself and for each deref of it; a step is (`builtin` or `overloaded`, type
        after it)."""
        steps: list[Any] = []
        for _ in range(64):
            ty = self.shallow(ty)
            yield steps, ty
            if isinstance(ty, t.Ref) or isinstance(ty, t.Adt) and ty.is_box:
                nxt = ty.ty if isinstance(ty, t.Ref) else ty.args[0]
                steps = [*steps, ("builtin", nxt)]
            elif overloaded:
                nxt = self.overloaded_deref(ty, span)
                if nxt is None:
                    return
                steps = [*steps, ("overloaded", nxt)]
            else:
                return
            ty = nxt  # type: ignore[assignment]
        self.error(
            span,
            f"reached the recursion limit while auto-dereferencing `{self.resolve(ty)}`",
            "deref recursion limit reached",
            "E0055",
        )

    def overloaded_deref(self: Any, ty: Any, span: Span) -> Any:
        """`<ty as Deref>::Target`, if there is one."""
        if isinstance(ty, (t.Prim, t.Tuple, t.Array, t.Slice, t.RawPtr, t.FnDef, t.FnPtr, t.Closure, t.Error, t.Infer)):
            return None
        trait = self.lang("deref")
        if trait is None:
            return None
        key = ty if not ty.flags & t.HAS_INFER else None
        cache = self.__dict__.setdefault("deref_cache", {})
        if key is not None and key in cache:
            return cache[key]
        target = None
        if self.sel.may_hold(trait, ty):
            at = self.table.snapshot()
            got = self.sel.project(t.Alias("proj", trait.items["Target"], (ty,)))
            if got is not None and got is not traits.AMBIGUOUS:
                target = self.table.resolve(got[0])
                for p in got[1]:
                    self.owe(p, span)
            else:
                self.table.rollback(at)
        if key is not None:
            cache[key] = target
        return target

    def apply_derefs(self: Any, x: Any, steps: list[Any], span: Span) -> Any:
        """`x` with the derefs written out as adjustments: a place (or `x` itself for none)."""
        for kind, ty in steps:
            if kind == "builtin":
                x = thir.Deref(ty, span, x, adj=True)
            else:
                x = self.deref_call(x, ty, span, False)
        return x

    def deref_call(self: Any, x: Any, target: t.Ty, span: Span, mut: bool, adj: bool = True) -> Any:
        """`*Deref::deref(&x)`."""
        trait = self.lang("deref_mut" if mut else "deref")
        fn = trait.items["deref_mut" if mut else "deref"]
        ref = thir.Borrow(t.Ref(t.ERASED, x.ty, mut), span, x, mut, adj=True)
        call = thir.Call(
            t.Ref(t.ERASED, target, mut),
            span,
            thir.FnRef(t.FnDef(fn, (x.ty,)), span, adj=True),
            [ref],
            span,
            from_op=True,
            adj=True,
        )
        return thir.Deref(target, span, call, adj=adj)

    def needs_mut(self: Any, x: Any) -> None:
        """A place is used mutably: its overloaded derefs and indexings become those of `DerefMut` and `IndexMut`."""
        while True:
            if isinstance(x, (thir.Field, thir.Index)):
                x = x.base
                continue
            if not isinstance(x, thir.Deref):
                return
            v = x.value
            if (
                isinstance(v, thir.Call)
                and v.from_op
                and isinstance(v.fun, thir.FnRef)
                and v.args
                and isinstance(v.args[0], thir.Borrow)
            ):
                fn = v.fun.ty.def_  # type: ignore[attr-defined]
                ref = v.args[0]
                which = {"deref": "deref_mut", "index": "index_mut"}.get(getattr(fn.container, "lang", None) or "")
                if which is None:
                    return
                trait = self.lang(which)
                args = v.fun.ty.args  # type: ignore[attr-defined]
                self.needs_mut(ref.place)
                if trait is None or not self.sel.may_hold(trait, *args):
                    return
                m = trait.items[which]
                v.fun.ty = t.FnDef(m, args)
                self.owe(t.TraitRef(trait, args), x.span)
                ref.mut = True
                ref.ty = t.Ref(t.ERASED, ref.place.ty, True)
                v.ty = t.Ref(t.ERASED, x.ty, True)
                return
            vty = self.table.shallow(v.ty)
            if isinstance(vty, t.Ref) and not vty.mut or isinstance(vty, t.RawPtr):
                return
            x = v


def describe_pair(want: t.Ty, got: t.Ty) -> str:
    """rustc's label of a mismatch."""
    a, b = _sort(want), _sort(got)
    if a == b:
        return f"expected `{want}`, found a different `{got}`" if False else f"expected {a}, found a different {b}"
    return f"expected {a}, found {b}"


def _sort(x: t.Ty) -> str:
    if isinstance(x, t.Infer):
        return {"int": "integer", "float": "floating-point number", "ty": "`_`"}[x.kind]
    if isinstance(x, t.Param):
        return f"type parameter `{x.name}`"
    if isinstance(x, t.Closure):
        return "closure"
    if isinstance(x, t.FnDef):
        return "fn item"
    if isinstance(x, t.FnPtr):
        return "fn pointer"
    if isinstance(x, t.Alias):
        return "opaque type" if x.kind == "opaque" else "associated type"
    if isinstance(x, t.Array) and x.len.kind == "value":
        return f"an array with a size of {x.len.value}" if False else f"`{x}`"
    return f"`{x}`"


def _block_without_tail(x: Any, ast: Any, check: Any) -> Any:
    while isinstance(ast, s.EParen):
        ast = ast.expr
    if isinstance(x, thir.Block) and x.tail is None and isinstance(ast, s.EBlock):
        return ast.block
    return None
