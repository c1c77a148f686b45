"""Layouts: concrete Rust types to machine types, with rustc's field order and niches.

In: types without parameters, infer variables or projections.  Out: a `Layout`: the machine type (`ir.types`), size,
alignment and the largest niche (bit patterns that no value has, which an enum around it may use as its tag).  Sizes
agree with rustc's. The reference is `rustc_abi::layout` (`univariant_biased`, `layout_of_enum`) and
`rustc_ty_utils::layout`.  What differs: the fields of a machine struct stay in source order, and only their offsets
say where they are."""

from __future__ import annotations

from dataclasses import dataclass

from burrow.ir import types as m
from burrow.rust import types as ty
from burrow.rust.build.places import TypeCx
from burrow.rust.show import show
from burrow.source import NO_SPAN, Unsupported

PTR_BITS = 64
MASK64 = (1 << 64) - 1


@dataclass(slots=True)
class Niche:
    """An integer of `bytes` at `offset` whose valid values are `start`..=`end` (wrapping)."""

    offset: int
    bytes: int
    start: int
    end: int

    @property
    def available(self) -> int:
        """How many bit patterns are free."""
        return (self.start - self.end - 1) & ((1 << (8 * self.bytes)) - 1)

    def reserve(self, count: int) -> tuple[int, Niche] | None:
        """Take `count` patterns: the first of them, and what is left."""
        top = (1 << (8 * self.bytes)) - 1
        if count > self.available:
            return None
        low = Niche(self.offset, self.bytes, (self.start - count) & top, self.end)
        high = Niche(self.offset, self.bytes, self.start, (self.end + count) & top)
        first_high = (self.end + 1) & top
        if self.start > self.end:
            return first_high, high
        if self.start <= top - self.end:
            return (low.start, low) if count <= self.start else (first_high, high)
        overshot = 1 <= high.end <= self.end
        return (low.start, low) if overshot else (first_high, high)


@dataclass(slots=True)
class Layout:
    """See the module."""

    ty: m.Ty
    size: int
    align: int
    niche: Niche | None = None
    empty: bool = False  # no value of the type exists

    @property
    def zst(self) -> bool:
        return self.size == 0


@dataclass(slots=True)
class _Struct:
    """Fields placed: their offsets, and the whole."""

    offsets: list[int]
    size: int
    align: int
    niche: Niche | None


