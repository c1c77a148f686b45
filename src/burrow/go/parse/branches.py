"""Labels, and where break, continue, goto and fallthrough lead.

In: a function's body.  Out: `target` of its branch statements; errors about labels and misplaced branches.
The reference is cmd/compile/internal/syntax/branches.go, whose errors and order these are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burrow.go import syntax as s

Report = Callable[[int, str], None]


class _Block:
    __slots__ = ("labeled", "parent", "start")

    def __init__(self, parent: _Block | None, start: int, labeled: s.LabeledStmt | None) -> None:
        self.parent = parent
        self.start = start
        self.labeled = labeled  # the statement whose block this is, where it has a label


class _Label:
    __slots__ = ("block", "stmt", "used")

    def __init__(self, block: _Block, stmt: s.LabeledStmt) -> None:
        self.block = block
        self.stmt = stmt
        self.used = False


class _Context:
    """What break and continue without label mean here, and which clause of a switch this is."""

    __slots__ = ("breaks", "continues", "last", "switch")

    def __init__(
        self, breaks: s.Stmt | None, continues: s.Stmt | None, in_clause: bool = False, last: bool = False
    ) -> None:
        self.breaks = breaks
        self.continues = continues
        self.switch = in_clause
        self.last = last


def check_branches(body: s.BlockStmt, report: Report) -> None:
    """Resolve and check the branches of a function's body (those of closures inside are separate bodies)."""
    if not _has_branches(body.stmts):
        return
    checker = _Checker(report)
    forward = checker.block(None, _Context(None, None), None, body.pos, body.stmts)
    for goto in forward:
        assert goto.label is not None
        label = checker.labels.get(goto.label.name)
        if label is not None:
            label.used = True
            report(goto.label.pos, f"goto {goto.label.name} jumps into block starting at {_place(label.block.start)}")
        else:
            report(goto.label.pos, f"label {goto.label.name} not defined")
    for label in checker.labels.values():
        if not label.used:
            report(label.stmt.label.pos, f"label {label.stmt.label.name} defined and not used")


def _has_branches(stmts: list[s.Stmt]) -> bool:
    """Whether there is anything to do: most bodies have neither branches nor labels."""
    for first in stmts:
        stmt: Any = first
        cls = stmt.__class__
        if cls is s.BranchStmt or cls is s.LabeledStmt:
            return True
        if cls is s.IfStmt:
            while stmt.__class__ is s.IfStmt:
                if _has_branches(stmt.then.stmts):
                    return True
                stmt = stmt.orelse
            if stmt is not None and _has_branches(stmt.stmts):
                return True
        elif cls is s.ForStmt or cls is s.RangeStmt:
            if _has_branches(stmt.body.stmts):
                return True
        elif cls is s.BlockStmt:
            if _has_branches(stmt.stmts):
                return True
        elif cls is s.SwitchStmt or cls is s.TypeSwitchStmt or cls is s.SelectStmt:
            for clause in stmt.clauses:
                if _has_branches(clause.body):
                    return True
    return False


def _place(pos: int) -> str:
    from burrow.source.render_go import short_path

    path, line, column = s.position(pos)
    return f"{short_path(path)}:{line}:{column}"


