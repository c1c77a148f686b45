"""Whether a function may be inlined, and what that costs.

In: a function's body before anything was inlined into it.  Out: `Func.inl`, or the reason against it; the line `can
inline f`.  The reference is the first half of cmd/compile/internal/inline/inl.go (CanInline, the hairy visitor): 80
nodes at most, calls 57 more unless they would be inlined themselves, a panic 1, and the list of special cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go.inline import nodes as N
from burrow.go.inline.format import name_text, signature_text, text
from burrow.go.inline.intrinsics import is_intrinsic_call
from burrow.go.inline.nodes import Inline, Name, Node
from burrow.go.inline.static import static_value

if TYPE_CHECKING:
    from burrow.go.inline.nodes import Func
    from burrow.go.inline.world import World

MAX_BUDGET = 80
CALL_COST = 57
PARAM_CALL_COST = 17
BIG_FUNCTION_NODES = 5000
BIG_FUNCTION_MAX_COST = 20
CALLED_ONCE_COST = 10 * MAX_BUDGET

_BYTE_ORDER = frozenset(f"{e}{op}Uint{n}" for e in ("LE", "BE") for op in ("", "Put", "Append") for n in (16, 32, 64))
_ENDIAN = frozenset(
    f"{e}.{op}Uint{n}" for e in ("littleEndian", "bigEndian") for op in ("", "Put", "Append") for n in (16, 32, 64)
)


def can_inline(world: World, fn: Func) -> None:
    """Decide once whether `fn` may be inlined."""
    reason = impossible(fn)
    if reason is None and fn.can_inline_checked:
        return
    if reason is None:
        fn.can_inline_checked = True
        budget = MAX_BUDGET
        if fn.parent is not None:
            budget = max(budget, CALLED_ONCE_COST)
        visitor = Hairy(world, fn, budget)
        reason = visitor.too_hairy()
        if reason is None:
            fn.inl = Inline(budget - visitor.budget, can_delay_results(fn))
            if world.verbosity > 1:
                world.warn(
                    At(fn.pos),
                    f"can inline {diag_name(fn.name)} with cost {fn.inl.cost} as: "
                    f"{type_with_receiver(fn)} {{ {'; '.join(text(s) for s in fn.body)} }}",
                )
            elif world.verbosity:
                world.warn(At(fn.pos), f"can inline {diag_name(fn.name)}")
    if reason is not None and world.verbosity > 1:
        world.warn(At(fn.pos), f"cannot inline {name_text(fn.name)}: {reason}")


class At:
    """A bare position, for `World.warn`."""

    __slots__ = ("inl", "pos")

    def __init__(self, pos: int) -> None:
        self.pos = pos
        self.inl = None


def type_with_receiver(fn: Func) -> str:
    """A function's type as gc prints it; a method's has the receiver before `func`."""
    sig = fn.sig
    if fn.name.obj is not None and getattr(sig, "recv", None) is not None:
        from burrow.go.inline.format import type_text

        return f"method({type_text(fn.params[0].type)}) func{signature_text(sig)}"
    return "func" + signature_text(sig)


def diag_name(name: Name) -> str:
    """The function's name in messages."""
    return name_text(name)


def impossible(fn: Func) -> str | None:
    """Why `fn` can never be inlined, whatever it costs."""
    d = fn.directives
    if "noinline" in d:
        return "marked go:noinline"
    if "cgo_unsafe_args" in d:
        return "marked go:cgo_unsafe_args"
    if "uintptrkeepalive" in d and not fn.imported and "uintptrescapes" not in d:
        return "marked as having a keep-alive uintptr argument"
    if "uintptrescapes" in d:
        return "marked as having a keep-alive uintptr argument"
    if "yeswritebarrierrec" in d:
        return "marked go:yeswritebarrierrec"
    if not fn.body and fn.inl is None:
        return "no function body"
    return None


