"""The order in which functions are visited: callees before callers, those that call each other together.

In: functions.  Out: calls of `analyze` with groups of functions.  The reference is cmd/compile/internal/ir/scc.go
(Tarjan's algorithm after Sedgewick, 2nd edition, p. 482): each function has two numbers, so that a function that
calls itself is told from one that does not, and a closure that captures something is never a group of its own.  The
difference: what a function refers to is collected in one walk first, so that recursion is as deep as the call graph,
not the tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from burrow.go.inline import nodes as N

if TYPE_CHECKING:
    from collections.abc import Callable

    from burrow.go.inline.nodes import Func

_DONE = 1 << 60


def visit_bottom_up(funcs: list[Func], analyze: Callable[[list[Func], bool], None]) -> None:
    """Call `analyze(group, recursive)` for each group, callees first."""
    number: dict[Func, int] = {}
    stack: list[Func] = []
    counter = 0

    def visit(root: Func) -> None:
        nonlocal counter
        # frames: [function, its number, the smallest number reached, its references]
        frames: list[list[object]] = []

        def enter(f: Func) -> None:
            nonlocal counter
            number[f] = counter + 1
            counter += 2
            stack.append(f)
            frames.append([f, counter - 1, counter, iter(references(f))])

        enter(root)
        while frames:
            frame = frames[-1]
            lowest: int = frame[2]  # type: ignore[assignment]
            pushed = False
            for callee in frame[3]:  # type: ignore[attr-defined]
                known = number.get(callee)
                if known is None:
                    enter(callee)
                    pushed = True
                    break
                lowest = min(lowest, known)
            frame[2] = lowest
            if pushed:
                continue
            frames.pop()
            f: Func = frame[0]  # type: ignore[assignment]
            own: int = frame[1]  # type: ignore[assignment]
            if (lowest == own or lowest == own + 1) and not f.is_closure:
                at = len(stack) - 1
                while True:
                    number[stack[at]] = _DONE
                    if stack[at] is f:
                        break
                    at -= 1
                group = stack[at:]
                del stack[at:]
                analyze(group, lowest == own)
            if frames:
                frames[-1][2] = min(frames[-1][2], lowest)  # type: ignore[call-overload]

    for f in funcs:
        if not f.is_closure and f not in number:
            visit(f)


def references(f: Func) -> list[Func]:
    """The functions with bodies that `f` names, in order; the literals in it."""
    out: list[Func] = []
    seen: set[Func] = set()

    def look(n: N.Node) -> None:
        op = n.op
        target = None
        if op == N.ONAME:
            if n.cls == N.PFUNC:  # type: ignore[attr-defined]
                target = n.defn  # type: ignore[attr-defined]
        elif op == N.OCLOSURE:
            target = n.aux
        elif op == N.OMETHEXPR or op == N.OMETHVALUE or op == N.ODOTMETH:
            method = n.aux.obj
            if method is not None and method.__class__ is N.Name:
                target = method.defn
        if target is not None and target not in seen:
            seen.add(target)
            out.append(target)

    for s in f.body:
        N.visit(s, look)
    return out
