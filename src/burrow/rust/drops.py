"""Drop elaboration: every `Drop` becomes what really happens there.

In: a body of the typed stage that has been borrow checked.  Out: the same body without what only the borrow checker
needed (fake reads and borrows, false edges, annotations), in which a `Drop` means that the whole place is dropped for
certain: drops of what has been moved are gone, drops of what may have been moved test a flag, and what is moved in
part is dropped field by field.

The reference is `rustc_mir_transform::{elaborate_drops, elaborate_drop, cleanup_post_borrowck}`.  What differs: a
flag is cleared just before the drop that it allows, which is simpler than doing so on both ways out."""

from __future__ import annotations

from burrow.ir import dataflow
from burrow.ir import nodes as ir
from burrow.rust import lang
from burrow.rust import types as ty
from burrow.rust.borrowck.moves import InitFlows, MoveData
from burrow.rust.build.builder import BodyInfo, LocalInfo, remove_unreachable
from burrow.rust.build.places import PlaceTypes


def elaborate(body: ir.Body) -> ir.Body:
    """See the module; changes `body` and gives it back."""
    clean(body)
    info: BodyInfo = body.data
    if not any(isinstance(b.terminator, ir.Drop) for b in body.blocks):
        return body
    return _Elaborate(body, PlaceTypes(info.cx, body.locals)).run()


def clean(body: ir.Body) -> None:
    """Remove what was only for the borrow checker."""
    fakes = {
        i for i, local in enumerate(body.locals) if isinstance(local.data, LocalInfo) and local.data.kind == "fake"
    }
    for block in body.blocks:
        block.statements = [
            s
            for s in block.statements
            if not isinstance(s, (ir.FakeRead, ir.Ascribe, ir.Nop))
            and not (isinstance(s, ir.Assign) and not s.place.proj and s.place.local in fakes)
        ]
        t = block.terminator
        if isinstance(t, ir.FalseEdge):
            block.terminator = ir.Goto(t.real, t.info)
        elif isinstance(t, ir.FalseUnwind):
            block.terminator = ir.Goto(t.real, t.info)
    remove_unreachable(body)