def can_delay_results(fn: Func) -> bool:
    """Whether results can be declared at the one return: it is the only one, it has values, no result has a name."""
    returns = 0

    def look(n: Any) -> None:
        nonlocal returns
        if n.op == N.ORETURN:
            returns += 1 if n.a else 2

    for s in fn.body:
        N.visit(s, look)
    if returns != 1:
        return False
    return all(r.sym.startswith("~r") for r in fn.results)


class Hairy:
    """Walks a body and counts."""

    def __init__(self, world: World, fn: Func, budget: int) -> None:
        self.world = world
        self.fn = fn
        self.budget = budget
        self.max_budget = budget
        self.reason: str | None = None
        self.big = is_big(fn)
        self.thorough = world.verbosity > 1

    def too_hairy(self) -> str | None:
        for s in self.fn.body:
            if self.node(s):
                return self.reason
        if self.budget < 0:
            return f"function too complex: cost {self.max_budget - self.budget} exceeds budget {self.max_budget}"
        return None

    def nodes(self, nodes: Any) -> bool:
        if nodes:
            for n in nodes:
                if n is not None and self.node(n):
                    return True
        return False

    def node(self, n: Any) -> bool:
        """Count `n` and what is in it; True stops: `reason` says why."""
        op = n.op
        if op == N.ONAME:
            pass
        elif op in _SPECIAL:
            done = _SPECIAL[op](self, n)
            if done is not None:
                return bool(done)
        self.budget -= 1
        if self.budget < 0 and not self.thorough:
            self.reason = "too expensive"
            return True
        if n.__class__ is Name:
            return False
        if n.init:
            for c in n.init:
                if self.node(c):
                    return True
        for slot in N.SLOTS[op]:
            c = getattr(n, slot)
            if c is not None:
                if c.__class__ is list:
                    for e in c:
                        if e is not None and self.node(e):
                            return True
                elif self.node(c):
                    return True
        return False

    def call(self, n: Any) -> bool | None:
        from burrow.go.inline.expand import can_inline_call, inl_callee

        fun = n.x
        cheap = False
        extra = CALL_COST
        if fun.__class__ is Name:
            if fun.cls == N.PFUNC:
                path = fun.pkg.path if fun.pkg is not None else ""
                name = fun.sym
                if path == "internal/abi":
                    cheap = name == "NoEscape" or name.startswith("EscapeNonString[")
                elif path == "internal/runtime/sys":
                    if name in ("GetCallerPC", "GetCallerSP"):
                        self.reason = "call to " + name
                        return True
                elif path == "runtime" and fun.flags & RUNTIME_HELPER:
                    if name == "throw":
                        self.budget -= MAX_BUDGET
                        return None
                    if name == "panicrangestate":
                        cheap = True
                    elif name == "deferrangefunc":
                        self.reason = "defer call in range func"
                        return True
                elif path == "internal/byteorder":
                    cheap = name in _BYTE_ORDER
            elif fun.cls == N.PPARAM or fun.cls == N.PAUTOHEAP:
                extra = PARAM_CALL_COST
        elif fun.op == N.OMETHEXPR:
            method = fun.aux.obj
            if method.__class__ is Name and method.pkg is not None:
                if method.pkg.path == "encoding/binary":
                    cheap = method.sym in _ENDIAN
                elif method.pkg.path == "runtime" and method.sym == "heapBits.nextArena":
                    cheap = True
        if cheap or is_intrinsic_call(n):
            return None
        callee = inl_callee(self.world, self.fn, fun, False)
        if callee is not None and callee.inl is not None:
            if can_inline_call(self.world, self.fn, n, callee, self.big, False, False):
                self.budget -= callee.inl.cost
                return None
        self.budget -= extra
        return None

    def call_inter(self, n: Any) -> bool | None:
        self.budget -= CALL_COST
        return None

    def panic(self, n: Any) -> bool | None:
        if n.x.op == N.OCONVIFACE and n.x.flags & N.IMPLICIT:
            self.budget += 1
        self.budget -= 1
        return None

    def recover(self, n: Any) -> bool | None:
        self.reason = "call to recover"
        return True

    def closure(self, n: Any) -> bool | None:
        self.budget -= 15
        return None

    def unhandled(self, n: Any) -> bool | None:
        self.reason = "unhandled op " + N.OP_NAMES[n.op]
        return True

    def address(self, n: Any) -> bool | None:
        dot = n.x
        if dot.op in (N.ODOT, N.ODOTPTR) and dot.x.__class__ is Name and dot.aux.at_start():
            self.budget += 2
        return None

    def deref(self, n: Any) -> bool | None:
        p = n.x
        while p.op == N.OCONVNOP:
            p = p.x
        if p.op == N.OADDR:
            self.budget += 1
        return None

    def free(self, n: Any) -> bool | None:
        self.budget += 1
        return None

    def nothing(self, n: Any) -> bool | None:
        return False

    def branch(self, n: Any) -> bool | None:
        if n.x.op == N.OLITERAL and isinstance(n.x.aux, bool):
            if self.nodes(n.init):
                return True
            return self.nodes(n.a if n.x.aux else n.b)
        return None

    def one_more(self, n: Any) -> bool | None:
        self.budget -= 1
        return None

    def assign_list(self, n: Any) -> bool | None:
        credit = multi_value_credit(n)
        self.budget += credit
        return None

    def slice(self, n: Any) -> bool | None:
        if n.y is not None and n.y.op == N.OLITERAL and n.y.aux == 0:
            self.budget += 1
        if n.z is not None and n.z.op == N.OLEN and n.z.x is n.x:
            self.budget += 2
        return None


