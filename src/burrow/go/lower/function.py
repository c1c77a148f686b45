"""The builder of one body: locals, blocks, emission; where variables are; declared functions and closures from their
trees.

`Function` has the small vocabulary that the modules for expressions and statements are written in. An operand is what
an expression gives: a constant or a place that stays as it is until the expression around has been evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.plan import CONSERVATIVE, PlanLike
from burrow.ir import types as t
from burrow.ir.nodes import (
    AddressOf,
    Alloc,
    Assign,
    Binary,
    Block,
    Body,
    Call,
    Cast,
    Const,
    Copy,
    Goto,
    Info,
    Local,
    Operand,
    Place,
    Return,
    Rvalue,
    Scope,
    Site,
    StaticRef,
    StorageDead,
    StorageLive,
    Switch,
    Terminator,
    Unreachable,
    Use,
)
from burrow.source import Span, Unsupported

if TYPE_CHECKING:
    from burrow.go.lower.unit import Subst, UnitLowering


def lower_declared(
    u: UnitLowering, symbol: str, decl: s.FuncDecl, env: Subst, func: g.Func, targs: list[g.Type], merge: bool
) -> None:
    """Lower a function or method declaration (an instance of it, under `env`)."""
    from burrow.go.lower import defers

    plan: PlanLike = CONSERVATIVE if u.plans is None else u.plans.of(func, tuple(targs))
    attrs = {"noinline"} if "go:noinline" in decl.directives else set()
    defers.lower_body(u, symbol, decl.info, decl.body, env, plan, None, merge, attrs)


class Function:
    """One body while it is built."""

    def __init__(
        self,
        u: UnitLowering,
        symbol: str,
        info: s.FuncInfo | None,
        env: Subst,
        plan: PlanLike,
        ret: t.Ty,
        pos: int = 0,
    ) -> None:
        self.u = u
        self.symbol = symbol
        self.finfo = info
        self.env = env
        self.plan = plan
        self.body = Body(
            symbol,
            [Local(ret)],
            0,
            [Block()],
            span=s.span(pos) if pos else Span("", 0, 0),
            scopes=[Scope(symbol, s.span(pos) if pos else Span("", 0, 0))],
        )
        self.cur = 0
        self.info = Info()
        self.pos = pos
        self.vars: dict[g.Var, Place] = {}
        self.types: dict[str, g.Type] = {}
        self.rooms: dict[Place, Place] = {}  # memory in this frame, by the pointer to it: no barrier
        self.checked: set[Place] = set()  # pointers that are known not to be nil here
        self.changing: set[int] = set()  # locals of variables that are assigned more than once
        self.targets: dict[Any, tuple[int, int | None]] = {}
        self.labels: dict[Any, int] = {}
        self.results: list[Place] = []
        self.result_types: list[g.Type] = []
        self.frame: Place | None = None  # the deferFrame, in the body of a function with deferred calls
        self.frame_fp: Place | None = None
        self.return_hook: Any = None  # in the body of a range over a function: how it is left
        self.end_hook: Any = None
        self.branch_hook: Any = None
        self.merge = False
        self.range_bodies = 0
        self.closure_symbols: dict[Any, str] = {}

    # ---- types ------------------------------------------------------------------------------------------------------

    def subst(self, ty: g.Type) -> g.Type:
        """`ty` in this instance."""
        if not self.env:
            return ty
        from burrow.go.substitution import subst

        return subst(ty, self.env)

    def type(self, x: s.Expr) -> g.Type:
        """The Go type of an expression, in this instance."""
        return self.subst(x.type) if self.env else x.type

    def mt(self, ty: g.Type) -> t.Ty:
        return self.u.machine.of(ty)

    def local_ty(self, p: Place) -> t.Ty:
        """The machine type of a place."""
        ty: t.Ty = self.body.locals[p.local].ty
        for step in p.proj:
            if step.kind == "deref":
                assert isinstance(ty, t.Ptr) and ty.to is not None, (ty, self.symbol)
                ty = ty.to
            elif step.kind == "field":
                assert isinstance(ty, t.Struct), (ty, self.symbol)
                ty = ty.fields[step.a].ty
            else:
                assert isinstance(ty, (t.Array, t.Slice)), (ty, self.symbol)
                ty = ty.elem
        return ty

    def op_ty(self, o: Operand) -> t.Ty:
        if isinstance(o, Const):
            return o.ty  # type: ignore[no-any-return]
        return self.local_ty(o.place)

    # ---- emission ---------------------------------------------------------------------------------------------------

    def at(self, pos: int) -> None:
        """What follows comes from the source at `pos`."""
        if pos and pos != self.pos:
            self.pos = pos
            self.info = Info(s.span(pos), self.info.scope)

    def local(self, ty: t.Ty, name: str = "", pos: int = 0) -> int:
        """A new local."""
        self.body.locals.append(Local(ty, name, True, s.span(pos) if pos else Span("", 0, 0)))
        return len(self.body.locals) - 1

    def block(self) -> int:
        """A new block, not yet entered."""
        self.body.blocks.append(Block())
        return len(self.body.blocks) - 1

    def enter(self, block: int) -> None:
        """Emit into `block` from here on."""
        self.cur = block

    @property
    def live(self) -> bool:
        """Whether what is emitted now can be reached."""
        return self.body.blocks[self.cur].terminator is None

    def emit(self, statement: Any) -> None:
        block = self.body.blocks[self.cur]
        if block.terminator is None:
            block.statements.append(statement)

    def end(self, terminator: Terminator) -> None:
        block = self.body.blocks[self.cur]
        if block.terminator is None:
            block.terminator = terminator

    def goto(self, block: int) -> None:
        self.end(Goto(block, self.info))

    def assign(self, place: Place, value: Rvalue) -> None:
        self.emit(Assign(place, value, self.info))

    def store(self, place: Place, value: Operand) -> None:
        self.emit(Assign(place, Use(value), self.info))

    def temp(self, ty: t.Ty, value: Rvalue) -> Copy:
        """A new local that holds `value`."""
        p = Place(self.local(ty))
        self.emit(Assign(p, value, self.info))
        return Copy(p)

    def keep(self, o: Operand) -> Operand:
        """An operand that later statements cannot change."""
        if isinstance(o, Const):
            return o
        return self.temp(self.op_ty(o), Use(o))

    def place_of(self, o: Operand) -> Place:
        """A place that holds the operand."""
        if isinstance(o, Const):
            return self.temp(o.ty, Use(o)).place
        return o.place

    def field(self, o: Operand, i: int) -> Operand:
        """Part `i` of a struct operand."""
        if isinstance(o, Const):
            if isinstance(o.value, bytes):
                return (
                    self.num(len(o.value)) if i == 1 else self.temp(t.Ptr(t.U8), Use(Copy(self.place_of(o).field(0))))
                )
            if o.value is None:
                return Const(None, o.ty.fields[i].ty)
        return Copy(self.place_of(o).field(i))

    def num(self, n: int, ty: t.Ty = t.I64) -> Const:
        return Const(n, ty)

    def binary(self, op: str, a: Operand, b: Operand, ty: t.Ty | None = None) -> Operand:
        """An arithmetic operation or comparison."""
        if ty is None:
            ty = t.BOOL if op in ("eq", "ne", "lt", "le", "gt", "ge") else self.op_ty(a)
        return self.temp(ty, Binary(op, a, b))

    def cast(self, kind: str, o: Operand, ty: t.Ty) -> Operand:
        return self.temp(ty, Cast(kind, o, ty))

    def ptr_as(self, o: Operand, to: t.Ty) -> Operand:
        """A pointer operand, typed as a pointer to `to`."""
        have = self.op_ty(o)
        if isinstance(have, t.Ptr) and have.to is to:
            return o
        want = t.Ptr(to)
        if isinstance(o, Const):
            return Const(o.value, want)
        return self.temp(want, Use(o))

    def deref(self, o: Operand, to: t.Ty) -> Place:
        """The place a pointer operand points to; the pointer is kept, so that the place stays the same."""
        have = self.op_ty(o)
        if isinstance(o, Copy) and o.place in self.rooms and self.local_ty(self.rooms[o.place]) == to:
            return self.rooms[o.place]
        if isinstance(o, Copy) and not o.place.proj and isinstance(have, t.Ptr) and (have.to is to or have.to == to):
            return o.place.deref()
        return self.temp(t.Ptr(to), Use(o)).place.deref()

    def address(self, p: Place) -> Operand:
        """The address of a place."""
        if p.proj and p.proj[-1].kind == "deref":
            return Copy(Place(p.local, p.proj[:-1]))
        return self.temp(t.Ptr(self.local_ty(p)), AddressOf(p))

    def offset(self, ptr: Operand, index: Operand, elem: t.Ty) -> Operand:
        """The address of an element."""
        p = self.ptr_as(ptr, elem)
        return self.temp(t.Ptr(elem), Binary("offset", p, index))

    def alloc(
        self, ty: t.Ty, kind: str, text: str, pos: int, count: Operand | None = None, zero: bool = True
    ) -> Operand:
        """Fresh memory."""
        return self.temp(t.Ptr(ty), Alloc(ty, count, Site(kind, text, s.span(pos) if pos else self.info.span), zero))

    def room(self, ty: t.Ty, heap: bool, kind: str, text: str, pos: int, zero: bool = True) -> Operand:
        """The address of memory for one value, on the heap or in this frame."""
        if heap:
            return self.alloc(ty, kind, text, pos)
        p = Place(self.local(ty))
        if zero:
            self.store(p, Const(None, ty))
        ptr = self.address(p)
        assert isinstance(ptr, Copy)
        self.rooms[ptr.place] = p
        return ptr

    def flag(self) -> Place:
        """A variable that is false when the function is entered."""
        p = Place(self.local(t.BOOL))
        self.body.blocks[0].statements.insert(0, Assign(p, Use(Const(False, t.BOOL)), self.info))
        return p

    def buffer(self, elem: t.Ty, n: int, heap: bool) -> Operand:
        """Room in this frame for what a function of the runtime makes, if it is small; nil where it must be on the
        heap."""
        if heap:
            return Const(None, t.PTR)
        return self.temp(t.PTR, AddressOf(Place(self.local(t.Array(elem, n)))))

    # ---- control ----------------------------------------------------------------------------------------------------

    def branch(self, cond: Operand, yes: int, no: int) -> None:
        if isinstance(cond, Const):
            self.goto(yes if cond.value else no)
            return
        self.end(Switch(cond, [(1, yes)], no, self.info))

    def call_raw(self, func: Operand, args: list[Operand], ret: t.Ty, noreturn: bool = False) -> Operand:
        """A call; its result as an operand."""
        dest = Place(self.local(ret)) if ret is not t.UNIT else Place(self.unit_local())
        if noreturn:
            self.end(Call(func, args, dest, None, None, self.info))
            return Const(None, ret)
        after = self.block()
        self.end(Call(func, args, dest, after, None, self.info))
        self.enter(after)
        return Copy(dest)

    def unit_local(self) -> int:
        if not hasattr(self, "_unit"):
            self._unit = self.local(t.UNIT)
        return self._unit

    def rt(self, name: str, *args: Operand) -> Operand:
        """A call of one of the runtime's helpers."""
        symbol, sig = self.u.helper(name)
        return self.call_raw(self.u.fn(symbol), list(args), sig.ret, "noreturn" in sig.attrs)

    def unless(self, ok: Operand, helper: str, *args: Operand) -> None:
        """Go on if `ok`, else call a helper that does not return."""
        if isinstance(ok, Const) and ok.value:
            return
        good, bad = self.block(), self.block()
        self.branch(ok, good, bad)
        self.enter(bad)
        self.rt(helper, *args)
        self.enter(good)

    def nil_check(self, o: Operand) -> None:
        """Panic if a pointer is nil."""
        if isinstance(o, Const):
            if isinstance(o.value, StaticRef):
                return
        elif o.place in self.checked:
            return
        good, bad = self.block(), self.block()
        self.branch(self.binary("ne", o, Const(None, self.op_ty(o))), good, bad)
        self.enter(bad)
        self.rt("panicnil")
        self.enter(good)
        if isinstance(o, Copy) and not o.place.proj and o.place.local not in self.changing:
            self.checked.add(o.place)

    def unsupported(self, pos: int, what: str) -> Unsupported:
        return Unsupported(s.span(pos), what)

    # ---- descriptors and constants ----------------------------------------------------------------------------------

    def type_ref(self, ty: g.Type) -> Const:
        """The address of a type's descriptor."""
        return Const(StaticRef(self.u.descriptor(ty)), t.PTR)

    def string(self, text: str) -> Const:
        return Const(text.encode("utf-8", "surrogateescape"), m.STRING)

    def zero(self, ty: g.Type) -> Const:
        return Const(None, self.mt(ty))

    # ---- variables --------------------------------------------------------------------------------------------------

    def declare(self, v: g.Var, value: Operand | None, pos: int = 0) -> Place:
        """Make the variable `v` with that value (None: zero), on the heap where escape analysis says so."""
        ty = self.mt(self.subst(v.type))
        if self.plan.var_on_heap(v):
            if value is not None:
                value = self.keep(value)
            ptr = self.alloc(ty, "moved to heap", v.name, v.pos or pos)
            if not isinstance(ptr, Copy):
                raise AssertionError
            self.body.locals[ptr.place.local].name = "&" + v.name
            self.checked.add(ptr.place)
            place = ptr.place.deref()
            self.vars[v] = place
            if value is not None:
                self.store(place, value)
            return place
        old = self.vars.get(v)
        if old is not None and not old.proj and old.local > self.body.params:
            place = old
            self.checked.discard(place)
        else:
            place = Place(self.local(ty, v.name, v.pos))
        self.emit(StorageLive(place.local, self.info))
        self.vars[v] = place
        if v.reassigned or v.addrtaken:
            self.changing.add(place.local)
        self.store(place, Const(None, ty) if value is None else value)
        return place

    def leave(self, variables: list[g.Var]) -> None:
        """The block that declared these ends."""
        if not self.live:
            return
        for v in variables:
            place = self.vars.get(v)
            if place is not None and not place.proj and not v.addrtaken and not v.captured:
                self.emit(StorageDead(place.local, self.info))

    def variable(self, v: g.Var, pos: int) -> Place:
        """Where a variable is."""
        place = self.vars.get(v)
        if place is not None:
            return place
        if v.kind == g.PACKAGE_VAR:
            return self.temp(
                t.Ptr(self.mt(v.type)), Use(Const(self.u.variable(v), t.Ptr(self.mt(v.type))))
            ).place.deref()
        raise AssertionError(f"{self.symbol}: no place for {v.name} at {s.position(pos)}")

    def finish(self) -> None:
        """Close what is open and hand the body over."""
        for block in self.body.blocks:
            if block.terminator is None:
                block.terminator = Unreachable(self.info)
        prune(self.body)
        self.u.add(self.body, self.merge)

    def return_now(self) -> None:
        self.end(Return(self.info))


def prune(body: Body) -> None:
    """Leave out the blocks that cannot be reached, keeping the order of the rest."""
    from burrow.ir.nodes import successors

    seen = {0}
    stack = [0]
    while stack:
        term = body.blocks[stack.pop()].terminator
        assert term is not None
        for b in successors(term):
            if b not in seen:
                seen.add(b)
                stack.append(b)
    if len(seen) == len(body.blocks):
        return
    number: dict[int, int] = {}
    kept: list[Block] = []
    for i, block in enumerate(body.blocks):
        if i in seen:
            number[i] = len(kept)
            kept.append(block)
    for block in kept:
        x = block.terminator
        if isinstance(x, Goto):
            x.target = number[x.target]
        elif isinstance(x, Switch):
            x.cases = [(v, number[b]) for v, b in x.cases]
            if x.otherwise is not None:
                x.otherwise = number[x.otherwise]
        elif isinstance(x, Call) and x.target is not None:
            x.target = number[x.target]
    body.blocks = kept
