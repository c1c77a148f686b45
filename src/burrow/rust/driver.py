"""The entry to Rust's front end: load a crate, ask for its bodies.

`load(path, …)` parses a file (and the files of its modules), expands macros and collects definitions; `check_crate`
asks for every signature and body and
collects the diagnostics; a body is `fn.body`, made when first asked for.  The library's crates (`std/core`, `alloc`,
`std`) are loaded once for a process.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burrow.rust import defs
from burrow.rust.attrs import DEFAULT_CFG
from burrow.rust.lexer import SyntaxFault
from burrow.rust.modules import Builder
from burrow.source import CompileErrors, Diagnostic, Label, Level, SourceFile, Unsupported
from burrow.source.span import remember

if TYPE_CHECKING:
    from burrow.ir.program import Program
    from burrow.options import Options

LIBRARY = ("core", "alloc", "std")


def builder(crate: defs.Crate) -> Builder:
    """The builder of a crate (macros in bodies are expanded by it)."""
    b = crate.__dict__.get("builder")
    if b is None:
        b = crate.__dict__["builder"] = _Builder(crate, crate.sink)
    return b


class _Builder(Builder):
    """Sets up dependencies and the prelude before a crate's items are defined."""

    def before_items(self, root: defs.Module) -> None:
        crate = self.crate
        if crate.user:
            names = ["core"] if crate.no_std else ["core", "alloc", "std"]
            if crate.no_core:
                names = []
            for n in names:
                lib = library(n)
                if lib is not None and n != "alloc":
                    crate.deps.setdefault(n, lib)
            crate.macro_crates[:] = [c for n in reversed(names) if (c := library(n)) is not None]
            top = library("core" if crate.no_std else "std")
            if top is not None and not crate.no_core:
                crate.prelude = prelude_of(top, crate.edition)
        else:
            below = {"core": (), "alloc": ("core",), "std": ("core", "alloc"), "pprof": ("core", "alloc", "std")}.get(
                crate.name, ()
            )
            for n in below:
                lib = library(n)
                if lib is not None:
                    crate.deps[n] = lib
            crate.deps[crate.name] = crate
            # std's own prelude comes by `#[prelude_import]`; a crate above std has std's, as a program has
            top = library("core" if crate.name in LIBRARY else "std") if crate.name != "core" else None
            if top is not None:
                crate.prelude = prelude_of(top, crate.edition)
            crate.macro_crates[:] = [c for n in reversed(below) if (c := library(n)) is not None]

    def find_crate(self, name: str, item: Any) -> Any:
        c = self.crate.deps.get(name)
        if c is None and name in (*LIBRARY, "pprof"):
            c = library(name)
        return c


def prelude_of(lib: defs.Crate, edition: int) -> Any:
    """`std::prelude::rust_20xx` (or `v1`)."""
    from burrow.rust import resolve

    b = resolve.lookup(lib.root, "prelude", resolve.TYPES, None)
    if b is None:
        return None
    for name in (f"rust_{edition}", "rust_2021", "v1"):
        m = resolve.lookup(b.def_, name, resolve.TYPES, None)
        if m is not None:
            return m.def_
    return b.def_


_loading: set[str] = set()


def library(name: str) -> defs.Crate | None:
    """A crate of the library; None where it does not exist."""
    c = defs.crates.get(name)
    if c is not None:
        return c
    path = Path(__file__).parent / "std" / name / "lib.rs"
    if not path.exists() or name in _loading:
        return None
    _loading.add(name)
    for n in LIBRARY:
        if n == name:
            break
        library(n)
    from burrow.rust import store

    c = store.load(name)
    if c is not None:
        return c  # type: ignore[no-any-return]
    crate = defs.Crate(name, 2021)
    crate.cfg = DEFAULT_CFG
    crate.kind = "lib"
    builder(crate).root(str(path), path.read_bytes())
    store.save(crate)
    return crate