RUNTIME_HELPER = 1024  # Name.flags: a function of package runtime that the compiler calls


def multi_value_credit(n: Any) -> int:
    """What `a, b = f()` must not cost more for the temporaries it is spread over."""
    if n.b:
        first = n.b[0]
        init = first.init
        if init and len(init) == 1 and init[0].__class__ is Node and init[0].op in _LIST_STMTS:
            return 4 * len(n.a) + 1
    return 0


_LIST_STMTS = frozenset((N.OAS2, N.OAS2FUNC, N.OAS2MAPR, N.OAS2DOTTYPE, N.OAS2RECV, N.OSELRECV2))

_SPECIAL: dict[int, Any] = {
    N.OCALLFUNC: Hairy.call,
    N.OCALLINTER: Hairy.call_inter,
    N.OPANIC: Hairy.panic,
    N.ORECOVER: Hairy.recover,
    N.OCLOSURE: Hairy.closure,
    N.OGO: Hairy.unhandled,
    N.ODEFER: Hairy.unhandled,
    N.OTAILCALL: Hairy.unhandled,
    N.OADDR: Hairy.address,
    N.ODEREF: Hairy.deref,
    N.OCONVNOP: Hairy.free,
    N.OFALL: Hairy.nothing,
    N.OTYPE: Hairy.nothing,
    N.OIF: Hairy.branch,
    N.OBLOCK: Hairy.free,
    N.OMETHVALUE: Hairy.one_more,
    N.OSLICELIT: Hairy.one_more,
    N.OMETHEXPR: Hairy.free,
    N.OAS2: Hairy.assign_list,
    N.OSLICE: Hairy.slice,
    N.OSLICEARR: Hairy.slice,
    N.OSLICESTR: Hairy.slice,
    N.OSLICE3: Hairy.slice,
    N.OSLICE3ARR: Hairy.slice,
}


def is_big(fn: Func) -> bool:
    """Whether `fn` has so many nodes that little is inlined into it."""
    budget = BIG_FUNCTION_NODES

    def count(n: Any) -> bool:
        nonlocal budget
        if n.op == N.OAS2:
            budget += multi_value_credit(n)
        budget -= 1
        return budget <= 0

    return any(N.any_node(s, count) for s in fn.body)


_ = static_value
