"""Reports about loans: conflicting accesses, values that do not live long enough, and why the loan is still in scope.

The reference is `rustc_borrowck::diagnostics::{conflict_errors, explain_borrow}`.  `explain` finds, from the point of
the conflict, the later use (or drop) of a variable whose type holds the loan's region, or the universal region that
the loan must outlive. """

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burrow.ir import nodes as ir
from burrow.rust import collect, defs, thir
from burrow.rust import types as ty
from burrow.rust.borrowck.describe import Describe, capture_name
from burrow.rust.borrowck.liveness import free_regions
from burrow.rust.borrowck.moves import MoveData, operands
from burrow.rust.borrowck.regions import Constraint
from burrow.rust.borrowck.typeck import Loan, TypeCheck
from burrow.rust.build.builder import BodyInfo, LocalInfo
from burrow.rust.show import show
from burrow.source import Diagnostic, Label, Level, Span, Suggestion

if TYPE_CHECKING:
    from burrow.rust.borrowck.access import Checker


@dataclass(slots=True)
class Why:
    """Why a loan is still in scope.  `kind`: use, loop (used in the next iteration), drop, universal, or none."""

    kind: str
    span: Span | None = None
    local: int = -1
    constraint: Constraint | None = None
    region: int = -1
    in_closure: bool = False
    path: list[Constraint] | None = None


