"""What is kept of the library between programs: elaborated bodies of its functions, and compiled instances.

`bodies` and `keep_bodies`: the typed IR of a library function after drop elaboration, with that of its closures, a
file in burrow's cache for each function (rustc's counterpart is `optimized_mir` in crate metadata).

A *batch* is a unit of library instances that name nothing of a program (`Vec<u8>::push`, `str::trim`): the first
program that needs them compiles them as a unit of their own, later ones find them by symbol (`find`) and link the
batch's object (rustc's counterparts are the library's own objects and `-Zshare-generics`).  What is kept of a batch is
the list of its instances, so that it can be made again for another manager or when its object is gone.

Everything is named by a digest of the library's sources and of the front end's code.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from burrow import cache
from burrow.ir import nodes as ir
from burrow.rust import defs, store, thir
from burrow.rust import types as ty
from burrow.source import Span

BODY = "rust-body"
BATCH = "rust-batch"
INSTANCE = "rust-instance"


@lru_cache(maxsize=1)
def stamp() -> str:
    """The library, and all code that makes IR of it."""
    here = Path(__file__).parent
    parts = [store.stamp("pprof")]
    for folder in (here, here / "build", here.parent / "ir"):
        with os.scandir(folder) as entries:
            for e in entries:
                if e.name.endswith(".py"):
                    s = e.stat()
                    parts.append(f"{folder.name}/{e.name}:{s.st_size}:{s.st_mtime_ns}")
    return cache.digest(*sorted(parts))


# ---- pickling: closures by their owner and number -------------------------------------------------------------------


class Unkept(Exception):
    """Refers to a definition that is not in the packed library (an item inside a function's body)."""


class _Pickler(pickle.Pickler):
    def persistent_id(self, o: Any) -> Any:
        if isinstance(o, defs.ClosureDef):
            return o.owner, o.number
        if isinstance(o, defs.Def) and not lasting(o):
            around: Any = o
            while around is not None and not lasting(around):
                around = around.parent
            key = o.kind, o.name, o.span
            if around is None or isinstance(around, defs.Module) or len(_inside(o.crate, key)) != 1:
                raise Unkept(o.name)
            return around, key
        return None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: Any) -> Any:
        owner, which = pid
        if isinstance(which, int):
            return closure(owner, which)
        found = _inside(owner.crate, which)
        if not found:
            _ = owner.body  # items inside a body are collected with it
            found = _inside(owner.crate, which)
        return found[0]


def _inside(crate: Any, key: tuple[Any, ...]) -> list[Any]:
    """The definitions of a library crate inside functions' bodies that fit a description."""
    kind, name, span = key
    own = crate.defs[crate.__dict__["packed_count"] :]
    return [d for d in own if d.kind == kind and d.name == name and d.span == span]


def lasting(d: Any) -> bool:
    """Whether a definition has the same number in each process."""
    count = d.crate.__dict__.get("packed_count")
    return count is not None and d.index < count


def closure(owner: Any, number: int) -> defs.ClosureDef:
    """Closure `number` of a library body, its description read where it has not been met yet."""
    known = defs.closure_table(owner).get(number)
    if known is None and bodies(owner) is None:
        _ = owner.body
    found: defs.ClosureDef = defs.closure_table(owner)[number]
    return found


def _dump(x: Any) -> bytes | None:
    out = io.BytesIO()
    try:
        _Pickler(out, 5).dump(x)
    except Unkept:
        return None
    return out.getvalue()


# ---- bodies ---------------------------------------------------------------------------------------------------------


def _body_key(owner: Any) -> str:
    return cache.digest(stamp(), identity(owner))


def bodies(owner: Any) -> dict[Any, ir.Body] | None:
    """The elaborated bodies of a library definition and its closures, if they are kept."""
    data = cache.get(BODY, _body_key(owner))
    if data is None:
        return None
    table = defs.closure_table(owner)
    n = int.from_bytes(data[:4], "little")
    for i in range(n):
        if i not in table:
            defs.new_closure(owner, f"{{closure#{i}}}", owner, owner.span, i)
    states, found = _Unpickler(io.BytesIO(data[4:])).load()
    for i, state in enumerate(states):
        table[i].__dict__.update(state)
    return {owner if i < 0 else table[i]: b for i, b in found}


def keep_bodies(owner: Any, made: dict[Any, ir.Body]) -> None:
    """Keep them, without what only borrow checking needs."""
    table = defs.closure_table(owner)
    for b in made.values():
        _strip(b)
    states = []
    for i in range(len(table)):
        d = table[i].__dict__
        states.append({k: d[k] for k in ("name", "parent", "span", "name_span", "closure_kind", "sig", "captures",
                                         "is_move")} | {"mentions": {}, "open": False})  # fmt: skip
    data = _dump((states, [(d.number if isinstance(d, defs.ClosureDef) else -1, b) for d, b in made.items()]))
    if data is not None:
        cache.put(BODY, _body_key(owner), len(table).to_bytes(4, "little") + data)


