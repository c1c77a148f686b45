"""Checked packages kept by content: what importers need of them, without trees.

In: a checked `types.Package`.  Out: bytes; and from bytes the package again, its exported names and all that they
reach. Packages it imports are named in it, not contained.  The trees come back when somebody asks (`Package.complete`):
the package is then read and checked again, and the functions of the summary get the new trees.

The reference is cmd/compile/internal/noder's export data.  The difference: that holds bodies of functions that may be
inlined, this reads the source again, since the cache is on the machine that has it.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import threading
from pathlib import Path
from typing import Any

from burrow import cache
from burrow.go import syntax as s
from burrow.go import types, universe
from burrow.go.types import Interface, Named, Object, Package

KIND = "go-summary"
_HEAD = re.compile(rb"(?:\s+|//[^\n]*\n|/\*.*?\*/)*", re.DOTALL)
_PACKAGE = re.compile(rb"package\s+\w+[ \t]*;?")
_IMPORT = re.compile(rb"import\b")
_SPEC = re.compile(rb"(?:[\w.]+[ \t]+)?(\"[^\"\n]*\"|`[^`]*`)[ \t]*;?")


def imports_of(data: bytes) -> list[str] | None:
    """The paths that a file imports, from its head alone; None where that is not plain to see."""
    at = _skip(data, 0)
    m = _PACKAGE.match(data, at)
    if m is None:
        return None
    out: list[str] = []
    at = _skip(data, m.end())
    while True:
        m = _IMPORT.match(data, at)
        if m is None:
            return out
        at = _skip(data, m.end())
        grouped = data[at : at + 1] == b"("
        if grouped:
            at = _skip(data, at + 1)
        while not grouped or data[at : at + 1] != b")":
            m = _SPEC.match(data, at)
            if m is None:
                return None
            out.append(m[1][1:-1].decode("utf-8", "replace"))
            at = _skip(data, m.end())
            if not grouped:
                break
        if grouped:
            at = _skip(data, at + 1)
            if data[at : at + 1] == b";":
                at = _skip(data, at + 1)


def _skip(data: bytes, at: int) -> int:
    m = _HEAD.match(data, at)
    return m.end() if m else at


_own: str | None = None


def front_end() -> str:
    """What the summaries depend on besides the sources: this front end itself."""
    global _own
    if _own is None:
        here = Path(__file__).parent
        marks = []
        for folder in (here, here / "check", here / "parse"):
            for entry in sorted(os.scandir(folder), key=lambda e: e.name):
                if entry.name.endswith(".py"):
                    st = entry.stat()
                    marks.append(f"{entry.name} {st.st_size} {st.st_mtime_ns}")
        _own = cache.digest("\n".join(marks))
    return _own


def digest(path: str, files: list[tuple[str, bytes]], version: int, imports: list[Package]) -> str:
    """The name of a package's summary."""
    parts: list[bytes | str] = [front_end(), path, str(version)]
    for name, data in files:
        parts += [name, data]
    parts += [p.digest or p.path for p in imports]
    return cache.digest(*parts)


