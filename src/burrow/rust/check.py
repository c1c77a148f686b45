"""Type checking of one body: from syntax to the typed tree (`thir`).

In: a function, constant or static.  Out: its `thir.Body`, every type known; errors go to the crate's sink, and a body
with an error of its own is `tainted`.

One pass over the syntax builds the tree with inference variables in it; obligations (traits that must hold,
projections that must equal
something) wait in a list and are tried whenever more is known; at the end numbers fall back to i32 and f64, closures
get their captures
(`captures`), and `writeback` puts the final types in.  Reference: `rustc_hir_typeck`.  The parts: `check_expr`,
`check_call` (calls, operators, indexing), `check_path`,
`check_pat`, `method` (probing), `coerce`, `closures`.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import defs, lang, thir, traits
from burrow.rust import syntax as s
from burrow.rust import types as t
from burrow.rust.check_call import CallCheck
from burrow.rust.check_expr import ExprCheck
from burrow.rust.check_pat import PatCheck
from burrow.rust.check_path import PathCheck
from burrow.rust.closures import ClosureCheck
from burrow.rust.coerce import Coercion
from burrow.rust.infer import Table
from burrow.rust.lexer import SyntaxFault
from burrow.rust.lower import Lower
from burrow.rust.method import Methods
from burrow.source import NO_SPAN, Diagnostic, Label, Span


def body_of(d: Any) -> thir.Body | None:
    """The query: the typed body of a definition."""
    if not d.has_body:
        return None
    return BodyCheck(d).run()


def hidden_type(o: Any) -> t.Ty:
    """The type that an `impl Trait` stands for."""
    body = o.parent.body
    if body is None:
        return t.ERROR
    return body.opaques.get(o, t.ERROR)  # type: ignore[no-any-return]


class Obligation:
    """A predicate that must hold, and why: `span` where it was asked for."""

    __slots__ = ("cause", "depth", "parent", "pred", "span", "stalled")

    def __init__(self, pred: Any, span: Span, cause: Any = None, depth: int = 0, parent: Any = None) -> None:
        self.pred = pred
        self.span = span
        self.cause = cause
        self.depth = depth
        self.parent = parent
        self.stalled: Any = None  # what it came to when too little was known: it is asked again when that changes


class Rib:
    """One name in scope: a local variable, a label, or the place where a macro was defined."""

    __slots__ = ("ctxt", "kind", "name", "value")

    def __init__(self, kind: str, name: str, ctxt: Any, value: Any) -> None:
        self.kind = kind
        self.name = name
        self.ctxt = ctxt
        self.value = value


class BodyCheck(ExprCheck, CallCheck, PathCheck, PatCheck, Methods, Coercion, ClosureCheck):  # type: ignore[misc]
    """The state of checking one body; closures inside share it."""

    def __init__(self, owner: Any) -> None:
        self.owner = owner
        self.crate = owner.crate
        self.edition = self.crate.edition
        self.module: defs.Module = getattr(owner, "in_module", None) or owner.module
        self.builder = _builder(self.crate)
        self.ms: Any = owner.macro_scope
        self.expansion: Any = None
        self.table = Table()
        self.env = traits.param_env(owner)
        self.sel = traits.Selector(self.table, self.env, self.crate)
        self.sel.defining = owner
        self.sel.closure_kinds = self.want_closure_kind
        self.sink: list[Diagnostic] = self.crate.sink
        self.errors = 0
        self.ribs: list[Rib] = []
        self.locals: list[thir.Var] = []
        self.pending: list[Obligation] = []
        self.diverges = False
        self.fn_ret: Any = None  # the CoerceMany or type that `return` answers to
        self.frames: list[Any] = []  # loops and labelled blocks, innermost last
        self.closures: list[Any] = []  # (ClosureDef, closure type, …) in order of appearance
        self.closure_stack: list[Any] = []
        self.deferred_casts: list[Any] = []
        self.deferred_calls: list[Any] = []
        self.wanted_kinds: list[Any] = []
        self.opaque_vars: dict[Any, tuple[t.Ty, t.Args]] = {}
        self.unsafe_depth = 0
        self.lets: list[thir.LetStmt] = []
        self.param_pats: list[tuple[str, thir.Pat]] = []
        self.low = Lower(owner, self.module, elide=t.ERASED, hole=self.hole, sink=_Counted(self))
        self.low.in_body = True
        self.low.hole_const = lambda ty: self.table.new_const(ty)
        self.low.projector = self.type_relative
        self.order = 0

    # ---- reporting
    # --------------------------------------------------------------------------------------------------------------

    def report(self, d: Diagnostic) -> Diagnostic:
        self.errors += 1
        self.sink.append(d)
        return d

    def error(self, span: Span, message: str, label: str = "", code: str | None = None) -> Diagnostic:
        return self.report(Diagnostic.error(span, message, label, code))

    def err(self, span: Span) -> thir.Expr:
        return thir.Err(t.ERROR, span)

    def note_error(self) -> None:
        self.errors += 1

    # ---- types -----------------------------------------------------------------------------------------------------
    # -------------

    def hole(self, span: Span) -> t.Ty:
        return self.table.new("ty", span)

    def new_ty(self, span: Span | None = None) -> t.Infer:
        return self.table.new("ty", span)

    def lower(self, n: Any) -> t.Ty:
        """A written type, with its regions; normalised."""
        self.low.module = self.module
        self.low.macro_scope = self.ms  # type: ignore[attr-defined]
        ty = self.low.ty(n)
        return self.norm(ty, n.span)  # type: ignore[no-any-return]

    def norm(self, x: Any, span: Span = NO_SPAN) -> Any:
        """`x` with projections replaced; what is not known yet is owed."""
        if not x.flags & t.HAS_ALIAS:
            return x
        try:
            out, nested = self.sel.normalize(x)
        except traits.Overflow as o:
            self.overflow(o, span)
            return t.ERROR
        for p in nested:
            self.owe(p, span)
        return out

    def overflow(self, o: traits.Overflow, span: Span) -> None:
        tr = o.trait_ref
        self.error(span, f"overflow evaluating the requirement `{tr.args[0]}: {tr.trait.name}`", "", "E0275")

    def resolve(self, ty: Any) -> Any:
        return self.table.resolve(ty)

    def shallow(self, ty: Any) -> Any:
        """The type as far as it is known, after trying what is pending if it is not."""
        ty = self.table.shallow(ty)
        if type(ty) is t.Infer and ty.kind == "ty" and self.pending:
            self.progress()
            ty = self.table.shallow(ty)
        return ty

    def known(self, ty: Any, span: Span) -> Any:
        """Like `shallow`, but it is an error (E0282) when nothing is known."""
        ty = self.shallow(ty)
        if type(ty) is t.Infer and ty.kind == "ty":
            if not self.errors:
                self.error(span, "type annotations needed", "cannot infer type", "E0282")
            self.note_error()
            self.table.eq(ty, t.ERROR)
            return t.ERROR
        return ty

    def lang(self, name: str) -> Any:
        return lang.item(self.crate, name)

    # ---- obligations
    # --------------------------------------------------------------------------------------------------------------

    def owe(self, pred: Any, span: Span, cause: Any = None, depth: int = 0, parent: Any = None) -> None:
        if isinstance(pred, t.OutlivesPred):
            return
        self.pending.append(Obligation(pred, span, cause, depth, parent))

    def owe_all(self, d: Any, args: t.Args, span: Span, cause: Any = None) -> None:
        """The where-clauses of `d` under `args`."""
        for p in d.predicates:
            if not isinstance(p, t.OutlivesPred):
                self.owe(t.subst(p, args), span, cause if cause is not None else d)

    def progress(self) -> None:
        """Try pending obligations until nothing more is learned."""
        while True:
            todo, self.pending = self.pending, []
            if not todo:
                return
            moved = False
            i = 0
            while i < len(todo):
                o = todo[i]
                i += 1
                if self.attempt(o):
                    moved = True
            if not moved:
                return

    def attempt(self, o: Obligation) -> bool:
        """Try one obligation: whether anything came of it (if not, it is pending again)."""
        table = self.table
        pred = o.pred
        if isinstance(pred, t.ProjPred):
            return self.attempt_projection(o, pred)
        if isinstance(pred, t.TraitPred):
            pred = t.erase_bound(pred.trait_ref)
        pred = table.resolve(pred)
        if pred.flags & t.HAS_ALIAS:
            pred = table.resolve(self.norm(pred, o.span))
        if pred.flags & t.HAS_ERROR:
            return True
        if pred is o.stalled:
            self.pending.append(o)
            return False
        self_ty = pred.args[0]
        if type(self_ty) is t.Infer and self_ty.kind == "ty":
            o.pred = pred
            self.pending.append(o)
            return False
        before = table.snapshot()
        if o.depth > 96:
            self.overflow(traits.Overflow(pred), o.span)
            return True
        if not pred.flags & (t.HAS_INFER | t.HAS_CLOSURE | t.HAS_OPAQUE):
            # fully known: one question to the cached evaluator
            r = self.sel.evaluate_trait(pred)
            if r == traits.YES:
                return True
        try:
            c = self.sel.select(pred)
        except traits.Overflow as ov:
            self.overflow(ov, o.span)
            return True
        if c is None:
            self.unmet(o, pred)
            return True
        if c is traits.AMBIGUOUS:
            o.pred = pred
            self.pending.append(o)
            moved = table.snapshot() != before
            if not moved and not pred.flags & (t.HAS_CLOSURE | t.HAS_OPAQUE | t.HAS_ALIAS):
                o.stalled = pred
            return moved
        for p in c.nested:
            self.owe(p, o.span, o.cause, o.depth + 1, o)
        return True

    def attempt_projection(self, o: Obligation, pred: t.ProjPred) -> bool:
        table = self.table
        alias = table.resolve(t.erase_bound(pred.alias))
        want = t.erase_bound(pred.ty)
        if alias.flags & t.HAS_ERROR:
            table.eq(want, t.ERROR)
            return True
        if alias is o.stalled:
            self.pending.append(o)
            return False
        before = table.snapshot()
        try:
            got = self.sel.project(alias)
        except traits.Overflow as ov:
            self.overflow(ov, o.span)
            return True
        if got is traits.AMBIGUOUS:
            self.pending.append(o)
            if table.snapshot() == before and not (alias.flags & (t.HAS_CLOSURE | t.HAS_OPAQUE)):
                o.stalled = alias
            return False
        if got is None:
            trait = alias.def_.container
            self.unmet(o, t.TraitRef(trait, alias.args[: trait.generics.count]))
            table.eq(want, t.ERROR)
            return True
        ty, nested = got
        for p in nested:
            self.owe(p, o.span, o.cause, o.depth + 1, o)
        if want.flags & t.HAS_ALIAS:
            want = self.norm(want, o.span)
        if not table.eq(ty, want):
            self.mismatch_projection(o, alias, table.resolve(ty), table.resolve(want))
        return True

    def unmet(self, o: Obligation, pred: t.TraitRef) -> None:
        """E0277 for a trait that does not hold (once for each type, trait and place)."""
        pred = self.resolve(pred)
        if pred.flags & t.HAS_ERROR:
            self.note_error()
            return
        root = o
        while root.parent is not None:
            root = root.parent
        key = (pred, o.span)
        if key in self.reported:
            return
        self.reported.add(key)
        from burrow.rust.show import show

        tr = pred
        ty = show(tr.args[0])
        name = _trait_text(tr)
        where = o.cause
        if tr.trait.lang == "sized":
            d = self.error(
                o.span,
                f"the size for values of type `{ty}` cannot be known at compilation time",
                "doesn't have a size known at compile-time",
                "E0277",
            )
            d.help(f"the trait `Sized` is not implemented for `{ty}`")
        elif isinstance(where, tuple) and where[0] == "op":
            self.error(*where[1:])
            return
        elif isinstance(where, str):
            d = self.error(o.span, where.format(ty=ty), f"the trait `{name}` is not implemented for `{ty}`", "E0277")
        else:
            d = self.error(o.span, *_unmet_text(tr, ty, name), "E0277")
            del root
        if (
            isinstance(where, defs.Def)
            and where.name_span.path
            and where.kind in ("fn", "adt", "impl")
            and tr.trait.lang != "sized"
        ):
            if where.crate.user:
                d.children.append(
                    Diagnostic(
                        _note(),
                        f"required by a bound in `{where.name}`",
                        [
                            Label(
                                where.name_span,
                                f"required by a bound in this {'function' if where.kind == 'fn' else 'item'}",
                            )
                        ],
                    )
                )

    def mismatch_projection(self, o: Obligation, alias: t.Alias, got: Any, want: Any) -> None:
        if (got.flags | want.flags) & t.HAS_ERROR:
            self.note_error()
            return
        key = (alias, o.span)
        if key in self.reported:
            return
        self.reported.add(key)
        from burrow.rust.show import show

        base = alias.args[0]
        if isinstance(base, (t.Closure, t.FnDef, t.FnPtr)) and alias.def_.lang == "fn_once_output":
            self.error(
                o.span,
                f"expected `{show(base)}` to return `{show(want)}`, but it returns `{show(got)}`",
                f"expected `{show(want)}`, found `{show(got)}`",
                "E0271",
            )
            return
        self.error(
            o.span,
            f"type mismatch resolving `{show(alias)} == {show(want)}`",
            f"expected `{show(want)}`, found `{show(got)}`",
            "E0271",
        )

    # ---- names -----------------------------------------------------------------------------------------------------
    # -------------

    def find_local(self, name: str, ctxt: Any) -> thir.Var | None:
        """The local variable that a name means, by macro hygiene."""
        for r in reversed(self.ribs):
            if r.kind == "var":
                if r.name == name and r.ctxt is ctxt:
                    return r.value  # type: ignore[no-any-return]
            elif r.kind == "macro":
                if ctxt is not None and ctxt.expansion.macro is r.value:
                    ctxt = ctxt.parent
            elif r.kind == "item":
                return None
        return None

    def find_label(self, lt: Any) -> Any:
        ctxt = lt.ctxt
        for r in reversed(self.ribs):
            if r.kind == "label":
                if r.name == lt.name and r.ctxt is ctxt:
                    return r.value
            elif r.kind == "macro" and ctxt is not None and ctxt.expansion.macro is r.value:
                ctxt = ctxt.parent
            elif r.kind in ("item", "closure"):
                return None
        return None

    # ---- the whole
    # --------------------------------------------------------------------------------------------------------------

    def run(self) -> thir.Body:
        owner = self.owner
        self.reported: set[Any] = set()
        before = len(self.sink)
        try:
            body = self.fn_body() if owner.kind == "fn" else self.const_body()
        except SyntaxFault as f:
            self.report(f.diagnostic)
            body = thir.Body(owner, [], t.ERROR, thir.Err(t.ERROR, owner.span), owner.span, self.edition)
        body.tainted = (
            self.errors > 0 or len(self.sink) > before and any(d.level.value == "error" for d in self.sink[before:])
        )
        return body

    def fn_body(self) -> thir.Body:
        fn = self.owner
        ast = fn.ast.data
        sig = fn.inner_sig
        if any(x.flags & t.HAS_ERROR for x in (*sig.inputs, sig.output)):
            self.note_error()
        block = lazy_block(ast.body, self.crate)
        params = []
        for i, p in enumerate(ast.params):
            declared = sig.inputs[i]
            ty = self.norm(t.erase_regions(declared), p.span)
            pat = self.check_param(p.pat, ty, p.self_ is not None)
            self.param_pats.append(("function", pat))
            params.append(thir.Param(pat, declared, p.span, p.ty.span, p.self_))
        ret = self.norm(
            t.erase_regions(self.open_opaques(sig.output)), ast.output.span if ast.output is not None else fn.name_span
        )
        self.ret_ty = ret
        self.ret_span = ast.output.span if ast.output is not None else None
        for ty in (*(self.resolve(p.pat.ty) for p in params), ret):
            self.sized(ty, fn.name_span)
        value = self.body_value(s.EBlock(block.span, block, None, None), ret)
        body = thir.Body(fn, params, sig.output, value, block.span, self.edition)
        return self.finish(body)

    def const_body(self) -> thir.Body:
        d = self.owner
        ty = d.ty
        expr = d.ast if d.kind == "anon const" else d.ast.data.expr
        want = self.norm(t.erase_regions(ty), d.span)
        self.ret_ty = want
        self.ret_span = None
        if ty.flags & t.HAS_ERROR:
            self.note_error()
        value = self.body_value(expr, want, const=True)
        body = thir.Body(d, [], ty, value, expr.span, self.edition)
        return self.finish(body)

    def body_value(self, expr: Any, want: t.Ty, const: bool = False) -> thir.Expr:
        self.fn_ret = want if not const else None
        self.in_const = const
        return self.check_coerce(expr, want, body=True)

    def finish(self, body: thir.Body) -> thir.Body:
        """Settle what is open, then write the final types into the tree."""
        from burrow.rust import captures, writeback

        self.progress()
        self.fallback()
        self.progress()
        self.settle_calls()
        self.progress()
        captures.analyze(self, body)
        self.progress()
        self.check_casts()
        self.fallback()
        self.progress()
        self.check_kinds()
        self.ambiguities()
        for o, (var, args) in self.opaque_vars.items():
            body.opaques[o] = opaque_result(self, o, var, args)
        body.locals = [v for v in self.locals if getattr(v, "owner", None) is None or True]
        writeback.write(self, body)
        return body

    def open_opaques(self, ty: t.Ty) -> t.Ty:
        """The declared result with this function's own `impl Trait`s replaced by variables that must meet their
        bounds."""
        if not ty.flags & t.HAS_OPAQUE:
            return ty

        def go(x: Any, depth: int) -> Any:
            if type(x) is t.Alias and x.kind == "opaque" and x.def_.parent is self.owner:
                if x.def_ in self.opaque_vars:
                    return self.opaque_vars[x.def_][0]
                v = self.new_ty(x.def_.span)
                self.opaque_vars[x.def_] = (v, x.args)
                self.sel.hidden[x.def_] = v
                ident = x.def_.generics.identity()
                for p in x.def_.bounds:
                    if isinstance(p, t.OutlivesPred):
                        continue
                    q = t.subst(p, ident)
                    q = t.fold(
                        q,
                        lambda y, d: v if type(y) is t.Alias and y.kind == "opaque" and y.def_ is x.def_ else go(y, d),
                        t.HAS_OPAQUE,
                    )
                    self.owe(q, x.def_.span)
                return v
            return None

        return t.fold(ty, go, t.HAS_OPAQUE)  # type: ignore[no-any-return]

    def sized(self, ty: t.Ty, span: Span) -> None:
        """`ty` must be Sized."""
        cls = type(ty)
        if (
            cls in (t.Ref, t.RawPtr, t.FnPtr, t.FnDef, t.Closure, t.Array, t.Error)
            or cls is t.Prim
            and ty is not t.STR
            or ty is t.UNIT
        ):
            return
        st = self.lang("sized")
        if st is not None:
            self.owe(t.TraitRef(st, (ty,)), span)

    def fallback(self) -> None:
        """Numbers nobody decided become i32 and f64; what only diverging code decides becomes () (or ! from 2024
        on)."""
        table = self.table
        for i, kind in enumerate(table.kinds):
            if table.values[i] is not None:
                continue
            if kind == "int":
                table.set(i, t.I32)
            elif kind == "float":
                table.set(i, t.F64)
            elif kind == "ty" and i in table.diverging:
                table.set(i, t.NEVER if self.edition >= 2024 else t.UNIT)

    def ambiguities(self) -> None:
        """What is still open at the end."""
        if self.errors or not self.pending:
            self.pending = []
            return
        for o in self.pending:
            pred = o.pred
            if isinstance(pred, t.TraitPred):
                pred = t.erase_bound(pred.trait_ref)
            pred = self.resolve(pred)
            if isinstance(pred, t.ProjPred):
                continue
            if pred.flags & t.HAS_ERROR or self.errors:
                continue
            self_ty = pred.args[0]
            if (
                isinstance(self_ty, t.Infer)
                and pred.trait.lang == "sized"
                or isinstance(self_ty, t.Infer)
                and self_ty.kind == "ty"
            ):
                self.error(
                    o.span,
                    "type annotations needed",
                    "cannot infer type",
                    "E0283" if pred.trait.lang != "sized" else "E0282",
                )
            elif isinstance(self_ty, t.Closure) and pred.trait.lang in ("copy", "clone"):
                continue
            else:
                self.error(o.span, "type annotations needed", "cannot infer type", "E0283")
        self.pending = []


def opaque_result(check: BodyCheck, o: Any, var: t.Ty, args: t.Args) -> t.Ty:
    ty = check.resolve(var)
    if isinstance(ty, t.Infer):
        return t.ERROR
    return ty  # type: ignore[no-any-return]


def lazy_block(b: Any, crate: Any) -> Any:
    """A body's block, parsed now if it was left for later."""
    if not isinstance(b, s.LazyBody):
        return b
    from burrow.rust.lexer import Tok, tokenize
    from burrow.rust.parse import Parser
    from burrow.source import load_file

    if b.tokens is None:
        toks = tokenize(b.span.path, load_file(b.span.path).text, b.span.lo, b.span.hi)
    else:
        toks = [*b.tokens, Tok("eof", "", b.span)]
    p = Parser(toks, crate.edition)
    p.cfg = crate.cfg  # type: ignore[attr-defined]
    return p.block()


