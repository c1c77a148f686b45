"""`for … range` over everything but functions (rangefunc.py)."""

from __future__ import annotations

from collections.abc import Callable

from burrow.go import syntax as s
from burrow.go import types as g
from burrow.go.lower import machine as m
from burrow.go.lower.convert import implicit
from burrow.go.lower.expr import expr, place, pointee, stable
from burrow.go.lower.function import Function
from burrow.go.lower.helpers import MAPITER
from burrow.ir import types as t
from burrow.ir.nodes import Binary, Const, Copy, Operand, Place, Use


def range_stmt(f: Function, x: s.RangeStmt) -> None:
    """A range loop."""
    ty = f.type(x.x)
    u = ty.underlying
    if isinstance(u, g.Signature):
        from burrow.go.lower import rangefunc

        rangefunc.range_func(f, x, u)
    elif isinstance(u, g.Map):
        _map(f, x, ty, u)
    elif isinstance(u, g.Chan):
        _chan(f, x, u)
    elif m.is_string(ty):
        _string(f, x)
    elif isinstance(u, g.Basic):
        _int(f, x, ty)
    else:
        _elements(f, x, ty, u)


def bind(f: Function, x: s.RangeStmt, which: str, o: Callable[[], Operand], ty: g.Type) -> None:
    """Give the key or the value of this iteration to its variable."""
    from burrow.go.lower.stmt import Target

    e = x.key if which == "key" else x.value
    if e is None or (isinstance(s.unparen(e), s.Ident) and s.unparen(e).name == "_"):  # type: ignore[attr-defined]
        return
    if x.define:
        v = x.key_var if which == "key" else x.value_var
        if v is None:
            return
        value = implicit(f, o(), ty, f.subst(v.type), x.x)
        old = f.vars.get(v)
        if not x.per_iteration and old is not None:
            f.store(old, value)
        else:
            f.declare(v, value)
        return
    target = Target(f, e)
    assert target.type is not None
    inner = s.unparen(e)
    target.store(implicit(f, o(), ty, target.type, x.x), inner if isinstance(inner, s.Index) else None)


def bind_both(
    f: Function, x: s.RangeStmt, key: Callable[[], Operand], kt: g.Type, value: Callable[[], Operand], vt: g.Type
) -> None:
    """Key and value; to places that are there already, as one parallel assignment."""
    from burrow.go.lower.stmt import Target

    if x.define or not isinstance(x.value, (s.Index, s.Star, s.Selector)) or x.key is None:
        bind(f, x, "key", key, kt)
        bind(f, x, "value", value, vt)
        return
    targets = [Target(f, e) for e in (x.key, x.value)]
    for target in targets:
        target.prepare()
    for target, e, o, ty in zip(targets, (x.key, x.value), (key(), value()), (kt, vt), strict=True):
        if target.type is not None:
            inner = s.unparen(e)
            target.store(implicit(f, o, ty, target.type, x.x), inner if isinstance(inner, s.Index) else None)


def declare_shared(f: Function, x: s.RangeStmt) -> None:
    """Before go 1.22 the loop's variables are declared once."""
    if x.define and not x.per_iteration:
        for v in (x.key_var, x.value_var):
            if v is not None and v.name != "_":
                f.declare(v, None)


class Loop:
    """head → body → post → head, and what comes after."""

    def __init__(self, f: Function, x: s.RangeStmt) -> None:
        self.f, self.x = f, x
        self.head, self.body, self.post, self.after = f.block(), f.block(), f.block(), f.block()
        f.targets[x] = (self.after, self.post)
        declare_shared(f, x)

    def start(self) -> None:
        self.f.goto(self.head)
        self.f.enter(self.head)
        self.f.at(self.x.pos)
        self.saved = set(self.f.checked)

    def run(self) -> None:
        """The body's statements, then to the post block."""
        from burrow.go.lower.stmt import block

        f = self.f
        block(f, self.x.body.stmts)
        f.goto(self.post)
        f.enter(self.post)
        f.checked = set(self.saved)
        f.at(self.x.pos)

    def finish(self) -> None:
        self.f.goto(self.head)
        self.f.checked = self.saved
        self.f.enter(self.after)


def _int(f: Function, x: s.RangeStmt, ty: g.Type) -> None:
    if isinstance(ty, g.Basic) and ty.info & g.IS_UNTYPED:
        from burrow.go.universe import default_type

        ty = default_type(ty)
    if x.define and x.key_var is not None:
        ty = f.subst(x.key_var.type)
    mt = f.mt(ty)
    from burrow.go.lower.expr import constant

    n = constant(f, x.x.const, ty) if x.x.const is not None else f.keep(expr(f, x.x))
    i = Place(f.local(mt))
    f.store(i, Const(0, mt))
    loop = Loop(f, x)
    loop.start()
    f.branch(f.binary("lt", Copy(i), n), loop.body, loop.after)
    f.enter(loop.body)
    bind(f, x, "key", lambda: Copy(i), ty)
    loop.run()
    f.assign(i, Binary("add", Copy(i), Const(1, mt)))
    loop.finish()


