"""The variance of each parameter of a type: `+` covariant, `-` contravariant, `o` invariant, `*` bivariant.

A fixed point over the ADTs that mention each other (`rustc_hir_analysis::variance`)."""

from __future__ import annotations

from typing import Any

from burrow.rust import types as t

_TABLE: dict[Any, list[str]] = {}


def variances_of(adt: Any) -> list[str]:
    """The query."""
    if adt.is_phantom:
        return ["+"] * adt.generics.count
    if adt.lang == "unsafe_cell":
        return ["o"] * adt.generics.count
    group: list[Any] = []
    _reach(adt, group)
    for a in group:
        _TABLE.setdefault(a, ["*"] * a.generics.count)
    changed = True
    while changed:
        changed = False
        for a in group:
            if a.is_phantom or a.lang == "unsafe_cell":
                continue
            out = list(_TABLE[a])
            for v in a.variants:
                for f in v.fields:
                    _visit(f.ty, "+", out)
            if out != _TABLE[a]:
                _TABLE[a] = out
                changed = True
    return _TABLE[adt]


def _reach(adt: Any, group: list[Any]) -> None:
    if adt in group:
        return
    group.append(adt)
    if adt.is_phantom:
        _TABLE[adt] = ["+"] * adt.generics.count
        return
    if adt.lang == "unsafe_cell":
        _TABLE[adt] = ["o"] * adt.generics.count
        return
    for v in adt.variants:
        for f in v.fields:
            for x in t.walk(f.ty):
                if isinstance(x, t.Adt):
                    _reach(x.def_, group)


def _join(a: str, b: str) -> str:
    if a == "*":
        return b
    if b == "*" or a == b:
        return a
    return "o"


def xform(v: str, w: str) -> str:
    """The variance of something at `w` inside something at `v`."""
    if v == "*" or w == "*":
        return "*"
    if v == "o" or w == "o":
        return "o"
    return "+" if v == w else "-"


def _visit(x: Any, v: str, out: list[str]) -> None:
    if not x.flags & t.HAS_PARAM:
        return
    if isinstance(x, t.Param):
        out[x.index] = _join(out[x.index], v)
    elif isinstance(x, t.Region):
        if x.kind == "early":
            out[x.index] = _join(out[x.index], v)
    elif isinstance(x, t.Const):
        if x.kind == "param":
            out[x.index] = _join(out[x.index], "o")
    elif isinstance(x, t.Ref):
        _visit(x.region, v, out)
        _visit(x.ty, "o" if x.mut else v, out)
    elif isinstance(x, t.RawPtr):
        _visit(x.ty, "o" if x.mut else v, out)
    elif isinstance(x, t.Adt):
        for a, w in zip(x.args, _TABLE.get(x.def_) or x.def_.variances, strict=False):
            _visit(a, xform(v, w), out)
    elif isinstance(x, t.FnPtr):
        for i in x.sig.inputs:
            _visit(i, xform(v, "-"), out)
        _visit(x.sig.output, v, out)
    elif isinstance(x, t.Dynamic):
        _visit(x.region, v, out)
        for a in x.args:
            _visit(a, "o", out)
        for _, p in x.projections:
            _visit(p, "o", out)
    elif isinstance(x, t.Alias):
        for a in x.args:
            _visit(a, "o", out)
    else:
        for c in t.children(x):
            _visit(c, v, out)
