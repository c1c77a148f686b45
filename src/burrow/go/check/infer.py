"""Inference of type arguments.

Part of the checker (see `checker.py`).  In: type parameters, the arguments given, parameters and operands.  Out: all
type arguments, or None after an error.  Reference: cmd/compile/internal/types2/infer.go.
"""

from __future__ import annotations

from collections.abc import Callable

from burrow.go import predicates, types
from burrow.go import syntax as s
from burrow.go.check.composites import Composites
from burrow.go.printer import expr_string
from burrow.go.substitution import subst
from burrow.go.types import Func, Interface, Named, Signature, Type, TypeParam, Union
from burrow.go.unify import ASSIGN, EXACT, INEXACT, Unifier
from burrow.go.universe import UNTYPED_ORDER, default_type


class Infer(Composites):
    """Type arguments from arguments and constraints."""

    def infer(
        self,
        pos: int,
        tparams: list[TypeParam],
        targs: list[Type | None],
        params: list[Type],
        args: list[s.Expr],
        reverse: bool,
        report: Callable[[int, str], None],
    ) -> list[Type] | None:
        """The type arguments for `tparams` (`targs` those that are known); errors go to `report`."""
        if all(a is not None for a in targs):
            return targs  # type: ignore[return-value]
        if any(not a.mode for a in args):
            return None
        known = {p: a for p, a in zip(tparams, targs, strict=True) if a is not None}
        if known:
            params = [subst(p, known) for p in params]
        u = Unifier(tparams, targs, self.version >= 21, self.complete_method)
        own = set(tparams)
        untyped: list[int] = []
        for i, (par, arg) in enumerate(zip(params, args, strict=True)):
            if not parameterized(own, par) and not parameterized(own, arg.type):
                continue
            if not predicates.is_untyped(arg.type):
                if not u.unify(par, arg.type, ASSIGN):
                    self._no_match(u, tparams, par, arg, reverse, report)
                    return None
            elif isinstance(par, TypeParam) and arg.mode != s.NIL:
                untyped.append(i)
        if not self._constraints(u, tparams, own, pos, report):
            return None
        most: dict[TypeParam, Type] = {}
        for i in untyped:
            p = params[i]
            assert isinstance(p, TypeParam)
            if u.at(p) is not None:
                continue
            t = args[i].type
            old = most.get(p)
            if old is not None and old is not t:
                if old not in UNTYPED_ORDER or t not in UNTYPED_ORDER:
                    report(
                        s.start(args[i]),
                        f"mismatched types {self.ts(old)} and {self.ts(t)} (cannot infer {p.obj.name})",
                    )
                    return None
                if UNTYPED_ORDER[old] > UNTYPED_ORDER[t]:
                    t = old
            most[p] = t
        for p, t in most.items():
            u.set(p, default_type(t))
        inferred = [u.at(p) for p in tparams]
        return self._simplify(tparams, own, inferred, pos, report)

    def _constraints(
        self, u: Unifier, tparams: list[TypeParam], own: set[TypeParam], pos: int, report: Callable[[int, str], None]
    ) -> bool:
        """Use the constraints' core types and methods until nothing new is found."""
        while True:
            before = u.unknowns()
            for p in tparams:
                tx = u.at(p)
                core, tilde, single = _core_term(p)
                if core is not None:
                    if tx is not None:
                        if not u.unify(tx, core, INEXACT):
                            report(pos, f"{p.obj.name} (type {self.ts(tx)}) does not satisfy {self.ts(p.bound)}")
                            return False
                    elif single and not tilde:
                        u.set(p, core)
                if tx is not None and not parameterized(own, tx):
                    iface = p.iface
                    if iface.type_set.methods:
                        cause = self._unify_methods(u, tx, iface)
                        if cause is not None:
                            report(
                                pos, f"{p.obj.name} (type {self.ts(tx)}) does not satisfy {self.ts(p.bound)} {cause}"
                            )
                            return False
            if u.unknowns() == before:
                return True

    def _unify_methods(self, u: Unifier, t: Type, iface: Interface) -> str | None:
        def same(f: Func, m: Func) -> bool:
            if f.type is None:
                self.complete_method(f)
            return u.unify(f.type, m.type, EXACT)

        self.same_signature = same  # type: ignore[method-assign]
        try:
            return self.missing_method(t, iface, True)
        finally:
            del self.same_signature

    def _simplify(
        self,
        tparams: list[TypeParam],
        own: set[TypeParam],
        inferred: list[Type | None],
        pos: int,
        report: Callable[[int, str], None],
    ) -> list[Type] | None:
        """Replace parameters inside what was inferred by what was inferred for them."""
        _kill_cycles(tparams, inferred)
        for _ in range(len(tparams) + 1):
            env = {p: t for p, t in zip(tparams, inferred, strict=True) if t is not None}
            changed = False
            for i, t in enumerate(inferred):
                if t is not None:
                    new = subst(t, env)
                    if new is not t:
                        if isinstance(new, Signature) and new.tparams and not parameterized(own, new):
                            new = Signature(new.params, new.results, new.variadic)
                        inferred[i] = new
                        changed = True
            if not changed:
                break
        for p, t in zip(tparams, inferred, strict=True):
            if t is None or parameterized(own, t):
                report(pos, f"cannot infer {p.obj.name} (declared at {self.place(p.obj.pos)})")
                return None
        return inferred  # type: ignore[return-value]

    def _no_match(
        self,
        u: Unifier,
        tparams: list[TypeParam],
        par: Type,
        arg: s.Expr,
        reverse: bool,
        report: Callable[[int, str], None],
    ) -> None:
        found = [u.at(p) for p in tparams]
        at = s.start(arg)
        shown, have = expr_string(arg), self.ts(arg.type)
        if all(t is None for t in found):
            names = _names(tparams)
            report(at, f"type {have} of {shown} does not match {self.ts(par)} (cannot infer {names})")
            return
        inferred = subst(par, {p: t for p, t in zip(tparams, found, strict=True) if t is not None})
        if inferred is par:
            report(at, f"type {have} of {shown} does not match {self.ts(par)}")
        elif reverse:
            report(at, f"inferred type {self.ts(inferred)} for {self.ts(par)} does not match type {have} of {shown}")
        else:
            report(at, f"type {have} of {shown} does not match inferred type {self.ts(inferred)} for {self.ts(par)}")


