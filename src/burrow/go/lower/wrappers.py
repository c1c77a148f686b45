"""Functions that the language implies: promoted methods, methods called by pointer, method expressions and method
values.

The reference is cmd/compile/internal/reflectdata (methodWrapper) and typecheck's method values. Names are gc's:
`main.(*T).M` for the wrapper of a value method, `main.T.M-fm` for a bound method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower import methods
from burrow.go.lower.function import Function
from burrow.go.lower.plan import CONSERVATIVE
from burrow.ir import types as t
from burrow.ir.nodes import Const, Copy, Local, Operand, Place
from burrow.ir.program import FnSig

if TYPE_CHECKING:
    from burrow.go.lower.methods import Method
    from burrow.go.lower.unit import UnitLowering


def table_method(u: UnitLowering, ty: g.Type, x: Method) -> str:
    """The code of a method in `ty`'s tables: the receiver is an interface's data word."""
    base, is_ptr = methods.deref(ty)
    if is_ptr or not m.is_direct(ty):
        if x.pointer and not x.path:
            return u.function(x.func, None, _targs(base))
        return wrapper(u, base, True, x)
    if not x.path:
        return u.function(x.func, None, _targs(base))
    return wrapper(u, ty, False, x)


def _targs(base: g.Type) -> list[g.Type] | None:
    return list(base.targs) if isinstance(base, g.Named) and base.targs else None


def receiver_name(base: g.Type, pointer: bool) -> tuple[str, str]:
    """`main.(*T)` and what keeps instances apart."""
    from burrow.go.lower.unit import instance_suffix

    if isinstance(base, g.Named):
        name = base.obj.name + ("[...]" if base.targs else "")
        path = base.obj.pkg.path + "." if base.obj.pkg else ""
        suffix = instance_suffix(base.targs) if base.targs else ""
        if base.obj.parent_func:
            suffix += f"#{base.obj.pos:010x}"
        return (f"{path}(*{name})" if pointer else f"{path}{name}"), suffix
    return ("go:(*" if pointer else "go:(") + base.key + ")", ""


def wrapper(u: UnitLowering, base: g.Type, pointer: bool, x: Method) -> str:
    """A method of `base` (or of its pointer) that only leads to the one declared."""
    name, suffix = receiver_name(base, pointer)
    unexported = (
        "" if x.func.exported or not isinstance(base, g.Named) or base.obj.pkg is x.func.pkg else f"#{x.unique}"
    )
    symbol = f"{name}.{x.name}{suffix}{unexported}"
    if symbol in u.known:
        return symbol
    u.known.add(symbol)
    sig = x.func.signature
    recv: g.Type = g.Pointer(base) if pointer else base
    home = base.obj.pkg if isinstance(base, g.Named) and not base.targs and not base.obj.parent_func else u.pkg
    if home is None and u.pkg.path == "runtime":
        home = u.pkg
    if home is not u.pkg:
        params, ret = u.machine.signature(sig, recv)
        u.unit.externs[symbol] = FnSig(tuple(params), ret)
        return symbol
    merge = not isinstance(base, g.Named) or bool(base.targs)
    u.work.append(lambda: _make(u, symbol, recv, x, merge))
    return symbol


def _begin(u: UnitLowering, symbol: str, params: list[t.Ty], ret: t.Ty, merge: bool) -> Function:
    f = Function(u, symbol, None, {}, CONSERVATIVE, ret)
    for ty in params:
        f.body.locals.append(Local(ty))
    f.body.params = len(params)
    f.merge = merge
    f.body.attrs = frozenset({"inline"})
    return f


def _finish(f: Function, result: Operand, ret: t.Ty) -> None:
    if ret is not t.UNIT and f.live:
        f.store(Place(0), result)
    f.return_now()
    f.finish()


def _make(u: UnitLowering, symbol: str, recv: g.Type, x: Method, merge: bool) -> None:
    """The wrapper's body: walk to the embedded value, call its method."""
    from burrow.go.lower import calls
    from burrow.go.lower.expr import walk

    sig = x.func.signature
    params, ret = u.machine.signature(sig, recv)
    f = _begin(u, symbol, params, ret, merge)
    where = Place(1)
    holder = recv
    if isinstance(recv, g.Pointer) and isinstance(recv.elem, g.Named) and not x.path:
        named = recv.elem.obj
        good, bad = f.block(), f.block()
        f.branch(f.binary("ne", Copy(where), Const(None, params[0])), good, bad)
        f.enter(bad)
        f.rt("panicwrap", f.string(named.pkg.path if named.pkg else ""), f.string(named.name), f.string(x.name))
        f.enter(good)
        f.checked.add(where)
    may_recover(f, x.func)
    where, holder = walk(f, where, holder, x.path)
    p = calls.Prepared(ret)
    calls.bind(f, p, where, holder, x.func)
    p.args += [Copy(Place(2 + i)) for i in range(len(sig.params))]
    _finish(f, calls.emit(f, p, 0), ret)


