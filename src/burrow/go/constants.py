"""Constant values: arbitrary precision, as the language has them.

In and out: bool, bytes (strings), int, Fraction (never integral: then it is an int), `Complex` (its imaginary part is
never zero: then it is real), or `UNKNOWN` after an error.  The reference is go/constant.  The difference: floats are
exact fractions; those whose exponent is beyond `_MOST_BITS` bits become UNKNOWN, where go/constant goes on with 512
bits of precision.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from burrow.go import types as t
from burrow.go.parse import literals

_MOST_BITS = 40_000


@dataclass(frozen=True, slots=True)
class Complex:
    """A complex constant."""

    re: int | Fraction
    im: int | Fraction

    @property
    def real(self) -> int | Fraction:
        return self.re

    @property
    def imag(self) -> int | Fraction:
        return self.im


class _Unknown:
    __slots__ = ()

    def __repr__(self) -> str:
        return "unknown"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Any = _Unknown()


def real_value(x: int | Fraction) -> Any:
    """A fraction in its normal form."""
    if x.__class__ is Fraction:
        if x.denominator == 1:
            x = x.numerator
        elif x.denominator.bit_length() > _MOST_BITS:
            return 0 if abs(x) < 1 and x.numerator.bit_length() < x.denominator.bit_length() - 40_000 else UNKNOWN
    if x.numerator.bit_length() > _MOST_BITS:
        return UNKNOWN
    return x


def complex_value(re: Any, im: Any) -> Any:
    """A complex number in its normal form."""
    re, im = real_value(re), real_value(im)
    if re is UNKNOWN or im is UNKNOWN:
        return UNKNOWN
    return Complex(re, im) if im != 0 else re


def parts(x: Any) -> tuple[Any, Any]:
    """Real and imaginary part."""
    return (x.re, x.im) if x.__class__ is Complex else (x, 0)


def from_literal(kind: str, text: str) -> Any:
    """The value of a literal."""
    if kind == "string":
        return literals.string_value(text)
    if kind == "char":
        return literals.rune_value(text)
    try:
        if kind == "int":
            return _int(text)
        if kind == "float":
            return _float(text)
        body = text[:-1]
        low = body.lower()
        if low[:2] not in ("0x", "0b", "0o") and low.replace("_", "").isdigit():
            return complex_value(0, int(low.replace("_", "")))
        from burrow.go.parse.exprs import number_kind

        return complex_value(0, _float(body) if number_kind(body) == "float" else _int(body))
    except (ValueError, ZeroDivisionError, OverflowError):
        return UNKNOWN


def _int(text: str) -> int:
    if text.isdigit() and text[0] != "0":
        return int(text)
    low = text.lower().replace("_", "")
    if low[:2] in ("0x", "0b", "0o"):
        return int(low, 0)
    if len(low) > 1 and low[0] == "0":
        return int(low, 8)
    return int(low)


def _float(text: str) -> Any:
    low = text.lower().replace("_", "")
    if low.startswith("0x"):
        mantissa, _, exponent = low[2:].partition("p")
        whole, _, part = mantissa.partition(".")
        shift = int(exponent or "0") - 4 * len(part)
        if abs(shift) > _MOST_BITS:
            return UNKNOWN
        return real_value(Fraction(int(whole + part or "0", 16)) * Fraction(2) ** shift)
    mantissa, _, exponent = low.partition("e")
    power = int(exponent or "0")
    if abs(power) > 12_000:
        if not mantissa.replace(".", "").strip("0"):
            return 0
        return 0 if power < 0 else UNKNOWN
    whole, _, part = mantissa.partition(".")
    return real_value(Fraction(int(whole + part or "0")) * Fraction(10) ** (power - len(part)))


def round_float(x: Any, size: int) -> Any:
    """`x` as a float of `size` bytes holds it; None where it is too large."""
    try:
        if size == 8:
            f = float(x) if x.__class__ is int else x.numerator / x.denominator
        else:
            f = _round32(x)
    except OverflowError:
        return None
    if math.isinf(f):
        return None
    n, d = f.as_integer_ratio()
    return n if d == 1 else Fraction(n, d)


def _round32(x: Any) -> float:
    """Round once, to 24 bits (rounding to 53 bits first could round twice)."""
    x = Fraction(x)
    if x == 0:
        return 0.0
    exponent = abs(x).numerator.bit_length() - x.denominator.bit_length()
    if Fraction(2) ** exponent > abs(x):
        exponent -= 1
    scale = Fraction(2) ** (max(exponent, -126) - 23)
    value = round(x / scale) * scale
    if abs(value) >= Fraction(2) ** 128:
        raise OverflowError
    return struct.unpack("f", struct.pack("f", value.numerator / value.denominator))[0]  # type: ignore[no-any-return]


_RANGES = {
    "int": (-(1 << 63), (1 << 63) - 1),
    "int8": (-128, 127),
    "int16": (-32768, 32767),
    "int32": (-(1 << 31), (1 << 31) - 1),
    "int64": (-(1 << 63), (1 << 63) - 1),
    "uint": (0, (1 << 64) - 1),
    "uint8": (0, 255),
    "uint16": (0, 65535),
    "uint32": (0, (1 << 32) - 1),
    "uint64": (0, (1 << 64) - 1),
    "uintptr": (0, (1 << 64) - 1),
}


def represent(x: Any, typ: t.Basic) -> Any:
    """`x` as a value of `typ`, rounded where it is a float; None where the type cannot hold it."""
    if x is UNKNOWN:
        return x
    info = typ.info
    cls = x.__class__
    if info & t.IS_INTEGER:
        if cls is not int:
            return None
        bounds = _RANGES.get(typ.kind)
        return x if bounds is None or bounds[0] <= x <= bounds[1] else None
    if info & t.IS_FLOAT:
        if cls is not int and cls is not Fraction:
            return None
        return x if info & t.IS_UNTYPED else round_float(x, typ.size)
    if info & t.IS_COMPLEX:
        if cls is bool or cls is bytes:
            return None
        if info & t.IS_UNTYPED:
            return x
        re, im = (round_float(p, typ.size // 2) for p in parts(x))
        return None if re is None or im is None else complex_value(re, im)
    if info & t.IS_STRING:
        return x if cls is bytes else None
    if info & t.IS_BOOL:
        return x if cls is bool else None
    return None


def unary(op: str, x: Any, typ: t.Basic) -> Any:
    """`op x`."""
    if op == "!":
        return not x
    if op == "+":
        return x
    if op == "-":
        return Complex(-x.re, -x.im) if x.__class__ is Complex else -x
    if typ.info & t.IS_UNSIGNED:
        return x ^ ((1 << typ.size * 8) - 1)
    return ~x


def binary(op: str, x: Any, y: Any, integers: bool) -> Any:
    """`x op y`; `integers`: division is that of integers."""
    if op == "&&":
        return x and y
    if op == "||":
        return x or y
    if x.__class__ is Complex or y.__class__ is Complex:
        return _complex_binary(op, x, y)
    if op == "+":
        return x + y if x.__class__ is bytes else real_value(x + y)
    if op == "-":
        return real_value(x - y)
    if op == "*":
        return real_value(x * y)
    if op == "/":
        if integers:
            q = abs(x) // abs(y)
            return q if (x < 0) == (y < 0) else -q
        return real_value(Fraction(x) / Fraction(y))
    if op == "%":
        r = abs(x) % abs(y)
        return -r if x < 0 else r
    if op == "&":
        return x & y
    if op == "|":
        return x | y
    if op == "^":
        return x ^ y
    return x & ~y


def _complex_binary(op: str, x: Any, y: Any) -> Any:
    (a, b), (c, d) = parts(x), parts(y)
    if op == "+":
        return complex_value(a + c, b + d)
    if op == "-":
        return complex_value(a - c, b - d)
    if op == "*":
        return complex_value(a * c - b * d, b * c + a * d)
    s = Fraction(c * c + d * d)
    return complex_value((a * c + b * d) / s, (b * c - a * d) / s)


def compare(op: str, x: Any, y: Any) -> bool:
    """`x op y`."""
    if op == "==":
        return bool(x == y)
    if op == "!=":
        return bool(x != y)
    if op == "<":
        return bool(x < y)
    if op == "<=":
        return bool(x <= y)
    if op == ">":
        return bool(x > y)
    return bool(x >= y)


def show(x: Any) -> str:
    """As messages print it: strings quoted and cut, floats short."""
    if x is UNKNOWN:
        return "unknown"
    if x is True or x is False:
        return "true" if x else "false"
    if isinstance(x, bytes):
        return _cut(quote(x))
    if isinstance(x, int):
        return str(x) if x.bit_length() < 13_000 else _exponent(x)
    if isinstance(x, Complex):
        return f"({show_float(x.re)} + {show_float(x.im)}i)"
    return show_float(x)


def _cut(text: str) -> str:
    return text if len(text) <= 72 else text[:69] + "..."


def show_float(x: int | Fraction) -> str:
    """A float as messages print it: six digits, or as many as show that it is no integer."""
    try:
        f = x.numerator / x.denominator
        if f != 0 or x == 0:
            text = f"{f:.6g}"
            if x.denominator != 1 and "." not in text:
                text = _shortest(f)
            return text
    except OverflowError:
        pass
    return _exponent(x)


def _exponent(x: int | Fraction) -> str:
    """A number beyond floats: mantissa and exponent."""
    x = Fraction(x)
    sign = "-" if x < 0 else ""
    x = abs(x)
    power = int((x.numerator.bit_length() - x.denominator.bit_length()) * math.log10(2))
    m = x / Fraction(10) ** power
    while m >= 10:
        m /= 10
        power += 1
    while m < 1:
        m *= 10
        power -= 1
    return f"{sign}{float(m):.6g}e{power:+d}"


def _shortest(f: float) -> str:
    """Go's %g: the shortest text that reads back the same."""
    text = repr(f)
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent):+03d}" if exponent else text


def quote(data: bytes) -> str:
    """A Go string literal for `data` (strconv.Quote)."""
    out = ['"']
    for c in data.decode("utf-8", "surrogateescape"):
        code = ord(c)
        if c == '"' or c == "\\":
            out.append("\\" + c)
        elif 0xDC80 <= code <= 0xDCFF:
            out.append(f"\\x{code - 0xDC00:02x}")
        elif c.isprintable():
            out.append(c)
        elif c in _ESCAPES:
            out.append(_ESCAPES[c])
        elif code < 32 or code == 127:
            out.append(f"\\x{code:02x}")
        else:
            out.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    out.append('"')
    return "".join(out)


_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}
