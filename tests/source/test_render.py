"""Our drawing of diagnostics against rustc's own, and what is special in each form."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import from_rustc
import pytest

from burrow.source import (
    Diagnostic,
    Label,
    Level,
    SourceFile,
    Span,
    Suggestion,
    render_go,
    render_human,
    render_json,
    render_short,
)
from burrow.source.diagnostics import Diagnostic as D
from burrow.source.span import remember

HERE = Path(__file__).resolve().parent
PROGRAMS = sorted(HERE.glob("programs/*.rs"))


def test_there_are_programs() -> None:
    """A dozen erroneous programs, each with what rustc said recorded beside it."""
    assert len(PROGRAMS) >= 12
    assert all(path.with_suffix(".json").exists() for path in PROGRAMS)


def recorded(path: Path) -> list[from_rustc.Json]:
    """rustc's recorded diagnostics of a program."""
    return [json.loads(line) for line in path.with_suffix(".json").read_text().splitlines()]


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_human(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn from rustc's JSON, a diagnostic looks as rustc drew it, to the byte; so do the closing lines."""
    monkeypatch.chdir(path.parent)
    shown: list[D] = []
    for data in recorded(path):
        if not data["spans"]:
            continue
        drawn = {render_human.render_one(reading): reading for reading in from_rustc.readings(data)}
        assert data["rendered"] in drawn, next(iter(drawn))
        shown.append(drawn[data["rendered"]])
    text = render_human.render(shown, columns=140)
    assert text == "".join(data["rendered"] for data in recorded(path))


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_json(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our JSON has rustc's shape: same fields, lines, columns, texts."""
    monkeypatch.chdir(path.parent)
    for data in recorded(path):
        if not data["spans"] or "/rustc/" in json.dumps(data):
            continue
        readings = [render_json.as_json(reading) for reading in from_rustc.readings(data)]
        assert without_macros(data) in [without_macros(one) for one in readings]


def without_macros(value: object) -> object:
    """Without what burrow leaves out."""
    if isinstance(value, dict):
        return {key: None if key in ("explanation", "expansion") else without_macros(one)
                for key, one in value.items()}
    return [without_macros(one) for one in value] if isinstance(value, list) else value


@pytest.mark.real
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", ["short", "human", "colour"])
def test_real(path: Path, form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The installed rustc prints the same, short, for people, and in colour."""
    if shutil.which("rustc") is None:
        pytest.skip("rustc is not installed")
    if "1.95.0" not in subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout:
        pytest.skip("the recorded answers are those of rustc 1.95.0")
    monkeypatch.chdir(path.parent)
    options = {"short": ["--error-format=short"], "human": [], "colour": ["--color=always"]}[form]
    done = subprocess.run(["rustc", "--edition", "2021", "--emit=metadata", "-o", str(tmp_path / "x.rmeta"),
                           "--diagnostic-width=140", *options, path.name], capture_output=True, text=True, check=False)
    diagnostics = []
    for data in recorded(path):
        if data["spans"]:
            readings = list(from_rustc.readings(data))
            diagnostics.append(next(r for r in readings if render_human.render_one(r) == data["rendered"]))
    if form == "colour" and "\x1b[35m" in done.stderr:
        pytest.skip("rustc emphasises parts of these messages; burrow does not")
    ours = render_short.render(diagnostics) if form == "short" else \
        render_human.render(diagnostics, colour=form == "colour", columns=140)
    assert ours == done.stderr


def text_file(name: str, text: str) -> str:
    """A file that exists in memory only."""
    remember(SourceFile(name, text.encode()))
    return name


def test_unsupported_is_said_at_its_line() -> None:
    """What burrow cannot do yet looks like any other diagnostic, and counts as no error."""
    path = text_file("u.rs", "fn main() {\n    union();\n}\n")
    one = Diagnostic(Level.UNSUPPORTED, "unions", [Label(Span(path, 16, 21), primary=True)])
    assert render_human.render([one], columns=140) == (
        "unsupported: unions\n --> u.rs:2:5\n  |\n2 |     union();\n  |     ^^^^^\n\n")
    assert render_short.render([one]) == "u.rs:2:5: unsupported: unions\n"


def test_wide_and_odd_characters() -> None:
    """Carets stand below what they mean after tabs and wide characters; control characters are shown as pictures."""
    path = text_file("w.rs", "\tlet 名前 = x; \x1b\n")
    at = "\tlet 名前 = ".encode()
    one = Diagnostic.error(Span(path, len(at), len(at) + 1), "cannot find value", "here")
    assert render_human.render_one(one) == (
        "error: cannot find value\n --> w.rs:1:11\n  |\n1 |     let 名前 = x; ␛\n  |                ^ here\n\n")


def test_any_bytes(tmp_path: Path) -> None:
    """Broken UTF-8, no newline at the end, spans past the end: no exception, something sensible."""
    path = tmp_path / "b.rs"
    path.write_bytes(b"fn \xff\xfe() {\r\n}\r\n\r\n\xf0\x9f")
    for lo in range(24):
        for hi in range(lo, 26):
            one = Diagnostic.error(Span(str(path), lo, hi), "odd", "label")
            assert "error: odd" in render_human.render([one])
            assert render_short.render([one]).endswith("\n")
            assert json.loads(render_json.render([one]).splitlines()[0])["message"] == "odd"


def test_a_missing_file() -> None:
    """A span of a file that is gone is still said."""
    assert "error: lost" in render_human.render([Diagnostic.error(Span("/nowhere/at/all.rs", 5, 6), "lost")])


def test_suggestion_alternatives() -> None:
    """Alternatives stand below each other; of more than four the rest is counted."""
    path = text_file("s.rs", "use a;\n")
    parts = [Suggestion(Span(path, 4, 5), f"{name}::a", choice) for choice, name in enumerate("vwxyz")]
    one = Diagnostic.error(Span(path, 4, 5), "unresolved")
    one.children.append(Diagnostic(Level.HELP, "consider importing", suggestions=parts))
    text = render_human.render_one(one)
    assert text.count("1 | use ") == 5
    assert "= and 1 other candidate" in text


def test_go_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Go's form: heading, short paths, at most ten errors, further lines of a message indented."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    for name in ("a.go", "sub/b.go"):
        (tmp_path / name).write_text("package main\nvar x = 1\n")
    errors = [Diagnostic.error(Span(str(tmp_path / "a.go"), 17, 18), "one\nmore"),
              Diagnostic.error(Span("sub/b.go", 17, 18), "two")]
    assert render_go.render(errors, "command-line-arguments") == (
        "# command-line-arguments\n./a.go:2:5: one\n\tmore\nsub/b.go:2:5: two\n")
    assert render_go.render(errors * 6).splitlines()[-1] == "too many errors"