class _Elaborate:
    def __init__(self, body: ir.Body, types: PlaceTypes) -> None:
        self.body = body
        self.types = types
        self.data = MoveData(body, types)
        self.flows = InitFlows(self.data)
        self.flags: dict[int, int] = {}
        self.resume: int | None = None

    def run(self) -> ir.Body:
        body = self.body
        drops: list[tuple[int, ir.Drop, int, int]] = []
        for b in dataflow.reverse_postorder(body):
            t = body.blocks[b].terminator
            if isinstance(t, ir.Drop):
                *_, live = self.flows.maybe_init.before(b)
                *_, dead = self.flows.maybe_uninit.before(b)
                drops.append((b, t, live, dead))
        for _, t, live, dead in drops:
            path, exact = self.data.find(t.place)
            if exact:
                mixed = live & dead & self.data.below[path]
                while mixed:
                    low = mixed & -mixed
                    self._flag(low.bit_length() - 1)
                    mixed ^= low
        if self.flags:
            self._set_flags()
        for b, t, live, dead in drops:
            self._drop(b, t, live, dead)
        return remove_unreachable(body)

    def _flag(self, path: int) -> None:
        if path not in self.flags:
            self.body.locals.append(ir.Local(ty.BOOL, "", True, self.body.span, LocalInfo("temp")))
            self.flags[path] = len(self.body.locals) - 1

    # ---- flags

    def _set_flags(self) -> None:
        """Write the flags where values come and go."""
        body, data = self.body, self.data
        watched = 0
        for p in self.flags:
            watched |= 1 << p
        inserts: dict[int, list[tuple[int, list[ir.Statement]]]] = {}
        for b in range(len(body.blocks)):
            block = body.blocks[b]
            n = len(block.statements)
            for i in range(n + 1):
                item = block.statements[i] if i < n else block.terminator
                if isinstance(item, (ir.Drop, ir.StorageDead)):
                    continue
                gen, kill = self.flows.effect((b, i))
                out = self._assign(kill & watched & ~gen, False) + self._assign(gen & watched, True)
                if out:
                    inserts.setdefault(b, []).append((i if i == n else i + 1, out))
            t = block.terminator
            if isinstance(t, ir.Call) and t.target is not None:
                path, exact = data.find(t.dest)
                if exact and data.below[path] & watched:
                    between = self._new(ir.Goto(t.target, t.info), block.cleanup)
                    body.blocks[between].statements = self._assign(data.below[path] & watched, True)
                    t.target = between
        for b, changes in inserts.items():
            statements = body.blocks[b].statements
            for i, out in reversed(changes):
                statements[i:i] = out
        first: list[ir.Statement] = self._assign(watched, False)
        entry = 0
        for i in range(1, body.params + 1):
            entry |= data.below[i]
        first += self._assign(entry & watched, True)
        body.blocks[0].statements[0:0] = first

    def _assign(self, paths: int, value: bool) -> list[ir.Statement]:
        out: list[ir.Statement] = []
        while paths:
            low = paths & -paths
            local = self.flags[low.bit_length() - 1]
            out.append(ir.Assign(ir.Place(local), ir.Use(ir.Const(value, ty.BOOL))))
            paths ^= low
        return out

    def _new(self, terminator: ir.Terminator, cleanup: bool) -> int:
        self.body.blocks.append(ir.Block([], terminator, cleanup))
        return len(self.body.blocks) - 1

    # ---- drops

    def _drop(self, b: int, t: ir.Drop, live: int, dead: int) -> None:
        path, exact = self.data.find(t.place)
        block = self.body.blocks[b]
        if not exact:
            return
        self.live, self.dead = live, dead
        self.cleanup = block.cleanup
        self.info = t.info
        start = self._elaborate(path, t.place, t.target, t.unwind)
        block.terminator = ir.Goto(start, t.info)

    def _state(self, path: int) -> tuple[bool, bool, bool]:
        """Whether anything at the path may be initialised, or not, and whether it has parts."""
        below = self.data.below[path]
        return bool(self.live & below), bool(self.dead & below), below != 1 << path

    def _elaborate(self, path: int, place: ir.Place, target: int, unwind: int | None) -> int:
        """The block where dropping `place` starts, which then goes on to `target`."""
        if not self.types.cx.needs_drop(self.types.of(place)):
            return target
        live, dead, parts = self._state(path)
        if not live:
            return target
        if not dead:
            return self._whole(path, place, target, unwind)
        if not parts:
            return self._tested(path, self._whole(path, place, target, unwind), target)
        return self._open(path, place, target, unwind)

    def _whole(self, path: int, place: ir.Place, target: int, unwind: int | None) -> int:
        at = self._new(ir.Drop(place, target, unwind, False, self.info), self.cleanup)
        mine = self.data.below[path]
        cleared = 0
        for p in self.flags:
            cleared |= mine & 1 << p
        self.body.blocks[at].statements = self._assign(cleared, False)
        return at

    def _tested(self, path: int, then: int, otherwise: int) -> int:
        """To `then` if the path's flag is set (it is certain where there is no flag)."""
        flag = self.flags.get(path)
        if flag is None:
            return then if self.live >> path & 1 else otherwise
        return self._new(ir.Switch(ir.Copy(ir.Place(flag)), [(0, otherwise)], then, self.info), self.cleanup)

    def _open(self, path: int, place: ir.Place, target: int, unwind: int | None) -> int:
        t = self.types.of(place)
        cx = self.types.cx
        if isinstance(t, ty.Adt) and t.is_box:
            free = self._free_box(path, place, t, target, unwind)
            free_unwinding = unwind
            if not self.cleanup:
                self.cleanup = True
                free_unwinding = self._free_box(path, place, t, self._unwind(unwind), None)
                self.cleanup = False
            child = self.data.paths[path].children.get(ir.DEREF)
            assert child is not None
            return self._elaborate(child, place.deref(), free, free_unwinding)
        if isinstance(t, ty.Adt) and t.def_.is_enum:
            return self._open_enum(path, place, t, target, unwind)
        if isinstance(t, ty.Array):
            return self._open_array(path, place, t, target, unwind)
        if isinstance(t, ty.Adt):
            count = len(t.def_.variant.fields)
        elif isinstance(t, ty.Tuple):
            count = len(t.elems)
        elif isinstance(t, ty.Closure):
            count = len(t.upvars)
        else:
            return self._tested(path, self._whole(path, place, target, unwind), target)
        fields = [(place.field(i), ir.field_(i)) for i in range(count) if cx.needs_drop(cx.field_ty(t, 0, i))]
        return self._ladder(path, path, fields, target, unwind)

    def _ladder(
        self, path: int, owner: int, fields: list[tuple[ir.Place, ir.Proj]], target: int, unwind: int | None
    ) -> int:
        """Drop the fields in order, the rest of them also where one unwinds."""
        to, to_unwind = target, unwind
        for i in range(len(fields) - 1, -1, -1):
            place, step = fields[i]
            start = self._field(path, owner, place, step, to, to_unwind)
            if i > 0 and not self.cleanup:
                self.cleanup = True
                to_unwind = self._field(path, owner, place, step, self._unwind(to_unwind), None)
                self.cleanup = False
            to = start
        return to

    def _field(self, path: int, owner: int, place: ir.Place, step: ir.Proj, to: int, unwind: int | None) -> int:
        child = self.data.paths[path].children.get(step)
        if child is not None:
            return self._elaborate(child, place, to, unwind)
        drop = self._new(ir.Drop(place, to, unwind, False, self.info), self.cleanup)
        return self._tested(owner, drop, to)

    def _unwind(self, unwind: int | None) -> int:
        if unwind is not None:
            return unwind
        if self.resume is None:
            self.resume = self._new(ir.Resume(self.info), True)
        return self.resume

    def _open_enum(self, path: int, place: ir.Place, t: ty.Adt, target: int, unwind: int | None) -> int:
        cx = self.types.cx
        cases: list[tuple[int, int]] = []
        whole = self._tested(path, self._whole(path, place, target, unwind), target)
        for step, child in self.data.paths[path].children.items():
            if step.kind != "downcast":
                continue
            inner = place.then(step)
            fields = [
                (inner.field(f.index), ir.field_(f.index))
                for f in t.def_.variants[step.a].fields
                if cx.needs_drop(cx.field_ty(t, step.a, f.index))
            ]
            cases.append((t.def_.variants[step.a].discr, self._ladder(child, path, fields, target, unwind)))
        from burrow.rust.build.expr import discriminant_ty

        self.body.locals.append(ir.Local(discriminant_ty(t), "", True, self.body.span, LocalInfo("temp")))
        d = len(self.body.locals) - 1
        at = self._new(ir.Switch(ir.Move(ir.Place(d)), cases, whole, self.info), self.cleanup)
        self.body.blocks[at].statements.append(ir.Assign(ir.Place(d), ir.Discriminant(place), self.info))
        # what was never initialised has no discriminant to read
        if self.dead >> path & 1 and path in self.flags:
            any_live = at
            return self._any_flag(path, any_live, target)
        return at

    def _any_flag(self, path: int, then: int, otherwise: int) -> int:
        """To `then` if the path or any part of it has its flag set."""
        at = otherwise
        for p, flag in self.flags.items():
            if self.data.below[path] >> p & 1:
                at = self._new(ir.Switch(ir.Copy(ir.Place(flag)), [(0, at)], then, self.info), self.cleanup)
        return at

    def _open_array(self, path: int, place: ir.Place, t: ty.Array, target: int, unwind: int | None) -> int:
        n = int(t.len.value)
        fields = [(place.then(ir.const_index(i, n)), ir.const_index(i, n)) for i in range(n)]
        return self._ladder(path, path, fields, target, unwind)

    def _free_box(self, path: int, place: ir.Place, t: ty.Adt, target: int, unwind: int | None) -> int:
        """Give the memory of a Box back whose content is gone: call its own `Drop`."""
        info: BodyInfo = self.body.data
        drop = lang.item(info.owner.crate, "drop").items["drop"]
        self.body.locals.append(ir.Local(ty.Ref(ty.ERASED, t, True), "", True, self.body.span, LocalInfo("temp")))
        r = len(self.body.locals) - 1
        self.body.locals.append(ir.Local(ty.UNIT, "", True, self.body.span, LocalInfo("temp")))
        unit = len(self.body.locals) - 1
        call = self._new(
            ir.Call(
                ir.Const(None, ty.FnDef(drop, (t,))), [ir.Move(ir.Place(r))], ir.Place(unit), target, unwind, self.info
            ),
            self.cleanup,
        )
        self.body.blocks[call].statements.append(ir.Assign(ir.Place(r), ir.Ref("mut", place), self.info))
        flag = self.flags.get(path)
        if flag is not None:
            self.body.blocks[call].statements[0:0] = self._assign(1 << path, False)
        return self._tested(path, call, target)
