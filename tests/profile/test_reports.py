"""The other reports beside the real tool's, on profiles of the real Go's; exports by the rules of their formats."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import real_pprof

from burrow.profile import codec, export, layered
from burrow.profile.difference import difference
from burrow.profile.dot import dot
from burrow.profile.drawing import drawing
from burrow.profile.report import Options, Report

DATA = real_pprof.DATA
REPORTS = [
    ("bintrees", ["-tree"]), ("bintrees", ["-peek", "mallocgc|main"]), ("bintrees", ["-list", "main"]),
    ("bintrees", ["-raw"]), ("bintrees_heap", ["-traces"]), ("bintrees_heap", ["-list", "grow"]),
    ("bintrees_heap", ["-top", "-inuse_objects"]), ("pingpong", ["-traces", "-lines"]),
    ("pingpong", ["-tree", "-focus", "runtime", "-cum"]), ("mapints", ["-top", "-unit", "us"]),
    ("mapints", ["-text", "-base", str(DATA / "bintrees.pb")]), ("mapints", ["-top", "-diff_base", str(DATA / "pingpong.pb")]),
]


def ours(profile: str, options: list[str]) -> str:
    """What our command prints."""
    done = subprocess.run([sys.executable, "-m", "burrow", "pprof", *options, str(DATA / f"{profile}.pb")],
                          capture_output=True, text=True, check=True, timeout=60, env={**os.environ, "TZ": "UTC"})
    return done.stdout


@pytest.mark.real
@pytest.mark.parametrize(("profile", "options"), REPORTS, ids=lambda value: value if isinstance(value, str) else value[0])
def test_as_the_real_tool(profile: str, options: list[str]) -> None:
    """Byte for byte."""
    if real_pprof.go() is None:
        pytest.skip("go is not installed")
    real = subprocess.run([str(real_pprof.go()), "tool", "pprof", *options, str(DATA / f"{profile}.pb")],
                          capture_output=True, text=True, check=True, env={**os.environ, "TZ": "UTC"}).stdout
    assert ours(profile, options) == real


@pytest.mark.real
def test_the_graph_is_the_real_tools() -> None:
    """The same boxes and arrows as the real tool's graph; their labels' letters and shapes are our own."""
    if real_pprof.go() is None:
        pytest.skip("go is not installed")
    real = subprocess.run([str(real_pprof.go()), "tool", "pprof", "-dot", str(DATA / "bintrees.pb")],
                          capture_output=True, text=True, check=True).stdout
    report = Report(codec.decode((DATA / "bintrees.pb").read_bytes()), Options(nodecount=80), visual=True)

    def tips(text: str) -> set[str]:
        return {line.split('tooltip="')[1].split('"')[0] for line in text.splitlines()
                if 'tooltip="' in line and not line.startswith("subgraph") and "box3d" not in line}

    assert tips(dot(report)) == tips(real)


def test_the_picture() -> None:
    """Well-formed, a box for each function, no box over another."""
    report = Report(codec.decode((DATA / "bintrees.pb").read_bytes()), Options(nodecount=80), visual=True)
    svg = ElementTree.fromstring(drawing(report))
    boxes = [tuple(float(one.get(key, 0)) for key in ("x", "y", "width", "height"))
             for one in svg.iter("{http://www.w3.org/2000/svg}rect")]
    assert len(boxes) == len(report.graph.nodes) > 40
    for number, (x, y, w, h) in enumerate(boxes):
        for a, b, c, d in boxes[number + 1:]:
            assert x + w <= a or a + c <= x or y + h <= b or b + d <= y


def test_layout_of_cycles() -> None:
    """Functions that call each other and themselves; nothing at all."""
    placed = layered.layout([(40, 20)] * 4, [(0, 1), (1, 2), (2, 0), (3, 3), (0, 3)])
    assert placed.centres[0][1] < placed.centres[1][1] < placed.centres[2][1]
    assert len(placed.arrows) == 5
    assert layered.layout([], []).centres == []


def test_a_profile_less_itself() -> None:
    """Nothing is left; less half of it, half is left."""
    data = (DATA / "bintrees.pb").read_bytes()
    assert difference(codec.decode(data), codec.decode(data)).samples == []
    base = codec.decode(data)
    for sample in base.samples:
        sample.values = [value // 2 for value in sample.values]
    left = difference(codec.decode(data), base)
    assert sum(sample.values[0] for sample in left.samples) == sum(
        sample.values[0] - sample.values[0] // 2 for sample in codec.decode(data).samples)


@pytest.mark.parametrize("profile", ["bintrees", "bintrees_heap"])
def test_collapsed(profile: str) -> None:
    """`root;…;leaf value`, every line; the values add up."""
    report = Report(codec.decode((DATA / f"{profile}.pb").read_bytes()), Options().untrimmed())
    lines = [line.rpartition(" ") for line in export.collapsed(report).splitlines()]
    assert sum(int(value) for _, _, value in lines) == report.total
    assert all(stack and ";;" not in stack for stack, _, _ in lines)
    assert any(stack.startswith("runtime.main;main.main;") for stack, _, _ in lines)


@pytest.mark.parametrize("profile", ["bintrees", "bintrees_heap"])
def test_speedscope(profile: str) -> None:
    """By the published schema, https://www.speedscope.app/file-format-schema.json (version 0.0.1)."""
    text = ours(profile, ["-speedscope"])
    found = json.loads(text)
    check_speedscope(found)
    raw = codec.decode((DATA / f"{profile}.pb").read_bytes())
    assert [one["name"] for one in found["profiles"]] == [kind.type for kind in raw.sample_types]
    assert found["profiles"][1]["endValue"] == sum(sample.values[1] for sample in raw.samples)


def check_speedscope(found: dict[str, object]) -> None:
    """The schema's rules for sampled profiles."""
    assert found["$schema"] == "https://www.speedscope.app/file-format-schema.json"
    assert set(found) <= {"$schema", "shared", "profiles", "name", "activeProfileIndex", "exporter"}
    shared, profiles = found["shared"], found["profiles"]
    assert isinstance(shared, dict) and set(shared) == {"frames"}
    for frame in shared["frames"]:
        assert isinstance(frame["name"], str)
        assert set(frame) <= {"name", "file", "line", "col"}
        assert isinstance(frame.get("line", 0), int) and isinstance(frame.get("file", ""), str)
    assert isinstance(profiles, list) and profiles
    for one in profiles:
        assert set(one) == {"type", "name", "unit", "startValue", "endValue", "samples", "weights"}
        assert one["type"] == "sampled"
        assert one["unit"] in {"bytes", "microseconds", "milliseconds", "nanoseconds", "none", "seconds"}
        assert len(one["samples"]) == len(one["weights"])
        assert all(0 <= number < len(shared["frames"]) for stack in one["samples"] for number in stack)
        assert one["startValue"] <= one["endValue"]


def test_output_file(tmp_path: Path) -> None:
    """What was fetched can be kept; the kept is the same."""
    ours("bintrees", ["-proto", "-output", str(tmp_path / "kept.pb")])
    assert codec.decode((tmp_path / "kept.pb").read_bytes()).samples[0].values == codec.decode(
        (DATA / "bintrees.pb").read_bytes()).samples[0].values


def test_classes_as_a_filter() -> None:
    """One of the founding experiment's views on the command line."""
    text = ours("bintrees", ["-top", "-class", "collector"])
    assert "class=collector" in text and "runtime.scanObjectsSmall" in text and "main.(*Tree).count" not in text
