"""A diagnostic taken apart into what is drawn: groups of a title, snippets, suggested changes and notes.

Comes in: a `Diagnostic`.  Goes out: its `Group`s: the diagnostic and its plain notes are one, each child with a place
of its own opens another, and so does each suggestion.  rustc groups alike in `annotate_snippet_emitter_writer`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from burrow.source.diagnostics import Diagnostic, Label, Suggestion
from burrow.source.extract import Extract, extract, visible
from burrow.source.marks import MarkedLine, lay_out
from burrow.source.span import load_file
from burrow.source.splice import Splice, splice

MOST_CHOICES = 4
ELSEWHERE = re.compile(r":\d+:\d+$")
"""A place in a file that is not here (the real library's): its path ends in line and column, its text is unknown."""


@dataclass(slots=True)
class Snippet:
    """Marked lines of one file."""

    path: str
    source: Extract
    lines: list[MarkedLine]
    depth: int

    @property
    def last_line(self) -> int:
        """The number that decides how wide the gutter is."""
        return max((line.number for line in self.lines), default=1)

    def place(self, primary: bool) -> str:
        """`path:line:column` of the first primary mark, or of the first mark."""
        line = self.lines[0]
        if primary:
            line = next((one for one in self.lines if any(mark.primary for mark in one.marks)), line)
            mark = min(line.marks, key=lambda mark: (not mark.primary, mark.start.char))
        else:
            mark = line.marks[0]
        return f"{self.path}:{line.number}:{mark.start.char + 1}"


@dataclass(slots=True)
class Change:
    """A suggested change in one file."""

    path: str
    source: Extract
    splice: Splice
    fold: bool

    @property
    def last_line(self) -> int:
        """The number that decides how wide the gutter is."""
        first = self.splice.parts[0]
        start = self.source.locate(*first.origin)[0].line
        form = self.splice.form(self.source)
        if not self.fold:
            return self.source.first + max(0, len(self.splice.lines) - 1)
        if form == "underline":
            return start
        if form == "diff":
            return self.source.covering(first.lo, first.hi)[-1].number
        return start + max(0, len(self.splice.lines) - 1)


@dataclass(slots=True)
class Message:
    """A note below the group's snippet; without a level it is said bare."""

    level: str
    text: str


@dataclass(slots=True)
class Place:
    """A place whose text is not here."""

    path: str
    text: str

    @property
    def last_line(self) -> int:
        """Nothing numbered is shown."""
        return 0


Element = Snippet | Change | Message | Place | None  # None: an empty row of the gutter


@dataclass(slots=True)
class Group:
    """A title and what belongs below it; without a title it goes on with what the group before was about."""

    level: str
    title: str | None
    code: str = ""
    elements: list[Element] = field(default_factory=list)

    @property
    def path(self) -> str | None:
        """The file that the group is about: its first."""
        return next((one.path for one in self.elements if isinstance(one, Snippet | Place)), None)


def is_error_code(code: str) -> bool:
    """`E0382` is one; the name of a lint is not, and is not printed behind the level."""
    return len(code) == 5 and code[0] == "E" and code[1:].isdigit()


def groups(diagnostic: Diagnostic) -> list[Group]:
    """The diagnostic taken apart: itself with its plain notes, children with places, suggestions."""
    notes = [child for child in diagnostic.children if not child.suggestions]
    changes = [child for child in diagnostic.children if child.suggestions]
    if diagnostic.suggestions:
        changes.append(diagnostic)
    labels = list(diagnostic.labels)
    changes = [child for child in changes if any(one.shown != "hidden" for one in child.suggestions)]
    inline = inline_label(changes)
    if inline is not None:
        labels = with_inline(labels, inline)
        changes = []
    code = diagnostic.code if diagnostic.code and is_error_code(diagnostic.code) else ""
    group = Group(diagnostic.level.value, diagnostic.message, code)
    done: list[Group] = []
    group = add_snippets(group, done, labels, notes[0] if notes else None)
    for child in notes:
        if not child.labels:
            group.elements.append(Message(child.level.value, child.message))
            continue
        done.append(group)
        group = Group(child.level.value, child.message)
        group = add_snippets(group, done, child.labels, None)
    for child in changes:
        level = "help" if child is diagnostic else child.level.value
        added = change_group(level, child)
        if added is not None:
            done.append(group)
            group = added
    return [*done, group]


def inline_label(changes: list[Diagnostic]) -> Label | None:
    """A single short suggestion that is told as a label instead of being drawn."""
    if len(changes) != 1 or len(changes[0].suggestions) != 1:
        return None
    child, (one,) = changes[0], changes[0].suggestions
    if one.shown == "diff" or "\n" in one.text or len(child.message.split()) >= 10:
        return None
    text = one.text.strip() if one.shown == "label" else ""
    span = one.span
    if not one.text and load_file(span.path).slice(span).endswith("\n"):
        span = span._replace(hi=span.hi - 1)  # a whole line that goes is pointed at without its end
    return Label(span, f"help: {child.message}" + (f": `{text}`" if text else ""))


def with_inline(labels: list[Label], inline: Label) -> list[Label]:
    """The labels with a suggestion told as one of them: on a span that is there already, it is as primary as that."""
    primary = any(label.primary for label in labels if label.span == inline.span)
    kept = [label for label in labels if label.text or label.span != inline.span]
    return [*kept, Label(inline.span, inline.text, primary)]


def add_snippets(group: Group, done: list[Group], labels: list[Label], next_note: Diagnostic | None) -> Group:
    """The labels as snippets, one a file, the file of the primary label first; the group to go on with."""
    files: dict[str, list[Label]] = {}
    for label in labels:
        files.setdefault(file_of(label), []).append(label)
    main = next((file_of(label) for label in labels if label.primary), None)
    for path in sorted(files, key=lambda path: path != main):
        here = files[path]
        if here[0].span.path != path:
            if group.elements:  # a file that is not here, after one that is, stands apart
                done.append(group)
                group = Group(group.level, None)
            elsewhere(group, path, here)
            if next_note is not None and not next_note.labels:
                group.elements.append(None)
            continue
        source = extract(load_file(path), [(label.span.lo, label.span.hi) for label in here])
        base = source.base
        depth, lines = lay_out(source, [(label.span.lo - base, label.span.hi - base, visible(label.text), label.primary)
                                        for label in here])
        group.elements.append(Snippet(path, source, lines, depth))
    return group


def file_of(label: Label) -> str:
    """The file that a label is in, without the place that stands in the path of one that is not here."""
    path = label.span.path
    return path.rsplit(":", 2)[0] if ELSEWHERE.search(path) else path


def elsewhere(group: Group, file: str, labels: list[Label]) -> None:
    """Labels in a file that is not here: each place once, and each text as a note.

    rustc counts the column from 0 in this one case.
    """
    lines: set[str] = set()
    for number, label in enumerate(labels):
        _, line, column = label.span.path.rsplit(":", 2)
        if line not in lines and (number == 0 or label.text):
            lines.add(line)
            group.elements.append(Place(file, f"{file}:{line}:{int(column) - 1}"))
        if label.text:
            group.elements += [None, Message("note", label.text)]


def change_group(level: str, child: Diagnostic) -> Group | None:
    """A suggestion as a group; None where it changes nothing."""
    choices: dict[int, list[Suggestion]] = {}
    for one in child.suggestions:
        choices.setdefault(one.choice, []).append(one)
    changes = [change for parts in choices.values() if (change := change_of(parts)) is not None]
    if not changes:
        return None
    group = Group(level, child.message, elements=list(changes[:MOST_CHOICES]))
    more = len(changes) - MOST_CHOICES
    if more > 0:
        group.elements.append(Message("", f"and {more} other candidate{'s' * (more > 1)}"))
    return group


def change_of(parts: list[Suggestion]) -> Change | None:
    """One change, spliced into its lines."""
    path = parts[0].span.path
    file = load_file(path)
    patches = [(one.span.lo, one.span.hi, one.text) for one in parts if file.slice(one.span) != one.text]
    if not patches:
        return None
    fold = True
    if len(patches) == 1:
        patches, fold = attribute(file.text, *patches[0])
    source = extract(file, [(lo, hi) for lo, hi, _ in patches])
    done = splice(source, [(lo - source.base, hi - source.base, text) for lo, hi, text in patches], fold)
    return Change(path, source, done, fold) if done is not None else None


def attribute(text: bytes, lo: int, hi: int, new: str) -> tuple[list[tuple[int, int, str]], bool]:
    """An attribute on a line of its own is shown with the line after it, at that line's indentation."""
    if not (new.strip().startswith("#[") and new.strip().endswith("]") and new.endswith("\n") and lo == hi):
        return [(lo, hi, new)], True
    before = text[text.rfind(b"\n", 0, lo) + 1:lo].decode("utf-8", "replace")
    if before.strip():
        return [(lo, hi, new)], True
    if before and not new.endswith(before):
        lo -= len(before.encode())
        new, hi = before + new, lo
    return [(lo, hi, new)], False
