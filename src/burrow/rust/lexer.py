"""Source text to tokens.

In: the bytes of a file (or a range of them).  Out: a flat list of `Tok`s that ends in an `eof`, where each opening
delimiter knows the index
of the one that closes it.  Comments are dropped; outer doc comments stay as `doc` tokens, since macros can match them
as attributes.

Bytes are read as Latin-1, so that an offset in the text is a byte offset; identifiers and strings are turned into
real text
when somebody looks at them.  Punctuation is glued as far as it goes (`>>=`), as rustc's parser sees it; the parser
splits.

`Ctxt` is the hygiene of a token: None for source text, otherwise the macro expansion that made it (see `macros`).
"""

from __future__ import annotations

import re
from typing import Any

from burrow.source import Diagnostic, Span

PUNCT = [
    "<<=",
    ">>=",
    "...",
    "..=",
    "::",
    "->",
    "=>",
    "==",
    "!=",
    "<=",
    ">=",
    "&&",
    "||",
    "+=",
    "-=",
    "*=",
    "/=",
    "%=",
    "^=",
    "&=",
    "|=",
    "<<",
    ">>",
    "..",
]
_RE = re.compile(
    r"""
  (?P<ws>[ \t\r\n\x0b\x0c]+|\xef\xbb\xbf|\xc2\x85|\xe2\x80[\x8e\x8f\xa8\xa9])
 |(?P<lc>//[^\n]*)
 |(?P<bc>/\*)
 |(?P<raw>(?:br|cr|r)(?P<hash>\#*)")
 |(?P<id>(?:r\#)?[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*(?P<pfx>["'#])?)
 |(?P<str>"(?:[^"\\]|\\.)*"(?P<s1>[A-Za-z_][A-Za-z0-9_]*)?)
 |(?P<char>'(?:[^'\\\n\r\t]|[\x80-\xff]{2,4}|\\(?:u\{[^}]*\}|x..|.))'(?P<s2>[A-Za-z_][A-Za-z0-9_]*)?)
 |(?P<life>'(?:r\#)?[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)
 |(?P<float>[0-9][0-9_]*(?:\.[0-9][0-9_]*(?:[eE][+-]?_*[0-9][0-9_]*)?|[eE][+-]?_*[0-9][0-9_]*|\.(?![.A-Za-z_\x80-\xff]))(?P<s3>[A-Za-z_][A-Za-z0-9_]*)?)
 |(?P<int>0x[0-9a-fA-F_]+[A-Za-z_]*[0-9A-Za-z_]*|0o[0-9_]+[A-Za-z0-9_]*|0b[0-9_]+[A-Za-z0-9_]*|[0-9][0-9_]*[A-Za-z0-9_]*)
 |(?P<punct><<=|>>=|\.\.\.|\.\.=|::|->|=>|==|!=|<=|>=|&&|\|\||\+=|-=|\*=|/=|%=|\^=|&=|\|=|<<|>>|\.\.|[-+*/%^!&|=<>@.,;:\#$?~()\[\]{}\\])
""",
    re.X | re.S,
)
_STR = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_BYTE = re.compile(r"'(?:[^'\\\n\r\t]|\\(?:x..|.))'", re.S)
_SUFFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class SyntaxFault(Exception):
    """The text cannot be read any further; `diagnostic` says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Tok:
    """A token.  `kind`: `id life int float str bstr cstr char byte p doc nt eof`; `text` as written (a literal
    without its
    suffix); `span`; `ctxt` its hygiene; `joint`: another punctuation follows at once; `value`: a literal's suffix, a
    macro fragment (`nt`), or
    for an opening delimiter how many tokens on its closing one is."""

    __slots__ = ("ctxt", "joint", "kind", "span", "text", "value")

    def __init__(
        self, kind: str, text: str, span: Span, ctxt: Any = None, joint: bool = False, value: Any = None
    ) -> None:
        self.kind = kind
        self.text = text
        self.span = span
        self.ctxt = ctxt
        self.joint = joint
        self.value = value

    def __repr__(self) -> str:
        return f"{self.kind}:{self.text}"

    def __getstate__(self) -> Any:
        return (self.kind, self.text, self.span, self.ctxt, self.joint, self.value)

    def __setstate__(self, s: Any) -> None:
        self.kind, self.text, self.span, self.ctxt, self.joint, self.value = s


_CLOSE = {")": "(", "]": "[", "}": "{"}


def error(span: Span, message: str, label: str = "", code: str | None = None) -> SyntaxFault:
    return SyntaxFault(Diagnostic.error(span, message, label, code))


def tokenize(path: str, data: bytes, lo: int = 0, hi: int | None = None) -> list[Tok]:
    """The tokens of bytes `lo` to `hi`."""
    text = data.decode("latin-1")
    end = len(text) if hi is None else hi
    if lo == 0 and text.startswith("#!") and not re.match(r"#!\s*\[", text):
        lo = text.find("\n") if "\n" in text else end
    out: list[Tok] = []
    add = out.append
    match = _RE.match
    at = lo
    opens: list[int] = []
    utf = data.isascii()
    while at < end:
        m = match(text, at, end)
        if m is None:
            _bad(path, text, at, end)
        assert m is not None
        kind = m.lastgroup
        stop = m.end()
        if kind in ("hash", "pfx", "s1", "s2", "s3"):
            kind = {"hash": "raw", "pfx": "id", "s1": "str", "s2": "char", "s3": "float"}[kind]
        if kind == "ws":
            at = stop
            continue
        if kind == "punct":
            s = m.group()
            tok = Tok("p", s, Span(path, at, stop))
            if s in "([{":
                opens.append(len(out))
            elif s in ")]}":
                if not opens:
                    raise error(tok.span, f"unexpected closing delimiter: `{s}`", "unexpected closing delimiter")
                o = opens.pop()
                if out[o].text != _CLOSE[s]:
                    raise SyntaxFault(_mismatch(out[o], tok))
                out[o].value = len(out) - o
            if stop < end and text[stop] in "-+*/%^!&|=<>@.,;:#$?~":
                tok.joint = text[stop : stop + 2] not in ("//", "/*")
            add(tok)
        elif kind == "id":
            if m.group("pfx"):
                stop = _prefixed(path, data, text, at, stop, end, add)
            else:
                s = m.group()
                if not utf and not s.isascii():
                    s = _utf8(path, s, at, stop)
                add(Tok("id", s, Span(path, at, stop)))
        elif kind == "lc":
            s = m.group()
            if s.startswith("///") and not s.startswith("////"):
                add(Tok("doc", s[3:].encode("latin-1").decode("utf-8", "replace"), Span(path, at, stop)))
        elif kind == "bc":
            stop = _block_comment(path, text, at, end)
            if text.startswith("/**", at) and not text.startswith(("/***", "/**/"), at):
                body = text[at + 3 : stop - 2]
                add(Tok("doc", body.encode("latin-1").decode("utf-8", "replace"), Span(path, at, stop)))
        elif kind == "raw":
            stop = _raw(path, data, text, m.group(), at, stop, end, add)
        elif kind in ("str", "char", "float"):
            s = m.group()
            suffix = m.group({"str": "s1", "char": "s2", "float": "s3"}[kind])
            if suffix:
                s = s[: -len(suffix)]
            if not utf and kind != "float":
                s = _utf8(path, s, at, stop)
            if kind == "char" and len(s) > 3 and s[1] != "\\":
                raise error(Span(path, at, stop), "character literal may only contain one codepoint")
            add(Tok(kind, s, Span(path, at, stop), value=suffix))
        elif kind == "int":
            _int(path, m.group(), at, stop, add)
        else:
            add(Tok("life", m.group(), Span(path, at, stop)))
        at = stop
    if opens:
        o = out[opens[-1]]  # type: ignore[assignment]
        d = Diagnostic.error(Span(path, end, end), "this file contains an unclosed delimiter")
        from burrow.source import Label

        d.labels.append(Label(o.span, "unclosed delimiter"))  # type: ignore[attr-defined]
        raise SyntaxFault(d)
    add(Tok("eof", "", Span(path, end, end)))
    return out


def _mismatch(opening: Tok, closing: Tok) -> Diagnostic:
    from burrow.source import Label

    d = Diagnostic.error(
        closing.span, f"mismatched closing delimiter: `{closing.text}`", "mismatched closing delimiter"
    )
    d.labels.append(Label(opening.span, "unclosed delimiter", primary=True))
    d.labels.sort(key=lambda x: x.span.lo)
    return d


def _utf8(path: str, s: str, at: int, stop: int) -> str:
    try:
        return s.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        raise error(Span(path, at, stop), "couldn't read the file: stream did not contain valid UTF-8") from None


def _int(path: str, s: str, at: int, stop: int, add: Any) -> None:
    if s.startswith(("0x", "0o", "0b")):
        digits = {"x": "0123456789abcdefABCDEF_", "o": "0123456789_", "b": "0123456789_"}[s[1]]
        n = 2
    else:
        digits, n = "0123456789_", 0
    while n < len(s) and s[n] in digits:
        n += 1
    suffix = s[n:] or None
    body = s[:n]
    span = Span(path, at, stop)
    if suffix in ("f32", "f64") and not body.startswith("0x"):
        add(Tok("float", body, span, value=suffix))
        return
    add(Tok("int", body, span, value=suffix))


def _block_comment(path: str, text: str, at: int, end: int) -> int:
    depth, i = 1, at + 2
    while depth:
        a, b = text.find("/*", i, end), text.find("*/", i, end)
        if b < 0:
            raise error(Span(path, at, end), "unterminated block comment", code="E0758")
        if 0 <= a < b:
            depth += 1
            i = a + 2
        else:
            depth -= 1
            i = b + 2
    return i


def _raw(path: str, data: bytes, text: str, head: str, at: int, stop: int, end: int, add: Any) -> int:
    hashes = "#" * head.count("#")
    close = text.find('"' + hashes, stop, end)
    if close < 0:
        raise error(Span(path, at, stop), "unterminated raw string", "unterminated raw string", "E0748")
    body = text[stop:close]
    stop = close + 1 + len(hashes)
    kind = {"r": "str", "b": "bstr", "c": "cstr"}[head[0]]
    if kind != "bstr" and not data.isascii():
        body = _utf8(path, body, at, stop)
    m = _SUFFIX.match(text, stop, end)
    span = Span(path, at, m.end() if m else stop)
    add(Tok(kind, "r" + body, span, value=m.group() if m else None))
    return span.hi


def _prefixed(path: str, data: bytes, text: str, at: int, stop: int, end: int, add: Any) -> int:
    """`b"…"`, `b'…'`, `c"…"`; otherwise an identifier directly before a quote or hash."""
    q = text[stop - 1]
    name = text[at : stop - 1]
    if name in ("b", "c") and q == '"' or name == "b" and q == "'":
        m = (_STR if q == '"' else _BYTE).match(text, stop - 1, end)
        if m is not None:
            kind = {'b"': "bstr", 'c"': "cstr", "b'": "byte"}[name + q]
            suf = _SUFFIX.match(text, m.end(), end)
            s = m.group()
            if kind == "cstr":
                s = _utf8(path, s, at, stop)
            add(Tok(kind, s, Span(path, at, m.end()), value=suf.group() if suf else None))
            return suf.end() if suf else m.end()
        raise error(
            Span(path, at, end),
            "unterminated double quote byte string" if q == '"' else "unterminated byte constant",
            code="E0766" if q == '"' else "E0763",
        )
    if not data.isascii() and not name.isascii():
        name = _utf8(path, name, at, stop)
    add(Tok("id", name, Span(path, at, stop - 1)))
    return stop - 1


def _bad(path: str, text: str, at: int, end: int) -> None:
    c = text[at]
    if c == '"':
        raise error(Span(path, at, end), "unterminated double quote string", code="E0765")
    if c == "'":
        line = text.find("\n", at, end)
        raise error(Span(path, at, line if line > 0 else end), "unterminated character literal", code="E0762")
    shown = c if c.isprintable() and ord(c) < 128 else f"\\u{{{ord(c):x}}}"
    raise error(Span(path, at, at + 1), f"unknown start of token: {shown}")


# ---- literals
# -----------------------------------------------------------------------------------------------------------

_ESC = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "0": "\0", "'": "'", '"': '"'}


def string_value(tok: Tok) -> str:
    """The text of a `str` token."""
    if tok.text.startswith("r"):
        return tok.text[1:].replace("\r\n", "\n")
    return unescape(tok, tok.text[1:-1])


def bytes_value(tok: Tok) -> bytes:
    """The bytes of a `bstr`, `byte` or `cstr` token (without a final zero)."""
    if tok.text.startswith("r"):
        return tok.text[1:].encode("latin-1" if tok.kind == "bstr" else "utf-8")
    body = tok.text[1:-1]
    if tok.kind == "cstr":
        return unescape(tok, body, bytes_too=True).encode("utf-8", "surrogateescape")
    return unescape(tok, body, bytes_too=True).encode("utf-8", "surrogateescape")


def char_value(tok: Tok) -> int:
    """The code point of a `char` token."""
    s = unescape(tok, tok.text[1:-1])
    if len(s) != 1:
        raise error(tok.span, "character literal may only contain one codepoint")
    return ord(s)


def unescape(tok: Tok, s: str, bytes_too: bool = False) -> str:
    """Escapes resolved; with `bytes_too`, bytes above 127 come out as surrogates."""
    if "\\" not in s:
        return s.replace("\r\n", "\n")
    out: list[str] = []
    i, n = 0, len(s)
    while i < n:
        c = s[i]
        if c != "\\":
            out.append(c)
            i += 1
            continue
        e = s[i + 1] if i + 1 < n else ""
        if e in _ESC:
            out.append(_ESC[e])
            i += 2
        elif e == "x":
            try:
                v = int(s[i + 2 : i + 4], 16)
            except ValueError:
                raise error(tok.span, "invalid character in numeric character escape") from None
            if v > 127 and not bytes_too:
                raise error(tok.span, "out of range hex escape", "must be a character in the range [\\x00-\\x7f]")
            out.append(chr(v) if v < 128 else chr(0xDC00 + v))
            i += 4
        elif e == "u":
            close = s.find("}", i)
            try:
                v = int(s[i + 3 : close].replace("_", ""), 16)
                out.append(chr(v))
            except (ValueError, OverflowError):
                raise error(tok.span, "invalid unicode character escape") from None
            i = close + 1
        elif e in ("\n", "\r"):
            i += 1
            while i < n and s[i] in " \t\n\r":
                i += 1
        else:
            raise error(tok.span, f"unknown character escape: `{e}`")
    return "".join(out)


def int_value(tok: Tok) -> int:
    """The value of an `int` token."""
    s = tok.text.replace("_", "")
    try:
        if s.startswith("0o"):
            return int(s[2:], 8)
        if s.startswith("0b"):
            return int(s[2:], 2)
        return int(s, 16) if s.startswith("0x") else int(s)
    except ValueError:
        raise error(
            tok.span,
            "no valid digits found for number" if len(s) <= 2 else "invalid digit for a base literal",
            code="E0768" if len(s) <= 2 else None,
        ) from None
