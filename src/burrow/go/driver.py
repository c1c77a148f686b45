"""The Go front end as the command line uses it.

In: a path (a .go file, a package's folder) and options.  Out: checked packages, placement lines, programs.  Nothing but
`CompileErrors` and `Unsupported` leaves it.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _no_collections() -> Iterator[None]:
    """Trees are many small objects that all live to the end: looking for garbage among them takes a third of the
    time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def packages(path: str) -> Any:
    """The checked packages that `path` needs, in the order of their dependencies; its own is the last."""
    from burrow.go.load import load

    return load(path)


def check(path: str, options: Any = None) -> list[Any]:
    """Check the package at `path`; errors are raised."""
    packages(path)
    return []


def import_path(path: str) -> str:
    """What the go command calls the package: the files of a command line are `command-line-arguments`."""
    from burrow.go.load import import_path

    return import_path(path)


def rules(path: str, pattern: str | None = None, no_inline: bool = False, small_frames: bool = False) -> Any:
    """Values on the heap that match `pattern` or that a `//burrow:noalloc` or `//burrow:noescape` comment forbids: an
    `escape.checks.Checked`, or None where there is nothing to check."""
    from pathlib import Path

    files = [Path(path)] if path.endswith(".go") else Path(path).glob("*.go")
    if pattern is None and not any(b"//burrow:no" in f.read_bytes() for f in files):
        return None
    from burrow.go.escape.checks import check as check_rules

    with _no_collections():
        return check_rules(packages(path)[-1], pattern, no_inline, small_frames)


def placement(path: str, m: int = 1, no_inline: bool = False, small_frames: bool = False) -> list[str]:
    """The lines of `go build -gcflags=-m` (`-m -m` for m=2, with `-l` for no_inline)."""
    from burrow.go.escape.lines import placement_lines

    with _no_collections():
        return placement_lines(packages(path)[-1], m, no_inline, small_frames)


def compile(path: str, options: Any = None) -> Any:
    """The program at `path`, as units that are built when they are needed."""
    from burrow.go.lower.program import compile_program

    return compile_program(path, options)
