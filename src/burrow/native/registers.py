"""Which locals need no slot on the stack: those assigned once, where every use comes after the assignment on each path.

In: a body; out: the locals that may live in SSA values, and an order of blocks in which an assignment is emitted before
its uses.  rustc's `rustc_codegen_ssa::mir::analyze` asks dominators; here a use counts as dominated when its block is
reached from the assignment's block through blocks with a single predecessor, which needs no dominator tree and holds
for nearly all temporaries.  It makes the text that LLVM has to read a good deal shorter.
"""

from __future__ import annotations

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.ir.dataflow import predecessors, reverse_postorder
from burrow.native import lltypes as ll


def registers(body: n.Body) -> tuple[set[int], list[int]]:
    """The locals that live in values, and the order to emit the blocks in."""
    parent = _parents(body)
    order = _order(body, parent)
    defined: dict[int, tuple[int, int]] = {}  # local -> (block, statement) of its one assignment
    bad = set(range(body.params + 1))
    for i, local in enumerate(body.locals):
        if ll.leaves(local.ty) is None:
            bad.add(i)

    def define(p: n.Place, block: int, at: int) -> None:
        if p.proj:
            use_place(p)
        elif p.local in defined:
            bad.add(p.local)
        else:
            defined[p.local] = (block, at)

    def use_place(p: n.Place) -> None:
        """A place that must have an address, unless it starts by following a pointer (or one in a field)."""
        steps = field_steps(body.locals[p.local].ty, p)
        if steps == len(p.proj) or p.proj[steps].kind != "deref":
            bad.add(p.local)

    def read_place(p: n.Place) -> None:
        """A place whose value is read: fields of a value in registers are some of its registers."""
        if field_steps(body.locals[p.local].ty, p) < len(p.proj):
            use_place(p)

    for b, block in enumerate(body.blocks):
        for i, s in enumerate(block.statements):
            if isinstance(s, n.Assign):
                if isinstance(s.rvalue, (n.Ref, n.AddressOf, n.Discriminant, n.Len)):
                    use_place(s.rvalue.place)
                if isinstance(s.rvalue, (n.Aggregate, n.Repeat)) and not s.place.proj:
                    bad.add(s.place.local)  # built in memory
                for o in _operands(s.rvalue):
                    if not isinstance(o, n.Const):
                        read_place(o.place)
                define(s.place, b, i)
            elif isinstance(s, n.SetDiscriminant):
                use_place(s.place)
            elif isinstance(s, (n.Free, n.CopyMem)):
                for given in (s.pointer, s.count) if isinstance(s, n.Free) else (s.dst, s.src, s.count):
                    if given is not None and not isinstance(given, n.Const):
                        read_place(given.place)
        x = block.terminator
        for o in _terminator_operands(x):
            if not isinstance(o, n.Const):
                read_place(o.place)
        if isinstance(x, n.Call):
            if x.unwind is not None or (isinstance(x.func, n.Const) and isinstance(x.func.value, n.Intrinsic)):
                bad.add(x.dest.local)  # where the value is named depends on how the call is emitted
            define(x.dest, b, len(block.statements))
    good = set(defined) - bad
    for b, block in enumerate(body.blocks):
        for i, s in enumerate(block.statements):
            good -= {k for k in _read(s) if k in good and not _after(defined[k], (b, i), parent)}
        end = (b, len(block.statements))
        good -= {k for k in _read_by(block.terminator) if k in good and not _after(defined[k], end, parent)}
    return good, order


def field_steps(ty: t.Ty, p: n.Place) -> int:
    """How many of a place's first steps are fields of plain structs."""
    count = 0
    for step in p.proj:
        if step.kind != "field" or not isinstance(ty, t.Struct) or ty.union:
            break
        ty = ty.fields[step.a].ty
        count += 1
    return count


def _after(assigned: tuple[int, int], used: tuple[int, int], parent: list[int]) -> bool:
    """Whether the use comes after the assignment on every path."""
    block, at = assigned
    b, i = used
    if b == block:
        return at < i
    while b >= 0:
        b = parent[b]
        if b == block:
            return True
    return False


def _parents(body: n.Body) -> list[int]:
    """Each block's only predecessor, or -1; unreachable blocks may form rings, so they have none."""
    preds, reached = predecessors(body), set(reverse_postorder(body))
    return [p[0] if i in reached and i and len(p) == 1 else -1 for i, p in enumerate(preds)]


def _order(body: n.Body, parent: list[int]) -> list[int]:
    """Blocks, each after its parent."""
    children: list[list[int]] = [[] for _ in parent]
    roots: list[int] = []
    for b, p in enumerate(parent):
        (children[p] if p >= 0 else roots).append(b)
    out: list[int] = []
    stack = roots[::-1]
    while stack:
        b = stack.pop()
        out.append(b)
        stack += children[b][::-1]
    return out


def _operands(r: n.Rvalue) -> list[n.Operand]:
    if isinstance(r, (n.Use, n.Unary, n.Cast, n.Repeat)):
        return [r.operand]
    if isinstance(r, (n.Binary, n.Checked)):
        return [r.left, r.right]
    if isinstance(r, n.Aggregate):
        return r.fields
    if isinstance(r, n.Alloc) and r.count is not None:
        return [r.count]
    return []


def _terminator_operands(x: n.Terminator | None) -> list[n.Operand]:
    if isinstance(x, n.Switch):
        return [x.operand]
    if isinstance(x, n.Call):
        return [x.func, *x.args]
    return []


def _locals_of(p: n.Place, whole: bool) -> list[int]:
    """Locals read to find a place: its base where a pointer is followed or the value is read, and indices."""
    out = [step.a for step in p.proj if step.kind == "index"]
    if whole or any(step.kind == "deref" for step in p.proj):
        out.append(p.local)
    return out


def _read(s: n.Statement) -> list[int]:
    out: list[int] = []
    operands: list[n.Operand | None] = []
    if isinstance(s, n.Assign):
        out += _locals_of(s.place, False)
        operands += _operands(s.rvalue)
        if isinstance(s.rvalue, (n.Ref, n.AddressOf, n.Discriminant, n.Len)):
            out += _locals_of(s.rvalue.place, True)
    elif isinstance(s, n.SetDiscriminant):
        out += _locals_of(s.place, False)
    elif isinstance(s, n.Free):
        operands += [s.pointer, s.count]
    elif isinstance(s, n.CopyMem):
        operands += [s.dst, s.src, s.count]
    for o in operands:
        if o is not None and not isinstance(o, n.Const):
            out += _locals_of(o.place, True)
    return out


def _read_by(x: n.Terminator | None) -> list[int]:
    out: list[int] = []
    for o in _terminator_operands(x):
        if not isinstance(o, n.Const):
            out += _locals_of(o.place, True)
    if isinstance(x, n.Call):
        out += _locals_of(x.dest, False)
    return out
