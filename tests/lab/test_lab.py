"""The lab: reading output, accounting, the table and the sentence."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import pytest

from burrow.cli.guard import UsageError
from burrow.lab import compare, measure, native, table, words
from burrow.lab.result import Measured, Run, quantile
from burrow.lab.watch_output import Output

MS = 1_000_000


def child(code: str) -> tuple[subprocess.Popen[bytes], list[int]]:
    """A Python child and the read ends of its output."""
    started = subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert started.stdout is not None and started.stderr is not None
    return started, [started.stdout.fileno(), started.stderr.fileno()]


def follow(code: str, until: str | None = None, seconds: float | None = None) -> tuple[str, Output]:
    """Why reading ended."""
    started, descriptors = child(code)
    output = Output(descriptors, until, seconds)
    try:
        return output.follow(lambda: started.poll() is None), output
    finally:
        started.kill()
        started.communicate()


@pytest.mark.parametrize(("code", "until", "seconds", "ended"), [
    ("print('a')", None, None, "exit"),
    ("print('a'); print('done, kept: 7'); import time; time.sleep(60)", "^done, kept", None, "until"),
    ("import sys, time; print('done', file=sys.stderr); time.sleep(60)", "done", None, "until"),
    ("import time; time.sleep(60)", "never", 0.3, "seconds"),
    ("print('x', end='')", "^x$", None, "until"),
    ("print('one two')", "^two", None, "exit"),
    ("import os; os.write(1, b'\\xff\\xfe done\\n')", "done", None, "until"),
    ("for i in range(200000): print('line', i)", "line 199999$", None, "until"),
])
def test_output(code: str, until: str | None, seconds: float | None, ended: str) -> None:
    """A program ends by itself, by what it prints on either stream, or by time; much output holds nobody up."""
    assert follow(code, until, seconds)[0] == ended


def test_output_keeps_the_last_lines() -> None:
    """What was printed last is kept, bounded."""
    _, output = follow("for i in range(5000): print('line', i)")
    assert output.text().endswith("line 4999\n")
    assert len(output.tail) <= 4096
    assert output.lines >= 5000


class Stub:
    """A process as `run.program.start` yields it, without an image."""

    def __init__(self, code: str, out: int, err: int) -> None:
        self.child = subprocess.Popen([sys.executable, "-u", "-c", code], stdout=out, stderr=err)
        self.shared = 0
        self.outcome: Namespace | None = None

    def poll(self) -> Namespace | None:
        """Its end, if it has ended."""
        if self.outcome is None:
            pid, status, usage = os.wait4(self.child.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self.child.returncode = code
                self.outcome = Namespace(rusage=usage, signal=max(0, -code), status=code if code >= 0 else 128 - code)
        return self.outcome

    def wait(self) -> Namespace:
        """Its end."""
        while self.poll() is None:
            time.sleep(0.01)
        assert self.outcome is not None
        return self.outcome

    def kill(self, number: int) -> None:
        """Send a signal."""
        if self.poll() is None:
            os.kill(self.child.pid, number)


def measured(code: str, monkeypatch: pytest.MonkeyPatch, **task: object) -> Run:
    """A program of Python's measured as if it were an image."""
    from burrow.run import counters, program

    def start(image: str, argv: list[str], env: object, **given: object) -> Stub:
        return Stub(code, int(str(given["stdout"])), int(str(given["stderr"])))

    monkeypatch.setattr(program, "start", start)
    monkeypatch.setattr(counters, "read", lambda _: {"gc_cycles": 3, "gc_pauses_ns": [5, 7, 6]})
    found = measure.measure({"image": "", "argv": [], "language": "go", "manager": "gc", **task})
    json.dumps(found)
    return Run(**{key: value for key, value in found.items() if key in Run.__slots__})


def test_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    """CPU, faults and memory are those of the child; counters come from the runtime."""
    busy = "import time; t = time.process_time(); b = bytearray(40 << 20)\nwhile time.process_time() - t < 0.3: pass"
    run = measured(busy, monkeypatch)
    assert run.ended == "exit"
    assert 250 * MS < run.cpu_ns < 2000 * MS
    assert run.wall_ns >= 250 * MS
    assert run.peak_bytes > 40 << 20
    assert run.minor_faults > (40 << 20) // 4096 // 2
    assert (run.cycles, run.pauses_ns) == (3, [5, 7, 6])
    assert run.baseline_bytes > 1 << 20


