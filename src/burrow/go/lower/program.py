"""A checked program as an `ir.Program`: one unit for each package, built only where no object of its key is kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from burrow.cache import digest
from burrow.go import types as g
from burrow.ir.program import Program, Unit, UnitPlan


def program(packages: list[g.Package], name: str, options: Any = None) -> Program:
    """The program whose packages are given in dependency order, its own last."""
    main = packages[-1]
    plans: list[UnitPlan] = []
    keys: dict[str, str] = {}
    no_inline = bool(options is not None and options.no_inline)
    for pkg in packages:
        if pkg.path == "unsafe":
            continue
        # what is called is called by signature, but inlined bodies and placement come from the packages below
        below = [keys[p.path] for p in sorted(pkg.imports, key=lambda p: p.path) if p.path in keys]
        key = digest(
            "go",
            version(),
            pkg.path,
            pkg.digest,
            str(no_inline),
            *below,
            *([p.path for p in packages] if pkg is main else []),
        )
        keys[pkg.path] = key
        plans.append(UnitPlan(pkg.path, key, _builder(pkg, packages if pkg is main else None)))
    return Program(plans, "runtime.main", "go", name)


def _builder(pkg: g.Package, entry: list[g.Package] | None) -> Any:
    def build() -> Unit:
        from burrow.go.lower.unit import lower_package

        order = [p for p in entry if p.path != "unsafe"] if entry is not None else None
        return lower_package(pkg, None, order)

    return build


@lru_cache(maxsize=1)
def version() -> str:
    """Changes whenever the front end does."""
    import os

    here = os.path.dirname(os.path.dirname(__file__))
    parts = []
    for folder, names, files in os.walk(here):
        names.sort()
        if os.path.basename(folder) == "std":
            names.clear()
            continue
        for f in sorted(files):
            if f.endswith(".py"):
                info = os.stat(os.path.join(folder, f))
                parts.append(f"{f}:{info.st_size}:{info.st_mtime_ns}")
    return digest(*parts)
