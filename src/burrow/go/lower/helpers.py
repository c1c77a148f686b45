"""The functions of package runtime that lowering calls by name: their parameters and results.

They are in `go/std/runtime`; a test holds the two together.  `!` marks those that do not return.
"""

from __future__ import annotations

from burrow.go.lower.machine import COMPLEX128, FUNC, IFACE, STRING
from burrow.ir import types as t
from burrow.ir.program import FnSig

_P, _I, _U, _B, _S, _E = t.PTR, t.I64, t.U64, t.BOOL, STRING, IFACE
_COLD = frozenset({"cold", "noreturn"})


def _pair(name: str, a: t.Ty, b: t.Ty) -> t.Struct:
    return t.lay_out(t.Struct(name), [("0", a), ("1", b)])


PTR_BOOL = _pair("(unsafe.Pointer,bool)", _P, _B)
PTR_INT = _pair("(unsafe.Pointer,int)", _P, _I)
RUNE_INT = _pair("(int32,int)", t.I32, _I)
INT_BOOL = _pair("(int,bool)", _I, _B)
BYTES = t.lay_out(t.Struct("[]uint8"), [("ptr", t.Ptr(t.U8)), ("len", _I), ("cap", _I)])
RUNES = t.lay_out(t.Struct("[]int32"), [("ptr", t.Ptr(t.I32)), ("len", _I), ("cap", _I)])
MAPITER = t.lay_out(
    t.Struct("mapiter"),
    [
        (n, ty)
        for n, ty in (
            ("key", _P),
            ("elem", _P),
            ("t", _P),
            ("m", _P),
            ("groups", _P),
            ("mask", _U),
            ("start", _U),
            ("n", _U),
            ("clears", t.U32),
        )
    ],
)
HMAP = t.lay_out(
    t.Struct("hmap"),
    [
        (n, ty)
        for n, ty in (
            ("count", _I),
            ("groups", _P),
            ("mask", _U),
            ("left", _I),
            ("seed", _U),
            ("clears", t.U32),
            ("_", t.U32),
        )
    ],
)
SCASE = t.lay_out(t.Struct("scase"), [("c", _P), ("elem", _P), ("send", _B)])
DEFERFRAME = t.lay_out(t.Struct("deferFrame"), [("prev", _P), ("sp", _U), ("head", _P), ("fp", _U)])
DEFERREC = t.lay_out(t.Struct("deferRec"), [("prev", _P), ("fn", FUNC)])

