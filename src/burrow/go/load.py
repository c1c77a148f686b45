"""From a path to checked packages: what `go build` calls loading.

In: a .go file, a package's folder, or a module's.  Out: `types.Package`s, checked, every import before what imports it;
or `source.CompileErrors`.  Imports come from the module itself (`go.mod`), its `vendor/`, our own library (`go/std`),
and where GOROOT names a Go installation from its sources: when a program needs a package that our library lacks, it
gets all of the standard library from there, so that there is one `fmt`; a package inside GOROOT always does.

The reference is cmd/go/internal/load and go/build; see `build.py` for which files count.
"""

from __future__ import annotations

import gc
import os
import re
import sys
from pathlib import Path

from burrow import cache
from burrow.go import build, summary, types
from burrow.go import syntax as s
from burrow.go.parse import parse_file
from burrow.go.parse.literals import string_value
from burrow.go.types import Package
from burrow.go.universe import UNSAFE
from burrow.source import CompileErrors, Diagnostic, SourceFile, Span, Unsupported
from burrow.source.span import remember

STD = Path(__file__).parent / "std"
_MODULE = re.compile(r"^\s*module\s+\"?([^\s\"]+)", re.MULTILINE)
_GO_LINE = re.compile(r"^\s*go\s+1\.(\d+)", re.MULTILINE)
_MOST_ERRORS = 10
_DEEP = 30_000


class _Missing(Exception):
    """An import that our library does not have, while GOROOT may."""


def load(path: str, *, tests: bool = False) -> list[Package]:
    """The package at `path` and all that it imports, in the order of dependency; the last is the one asked for."""
    if sys.getrecursionlimit() < _DEEP:
        sys.setrecursionlimit(_DEEP)
    root = goroot()
    inside = root is not None and os.path.abspath(path).startswith(str(root) + os.sep)
    # trees are many small objects that all live on: looking for garbage among them again and again takes half the time
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Loader(root if inside else None, inside, tests).load(path)
    except _Missing:
        return Loader(root, True, tests).load(path)
    finally:
        if collecting:
            gc.enable()


def goroot() -> Path | None:
    """The src folder of the Go installation that GOROOT names."""
    name = os.environ.get("GOROOT")
    if not name:
        return None
    src = Path(name).absolute() / "src"
    return src if src.is_dir() else None


def import_path(path: str) -> str:
    """What `go build` calls the package in the heading of its errors."""
    if path.endswith(".go"):
        return "command-line-arguments"
    folder, root = Path(path).absolute(), goroot()
    if root is not None and folder.is_relative_to(root):
        return folder.relative_to(root).as_posix()
    module = _find_module(folder)
    return "command-line-arguments" if module is None else module.path_of(folder)


class Module:
    """A go.mod: the module's path, folder and language version."""

    def __init__(self, file: Path) -> None:
        text = file.read_text("utf-8", "replace")
        self.folder = file.parent
        m = _MODULE.search(text)
        self.path = m[1] if m else "main"
        v = _GO_LINE.search(text)
        self.version = int(v[1]) if v else 16
        self.vendor = self.folder / "vendor"

    def path_of(self, folder: Path) -> str:
        """The import path of a folder in it."""
        rest = folder.relative_to(self.folder).as_posix()
        return self.path if rest == "." else f"{self.path}/{rest}"

    def folder_of(self, path: str) -> Path | None:
        """The folder of an import path, if it is here or vendored."""
        if path == self.path:
            return self.folder
        if path.startswith(self.path + "/"):
            return self.folder / path[len(self.path) + 1 :]
        vendored = self.vendor / path
        return vendored if vendored.is_dir() else None


def _find_module(folder: Path) -> Module | None:
    for f in (folder, *folder.parents):
        if (f / "go.mod").is_file():
            return Module(f / "go.mod")
    return None


