"""A frame for dataflow analyses over a body, on bit sets held in Python integers.

A forward or backward analysis gives, per statement and terminator, which bits it sets and which it clears (gen and
kill); `solve` iterates over the blocks in (reverse) post-order until nothing changes.  rustc's
`rustc_mir_dataflow::framework` is the model; there is one join, union, so that "definitely" questions are asked as the
complement of "maybe" ones, as rustc's drop elaboration does too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from burrow.ir.nodes import Body, Call, Statement, Terminator, successors

Effect = tuple[int, int]  # bits set, bits cleared (cleared first)


@dataclass(slots=True)
class Analysis:
    """One gen/kill problem.

    `statement(block, index, statement)` and `terminator(block, terminator)` give the effect at that point.
    `edge(block, terminator, successor)` (forward only, optional) gives what happens only on the way to one successor,
    as the result of a call that is only assigned when it returns.
    """

    statement: Callable[[int, int, Statement], Effect]
    terminator: Callable[[int, Terminator], Effect]
    edge: Callable[[int, Terminator, int], Effect] | None = None
    entry: int = 0
    backward: bool = False


class Results:
    """The bits at each block's entry (forward) or exit (backward), and at any point by replay."""

    def __init__(self, body: Body, analysis: Analysis, at: list[int]) -> None:
        self.body = body
        self.analysis = analysis
        self.at = at

    def before(self, block: int) -> Iterator[int]:
        """For each statement of `block`, then its terminator: the bits just before it (in program order)."""
        a, bits, b = self.analysis, self.at[block], self.body.blocks[block]
        if a.backward:
            t = b.terminator
            assert t is not None
            states = [bits := _apply(bits, a.terminator(block, t))]
            for i in range(len(b.statements) - 1, -1, -1):
                states.append(bits := _apply(bits, a.statement(block, i, b.statements[i])))
            yield from reversed(states)
            return
        for i, s in enumerate(b.statements):
            yield bits
            bits = _apply(bits, a.statement(block, i, s))
        yield bits

    def exit(self, block: int) -> int:
        """The bits after the terminator (forward), before what is particular to an edge."""
        bits, b, a = self.at[block], self.body.blocks[block], self.analysis
        for i, s in enumerate(b.statements):
            bits = _apply(bits, a.statement(block, i, s))
        assert b.terminator is not None
        return _apply(bits, a.terminator(block, b.terminator))


def _apply(bits: int, effect: Effect) -> int:
    return (bits & ~effect[1]) | effect[0]


def solve(body: Body, analysis: Analysis) -> Results:
    """The least fixed point."""
    return _backward(body, analysis) if analysis.backward else _forward(body, analysis)


def _block_effect(body: Body, a: Analysis, n: int) -> Effect:
    """The effects of a whole block as one."""
    gen = kill = 0
    block = body.blocks[n]
    assert block.terminator is not None
    effects = [a.statement(n, i, s) for i, s in enumerate(block.statements)]
    effects.append(a.terminator(n, block.terminator))
    for g, k in reversed(effects) if a.backward else effects:
        gen = (gen & ~k) | g
        kill = (kill | k) & ~g
    return gen, kill


def _forward(body: Body, a: Analysis) -> Results:
    order = reverse_postorder(body)
    rank = {b: i for i, b in enumerate(order)}
    effects = {b: _block_effect(body, a, b) for b in order}
    at = [0] * len(body.blocks)
    at[0] = a.entry
    dirty = [True] * len(order)
    i = 0
    while i < len(order):
        if not dirty[i]:
            i += 1
            continue
        dirty[i] = False
        b = order[i]
        out = _apply(at[b], effects[b])
        t = body.blocks[b].terminator
        assert t is not None
        back = i + 1
        for s in successors(t):
            bits = _apply(out, a.edge(b, t, s)) if a.edge is not None else out
            if bits & ~at[s]:
                at[s] |= bits
                dirty[rank[s]] = True
                back = min(back, rank[s])
        i = back
    return Results(body, a, at)


def _backward(body: Body, a: Analysis) -> Results:
    order = reverse_postorder(body)[::-1]
    preds = predecessors(body)
    effects = {b: _block_effect(body, a, b) for b in order}
    at = [0] * len(body.blocks)
    for b in order:
        if not successors(_terminator(body, b)):
            at[b] = a.entry
    work, queued = list(reversed(order)), set(order)
    while work:
        b = work.pop()
        queued.discard(b)
        bits = _apply(at[b], effects[b])
        for p in preds[b]:
            if bits & ~at[p]:
                at[p] |= bits
                if p not in queued and p in effects:
                    queued.add(p)
                    work.append(p)
    return Results(body, a, at)


def _terminator(body: Body, block: int) -> Terminator:
    t = body.blocks[block].terminator
    assert t is not None
    return t


def reverse_postorder(body: Body) -> list[int]:
    """Reachable blocks, each before its successors as far as loops allow."""
    seen, out = {0}, []
    stack: list[tuple[int, Iterator[int]]] = [(0, iter(successors(_terminator(body, 0))))]
    while stack:
        b, rest = stack[-1]
        for s in rest:
            if s not in seen:
                seen.add(s)
                stack.append((s, iter(successors(_terminator(body, s)))))
                break
        else:
            out.append(b)
            stack.pop()
    return out[::-1]


def predecessors(body: Body) -> list[list[int]]:
    """For each block, the blocks that may come before it."""
    preds: list[list[int]] = [[] for _ in body.blocks]
    for i, b in enumerate(body.blocks):
        if b.terminator is not None:
            for s in successors(b.terminator):
                preds[s].append(i)
    return preds


def returns_into(t: Terminator, successor: int) -> bool:
    """Whether going from `t` to `successor` means that `t`, a call, has returned normally."""
    return isinstance(t, Call) and successor == t.target
