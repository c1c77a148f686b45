"""The syntax tree of Go, and what checking leaves on it.

In: nothing (this is a vocabulary).  Out: the node classes that `go/parse` builds, `go/check` annotates, and
`go/inline`, `go/escape` and `go/lower` read.  The reference is cmd/compile/internal/syntax (nodes.go, positions.go);
the tree has its shape and, above all, its *positions*, with these differences: parentheses are always kept (`Paren`),
`x++` is a node of its own, range loops are a statement of their own, dereference (`Star`) is not a unary operator,
lists are Python lists.

Positions
---------
`node.pos` is an int that names a file and a byte offset; it is the position that gc gives the node, so what the
compiler prints for a node is `position(node.pos)` -> (path, line, column):

=====================  ==========================================================================================
`Binary`               the operator                        `Unary`, `Star`        the operator (its first byte)
`Call`                 the `(`                             `Index`, `SliceExpr`   the `[`
`Selector`             the `.`                             `TypeAssert`           the `.`
`CompositeLit`         the `{`                             `KeyValue`             the `:`
`AssignStmt`           the `=`, `:=`, `op=`                `SendStmt`, `IncDec`   the operator
`LabeledStmt`          the `:`                             `RangeStmt`, `ForStmt` the `for` (`range_pos`: the `range`)
`FuncDecl`             the name, or the `(` of a receiver  others                 their first byte
=====================  ==========================================================================================

`start(node)` is the leftmost byte, which is where the type checker reports errors about an expression.
Positions of different files never collide, and stay valid in cached trees: the file's number is a digest of its path
(`register`).  `pos >> 24` is the file, `pos & 0xffffff` the byte offset; 0 is "no position".

What checking leaves
--------------------
Every expression node, type expressions included, has after checking

* `mode`   one of the constants below: TYPE, CONST, VAR (addressable), MAPINDEX, VALUE, COMMAOK, NIL, NOVALUE, BUILTIN
* `type`   its `types.Type`.  Untyped constants and comparisons have got their final type (the one they are converted to
  implicitly); `nil` has the type it is used as.  A constant that becomes an interface value has the constant's default
  type; the conversion to the interface is implicit (see below).
* `const`  its constant value or None: bool, int (integers, runes), int or Fraction (floats; an integral value is always
  an int), `constants.Complex`, bytes (strings).  A node that has a `const` need not be walked further.

and some have more:

* `Ident.obj`         the object it declares or names (None for `_` and for the symbolic variable of a type switch, see
  below)
* `Ident.targs`       the type arguments where the identifier names a generic function or type that is instantiated
  here, explicitly or by inference (None otherwise).  For `p.F[T]` and `x.F` they are on the `sel` identifier.
* `Selector.selection` how `x.f` was resolved, a `Selection`; None for a qualified identifier `pkg.Name` (then `sel.obj`
  is it)
* `Call.kind`         CALL, CONVERSION or BUILTIN_CALL; for a builtin, `call.builtin` is its name (`append`,
  `unsafe.Sizeof`, ...)
* `Index.generic`     True where `f[T]` instantiates (then lower `x` alone: its identifier has `targs`)
* `comma_ok`          on `Index`, `TypeAssert`, `Unary("<-")`: used as `v, ok :=`; `type` stays the type of the value
* `CompositeLit.type` the literal's type; for `&T{}` elided in a nested literal, `type` is the pointer type: the literal
  is then `&E{...}` of `type.elem`
* `FuncLit.info`, `FuncDecl.info`  a `FuncInfo`
* `CaseClause.var`    the variable that a type switch with a symbol declares in this clause
* `RangeStmt.kind`    what is ranged over (RANGE_SLICE, ...), the loop's variables are `key_var`, `value_var` where
  `define`
* `BranchStmt.target` the statement that `break` and `continue` leave or repeat (the loop, switch or select itself), the
  `LabeledStmt` of a `goto`

Implicit conversions are not nodes.  Wherever a value is assigned (=, argument, result, send, composite element, map
index, comparison with an interface, range variable), it is converted when `types.identical(value.type, target)` is
false: to an interface where the target is one, else it is a change of name (or of channel direction) that costs
nothing.  `x.f` through embedded fields is one node; `Selection.path` says the way.  A method call `v.M()` on an
addressable `v` with a pointer receiver takes `&v` (`Selection.addr`).
"""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, TypeVar, Union, dataclass_transform

