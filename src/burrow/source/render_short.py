"""Diagnostics in one line each, as rustc's `--error-format=short`: `file:line:column: error[CODE]: message: label`."""

from __future__ import annotations

from burrow.source.buffer import Buffer
from burrow.source.diagnostics import Diagnostic
from burrow.source.render_human import closing
from burrow.source.report import Group, Snippet, groups


def render(diagnostics: list[Diagnostic], colour: bool = False) -> str:
    """All diagnostics, and how many errors there were; where to read on is not said in this form."""
    lines = [render_one(diagnostic, colour) for diagnostic in diagnostics]
    lines += [header(Group(level, text), colour) + "\n" for level, text in closing(diagnostics) if level]
    return "".join(lines)


def render_one(diagnostic: Diagnostic, colour: bool = False) -> str:
    """One diagnostic and its newline."""
    group = groups(diagnostic)[0]
    snippet = next((one for one in group.elements if isinstance(one, Snippet)), None)
    place = snippet.place(primary=True) + ": " if snippet is not None else ""
    texts = [mark.label for line in snippet.lines for mark in line.marks if mark.primary] if snippet is not None else []
    said = ", ".join(text for text in texts if text.strip())
    return header(group, colour, place) + (f": {said}" if said else "") + "\n"


def header(group: Group, colour: bool, place: str = "") -> str:
    """The place, the level with its code, and the message."""
    buffer = Buffer()
    buffer.append(0, place)
    buffer.append(0, f"{group.level}[{group.code}]" if group.code else group.level, f"level:{group.level}")
    buffer.append(0, f": {group.title}")
    return buffer.text(colour, group.level)