class _Pickler(pickle.Pickler):
    """Names what belongs to other packages instead of containing it."""

    def __init__(self, out: io.BytesIO, pkg: Package) -> None:
        super().__init__(out, 5)
        self.pkg = pkg
        self.instances: dict[Named, int] = {}

    def persistent_id(self, obj: Any) -> Any:
        cls = obj.__class__
        if cls is Package:
            return None if obj is self.pkg else ("p", obj.path)
        if cls is Named:
            owner = obj.obj.pkg
            if owner is None:
                return "u", obj.obj.name, "type"
            if owner is not self.pkg:
                if not obj.targs:
                    if obj.obj.parent_func:
                        return None
                    return "t", owner.path, obj.obj.name
                # its fields and methods are made again from the generic type's own, so that nothing of it exists twice
                number = self.instances.get(obj)
                if number is not None:
                    return "i", number
                number = self.instances[obj] = len(self.instances)
                return "i", number, obj.origin, obj.targs
            return None
        if cls is Interface:
            if obj is universe.ANY:
                return "u", "any", "type"
            if obj is universe.EMPTY_INTERFACE:
                return "u", "interface{}", "type"
            return None
        if isinstance(obj, Object):
            if obj.pkg is None:
                if cls is types.TypeName or cls is types.Const or cls is types.Nil or cls is types.Builtin:
                    return "u", obj.name, "object"
            elif obj.pkg is universe.UNSAFE:
                return "u", "unsafe." + obj.name.removeprefix("unsafe."), "object"
            elif cls is types.TypeName and obj.pkg is not self.pkg and obj.pkg.scope.names.get(obj.name) is obj:
                return "o", obj.pkg.path, obj.name
            return None
        if cls is s.FuncInfo:
            return ("none",)
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, packages: dict[str, Package]) -> None:
        super().__init__(io.BytesIO(data))
        self.packages = packages
        self.instances: dict[int, Named] = {}

    def persistent_load(self, pid: Any) -> Any:
        kind = pid[0]
        if kind == "p":
            return self.packages[pid[1]]
        if kind == "t":
            return _object(self.packages[pid[1]], pid[2]).type
        if kind == "o":
            return _object(self.packages[pid[1]], pid[2])
        if kind == "u":
            return universe.predeclared(pid[1], pid[2])
        if kind == "i":
            # an argument of an instance may lead back to it: then it is there before its arguments are
            inst = self.instances.get(pid[1])
            if inst is None:
                inst = self.instances[pid[1]] = Named(_NOBODY)
            if len(pid) > 2:
                inst.obj, inst.origin, inst.targs, inst.tparams = pid[2].obj, pid[2], pid[3], pid[2].tparams
            return inst
        return None


_NOBODY = types.TypeName("", None, None, 0)


def _object(pkg: Package, name: str) -> Object:
    found = pkg.scope.names.get(name)
    return found if found is not None else pkg.hidden[name]


def dump(pkg: Package) -> bytes | None:
    """The summary of a checked package; None where it cannot be made."""
    out = io.BytesIO()
    pickler = _Pickler(out, pkg)
    exported = {n: o for n, o in pkg.scope.names.items() if types.is_exported(n)}
    # types that are not exported but reached from other packages by name
    hidden = {n: o for n, o in pkg.scope.names.items() if n not in exported and isinstance(o, types.TypeName)}
    failed: list[BaseException] = []

    def run() -> None:
        try:
            pickler.dump((pkg, exported, hidden))
        except (RecursionError, pickle.PicklingError, TypeError, AttributeError) as e:
            failed.append(e)

    # the pickler goes as deep as types nest: give it room
    before = threading.stack_size(256 << 20)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    threading.stack_size(before)
    return None if failed else out.getvalue()


def restore(data: bytes, packages: dict[str, Package]) -> Package | None:
    """The package of a summary; None where it does not fit the packages that are there."""
    try:
        unpickler = _Unpickler(data, packages)
        pkg, exported, hidden = unpickler.load()
    except (KeyError, AttributeError, pickle.UnpicklingError, EOFError, TypeError, ValueError, ImportError, IndexError):
        return None
    pkg.scope.names = exported
    pkg.hidden = hidden
    pkg.cached = True
    for path in pkg.paths:
        s.register(path)
    for inst in unpickler.instances.values():
        known = inst.origin._instances
        if known is None:
            known = inst.origin._instances = {}
        known.setdefault(",".join([a.key for a in inst.targs]), inst)
    return pkg  # type: ignore[no-any-return]


def transplant(old: Package, new: Package) -> None:
    """Give a package from a summary the trees of the same package, just checked."""
    old.cached = False
    for name in ("_files", "_funcs", "_inits", "_init_order", "_init_info", "directives"):
        setattr(old, name, getattr(new, name))
    fresh = {f.full_name: f for f in new.funcs}
    for f in old.known_funcs():
        g = fresh.get(f.full_name)
        if g is not None:
            f._decl, f.type = g._decl, g.type
    # what is not exported exists only in the new scope
    for name, obj in new.scope.names.items():
        old.scope.names.setdefault(name, obj)
