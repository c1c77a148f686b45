"""The nodes of the tree that inlining and escape analysis work on.

In: nothing (a vocabulary).  Out: `Node`, `Name`, `Func` and the operations, which `build` makes and everything else
here and in `go/escape` reads.  The reference is cmd/compile/internal/ir (node.go, expr.go, stmt.go, name.go,
func.go); the operations and, where it matters (cost, order of visits), the order of children are the same.  The
differences: one class with general slots instead of fifty classes, because creating and walking nodes is most of the
work; what a slot holds is said in `SLOTS`; a position is an int (`syntax.position`) and the inlining it happened in
is a slot of its own (`Inlining`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from burrow.go import types

# ---------------------------------------------------------------------------------------------------------------------
# Operations: the name gc gives them, the slots that hold children in the order of visiting.
# "x", "y", "z", "w" are single nodes (or None), "a", "b" lists.

_OPS: Final = """
NAME
LITERAL
NIL
TYPE
DYNAMICTYPE x
ADD x y
SUB x y
OR x y
XOR x y
MUL x y
DIV x y
MOD x y
LSH x y
RSH x y
AND x y
ANDNOT x y
EQ x y
NE x y
LT x y
LE x y
GT x y
GE x y
ANDAND x y
OROR x y
ADDSTR a
PLUS x
NEG x
BITNOT x
NOT x
ADDR x
DEREF x
DOT x
DOTPTR x
DOTMETH x
DOTINTER x
METHVALUE x
METHEXPR x
DOTTYPE x
DOTTYPE2 x
DYNAMICDOTTYPE x z y
DYNAMICDOTTYPE2 x z y
INDEX x y
INDEXMAP x y
SLICE x y z w
SLICEARR x y z w
SLICESTR x y z w
SLICE3 x y z w
SLICE3ARR x y z w
CONV x
CONVNOP x
CONVIFACE x
STR2BYTES x
STR2BYTESTMP x
STR2RUNES x
BYTES2STR x
RUNES2STR x
RUNESTR x
SLICE2ARR x
SLICE2ARRPTR x
CALLFUNC x a
CALLINTER x a
INLCALL a b
APPEND a
DELETE a
PRINT a
PRINTLN a
RECOVER a
MIN a
MAX a
LEN x
CAP x
REAL x
IMAG x
CLOSE x
CLEAR x
PANIC x
COPY x y
COMPLEX x y
UNSAFEADD x y
UNSAFESLICE x y
UNSAFESTRING x y
UNSAFESLICEDATA x
UNSAFESTRINGDATA x
NEW x
MAKESLICE x y
MAKEMAP x y
MAKECHAN x y
PTRLIT x
STRUCTLIT a
ARRAYLIT a
SLICELIT a
MAPLIT a
KEY x y
STRUCTKEY y
CLOSURE
RECV x
PAREN x
ITAB x
IDATA x
GETG
LINKSYM
TYPESW x y
IDENT
AS x y
AS2 a b
AS2FUNC a b
AS2DOTTYPE a b
AS2MAPR a b
AS2RECV a b
SELRECV2 a b
ASOP x y
BLOCK a
DCL x
IF x a b
FOR x y a
RANGE x y z a
SWITCH x a
CASE x a b
SELECT a
COMM x a
RETURN a
SEND x y
GO x
DEFER x y
BREAK
CONTINUE
GOTO
FALL
LABEL
CHECKNIL x
INLMARK
TAILCALL x
"""

OP_NAMES: list[str] = []
SLOTS: list[tuple[str, ...]] = []
for _line in _OPS.split("\n"):
    if _line:
        _name, *_slots = _line.split(" ")
        globals()["O" + _name] = len(OP_NAMES)
        OP_NAMES.append(_name)
        SLOTS.append(tuple(_slots))

if TYPE_CHECKING:
    # generated from _OPS above; spelled out for the type checker
    (
        ONAME,
        OLITERAL,
        ONIL,
        OTYPE,
        ODYNAMICTYPE,
        OADD,
        OSUB,
        OOR,
        OXOR,
        OMUL,
        ODIV,
        OMOD,
        OLSH,
        ORSH,
        OAND,
        OANDNOT,
        OEQ,
        ONE,
        OLT,
        OLE,
        OGT,
        OGE,
        OANDAND,
        OOROR,
        OADDSTR,
        OPLUS,
        ONEG,
        OBITNOT,
        ONOT,
        OADDR,
        ODEREF,
        ODOT,
        ODOTPTR,
        ODOTMETH,
        ODOTINTER,
        OMETHVALUE,
        OMETHEXPR,
        ODOTTYPE,
        ODOTTYPE2,
        ODYNAMICDOTTYPE,
        ODYNAMICDOTTYPE2,
        OINDEX,
        OINDEXMAP,
        OSLICE,
        OSLICEARR,
        OSLICESTR,
        OSLICE3,
        OSLICE3ARR,
        OCONV,
        OCONVNOP,
        OCONVIFACE,
        OSTR2BYTES,
        OSTR2BYTESTMP,
        OSTR2RUNES,
        OBYTES2STR,
        ORUNES2STR,
        ORUNESTR,
        OSLICE2ARR,
        OSLICE2ARRPTR,
        OCALLFUNC,
        OCALLINTER,
        OINLCALL,
        OAPPEND,
        ODELETE,
        OPRINT,
        OPRINTLN,
        ORECOVER,
        OMIN,
        OMAX,
        OLEN,
        OCAP,
        OREAL,
        OIMAG,
        OCLOSE,
        OCLEAR,
        OPANIC,
        OCOPY,
        OCOMPLEX,
        OUNSAFEADD,
        OUNSAFESLICE,
        OUNSAFESTRING,
        OUNSAFESLICEDATA,
        OUNSAFESTRINGDATA,
        ONEW,
        OMAKESLICE,
        OMAKEMAP,
        OMAKECHAN,
        OPTRLIT,
        OSTRUCTLIT,
        OARRAYLIT,
        OSLICELIT,
        OMAPLIT,
        OKEY,
        OSTRUCTKEY,
        OCLOSURE,
        ORECV,
        OPAREN,
        OITAB,
        OIDATA,
        OGETG,
        OLINKSYM,
        OTYPESW,
        OIDENT,
        OAS,
        OAS2,
        OAS2FUNC,
        OAS2DOTTYPE,
        OAS2MAPR,
        OAS2RECV,
        OSELRECV2,
        OASOP,
        OBLOCK,
        ODCL,
        OIF,
        OFOR,
        ORANGE,
        OSWITCH,
        OCASE,
        OSELECT,
        OCOMM,
        ORETURN,
        OSEND,
        OGO,
        ODEFER,
        OBREAK,
        OCONTINUE,
        OGOTO,
        OFALL,
        OLABEL,
        OCHECKNIL,
        OINLMARK,
        OTAILCALL,
    ) = range(len(SLOTS))

# The classes of a Name
PEXTERN: Final = 1  # a package variable
PAUTO: Final = 2  # a local
PAUTOHEAP: Final = 3  # the view that a closure has of a variable around it
PPARAM: Final = 4
PPARAMOUT: Final = 5  # a result
PFUNC: Final = 6

# Node.flags
IMPLICIT: Final = 1  # made by the compiler: printed as what it wraps; a slice literal as "... argument"
DDD: Final = 2  # f(x...)
DEF: Final = 4  # the assignment declares (:=)
INCDEC: Final = 8  # x++ as an OASOP
GODEFER: Final = 16  # the call of a go or defer statement
NOINLINE: Final = 32
DISTINCT: Final = 64  # a loop whose variables are new in each iteration, before loopvar has seen it
VARLIVE: Final = 128  # a call that only keeps its arguments alive
RESHAPE: Final = 256
TRANSIENT: Final = 512  # set by escape analysis: the storage may be used again at once

# Node.esc
ESC_UNKNOWN: Final = 0
ESC_NONE: Final = 1  # on the stack
ESC_HEAP: Final = 2
ESC_NEVER: Final = 3  # by construction


AUTOGENERATED: Final = -1  # the position of what the compiler makes itself


class Inlining:
    """One call that was replaced by the callee's body: gc's entry in the inlining tree."""

    __slots__ = ("call_pos", "func", "outermost", "parent")

    def __init__(self, parent: Inlining | None, call_pos: int, func: Func) -> None:
        self.parent = parent
        self.call_pos = call_pos  # of the call, in the text of the function that it stands in
        self.func = func  # what was inlined
        self.outermost: int = parent.outermost if parent is not None else call_pos  # what messages print


class Node:
    """A node; see the module's table for what `x`, `y`, `z`, `w`, `a`, `b` hold for an operation.

    `init` are statements to run before it (None for none); `aux` is what the operation needs besides: the text of a
    label, the operator of OASOP, the constant of OLITERAL, the `Func` of OCLOSURE, the `Field` of a selector, the
    declaring statement.
    """

    __slots__ = ("a", "aux", "b", "esc", "flags", "init", "inl", "op", "opt", "pos", "src", "type", "w", "x", "y", "z")

    def __init__(
        self,
        op: int,
        pos: int,
        inl: Inlining | None,
        type: types.Type | None = None,
        x: Any = None,
        y: Any = None,
        a: Any = None,
        b: Any = None,
        aux: Any = None,
        flags: int = 0,
        src: Any = None,
    ) -> None:
        self.op = op
        self.pos = pos
        self.inl = inl
        self.type: Any = type
        self.x = x
        self.y = y
        self.z: Any = None
        self.w: Any = None
        self.a = a
        self.b = b
        self.aux = aux
        self.flags = flags
        self.src = src
        self.init: list[Any] | None = None
        self.esc = 0
        self.opt: Any = None

    def __repr__(self) -> str:
        from burrow.go.inline.format import text

        return f"<{OP_NAMES[self.op]} {text(self)}>"


class Name:
    """A variable, parameter, result or function.  One object for each (a reference is the object itself).

    `defn`: the assignment that declares it (:= with a value), the OTYPESW or ORANGE that declares it, the `Func` of a
    function, the outermost `Name` for a closure's view.  `curfn` is the function it lives in.
    """

    __slots__ = (
        "addrtaken",
        "autotemp",
        "byval",
        "cls",
        "curfn",
        "defn",
        "esc",
        "flags",
        "func",
        "init",
        "inl",
        "inlformal",
        "obj",
        "op",
        "opt",
        "outer",
        "pkg",
        "pos",
        "src",
        "sym",
        "type",
    )

    def __init__(
        self, sym: str, pos: int, type: types.Type | None, cls: int, curfn: Func | None = None, obj: Any = None
    ) -> None:
        self.op = 0
        self.sym = sym
        self.pos = pos
        self.inl: Inlining | None = None
        self.type: Any = type
        self.cls = cls
        self.curfn = curfn
        self.obj = obj  # the types.Var or types.Func it is
        self.defn: Any = None
        self.outer: Name | None = None  # the copy of the function directly around, for PAUTOHEAP
        self.func: Func | None = None
        self.addrtaken = False
        self.autotemp = False
        self.byval = False
        self.inlformal = False
        self.esc = 0
        self.flags = 0
        self.init = None
        self.opt: Any = None
        self.src: Any = None
        self.pkg: Any = None  # of package-level names: the types.Package

    @property
    def canonical(self) -> Name:
        """The variable itself, for a closure's view of it."""
        return self.defn if self.cls == PAUTOHEAP else self

    def __repr__(self) -> str:
        return f"<{self.sym}>"