_TABLE: tuple[tuple[str, list[t.Ty], t.Ty, frozenset[str]], ...] = (
    ("concatstring2", [_P, _S, _S], _S, frozenset()),
    ("concatstrings", [_P, _P, _I], _S, frozenset()),
    ("cmpstring", [_S, _S], _I, frozenset()),
    ("slicebytetostring", [_P, _P, _I], _S, frozenset()),
    ("stringtoslicebyte", [_P, _S], BYTES, frozenset()),
    ("stringtoslicerune", [_P, _S], RUNES, frozenset()),
    ("slicerunetostring", [_P, RUNES], _S, frozenset()),
    ("intstring", [_P, _I], _S, frozenset()),
    ("decoderune", [_S, _I], RUNE_INT, frozenset()),
    ("growslice", [_P, _I, _I, _I, _P], PTR_INT, frozenset()),
    ("memclrtyped", [_P, _P, _I], t.UNIT, frozenset()),
    ("typeequal", [_P, _P, _P], _B, frozenset()),
    ("efaceeq", [_P, _P, _P], _B, frozenset()),
    ("ifaceeq", [_P, _P, _P, _P], _B, frozenset()),
    ("memequal", [_P, _P, _U], _B, frozenset()),
    ("newobject", [_P], _P, frozenset()),
    ("makemap", [_P, _I], _P, frozenset()),
    ("stackmap", [_P, _P, _P], t.UNIT, frozenset()),
    ("mapaccess1", [_P, _P, _P], _P, frozenset()),
    ("mapaccess2", [_P, _P, _P], PTR_BOOL, frozenset()),
    ("mapassign", [_P, _P, _P], _P, frozenset()),
    ("mapdelete", [_P, _P, _P], t.UNIT, frozenset()),
    ("mapclear", [_P, _P], t.UNIT, frozenset()),
    ("mapaccess1_fast64", [_P, _P, _U], _P, frozenset()),
    ("mapaccess2_fast64", [_P, _P, _U], PTR_BOOL, frozenset()),
    ("mapassign_fast64", [_P, _P, _U], _P, frozenset()),
    ("mapdelete_fast64", [_P, _P, _U], t.UNIT, frozenset()),
    ("mapaccess1_faststr", [_P, _P, _S], _P, frozenset()),
    ("mapaccess2_faststr", [_P, _P, _S], PTR_BOOL, frozenset()),
    ("mapiterinit", [_P, _P, _P], t.UNIT, frozenset()),
    ("mapiternext", [_P], t.UNIT, frozenset()),
    ("makechan", [_P, _I], _P, frozenset()),
    ("chansend", [_P, _P], t.UNIT, frozenset()),
    ("chanrecv", [_P, _P], _B, frozenset()),
    ("closechan", [_P], t.UNIT, frozenset()),
    ("chanlen", [_P], _I, frozenset()),
    ("chancap", [_P], _I, frozenset()),
    ("selectgo", [_P, _I, _B], INT_BOOL, frozenset()),
    ("assertE2I", [_P, _P], _P, frozenset()),
    ("assertE2I2", [_P, _P], _P, frozenset()),
    ("implements", [_P, _P], _B, frozenset()),
    ("gopanic", [_E], t.UNIT, _COLD),
    ("gorecover", [_U], _E, frozenset()),
    ("wrapperframe", [_U], t.UNIT, frozenset()),
    ("deferenter", [_P], t.UNIT, frozenset()),
    ("deferpush", [_P, _P], t.UNIT, frozenset()),
    ("deferreturn", [_P], t.UNIT, frozenset()),
    ("makefunc", [_P, _P, _P], t.UNIT, frozenset()),
    ("registerstub", [_P, _P], t.UNIT, frozenset()),
    ("goproc", [FUNC], t.UNIT, frozenset()),
    ("panicIndex", [_I, _I], t.UNIT, _COLD),
    ("panicIndexU", [_I, _I], t.UNIT, _COLD),
    ("panicSlice", [_I, _B, _I, _I], t.UNIT, _COLD),
    ("panicdivide", [], t.UNIT, _COLD),
    ("panicshift", [], t.UNIT, _COLD),
    ("panicnil", [], t.UNIT, _COLD),
    ("panicmakeslicelen", [], t.UNIT, _COLD),
    ("panicmakeslicecap", [], t.UNIT, _COLD),
    ("panicunsafeslicelen", [], t.UNIT, _COLD),
    ("panicunsafeslicenilptr", [], t.UNIT, _COLD),
    ("panicunsafestringlen", [], t.UNIT, _COLD),
    ("panicunsafestringnilptr", [], t.UNIT, _COLD),
    ("panicrangestate", [_I], t.UNIT, _COLD),
    ("panicdottype", [_P, _P, _P], t.UNIT, _COLD),
    ("panicwrap", [_S, _S, _S], t.UNIT, _COLD),
    ("printstring", [_S], t.UNIT, frozenset()),
    ("printnl", [], t.UNIT, frozenset()),
    ("printsp", [], t.UNIT, frozenset()),
    ("printint", [_I], t.UNIT, frozenset()),
    ("printuint", [_U], t.UNIT, frozenset()),
    ("printfloat", [t.F64], t.UNIT, frozenset()),
    ("printfloat32", [t.F32], t.UNIT, frozenset()),
    ("printcomplex", [t.F64, t.F64, _I], t.UNIT, frozenset()),
    ("printbool", [_B], t.UNIT, frozenset()),
    ("printpointer", [_P], t.UNIT, frozenset()),
    ("printslice", [_P, _I, _I], t.UNIT, frozenset()),
    ("printiface", [_P, _P], t.UNIT, frozenset()),
    ("block", [], t.UNIT, frozenset({"noreturn"})),
    ("exit", [_I], t.UNIT, frozenset({"noreturn"})),
    ("schedinit", [], t.UNIT, frozenset()),
)
HELPERS: dict[str, FnSig] = {name: FnSig(tuple(params), ret, attrs) for name, params, ret, attrs in _TABLE}
HELPERS["complex128div"] = FnSig((COMPLEX128, COMPLEX128), COMPLEX128)