from burrow.source import SourceFile, Span, load_file

if TYPE_CHECKING:
    from burrow.go import types
    from burrow.go.constants import Complex

# the modes of an expression
NOVALUE: Final = 1  # a call without results
BUILTIN: Final = 2  # the name of a builtin function
TYPE: Final = 3
CONST: Final = 4
VAR: Final = 5  # addressable
MAPINDEX: Final = 6  # may be assigned, not addressed
VALUE: Final = 7
NIL: Final = 8
COMMAOK: Final = 9  # a value that may also be asked for with `, ok` (type assertion, receive)
PACKAGE: Final = 10  # the `fmt` of `fmt.Println`

# the kinds of a Call
CALL: Final = 0
CONVERSION: Final = 1
BUILTIN_CALL: Final = 2

# the kinds of a RangeStmt
RANGE_SLICE: Final = "slice"
RANGE_ARRAY: Final = "array"
RANGE_ARRAY_PTR: Final = "*array"
RANGE_STRING: Final = "string"
RANGE_MAP: Final = "map"
RANGE_CHAN: Final = "chan"
RANGE_INT: Final = "int"
RANGE_FUNC: Final = "func"

# the kinds of a Selection
FIELD: Final = "field"
METHOD: Final = "method"  # x.m of a concrete method: a call when it is called, else a method value
INTERFACE_METHOD: Final = "interface method"  # x.m where x is an interface (or a type parameter: see Selection.recv)
METHOD_EXPR: Final = "method expression"  # T.m, (*T).m, I.m: a function with the receiver first

ConstValue = Union[bool, int, Fraction, "Complex", bytes, None]

# ---------------------------------------------------------------------------------------------------------------------
# Positions

_paths: dict[int, str] = {}
_lines: dict[int, list[tuple[int, str, int, int]]] = {}


def register(path: str) -> int:
    """The position of byte 0 of the file at `path` (add a byte offset to it); the same in every process."""
    digest = blake2b(path.encode("utf-8", "surrogateescape"), digest_size=5).digest()
    number = int.from_bytes(digest, "big") & 0xFFFFFFFFF | 1
    while _paths.setdefault(number, path) != path:
        number += 2
    return number << 24


def path_of(pos: int) -> str:
    """The path of the file that `pos` is in."""
    return _paths.get(pos >> 24, "")


def set_line_table(base: int, table: list[tuple[int, str, int, int]]) -> None:
    """What `//line` comments say of a file: (offset from which it holds, path, line, column or 0), in order."""
    _lines[base >> 24] = table


def position(pos: int) -> tuple[str, int, int]:
    """Path, line and column (both from 1, the column in bytes) as gc prints them, `//line` comments obeyed (column 0:
    none)."""
    number = pos >> 24
    path = _paths.get(number, "")
    line, column = load_file(path).position(pos & 0xFFFFFF)
    table = _lines.get(number)
    if table:
        offset = pos & 0xFFFFFF
        for at, name, new_line, new_column in reversed(table):
            if at <= offset:
                base_line, base_column = load_file(path).position(at)
                if new_column:
                    column = new_column + (column - base_column) if line == base_line else column
                else:
                    column = 0
                return name, new_line + (line - base_line), column
    return path, line, column


def source_of(pos: int) -> SourceFile:
    """The file that `pos` is in, with its text."""
    return load_file(path_of(pos))


def span(pos: int, length: int = 1) -> Span:
    """The `source.Span` of `length` bytes from `pos`, for diagnostics."""
    at = pos & 0xFFFFFF
    return Span(path_of(pos), at, at + length)


# ---------------------------------------------------------------------------------------------------------------------
# Nodes

_C = TypeVar("_C", bound=type)


class _Later:
    """A slot that the constructor does not take: left open, or filled with a value or a fresh container."""

    __slots__ = ("factory", "text")

    def __init__(self, text: str, factory: Any) -> None:
        self.text = text
        self.factory = factory


