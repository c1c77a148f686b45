"""Which regions are live where: the points at which a variable that holds them may be used, or dropped, later.

In: a type-checked body.  Out: `Regions.live`.  A use makes every region of the variable's type live; a drop only
those that the type's destructor may look at, and only while the variable may be initialised.  The reference is
`rustc_borrowck::type_check::liveness` with `rustc_trait_selection`'s `dropck_outlives`.  What differs: points are
bits of an integer, and a variable's live points are found by walking back from its uses, block by block. """

from __future__ import annotations

from typing import Any

from burrow.ir import dataflow
from burrow.ir import nodes as ir
from burrow.rust import types as ty
from burrow.rust.borrowck.moves import InitFlows, operands
from burrow.rust.borrowck.typeck import TypeCheck

DEF, USE, DROP = 0, 1, 2


class Points:
    """Points as numbers: each statement and terminator of the body, block by block."""

    def __init__(self, body: ir.Body) -> None:
        self.first: list[int] = []
        self.blocks: list[int] = []
        n = 0
        for i, b in enumerate(body.blocks):
            self.first.append(n)
            n += len(b.statements) + 1
            self.blocks += [i] * (len(b.statements) + 1)
        self.count = n

    def of(self, point: tuple[int, int]) -> int:
        return self.first[point[0]] + point[1]

    def back(self, n: int) -> tuple[int, int]:
        b = self.blocks[n]
        return b, n - self.first[b]

    def last(self, block: int) -> int:
        """The terminator of `block`."""
        return self.first[block + 1] - 1 if block + 1 < len(self.first) else self.count - 1