def _names(tparams: list[TypeParam]) -> str:
    names = [p.obj.name for p in tparams]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return f"{names[0]} and {names[1]}"
    return ", ".join(names[:-1]) + ", and " + names[-1]


def _core_term(p: TypeParam) -> tuple[Type | None, bool, bool]:
    """The one type of a constraint or the common underlying type of all (type, with tilde, it is the only term)."""
    ts = p.iface.type_set
    if not ts.has_terms:
        return None, False, False
    if len(ts.terms) == 1:
        tilde, t = ts.terms[0]
        return t, tilde, True
    core = predicates.common_under(p)
    return core, any(tilde for tilde, _ in ts.terms), False


def parameterized(own: set[TypeParam], t: Type, seen: set[Type] | None = None) -> bool:
    """Whether one of the parameters occurs in `t`."""
    if isinstance(t, types.Basic):
        return False
    if isinstance(t, TypeParam):
        return t in own
    if isinstance(t, Named):
        return any(parameterized(own, a, seen) for a in t.targs)
    if isinstance(t, (types.Pointer, types.Slice, types.Array, types.Chan)):
        return parameterized(own, t.elem, seen)
    if isinstance(t, types.Map):
        return parameterized(own, t.map_key, seen) or parameterized(own, t.elem, seen)
    if seen is None:
        seen = set()
    if t in seen:
        return False
    seen.add(t)
    if isinstance(t, Signature):
        return any(parameterized(own, v.type, seen) for v in t.params) or any(
            parameterized(own, v.type, seen) for v in t.results
        )
    if isinstance(t, types.Struct):
        return any(parameterized(own, v.type, seen) for v in t.fields)
    if isinstance(t, types.Tuple):
        return any(parameterized(own, v.type, seen) for v in t.vars)
    if isinstance(t, Interface):
        ts = t.type_set
        return any(parameterized(own, m.type, seen) for m in ts.methods) or any(
            parameterized(own, term, seen) for _, term in ts.terms or ()
        )
    if isinstance(t, Union):
        return any(parameterized(own, term, seen) for _, term in t.terms)
    return False


def _kill_cycles(tparams: list[TypeParam], inferred: list[Type | None]) -> None:
    """Forget what was inferred in terms of itself."""
    for i, p in enumerate(tparams):
        seen: set[TypeParam] = set()
        todo = [p]
        while todo:
            q = todo.pop()
            t = inferred[tparams.index(q)]
            if t is None:
                continue
            for r in tparams:
                if parameterized({r}, t):
                    if r is p:
                        inferred[i] = None
                        todo.clear()
                        break
                    if r not in seen:
                        seen.add(r)
                        todo.append(r)
