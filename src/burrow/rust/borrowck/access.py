"""The walk that checks every access: is the place initialised, may it be changed, does it conflict with a loan in
scope?

In: a body, its move data and flows, the loans and where they are in scope.  Out: calls of the reporting functions,
each at most once for a place and span.  The reference is `rustc_borrowck::lib` (`MirBorrowckCtxt`, from
`visit_statement` on). """

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from burrow.ir import dataflow
from burrow.ir import nodes as ir
from burrow.rust import defs
from burrow.rust import types as ty
from burrow.rust.borrowck.liveness import Points
from burrow.rust.borrowck.moves import InitFlows, MoveData, operands
from burrow.rust.borrowck.places import DEEP, DROP, SHALLOW, conflict
from burrow.rust.borrowck.typeck import Loan, TypeCheck
from burrow.rust.build.builder import BodyInfo
from burrow.rust.build.places import PlaceTypes
from burrow.rust.build.scope import end_point
from burrow.source import Span

Point = tuple[int, int]
MUTABLE = ("mut", "two_phase", "unique")


@dataclass(slots=True)
class Access:
    """`rw`: read, write, reserve or activate; `why`: copy, borrow, mutate, move, replace, drop; `kind` the borrow's,
    `loan` the number of the loan that is activated."""

    rw: str
    why: str
    kind: str = ""
    loan: int = -1


