"""`burrow pprof -top` against `go tool pprof -top`, on profiles of the real Go's and on our own."""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import real_pprof

from burrow.profile import codec, fetch, merge, table
from burrow.profile.encode import cpu_profile
from burrow.profile.model import Mapping, Profile, ProfileError
from burrow.profile.report import Options, Report
from burrow.profile.symbols import Frame

PROFILES = sorted(real_pprof.DATA.glob("*.pb"))
CASES = [(profile, name) for profile in PROFILES for name in real_pprof.OPTIONS]


@pytest.fixture(autouse=True)
def universal_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The recorded tables are in universal time."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def our_table(profile: Path, options: list[str]) -> str:
    """What our command prints."""
    done = subprocess.run([sys.executable, "-m", "burrow", "pprof", "-top", *options, str(profile)],
                          capture_output=True, text=True, check=True, timeout=60, env={**os.environ, "TZ": "UTC"})
    return done.stdout


@pytest.mark.parametrize(("profile", "name"), CASES, ids=lambda value: value if isinstance(value, str) else value.stem)
def test_recorded(profile: Path, name: str) -> None:
    """The recorded table, byte for byte."""
    given = dict(zip(*[iter(flatten(real_pprof.OPTIONS[name]))] * 2, strict=True))
    options = Options(
        focus=given.get("-focus", ""), ignore=given.get("-ignore", ""), hide=given.get("-hide", ""),
        show=given.get("-show", ""), cum="-cum" in given, nodecount=int(given.get("-nodecount", -1)),
        nodefraction=float(given.get("-nodefraction", 0.005)), sample_index=given.get("-sample_index", ""),
        granularity=next((key[1:] for key in ("-lines", "-addresses") if key in given), "functions"),
        inlines="-noinlines" not in given)
    report = Report(fetch.fetch(str(profile)), options)
    assert table.top(report) == (real_pprof.DATA / f"{profile.stem}.{name}.txt").read_text()
    if name == "nothing":
        assert report.warnings == ["Focus expression matched no samples"]


def flatten(options: list[str]) -> list[str]:
    """Flags and values by turns; a flag without a value gets one."""
    out: list[str] = []
    for option in options:
        if "=" in option:
            out += option.split("=")
        elif option.startswith("-") and len(out) % 2:
            out += ["yes", option]
        else:
            out.append(option)
    return out + ["yes"] * (len(out) % 2)


def test_command() -> None:
    """The command prints what the recorded table holds."""
    profile = PROFILES[0]
    for name in ("plain", "several", "index"):
        expected = (real_pprof.DATA / f"{profile.stem}.{name}.txt").read_text()
        assert our_table(profile, real_pprof.OPTIONS[name]) == expected


@pytest.mark.real
@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.stem)
def test_recorded_is_real(profile: Path) -> None:
    """The recorded tables are what the installed Go prints."""
    if real_pprof.go() is None:
        pytest.skip("go is not installed")
    for name in ("plain", "focus", "lines"):
        assert real_pprof.real_table(profile, real_pprof.OPTIONS[name]) == (
            real_pprof.DATA / f"{profile.stem}.{name}.txt").read_text()


FUNCTIONS = {
    0x1010: [Frame("main.main", "main.main", "/src/a.go", 12, 10)],
    0x1020: [Frame("main.fill", "main.fill#a1b2c3d4e5", "/src/a.go", 30, 28), Frame("main.main", "main.main", "/src/a.go", 14)],
    0x2000: [Frame("runtime.mallocgc", "runtime.mallocgc", "/rt/malloc.go", 5)],
    0x3000: [Frame("core::ptr::drop_in_place<alloc::vec::Vec<u8>>", "core::ptr::drop_in_place<alloc::vec::Vec<u8>>")],
}


def small() -> Profile:
    """A profile of our own."""
    def frames(address: int) -> list[Frame]:
        return FUNCTIONS.get(address & ~0xF, [])

    stacks = [((0x2004, 0x1011), 30), ((0x1024,), 12), ((0x2004, 0x1021), 7), ((0x3001, 0x1011), 2), ((0x9999,), 1)]
    return cpu_profile(stacks, frames, Mapping(0x1000, 0x8000, 0, "/tmp/experiment"), 10_000_000,
                       1_790_000_000_000_000_000, 1_234_000_000)


def test_our_own() -> None:
    """Names, inlined calls and unknown addresses of a profile that we encode."""
    text = table.top(Report(codec.decode(codec.encode(small())), Options()))
    assert text == """\
File: experiment
Type: cpu
Time: 2026-09-21 14:13:20 UTC
Duration: 1.23s, Total samples = 520ms (42.14%)
Showing nodes accounting for 520ms, 100% of 520ms total
      flat  flat%   sum%        cum   cum%
     370ms 71.15% 71.15%      370ms 71.15%  runtime.mallocgc
     120ms 23.08% 94.23%      190ms 36.54%  main.fill (inline)
      20ms  3.85% 98.08%       20ms  3.85%  core::ptr::drop_in_place<alloc::vec::Vec<u8>>
      10ms  1.92%   100%       10ms  1.92%  <unknown>
         0     0%   100%      510ms 98.08%  main.main
"""


