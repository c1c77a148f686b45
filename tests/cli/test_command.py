"""The command line: help, statuses, failures in words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from burrow import cli
from burrow.cli import guard
from burrow.source import CompileErrors, Diagnostic, Span, Unsupported

ROOT = Path(__file__).resolve().parents[2]


def burrow(*args: str, **kinds: object) -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return subprocess.run([sys.executable, "-m", "burrow", *args], capture_output=True, text=True, timeout=60,
                          check=False, **kinds)  # type: ignore[call-overload,no-any-return]


def test_version() -> None:
    """`--version` names the version."""
    import burrow as package

    done = burrow("--version")
    assert (done.returncode, done.stdout) == (0, f"burrow {package.__version__}\n")


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    """`burrow VERB --help` describes it and shows a command."""
    done = burrow(verb, "--help")
    assert done.returncode == 0
    assert f"usage: burrow {verb}" in done.stdout
    assert f"examples:\n  burrow {verb}" in done.stdout.replace("GODEBUG=gctrace=1 GOGC=50 ", "")
    assert burrow("help", verb).stdout == done.stdout


def test_help_lists_the_verbs() -> None:
    """`burrow --help` is on stdout, the same without a verb on stderr with status 2."""
    asked, missing = burrow("--help"), burrow()
    assert asked.returncode == 0
    assert missing.returncode == 2
    assert asked.stdout == missing.stderr
    assert all(f"\n  {verb} " in asked.stdout for verb in cli.VERBS)


@pytest.mark.parametrize(("args", "says"), [
    (["cheque"], "did you mean `check`?"),
    (["main.go"], "did you mean `burrow run main.go`?"),
    (["run"], "required: PATH"),
    (["run", "--manager", "mine", "x.go"], "invalid choice: 'mine'"),
    (["run", "nothing.txt"], "nothing.txt: no such file or directory"),
    (["run", "nothing.go"], "nothing.go: no such file or directory"),
    (["build", "-m", __file__], "neither Go nor Rust"),
    (["build", "-m", str(ROOT / "examples/ownership/boxed.rs")], "for Rust, use `burrow explain`"),
])
def test_wrong_usage_is_2(args: list[str], says: str) -> None:
    """Wrong usage: one sentence, status 2."""
    done = burrow(*args)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stdout == ""


def test_a_folder_without_programs(tmp_path: Path) -> None:
    """A folder that holds neither language is named."""
    done = burrow("run", str(tmp_path))
    assert done.returncode == 2
    assert "holds neither Go files nor a Cargo.toml" in done.stderr


def failing(problem: BaseException, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> int:
    """The status for a verb that fails with `problem`."""
    monkeypatch.setenv("BURROW_CACHE", str(tmp_path))

    def work(_: list[str]) -> int:
        raise problem

    return guard.guarded(["run", "x.go"], work)


def test_a_defect_is_saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An internal error: status 70, one line, and a report that holds the traceback."""
    assert failing(ZeroDivisionError("one\ntwo"), monkeypatch, tmp_path) == 70
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "internal error: ZeroDivisionError: one" in said
    report = Path(said.rstrip(")\n").split("saved in ")[1])
    assert "Traceback" in report.read_text()
    assert "burrow run x.go" in report.read_text()


def test_a_defect_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    """Without a place for the report the traceback goes to stderr: better there than lost."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(blocked))
    assert failing(ZeroDivisionError("one"), monkeypatch, blocked) == 70
    assert "its report could not be saved" in capsys.readouterr().err


def test_errors_and_unsupported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                capsys: pytest.CaptureFixture[str]) -> None:
    """Errors of the program end with 1 under their heading, what burrow cannot do yet with 3."""
    source = tmp_path / "x.go"
    source.write_text("package main\n\nfunc main() { y := 1 }\n")
    monkeypatch.chdir(tmp_path)
    wrong = CompileErrors([Diagnostic.error(Span(str(source), 28, 29), "declared and not used: y")], "example.com/x")
    assert failing(wrong, monkeypatch, tmp_path) == 1
    assert capsys.readouterr().err == "# example.com/x\n./x.go:3:15: declared and not used: y\n"
    assert failing(Unsupported(Span(str(source), 14, 18), "functions"), monkeypatch, tmp_path) == 3
    assert capsys.readouterr().err == "./x.go:3:1: unsupported by burrow: functions\n"


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk is no defect of burrow."""
    assert failing(OSError(28, "No space left on device", "out.pb"), monkeypatch, tmp_path) == 1
    assert capsys.readouterr().err == "burrow: out.pb: no space left on device\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_output_to_a_full_disk() -> None:
    """Output that cannot be written is said, without a traceback."""
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "burrow", "--help"], stdout=full, stderr=subprocess.PIPE,
                              text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == "burrow: no space left on device\n"


def test_a_closed_pipe_is_quiet() -> None:
    """`burrow … | head -1` says nothing on stderr."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "burrow", "--help"], stdout=write, stderr=subprocess.PIPE,
                          text=True, timeout=60, check=False)
    os.close(write)
    assert done.returncode == 141
    assert done.stderr == ""


def test_ctrl_c_ends_as_by_the_signal() -> None:
    """Ctrl-C ends the process by SIGINT, so that a shell's loop ends too; no traceback."""
    code = ("import time; from burrow.cli import guard\n"
            "def work(args):\n    print('ready', flush=True); time.sleep(30); return 0\n"
            "raise SystemExit(guard.guarded([], work))")
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=20)
    assert child.returncode == -signal.SIGINT
    assert err == ""


def test_startup_imports_little() -> None:
    """`burrow --version` imports nothing heavy: no argparse, no re, none of the libraries."""
    code = "import sys; from burrow.cli import main; main(['--version']); print(*sys.modules)"
    modules = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                                 timeout=60).stdout.split())
    assert not modules & {"argparse", "dataclasses", "enum", "typing", "llvmlite", "google.protobuf", "rich", "numba"}


def test_a_verb_imports_no_library_before_it_needs_one() -> None:
    """`burrow run` on a path that is not there imports no compiler."""
    code = "import sys; from burrow.cli import main; main(['run', 'no.go']); print(*sys.modules)"
    modules = set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                                 timeout=60).stdout.split())
    assert not modules & {"dataclasses", "llvmlite", "google.protobuf", "rich", "numba", "numpy", "inspect"}


@pytest.mark.slow
def test_startup_time() -> None:
    """`burrow --version` takes at most 25 ms more than the interpreter alone (the best of several)."""
    def best(command: list[str]) -> float:
        times = []
        for _ in range(12):
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True, timeout=60)
            times.append(time.perf_counter() - start)
        return min(times)

    bare = best([sys.executable, "-c", "pass"])
    assert best([sys.executable, "-m", "burrow", "--version"]) - bare < 0.025 * 2  # twice: shared machines
