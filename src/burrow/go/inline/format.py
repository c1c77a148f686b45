"""Nodes and types in the words of gc.

In: a node or a type.  Out: what gc's `%v` prints of it, which is what messages hold: `&T{...}`, `... argument`,
`make([]int, n)`, `func literal`, `string(b) + "x"`.  The reference is cmd/compile/internal/ir/fmt.go and
types/fmt.go: statements print without their bodies (`for loop`), implicit conversions and dereferences as what they
wrap.  `set_local` names the package that is being compiled, whose names print without a qualifier.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, Final

from burrow.go import types as T
from burrow.go.inline import nodes as N
from burrow.go.inline.nodes import IMPLICIT, Name

_local: Any = None
_ambiguous: frozenset[str] = frozenset()
_cache: dict[Any, str] = {}

_SYMBOLS: Final = {
    "ADD": "+",
    "SUB": "-",
    "OR": "|",
    "XOR": "^",
    "MUL": "*",
    "DIV": "/",
    "MOD": "%",
    "LSH": "<<",
    "RSH": ">>",
    "AND": "&",
    "ANDNOT": "&^",
    "EQ": "==",
    "NE": "!=",
    "LT": "<",
    "LE": "<=",
    "GT": ">",
    "GE": ">=",
    "ANDAND": "&&",
    "OROR": "||",
    "PLUS": "+",
    "NEG": "-",
    "BITNOT": "^",
    "NOT": "!",
    "ADDR": "&",
    "DEREF": "*",
    "RECV": "<-",
    "APPEND": "append",
    "CAP": "cap",
    "LEN": "len",
    "CLEAR": "clear",
    "CLOSE": "close",
    "COMPLEX": "complex",
    "COPY": "copy",
    "DELETE": "delete",
    "IMAG": "imag",
    "REAL": "real",
    "MAX": "max",
    "MIN": "min",
    "NEW": "new",
    "PANIC": "panic",
    "PRINT": "print",
    "PRINTLN": "println",
    "RECOVER": "recover",
    "UNSAFEADD": "unsafe.Add",
    "UNSAFESLICE": "unsafe.Slice",
    "UNSAFESLICEDATA": "unsafe.SliceData",
    "UNSAFESTRING": "unsafe.String",
    "UNSAFESTRINGDATA": "unsafe.StringData",
    "SELECT": "select",
    "SWITCH": "switch",
    "BREAK": "break",
    "CONTINUE": "continue",
    "GOTO": "goto",
    "FALL": "fallthrough",
}
SYMBOL: Final[list[str]] = [_SYMBOLS.get(name, name) for name in N.OP_NAMES]


def _precedence(name: str) -> int:
    if name in ("MUL", "DIV", "MOD", "LSH", "RSH", "AND", "ANDNOT"):
        return 6
    if name in ("ADD", "SUB", "OR", "XOR"):
        return 5
    if name in ("EQ", "LT", "LE", "GE", "GT", "NE"):
        return 4
    if name in ("SEND", "ANDAND", "OROR"):
        return {"SEND": 3, "ANDAND": 2, "OROR": 1}[name]
    if name in ("PLUS", "NOT", "BITNOT", "NEG", "ADDR", "DEREF", "RECV"):
        return 7
    if name in (
        "AS",
        "AS2",
        "AS2DOTTYPE",
        "AS2FUNC",
        "AS2MAPR",
        "AS2RECV",
        "ASOP",
        "BLOCK",
        "BREAK",
        "CASE",
        "CONTINUE",
        "DCL",
        "DEFER",
        "FALL",
        "FOR",
        "GOTO",
        "IF",
        "LABEL",
        "GO",
        "RANGE",
        "RETURN",
        "SELECT",
        "SWITCH",
    ):
        return -1
    if name in (
        "ADDSTR",
        "PTRLIT",
        "CLOSURE",
        "INLCALL",
        "MAKEMAP",
        "MAKECHAN",
        "RECOVER",
        "COPYX",
        "COMPLEX",
        "REAL",
        "IMAG",
        "ITAB",
        "IDATA",
        "CHECKNIL",
        "INLMARK",
        "TAILCALL",
        "LINKSYM",
        "KEY",
        "STRUCTKEY",
        "SELRECV2",
        "COMM",
        "TYPESW",
        "DYNAMICTYPE",
        "DYNAMICDOTTYPE",
        "DYNAMICDOTTYPE2",
    ):
        return 0  # gc's table leaves these out
    return 8


_PREC: Final = [_precedence(name) for name in N.OP_NAMES]
_UNARY_CALLS: Final = frozenset((N.OREAL, N.OIMAG, N.OCAP, N.OCLEAR, N.OCLOSE, N.OLEN, N.ONEW, N.OPANIC))
_LIST_CALLS: Final = frozenset((N.OAPPEND, N.ODELETE, N.OMAX, N.OMIN, N.ORECOVER, N.OPRINT, N.OPRINTLN))
_CONVERSIONS: Final = frozenset(
    (
        N.OCONV,
        N.OCONVIFACE,
        N.OCONVNOP,
        N.OBYTES2STR,
        N.ORUNES2STR,
        N.OSTR2BYTES,
        N.OSTR2RUNES,
        N.ORUNESTR,
        N.OSLICE2ARR,
        N.OSLICE2ARRPTR,
    )
)
_LITERALS: Final = frozenset((N.OSTRUCTLIT, N.OARRAYLIT, N.OSLICELIT, N.OMAPLIT))
_SELECTORS: Final = frozenset((N.ODOT, N.ODOTPTR, N.ODOTINTER, N.ODOTMETH, N.OMETHVALUE, N.OMETHEXPR))
_SLICES: Final = frozenset((N.OSLICE, N.OSLICESTR, N.OSLICEARR, N.OSLICE3, N.OSLICE3ARR))
_UNARY: Final = frozenset((N.OPLUS, N.ONEG, N.OBITNOT, N.ONOT, N.ORECV, N.OADDR))
_BINARY: Final = frozenset(
    i
    for i, name in enumerate(N.OP_NAMES)
    if name in _SYMBOLS and N.SLOTS[i] == ("x", "y") and _PREC[i] in (1, 2, 4, 5, 6)
)


def set_local(package: Any, ambiguous: frozenset[str] = frozenset()) -> None:
    """Print names of `package` without qualifier; packages whose name is in `ambiguous` by their quoted path."""
    global _local, _ambiguous
    if package is not _local or ambiguous != _ambiguous:
        _cache.clear()
    _local = package
    _ambiguous = ambiguous


def link_path(package: Any) -> str:
    """The package's path in symbols: `main` for every main, `command-line-arguments` for files that are none."""
    if package.name == "main":
        return "main"
    if package is _local and package.path == package.name and not package.std:
        return "command-line-arguments"
    return str(package.path)


