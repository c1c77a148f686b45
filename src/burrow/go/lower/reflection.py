"""Adapters between reflection and machine code: calls whose arguments and results are in memory.

For each func type that has a descriptor: `reflectcall:KEY` calls code of that type (Type.Call of
go/std/internal/abi/type.go); for those of a package that imports reflect also `reflectstub:KEY`, the code of the func
values that reflect.MakeFunc makes. gc has one assembly routine for each (runtime/asm_amd64.s: reflect·call,
makeFuncStub) that works on registers by a description of the ABI; here the machine's rules stay with `native`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from burrow.go import types as g
from burrow.go.lower.function import Function
from burrow.go.lower.plan import CONSERVATIVE
from burrow.ir import types as t
from burrow.ir.nodes import Aggregate, Const, Copy, FnRef, Local, Operand, Place, Use, const_index

if TYPE_CHECKING:
    from burrow.go.lower.unit import UnitLowering

CODE = t.FnPtr((), t.UNIT)
WORDS = t.Ptr(t.PTR)


def call_adapter(u: UnitLowering, sig: g.Signature) -> str:
    """`func(code, context, receiver unsafe.Pointer, method int, args, results *unsafe.Pointer)`."""
    symbol = f"reflectcall:{g.Signature(sig.params, sig.results, sig.variadic).key}"
    if symbol not in u.known:
        u.known.add(symbol)
        u.work.append(lambda: _call(u, symbol, sig))
    return symbol


def _call(u: UnitLowering, symbol: str, sig: g.Signature) -> None:
    b = Function(u, symbol, None, {}, CONSERVATIVE, t.UNIT)
    b.merge = True
    for ty in (CODE, t.PTR, t.PTR, t.I64, WORDS, WORDS):
        b.local(ty)
    b.body.params = 6
    code, context, receiver, method, args, results = (Copy(Place(i + 1)) for i in range(6))
    given = [_load(b, args, i, b.mt(p.type)) for i, p in enumerate(sig.params)]
    ret = u.machine.results([r.type for r in sig.results])
    bound, plain, after = b.block(), b.block(), b.block()
    b.branch(b.binary("ne", method, b.num(0)), bound, plain)
    for block, ops in ((bound, [receiver, *given]), (plain, [*given, context])):
        b.enter(block)
        got = b.call_raw(code, list(ops), ret)
        for i, r in enumerate(sig.results):
            mt = b.mt(r.type)
            if t.size_of(mt):
                b.store(_at(b, results, i, mt), got if len(sig.results) == 1 else b.field(got, i))
        b.goto(after)
    b.enter(after)
    b.return_now()
    b.finish()


def _at(b: Function, array: Operand, i: int, mt: t.Ty) -> Place:
    """What the i-th pointer of an array points to."""
    slot = b.offset(array, b.num(i), t.PTR)
    assert isinstance(slot, Copy)
    return b.deref(b.temp(t.Ptr(mt), Use(Copy(slot.place.deref()))), mt)


def _load(b: Function, array: Operand, i: int, mt: t.Ty) -> Operand:
    return b.keep(Copy(_at(b, array, i, mt))) if t.size_of(mt) else Const(None, mt)


def stub(u: UnitLowering, sig: g.Signature) -> str:
    """The code of a func value that hands its arguments to package reflect."""
    symbol = f"reflectstub:{g.Signature(sig.params, sig.results, sig.variadic).key}"
    if symbol not in u.known:
        u.known.add(symbol)
        u.work.append(lambda: _stub(u, symbol, sig))
    return symbol


def _stub(u: UnitLowering, symbol: str, sig: g.Signature) -> None:
    b = Function(u, symbol, None, {}, CONSERVATIVE, t.UNIT)
    b.merge = True
    ret = u.machine.results([r.type for r in sig.results])
    b.body.locals[0] = Local(ret)
    for p in sig.params:
        b.local(b.mt(p.type))
    b.local(t.PTR)
    n = len(sig.params)
    b.body.params = n + 1
    places: list[Place] = []
    for r in sig.results:
        places.append(Place(b.local(b.mt(r.type))))
        b.store(places[-1], b.zero(r.type))
    args = _pointers(b, [Place(i + 1) for i in range(n)])
    results = _pointers(b, places)
    b.rt("makefunc", Copy(Place(n + 1)), args, results)
    if len(places) == 1:
        b.store(Place(0), Copy(places[0]))
    elif places:
        b.assign(Place(0), Aggregate(ret, [Copy(p) for p in places]))
    b.return_now()
    b.finish()


def _pointers(b: Function, places: list[Place]) -> Operand:
    """An array of the places' addresses."""
    array = Place(b.local(t.Array(t.PTR, max(len(places), 1))))
    for i, p in enumerate(places):
        b.store(array.then(const_index(i, len(places))), b.temp(t.PTR, Use(b.address(p))))
    return b.temp(t.PTR, Use(b.address(array)))


def register_stubs(u: UnitLowering, f: Function) -> None:
    """In the init of a package that imports reflect: tell it of the func types that the package's descriptors have.

    The body is filled in when all descriptors are known.
    """
    if u.stubs is None:
        return
    symbol = f"{u.pkg.path}.init.stubs"
    f.call_raw(u.fn(symbol), [], t.UNIT)


def finish_stubs(u: UnitLowering) -> None:
    """The function that `register_stubs` calls."""
    b = Function(u, f"{u.pkg.path}.init.stubs", None, {}, CONSERVATIVE, t.UNIT)
    for ty in list((u.stubs or {}).values()):
        under = ty.underlying
        assert isinstance(under, g.Signature)
        code = Const(FnRef(stub(u, under)), CODE)
        b.rt("registerstub", b.type_ref(ty), b.temp(t.PTR, Use(b.temp(CODE, Use(code)))))
    b.return_now()
    b.finish()
