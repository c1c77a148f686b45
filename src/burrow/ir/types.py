"""Machine types: sizes, offsets, pointers, enum layouts; nothing generic.

Scalars compare by value; structs and enums are nominal (by identity), so that recursive types need no knots: make
the `Struct`, refer to it, then fill `fields`.  A pointer is one word, or two (`wide`) where it points to something
whose size is only known at run time: a slice or `str` (the second word is the length), a `dyn` (the second word is
the vtable), or a struct that ends in one of these.  rustc's `rustc_abi::LayoutData` does the same; here the enum's tag
is stored apart from its variants and there is no "scalar pair": `native` finds the registers by flattening.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

POINTER_SIZE = 8


@dataclass(frozen=True, slots=True)
class Int:
    """An integer of 8 to 128 bits; `char` is u32, Go's `int` is i64."""

    bits: int
    signed: bool

    def __str__(self) -> str:
        return f"{'i' if self.signed else 'u'}{self.bits}"


@dataclass(frozen=True, slots=True)
class Float:
    """An IEEE float of 32 or 64 bits."""

    bits: int

    def __str__(self) -> str:
        return f"f{self.bits}"


@dataclass(frozen=True, slots=True)
class Bool:
    """One byte that holds 0 or 1."""

    def __str__(self) -> str:
        return "bool"


@dataclass(eq=False, slots=True)
class Ptr:
    """A pointer; `to` None is an untyped address that the collector still traces (`unsafe.Pointer`)."""

    to: Ty | None

    def __str__(self) -> str:
        return f"*{self.to if self.to is not None else '?'}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ptr) and (self.to is other.to or self.to == other.to)

    def __hash__(self) -> int:
        return hash(("ptr", id(self.to) if isinstance(self.to, (Struct, Enum)) else str(self.to)))

    @property
    def wide(self) -> bool:
        """Whether the pointer has a second word (a length or a vtable)."""
        return self.to is not None and unsized_tail(self.to) is not None


@dataclass(frozen=True, slots=True)
class FnPtr:
    """The address of code."""

    params: tuple[Ty, ...]
    ret: Ty

    def __str__(self) -> str:
        return f"fn({', '.join(map(str, self.params))}) -> {self.ret}"


@dataclass(frozen=True, slots=True)
class Array:
    """`count` elements in a row."""

    elem: Ty
    count: int

    def __str__(self) -> str:
        return f"[{self.elem}; {self.count}]"


@dataclass(frozen=True, slots=True)
class Slice:
    """A row of elements whose count is in the pointer (`str` is a slice of u8): unsized, only behind a pointer."""

    elem: Ty

    def __str__(self) -> str:
        return f"[{self.elem}]"


@dataclass(frozen=True, slots=True)
class Dyn:
    """A value of a type that only its vtable knows: unsized.  A vtable is {drop, size, align, methods…}."""

    name: str = ""

    def __str__(self) -> str:
        return f"dyn {self.name}".rstrip()


@dataclass(slots=True)
class Field:
    """One field of a struct: its byte offset is the front end's decision."""

    name: str
    ty: Ty
    offset: int


@dataclass(eq=False, slots=True)
class Struct:
    """Fields at offsets.  A union is a struct whose fields overlap (`union` True).

    Where the last field is unsized, `size` is the offset of the tail and the real size is computed at run time.
    """

    name: str
    fields: list[Field] = field(default_factory=list)
    size: int = 0
    align: int = 1
    union: bool = False

    def __str__(self) -> str:
        return f"%{quote(self.name)}"


@dataclass(slots=True)
class Tag:
    """How an enum's variant is read.

    Direct (`untagged` < 0): the integer at `offset` is the variant's discriminant.  Niche: the integer at `offset`
    belongs to a field of variant `untagged`; values from `niche_start` on (wrapping) stand for the variants
    `niche_lo`…`niche_hi`.
    """

    ty: Int
    offset: int
    untagged: int = -1
    niche_lo: int = 0
    niche_hi: int = -1
    niche_start: int = 0

    @property
    def is_niche(self) -> bool:
        return self.untagged >= 0


