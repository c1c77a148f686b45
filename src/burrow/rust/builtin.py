"""The macros that the compiler itself expands (`#[rustc_builtin_macro]`): tokens in, tokens out.

`panic!`, `assert!` and `unreachable!` are here too, because what they mean depends on the edition of the call.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from burrow.rust import format as fmt
from burrow.rust import syntax as s
from burrow.rust.attrs import holds, split_commas
from burrow.rust.lexer import Tok, error, int_value, string_value
from burrow.rust.macros import nt_text
from burrow.rust.parse import Parser
from burrow.rust.quote import Str, quote
from burrow.source import Span, Unsupported, load_file


def expand(name: str, mac: Any, span: Span, ctx: Any) -> list[Tok]:
    """`ctx` has `edition`, `cfg`, `module` (a path's text), `expand(mac) -> tokens`, `root_span` (the outermost
    call)."""
    f = _TABLE.get(name)
    if f is None:
        raise Unsupported(span, f"the macro `{name}!`")
    return f(mac.tokens, span, ctx)


def known(name: str) -> bool:
    return name in _TABLE


def _str(text: str, span: Span) -> list[Tok]:
    return [Tok("str", "r" + text, span), Tok("eof", "", span)]


def _format_args(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return fmt.format_args(toks, span, ctx.edition, ctx.expand)


def _format_args_nl(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return fmt.format_args(toks, span, ctx.edition, ctx.expand, True)


def _lits(toks: list[Tok], span: Span, ctx: Any) -> str:
    out = ""
    for part in split_commas(toks):
        e = Parser([*part, Tok("eof", "", span)], ctx.edition).expr()
        neg = ""
        while True:
            if isinstance(e, s.EParen):
                e = e.expr
            elif isinstance(e, s.EUnary) and e.op == "-":
                neg = "-"
                e = e.expr
            elif isinstance(e, s.EMac):
                e = Parser(ctx.expand(e.mac), ctx.edition).expr()
            else:
                break
        if not isinstance(e, s.ELit) or e.tok.kind in ("bstr", "byte", "cstr"):
            raise error(e.span, "expected a literal")
        t = e.tok
        if t.kind == "str":
            out += string_value(t)
        elif t.kind == "char":
            from burrow.rust.lexer import char_value

            out += chr(char_value(t))
        elif t.kind == "int":
            out += neg + str(int_value(t))
        else:
            out += neg + t.text
    return out


def _concat(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return _str(_lits(toks, span, ctx), span)


def _stringify(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return _str(nt_text(toks), span)


def _line(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    at = ctx.root_span(span)
    return [Tok("int", str(load_file(at.path).position(at.lo)[0]), span, value="u32"), Tok("eof", "", span)]


def _column(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    at = ctx.root_span(span)
    return [Tok("int", str(load_file(at.path).position(at.lo)[1]), span, value="u32"), Tok("eof", "", span)]


def _file(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return _str(ctx.root_span(span).path, span)


def _module_path(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return _str(ctx.module, span)


def _read(toks: list[Tok], span: Span, ctx: Any) -> bytes:
    name = _lits(toks, span, ctx)
    path = os.path.join(os.path.dirname(ctx.root_span(span).path), name)
    try:
        return Path(path).read_bytes()
    except OSError as e:
        raise error(span, f"couldn't read `{path}`: {e.strerror} (os error {e.errno})") from None


def _include(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    from burrow.rust.lexer import tokenize

    name = _lits(toks, span, ctx)
    path = os.path.join(os.path.dirname(ctx.root_span(span).path), name)
    return tokenize(path, _read(toks, span, ctx))


def _include_str(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return _str(_read(toks, span, ctx).decode("utf-8", "replace"), span)


def _include_bytes(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return quote("$b", span, b=_read(toks, span, ctx))


def _env(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    parts = split_commas(toks)
    name = _lits(parts[0], span, ctx) if parts else ""
    value = os.environ.get(name)
    if value is None:
        raise error(span, f"environment variable `{name}` not defined at compile time")
    return _str(value, span)


def _option_env(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    value = os.environ.get(_lits(toks, span, ctx))
    if value is None:
        return quote("$core::option::Option::None::<&'static str>", span)
    return quote("$core::option::Option::Some($v)", span, v=Str(value))


def _cfg(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return quote("$v", span, v=holds(toks, ctx.cfg))


def _compile_error(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    raise error(span, _lits(toks, span, ctx))


def _is_literal(part: list[Tok], ctx: Any) -> Tok | None:
    return fmt.literal(part, ctx.expand, ctx.edition)


def _panic_with(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    """The panic call for a message's tokens (as `panic!`)."""
    parts = split_commas(toks)
    if not parts:
        return quote('$core::panicking::panic("explicit panic")', span)
    if ctx.edition < 2021 and len(parts) == 1:
        lit = _is_literal(parts[0], ctx)
        if lit is not None:
            return quote("$core::panicking::panic($m)", span, m=Str(string_value(lit)))
        return quote("$std::rt::begin_panic($e)", span, e=parts[0])
    return quote("$core::panicking::panic_fmt($a)", span, a=fmt.format_args(toks, span, ctx.edition, ctx.expand))


