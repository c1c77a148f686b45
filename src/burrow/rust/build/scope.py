"""Scopes and what must be dropped when they are left.

In: the builder's block being filled.  Out: `StorageDead` and `Drop` on every way out of a scope: falling through,
`break`, `continue`, `return`, the else of an `if let`, unwinding.  Ways that share a tail of drops share its blocks:
each kind of exit collects a `DropTree`, whose paths to the root are the drops still to do, and which becomes blocks
once all its entry points are known.

The reference is `rustc_mir_build::builder::scope`.  What differs: only scopes that something can be scheduled in are
pushed (rustc pushes one for each expression), and a scope is an object rather than a number of the region tree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from burrow.ir import nodes as ir
from burrow.source.span import NO_SPAN, Span

ROOT = 0


@dataclass(slots=True)
class Scheduled:
    """One thing to do when a scope ends: drop the local's `value`, or end its `storage`."""

    local: int
    value: bool
    span: Span


@dataclass(eq=False, slots=True)
class Scope:
    """A stretch of the program at whose end the scheduled drops happen, last first.

    `kind` says what it is (statement, remainder, arm, …); `span` is where its drops are shown to happen.
    """

    kind: str
    span: Span
    drops: list[Scheduled] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    cached_unwind: int | None = None

    def needs_cleanup(self) -> bool:
        return any(d.value for d in self.drops)


def end_point(span: Span) -> Span:
    """The last character of `span`, where rustc shows what happens at its end (a brace, a semicolon)."""
    return Span(span.path, max(span.hi - 1, span.lo), span.hi)


class DropTree:
    """Drops with the drop that follows each; node 0 is the root, where nothing is left to do."""

    __slots__ = ("drops", "entries", "known")

    def __init__(self) -> None:
        self.drops: list[tuple[Scheduled, int]] = [(Scheduled(-1, False, NO_SPAN), ROOT)]
        self.known: dict[tuple[int, int, bool], int] = {}
        self.entries: list[tuple[int, int]] = []

    def add(self, drop: Scheduled, next_: int) -> int:
        """The node that does `drop` and goes on with `next_`."""
        key = (next_, drop.local, drop.value)
        at = self.known.get(key)
        if at is None:
            at = self.known[key] = len(self.drops)
            self.drops.append((drop, next_))
        return at

    def enter(self, block: int, at: int) -> None:
        """The (unfinished) `block` goes on with node `at`."""
        self.entries.append((at, block))

    def build(self, b: Cfg, root: int | None, link: Callable[[int, int], None], cleanup: bool) -> list[int | None]:
        """Make the blocks; `link(from, to)` connects an entry.  `root` is the block of the root, made if needed."""
        n = len(self.drops)
        blocks: list[int | None] = [None] * n
        blocks[ROOT] = root
        own, none = -1, -2
        needs = [none] * n  # else: shares the block of that node
        if root is not None:
            needs[ROOT] = own
        entries = sorted(self.entries)
        for i in range(n - 1, -1, -1):
            if entries and entries[-1][0] == i:
                if blocks[i] is None:
                    blocks[i] = b.new_block(cleanup)
                needs[i] = own
                while entries and entries[-1][0] == i:
                    to = blocks[i]
                    assert to is not None
                    link(entries.pop()[1], to)
            if needs[i] == none:
                continue
            if needs[i] == own:
                if blocks[i] is None:
                    blocks[i] = b.new_block(cleanup)
            else:
                blocks[i] = blocks[needs[i]]
            if i != ROOT:
                drop, next_ = self.drops[i]
                if drop.value:
                    needs[next_] = own
                elif needs[next_] == none:
                    needs[next_] = i
                else:
                    needs[next_] = own
        for i in range(n - 1, 0, -1):
            at = blocks[i]
            if at is None:
                continue
            drop, next_ = self.drops[i]
            then = blocks[next_]
            assert then is not None
            info = ir.Info(drop.span)
            if drop.value:
                b.blocks[at].terminator = ir.Drop(ir.Place(drop.local), then, None, False, info)
            else:
                b.blocks[at].statements.append(ir.StorageDead(drop.local, info))
                if then != at:
                    b.blocks[at].terminator = ir.Goto(then, info)
        return blocks


