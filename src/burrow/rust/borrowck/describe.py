"""Places in the words of reports: `x`, `*x`, `p.name`, `v[..]`, the variable that a closure captured.

In: a place of a body.  Out: text without quotes, or None for a temporary.  The reference is
`rustc_borrowck::diagnostics::describe_place_with_options`.
"""

from __future__ import annotations

from burrow.ir import nodes as ir
from burrow.rust import thir
from burrow.rust import types as ty
from burrow.rust.build.builder import BodyInfo, LocalInfo
from burrow.rust.build.places import PlaceTypes


class Describe:
    """Names the places of one body."""

    def __init__(self, body: ir.Body, types: PlaceTypes) -> None:
        self.body = body
        self.info: BodyInfo = body.data
        self.types = types

    def upvar(self, place: ir.Place) -> int | None:
        """The number of the upvar that `place` is (with the deref of a by-reference one)."""
        if self.info.closure is None or place.local != 1 or not place.proj:
            return None
        proj = place.proj
        by_ref = proj[-1].kind == "deref"
        if by_ref:
            proj = proj[:-1]
        if not proj or proj[-1].kind != "field":
            return None
        if not isinstance(self.types.of(ir.Place(1, proj[:-1])), ty.Closure):
            return None
        n = proj[-1].a
        if by_ref and self.info.captures[n].by == "copy_move":
            return None
        return n

    def local_name(self, local: int) -> str | None:
        info: LocalInfo = self.body.locals[local].data
        return info.var.name if info.var is not None else None

    def place(self, place: ir.Place, downcast: bool = False, tuple_fields: bool = True) -> str | None:
        """See the module; `downcast`: None where the place is inside an enum's variant; `tuple_fields`: whether
        fields of tuple structs and variants are named."""
        info: LocalInfo = self.body.locals[place.local].data
        name = self.local_name(place.local)
        text, known = name or "", name is not None
        auto: int | None = None
        for i, p in enumerate(place.proj):
            if p.kind == "deref":
                if i == 0 and info.kind == "guard":
                    continue
                if i == 0 and info.kind == "static":
                    text, known = info.def_.name, True
                    continue
                n = self.upvar(ir.Place(place.local, place.proj[: i + 1]))
                if n is not None:
                    text, known = self.capture(n), True
                    if self.info.captures[n].by == "copy_move":
                        text = "*" + text
                    continue
                if auto is None:
                    auto = next(
                        (
                            j + 1
                            for j in range(len(place.proj) - 1, -1, -1)
                            if place.proj[j].kind not in ("deref", "downcast")
                        ),
                        0,
                    )
                if i >= auto:
                    text = "*" + text
            elif p.kind == "downcast":
                if downcast:
                    return None
            elif p.kind == "field":
                n = self.upvar(ir.Place(place.local, place.proj[: i + 1]))
                if n is not None:
                    text, known = self.capture(n), True
                elif tuple_fields or not self._tuple_field(ir.Place(place.local, place.proj[:i])):
                    text += "." + self.field_name(ir.Place(place.local, place.proj[:i]), p.a)
            elif p.kind == "index":
                text += "[" + (self.local_name(p.a) or "_") + "]"
            else:
                text += "[..]"
        return text if known else None

    def _tuple_field(self, base: ir.Place) -> bool:
        t, variant = self.types.with_variant(base)
        return isinstance(t, ty.Adt) and t.def_.variants[variant].ctor == "fn"

    def field_name(self, base: ir.Place, index: int) -> str:
        t, variant = self.types.with_variant(base)
        if isinstance(t, ty.Adt):
            return t.def_.variants[variant].fields[index].name
        return str(index)

    def capture(self, n: int) -> str:
        return capture_name(self.info.captures[n])

    def any(self, place: ir.Place) -> str:
        """`x` in quotes, or `value`."""
        name = self.place(place)
        return f"`{name}`" if name is not None else "value"

    def is_user(self, local: int) -> bool:
        return self.local_name(local) is not None


def capture_name(c: thir.Capture) -> str:
    """A captured place as the source would write it: `x`, `p.name`, `*r`."""
    text = c.var.name
    t = c.var.ty
    deref_after = False
    for i, step in enumerate(c.proj):
        if step[0] == "deref":
            rest = any(s[0] == "field" for s in c.proj[i + 1 :])
            if not rest:
                text = "*" + text
            if isinstance(t, (ty.Ref, ty.RawPtr)):
                t = t.ty
            elif isinstance(t, ty.Adt) and t.is_box and isinstance(t.args[0], ty.Ty):
                t = t.args[0]
            deref_after = True
        else:
            name = str(step[1])
            if isinstance(t, ty.Adt):
                variant = step[2] if len(step) > 2 and step[2] is not None else 0
                f = t.def_.variants[variant].fields[step[1]]
                name, t = f.name, f.ty_with(t.args)
            elif isinstance(t, ty.Tuple):
                t = t.elems[step[1]]
            text += "." + name
    del deref_after
    return text
