"""Functions that no source has: drop glue, clone of tuples and arrays, calls through `dyn Fn`, constructors as
functions.

In: an `Instance` that is neither a function nor a closure.  Out: its machine-stage body.  The reference is
`rustc_mir_transform::shim`.  Drop glue's symbol is `core::ptr::drop_in_place<T>`, as profiles show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.ir import nodes as ir
from burrow.ir import types as m
from burrow.rust import defs
from burrow.rust import types as ty
from burrow.rust.mono_lower import Lower, prune
from burrow.source import Unsupported

if TYPE_CHECKING:
    from burrow.rust.mono import Instance, Mono


def make(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    """The body of a shim."""
    return {
        "drop": _drop,
        "clone": _clone,
        "once": _once,
        "tupled": _tupled,
        "by_value": _by_value,
        "reify": _reify,
        "ctor": _ctor,
        "catch": _catch,
    }[i.kind](mono, i, symbol)


def _start(mono: Mono, symbol: str, ret: ty.Ty, params: list[ty.Ty], attrs: tuple[str, ...] = ()) -> Lower:
    """A lowering with the locals of the signature and one empty block."""
    locals_ = [ir.Local(t) for t in (ret, *params)]
    body = ir.Body(symbol, locals_, len(params), [ir.Block()], attrs=frozenset(attrs))
    low = Lower(mono, body, (), symbol)
    for local in low.typed:
        low.locals.append(ir.Local(mono.machine(local.ty)))
    return low


def _finish(low: Lower) -> ir.Body:
    out = ir.Body(low.symbol, low.locals, low.params, low.blocks, attrs=low.body.attrs)
    return prune(out)


def _return(low: Lower) -> int:
    """A block that returns."""
    at = low.new_block(False)
    low.blocks[at].terminator = ir.Return()
    return at


def _resume(low: Lower) -> int:
    at = low.new_block(True)
    low.blocks[at].terminator = ir.Resume()
    return at


# ---- drop glue ------------------------------------------------------------------------------------------------------


def _drop(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    t = i.ty
    low = _start(mono, symbol, ty.UNIT, [ty.RawPtr(t, True)])
    place = ir.Place(1).deref()
    done, resume = _return(low), _resume(low)
    low.at = 0
    if isinstance(t, ty.Adt):
        _drop_adt(low, t, place, done, resume)
    elif isinstance(t, ty.Tuple):
        low.end(ir.Goto(_fields(low, [(place.field(n), e) for n, e in enumerate(t.elems)], done, resume)))
    elif isinstance(t, ty.Closure):
        low.end(ir.Goto(_fields(low, [(place.field(n), e) for n, e in enumerate(t.upvars)], done, resume)))
    elif isinstance(t, (ty.Array, ty.Slice)) or t is ty.STR:
        _drop_elements(low, t, place, done, resume)
    elif isinstance(t, ty.Dynamic):
        _drop_dyn(low, done)
    else:
        low.end(ir.Goto(done))
    return _finish(low)


def _drop_one(low: Lower, place: ir.Place, t: ty.Ty, target: int, unwind: int | None, cleanup: bool) -> int:
    """A block that drops the `t` at `place`."""
    if low.mono.glue(t) is None:
        return target
    at = low.new_block(cleanup)
    old, low.at = low.at, at
    low.drop_address(ir.AddressOf(low.own(place)), t, target, unwind)
    low.at = old
    return at


def _fields(low: Lower, fields: list[tuple[ir.Place, ty.Ty]], target: int, unwind: int | None) -> int:
    """Drop the fields in order; where one unwinds, the rest."""
    to, to_unwind = target, unwind
    fields = [(p, t) for p, t in fields if low.mono.cx.needs_drop(t)]
    for n in range(len(fields) - 1, -1, -1):
        p, t = fields[n]
        start = _drop_one(low, p, t, to, to_unwind, False)
        if n > 0 and to_unwind is not None:
            to_unwind = _drop_one(low, p, t, to_unwind, None, True)
        to = start
    return to


def _drop_adt(low: Lower, t: ty.Adt, place: ir.Place, done: int, resume: int) -> None:
    mono, cx = low.mono, low.mono.cx
    d = t.def_
    if t.is_box:
        # the content first, then Box's own Drop gives the memory back
        free = _call_drop(low, t, place, done, resume, False)
        free_unwinding = _call_drop(low, t, place, resume, None, True)
        inner = t.args[0]
        assert isinstance(inner, ty.Ty)
        low.end(ir.Goto(_drop_one(low, place.deref(), inner, free, free_unwinding, False)))
        return
    if d.is_union:
        rest, rest_unwinding = done, resume
    elif d.is_enum:
        rest = _enum_fields(low, t, place, done, resume, False)
        rest_unwinding = _enum_fields(low, t, place, resume, None, True) if d.drop_impl is not None else resume
    else:
        parts = [(place.field(f.index), cx.field_ty(t, 0, f.index)) for f in d.variant.fields]
        rest = _fields(low, parts, done, resume)
        rest_unwinding = resume
        if d.drop_impl is not None:
            for p, part in reversed(parts):
                rest_unwinding = _drop_one(low, p, part, rest_unwinding, None, True)
    if d.drop_impl is not None:
        low.end(ir.Goto(_call_drop(low, t, place, rest, rest_unwinding, False)))
    else:
        low.end(ir.Goto(rest))
    del mono


def _enum_fields(low: Lower, t: ty.Adt, place: ir.Place, done: int, unwind: int | None, cleanup: bool) -> int:
    """Drop the fields of the variant that is there."""
    cx = low.mono.cx
    cases = []
    for v in t.def_.variants:
        parts = [
            (place.then(ir.downcast(v.variant_index), ir.field_(f.index)), cx.field_ty(t, v.variant_index, f.index))
            for f in v.fields
        ]
        if cleanup:
            to = done
            for p, part in reversed(parts):
                to = _drop_one(low, p, part, to, None, True)
        else:
            to = _fields(low, parts, done, unwind)
        if to != done:
            cases.append((v.discr, to))
    if not cases:
        return done
    at = low.new_block(cleanup)
    enum = low.machine(t)
    assert isinstance(enum, m.Enum)
    d = low.temp(enum.discriminant_ty)
    low.blocks[at].statements.append(ir.Assign(ir.Place(d), ir.Discriminant(low.own(place))))
    low.blocks[at].terminator = ir.Switch(ir.Copy(ir.Place(d)), cases, done)
    return at


def _call_drop(low: Lower, t: ty.Adt, place: ir.Place, target: int, unwind: int | None, cleanup: bool) -> int:
    """A block that calls the type's own `Drop::drop`."""
    drop = low.mono.lang("drop").items["drop"]
    at = low.new_block(cleanup)
    old, low.at = low.at, at
    r = low.temp_of(ty.Ref(ty.ERASED, t, True))
    low.assign(ir.Place(r), ir.AddressOf(low.own(place)))
    unit = low.temp(m.UNIT)
    kind, what, args = low.mono.resolve(drop, (t,))
    assert kind == "fn", kind
    low.call_symbol(low.mono.fn_symbol(what, args), [ir.Copy(ir.Place(r))], ir.Place(unit), target, unwind)
    low.at = old
    return at


