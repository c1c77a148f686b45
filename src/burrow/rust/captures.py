"""What each closure captures, and how; and with it the closure's kind.

In: the tree of a body whose types are inferred.  Out: `ClosureDef.captures` and `closure_kind`, and calls of closures
turned into calls of the right Fn trait.
Reference: `rustc_hir_typeck::upvar` over `expr_use_visitor`: every use of a place that starts at a variable of the
surrounding body is recorded with its strength
(read < unique < mutable < moved); from edition 2021 on places are captured precisely, with rustc's truncations.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import lang, thir
from burrow.rust import types as t
from burrow.rust.check_call import OpCall
from burrow.source import Span

_ORDER = {"ref": 0, "unique": 1, "mut": 2, "copy_move": 3}


class Place:
    """A variable and projections; `tys[i]` is the type after i of them."""

    __slots__ = ("proj", "tys", "var")

    def __init__(self, var: thir.Var | None, proj: tuple[Any, ...], tys: tuple[Any, ...]) -> None:
        self.var = var
        self.proj = proj
        self.tys = tys

    def then(self, p: Any, ty: Any) -> Place:
        return Place(self.var, (*self.proj, p), (*self.tys, ty))


def analyze(check: Any, body: thir.Body) -> None:
    """Every closure of a body, inner ones first."""
    order: list[Any] = []
    kids: dict[Any, list[Any]] = {}
    for d, _ in check.closures:
        kids.setdefault(d.parent, []).append(d)

    def post(d: Any) -> None:
        for k in kids.get(d, ()):
            post(k)
            order.append(k)

    post(check.owner)
    body.closures = kids.get(check.owner, [])
    for d in order:
        if d.body is None:
            d.closure_kind = d.closure_kind or "Fn"
            d.open = False
            continue
        d.body.closures = kids.get(d, [])
        _Closure(check, d).run()
        settle(check, d)


def settle(check: Any, d: Any) -> None:
    """Calls of `d` become calls of the Fn trait that it has."""
    kind = d.closure_kind
    which = {
        "Fn": ("fn", "call", False),
        "FnMut": ("fn_mut", "call_mut", True),
        "FnOnce": ("fn_once", "call_once", None),
    }[kind]
    trait = check.lang(which[0])
    rest = []
    for call, ct, e in check.deferred_calls:
        if ct.def_ is not d:
            rest.append((call, ct, e))
            continue
        f, tup = call.args
        if trait is None:
            continue
        if which[2] is not None:
            if which[2]:
                check.needs_mut(f)
            f = thir.Borrow(t.Ref(t.ERASED, f.ty, which[2]), f.span, f, which[2], which[2], adj=True)
        call.fun = thir.FnRef(t.FnDef(trait.items[which[1]], (ct, tup.ty)), e.fun.span)
        call.args = [f, tup]
    check.deferred_calls = rest


class Uses:
    """Walks a tree and reports how places are used."""

    def __init__(self, check: Any) -> None:
        self.check = check

    def used(self, p: Place, how: str, span: Span) -> None:
        """A use of a place that starts at a variable."""

    def looked_at(self, p: Place, span: Span) -> None:
        """A place is taken apart by a pattern, which need not read it."""

    def is_copy(self, ty: Any) -> bool:
        c = self.check
        ty = c.resolve(ty)
        if isinstance(ty, t.Prim):
            return ty is not t.STR
        if isinstance(ty, t.Ref):
            return not ty.mut
        if isinstance(ty, (t.RawPtr, t.FnDef, t.FnPtr, t.Error, t.Infer)):
            return True
        return bool(c.sel.holds(lang.item(c.crate, "copy"), ty))

    # values

    def value(self, x: Any) -> None:
        """An expression whose value is wanted."""
        f = getattr(self, "v_" + type(x).__name__, None)
        if f is not None:
            f(x)

    def values(self, xs: Any) -> None:
        for x in xs:
            self.value(x)

    def read_place(self, x: Any) -> None:
        p = self.place(x)
        if p is not None:
            self.used(p, "ref" if self.is_copy(x.ty) else "copy_move", x.span)

    v_VarRef = v_Deref = v_Field = v_Index = read_place

    def place(self, x: Any) -> Place | None:
        """The place that an expression is, its inner values walked; None for one that does not start at a variable."""
        if isinstance(x, thir.VarRef):
            return Place(x.var, (), (x.ty,))
        if isinstance(x, thir.Deref):
            p = self.place(x.value)
            return p.then(("deref",), x.ty) if p is not None else None
        if isinstance(x, thir.Field):
            p = self.place(x.base)
            return p.then(("field", x.index, 0), x.ty) if p is not None else None
        if isinstance(x, thir.Index):
            p = self.place(x.base)
            self.value(x.index)
            return p.then(("index",), x.ty) if p is not None else None
        if isinstance(x, thir.StaticRef):
            return None
        self.value(x)
        return None

    def borrow(self, x: Any, how: str, span: Span) -> None:
        p = self.place(x)
        if p is not None:
            self.used(p, how, span)

    def v_Borrow(self, x: Any) -> None:
        self.borrow(x.place, "mut" if x.mut else "ref", x.place.span)

    v_RawBorrow = v_Borrow

    def v_Call(self, x: Any) -> None:
        if x.overloaded and x.args and x.fun is x.args[0]:
            # a closure whose kind is not known yet: of an outer body, a use that can only be by reference here
            self.borrow(x.args[0], "ref", x.span)
            self.values(x.args[1:])
            return
        self.value(x.fun)
        self.values(x.args)

    def v_OpCall(self, x: OpCall) -> None:
        c = self.check
        if builtin_op(c, x):
            if x.assign:
                self.value(x.right)
                self.borrow(x.left, "mut", x.left.span)
            else:
                self.value(x.left)
                self.value(x.right)
        else:
            self.value(x.call)

    def v_AdtExpr(self, x: Any) -> None:
        self.values(v for _, v in x.fields)
        if x.base is not None:
            p = self.place(x.base)
            if p is not None:
                given = {i for i, _ in x.fields}
                for f in x.adt.variant.fields:
                    if f.index not in given:
                        ty = self.check.norm(t.erase_regions(f.ty_with(x.args)))
                        self.used(
                            p.then(("field", f.index, 0), ty), "ref" if self.is_copy(ty) else "copy_move", x.base.span
                        )

    def v_TupleExpr(self, x: Any) -> None:
        self.values(x.elems)

    v_ArrayExpr = v_TupleExpr

    def one(self, x: Any) -> None:
        self.value(x.value)

    v_Repeat = v_Unary = v_Cast = v_Use = v_Coerce = one

    def v_Binary(self, x: Any) -> None:
        self.value(x.left)
        self.value(x.right)

    v_Logical = v_Binary

    def v_Assign(self, x: Any) -> None:
        self.value(x.value)
        self.borrow(x.place, "mut", x.place.span)

    v_AssignOp = v_Assign

    def v_If(self, x: Any) -> None:
        self.value(x.cond)
        self.value(x.then)
        if x.otherwise is not None:
            self.value(x.otherwise)

    def v_Let(self, x: Any) -> None:
        self.matched(x.value, [x.pat])

    def v_Match(self, x: Any) -> None:
        self.matched(x.value, [a.pat for a in x.arms])
        for a in x.arms:
            if a.guard is not None:
                self.value(a.guard)
            self.value(a.body)

    def v_Loop(self, x: Any) -> None:
        self.value(x.body)

    def v_Break(self, x: Any) -> None:
        if x.value is not None:
            self.value(x.value)

    v_Return = v_Break

    def v_Block(self, x: Any) -> None:
        for st in x.stmts:
            if isinstance(st, thir.LetStmt):
                if st.init is not None:
                    self.matched(st.init, [st.pat])
                if st.otherwise is not None:
                    self.value(st.otherwise)
            else:
                self.statement(st.expr)
        if x.tail is not None:
            self.value(x.tail)

    def statement(self, x: Any) -> None:
        self.value(x)

    def v_ClosureExpr(self, x: Any) -> None:
        for c in x.def_.captures:
            p = Place(c.var, (), (c.var.ty,))
            ty = c.var.ty
            for pr in c.proj:
                ty = after(self.check, ty, pr)
                p = p.then(pr, ty)
            how = c.by
            if how == "copy_move" and self.is_copy(c.ty):
                how = "ref"
            self.used(p, how, c.span)
        for p, span in x.def_.fake_reads:
            self.looked_at(p, span)

    # patterns

    def matched(self, x: Any, pats: list[Any]) -> None:
        if not _is_place(x):
            self.value(x)
            for p in pats:
                self.pattern(p, None)
            return
        place = self.place(x)
        for p in pats:
            self.pattern(p, place)
        if place is not None:
            self.looked_at(place, x.span)

    def pattern(self, p: Any, at: Place | None) -> None:
        """The reads, moves and borrows that matching a pattern does to a place."""
        if isinstance(p, thir.PBind):
            if at is not None:
                if p.mode == "move":
                    self.used(at, "ref" if self.is_copy(p.ty) else "copy_move", p.span)
                else:
                    self.used(at, "mut" if p.mode == "ref mut" else "ref", p.span)
            if p.sub is not None:
                self.pattern(p.sub, at)
        elif isinstance(p, thir.PVariant):
            if at is not None and len(p.adt.variants) > 1:
                self.used(at, "ref", p.span)
            for i, q in p.fields:
                self.pattern(q, at.then(("field", i, p.variant), q.ty) if at is not None else None)
        elif isinstance(p, thir.PLeaf):
            for i, q in p.fields:
                self.pattern(q, at.then(("field", i, 0), q.ty) if at is not None else None)
        elif isinstance(p, thir.PDeref):
            self.pattern(p.sub, at.then(("deref",), p.sub.ty) if at is not None else None)
        elif isinstance(p, (thir.PConst, thir.PRange)):
            if at is not None:
                self.used(at, "ref", p.span)
        elif isinstance(p, thir.PSlice):
            if at is not None and not isinstance(self.check.resolve(p.ty), t.Array):
                self.used(at, "ref", p.span)
            for q in [*p.prefix, *([p.rest] if p.rest is not None else []), *p.suffix]:
                self.pattern(q, at.then(("index",), q.ty) if at is not None else None)
        elif isinstance(p, thir.POr):
            for q in p.pats:
                self.pattern(q, at)


class _Closure(Uses):
    """The captures of one closure."""

    def __init__(self, check: Any, d: Any) -> None:
        super().__init__(check)
        self.d = d
        self.own = set(d.body.locals)
        self.uses: list[tuple[Place, str, Span]] = []
        self.kind = "Fn"
        self.reason: Any = None

    def used(self, p: Place, how: str, span: Span) -> None:
        if p.var is None or p.var in self.own:
            return
        self.uses.append((p, how, span))

    def looked_at(self, p: Place, span: Span) -> None:
        if p.var is not None and p.var not in self.own:
            self.d.fake_reads.append((self.restrict(p, "ref")[0], span))

    def run(self) -> None:
        d = self.d
        for prm in d.body.params:
            self.pattern(prm.pat, None)
        self.value(d.body.value)
        mins: dict[thir.Var, list[tuple[Place, str, Span]]] = {}
        for p, how, span in self.uses:
            p, how = self.optimised(*self.restrict(p, how))
            self.infer_kind(p, how, span)
            p, how = self.drop_types(*(self.for_move(p) if d.is_move else self.for_ref(p, how)))
            assert p.var is not None
            self.merge(mins.setdefault(p.var, []), p, how, span)
        order: list[thir.Var] = [*d.mentions, *(v for v in mins if v not in d.mentions)]
        if self.check.edition < 2021:
            # whole variables are captured, even where only `_` looks at them
            for v in order:
                whole = Place(v, (), (v.ty,))
                how = "copy_move" if d.is_move else "ref"
                self.merge(mins.setdefault(v, []), whole, how, d.mentions.get(v, d.span))
        caps: list[thir.Capture] = []
        for v in order:
            got = mins.get(v, [])
            got.sort(key=lambda c: tuple(x[1] if x[0] == "field" else -1 for x in c[0].proj))
            for p, how, span in got:
                shared = how in ("mut", "unique") and self.behind_shared(p)
                caps.append(thir.Capture(v, p.proj, p.tys[-1], how, self.mutable(p), span, behind_shared=shared))
        d.captures = caps
        if d.closure_kind is None:
            d.closure_kind = self.kind
        d.kind_reason = self.reason
        d.inferred_kind = self.kind
        d.open = False

    def infer_kind(self, p: Place, how: str, span: Span) -> None:
        """What a use means for the closure's kind."""
        name = p.var.name if p.var else ""
        if how == "copy_move" and self.kind != "FnOnce":
            self.kind = "FnOnce"
            why = f"closure is `FnOnce` because it moves the variable `{name}` out of its environment"
            self.reason = (span, why)
        elif how in ("mut", "unique") and self.kind == "Fn":
            self.kind = "FnMut"
            self.reason = (span, f"closure is `FnMut` because it mutates the variable `{name}` here")

    def restrict(self, p: Place, how: str) -> tuple[Place, str]:
        """rustc's limits on precision: raw pointers, unions, packed fields, indexing."""
        if how != "copy_move":
            steps = zip(p.proj, p.tys, strict=False)
            if any(x[0] == "deref" and isinstance(self.check.resolve(y), t.RawPtr) for x, y in steps):
                how = "ref"  # what a raw pointer points to does not ask for a mutable pointer
            for i, pr in enumerate(p.proj):
                ty = self.check.resolve(p.tys[i])
                if pr[0] == "field" and isinstance(ty, t.Adt) and ty.def_.repr.packed:
                    p, how = truncate(self, p, i, how)
                    break
        for i, pr in enumerate(p.proj):
            ty = self.check.resolve(p.tys[i])
            if pr[0] == "index" or isinstance(ty, t.RawPtr) or (isinstance(ty, t.Adt) and ty.def_.is_union):
                return truncate(self, p, i, how)
        return p, how

    def optimised(self, p: Place, how: str) -> tuple[Place, str]:
        """Nothing after the last dereference is needed where that goes through a shared reference."""
        for i in range(len(p.proj) - 1, -1, -1):
            if p.proj[i][0] == "deref":
                ty = self.check.resolve(p.tys[i])
                return truncate(self, p, i + 1, how) if isinstance(ty, t.Ref) and not ty.mut else (p, how)
        return p, how

    def for_move(self, p: Place) -> tuple[Place, str]:
        """A `move` closure takes what lies before the first dereference."""
        i = next((i for i, pr in enumerate(p.proj) if pr[0] == "deref"), len(p.proj))
        return truncate(self, p, i, "copy_move")

    def for_ref(self, p: Place, how: str) -> tuple[Place, str]:
        return self.for_move(p) if how == "copy_move" else (p, how)

    def drop_types(self, p: Place, how: str) -> tuple[Place, str]:
        """Nothing can be moved out of a type that implements Drop."""
        if how == "copy_move" and not self.is_copy(p.tys[-1]):
            for i in range(len(p.proj)):
                ty = self.check.resolve(p.tys[i])
                if isinstance(ty, t.Adt) and ty.def_.drop_impl is not None:
                    return truncate(self, p, i, how)
        return p, how

    def merge(self, have: list[tuple[Place, str, Span]], p: Place, how: str, span: Span) -> None:
        """Keep the shortest places, with the strongest use of each."""
        n = len(p.proj)
        below = [r for r in have if len(r[0].proj) > n and r[0].proj[:n] == p.proj]
        if below:
            for q, h, sp in below:
                _, h = truncate(self, q, n, h)
                if _ORDER[h] > _ORDER[how]:
                    how, span = h, sp
            have[:] = [*(r for r in have if r not in below), (p, how, span)]
            return
        for i, (q, h, sp) in enumerate(have):
            if p.proj[: len(q.proj)] == q.proj:
                _, how = truncate(self, p, len(q.proj), how)
                have[i] = (q, how, span) if _ORDER[how] > _ORDER[h] else (q, h, sp)
                return
        have.append((p, how, span))

    def behind_shared(self, p: Place) -> bool:
        """Whether the place is reached through a shared reference."""
        before = [self.check.resolve(x) for x, step in zip(p.tys, p.proj, strict=False) if step[0] == "deref"]
        return any(isinstance(x, t.Ref) and not x.mut for x in before)

    def mutable(self, p: Place) -> bool:
        assert p.var is not None
        m = p.var.mut
        for i, pr in enumerate(p.proj):
            ty = self.check.resolve(p.tys[i])
            if pr[0] == "deref" and isinstance(ty, t.Ref):
                if not ty.mut:
                    return False
                m = True
        return m


