"""Diagnostics as rustc's `--error-format=json`: one object a line, with spans, children and the text for people.

The fields are those of `rustc_errors::json`; lines and columns count from 1, columns in characters.  Burrow's own
diagnostics carry no macro expansions, and no long explanation of a code.
"""

from __future__ import annotations

import json
from typing import Any

from burrow.source.diagnostics import Diagnostic, Label, Level, Suggestion
from burrow.source.render_human import DEFAULT_WIDTH, closing, draw
from burrow.source.report import ELSEWHERE, Group, groups
from burrow.source.span import Span, load_file

Json = dict[str, Any]


def render(diagnostics: list[Diagnostic]) -> str:
    """All diagnostics and the closing lines."""
    objects = [as_json(diagnostic) for diagnostic in diagnostics]
    for level, text in closing(diagnostics):
        rendered = draw([Group(level, text)], False, DEFAULT_WIDTH) + ("\n\n" if level else "\n")
        objects.append(message(text, level or "failure-note", rendered=rendered))
    return "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in objects)


def message(text: str, level: str, code: str | None = None, spans: list[Json] | None = None,
            children: list[Json] | None = None, rendered: str | None = None, top: bool = True) -> Json:
    """The object of one message."""
    head: Json = {"$message_type": "diagnostic"} if top else {}
    return {**head, "message": text, "code": {"code": code, "explanation": None} if code else None, "level": level,
            "spans": spans or [], "children": children or [], "rendered": rendered}


def as_json(diagnostic: Diagnostic) -> Json:
    """One diagnostic."""
    children = [message(child.message, child.level.value, spans=spans_of(child.labels), top=False)
                for child in diagnostic.children if not child.suggestions]
    children += [suggestion(child.message, child.suggestions) for child in diagnostic.children if child.suggestions]
    if diagnostic.suggestions:
        children.append(suggestion(diagnostic.message, diagnostic.suggestions))
    rendered = draw(groups(diagnostic), False, DEFAULT_WIDTH) + "\n\n"
    return message(diagnostic.message, diagnostic.level.value, diagnostic.code, spans_of(diagnostic.labels), children,
                   rendered)


def suggestion(text: str, parts: list[Suggestion]) -> Json:
    """A suggestion is a help whose spans carry the new text."""
    return message(text, Level.HELP.value, top=False, spans=[
        {**span_of(one.span, True, None), "suggested_replacement": one.text,
         "suggestion_applicability": one.applicability} for one in parts])


def spans_of(labels: list[Label]) -> list[Json]:
    """The labels, in the order given; only a primary span can go without a text."""
    return [span_of(label.span, label.primary, None if label.primary and not label.text else label.text)
            for label in labels]


def span_of(span: Span, primary: bool, label: str | None) -> Json:
    """One span with the lines that it covers."""
    place: Json
    if ELSEWHERE.search(span.path):
        path, line, column = span.path.rsplit(":", 2)
        place = {"file_name": path, "byte_start": span.lo, "byte_end": span.hi, "line_start": int(line),
                 "line_end": int(line), "column_start": int(column), "column_end": int(column)}
        text: list[Json] = []
    else:
        first, start = characters(span.path, span.lo)
        last, end = characters(span.path, span.hi)
        place = {"file_name": span.path, "byte_start": span.lo, "byte_end": span.hi, "line_start": first,
                 "line_end": last, "column_start": start, "column_end": end}
        # rustc cannot tell the very start of its first file from no place at all
        text = lines_of(span.path, first, start, last, end) if span.hi else []
    return {**place, "is_primary": primary, "text": text, "label": label, "suggested_replacement": None,
            "suggestion_applicability": None, "expansion": None}


def characters(path: str, offset: int) -> tuple[int, int]:
    """Line and column of a byte, the column in characters."""
    file = load_file(path)
    line, column = file.position(offset)
    return line, len(file.text[offset - column + 1:offset].decode("utf-8", "replace")) + 1


def lines_of(path: str, first: int, start: int, last: int, end: int) -> list[Json]:
    """The text of each line, and which characters of it are meant."""
    lines = []
    for number in range(first, last + 1):
        text = load_file(path).line(number)
        lines.append({"text": text, "highlight_start": start if number == first else 1,
                      "highlight_end": end if number == last else len(text) + 1})
    return lines