def _drop_elements(low: Lower, t: ty.Ty, place: ir.Place, done: int, resume: int) -> None:
    """A loop over an array or slice; the rest is dropped where one unwinds."""
    elem = t.ty if isinstance(t, (ty.Array, ty.Slice)) else ty.U8
    n, i, less = low.temp(m.U64, ty.USIZE), low.temp(m.U64, ty.USIZE), low.temp(m.BOOL)
    if isinstance(t, ty.Array):
        low.assign(ir.Place(n), ir.Use(ir.Const(int(t.len.value), m.U64)))
    else:
        low.assign(ir.Place(n), ir.Len(place))
    low.assign(ir.Place(i), ir.Use(ir.Const(0, m.U64)))

    def loop(cleanup: bool, out: int, unwind: int | None) -> int:
        head, body, after = (low.new_block(cleanup) for _ in range(3))
        low.blocks[head].statements.append(
            ir.Assign(ir.Place(less), ir.Binary("lt", ir.Copy(ir.Place(i)), ir.Copy(ir.Place(n))))
        )
        low.blocks[head].terminator = ir.Switch(ir.Copy(ir.Place(less)), [(0, out)], body)
        low.at = body
        pointer = low.temp_of(ty.RawPtr(elem, True))
        low.assign(ir.Place(pointer), ir.AddressOf(place.then(ir.index(i))))
        low.assign(ir.Place(i), ir.Binary("add", ir.Copy(ir.Place(i)), ir.Const(1, m.U64)))
        low.drop_address(ir.Use(ir.Copy(ir.Place(pointer))), elem, after, unwind)
        low.blocks[after].terminator = ir.Goto(head)
        return head

    unwinding = loop(True, resume, None)
    head = loop(False, done, unwinding)
    low.blocks[0].terminator = ir.Goto(head)


