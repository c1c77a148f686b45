"""What importing packages need to know of the standard library's functions.

In: `go/std/facts.txt`.  Out: `FuncFacts` for a function by its package's path and its symbol.  In gc these facts are
part of the export data of every compiled package; the file holds what the real compiler (the version is in its first
line) found in the real library, written by `tools/go_facts.py`.  They are facts about Go's library, not about any
program: burrow's own library is simpler inside than Go's, so what its functions do with their parameters would not be
what `-m` must say.  Packages that are not in the file (those of a program's own module) are analysed: see
`PackageFacts`.

The format: a line `package PATH`, then a line for each function: symbol, cost ("-": not inlinable; followed by d:
results may be declared late, k: uintptr parameters are kept alive, e: they escape), the tag of each parameter in
hexadecimal, receiver first, separated by tabs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from burrow.go.inline.world import FuncFacts

FILE = Path(__file__).resolve().parent.parent / "std" / "facts.txt"


class LibraryFacts:
    """The facts of the file; a package's lines are parsed when it is first asked for."""

    def __init__(self, path: Path = FILE) -> None:
        self._text: dict[str, str] = {}
        self._packages: dict[str, dict[str, FuncFacts]] = {}
        self._others: dict[Any, Any] = {}
        if path.exists():
            for chunk in path.read_text(encoding="utf-8").split("\npackage ")[1:]:
                name, _, body = chunk.partition("\n")
                self._text[name] = body

    def package(self, path: str) -> dict[str, FuncFacts] | None:
        """The facts of a package by symbol, or None for one that is not in the library."""
        found = self._packages.get(path)
        if found is None:
            text = self._text.get(path)
            if text is None:
                return None
            found = {}
            for line in text.split("\n"):
                if not line:
                    continue
                symbol, cost, *tags = line.split("\t")
                flags = cost.lstrip("0123456789-")
                number = cost.rstrip("dke")
                found[symbol] = FuncFacts(
                    None if number == "-" else int(number),
                    "d" in flags,
                    [bytes.fromhex(t) for t in tags],
                    "k" in flags or "e" in flags,
                )
            self._packages[path] = found
        return found

    def of(self, obj: Any, symbol: str) -> FuncFacts | None:
        """The facts of a function: from the file, or from the analysis of its package."""
        package = obj.pkg
        known = self.package(package.path)
        if known is not None and (package.std or package.path not in _LOCAL_NAMES):
            return known.get(symbol)
        return self._analysed(package).get(symbol)

    def _analysed(self, package: Any) -> dict[str, FuncFacts]:
        found: dict[str, FuncFacts] | None = self._others.get(package)
        if found is None:
            from burrow.go.escape.analyze import analyze
            from burrow.go.inline import format as printing

            saved = printing.current()
            self._others[package] = {}
            found = export(analyze(package, self).world)
            printing.set_local(*saved)
            self._others[package] = found
        return found


_LOCAL_NAMES = frozenset(("main", "command-line-arguments"))


def export(world: Any) -> dict[str, FuncFacts]:
    """The facts of an analysed package."""
    out = {}
    for fn in world.funcs:
        if fn.closure is None and not fn.dupok and not fn.wrapper and not fn.package_init:
            inl = fn.inl
            out[fn.name.sym] = FuncFacts(
                None if inl is None else inl.cost,
                inl is not None and inl.can_delay,
                fn.tags or [],
                "uintptrkeepalive" in fn.directives,
            )
    return out


_library: LibraryFacts | None = None


def library_facts() -> LibraryFacts:
    """The facts that this process has."""
    global _library
    if _library is None:
        _library = LibraryFacts()
    return _library
