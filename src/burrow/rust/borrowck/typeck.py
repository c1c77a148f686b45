"""The type check of a body that finds its region constraints.

In: a body of the typed stage and its universal regions.  Out: every local with region variables in its type, the
constraints that assignments, calls, casts, returns, annotations and borrows ask for, and the loans.  The reference is
`rustc_borrowck::type_check` and `borrow_set`.  What differs: types are right already (inference saw to that), so only
regions are related; well-formedness is asked of what the program wrote and of signatures only. """

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from burrow.ir import dataflow
from burrow.ir import nodes as ir
from burrow.rust import defs, thir
from burrow.rust import types as ty
from burrow.rust.borrowck.relate import Relate, Where
from burrow.rust.borrowck.universal import Universal, adt_outlives
from burrow.rust.build.builder import BodyInfo, LocalInfo, Promoted
from burrow.rust.build.places import PlaceTypes
from burrow.source import Span

Point = tuple[int, int]


@dataclass(slots=True)
class Loan:
    """One borrow: `place` for `region`, at `point`; `assigned` is where the reference is put.  Two-phase ones are
    reserved until `activation`."""

    place: ir.Place
    kind: str
    region: int
    point: Point
    span: Span
    assigned: ir.Place
    activation: Point | None = None


@dataclass(slots=True)
class Requirements:
    """What a closure asks of its creator: (sup, sub, category, span) by external region, and type tests."""

    outlives: list[tuple[int, int, str, Span]] = field(default_factory=list)
    tests: list[tuple[ty.Ty, int, Span]] = field(default_factory=list)
    universal: Universal | None = None