class Layouts:
    """The layouts of one program, each computed once."""

    def __init__(self, cx: TypeCx) -> None:
        self.cx = cx
        self._known: dict[ty.Ty, Layout] = {}
        self._machine: dict[ty.Ty, m.Ty] = {}
        self._busy: dict[ty.Ty, m.Struct | m.Enum] = {}

    # ---- machine types

    def machine(self, t: ty.Ty) -> m.Ty:
        """The machine type of `t`."""
        known = self._machine.get(t)
        if known is None:
            busy = self._busy.get(t)
            if busy is not None:
                return busy
            known = self._machine[t] = self._make(t)
        return known

    def _make(self, t: ty.Ty) -> m.Ty:
        if isinstance(t, (ty.Ref, ty.RawPtr)):
            return m.Ptr(self.machine(t.ty))
        if isinstance(t, ty.Slice):
            return m.Slice(self.machine(t.ty))
        if t is ty.STR:
            return m.Slice(m.U8)
        if isinstance(t, ty.Dynamic):
            return m.Dyn(show(t))
        return self.of(t).ty

    def is_sized(self, t: ty.Ty) -> bool:
        """Whether the size of a `t` is known at compile time."""
        return self.tail(t) is None

    def tail(self, t: ty.Ty) -> ty.Ty | None:
        """The unsized type at the end of `t`."""
        while True:
            if isinstance(t, (ty.Slice, ty.Dynamic)) or t is ty.STR:
                return t
            if isinstance(t, ty.Adt) and not t.def_.is_enum and not t.def_.is_union and t.def_.variant.fields:
                t = self.cx.field_ty(t, 0, len(t.def_.variant.fields) - 1)
            elif isinstance(t, ty.Tuple) and t.elems:
                t = t.elems[-1]
            else:
                return None

    # ---- layouts

    def of(self, t: ty.Ty) -> Layout:
        """The layout of a type (of an unsized one: up to its tail)."""
        known = self._known.get(t)
        if known is None:
            known = self._known[t] = self._compute(t)
            self._machine.setdefault(t, known.ty)
        return known

    def _compute(self, t: ty.Ty) -> Layout:
        if isinstance(t, ty.Prim):
            return _prim(t)
        if isinstance(t, (ty.Ref, ty.RawPtr)):
            wide = not self.is_sized(t.ty)
            pointer = m.Ptr(None)
            niche = Niche(0, 8, 1, MASK64) if isinstance(t, ty.Ref) else None
            out = Layout(pointer, 16 if wide else 8, 8, niche)
            if wide and isinstance(t, ty.RawPtr) and isinstance(self.tail(t.ty), ty.Dynamic):
                out.niche = Niche(8, 8, 1, MASK64)
            self._known[t] = out
            self._machine[t] = pointer
            pointer.to = self.machine(t.ty)
            return out
        if isinstance(t, ty.FnPtr):
            sig = t.sig
            inputs = tuple(self.machine(self.cx.normalize(ty.erase_bound(x))) for x in sig.inputs)
            ret = self.machine(self.cx.normalize(ty.erase_bound(sig.output)))
            return Layout(m.FnPtr(inputs, ret), 8, 8, Niche(0, 8, 1, MASK64))
        if isinstance(t, ty.FnDef):
            return Layout(m.Struct(f"fn {t.def_.name}"), 0, 1)
        if isinstance(t, ty.Array):
            elem = self.of(t.ty)
            n = int(t.len.value)
            if elem.size * n >= 1 << 47:
                raise Unsupported(NO_SPAN, f"values of type `{t}`, which are too big for the architecture")
            return Layout(
                m.Array(elem.ty, n), elem.size * n, elem.align, elem.niche if n else None, bool(n) and elem.empty
            )
        if isinstance(t, ty.Slice):
            return Layout(m.Slice(self.machine(t.ty)), 0, self.of(t.ty).align)
        if isinstance(t, ty.Dynamic):
            return Layout(self.machine(t), 0, 1)
        if isinstance(t, ty.Tuple):
            return self._tuple(t, list(t.elems))
        if isinstance(t, ty.Closure):
            return self._tuple(t, list(t.upvars))
        if isinstance(t, ty.Adt):
            if t.def_.is_enum:
                return self._enum(t)
            if t.def_.is_union:
                return self._union(t)
            return self._adt(t)
        raise Unsupported(NO_SPAN, f"the layout of `{t}`")

    def _tuple(self, t: ty.Ty, parts: list[ty.Ty]) -> Layout:
        if not parts:
            return Layout(m.UNIT, 0, 1)
        struct = m.Struct(show(t))
        self._busy[t] = struct
        fields = [self.of(p) for p in parts]
        unsized = not self.is_sized(parts[-1])
        placed = _place(fields, True, 0, None, unsized=unsized)
        _fill(struct, [str(i) for i in range(len(parts))], fields, placed)
        self._busy.pop(t, None)  # a type that is in itself behind a pointer may have been met inside
        return Layout(struct, placed.size, placed.align, placed.niche, any(f.empty for f in fields))

    def _adt(self, t: ty.Adt) -> Layout:
        d = t.def_
        struct = m.Struct(show(t))
        self._busy[t] = struct
        parts = [self.cx.field_ty(t, 0, f.index) for f in d.variant.fields]
        fields = [self.of(p) for p in parts]
        repr_ = d.repr
        unsized = bool(parts) and not self.is_sized(parts[-1])
        may_be_unsized = bool(parts) and self._tail_may_be_unsized(d)
        placed = _place(
            fields,
            not (repr_.c or repr_.simd or repr_.int),
            repr_.packed,
            None,
            unsized=unsized or may_be_unsized,
            really=unsized,
        )
        if repr_.align > placed.align:
            placed.align = repr_.align
            placed.size = m.round_up(placed.size, repr_.align)
        _fill(struct, [f.name for f in d.variant.fields], fields, placed)
        niche = placed.niche
        valid = valid_range(d)
        if valid is not None:
            first = next((i for i, f in enumerate(fields) if f.size), None)
            if first is not None:
                n = self._first_scalar(fields[first].ty)
                top = (1 << (8 * n)) - 1
                old = niche if niche is not None else Niche(placed.offsets[first], n, 0, top)
                niche = Niche(
                    placed.offsets[first],
                    n,
                    valid[0] if valid[0] is not None else old.start,
                    valid[1] if valid[1] is not None else old.end,
                )
        if d.lang == "unsafe_cell" or d.lang == "unsafe_pinned":
            niche = None
        self._busy.pop(t, None)  # a type that is in itself behind a pointer may have been met inside
        return Layout(struct, placed.size, placed.align, niche, any(f.empty for f in fields))

    def _tail_may_be_unsized(self, d: object) -> bool:
        """Whether the last field's type is a `?Sized` parameter: then it stays last whatever it is."""
        last = d.variant.fields[-1].ty  # type: ignore[attr-defined]
        if isinstance(last, ty.Param):
            for p in d.generics.all():  # type: ignore[attr-defined]
                if p.kind == "type" and p.index == last.index:
                    return not p.sized
        if (
            isinstance(last, ty.Adt)
            and not last.def_.is_enum
            and not last.def_.is_union
            and last.def_.variant.fields
            and last.def_ is not d
            and self._tail_may_be_unsized(last.def_)
        ):
            inner = last.def_.variant.fields[-1].ty
            if isinstance(inner, ty.Param):
                arg = last.args[inner.index]
                if isinstance(arg, ty.Param):
                    return any(p.kind == "type" and p.index == arg.index and not p.sized for p in d.generics.all())  # type: ignore[attr-defined]
        return False

    def _first_scalar(self, t: m.Ty) -> int:
        while True:
            if isinstance(t, m.Struct):
                t = next(f.ty for f in t.fields if m.size_of(f.ty))
            elif isinstance(t, m.Ptr):
                return 8
            else:
                return m.size_of(t)

    def _union(self, t: ty.Adt) -> Layout:
        struct = m.Struct(show(t), union=True)
        self._busy[t] = struct
        names = [f.name for f in t.def_.variant.fields]
        fields = [self.of(self.cx.field_ty(t, 0, f.index)) for f in t.def_.variant.fields]
        packed = t.def_.repr.packed
        align = max([min(f.align, packed) if packed else f.align for f in fields] + [1, t.def_.repr.align])
        size = m.round_up(max([f.size for f in fields], default=0), align)
        _fill(struct, names, fields, _Struct([0] * len(fields), size, align, None))
        self._busy.pop(t, None)  # a type that is in itself behind a pointer may have been met inside
        return Layout(struct, size, align)

    # ---- enums

    def _enum(self, t: ty.Adt) -> Layout:
        d = t.def_
        enum = m.Enum(show(t))
        self._busy[t] = enum
        variants = [[self.of(self.cx.field_ty(t, v.variant_index, f.index)) for f in v.fields] for v in d.variants]
        absent = [any(f.empty for f in fs) and all(f.zst for f in fs) for fs in variants]
        present = [i for i, a in enumerate(absent) if not a]
        repr_ = d.repr
        fixed = bool(repr_.c or repr_.int)
        discr = [v.discr for v in d.variants]
        enum.discriminants = discr
        enum.discriminant_ty = _int(repr_.int) if repr_.int else m.I64
        empty = all(any(f.empty for f in fs) for fs in variants)
        names = [[f.name for f in v.fields] for v in d.variants]
        structs = [m.Struct(f"{enum.name}::{v.name}") for v in d.variants]
        enum.variants = structs
        out: Layout
        if not present or (len(present) == 1 and not fixed):
            enum.only = present[0] if present else 0
            size, align, niche = 0, 1, None
            for i, fs in enumerate(variants):
                placed = _place(fs, not fixed, repr_.packed, None)
                if i not in present:
                    placed = _Struct([0] * len(fs), 0, 1, None)
                else:
                    size, align, niche = placed.size, placed.align, placed.niche
                _fill(structs[i], names[i], fs, placed)
            align = max(align, repr_.align)
            enum.size, enum.align = m.round_up(size, align), align
            out = Layout(enum, enum.size, align, niche, empty)
        else:
            tagged = self._tagged(variants, absent, discr, repr_, fixed)
            filled = None if fixed else _niche_filled(variants, absent, repr_.packed)
            use = tagged
            if filled is not None:
                a, b = tagged.niche_free(), filled.niche_free()
                if tagged.size > filled.size or (tagged.size == filled.size and a < b):
                    use = filled
            for i, fs in enumerate(variants):
                _fill(structs[i], names[i], fs, use.variants[i])
                structs[i].size, structs[i].align = use.size, use.align
            enum.tag = use.tag
            align = max(use.align, repr_.align)
            enum.size, enum.align = m.round_up(use.size, align), align
            out = Layout(enum, enum.size, align, use.niche, empty)
        self._busy.pop(t, None)  # a type that is in itself behind a pointer may have been met inside
        return out

    def _tagged(
        self, variants: list[list[Layout]], absent: list[bool], discr: list[int], repr_: object, fixed: bool
    ) -> _Enum:
        values = [x for x, a, fs in zip(discr, absent, variants, strict=True) if not any(f.empty for f in fs) or not a]
        lo, hi = min(values), max(values)
        named = repr_.int  # type: ignore[attr-defined]
        if named:
            tag = _int(named)
        else:
            signed = lo < 0
            least = 32 if repr_.c else 8  # type: ignore[attr-defined]
            bits = next(
                b
                for b in (8, 16, 32, 64, 128)
                if b >= least and ((-(1 << (b - 1)) <= lo and hi < 1 << (b - 1)) if signed else hi < 1 << b)
            )
            tag = m.Int(bits, signed)
        tag_size = tag.bits // 8
        prefix_align = tag_size
        if fixed:
            prefix_align = max([tag_size] + [f.align for fs in variants for f in fs])
        packed = repr_.packed  # type: ignore[attr-defined]
        placed = []
        start = 256
        for fs in variants:
            p = _place(fs, not fixed, packed, (tag_size, prefix_align if repr_.c else 1))  # type: ignore[attr-defined]
            if fixed and not repr_.c:  # type: ignore[attr-defined]
                p = _place(fs, False, packed, (tag_size, 1))
            placed.append(p)
            order = sorted(range(len(fs)), key=lambda i, p=p: p.offsets[i])  # type: ignore[misc]
            for i in order:
                if not (fs[i].size == 0 and fs[i].align == 1):
                    start = min(start, fs[i].align)
                    break
        size = max(max(p.size for p in placed), tag_size)
        align = max([p.align for p in placed] + [min(tag_size, 16)])
        size = m.round_up(size, align)
        if not fixed:
            bigger = min(start, 8 if start != 16 else 16)
            if start != 256 and bigger > tag_size:
                tag = m.Int(8 * bigger, tag.signed)
                tag_size = bigger
        mask = (1 << tag.bits) - 1
        tag_ty = m.Tag(tag, 0)
        niche = Niche(0, tag_size, lo & mask, hi & mask)
        return _Enum(placed, size, align, tag_ty, niche)