def may_recover(f: Function, func: g.Func) -> None:
    """Where the wrapped function calls recover, let it see past the wrapper."""
    decl = func._decl or (func.origin._decl if func.origin else None)
    if decl is not None and decl.body is not None and decl.info.has_recover:
        f.rt("wrapperframe", frame_address(f))
        f.body.attrs = frozenset({"noinline"})


def frame_address(f: Function) -> Operand:
    """This function's frame pointer."""
    from burrow.go.lower.calls import intrinsic

    return intrinsic(f, "frame_address", [], t.U64)


def method_expression(u: UnitLowering, recv: g.Type, x: Method) -> str:
    """`T.m`: a function that takes the receiver first."""
    from burrow.go.lower import calls
    from burrow.go.lower.expr import walk

    base, is_ptr = methods.deref(recv)
    if not isinstance(recv.underlying, g.Interface) and not x.path and x.pointer == is_ptr:
        return u.function(x.func, None, _targs(base))
    name, suffix = receiver_name(base, is_ptr)
    symbol = f"{name}.{x.name}{suffix}#expr"
    if symbol not in u.known:
        u.known.add(symbol)

        def make() -> None:
            sig = x.func.signature
            params, ret = u.machine.signature(sig, recv)
            f = _begin(u, symbol, params, ret, True)
            may_recover(f, x.func)
            where, holder = walk(f, Place(1), recv, x.path)
            p = calls.Prepared(ret)
            calls.bind(f, p, where, holder, x.func)
            p.args += [Copy(Place(2 + i)) for i in range(len(sig.params))]
            _finish(f, calls.emit(f, p, 0), ret)

        u.work.append(make)
    return symbol


def bound_method(u: UnitLowering, recv: g.Type, func: g.Func) -> tuple[str, t.Struct]:
    """The code of a method value whose receiver (of type `recv`) is kept beside it, and the layout of the two."""
    from burrow.go.lower import calls

    base, is_ptr = methods.deref(recv)
    name, suffix = receiver_name(base, is_ptr)
    symbol = f"{name}.{func.name}-fm{suffix}"
    if not func.exported:
        symbol += f"#{func.unique_name}"
    struct = t.lay_out(
        t.Struct(f"method value {symbol}"), [("fn", t.FnPtr((), t.UNIT)), ("recv", u.machine.of(recv))]
    )
    if symbol not in u.known:
        u.known.add(symbol)

        def make() -> None:
            sig = func.signature
            params, ret = u.machine.signature(sig)
            f = _begin(u, symbol, [*params, t.Ptr(struct)], ret, True)
            may_recover(f, func)
            n = len(params)
            p = calls.Prepared(ret)
            calls.bind(f, p, Place(n + 1).deref().field(1), recv, func)
            p.args += [Copy(Place(1 + i)) for i in range(n)]
            _finish(f, calls.emit(f, p, 0), ret)

        u.work.append(make)
    return symbol, struct


def intrinsic_function(u: UnitLowering, func: g.Func, name: str) -> str:
    """A function with a body for an operation that is used as a value."""
    from burrow.go.lower import calls

    symbol = func.full_name
    if symbol not in u.known and func.pkg is u.pkg or symbol not in u.known:
        u.known.add(symbol)
        params, ret = u.machine.signature(func.signature)

        def make() -> None:
            f = _begin(u, symbol, params, ret, True)
            args: list[Operand] = [Copy(Place(1 + i)) for i in range(len(params))]
            _finish(f, calls.intrinsic(f, name, args, ret), ret)

        u.work.append(make)
    return symbol