class TypeCheck:
    """See the module."""

    def __init__(self, body: ir.Body, universal: Universal, closures: dict[Any, Requirements]) -> None:
        self.body = body
        self.info: BodyInfo = body.data
        self.universal = universal
        self.regions = universal.regions
        self.relate: Relate = universal.relate
        self.closures = closures
        self.loans: list[Loan] = []
        self.point: Point = (0, 0)
        self.span = body.span
        self.locals: list[ir.Local] = []
        for i, local in enumerate(body.locals):
            if i == 0:
                t = self._output()
            elif i <= body.params:
                t = self._input(i, local)
            else:
                t = self.relate.normalize(self.relate.fresh(local.ty))
            self.locals.append(ir.Local(t, local.name, local.mutable, local.span, local.data))
        self.types = PlaceTypes(self.relate, self.locals)

    def _output(self) -> Any:
        tree = self.info.tree
        out = self.universal.output
        if out.flags & ty.HAS_OPAQUE:
            return self._reveal(out)
        return out if not isinstance(out, ty.Error) else self.relate.fresh(tree.ret)

    def _reveal(self, t: Any) -> Any:
        """The result's type with the opaque types that this body defines replaced by what it returns."""
        hidden = self.info.tree.opaques

        def one(x: Any, depth: int) -> Any:
            if isinstance(x, ty.Alias) and x.kind == "opaque" and x.def_ in hidden:
                return self._reveal(self.relate.fresh(ty.erase_regions(hidden[x.def_])))
            return None

        return ty.fold(t, one, ty.HAS_OPAQUE)

    def _input(self, i: int, local: ir.Local) -> ty.Ty:
        if i - 1 < len(self.universal.inputs):
            return self.universal.inputs[i - 1]
        return self.relate.fresh(local.ty)  # type: ignore[no-any-return]

    # ---- the walk

    def run(self) -> None:
        """Visit every reachable statement."""
        if isinstance(self.info.owner, defs.ClosureDef) and self.info.owner.written is not None:
            self._written_signature(self.info.owner.written)
        for b in sorted(dataflow.reverse_postorder(self.body)):
            block = self.body.blocks[b]
            for i, s in enumerate(block.statements):
                self.point = (b, i)
                self.span = s.info.span
                self._statement(s)
            t = block.terminator
            assert t is not None
            self.point = (b, len(block.statements))
            self.span = t.info.span
            self._terminator(t)

    def _written_signature(self, sig: ty.FnSig) -> None:
        """A closure's annotations hold of its parameters and result, whatever signature it was expected to have."""
        rs = [self.regions.new() for _ in sig.bound]
        for i, t in enumerate((sig.output, *sig.inputs)):
            if isinstance(t, ty.Error):
                continue
            local = self.locals[0 if i == 0 else i + 1]
            given = self.relate.normalize(self.relate.fresh(ty.open_binder(t, rs)))
            self.relate.eq(local.ty, given, self.where("TypeAnnotation", span=local.span or self.body.span))

    def where(self, category: str, what: Any = None, span: Span | None = None) -> Where:
        return Where(category, span if span is not None else self.span, self.point, what)

    def category(self, place: ir.Place) -> str:
        """Why a value is put into `place`."""
        if place.proj:
            return "Assignment"
        if place.local == 0:
            owner = self.info.owner
            if isinstance(owner, defs.StaticDef):
                return "UseAsStatic"
            return "UseAsConst" if isinstance(owner, defs.ConstDef) else "Return"
        info: LocalInfo = self.body.locals[place.local].data
        return "Assignment" if info.kind in ("user", "arg") and info.var is not None else "Boring"

    def _statement(self, s: ir.Statement) -> None:
        if isinstance(s, ir.Assign):
            want = self.types.of(s.place)
            got = self._rvalue(s.rvalue, s.place)
            if got is not None:
                self.relate.sub(got, want, self.where(self.category(s.place)))
        elif isinstance(s, ir.Ascribe):
            t = self.relate.normalize(self.relate.fresh(s.ty))
            self.well_formed(t, self.where("TypeAnnotation"))
            place_ty = self.types.of(s.place)
            if s.variance == "=":
                self.relate.eq(place_ty, t, self.where("TypeAnnotation"))
            else:
                self.relate.sub(place_ty, t, self.where("TypeAnnotation"))

    def well_formed(self, t: ty.Ty, where: Where) -> None:
        """What the type asks of the regions in it."""
        outer, self.relate.where = self.relate.where, where
        for x in ty.walk(t):
            if isinstance(x, ty.Ref) and x.region.kind in ("var", "static") and x.outer == 0:
                self.relate.type_outlives(x.ty, x.region)
            elif isinstance(x, ty.Adt) and x.outer == 0:
                for what, r in adt_outlives(x.def_):
                    region = ty.subst(r, x.args)
                    if isinstance(region, ty.Region) and region.kind in ("var", "static"):
                        self.relate._arg_outlives(ty.subst(what, x.args), region)
        self.relate.where = outer

    def operand(self, o: ir.Operand) -> ty.Ty:
        if isinstance(o, ir.Const):
            return self._const(o)
        return self.types.of(o.place)

    def _const(self, c: ir.Const) -> ty.Ty:
        value = c.value
        if isinstance(value, thir.FnRef) or isinstance(c.ty, ty.FnDef):
            return self._fn_ref(c)
        if isinstance(value, thir.StaticRef):
            t = self.relate.fresh(c.ty)
            declared = self.relate.fresh(value.def_.ty)
            if isinstance(t, (ty.Ref, ty.RawPtr)):
                self.relate.eq(t.ty, declared, self.where("Boring"))
            return t  # type: ignore[no-any-return]
        if isinstance(value, thir.ConstRef):
            args = tuple(self.relate.fresh(a) for a in value.args)
            self._user_args(args, value.user_args)
            if value.user_self is not None:
                self._user_self(value.def_, args, value.user_self)
            declared = getattr(value.def_, "ty", None)
            if declared is not None and not isinstance(value.def_, defs.AnonConst):
                self._predicates(value.def_, args)
                return self.relate.normalize(self.relate.fresh(ty.subst(declared, args)))  # type: ignore[no-any-return]
            return self.relate.fresh(c.ty)  # type: ignore[no-any-return]
        if isinstance(value, Promoted):
            inner = _PromotedCheck(value.body, self)
            inner.run()
            return inner.locals[0].ty  # type: ignore[no-any-return]
        t = c.ty
        if isinstance(t, ty.Ref) and not t.ty.flags & ty.HAS_ERASED:
            return ty.Ref(ty.STATIC, t.ty, t.mut)  # text and byte strings
        return self.relate.fresh(t)  # type: ignore[no-any-return]

    def _fn_ref(self, c: ir.Const) -> ty.Ty:
        t = self.relate.fresh(c.ty)
        assert isinstance(t, ty.FnDef)
        if isinstance(c.value, thir.FnRef):
            self._user_args(t.args, c.value.user_args)
            if c.value.user_self is not None:
                self._user_self(t.def_, t.args, c.value.user_self)
        self._predicates(t.def_, t.args)
        return t

    def _user_args(self, args: ty.Args, user: Any) -> None:
        if user is None:
            return
        where = self.where("TypeAnnotation", "generic")
        outer, self.relate.where = self.relate.where, where
        for x, u in zip(args, user, strict=False):
            if u is not None:
                self.relate.arg(x, self.relate.normalize(self.relate.fresh(u)), "=")
        self.relate.where = outer

    def _user_self(self, d: Any, args: ty.Args, user_self: ty.Ty) -> None:
        """The self type as written of an associated item `d` with arguments `args`."""
        container = getattr(d, "container", None)
        given = self.relate.normalize(self.relate.fresh(user_self))
        where = self.where("TypeAnnotation", "generic")
        if isinstance(container, defs.ImplDef):
            self.relate.eq(self.relate.normalize(ty.subst(container.self_ty, args)), given, where)
        elif isinstance(container, defs.TraitDef) and isinstance(args[0], ty.Ty):
            self.relate.eq(args[0], given, where)

    def _predicates(self, d: Any, args: ty.Args) -> None:
        """The where-clauses of what is named hold."""
        outer, self.relate.where = self.relate.where, self.where("Predicate")
        owner = d.adt if isinstance(d, defs.VariantDef) else d
        for p in owner.predicates:
            if p.flags & (ty.HAS_PARAM | ty.HAS_REGION):
                self.relate.prove(ty.subst(p, args))
        self.relate.where = outer

    # ---- rvalues

    def _rvalue(self, r: ir.Rvalue, dest: ir.Place) -> ty.Ty | None:
        if isinstance(r, ir.Use):
            return self.operand(r.operand)
        if isinstance(r, ir.Ref):
            return self._borrow(r, dest)
        if isinstance(r, ir.AddressOf):
            return ty.RawPtr(self.types.of(r.place), r.mutable)
        if isinstance(r, ir.Aggregate):
            return self._aggregate(r)
        if isinstance(r, ir.Cast):
            return self._cast(r, dest)
        if isinstance(r, ir.Repeat):
            t = self.operand(r.operand)
            want = self.types.of(dest)
            if isinstance(want, ty.Array):
                return ty.Array(t, want.len)
            return None
        if isinstance(r, (ir.Binary, ir.Checked)):
            self._compare(r)
        return None

    def _compare(self, r: ir.Binary | ir.Checked) -> None:
        a, b = self.operand(r.left), self.operand(r.right)
        if isinstance(a, (ty.FnPtr, ty.RawPtr)) and type(a) is type(b):
            common = self.relate.fresh(self.relate.erase(a))
            self.relate.sub(a, common, self.where("Boring"))
            self.relate.sub(b, common, self.where("Boring"))

    def _borrow(self, r: ir.Ref, dest: ir.Place) -> ty.Ty:
        region = self.regions.new()
        place = r.place
        n = self.regions.number(region)
        if r.kind != "fake" or True:
            if not self._ignored(place):
                self.loans.append(Loan(place, r.kind, n, self.point, self.span, dest))
        # the reference must not outlive those that it goes through
        mutable = r.kind in ("mut", "two_phase", "unique")
        for i in range(len(place.proj) - 1, -1, -1):
            if place.proj[i].kind != "deref":
                continue
            base = self.types.of(ir.Place(place.local, place.proj[:i]))
            if isinstance(base, ty.Ref):
                category = "Boring"
                upvar = self._upvar_of(place)
                self.regions.add(
                    base.region, region, category if upvar is None else "ClosureUpvar", self.span, self.point, upvar
                )
                if not base.mut:
                    break
            elif isinstance(base, ty.RawPtr):
                break
        return ty.Ref(region, self.types.of(place), mutable)

    def _upvar_of(self, place: ir.Place) -> int | None:
        """The number of the upvar that the place is inside of, in a closure."""
        if self.info.closure is None or place.local != 1:
            return None
        for p in place.proj:
            if p.kind == "field":
                return p.a
        return None

    def _ignored(self, place: ir.Place) -> bool:
        """Whether nothing that is done to the variable can matter to the borrow: it goes through a shared reference
        or raw pointer."""
        for i, p in enumerate(place.proj):
            if p.kind != "deref":
                continue
            t = self.types.of(ir.Place(place.local, place.proj[:i]))
            if isinstance(t, ty.RawPtr):
                return True
            if isinstance(t, ty.Ref) and not t.mut:
                info: LocalInfo = self.body.locals[place.local].data
                return not (i == 0 and info.kind == "static" and getattr(info.def_, "thread_local", False))
        return False

    def _aggregate(self, r: ir.Aggregate) -> ty.Ty | None:
        t = self.relate.normalize(self.relate.fresh(r.ty))
        if isinstance(t, ty.Adt):
            self._predicates(t.def_, t.args)
            fields = [r.active] if r.active is not None else range(len(r.fields))
            for i, o in zip(fields, r.fields, strict=False):
                self.relate.sub(self.operand(o), self.relate.field_ty(t, r.variant, i), self.where("Boring"))
        elif isinstance(t, ty.Tuple):
            return ty.Tuple(tuple(self.operand(o) for o in r.fields))
        elif isinstance(t, ty.Array):
            for o in r.fields:
                self.relate.sub(self.operand(o), t.ty, self.where("Boring"))
        elif isinstance(t, ty.Closure):
            for i, o in enumerate(r.fields):
                self.relate.sub(self.operand(o), t.upvars[i], self.where("ClosureUpvar", i))
            self._requirements(t)
        return t  # type: ignore[no-any-return]

    def _requirements(self, t: ty.Closure) -> None:
        """What the closure asks of the regions that it got from here."""
        needs = self.closures.get(t.def_)
        if needs is None or needs.universal is None:
            return
        theirs = needs.universal
        mapping: dict[int, ty.Region] = {0: ty.STATIC}
        for term, r in theirs.named.items():
            if term in self.relate.named:
                mapping[self.regions.number(r)] = self.relate.named[term]
        mine: list[ty.Region] = []
        assert theirs.closure is not None
        _pair(theirs.closure, t, mapping)
        del mine
        for sup, sub, category, span in needs.outlives:
            a, b = mapping.get(sup), mapping.get(sub)
            if a is not None and b is not None:
                self.regions.add(a, b, category, span, self.point)
                if self.regions.constraints and self.regions.constraints[-1].span == span:
                    self.regions.constraints[-1].from_closure = True
        for what, at, span in needs.tests:
            region = mapping.get(at)
            if region is not None:
                outer, self.relate.where = self.relate.where, self.where("Boring", span=span)
                self.relate.type_outlives(what, region)
                self.relate.where = outer

    # ---- casts

    def _cast(self, r: ir.Cast, dest: ir.Place) -> ty.Ty:
        got = self.operand(r.operand)
        want: ty.Ty = self.relate.normalize(self.relate.fresh(r.ty))
        where = self.where("Cast", r.kind)
        if r.kind in ("reify", "closure_fn", "unsafe_fn"):
            sig = self.relate.signature(got)
            if sig is not None and isinstance(want, ty.FnPtr):
                plain = ty.FnPtr(
                    ty.FnSig(sig.inputs, sig.output, sig.bound, want.sig.unsafe, want.sig.abi, want.sig.variadic)
                )
                self.relate.sub(self.relate.normalize(plain), want, where)
        elif r.kind == "unsize":
            outer, self.relate.where = self.relate.where, self.where("Cast", want)
            self._unsize(got, want)
            self.relate.where = outer
        elif r.kind in ("mut_to_const", "array_to_ptr"):
            if isinstance(got, ty.RawPtr) and isinstance(want, ty.RawPtr):
                inner = got.ty.ty if r.kind == "array_to_ptr" and isinstance(got.ty, ty.Array) else got.ty
                self.relate.sub(inner, want.ty, where)
        elif r.kind == "ptr_ptr":
            if (
                isinstance(got, ty.RawPtr)
                and isinstance(want, ty.RawPtr)
                and type(got.ty) is type(want.ty)
                and isinstance(got.ty, ty.Dynamic)
            ):
                self.relate.sub(got.ty, want.ty, where)
        return want

    def _unsize(self, a: Any, b: Any) -> None:
        """`a: CoerceUnsized<b>`."""
        if isinstance(a, ty.Ref) and isinstance(b, ty.Ref):
            self.relate._region(a.region, b.region, "+")
            self._unsize_inner(a.ty, b.ty)
        elif isinstance(a, (ty.Ref, ty.RawPtr)) and isinstance(b, ty.RawPtr):
            self._unsize_inner(a.ty, b.ty)
        elif isinstance(a, ty.Adt) and isinstance(b, ty.Adt) and a.def_ is b.def_:
            for x, y in zip(a.args, b.args, strict=True):
                if self.relate.erase(x) is self.relate.erase(y):
                    self.relate.arg(x, y, "=")
                elif isinstance(x, ty.Ty):
                    if isinstance(x, (ty.Ref, ty.RawPtr)) or (
                        isinstance(x, ty.Adt) and isinstance(y, ty.Adt) and x.def_ is y.def_ and x.def_.lang is not None
                    ):
                        self._unsize(x, y)
                    else:
                        self._unsize_inner(x, y)

    def _unsize_inner(self, a: Any, b: Any) -> None:
        """`a: Unsize<b>`."""
        if isinstance(a, ty.Array) and isinstance(b, ty.Slice):
            self.relate.relate(a.ty, b.ty, "=")
        elif isinstance(b, ty.Dynamic):
            if isinstance(a, ty.Dynamic):
                self.relate._region(a.region, b.region, "+")
                self.relate._dynamic(a, ty.Dynamic(b.principal, b.args, b.projections, b.autos, a.region, b.bound), "=")
                return
            self.relate.type_outlives(a, b.region)
            if b.principal is not None:
                hard = [self.regions.new() for _ in b.bound]
                args = (a, *(ty.open_binder(x, hard) for x in b.args))
                self.relate.prove(ty.TraitPred(ty.TraitRef(b.principal, args)))
                for d, value in b.projections:
                    extra = d.container.generics.count if d.container is not None else len(args)
                    alias = ty.Alias("proj", d, args[:extra])
                    got = self.relate.normalize(alias)
                    if got is not alias:
                        self.relate.relate(got, ty.open_binder(value, hard), "=")
        elif isinstance(a, ty.Adt) and isinstance(b, ty.Adt) and a.def_ is b.def_:
            for x, y in zip(a.args, b.args, strict=True):
                if self.relate.erase(x) is self.relate.erase(y):
                    self.relate.arg(x, y, "=")
                elif isinstance(x, ty.Ty):
                    self._unsize_inner(x, y)

    # ---- terminators

    def _terminator(self, t: ir.Terminator) -> None:
        if isinstance(t, ir.Call):
            self._call(t)

    def _call(self, t: ir.Call) -> None:
        fun = self.operand(t.func)
        sig = self.relate.signature(fun)
        assert sig is not None, fun
        inputs, output = self.relate.open(sig)
        where = self.where("Boring")
        outer, self.relate.where = self.relate.where, where
        inputs = [self.relate.normalize(x) for x in inputs]
        output = self.relate.normalize(output)
        for x in (*inputs, output):
            self.well_formed(x, where)
        from_hir = isinstance(t.data, thir.Call) and not t.data.from_op
        category = "CallArgument" if from_hir else "Boring"
        for i, (a, want) in enumerate(zip(t.args, inputs, strict=False)):
            self.relate.sub(self.operand(a), want, self.where(category, (i, fun)))
        if t.target is not None or not isinstance(output, ty.Prim):
            self.relate.sub(output, self.types.of(t.dest), self.where(self.category(t.dest)))
        self.relate.where = outer


class _PromotedCheck(TypeCheck):
    """The type check of a promoted value: what it asks of regions is asked where the value is used; its loans are of
    things that live for ever (rustc's `check_promoted`)."""

    def __init__(self, body: ir.Body, user: TypeCheck) -> None:
        self.user = user
        super().__init__(body, user.universal, user.closures)

    def _output(self) -> Any:
        return self.relate.fresh(self.body.locals[0].ty)

    def where(self, category: str, what: Any = None, span: Span | None = None) -> Where:
        return self.user.where("Boring" if category == "Return" else category, what)

    def run(self) -> None:
        super().run()
        self.loans.clear()


def _pair(a: Any, b: Any, out: dict[int, ty.Region]) -> None:
    """Map each region variable in `a` to the region at its place in `b`."""
    if isinstance(a, ty.Region):
        if a.kind == "var" and isinstance(b, ty.Region):
            out.setdefault(a.index, b)
        return
    for x, y in zip(ty.children(a), ty.children(b), strict=False):
        _pair(x, y, out)
