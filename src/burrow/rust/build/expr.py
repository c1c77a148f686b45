"""Lowering of expressions: into a place, to an operand, to a temporary, to a place, to an rvalue, for their effect.

Each function takes the block being filled and gives the block where building goes on.  Operands are evaluated left to
right into temporaries; a temporary lives to the end of the innermost terminating scope (`Builder.temp_scope`) or as
long as `Builder.extended` says.  The reference is `rustc_mir_build::builder::expr` (`into`, `as_operand`, `as_temp`,
`as_place`, `as_rvalue`, `stmt`) and, for which scopes are terminating, `rustc_hir_analysis::check::region`. """

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burrow.ir import nodes as ir
from burrow.rust import thir
from burrow.rust import types as ty
from burrow.rust.build.builder import RETURN, Builder, LocalInfo, PlaceBuilder
from burrow.rust.build.scope import Scope
from burrow.source import Span, Unsupported

PLACES = (thir.VarRef, thir.StaticRef, thir.Deref, thir.Field, thir.Index)
CONSTANTS = (thir.Lit, thir.ConstRef, thir.ConstParamRef, thir.FnRef)
BOOL_SIZE = 8


# ---- scopes ---------------------------------------------------------------------------------------------------------


def terminating(b: Builder, block: int, kind: str, span: Span, inside: Callable[[int], int]) -> int:
    """Build `inside` in a scope of its own at whose end its temporaries go."""
    outer = b.temp_scope
    scope = b.open(kind, span)
    b.temp_scope = scope
    block = inside(block)
    b.temp_scope = outer
    return b.close(scope, block)


def peel(e: thir.Expr) -> thir.Expr:
    """The expression as written, without adjustments."""
    while e.adj:
        if isinstance(e, (thir.Deref, thir.Coerce)):
            e = e.value
        elif isinstance(e, thir.Borrow):
            e = e.place
        elif isinstance(e, thir.RawBorrow):
            e = e.place
        elif isinstance(e, thir.Call):
            e = e.args[0]
        else:
            return e
    return e


def _record(b: Builder, e: thir.Expr, scope: Scope | None) -> None:
    """The temporaries of `e` itself (and of the place it is part of) live in `scope`."""
    while True:
        while True:  # adjustments share the expression's lifetime
            b.extended[id(e)] = scope
            if not e.adj:
                break
            inner = peel_one(e)
            if inner is None:
                break
            e = inner
        if isinstance(e, (thir.Borrow, thir.RawBorrow)):
            e = e.place
        elif isinstance(e, thir.Deref):
            e = e.value
        elif isinstance(e, (thir.Field, thir.Index)):
            e = e.base
        else:
            return


def peel_one(e: thir.Expr) -> thir.Expr | None:
    """What an adjustment adjusts."""
    if isinstance(e, (thir.Deref, thir.Coerce)):
        return e.value
    if isinstance(e, (thir.Borrow, thir.RawBorrow)):
        return e.place
    if isinstance(e, thir.Call):
        return e.args[0]
    return None


def extend_temporaries(b: Builder, e: thir.Expr, scope: Scope | None) -> None:
    """Temporaries whose borrow ends up in the value of `e`, the initialiser of a `let`, live in `scope`."""
    e = peel(e)
    if isinstance(e, (thir.Borrow, thir.RawBorrow)):
        extend_temporaries(b, e.place, scope)
        _record(b, e.place, scope)
    elif isinstance(e, thir.AdtExpr):
        for _, f in e.fields:
            extend_temporaries(b, f, scope)
    elif isinstance(e, (thir.TupleExpr, thir.ArrayExpr)):
        for f in e.elems:
            extend_temporaries(b, f, scope)
    elif isinstance(e, (thir.Cast, thir.Use)):
        extend_temporaries(b, e.value, scope)
    elif isinstance(e, thir.Block):
        if e.tail is not None:
            extend_temporaries(b, e.tail, scope)
    elif isinstance(e, thir.If):
        if e.otherwise is not None:
            extend_temporaries(b, e.then, scope)
            extend_temporaries(b, e.otherwise, scope)
    elif isinstance(e, thir.Match) and e.source == "match":
        for arm in e.arms:
            extend_temporaries(b, arm.body, scope)


