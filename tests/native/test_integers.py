"""Integer arithmetic against Python's: every operation, type and pair of corner values, optimised or not."""

import ctypes
import os
import tempfile

import pytest

from burrow.ir.parse import parse_unit
from burrow.native.compile import LIBC, assemble
from burrow.native.emit import emit
from burrow.native.link import link
from burrow.run.load import map_image

TYPES = [(bits, signed) for bits in (8, 16, 32, 64) for signed in (True, False)]
OPS = ("add", "sub", "mul", "div", "rem", "and", "or", "xor", "shl", "shr", "eq", "lt", "ge")


def corners(bits: int, signed: bool) -> list[int]:
    if signed:
        return [-(1 << bits - 1), -(1 << bits - 1) + 1, -7, -1, 0, 1, 3, (1 << bits - 1) - 1]
    return [0, 1, 2, 7, (1 << bits - 1) - 1, 1 << bits - 1, (1 << bits) - 1]


def model(op: str, a: int, b: int, bits: int, signed: bool) -> int:
    if op in ("div", "rem"):
        q = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        r = q if op == "div" else a - q * b
    elif op in ("shl", "shr"):
        r = a << (b % bits) if op == "shl" else a >> (b % bits)
    else:
        r = {"add": a + b, "sub": a - b, "mul": a * b, "and": a & b, "or": a | b, "xor": a ^ b,
             "eq": a == b, "lt": a < b, "ge": a >= b}[op]
    return int(r) & ((1 << 64) - 1) if op in ("eq", "lt", "ge") else wrapped(int(r), bits, signed)


def wrapped(r: int, bits: int, signed: bool) -> int:
    r &= (1 << bits) - 1
    if signed and r >> bits - 1:
        r -= 1 << bits
    return r & ((1 << 64) - 1)


@pytest.mark.parametrize("speed", [0, 2])
def test_all(speed: int) -> None:
    text, cases = [], []
    for bits, signed in TYPES:
        ty = f"{'i' if signed else 'u'}{bits}"
        for op in OPS:
            result = "bool" if op in ("eq", "lt", "ge") else ty
            text.append(f"fn {op}{ty}(_1: {ty}, _2: {ty}) -> {result} {{ bb0: {{ _0 = {op}(copy _1, copy _2); return; }} }}")
            values = corners(bits, signed)
            for a in values:
                for b in values:
                    if op in ("div", "rem") and b == 0 or op in ("shl", "shr") and b < 0:
                        continue
                    cases.append((f"{op}{ty}", a, b, model(op, a, b, bits, signed), bits, signed, result))
    text.append("fn main() -> i64 { bb0: { _0 = const 0_i64; return; } }")
    unit = parse_unit("\n".join(text))
    data = link([("t", assemble(emit(unit, "none"), speed))], "main", LIBC, tuple(unit.functions))
    kinds = {(b, s): getattr(ctypes, f"c_{'' if s else 'u'}int{b}") for b, s in TYPES}
    r, w = os.pipe()
    with tempfile.NamedTemporaryFile() as f:
        f.write(data)
        f.flush()
        pid = os.fork()
        if pid == 0:
            bad = []
            try:
                meta = map_image(f.name)
                for name, a, b, want, bits, signed, result in cases:
                    c = kinds[bits, signed]
                    call = ctypes.CFUNCTYPE(ctypes.c_bool if result == "bool" else c, c, c)(meta["symbols"][name])
                    got = int(call(a, b)) & ((1 << 64) - 1)
                    if got != want:
                        bad.append(f"{name}({a}, {b}) = {got}, not {want}")
            except BaseException as e:
                bad.append(repr(e))
            os.write(w, "\n".join(bad[:20]).encode() or b"fine")
            os._exit(0)
        os.close(w)
        os.waitpid(pid, 0)
        assert os.read(r, 65536).decode() == "fine"