class Field:
    """A field or method that a selector selects: its name, type and, for a field, offset; for a method its `Name`."""

    __slots__ = ("name", "obj", "offset", "qualified", "type")

    def __init__(self, name: str, type: types.Type | None, offset: int = 0, obj: Any = None) -> None:
        self.name = name
        self.type: Any = type
        self.offset = offset
        self.obj = obj  # types.Var, types.Func, or the Name of a concrete method


class Inline:
    """That a function may be inlined: the cost, and whether its results can be declared at its only return."""

    __slots__ = ("can_delay", "cost")

    def __init__(self, cost: int, can_delay: bool) -> None:
        self.cost = cost
        self.can_delay = can_delay


# Func.esc_state
UNKNOWN: Final = 0
PLANNED: Final = 1
STARTED: Final = 2
TAGGED: Final = 3


class Func:
    """A function, method or function literal with its body.

    `name` is its `Name` (class PFUNC).  `dcl` lists parameters (receiver first), results, then locals.  `params` and
    `results` are the first of these.  `tags` are what escape analysis found of the parameters, encoded (see
    escape.leaks), once `esc_state` is TAGGED.  `imported`: of another package, so without a body here unless it is
    inlined.
    """

    __slots__ = (
        "body",
        "can_inline_checked",
        "closure",
        "closure_vars",
        "dcl",
        "decl",
        "declare",
        "defer_gen",
        "directives",
        "dupok",
        "esc_state",
        "func_lit_gen",
        "has_body",
        "imported",
        "info",
        "inl",
        "instance",
        "name",
        "opaque",
        "package_init",
        "params",
        "parent",
        "pkg",
        "pos",
        "range_lit_gen",
        "range_parent",
        "results",
        "results_lost",
        "sig",
        "subst",
        "synthetic",
        "tags",
        "wrapped",
        "wrapper",
    )

    def __init__(self, name: Name, pos: int) -> None:
        self.name = name
        self.pos = pos
        self.pkg: Any = None
        self.sig: Any = None
        self.decl: Any = None  # FuncDecl or FuncLit
        self.info: Any = None
        self.body: list[Any] = []
        self.dcl: list[Name] = []
        self.params: list[Name] = []
        self.results: list[Name] = []
        self.closure: Node | None = None  # its OCLOSURE, for a function literal
        self.closure_vars: list[Name] = []
        self.parent: Func | None = None
        self.range_parent: Func | None = None
        self.func_lit_gen = 0
        self.range_lit_gen = 0
        self.defer_gen = 0
        self.directives: frozenset[str] = frozenset()
        self.dupok = False
        self.wrapper = False
        self.opaque: bool | None = None  # inlined on the outside only; None: not known yet
        self.wrapped: Func | None = None
        self.package_init = False
        self.has_body = True
        self.imported = False
        self.can_inline_checked = False
        self.inl: Inline | None = None
        self.instance: Any = None
        self.subst: Any = None
        self.declare: Any = None  # declares the parameters where that is not done by `info`
        self.synthetic: Any = None  # builds the body of a function that has no tree
        self.tags: list[bytes] | None = None
        self.esc_state = UNKNOWN
        self.results_lost = False
        name.func = self

    @property
    def is_closure(self) -> bool:
        """Whether it is a function literal that captures something."""
        return self.closure is not None and bool(self.closure_vars)

    @property
    def sym(self) -> str:
        return self.name.sym

    def __repr__(self) -> str:
        return f"<func {self.name.sym}>"