def extend_for_let(b: Builder, pat: thir.Pat, init: thir.Expr, scope: Scope) -> None:
    """`extend_temporaries`, and what a `ref` binding of the pattern refers to."""
    if _binds_by_ref(pat):
        _record(b, init, scope)
    extend_temporaries(b, init, scope)


def _binds_by_ref(pat: thir.Pat) -> bool:
    if isinstance(pat, thir.PBind):
        return (pat.mode != "move" and not pat.implicit) or (pat.sub is not None and _binds_by_ref(pat.sub))
    if isinstance(pat, (thir.PVariant, thir.PLeaf)):
        return any(_binds_by_ref(p) for _, p in pat.fields)
    if isinstance(pat, thir.PSlice):
        return any(_binds_by_ref(p) for p in [*pat.prefix, *([pat.rest] if pat.rest else []), *pat.suffix])
    if isinstance(pat, thir.POr):
        return any(_binds_by_ref(p) for p in pat.pats)
    if isinstance(pat, thir.PDeref) and pat.implicit:
        return _binds_by_ref(pat.sub)
    return False


def lifetime(b: Builder, e: thir.Expr) -> Scope | None:
    """Where a temporary that holds the value of `e` ends."""
    return b.extended[id(e)] if id(e) in b.extended else b.temp_scope


# ---- into a place ---------------------------------------------------------------------------------------------------


def into(b: Builder, dest: ir.Place, block: int, e: thir.Expr) -> int:
    """Evaluate `e` into `dest`."""
    scope = b.open("expr", e.span)
    block = _into(b, dest, block, e)
    return b.close(scope, block)


def _into(b: Builder, dest: ir.Place, block: int, e: thir.Expr) -> int:
    from burrow.rust.build import block as blocks
    from burrow.rust.build import matching

    span = shown_span(e)
    if isinstance(e, thir.Block):
        return blocks.block_into(b, dest, block, e)
    if isinstance(e, thir.Call):
        return _call(b, dest, block, e)
    if isinstance(e, thir.Match):
        return matching.match_into(b, dest, block, e)
    if isinstance(e, thir.If):
        return _if(b, dest, block, e)
    if isinstance(e, (thir.Logical, thir.Let)):
        then, otherwise = b.in_if_then(lambda: condition(b, block, e, b.scopes[-1]))
        b.assign(then, dest, ir.Use(ir.Const(True, ty.BOOL)), span)
        b.assign(otherwise, dest, ir.Use(ir.Const(False, ty.BOOL)), span)
        join = b.new_block()
        b.goto(then, join, span)
        b.goto(otherwise, join, span)
        return join
    if isinstance(e, thir.Loop):
        return _loop(b, dest, block, e)
    if isinstance(e, thir.Use):
        block = into(b, dest, block, e.value)
        if e.user_ty is not None:
            b.push(block, ir.Ascribe(dest, e.user_ty, "=", ir.Info(span)))
        return block
    if isinstance(e, thir.Coerce) and e.kind == "never":
        block, _ = as_temp(b, block, e.value, b.scopes[-1])
        b.end(block, ir.Unreachable(ir.Info(span)))
        return b.new_block()
    if isinstance(e, thir.Borrow):
        promoted = promote(b, e)
        if promoted is not None:
            b.assign(block, dest, ir.Use(promoted), span)
            return block
        block, place = as_place(b, block, e.place)
        kind = ("two_phase" if e.two_phase else "mut") if e.mut else "shared"
        b.assign(block, dest, ir.Ref(kind, place), span)
        return block
    if isinstance(e, thir.RawBorrow):
        block, place = as_place(b, block, e.place)
        b.assign(block, dest, ir.AddressOf(place, e.mut), span)
        return block
    if isinstance(e, thir.AdtExpr):
        return _adt(b, dest, block, e)
    if isinstance(e, (thir.Assign, thir.AssignOp)):
        block = effect(b, block, e)
        b.assign_unit(block, dest, span)
        return block
    if isinstance(e, (thir.Break, thir.Continue, thir.Return)):
        return effect(b, block, e)
    if isinstance(e, PLACES):
        block, place = as_place(b, block, e)
        b.assign(block, dest, ir.Use(b.consume(place)), span)
        return block
    block, rvalue = as_rvalue(b, block, e)
    b.assign(block, dest, rvalue, span)
    return block


