"""Format strings: `format_args!` to calls of `core::fmt`.

In: the tokens of a format macro's arguments.  Out: the tokens of `fmt::Arguments::from_str("…")` or
`fmt::Arguments::new(b"template", &[…])` as
rustc 1.95 lowers them (`rustc_ast_lowering::format`); the template's bytes are described in `std/core/fmt/rt.rs`.

Differs: where rustc binds the arguments with `super let`, this takes references in place when each is used once and
in order, and otherwise binds
them in a `match` inside the `&[…]` operand, so that temporaries live to the end of the statement just the same.
"""

from __future__ import annotations

import re
from typing import Any

from burrow.rust import syntax as s
from burrow.rust.attrs import split_commas
from burrow.rust.lexer import Tok, error, string_value
from burrow.rust.parse import Parser
from burrow.rust.quote import quote
from burrow.source import Span

_SPEC = re.compile(
    r"(?:(?P<fill>.)(?=[<^>]))?(?P<align>[<^>])?(?P<sign>[+-])?(?P<alt>\#)?(?P<zero>0(?!\$))?"
    r"(?P<width>\w+\$|\d+)?(?:\.(?P<prec>\*|\w+\$|\d+))?(?P<ty>[a-zA-Z_]*\??)\s*$",
    re.S,
)
_TRAITS = {
    "": "display",
    "?": "debug",
    "x?": "debug",
    "X?": "debug",
    "o": "octal",
    "x": "lower_hex",
    "X": "upper_hex",
    "p": "pointer",
    "b": "binary",
    "e": "lower_exp",
    "E": "upper_exp",
}


class Piece:
    """One placeholder: `arg` (index of the argument), `trait`, and its options."""

    __slots__ = ("arg", "flags", "prec", "trait", "width")

    def __init__(self, arg: int, trait: str, flags: int, width: Any, prec: Any) -> None:
        self.arg = arg
        self.trait = trait
        self.flags = flags
        self.width = width  # None, an int, or ("arg", index)
        self.prec = prec


def format_args(tokens: list[Tok], span: Span, edition: int, expand: Any, newline: bool = False) -> list[Tok]:
    """`expand` turns a macro call in the place of the format string into its tokens."""
    parts = split_commas(tokens)
    if not parts:
        raise error(span, "requires at least a format string argument")
    fmt = literal(parts[0], expand, edition)
    if fmt is None:
        first = parts[0][0]
        hi = parts[0][-1].span
        raise error(
            Span(first.span.path, first.span.lo, hi.hi) if hi.path == first.span.path else first.span,
            "format argument must be a string literal",
        )
    text = string_value(fmt) + ("\n" if newline else "")
    args: list[Any] = []
    spans: list[Span] = []
    names: dict[str, int] = {}
    rest = [t for t in tokens if t.kind != "eof"][len(parts[0]) + 1 :]
    parser = Parser([*rest, Tok("eof", "", span)], edition)
    while parser.tok.kind != "eof":  # a comma may stand inside an argument: `f::<A, B>()`, `|a, b| a`
        first = parser.tok
        if first.kind == "id" and parser.ahead(1).kind == "p" and parser.ahead(1).text == "=":
            names[first.text.removeprefix("r#")] = len(args)
            parser.bump()
            parser.bump()
        elif names:
            raise error(
                first.span,
                "positional arguments cannot follow named arguments",
                "positional arguments must be before named arguments",
            )
        e = parser.expr()
        args.append(e)
        spans.append(e.span)
        if parser.tok.kind != "eof" and not parser.eat(","):
            raise error(parser.tok.span, f"expected `,`, found {parser.describe()}", "expected `,`")
    explicit = len(args)
    pieces: list[Any] = parse_pieces(text, fmt, span, args, names, explicit)
    used = set()
    for p in pieces:
        if isinstance(p, Piece):
            used.add(p.arg)
            for o in (p.width, p.prec):
                if isinstance(o, tuple):
                    used.add(o[1])
    unused = [i for i in range(explicit) if i not in used]
    if unused:
        named = {v: k for k, v in names.items()}
        from burrow.rust.lexer import SyntaxFault
        from burrow.source import Diagnostic, Label

        if len(unused) == 1:
            i = unused[0]
            what = "named argument never used" if i in named else "argument never used"
            d = Diagnostic.error(spans[i], what, what)
            d.labels.append(Label(fmt.span, "formatting specifier missing"))
        else:
            d = Diagnostic.error(spans[unused[0]], "multiple unused formatting arguments", "argument never used")
            d.labels[1:] = [Label(spans[i], "argument never used", primary=True) for i in unused[1:]]
            d.labels.append(Label(fmt.span, "multiple missing formatting specifiers"))
        raise SyntaxFault(d)
    return lower(pieces, args, span)