def _drop_dyn(low: Lower, done: int) -> None:
    """Through the first word of the vtable, if it is not zero."""
    table = low.temp(m.Ptr(m.FnPtr((m.PTR,), m.UNIT)))
    data = low.temp(m.PTR)
    next_, test, call = low.new_block(), low.new_block(), low.new_block()
    here = low.at
    low.blocks[here].terminator = ir.Call(
        ir.Const(ir.Intrinsic("vtable", (m.Dyn(),)), m.PTR), [ir.Copy(ir.Place(1))], ir.Place(table), next_
    )
    low.blocks[next_].terminator = ir.Call(
        ir.Const(ir.Intrinsic("data", (m.Dyn(),)), m.PTR), [ir.Copy(ir.Place(1))], ir.Place(data), test
    )
    low.at = test
    f = low.temp(m.FnPtr((m.PTR,), m.UNIT))
    word = low.temp(m.U64)
    low.assign(ir.Place(f), ir.Use(ir.Copy(ir.Place(table).deref())))
    low.assign(ir.Place(word), ir.Cast("ptr_int", ir.Copy(ir.Place(f)), m.U64))
    low.end(ir.Switch(ir.Copy(ir.Place(word)), [(0, done)], call))
    unit = low.temp(m.UNIT)
    low.blocks[call].terminator = ir.Call(ir.Copy(ir.Place(f)), [ir.Copy(ir.Place(data))], ir.Place(unit), done)


# ---- clone ----------------------------------------------------------------------------------------------------------