class Loader:
    """Loads packages, each once."""

    def __init__(self, root: Path | None, real: bool, tests: bool) -> None:
        self.root = root
        self.real = real and root is not None  # the standard library is GOROOT's
        self.tests = tests
        self.packages: dict[str, Package] = {"unsafe": UNSAFE}
        self.order: list[Package] = []
        self.loading: list[str] = []
        self.module: Module | None = None
        self.all_errors = False
        self.summaries = True

    def load(self, path: str) -> list[Package]:
        """See `load`."""
        p = Path(path)
        if path.endswith(".go") and not p.is_dir():
            if not p.is_file():
                raise CompileErrors(
                    [
                        Diagnostic.error(
                            Span(path, 0, 0),
                            f"no required module provides package {path}; to add it:\ngo get " + path,
                        )
                    ]
                )
            folder = p.absolute().parent
            files = [path]
            self.module = _find_module(folder)
            name = "command-line-arguments"
        else:
            folder = p.absolute()
            self.module = _find_module(folder)
            files = self._files(Path(path), self.tests)
            if self.real and self.root is not None and folder.is_relative_to(self.root):
                name = folder.relative_to(self.root).as_posix()
                self.module = None
            elif self.module is not None:
                name = self.module.path_of(folder)
            else:
                name = "command-line-arguments"
            if not files:
                raise CompileErrors([Diagnostic.error(Span(path, 0, 0), f"no Go files in {folder}")])
        std = self.real and self.root is not None and folder.is_relative_to(self.root)
        version = self.module.version if self.module is not None else build.VERSION
        self._package(name, files, str(folder), version, std)
        return self.order

    def _files(self, folder: Path, tests: bool = False) -> list[str]:
        """The files of the package in a folder that count, sorted."""
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            return []
        return [str(folder / n) for n in names if build.name_fits(n, tests)]

    def find(self, path: str, importer: str) -> tuple[Path, int, bool] | None:
        """The folder of an import path, its language version, whether it is the standard library."""
        if self.module is not None:
            folder = self.module.folder_of(path)
            if folder is not None and folder.is_dir():
                return folder, self.module.version, False
        if self.real:
            assert self.root is not None
            for folder in (self.root / path, self.root / "vendor" / path):
                if folder.is_dir():
                    return folder, build.VERSION, True
            return None
        folder = STD / path
        if folder.is_dir() and any(n.endswith(".go") for n in os.listdir(folder)):
            return folder, build.VERSION, True
        root = goroot()
        if root is not None and ((root / path).is_dir() or (root / "vendor" / path).is_dir()):
            raise _Missing(path)
        return None

    def _imported(self, path: str, pos: int) -> Package:
        """An import that was loaded; a stand-in for one that could not be."""
        found = self.packages.get(path)
        if found is None:
            found = Package(path, path.rstrip("/").rsplit("/", 1)[-1] or "_")
            found.fake = True
            self.packages[path] = found
        return found

    def _package(
        self, path: str, names: list[str], folder: str, version: int, std: bool, keep: bool = False
    ) -> Package:
        """Read a package, load what it imports, check it; `keep`: an import, which may come from the cache and go
        there."""
        sources: list[tuple[str, bytes]] = []
        for name in names:
            try:
                data = Path(name).read_bytes()
            except OSError as e:
                raise CompileErrors([Diagnostic.error(Span(name, 0, 0), f"open {name}: {e.strerror}")]) from e
            if len(names) > 1 and not build.text_fits(data):
                continue
            if std and b'"C"' in data and "C" in (summary.imports_of(data) or ()):
                continue  # cgo is off
            sources.append((name, data))
        if keep:
            pkg = self._from_cache(path, sources, version)
            if pkg is not None:
                return pkg
        pkg = self._check(path, sources, folder, version, std)
        if keep and self.summaries:
            self._to_cache(pkg, sources, version)
        self.packages[path] = pkg
        self.order.append(pkg)
        return pkg

    def _from_cache(self, path: str, sources: list[tuple[str, bytes]], version: int) -> Package | None:
        """A package by its summary, everything it imports being loaded first."""
        if not self.summaries:
            return None
        wanted: dict[str, None] = {}
        for _, data in sources:
            found = summary.imports_of(data)
            if found is None:
                return None
            wanted.update(dict.fromkeys(found))
        if path in self.loading or "C" in wanted:
            return None
        self.loading.append(path)
        fine = all(p in self.packages or p not in self.loading and self._import(p, path) for p in sorted(wanted))
        self.loading.pop()
        if not fine:
            return None
        digest = summary.digest(path, sources, version, [self.packages[p] for p in sorted(wanted)])
        kept = cache.get(summary.KIND, digest)
        if kept is None:
            return None
        pkg = summary.restore(kept, self.packages)
        if pkg is not None:
            pkg.digest = digest
            pkg.reader = self._complete
            self.packages[path] = pkg
            self.order.append(pkg)
        return pkg

    def _to_cache(self, pkg: Package, sources: list[tuple[str, bytes]], version: int) -> None:
        pkg.digest = summary.digest(pkg.path, sources, version, pkg.imports)
        data = summary.dump(pkg)
        if data is not None:
            cache.put(summary.KIND, pkg.digest, data)

    def _complete(self, old: Package) -> None:
        """Read and check a package from a summary again, for its trees."""
        old.reader = None
        sources = [(p, Path(p).read_bytes()) for p in old.paths]
        new = self._check(old.path, sources, old.folder, int(old.go_version[4:]), old.std)
        summary.transplant(old, new)

    def _check(self, path: str, sources: list[tuple[str, bytes]], folder: str, version: int, std: bool) -> Package:
        """Parse and check a package."""
        files: list[s.File] = []
        errors: list[tuple[int, str]] = []
        for name, data in sources:
            remember(SourceFile(name, data))
            file, found = parse_file(name, data)
            errors += found
            if file is not None and not (std and any(d.path.value == '"C"' for d in file.imports)):
                files.append(file)
        if errors:
            raise CompileErrors(diagnostics(errors, self.all_errors))
        if not files:
            raise CompileErrors(
                [Diagnostic.error(Span(folder, 0, 0), f"build constraints exclude all Go files in {folder}")]
            )
        package_name = files[0].name.name
        if self.tests:
            files = [f for f in files if f.name.name == package_name]
        real = path
        if package_name == "main":
            real = "main"
        elif path == "command-line-arguments":
            real = package_name
        pkg = Package(real, package_name)
        pkg.files, pkg.folder, pkg.std = files, folder, std
        pkg.paths = [f.path for f in files]
        pkg.go_version = f"go1.{version}"
        pkg.directives = [d for f in files for d in f.directives]
        self.loading.append(path)
        self._imports(pkg, path)
        self.loading.pop()
        from burrow.go.check.checker import Checker

        checker = Checker(pkg, files, self._imported, version)
        for f in files:
            if f.name.name != package_name:
                checker.error(f.name, f"package {f.name.name}; expected package {package_name}")
        try:
            found = checker.check()
        except RecursionError:
            found = [(files[0].pos, "declarations or expressions nested too deeply")]
        if found:
            raise CompileErrors(diagnostics(found, self.all_errors))
        return pkg

    def _import(self, path: str, importing: str) -> Package | None:
        """Load the package of an import path; None where there is none."""
        found = self.find(path, importing)
        if found is None:
            return None
        folder, version, std = found
        return self._package(path, self._files(folder), str(folder), version, std, keep=True)

    def _imports(self, pkg: Package, importing: str) -> None:
        """Load everything that a package's files import; every import that there is not is reported."""
        missing: list[Diagnostic] = []
        for file in pkg.files:
            for d in file.imports:
                path = string_value(d.path.value).decode("utf-8", "replace")
                if path in self.packages or path == "C" or not path:
                    continue
                where = s.span(d.path.pos, len(d.path.value))
                if path in self.loading:
                    way = " -> ".join([*self.loading[self.loading.index(path) :], path])
                    raise CompileErrors([Diagnostic.error(where, f"import cycle not allowed: {way}")])
                text = self._refused(path, pkg)
                if text is None and self._import(path, importing) is None:
                    text = self._absent(path, where)
                if text is not None:
                    missing.append(Diagnostic.error(where, text))
        if missing:
            raise CompileErrors(missing)

    def _refused(self, path: str, pkg: Package) -> str | None:
        """Why a package may not import a path, whether or not it exists."""
        if path.startswith(("./", "../")) or path in (".", ".."):
            return f'"{path}" is relative, but relative import paths are not supported in module mode'
        if path.startswith("/"):
            return f"\"{path}\" is not a package path; see 'go help packages'"
        if not pkg.std and path.startswith("internal/"):
            return f"use of internal package {path} not allowed"
        return None

    def _absent(self, path: str, where: Span) -> str:
        """What to say of an import that was not found."""
        from burrow.go.api import has_package

        if "." in path.split("/", 1)[0]:
            if self.module is None:
                rest = ": go.mod file not found in current directory or any parent directory; see 'go help modules'"
            else:
                rest = f"; to add it:\ngo get {path}"
            return f"no required module provides package {path}{rest}"
        if has_package(path):
            raise Unsupported(where, f"package {path}")
        return f"package {path} is not in std"


