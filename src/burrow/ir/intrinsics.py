"""The operations that `native` knows by name, called through `nodes.Intrinsic`.

Each line: name, and what it does; T is the first of the intrinsic's `types`.  Pointers are plain addresses.
"""

from __future__ import annotations

INTRINSICS: dict[str, str] = {
    "atomic_load": "(p *T) T, sequentially consistent",
    "atomic_store": "(p *T, v T)",
    "atomic_swap": "(p *T, v T) T: the old value",
    "atomic_cas": "(p *T, old T, new T) {T, bool}: the value found, and whether it was replaced",
    "atomic_add": "(p *T, v T) T: the old value (also atomic_sub, atomic_and, atomic_or, atomic_xor, atomic_nand)",
    "atomic_sub": "", "atomic_and": "", "atomic_or": "", "atomic_xor": "", "atomic_nand": "",
    "atomic_max": "(p *T, v T) T: the old value, by T's signedness", "atomic_min": "",
    "fence": "() full fence",
    "ctpop": "(v T) T: bits set", "ctlz": "(v T) T: leading zeros, width for 0", "cttz": "(v T) T: trailing zeros",
    "bswap": "(v T) T", "bitreverse": "(v T) T", "rotate_left": "(v T, n T) T", "rotate_right": "(v T, n T) T",
    "mul_wide": "(a u64, b u64) {u64 high, u64 low}", "add_sat": "(a T, b T) T", "sub_sat": "(a T, b T) T",
    "sqrt": "(v T) T", "floor": "", "ceil": "", "trunc": "", "round": "half away from zero", "rint": "half to even",
    "fabs": "", "copysign": "(v T, sign T) T", "fma": "(a T, b T, c T) T", "sin": "", "cos": "", "exp": "", "exp2": "",
    "log": "", "log2": "", "log10": "", "pow": "(a T, b T) T", "fmin": "", "fmax": "",
    "memcpy": "(dst, src, bytes u64)", "memmove": "(dst, src, bytes u64)", "memset": "(dst, byte u8, bytes u64)",
    "memcmp": "(a, b, bytes u64) i32",
    "volatile_load": "(p *T) T", "volatile_store": "(p *T, v T)",
    "size_of_val": "(p *T) u64: T may be unsized", "align_of_val": "(p *T) u64",
    "vtable": "(p *dyn) ptr: the second word", "data": "(p wide) ptr: the first word",
    "call_virtual": "(p *dyn, args…): types (fn type,), the slot number is in the name: call_virtual:3",
    "trap": "() abort", "unreachable": "()", "assume": "(bool)", "likely": "(bool) bool", "black_box": "(v T) T",
    "frame_address": "() u64: this function's frame pointer", "return_address": "() u64",
    "keep_alive": "(v T): the value counts as used here",
    "landing": "() u64: in a cleanup block, what is being unwound",
}