def shown_span(e: thir.Expr) -> Span:
    """Where `e` is shown: an adjusted block at its last expression, which is the value that is meant."""
    at = e
    while at.adj:
        inner = peel_one(at)
        if inner is None:
            return e.span
        at = inner
    while at is not e and isinstance(at, thir.Block) and at.tail is not None:
        at = at.tail
        if not isinstance(at, thir.Block):
            return at.span
    return e.span


def _call(b: Builder, dest: ir.Place, block: int, e: thir.Call) -> int:
    local = b.scopes[-1]
    block, fun = as_operand(b, block, e.fun, local)
    args: list[ir.Operand] = []
    for a in e.args:
        if isinstance(a, thir.Deref) and not b.cx.is_sized(a.ty):  # `*f` of a boxed `dyn FnOnce`: moved where it lies
            block, place = as_place(b, block, a)
            args.append(ir.Move(place))
            continue
        block, o = as_operand(b, block, a, local)
        args.append(o)
    b.moved_operands(args)
    after: int | None = b.new_block()
    diverges = b.cx.is_empty(e.ty)
    b.end(block, ir.Call(fun, args, dest, None if diverges else after, None, ir.Info(e.span), e))
    b.may_unwind(block)
    assert after is not None
    return after


def _if(b: Builder, dest: ir.Place, block: int, e: thir.If) -> int:
    outer_depth = len(b.scopes)
    outer_temp = b.temp_scope
    scope = b.open("if_then", e.then.span)
    if b.edition >= 2024:
        b.temp_scope = scope

    def holds() -> int:
        then = condition(b, block, e.cond, scope)
        return terminating(b, then, "then", e.then.span, lambda x: into(b, dest, x, e.then))

    then, otherwise = b.in_if_then(holds, outer_depth)
    b.temp_scope = outer_temp
    then = b.close(scope, then)
    if e.otherwise is not None:
        other = e.otherwise
        otherwise = terminating(b, otherwise, "else", other.span, lambda x: into(b, dest, x, other))
    else:
        b.assign_unit(otherwise, dest, e.span)
    join = b.new_block()
    b.goto(then, join, e.span)
    b.goto(otherwise, join, e.span)
    return join


def has_let(e: thir.Expr) -> bool:
    """Whether the condition joins `let`s."""
    if isinstance(e, thir.Let):
        return True
    return isinstance(e, thir.Logical) and (has_let(e.left) or has_let(e.right))


def condition(b: Builder, block: int, e: thir.Expr, scope: Scope, declare: bool = True) -> int:
    """Test `e`: the block where it holds; failing breaks to the innermost `in_if_then`.  Bindings of `let`s live in
    `scope`."""
    from burrow.rust.build import matching

    if isinstance(e, thir.Logical) and e.op == "&&":
        block = condition(b, block, e.left, scope, declare)
        return condition(b, block, e.right, scope, declare)
    if isinstance(e, thir.Logical):
        holds, fails = b.in_if_then(lambda: condition(b, block, e.left, scope, declare))
        second = condition(b, fails, e.right, scope, declare)
        join = b.new_block()
        b.goto(holds, join, e.span)
        b.goto(second, join, e.span)
        return join
    if isinstance(e, thir.Unary) and e.op == "!":
        holds, fails = b.in_if_then(lambda: condition(b, block, e.value, scope, declare))
        b.break_for_else(holds)
        return fails
    if isinstance(e, thir.Let):
        return matching.let_condition(b, block, e, scope, declare)

    outer = b.scopes[-1]
    temp = b.new_local(e.ty, e.span, LocalInfo("temp"))
    b.push(block, ir.StorageLive(temp, ir.Info(e.span)))
    b.schedule(outer, temp, False)
    block = terminating(b, block, "cond", e.span, lambda x: into(b, ir.Place(temp), x, e))
    then, otherwise = b.new_block(), b.new_block()
    b.end(block, ir.Switch(ir.Move(ir.Place(temp)), [(0, otherwise)], then, ir.Info(e.span)))
    b.break_for_else(otherwise)
    return then


