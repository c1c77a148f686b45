"""Lang items: the library's definitions that the compiler knows by `#[lang = "…"]`."""

from __future__ import annotations

from typing import Any

from burrow.rust import defs


def item(crate: defs.Crate, name: str) -> Any:
    """The lang item as `crate` sees it (its own, or the library's); None where there is none."""
    d = crate.lang_items.get(name)
    if d is not None:
        return d
    for lib in ("core", "alloc", "std"):
        c = defs.crates.get(lib)
        if c is not None:
            d = c.lang_items.get(name)
            if d is not None:
                return d
    return None


def path(*names: str) -> Any:
    """A definition of the library by its path (`core`, `marker`, `Send`); None where the library lacks it."""
    from burrow.rust import resolve

    c = defs.crates.get(names[0])
    if c is None or c.root is None:
        return None
    d: Any = c.root
    for n in names[1:]:
        b = resolve.lookup(d, n, resolve.TYPES, None) or resolve.lookup(d, n, resolve.VALUES, None)
        if b is None:
            return None
        d = b.def_
    return d
