"""The builder of one body: its locals, its variables, and the questions that lowering asks.

In: a `thir.Body`.  Out: an `ir.Body` of the typed stage (types are `rust.types`, free regions erased), as rustc's
`rustc_mir_build` makes it before borrow checking: nothing is elaborated yet.  `build_body` is the entry; `expr` lowers
expressions, `block` blocks and statements, `matching` patterns, `scope` drops.  What differs from rustc: regions of
temporaries are the dynamic variable `temp_scope` rather than a table made beforehand, and promotion of constant borrows
happens while building (`promote`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from burrow.ir import nodes as ir
from burrow.rust import defs, thir
from burrow.rust import types as ty
from burrow.rust.build.places import PlaceTypes, TypeCx
from burrow.rust.build.scope import Cfg, Scope, end_point
from burrow.source import NO_SPAN, Span, Unsupported


@dataclass(slots=True)
class LocalInfo:
    """What the borrow checker's reports need of a local.

    `kind`: return, arg, user, temp, guard (the reference through which a guard sees a binding), fake (a fake borrow,
    `def_` "index" where it holds an index's base), static (the address of the static `def_`).  `match_place` and
    `match_span`: what a pattern binding was taken from, and the expression matched; `pat_span` the whole pattern;
    `by_ref` the binding's mode."""

    kind: str
    var: thir.Var | None = None
    def_: Any = None
    match_place: ir.Place | None = None
    match_span: Span | None = None
    pat_span: Span | None = None
    by_ref: str | None = None
    user_ty: ty.Ty | None = None
    implicit: bool = False
    tail: bool = False  # the temporary is of a block's tail expression
    param: Any = None


@dataclass(slots=True)
class BodyInfo:
    """`ir.Body.data` in the typed stage: the tree it came from, its type questions, closures' upvars."""

    tree: thir.Body
    owner: Any
    cx: TypeCx
    closure: ty.Closure | None = None
    captures: list[thir.Capture] = field(default_factory=list)
    moved_closures: dict[int, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Promoted:
    """The value of a constant expression that is borrowed for ever: its own body, over the same parameters."""

    body: ir.Body


@dataclass(frozen=True, slots=True)
class PlaceBuilder:
    """A place being built: `base` is a local, or a captured variable whose capture depends on the projections."""

    base: Any
    proj: tuple[ir.Proj, ...] = ()

    def then(self, *steps: ir.Proj) -> PlaceBuilder:
        return PlaceBuilder(self.base, self.proj + steps)


class Builder(Cfg):
    """See the module."""

    def __init__(self, tree: thir.Body, owner: Any, closure: ty.Closure | None, cx: TypeCx, const: bool) -> None:
        super().__init__()
        self.tree = tree
        self.owner = owner
        self.closure = closure
        self.cx = cx
        self.edition = tree.edition
        self.locals: list[ir.Local] = []
        self.types = PlaceTypes(cx, self.locals)
        self.vars: dict[thir.Var, int] = {}
        self.var_scopes: dict[thir.Var, Scope] = {}
        self.guards: list[dict[thir.Var, int]] = []
        self.temp_scope: Scope | None = None  # where a temporary of the expression being built ends; None: never
        self.extended: dict[int, Scope | None] = {}  # by id of an expression: temporaries that live longer
        self.own = set(tree.locals)
        self.captures: list[thir.Capture] = list(closure.def_.captures) if closure is not None else []
        self.unit_temp: int | None = None
        self.is_const = const
        self.tail = False

    # ---- locals

    def new_local(self, t: ty.Ty, span: Span, info: LocalInfo, name: str = "", mutable: bool = True) -> int:
        self.locals.append(ir.Local(t, name, mutable, span, info))
        return len(self.locals) - 1

    def temp(self, t: ty.Ty, span: Span) -> int:
        """A temporary that nobody drops."""
        return self.new_local(t, span, LocalInfo("temp"))

    def unit(self) -> ir.Place:
        """Where results of type () go that nobody wants."""
        if self.unit_temp is None:
            self.unit_temp = self.temp(ty.UNIT, NO_SPAN)
        return ir.Place(self.unit_temp)

    def declare(self, var: thir.Var, scope: Scope | None, info: LocalInfo) -> int:
        """A local for `var`, which lives in `scope`."""
        local = self.vars.get(var)
        if local is None:
            info.var = var
            info.by_ref = var.by_ref
            local = self.vars[var] = self.new_local(var.ty, var.span, info, var.name, var.mut)
        if scope is not None:
            self.var_scopes[var] = scope
        return local

    def storage_live(self, var: thir.Var, block: int, span: Span, schedule: bool = True) -> int:
        """Begin the storage of `var`; its local."""
        local = self.vars[var]
        self.push(block, ir.StorageLive(local, ir.Info(span)))
        scope = self.var_scopes.get(var)
        if scope is not None and schedule:
            self.schedule(scope, local, False)
        return local

    def schedule_value(self, var: thir.Var) -> None:
        """`var` holds a value from here on: its scope drops it."""
        self.schedule_drop(self.var_scopes.get(var), self.vars[var])

    def schedule_drop(self, scope: Scope | None, local: int) -> None:
        if scope is not None and self.cx.needs_drop(self.locals[local].ty):
            self.schedule(scope, local, True)

    # ---- places and operands

    def resolve(self, pb: PlaceBuilder) -> ir.Place | None:
        """The place; None for a variable that the closure does not capture (nothing is read from it then)."""
        if isinstance(pb.base, int):
            return ir.Place(pb.base, pb.proj)
        steps = [(i, p) for i, p in enumerate(pb.proj) if p.kind in ("deref", "field")]
        others = {i for i, p in enumerate(pb.proj) if p.kind not in ("deref", "field", "downcast")}
        limit = min(others, default=len(pb.proj))
        steps = [(i, p) for i, p in steps if i < limit]
        for n, c in enumerate(self.captures):
            if c.var is not pb.base or len(c.proj) > len(steps):
                continue
            if all(self._same_step(want, p) for want, (_, p) in zip(c.proj, steps, strict=False)):
                at = steps[len(c.proj) - 1][0] + 1 if c.proj else 0
                place = self.upvar_place(n)
                return place.then(*pb.proj[at:])
        return None

    @staticmethod
    def _same_step(want: tuple[Any, ...], p: ir.Proj) -> bool:
        return want[0] == p.kind and (p.kind == "deref" or want[1] == p.a)

    def upvar_place(self, n: int) -> ir.Place:
        """The place of capture `n` inside the closure."""
        assert self.closure is not None
        place = ir.Place(1)
        if self.closure.def_.closure_kind != "FnOnce":
            place = place.deref()
        place = place.field(n)
        return place if self.captures[n].by == "copy_move" else place.deref()

    def place(self, pb: PlaceBuilder, span: Span) -> ir.Place:
        place = self.resolve(pb)
        if place is None:
            raise Unsupported(span, "this use of a variable that the closure does not capture")
        return place

    def consume(self, place: ir.Place) -> ir.Operand:
        """A copy or a move, by the type."""
        return ir.Copy(place) if self.cx.is_copy(self.types.of(place)) else ir.Move(place)

    def assign_unit(self, block: int, place: ir.Place, span: Span) -> None:
        self.assign(block, place, ir.Aggregate(ty.UNIT, []), span)


def build_body(
    tree: thir.Body, owner: Any, cx: TypeCx | None = None, closure: ty.Closure | None = None, promoted: bool = False
) -> ir.Body:
    """The IR of a function's, closure's, constant's or static's body, or of a constant expression that is promoted."""
    from burrow.rust.build import expr, matching

    if cx is None:
        cx = TypeCx(owner.owner if isinstance(owner, defs.ClosureDef) else owner)
    b = Builder(tree, owner, closure, cx, promoted or isinstance(owner, (defs.ConstDef, defs.StaticDef)))
    end = end_point(tree.span)
    ret_ty = ty.erase_regions(tree.ret)
    b.new_local(ret_ty, tree.span, LocalInfo("return"))
    if closure is not None:
        env: ty.Ty = closure
        if closure.def_.closure_kind != "FnOnce":
            env = ty.Ref(ty.ERASED, closure, closure.def_.closure_kind == "FnMut")
        b.new_local(env, tree.span, LocalInfo("arg"), mutable=closure.def_.closure_kind == "FnOnce")
    first = len(b.locals)
    for p in tree.params:
        simple = p.pat if isinstance(p.pat, thir.PBind) and p.pat.mode == "move" and p.pat.sub is None else None
        info = LocalInfo("arg", param=p)
        if simple is not None:
            info.var = simple.var
            local = b.new_local(simple.var.ty, simple.var.span, info, simple.var.name, simple.var.mut)
            b.vars[simple.var] = local
        else:
            b.new_local(ty.erase_regions(p.pat.ty), p.span, info, mutable=False)
    params = len(b.locals) - 1
    start = b.new_block()

    def inside() -> int:
        args = b.open("args", tree.span)
        block = start
        if closure is not None:
            b.schedule_drop(args, first - 1)  # what a closure called by value has captured and not moved out
        for i, p in enumerate(tree.params):
            local = first + i
            b.schedule_drop(args, local)
            if b.locals[local].data.var is None:
                matching.declare_bindings(b, p.pat, args, LocalInfo("user", pat_span=p.pat.span, param=p))
                block = matching.place_into_pattern(b, block, p.pat, PlaceBuilder(local))
        body = b.open("body", tree.value.span)
        b.temp_scope = None if b.is_const else body
        if b.is_const:
            expr.extend_temporaries(b, tree.value, None)
        block = expr.into(b, ir.Place(0), block, tree.value)
        block = b.close(body, block)
        return b.close(args, block)

    after = b.in_breakable(RETURN, None, ir.Place(0), end, inside)
    b.end(after, ir.Return(ir.Info(end)))
    b.finish_unwind()
    for block in b.blocks:  # what follows a `return` or `break`
        if block.terminator is None:
            block.terminator = ir.Unreachable(ir.NO_INFO)
    about = BodyInfo(tree, owner, cx, closure, b.captures)
    body = ir.Body(owner.path(), b.locals, params, b.blocks, tree.span, data=about)
    return remove_unreachable(body)


RETURN = "return"


def remove_unreachable(body: ir.Body) -> ir.Body:
    """Leave out blocks that cannot be reached (rustc does so before borrow checking, too)."""
    from burrow.ir.dataflow import reverse_postorder

    reached = sorted(reverse_postorder(body))
    if len(reached) == len(body.blocks):
        return body
    number = {b: i for i, b in enumerate(reached)}
    body.blocks = [body.blocks[b] for b in reached]
    for block in body.blocks:
        renumber(block.terminator, number)
    return body


def renumber(t: ir.Terminator | None, number: dict[int, int]) -> None:
    """Point a terminator's targets to their new numbers."""
    if isinstance(t, ir.Goto):
        t.target = number[t.target]
    elif isinstance(t, ir.Switch):
        t.cases = [(v, number[b]) for v, b in t.cases]
        t.otherwise = None if t.otherwise is None else number[t.otherwise]
    elif isinstance(t, ir.FalseEdge):
        t.real, t.imaginary = number[t.real], number[t.imaginary]
    elif isinstance(t, ir.FalseUnwind):
        t.real = number[t.real]
    elif isinstance(t, (ir.Drop, ir.Assert)):
        t.target = number[t.target]
    elif isinstance(t, ir.Call) and t.target is not None:
        t.target = number[t.target]
    if isinstance(t, (ir.Drop, ir.Assert, ir.Call, ir.FalseUnwind)) and t.unwind is not None:
        t.unwind = number[t.unwind]
