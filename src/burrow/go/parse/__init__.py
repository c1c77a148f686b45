"""From source text to the syntax tree.

In: the bytes of a file.  Out: a `syntax.File` and the errors in it, in gc's words and at gc's positions.  The reference
is cmd/compile/internal/syntax (scanner.go, parser.go, branches.go).

A hand-written scanner and recursive descent, not a tree-sitter grammar: tree-sitter-go rejects valid programs (of the
standard library seven files, net/http's HTTP/2 server among them), knows nothing of what gc says about an invalid one,
and walking its nodes from Python costs more than this whole parser does, whose scanner is one regular expression.

Differences from the reference: text is scanned ahead into lists instead of on demand; syntax errors after the tenth are
not looked for; nesting deeper than `MAX_NESTING` is an error, as Python's stack is finite.
"""

from burrow.go.parse.parser import parse_file, parse_function

__all__ = ["parse_file", "parse_function"]