def test_measure_ends_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that does not end is ended, even one that will not hear of it."""
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready'); time.sleep(60)"
    monkeypatch.setattr(measure, "GRACE", 0.2)
    run = measured(deaf, monkeypatch, until="ready")
    assert (run.ended, run.status) == ("until", 128 + signal.SIGKILL)
    assert measured("import time; time.sleep(60)", monkeypatch, seconds=0.2).ended == "seconds"
    assert measured("import os; os.abort()", monkeypatch).ended == "signal"
    assert measured("raise SystemExit(3)", monkeypatch).status == 3


GO = Measured("a.go", "gc", [Run(420 * MS, 90 * MS, 10_600 * MS, 15154, 0, 50 << 20, 11 << 20, 0, "until", 212,
                                 [100_000, 300_000],
                                 {"program": 20 * MS, "allocation": 120 * MS, "zeroing": 110 * MS, "mark": 60 * MS,
                                  "assist": 10 * MS, "sweep": 80 * MS, "scheduler": 70 * MS}, "/tmp/a.go.gc.pb")])
RUST = Measured("a.rs", "drop", [Run(70 * MS, 12 * MS, 10_200 * MS, 934, 0, 14 << 20, 11 << 20, 0, "exit", None, [],
                                     {"program": 10 * MS, "allocation": 40 * MS, "zeroing": 10 * MS,
                                      "free and drop": 30 * MS}, "/tmp/a.rs.drop.pb")])


def test_split_adds_up_to_the_kernels_account() -> None:
    """System time is the kernel's, user time is shared out: together they are the CPU."""
    run, split = GO.runs[0], GO.classes()
    assert split["kernel"] == run.system_ns
    assert round(sum(split.values())) == run.cpu_ns
    assert Measured("x", "go", [Run(user_ns=5, system_ns=5)]).classes() == {}
    twice = Measured("x", "gc", [Run(user_ns=100, classes={"mark": 30}), Run(user_ns=100, classes={"sweep": 10})])
    assert twice.classes() == {"mark": 75, "sweep": 25, "kernel": 0}


def test_medians() -> None:
    """Of several runs the middle counts."""
    one = Measured("x", "gc", [Run(user_ns=n * MS, cycles=n, classes={"program": 1}) for n in (1, 9, 2, 3, 7)])
    assert one.middle(words.cpu) == 3 * MS
    assert one.cycles() == 3
    assert one.classes() == {"program": 3 * MS, "kernel": 0}
    assert Measured("x", "go", [Run()]).cycles() is None
    assert [quantile([1, 2, 3, 4], part) for part in (0, 0.5, 1.0)] == [1, 3, 4]
    assert quantile([], 0.5) == 0


