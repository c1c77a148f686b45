"""Text to IR: the inverse of `ir.text`.

`parse_unit` reads what `unit_text` prints, `parse_body` one function.  A front end that tests its passes on its own
types gives `parse_type(text) -> type`; its types are then whatever stands between the colon and the semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from burrow.ir import nodes as n
from burrow.ir import types as t
from burrow.ir.program import Reloc, Static, Unit

TOKEN = re.compile(
    r'\s+|//[^\n]*|(b?"(?:[^"\\]|\\.)*"|->|\.\.|-?\d+(?:\.\d+(?:e[+-]?\d+)?|e[+-]?\d+)?|-?(?:inf|nan)\b'
    r"|[A-Za-z_][\w]*|[%#&*(){}\[\]:;,=.<>@+\-!?|'])")
SCALARS: dict[str, t.Ty] = {str(x): x for x in (t.I8, t.I16, t.I32, t.I64, t.I128, t.U8, t.U16, t.U32, t.U64, t.U128,
                                                t.F32, t.F64, t.BOOL)}
BINARY = frozenset("add sub mul div rem and or xor shl shr eq ne lt le gt ge offset wrapping_offset".split())


class ParseError(ValueError):
    """The text is no IR; the message has the line."""


def parse_unit(text: str, name: str = "test") -> Unit:
    """A unit from its text."""
    return _Parser(text).unit(name)


def parse_body(text: str, parse_type: Callable[[str], Any] | None = None,
               nominal: dict[str, t.Struct | t.Enum] | None = None) -> n.Body:
    """One function from its text; `nominal` are the structs and enums that it may name."""
    p = _Parser(text, parse_type)
    p.nominal.update(nominal or {})
    return p.function()


class _Parser:
    def __init__(self, text: str, parse_type: Callable[[str], Any] | None = None) -> None:
        self.text = text
        self.tokens: list[str] = []
        self.starts: list[int] = []
        at = 0
        while at < len(text):
            m = TOKEN.match(text, at)
            if m is None:
                raise ParseError(f"line {text.count(chr(10), 0, at) + 1}: {text[at:at + 20]!r}")
            if m[1]:
                self.tokens.append(m[1])
                self.starts.append(m.start(1))
            at = m.end()
        self.tokens.append("")
        self.starts.append(len(text))
        self.i = 0
        self.parse_type = parse_type
        self.nominal: dict[str, t.Struct | t.Enum] = {}

    # -- tokens ---------------------------------------------------------------------------------------------------

    def fail(self, what: str) -> ParseError:
        line = self.text.count("\n", 0, self.starts[self.i]) + 1
        return ParseError(f"line {line}: expected {what}, found {self.tokens[self.i]!r}")

    def next(self) -> str:
        self.i += 1
        return self.tokens[self.i - 1]

    def at(self, *words: str) -> bool:
        return self.tokens[self.i] in words

    def accept(self, word: str) -> bool:
        if self.tokens[self.i] == word:
            self.i += 1
            return True
        return False

    def expect(self, word: str) -> None:
        if not self.accept(word):
            raise self.fail(repr(word))

    def number(self) -> int:
        try:
            return int(self.next())
        except ValueError:
            self.i -= 1
            raise self.fail("an integer") from None

    def name(self) -> str:
        """A bare name (words, dots, parentheses) or a quoted one."""
        tok = self.tokens[self.i]
        if tok.startswith('"'):
            self.i += 1
            return re.sub(r"\\(.)", r"\1", tok[1:-1])
        start = self.starts[self.i]
        m = re.compile(r"[\w.()!]+?(?=[\s:;,{}<>+=]|\((?:_|copy |move |const |\))|$)").match(self.text, start)
        if m is None:
            raise self.fail("a name")
        while self.starts[self.i] < m.end():
            self.i += 1
        return m[0]

    def quoted(self) -> bytes:
        tok = self.next()
        body = tok[2:-1] if tok.startswith("b") else tok[1:-1]
        return re.sub(rb"\\x(..)", lambda m: bytes([int(m[1], 16)]), body.encode("latin-1"))

    # -- types ----------------------------------------------------------------------------------------------------

    def type(self, until: str = ";,)}") -> Any:
        if self.parse_type is not None:
            start, depth, last = self.starts[self.i], 0, self.starts[self.i]
            while depth or not self.at(*until, "{", "(", ""):
                tok = self.next()
                depth += (tok in "([<") - (tok in ")]>") if tok else 0
                last = self.starts[self.i - 1] + len(tok)
            return self.parse_type(self.text[start:last])
        return self.machine_type()

    def machine_type(self) -> t.Ty:
        tok = self.next()
        if tok in SCALARS:
            return SCALARS[tok]
        if tok == "*":
            return t.Ptr(None) if self.accept("?") else t.Ptr(self.machine_type())
        if tok == "[":
            elem = self.machine_type()
            count = self.number() if self.accept(";") else None
            self.expect("]")
            return t.Slice(elem) if count is None else t.Array(elem, count)
        if tok == "fn":
            self.expect("(")
            params = []
            while not self.accept(")"):
                params.append(self.machine_type())
                self.accept(",")
            self.expect("->")
            return t.FnPtr(tuple(params), self.machine_type())
        if tok == "dyn":
            return t.Dyn(self.name() if re.match(r'[\w"]', self.tokens[self.i]) else "")
        if tok == "%":
            return self.named()
        self.i -= 1
        raise self.fail("a type")

    def named(self) -> t.Struct | t.Enum:
        tok = self.tokens[self.i]
        if tok == "(" and self.tokens[self.i + 1] == ")":
            self.i += 2
            return t.UNIT
        if self.accept("!"):
            return t.NEVER
        name = re.sub(r"\\(.)", r"\1", self.next()[1:-1]) if tok.startswith('"') else self.dotted()
        return self.nominal.setdefault(name, t.Struct(name))

    def dotted(self) -> str:
        parts = [self.next()]
        while self.at(".") and self.starts[self.i] == self.starts[self.i - 1] + len(self.tokens[self.i - 1]):
            parts += [self.next(), self.next()]
        return "".join(parts)

    def fields(self, into: t.Struct) -> None:
        self.expect("size")
        into.size = self.number()
        self.expect("align")
        into.align = self.number()
        self.expect("{")
        while not self.accept("}"):
            name = self.name()
            self.expect(":")
            ty = self.machine_type()
            self.expect("@")
            into.fields.append(t.Field(name, ty, self.number()))
            self.accept(",")

    def definition(self) -> None:
        word = self.next()
        self.expect("%")
        ty = self.named()
        if word != "enum":
            assert isinstance(ty, t.Struct)
            ty.union = word == "union"
            self.fields(ty)
            return
        assert isinstance(ty, t.Enum)
        d = self.machine_type()
        assert isinstance(d, t.Int)
        ty.discriminant_ty = d
        if self.accept("only"):
            ty.only = self.number()
        else:
            self.expect("tag")
            tag = self.machine_type()
            assert isinstance(tag, t.Int)
            self.expect("@")
            ty.tag = t.Tag(tag, self.number())
            if self.accept("niche"):
                ty.tag.untagged, ty.tag.niche_lo = self.number(), self.number()
                self.expect("..")
                ty.tag.niche_hi = self.number()
                self.expect("from")
                ty.tag.niche_start = self.number()
        self.expect("size")
        ty.size = self.number()
        self.expect("align")
        ty.align = self.number()
        self.expect("{")
        while not self.accept("}"):
            v = t.Struct(self.name())
            self.expect("=")
            ty.discriminants.append(self.number())
            self.fields(v)
            ty.variants.append(v)

    # -- units ----------------------------------------------------------------------------------------------------

    def unit(self, name: str) -> Unit:
        unit = Unit(name)
        for m in re.finditer(r"^(struct|union|enum) %(\S+|\"(?:[^\"\\]|\\.)*\") ", self.text, re.M):
            key = re.sub(r"\\(.)", r"\1", m[2][1:-1]) if m[2].startswith('"') else m[2]
            self.nominal[key] = t.Enum(key) if m[1] == "enum" else t.Struct(key)
        while not self.at(""):
            if self.at("struct", "union", "enum"):
                self.definition()
            elif self.accept("static"):
                s = self.static()
                unit.statics[s.symbol] = s
            else:
                body = self.function()
                unit.functions[body.symbol] = body
        return unit

    def static(self) -> Static:
        s = Static(self.name(), t.UNIT, mutable=False, root=False)
        self.expect(":")
        s.ty = self.machine_type()
        while not self.accept("="):
            setattr(s, {"mut": "mutable"}.get(self.tokens[self.i], self.tokens[self.i]), True)
            self.i += 1
        if re.fullmatch(r"x[0-9a-f]+", self.tokens[self.i]):
            s.data = bytes.fromhex(self.next()[1:])
        while not self.accept(";"):
            offset = self.number()
            self.expect("=")
            symbol = self.name()
            self.accept("+")
            s.relocs.append(Reloc(offset, symbol, self.number()))
        return s

    # -- functions ------------------------------------------------------------------------------------------------

    def function(self) -> n.Body:
        self.expect("fn")
        symbol = self.name()
        self.expect("(")
        params: list[n.Local] = []
        while not self.accept(")"):
            self.local_number()
            self.expect(":")
            params.append(n.Local(self.type()))
            self.accept(",")
        self.expect("->")
        ret = self.type(until="{") if self.parse_type else self.machine_type()
        attrs = set()
        while not self.accept("{"):
            attrs.add(self.next())
        body = n.Body(symbol, [n.Local(ret), *params], len(params), [], attrs=frozenset(attrs))
        while self.at("let", "name"):
            if self.accept("name"):
                i = self.local_number()
                self.expect("=")
                body.locals[i].name = self.name()
            else:
                self.expect("let")
                mutable = self.accept("mut")
                i = self.local_number()
                self.expect(":")
                if i:
                    body.locals.append(n.Local(self.type(), mutable=mutable))
                else:
                    body.locals[0] = n.Local(self.type(), mutable=mutable)
            self.expect(";")
        while not self.accept("}"):
            body.blocks.append(self.block(len(body.blocks)))
        return body

    def local_number(self) -> int:
        tok = self.next()
        if not re.fullmatch(r"_\d+", tok):
            self.i -= 1
            raise self.fail("a local")
        return int(tok[1:])

    def block_number(self) -> int:
        tok = self.next()
        if not re.fullmatch(r"bb\d+", tok):
            self.i -= 1
            raise self.fail("a block")
        return int(tok[2:])

    def block(self, number: int) -> n.Block:
        if self.block_number() != number:
            self.i -= 1
            raise self.fail(f"bb{number}")
        block = n.Block()
        if self.accept("("):
            self.expect("cleanup")
            self.expect(")")
            block.cleanup = True
        self.expect(":")
        self.expect("{")
        while not self.accept("}"):
            x = self.line()
            self.expect(";")
            if isinstance(x, n.Statement):
                block.statements.append(x)
            else:
                block.terminator = x
        return block

    def place(self) -> n.Place:
        if self.accept("("):
            inner = self.place_prefix()
            return self.steps(inner)
        return self.steps(n.Place(self.local_number()))

    def place_prefix(self) -> n.Place:
        """After an opening parenthesis: `*P)` or `P as V)`."""
        if self.accept("*"):
            p = self.place().deref()
        else:
            p = self.place()
            self.expect("as")
            p = p.then(n.downcast(self.number()))
        self.expect(")")
        return p

    def steps(self, p: n.Place) -> n.Place:
        while True:
            if self.accept("."):
                p = p.field(self.number())
            elif self.at("[") and self.starts[self.i] == self.starts[self.i - 1] + len(self.tokens[self.i - 1]):
                self.i += 1
                if self.tokens[self.i].startswith("_"):
                    p = p.then(n.index(self.local_number()))
                else:
                    a = self.number()
                    if self.accept("of"):
                        p = p.then(n.const_index(abs(a), self.number(), a < 0))
                    else:
                        self.expect(":")
                        from_end = self.accept("-")
                        b = self.number()
                        p = p.then(n.subslice(a, abs(b), from_end or b < 0))
                self.expect("]")
            else:
                return p

    def operand(self) -> n.Operand:
        word = self.next()
        if word == "copy":
            return n.Copy(self.place())
        if word == "move":
            return n.Move(self.place())
        if word != "const":
            self.i -= 1
            raise self.fail("an operand")
        return self.const()

    def const(self) -> n.Const:
        tok = self.next()
        if tok == "zero":
            return n.Const(None, self.type())
        if tok in ("true", "false"):
            return n.Const(tok == "true", t.BOOL)
        if tok == "fn":
            return n.Const(n.FnRef(self.name()), t.PTR)
        if tok == "&":
            self.expect("static")
            symbol = self.name()
            offset = self.number() if self.accept("+") else 0
            self.expect(":")
            return n.Const(n.StaticRef(symbol, offset), self.type())
        if tok == "intrinsic":
            name, tys = self.name(), []
            self.expect("<")
            while not self.accept(">"):
                tys.append(self.type())
                self.accept(",")
            return n.Const(n.Intrinsic(name, tuple(tys)), t.PTR)
        if tok.startswith('b"'):
            self.i -= 1
            data = self.quoted()
            self.expect(":")
            return n.Const(data, self.type())
        text = self.text[self.starts[self.i - 1]:]
        m = re.match(r"(-?(?:inf|nan|\d+(?:\.\d+)?(?:e[+-]?\d+)?))_", text)
        if m is None:
            self.i -= 1
            raise self.fail("a constant")
        suffix = self.next()
        assert suffix.startswith("_")
        ty: Any = self.parse_type(suffix[1:]) if self.parse_type else SCALARS.get(suffix[1:], t.PTR)
        value: Any = float(m[1]) if isinstance(ty, t.Float) else int(m[1])
        return n.Const(value, ty)

    def rvalue(self) -> n.Rvalue:
        tok = self.tokens[self.i]
        if tok == "&":
            return self.borrow()
        if tok in ("alloc", "alloc_raw"):
            return self.alloc()
        if tok in ("discriminant", "len"):
            self.i += 2
            p = self.place()
            self.expect(")")
            return n.Discriminant(p) if tok == "discriminant" else n.Len(p)
        if tok in ("size_of", "align_of", "needs_drop"):
            self.i += 2
            ty = self.type()
            self.expect(")")
            return n.NullOp(tok, ty)
        if tok in ("not", "neg"):
            self.i += 2
            o = self.operand()
            self.expect(")")
            return n.Unary(tok, o)
        op = tok.removesuffix("_checked")
        if op in BINARY:
            self.i += 2
            left = self.operand()
            self.expect(",")
            right = self.operand()
            self.expect(")")
            return n.Checked(op, left, right) if op != tok else n.Binary(op, left, right)
        if tok in ("copy", "move", "const"):
            o = self.operand()
            if not self.accept("as"):
                return n.Use(o)
            ty = self.type(until="(") if self.parse_type else self.machine_type()
            self.expect("(")
            kind = self.next()
            self.expect(")")
            return n.Cast(kind, o, ty)
        if tok == "[" and self.tokens[self.i + 1] in ("copy", "move", "const"):
            self.i += 1
            o = self.operand()
            self.expect(";")
            count = self.number()
            self.expect("]")
            return n.Repeat(o, count)
        ty = self.type(until="{") if self.parse_type else self.machine_type()
        variant = self.number() if self.accept("variant") else 0
        active = self.number() if self.accept("active") else None
        self.expect("{")
        fields: list[n.Operand] = []
        while not self.accept("}"):
            fields.append(self.operand())
            self.accept(",")
        return n.Aggregate(ty, fields, variant, active)

    def borrow(self) -> n.Rvalue:
        self.expect("&")
        if self.accept("raw"):
            mutable = self.next() == "mut"
            return n.AddressOf(self.place(), mutable)
        region = None
        if self.accept("'"):
            region = "'" + self.next()
        kind = self.next() if self.at("mut", "two_phase", "unique", "fake") else "shared"
        return n.Ref(kind, self.place(), region)

    def alloc(self) -> n.Rvalue:
        zero = self.next() == "alloc"
        ty = self.machine_type()
        count = None
        if self.accept("x"):
            count = self.operand()
        self.expect("for")
        start = self.i
        kind = re.sub(r"\\(.)", r"\1", self.next()[1:-1]) if self.tokens[start].startswith('"') else self.next()
        return n.Alloc(ty, count, n.Site(kind, self.quoted().decode()), zero)

    def line(self) -> n.Statement | n.Terminator:
        tok = self.tokens[self.i]
        simple: dict[str, Callable[[], n.Terminator | n.Nop]] = {
            "return": n.Return, "unreachable": n.Unreachable, "resume": n.Resume, "terminate": n.Terminate,
            "nop": n.Nop}
        if tok in simple:
            self.i += 1
            return simple[tok]()
        if tok in LINES and not (tok == "free" and self.tokens[self.i + 1] not in ("copy", "move", "const")):
            self.i += 1
            return LINES[tok](self, tok)
        place = self.place()
        self.expect("=")
        if self.accept("call"):
            return self.call(place)
        barrier = False
        if self.at("[") and self.tokens[self.i + 1] == "barrier":
            self.i += 3
            barrier = True
        return n.Assign(place, self.rvalue(), barrier=barrier)

    def call(self, dest: n.Place) -> n.Call:
        func = self.operand()
        self.expect("(")
        args: list[n.Operand] = []
        while not self.accept(")"):
            args.append(self.operand())
            self.accept(",")
        self.expect("->")
        target = None if self.accept("!") else self.block_number()
        return n.Call(func, args, dest, target, self.unwind())

    def unwind(self) -> int | None:
        return self.block_number() if self.accept("unwind") else None

    def storage(self, word: str) -> n.Statement:
        self.expect("(")
        i = self.local_number()
        self.expect(")")
        return n.StorageLive(i) if word == "StorageLive" else n.StorageDead(i)

    def set_discriminant(self, _word: str) -> n.Statement:
        self.expect("(")
        p = self.place()
        self.expect(",")
        v = self.number()
        self.expect(")")
        return n.SetDiscriminant(p, v)

    def fake_read(self, _word: str) -> n.Statement:
        self.expect("(")
        cause = self.next()
        self.expect(",")
        p = self.place()
        self.expect(")")
        return n.FakeRead(cause, p)

    def ascribe(self, _word: str) -> n.Statement:
        self.expect("(")
        p = self.place()
        self.expect(",")
        variance = self.next()
        self.expect(",")
        ty = self.type()
        self.expect(")")
        return n.Ascribe(p, ty, variance)

    def free(self, _word: str) -> n.Statement:
        pointer = self.operand()
        self.expect("of")
        ty = self.machine_type()
        return n.Free(pointer, ty, self.operand() if self.accept("x") else None)

    def copy_mem(self, word: str) -> n.Statement:
        barrier = self.accept("[")
        if barrier:
            self.i += 2
        dst = self.operand()
        self.expect("from")
        src = self.operand()
        self.expect("of")
        ty = self.machine_type()
        self.expect("x")
        return n.CopyMem(dst, src, self.operand(), ty, word == "memmove", barrier=barrier)

    def goto(self, _word: str) -> n.Terminator:
        return n.Goto(self.block_number())

    def switch(self, _word: str) -> n.Terminator:
        self.expect("(")
        o = self.operand()
        self.expect(")")
        self.expect("[")
        cases: list[tuple[int, int]] = []
        otherwise = None
        while not self.accept("]"):
            if self.accept("otherwise"):
                self.expect(":")
                otherwise = self.block_number()
            else:
                v = self.number()
                self.expect(":")
                cases.append((v, self.block_number()))
            self.accept(",")
        return n.Switch(o, cases, otherwise)

    def drop(self, word: str) -> n.Terminator:
        self.expect("(")
        p = self.place()
        self.expect(")")
        self.expect("->")
        return n.Drop(p, self.block_number(), self.unwind(), word == "drop_replace")

    def check(self, _word: str) -> n.Terminator:
        self.expect("(")
        expected = not self.accept("!")
        cond = self.operand()
        self.expect(",")
        kind = self.next()
        args = []
        while not self.accept(")"):
            self.expect(",")
            args.append(self.operand())
        self.expect("->")
        return n.Assert(cond, expected, kind, args, self.block_number(), self.unwind())

    def false_edge(self, _word: str) -> n.Terminator:
        real = self.block_number()
        self.expect("or")
        return n.FalseEdge(real, self.block_number())

    def false_unwind(self, _word: str) -> n.Terminator:
        return n.FalseUnwind(self.block_number(), self.unwind())


LINES: dict[str, Callable[[_Parser, str], n.Statement | n.Terminator]] = {
    "StorageLive": _Parser.storage, "StorageDead": _Parser.storage, "set_discriminant": _Parser.set_discriminant,
    "FakeRead": _Parser.fake_read, "Ascribe": _Parser.ascribe, "free": _Parser.free, "memmove": _Parser.copy_mem,
    "memcpy": _Parser.copy_mem, "goto": _Parser.goto, "switch": _Parser.switch, "drop": _Parser.drop,
    "drop_replace": _Parser.drop, "assert": _Parser.check, "false_edge": _Parser.false_edge,
    "false_unwind": _Parser.false_unwind,
}