def truncate(self: Uses, p: Place, n: int, how: str) -> tuple[Place, str]:
    """The first `n` projections; a mutable use through a `&mut` that is cut off becomes a unique one."""
    if n >= len(p.proj):
        return p, how
    if how == "mut":
        for i in range(n, len(p.proj)):
            ty = self.check.resolve(p.tys[i])
            if p.proj[i][0] == "deref" and isinstance(ty, t.Ref) and ty.mut:
                how = "unique"
                break
    return Place(p.var, p.proj[:n], p.tys[: n + 1]), how


def after(check: Any, ty: Any, pr: Any) -> Any:
    """The type of a place after one more projection."""
    ty = check.resolve(ty)
    if pr[0] == "deref":
        return ty.ty if isinstance(ty, (t.Ref, t.RawPtr)) else ty.args[0] if isinstance(ty, t.Adt) else t.ERROR
    if isinstance(ty, t.Tuple):
        return ty.elems[pr[1]]
    if isinstance(ty, t.Adt):
        f = ty.def_.variants[pr[2]].fields[pr[1]]
        return check.norm(t.erase_regions(f.ty_with(ty.args)))
    return t.ERROR


def builtin_op(check: Any, x: OpCall) -> bool:
    from burrow.rust.check_call import _builtin

    return _builtin(x.op, check.resolve(x.left.ty), check.resolve(x.right.ty))


def _is_place(x: Any) -> bool:
    return isinstance(x, (thir.VarRef, thir.StaticRef, thir.Deref, thir.Field, thir.Index))