def printed(width: int, found: list[Measured], monkeypatch: pytest.MonkeyPatch) -> str:
    """The comparison as text."""
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    table.print_comparison(found, ["cargo is not installed"], width)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def test_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table fits 80 columns, and says what was found."""
    monkeypatch.setenv("NO_COLOR", "1")
    for width in (80, 120):
        text = printed(width, [GO, RUST], monkeypatch)
        assert max(map(len, text.splitlines())) <= width
        words_of = " ".join(text.split())
        for row in ("CPU 510 ms 82 ms", "program 18 ms 4% 7.8 ms 9%", "sweep 71 ms 14% 0", "free and drop 0 23 ms 28%",
                    "kernel 90 ms 18% 12 ms 15%", "collector cycles 212 –", "longest pause 300 µs –", "over the baseline ≥ 25.79× ≥ 4.15×",
                    "minor page faults 15,154 934", "peak memory 50.0 MB 14.0 MB", "wall time 10.60 s 10.20 s",
                    "ended output matched by itself", "cargo is not installed", "a.go (gc): /tmp/a.go.gc.pb",
                    "a.go takes 6.2 times the CPU of a.rs: 510 ms, 40% of it in allocation and zeroing, against 82 ms"):
            assert row in words_of, row


def test_sentences() -> None:
    """One program, two of equal cost, and the same program twice."""
    assert words.verdict([GO]) == "a.go takes 510 ms of CPU, 40% of it in allocation and zeroing."
    assert words.verdict([GO, GO]) == "a.go (gc) and a.go (gc) take the same CPU (510 ms and 510 ms)."
    bare = Measured("a.go", "go 1.27.3", [Run(user_ns=100 * MS)])
    assert words.verdict([bare, GO]).startswith("a.go (gc) takes 5.1 times the CPU of a.go (go 1.27.3): 510 ms, 40%")
    assert words.verdict([]) == ""


def options(*paths: str, **more: object) -> Namespace:
    """The options of the verb."""
    given = {"release": True, "edition": None, "manager": None, "until": None, "seconds": None, "runs": 1,
             "native": False, "json": True, "keep": None, "managers": [], "args": "", "html": None, "paths": list(paths)}
    return Namespace(**{**given, **more})


class Fake(compare.Contender):
    """Always the same run."""

    def run(self, number: int) -> Run:
        """Canned."""
        return Run(user_ns=(number + 1) * MS)


def test_rounds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each contender runs as often as asked; JSON holds every run."""
    source = tmp_path / "x.go"
    source.write_text("package main\n")
    pair: list[compare.Contender] = [Fake("x.go", "gc"), Fake("y.go", "gc")]
    monkeypatch.setattr(compare, "line_up", lambda *_: (pair, ["a remark"]))
    assert compare.command(options(str(source), runs=3, keep=str(tmp_path / "kept"))) == 0
    found = json.loads(capsys.readouterr().out)
    assert [len(one["runs"]) for one in found["programs"]] == [3, 3]
    assert found["programs"][0]["median"]["cpu_ms"] == 2
    assert found["remarks"] == ["a remark"]
    assert (tmp_path / "kept").is_dir()


@pytest.mark.parametrize(("wrong", "says"), [
    ({"runs": 0}, "--runs"), ({"seconds": -1.0}, "--seconds"), ({"until": "("}, "--until"), ({"paths": ["no"]}, "no: "),
])
def test_wrong_usage(wrong: dict[str, object], says: str, tmp_path: Path) -> None:
    """What makes no sense is said before anything runs."""
    source = tmp_path / "x.go"
    source.write_text("package main\n")
    with pytest.raises(UsageError, match=says):
        compare.command(options(**{"paths": [str(source)], **wrong}))  # type: ignore[arg-type]


GO_PROGRAM = """package main

import "fmt"

var keep [][]byte

func main() {
	for i := 0; i < 200000; i++ {
		b := make([]byte, 1024)
		if i%1000 == 0 {
			keep = append(keep, b)
		}
	}
	fmt.Println("kept", len(keep))
	select {}
}
"""


@pytest.mark.real
def test_native_go(tmp_path: Path) -> None:
    """The real Go beside: CPU and cycles."""
    try:
        native.tool("go")
    except native.NotInstalled as missing:
        pytest.skip(str(missing))
    source = tmp_path / "x.go"
    source.write_text(GO_PROGRAM)
    program = native.build(str(source), "go", tmp_path, True, None)
    run = native.run(program, [], "^kept 200$", 20, True)
    assert run.ended == "until"
    assert run.cpu_ns > MS
    assert run.cycles is not None and run.cycles > 3
    assert run.minor_faults > 100


@pytest.mark.real
def test_native_rust(tmp_path: Path) -> None:
    """The real rustc beside, and what it could not build."""
    if shutil.which("rustc") is None:
        pytest.skip("rustc is not installed")
    source = tmp_path / "x.rs"
    source.write_text('fn main() { println!("kept"); std::process::exit(4) }\n')
    run = native.run(native.build(str(source), "rust", tmp_path, True, "2021"), [], None, 20, False)
    assert (run.ended, run.status, run.cycles, run.output) == ("exit", 4, None, "kept\n")
    source.write_text("fn main() { x }\n")
    with pytest.raises(native.NotInstalled, match="could not build"):
        native.build(str(source), "rust", tmp_path, True, "2021")
