"""Closure expressions (part of `check.BodyCheck`): signatures from what is expected, bodies in the same inference.

Reference: `rustc_hir_typeck::closure`.  What a closure captures and how is decided later, by `captures`.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import defs, thir, traits
from burrow.rust import syntax as s
from burrow.rust import types as t
from burrow.source import Label, Span, Unsupported


class ClosureState:
    """A closure whose body is being checked: `own` the variables declared inside it."""

    __slots__ = ("def_", "own", "span")

    def __init__(self, def_: defs.ClosureDef, span: Span) -> None:
        self.def_ = def_
        self.own: set[thir.Var] = set()
        self.span = span


class ClosureCheck:
    """Mixed into BodyCheck."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def x_EClosure(self: Any, e: Any, exp: Any) -> thir.Expr:
        if e.async_:
            raise Unsupported(e.span, "async closures")
        sig, kind = self.expected_closure(exp)
        parent = self.closure_stack[-1].def_ if self.closure_stack else self.owner
        n = len(self.closures)
        d = defs.new_closure(self.owner, f"{{closure#{n}}}", parent, e.span, n)
        d.name_span = e.head
        d.is_move = e.move
        d.mentions = {}  # type: ignore[attr-defined]
        d.open = True  # type: ignore[attr-defined]
        d.closure_kind = kind
        d.ast = e
        args = tuple(t.erase_regions(a) for a in self.owner.generics.identity())
        ty = t.Closure(d, args)
        self.closures.append((d, ty))
        state = ClosureState(d, e.head)

        # the signature: the expected one where there is one (what is written must agree), else the written one
        n = len(e.params)
        bound: list[str] = [p.ident.name for p in e.for_]
        expected = sig.inputs if sig is not None and len(sig.inputs) == n else None
        if sig is not None and len(sig.inputs) != n:
            self.closure_count(e, sig, n)
        inputs: list[t.Ty] = []
        written: list[t.Ty | None] = []
        for i, p in enumerate(e.params):
            want = expected[i] if expected is not None else None
            given = self.closure_annotation(p.ty, bound) if p.ty is not None else None
            written.append(given)
            if given is not None and want is not None:
                self.agree(e, given, want)
            inputs.append(want if want is not None else given if given is not None else self.new_ty(p.span))
        out_written = self.closure_annotation(e.output, bound, output=True) if e.output is not None else None
        if sig is not None and expected is not None:
            names = tuple(sig.bound)
            out_ty = sig.output
            out = t.erase_bound(out_ty)
            if out_written is not None:
                self.table.eq(t.erase_bound(out_written), out)
        else:
            names = tuple(bound)
            out_ty = out_written if out_written is not None else self.new_ty(e.body.span)
            out = t.erase_bound(out_ty)
        d.sig = t.FnSig(tuple(inputs), out_ty, names)
        d.written = t.FnSig(
            tuple(x if x is not None else t.ERROR for x in written),
            out_written if out_written is not None else t.ERROR,
            tuple(bound),
        )

        # the body
        saved = (self.fn_ret, self.frames, self.diverges, self.unsafe_depth)
        self.fn_ret, self.frames, self.diverges = out, [*self.frames, None], False
        nribs = len(self.ribs)
        from burrow.rust.check import Rib

        self.ribs.append(Rib("closure", "", None, None))
        self.closure_stack.append(state)
        params = []
        for i, p in enumerate(e.params):
            pty = self.norm(t.erase_regions(t.erase_bound(inputs[i])), p.span)
            pat = self.check_param(p.pat, pty, False)
            self.param_pats.append(("closure", pat))
            params.append(thir.Param(pat, pty, p.span, p.ty.span if p.ty is not None else p.span))
        value = self.check_coerce(e.body, out)
        self.closure_stack.pop()
        del self.ribs[nribs:]
        self.fn_ret, self.frames, self.diverges, self.unsafe_depth = saved
        for outer in self.closure_stack:
            for v, sp in d.mentions.items():  # type: ignore[attr-defined]
                if v not in outer.own:
                    outer.def_.mentions.setdefault(v, sp)
        for x in params:
            self.sized(self.table.shallow(x.pat.ty), x.span)
        body = thir.Body(d, params, out, value, e.span, self.edition)
        body.locals = sorted(state.own, key=lambda v: (v.span.lo, v.name))
        d.body = body
        return thir.ClosureExpr(ty, e.span, d)

    def agree(self: Any, e: Any, given: t.Ty, want: t.Ty) -> None:
        """The written type of a parameter is the expected one (lifetimes aside)."""
        inner = t.erase_bound(given)
        if self.table.eq(inner, t.erase_bound(want)):
            return
        w, g = self.resolve(t.erase_bound(want)), self.resolve(inner)
        if (w.flags | g.flags) & t.HAS_ERROR:
            self.note_error()
        else:
            self.error(e.head, "type mismatch in closure arguments", "found signature defined here", "E0631")

    def closure_annotation(self: Any, n: Any, bound: list[str], output: bool = False) -> t.Ty:
        """A written type in a closure's signature: elided lifetimes are the closure's own (inferred in its output)."""
        low = self.low
        low.module = self.module
        low.binders.append(bound)
        saved = low.elide, low.fn_binder
        low.elide, low.fn_binder = t.ERASED if output else "bound", len(low.binders) - 1
        ty = low.ty(n)
        low.elide, low.fn_binder = saved
        low.binders.pop()
        if ty.flags & t.HAS_ERROR:
            self.note_error()
        return self.norm(ty, n.span)  # type: ignore[no-any-return]

    def closure_count(self: Any, e: Any, sig: t.FnSig, n: int) -> None:
        m = len(sig.inputs)
        d = self.error(
            e.head,
            f"closure is expected to take {m} argument{'s' if m != 1 else ''}, but it takes {n} argument{'s' if n != 1 else ''}",  # noqa: E501
            f"expected closure that takes {m} argument{'s' if m != 1 else ''}",
            "E0593",
        )
        del d

    def expected_closure(self: Any, exp: Any) -> tuple[t.FnSig | None, str | None]:
        """The signature and kind that the context wants of a closure."""
        if exp is None:
            return None, None
        exp = self.table.shallow(exp)
        if isinstance(exp, t.Infer) and exp.kind == "ty":
            return self.closure_from_obligations(exp)  # type: ignore[no-any-return]
        if isinstance(exp, t.FnPtr):
            return exp.sig, None
        if isinstance(exp, t.Dynamic) and exp.principal is not None:
            kind = _FN.get(exp.principal.lang)  # type: ignore[arg-type]
            if kind is None:
                return None, None
            ins = self.table.shallow(exp.args[0])
            if isinstance(ins, t.Tuple):
                out = next((x for _, x in exp.projections), None)
                out = out if out is not None else self.new_ty()
                return t.FnSig(ins.elems, out, exp.bound), kind
            return None, kind
        if isinstance(exp, t.Alias):
            preds = traits.alias_preds(exp)
            return self.closure_from_preds(exp, preds)  # type: ignore[no-any-return]
        if isinstance(exp, t.Ref) or isinstance(exp, t.Closure):
            return None, None
        return None, None

    def closure_from_obligations(self: Any, var: t.Infer) -> tuple[t.FnSig | None, str | None]:
        """What pending obligations on the closure's type variable say."""
        preds = []
        for o in self.pending:
            p = o.pred
            if isinstance(p, t.TraitRef):
                if self.table.shallow(p.args[0]) is var:
                    preds.append(t.TraitPred(p))
            elif isinstance(p, t.TraitPred):
                if self.table.shallow(p.trait_ref.args[0]) is var:
                    preds.append(p)
            elif isinstance(p, t.ProjPred) and self.table.shallow(p.alias.args[0]) is var:
                preds.append(p)  # type: ignore[arg-type]
        return self.closure_from_preds(var, preds)  # type: ignore[no-any-return]

    def closure_from_preds(self: Any, subject: t.Ty, preds: list[Any]) -> tuple[t.FnSig | None, str | None]:
        sig = None
        kind: str | None = None
        todo = list(preds)
        seen: set[Any] = set()
        projections = []
        while todo:
            p = todo.pop(0)
            if p in seen:
                continue
            seen.add(p)
            if isinstance(p, t.ProjPred):
                if p.alias.def_.lang == "fn_once_output":
                    projections.append(p)
                continue
            if not isinstance(p, t.TraitPred):
                continue
            trait = p.trait_ref.trait
            k = _FN.get(trait.lang)  # type: ignore[arg-type]
            if k is not None:
                if kind is None or _RANK[k] > _RANK[kind]:
                    kind = k
                ins = self.resolve(p.trait_ref.args[1])
                if isinstance(ins, t.Tuple) and sig is None:
                    sig = (ins.elems, p.bound)
            else:
                for q in traits.implied(trait):
                    todo.append(t.subst(q, tuple(t.erase_bound(a) for a in p.trait_ref.args)))
        for p in projections:
            ins = self.resolve(p.alias.args[1])
            if isinstance(ins, t.Tuple):
                out = p.ty
                if out.flags & t.HAS_ALIAS:
                    out = self.norm(out)
                inputs = tuple(self.norm(i) for i in ins.elems)
                return t.FnSig(inputs, out, p.bound), kind
        if sig is not None:
            return t.FnSig(tuple(self.norm(i) for i in sig[0]), self.new_ty(), sig[1]), kind
        return None, kind

    def want_closure_kind(self: Any, ty: t.Closure, want: str) -> None:
        """Somebody needs a closure whose kind is not known yet to be `want`."""
        self.wanted_kinds.append((ty.def_, want))

    def check_kinds(self: Any) -> None:
        """E0525 where a closure turned out to be of a lesser kind than was asked for."""
        for d, want in self.wanted_kinds:
            have = d.closure_kind
            if have is not None and _RANK[have] < _RANK[want] and d not in self.reported:
                self.reported.add(d)
                if self.errors:
                    continue
                e = self.error(
                    d.name_span,
                    f"expected a closure that implements the `{want}` trait, but this closure only implements `{have}`",
                    f"this closure implements `{have}`, not `{want}`",
                    "E0525",
                )
                why = getattr(d, "kind_reason", None)
                if why is not None:
                    e.labels.append(Label(why[0], why[1]))


_FN = {"fn": "Fn", "fn_mut": "FnMut", "fn_once": "FnOnce"}
_RANK = {"Fn": 2, "FnMut": 1, "FnOnce": 0}
_ = s