def load(
    path: str,
    *,
    edition: int = 2015,
    crate_type: str | None = None,
    cfg: Any = (),
    test: bool = False,
    name: str | None = None,
    text: bytes | None = None,
    deps: dict[str, defs.Crate] | None = None,
) -> defs.Crate:
    """A program's crate from its root file (or `text`).  `cfg` holds `name` or `(name, value)`s.  Syntax errors raise
    CompileErrors; other
    diagnostics are in `crate.sink`."""
    if name is None:
        stem = os.path.splitext(os.path.basename(path))[0].replace("-", "_")
        name = stem if stem.isidentifier() else "main"
    if name in (*LIBRARY, "pprof"):
        name += "_"
    try:
        data = text if text is not None else Path(path).read_bytes()
    except OSError as e:
        raise CompileErrors(
            [Diagnostic.error(_no_span(path), f"couldn't read `{path}`: {e.strerror} (os error {e.errno})")]
        ) from None
    remember(SourceFile(path, data))
    for old in [c for c in defs.crates.values() if c.user]:
        if deps is None or old not in deps.values():
            defs.crates.pop(old.name, None)
    crate = defs.Crate(name, edition)
    crate.user = True
    crate.test = test
    extra = [(c, None) if isinstance(c, str) else tuple(c) for c in cfg]
    if test:
        extra.append(("test", None))
    crate.cfg = DEFAULT_CFG | frozenset(extra)
    if deps:
        crate.deps.update(deps)
    for n in LIBRARY:
        library(n)
    b = builder(crate)
    try:
        b.root(path, data)
    except SyntaxFault as f:
        raise CompileErrors([f.diagnostic]) from None
    kind = crate_type
    for a in crate.root.attrs if crate.root is not None else ():
        if a.name == "crate_type" and kind is None:
            from burrow.rust.attrs import value

            kind = value(a)
    crate.kind = kind or "bin"
    return crate


def check_crate(crate: defs.Crate) -> list[Diagnostic]:
    """Every item and body of a program's crate; its diagnostics."""
    from burrow.rust import items

    items.check(crate)
    return crate.sink


def check(path: str, options: Options) -> list[Diagnostic]:
    """What is wrong with the program at `path`: types first, then ownership and borrows body by body, as rustc orders
    them; what could
    not be judged is among them (`Level.UNSUPPORTED`)."""
    return analyse(open_crate(path, options))


def analyse(crate: defs.Crate) -> list[Diagnostic]:
    """Every diagnostic of a loaded crate."""
    from burrow.rust import borrowck

    out: list[Diagnostic] = []
    try:
        check_crate(crate)
    except Unsupported as u:
        out.append(unsupported(u))
    return [*crate.sink, *borrowck.check_crate(crate), *out]


def unsupported(u: Unsupported) -> Diagnostic:
    """What burrow cannot do, as a diagnostic at its line."""
    return Diagnostic(Level.UNSUPPORTED, u.what, [Label(u.span, primary=True)])


def compile(path: str, options: Options) -> Program:
    """The program at `path`, checked, as IR; raises what stands in its way."""
    from burrow.rust import mono_program

    crate = open_crate(path, options)
    found = analyse(crate)
    if any(d.level in (Level.ERROR, Level.UNSUPPORTED) for d in found):
        raise CompileErrors(found)
    return mono_program.program(crate, options, crate.name)


def open_crate(path: str, options: Options) -> defs.Crate:
    """The crate that the command line means: a file, or a Cargo package."""
    from burrow.rust import cargo

    cfg: list[Any] = []
    for c in options.cfg:
        name, eq, value = c.partition("=")
        cfg.append((name.strip(), value.strip().strip('"') if eq else None))
    manifest = cargo.manifest_of(path)
    if manifest is not None:
        crate, manifests = cargo.open_package(manifest, cfg, options.test, options.edition)
        crate.__dict__["manifests"] = manifests
        return crate
    return load(
        path,
        edition=int(options.edition or 2015),
        crate_type=options.crate_type,
        cfg=cfg,
        test=options.test,
        name=options.crate_name,
    )


def _no_span(path: str) -> Any:
    from burrow.source import Span

    return Span(path, 0, 0)
