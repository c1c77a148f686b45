"""`for x := range f` over a function -> a call of f with the loop's body as a function literal.

In: a RangeStmt over a function.  Out: nodes: a state variable that finds misuse, the body as a literal that returns
whether to go on, the call, and the checks that finish a `break`, `continue`, `goto` or `return` out of nested loops.
The reference is cmd/compile/internal/rangefunc/rewrite.go, whose long comment gives the scheme; the difference: it
rewrites the syntax tree before anything else, here the nodes are built directly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from burrow.go import syntax as S
from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.convert import core
from burrow.go.inline.nodes import Name, Node

if TYPE_CHECKING:
    from burrow.go.inline.build import Builder

DONE: Final = 0  # the states of a loop's body, as the runtime knows them
READY: Final = 1
PANIC: Final = 2
EXHAUSTED: Final = 3
MISSING_PANIC: Final = 4
STEP: Final = 2  # of #next for each loop that is left
_RUNTIME = T.Package("runtime", "runtime")


class Loop:
    """A loop over a function that is being built."""

    def __init__(self, tree: Any, state: Any, depth: int) -> None:
        self.tree = tree
        self.state = state  # the types.Var of its #state
        self.depth = depth  # from 1
        self.check_return = False
        self.check_break = False
        self.check_continue = False
        self.check_branch: list[tuple[str, str]] = []


class Rewriter:
    """What the loops of one function share."""

    def __init__(self, outer: Builder) -> None:
        self.outer = outer  # the builder of the function itself
        self.loops: list[Loop] = []
        self.states = 0
        self.bodies = 0
        self.next_var: Any = None
        self.defers: Any = None
        self.label_loop: dict[str, Any] | None = None
        self.branch_next: dict[tuple[str, str], int] = {}

    def at(self, loop: Loop) -> Rewriter:
        """The state as it is while the body of `loop` is built, to build it again."""
        copy = Rewriter(self.outer)
        copy.loops = self.loops[: self.loops.index(loop) + 1]
        copy.states = self.states
        copy.bodies = self.bodies
        copy.next_var = self.next_var
        copy.defers = self.defers
        return copy

    def number_labels(self) -> None:
        """Which loop each label is in, and the numbers of #next for branches to them."""
        if self.label_loop is not None:
            return
        self.label_loop = {}
        labels: list[str] = []
        decl = self.outer.fn.decl
        _labels(decl.body.stmts, None, self.label_loop, labels)
        used = -1
        for label in labels:
            used -= 3
            for i, tok in enumerate(("break", "continue", "goto")):
                self.branch_next[tok, label] = used + i


def _labels(stmts: Any, loop: Any, out: dict[str, Any], order: list[str]) -> None:
    for s in stmts:
        cls = s.__class__
        if cls is S.LabeledStmt:
            order.append(s.label.name)
            out.setdefault(s.label.name, loop)
            _labels([s.stmt], loop, out, order)
        elif cls is S.BlockStmt:
            _labels(s.stmts, loop, out, order)
        elif cls is S.IfStmt:
            _labels(s.then.stmts, loop, out, order)
            if s.orelse is not None:
                _labels([s.orelse], loop, out, order)
        elif cls is S.ForStmt:
            _labels(s.body.stmts, loop, out, order)
        elif cls is S.RangeStmt:
            _labels(s.body.stmts, s if s.kind == S.RANGE_FUNC else loop, out, order)
        elif cls in (S.SwitchStmt, S.TypeSwitchStmt, S.SelectStmt):
            for c in s.clauses:
                _labels(c.body, loop, out, order)