@dataclass(slots=True)
class _Enum:
    variants: list[_Struct]
    size: int
    align: int
    tag: m.Tag
    niche: Niche | None

    def niche_free(self) -> int:
        return self.niche.available if self.niche is not None else 0


def _niche_filled(variants: list[list[Layout]], absent: list[bool], packed: int) -> _Enum | None:
    """All variants but the largest live beside a niche of it."""
    if len(variants) < 2:
        return None
    placed = [_place(fs, True, packed, None) for fs in variants]
    largest = max(range(len(placed)), key=lambda i: (placed[i].size, i))
    needs = [i for i in range(len(placed)) if i != largest and not absent[i]]
    if not needs:
        return None
    first, last = needs[0], needs[-1]
    niche = placed[largest].niche
    if niche is None:
        return None
    count = last - first + 1
    got = niche.reserve(count)
    if got is None:
        return None
    start, left = got
    size = placed[largest].size
    for i, p in enumerate(placed):
        if i == largest or p.size <= niche.offset:
            continue
        at = m.round_up(niche.offset + niche.bytes, p.align)
        if at + p.size > size:
            if absent[i]:
                continue
            return None
        p.offsets = [o + at for o in p.offsets]
    align = max(p.align for p in placed)
    tag = m.Tag(m.Int(8 * niche.bytes, False), niche.offset, largest, first, last, start)
    return _Enum(placed, size, align, tag, left)


