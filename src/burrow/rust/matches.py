"""Whether matches are exhaustive (E0004) and patterns of `let`, parameters and `for` irrefutable (E0005).

In: the finished tree of a body.  Out: diagnostics with a value that no arm takes.  The algorithm is Maranget's: look
for a vector of values that no row of patterns
matches, one constructor of the first column at a time (`rustc_pattern_analysis`).  Whole numbers are split at the
ends of the ranges that occur.
"""

from __future__ import annotations

from typing import Any

from burrow.rust import thir, traits
from burrow.rust import types as t

WILD = None  # a pattern that takes everything


def check_body(check: Any) -> None:
    """The matches of a checked body (the library's are taken on trust)."""
    if not check.crate.user:
        return
    for m in check.matches:
        rows = [a.pat for a in m.arms if a.guard is None]
        w = witness(check, rows, m.arms[0].pat.ty if m.arms else m.value.ty)
        if w is None:
            continue
        if m.source == "for":
            pat = m.arms[1].pat.fields[0][1]
            inner = w[5:-1] if w.startswith("Some(") else w
            report(check, pat.span, "`for` loop binding", inner)
        elif not m.arms:
            ty = m.value.ty
            check.error(m.value.span, f"non-exhaustive patterns: type `{ty}` is non-empty", "", "E0004")
        else:
            text = f"`{w}` not covered"
            check.error(m.value.span, f"non-exhaustive patterns: {text}", f"pattern {text}", "E0004")
    for st in check.lets:
        if st.otherwise is None:
            w = witness(check, [st.pat], st.pat.ty)
            if w is not None:
                report(check, st.pat.span, "local binding", w)
    for what, pat in check.param_pats:
        w = witness(check, [pat], pat.ty)
        if w is not None:
            report(check, pat.span, f"{what} argument", w)


def report(check: Any, span: Any, what: str, w: str) -> None:
    check.error(span, f"refutable pattern in {what}", f"pattern `{w}` not covered", "E0005")


def witness(check: Any, rows: list[Any], ty: t.Ty) -> str | None:
    """A value of type `ty` that no row takes, as text."""
    found = _Search(check).missing([[strip(r)] for r in rows], [ty])
    return None if found is None else found[0]


def strip(p: Any) -> Any:
    """A pattern without its bindings; WILD for one that takes everything."""
    while isinstance(p, thir.PBind):
        p = p.sub
    if p is None or isinstance(p, (thir.PWild, thir.PErr)):
        return WILD
    return p