BLANK: Final = Name("_", 0, None, PAUTO)


def is_blank(n: Any) -> bool:
    """Whether `n` is the blank identifier."""
    return bool(n.op == 0 and n.sym == "_")


def children(n: Any) -> list[Any]:
    """The nodes directly in `n`, in gc's order of visiting; statements of `init` first."""
    if n.__class__ is Name:
        return []
    out: list[Any] = list(n.init) if n.init else []
    for slot in SLOTS[n.op]:
        c = getattr(n, slot)
        if c is not None:
            if c.__class__ is list:
                out += c
            else:
                out.append(c)
    return out


def visit(n: Any, do: Callable[[Any], Any]) -> None:
    """`do` on `n` and everything in it, parents first; the bodies of function literals not."""
    if n.__class__ is Name:
        do(n)
        return
    do(n)
    if n.init:
        for c in n.init:
            visit(c, do)
    for slot in SLOTS[n.op]:
        c = getattr(n, slot)
        if c is not None:
            if c.__class__ is list:
                for e in c:
                    if e is not None:
                        visit(e, do)
            else:
                visit(c, do)


def visit_list(nodes: list[Any], do: Callable[[Any], Any]) -> None:
    for n in nodes:
        if n is not None:
            visit(n, do)


def any_node(n: Any, cond: Callable[[Any], bool]) -> bool:
    """Whether `cond` holds for `n` or something in it."""
    if cond(n):
        return True
    if n.__class__ is Name:
        return False
    if n.init:
        for c in n.init:
            if any_node(c, cond):
                return True
    for slot in SLOTS[n.op]:
        c = getattr(n, slot)
        if c is not None:
            if c.__class__ is list:
                for e in c:
                    if e is not None and any_node(e, cond):
                        return True
            elif any_node(c, cond):
                return True
    return False


def edit_children(n: Any, edit: Callable[[Any], Any]) -> None:
    """Replace each child `c` of `n` by `edit(c)`."""
    if n.__class__ is Name:
        return
    if n.init:
        n.init = [edit(c) for c in n.init]
    for slot in SLOTS[n.op]:
        c = getattr(n, slot)
        if c is not None:
            if c.__class__ is list:
                c[:] = [edit(e) if e is not None else None for e in c]
            else:
                setattr(n, slot, edit(c))


def message_pos(n: Any) -> int:
    """The position that a message about `n` has: that of the outermost call which was inlined."""
    inl = n.inl
    return inl.outermost if inl is not None else n.pos  # type: ignore[no-any-return]
