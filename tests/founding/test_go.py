"""The Go half of the founding experiment: output, the live profile server, the collector's trace, Ctrl-C."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers import EXPERIMENT, Running, burrow, pprof

from burrow.profile import codec
from burrow.profile.select import matches

SERVER = "http://localhost:6060/debug/pprof/"


@pytest.fixture(scope="module")
def experiment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The program, running, with the collector's trace on."""
    running = Running([str(EXPERIMENT / "experiment.go")], tmp_path_factory.mktemp("go"), {"GODEBUG": "gctrace=1"})
    try:
        running.wait_for("iter 0")
        yield running
    finally:
        running.end()


def test_the_server_answers(experiment: Running) -> None:
    """The index page lists the profiles."""
    assert experiment.process.poll() is None
    with urllib.request.urlopen(SERVER, timeout=20) as answer:
        page = answer.read().decode()
    assert answer.status == 200
    assert "profile" in page
    assert "heap" in page


@pytest.fixture()
def busy(tmp_path: Path) -> Iterator[str]:
    """The experiment without its pauses, for long: it leaves samples of everything.  Its server's address."""
    text = (EXPERIMENT / "experiment.go").read_text()
    for old, new in (("time.Sleep(1000 * time.Millisecond)", "time.Sleep(0)"), ("1_000_000", "10_000_000_000"),
                     ("i%1000 ", "i%1_000_000 "), ("100_000", "100_000_000"), ("6060", "6061")):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "busy.go").write_text(text)
    running = Running(["busy.go"], tmp_path)
    try:
        running.wait_for("iter 0")
        yield SERVER.replace("6060", "6061")
    finally:
        running.end()


@pytest.mark.slow
def test_our_client(busy: str) -> None:
    """Our client prints the table of the live program, the collector's functions by their names."""
    done = burrow("pprof", "-top", "-seconds", "3", busy + "profile")
    assert done.returncode == 0, done.stderr
    assert "Type: cpu" in done.stdout
    assert re.search(r"Duration: 3(\.\d+)?s, Total samples = ", done.stdout)
    assert "main.main.func2" in done.stdout
    assert "runtime.mallocgc" in done.stdout


@pytest.mark.real
@pytest.mark.slow
def test_the_real_client(busy: str, tmp_path: Path) -> None:
    """`go tool pprof` fetches from our server, and finds the names that people filter by."""
    saved = tmp_path / "cpu.pb.gz"
    pprof("-proto", "-seconds", "5", "-output", str(saved), busy + "profile")
    table = pprof("-top", str(saved))
    assert "Type: cpu" in table
    everything = pprof("-top", "-nodefraction", "0", str(saved))
    for name in ("main.main.func2", "runtime.mallocgc", "runtime.gcBgMarkWorker", "runtime.memclrNoHeapPointers"):
        assert name in everything
    collector = pprof("-top", "-focus", "gcBgMarkWorker|bgsweep", str(saved))
    assert "Active filters" in collector
    assert burrow("pprof", "-top", str(saved)).stdout == table
    assert burrow("pprof", "-top", "-focus", "gcBgMarkWorker|bgsweep", str(saved)).stdout == collector
    lines = pprof("-top", "-lines", str(saved))
    assert re.search(r"main\.main\.func2 .*busy\.go:\d+", lines)


def test_samples_are_real(busy: str) -> None:
    """Stacks lead to the program's own frames, with files and lines that exist."""
    with urllib.request.urlopen(busy + "profile?seconds=1", timeout=30) as answer:
        profile = codec.decode(answer.read())
    assert profile.period_type is not None
    assert (profile.period_type.type, profile.period_type.unit) == ("cpu", "nanoseconds")
    source = (EXPERIMENT / "experiment.go").read_text().splitlines()
    own = [line for location in profile.locations for line in location.lines
           if line.function is not None and line.function.filename.endswith("busy.go")]
    assert own
    assert all(0 < line.line <= len(source) for line in own)
    deep = [sample for sample in profile.samples if len(sample.locations) > 1]
    assert deep
    assert any(matches(at, re.compile(r"main\.main\.func2")) for sample in deep for at in sample.locations)


