"""The predeclared names of Go, and package unsafe.

In: nothing.  Out: the basic types (`INT`, `STRING`, ...), `ANY`, `ERROR`, `COMPARABLE`, the scope `UNIVERSE`, the
package `UNSAFE`.  The reference is cmd/compile/internal/types2/universe.go.
"""

from __future__ import annotations

from burrow.go import types as t
from burrow.go.types import (
    Basic,
    Builtin,
    Const,
    Func,
    Interface,
    Named,
    Nil,
    Package,
    Scope,
    Signature,
    Type,
    TypeName,
    Var,
)

_INT = t.IS_INTEGER
_UINT = t.IS_INTEGER | t.IS_UNSIGNED
_UNTYPED = t.IS_UNTYPED

INVALID = Basic("invalid type", 0, 0)
BOOL = Basic("bool", t.IS_BOOL, 1)
INT = Basic("int", _INT, 8)
INT8 = Basic("int8", _INT, 1)
INT16 = Basic("int16", _INT, 2)
INT32 = Basic("int32", _INT, 4)
INT64 = Basic("int64", _INT, 8)
UINT = Basic("uint", _UINT, 8)
UINT8 = Basic("uint8", _UINT, 1)
UINT16 = Basic("uint16", _UINT, 2)
UINT32 = Basic("uint32", _UINT, 4)
UINT64 = Basic("uint64", _UINT, 8)
UINTPTR = Basic("uintptr", _UINT, 8)
FLOAT32 = Basic("float32", t.IS_FLOAT, 4)
FLOAT64 = Basic("float64", t.IS_FLOAT, 8)
COMPLEX64 = Basic("complex64", t.IS_COMPLEX, 8)
COMPLEX128 = Basic("complex128", t.IS_COMPLEX, 16)
STRING = Basic("string", t.IS_STRING, 16)
UNSAFE_POINTER = Basic("unsafe.Pointer", 0, 8)
UNTYPED_BOOL = Basic("untyped bool", t.IS_BOOL | _UNTYPED, 0)
UNTYPED_INT = Basic("untyped int", _INT | _UNTYPED, 0)
UNTYPED_RUNE = Basic("untyped rune", _INT | _UNTYPED, 0)
UNTYPED_FLOAT = Basic("untyped float", t.IS_FLOAT | _UNTYPED, 0)
UNTYPED_COMPLEX = Basic("untyped complex", t.IS_COMPLEX | _UNTYPED, 0)
UNTYPED_STRING = Basic("untyped string", t.IS_STRING | _UNTYPED, 0)
UNTYPED_NIL = Basic("untyped nil", _UNTYPED, 0)
BYTE = Basic("uint8", _UINT, 1, "byte")
RUNE = Basic("int32", _INT, 4, "rune")

TYPES = [
    BOOL,
    INT,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    UINTPTR,
    FLOAT32,
    FLOAT64,
    COMPLEX64,
    COMPLEX128,
    STRING,
    UNSAFE_POINTER,
    UNTYPED_BOOL,
    UNTYPED_INT,
    UNTYPED_RUNE,
    UNTYPED_FLOAT,
    UNTYPED_COMPLEX,
    UNTYPED_STRING,
    UNTYPED_NIL,
]
# untyped numeric kinds, the narrower first
UNTYPED_ORDER = {UNTYPED_INT: 0, UNTYPED_RUNE: 1, UNTYPED_FLOAT: 2, UNTYPED_COMPLEX: 3}
_BY_NAME = {b.name: b for b in [*TYPES, BYTE, RUNE, INVALID]}
_DEFAULTS: dict[Type, Type] = {
    UNTYPED_BOOL: BOOL,
    UNTYPED_INT: INT,
    UNTYPED_RUNE: RUNE,
    UNTYPED_FLOAT: FLOAT64,
    UNTYPED_COMPLEX: COMPLEX128,
    UNTYPED_STRING: STRING,
}

EMPTY_INTERFACE = Interface([], [])
ANY = Interface([], [], name="any")

UNIVERSE = Scope(None)
UNSAFE = Package("unsafe", "unsafe")

