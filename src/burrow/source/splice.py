"""A suggested change applied to its lines: the new text, and which characters of it are new.

Comes in: an `Extract` and replacements of its bytes.  Goes out: a `Splice`, ready to be drawn as a diff, or as code
with `+` or `~` below what is new.  annotate-snippets does this in `SourceMap::splice_lines` and decides the form in
`DisplaySuggestion::new`; both are followed here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from burrow.source.extract import Extract, Loc

Highlights = list[list[tuple[int, int]]]


@dataclass(slots=True)
class Part:
    """One replacement, reduced to what really changes; `origin` is the span that was given."""

    lo: int
    hi: int
    text: str
    origin: tuple[int, int]

    def meaningful(self, source: Extract) -> bool:
        """Whether something other than blanks is replaced."""
        return bool(source.slice(self.lo, self.hi).strip())

    def adds(self, source: Extract) -> bool:
        """Whether nothing is lost."""
        return bool(self.text) and not self.meaningful(source)

    def destroys(self, source: Extract) -> bool:
        """Whether something is lost: deleted, or replaced by what does not contain it."""
        if not self.meaningful(source):
            return False
        return not self.text.strip() or inserted(source.slice(self.lo, self.hi).strip(), self.text.strip()) is None


@dataclass(slots=True)
class Splice:
    """The lines after a change."""

    text: str
    parts: list[Part]
    highlights: Highlights = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The new lines."""
        return rust_lines(self.text)

    def form(self, source: Extract) -> str:
        """How it is drawn: `diff`, `add`, `underline` or `plain`."""
        several = len(self.lines) > 1
        if any(part.destroys(source) for part in self.parts) and not several:
            return "diff"
        one = self.parts[0]
        if len(self.parts) == 1 and one.text.endswith("\n") and one.text.strip() == self.text.strip():
            return "add"
        if (len(self.parts) != 1 or one.text.strip() != self.text.strip()) and not several:
            return "underline"
        return "plain"


def rust_lines(text: str) -> list[str]:
    """`str::lines`: no empty line after the last newline."""
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if lines[-1] == "" else lines


def inserted(old: str, new: str) -> tuple[int, str, int] | None:
    """Where `new` is `old` with something put in: the bytes kept before, what is put in, the bytes kept after."""
    if new.startswith(old):
        return len(old.encode()), new[len(old):], 0
    if new.endswith(old):
        return 0, new[:len(new) - len(old)], len(old.encode())
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    rest_old, rest_new = old[same:], new[same:]
    if rest_new.endswith(rest_old):
        return len(old[:same].encode()), rest_new[:len(rest_new) - len(rest_old)], len(rest_old.encode())
    return None


def trimmed(source: Extract, lo: int, hi: int, text: str) -> Part:
    """The replacement without what it leaves as it is."""
    found = inserted(source.slice(lo, hi), text) if text else None
    if found is None:
        return Part(lo, hi, text, (lo, hi))
    before, middle, after = found
    return Part(lo + before, max(0, hi - after), middle, (lo, hi))


def splice(source: Extract, patches: list[tuple[int, int, str]], fold: bool = True) -> Splice | None:
    """Apply replacements (bytes of the extract and new text); None where nothing would be shown as new."""
    patches = sorted(patches, key=lambda patch: patch[0])
    if not patches:
        return None
    lo, hi = (patches[0][0], max(patch[1] for patch in patches)) if fold else (0, len(source.raw))
    work = _Splicer(source, source.locate(lo, hi)[0]._replace(char=0), source.covering(lo, hi)[0].text)
    parts = [trimmed(source, *patch) for patch in patches]
    for part in parts:
        work.add(part)
    text = work.finish(fold)
    if not any(work.highlights):
        return None
    return Splice(text.rstrip("\n"), parts, work.highlights)


class _Splicer:
    """The text built so far, and where in the old lines it has arrived."""

    def __init__(self, source: Extract, at: Loc, line: str) -> None:
        self.source = source
        self.at = at
        self.line: str | None = line
        self.out: list[str] = []
        self.highlights: Highlights = []
        self.current: list[tuple[int, int]] = []
        self.shift = 0  # how far the new line has moved to the right of the old one

    def next_line(self) -> None:
        self.highlights.append(self.current)
        self.current = []

    def trailing(self, upto: Loc | None) -> None:
        """The rest of the old line, or what of it comes before the next replacement."""
        if self.line is not None and self.at.char < len(self.line):
            self.out.append(self.line[self.at.char:upto.char if upto is not None else None])
        if upto is None:
            self.out.append("\n")

    def add(self, part: Part) -> None:
        """Everything before `part`, then `part` itself."""
        start, end = self.source.locate(part.lo, part.hi)
        if self.at.line == start.line:
            self.trailing(start)
        else:
            self.shift = 0
            self.next_line()
            self.trailing(None)
            for number in range(self.at.line + 1, start.line):
                between = self.source.get(number)
                if between is not None:
                    self.out.append(between + "\n")
                    self.next_line()
            self.out.append((self.source.get(start.line) or "")[:start.char])
        first, *more = part.text.split("\n")
        length = columns(first)
        self.current.append((start.char + self.shift, start.char + self.shift + length))
        self.out.append(part.text)
        self.shift += length - (end.char - start.char)
        self.at, self.line = end, self.source.get(end.line)
        for line in more:
            self.shift = 0
            self.next_line()
            self.current.append((0, columns(line)))

    def finish(self, fold: bool) -> str:
        """The rest of the last line, or of the file."""
        self.next_line()
        text = "".join(self.out)
        if fold:
            if text.endswith("\n"):
                return text
            self.trailing(None)
            return "".join(self.out)
        rest = self.source.slice(self.at.byte, len(self.source.raw))
        self.highlights.extend([] for _ in range(rest.count("\n")))
        return text + rest


def columns(text: str) -> int:
    """Columns with tabs as four, every other character as one."""
    return len(text) + 3 * text.count("\t")
