"""The intrinsics of `ir.intrinsics`, each as LLVM instructions."""

from __future__ import annotations

from collections.abc import Callable

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.native import lltypes as ll
from burrow.native.function import Addr, FunctionEmitter
from burrow.native.rvalues import convert

FLOAT_ONE = {"sqrt": "sqrt", "floor": "floor", "ceil": "ceil", "trunc": "trunc", "round": "round", "rint": "rint",
             "fabs": "fabs", "sin": "sin", "cos": "cos", "exp": "exp", "exp2": "exp2", "log": "log", "log2": "log2",
             "log10": "log10"}
FLOAT_TWO = {"copysign": "copysign", "pow": "pow", "fmin": "minnum", "fmax": "maxnum"}
BITS = {"ctpop": ("ctpop", ""), "ctlz": ("ctlz", ", i1 false"), "cttz": ("cttz", ", i1 false"), "bswap": ("bswap", ""),
        "bitreverse": ("bitreverse", "")}
ATOMIC = {"atomic_add": "add", "atomic_sub": "sub", "atomic_and": "and", "atomic_or": "or", "atomic_xor": "xor",
          "atomic_nand": "nand", "atomic_swap": "xchg"}


def emit(f: FunctionEmitter, what: n.Intrinsic, x: n.Call) -> bool:
    """Emit an intrinsic; its result goes to `x.dest`.  False: the caller must still go on to the target."""
    name, _, suffix = what.name.partition(":")
    ty: t.Ty = what.types[0] if what.types else t.UNIT
    if name == "call_virtual":
        _call_virtual(f, int(suffix), x)
        return True
    maker = TABLE.get(name)
    if maker is None:
        maker = _family(name)
    values = maker(f, name, ty, x)
    if values:
        f.store(f.place(x.dest), values)
    return False


def _family(name: str) -> Maker:
    if name in FLOAT_ONE or name in FLOAT_TWO or name == "fma":
        return _float
    if name in BITS:
        return _bits
    if name in ATOMIC or name in ("atomic_max", "atomic_min"):
        return _atomic_rmw
    raise ValueError(f"unknown intrinsic {name}")


Maker = Callable[[FunctionEmitter, str, t.Ty, n.Call], list[str]]


def _scalar_type(ty: t.Ty) -> str:
    s = ll.scalar(ty)
    if s is None:
        ls = ll.leaves(ty)
        if ls is None or len(ls) != 1:
            raise ValueError(f"intrinsic on {ty}")
        s = ls[0][1]
    return s