def field(*, init: bool = True, default: Any = ..., default_factory: Any = None) -> Any:
    """What a node's slot holds at first; `init=False`: the constructor does not take it."""
    if default_factory is not None:
        return _Later("[]", default_factory)
    return _Later("" if default is ... else repr(default), None)


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def _node(cls: _C) -> _C:
    """Make a class with slots and a constructor of its annotated names, as `dataclass(slots=True, eq=False)` would,
    in a tenth of the time that takes at every start."""
    space = dict(cls.__dict__)
    own = space.get("__annotations__", {})
    fields: dict[str, Any] = dict(getattr(cls, "_fields", {}))
    for name in own:
        fields[name] = space.pop(name, None)
    space.pop("__dict__", None)
    space.pop("__weakref__", None)
    space["__slots__"] = tuple(own)
    space["_fields"] = fields
    params, body = [], []
    for name, first in fields.items():
        if isinstance(first, _Later):
            if first.text:
                body.append(f" self.{name} = {first.text}")
        else:
            params.append(f"{name}={first!r}" if name in space.get("_optional", ()) else name)
            body.append(f" self.{name} = {name}")
    made: dict[str, Any] = {}
    exec(f"def __init__(self, {', '.join(params)}):\n" + "\n".join(body or [" pass"]), made)
    space["__init__"] = made["__init__"]
    return type(cls)(cls.__name__, cls.__bases__, space)


@_node
class Node:
    """Anything with a position."""

    pos: int

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.pos & 0xFFFFFF}>"


@_node
class Expr(Node):
    """An expression or a type expression.  The three slots are set by the checker, not before."""

    type: types.Type = field(init=False)
    const: ConstValue = field(init=False)
    mode: int = field(init=False)


@_node
class BadExpr(Expr):
    """What could not be parsed (an error was reported)."""


@_node
class Ident(Expr):
    name: str
    obj: types.Object | None = field(init=False, default=None)
    targs: list[types.Type] | None = field(init=False, default=None)


@_node
class BasicLit(Expr):
    kind: str  # "int", "float", "imag", "char", "string"
    value: str  # the source text


@_node
class CompositeLit(Expr):
    type_expr: Expr | None  # None where it is elided
    elems: list[Expr]  # some or all may be KeyValue
    rbrace: int


@_node
class KeyValue(Expr):
    key: Expr  # in a struct literal an Ident whose obj is the field
    value: Expr


@_node
class FuncLit(Expr):
    sig: FuncType
    body: BlockStmt
    info: FuncInfo = field(init=False)


@_node
class Paren(Expr):
    x: Expr


@_node
class Selector(Expr):
    x: Expr
    sel: Ident
    selection: Selection | None = field(init=False, default=None)


@_node
class Index(Expr):
    x: Expr
    indices: list[Expr]  # one, unless it instantiates
    generic: bool = field(init=False, default=False)
    comma_ok: bool = field(init=False, default=False)


@_node
class SliceExpr(Expr):
    x: Expr
    lo: Expr | None
    hi: Expr | None
    max: Expr | None
    full: bool


@_node
class TypeAssert(Expr):
    x: Expr
    type_expr: Expr | None  # None: the x.(type) of a type switch
    comma_ok: bool = field(init=False, default=False)


@_node
class Star(Expr):
    """`*x`: a dereference, or the pointer type (mode TYPE)."""

    x: Expr


@_node
class Unary(Expr):
    op: str  # + - ! ^ & <- ~
    x: Expr
    comma_ok: bool = field(init=False, default=False)


@_node
class Binary(Expr):
    op: str
    x: Expr
    y: Expr


@_node
class Call(Expr):
    fun: Expr
    args: list[Expr]
    dots: bool  # f(x...)
    kind: int = field(init=False, default=CALL)
    builtin: str | None = field(init=False, default=None)


@_node
class Ellipsis(Expr):
    """The `...T` of a last parameter."""

    elem: Expr


@_node
class ArrayType(Expr):
    len: Expr | None  # None: [...]T
    elem: Expr


@_node
class SliceType(Expr):
    elem: Expr


@_node
class Field(Node):
    """A field, parameter, method or embedded element; one for each name (`a, b int` are two that share the type
    node)."""

    name: Ident | None
    type_expr: Expr
    tag: BasicLit | None = None
    _optional = ("tag",)


@_node
class StructType(Expr):
    fields: list[Field]


@_node
class FuncType(Expr):
    params: list[Field]
    results: list[Field]