def literal(toks: list[Tok], expand: Any, edition: int) -> Tok | None:
    """The string literal that `toks` are or expand to."""
    toks = [t for t in toks if t.kind != "eof"]
    if len(toks) == 1:
        t = toks[0]
        if t.kind == "str":
            return t
        if t.kind == "nt":
            node = t.value[1]
            while isinstance(node, s.EParen):
                node = node.expr
            if isinstance(node, s.ELit) and node.tok.kind == "str":
                return node.tok  # type: ignore[no-any-return]
            if isinstance(node, s.EMac):
                return literal(expand(node.mac), expand, edition)
        return None
    if toks and toks[0].kind == "id" and any(t.text == "!" for t in toks[1:4]):
        try:
            e = Parser([*toks, Tok("eof", "", toks[-1].span)], edition).expr()
        except Exception:
            return None
        if isinstance(e, s.EMac):
            return literal(expand(e.mac), expand, edition)
    return None


def parse_pieces(text: str, fmt: Tok, span: Span, args: list[Any], names: dict[str, int], explicit: int) -> list[Any]:
    """Strings and `Piece`s; implicit captures are appended to `args`."""
    out: list[Any] = []
    lit = ""
    i = 0
    following = 0

    def bad(message: str, label: str = "") -> None:
        raise error(fmt.span, message, label)

    def named(name: str) -> int:
        if name not in names:
            seg = s.Seg(fmt.span, s.Ident(name, fmt.span, fmt.ctxt), None)
            if fmt.kind == "str" and not re.fullmatch(r"\w+", name):
                bad("invalid format string: expected `}`")
            names[name] = len(args)
            args.append(s.EPath(fmt.span, None, s.Path(fmt.span, [seg], False)))
        return names[name]

    def count(c: str | None) -> Any:
        if c is None:
            return None
        if c.endswith("$"):
            c = c[:-1]
            if c.isdigit():
                if int(c) >= explicit:
                    bad(
                        f"invalid reference to positional argument {c} (there {'is 1 argument' if explicit == 1 else f'are {explicit} arguments'})"  # noqa: E501
                    )
                return ("arg", int(c))
            return ("arg", named(c))
        return int(c)

    n = len(text)
    while i < n:
        c = text[i]
        if c == "{":
            if text.startswith("{{", i):
                lit += "{"
                i += 2
                continue
            end = text.find("}", i)
            if end < 0:
                bad("invalid format string: expected `}` but string was terminated", "expected `}` in format string")
            inner = text[i + 1 : end]
            i = end + 1
            name, _, spec = inner.partition(":")
            name = name.strip()
            m = _SPEC.match(spec)
            if m is None:
                bad(
                    "invalid format string: expected `}`, found `" + (spec[:1] or "?") + "`",
                    "expected `}` in format string",
                )
            assert m is not None
            ty = m.group("ty")
            if ty not in _TRAITS:
                bad(f"unknown format trait `{ty}`")
            prec: Any = None
            if m.group("prec") == "*":
                prec = ("arg", following)
                following += 1
                if following > explicit:
                    bad_count(fmt, text, explicit)
            else:
                prec = count(m.group("prec"))
            if not name:
                arg = following
                following += 1
                if arg >= explicit:
                    bad_count(fmt, text, explicit)
            elif name.isdigit():
                arg = int(name)
                if arg >= explicit:
                    raise error(
                        fmt.span,
                        f"invalid reference to positional argument {arg} "
                        f"({'no arguments were given' if not explicit else 'there is 1 argument' if explicit == 1 else f'there are {explicit} arguments'})",  # noqa: E501
                    )
            else:
                arg = named(name)
            width = count(m.group("width"))
            flags = ord(m.group("fill") or " ")
            flags |= {"+": 1 << 21, "-": 1 << 22}.get(m.group("sign") or "", 0)
            flags |= (1 << 23 if m.group("alt") else 0) | (1 << 24 if m.group("zero") else 0)
            flags |= {"x?": 1 << 25, "X?": 1 << 26}.get(ty, 0)
            flags |= (1 << 27 if width is not None else 0) | (1 << 28 if prec is not None else 0)
            flags |= {"<": 0, ">": 1, "^": 2, None: 3}[m.group("align")] << 29
            if lit:
                out.append(lit)
                lit = ""
            out.append(Piece(arg, _TRAITS[ty], flags, width, prec))
            continue
        if c == "}":
            if not text.startswith("}}", i):
                bad("invalid format string: unmatched `}` found", "unmatched `}` in format string")
            i += 1
        lit += c
        i += 1
    if lit:
        out.append(lit)
    return out