def _elements(f: Function, x: s.RangeStmt, ty: g.Type, u: g.Type) -> None:
    """Arrays, pointers to arrays, slices."""
    from burrow.go.universe import INT

    want_value = x.value is not None and not (isinstance(x.value, s.Ident) and x.value.name == "_")
    elem: g.Type
    if isinstance(u, g.Slice):
        held = f.place_of(f.keep(expr(f, x.x)))
        length: Operand = f.keep(Copy(held.field(1)))
        elem = u.elem

        def at(i: Place) -> Place:
            got = f.offset(Copy(held.field(0)), Copy(i), f.mt(elem))
            assert isinstance(got, Copy)
            return got.place.deref()
    else:
        array = u.elem.underlying if isinstance(u, g.Pointer) else u
        assert isinstance(array, g.Array)
        elem = array.elem
        length = f.num(array.len)
        base: Place | None = None
        if isinstance(u, g.Pointer):
            ptr = stable(f, f.keep(expr(f, x.x)))
            if want_value:
                base = pointee(f, ptr, u.elem) if array.len else None
        elif want_value:
            base = f.place_of(f.keep(Copy(place(f, x.x))))
        elif x.x.mode not in (s.VAR,):
            expr(f, x.x)

        def at(i: Place) -> Place:
            assert base is not None
            from burrow.ir.nodes import index

            return base.then(index(i.local))

    i = Place(f.local(t.I64))
    f.store(i, f.num(0))
    loop = Loop(f, x)
    loop.start()
    f.branch(f.binary("lt", Copy(i), length), loop.body, loop.after)
    f.enter(loop.body)
    if want_value:
        bind_both(f, x, lambda: f.keep(Copy(i)), INT, lambda: f.keep(Copy(at(i))), elem)
    else:
        bind(f, x, "key", lambda: f.keep(Copy(i)), INT)
    loop.run()
    f.assign(i, Binary("add", Copy(i), f.num(1)))
    loop.finish()


def _string(f: Function, x: s.RangeStmt) -> None:
    from burrow.go.universe import INT, RUNE

    held = f.place_of(f.keep(expr(f, x.x)))
    i = Place(f.local(t.I64))
    after_rune = Place(f.local(t.I64))
    r = Place(f.local(t.I32))
    f.store(i, f.num(0))
    loop = Loop(f, x)
    loop.start()
    f.branch(f.binary("lt", Copy(i), Copy(held.field(1))), loop.body, loop.after)
    f.enter(loop.body)
    at = f.offset(Copy(held.field(0)), Copy(i), t.U8)
    assert isinstance(at, Copy)
    byte = f.keep(Copy(at.place.deref()))
    ascii_, more, on = f.block(), f.block(), f.block()
    f.branch(f.binary("lt", byte, Const(0x80, t.U8)), ascii_, more)
    f.enter(ascii_)
    f.store(r, f.cast("int", byte, t.I32))
    f.assign(after_rune, Binary("add", Copy(i), f.num(1)))
    f.goto(on)
    f.enter(more)
    got = f.rt("decoderune", Copy(held), Copy(i))
    f.store(r, f.field(got, 0))
    f.store(after_rune, f.field(got, 1))
    f.goto(on)
    f.enter(on)
    bind_both(f, x, lambda: f.keep(Copy(i)), INT, lambda: f.keep(Copy(r)), RUNE)
    loop.run()
    f.store(i, Copy(after_rune))
    loop.finish()


def _map(f: Function, x: s.RangeStmt, ty: g.Type, u: g.Map) -> None:
    table = f.keep(expr(f, x.x))
    it = Place(f.local(MAPITER))
    f.store(it, Const(None, MAPITER))
    it_ptr = f.temp(t.PTR, Use(f.address(it)))
    f.rt("mapiterinit", f.type_ref(ty), table, it_ptr)
    loop = Loop(f, x)
    loop.start()
    f.branch(f.binary("ne", Copy(it.field(0)), Const(None, t.PTR)), loop.body, loop.after)
    f.enter(loop.body)
    key, elem = f.mt(u.map_key), f.mt(u.elem)

    def part(n: int, mt: t.Ty) -> Operand:
        if t.size_of(mt) == 0:
            return Const(None, mt)
        return f.keep(Copy(f.deref(f.temp(t.Ptr(mt), Use(Copy(it.field(n)))), mt)))

    bind_both(f, x, lambda: part(0, key), u.map_key, lambda: part(1, elem), u.elem)
    loop.run()
    f.rt("mapiternext", it_ptr)
    loop.finish()


def _chan(f: Function, x: s.RangeStmt, u: g.Chan) -> None:
    c = f.keep(expr(f, x.x))
    mt = f.mt(u.elem)
    slot = Place(f.local(mt))
    f.store(slot, Const(None, mt))
    p = f.temp(t.PTR, Use(f.address(slot)))
    loop = Loop(f, x)
    loop.start()
    f.branch(f.rt("chanrecv", c, p), loop.body, loop.after)
    f.enter(loop.body)
    bind(f, x, "key", lambda: f.keep(Copy(slot)), u.elem)
    loop.run()
    loop.finish()