def _int(name: str) -> m.Int:
    p = ty.PRIMS[name]
    return m.Int(p.bits, p.is_signed)


def _prim(t: ty.Prim) -> Layout:
    if t is ty.NEVER:
        return Layout(m.NEVER, 0, 1, empty=True)
    if t is ty.BOOL:
        return Layout(m.BOOL, 1, 1, Niche(0, 1, 0, 1))
    if t is ty.CHAR:
        return Layout(m.U32, 4, 4, Niche(0, 4, 0, 0x10FFFF))
    if t is ty.STR:
        return Layout(m.Slice(m.U8), 0, 1)
    if t.is_float:
        return Layout(m.Float(t.bits), t.bits // 8, t.bits // 8)
    return Layout(m.Int(t.bits, t.is_signed), t.bits // 8, min(t.bits // 8, 16))


def _fill(struct: m.Struct, names: list[str], fields: list[Layout], placed: _Struct) -> None:
    struct.fields = [m.Field(n, f.ty, o) for n, f, o in zip(names, fields, placed.offsets, strict=True)]
    struct.size, struct.align = placed.size, placed.align


def _place(
    fields: list[Layout],
    reorder: bool,
    packed: int,
    prefix: tuple[int, int] | None,
    unsized: bool = False,
    really: bool = False,
) -> _Struct:
    """Put the fields somewhere; biased towards niches at the start, or at the end where that is closer to an edge."""
    out = _biased(fields, reorder, packed, prefix, unsized, really, False)
    n = out.niche
    if n is not None and not unsized and len(fields) > 1:
        head, tail = n.offset, out.size - n.offset - n.bytes
        if head != 0 and tail > 0:
            alt = _biased(fields, reorder, packed, prefix, unsized, really, True)
            assert alt.niche is not None
            if head > alt.size - alt.niche.offset - alt.niche.bytes:
                return alt
    return out


def _log2(n: int) -> int:
    return (n & -n).bit_length() - 1


def _biased(
    fields: list[Layout],
    reorder: bool,
    packed: int,
    prefix: tuple[int, int] | None,
    unsized: bool,
    really: bool,
    at_end: bool,
) -> _Struct:
    order = list(range(len(fields)))
    end = len(fields) - 1 if unsized else len(fields)
    if reorder and end > 1:
        top = max((f.align for f in fields), default=1)
        best = max((f.niche.available for f in fields if f.niche is not None), default=0)

        def group(f: Layout) -> int:
            if packed:
                return min(f.align, packed)
            free = f.niche.available if f.niche is not None else 0
            n = _log2(max(f.align, f.size))
            if best > 0:
                if not at_end:
                    return min(_log2(top), n)
                return _log2(f.align) if free == best else n
            return n

        def key(i: int) -> tuple[int, ...]:
            f = fields[i]
            free = f.niche.available if f.niche is not None else 0
            if prefix is not None:
                return (group(f), free)
            if at_end:
                inner = 0 if f.niche is None else -(f.size - f.niche.bytes - f.niche.offset) - 1
                return (int(not f.zst), -group(f), free, inner)
            return (int(not f.zst), -group(f), -free, 0 if f.niche is None else f.niche.offset)

        order = sorted(range(end), key=key) + order[end:]
    at, align = 0, 1
    if prefix is not None:
        pre_align = min(prefix[1], packed) if packed else prefix[1]
        at = m.round_up(prefix[0], pre_align)
        align = max(align, pre_align)
    offsets = [0] * len(fields)
    niche: Niche | None = None
    for i in order:
        f = fields[i]
        a = min(f.align, packed) if packed else f.align
        at = m.round_up(at, a)
        align = max(align, a)
        offsets[i] = at
        if f.niche is not None:
            free = f.niche.available
            if niche is None or free > niche.available or (at_end and free >= niche.available):
                niche = Niche(f.niche.offset + at, f.niche.bytes, f.niche.start, f.niche.end)
        at += f.size
    return _Struct(offsets, at if really else m.round_up(at, align), align, niche)


def valid_range(d: object) -> tuple[int | None, int | None] | None:
    """What `rustc_layout_scalar_valid_range_start` and `_end` say of a struct's first field."""
    lo = hi = None
    for a in d.attrs:  # type: ignore[attr-defined]
        if a.name == "rustc_layout_scalar_valid_range_start":
            lo = attr_int(a)
        elif a.name == "rustc_layout_scalar_valid_range_end":
            hi = attr_int(a)
    return None if lo is None and hi is None else (lo, hi)


def attr_int(a: object) -> int:
    """The integer in an attribute's parentheses."""
    for tok in a.tokens:  # type: ignore[attr-defined]
        text = tok.text.replace("_", "")
        if text[:1].isdigit():
            for suffix in ("usize", "u8", "u16", "u32", "u64", "u128"):
                text = text.removesuffix(suffix)
            return int(text, 0)
    raise Unsupported(NO_SPAN, "this range of a niche")
