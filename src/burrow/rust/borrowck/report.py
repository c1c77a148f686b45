"""Reports of the borrow checker, in rustc's words: what is shared by all kinds, and those about moves and
initialisation.

In: what `access` and `moves` find.  Out: `Diagnostic`s, at most one for the same cause, sorted by where they are.
The reference is `rustc_borrowck::diagnostics` (`conflict_errors`, `move_errors`); `report_loans` has the reports
about conflicts and lifetimes, `report_mutability` those about changing what is not mutable, `report_regions` those
about named lifetimes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.ir import dataflow
from burrow.ir import nodes as ir
from burrow.rust import defs, thir
from burrow.rust import types as ty
from burrow.rust.borrowck.describe import Describe, capture_name
from burrow.rust.borrowck.moves import IllegalMove, Init, MoveData, MoveOut
from burrow.rust.borrowck.report_loans import LoanReports
from burrow.rust.borrowck.report_mutability import MutabilityReports
from burrow.rust.borrowck.typeck import TypeCheck
from burrow.rust.build.builder import BodyInfo, LocalInfo
from burrow.rust.show import show
from burrow.source import Diagnostic, Label, Level, Span, Suggestion

if TYPE_CHECKING:
    from burrow.rust.borrowck.access import Checker

VERBS = {
    "borrow": ("borrow", "borrowed"),
    "use": ("use", "used"),
    "match": ("use", "matched on"),
    "assign": ("assign to part", "assigned"),
    "partial": ("assign to part", "partially assigned"),
}


class Reporter(LoanReports, MutabilityReports):
    """Collects the diagnostics of one body."""

    def __init__(self, body: ir.Body, check: TypeCheck, data: MoveData) -> None:
        self.body = body
        self.info: BodyInfo = body.data
        self.check = check
        self.data = data
        self.types = data.types
        self.describe = Describe(body, data.types)
        self.out: list[tuple[Span, Diagnostic]] = []
        self.move_errors: dict[tuple[int, ...], tuple[ir.Place, Diagnostic]] = {}
        self.uninit_errors: set[ir.Place] = set()
        self.seen_illegal: set[Any] = set()
        self.explained: set[Any] = set()
        self.immutable: dict[int, Diagnostic] = {}  # the error about mutable borrows of each local that is not `mut`

    def add(self, d: Diagnostic) -> None:
        span = d.span
        self.out.append((span if span is not None else self.body.span, d))

    def finish(self) -> list[Diagnostic]:
        """Everything, by place."""
        for _, d in self.move_errors.values():
            self.add(d)
        self.out.sort(key=lambda x: (x[0].lo, x[0].hi))
        return [d for _, d in self.out]

    # ---- shared pieces

    def point_span(self, point: tuple[int, int]) -> Span:
        b = self.body.blocks[point[0]]
        if point[1] < len(b.statements):
            return b.statements[point[1]].info.span
        assert b.terminator is not None
        return b.terminator.info.span

    def item(self, point: tuple[int, int]) -> Any:
        """The statement or terminator at a point."""
        b = self.body.blocks[point[0]]
        return b.statements[point[1]] if point[1] < len(b.statements) else b.terminator

    def type_text(self, t: ty.Ty) -> str:
        return show(t)

    def closure_use(self, point: tuple[int, int], place: ir.Place) -> Any:
        """Where the item at `point` puts `place` into a closure: the closure and the capture."""
        item = self.item(point)
        target: int | None = None
        if isinstance(item, ir.FakeRead) and item.cause == "closure":
            for s in self.body.blocks[point[0]].statements[point[1] + 1 :]:
                if isinstance(s, ir.Assign) and isinstance(s.rvalue, ir.Aggregate):
                    if isinstance(s.rvalue.ty, ty.Closure):
                        var = self.body.locals[place.local].data.var
                        found = [c for c in s.rvalue.ty.def_.captures if c.var is var]
                        return (s.rvalue.ty.def_, found[0]) if found else None
            return None
        if isinstance(item, ir.Assign):
            if isinstance(item.rvalue, ir.Aggregate) and isinstance(item.rvalue.ty, ty.Closure):
                return self._captured_by(item.rvalue, place)
            target = item.place.local if not item.place.proj else None
        if target is None or self.describe.is_user(target):
            return None
        b = self.body.blocks[point[0]]
        for s in b.statements[point[1] + 1 :]:
            if isinstance(s, ir.Assign) and isinstance(s.rvalue, ir.Aggregate) and isinstance(s.rvalue.ty, ty.Closure):
                for i, o in enumerate(s.rvalue.fields):
                    if isinstance(o, (ir.Move, ir.Copy)) and o.place == ir.Place(target):
                        return self._closure_expr(s), s.rvalue.ty.def_.captures[i]
        return None

    def _closure_expr(self, s: ir.Assign) -> Any:
        assert isinstance(s.rvalue, ir.Aggregate)
        return s.rvalue.ty.def_

    def _captured_by(self, r: ir.Aggregate, place: ir.Place) -> Any:
        for i, o in enumerate(r.fields):
            if isinstance(o, (ir.Move, ir.Copy)) and o.place == place:
                return r.ty.def_, r.ty.def_.captures[i]
        for i, o in enumerate(r.fields):
            if isinstance(o, (ir.Move, ir.Copy)) and o.place.local == place.local:
                return r.ty.def_, r.ty.def_.captures[i]
        return None

    # ---- use of moved or uninitialised

    def moved_or_uninit(self, c: Checker, moved: ir.Place, used: ir.Place, span: Span, action: str, path: int) -> None:
        """E0382 or E0381."""
        use = self.closure_use(c.point, used)
        shown = span
        if use is not None:  # reports are about the closure; where it uses the variable is a label
            span, shown = use[0].name_span, use[1].span
        sites = self._move_sites(c, path)
        if not sites:
            self._uninit(c, moved, used, span, shown, action, path)
            return
        key = tuple(sorted({self.data.moves.index(m) for m, _ in sites}))
        previous = self.move_errors.get(key)
        if previous is not None:
            was = previous[0]
            if was.local == used.local and used.proj[: len(was.proj)] == was.proj:
                return
            if set(key) == set(key):  # an earlier report covers the same moves
                return
        d = self._use_after_move(c, moved, used, span, shown, action, path, sites, use)
        self.move_errors[key] = (used, d)

    def _move_sites(self, c: Checker, path: int) -> list[tuple[MoveOut, bool]]:
        """The moves that may reach this point, each with whether that is by going round a loop."""
        data = self.data
        watched: set[int] = set()
        p = path
        while p >= 0:  # the path, what it is part of, what is inside it
            watched.add(p)
            p = data.paths[p].parent
        below = data.below[path]
        while below:
            low = below & -below
            watched.add(low.bit_length() - 1)
            below ^= low
        preds = dataflow.predecessors(self.body)
        out: list[tuple[MoveOut, bool]] = []
        found: set[int] = set()
        visited: set[tuple[int, int]] = set()
        dominates = c._dominates
        work: list[tuple[tuple[int, int], bool]] = []

        def before(point: tuple[int, int]) -> list[tuple[tuple[int, int], bool]]:
            b, i = point
            if i > 0:
                return [((b, i - 1), False)]
            return [
                ((q, len(self.body.blocks[q].statements)), dominates(point, (q, len(self.body.blocks[q].statements))))
                for q in preds[b]
            ]

        work += [(q, back) for q, back in before(c.point)]
        while work:
            point, back = work.pop()
            if point in visited:
                continue
            visited.add(point)
            item = self.item(point)
            stop = False
            if not isinstance(item, ir.StorageDead):
                for n in data.moves_at.get(point, ()):
                    m = data.moves[n]
                    if m.path in watched and not isinstance(item, ir.Drop):
                        if n not in found:
                            found.add(n)
                            out.append((m, back))
                        stop = True
            if not stop:
                for n in data.inits_at.get(point, ()):
                    init = data.inits[n]
                    if init.path in watched and self._covers(init.path, path):
                        stop = True
            if stop:
                continue
            work += [(q, back or again) for q, again in before(point)]
        return out

    def _covers(self, init: int, path: int) -> bool:
        """Whether initialising `init` initialises `path`."""
        p = path
        while p >= 0:
            if p == init:
                return True
            p = self.data.paths[p].parent
        return False

    def _use_after_move(
        self,
        c: Checker,
        moved: ir.Place,
        used: ir.Place,
        span: Span,
        shown: Span,
        action: str,
        path: int,
        sites: list[tuple[MoveOut, bool]],
        use: Any,
    ) -> Diagnostic:
        name = self.describe.place(used)
        partly = any(not self._covers_path(m.path, used) for m, _ in sites)
        partial = "partially " if partly else ""
        noun = {"borrow": "borrow", "assign": "assign", "partial": "assign to part"}.get(action, "use")
        done = VERBS[action][1]
        verb = VERBS[action][0]
        d = Diagnostic.error(
            span, f"{noun} of {partial}moved value" + (f": `{name}`" if name is not None else ""), code="E0382"
        )
        d.labels = []
        in_loop = False
        for m, back in sites:
            self._move_label(d, m, back, partial, span, used)
            in_loop |= back
        move_spans = [self._move_span(m) for m, _ in sites]
        same = any(s == span for s in move_spans)
        if not same:
            if use is not None:
                d.labels.insert(
                    0, Label(span, f"value {done} here after {'partial ' if partly else ''}move", primary=True)
                )
                d.labels.append(Label(shown, f"{verb} occurs due to use in closure"))
            else:
                d.labels.insert(
                    0, Label(span, f"value {done} here after {'partial ' if partly else ''}move", primary=True)
                )
        elif not any(x.primary for x in d.labels):
            d.labels.insert(0, Label(span, "", primary=True))
        self._why_moved(d, moved, used, path, partly, sites)
        return d

    def _covers_path(self, path: int, used: ir.Place) -> bool:
        """Whether moving `path` moves all of `used`."""
        p = self.data.paths[path].place
        return p.local == used.local and used.proj[: len(p.proj)] == p.proj

    def _move_span(self, m: MoveOut) -> Span:
        item = self.item(m.point)
        place = self.data.paths[m.path].place
        if isinstance(item, ir.Call):
            arg = self._argument(item, place)
            if arg is not None:
                return arg
        return self.point_span(m.point)

    def _argument(self, call: ir.Call, place: ir.Place) -> Span | None:
        if isinstance(call.data, thir.Call):
            for o, a in zip(call.args, call.data.args, strict=False):
                if isinstance(o, ir.Move) and o.place == place:
                    return a.span
        return None

    def _move_label(self, d: Diagnostic, m: MoveOut, back: bool, partial: str, use_span: Span, used: ir.Place) -> None:
        span = self._move_span(m)
        place = self.data.paths[m.path].place
        loop = ", in previous iteration of loop" if back else ""
        closure = self.closure_use(m.point, place)
        primary = span == use_span
        if closure is not None:
            d.labels.append(Label(closure[0].span, f"value {partial}moved into closure here{loop}", primary=primary))
            d.labels.append(
                Label(
                    closure[1].span,
                    "variable moved due to use in closure" if not primary else "use occurs due to use in closure",
                )
            )
            return
        name = self.describe.place(place)
        call = self._call_of(m)
        what = f"value {partial}moved here{loop}"
        if call is not None:
            source = self._implicit(call)
            mine = f"`{self._origin(place) or name}` " if (self._origin(place) or name) else "value "
            if source == "for":
                what = f"{mine}{partial}moved due to this implicit call to `.into_iter()`{loop}"
            elif source == "operator":
                what = f"{mine}{partial}moved due to usage in operator{loop}"
            elif source == "method":
                method = _method_name(call)
                d.labels.append(
                    Label(
                        call.fn_span,
                        f"{mine}{partial}moved due to this method call{loop}",
                        primary=primary and call.fn_span == use_span,
                    )
                )
                if primary and call.fn_span != use_span:
                    d.labels.append(Label(span, "", primary=True))
                self._takes_self(d, call, method, used)
                return
            if source == "for":
                self._takes_self(d, call, "into_iter", used, span)
        d.labels.append(Label(span, what, primary=primary))

    def _origin(self, place: ir.Place) -> str | None:
        return self.describe.place(place)

    def _call_of(self, m: MoveOut) -> thir.Call | None:
        """The call that takes the moved value as its receiver or operand."""
        item = self.item(m.point)
        target: ir.Place | None = None
        if isinstance(item, ir.Call):
            return None
        if isinstance(item, ir.Assign) and not item.place.proj and not self.describe.is_user(item.place.local):
            target = item.place
        if target is None:
            return None
        at = m.point[0]
        seen: set[int] = set()
        while at not in seen:
            seen.add(at)
            b = self.body.blocks[at]
            t = b.terminator
            if isinstance(t, ir.Call) and isinstance(t.data, thir.Call):
                for i, a in enumerate(t.args):
                    if isinstance(a, ir.Move) and a.place == target:
                        return t.data if i == 0 or t.data.from_op else None
            nexts = [s for s in ir.successors(t) if not self.body.blocks[s].cleanup] if t is not None else []
            if len(nexts) != 1:
                return None
            at = nexts[0]
        return None

    @staticmethod
    def _implicit(call: thir.Call) -> str | None:
        name = _method_name(call)
        if call.from_op:
            return "for" if name == "into_iter" else "operator"
        return "method" if call.method else None

    def _takes_self(
        self, d: Diagnostic, call: thir.Call, method: str, used: ir.Place, span: Span | None = None
    ) -> None:
        """The note that names the function which takes `self`."""
        f = call.fun.ty.def_ if isinstance(call.fun.ty, ty.FnDef) else None
        named = self.describe.any(used)
        text = f"`{_qualified(f, method)}` takes ownership of the receiver `self`, which moves {named}"
        where = _self_span(f)
        d.note(text, where) if where is not None else d.note(text)

    def _why_moved(
        self, d: Diagnostic, moved: ir.Place, used: ir.Place, path: int, partly: bool, sites: list[tuple[MoveOut, bool]]
    ) -> None:
        """That the type is not Copy, and what would help."""
        place = self.data.paths[sites[0][0].path].place if partly else used
        place = place if partly else moved
        t = self.types.of(place)
        text = self.type_text(t)
        local: LocalInfo = self.body.locals[place.local].data
        name = self.describe.place(place)
        if isinstance(t, ty.Closure):
            text = "{closure}" if not text else text
        said = f"has type `{text}`, which does not implement the `Copy` trait"
        if not place.proj and local.var is not None:
            d.labels.append(Label(local.var.span, f"move occurs because `{name}` {said}"))
        else:
            d.note(f"{'partial ' if partly else ''}move occurs because {f'`{name}`' if name else 'value'} {said}")
        self._move_helps(d, t, sites)

    def _move_helps(self, d: Diagnostic, t: ty.Ty, sites: list[tuple[MoveOut, bool]]) -> None:
        m = sites[0][0]
        item = self.item(m.point)
        place = self.data.paths[m.path].place
        call = self._call_into(m)
        if call is not None:
            self._parameter_note(d, call, m)
        source = self._call_of(m)
        if source is not None and self._implicit(source) == "for":
            span = self._move_span(m)
            d.children.append(
                Diagnostic(
                    Level.HELP,
                    f"consider iterating over a slice of the `{self.type_text(t)}`'s content to avoid moving into "
                    "the `for` loop",
                    suggestions=[Suggestion(Span(span.path, span.lo, span.lo), "&")],
                )
            )
            return
        del item, place
        if (
            self.clonable(t)
            and self.closure_use(m.point, self.data.paths[m.path].place) is None
            and not isinstance(t, ty.Ref)
        ):
            span = self._move_span(m)
            d.children.append(
                Diagnostic(
                    Level.HELP,
                    "consider cloning the value if the performance cost is acceptable",
                    suggestions=[
                        Suggestion(
                            Span(span.path, span.hi, span.hi), ".clone()", applicability="MachineApplicable"
                        ),
                    ],
                )
            )

    def clonable(self, t: ty.Ty) -> bool:
        """Whether `t: Clone`."""
        from burrow.rust import lang

        clone = lang.item(self.info.owner.crate, "clone")
        if clone is None:
            return False
        cx = self.info.cx
        return cx.traits.select(ty.TraitRef(clone, (ty.erase_regions(t),)), cx.env) is not None

    def _call_into(self, m: MoveOut) -> tuple[thir.Call, int] | None:
        """The call of a function that the moved value goes into, and as which argument."""
        item = self.item(m.point)
        if not isinstance(item, ir.Assign) or item.place.proj:
            return None
        b = self.body.blocks[m.point[0]]
        t = b.terminator
        if isinstance(t, ir.Call) and isinstance(t.data, thir.Call):
            for i, a in enumerate(t.args):
                if isinstance(a, ir.Move) and a.place == item.place:
                    return t.data, i
        return None

    def _parameter_note(self, d: Diagnostic, call: tuple[thir.Call, int], m: MoveOut) -> None:
        fun, i = call
        f = fun.fun.ty.def_ if isinstance(fun.fun.ty, ty.FnDef) else None
        if not isinstance(f, defs.FnDef) or fun.method or not f.crate.user or f.container is not None or f.foreign:
            return
        tree = f.body
        if tree is None or i >= len(tree.params):
            return
        p = tree.params[i]
        if isinstance(p.ty, ty.Param):
            return
        kind = "method" if f.has_self else "function"
        note = Diagnostic(
            Level.NOTE,
            f"consider changing this parameter type in {kind} `{f.name}` to borrow instead if owning the "
            "value isn't necessary",
        )
        note.labels = [
            Label(p.ty_span, "this parameter takes ownership of the value", primary=True),
            Label(f.name_span, f"in this {kind}"),
        ]
        d.children.append(note)

    # ---- uninitialised

    def _uninit(
        self, c: Checker, moved: ir.Place, used: ir.Place, span: Span, shown: Span, action: str, path: int
    ) -> None:
        root = used
        for i in range(len(used.proj) + 1):
            p, exact = self.data.find(ir.Place(used.local, used.proj[:i]))
            if exact and c.uninit >> p & 1:
                root = ir.Place(used.local, used.proj[:i])
                break
        if root in self.uninit_errors:
            return
        self.uninit_errors.add(root)
        local: LocalInfo = self.body.locals[used.local].data
        name = self.describe.place(used)
        assigns = self._assignments(used.local)
        possibly = any(self._may_reach(i, c.point) for i in assigns)
        what = "is possibly-uninitialized" if possibly else "isn't initialized"
        binding = "binding" if name is not None else "value"
        verb, done = VERBS[action]
        if action in ("partial", "assign") or (used.proj and any(p.kind == "field" for p in used.proj)):
            base = self.describe.place(ir.Place(used.local)) or "value"
            if action in ("partial", "assign"):
                d = Diagnostic.error(
                    span,
                    f"partially assigned binding `{base}` isn't fully initialized",
                    f"`{base}` {done} here but it isn't fully initialized",
                    "E0381",
                )
                self._declared(d, local)
                d.help(
                    "partial initialization isn't supported, fully initialize the binding with a default value "
                    "and mutate it, "
                    "or use `std::mem::MaybeUninit`"
                )
                self.add(d)
                return
        text = f"`{name}`" if name is not None else ""
        d = Diagnostic.error(
            span,
            f"{done if action != 'match' else 'used'} {binding} {text} {what}".replace("  ", " "),
            f"{text} {done if action != 'match' else 'used'} here but it {what}",
            "E0381",
        )
        if action == "borrow":
            d.message = f"used {binding} {text} {what}"
            d.labels[0].text = f"{text} used here but it {what}"
        if shown != span:
            d.labels.append(Label(shown, f"{verb} occurs due to use in closure"))
        self._declared(d, local)
        if not assigns and local.var is not None:
            d.children.append(
                Diagnostic(
                    Level.HELP,
                    "consider assigning a value",
                    suggestions=[
                        Suggestion(Span(local.var.span.path, local.var.span.hi, local.var.span.hi), " = /* value */")
                    ],
                )
            )
        self.add(d)

    def _declared(self, d: Diagnostic, local: LocalInfo) -> None:
        if local.var is not None:
            d.labels.append(Label(local.var.span, "binding declared here but left uninitialized"))

    def _assignments(self, local: int) -> list[Init]:
        return [self.data.inits[i] for i in self.data.inits_of.get(local, ()) if self.data.inits[i].point is not None]

    def _may_reach(self, init: Init, point: tuple[int, int]) -> bool:
        assert init.point is not None
        if init.point[0] == point[0] and init.point[1] < point[1]:
            return True
        seen: set[int] = set()
        t = self.body.blocks[init.point[0]].terminator
        work = list(ir.successors(t)) if t is not None else []
        while work:
            b = work.pop()
            if b in seen:
                continue
            seen.add(b)
            t = self.body.blocks[b].terminator
            work += ir.successors(t) if t is not None else []
        return point[0] in seen

    # ---- moves that are never allowed

    def illegal_moves(self, errors: list[IllegalMove]) -> None:
        """E0507, E0508, E0509, one for all the bindings of a pattern."""
        groups: dict[Any, list[IllegalMove]] = {}
        for e in errors:
            item = self.item(e.point)
            key: Any = ("at", e.point, e.place)
            if isinstance(item, ir.Assign) and not item.place.proj:
                info: LocalInfo = self.body.locals[item.place.local].data
                if info.kind == "user" and info.match_span is not None and info.match_place is not None:
                    key = ("match", info.match_span, e.base, e.why)
            groups.setdefault(key, []).append(e)
        for key, group in groups.items():
            self._illegal(key, group)

    def _illegal(self, key: Any, group: list[IllegalMove]) -> None:
        e = group[0]
        item = self.item(e.point)
        span = self._illegal_span(e)
        bindings: list[LocalInfo] = []
        if key[0] == "match":
            span = key[1]
            for g in group:
                s = self.item(g.point)
                info = self.body.locals[s.place.local].data
                if info.var is not None:
                    bindings.append(info)
        known = (span, e.why, e.base)
        if known in self.seen_illegal:
            return
        self.seen_illegal.add(known)
        t = self.types.of(e.place)
        d = self._illegal_header(e, span, key[0] == "at")
        text = self.type_text(t)
        if bindings:
            d.labels[0].text = d.labels[0].text if d.labels[0].text else ""
            if len(bindings) == 1:
                b = bindings[0]
                assert b.var is not None
                d.labels.append(Label(b.var.span, "data moved here"))
                d.labels.append(
                    Label(
                        b.var.span,
                        f"move occurs because `{b.var.name}` has type `{self.type_text(b.var.ty)}`, which "
                        "does not implement the `Copy` trait",
                    )
                )
            else:
                for n, b in enumerate(bindings):
                    assert b.var is not None
                    d.labels.append(Label(b.var.span, "data moved here" if n == 0 else "...and here"))
                d.note("move occurs because these variables have types that don't implement the `Copy` trait")
        else:
            name = self.describe.place(e.place)
            reason = f"move occurs because {f'`{name}`' if name else 'value'} has type `{text}`, which does not "
            reason += "implement the `Copy` trait"
            if d.labels[0].text:
                d.labels.append(Label(span, reason))
            else:
                d.labels[0].text = reason
            if self.clonable(t):
                d.children.append(
                    Diagnostic(
                        Level.HELP,
                        "consider cloning the value if the performance cost is acceptable",
                        suggestions=[
                            Suggestion(
                                Span(span.path, span.hi, span.hi), ".clone()", applicability="MachineApplicable"
                            ),
                        ],
                    )
                )
        del item
        self.add(d)

    def _illegal_span(self, e: IllegalMove) -> Span:
        use = self.closure_use(e.point, e.place)
        if use is not None:
            span: Span = use[1].span
            return span
        return self.point_span(e.point)

    def _illegal_header(self, e: IllegalMove, span: Span, moved_here: bool) -> Diagnostic:
        if e.why in ("index", "slice"):
            t = self.types.of(e.base)
            kind = "array" if isinstance(t, ty.Array) else "slice"
            return Diagnostic.error(
                span,
                f"cannot move out of type `{self.type_text(t)}`, a non-copy {kind}",
                "cannot move out of here",
                "E0508",
            )
        if e.why == "drop":
            t = e.container
            return Diagnostic.error(
                span,
                f"cannot move out of type `{self.type_text(t)}`, which implements the `Drop` trait",
                "cannot move out of here",
                "E0509",
            )
        base, place = e.base, e.place
        name = self.describe.place(e.place, tuple_fields=moved_here)
        text = f"`{name}`" if name is not None else "value"
        t = self.types.of(base)
        static = self.body.locals[base.local].data
        if static.kind == "static" and not base.proj:
            return Diagnostic.error(span, f"cannot move out of static item `{static.def_.name}`", "", "E0507")
        upvar = self._upvar_base(place)
        if (
            upvar is not None
            and self.info.owner.closure_kind != "FnOnce"
            and isinstance(self.types.of(ir.Place(1)), ty.Ref)
            and base == ir.Place(1)
        ):
            kind = self.info.owner.closure_kind
            capture = self.info.captures[upvar]
            d = Diagnostic.error(
                span, f"cannot move out of {text}, a captured variable in an `{kind}` closure", "", "E0507"
            )
            d.labels.append(Label(capture.var.span, "captured outer variable"))
            d.labels.append(Label(self.info.tree.span, f"captured by this `{kind}` closure"))
            return d
        pointer = (
            {True: "mutable reference", False: "shared reference"}.get(t.mut, "")
            if isinstance(t, ty.Ref)
            else "raw pointer"
        )
        guard = static.kind == "guard"
        if guard and base == ir.Place(base.local):
            return Diagnostic.error(span, f"cannot move out of {text} in pattern guard", "", "E0507").note(
                "variables bound in patterns cannot be moved from until after the end of the pattern guard"
            )
        content = self.types.of(ir.Place(base.local, (*base.proj, ir.DEREF)))
        if isinstance(content, (ty.Array, ty.Slice)):
            kind = "array" if isinstance(content, ty.Array) else "slice"
            text = f"cannot move out of type `{self.type_text(content)}`, a non-copy {kind}"
            return Diagnostic.error(span, text, "cannot move out of here", "E0508")
        call = self._deref_call(base)
        if call is not None:
            method = _method_name(call)
            inner = call.args[0].ty
            inner = inner.ty if isinstance(inner, ty.Ref) else inner
            if method in ("index", "index_mut"):
                return Diagnostic.error(span, f"cannot move out of index of `{self.type_text(inner)}`", "", "E0507")
            short = inner.def_.name if isinstance(inner, ty.Adt) else self.type_text(inner)
            words = {"Rc": "an `Rc`", "Arc": "an `Arc`"}
            return Diagnostic.error(
                span, f"cannot move out of {words.get(short, f'dereference of `{self.type_text(inner)}`')}", "", "E0507"
            )
        variant = self._variant(e.place)
        as_variant = f" as enum variant `{variant}`" if variant is not None and not moved_here else ""
        if as_variant and name is not None:
            return Diagnostic.error(
                span, f"cannot move out of {text}{as_variant} which is behind a {pointer}", "", "E0507"
            )
        if name is None:
            return Diagnostic.error(span, f"cannot move out of a {pointer}", "", "E0507")
        return Diagnostic.error(span, f"cannot move out of {text} which is behind a {pointer}", "", "E0507")

    def _variant(self, place: ir.Place) -> str | None:
        for i in range(len(place.proj) - 1, -1, -1):
            if place.proj[i].kind == "downcast":
                t = self.types.of(ir.Place(place.local, place.proj[:i]))
                if isinstance(t, ty.Adt):
                    return t.def_.variants[place.proj[i].a].name
        return None

    def _upvar_base(self, place: ir.Place) -> int | None:
        for i in range(len(place.proj), 0, -1):
            n = self.describe.upvar(ir.Place(place.local, place.proj[:i]))
            if n is not None:
                return n
        return None

    def _deref_call(self, base: ir.Place) -> thir.Call | None:
        """The overloaded deref or index that made the reference in a temporary."""
        if base.proj or self.describe.is_user(base.local):
            return None
        for b in self.body.blocks:
            t = b.terminator
            if isinstance(t, ir.Call) and t.dest == base and isinstance(t.data, thir.Call):
                return t.data if _method_name(t.data) in ("deref", "deref_mut", "index", "index_mut") else None
        return None


def _method_name(call: thir.Call) -> str:
    t = call.fun.ty
    return str(t.def_.name) if isinstance(t, ty.FnDef) else ""


def _qualified(f: Any, name: str) -> str:
    """The method as the note names it: `into_iter`, `Option::<T>::unwrap`."""
    container = getattr(f, "container", None)
    if isinstance(container, defs.ImplDef) and container.trait_ref is None:
        t = container.self_ty
        if isinstance(t, ty.Adt):
            args = f"::<{', '.join(show(a) for a in t.args)}>" if t.args else ""
            return f"{t.def_.name}{args}::{name}"
    return name


def _self_span(f: Any) -> Span | None:
    tree = getattr(f, "body", None) if getattr(getattr(f, "crate", None), "user", False) else None
    if tree is not None and tree.params:
        span: Span = tree.params[0].pat.span
        return span
    return None


__all__ = ["Reporter", "capture_name"]