def diagnostics(errors: list[tuple[int, str]], all_errors: bool = False) -> list[Diagnostic]:
    """Errors as gc prints them: the first ten that were found, sorted, one syntax error a line, none twice."""
    out: list[tuple[int, str]] = []
    seen: set[tuple[int, int, str]] = set()
    last_syntax: tuple[int, int] | None = None
    more = False
    for pos, text in errors:
        line = s.source_of(pos).position(pos & 0xFFFFFF)[0]
        if text.startswith("syntax error"):
            if last_syntax == (pos >> 24, line):
                continue
            last_syntax = (pos >> 24, line)
        key = (pos >> 24, line, text)
        if key in seen:
            continue
        seen.add(key)
        if len(out) >= _MOST_ERRORS and not all_errors:
            more = True
            break
        out.append((pos, text))
    files = list(dict.fromkeys(pos >> 24 for pos, _ in errors))
    files.sort(key=lambda n: s.path_of(n << 24))
    out.sort(key=lambda e: (files.index(e[0] >> 24), e[0]))
    shown = [Diagnostic.error(s.span(pos), text) for pos, text in out]
    if more:
        shown.append(Diagnostic.error(s.span(out[-1][0]), "too many errors"))
    return shown


__all__ = ["Loader", "import_path", "load", "types"]
