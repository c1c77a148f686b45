"""Files, spans, diagnostics and how they are shown: what every room that reads source text stands on.

`span` holds places in files, `diagnostics` what is said about them, `render_*` how it is shown.
"""

from burrow.source.diagnostics import CompileErrors, Diagnostic, Label, Level, Suggestion, Unsupported
from burrow.source.span import NO_SPAN, SourceFile, Span, load_file

__all__ = ["NO_SPAN", "CompileErrors", "Diagnostic", "Label", "Level", "SourceFile", "Span", "Suggestion",
           "Unsupported", "load_file"]
