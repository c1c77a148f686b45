"""A program as an `ir.Program`: one unit for each package, built only where no object of its key is kept.

The list of units itself is kept too, by everything that loading would read: a program that has not changed is neither
parsed nor checked, and running it again costs a few `stat`s.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from burrow import cache
from burrow.ir.program import Program, Unit, UnitPlan

if TYPE_CHECKING:
    from collections.abc import Callable

    from burrow.go import types as g


def compile_program(path: str, options: Any) -> Program:
    """The program at `path`, which is loaded only when something has changed."""
    name = os.path.splitext(os.path.basename(path.rstrip("/")))[0]
    stamp = inputs(path, options)
    known = cache.get("go-units", stamp)
    loaded: dict[bool, list[g.Package]] = {}

    def packages(full: bool = False) -> list[g.Package]:
        if full not in loaded:
            loaded[full] = load(path, full)
        return loaded[full]

    if known is not None:
        units = [(str(n), str(k)) for n, k in json.loads(known)]
    else:
        units = keys(packages(), options)
    program = Program([UnitPlan(n, k, _builder(packages, n)) for n, k in units], "runtime.entry", "go", name)
    if known is None:
        cache.put("go-units", stamp, json.dumps(units).encode())
    if path.endswith(".go") and module_root(path) is None and not os.environ.get("GOROOT"):
        program.sources = [path]  # all else comes from our own library
    return program


def load(path: str, full: bool = True) -> list[g.Package]:
    """What runs: package runtime, which every program needs, then all that `path` imports, from our own library.

    Unless `full`, imports may come from their summaries, which is all that lowering another package needs.
    """
    from burrow.go.load import Loader, _Missing
    from burrow.source import NO_SPAN, CompileErrors, Diagnostic, Level, Unsupported

    if sys.getrecursionlimit() < 30_000:
        sys.setrecursionlimit(30_000)
    loader = Loader(None, False, False)
    loader.summaries = not full
    loader._import("runtime", "")
    try:
        order = loader.load(path)
    except _Missing as missing:
        raise Unsupported(NO_SPAN, f"package {missing}") from None
    if order[-1].name != "main":
        raise CompileErrors([Diagnostic(Level.ERROR, f"package {order[-1].path} is not a main package")])
    return [p for p in order if p.path != "unsafe"]


def keys(packages: list[g.Package], options: Any) -> list[tuple[str, str]]:
    """(path, key) of each unit, in dependency order."""
    found: dict[str, str] = {}
    flags = str(bool(options is not None and options.no_inline))
    for pkg in packages:
        # callers know signatures; what is inlined or placed comes from the packages below
        below = [found[p.path] for p in sorted(pkg.imports, key=lambda p: p.path) if p.path in found]
        entry = [p.path for p in packages] if pkg is packages[-1] else []
        found[pkg.path] = cache.digest("go", front_end(), pkg.path, source(pkg), flags, *below, *entry)
    return list(found.items())


def source(pkg: g.Package) -> str:
    """A digest of the package's files."""
    parts: list[bytes] = []
    for p in pkg.paths:
        with open(p, "rb") as f:
            parts += [os.path.abspath(p).encode("utf-8", "surrogateescape"), f.read()]
    return cache.digest(*parts)


def _builder(packages: Callable[..., list[g.Package]], path: str) -> Callable[[], Unit]:
    def build() -> Unit:
        from burrow.go.lower.plan import Plans
        from burrow.go.lower.unit import lower_package

        everything = packages()
        pkg = next(p for p in everything if p.path == path)
        if pkg.cached:
            everything = packages(True)
            pkg = next(p for p in everything if p.path == path)
        return lower_package(pkg, Plans(pkg), everything if pkg is everything[-1] else None)

    return build


# ---------------------------------------------------------------------------------------------------------------------
# What a program depends on


def inputs(path: str, options: Any) -> str:
    """A digest of everything that loading `path` may read."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parts = [
        front_end(),
        _stats(os.path.join(here, "std")),
        os.path.abspath(path),
        str(bool(options and options.no_inline)),
        os.environ.get("GOROOT", ""),
    ]
    root = module_root(path)
    if root is not None:
        parts.append(_stats(root))
    if path.endswith(".go"):
        with open(path, "rb") as f:
            return cache.digest(*parts, f.read())
    return cache.digest(*parts, _stats(path))


def module_root(path: str) -> str | None:
    """The folder of the go.mod that `path` belongs to."""
    at = os.path.abspath(path)
    while True:
        up = os.path.dirname(at)
        if os.path.isfile(os.path.join(at, "go.mod")):
            return at
        if up == at:
            return None
        at = up


def _stats(folder: str) -> str:
    """Names, sizes and times of the Go files below a folder."""
    out: list[str] = []
    stack = [folder]
    while stack:
        at = stack.pop()
        try:
            entries = sorted(os.scandir(at), key=lambda e: e.name)
        except OSError:
            continue
        for e in entries:
            if e.name.startswith((".", "_")):
                continue
            if e.is_dir(follow_symlinks=False):
                stack.append(e.path)
            elif e.name.endswith(".go") or e.name in ("go.mod", "modules.txt"):
                info = e.stat()
                out.append(f"{e.path}:{info.st_size}:{info.st_mtime_ns}")
    return cache.digest(*out)


_front_end: list[str] = []


def front_end() -> str:
    """Changes whenever the front end does."""
    if not _front_end:
        here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        out: list[str] = []
        for folder, names, files in os.walk(here):
            names[:] = sorted(n for n in names if n not in ("std", "__pycache__"))
            for f in sorted(files):
                if f.endswith(".py"):
                    info = os.stat(os.path.join(folder, f))
                    out.append(f"{f}:{info.st_size}:{info.st_mtime_ns}")
        _front_end.append(cache.digest(*out))
    return _front_end[0]
