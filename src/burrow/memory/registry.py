"""The list of the runtime's functions, and how they are marked: `@rt(...)` on a plain Python function.

A runtime function takes and returns `int` (an i64), `float` (f64) or `None`; the annotations are its signature. The
decorator only writes the function down and hands it back unchanged, so that the interpreter runs the source as it
is; `codegen` compiles each function on its own and turns calls between them into calls of their symbols. That keeps
compilation linear (Numba alone would recompile callees into each caller), allows recursion, and keeps frames apart
where people filter a profile by them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Marked:
    """One runtime function: its symbol, which is its display name, and how LLVM should treat it."""

    function: Callable[..., Any]
    symbol: str
    result: str  # "i64", "f64" or "void"
    args: tuple[str, ...]
    inline: str  # "always", "never" or "auto"
    noreturn: bool
    export: bool  # the symbol is visible outside (also: called by assembly or by address)
    fast: bool
    cold: bool
    asm: bool  # defined in asm.py; the Python body is the interpreter's
    unwinds: bool
    display: str  # the name that line information gives it


MARKED: dict[Callable[..., Any], Marked] = {}
_KINDS = {"int": "i64", "float": "f64", "None": "void"}


def _name(annotation: Any) -> str:
    return str(getattr(annotation, "__name__", annotation))


def rt(
    symbol: str = "",
    *,
    inline: str = "auto",
    noreturn: bool = False,
    export: bool = False,
    fast: bool = False,
    cold: bool = False,
    asm: bool = False,
    unwinds: bool = False,
    display: str = "",
) -> Callable[[F], F]:
    """Mark a function as part of the runtime; its symbol is `runtime.NAME` unless given."""

    def mark(f: F) -> F:
        kinds = dict(f.__annotations__)
        result = _KINDS[_name(kinds.pop("return"))]
        args = tuple(_KINDS[_name(k)] for k in kinds.values())
        name = symbol or "runtime." + f.__name__
        if any(m.symbol == name for m in MARKED.values()):
            raise ValueError(f"two runtime functions are called {name}")
        MARKED[f] = Marked(
            f, name, result, args, inline, noreturn, export or fast, fast, cold, asm, unwinds, display or name
        )
        return f

    return mark