@pytest.mark.real
def test_our_own_in_the_real_tool(tmp_path: Path) -> None:
    """The real tool prints the same table of our profile."""
    if real_pprof.go() is None:
        pytest.skip("go is not installed")
    path = tmp_path / "own.pb"
    path.write_bytes(codec.encode(small()))
    for options in ([], ["-cum"], ["-lines"], ["-focus", "drop_in_place|mallocgc"]):
        assert our_table(path, options) == real_pprof.real_table(path, options)


def test_round_trip() -> None:
    """What is read is what was written."""
    for path in PROFILES:
        first = codec.decode(path.read_bytes())
        again = codec.decode(codec.encode(first, compress=False))
        assert shape(first) == shape(again)


def shape(profile: Profile) -> object:
    """A profile without identities."""
    samples = [([(at.address, [(one.function.name if one.function else "", one.line) for one in at.lines])
                 for at in sample.locations], sample.values, sample.labels, sample.numbers)
               for sample in profile.samples]
    return (samples, profile.sample_types, profile.period, profile.time_nanos, profile.duration_nanos,
            profile.comments, [(m.start, m.limit, m.file, m.build_id) for m in profile.mappings])


def test_merge_adds_up() -> None:
    """A profile with itself: every number twice."""
    path = PROFILES[0]
    single, double = (codec.decode(path.read_bytes()) for _ in range(2))
    merged = merge.merge([double, codec.decode(path.read_bytes())])
    assert sum(s.values[1] for s in merged.samples) == 2 * sum(s.values[1] for s in single.samples)
    assert len(merged.samples) <= len(single.samples)
    assert merged.duration_nanos == 2 * single.duration_nanos
    heap = codec.decode((real_pprof.DATA / "bintrees_heap.pb").read_bytes())
    with pytest.raises(ProfileError, match="incompatible"):
        merge.merge([single, heap])


@pytest.mark.real
def test_merge_as_the_real_tool(tmp_path: Path) -> None:
    """Two profiles on one command line."""
    if real_pprof.go() is None:
        pytest.skip("go is not installed")
    one, two = real_pprof.DATA / "bintrees.pb", real_pprof.DATA / "mapints.pb"
    done = subprocess.run([str(real_pprof.go()), "tool", "pprof", "-top", str(one), str(two)], capture_output=True,
                          text=True, check=True, env={**os.environ, "TZ": "UTC"})
    ours = subprocess.run([sys.executable, "-m", "burrow", "pprof", "-top", str(one), str(two)],
                          capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"})
    assert ours.stdout == done.stdout


def test_broken_profiles(tmp_path: Path) -> None:
    """Any bytes give a sentence, never an exception of another kind."""
    good = PROFILES[0].read_bytes()
    raw = codec.encode(codec.decode(good), compress=False)
    broken = [b"", b"x", b"\x1f\x8b", good[:50], raw[: len(raw) // 2], raw[7:], b"\x00" * 64, b"package main\n"]
    for data in broken:
        with pytest.raises(ProfileError):
            codec.decode(data)
    for at in range(0, len(raw), 97):
        changed = raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1:]
        try:
            table.top(Report(codec.decode(changed), Options()))
        except ProfileError:
            pass


def test_command_failures(tmp_path: Path) -> None:
    """A missing file and a file that is no profile: one line, status 1."""
    for name, says in ((tmp_path / "none.pb", "no such file"), (Path(__file__), "unrecognized profile format")):
        done = subprocess.run([sys.executable, "-m", "burrow", "pprof", str(name)], capture_output=True, text=True,
                              check=False)
        assert done.returncode == 1
        assert says in done.stderr
        assert done.stderr.count("\n") == 1


class Server(http.server.BaseHTTPRequestHandler):
    """Serves a profile and remembers what was asked for."""

    asked: list[str] = []

    def do_GET(self) -> None:
        """Answer with the profile, or with 404."""
        Server.asked.append(self.path)
        found = self.path.startswith("/debug/pprof/profile")
        self.send_response(200 if found else 404)
        self.end_headers()
        if found:
            self.wfile.write(PROFILES[0].read_bytes())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture()
def server() -> Iterator[str]:
    """The address of a running server."""
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{running.server_port}"
    running.shutdown()


def test_fetch_from_a_server(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An address with or without a scheme, with the seconds in its query."""
    Server.asked.clear()
    for source in (f"http://{server}/debug/pprof/profile", f"{server}/debug/pprof/profile"):
        assert shape(fetch.fetch(source, seconds=3)) == shape(codec.decode(PROFILES[0].read_bytes()))
    assert Server.asked == ["/debug/pprof/profile?seconds=3"] * 2
    assert capsys.readouterr().err.startswith("Fetching profile over HTTP from http://127.0.0.1")
    with pytest.raises(ProfileError, match="404"):
        fetch.fetch(f"http://{server}/nothing")
    with pytest.raises(ProfileError, match="http fetch"):
        fetch.fetch("http://127.0.0.1:1/debug/pprof/profile")


def test_adjusted() -> None:
    """The wait is half as long again as the sampling; a minute where nothing is said."""
    assert fetch.adjusted("http://h/p?debug=0", 20, None) == ("http://h/p?debug=0&seconds=20", 35)
    assert fetch.adjusted("http://h/p?seconds=4", None, None) == ("http://h/p?seconds=4", 11)
    assert fetch.adjusted("localhost:6060/p", None, 7) == ("http://localhost:6060/p", 12)
    assert fetch.adjusted("no/such/file", None, None) == ("", 0)