class _Checker:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.labels: dict[str, _Label] = {}

    def block(
        self, parent: _Block | None, ctx: _Context, labeled: s.LabeledStmt | None, start: int, body: list[s.Stmt]
    ) -> list[s.BranchStmt]:
        """Check a block; its gotos whose label was not seen yet."""
        b = _Block(parent, start, labeled)
        forward: list[s.BranchStmt] = []
        var: tuple[int, str] | None = None  # the last variable declared in this block
        over: list[s.BranchStmt] = []  # gotos that stand before it
        count = len(body)
        while count and body[count - 1].__class__ is s.EmptyStmt:
            count -= 1
        for index in range(count):
            stmt = body[index]
            labeled = None
            while stmt.__class__ is s.LabeledStmt:
                assert isinstance(stmt, s.LabeledStmt)
                if stmt.label.name != "_":
                    label = self._declare(b, stmt)
                    rest = []
                    for goto in forward:
                        assert goto.label is not None
                        if goto.label.name != stmt.label.name:
                            rest.append(goto)
                            continue
                        goto.target = stmt
                        label.used = True
                        if var is not None and goto in over:
                            self.report(
                                goto.label.pos,
                                f"goto {goto.label.name} jumps over declaration of {var[1]} at " + _place(var[0]),
                            )
                    forward = rest
                    labeled = stmt
                stmt = stmt.stmt
            if isinstance(stmt, s.BranchStmt):
                if stmt.label is None:
                    self._unlabeled(stmt, ctx, index + 1 < count)
                elif self._labeled(stmt, b):
                    forward.append(stmt)
            elif isinstance(stmt, s.DeclStmt):
                for decl in stmt.decls:
                    if isinstance(decl, s.VarDecl):
                        var, over = (decl.pos, decl.names[0].name), list(forward)
                        break
            elif isinstance(stmt, s.AssignStmt):
                if stmt.op == ":=":
                    from burrow.go.printer import expr_string

                    names = ", ".join(expr_string(x) for x in stmt.lhs)
                    var, over = (stmt.pos, names), list(forward)
            else:
                for inner, inner_ctx, at in _inner(stmt, ctx):
                    forward += self.block(b, inner_ctx, labeled, at, inner)
        return forward

    def _declare(self, b: _Block, stmt: s.LabeledStmt) -> _Label:
        name = stmt.label.name
        old = self.labels.get(name)
        if old is not None:
            self.report(stmt.label.pos, f"label {name} already defined at {_place(old.stmt.label.pos)}")
            return old
        label = self.labels[name] = _Label(b, stmt)
        return label

    def _unlabeled(self, stmt: s.BranchStmt, ctx: _Context, more: bool) -> None:
        if stmt.tok == "break":
            stmt.target = ctx.breaks
            if ctx.breaks is None:
                self.report(stmt.pos, "break is not in a loop, switch, or select")
        elif stmt.tok == "continue":
            stmt.target = ctx.continues
            if ctx.continues is None:
                self.report(stmt.pos, "continue is not in a loop")
        elif stmt.tok == "fallthrough":
            text = "fallthrough statement out of place"
            if isinstance(ctx.breaks, s.TypeSwitchStmt):
                text = "cannot fallthrough in type switch"
            elif isinstance(ctx.breaks, s.SwitchStmt) and ctx.switch and not more:
                if not ctx.last:
                    return
                text = "cannot fallthrough final case in switch"
            self.report(stmt.pos, text)

    def _labeled(self, stmt: s.BranchStmt, b: _Block) -> bool:
        """Resolve a branch with a label; whether it is a goto whose label must come later."""
        assert stmt.label is not None
        name = stmt.label.name
        label = self.labels.get(name)
        at: _Block | None = b
        if stmt.tok == "goto":
            if label is not None:
                label.used = True
                while at is not None:
                    if label.block is at:
                        stmt.target = label.stmt
                        return False
                    at = at.parent
            return True
        if label is None:
            self.report(stmt.label.pos, f"{stmt.tok} label not defined: {name}")
            return False
        label.used = True
        while at is not None and at.labeled is not label.stmt:
            at = at.parent
        target = label.stmt.stmt
        loops = (s.ForStmt, s.RangeStmt)
        fine = loops if stmt.tok == "continue" else (*loops, s.SwitchStmt, s.TypeSwitchStmt, s.SelectStmt)
        if at is not None and isinstance(target, fine):
            stmt.target = target
        else:
            self.report(stmt.label.pos, f"invalid {stmt.tok} label {name}")
        return False


def _inner(stmt: s.Stmt, ctx: _Context) -> list[tuple[list[s.Stmt], _Context, int]]:
    """The blocks inside a statement."""
    if isinstance(stmt, s.BlockStmt):
        return [(stmt.stmts, _Context(ctx.breaks, ctx.continues), stmt.pos)]
    if isinstance(stmt, s.IfStmt):
        plain = _Context(ctx.breaks, ctx.continues)
        out = [(stmt.then.stmts, plain, stmt.then.pos)]
        if stmt.orelse is not None:
            out.append(([stmt.orelse], plain, stmt.orelse.pos))
        return out
    if isinstance(stmt, (s.ForStmt, s.RangeStmt)):
        return [(stmt.body.stmts, _Context(stmt, stmt), stmt.body.pos)]
    if isinstance(stmt, (s.SwitchStmt, s.TypeSwitchStmt)):
        last = len(stmt.clauses) - 1
        return [(c.body, _Context(stmt, ctx.continues, True, i == last), c.pos) for i, c in enumerate(stmt.clauses)]
    if isinstance(stmt, s.SelectStmt):
        return [(c.body, _Context(stmt, ctx.continues), c.pos) for c in stmt.clauses]
    return []
