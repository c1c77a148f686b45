"""A profile for other tools: collapsed stacks, and speedscope's file format.

Comes in: a `Report`.  Goes out: text.  Collapsed stacks are a line for each stack, `root;…;leaf value`, as
`stackcollapse.pl` of github.com/brendangregg/FlameGraph writes them.  Speedscope's format is that of
https://www.speedscope.app/file-format-schema.json; each kind of value is a profile of the type `sampled`.
"""

from __future__ import annotations

import json
from typing import Any

from burrow.profile import units
from burrow.profile.model import Line, Profile, Sample
from burrow.profile.report import Report

SCHEMA = "https://www.speedscope.app/file-format-schema.json"
UNITS = {"ns": "nanoseconds", "us": "microseconds", "ms": "milliseconds", "s": "seconds", "B": "bytes"}


def collapsed(report: Report) -> str:
    """A line for each stack; equal ones are added up."""
    out: dict[str, int] = {}
    for sample in report.profile.samples:
        names = [name for name, _, _ in stack(sample)]
        key = ";".join(name.replace(";", ":") for name in names) or "<unknown>"
        out[key] = out.get(key, 0) + sample.values[report.index]
    return "".join(f"{key} {value}\n" for key, value in out.items() if value)


def stack(sample: Sample) -> list[tuple[str, str, int]]:
    """Name, file and line of each frame, from the root."""
    out = []
    for location in reversed(sample.locations):
        for line in reversed(location.lines or [Line(None)]):
            if line.function is None:
                out.append((f"{location.address:#x}", "", 0))
            else:
                out.append((line.function.name or line.function.filename, line.function.filename, line.line))
    return out


def speedscope(report: Report, name: str) -> str:
    """All kinds of values, the one asked for shown first."""
    profile = report.profile
    frames: dict[tuple[str, str, int], int] = {}
    stacks = [[frames.setdefault(frame, len(frames)) for frame in stack(sample)] for sample in profile.samples]
    shown = [{"name": one, **({"file": file} if file else {}), **({"line": line} if line else {})}
             for one, file, line in frames]
    return json.dumps({
        "$schema": SCHEMA, "name": name, "exporter": "burrow", "activeProfileIndex": report.index,
        "shared": {"frames": shown},
        "profiles": [one_kind(profile, stacks, index) for index in range(len(profile.sample_types))],
    }, ensure_ascii=False) + "\n"


def one_kind(profile: Profile, stacks: list[list[int]], index: int) -> dict[str, Any]:
    """The samples by one of their values."""
    kind = profile.sample_types[index]
    weights = [sample.values[index] for sample in profile.samples]
    unit = "none"
    for family in units.FAMILIES:
        unit = UNITS.get(units.sniff(family, kind.unit) or "", unit)
    return {"type": "sampled", "name": kind.type, "unit": unit, "startValue": 0,
            "endValue": sum(weights), "samples": stacks, "weights": weights}