def _loop(b: Builder, dest: ir.Place, block: int, e: thir.Loop) -> int:
    start = b.new_block()
    b.goto(block, start, e.span)

    def inside() -> None:
        body = b.new_block()
        b.end(start, ir.FalseUnwind(body, None, ir.Info(e.span)))
        b.may_unwind(start)
        body = terminating(b, body, "loop", e.body.span, lambda x: into(b, b.unit(), x, e.body))
        b.goto(body, start, e.span)

    return b.in_breakable(e.label, start, dest, e.span, inside)


def _adt(b: Builder, dest: ir.Place, block: int, e: thir.AdtExpr) -> int:
    local = b.scopes[-1]
    given: dict[int, ir.Operand] = {}
    for i, value in e.fields:
        block, given[i] = as_operand(b, block, value, local)
    active: int | None = None
    if e.adt.is_union:
        active = next(iter(given))
        fields = [given[active]]
    elif e.base is not None:
        block, base = place_builder(b, block, e.base)
        fields = [
            given[f.index] if f.index in given else b.consume(b.place(base.then(ir.field_(f.index)), e.base.span))
            for f in e.adt.variants[e.variant].fields
        ]
    else:
        fields = [given[i] for i in range(len(e.adt.variants[e.variant].fields))]
    b.assign(block, dest, ir.Aggregate(e.ty, fields, e.variant, active), e.span)
    if e.user_ty is not None:
        b.push(block, ir.Ascribe(dest, e.user_ty, "=", ir.Info(e.span)))
    return block


# ---- operands and temporaries ---------------------------------------------------------------------------------------


def as_constant(e: thir.Expr) -> ir.Const:
    """A literal, named constant or function."""
    return ir.Const(e.value if isinstance(e, thir.Lit) else e, e.ty)


def as_operand(b: Builder, block: int, e: thir.Expr, scope: Scope | None) -> tuple[int, ir.Operand]:
    """Evaluate `e`; what is not constant goes to a temporary that lives in `scope`."""
    if isinstance(e, CONSTANTS):
        return block, as_constant(e)
    block, temp = as_temp(b, block, e, scope)
    return block, ir.Move(ir.Place(temp))


def as_temp(b: Builder, block: int, e: thir.Expr, scope: Scope | None, mutable: bool = True) -> tuple[int, int]:
    """Evaluate `e` into a new temporary that lives in `scope` (None: for ever)."""
    info = LocalInfo("temp", tail=b.tail)
    b.tail = False
    if isinstance(e, thir.StaticRef):
        info.kind, info.def_ = "static", e.def_
    temp = b.new_local(e.ty, e.span, info, mutable=mutable)
    silent = isinstance(e, (thir.Break, thir.Continue, thir.Return))
    if not silent:
        b.push(block, ir.StorageLive(temp, ir.Info(e.span)))
        if scope is not None:
            b.schedule(scope, temp, False)
    block = into(b, ir.Place(temp), block, e)
    b.schedule_drop(scope, temp)
    return block, temp


# ---- places ---------------------------------------------------------------------------------------------------------


def as_place(b: Builder, block: int, e: thir.Expr) -> tuple[int, ir.Place]:
    block, pb = place_builder(b, block, e)
    return block, b.place(pb, e.span)


