"""Calls: arguments to leaves or copies, results from leaves or a slot, unwinding edges, the runtime's own functions."""

from __future__ import annotations

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.native import intrinsics
from burrow.native import lltypes as ll
from burrow.native.function import Addr, FunctionEmitter


def call(f: FunctionEmitter, x: n.Call) -> None:
    """Emit a call terminator, whatever is called."""
    value = x.func.value if isinstance(x.func, n.Const) else None
    if isinstance(value, n.Intrinsic):
        if not intrinsics.emit(f, value, x):
            finish(f, x)
        return
    if isinstance(value, n.FnRef) and f.unit.is_runtime(value.symbol):
        _runtime(f, x, value.symbol)
        return
    callee = ll.symbol(f.unit.use(value.symbol)) if isinstance(value, n.FnRef) else f.leaves(x.func)[0]
    nounwind = isinstance(value, n.FnRef) and f.unit.is_nounwind(value.symbol)
    emit_call(f, x, callee, x.args, nounwind)


def finish(f: FunctionEmitter, x: n.Call) -> None:
    """Go on after the call has returned."""
    f.line("unreachable" if x.target is None else f"br label %bb{x.target}")


def emit_call(f: FunctionEmitter, x: n.Call, callee: str, operands: list[n.Operand], nounwind: bool) -> None:
    """A call of a function of our own convention."""
    args: list[str] = []
    dest_ty = _dest_type(f, x.dest)
    ret = ll.leaves(dest_ty)
    result_slot = ""
    if ret is None:
        direct = not x.dest.proj and x.dest.local not in f.addressed and not _mentions(operands, x.dest.local)
        result_slot = f.slots[x.dest.local] if direct else f.temp(dest_ty)
        args.append(f"ptr {result_slot}")
    for o in operands:
        ty = f.type_of(o)
        ls = ll.leaves(ty)
        if ls is not None:
            args += [f"{leaf} {v}" for (_, leaf), v in zip(ls, f.leaves(o), strict=True)]
        elif isinstance(o, n.Move) and not o.place.proj and o.place.local not in f.addressed:
            args.append(f"ptr {f.slots[o.place.local]}")
        else:
            slot = f.temp(ty)
            f.put(Addr(slot, ty, t.align_of(ty)), o)
            args.append(f"ptr {slot}")
    result = "void" if ret is None else ll.result(dest_ty)
    got = _invoke(f, x, f"{result} {callee}({', '.join(args)})", result != "void", nounwind)
    if x.target is None:
        f.line("unreachable")
        return
    if ret is None:
        if result_slot != f.slots[x.dest.local] or x.dest.proj:
            a = f.place(x.dest)
            f.copy(a.ptr, result_slot, a.ty)
    elif ret:
        values = [got] if len(ret) == 1 else [f.value(f"extractvalue {result} {got}, {i}") for i in range(len(ret))]
        f.assign(x.dest, values)
    f.line(f"br label %bb{x.target}")


def _dest_type(f: FunctionEmitter, p: n.Place) -> t.Ty:
    return f.type_of(n.Copy(p))


def _mentions(operands: list[n.Operand], local: int) -> bool:
    return any(not isinstance(o, n.Const) and o.place.local == local for o in operands)


def _invoke(f: FunctionEmitter, x: n.Call, text: str, has_result: bool, nounwind: bool) -> str:
    """`call` or, where unwinding has somewhere to go, `invoke`."""
    if x.unwind is None or nounwind or f.unit.language == "go":
        text = f"call {text}"
        if has_result:
            return f.value(text)
        f.line(text)
        return ""
    pad = f.pads.get(x.unwind)
    if pad is None:
        pad = f.pads[x.unwind] = f.label("lp")
        f.out, kept = [], f.out
        f.out.append(f"{pad}:")
        exc = f.value("landingpad { ptr, i32 } cleanup")
        f.line(f"store {{ ptr, i32 }} {exc}, ptr {f.exception_slot()}, align 8")
        f.line(f"br label %bb{x.unwind}")
        pads, f.out = f.out, kept
        f.late += pads
    ok = f.label("ok")
    text = f"invoke {text} to label %{ok} unwind label %{pad}"
    got = ""
    if has_result:
        got = f.value(text)
    else:
        f.line(text)
    f.out.append(f"{ok}:")
    return got


def _runtime(f: FunctionEmitter, x: n.Call, symbol: str) -> None:
    """A function of the runtime: everything is an i64 there."""
    export = f.unit.runtime_export(symbol)
    args: list[str] = []
    for o in x.args:
        ty = f.type_of(o)
        ls = ll.leaves(ty)
        assert ls is not None, f"argument of {symbol} in memory"
        signed = isinstance(ty, t.Int) and ty.signed
        args += [f"i64 {f.as_i64(v, leaf, signed)}" for (_, leaf), v in zip(ls, f.leaves(o), strict=True)]
    if len(args) != len(export.args):
        raise ValueError(f"{symbol} takes {len(export.args)} arguments, not {len(args)} ({f.body.symbol})")
    got = _invoke(f, x, f"{export.result} {ll.symbol(symbol)}({', '.join(args)})", export.result != "void",
                  not export.unwinds)
    if x.target is None:
        f.line("unreachable")
        return
    ls = ll.leaves(_dest_type(f, x.dest))
    if ls and export.result != "void":
        f.assign(x.dest, [from_i64(f, got, ls[0][1]), *("0" for _ in ls[1:])])
    f.line(f"br label %bb{x.target}")


def from_i64(f: FunctionEmitter, value: str, leaf: str) -> str:
    """What the runtime gave, as a leaf."""
    if leaf == "i64":
        return value
    if leaf == "ptr":
        return f.value(f"inttoptr i64 {value} to ptr")
    if leaf == "double":
        return f.value(f"bitcast i64 {value} to double")
    return f.value(f"trunc i64 {value} to {leaf}")
