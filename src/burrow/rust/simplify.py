"""Fewer blocks: after elaboration many only lead to the next one.

In: a body of either stage.  Out: the same body in which a block that only goes on has been skipped, and one that has
a single way in
is part of the block before it.  rustc's counterpart is `rustc_mir_transform::simplify` (SimplifyCfg).
"""

from __future__ import annotations

from burrow.ir import dataflow
from burrow.ir import nodes as ir
from burrow.rust.build.builder import remove_unreachable, renumber


def simplify(body: ir.Body) -> ir.Body:
    """See the module; changes `body` and gives it back."""
    blocks = body.blocks
    to = list(range(len(blocks)))
    for i, b in enumerate(blocks):
        at, seen = i, {i}
        while not blocks[at].statements and isinstance(blocks[at].terminator, ir.Goto):
            t = blocks[at].terminator
            assert isinstance(t, ir.Goto)
            if t.target in seen or blocks[t.target].cleanup != b.cleanup:
                break
            at = t.target
            seen.add(at)
        to[i] = at
    number = dict(enumerate(to))
    for b in blocks:
        renumber(b.terminator, number)
    remove_unreachable(body)
    blocks = body.blocks
    preds = dataflow.predecessors(body)
    merged: set[int] = set()
    for i, b in enumerate(blocks):
        if i in merged:
            continue
        while isinstance(b.terminator, ir.Goto):
            n = b.terminator.target
            if n in (0, i) or len(preds[n]) != 1 or blocks[n].cleanup != b.cleanup:
                break
            b.statements = b.statements + blocks[n].statements
            b.terminator = blocks[n].terminator
            blocks[n].terminator = ir.Unreachable()
            blocks[n].statements = []
            merged.add(n)
            for s in ir.successors(b.terminator) if b.terminator is not None else ():
                preds[s] = [i if p == n else p for p in preds[s]]
    return remove_unreachable(body) if merged else body