def place_builder(
    b: Builder, block: int, e: thir.Expr, fakes: list[int] | None = None
) -> tuple[int, PlaceBuilder]:
    """The place that `e` names; a value goes to a temporary first.  `fakes`: where an index is part of another one's
    base, takes the fake borrows that hold what its check has looked at."""
    if isinstance(e, thir.VarRef):
        for frame in reversed(b.guards):
            if e.var in frame:
                return block, PlaceBuilder(frame[e.var], (ir.DEREF,))
        if e.var in b.vars:
            return block, PlaceBuilder(b.vars[e.var])
        return block, PlaceBuilder(e.var)
    if isinstance(e, thir.Deref):
        block, pb = place_builder(b, block, e.value, fakes)
        return block, pb.then(ir.DEREF)
    if isinstance(e, thir.Field):
        block, pb = place_builder(b, block, e.base, fakes)
        return block, pb.then(ir.field_(e.index))
    if isinstance(e, thir.Index):
        return _index(b, block, e, fakes)
    if isinstance(e, thir.StaticRef):
        info = LocalInfo("static", def_=e.def_)
        t: ty.Ty = ty.RawPtr(e.ty, True) if e.def_.mut or e.def_.foreign else ty.Ref(ty.ERASED, e.ty)
        temp = b.new_local(t, e.span, info)
        b.push(block, ir.StorageLive(temp, ir.Info(e.span)))
        scope = lifetime(b, e)
        if scope is not None:
            b.schedule(scope, temp, False)
        b.assign(block, ir.Place(temp), ir.Use(ir.Const(e, t)), e.span)
        return block, PlaceBuilder(temp, (ir.DEREF,))
    block, temp = as_temp(b, block, e, lifetime(b, e))
    return block, PlaceBuilder(temp)


def _index(b: Builder, block: int, e: thir.Index, outer: list[int] | None) -> tuple[int, PlaceBuilder]:
    fakes: list[int] = outer if outer is not None else []
    block, base = place_builder(b, block, e.base, fakes)
    block, at = as_temp(b, block, e.index, lifetime(b, e), mutable=False)
    place = b.place(base, e.span)
    t = b.types.of(place)
    count: ir.Operand
    if isinstance(t, ty.Array):
        b.push(block, ir.FakeRead("index", place, ir.Info(e.span)))  # its length is known, but it is used
        count = ir.Const(
            thir.ConstParamRef(ty.USIZE, e.span, t.len) if t.len.kind != "value" else t.len.value, ty.USIZE
        )
    else:
        n = b.temp(ty.USIZE, e.span)
        b.assign(block, ir.Place(n), ir.Len(place), e.span)
        count = ir.Move(ir.Place(n))
    less = b.temp(ty.BOOL, e.span)
    if isinstance(count, ir.Move):
        count = ir.Copy(count.place)
    b.assign(block, ir.Place(less), ir.Binary("lt", ir.Copy(ir.Place(at)), count), e.span)
    block = check(b, block, less, True, "bounds", [count, ir.Copy(ir.Place(at))], e.span)
    if outer is None:
        for f in fakes:
            b.push(block, ir.FakeRead("index", ir.Place(f), ir.Info(e.span)))
    elif isinstance(t, ty.Slice):
        _hold_base(b, block, place, fakes, e.span)
    return block, base.then(ir.index(at))


def _hold_base(b: Builder, block: int, place: ir.Place, fakes: list[int], span: Span) -> None:
    """Fake borrows of the pointers and indexes in `place`, a slice whose length was just looked at."""
    for i in range(len(place.proj) - 1, -1, -1):
        step = place.proj[i]
        held = ir.Place(place.local, place.proj[:i])
        if step.kind == "index":
            held = ir.Place(step.a)
        elif step.kind != "deref":
            continue
        t = b.new_local(ty.Ref(ty.ERASED, b.types.of(held)), span, LocalInfo("fake", def_="index"))
        b.assign(block, ir.Place(t), ir.Ref("fake", held), span)
        fakes.append(t)


def check(b: Builder, block: int, cond: int, expected: bool, kind: str, args: list[ir.Operand], span: Span) -> int:
    """Panic unless the local `cond` is `expected`."""
    after = b.new_block()
    b.end(block, ir.Assert(ir.Move(ir.Place(cond)), expected, kind, args, after, None, ir.Info(span)))
    b.may_unwind(block)
    return after


