"""From a checked crate to an `ir.Program`: the instances that `main` reaches, in units, and the entry.

In: a crate without errors.  Out: units for `native`, and the symbol that the runtime starts: a function that calls the
library's `lang_start` with `main`, as rustc's `create_entry_fn` makes it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from burrow.ir import nodes as ir
from burrow.ir import types as m
from burrow.ir.program import Program, UnitPlan
from burrow.rust import defs, mono_units
from burrow.rust import types as ty
from burrow.rust.mono import Instance, Mono
from burrow.source import NO_SPAN, Unsupported
from burrow.source.span import remembered

if TYPE_CHECKING:
    from burrow.options import Options

ENTRY = "main"


def program(crate: defs.Crate, options: Options, name: str = "main") -> Program:
    """The program that runs `crate`'s `main`."""
    return Program(build(crate, options.release), ENTRY, "rust", name, sources=sources(crate))


def sources(crate: defs.Crate) -> list[str]:
    """Every file of the program's own crates: what its image stands for."""
    library = os.path.join(os.path.dirname(os.path.abspath(__file__)), "std", "")
    paths = [*remembered(), *crate.__dict__.get("manifests", ())]
    return [p for p in paths if os.path.isfile(p) and not os.path.abspath(p).startswith(library)]


def build(crate: defs.Crate, release: bool = False) -> list[UnitPlan]:
    """Everything that the program needs."""
    main = crate.main
    if main is None:
        raise Unsupported(crate.root.span if crate.root is not None else NO_SPAN, "a crate without `main`")
    mono = Mono(crate, release)
    mono.unit.functions[ENTRY] = _entry(mono, main)
    return mono_units.plans(mono, ENTRY)


def _entry(mono: Mono, main: Any) -> ir.Body:
    """`lang_start(main, 0, null, 0)`, and its result as the exit status."""
    from burrow.rust.mono_lower import Lower

    out = mono.cx.normalize(ty.erase_regions(ty.erase_bound(main.sig.output)))
    start = mono.lang("start")
    body = ir.Body(ENTRY, [ir.Local(ty.UNIT), ir.Local(ty.ISIZE)], 0, [ir.Block()])
    low = Lower(mono, body, (), ENTRY)
    for local in low.typed:
        low.locals.append(ir.Local(mono.machine(local.ty)))
    fn_ptr = ty.FnPtr(ty.FnSig((), out))
    argv = ty.RawPtr(ty.RawPtr(ty.U8))
    done, unit, finish = low.new_block(), low.temp(m.UNIT), low.new_block()
    args: list[ir.Operand] = [
        ir.Const(ir.FnRef(mono.reified(ty.FnDef(main, ()))), mono.machine(fn_ptr)),
        ir.Const(0, m.I64),
        ir.Const(0, mono.machine(argv)),
        ir.Const(0, m.U8),
    ]
    low.call_symbol(mono.symbol(Instance("fn", start, (out,))), args[: len(start.sig.inputs)], ir.Place(1), done, None)
    low.blocks[done].terminator = ir.Call(
        ir.Const(ir.FnRef("runtime.exit"), m.FnPtr((m.I64,), m.UNIT)), [ir.Copy(ir.Place(1))], ir.Place(unit), finish
    )
    low.blocks[finish].terminator = ir.Return()
    return ir.Body(ENTRY, low.locals, 0, low.blocks)
