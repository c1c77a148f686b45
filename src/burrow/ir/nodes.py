"""What bodies are made of: places, operands, rvalues, statements, terminators.

The shape is rustc's MIR (`rustc_middle::mir`): a body has locals and basic blocks; a place is a local and
projections; every memory event is explicit.  What differs: types are opaque to this module (see `ir`); `Alloc` and
`Free` are ours, since Go allocates wherever escape analysis says so; an `Assign` says whether it needs a write
barrier; statements carry an inlining scope, because Go's inliner runs on the tree and profiles must still name the
inlined function.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from burrow.source.span import NO_SPAN, Span

Type = Any  # a front end's type in the typed stage, `ir.types.Ty` in the machine stage
Local_ = int  # the number of a local; 0 is the return place, then the parameters


class Proj(NamedTuple):
    """One step from a place to a part of it; make them with the functions below."""

    kind: str
    a: int = 0
    b: int = 0
    from_end: bool = False


DEREF = Proj("deref")


def field_(index: int) -> Proj:
    """Field `index` of a struct, tuple, closure or enum variant."""
    return Proj("field", index)


def index(local: int) -> Proj:
    """The element whose number is in `local` (already checked against the length)."""
    return Proj("index", local)


def const_index(offset: int, min_length: int, from_end: bool = False) -> Proj:
    """Element `offset`, counted from 0, or from the end (1 is the last); the length is known to be >= min_length."""
    return Proj("const_index", offset, min_length, from_end)


def subslice(lo: int, hi: int, from_end: bool = False) -> Proj:
    """Elements lo…hi of a slice (`from_end`: hi counts back from the end) or array."""
    return Proj("subslice", lo, hi, from_end)


def downcast(variant: int) -> Proj:
    """The enum seen as its variant."""
    return Proj("downcast", variant)


class Place(NamedTuple):
    """A local and the way from it to what is meant."""

    local: int
    proj: tuple[Proj, ...] = ()

    def then(self, *steps: Proj) -> Place:
        """The place some steps further on."""
        return Place(self.local, self.proj + steps)

    def deref(self) -> Place:
        return Place(self.local, (*self.proj, DEREF))

    def field(self, i: int) -> Place:
        return Place(self.local, (*self.proj, Proj("field", i)))


class Info(NamedTuple):
    """Where a statement comes from: its source, and which scope of inlining it is in (0: the body's own)."""

    span: Span = NO_SPAN
    scope: int = 0


NO_INFO = Info()


# ---- operands -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Copy:
    """The value of a place, which stays usable."""

    place: Place


@dataclass(slots=True)
class Move:
    """The value of a place, which is uninitialised from here on."""

    place: Place


@dataclass(frozen=True, slots=True)
class FnRef:
    """The function of that symbol (typed stage: `instance` is the definition with its generic arguments)."""

    symbol: str
    instance: Any = None


@dataclass(frozen=True, slots=True)
class StaticRef:
    """The address of the static of that symbol, plus a byte offset."""

    symbol: str
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Intrinsic:
    """An operation that `native` knows by name (`ir/intrinsics.py` lists them), for use as a call's function."""

    name: str
    types: tuple[Type, ...] = ()


@dataclass(slots=True)
class Const:
    """A constant: int, float, bool, bytes (text in read-only memory: the value is its {ptr, len}), `FnRef`,
    `StaticRef`, `Intrinsic`, or None for the all-zero value of the type; in the typed stage also a front end's own."""

    value: Any
    ty: Type


Operand = Copy | Move | Const


# ---- rvalues --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Use:
    operand: Operand


@dataclass(slots=True)
class Ref:
    """Borrow of a place.  `kind`: shared, mut, two_phase (mut, reserved until first use), unique (closure), fake."""

    kind: str
    place: Place
    region: Any = None


@dataclass(slots=True)
class AddressOf:
    """The raw address of a place (Go's `&x`; Rust's `&raw`); no borrow."""

    place: Place
    mutable: bool = True


@dataclass(slots=True)
class Binary:
    """`op`: add sub mul div rem and or xor shl shr, eq ne lt le gt ge, offset (pointer + count of elements, within its
    object or one past its end), wrapping_offset (anywhere).

    Integers wrap; division is defined by the operands' signedness and must not trap (the front end checks first); a
    shift's count is taken modulo the width.  Comparisons give bool; on wide pointers they compare both words.
    """

    op: str
    left: Operand
    right: Operand


@dataclass(slots=True)
class Checked:
    """add, sub or mul that gives (result, overflowed): a struct of the operand type and bool."""

    op: str
    left: Operand
    right: Operand


@dataclass(slots=True)
class Unary:
    """`op`: not (bool or bits), neg."""

    op: str
    operand: Operand


@dataclass(slots=True)
class Cast:
    """Conversion to `ty`.

    `kind`: int (truncate or extend by the source's signedness; bool and char too), int_float, float_int (saturating,
    NaN is 0), float_float, bits (same size, reinterpret), ptr (pointer to pointer; wide to thin drops the second
    word), ptr_int, int_ptr, fn_ptr (reify a function), closure_fn, unsize (thin to wide: typed stage, or an array's
    pointer to a slice's in the machine stage).
    """

    kind: str
    operand: Operand
    ty: Type


@dataclass(slots=True)
class Aggregate:
    """A struct, tuple, array, closure or enum variant from its fields in order; a union names its one `active` field.

    In the machine stage a wide pointer is also made so: `ty` is the Ptr, the fields are its two words.
    """

    ty: Type
    fields: list[Operand]
    variant: int = 0
    active: int | None = None


@dataclass(slots=True)
class Discriminant:
    """The discriminant of the enum at `place`, in the enum's discriminant type."""

    place: Place


@dataclass(slots=True)
class Len:
    """Number of elements of the array or slice at `place`, as u64."""

    place: Place


@dataclass(slots=True)
class Repeat:
    """An array of `count` copies of a value (`count` may be a front end's constant in the typed stage)."""

    operand: Operand
    count: Any


@dataclass(slots=True)
class Site:
    """Where and why something is allocated: `kind` as in `new`, `make`, `moved to heap`, `closure`, `Box`; `text` is
    the expression as `-m` prints it."""

    kind: str
    text: str = ""
    span: Span = NO_SPAN


@dataclass(slots=True)
class Alloc:
    """A pointer to fresh memory for `count` (None: one) values of `ty`, zeroed unless `zero` is False.

    An impossible size is the front end's to check; running out of memory is fatal, so this never unwinds.
    """

    ty: Type
    count: Operand | None
    site: Site
    zero: bool = True


@dataclass(slots=True)
class NullOp:
    """`size_of`, `align_of` or `needs_drop` of a type: a constant once the type is known."""

    op: str
    ty: Type


Rvalue = (Use | Ref | AddressOf | Binary | Checked | Unary | Cast | Aggregate | Discriminant | Len | Repeat | Alloc
          | NullOp)


# ---- statements -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Assign:
    """`place = rvalue`; `barrier` (set by `ir.barriers`) when pointers are stored where the collector looks."""

    place: Place
    rvalue: Rvalue
    info: Info = NO_INFO
    barrier: bool = False


@dataclass(slots=True)
class StorageLive:
    local: int
    info: Info = NO_INFO


@dataclass(slots=True)
class StorageDead:
    local: int
    info: Info = NO_INFO


@dataclass(slots=True)
class SetDiscriminant:
    place: Place
    variant: int
    info: Info = NO_INFO


@dataclass(slots=True)
class Free:
    """Give back the memory at `pointer`, which holds `count` (None: one) values of `ty`; nothing is dropped.

    Emitted only under the manager `drop`.
    """

    pointer: Operand
    ty: Type
    count: Operand | None = None
    info: Info = NO_INFO


@dataclass(slots=True)
class CopyMem:
    """Copy `count` values of `ty` from address `src` to `dst`; `overlap` as memmove; `barrier` as in Assign."""

    dst: Operand
    src: Operand
    count: Operand
    ty: Type
    overlap: bool = True
    info: Info = NO_INFO
    barrier: bool = False


@dataclass(slots=True)
class FakeRead:
    """Borrow checker only: `place` counts as read here (`cause`: let, match, guard, closure)."""

    cause: str
    place: Place
    info: Info = NO_INFO


@dataclass(slots=True)
class Ascribe:
    """Borrow checker only: `place` has the type that the user wrote."""

    place: Place
    ty: Type
    variance: str
    info: Info = NO_INFO
    data: Any = None


@dataclass(slots=True)
class Nop:
    info: Info = NO_INFO


Statement = Assign | StorageLive | StorageDead | SetDiscriminant | Free | CopyMem | FakeRead | Ascribe | Nop


# ---- terminators ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Goto:
    target: int
    info: Info = NO_INFO


@dataclass(slots=True)
class Switch:
    """To the block of the case that equals the operand (int or bool), else to `otherwise` (None: cannot happen)."""

    operand: Operand
    cases: list[tuple[int, int]]
    otherwise: int | None
    info: Info = NO_INFO


@dataclass(slots=True)
class Return:
    info: Info = NO_INFO


@dataclass(slots=True)
class Unreachable:
    info: Info = NO_INFO


@dataclass(slots=True)
class Drop:
    """Drop the value at `place` (before elaboration: if it is initialised); `replace` when an assignment follows."""

    place: Place
    target: int
    unwind: int | None = None
    replace: bool = False
    info: Info = NO_INFO


@dataclass(slots=True)
class Call:
    """Call `func` (a Const of FnRef or Intrinsic, or a FnPtr value); `target` None: it does not return.

    `unwind` is the cleanup block, None: unwinding goes on to the caller.  `data` is a front end's own (what the borrow
    checker words its reports with).
    """

    func: Operand
    args: list[Operand]
    dest: Place
    target: int | None
    unwind: int | None = None
    info: Info = NO_INFO
    data: Any = None


@dataclass(slots=True)
class Assert:
    """Go on to `target` if `cond` is `expected`; else panic with `kind` (bounds, overflow, div_zero, …) and operands.

    A front end lowers its panic to a call of its library: the machine stage has no Assert.
    """

    cond: Operand
    expected: bool
    kind: str
    args: list[Operand]
    target: int
    unwind: int | None = None
    info: Info = NO_INFO


@dataclass(slots=True)
class FalseEdge:
    """Borrow checker only: goes to `real`, but might go to `imaginary`."""

    real: int
    imaginary: int
    info: Info = NO_INFO


@dataclass(slots=True)
class FalseUnwind:
    """Borrow checker only: goes to `real`, but might unwind."""

    real: int
    unwind: int | None
    info: Info = NO_INFO


@dataclass(slots=True)
class Resume:
    """End of cleanup: unwinding goes on in the caller."""

    info: Info = NO_INFO


@dataclass(slots=True)
class Terminate:
    """A panic in a cleanup: the process aborts."""

    info: Info = NO_INFO


Terminator = (Goto | Switch | Return | Unreachable | Drop | Call | Assert | FalseEdge | FalseUnwind | Resume
              | Terminate)


# ---- bodies ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Local:
    """A local: parameter, the user's variable (`name`), or a temporary."""

    ty: Type
    name: str = ""
    mutable: bool = True
    span: Span = NO_SPAN
    data: Any = None  # a front end's own


@dataclass(slots=True)
class Block:
    statements: list[Statement] = field(default_factory=list)
    terminator: Terminator | None = None  # None only while it is being built
    cleanup: bool = False


@dataclass(slots=True)
class Scope:
    """Code of `function` inlined at `at` of the scope `parent`; scope 0 of a body is the function itself."""

    function: str
    span: Span = NO_SPAN  # where the inlined function is declared
    at: Info = NO_INFO


@dataclass(slots=True)
class Body:
    """One function.  `locals[0]` is the return place, `locals[1:params+1]` the parameters.

    `attrs`: inline, noinline, cold, noreturn, nounwind, always_inline, c_abi (called by the runtime).
    """

    symbol: str
    locals: list[Local]
    params: int
    blocks: list[Block]
    span: Span = NO_SPAN
    scopes: list[Scope] = field(default_factory=list)
    attrs: frozenset[str] = frozenset()
    data: Any = None  # a front end's own (upvars, generics, …)


def successors(t: Terminator) -> list[int]:
    """The blocks that may come after `t`, unwinding included."""
    out: list[int] = []
    if isinstance(t, Goto):
        return [t.target]
    if isinstance(t, Switch):
        out = [b for _, b in t.cases]
        if t.otherwise is not None:
            out.append(t.otherwise)
        return out
    if isinstance(t, FalseEdge):
        return [t.real, t.imaginary]
    if isinstance(t, FalseUnwind):
        out = [t.real]
    elif isinstance(t, (Drop, Assert)):
        out = [t.target]
    elif isinstance(t, Call) and t.target is not None:
        out = [t.target]
    if isinstance(t, (Drop, Assert, Call, FalseUnwind)) and t.unwind is not None:
        out.append(t.unwind)
    return out
