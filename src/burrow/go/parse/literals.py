"""What may be wrong inside one token: encodings, escapes, digits.

In: a literal's text.  Out: gc's errors about it, at the byte they are about; and `string_value`, `rune_value`: what it
denotes. The reference is cmd/compile/internal/syntax/scanner.go (number, escape) and source.go.
"""

from __future__ import annotations

import re
import unicodedata

Errors = list[tuple[int, str]]

_SIMPLE = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, "'": 39, '"': 34}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|([0-7]{3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_BASES = {2: "binary", 8: "octal", 10: "decimal", 16: "hexadecimal"}
_PLAIN_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?i?|0[xX][0-9a-fA-F]+i?|\.[0-9]+")
_PLAIN_RUNE = re.compile(r"'(?:[^\\'\n\x80-\xff]|\\[abfnrtv\\'])'")


def show_rune(c: str) -> str:
    """As Go's %#U: the code point, and the character where it can be printed."""
    code = f"U+{ord(c):04X}"
    printable = c.isprintable() or c == " "
    return f"{code} '{c}'" if printable else code


def check_encoding(data: bytes, errors: Errors) -> None:
    """Bytes that are no UTF-8, NUL characters and misplaced byte order marks."""
    at = data.find(b"\0")
    while at >= 0:
        errors.append((at, "invalid NUL character"))
        at = data.find(b"\0", at + 1)
    at = data.find(b"\xef\xbb\xbf", 1)
    while at >= 0:
        errors.append((at, "invalid BOM in the middle of the file"))
        at = data.find(b"\xef\xbb\xbf", at + 1)
    begin = 0
    while True:
        try:
            data[begin:].decode("utf-8")
            return
        except UnicodeDecodeError as e:
            errors.append((begin + e.start, "invalid UTF-8 encoding"))
            begin += e.start + 1
            if len(errors) > 50:
                return


def name(text: str, at: int, errors: Errors) -> str:
    """A name with letters beyond ASCII; bytes that were reported already (bad UTF-8, byte order marks) are left out."""
    decoded = text.encode("latin-1").decode("utf-8", "ignore").replace("\ufeff", "")
    offset = at
    for i, c in enumerate(decoded):
        if c >= "\x80":
            category = unicodedata.category(c)
            if category == "Nd":
                if i == 0:
                    errors.append((offset, f"identifier cannot begin with digit {show_rune(c)}"))
            elif category[0] != "L":
                errors.append((offset, f"invalid character {show_rune(c)} in identifier"))
        offset += len(c.encode())
    return decoded


def check(text: str, lit: str, at: int, errors: Errors) -> None:
    """Report what is wrong with the literal `lit` that starts at `at` of `text` (both Latin-1)."""
    c = lit[0]
    if c == "`":
        if len(lit) < 2 or lit[-1] != "`":
            errors.append((at, "string not terminated"))
    elif c == '"':
        if _escapes(lit, '"', at, errors):
            _not_closed(text, lit, at, "string", errors)
    elif c == "'":
        if not _PLAIN_RUNE.fullmatch(lit):
            _check_rune(text, lit, at, errors)
    elif not _PLAIN_NUMBER.fullmatch(lit):
        _check_number(lit, at, errors)


def _not_closed(text: str, lit: str, at: int, what: str, errors: Errors) -> bool:
    """Report a literal without its closing quote, at its end or, where the file ends, at its start."""
    end = at + len(lit)
    if end < len(text):
        errors.append((end, f"newline in {what}"))
    elif what == "string":
        errors.append((at, "string not terminated"))
    else:
        errors.append((at, "rune literal not terminated"))
    return True


def _escapes(lit: str, quote: str, at: int, errors: Errors) -> bool:
    """Check the escapes; whether the closing quote is missing."""
    i = 1
    n = len(lit)
    while i < n:
        c = lit[i]
        if c == quote:
            return False
        if c != "\\":
            i += 1
            continue
        i += 1
        i = _escape(lit, i, quote, at, errors)
    return True


def _escape(lit: str, i: int, quote: str, at: int, errors: Errors) -> int:
    """Check the escape after the backslash before `i`; where to go on."""
    c = lit[i : i + 1]
    if not c:
        errors.append((at + i, "unknown escape"))
        return i
    if c == quote or c in "abfnrtv\\":
        return i + 1
    if c in "01234567":
        count, base, most = 3, 8, 255
    elif c == "x":
        i, count, base, most = i + 1, 2, 16, 255
    elif c == "u":
        i, count, base, most = i + 1, 4, 16, 0x10FFFF
    elif c == "U":
        i, count, base, most = i + 1, 8, 16, 0x10FFFF
    else:
        errors.append((at + i, "unknown escape"))
        return i
    value = 0
    for _ in range(count):
        d = lit[i : i + 1]
        if not d:
            return i
        digit = "0123456789abcdef".find(d.lower())
        if digit < 0 or digit >= base:
            errors.append((at + i, f"invalid character {quoted(d)} in {_BASES[base]} escape"))
            return i
        value = value * base + digit
        i += 1
    if value > most and base == 8:
        errors.append((at + i, f"octal escape value {value} > 255"))
    elif value > most or 0xD800 <= value < 0xE000:
        shown = f"U+{value:04X}"
        errors.append((at + i, f"escape is invalid Unicode code point {shown}"))
    return i


def quoted(c: str) -> str:
    """As Go's %q of a character."""
    return "'\\''" if c == "'" else f"'{c}'" if c.isprintable() else repr(c)


def _check_rune(text: str, lit: str, at: int, errors: Errors) -> None:
    before = len(errors)
    i = 1
    count = 0
    closed = False
    while i < len(lit):
        c = lit[i]
        if c == "'":
            closed = True
            break
        if c == "\\":
            i = _escape(lit, i + 1, "'", at, errors)
        else:
            i += 1
            while i < len(lit) and "\x80" <= lit[i] < "\xc0":  # continuation bytes
                i += 1
        count += 1
    if len(errors) > before:
        return
    if not closed:
        _not_closed(text, lit, at, "rune literal", errors)
    elif count == 0:
        errors.append((at + 1, "empty rune literal or unescaped '"))
    elif count != 1:
        errors.append((at, "more than one character in rune literal"))


def _check_number(lit: str, at: int, errors: Errors) -> None:
    low = lit.lower()
    base, prefix = 10, ""
    body = low
    if low[:2] in ("0x", "0o", "0b"):
        prefix = low[1]
        base = {"x": 16, "o": 8, "b": 2}[prefix]
        body = low[2:]
    elif low[0] == "0" and len(low) > 1 and low[1] in "0123456789_":
        base, prefix = 8, "0"
    if body.endswith("i"):
        body = body[:-1]
    exponent = ""
    letter = "p" if prefix == "x" else next((c for c in body if c in "ep"), "")
    mantissa = body
    if letter and letter in body:
        mantissa, exponent = body.split(letter, 1)
    else:
        letter = ""
    is_float = "." in mantissa or bool(letter)
    if "." in mantissa and prefix in ("o", "b"):
        where = at + lit.index(".")
        errors.append((where, f"invalid radix point in {_BASES[base]} literal"))
        return
    if not any(c.isalnum() for c in mantissa) and prefix != "0":
        errors.append((at + len(lit), f"{_BASES[base]} literal has no digits"))
        return
    if letter:
        where = at + low.index(letter, 2 if prefix and prefix != "0" else 0)
        if letter == "e" and prefix not in ("", "0"):
            errors.append((where, f"{quoted(lit[where - at])} exponent requires decimal mantissa"))
            return
        if letter == "p" and prefix != "x":
            errors.append((where, f"{quoted(lit[where - at])} exponent requires hexadecimal mantissa"))
            return
        if not any(c.isdigit() for c in exponent):
            errors.append((at + len(lit), "exponent has no digits"))
            return
    elif prefix == "x" and is_float:
        errors.append((at + len(lit), "hexadecimal mantissa requires a 'p' exponent"))
        return
    if base < 10 and not is_float and not low.endswith("i"):
        start = 2 if prefix in ("o", "b") else 0
        for i in range(start, len(low)):
            if low[i].isdigit() and int(low[i]) >= base:
                errors.append((at + i, f"invalid digit {quoted(lit[i])} in {_BASES[base]} literal"))
                return
    if "_" in lit:
        i = _bad_separator(low)
        if i >= 0:
            errors.append((at + i, "'_' must separate successive digits"))


def _bad_separator(low: str) -> int:
    """The index of a `_` that is not between digits (a base prefix counts as one), or -1."""
    hexadecimal = low.startswith("0x")
    begin, before = (2, "0") if low[:2] in ("0x", "0o", "0b") else (0, ".")
    for i in range(begin, len(low)):
        c = low[i]
        if c == "_":
            if before != "0":
                return i
            before = "_"
        elif c.isdigit() or hexadecimal and c in "abcdef":
            before = "0"
        else:
            if before == "_":
                return i - 1
            before = "."
    return len(low) - 1 if before == "_" else -1


def string_value(lit: str) -> bytes:
    """What a string literal (correct, as text) denotes."""
    if lit[0] == "`":
        return lit[1:-1].replace("\r", "").encode("utf-8", "surrogateescape")
    body = lit[1:-1]
    if "\\" not in body:
        return body.encode("utf-8", "surrogateescape")
    out = bytearray()
    at = 0
    for m in _ESCAPE.finditer(body):
        out += body[at : m.start()].encode("utf-8", "surrogateescape")
        at = m.end()
        if m[1]:
            out.append(int(m[1], 16))
        elif m[2]:
            out.append(int(m[2], 8) & 255)
        elif m[3] or m[4]:
            out += chr(min(int(m[3] or m[4], 16), 0x10FFFF)).encode("utf-8", "replace")
        else:
            out.append(_SIMPLE.get(m[5], 63))
    out += body[at:].encode("utf-8", "surrogateescape")
    return bytes(out)


def rune_value(lit: str) -> int:
    """What a rune literal (correct, as text) denotes."""
    body = lit[1:-1]
    if not body.startswith("\\"):
        return ord(body[0]) if body else 0
    m = _ESCAPE.match(body)
    if m is None:
        return 0
    if m[2]:
        return int(m[2], 8)
    code = m[1] or m[3] or m[4]
    return int(code, 16) if code else _SIMPLE.get(m[5], 63)
