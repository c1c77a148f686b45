"""Cargo packages: what `Cargo.toml` says of a program.

In: the path of a package's folder or manifest.  Out: the crate, its path dependencies loaded before it; the crate
`pprof` is in our own library.  No registry is ever asked: any other dependency is not supported, and says so.  The
reference is cargo's `src/cargo/util/toml`; of a manifest we read `package`, `lib`, `bin` and `dependencies`.
"""

from __future__ import annotations

import os
import tomllib
from typing import Any

from burrow.rust import defs
from burrow.source import CompileErrors, Diagnostic, Span, Unsupported

BUNDLED = ("pprof",)


def manifest_of(path: str) -> str | None:
    """The manifest that a command-line path means, or None where it is a source file."""
    if os.path.basename(path) == "Cargo.toml":
        return path
    return os.path.join(path, "Cargo.toml") if os.path.isdir(path) else None


def open_package(manifest: str, cfg: list[Any], test: bool, edition: str | None) -> tuple[defs.Crate, list[str]]:
    """The package's program (or library), and every manifest that was read."""
    read: list[str] = []
    crate = _open(manifest, cfg, test, edition, read, {}, False)
    return crate, read


def _open(manifest: str, cfg: list[Any], test: bool, edition: str | None, read: list[str],
          known: dict[str, defs.Crate], as_library: bool) -> defs.Crate:
    from burrow.rust import driver

    manifest = os.path.normpath(manifest)
    table = _read(manifest)
    read.append(manifest)
    package = table.get("package")
    if not isinstance(package, dict) or not isinstance(package.get("name"), str):
        raise CompileErrors([Diagnostic.error(Span(manifest, 0, 0), "manifest is missing a `[package]` with a `name`")])
    folder = os.path.dirname(manifest)
    deps: dict[str, defs.Crate] = {}
    for name, what in table.get("dependencies", {}).items():
        found = _dependency(manifest, name, what, cfg, read, known)
        if found is not None:
            deps[name.replace("-", "_")] = found
    source = _root(manifest, folder, table, as_library)
    crate = driver.load(source, edition=int(edition or package.get("edition", "2015")), cfg=cfg, test=test,
                        name=package["name"].replace("-", "_"), crate_type="lib" if as_library else None, deps=deps)
    return crate


def _read(manifest: str) -> dict[str, Any]:
    try:
        with open(manifest, "rb") as f:
            return tomllib.load(f)
    except OSError as e:
        said = Diagnostic.error(Span(manifest, 0, 0), f"couldn't read `{manifest}`: {e.strerror}")
        raise CompileErrors([said]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise CompileErrors([Diagnostic.error(Span(manifest, 0, 0), f"invalid manifest: {e}")]) from None


def _dependency(manifest: str, name: str, what: Any, cfg: list[Any], read: list[str],
                known: dict[str, defs.Crate]) -> defs.Crate | None:
    """A path dependency, loaded once, or a crate that our library brings."""
    from burrow.rust import driver

    if name in BUNDLED:
        return driver.library(name)
    path = what.get("path") if isinstance(what, dict) else None
    if not isinstance(path, str):
        raise Unsupported(_line_of(manifest, name), f"the dependency `{name}`: only path dependencies and the crates "
                                                    f"{', '.join(BUNDLED)} are supported")
    where = os.path.normpath(os.path.join(os.path.dirname(manifest), path, "Cargo.toml"))
    if where not in known:
        known[where] = _open(where, cfg, False, None, read, known, True)
    return known[where]


def _root(manifest: str, folder: str, table: dict[str, Any], as_library: bool) -> str:
    """The root file of the library or of the (first) program."""
    if as_library:
        return os.path.join(folder, table.get("lib", {}).get("path", "src/lib.rs"))
    for one in table.get("bin", []):
        if isinstance(one, dict) and isinstance(one.get("path"), str):
            return os.path.join(folder, one["path"])
    for name in ("src/main.rs", "src/lib.rs"):
        if os.path.exists(os.path.join(folder, name)):
            return os.path.join(folder, name)
    raise CompileErrors([Diagnostic.error(Span(manifest, 0, 0), "no targets specified in the manifest: neither "
                                                                "src/main.rs nor src/lib.rs is there")])


def _line_of(manifest: str, name: str) -> Span:
    """Where the manifest names a dependency."""
    with open(manifest, "rb") as f:
        at = f.read().find(name.encode())
    return Span(manifest, max(at, 0), max(at, 0) + len(name))