class _Search:
    def __init__(self, check: Any) -> None:
        self.check = check
        self.steps = 0

    def norm(self, ty: t.Ty) -> t.Ty:
        return traits.normalize(ty, self.check.env)  # type: ignore[no-any-return]

    def missing(self, rows: list[list[Any]], tys: list[Any]) -> list[str] | None:
        """Values, one for each column, that no row takes."""
        self.steps += 1
        if self.steps > 20000:
            return None
        if not tys:
            return None if rows else []
        rows = [r for row in rows for r in alternatives(row)]
        ty = tys[0]
        heads = [r[0] for r in rows if r[0] is not WILD]
        for ctor in self.constructors(ty, heads):
            name, fields, key = ctor
            sub = []
            for r in rows:
                s = self.specialize(r[0], key, fields)
                if s is not None:
                    sub.append(s + r[1:])
            got = self.missing(sub, fields + tys[1:])
            if got is not None:
                n = len(fields)
                return [show(name, got[:n], key), *got[n:]]
        return None

    def constructors(self, ty: Any, heads: list[Any]) -> list[Any]:
        """(name, types of the fields, key) of each constructor that the column must be split into."""
        if isinstance(ty, t.Prim) and ty is t.BOOL:
            return [("false", [], ("const", False)), ("true", [], ("const", True))] if heads else [("_", [], ("wild",))]
        if isinstance(ty, t.Prim) and (ty.is_int or ty is t.CHAR):
            return self.ranges(ty, heads)
        if isinstance(ty, t.Adt) and ty.def_.is_enum:
            if not heads and ty.def_.variants and not self.empty(ty):
                return [("_", [], ("wild",))]
            out = []
            for v in ty.def_.variants:
                fields = [self.norm(f.ty_with(ty.args)) for f in v.fields]
                if any(self.empty(f) for f in fields):
                    continue
                out.append((variant_name(v), fields, ("variant", v.variant_index, v)))
            return out
        if ty is t.NEVER:
            return []
        if not heads:
            return [] if self.empty(ty) else [("_", [], ("wild",))]
        if isinstance(ty, t.Ref):
            if any(isinstance(h, thir.PConst) for h in heads):
                return [("&_", [], ("wild",))]
            return [("&", [ty.ty], ("deref",))]
        if isinstance(ty, t.Tuple):
            return [("", list(ty.elems), ("leaf", None))]
        if isinstance(ty, t.Adt):
            if ty.is_box and any(isinstance(h, thir.PDeref) for h in heads):
                return [("box ", [ty.args[0]], ("deref",))]
            v = ty.def_.variant
            return [(v.name, [self.norm(f.ty_with(ty.args)) for f in v.fields], ("leaf", v))]
        if isinstance(ty, t.Array) and ty.len.kind == "value":
            n = ty.len.value
            return [("[", [ty.ty] * n, ("slice", n))] if n <= 64 else [("_", [], ("wild",))]
        if isinstance(ty, t.Slice):
            most = max((len(h.prefix) + len(h.suffix) for h in heads if isinstance(h, thir.PSlice)), default=0)
            return [("[", [ty.ty] * n, ("slice", n)) for n in range(most + 1)] + [
                ("[", [ty.ty] * (most + 1), ("slice", most + 1))
            ]
        return [("_", [], ("wild",))]

    def ranges(self, ty: t.Prim, heads: list[Any]) -> list[Any]:
        """The stretches of whole numbers between the ends that occur."""
        if not heads:
            return [("_", [], ("wild",))]
        lo, hi = bounds(ty)
        cuts = {lo, hi + 1}
        for h in heads:
            a, b = interval(h, lo, hi)
            cuts |= {a, b + 1}
        points = sorted(c for c in cuts if lo <= c <= hi + 1)
        out = []  # type: ignore[var-annotated]
        for a, b in zip(points, points[1:], strict=False):
            if ty is t.CHAR and a >= 0xD800 and b - 1 <= 0xDFFF:
                continue
            out.append((range_text(ty, a, b - 1, lo, hi), [], ("range", a, b - 1, lo, hi)))
        return out

    def empty(self, ty: Any, depth: int = 0) -> bool:
        """Whether a type has no values."""
        if ty is t.NEVER:
            return True
        if depth > 8:
            return False
        if isinstance(ty, t.Tuple):
            return any(self.empty(x, depth + 1) for x in ty.elems)
        if isinstance(ty, t.Adt) and ty.def_.adt_kind != "foreign" and not ty.def_.is_union:
            if ty.def_.is_enum or ty.def_.crate.user:
                return all(
                    any(self.empty(self.norm(f.ty_with(ty.args)), depth + 1) for f in v.fields)
                    for v in ty.def_.variants
                ) and (ty.def_.is_enum or bool(ty.def_.variants))
        if isinstance(ty, t.Array):
            return ty.len.kind == "value" and ty.len.value > 0 and self.empty(ty.ty, depth + 1)
        return False

    def specialize(self, p: Any, key: Any, fields: list[Any]) -> list[Any] | None:
        """The patterns that a head has for the fields of a constructor; None when it does not take it."""
        n = len(fields)
        if p is WILD:
            return [WILD] * n
        kind = key[0]
        if kind == "wild":
            return None
        if kind == "const":
            return [] if isinstance(p, thir.PConst) and p.value is key[1] else None
        if kind == "range":
            a, b = interval(p, key[3], key[4])
            return [] if a <= key[1] and key[2] <= b else None
        if kind == "variant":
            if not isinstance(p, thir.PVariant) or p.variant != key[1]:
                return None
            return place(p.fields, n)
        if kind == "leaf":
            return place(p.fields, n) if isinstance(p, thir.PLeaf) else None
        if kind == "deref":
            return [strip(p.sub)] if isinstance(p, thir.PDeref) else None
        if isinstance(p, thir.PSlice):
            k = len(p.prefix) + len(p.suffix)
            if k > n or k < n and p.rest is None:
                return None
            return [strip(x) for x in p.prefix] + [WILD] * (n - k) + [strip(x) for x in p.suffix]
        return None


