"""Every kind of profile that a program of ours writes, read by the real tool and by ours."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import real_pprof

from burrow.cli.parser import parser_for
from burrow.profile import codec, command
from burrow.profile.model import Profile

HERE = Path(__file__).resolve().parent
KINDS = ("cpu", "heap", "allocs", "goroutine", "block", "mutex")
LIVE = ("heap", "allocs", "goroutine", "block", "mutex", "threadcreate")
LEAVES = {"cpu": "main.work", "heap": "main.grow", "allocs": "main.garbage", "goroutine": "main.waitFor",
          "block": "sync.(*Mutex).Lock", "mutex": "sync.(*Mutex).Unlock"}


@pytest.fixture(autouse=True)
def universal_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times are printed in universal time."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder that kinds.go has written its profiles to, and where it serves them."""
    folder = tmp_path_factory.mktemp("kinds")
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{s.getsockname()[1]}"
    child = subprocess.Popen([sys.executable, "-m", "burrow", "run", str(HERE / "kinds.go"), str(folder), where],
                             stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    for _ in range(100):  # it may not listen yet
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", int(where.split(":")[1]))) == 0:
                break
        time.sleep(0.1)
    yield folder, where
    child.terminate()
    child.wait(20)


def real(*options: str) -> str:
    """What the real tool prints."""
    if real_pprof.go() is None:
        pytest.skip("go is not installed")
    done = subprocess.run([str(real_pprof.go()), "tool", "pprof", *options], capture_output=True, text=True, timeout=120,
                          check=False, env={**os.environ, "TZ": "UTC"})
    assert done.returncode == 0, done.stderr
    return done.stdout


def ours(*options: str) -> str:
    """What ours prints."""
    text = command.output(parser_for("pprof").parse_args([*options]))
    assert isinstance(text, str)
    return text


@pytest.mark.real
@pytest.mark.parametrize("kind", KINDS)
def test_the_real_tool_reads_it(program: tuple[Path, str], kind: str) -> None:
    """-top, -peek, -list with lines and -traces say where the program did it, and ours prints the same."""
    path, function = str(program[0] / f"{kind}.pb"), LEAVES[kind]
    name = function.replace("(", r"\(").replace("*", r"\*").replace(")", r"\)")
    for options in (["-top"], ["-peek", name], ["-traces"], ["-list", "main"]):
        said = real(*options, path)
        assert said == ours(*options, path)
        if options[0] != "-list":
            assert function in said
    listed = real("-list", r"^main\.", path)
    assert "kinds.go" in listed
    line = {"cpu": "n<<7 ^ n>>9", "heap": "return &node{", "allocs": "make([]byte, 1024)", "goroutine": "<-c",
            "block": "mu.Lock()", "mutex": "mu.Unlock()"}[kind]
    assert any(line in one and one.split()[1] != "." for one in listed.splitlines()), listed


def decoded(program: tuple[Path, str], kind: str) -> Profile:
    """A profile of the program."""
    return codec.decode((program[0] / f"{kind}.pb").read_bytes())


def by_leaf(profile: Profile, index: int) -> Counter[str]:
    """A value by the function at the leaf."""
    out: Counter[str] = Counter()
    for sample in profile.samples:
        line = sample.locations[0].lines[0]
        out[line.function.name if line.function else ""] += sample.values[index]
    return out


def test_heap_figures(program: tuple[Path, str]) -> None:
    """Sampled every 4 KiB: what was allocated and what is in use, within the sampling's error (a few percent)."""
    profile = decoded(program, "allocs")
    assert [kind.type for kind in profile.sample_types] == ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"]
    assert profile.default_sample_type == "alloc_space" and profile.period == 4096
    assert decoded(program, "heap").default_sample_type == "inuse_space"
    space, used = by_leaf(profile, 1), by_leaf(profile, 3)
    assert space["main.garbage"] == pytest.approx(50000 * 1024, rel=0.05)
    nodes = 8 * (2 ** 11 - 1)
    assert used["main.grow"] == pytest.approx(nodes * 80, rel=0.25)
    assert by_leaf(profile, 2)["main.grow"] == pytest.approx(nodes, rel=0.25)
    assert used["main.garbage"] < 0.01 * space["main.garbage"]


def test_wait_figures(program: tuple[Path, str]) -> None:
    """Three goroutines that hold a mutex for 1 ms ten times each; the main one waits for them."""
    block = by_leaf(decoded(program, "block"), 1)
    assert sum(block.values()) > 30e6
    lines = [[line.function.name for at in sample.locations for line in at.lines if line.function]
             for sample in decoded(program, "block").samples]
    assert any("sync.(*WaitGroup).Wait" in stack and "main.main" in stack for stack in lines)
    assert any("sync.(*Mutex).Lock" in stack and "main.contend" in stack for stack in lines)
    assert 10e6 < by_leaf(decoded(program, "mutex"), 1)["sync.(*Mutex).Unlock"] < 1e9


def test_goroutines(program: tuple[Path, str]) -> None:
    """Five of them wait in main.waitFor."""
    counted = [sample.values[0] for sample in decoded(program, "goroutine").samples
               if any(line.function and line.function.name == "main.waitFor" for at in sample.locations for line in at.lines)]
    assert counted == [5]
    text = (program[0] / "goroutine.txt").read_text()
    assert text.startswith("goroutine profile: total 6\n5 @ 0x") and "\tmain.waitFor\t" in text


@pytest.mark.parametrize("kind", LIVE)
def test_served(program: tuple[Path, str], kind: str) -> None:
    """/debug/pprof/KIND, for the tool and as text."""
    address = f"http://{program[1]}/debug/pprof/{kind}"
    codec.decode(urllib.request.urlopen(address, timeout=20).read())
    assert urllib.request.urlopen(address + "?debug=1", timeout=20).headers["Content-Type"].startswith("text/plain")


@pytest.mark.real
def test_the_real_tool_fetches_it(program: tuple[Path, str], tmp_path: Path) -> None:
    """From the running program, as people do."""
    os.environ["PPROF_TMPDIR"] = str(tmp_path)
    assert "main.grow" in real("-top", f"http://{program[1]}/debug/pprof/heap")
    traces = urllib.request.urlopen(f"http://{program[1]}/debug/pprof/goroutine?debug=2", timeout=20).read().decode()
    assert "[chan receive]:" in traces and "main.waitFor(" in traces


@pytest.fixture(scope="module")
def rust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the profiles of heap.rs."""
    folder = tmp_path_factory.mktemp("rust")
    subprocess.run([sys.executable, "-m", "burrow", "run", "--heap-profile", "heap.pb", "--heap-rate", "1", "--profile",
                    "cpu.pb", "--trace", "run.json", str(HERE / "heap.rs")], cwd=folder, check=True, timeout=250)
    return folder


def test_rust_heap(rust: Path) -> None:
    """Every allocation and every free of a Rust program, exactly."""
    profile = codec.decode((rust / "heap.pb").read_bytes())
    mine = Counter[str]()
    left = Counter[str]()
    for sample in profile.samples:
        for name in {line.function.name for at in sample.locations for line in at.lines if line.function}:
            mine[name] += sample.values[0]
            left[name] += sample.values[2]
    assert mine["heap::garbage"] == 5000 and left["heap::garbage"] == 0
    assert 1001 <= mine["heap::grow"] <= 1010 and left["heap::grow"] == 1001


def test_rust_trace(rust: Path) -> None:
    """The time line of a program without a collector."""
    check_trace(json.loads((rust / "run.json").read_text()))


def test_go_trace(tmp_path: Path) -> None:
    """Collector phases, pauses, goroutines, page faults on one time line."""
    source = tmp_path / "prog.go"
    source.write_text("package main\n\nvar sink []byte\n\nfunc main() {\n\tdone := make(chan int)\n\tgo func() {\n"
                      "\t\tfor i := 0; i < 200000; i++ {\n\t\t\tsink = make([]byte, 1024)\n\t\t}\n\t\tclose(done)\n\t}()\n"
                      "\t<-done\n}\n")
    subprocess.run([sys.executable, "-m", "burrow", "run", "--trace", "run.json", str(source)], cwd=tmp_path, check=True,
                   timeout=250)
    trace = json.loads((tmp_path / "run.json").read_text())
    check_trace(trace)
    names = Counter(event["name"] for event in trace["traceEvents"])
    phases = [names[one] for one in ("concurrent mark", "pause: sweep termination", "pause: mark termination")]
    assert min(phases) > 5 and max(phases) - min(phases) <= 1  # the program may end in the middle of a cycle
    assert names["chan receive"] >= 1 and names["running"] > 2
    assert names["page faults"] >= 1 and names["heap"] > 5


def check_trace(trace: dict[str, Any]) -> None:
    """The rules of the Trace Event Format (Google, 2016) for the events that we write; spans of a track nest."""
    assert set(trace) == {"traceEvents", "displayTimeUnit", "otherData"} and trace["displayTimeUnit"] in ("ms", "ns")
    tracks: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for event in trace["traceEvents"]:
        assert event["ph"] in "XCM" and isinstance(event["name"], str)
        assert isinstance(event["pid"], int) and isinstance(event["tid"], int) and event["ts"] >= 0
        if event["ph"] == "X":
            assert event["dur"] >= 0 and set(event) == {"ph", "name", "pid", "tid", "ts", "dur", "args"}
            tracks.setdefault((event["pid"], event["tid"]), []).append((event["ts"], event["ts"] + event["dur"]))
        elif event["ph"] == "C":
            assert event["args"] and all(isinstance(value, (int, float)) for value in event["args"].values())
        else:
            assert event["name"] in ("process_name", "thread_name") and isinstance(event["args"]["name"], str)
    for spans in tracks.values():
        spans.sort()
        for (_, end), (start, _) in zip(spans, spans[1:], strict=False):
            assert start >= end - 0.01
