"""Diagnostics as rustc prints them for people: headers, snippets, notes, suggested changes, and the closing lines.

Comes in: `Diagnostic`s in the order to print.  Goes out: text.  Since 1.94 rustc hands its diagnostics to the
annotate-snippets crate, whose `render` draws the groups of `report` below each other as this does.
"""

from __future__ import annotations

import os

from burrow.source.buffer import Buffer
from burrow.source.diagnostics import Diagnostic, Level
from burrow.source.draw import SnippetPainter
from burrow.source.extract import visible
from burrow.source.report import Change, Group, Message, Place, Snippet, groups, is_error_code
from burrow.source.suggest import SuggestionPainter

DEFAULT_WIDTH = 140


def render(diagnostics: list[Diagnostic], colour: bool = False, columns: int | None = None) -> str:
    """All diagnostics and the closing lines."""
    width = columns or terminal_width()
    shown = [render_one(diagnostic, colour, width) for diagnostic in diagnostics]
    for level, text in closing(diagnostics):
        group = Group(level, text)
        shown.append(draw([group], colour, width) + ("\n\n" if level else "\n"))
    return "".join(shown)


def render_one(diagnostic: Diagnostic, colour: bool = False, columns: int = DEFAULT_WIDTH) -> str:
    """One diagnostic, with the empty line after it."""
    return draw(groups(diagnostic), colour, columns) + "\n\n"


def terminal_width() -> int:
    """As wide as the terminal, 140 where there is none."""
    for stream in (2, 1, 0):
        try:
            return os.get_terminal_size(stream).columns or DEFAULT_WIDTH
        except OSError:
            continue
    return DEFAULT_WIDTH


def closing(diagnostics: list[Diagnostic]) -> list[tuple[str, str]]:
    """The lines after the last diagnostic: how many errors, and where to read on; level and text."""
    errors = sum(d.level is Level.ERROR for d in diagnostics)
    warnings = sum(d.level is Level.WARNING for d in diagnostics)
    warned = f"{warnings} warning{'s' * (warnings != 1)} emitted"
    if not errors:
        return [("warning", warned)] if warnings else []
    count = "1 previous error" if errors == 1 else f"{errors} previous errors"
    lines = [("error", f"aborting due to {count}" + (f"; {warned}" if warnings else ""))]
    codes = sorted({d.code for d in diagnostics if d.code and is_error_code(d.code)})
    if len(codes) > 1:
        lines.append(("", f"Some errors have detailed explanations: {', '.join(codes[:9])}"
                      + ("..." if len(codes) > 9 else ".")))
        lines.append(("", f"For more information about an error, try `rustc --explain {codes[0]}`."))
    elif codes:
        lines.append(("", f"For more information about this error, try `rustc --explain {codes[0]}`."))
    return lines


def draw(report: list[Group], colour: bool, columns: int) -> str:
    """The groups below each other, without a newline at the end."""
    digits = len(str(max((one.last_line for group in report for one in group.elements
                          if isinstance(one, Snippet | Change | Place)), default=0)))
    main = next((group.path for group in report if group.path is not None), None)
    return "\n".join(GroupPainter(group, index, len(report), digits, main, columns).paint().text(colour, group.level)
                     for index, group in enumerate(report))


class GroupPainter:
    """Draws one group."""

    def __init__(self, group: Group, index: int, count: int, digits: int, main: str | None, columns: int) -> None:
        self.group = group
        self.first = index == 0
        self.more_groups = self.first and count > 1
        self.digits = digits
        self.main = main
        self.columns = columns
        self.buffer = Buffer()

    def bar(self) -> None:
        """An empty row of the gutter."""
        self.buffer.put(self.buffer.height, self.digits + 1, "|", "gutter")

    def paint(self) -> Buffer:
        """Title, then each element."""
        elements = self.group.elements
        self.title()
        if not elements and self.more_groups or elements and isinstance(elements[0], Message):
            self.bar()
        depth = max((one.depth for one in elements if isinstance(one, Snippet)), default=0)
        seen_primary = follows = False
        for index, one in enumerate(elements):
            last = index + 1 == len(elements)
            after = None if last else elements[index + 1]
            if isinstance(one, Message):
                self.note(one)
            elif isinstance(one, Snippet):
                primary = not seen_primary and one.path == self.group.path
                seen_primary |= primary
                self.snippet(one, primary, depth)
                if self.first and (isinstance(after, Message) or last and self.more_groups):
                    self.bar()
            elif isinstance(one, Change):
                self.change(one, follows)
                follows = isinstance(after, Change)
            elif isinstance(one, Place):
                primary = not seen_primary and one.path == self.group.path
                seen_primary |= primary
                self.place(one.text, primary)
                if last and self.more_groups:
                    self.bar()
            else:
                self.bar()
        return self.buffer

    def title(self) -> None:
        """`error[E0382]: …`; further lines stand below the text."""
        group, style = self.group, "strong" if self.first else ""
        if group.title is None:
            return
        label = ""
        if group.level:
            label = f"{group.level}[{group.code}]" if group.code else group.level
            self.buffer.append(0, label, f"level:{group.level}")
            self.buffer.append(0, ": ", style)
            label += ": "
        for row, line in enumerate(visible(group.title).split("\n")):
            if row:
                self.buffer.append(row, " " * len(label))
            self.buffer.append(row, line, style)

    def note(self, message: Message) -> None:
        """`= note: …`."""
        y = self.buffer.height
        label = f"{message.level}: " if message.level else ""
        for row, line in enumerate(message.text.split("\n"), y):
            if row == y:
                self.buffer.put(y, self.digits + 1, "= ", "gutter")
                self.buffer.append(y, message.level, "strong")
                self.buffer.append(y, label[len(message.level):])
            else:
                self.buffer.append(row, " " * (self.digits + 3 + len(label)))
            self.buffer.append(row, line)

    def place(self, text: str, primary: bool) -> None:
        """`--> file:line:column`."""
        y = self.buffer.height
        self.buffer.put(y, 0, " " * self.digits)
        self.buffer.append(y, "--> " if primary else "::: ", "gutter")
        self.buffer.append(y, text)

    def snippet(self, one: Snippet, primary: bool, depth: int) -> None:
        """The place and the lines."""
        if not primary:
            self.bar()
        self.place(one.place(primary), primary)
        self.bar()
        SnippetPainter(self.buffer, one.lines, self.digits, depth, self.columns).paint(one.source, one.lines)

    def change(self, one: Change, follows: bool) -> None:
        """A suggested change; its place is named where the file is another than the one shown so far."""
        place = None
        if one.path != (self.group.path or self.main):
            start = one.source.locate(one.splice.parts[0].lo, one.splice.parts[0].hi)[0]
            place = f"{one.path}:{start.line}:{start.char + 1}"
        SuggestionPainter(self.buffer, one.source, one.splice, self.digits, one.fold).paint(place, follows)