@dataclass(eq=False, slots=True)
class Enum:
    """Variants that share memory; `discriminants[i]` is the value that `Discriminant` reads for variant i.

    `tag` None: at most one variant is inhabited (`only` is its index) and nothing is stored.
    """

    name: str
    variants: list[Struct] = field(default_factory=list)
    discriminants: list[int] = field(default_factory=list)
    discriminant_ty: Int = field(default_factory=lambda: Int(64, True))
    tag: Tag | None = None
    only: int = 0
    size: int = 0
    align: int = 1

    def __str__(self) -> str:
        return f"%{quote(self.name)}"


Ty = Int | Float | Bool | Ptr | FnPtr | Array | Slice | Dyn | Struct | Enum

I8, I16, I32, I64, I128 = (Int(b, True) for b in (8, 16, 32, 64, 128))
U8, U16, U32, U64, U128 = (Int(b, False) for b in (8, 16, 32, 64, 128))
F32, F64, BOOL = Float(32), Float(64), Bool()
UNIT = Struct("()")
NEVER = Enum("!")
PTR = Ptr(None)


def quote(name: str) -> str:
    """A name as the text form writes it: bare where it is a plain word, else in double quotes."""
    if name and all(c.isalnum() or c in "_.()!" for c in name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unsized_tail(ty: Ty) -> Slice | Dyn | None:
    """The unsized type at the end of `ty`, or None where `ty` has a size of its own."""
    while isinstance(ty, Struct) and ty.fields and not ty.union:
        ty = ty.fields[-1].ty
    return ty if isinstance(ty, (Slice, Dyn)) else None


def size_of(ty: Ty) -> int:
    """Bytes that a value takes; of an unsized type, the bytes before its tail."""
    if isinstance(ty, (Int, Float)):
        return ty.bits // 8
    if isinstance(ty, Bool):
        return 1
    if isinstance(ty, Ptr):
        return 2 * POINTER_SIZE if ty.wide else POINTER_SIZE
    if isinstance(ty, FnPtr):
        return POINTER_SIZE
    if isinstance(ty, Array):
        return size_of(ty.elem) * ty.count
    if isinstance(ty, (Struct, Enum)):
        return ty.size
    return 0


def align_of(ty: Ty) -> int:
    """Alignment in bytes."""
    if isinstance(ty, (Int, Float)):
        return min(ty.bits // 8, 16)
    if isinstance(ty, (Ptr, FnPtr)):
        return POINTER_SIZE
    if isinstance(ty, (Array, Slice)):
        return align_of(ty.elem)
    if isinstance(ty, (Struct, Enum)):
        return ty.align
    return 1


def round_up(n: int, align: int) -> int:
    """The least multiple of `align` (a power of two) that is at least `n`."""
    return (n + align - 1) & -align


def lay_out(struct: Struct, parts: list[tuple[str, Ty]]) -> Struct:
    """Fill `struct` with `parts` in their order, as C and Go do; returns it."""
    at, align = 0, 1
    for name, ty in parts:
        at = round_up(at, align_of(ty))
        align = max(align, align_of(ty))
        struct.fields.append(Field(name, ty, at))
        at += size_of(ty)
    struct.align = align
    struct.size = at if parts and unsized_tail(parts[-1][1]) is not None else round_up(at, align)
    return struct


def pointer_offsets(ty: Ty, base: int = 0) -> Iterator[int]:
    """Byte offsets of the words in `ty` that may hold a pointer to the heap, each once, not sorted.

    Code addresses are no heap pointers.  A vtable or length word of a wide pointer is none either.  Words of an enum
    that some variant uses as a pointer count (a stray integer there is read conservatively by the collector).
    """
    if isinstance(ty, Ptr):
        yield base
    elif isinstance(ty, Array):
        inner = list(pointer_offsets(ty.elem))
        step = size_of(ty.elem)
        for i in range(ty.count if inner else 0):
            for o in inner:
                yield base + i * step + o
    elif isinstance(ty, Struct):
        seen: set[int] = set()
        for f in ty.fields:
            for o in pointer_offsets(f.ty, base + f.offset):
                if o not in seen:
                    seen.add(o)
                    yield o
    elif isinstance(ty, Enum):
        seen = set()
        for v in ty.variants:
            for o in pointer_offsets(v, base):
                if o not in seen:
                    seen.add(o)
                    yield o


def has_pointers(ty: Ty) -> bool:
    """Whether a value of `ty` may hold a pointer to the heap."""
    return next(pointer_offsets(ty), None) is not None