def qualifier(package: Any) -> str:
    """The prefix for a name of `package`: "" or "fmt."."""
    if package is None or package is _local:
        return ""
    name: str = package.name
    if name in _ambiguous:
        return f'"{package.path}".'
    return name + "."


# ---------------------------------------------------------------------------------------------------------------------
# Types


def type_text(t: Any) -> str:
    """The type in gc's notation (`%v`)."""
    found = _cache.get(t)
    if found is None:
        found = _type(t)
        _cache[t] = found
    return found


def _type(t: Any) -> str:
    cls = t.__class__
    if cls is T.Basic:
        return t.name  # type: ignore[no-any-return]
    if cls is T.Named:
        return qualifier(t.obj.pkg) + named_text(t)
    if cls is T.Pointer:
        return "*" + type_text(t.elem)
    if cls is T.Slice:
        return "[]" + type_text(t.elem)
    if cls is T.Array:
        return f"[{t.len}]" + type_text(t.elem)
    if cls is T.Map:
        return f"map[{type_text(t.map_key)}]{type_text(t.elem)}"
    if cls is T.Chan:
        if t.dir == T.RECV_ONLY:
            return "<-chan " + type_text(t.elem)
        if t.dir == T.SEND_ONLY:
            return "chan<- " + type_text(t.elem)
        e = t.elem
        if e.__class__ is T.Chan and e.dir == T.RECV_ONLY:
            return f"chan ({type_text(e)})"
        return "chan " + type_text(e)
    if cls is T.Signature:
        return "func" + signature_text(t)
    if cls is T.Interface:
        if t.name:
            return t.name  # type: ignore[no-any-return]
        methods = t.all_methods
        if not methods:
            return "interface {}"
        return "interface { " + "; ".join(_method(m) + signature_text(m.type) for m in methods) + " }"
    if cls is T.Struct:
        if not t.fields:
            return "struct {}"
        out = []
        for i, f in enumerate(t.fields):
            name = (
                ""
                if f.embedded
                else (f.name if T.is_exported(f.name) or f.name == "" else qualifier(f.pkg) + f.name) + " "
            )
            tag = t.tag(i)
            out.append(name + type_text(f.type) + (" " + go_quote(tag) if tag else ""))
        return "struct { " + "; ".join(out) + " }"
    if cls is T.Tuple:
        return "(" + ", ".join(type_text(v.type) for v in t.vars) + ")"
    if cls is T.TypeParam:
        return t.obj.name  # type: ignore[no-any-return]
    return T.type_string(t)