def _float(f: FunctionEmitter, name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _scalar_type(ty)
    theirs = "fma" if name == "fma" else FLOAT_ONE.get(name) or FLOAT_TWO[name]
    fn = f"llvm.{theirs}.f{t.size_of(ty) * 8}"
    vs = [f.scalar(a) for a in x.args]
    f.unit.need(f"declare {s} @{fn}({', '.join(s for _ in vs)})")
    return [f.value(f"call {s} @{fn}({', '.join(f'{s} {v}' for v in vs)})")]


def _bits(f: FunctionEmitter, name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _scalar_type(ty)
    theirs, extra = BITS[name]
    v = f.scalar(x.args[0])
    if s == "i8" and name == "bswap":
        return [v]
    fn = f"llvm.{theirs}.{s}"
    f.unit.need(f"declare {s} @{fn}({s}{', i1' if extra else ''})")
    got = f.value(f"call {s} @{fn}({s} {v}{extra})")
    dest = f.type_of(n.Copy(x.dest))
    return [convert(f, got, t.Int(t.size_of(ty) * 8, False), dest)]


def _rotate(f: FunctionEmitter, name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _scalar_type(ty)
    v, k = f.scalar(x.args[0]), convert(f, f.scalar(x.args[1]), f.type_of(x.args[1]), ty)
    fn = f"llvm.{'fshl' if name == 'rotate_left' else 'fshr'}.{s}"
    f.unit.need(f"declare {s} @{fn}({s}, {s}, {s})")
    return [f.value(f"call {s} @{fn}({s} {v}, {s} {v}, {s} {k})")]


def _saturate(f: FunctionEmitter, name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _scalar_type(ty)
    signed = isinstance(ty, t.Int) and ty.signed
    fn = f"llvm.{'s' if signed else 'u'}{name[:3]}.sat.{s}"
    f.unit.need(f"declare {s} @{fn}({s}, {s})")
    return [f.value(f"call {s} @{fn}({s} {f.scalar(x.args[0])}, {s} {f.scalar(x.args[1])})")]


def _mul_wide(f: FunctionEmitter, _name: str, _ty: t.Ty, x: n.Call) -> list[str]:
    a, b = (f.value(f"zext i64 {f.scalar(o)} to i128") for o in x.args)
    m = f.value(f"mul i128 {a}, {b}")
    return [f.value(f"trunc i128 {f.value(f'lshr i128 {m}, 64')} to i64"), f.value(f"trunc i128 {m} to i64")]


def _atomic_type(ty: t.Ty) -> str:
    s = _scalar_type(ty)
    return "i8" if s == "i1" else s


def _widen(f: FunctionEmitter, v: str, ty: t.Ty) -> str:
    return f.value(f"zext i1 {v} to i8") if _scalar_type(ty) == "i1" else v


def _narrow(f: FunctionEmitter, v: str, ty: t.Ty) -> str:
    return f.value(f"trunc i8 {v} to i1") if _scalar_type(ty) == "i1" else v


def _atomic_load(f: FunctionEmitter, _name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _atomic_type(ty)
    p = f.scalar(x.args[0])
    return [_narrow(f, f.value(f"load atomic {s}, ptr {p} seq_cst, align {t.size_of(ty)}"), ty)]


def _atomic_store(f: FunctionEmitter, _name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _atomic_type(ty)
    p, v = f.scalar(x.args[0]), _widen(f, f.scalar(x.args[1]), ty)
    f.line(f"store atomic {s} {v}, ptr {p} seq_cst, align {t.size_of(ty)}")
    return []


def _atomic_rmw(f: FunctionEmitter, name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _atomic_type(ty)
    op = ATOMIC.get(name) or ("" if isinstance(ty, t.Int) and ty.signed else "u") + name.removeprefix("atomic_")
    p, v = f.scalar(x.args[0]), _widen(f, f.scalar(x.args[1]), ty)
    if s == "ptr" and op != "xchg":
        v = f.value(f"ptrtoint ptr {v} to i64")
        got = f.value(f"atomicrmw {op} ptr {p}, i64 {v} seq_cst")
        return [f.value(f"inttoptr i64 {got} to ptr")]
    return [_narrow(f, f.value(f"atomicrmw {op} ptr {p}, {s} {v} seq_cst"), ty)]


def _atomic_cas(f: FunctionEmitter, _name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _atomic_type(ty)
    p, old, new = f.scalar(x.args[0]), _widen(f, f.scalar(x.args[1]), ty), _widen(f, f.scalar(x.args[2]), ty)
    pair = f.value(f"cmpxchg ptr {p}, {s} {old}, {s} {new} seq_cst seq_cst")
    was = f.value(f"extractvalue {{ {s}, i1 }} {pair}, 0")
    return [_narrow(f, was, ty), f.value(f"extractvalue {{ {s}, i1 }} {pair}, 1")]


def _fence(f: FunctionEmitter, _name: str, _ty: t.Ty, _x: n.Call) -> list[str]:
    f.line("fence seq_cst")
    return []


def _mem(f: FunctionEmitter, name: str, _ty: t.Ty, x: n.Call) -> list[str]:
    if name == "memcmp":
        f.unit.need("declare i32 @memcmp(ptr, ptr, i64) nounwind")
        a, b, size = (f.scalar(o) for o in x.args)
        got = f.value(f"call i32 @memcmp(ptr {a}, ptr {b}, i64 {size})")
        return [convert(f, got, t.I32, f.type_of(n.Copy(x.dest)))]
    if name == "memset":
        f.unit.need("declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)")
        p, byte, size = (f.scalar(o) for o in x.args)
        f.line(f"call void @llvm.memset.p0.i64(ptr {p}, i8 {byte}, i64 {size}, i1 false)")
        return []
    f.unit.need(f"declare void @llvm.{name}.p0.p0.i64(ptr, ptr, i64, i1)")
    a, b, size = (f.scalar(o) for o in x.args)
    f.line(f"call void @llvm.{name}.p0.p0.i64(ptr {a}, ptr {b}, i64 {size}, i1 false)")
    return []


def _volatile(f: FunctionEmitter, name: str, ty: t.Ty, x: n.Call) -> list[str]:
    s = _atomic_type(ty)
    p = f.scalar(x.args[0])
    if name == "volatile_load":
        return [_narrow(f, f.value(f"load volatile {s}, ptr {p}, align {max(t.align_of(ty), 1)}"), ty)]
    f.line(f"store volatile {s} {_widen(f, f.scalar(x.args[1]), ty)}, ptr {p}, align {max(t.align_of(ty), 1)}")
    return []


def _of_val(f: FunctionEmitter, name: str, ty: t.Ty, x: n.Call) -> list[str]:
    """Size or alignment of a value behind a pointer that may be wide."""
    tail = t.unsized_tail(ty)
    if tail is None:
        return [str(t.size_of(ty) if name == "size_of_val" else max(t.align_of(ty), 1))]
    meta = f.leaves(x.args[0])[1]
    prefix = t.size_of(ty) if isinstance(ty, t.Struct) else 0
    if isinstance(tail, t.Slice):
        align = max(t.align_of(ty), 1)
        if name == "align_of_val":
            return [str(align)]
        size = f.value(f"mul i64 {meta}, {t.size_of(tail.elem)}")
        if not prefix and align <= max(t.align_of(tail.elem), 1):
            return [size]
        up = f.value(f"add i64 {size}, {prefix + align - 1}")
        return [f.value(f"and i64 {up}, {-align}")]
    size = f.value(f"load i64, ptr {f.offset(meta, 8)}, align 8")
    al = f.value(f"load i64, ptr {f.offset(meta, 16)}, align 8")
    own = max(t.align_of(ty), 1) if isinstance(ty, t.Struct) else 1
    larger = f.value(f"select i1 {f.value(f'icmp ugt i64 {al}, {own}')}, i64 {al}, i64 {own}")
    if name == "align_of_val":
        return [larger]
    low = f.value(f"sub i64 {al}, 1")
    start = f.value(f"and i64 {f.value(f'add i64 {low}, {prefix}')}, {f.value(f'xor i64 {low}, -1')}")
    end = f.value(f"add i64 {start}, {size}")
    mask = f.value(f"sub i64 {larger}, 1")
    return [f.value(f"and i64 {f.value(f'add i64 {end}, {mask}')}, {f.value(f'xor i64 {mask}, -1')}")]


def _part(f: FunctionEmitter, name: str, _ty: t.Ty, x: n.Call) -> list[str]:
    v = f.leaves(x.args[0])[1 if name == "vtable" else 0]
    return [v]


def _call_virtual(f: FunctionEmitter, slot: int, x: n.Call) -> None:
    """Call through a vtable: the receiver goes as its data pointer.  Slots count words after {drop, size, align}."""
    from burrow.native import calls

    data, vtable = f.leaves(x.args[0])
    code = f.value(f"load ptr, ptr {f.offset(vtable, 8 * (3 + slot))}, align 8")
    kept = f.temp(t.PTR)
    f.line(f"store ptr {data}, ptr {kept}, align 8")
    f.body.locals.append(n.Local(t.PTR))
    f.slots.append(kept)
    receiver = n.Copy(n.Place(len(f.body.locals) - 1))
    calls.emit_call(f, x, code, [receiver, *x.args[1:]], False)


def _trap(f: FunctionEmitter, _name: str, _ty: t.Ty, _x: n.Call) -> list[str]:
    f.unit.need("declare void @llvm.trap()")
    f.line("call void @llvm.trap()")
    return []


def _assume(f: FunctionEmitter, _name: str, _ty: t.Ty, x: n.Call) -> list[str]:
    f.unit.need("declare void @llvm.assume(i1)")
    f.line(f"call void @llvm.assume(i1 {f.scalar(x.args[0])})")
    return []


def _likely(f: FunctionEmitter, name: str, _ty: t.Ty, x: n.Call) -> list[str]:
    f.unit.need("declare i1 @llvm.expect.i1(i1, i1)")
    return [f.value(f"call i1 @llvm.expect.i1(i1 {f.scalar(x.args[0])}, i1 {'true' if name == 'likely' else 'false'})")]


def _black_box(f: FunctionEmitter, _name: str, ty: t.Ty, x: n.Call) -> list[str]:
    if not t.size_of(ty):
        return []
    slot = f.temp(ty)
    f.put(Addr(slot, ty, max(t.align_of(ty), 1)), x.args[0])
    f.line(f'call void asm sideeffect "", "r,~{{memory}}"(ptr {slot})')
    dest = f.place(x.dest)
    f.copy(dest.ptr, slot, ty)
    return []


def _keep_alive(f: FunctionEmitter, _name: str, ty: t.Ty, x: n.Call) -> list[str]:
    slot = f.operand_address(x.args[0])
    f.line(f'call void asm sideeffect "", "r,~{{memory}}"(ptr {slot})')
    return []


def _frame(f: FunctionEmitter, name: str, _ty: t.Ty, _x: n.Call) -> list[str]:
    fn = "llvm.frameaddress.p0" if name == "frame_address" else "llvm.returnaddress"
    f.unit.need(f"declare ptr @{fn}(i32)")
    return [f.as_i64(f.value(f"call ptr @{fn}(i32 0)"), "ptr")]


def _landing(f: FunctionEmitter, _name: str, _ty: t.Ty, _x: n.Call) -> list[str]:
    return [f.as_i64(f.value(f"load ptr, ptr {f.exception_slot()}, align 8"), "ptr")]


def _nothing(f: FunctionEmitter, _name: str, _ty: t.Ty, _x: n.Call) -> list[str]:
    return []


TABLE: dict[str, Maker] = {
    "rotate_left": _rotate, "rotate_right": _rotate, "add_sat": _saturate, "sub_sat": _saturate, "mul_wide": _mul_wide,
    "atomic_load": _atomic_load, "atomic_store": _atomic_store, "atomic_cas": _atomic_cas, "fence": _fence,
    "memcpy": _mem, "memmove": _mem, "memset": _mem, "memcmp": _mem, "volatile_load": _volatile,
    "volatile_store": _volatile, "size_of_val": _of_val, "align_of_val": _of_val, "vtable": _part, "data": _part,
    "trap": _trap, "unreachable": _nothing, "assume": _assume, "likely": _likely, "unlikely": _likely,
    "black_box": _black_box, "keep_alive": _keep_alive, "frame_address": _frame, "return_address": _frame,
    "landing": _landing,
}