class LoanReports:
    """Part of `report.Reporter`."""

    body: ir.Body
    info: BodyInfo
    check: TypeCheck
    data: MoveData
    types: Any
    describe: Describe
    seen_loans: set[Any]

    def add(self, d: Diagnostic) -> None: ...
    def closure_use(self, point: tuple[int, int], place: ir.Place) -> Any: ...
    def item(self, point: tuple[int, int]) -> Any: ...
    def point_span(self, point: tuple[int, int]) -> Span:
        raise NotImplementedError
    def clonable(self, t: ty.Ty) -> bool:
        raise NotImplementedError

    # ---- spans

    def _loan_closure(self, loan: Loan) -> Any:
        return self.closure_use(loan.point, loan.place)

    def _loan_span(self, loan: Loan) -> Span:
        """What rustc underlines for the borrow: the closure where one makes it, else the expression."""
        use = self._loan_closure(loan)
        return use[0].span if use is not None else loan.span

    # ---- conflicts

    def use_while_mutably_borrowed(self, c: Checker, place: ir.Place, span: Span, loan: Loan) -> None:
        """E0503."""
        name, borrowed = self.describe.any(place), self.describe.any(loan.place)
        d = Diagnostic.error(
            span, f"cannot use {name} because it was mutably borrowed", f"use of borrowed {borrowed}", "E0503"
        )
        self._borrow_label(d, loan, f"{borrowed} is borrowed here")
        self._explain(c, d, loan, "")
        self.add(d)

    def _borrow_label(self, d: Diagnostic, loan: Loan, text: str) -> None:
        use = self._loan_closure(loan)
        if use is not None:
            d.labels.append(Label(use[0].span, text.replace("is borrowed here", "is borrowed here")))
            d.labels.append(Label(use[1].span, f"borrow occurs due to use of `{capture_name(use[1])}` in closure"))
        else:
            d.labels.append(Label(loan.span, text))

    def move_out_while_borrowed(self, c: Checker, place: ir.Place, span: Span, loan: Loan) -> None:
        """E0505."""
        name, borrowed = self.describe.any(place), self.describe.any(loan.place)
        use = self.closure_use(c.point, place)
        shown = use[0].span if use is not None else span
        into = " into closure" if use is not None else ""
        d = Diagnostic.error(
            shown, f"cannot move out of {name} because it is borrowed", f"move out of {name} occurs here", "E0505"
        )
        if into:
            d.labels[0].text = f"move out of {name} occurs here"
            d.labels.append(Label(use[1].span, "move occurs due to use in closure"))
        self._borrow_label(d, loan, f"borrow of {borrowed} occurs here")
        local: LocalInfo = self.body.locals[place.local].data
        if local.var is not None:
            d.labels.append(Label(local.var.span, f"binding `{local.var.name}` declared here"))
        self._explain(c, d, loan, "")
        t = self.types.of(loan.place)
        if self.clonable(t) and self._loan_closure(loan) is None and loan.kind == "shared":
            d.children.append(
                Diagnostic(
                    Level.HELP,
                    "consider cloning the value if the performance cost is acceptable",
                    suggestions=[
                        Suggestion(
                            Span(loan.span.path, loan.span.hi, loan.span.hi),
                            ".clone()",
                            applicability="MachineApplicable",
                        ),
                    ],
                )
            )
        self.add(d)

    def illegal_mutation(self, c: Checker, place: ir.Place, span: Span, loan: Loan) -> None:
        """E0506, E0510."""
        name, borrowed = self.describe.any(place), self.describe.any(loan.place)
        if loan.kind == "fake":
            where = self._immutable_section(loan)
            d = Diagnostic.error(span, f"cannot assign {name} in {where}", "cannot assign", "E0510")
            d.labels.append(Label(loan.span, f"value is immutable in {where}"))
            self.add(d)
            return
        d = Diagnostic.error(
            span,
            f"cannot assign to {name} because it is borrowed",
            f"{name} is assigned to here but it was already borrowed",
            "E0506",
        )
        self._borrow_label(d, loan, f"{borrowed} is borrowed here")
        self._explain(c, d, loan, "")
        self.add(d)

    def _immutable_section(self, loan: Loan) -> str:
        index = self.body.locals[loan.assigned.local].data.def_ == "index"
        return "indexing expression" if index else "match guard"

    def conflicting_borrow(self, c: Checker, place: ir.Place, span: Span, kind: str, loan: Loan) -> None:
        """E0499, E0502, E0500, E0501, E0524, E0510."""
        use = self.closure_use(c.point, place)
        was = self._loan_closure(loan)
        at = use[0].span if use is not None else span
        before = was[0].span if was is not None else loan.span
        new_mut = kind in ("mut", "two_phase")
        old_mut = loan.kind in ("mut", "two_phase")
        name = self.describe.any(place)
        msg, first_name, second_name = self._union_names(name, place, loan)
        first, second = "", ""
        if kind == "shared" and old_mut or new_mut and loan.kind == "shared":
            adjective, other = ("immutable", "mutable") if kind == "shared" else ("mutable", "immutable")
            d = Diagnostic.error(
                at,
                f"cannot borrow {name}{msg} as {adjective} because {first_name or 'it'} is also borrowed as {other}"
                + (f"{second_name}" if second_name else ""),
                code="E0502",
            )
            first, second = f"{other} borrow occurs here", f"{adjective} borrow occurs here"
            word = f"{other} "
        elif new_mut and old_mut:
            d = Diagnostic.error(at, f"cannot borrow {name}{msg} as mutable more than once at a time", code="E0499")
            word = "first "
            first, second = "first mutable borrow occurs here", "second mutable borrow occurs here"
            if before == at:
                first, second = "", f"{name} was mutably borrowed here in the previous iteration of the loop"
        elif kind == "unique" and loan.kind == "unique":
            d = Diagnostic.error(at, f"two closures require unique access to {name} at the same time", code="E0524")
            word = "first "
            first, second = "first closure is constructed here", "second closure is constructed here"
            if before == at:
                d = Diagnostic.error(at, f"two closures require unique access to {name} at the same time", code="E0524")
                first, second = "", "closures are constructed here in different iterations of loop"
        elif kind == "unique":
            if loan.kind == "shared":
                d = Diagnostic.error(
                    at, f"closure requires unique access to {name} but it is already borrowed", code="E0500"
                )
            else:
                d = Diagnostic.error(
                    at, f"closure requires unique access to {name} but it is already borrowed", code="E0500"
                )
            word = "first "
            first, second = "borrow occurs here", "closure construction occurs here"
        elif loan.kind == "unique":
            adjective = "mutable" if new_mut else "immutable"
            d = Diagnostic.error(
                at,
                f"cannot borrow {name}{msg} as {adjective} because previous closure requires unique access",
                code="E0501",
            )
            word = "first "
            first, second = "closure construction occurs here", "second borrow occurs here"
        elif loan.kind == "fake":
            where = self._immutable_section(loan)
            d = Diagnostic.error(at, f"cannot mutably borrow {name} in {where}", "cannot mutably borrow", "E0510")
            d.labels.append(Label(loan.span, f"value is immutable in {where}"))
            self.add(d)
            return
        else:
            return
        d.labels[0].text = second
        if first:
            d.labels.append(Label(before, first))
        if use is not None:
            d.labels.append(
                Label(use[1].span, f"second borrow occurs due to use of `{capture_name(use[1])}` in closure")
            )
        if was is not None:
            d.labels.append(
                Label(was[1].span, f"first borrow occurs due to use of `{capture_name(was[1])}` in closure")
            )
        self._explain(c, d, loan, word)
        self.add(d)

    def _union_names(self, name: str, place: ir.Place, loan: Loan) -> tuple[str, str, str]:
        """For fields of one union: ` (via `u.a`)` and so on; empty otherwise."""
        return "", "", ""

    # ---- lifetimes of values

    def does_not_live_long_enough(self, c: Checker, loan: Loan, place: ir.Place, span: Span, why: str | None) -> None:
        """E0597, E0716, E0515, E0373, E0713, E0712, E0505's cousins."""
        root = ir.Place(loan.place.local)
        key = (loan.place, loan.span)
        if key in c.reported or (root, loan.span) in c.reported:
            return
        explanation = self.explain(c, loan, why)
        borrow_span = self._loan_span(loan)
        info: LocalInfo = self.body.locals[root.local].data
        t = self.types.of(loan.place)
        del t
        if (
            why == "drop"
            and self._dropped_inside(loan.place, place) is not None
            and len(place.proj) < len(loan.place.proj)
        ):
            dropped = self._dropped_inside(loan.place, place)
            assert dropped is not None
            if not self._goes_to_outside(c, loan, explanation, dropped, span):
                self._in_destructor(c, loan, span, dropped, explanation)
            c.reported.add((root, loan.span))
            return
        c.reported.add((root, loan.span))
        if info.kind == "static":
            self._thread_local(loan, span)
            return
        name = self.describe.place(loan.place)
        root_name = self.describe.place(root)
        if name is not None and root_name is not None or self._upvar_name(loan) is not None:
            self._local(c, loan, name or root_name or "value", span, explanation, borrow_span)
        elif info.var is not None:
            self._local(c, loan, info.var.name, span, explanation, borrow_span)
        else:
            self._temporary(c, loan, span, explanation, borrow_span)

    def _upvar_name(self, loan: Loan) -> str | None:
        for i in range(len(loan.place.proj), 0, -1):
            n = self.describe.upvar(ir.Place(loan.place.local, loan.place.proj[:i]))
            if n is not None:
                return self.describe.capture(n)
        return None

    def _local(self, c: Checker, loan: Loan, name: str, span: Span, why: Why, borrow_span: Span) -> None:
        if why.kind == "universal":
            category = why.constraint.category if why.constraint is not None else ""
            closure = self._loan_closure(loan)
            from_closure = why.constraint is not None and why.constraint.from_closure  # what a closure asks, not this
            if (
                closure is not None
                and category in ("Return", "CallArgument", "OpaqueType")
                and closure[1].by != "copy_move"
                and not from_closure
            ):
                self._escaping_closure(c, loan, closure, name, why)
                return
            if category == "Return" and not from_closure and not self._through_reference(loan):
                self._returned(loan, name, why, borrow_span)
                return
        root: LocalInfo = self.body.locals[loan.place.local].data
        d = Diagnostic.error(
            borrow_span, f"`{name}` does not live long enough", "borrowed value does not live long enough", "E0597"
        )
        closure = self._loan_closure(loan)
        if closure is not None:
            d.labels[0] = Label(closure[1].span, "borrowed value does not live long enough", primary=True)
            d.labels.append(Label(closure[0].span, "value captured here"))
        if root.var is not None:
            d.labels.append(Label(root.var.span, f"binding `{root.var.name}` declared here"))
        if why.kind in ("use", "loop", "drop"):
            d.labels.append(Label(span, f"`{name}` dropped here while still borrowed"))
            self._add_why(d, why, "", borrow_span, loan)
        else:
            d.labels.append(Label(span, f"`{name}` dropped here while still borrowed"))
            self._add_why(d, why, "", borrow_span, loan)
        self.add(d)

    def _through_reference(self, loan: Loan) -> bool:
        return any(
            p.kind == "deref" and isinstance(self.types.of(ir.Place(loan.place.local, loan.place.proj[:i])), ty.Ref)
            for i, p in enumerate(loan.place.proj)
        )

    def _returned(self, loan: Loan, name: str, why: Why, borrow_span: Span) -> None:
        """E0515."""
        assert why.constraint is not None
        at = why.constraint.span
        root: LocalInfo = self.body.locals[loan.place.local].data
        if root.kind == "arg":
            what = (
                f"function parameter `{name}`"
                if root.var is not None and not loan.place.proj
                else f"local data `{name}`"
            )
            note = "is borrowed here"
            owned = "data owned by the current function"
            if not (root.var is not None and not loan.place.proj):
                what = f"local data `{name}`"
            if root.var is not None and not loan.place.proj:
                owned = "data owned by the current function"
                what = f"function parameter `{name}`"
                label = "returns a reference to data owned by the current function"
        else:
            what = f"local variable `{name}`" if not loan.place.proj else f"local data `{name}`"
            note = "is borrowed here"
            owned = "data owned by the current function"
        verb = "return"
        if borrow_span == at:
            d = Diagnostic.error(at, f"cannot {verb} reference to {what}", f"{verb}s a reference to {owned}", "E0515")
        else:
            d = Diagnostic.error(
                at, f"cannot {verb} value referencing {what}", f"{verb}s a value referencing {owned}", "E0515"
            )
            d.labels.append(Label(borrow_span, f"`{name}` {note}"))
        label = ""
        del label
        self.add(d)

    def _escaping_closure(self, c: Checker, loan: Loan, closure: Any, name: str, why: Why) -> None:
        """E0373."""
        span = closure[0].span
        d = Diagnostic.error(
            _head(span, closure[0]),
            f"closure may outlive the current function, but it borrows `{name}`, which is owned by "
            "the current function",
            f"may outlive borrowed value `{name}`",
            "E0373",
        )
        d.labels.append(Label(closure[1].span, f"`{name}` is borrowed here"))
        assert why.constraint is not None
        if why.constraint.category == "Return":
            d.note("closure is returned here", why.constraint.span)
        elif why.constraint.category == "CallArgument":
            d.note(
                "function requires argument type to outlive `'static`"
                if why.region == 0
                else f"function requires argument type to outlive `{self.region_name(why.region)}`",
                why.constraint.span,
            )
        d.children.append(
            Diagnostic(
                Level.HELP,
                f"to force the closure to take ownership of `{name}` (and any other referenced variables), use the "
                "`move` keyword",
                suggestions=[Suggestion(Span(span.path, span.lo, span.lo), "move ")],
            )
        )
        self.add(d)

    def region_name(self, n: int) -> str:
        return self.check.regions.infos[n].name or "'_"

    def _temporary(self, c: Checker, loan: Loan, span: Span, why: Why, borrow_span: Span) -> None:
        """E0716, or E0515 of a temporary."""
        proper = self.body.locals[loan.place.local].span
        if why.kind == "universal" and why.constraint is not None and why.constraint.category == "Return":
            at = why.constraint.span
            closure = self._loan_closure(loan)
            del closure
            if borrow_span == at:
                d = Diagnostic.error(
                    at,
                    "cannot return reference to temporary value",
                    "returns a reference to data owned by the current function",
                    "E0515",
                )
            else:
                d = Diagnostic.error(
                    at,
                    "cannot return value referencing temporary value",
                    "returns a value referencing data owned by the current function",
                    "E0515",
                )
                d.labels.append(Label(proper, "temporary value created here"))
            self.add(d)
            return
        d = Diagnostic.error(
            proper,
            "temporary value dropped while borrowed",
            "creates a temporary value which is freed while still in use",
            "E0716",
        )
        d.labels.append(Label(span, "temporary value is freed at the end of this statement"))
        self._add_why(d, why, "", borrow_span, loan)
        if why.kind in ("use", "loop", "drop"):
            d.note("consider using a `let` binding to create a longer lived value")
        self.add(d)

    def _thread_local(self, loan: Loan, span: Span) -> None:
        d = Diagnostic.error(
            loan.span,
            "thread-local variable borrowed past end of function",
            "thread-local variables cannot be borrowed beyond the end of the function",
            "E0712",
        )
        d.labels.append(Label(span, "end of enclosing function is here"))
        self.add(d)

    def _dropped_inside(self, borrowed: ir.Place, dropped: ir.Place) -> ty.Ty | None:
        """The type with a destructor that a drop of `dropped` runs and that contains what is borrowed."""
        for i in range(len(dropped.proj), len(borrowed.proj)):
            t = self.types.of(ir.Place(borrowed.local, borrowed.proj[:i]))
            if (
                borrowed.proj[i].kind == "field"
                and self.types.has_drop_impl(t)
                and not (isinstance(t, ty.Adt) and t.is_box)
            ):
                return t  # type: ignore[no-any-return]
        return None

    def _goes_to_outside(self, c: Checker, loan: Loan, why: Why, dropped: ty.Ty, span: Span) -> bool:
        return False

    def _in_destructor(self, c: Checker, loan: Loan, span: Span, dropped: ty.Ty, why: Why) -> None:
        """E0713."""
        d = Diagnostic.error(loan.span, "borrow may still be in use when destructor runs", "", "E0713")
        name = self.describe.place(ir.Place(loan.place.local)) or "value"
        text = show(dropped)
        self._add_why(d, why, "", loan.span, loan)
        d.labels.append(
            Label(
                span,
                f"here, drop of `{name}` needs exclusive access to `{self.describe.place(loan.place)}`, because the "
                f"type `{text}` implements the `Drop` trait",
            )
        )
        self.add(d)

    # ---- why

    def _explain(self, c: Checker, d: Diagnostic, loan: Loan, word: str) -> None:
        self._add_why(d, self.explain(c, loan, None), word, self._loan_span(loan), loan)

    def _add_why(self, d: Diagnostic, why: Why, word: str, borrow_span: Span, loan: Loan) -> None:
        if why.kind in ("use", "loop") and why.span is not None:
            span = why.span
            if why.kind == "loop":
                if span == borrow_span:
                    d.labels.append(Label(span, f"{word}borrow later used here, in later iteration of loop"))
                else:
                    d.labels.append(Label(span, f"{word}borrow later used here, in later iteration of loop"))
            elif why.in_closure:
                d.labels.append(Label(span, f"{word}borrow later captured here by closure"))
            else:
                kind = "later used by call" if self._is_call_span(span, loan, why) else "later used here"
                if span != borrow_span or True:
                    d.labels.append(Label(span, f"{word}borrow {kind}"))
        elif why.kind == "drop" and why.span is not None:
            name = self.describe.local_name(why.local)
            if name is not None:
                t = self.types.of(ir.Place(why.local))
                dtor = "destructor" if True else ""
                what = self._drop_words(t, dtor)
                d.labels.append(
                    Label(why.span, f"{word}borrow might be used here, when `{name}` is dropped and runs the {what}")
                )
            else:
                t = self.types.of(ir.Place(why.local))
                d.labels.append(
                    Label(
                        self.body.locals[why.local].span,
                        f"a temporary with access to the {word}borrow is created here ...",
                    )
                )
                d.labels.append(
                    Label(
                        why.span,
                        f"... and the {word}borrow might be used here, when that temporary is dropped and runs the "
                        f"{self._drop_words(t, 'destructor')}",
                    )
                )
        elif why.kind == "universal" and why.constraint is not None:
            self._universal_label(d, why, word, borrow_span)

    def _drop_words(self, t: ty.Ty, word: str) -> str:
        if isinstance(t, ty.Adt) and t.def_.drop_impl is not None and not t.is_box and t.def_.crate.user:
            return f"`Drop` code for type `{t.def_.name}`"
        if isinstance(t, ty.Adt) and t.def_.drop_impl is not None and not t.is_box:
            return f"`Drop` code for type `{t.def_.name}`"
        kind = "closure" if isinstance(t, ty.Closure) else f"type `{show(t)}`"
        return f"{word} for {kind}"

    def _is_call_span(self, span: Span, loan: Loan, why: Why) -> bool:
        return getattr(why, "path", None) == []

    def _universal_label(self, d: Diagnostic, why: Why, word: str, borrow_span: Span) -> None:
        assert why.constraint is not None
        c = why.constraint
        verb = {
            "Return": "returning this value",
            "CallArgument": "argument",
            "TypeAnnotation": "type annotation",
            "Assignment": "assignment",
            "Cast": "cast",
            "UseAsConst": "using this value as a constant",
            "UseAsStatic": "using this value as a static",
            "OpaqueType": "opaque type",
            "ClosureUpvar": "closure capture",
            "Usage": "this usage",
        }.get(c.category, "")
        name = self.region_name(why.region)
        verb = f"{verb} " if verb else ""
        lead = f"{verb}requires that"
        short = self.describe.place(ir.Place(-1)) if False else None
        del short
        d.labels.append(
            Label(
                c.span,
                f"{lead} {self._borrowed_name} is borrowed for `{name}`"
                if self._borrowed_name
                else f"{lead} borrow lasts for `{name}`",
            )
        )
        info = self.check.regions.infos[why.region]
        span = self._region_span(why.region)
        if span is not None and why.region != 0:
            d.labels.append(Label(span, f"lifetime `{name}` defined here"))
        del info

    _borrowed_name: str = ""

    def _region_span(self, n: int) -> Span | None:
        info = self.check.regions.infos[n]
        owner = self.info.owner
        top = owner.owner if isinstance(owner, defs.ClosureDef) else owner
        d: Any = top
        while d is not None:
            generics = getattr(d, "generics", None)
            if generics is not None:
                for p in generics.own:
                    if p.kind == "lifetime" and p.name == info.name:
                        span: Span | None = p.span
                        return span
                ast = collect.generics_ast(d)
                for q in ast.params if ast is not None else ():
                    if q.kind == "lifetime" and q.ident.name == info.name:
                        at: Span = q.ident.span
                        return at
            d = d.parent
        return None

    def explain(self, c: Checker, loan: Loan, why: str | None) -> Why:
        """rustc's `explain_why_borrow_contains_point`."""
        self._borrowed_name = self.describe.any(loan.place)
        if self._borrowed_name == "value":
            self._borrowed_name = ""
        regions = self.check.regions
        point = c.points.of(c.point)
        found = self._live_cause(c, loan.region, point)
        if found is not None:
            local, use, is_drop = found
            if is_drop:
                return Why("drop", self._span_of(c, use), local)
            back = c.points.back(use)
            looped = self._later_iteration(c, c.point, back)
            item = self.item(back)
            span = self._span_of(c, use)
            closure = None
            for p in self._used_places(item):
                if p.local == local:
                    closure = self.closure_use(back, p)
                    break
            w = Why("loop" if looped else "use", span, local)
            if closure is not None:
                w.span, w.in_closure = closure[1].span, True
            elif isinstance(item, ir.Call):
                w.path = []
                w.span = (
                    item.data.fun.span
                    if isinstance(item.data, thir.Call) and not item.data.method
                    else (_method_span(item.data) if isinstance(item.data, thir.Call) else span)
                )
            elif isinstance(item, ir.Assign):
                call = self._call_with(back, item)
                if call is not None and not self.describe.is_user(item.place.local):
                    pass
            return w
        ends = [u for u in regions.ends_of(loan.region) if u != loan.region]
        if ends:
            target = min(ends, key=lambda u: (len(regions.path(loan.region, lambda r, u=u: r == u) or []), u))
            path = regions.path(loan.region, lambda r: r == target)
            if path:
                from burrow.rust.borrowck.report_regions import blame

                return Why("universal", None, constraint=blame(regions, path, True), region=target, path=path)
        return Why("none")

    def _call_with(self, point: tuple[int, int], item: ir.Assign) -> Any:
        return None

    def _span_of(self, c: Checker, n: int) -> Span:
        return self.point_span(c.points.back(n))

    def _later_iteration(self, c: Checker, here: tuple[int, int], use: tuple[int, int]) -> bool:
        """Whether the use comes only after going round a loop."""
        if use[0] == here[0] and use[1] > here[1]:
            return False
        if use == here:
            return True
        seen: set[int] = set()
        t = self.body.blocks[here[0]].terminator
        work = list(ir.successors(t)) if t is not None else []
        # forward without back edges: blocks that dominate this one are only reached by a loop
        while work:
            b = work.pop()
            if b in seen or c._dominates((b, 0), here) and b != here[0] and False:
                continue
            if c._dominates((b, 0), here):
                continue
            seen.add(b)
            if b == use[0]:
                return False
            t = self.body.blocks[b].terminator
            work += ir.successors(t) if t is not None else []
        return True

    def _used_places(self, item: Any) -> list[ir.Place]:
        out: list[ir.Place] = []
        if isinstance(item, ir.Assign):
            out += [o.place for o in operands(item.rvalue) if not isinstance(o, ir.Const)]
            if isinstance(item.rvalue, (ir.Ref, ir.AddressOf, ir.Len, ir.Discriminant)):
                out.append(item.rvalue.place)
        return out

    def _live_cause(self, c: Checker, region: int, start: int) -> tuple[int, int, bool] | None:
        """The first later use or drop of a variable that keeps the region alive: (local, point, whether a drop)."""
        regions = self.check.regions
        reach = {region}
        work = [region]
        while work:
            r = work.pop()
            for k in regions.outgoing(r):
                if k.sub not in reach:
                    reach.add(k.sub)
                    work.append(k.sub)
        holders: dict[int, bool] = {}
        for i, local in enumerate(self.check.locals):
            if any(r.index in reach and r.index >= regions.universals for r in free_regions(local.ty)):
                holders[i] = True
        events: dict[int, list[tuple[int, int]]] = {}
        for holder in holders:
            for at, kind in c.live_uses.get(holder, ()):
                events.setdefault(at, []).append((holder, kind))
        inside = regions.points_of(region)
        queue, seen = [start], {start}
        defined: set[int] = set()
        del defined
        for at in queue:
            for user, kind in events.get(at, ()):
                if kind == 1:
                    return user, at, False
                if kind == 2 and at != start:
                    return user, at, True
            b, i = c.points.back(at)
            if i < len(self.body.blocks[b].statements):
                nexts = [at + 1]
            else:
                t = self.body.blocks[b].terminator
                nexts = [c.points.first[s] for s in ir.successors(t)] if t is not None else []
                nexts.sort(key=lambda n: self.body.blocks[c.points.blocks[n]].cleanup)
            for n in nexts:
                if n not in seen and inside >> n & 1:
                    seen.add(n)
                    queue.append(n)
        return None


def _head(span: Span, closure: Any) -> Span:
    """`|x, y|` of a closure, with `move`."""
    from burrow.source import load_file

    text = load_file(span.path).text[span.lo : span.hi]
    first = text.find(b"|")
    if first < 0:
        return span
    second = text.find(b"|", first + 1)
    return Span(span.path, span.lo, span.lo + second + 1) if second >= 0 else span


def _method_span(call: thir.Call) -> Span:
    """The name of a method in a call."""
    t = call.fun.ty
    name = str(t.def_.name) if isinstance(t, ty.FnDef) else ""
    return Span(call.fn_span.path, call.fn_span.lo, call.fn_span.lo + len(name.encode()))