# ---- rvalues --------------------------------------------------------------------------------------------------------


def as_rvalue(b: Builder, block: int, e: thir.Expr) -> tuple[int, ir.Rvalue]:
    local = b.scopes[-1]
    if isinstance(e, thir.Binary):
        block, left = as_operand(b, block, e.left, local)
        block, right = as_operand(b, block, e.right, local)
        return binary(b, block, e.op, left, right, e.ty, e.span)
    if isinstance(e, thir.Unary):
        block, value = as_operand(b, block, e.value, local)
        if e.op == "-" and isinstance(e.ty, ty.Prim) and e.ty.is_signed:
            if not isinstance(value, ir.Const):
                lowest = -(1 << (e.ty.bits - 1))
                block, is_min = _compare(b, block, "eq", duplicate(value), ir.Const(lowest, e.ty), e.span)
                block = check(b, block, is_min, False, "overflow_neg", [duplicate(value)], e.span)
        return block, ir.Unary("not" if e.op == "!" else "neg", value)
    if isinstance(e, thir.TupleExpr):
        return _aggregate(b, block, e, e.elems)
    if isinstance(e, thir.ArrayExpr):
        return _aggregate(b, block, e, e.elems)
    if isinstance(e, thir.Repeat):
        block, value = as_operand(b, block, e.value, local)
        return block, ir.Repeat(value, e.count)
    if isinstance(e, thir.ClosureExpr):
        return _closure(b, block, e)
    if isinstance(e, thir.Cast):
        if e.kind == "enum":
            block, temp = as_temp(b, block, e.value, local)
            d = b.temp(discriminant_ty(e.value.ty), e.span)
            b.assign(block, ir.Place(d), ir.Discriminant(ir.Place(temp)), e.span)
            return block, ir.Cast("num", ir.Move(ir.Place(d)), e.ty)
        block, value = as_operand(b, block, e.value, local)
        return block, ir.Cast(e.kind, value, e.ty)
    if isinstance(e, thir.Coerce):
        block, value = as_operand(b, block, e.value, local)
        return block, ir.Cast(e.kind, value, e.ty)
    if not isinstance(e, CONSTANTS):
        raise Unsupported(e.span, f"this expression ({type(e).__name__})")
    block, value = as_operand(b, block, e, local)
    return block, ir.Use(value)


def _aggregate(b: Builder, block: int, e: thir.Expr, parts: list[thir.Expr]) -> tuple[int, ir.Rvalue]:
    fields = []
    for p in parts:
        block, o = as_operand(b, block, p, b.scopes[-1])
        fields.append(o)
    return block, ir.Aggregate(e.ty, fields)


def discriminant_ty(t: ty.Ty) -> ty.Ty:
    """The integer type that reading an enum's discriminant gives."""
    if isinstance(t, ty.Adt) and t.def_.repr.int:
        return ty.PRIMS[t.def_.repr.int]
    return ty.ISIZE


def duplicate(o: ir.Operand) -> ir.Operand:
    """The operand again, for a second use."""
    return ir.Copy(o.place) if isinstance(o, ir.Move) else o


def _compare(b: Builder, block: int, op: str, left: ir.Operand, right: ir.Operand, span: Span) -> tuple[int, int]:
    temp = b.temp(ty.BOOL, span)
    b.assign(block, ir.Place(temp), ir.Binary(op, left, right), span)
    return block, temp


OPS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "%": "rem",
    "^": "xor",
    "&": "and",
    "|": "or",
    "<<": "shl",
    ">>": "shr",
    "==": "eq",
    "!=": "ne",
    "<": "lt",
    "<=": "le",
    ">": "gt",
    ">=": "ge",
}