def build(b: Builder, s: Any, out: list[Any]) -> None:
    """The nodes of the loop `s`."""
    from burrow.go.universe import INT

    rw = b.range_rewriter
    if rw is None:
        rw = b.range_rewriter = Rewriter(b)
    start, end = s.pos, s.body.rbrace
    block: list[Any] = []
    rw.states += 1
    state = T.Var(f"#state{rw.states}", INT, b.fn.pkg, start)
    loop = Loop(s, state, len(rw.loops) + 1)
    rw.loops.append(loop)
    outermost = len(rw.loops) == 1
    at = len(b.fn.dcl)
    declare(b, start, state, number(b, start, READY), block)
    if outermost:
        rw.next_var = T.Var("#next", INT, b.fn.pkg, 0)
        b.vars[rw.next_var] = Name("#next", 0, INT, N.PAUTO, b.fn, rw.next_var)
        from burrow.go.universe import ANY

        rw.defers = T.Var("#defers", ANY, b.fn.pkg, start)
        b.vars[rw.defers] = Name("#defers", 0, ANY, N.PAUTO, b.fn, rw.defers)
    closure = body_closure(b, s, loop, rw)
    rw.bodies += 1
    func = T.Var(f"#yield{rw.bodies}", closure.type, b.fn.pkg, start)
    declare(b, start, func, closure, block)
    callee = b.expr(s.x)
    block.append(b.call_with(start, callee, [b.lookup(func)], False, None, None, core(b.t(s.x.type))))
    panicked = compare(b, end, N.OEQ, b.lookup(state), PANIC)
    block.append(Node(N.OIF, end, b.inl, None, panicked, a=[call_panic(b, start, number(b, end, MISSING_PANIC))], b=[]))
    block.append(set_state(b, state, end, EXHAUSTED))
    checks(b, loop, rw, end, block)
    before: list[Any] = []
    if outermost:
        for var, used in ((rw.defers, "defers"), (rw.next_var, "next")):
            name = b.vars[var]
            if not name.flags & USED:
                del b.vars[var]
                continue
            name.pkg = b.fn.pkg
            name.inl = b.inl
            b.fn.dcl.insert(at, name)
            if used == "next":
                n = Node(N.OAS, start, b.inl, x=name)
                n.init = [Node(N.ODCL, start, b.inl, x=name)]
            else:
                fun = runtime_func("deferrangefunc", [], [var.type])
                call = b.call_with(start, fun, [], False, var.type, None, fun.type)
                n = Node(N.OAS, start, b.inl, None, name, call)
                b.define(n, [name])
            before.append(n)
        rw.next_var = rw.defers = None
    rw.loops.pop()
    out += before
    out += block


USED: Final = 4096  # Name.flags: a variable of the rewriting that is needed


def declare(b: Builder, pos: int, var: Any, value: Any, out: list[Any]) -> Name:
    """`var x = value`."""
    name = b.local(var)
    n = Node(N.OAS, pos, b.inl, None, name, value)
    b.define(n, [name])
    out.append(n)
    return name


def number(b: Builder, pos: int, value: int) -> Node:
    return b.int_literal(pos, value)


def set_state(b: Builder, state: Any, pos: int, value: int) -> Node:
    return Node(N.OAS, pos, b.inl, None, b.lookup(state), number(b, pos, value))


def compare(b: Builder, pos: int, op: int, x: Any, value: int) -> Node:
    from burrow.go.universe import BOOL

    return Node(op, pos, b.inl, BOOL, x, number(b, pos, value))


def boolean(b: Builder, pos: int, value: bool) -> Node:
    from burrow.go.universe import BOOL

    return Node(N.OLITERAL, pos, b.inl, BOOL, aux=value)


def runtime_func(name: str, params: list[Any], results: list[Any]) -> Name:
    from burrow.go.inline.cost import RUNTIME_HELPER

    sig = T.Signature(
        [T.Var("", t, None, 0, T.PARAM) for t in params], [T.Var("", t, None, 0, T.RESULT) for t in results]
    )
    n = Name(name, 0, sig, N.PFUNC)
    n.pkg = _RUNTIME
    n.flags = RUNTIME_HELPER
    fn = N.Func(n, 0)
    fn.sig = sig
    fn.pkg = _RUNTIME
    fn.imported = True
    fn.esc_state = N.TAGGED
    fn.tags = [b""] * len(params)
    return n


def call_panic(b: Builder, pos: int, arg: Any) -> Node:
    from burrow.go.universe import INT

    fun = runtime_func("panicrangestate", [INT], [])
    return b.call_with(pos, fun, [arg], False, None, None, fun.type)  # type: ignore[no-any-return]


