"""A checked function -> nodes.

In: a `FuncDecl` or `FuncLit` (or the initialisers of a package).  Out: a `nodes.Func` with its body and declared
names in gc's order.  Used a second time for every inlined copy: the inliner reads the body again, with fresh
variables, as gc does.  The reference is noder/writer.go and reader.go (statements), typecheck/stmt.go (go and defer);
differences: what the writer leaves out because it cannot run (`if false`, after a return) is left out here in the
same step, and a closure's captured variables are found while its body is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import syntax as S
from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.calls import Calls
from burrow.go.inline.convert import assignable, core, is_interface
from burrow.go.inline.exprs import BINARY
from burrow.go.inline.nodes import DEF, Func, Inlining, Name, Node

if TYPE_CHECKING:
    from collections.abc import Callable

    from burrow.go.inline.world import World

_BRANCHES = {"break": N.OBREAK, "continue": N.OCONTINUE, "goto": N.OGOTO, "fallthrough": N.OFALL}


class Builder(Calls):
    """Builds one body.  `fn` gets the declared names; closures in it belong to `owner`: `fn` itself, or the caller
    when an inlined copy is built."""

    STMT: dict[Any, Callable[[Any, Any, list[Any]], None]]

    def __init__(
        self,
        world: World,
        fn: Func,
        outer: Builder | None = None,
        owner: Func | None = None,
        inl: Inlining | None = None,
        subst: Any = None,
    ) -> None:
        self.world = world
        self.fn = fn
        self.outer = outer
        self.owner = owner if owner is not None else fn
        self.inl = inl
        self.subst = subst
        self.vars: dict[Any, Name] = {}
        self.func_lit_gen = 0
        self.range_lit_gen = 0
        self.dict_param: Name | None = None
        self.range_rewriter: Any = None  # rangefunc.Rewriter, where there are loops over functions
        self.range_loop: Any = None  # the loop whose body this is
        self.ended = False  # whether the statements that were last built end in one that control does not pass

    # -- functions

    def declare_params(self) -> None:
        """The names of receiver, parameters and results, at the head of `fn.dcl`."""
        fn = self.fn
        info = fn.info
        dcl = fn.dcl
        pkg = fn.pkg
        params = ([info.recv] if info.recv is not None else []) + list(info.params)
        dictionary = (0 if info.recv is None else 1) if fn.instance is not None else -1
        for i, v in enumerate(params):
            if i == dictionary:
                self.world.generics.declare_dict(self, fn)
            sym = v.name if v.name and v.name != "_" else f"~p{len(dcl)}"
            t = self.t(v.type)
            self.world.generics.note_type(t)
            n = Name(sym, v.pos, t, N.PPARAM, fn, v)
            n.pkg = pkg if sym[0] != "~" else self.owner.pkg
            n.inl = self.inl
            dcl.append(n)
            self.vars[v] = n
        if dictionary == len(params):
            self.world.generics.declare_dict(self, fn)
        count = len(dcl)
        for i, v in enumerate(info.results):
            sym = v.name if v.name and v.name != "_" else f"~r{i}"
            n = Name(sym, v.pos, self.t(v.type), N.PPARAMOUT, fn, v)
            n.pkg = pkg if sym[0] != "~" else self.owner.pkg
            n.inl = self.inl
            dcl.append(n)
            self.vars[v] = n
        fn.params = dcl[:count]
        fn.results = dcl[count:]

    def body(self, block: Any) -> list[Any]:
        """The statements of a function's body; an empty one is an empty block."""
        out = self.stmts(block.stmts)
        return out or [Node(N.OBLOCK, 0, None, a=[])]

    def lookup(self, v: Any, pos: int = 0) -> Name:
        n = self.vars.get(v)
        if n is None:
            if self.outer is None:
                raise KeyError(f"{v.name} is not declared in {self.fn.sym}")
            outer = self.outer.lookup(v, pos)
            n = closure_var(pos, self.fn, outer)
            n.obj = v
            self.vars[v] = n
        return n

    def funclit(self, e: Any) -> Any:
        self.func_lit_gen += 1
        fn = self.new_closure(e.pos, "func", self.func_lit_gen, self.t(e.type), e, e.info)
        inner = Builder(self.world, fn, outer=self, subst=self.subst)
        if self.dict_param is not None:
            inner.dict_param = self.world.generics.outer_dict(self, fn)
        inner.declare_params()
        fn.body = inner.body(e.body)
        if inner.dict_param is not None:
            fn.closure_vars.append(inner.dict_param)
        assert fn.closure is not None
        return fn.closure

    def new_closure(
        self, pos: int, why: str, gen: int, typ: Any, tree: Any, info: Any, call_pos: int | None = None
    ) -> Func:
        """The function of a function literal (or of the wrapper of a go or defer statement) in `owner`."""
        owner = self.owner
        outer_name, pkg = owner.name.sym, owner.pkg
        inl = self.inl
        if inl is not None:
            outer_name, pkg = inl.func.name.sym, inl.func.pkg
        if why == "func":
            suffix = ".func" if owner.closure is None else "."
        elif why == "range":
            suffix = "-range"
        else:
            suffix = "." + why
        if gen == 0:
            owner.defer_gen += 1
            gen = owner.defer_gen
        name = Name(f"{outer_name}{suffix}{gen}", pos, typ, N.PFUNC)
        name.pkg = pkg
        fn = Func(name, pos)
        name.defn = fn
        fn.pkg = pkg
        fn.sig = typ
        fn.decl = tree
        fn.info = info
        fn.dupok = owner.dupok
        fn.parent = owner
        fn.subst = self.subst
        node = Node(N.OCLOSURE, pos, inl, typ, aux=fn, src=(tree, "" if why == "func" else "wrap"))
        fn.closure = node
        self.world.funcs.append(fn)
        return fn

    # -- statements

    def stmts(self, stmts: list[Any]) -> list[Any]:
        out: list[Any] = []
        dead = False
        last_label = -1
        for i, s in enumerate(stmts):
            if s.__class__ is S.LabeledStmt:
                last_label = i
        for i, s in enumerate(stmts):
            if dead and i > last_label and s.__class__ is not S.LabeledStmt:
                continue
            self.STMT[s.__class__](self, s, out)
            dead = terminates(s) if self.range_loop is None else self.leaves(s)
        self.ended = dead and last_label < 0
        return out

    def leaves(self, s: Any) -> bool:
        """`terminates` in the body of a loop over a function, where some branches become returns."""
        if s.__class__ is S.BranchStmt and s.tok != "fallthrough" and s.tok != "goto":
            loops = self.range_rewriter.loops
            return s.label is not None or loops[-1].tree is s.target
        if s.__class__ is S.IfStmt:
            static, _ = static_bool(s.cond)
            then = s.then.stmts
            return (static < 0 or bool(then) and self.leaves(last_nonempty(then))) and (
                static > 0 or (s.orelse is not None and self.leaves(s.orelse))
            )
        if s.__class__ is S.BlockStmt:
            last = last_nonempty(s.stmts)
            return last is not None and self.leaves(last)
        return terminates(s)

    def one(self, s: Any) -> Any:
        """A single statement as a node, or None."""
        if s is None:
            return None
        out = self.stmts([s])
        if not out:
            return None
        if len(out) == 1:
            return out[0]
        return Node(N.OBLOCK, out[0].pos, self.inl, a=out)

    def empty(self, s: Any, out: list[Any]) -> None:
        pass

    def block(self, s: Any, out: list[Any]) -> None:
        out += self.stmts(s.stmts)

    def expr_stmt(self, s: Any, out: list[Any]) -> None:
        out.append(self.expr(s.x))

    def assign(self, s: Any, out: list[Any]) -> None:
        if s.op and s.op != ":=":
            op = BINARY[s.op]
            x = self.expr(s.lhs[0])
            y = self.implicit(None if op in (N.OLSH, N.ORSH) else self.t(S.unparen(s.lhs[0]).type), s.rhs[0])
            out.append(Node(N.OASOP, s.pos, self.inl, None, x, y, aux=op))
            return
        new = s.new_vars if s.op else ()
        self.assign_list(s.pos, s.lhs, s.rhs, new, out)

    def assign_list(self, pos: int, lhs: list[Any], rhs: list[Any], new: Any, out: list[Any]) -> None:
        """`lhs = rhs`, or the definition of those on the left that are in `new`."""
        names: list[Name] = []
        targets = []
        types: list[Any] = []
        for e in lhs:
            n, t, defines = self.target(e, new)
            targets.append(n)
            types.append(t)
            if defines:
                names.append(n)
        if not rhs:
            for name in names:
                n = Node(N.OAS, pos, self.inl, x=name)
                n.init = [Node(N.ODCL, pos, self.inl, x=name)]
                out.append(n)
            return
        values = self.multi(pos, types.__getitem__, rhs)
        if len(targets) == 1 and len(values) == 1:
            n = Node(N.OAS, pos, self.inl, None, targets[0], values[0])
        else:
            n = Node(N.OAS2, pos, self.inl, a=targets, b=values)
        self.define(n, names)
        out.append(n)

    def target(self, e: Any, new: Any) -> tuple[Any, Any, bool]:
        """What is assigned to: the node, its type (None for blank), whether it is declared here."""
        e = S.unparen(e)
        if isinstance(e, S.Ident):
            if e.name == "_":
                return N.BLANK, None, False
            obj: Any = e.obj
            if obj in new:
                n = self.local(obj)
                return n, n.type, True
            return self.expr(e), self.t(obj.type), False
        return self.expr(e), self.t(e.type), False

    def local(self, v: Any) -> Name:
        """A new local variable."""
        fn = self.fn
        t = self.t(v.type)
        self.world.generics.note_type(t)
        n = Name(v.name, v.pos, t, N.PAUTO, fn, v)
        n.inl = self.inl
        n.pkg = fn.pkg
        fn.dcl.append(n)
        self.vars[v] = n
        return n

    def define(self, n: Node, names: list[Name]) -> None:
        """`n` declares `names`."""
        if names:
            init = []
            for name in names:
                name.defn = n
                init.append(Node(N.ODCL, name.pos, self.inl, x=name))
            n.init = init
            n.flags |= DEF

    def inc_dec(self, s: Any, out: list[Any]) -> None:
        x = self.expr(s.x)
        one = Node(N.OLITERAL, s.pos, self.inl, x.type, aux=1)
        out.append(Node(N.OASOP, s.pos, self.inl, None, x, one, aux=N.OADD if s.op == "+" else N.OSUB, flags=N.INCDEC))

    def decl(self, s: Any, out: list[Any]) -> None:
        for d in s.decls:
            if d.__class__ is S.VarDecl:
                new = [i.obj for i in d.names if i.obj is not None]
                self.assign_list(d.pos, d.names, d.values, new, out)

    def send(self, s: Any, out: list[Any]) -> None:
        c = self.expr(s.chan)
        out.append(Node(N.OSEND, s.pos, self.inl, None, c, self.implicit(core(c.type).elem, s.value)))

    def ret(self, s: Any, out: list[Any]) -> None:
        if self.range_loop is not None:
            from burrow.go.inline.rangefunc import edit_return

            edit_return(self, s, out)
            return
        results = self.fn.results
        values = self.multi(s.pos, lambda i: results[i].type, s.results)
        n = Node(N.ORETURN, s.pos, self.inl, a=values)
        out.append(n)

    def branch(self, s: Any, out: list[Any]) -> None:
        if self.range_loop is not None:
            from burrow.go.inline.rangefunc import edit_branch

            if edit_branch(self, s, out):
                return
        label = None if s.label is None else self.label(s.label.name)
        out.append(Node(_BRANCHES[s.tok], s.pos, self.inl, aux=label))

    def label(self, name: str) -> str:
        if self.inl is not None and name != "_":
            return f"~{name}·{id(self)}"
        return name

    def labeled(self, s: Any, out: list[Any]) -> None:
        name = self.label(s.label.name)
        if name == "_":
            out.append(Node(N.OBLOCK, s.pos, self.inl, a=[]))
        else:
            out.append(Node(N.OLABEL, s.pos, self.inl, aux=name))
        self.STMT[s.stmt.__class__](self, s.stmt, out)

    def own_label(self, out: list[Any]) -> str | None:
        """The label that stands directly before a statement."""
        if out and out[-1].op == N.OLABEL:
            return out[-1].aux  # type: ignore[no-any-return]
        return None

    def if_stmt(self, s: Any, out: list[Any]) -> None:
        static, cond_tree = static_bool(s.cond)
        init = self.stmts([s.init]) if s.init is not None else []
        cond = self.expr(cond_tree)
        then = self.stmts(s.then.stmts) if static >= 0 else []
        els = self.stmts([s.orelse]) if static <= 0 and s.orelse is not None else []
        if static:
            if cond.op != N.OLITERAL:
                init.append(Node(N.OAS, s.pos, self.inl, None, N.BLANK, cond))
            init += then
            init += els
            if len(init) == 1:
                out.append(init[0])
            elif init:
                out.append(Node(N.OBLOCK, init[0].pos, self.inl, a=init))
            return
        n = Node(N.OIF, s.pos, self.inl, None, cond, a=then, b=els)
        n.init = init or None
        out.append(n)

    def for_stmt(self, s: Any, out: list[Any]) -> None:
        label = self.own_label(out)
        cond_tree, never = s.cond, False
        if s.cond is not None:
            static, cond_tree = static_bool(s.cond)
            never = static < 0
        init = self.one(s.init)
        cond = self.opt(cond_tree)
        post = None if never else self.one(s.post)
        body = [] if never else self.stmts(s.body.stmts)
        if cond is not None and cond.op == N.OLITERAL and cond.aux is False:
            if init is not None:
                out.append(init)
            return
        n = Node(
            N.OFOR, s.pos, self.inl, None, cond, post, a=body, aux=label, flags=N.DISTINCT if s.per_iteration else 0
        )
        n.init = [init] if init is not None else None
        out.append(n)

    def range_stmt(self, s: Any, out: list[Any]) -> None:
        if s.kind == S.RANGE_FUNC:
            from burrow.go.inline.rangefunc import build

            build(self, s, out)
            return
        n = Node(N.ORANGE, s.range_pos, self.inl, aux=self.own_label(out), flags=N.DISTINCT if s.per_iteration else 0)
        names: list[Name] = []
        new = [v for v in (s.key_var, s.value_var) if v is not None] if s.define else ()
        key = value = None
        if s.key is not None:
            key, _, defines = self.target(s.key, new)
            if defines:
                names.append(key)
        if s.value is not None:
            value, _, defines = self.target(s.value, new)
            if defines:
                names.append(value)
        self.define(n, names)
        n.y, n.z = key, value
        n.x = self.expr(s.x)
        n.a = self.stmts(s.body.stmts)
        out.append(n)

    def go_stmt(self, s: Any, out: list[Any]) -> None:
        self.go_defer(s, N.OGO, out)

    def defer_stmt(self, s: Any, out: list[Any]) -> None:
        self.go_defer(s, N.ODEFER, out)

    def go_defer(self, s: Any, op: int, out: list[Any]) -> None:
        """The call in the form of a function without parameters and results, operands evaluated before."""
        call = self.expr(s.call)
        n = Node(op, s.pos, self.inl, x=call, src=(s, ""))
        init = call.init or []
        call.init = None
        sig = core(call.x.type) if call.op == N.OCALLFUNC else None
        if sig is None or sig.params or sig.results:
            call = self.wrap_call(s, op, call, init)
        call.flags |= N.GODEFER
        n.x = call
        if op == N.ODEFER and self.range_loop is not None:
            from burrow.go.inline.rangefunc import defer_at

            n.y = defer_at(self)
        n.init = init or None
        out.append(n)

    def wrap_call(self, s: Any, op: int, call: Any, init: list[Any]) -> Any:
        sig = T.Signature([], [])
        fn = self.new_closure(s.pos, "gowrap" if op == N.OGO else "deferwrap", 0, sig, s, None)
        fn.wrapper = True
        places: list[tuple[Any, Any, Any]] = []

        def visit(arg: Any, holder: Any, slot: Any) -> None:
            if arg is None:
                return
            o = arg.op
            if o in (N.OLITERAL, N.ONIL, N.OMETHEXPR, N.ONEW):
                return
            if o == N.ONAME and arg.cls == N.PFUNC:
                return
            if (
                o == N.OCONVNOP
                and arg.type.underlying.key == "uintptr"
                and arg.x.type.underlying.key == "unsafe.Pointer"
            ):
                visit(arg.x, arg, "x")
                return
            if o in (N.OARRAYLIT, N.OSLICELIT, N.OSTRUCTLIT):
                for i, el in enumerate(arg.a):
                    if el.op == N.OKEY or el.op == N.OSTRUCTKEY:
                        visit(el.y, el, "y")
                    else:
                        visit(el, arg.a, i)
                return
            places.append((arg, holder, slot))

        o = call.op
        if o == N.OCALLFUNC:
            visit(call.x, call, "x")
            for i, a in enumerate(call.a):
                visit(a, call.a, i)
        elif o == N.OCALLINTER:
            places.append((call.x.x, call.x, "x"))
            for i, a in enumerate(call.a):
                visit(a, call.a, i)
        elif call.a is not None:
            for i, a in enumerate(call.a):
                visit(a, call.a, i)
        else:
            visit(call.x, call, "x")
            if call.y is not None:
                visit(call.y, call, "y")
        if places:
            assign = Node(N.OAS2, s.pos, self.inl, a=[], b=[])
            for arg, holder, slot in places:
                unique = arg.op != N.ONAME
                tmp = self.temp(arg.pos if unique else s.pos, arg.type)
                init.append(Node(N.ODCL, tmp.pos, self.inl, x=tmp))
                tmp.defn = assign
                assign.a.append(tmp)
                assign.b.append(arg)
                view = closure_var(tmp.pos, fn, tmp)
                if holder.__class__ is list:
                    holder[slot] = view
                else:
                    setattr(holder, slot, view)
            init.append(assign)
            if o == N.OCALLINTER:
                iface = assign.a[0]
                init.append(
                    Node(
                        N.OCHECKNIL,
                        s.pos,
                        self.inl,
                        x=Node(N.OITAB, s.pos, self.inl, self.world.uintptr_pointer, iface),
                    )
                )
        fn.body = [call]
        return Node(N.OCALLFUNC, call.pos, self.inl, None, fn.closure, a=[])

    def switch_stmt(self, s: Any, out: list[Any]) -> None:
        from burrow.go.universe import ANY, BOOL

        init = self.one(s.init)
        tag = s.tag
        clauses = [(c, c.cases) for c in s.clauses]
        tag_type = self.t(S.unparen(tag).type) if tag is not None else BOOL
        value = tag.const if tag is not None and S.unparen(tag).mode == S.CONST else (True if tag is None else None)
        if tag is not None and S.unparen(tag).mode == S.CONST:
            value = S.unparen(tag).const
        if value is not None:
            found = constant_case(s.clauses, value)
            if found is not NotImplemented:
                clauses = [(found, None)] if found is not None else []
                tag = None
                tag_type = BOOL
        is_chan = tag is not None and tag_type.underlying.__class__ is T.Chan
        if not is_chan:
            for _, cases in clauses:
                for e in cases or ():
                    t = self.t(S.unparen(e).type)
                    if (
                        t.key != tag_type.key
                        and (is_interface(t) or is_interface(tag_type))
                        and not assignable(t, tag_type)
                    ):
                        tag_type = ANY
                        break
        tag_node = self.implicit(tag_type, tag) if tag is not None else None
        cases_out = []
        for clause, cases in clauses:
            items = [self.implicit(None if is_chan else tag_type, e) for e in cases or ()]
            cases_out.append(Node(N.OCASE, clause.pos, self.inl, None, None, a=items, b=self.stmts(clause.body)))
        n = Node(N.OSWITCH, s.pos, self.inl, None, tag_node, a=cases_out, aux=self.own_label(out))
        n.init = [init] if init is not None else None
        out.append(n)

    def type_switch(self, s: Any, out: list[Any]) -> None:
        init = self.one(s.init)
        label = self.own_label(out)
        ident = Node(N.OIDENT, s.lhs.pos, self.inl, aux=s.lhs.name) if s.lhs is not None else None
        guard = Node(N.OTYPESW, s.guard_pos, self.inl, None, ident, self.expr(s.x))
        cases_out = []
        for clause in s.clauses:
            items = []
            for e in clause.cases or ():
                e = S.unparen(e)
                if e.mode == S.NIL:
                    items.append(Node(N.ONIL, e.pos, self.inl, self.t(e.type)))
                elif self.subst is not None and self.world.generics.derived(self, e.type):
                    items.append(
                        Node(N.ODYNAMICTYPE, e.pos, self.inl, self.t(e.type), self.world.generics.rtype(self, e.pos))
                    )
                else:
                    items.append(self.type_node(self.t(e.type), e.pos))
            var = None
            if s.lhs is not None and clause.var is not None:
                var = self.local(clause.var)
                var.pos = type_end(clause.cases[-1]) if clause.cases else clause.pos
                var.defn = guard
            cases_out.append(Node(N.OCASE, clause.pos, self.inl, None, var, a=items, b=self.stmts(clause.body)))
        n = Node(N.OSWITCH, s.pos, self.inl, None, guard, a=cases_out, aux=label)
        n.init = [init] if init is not None else None
        out.append(n)

    def select(self, s: Any, out: list[Any]) -> None:
        label = self.own_label(out)
        cases_out = []
        for clause in s.clauses:
            comm = self.one(clause.comm)
            body = self.stmts(clause.body)
            if comm is not None:
                comm, before = self.receive(comm)
                body = before + body
            cases_out.append(Node(N.OCOMM, clause.pos, self.inl, None, comm, a=body))
        out.append(Node(N.OSELECT, s.pos, self.inl, a=cases_out, aux=label))

    def receive(self, comm: Any) -> tuple[Any, list[Any]]:
        """A communication clause in the form of OSELRECV2, and what must run after it."""
        op = comm.op
        if op == N.ORECV:
            return Node(N.OSELRECV2, comm.pos, self.inl, a=[N.BLANK, N.BLANK], b=[comm]), []
        if op == N.OAS:
            y = comm.y
            before: list[Any] = []
            if y.op == N.OCONVIFACE and not comm.flags & DEF:
                tmp = self.temp(comm.pos, y.x.type)
                first = Node(N.OAS, comm.pos, self.inl, None, tmp, y.x, flags=DEF)
                first.init = [Node(N.ODCL, comm.pos, self.inl, x=tmp)]
                tmp.defn = first
                y.x = tmp
                before = [comm]
                comm, y = first, first.y
            elif y.op in (N.OCONVNOP, N.OCONVIFACE) and y.flags & N.IMPLICIT:
                y = y.x
            n = Node(N.OSELRECV2, comm.pos, self.inl, a=[comm.x, N.BLANK], b=[y], flags=comm.flags & DEF)
            n.init = comm.init
            return n, before
        if op == N.OAS2:
            first = comm.b[0].init[0]
            comm.b[0].init = None
            first.op = N.OSELRECV2
            return first, [comm]
        return comm, []


