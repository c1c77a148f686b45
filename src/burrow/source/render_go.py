"""Go's diagnostics as the go command prints them: a heading with the import path, then one line each.

Comes in: diagnostics whose first primary span is the place.  Goes out: `./file.go:4:2: message` lines.  The compiler
stops after ten errors with `too many errors`; the go command shortens paths to the current folder.
"""

from __future__ import annotations

import os

from burrow.source.diagnostics import Diagnostic, Level
from burrow.source.span import Span, load_file

MOST = 10


def short_path(path: str) -> str:
    """A path as the go command shows it: from the current folder where that is shorter, `./` before a bare name."""
    near = os.path.relpath(path)
    shown = near if len(near) < len(path) or not os.path.isabs(path) else path
    return shown if "/" in shown else f"./{shown}"


def place(span: Span) -> str:
    """`./file.go:line:column`."""
    line, column = load_file(span.path).position(span.lo)
    return f"{short_path(span.path)}:{line}:{column}"


def render(diagnostics: list[Diagnostic], heading: str | None = None) -> str:
    """All lines, the heading included."""
    lines = [f"# {heading}"] if heading else []
    for number, diagnostic in enumerate(diagnostics):
        if number == MOST:
            lines.append("too many errors")
            break
        lines.append(line_of(diagnostic))
    return "\n".join(lines) + "\n"


def line_of(diagnostic: Diagnostic) -> str:
    """One diagnostic; a message of several lines is indented after the first, as the compiler's are."""
    message = diagnostic.message.replace("\n\t", "\n").replace("\n", "\n\t")
    if diagnostic.level is Level.UNSUPPORTED:
        message = f"unsupported by burrow: {message}"
    span = diagnostic.span
    return f"{place(span)}: {message}" if span is not None and span.path else message