def body_closure(b: Builder, s: Any, loop: Loop, rw: Rewriter) -> Any:
    """The loop's body as a function literal."""
    from burrow.go.inline.build import Builder

    yield_type = core(core(b.t(s.x.type)).params[0].type)
    b.range_lit_gen += 1
    fn = b.new_closure(s.pos, "range", b.range_lit_gen, yield_type, s, s.info)
    fn.range_parent = b.fn.range_parent or b.fn
    inner = Builder(b.world, fn, outer=b, subst=b.subst)
    inner.range_rewriter = rw
    inner.range_loop = loop
    if b.dict_param is not None:
        inner.dict_param = b.world.generics.outer_dict(b, fn)
    copy = rw.at(loop)
    fn.declare = lambda again: declare_params(again, s, yield_type)

    def body_again(again: Builder, pos: int, inl: Any) -> list[Any]:
        again.range_rewriter = copy.at(loop)
        again.range_loop = loop
        return body(again, s, loop, yield_type)

    fn.synthetic = body_again
    declare_params(inner, s, yield_type)
    fn.body = body(inner, s, loop, yield_type)
    if inner.dict_param is not None:
        fn.closure_vars.append(inner.dict_param)
    return fn.closure


def declare_params(b: Builder, s: Any, yield_type: Any) -> None:
    """The parameters of the body: the loop's own variables, or hidden ones."""
    from burrow.go.universe import BOOL

    fn = b.fn
    targets = [s.key, s.value]
    variables = [s.key_var, s.value_var] if s.define else [None, None]
    for i, p in enumerate(yield_type.params):
        e = targets[i] if i < 2 else None
        v = variables[i] if i < 2 else None
        if v is not None and v.name != "_":
            name = Name(v.name, v.pos, b.t(v.type), N.PPARAM, fn, v)
            b.vars[v] = name
        elif e is not None and s.define:
            name = Name(f"~p{i}", e.pos, p.type, N.PPARAM, fn)
        else:
            name = Name(f"#p{i + 1}", s.pos, p.type, N.PPARAM, fn)
        name.pkg = fn.pkg
        name.inl = b.inl
        fn.dcl.append(name)
    fn.params = list(fn.dcl)
    result = Name("#r", s.pos, BOOL, N.PPARAMOUT, fn)
    result.pkg = fn.pkg
    result.inl = b.inl
    fn.dcl.append(result)
    fn.results = [result]


def body(b: Builder, s: Any, loop: Loop, yield_type: Any) -> list[Any]:
    """The statements of the body, with the tests of its state around."""
    from burrow.go.universe import INT

    start, end = s.pos, s.body.rbrace
    out: list[Any] = []
    if not s.define:
        for e, name in zip([s.key, s.value], b.fn.params, strict=False):
            if e is None:
                continue
            target, t, _ = b.target(e, ())
            value: Any = name
            if t is not None and t.key != name.type.key:
                value = b.convert(e.pos, t, name, name.type, True, (e, "iface"))
            out.append(Node(N.OAS, e.pos, b.inl, None, target, value))
    tmp = T.Var("#tmpState", INT, b.fn.pkg, 0)
    declare(b, 0, tmp, b.lookup(loop.state), out)
    out.append(set_state(b, loop.state, start, PANIC))
    wrong = compare(b, start, N.ONE, b.lookup(tmp), READY)
    out.append(Node(N.OIF, start, b.inl, None, wrong, a=[call_panic(b, start, b.lookup(tmp))], b=[]))
    out += b.stmts(s.body.stmts)
    if not b.ended:
        out.append(set_state(b, loop.state, end, READY))
        out.append(Node(N.ORETURN, end, b.inl, a=[boolean(b, end, True)]))
    return out


def next_name(b: Builder, rw: Rewriter) -> Name:
    name = b.lookup(rw.next_var)
    name.canonical.flags |= USED
    return name


def leave(b: Builder, rw: Rewriter, loop: Loop, pos: int, value: bool, state: int, out: list[Any]) -> None:
    """Set the loop's state and return from its body."""
    out.append(set_state(b, loop.state, pos, state))
    out.append(Node(N.ORETURN, pos, b.inl, a=[boolean(b, pos, value)]))


