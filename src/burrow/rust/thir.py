"""The typed tree of a body: what `check` makes and `build` turns into IR.

In the manner of rustc's THIR (`rustc_middle::thir`).  Everything implicit in the source is explicit here:

- Every expression has its final type (no inference variables; free regions erased; what the program wrote is in
`user_*`).
- Method calls, overloaded operators, overloaded deref and index are `Call`s whose `fun` is an `FnRef`: `FnRef.ty` is
the
  `types.FnDef` with all early-bound arguments.  If it is a trait's function, the instance is found when types are
  concrete.
- Adjustments are ordinary nodes with `adj=True` (they have the span of what they adjust): `Deref` (builtin),
`Deref(Call(deref,
  Borrow(..)))` (overloaded), `Borrow` (autoref, reborrow), `Coerce`.  Peel `adj` nodes to see the syntax, as the
  rules for
  extended temporaries need; nothing else about temporaries is here: scopes follow from the tree's shape (`Block`,
  `If`, `Match`,
  `Loop`, `Logical`, statements) and `Body.edition`.
- A *place* expression is one of `VarRef StaticRef Deref Field Index` (and `adj`/paren-free chains of them);
everything else is a
  value.  A place used where a value is wanted is a move or a copy by its type.
- Evaluation order is the order of the fields of a node, except `Assign`/`AssignOp` (right first for `Assign`;
`AssignOp` builtin:
  right first, then left, as rustc does for primitive operands).
- `for` is rustc's desugaring: `Match(into_iter(e), [mut iter => Loop(Match(next(&mut iter), [None => break, Some(p)
=> body]))])`, with
  `Match.source` saying so; `while` is `Loop(If(cond, body, break))`; `?` is a `Match` on `Try::branch` with source
  `question`.
- Destructuring assignment is a block of a `let` and assignments, as rustc lowers it.
- Format macros are expanded before typing into calls of `core::fmt` (see `format`): nothing special is left.
- Closures: `ClosureExpr` names its `defs.ClosureDef`, whose `captures` and `body` are filled in.  Inside the
closure's body a captured
  variable is still a `VarRef` of the outer variable: a variable that is not in `Body.locals` is an upvar.

A body with a type error of its own has `tainted` set; its tree may hold `Err` nodes and must not be built.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from burrow.source import NO_SPAN, Span

if TYPE_CHECKING:
    from burrow.rust import defs
    from burrow.rust import types as ty


@dataclass(slots=True, eq=False)
class Var:
    """A local variable, one object for each binding name of a pattern (or-patterns share it).  `mut` as declared;
    `ty` its
    type; `span` the name's first place; `by_ref` None, `ref` or `ref mut` as explicit or by default binding modes
    (`ty` is then
    already the reference)."""

    name: str
    ty: ty.Ty
    mut: bool
    span: Span
    by_ref: str | None = None
    is_self: bool = False


# ---- patterns
# -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Pat:
    """`ty` is the type of the place matched, after default binding modes have been made explicit by `PDeref`s."""

    ty: ty.Ty
    span: Span


@dataclass(slots=True, eq=False)
class PWild(Pat):
    """`_`, and `..` where it stands for one place: neither reads nor moves."""


@dataclass(slots=True, eq=False)
class PRest(Pat):
    """Only while checking; none in a finished body."""


@dataclass(slots=True, eq=False)
class PBind(Pat):
    """Binds `var` to the place: by copy or move (`mode` `move`), by `ref` or `ref mut`; then matches `sub` on the
    same place.
    `implicit`: the mode came from default binding modes, not from a written `ref`."""

    var: Var
    mode: str = "move"
    sub: Pat | None = None
    implicit: bool = False


@dataclass(slots=True, eq=False)
class PVariant(Pat):
    """A variant of an enum; `fields` are (field index, pattern), those left out match anything.  `user_ty`: the type as
    written, where the path has generic arguments."""

    adt: defs.AdtDef
    args: ty.Args
    variant: int
    fields: list[tuple[int, Pat]]
    user_ty: ty.Ty | None = None


@dataclass(slots=True, eq=False)
class PLeaf(Pat):
    """A struct, union or tuple (by `ty`): irrefutable by itself; `fields` and `user_ty` as in `PVariant`."""

    fields: list[tuple[int, Pat]]
    user_ty: ty.Ty | None = None


@dataclass(slots=True, eq=False)
class PDeref(Pat):
    """`&p`, `box p`, and what default binding modes step through (`implicit`): `ty` is the reference or box."""

    sub: Pat
    implicit: bool = False


@dataclass(slots=True, eq=False)
class PConst(Pat):
    """Equal to a constant: a Python int (also char as its code point), bool, float, str or bytes, by `ty`.  A `&str`
    literal has `ty`
    `&str` itself (compared with str's equality); a byte string has `ty` the reference to array or slice that it is
    matched with."""

    value: Any


@dataclass(slots=True, eq=False)
class PRange(Pat):
    """`lo..=hi`, `lo..hi` (not `inclusive`); a None end is open.  Values as in `PConst`."""

    lo: Any
    hi: Any
    inclusive: bool


@dataclass(slots=True, eq=False)
class PSlice(Pat):
    """A slice or array (by `ty`): `prefix`, then `rest` (None: exact length; a `PWild` for a bare `..`), then
    `suffix`."""

    prefix: list[Pat]
    rest: Pat | None
    suffix: list[Pat]


@dataclass(slots=True, eq=False)
class POr(Pat):
    """Alternatives that bind the same variables."""

    pats: list[Pat]


@dataclass(slots=True, eq=False)
class PNever(Pat):
    """`!`."""


@dataclass(slots=True, eq=False)
class PErr(Pat):
    """After an error."""


# ---- expressions
# --------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Expr:
    """`ty` after write-back; `adj` marks an adjustment that is not written in the source."""

    ty: ty.Ty
    span: Span
    adj: bool = field(default=False, kw_only=True)


@dataclass(slots=True, eq=False)
class Err(Expr):
    """What could not be typed."""


@dataclass(slots=True, eq=False)
class Lit(Expr):
    """`value`: int (negated already where `-` was applied to the literal in a pattern, never here), bool, float (as
    the text's
    nearest double; the text in `text`), str, bytes (`ty` is `&[u8; N]`), a char as its code point; a C string is
    bytes with its
    final zero and the type `&CStr`."""

    value: Any
    text: str = ""


@dataclass(slots=True, eq=False)
class VarRef(Expr):
    """A place: a local variable or parameter, or an upvar (not in `Body.locals`)."""

    var: Var


@dataclass(slots=True, eq=False)
class StaticRef(Expr):
    """A place: a static."""

    def_: defs.StaticDef


@dataclass(slots=True, eq=False)
class ConstRef(Expr):
    """The value of a constant under `args` (an associated constant of a trait is found when types are concrete); inline
    `const {}` too.  `user_args` and `user_self` as in `FnRef`."""

    def_: defs.ConstDef
    args: ty.Args
    user_args: Any = None
    user_self: Any = None


@dataclass(slots=True, eq=False)
class ConstParamRef(Expr):
    """The value of a const parameter, or any constant term."""

    value: ty.Const


@dataclass(slots=True, eq=False)
class FnRef(Expr):
    """A function item (or tuple constructor) as a value of size zero; `ty` is its `FnDef`.  `user_args`: None, or the
    generic
    arguments that were written, as a tuple like `ty.args` with regions as written and None where nothing was;
    `user_self`: the
    self type as written of `<T>::f` or `T::f` (over the impl's own self type)."""

    user_args: Any = None
    user_self: Any = None


@dataclass(slots=True, eq=False)
class Call(Expr):
    """`fun(args)`: `fun` is an `FnRef`, or a value of function pointer type.  Calls of closures and of other values
    through the
    `Fn` traits are calls of `Fn::call`, `FnMut::call_mut` or `FnOnce::call_once` with the arguments in one `TupleExpr`
    (`overloaded`).  `fn_span` is the method's name and arguments, or the whole call.  `method`: written `a.b(…)`;
    `from_op`: an
    operator, index, deref or `?`/`for` desugaring.  Calling a tuple constructor is an `AdtExpr` already, unless the
    constructor is
    used as a value."""

    fun: Expr
    args: list[Expr]
    fn_span: Span = NO_SPAN
    method: bool = False
    from_op: bool = False
    overloaded: bool = False


@dataclass(slots=True, eq=False)
class AdtExpr(Expr):
    """A struct, variant or union literal, or a tuple or unit constructor (`ctor_call`: written as a call).  `fields`
    are (index, value) in the order
    written; `base` is the place after `..` (fields not written are moved or copied out of it)."""

    adt: defs.AdtDef
    variant: int
    args: ty.Args
    fields: list[tuple[int, Expr]]
    base: Expr | None = None
    ctor_call: bool = False
    user_ty: ty.Ty | None = None


@dataclass(slots=True, eq=False)
class TupleExpr(Expr):
    elems: list[Expr]


@dataclass(slots=True, eq=False)
class ArrayExpr(Expr):
    elems: list[Expr]


@dataclass(slots=True, eq=False)
class Repeat(Expr):
    """`[value; count]`; the count is in `ty` too."""

    value: Expr
    count: ty.Const


@dataclass(slots=True, eq=False)
class Borrow(Expr):
    """`&place` / `&mut place` (a value operand lives in a temporary).  `two_phase`: an autoref or an implicit
    reborrow of an
    argument, or the left side of an overloaded assignment operator, that may be activated later."""

    place: Expr
    mut: bool
    two_phase: bool = False


@dataclass(slots=True, eq=False)
class RawBorrow(Expr):
    """`&raw const place` / `&raw mut place`."""

    place: Expr
    mut: bool


@dataclass(slots=True, eq=False)
class Deref(Expr):
    """A place: `*value`, builtin: of a reference, raw pointer or Box."""

    value: Expr


@dataclass(slots=True, eq=False)
class Field(Expr):
    """A place: field `index` of a struct, union or tuple (`base` a place or a value)."""

    base: Expr
    index: int
    name: str = ""


@dataclass(slots=True, eq=False)
class Index(Expr):
    """A place: builtin `base[index]` of an array or slice, `index` a usize; bounds are checked."""

    base: Expr
    index: Expr


@dataclass(slots=True, eq=False)
class Unary(Expr):
    """Builtin `op` `-` or `!` (overflow of `-` is checked in debug)."""

    op: str
    value: Expr


@dataclass(slots=True, eq=False)
class Binary(Expr):
    """Builtin `op` on numbers, bool, char, raw pointers, fn pointers, unit: `+ - * / % ^ & | << >> == != < <= > >=`."""

    op: str
    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class Logical(Expr):
    """`&&` or `||`; `&&` may join `Let`s inside a condition."""

    op: str
    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class Assign(Expr):
    """`place = value`."""

    place: Expr
    value: Expr


@dataclass(slots=True, eq=False)
class AssignOp(Expr):
    """Builtin `place op= value`; `op` without the `=`."""

    op: str
    place: Expr
    value: Expr


@dataclass(slots=True, eq=False)
class Cast(Expr):
    """`value as ty`: what is not a coercion.  `kind`: `num` (int, float, char, bool, in any direction that `as`
    allows), `ptr_ptr`,
    `ptr_addr`, `addr_ptr`, `fn_addr`, `fn_ptr_ptr`, `enum` (a field-less enum to an integer), `array_ptr`.  `user_ty`
    as written."""

    value: Expr
    kind: str
    user_ty: ty.Ty | None = None


@dataclass(slots=True, eq=False)
class Use(Expr):
    """`value as T` that turned out to be a coercion (the coercions are inside), or any other place where rustc makes
    a value of
    a place with nothing else: reads (moves or copies) its operand."""

    value: Expr
    user_ty: ty.Ty | None = None


@dataclass(slots=True, eq=False)
class Coerce(Expr):
    """`kind`: `never` (from `!`), `reify` (fn item to pointer), `unsafe_fn`, `closure_fn` (a closure that captures
    nothing),
    `mut_to_const`, `array_to_ptr`, `unsize` (to slice or dyn, also through `CoerceUnsized` types)."""

    kind: str
    value: Expr


@dataclass(slots=True, eq=False)
class If(Expr):
    """`cond` may hold `Let`s under `&&`; `otherwise` is None where there is no else."""

    cond: Expr
    then: Expr
    otherwise: Expr | None


@dataclass(slots=True, eq=False)
class Let(Expr):
    """`let pat = value` as a condition: type bool."""

    pat: Pat
    value: Expr


@dataclass(slots=True, eq=False)
class Arm:
    pat: Pat
    guard: Expr | None  # may hold Lets
    body: Expr
    span: Span


@dataclass(slots=True, eq=False)
class Match(Expr):
    """`source`: `match`, `for` (both matches of the desugaring), `question`, `await`."""

    value: Expr
    arms: list[Arm]
    source: str = "match"


@dataclass(slots=True, eq=False)
class Label:
    """What `Break` and `Continue` name; `name` for messages."""

    name: str | None = None


@dataclass(slots=True, eq=False)
class Loop(Expr):
    """Until a `Break` of `label`; `source`: `loop`, `while`, `for`."""

    body: Expr
    label: Label
    source: str = "loop"


@dataclass(slots=True, eq=False)
class Break(Expr):
    label: Label
    value: Expr | None


@dataclass(slots=True, eq=False)
class Continue(Expr):
    label: Label


@dataclass(slots=True, eq=False)
class Return(Expr):
    value: Expr | None


@dataclass(slots=True, eq=False)
class LetStmt:
    """`let pat: user_ty = init else { otherwise }`.  `user_ty` is the annotation with its regions (parts written `_`
    filled in)."""

    pat: Pat
    init: Expr | None
    otherwise: Block | None
    user_ty: ty.Ty | None
    span: Span


@dataclass(slots=True, eq=False)
class ExprStmt:
    """`expr;` or an expression statement; its temporaries end with it."""

    expr: Expr
    span: Span


Stmt = LetStmt | ExprStmt


@dataclass(slots=True, eq=False)
class Block(Expr):
    """`label` is set where the block is the target of a `break 'label`; `unsafe` for unsafe blocks.  `desugared`:
    made by a
    desugaring, its span is the expression it came from."""

    stmts: list[Stmt]
    tail: Expr | None
    label: Label | None = None
    unsafe: bool = False
    desugared: bool = False


@dataclass(slots=True, eq=False)
class ClosureExpr(Expr):
    """Creates the closure: operands are its `def_.captures` in order."""

    def_: defs.ClosureDef


# ---- bodies
# -------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Capture:
    """One captured place: `var` and projections (`("deref",)` and `("field", index, variant)`), the type of the place
    (`ty`), how (`by`: `copy_move`, `ref`, `mut`,
    `unique`), whether the place is declared mutable (`mut`), and the expression that asked for it (`span`);
    `path_span` the use
    that fixed the place, `kind_span` the one that fixed how."""

    var: Var
    proj: tuple[tuple[Any, ...], ...]
    ty: ty.Ty
    by: str
    mut: bool
    span: Span
    path_span: Span = NO_SPAN
    behind_shared: bool = False  # borrowed mutably through a `&`: the error is at the closure, not inside

    def upvar_ty(self, region: ty.Region) -> ty.Ty:  # type: ignore[name-defined]
        """The type of the closure's own field."""
        from burrow.rust.types import Ref

        return self.ty if self.by == "copy_move" else Ref(region, self.ty, self.by != "ref")


@dataclass(slots=True, eq=False)
class Param:
    """A parameter: an irrefutable pattern, its type as declared (with regions), the spans of both.  `self_kind`:
    `self`, `&self`,
    `&mut self` for the shorthand receivers."""

    pat: Pat
    ty: ty.Ty
    span: Span
    ty_span: Span
    self_kind: str | None = None


@dataclass(slots=True, eq=False)
class Body:
    """A function's, closure's, constant's or static's typed tree.

    `owner` the definition; `params` (a closure's do not include the closure itself); `ret` the result's type as
    declared, with
    regions (a closure's: inferred); `value` the tree; `locals` every variable that is declared inside (parameters too);
    `closures` those directly inside; `tainted` after an error of its own; `edition` of the crate (it decides scopes
    of temporaries);
    `opaques`: hidden types found for the `impl Trait`s that this body defines."""

    owner: Any
    params: list[Param]
    ret: ty.Ty
    value: Expr
    span: Span
    edition: int
    locals: list[Var] = field(default_factory=list)
    closures: list[Any] = field(default_factory=list)
    tainted: bool = False
    opaques: dict[Any, Any] = field(default_factory=dict)