def place(fields: list[Any], n: int) -> list[Any]:
    out: list[Any] = [WILD] * n
    for i, p in fields:
        out[i] = strip(p)
    return out


def alternatives(row: list[Any]) -> list[list[Any]]:
    """A row with the alternatives of its first pattern spread over several rows."""
    p = row[0]
    if isinstance(p, thir.POr):
        return [r for q in p.pats for r in alternatives([strip(q), *row[1:]])]
    return [row]


def bounds(ty: t.Prim) -> tuple[int, int]:
    if ty is t.CHAR:
        return 0, 0x10FFFF
    if ty.name in ("usize", "isize"):
        # their width is not to be relied on: a closed range never reaches the ends
        return (0, 1 << 64) if ty.name == "usize" else (-(1 << 63) - 1, 1 << 63)
    if ty.is_signed:
        return -(1 << ty.bits - 1), (1 << ty.bits - 1) - 1
    return 0, (1 << ty.bits) - 1


def interval(p: Any, lo: int, hi: int) -> tuple[int, int]:
    """The numbers that a constant or range takes."""
    if isinstance(p, thir.PConst):
        return int(p.value), int(p.value)
    if isinstance(p, thir.PRange):
        a = lo if p.lo is None else int(p.lo)
        b = hi if p.hi is None else int(p.hi) if p.inclusive else int(p.hi) - 1
        return a, b
    return 1, 0


def range_text(ty: t.Prim, a: int, b: int, lo: int, hi: int) -> str:
    def one(n: int) -> str:
        if ty is t.CHAR:
            c = chr(n)
            return f"'{c}'" if c.isprintable() else f"'\\u{{{n:x}}}'"
        name = ty.name
        if n in (lo, hi) and ty.is_signed or n == hi:
            return f"{name}::{'MIN' if n == lo else 'MAX'}"
        return f"{n}_{name}"

    if a == b:
        return (
            one(a)
            if ty.name not in ("usize", "isize") or a not in (lo, hi)
            else f"{ty.name}::MAX.."
            if a == hi
            else f"..{ty.name}::MIN"
        )
    return f"{one(a)}..={one(b)}"


def variant_name(v: Any) -> str:
    return v.name if v.adt.name in ("Option", "Result") else f"{v.adt.name}::{v.name}"


def show(name: str, parts: list[str], key: Any) -> str:
    """A witness as text."""
    kind = key[0]
    if kind in ("variant", "leaf"):
        v = key[2] if kind == "variant" else key[1]
        if v is None:
            return "(" + ", ".join(parts) + (",)" if len(parts) == 1 else ")")
        if v.ctor == "const":
            return name
        if v.ctor == "fn":
            return f"{name}({', '.join(parts)})"
        if all(p == "_" for p in parts) and parts:
            return f"{name} {{ .. }}"
        return f"{name} {{ {', '.join(f'{f.name}: {p}' for f, p in zip(v.fields, parts, strict=False))} }}"
    if kind == "deref":
        return f"{name}{parts[0]}"
    if kind == "slice":
        return f"[{', '.join(parts)}]"
    return name