def binary(
    b: Builder, block: int, op: str, left: ir.Operand, right: ir.Operand, t: ty.Ty, span: Span
) -> tuple[int, ir.Rvalue]:
    """A builtin operation with the checks that go with it; `t` is the result's type."""
    name = OPS[op]
    if not (isinstance(t, ty.Prim) and t.is_int):
        return block, ir.Binary(name, left, right)
    if name in ("add", "sub", "mul"):
        pair = b.temp(ty.Tuple((t, ty.BOOL)), span)
        b.assign(block, ir.Place(pair), ir.Checked(name, duplicate(left), duplicate(right)), span)
        after = b.new_block()
        b.end(
            block,
            ir.Assert(
                ir.Move(ir.Place(pair).field(1)), False, f"overflow_{name}", [left, right], after, None, ir.Info(span)
            ),
        )
        b.may_unwind(block)
        return after, ir.Use(ir.Move(ir.Place(pair).field(0)))
    if name in ("shl", "shr"):
        rt = b.types.operand(right)
        assert isinstance(rt, ty.Prim)
        unsigned = ty.PRIMS["u" + rt.name[1:]] if rt.is_signed else rt
        count = duplicate(right)
        if rt.is_signed:
            cast = b.temp(unsigned, span)
            b.assign(block, ir.Place(cast), ir.Cast("num", count, unsigned), span)
            count = ir.Move(ir.Place(cast))
        block, fits = _compare(b, block, "lt", count, ir.Const(t.bits, unsigned), span)
        block = check(b, block, fits, True, f"overflow_{name}", [duplicate(left), duplicate(right)], span)
    elif name in ("div", "rem"):
        block, zero = _compare(b, block, "eq", duplicate(right), ir.Const(0, t), span)
        block = check(b, block, zero, False, f"{name}_zero", [duplicate(left)], span)
        if t.is_signed and not (isinstance(right, ir.Const) and right.value != -1):
            block, minus = _compare(b, block, "eq", duplicate(right), ir.Const(-1, t), span)
            block, lowest = _compare(b, block, "eq", duplicate(left), ir.Const(-(1 << (t.bits - 1)), t), span)
            both = b.temp(ty.BOOL, span)
            b.assign(block, ir.Place(both), ir.Binary("and", ir.Move(ir.Place(minus)), ir.Move(ir.Place(lowest))), span)
            block = check(b, block, both, False, f"overflow_{name}", [duplicate(left), duplicate(right)], span)
    return block, ir.Binary(name, left, right)


def _closure(b: Builder, block: int, e: thir.ClosureExpr) -> tuple[int, ir.Rvalue]:
    local = b.scopes[-1]
    fields: list[ir.Operand] = []
    closure = e.ty
    assert isinstance(closure, ty.Closure)
    for p, span in e.def_.fake_reads:  # patterns in the closure need what they look at, even where they read nothing
        read = b.resolve(_captured(b, p.var, p.proj))
        if read is not None:
            b.push(block, ir.FakeRead("closure", read, ir.Info(span)))
    for i, c in enumerate(e.def_.captures):
        pb = _captured(b, c.var, c.proj)
        place = b.place(pb, c.span)
        if c.by == "copy_move":
            fields.append(b.consume(place))
            continue
        kind = {"ref": "shared", "mut": "mut", "unique": "unique"}[c.by]
        temp = b.new_local(closure.upvars[i], c.span, LocalInfo("temp"))
        b.push(block, ir.StorageLive(temp, ir.Info(c.span)))
        b.schedule(local, temp, False)
        if kind == "mut" and not _declared_mutable(b, place):
            kind = "unique"
        b.assign(block, ir.Place(temp), ir.Ref(kind, place), c.span)
        fields.append(ir.Move(ir.Place(temp)))
    return block, ir.Aggregate(closure, fields)


def _declared_mutable(b: Builder, place: ir.Place) -> bool:
    """Whether the variable at the base of a captured place is `mut` (otherwise only what it refers to is changed)."""
    if place.local == 1 and b.closure is not None:
        for p in place.proj:
            if p.kind == "field":
                return b.captures[p.a].mut
    return b.locals[place.local].mutable