def edit_return(b: Builder, s: Any, out: list[Any]) -> None:
    """`return` in a loop's body."""
    rw = b.range_rewriter
    outer = rw.outer
    if s.results:
        results = outer.fn.results
        for i, r in enumerate(results):
            if r.sym.startswith("~r"):
                r.sym = f"#rv{i + 1}"
        targets = [b.lookup(r.obj) for r in results]
        values = b.multi(s.pos, lambda i: results[i].type, s.results)
        if len(targets) == 1 and len(values) == 1:
            out.append(Node(N.OAS, s.pos, b.inl, None, targets[0], values[0]))
        else:
            out.append(Node(N.OAS2, s.pos, b.inl, a=targets, b=values))
    for loop in rw.loops:
        loop.check_return = True
    out.append(Node(N.OAS, s.pos, b.inl, None, next_name(b, rw), number(b, s.pos, -1)))
    leave(b, rw, rw.loops[-1], s.pos, False, DONE, out)


def edit_branch(b: Builder, s: Any, out: list[Any]) -> bool:
    """A branch in a loop's body; False where it stays as it is."""
    if s.tok == "fallthrough":
        return False
    rw = b.range_rewriter
    loops = rw.loops
    last = len(loops) - 1
    if s.label is None and loops[last].tree is not s.target:
        return False
    i = last
    while i >= 0 and loops[i].tree is not s.target:
        i -= 1
    pos = s.pos
    if s.tok == "goto" or i < 0:
        rw.number_labels()
        label = s.label.name
        target = rw.label_loop[label]
        if loops[last].tree is target:
            return False
        value = rw.branch_next[s.tok, label]
        i = last
        while i >= 0 and loops[i].tree is not target:
            i -= 1
        loops[i + 1].check_branch.append((s.tok, label))
        for loop in loops[i + 2 :]:
            loop.check_return = True
    else:
        if i == last:
            go_on = s.tok == "continue"
            leave(b, rw, loops[last], pos, go_on, READY if go_on else DONE, out)
            return True
        from_ = i + 1
        if s.tok == "continue":
            loops[from_].check_continue = True
        else:
            from_ = i
            loops[from_].check_break = True
        for loop in loops[from_ + 1 :]:
            loop.check_break = True
        value = STEP * (i + 1)
        if s.tok == "continue":
            value -= 1
    out.append(Node(N.OAS, pos, b.inl, None, next_name(b, rw), number(b, pos, value)))
    leave(b, rw, loops[last], pos, False, DONE, out)
    return True


def defer_at(b: Builder) -> Any:
    """The token that ties a defer in a loop's body to the function around."""
    rw = b.range_rewriter
    name = b.lookup(rw.defers)
    name.canonical.flags |= USED
    return name


def checks(b: Builder, loop: Loop, rw: Rewriter, pos: int, out: list[Any]) -> None:
    """What must happen after the call, by #next."""

    def test(op: int, value: int, zero: bool, then: list[Any]) -> None:
        cond = compare(b, pos, op, next_name(b, rw), value)
        clear = [Node(N.OAS, pos, b.inl, None, next_name(b, rw), number(b, pos, 0))] if zero else []
        out.append(Node(N.OIF, pos, b.inl, None, cond, a=[*clear, *then], b=[]))

    def give(value: bool, state: int) -> list[Any]:
        around = rw.loops[loop.depth - 2]
        return [set_state(b, around.state, pos, state), Node(N.ORETURN, pos, b.inl, a=[boolean(b, pos, value)])]

    seen: set[tuple[str, str]] = set()
    for tok, label in loop.check_branch:
        if (tok, label) in seen:
            continue
        seen.add((tok, label))
        op = {"break": N.OBREAK, "continue": N.OCONTINUE, "goto": N.OGOTO}[tok]
        test(N.OEQ, rw.branch_next[tok, label], True, [Node(op, pos, b.inl, aux=b.label(label))])
    if loop.depth == 1:
        if loop.check_return:
            test(N.OEQ, -1, False, [Node(N.ORETURN, pos, b.inl, a=[])])
        return
    if loop.check_return:
        test(N.OLT, 0, False, give(False, DONE))
    depth = STEP * (loop.depth - 1)
    test(N.OGT, depth, False, [call_panic(b, pos, number(b, pos, DONE))])
    if loop.check_continue:
        test(N.OEQ, depth - 1, True, give(True, READY))
    if loop.check_break:
        test(N.OEQ, depth, True, give(False, DONE))
    if loop.check_continue or loop.check_break:
        test(N.OGT, 0, False, give(False, DONE))
