"""Lowering of blocks and statements.

Each `let` opens a remainder scope that lasts to the end of its block; an expression statement is a scope of its own,
at whose end its temporaries go.  From edition 2024 on a tail expression is one, too, so that its temporaries go
before the block's variables.  The reference is `rustc_mir_build::builder::block`. """

from __future__ import annotations

from burrow.ir import nodes as ir
from burrow.rust import thir
from burrow.rust import types as ty
from burrow.rust.build.builder import Builder, LocalInfo
from burrow.rust.build.expr import effect, extend_for_let, into, terminating
from burrow.rust.build.scope import Scope
from burrow.source import Span, load_file


def block_into(b: Builder, dest: ir.Place, block: int, e: thir.Block) -> int:
    """Evaluate the block into `dest`."""
    if e.label is None:
        return _statements(b, dest, block, e)
    label = e.label
    start = block

    def inside() -> int:
        return _statements(b, dest, start, e)

    return b.in_breakable(label, None, dest, e.span, inside)


def _statements(b: Builder, dest: ir.Place, block: int, e: thir.Block) -> int:
    remainders: list[Scope] = []
    for i, s in enumerate(e.stmts):
        if isinstance(s, thir.ExprStmt):
            expr = s.expr
            outer = b.temp_scope
            scope = b.open("stmt", s.span)
            b.temp_scope = scope
            block = effect(b, block, expr, scope)
            b.temp_scope = outer
            block = b.close(scope, block)
            continue
        rest = Span(e.span.path, e.stmts[i + 1].span.lo if i + 1 < len(e.stmts) else s.span.hi, e.span.hi)
        remainder = b.open("remainder", rest)
        remainders.append(remainder)
        block = _let(b, block, s, remainder)
    if e.tail is not None:
        tail = e.tail
        if b.edition >= 2024:
            block = terminating(b, block, "tail", tail.span, lambda x: into(b, dest, x, tail))
        else:
            block = into(b, dest, block, tail)
    elif b.types.of(dest) is ty.UNIT:
        b.assign_unit(block, dest, e.span)
    for remainder in reversed(remainders):
        block = b.close(remainder, block)
    return block


def annotation(s: thir.LetStmt) -> Span:
    """The type that a `let` is annotated with (its span; the pattern's where it cannot be told)."""
    end = s.init.span.lo if s.init is not None else s.span.hi
    text = load_file(s.span.path).text[s.pat.span.hi : end]
    colon = text.find(b":")
    if colon < 0:
        return s.pat.span
    lo = s.pat.span.hi + colon + 1
    rest = text[colon + 1 :].rstrip()
    for ending in (b"=", b";"):
        rest = rest.removesuffix(ending).rstrip()
    return Span(s.span.path, lo + len(rest) - len(rest.lstrip()), lo + len(rest))


def _let(b: Builder, block: int, s: thir.LetStmt, remainder: Scope) -> int:
    from burrow.rust.build import matching

    outer = b.temp_scope
    scope = b.open("init", s.span)
    b.temp_scope = scope
    info = LocalInfo(
        "user", pat_span=s.pat.span, match_span=s.init.span if s.init is not None else None, user_ty=s.user_ty
    )
    matching.declare_bindings(b, s.pat, remainder, info)
    if s.init is None:
        for var in matching.bindings(s.pat):
            b.storage_live(var, block, s.pat.span)
            b.schedule_value(var)
            if s.user_ty is not None and isinstance(s.pat, thir.PBind):
                b.push(block, ir.Ascribe(ir.Place(b.vars[var]), s.user_ty, "=", ir.Info(annotation(s))))
    elif s.otherwise is not None:
        otherwise = s.otherwise
        init = s.init
        extend_for_let(b, s.pat, init, remainder)
        for var in matching.bindings(s.pat):
            b.storage_live(var, block, s.pat.span)
        start = block

        def matched() -> int:
            return matching.let_pattern(b, start, s.pat, init, s, storage=False)

        block, failed = b.in_if_then(matched, b.depth_of(scope))
        # the else block runs after the initialiser's temporaries have gone, with the bindings' storage still there
        b.temp_scope = outer
        block = b.close(scope, block)
        nowhere = ir.Place(b.temp(ty.NEVER, otherwise.span))
        failed = terminating(b, failed, "let_else", otherwise.span, lambda x: into(b, nowhere, x, otherwise))
        b.end(failed, ir.Unreachable(ir.Info(otherwise.span)))
        return block
    else:
        extend_for_let(b, s.pat, s.init, remainder)
        block = matching.initialise(b, block, s.pat, s.init, s)
    b.temp_scope = outer
    return b.close(scope, block)