def _captured(b: Builder, var: thir.Var, steps: tuple[Any, ...]) -> PlaceBuilder:
    """The captured place, seen from the body that creates the closure."""
    base: Any = b.vars.get(var, var)
    proj: list[ir.Proj] = []
    for frame in reversed(b.guards):
        if var in frame:
            base, proj = frame[var], [ir.DEREF]
            break
    t = var.ty
    for step in steps:
        if step[0] == "deref":
            proj.append(ir.DEREF)
            t, _ = b.cx.step(t, 0, ir.DEREF)
        else:
            variant = step[2] if len(step) > 2 and step[2] is not None else 0
            if isinstance(t, ty.Adt) and t.def_.is_enum:
                proj.append(ir.downcast(variant))
            proj.append(ir.field_(step[1]))
            t, _ = b.cx.step(t, variant, ir.field_(step[1]))
    return PlaceBuilder(base, tuple(proj))


# ---- for the effect -------------------------------------------------------------------------------------------------


def effect(b: Builder, block: int, e: thir.Expr, scope: Scope | None = None) -> int:
    """Evaluate `e` as a statement; its value, if any, lives in `scope`."""
    span = e.span
    if isinstance(e, thir.Assign):
        if b.cx.needs_drop(e.place.ty):
            block, rvalue = local_rvalue(b, block, e.value)
            block, place = as_place(b, block, e.place)
            return _drop_and_replace(b, block, place, rvalue, e)
        block, rvalue = local_rvalue(b, block, e.value)
        block, place = as_place(b, block, e.place)
        b.assign(block, place, rvalue, span)
        return block
    if isinstance(e, thir.AssignOp):
        block, right = as_operand(b, block, e.value, b.scopes[-1])
        block, place = as_place(b, block, e.place)
        block, rvalue = binary(b, block, e.op, ir.Copy(place), right, e.place.ty, span)
        b.assign(block, place, rvalue, span)
        return block
    if isinstance(e, thir.Continue):
        return b.break_to(block, e.label, continues=True)
    if isinstance(e, thir.Break):
        return _break(b, block, e.label, e.value, span)
    if isinstance(e, thir.Return):
        return _break(b, block, RETURN, e.value, span)
    block, _ = as_temp(b, block, e, scope if scope is not None else b.temp_scope, mutable=False)
    return block


def local_rvalue(b: Builder, block: int, e: thir.Expr) -> tuple[int, ir.Rvalue]:
    """`e` as an rvalue that is used at once."""
    simple = (
        thir.Binary,
        thir.Unary,
        thir.TupleExpr,
        thir.ArrayExpr,
        thir.Repeat,
        thir.Cast,
        thir.Coerce,
        thir.ClosureExpr,
    )
    if isinstance(e, simple) and not (isinstance(e, thir.Coerce) and e.kind == "never"):
        return as_rvalue(b, block, e)
    block, o = as_operand(b, block, e, b.scopes[-1])
    return block, ir.Use(o)


def _break(b: Builder, block: int, key: Any, value: thir.Expr | None, span: Span) -> int:
    target = next(t for t in reversed(b.breakables) if t.key is key)
    if target.dest is not None:
        if value is not None:
            block = into(b, target.dest, block, value)
        else:
            b.assign_unit(block, target.dest, span)
    elif value is not None:
        block, _ = as_temp(b, block, value, b.scopes[-1])
    return b.break_to(block, key)


def _drop_and_replace(b: Builder, block: int, place: ir.Place, rvalue: ir.Rvalue, e: thir.Assign) -> int:
    """Drop what `place` holds and assign, also where the drop unwinds."""
    after, unwinding = b.new_block(), b.new_block(cleanup=True)
    b.assign(after, place, rvalue, e.place.span)  # the same span as the drop: one error for both
    b.assign(unwinding, place, rvalue, e.place.span)
    b.end(block, ir.Drop(place, after, unwinding, True, ir.Info(e.place.span)))
    b.may_unwind(block)
    return after


# ---- promotion ------------------------------------------------------------------------------------------------------


def promote(b: Builder, e: thir.Borrow) -> ir.Const | None:
    """`&constant` lives for ever: the borrow as a constant, or None.  The rules are
    `rustc_mir_transform::promote_consts`'."""
    from burrow.rust.build import promote as rules

    return rules.promote(b, e)