def _strip(body: ir.Body) -> None:
    from burrow.rust.build.builder import Promoted
    from burrow.rust.drops import clean

    def constant(c: Any) -> None:
        if isinstance(c, ir.Const) and isinstance(c.value, Promoted) and c.value.body.data is not None:
            clean(c.value.body)
            _strip(c.value.body)

    for b in body.blocks:
        t = b.terminator
        if isinstance(t, ir.Call):
            if isinstance(t.data, thir.Call):
                t.data = t.data.fn_span if t.data.fn_span.path else None
            elif not isinstance(t.data, Span):
                t.data = None
    for o in operands(body):
        constant(o)
    for local in body.locals:
        local.data = None
    body.data = None


def operands(body: ir.Body) -> Iterable[ir.Operand]:
    """Every operand of a body."""
    for b in body.blocks:
        for s in b.statements:
            if isinstance(s, ir.Assign):
                yield from of_rvalue(s.rvalue)
            elif isinstance(s, ir.CopyMem):
                yield from (s.dst, s.src, s.count)
        t = b.terminator
        if isinstance(t, ir.Call):
            yield t.func
            yield from t.args
        elif isinstance(t, ir.Switch):
            yield t.operand
        elif isinstance(t, ir.Assert):
            yield t.cond
            yield from t.args


def of_rvalue(r: ir.Rvalue) -> Iterable[ir.Operand]:
    """The operands of an rvalue."""
    if isinstance(r, (ir.Use, ir.Unary, ir.Cast, ir.Repeat)):
        yield r.operand
    elif isinstance(r, (ir.Binary, ir.Checked)):
        yield r.left
        yield r.right
    elif isinstance(r, ir.Aggregate):
        yield from r.fields


# ---- instances: what they are called, and which are the library's own -----------------------------------------------


def identity(x: Any) -> str:
    """A text that tells terms and definitions apart, the same in each process."""
    if isinstance(x, ty.Term):
        known = _identities.get(x)
        if known is None:
            fields = x.fields
            if isinstance(x, ty.Param):
                fields = fields[:1]
            elif isinstance(x, ty.Closure):
                fields = fields[:2]
            known = _identities[x] = f"{type(x).__name__}({','.join(map(identity, fields))})"
        return known
    if isinstance(x, defs.ClosureDef):
        return f"{identity(x.owner)}.{x.name}" if not x.owner.crate.user else f"{x.crate.name}:{x.index}"
    if isinstance(x, defs.Def):
        if x.crate.user or lasting(x):
            return f"{x.crate.name}:{x.index}"
        return f"{x.path()}@{x.span.path}:{x.span.lo}"
    if isinstance(x, (tuple, list)):
        return f"({','.join(map(identity, x))})"
    return repr(x)


def own(x: Any) -> bool:
    """Whether a term names only the library."""
    if isinstance(x, ty.Term):
        known = _own.get(x)
        if known is None:
            fields = x.fields[:2] if isinstance(x, ty.Closure) else x.fields
            known = _own[x] = all(map(own, fields))
        return known
    if isinstance(x, defs.Def):
        return not x.crate.user
    if isinstance(x, tuple):
        return all(map(own, x))
    return True


_identities: dict[Any, str] = {}
_own: dict[Any, bool] = {}


# ---- batches --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Kept:
    """A compiled instance: the batch that holds it, its size in IR statements, its attributes, whether it is generic
    or marked `#[inline]`."""

    batch: str
    size: int
    attrs: frozenset[str]
    inline: bool


def find(symbol: str, release: bool) -> Kept | None:
    """The instance of this symbol, if a batch has it."""
    data = cache.get(INSTANCE, cache.digest(stamp(), symbol, str(release)))
    if data is None:
        return None
    found = Kept(*pickle.loads(data))
    if found.batch not in _there:
        if not os.path.exists(cache.path(BATCH, found.batch)):
            return None
        _there.add(found.batch)
    return found


_there: set[str] = set()


class Batch:
    """A new batch: its instances by symbol, what is known about each, the batches it needs."""

    def __init__(self, release: bool, instances: dict[str, Any], about: dict[str, Kept], below: Iterable[str]) -> None:
        self.release = release
        self.instances = instances
        self.about = about
        self.below = sorted(below)
        self.key = cache.digest(stamp(), str(release), *sorted(instances))

    def keep(self) -> None:
        """Let later programs find it; nothing is kept where an instance cannot be written down."""
        data = _dump(list(self.instances.values()))
        if data is None or cache.put(BATCH, self.key, pickle.dumps(self.below, 5) + data) is None:
            return
        for name, k in self.about.items():
            about = pickle.dumps((self.key, k.size, k.attrs, k.inline), 5)
            cache.put(INSTANCE, cache.digest(stamp(), name, str(self.release)), about)


def with_those_below(batches: Iterable[str]) -> list[str] | None:
    """Batches and all that they need, those below first; None where one is gone."""
    order: dict[str, None] = {}
    work = [(b, False) for b in sorted(batches)]
    seen: set[str] = set()
    while work:
        b, done = work.pop()
        if done:
            order.setdefault(b)
            continue
        if b in seen:
            continue
        seen.add(b)
        data = cache.get(BATCH, b)
        if data is None:
            return None
        work.append((b, True))
        work += [(x, False) for x in pickle.loads(data)]
    return list(order)


def instances(batch: str) -> list[Any]:
    """What a batch is made of."""
    data = cache.get(BATCH, batch)
    assert data is not None, batch
    file = io.BytesIO(data)
    pickle.load(file)
    found: list[Any] = _Unpickler(file).load()
    return found
