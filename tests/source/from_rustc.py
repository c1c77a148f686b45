"""rustc's JSON diagnostics read back as `Diagnostic`s, so that our renderers can be held against its own text.

The JSON does not say whether a suggestion with several spans is one change or several alternatives, nor whether it was
told as a label: `as_diagnostics` yields every reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from burrow.source.diagnostics import Diagnostic, Label, Level, Suggestion
from burrow.source.span import Span

Json = dict[str, Any]


def outermost(span: Json) -> Span:
    """The span as rustc shows it: what a macro of the library wrote is shown where the macro was called.

    A place in a file that is not here is named by line and column.
    """
    while span["file_name"].startswith("/rustc/") and span["expansion"]:
        span = span["expansion"]["span"]
    if not span["text"] and span["file_name"].startswith("/rustc/"):
        return Span(f"{span['file_name']}:{span['line_start']}:{span['column_start']}", 0, 0)
    return Span(span["file_name"], span["byte_start"], span["byte_end"])


def labels(spans: list[Json]) -> list[Label]:
    """The labelled spans."""
    return [Label(outermost(s), s["label"] or "", s["is_primary"]) for s in spans]


def diagnostic(data: Json, alternatives: bool, shown: str) -> Diagnostic:
    """One diagnostic in one of the readings."""
    code = data["code"]["code"] if data["code"] else None
    out = Diagnostic(Level(data["level"]), data["message"], labels(data["spans"]), code)
    for child in data["children"]:
        if any(s["suggested_replacement"] is not None for s in child["spans"]):
            parts = [Suggestion(outermost(s), s["suggested_replacement"], n if alternatives else 0, shown,
                                s["suggestion_applicability"]) for n, s in enumerate(child["spans"])]
            out.children.append(Diagnostic(Level.HELP, child["message"], suggestions=parts))
        else:
            out.children.append(Diagnostic(Level(child["level"]), child["message"], labels(child["spans"])))
    return out


def readings(data: Json) -> Iterator[Diagnostic]:
    """Every reading of one JSON diagnostic."""
    for alternatives in (False, True):
        for shown in ("diff", "label", "hint", "hidden"):
            yield diagnostic(data, alternatives, shown)