@_node
class InterfaceType(Expr):
    methods: list[Field]  # a name and a FuncType, or an embedded element without name


@_node
class MapType(Expr):
    key: Expr
    value: Expr


@_node
class ChanType(Expr):
    dir: int  # types.BOTH, SEND_ONLY, RECV_ONLY
    elem: Expr


# ---------------------------------------------------------------------------------------------------------------------
# Statements


@_node
class Stmt(Node):
    """A statement."""


@_node
class EmptyStmt(Stmt):
    pass


@_node
class BlockStmt(Stmt):
    stmts: list[Stmt]
    rbrace: int


@_node
class ExprStmt(Stmt):
    x: Expr


@_node
class SendStmt(Stmt):
    chan: Expr
    value: Expr


@_node
class IncDecStmt(Stmt):
    op: str  # + or -
    x: Expr


@_node
class AssignStmt(Stmt):
    op: str  # "" for =, ":=" for a definition, else the binary operator of op=
    lhs: list[Expr]
    rhs: list[Expr]
    new_vars: list[types.Var] = field(init=False, default_factory=list)  # those that := declares, in order


@_node
class GoStmt(Stmt):
    call: Expr  # a Call


@_node
class DeferStmt(Stmt):
    call: Expr  # a Call


@_node
class ReturnStmt(Stmt):
    results: list[Expr]  # empty with named results: the current values of FuncInfo.results


@_node
class BranchStmt(Stmt):
    tok: str  # break, continue, goto, fallthrough
    label: Ident | None
    target: Stmt | None = field(init=False, default=None)


@_node
class IfStmt(Stmt):
    init: Stmt | None
    cond: Expr
    then: BlockStmt
    orelse: Stmt | None  # BlockStmt or IfStmt


@_node
class CaseClause(Node):
    cases: list[Expr] | None  # None: default
    body: list[Stmt]
    colon: int
    var: types.Var | None = field(init=False, default=None)


@_node
class SwitchStmt(Stmt):
    init: Stmt | None
    tag: Expr | None
    clauses: list[CaseClause]
    rbrace: int


@_node
class TypeSwitchStmt(Stmt):
    init: Stmt | None
    lhs: Ident | None
    x: Expr  # the operand, without .(type)
    guard_pos: int  # of the `.`
    clauses: list[CaseClause]
    rbrace: int


@_node
class CommClause(Node):
    comm: Stmt | None  # None: default; else SendStmt, ExprStmt of a receive, AssignStmt with a receive on the right
    body: list[Stmt]
    colon: int


@_node
class SelectStmt(Stmt):
    clauses: list[CommClause]
    rbrace: int


@_node
class ForStmt(Stmt):
    init: Stmt | None
    cond: Expr | None
    post: Stmt | None
    body: BlockStmt
    # go 1.22: each iteration has its own copy of init's variables
    per_iteration: bool = field(init=False, default=True)


@_node
class RangeStmt(Stmt):
    key: Expr | None
    value: Expr | None
    define: bool
    x: Expr
    body: BlockStmt
    range_pos: int
    extra: list[Expr]  # more than two variables: an error that the checker reports
    kind: str = field(init=False, default="")
    key_var: types.Var | None = field(init=False, default=None)
    value_var: types.Var | None = field(init=False, default=None)
    per_iteration: bool = field(init=False, default=True)
    yield_results: list[types.Type] = field(init=False, default_factory=list)  # RANGE_FUNC: the types that yield takes
    info: FuncInfo | None = field(init=False, default=None)  # RANGE_FUNC: the body as a function (closure) of its own


@_node
class LabeledStmt(Stmt):
    label: Ident
    stmt: Stmt


@_node
class DeclStmt(Stmt):
    decls: list[Decl]


# ---------------------------------------------------------------------------------------------------------------------
# Declarations


@_node
class Decl(Node):
    """A declaration, at the top of a file or in a function; a group `var ( ... )` is as many as it has lines."""


@_node
class ImportDecl(Decl):
    name: Ident | None
    path: BasicLit
    package: types.Package | None = field(init=False, default=None)


@_node
class ConstDecl(Decl):
    names: list[Ident]
    type_expr: Expr | None
    values: list[Expr]  # empty: repeats the one before in its group
    iota: int
    inherited: ConstDecl | None  # where type and values come from when they are repeated