# name: (least number of arguments, whether there may be more, the kind of thing a call is:
# "conversion", "expression" (must be used) or "statement")
BUILTINS: dict[str, tuple[int, bool, str]] = {
    "append": (1, True, "expression"),
    "cap": (1, False, "expression"),
    "clear": (1, False, "statement"),
    "close": (1, False, "statement"),
    "complex": (2, False, "expression"),
    "copy": (2, False, "statement"),
    "delete": (2, False, "statement"),
    "imag": (1, False, "expression"),
    "len": (1, False, "expression"),
    "make": (1, True, "expression"),
    "max": (1, True, "expression"),
    "min": (1, True, "expression"),
    "new": (1, False, "expression"),
    "panic": (1, False, "statement"),
    "print": (0, True, "statement"),
    "println": (0, True, "statement"),
    "real": (1, False, "expression"),
    "recover": (0, False, "statement"),
    "unsafe.Add": (2, False, "expression"),
    "unsafe.Alignof": (1, False, "expression"),
    "unsafe.Offsetof": (1, False, "expression"),
    "unsafe.Sizeof": (1, False, "expression"),
    "unsafe.Slice": (2, False, "expression"),
    "unsafe.SliceData": (1, False, "expression"),
    "unsafe.String": (2, False, "expression"),
    "unsafe.StringData": (1, False, "expression"),
}


def basic_named(name: str) -> Basic:
    """The one basic type of this name (for pickles)."""
    return _BY_NAME[name]


def predeclared(name: str, part: str) -> object:
    """A predeclared object, its type, or what its interface is (for pickles, so that they stay the one)."""
    if name.startswith("unsafe."):
        return UNSAFE.scope.names[name[7:]]
    if name == "unsafe":
        return UNSAFE
    if name == "interface{}":
        return EMPTY_INTERFACE
    obj = UNIVERSE.names[name]
    if part == "object":
        return obj
    return obj.type if part == "type" else obj.type.underlying


def default_type(typ: Type) -> Type:
    """The type that an untyped constant gets where nothing else decides."""
    return _DEFAULTS.get(typ, typ)


def _declare(obj: t.Object) -> None:
    UNIVERSE.names[obj.name] = obj


def _fill() -> tuple[Named, Named]:
    for b in [*TYPES[:17], BYTE, RUNE]:
        if not b.info & _UNTYPED:
            _declare(TypeName(b.name, b, None, 0))
    _declare(TypeName("any", ANY, None, 0, alias=True))
    error = TypeName("error", None, None, 0)
    method = Func("Error", Signature([], [Var("", STRING, None, 0, t.RESULT)]), None, 0)
    error.type = named_error = Named(error, Interface([method], []))
    method.type.recv = Var("", named_error, None, 0, t.RECV)  # type: ignore[attr-defined]
    _declare(error)
    comparable = TypeName("comparable", None, None, 0)
    comparable.type = named_comparable = Named(comparable, Interface([], [], name="comparable"))
    _declare(comparable)
    _declare(Const("true", UNTYPED_BOOL, None, 0, True))
    _declare(Const("false", UNTYPED_BOOL, None, 0, False))
    _declare(Const("iota", UNTYPED_INT, None, 0, 0))
    _declare(Nil("nil", UNTYPED_NIL, None, 0))
    for name in BUILTINS:
        if name.startswith("unsafe."):
            UNSAFE.scope.names[name[7:]] = Builtin(name, INVALID, UNSAFE, 0)
        else:
            _declare(Builtin(name, INVALID, None, 0))
    UNSAFE.scope.names["Pointer"] = TypeName("Pointer", UNSAFE_POINTER, UNSAFE, 0)
    UNSAFE.scope.parent = UNIVERSE
    UNSAFE.std = True
    return named_error, named_comparable


_declare(TypeName("string", STRING, None, 0))
ERROR, COMPARABLE = _fill()
IOTA = UNIVERSE.names["iota"]


def default_of_constant(value: object) -> Type:
    """The default type of a constant's value, where its expression is not at hand."""
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, bytes):
        return STRING
    if isinstance(value, int):
        return INT
    return COMPLEX128 if hasattr(value, "re") else FLOAT64
