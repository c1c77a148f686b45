"""Instances to units: the program's own, and those of the library that later programs find compiled.

In: a `Mono` whose queue holds what a program starts with.  Out: `ir.UnitPlan`s: the batches of library instances that
were found (see `kept`), a new batch of those that were not, and the program's unit.  Small library functions are also
copied to the program's unit, for LLVM to inline (`Unit.copies`).

rustc does this by `-Zshare-generics` and cross-crate inlining (`cross_crate_inline`); what differs is that instances of
library functions with library types are shared between programs at all levels of optimisation."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from burrow.cache import digest
from burrow.ir import nodes as ir
from burrow.ir import types as m
from burrow.ir.program import FnSig, Static, Unit, UnitPlan
from burrow.rust import defs, kept
from burrow.rust.mono import Mono

COPY = 12  # statements and calls of a library function that is worth a copy in a program's unit …
COPY_RELEASE = 120  # … and when optimising
COPY_INLINE = 40  # … where it is `#[inline]`


def plans(mono: Mono, entry: str) -> list[UnitPlan]:
    """The units of the program, those it needs first."""
    statics = mono.unit.statics
    own: dict[str, ir.Body] = mono.unit.functions
    mono.run()
    program = _unit(mono, mono.unit.name, own)
    program.exports = {entry}
    library = _library(mono)
    _complete(library, statics, mono)
    _complete(program, statics, mono)
    units: list[UnitPlan] = []
    found = {k.batch for k in mono.found.values()}
    if mono.made:
        about = {name: _about(mono, name) for name in mono.made}
        below = {mono.found[s].batch for s in _outside(library) if s in mono.found}
        batch = kept.Batch(mono.release, mono.made, about, below)
        units.append(UnitPlan(f"library.{batch.key[:8]}", batch.key, lambda: library, batch.keep))
    order = kept.with_those_below(found)
    if order is None:
        raise RuntimeError("a batch of library code is gone")
    units = [UnitPlan(f"library.{b[:8]}", b, _again(b, mono)) for b in order] + units
    return [*units, UnitPlan(program.name, digest(unit_key(program), repr(mono.release)), lambda: program)]


def _library(mono: Mono) -> Unit:
    """The new batch."""
    while True:
        n = len(mono.made)
        unit = _unit(mono, "library", {name: mono.lower(i) for name, i in mono.made.items()})
        if len(mono.made) == n:
            unit.weak = True
            return unit


def _unit(mono: Mono, name: str, functions: dict[str, ir.Body]) -> Unit:
    """A unit with these functions, and with copies of the small library functions that they call."""
    unit = Unit(name, dict(functions), language="rust")
    work = list(functions.values())
    while work:
        for symbol in called(work.pop()):
            if symbol in unit.functions or symbol not in mono.taken or not _copied(mono, symbol):
                continue
            body = mono.lower(mono.taken[symbol])
            mono.run()  # what it calls is looked up now: small callees are copied, too
            unit.functions[symbol] = body
            unit.copies.add(symbol)
            work.append(body)
    mono.run()
    return unit


def _copied(mono: Mono, symbol: str) -> bool:
    k = mono.found.get(symbol)
    if k is None:
        if symbol not in mono.made:
            return False
        k = _about(mono, symbol)
    if "noinline" in k.attrs or "cold" in k.attrs:
        return False
    return k.size <= (COPY_RELEASE if mono.release else COPY_INLINE if k.inline else COPY)


def _about(mono: Mono, symbol: str) -> kept.Kept:
    instance = mono.made[symbol]
    body = mono.lower(instance)
    size = sum(len(b.statements) + (4 if isinstance(b.terminator, ir.Call) else 1) for b in body.blocks)
    d = instance.def_
    inline = "inline" in body.attrs or instance.kind != "fn" or (isinstance(d, defs.FnDef) and bool(instance.args))
    return kept.Kept("", size, body.attrs, inline)


def called(body: ir.Body) -> Iterable[str]:
    """The functions that a body calls by name."""
    for b in body.blocks:
        t = b.terminator
        if isinstance(t, ir.Call) and isinstance(t.func, ir.Const) and isinstance(t.func.value, ir.FnRef):
            yield t.func.value.symbol


def _complete(unit: Unit, statics: dict[str, Static], mono: Mono) -> None:
    """The statics that a unit's functions refer to, and the signatures of what it calls elsewhere."""
    work: list[str] = []
    for body in unit.functions.values():
        for o in kept.operands(body):
            if isinstance(o, ir.Const) and isinstance(o.value, ir.StaticRef):
                work.append(o.value.symbol)
    while work:
        name = work.pop()
        s = statics.get(name)
        if s is not None and name not in unit.statics:
            unit.statics[name] = s
            work += [r.symbol for r in s.relocs]
    for body in unit.functions.values():
        for block in body.blocks:
            t = block.terminator
            if isinstance(t, ir.Call) and isinstance(t.func, ir.Const) and isinstance(t.func.value, ir.FnRef):
                name = t.func.value.symbol
                if name not in unit.functions and name not in unit.externs:
                    known = mono.found.get(name)
                    attrs = known.attrs if known is not None else frozenset[str]()
                    params = tuple(_type(body, a) for a in t.args)
                    unit.externs[name] = FnSig(params, body.locals[t.dest.local].ty, attrs)


def _outside(unit: Unit) -> Iterable[str]:
    """What a unit refers to and does not define."""
    for body in unit.functions.values():
        for o in kept.operands(body):
            if isinstance(o, ir.Const) and isinstance(o.value, ir.FnRef):
                yield o.value.symbol
    for s in unit.statics.values():
        for r in s.relocs:
            yield r.symbol


def _again(batch: str, mono: Mono) -> Callable[[], Unit]:
    """How a batch is made again."""

    def build() -> Unit:
        again = Mono(mono.crate, mono.release)
        for i in kept.instances(batch):
            again.made[again.symbol(i)] = i
        for i in again.made.values():
            again.lower(i)
        again.run()
        unit = _library(again)
        _complete(unit, again.unit.statics, again)
        return unit

    return build


def _type(body: ir.Body, o: ir.Operand) -> m.Ty:
    from burrow.ir.verify import place_type

    return o.ty if isinstance(o, ir.Const) else place_type(body, o.place)


def unit_key(unit: Unit) -> str:
    """A digest of the unit's content."""
    from burrow.ir.text import unit_text

    return digest(unit_text(unit))
