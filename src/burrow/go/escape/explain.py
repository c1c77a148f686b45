"""Why a value escapes: the flow behind each decision, as `-m -m` prints it.

In: the solver's findings while it runs.  Out: lines in the batch's world: `x escapes to heap in f:`, `flow: {heap} <-
&x:`, `from ... (why) at ...`.  The reference is explainPath, explainFlow and explainLoc in
cmd/compile/internal/escape/solve.go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burrow.go import syntax as S
from burrow.go.escape.graph import Location, Note
from burrow.go.inline.cost import At
from burrow.go.inline.format import name_text, text
from burrow.go.inline.nodes import Name, message_pos
from burrow.source.render_go import short_path

if TYPE_CHECKING:
    from burrow.go.escape.batch import Batch


class Explainer:
    """Writes the explanations of one batch."""

    def __init__(self, batch: Batch) -> None:
        self.b = batch

    def direct(self, dst: Location, src: Location, derefs: int, note: Note | None) -> None:
        """`&src` is stored into what escapes, found while the tree is walked."""
        pos = message_pos(src.node)
        self.say(pos, f"{text(src.node)} escapes to heap in {self.func(src)}:")
        self.flow(pos, dst, src, derefs, note)

    def escape(self, root: Location, loc: Location) -> None:
        """`loc` outlives its storage because of `root`."""
        pos = message_pos(loc.node)
        self.say(pos, f"{text(loc.node)} escapes to heap in {self.func(loc)}:")
        self.path(pos, root, loc)

    def leak(self, root: Location, loc: Location, derefs: int) -> None:
        """Parameter `loc` flows to `root`."""
        pos = message_pos(loc.node)
        self.say(
            pos, f"parameter {text(loc.node)} leaks to {self.name(root)} for {self.func(loc)} with derefs={derefs}:"
        )
        self.path(pos, root, loc)

    def path(self, pos: int, root: Location, src: Location) -> None:
        seen: set[Location] = set()
        while True:
            if src in seen:
                self.say(pos, "  warning: truncated explanation due to assignment cycle; see golang.org/issue/35518")
                return
            seen.add(src)
            dst = src.dst
            if dst is None:
                return
            _, derefs, note = dst.edges[src.dst_edge]
            self.flow(pos, dst, src, derefs, note)
            if dst is root:
                return
            src = dst

    def flow(self, pos: int, dst: Location, src: Location, derefs: int, note: Note | None) -> None:
        ops = "&" if derefs < 0 else "*" * derefs
        self.say(pos, f"  flow: {self.name(dst)} ← {ops}{self.name(src)}:")
        while note is not None:
            self.say(pos, f"    from {text(note.where)} ({note.why}) at {place(message_pos(note.where))}")
            note = note.next

    def name(self, loc: Location) -> str:
        if loc is self.b.heap:
            return "{heap}"
        n = loc.node
        if n is None:
            return "{temp}"
        if n.__class__ is Name:
            return name_text(n)
        return f"{{storage for {text(n)}}}"

    @staticmethod
    def func(loc: Location) -> str:
        return loc.fn.name.sym if loc.fn is not None else "<nil>"

    def say(self, pos: int, message: str) -> None:
        where: Any = At(pos)
        self.b.world.warn(where, message)


def place(pos: int) -> str:
    """A position in a line's text: shortened as the go command does for the one before the message."""
    path, line, column = S.position(pos)
    if not path:
        return "<unknown line number>"
    return f"{short_path(path)}:{line}:{column}"