class _Counted(list[Diagnostic]):
    """A sink that marks the body as having an error."""

    def __init__(self, check: BodyCheck) -> None:
        super().__init__()
        self.check = check

    def append(self, d: Diagnostic) -> None:
        self.check.report(d)


def _note() -> Any:
    from burrow.source import Level

    return Level.NOTE


def _builder(crate: Any) -> Any:
    from burrow.rust import driver

    return driver.builder(crate)


def _trait_text(tr: t.TraitRef) -> str:
    from burrow.rust.show import _Printer

    return _Printer(False).bound_trait(tr.trait, tr.args[1:], [])


def _unmet_text(tr: t.TraitRef, ty: str, name: str) -> tuple[str, str]:
    """Message and label of an unmet bound: what `#[rustc_on_unimplemented]` says for the common traits."""
    n = tr.trait.name
    if n == "Display":
        return f"`{ty}` doesn't implement `std::fmt::Display`", f"`{ty}` cannot be formatted with the default formatter"
    if n == "Debug":
        return f"`{ty}` doesn't implement `Debug`", f"`{ty}` cannot be formatted using `{{:?}}`"
    if n == "Iterator":
        return f"`{ty}` is not an iterator", f"`{ty}` is not an iterator"
    if n == "Send":
        return f"`{ty}` cannot be sent between threads safely", f"`{ty}` cannot be sent between threads safely"
    if n == "Sync":
        return f"`{ty}` cannot be shared between threads safely", f"`{ty}` cannot be shared between threads safely"
    if n == "PartialEq" and len(tr.args) > 1:
        return f"can't compare `{ty}` with `{tr.args[1]}`", f"no implementation for `{ty} == {tr.args[1]}`"
    if n == "PartialOrd" and len(tr.args) > 1:
        return (
            f"can't compare `{ty}` with `{tr.args[1]}`",
            f"no implementation for `{ty} < {tr.args[1]}` and `{ty} > {tr.args[1]}`",
        )
    if n in ("Fn", "FnMut", "FnOnce"):
        return f"expected a `{name}` closure, found `{ty}`", f"expected an `{name}` closure, found `{ty}`"
    if n in ("Index", "IndexMut"):
        return f"the type `{ty}` cannot be indexed by `{tr.args[1]}`", f"`{ty}` cannot be indexed by `{tr.args[1]}`"
    if n == "FromIterator":
        return (
            f"a value of type `{ty}` cannot be built from an iterator over elements of type `{tr.args[1]}`",
            f"value of type `{ty}` cannot be built from `std::iter::Iterator<Item={tr.args[1]}>`",
        )
    return f"the trait bound `{ty}: {name}` is not satisfied", f"the trait `{name}` is not implemented for `{ty}`"