@dataclass(slots=True)
class Breakable:
    """A loop or labelled block: where `break` and `continue` lead."""

    key: object
    depth: int  # scopes below this index stay when it is left
    dest: ir.Place | None
    loop_block: int | None
    breaks: DropTree = field(default_factory=DropTree)
    continues: DropTree = field(default_factory=DropTree)


@dataclass(slots=True)
class IfThen:
    """A condition being tested: where its failure leads."""

    depth: int
    otherwise: DropTree = field(default_factory=DropTree)


class Cfg:
    """Blocks being made, and the scopes around the point being built."""

    def __init__(self) -> None:
        self.blocks: list[ir.Block] = []
        self.scopes: list[Scope] = []
        self.breakables: list[Breakable] = []
        self.if_then: IfThen | None = None
        self.unwind = DropTree()

    # ---- blocks

    def new_block(self, cleanup: bool = False) -> int:
        self.blocks.append(ir.Block(cleanup=cleanup))
        return len(self.blocks) - 1

    def push(self, block: int, statement: ir.Statement) -> None:
        self.blocks[block].statements.append(statement)

    def assign(self, block: int, place: ir.Place, rvalue: ir.Rvalue, span: Span) -> None:
        self.blocks[block].statements.append(ir.Assign(place, rvalue, ir.Info(span)))

    def end(self, block: int, terminator: ir.Terminator) -> None:
        assert self.blocks[block].terminator is None, self.blocks[block]
        self.blocks[block].terminator = terminator

    def goto(self, block: int, target: int, span: Span) -> None:
        self.end(block, ir.Goto(target, ir.Info(span)))

    # ---- scopes

    def open(self, kind: str, span: Span) -> Scope:
        """Enter a scope."""
        scope = Scope(kind, span)
        self.scopes.append(scope)
        return scope

    def close(self, scope: Scope, block: int) -> int:
        """Leave the innermost scope by falling through `block`; the block that follows its drops."""
        assert self.scopes[-1] is scope, (self.scopes[-1].kind, scope.kind)
        unwind_to = self.diverge() if scope.needs_cleanup() else ROOT
        for drop in reversed(scope.drops):
            info = ir.Info(drop.span)
            if not drop.value:
                self.push(block, ir.StorageDead(drop.local, info))
                continue
            unwind_to = self.unwind.drops[unwind_to][1]
            if drop.local in scope.moved:
                continue
            self.unwind.enter(block, unwind_to)
            after = self.new_block()
            self.end(block, ir.Drop(ir.Place(drop.local), after, None, False, info))
            block = after
        self.scopes.pop()
        return block

    def schedule(self, scope: Scope, local: int, value: bool) -> None:
        """Let the end of `scope` drop `local` (`value`), or end its storage."""
        for s in reversed(self.scopes):
            if value:
                s.cached_unwind = None
            if s is scope:
                s.drops.append(Scheduled(local, value, end_point(s.span)))
                return
        raise AssertionError(f"scope {scope.kind} is not open")

    def depth_of(self, scope: Scope) -> int:
        for i in range(len(self.scopes) - 1, -1, -1):
            if self.scopes[i] is scope:
                return i
        raise AssertionError(f"scope {scope.kind} is not open")

    def unschedule_storage_and_value(self, scope: Scope, locals_: set[int]) -> None:
        """Forget what `scope` was to do for `locals_` (or-patterns bind once per alternative)."""
        scope.drops = [d for d in scope.drops if d.local not in locals_]
        for s in self.scopes[self.depth_of(scope) :]:
            s.cached_unwind = None

    def moved_operands(self, operands: list[ir.Operand]) -> None:
        """A call takes these: what falls through the innermost scope need not drop them."""
        if not self.scopes:
            return
        scope = self.scopes[-1]
        for o in operands:
            if isinstance(o, ir.Move) and not o.place.proj and any(d.local == o.place.local for d in scope.drops):
                scope.moved.add(o.place.local)

    # ---- ways out

    def diverge(self, depth: int | None = None) -> int:
        """The node of the unwind tree for a panic inside scope number `depth` (None: the innermost)."""
        target = len(self.scopes) - 1 if depth is None else depth
        start, at = 0, ROOT
        for i in range(target, -1, -1):
            cached = self.scopes[i].cached_unwind
            if cached is not None:
                start, at = i + 1, cached
                break
        for scope in self.scopes[start : target + 1]:
            for drop in scope.drops:
                if drop.value:
                    at = self.unwind.add(drop, at)
            scope.cached_unwind = at
        return at

    def may_unwind(self, block: int) -> None:
        """The terminator of `block` may unwind from here."""
        self.unwind.enter(block, self.diverge())

    def leave_to(self, tree: DropTree, depth: int, block: int) -> None:
        """Let `block` do the drops of the scopes from `depth` on and then what `tree` leads to."""
        at = ROOT
        for scope in self.scopes[depth:]:
            for drop in scope.drops:
                at = tree.add(drop, at)
        tree.enter(block, at)

    def exit_tree(self, tree: DropTree, depth: int, target: int | None) -> int | None:
        """Turn a tree of exits into blocks; scopes below `depth` stay open.  The block of its root."""

        def link(entry: int, to: int) -> None:
            self.end(entry, ir.Goto(to, self._last_info(entry)))

        blocks = tree.build(self, target, link, cleanup=False)
        if any(d.value for d, _ in tree.drops[1:]):
            unwinds = [self.diverge(depth - 1) if depth else ROOT]
            for i, (drop, next_) in enumerate(tree.drops):
                if i == ROOT:
                    continue
                if drop.value:
                    at = blocks[i]
                    assert at is not None
                    self.unwind.enter(at, unwinds[next_])
                    unwinds.append(self.unwind.add(drop, unwinds[next_]))
                else:
                    unwinds.append(unwinds[next_])
        return blocks[ROOT]

    def _last_info(self, block: int) -> ir.Info:
        statements = self.blocks[block].statements
        return statements[-1].info if statements else ir.NO_INFO

    def in_breakable(
        self, key: object, loop_block: int | None, dest: ir.Place | None, span: Span, inside: Callable[[], int | None]
    ) -> int:
        """Build `inside` so that `break` and `continue` for `key` work; the block after it."""
        depth = len(self.scopes)
        target = Breakable(key, depth, dest, loop_block)
        self.breakables.append(target)
        normal = inside()
        assert self.breakables.pop() is target
        broke = self.exit_tree(target.breaks, depth, None) if target.breaks.entries else None
        if target.continues.entries:
            self.exit_tree(target.continues, depth, loop_block)
        if normal is None:
            return broke if broke is not None else self.new_block()
        if broke is None:
            return normal
        after = self.new_block()
        self.goto(normal, after, span)
        self.goto(broke, after, span)
        return after

    def break_to(self, block: int, key: object, continues: bool = False) -> int:
        """`break` (or `continue`) out of `key`; a fresh unreachable block for what follows."""
        target = next(t for t in reversed(self.breakables) if t.key is key or t.key == key)
        self.leave_to(target.continues if continues else target.breaks, target.depth, block)
        return self.new_block()

    def in_if_then(self, inside: Callable[[], int], depth: int | None = None) -> tuple[int, int]:
        """Build a condition with `inside` (which gives the block where it holds); (then, else) blocks.

        Failing leaves the scopes from `depth` on (None: those opened inside)."""
        outer, self.if_then = self.if_then, IfThen(len(self.scopes) if depth is None else depth)
        then = inside()
        done, self.if_then = self.if_then, outer
        otherwise = self.exit_tree(done.otherwise, done.depth, None) if done.otherwise.entries else None
        return then, otherwise if otherwise is not None else self.new_block()

    def break_for_else(self, block: int) -> None:
        """The condition being built fails in `block`."""
        assert self.if_then is not None
        self.leave_to(self.if_then.otherwise, self.if_then.depth, block)

    def finish_unwind(self) -> None:
        """Make the cleanup blocks, and point everything that may unwind at them."""
        if not self.unwind.entries:
            return
        self.unwind.entries = list(dict.fromkeys(self.unwind.entries))

        def link(entry: int, to: int) -> None:
            t = self.blocks[entry].terminator
            assert isinstance(t, (ir.Drop, ir.Call, ir.Assert, ir.FalseUnwind)), t
            if t.unwind is None:
                t.unwind = to
            else:  # the assignment that a replacing drop does even when it unwinds
                self.blocks[t.unwind].terminator = ir.Goto(to, t.info)

        blocks = self.unwind.build(self, None, link, cleanup=True)
        resume = blocks[ROOT]
        if resume is not None:
            self.blocks[resume].terminator = ir.Resume(ir.NO_INFO)
