"""Inference variables: the table that says what is known of each, unification, and snapshots.

In: types with `Infer` variables.  Out: `unify` makes two types equal (or says it cannot), `resolve` puts what is
known in place.  Free regions are not
compared: rustc's type check does not decide them either, the borrow checker does.  Only an impl's own lifetimes while
the impl is matched
(`Region("infer", …)`) are bound to what they meet.  Reference: `rustc_infer`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from burrow.rust import types as t


class Table:
    """The variables of one body (or of one question about traits)."""

    def __init__(self) -> None:
        self.values: list[Any] = []  # a term, or None while unknown; another variable means "the same as"
        self.kinds: list[str] = []
        self.origins: list[Any] = []
        self.log: list[int] = []
        self.diverging: set[int] = set()
        self.consts: list[Any] = []

    # ---- variables
    # ------------------------------------------------------------------------------------------------------------

    def new(self, kind: str = "ty", origin: Any = None) -> t.Infer:
        self.values.append(None)
        self.kinds.append(kind)
        self.origins.append(origin)
        return t.Infer(kind, len(self.values) - 1)

    def new_const(self, ty: t.Ty, origin: Any = None) -> t.Const:
        self.values.append(None)
        self.kinds.append("const")
        self.origins.append(origin)
        return t.Const("infer", ty, None, len(self.values) - 1)

    def new_region(self) -> t.Region:
        self.values.append(None)
        self.kinds.append("region")
        self.origins.append(None)
        return t.Region("infer", len(self.values) - 1)

    def fresh(self, generics: t.Generics, origin: Any = None, erase: bool = False) -> t.Args:
        """A new variable for each parameter (regions are erased, or variables of their own)."""
        out: list[Any] = []
        for p in generics.all():
            if p.kind == "lifetime":
                out.append(t.ERASED if erase else self.new_region())
            elif p.kind == "type":
                out.append(self.new("ty", origin))
            else:
                out.append(self.new_const(p.ty or t.USIZE, origin))
        return tuple(out)

    def set(self, i: int, value: Any) -> None:
        self.values[i] = value
        self.log.append(i)

    def snapshot(self) -> int:
        return len(self.log)

    def rollback(self, at: int) -> None:
        log, values = self.log, self.values
        while len(log) > at:
            values[log.pop()] = None

    def probe(self, f: Callable[[], Any]) -> Any:
        """Run `f` and take back what it learned."""
        at = self.snapshot()
        try:
            return f()
        finally:
            self.rollback(at)

    # ---- reading
    # ----------------------------------------------------------------------------------------------------------------

    def shallow(self, ty: Any) -> Any:
        """`ty` itself unless it is a variable: then its value as far as known, else its root variable."""
        while True:
            cls = type(ty)
            if cls is t.Infer:
                v = self.values[ty.fields[1]]
            elif cls is t.Const and ty.fields[0] == "infer" or cls is t.Region and ty.fields[0] == "infer":
                v = self.values[ty.index]
            else:
                return ty
            if v is None:
                return ty
            ty = v

    def resolve(self, ty: Any) -> Any:
        """`ty` with every known variable replaced."""
        if not ty.flags & t.HAS_INFER:
            return ty
        return self._resolve(ty)

    def _resolve(self, ty: Any) -> Any:
        cls = type(ty)
        if cls is t.Infer or cls is t.Const or cls is t.Region:
            v = self.shallow(ty)
            if v is ty or not v.flags & t.HAS_INFER or type(v) in (t.Infer, t.Region):
                return v
            ty = v
            if type(ty) is t.Const:
                return ty
        return t.map_terms(ty, lambda c, d: self._resolve(c) if c.flags & t.HAS_INFER else c)

    # ---- unification
    # ------------------------------------------------------------------------------------------------------------

    def eq(self, a: Any, b: Any) -> bool:
        """Make `a` and `b` the same type; on failure nothing stays changed."""
        if a is b:
            return True
        at = len(self.log)
        if self._eq(a, b):
            return True
        self.rollback(at)
        return False

    def _eq(self, a: Any, b: Any) -> bool:
        if a is b:
            return True
        ca, cb = type(a), type(b)
        if ca is t.Infer:
            a = self.shallow(a)
            ca = type(a)
        if cb is t.Infer:
            b = self.shallow(b)
            cb = type(b)
        if a is b:
            return True
        if ca is t.Infer:
            return self._bind(a, b)
        if cb is t.Infer:
            return self._bind(b, a)
        if ca is t.Region:
            if cb is not t.Region:
                return False
            a, b = self.shallow(a), self.shallow(b)
            if a.fields[0] == "infer":
                if b is not a:
                    self.set(a.index, b)
            elif b.fields[0] == "infer":
                self.set(b.index, a)
            return True
        if ca is t.Const:
            return cb is t.Const and self._eq_const(a, b)
        if ca is not cb:
            return ca is t.Error or cb is t.Error
        if ca is t.Closure:
            return a.def_ is b.def_ and all(self._eq(x, y) for x, y in zip(a.args, b.args, strict=False))
        fa, fb = a.fields, b.fields
        if ca is t.FnSig:
            # bound names and region binders are not compared
            return (
                len(fa[0]) == len(fb[0])
                and fa[3:] == fb[3:]
                and all(self._eq(x, y) for x, y in zip(fa[0], fb[0], strict=False))
                and self._eq(fa[1], fb[1])
            )
        if ca is t.Dynamic:
            if fa[0] is not fb[0] or len(fa[1]) != len(fb[1]) or len(fa[2]) != len(fb[2]) or set(fa[3]) != set(fb[3]):
                return False
            pb = dict(fb[2])
            return all(self._eq(x, y) for x, y in zip(fa[1], fb[1], strict=False)) and all(
                d in pb and self._eq(x, pb[d]) for d, x in fa[2]
            )
        for x, y in zip(fa, fb, strict=False):
            if x is y:
                continue
            if isinstance(x, t.Term):
                if not isinstance(y, t.Term) or not self._eq(x, y):
                    return False
            elif type(x) is tuple:
                if len(x) != len(y):
                    return False
                for p, q in zip(x, y, strict=False):
                    if p is not q:
                        if not isinstance(p, t.Term):
                            if p != q:
                                return False
                        elif not self._eq(p, q):
                            return False
            elif x != y:
                return False
        return True

    def _eq_const(self, a: t.Const, b: t.Const) -> bool:
        a, b = self.shallow(a), self.shallow(b)
        if a is b:
            return True
        if a.kind == "infer":
            self.set(a.index, b)
            return True
        if b.kind == "infer":
            self.set(b.index, a)
            return True
        if a.kind == "error" or b.kind == "error":
            return True
        if a.kind != b.kind:
            return a.kind == "uneval" or b.kind == "uneval"
        if a.kind == "value":
            return bool(a.value == b.value and type(a.value) is type(b.value))
        if a.kind == "param":
            return a.index == b.index
        return a.kind == "uneval"

    def _bind(self, v: t.Infer, ty: Any) -> bool:
        """Variable `v` (unknown) is `ty` (shallowly resolved)."""
        kind = v.kind
        if type(ty) is t.Infer:
            # an int or float variable is more specific than a general one
            if kind == "ty":
                self.set(v.id, ty)
                if v.id in self.diverging and ty.kind == "ty":
                    self.diverging.add(ty.id)
                return True
            if ty.kind == "ty":
                self.set(ty.id, v)
                return True
            if ty.kind != kind:
                return False
            self.set(v.id, ty)
            return True
        if not isinstance(ty, t.Ty):
            return False
        if kind == "int":
            if not (type(ty) is t.Prim and ty.is_int or type(ty) is t.Error):
                return False
        elif kind == "float":
            if not (type(ty) is t.Prim and ty.is_float or type(ty) is t.Error):
                return False
        elif ty.flags & t.HAS_INFER and self.occurs(v, ty):
            return False
        self.set(v.id, ty)
        return True

    def occurs(self, v: t.Infer, ty: Any) -> bool:
        stack = [ty]
        while stack:
            x = stack.pop()
            if not x.flags & t.HAS_INFER:
                continue
            if type(x) is t.Infer:
                x = self.shallow(x)
                if x is v:
                    return True
                if type(x) is t.Infer:
                    continue
            if type(x) is t.Const or type(x) is t.Region:
                continue
            stack.extend(t.children(x))
        return False
