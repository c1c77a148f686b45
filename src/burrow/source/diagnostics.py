"""What is said about source text: errors, warnings, and what burrow does not support yet.

The shape is rustc's (a primary span, labels, notes, helps with suggestions as children); Go's diagnostics use the
primary span and the message alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from burrow.source.span import Span


class Level(StrEnum):
    """How grave a diagnostic is, in the words that both compilers print."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    HELP = "help"
    UNSUPPORTED = "unsupported"  # the program may be fine: burrow cannot handle it yet (exit status 3)


@dataclass(slots=True)
class Label:
    """A stretch of source that a diagnostic points at; primary ones are drawn with `^`, others with `-`."""

    span: Span
    text: str = ""
    primary: bool = False


@dataclass(slots=True)
class Suggestion:
    """A change of text that would help: replace what `span` covers by `text`.

    The suggestions of one diagnostic are the parts of one change; those with another `choice` are an alternative to
    it.  `shown` is how: `diff` (rustc's verbose style), or, for the single short change that is a diagnostic's only
    suggestion, as a label of its span: `label` with the new text, `hint` without; `hidden` is for tools alone.
    """

    span: Span
    text: str
    choice: int = 0
    shown: str = "diff"
    applicability: str = "MaybeIncorrect"


@dataclass(slots=True)
class Diagnostic:
    """One thing said about the source; `children` are its notes and helps."""

    level: Level
    message: str
    labels: list[Label] = field(default_factory=list)
    code: str | None = None
    children: list[Diagnostic] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def span(self) -> Span | None:
        """The first primary span, where the diagnostic is listed."""
        for label in self.labels:
            if label.primary:
                return label.span
        return self.labels[0].span if self.labels else None

    @classmethod
    def error(cls, span: Span, message: str, label: str = "", code: str | None = None) -> Diagnostic:
        """An error with one primary span."""
        return cls(Level.ERROR, message, [Label(span, label, primary=True)], code)

    def note(self, message: str, span: Span | None = None, label: str = "") -> Diagnostic:
        """Add a note; returns self, so that calls chain."""
        return self._child(Level.NOTE, message, span, label)

    def help(self, message: str, span: Span | None = None, label: str = "") -> Diagnostic:
        """Add a help; returns self."""
        return self._child(Level.HELP, message, span, label)

    def _child(self, level: Level, message: str, span: Span | None, label: str) -> Diagnostic:
        self.children.append(Diagnostic(level, message, [Label(span, label, primary=True)] if span else []))
        return self


class CompileErrors(Exception):
    """The program has errors (exit status 1); holds them in the order to print.

    `heading` is the import path that Go prints above a package's errors (`command-line-arguments`); None prints none,
    as the go command does for what it finds before it calls the compiler.
    """

    def __init__(self, diagnostics: list[Diagnostic], heading: str | None = None) -> None:
        super().__init__(f"{len(diagnostics)} diagnostics")
        self.diagnostics = diagnostics
        self.heading = heading


class Unsupported(Exception):
    """The source uses something that burrow does not support yet (exit status 3), said at its line."""

    def __init__(self, span: Span, what: str) -> None:
        super().__init__(what)
        self.span = span
        self.what = what
