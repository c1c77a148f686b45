"""The parser's state: where it is in the tokens, how it reports errors and gets going again after one.

Part of the parser (see `parser.py`).  The wording of errors is that of cmd/compile/internal/syntax/parser.go.
"""

from __future__ import annotations

from burrow.go import syntax as s
from burrow.go.parse.scanner import EOF, KEYWORDS, LITERAL, NAME, Tokens

# where a statement starts: good places to go on after an error inside a function
_STATEMENTS = frozenset("break const continue defer fallthrough for go goto if return select switch type var".split())
_ASSIGN_OPS = frozenset("+= -= *= /= %= &= |= ^= <<= >>= &^=".split())


class TooManyErrors(Exception):
    """More errors than anybody reads."""


class Base:
    """A cursor over the tokens of one file."""

    __slots__ = ("base", "directive_at", "directives", "errors", "fnest", "i", "kinds", "poss", "tok", "texts", "xnest")

    def __init__(self, tokens: Tokens, base: int) -> None:
        self.kinds = tokens.kinds
        self.texts = tokens.texts
        self.poss = [base + o for o in tokens.offsets]
        self.base = base
        self.errors: list[tuple[int, str]] = [(base + at, text) for at, text in tokens.errors]
        self.directives = tokens.directives
        self.directive_at = 0
        self.i = 0
        self.tok = tokens.kinds[0]
        self.fnest = 0  # how many functions we are in
        self.xnest = 0  # < 0: in the header of if, for or switch, where `{` opens a block and no composite literal

    # moving

    def next(self) -> None:
        """Go to the next token."""
        i = self.i + 1
        if i < len(self.kinds):
            self.i = i
            self.tok = self.kinds[i]

    def pos(self) -> int:
        """The position of the current token."""
        return self.poss[self.i]

    def got(self, tok: str) -> bool:
        """Take the token `tok` if it is the current one."""
        if self.tok == tok:
            self.next()
            return True
        return False

    def want(self, tok: str) -> None:
        """Take the token `tok`, or say that it is missing and take the one that is there."""
        if self.tok == tok:
            self.next()
        else:
            self.syntax_error("expected " + _token_word(tok))
            self.advance()

    def got_assign(self) -> bool:
        """Take `=`; `:=` in its place is reported and taken too."""
        if self.tok == ":=":
            self.syntax_error("expected =")
        elif self.tok != "=":
            return False
        self.next()
        return True

    # errors

    def error_at(self, pos: int, text: str) -> None:
        """Report `text` as it is."""
        self.errors.append((pos, text))
        if len(self.errors) > 100:
            raise TooManyErrors

    def syntax_error(self, text: str) -> None:
        """Report a syntax error at the current token."""
        self.syntax_error_at(self.poss[self.i], text)

    def syntax_error_at(self, pos: int, text: str) -> None:
        """Report a syntax error; texts that start with expected, in, at or after get what was found instead in
        front."""
        tok = self.tok
        if tok == EOF and self.errors:
            return
        if text.startswith(("in ", "at ", "after ")):
            text = " " + text
        elif text.startswith("expected "):
            text = ", " + text
        else:
            self.error_at(pos, "syntax error: " + text)
            return
        if tok == NAME:
            found = "name " + self.texts[self.i]
        elif tok == ";":
            found = self.texts[self.i]
        elif tok == LITERAL:
            found = "literal " + self.texts[self.i]
        else:
            found = _token_word(tok)
        self.error_at(pos, "syntax error: unexpected " + found + text)

    def advance(self, *follow: str) -> None:
        """Skip to a token in `follow` (inside functions, or to one that starts a statement); without it skip one
        token."""
        if not follow:
            if self.tok != EOF:
                self.next()
            return
        while self.tok != EOF and self.tok not in follow:
            if self.fnest > 0 and self.tok in _STATEMENTS:
                return
            # what the reference calls an operator token, `*` excepted
            if "operator" in follow and self.tok in _OPERATORS:
                return
            self.next()

    # directives

    def clear_directives(self) -> None:
        """Forget the directives up to here: what follows does not take any."""
        directives = self.directives
        while self.directive_at < len(directives) and directives[self.directive_at][0] <= self.i:
            self.directive_at += 1

    def take_directives(self) -> list[str]:
        """The directives since the last clearing, for the declaration that starts here."""
        directives = self.directives
        out = []
        while self.directive_at < len(directives) and directives[self.directive_at][0] <= self.i:
            out.append(directives[self.directive_at][2])
            self.directive_at += 1
        return out

    # names

    def name(self) -> s.Ident:
        """An identifier."""
        i = self.i
        if self.tok == NAME:
            n = s.Ident(self.poss[i], self.texts[i])
            self.i = i = i + 1
            self.tok = self.kinds[i]
            return n
        n = s.Ident(self.poss[i], "_")
        self.syntax_error("expected name")
        self.advance()
        return n

    def bad(self) -> s.BadExpr:
        """A stand-in for an expression that is not there."""
        return s.BadExpr(self.poss[self.i])


_OPERATORS = frozenset("+ - / % & | ^ << >> &^ == != < <= > >= && || ! ~".split())


def _token_word(tok: str) -> str:
    if tok == ",":
        return "comma"
    if tok == ";":
        return "semicolon or newline"
    if tok in KEYWORDS:
        return "keyword " + tok
    return tok