def type_end(e: Any) -> int:
    """The position that gc gives the variable of a type switch in a clause: where its last type's name stands."""
    while True:
        cls = e.__class__
        if cls is S.Selector:
            return int(e.x.pos)
        if cls in (S.Paren, S.Star):
            e = e.x
        elif cls in (S.ArrayType, S.ChanType, S.SliceType, S.Ellipsis):
            e = e.elem
        elif cls is S.MapType:
            e = e.value
        elif cls is S.InterfaceType and e.methods:
            e = e.methods[-1].type_expr
        elif cls is S.FuncType and (e.results or e.params):
            e = (e.results or e.params)[-1].type_expr
        elif cls is S.Index:
            e = e.indices[-1]
        else:
            return int(e.pos)


def closure_var(pos: int, fn: Func, outer: Name) -> Name:
    """`fn`'s view of variable `outer` of the function around it."""
    n = Name(outer.sym, pos, outer.type, N.PAUTOHEAP, fn, outer.obj)
    n.pkg = outer.pkg
    n.defn = outer.canonical
    n.outer = outer
    fn.closure_vars.append(n)
    return n


# ---------------------------------------------------------------------------------------------------------------------
# What cannot run


def static_bool(e: Any) -> tuple[int, Any]:
    """Whether a condition is always true (1), always false (-1) or neither (0), and the condition simplified."""
    x = S.unparen(e)
    if x.mode == S.CONST:
        return (1 if x.const else -1), e
    if x is not e:
        return 0, e  # gc does not look into parentheses
    if e.__class__ is S.Unary and e.op == "!":
        static, _ = static_bool(e.x)
        return static, e  # sic: gc returns the operand's answer
    if e.__class__ is S.Binary and e.op in ("&&", "||"):
        sign = -1 if e.op == "&&" else 1
        static, left = static_bool(e.x)
        if static == sign:
            return static, left
        other, right = static_bool(e.y)
        if static == -sign or other == sign:
            constant = S.unparen(e.x).mode == S.CONST
            return other, (right if constant else e)
    return 0, e


