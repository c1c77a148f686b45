"""Diagnostics on the terminal: which renderer, whether in colour, which exit status."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from burrow.cli.guard import ERRORS, UNSUPPORTED
from burrow.source.diagnostics import CompileErrors, Diagnostic, Label, Level, Unsupported


def colour(stream: TextIO) -> bool:
    """Colour only on a terminal that wants it (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def is_rust(diagnostics: list[Diagnostic]) -> bool:
    """Whether these are about Rust source."""
    return any(d.span is not None and d.span.path.endswith(".rs") for d in diagnostics)


def show(problem: CompileErrors | Unsupported, error_format: str = "human") -> int:
    """Print what a front end raised; its exit status."""
    if isinstance(problem, Unsupported):
        diagnostics = [Diagnostic(Level.UNSUPPORTED, problem.what, [Label(problem.span, primary=True)])]
    else:
        diagnostics = problem.diagnostics
    return show_all(diagnostics, error_format, heading=None if isinstance(problem, Unsupported) else problem.heading)


def show_all(diagnostics: list[Diagnostic], error_format: str = "human", heading: str | None = None) -> int:
    """Print `diagnostics` on stderr, in the form of their language; their exit status."""
    err = sys.stderr
    if is_rust(diagnostics):
        from burrow.source import render_human, render_json, render_short

        if error_format == "json":
            err.write(render_json.render(diagnostics))
        elif error_format == "short":
            err.write(render_short.render(diagnostics, colour=colour(err)))
        else:
            err.write(render_human.render(diagnostics, colour=colour(err)))
    elif diagnostics:
        from burrow.source import render_go

        err.write(render_go.render(diagnostics, heading))
    return status_of(diagnostics)


def status_of(diagnostics: list[Diagnostic]) -> int:
    """1 for errors, 3 where something is not supported and nothing is wrong, 0 for warnings."""
    levels = {d.level for d in diagnostics}
    if Level.ERROR in levels:
        return ERRORS
    return UNSUPPORTED if Level.UNSUPPORTED in levels else 0