def _panic(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    return _panic_with(toks, span, ctx)


def _unreachable(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    if not split_commas(toks):
        return quote('$core::panicking::panic("internal error: entered unreachable code")', span)
    parts = split_commas(toks)
    lit = _is_literal(parts[0], ctx)
    if lit is not None and (ctx.edition >= 2021 or len(parts) > 1):
        text = Tok("str", "r" + "internal error: entered unreachable code: " + string_value(lit), lit.span, lit.ctxt)
        rest: list[Tok] = []
        for p in parts[1:]:
            rest += [Tok("p", ",", span), *p]
        return quote(
            "$core::panicking::panic_fmt($a)", span, a=fmt.format_args([text, *rest], span, ctx.edition, ctx.expand)
        )
    if lit is not None:
        return quote(
            "$core::panicking::panic($m)", span, m=Str("internal error: entered unreachable code: " + string_value(lit))
        )
    text = Tok("str", "rinternal error: entered unreachable code: {}", span)
    return quote(
        "$core::panicking::panic_fmt($a)",
        span,
        a=fmt.format_args([text, Tok("p", ",", span), *parts[0]], span, ctx.edition, ctx.expand),
    )


def _assert(toks: list[Tok], span: Span, ctx: Any) -> list[Tok]:
    parts = split_commas(toks)
    if not parts:
        raise error(span, "macro requires a boolean expression as an argument", "boolean expression required")
    p = Parser([*parts[0], Tok("eof", "", span)], ctx.edition)
    cond = p.expr()
    if p.tok.kind != "eof":
        raise error(p.tok.span, f"expected `,`, found {p.describe()}")
    if len(parts) == 1:
        fail = quote("$core::panicking::panic($m)", span, m=Str("assertion failed: " + nt_text(parts[0])))
    else:
        rest: list[Tok] = []
        for q in parts[1:]:
            rest += [*q, Tok("p", ",", span)]
        fail = _panic_with(rest, span, ctx)
    return quote("if !$c { $f }", span, c=s.EParen(cond.span, cond), f=fail)


_TABLE = {
    "format_args": _format_args,
    "format_args_nl": _format_args_nl,
    "const_format_args": _format_args,
    "concat": _concat,
    "stringify": _stringify,
    "line": _line,
    "column": _column,
    "file": _file,
    "module_path": _module_path,
    "include": _include,
    "include_str": _include_str,
    "include_bytes": _include_bytes,
    "env": _env,
    "option_env": _option_env,
    "cfg": _cfg,
    "compile_error": _compile_error,
    "panic": _panic,
    "unreachable": _unreachable,
    "assert": _assert,
}