def named_text(t: Any) -> str:
    """A defined type without its package: `List[go.shape.int]`."""
    if t.targs:
        return f"{t.obj.name}[{','.join(link_text(a) for a in t.targs)}]"
    return t.obj.name  # type: ignore[no-any-return]


def _method(m: Any) -> str:
    return m.name if T.is_exported(m.name) or m.pkg is None else f"{m.pkg.path}.{m.name}"


def link_text(t: Any) -> str:
    """The type as it stands in symbols: every package by its path (`%-S`, LinkString)."""
    cls = t.__class__
    if cls is T.Basic:
        return t.kind  # type: ignore[no-any-return]
    if cls is T.Named:
        return (link_path(t.obj.pkg) + "." if t.obj.pkg is not None else "") + named_text(t)
    if cls is T.Pointer:
        return "*" + link_text(t.elem)
    if cls is T.Slice:
        return "[]" + link_text(t.elem)
    if cls is T.Array:
        return f"[{t.len}]" + link_text(t.elem)
    if cls is T.Map:
        return f"map[{link_text(t.map_key)}]{link_text(t.elem)}"
    if cls is T.Chan:
        prefix = ("chan ", "chan<- ", "<-chan ")[t.dir]
        return prefix + link_text(t.elem)
    if cls is T.Signature:
        return "func" + _signature(t, link_text)
    if cls is T.Interface:
        methods = t.all_methods
        if not methods:
            return "interface {}"
        return "interface { " + "; ".join(_method(m) + _signature(m.type, link_text) for m in methods) + " }"
    if cls is T.Struct:
        if not t.fields:
            return "struct {}"
        out = []
        for i, f in enumerate(t.fields):
            name = f.name if T.is_exported(f.name) or f.pkg is None else f"{f.pkg.path}.{f.name}"
            tag = t.tag(i)
            out.append(("" if f.embedded else name + " ") + link_text(f.type) + (" " + go_quote(tag) if tag else ""))
        return "struct { " + "; ".join(out) + " }"
    return type_text(t)


def signature_text(sig: Any) -> str:
    """Parameters and results of a function type, without names."""
    return _signature(sig, type_text)


def _signature(sig: Any, show: Any) -> str:
    params = [show(p.type) for p in sig.params]
    if sig.variadic and params:
        params[-1] = "..." + show(sig.params[-1].type.underlying.elem)
    out = "(" + ", ".join(params) + ")"
    results = sig.results
    if len(results) == 1:
        out += " " + show(results[0].type)
    elif results:
        out += " (" + ", ".join(show(r.type) for r in results) + ")"
    return out


# ---------------------------------------------------------------------------------------------------------------------
# Constants


def go_quote(text: str | bytes) -> str:
    """Like strconv.Quote."""
    data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    out = ['"']
    i = 0
    while i < len(data):
        c = data[i]
        if c < 0x80:
            i += 1
            out.append(_ESCAPES.get(c) or (chr(c) if 0x20 <= c < 0x7F else f"\\x{c:02x}"))
            continue
        for n in (2, 3, 4):
            try:
                ch = data[i : i + n].decode("utf-8")
            except UnicodeDecodeError:
                continue
            out.append(
                ch
                if ch.isprintable() and ch != "\ufeff"
                else (f"\\u{ord(ch):04x}" if ord(ch) < 0x10000 else f"\\U{ord(ch):08x}")
            )
            i += n
            break
        else:
            out.append(f"\\x{c:02x}")
            i += 1
    out.append('"')
    return "".join(out)


_ESCAPES: Final = {
    0x07: "\\a",
    0x08: "\\b",
    0x0C: "\\f",
    0x0A: "\\n",
    0x0D: "\\r",
    0x09: "\\t",
    0x0B: "\\v",
    0x5C: "\\\\",
    0x22: '\\"',
}


def _float(value: Any) -> str:
    try:
        x = float(value)
    except OverflowError:
        x = math.inf
    if x == 0 and value != 0 or math.isinf(x):
        f = Fraction(value)
        sign = "-" if f < 0 else ""
        f = abs(f)
        e = math.floor((f.numerator.bit_length() - f.denominator.bit_length()) * 0.30103)
        m = f / Fraction(10) ** e
        while m >= 10:
            m, e = m / 10, e + 1
        while m < 1:
            m, e = m * 10, e - 1
        return f"{sign}{float(m):.6g}e{e:+d}"
    s = f"{x:.6g}"
    return s