def terminates(s: Any) -> bool:
    """Whether control never gets past `s`, as far as gc's writer looks."""
    cls = s.__class__
    if cls is S.BranchStmt:
        return bool(s.tok == "goto")
    if cls is S.ReturnStmt:
        return True
    if cls is S.ExprStmt:
        x = S.unparen(s.x)
        return x.__class__ is S.Call and x.kind == S.BUILTIN_CALL and x.builtin == "panic"
    if cls is S.IfStmt:
        static, _ = static_bool(s.cond)
        return (static < 0 or terminates(s.then)) and (static > 0 or (s.orelse is not None and terminates(s.orelse)))
    if cls is S.BlockStmt:
        last = last_nonempty(s.stmts)
        return last is not None and terminates(last)
    return False


def last_nonempty(stmts: list[Any]) -> Any:
    for s in reversed(stmts):
        if s.__class__ is not S.EmptyStmt:
            return s
    return None


def constant_case(clauses: list[Any], value: Any) -> Any:
    """The clause that a switch on a constant always takes (None: none); NotImplemented where that is not known."""
    target = None
    for c in clauses:
        if c.cases is None:
            target = c
        for e in c.cases or ():
            x = S.unparen(e)
            if x.mode != S.CONST:
                return NotImplemented
            if x.const == value:
                return NotImplemented if has_fallthrough(c.body) else c
    if target is not None and has_fallthrough(target.body):
        return NotImplemented
    return target


def has_fallthrough(stmts: list[Any]) -> bool:
    last = last_nonempty(stmts)
    while last.__class__ is S.LabeledStmt:
        last = last.stmt
    return last.__class__ is S.BranchStmt and last.tok == "fallthrough"


Builder.STMT = {
    S.EmptyStmt: Builder.empty,
    S.BlockStmt: Builder.block,
    S.ExprStmt: Builder.expr_stmt,
    S.AssignStmt: Builder.assign,
    S.IncDecStmt: Builder.inc_dec,
    S.DeclStmt: Builder.decl,
    S.SendStmt: Builder.send,
    S.ReturnStmt: Builder.ret,
    S.BranchStmt: Builder.branch,
    S.LabeledStmt: Builder.labeled,
    S.IfStmt: Builder.if_stmt,
    S.ForStmt: Builder.for_stmt,
    S.RangeStmt: Builder.range_stmt,
    S.GoStmt: Builder.go_stmt,
    S.DeferStmt: Builder.defer_stmt,
    S.SwitchStmt: Builder.switch_stmt,
    S.TypeSwitchStmt: Builder.type_switch,
    S.SelectStmt: Builder.select,
}
