"""The traces of a Go program's goroutines, as a panic or a fatal error prints them.

In: addresses of goroutine records (memory/layout.py) in this very process, where the frame-pointer chains are followed,
and the image, whose debugging information names the frames.  Out: text.  The reference is runtime/traceback.go
(traceback1, goroutineheader, showframe, printcreatedby); the difference: the values of arguments are not known here, so
that calls with arguments are shown as Go shows inlined ones, `f(...)`.
"""

from __future__ import annotations

import ctypes
import os
import re
from collections import deque
from typing import TYPE_CHECKING

from burrow.memory import layout as L

if TYPE_CHECKING:
    from burrow.profile.symbols import Frame, Symbolizer

INNER, OUTER = 50, 50  # frames that are shown of a deep stack
STATUS = {L.G_RUNNABLE: "runnable", L.G_RUNNING: "running", L.G_SYSCALLING: "syscall"}
WRAPPER = re.compile(r"\.(gowrap|deferwrap)\d+$")
KEPT = 1000  # frames that are looked at from each end of a stack
BODY = "#body"  # the part of a function that has deferred calls (go/lower/defers.py)


def goroutines(image: str, g: int, fp: int, pc: int, everything: bool) -> str:
    """The trace of g, where it is not 0, from the caller of the frame at fp (or pc in it) on; of the others too."""
    names = Names(image)
    out = []
    if g:
        out.append("\n" + header(g, "running") + names.text(walk(g, fp, pc)) + names.creator(g))
    if everything:
        for k in range(word(L.RT_NGS)):
            other = L.STACKS + (k + 1) * L.STACK_SLOT - L.G_SIZE
            status = word(other + L.G_STATUS)
            if other == g or status in (L.G_IDLE, L.G_DEAD) or word(other + L.G_SYSTEM):
                continue
            out.append("\n" + header(other, STATUS.get(status) or reason(other)))
            if status in (L.G_WAITING, L.G_RUNNABLE):
                sp = word(other + L.G_SP)
                out.append(names.text([word(sp + 48), *walk(other, word(sp + 40), 0)]))
            elif status == L.G_RUNNING:
                out.append("\tgoroutine running on other thread; stack unavailable\n")
            out.append(names.creator(other))
    return "".join(out)


def names(image: str, pc: int) -> str:
    """The frames of a return address, a line each: function, file, line, entry."""
    found = Names(image)
    lines = []
    for frame in found.frames(pc):
        path = os.path.abspath(frame.file) if frame.file else ""
        lines.append(f"{frame.name}\t{path}\t{frame.line}\t{found.entry(pc)}\n")
    return "".join(lines)


def word(address: int) -> int:
    """A word of this process."""
    return ctypes.c_uint64.from_address(address).value


def walk(g: int, fp: int, pc: int) -> list[int]:
    """The return addresses on the stack of g, innermost first; before them an address in the innermost frame itself.

    Of a very deep stack only both ends; minus the number of those left out stands between them.
    """
    found = [pc + 1] if pc else []
    low = g + L.G_SIZE - L.STACK_SLOT + L.STACK_GUARD
    if not low <= fp < g - 16:
        return found
    base = fp & -8
    words = memoryview((ctypes.c_char * (g - base)).from_address(base)).cast("B").cast("Q")
    at, end, last = 0, len(words) - 2, deque[int](maxlen=KEPT)
    count = 0
    while 0 <= at < end:
        if count < KEPT:
            found.append(words[at + 1])
        else:
            last.append(words[at + 1])
        count += 1
        above = (words[at] - base) >> 3
        if above <= at:
            break
        at = above
    if count > 2 * KEPT:
        found.append(2 * KEPT - count)
    return [address for address in (*found, *last) if address]


def header(g: int, status: str) -> str:
    """The first line of a goroutine's trace."""
    return f"goroutine {word(g + L.G_ID)} [{status}]:\n"


def reason(g: int) -> str:
    """Why a goroutine waits."""
    code = word(g + L.G_WAIT)
    return (L.WAIT_REASONS[code] if code < len(L.WAIT_REASONS) else "") or "waiting"


class Names:
    """The frames of one image."""

    _kept: dict[str, tuple[Symbolizer, frozenset[str], frozenset[str]]] = {}

    def __init__(self, image: str) -> None:
        if image not in self._kept:
            from burrow.native.elf import section
            from burrow.profile.symbols import Symbolizer

            found = Symbolizer.of_image(image)
            plain = b"".join(section(data, ".burrow.noargs") for data, _ in found.objects)
            bodies = frozenset(name for _, _, name in found.symbols if name.endswith(BODY))
            self._kept[image] = found, frozenset(plain.decode().split("\0")), bodies
        self.symbols, self.plain, self.bodies = self._kept[image]

    def frames(self, pc: int) -> list[Frame]:
        """What is shown of a return address, innermost first."""
        symbol = self.symbols.symbol(pc - 1)
        if symbol is None or symbol.startswith("runtime.") and hidden(symbol) or symbol + BODY in self.bodies:
            return []
        return [f for f in self.symbols.frames(pc - 1) if f.file and not hidden(f.symbol)]

    def entry(self, pc: int) -> int:
        """Where the function that holds an address begins."""
        from bisect import bisect_right

        return self.symbols.starts[bisect_right(self.symbols.starts, pc - 1) - 1]

    def text(self, addresses: list[int]) -> str:
        """The lines for a goroutine's frames."""
        shown: list[str] = []
        below = ""
        left = 0
        for pc in addresses:
            if pc < 0:
                left = -pc
                continue
            if below == "runtime.sigpanic":  # what called it is the faulting instruction itself
                pc += 1
            symbol = below = self.symbols.symbol(pc - 1) or ""
            if symbol == "runtime.gopanic" and shown:
                shown.append("panic(...)\n")
                continue
            frames = self.frames(pc)
            for i, f in enumerate(frames):
                inlined = i + 1 < len(frames)
                args = "()" if not inlined and symbol.removesuffix(BODY) in self.plain else "(...)"
                offset = "" if inlined else f" +{pc - self.entry(pc):#x}"
                shown.append(f"{f.name}{args}\n\t{os.path.abspath(f.file)}:{f.line}{offset}\n")
        if len(shown) > INNER + OUTER:
            left += len(shown) - INNER - OUTER
            shown[INNER:-OUTER] = [f"...{left} frames elided...\n"]
        return "".join(shown)

    def creator(self, g: int) -> str:
        """Who started a goroutine."""
        pc = word(g + L.G_CREATORPC)
        if word(g + L.G_ID) == 1 or not pc:
            return ""
        frames = self.frames(pc)
        if not frames:
            return ""
        f = frames[0]
        by = word(g + L.G_CREATOR)
        return (f"created by {f.name} in goroutine {by}\n"
                f"\t{os.path.abspath(f.file)}:{f.line} +{pc - self.entry(pc):#x}\n")


def hidden(symbol: str) -> bool:
    """Whether Go's traces leave a function out: its runtime's own, and wrappers that the compiler made."""
    if symbol.startswith("runtime."):
        return not symbol[8:9].isupper()
    return "." not in symbol or WRAPPER.search(symbol) is not None