@_node
class TypeDecl(Decl):
    name: Ident
    tparams: list[Field]
    alias: bool
    type_expr: Expr
    directives: list[str]


@_node
class VarDecl(Decl):
    names: list[Ident]
    type_expr: Expr | None
    values: list[Expr]  # empty, one for each name, or a single call with several results
    directives: list[str]


@_node
class FuncDecl(Decl):
    recv: Field | None
    name: Ident
    tparams: list[Field]
    type: FuncType
    body: BlockStmt | None  # None: implemented elsewhere (//burrow:runtime, //go:linkname, assembly)
    directives: list[str]  # "go:noinline", "burrow:runtime runtime.nanotime", ... as written, in order
    obj: types.Func | None = field(init=False, default=None)
    info: FuncInfo = field(init=False)
    end: int = field(init=False, default=0)


@_node
class File(Node):
    path: str
    name: Ident
    decls: list[Decl]
    imports: list[ImportDecl]
    go_version: str  # of a //go:build go1.N line, or ""
    directives: list[tuple[int, str]]  # those that are about the file: go:linkname and the like
    scope: types.Scope = field(init=False)


# ---------------------------------------------------------------------------------------------------------------------
# What checking adds


@_node
class Selection:
    """How `x.f` was resolved.

    `path` leads from `x` to `f`: field indices, each in the struct reached so far (a pointer on the way is followed
    first, as it is before the first step); for methods it leads to the embedded field whose method it is, and `obj` is
    the method. `recv` is the type of `x` (for METHOD_EXPR the type `T` itself).  `indirect`: a pointer was followed on
    the way. `addr`: METHOD whose receiver is a pointer while what `path` reaches is an addressable value: `&` is taken.
    `deref`: METHOD whose receiver is a value while what `path` reaches is a pointer: it is loaded (nil panics).
    A method of a type parameter is an INTERFACE_METHOD whose `recv` is (a pointer to) the TypeParam: the lowering of an
    instance looks the method up again in the type argument (`types.lookup`).
    """

    kind: str
    recv: types.Type
    obj: types.Var | types.Func
    path: tuple[int, ...]
    indirect: bool
    addr: bool = False
    deref: bool = False
    _optional = ("addr", "deref")


@_node
class FuncInfo:
    """What is known of one function body (a declaration, a literal, the body of a range over a function, or the
    package's variable initialisers)."""

    name: str  # the symbol people see: main.main, main.(*T).m, main.main.func2, main.main.func2.1, main.init.0
    node: Any  # FuncDecl, FuncLit, RangeStmt, or None for initialisers
    sig: types.Signature
    outer: FuncInfo | None  # the function around a closure
    recv: types.Var | None = field(init=False, default=None)
    # without the receiver; unnamed ones are there, named "" or "_"
    params: list[types.Var] = field(init=False, default_factory=list)
    results: list[types.Var] = field(init=False, default_factory=list)
    # in order of declaration, those of nested closures not
    locals: list[types.Var] = field(init=False, default_factory=list)
    # variables of functions around it, in order of first use
    captures: list[types.Var] = field(init=False, default_factory=list)
    closures: list[FuncLit] = field(init=False, default_factory=list)  # directly inside, in source order
    has_defer: bool = field(init=False, default=False)
    has_recover: bool = field(init=False, default=False)
    labels: list[types.Label] = field(init=False, default_factory=list)


def start(node: Node) -> int:
    """The position of the leftmost byte that belongs to `node`."""
    n: Any = node
    while True:
        cls = n.__class__
        if cls is Selector or cls is Index or cls is TypeAssert or cls is Binary:
            n = n.x
        elif cls is Call:
            n = n.fun
        elif cls is CompositeLit and n.type_expr is not None:
            n = n.type_expr
        elif cls is KeyValue:
            n = n.key
        elif cls is IncDecStmt:  # a slice expression starts at its `[`, as in gc
            n = n.x
        elif cls is SendStmt:
            n = n.chan
        elif cls is AssignStmt:
            n = n.lhs[0]
        else:
            return int(n.pos)


def unparen(x: Expr) -> Expr:
    """`x` without parentheses around it."""
    while x.__class__ is Paren:
        x = x.x
    return x