class Liveness:
    """Fills in `regions.live`; `uses[local]` are (point, kind), kept for explaining."""

    def __init__(self, check: TypeCheck, flows: InitFlows, points: Points) -> None:
        self.check = check
        self.flows = flows
        self.points = points
        self.body = check.body
        self.preds = dataflow.predecessors(check.body)
        self.reach = set(dataflow.reverse_postorder(check.body))
        self._within: dict[ty.Ty, int] = {}  # the types whose destructors are being looked into
        self.interesting: dict[int, list[int]] = {}
        regions = check.regions
        for i, local in enumerate(check.locals):
            rs = [r.index for r in free_regions(local.ty) if r.index >= regions.universals]
            if rs:
                self.interesting[i] = rs
        self.uses: dict[int, list[tuple[int, int]]] = {i: [] for i in self.interesting}
        self._collect()

    def run(self) -> None:
        regions = self.check.regions
        regions.points = self.points.count
        drops: dict[int, list[int]] = {}
        for local, rs in self.interesting.items():
            live = self._backward(local, USE)
            for r in rs:
                regions.live[r] |= live
            if any(kind == DROP for _, kind in self.uses[local]):
                needed = self._dropped_regions(self.check.locals[local].ty)
                if needed:
                    drops[local] = needed
        if drops:
            init = self._init_points(drops)
            for local, rs in drops.items():
                live = self._backward(local, DROP) & init[local]
                for r in rs:
                    regions.live[r] |= live
        # regions that are not in a variable's type (of a reborrow, a call's signature) hold where they are made
        for loan in self.check.loans:
            regions.live[loan.region] |= 0

    def _collect(self) -> None:
        for b in sorted(self.reach):
            block = self.body.blocks[b]
            at = self.points.first[b]
            for i, s in enumerate(block.statements):
                self._statement(s, at + i)
            assert block.terminator is not None
            self._terminator(block.terminator, at + len(block.statements))

    def _note(self, local: int, at: int, kind: int) -> None:
        uses = self.uses.get(local)
        if uses is not None:
            uses.append((at, kind))

    def _place(self, p: ir.Place, at: int) -> None:
        self._note(p.local, at, USE)

    def _dest(self, p: ir.Place, at: int) -> None:
        self._note(p.local, at, USE if p.proj else DEF)
        self._indexes(p, at)

    def _indexes(self, p: ir.Place, at: int) -> None:
        for step in p.proj:
            if step.kind == "index":
                self._note(step.a, at, USE)

    def _operand(self, o: ir.Operand, at: int) -> None:
        if not isinstance(o, ir.Const):
            self._place(o.place, at)

    def _statement(self, s: ir.Statement, at: int) -> None:
        if isinstance(s, ir.Assign):
            r = s.rvalue
            for o in operands(r):
                self._operand(o, at)
            if isinstance(r, (ir.Ref, ir.AddressOf, ir.Discriminant, ir.Len)):
                self._place(r.place, at)
            self._dest(s.place, at)
        elif isinstance(s, (ir.StorageLive, ir.StorageDead)):
            self._note(s.local, at, DEF)
        elif isinstance(s, ir.FakeRead):
            self._place(s.place, at)
        elif isinstance(s, ir.Ascribe):
            self._place(s.place, at)

    def _terminator(self, t: ir.Terminator, at: int) -> None:
        if isinstance(t, ir.Call):
            self._operand(t.func, at)
            for a in t.args:
                self._operand(a, at)
            self._dest(t.dest, at)
        elif isinstance(t, ir.Drop):
            self._note(t.place.local, at, DROP if not t.place.proj else DROP)
        elif isinstance(t, ir.Switch):
            self._operand(t.operand, at)
        elif isinstance(t, ir.Assert):
            self._operand(t.cond, at)
            for a in t.args:
                self._operand(a, at)
        elif isinstance(t, ir.Return):
            self._note(0, at, USE)

    def _backward(self, local: int, kind: int) -> int:
        """The points on whose entry the local may later meet a use of `kind` before a definition (for drops: or a
        use)."""
        by_block: dict[int, list[tuple[int, int]]] = {}
        for at, k in self.uses[local]:
            by_block.setdefault(self.points.blocks[at], []).append((at, k))
        live = 0
        work: list[int] = []
        entered: set[int] = set()

        def back(block: int, upto: int) -> None:
            """Live just before point `upto` (in `block`): go on backwards from there."""
            nonlocal live
            first = self.points.first[block]
            stop = first
            ended = False
            for at, k in reversed(by_block.get(block, ())):
                if at < upto and (k == DEF or (kind == DROP and k == USE)):
                    stop = at + 1
                    ended = True
                    break
            live |= (1 << (upto + 1)) - (1 << stop)
            if not ended and block not in entered:
                entered.add(block)
                work.append(block)

        for block, events in by_block.items():
            for at, k in events:
                if k == kind:
                    back(block, at)
        while work:
            block = work.pop()
            for p in self.preds[block]:
                if p not in self.reach:
                    continue
                last = self.points.last(p)
                if live >> last & 1 and not any(at == last for at, _ in by_block.get(p, ())):
                    continue
                if any(at == last and k == DEF for at, k in by_block.get(p, ())):
                    continue  # the call's result is put there
                back(p, last)
        return live

    def _init_points(self, drops: dict[int, list[int]]) -> dict[int, int]:
        """For each local, the points on whose entry it, or a part of it, may be initialised."""
        below = self.flows.data.below
        masks = {local: below[local] for local in drops}
        out = dict.fromkeys(drops, 0)
        results = self.flows.maybe_init
        for b in self.reach:
            at = self.points.first[b]
            for i, bits in enumerate(results.before(b)):
                for local, mask in masks.items():
                    if bits & mask:
                        out[local] |= 1 << (at + i)
        return out

    # ---- what a destructor may look at

    def _dropped_regions(self, t: ty.Ty) -> list[int]:
        out: dict[int, None] = {}
        self._drop(t, out, set())
        return [r for r in out if r >= self.check.regions.universals]

    def _drop(self, t: Any, out: dict[int, None], seen: set[ty.Ty]) -> None:
        if t in seen or not t.flags & (ty.HAS_REGION | ty.HAS_PARAM | ty.HAS_CLOSURE):
            return
        seen.add(t)
        cx = self.check.relate
        if isinstance(t, ty.Adt):
            d = t.def_
            if d.is_manually_drop:
                return
            if d.is_phantom:
                self._drop(t.args[0], out, seen)
                return
            if t.is_box:
                self._drop(t.args[0], out, seen)
                return
            if d.drop_impl is not None:
                for i, p in enumerate(d.drop_impl.generics.all()):
                    arg = self._impl_arg(t, d.drop_impl, i)
                    if arg is None:
                        continue
                    if not p.may_dangle:
                        for r in free_regions(arg):
                            out[r.index] = None
            if d.is_union:
                return
            # a field's projection can name the type again with new regions; twice round finds all that there are
            key = cx.erase(t)
            if self._within.get(key, 0) >= 2:
                return
            self._within[key] = self._within.get(key, 0) + 1
            for v in d.variants:
                for f in v.fields:
                    field = cx.field_ty(t, v.variant_index, f.index)
                    self._drop(field, out, seen)
            self._within[key] -= 1
        elif isinstance(t, ty.Tuple):
            for e in t.elems:
                self._drop(e, out, seen)
        elif isinstance(t, (ty.Array, ty.Slice)):
            self._drop(t.ty, out, seen)
        elif isinstance(t, ty.Closure):
            for u in t.upvars:
                self._drop(u, out, seen)
        elif isinstance(t, (ty.Dynamic, ty.Alias)):
            for r in free_regions(t):
                out[r.index] = None

    @staticmethod
    def _impl_arg(t: ty.Adt, impl: Any, i: int) -> Any:
        """The argument of the type that the `Drop` impl's parameter `i` stands for."""
        self_ty = impl.self_ty
        if isinstance(self_ty, ty.Adt):
            want = impl.generics.all()[i].arg()
            for mine, theirs in zip(t.args, self_ty.args, strict=True):
                if theirs is want:
                    return mine
        return None


def free_regions(t: Any) -> list[ty.Region]:
    """The region variables in a term."""
    if not t.flags & ty.HAS_REGION:
        return []
    return [x for x in ty.walk(t) if isinstance(x, ty.Region) and x.kind == "var"]
