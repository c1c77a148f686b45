"""The library as a packed file: definitions that are loaded one by one, when they are asked for.

In: library crates whose items were collected and whose headers were lowered.  Out: one file for each crate in
burrow's cache, named by everything that went in.
Loading a crate reads an index; a definition is unpickled when somebody follows a reference to it, and each of its
queries (generics, signature, syntax, …) when
that is asked for.  rustc's counterpart is crate metadata (`rustc_metadata`).
"""

from __future__ import annotations

import mmap
import os
import pickle
from functools import lru_cache
from pathlib import Path
from typing import Any

from burrow import cache
from burrow.rust import defs, traits
from burrow.rust.attrs import DEFAULT_CFG

KIND = "rust-library"
_QUERIES = (
    "generics",
    "predicates",
    "sig",
    "trait_ref",
    "self_ty",
    "bounds",
    "supers",
    "own_predicates",
    "header",
    "param_table",
    "implied",
    "repr",
    "ast",
)
_SKIP = {
    "busy",
    "macro_scope",
    "env",
    "in_module",
    "packed",
    "traits",
    "parsed",
    "impl_params",
    "opaques",
    "body",
    "closure_table",
    "drop_impl",
    "variances",
    "dyn_compatible",
}


@lru_cache(maxsize=8)
def stamp(name: str) -> str:
    """A name for the sources of a library crate and of those below it, and for the code that reads them."""
    from burrow.rust.driver import LIBRARY

    here = Path(__file__).parent
    parts: list[str] = []
    below = LIBRARY[: LIBRARY.index(name) + 1] if name in LIBRARY else (*LIBRARY, name)
    for c in below:
        for root, _, files in os.walk(here / "std" / c):
            for f in files:
                if f.endswith(".rs"):
                    s = os.stat(os.path.join(root, f))
                    parts.append(f"{root}/{f}:{s.st_mtime_ns}:{s.st_size}")
    for f in (
        "lexer",
        "parse",
        "parse_expr",
        "syntax",
        "macros",
        "modules",
        "resolve",
        "lower",
        "collect",
        "defs",
        "types",
        "derive",
        "format",
        "builtin",
        "store",
        "quote",
        "attrs",
    ):
        s = os.stat(here / f"{f}.py")
        parts.append(f"{f}:{s.st_mtime_ns}:{s.st_size}")
    return cache.digest(*sorted(parts))


def ast_of(d: Any) -> Any:
    """The query of a definition that has no syntax."""
    return None


class Packed(list[Any]):
    """A crate's definitions: those not loaded yet are None."""

    def __init__(self, crate: Any, data: Any, offsets: list[int]) -> None:
        super().__init__([None] * (len(offsets) - 1))
        self.crate = crate
        self.data = data
        self.offsets = offsets

    def __getitem__(self, i: Any) -> Any:
        d = list.__getitem__(self, i)
        if d is None and type(i) is int and i < len(self.offsets) - 1:
            d = self.load(i)
        return d

    def load(self, i: int) -> Any:
        raw = self.data[self.offsets[i] : self.offsets[i + 1]]
        d: Any = object.__new__(_CLASSES[raw[0]])
        list.__setitem__(self, i, d)
        d.__dict__.update(crate=self.crate, index=i, busy=set(), macro_scope=None)
        d.__dict__.update(pickle.loads(raw[1:]))
        return d


_CLASSES: list[type] = [
    defs.Module,
    defs.VariantDef,
    defs.AdtDef,
    defs.TraitDef,
    defs.ImplDef,
    defs.FnDef,
    defs.ConstDef,
    defs.AnonConst,
    defs.StaticDef,
    defs.TypeAliasDef,
    defs.AssocTyDef,
    defs.OpaqueDef,
    defs.ClosureDef,
    defs.MacroDef,
]


def load(name: str) -> Any:
    """A library crate from the cache; None where it is not there (or cannot be read)."""
    path = cache.path(KIND, cache.digest(stamp(name), name))
    try:
        with open(path, "rb") as f:
            data = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    n = int.from_bytes(data[:8], "little")
    crate = defs.Crate(name, 2021)
    crate.cfg = DEFAULT_CFG
    crate.kind = "lib"
    head = pickle.loads(data[8 : 8 + n])
    offsets = [8 + n + o for o in head["offsets"]]
    crate.defs = Packed(crate, data, offsets)
    crate.__dict__["packed_count"] = len(offsets) - 1
    crate.__dict__["packed_impls"] = head["impls"]
    crate.__dict__["packed_inherent"] = head["inherent"]
    crate.__dict__["macro_table"] = head["macros"]
    crate.lang_items = _Lang(crate, head["lang"])
    crate.features = head["features"]
    for k, c in head["deps"].items():
        crate.deps[k] = defs.crates[c]
    crate.macro_crates = [defs.crates[c] for c in head["macro_crates"]]
    crate.root = crate.defs[head["root"]]
    if head["prelude"] is not None:
        crate.prelude = defs.crates[head["prelude"][0]].defs[head["prelude"][1]]
    return crate


class _Lang(dict[str, Any]):
    """Lang items by name, loaded when asked for."""

    def __init__(self, crate: Any, table: dict[str, int]) -> None:
        super().__init__(table)
        self.crate = crate

    def get(self, name: str, default: Any = None) -> Any:
        i = dict.get(self, name)
        return default if i is None else self.crate.defs[i]


def save(crate: Any) -> None:
    """Pack a library crate whose items are collected; one with errors is not kept."""
    from burrow.rust import items

    i = 0
    while i < len(crate.defs):
        items.header(crate.defs[i])
        i += 1
    for d in list(crate.defs):
        if d.kind == "trait":
            traits.implied(d)
    if not crate.sink:
        crate.__dict__["packed_count"] = len(crate.defs)
        cache.put(KIND, cache.digest(stamp(crate.name), crate.name), pack(crate))


def pack(crate: Any) -> bytes:
    blobs = []
    offsets = [0]
    for d in crate.defs:
        state = {}
        packed = {}
        for k, v in d.__dict__.items():
            if k in _QUERIES:
                if k != "ast" or v is not None:
                    packed[k] = pickle.dumps(v, 5)
            elif k not in _SKIP and k not in ("crate", "index"):
                state[k] = v
        state["packed"] = packed
        blob = bytes([_CLASSES.index(type(d))]) + pickle.dumps(state, 5)
        blobs.append(blob)
        offsets.append(offsets[-1] + len(blob))
    traits.impl_table(crate)
    impls = {}
    for trait, by in crate.__dict__["impl_table"].items():
        impls[trait.crate.name, trait.index] = {
            traits.plain_key(k): [i.index for i in group] for k, group in by.items() if k != "all"
        }
    inherent = {traits.plain_key(k): [i.index for i in group] for k, group in crate.__dict__["inherent_table"].items()}
    b = crate.__dict__["builder"]
    head = pickle.dumps(
        {
            "offsets": offsets,
            "impls": impls,
            "inherent": inherent,
            "root": crate.root.index,
            "features": crate.features,
            "macros": {k: m.index for k, m in b.macro_names.items()},
            "lang": {k: d.index for k, d in crate.lang_items.items()},
            "deps": {k: c.name for k, c in crate.deps.items()},
            "macro_crates": [c.name for c in crate.macro_crates],
            "prelude": (crate.prelude.crate.name, crate.prelude.index) if crate.prelude is not None else None,
        },
        5,
    )
    return len(head).to_bytes(8, "little") + head + b"".join(blobs)