def bad_count(fmt: Tok, text: str, explicit: int) -> None:
    n = len(re.findall(r"(?<!\{)\{(?!\{)(?=[:}])", text.replace("{{", "")))
    have = (
        "no arguments were given"
        if not explicit
        else "there is 1 argument"
        if explicit == 1
        else f"there are {explicit} arguments"
    )
    raise error(fmt.span, f"{n} positional argument{'s' if n != 1 else ''} in format string, but {have}")


def lower(pieces: list[Any], args: list[Any], span: Span) -> list[Tok]:
    """The call that builds the `Arguments`."""
    pieces = inline_literals(pieces, args)
    if not any(isinstance(p, Piece) for p in pieces):
        from burrow.rust.quote import Str

        return quote("$core::fmt::Arguments::from_str($text)", span, text=Str("".join(pieces)))
    template = bytearray()
    slots: dict[tuple[int, str], int] = {}
    order: list[tuple[int, str]] = []

    def slot(key: tuple[int, str]) -> int:
        if key not in slots:
            slots[key] = len(order)
            order.append(key)
        return slots[key]

    implicit = 0
    default = ord(" ") | 3 << 29
    for p in pieces:
        if isinstance(p, str):
            data = p.encode()
            while data:
                part, data = data[:65535], data[65535:]
                if len(part) < 128:
                    template += bytes([len(part)]) + part
                else:
                    template += b"\x80" + len(part).to_bytes(2, "little") + part
            continue
        n = slot((p.arg, p.trait))
        head, tail = 0xC0, b""
        if p.flags != default:
            head |= 1
            tail += p.flags.to_bytes(4, "little")
        for bit, indirect, v in ((2, 0x10, p.width), (4, 0x20, p.prec)):
            if v is None:
                continue
            if isinstance(v, tuple):
                head |= bit | indirect
                tail += slot((v[1], "usize")).to_bytes(2, "little")
            elif v or True:
                head |= bit
                tail += int(v).to_bytes(2, "little")
        if n != implicit:
            head |= 8
            tail += n.to_bytes(2, "little")
            implicit = n
        implicit += 1
        template += bytes([head]) + tail
    template += b"\0"
    makers = {"usize": "from_usize"}
    calls: list[Tok] = []
    used = [a for a, _ in order]
    if len(set(used)) == len(used) and used == sorted(used):
        for a, trait in order:
            calls += quote(
                "$core::fmt::rt::Argument::$new(&$e),", args[a].span, new=makers.get(trait, "new_" + trait), e=args[a]
            )[:-1]
        return quote("$new($t, &[$calls])", span, new=_new(span), t=bytes(template), calls=calls)
    index = {a: i for i, a in enumerate(sorted(set(used)))}
    refs: list[Tok] = []
    for a in sorted(set(used)):
        refs += quote("&$e,", args[a].span, e=args[a])[:-1]
    from burrow.rust.macros import Ctxt, Expansion

    mark = Ctxt(Expansion(None, span, None), None)
    for a, trait in order:
        calls += quote(
            "$core::fmt::rt::Argument::$new($args.$i),",
            args[a].span,
            mark,
            new=makers.get(trait, "new_" + trait),
            args="args",
            i=index[a],
        )[:-1]
    return quote(
        "$new($t, &match ($refs) { $args => [$calls] })",
        span,
        mark,
        new=_new(span),
        t=bytes(template),
        refs=refs,
        args="args",
        calls=calls,
    )


def _new(span: Span) -> Any:
    """`fmt::Arguments::new`, which is unsafe: this call of it is known to be right."""
    from burrow.rust.quote import parse_expr

    return s.ETyped(span, "trusted", parse_expr(quote("$core::fmt::Arguments::new", span)))


def inline_literals(pieces: list[Any], args: list[Any]) -> list[Any]:
    """Plain `{}` of a literal becomes text; neighbouring texts join."""
    out: list[Any] = []
    default = ord(" ") | 3 << 29
    for p in pieces:
        if isinstance(p, Piece) and p.trait == "display" and p.flags == default:
            e = args[p.arg]
            while isinstance(e, s.EParen):
                e = e.expr
            if isinstance(e, s.ELit) and e.tok.kind == "str":
                p = string_value(e.tok)
            elif isinstance(e, s.ELit) and e.tok.kind == "int" and e.tok.value is None:
                from burrow.rust.lexer import int_value

                if int_value(e.tok) < 1 << 31:
                    p = str(int_value(e.tok))
        if isinstance(p, str) and out and isinstance(out[-1], str):
            out[-1] += p
        else:
            out.append(p)
    return [p for p in out if p != ""]