class Checker:
    """See the module.  `reporter` makes the diagnostics."""

    def __init__(
        self, check: TypeCheck, data: MoveData, flows: InitFlows, points: Points, scopes: list[int], reporter: Any
    ) -> None:
        self.check = check
        self.body = check.body
        self.info: BodyInfo = check.body.data
        self.types: PlaceTypes = data.types
        self.data = data
        self.flows = flows
        self.points = points
        self.loans = check.loans
        self.scopes = scopes
        self.report = reporter
        self.by_local: dict[int, list[int]] = {}
        for i, loan in enumerate(self.loans):
            self.by_local.setdefault(loan.place.local, []).append(i)
        self.reported: set[tuple[ir.Place, Span]] = set()
        self.reserved: set[ir.Place] = set()
        self.uninit = 0
        self.ever = 0
        self.point: Point = (0, 0)
        self.span = self.body.span
        self.used_mut: set[int] = set()
        self.used_mut_upvars: set[int] = set()
        self._doms: list[int] | None = None
        self.live_uses: dict[int, list[tuple[int, int]]] = {}
        self.activations: dict[Point, list[int]] = {}
        self._find_activations()

    # ---- two-phase borrows

    def _find_activations(self) -> None:
        pending = {
            loan.assigned.local: i
            for i, loan in enumerate(self.loans)
            if loan.kind == "two_phase" and not loan.assigned.proj
        }
        if not pending:
            return

        def used(o: Any, point: Point) -> None:
            place = o if isinstance(o, ir.Place) else getattr(o, "place", None)
            if place is not None and place.local in pending:
                i = pending[place.local]
                loan = self.loans[i]
                if loan.activation is None and point != loan.point:
                    loan.activation = point
                    self.activations.setdefault(point, []).append(i)

        for b in sorted(dataflow.reverse_postorder(self.body)):
            block = self.body.blocks[b]
            for n, s in enumerate(block.statements):
                if isinstance(s, ir.Assign):
                    for o in operands(s.rvalue):
                        used(o, (b, n))
                    if isinstance(s.rvalue, (ir.Ref, ir.AddressOf, ir.Len, ir.Discriminant)):
                        used(s.rvalue.place, (b, n))
                    if s.place.proj:
                        used(s.place, (b, n))
            t = block.terminator
            at = (b, len(block.statements))
            if isinstance(t, ir.Call):
                for o in (t.func, *t.args):
                    used(o, at)
            elif isinstance(t, ir.Switch):
                used(t.operand, at)

    def _dominates(self, a: Point, b: Point) -> bool:
        if a[0] == b[0]:
            return a[1] <= b[1]
        doms = self._dominators()
        at = b[0]
        while at != 0:
            at = doms[at]
            if at == a[0]:
                return True
        return False

    def _dominators(self) -> list[int]:
        """The immediate dominator of each block (Cooper, Harvey and Kennedy's iteration)."""
        if self._doms is None:
            order = dataflow.reverse_postorder(self.body)
            rank = {b: i for i, b in enumerate(order)}
            preds = dataflow.predecessors(self.body)
            idom = {0: 0}
            changed = True
            while changed:
                changed = False
                for b in order[1:]:
                    new = -1
                    for p in preds[b]:
                        if p not in idom:
                            continue
                        if new < 0:
                            new = p
                            continue
                        x, y = p, new
                        while x != y:
                            while rank[x] > rank[y]:
                                x = idom[x]
                            while rank[y] > rank[x]:
                                y = idom[y]
                        new = x
                    if idom.get(b) != new:
                        idom[b] = new
                        changed = True
            self._doms = [idom.get(b, 0) for b in range(len(self.body.blocks))]
        return self._doms

    def _active(self, loan: Loan) -> bool:
        if loan.kind != "two_phase":
            return True
        if loan.activation is None:
            return False
        if self._dominates(loan.activation, self.point):
            return True
        return not self._dominates((loan.point[0], loan.point[1] + 1), self.point)

    # ---- the walk

    def run(self) -> None:
        for b in dataflow.reverse_postorder(self.body):
            block = self.body.blocks[b]
            ever = list(self.flows.ever_init.before(b))
            for i, uninit in enumerate(self.flows.maybe_uninit.before(b)):
                self.uninit, self.ever = uninit, ever[i]
                self.point = (b, i)
                if i < len(block.statements):
                    s = block.statements[i]
                    self.span = s.info.span
                    self._activate()
                    self._statement(s)
                else:
                    t = block.terminator
                    assert t is not None
                    self.span = t.info.span
                    self._activate()
                    self._terminator(t)

    def _activate(self) -> None:
        for i in self.activations.get(self.point, ()):
            self.access(self.loans[i].place, DEEP, Access("activate", "borrow", self.loans[i].kind, i), "no")

    def _statement(self, s: ir.Statement) -> None:
        if isinstance(s, ir.Assign):
            self._rvalue(s.rvalue)
            self._mutate(s.place, SHALLOW)
        elif isinstance(s, ir.FakeRead):
            self._check_moved(s.place, "use")
        elif isinstance(s, ir.StorageDead):
            self.access(ir.Place(s.local), SHALLOW, Access("write", "drop"), "yes")

    def _rvalue(self, r: ir.Rvalue) -> None:
        if isinstance(r, ir.Ref):
            if r.kind == "fake":
                access, depth = Access("read", "borrow", "fake"), SHALLOW
            elif r.kind == "shared":
                access, depth = Access("read", "borrow", "shared"), DEEP
            else:
                access, depth = Access("reserve" if r.kind == "two_phase" else "write", "borrow", r.kind), DEEP
            self.access(r.place, depth, access, "no")
            self._check_moved(r.place, "match" if r.kind == "fake" else "borrow")
        elif isinstance(r, ir.AddressOf):
            access = Access("write", "borrow", "mut") if r.mutable else Access("read", "borrow", "shared")
            self.access(r.place, DEEP, access, "no")
            self._check_moved(r.place, "borrow")
        elif isinstance(r, ir.Len):
            self.access(r.place, SHALLOW, Access("read", "copy"), "no", length=True)
            self._check_moved(r.place, "use")
        elif isinstance(r, ir.Discriminant):
            self.access(r.place, SHALLOW, Access("read", "copy"), "no")
            self._check_moved(r.place, "use")
        else:
            if isinstance(r, ir.Aggregate) and isinstance(r.ty, ty.Closure):
                self._closure_used_mut(r)
            for o in operands(r):
                self._operand(o)

    def _closure_used_mut(self, r: ir.Aggregate) -> None:
        """Captures that the closure changes count as uses of the variable's `mut`."""

    def _operand(self, o: ir.Operand) -> None:
        if isinstance(o, ir.Const):
            return
        if isinstance(o, ir.Copy):
            self.access(o.place, DEEP, Access("read", "copy"), "no")
        else:
            self.access(o.place, DEEP, Access("write", "move"), "yes")
        self._check_moved(o.place, "use")

    def _mutate(self, place: ir.Place, depth: str) -> None:
        self._check_assigned(place)
        self.access(place, depth, Access("write", "mutate"), "no")

    def _terminator(self, t: ir.Terminator) -> None:
        if isinstance(t, ir.Switch):
            self._operand(t.operand)
        elif isinstance(t, ir.Drop):
            self.access(t.place, DROP, Access("write", "replace" if t.replace else "drop"), "yes")
        elif isinstance(t, ir.Call):
            self._operand(t.func)
            for a in t.args:
                self._operand(a)
            self._mutate(t.dest, DEEP)
        elif isinstance(t, ir.Assert):
            self._operand(t.cond)
            if t.kind == "bounds":
                for a in t.args:
                    self._operand(a)
        elif isinstance(t, (ir.Return, ir.Resume)):
            self._exit()

    def _exit(self) -> None:
        """No loan of a local may survive the function."""
        if isinstance(self.info.owner, (defs.ConstDef, defs.StaticDef)):
            return
        bit = 1 << self.points.of(self.point)
        for i, loan in enumerate(self.loans):
            if not self.scopes[i] & bit:
                continue
            root = ir.Place(loan.place.local)
            if conflict(self.types, loan.place, loan.kind, root, SHALLOW):
                self.report.does_not_live_long_enough(self, loan, loan.place, end_point(self.span), None)

    # ---- accesses

    def access(self, place: ir.Place, depth: str, access: Access, allowed: str, length: bool = False) -> None:
        """Check permission and conflicts.  `allowed`: whether an immutable local may be changed (no, yes, upvars)."""
        if access.rw == "activate" and place in self.reserved:
            return
        if (place, self.span) in self.reported:
            return
        bad = self._permission(place, access, allowed)
        clash = self._conflict(place, depth, access, length)
        if bad or clash:
            self.reported.add((place, self.span))

    def _conflict(self, place: ir.Place, depth: str, access: Access, length: bool) -> bool:
        mine = self.by_local.get(place.local)
        if not mine:
            return False
        bit = 1 << self.points.of(self.point)
        for i in mine:
            if not self.scopes[i] & bit:
                continue
            loan = self.loans[i]
            if not conflict(self.types, loan.place, loan.kind, place, depth, length):
                continue
            if access.rw == "activate" and access.loan == i:
                continue
            if access.rw == "read":
                if loan.kind in ("shared", "fake") or access.kind == "fake":
                    continue
                if not self._active(loan):
                    continue
                if access.why == "copy":
                    self.report.use_while_mutably_borrowed(self, place, self.span, loan)
                else:
                    self.report.conflicting_borrow(self, place, self.span, access.kind, loan)
                return True
            if access.rw == "reserve" and loan.kind in ("shared", "fake"):
                continue
            if access.why == "move" and loan.kind == "fake":
                continue
            if access.rw == "reserve":
                self.reserved.add(place)
            if access.why == "borrow":
                self.report.conflicting_borrow(self, place, self.span, access.kind, loan)
            elif access.why == "drop":
                self.report.does_not_live_long_enough(self, loan, place, self.span, "drop")
            elif access.why in ("mutate", "replace"):
                self.report.illegal_mutation(self, place, self.span, loan)
            else:
                self.report.move_out_while_borrowed(self, place, self.span, loan)
            return True
        return False

    # ---- permission

    def _permission(self, place: ir.Place, access: Access, allowed: str) -> bool:
        if access.rw not in ("write", "reserve"):
            return False
        if access.why == "borrow":
            if access.kind not in MUTABLE:
                return False
            error = self.mutable(place, "yes" if access.kind == "unique" else allowed)
            what = "borrow"
        elif access.why == "mutate":
            error = self.mutable(place, allowed)
            what = "mutate"
        else:
            return False
        if error is None:
            return False
        init = self._ever_initialised(place.local)
        if init is None:
            return False
        if what == "mutate" and not place.proj:
            self.report.reassignment(self, place, self.span, self.data.inits[init])
        else:
            self.report.not_mutable(self, place, self.span, error, what)
        return True

    def _ever_initialised(self, local: int) -> int | None:
        for i in self.data.inits_of.get(local, ()):
            if self.ever >> i & 1:
                return i
        return None

    def mutable(self, place: ir.Place, allowed: str) -> ir.Place | None:
        """None where `place` may be changed, else the part of it that forbids it."""
        if not place.proj:
            if self.body.locals[place.local].mutable:
                self.used_mut.add(place.local)
                return None
            return None if allowed in ("yes", "upvars") else place
        base = ir.Place(place.local, place.proj[:-1])
        if place.proj[-1].kind == "deref":
            t = self.types.of(base)
            if isinstance(t, ty.Ref):
                if not t.mut:
                    return place
                upvar = self.upvar(place)
                by_ref = upvar is not None and self.info.captures[upvar].by != "copy_move"
                return self.mutable(base, allowed if by_ref else "yes")
            if isinstance(t, ty.RawPtr):
                return None if t.mut else place
            return self.mutable(base, allowed)
        upvar = self.upvar(place)
        if upvar is not None:
            capture = self.info.captures[upvar]
            if not capture.mut and allowed in ("no", "upvars") and not capture.behind_shared:
                return place
            self.used_mut_upvars.add(upvar)
        return self.mutable(base, allowed)

    def upvar(self, place: ir.Place) -> int | None:
        """The number of the upvar that `place` is, in a closure."""
        if self.info.closure is None or place.local != 1 or not place.proj:
            return None
        proj = place.proj
        by_ref = proj[-1].kind == "deref"
        if by_ref:
            proj = proj[:-1]
        if not proj or proj[-1].kind != "field":
            return None
        if not isinstance(self.types.of(ir.Place(1, proj[:-1])), ty.Closure):
            return None
        n = proj[-1].a
        if by_ref and self.info.captures[n].by == "copy_move":
            return None
        return n

    # ---- initialisation

    def _closest(self, place: ir.Place) -> int:
        return self.data.find(place)[0]

    def _check_full(self, place: ir.Place, action: str) -> None:
        """The place, or what it is part of, is initialised."""
        path = self._closest(place)
        if self.uninit >> path & 1:
            self.report.moved_or_uninit(self, self.data.paths[path].place, place, self.span, action, path)

    def _check_moved(self, place: ir.Place, action: str) -> None:
        """The place with all that is inside it is initialised."""
        self._check_full(place, action)
        if place.proj and place.proj[-1].kind == "subslice":
            self._check_subslice(place, action)
        path, exact = self.data.find(place)
        if exact:
            inside = self.data.below[path] & self.uninit & ~(1 << path)
            if inside and not self.uninit >> path & 1:
                child = (inside & -inside).bit_length() - 1
                self.report.moved_or_uninit(self, place, place, self.span, action, child)

    def _check_subslice(self, place: ir.Place, action: str) -> None:
        base = ir.Place(place.local, place.proj[:-1])
        t = self.types.of(base)
        last = place.proj[-1]
        if not isinstance(t, ty.Array):
            return
        path, exact = self.data.find(base)
        if not exact:
            return
        n = int(t.len.value)
        hi = n - last.b if last.from_end else last.b
        for step, child in self.data.paths[path].children.items():
            if step.kind == "const_index" and last.a <= step.a < hi and self.data.below[child] & self.uninit:
                self.report.moved_or_uninit(self, place, place, self.span, action, child)
                return

    def _check_assigned(self, place: ir.Place) -> None:
        """Assigning to a part of something: what must be initialised for that."""
        for i in range(len(place.proj) - 1, -1, -1):
            step = place.proj[i]
            base = ir.Place(place.local, place.proj[:i])
            if step.kind in ("deref", "index", "const_index"):
                self._check_full(base, "use")
                return
            if step.kind == "field":
                t = self.types.of(base)
                if self.types.has_drop_impl(t) and not (isinstance(t, ty.Adt) and t.is_box):
                    self._check_moved(base, "assign")
                    return
                if isinstance(t, (ty.Adt, ty.Tuple)):
                    self._check_parent(base)

    def _check_parent(self, base: ir.Place) -> None:
        """A struct that is not initialised cannot be initialised field by field."""
        shortest: tuple[ir.Place, int] | None = None
        for i in range(len(base.proj), -1, -1):
            prefix = ir.Place(base.local, base.proj[:i])
            path, exact = self.data.find(prefix)
            if exact and self.uninit >> path & 1:
                shortest = (prefix, path)
            if i and base.proj[i - 1].kind == "deref":
                break
        if shortest is None:
            return
        prefix, path = shortest
        t = self.types.of(prefix)
        if isinstance(t, ty.Adt) and t.def_.is_union and self.data.moves_of.get(path):
            return
        self.report.moved_or_uninit(self, prefix, base, self.span, "partial", path)