def _quote_rune(code: int) -> str:
    named = {7: "\\a", 8: "\\b", 12: "\\f", 10: "\\n", 13: "\\r", 9: "\\t", 11: "\\v", 0x5C: "\\\\", 0x27: "\\'"}.get(
        code
    )
    if named:
        return f"'{named}'"
    if 0xD800 <= code < 0xE000:
        return "'\ufffd'"
    ch = chr(code)
    if ch.isprintable() and code != 0xFEFF:
        return f"'{ch}'"
    if code < 0x80:
        return f"'\\x{code:02x}'"
    return f"'\\u{code:04x}'" if code < 0x10000 else f"'\\U{code:08x}'"


def constant_text(value: Any, t: Any) -> str:
    """A constant as gc prints a literal node of type `t`."""
    u = t.underlying
    if (
        t.__class__ is T.Basic
        and t.name in ("rune", "untyped rune")
        and isinstance(value, int)
        and 0 <= value <= 0x10FFFF
    ):
        return _quote_rune(value)
    info = u.info if u.__class__ is T.Basic else 0
    if isinstance(value, bool):
        body, default = ("true" if value else "false"), "bool"
    elif isinstance(value, bytes):
        body, default = go_quote(value), "string"
        if len(value.decode("utf-8", "replace")) + 2 > 72 and len(body) > 72:
            body = body[:69] + "..."
    elif info & T.IS_FLOAT:
        body, default = _float(value), "float64"
    elif info & T.IS_COMPLEX:
        real, imag = (
            (value.real, value.imag)
            if hasattr(value, "imag") and not isinstance(value, (int, Fraction))
            else (value, 0)
        )
        body, default = f"({_float(real)} + {_float(imag)}i)", "complex128"
    elif isinstance(value, int):
        body, default = str(value), "int"
    else:
        body, default = _float(value), "float64"
    if t.__class__ is T.Basic and (t.name == default or t.info & T.IS_UNTYPED):
        return body
    return f"{type_text(t)}({body})"


# ---------------------------------------------------------------------------------------------------------------------
# Nodes


def name_text(n: Any) -> str:
    """A name with its package, unless it is of the package at hand."""
    sym: str = n.sym
    if sym.startswith("~b"):
        return "_"
    return qualifier(n.pkg) + sym


def text(n: Any) -> str:
    """The node as gc's `%v` prints it."""
    if n is None:
        return "<nil>"
    if n.__class__ is Name:
        return name_text(n)
    if n.__class__ is N.Func:
        return name_text(n.name)
    if _PREC[n.op] < 0:
        return _stmt(n)
    return _expr(n, 0)


def _list(nodes: list[Any], sep: str = ", ") -> str:
    return sep.join([text(n) for n in nodes])


def _stmt(n: Any) -> str:
    op = n.op
    if op == N.ODCL:
        return f"var {n.x.sym if n.x.pkg is None else name_text(n.x)} {type_text(n.x.type)}"
    if op == N.OAS:
        return f"{text(n.x)} {':=' if n.flags & N.DEF else '='} {text(n.y)}"
    if op == N.OASOP:
        if n.flags & N.INCDEC:
            return text(n.x) + ("++" if n.aux == N.OADD else "--")
        return f"{text(n.x)} {SYMBOL[n.aux]}= {text(n.y)}"
    if op in (N.OAS2, N.OAS2DOTTYPE, N.OAS2FUNC, N.OAS2MAPR, N.OAS2RECV):
        return f"{_list(n.a)} {':=' if n.flags & N.DEF else '='} {_list(n.b)}"
    if op == N.OBLOCK:
        return _list(n.a, "; ")
    if op == N.ORETURN:
        return "return " + _list(n.a or [])
    if op == N.OGO:
        return "go " + text(n.x)
    if op == N.ODEFER:
        return "defer " + text(n.x)
    if op == N.OIF:
        init = n.init
        if init and len(init) == 1 and not init[0].init:
            head = f"if {text(init[0])}; {text(n.x)} {{ {_list(n.a, '; ')} }}"
        else:
            head = f"if {text(n.x)} {{ {_list(n.a, '; ')} }}"
        return head + (f" else {{ {_list(n.b, '; ')} }}" if n.b else "")
    if op == N.OFOR or op == N.ORANGE:
        return "for loop"
    if op == N.OSELECT or op == N.OSWITCH:
        return f"{SYMBOL[op]} statement"
    if op == N.OCASE:
        return ("case " + _list(n.a) if n.a else "default") + ": " + _list(n.b, "; ")
    if op == N.OLABEL:
        return f"{n.aux}: "
    if op in (N.OBREAK, N.OCONTINUE, N.OGOTO, N.OFALL):
        return f"{SYMBOL[op]} {n.aux}" if n.aux else SYMBOL[op]
    return f"<node {N.OP_NAMES[op]}>"


