"""Composite literals and function literals.

Part of the checker (see `checker.py`).  Reference: cmd/compile/internal/types2/literals.go.
"""

from __future__ import annotations

from typing import Any

from burrow.go import constants, predicates, types
from burrow.go import syntax as s
from burrow.go.check.selectors import Selectors
from burrow.go.lookup import lookup
from burrow.go.printer import expr_string
from burrow.go.types import Array, Map, Pointer, Slice, Struct, Type, Var, identical, is_exported
from burrow.go.universe import INVALID


class Composites(Selectors):
    """`T{...}`."""

    def composite(self, e: s.CompositeLit, hint: Type | None) -> None:
        element = False
        typ: Type
        open_array: Array | None = None
        if e.type_expr is not None:
            te = e.type_expr
            if isinstance(te, s.ArrayType) and te.len is None:
                typ = open_array = Array(self.var_type(te.elem), -1)
                te.mode, te.type, te.const = s.TYPE, typ, None
            else:
                typ = self.typ(te)
            base: Type = typ
        elif hint is not None:
            typ = base = hint
            u = predicates.common_under(hint)
            if isinstance(u, Pointer):
                base = u.elem
            element = True
        else:
            self.error(e, "missing type in composite literal")
            typ = base = INVALID
        if not self.complete(base):
            return
        u = predicates.common_under(base)
        if isinstance(u, Struct):
            if e.elems:
                self._struct_literal(e, base, u)
        elif isinstance(u, Array):
            n = self._elements(e.elems, u.elem, u.len)
            if open_array is not None:
                open_array.len = n
        elif isinstance(u, Slice):
            self._elements(e.elems, u.elem, -1)
        elif isinstance(u, Map):
            self._map_literal(e, u)
        else:
            for x in e.elems:
                self.use(x.value if isinstance(x, s.KeyValue) else x)
            if u is not INVALID:
                what = " element" if element else ""
                cause = " (no common underlying type)" if u is None else ""
                self.error(e, f"invalid composite literal{what} type {self.ts(typ)}{cause}")
            else:
                e.mode = 0
            return
        e.mode, e.type = s.VALUE, typ

    def _struct_literal(self, e: s.CompositeLit, base: Type, u: Struct) -> None:
        if isinstance(e.elems[0], s.KeyValue):
            visited: dict[tuple[int, ...], Var] = {}
            for x in e.elems:
                if not isinstance(x, s.KeyValue):
                    self.error(x, "mixture of field:value and value elements in struct literal")
                    continue
                self._field_value(x, base, u, visited)
            return
        fields = u.fields
        for i, x in enumerate(e.elems):
            if isinstance(x, s.KeyValue):
                self.error(x, "mixture of field:value and value elements in struct literal")
                continue
            self.generic_expr(x)
            if i >= len(fields):
                self.error(x, f"too many values in struct literal of type {self.ts(base)}")
                break
            f = fields[i]
            if not is_exported(f.name) and not self.own(f):
                self.error(
                    x, f"implicit assignment to unexported field {f.name} in struct literal of type {self.ts(base)}"
                )
                continue
            self.assignment(x, f.type, "struct literal")
        if len(e.elems) < len(fields):
            hidden = any(not is_exported(f.name) and not self.own(f) for f in fields)
            hint = " (type has unexported fields - use key:value pairs)" if hidden else ""
            self.error(e.rbrace, f"too few values in struct literal of type {self.ts(base)}{hint}")

    def _field_value(self, x: s.KeyValue, base: Type, u: Struct, visited: dict[tuple[int, ...], Var]) -> None:
        key = x.key
        self.generic_expr(x.value)
        x.mode, x.type, x.const = s.VALUE, x.value.type, None
        if not isinstance(key, s.Ident):
            self.error(x, f"invalid field name {expr_string(key)} in struct literal")
            return
        found = lookup(u, self.pkg, key.name, False)
        if found.obj is None:
            other = lookup(u, self.pkg, key.name, False, fold=True).obj
            self.error(key, self.lookup_error(base, key.name, other, True))
            return
        f = found.obj
        if not isinstance(f, Var):
            self.error(key, f"{key.name} is not a field")
            return
        path = found.path
        if len(path) > 1:
            if self.version < 27:
                way = ".".join(_field_names(u, path))
                self.allow(27, key, f"use of promoted field {way} in struct literal of type {self.ts(base)}")
                return
            if found.indirect:
                self.error(key, f"invalid implicit pointer indirection to reach {key.name}")
                return
        key.obj = f
        key.mode, key.type, key.const = s.VAR, f.type, None
        self.assignment(x.value, f.type, "struct literal")
        for old, g in visited.items():
            if old == path:
                self.error(x, f"duplicate field name {f.name} in struct literal")
                return
            if old[: len(path)] == path:
                self.error(x, f"cannot specify embedded field {f.name} and enclosed promoted field {g.name}")
                return
            if path[: len(old)] == old:
                self.error(x, f"cannot specify promoted field {f.name} and enclosing embedded field {g.name}")
                return
        visited[path] = f

    def _map_literal(self, e: s.CompositeLit, u: Map) -> None:
        iface = predicates.is_interface(u.map_key)
        visited: dict[Any, list[Type]] = {}
        for x in e.elems:
            if not isinstance(x, s.KeyValue):
                self.error(x, "missing key in map literal")
                continue
            key = x.key
            self.generic_expr(key, u.map_key)
            self.assignment(key, u.map_key, "map literal")
            if key.mode:
                if key.mode == s.CONST and key.const is not constants.UNKNOWN:
                    value = (key.const.__class__ is bytes, key.const)
                    seen = visited.get(value)
                    if seen is not None and (not iface or any(identical(t, key.type) for t in seen)):
                        self.error(key, f"duplicate key {self.const_text(key)} in map literal")
                        continue
                    visited.setdefault(value, []).append(key.type)
                self.generic_expr(x.value, u.elem)
                self.assignment(x.value, u.elem, "map literal")
            x.mode, x.type, x.const = s.VALUE, u.elem, None

    def _elements(self, elems: list[s.Expr], elem: Type, length: int) -> int:
        """The elements of an array or slice; how many there are (the greatest index and one)."""
        visited: set[int] = set()
        index = top = 0
        keyed = False
        for e in elems:
            value = e
            known = False
            if isinstance(e, s.KeyValue):
                keyed = True
                i = self.index(e.key, length)
                if e.key.mode:
                    if i >= 0:
                        index, known = i, True
                    elif e.key.mode != s.CONST:
                        self.error(e, f"index {expr_string(e.key)} must be integer constant")
                value = e.value
                e.mode, e.type, e.const = s.VALUE, elem, None
            elif 0 <= length <= index:
                self.error(e, f"index {index} is out of bounds (>= {length})")
            else:
                known = True
            if known:
                if keyed and index in visited:
                    self.error(e, f"duplicate index {index} in array or slice literal")
                visited.add(index)
            index += 1
            if index > top:
                top = index
            self.generic_expr(value, elem)
            self.assignment(value, elem, "array or slice literal")
        return top


def _field_names(u: Type, path: tuple[int, ...]) -> list[str]:
    out = []
    for i in path:
        under = u.underlying
        if isinstance(under, Pointer):
            under = under.elem.underlying
        if not isinstance(under, Struct):
            break
        out.append(under.fields[i].name)
        u = under.fields[i].type
    return out


__all__ = ["Composites", "types"]