NUMBER = r"\d+(?:\.\d+)?"
TRACE = re.compile(
    rf"^gc (\d+) @({NUMBER})s (\d+)%: ({NUMBER})\+({NUMBER})\+({NUMBER}) ms clock, "
    rf"({NUMBER})\+({NUMBER})/({NUMBER})/({NUMBER})\+({NUMBER}) ms cpu, "
    rf"(\d+)->(\d+)->(\d+) MB, (\d+) MB goal, (\d+) MB stacks, (\d+) MB globals, (\d+) P( \(forced\))?$")


def test_gctrace(experiment: Running) -> None:
    """A line for each cycle, in Go's form, numbered, in order of time, its heap sizes those of this program."""
    experiment.wait_for("gc 3 ", stream="err")
    lines = [line for line in experiment.err.read_text().splitlines() if line.startswith("gc ")]
    found = [TRACE.match(line) for line in lines[:-1]]
    assert all(found), [line for line, match in zip(lines, found, strict=False) if not match][:3]
    numbers = [int(match[1]) for match in found if match]
    assert numbers == list(range(1, len(numbers) + 1))
    times = [float(match[2]) for match in found if match]
    assert times == sorted(times)
    for match in found:
        assert match is not None
        before, _, live, goal = (int(match[n]) for n in (12, 13, 14, 15))
        assert 1 <= before <= 40
        assert live <= before
        assert 4 <= goal <= 16
    assert any(float(match[n]) > 0 for match in found if match for n in (4, 5, 6))


@pytest.mark.slow
def test_it_goes_on_until_interrupted(experiment: Running) -> None:
    """All output comes, `select {}` keeps the program alive, Ctrl-C ends it."""
    text = experiment.wait_for("done, kept:", 60)
    lines = text.splitlines()
    assert "pprof on http://localhost:6060/debug/pprof/" in lines
    assert [line for line in lines if line.startswith("iter")] == [f"iter {n}" for n in range(0, 1_000_000, 100_000)]
    assert lines[-1] == "done, kept: 1000"
    assert experiment.process.poll() is None
    assert experiment.interrupt() in (130, -2)


DEADLOCK = """package main

import "fmt"

func main() {
	fmt.Println("before")
	select {}
}
"""


def test_deadlock(tmp_path: Path) -> None:
    """With nothing left to run it is Go's fatal error, exit status 2."""
    (tmp_path / "d.go").write_text(DEADLOCK)
    done = burrow("run", "d.go", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == "before\n"
    assert done.stderr.startswith("fatal error: all goroutines are asleep - deadlock!\n\n"
                                  "goroutine 1 [select (no cases)]:\n")


def test_deadlock_names_its_frames(tmp_path: Path) -> None:
    """Below the goroutine's header stand its frames."""
    (tmp_path / "d.go").write_text(DEADLOCK)
    assert "goroutine 1 [select (no cases)]:\nmain.main()\n" in burrow("run", "d.go", cwd=tmp_path).stderr


CYCLES = """package main

import "fmt"

var sink []byte

func main() {
	for i := 0; i < 40000; i++ {
		sink = make([]byte, 1024)
	}
	fmt.Println(len(sink))
}
"""


@pytest.mark.parametrize(("setting", "least", "most"), [("off", 0, 0), ("100", 5, 40), ("50", 5, 60), ("400", 1, 9)])
def test_gogc(setting: str, least: int, most: int, tmp_path: Path) -> None:
    """GOGC decides how often the collector runs; `off` means never."""
    (tmp_path / "c.go").write_text(CYCLES)
    done = burrow("run", "c.go", cwd=tmp_path, env={"GODEBUG": "gctrace=1", "GOGC": setting})
    assert (done.returncode, done.stdout) == (0, "1024\n")
    cycles = [line for line in done.stderr.splitlines() if TRACE.match(line)]
    assert least <= len(cycles) <= most
