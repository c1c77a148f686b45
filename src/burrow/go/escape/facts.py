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

from itertools import zip_longest
from pathlib import Path
from typing import Any

from burrow.go.escape.leaks import SIZE, Leaks
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
            found = parse(text)
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


class SoundFacts(LibraryFacts):
    """For machine code: what the real library does, and what burrow's own functions of the same name do on top.

    A value may only be on the stack if both leave it there; where burrow's library leaks more than Go's, a program is
    right, only slower than `-m` promises.  The findings about a package are kept by its digest.
    """

    def of(self, obj: Any, symbol: str) -> FuncFacts | None:
        real = LibraryFacts.of(self, obj, symbol)
        if not obj.pkg.std:
            return real
        own = self._own(obj.pkg).get(symbol)
        if own is None:
            return real
        if real is None:
            return own
        tags = [worse(a, b) for a, b in zip_longest(real.tags, own.tags, fillvalue=b"")]
        return FuncFacts(real.cost, real.can_delay and own.can_delay, tags, real.keep_alive or own.keep_alive)

    def _own(self, package: Any) -> dict[str, FuncFacts]:
        if package.digest and package not in self._others:
            from burrow import cache

            key = cache.digest("go facts 1", package.digest)
            kept = cache.get("go-facts", key)
            if kept is None:
                found = self._analysed(package)
                cache.put("go-facts", key, dump(found).encode())
            else:
                self._others[package] = parse(kept.decode())
        return self._analysed(package)


def worse(a: bytes, b: bytes) -> bytes:
    """The tag of a parameter that flows wherever `a` or `b` say."""
    x, y = Leaks(a), Leaks(b)
    for i in range(SIZE):
        derefs = y.get(i)
        if derefs >= 0:
            x.add(i, derefs)
    return x.encode()


def parse(text: str) -> dict[str, FuncFacts]:
    """The functions of a package, a line each."""
    found = {}
    for line in text.split("\n"):
        if line:
            symbol, cost, *tags = line.split("\t")
            flags = cost.lstrip("0123456789-")
            number = cost.rstrip("dke")
            found[symbol] = FuncFacts(
                None if number == "-" else int(number), "d" in flags, [bytes.fromhex(t) for t in tags],
                "k" in flags or "e" in flags,
            )  # fmt: skip
    return found


def dump(facts: dict[str, FuncFacts]) -> str:
    """The lines that `parse` reads."""
    out = []
    for symbol, f in facts.items():
        cost = "-" if f.cost is None else str(f.cost)
        flags = ("d" if f.can_delay else "") + ("k" if f.keep_alive else "")
        out.append("\t".join([symbol, cost + flags, *[t.hex() for t in f.tags]]))
    return "\n".join(out)


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


_sound: SoundFacts | None = None


def sound_facts() -> SoundFacts:
    """The facts for compiling."""
    global _sound
    if _sound is None:
        _sound = SoundFacts()
    return _sound
