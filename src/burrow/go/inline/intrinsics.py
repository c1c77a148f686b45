"""Functions that gc replaces by instructions on amd64.

In: a call.  Out: whether its callee is one of them: such a call costs one node and is never inlined.  The reference is
cmd/compile/internal/ssagen/intrinsics.go, whose test lists them by architecture; those of the simd package are not
here.
"""

from __future__ import annotations

from typing import Any, Final

from burrow.go.inline.nodes import OMETHEXPR, PFUNC, Name

_TABLE: Final = """
crypto/internal/constanttime: Select boolToUint8
internal/runtime/atomic: And And32 And64 And8 Cas Cas64 CasRel Casint32 Casint64 Casp1 Casuintptr Load Load64 Load8
    LoadAcq LoadAcq64 LoadAcquintptr Loadint32 Loadint64 Loadp Loaduint Loaduintptr Or Or32 Or64 Or8 Store Store64
    Store8 StoreRel StoreRel64 StoreReluintptr Storeint32 Storeint64 StorepNoWB Storeuintptr Xadd Xadd64 Xaddint32
    Xaddint64 Xadduintptr Xchg Xchg64 Xchg8 Xchgint32 Xchgint64 Xchguintptr
internal/runtime/maps: bitsetFirst bitsetRemoveBelow bitsetLowestSet bitsetShiftOutLowest ctrlGroupMatchH2
    ctrlGroupMatchEmpty ctrlGroupMatchEmptyOrDeleted ctrlGroupMatchFull
internal/runtime/math: Add64 MulUintptr
internal/runtime/sys: Bswap32 Bswap64 GetCallerPC GetCallerSP GetClosurePtr Len64 Len8 OnesCount64 Prefetch
    PrefetchStreamed TrailingZeros32 TrailingZeros64 TrailingZeros8
math: Ceil FMA Floor RoundToEven Trunc sqrt
math/big: mulWW
math/bits: Add Add64 Div Div64 Len Len16 Len32 Len64 Len8 Mul Mul64 OnesCount OnesCount16 OnesCount32 OnesCount64
    ReverseBytes32 ReverseBytes64 RotateLeft RotateLeft16 RotateLeft32 RotateLeft64 RotateLeft8 Sub Sub64
    TrailingZeros16 TrailingZeros32 TrailingZeros64 TrailingZeros8
runtime: KeepAlive slicebytetostringtmp
sync/atomic: AddInt32 AddInt64 AddUint32 AddUint64 AddUintptr AndInt32 AndInt64 AndUint32 AndUint64 AndUintptr
    CompareAndSwapInt32 CompareAndSwapInt64 CompareAndSwapUint32 CompareAndSwapUint64 CompareAndSwapUintptr LoadInt32
    LoadInt64 LoadPointer LoadUint32 LoadUint64 LoadUintptr OrInt32 OrInt64 OrUint32 OrUint64 OrUintptr StoreInt32
    StoreInt64 StoreUint32 StoreUint64 StoreUintptr SwapInt32 SwapInt64 SwapUint32 SwapUint64 SwapUintptr
"""

_INTRINSICS: Final[set[tuple[str, str]]] = set()
for _word in _TABLE.split():
    if _word.endswith(":"):
        _path = _word[:-1]
    else:
        _INTRINSICS.add((_path, _word))
_PACKAGES: Final = {path for path, _ in _INTRINSICS}


def is_intrinsic_call(call: Any) -> bool:
    """Whether the callee is replaced by instructions."""
    fun = call.x
    if fun.__class__ is Name:
        return fun.cls == PFUNC and is_intrinsic(fun)
    if fun.op == OMETHEXPR and fun.aux.obj.__class__ is Name:
        return is_intrinsic(fun.aux.obj)
    return False


def is_intrinsic(name: Name) -> bool:
    path = name.pkg.path if name.pkg is not None else ""
    return path in _PACKAGES and (path, name.sym) in _INTRINSICS