def _expr(n: Any, prec: int) -> str:
    while True:
        if n is None:
            return "<nil>"
        op = n.op
        if op == 0:
            return name_text(n)
        if n.flags & IMPLICIT and op in (N.OADDR, N.ODEREF, N.OCONV, N.OCONVNOP, N.OCONVIFACE):
            n = n.x
            continue
        break
    nprec = _PREC[op]
    if op == N.OTYPE and n.type is not None and n.type.__class__ is T.Pointer:
        nprec = 7
    if prec > nprec:
        return f"({text(n)})"
    if op == N.OLITERAL:
        return constant_text(n.aux, n.type)
    if op == N.ONIL:
        return "nil"
    if op == N.OTYPE:
        return type_text(n.type)
    if op in _SELECTORS:
        return f"{_expr(n.x, nprec)}.{n.aux.name}"
    if op in _CONVERSIONS:
        t = n.type
        shown = type_text(t)
        if t.__class__ is not T.Basic and t.__class__ is not T.Named and not (t.__class__ is T.Interface and t.name):
            shown = f"({shown})"
        return f"{shown}({text(n.x)})"
    if op == N.OCALLFUNC or op == N.OCALLINTER:
        dots = "..." if n.flags & N.DDD else ""
        return f"{_expr(n.x, nprec)}({_list(n.a)}{dots})"
    if op == N.OCLOSURE:
        return "func literal"
    if op == N.OPTRLIT:
        return "&" + text(n.x)
    if op in _LITERALS:
        if n.flags & IMPLICIT:
            return "... argument"
        return f"{type_text(n.type)}{{{'...' if n.a else ''}}}"
    if op in _LIST_CALLS:
        dots = "..." if n.flags & N.DDD else ""
        return f"{SYMBOL[op]}({_list(n.a)}{dots})"
    if op in _UNARY_CALLS:
        return f"{SYMBOL[op]}({text(n.x)})"
    if op == N.OINDEX or op == N.OINDEXMAP:
        return f"{_expr(n.x, nprec)}[{text(n.y)}]"
    if op in _SLICES:
        out = (
            _expr(n.x, nprec)
            + "["
            + (text(n.y) if n.y is not None else "")
            + ":"
            + (text(n.z) if n.z is not None else "")
        )
        if op == N.OSLICE3 or op == N.OSLICE3ARR:
            out += ":" + (text(n.w) if n.w is not None else "")
        return out + "]"
    if op in (N.OMAKESLICE, N.OMAKEMAP, N.OMAKECHAN):
        if n.y is not None:
            return f"make({type_text(n.type)}, {text(n.x)}, {text(n.y)})"
        if n.x is not None and (
            op == N.OMAKESLICE or n.x.type.__class__ is not T.Basic or not n.x.type.info & T.IS_UNTYPED
        ):
            return f"make({type_text(n.type)}, {text(n.x)})"
        return f"make({type_text(n.type)})"
    if op == N.OADDSTR:
        return " + ".join([_expr(x, nprec) for x in n.a])
    if op in _UNARY:
        gap = " " if n.x is not None and n.x.op == op else ""
        return f"{SYMBOL[op]}{gap}{_expr(n.x, nprec + 1)}"
    if op == N.ODEREF:
        return "*" + _expr(n.x, nprec + 1)
    if op in _BINARY:
        return f"{_expr(n.x, nprec)} {SYMBOL[op]} {_expr(n.y, nprec + 1)}"
    if op == N.ODOTTYPE or op == N.ODOTTYPE2:
        return f"{_expr(n.x, nprec)}.({type_text(n.type)})"
    if op in (N.OCOMPLEX, N.OCOPY, N.OUNSAFEADD, N.OUNSAFESLICE):
        return f"{SYMBOL[op]}({text(n.x)}, {text(n.y)})"
    if op == N.OINLCALL:
        if len(n.b) == 1:
            return text(n.b[0])
        return f"(.{_list(n.b, '; ')})"
    if op == N.OKEY:
        return f"{text(n.x)}:{text(n.y)}"
    if op == N.OSTRUCTKEY:
        return f"{n.aux}:{text(n.y)}"
    if op == N.OPAREN:
        return f"({text(n.x)})"
    if op == N.OSEND:
        return f"{_expr(n.x, nprec)} <- {_expr(n.y, nprec + 1)}"
    return f"<node {N.OP_NAMES[op]}>"


def current() -> tuple[Any, frozenset[str]]:
    """What `set_local` last set."""
    return _local, _ambiguous
