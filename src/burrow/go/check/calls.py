"""Calls, and instantiation of generic functions.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/call.go.
"""

from __future__ import annotations

from typing import Any

from burrow.go import predicates, types
from burrow.go import syntax as s
from burrow.go.check.exprs import Target
from burrow.go.check.infer import Infer, parameterized
from burrow.go.printer import expr_string
from burrow.go.substitution import rename, subst
from burrow.go.types import Interface, Signature, Slice, Tuple, Type, TypeParam, Var
from burrow.go.universe import BUILTINS, INVALID


class Calls(Infer):
    """`f(x)`."""

    def call(self, e: s.Call) -> str:
        fun = e.fun
        inst: s.Index | None = None
        if isinstance(fun, s.Index):
            if self.index_expr(fun):
                inst = fun
        else:
            self.expr_or_type(fun, True)
        mode = fun.mode
        if not mode:
            self.use(*e.args)
            return "statement"
        if mode == s.TYPE:
            self._conversion(e)
            return "conversion"
        if mode == s.BUILTIN:
            inner = s.unparen(fun)
            obj: Any = inner.sel.obj if isinstance(inner, s.Selector) else inner.obj  # type: ignore[attr-defined]
            e.kind = s.BUILTIN_CALL
            e.builtin = obj.name
            self.builtin(e, obj.name)
            if e.mode and e.mode != s.CONST:
                self.has_call = True
            return BUILTINS[obj.name][2]
        sig = fun.type if fun.type.__class__ is Signature else predicates.common_under(fun.type)
        if not isinstance(sig, Signature):
            if fun.type is not INVALID:
                self.error(fun, f"invalid operation: cannot call {self.operand(fun)}: {self._not_callable(fun.type)}")
            self.use(*e.args)
            return "statement"
        targs: list[Type] = []
        exprs: list[s.Expr] = []
        generic = bool(sig.tparams)
        if inst is not None:
            exprs = inst.indices
            found = self.type_list(exprs)
            if found is None:
                self.use(*e.args)
                return "statement"
            targs = found
            want = len(sig.tparams)
            if len(targs) > want:
                self.error(exprs[want], f"got {len(targs)} type arguments but want {want}")
                self.use(*e.args)
                return "statement"
            if len(targs) == want:
                sig = self._instance(inst.pos, inst, sig, targs, exprs)
                targs, exprs = [], []
        args, partial = self._arguments_of(e.args)
        result = self.arguments(e, sig, targs, exprs, args, partial)
        if generic and not result.tparams:
            fun.mode, fun.type = s.VALUE, result
        results = result.results
        if not results:
            e.mode = s.NOVALUE
            e.type = Tuple([])
        elif len(results) == 1:
            e.mode = s.VALUE
            e.type = results[0].type
        else:
            e.mode = s.VALUE
            e.type = Tuple(results)
        self.has_call = True
        if result.tparams and e.mode == s.VALUE and parameterized(set(result.tparams), e.type):
            e.mode, e.type = 0, INVALID
        return "statement"

    def _not_callable(self, t: Type) -> str:
        for term, u in predicates.type_terms(t):
            if u is None:
                return "no specific type"
            if not isinstance(u, Signature):
                return f"{self.ts(term)} is not a function"
        return "no common underlying type"

    def _conversion(self, e: s.Call) -> None:
        e.kind = s.CONVERSION
        self.non_generic(e.fun, None)
        if not e.fun.mode:
            return
        t = e.fun.type
        if not e.args:
            self.error(e, f"missing argument in conversion to {self.ts(t)}")
        elif len(e.args) > 1:
            self.use(*e.args)
            self.error(e.args[-1], f"too many arguments in conversion to {self.ts(t)}")
        else:
            x = e.args[0]
            if not self.expr(x, (t, "conversion")):
                return
            u = t.underlying
            if isinstance(u, Interface) and t.__class__ is not TypeParam and not u.type_set.is_method_set:
                self.error(
                    e,
                    f"cannot use interface {self.ts(t)} in conversion (contains specific type "
                    f"constraints or is comparable)",
                )
                return
            if e.dots:
                self.error(x, f"invalid use of ... in conversion to {self.ts(t)}")
                return
            self.conversion(e, x, t)

    def expr_list(self, items: list[s.Expr]) -> list[s.Expr]:
        """Operands; a single call stands for its results."""
        if len(items) == 1:
            return self.multi(items[0], False)[0]
        for x in items:
            self.expr(x)
        return items

    def _arguments_of(self, items: list[s.Expr]) -> tuple[list[s.Expr], dict[int, list[Type]]]:
        """Operands, generic functions allowed; partial type arguments of those by place."""
        partial: dict[int, list[Type]] = {}
        if len(items) == 1 and items[0].__class__ is s.Call:
            x: s.Expr = items[0]
            self.raw(x)
            if x.mode <= s.TYPE:
                if x.mode:
                    self.exclude(x, True)
            elif x.type.__class__ is Tuple:
                pos = s.start(x)
                shown = expr_string(x)
                return [self.value_node(pos, shown, v.type) for v in x.type.vars], partial
            return items, partial
        for i, x in enumerate(items):
            if isinstance(x, s.Index):
                if self.index_expr(x):
                    targs = self._partial(x)
                    if targs is not None:
                        partial[i] = targs
                else:
                    mode = x.mode
                    if mode and mode <= s.TYPE:
                        self.exclude(x, True)
                continue
            self.generic_expr(x)
        return items, partial

    def _partial(self, x: s.Index) -> list[Type] | None:
        """The type arguments of `f[A]` where more are to be inferred; complete ones are applied at once."""
        sig = x.type
        assert isinstance(sig, Signature)
        targs = self.type_list(x.indices)
        if targs is None:
            x.mode = 0
            return None
        if len(targs) > len(sig.tparams):
            self.error(x.indices[len(sig.tparams)], f"got {len(targs)} type arguments but want {len(sig.tparams)}")
            x.mode = 0
            return None
        if len(targs) < len(sig.tparams):
            return targs
        x.type = self._instance(x.pos, x, sig, targs, x.indices)
        return None

    def instantiate_function(self, x: s.Expr, inst: s.Index | None, target: Target) -> None:
        """Type arguments for a generic function that is not called: those given, the rest inferred from the `target`
        type."""
        sig = x.type if isinstance(x.type, Signature) else x.type.underlying
        assert isinstance(sig, Signature)
        targs: list[Type] = []
        exprs: list[s.Expr] = []
        pos = x.pos
        if inst is not None:
            exprs = inst.indices
            found = self.type_list(exprs)
            if found is None:
                x.mode = 0
                return
            targs = found
            pos = inst.pos
        want = len(sig.tparams)
        if len(targs) > want:
            self.error(exprs[want], f"got {len(targs)} type arguments but want {want}")
            x.mode = 0
            return
        if len(targs) < want:
            params: list[Type] = []
            args: list[s.Expr] = []
            tparams, renamed = rename(sig.tparams, sig)
            wanted = predicates.common_under(target[0]) if target is not None and target[0] is not None else None
            reverse = isinstance(wanted, Signature)
            if reverse and target is not None:
                if self.version < 21:
                    what = "partially" if inst is not None else "implicitly"
                    self.allow(21, pos, f"{what} instantiated function in assignment")
                params = [Signature(renamed.params, renamed.results, renamed.variadic)]
                arg = s.Ident(x.pos, target[1])
                arg.mode, arg.type, arg.const = s.VALUE, wanted, None  # type: ignore[assignment]
                args = [arg]
            known: list[Type | None] = [*targs, *[None] * (want - len(targs))]
            all_args = self.infer(pos, tparams, known, params, args, reverse, self.error)
            if all_args is None:
                x.mode = 0
                return
            targs = all_args
        x.type = self._instance(x.pos, x, sig, targs, exprs)
        x.mode = s.VALUE

    def _instance(self, pos: int, e: s.Expr, sig: Signature, targs: list[Type], exprs: list[s.Expr]) -> Signature:
        """The signature with type arguments, which are recorded and (later) checked."""
        tparams = sig.tparams
        env = dict(zip(tparams, targs, strict=True))
        out = subst(sig, env)
        assert isinstance(out, Signature)
        out = Signature(out.params, out.results, out.variadic, sig.recv)
        x = e
        while True:
            if isinstance(x, s.Ident):
                x.targs, x.type = targs, out
                break
            x.type = out
            if isinstance(x, s.Selector):
                x.sel.targs, x.sel.type = targs, out
                break
            if not isinstance(x, (s.Paren, s.Index)):
                break
            x = x.x
        if any(p.bound is not None and not (isinstance(p.bound, Interface) and p.bound.name == "any") for p in tparams):
            self.later(lambda: self._verify(pos, exprs, tparams, targs))
        else:
            self.note_instance(pos, exprs, tparams, targs)
        return out

    def arguments(
        self,
        e: s.Call,
        sig: Signature,
        targs: list[Type],
        exprs: list[s.Expr],
        args: list[s.Expr],
        partial: dict[int, list[Type]],
    ) -> Signature:
        """Check the arguments of a call; the signature, instantiated where it was generic."""
        params = sig.params
        n, count = len(args), len(params)
        wanted: list[Type]
        if sig.variadic:
            if e.dots:
                if len(e.args) == 1 and n > 1:
                    self.error(e, f"cannot use ... with {n}-valued {expr_string(e.args[0])}")
                    return sig
                wanted = [v.type for v in params]
            elif n >= count - 1:
                wanted = [v.type for v in params[:-1]]
                last = params[-1].type
                elem = last.elem if isinstance(last, Slice) else last
                wanted += [elem] * (n - count + 1)
                count = n
            else:
                wanted = []
                count -= 1
        else:
            if e.dots:
                self.error(e, f"cannot use ... in call to non-variadic {expr_string(e.fun)}")
                return sig
            wanted = [v.type for v in params]
        if n != count:
            at: s.Node | int = _closing(e)
            few = "not enough"
            if n > count:
                at, few = args[count], "too many"
            have = self.types_summary([a.type for a in args], False, e.dots)
            want = self.types_summary([v.type for v in params], sig.variadic, False)
            self.error(at, f"{few} arguments in call to {expr_string(e.fun)}\n\thave {have}\n\twant {want}")
            return sig

        if not sig.tparams and not any(a.type.__class__ is Signature and a.type.tparams for a in args):
            if n:
                context = ""
                for x, t in zip(args, wanted, strict=True):
                    if x.type is t and x.mode >= s.CONST:
                        continue
                    if not context:
                        context = f"argument to {expr_string(e.fun)}" if len(e.args) < 200 else "argument"
                    self.assignment(x, t, context)
            return sig
        return self._generic_call(e, sig, targs, exprs, args, partial, wanted)

    def _generic_call(
        self,
        e: s.Call,
        sig: Signature,
        targs: list[Type],
        exprs: list[s.Expr],
        args: list[s.Expr],
        partial: dict[int, list[Type]],
        wanted: list[Type],
    ) -> Signature:
        own = len(sig.tparams)
        tparams: list[TypeParam] = []
        known: list[Type | None] = []
        result = sig
        renamed = sig
        names: dict[TypeParam, Type] = {}
        if own:
            self.allow(18, e, "implicit function instantiation")
            tparams, renamed = rename(sig.tparams, sig)
            names = dict(zip(sig.tparams, tparams, strict=True))
            wanted = [subst(t, names) for t in wanted]
            known = [*targs, *[None] * (own - len(targs))]
        generic_args: list[tuple[int, Signature, int]] = []
        for i, x in enumerate(args):
            asig = x.type
            if isinstance(asig, Signature) and asig.tparams:
                fresh, copy = rename(asig.tparams, asig)
                generic_args.append((i, asig, len(tparams)))
                x.type = Signature(copy.params, copy.results, copy.variadic, copy.recv, fresh)
                tparams = tparams + fresh
                given = partial.get(i, [])
                known += [*given, *[None] * (len(fresh) - len(given))]
        if generic_args:
            self.allow(21, args[generic_args[0][0]], "implicitly instantiated function as argument")

        def report(pos: int, text: str) -> None:
            self.error(pos, f"in call to {expr_string(e.fun)}, {text}")

        found = self.infer(e.pos, tparams, known, wanted, args, False, report)
        if found is None:
            return sig
        if own:
            result = self._instance(e.pos, e.fun, sig, found[:own], exprs)
        env = dict(zip(tparams, found, strict=True))
        wanted = [subst(t, env) for t in wanted]
        for i, asig, first in generic_args:
            x = args[i]
            x.type = self._instance(x.pos, x, asig, found[first : first + len(asig.tparams)], [])
        context = f"argument to {expr_string(e.fun)}"
        for x, t in zip(args, wanted, strict=True):
            self.assignment(x, t, context)
        return result

    def types_summary(self, items: list[Type], variadic: bool, dots: bool) -> str:
        """Types in a have/want line: untyped numbers are "number"."""
        out = []
        for i, t in enumerate(items):
            if t is None or t is INVALID:
                text = "unknown type"
            elif predicates.is_untyped(t):
                numeric = predicates.is_basic(t, types.IS_NUMERIC)
                text = "number" if numeric else str(t).replace("untyped ", "")
            else:
                text = self.ts(t)
            if i == len(items) - 1:
                if variadic:
                    text = "..." + (self.ts(t.elem) if isinstance(t, Slice) else text)
                elif dots:
                    text += "..."
            out.append(text)
        return "(" + ", ".join(out) + ")"

    def builtin(self, e: s.Call, name: str) -> None:
        """A call of a builtin function (builtins.py)."""
        raise NotImplementedError


def _closing(e: s.Call) -> s.Node | int:
    """Where too few arguments are reported: the last argument, or the call."""
    return e.args[-1] if e.args else e


__all__ = ["Calls", "Var"]
