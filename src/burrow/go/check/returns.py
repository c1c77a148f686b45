"""Whether a function's body ends in a terminating statement.

In: a checked body, and the calls of panic in it.  Out: yes or no.  Reference: cmd/compile/internal/types2/return.go.
"""

from __future__ import annotations

from burrow.go import syntax as s


def terminates(st: s.Stmt | None, panics: set[s.Call], label: s.LabeledStmt | None = None) -> bool:
    """Whether control never goes on after `st` (`label`: the label on it)."""
    if isinstance(st, s.ReturnStmt):
        return True
    if isinstance(st, s.BlockStmt):
        return _list(st.stmts, panics)
    if isinstance(st, s.IfStmt):
        while isinstance(st, s.IfStmt):
            if st.orelse is None or not terminates(st.then, panics):
                return False
            st = st.orelse
        return terminates(st, panics)
    if isinstance(st, s.ExprStmt):
        return s.unparen(st.x) in panics
    if isinstance(st, s.ForStmt):
        return st.cond is None and not _breaks(st.body.stmts, st)
    if isinstance(st, (s.SwitchStmt, s.TypeSwitchStmt)):
        default = False
        for c in st.clauses:
            default = default or c.cases is None
            if not _list(c.body, panics) or _breaks(c.body, st):
                return False
        return default
    if isinstance(st, s.SelectStmt):
        return all(_list(c.body, panics) and not _breaks(c.body, st) for c in st.clauses)
    if isinstance(st, s.LabeledStmt):
        return terminates(st.stmt, panics)
    return isinstance(st, s.BranchStmt) and st.tok in ("goto", "fallthrough")


def _list(stmts: list[s.Stmt], panics: set[s.Call]) -> bool:
    for st in reversed(stmts):
        if st.__class__ is not s.EmptyStmt:
            return terminates(st, panics)
    return False


def _breaks(stmts: list[s.Stmt], target: s.Stmt) -> bool:
    """Whether a break in `stmts` leaves `target` (branches are resolved when parsing)."""
    for st in stmts:
        while isinstance(st, s.LabeledStmt):
            st = st.stmt
        if isinstance(st, s.BranchStmt):
            if st.tok == "break" and st.target is target:
                return True
        elif isinstance(st, s.BlockStmt):
            if _breaks(st.stmts, target):
                return True
        elif isinstance(st, s.IfStmt):
            if _breaks(st.then.stmts, target) or st.orelse is not None and _breaks([st.orelse], target):
                return True
        elif isinstance(st, (s.ForStmt, s.RangeStmt)):
            if _breaks(st.body.stmts, target):
                return True
        elif isinstance(st, (s.SwitchStmt, s.TypeSwitchStmt, s.SelectStmt)):
            if any(_breaks(c.body, target) for c in st.clauses):
                return True
    return False