def _clone(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    t = i.ty
    low = _start(mono, symbol, t, [ty.Ref(ty.ERASED, t)])
    place = ir.Place(1).deref()
    done = _return(low)
    low.at = 0
    if isinstance(t, ty.Array):
        parts = [(ir.const_index(n, int(t.len.value)), t.ty) for n in range(int(t.len.value))]
    elif isinstance(t, ty.Tuple):
        parts = [(ir.field_(n), e) for n, e in enumerate(t.elems)]
    elif isinstance(t, ty.Closure):
        parts = [(ir.field_(n), e) for n, e in enumerate(t.upvars)]
    else:
        raise Unsupported(low.info.span, f"clone of `{t}`")
    clone = mono.lang("clone").items["clone"]
    unwind = _resume(low)
    for step, part in parts:
        r = low.temp_of(ty.Ref(ty.ERASED, part))
        low.assign(ir.Place(r), ir.AddressOf(place.then(step)))
        after = low.new_block()
        low.call_def(
            clone,
            (part,),
            [ir.Copy(ir.Place(r))],
            [ty.Ref(ty.ERASED, part)],
            ir.Place(0).then(step),
            after,
            unwind,
            low.info.span,
            part,
        )
        low.at = after
        unwind = _drop_one(low, ir.Place(0).then(step), part, unwind, None, True)
    low.end(ir.Goto(done))
    return _finish(low)


# ---- callables ------------------------------------------------------------------------------------------------------


def _closure_sig(t: ty.Closure) -> tuple[list[ty.Ty], ty.Ty]:
    assert t.sig is not None
    return [ty.erase_regions(ty.erase_bound(x)) for x in t.sig.inputs], ty.erase_regions(ty.erase_bound(t.sig.output))


def callable_sig(mono: Mono, t: Any) -> tuple[list[ty.Ty], ty.Ty]:
    """Parameters and result of a closure, function item or function pointer."""
    if isinstance(t, ty.Closure):
        inputs, out = _closure_sig(t)
    elif isinstance(t, ty.FnDef):
        d = t.def_
        sig = ty.subst(d.ctor_sig if isinstance(d, defs.VariantDef) else d.sig, t.args)
        inputs, out = (
            [ty.erase_regions(ty.erase_bound(x)) for x in sig.inputs],
            ty.erase_regions(ty.erase_bound(sig.output)),
        )
    else:
        assert isinstance(t, ty.FnPtr), t
        inputs = [ty.erase_regions(ty.erase_bound(x)) for x in t.sig.inputs]
        out = ty.erase_regions(ty.erase_bound(t.sig.output))
    return [mono.cx.normalize(x) for x in inputs], mono.cx.normalize(out)


def _once(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    """A closure that is called by reference, called by value: it is dropped afterwards."""
    from burrow.rust.mono import Instance

    t = i.ty
    inputs, out = callable_sig(mono, t)
    low = _start(mono, symbol, out, [t, *inputs])
    r = low.temp_of(ty.Ref(ty.ERASED, t, True))
    low.assign(ir.Place(r), ir.AddressOf(ir.Place(1)))
    after = low.new_block()
    done = _return(low)
    resume = _resume(low)
    unwind = _drop_one(low, ir.Place(1), t, resume, None, True)
    args: list[ir.Operand] = [ir.Copy(ir.Place(r))]
    args += [ir.Move(ir.Place(2 + n)) for n in range(len(inputs))]
    low.at = 0
    low.call_symbol(
        mono.symbol(Instance("closure", None, (), t)), args, ir.Place(0), after, unwind if unwind != resume else None
    )
    low.blocks[after].terminator = ir.Goto(_drop_one(low, ir.Place(1), t, done, resume, False))
    return _finish(low)


def _tupled(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    """A callable as a method of the Fn traits (its arguments in one tuple), or a closure as a plain function
    pointer."""
    t = i.ty
    inputs, out = callable_sig(mono, t)
    if i.extra == "pointer":
        low = _start(mono, symbol, out, inputs)
        done = _return(low)
        low.at = 0
        env = low.temp_of(ty.Ref(ty.ERASED, t))
        low.assign(ir.Place(env), ir.Cast("int_ptr", ir.Const(1, m.U64), low.machine(ty.Ref(ty.ERASED, t))))
        pack = low.temp_of(ty.Tuple(tuple(inputs)))
        low.assign(
            ir.Place(pack),
            ir.Aggregate(low.machine(ty.Tuple(tuple(inputs))), [ir.Move(ir.Place(1 + n)) for n in range(len(inputs))]),
        )
        low.call_callable(
            t,
            "call",
            [ir.Copy(ir.Place(env)), ir.Move(ir.Place(pack))],
            [ty.Ref(ty.ERASED, t), ty.Tuple(tuple(inputs))],
            ir.Place(0),
            done,
            None,
            low.info.span,
        )
        return _finish(low)
    method = i.def_.name
    receiver: ty.Ty = t if method == "call_once" else ty.Ref(ty.ERASED, t, method == "call_mut")
    first: ty.Ty = ty.RawPtr(t, True) if i.extra == "ptr" else receiver
    pack_ty = ty.Tuple(tuple(inputs))
    low = _start(mono, symbol, out, [first, pack_ty])
    done = _return(low)
    low.at = 0
    own: ir.Operand = ir.Move(ir.Place(1).deref()) if i.extra == "ptr" else ir.Copy(ir.Place(1))
    low.call_callable(
        t, method, [own, ir.Move(ir.Place(2))], [receiver, pack_ty], ir.Place(0), done, None, low.info.span
    )
    return _finish(low)


def _by_value(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    """A method that takes `self` by value, called through a trait object: self comes by address."""
    sig = ty.subst(i.def_.sig, i.args)
    inputs = [mono.cx.normalize(ty.erase_regions(ty.erase_bound(x))) for x in sig.inputs]
    out = mono.cx.normalize(ty.erase_regions(ty.erase_bound(sig.output)))
    low = _start(mono, symbol, out, [ty.RawPtr(i.ty, True), *inputs[1:]])
    done = _return(low)
    low.at = 0
    args: list[ir.Operand] = [ir.Move(ir.Place(1).deref()), *(ir.Move(ir.Place(2 + n)) for n in range(len(inputs) - 1))]
    if mono.has_caller(i.def_):
        args.append(low.location(i.def_.span))
    low.call_symbol(mono.fn_symbol(i.def_, i.args), args, ir.Place(0), done, None)
    return _finish(low)


def _reify(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    """A `#[track_caller]` function as a pointer, which says that its own definition calls it; or a trait's function
    that is a trait object's or the compiler's own."""
    sig = ty.subst(i.def_.sig, i.args)
    inputs = [mono.cx.normalize(ty.erase_regions(ty.erase_bound(x))) for x in sig.inputs]
    out = mono.cx.normalize(ty.erase_regions(ty.erase_bound(sig.output)))
    low = _start(mono, symbol, out, inputs)
    done = _return(low)
    low.at = 0
    args: list[ir.Operand] = [ir.Move(ir.Place(1 + n)) for n in range(len(inputs))]
    low.call_def(i.def_, i.args, args, inputs, ir.Place(0), done, None, i.def_.span, out)
    return _finish(low)


def _ctor(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    """A tuple constructor as a function."""
    t = ty.Adt(i.def_.adt, i.args)
    inputs = [mono.cx.field_ty(t, i.def_.variant_index, f.index) for f in i.def_.fields]
    low = _start(mono, symbol, t, inputs)
    done = _return(low)
    low.at = 0
    low.assign(
        ir.Place(0),
        ir.Aggregate(low.machine(t), [ir.Move(ir.Place(1 + n)) for n in range(len(inputs))], i.def_.variant_index),
    )
    low.end(ir.Goto(done))
    return _finish(low)


def _catch(mono: Mono, i: Instance, symbol: str) -> ir.Body:
    """`catch_unwind(try_fn, data, catch_fn) -> i32` over the runtime's catch."""
    pointer = ty.RawPtr(ty.U8, True)
    f1 = ty.FnPtr(ty.FnSig((pointer,), ty.UNIT))
    f2 = ty.FnPtr(ty.FnSig((pointer, pointer), ty.UNIT))
    low = _start(mono, symbol, ty.I32, [f1, pointer, f2], ("noinline",))
    done = _return(low)
    low.at = 0
    payload, p, unit = low.temp(m.U64), low.temp(m.Ptr(m.U8)), low.temp(m.UNIT)
    test, caught, after, fine = (low.new_block() for _ in range(4))
    low.call_symbol("runtime.catch", [ir.Copy(ir.Place(1)), ir.Copy(ir.Place(2))], ir.Place(payload), test, None)
    low.blocks[test].terminator = ir.Switch(ir.Copy(ir.Place(payload)), [(0, fine)], caught)
    low.at = fine
    low.assign(ir.Place(0), ir.Use(ir.Const(0, m.I32)))
    low.end(ir.Goto(done))
    low.at = caught
    low.assign(ir.Place(p), ir.Cast("int_ptr", ir.Copy(ir.Place(payload)), m.Ptr(m.U8)))
    low.emit(ir.Copy(ir.Place(3)), [ir.Copy(ir.Place(2)), ir.Copy(ir.Place(p))], ir.Place(unit), after, None)
    low.at = after
    low.assign(ir.Place(0), ir.Use(ir.Const(1, m.I32)))
    low.end(ir.Goto(done))
    return _finish(low)
