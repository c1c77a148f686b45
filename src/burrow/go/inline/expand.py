"""Calls are replaced by the bodies of what they call.

In: the functions of a package, after `cost` has decided which may be inlined.  Out: the same functions with OINLCALL
nodes, and the lines `inlining call to f`.  The reference is inline/interleaved/interleaved.go (devirtualisation and
inlining in turns, to a fixed point, callees first), the second half of inline/inl.go and unifiedInlineCall in
noder/reader.go.  The difference: call sites are kept in place by making a call node over into the OINLCALL, where gc
wraps each in parentheses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go.inline import nodes as N
from burrow.go.inline.build import Builder
from burrow.go.inline.convert import core
from burrow.go.inline.cost import BIG_FUNCTION_MAX_COST, CALLED_ONCE_COST, MAX_BUDGET, At, can_inline, diag_name, is_big
from burrow.go.inline.devirtualize import Devirtualizer
from burrow.go.inline.format import name_text
from burrow.go.inline.intrinsics import is_intrinsic_call
from burrow.go.inline.nodes import Func, Inlining, Name, Node
from burrow.go.inline.scc import visit_bottom_up
from burrow.go.inline.static import ASSIGNED, static_callee, static_value

if TYPE_CHECKING:
    from burrow.go.inline.world import World


MARKED = 2048  # Node.flags: the call is in its function's list


def inline_package(world: World) -> None:
    """Devirtualise and inline in all functions of `world`."""
    ASSIGNED.clear()
    if not world.no_inline:

        def decide(group: list[Func], recursive: bool) -> None:
            for fn in group:
                can_inline(world, fn)

        visit_bottom_up(world.funcs, decide)
    devirtualizer = Devirtualizer(world)
    use_counts: dict[Func, int] = {}
    sites: dict[Func, Sites] = {}
    for fn in list(world.funcs):
        s = Sites(world, fn, devirtualizer, use_counts)
        if s.big and world.verbosity > 1:
            world.warn(At(fn.pos), f"function {name_text(fn.name)} considered 'big'; reducing max cost of inlinees")
        s.mark_list(fn.body)
        sites[fn] = s
        for i in range(len(s.calls)):
            s.resolve(i)

    def expand(group: list[Func], recursive: bool) -> None:
        done = False
        while not done:
            done = True
            for fn in group:
                s = sites.get(fn)
                if s is not None and s.pass_over():
                    done = False

    visit_bottom_up(list(world.funcs), expand)
    ASSIGNED.clear()


class Sites:
    """The calls of one function that may be inlined, in gc's order: those in a call's operands before the call."""

    def __init__(self, world: World, fn: Func, devirtualizer: Devirtualizer, use_counts: dict[Func, int]) -> None:
        self.world = world
        self.fn = fn
        self.big = not world.no_inline and is_big(fn)
        self.devirtualizer = devirtualizer
        self.use_counts = use_counts
        self.calls: list[Node] = []
        self.resolved: list[Func | None] = []

    def mark(self, n: Any) -> None:
        """Note the calls in `n`."""
        if n.__class__ is Name or n.flags & MARKED:
            return
        if n.init:
            for c in n.init:
                self.mark(c)
        op = n.op
        if op == N.OTAILCALL:
            n.x.flags |= N.NOINLINE
            n = n.x
            op = -1
        for slot in N.SLOTS[n.op]:
            c = getattr(n, slot)
            if c is not None:
                if c.__class__ is list:
                    for e in c:
                        if e is not None:
                            self.mark(e)
                else:
                    self.mark(c)
        if op == N.OCALLFUNC or op == N.OCALLINTER:
            n.flags |= MARKED
            self.calls.append(n)
            self.resolved.append(None)

    def mark_list(self, nodes: list[Any]) -> None:
        for n in nodes:
            self.mark(n)

    def resolve(self, i: int) -> tuple[Func | None, int]:
        """The callee of the i-th call where it is known, and how many calls of it have been seen."""
        callee = self.resolved[i]
        if callee is not None:
            return callee, self.use_counts[callee]
        call = self.calls[i]
        if call.op == N.OINLCALL:
            return None, -1
        self.devirtualizer.call(call)
        callee = self.target(call)
        if callee is not None:
            self.resolved[i] = callee
            count = self.use_counts.get(callee, 0) + 1
            self.use_counts[callee] = count
            return callee, count
        return None, 0

    def target(self, call: Node) -> Func | None:
        if not might_inline(self.world, call):
            return None
        return inl_callee(self.world, self.fn, call.x, True)

    def pass_over(self) -> bool:
        """Inline what can be; whether anything was."""
        changed = False
        start, end = 0, len(self.calls)
        while True:
            for i in range(start, end):
                call = self.calls[i]
                if call.op == N.OINLCALL:
                    continue
                callee, count = self.resolve(i)
                if count <= 0 or callee is None:
                    continue
                if self.try_inline(call, count == 1 and callee.parent is not None):
                    if call.init:
                        for n in call.init:
                            self.mark(n)
                    self.mark_list(call.a)
                    changed = True
            start, end = end, len(self.calls)
            if start == end:
                return changed
            for i in range(start, end):
                self.resolve(i)

    def try_inline(self, call: Node, called_once: bool) -> bool:
        world = self.world
        if not might_inline(world, call):
            return False
        callee = inl_callee(world, self.fn, call.x, False)
        if callee is None or callee.inl is None:
            return False
        if not can_inline_call(world, self.fn, call, callee, self.big, called_once, True):
            return False
        if world.verbosity:
            world.warn(call, f"inlining call to {diag_name(callee.name)}")
        original = self.devirtualizer.refs_of(call)
        expand_call(world, self.fn, call, callee)
        self.devirtualizer.inlined(self.fn, original, call)
        ASSIGNED.forget(self.fn)
        return True


def might_inline(world: World, call: Node) -> bool:
    """Whether anything about the call itself forbids inlining."""
    if world.no_inline or call.op != N.OCALLFUNC or call.flags & (N.GODEFER | N.NOINLINE):
        return False
    fun = static_callee(call.x)
    if (
        fun is not None
        and fun.pkg is not None
        and fun.pkg.path == "internal/abi"
        and fun.sym.startswith("EscapeNonString[")
    ):
        return False
    return not is_intrinsic_call(call)


def inl_callee(world: World, caller: Func, fun: Any, resolve_only: bool) -> Func | None:
    """The function that a callee expression is known to be."""
    fun = static_value(fun)
    op = fun.op
    if op == N.OMETHEXPR:
        method = fun.aux.obj
        if method.__class__ is not Name or fun.aux.recv is None or fun.aux.recv.key != fun.x.type.key:
            return None
        return method.func
    if op == N.ONAME:
        return fun.func if fun.cls == N.PFUNC else None
    if op == N.OCLOSURE:
        fn: Func = fun.aux
        if fn.closure_vars and fn.closure_vars[0].outer.curfn is not caller:  # type: ignore[union-attr]
            return None
        if not resolve_only:
            can_inline(world, fn)
        return fn
    return None


def can_inline_call(
    world: World, caller: Func, call: Node, callee: Func, big: bool, called_once: bool, log: bool
) -> bool:
    """Whether this call of `callee` is worth inlining."""
    if callee.inl is None:
        return False
    limit = BIG_FUNCTION_MAX_COST if big else MAX_BUDGET
    if callee.parent is not None:
        limit *= 2
        if called_once:
            limit = max(limit, CALLED_ONCE_COST)
    if callee.inl.cost > limit:
        return False
    inl = call.inl
    outer = inl
    while outer is not None:
        if outer.call_pos == call.pos:
            return False
        outer = outer.parent
    while inl is not None:
        if inl.func is callee:
            if log and world.verbosity > 1:
                world.warn(call, f"cannot inline {name_text(callee.name)} into {caller.sym}: repeated recursive cycle")
            return False
        inl = inl.parent
    return True


def expand_call(world: World, caller: Func, call: Node, callee: Func) -> None:
    """Make `call` into an OINLCALL with a fresh copy of the body of `callee`."""
    inl = Inlining(call.inl, call.pos, callee)
    tree = callee_body(callee) if callee.synthetic is None else None
    tmp = Func(Name(caller.sym, callee.pos, callee.sig, N.PFUNC), callee.pos)
    tmp.pkg = callee.pkg
    tmp.info = callee.info
    tmp.decl = callee.decl
    tmp.sig = callee.sig
    tmp.instance = callee.instance
    tmp.closure = callee.closure
    callee.name.func = callee
    b = Builder(world, tmp, owner=caller, inl=inl, subst=callee.subst)
    for view in callee.closure_vars:
        assert view.outer is not None
        if view.obj is not None:
            b.vars[view.obj] = view.outer
        if view.sym == ".dict":
            b.dict_param = view.outer
    if callee.wrapper and callee.decl is not None and callee.info is None:
        raise AssertionError("a go or defer wrapper is never inlined")
    if callee.declare is not None:
        callee.declare(b)
    else:
        b.declare_params()
    call_pos, call_inl = call.pos, call.inl
    init: list[Any] = call.init or []
    callee_effects(init, call.x)
    assign = Node(N.OAS2, call_pos, call_inl, a=list(tmp.params), b=list(call.a), flags=N.DEF)
    declared = []
    for p in tmp.params:
        if p.sym != "_":
            declared.append(Node(N.ODCL, call_pos, call_inl, x=p))
            p.defn = assign
    assign.init = declared
    init.append(assign)
    delay = callee.inl is not None and callee.inl.can_delay
    if not delay:
        for r in tmp.results:
            init.append(Node(N.ODCL, call_pos, call_inl, x=r))
            init.append(Node(N.OAS, call_pos, call_inl, x=r))
    init.append(Node(N.OINLMARK, call_pos, call_inl, aux=inl))
    label = f".i{id(inl)}"
    opaque = callee.imported and is_opaque(world, callee)
    if opaque:
        body = opaque_body(tmp, call)
    elif callee.synthetic is not None:
        body = callee.synthetic(b, call_pos, call_inl)
    else:
        body = b.body(tree)
    world.read_bodies(inlining=True)
    replace_returns(body, tmp.results, delay, call_pos, call_inl, label)
    for name in tmp.dcl:
        name.curfn = caller
        if name.cls != N.PAUTO:
            name.inlformal = True
            name.cls = N.PAUTO
    caller.dcl += tmp.dcl
    body.append(Node(N.OLABEL, call_pos, call_inl, aux=label))
    call.op = N.OINLCALL
    call.a = body
    call.b = list(tmp.results)
    call.aux = (inl, callee, opaque)
    call.x = None
    call.init = init


def is_opaque(world: World, fn: Func) -> bool:
    """Whether `fn` of burrow's own library is another function inside than the real one: told by the cost.

    Such a call is inlined on the outside only: results are variables, arguments flow as the tags say, and what the
    real body would allocate is not known.
    """
    if fn.opaque is None:
        fn.opaque = False
        if fn.pkg.std and fn.decl is not None and own_library(fn.pkg):
            from burrow.go.inline.cost import Hairy

            count = len(world.funcs)
            todo, world.todo = world.todo, []
            trial = Func(Name(fn.name.sym, fn.pos, fn.sig, N.PFUNC), fn.pos)
            trial.pkg = fn.pkg
            trial.info = fn.info
            trial.decl = fn.decl
            trial.sig = fn.sig
            b = Builder(world, trial)
            b.declare_params()
            trial.body = b.body(fn.decl.body)
            fn.name.func = fn
            del world.funcs[count:]
            world.todo = todo
            visitor = Hairy(world, trial, CALLED_ONCE_COST)
            reason = visitor.too_hairy()
            assert fn.inl is not None
            fn.opaque = reason is not None or CALLED_ONCE_COST - visitor.budget != fn.inl.cost
    return fn.opaque


def own_library(package: Any) -> bool:
    from burrow.go.load import STD

    return str(package.folder).startswith(str(STD))


def opaque_body(fn: Func, call: Node) -> list[Any]:
    """`return f(params...)` in place of a body that is not known."""
    inner = Node(
        N.OCALLFUNC, call.pos, call.inl, call.type, call.x, a=list(fn.params), flags=call.flags & N.DDD | N.NOINLINE
    )
    results = fn.results
    if not results:
        return [inner]
    if len(results) == 1:
        return [Node(N.ORETURN, call.pos, call.inl, a=[inner])]
    assign = Node(N.OAS2FUNC, call.pos, call.inl, a=list(results), b=[inner])
    return [assign, Node(N.ORETURN, call.pos, call.inl, a=[])]


def callee_body(fn: Func) -> Any:
    """The tree of a function's body."""
    decl = fn.decl
    if decl is None:
        decl = fn.name.obj.decl
        fn.decl = decl
        fn.info = decl.info
    return decl.body


def callee_effects(init: list[Any], fun: Any) -> None:
    """What evaluating the callee does besides naming the function."""
    while True:
        if fun.init:
            init += fun.init
            fun.init = None
        op = fun.op
        if op == N.OCONVNOP:
            fun = fun.x
        elif op == N.OINLCALL:
            init += fun.a
            fun.a = []
            fun = fun.b[0]
        else:
            return


def replace_returns(
    nodes: list[Any], results: list[Name], delay: bool, pos: int, inl: Inlining | None, label: str
) -> None:
    """`return x` -> an assignment to the result variables and a jump to the end."""

    def edit(n: Any) -> Any:
        if n.__class__ is Name:
            return n
        if n.op == N.ORETURN:
            block: list[Any] = n.init or []
            if n.a:
                assign = Node(N.OAS2, pos, inl, a=list(results), b=n.a)
                if delay:
                    for r in results:
                        block.append(Node(N.ODCL, pos, inl, x=r))
                        r.defn = assign
                block.append(assign)
            block.append(Node(N.OGOTO, pos, inl, aux=label))
            n = Node(N.OBLOCK, pos, inl, a=block)
        N.edit_children(n, edit)
        return n

    nodes[:] = [edit(n) for n in nodes]


_ = core
